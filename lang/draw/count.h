// How a time was counted, as a picture has it.
#ifndef DRAW_COUNT_H
#define DRAW_COUNT_H

#include "draw/facts.h"

typedef enum CountKind {
    COUNT_ELAPSED,
    COUNT_WORKING_TIME,
    COUNT_WORKING_DAYS,
    COUNT_BETWEEN,
} CountKind;

typedef enum CountRowKind {
    COUNT_ROW_DAY,
    COUNT_ROW_CLOSED, // Closed days in a row, of which nothing counts.
    COUNT_ROW_FOLDED, // Several days of a long count.
} CountRowKind;

// A day that is no 24 hours long.
typedef struct OddDay {
    int64_t day;
    int64_t length;
    struct OddDay *next;
} OddDay;

typedef struct CountRow {
    CountRowKind kind;
    int64_t first_day, last_day;        // The same for a single day.
    int64_t fold;                       // Of a folded row: the number of its week or year.
    DayFacts day;                       // Of a single day.
    int64_t micros;                     // Of its time, what counts,
    int64_t days;                       // and of its days.
    int64_t micros_so_far, days_so_far; // With this row.
    int64_t counted_from, counted_to;   // Elapsed time, a single day: from when to when it counts.
    bool known;                         // All its days, to the calendar.
    DayName *names, *last_name;
    uint32_t name_count, unnamed;
    OddDay *odd, *last_odd;
    struct CountRow *next;
} CountRow;

struct WritCountPicture {
    const WritCalendarRules *rules;
    const WritZone *zone;
    CountKind kind;
    WritValue span; // Not of COUNT_BETWEEN.
    int64_t from, to;
    int64_t from_day;
    int64_t micros; // What was counted in all.
    int64_t days;
    const CountRow *rows; // In the order of counting.
};

// What is left to count after a row. Not of COUNT_BETWEEN.
int64_t count_left(const WritCountPicture *count, const CountRow *row);
// The rule by which it was counted, a sentence.
const char *count_rule(const WritCountPicture *count);
void count_add_span(WritBuffer *out, const WritCountPicture *count); // "2 working days"

#endif
