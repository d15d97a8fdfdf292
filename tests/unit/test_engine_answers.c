// What an answer to a task has to be: by one who may, once, of what was shown.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/case_run.h"
#include "support/plan_builder.h"

// A process with a number, one stage, a hook that can be undone, and a role that everybody has.
typedef struct Bench {
    PlanBuilder *b;
    uint32_t record, reserve, clerk;
    uint32_t stage, done;
    CaseRun *run;
} Bench;

static Bench bench_new(void)
{
    Bench t = {.b = build_new("test")};
    WritTypeId number = build_plain(t.b, WRIT_TYPE_NUMBER);
    (void)build_parameter(t.b, "n", number);
    (void)build_parameter(t.b, "m", number);
    t.record = build_record(t.b, "Input");
    (void)build_field(t.b, t.record, "n", number);
    t.reserve = build_hook(t.b, "erp.reserve", t.record, t.record, "fine");
    uint32_t release = build_hook(t.b, "erp.release", t.record, t.record, "fine");
    uint32_t args[] = {build_local(t.b, 0, build_record_type(t.b, t.record), "n")};
    build_undo(t.b, t.reserve, release, args);
    t.clerk = build_role(t.b, "clerk");
    t.done = build_ending(t.b, "done");
    t.stage = build_stage(t.b, "work");
    return t;
}

static void bench_start(Bench *t)
{
    WritValue values[] = {writ_value_number(writ_decimal_from_int(1)),
                          writ_value_number(writ_decimal_from_int(1))};
    t->run = case_run_new(build_finish(t->b));
    case_run_start(t->run, values, 2);
}

static void bench_free(Bench *t)
{
    case_run_free(t->run);
    build_free(t->b);
}

static void result(Bench *t, const char *hook)
{
    WritRecord *record = writ_record_new(build_arena(t->b), 1);
    record->fields[0] = writ_value_number(writ_decimal_from_int(1));
    WritValue value = {.kind = WRIT_VALUE_RECORD, .tag = t->record, .record = record};
    case_run_result(t->run, hook, "fine", value);
}

static WritCommand answer_to(Bench *t, const char *step)
{
    const WritDuty *task = case_run_find(t->run, WRIT_DUTY_TASK, step);
    assert_non_null(task);
    return (WritCommand){.kind = WRIT_COMMAND_ANSWER,
                         .frame = task->frame,
                         .person = writ_text("anna"),
                         .text = writ_text("ok")};
}

// --- By whom -----------------------------------------------------------------------------------

// Everybody who is asked in turn is asked only where those before may not.
static void a_task_in_turn_passes_over_those_who_are_barred(void **state)
{
    (void)state;
    Bench t = bench_new();
    WritTypeId person = build_plain(t.b, WRIT_TYPE_PERSON);
    uint32_t step = build_step(t.b, t.stage, "look", WRIT_ACT_DO);
    build_by(t.b, step, party_role(t.clerk));
    build_by(t.b, step, party_person(build_constant(t.b, person, "bert")));
    build_never_by(t.b, step, party_person(build_constant(t.b, person, "anna")));
    build_outcome(t.b, step, "ok", build_action(t.b, act_end(t.done)));
    build_plan(t.b)->steps[step].performer.kind = WRIT_PERFORMER_IN_TURN;
    bench_start(&t);
    const WritDuty *task = case_run_find(t.run, WRIT_DUTY_TASK, "look");
    assert_int_equal(task->asked_count, 1);
    assert_true(writ_text_is(task->asked[0].person, "bert"));
    WritCommand answer = answer_to(&t, "look");
    WritError error;
    assert_int_equal(case_run_command(t.run, &answer, &error), WRIT_DENIED);
    answer.person = writ_text("bert");
    case_run_must(t.run, &answer);
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

// --- Once --------------------------------------------------------------------------------------

static void a_task_whose_actions_still_run_takes_no_other_answer(void **state)
{
    (void)state;
    Bench t = bench_new();
    const WritAction actions[] = {act_undo(WRIT_NONE), act_end(t.done)};
    uint32_t call = build_step(t.b, t.stage, "reserve", WRIT_ACT_CALL);
    uint32_t args[] = {build_read(t.b, "n")};
    build_call(t.b, call, t.reserve, args, build_next(t.b));
    build_outcome(t.b, call, "fine", build_next(t.b));
    uint32_t step = build_step(t.b, t.stage, "look", WRIT_ACT_DO);
    build_by(t.b, step, party_role(t.clerk));
    build_outcome(t.b, step, "ok", build_actions(t.b, actions, 2));
    bench_start(&t);
    result(&t, "erp.reserve");
    WritCommand answer = answer_to(&t, "look");
    case_run_must(t.run, &answer);
    assert_non_null(case_run_find(t.run, WRIT_DUTY_CALL, "erp.release"));
    WritError error;
    assert_int_equal(case_run_command(t.run, &answer, &error), WRIT_CONFLICT);
    result(&t, "erp.release");
    assert_string_equal(case_run_outcome(t.run), "done");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_TASK_ANSWERED), 1);
    bench_free(&t);
}

