// What is left behind when a step, a stage or a case is left early: calls, timers, actions of
// deadlines, incidents, undoing. Random plans found most of these (test_engine_random.c).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/case_run.h"
#include "support/plan_builder.h"

// A process with one stage, a hook that can be undone, one that cannot, and an event.
typedef struct Bench {
    PlanBuilder *b;
    WritTypeId number;
    uint32_t record, reserve, release, event, clerk;
    uint32_t stage, done, failed;
    CaseRun *run;
} Bench;

static Bench bench_new(void)
{
    Bench t = {.b = build_new("test")};
    t.number = build_plain(t.b, WRIT_TYPE_NUMBER);
    (void)build_parameter(t.b, "n", t.number);
    t.record = build_record(t.b, "Input");
    (void)build_field(t.b, t.record, "n", t.number);
    t.reserve = build_hook(t.b, "erp.reserve", t.record, t.record, "fine");
    t.release = build_hook(t.b, "erp.release", t.record, t.record, "fine");
    uint32_t args[] = {build_local(t.b, 0, build_record_type(t.b, t.record), "n")};
    build_undo(t.b, t.reserve, t.release, args);
    t.event = build_event(t.b, "alarm", t.record, "");
    t.clerk = build_role(t.b, "clerk");
    t.done = build_ending(t.b, "done");
    t.failed = build_ending(t.b, "failed");
    t.stage = build_stage(t.b, "work");
    return t;
}

static void bench_start(Bench *t)
{
    WritValue zero = writ_value_number(writ_decimal_from_int(0));
    t->run = case_run_new(build_finish(t->b));
    case_run_start(t->run, &zero, 1);
}

static void bench_free(Bench *t)
{
    case_run_free(t->run);
    build_free(t->b);
}

static uint32_t hours(Bench *t, const char *text)
{
    return build_constant(t->b, build_plain(t->b, WRIT_TYPE_DURATION), text);
}

static void overdue(Bench *t, uint32_t node, const char *after, uint32_t list)
{
    build_deadline(t->b, node, WRIT_DEADLINE_AFTER, hours(t, after), list);
}

static uint32_t task(Bench *t, uint32_t parent, const char *name, uint32_t list)
{
    uint32_t step = build_step(t->b, parent, name, WRIT_ACT_DO);
    build_by(t->b, step, party_role(t->clerk));
    build_outcome(t->b, step, "ok", list);
    return step;
}

static uint32_t call(Bench *t, uint32_t parent, const char *name, uint32_t on_fine)
{
    uint32_t step = build_step(t->b, parent, name, WRIT_ACT_CALL);
    uint32_t args[] = {build_read(t->b, "n")};
    build_call(t->b, step, t->reserve, args, build_next(t->b));
    build_outcome(t->b, step, "fine", on_fine);
    return step;
}

static void route(Bench *t, uint32_t parent, WritAction action)
{
    (void)build_route(t->b, parent, build_action(t->b, action));
}

static uint32_t undo_then(Bench *t, WritAction action)
{
    const WritAction actions[] = {act_undo(WRIT_NONE), action};
    return build_actions(t->b, actions, 2);
}

static WritValue a_record(Bench *t)
{
    WritRecord *record = writ_record_new(build_arena(t->b), 1);
    record->fields[0] = writ_value_number(writ_decimal_from_int(1));
    return (WritValue){.kind = WRIT_VALUE_RECORD, .tag = t->record, .record = record};
}

static void result(Bench *t, const char *hook)
{
    case_run_result(t->run, hook, "fine", a_record(t));
}

static void retry(Bench *t)
{
    const WritDuty *incident = case_run_find(t->run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    WritCommand command = {
        .kind = WRIT_COMMAND_RETRY, .frame = incident->frame, .person = writ_text("anna")};
    case_run_must(t->run, &command);
}

static void s18_a_call_that_its_step_gave_up_waiting_for_is_undone_when_it_comes(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t step = call(&t, t.stage, "reserve", build_next(t.b));
    overdue(&t, build_node_of(t.b, step), "1 hours", build_next(t.b));
    (void)task(&t, t.stage, "look", build_action(t.b, act_end(t.done)));
    bench_start(&t);
    case_run_next_deadline(t.run);
    assert_int_equal(case_run_find(t.run, WRIT_DUTY_CALL, "erp.reserve")->frame, 0);
    result(&t, "erp.reserve");
    assert_non_null(case_run_find(t.run, WRIT_DUTY_CALL, "erp.release"));
    result(&t, "erp.release");
    case_run_answer(t.run, "look", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void the_deadline_of_a_call_ends_with_its_answer(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)call(&t, t.stage, "first", build_next(t.b));
    uint32_t step = call(&t, t.stage, "second", undo_then(&t, act_next()));
    overdue(&t, build_node_of(t.b, step), "1 hours", build_action(t.b, act_end(t.failed)));
    route(&t, t.stage, act_end(t.done));
    bench_start(&t);
    result(&t, "erp.reserve");
    result(&t, "erp.reserve");
    assert_non_null(case_run_find(t.run, WRIT_DUTY_CALL, "erp.release"));
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_TIMER), 0);
    bench_free(&t);
}

