// Shared by the files that look for a run, and by nobody else.
#ifndef CHECK_RUN_SEARCH_H
#define CHECK_RUN_SEARCH_H

#include "check/flow.h"

// The last item of a way; what came before is shared with other ways.
struct RunWay {
    const RunWay *before; // NULL: the case begins here.
    RunItem item;
    const RunWay *from;  // AGAIN: the way behind `from` up to `until`,
    const RunWay *until; // so many more times.
    uint32_t times;
    uint64_t cost;
};

typedef struct RunSearch {
    Checker *checker;
    Process *process;
    Flow flow;
    WritArena *arena;
    const RunTarget *target;
    const RunWay *best;
    RunWays waits;     // Where the case may stay for a while, in the stage that is walked.
    Facts facts;       // For asking what an assumption or a writing does to the one fact.
    bool *dirty;       // Stages to which a cheaper way was found.
    const Node *stage; // That is walked.
    bool spent;        // CHECK_RUN_WORK_MAX is reached.
} RunSearch;

typedef struct RunWalk {
    RunSearch *search;
    RunWays now;   // The ways to where the walk stands.
    RunWays *next; // Where `next step` leads; NULL where it leads nowhere.
} RunWalk;

// --- run_ways.c ------------------------------------------------------------------------------

bool check_run_reached(RunWays ways);
// True when `into` became cheaper.
bool check_run_meet(RunWays *into, RunWays ways);
RunWays check_run_extend(RunSearch *search, RunWays ways, RunItem item);
// The fact holds from here on, or no more.
RunWays check_run_hold(RunWays ways);
RunWays check_run_drop(RunWays ways);
// The part of each way behind the last of `starts` that is on it, `times` more times; NULL where
// none is.
RunWays check_run_again(RunSearch *search, RunWays ways, RunWays starts, uint32_t times);
// The same behind the last time that the way enters `stage`.
RunWays check_run_again_from(RunSearch *search, RunWays ways, const Node *stage, uint32_t times);
// All branches are gone through: from `start` on the parts that lead to each of `ends`.
RunWays check_run_join(RunSearch *search, RunWays start, const RunWays *ends, uint32_t count);
// From the start to `way`; false when that has too many items to show.
bool check_run_list(const RunWay *way, WritArena *arena, Run *run);

// A way that no data can go, as far as can be told.
bool check_run_is_impossible(const RunWay *way);

// --- run_steps.c -----------------------------------------------------------------------------

// The walk has come to where the target may be.
void check_run_arrive(RunSearch *search, RunWays ways);
void check_run_see(RunSearch *search, RunWays ways, const Expr *expr); // NULL is allowed.
void check_run_see_parties(RunSearch *search, RunWays ways, const Parties *parties);
void check_run_see_exprs(RunSearch *search, RunWays ways, const Exprs *exprs);
void check_run_see_deadline(RunSearch *search, RunWays ways, const Node *node);
// `node` begins: the target may be there, and clocks may count from it.
RunWays check_run_begin(RunSearch *search, RunWays ways, const Node *node);
RunWays check_run_where(RunSearch *search, RunWays ways, const Expr *condition, Truth truth);
// A list of actions; where it goes on is added to `next`, which may be NULL.
void check_run_actions(RunSearch *search, RunWays ways, RunWays *next, const Actions *actions);
// What the rungs of a deadline do at `ways`; where the work then goes on is added to `next`.
void check_run_rungs(RunSearch *search, RunWays ways, RunWays *next, const Node *node);
void check_run_step(RunWalk *walk, const Node *node);

// --- runs.c ----------------------------------------------------------------------------------

void check_run_enter(RunSearch *search, const Node *stage, RunWays ways);
// False when CHECK_RUN_WORK_MAX is reached.
bool check_run_work(RunSearch *search, uint32_t work);

// --- run_blocks.c ----------------------------------------------------------------------------

// The items of a stage, branch, arm or loop.
void check_run_items(RunWalk *walk, Node *parent);

#endif
