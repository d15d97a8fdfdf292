// Deadlines on calendars, pauses, extensions and calendars that change. Every command is also
// saved, loaded and replayed (support/case_run.h).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/clock_bench.h"

static const int64_t HOUR = INT64_C(3600000000);

// --- When a deadline is ------------------------------------------------------------------------

typedef struct Example {
    const char *amount, *calendar, *start, *due;
} Example;

static void deadlines_are_counted_on_their_calendar(void **state)
{
    (void)state;
    static const Example examples[] = {
        // N2, S2: open time only, and the earliest instant that has it.
        {"2 working hours", "fr_off", "2026-11-02T16:00:00+01:00", "2026-11-02T18:00:00+01:00"},
        {"2 working hours", "fr_off", "2026-11-02T12:00:00+01:00", "2026-11-02T15:00:00+01:00"},
        // N3, S1: the day of the start is not counted; to the close of the n-th.
        {"2 working days", "fr_off", "2026-11-02T10:00:00+01:00", "2026-11-04T18:00:00+01:00"},
        {"1 working days", "fr_off", "2026-11-10T10:00:00+01:00", "2026-11-12T18:00:00+01:00"},
        // S4, S5: whose calendar it is matters.
        {"1 working days", "ro_off", "2026-11-10T10:00:00+01:00", "2026-11-11T16:30:00+02:00"},
        // A date is its closing time; of a closed day, that of the last open day before.
        {"2026-11-05", "fr_off", "2026-11-02T10:00:00+01:00", "2026-11-05T18:00:00+01:00"},
        {"2026-11-08", "fr_off", "2026-11-02T10:00:00+01:00", "2026-11-06T18:00:00+01:00"},
        {"2 hours", NULL, "2026-11-02T17:00:00+01:00", "2026-11-02T19:00:00+01:00"},
        {"2 days", "fr_off", "2026-11-06T17:00:00+01:00", "2026-11-08T17:00:00+01:00"},
        // Months go by the date in the calendar's zone, else by that in UTC.
        {"1 month", "fr_off", "2027-02-01T00:30:00+01:00", "2027-03-01T00:30:00+01:00"},
        {"1 month", "fr_off", "2026-10-20T09:00:00+02:00", "2026-11-20T09:00:00+01:00"},
        {"1 month", NULL, "2027-02-01T00:30:00+01:00", "2027-02-28T23:30:00Z"},
        {"2026-11-05T09:00:00Z", NULL, "2026-11-02T10:00:00+01:00", "2026-11-05T10:00:00+01:00"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        ClockBench t = clock_bench_new();
        clock_bench_deadline(&t, examples[i].amount, examples[i].calendar);
        clock_bench_start(&t, examples[i].start);
        assert_due(&t, examples[i].due);
        assert_timer(&t, examples[i].due);
        case_run_until(t.run, instant_of(examples[i].due) + 1);
        assert_int_equal(case_run_count(t.run, WRIT_EVENT_DEADLINE_PASSED), 1);
        clock_bench_free(&t);
    }
}

static void a_calendar_may_stand_in_the_data(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    WritTypeId calendar = build_plain(t.b, WRIT_TYPE_CALENDAR);
    (void)build_stored(t.b, "office", calendar, build_constant(t.b, calendar, "ro_off"));
    clock_bench_deadline(&t, "1 working days", "fr_off");
    uint32_t office = build_read(t.b, "office");
    build_plan(t.b)->nodes[t.look].deadline.calendar = office;
    clock_bench_start(&t, "2026-11-10T10:00:00+01:00");
    assert_due(&t, "2026-11-11T16:30:00+02:00");
    clock_bench_free(&t);
}

static void a_count_past_the_horizon_is_an_incident_that_a_longer_calendar_heals(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "3 working days", "fr_off");
    clock_bench_start(&t, "2027-05-28T10:00:00+02:00");
    const WritDuty *incident = case_run_find(t.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    assert_non_null(strstr(incident->reason.data, "fr_off"));
    assert_non_null(strstr(incident->reason.data, "2027-05-31"));
    WritCommand retry = {
        .kind = WRIT_COMMAND_RETRY, .frame = incident->frame, .person = writ_text("anna")};
    case_run_must(t.run, &retry);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 1);
    case_run_calendars(t.run, clock_bench_changed(&t, "fr_off", NULL, "2027-12-31"));
    case_run_must(t.run, &retry);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    assert_due(&t, "2027-06-02T18:00:00+02:00");
    clock_bench_free(&t);
}

