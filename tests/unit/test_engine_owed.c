// Clocks on the calendar of whoever owes the task (N7, S4, settled.md 4). Every command is also
// saved, loaded and replayed (support/case_run.h).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/clock_bench.h"

static const char friday[] = "2026-11-27T15:00:00+02:00";
static const char due_in_lyon[] = "2026-12-01T18:00:00+01:00";
static const char due_in_bucharest[] =
    "2026-12-03T16:30:00+02:00"; // 30 Nov and 1 Dec are holidays.

static ClockBench two_days_of(const char *unit)
{
    ClockBench t = clock_bench_of_unit(unit);
    clock_bench_deadline(&t, "2 working days", NULL);
    return t;
}

static void recount(ClockBench *t, const char *why)
{
    WritCommand command = {.kind = WRIT_COMMAND_RECOUNT, .detail = writ_text(why)};
    case_run_must(t->run, &command);
}

static void the_clock_runs_on_the_calendar_of_the_unit_that_owes_the_task(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *calendar, *due;
    } examples[] = {
        {"lyon", "fr_off", due_in_lyon},
        {"bucharest", "ro_off", due_in_bucharest},
    };
    for (size_t i = 0; i < 2; i++) {
        ClockBench t = two_days_of(examples[i].unit);
        clock_bench_start(&t, friday);
        assert_due(&t, examples[i].due); // N7
        WritCaseClock clock = case_run_clock(t.run, WRIT_DUTY_TASK, "look");
        assert_true(writ_text_is(clock.calendar, examples[i].calendar));
        assert_true(writ_text_is(clock.unit, examples[i].unit));
        assert_int_equal(clock.person.length, 0);
        const WritEvent *chosen = last_event(&t, WRIT_EVENT_CALENDAR_CHOSEN);
        assert_true(writ_text_is(chosen->text, examples[i].calendar));
        assert_true(writ_text_is(chosen->detail, examples[i].unit));
        assert_int_equal(chosen->person_count, 0);
        clock_bench_free(&t);
    }
}

static void a_calendar_that_the_step_names_wins(void **state)
{
    (void)state;
    ClockBench t = clock_bench_of_unit("bucharest");
    clock_bench_deadline(&t, "2 working days", "fr_off");
    clock_bench_start(&t, friday);
    assert_due(&t, due_in_lyon);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_CALENDAR_CHOSEN), 0);
    assert_int_equal(case_run_clock(t.run, WRIT_DUTY_TASK, "look").unit.length, 0);
    clock_bench_free(&t);
}

static void reassigning_to_another_country_does_not_change_the_clock(void **state)
{
    (void)state;
    ClockBench t = two_days_of("lyon");
    WritParty other = party_role(build_role(t.b, "clerk"));
    other.unit = build_words(t.b, "bucharest");
    WritRung rungs[] = {
        rung_after(t.b, "1 working hours", WRIT_NONE, build_action(t.b, act_reassign(t.b, other))),
        rung_after(t.b, "9 working hours", WRIT_NONE, clock_bench_notify(&t)),
    };
    build_rungs(t.b, t.look, rungs, 2);
    clock_bench_start(&t, friday);
    case_run_until(t.run, instant_of("2026-11-27T16:00:00+01:00"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_TASK_REASSIGNED), 1);
    assert_due(&t, due_in_lyon);                   // N7
    assert_timer(&t, "2026-11-30T15:00:00+01:00"); // Lyon is open; it is a holiday in Bucharest.
    assert_true(writ_text_is(case_run_clock(t.run, WRIT_DUTY_TASK, "look").unit, "lyon"));
    clock_bench_free(&t);
}

static void what_the_directory_says_later_does_not_move_a_clock_that_runs(void **state)
{
    (void)state;
    ClockBench t = two_days_of("lyon");
    clock_bench_start(&t, friday);
    case_run_own_calendar(t.run, "lyon", "ro_off");
    recount(&t, "the directory changed");
    assert_due(&t, due_in_lyon); // S4
    case_run_own_calendar(t.run, "lyon", NULL);
    recount(&t, "the directory changed");
    assert_due(&t, due_in_lyon);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_CALENDAR_CHOSEN), 1);
    clock_bench_free(&t);
}

