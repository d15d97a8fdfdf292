// The rule of a TZif footer: what a zone does after its last listed change (POSIX TZ, with the
// hours of RFC 8536).
#ifndef CALENDAR_ZONE_RULE_H
#define CALENDAR_ZONE_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/text.h"

typedef enum RuleDayKind {
    RULE_JULIAN,  // Jn: day 1 to 365, 29 February is never counted.
    RULE_COUNTED, // n: day 0 to 365, 29 February is counted.
    RULE_WEEKDAY, // Mm.w.d: the w-th weekday d of month m, 5 being the last.
} RuleDayKind;

// The moment of a year at which the clocks are changed, on the clock that runs until then.
typedef struct RuleChange {
    RuleDayKind kind;
    int32_t day;     // Of JULIAN and COUNTED.
    int32_t month;   // Of WEEKDAY: 1 to 12,
    int32_t week;    // 1 to 5,
    int32_t weekday; // 0 is Sunday.
    int32_t seconds; // Of the local day; may be negative or beyond it, up to 167 hours each way.
} RuleChange;

typedef struct ZoneRule {
    int32_t standard; // Seconds east of UTC.
    int32_t summer;
    bool has_summer;
    RuleChange to_summer;
    RuleChange to_standard;
} ZoneRule;

// False when `text` is no such rule.
bool zone_rule_parse(ZoneRule *rule, WritText text);
// Seconds east of UTC at `second`, counted from 1970-01-01T00:00Z.
int32_t zone_rule_offset(const ZoneRule *rule, int64_t second);
// The first change after `second`, INT64_MAX when there is none.
int64_t zone_rule_next(const ZoneRule *rule, int64_t second);

#endif