static void a_calendar_that_is_not_in_force_is_an_incident(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "3 working days", "atlantis");
    clock_bench_start(&t, "2026-11-02T10:00:00+01:00");
    const WritDuty *incident = case_run_find(t.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(strstr(incident->reason.data, "atlantis"));
    clock_bench_free(&t);
}

static void nobody_is_late_with_a_task_that_could_not_be_seen(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 working hours", "fr_off");
    build_plan(t.b)->nodes[t.look].deadline.on_overdue = build_next(t.b);
    uint32_t then = build_step(t.b, t.stage, "then", WRIT_ACT_DO);
    uint32_t node = build_node_of(t.b, then);
    build_by(t.b, then, party_owner());
    build_outcome(t.b, then, "ok", build_next(t.b));
    uint32_t hours = build_constant(t.b, build_plain(t.b, WRIT_TYPE_DURATION), "3 hours");
    build_deadline(t.b, node, WRIT_DEADLINE_AFTER, hours, build_next(t.b));
    build_plan(t.b)->lists[build_plan(t.b)->nodes[t.look + 1].actions].count = 0;
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    case_run_until(t.run, instant_of("2026-11-03T10:00:00+01:00"));
    const WritDuty *task = case_run_find(t.run, WRIT_DUTY_TASK, "then");
    assert_int_equal(task->due, instant_of("2026-11-03T13:00:00+01:00")); // settled.md 2
    WritCaseClock clock = case_run_clock(t.run, WRIT_DUTY_TASK, "then");
    assert_int_equal(clock.from, instant_of("2026-11-03T10:00:00+01:00"));
    clock_bench_free(&t);
}

static void a_reassignment_does_not_restart_the_clock(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 working days", "fr_off");
    uint32_t role = build_role(t.b, "clerk");
    WritRung rung = rung_after(t.b, "3 working hours", WRIT_NONE,
                               build_action(t.b, act_reassign(t.b, party_role(role))));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, "2026-11-02T10:00:00+01:00");
    assert_timer(&t, "2026-11-02T14:00:00+01:00");
    case_run_until(t.run, instant_of("2026-11-02T14:00:00+01:00"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_TASK_REASSIGNED), 1);
    assert_due(&t, "2026-11-04T18:00:00+01:00"); // N7
    clock_bench_free(&t);
}

// --- Pauses ------------------------------------------------------------------------------------

static void a_pause_keeps_what_is_left_of_working_hours(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "8 working hours", "fr_off");
    clock_bench_pauses(&t);
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    assert_due(&t, "2026-11-02T18:00:00+01:00");
    clock_bench_wait(&t, "2026-11-02T12:00:00+01:00", "yes");
    assert_due(&t, "never");
    assert_timer(&t, "never");
    clock_bench_wait(&t, "2026-11-03T12:00:00+01:00", "yes");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_CLOCK_PAUSED), 1);
    WritCaseClock paused = case_run_clock(t.run, WRIT_DUTY_TASK, "look");
    assert_int_equal(paused.used, 3 * HOUR);
    assert_int_equal(paused.left, 5 * HOUR);
    assert_int_equal(paused.paused_for, 24 * HOUR);
    clock_bench_wait(&t, "2026-11-04T10:00:00+01:00", "no");
    assert_due(&t, "2026-11-04T16:00:00+01:00"); // N8: 8 h - 3 h
    WritCaseClock running = case_run_clock(t.run, WRIT_DUTY_TASK, "look");
    assert_int_equal(running.used, 3 * HOUR);
    assert_int_equal(running.paused_for, 46 * HOUR);
    assert_int_equal(running.paused_at, WRIT_NEVER);
    clock_bench_free(&t);
}

typedef struct Pause {
    const char *amount, *calendar, *pause, *resume, *due;
} Pause;

