// Ladders and reminders: what a clock comes to on its way to a deadline and beyond. Every command
// is also saved, loaded and replayed (support/case_run.h).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/clock_bench.h"

static void until(ClockBench *t, const char *instant)
{
    case_run_until(t->run, instant_of(instant));
}

static uint32_t reached(ClockBench *t)
{
    return case_run_count(t->run, WRIT_EVENT_RUNG_REACHED);
}

static uint32_t notified(ClockBench *t)
{
    return case_run_count(t->run, WRIT_EVENT_NOTIFIED);
}

// The rungs that were reached, each as its number and for the which time: "0.1 2.1 0.2".
static void assert_reached(ClockBench *t, const char *expected)
{
    WritBuffer text = {0};
    uint32_t count = 0;
    const WritEvent *events = case_run_events(t->run, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind == WRIT_EVENT_RUNG_REACHED) {
            writ_buffer_format(&text, "%s%u.%u", text.length > 0 ? " " : "", events[i].index,
                               events[i].number);
        }
    }
    assert_string_equal(writ_buffer_string(&text), expected);
    writ_buffer_dispose(&text);
}

// --- When rungs are reached --------------------------------------------------------------------

static void each_kind_of_rung_is_reached_at_its_time(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "8 working hours", "fr_off"); // Monday 14:00 to Tuesday 12:30 + 0:30
    uint32_t notify = clock_bench_notify(&t);
    const WritRung rungs[] = {
        rung_share(t.b, "50%", notify),                       // 4 open hours: 18:00
        rung_before_due(t.b, "1 working hours", notify),      // Tuesday 12:00
        rung_after(t.b, "90 minutes", WRIT_NONE, notify),     // 15:30
        rung_after(t.b, "1 working days", WRIT_NONE, notify), // Tuesday 18:00, after the deadline
        rung_before_due(t.b, "2 hours", notify),              // Tuesday 12:00
    };
    build_rungs(t.b, t.look, rungs, 5);
    clock_bench_start(&t, "2026-11-02T14:00:00+01:00");
    assert_due(&t, "2026-11-03T14:00:00+01:00");
    assert_timer(&t, "2026-11-02T15:30:00+01:00");
    until(&t, "2026-11-02T15:30:00+01:00");
    assert_timer(&t, "2026-11-02T18:00:00+01:00");
    until(&t, "2026-11-02T18:00:00+01:00");
    assert_timer(&t, "2026-11-03T12:00:00+01:00");
    until(&t, "2026-11-03T12:00:00+01:00");
    assert_reached(&t, "2.1 0.1 1.1 4.1");
    assert_int_equal(notified(&t), 4);
    until(&t, "2026-11-03T14:00:00+01:00");
    assert_timer(&t, "2026-11-03T18:00:00+01:00");
    until(&t, "2026-11-05T18:00:00+01:00");
    assert_reached(&t, "2.1 0.1 1.1 4.1 3.1");
    assert_timer(&t, "never");
    clock_bench_free(&t);
}

static void a_share_above_the_whole_goes_on_by_the_same_measure(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "4 working hours", "fr_off");
    const WritRung rungs[] = {rung_share(t.b, "100%", clock_bench_notify(&t)),
                              rung_share(t.b, "150%", clock_bench_notify(&t)),
                              rung_share(t.b, "200%", clock_bench_notify(&t))};
    build_rungs(t.b, t.look, rungs, 3);
    clock_bench_start(&t, "2026-11-06T14:00:00+01:00"); // A Friday.
    until(&t, "2026-11-06T18:00:00+01:00");
    assert_reached(&t, "0.1"); // Before the deadline, which is at the same instant.
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_DEADLINE_PASSED), 1);
    assert_timer(&t, "2026-11-09T11:00:00+01:00");
    until(&t, "2026-11-09T11:00:00+01:00");
    assert_timer(&t, "2026-11-09T14:00:00+01:00");
    clock_bench_free(&t);
}

