// Decision tables: each row is tried, so that what is said about them is what was done.
#include <assert.h>
#include <string.h>

#include "eval/tables.h"
#include "eval/walk.h"

typedef struct Table {
    const WritPlan *plan;
    const WritDecision *decision;
    const WritRecord *input;
} Table;

static Table table_of(const WritPlan *plan, uint32_t decision, WritValue input)
{
    const WritDecision *declared = &plan->decisions[decision];
    assert(input.kind == WRIT_VALUE_RECORD && input.tag == declared->input);
    return (Table){plan, declared, input.record};
}

static const WritField *column_field(const Table *table, uint32_t column)
{
    uint32_t field = table->plan->operands[table->decision->columns_start + column];
    return &table->plan->types.records[table->decision->input].fields[field];
}

static const WritValue *column_value(const Table *table, uint32_t column)
{
    return &table->input->fields[table->plan->operands[table->decision->columns_start + column]];
}

static const WritCell *cell_at(const Table *table, uint32_t row, uint32_t column)
{
    return &table->plan->cells[table->plan->rows[row].cells_start + column];
}

// --- Columns by path ------------------------------------------------------------------------

static bool has_paths(const Table *table)
{
    bool some = false;
    for (uint32_t i = 0; i < table->decision->column_count; i++) {
        some = some || column_field(table, i)->computed != WRIT_NONE;
    }
    return some;
}

// The input with what its columns by path show: worked out once, whatever the number of rows. False
// is failure.
static bool see_paths(Walk *walk, const Table *table, WritRecord **seen)
{
    const WritRecordType *type = &table->plan->types.records[table->decision->input];
    WritValue input = {.kind = WRIT_VALUE_RECORD,
                       .tag = table->decision->input,
                       .record = (WritRecord *)(uintptr_t)table->input};
    *seen = writ_record_new(walk->scope->arena, type->field_count);
    memcpy((*seen)->fields, table->input->fields, type->field_count * sizeof(WritValue));
    for (uint32_t i = 0; i < table->decision->column_count; i++) {
        uint32_t field = table->plan->operands[table->decision->columns_start + i];
        if (type->fields[field].computed == WRIT_NONE) {
            continue;
        }
        WritValue room;
        const WritValue *value = walk_computed(walk, &input, field, &room);
        if (value == NULL) {
            return false;
        }
        (*seen)->fields[field] = *value;
    }
    return true;
}

WritStatus writ_eval_columns(WritScope *scope, uint32_t decision, WritValue input, WritValue *seen,
                             WritError *error)
{
    Table table = table_of(scope->plan, decision, input);
    Walk walk = walk_start(scope, error);
    *seen = input;
    return !has_paths(&table) || see_paths(&walk, &table, &seen->record) ? WRIT_OK : walk.status;
}

// --- Cells ----------------------------------------------------------------------------------

static bool is_above(const WritValue *value, const WritValue *low, bool open)
{
    int order = 0;
    return writ_value_compare(*value, *low, &order) && (open ? order > 0 : order >= 0);
}

static bool is_below(const WritValue *value, const WritValue *high, bool open)
{
    int order = 0;
    return writ_value_compare(*value, *high, &order) && (open ? order < 0 : order <= 0);
}

static bool is_between(const WritPlan *plan, const WritCell *cell, const WritValue *value)
{
    return (cell->low == WRIT_NONE ||
            is_above(value, &plan->constants[cell->low], cell->low_open)) &&
           (cell->high == WRIT_NONE ||
            is_below(value, &plan->constants[cell->high], cell->high_open));
}

static bool is_one_of(const WritPlan *plan, const WritCell *cell, const WritValue *value)
{
    for (uint32_t i = 0; i < cell->value_count; i++) {
        if (writ_value_equal(*value, plan->constants[plan->operands[cell->values_start + i]])) {
            return true;
        }
    }
    return false;
}

static bool cell_matches(const WritPlan *plan, const WritCell *cell, const WritValue *value)
{
    bool present = value->kind != WRIT_VALUE_MISSING;
    switch (cell->kind) {
    case WRIT_CELL_ANY:
        return true;
    case WRIT_CELL_MISSING:
        return !present;
    case WRIT_CELL_PRESENT:
        return present;
    case WRIT_CELL_BETWEEN:
        return present && is_between(plan, cell, value);
    case WRIT_CELL_ONE_OF:
        return present && is_one_of(plan, cell, value);
    case WRIT_CELL_NOT_ONE_OF:
        return present && !is_one_of(plan, cell, value);
    }
    WRIT_UNREACHABLE();
}

bool writ_eval_cell(const WritPlan *plan, const WritCell *cell, WritValue value)
{
    return cell_matches(plan, cell, &value);
}

// --- Currencies -----------------------------------------------------------------------------

