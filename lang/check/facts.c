// Facts as bits, what makes them and what undoes them.
#include <assert.h>
#include <string.h>

#include "check/flow.h"
#include "check/places.h"
#include "check/types.h"

Facts check_facts_new(Flow *flow, WritArena *arena)
{
    return (Facts){.bits = writ_arena_array(arena, flow->words, sizeof(uint64_t))};
}

Facts check_facts_copy(Flow *flow, const Facts *facts)
{
    Facts copy = check_facts_new(flow, flow->scratch);
    copy.reached = facts->reached;
    memcpy(copy.bits, facts->bits, flow->words * sizeof(uint64_t));
    return copy;
}

bool check_facts_meet(Flow *flow, Facts *into, const Facts *facts)
{
    if (!facts->reached) {
        return false;
    }
    if (!into->reached) {
        into->reached = true;
        memcpy(into->bits, facts->bits, flow->words * sizeof(uint64_t));
        return true;
    }
    bool changed = false;
    for (uint32_t i = 0; i < flow->words; i++) {
        uint64_t both = into->bits[i] & facts->bits[i];
        changed = changed || both != into->bits[i];
        into->bits[i] = both;
    }
    return changed;
}

static void set_bit(uint64_t *bits, uint32_t fact)
{
    bits[fact / 64] |= (uint64_t)1 << (fact % 64);
}

bool check_facts_has(const Facts *facts, uint32_t fact)
{
    return (facts->bits[fact / 64] >> (fact % 64) & 1) != 0;
}

void check_facts_add(Facts *facts, uint32_t fact)
{
    if (fact != FACT_NONE) {
        set_bit(facts->bits, fact);
    }
}

void check_facts_drop(Flow *flow, Facts *facts, const uint64_t *bits)
{
    for (uint32_t i = 0; bits != NULL && i < flow->words; i++) {
        facts->bits[i] &= ~bits[i];
    }
}

uint32_t check_facts_present(const Flow *flow, PlaceId place)
{
    uintptr_t found = (uintptr_t)check_names_find(&flow->process->present_facts, place);
    return found == 0 ? FACT_NONE : (uint32_t)(found - 1);
}

void check_facts_assume(Flow *flow, Facts *facts, const Expr *condition, Truth truth)
{
    if (condition->operation == WRIT_OP_NOT) {
        check_facts_assume(flow, facts, condition->a, check_truth_not(truth));
    } else if (condition->operation == WRIT_OP_AND || condition->operation == WRIT_OP_OR) {
        if ((condition->operation == WRIT_OP_AND) == (truth == HOLDS)) {
            check_facts_assume(flow, facts, condition->a, truth);
            check_facts_assume(flow, facts, condition->b, truth);
        }
    } else if (condition->operation == WRIT_OP_IS_PRESENT ||
               condition->operation == WRIT_OP_IS_MISSING) {
        bool there = (condition->operation == WRIT_OP_IS_PRESENT) == (truth == HOLDS);
        if (there && condition->a->place != 0) {
            check_facts_add(facts, check_facts_present(flow, condition->a->place));
        }
    }
}

void check_facts_kills(Flow *flow, PlaceId place, uint64_t *bits)
{
    PlaceId written = check_place_canonical(flow->checker, place);
    for (uint32_t i = 0; i < flow->present_count; i++) {
        if (check_places_overlap(flow->checker, flow->present[i].canonical, written)) {
            set_bit(bits, flow->present[i].fact);
        }
    }
}

void check_facts_write(Flow *flow, Facts *facts, const Target *target, TypeId type)
{
    if (flow->present_count > 0) {
        Facts killed = check_facts_new(flow, flow->scratch);
        check_facts_kills(flow, target->place, killed.bits);
        check_facts_drop(flow, facts, killed.bits);
        if (!check_type_is_optional(flow->checker, type)) {
            check_facts_add(facts, check_facts_present(flow, target->place));
        }
    }
    if (target->field_count == 0) {
        check_facts_add(facts, target->slot->fact);
    }
}

// --- Using ----------------------------------------------------------------------------------

