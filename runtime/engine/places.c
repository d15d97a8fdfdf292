// Which action lists, deadlines, parts and values belong to a place of the plan.
#include "engine/fits.h"

#include <assert.h>

bool place_has_item(const WritPlan *plan, uint32_t node, uint32_t item)
{
    if (item >= plan->node_count || item == 0) {
        return false;
    }
    uint32_t above = plan->nodes[item].parent;
    while (plan->nodes[above].kind == WRIT_NODE_ARM) {
        above = plan->nodes[plan->nodes[above].parent].parent;
    }
    return above == node && plan->nodes[item].kind != WRIT_NODE_ARM;
}

// Only the last action of a list leads to another list.
static uint32_t list_after(const WritPlan *plan, uint32_t list)
{
    if (plan->lists[list].count == 0) {
        return WRIT_NONE;
    }
    const WritAction *last = &plan->actions[plan->lists[list].start + plan->lists[list].count - 1];
    bool leads = last->kind == WRIT_ACTION_EXTEND || last->kind == WRIT_ACTION_GO_BACK;
    return leads ? last->after : WRIT_NONE;
}

static bool leads_to(const WritPlan *plan, uint32_t from, uint32_t list)
{
    while (from != WRIT_NONE && from != list) {
        from = list_after(plan, from);
    }
    return from != WRIT_NONE;
}

static bool clock_has_list(const WritPlan *plan, uint32_t node, uint32_t list)
{
    const WritDeadline *deadline = &plan->nodes[node].deadline;
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        if (plan->rungs[deadline->rungs_start + i].actions == list) {
            return true;
        }
    }
    return leads_to(plan, deadline->on_overdue, list);
}

static bool step_has_list(const WritPlan *plan, uint32_t node, uint32_t list)
{
    const WritStep *step = &plan->steps[plan->nodes[node].step];
    for (uint32_t i = 0; i < step->handler_count; i++) {
        if (leads_to(plan, plan->handlers[step->handlers_start + i].actions, list)) {
            return true;
        }
    }
    return leads_to(plan, step->on_nobody, list) || leads_to(plan, step->on_no_answer, list) ||
           clock_has_list(plan, node, list) ||
           (step->on_nobody == WRIT_NONE && leads_to(plan, plan->on_nobody, list));
}

static bool binding_has_list(const WritPlan *plan, uint32_t list)
{
    for (uint32_t i = 0; i < plan->binding_count; i++) {
        if (leads_to(plan, plan->bindings[i].actions, list)) {
            return true;
        }
    }
    return false;
}

static bool process_has_list(const WritPlan *plan, uint32_t list)
{
    for (uint32_t i = 0; i < plan->happens_count; i++) {
        if (leads_to(plan, plan->happens[i].actions, list)) {
            return true;
        }
    }
    return binding_has_list(plan, list) || clock_has_list(plan, 0, list) ||
           (plan->cancellation.allowed && leads_to(plan, plan->cancellation.actions, list));
}

static bool item_has_list(const WritPlan *plan, uint32_t item, uint32_t list)
{
    const WritNode *node = &plan->nodes[item];
    if (node->kind == WRIT_NODE_ROUTE) {
        return leads_to(plan, node->actions, list);
    }
    return node->kind == WRIT_NODE_STEP && plan->steps[node->step].act == WRIT_ACT_ACTIONS &&
           leads_to(plan, plan->steps[node->step].then, list);
}

static bool actions_have_list(const WritPlan *plan, uint32_t node, uint32_t list)
{
    if (node == 0) {
        return process_has_list(plan, list);
    }
    return plan->nodes[node].kind == WRIT_NODE_ROUTE
               ? leads_to(plan, plan->nodes[node].actions, list)
               : clock_has_list(plan, node, list);
}

bool place_has_list(const WritPlan *plan, const Frame *frame, uint32_t list)
{
    if (list >= plan->list_count) {
        return false;
    }
    switch (frame->kind) {
    case FRAME_REPEAT:
        if (frame->position == WRIT_NONE) {
            return leads_to(plan, plan->nodes[frame->node].actions, list);
        }
        return item_has_list(plan, frame->position, list);
    case FRAME_STAGE:
    case FRAME_BRANCH:
    case FRAME_ELEMENT:
        return frame->position != WRIT_NONE && item_has_list(plan, frame->position, list);
    case FRAME_TASK:
    case FRAME_CALL:
    case FRAME_WAIT:
        return frame->node != WRIT_NONE && step_has_list(plan, frame->node, list);
    case FRAME_ACTIONS:
        return actions_have_list(plan, frame->node, list);
    case FRAME_PROCESS:
    case FRAME_SAME_TIME:
    case FRAME_EACH:
        return false;
    }
    WRIT_UNREACHABLE();
}

