// Approvals and what they are bound to (settled.md 22), and seconds that join the open case (20).
// Each command is decided, saved, loaded and replayed (case_run.h).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/case_run.h"
#include "support/plan_builder.h"

// drafting: draft; approval: check, which is shown n and m; work: act, then file. Each task but
// check fills n.
typedef struct Bench {
    PlanBuilder *b;
    uint32_t clerk, drafting, approval, work, refusal, done, refused;
    uint32_t check, act; // Steps.
    CaseRun *run;
} Bench;

static uint32_t task(Bench *t, uint32_t stage, const char *name, uint32_t list)
{
    uint32_t step = build_step(t->b, stage, name, WRIT_ACT_DO);
    build_by(t->b, step, party_role(t->clerk));
    build_fill(t->b, step, "n");
    build_outcome(t->b, step, "ok", list);
    return step;
}

static Bench bench_new(void)
{
    Bench t = {.b = build_new("test")};
    WritTypeId number = build_plain(t.b, WRIT_TYPE_NUMBER);
    (void)build_parameter(t.b, "n", number);
    (void)build_parameter(t.b, "m", number);
    t.clerk = build_role(t.b, "clerk");
    t.done = build_ending(t.b, "done");
    t.refused = build_ending(t.b, "refused");
    t.drafting = build_stage(t.b, "drafting");
    t.approval = build_stage(t.b, "approval");
    t.work = build_stage(t.b, "work");
    t.refusal = build_detour(t.b, "refusal");
    (void)task(&t, t.drafting, "draft", build_next(t.b));
    t.check = build_step(t.b, t.approval, "check", WRIT_ACT_APPROVE);
    build_by(t.b, t.check, party_role(t.clerk));
    build_show(t.b, t.check, "n");
    build_show(t.b, t.check, "m");
    uint32_t refuse = build_action(t.b, act_go_to(t.refusal));
    build_outcome(t.b, t.check, "approved", build_next(t.b));
    build_outcome(t.b, t.check, "declined", build_action(t.b, act_go_back(t.drafting, 9, refuse)));
    t.act = task(&t, t.work, "act", build_next(t.b));
    (void)task(&t, t.work, "file", build_action(t.b, act_end(t.done)));
    (void)task(&t, t.refusal, "tell", build_next(t.b));
    (void)task(&t, t.refusal, "close", build_action(t.b, act_end(t.refused)));
    return t;
}

static void bind(Bench *t, const char *path, bool leaves, uint32_t list)
{
    WritBinding *binding = writ_arena_alloc(build_arena(t->b), sizeof *binding);
    *binding = (WritBinding){.node = build_node_of(t->b, t->check),
                             .expr = build_read(t->b, path),
                             .text = writ_text(path),
                             .leaves = leaves,
                             .actions = list};
    build_plan(t->b)->bindings = binding;
    build_plan(t->b)->binding_count = 1;
}

// `if n changes later go back to drafting at most 1 time, the next time go to refusal`
static Bench bench_back(void)
{
    Bench t = bench_new();
    uint32_t refuse = build_action(t.b, act_go_to(t.refusal));
    bind(&t, "n", true, build_action(t.b, act_go_back(t.drafting, 1, refuse)));
    return t;
}

static void start(Bench *t)
{
    WritValue values[] = {writ_value_number(writ_decimal_from_int(1)),
                          writ_value_number(writ_decimal_from_int(1))};
    t->run = case_run_new(build_finish(t->b));
    case_run_start(t->run, values, 2);
}

static void answer_with(Bench *t, const char *step, const char *outcome, WritValue value)
{
    const WritDuty *duty = case_run_find(t->run, WRIT_DUTY_TASK, step);
    assert_non_null(duty);
    WritCommand command = {.kind = WRIT_COMMAND_ANSWER,
                           .frame = duty->frame,
                           .person = writ_text("anna"),
                           .text = writ_text(outcome),
                           .values = &value,
                           .value_count = 1};
    case_run_must(t->run, &command);
}

