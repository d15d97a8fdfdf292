// A compiled calendar: its days and open intervals as tables in which everything is found by
// halving. Sums over all that lies before make a count cost the same whatever it spans.
//
//     first_interval  0    2    4  4  4    6        of each day, one more at the end
//     intervals       [08-12 13-17][08-12 13-17]… [08-12 13-17]
//     open_before     0  4h 8h ...                  of each interval, one more at the end
//     working_before  0    1    2  2  2    3        of each day, one more at the end
//     working_days    0 1 4                         which days they are
#ifndef CALENDAR_DAYS_H
#define CALENDAR_DAYS_H

#include "calendar/calendars.h"

struct WritCalendar {
    const WritCalendarRules *rules;
    const WritZone *zone;
    int64_t first_day; // What it knows, after its parts are taken into account.
    int64_t last_day;
    int64_t known_from; // The instant at which the first day begins, and that at which the last
    int64_t known_to;   // ends.
    const WritCalendarRules *first_by; // Which calendar says that nothing is known before,
    const WritCalendarRules *last_by;  // and after.
    uint32_t day_count;
    uint32_t interval_count;
    WritOpenInterval *intervals;
    int64_t *open_before;
    uint32_t *first_interval;
    uint32_t *working_before;
    uint32_t *working_days;
};

// Days are counted from the first known one.
static inline bool days_know(const WritCalendar *calendar, int64_t day)
{
    return day >= calendar->first_day && day <= calendar->last_day;
}

// How many open intervals filling it makes at most. Everything but the tables is set.
uint64_t days_intervals_max(const WritCalendar *calendar, const WritCalendar *const *parts);
// Fills the tables; there is room for days_intervals_max.
void days_fill(WritCalendar *calendar, const WritCalendar *const *parts);

#endif
