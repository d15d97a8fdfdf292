// Steps and lists of actions, gone through with the ways that lead there.
#include <assert.h>
#include <string.h>

#include "check/process.h"
#include "check/run_search.h"
#include "check/types.h"

// --- Targets ----------------------------------------------------------------------------------

void check_run_arrive(RunSearch *search, RunWays ways)
{
    bool after = search->target->after != NULL || search->target->taken != NULL;
    RunWays best = {{search->best, NULL}};
    if (after || search->target->without != FACT_NONE) {
        ways.at[after ? 0 : 1] = NULL;
    }
    (void)check_run_meet(&best, check_run_drop(ways));
    search->best = best.at[0];
}

static bool holds_expr(const Expr *expr, const Expr *part)
{
    if (expr == NULL || expr == part || !expr->asks_flow) {
        return expr == part;
    }
    bool found =
        holds_expr(expr->a, part) || holds_expr(expr->b, part) || holds_expr(expr->c, part);
    for (uint32_t i = 0; !found && i < expr->item_count; i++) {
        found = holds_expr(expr->items[i], part);
    }
    return found;
}

void check_run_see(RunSearch *search, RunWays ways, const Expr *expr)
{
    if (expr != NULL && search->target->place == RUN_TO_EXPR && check_run_reached(ways) &&
        holds_expr(expr, search->target->expr)) {
        check_run_arrive(search, ways);
    }
}

void check_run_see_exprs(RunSearch *search, RunWays ways, const Exprs *exprs)
{
    for (uint32_t i = 0; i < exprs->count; i++) {
        check_run_see(search, ways, exprs->items[i]);
    }
}

void check_run_see_parties(RunSearch *search, RunWays ways, const Parties *parties)
{
    for (uint32_t i = 0; i < parties->count; i++) {
        check_run_see(search, ways, parties->items[i].expr);
        check_run_see(search, ways, parties->items[i].unit);
    }
}

static void see_target(RunSearch *search, RunWays ways, const Target *target)
{
    if (target != NULL) {
        check_run_see(search, ways, target->through);
    }
}

void check_run_see_deadline(RunSearch *search, RunWays ways, const Node *node)
{
    check_run_see(search, ways, node->deadline.expr);
    check_run_see(search, ways, node->deadline.calendar);
    check_run_see(search, ways, node->deadline.pauses);
    check_run_see_exprs(search, ways, &node->deadline.givens);
}

RunWays check_run_begin(RunSearch *search, RunWays ways, const Node *node)
{
    if (search->target->place == RUN_TO_NODE && search->target->node == node) {
        check_run_arrive(search, ways);
    }
    bool begins = node->began_fact != FACT_NONE && node->began_fact == search->target->without;
    return begins ? check_run_hold(ways) : ways;
}

// --- The fact ---------------------------------------------------------------------------------

// The one fact alone, as if it did or did not hold.
static Facts *ask_facts(RunSearch *search, bool holds)
{
    memset(search->facts.bits, 0, search->flow.words * sizeof(uint64_t));
    search->facts.reached = true;
    if (holds) {
        check_facts_add(&search->facts, search->target->without);
    }
    return &search->facts;
}

static bool has_fact(const RunSearch *search)
{
    return check_facts_has(&search->facts, search->target->without);
}

RunWays check_run_where(RunSearch *search, RunWays ways, const Expr *condition, Truth truth)
{
    ways = check_run_extend(
        search, ways,
        (RunItem){.kind = RUN_WHERE, .condition = condition, .holds = truth == HOLDS});
    if (search->target->without == FACT_NONE) {
        return ways;
    }
    check_facts_assume(&search->flow, ask_facts(search, false), condition, truth);
    return has_fact(search) ? check_run_hold(ways) : ways;
}

static RunWays write_to(RunSearch *search, RunWays ways, const Target *target, TypeId type)
{
    if (search->target->without == FACT_NONE || target == NULL) {
        return ways;
    }
    check_facts_write(&search->flow, ask_facts(search, false), target, type);
    if (has_fact(search)) {
        return check_run_hold(ways);
    }
    check_facts_write(&search->flow, ask_facts(search, true), target, type);
    return has_fact(search) ? ways : check_run_drop(ways);
}

static RunWays receive(RunSearch *search, RunWays ways, const Slot *into)
{
    if (search->target->without == FACT_NONE || into == NULL) {
        return ways;
    }
    if (into->fact == search->target->without) {
        return check_run_hold(ways);
    }
    ask_facts(search, false);
    check_facts_kills(&search->flow, into->place, search->facts.bits);
    return has_fact(search) ? check_run_drop(ways) : ways;
}

