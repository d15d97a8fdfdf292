// Expressions of a plan: broken ones are refused with a sentence, right ones read as an author
// writes.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/plan_broken.h"

static uint32_t add_text_slot(PlanBuilder *b, uint32_t node)
{
    return build_slot(b, WRIT_SLOT_FILLED, "note", build_plain(b, WRIT_TYPE_TEXT), node);
}

// --- Expressions ----------------------------------------------------------------------------

static void operand_above(PlanBuilder *b)
{
    uint32_t expr = find_expr(b, WRIT_OP_NOT);
    build_plan(b)->exprs[expr].a = expr;
}

static void less_of_texts(PlanBuilder *b)
{
    uint32_t text = build_words(b, "a");
    (void)build_two(b, WRIT_OP_LESS, text, text);
}

static void sum_of_unlike(PlanBuilder *b)
{
    (void)build_two(b, WRIT_OP_ADD, build_number(b, "1"), build_read(b, "order.total"));
}

static void sum_of_two_currencies(PlanBuilder *b)
{
    (void)build_two(b, WRIT_OP_ADD, build_constant(b, build_money(b, "EUR"), "1 EUR"),
                    build_constant(b, build_money(b, "USD"), "1 USD"));
}

static void product_of_units(PlanBuilder *b)
{
    uint32_t pcs = build_read(b, "order.total");
    (void)build_two(b, WRIT_OP_MULTIPLY, pcs, pcs);
}

static void field_that_is_not_there(PlanBuilder *b)
{
    build_plan(b)->exprs[find_expr(b, WRIT_OP_FIELD)].b = 99;
}

static void constant_of_another_type(PlanBuilder *b)
{
    uint32_t expr = build_number(b, "1");
    build_plan(b)->exprs[expr].type = build_plain(b, WRIT_TYPE_TEXT);
}

static void record_without_a_field(PlanBuilder *b)
{
    uint32_t none[6] = {WRIT_NONE, WRIT_NONE, WRIT_NONE, WRIT_NONE, WRIT_NONE, WRIT_NONE};
    (void)build_record_of(b, 0, none);
}

static void variable_number_16(PlanBuilder *b)
{
    (void)build_local(b, 16, build_plain(b, WRIT_TYPE_TEXT), "");
}

static void every_of_another_element(PlanBuilder *b)
{
    uint32_t text = build_local(b, 0, build_plain(b, WRIT_TYPE_TEXT), "");
    (void)build_over(b, WRIT_OP_EVERY, build_read(b, "order.lines"),
                     build_two(b, WRIT_OP_EQUAL, text, build_words(b, "a")), 0);
}

static void rounded_to_a_text(PlanBuilder *b)
{
    (void)build_rounded(b, build_number(b, "1"), build_words(b, "2"));
}

static void name_of_a_text(PlanBuilder *b)
{
    (void)build_document_part(b, WRIT_BUILTIN_DOCUMENT_NAME, build_words(b, "a"));
}

static void size_that_is_a_text(PlanBuilder *b)
{
    (void)build_parameter(b, "paper", build_plain(b, WRIT_TYPE_DOCUMENT));
    uint32_t size = build_document_part(b, WRIT_BUILTIN_DOCUMENT_SIZE, build_read(b, "paper"));
    build_plan(b)->exprs[size].type = build_plain(b, WRIT_TYPE_TEXT);
}

static void computed_in_a_circle(PlanBuilder *b)
{
    build_computed(b, 0, 3,
                   build_two(b, WRIT_OP_SUBTRACT, build_self(b, 0, "outstanding"),
                             build_self(b, 0, "shipped")));
}

static void at_start_in_a_circle(PlanBuilder *b)
{
    uint32_t a = build_record(b, "Nest");
    uint32_t inner = build_field(b, a, "inner", build_optional(b, build_record_type(b, a)));
    uint32_t none[1] = {WRIT_NONE};
    build_at_start(b, a, inner, build_record_of(b, a, none));
}

static void too_deep(PlanBuilder *b)
{
    uint32_t expr = build_number(b, "1");
    for (int i = 0; i < WRIT_EXPR_DEPTH_MAX; i++) {
        expr = build_one(b, WRIT_OP_NEGATE, expr);
    }
}

static void condition_above(PlanBuilder *b)
{
    uint32_t list = find_expr(b, WRIT_OP_EVERY);
    build_plan(b)->exprs[list].b = list;
}

// Each field is computed from the next, whose expression comes later.
static void computed_too_deep(PlanBuilder *b)
{
    enum { FIELDS = WRIT_EXPR_DEPTH_MAX + 2 };
    WritTypeId number = build_plain(b, WRIT_TYPE_NUMBER);
    uint32_t record = build_record(b, "Chain");
    char name[16];
    for (uint32_t i = 0; i < FIELDS; i++) {
        (void)snprintf(name, sizeof name, "f%u", i);
        (void)build_field(b, record, name, number);
    }
    for (uint32_t i = 0; i + 1 < FIELDS; i++) {
        (void)snprintf(name, sizeof name, "f%u", i + 1);
        build_computed(b, record, i, build_self(b, record, name));
    }
}