static void every_kind_of_clock_can_stand_still(void **state)
{
    (void)state;
    // From Monday 10:00.
    static const Pause pauses[] = {
        {"2 working days", "fr_off", "2026-11-03T09:00:00+01:00", "2026-11-05T09:00:00+01:00",
         "2026-11-06T18:00:00+01:00"},
        {"2026-11-04", "fr_off", "2026-11-04T16:00:00+01:00", "2026-11-05T09:00:00+01:00",
         "2026-11-05T11:00:00+01:00"},
        {"10 hours", NULL, "2026-11-02T12:00:00+01:00", "2026-11-03T12:00:00+01:00",
         "2026-11-03T20:00:00+01:00"},
        {"2026-11-03T09:00:00Z", NULL, "2026-11-03T09:00:00+01:00", "2026-11-04T09:00:00+01:00",
         "2026-11-04T10:00:00+01:00"},
    };
    for (size_t i = 0; i < sizeof pauses / sizeof pauses[0]; i++) {
        ClockBench t = clock_bench_new();
        clock_bench_deadline(&t, pauses[i].amount, pauses[i].calendar);
        clock_bench_pauses(&t);
        clock_bench_start(&t, "2026-11-02T10:00:00+01:00");
        clock_bench_wait(&t, pauses[i].pause, "yes");
        clock_bench_wait(&t, pauses[i].resume, "no");
        assert_due(&t, pauses[i].due);
        clock_bench_free(&t);
    }
}

static void a_pause_moves_rungs_along_and_changes_none_that_was_reached(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "8 working hours", "fr_off");
    clock_bench_pauses(&t);
    uint32_t notify = clock_bench_notify(&t);
    const WritRung rungs[] = {
        rung_share(t.b, "25%", notify),                  // 11:00
        rung_every(t.b, "4 working hours", notify),      // 14:00
        rung_share(t.b, "75%", notify),                  // 16:00
        rung_before_due(t.b, "1 working hours", notify), // 17:00
        rung_after(t.b, "7 hours", WRIT_NONE, notify),   // 16:00
    };
    build_rungs(t.b, t.look, rungs, 5);
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    assert_timer(&t, "2026-11-02T11:00:00+01:00");
    clock_bench_wait(&t, "2026-11-02T12:00:00+01:00", "yes");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_RUNG_REACHED), 1);
    case_run_until(t.run, instant_of("2026-11-03T09:00:00+01:00"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_RUNG_REACHED), 1);
    clock_bench_wait(&t, "2026-11-03T09:00:00+01:00", "no");
    assert_timer(&t, "2026-11-03T10:00:00+01:00"); // every 4: 3 were used, 1 is left
    case_run_until(t.run, instant_of("2026-11-03T12:00:00+01:00"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_RUNG_REACHED), 3); // 75% after 3 more hours
    assert_timer(&t, "2026-11-03T13:00:00+01:00"); // after 7 hours: 4 were left
    case_run_until(t.run, instant_of("2026-11-03T13:00:00+01:00"));
    assert_timer(&t, "2026-11-03T14:00:00+01:00"); // 1 before due, which is 15:00
    assert_due(&t, "2026-11-03T15:00:00+01:00");
    clock_bench_free(&t);
}

static void a_clock_that_pauses_from_the_start_uses_nothing(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 working hours", "fr_off");
    build_pauses(t.b, t.look, build_one(t.b, WRIT_OP_NOT, build_read(t.b, "waiting")));
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    assert_due(&t, "never");
    clock_bench_wait(&t, "2026-11-02T17:00:00+01:00", "yes");
    assert_due(&t, "2026-11-03T10:00:00+01:00");
    clock_bench_free(&t);
}

