// Values of iCalendar through libical: times, durations, recurrence rules. It is given local times
// without a zone: what is in UTC was told in local time before.
#ifndef ALMANAC_CHILD_RULES_H
#define ALMANAC_CHILD_RULES_H

#include "writ/recurrence.h"

enum {
    RULES_STEPS_MAX = 200000, // Of libical, over all the rules of one file.
};

typedef enum RuleClock {
    RULE_DATES, // The start is a date; so are the occurrences.
    RULE_LOCAL, // It is a local time.
    RULE_UTC,   // It is in UTC, and so are the occurrences.
} RuleClock;

// A date or time of iCalendar ("20261225", "20261225T090000Z"). False when it is none.
typedef struct RuleTime {
    RuleClock clock;
    WritOccurrence at;
} RuleTime;
bool rules_read_time(RuleTime *time, WritText text);

// "P3D", "PT12H" in microseconds; false when it is no duration, or shorter than nothing.
bool rules_read_duration(int64_t *micros, WritText text);

// A moment of UTC in local time.
WritOccurrence rules_local(const WritZone *zone, WritOccurrence utc);

// Whether libical gives the same occurrences for what was asked: WRIT_INVALID when it does not,
// WRIT_LIMIT when `*steps`, which counts down, does not suffice to find out.
WRIT_NODISCARD WritStatus rules_agree(const WritRecurrence *asked, RuleClock clock,
                                      const WritOccurrence *occurrences, uint32_t count,
                                      uint32_t *steps, WritError *error);

#endif
