// The flow: stages, blocks, tasks, calls, waits, deadlines. Every command is also saved, loaded and
// replayed (support/case_run.h).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/case_run.h"
#include "support/plan_builder.h"

enum { SECOND = 1000000 };

// A process with one stage, a counter `n`, and the endings `done` and `failed`.
typedef struct Bench {
    PlanBuilder *b;
    WritTypeId number;
    uint32_t stage, done, failed;
    CaseRun *run;
} Bench;

static Bench bench_new(void)
{
    Bench t = {.b = build_new("test")};
    t.number = build_plain(t.b, WRIT_TYPE_NUMBER);
    (void)build_parameter(t.b, "n", t.number);
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

static WritAction add_one(Bench *t)
{
    return act_set(t->b, "n",
                   build_two(t->b, WRIT_OP_ADD, build_read(t->b, "n"), build_number(t->b, "1")));
}

static void step_add(Bench *t, uint32_t parent, const char *name)
{
    uint32_t step = build_step(t->b, parent, name, WRIT_ACT_ACTIONS);
    build_then(t->b, step, build_action(t->b, add_one(t)));
}

static void route_end(Bench *t, uint32_t parent, uint32_t ending)
{
    (void)build_route(t->b, parent, build_action(t->b, act_end(ending)));
}

static uint32_t task(Bench *t, uint32_t parent, const char *name)
{
    uint32_t step = build_step(t->b, parent, name, WRIT_ACT_DO);
    build_by(t->b, step, party_owner());
    build_outcome(t->b, step, "ok", build_next(t->b));
    return step;
}

static uint32_t is_at_least(Bench *t, const char *number)
{
    return build_two(t->b, WRIT_OP_GREATER_EQUAL, build_read(t->b, "n"),
                     build_number(t->b, number));
}

static void assert_n(Bench *t, const char *json)
{
    WritBuffer data = {0};
    writ_case_data_json(case_run_case(t->run), &data);
    assert_string_equal(writ_buffer_string(&data), json);
    writ_buffer_dispose(&data);
}

static void automatic_steps_run_to_the_end_in_one_command(void **state)
{
    (void)state;
    Bench t = bench_new();
    step_add(&t, t.stage, "one");
    step_add(&t, t.stage, "two");
    route_end(&t, t.stage, t.done);
    bench_start(&t);
    assert_string_equal(case_run_outcome(t.run), "done");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_STEP_DONE), 2);
    assert_int_equal(case_run_rows_written(t.run), 0);
    bench_free(&t);
}

static void a_task_waits_for_an_answer_of_one_who_may(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)task(&t, t.stage, "look");
    route_end(&t, t.stage, t.done);
    bench_start(&t);
    uint32_t frame = case_run_find(t.run, WRIT_DUTY_TASK, "look")->frame;
    WritError error;
    WritCommand command = {.kind = WRIT_COMMAND_ANSWER,
                           .frame = frame,
                           .person = writ_text("bert"),
                           .text = writ_text("ok")};
    assert_int_equal(case_run_command(t.run, &command, &error), WRIT_DENIED);
    command.person = writ_text("anna");
    command.text = writ_text("perhaps");
    assert_int_equal(case_run_command(t.run, &command, &error), WRIT_INVALID);
    command.frame = frame + 10;
    assert_int_equal(case_run_command(t.run, &command, &error), WRIT_NOT_FOUND);
    case_run_answer(t.run, "look", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    command.frame = frame;
    assert_int_equal(case_run_command(t.run, &command, &error), WRIT_CONFLICT);
    bench_free(&t);
}

