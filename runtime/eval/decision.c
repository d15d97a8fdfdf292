// Decision tables: each row is tried, so that what is said about them is what was done.
#include "writ/eval.h"

#include <assert.h>

static bool is_in_bounds(const WritPlan *plan, const WritCell *cell, WritValue value)
{
    int order = 0;
    if (cell->low != WRIT_NONE) {
        if (!writ_value_compare(value, plan->constants[cell->low], &order) || order < 0 ||
            (order == 0 && cell->low_open)) {
            return false;
        }
    }
    if (cell->high != WRIT_NONE) {
        if (!writ_value_compare(value, plan->constants[cell->high], &order) || order > 0 ||
            (order == 0 && cell->high_open)) {
            return false;
        }
    }
    return true;
}

static bool is_one_of(const WritPlan *plan, const WritCell *cell, WritValue value)
{
    for (uint32_t i = 0; i < cell->value_count; i++) {
        if (writ_value_equal(value, plan->constants[plan->operands[cell->values_start + i]])) {
            return true;
        }
    }
    return false;
}

bool writ_eval_cell(const WritPlan *plan, const WritCell *cell, WritValue value)
{
    bool missing = value.kind == WRIT_VALUE_MISSING;
    switch (cell->kind) {
    case WRIT_CELL_ANY:
        return true;
    case WRIT_CELL_MISSING:
        return missing;
    case WRIT_CELL_PRESENT:
        return !missing;
    case WRIT_CELL_BETWEEN:
        return !missing && is_in_bounds(plan, cell, value);
    case WRIT_CELL_ONE_OF:
        return !missing && is_one_of(plan, cell, value);
    case WRIT_CELL_NOT_ONE_OF:
        return !missing && !is_one_of(plan, cell, value);
    }
    WRIT_UNREACHABLE();
}

static WritValue column_value(const WritPlan *plan, const WritDecision *decision, WritValue input,
                              uint32_t column)
{
    return input.record->fields[plan->operands[decision->columns_start + column]];
}

static bool row_matches(const WritPlan *plan, const WritDecision *decision, const WritRow *row,
                        WritValue input)
{
    for (uint32_t i = 0; i < decision->column_count; i++) {
        if (!writ_eval_cell(plan, &plan->cells[row->cells_start + i],
                            column_value(plan, decision, input, i))) {
            return false;
        }
    }
    return true;
}

static void print_inputs(WritBuffer *out, const WritPlan *plan, const WritDecision *decision,
                         WritValue input)
{
    const WritRecordType *record = &plan->types.records[decision->input];
    for (uint32_t i = 0; i < decision->column_count; i++) {
        uint32_t field = plan->operands[decision->columns_start + i];
        writ_buffer_format(out, "%s%.*s ", i > 0 ? ", " : "",
                           WRIT_TEXT_ARGS(record->fields[field].name));
        writ_value_print(out, &plan->types, input.record->fields[field]);
    }
}

static WritStatus fail_match(const WritPlan *plan, const WritDecision *decision, WritValue input,
                             const uint32_t rows[2], WritError *error)
{
    WritBuffer inputs = {0};
    print_inputs(&inputs, plan, decision, input);
    WritStatus status = WRIT_INVALID;
    if (rows[0] == WRIT_NONE) {
        (void)writ_fail(error, WRIT_INVALID, "no row of %.*s matches %s",
                        WRIT_TEXT_ARGS(decision->name), writ_buffer_string(&inputs));
    } else {
        (void)writ_fail(error, WRIT_INVALID, "rows %.*s and %.*s of %.*s both match %s",
                        WRIT_TEXT_ARGS(plan->rows[rows[0]].label),
                        WRIT_TEXT_ARGS(plan->rows[rows[1]].label), WRIT_TEXT_ARGS(decision->name),
                        writ_buffer_string(&inputs));
    }
    writ_buffer_dispose(&inputs);
    return status;
}

static WritStatus row_output(WritScope *scope, const WritDecision *decision, uint32_t row,
                             WritValue input, WritValue *output, WritError *error)
{
    const WritPlan *plan = scope->plan;
    WritRecord *record =
        writ_record_new(scope->arena, plan->types.records[decision->output].field_count);
    const WritRecord *outer = scope->record;
    uint32_t outer_type = scope->record_type;
    scope->record = input.record;
    scope->record_type = decision->input;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < decision->result_count; i++) {
        uint32_t field = plan->operands[decision->results_start + i];
        uint32_t expr = plan->operands[plan->rows[row].results_start + i];
        status = writ_eval(scope, expr, &record->fields[field], error);
    }
    scope->record = outer;
    scope->record_type = outer_type;
    *output = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = decision->output, .record = record};
    return status;
}

WritStatus writ_eval_decision(WritScope *scope, uint32_t number, WritValue input,
                              WritVerdict *verdict, WritError *error)
{
    const WritPlan *plan = scope->plan;
    const WritDecision *decision = &plan->decisions[number];
    assert(decision->policy == WRIT_HIT_EXACTLY_ONE);
    uint32_t matched[2] = {WRIT_NONE, WRIT_NONE};
    for (uint32_t i = 0; i < decision->row_count && matched[1] == WRIT_NONE; i++) {
        uint32_t row = decision->rows_start + i;
        if (row_matches(plan, decision, &plan->rows[row], input)) {
            matched[matched[0] == WRIT_NONE ? 0 : 1] = row;
        }
    }
    if (matched[0] == WRIT_NONE || matched[1] != WRIT_NONE) {
        return fail_match(plan, decision, input, matched, error);
    }
    verdict->row = matched[0];
    return row_output(scope, decision, matched[0], input, &verdict->output, error);
}

void writ_eval_explain(WritBuffer *out, const WritPlan *plan, uint32_t number, WritValue input)
{
    const WritDecision *decision = &plan->decisions[number];
    const WritRecordType *record = &plan->types.records[decision->input];
    for (uint32_t i = 0; i < decision->row_count; i++) {
        const WritRow *row = &plan->rows[decision->rows_start + i];
        bool matches = row_matches(plan, decision, row, input);
        writ_buffer_format(out, "row %.*s %s:", WRIT_TEXT_ARGS(row->label),
                           matches ? "matches" : "does not match");
        for (uint32_t j = 0; j < decision->column_count; j++) {
            const WritCell *cell = &plan->cells[row->cells_start + j];
            WritValue value = column_value(plan, decision, input, j);
            uint32_t field = plan->operands[decision->columns_start + j];
            writ_buffer_format(out, "%s %.*s ", j > 0 ? ";" : "",
                               WRIT_TEXT_ARGS(record->fields[field].name));
            writ_value_print(out, &plan->types, value);
            writ_buffer_format(out, " %s %.*s", writ_eval_cell(plan, cell, value) ? "is" : "is not",
                               WRIT_TEXT_ARGS(cell->text));
        }
        writ_buffer_add_byte(out, '\n');
    }
}
