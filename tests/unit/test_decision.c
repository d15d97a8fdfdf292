// Decision tables: the policies, their explanations, and random tables against brute force.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/eval_fixture.h"
#include "support/plan_example.h"
#include "support/random.h"

static WritValue input_of(EvalFixture *f, uint32_t decision, const char *json)
{
    uint32_t record = build_plan(f->b)->decisions[decision].input;
    return fixture_value(f, build_record_type(f->b, record), json);
}

static void assert_prints(EvalFixture *f, WritValue value, const char *expected)
{
    WritBuffer out = {0};
    writ_value_print(&out, &build_plan(f->b)->types, value);
    assert_string_equal(writ_buffer_string(&out), expected);
    writ_buffer_dispose(&out);
}

static void assert_explains(EvalFixture *f, uint32_t decision, WritValue input, uint32_t position,
                            const char *expected)
{
    WritBuffer out = {0};
    WritExplanation explanation;
    writ_eval_explain(&explanation, f->arena, build_plan(f->b), decision, input);
    writ_eval_explain_row(&out, build_plan(f->b), &explanation, position);
    assert_string_equal(writ_buffer_string(&out), expected);
    writ_buffer_dispose(&out);
}

static void the_row_that_matches_decides(void **state)
{
    (void)state;
    EvalFixture f;
    WritVerdict verdict;
    fixture_open(&f, plan_example_new());
    WritValue input = input_of(
        &f, 0, "{\"use_of_limit\": \"72%\", \"overdue_days\": \"9\", \"class\": \"standard\"}");
    assert_int_equal(writ_eval_decision(&f.scope, 0, input, &verdict, NULL), WRIT_OK);
    assert_prints(&f, verdict.value, "manual");
    assert_int_equal(verdict.row_count, 1);
    assert_true(writ_text_is(build_plan(f.b)->rows[verdict.row].label, "C20"));
    fixture_close(&f);
}

static void every_cell_is_explained(void **state)
{
    (void)state;
    EvalFixture f;
    fixture_open(&f, plan_example_new());
    WritValue input = input_of(
        &f, 0, "{\"use_of_limit\": \"72%\", \"overdue_days\": \"9\", \"class\": \"standard\"}");
    assert_explains(&f, 0, input, 1,
                    "use_of_limit 72% is up to 80%; overdue_days 9 is above 5; "
                    "class standard is not distributor");
    assert_explains(&f, 0, input, 0, "overdue_days 9 is not in \"up to 5\"");
    assert_explains(&f, 0, input, 2, "class standard is not in \"distributor\"");
    assert_explains(&f, 0, input, 4, "use_of_limit 72% is not in \"above 80% up to 120%\"");
    fixture_close(&f);
}

// --- Policies -------------------------------------------------------------------------------

// Two columns, one of them optional; rows overlap on purpose.
static uint32_t open_table(EvalFixture *f, WritHitPolicy policy)
{
    PlanBuilder *b = build_new("table");
    WritTypeId number = build_plain(b, WRIT_TYPE_NUMBER);
    uint32_t input = build_record(b, "");
    (void)build_field(b, input, "size", number);
    (void)build_field(b, input, "maybe", build_optional(b, number));
    uint32_t output = build_record(b, "Result");
    (void)build_field(b, output, "name", build_plain(b, WRIT_TYPE_TEXT));
    (void)build_field(b, output, "size", number);
    uint32_t table = build_decision(b, "sizes", input, output, policy);
    build_row(b, table, "R1 | 1 to below 5 | missing || small | 1");
    build_row(b, table, "R2 | 3 to 9       | any     || large | 2");
    build_row(b, table, "R3 | 20 or more   | present || huge  | 3");
    build_row(b, table, "R4 | 15, 17       | any     || odd   | 4");
    uint32_t stage = build_stage(b, "only");
    (void)build_route(b, stage, build_nothing(b));
    (void)build_finish(b);
    fixture_open(f, b);
    return table;
}

