// Every operation and every error, on the example plan with an order in it.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/eval_fixture.h"
#include "support/plan_example.h"

static const char order_json[] =
    "{\"number\": \"A-17\", \"contact\": \"anna\", \"class\": \"standard\", \"currency\": \"EUR\","
    " \"limit\": \"1000 EUR\", \"lines\": ["
    "  {\"item\": \"bolt\", \"ordered\": \"10 pcs\", \"shipped\": \"4 pcs\","
    "   \"currency\": \"EUR\", \"net\": \"100.50 EUR\"},"
    "  {\"item\": \"nut\", \"ordered\": \"5 pcs\", \"currency\": \"EUR\", \"net\": \"20 EUR\"}]}";

static int open_example(void **state)
{
    static EvalFixture fixture;
    fixture_open(&fixture, plan_example_new());
    fixture_set(&fixture, "order", order_json);
    fixture_set(&fixture, "credit", "manual");
    *state = &fixture;
    return 0;
}

static int close_example(void **state)
{
    fixture_close(*state);
    return 0;
}

static uint32_t yes(PlanBuilder *b)
{
    return build_constant(b, build_plain(b, WRIT_TYPE_BOOLEAN), "yes");
}

static uint32_t no(PlanBuilder *b)
{
    return build_constant(b, build_plain(b, WRIT_TYPE_BOOLEAN), "no");
}

static uint32_t date(PlanBuilder *b, const char *text)
{
    return build_constant(b, build_plain(b, WRIT_TYPE_DATE), text);
}

static uint32_t duration(PlanBuilder *b, const char *text)
{
    return build_constant(b, build_plain(b, WRIT_TYPE_DURATION), text);
}

static uint32_t percent(PlanBuilder *b, const char *text)
{
    return build_constant(b, build_plain(b, WRIT_TYPE_PERCENT), text);
}

static uint32_t euros(PlanBuilder *b, const char *text)
{
    return build_constant(b, build_money(b, "EUR"), text);
}

static uint32_t pieces(PlanBuilder *b, const char *text)
{
    return build_constant(b, build_quantity(b, "pcs"), text);
}

// An expression that would fail if it were evaluated.
static uint32_t trap(PlanBuilder *b)
{
    return build_two(b, WRIT_OP_GREATER, build_share(b, build_number(b, "1"), build_number(b, "0")),
                     percent(b, "1%"));
}

static uint32_t line_field(PlanBuilder *b, const char *path)
{
    return build_local(b, 0, build_record_type(b, 0), path);
}

static void things_are_read(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    fixture_gives(f, build_number(b, "12.50"), "12.50");
    fixture_gives(f, build_read(b, "credit"), "manual");
    fixture_gives(f, build_read(b, "order.number"), "A-17");
    fixture_gives(f, build_one(b, WRIT_OP_PERSON_NAME, build_read(b, "order.contact")), "Ms anna");
    fixture_gives(f, build_context(b, WRIT_CONTEXT_STAGE_TITLE), "Intake");
    fixture_gives(f, build_read(b, "order.wanted_on"), "none");
    uint32_t item = build_event_read(b, build_plan(b)->events[0].record, "item");
    WritTypeId event = build_record_type(b, build_plan(b)->events[0].record);
    WritValue message = fixture_value(f, event, "{\"item\": \"nut\", \"quantity\": \"3 pcs\"}");
    f->scope.event = &message;
    fixture_gives(f, item, "nut");
}

#define NOTHING_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void parts_of_a_document_are_read(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    (void)build_parameter(b, "paper", build_optional(b, build_plain(b, WRIT_TYPE_DOCUMENT)));
    uint32_t paper = build_read(b, "paper");
    uint32_t name = build_document_part(b, WRIT_BUILTIN_DOCUMENT_NAME, paper);
    uint32_t size = build_document_part(b, WRIT_BUILTIN_DOCUMENT_SIZE, paper);
    uint32_t hash = build_document_part(b, WRIT_BUILTIN_DOCUMENT_HASH, paper);
    fixture_set(f, "paper",
                "{\"name\": \"a b.pdf\", \"size\": \"0\", \"hash\": \"" NOTHING_HASH "\"}");
    fixture_gives(f, paper, "a b.pdf (0 bytes, e3b0c44298fc)");
    fixture_gives(f, name, "a b.pdf");
    fixture_gives(f, size, "0");
    fixture_gives(f, hash, NOTHING_HASH);
    fixture_gives(f, build_two(b, WRIT_OP_EQUAL, paper, paper), "yes");
    fixture_set(f, "paper", "none");
    fixture_gives(f, build_one(b, WRIT_OP_IS_MISSING, paper), "yes");
    fixture_fails(f, size, WRIT_INVALID, "paper has no value yet");
    WritBuffer formula = {0};
    writ_plan_print_expr(&formula, build_plan(b), hash);
    assert_string_equal(writ_buffer_string(&formula), "paper.hash");
    writ_buffer_dispose(&formula);
}