static void an_overdue_stage_can_skip_to_its_own_end(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)task(&t, t.stage, "look", build_next(t.b));
    uint32_t last = build_stage(t.b, "last");
    (void)task(&t, last, "sign", build_action(t.b, act_end(t.done)));
    overdue(&t, t.stage, "1 hours", build_action(t.b, act_skip_end(t.stage)));
    bench_start(&t);
    case_run_next_deadline(t.run);
    assert_null(case_run_find(t.run, WRIT_DUTY_TASK, "look"));
    case_run_answer(t.run, "sign", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void what_a_deadline_of_a_stage_set_off_ends_with_the_stage(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t late = build_detour(t.b, "late");
    route(&t, late, act_end(t.failed));
    (void)call(&t, t.stage, "reserve", build_next(t.b));
    (void)task(&t, t.stage, "look", build_next(t.b));
    overdue(&t, t.stage, "1 hours", undo_then(&t, act_go_to(late)));
    uint32_t last = build_stage(t.b, "last");
    (void)task(&t, last, "sign", build_action(t.b, act_end(t.done)));
    bench_start(&t);
    result(&t, "erp.reserve");
    case_run_next_deadline(t.run);
    case_run_answer(t.run, "look", "ok");
    result(&t, "erp.release");
    assert_non_null(case_run_find(t.run, WRIT_DUTY_TASK, "sign"));
    bench_free(&t);
}

static void next_step_ends_the_automatic_step_it_stands_in(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t two = build_two(t.b, WRIT_OP_EQUAL, build_read(t.b, "n"), build_number(t.b, "9"));
    uint32_t repeat = build_repeat(t.b, t.stage, 2, two, build_next(t.b));
    uint32_t step = build_step(t.b, repeat, "pass", WRIT_ACT_ACTIONS);
    build_then(t.b, step, build_next(t.b));
    step = build_step(t.b, t.stage, "pass_too", WRIT_ACT_ACTIONS);
    build_then(t.b, step, build_next(t.b));
    route(&t, t.stage, act_end(t.done));
    bench_start(&t);
    assert_string_equal(case_run_outcome(t.run), "done");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_STEP_DONE), 3);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_ROUND_BEGAN), 1);
    bench_free(&t);
}

static void undoing_from_a_stage_that_never_began_undoes_nothing(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)call(&t, t.stage, "reserve", build_next(t.b));
    uint32_t later = build_detour(t.b, "later");
    route(&t, later, act_end(t.failed));
    route(&t, t.stage, act_undo(later));
    route(&t, t.stage, act_end(t.done));
    bench_start(&t);
    result(&t, "erp.reserve");
    assert_string_equal(case_run_outcome(t.run), "done");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_UNDO_CALLED), 0);
    bench_free(&t);
}

static void a_task_that_still_nobody_may_do_is_an_incident_again(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)task(&t, t.stage, "wait", build_next(t.b));
    uint32_t step = build_step(t.b, t.stage, "look", WRIT_ACT_DO);
    build_by(t.b, step, party_owner());
    build_outcome(t.b, step, "ok", undo_then(&t, act_end(t.done)));
    bench_start(&t);
    case_run_nobody(t.run, 1);
    case_run_answer(t.run, "wait", "ok");
    retry(&t);
    assert_non_null(case_run_find(t.run, WRIT_DUTY_INCIDENT, "look"));
    // Somebody is there before anybody tried again; the incident is overtaken by the answer.
    case_run_nobody(t.run, 0);
    case_run_answer(t.run, "look", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void stages_that_go_round_without_a_wait_are_an_incident(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t other = build_detour(t.b, "other");
    route(&t, t.stage, act_go_to(other));
    route(&t, other, act_go_to(t.stage));
    bench_start(&t);
    const WritDuty *incident = case_run_find(t.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    assert_non_null(strstr(writ_arena_text(build_arena(t.b), incident->reason).data, "circle"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_STAGE_ENTERED), WRIT_SILENT_STAGES_MAX);
    bench_free(&t);
}

static void a_wait_makes_a_circle_of_stages_a_lawful_one(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t other = build_detour(t.b, "other");
    (void)task(&t, t.stage, "look", build_action(t.b, act_go_to(other)));
    route(&t, other, act_go_to(t.stage));
    bench_start(&t);
    for (uint32_t i = 0; i < 40; i++) {
        case_run_answer(t.run, "look", "ok");
    }
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_STAGE_ENTERED), 81);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    bench_free(&t);
}

