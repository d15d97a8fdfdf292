// What a zone holds, for the reader of TZif files and for the questions.
#ifndef CALENDAR_ZONE_H
#define CALENDAR_ZONE_H

#include "calendar/zone_rule.h"
#include "writ/calendar.h"

// No place was ever further from UTC (RFC 8536, 3.2), and none may be.
enum { ZONE_OFFSET_MAX = 26 * 3600 };

struct WritZone {
    WritText name;
    const int64_t *changes; // Seconds since 1970-01-01T00:00Z, rising.
    const int32_t *offsets; // One more than changes: before the first, after each.
    uint32_t change_count;
    bool has_rule;
    ZoneRule rule; // From the last change on, always where there are no changes.
};

#endif