static void computed_fields_are_evaluated_when_they_are_read(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    fixture_gives(f, build_read(b, "order.total"), "120.50 EUR");
    uint32_t open =
        build_sum(b, build_read(b, "order.lines"), WRIT_NONE, 0, line_field(b, "outstanding"));
    fixture_gives(f, open, "11 pcs");
}

// The sum of order.total uses variable 0, as the list around it does.
static void variables_of_computed_fields_are_their_own(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t both =
        build_two(b, WRIT_OP_AND,
                  build_two(b, WRIT_OP_GREATER, build_read(b, "order.total"), euros(b, "1 EUR")),
                  build_two(b, WRIT_OP_EQUAL, line_field(b, "item"), build_words(b, "nut")));
    fixture_gives(f, build_over(b, WRIT_OP_COUNT, build_read(b, "order.lines"), both, 0), "1");
}

// What is computed in another record must not change whose fields are read afterwards.
static void a_record_is_itself_again_after_another_was_read(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    WritTypeId pcs = build_quantity(b, "pcs");
    uint32_t outer = build_record(b, "Outer");
    (void)build_field(b, outer, "line", build_record_type(b, 0));
    (void)build_field(b, outer, "spare", pcs);
    uint32_t all = build_field(b, outer, "all", pcs);
    build_computed(b, outer, all,
                   build_two(b, WRIT_OP_ADD, build_self(b, outer, "line.outstanding"),
                             build_self(b, outer, "spare")));
    (void)build_stored(b, "outer", build_record_type(b, outer), WRIT_NONE);
    fixture_set(f, "outer",
                "{\"spare\": \"100 pcs\", \"line\": {\"item\": \"a\", \"ordered\": \"7 pcs\","
                " \"currency\": \"EUR\", \"net\": \"1 EUR\"}}");
    fixture_gives(f, build_read(b, "outer.all"), "107 pcs");
}

static void and_or_stop_where_the_first_decides(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    fixture_gives(f, build_two(b, WRIT_OP_AND, no(b), trap(b)), "no");
    fixture_gives(f, build_two(b, WRIT_OP_OR, yes(b), trap(b)), "yes");
    fixture_gives(f, build_two(b, WRIT_OP_AND, yes(b), no(b)), "no");
    fixture_gives(f, build_two(b, WRIT_OP_OR, no(b), yes(b)), "yes");
    fixture_gives(f, build_one(b, WRIT_OP_NOT, yes(b)), "no");
    fixture_fails(f, build_two(b, WRIT_OP_AND, yes(b), trap(b)), WRIT_INVALID,
                  "share(1, 0): the divisor is zero");
}

