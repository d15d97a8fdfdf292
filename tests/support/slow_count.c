// Counting on the slow calendar, one minute or one day after the other.
#include "support/slow_calendar_inside.h"

#include <time.h>

static int64_t known_from(SlowCalendar *calendar)
{
    return slow_calendar_minutes(calendar, slow_calendar_first_day(calendar))->from;
}

static int64_t known_to(SlowCalendar *calendar)
{
    return slow_calendar_minutes(calendar, slow_calendar_last_day(calendar))->to;
}

static bool knows_instant(SlowCalendar *calendar, int64_t instant)
{
    return instant >= known_from(calendar) * SLOW_MINUTE_MICROS &&
           instant <= known_to(calendar) * SLOW_MINUTE_MICROS;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

WritStatus slow_calendar_add_time(int64_t *due, SlowCalendar *calendar, int64_t from,
                                  int64_t micros)
{
    if (!knows_instant(calendar, from)) {
        return WRIT_LIMIT;
    }
    int64_t at = from;
    int64_t left = micros;
    int64_t to = known_to(calendar) * SLOW_MINUTE_MICROS;
    while (left > 0 && at < to) {
        int64_t minute = at / SLOW_MINUTE_MICROS;
        int64_t until = (minute + 1) * SLOW_MINUTE_MICROS;
        if (slow_calendar_is_open(calendar, minute)) {
            until = at + smaller(until - at, left);
            left -= until - at;
        }
        at = until;
    }
    *due = at;
    return left > 0 ? slow_calendar_left(calendar) : WRIT_OK;
}

WritStatus slow_calendar_subtract_time(int64_t *from, SlowCalendar *calendar, int64_t to,
                                       int64_t micros)
{
    if (!knows_instant(calendar, to)) {
        return WRIT_LIMIT;
    }
    int64_t at = to;
    int64_t left = micros;
    int64_t first = known_from(calendar) * SLOW_MINUTE_MICROS;
    while (left > 0 && at > first) {
        int64_t minute = (at - 1) / SLOW_MINUTE_MICROS;
        int64_t back = at - minute * SLOW_MINUTE_MICROS;
        if (slow_calendar_is_open(calendar, minute)) {
            back = smaller(back, left);
            left -= back;
        }
        at -= back;
    }
    *from = at;
    return left > 0 ? slow_calendar_left(calendar) : WRIT_OK;
}

WritStatus slow_calendar_time_between(int64_t *micros, SlowCalendar *calendar, int64_t from,
                                      int64_t to)
{
    *micros = 0;
    if (to > from && (!knows_instant(calendar, from) || !knows_instant(calendar, to))) {
        return WRIT_LIMIT;
    }
    for (int64_t at = from; at < to;) {
        int64_t minute = at / SLOW_MINUTE_MICROS;
        int64_t until = smaller((minute + 1) * SLOW_MINUTE_MICROS, to);
        if (slow_calendar_is_open(calendar, minute)) {
            *micros += until - at;
        }
        at = until;
    }
    return WRIT_OK;
}

WritStatus slow_calendar_move_day(int64_t *moved, SlowCalendar *calendar, int64_t day,
                                  int64_t count)
{
    if (!slow_calendar_knows(calendar, day)) {
        return WRIT_LIMIT;
    }
    int64_t step = count < 0 ? -1 : 1;
    int64_t left = count;
    int64_t at = day;
    while (left != 0) {
        at += step;
        if (!slow_calendar_knows(calendar, at)) {
            return slow_calendar_left(calendar);
        }
        left -= slow_calendar_works(calendar, at) ? step : 0;
    }
    *moved = at;
    return WRIT_OK;
}

WritStatus slow_calendar_closing(int64_t *instant, SlowCalendar *calendar, int64_t day)
{
    int64_t at = day;
    if (!slow_calendar_knows(calendar, at)) {
        return WRIT_LIMIT;
    }
    while (!slow_calendar_works(calendar, at)) {
        at -= 1;
        if (!slow_calendar_knows(calendar, at)) {
            return slow_calendar_left(calendar);
        }
    }
    const SlowDay *minutes = slow_calendar_minutes(calendar, at);
    int64_t close = minutes->to;
    while (!minutes->open[close - 1 - minutes->from]) {
        close -= 1;
    }
    *instant = close * SLOW_MINUTE_MICROS;
    return WRIT_OK;
}

WritStatus slow_calendar_add_days(int64_t *due, SlowCalendar *calendar, int64_t from, int64_t count)
{
    if (!knows_instant(calendar, from)) {
        return WRIT_LIMIT;
    }
    int64_t start = slow_zone_local_day(slow_calendar_zone(calendar), from / SLOW_MINUTE_MICROS);
    int64_t day;
    WritStatus status = slow_calendar_move_day(&day, calendar, start, count);
    return status == WRIT_OK ? slow_calendar_closing(due, calendar, day) : status;
}

WritStatus slow_calendar_days_between(int64_t *count, SlowCalendar *calendar, int64_t from,
                                      int64_t to)
{
    if (!slow_calendar_knows(calendar, from) || !slow_calendar_knows(calendar, to)) {
        return WRIT_LIMIT;
    }
    *count = 0;
    for (int64_t day = from; day < to;) {
        day += 1;
        *count += slow_calendar_works(calendar, day) ? 1 : 0;
    }
    for (int64_t day = to; day < from;) {
        day += 1;
        *count -= slow_calendar_works(calendar, day) ? 1 : 0;
    }
    return WRIT_OK;
}

static int64_t first_of_month(int32_t year, int32_t month)
{
    struct tm first = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = 1};
    return (int64_t)timegm(&first) / 86400;
}

WritStatus slow_calendar_day_of_month(int64_t *day, SlowCalendar *calendar, int32_t year,
                                      int32_t month, int32_t n)
{
    if (n == 0 || month < 1 || month > 12) {
        return WRIT_INVALID;
    }
    int64_t first = first_of_month(year, month);
    int64_t after_last = first_of_month(year, month + 1);
    int64_t at = n > 0 ? first : after_last - 1;
    int64_t left = n;
    for (; at >= first && at<after_last; at += n> 0 ? 1 : -1) {
        if (!slow_calendar_knows(calendar, at)) {
            return WRIT_LIMIT;
        }
        if (slow_calendar_works(calendar, at)) {
            left -= n > 0 ? 1 : -1;
        }
        if (left == 0) {
            *day = at;
            return WRIT_OK;
        }
    }
    return WRIT_NOT_FOUND;
}
