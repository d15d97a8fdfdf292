// Each test breaks one thing of the flow or the actions of a valid plan and looks for the sentence.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/plan_broken.h"

static uint32_t add_text_slot(PlanBuilder *b, uint32_t node)
{
    return build_slot(b, WRIT_SLOT_FILLED, "note", build_plain(b, WRIT_TYPE_TEXT), node);
}

// --- Actions --------------------------------------------------------------------------------

static void something_behind_the_end(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    for (uint32_t i = 0; i < plan->list_count; i++) {
        if (plan->lists[i].count == 3) {
            plan->actions[plan->lists[i].start] = act_next();
        }
    }
}

static void list_in_itself(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    for (uint32_t i = 0; i < plan->list_count; i++) {
        for (uint32_t k = 0; k < plan->lists[i].count; k++) {
            WritAction *action = &plan->actions[plan->lists[i].start + k];
            if (action->kind == WRIT_ACTION_GO_BACK) {
                action->after = i;
            }
        }
    }
}

static void set_to_another_type(PlanBuilder *b)
{
    find_action(b, WRIT_ACTION_SET)->expr = build_words(b, "a");
}

static void goes_to_a_step(PlanBuilder *b)
{
    find_action(b, WRIT_ACTION_GO_TO)->node = build_node_of(b, 0);
}

static void skips_what_is_not_around(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    uint32_t each = find_node(b, WRIT_NODE_FOR_EACH);
    plan->nodes[find_node(b, WRIT_NODE_ROUTE)].actions = build_action(b, act_skip_next(each));
}

static void extends_an_outcome(PlanBuilder *b)
{
    WritAction extend = act_extend(1, WRIT_DAYS, 1, build_next(b));
    build_plan(b)->handlers[0].actions = build_action(b, extend);
}

static void extends_by_nothing(PlanBuilder *b)
{
    find_action(b, WRIT_ACTION_EXTEND)->count = 0;
}

static void reassigns_a_call(PlanBuilder *b)
{
    find_step(b, WRIT_ACT_CALL)->on_no_answer = build_action(b, act_reassign(b, party_owner()));
}

static void notifies_the_assignee_of_a_case(PlanBuilder *b)
{
    build_plan(b)->cancellation.actions =
        build_action(b, act_notify(b, party_assignee(), 0, build_read(b, "order")));
}

static void notifies_of_nothing(PlanBuilder *b)
{
    find_action(b, WRIT_ACTION_NOTIFY)->arg_count = 0;
}

static void notifies_a_text(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    uint32_t party = find_action(b, WRIT_ACTION_NOTIFY)->parties_start;
    plan->parties[party] = party_person(build_words(b, "a"));
}

static void work_goes_on_elsewhere(PlanBuilder *b)
{
    build_plan(b)->happens[0].actions = build_action(b, act_end(0));
}

static void notifies_nobody(PlanBuilder *b)
{
    find_action(b, WRIT_ACTION_NOTIFY)->party_count = 0;
}

static void notifies_of_another_type(PlanBuilder *b)
{
    WritAction *notify = find_action(b, WRIT_ACTION_NOTIFY);
    build_plan(b)->operands[notify->args_start] = build_words(b, "a");
}

static void reassigns_to_two(PlanBuilder *b)
{
    find_action(b, WRIT_ACTION_REASSIGN)->party_count = 2;
}

static void undoes_a_step(PlanBuilder *b)
{
    (void)build_action(b, act_undo(build_node_of(b, 0)));
}

static void goes_back_to_a_step(PlanBuilder *b)
{
    (void)build_action(b, act_go_back(build_node_of(b, 0), 1, build_next(b)));
}

static void skips_to_the_next_stage(PlanBuilder *b)
{
    (void)build_action(b, act_skip_next(find_node(b, WRIT_NODE_STAGE)));
}

static void skips_to_the_end_of_a_step(PlanBuilder *b)
{
    (void)build_action(b, act_skip_end(build_node_of(b, 0)));
}