// --- Of what was shown -------------------------------------------------------------------------

// An approval of what `path` says.
static void add_approval(Bench *t, const char *path)
{
    uint32_t step = build_step(t->b, t->stage, "approve", WRIT_ACT_APPROVE);
    build_by(t->b, step, party_role(t->clerk));
    build_show(t->b, step, path);
    build_outcome(t->b, step, "ok", build_action(t->b, act_end(t->done)));
}

static void an_approval_of_something_else_is_a_conflict(void **state)
{
    (void)state;
    Bench t = bench_new();
    add_approval(&t, "n");
    bench_start(&t);
    WritText shown = case_run_find(t.run, WRIT_DUTY_TASK, "approve")->text;
    assert_int_equal(shown.length, WRIT_HASH_HEX_BYTES - 1);
    char other[WRIT_HASH_HEX_BYTES] = "";
    memcpy(other, shown.data, shown.length);
    other[0] = other[0] == '0' ? '1' : '0';
    WritCommand answer = answer_to(&t, "approve");
    WritError error;
    answer.revision = writ_text(other);
    assert_int_equal(case_run_command(t.run, &answer, &error), WRIT_CONFLICT);
    // Who may not answer at all is told so first (settled.md 21).
    answer.person = writ_text("bert");
    assert_int_equal(case_run_command(t.run, &answer, &error), WRIT_DENIED);
    answer = answer_to(&t, "approve");
    answer.revision = case_run_find(t.run, WRIT_DUTY_TASK, "approve")->text;
    case_run_must(t.run, &answer);
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void hash_of(char hash[WRIT_HASH_HEX_BYTES], const char *path)
{
    Bench t = bench_new();
    add_approval(&t, path);
    bench_start(&t);
    WritText shown = case_run_find(t.run, WRIT_DUTY_TASK, "approve")->text;
    assert_int_equal(shown.length, WRIT_HASH_HEX_BYTES - 1);
    memcpy(hash, shown.data, shown.length);
    hash[shown.length] = '\0';
    bench_free(&t);
}

static void an_approval_binds_to_the_name_beside_the_value(void **state)
{
    (void)state;
    char n[WRIT_HASH_HEX_BYTES], again[WRIT_HASH_HEX_BYTES], m[WRIT_HASH_HEX_BYTES];
    hash_of(n, "n");
    hash_of(again, "n");
    hash_of(m, "m"); // The same value.
    assert_string_equal(n, again);
    assert_string_not_equal(n, m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_in_turn_passes_over_those_who_are_barred),
        cmocka_unit_test(a_task_whose_actions_still_run_takes_no_other_answer),
        cmocka_unit_test(an_approval_of_something_else_is_a_conflict),
        cmocka_unit_test(an_approval_binds_to_the_name_beside_the_value),
    };
    return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
