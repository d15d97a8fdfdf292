#include "engine/program.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { PROGRAM_BYTES_MAX = 64 << 20 };

static uint32_t child_of(const WritPlan *plan, const WritNode *node, uint32_t index)
{
    return plan->operands[node->children_start + index];
}

// The item that follows `node` in its frame. Arms have no frame of their own, so that the end of
// an arm is followed by what follows its `if`.
static uint32_t find_next(const WritPlan *plan, uint32_t node)
{
    for (;;) {
        const WritNode *here = &plan->nodes[node];
        if (here->parent == WRIT_NONE) {
            return WRIT_NONE;
        }
        const WritNode *parent = &plan->nodes[here->parent];
        if (here->kind != WRIT_NODE_ARM && here->index + 1 < parent->child_count) {
            return child_of(plan, parent, here->index + 1);
        }
        if (here->kind != WRIT_NODE_ARM && parent->kind != WRIT_NODE_ARM) {
            return WRIT_NONE;
        }
        node = here->parent;
    }
}

uint32_t program_next_stage(const WritProgram *program, uint32_t node)
{
    const WritPlan *plan = program->plan;
    const WritNode *process = &plan->nodes[0];
    uint32_t from = node == WRIT_NONE ? 0 : plan->nodes[node].index + 1;
    for (uint32_t i = from; i < process->child_count; i++) {
        uint32_t child = child_of(plan, process, i);
        if (plan->nodes[child].kind == WRIT_NODE_STAGE) {
            return child;
        }
    }
    return WRIT_NONE;
}

static void lay_out_items(WritProgram *program)
{
    const WritPlan *plan = program->plan;
    for (uint32_t i = 0; i < plan->node_count; i++) {
        const WritNode *node = &plan->nodes[i];
        program->next_item[i] = find_next(plan, i);
        if (node->deadline.kind != WRIT_DEADLINE_NONE && node->deadline.since != WRIT_NONE) {
            program->watched[node->deadline.since] = true;
        }
        for (uint32_t r = 0; r < node->deadline.rung_count; r++) {
            const WritRung *rung = &plan->rungs[node->deadline.rungs_start + r];
            if (rung->kind == WRIT_RUNG_AFTER && rung->since != WRIT_NONE) {
                program->watched[rung->since] = true;
                program->minds_clocks = true;
            }
        }
        program->minds_clocks = program->minds_clocks || node->deadline.pauses != WRIT_NONE;
        program->first_item[i] = node->child_count > 0 ? child_of(plan, node, 0) : WRIT_NONE;
    }
}

static void lay_out_slots(WritProgram *program)
{
    const WritPlan *plan = program->plan;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        program->slot_at[i] = program->slots_of[plan->slots[i].node]++;
    }
}

static void note_read(WritProgram *program, Invariant *invariant, uint32_t record, uint32_t field)
{
    for (uint32_t i = 0; i < invariant->read_count; i++) {
        if (invariant->reads[2 * i] == record && invariant->reads[2 * i + 1] == field) {
            return;
        }
    }
    uint32_t count = invariant->read_count;
    uint32_t *reads = writ_arena_array(program->arena, 2 * ((size_t)count + 1), sizeof *reads);
    for (uint32_t i = 0; i < 2 * count; i++) {
        reads[i] = invariant->reads[i];
    }
    reads[2 * count] = record;
    reads[2 * count + 1] = field;
    invariant->reads = reads;
    invariant->read_count = count + 1;
}

static void note_reads(WritProgram *program, Invariant *invariant, uint32_t expr);

// Every expression in the plan that reads a field of a record type might be part of a computed
// field that the invariant uses, so computed fields are followed.
static void note_field(WritProgram *program, Invariant *invariant, const WritExpr *e)
{
    const WritPlan *plan = program->plan;
    uint32_t record = plan->types.types[plan->exprs[e->a].type].index;
    uint32_t before = invariant->read_count;
    note_read(program, invariant, record, e->b);
    if (invariant->read_count > before) {
        note_reads(program, invariant, plan->types.records[record].fields[e->b].computed);
    }
}