static void exactly_one_row_must_match(void **state)
{
    (void)state;
    EvalFixture f;
    WritVerdict verdict;
    WritError error;
    uint32_t table = open_table(&f, WRIT_HIT_EXACTLY_ONE);
    WritValue one = input_of(&f, table, "{\"size\": \"1\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, one, &verdict, &error), WRIT_OK);
    assert_prints(&f, verdict.value, "Result(name = \"small\", size = 1)");
    WritValue two = input_of(&f, table, "{\"size\": \"4\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, two, &verdict, &error), WRIT_INVALID);
    assert_string_equal(error.text, "rows R1 and R2 of sizes both match size 4, maybe none");
    assert_string_equal(error.hint, "Narrow one of the two rows.");
    WritValue none = input_of(&f, table, "{\"size\": \"20\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, none, &verdict, &error), WRIT_INVALID);
    assert_string_equal(error.text, "no row of sizes matches size 20, maybe none");
    assert_string_equal(error.hint, "Correct what was given, or add a row to the table.");
    assert_explains(&f, table, none, 2, "maybe is missing, not in \"present\"");
    assert_explains(&f, table, one, 0, "size 1 is 1 to below 5; maybe is missing");
    fixture_close(&f);
}

static void the_first_row_that_matches_decides(void **state)
{
    (void)state;
    EvalFixture f;
    WritVerdict verdict;
    WritError error;
    uint32_t table = open_table(&f, WRIT_HIT_FIRST);
    WritValue two = input_of(&f, table, "{\"size\": \"4\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, two, &verdict, &error), WRIT_OK);
    assert_prints(&f, verdict.value, "Result(name = \"small\", size = 1)");
    assert_int_equal(verdict.row, 0);
    assert_int_equal(verdict.row_count, 1);
    WritValue none = input_of(&f, table, "{\"size\": \"0\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, none, &verdict, &error), WRIT_INVALID);
    fixture_close(&f);
}

static void every_row_that_matches_is_collected(void **state)
{
    (void)state;
    EvalFixture f;
    WritVerdict verdict;
    uint32_t table = open_table(&f, WRIT_HIT_EVERY);
    WritValue two = input_of(&f, table, "{\"size\": \"4\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, two, &verdict, NULL), WRIT_OK);
    assert_prints(&f, verdict.value,
                  "[Result(name = \"small\", size = 1), Result(name = \"large\", size = 2)]");
    assert_int_equal(verdict.row_count, 2);
    assert_int_equal(verdict.rows[1], 1);
    assert_int_equal(verdict.value.list->items[1].record->id, 2);
    assert_int_equal(verdict.value.list->last_id, 2);
    WritValue none = input_of(&f, table, "{\"size\": \"0\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, none, &verdict, NULL), WRIT_OK);
    assert_prints(&f, verdict.value, "[]");
    assert_int_equal(verdict.row, WRIT_NONE);
    fixture_close(&f);
}

static void results_may_use_the_inputs_in_any_order(void **state)
{
    (void)state;
    EvalFixture f;
    WritVerdict verdict;
    uint32_t table = open_table(&f, WRIT_HIT_EXACTLY_ONE);
    WritPlan *plan = build_plan(f.b);
    const WritDecision *decision = &plan->decisions[table];
    uint32_t twice = build_two(f.b, WRIT_OP_ADD, build_self(f.b, decision->input, "size"),
                               build_self(f.b, decision->input, "size"));
    // Columns of the results: size, then name.
    plan->operands[decision->results_start] = 1;
    plan->operands[decision->results_start + 1] = 0;
    for (uint32_t i = 0; i < decision->row_count; i++) {
        uint32_t *results = plan->operands + plan->rows[i].results_start;
        results[1] = results[0];
        results[0] = twice;
    }
    assert_int_equal(writ_plan_validate(plan, NULL), WRIT_OK);
    WritValue nine = input_of(&f, table, "{\"size\": \"9\", \"maybe\": \"1\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, nine, &verdict, NULL), WRIT_OK);
    assert_prints(&f, verdict.value, "Result(name = \"large\", size = 18)");
    fixture_close(&f);
}

static void a_result_that_fails_says_why(void **state)
{
    (void)state;
    EvalFixture f;
    WritVerdict verdict;
    WritError error;
    uint32_t table = open_table(&f, WRIT_HIT_EXACTLY_ONE);
    WritPlan *plan = build_plan(f.b);
    uint32_t maybe = build_self(f.b, plan->decisions[table].input, "maybe");
    plan->operands[plan->rows[1].results_start + 1] = build_one(f.b, WRIT_OP_NEGATE, maybe);
    WritValue nine = input_of(&f, table, "{\"size\": \"9\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, nine, &verdict, &error), WRIT_INVALID);
    assert_string_equal(error.text, "maybe is missing");
    // What was around the decision is there again.
    assert_null(f.scope.record);
    fixture_close(&f);
}

static void an_amount_in_another_currency_is_not_decided(void **state)
{
    (void)state;
    EvalFixture f;
    WritVerdict verdict;
    WritError error;
    PlanBuilder *b = build_new("table");
    uint32_t input = build_record(b, "");
    uint32_t currency = build_field(b, input, "currency", build_plain(b, WRIT_TYPE_CURRENCY));
    (void)build_field(b, input, "value", build_money(b, "EUR"));
    uint32_t output = build_record(b, "");
    (void)build_field(b, output, "name", build_plain(b, WRIT_TYPE_TEXT));
    uint32_t table = build_decision(b, "amounts", input, output, WRIT_HIT_FIRST);
    build_row(b, table, "R1 | any | up to 5 EUR    || small");
    build_row(b, table, "R2 | any | not 7 EUR      || other");
    build_row(b, table, "R3 | any | any            || rest");
    // The bounds are in EUR and the column in whatever the currency says.
    build_plan(b)->types.records[input].fields[1].type = build_money_in(b, currency);
    uint32_t stage = build_stage(b, "only");
    (void)build_route(b, stage, build_nothing(b));
    (void)build_finish(b);
    fixture_open(&f, b);
    WritValue euros = input_of(&f, table, "{\"currency\": \"EUR\", \"value\": \"7 EUR\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, euros, &verdict, &error), WRIT_OK);
    assert_prints(&f, verdict.value, "rest");
    WritValue dollars = input_of(&f, table, "{\"currency\": \"USD\", \"value\": \"7 USD\"}");
    assert_int_equal(writ_eval_decision(&f.scope, table, dollars, &verdict, &error), WRIT_INVALID);
    assert_string_equal(error.text,
                        "amounts cannot be decided: value is in USD and row R1 asks for "
                        "amounts in EUR");
    build_plan(b)->cells[1].kind = WRIT_CELL_ANY;
    assert_int_equal(writ_eval_decision(&f.scope, table, dollars, &verdict, &error), WRIT_INVALID);
    assert_string_equal(error.text,
                        "amounts cannot be decided: value is in USD and row R2 asks for "
                        "amounts in EUR");
    fixture_close(&f);
}

static void cells_that_take_anything_are_not_told(void **state)
{
    (void)state;
    EvalFixture f;
    uint32_t table = open_table(&f, WRIT_HIT_FIRST);
    WritValue input = input_of(&f, table, "{\"size\": \"4\"}");
    assert_explains(&f, table, input, 1, "size 4 is 3 to 9");
    WritPlan *plan = build_plan(f.b);
    plan->cells[plan->rows[1].cells_start].kind = WRIT_CELL_ANY;
    assert_explains(&f, table, input, 1, "it matches everything");
    fixture_close(&f);
}

static void deciding_counts_as_steps(void **state)
{
    (void)state;
    EvalFixture f;
    WritVerdict verdict;
    uint32_t table = open_table(&f, WRIT_HIT_FIRST);
    WritValue input = input_of(&f, table, "{\"size\": \"4\"}");
    f.scope.steps = WRIT_EVAL_STEPS_MAX - 3;
    assert_int_equal(writ_eval_decision(&f.scope, table, input, &verdict, NULL), WRIT_LIMIT);
    assert_int_equal(f.scope.steps, WRIT_EVAL_STEPS_MAX - 3);
    fixture_close(&f);
}

// --- Brute force ----------------------------------------------------------------------------

enum { COLUMNS = 3, ROWS_MAX = 6, VALUES = 7, MISSING = -1, TABLES = 150 };

typedef struct Cell {
    int kind; // Index into the forms of write_cell.
    int low, high;
} Cell;

typedef struct Model {
    Random random;
    uint32_t row_count;
    Cell cells[ROWS_MAX][COLUMNS];
} Model;

static const char *const units[COLUMNS] = {"", "%", " pcs"};

// Writes a cell as an author would.
static void write_cell(const Cell *cell, const char *unit, char text[64])
{
    static const char *const forms[] = {"any",
                                        "missing",
                                        "present",
                                        "up to %1$d%2$s",
                                        "below %1$d%2$s",
                                        "above %1$d%2$s",
                                        "%1$d%2$s or more",
                                        "%1$d%2$s to %3$d%2$s",
                                        "%1$d%2$s to below %3$d%2$s",
                                        "above %1$d%2$s up to %3$d%2$s",
                                        "%1$d%2$s, %3$d%2$s",
                                        "not %1$d%2$s, %3$d%2$s"};
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)snprintf(text, 64, forms[cell->kind], cell->low, unit, cell->high);
#pragma GCC diagnostic pop
}

// What that says, in plain numbers.
static bool meets(const Cell *cell, int value)
{
    bool there = value != MISSING;
    bool results[] = {
        true,
        !there,
        there,
        there && value <= cell->low,
        there && value < cell->low,
        there && value > cell->low,
        there && value >= cell->low,
        there && value >= cell->low && value <= cell->high,
        there && value >= cell->low && value < cell->high,
        there && value > cell->low && value <= cell->high,
        there && (value == cell->low || value == cell->high),
        there && value != cell->low && value != cell->high,
    };
    return results[cell->kind];
}

static uint32_t build_model(Model *model, PlanBuilder *b, WritHitPolicy policy)
{
    WritTypeId types[] = {build_plain(b, WRIT_TYPE_NUMBER), build_plain(b, WRIT_TYPE_PERCENT),
                          build_quantity(b, "pcs")};
    static const char *const names[] = {"a", "b", "c"};
    uint32_t input = build_record(b, "");
    for (int i = 0; i < COLUMNS; i++) {
        (void)build_field(b, input, names[i], build_optional(b, types[i]));
    }
    uint32_t output = build_record(b, "");
    (void)build_field(b, output, "row", types[0]);
    uint32_t table = build_decision(b, "random", input, output, policy);
    model->row_count = 1 + random_below(&model->random, ROWS_MAX);
    for (uint32_t row = 0; row < model->row_count; row++) {
        char cells[COLUMNS][64];
        char line[256];
        for (int i = 0; i < COLUMNS; i++) {
            Cell *cell = &model->cells[row][i];
            cell->kind = (int)random_below(&model->random, 12);
            cell->low = (int)random_below(&model->random, VALUES);
            cell->high = (int)random_below(&model->random, VALUES);
            write_cell(cell, units[i], cells[i]);
        }
        (void)snprintf(line, sizeof line, "R%u | %s | %s | %s || %u", row, cells[0], cells[1],
                       cells[2], row);
        build_row(b, table, line);
    }
    return table;
}

static WritValue model_input(EvalFixture *f, uint32_t table, const int values[COLUMNS])
{
    char json[128];
    int length = 0;
    const char *comma = "";
    json[length++] = '{';
    for (int i = 0; i < COLUMNS; i++) {
        if (values[i] != MISSING) {
            length += snprintf(json + length, sizeof json - (size_t)length, "%s\"%c\": \"%d%s\"",
                               comma, 'a' + i, values[i], units[i]);
            comma = ", ";
        }
    }
    (void)snprintf(json + length, sizeof json - (size_t)length, "}");
    return input_of(f, table, json);
}

// Asked row by row and by the tables that were made ready: the same rows, value, steps and words.
static void assert_tables_say_the_same(EvalFixture *f, uint32_t table, WritValue input)
{
    WritVerdict by_row;
    WritVerdict by_table;
    WritError row_error = {0};
    WritError table_error = {0};
    WritScope ready = f->scope;
    ready.tables = writ_tables_new(f->arena, build_plan(f->b));
    uint32_t steps = f->scope.steps;
    WritStatus status = writ_eval_decision(&f->scope, table, input, &by_row, &row_error);
    assert_int_equal(writ_eval_decision(&ready, table, input, &by_table, &table_error), status);
    assert_string_equal(table_error.text, row_error.text);
    assert_string_equal(table_error.hint, row_error.hint);
    assert_int_equal(ready.steps, f->scope.steps);
    assert_int_equal(by_table.row, by_row.row);
    assert_int_equal(by_table.row_count, by_row.row_count);
    for (uint32_t i = 0; i < by_row.row_count; i++) {
        assert_int_equal(by_table.rows[i], by_row.rows[i]);
    }
    assert_true(status != WRIT_OK || writ_value_equal(by_table.value, by_row.value));
    f->scope.steps = steps;
}

static void check_model(const Model *model, EvalFixture *f, uint32_t table,
                        const int values[COLUMNS])
{
    WritHitPolicy policy = build_plan(f->b)->decisions[table].policy;
    WritValue input = model_input(f, table, values);
    WritExplanation explanation;
    writ_eval_explain(&explanation, f->arena, build_plan(f->b), table, input);
    uint32_t matched[ROWS_MAX];
    uint32_t count = 0;
    for (uint32_t row = 0; row < model->row_count; row++) {
        bool all = true;
        for (int i = 0; i < COLUMNS; i++) {
            bool met = meets(&model->cells[row][i], values[i]);
            assert_int_equal(explanation.rows[row].cells[i].matched, met);
            all = all && met;
        }
        assert_int_equal(explanation.rows[row].matched, all);
        if (all) {
            matched[count++] = row;
        }
    }
    WritVerdict verdict;
    WritStatus status = writ_eval_decision(&f->scope, table, input, &verdict, NULL);
    f->scope.steps = 0;
    assert_tables_say_the_same(f, table, input);
    bool decided = policy == WRIT_HIT_EVERY || (policy == WRIT_HIT_FIRST ? count > 0 : count == 1);
    assert_int_equal(status, decided ? WRIT_OK : WRIT_INVALID);
    if (!decided) {
        return;
    }
    assert_int_equal(verdict.row, count == 0 ? WRIT_NONE : matched[0]);
    if (policy == WRIT_HIT_EVERY) {
        assert_int_equal(verdict.row_count, count);
        assert_int_equal(verdict.value.list->count, count);
        for (uint32_t i = 0; i < count; i++) {
            assert_int_equal(verdict.rows[i], matched[i]);
        }
        return;
    }
    int64_t row = 0;
    assert_true(writ_decimal_to_int(verdict.value.number, &row));
    assert_int_equal(row, matched[0]);
}

static void random_tables_give_what_brute_force_gives(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= TABLES; seed++) {
        Model model = {.random = {seed}};
        EvalFixture f;
        PlanBuilder *b = build_new("random");
        uint32_t table = build_model(&model, b, (WritHitPolicy)(seed % 3));
        uint32_t stage = build_stage(b, "only");
        (void)build_route(b, stage, build_nothing(b));
        (void)build_finish(b);
        fixture_open(&f, b);
        for (int i = 0; i < 40; i++) {
            int values[COLUMNS];
            for (int k = 0; k < COLUMNS; k++) {
                values[k] = (int)random_below(&model.random, VALUES + 1) - 1;
            }
            check_model(&model, &f, table, values);
        }
        fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_row_that_matches_decides),
        cmocka_unit_test(every_cell_is_explained),
        cmocka_unit_test(exactly_one_row_must_match),
        cmocka_unit_test(the_first_row_that_matches_decides),
        cmocka_unit_test(every_row_that_matches_is_collected),
        cmocka_unit_test(results_may_use_the_inputs_in_any_order),
        cmocka_unit_test(a_result_that_fails_says_why),
        cmocka_unit_test(an_amount_in_another_currency_is_not_decided),
        cmocka_unit_test(cells_that_take_anything_are_not_told),
        cmocka_unit_test(deciding_counts_as_steps),
        cmocka_unit_test(random_tables_give_what_brute_force_gives),
    };
    return cmocka_run_group_tests_name("decision", tests, NULL, NULL);
}
