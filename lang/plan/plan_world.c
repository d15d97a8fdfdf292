// Hooks, events, messages and decisions: what stands outside the flow.
#include "plan/plan_check.h"

#include <assert.h>
#include <string.h>

static const WritRecordType *record_at(const PlanChecker *checker, uint32_t record)
{
    return &checker->plan->types.records[record];
}

// True when the first locals that `needs` asks for are the input and the output of `hook`; they are
// then taken off.
static bool take_call(const PlanChecker *checker, const WritHook *hook, PlanNeeds *needs)
{
    uint32_t records[2] = {hook->input, hook->output};
    for (int i = 0; i < 2; i++) {
        if (needs->locals[i] != WRIT_NONE &&
            !plan_type_is_record(checker->plan, needs->locals[i], records[i])) {
            return false;
        }
        needs->locals[i] = WRIT_NONE;
    }
    return true;
}

static WritStatus check_over_call(const PlanChecker *checker, uint32_t index, uint32_t expr)
{
    PlanNeeds needs = checker->needs[expr];
    PlanPlace closed = plan_place_closed();
    if (!take_call(checker, &checker->plan->hooks[index], &needs) ||
        !plan_place_offers(checker, &closed, &needs)) {
        return plan_damaged(checker, "hook", index, "expr %u reads more than the call", expr);
    }
    return WRIT_OK;
}

static WritStatus check_undo(PlanChecker *checker, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritHook *hook = &plan->hooks[index];
    const WritRecordType *input = record_at(checker, plan->hooks[hook->undo].input);
    if (hook->undo_args_start > plan->operand_count ||
        input->field_count > plan->operand_count - hook->undo_args_start) {
        return plan_damaged(checker, "hook", index, "arguments of its undo are missing");
    }
    WritStatus status = plan_count_items(checker, input->field_count);
    for (uint32_t i = 0; status == WRIT_OK && i < input->field_count; i++) {
        uint32_t expr = plan->operands[hook->undo_args_start + i];
        if (expr >= plan->expr_count ||
            !plan_type_fits(plan, plan->exprs[expr].type, input->fields[i].type)) {
            return plan_damaged(checker, "hook", index, "argument %u of its undo is wrong", i);
        }
        status = check_over_call(checker, index, expr);
    }
    return status;
}

static WritStatus check_hook(PlanChecker *checker, uint32_t index)
{
    const WritHook *hook = &checker->plan->hooks[index];
    if (hook->outcome_count == 0) {
        return plan_damaged(checker, "hook", index, "it has no outcomes");
    }
    WritStatus status = hook->undo == WRIT_NONE ? WRIT_OK : check_undo(checker, index);
    for (uint32_t i = 0; status == WRIT_OK && i < hook->once_count; i++) {
        uint32_t expr = checker->plan->operands[hook->once_start + i];
        if (checker->needs[expr].locals[1] != WRIT_NONE) {
            return plan_damaged(checker, "hook", index, "`once per` reads what the call gives");
        }
        status = check_over_call(checker, index, expr);
    }
    return status;
}

static WritStatus check_event(const PlanChecker *checker, uint32_t index)
{
    const WritEventType *event = &checker->plan->events[index];
    const WritRecordType *record = record_at(checker, event->record);
    if (event->addressing != WRIT_FOR_CASE_WITH) {
        return WRIT_OK;
    }
    for (uint32_t i = 0; i < event->key_count; i++) {
        uint32_t field = checker->plan->operands[event->keys_start + i];
        if (field >= record->field_count) {
            return plan_damaged(checker, "event", index, "it has no field %u", field);
        }
    }
    // One that names no fields is for no case that runs: it only starts them.
    return WRIT_OK;
}

static bool is_sender_behind(const WritSender *sender, const WritSender *before)
{
    return before->event < sender->event ||
           (before->event == sender->event && writ_text_compare(before->name, sender->name) < 0);
}

