// What recurs, by the conventions of the reference company. Each test names the rules that it is
// for; every occurrence is also found by a plain walk over the days.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/company_calendars.h"
#include "writ/calendar_starts.h"
#include "writ/value.h"

enum { OCCURRENCES_MAX = 400 };
static const int64_t MICROS_A_MINUTE = 60000000;

static WritArena *arena;
static WritCalendars company;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES);
    company = company_calendars(arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

static const WritCalendar *the(const char *name)
{
    return calendar_of(arena, &company, name);
}

static int64_t next(const WritCalendar *calendar, const WritStarts *starts, int64_t after)
{
    int64_t instant = 0;
    WritError error;
    if (writ_starts_next(&instant, calendar, starts, after, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
    assert_true(instant > after);
    return instant;
}

static void assert_next(const WritCalendar *calendar, const WritStarts *starts, const char *after,
                        const char *expected)
{
    assert_instant(calendar, next(calendar, starts, instant_of(after)), expected);
}

// --- Days and weeks ----------------------------------------------------------------------------

static void n18_s20_a_time_that_a_leap_skips_comes_an_hour_later(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    WritStarts daily = {.kind = WRIT_STARTS_DAILY, .minute = 2 * 60 + 30};
    assert_next(fr, &daily, "2027-03-27T02:30:00+01:00", "2027-03-28T03:30:00+02:00");
    assert_next(fr, &daily, "2027-03-28T03:30:00+02:00", "2027-03-29T02:30:00+02:00");
}

static void n18_s20_a_time_that_comes_twice_is_the_first_one(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    WritStarts daily = {.kind = WRIT_STARTS_DAILY, .minute = 2 * 60 + 30};
    assert_next(fr, &daily, "2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00");
    assert_next(fr, &daily, "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00");
    assert_next(fr, &daily, "2026-10-25T02:30:00+01:00", "2026-10-26T02:30:00+01:00");
}

static void an_occurrence_at_its_own_instant_is_over(void **state)
{
    (void)state;
    const WritCalendar *ro = the("ro_off");
    WritStarts weekly = {.kind = WRIT_STARTS_WEEKLY, .weekday = 1, .minute = 10 * 60};
    assert_next(ro, &weekly, "2026-10-20T09:59:59+03:00", "2026-10-20T10:00:00+03:00");
    assert_next(ro, &weekly, "2026-10-20T10:00:00+03:00", "2026-10-27T10:00:00+02:00");
    // Holidays are no matter to a weekday: 1 December is one.
    assert_next(ro, &weekly, "2026-11-25T00:00:00+02:00", "2026-12-01T10:00:00+02:00");
}

// --- Working days of a month -------------------------------------------------------------------

static void n6_working_days_of_a_month_are_counted_from_both_ends(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    const WritCalendar *ro = the("ro_off");
    WritStarts fourth = {.kind = WRIT_STARTS_ON_WORKING_DAY, .working_day = 4, .minute = 7 * 60};
    assert_next(fr, &fourth, "2026-10-06T08:00:00+02:00", "2026-11-05T07:00:00+01:00");
    // In Romania 30 November and 1 December are holidays.
    assert_next(ro, &fourth, "2026-11-20T08:00:00+02:00", "2026-12-07T07:00:00+02:00");
    WritStarts last = {.kind = WRIT_STARTS_ON_WORKING_DAY, .working_day = -1, .minute = 17 * 60};
    assert_next(fr, &last, "2026-11-20T08:00:00+01:00", "2026-11-30T17:00:00+01:00");
    assert_next(ro, &last, "2026-11-20T08:00:00+02:00", "2026-11-27T17:00:00+02:00");
    assert_next(ro, &last, "2026-11-27T17:00:00+02:00", "2026-12-31T17:00:00+02:00");
}

// By a holiday that came later the fourth working day moved behind the start of the month.
static void n6_a_month_that_had_its_start_has_no_second(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    WritStarts fourth = {.kind = WRIT_STARTS_ON_WORKING_DAY, .working_day = 4, .minute = 7 * 60};
    fourth.month_done = writ_starts_month(fr, instant_of("2026-11-04T07:00:00+01:00"));
    assert_next(fr, &fourth, "2026-11-04T07:00:00+01:00", "2026-12-04T07:00:00+01:00");
}

static void a_month_without_such_a_day_has_no_occurrence(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    WritStarts late = {.kind = WRIT_STARTS_ON_WORKING_DAY, .working_day = 22, .minute = 7 * 60};
    // October has 22, November 20, December 22 (25 December is a Friday).
    assert_next(fr, &late, "2026-10-01T00:00:00+02:00", "2026-10-30T07:00:00+01:00");
    assert_next(fr, &late, "2026-10-30T07:00:00+01:00", "2026-12-31T07:00:00+01:00");
}

static void beyond_what_the_calendar_knows_is_an_error_that_says_so(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    WritStarts first = {.kind = WRIT_STARTS_ON_WORKING_DAY, .working_day = 1, .minute = 7 * 60};
    int64_t instant = 0;
    WritError error;
    assert_int_equal(
        writ_starts_next(&instant, fr, &first, instant_of("2027-05-20T00:00:00+02:00"), &error),
        WRIT_LIMIT);
    assert_non_null(strstr(error.text, "fr_off"));
    int64_t days[] = {day_of("2026-11-02"), day_of("2026-11-09")};
    WritStarts table = {.kind = WRIT_STARTS_ON_DATES,
                        .days = days,
                        .day_count = 2,
                        .through = day_of("2026-11-10"),
                        .minute = 60};
    assert_next(fr, &table, "2026-11-02T01:00:00+01:00", "2026-11-09T01:00:00+01:00");
    assert_int_equal(
        writ_starts_next(&instant, fr, &table, instant_of("2026-11-09T01:00:00+01:00"), &error),
        WRIT_LIMIT);
    assert_non_null(strstr(error.text, "2026-11-10"));
}

// --- Each once (S19) ---------------------------------------------------------------------------

static bool is_on(const WritCalendar *calendar, const WritStarts *starts, int64_t day)
{
    if (starts->kind == WRIT_STARTS_DAILY) {
        return true;
    }
    if (starts->kind == WRIT_STARTS_WEEKLY) {
        return (day + 3) % 7 == starts->weekday;
    }
    // Counted from the month's first day.
    WritDate date = writ_date_from_days(day);
    int32_t rank = 0;
    bool works = false;
    for (int64_t at = day - date.day + 1; at <= day; at++) {
        WritCalendarDay said;
        assert_int_equal(writ_calendar_day(&said, calendar, at, NULL), WRIT_OK);
        works = said.open_count > 0;
        rank += works ? 1 : 0;
    }
    return works && rank == starts->working_day;
}

static void s19_every_occurrence_comes_once_and_in_order(void **state)
{
    (void)state;
    static const WritStarts all[] = {
        {.kind = WRIT_STARTS_DAILY, .minute = 2 * 60 + 30},
        {.kind = WRIT_STARTS_DAILY, .minute = 3 * 60 + 30},
        {.kind = WRIT_STARTS_WEEKLY, .weekday = 6, .minute = 2 * 60 + 59},
        {.kind = WRIT_STARTS_ON_WORKING_DAY, .working_day = 3, .minute = 23 * 60 + 59},
    };
    static const char *const names[] = {"fr_off", "ro_off", "fi_reg", "uk_off", "ro_wh"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const WritCalendar *calendar = the(names[i]);
        for (size_t j = 0; j < sizeof all / sizeof all[0]; j++) {
            int64_t at = instant_of("2026-10-02T00:00:00+03:00");
            for (int64_t day = day_of("2026-10-02"); day < day_of("2027-05-01"); day++) {
                if (!is_on(calendar, &all[j], day)) {
                    continue;
                }
                int64_t expected = writ_zone_instant(writ_calendar_zone(calendar), day,
                                                     all[j].minute * MICROS_A_MINUTE);
                at = next(calendar, &all[j], at);
                assert_int_equal(at, expected);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(n18_s20_a_time_that_a_leap_skips_comes_an_hour_later),
        cmocka_unit_test(n18_s20_a_time_that_comes_twice_is_the_first_one),
        cmocka_unit_test(an_occurrence_at_its_own_instant_is_over),
        cmocka_unit_test(n6_working_days_of_a_month_are_counted_from_both_ends),
        cmocka_unit_test(n6_a_month_that_had_its_start_has_no_second),
        cmocka_unit_test(a_month_without_such_a_day_has_no_occurrence),
        cmocka_unit_test(beyond_what_the_calendar_knows_is_an_error_that_says_so),
        cmocka_unit_test(s19_every_occurrence_comes_once_and_in_order),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
