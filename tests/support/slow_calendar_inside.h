// What the files of the slow calendar share: which minutes are open.
#ifndef SUPPORT_SLOW_CALENDAR_INSIDE_H
#define SUPPORT_SLOW_CALENDAR_INSIDE_H

#include "support/slow_calendar.h"

#define SLOW_MINUTE_MICROS INT64_C(60000000)

// From its first midnight to the next day's.
typedef struct SlowDay {
    bool *open; // One for each minute; NULL where nobody asked yet.
    int64_t from;
    int64_t to; // Not included.
} SlowDay;

bool slow_calendar_knows(const SlowCalendar *calendar, int64_t day);
const SlowDay *slow_calendar_minutes(SlowCalendar *calendar, int64_t day);
bool slow_calendar_is_open(SlowCalendar *calendar, int64_t minute);
bool slow_calendar_works(SlowCalendar *calendar, int64_t day);
// What to say where a count has left the days that are known: WRIT_INVALID where none of them is a
// working day, WRIT_LIMIT otherwise.
WritStatus slow_calendar_left(SlowCalendar *calendar);

#endif
