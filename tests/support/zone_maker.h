// TZif files byte by byte, so that they may also be wrong, and zones that are only a rule.
#ifndef SUPPORT_ZONE_MAKER_H
#define SUPPORT_ZONE_MAKER_H

#include <stdint.h>

#include "writ/calendar.h"

typedef struct ZoneChange {
    int64_t second; // Since 1970-01-01T00:00Z.
    uint8_t type;   // Index into the offsets.
} ZoneChange;

typedef struct ZoneSpec {
    char version; // '\0' (32 bits, no rule), '2' to '4'.
    const int32_t *offsets;
    uint8_t offset_count;
    const ZoneChange *changes;
    uint32_t change_count;
    const char *rule; // Of version 2 and later.
} ZoneSpec;

// The file in `arena`.
WritText zone_make(WritArena *arena, const ZoneSpec *spec);
// A file without changes, whose rule holds always: "CET-1CEST,M3.5.0,M10.5.0/3".
WritText zone_of_rule(WritArena *arena, const char *rule);
// The same, read; fails the test when it is refused.
const WritZone *zone_read_rule(WritArena *arena, const char *rule);

#endif
