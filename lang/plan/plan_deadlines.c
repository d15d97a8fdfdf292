// Deadlines: what a clock counts, on which calendar, when it stands still, and the rungs on its
// way. Whoever runs the plan counts without looking again: every amount is there and above zero,
// and whatever is counted in open time has a calendar.
#include "plan/plan_uses.h"

#include <assert.h>

static bool is_kind(const WritPlan *plan, uint32_t expr, WritTypeKind kind)
{
    return plan->types.types[plan->exprs[expr].type].kind == kind;
}

static bool is_task(const WritPlan *plan, const WritNode *node)
{
    return node->kind == WRIT_NODE_STEP && (plan->steps[node->step].act == WRIT_ACT_DO ||
                                            plan->steps[node->step].act == WRIT_ACT_APPROVE);
}

// Whether each party of a task leads to a calendar: that of its unit, or of a person.
static bool is_owed(const WritPlan *plan, const WritNode *node)
{
    if (!is_task(plan, node)) {
        return false;
    }
    const WritPerformer *performer = &plan->steps[node->step].performer;
    for (uint32_t i = 0; i < performer->party_count; i++) {
        const WritParty *party = &plan->parties[performer->parties_start + i];
        bool role = party->kind == WRIT_PARTY_ROLE || party->kind == WRIT_PARTY_ROLE_VALUE;
        if (party->kind != WRIT_PARTY_PERSON && !(role && party->unit != WRIT_NONE)) {
            return false;
        }
    }
    return performer->party_count > 0;
}

static bool is_owed_calendar(const WritPlan *plan, uint32_t calendar)
{
    return calendar != WRIT_NONE && plan->exprs[calendar].operation == WRIT_OP_CONTEXT &&
           plan->exprs[calendar].a == WRIT_CONTEXT_OWED_CALENDAR;
}

static bool can_begin(const WritPlan *plan, uint32_t node)
{
    return node == WRIT_NONE || plan_is_stage(plan, node) ||
           plan->nodes[node].kind == WRIT_NODE_STEP;
}

// --- The deadline ------------------------------------------------------------------------------

static WritStatus check_amount(const PlanChecker *checker, uint32_t index, const PlanPlace *place)
{
    const WritPlan *plan = checker->plan;
    const WritDeadline *deadline = &plan->nodes[index].deadline;
    bool after = deadline->kind == WRIT_DEADLINE_AFTER;
    WritTypeKind open = after ? WRIT_TYPE_WORKING_TIME : WRIT_TYPE_DATE;
    bool in_open_time = is_kind(plan, deadline->expr, open);
    WritTypeKind other = after ? WRIT_TYPE_DURATION : WRIT_TYPE_INSTANT;
    if (in_open_time && deadline->calendar == WRIT_NONE) {
        return plan_damaged(checker, "node", index, "its deadline has no calendar to count on");
    }
    PlanPlace clock = *place;
    clock.owed = is_owed_calendar(plan, deadline->calendar);
    return plan_use_kind(checker, deadline->expr, in_open_time ? open : other, &clock, "node",
                         index);
}

static WritStatus check_overdue(const PlanChecker *checker, uint32_t index, const PlanPlace *place)
{
    const WritPlan *plan = checker->plan;
    const WritNode *node = &plan->nodes[index];
    uint32_t allowed = PLAN_PLAIN_ACTIONS | PLAN_LEAVING_ACTIONS | 1 << WRIT_ACTION_EXTEND;
    if (node->kind != WRIT_NODE_PROCESS) {
        allowed |= 1 << WRIT_ACTION_NEXT;
    }
    if (is_task(plan, node)) {
        allowed |= PLAN_TASK_ACTIONS;
    }
    if (node->deadline.calendar != WRIT_NONE) {
        allowed |= PLAN_NEEDS_CALENDAR;
    }
    return plan_use_list(checker, node->deadline.on_overdue, place, allowed, "a deadline");
}

static WritStatus check_timed(const PlanChecker *checker, uint32_t index, const PlanPlace *place)
{
    const WritDeadline *deadline = &checker->plan->nodes[index].deadline;
    WritStatus status = check_amount(checker, index, place);
    if (status != WRIT_OK) {
        return status;
    }
    if (!can_begin(checker->plan, deadline->since)) {
        return plan_damaged(checker, "node", index, "its clock starts with no stage or step");
    }
    if (deadline->pauses != WRIT_NONE) {
        status = plan_use_kind(checker, deadline->pauses, WRIT_TYPE_BOOLEAN, place, "node", index);
    }
    return status == WRIT_OK ? check_overdue(checker, index, place) : status;
}

