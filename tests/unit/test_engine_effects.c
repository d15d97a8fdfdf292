// Calls, retries, undoing, cancellation, messages. Every command is also saved, loaded and
// replayed.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/case_run.h"
#include "support/plan_builder.h"

// A process that reserves, perhaps twice, and can give back.
typedef struct Shop {
    PlanBuilder *b;
    WritTypeId text;
    uint32_t input, output, reserve, release;
    uint32_t stage, done, failed;
    CaseRun *run;
} Shop;

static Shop shop_new(void)
{
    Shop s = {.b = build_new("shop")};
    s.text = build_plain(s.b, WRIT_TYPE_TEXT);
    (void)build_parameter(s.b, "item", s.text);
    s.input = build_record(s.b, "Input");
    (void)build_field(s.b, s.input, "item", s.text);
    s.output = build_record(s.b, "Output");
    (void)build_field(s.b, s.output, "place", s.text);
    s.reserve = build_hook(s.b, "erp.reserve", s.input, s.output, "reserved, refused");
    s.release = build_hook(s.b, "erp.release", s.input, s.output, "released, nothing_to_release");
    WritHook *hook = &build_plan(s.b)->hooks[s.reserve];
    hook->retries = 2;
    hook->retry_every_ms = 1000;
    hook->retry_up_to_ms = 60000;
    uint32_t args[] = {build_local(s.b, 0, build_record_type(s.b, s.input), "item")};
    build_undo(s.b, s.reserve, s.release, args);
    s.done = build_ending(s.b, "done");
    s.failed = build_ending(s.b, "failed");
    s.stage = build_stage(s.b, "work");
    return s;
}

static void add_call(Shop *s, uint32_t parent, const char *name, uint32_t hook)
{
    uint32_t step = build_step(s->b, parent, name, WRIT_ACT_CALL);
    uint32_t args[] = {build_read(s->b, "item")};
    build_call(s->b, step, hook, args, build_action(s->b, act_end(s->failed)));
    if (hook == s->reserve) {
        build_outcome(s->b, step, "reserved", build_next(s->b));
        build_outcome(s->b, step, "refused", build_next(s->b));
    }
}

static void add_task(Shop *s, uint32_t parent, const char *name)
{
    uint32_t step = build_step(s->b, parent, name, WRIT_ACT_DO);
    build_by(s->b, step, party_owner());
    build_outcome(s->b, step, "ok", build_next(s->b));
}

static void shop_start(Shop *s)
{
    WritValue item = writ_value_text(writ_text("bolt"));
    s->run = case_run_new(build_finish(s->b));
    case_run_start(s->run, &item, 1);
}

static void shop_free(Shop *s)
{
    case_run_free(s->run);
    build_free(s->b);
}

static WritValue at_place(Shop *s, const char *place)
{
    WritRecord *record = writ_record_new(build_arena(s->b), 1);
    record->fields[0] = writ_value_text(writ_text(place));
    return (WritValue){.kind = WRIT_VALUE_RECORD, .tag = s->output, .record = record};
}

static const char *text_of(Shop *s, WritText text)
{
    return writ_arena_text(build_arena(s->b), text).data;
}

static uint32_t cancel_list(Shop *s)
{
    const WritAction actions[] = {act_undo(WRIT_NONE), act_end(s->failed)};
    return build_actions(s->b, actions, 2);
}

static void allow_cancellation(Shop *s, uint32_t only_before)
{
    WritCancellation *cancellation = &build_plan(s->b)->cancellation;
    cancellation->allowed = true;
    cancellation->only_before = only_before;
    cancellation->actions = cancel_list(s);
    WritPlan *plan = build_plan(s->b);
    cancellation->performer = (WritPerformer){WRIT_PERFORMER_ANY, plan->start_parties_start, 1};
}

