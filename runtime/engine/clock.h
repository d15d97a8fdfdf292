// Counting a clock, as numbers: nothing here knows of events or changes a case. Rules N2, N3, N8,
// N15 and S1, S2, S6 of the reference company.
//
// What is counted is a copy: where a count fails, the copy is of no use any more.
#ifndef ENGINE_CLOCK_H
#define ENGINE_CLOCK_H

#include "engine/case.h"

// What a count needs beside the clock. A count that fails leaves its reason in `error`.
typedef struct Counting {
    const WritPlan *plan;
    const WritDeadline *deadline;
    const WritCalendar *calendar; // NULL: the clock names none.
    const int64_t *node_began;    // Of the case.
    WritError *error;
} Counting;

// Whether time passes only while the calendar is open: for working time and dates.
typedef enum Measure {
    MEASURE_ELAPSED,
    MEASURE_OPEN,
} Measure;
Measure clock_measure(const Clock *clock);
// Microseconds that run from one instant to another; 0 when the other is not later.
WRIT_NODISCARD bool clock_time_between(const Counting *c, Measure measure, int64_t from, int64_t to,
                                       int64_t *micros);

// The span of a Duration, WorkingTime, Date or Instant.
WRIT_NODISCARD bool clock_span_of(const Counting *c, WritValue amount, Span *span);
WRIT_NODISCARD bool clock_span_end(const Counting *c, int64_t from, Span span, int64_t *end);
// The span of a rung's amount: AFTER, EVERY, BEFORE_DUE.
WRIT_NODISCARD bool clock_rung_span(const Counting *c, uint32_t rung, Span *span);
// When a rung that starts to count at `from` is due.
WRIT_NODISCARD bool clock_count_rung_from(const Counting *c, Clock *clock, uint32_t rung,
                                          int64_t from);
// From when a rung counts that waits for the beginning of a node; WRIT_NEVER: it has not begun.
int64_t clock_rung_start(const Counting *c, const Clock *clock, uint32_t rung);

// Starts at clock->from, with clock->amount.
WRIT_NODISCARD bool clock_begin(const Counting *c, Clock *clock);
// What was used stays used; what is left is kept, for the rungs too (N8).
WRIT_NODISCARD bool clock_pause(const Counting *c, Clock *clock, int64_t at);
WRIT_NODISCARD bool clock_resume(const Counting *c, Clock *clock, int64_t at);
// The deadline is `span` after `at`, or after the resumption where the clock is paused.
WRIT_NODISCARD bool clock_extend(const Counting *c, Clock *clock, Span span, int64_t at);
// Counts all that is ahead anew, as after a change of its calendar. What would have been before
// `at`, and was not, is at `at` (settled.md 5).
WRIT_NODISCARD bool clock_recount(const Counting *c, Clock *clock, int64_t at);

#endif