static void shares_of_elapsed_time_run_at_night(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 days", NULL);
    WritRung rung = rung_share(t.b, "75%", clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, "2026-11-06T14:00:00+01:00");
    assert_timer(&t, "2026-11-08T02:00:00+01:00");
    clock_bench_free(&t);
}

static void a_share_is_reached_when_it_has_passed_and_not_before(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "1 working hours", "fr_off");
    WritRung rung = rung_share(t.b, "33.33333333%", clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, "2026-11-02T14:00:00+01:00");
    assert_timer(&t, "2026-11-02T14:20:00+01:00");
    clock_bench_free(&t);
}

static void a_rung_before_a_deadline_that_is_nearer_is_reached_at_once(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 working hours", "fr_off");
    WritRung rung = rung_before_due(t.b, "4 working hours", clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, "2026-11-02T14:00:00+01:00");
    assert_timer(&t, "2026-11-02T14:00:00+01:00");
    until(&t, "2026-11-02T14:00:00+01:00");
    assert_int_equal(notified(&t), 1);
    assert_due(&t, "2026-11-02T16:00:00+01:00");
    clock_bench_free(&t);
}

static void reminders_repeat_without_a_deadline_and_another_follows_the_second(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    uint32_t notify = clock_bench_notify(&t);
    build_calendar(t.b, t.look, "fr_off");
    const WritRung rungs[] = {rung_reminder(2, 1, notify),
                              rung_every(t.b, "1 working days", notify)};
    build_rungs(t.b, t.look, rungs, 2);
    clock_bench_start(&t, "2026-11-09T14:00:00+01:00");
    assert_due(&t, "never");
    until(&t, "2026-11-10T18:00:00+01:00");
    assert_reached(&t, "1.1");
    assert_timer(&t, "2026-11-12T18:00:00+01:00"); // The 11th is a holiday.
    until(&t, "2026-11-12T18:00:00+01:00");
    assert_reached(&t, "1.1 1.2 0.1");
    assert_int_equal(notified(&t), 3);
    until(&t, "2026-11-13T18:00:00+01:00");
    assert_reached(&t, "1.1 1.2 0.1 1.3");
    clock_bench_free(&t);
}

// --- Since a beginning -------------------------------------------------------------------------

static void a_rung_counts_from_the_latest_beginning_of_its_node(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    uint32_t repeat = build_repeat(t.b, t.stage, 3, build_read(t.b, "waiting"), build_nothing(t.b));
    uint32_t again = build_step(t.b, repeat, "again", WRIT_ACT_DO);
    build_by(t.b, again, party_owner());
    build_outcome(t.b, again, "ok", build_next(t.b));
    WritTypeId duration = build_plain(t.b, WRIT_TYPE_DURATION);
    build_deadline(t.b, t.stage, WRIT_DEADLINE_AFTER, build_constant(t.b, duration, "20 days"),
                   build_next(t.b));
    WritRung rung = rung_after(t.b, "3 hours", build_node_of(t.b, again), clock_bench_notify(&t));
    build_rungs(t.b, t.stage, &rung, 1);
    build_plan(t.b)->lists[build_plan(t.b)->nodes[t.look + 1].actions].count = 0;
    clock_bench_start(&t, "2026-11-02T10:00:00+01:00");
    const WritDuty *timer = case_run_find(t.run, WRIT_DUTY_TIMER, "work");
    assert_int_equal(timer->due, instant_of("2026-11-22T10:00:00+01:00"));
    until(&t, "2026-11-02T15:00:00+01:00");
    case_run_answer(t.run, "look", "ok");
    timer = case_run_find(t.run, WRIT_DUTY_TIMER, "work");
    assert_int_equal(timer->due, instant_of("2026-11-02T18:00:00+01:00"));
    until(&t, "2026-11-02T17:00:00+01:00");
    case_run_answer(t.run, "again", "ok"); // The next round begins.
    timer = case_run_find(t.run, WRIT_DUTY_TIMER, "work");
    assert_int_equal(timer->due, instant_of("2026-11-02T20:00:00+01:00"));
    until(&t, "2026-11-02T20:00:00+01:00");
    case_run_answer(t.run, "again", "ok");
    timer = case_run_find(t.run, WRIT_DUTY_TIMER, "work");
    assert_int_equal(timer->due, instant_of("2026-11-22T10:00:00+01:00"));
    assert_int_equal(notified(&t), 1);
    clock_bench_free(&t);
}

