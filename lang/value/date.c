// The proleptic Gregorian calendar as a count of days.
//
// A cycle of 400 years has a whole number of days, and counted from 1 March the lengths of months
// repeat in a pattern that one line of arithmetic gives: the leap day is the last day of a year.
#include "value/date.h"

#include <assert.h>
#include <string.h>

#include "value/quote.h"

enum { DAYS_IN_CYCLE = 146097, DAYS_FROM_MARCH_0_TO_1970 = 719468, WEEKDAYS = 7, THURSDAY = 3 };

int date_days_of_month(int32_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(month >= 1 && month <= 12);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool writ_date_to_days(WritDate date, int64_t *days)
{
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > date_days_of_month(date.year, date.month)) {
        return false;
    }
    // January and February belong to the year before.
    int32_t year = date.year - (date.month <= 2 ? 1 : 0);
    int32_t month = (date.month + 9) % 12; // 0 is March.
    int32_t cycle = year / 400;
    int32_t year_of_cycle = year % 400;
    int32_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int32_t day_of_cycle =
        year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    *days = (int64_t)cycle * DAYS_IN_CYCLE + day_of_cycle - DAYS_FROM_MARCH_0_TO_1970;
    return true;
}

int32_t writ_date_weekday(int64_t days)
{
    int64_t weekday = (days % WEEKDAYS + THURSDAY) % WEEKDAYS; // Day 0 was one.
    return (int32_t)(weekday < 0 ? weekday + WEEKDAYS : weekday);
}

WritDate writ_date_from_days(int64_t days)
{
    assert(days >= WRIT_DATE_DAYS_MIN && days <= WRIT_DATE_DAYS_MAX);
    int32_t since = (int32_t)days + DAYS_FROM_MARCH_0_TO_1970;
    int32_t cycle = since / DAYS_IN_CYCLE;
    int32_t day_of_cycle = since % DAYS_IN_CYCLE;
    // Each division takes out the leap days that were counted too much.
    int32_t year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 -
                             day_of_cycle / (DAYS_IN_CYCLE - 1)) /
                            365;
    int32_t day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    int32_t month = (5 * day_of_year + 2) / 153; // 0 is March.
    int32_t day = day_of_year - (153 * month + 2) / 5 + 1;
    int32_t year = cycle * 400 + year_of_cycle + (month >= 10 ? 1 : 0);
    return (WritDate){year, (uint8_t)(month < 10 ? month + 3 : month - 9), (uint8_t)day};
}

bool date_digits(WritText text, size_t at, size_t count, int32_t *number)
{
    assert(count <= 9);
    if (at + count > text.length) {
        return false;
    }
    *number = 0;
    for (size_t i = at; i < at + count; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
        *number = *number * 10 + (text.data[i] - '0');
    }
    return true;
}

WritStatus writ_date_parse(int64_t *days, WritText text, WritError *error)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int32_t year = 0;
    int32_t month = 0;
    int32_t day = 0;
    if (text.length != strlen("2026-03-02") || !date_digits(text, 0, 4, &year) ||
        text.data[4] != '-' || !date_digits(text, 5, 2, &month) || text.data[7] != '-' ||
        !date_digits(text, 8, 2, &day)) {
        (void)writ_fail(error, WRIT_INVALID, "%s is no date", quote_text(text).text);
        return writ_hint(error, "write year, month and day: 2026-03-02");
    }
    if (writ_date_to_days((WritDate){year, (uint8_t)month, (uint8_t)day}, days)) {
        return WRIT_OK;
    }
    if (year < 1 || month < 1 || month > 12) {
        (void)writ_fail(error, WRIT_INVALID, "%s is no date: %s", quote_text(text).text,
                        year < 1 ? "years begin with 0001" : "months go from 01 to 12");
        return writ_hint(error, "write year, month and day: 2026-03-02");
    }
    return writ_fail(error, WRIT_INVALID, "%s does not exist: %s %d has %d days",
                     quote_text(text).text, months[month - 1], year,
                     date_days_of_month(year, month));
}