static WritStatus check_sender(const PlanChecker *checker, uint32_t index)
{
    const WritSender *sender = &checker->plan->senders[index];
    if (index > 0 && !is_sender_behind(sender, sender - 1)) {
        return plan_damaged(checker, "sender", index, "it does not come behind the one before");
    }
    if (index >= WRIT_SENDERS_MAX && sender[-WRIT_SENDERS_MAX].event == sender->event) {
        return plan_damaged(checker, "sender", index, "its event has more than %d",
                            WRIT_SENDERS_MAX);
    }
    if (sender->name.length == 0 || sender->name.length > WRIT_SENDER_BYTES_MAX ||
        memchr(sender->name.data, '/', sender->name.length) != NULL) {
        return plan_damaged(checker, "sender", index, "its name is none");
    }
    if (sender->counts_ms <= 0 || sender->counts_ms > WRIT_SENT_MS_MAX) {
        return plan_damaged(checker, "sender", index, "sent times cannot count so long");
    }
    return WRIT_OK;
}

static WritStatus check_message(const PlanChecker *checker, uint32_t index)
{
    const WritMessage *message = &checker->plan->messages[index];
    if (message->given_count > WRIT_LOCALS_MAX) {
        return plan_damaged(checker, "message", index, "it speaks of more than %d things",
                            WRIT_LOCALS_MAX);
    }
    PlanPlace place = plan_place_closed();
    place.words = true;
    for (uint32_t i = 0; i < message->given_count; i++) {
        place.locals[i] = checker->plan->givens[message->givens_start + i].type;
    }
    WritStatus status =
        plan_use_kind(checker, message->subject, WRIT_TYPE_TEXT, &place, "message", index);
    return status == WRIT_OK
               ? plan_use_kind(checker, message->text, WRIT_TYPE_TEXT, &place, "message", index)
               : status;
}

static bool bound_fits(const WritPlan *plan, uint32_t constant, WritTypeId type)
{
    return constant == WRIT_NONE || (plan->constants[constant].kind != WRIT_VALUE_MISSING &&
                                     plan_constant_fits(plan, constant, type));
}

static bool cell_fits(const WritPlan *plan, const WritCell *cell, WritTypeId type)
{
    switch (cell->kind) {
    case WRIT_CELL_ANY:
    case WRIT_CELL_MISSING:
    case WRIT_CELL_PRESENT:
        return true;
    case WRIT_CELL_BETWEEN:
        return bound_fits(plan, cell->low, type) && bound_fits(plan, cell->high, type);
    case WRIT_CELL_ONE_OF:
    case WRIT_CELL_NOT_ONE_OF:
        for (uint32_t i = 0; i < cell->value_count; i++) {
            if (!bound_fits(plan, plan->operands[cell->values_start + i], type)) {
                return false;
            }
        }
        return true;
    }
    WRIT_UNREACHABLE();
}

static WritStatus check_results(const PlanChecker *checker, const WritDecision *decision,
                                uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritRow *row = &plan->rows[index];
    PlanPlace place = plan_place_closed();
    place.self = decision->input;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < decision->result_count; i++) {
        uint32_t expr = plan->operands[row->results_start + i];
        uint32_t field = plan->operands[decision->results_start + i];
        if (expr >= plan->expr_count) {
            return plan_damaged(checker, "row", index, "result %u points outside its table", i);
        }
        status =
            plan_use_type(checker, expr, record_at(checker, decision->output)->fields[field].type,
                          &place, "row", index);
    }
    return status;
}

static WritStatus check_row(PlanChecker *checker, const WritDecision *decision, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritRow *row = &plan->rows[index];
    if (row->cells_start > plan->cell_count || row->results_start > plan->operand_count ||
        decision->column_count > plan->cell_count - row->cells_start ||
        decision->result_count > plan->operand_count - row->results_start) {
        return plan_damaged(checker, "row", index, "cells are missing");
    }
    WritStatus status = plan_count_items(checker, decision->column_count);
    if (status == WRIT_OK) {
        status = plan_count_items(checker, decision->result_count);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < decision->column_count; i++) {
        uint32_t field = plan->operands[decision->columns_start + i];
        const WritCell *cell = &plan->cells[row->cells_start + i];
        if (!cell_fits(plan, cell, record_at(checker, decision->input)->fields[field].type)) {
            return plan_damaged(checker, "row", index, "cell %u has another type", i);
        }
    }
    return status == WRIT_OK ? check_results(checker, decision, index) : status;
}