// --- Actions ----------------------------------------------------------------------------------

static RunWays notify(RunSearch *search, RunWays ways, const Action *action)
{
    check_run_see_parties(search, ways, &action->parties);
    check_run_see_exprs(search, ways, &action->args);
    return search->target->without == search->flow.told ? check_run_hold(ways) : ways;
}

static RunWays set(RunSearch *search, RunWays ways, const Action *action)
{
    check_run_see(search, ways, action->expr);
    see_target(search, ways, action->target);
    return action->target == NULL ? ways
                                  : write_to(search, ways, action->target, action->expr->type);
}

static void leave(const RunWalk *walk, const Action *action)
{
    RunSearch *search = walk->search;
    switch (action->kind) {
    case WRIT_ACTION_NEXT:
        if (walk->next != NULL) {
            (void)check_run_meet(walk->next, walk->now);
        }
        return;
    case WRIT_ACTION_EXTEND: {
        RunWays before = walk->now;
        for (uint32_t i = 0; i < 2; i++) {
            before.at[i] = before.at[i] == NULL ? NULL : before.at[i]->before;
        }
        check_run_actions(search, check_run_again(search, walk->now, before, action->at_most),
                          walk->next, action->after);
        return;
    }
    case WRIT_ACTION_GO_BACK:
        check_run_enter(search, action->node,
                        search->target->taken == action ? check_run_hold(walk->now) : walk->now);
        check_run_actions(search,
                          check_run_again_from(search, walk->now, action->node, action->at_most),
                          walk->next, action->after);
        return;
    case WRIT_ACTION_GO_TO:
        check_run_enter(search, action->node, walk->now);
        return;
    case WRIT_ACTION_SKIP_NEXT:
    case WRIT_ACTION_SKIP_END:
        if (action->node != NULL) {
            (void)check_run_meet(&action->node->flow->run_skipped, walk->now);
        }
        return;
    case WRIT_ACTION_END_CASE:
    case WRIT_ACTION_NOTIFY:
    case WRIT_ACTION_SET:
    case WRIT_ACTION_MARK:
    case WRIT_ACTION_REASSIGN:
    case WRIT_ACTION_UNDO:
        return;
    }
    WRIT_UNREACHABLE();
}

static bool leads_away(WritActionKind kind)
{
    return kind != WRIT_ACTION_NOTIFY && kind != WRIT_ACTION_SET && kind != WRIT_ACTION_MARK &&
           kind != WRIT_ACTION_REASSIGN && kind != WRIT_ACTION_UNDO;
}

void check_run_actions(RunSearch *search, RunWays ways, RunWays *next, const Actions *actions)
{
    if (actions == NULL || !check_run_reached(ways)) {
        return;
    }
    RunWalk walk = {search, ways, next};
    for (const Action *action = actions->first; action != NULL; action = action->next) {
        if (search->target->place == RUN_TO_ACTION && search->target->action == action) {
            check_run_arrive(search, walk.now);
        }
        if (leads_away(action->kind)) {
            leave(&walk, action);
            return;
        }
        if (action->kind == WRIT_ACTION_NOTIFY) {
            walk.now = notify(search, walk.now, action);
        } else if (action->kind == WRIT_ACTION_SET) {
            walk.now = set(search, walk.now, action);
        } else if (action->kind == WRIT_ACTION_REASSIGN) {
            check_run_see_parties(search, walk.now, &action->parties);
        }
    }
    if (next != NULL) {
        (void)check_run_meet(next, walk.now);
    }
}

void check_run_rungs(RunSearch *search, RunWays ways, RunWays *next, const Node *node)
{
    for (uint32_t i = 0; i < node->deadline.rung_count; i++) {
        const Rung *rung = &node->deadline.rungs[i];
        RunWays acts =
            check_run_extend(search, ways, (RunItem){.kind = RUN_RUNG, .node = node, .rung = rung});
        check_run_actions(search, acts, next, rung->actions);
    }
}

// --- Steps ------------------------------------------------------------------------------------

static void see_step(RunSearch *search, RunWays ways, const Step *step)
{
    check_run_see_parties(search, ways, &step->performer.parties);
    check_run_see_parties(search, ways, &step->never);
    check_run_see_exprs(search, ways, &step->args);
    for (uint32_t i = 0; i < step->shown_count; i++) {
        check_run_see(search, ways, step->shown[i].expr);
    }
    for (uint32_t i = 0; i < step->fills.count; i++) {
        see_target(search, ways, step->fills.items[i]);
    }
    see_target(search, ways, step->target);
    check_run_see(search, ways, step->condition);
}

