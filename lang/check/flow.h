// The questions of flow: can everything be reached, does everything end, is everything there when
// it is read (C5, C7, C9).
//
// A fact is something that holds at a place in the text on every way that leads there: this slot
// holds a value, this optional place is there, that stage has begun, somebody was told. Facts are
// bits; where ways meet only what holds on all of them is left. Blocks are walked once, stages
// until nothing changes.
#ifndef CHECK_FLOW_H
#define CHECK_FLOW_H

#include "check/exprs.h"
#include "check/runs.h"

void check_flow(Checker *checker, Process *process);

// --- facts.c --------------------------------------------------------------------------------

typedef struct Facts {
    bool reached;
    uint64_t *bits;
} Facts;

typedef struct FlowNode {
    Facts entry;         // Of a stage: what holds however it is entered.
    Facts skipped;       // Where `skip to …` this node leads.
    uint64_t *kills;     // What writing within the node may undo.
    uint64_t *fresh;     // Of a frame: facts about its slots, which begin anew.
    bool dirty;          // Of a stage: its entry changed since it was walked.
    RunWays run_entry;   // Of the search for a run (runs.h): the ways to a stage,
    RunWays run_skipped; // and those where `skip to …` this node leads.
} FlowNode;

typedef struct PresentFact {
    PlaceId place;
    PlaceId canonical;
    uint32_t fact;
} PresentFact;

typedef struct Flow {
    Checker *checker;
    Process *process;
    WritArena *scratch; // Of the stage that is walked.
    uint32_t words;
    PresentFact *present;
    uint32_t present_count;
    uint64_t *unsteady;     // What rungs of the process, and of the stage, may undo at any moment.
    uint32_t told;          // The fact that somebody was notified.
    Node *stage;            // Where the walk is; NULL for the lines of the process.
    uint32_t errors_before; // Told before the flow was asked.
    bool report;            // The last walk: tell what is wrong, note the ways.
} Flow;

Facts check_facts_new(Flow *flow, WritArena *arena);
Facts check_facts_copy(Flow *flow, const Facts *facts);
// What holds on both ways. True when `into` changed.
bool check_facts_meet(Flow *flow, Facts *into, const Facts *facts);
bool check_facts_has(const Facts *facts, uint32_t fact);
void check_facts_add(Facts *facts, uint32_t fact);                     // FACT_NONE is allowed.
void check_facts_drop(Flow *flow, Facts *facts, const uint64_t *bits); // NULL is allowed.
// What is there because `condition` is true, or false.
void check_facts_assume(Flow *flow, Facts *facts, const Expr *condition, Truth truth);
// What stands after `target` is written with a value of type `type`, which may be optional.
void check_facts_write(Flow *flow, Facts *facts, const Target *target, TypeId type);
// The bits that writing to a place undoes.
void check_facts_kills(Flow *flow, PlaceId place, uint64_t *bits);
// Tells whatever `expr` needs that does not hold. NULL is allowed.
void check_facts_use(Flow *flow, const Facts *facts, const Expr *expr);
// Adds the bits that the rungs of a deadline may undo.
void check_facts_kill_rungs(Flow *flow, uint64_t *bits, const Deadline *deadline);
// Adds the bits that may be undone when something changes after its approval.
void check_facts_kill_bindings(Flow *flow, uint64_t *bits);
// The fact that the optional `place` is there; FACT_NONE where nothing asks that.
uint32_t check_facts_present(const Flow *flow, PlaceId place);
// The kills and fresh facts of all nodes.
void check_facts_prepare(Flow *flow);

// --- ways.c ---------------------------------------------------------------------------------

// Notes a way to a stage.
void check_way_to(Flow *flow, const Facts *facts, Node *stage, const Action *action);
// The ways by where they begin, in `arena`: those from stage n are edges first[n] to first[n + 1].
// Ways that lines of the process open are left out: they begin anywhere.
typedef struct StageGraph {
    uint32_t *first;
    const StageEdge **edges;
} StageGraph;
StageGraph check_stage_graph(const Process *process, WritArena *arena);
// After the walk: stages that nothing leads to, ways that go round without a bound;
// outcomes that no way has; loops within loops that run too often.
void check_ways(Flow *flow);

#endif