// --- Rungs -------------------------------------------------------------------------------------

static bool is_span(const WritDeadline *deadline, const WritValue *amount)
{
    return amount->integer > 0 &&
           (amount->kind == WRIT_VALUE_DURATION ||
            (amount->kind == WRIT_VALUE_WORKING_TIME && deadline->calendar != WRIT_NONE));
}

static bool is_share(const WritDeadline *deadline, const WritValue *amount)
{
    WritDecimal most = writ_decimal_from_int(WRIT_RUNG_SHARE_MAX);
    return deadline->kind != WRIT_DEADLINE_NONE && amount->kind == WRIT_VALUE_PERCENT &&
           writ_decimal_compare(amount->number, writ_decimal_from_int(0)) > 0 &&
           writ_decimal_compare(amount->number, most) <= 0;
}

static bool repeats(const WritPlan *plan, const WritDeadline *deadline, uint32_t rung)
{
    return rung < deadline->rung_count &&
           plan->rungs[deadline->rungs_start + rung].kind == WRIT_RUNG_EVERY;
}

static bool rung_counts(const WritPlan *plan, const WritDeadline *deadline, const WritRung *rung)
{
    const WritValue *amount =
        rung->kind == WRIT_RUNG_AFTER_REMINDER ? NULL : &plan->constants[rung->amount];
    switch (rung->kind) {
    case WRIT_RUNG_AFTER:
        return is_span(deadline, amount) && can_begin(plan, rung->since);
    case WRIT_RUNG_EVERY:
        return is_span(deadline, amount);
    case WRIT_RUNG_AFTER_SHARE:
        return is_share(deadline, amount);
    case WRIT_RUNG_AFTER_REMINDER:
        return rung->reminder > 0 && repeats(plan, deadline, rung->repeated);
    case WRIT_RUNG_BEFORE_DUE:
        return deadline->kind != WRIT_DEADLINE_NONE && is_span(deadline, amount);
    }
    WRIT_UNREACHABLE();
}

static WritStatus check_rungs(PlanChecker *checker, uint32_t index, const PlanPlace *place)
{
    const WritPlan *plan = checker->plan;
    const WritDeadline *deadline = &plan->nodes[index].deadline;
    if (deadline->rung_count > WRIT_RUNGS_MAX) {
        return plan_damaged(checker, "node", index, "it has more than %d rungs", WRIT_RUNGS_MAX);
    }
    uint32_t allowed = PLAN_PLAIN_ACTIONS;
    if (is_task(plan, &plan->nodes[index])) {
        allowed |= PLAN_TASK_ACTIONS;
    }
    WritStatus status = plan_count_items(checker, deadline->rung_count);
    for (uint32_t i = 0; status == WRIT_OK && i < deadline->rung_count; i++) {
        const WritRung *rung = &plan->rungs[deadline->rungs_start + i];
        if (!rung_counts(plan, deadline, rung)) {
            return plan_damaged(checker, "rung", deadline->rungs_start + i,
                                "it can not be counted where it stands");
        }
        status = plan_use_list(checker, rung->actions, place, allowed, "a rung");
    }
    return status;
}

WritStatus plan_check_deadline(PlanChecker *checker, uint32_t index)
{
    const WritDeadline *deadline = &checker->plan->nodes[index].deadline;
    PlanPlace place = plan_place_in_node(index);
    WritStatus status = WRIT_OK;
    if (deadline->calendar != WRIT_NONE) {
        PlanPlace clock = place;
        clock.owed = is_owed(checker->plan, &checker->plan->nodes[index]);
        status =
            plan_use_kind(checker, deadline->calendar, WRIT_TYPE_CALENDAR, &clock, "node", index);
    }
    if (status == WRIT_OK && deadline->kind != WRIT_DEADLINE_NONE) {
        status = check_timed(checker, index, &place);
    }
    return status == WRIT_OK ? check_rungs(checker, index, &place) : status;
}