static void tell_empty(Flow *flow, const Expr *expr)
{
    const Slot *slot = expr->slot;
    WritDiag *diag = diag_error(flow->checker->diags, DIAG_NOT_YET_THERE, expr->span,
                                "on some way to this place \"%.*s\" holds nothing yet",
                                WRIT_TEXT_ARGS(slot->text));
    diag_label(diag, slot->span,
               slot->kind == WRIT_SLOT_STORED ? "declared here, without a start"
                                              : "it gets its value here");
    diag_hint(diag, slot->kind == WRIT_SLOT_STORED
                        ? "Add \", at start …\", or set it on every way."
                        : "Use it only where that has happened, also when the step before is "
                          "overdue, skipped or without an answer.");
    check_run_ask(flow->checker, flow->process, DIAG_NOT_YET_THERE, expr->span,
                  (RunTarget){.place = RUN_TO_EXPR, .expr = expr, .without = slot->fact});
}

static void tell_missing(Flow *flow, const Expr *expr)
{
    WritDiag *diag = diag_error(flow->checker->diags, DIAG_MAY_BE_MISSING, expr->span,
                                "\"%s\" may be missing, and here it must be there",
                                check_place_text(flow->checker, expr->place));
    diag_hint(diag, "Ask \"is present\" before, or say with \"or else\" what holds then.");
    check_run_ask(flow->checker, flow->process, DIAG_MAY_BE_MISSING, expr->span,
                  (RunTarget){
                      .place = RUN_TO_EXPR,
                      .expr = expr,
                      .without = check_facts_present(flow, expr->place),
                  });
}

// What a rung of the process or stage may write at any moment is never known to be there.
static bool is_present(const Flow *flow, const Facts *facts, const Expr *expr)
{
    uint32_t fact = check_facts_present(flow, expr->place);
    Facts unsteady = {.bits = flow->unsteady};
    return check_facts_has(facts, fact) && !check_facts_has(&unsteady, fact);
}

void check_facts_use(Flow *flow, const Facts *facts, const Expr *expr)
{
    if (expr == NULL || !expr->asks_flow || !flow->report || !facts->reached) {
        return;
    }
    if (expr->operation == WRIT_OP_SLOT && expr->slot->fact != FACT_NONE &&
        !check_facts_has(facts, expr->slot->fact)) {
        tell_empty(flow, expr);
        return;
    }
    if (expr->asks_present && !is_present(flow, facts, expr)) {
        tell_missing(flow, expr);
        return;
    }
    check_facts_use(flow, facts, expr->a);
    check_facts_use(flow, facts, expr->b);
    check_facts_use(flow, facts, expr->c);
    for (uint32_t i = 0; i < expr->item_count; i++) {
        check_facts_use(flow, facts, expr->items[i]);
    }
}

// --- What each node may undo ------------------------------------------------------------------

static uint64_t *new_bits(Flow *flow)
{
    return writ_arena_array(flow->checker->arena, flow->words, sizeof(uint64_t));
}

static void kill_target(Flow *flow, uint64_t *bits, const Target *target)
{
    if (target != NULL && flow->present_count > 0) {
        check_facts_kills(flow, target->place, bits);
    }
}

static void kill_actions(Flow *flow, uint64_t *bits, const Actions *actions)
{
    const Action *action = actions == NULL ? NULL : actions->first;
    for (; action != NULL; action = action->next) {
        kill_target(flow, bits, action->target);
        kill_actions(flow, bits, action->after);
    }
}

// Rungs write while the work is open, `on overdue` when it is not or goes on.
void check_facts_kill_rungs(Flow *flow, uint64_t *bits, const Deadline *deadline)
{
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        kill_actions(flow, bits, deadline->rungs[i].actions);
    }
}

void check_facts_kill_bindings(Flow *flow, uint64_t *bits)
{
    for (uint32_t i = 0; i < flow->process->binding_count; i++) {
        kill_actions(flow, bits, flow->process->bindings[i].actions);
    }
}

static void kill_deadline(Flow *flow, uint64_t *bits, const Deadline *deadline)
{
    check_facts_kill_rungs(flow, bits, deadline);
    kill_actions(flow, bits, deadline->on_overdue);
}