static void operands_of_two_records(PlanBuilder *b)
{
    (void)build_two(b, WRIT_OP_EQUAL, build_self(b, 0, "item"), build_self(b, 1, "number"));
}

static void expressions_are_checked(void **state)
{
    (void)state;
    static const char *const operands =
        "its operands or its type are not what its operation asks for";
    const Broken broken[] = {
        {operand_above, "an operand does not stand below it"},
        {less_of_texts, operands},
        {sum_of_unlike, operands},
        {sum_of_two_currencies, operands},
        {product_of_units, operands},
        {field_that_is_not_there, operands},
        {constant_of_another_type, operands},
        {record_without_a_field, operands},
        {variable_number_16, operands},
        {every_of_another_element, "its operands belong to different places"},
        {rounded_to_a_text, operands},
        {name_of_a_text, operands},
        {size_that_is_a_text, operands},
        {computed_in_a_circle, "a computed field needs its own value"},
        {at_start_in_a_circle, "a computed field needs its own value"},
        {too_deep, "is more than 256 deep"},
        {condition_above, "an operand does not stand below it"},
        {computed_too_deep, "it stands more than 256 deep"},
        {operands_of_two_records, "its operands belong to different places"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

static void the_deepest_expression_is_accepted(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    uint32_t expr = build_number(b, "1");
    for (int i = 1; i < WRIT_EXPR_DEPTH_MAX; i++) {
        expr = build_one(b, WRIT_OP_NEGATE, expr);
    }
    assert_int_equal(writ_plan_validate(build_plan(b), NULL), WRIT_OK);
    build_free(b);
}

// Used twice at every level: 2^200 ways through it, and still quickly judged.
static void a_shared_operand_is_judged_once(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    uint32_t expr = build_number(b, "1");
    for (int i = 0; i < 200; i++) {
        expr = build_two(b, WRIT_OP_ADD, expr, expr);
    }
    assert_int_equal(writ_plan_validate(build_plan(b), NULL), WRIT_OK);
    build_free(b);
}

// --- Scopes ---------------------------------------------------------------------------------

static void condition_reads_an_element(PlanBuilder *b)
{
    uint32_t arm = find_node(b, WRIT_NODE_ARM);
    build_plan(b)->nodes[arm].condition =
        build_two(b, WRIT_OP_GREATER, build_read(b, "line.ordered"),
                  build_constant(b, build_quantity(b, "pcs"), "1 pcs"));
}

static void condition_reads_two_frames(PlanBuilder *b)
{
    uint32_t branch = find_node(b, WRIT_NODE_ARM);
    uint32_t note = add_text_slot(b, build_plan(b)->nodes[branch].parent);
    build_plan(b)->slots[note].node = find_node(b, WRIT_NODE_STAGE);
}

static void condition_reads_self(PlanBuilder *b)
{
    find_step(b, WRIT_ACT_DO)->only_if = build_one(b, WRIT_OP_IS_PRESENT, build_self(b, 0, "item"));
}

static void condition_has_a_free_variable(PlanBuilder *b)
{
    find_step(b, WRIT_ACT_DO)->only_if = build_local(b, 3, build_plain(b, WRIT_TYPE_BOOLEAN), "");
}

static void condition_may_be_missing(PlanBuilder *b)
{
    WritTypeId maybe = build_optional(b, build_plain(b, WRIT_TYPE_BOOLEAN));
    find_step(b, WRIT_ACT_DO)->only_if = build_none(b, maybe);
}

static void computed_reads_the_case(PlanBuilder *b)
{
    build_computed(b, 0, 3, build_constant(b, build_quantity(b, "pcs"), "1 pcs"));
    build_such_that(b, 0, 3, build_one(b, WRIT_OP_IS_PRESENT, build_read(b, "credit")), "");
}

static void message_reads_the_case(PlanBuilder *b)
{
    build_plan(b)->messages[0].text = build_read(b, "order.number");
}

static void message_wants_another_thing(PlanBuilder *b)
{
    build_plan(b)->givens[0].type = build_plain(b, WRIT_TYPE_TEXT);
}

static void undo_reads_the_case(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->hooks[0].undo_args_start] = build_read(b, "order.number");
}

static void once_reads_the_output(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    uint32_t expr = build_local(b, 1, build_record_type(b, plan->hooks[1].output), "");
    plan->operands[plan->hooks[1].once_start] = expr;
}

static void scopes_are_checked(void **state)
{
    (void)state;
    static const Broken broken[] = {
        {condition_reads_an_element, "reads what is not there"},
        {condition_reads_two_frames, "has no frame for it"},
        {condition_reads_self, "reads what is not there"},
        {condition_has_a_free_variable, "reads what is not there"},
        {condition_may_be_missing, "has the wrong type for it"},
        {computed_reads_the_case, "reads what is not there"},
        {message_reads_the_case, "reads what is not there"},
        {message_wants_another_thing, "reads what is not there"},
        {undo_reads_the_case, "reads more than the call"},
        {once_reads_the_output, "`once per` reads what the call gives"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

// --- Formulas -------------------------------------------------------------------------------

static void check_formula(PlanBuilder *b, uint32_t expr, const char *expected)
{
    WritBuffer out = {0};
    writ_plan_print_expr(&out, build_plan(b), expr);
    assert_string_equal(writ_buffer_string(&out), expected);
    writ_buffer_dispose(&out);
}

static void formulas_have_the_parentheses_that_they_need(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    uint32_t one = build_number(b, "1");
    uint32_t two = build_number(b, "2");
    uint32_t sum = build_two(b, WRIT_OP_ADD, one, two);
    uint32_t less = build_two(b, WRIT_OP_LESS, one, two);
    uint32_t both = build_two(b, WRIT_OP_AND, less, less);
    uint32_t either = build_two(b, WRIT_OP_OR, less, both);
    check_formula(b, build_two(b, WRIT_OP_MULTIPLY, sum, two), "(1 + 2) * 2");
    check_formula(b, build_two(b, WRIT_OP_SUBTRACT, sum, sum), "1 + 2 - (1 + 2)");
    check_formula(b, build_one(b, WRIT_OP_NEGATE, sum), "-(1 + 2)");
    check_formula(b, either, "1 < 2 or 1 < 2 and 1 < 2");
    check_formula(b, build_two(b, WRIT_OP_AND, either, less),
                  "(1 < 2 or 1 < 2 and 1 < 2) and 1 < 2");
    check_formula(b, build_one(b, WRIT_OP_NOT, both), "not (1 < 2 and 1 < 2)");
    check_formula(b, build_two(b, WRIT_OP_EQUAL, less, both), "(1 < 2) = (1 < 2 and 1 < 2)");
    build_free(b);
}

static void formulas_read_as_an_author_writes(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    const WritPlan *plan = build_plan(b);
    WritTypeId line = build_record_type(b, 0);
    uint32_t lines = build_read(b, "order.lines");
    uint32_t ordered = build_local(b, 0, line, "ordered");
    uint32_t none = build_constant(b, build_quantity(b, "pcs"), "0 pcs");
    uint32_t condition = build_two(b, WRIT_OP_NOT_EQUAL, ordered, none);
    uint32_t members[] = {ordered, none};
    check_formula(b, build_share(b, build_read(b, "order.total"), build_read(b, "order.limit")),
                  "share(order.total, order.limit)");
    check_formula(b, build_sum(b, lines, condition, 0, build_local(b, 0, line, "net")),
                  "sum of item.net for item in order.lines where item.ordered <> 0 pcs");
    check_formula(b, build_over(b, WRIT_OP_EVERY, lines, condition, 0),
                  "every item in order.lines has item.ordered <> 0 pcs");
    check_formula(b, build_over(b, WRIT_OP_COUNT, lines, WRIT_NONE, 0),
                  "count of item in order.lines");
    check_formula(b, build_in_set(b, none, members, 2), "0 pcs in [item.ordered, 0 pcs]");
    check_formula(b, build_range(b, WRIT_OP_IN_RANGE_BELOW, ordered, none, none),
                  "item.ordered in 0 pcs to below 0 pcs");
    check_formula(b, build_one(b, WRIT_OP_IS_MISSING, build_read(b, "order.wanted_on")),
                  "order.wanted_on is missing");
    check_formula(b, plan->types.records[0].fields[3].computed, "ordered - shipped");
    check_formula(b, plan->messages[0].subject, "\"Order {item.number}, {stage.title}\"");
    check_formula(b, plan->messages[0].text,
                  "\"{item.contact.name} wants it {item.wanted_on}{task.due}\"");
    check_formula(b, build_constant(b, build_optional(b, build_plain(b, WRIT_TYPE_DATE)), "none"),
                  "none");
    build_free(b);
}

static void a_long_formula_is_cut_at_a_character(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    WritBuffer out = {0};
    char euros[601];
    for (int i = 0; i < 600; i += 3) {
        memcpy(euros + i, "€", 3);
    }
    euros[600] = '\0';
    uint32_t expr = build_words(b, euros);
    for (int i = 0; i < 100; i++) {
        expr = build_two(b, WRIT_OP_EQUAL, expr, expr);
        build_plan(b)->exprs[expr].operation = WRIT_OP_ADD;
    }
    writ_plan_print_expr(&out, build_plan(b), expr);
    assert_int_equal(out.length, 199 + 3);
    assert_true(writ_text_is_utf8(writ_buffer_text(&out)));
    writ_buffer_dispose(&out);
    build_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_are_checked),
        cmocka_unit_test(the_deepest_expression_is_accepted),
        cmocka_unit_test(a_shared_operand_is_judged_once),
        cmocka_unit_test(scopes_are_checked),
        cmocka_unit_test(formulas_have_the_parentheses_that_they_need),
        cmocka_unit_test(formulas_read_as_an_author_writes),
        cmocka_unit_test(a_long_formula_is_cut_at_a_character),
    };
    return cmocka_run_group_tests_name("plan_exprs", tests, NULL, NULL);
}