static void cancelling_withdraws_what_the_deadline_of_the_process_set_off(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)call(&t, t.stage, "reserve", build_next(t.b));
    (void)task(&t, t.stage, "look", build_next(t.b));
    overdue(&t, 0, "1 hours", undo_then(&t, act_go_to(t.stage)));
    uint32_t cancel_list = undo_then(&t, act_end(t.failed));
    WritPlan *plan = build_plan(t.b);
    plan->cancellation.allowed = true;
    plan->cancellation.only_before = WRIT_NONE;
    plan->cancellation.actions = cancel_list;
    plan->cancellation.performer =
        (WritPerformer){WRIT_PERFORMER_ANY, plan->start_parties_start, 1};
    bench_start(&t);
    result(&t, "erp.reserve");
    case_run_next_deadline(t.run);
    WritCommand cancel = {.kind = WRIT_COMMAND_CANCEL, .person = writ_text("anna")};
    case_run_must(t.run, &cancel);
    result(&t, "erp.release");
    assert_string_equal(case_run_outcome(t.run), "failed");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_STAGE_ENTERED), 1);
    bench_free(&t);
}

static void an_incident_between_stages_stands_until_somebody_tries_again(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)call(&t, t.stage, "reserve", build_next(t.b));
    WritHappens *happens = writ_arena_array(build_arena(t.b), 1, sizeof *happens);
    *happens = (WritHappens){
        .event = t.event, .where = WRIT_NONE, .actions = build_action(t.b, act_undo(WRIT_NONE))};
    build_plan(t.b)->happens = happens;
    build_plan(t.b)->happens_count = 1;
    (void)task(&t, t.stage, "look", build_next(t.b));
    bench_start(&t);
    result(&t, "erp.reserve");
    WritCommand alarm = {.kind = WRIT_COMMAND_MESSAGE, .index = t.event, .value = a_record(&t)};
    case_run_must(t.run, &alarm);
    case_run_answer(t.run, "look", "ok"); // The last stage is over, and no outcome.
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_INCIDENT_OPENED), 1);
    result(&t, "erp.release");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_INCIDENT_OPENED), 1);
    retry(&t);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_INCIDENT_OPENED), 2);
    bench_free(&t);
}

static void a_case_listens_only_in_the_stages_that_are_named(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)task(&t, t.stage, "look", build_next(t.b));
    uint32_t later = build_stage(t.b, "later");
    (void)task(&t, later, "wait", build_next(t.b));
    WritHappens *happens = writ_arena_array(build_arena(t.b), 1, sizeof *happens);
    *happens = (WritHappens){.event = t.event,
                             .where = WRIT_NONE,
                             .actions = build_action(t.b, act_undo(WRIT_NONE)),
                             .stages_start = build_operands(t.b, &later, 1),
                             .stage_count = 1};
    build_plan(t.b)->happens = happens;
    build_plan(t.b)->happens_count = 1;
    bench_start(&t);
    WritError error;
    WritCommand alarm = {.kind = WRIT_COMMAND_MESSAGE, .index = t.event, .value = a_record(&t)};
    assert_int_equal(case_run_command(t.run, &alarm, &error), WRIT_NOT_FOUND);
    case_run_answer(t.run, "look", "ok");
    case_run_must(t.run, &alarm);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_HAPPENED), 1);
    bench_free(&t);
}

