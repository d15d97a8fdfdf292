// Tables made ready give the rows that trying one row after the other gives, for columns of every
// kind, up to rows that need several words, and values at, beside and far beyond the bounds; and a
// table whose columns are paths gives the rows of one that is given their values.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "support/value_random.h"
#include "support/value_types.h"
#include "writ/eval.h"

enum {
    COLUMNS_MAX = 5,
    ROWS_MAX = 150,
    VALUES_MAX = 4,
    CONSTANTS_MAX = ROWS_MAX * COLUMNS_MAX * VALUES_MAX + ROWS_MAX,
    TABLES = 5000,
    INPUTS = 25,
};

static const TestType COLUMN_TYPES[] = {
    TEST_BOOLEAN, TEST_NUMBER,  TEST_PERCENT,       TEST_MONEY_EUR,         TEST_PIECES,
    TEST_DATE,    TEST_TIME,    TEST_INSTANT,       TEST_DURATION,          TEST_WORKING_TIME,
    TEST_MONTH,   TEST_TEXT,    TEST_INCOTERM,      TEST_PRIORITY,          TEST_PERSON,
    TEST_ROLE,    TEST_COUNTRY, TEST_CURRENCY,      TEST_CALENDAR,          TEST_MONEY_ANY,
    TEST_NUMBER,  TEST_PERCENT, TEST_OPTIONAL_DATE, TEST_OPTIONAL_INCOTERM, TEST_OPTIONAL_TEXT,
};

enum { FLAT, OUTPUT, HELD, BY_PATH, RECORDS };

// A plan with one decision that is asked in two ways, and nothing else.
typedef struct Table {
    Random random;
    WritArena *arena;
    WritPlan plan;
    WritRecordType records[RECORDS];
    WritField inputs[COLUMNS_MAX];    // Of FLAT, and of HELD.
    WritField paths[1 + COLUMNS_MAX]; // Of BY_PATH: what is held, stored ones, those by path.
    bool by_path[COLUMNS_MAX];
    WritField output;
    WritDecision decision; // The first of `decisions`.
    WritDecision decisions[2];
    WritExpr exprs[ROWS_MAX + 2 + COLUMNS_MAX];
} Table;

static bool chance(Table *table, uint32_t percent)
{
    return random_below(&table->random, 100) < percent;
}

// A few small values again and again, so that cells and inputs meet.
static WritValue any_value(Table *table, WritTypeId type)
{
    WritValue value = random_value(&table->random, table->arena, &table->plan.types, type);
    bool number = value.kind == WRIT_VALUE_NUMBER || value.kind == WRIT_VALUE_PERCENT ||
                  value.kind == WRIT_VALUE_MONEY || value.kind == WRIT_VALUE_QUANTITY;
    if (number && chance(table, 80)) {
        WritDecimal small = writ_decimal_from_int(random_between(&table->random, -300, 300));
        assert_int_equal(
            writ_decimal_shift(&value.number, small, -(int)random_below(&table->random, 4), NULL),
            WRIT_OK);
    } else if (!number && value.kind != WRIT_VALUE_TEXT && value.integer > 1000 &&
               (value.kind == WRIT_VALUE_DATE || value.kind == WRIT_VALUE_INSTANT ||
                value.kind == WRIT_VALUE_MONTH)) {
        value.integer = 1000 + value.integer % 10;
    }
    return value;
}

static uint32_t add_constant(Table *table, WritTypeId type)
{
    WritValue value = {0};
    while (value.kind == WRIT_VALUE_MISSING) {
        value = any_value(table, type);
    }
    table->plan.constants[table->plan.constant_count] = value;
    return table->plan.constant_count++;
}

static WritCell any_cell(Table *table, WritTypeId type)
{
    static const WritCellKind kinds[] = {
        WRIT_CELL_ANY,     WRIT_CELL_ANY,     WRIT_CELL_BETWEEN,    WRIT_CELL_BETWEEN,
        WRIT_CELL_BETWEEN, WRIT_CELL_ONE_OF,  WRIT_CELL_NOT_ONE_OF, WRIT_CELL_NOT_ONE_OF,
        WRIT_CELL_MISSING, WRIT_CELL_PRESENT,
    };
    WritCell cell = {.kind = kinds[random_below(&table->random, 10)],
                     .low = WRIT_NONE,
                     .high = WRIT_NONE,
                     .low_open = chance(table, 50),
                     .high_open = chance(table, 50)};
    if (cell.kind == WRIT_CELL_BETWEEN) {
        cell.low = chance(table, 60) ? add_constant(table, type) : WRIT_NONE;
        cell.high = chance(table, 60) ? add_constant(table, type) : WRIT_NONE;
    } else if (cell.kind == WRIT_CELL_ONE_OF || cell.kind == WRIT_CELL_NOT_ONE_OF) {
        cell.values_start = table->plan.operand_count;
        cell.value_count = 1 + random_below(&table->random, VALUES_MAX);
        for (uint32_t i = 0; i < cell.value_count; i++) {
            table->plan.operands[table->plan.operand_count++] = add_constant(table, type);
        }
    }
    return cell;
}

