// What nodes and the process refer to.
#include "plan/plan_uses.h"

#include <assert.h>

#include "writ/recurrence.h"

static WritStatus check_for_each(const PlanChecker *checker, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritNode *node = &plan->nodes[index];
    PlanPlace outside = plan_place_in_node(node->parent);
    PlanPlace inside = plan_place_in_node(index);
    const WritSlot *slot = &plan->slots[node->slot];
    WritTypeId element = plan_type_element(plan, plan->exprs[node->list_expr].type);
    if (element == WRIT_NONE || slot->kind != WRIT_SLOT_ELEMENT || slot->node != index ||
        !plan_type_fits(plan, element, slot->type)) {
        return plan_damaged(checker, "node", index, "its list and its variable do not fit");
    }
    WritStatus status =
        plan_use_kind(checker, node->list_expr, WRIT_TYPE_LIST, &outside, "node", index);
    if (status == WRIT_OK && node->condition != WRIT_NONE) {
        status = plan_use_kind(checker, node->condition, WRIT_TYPE_BOOLEAN, &inside, "node", index);
    }
    if (status == WRIT_OK && node->list != WRIT_NONE) {
        const WritTarget *target = &plan->targets[node->list];
        if (!plan_type_same(plan, target->type, plan->exprs[node->list_expr].type) ||
            !plan_node_within(checker, node->parent, plan->slots[target->slot].node)) {
            return plan_damaged(checker, "node", index, "its list is not where it says");
        }
    }
    return status;
}

static WritStatus check_repeat(const PlanChecker *checker, uint32_t index)
{
    const WritNode *node = &checker->plan->nodes[index];
    PlanPlace place = plan_place_in_node(index);
    if (node->at_most == 0) {
        return plan_damaged(checker, "node", index, "it repeats nothing");
    }
    WritStatus status =
        plan_use_kind(checker, node->condition, WRIT_TYPE_BOOLEAN, &place, "node", index);
    return status == WRIT_OK
               ? plan_use_list(checker, node->actions, &place,
                               PLAN_PLAIN_ACTIONS | PLAN_LEAVING_ACTIONS | 1 << WRIT_ACTION_NEXT,
                               "a repetition")
               : status;
}

static WritStatus check_node(PlanChecker *checker, uint32_t index)
{
    const WritNode *node = &checker->plan->nodes[index];
    PlanPlace place = plan_place_in_node(index);
    switch (node->kind) {
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
        return plan_check_deadline(checker, index);
    case WRIT_NODE_STEP: {
        WritStatus status = plan_check_deadline(checker, index);
        return status == WRIT_OK ? plan_check_step(checker, node->step, index) : status;
    }
    case WRIT_NODE_ARM:
        return node->condition == WRIT_NONE
                   ? WRIT_OK
                   : plan_use_kind(checker, node->condition, WRIT_TYPE_BOOLEAN, &place, "node",
                                   index);
    case WRIT_NODE_FOR_EACH:
        return check_for_each(checker, index);
    case WRIT_NODE_REPEAT:
        return check_repeat(checker, index);
    case WRIT_NODE_ROUTE:
        return plan_use_list(checker, node->actions, &place,
                             PLAN_PLAIN_ACTIONS | PLAN_LEAVING_ACTIONS, "a route");
    case WRIT_NODE_SAME_TIME:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_IF:
        return WRIT_OK;
    }
    WRIT_UNREACHABLE();
}