static void a_task_that_is_overdue_and_goes_to_nobody_is_an_incident(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t boss = build_role(t.b, "boss");
    uint32_t step = task(&t, t.stage, "look", build_action(t.b, act_end(t.done)));
    overdue(&t, build_node_of(t.b, step), "1 hours",
            build_action(t.b, act_reassign(t.b, party_role(boss))));
    bench_start(&t);
    case_run_nobody(t.run, (uint64_t)1 << boss);
    case_run_next_deadline(t.run);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 1);
    case_run_nobody(t.run, 0);
    retry(&t);
    case_run_answer(t.run, "look", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void a_step_and_its_call_are_undone_under_ids_of_their_own(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t step = call(&t, t.stage, "reserve", build_next(t.b));
    uint32_t args[] = {build_read(t.b, "n")};
    uint32_t start = build_operands(t.b, args, 1);
    build_plan(t.b)->steps[step].undo = t.release;
    build_plan(t.b)->steps[step].undo_args_start = start;
    (void)build_route(t.b, t.stage, undo_then(&t, act_end(t.done)));
    bench_start(&t);
    result(&t, "erp.reserve");
    WritArena *arena = build_arena(t.b);
    WritText first = writ_arena_text(arena, case_run_find(t.run, WRIT_DUTY_CALL, NULL)->call_id);
    result(&t, "erp.release");
    WritText second = writ_arena_text(arena, case_run_find(t.run, WRIT_DUTY_CALL, NULL)->call_id);
    assert_false(writ_text_equal(first, second));
    result(&t, "erp.release");
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

enum { WIDE = 30000 };

static WritValue wide_list(Bench *t)
{
    WritList *list = writ_list_new(build_arena(t->b), WIDE);
    list->last_id = WIDE;
    for (uint32_t i = 0; i < WIDE; i++) {
        list->items[i] = a_record(t);
        list->items[i].record->id = i + 1;
    }
    return (WritValue){.kind = WRIT_VALUE_LIST, .list = list};
}

static void assert_replays_once(CaseRun *run, WritProgram *program)
{
    uint32_t count = 0;
    const WritEvent *events = case_run_events(run, &count);
    WritCase *replayed = writ_case_new(program, 7);
    WritError error;
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(writ_case_apply(replayed, &events[i], case_run_instants(run)[i], &error),
                         WRIT_OK);
    }
    writ_case_free(replayed);
}

static void a_case_as_wide_as_it_may_be_has_incidents_and_still_replays(void **state)
{
    (void)state;
    Bench t = bench_new();
    WritTypeId lines = build_list(t.b, build_record_type(t.b, t.record));
    (void)build_parameter(t.b, "lines", lines);
    uint32_t each = build_for_each(t.b, t.stage, "line", "lines", WRIT_EACH_SAME_TIME);
    uint32_t both = build_same_time(t.b, each, WRIT_JOIN_ALL);
    (void)task(&t, build_branch(t.b, both, "left"), "pick", build_next(t.b));
    (void)task(&t, build_branch(t.b, both, "right"), "pack", build_next(t.b));
    const WritPlan *plan = build_finish(t.b);
    WritHash hash = {{0}};
    WritProgram *program = writ_program_new(plan, &hash);
    t.run = case_run_take_over(plan, program, writ_case_new(program, 7));
    WritValue values[] = {writ_value_number(writ_decimal_from_int(0)), wide_list(&t)};
    case_run_start(t.run, values, 2);
    const WritDuty *incident = case_run_find(t.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    assert_non_null(strstr(writ_arena_text(build_arena(t.b), incident->reason).data, "blocks"));
    assert_replays_once(t.run, program);
    bench_free(&t);
    writ_program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s18_a_call_that_its_step_gave_up_waiting_for_is_undone_when_it_comes),
        cmocka_unit_test(the_deadline_of_a_call_ends_with_its_answer),
        cmocka_unit_test(an_overdue_stage_can_skip_to_its_own_end),
        cmocka_unit_test(what_a_deadline_of_a_stage_set_off_ends_with_the_stage),
        cmocka_unit_test(next_step_ends_the_automatic_step_it_stands_in),
        cmocka_unit_test(undoing_from_a_stage_that_never_began_undoes_nothing),
        cmocka_unit_test(a_task_that_still_nobody_may_do_is_an_incident_again),
        cmocka_unit_test(stages_that_go_round_without_a_wait_are_an_incident),
        cmocka_unit_test(a_wait_makes_a_circle_of_stages_a_lawful_one),
        cmocka_unit_test(cancelling_withdraws_what_the_deadline_of_the_process_set_off),
        cmocka_unit_test(an_incident_between_stages_stands_until_somebody_tries_again),
        cmocka_unit_test(a_case_as_wide_as_it_may_be_has_incidents_and_still_replays),
        cmocka_unit_test(a_case_listens_only_in_the_stages_that_are_named),
        cmocka_unit_test(a_task_that_is_overdue_and_goes_to_nobody_is_an_incident),
        cmocka_unit_test(a_step_and_its_call_are_undone_under_ids_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
