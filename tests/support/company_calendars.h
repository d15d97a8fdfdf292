// The seven calendars of the reference company from 2026-10-01 through 2027-05-31, and words for
// tests that count on them.
//
//     fr_off fi_reg ro_off ro_wh uk_off      offices, an authority, a warehouse
//     group                                  French hours on days that both countries work
//     always                                 every hour of every day
#ifndef SUPPORT_COMPANY_CALENDARS_H
#define SUPPORT_COMPANY_CALENDARS_H

#include "writ/calendar.h"

// A sorted set in `arena`. Its zones are rules alone, so that no tz database is needed.
WritCalendars company_calendars(WritArena *arena);
// One calendar of a set, compiled; fails the test where that fails.
const WritCalendar *calendar_of(WritArena *arena, const WritCalendars *set, const char *name);

// "2026-10-23T16:00:00+02:00" and "2026-10-23" as numbers; fail the test for anything else.
int64_t instant_of(const char *text);
int64_t day_of(const char *text);
// `count` hours or minutes in microseconds.
int64_t hours(int64_t count);
int64_t minutes(int64_t count);
// Fails the test unless the instant shows as `expected` in the calendar's zone.
void assert_instant(const WritCalendar *calendar, int64_t instant, const char *expected);
void assert_day(int64_t day, const char *expected);

// Counting that must not fail.
int64_t add_time(const WritCalendar *calendar, const char *from, int64_t micros);
int64_t subtract_time(const WritCalendar *calendar, const char *to, int64_t micros);
int64_t time_between(const WritCalendar *calendar, const char *from, const char *to);
int64_t add_days(const WritCalendar *calendar, const char *from, int64_t count);
int64_t move_day(const WritCalendar *calendar, const char *day, int64_t count);
int64_t days_between(const WritCalendar *calendar, const char *from, const char *to);
int64_t closing(const WritCalendar *calendar, const char *day);

#endif
