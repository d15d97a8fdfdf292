// Steps: what each act needs.
#include "plan/plan_uses.h"

#include <assert.h>

typedef struct Step {
    PlanChecker *checker;
    const WritPlan *plan;
    const WritStep *step;
    uint32_t index;
    PlanPlace place;
} Step;

static bool is_by_person(const WritStep *step)
{
    return step->act == WRIT_ACT_DO || step->act == WRIT_ACT_APPROVE;
}

static WritStatus damaged(const Step *step, const char *reason)
{
    return plan_damaged(step->checker, "step", step->index, "%s", reason);
}

static WritStatus use_truth(const Step *step, uint32_t expr)
{
    return plan_use_kind(step->checker, expr, WRIT_TYPE_BOOLEAN, &step->place, "step", step->index);
}

static WritStatus use_list(const Step *step, uint32_t list)
{
    uint32_t task = is_by_person(step->step) ? PLAN_TASK_ACTIONS : 0;
    return plan_use_list(step->checker, list, &step->place,
                         PLAN_PLAIN_ACTIONS | PLAN_LEAVING_ACTIONS | 1 << WRIT_ACTION_NEXT | task,
                         "a step");
}

static bool slot_is_around(const Step *step, uint32_t slot)
{
    return plan_node_within(step->checker, step->place.node, step->plan->slots[slot].node);
}

// `start` of expressions in `operands`, one for each stored field of `record`.
static WritStatus use_args(const Step *step, uint32_t start, uint32_t record)
{
    const WritPlan *plan = step->plan;
    const WritRecordType *input = &plan->types.records[record];
    uint32_t count = plan_stored_count(input);
    if (start > plan->operand_count || count > plan->operand_count - start) {
        return damaged(step, "arguments are missing");
    }
    WritStatus status = plan_count_items(step->checker, count);
    for (uint32_t i = 0; status == WRIT_OK && i < count; i++) {
        uint32_t expr = plan->operands[start + i];
        if (expr >= plan->expr_count) {
            return damaged(step, "an argument points outside its table");
        }
        status = plan_use_type(step->checker, expr, input->fields[i].type, &step->place, "step",
                               step->index);
    }
    return status;
}

static bool into_is_right(const Step *step, uint32_t record)
{
    uint32_t slot = step->step->into;
    return slot == WRIT_NONE ||
           (step->plan->slots[slot].kind == WRIT_SLOT_RESULT && slot_is_around(step, slot) &&
            plan_type_is_record(step->plan, step->plan->slots[slot].type, record));
}

static bool has_handler(const Step *step, WritText outcome)
{
    for (uint32_t i = 0; i < step->step->handler_count; i++) {
        if (writ_text_equal(step->plan->handlers[step->step->handlers_start + i].outcome,
                            outcome)) {
            return true;
        }
    }
    return false;
}

static WritStatus check_call(const Step *step)
{
    const WritHook *hook = &step->plan->hooks[step->step->callee];
    if (hook->outcome_count != step->step->handler_count) {
        return damaged(step, "it has not one answer to each outcome of its hook");
    }
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; i < hook->outcome_count; i++) {
        status = plan_count_items(step->checker, step->step->handler_count);
        if (status != WRIT_OK) {
            return status;
        }
        if (!has_handler(step, step->plan->texts[hook->outcomes_start + i])) {
            return damaged(step, "it has not one answer to each outcome of its hook");
        }
    }
    if (!into_is_right(step, hook->output) ||
        step->step->arg_count != step->plan->types.records[hook->input].field_count) {
        return damaged(step, "it does not fit its hook");
    }
    status = use_args(step, step->step->args_start, hook->input);
    return status == WRIT_OK ? use_list(step, step->step->on_no_answer) : status;
}

// One result is given as its value, several as a record, and of every row that matches as a list.
static bool decided_fits(const Step *step, const WritDecision *decision)
{
    const WritTarget *target = &step->plan->targets[step->step->target];
    WritTypeId type = target->type;
    if (decision->policy == WRIT_HIT_EVERY) {
        type = plan_type_element(step->plan, type);
    }
    if (type == WRIT_NONE || !slot_is_around(step, target->slot)) {
        return false;
    }
    const WritRecordType *output = &step->plan->types.records[decision->output];
    return decision->result_count == 1 ? plan_type_fits(step->plan, output->fields[0].type, type)
                                       : plan_type_is_record(step->plan, type, decision->output);
}

