// Clocks on walls, minute by minute, as the C library shows them: the oracle of time zones.
//
// Everything is in whole minutes: instants since 1970-01-01T00:00Z, and wall minutes, which are the
// local days since 1970-01-01 times 1440 plus the minutes since that day's midnight. A local time
// is turned into an instant by looking at one minute after the other until the wall shows it. Works
// for the years 1970 to 2100.
#ifndef SUPPORT_SLOW_ZONE_H
#define SUPPORT_SLOW_ZONE_H

#include "writ/text.h"

enum { SLOW_DAY_MINUTES = 1440 };

typedef struct SlowZones SlowZones;
typedef struct SlowZone SlowZone;

// The caller releases it with slow_zones_free, and every zone with it. Sets TZ for the whole
// process.
SlowZones *slow_zones_new(void);
void slow_zones_free(SlowZones *zones);
// Ends the program where the machine has no such zone.
SlowZone *slow_zones_find(SlowZones *zones, WritText name);

int64_t slow_zone_wall(SlowZone *zone, int64_t minute);
int64_t slow_zone_local_day(SlowZone *zone, int64_t minute);
// The minute at which the wall first shows this; `minute_of_day` is 0 to 1440. Where it never does
// because the zone leaps over it, the one that is later by the leap (N18).
int64_t slow_zone_minute(SlowZone *zone, int64_t day, int64_t minute_of_day);

#endif