static void a_beginning_in_a_pause_counts_from_its_end(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    uint32_t then = build_step(t.b, t.stage, "then", WRIT_ACT_DO);
    build_by(t.b, then, party_owner());
    build_outcome(t.b, then, "ok", build_next(t.b));
    WritTypeId duration = build_plain(t.b, WRIT_TYPE_DURATION);
    build_deadline(t.b, t.stage, WRIT_DEADLINE_AFTER, build_constant(t.b, duration, "20 days"),
                   build_next(t.b));
    build_pauses(t.b, t.stage, build_read(t.b, "waiting"));
    WritRung rung = rung_after(t.b, "3 hours", build_node_of(t.b, then), clock_bench_notify(&t));
    build_rungs(t.b, t.stage, &rung, 1);
    build_plan(t.b)->lists[build_plan(t.b)->nodes[t.look + 1].actions].count = 0;
    clock_bench_start(&t, "2026-11-02T10:00:00+01:00");
    clock_bench_wait(&t, "2026-11-02T11:00:00+01:00", "yes");
    until(&t, "2026-11-02T12:00:00+01:00");
    case_run_answer(t.run, "look", "ok");
    clock_bench_wait(&t, "2026-11-02T16:00:00+01:00", "no");
    const WritDuty *timer = case_run_find(t.run, WRIT_DUTY_TIMER, "work");
    assert_int_equal(timer->due, instant_of("2026-11-02T19:00:00+01:00"));
    clock_bench_wait(&t, "2026-11-02T17:00:00+01:00", "yes");
    clock_bench_wait(&t, "2026-11-02T18:00:00+01:00", "no");
    timer = case_run_find(t.run, WRIT_DUTY_TIMER, "work");
    assert_int_equal(timer->due, instant_of("2026-11-02T20:00:00+01:00"));
    clock_bench_free(&t);
}

// --- After downtime ----------------------------------------------------------------------------

static void overdue_rungs_are_reached_once_each_and_the_highest_notifies(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "8 working hours", "fr_off");
    uint32_t notify = clock_bench_notify(&t);
    uint32_t mark = build_action(t.b, act_mark(build_milestone(t.b, "late")));
    const WritRung rungs[] = {
        rung_share(t.b, "25%", notify),
        rung_share(t.b, "75%", notify),
        rung_before_due(t.b, "1 working hours", mark),
    };
    build_rungs(t.b, t.look, rungs, 3);
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    until(&t, "2026-11-02T17:30:00+01:00");
    assert_reached(&t, "0.1 1.1 2.1"); // N15, S19: once each, in due order,
    assert_int_equal(notified(&t), 1); // and one notice, of the highest that notifies.
    assert_int_equal(last_event(&t, WRIT_EVENT_NOTIFIED)->number, 1);
    assert_true(writ_case_has_milestone(case_run_case(t.run), 0));
    uint32_t count = 0;
    const WritEvent *events = case_run_events(t.run, &count);
    const int64_t *instants = case_run_instants(t.run);
    for (uint32_t i = 0; i < count; i++) {
        // Each counts from its own time, so that how late it was is known.
        assert_true(events[i].kind != WRIT_EVENT_RUNG_REACHED || events[i].due == instants[i]);
    }
    until(&t, "2026-11-02T18:00:00+01:00");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_DEADLINE_PASSED), 1);
    clock_bench_free(&t);
}

