// `converted` within an expression of a plan: right operands, and how it reads.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/plan_broken.h"

static uint32_t lei(PlanBuilder *b)
{
    return build_constant(b, build_money(b, "RON"), "100.00 RON");
}

static uint32_t euro(PlanBuilder *b)
{
    return build_constant(b, build_plain(b, WRIT_TYPE_CURRENCY), "EUR");
}

static uint32_t rates(PlanBuilder *b)
{
    return build_words(b, "corp.rates");
}

static uint32_t converted(PlanBuilder *b, WritTypeId type, uint32_t count,
                          const uint32_t operands[3])
{
    return build_expr(b, (WritExpr){.operation = WRIT_OP_CALL,
                                    .type = type,
                                    .a = WRIT_BUILTIN_CONVERTED,
                                    .b = build_operands(b, operands, count),
                                    .c = count});
}

static void a_conversion_reads_as_an_author_writes(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    WritBuffer out = {0};
    uint32_t expr = converted(b, build_money(b, "EUR"), 3, (uint32_t[]){lei(b), euro(b), rates(b)});
    assert_int_equal(writ_plan_validate(build_plan(b), NULL), WRIT_OK);
    writ_plan_print_expr(&out, build_plan(b), expr);
    assert_string_equal(writ_buffer_string(&out), "converted(100.00 RON, EUR)");
    writ_buffer_dispose(&out);
    build_free(b);
}

static void number_converted(PlanBuilder *b)
{
    (void)converted(b, build_money(b, "EUR"), 3,
                    (uint32_t[]){build_number(b, "5"), euro(b), rates(b)});
}

static void converted_to_a_text(PlanBuilder *b)
{
    (void)converted(b, build_money(b, "EUR"), 3,
                    (uint32_t[]){lei(b), build_words(b, "EUR"), rates(b)});
}

static void converted_with_no_rates(PlanBuilder *b)
{
    (void)converted(b, build_money(b, "EUR"), 2, (uint32_t[]){lei(b), euro(b), 0});
}

static void rates_of_another_type(PlanBuilder *b)
{
    (void)converted(b, build_money(b, "EUR"), 3, (uint32_t[]){lei(b), euro(b), euro(b)});
}

static void converted_to_another_currency_than_it_says(PlanBuilder *b)
{
    (void)converted(b, build_money(b, "USD"), 3, (uint32_t[]){lei(b), euro(b), rates(b)});
}

static void converted_to_a_number(PlanBuilder *b)
{
    (void)converted(b, build_plain(b, WRIT_TYPE_NUMBER), 3,
                    (uint32_t[]){lei(b), euro(b), rates(b)});
}

static void wrong_operands_are_refused(void **state)
{
    (void)state;
    static const char *const operands =
        "its operands or its type are not what its operation asks for";
    const Broken broken[] = {
        {number_converted, operands},
        {converted_to_a_text, operands},
        {converted_with_no_rates, operands},
        {rates_of_another_type, operands},
        {converted_to_another_currency_than_it_says, operands},
        {converted_to_a_number, operands},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_conversion_reads_as_an_author_writes),
        cmocka_unit_test(wrong_operands_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