static void a_clock_that_cannot_be_resumed_is_an_incident_until_it_can(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "4 working hours", "fr_off");
    clock_bench_pauses(&t);
    clock_bench_start(&t, "2027-05-31T09:00:00+02:00");
    clock_bench_wait(&t, "2027-05-31T10:00:00+02:00", "yes");
    clock_bench_wait(&t, "2027-05-31T17:00:00+02:00", "no");
    const WritDuty *incident = case_run_find(t.run, WRIT_DUTY_INCIDENT, "look");
    assert_non_null(incident);
    WritCommand retry = {.kind = WRIT_COMMAND_RETRY,
                         .frame = incident->frame,
                         .person = writ_text("anna"),
                         .detail = writ_text("longer")};
    case_run_must(t.run, &retry);
    assert_non_null(case_run_find(t.run, WRIT_DUTY_INCIDENT, "look"));
    assert_due(&t, "never");
    case_run_calendars(t.run, clock_bench_changed(&t, "fr_off", NULL, "2027-12-31"));
    case_run_must(t.run, &retry);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    assert_due(&t, "2027-06-01T11:00:00+02:00");
    case_run_answer(t.run, "look", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    clock_bench_free(&t);
}

// --- Extensions --------------------------------------------------------------------------------

static void a_deadline_is_extended_by_working_time(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 working hours", "fr_off");
    uint32_t end = build_action(t.b, act_end(t.done));
    uint32_t extend = build_action(t.b, act_extend_working(2, WRIT_HOURS, 1, end));
    build_plan(t.b)->nodes[t.look].deadline.on_overdue = extend;
    WritRung rung = rung_share(t.b, "150%", clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, "2026-11-02T16:00:00+01:00");
    case_run_until(t.run, instant_of("2026-11-02T18:00:00+01:00"));
    assert_due(&t, "2026-11-03T11:00:00+01:00");
    WritCaseClock clock = case_run_clock(t.run, WRIT_DUTY_TASK, "look");
    assert_int_equal(clock.extensions, 1);
    assert_int_equal(clock.used, 2 * HOUR);
    assert_int_equal(clock.left, 2 * HOUR);
    // 150% of 4 hours: 6 hours after the start.
    assert_int_equal(clock.next_rung, instant_of("2026-11-03T14:00:00+01:00"));
    case_run_until(t.run, instant_of("2026-11-03T11:00:00+01:00"));
    assert_string_equal(case_run_outcome(t.run), "done");
    clock_bench_free(&t);
}

// --- Calendars that change ---------------------------------------------------------------------

static void recount(ClockBench *t)
{
    WritCommand command = {.kind = WRIT_COMMAND_RECOUNT, .detail = writ_text("fr_off changed")};
    case_run_must(t->run, &command);
}

static void a_change_moves_what_is_ahead_and_says_why(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 working days", "fr_off");
    WritRung rung = rung_before_due(t.b, "2 working hours", clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, "2026-11-02T10:00:00+01:00");
    case_run_calendars(t.run, clock_bench_changed(&t, "fr_off", "2026-11-03", NULL));
    WritMove *moves = NULL;
    assert_int_equal(case_run_moves(t.run, &moves), 1);
    assert_int_equal(moves[0].node, t.look);
    assert_int_equal(moves[0].from, instant_of("2026-11-04T18:00:00+01:00"));
    assert_int_equal(moves[0].to, instant_of("2026-11-05T18:00:00+01:00"));
    assert_due(&t, "2026-11-04T18:00:00+01:00");
    recount(&t);
    assert_due(&t, "2026-11-05T18:00:00+01:00");
    assert_timer(&t, "2026-11-05T16:00:00+01:00");
    const WritEvent *moved = last_event(&t, WRIT_EVENT_DEADLINE_MOVED);
    assert_int_equal(moved->value.integer, instant_of("2026-11-04T18:00:00+01:00"));
    assert_true(writ_text_is(moved->text, "fr_off changed"));
    recount(&t);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_DEADLINE_MOVED), 1);
    assert_int_equal(case_run_moves(t.run, &moves), 0);
    clock_bench_free(&t);
}

static void a_deadline_that_moves_into_the_past_is_due_at_the_change(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "1 working days", "fr_off");
    clock_bench_start(&t, "2026-11-10T10:00:00+01:00"); // Wednesday the 11th is closed.
    assert_due(&t, "2026-11-12T18:00:00+01:00");
    case_run_until(t.run, instant_of("2026-11-12T09:00:00+01:00"));
    WritCalendars *open = writ_arena_alloc(t.arena, sizeof *open);
    *open = company_calendars(t.arena);
    for (uint32_t i = 0; i < open->calendar_count; i++) {
        open->calendars[i].holiday_count = 0;
    }
    case_run_calendars(t.run, open);
    recount(&t);
    assert_due(&t, "2026-11-12T09:00:00+01:00");
    case_run_until(t.run, instant_of("2026-11-12T09:00:00+01:00"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_DEADLINE_PASSED), 1);
    clock_bench_free(&t);
}

