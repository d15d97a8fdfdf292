// Working time counted minute by minute: the oracle of writ/calendar.h.
//
// It reads the rules as their author wrote them and asks of every single minute whether the
// calendar is open. There are no sums that were made before and no search but one step after the
// other. What it keeps is, of each day that was asked for, which of its minutes are open.
//
// Where the rules leave a choice:
//   a day lasts from its first midnight to the next day's first midnight, and no opening reaches
//     out of its day. So a day that a zone leaps over has no time and is no working day;
//   an opening whose end is not later than its start, once both are shifted, is none on that day;
//   what two openings of a day share after such a shift is open once;
//   a holiday of its own closes a calendar that is made of others, too;
//   a calendar that is made of others knows the days that all of them know.
#ifndef SUPPORT_SLOW_CALENDAR_H
#define SUPPORT_SLOW_CALENDAR_H

#include "support/slow_zone.h"
#include "writ/calendar.h"

typedef struct SlowCalendar SlowCalendar;

// Of the calendar `name` in `set`, which outlives it, and so do the zones.
SlowCalendar *slow_calendar_new(SlowZones *zones, const WritCalendars *set, WritText name);
void slow_calendar_free(SlowCalendar *calendar);
SlowZone *slow_calendar_zone(SlowCalendar *calendar);
// The days that it knows.
int64_t slow_calendar_first_day(const SlowCalendar *calendar);
int64_t slow_calendar_last_day(const SlowCalendar *calendar);

// Questions and answers of writ/calendar.h, with its units and its statuses.
// What is open is merged: no interval begins where another ends. It lives as long as the calendar.
WritStatus slow_calendar_day(WritCalendarDay *day, SlowCalendar *calendar, int64_t local_day);
WritStatus slow_calendar_add_time(int64_t *due, SlowCalendar *calendar, int64_t from,
                                  int64_t micros);
WritStatus slow_calendar_subtract_time(int64_t *from, SlowCalendar *calendar, int64_t to,
                                       int64_t micros);
WritStatus slow_calendar_time_between(int64_t *micros, SlowCalendar *calendar, int64_t from,
                                      int64_t to);
WritStatus slow_calendar_add_days(int64_t *due, SlowCalendar *calendar, int64_t from,
                                  int64_t count);
WritStatus slow_calendar_move_day(int64_t *moved, SlowCalendar *calendar, int64_t day,
                                  int64_t count);
// Days, not instants.
WritStatus slow_calendar_days_between(int64_t *count, SlowCalendar *calendar, int64_t from,
                                      int64_t to);
WritStatus slow_calendar_closing(int64_t *instant, SlowCalendar *calendar, int64_t day);
WritStatus slow_calendar_day_of_month(int64_t *day, SlowCalendar *calendar, int32_t year,
                                      int32_t month, int32_t n);

#endif
