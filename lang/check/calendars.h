// Calendars of working time: which days and hours a book says, before holidays are read.
#ifndef CHECK_CALENDARS_H
#define CHECK_CALENDARS_H

#include "check/checker.h"

// Where a calendar that does not say it ends to be known: 2099-12-31. None reaches further.
enum { CHECK_CALENDAR_LAST_DAY = 47481 };

// Makes the calendar of a symbol; then, when all are made, what its lines say.
void check_calendar_shell(Checker *checker, Symbol *symbol);
void check_calendar_lines(Checker *checker, Symbol *symbol);
// True when none of its own hours are on the weekday of `day`.
bool check_is_closed_weekday(const Calendar *calendar, int64_t day);
// How many days of the week have hours of its own; 7 where it has none.
uint32_t check_open_weekday_count(const Calendar *calendar);
// How many of the days of a month can be among these.
uint32_t check_month_days_max(const Calendar *calendar);
// What follows from all lines and from the parts: zone, last day, and what is lacking.
void check_calendar_whole(Checker *checker, Symbol *symbol);

#endif
