// Sets of calendars made at random: up to four openings a day, days that are not alike, holidays,
// calendars made of others, several zones, twenty years or a few weeks.
#ifndef SUPPORT_CALENDAR_RANDOM_H
#define SUPPORT_CALENDAR_RANDOM_H

#include "support/random.h"
#include "writ/calendar.h"

typedef struct RandomCalendars {
    WritCalendars set; // Not sorted yet.
    // The one to be asked, and a day that its first and last days include. Clocks often change on
    // that day.
    WritText name;
    int64_t near;
} RandomCalendars;

// In `arena`. The same seed makes the same set.
RandomCalendars *calendar_random_make(WritArena *arena, Random *random);
// One of the zones that they may be in.
WritText calendar_random_zone(Random *random);
// A day from 2008 to 2027, one of two times a Sunday on which some zone changes its clocks.
int64_t calendar_random_day(Random *random);

#endif
