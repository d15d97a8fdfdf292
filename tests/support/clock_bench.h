// A process for tests of clocks: one stage "work" with one task "look", on whose node deadlines,
// calendars, pauses and rungs are put, and a message that sets `waiting`. The reference company's
// calendars are in force; "lyon" works by fr_off, and "bucharest" by ro_off.
#ifndef TESTS_CLOCK_BENCH_H
#define TESTS_CLOCK_BENCH_H

#include "support/case_run.h"
#include "support/company_calendars.h"
#include "support/plan_builder.h"

typedef struct ClockBench {
    PlanBuilder *b;
    WritArena *arena;
    WritCalendars calendars;
    uint32_t stage, step, look; // `look`: the node of the step.
    uint32_t done, signal, event, message;
    bool owed; // Its clock runs on the calendar of the unit.
    CaseRun *run;
} ClockBench;

ClockBench clock_bench_new(void);
// The same with a task by a role of a unit, in whose calendar clock_bench_deadline(…, NULL) counts.
ClockBench clock_bench_of_unit(const char *unit);
void clock_bench_free(ClockBench *t);
// A deadline of `look` on a calendar (NULL: none): "2 working hours", "3 days", "2026-11-07", or an
// instant. It notifies when it passes, and leaves the task open.
void clock_bench_deadline(ClockBench *t, const char *amount, const char *calendar);
// `clock pauses while waiting`.
void clock_bench_pauses(ClockBench *t);
// A list with one notification to the role or party.
uint32_t clock_bench_notify(ClockBench *t);
// Finishes the plan and starts the case at an instant.
void clock_bench_start(ClockBench *t, const char *at);
// At an instant, after what was due before it: `waiting` becomes yes or no.
void clock_bench_wait(ClockBench *t, const char *at, const char *yes_or_no);
// The task's deadline is `expected`; "never" where it has none now.
void assert_due(ClockBench *t, const char *expected);
// The timer of the task is due then; "never": it has none.
void assert_timer(ClockBench *t, const char *expected);
// The last event of a kind; fails the test where there is none.
const WritEvent *last_event(ClockBench *t, WritEventKind kind);
// A set like that of the bench, with one more closed day in one calendar (NULL day: none), known
// through `last` (NULL: as it was).
const WritCalendars *clock_bench_changed(ClockBench *t, const char *calendar, const char *closed,
                                         const char *last);

#endif
