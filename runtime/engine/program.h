// A plan with what the engine needs to look up at every step, worked out once.
#ifndef ENGINE_PROGRAM_H
#define ENGINE_PROGRAM_H

#include "writ/arena.h"
#include "writ/engine.h"

// Which fields an invariant reads, so that it is judged only when one of them changes.
typedef struct Invariant {
    uint32_t record; // Record type.
    uint32_t field;  // Whose `such that` it is.
    uint32_t *reads; // Pairs of record type and field number.
    uint32_t read_count;
} Invariant;

// A rule, and which of its names something is.
typedef struct Watch {
    uint32_t rule;
    uint32_t group;
} Watch;

// The rules that speak of a thing: watches[starts[thing]] up to starts[thing + 1].
typedef struct Watches {
    Watch *watches;
    uint32_t *starts;
} Watches;
enum { OCCURS_KINDS = WRIT_OCCURS_EVENT + 1 };

struct WritProgram {
    const WritPlan *plan;
    WritHash hash;
    WritArena *arena;
    uint32_t *slot_at;    // Of each slot: its place among the slots of its node.
    uint32_t *slots_of;   // Of each node: how many slots its frame has.
    uint32_t *next_item;  // Of each node: the item after it in the same frame, or WRIT_NONE.
    uint32_t *first_item; // Of each node that has a body: its first item, or WRIT_NONE.
    bool *watched;        // Of each node: a deadline or a rung counts since it began.
    bool minds_clocks;    // Some clock pauses, or has a rung that waits for a beginning.
    Invariant *invariants;
    uint32_t invariant_count;
    bool computes; // Some record type has a computed field.
    bool has_rules;
    bool blocks;                   // Some rule does.
    Watches watches[OCCURS_KINDS]; // By WritOccurrenceKind: of nodes, milestones, events.
    bool **rule_reads;             // Of each rule `always`: which slots it reads; of others NULL.
    const WritTables *tables;
};

// The rules that speak of something; *count of them.
const Watch *program_watches(const WritProgram *program, WritOccurrenceKind kind, uint32_t index,
                             uint32_t *count);

// The first or next stage that is entered by itself: detours are passed over.
uint32_t program_next_stage(const WritProgram *program, uint32_t node);

static inline const WritNode *program_node(const WritProgram *program, uint32_t node)
{
    return &program->plan->nodes[node];
}

static inline const WritStep *program_step(const WritProgram *program, uint32_t node)
{
    return &program->plan->steps[program->plan->nodes[node].step];
}

#endif
