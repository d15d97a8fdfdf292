// Actions and their lists.
//
// A list is referred to from several places. What it needs is therefore worked out once, bottom up,
// and compared with each place that uses it; lists inside lists (`the next time`) may not go round
// in a circle.
#include "plan/plan_uses.h"

#include <assert.h>

enum { LISTS_DEPTH_MAX = 32 };

typedef enum Mark {
    NOT_VISITED = 0,
    BEING_VISITED,
    VISITED,
} Mark;

typedef struct Visit {
    PlanChecker *checker;
    unsigned char *marks;
    uint32_t list;
    uint32_t depth;
} Visit;

static WritStatus damaged(const Visit *visit, const char *reason)
{
    return plan_damaged(visit->checker, "list", visit->list, "%s", reason);
}

static WritStatus need(const Visit *visit, const PlanNeeds *needs)
{
    PlanChecker *checker = visit->checker;
    if (!plan_needs_add(checker, &checker->list_needs[visit->list], needs)) {
        return damaged(visit, "its actions belong to different places");
    }
    return WRIT_OK;
}

static WritStatus need_expr(const Visit *visit, uint32_t expr)
{
    return need(visit, &visit->checker->needs[expr]);
}

static WritStatus need_node(const Visit *visit, uint32_t node)
{
    PlanNeeds needs = plan_needs_nothing();
    needs.node = node;
    return need(visit, &needs);
}

static WritStatus check_parties(const Visit *visit, uint32_t start, uint32_t count)
{
    PlanChecker *checker = visit->checker;
    if (count == 0) {
        return damaged(visit, "an action is for nobody");
    }
    for (uint32_t i = start; i < start + count; i++) {
        const WritParty *party = &checker->plan->parties[i];
        if (!plan_party_is_right(checker, party)) {
            return plan_damaged(checker, "party", i, "its expressions have the wrong types");
        }
        PlanNeeds needs = plan_party_needs(checker, party);
        WritStatus status = need(visit, &needs);
        if (status != WRIT_OK) {
            return status;
        }
        if (party->kind == WRIT_PARTY_ASSIGNEE) {
            checker->list_kinds[visit->list] |= PLAN_NEEDS_TASK;
        }
    }
    return WRIT_OK;
}

static WritStatus check_notify(const Visit *visit, const WritAction *action)
{
    const WritPlan *plan = visit->checker->plan;
    const WritMessage *message = &plan->messages[action->message];
    if (action->arg_count != message->given_count) {
        return damaged(visit, "a message gets another number of things than it speaks of");
    }
    WritStatus status = check_parties(visit, action->parties_start, action->party_count);
    for (uint32_t i = 0; status == WRIT_OK && i < action->arg_count; i++) {
        uint32_t expr = plan->operands[action->args_start + i];
        const WritGiven *given = &plan->givens[message->givens_start + i];
        if (!plan_type_fits(plan, plan->exprs[expr].type, given->type)) {
            return damaged(visit, "a message gets something of another type");
        }
        status = need_expr(visit, expr);
    }
    return status;
}

static WritStatus check_set(const Visit *visit, const WritAction *action)
{
    const WritPlan *plan = visit->checker->plan;
    const WritTarget *target = &plan->targets[action->target];
    if (!plan_type_fits(plan, plan->exprs[action->expr].type, target->type)) {
        return damaged(visit, "`set` gives a value of another type");
    }
    PlanNeeds needs = plan_needs_nothing();
    needs.slots = true;
    needs.node = plan->slots[target->slot].node;
    WritStatus status = need(visit, &needs);
    return status == WRIT_OK ? need_expr(visit, action->expr) : status;
}

static WritStatus check_list(PlanChecker *checker, unsigned char *marks, uint32_t list,
                             uint32_t depth);

static WritStatus check_after(const Visit *visit, const WritAction *action)
{
    PlanChecker *checker = visit->checker;
    WritStatus status = check_list(checker, visit->marks, action->after, visit->depth + 1);
    if (status != WRIT_OK) {
        return status;
    }
    checker->list_kinds[visit->list] |= checker->list_kinds[action->after];
    return need(visit, &checker->list_needs[action->after]);
}