static void add_row(Table *table, uint32_t row)
{
    WritPlan *plan = &table->plan;
    plan->rows[row] = (WritRow){.label = writ_text("R"), .cells_start = plan->cell_count};
    for (uint32_t i = 0; i < table->decision.column_count; i++) {
        plan->cells[plan->cell_count++] = any_cell(table, table->inputs[i].type);
    }
    plan->constants[plan->constant_count] = writ_value_number(writ_decimal_from_int(row));
    table->exprs[row] = (WritExpr){WRIT_OP_CONSTANT, TEST_NUMBER, plan->constant_count++, 0, 0, 0};
    plan->rows[row].results_start = plan->operand_count;
    plan->operands[plan->operand_count++] = row;
}

static void make_table(Table *table)
{
    WritArena *arena = table->arena;
    WritPlan *plan = &table->plan;
    table->decision = (WritDecision){
        .name = writ_text("random"),
        .input = 0,
        .output = 1,
        .policy = (WritHitPolicy)random_below(&table->random, 3),
        .column_count = 1 + random_below(&table->random, COLUMNS_MAX),
        .result_count = 1,
        .row_count = 1 + random_below(&table->random, chance(table, 10) ? ROWS_MAX : 12),
    };
    *plan = (WritPlan){
        .types = *test_types_new(arena),
        .constants = writ_arena_array(arena, CONSTANTS_MAX, sizeof(WritValue)),
        .exprs = table->exprs,
        .expr_count = table->decision.row_count,
        .operands = writ_arena_array(arena, 2 * CONSTANTS_MAX, sizeof(uint32_t)),
        .decisions = table->decisions,
        .decision_count = 2,
        .rows = writ_arena_array(arena, ROWS_MAX, sizeof(WritRow)),
        .row_count = table->decision.row_count,
        .cells = writ_arena_array(arena, ROWS_MAX * COLUMNS_MAX, sizeof(WritCell)),
    };
    plan->types.records = table->records;
    for (uint32_t i = 0; i < table->decision.column_count; i++) {
        TestType type = COLUMN_TYPES[random_below(&table->random,
                                                  sizeof COLUMN_TYPES / sizeof COLUMN_TYPES[0])];
        table->inputs[i] = (WritField){writ_text("c"), type, WRIT_NONE, WRIT_NONE, WRIT_NONE, {0}};
        table->by_path[i] = type != TEST_MONEY_ANY && chance(table, 50);
        plan->operands[plan->operand_count++] = i;
    }
    table->output =
        (WritField){writ_text("row"), TEST_NUMBER, WRIT_NONE, WRIT_NONE, WRIT_NONE, {0}};
    table->records[0] =
        (WritRecordType){writ_text("in"), {0}, table->inputs, table->decision.column_count};
    table->records[1] = (WritRecordType){writ_text("out"), {0}, &table->output, 1};
    table->decision.results_start = plan->operand_count;
    plan->operands[plan->operand_count++] = 0;
    for (uint32_t row = 0; row < table->decision.row_count; row++) {
        add_row(table, row);
    }
    table->decisions[0] = table->decision;
}

static void add_path(Table *table, WritField *field, uint32_t column, uint32_t held)
{
    WritPlan *plan = &table->plan;
    plan->exprs[plan->expr_count] =
        (WritExpr){WRIT_OP_FIELD, table->inputs[column].type, held, column, 0, 0};
    field->computed = plan->expr_count++;
}

