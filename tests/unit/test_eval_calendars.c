// What expressions count on a calendar: today, working time from a date or an instant, working days
// of a month, what clocks show.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/company_calendars.h"
#include "support/eval_fixture.h"

typedef struct Book {
    WritArena *arena;
    WritCalendars set;
} Book;

static WritStatus find(const void *self, WritText name, const WritCalendar **calendar,
                       WritError *error)
{
    const Book *book = self;
    return writ_calendar_compile(calendar, book->arena, &book->set, name, error);
}

typedef struct Fixture {
    EvalFixture eval;
    Book book;
    WritClockwork clockwork;
} Fixture;

static void open_fixture(Fixture *f)
{
    fixture_open(&f->eval, build_new("calendars"));
    f->book.arena = writ_arena_new((size_t)256 << 20);
    f->book.set = company_calendars(f->book.arena);
    f->clockwork = (WritClockwork){&f->book, find};
    f->eval.scope.clockwork = &f->clockwork;
}

static void close_fixture(Fixture *f)
{
    fixture_close(&f->eval);
    writ_arena_free(f->book.arena);
}

static uint32_t constant(Fixture *f, WritTypeKind kind, const char *text)
{
    return build_constant(f->eval.b, build_plain(f->eval.b, kind), text);
}

static uint32_t call(Fixture *f, WritBuiltin builtin, WritTypeKind gives, const uint32_t *operands,
                     uint32_t count)
{
    WritExpr expr = {.operation = WRIT_OP_CALL,
                     .type = build_plain(f->eval.b, gives),
                     .a = builtin,
                     .b = build_operands(f->eval.b, operands, count),
                     .c = count};
    uint32_t number = build_expr(f->eval.b, expr);
    f->eval.scope.plan = build_plan(f->eval.b);
    return number;
}

static uint32_t today(Fixture *f, const char *calendar)
{
    uint32_t operands[] = {constant(f, WRIT_TYPE_CALENDAR, calendar)};
    return call(f, WRIT_BUILTIN_TODAY, WRIT_TYPE_DATE, operands, 1);
}

static uint32_t moved(Fixture *f, WritBuiltin builtin, const char *from, const char *time,
                      const char *calendar)
{
    bool instant = strchr(from, 'T') != NULL;
    WritTypeKind kind = instant ? WRIT_TYPE_INSTANT : WRIT_TYPE_DATE;
    uint32_t operands[] = {constant(f, kind, from), constant(f, WRIT_TYPE_WORKING_TIME, time),
                           constant(f, WRIT_TYPE_CALENDAR, calendar)};
    return call(f, builtin, kind, operands, 3);
}

static uint32_t working_day(Fixture *f, const char *month, const char *number)
{
    uint32_t operands[] = {constant(f, WRIT_TYPE_MONTH, month), build_number(f->eval.b, number),
                           constant(f, WRIT_TYPE_CALENDAR, "fr_off")};
    return call(f, WRIT_BUILTIN_WORKING_DAY, WRIT_TYPE_DATE, operands, 3);
}

static uint32_t moment(Fixture *f, const char *date, const char *time)
{
    uint32_t operands[] = {constant(f, WRIT_TYPE_DATE, date), constant(f, WRIT_TYPE_TIME, time),
                           constant(f, WRIT_TYPE_CALENDAR, "fr_off")};
    return call(f, WRIT_BUILTIN_MOMENT, WRIT_TYPE_INSTANT, operands, 3);
}

static void today_is_the_day_of_the_effective_instant_in_the_zone(void **state)
{
    (void)state;
    Fixture f;
    open_fixture(&f);
    f.eval.scope.effective = instant_of("2026-10-31T23:30:00+01:00");
    fixture_gives(&f.eval, today(&f, "fr_off"), "2026-10-31");
    fixture_gives(&f.eval, today(&f, "ro_off"), "2026-11-01");
    fixture_gives(&f.eval, today(&f, "uk_off"), "2026-10-31");
    f.eval.scope.effective = instant_of("2031-01-01T00:00:00Z"); // Beyond the last day.
    fixture_gives(&f.eval, today(&f, "fr_off"), "2031-01-01");
    close_fixture(&f);
}

static void dates_move_by_working_days(void **state)
{
    (void)state;
    Fixture f;
    open_fixture(&f);
    const WritBuiltin add = WRIT_BUILTIN_ADD_WORKING_TIME;
    const WritBuiltin subtract = WRIT_BUILTIN_SUBTRACT_WORKING_TIME;
    fixture_gives(&f.eval, moved(&f, add, "2026-11-10", "1 working days", "fr_off"), "2026-11-12");
    fixture_gives(&f.eval, moved(&f, add, "2026-11-10", "1 working days", "ro_off"), "2026-11-11");
    fixture_gives(&f.eval, moved(&f, subtract, "2026-11-12", "2 working days", "fr_off"),
                  "2026-11-09");
    fixture_gives(&f.eval, moved(&f, add, "2026-11-08", "0 working days", "fr_off"), "2026-11-08");
    fixture_fails(&f.eval, moved(&f, add, "2026-11-10", "3 working hours", "fr_off"), WRIT_INVALID,
                  "2026-11-10 + 3 working hours: a date does not move by working hours");
    close_fixture(&f);
}

