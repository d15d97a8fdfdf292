// The calendars that the reference company's book ships, beside those written by hand from its
// description: the same days and hours through the whole horizon.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/calendar_set.h"
#include "support/company_calendars.h"

static WritArena *arena;
static WritArena *by_hand_arena;
static WritCalendars shipped;
static WritCalendars by_hand;

static int set_up(void **state)
{
    (void)state;
    WritError error;
    arena = writ_arena_new(CALENDAR_SET_ARENA_BYTES);
    by_hand_arena = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES);
    by_hand = company_calendars(by_hand_arena);
    if (calendar_set_read(&shipped, arena, COMPANY_BOOK, NULL, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    writ_arena_free(by_hand_arena);
    return 0;
}

static WritCalendarDay look_at(const WritCalendar *calendar, int64_t day)
{
    WritCalendarDay said;
    WritError error;
    if (writ_calendar_day(&said, calendar, day, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return said;
}

static void assert_same_day(const WritCalendarDay *one, const WritCalendarDay *other)
{
    assert_int_equal(one->open_count, other->open_count);
    for (uint32_t i = 0; i < one->open_count; i++) {
        assert_int_equal(one->open[i].from, other->open[i].from);
        assert_int_equal(one->open[i].to, other->open[i].to);
    }
}

static void the_book_ships_the_days_and_hours_of_its_description(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"corp.calendars.fr_off", "fr_off"}, {"corp.calendars.ro_off", "ro_off"},
        {"corp.calendars.ro_wh", "ro_wh"},   {"corp.calendars.fi_reg", "fi_reg"},
        {"corp.calendars.uk_off", "uk_off"}, {"corp.calendars.group", "group"},
    };
    assert_int_equal(shipped.calendar_count, 7);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const WritCalendar *in_book = calendar_of(arena, &shipped, names[i][0]);
        const WritCalendar *expected = calendar_of(by_hand_arena, &by_hand, names[i][1]);
        for (int64_t day = day_of("2026-10-01"); day <= day_of("2027-05-31"); day++) {
            WritCalendarDay one = look_at(in_book, day);
            WritCalendarDay other = look_at(expected, day);
            assert_same_day(&one, &other);
        }
    }
}

static void around_the_clock_never_closes(void **state)
{
    (void)state;
    const WritCalendar *calendar = calendar_of(arena, &shipped, "corp.calendars.around_the_clock");
    for (int64_t day = day_of("2026-10-01"); day <= day_of("2027-05-31"); day++) {
        WritCalendarDay said = look_at(calendar, day);
        assert_int_equal(said.open_count, 1);
        assert_int_equal(said.open[0].to - said.open[0].from, hours(24));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_book_ships_the_days_and_hours_of_its_description),
        cmocka_unit_test(around_the_clock_never_closes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
