// `at start` and `such that`, in depth.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/eval_fixture.h"
#include "support/plan_example.h"
#include "writ/json.h"

static WritValue read_json(EvalFixture *f, WritTypeId type, const char *text)
{
    WritJson json;
    WritValue value;
    WritError error;
    assert_int_equal(writ_json_parse(&json, f->arena, writ_text(text), "test", &error), WRIT_OK);
    if (writ_value_from_json(&value, f->arena, &build_plan(f->b)->types, type, &json, "test", "",
                             &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return value;
}

static void assert_prints(EvalFixture *f, WritValue value, const char *expected)
{
    WritBuffer out = {0};
    writ_value_print(&out, &build_plan(f->b)->types, value);
    assert_string_equal(writ_buffer_string(&out), expected);
    writ_buffer_dispose(&out);
}

// A box with a default in every way: a constant, a list, a record made of its own defaults, and a
// list of boxes.
static uint32_t add_box(PlanBuilder *b, uint32_t *inner_record)
{
    WritTypeId number = build_plain(b, WRIT_TYPE_NUMBER);
    WritTypeId numbers = build_list(b, number);
    uint32_t inner = build_record(b, "Inner");
    uint32_t size = build_field(b, inner, "size", number);
    (void)build_field(b, inner, "note", build_optional(b, build_plain(b, WRIT_TYPE_TEXT)));
    build_at_start(b, inner, size, build_number(b, "7"));
    uint32_t box = build_record(b, "Box");
    (void)build_field(b, box, "name", build_plain(b, WRIT_TYPE_TEXT));
    uint32_t count = build_field(b, box, "count", number);
    uint32_t marks = build_field(b, box, "marks", numbers);
    uint32_t one = build_field(b, box, "one", build_record_type(b, inner));
    (void)build_field(b, box, "all", build_list(b, build_record_type(b, inner)));
    uint32_t twice = build_field(b, box, "twice", number);
    build_at_start(b, box, count, build_number(b, "1"));
    WritList *list = writ_list_new(build_arena(b), 2);
    list->items[0] = writ_value_number(writ_decimal_from_int(3));
    list->items[1] = writ_value_number(writ_decimal_from_int(4));
    uint32_t constant = build_value(b, number, "0");
    build_plan(b)->constants[constant] = (WritValue){.kind = WRIT_VALUE_LIST, .list = list};
    build_at_start(b, box, marks, build_expr(b, (WritExpr){.type = numbers, .a = constant}));
    uint32_t none[] = {WRIT_NONE, WRIT_NONE};
    build_at_start(b, box, one, build_record_of(b, inner, none));
    build_computed(
        b, box, twice,
        build_two(b, WRIT_OP_ADD, build_self(b, box, "count"), build_self(b, box, "count")));
    *inner_record = inner;
    return box;
}

static void open_boxes(EvalFixture *f, uint32_t *box, uint32_t *inner)
{
    PlanBuilder *b = build_new("boxes");
    *box = add_box(b, inner);
    uint32_t stage = build_stage(b, "only");
    (void)build_route(b, stage, build_nothing(b));
    (void)build_finish(b);
    fixture_open(f, b);
}

static void what_is_left_out_gets_its_value_at_the_start(void **state)
{
    (void)state;
    EvalFixture f;
    uint32_t box = 0;
    uint32_t inner = 0;
    open_boxes(&f, &box, &inner);
    WritTypeId type = build_record_type(f.b, box);
    WritValue value = read_json(&f, type, "{\"name\": \"a\", \"all\": [{}, {\"size\": \"2\"}]}");
    assert_int_equal(writ_eval_complete(&f.scope, &value, NULL), WRIT_OK);
    assert_prints(&f, value,
                  "Box(name = \"a\", count = 1, marks = [3, 4], one = Inner(size = 7), "
                  "all = [Inner(size = 7), Inner(size = 2)])");
    assert_true(writ_value_fits(&build_plan(f.b)->types, type, value));
    fixture_close(&f);
}

static void what_is_there_stays(void **state)
{
    (void)state;
    EvalFixture f;
    uint32_t box = 0;
    uint32_t inner = 0;
    open_boxes(&f, &box, &inner);
    WritTypeId type = build_record_type(f.b, box);
    WritValue value = read_json(&f, type,
                                "{\"name\": \"a\", \"count\": \"5\", \"marks\": [], \"all\": [],"
                                " \"one\": {\"note\": \"x\"}}");
    assert_int_equal(writ_eval_complete(&f.scope, &value, NULL), WRIT_OK);
    assert_prints(&f, value,
                  "Box(name = \"a\", count = 5, marks = [], one = Inner(size = 7, note = \"x\"), "
                  "all = [])");
    fixture_close(&f);
}

// A list that every record starts with must not be one list.
static void values_at_the_start_are_not_shared(void **state)
{
    (void)state;
    EvalFixture f;
    uint32_t box = 0;
    uint32_t inner = 0;
    open_boxes(&f, &box, &inner);
    WritTypeId type = build_record_type(f.b, box);
    WritValue first = read_json(&f, type, "{\"name\": \"a\", \"all\": []}");
    WritValue second = read_json(&f, type, "{\"name\": \"b\", \"all\": []}");
    assert_int_equal(writ_eval_complete(&f.scope, &first, NULL), WRIT_OK);
    assert_int_equal(writ_eval_complete(&f.scope, &second, NULL), WRIT_OK);
    assert_ptr_not_equal(first.record->fields[2].list, second.record->fields[2].list);
    fixture_close(&f);
}

static void completing_is_bounded(void **state)
{
    (void)state;
    EvalFixture f;
    WritError error;
    uint32_t box = 0;
    uint32_t inner = 0;
    open_boxes(&f, &box, &inner);
    WritList *list = writ_list_new(f.arena, 400000);
    for (uint32_t i = 0; i < list->count; i++) {
        list->items[i] = (WritValue){
            .kind = WRIT_VALUE_RECORD, .tag = inner, .record = writ_record_new(f.arena, 2)};
    }
    WritValue value = {.kind = WRIT_VALUE_LIST, .list = list};
    assert_int_equal(writ_eval_complete(&f.scope, &value, &error), WRIT_LIMIT);
    fixture_close(&f);
}

static void long_lists_count_by_their_length(void **state)
{
    (void)state;
    EvalFixture f;
    uint32_t box = 0;
    uint32_t inner = 0;
    open_boxes(&f, &box, &inner);
    WritList *list = writ_list_new(f.arena, WRIT_EVAL_STEPS_MAX + 1);
    WritValue value = {.kind = WRIT_VALUE_LIST, .list = list};
    assert_int_equal(writ_eval_complete(&f.scope, &value, NULL), WRIT_LIMIT);
    assert_int_equal(writ_eval_invariants(&f.scope, value, NULL), WRIT_LIMIT);
    fixture_close(&f);
}

// Each record gets a copy of a long text.
static void values_at_the_start_count_by_their_size(void **state)
{
    (void)state;
    EvalFixture f;
    static char words[100001];
    uint32_t box = 0;
    uint32_t inner = 0;
    memset(words, 'a', sizeof words - 1);
    open_boxes(&f, &box, &inner);
    build_at_start(f.b, inner, 1, build_words(f.b, words));
    WritList *list = writ_list_new(f.arena, 2000);
    for (uint32_t i = 0; i < list->count; i++) {
        list->items[i] = (WritValue){
            .kind = WRIT_VALUE_RECORD, .tag = inner, .record = writ_record_new(f.arena, 2)};
    }
    WritValue value = {.kind = WRIT_VALUE_LIST, .list = list};
    size_t before = writ_arena_used(f.arena);
    assert_int_equal(writ_eval_complete(&f.scope, &value, NULL), WRIT_LIMIT);
    assert_true(writ_arena_used(f.arena) - before < WRIT_EVAL_ARENA_BYTES_MAX);
    fixture_close(&f);
}

static void an_amount_at_the_start_is_in_the_currency_of_its_sibling(void **state)
{
    (void)state;
    EvalFixture f;
    WritError error;
    PlanBuilder *b = build_new("prices");
    uint32_t price = build_record(b, "Price");
    uint32_t currency = build_field(b, price, "currency", build_plain(b, WRIT_TYPE_CURRENCY));
    uint32_t value = build_field(b, price, "value", build_money_in(b, currency));
    build_at_start(b, price, value, build_constant(b, build_money(b, "EUR"), "5 EUR"));
    uint32_t stage = build_stage(b, "only");
    (void)build_route(b, stage, build_nothing(b));
    (void)build_finish(b);
    fixture_open(&f, b);
    WritTypeId type = build_record_type(b, price);
    WritValue euros = read_json(&f, type, "{\"currency\": \"EUR\"}");
    WritValue dollars = read_json(&f, type, "{\"currency\": \"USD\"}");
    assert_int_equal(writ_eval_complete(&f.scope, &euros, &error), WRIT_OK);
    assert_prints(&f, euros, "Price(currency = EUR, value = 5 EUR)");
    assert_int_equal(writ_eval_complete(&f.scope, &dollars, &error), WRIT_INVALID);
    assert_string_equal(error.text, "Price.value is an amount in EUR and must be in USD");
    fixture_close(&f);
}

// --- Such that ------------------------------------------------------------------------------

static const char good_order[] =
    "{\"number\": \"A-17\", \"contact\": \"anna\", \"class\": \"standard\", \"currency\": \"EUR\","
    " \"limit\": \"1000 EUR\", \"lines\": ["
    "  {\"item\": \"bolt\", \"ordered\": \"10 pcs\", \"currency\": \"EUR\", \"net\": \"1 EUR\"},"
    "  {\"item\": \"nut\", \"ordered\": \"5 pcs\", \"currency\": \"EUR\", \"net\": \"20 EUR\"}]}";

static void open_order(EvalFixture *f)
{
    fixture_open(f, plan_example_new());
    fixture_set(f, "order", good_order);
}

static void a_value_that_holds_is_accepted(void **state)
{
    (void)state;
    EvalFixture f;
    open_order(&f);
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], NULL), WRIT_OK);
    fixture_close(&f);
}