// A constant of `cell` in another currency than `value`, or NULL.
static const WritValue *other_currency(const WritPlan *plan, const WritCell *cell,
                                       WritCode currency)
{
    uint32_t bounds[2] = {WRIT_NONE, WRIT_NONE};
    const uint32_t *constants = bounds;
    uint32_t count = 2;
    if (cell->kind == WRIT_CELL_BETWEEN) {
        bounds[0] = cell->low;
        bounds[1] = cell->high;
    } else if (cell->kind == WRIT_CELL_ONE_OF || cell->kind == WRIT_CELL_NOT_ONE_OF) {
        constants = plan->operands + cell->values_start;
        count = cell->value_count;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (constants[i] != WRIT_NONE && plan->constants[constants[i]].tag != currency) {
            return &plan->constants[constants[i]];
        }
    }
    return NULL;
}

static WritStatus fail_currency(const Table *table, uint32_t row, uint32_t column,
                                const WritValue *bound, WritError *error)
{
    char is[5];
    char asked[5];
    (void)writ_code_text(column_value(table, column)->tag, is);
    (void)writ_code_text(bound->tag, asked);
    WritText label = table->plan->rows[row].label;
    return writ_fail(error, WRIT_INVALID,
                     "%.*s cannot be decided: %.*s is in %s and row %.*s asks for amounts in %s",
                     WRIT_TEXT_ARGS(table->decision->name),
                     WRIT_TEXT_ARGS(column_field(table, column)->name), is, WRIT_TEXT_ARGS(label),
                     asked);
}

// Only a column in the currency of another field can meet a bound in a different one.
static WritStatus check_currencies(const Table *table, WritError *error)
{
    for (uint32_t column = 0; column < table->decision->column_count; column++) {
        const WritType *type = &table->plan->types.types[column_field(table, column)->type];
        const WritValue *value = column_value(table, column);
        if (type->currency_field == WRIT_NONE || value->kind != WRIT_VALUE_MONEY) {
            continue;
        }
        for (uint32_t i = 0; i < table->decision->row_count; i++) {
            uint32_t row = table->decision->rows_start + i;
            const WritValue *other =
                other_currency(table->plan, cell_at(table, row, column), value->tag);
            if (other != NULL) {
                return fail_currency(table, row, column, other, error);
            }
        }
    }
    return WRIT_OK;
}

// --- Rows -----------------------------------------------------------------------------------

static bool row_matches(const Table *table, uint32_t row)
{
    for (uint32_t i = 0; i < table->decision->column_count; i++) {
        if (!cell_matches(table->plan, cell_at(table, row, i), column_value(table, i))) {
            return false;
        }
    }
    return true;
}

// How many rows have to be known.
static uint32_t rows_needed(const WritDecision *decision)
{
    switch (decision->policy) {
    case WRIT_HIT_FIRST:
        return 1;
    case WRIT_HIT_EXACTLY_ONE:
        return 2;
    case WRIT_HIT_EVERY:
        return decision->row_count;
    }
    WRIT_UNREACHABLE();
}

static void take_rows(const Table *table, const RowSet *set, uint32_t enough, WritVerdict *verdict)
{
    for (uint32_t word = 0; word < set->word_count; word++) {
        uint64_t bits = set->words[word];
        while (bits != 0 && verdict->row_count < enough) {
            uint32_t row = word * 64 + (uint32_t)__builtin_ctzll(bits);
            verdict->rows[verdict->row_count++] = table->decision->rows_start + row;
            bits &= bits - 1;
        }
    }
}

static void try_rows(const Table *table, uint32_t enough, WritVerdict *verdict)
{
    for (uint32_t i = 0; i < table->decision->row_count && verdict->row_count < enough; i++) {
        uint32_t row = table->decision->rows_start + i;
        if (row_matches(table, row)) {
            verdict->rows[verdict->row_count++] = row;
        }
    }
}

// The rows that match, in order; for the first of several policies no more than are needed.
static void find_rows(Walk *walk, const Table *table, WritVerdict *verdict)
{
    RowSet set;
    uint32_t enough = rows_needed(table->decision);
    uint32_t number = (uint32_t)(table->decision - table->plan->decisions);
    verdict->rows = writ_arena_array(walk->scope->arena, enough, sizeof *verdict->rows);
    verdict->row_count = 0;
    if (walk->scope->tables != NULL &&
        tables_find(walk->scope->tables, number, table->input, &set)) {
        take_rows(table, &set, enough, verdict);
    } else {
        try_rows(table, enough, verdict);
    }
    verdict->row = verdict->row_count > 0 ? verdict->rows[0] : WRIT_NONE;
}

static void print_inputs(WritBuffer *out, const Table *table)
{
    for (uint32_t i = 0; i < table->decision->column_count; i++) {
        WritText name = column_field(table, i)->name;
        writ_buffer_format(out, "%s%.*s ", i > 0 ? ", " : "", WRIT_TEXT_ARGS(name));
        writ_value_print(out, &table->plan->types, *column_value(table, i));
    }
}