static void instants_move_by_working_hours_and_to_the_close_of_days(void **state)
{
    (void)state;
    Fixture f;
    open_fixture(&f);
    const WritBuiltin add = WRIT_BUILTIN_ADD_WORKING_TIME;
    const WritBuiltin subtract = WRIT_BUILTIN_SUBTRACT_WORKING_TIME;
    const char *monday = "2026-11-02T16:00:00+01:00";
    fixture_gives(&f.eval, moved(&f, add, monday, "3 working hours", "fr_off"),
                  "2026-11-03T09:00:00Z");
    fixture_gives(&f.eval, moved(&f, add, monday, "2 working days", "fr_off"),
                  "2026-11-04T17:00:00Z");
    fixture_gives(&f.eval, moved(&f, subtract, monday, "4 working hours", "fr_off"),
                  "2026-11-02T10:00:00Z");
    fixture_gives(&f.eval, moved(&f, subtract, monday, "1 working days", "fr_off"),
                  "2026-10-30T17:00:00Z");
    close_fixture(&f);
}

static uint32_t later(Fixture *f, WritBuiltin builtin, const char *from, const char *duration)
{
    uint32_t operands[] = {constant(f, WRIT_TYPE_INSTANT, from),
                           constant(f, WRIT_TYPE_DURATION, duration),
                           constant(f, WRIT_TYPE_CALENDAR, "fr_off")};
    return call(f, builtin, WRIT_TYPE_INSTANT, operands, 3);
}

static void months_go_by_the_date_in_the_calendars_zone(void **state)
{
    (void)state;
    const WritBuiltin add = WRIT_BUILTIN_ADD_DURATION;
    Fixture f;
    open_fixture(&f);
    fixture_gives(&f.eval, later(&f, add, "2027-02-01T00:30:00+01:00", "1 month"),
                  "2027-02-28T23:30:00Z");
    fixture_gives(&f.eval, later(&f, add, "2026-10-20T09:00:00+02:00", "1 month"),
                  "2026-11-20T08:00:00Z");
    fixture_gives(&f.eval, later(&f, add, "2026-10-24T16:00:00+02:00", "1 day"),
                  "2026-10-25T14:00:00Z");
    fixture_gives(&f.eval,
                  later(&f, WRIT_BUILTIN_SUBTRACT_DURATION, "2027-03-01T00:30:00+01:00", "1 month"),
                  "2027-01-31T23:30:00Z");
    close_fixture(&f);
}

static void n6_working_days_of_a_month_are_counted_from_either_end(void **state)
{
    (void)state;
    Fixture f;
    open_fixture(&f);
    fixture_gives(&f.eval, working_day(&f, "2026-11", "1"), "2026-11-02");
    fixture_gives(&f.eval, working_day(&f, "2026-11", "8"), "2026-11-12"); // N6
    fixture_gives(&f.eval, working_day(&f, "2026-12", "-1"), "2026-12-31");
    fixture_gives(&f.eval, working_day(&f, "2026-12", "-6"), "2026-12-23");
    WritValue value;
    WritError error;
    assert_int_equal(writ_eval(&f.eval.scope, working_day(&f, "2026-11", "30"), &value, &error),
                     WRIT_NOT_FOUND);
    assert_int_equal(writ_eval(&f.eval.scope, working_day(&f, "2027-07", "1"), &value, &error),
                     WRIT_LIMIT);
    assert_non_null(strstr(error.text, "2027-05-31"));
    close_fixture(&f);
}

static void a_date_at_a_time_is_what_clocks_in_the_zone_show(void **state)
{
    (void)state;
    Fixture f;
    open_fixture(&f);
    fixture_gives(&f.eval, moment(&f, "2026-11-02", "09:00"), "2026-11-02T08:00:00Z");
    fixture_gives(&f.eval, moment(&f, "2026-10-24", "09:00"), "2026-10-24T07:00:00Z");
    fixture_gives(&f.eval, moment(&f, "2026-10-25", "02:30"), "2026-10-25T00:30:00Z"); // Twice.
    fixture_gives(&f.eval, moment(&f, "2027-03-28", "02:30"), "2027-03-28T01:30:00Z"); // Never.
    fixture_gives(&f.eval, moment(&f, "2026-11-02", "24:00"), "2026-11-02T23:00:00Z");
    WritValue value;
    WritError error;
    uint32_t before = moment(&f, "0001-01-01", "00:00");
    assert_int_equal(writ_eval(&f.eval.scope, before, &value, &error), WRIT_LIMIT);
    close_fixture(&f);
}

static void a_calendar_that_is_not_there_says_so(void **state)
{
    (void)state;
    Fixture f;
    WritValue value;
    WritError error;
    open_fixture(&f);
    uint32_t atlantis = today(&f, "atlantis");
    assert_int_equal(writ_eval(&f.eval.scope, atlantis, &value, &error), WRIT_NOT_FOUND);
    f.eval.scope.clockwork = NULL;
    fixture_fails(&f.eval, atlantis, WRIT_NOT_FOUND,
                  "today(): no calendar is in force, and this counts on atlantis");
    close_fixture(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(today_is_the_day_of_the_effective_instant_in_the_zone),
        cmocka_unit_test(dates_move_by_working_days),
        cmocka_unit_test(instants_move_by_working_hours_and_to_the_close_of_days),
        cmocka_unit_test(months_go_by_the_date_in_the_calendars_zone),
        cmocka_unit_test(n6_working_days_of_a_month_are_counted_from_either_end),
        cmocka_unit_test(a_date_at_a_time_is_what_clocks_in_the_zone_show),
        cmocka_unit_test(a_calendar_that_is_not_there_says_so),
    };
    return cmocka_run_group_tests_name("eval_calendars", tests, NULL, NULL);
}
