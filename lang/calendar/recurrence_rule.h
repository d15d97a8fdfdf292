// A recurrence rule, read: each list as a set.
#ifndef CALENDAR_RECURRENCE_RULE_H
#define CALENDAR_RECURRENCE_RULE_H

#include <stdbool.h>

#include "writ/recurrence.h"

typedef enum Frequency {
    FREQUENCY_DAILY,
    FREQUENCY_WEEKLY,
    FREQUENCY_MONTHLY,
    FREQUENCY_YEARLY,
} Frequency;

enum { RECURRENCE_NUMBER_MAX = 366 };

// Numbers from 0 to 366, and as many from the end.
typedef struct NumberSet {
    bool used; // The rule has the part.
    bool forward[RECURRENCE_NUMBER_MAX + 1];
    bool backward[RECURRENCE_NUMBER_MAX + 1];
} NumberSet;

typedef struct RecurrenceRule {
    Frequency frequency;
    int32_t interval;
    int32_t count; // 0: without COUNT.
    bool has_until;
    bool until_is_utc;
    bool until_is_date;
    WritOccurrence until;
    int32_t week_start; // 0: Monday
    NumberSet seconds;
    NumberSet minutes;
    NumberSet hours;
    NumberSet month_days;
    NumberSet year_days;
    NumberSet weeks;
    NumberSet months;
    NumberSet positions;
    bool has_weekdays;
    NumberSet weekdays[7]; // 0: every one of them; others are places in the month or year.
    bool has_places;       // Some weekday has a place.
} RecurrenceRule;

WRIT_NODISCARD WritStatus recurrence_read(RecurrenceRule *rule, WritText text, WritError *error);

typedef struct RecurrenceFound {
    WritOccurrence *occurrences;
    uint32_t count;
} RecurrenceFound;

// As writ_recurrence_expand, of a rule that was read; recurrence.c.
WRIT_NODISCARD WritStatus recurrence_follow(const RecurrenceRule *rule, RecurrenceFound *found,
                                            WritArena *arena, const WritRecurrence *recurrence,
                                            WritError *error);

#endif