static void what_does_not_hold_is_told_with_its_way_and_words(void **state)
{
    (void)state;
    EvalFixture f;
    WritError error;
    open_order(&f);
    WritValue *lines = &f.slots[0].record->fields[6];
    WritValue *ordered = &lines->list->items[1].record->fields[1];
    ordered->number = writ_decimal_from_int(0);
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_INVALID);
    assert_string_equal(error.text,
                        "lines[2].ordered is 0 pcs and must be such that ordered > 0 pcs");
    // One field alone is told by its name.
    assert_int_equal(writ_eval_invariant(&f.scope, 0, lines->list->items[1].record, 1, &error),
                     WRIT_INVALID);
    assert_string_equal(error.text, "ordered is 0 pcs and must be such that ordered > 0 pcs");
    assert_int_equal(writ_eval_invariant(&f.scope, 0, lines->list->items[0].record, 1, &error),
                     WRIT_OK);
    ordered->number = writ_decimal_from_int(1);
    lines->list->items[1].record->fields[4].tag = writ_code(writ_text("USD"));
    lines->list->items[1].record->fields[5].tag = writ_code(writ_text("USD"));
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_INVALID);
    assert_string_equal(error.text,
                        "lines must be such that every line in lines has line.currency = currency");
    fixture_close(&f);
}