static void branches_join_when_all_are_done(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t both = build_same_time(t.b, t.stage, WRIT_JOIN_ALL);
    (void)task(&t, build_branch(t.b, both, "left"), "first");
    (void)task(&t, build_branch(t.b, both, "right"), "second");
    route_end(&t, t.stage, t.done);
    bench_start(&t);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_TASK), 2);
    case_run_answer(t.run, "second", "ok");
    assert_string_equal(case_run_outcome(t.run), "");
    case_run_answer(t.run, "first", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void the_first_branch_done_cancels_the_others(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t race = build_same_time(t.b, t.stage, WRIT_JOIN_FIRST);
    (void)task(&t, build_branch(t.b, race, "left"), "first");
    (void)task(&t, build_branch(t.b, race, "right"), "second");
    (void)task(&t, build_branch(t.b, race, "middle"), "third");
    (void)task(&t, t.stage, "after");
    route_end(&t, t.stage, t.done);
    bench_start(&t);
    case_run_answer(t.run, "second", "ok");
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_TASK), 1);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_WORK_CANCELLED), 2);
    case_run_answer(t.run, "after", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void an_if_takes_the_first_arm_that_holds(void **state)
{
    (void)state;
    Bench t = bench_new();
    step_add(&t, t.stage, "one");
    uint32_t choice = build_if(t.b, t.stage);
    route_end(&t, build_arm(t.b, choice, is_at_least(&t, "5")), t.failed);
    uint32_t inner = build_if(t.b, build_arm(t.b, choice, is_at_least(&t, "1")));
    step_add(&t, build_arm(t.b, inner, is_at_least(&t, "1")), "two");
    route_end(&t, build_arm(t.b, choice, WRIT_NONE), t.failed);
    step_add(&t, t.stage, "three");
    route_end(&t, t.stage, t.done);
    bench_start(&t);
    assert_string_equal(case_run_outcome(t.run), "done");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_STEP_DONE), 3);
    bench_free(&t);
}

static void repeat_stops_when_its_condition_holds(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t still_not = build_action(t.b, act_end(t.failed));
    uint32_t loop = build_repeat(t.b, t.stage, 5, is_at_least(&t, "3"), still_not);
    (void)task(&t, loop, "look");
    step_add(&t, loop, "one");
    route_end(&t, t.stage, t.done);
    bench_start(&t);
    case_run_answer(t.run, "look", "ok");
    case_run_answer(t.run, "look", "ok");
    assert_string_equal(case_run_outcome(t.run), "");
    case_run_answer(t.run, "look", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void repeat_says_what_happens_after_its_last_round(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t still_not = build_action(t.b, act_end(t.failed));
    uint32_t loop = build_repeat(t.b, t.stage, 2, is_at_least(&t, "9"), still_not);
    step_add(&t, loop, "one");
    route_end(&t, t.stage, t.done);
    bench_start(&t);
    assert_string_equal(case_run_outcome(t.run), "failed");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_ROUND_BEGAN), 1);
    bench_free(&t);
}

// "At most two times": the third is what `the next time` speaks of.
static void going_back_is_bounded(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t end = build_action(t.b, act_end(t.failed));
    uint32_t step = build_step(t.b, t.stage, "look", WRIT_ACT_DO);
    build_by(t.b, step, party_owner());
    build_outcome(t.b, step, "again", build_action(t.b, act_go_back(t.stage, 2, end)));
    bench_start(&t);
    case_run_answer(t.run, "look", "again");
    case_run_answer(t.run, "look", "again");
    assert_string_equal(case_run_outcome(t.run), "");
    case_run_answer(t.run, "look", "again");
    assert_string_equal(case_run_outcome(t.run), "failed");
    bench_free(&t);
}

static uint32_t two_days(Bench *t)
{
    return build_constant(t->b, build_plain(t->b, WRIT_TYPE_DURATION), "2 days");
}

static void an_overdue_task_goes_where_it_says(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t end = build_action(t.b, act_end(t.failed));
    uint32_t extend = build_action(t.b, act_extend(3, WRIT_HOURS, 1, end));
    uint32_t step = task(&t, t.stage, "look");
    build_deadline(t.b, build_node_of(t.b, step), WRIT_DEADLINE_AFTER, two_days(&t), extend);
    bench_start(&t);
    int64_t due = case_run_find(t.run, WRIT_DUTY_TIMER, "look")->due;
    assert_int_equal(due, CASE_RUN_START + (int64_t)2 * 86400 * SECOND);
    case_run_next_deadline(t.run);
    assert_int_equal(case_run_find(t.run, WRIT_DUTY_TIMER, "look")->due,
                     due + (int64_t)3 * 3600 * SECOND);
    WritCommand stale = {.kind = WRIT_COMMAND_DUE,
                         .frame = case_run_find(t.run, WRIT_DUTY_TASK, "look")->frame,
                         .due = due};
    case_run_must(t.run, &stale);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_DEADLINE_PASSED), 1);
    case_run_next_deadline(t.run);
    assert_string_equal(case_run_outcome(t.run), "failed");
    bench_free(&t);
}