static void a_change_leaves_paused_time_and_reached_rungs(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "16 working hours", "fr_off");
    clock_bench_pauses(&t);
    WritRung rung = rung_share(t.b, "25%", clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    clock_bench_wait(&t, "2026-11-02T18:00:00+01:00", "yes"); // 8 used, the rung reached
    case_run_calendars(t.run, clock_bench_changed(&t, "fr_off", "2026-11-02", NULL));
    recount(&t);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_CLOCK_COUNTED), 0);
    clock_bench_wait(&t, "2026-11-04T09:00:00+01:00", "no");
    assert_due(&t, "2026-11-04T18:00:00+01:00");
    recount(&t);
    assert_due(&t, "2026-11-04T18:00:00+01:00");
    assert_timer(&t, "2026-11-04T18:00:00+01:00");
    clock_bench_free(&t);
}

static void a_calendar_that_becomes_too_short_is_an_incident_and_moves_nothing(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "5 working days", "fr_off");
    clock_bench_start(&t, "2026-11-02T10:00:00+01:00");
    case_run_calendars(t.run, clock_bench_changed(&t, "fr_off", NULL, "2026-11-05"));
    WritMove *moves = NULL;
    assert_int_equal(case_run_moves(t.run, &moves), 1);
    assert_int_equal(moves[0].to, WRIT_NEVER);
    assert_true(moves[0].reason.length > 0);
    recount(&t);
    recount(&t);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_CLOCK_STUCK), 1);
    assert_due(&t, "2026-11-09T18:00:00+01:00");
    case_run_calendars(t.run, &t.calendars);
    recount(&t);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    clock_bench_free(&t);
}

enum { MANY = 2600 };

static void many_clocks_are_counted_in_slices(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    uint32_t line = build_record(t.b, "Line");
    (void)build_field(t.b, line, "n", build_plain(t.b, WRIT_TYPE_NUMBER));
    (void)build_parameter(t.b, "lines", build_list(t.b, build_record_type(t.b, line)));
    uint32_t stage = build_stage(t.b, "many");
    uint32_t each = build_for_each(t.b, stage, "line", "lines", WRIT_EACH_SAME_TIME);
    uint32_t step = build_step(t.b, each, "one", WRIT_ACT_DO);
    build_by(t.b, step, party_owner());
    build_outcome(t.b, step, "ok", build_next(t.b));
    uint32_t days = build_constant(t.b, build_plain(t.b, WRIT_TYPE_WORKING_TIME), "2 working days");
    build_deadline(t.b, build_node_of(t.b, step), WRIT_DEADLINE_AFTER, days, build_next(t.b));
    build_calendar(t.b, build_node_of(t.b, step), "fr_off");
    build_plan(t.b)->steps[t.step].only_if = build_read(t.b, "waiting");
    build_plan(t.b)->lists[build_plan(t.b)->nodes[t.look + 1].actions].count = 0;
    WritList *list = writ_list_new(t.arena, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        WritRecord *record = writ_record_new(t.arena, 1);
        record->id = ++list->last_id;
        record->fields[0] = writ_value_number(writ_decimal_from_int(i));
        list->items[i] = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = line, .record = record};
    }
    WritValue value = {.kind = WRIT_VALUE_LIST, .list = list};
    t.run = case_run_new(build_finish(t.b));
    case_run_calendars(t.run, &t.calendars);
    case_run_pass(t.run, instant_of("2026-11-02T10:00:00+01:00") - case_run_now(t.run));
    case_run_start(t.run, &value, 1);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_TASK), MANY);
    case_run_calendars(t.run, clock_bench_changed(&t, "fr_off", "2026-11-03", NULL));
    recount(&t);
    assert_int_equal(case_run_slices(t.run), 3);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_DEADLINE_MOVED), MANY);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_RECOUNT_STOPPED), 3);
    clock_bench_free(&t);
}

