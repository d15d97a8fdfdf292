// Incidents: since when they stand, what opens one rather than wait for ever, what is kept beside
// them. Every command is also saved, loaded and replayed.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/case_run.h"
#include "support/plan_builder.h"

enum { OWNER = 1, HOUR = 3600 }; // A bit a role: the owner is role 0.
static const int64_t SECOND = 1000000;

// A process that reserves and can give back.
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
    s.reserve = build_hook(s.b, "erp.reserve", s.input, s.output, "reserved");
    s.release = build_hook(s.b, "erp.release", s.input, s.output, "released");
    uint32_t args[] = {build_local(s.b, 0, build_record_type(s.b, s.input), "item")};
    build_undo(s.b, s.reserve, s.release, args);
    s.done = build_ending(s.b, "done");
    s.failed = build_ending(s.b, "failed");
    s.stage = build_stage(s.b, "work");
    return s;
}

static void add_call(Shop *s, uint32_t parent)
{
    uint32_t step = build_step(s->b, parent, "reserve", WRIT_ACT_CALL);
    uint32_t args[] = {build_read(s->b, "item")};
    build_call(s->b, step, s->reserve, args, build_action(s->b, act_end(s->failed)));
    build_outcome(s->b, step, "reserved", build_next(s->b));
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

static void reserve(Shop *s)
{
    WritValue output = {.kind = WRIT_VALUE_RECORD,
                        .tag = s->output,
                        .record = writ_record_new(build_arena(s->b), 0)};
    case_run_result(s->run, "erp.reserve", "reserved", output);
}

static void retry(Shop *s)
{
    const WritDuty *incident = case_run_find(s->run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    WritCommand command = {
        .kind = WRIT_COMMAND_RETRY, .frame = incident->frame, .person = writ_text("anna")};
    case_run_must(s->run, &command);
}

static void an_incident_stands_since_it_opened(void **state)
{
    (void)state;
    Shop s = shop_new();
    uint32_t step = build_step(s.b, s.stage, "look", WRIT_ACT_DO);
    uint32_t two_days = build_constant(s.b, build_plain(s.b, WRIT_TYPE_DURATION), "2 days");
    uint32_t nobody = build_role(s.b, "nobody");
    build_by(s.b, step, party_owner());
    build_deadline(s.b, build_node_of(s.b, step), WRIT_DEADLINE_AFTER, two_days,
                   build_action(s.b, act_reassign(s.b, party_role(nobody))));
    build_outcome(s.b, step, "ok", build_action(s.b, act_end(s.done)));
    shop_start(&s);
    case_run_nobody(s.run, UINT64_C(1) << nobody);
    int64_t began = case_run_find(s.run, WRIT_DUTY_TASK, NULL)->since;
    int64_t due = case_run_find(s.run, WRIT_DUTY_TIMER, NULL)->due;
    case_run_next_deadline(s.run);
    assert_true(case_run_find(s.run, WRIT_DUTY_INCIDENT, NULL)->since == due);
    assert_true(case_run_find(s.run, WRIT_DUTY_TASK, NULL)->since == began);
    case_run_pass(s.run, HOUR * SECOND);
    retry(&s);
    assert_true(case_run_find(s.run, WRIT_DUTY_INCIDENT, NULL)->since == case_run_now(s.run));
    shop_free(&s);
}

static void what_is_approved_outlasts_an_incident(void **state)
{
    (void)state;
    Shop s = shop_new();
    uint32_t step = build_step(s.b, s.stage, "approve", WRIT_ACT_APPROVE);
    build_by(s.b, step, party_owner());
    build_show(s.b, step, "item");
    build_outcome(s.b, step, "approved", build_action(s.b, act_end(s.done)));
    s.run = case_run_new(build_finish(s.b));
    case_run_nobody(s.run, OWNER);
    WritValue item = writ_value_text(writ_text("bolt"));
    case_run_start(s.run, &item, 1);
    const WritDuty *task = case_run_find(s.run, WRIT_DUTY_TASK, NULL);
    assert_non_null(case_run_find(s.run, WRIT_DUTY_INCIDENT, NULL));
    assert_int_equal(task->text.length, 2 * WRIT_HASH_BYTES);
    WritCommand answer = {.kind = WRIT_COMMAND_ANSWER,
                          .frame = task->frame,
                          .person = writ_text("anna"),
                          .text = writ_text("approved"),
                          .revision = writ_arena_text(build_arena(s.b), task->text)};
    case_run_nobody(s.run, 0);
    retry(&s);
    case_run_must(s.run, &answer);
    assert_string_equal(case_run_outcome(s.run), "done");
    shop_free(&s);
}

static void a_deadline_that_cannot_be_extended_is_an_incident(void **state)
{
    (void)state;
    Shop s = shop_new();
    uint32_t step = build_step(s.b, s.stage, "look", WRIT_ACT_DO);
    uint32_t two_days = build_constant(s.b, build_plain(s.b, WRIT_TYPE_DURATION), "2 days");
    uint32_t end = build_action(s.b, act_end(s.failed));
    build_by(s.b, step, party_owner());
    build_deadline(s.b, build_node_of(s.b, step), WRIT_DEADLINE_AFTER, two_days,
                   build_action(s.b, act_extend(4000000, WRIT_DAYS, 1, end)));
    build_outcome(s.b, step, "ok", build_action(s.b, act_end(s.done)));
    shop_start(&s);
    case_run_next_deadline(s.run);
    assert_int_equal(case_run_count(s.run, WRIT_EVENT_DEADLINE_EXTENDED), 0);
    const WritDuty *incident = case_run_find(s.run, WRIT_DUTY_INCIDENT, "look");
    assert_non_null(incident);
    assert_true(incident->reason.length > 0);
    retry(&s);
    assert_int_equal(case_run_duties(s.run, WRIT_DUTY_INCIDENT), 1);
    case_run_answer(s.run, "look", "ok");
    assert_string_equal(case_run_outcome(s.run), "done");
    shop_free(&s);
}

// Left: a call that can be undone. Right: a person ends the case meanwhile, so that what comes in
// late is undone at once, while the case closes.
static void close_with_an_undo_that_fails(Shop *s)
{
    uint32_t both = build_same_time(s->b, s->stage, WRIT_JOIN_ALL);
    add_call(s, build_branch(s->b, both, "left"));
    uint32_t right = build_branch(s->b, both, "right");
    uint32_t step = build_step(s->b, right, "look", WRIT_ACT_DO);
    build_by(s->b, step, party_owner());
    build_outcome(s->b, step, "ok", build_action(s->b, act_end(s->done)));
    shop_start(s);
    case_run_answer(s->run, "look", "ok");
    reserve(s);
    case_run_nobody(s->run, OWNER);
    case_run_failure(s->run, "erp.release");
    assert_int_equal(writ_case_status(case_run_case(s->run)), WRIT_CASE_CLOSING);
}

static void an_undo_that_nobody_may_see_to_is_an_incident(void **state)
{
    (void)state;
    Shop s = shop_new();
    close_with_an_undo_that_fails(&s);
    const WritDuty *incident = case_run_find(s.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    assert_non_null(strstr(writ_arena_text(build_arena(s.b), incident->reason).data, "nobody"));
    const WritDuty *task = case_run_find(s.run, WRIT_DUTY_TASK, NULL);
    assert_true(task->text.length > 0); // What is to be undone is still said.
    shop_free(&s);
}

static void an_incident_of_a_closing_case_can_be_tried_again(void **state)
{
    (void)state;
    Shop s = shop_new();
    close_with_an_undo_that_fails(&s);
    retry(&s);
    assert_int_equal(case_run_duties(s.run, WRIT_DUTY_INCIDENT), 1);
    case_run_nobody(s.run, 0);
    retry(&s);
    assert_int_equal(case_run_duties(s.run, WRIT_DUTY_INCIDENT), 0);
    assert_int_equal(case_run_count(s.run, WRIT_EVENT_TASK_REASSIGNED), 2);
    case_run_answer(s.run, NULL, "done");
    assert_string_equal(case_run_outcome(s.run), "done");
    shop_free(&s);
}

static void an_owner_who_cannot_be_told_is_an_incident(void **state)
{
    (void)state;
    Shop s = shop_new();
    // The owner is a person whom nobody has named yet.
    (void)build_stored(s.b, "seller", build_plain(s.b, WRIT_TYPE_PERSON), WRIT_NONE);
    build_plan(s.b)->owner = party_person(build_read(s.b, "seller"));
    add_call(&s, s.stage);
    (void)build_route(s.b, s.stage, build_action(s.b, act_undo(WRIT_NONE)));
    (void)build_route(s.b, s.stage, build_action(s.b, act_end(s.done)));
    shop_start(&s);
    reserve(&s);
    case_run_failure(s.run, "erp.release");
    const WritDuty *incident = case_run_find(s.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    assert_non_null(strstr(writ_arena_text(build_arena(s.b), incident->reason).data, "seller"));
    retry(&s);
    assert_int_equal(case_run_duties(s.run, WRIT_DUTY_INCIDENT), 1);
    shop_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_incident_stands_since_it_opened),
        cmocka_unit_test(what_is_approved_outlasts_an_incident),
        cmocka_unit_test(a_deadline_that_cannot_be_extended_is_an_incident),
        cmocka_unit_test(an_undo_that_nobody_may_see_to_is_an_incident),
        cmocka_unit_test(an_incident_of_a_closing_case_can_be_tried_again),
        cmocka_unit_test(an_owner_who_cannot_be_told_is_an_incident),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