static WritStatus check_happens(const PlanChecker *checker, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritHappens *happens = &plan->happens[index];
    PlanPlace place = plan_place_in_node(0);
    place.event = plan->events[happens->event].record;
    for (uint32_t i = 0; i < happens->stage_count; i++) {
        if (!plan_is_stage(plan, plan->operands[happens->stages_start + i])) {
            return plan_damaged(checker, "happens", index, "it names no stage");
        }
    }
    WritStatus status = WRIT_OK;
    if (happens->where != WRIT_NONE) {
        status =
            plan_use_kind(checker, happens->where, WRIT_TYPE_BOOLEAN, &place, "happens", index);
    }
    uint32_t allowed = PLAN_PLAIN_ACTIONS;
    if (happens->stops_work) {
        allowed |= PLAN_LEAVING_ACTIONS;
    }
    return status == WRIT_OK
               ? plan_use_list(checker, happens->actions, &place, allowed, "a happening")
               : status;
}

// A `for each` would show one value for each element, and there is one place to keep it.
static bool may_be_bound(const WritPlan *plan, uint32_t node)
{
    const WritNode *at = &plan->nodes[node];
    if (at->kind != WRIT_NODE_STEP || plan->steps[at->step].act != WRIT_ACT_APPROVE) {
        return false;
    }
    while (at->parent != WRIT_NONE && at->kind != WRIT_NODE_FOR_EACH) {
        at = &plan->nodes[at->parent];
    }
    return at->kind != WRIT_NODE_FOR_EACH;
}

static WritStatus check_binding(const PlanChecker *checker, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritBinding *binding = &plan->bindings[index];
    PlanPlace place = plan_place_in_node(0);
    if ((index > 0 && binding->node < binding[-1].node) || !may_be_bound(plan, binding->node)) {
        return plan_damaged(checker, "binding", index, "its step binds nothing");
    }
    if (!plan_place_offers(checker, &place, &checker->needs[binding->expr])) {
        return plan_damaged(checker, "binding", index, "it reads what is not there at any time");
    }
    uint32_t allowed = PLAN_PLAIN_ACTIONS;
    if (binding->leaves) {
        allowed |= PLAN_LEAVING_ACTIONS;
    }
    return plan_use_list(checker, binding->actions, &place, allowed, "a binding");
}

enum { DAY_MINUTES = 24 * 60, MONTH_DAYS_MAX = 31, WEEK_DAYS = 7 };

static bool schedule_is_right(const WritSchedule *schedule)
{
    if (schedule->minute >= DAY_MINUTES) {
        return false;
    }
    switch (schedule->kind) {
    case WRIT_SCHEDULE_DAY:
        return true;
    case WRIT_SCHEDULE_WEEK:
        return schedule->weekday < WEEK_DAYS;
    case WRIT_SCHEDULE_WORKING_DAY:
        return schedule->working_day != 0 && schedule->working_day >= -MONTH_DAYS_MAX &&
               schedule->working_day <= MONTH_DAYS_MAX;
    case WRIT_SCHEDULE_RULE: {
        WritError error;
        return writ_recurrence_check(schedule->rule, &error) == WRIT_OK;
    }
    }
    WRIT_UNREACHABLE();
}

static WritStatus check_schedule(const PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    if (!schedule_is_right(&plan->schedule)) {
        return plan_damaged(checker, "plan", 0, "its schedule is no day or no time");
    }
    if (plan->calendar.length == 0) {
        return plan_damaged(checker, "plan", 0, "its schedule is on no calendar");
    }
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        if (plan->slots[i].kind == WRIT_SLOT_PARAMETER) {
            return plan_damaged(checker, "slot", i, "nothing gives it to a start by schedule");
        }
    }
    return WRIT_OK;
}

static WritStatus check_start_wheres(const PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    PlanPlace place = plan_place_closed();
    place.event = plan->events[plan->start_event].record;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < plan->start_where_count; i++) {
        status = plan_use_kind(checker, plan->operands[plan->start_wheres_start + i],
                               WRIT_TYPE_BOOLEAN, &place, "plan", 0);
    }
    return status;
}

