// Calendars as bytes: what is read is written back as it was, is compiled or refused, and the
// counts of a calendar agree with each other wherever they are asked.
#include <assert.h>
#include <stdint.h>

#include "writ/calendar.h"

static const int64_t MICROS_A_DAY = INT64_C(86400) * 1000000;
enum { COMPILED_MAX = 3, MOMENTS = 40 };

static void count_time(const WritCalendar *calendar, int64_t from, int64_t micros)
{
    int64_t due = 0;
    int64_t again = 0;
    int64_t passed = 0;
    if (writ_calendar_add_time(&due, calendar, from, micros, NULL) != WRIT_OK) {
        return;
    }
    assert(due >= from);
    WritStatus status = writ_calendar_time_between(&passed, calendar, from, due, NULL);
    assert(status == WRIT_OK && passed == micros);
    // The earliest: a moment before, less had passed.
    status = writ_calendar_time_between(&passed, calendar, from, due - 1, NULL);
    assert(status == WRIT_OK && passed == (micros == 0 ? 0 : micros - 1));
    status = writ_calendar_subtract_time(&again, calendar, due, micros, NULL);
    assert(status == WRIT_OK && again >= from);
    status = writ_calendar_time_between(&passed, calendar, from, again, NULL);
    assert(status == WRIT_OK && passed == 0);
}

static void count_days(const WritCalendar *calendar, int64_t day, int64_t count)
{
    int64_t moved = 0;
    int64_t between = 0;
    int64_t closing = 0;
    if (writ_calendar_move_day(&moved, calendar, day, count, NULL) != WRIT_OK || count == 0) {
        return;
    }
    WritStatus status = writ_calendar_days_between(&between, calendar, day, moved, NULL);
    assert(status == WRIT_OK);
    assert(count > 0 ? between == count : between == count || between == count + 1);
    WritCalendarDay said;
    status = writ_calendar_day(&said, calendar, moved, NULL);
    assert(status == WRIT_OK && said.open_count > 0);
    for (uint32_t i = 0; i < said.open_count; i++) {
        assert(said.open[i].from < said.open[i].to);
        assert(i == 0 || said.open[i - 1].to < said.open[i].from);
    }
    status = writ_calendar_closing(&closing, calendar, moved, NULL);
    assert(status == WRIT_OK && closing == said.open[said.open_count - 1].to);
}

static void count_close(const WritCalendar *calendar, int64_t from, int64_t count)
{
    int64_t due = 0;
    int64_t moved = 0;
    int64_t closing = 0;
    if (writ_calendar_add_days(&due, calendar, from, count, NULL) != WRIT_OK) {
        return;
    }
    int64_t day = writ_zone_local(writ_calendar_zone(calendar), from).day;
    WritStatus status = writ_calendar_move_day(&moved, calendar, day, count, NULL);
    assert(status == WRIT_OK);
    status = writ_calendar_closing(&closing, calendar, moved, NULL);
    assert(status == WRIT_OK && closing == due);
}

static void count_month(const WritCalendar *calendar, int64_t day, int32_t n)
{
    int32_t year = (int32_t)(1970 + day / 366);
    for (int32_t month = 0; month <= 13; month++) {
        int64_t found = 0;
        WritCalendarDay said;
        if (writ_calendar_day_of_month(&found, calendar, year, month, n, NULL) == WRIT_OK) {
            WritStatus status = writ_calendar_day(&said, calendar, found, NULL);
            assert(status == WRIT_OK && said.open_count > 0);
        }
    }
}

static void ask(const WritCalendar *calendar)
{
    const WritCalendarRules *rules = writ_calendar_rules(calendar);
    int64_t first = rules->first_day;
    int64_t span = rules->last_day - first + 1;
    for (int64_t i = -1; i <= MOMENTS; i++) {
        int64_t day = first + span * i / MOMENTS;
        int64_t instant = day * MICROS_A_DAY + i * INT64_C(1234567891);
        count_time(calendar, instant, 0);
        count_time(calendar, instant, 1 + i * i * INT64_C(98765432));
        count_time(calendar, instant, INT64_MAX);
        count_days(calendar, day, i % 7 - 3);
        count_days(calendar, day, -i);
        count_days(calendar, day, i % 2 == 0 ? INT64_MAX : INT64_MIN);
        count_close(calendar, instant, i % 5);
        count_month(calendar, day, (int32_t)(i % 11 - 5));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritArena *arena = writ_arena_new(WRIT_CALENDARS_ARENA_BYTES);
    WritText bytes = {(const char *)data, size};
    WritCalendars set;
    if (writ_calendars_decode(&set, arena, bytes, NULL) == WRIT_OK) {
        WritBuffer again = {0};
        writ_calendars_encode(&again, &set);
        assert(writ_text_equal(writ_buffer_text(&again), bytes));
        writ_buffer_clear(&again);
        writ_calendars_sort(&set);
        writ_calendars_encode(&again, &set);
        assert(writ_text_equal(writ_buffer_text(&again), bytes));
        writ_buffer_dispose(&again);
        for (uint32_t i = 0; i < set.calendar_count && i < COMPILED_MAX; i++) {
            WritArena *tables = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES);
            const WritCalendar *calendar = NULL;
            if (writ_calendar_compile(&calendar, tables, &set, set.calendars[i].name, NULL) ==
                WRIT_OK) {
                ask(calendar);
            }
            writ_arena_free(tables);
        }
    }
    writ_arena_free(arena);
    return 0;
}
