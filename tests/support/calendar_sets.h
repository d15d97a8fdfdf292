// Sets of calendars for tests: the reference company's, and what any set needs.
#ifndef SUPPORT_CALENDAR_SETS_H
#define SUPPORT_CALENDAR_SETS_H

#include "writ/calendar.h"

enum {
    EVERY_DAY = 0x7f,
    MONDAY = 1 << 0,
    FRIDAY = 1 << 4,
    SATURDAY = 1 << 5,
    SUNDAY = 1 << 6,
    MONDAY_TO_THURSDAY = 0x0f,
    MONDAY_TO_FRIDAY = 0x1f,
    MONDAY_TO_SATURDAY = 0x3f,
};

// "2026-10-25" as days and "2026-10-25T02:30:00+01:00" as microseconds since 1970. Anything else
// fails the test.
int64_t calendar_day(const char *date);
int64_t calendar_instant(const char *text);

// The TZif bytes of this zone, in `arena`. Fails the test where the machine has no such zone.
WritText calendar_zone_file(WritArena *arena, WritText name);
// Adds the file of every zone that the set's calendars name, by rising name; `arena` keeps them.
void calendar_set_zones(WritCalendars *set, WritArena *arena);

// The seven calendars of the reference company, from 2026-10-01 to 2027-05-31: "always",
// "fi_register", "fr_office", "group", "ro_office", "ro_warehouse", "uk_office".
WritCalendars *calendar_set_company(WritArena *arena);

// A set as its author would tell it, for messages.
void calendar_set_print(WritBuffer *out, const WritCalendars *set);

#endif