static void a_holiday_that_is_added_moves_it_like_any_other(void **state)
{
    (void)state;
    ClockBench t = two_days_of("lyon");
    clock_bench_start(&t, friday);
    case_run_calendars(t.run, clock_bench_changed(&t, "fr_off", "2026-11-30", NULL));
    WritMove *moves = NULL;
    assert_int_equal(case_run_moves(t.run, &moves), 1); // S6
    assert_int_equal(moves[0].to, instant_of("2026-12-02T18:00:00+01:00"));
    recount(&t, "one more holiday");
    assert_due(&t, "2026-12-02T18:00:00+01:00");
    assert_true(writ_text_is(last_event(&t, WRIT_EVENT_DEADLINE_MOVED)->text, "one more holiday"));
    clock_bench_free(&t);
}

static void a_person_has_a_calendar_too(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "2 working days", NULL);
    uint32_t second = build_step(t.b, t.stage, "sign", WRIT_ACT_DO);
    uint32_t node = build_node_of(t.b, second);
    WritTypeId person = build_plain(t.b, WRIT_TYPE_PERSON);
    build_by(t.b, second, party_person(build_constant(t.b, person, "elena")));
    build_outcome(t.b, second, "ok", build_next(t.b));
    uint32_t days = build_constant(t.b, build_plain(t.b, WRIT_TYPE_WORKING_TIME), "2 working days");
    build_deadline(t.b, node, WRIT_DEADLINE_AFTER, days, clock_bench_notify(&t));
    build_owed_calendar(t.b, node);
    build_calendar(t.b, t.look, "fr_off");
    build_plan(t.b)->lists[build_plan(t.b)->nodes[t.look + 1].actions].count = 0;
    clock_bench_start(&t, friday);
    case_run_own_calendar(t.run, "elena", "ro_off");
    case_run_answer(t.run, "look", "ok");
    const WritDuty *task = case_run_find(t.run, WRIT_DUTY_TASK, "sign");
    assert_non_null(task);
    assert_int_equal(task->due, instant_of(due_in_bucharest));
    const WritEvent *chosen = last_event(&t, WRIT_EVENT_CALENDAR_CHOSEN);
    assert_int_equal(chosen->person_count, 1);
    assert_true(writ_text_is(chosen->people[0], "elena"));
    assert_true(writ_text_is(case_run_clock(t.run, WRIT_DUTY_TASK, "sign").person, "elena"));
    clock_bench_free(&t);
}

static void whose_turn_it_is_owes_the_task(void **state)
{
    (void)state;
    ClockBench t = two_days_of("lyon");
    WritParty second = party_role(build_role(t.b, "clerk"));
    second.unit = build_words(t.b, "bucharest");
    build_by(t.b, t.step, second);
    build_plan(t.b)->steps[t.step].performer.kind = WRIT_PERFORMER_IN_TURN;
    t.run = case_run_new(build_finish(t.b));
    case_run_calendars(t.run, &t.calendars);
    case_run_own_calendar(t.run, "lyon", "fr_off");
    case_run_own_calendar(t.run, "bucharest", "ro_off");
    case_run_pass(t.run, instant_of(friday) - case_run_now(t.run));
    for (uint32_t role = 0; role < build_plan(t.b)->role_count; role++) {
        if (writ_text_is(build_plan(t.b)->roles[role].name, "controller")) {
            case_run_nobody(t.run, (uint64_t)1 << role);
        }
    }
    case_run_start(t.run, NULL, 0);
    assert_due(&t, due_in_bucharest);
    clock_bench_free(&t);
}

static void a_unit_without_a_calendar_is_an_incident_until_the_directory_names_one(void **state)
{
    (void)state;
    ClockBench t = two_days_of("oulu");
    clock_bench_start(&t, friday);
    const WritDuty *incident = case_run_find(t.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    assert_non_null(strstr(incident->reason.data, "whose calendar"));
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_TASK), 0);
    recount(&t, "something else changed");
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 1);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_INCIDENT_CLEARED), 0);
    case_run_own_calendar(t.run, "oulu", "fr_off");
    recount(&t, "the directory changed");
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    const WritEvent *cleared = last_event(&t, WRIT_EVENT_INCIDENT_CLEARED);
    assert_true(writ_text_is(cleared->text, "the directory changed"));
    assert_due(&t, due_in_lyon);
    clock_bench_free(&t);
}

static void a_longer_calendar_begins_what_could_not_be_counted(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new();
    clock_bench_deadline(&t, "3 working days", "fr_off");
    clock_bench_start(&t, "2027-05-28T10:00:00+02:00");
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 1);
    case_run_calendars(t.run, clock_bench_changed(&t, "fr_off", NULL, "2027-12-31"));
    recount(&t, "longer calendars");
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    assert_due(&t, "2027-06-02T18:00:00+02:00");
    clock_bench_free(&t);
}