static void note_reads(WritProgram *program, Invariant *invariant, uint32_t expr)
{
    if (expr == WRIT_NONE) {
        return;
    }
    const WritExpr *e = &program->plan->exprs[expr];
    unsigned uses = writ_plan_uses(e->operation);
    if (e->operation == WRIT_OP_FIELD) {
        note_field(program, invariant, e);
    }
    note_reads(program, invariant, (uses & WRIT_USES_A) != 0 ? e->a : WRIT_NONE);
    note_reads(program, invariant, (uses & WRIT_USES_B) != 0 ? e->b : WRIT_NONE);
    note_reads(program, invariant, (uses & WRIT_USES_C) != 0 ? e->c : WRIT_NONE);
    note_reads(program, invariant, (uses & WRIT_USES_EXTRA) != 0 ? e->extra : WRIT_NONE);
    for (uint32_t i = 0; (uses & WRIT_USES_LIST) != 0 && i < e->c; i++) {
        note_reads(program, invariant, program->plan->operands[e->b + i]);
    }
}

static void find_invariants(WritProgram *program)
{
    const WritTypes *types = &program->plan->types;
    uint32_t count = 0;
    for (uint32_t pass = 0; pass < 2; pass++) {
        if (pass == 1 && count > 0) {
            program->invariants = writ_arena_array(program->arena, count, sizeof(Invariant));
        }
        for (uint32_t r = 0; r < types->record_count; r++) {
            for (uint32_t f = 0; f < types->records[r].field_count; f++) {
                const WritField *field = &types->records[r].fields[f];
                program->computes = program->computes || field->computed != WRIT_NONE;
                if (field->such_that == WRIT_NONE) {
                    continue;
                }
                if (pass == 0) {
                    count++;
                    continue;
                }
                Invariant *invariant = &program->invariants[program->invariant_count++];
                *invariant = (Invariant){.record = r, .field = f};
                note_read(program, invariant, r, f);
                note_reads(program, invariant, field->such_that);
            }
        }
    }
}

// --- Rules -------------------------------------------------------------------------------------

static uint32_t things_of(const WritPlan *plan, uint32_t kind)
{
    return kind == WRIT_OCCURS_STEP        ? plan->node_count
           : kind == WRIT_OCCURS_MILESTONE ? plan->milestone_count
                                           : plan->event_count;
}

typedef void Seen(Watches *watches, uint32_t thing, Watch watch);

static void each_watch(const WritPlan *plan, uint32_t kind, Watches *watches, Seen *seen)
{
    for (uint32_t r = 0; r < plan->rule_count; r++) {
        const WritRule *rule = &plan->rules[r];
        for (uint32_t i = 0; i < rule->occurrence_count; i++) {
            const WritRuleOccurrence *one = &plan->occurrences[rule->occurrences_start + i];
            if (one->kind == kind) {
                seen(watches, one->index, (Watch){r, one->group});
            }
        }
    }
}

static void count_watch(Watches *watches, uint32_t thing, Watch watch)
{
    (void)watch;
    watches->starts[thing + 2]++;
}

// Afterwards each start has moved to where the one before it began.
static void put_watch(Watches *watches, uint32_t thing, Watch watch)
{
    watches->watches[watches->starts[thing + 1]++] = watch;
}

// Counted first, then put in their places, so that the rules of one thing stand together.
static void lay_out_watches(WritProgram *program, uint32_t kind)
{
    const WritPlan *plan = program->plan;
    Watches *watches = &program->watches[kind];
    uint32_t things = things_of(plan, kind);
    watches->starts = writ_arena_array(program->arena, things + 2, sizeof(uint32_t));
    each_watch(plan, kind, watches, count_watch);
    for (uint32_t i = 2; i < things + 2; i++) {
        watches->starts[i] += watches->starts[i - 1];
    }
    uint32_t total = watches->starts[things + 1];
    watches->watches = writ_arena_array(program->arena, total + 1, sizeof(Watch));
    each_watch(plan, kind, watches, put_watch);
}

