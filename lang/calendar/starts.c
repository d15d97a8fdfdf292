// The next occurrence of what recurs. Days are looked at one by one from the local day before: a
// leap of the zone may move an occurrence by up to a day.
#include "writ/calendar_starts.h"

#include <assert.h>

#include "writ/value.h"

enum { MONTHS_A_YEAR = 12, MONTHS_LOOKED_AT = 25 };
static const int64_t MICROS_A_MINUTE = 60000000;

static int64_t instant_on(const WritCalendar *calendar, const WritStarts *starts, int64_t day)
{
    return writ_zone_instant(writ_calendar_zone(calendar), day, starts->minute * MICROS_A_MINUTE);
}

static int64_t next_by_day(const WritCalendar *calendar, const WritStarts *starts, int64_t day,
                           int64_t after)
{
    for (;; day++) {
        if (starts->kind == WRIT_STARTS_WEEKLY &&
            (uint32_t)writ_date_weekday(day) != starts->weekday) {
            continue;
        }
        int64_t instant = instant_on(calendar, starts, day);
        if (instant > after) {
            return instant;
        }
    }
}

static WritStatus next_by_month(int64_t *instant, const WritCalendar *calendar,
                                const WritStarts *starts, int64_t day, int64_t after,
                                WritError *error)
{
    // The day before may lie before all that the calendar knows.
    int64_t first = writ_calendar_rules(calendar)->first_day;
    WritDate date = writ_date_from_days(day < first ? first : day);
    int32_t month = date.year * MONTHS_A_YEAR + date.month - 1;
    month = month > starts->month_done ? month : starts->month_done + 1;
    for (int32_t i = 0; i < MONTHS_LOOKED_AT; i++, month++) {
        int64_t found = 0;
        WritStatus status =
            writ_calendar_day_of_month(&found, calendar, month / MONTHS_A_YEAR,
                                       month % MONTHS_A_YEAR + 1, starts->working_day, error);
        if (status == WRIT_NOT_FOUND) {
            continue;
        }
        if (status != WRIT_OK) {
            return status;
        }
        *instant = instant_on(calendar, starts, found);
        if (*instant > after) {
            return WRIT_OK;
        }
    }
    (void)writ_fail(error, WRIT_LIMIT, "no month of two years has a working day %d in \"%.*s\"",
                    starts->working_day, WRIT_TEXT_ARGS(writ_calendar_rules(calendar)->name));
    return writ_hint(error, "Choose a working day that every month has, 15 for example.");
}

static WritStatus next_of_table(int64_t *instant, const WritCalendar *calendar,
                                const WritStarts *starts, int64_t after, WritError *error)
{
    for (uint32_t i = 0; i < starts->day_count; i++) {
        *instant = instant_on(calendar, starts, starts->days[i]);
        if (*instant > after) {
            return WRIT_OK;
        }
    }
    WritDate through = writ_date_from_days(starts->through);
    (void)writ_fail(error, WRIT_LIMIT, "the rule names no further day through %04d-%02d-%02d",
                    through.year, through.month, through.day);
    return writ_hint(error,
                     "If its UNTIL or COUNT is not over, move \"valid through\" of the calendar "
                     "\"%.*s\" to a later date.",
                     WRIT_TEXT_ARGS(writ_calendar_rules(calendar)->name));
}

int32_t writ_starts_month(const WritCalendar *calendar, int64_t instant)
{
    WritDate date = writ_date_from_days(writ_zone_local(writ_calendar_zone(calendar), instant).day);
    return date.year * MONTHS_A_YEAR + date.month - 1;
}

WritStatus writ_starts_next(int64_t *instant, const WritCalendar *calendar,
                            const WritStarts *starts, int64_t after, WritError *error)
{
    int64_t day = writ_zone_local(writ_calendar_zone(calendar), after).day - 1;
    switch (starts->kind) {
    case WRIT_STARTS_DAILY:
    case WRIT_STARTS_WEEKLY:
        *instant = next_by_day(calendar, starts, day, after);
        return WRIT_OK;
    case WRIT_STARTS_ON_WORKING_DAY:
        return next_by_month(instant, calendar, starts, day, after, error);
    case WRIT_STARTS_ON_DATES:
        return next_of_table(instant, calendar, starts, after, error);
    }
    WRIT_UNREACHABLE();
}
