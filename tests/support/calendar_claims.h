// What is said of the slow calendar by examples that were counted by hand. Each claim fails its
// test where it does not hold. Dates and instants are written out: "2026-10-25",
// "2026-10-25T02:30:00+01:00".
#ifndef SUPPORT_CALENDAR_CLAIMS_H
#define SUPPORT_CALENDAR_CLAIMS_H

#include "support/slow_calendar.h"

typedef struct CalendarFixture {
    WritArena *arena;
    SlowZones *zones;
    WritCalendars *set; // The company's, where a test does not use its own.
} CalendarFixture;

// For cmocka; the state is a CalendarFixture.
int calendar_set_up(void **state);
int calendar_tear_down(void **state);

// From here on the set has one calendar, "own", known from 2009 to 2027. The second opening has no
// weekdays where there is none.
void calendar_use_own(CalendarFixture *f, const char *zone, const WritOpening openings[2]);
// Adds "own" to the company's calendars: in Paris, without hours, made of "fr_office" and
// "ro_office".
void calendar_use_composed(CalendarFixture *f, WritCalendarParts kind);
// The caller releases it with slow_calendar_free.
SlowCalendar *calendar_use(CalendarFixture *f, const char *name);

void claim_zone(CalendarFixture *f, const char *zone, const char *day, int64_t minute,
                const char *instant);
void claim_added(CalendarFixture *f, const char *name, const char *from, int64_t micros,
                 const char *due);
void claim_subtracted(CalendarFixture *f, const char *name, const char *to, int64_t micros,
                      const char *from);
void claim_between(CalendarFixture *f, const char *name, const char *from, const char *to,
                   int64_t micros);
void claim_days_added(CalendarFixture *f, const char *name, const char *from, int64_t count,
                      const char *due);
void claim_moved(CalendarFixture *f, const char *name, const char *day, int64_t count,
                 const char *moved);
void claim_counted(CalendarFixture *f, const char *name, const char *from, const char *to,
                   int64_t count);
void claim_closing(CalendarFixture *f, const char *name, const char *day, const char *instant);
// `month` is "2027-01"; `day` is NULL where the month has fewer.
void claim_of_month(CalendarFixture *f, const char *name, const char *month, int32_t n,
                    const char *day);

// What is open on `day`: nothing where `from` is NULL, one interval where `from_2` is.
typedef struct ClaimedDay {
    const char *day;
    const char *from, *to;
    const char *from_2, *to_2;
    const char *holiday; // NULL: none.
} ClaimedDay;

void claim_open(CalendarFixture *f, const char *name, ClaimedDay claimed);

#endif