static void a_result_goes_to_its_slot_and_its_outcome(void **state)
{
    (void)state;
    Shop s = shop_new();
    uint32_t step = build_step(s.b, s.stage, "reserve", WRIT_ACT_CALL);
    uint32_t args[] = {build_read(s.b, "item")};
    build_call(s.b, step, s.reserve, args, build_action(s.b, act_end(s.failed)));
    (void)build_into(s.b, step, "stock", 0);
    uint32_t set = build_action(s.b, act_set(s.b, "item", build_read(s.b, "stock.place")));
    build_outcome(s.b, step, "reserved", set);
    build_outcome(s.b, step, "refused", build_action(s.b, act_end(s.failed)));
    (void)build_route(s.b, s.stage, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    const WritDuty *call = case_run_find(s.run, WRIT_DUTY_CALL, "erp.reserve");
    assert_string_equal(text_of(&s, call->call_id), "test-7/work#1/reserve");
    WritError error;
    WritCommand wrong = {.kind = WRIT_COMMAND_RESULT,
                         .number = call->call,
                         .text = writ_text("vanished"),
                         .value = at_place(&s, "A1")};
    assert_int_equal(case_run_command(s.run, &wrong, &error), WRIT_INVALID);
    uint32_t number = call->call;
    case_run_result(s.run, "erp.reserve", "reserved", at_place(&s, "A1"));
    assert_string_equal(case_run_outcome(s.run), "done");
    WritCommand late = {.kind = WRIT_COMMAND_RESULT,
                        .number = number,
                        .text = writ_text("reserved"),
                        .value = at_place(&s, "A1")};
    assert_int_not_equal(case_run_command(s.run, &late, &error), WRIT_OK);
    shop_free(&s);
}

static void attempts_back_off_and_are_then_given_up(void **state)
{
    (void)state;
    Shop s = shop_new();
    add_call(&s, s.stage, "reserve", s.reserve);
    (void)build_route(s.b, s.stage, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    case_run_failure(s.run, "erp.reserve");
    int64_t first = case_run_find(s.run, WRIT_DUTY_CALL, NULL)->due - case_run_now(s.run);
    assert_in_range(first, 1000000, 1100000);
    case_run_failure(s.run, "erp.reserve");
    int64_t second = case_run_find(s.run, WRIT_DUTY_CALL, NULL)->due - case_run_now(s.run);
    assert_in_range(second, 2000000, 2200000);
    assert_int_equal(case_run_find(s.run, WRIT_DUTY_CALL, NULL)->attempt, 3);
    case_run_failure(s.run, "erp.reserve");
    // It may have happened: ending the case leaves the effect noted, and nothing under way.
    assert_string_equal(case_run_outcome(s.run), "failed");
    assert_int_equal(case_run_count(s.run, WRIT_EVENT_EFFECT_NOTED), 1);
    shop_free(&s);
}

// Fails the call and returns how long its next attempt waits, in milliseconds.
static int64_t wait_after_failure(Shop *s)
{
    case_run_failure(s->run, "erp.reserve");
    return (case_run_find(s->run, WRIT_DUTY_CALL, NULL)->due - case_run_now(s->run)) / 1000;
}

static void attempts_back_off_up_to_their_bound(void **state)
{
    (void)state;
    Shop s = shop_new();
    WritHook *hook = &build_plan(s.b)->hooks[s.reserve];
    hook->retries = 100;
    hook->retry_up_to_ms = 5000;
    add_call(&s, s.stage, "reserve", s.reserve);
    (void)build_route(s.b, s.stage, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    assert_in_range(wait_after_failure(&s), 1000, 1100);
    assert_in_range(wait_after_failure(&s), 2000, 2200);
    assert_in_range(wait_after_failure(&s), 4000, 4400);
    for (int i = 3; i < 100; i++) {
        assert_in_range(wait_after_failure(&s), 5000, 5500);
    }
    case_run_failure(s.run, "erp.reserve");
    assert_string_equal(case_run_outcome(s.run), "failed");
    shop_free(&s);
}

// How long the first call of a step with this name waits after its first failure.
static int64_t first_wait(const char *step)
{
    Shop s = shop_new();
    add_call(&s, s.stage, step, s.reserve);
    (void)build_route(s.b, s.stage, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    int64_t wait = wait_after_failure(&s);
    shop_free(&s);
    return wait;
}

static void calls_that_fail_together_spread_out(void **state)
{
    (void)state;
    assert_int_equal(first_wait("reserve"), first_wait("reserve"));
    assert_int_not_equal(first_wait("reserve"), first_wait("keep"));
}

static void undoing_takes_the_newest_effect_first(void **state)
{
    (void)state;
    Shop s = shop_new();
    add_call(&s, s.stage, "first", s.reserve);
    add_call(&s, s.stage, "second", s.reserve);
    (void)build_route(s.b, s.stage, build_action(s.b, act_undo(WRIT_NONE)));
    (void)build_route(s.b, s.stage, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    case_run_result(s.run, "erp.reserve", "reserved", at_place(&s, "A1"));
    case_run_result(s.run, "erp.reserve", "reserved", at_place(&s, "A2"));
    assert_int_equal(case_run_duties(s.run, WRIT_DUTY_CALL), 1);
    const WritDuty *undo = case_run_find(s.run, WRIT_DUTY_CALL, "erp.release");
    assert_string_equal(text_of(&s, undo->call_id), "test-7/work#1/second/undo");
    assert_string_equal(text_of(&s, undo->input.record->fields[0].text), "bolt");
    case_run_result(s.run, "erp.release", "released", at_place(&s, ""));
    undo = case_run_find(s.run, WRIT_DUTY_CALL, "erp.release");
    assert_string_equal(text_of(&s, undo->call_id), "test-7/work#1/first/undo");
    case_run_result(s.run, "erp.release", "nothing_to_release", at_place(&s, ""));
    assert_string_equal(case_run_outcome(s.run), "done");
    shop_free(&s);
}

static void undoing_from_a_stage_on_leaves_what_came_before(void **state)
{
    (void)state;
    Shop s = shop_new();
    add_call(&s, s.stage, "early", s.reserve);
    uint32_t later = build_stage(s.b, "later");
    add_call(&s, later, "late", s.reserve);
    (void)build_route(s.b, later, build_action(s.b, act_undo(later)));
    add_task(&s, later, "look");
    (void)build_route(s.b, later, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    case_run_result(s.run, "erp.reserve", "reserved", at_place(&s, "A1"));
    case_run_result(s.run, "erp.reserve", "reserved", at_place(&s, "A2"));
    assert_string_equal(text_of(&s, case_run_find(s.run, WRIT_DUTY_CALL, NULL)->call_id),
                        "test-7/later#1/late/undo");
    case_run_result(s.run, "erp.release", "released", at_place(&s, ""));
    assert_int_equal(case_run_duties(s.run, WRIT_DUTY_CALL), 0);
    case_run_answer(s.run, "look", "ok");
    assert_string_equal(case_run_outcome(s.run), "done");
    shop_free(&s);
}

static void an_undo_that_fails_is_seen_to_by_a_person(void **state)
{
    (void)state;
    Shop s = shop_new();
    add_call(&s, s.stage, "first", s.reserve);
    (void)build_route(s.b, s.stage, cancel_list(&s));
    shop_start(&s);
    case_run_result(s.run, "erp.reserve", "reserved", at_place(&s, "A1"));
    case_run_failure(s.run, "erp.release");
    assert_int_equal(case_run_duties(s.run, WRIT_DUTY_CALL), 0);
    assert_string_equal(case_run_outcome(s.run), "");
    case_run_answer(s.run, NULL, "done");
    assert_string_equal(case_run_outcome(s.run), "failed");
    shop_free(&s);
}

static void cancelling_waits_for_a_call_in_flight_and_undoes_it_once(void **state)
{
    (void)state;
    Shop s = shop_new();
    allow_cancellation(&s, WRIT_NONE);
    add_call(&s, s.stage, "first", s.reserve);
    (void)build_route(s.b, s.stage, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    WritCommand cancel = {.kind = WRIT_COMMAND_CANCEL,
                          .person = writ_text("anna"),
                          .detail = writ_text("not wanted")};
    case_run_must(s.run, &cancel);
    assert_string_equal(case_run_outcome(s.run), "");
    assert_int_equal(case_run_find(s.run, WRIT_DUTY_CALL, "erp.reserve")->frame, 0);
    WritError error;
    assert_int_equal(case_run_command(s.run, &cancel, &error), WRIT_CONFLICT);
    case_run_result(s.run, "erp.reserve", "reserved", at_place(&s, "A1"));
    assert_int_equal(case_run_duties(s.run, WRIT_DUTY_CALL), 1);
    case_run_result(s.run, "erp.release", "released", at_place(&s, ""));
    assert_string_equal(case_run_outcome(s.run), "failed");
    assert_int_equal(case_run_count(s.run, WRIT_EVENT_UNDO_CALLED), 1);
    shop_free(&s);
}

static void a_case_ends_only_when_nothing_is_in_flight(void **state)
{
    (void)state;
    Shop s = shop_new();
    uint32_t both = build_same_time(s.b, s.stage, WRIT_JOIN_ALL);
    add_call(&s, build_branch(s.b, both, "left"), "first", s.reserve);
    uint32_t right = build_branch(s.b, both, "right");
    add_task(&s, right, "look");
    (void)build_route(s.b, right, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    case_run_answer(s.run, "look", "ok");
    assert_int_equal(writ_case_status(case_run_case(s.run)), WRIT_CASE_CLOSING);
    case_run_result(s.run, "erp.reserve", "reserved", at_place(&s, "A1"));
    assert_int_equal(writ_case_status(case_run_case(s.run)), WRIT_CASE_CLOSING);
    case_run_result(s.run, "erp.release", "released", at_place(&s, ""));
    assert_int_equal(writ_case_status(case_run_case(s.run)), WRIT_CASE_ENDED);
    assert_string_equal(case_run_outcome(s.run), "done");
    shop_free(&s);
}

static void cancellation_is_refused_after_its_milestone(void **state)
{
    (void)state;
    Shop s = shop_new();
    uint32_t shipped = build_milestone(s.b, "shipped");
    allow_cancellation(&s, shipped);
    uint32_t step = build_step(s.b, s.stage, "ship", WRIT_ACT_ACTIONS);
    build_then(s.b, step, build_action(s.b, act_mark(shipped)));
    add_task(&s, s.stage, "look");
    (void)build_route(s.b, s.stage, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    WritError error;
    WritCommand cancel = {.kind = WRIT_COMMAND_CANCEL, .person = writ_text("anna")};
    assert_int_equal(case_run_command(s.run, &cancel, &error), WRIT_CONFLICT);
    assert_non_null(strstr(error.text, "shipped"));
    cancel.person = writ_text("bert");
    assert_int_equal(case_run_command(s.run, &cancel, &error), WRIT_DENIED);
    shop_free(&s);
}

static void rounds_and_elements_are_part_of_a_call_id(void **state)
{
    (void)state;
    Shop s = shop_new();
    uint32_t again =
        build_action(s.b, act_go_back(s.stage, 3, build_action(s.b, act_end(s.failed))));
    add_call(&s, s.stage, "first", s.reserve);
    uint32_t step = build_step(s.b, s.stage, "look", WRIT_ACT_DO);
    build_by(s.b, step, party_owner());
    build_outcome(s.b, step, "again", again);
    shop_start(&s);
    case_run_result(s.run, "erp.reserve", "reserved", at_place(&s, "A1"));
    case_run_answer(s.run, "look", "again");
    const WritDuty *call = case_run_find(s.run, WRIT_DUTY_CALL, NULL);
    assert_string_equal(text_of(&s, call->call_id), "test-7/work#2/first");
    shop_free(&s);
}

static void a_message_is_taken_by_the_wait_that_it_fits(void **state)
{
    (void)state;
    Shop s = shop_new();
    uint32_t arrival = build_record(s.b, "Arrival");
    (void)build_field(s.b, arrival, "item", s.text);
    uint32_t event = build_event(s.b, "stock_arrived", arrival, "");
    uint32_t step = build_step(s.b, s.stage, "await", WRIT_ACT_WAIT);
    uint32_t fits = build_two(s.b, WRIT_OP_EQUAL, build_event_read(s.b, arrival, "item"),
                              build_read(s.b, "item"));
    build_wait(s.b, step, event, fits);
    (void)build_route(s.b, s.stage, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    WritRecord *record = writ_record_new(build_arena(s.b), 1);
    record->fields[0] = writ_value_text(writ_text("nut"));
    WritCommand message = {
        .kind = WRIT_COMMAND_MESSAGE,
        .frame = case_run_find(s.run, WRIT_DUTY_WAIT, "await")->frame,
        .index = event,
        .value = {.kind = WRIT_VALUE_RECORD, .tag = arrival, .record = record},
    };
    WritError error;
    assert_int_equal(case_run_command(s.run, &message, &error), WRIT_NOT_FOUND);
    record->fields[0] = writ_value_text(writ_text("bolt"));
    case_run_must(s.run, &message);
    assert_string_equal(case_run_outcome(s.run), "done");
    assert_int_equal(case_run_command(s.run, &message, &error), WRIT_CONFLICT);
    shop_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_goes_to_its_slot_and_its_outcome),
        cmocka_unit_test(attempts_back_off_and_are_then_given_up),
        cmocka_unit_test(attempts_back_off_up_to_their_bound),
        cmocka_unit_test(calls_that_fail_together_spread_out),
        cmocka_unit_test(undoing_takes_the_newest_effect_first),
        cmocka_unit_test(undoing_from_a_stage_on_leaves_what_came_before),
        cmocka_unit_test(an_undo_that_fails_is_seen_to_by_a_person),
        cmocka_unit_test(cancelling_waits_for_a_call_in_flight_and_undoes_it_once),
        cmocka_unit_test(a_case_ends_only_when_nothing_is_in_flight),
        cmocka_unit_test(cancellation_is_refused_after_its_milestone),
        cmocka_unit_test(rounds_and_elements_are_part_of_a_call_id),
        cmocka_unit_test(a_message_is_taken_by_the_wait_that_it_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