static void missed_times_of_a_repetition_are_one_up_to_what_else_comes(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 days", NULL);
    uint32_t notify = clock_bench_notify(&t);
    const WritRung rungs[] = {
        rung_every(t.b, "1 hours", notify),
        rung_reminder(2, 0, notify),
        rung_after(t.b, "210 minutes", WRIT_NONE, notify),
    };
    build_rungs(t.b, t.look, rungs, 3);
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    until(&t, "2026-11-02T17:20:00+01:00");
    assert_reached(&t, "0.3 1.1 2.1 0.8");
    assert_int_equal(notified(&t), 1);
    assert_timer(&t, "2026-11-02T18:00:00+01:00");
    until(&t, "2026-11-02T18:00:00+01:00");
    assert_reached(&t, "0.3 1.1 2.1 0.8 0.9");
    assert_int_equal(notified(&t), 2);
    clock_bench_free(&t);
}

static void a_timer_that_fires_again_does_nothing(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 days", NULL);
    WritRung rung = rung_every(t.b, "1 hours", clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    const WritDuty *timer = case_run_find(t.run, WRIT_DUTY_TIMER, "look");
    WritCommand due = {.kind = WRIT_COMMAND_DUE, .frame = timer->frame, .due = timer->due};
    until(&t, "2026-11-02T10:00:00+01:00");
    assert_int_equal(reached(&t), 1);
    case_run_must(t.run, &due);
    assert_int_equal(reached(&t), 1);
    clock_bench_free(&t);
}

// --- What a rung does --------------------------------------------------------------------------

static void silence_is_never_an_answer(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "4 working hours", "fr_off");
    uint32_t notify = clock_bench_notify(&t);
    const WritRung rungs[] = {rung_every(t.b, "1 working days", notify),
                              rung_share(t.b, "1000%", notify)};
    build_rungs(t.b, t.look, rungs, 2);
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    until(&t, "2027-03-01T09:00:00+01:00");
    assert_non_null(case_run_find(t.run, WRIT_DUTY_TASK, "look")); // N14
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_TASK_ANSWERED), 0);
    clock_bench_free(&t);
}

static void rungs_end_with_their_block(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "4 working hours", "fr_off");
    WritRung rung = rung_every(t.b, "1 hours", clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    uint32_t next = build_step(t.b, t.stage, "next", WRIT_ACT_DO);
    build_by(t.b, next, party_owner());
    build_outcome(t.b, next, "ok", build_next(t.b));
    build_plan(t.b)->lists[build_plan(t.b)->nodes[t.look + 1].actions].count = 0;
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    case_run_answer(t.run, "look", "ok");
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_TIMER), 0);
    clock_bench_free(&t);
}

static void rungs_of_a_stage_and_of_the_process_act_beside_the_work(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    WritTypeId duration = build_plain(t.b, WRIT_TYPE_DURATION);
    uint32_t notify = clock_bench_notify(&t);
    uint32_t end = build_action(t.b, act_end(t.done));
    build_deadline(t.b, t.stage, WRIT_DEADLINE_AFTER, build_constant(t.b, duration, "2 days"), end);
    build_deadline(t.b, 0, WRIT_DEADLINE_AFTER, build_constant(t.b, duration, "4 days"), end);
    WritRung rung = rung_share(t.b, "50%", notify);
    build_rungs(t.b, t.stage, &rung, 1);
    build_rungs(t.b, 0, &rung, 1);
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    until(&t, "2026-11-03T09:00:00+01:00");
    assert_int_equal(notified(&t), 1);
    until(&t, "2026-11-04T08:00:00+01:00");
    assert_int_equal(notified(&t), 1);
    assert_non_null(case_run_find(t.run, WRIT_DUTY_TASK, "look"));
    until(&t, "2026-11-04T09:00:00+01:00"); // The process's rung, then the stage's deadline.
    assert_int_equal(notified(&t), 2);
    assert_string_equal(case_run_outcome(t.run), "done");
    clock_bench_free(&t);
}

