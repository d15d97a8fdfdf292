// Each test breaks one thing of a deadline or its rungs and looks for the sentence.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/plan_broken.h"

static uint32_t task_node(PlanBuilder *b)
{
    uint32_t step = 0;
    while (build_plan(b)->steps[step].act != WRIT_ACT_DO) {
        step++;
    }
    return build_node_of(b, step);
}

static uint32_t constant(PlanBuilder *b, WritTypeKind kind, const char *text)
{
    return build_constant(b, build_plain(b, kind), text);
}

static void deadline(PlanBuilder *b, WritDeadlineKind kind, WritTypeKind type, const char *text)
{
    build_deadline(b, task_node(b), kind, constant(b, type, text), build_next(b));
}

static void rung(PlanBuilder *b, WritRung rung)
{
    build_rungs(b, task_node(b), &rung, 1);
}

static void working_time_without_a_calendar(PlanBuilder *b)
{
    deadline(b, WRIT_DEADLINE_AFTER, WRIT_TYPE_WORKING_TIME, "2 working days");
}

static void date_without_a_calendar(PlanBuilder *b)
{
    deadline(b, WRIT_DEADLINE_AT, WRIT_TYPE_DATE, "2026-10-05");
}

static void calendar_is_a_text(PlanBuilder *b)
{
    deadline(b, WRIT_DEADLINE_AFTER, WRIT_TYPE_DURATION, "2 days");
    build_plan(b)->nodes[task_node(b)].deadline.calendar = build_words(b, "office");
}

static void pauses_while_a_text(PlanBuilder *b)
{
    deadline(b, WRIT_DEADLINE_AFTER, WRIT_TYPE_DURATION, "2 days");
    build_pauses(b, task_node(b), build_words(b, "office"));
}

static void extends_by_working_time_without_a_calendar(PlanBuilder *b)
{
    uint32_t extend =
        build_action(b, act_extend_working(1, WRIT_HOURS, 1, build_action(b, act_end(0))));
    build_deadline(b, task_node(b), WRIT_DEADLINE_AFTER, constant(b, WRIT_TYPE_DURATION, "2 days"),
                   extend);
}

static void extends_by_working_weeks(PlanBuilder *b)
{
    find_action(b, WRIT_ACTION_EXTEND)->working = true;
    find_action(b, WRIT_ACTION_EXTEND)->unit = WRIT_WEEKS;
}

static void rung_in_working_time_without_a_calendar(PlanBuilder *b)
{
    rung(b, rung_every(b, "2 working hours", build_nothing(b)));
}

static void rung_after_nothing(PlanBuilder *b)
{
    rung(b, rung_every(b, "0 hours", build_nothing(b)));
}

static void share_of_no_deadline(PlanBuilder *b)
{
    build_plan(b)->nodes[task_node(b)].deadline.kind = WRIT_DEADLINE_NONE;
    rung(b, rung_share(b, "50%", build_nothing(b)));
}

static void share_of_too_much(PlanBuilder *b)
{
    deadline(b, WRIT_DEADLINE_AFTER, WRIT_TYPE_DURATION, "2 days");
    rung(b, rung_share(b, "1000.1%", build_nothing(b)));
}

static void share_is_a_duration(PlanBuilder *b)
{
    deadline(b, WRIT_DEADLINE_AFTER, WRIT_TYPE_DURATION, "2 days");
    WritRung share = rung_every(b, "2 hours", build_nothing(b));
    share.kind = WRIT_RUNG_AFTER_SHARE;
    rung(b, share);
}

static void before_no_deadline(PlanBuilder *b)
{
    build_plan(b)->nodes[task_node(b)].deadline.kind = WRIT_DEADLINE_NONE;
    rung(b, rung_before_due(b, "2 hours", build_nothing(b)));
}

static void reminder_of_itself(PlanBuilder *b)
{
    rung(b, rung_reminder(2, 0, build_nothing(b)));
}

static void reminder_of_no_rung(PlanBuilder *b)
{
    rung(b, rung_reminder(2, 1, build_nothing(b)));
}

static void rung_that_leaves(PlanBuilder *b)
{
    rung(b, rung_every(b, "2 hours", build_next(b)));
}

static void too_many_rungs(PlanBuilder *b)
{
    WritRung rungs[WRIT_RUNGS_MAX + 1];
    for (int i = 0; i <= WRIT_RUNGS_MAX; i++) {
        rungs[i] = rung_every(b, "2 hours", build_nothing(b));
    }
    build_rungs(b, task_node(b), rungs, WRIT_RUNGS_MAX + 1);
}

static void deadlines_are_checked(void **state)
{
    (void)state;
    static const Broken broken[] = {
        {working_time_without_a_calendar, "its deadline has no calendar to count on"},
        {date_without_a_calendar, "its deadline has no calendar to count on"},
        {calendar_is_a_text, "has the wrong type for it"},
        {pauses_while_a_text, "has the wrong type for it"},
        {extends_by_working_time_without_a_calendar, "an action that a deadline can not do"},
        {extends_by_working_weeks, "working time is hours or days"},
        {rung_in_working_time_without_a_calendar, "it can not be counted where it stands"},
        {rung_after_nothing, "it can not be counted where it stands"},
        {share_of_no_deadline, "it can not be counted where it stands"},
        {share_of_too_much, "it can not be counted where it stands"},
        {share_is_a_duration, "it can not be counted where it stands"},
        {before_no_deadline, "it can not be counted where it stands"},
        {reminder_of_itself, "it can not be counted where it stands"},
        {reminder_of_no_rung, "it can not be counted where it stands"},
        {rung_that_leaves, "an action that a rung can not do"},
        {too_many_rungs, "it has more than 32 rungs"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

static void a_deadline_in_working_time_with_all_rungs_is_taken(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    uint32_t node = task_node(b);
    deadline(b, WRIT_DEADLINE_AFTER, WRIT_TYPE_WORKING_TIME, "2 working days");
    build_calendar(b, node, "corp.office");
    uint32_t nothing = build_nothing(b);
    const WritRung rungs[] = {
        rung_every(b, "4 working hours", nothing),
        rung_reminder(2, 0, nothing),
        rung_share(b, "150%", nothing),
        rung_before_due(b, "1 hours", nothing),
        rung_after(b, "1 working days", 0, nothing),
    };
    build_rungs(b, node, rungs, 5);
    build_plan(b)->rungs[4].since = node;
    WritError error = {.text = ""};
    WritStatus status = writ_plan_validate(build_plan(b), &error);
    assert_string_equal(error.text, "");
    assert_int_equal(status, WRIT_OK);
    build_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deadlines_are_checked),
        cmocka_unit_test(a_deadline_in_working_time_with_all_rungs_is_taken),
    };
    return cmocka_run_group_tests_name("plan_deadlines", tests, NULL, NULL);
}