static void leaves_two_branches(PlanBuilder *b)
{
    uint32_t second = build_plan(b)->nodes[find_node(b, WRIT_NODE_IF)].parent;
    WritAction actions[] = {
        act_set(b, "line.shipped", build_read(b, "line.ordered")),
        act_skip_end(second),
    };
    (void)build_actions(b, actions, 2);
}

static void actions_are_checked(void **state)
{
    (void)state;
    static const Broken broken[] = {
        {something_behind_the_end, "something stands behind an action that must be the last"},
        {list_in_itself, "it leads to itself or too far"},
        {set_to_another_type, "`set` gives a value of another type"},
        {goes_to_a_step, "it goes to no stage"},
        {skips_what_is_not_around, "it reads or leaves what is not around a route"},
        {extends_an_outcome, "it has an action that a step can not do"},
        {extends_by_nothing, "`extend by` nothing"},
        {reassigns_a_call, "it has an action that a step can not do"},
        {notifies_the_assignee_of_a_case, "it has an action that cancelling can not do"},
        {notifies_of_nothing, "a message gets another number of things than it speaks of"},
        {notifies_a_text, "its expressions have the wrong types"},
        {work_goes_on_elsewhere, "it has an action that a happening can not do"},
        {notifies_nobody, "an action is for nobody"},
        {notifies_of_another_type, "a message gets something of another type"},
        {reassigns_to_two, "`reassign` names more or less than one"},
        {undoes_a_step, "`undo` names no stage"},
        {goes_back_to_a_step, "it goes back to no stage"},
        {skips_to_the_next_stage, "it skips to the next of no `for each`"},
        {skips_to_the_end_of_a_step, "it skips to the end of no branch or stage"},
        {leaves_two_branches, "its actions belong to different places"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

// --- Flow -----------------------------------------------------------------------------------

static void slot_of_a_step(PlanBuilder *b)
{
    (void)add_text_slot(b, build_node_of(b, 0));
}

static void parameter_of_a_branch(PlanBuilder *b)
{
    build_plan(b)->slots[0].node = find_node(b, WRIT_NODE_BRANCH);
}

static void element_of_another_list(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->nodes[find_node(b, WRIT_NODE_FOR_EACH)].list_expr = build_read(b, "order.number");
}

static void target_of_a_computed_field(PlanBuilder *b)
{
    (void)build_target(b, "order.total");
}

static void target_of_another_type(PlanBuilder *b)
{
    build_plan(b)->targets[build_target(b, "order.number")].type = build_plain(b, WRIT_TYPE_PERSON);
}

static void outcome_without_an_answer(PlanBuilder *b)
{
    WritStep *call = find_step(b, WRIT_ACT_CALL);
    build_plan(b)->handlers[call->handlers_start].outcome = writ_text("lost");
}

static void outcome_left_out(PlanBuilder *b)
{
    find_step(b, WRIT_ACT_CALL)->handler_count--;
}

static void argument_left_out(PlanBuilder *b)
{
    find_step(b, WRIT_ACT_CALL)->arg_count--;
}

static void result_into_another_record(PlanBuilder *b)
{
    WritStep *call = find_step(b, WRIT_ACT_CALL);
    call->into = WRIT_NONE;
    find_step(b, WRIT_ACT_WAIT)->into = 0;
}

static void decided_into_another_type(PlanBuilder *b)
{
    find_step(b, WRIT_ACT_DECIDE)->target = build_target(b, "order.number");
}

static void nobody_does_it(PlanBuilder *b)
{
    find_step(b, WRIT_ACT_DO)->performer.party_count = 0;
}

static void fills_what_is_not_around(PlanBuilder *b)
{
    WritStep *step = find_step(b, WRIT_ACT_DO);
    build_plan(b)->operands[step->fills_start] = build_target(b, "line.shipped");
}

static void waits_for_another_type(PlanBuilder *b)
{
    WritStep *step = find_step(b, WRIT_ACT_WAIT);
    build_plan(b)->operands[step->match_start + 1] = build_number(b, "1");
}

static void deadline_is_a_number(PlanBuilder *b)
{
    build_plan(b)->nodes[build_node_of(b, 0)].deadline.expr = build_number(b, "1");
}

static void repeats_nothing(PlanBuilder *b)
{
    build_plan(b)->nodes[find_node(b, WRIT_NODE_REPEAT)].at_most = 0;
}

static void owned_by_its_owner(PlanBuilder *b)
{
    build_plan(b)->owner = party_owner();
}

static void second_refused_by_nothing(PlanBuilder *b)
{
    build_plan(b)->key_count = 0;
}

static void started_by_a_poorer_event(PlanBuilder *b)
{
    build_plan(b)->start = WRIT_START_ON_EVENT;
    build_plan(b)->start_event = 0;
}

static void started_by_nobody(PlanBuilder *b)
{
    build_plan(b)->start_party_count = 0;
}

static void target_of_no_field(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->targets[build_target(b, "order.number")].fields_start] = 99;
}

static void clock_starts_with_a_route(PlanBuilder *b)
{
    uint32_t route = find_node(b, WRIT_NODE_ROUTE);
    build_plan(b)->nodes[build_node_of(b, 0)].deadline.since = route;
}

static void list_stands_elsewhere(PlanBuilder *b)
{
    uint32_t each = find_node(b, WRIT_NODE_FOR_EACH);
    build_plan(b)->nodes[each].list = build_target(b, "order.number");
}

static void happens_in_a_step(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->happens[0].stages_start] = build_node_of(b, 0);
}

static void cancelled_by_nobody(PlanBuilder *b)
{
    build_plan(b)->cancellation.performer.party_count = 0;
}

static void key_of_an_element(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->keys_start] = build_read(b, "line.item");
}