// The same decision, given a record that holds some of the values.
static void make_paths(Table *table)
{
    WritPlan *plan = &table->plan;
    WritTypeId held_type = plan->types.type_count;
    WritType *types = writ_arena_array(table->arena, held_type + 1, sizeof *types);
    memcpy(types, plan->types.types, held_type * sizeof *types);
    types[held_type] =
        (WritType){.kind = WRIT_TYPE_RECORD, .index = HELD, .currency_field = WRIT_NONE};
    plan->types.types = types;
    plan->types.type_count++;
    uint32_t self = plan->expr_count++;
    uint32_t held = plan->expr_count++;
    plan->exprs[self] = (WritExpr){WRIT_OP_SELF, held_type, 0, 0, 0, 0};
    plan->exprs[held] = (WritExpr){WRIT_OP_FIELD, held_type, self, 0, 0, 0};
    table->paths[0] =
        (WritField){writ_text("held"), held_type, WRIT_NONE, WRIT_NONE, WRIT_NONE, {0}};
    table->decisions[1] = table->decision;
    table->decisions[1].input = BY_PATH;
    table->decisions[1].columns_start = plan->operand_count;
    plan->operand_count += table->decision.column_count;
    uint32_t count = 1;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < table->decision.column_count; i++) {
            if (table->by_path[i] != (pass == 1)) {
                continue;
            }
            table->paths[count] = table->inputs[i];
            if (table->by_path[i]) {
                add_path(table, &table->paths[count], i, held);
            }
            plan->operands[table->decisions[1].columns_start + i] = count++;
        }
    }
    table->records[HELD] =
        (WritRecordType){writ_text("held"), {0}, table->inputs, table->decision.column_count};
    table->records[BY_PATH] = (WritRecordType){writ_text("by path"), {0}, table->paths, count};
}

static WritValue by_path(const Table *table, WritValue flat)
{
    WritRecord *record = writ_record_new(table->arena, table->records[BY_PATH].field_count);
    WritRecord *held = writ_record_new(table->arena, table->decision.column_count);
    for (uint32_t i = 0; i < table->decision.column_count; i++) {
        uint32_t field = table->plan.operands[table->decisions[1].columns_start + i];
        held->fields[i] = flat.record->fields[i];
        if (!table->by_path[i]) {
            record->fields[field] = flat.record->fields[i];
        }
    }
    record->fields[0] = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = HELD, .record = held};
    return (WritValue){.kind = WRIT_VALUE_RECORD, .tag = BY_PATH, .record = record};
}

static WritValue any_input(Table *table)
{
    WritRecord *record = writ_record_new(table->arena, table->decision.column_count);
    for (uint32_t i = 0; i < record->field_count; i++) {
        uint32_t row = random_below(&table->random, table->decision.row_count);
        const WritCell *cell = &table->plan.cells[table->plan.rows[row].cells_start + i];
        bool near = cell->kind == WRIT_CELL_BETWEEN && cell->low != WRIT_NONE && chance(table, 30);
        record->fields[i] =
            near ? table->plan.constants[cell->low] : any_value(table, table->inputs[i].type);
    }
    return (WritValue){.kind = WRIT_VALUE_RECORD, .tag = 0, .record = record};
}

static WritVerdict compare(Table *table, uint32_t decision, WritValue input,
                           const WritTables *tables)
{
    WritScope scopes[2] = {{.plan = &table->plan, .arena = table->arena},
                           {.plan = &table->plan, .arena = table->arena, .tables = tables}};
    WritVerdict verdicts[2];
    WritError errors[2] = {0};
    WritStatus statuses[2];
    for (int i = 0; i < 2; i++) {
        statuses[i] = writ_eval_decision(&scopes[i], decision, input, &verdicts[i], &errors[i]);
    }
    assert_int_equal(statuses[0], statuses[1]);
    assert_string_equal(errors[0].text, errors[1].text);
    assert_int_equal(scopes[0].steps, scopes[1].steps);
    assert_int_equal(verdicts[0].row, verdicts[1].row);
    assert_int_equal(verdicts[0].row_count, verdicts[1].row_count);
    assert_int_equal(
        memcmp(verdicts[0].rows, verdicts[1].rows, verdicts[0].row_count * sizeof(uint32_t)), 0);
    return verdicts[0];
}

static uint32_t compare_ways(Table *table, const WritTables *tables)
{
    WritValue flat = any_input(table);
    WritVerdict given = compare(table, 0, flat, tables);
    WritVerdict seen = compare(table, 1, by_path(table, flat), tables);
    assert_int_equal(given.row_count, seen.row_count);
    assert_int_equal(memcmp(given.rows, seen.rows, given.row_count * sizeof(uint32_t)), 0);
    return given.row_count;
}

static void tables_give_what_trying_each_row_gives(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(1 << 28);
    uint32_t matched = 0;
    uint32_t asked = 0;
    for (uint64_t seed = 1; seed <= TABLES; seed++) {
        static Table table;
        table = (Table){.random = {seed}, .arena = arena};
        make_table(&table);
        make_paths(&table);
        const WritTables *tables = writ_tables_new(arena, &table.plan);
        for (uint32_t i = 0; i < INPUTS; i++) {
            matched += compare_ways(&table, tables) > 0 ? 1 : 0;
            asked++;
        }
        writ_arena_reset(arena);
    }
    assert_true(matched > asked / 5 && matched < asked); // Both answers occur.
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_give_what_trying_each_row_gives),
    };
    return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
