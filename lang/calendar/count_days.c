// Counting working days on a compiled calendar, and what it says of a day.
#include "calendar/count_errors.h"

#include "value/quote.h"
#include "writ/value.h"

static WritStatus check_day(const WritCalendar *calendar, int64_t day, Asked asked,
                            WritError *error)
{
    if (day < calendar->first_day) {
        return count_fail_unknown(calendar, COUNT_BEFORE, asked, error);
    }
    if (day > calendar->last_day) {
        return count_fail_unknown(calendar, COUNT_BEHIND, asked, error);
    }
    return WRIT_OK;
}

static uint32_t working_in_all(const WritCalendar *calendar)
{
    return calendar->working_before[calendar->day_count];
}

// Working days from the first known day up to and with `day`.
static uint32_t working_until(const WritCalendar *calendar, int64_t day)
{
    return calendar->working_before[day - calendar->first_day + 1];
}

static int64_t close_of(const WritCalendar *calendar, int64_t working_day)
{
    uint32_t next = calendar->first_interval[working_day - calendar->first_day + 1];
    return calendar->intervals[next - 1].to;
}

// The working day of this rank among all, counted from 0.
static int64_t working_day(const WritCalendar *calendar, uint32_t rank)
{
    return calendar->first_day + calendar->working_days[rank];
}

WritStatus writ_calendar_move_day(int64_t *moved, const WritCalendar *calendar, int64_t day,
                                  int64_t count, WritError *error)
{
    *moved = day;
    if (!days_know(calendar, day)) {
        return check_day(calendar, day, asked_days(count, day), error);
    }
    if (count == 0) {
        return WRIT_OK;
    }
    uint32_t all = working_in_all(calendar);
    if (all == 0) {
        return count_fail_never_open(calendar, asked_days(count, day), error);
    }
    uint32_t until = working_until(calendar, day);
    uint32_t before = calendar->working_before[day - calendar->first_day];
    if (count > (int64_t)all - until) {
        return count_fail_unknown(calendar, COUNT_BEHIND, asked_days(count, day), error);
    }
    if (count < -(int64_t)before) {
        return count_fail_unknown(calendar, COUNT_BEFORE, asked_days(count, day), error);
    }
    int64_t rank = count > 0 ? until + count - 1 : before + count;
    *moved = working_day(calendar, (uint32_t)rank);
    return WRIT_OK;
}

WritStatus writ_calendar_closing(int64_t *instant, const WritCalendar *calendar, int64_t day,
                                 WritError *error)
{
    *instant = 0;
    if (!days_know(calendar, day)) {
        return check_day(calendar, day, asked_day("the closing time of", day), error);
    }
    uint32_t until = working_until(calendar, day);
    if (until == 0) {
        Asked asked = asked_day("the last closing time until", day);
        return working_in_all(calendar) == 0
                   ? count_fail_never_open(calendar, asked, error)
                   : count_fail_unknown(calendar, COUNT_BEFORE, asked, error);
    }
    *instant = close_of(calendar, working_day(calendar, until - 1));
    return WRIT_OK;
}

WritStatus writ_calendar_add_days(int64_t *due, const WritCalendar *calendar, int64_t from,
                                  int64_t count, WritError *error)
{
    *due = from;
    int64_t day = writ_zone_local(calendar->zone, from).day;
    if (count == 0) {
        return writ_calendar_closing(due, calendar, day, error);
    }
    int64_t moved = 0;
    WritStatus status = writ_calendar_move_day(&moved, calendar, day, count, error);
    if (status == WRIT_OK) {
        *due = close_of(calendar, moved);
    }
    return status;
}

WritStatus writ_calendar_days_between(int64_t *count, const WritCalendar *calendar, int64_t from,
                                      int64_t to, WritError *error)
{
    *count = 0;
    if (!days_know(calendar, from) || !days_know(calendar, to)) {
        Asked asked = asked_days_between(from, to);
        WritStatus status = check_day(calendar, from, asked, error);
        return status == WRIT_OK ? check_day(calendar, to, asked, error) : status;
    }
    *count = (int64_t)working_until(calendar, to) - working_until(calendar, from);
    return WRIT_OK;
}

// --- Days ---------------------------------------------------------------------------------------

static WritText holiday_of(const WritCalendarRules *rules, int64_t day)
{
    uint32_t first = calendars_first_holiday(rules, day);
    return first < rules->holiday_count && rules->holidays[first].day == day
               ? rules->holidays[first].name
               : (WritText){NULL, 0};
}

WritStatus writ_calendar_day(WritCalendarDay *day, const WritCalendar *calendar, int64_t local_day,
                             WritError *error)
{
    *day = (WritCalendarDay){.day = local_day};
    if (!days_know(calendar, local_day)) {
        return check_day(calendar, local_day, asked_day("what is asked of", local_day), error);
    }
    int64_t index = local_day - calendar->first_day;
    uint32_t first = calendar->first_interval[index];
    day->open = calendar->intervals + first;
    day->open_count = calendar->first_interval[index + 1] - first;
    day->holiday = holiday_of(calendar->rules, local_day);
    return WRIT_OK;
}

// The first and the last date of a month; false when there is no such month.
static bool find_month(int32_t year, int32_t month, int64_t *first, int64_t *last)
{
    if (month < 1 || month > 12 || year < 1 || year > 9999 ||
        !writ_date_to_days((WritDate){year, (uint8_t)month, 1}, first)) {
        return false;
    }
    uint8_t day = 31;
    while (!writ_date_to_days((WritDate){year, (uint8_t)month, day}, last)) {
        day--;
    }
    return true;
}

static WritStatus fail_few(const WritCalendar *calendar, Asked asked, WritError *error)
{
    (void)writ_fail(error, WRIT_NOT_FOUND, "calendar %s does not have %s",
                    quote_text(calendar->rules->name).text, asked.text);
    return writ_hint(error, "Its month has fewer working days: count fewer.");
}

WritStatus writ_calendar_day_of_month(int64_t *day, const WritCalendar *calendar, int32_t year,
                                      int32_t month, int32_t n, WritError *error)
{
    *day = 0;
    int64_t first = 0;
    int64_t last = 0;
    Asked asked = asked_of_month(n, year, month);
    if (n == 0 || !find_month(year, month, &first, &last)) {
        return writ_fail(error, WRIT_INVALID, "%s is nowhere: days and months are counted from 1",
                         asked.text);
    }
    WritStatus status = check_day(calendar, n > 0 ? first : last, asked, error);
    if (status != WRIT_OK) {
        return status;
    }
    int64_t start = first > calendar->first_day ? first : calendar->first_day;
    int64_t end = last < calendar->last_day ? last : calendar->last_day;
    int64_t before = calendar->working_before[start - calendar->first_day];
    int64_t until = working_until(calendar, end);
    int64_t rank = n > 0 ? before + n - 1 : until + n;
    if (rank >= until) {
        return end < last ? count_fail_unknown(calendar, COUNT_BEHIND, asked, error)
                          : fail_few(calendar, asked, error);
    }
    if (rank < before) {
        return start > first ? count_fail_unknown(calendar, COUNT_BEFORE, asked, error)
                             : fail_few(calendar, asked, error);
    }
    *day = working_day(calendar, (uint32_t)rank);
    return WRIT_OK;
}
