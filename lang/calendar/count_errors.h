// What is said when a count cannot be made.
#ifndef CALENDAR_COUNT_ERRORS_H
#define CALENDAR_COUNT_ERRORS_H

#include "calendar/days.h"

// What was asked, in words that end a sentence: "8 working hours from 2027-05-31T16:00:00+02:00".
typedef struct Asked {
    char text[160];
} Asked;

typedef enum CountSide {
    COUNT_BEFORE, // What is asked lies before the first known day,
    COUNT_BEHIND, // or behind the last.
} CountSide;

// `micros` of open time, and from or until when.
Asked asked_time(const WritCalendar *calendar, int64_t micros, const char *word, int64_t instant);
Asked asked_days(int64_t count, int64_t day);
Asked asked_day(const char *what, int64_t day);
Asked asked_between(const WritCalendar *calendar, int64_t from, int64_t to);
Asked asked_days_between(int64_t from, int64_t to);
Asked asked_of_month(int32_t n, int32_t year, int32_t month);

// WRIT_LIMIT: what is asked needs a day that the calendar does not know.
WritStatus count_fail_unknown(const WritCalendar *calendar, CountSide side, Asked asked,
                              WritError *error);
// WRIT_INVALID: the calendar is open on no day that it knows.
WritStatus count_fail_never_open(const WritCalendar *calendar, Asked asked, WritError *error);

#endif