static void note_slots(const WritProgram *program, bool *slots, uint32_t expr)
{
    if (expr == WRIT_NONE) {
        return;
    }
    const WritExpr *e = &program->plan->exprs[expr];
    unsigned uses = writ_plan_uses(e->operation);
    if (e->operation == WRIT_OP_SLOT) {
        slots[e->a] = true;
    }
    note_slots(program, slots, (uses & WRIT_USES_A) != 0 ? e->a : WRIT_NONE);
    note_slots(program, slots, (uses & WRIT_USES_B) != 0 ? e->b : WRIT_NONE);
    note_slots(program, slots, (uses & WRIT_USES_C) != 0 ? e->c : WRIT_NONE);
    note_slots(program, slots, (uses & WRIT_USES_EXTRA) != 0 ? e->extra : WRIT_NONE);
    for (uint32_t i = 0; (uses & WRIT_USES_LIST) != 0 && i < e->c; i++) {
        note_slots(program, slots, program->plan->operands[e->b + i]);
    }
}

static void find_rules(WritProgram *program)
{
    const WritPlan *plan = program->plan;
    program->has_rules = plan->rule_count > 0;
    if (!program->has_rules) {
        return;
    }
    for (uint32_t kind = 0; kind < OCCURS_KINDS; kind++) {
        lay_out_watches(program, kind);
    }
    program->rule_reads = writ_arena_array(program->arena, plan->rule_count, sizeof(bool *));
    for (uint32_t i = 0; i < plan->rule_count; i++) {
        const WritRule *rule = &plan->rules[i];
        program->blocks = program->blocks || rule->blocks;
        if (rule->kind == WRIT_RULE_ALWAYS) {
            bool *slots = writ_arena_array(program->arena, plan->slot_count + 1, sizeof(bool));
            note_slots(program, slots, rule->expr);
            note_slots(program, slots, rule->when);
            program->rule_reads[i] = slots;
        }
    }
}

const Watch *program_watches(const WritProgram *program, WritOccurrenceKind kind, uint32_t index,
                             uint32_t *count)
{
    *count = 0;
    if (!program->has_rules || index == WRIT_NONE) {
        return NULL;
    }
    const Watches *watches = &program->watches[kind];
    *count = watches->starts[index + 1] - watches->starts[index];
    return watches->watches + watches->starts[index];
}

WritProgram *writ_program_new(const WritPlan *plan, const WritHash *hash)
{
    assert(plan->node_count > 0 && plan->nodes[0].kind == WRIT_NODE_PROCESS);
    WritArena *arena = writ_arena_new(PROGRAM_BYTES_MAX);
    WritProgram *program = writ_arena_alloc(arena, sizeof *program);
    program->plan = plan;
    program->hash = *hash;
    program->arena = arena;
    program->slot_at = writ_arena_array(arena, plan->slot_count + 1, sizeof(uint32_t));
    program->slots_of = writ_arena_array(arena, plan->node_count, sizeof(uint32_t));
    program->next_item = writ_arena_array(arena, plan->node_count, sizeof(uint32_t));
    program->first_item = writ_arena_array(arena, plan->node_count, sizeof(uint32_t));
    program->watched = writ_arena_array(arena, plan->node_count, sizeof(bool));
    lay_out_items(program);
    lay_out_slots(program);
    find_invariants(program);
    find_rules(program);
    program->tables = writ_tables_new(arena, plan);
    return program;
}

void writ_program_free(WritProgram *program)
{
    if (program != NULL) {
        writ_arena_free(program->arena);
    }
}

const WritPlan *writ_program_plan(const WritProgram *program)
{
    return program->plan;
}

const WritHash *writ_program_hash(const WritProgram *program)
{
    return &program->hash;
}