static void arguments_end_early(PlanBuilder *b)
{
    find_step(b, WRIT_ACT_DECIDE)->undo = 0;
}

static void argument_is_no_expression(PlanBuilder *b)
{
    uint32_t args[] = {UINT32_MAX - 1, UINT32_MAX - 1};
    WritStep *step = find_step(b, WRIT_ACT_DECIDE);
    step->undo = 0;
    step->undo_args_start = build_operands(b, args, 2);
}

static void waits_for_more_than_there_is(PlanBuilder *b)
{
    find_step(b, WRIT_ACT_WAIT)->match_count = UINT32_MAX;
}

static void waits_for_no_field(PlanBuilder *b)
{
    WritStep *step = find_step(b, WRIT_ACT_WAIT);
    build_plan(b)->operands[step->match_start] = 2;
}

static void shows_an_element(PlanBuilder *b)
{
    build_plan(b)->shown[0].expr = build_read(b, "line.item");
}

static void asks_the_assignee_to_be(PlanBuilder *b)
{
    WritStep *step = find_step(b, WRIT_ACT_DO);
    build_plan(b)->parties[step->performer.parties_start] = party_assignee();
}

static void unit_is_a_date(PlanBuilder *b)
{
    WritStep *step = find_step(b, WRIT_ACT_DO);
    build_plan(b)->parties[step->performer.parties_start].unit = build_read(b, "order.wanted_on");
}