uint32_t plan_stored_count(const WritRecordType *record)
{
    uint32_t count = 0;
    while (count < record->field_count && record->fields[count].computed == WRIT_NONE) {
        count++;
    }
    return count;
}

// What is computed, the columns by path, stands behind what is given.
static bool input_is_right(const WritRecordType *input)
{
    for (uint32_t i = plan_stored_count(input); i < input->field_count; i++) {
        if (input->fields[i].computed == WRIT_NONE) {
            return false;
        }
    }
    return true;
}

// Columns name fields; result columns name every field of the output once.
static bool columns_are_right(PlanChecker *checker, const WritDecision *decision)
{
    const WritPlan *plan = checker->plan;
    const WritRecordType *input = record_at(checker, decision->input);
    const WritRecordType *output = record_at(checker, decision->output);
    for (uint32_t i = 0; i < decision->column_count; i++) {
        uint32_t field = plan->operands[decision->columns_start + i];
        if (field >= input->field_count) {
            return false;
        }
    }
    unsigned char *seen = writ_arena_alloc(checker->scratch, output->field_count);
    for (uint32_t i = 0; i < decision->result_count; i++) {
        uint32_t field = plan->operands[decision->results_start + i];
        if (field >= output->field_count || output->fields[field].computed != WRIT_NONE ||
            seen[field] != 0) {
            return false;
        }
        seen[field] = 1;
    }
    return decision->result_count == output->field_count && decision->result_count > 0;
}

static bool is_asked_alike(const WritDecision *a, const WritDecision *b)
{
    return a->input == b->input && a->output == b->output &&
           (a->policy == WRIT_HIT_EVERY) == (b->policy == WRIT_HIT_EVERY) && b->version_count == 0;
}

// Each ends before the next begins.
static bool versions_are_right(const WritPlan *plan, uint32_t index)
{
    const WritDecision *first = &plan->decisions[index];
    if (first->version_count > plan->decision_count - index) {
        return false;
    }
    for (uint32_t i = 0; i < first->version_count; i++) {
        const WritDecision *version = &first[i];
        bool last = i + 1 == first->version_count;
        if ((i > 0 && !is_asked_alike(first, version)) || (i > 0 && !version->has_from) ||
            (version->has_from && version->has_through && version->through < version->from) ||
            (!last && (!version->has_through || version->through >= first[i + 1].from))) {
            return false;
        }
    }
    return true;
}

uint32_t writ_plan_version(const WritPlan *plan, uint32_t decision, int64_t day)
{
    const WritDecision *first = &plan->decisions[decision];
    if (first->version_count == 0) {
        return decision;
    }
    for (uint32_t i = 0; i < first->version_count; i++) {
        const WritDecision *version = &first[i];
        if ((!version->has_from || day >= version->from) &&
            (!version->has_through || day <= version->through)) {
            return decision + i;
        }
    }
    return WRIT_NONE;
}

static WritStatus check_decision(PlanChecker *checker, uint32_t index)
{
    const WritDecision *decision = &checker->plan->decisions[index];
    WritStatus status =
        plan_count_items(checker, record_at(checker, decision->output)->field_count);
    if (status != WRIT_OK) {
        return status;
    }
    if (!versions_are_right(checker->plan, index)) {
        return plan_damaged(checker, "decision", index, "its versions do not follow one another");
    }
    if (!input_is_right(record_at(checker, decision->input)) ||
        !columns_are_right(checker, decision)) {
        return plan_damaged(checker, "decision", index, "its columns are not its fields");
    }
    for (uint32_t i = 0; status == WRIT_OK && i < decision->row_count; i++) {
        status = check_row(checker, decision, decision->rows_start + i);
    }
    return status;
}

WritStatus plan_check_world(PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < plan->hook_count; i++) {
        status = check_hook(checker, i);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < plan->event_count; i++) {
        status = check_event(checker, i);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < plan->sender_count; i++) {
        status = check_sender(checker, i);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < plan->message_count; i++) {
        status = check_message(checker, i);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < plan->decision_count; i++) {
        status = check_decision(checker, i);
    }
    return status;
}
