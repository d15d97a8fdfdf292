// When something recurs: starts by schedule. Pure; the instants follow from the rule and the
// calendar alone, so that after any downtime each occurrence is found again, once (N15, S19).
#ifndef WRIT_CALENDAR_STARTS_H
#define WRIT_CALENDAR_STARTS_H

#include "writ/calendar.h"

typedef enum WritStartsKind {
    WRIT_STARTS_DAILY,          // Every local day.
    WRIT_STARTS_WEEKLY,         // Every local `weekday`.
    WRIT_STARTS_ON_WORKING_DAY, // The n-th working day of every month (N6).
    WRIT_STARTS_ON_DATES,       // The days of a table: a rule that was expanded.
} WritStartsKind;

typedef struct WritStarts {
    WritStartsKind kind;
    uint32_t weekday;    // WEEK: 0 Monday … 6 Sunday.
    int32_t working_day; // WORKING_DAY: from 1, or from the month's end: -1 is the last one.
    int32_t month_done;  // WORKING_DAY: this month and those before have had theirs, as
                         // writ_starts_month counts; 0: none is known to have.
    const int64_t *days; // DATES: local days, rising.
    uint32_t day_count;
    int64_t through; // DATES: the last day for which the table was made.
    int32_t minute;  // Of the local day in the calendar's zone, 0 to 1439.
} WritStarts;

// The month of an instant in the calendar's zone, in a row of months without end.
int32_t writ_starts_month(const WritCalendar *calendar, int64_t instant);

// The first occurrence after `after`. A month has one, even where the calendar changed meanwhile
// and the working day moved behind one that was seen to. A local time that the zone leaps over is
// shifted by the leap, one that occurs twice is the first (N18, S20). A month that has too few
// working days has none. WRIT_LIMIT: it would lie beyond what the calendar, or the table, knows;
// the message says what to extend. Day and week go on for ever.
WRIT_NODISCARD WritStatus writ_starts_next(int64_t *instant, const WritCalendar *calendar,
                                           const WritStarts *starts, int64_t after,
                                           WritError *error);

#endif