static void the_flow_is_checked(void **state)
{
    (void)state;
    static const Broken broken[] = {
        {slot_of_a_step, "has no frame for it"},
        {parameter_of_a_branch, "has no frame for it"},
        {element_of_another_list, "its list and its variable do not fit"},
        {target_of_a_computed_field, "field 7 is computed"},
        {target_of_another_type, "it has another type"},
        {outcome_without_an_answer, "it has not one answer to each outcome of its hook"},
        {outcome_left_out, "it has not one answer to each outcome of its hook"},
        {argument_left_out, "it does not fit its hook"},
        {result_into_another_record, "it does not fit its event"},
        {decided_into_another_type, "it does not fit its decision"},
        {nobody_does_it, "nobody may do it, or nothing comes of it"},
        {fills_what_is_not_around, "it fills what is not around it"},
        {waits_for_another_type, "has the wrong type for it"},
        {deadline_is_a_number, "has the wrong type for it"},
        {repeats_nothing, "it repeats nothing"},
        {owned_by_its_owner, "its owner is nobody"},
        {second_refused_by_nothing, "a second case is refused by nothing"},
        {started_by_a_poorer_event, "the event that starts the process lacks it"},
        {started_by_nobody, "nobody may start it"},
        {target_of_no_field, "it has no field 99"},
        {clock_starts_with_a_route, "its clock starts with no stage or step"},
        {list_stands_elsewhere, "its list is not where it says"},
        {happens_in_a_step, "happens 0: it names no stage"},
        {cancelled_by_nobody, "nobody may cancel"},
        {key_of_an_element, "a key reads what is not there at the start"},
        {arguments_end_early, "arguments are missing"},
        {argument_is_no_expression, "an argument points outside its table"},
        {waits_for_more_than_there_is, "what it waits for ends outside its table"},
        {waits_for_no_field, "what it waits for points outside its table"},
        {shows_an_element, "it shows what is not around it"},
        {asks_the_assignee_to_be, "it can not be found where it is asked for"},
        {unit_is_a_date, "it can not be found where it is asked for"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

// --- Schedules ------------------------------------------------------------------------------

static void schedule(PlanBuilder *b, WritSchedule schedule)
{
    build_plan(b)->start = WRIT_START_ON_SCHEDULE;
    build_plan(b)->schedule = schedule;
    build_plan(b)->calendar = writ_text("corp.office");
}

static void starts_after_midnight(PlanBuilder *b)
{
    schedule(b, (WritSchedule){.kind = WRIT_SCHEDULE_DAY, .minute = 1440});
}

static void starts_on_the_eighth_weekday(PlanBuilder *b)
{
    schedule(b, (WritSchedule){.kind = WRIT_SCHEDULE_WEEK, .weekday = 7});
}

static void starts_on_no_working_day(PlanBuilder *b)
{
    schedule(b, (WritSchedule){.kind = WRIT_SCHEDULE_WORKING_DAY, .working_day = 0});
}

static void starts_before_the_month(PlanBuilder *b)
{
    schedule(b, (WritSchedule){.kind = WRIT_SCHEDULE_WORKING_DAY, .working_day = -32});
}

static void starts_every_hour(PlanBuilder *b)
{
    schedule(b, (WritSchedule){.kind = WRIT_SCHEDULE_RULE, .rule = writ_text("FREQ=HOURLY")});
}

static void starts_on_no_calendar(PlanBuilder *b)
{
    schedule(b, (WritSchedule){.kind = WRIT_SCHEDULE_DAY});
    build_plan(b)->calendar = writ_text("");
}

static void starts_with_what_nobody_gives(PlanBuilder *b)
{
    schedule(b, (WritSchedule){.kind = WRIT_SCHEDULE_WEEK, .weekday = 6, .minute = 1439});
}

static void starts_by_a_right_rule(PlanBuilder *b)
{
    schedule(b, (WritSchedule){.kind = WRIT_SCHEDULE_RULE,
                               .rule = writ_text("FREQ=MONTHLY;BYDAY=-1FR")});
}

static void schedules_are_checked(void **state)
{
    (void)state;
    static const Broken broken[] = {
        {starts_after_midnight, "its schedule is no day or no time"},
        {starts_on_the_eighth_weekday, "its schedule is no day or no time"},
        {starts_on_no_working_day, "its schedule is no day or no time"},
        {starts_before_the_month, "its schedule is no day or no time"},
        {starts_every_hour, "its schedule is no day or no time"},
        {starts_on_no_calendar, "its schedule is on no calendar"},
        {starts_with_what_nobody_gives, "nothing gives it to a start by schedule"},
        {starts_by_a_right_rule, "nothing gives it to a start by schedule"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actions_are_checked),
        cmocka_unit_test(the_flow_is_checked),
        cmocka_unit_test(schedules_are_checked),
    };
    return cmocka_run_group_tests_name("plan_flow", tests, NULL, NULL);
}