static void a_missing_field_has_nothing_to_hold(void **state)
{
    (void)state;
    EvalFixture f;
    WritError error;
    open_order(&f);
    PlanBuilder *b = f.b;
    uint32_t date = build_constant(b, build_plain(b, WRIT_TYPE_DATE), "2026-01-01");
    build_such_that(b, 1, 4, build_two(b, WRIT_OP_GREATER, build_self(b, 1, "wanted_on"), date),
                    "wanted_on > 2026-01-01");
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_OK);
    f.slots[0].record->fields[4] = (WritValue){.kind = WRIT_VALUE_DATE, .integer = 0};
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_INVALID);
    assert_string_equal(error.text,
                        "wanted_on is 1970-01-01 and must be such that wanted_on > 2026-01-01");
    fixture_close(&f);
}

static void a_computed_field_is_judged_by_its_value(void **state)
{
    (void)state;
    EvalFixture f;
    WritError error;
    open_order(&f);
    PlanBuilder *b = f.b;
    uint32_t limit = build_self(b, 1, "limit");
    build_such_that(b, 1, 7, build_two(b, WRIT_OP_LESS, build_self(b, 1, "total"), limit),
                    "total < limit");
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_OK);
    f.slots[0].record->fields[5].number = writ_decimal_from_int(20);
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_INVALID);
    assert_string_equal(error.text, "total is 21 EUR and must be such that total < limit");
    fixture_close(&f);
}