static void an_action_of_a_rung_that_fails_is_an_incident_and_goes_on_when_retried(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    WritTypeId number = build_plain(t.b, WRIT_TYPE_NUMBER);
    WritTypeId percent = build_plain(t.b, WRIT_TYPE_PERCENT);
    (void)build_stored(t.b, "n", number, build_number(t.b, "0"));
    (void)build_stored(t.b, "part", percent, build_constant(t.b, percent, "0%"));
    const WritAction actions[] = {
        act_set(t.b, "part", build_share(t.b, build_number(t.b, "1"), build_read(t.b, "n"))),
        act_notify(t.b, party_owner(), t.message, WRIT_NONE),
    };
    clock_bench_deadline(&t, "2 days", NULL);
    WritRung rung = rung_every(t.b, "1 hours", build_actions(t.b, actions, 2));
    build_rungs(t.b, t.look, &rung, 1);
    build_fill(t.b, t.step, "n");
    clock_bench_start(&t, "2026-11-02T09:00:00+01:00");
    until(&t, "2026-11-02T10:00:00+01:00");
    const WritDuty *incident = case_run_find(t.run, WRIT_DUTY_INCIDENT, "look");
    assert_non_null(incident);
    // While its actions have stopped no other rung begins; the deadline stands.
    assert_timer(&t, "2026-11-04T09:00:00+01:00");
    WritCommand retry = {
        .kind = WRIT_COMMAND_RETRY, .frame = incident->frame, .person = writ_text("anna")};
    case_run_must(t.run, &retry);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 1);
    assert_int_equal(notified(&t), 0);
    assert_non_null(case_run_find(t.run, WRIT_DUTY_TASK, "look"));
    clock_bench_free(&t);
}

static void a_repetition_past_the_horizon_is_an_incident(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    build_calendar(t.b, t.look, "fr_off");
    WritRung rung = rung_every(t.b, "1 working days", clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, "2027-05-28T10:00:00+02:00");
    until(&t, "2027-05-31T18:00:00+02:00");
    assert_int_equal(reached(&t), 1);
    assert_int_equal(notified(&t), 1);
    const WritDuty *incident = case_run_find(t.run, WRIT_DUTY_INCIDENT, "look");
    assert_non_null(incident);
    case_run_calendars(t.run, clock_bench_changed(&t, "fr_off", NULL, "2027-12-31"));
    WritCommand retry = {
        .kind = WRIT_COMMAND_RETRY, .frame = incident->frame, .person = writ_text("anna")};
    case_run_must(t.run, &retry);
    assert_timer(&t, "2027-06-01T18:00:00+02:00");
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    clock_bench_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_rung_is_reached_at_its_time),
        cmocka_unit_test(a_share_above_the_whole_goes_on_by_the_same_measure),
        cmocka_unit_test(shares_of_elapsed_time_run_at_night),
        cmocka_unit_test(a_share_is_reached_when_it_has_passed_and_not_before),
        cmocka_unit_test(a_rung_before_a_deadline_that_is_nearer_is_reached_at_once),
        cmocka_unit_test(reminders_repeat_without_a_deadline_and_another_follows_the_second),
        cmocka_unit_test(a_rung_counts_from_the_latest_beginning_of_its_node),
        cmocka_unit_test(a_beginning_in_a_pause_counts_from_its_end),
        cmocka_unit_test(overdue_rungs_are_reached_once_each_and_the_highest_notifies),
        cmocka_unit_test(missed_times_of_a_repetition_are_one_up_to_what_else_comes),
        cmocka_unit_test(a_timer_that_fires_again_does_nothing),
        cmocka_unit_test(silence_is_never_an_answer),
        cmocka_unit_test(rungs_end_with_their_block),
        cmocka_unit_test(rungs_of_a_stage_and_of_the_process_act_beside_the_work),
        cmocka_unit_test(an_action_of_a_rung_that_fails_is_an_incident_and_goes_on_when_retried),
        cmocka_unit_test(a_repetition_past_the_horizon_is_an_incident),
    };
    return cmocka_run_group_tests_name("engine_rungs", tests, NULL, NULL);
}
