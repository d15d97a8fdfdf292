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
// One calendar with four openings in the hours in which most clocks change, of three days around
// `near`.
RandomCalendars *calendar_random_nights(WritArena *arena, Random *random);
// A day from 2008 to 2027: two times in three one on which the zone's clocks change, as far as it
// is known here.
int64_t calendar_random_day(Random *random, WritText zone);

#endif