// What stands when the act is done.
static RunWays act(RunSearch *search, RunWays ways, const Step *step)
{
    for (uint32_t i = 0; i < step->fills.count; i++) {
        ways = write_to(search, ways, step->fills.items[i], step->fills.items[i]->type);
    }
    if (step->target != NULL) {
        ways = write_to(search, ways, step->target, step->decision->result_type);
    }
    ways = receive(search, ways, step->into);
    for (uint32_t i = 0; i < step->need_count; i++) {
        check_run_see(search, ways, step->needs[i].expr);
        ways = check_run_where(search, ways, step->needs[i].expr, HOLDS);
    }
    check_run_see_exprs(search, ways, &step->undo_args);
    return ways;
}

static bool is_person_step(const Step *step)
{
    return step->act == WRIT_ACT_DO || step->act == WRIT_ACT_APPROVE;
}

// An answer that goes on has approved; where none does, each has.
static bool approves(const Step *step, const Handler *handler)
{
    bool one_goes_on = false;
    for (uint32_t i = 0; i < step->handler_count; i++) {
        one_goes_on = one_goes_on || check_actions_go_on(step->handlers[i].actions);
    }
    return !one_goes_on || check_actions_go_on(handler->actions);
}

static void answer(RunSearch *search, RunWays before, RunWays *out, const Node *node)
{
    const Step *step = node->step;
    for (uint32_t i = 0; i < step->handler_count; i++) {
        RunItem item = {
            .kind = step->act == WRIT_ACT_CALL ? RUN_CALLED : RUN_ANSWERED,
            .node = node,
            .handler = &step->handlers[i],
        };
        RunWays after = act(search, check_run_extend(search, before, item), step);
        if (search->target->after == node && approves(step, &step->handlers[i])) {
            after = check_run_hold(after);
        }
        check_run_actions(search, after, out, step->handlers[i].actions);
    }
    if (step->act == WRIT_ACT_ACTIONS) {
        check_run_actions(search, act(search, before, step), out, step->then);
    } else if (step->act == WRIT_ACT_DECIDE && step->handler_count == 0) {
        (void)check_run_meet(out, act(search, before, step));
    } else if (step->act == WRIT_ACT_WAIT) {
        RunItem item = {.kind = RUN_ARRIVES, .node = node};
        (void)check_run_meet(out, act(search, check_run_extend(search, before, item), step));
    }
}

static void bindings(RunSearch *search, RunWays before, const Step *step)
{
    for (uint32_t i = 0; i < search->process->binding_count; i++) {
        const Binding *binding = &search->process->bindings[i];
        if (binding->step == step) {
            check_run_see(search, before, binding->expr);
            RunItem item = {.kind = RUN_CHANGES, .node = step->node, .binding = binding};
            check_run_actions(search, check_run_extend(search, before, item), NULL,
                              binding->actions);
        }
    }
}

// What happens when the act is not done.
static void fail(RunSearch *search, RunWays before, RunWays *out, const Node *node)
{
    const Step *step = node->step;
    RunItem item = {.kind = RUN_SILENT, .node = node};
    check_run_actions(search, check_run_extend(search, before, item), out, step->on_no_answer);
    if (is_person_step(step)) {
        item.kind = RUN_NOBODY;
        RunWays nobody = check_run_extend(search, before, item);
        check_run_actions(search, nobody, out, step->on_nobody);
        check_run_actions(search, nobody, NULL, search->process->on_nobody);
    }
    item.kind = RUN_OVERDUE;
    check_run_actions(search, check_run_extend(search, before, item), out,
                      node->deadline.on_overdue);
}

void check_run_step(RunWalk *walk, const Node *node)
{
    RunSearch *search = walk->search;
    const Step *step = node->step;
    RunWays out = {{NULL, NULL}};
    RunWays before = walk->now;
    if (step->only_if != NULL) {
        check_run_see(search, before, step->only_if);
        (void)check_run_meet(&out, check_run_where(search, before, step->only_if, HOLDS_NOT));
        before = check_run_where(search, before, step->only_if, HOLDS);
    }
    before = check_run_begin(search, before, node);
    check_run_see_deadline(search, before, node);
    see_step(search, before, step);
    RunWays later = before;
    check_run_rungs(search, before, &later, node);
    if (is_person_step(step) || step->act == WRIT_ACT_WAIT) {
        (void)check_run_meet(&search->waits, later);
    }
    if (step->act == WRIT_ACT_APPROVE) {
        bindings(search, later, step);
    }
    answer(search, later, &out, node);
    fail(search, later, &out, node);
    walk->now = out;
}