// --- Why ---------------------------------------------------------------------------------------

static void the_strictest_deadline_around_says_until_when_an_answer_is_useful(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "3 working days", "fr_off");
    WritTypeId duration = build_plain(t.b, WRIT_TYPE_DURATION);
    build_deadline(t.b, t.stage, WRIT_DEADLINE_AFTER, build_constant(t.b, duration, "2 days"),
                   build_next(t.b));
    build_deadline(t.b, 0, WRIT_DEADLINE_AFTER, build_constant(t.b, duration, "9 days"),
                   build_action(t.b, act_end(t.done)));
    clock_bench_start(&t, "2026-11-02T10:00:00+01:00");
    case_run_pass(t.run, HOUR);
    WritCaseClock clock = case_run_clock(t.run, WRIT_DUTY_TASK, "look");
    assert_int_equal(clock.due, instant_of("2026-11-05T18:00:00+01:00"));
    assert_int_equal(clock.useful_until, instant_of("2026-11-04T10:00:00+01:00")); // S23
    assert_int_equal(writ_case_node(case_run_case(t.run), clock.strictest), t.stage);
    assert_int_equal(clock.from, instant_of("2026-11-02T10:00:00+01:00"));
    assert_true(writ_text_is(clock.calendar, "fr_off"));
    assert_true(clock.in_open_time);
    assert_int_equal(clock.used, HOUR);
    assert_int_equal(clock.left, (6 + 24) * HOUR);
    WritCaseClock plain = case_run_clock(t.run, WRIT_DUTY_TIMER, "work");
    assert_int_equal(plain.used, HOUR);
    assert_int_equal(plain.left, 47 * HOUR);
    assert_false(plain.in_open_time);
    clock_bench_free(&t);
}

static void a_deadline_that_passed_is_still_told(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 working hours", "fr_off");
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    case_run_until(t.run, instant_of("2026-11-02T15:00:00+01:00"));
    WritCaseClock clock = case_run_clock(t.run, WRIT_DUTY_TASK, "look");
    assert_true(clock.passed);
    assert_int_equal(clock.due, instant_of("2026-11-02T11:00:00+01:00"));
    assert_int_equal(clock.used, 2 * HOUR);
    assert_int_equal(clock.left, 0);
    clock_bench_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deadlines_are_counted_on_their_calendar),
        cmocka_unit_test(a_calendar_may_stand_in_the_data),
        cmocka_unit_test(a_count_past_the_horizon_is_an_incident_that_a_longer_calendar_heals),
        cmocka_unit_test(a_calendar_that_is_not_in_force_is_an_incident),
        cmocka_unit_test(nobody_is_late_with_a_task_that_could_not_be_seen),
        cmocka_unit_test(a_reassignment_does_not_restart_the_clock),
        cmocka_unit_test(a_pause_keeps_what_is_left_of_working_hours),
        cmocka_unit_test(every_kind_of_clock_can_stand_still),
        cmocka_unit_test(a_pause_moves_rungs_along_and_changes_none_that_was_reached),
        cmocka_unit_test(a_clock_that_pauses_from_the_start_uses_nothing),
        cmocka_unit_test(a_clock_that_cannot_be_resumed_is_an_incident_until_it_can),
        cmocka_unit_test(a_deadline_is_extended_by_working_time),
        cmocka_unit_test(a_change_moves_what_is_ahead_and_says_why),
        cmocka_unit_test(a_deadline_that_moves_into_the_past_is_due_at_the_change),
        cmocka_unit_test(a_change_leaves_paused_time_and_reached_rungs),
        cmocka_unit_test(a_calendar_that_becomes_too_short_is_an_incident_and_moves_nothing),
        cmocka_unit_test(many_clocks_are_counted_in_slices),
        cmocka_unit_test(the_strictest_deadline_around_says_until_when_an_answer_is_useful),
        cmocka_unit_test(a_deadline_that_passed_is_still_told),
    };
    return cmocka_run_group_tests_name("engine_clocks", tests, NULL, NULL);
}