bool place_has_instant(int64_t instant)
{
    return instant >= WRIT_INSTANT_MIN && instant <= WRIT_INSTANT_MAX;
}

bool place_has_time(int64_t micros)
{
    return micros >= 0 && micros <= WRIT_INSTANT_MAX - WRIT_INSTANT_MIN;
}

bool place_has_span(Span span)
{
    switch (span.kind) {
    case SPAN_ELAPSED:
    case SPAN_OPEN:
        return span.count > -WRIT_INSTANT_MAX && span.count < WRIT_INSTANT_MAX - WRIT_INSTANT_MIN;
    case SPAN_MONTHS:
    case SPAN_DAYS:
        return span.count > -INT32_MAX && span.count < INT32_MAX;
    case SPAN_DATE:
        return span.count >= WRIT_DATE_DAYS_MIN && span.count <= WRIT_DATE_DAYS_MAX;
    case SPAN_INSTANT:
        return place_has_instant(span.count);
    }
    return false;
}

bool place_has_amount(const WritDeadline *deadline, WritValue amount)
{
    switch (deadline->kind) {
    case WRIT_DEADLINE_NONE:
        return amount.kind == WRIT_VALUE_MISSING;
    case WRIT_DEADLINE_AFTER:
        return amount.kind == WRIT_VALUE_DURATION || amount.kind == WRIT_VALUE_WORKING_TIME;
    case WRIT_DEADLINE_AT:
        return amount.kind == WRIT_VALUE_INSTANT || amount.kind == WRIT_VALUE_DATE;
    }
    return false;
}

bool place_has_due(const WritPlan *plan, uint32_t node, int64_t due)
{
    return due == WRIT_NEVER || (node != WRIT_NONE && place_has_instant(due) &&
                                 plan->nodes[node].deadline.kind != WRIT_DEADLINE_NONE);
}

bool place_keeps_ids(const WritPlan *plan, const WritTarget *target, WritValue value,
                     const Frame *each)
{
    for (uint32_t i = 0; i < target->field_count && value.kind == WRIT_VALUE_RECORD; i++) {
        value = value.record->fields[plan->operands[target->fields_start + i]];
    }
    uint32_t found = 0;
    for (uint32_t i = 0; value.kind == WRIT_VALUE_LIST && i < value.list->count; i++) {
        if (found < each->id_count && value.list->items[i].kind == WRIT_VALUE_RECORD &&
            value.list->items[i].record->id == each->ids[found]) {
            found++;
        }
    }
    return found == each->id_count;
}

bool place_takes_record(const WritPlan *plan, uint32_t record, WritValue value)
{
    const WritRecordType *type = &plan->types.records[record];
    if (value.kind != WRIT_VALUE_RECORD || value.tag != record ||
        value.record->field_count != type->field_count) {
        return false;
    }
    for (uint32_t i = 0; i < type->field_count; i++) {
        WritValue field = value.record->fields[i];
        bool may_miss = plan->types.types[type->fields[i].type].optional ||
                        type->fields[i].computed != WRIT_NONE;
        if (field.kind == WRIT_VALUE_MISSING
                ? !may_miss
                : !writ_value_fits(&plan->types, type->fields[i].type, field)) {
            return false;
        }
    }
    return true;
}

bool place_takes_message(const WritPlan *plan, uint32_t node, uint32_t list, WritValue value)
{
    if (value.kind == WRIT_VALUE_MISSING) {
        bool overdue = clock_has_list(plan, node, list);
        bool cancels =
            plan->cancellation.allowed && leads_to(plan, plan->cancellation.actions, list);
        return node != 0 || overdue || cancels || binding_has_list(plan, list);
    }
    for (uint32_t i = 0; node == 0 && i < plan->happens_count; i++) {
        const WritHappens *happens = &plan->happens[i];
        if (leads_to(plan, happens->actions, list) &&
            place_takes_record(plan, plan->events[happens->event].record, value)) {
            return true;
        }
    }
    return false;
}

uint32_t place_part_count(const WritPlan *plan, const Frame *frame)
{
    return frame->kind == FRAME_EACH ? frame->id_count : plan->nodes[frame->node].child_count;
}

uint32_t place_part_node(const WritPlan *plan, const Frame *frame, uint32_t part)
{
    return frame->kind == FRAME_EACH
               ? frame->node
               : plan->operands[plan->nodes[frame->node].children_start + part];
}