// `deadline 2026-12-04 - 2 working days`: the date is counted on that calendar, and so is its
// close.
static void what_a_deadline_says_is_counted_on_it_too(void **state)
{
    (void)state;
    ClockBench t = clock_bench_of_unit("bucharest");
    clock_bench_deadline(&t, "2026-12-04", NULL);
    WritPlan *plan = build_plan(t.b);
    uint32_t date = plan->nodes[t.look].deadline.expr;
    uint32_t days = build_constant(t.b, build_plain(t.b, WRIT_TYPE_WORKING_TIME), "3 working days");
    uint32_t operands[] = {date, days, plan->nodes[t.look].deadline.calendar};
    uint32_t start = build_operands(t.b, operands, 3);
    uint32_t moved = build_expr(t.b, (WritExpr){.operation = WRIT_OP_CALL,
                                                .type = build_plain(t.b, WRIT_TYPE_DATE),
                                                .a = WRIT_BUILTIN_SUBTRACT_WORKING_TIME,
                                                .b = start,
                                                .c = 3});
    plan->nodes[t.look].deadline.expr = moved;
    clock_bench_start(&t, "2026-11-20T10:00:00+02:00");
    assert_due(&t, "2026-11-27T16:30:00+02:00"); // Over 1 December and 30 November.
    clock_bench_free(&t);
}

// --- Plans -------------------------------------------------------------------------------------

static void assert_refused(ClockBench *t, const char *said)
{
    WritError error = {0};
    assert_int_equal(writ_plan_validate(build_finish_unchecked(t->b), &error), WRIT_INVALID);
    if (strstr(error.text, said) == NULL) {
        fail_msg("%s", error.text);
    }
    build_free(t->b);
    writ_arena_free(t->arena);
}

static void a_plan_has_it_only_where_somebody_is_known_to_owe_a_task(void **state)
{
    (void)state;
    ClockBench t = clock_bench_new(); // By the process owner, who is of no unit.
    clock_bench_deadline(&t, "2 working days", NULL);
    build_owed_calendar(t.b, t.look);
    assert_refused(&t, "reads what is not there");

    t = two_days_of("lyon");
    WritPlan *plan = build_plan(t.b);
    plan->nodes[t.stage].deadline = plan->nodes[t.look].deadline; // Nobody owes a stage.
    assert_refused(&t, "reads what is not there");

    t = clock_bench_of_unit("lyon"); // Counted on, and not the clock's own.
    clock_bench_deadline(&t, "2026-12-04", "fr_off");
    uint32_t days = build_constant(t.b, build_plain(t.b, WRIT_TYPE_WORKING_TIME), "1 working days");
    uint32_t operands[] = {build_plan(t.b)->nodes[t.look].deadline.expr, days,
                           build_context(t.b, WRIT_CONTEXT_OWED_CALENDAR)};
    uint32_t start = build_operands(t.b, operands, 3);
    uint32_t moved = build_expr(t.b, (WritExpr){.operation = WRIT_OP_CALL,
                                                .type = build_plain(t.b, WRIT_TYPE_DATE),
                                                .a = WRIT_BUILTIN_ADD_WORKING_TIME,
                                                .b = start,
                                                .c = 3});
    build_plan(t.b)->nodes[t.look].deadline.expr = moved;
    assert_refused(&t, "reads what is not there");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_runs_on_the_calendar_of_the_unit_that_owes_the_task),
        cmocka_unit_test(a_calendar_that_the_step_names_wins),
        cmocka_unit_test(reassigning_to_another_country_does_not_change_the_clock),
        cmocka_unit_test(what_the_directory_says_later_does_not_move_a_clock_that_runs),
        cmocka_unit_test(a_holiday_that_is_added_moves_it_like_any_other),
        cmocka_unit_test(a_person_has_a_calendar_too),
        cmocka_unit_test(whose_turn_it_is_owes_the_task),
        cmocka_unit_test(a_unit_without_a_calendar_is_an_incident_until_the_directory_names_one),
        cmocka_unit_test(a_longer_calendar_begins_what_could_not_be_counted),
        cmocka_unit_test(what_a_deadline_says_is_counted_on_it_too),
        cmocka_unit_test(a_plan_has_it_only_where_somebody_is_known_to_owe_a_task),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