static void a_clock_can_run_from_an_earlier_step(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t first = build_node_of(t.b, task(&t, t.stage, "first"));
    uint32_t second = build_node_of(t.b, task(&t, t.stage, "second"));
    build_deadline(t.b, second, WRIT_DEADLINE_AFTER, two_days(&t), build_next(t.b));
    build_plan(t.b)->nodes[second].deadline.since = first;
    route_end(&t, t.stage, t.done);
    bench_start(&t);
    case_run_pass(t.run, (int64_t)86400 * SECOND);
    case_run_answer(t.run, "first", "ok");
    assert_int_equal(case_run_find(t.run, WRIT_DUTY_TIMER, "second")->due,
                     CASE_RUN_START + (int64_t)2 * 86400 * SECOND);
    bench_free(&t);
}

static void a_milestone_is_reached_once(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t shipped = build_milestone(t.b, "shipped");
    for (int i = 0; i < 2; i++) {
        uint32_t step = build_step(t.b, t.stage, i == 0 ? "one" : "two", WRIT_ACT_ACTIONS);
        const WritAction marks[] = {act_mark(shipped), act_mark(shipped)};
        build_then(t.b, step, build_actions(t.b, marks, 2));
        build_step_mark(t.b, step, shipped);
    }
    route_end(&t, t.stage, t.done);
    bench_start(&t);
    assert_string_equal(case_run_outcome(t.run), "done");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_MILESTONE_REACHED), 1);
    bench_free(&t);
}

static void an_overdue_stage_is_left(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)task(&t, t.stage, "look");
    uint32_t detour = build_detour(t.b, "late");
    (void)task(&t, detour, "explain");
    route_end(&t, detour, t.failed);
    build_deadline(t.b, t.stage, WRIT_DEADLINE_AFTER, two_days(&t),
                   build_action(t.b, act_go_to(detour)));
    bench_start(&t);
    case_run_next_deadline(t.run);
    assert_null(case_run_find(t.run, WRIT_DUTY_TASK, "look"));
    case_run_answer(t.run, "explain", "ok");
    assert_string_equal(case_run_outcome(t.run), "failed");
    bench_free(&t);
}