static WritStatus check_decide(const Step *step)
{
    const WritDecision *decision = &step->plan->decisions[step->step->callee];
    if (step->step->arg_count != plan_stored_count(&step->plan->types.records[decision->input]) ||
        !decided_fits(step, decision)) {
        return damaged(step, "it does not fit its decision");
    }
    WritStatus status = step->step->as_of == WRIT_NONE
                            ? WRIT_OK
                            : plan_use_kind(step->checker, step->step->as_of, WRIT_TYPE_DATE,
                                            &step->place, "step", step->index);
    if (status != WRIT_OK) {
        return status;
    }
    return use_args(step, step->step->args_start, decision->input);
}

static WritStatus check_matches(const Step *step, const WritRecordType *record)
{
    const WritPlan *plan = step->plan;
    uint32_t start = step->step->match_start;
    uint32_t count = step->step->match_count;
    if (count > 0 && (start > plan->operand_count || count > (plan->operand_count - start) / 2)) {
        return damaged(step, "what it waits for ends outside its table");
    }
    WritStatus status = plan_count_items(step->checker, count);
    for (uint32_t i = 0; status == WRIT_OK && i < count; i++) {
        uint32_t field = plan->operands[start + 2 * i];
        uint32_t expr = plan->operands[start + 2 * i + 1];
        if (field >= record->field_count || expr >= plan->expr_count) {
            return damaged(step, "what it waits for points outside its table");
        }
        status = plan_use_type(step->checker, expr, record->fields[field].type, &step->place,
                               "step", step->index);
    }
    return status;
}

static WritStatus check_wait(const Step *step)
{
    const WritEventType *event = &step->plan->events[step->step->callee];
    if (!into_is_right(step, event->record)) {
        return damaged(step, "it does not fit its event");
    }
    Step with_event = *step;
    with_event.place.event = event->record;
    WritStatus status = step->step->condition == WRIT_NONE
                            ? WRIT_OK
                            : use_truth(&with_event, step->step->condition);
    return status == WRIT_OK ? check_matches(step, &step->plan->types.records[event->record])
                             : status;
}

static WritStatus check_person(const Step *step)
{
    const WritPlan *plan = step->plan;
    const WritStep *self = step->step;
    if (self->performer.party_count == 0 || self->handler_count == 0) {
        return damaged(step, "nobody may do it, or nothing comes of it");
    }
    WritStatus status = plan_use_parties(step->checker, self->performer.parties_start,
                                         self->performer.party_count, &step->place, "a step");
    if (status == WRIT_OK) {
        status = plan_use_parties(step->checker, self->never_start, self->never_count, &step->place,
                                  "a step");
    }
    for (uint32_t i = 0; status == WRIT_OK && i < self->fill_count; i++) {
        uint32_t target = plan->operands[self->fills_start + i];
        if (!slot_is_around(step, plan->targets[target].slot)) {
            return damaged(step, "it fills what is not around it");
        }
    }
    for (uint32_t i = 0; status == WRIT_OK && i < self->show_count; i++) {
        uint32_t expr = plan->shown[self->shows_start + i].expr;
        if (!plan_place_offers(step->checker, &step->place, &step->checker->needs[expr])) {
            return damaged(step, "it shows what is not around it");
        }
    }
    return status == WRIT_OK && self->on_nobody != WRIT_NONE ? use_list(step, self->on_nobody)
                                                             : status;
}

static WritStatus check_act(const Step *step)
{
    switch (step->step->act) {
    case WRIT_ACT_DO:
    case WRIT_ACT_APPROVE:
        return check_person(step);
    case WRIT_ACT_CALL:
        return check_call(step);
    case WRIT_ACT_DECIDE:
        return check_decide(step);
    case WRIT_ACT_WAIT:
        return check_wait(step);
    case WRIT_ACT_ACTIONS:
        return use_list(step, step->step->then);
    }
    WRIT_UNREACHABLE();
}

WritStatus plan_check_step(PlanChecker *checker, uint32_t index, uint32_t node)
{
    const WritPlan *plan = checker->plan;
    const WritStep *self = &plan->steps[index];
    Step step = {checker, plan, self, index, plan_place_in_node(node)};
    WritStatus status = self->only_if == WRIT_NONE ? WRIT_OK : use_truth(&step, self->only_if);
    for (uint32_t i = 0; status == WRIT_OK && i < self->need_count; i++) {
        status = use_truth(&step, plan->needs[self->needs_start + i].expr);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < self->handler_count; i++) {
        status = use_list(&step, plan->handlers[self->handlers_start + i].actions);
    }
    if (status == WRIT_OK && self->undo != WRIT_NONE) {
        status = use_args(&step, self->undo_args_start, plan->hooks[self->undo].input);
    }
    return status == WRIT_OK ? check_act(&step) : status;
}