static WritStatus fail_rows(const Table *table, const WritVerdict *verdict, WritError *error)
{
    const WritRow *rows = table->plan->rows;
    WritText name = table->decision->name;
    WritBuffer inputs = {0};
    print_inputs(&inputs, table);
    if (verdict->row_count == 0) {
        (void)writ_fail(error, WRIT_INVALID, "no row of %.*s matches %s", WRIT_TEXT_ARGS(name),
                        writ_buffer_string(&inputs));
        (void)writ_hint(error, "Correct what was given, or add a row to the table.");
    } else {
        (void)writ_fail(error, WRIT_INVALID, "rows %.*s and %.*s of %.*s both match %s",
                        WRIT_TEXT_ARGS(rows[verdict->rows[0]].label),
                        WRIT_TEXT_ARGS(rows[verdict->rows[1]].label), WRIT_TEXT_ARGS(name),
                        writ_buffer_string(&inputs));
        (void)writ_hint(error, "Narrow one of the two rows.");
    }
    writ_buffer_dispose(&inputs);
    return WRIT_INVALID;
}

// --- Results --------------------------------------------------------------------------------

// Whether a result is a constant that needs no look: its currency is that of its type.
static const WritValue *constant_result(const Table *table, uint32_t row)
{
    const WritPlan *plan = table->plan;
    const WritExpr *expr = &plan->exprs[plan->operands[plan->rows[row].results_start]];
    const WritField *field = &plan->types.records[table->decision->output].fields[0];
    const WritValue *constant =
        expr->operation == WRIT_OP_CONSTANT ? &plan->constants[expr->a] : NULL;
    bool plain = constant != NULL && constant->kind != WRIT_VALUE_MISSING &&
                 plan->types.types[field->type].currency_field == WRIT_NONE;
    return plain ? constant : NULL;
}

// Result columns may stand in another order than the fields of the output.
static bool row_output(Walk *walk, const Table *table, uint32_t row, WritValue *value)
{
    const WritPlan *plan = table->plan;
    uint32_t count = table->decision->result_count;
    const WritValue *constant = count == 1 ? constant_result(table, row) : NULL;
    if (constant != NULL) {
        *value = *constant;
        return walk_spend(walk, 2); // As the walk over it takes.
    }
    uint32_t *exprs = writ_arena_array(walk->scope->arena, count, sizeof *exprs);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t field = plan->operands[table->decision->results_start + i];
        exprs[field] = plan->operands[plan->rows[row].results_start + i];
    }
    if (!walk_fields(walk, table->decision->output, exprs, value)) {
        return false;
    }
    if (count == 1) {
        *value = value->record->fields[0];
    }
    return true;
}

static bool give(Walk *walk, const Table *table, WritVerdict *verdict)
{
    if (table->decision->policy != WRIT_HIT_EVERY) {
        return row_output(walk, table, verdict->row, &verdict->value);
    }
    WritList *list = writ_list_new(walk->scope->arena, verdict->row_count);
    for (uint32_t i = 0; i < verdict->row_count; i++) {
        WritValue *item = &list->items[i];
        if (!row_output(walk, table, verdict->rows[i], item)) {
            return false;
        }
        if (item->kind == WRIT_VALUE_RECORD) {
            item->record->id = ++list->last_id;
        }
    }
    verdict->value = (WritValue){.kind = WRIT_VALUE_LIST, .list = list};
    return true;
}

WritStatus writ_eval_decision(WritScope *scope, uint32_t decision, WritValue input,
                              WritVerdict *verdict, WritError *error)
{
    Table table = table_of(scope->plan, decision, input);
    Walk walk = walk_start(scope, error);
    *verdict = (WritVerdict){.row = WRIT_NONE};
    WritRecord *seen = NULL;
    if (has_paths(&table)) {
        if (!see_paths(&walk, &table, &seen)) {
            return walk.status;
        }
        table.input = seen;
    }
    WritStatus status = check_currencies(&table, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (!walk_spend(&walk, table.decision->row_count)) {
        return walk.status;
    }
    find_rows(&walk, &table, verdict);
    bool one = table.decision->policy == WRIT_HIT_EXACTLY_ONE;
    if ((verdict->row_count == 0 && table.decision->policy != WRIT_HIT_EVERY) ||
        (one && verdict->row_count > 1)) {
        return fail_rows(&table, verdict, error);
    }
    const WritRecord *outer = scope->record;
    uint32_t outer_type = scope->record_type;
    scope->record = table.input;
    scope->record_type = table.decision->input;
    (void)give(&walk, &table, verdict);
    scope->record = outer;
    scope->record_type = outer_type;
    return walk.status;
}