static void a_detour_is_never_entered_by_falling_through(void **state)
{
    (void)state;
    Bench t = bench_new();
    step_add(&t, t.stage, "one");
    uint32_t detour = build_detour(t.b, "aside");
    route_end(&t, detour, t.failed);
    uint32_t last = build_stage(t.b, "last");
    route_end(&t, last, t.done);
    bench_start(&t);
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void nobody_to_ask_is_an_incident_until_somebody_is_there(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t clerk = build_role(t.b, "clerk");
    uint32_t wait = task(&t, t.stage, "wait");
    (void)wait;
    uint32_t step = build_step(t.b, t.stage, "look", WRIT_ACT_DO);
    build_by(t.b, step, party_role(clerk));
    build_outcome(t.b, step, "ok", build_action(t.b, act_end(t.done)));
    bench_start(&t);
    case_run_nobody(t.run, (uint64_t)1 << clerk);
    case_run_answer(t.run, "wait", "ok");
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 1);
    case_run_nobody(t.run, 0);
    WritCommand retry = {.kind = WRIT_COMMAND_RETRY,
                         .person = writ_text("anna"),
                         .frame = case_run_find(t.run, WRIT_DUTY_INCIDENT, NULL)->frame};
    case_run_must(t.run, &retry);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    case_run_answer(t.run, "look", "ok");
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static void a_failing_expression_is_an_incident_at_its_place(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t choice = build_if(t.b, t.stage);
    uint32_t share = build_share(t.b, build_number(t.b, "1"), build_read(t.b, "n"));
    uint32_t half = build_constant(t.b, build_plain(t.b, WRIT_TYPE_PERCENT), "50%");
    route_end(&t, build_arm(t.b, choice, build_two(t.b, WRIT_OP_LESS, share, half)), t.done);
    bench_start(&t);
    const WritDuty *incident = case_run_find(t.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    assert_non_null(strstr(writ_arena_text(build_arena(t.b), incident->reason).data, "zero"));
    WritCommand retry = {
        .kind = WRIT_COMMAND_RETRY, .frame = incident->frame, .person = writ_text("anna")};
    case_run_must(t.run, &retry);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 1);
    bench_free(&t);
}

// A case that stopped at its first step, which nobody may do.
static WritCommand stop_at_once(Bench *t)
{
    uint32_t clerk = build_role(t->b, "clerk");
    uint32_t step = build_step(t->b, t->stage, "look", WRIT_ACT_DO);
    build_by(t->b, step, party_role(clerk));
    build_outcome(t->b, step, "ok", build_action(t->b, act_end(t->done)));
    bench_start(t);
    case_run_nobody(t->run, (uint64_t)1 << clerk);
    case_run_answer(t->run, "wait", "ok");
    const WritDuty *incident = case_run_find(t->run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    case_run_nobody(t->run, 0);
    return (WritCommand){
        .kind = WRIT_COMMAND_RETRY, .frame = incident->frame, .person = writ_text("bert")};
}

static void an_incident_is_for_the_process_owner(void **state)
{
    (void)state;
    WritError error;
    Bench t = bench_new();
    (void)task(&t, t.stage, "wait");
    WritCommand retry = stop_at_once(&t);
    assert_int_equal(case_run_command(t.run, &retry, &error), WRIT_DENIED);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 1);
    retry.person = writ_text("anna");
    case_run_must(t.run, &retry);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    bench_free(&t);
}

static void an_incident_whose_owner_is_nobody_is_for_anybody(void **state)
{
    (void)state;
    Bench t = bench_new();
    (void)task(&t, t.stage, "wait");
    WritCommand retry = stop_at_once(&t);
    // The first role of every plan here is the owner's.
    case_run_nobody(t.run, 1);
    case_run_must(t.run, &retry);
    assert_int_equal(case_run_duties(t.run, WRIT_DUTY_INCIDENT), 0);
    bench_free(&t);
}

// --- Elements
// -------------------------------------------------------------------------------------

typedef struct Lines {
    Bench t;
    WritTypeId text, order_type;
    uint32_t order, line, in;
} Lines;

static Lines lines_new(void)
{
    Lines l = {.t = {.b = build_new("test")}};
    PlanBuilder *b = l.t.b;
    l.t.number = build_plain(b, WRIT_TYPE_NUMBER);
    l.text = build_plain(b, WRIT_TYPE_TEXT);
    l.line = build_record(b, "Line");
    (void)build_field(b, l.line, "item", l.text);
    uint32_t count = build_field(b, l.line, "count", l.t.number);
    build_such_that(
        b, l.line, count,
        build_two(b, WRIT_OP_LESS, build_self(b, l.line, "count"), build_number(b, "100")),
        "count < 100");
    l.order = build_record(b, "Order");
    (void)build_field(b, l.order, "number", l.text);
    (void)build_field(b, l.order, "lines", build_list(b, build_record_type(b, l.line)));
    l.order_type = build_record_type(b, l.order);
    (void)build_parameter(b, "order", l.order_type);
    l.t.done = build_ending(b, "done");
    l.t.failed = build_ending(b, "failed");
    l.t.stage = build_stage(b, "work");
    return l;
}

static void lines_start(Lines *l, uint32_t count)
{
    WritArena *arena = build_arena(l->t.b);
    WritRecord *order = writ_record_new(arena, 2);
    WritList *list = writ_list_new(arena, count);
    list->last_id = count;
    for (uint32_t i = 0; i < count; i++) {
        WritRecord *line = writ_record_new(arena, 2);
        line->id = i + 1;
        line->fields[0] = writ_value_text(writ_text("bolt"));
        line->fields[1] = writ_value_number(writ_decimal_from_int(i % 90 + 1));
        list->items[i] = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = l->line, .record = line};
    }
    order->fields[0] = writ_value_text(writ_text("A-1"));
    order->fields[1] = (WritValue){.kind = WRIT_VALUE_LIST, .list = list};
    WritValue value = {.kind = WRIT_VALUE_RECORD, .tag = l->order, .record = order};
    l->t.run = case_run_new(build_finish(l->t.b));
    case_run_start(l->t.run, &value, 1);
}