static void fill(Bench *t, const char *step, int64_t n)
{
    answer_with(t, step, "ok", writ_value_number(writ_decimal_from_int(n)));
}

static bool is_asked(Bench *t, const char *step)
{
    return case_run_find(t->run, WRIT_DUTY_TASK, step) != NULL;
}

static void bench_free(Bench *t)
{
    case_run_free(t->run);
    build_free(t->b);
}

// --- Approvals ---------------------------------------------------------------------------------

static void a_change_after_the_approval_leads_back(void **state)
{
    (void)state;
    Bench t = bench_back();
    start(&t);
    fill(&t, "draft", 2);
    case_run_answer(t.run, "check", "approved");
    fill(&t, "act", 3);
    assert_true(is_asked(&t, "draft"));
    assert_false(is_asked(&t, "file"));
    bench_free(&t);
}

static void what_stays_the_same_changes_nothing(void **state)
{
    (void)state;
    Bench t = bench_back();
    start(&t);
    fill(&t, "draft", 2);
    case_run_answer(t.run, "check", "approved");
    WritDecimal two;
    assert_int_equal(writ_decimal_parse(&two, writ_text("2.0"), NULL), WRIT_OK);
    answer_with(&t, "act", "ok", writ_value_number(two));
    assert_true(is_asked(&t, "file"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_APPROVED_CHANGED), 0);
    bench_free(&t);
}

static void the_bound_of_a_change_counts_over_approvals(void **state)
{
    (void)state;
    Bench t = bench_back();
    start(&t);
    for (int64_t round = 1; round <= 2; round++) {
        fill(&t, "draft", 10 * round);
        case_run_answer(t.run, "check", "approved");
        fill(&t, "act", 10 * round + 1);
    }
    assert_true(is_asked(&t, "tell"));
    fill(&t, "tell", 50); // Nothing is approved any more.
    fill(&t, "close", 50);
    assert_string_equal(case_run_outcome(t.run), "refused");
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_APPROVED_CHANGED), 2);
    bench_free(&t);
}

// The way leads through the approval again.
static void who_was_declined_may_change_it(void **state)
{
    (void)state;
    Bench t = bench_back();
    start(&t);
    fill(&t, "draft", 2);
    case_run_answer(t.run, "check", "declined");
    fill(&t, "draft", 3);
    assert_true(is_asked(&t, "check"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_APPROVED_CHANGED), 0);
    bench_free(&t);
}

static void whoever_goes_back_before_it_may_change_it(void **state)
{
    (void)state;
    Bench t = bench_back();
    uint32_t refuse = build_action(t.b, act_go_to(t.refusal));
    build_outcome(t.b, t.act, "again", build_action(t.b, act_go_back(t.drafting, 9, refuse)));
    start(&t);
    fill(&t, "draft", 2);
    case_run_answer(t.run, "check", "approved");
    answer_with(&t, "act", "again", writ_value_number(writ_decimal_from_int(2)));
    fill(&t, "draft", 3);
    assert_true(is_asked(&t, "check"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_APPROVED_CHANGED), 0);
    bench_free(&t);
}

// Each round of a `repeat` asks anew.
static void a_round_that_begins_again_may_change_it(void **state)
{
    (void)state;
    Bench t = {.b = build_new("test")};
    WritTypeId number = build_plain(t.b, WRIT_TYPE_NUMBER);
    (void)build_parameter(t.b, "n", number);
    (void)build_parameter(t.b, "m", number);
    t.clerk = build_role(t.b, "clerk");
    t.done = build_ending(t.b, "done");
    t.work = build_stage(t.b, "work");
    uint32_t end = build_action(t.b, act_end(t.done));
    uint32_t until = build_two(t.b, WRIT_OP_GREATER, build_read(t.b, "n"), build_number(t.b, "9"));
    uint32_t rounds = build_repeat(t.b, t.work, 5, until, end);
    (void)task(&t, rounds, "price", build_next(t.b));
    t.check = build_step(t.b, rounds, "check", WRIT_ACT_APPROVE);
    build_by(t.b, t.check, party_role(t.clerk));
    build_show(t.b, t.check, "n");
    build_outcome(t.b, t.check, "approved", build_next(t.b));
    (void)build_route(t.b, t.work, end);
    bind(&t, "n", true, end);
    start(&t);
    fill(&t, "price", 2);
    case_run_answer(t.run, "check", "approved");
    fill(&t, "price", 3);
    assert_true(is_asked(&t, "check"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_APPROVED_CHANGED), 0);
    bench_free(&t);
}