static WritStatus check_extend(const Visit *visit, const WritAction *action)
{
    if (action->count == 0) {
        return damaged(visit, "`extend by` nothing");
    }
    if (action->working) {
        if (action->unit != WRIT_HOURS && action->unit != WRIT_DAYS) {
            return damaged(visit, "working time is hours or days");
        }
        visit->checker->list_kinds[visit->list] |= PLAN_NEEDS_CALENDAR;
    }
    return check_after(visit, action);
}

static WritStatus check_action(const Visit *visit, const WritAction *action)
{
    const WritPlan *plan = visit->checker->plan;
    WritNodeKind kind = WRIT_NODE_PROCESS;
    switch (action->kind) {
    case WRIT_ACTION_NOTIFY:
        return check_notify(visit, action);
    case WRIT_ACTION_SET:
        return check_set(visit, action);
    case WRIT_ACTION_REASSIGN:
        return action->party_count == 1
                   ? check_parties(visit, action->parties_start, action->party_count)
                   : damaged(visit, "`reassign` names more or less than one");
    case WRIT_ACTION_UNDO:
        return action->node == WRIT_NONE || plan_is_stage(plan, action->node)
                   ? WRIT_OK
                   : damaged(visit, "`undo` names no stage");
    case WRIT_ACTION_EXTEND:
        return check_extend(visit, action);
    case WRIT_ACTION_GO_TO:
        return plan_is_stage(plan, action->node) ? WRIT_OK : damaged(visit, "it goes to no stage");
    case WRIT_ACTION_GO_BACK:
        return plan_is_stage(plan, action->node) ? check_after(visit, action)
                                                 : damaged(visit, "it goes back to no stage");
    case WRIT_ACTION_SKIP_NEXT:
        return plan->nodes[action->node].kind == WRIT_NODE_FOR_EACH
                   ? need_node(visit, action->node)
                   : damaged(visit, "it skips to the next of no `for each`");
    case WRIT_ACTION_SKIP_END:
        kind = plan->nodes[action->node].kind;
        return kind == WRIT_NODE_BRANCH || plan_is_stage(plan, action->node)
                   ? need_node(visit, action->node)
                   : damaged(visit, "it skips to the end of no branch or stage");
    case WRIT_ACTION_MARK:
    case WRIT_ACTION_NEXT:
    case WRIT_ACTION_END_CASE:
        return WRIT_OK;
    }
    WRIT_UNREACHABLE();
}

static WritStatus check_list_actions(const Visit *visit)
{
    PlanChecker *checker = visit->checker;
    const WritActionList *list = &checker->plan->lists[visit->list];
    for (uint32_t i = 0; i < list->count; i++) {
        const WritAction *action = &checker->plan->actions[list->start + i];
        uint32_t bit = (uint32_t)1 << action->kind;
        if ((bit & PLAN_LAST_ACTIONS) != 0 && i + 1 < list->count) {
            return damaged(visit, "something stands behind an action that must be the last");
        }
        checker->list_kinds[visit->list] |= bit;
        WritStatus status = check_action(visit, action);
        if (status != WRIT_OK) {
            return status;
        }
    }
    return WRIT_OK;
}

static WritStatus check_list(PlanChecker *checker, unsigned char *marks, uint32_t list,
                             uint32_t depth)
{
    Visit visit = {checker, marks, list, depth};
    if (marks[list] == VISITED) {
        return WRIT_OK;
    }
    if (marks[list] == BEING_VISITED || depth > LISTS_DEPTH_MAX) {
        return damaged(&visit, "it leads to itself or too far");
    }
    marks[list] = BEING_VISITED;
    checker->list_needs[list] = plan_needs_nothing();
    WritStatus status = check_list_actions(&visit);
    marks[list] = VISITED;
    return status;
}

WritStatus plan_check_actions(PlanChecker *checker)
{
    uint32_t count = checker->plan->list_count;
    unsigned char *marks = writ_arena_alloc(checker->scratch, count);
    checker->list_needs = writ_arena_array(checker->scratch, count, sizeof *checker->list_needs);
    checker->list_kinds = writ_arena_array(checker->scratch, count, sizeof *checker->list_kinds);
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < count; i++) {
        status = check_list(checker, marks, i, 1);
    }
    return status;
}