static WritAction double_line(Lines *l)
{
    PlanBuilder *b = l->t.b;
    return act_set(
        b, "line.count",
        build_two(b, WRIT_OP_ADD, build_read(b, "line.count"), build_read(b, "line.count")));
}

static void set_in_a_loop_changes_the_element_itself(void **state)
{
    (void)state;
    Lines l = lines_new();
    uint32_t each = build_for_each(l.t.b, l.t.stage, "line", "order.lines", WRIT_EACH_SAME_TIME);
    uint32_t step = build_step(l.t.b, each, "double", WRIT_ACT_ACTIONS);
    build_then(l.t.b, step, build_action(l.t.b, double_line(&l)));
    (void)task(&l.t, l.t.stage, "look");
    route_end(&l.t, l.t.stage, l.t.done);
    lines_start(&l, 3);
    assert_n(
        &l.t,
        "{\"order\": {\"number\": \"A-1\", \"lines\": [{\"item\": \"bolt\", \"count\": \"2\"}, "
        "{\"item\": \"bolt\", \"count\": \"4\"}, {\"item\": \"bolt\", \"count\": \"6\"}]}}");
    bench_free(&l.t);
}

static void elements_run_one_at_a_time_in_order(void **state)
{
    (void)state;
    Lines l = lines_new();
    uint32_t each =
        build_for_each(l.t.b, l.t.stage, "line", "order.lines", WRIT_EACH_ONE_AT_A_TIME);
    build_where(l.t.b, each,
                build_two(l.t.b, WRIT_OP_GREATER, build_read(l.t.b, "line.count"),
                          build_number(l.t.b, "1")));
    (void)task(&l.t, each, "look");
    uint32_t step = build_step(l.t.b, each, "double", WRIT_ACT_ACTIONS);
    build_then(l.t.b, step, build_action(l.t.b, double_line(&l)));
    route_end(&l.t, l.t.stage, l.t.done);
    lines_start(&l, 3);
    assert_int_equal(case_run_duties(l.t.run, WRIT_DUTY_TASK), 1);
    case_run_answer(l.t.run, "look", "ok");
    assert_n(
        &l.t,
        "{\"order\": {\"number\": \"A-1\", \"lines\": [{\"item\": \"bolt\", \"count\": \"1\"}, "
        "{\"item\": \"bolt\", \"count\": \"4\"}, {\"item\": \"bolt\", \"count\": \"3\"}]}}");
    case_run_answer(l.t.run, "look", "ok");
    assert_string_equal(case_run_outcome(l.t.run), "done");
    bench_free(&l.t);
}

static void a_step_rewrites_only_the_rows_that_it_touches(void **state)
{
    (void)state;
    Lines l = lines_new();
    uint32_t each = build_for_each(l.t.b, l.t.stage, "line", "order.lines", WRIT_EACH_SAME_TIME);
    (void)task(&l.t, each, "look");
    uint32_t step = build_step(l.t.b, each, "double", WRIT_ACT_ACTIONS);
    build_then(l.t.b, step, build_action(l.t.b, double_line(&l)));
    (void)task(&l.t, each, "again");
    route_end(&l.t, l.t.stage, l.t.done);
    lines_start(&l, 40);
    assert_true(case_run_rows(l.t.run) > 120);
    case_run_answer(l.t.run, "look", "ok");
    // The case, the element's frame, the old and the new task, and the line itself.
    assert_true(case_run_rows_written(l.t.run) <= 5);
    bench_free(&l.t);
}