// Not even where the way does not lead back.
static void what_was_declined_binds_nothing(void **state)
{
    (void)state;
    Bench t = bench_new();
    build_outcome(t.b, t.check, "refused", build_action(t.b, act_go_to(t.refusal)));
    uint32_t end = build_action(t.b, act_end(t.refused));
    bind(&t, "n", true, end);
    start(&t);
    fill(&t, "draft", 2);
    case_run_answer(t.run, "check", "refused");
    fill(&t, "tell", 3);
    assert_true(is_asked(&t, "close"));
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_APPROVED_CHANGED), 0);
    bench_free(&t);
}

static void a_line_that_goes_on_is_carried_out_each_time(void **state)
{
    (void)state;
    Bench t = bench_new();
    bind(&t, "n", false, build_action(t.b, act_set(t.b, "m", build_number(t.b, "5"))));
    start(&t);
    fill(&t, "draft", 2);
    case_run_answer(t.run, "check", "approved");
    fill(&t, "act", 3);
    assert_true(is_asked(&t, "file"));
    WritBuffer data = {0};
    writ_case_data_json(case_run_case(t.run), &data);
    assert_string_equal(writ_buffer_string(&data), "{\"n\": \"3\", \"m\": \"5\"}");
    writ_buffer_dispose(&data);
    fill(&t, "file", 4); // The case ends with it.
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_APPROVED_CHANGED), 2);
    assert_string_equal(case_run_outcome(t.run), "done");
    bench_free(&t);
}

static uint32_t last_event(const Bench *t, WritEventKind kind)
{
    uint32_t count = 0;
    const WritEvent *events = case_run_events(t->run, &count);
    while (count > 0 && events[count - 1].kind != kind) {
        count--;
    }
    return count;
}

static void a_line_that_goes_on_comes_before_the_next_step(void **state)
{
    (void)state;
    Bench t = bench_new();
    bind(&t, "n", false, build_action(t.b, act_set(t.b, "m", build_number(t.b, "5"))));
    start(&t);
    fill(&t, "draft", 2);
    case_run_answer(t.run, "check", "approved");
    fill(&t, "act", 3);
    assert_true(last_event(&t, WRIT_EVENT_FIELD_SET) < last_event(&t, WRIT_EVENT_TASK_OPENED));
    bench_free(&t);
}

static void a_case_does_not_end_with_what_was_not_approved(void **state)
{
    (void)state;
    Bench t = bench_back();
    start(&t);
    fill(&t, "draft", 2);
    case_run_answer(t.run, "check", "approved");
    fill(&t, "act", 2);
    fill(&t, "file", 3);
    assert_string_equal(case_run_outcome(t.run), "");
    assert_true(is_asked(&t, "draft"));
    bench_free(&t);
}

static WritCommand second(WritValue *values)
{
    return (WritCommand){.kind = WRIT_COMMAND_JOIN, .values = values, .value_count = 2};
}

static void join_by_m(Bench *t)
{
    uint32_t key = build_read(t->b, "m");
    build_plan(t->b)->second = WRIT_SECOND_JOINED;
    build_plan(t->b)->keys_start = build_operands(t->b, &key, 1);
    build_plan(t->b)->key_count = 1;
}

