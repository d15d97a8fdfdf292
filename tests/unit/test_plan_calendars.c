// What is counted on a calendar within an expression: right operands, and how it reads.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/plan_broken.h"

static uint32_t of_kind(PlanBuilder *b, WritTypeKind kind, const char *text)
{
    return build_constant(b, build_plain(b, kind), text);
}

static uint32_t office(PlanBuilder *b)
{
    return of_kind(b, WRIT_TYPE_CALENDAR, "corp.policy.office");
}

static uint32_t day(PlanBuilder *b)
{
    return of_kind(b, WRIT_TYPE_DATE, "2026-03-02");
}

static uint32_t two_days(PlanBuilder *b)
{
    return of_kind(b, WRIT_TYPE_WORKING_TIME, "2 working days");
}

static uint32_t march(PlanBuilder *b)
{
    return of_kind(b, WRIT_TYPE_MONTH, "2026-03");
}

// A call that gives a value of `kind`; operands end with the calendar.
static uint32_t counted(PlanBuilder *b, WritBuiltin builtin, WritTypeKind kind,
                        const uint32_t operands[3])
{
    uint32_t count = builtin == WRIT_BUILTIN_TODAY ? 1 : 3;
    return build_expr(b, (WritExpr){.operation = WRIT_OP_CALL,
                                    .type = build_plain(b, kind),
                                    .a = builtin,
                                    .b = build_operands(b, operands, count),
                                    .c = count});
}

static void assert_reads(PlanBuilder *b, uint32_t expr, const char *expected)
{
    WritBuffer out = {0};
    assert_int_equal(writ_plan_validate(build_plan(b), NULL), WRIT_OK);
    writ_plan_print_expr(&out, build_plan(b), expr);
    assert_string_equal(writ_buffer_string(&out), expected);
    writ_buffer_dispose(&out);
}

static void what_is_counted_reads_as_an_author_writes(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    uint32_t today = counted(b, WRIT_BUILTIN_TODAY, WRIT_TYPE_DATE, (uint32_t[3]){office(b)});
    assert_reads(b, today, "today()");
    uint32_t sum = counted(b, WRIT_BUILTIN_ADD_WORKING_TIME, WRIT_TYPE_DATE,
                           (uint32_t[]){today, two_days(b), office(b)});
    assert_reads(b, sum, "today() + 2 working days");
    uint32_t back = counted(b, WRIT_BUILTIN_SUBTRACT_WORKING_TIME, WRIT_TYPE_DATE,
                            (uint32_t[]){sum, two_days(b), office(b)});
    assert_reads(b, back, "today() + 2 working days - 2 working days");
    uint32_t moment = counted(b, WRIT_BUILTIN_MOMENT, WRIT_TYPE_INSTANT,
                              (uint32_t[]){sum, of_kind(b, WRIT_TYPE_TIME, "14:00"), office(b)});
    assert_reads(b, moment, "(today() + 2 working days) at 14:00");
    assert_reads(b, build_two(b, WRIT_OP_LESS, moment, moment),
                 "(today() + 2 working days) at 14:00 < (today() + 2 working days) at 14:00");
    uint32_t third = counted(b, WRIT_BUILTIN_WORKING_DAY, WRIT_TYPE_DATE,
                             (uint32_t[]){march(b), build_number(b, "3"), office(b)});
    assert_reads(b, third, "working day 3 of 2026-03");
    uint32_t last = counted(b, WRIT_BUILTIN_WORKING_DAY, WRIT_TYPE_DATE,
                            (uint32_t[]){march(b), build_number(b, "-1"), office(b)});
    assert_reads(b, last, "last working day of 2026-03");
    uint32_t early = counted(b, WRIT_BUILTIN_WORKING_DAY, WRIT_TYPE_DATE,
                             (uint32_t[]){march(b), build_number(b, "-22"), office(b)});
    assert_reads(b, early, "22nd last working day of 2026-03");
    build_free(b);
}

static void today_on_no_calendar(PlanBuilder *b)
{
    (void)counted(b, WRIT_BUILTIN_TODAY, WRIT_TYPE_DATE, (uint32_t[3]){build_words(b, "office")});
}

static void today_as_instant(PlanBuilder *b)
{
    (void)counted(b, WRIT_BUILTIN_TODAY, WRIT_TYPE_INSTANT, (uint32_t[3]){office(b)});
}

static void elapsed_time_on_a_calendar(PlanBuilder *b)
{
    (void)counted(b, WRIT_BUILTIN_ADD_WORKING_TIME, WRIT_TYPE_DATE,
                  (uint32_t[]){day(b), of_kind(b, WRIT_TYPE_DURATION, "2 days"), office(b)});
}

static void working_time_from_a_month(PlanBuilder *b)
{
    (void)counted(b, WRIT_BUILTIN_SUBTRACT_WORKING_TIME, WRIT_TYPE_MONTH,
                  (uint32_t[]){march(b), two_days(b), office(b)});
}

static void date_that_becomes_an_instant(PlanBuilder *b)
{
    (void)counted(b, WRIT_BUILTIN_ADD_WORKING_TIME, WRIT_TYPE_INSTANT,
                  (uint32_t[]){day(b), two_days(b), office(b)});
}

static void working_day_number(PlanBuilder *b, const char *number)
{
    (void)counted(b, WRIT_BUILTIN_WORKING_DAY, WRIT_TYPE_DATE,
                  (uint32_t[]){march(b), build_number(b, number), office(b)});
}

static void working_day_0(PlanBuilder *b)
{
    working_day_number(b, "0");
}

static void working_day_32(PlanBuilder *b)
{
    working_day_number(b, "32");
}

static void working_day_before_the_month(PlanBuilder *b)
{
    working_day_number(b, "-32");
}

static void working_day_of_a_date(PlanBuilder *b)
{
    (void)counted(b, WRIT_BUILTIN_WORKING_DAY, WRIT_TYPE_DATE,
                  (uint32_t[]){day(b), build_number(b, "1"), office(b)});
}

static void working_day_that_is_computed(PlanBuilder *b)
{
    uint32_t sum = build_two(b, WRIT_OP_ADD, build_number(b, "1"), build_number(b, "1"));
    (void)counted(b, WRIT_BUILTIN_WORKING_DAY, WRIT_TYPE_DATE,
                  (uint32_t[]){march(b), sum, office(b)});
}

static void moment_without_a_time(PlanBuilder *b)
{
    (void)counted(b, WRIT_BUILTIN_MOMENT, WRIT_TYPE_INSTANT,
                  (uint32_t[]){day(b), two_days(b), office(b)});
}

static void wrong_operands_are_refused(void **state)
{
    (void)state;
    static const char *const operands =
        "its operands or its type are not what its operation asks for";
    const Broken broken[] = {
        {today_on_no_calendar, operands},
        {today_as_instant, operands},
        {elapsed_time_on_a_calendar, operands},
        {working_time_from_a_month, operands},
        {date_that_becomes_an_instant, operands},
        {working_day_0, operands},
        {working_day_32, operands},
        {working_day_before_the_month, operands},
        {working_day_of_a_date, operands},
        {working_day_that_is_computed, operands},
        {moment_without_a_time, operands},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_counted_reads_as_an_author_writes),
        cmocka_unit_test(wrong_operands_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