// What starts a case gives every parameter, by name.
static WritStatus check_start(PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    PlanPlace closed = plan_place_closed();
    if (plan->start == WRIT_START_ON_SCHEDULE) {
        return check_schedule(checker);
    }
    if (plan->start == WRIT_START_ON_REQUEST) {
        return plan->start_party_count > 0
                   ? plan_use_parties(checker, plan->start_parties_start, plan->start_party_count,
                                      &closed, "the start")
                   : plan_damaged(checker, "plan", 0, "nobody may start it");
    }
    const WritRecordType *record = &plan->types.records[plan->events[plan->start_event].record];
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        const WritSlot *slot = &plan->slots[i];
        if (slot->kind != WRIT_SLOT_PARAMETER) {
            continue;
        }
        WritStatus status = plan_count_items(checker, record->field_count);
        if (status != WRIT_OK) {
            return status;
        }
        uint32_t field = writ_types_find_field(record, slot->name);
        if (field == WRIT_NONE || !plan_type_fits(plan, record->fields[field].type, slot->type)) {
            return plan_damaged(checker, "slot", i, "the event that starts the process lacks it");
        }
    }
    return check_start_wheres(checker);
}

static WritStatus check_cancellation(const PlanChecker *checker)
{
    const WritCancellation *cancellation = &checker->plan->cancellation;
    if (!cancellation->allowed) {
        return WRIT_OK;
    }
    PlanPlace place = plan_place_in_node(0);
    if (cancellation->performer.party_count == 0) {
        return plan_damaged(checker, "plan", 0, "nobody may cancel");
    }
    WritStatus status = plan_use_parties(checker, cancellation->performer.parties_start,
                                         cancellation->performer.party_count, &place, "cancelling");
    return status == WRIT_OK
               ? plan_use_list(checker, cancellation->actions, &place,
                               PLAN_PLAIN_ACTIONS | PLAN_LEAVING_ACTIONS, "cancelling")
               : status;
}

static WritStatus check_owner(const PlanChecker *checker)
{
    const WritParty *owner = &checker->plan->owner;
    PlanPlace place = plan_place_in_node(0);
    PlanNeeds needs = plan_party_needs(checker, owner);
    if (owner->kind == WRIT_PARTY_OWNER || owner->kind == WRIT_PARTY_ASSIGNEE ||
        !plan_party_is_right(checker, owner) || !plan_place_offers(checker, &place, &needs)) {
        return plan_damaged(checker, "plan", 0, "its owner is nobody");
    }
    return WRIT_OK;
}

static WritStatus check_keys(const PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    PlanPlace place = plan_place_in_node(0);
    if (plan->second != WRIT_SECOND_ALLOWED && plan->key_count == 0) {
        return plan_damaged(checker, "plan", 0, "a second case is refused by nothing");
    }
    for (uint32_t i = 0; i < plan->key_count; i++) {
        uint32_t expr = plan->operands[plan->keys_start + i];
        if (!plan_place_offers(checker, &place, &checker->needs[expr])) {
            return plan_damaged(checker, "plan", 0, "a key reads what is not there at the start");
        }
    }
    return WRIT_OK;
}

WritStatus plan_check_flow(PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    PlanPlace place = plan_place_in_node(0);
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < plan->node_count; i++) {
        status = check_node(checker, i);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < plan->happens_count; i++) {
        status = check_happens(checker, i);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < plan->binding_count; i++) {
        status = check_binding(checker, i);
    }
    if (status == WRIT_OK) {
        status = check_start(checker);
    }
    if (status == WRIT_OK) {
        status = check_cancellation(checker);
    }
    if (status == WRIT_OK) {
        status = check_owner(checker);
    }
    if (status == WRIT_OK) {
        status = check_keys(checker);
    }
    if (status == WRIT_OK && plan->on_nobody != WRIT_NONE) {
        status = plan_use_list(checker, plan->on_nobody, &place,
                               PLAN_PLAIN_ACTIONS | PLAN_LEAVING_ACTIONS | PLAN_TASK_ACTIONS |
                                   1 << WRIT_ACTION_NEXT,
                               "the process");
    }
    return status;
}
