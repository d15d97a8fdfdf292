// The seven calendars of the reference company, day by day through the test horizon.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/company_calendars.h"
#include "writ/value.h"

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

// 0 is Monday; 2026-10-05 was one.
static int weekday_of(int64_t day)
{
    return (int)((day - day_of("2026-10-05") + 7) % 7);
}

// All days from Monday to the weekday before `week_end` on which it is closed, as one text.
static void assert_closed(const char *name, int week_end, const char *expected)
{
    const WritCalendar *calendar = calendar_of(arena, &company, name);
    WritBuffer closed = {0};
    for (int64_t day = day_of("2026-10-01"); day <= day_of("2027-05-31"); day++) {
        WritCalendarDay said;
        WritError error;
        assert_int_equal(writ_calendar_day(&said, calendar, day, &error), WRIT_OK);
        assert_int_equal(said.day, day);
        if (weekday_of(day) >= week_end) {
            assert_int_equal(said.open_count, 0);
        } else if (said.open_count == 0) {
            WritDate date = writ_date_from_days(day);
            writ_buffer_format(&closed, "%02d-%02d ", date.month, date.day);
        }
    }
    assert_string_equal(writ_buffer_string(&closed), expected);
    writ_buffer_dispose(&closed);
}

static void every_holiday_of_the_horizon_is_closed_and_no_other_day(void **state)
{
    (void)state;
    assert_closed("fr_off", 5, "11-11 12-25 01-01 03-29 05-06 05-17 ");
    assert_closed("ro_off", 5, "11-30 12-01 12-25 01-01 01-06 01-07 04-30 05-03 ");
    assert_closed("ro_wh", 6, "11-30 12-01 12-25 12-26 01-01 01-02 01-06 01-07 04-30 05-01 05-03 ");
    assert_closed("fi_reg", 5, "12-24 12-25 01-01 01-06 03-26 03-29 05-06 ");
    assert_closed("uk_off", 5, "12-25 12-28 01-01 03-26 03-29 05-03 05-31 ");
    assert_closed("group", 5,
                  "11-11 11-30 12-01 12-25 01-01 01-06 01-07 03-29 04-30 05-03 05-06 "
                  "05-17 ");
    assert_closed("always", 7, "");
}

static void assert_open(const char *name, const char *date, const char *expected)
{
    const WritCalendar *calendar = calendar_of(arena, &company, name);
    WritCalendarDay day;
    WritError error;
    assert_int_equal(writ_calendar_day(&day, calendar, day_of(date), &error), WRIT_OK);
    WritBuffer open = {0};
    for (uint32_t i = 0; i < day.open_count; i++) {
        writ_zone_print(&open, writ_calendar_zone(calendar), day.open[i].from);
        writ_buffer_add_string(&open, " to ");
        writ_zone_print(&open, writ_calendar_zone(calendar), day.open[i].to);
        writ_buffer_add_string(&open, "; ");
    }
    writ_buffer_add(&open, day.holiday);
    assert_string_equal(writ_buffer_string(&open), expected);
    writ_buffer_dispose(&open);
}

static void a_day_tells_its_intervals_and_its_holiday(void **state)
{
    (void)state;
    assert_open("fr_off", "2026-10-20",
                "2026-10-20T09:00:00+02:00 to 2026-10-20T12:30:00+02:00; "
                "2026-10-20T13:30:00+02:00 to 2026-10-20T18:00:00+02:00; ");
    assert_open("uk_off", "2026-10-22", "2026-10-22T08:30:00+01:00 to 2026-10-22T17:00:00+01:00; ");
    assert_open("uk_off", "2026-10-23", "2026-10-23T08:30:00+01:00 to 2026-10-23T15:30:00+01:00; ");
    assert_open("uk_off", "2026-12-28", "Boxing Day (substitute day)");
    assert_open("uk_off", "2026-12-26", "Boxing Day");
    assert_open("ro_wh", "2026-10-24", "2026-10-24T06:00:00+03:00 to 2026-10-24T22:00:00+03:00; ");
    assert_open("always", "2026-10-25", "2026-10-25T00:00:00+03:00 to 2026-10-26T00:00:00+02:00; ");
    // The group closes with its parts and has no holiday of its own.
    assert_open("group", "2026-12-01", "");
}

// Working days and hours of the whole horizon: 173 days from Monday to Friday, 35 Saturdays.
static void the_sums_of_the_horizon_are_those_of_the_calendar_on_the_wall(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int64_t days;
        int64_t minutes;
    } sums[] = {
        {"fr_off", 173 - 6, (173 - 6) * 480},
        {"ro_off", 173 - 8, (173 - 8) * 480},
        {"ro_wh", 173 - 8 + 35 - 3, (173 - 8 + 35 - 3) * 960},
        {"fi_reg", 173 - 7, (173 - 7) * 495},
        // 35 Fridays, of which three are holidays.
        {"uk_off", 173 - 7, (173 - 35 - 4) * 510 + (35 - 3) * 420},
        {"group", 173 - 12, (173 - 12) * 480},
        {"always", 243, 243 * 1440},
    };
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
        const WritCalendar *calendar = calendar_of(arena, &company, sums[i].name);
        const WritZone *zone = writ_calendar_zone(calendar);
        WritError error;
        int64_t days = 0;
        int64_t time = 0;
        int64_t first = day_of("2026-10-01");
        int64_t last = day_of("2027-05-31");
        assert_int_equal(writ_calendar_days_between(&days, calendar, first, last, &error), WRIT_OK);
        assert_int_equal(days + 1, sums[i].days); // 1 October was a working day everywhere.
        assert_int_equal(
            writ_calendar_time_between(&time, calendar, writ_zone_instant(zone, first, 0),
                                       writ_zone_instant(zone, last, hours(24)), &error),
            WRIT_OK);
        assert_int_equal(time, minutes(sums[i].minutes));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_holiday_of_the_horizon_is_closed_and_no_other_day),
        cmocka_unit_test(a_day_tells_its_intervals_and_its_holiday),
        cmocka_unit_test(the_sums_of_the_horizon_are_those_of_the_calendar_on_the_wall),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
