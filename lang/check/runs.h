// Runs: how a case comes to what a check refutes, as a way from its start.
//
// The checks of flow speak of all ways at once and do not know one. Each asks for a run of what it
// refuted (check_run_ask); when all of a process is checked, the shortest is looked for: the fewest
// things that somebody does or that happen, and among these the fewest conditions. A run may have
// to avoid a fact: a value that must not be there yet, somebody who must not have been told.
#ifndef CHECK_RUNS_H
#define CHECK_RUNS_H

#include "check/model_flow.h"
#include "source/diag.h"

typedef struct Checker Checker;

typedef enum RunKind {
    RUN_BEGINS,    // The case starts.
    RUN_STAGE,     // A stage is entered.
    RUN_WHERE,     // A condition holds, or does not.
    RUN_EMPTY,     // A list has no elements,
    RUN_ELEMENT,   // or one.
    RUN_ANSWERED,  // A person answers a step,
    RUN_CALLED,    // a system does,
    RUN_SILENT,    // or does not.
    RUN_NOBODY,    // Nobody is there for a step.
    RUN_ARRIVES,   // What a step waits for arrives.
    RUN_OVERDUE,   // A step, a stage or the case.
    RUN_RUNG,      // Time passes on the way to a deadline.
    RUN_HAPPENS,   // A message that interrupts arrives.
    RUN_CANCELLED, // Somebody cancels the case.
    RUN_CHANGES,   // What was approved changes.
    RUN_AGAIN,     // A part of the way, some more times.
} RunKind;

typedef struct RunItem {
    RunKind kind;
    const Node *node;       // Step, stage or process.
    const Handler *handler; // ANSWERED, CALLED
    const Expr *condition;  // WHERE; EMPTY, ELEMENT: the list.
    bool holds;             // WHERE
    const Happens *happens;
    const Rung *rung;
    bool passed; // OVERDUE: its time has passed with what came before.
    const Binding *binding;
} RunItem;

enum { RUN_ITEMS_MAX = 200 }; // A longer run is not shown.

// A run, from the start of the case.
typedef struct Run {
    RunItem *items;
    uint32_t count;
} Run;

// Where a run leads.
typedef enum RunPlace {
    RUN_TO_NODE,   // Where it begins.
    RUN_PAST_NODE, // Where a stage ends.
    RUN_TO_ACTION,
    RUN_TO_EXPR, // Where it is used.
} RunPlace;

typedef struct RunTarget {
    RunPlace place;
    const Node *node;
    const Action *action;
    const Expr *expr;
    uint32_t without;   // A fact that must not hold there; FACT_NONE: any run will do.
    const Action *sent; // A message that is checked to have been sent there; NULL: none.
    const Node
        *around; // The rounds at `node` last longer than the deadline of this; NULL: no matter.
    const Node *after;   // An approval that must have been given before, and a return
    const Action *taken; // that must have been taken; NULL: none.
} RunTarget;

typedef struct RunAsk {
    DiagCode code;
    WritSpan span;
    RunTarget target;
} RunAsk;

// The ways to a place, the cheapest of each kind: where the fact that a run is to avoid does not
// hold, and where it does (with `after`: what was not yet done, and was).
typedef struct RunWay RunWay;
typedef struct RunWays {
    const RunWay *at[2]; // NULL: there is none.
} RunWays;

// Asks for a run of what was told at `span`.
void check_run_ask(Checker *checker, Process *process, DiagCode code, WritSpan span,
                   RunTarget target);
// Finds the runs that were asked for and adds them to what was told.
void check_runs(Checker *checker, Process *process);

// The shortest run to a target, in `arena`, which also holds what the search takes. False: there
// is none, it is too long to show, or the search went on for too long (CHECK_RUN_WORK_MAX).
bool check_run_find(Checker *checker, Process *process, const RunTarget *target, WritArena *arena,
                    Run *run);

// Goes on with rounds that take their whole time, where that can be shown (run_rounds.c).
void check_run_lengthen(Run *run, const RunTarget *target);

// --- run_words.c, run_scenes.c ---------------------------------------------------------------

// A run as a sentence, "This way: …".
WritText check_run_sentence(Checker *checker, const Run *run);
// What one item says beside the name of what it is about: "answered submitted".
WritText check_run_way(Checker *checker, const RunItem *item);
// What it is about: a step, a stage, a hook, an event.
WritText check_run_subject(const RunItem *item);
// Something that somebody does or that happens, rather than a condition.
bool check_run_acts(const RunItem *item);
// A condition as written, in one line.
WritText check_run_condition(Checker *checker, const Expr *expr);
// A scenario that goes this way, to be saved in a module of the book.
WritText check_run_scenario(Checker *checker, Process *process, const RunAsk *ask, const Run *run);

#endif