// A task asks about what stands there now, and an older revision is refused.
static void a_change_while_it_is_asked_makes_a_new_revision(void **state)
{
    (void)state;
    Bench t = bench_new();
    bind(&t, "n", false, build_nothing(t.b));
    join_by_m(&t);
    start(&t);
    fill(&t, "draft", 2);
    const WritDuty *task = case_run_find(t.run, WRIT_DUTY_TASK, "check");
    WritCommand answer = {.kind = WRIT_COMMAND_ANSWER,
                          .frame = task->frame,
                          .person = writ_text("anna"),
                          .text = writ_text("approved"),
                          .revision = writ_arena_text(build_arena(t.b), task->text)};
    WritValue values[2] = {writ_value_number(writ_decimal_from_int(7))};
    WritCommand join = second(values);
    case_run_must(t.run, &join);
    WritError error;
    assert_int_equal(case_run_command(t.run, &answer, &error), WRIT_CONFLICT);
    answer.revision = case_run_find(t.run, WRIT_DUTY_TASK, "check")->text;
    case_run_must(t.run, &answer);
    assert_true(is_asked(&t, "act"));
    bench_free(&t);
}

static void a_change_while_it_is_asked_withdraws_the_task(void **state)
{
    (void)state;
    Bench t = bench_back();
    join_by_m(&t);
    start(&t);
    fill(&t, "draft", 2);
    WritValue values[2] = {writ_value_number(writ_decimal_from_int(7))};
    WritCommand join = second(values);
    case_run_must(t.run, &join);
    assert_false(is_asked(&t, "check"));
    assert_true(is_asked(&t, "draft"));
    bench_free(&t);
}

static void a_line_sets_off_another_one(void **state)
{
    (void)state;
    Bench t = bench_new();
    uint32_t set = build_action(t.b, act_set(t.b, "m", build_number(t.b, "5")));
    bind(&t, "n", false, set);
    WritBinding *both = writ_arena_array(build_arena(t.b), 2, sizeof *both);
    both[1] = build_plan(t.b)->bindings[0];
    bind(&t, "m", false, build_nothing(t.b));
    both[0] = build_plan(t.b)->bindings[0];
    build_plan(t.b)->bindings = both;
    build_plan(t.b)->binding_count = 2;
    join_by_m(&t);
    start(&t);
    fill(&t, "draft", 2);
    case_run_answer(t.run, "check", "approved");
    WritValue values[2] = {writ_value_number(writ_decimal_from_int(7))};
    WritCommand join = second(values);
    case_run_must(t.run, &join);
    assert_int_equal(case_run_count(t.run, WRIT_EVENT_APPROVED_CHANGED), 2);
    bench_free(&t);
}

// --- Seconds -----------------------------------------------------------------------------------

static void a_second_hands_over_what_it_brings(void **state)
{
    (void)state;
    Bench t = bench_new();
    join_by_m(&t);
    start(&t);
    WritValue values[2] = {writ_value_number(writ_decimal_from_int(9))};
    WritCommand join = second(values);
    case_run_must(t.run, &join);
    WritBuffer data = {0};
    writ_case_data_json(case_run_case(t.run), &data);
    assert_string_equal(writ_buffer_string(&data), "{\"n\": \"9\", \"m\": \"1\"}");
    writ_buffer_dispose(&data);
    bench_free(&t);
}

// A list of records is kept where it says the same, whatever was written into its elements since.
typedef struct Lines {
    PlanBuilder *b;
    uint32_t line, order;
    WritTypeId number, lines;
    CaseRun *run;
} Lines;

static Lines lines_new(void)
{
    Lines t = {.b = build_new("test")};
    t.number = build_plain(t.b, WRIT_TYPE_NUMBER);
    t.line = build_record(t.b, "Line");
    (void)build_field(t.b, t.line, "item", t.number);
    (void)build_field(t.b, t.line, "picked", build_optional(t.b, t.number));
    t.order = build_record(t.b, "Order");
    (void)build_field(t.b, t.order, "number", t.number);
    t.lines = build_list(t.b, build_record_type(t.b, t.line));
    (void)build_field(t.b, t.order, "lines", t.lines);
    (void)build_parameter(t.b, "order", build_record_type(t.b, t.order));
    uint32_t clerk = build_role(t.b, "clerk");
    uint32_t done = build_ending(t.b, "done");
    uint32_t stage = build_stage(t.b, "work");
    uint32_t each = build_for_each(t.b, stage, "line", "order.lines", WRIT_EACH_SAME_TIME);
    uint32_t mark = build_step(t.b, each, "note", WRIT_ACT_ACTIONS);
    build_then(t.b, mark, build_action(t.b, act_set(t.b, "line.picked", build_number(t.b, "3"))));
    uint32_t step = build_step(t.b, each, "pick", WRIT_ACT_DO);
    build_by(t.b, step, party_role(clerk));
    build_outcome(t.b, step, "ok", build_next(t.b));
    (void)build_route(t.b, stage, build_action(t.b, act_end(done)));
    uint32_t key = build_read(t.b, "order.number");
    build_plan(t.b)->second = WRIT_SECOND_JOINED;
    build_plan(t.b)->keys_start = build_operands(t.b, &key, 1);
    build_plan(t.b)->key_count = 1;
    return t;
}