static void values_are_compared(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    static const struct {
        const char *a, *second;
        const char *results; // = <> < <= > >=
    } cases[] = {{"1.0", "1.00", "ynnyny"}, {"1", "2", "nyyynn"}, {"3", "2", "nynnyy"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (uint32_t k = 0; k < 6; k++) {
            uint32_t expr =
                build_two(b, (WritOperation)(WRIT_OP_EQUAL + k), build_number(b, cases[i].a),
                          build_number(b, cases[i].second));
            fixture_gives(f, expr, cases[i].results[k] == 'y' ? "yes" : "no");
        }
    }
    WritTypeId priority = build_ordered_choice(b, "Speed", "slow, normal, fast");
    fixture_gives(f,
                  build_two(b, WRIT_OP_LESS, build_constant(b, priority, "slow"),
                            build_constant(b, priority, "fast")),
                  "yes");
    fixture_gives(f, build_two(b, WRIT_OP_EQUAL, duration(b, "1 week"), duration(b, "7 days")),
                  "yes");
    fixture_gives(f, build_two(b, WRIT_OP_LESS, date(b, "2026-03-02"), date(b, "2026-03-03")),
                  "yes");
    fixture_gives(
        f, build_two(b, WRIT_OP_EQUAL, build_read(b, "order.lines"), build_read(b, "order.lines")),
        "yes");
    fixture_fails(f, build_two(b, WRIT_OP_LESS, duration(b, "1 month"), duration(b, "30 days")),
                  WRIT_INVALID,
                  "1 month < 30 days: months and years are no fixed number of days and "
                  "cannot be compared with them");
}

static void presence_is_asked(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t wanted = build_read(b, "order.wanted_on");
    fixture_gives(f, build_one(b, WRIT_OP_IS_MISSING, wanted), "yes");
    fixture_gives(f, build_one(b, WRIT_OP_IS_PRESENT, wanted), "no");
    fixture_gives(f, build_one(b, WRIT_OP_IS_PRESENT, build_read(b, "order.number")), "yes");
    fixture_gives(f, build_two(b, WRIT_OP_OR_ELSE, wanted, date(b, "2026-03-02")), "2026-03-02");
    fixture_gives(f, build_two(b, WRIT_OP_OR_ELSE, wanted, wanted), "none");
    fixture_gives(f, build_one(b, WRIT_OP_IS_EMPTY, build_words(b, "")), "yes");
    fixture_gives(f, build_one(b, WRIT_OP_IS_EMPTY, build_words(b, "a")), "no");
    fixture_gives(f, build_one(b, WRIT_OP_IS_EMPTY, build_read(b, "order.lines")), "no");
    fixture_fails(f, build_two(b, WRIT_OP_LESS, wanted, date(b, "2026-03-02")), WRIT_INVALID,
                  "order.wanted_on is missing");
    fixture_fails(f, build_read(b, "priority"), WRIT_INVALID, "priority has no value yet");
}

static void membership_is_asked(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t two = build_number(b, "2");
    uint32_t members[] = {build_number(b, "1"), build_number(b, "2.0")};
    fixture_gives(f, build_in_set(b, two, members, 2), "yes");
    fixture_gives(f, build_in_set(b, two, members, 1), "no");
    fixture_gives(f, build_in_set(b, two, members, 0), "no");
    WritTypeId numbers = build_list(b, build_plain(b, WRIT_TYPE_NUMBER));
    (void)build_stored(b, "numbers", numbers, WRIT_NONE);
    fixture_set(f, "numbers", "[\"1\", \"3\"]");
    uint32_t list = build_read(b, "numbers");
    fixture_gives(f, build_two(b, WRIT_OP_IN_LIST, build_number(b, "3"), list), "yes");
    fixture_gives(f, build_two(b, WRIT_OP_IN_LIST, two, list), "no");
    uint32_t five = build_number(b, "5");
    fixture_gives(f, build_range(b, WRIT_OP_IN_RANGE, five, two, five), "yes");
    fixture_gives(f, build_range(b, WRIT_OP_IN_RANGE, two, two, five), "yes");
    fixture_gives(f, build_range(b, WRIT_OP_IN_RANGE_BELOW, five, two, five), "no");
    fixture_gives(f, build_range(b, WRIT_OP_IN_RANGE, members[0], two, five), "no");
}

static void numbers_keep_what_they_carry(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t three = build_number(b, "3");
    fixture_gives(f, build_two(b, WRIT_OP_ADD, euros(b, "1.50 EUR"), euros(b, "2 EUR")),
                  "3.50 EUR");
    fixture_gives(f, build_two(b, WRIT_OP_SUBTRACT, pieces(b, "1 pcs"), pieces(b, "4 pcs")),
                  "-3 pcs");
    fixture_gives(f, build_two(b, WRIT_OP_MULTIPLY, three, euros(b, "1.50 EUR")), "4.50 EUR");
    fixture_gives(f, build_two(b, WRIT_OP_MULTIPLY, euros(b, "200 EUR"), percent(b, "10%")),
                  "20.00 EUR");
    fixture_gives(f, build_two(b, WRIT_OP_MULTIPLY, percent(b, "50%"), percent(b, "50%")),
                  "25.00%");
    fixture_gives(f, build_two(b, WRIT_OP_MULTIPLY, percent(b, "50%"), three), "1.50");
    fixture_gives(f, build_one(b, WRIT_OP_NEGATE, percent(b, "5%")), "-5%");
    fixture_gives(f, build_one(b, WRIT_OP_NEGATE, euros(b, "-5 EUR")), "5 EUR");
}

static void dates_and_instants_are_moved(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t january = date(b, "2026-01-31");
    fixture_gives(f, build_two(b, WRIT_OP_ADD, january, duration(b, "1 month")), "2026-02-28");
    fixture_gives(f, build_two(b, WRIT_OP_SUBTRACT, january, duration(b, "2 weeks")), "2026-01-17");
    fixture_gives(f, build_two(b, WRIT_OP_SUBTRACT, date(b, "1970-01-02"), duration(b, "3 days")),
                  "1969-12-30");
    uint32_t instant = build_constant(b, build_plain(b, WRIT_TYPE_INSTANT), "2026-03-02T09:00:00Z");
    fixture_gives(f, build_two(b, WRIT_OP_ADD, instant, duration(b, "90 minutes")),
                  "2026-03-02T10:30:00Z");
    fixture_fails(f, build_two(b, WRIT_OP_ADD, january, duration(b, "2 hours")), WRIT_INVALID,
                  "2026-01-31 + 2 hours: a date moves by days, weeks, months or years");
    fixture_fails(
        f, build_two(b, WRIT_OP_ADD, january, duration(b, "9000 years")), WRIT_LIMIT,
        "2026-01-31 + 9000 years: 2026-01-31T00:00:00Z moved by 9000 years is outside the "
        "years 1 to 9999");
}

static void lists_are_asked(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t lines = build_read(b, "order.lines");
    uint32_t many = build_two(b, WRIT_OP_GREATER, line_field(b, "ordered"), pieces(b, "5 pcs"));
    uint32_t any = build_two(b, WRIT_OP_GREATER, line_field(b, "ordered"), pieces(b, "0 pcs"));
    uint32_t none = build_two(b, WRIT_OP_GREATER, line_field(b, "ordered"), pieces(b, "50 pcs"));
    fixture_gives(f, build_over(b, WRIT_OP_EVERY, lines, any, 0), "yes");
    fixture_gives(f, build_over(b, WRIT_OP_EVERY, lines, many, 0), "no");
    fixture_gives(f, build_over(b, WRIT_OP_SOME, lines, many, 0), "yes");
    fixture_gives(f, build_over(b, WRIT_OP_SOME, lines, none, 0), "no");
    fixture_gives(f, build_over(b, WRIT_OP_NO, lines, none, 0), "yes");
    fixture_gives(f, build_over(b, WRIT_OP_NO, lines, many, 0), "no");
    fixture_gives(f, build_over(b, WRIT_OP_COUNT, lines, WRIT_NONE, 0), "2");
    fixture_gives(f, build_over(b, WRIT_OP_COUNT, lines, many, 0), "1");
    fixture_gives(f, build_sum(b, lines, many, 0, line_field(b, "net")), "100.50 EUR");
    fixture_fails(f, build_over(b, WRIT_OP_SOME, lines, trap(b), 0), WRIT_INVALID,
                  "share(1, 0): the divisor is zero");
}

static void an_empty_list_has_nothing_wrong_with_it(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    fixture_set(f, "order",
                "{\"number\": \"A-18\", \"contact\": \"anna\", \"class\": \"standard\","
                " \"currency\": \"USD\", \"limit\": \"5 USD\", \"lines\": []}");
    uint32_t lines = build_read(b, "order.lines");
    fixture_gives(f, build_over(b, WRIT_OP_EVERY, lines, trap(b), 0), "yes");
    fixture_gives(f, build_over(b, WRIT_OP_SOME, lines, trap(b), 0), "no");
    fixture_gives(f, build_over(b, WRIT_OP_NO, lines, trap(b), 0), "yes");
    fixture_gives(f, build_over(b, WRIT_OP_COUNT, lines, WRIT_NONE, 0), "0");
    fixture_gives(f, build_sum(b, lines, WRIT_NONE, 0, line_field(b, "ordered")), "0 pcs");
    uint32_t kilograms = build_constant(b, build_quantity(b, "kg"), "1 kg");
    fixture_gives(f, build_sum(b, lines, WRIT_NONE, 0, kilograms), "0 kg");
    fixture_gives(f, build_sum(b, lines, WRIT_NONE, 0, build_number(b, "1")), "0");
    fixture_gives(f, build_sum(b, lines, WRIT_NONE, 0, percent(b, "1%")), "0%");
    fixture_gives(f, build_sum(b, lines, WRIT_NONE, 0, euros(b, "1 EUR")), "0 EUR");
    // A computed field takes the currency of its sibling.
    fixture_gives(f, build_read(b, "order.total"), "0 USD");
}

// A sum of no amounts in a currency that only they would say.
static void a_sum_of_no_amounts_goes_with_every_currency(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t none = build_two(b, WRIT_OP_GREATER, line_field(b, "ordered"), pieces(b, "50 pcs"));
    uint32_t sum = build_sum(b, build_read(b, "order.lines"), none, 0, line_field(b, "net"));
    fixture_gives(f, build_two(b, WRIT_OP_ADD, sum, build_read(b, "order.limit")), "1000 EUR");
    fixture_gives(f, build_two(b, WRIT_OP_SUBTRACT, build_read(b, "order.limit"), sum), "1000 EUR");
    fixture_gives(f, build_two(b, WRIT_OP_LESS, sum, build_read(b, "order.limit")), "yes");
    fixture_gives(f, build_two(b, WRIT_OP_EQUAL, sum, sum), "yes");
    fixture_gives(f, build_share(b, sum, build_read(b, "order.limit")), "0%");
    fixture_gives(f, build_amount(b, sum), "0");
    fixture_fails(
        f, sum, WRIT_INVALID,
        "sum of item.net for item in order.lines where item.ordered > 50 pcs: there are no "
        "amounts to say its currency");
}

static void shares_and_rounding_follow_their_rules(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t one = build_number(b, "1");
    uint32_t three = build_number(b, "3");
    fixture_gives(f, build_share(b, one, three), "33.33333333333333333333333333333333%");
    fixture_gives(f, build_share(b, build_number(b, "2"), three),
                  "66.66666666666666666666666666666667%");
    fixture_gives(f, build_share(b, build_read(b, "order.total"), build_read(b, "order.limit")),
                  "12.05%");
    fixture_gives(f, build_rounded(b, build_number(b, "2.5"), build_number(b, "0")), "3");
    fixture_gives(f, build_rounded(b, build_number(b, "-2.5"), build_number(b, "0")), "-3");
    fixture_gives(f, build_rounded(b, euros(b, "1.005 EUR"), build_number(b, "2")), "1.01 EUR");
    fixture_gives(f, build_rounded(b, build_share(b, one, three), build_number(b, "1")), "33.3%");
    fixture_gives(f, build_amount(b, euros(b, "1.50 EUR")), "1.50");
    fixture_fails(f, build_share(b, one, build_number(b, "0.00")), WRIT_INVALID,
                  "share(1, 0.00): the divisor is zero");
    fixture_fails(
        f, build_rounded(b, one, build_number(b, "1.5")), WRIT_INVALID,
        "rounded(1, 1.5): the number of decimal places must be a whole number from 0 to 34");
    fixture_fails(
        f, build_rounded(b, percent(b, "1%"), build_number(b, "33")), WRIT_INVALID,
        "rounded(1%, 33): the number of decimal places must be a whole number from 0 to 32");
}

static void what_is_not_exact_is_refused_with_its_operation(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t long_number = build_number(b, "1234567890123456789012345678901234");
    uint32_t small = build_number(b, "0.5");
    fixture_fails(f, build_two(b, WRIT_OP_ADD, long_number, small), WRIT_LIMIT,
                  "1 234 567 890 123 456 789 012 345 678 901 234 + 0.5: the sum of "
                  "1234567890123456789012345678901234 and 0.5 needs more than 34 digits");
    fixture_fails(
        f, build_two(b, WRIT_OP_MULTIPLY, long_number, long_number), WRIT_LIMIT,
        "1 234 567 890 123 456 789 012 345 678 901 234 * 1 234 567 890 123 456 789 012 345 "
        "678 901 234: the product of 1234567890123456789012345678901234 and "
        "1234567890123456789012345678901234 needs more than 34 digits");
    fixture_fails(f, build_two(b, WRIT_OP_SUBTRACT, long_number, small), WRIT_LIMIT,
                  "1 234 567 890 123 456 789 012 345 678 901 234 - 0.5: the difference of "
                  "1234567890123456789012345678901234 and 0.5 needs more than 34 digits");
}

static void two_currencies_do_not_meet(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    fixture_set(f, "order",
                "{\"number\": \"A-19\", \"contact\": \"anna\", \"class\": \"standard\","
                " \"currency\": \"EUR\", \"limit\": \"5 EUR\", \"lines\": ["
                "  {\"item\": \"a\", \"ordered\": \"1 pcs\", \"currency\": \"USD\","
                "   \"net\": \"1 USD\"}]}");
    uint32_t limit = build_read(b, "order.limit");
    uint32_t sum = build_sum(b, build_read(b, "order.lines"), WRIT_NONE, 0, line_field(b, "net"));
    static const char met[] = "amounts in EUR and in USD do not go together";
    char sentence[200];
    static const WritOperation operations[] = {WRIT_OP_ADD, WRIT_OP_SUBTRACT, WRIT_OP_EQUAL,
                                               WRIT_OP_LESS};
    static const char *const words[] = {"+", "-", "=", "<"};
    for (int i = 0; i < 4; i++) {
        (void)snprintf(sentence, sizeof sentence,
                       "order.limit %s (sum of item.net for item in order.lines): %s", words[i],
                       met);
        fixture_fails(f, build_two(b, operations[i], limit, sum), WRIT_INVALID, sentence);
    }
    WritError error;
    WritValue value;
    uint32_t share = build_share(b, limit, sum);
    assert_int_equal(writ_eval(&f->scope, share, &value, &error), WRIT_INVALID);
    assert_string_equal(error.hint, "Convert one of them, as in \"converted(order.total, EUR)\".");
    fixture_fails(f, build_in_set(b, limit, &sum, 1), WRIT_INVALID,
                  "order.limit in [sum of item.net for item in order.lines]: amounts in EUR and in "
                  "USD do not go together");
    // The total must be in the currency of the order.
    fixture_fails(f, build_read(b, "order.total"), WRIT_INVALID,
                  "Order.total is an amount in USD and must be in EUR (in total of Order)");
}

static void a_failure_in_a_computed_field_says_where(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t record = build_record(b, "Margin");
    uint32_t cost = build_field(b, record, "cost", build_plain(b, WRIT_TYPE_NUMBER));
    uint32_t share = build_field(b, record, "share", build_plain(b, WRIT_TYPE_PERCENT));
    (void)cost;
    build_computed(b, record, share,
                   build_share(b, build_number(b, "1"), build_self(b, record, "cost")));
    (void)build_stored(b, "margin", build_record_type(b, record), WRIT_NONE);
    fixture_set(f, "margin", "{\"cost\": \"0\"}");
    fixture_fails(f, build_read(b, "margin.share"), WRIT_INVALID,
                  "share(1, cost): the divisor is zero (in share of Margin)");
}

static void records_are_made(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t fields[] = {build_words(b, "nut"),
                         pieces(b, "3 pcs"),
                         WRIT_NONE,
                         WRIT_NONE,
                         build_constant(b, build_plain(b, WRIT_TYPE_CURRENCY), "EUR"),
                         euros(b, "5.50 EUR")};
    uint32_t made = build_record_of(b, 0, fields);
    fixture_gives(f, made,
                  "OrderLine(item = \"nut\", ordered = 3 pcs, shipped = 0 pcs, currency = EUR, "
                  "net = 5.50 EUR)");
    uint32_t outstanding = build_expr(
        b, (WritExpr){
               .operation = WRIT_OP_FIELD, .type = build_quantity(b, "pcs"), .a = made, .b = 3});
    fixture_gives(f, outstanding, "3 pcs");
    fields[5] = build_constant(b, build_money(b, "USD"), "5.50 USD");
    fixture_fails(f, build_record_of(b, 0, fields), WRIT_INVALID,
                  "OrderLine.net is an amount in USD and must be in EUR");
    // The currency of no amounts is the sibling's.
    uint32_t none = build_two(b, WRIT_OP_GREATER, line_field(b, "ordered"), pieces(b, "50 pcs"));
    fields[5] = build_sum(b, build_read(b, "order.lines"), none, 0, line_field(b, "net"));
    fixture_gives(f, build_record_of(b, 0, fields),
                  "OrderLine(item = \"nut\", ordered = 3 pcs, shipped = 0 pcs, currency = EUR, "
                  "net = 0 EUR)");
    WritValue value;
    WritError error;
    fields[0] = WRIT_NONE;
    assert_int_equal(writ_eval_record(&f->scope, 0, fields, &value, &error), WRIT_INVALID);
    assert_string_equal(error.text, "OrderLine.item is missing");
    fields[0] = build_words(b, "nut");
    assert_int_equal(writ_eval_record(&f->scope, 0, fields, &value, &error), WRIT_OK);
    assert_int_equal(value.record->fields[5].tag, writ_code(writ_text("EUR")));
}

static void texts_are_joined_as_they_print(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t parts[] = {build_words(b, "Order "),
                        build_read(b, "order.number"),
                        build_words(b, ": "),
                        build_read(b, "order.total"),
                        build_words(b, ", wanted "),
                        build_read(b, "order.wanted_on"),
                        build_context(b, WRIT_CONTEXT_TASK_DUE)};
    fixture_gives(f, build_join(b, parts, 7), "Order A-17: 120.50 EUR, wanted nonenone");
    fixture_gives(f, build_join(b, NULL, 0), "");
}

static void a_condition_is_yes_or_no(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    WritError error;
    bool truth = false;
    assert_int_equal(writ_eval_truth(&f->scope, yes(b), &truth, &error), WRIT_OK);
    assert_true(truth);
    assert_int_equal(writ_eval_truth(&f->scope, trap(b), &truth, &error), WRIT_INVALID);
    assert_false(truth);
}

// --- Bounds ---------------------------------------------------------------------------------

static void steps_are_bounded(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t expr = build_number(b, "1");
    for (int i = 0; i < 200; i++) {
        expr = build_two(b, WRIT_OP_SUBTRACT, expr, expr);
    }
    fixture_fails(f, expr, WRIT_LIMIT,
                  "an expression takes more than 1000000 steps: its lists are too long");
    assert_true(writ_arena_used(f->arena) < WRIT_EVAL_ARENA_BYTES_MAX);
}

static WritValue many_numbers(EvalFixture *f, uint32_t count)
{
    WritList *list = writ_list_new(f->arena, count);
    for (uint32_t i = 0; i < count; i++) {
        list->items[i] = writ_value_number(writ_decimal_from_int(i));
    }
    return (WritValue){.kind = WRIT_VALUE_LIST, .list = list};
}

static void nested_lists_are_bounded(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    WritTypeId number = build_plain(b, WRIT_TYPE_NUMBER);
    uint32_t slot = build_stored(b, "numbers", build_list(b, number), WRIT_NONE);
    f->slots[slot] = many_numbers(f, 1001);
    uint32_t list = build_read(b, "numbers");
    uint32_t inner = build_sum(b, list, WRIT_NONE, 1, build_local(b, 1, number, ""));
    fixture_gives(f, inner, "500 500");
    fixture_fails(f, build_sum(b, list, WRIT_NONE, 0, inner), WRIT_LIMIT,
                  "an expression takes more than 1000000 steps: its lists are too long");
    // Looking into a list costs its length, comparing two lists theirs.
    uint32_t into = build_two(b, WRIT_OP_IN_LIST, build_number(b, "-1"), list);
    fixture_fails(f, build_over(b, WRIT_OP_SOME, list, into, 0), WRIT_LIMIT,
                  "an expression takes more than 1000000 steps: its lists are too long");
    uint32_t same = build_two(b, WRIT_OP_EQUAL, list, list);
    fixture_fails(f, build_over(b, WRIT_OP_EVERY, list, same, 0), WRIT_LIMIT,
                  "an expression takes more than 1000000 steps: its lists are too long");
}

// Asks `condition` a million times or until it is refused, and looks at the arena.
static void check_arena(EvalFixture *f, uint32_t condition)
{
    PlanBuilder *b = f->b;
    WritTypeId number = build_plain(b, WRIT_TYPE_NUMBER);
    uint32_t slot = build_stored(b, "many", build_list(b, number), WRIT_NONE);
    f->slots[slot] = many_numbers(f, 1001);
    uint32_t list = build_read(b, "many");
    uint32_t once = build_over(b, WRIT_OP_EVERY, list, condition, 0);
    uint32_t again = build_over(b, WRIT_OP_EVERY, list, once, 1);
    size_t before = writ_arena_used(f->arena);
    fixture_fails(f, again, WRIT_LIMIT,
                  "an expression takes more than 1000000 steps: its lists are too long");
    // fixture_fails evaluates twice.
    assert_true(writ_arena_used(f->arena) - before < 2 * (size_t)WRIT_EVAL_ARENA_BYTES_MAX);
}

static void records_count_by_their_fields(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    enum { FIELDS = 500 };
    uint32_t record = build_record(b, "Wide");
    WritTypeId maybe = build_optional(b, build_plain(b, WRIT_TYPE_NUMBER));
    uint32_t none[FIELDS];
    for (uint32_t i = 0; i < FIELDS; i++) {
        (void)build_field(b, record, "some", maybe);
        none[i] = WRIT_NONE;
    }
    check_arena(f, build_one(b, WRIT_OP_IS_PRESENT, build_record_of(b, record, none)));
}

static void texts_count_by_their_length(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    static char words[10001];
    memset(words, 'a', 10000);
    uint32_t text = build_words(b, words);
    check_arena(f, build_one(b, WRIT_OP_IS_PRESENT, build_join(b, &text, 1)));
}

static void texts_are_bounded(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t expr = build_words(b, "a text that doubles ");
    for (int i = 0; i < 12; i++) {
        uint32_t twice[] = {expr, expr};
        expr = build_join(b, twice, 2);
    }
    WritValue value;
    WritError error;
    assert_int_equal(writ_eval(&f->scope, expr, &value, &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "…: the text has more than 65536 bytes"));
}

static void the_deepest_expression_is_evaluated(void **state)
{
    EvalFixture *f = *state;
    PlanBuilder *b = f->b;
    uint32_t expr = build_number(b, "1");
    for (int i = 1; i < WRIT_EXPR_DEPTH_MAX; i++) {
        expr = build_one(b, WRIT_OP_NEGATE, expr);
    }
    fixture_gives(f, expr, "-1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(things_are_read, open_example, close_example),
        cmocka_unit_test_setup_teardown(parts_of_a_document_are_read, open_example, close_example),
        cmocka_unit_test_setup_teardown(computed_fields_are_evaluated_when_they_are_read,
                                        open_example, close_example),
        cmocka_unit_test_setup_teardown(variables_of_computed_fields_are_their_own, open_example,
                                        close_example),
        cmocka_unit_test_setup_teardown(a_record_is_itself_again_after_another_was_read,
                                        open_example, close_example),
        cmocka_unit_test_setup_teardown(and_or_stop_where_the_first_decides, open_example,
                                        close_example),
        cmocka_unit_test_setup_teardown(values_are_compared, open_example, close_example),
        cmocka_unit_test_setup_teardown(presence_is_asked, open_example, close_example),
        cmocka_unit_test_setup_teardown(membership_is_asked, open_example, close_example),
        cmocka_unit_test_setup_teardown(numbers_keep_what_they_carry, open_example, close_example),
        cmocka_unit_test_setup_teardown(dates_and_instants_are_moved, open_example, close_example),
        cmocka_unit_test_setup_teardown(lists_are_asked, open_example, close_example),
        cmocka_unit_test_setup_teardown(an_empty_list_has_nothing_wrong_with_it, open_example,
                                        close_example),
        cmocka_unit_test_setup_teardown(a_sum_of_no_amounts_goes_with_every_currency, open_example,
                                        close_example),
        cmocka_unit_test_setup_teardown(shares_and_rounding_follow_their_rules, open_example,
                                        close_example),
        cmocka_unit_test_setup_teardown(what_is_not_exact_is_refused_with_its_operation,
                                        open_example, close_example),
        cmocka_unit_test_setup_teardown(two_currencies_do_not_meet, open_example, close_example),
        cmocka_unit_test_setup_teardown(a_failure_in_a_computed_field_says_where, open_example,
                                        close_example),
        cmocka_unit_test_setup_teardown(records_are_made, open_example, close_example),
        cmocka_unit_test_setup_teardown(texts_are_joined_as_they_print, open_example,
                                        close_example),
        cmocka_unit_test_setup_teardown(a_condition_is_yes_or_no, open_example, close_example),
        cmocka_unit_test_setup_teardown(steps_are_bounded, open_example, close_example),
        cmocka_unit_test_setup_teardown(nested_lists_are_bounded, open_example, close_example),
        cmocka_unit_test_setup_teardown(records_count_by_their_fields, open_example, close_example),
        cmocka_unit_test_setup_teardown(texts_count_by_their_length, open_example, close_example),
        cmocka_unit_test_setup_teardown(texts_are_bounded, open_example, close_example),
        cmocka_unit_test_setup_teardown(the_deepest_expression_is_evaluated, open_example,
                                        close_example),
    };
    return cmocka_run_group_tests_name("eval", tests, NULL, NULL);
}