static void a_condition_that_fails_says_why(void **state)
{
    (void)state;
    EvalFixture f;
    WritError error;
    open_order(&f);
    PlanBuilder *b = f.b;
    uint32_t zero = build_number(b, "0");
    uint32_t share = build_share(b, build_amount(b, build_self(b, 1, "limit")), zero);
    build_such_that(b, 1, 5, build_two(b, WRIT_OP_EQUAL, share, share), "");
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_INVALID);
    assert_string_equal(error.text, "limit: share(amount(limit), 0): the divisor is zero");
    assert_null(f.scope.record);
    fixture_close(&f);
}

// What nobody can compute is found when it comes in, and its way is told to whoever asks.
static void a_computed_field_without_a_value_is_refused(void **state)
{
    (void)state;
    EvalFixture f;
    WritError error;
    WritWay way = {.count = 0};
    open_order(&f);
    f.scope.way = &way;
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_OK);
    WritValue *lines = &f.slots[0].record->fields[6];
    WritValue *net = &lines->list->items[1].record->fields[5];
    assert_int_equal(writ_decimal_parse(&net->number, writ_text("1e6000"), NULL), WRIT_OK);
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "total cannot be computed: "));
    assert_int_equal(way.count, 1);
    assert_true(writ_text_is(way.steps[0].field, "total"));
    assert_int_equal(writ_eval_computed(&f.scope, 1, f.slots[0].record, &error), WRIT_LIMIT);
    assert_int_equal(strncmp(error.text, "total cannot be computed: ", 26), 0);
    assert_null(f.scope.record);
    fixture_close(&f);
}

static void the_way_to_what_is_refused_is_told(void **state)
{
    (void)state;
    EvalFixture f;
    WritError error;
    WritWay way = {.count = 0};
    open_order(&f);
    f.scope.way = &way;
    WritValue *lines = &f.slots[0].record->fields[6];
    lines->list->items[1].record->fields[1].number = writ_decimal_from_int(0);
    assert_int_equal(writ_eval_invariants(&f.scope, f.slots[0], &error), WRIT_INVALID);
    assert_int_equal(way.count, 3);
    assert_true(writ_text_is(way.steps[0].field, "lines"));
    assert_int_equal(way.steps[1].element, 2);
    assert_true(writ_text_is(way.steps[2].field, "ordered"));
    assert_int_equal(way.steps[2].element, 0);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_computed_field_without_a_value_is_refused),
        cmocka_unit_test(the_way_to_what_is_refused_is_told),
        cmocka_unit_test(what_is_left_out_gets_its_value_at_the_start),
        cmocka_unit_test(what_is_there_stays),
        cmocka_unit_test(values_at_the_start_are_not_shared),
        cmocka_unit_test(completing_is_bounded),
        cmocka_unit_test(long_lists_count_by_their_length),
        cmocka_unit_test(values_at_the_start_count_by_their_size),
        cmocka_unit_test(an_amount_at_the_start_is_in_the_currency_of_its_sibling),
        cmocka_unit_test(a_value_that_holds_is_accepted),
        cmocka_unit_test(what_does_not_hold_is_told_with_its_way_and_words),
        cmocka_unit_test(a_missing_field_has_nothing_to_hold),
        cmocka_unit_test(a_computed_field_is_judged_by_its_value),
        cmocka_unit_test(a_condition_that_fails_says_why),
    };
    return cmocka_run_group_tests_name("eval_records", tests, NULL, NULL);
}