static WritValue order_of(const Lines *t, const int64_t *items, uint32_t count)
{
    WritArena *arena = build_arena(t->b);
    WritRecord *order = writ_record_new(arena, 2);
    WritList *lines = writ_list_new(arena, count);
    for (uint32_t i = 0; i < count; i++) {
        WritRecord *line = writ_record_new(arena, 2);
        line->id = i + 1;
        line->fields[0] = writ_value_number(writ_decimal_from_int(items[i]));
        lines->items[i] = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = t->line, .record = line};
    }
    lines->count = count;
    lines->last_id = count;
    order->fields[0] = writ_value_number(writ_decimal_from_int(1));
    order->fields[1] = (WritValue){.kind = WRIT_VALUE_LIST, .list = lines};
    return (WritValue){.kind = WRIT_VALUE_RECORD, .tag = t->order, .record = order};
}

static WritStatus join_order(Lines *t, WritValue order)
{
    WritError error;
    WritCommand join = {.kind = WRIT_COMMAND_JOIN, .values = &order, .value_count = 1};
    return case_run_command(t->run, &join, &error);
}

static void a_second_keeps_the_list_that_work_runs_over(void **state)
{
    (void)state;
    static const int64_t items[] = {4, 5};
    static const int64_t others[] = {4, 6};
    Lines t = lines_new();
    WritValue order = order_of(&t, items, 2);
    t.run = case_run_new(build_finish(t.b));
    case_run_start(t.run, &order, 1);
    assert_int_equal(join_order(&t, order_of(&t, items, 2)), WRIT_OK);
    WritBuffer data = {0};
    writ_case_data_json(case_run_case(t.run), &data);
    assert_string_equal(
        writ_buffer_string(&data),
        "{\"order\": {\"number\": \"1\", \"lines\": [{\"item\": \"4\", \"picked\": \"3\"}, "
        "{\"item\": \"5\", \"picked\": \"3\"}]}}");
    writ_buffer_dispose(&data);
    assert_int_equal(join_order(&t, order_of(&t, others, 2)), WRIT_CONFLICT);
    case_run_free(t.run);
    build_free(t.b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_after_the_approval_leads_back),
        cmocka_unit_test(what_stays_the_same_changes_nothing),
        cmocka_unit_test(the_bound_of_a_change_counts_over_approvals),
        cmocka_unit_test(who_was_declined_may_change_it),
        cmocka_unit_test(whoever_goes_back_before_it_may_change_it),
        cmocka_unit_test(a_round_that_begins_again_may_change_it),
        cmocka_unit_test(what_was_declined_binds_nothing),
        cmocka_unit_test(a_line_that_goes_on_is_carried_out_each_time),
        cmocka_unit_test(a_line_that_goes_on_comes_before_the_next_step),
        cmocka_unit_test(a_case_does_not_end_with_what_was_not_approved),
        cmocka_unit_test(a_change_while_it_is_asked_makes_a_new_revision),
        cmocka_unit_test(a_change_while_it_is_asked_withdraws_the_task),
        cmocka_unit_test(a_line_sets_off_another_one),
        cmocka_unit_test(a_second_hands_over_what_it_brings),
        cmocka_unit_test(a_second_keeps_the_list_that_work_runs_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