static void a_wide_loop_runs_in_slices(void **state)
{
    (void)state;
    Lines l = lines_new();
    uint32_t each = build_for_each(l.t.b, l.t.stage, "line", "order.lines", WRIT_EACH_SAME_TIME);
    uint32_t step = build_step(l.t.b, each, "name", WRIT_ACT_ACTIONS);
    build_then(l.t.b, step,
               build_action(l.t.b, act_set(l.t.b, "line.item", build_words(l.t.b, "nut"))));
    route_end(&l.t, l.t.stage, l.t.done);
    lines_start(&l, 400);
    assert_true(case_run_slices(l.t.run) > 1);
    assert_string_equal(case_run_outcome(l.t.run), "done");
    assert_int_equal(case_run_count(l.t.run, WRIT_EVENT_FIELD_SET), 400);
    bench_free(&l.t);
}

static void a_broken_invariant_stops_the_step_and_changes_nothing(void **state)
{
    (void)state;
    Lines l = lines_new();
    uint32_t each = build_for_each(l.t.b, l.t.stage, "line", "order.lines", WRIT_EACH_SAME_TIME);
    uint32_t step = build_step(l.t.b, each, "raise", WRIT_ACT_ACTIONS);
    build_then(l.t.b, step,
               build_action(l.t.b, act_set(l.t.b, "line.count", build_number(l.t.b, "100"))));
    lines_start(&l, 1);
    const WritDuty *incident = case_run_find(l.t.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    assert_non_null(
        strstr(writ_arena_text(build_arena(l.t.b), incident->reason).data, "count < 100"));
    assert_n(
        &l.t,
        "{\"order\": {\"number\": \"A-1\", \"lines\": [{\"item\": \"bolt\", \"count\": \"1\"}]}}");
    bench_free(&l.t);
}

static void assert_incident(Lines *l, const char *words)
{
    const WritDuty *incident = case_run_find(l->t.run, WRIT_DUTY_INCIDENT, NULL);
    assert_non_null(incident);
    assert_non_null(strstr(writ_arena_text(build_arena(l->t.b), incident->reason).data, words));
}

static void an_element_keeps_the_invariant_of_the_record_around_it(void **state)
{
    (void)state;
    Lines l = lines_new();
    PlanBuilder *b = l.t.b;
    uint32_t counts = build_sum(b, build_self(b, l.order, "lines"), WRIT_NONE, 0,
                                build_local(b, 0, build_record_type(b, l.line), "count"));
    build_such_that(b, l.order, 1, build_two(b, WRIT_OP_LESS, counts, build_number(b, "6")),
                    "sum of lines < 6");
    uint32_t each = build_for_each(b, l.t.stage, "line", "order.lines", WRIT_EACH_ONE_AT_A_TIME);
    uint32_t step = build_step(b, each, "double", WRIT_ACT_ACTIONS);
    build_then(b, step, build_action(b, double_line(&l)));
    lines_start(&l, 2); // 1 + 2, 2 + 2, and 2 + 4 would be too much.
    assert_incident(&l, "sum of lines < 6");
    assert_n(
        &l.t,
        "{\"order\": {\"number\": \"A-1\", \"lines\": [{\"item\": \"bolt\", \"count\": \"2\"}, "
        "{\"item\": \"bolt\", \"count\": \"2\"}]}}");
    bench_free(&l.t);
}

static void an_answer_keeps_the_invariants(void **state)
{
    (void)state;
    Lines l = lines_new();
    uint32_t each = build_for_each(l.t.b, l.t.stage, "line", "order.lines", WRIT_EACH_SAME_TIME);
    uint32_t step = task(&l.t, each, "look");
    build_fill(l.t.b, step, "line.count");
    (void)task(&l.t, l.t.stage, "more");
    lines_start(&l, 1);
    WritValue count = writ_value_number(writ_decimal_from_int(100));
    WritCommand answer = {.kind = WRIT_COMMAND_ANSWER,
                          .frame = case_run_find(l.t.run, WRIT_DUTY_TASK, "look")->frame,
                          .person = writ_text("anna"),
                          .text = writ_text("ok"),
                          .values = &count,
                          .value_count = 1};
    WritError error;
    assert_int_equal(case_run_command(l.t.run, &answer, &error), WRIT_INVALID);
    assert_non_null(strstr(error.text, "count < 100"));
    count = writ_value_number(writ_decimal_from_int(99));
    case_run_must(l.t.run, &answer);
    assert_n(
        &l.t,
        "{\"order\": {\"number\": \"A-1\", \"lines\": [{\"item\": \"bolt\", \"count\": \"99\"}]}}");
    bench_free(&l.t);
}

static void a_list_is_not_replaced_while_work_runs_over_it(void **state)
{
    (void)state;
    Lines l = lines_new();
    PlanBuilder *b = l.t.b;
    uint32_t each = build_for_each(b, l.t.stage, "line", "order.lines", WRIT_EACH_SAME_TIME);
    uint32_t step = build_step(b, each, "replace", WRIT_ACT_ACTIONS);
    build_then(b, step, build_action(b, act_set(b, "order.lines", build_read(b, "order.lines"))));
    lines_start(&l, 1);
    assert_incident(&l, "order.lines cannot be replaced");
    bench_free(&l.t);
}

static void skipping_ends_one_element_only(void **state)
{
    (void)state;
    Lines l = lines_new();
    uint32_t each = build_for_each(l.t.b, l.t.stage, "line", "order.lines", WRIT_EACH_SAME_TIME);
    uint32_t step = build_step(l.t.b, each, "look", WRIT_ACT_DO);
    build_by(l.t.b, step, party_owner());
    build_outcome(l.t.b, step, "skip", build_action(l.t.b, act_skip_next(each)));
    (void)task(&l.t, each, "more");
    route_end(&l.t, l.t.stage, l.t.done);
    lines_start(&l, 2);
    case_run_answer(l.t.run, "look", "skip");
    assert_int_equal(case_run_duties(l.t.run, WRIT_DUTY_TASK), 1);
    case_run_answer(l.t.run, "look", "skip");
    assert_string_equal(case_run_outcome(l.t.run), "done");
    bench_free(&l.t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(automatic_steps_run_to_the_end_in_one_command),
        cmocka_unit_test(a_task_waits_for_an_answer_of_one_who_may),
        cmocka_unit_test(branches_join_when_all_are_done),
        cmocka_unit_test(the_first_branch_done_cancels_the_others),
        cmocka_unit_test(an_if_takes_the_first_arm_that_holds),
        cmocka_unit_test(repeat_stops_when_its_condition_holds),
        cmocka_unit_test(repeat_says_what_happens_after_its_last_round),
        cmocka_unit_test(going_back_is_bounded),
        cmocka_unit_test(an_overdue_task_goes_where_it_says),
        cmocka_unit_test(a_clock_can_run_from_an_earlier_step),
        cmocka_unit_test(a_milestone_is_reached_once),
        cmocka_unit_test(an_overdue_stage_is_left),
        cmocka_unit_test(a_detour_is_never_entered_by_falling_through),
        cmocka_unit_test(nobody_to_ask_is_an_incident_until_somebody_is_there),
        cmocka_unit_test(a_failing_expression_is_an_incident_at_its_place),
        cmocka_unit_test(an_incident_is_for_the_process_owner),
        cmocka_unit_test(an_incident_whose_owner_is_nobody_is_for_anybody),
        cmocka_unit_test(set_in_a_loop_changes_the_element_itself),
        cmocka_unit_test(elements_run_one_at_a_time_in_order),
        cmocka_unit_test(a_step_rewrites_only_the_rows_that_it_touches),
        cmocka_unit_test(a_wide_loop_runs_in_slices),
        cmocka_unit_test(a_broken_invariant_stops_the_step_and_changes_nothing),
        cmocka_unit_test(an_element_keeps_the_invariant_of_the_record_around_it),
        cmocka_unit_test(an_answer_keeps_the_invariants),
        cmocka_unit_test(a_list_is_not_replaced_while_work_runs_over_it),
        cmocka_unit_test(skipping_ends_one_element_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
