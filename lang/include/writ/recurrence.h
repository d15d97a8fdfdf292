// Recurrence rules (RFC 5545 section 3.3.10), daily or coarser: whether a text is one, and on which
// days and at which times it occurs. Pure, bounded by what is asked for: a rule that never occurs
// costs one look at each day.
//
// What the standard leaves open is decided so: a start that the rule does not have is no occurrence
// and does not count for COUNT; what is missing is taken from the start; BYSETPOS counts in the
// whole period, also in the one that the start lies in; with BYWEEKNO the years are years of weeks,
// so that week 1 is one week, wherever the year of months begins.
#ifndef WRIT_RECURRENCE_H
#define WRIT_RECURRENCE_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/calendar.h"
#include "writ/text.h"

enum {
    WRIT_RECURRENCE_BYTES_MAX = 4000,
    WRIT_RECURRENCE_LIST_MAX = 366,          // Values of BYDAY, BYSETPOS, …
    WRIT_RECURRENCE_COUNT_MAX = 100000,      // COUNT
    WRIT_RECURRENCE_INTERVAL_MAX = 9999,     // INTERVAL
    WRIT_RECURRENCE_OCCURRENCES_MAX = 20000, // Of one rule in one window.
};

// An arena of this size is enough for one expansion.
#define WRIT_RECURRENCE_ARENA_BYTES ((size_t)4 << 20)

// `rule` without "RRULE:": "FREQ=MONTHLY;BYDAY=-1FR". Letters may be small. WRIT_INVALID or
// WRIT_LIMIT says which part is wrong, the hint what to write.
WRIT_NODISCARD WritStatus writ_recurrence_check(WritText rule, WritError *error);

typedef struct WritRecurrence {
    WritText rule;
    int64_t start_day;    // DTSTART, a local time: days since 1970-01-01,
    int64_t start_micros; // and whole seconds of that day, in microseconds.
    int64_t first_day;    // What is asked for, both included; dates of the years 1 to 9999.
    int64_t last_day;
    const WritZone *zone; // What an UNTIL in UTC is told in. NULL: the start is in UTC itself.
} WritRecurrence;

typedef struct WritOccurrence {
    int64_t day; // Local, as the start is.
    int64_t micros;
} WritOccurrence;

// All occurrences from the first day to the last, none before the start, in order, each once; in
// `arena`. WRIT_INVALID: the rule is none. WRIT_LIMIT: it has more of them than
// WRIT_RECURRENCE_OCCURRENCES_MAX, or its lists are too long.
WRIT_NODISCARD WritStatus writ_recurrence_expand(WritOccurrence **occurrences, uint32_t *count,
                                                 WritArena *arena, const WritRecurrence *recurrence,
                                                 WritError *error);

// How a rule goes on while nothing ends it, wherever it starts: without its UNTIL and COUNT, over
// the 28 years that end with a day, in which weekdays and leap years come round.
typedef struct WritRecurrencePattern {
    bool occurs;       // False: there is no such day.
    int64_t gap_days;  // The shortest time between two of its days; 0: there are no two.
    bool misses;       // It says one day of every month, or of every year, and some have none:
    WritDate missed;   // the last of them, by its first day.
    bool is_of_months; // Months, else years.
} WritRecurrencePattern;

// `arena` has WRIT_RECURRENCE_PATTERN_ARENA_BYTES. WRIT_INVALID or WRIT_LIMIT: the rule is none.
#define WRIT_RECURRENCE_PATTERN_ARENA_BYTES (2 * WRIT_RECURRENCE_ARENA_BYTES)
WRIT_NODISCARD WritStatus writ_recurrence_pattern(WritRecurrencePattern *pattern, WritArena *arena,
                                                  WritText rule, int64_t last_day,
                                                  WritError *error);

#endif