static void kill_step(Flow *flow, uint64_t *bits, const Step *step)
{
    kill_target(flow, bits, step->target);
    for (uint32_t i = 0; i < step->fills.count; i++) {
        kill_target(flow, bits, step->fills.items[i]);
    }
    for (uint32_t i = 0; i < step->handler_count; i++) {
        kill_actions(flow, bits, step->handlers[i].actions);
    }
    if (step->into != NULL && flow->present_count > 0) {
        check_facts_kills(flow, step->into->place, bits);
    }
    kill_actions(flow, bits, step->on_no_answer);
    kill_actions(flow, bits, step->on_nobody);
    kill_actions(flow, bits, step->then);
}

static void mark_fresh(Flow *flow, Node *node)
{
    node->flow->fresh = new_bits(flow);
    for (const Slot *slot = node->slots; slot != NULL; slot = slot->next) {
        if (slot->fact != FACT_NONE) {
            set_bit(node->flow->fresh, slot->fact);
        }
    }
    for (uint32_t i = 0; i < flow->present_count; i++) {
        PlaceId root = check_place_root_of(flow->checker, flow->present[i].place);
        const Slot *slot = flow->checker->places.nodes[root].slot;
        if (slot != NULL && slot->frame == node) {
            set_bit(node->flow->fresh, flow->present[i].fact);
        }
    }
}

static bool needs_flow_node(const Node *node)
{
    return node->children != NULL || node->kind == WRIT_NODE_STAGE ||
           node->kind == WRIT_NODE_DETOUR;
}

// A step has no FlowNode: what it may undo goes to its parent at once.
static void prepare(Flow *flow, Node *node)
{
    if (!needs_flow_node(node)) {
        uint64_t *bits = node->parent->flow->kills;
        if (node->step != NULL) {
            kill_step(flow, bits, node->step);
        }
        kill_deadline(flow, bits, &node->deadline);
        kill_actions(flow, bits, node->actions);
        return;
    }
    node->flow = writ_arena_alloc(flow->checker->arena, sizeof *node->flow);
    node->flow->kills = new_bits(flow);
    node->flow->entry = check_facts_new(flow, flow->checker->arena);
    node->flow->skipped = check_facts_new(flow, flow->checker->arena);
    kill_deadline(flow, node->flow->kills, &node->deadline);
    kill_actions(flow, node->flow->kills, node->actions);
    for (Node *child = node->children; child != NULL; child = child->next) {
        prepare(flow, child);
    }
    if (node->parent != NULL) {
        for (uint32_t i = 0; i < flow->words; i++) {
            node->parent->flow->kills[i] |= node->flow->kills[i];
        }
    }
    if (node->kind == WRIT_NODE_BRANCH || node->kind == WRIT_NODE_FOR_EACH) {
        mark_fresh(flow, node);
    }
}

// The lines of the process itself can write at any time.
static void kill_process_lines(Flow *flow)
{
    const Process *process = flow->process;
    uint64_t *bits = process->root->flow->kills;
    kill_actions(flow, bits, process->on_nobody);
    kill_actions(flow, bits, process->cancellation.actions);
    for (uint32_t i = 0; i < process->happens_count; i++) {
        kill_actions(flow, bits, process->happens[i].actions);
    }
    check_facts_kill_bindings(flow, bits);
}

static void list_present(Flow *flow)
{
    const NameTable *table = &flow->process->present_facts;
    flow->present = writ_arena_array(flow->checker->arena, table->count, sizeof(PresentFact));
    for (uint32_t i = 0; i < table->capacity; i++) {
        if (table->keys[i] != 0) {
            flow->present[flow->present_count++] = (PresentFact){
                .place = table->keys[i],
                .canonical = check_place_canonical(flow->checker, table->keys[i]),
                .fact = (uint32_t)((uintptr_t)table->values[i] - 1),
            };
        }
    }
}

void check_facts_prepare(Flow *flow)
{
    list_present(flow);
    prepare(flow, flow->process->root);
    kill_process_lines(flow);
}
