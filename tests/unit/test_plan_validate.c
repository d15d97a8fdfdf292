// Each test breaks one thing of a valid plan and looks for the sentence: indexes, types, the tree
// and tables.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/plan_broken.h"

// --- Indexes --------------------------------------------------------------------------------

static void slot_type_outside(PlanBuilder *b)
{
    build_plan(b)->slots[0].type = build_plan(b)->types.type_count;
}

static void unknown_operation(PlanBuilder *b)
{
    build_plan(b)->exprs[0].operation = WRIT_OP_LIST + 1;
}

static void range_too_long(PlanBuilder *b)
{
    build_plan(b)->steps[0].tag_count = 1000;
}

static void range_wraps(PlanBuilder *b)
{
    build_plan(b)->steps[0].tags_start = 1;
    build_plan(b)->steps[0].tag_count = UINT32_MAX;
}

static void child_outside(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->nodes[0].children_start] = plan->node_count;
}

static void negative_timeout(PlanBuilder *b)
{
    build_plan(b)->hooks[0].timeout_ms = -1;
}

static void title_is_no_text(PlanBuilder *b)
{
    build_plan(b)->roles[1].title = writ_text("\xff");
}

static void table_too_long(PlanBuilder *b)
{
    build_plan(b)->text_count = WRIT_PLAN_TABLE_MAX + 1;
}

static void indexes_and_texts_are_checked(void **state)
{
    (void)state;
    static const Broken broken[] = {
        {slot_type_outside, "slot 0: type points outside its table"},
        {unknown_operation, "expr 0: operation is no number of its enumeration"},
        {range_too_long, "step 0: tags ends outside its table"},
        {range_wraps, "step 0: tags ends outside its table"},
        {child_outside, "node 0: children has an item that points outside its table"},
        {negative_timeout, "hook 0: timeout_ms is negative"},
        {title_is_no_text, "role 1: title is not UTF-8"},
        {table_too_long, "plan 0: texts has too many entries"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

// --- Types ----------------------------------------------------------------------------------

static void list_of_itself(PlanBuilder *b)
{
    WritTypeId list = build_list(b, 0);
    build_plan(b)->types.types[list].index = list;
}

static void currency_of_two_letters(PlanBuilder *b)
{
    build_plan(b)->types.types[build_money(b, "EUR")].currency = writ_code(writ_text("EU"));
}

static void currency_fixed_and_sibling(PlanBuilder *b)
{
    build_plan(b)->types.types[build_money(b, "EUR")].currency_field = 0;
}

static void currency_in_a_text(PlanBuilder *b)
{
    build_plan(b)->types.records[0].fields[4].type = build_plain(b, WRIT_TYPE_TEXT);
}

static void computed_and_at_start(PlanBuilder *b)
{
    WritField *fields = build_plan(b)->types.records[0].fields;
    fields[3].at_start = fields[2].at_start;
}

static void unnamed_in_itself(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    uint32_t record = plan->hooks[0].input;
    plan->types.records[record].fields[0].type = build_record_type(b, record);
}

static void constant_of_no_choice(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    for (uint32_t i = 0; i < plan->constant_count; i++) {
        if (plan->constants[i].kind == WRIT_VALUE_CHOICE) {
            plan->constants[i].integer = 3;
        }
    }
}

static void choice_without_values(PlanBuilder *b)
{
    build_plan(b)->types.choices[2].value_count = 0;
}

static void types_and_constants_are_checked(void **state)
{
    (void)state;
    static const Broken broken[] = {
        {list_of_itself, "its lists are more than 16 deep"},
        {currency_of_two_letters, "its currency is wrong"},
        {currency_fixed_and_sibling, "its currency is wrong"},
        {currency_in_a_text, "record 0: field 5 has no currency"},
        {computed_and_at_start, "record 0: field 3 is computed and set"},
        {unnamed_in_itself, "it has no name and holds itself or too much"},
        {constant_of_no_choice, "its type is not in the plan"},
        {choice_without_values, "choice 2: it has no values"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

// --- Tree -----------------------------------------------------------------------------------

static void two_processes(PlanBuilder *b)
{
    build_plan(b)->nodes[1].kind = WRIT_NODE_PROCESS;
}

static void parent_of_another(PlanBuilder *b)
{
    uint32_t step = build_node_of(b, 0);
    build_plan(b)->nodes[step].parent = find_node(b, WRIT_NODE_DETOUR);
}

static void children_swapped(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    uint32_t *children = plan->operands + plan->nodes[0].children_start;
    uint32_t first = children[0];
    children[0] = children[1];
    children[1] = first;
}

static void step_of_two_nodes(PlanBuilder *b)
{
    build_plan(b)->nodes[build_node_of(b, 0)].step = 1;
}

static void empty_stage(PlanBuilder *b)
{
    build_plan(b)->nodes[find_node(b, WRIT_NODE_DETOUR)].child_count = 0;
}

static void otherwise_comes_first(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        if (plan->nodes[i].kind == WRIT_NODE_ARM) {
            plan->nodes[i].condition = WRIT_NONE;
            return;
        }
    }
}

static void circle_of_nodes(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    uint32_t same = find_node(b, WRIT_NODE_SAME_TIME);
    uint32_t branch = find_node(b, WRIT_NODE_BRANCH);
    plan->nodes[same].parent = branch;
    plan->nodes[same].index = 0;
    plan->operands[plan->nodes[branch].children_start] = same;
}

static void detours_alone(PlanBuilder *b)
{
    build_plan(b)->nodes[find_node(b, WRIT_NODE_STAGE)].kind = WRIT_NODE_DETOUR;
}

static void step_below_the_process(PlanBuilder *b)
{
    build_plan(b)->nodes[find_node(b, WRIT_NODE_STAGE)].kind = WRIT_NODE_BRANCH;
}

static void no_nodes(PlanBuilder *b)
{
    *build_plan(b) = (WritPlan){
        .start = WRIT_START_ON_REQUEST,
        .owner = party_owner(),
        .on_nobody = WRIT_NONE,
    };
}

static void orphan(PlanBuilder *b)
{
    uint32_t route = build_route(b, 0, build_next(b));
    build_plan(b)->nodes[route].parent = WRIT_NONE;
}

static void unknown_to_its_parent(PlanBuilder *b)
{
    (void)build_route(b, 0, build_next(b));
}

static void process_in_the_process(PlanBuilder *b)
{
    uint32_t process = build_stage(b, "second");
    uint32_t stage = build_stage(b, "inside");
    uint32_t route = build_route(b, stage, build_next(b));
    WritPlan *plan = build_plan(b);
    plan->nodes[process].kind = WRIT_NODE_PROCESS;
    plan->nodes[process].children_start = build_operands(b, &stage, 1);
    plan->nodes[process].child_count = 1;
    plan->nodes[stage].parent = process;
    plan->nodes[stage].children_start = build_operands(b, &route, 1);
    plan->nodes[stage].child_count = 1;
}

static void process_with_a_parent(PlanBuilder *b)
{
    build_plan(b)->nodes[0].parent = 1;
}

static void step_in_no_node(PlanBuilder *b)
{
    WritNode *node = &build_plan(b)->nodes[build_node_of(b, 0)];
    node->kind = WRIT_NODE_ROUTE;
    node->actions = 0;
}

static void nested_too_deep(PlanBuilder *b)
{
    uint32_t parent = build_stage(b, "deep");
    uint32_t yes = build_constant(b, build_plain(b, WRIT_TYPE_BOOLEAN), "yes");
    WritPlan *plan = build_plan(b);
    uint32_t stages[] = {plan->operands[plan->nodes[0].children_start],
                         plan->operands[plan->nodes[0].children_start + 1], parent};
    plan->nodes[0].children_start = build_operands(b, stages, 3);
    plan->nodes[0].child_count = 3;
    plan->nodes[parent].index = 2;
    for (int i = 0; i < WRIT_NODE_DEPTH_MAX; i++) {
        uint32_t child = build_repeat(b, parent, 1, yes, build_next(b));
        plan->nodes[parent].children_start = build_operands(b, &child, 1);
        plan->nodes[parent].child_count = 1;
        parent = child;
    }
    uint32_t route = build_route(b, parent, build_next(b));
    plan->nodes[parent].children_start = build_operands(b, &route, 1);
    plan->nodes[parent].child_count = 1;
}

static void the_tree_is_checked(void **state)
{
    (void)state;
    static const Broken broken[] = {
        {two_processes, "it does not belong below node 0"},
        {parent_of_another, "it does not belong below node"},
        {children_swapped, "it does not belong below node 0"},
        {step_of_two_nodes, "step 1: two nodes have it"},
        {empty_stage, "it has 0 children"},
        {otherwise_comes_first, "`otherwise` is not the last arm"},
        {circle_of_nodes, "it does not belong below node"},
        {detours_alone, "the process has no stage"},
        {step_below_the_process, "it does not belong below node 0"},
        {no_nodes, "plan 0: it has no process"},
        {orphan, "it is not below the process, or too deep"},
        {nested_too_deep, "it is not below the process, or too deep"},
        {unknown_to_its_parent, "its parent does not know it"},
        {process_in_the_process, "only node 0 is the process"},
        {process_with_a_parent, "node 0: it has a parent"},
        {step_in_no_node, "a step stands in no node"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

// --- Tables ---------------------------------------------------------------------------------

static void cell_of_another_type(PlanBuilder *b)
{
    build_plan(b)->cells[0].high = build_value(b, build_plain(b, WRIT_TYPE_NUMBER), "80");
}

static void row_without_cells(PlanBuilder *b)
{
    build_plan(b)->rows[5].cells_start++;
}

static void result_of_another_type(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->rows[0].results_start] = build_words(b, "free");
}

static void result_reads_the_case(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->rows[0].results_start] = build_read(b, "credit");
}

static void column_of_no_field(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->decisions[0].columns_start] = 3;
}

static void result_column_left_out(PlanBuilder *b)
{
    build_plan(b)->decisions[0].result_count = 0;
}

static void more_versions_than_decisions(PlanBuilder *b)
{
    build_plan(b)->decisions[0].version_count = 2;
}

static void version_that_ends_before_it_begins(PlanBuilder *b)
{
    WritDecision *decision = &build_plan(b)->decisions[0];
    decision->version_count = 1;
    decision->has_from = true;
    decision->has_through = true;
    decision->from = 20000;
    decision->through = 19999;
}

static void as_of_no_date(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    for (uint32_t i = 0; i < plan->step_count; i++) {
        if (plan->steps[i].act == WRIT_ACT_DECIDE) {
            plan->steps[i].as_of = build_words(b, "monday");
        }
    }
}

static void list_of_something_else(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    uint32_t word = build_words(b, "one");
    WritTypeId numbers = build_list(b, build_plain(b, WRIT_TYPE_NUMBER));
    plan->operands[plan->rows[0].results_start] = build_expr(
        b,
        (WritExpr){
            .operation = WRIT_OP_LIST, .type = numbers, .b = build_operands(b, &word, 1), .c = 1});
}

static void event_with_a_key_of_no_field(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->events[1].keys_start] = 2;
}

static void hook_without_outcomes(PlanBuilder *b)
{
    build_plan(b)->hooks[1].outcome_count = 0;
}

static void undo_arguments_end_early(PlanBuilder *b)
{
    build_plan(b)->hooks[0].undo_args_start = build_plan(b)->operand_count;
}

static void undo_argument_of_another_type(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->hooks[0].undo_args_start] = build_number(b, "1");
}

static void message_of_too_much(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    WritGiven *givens = writ_arena_array(build_arena(b), WRIT_LOCALS_MAX + 1, sizeof *givens);
    for (int i = 0; i <= WRIT_LOCALS_MAX; i++) {
        givens[i] = plan->givens[0];
    }
    plan->givens = givens;
    plan->given_count = WRIT_LOCALS_MAX + 1;
    plan->messages[0].given_count = WRIT_LOCALS_MAX + 1;
}

static void senders_swapped(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    WritSender first = plan->senders[0];
    plan->senders[0] = plan->senders[1];
    plan->senders[1] = first;
}

static void sender_twice(PlanBuilder *b)
{
    build_plan(b)->senders[1] = build_plan(b)->senders[0];
}

static void sender_with_a_slash(PlanBuilder *b)
{
    build_plan(b)->senders[1].name = writ_text("wms/1");
}

static void sender_without_a_time(PlanBuilder *b)
{
    build_plan(b)->senders[2].counts_ms = 0;
}

static void sender_with_a_month(PlanBuilder *b)
{
    build_plan(b)->senders[0].counts_ms = INT64_C(31) * 24 * 3600 * 1000;
}

static void many_senders(PlanBuilder *b)
{
    static const char *const NAMES[WRIT_SENDERS_MAX] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                                        "i", "j", "k", "l", "m", "n", "o", "p"};
    build_plan(b)->sender_count = 0;
    for (uint32_t i = 0; i < WRIT_SENDERS_MAX; i++) {
        build_sender(b, 0, NAMES[i], 1000);
    }
    build_sender(b, 0, "q", 1000);
}

static void result_is_no_expression(PlanBuilder *b)
{
    WritPlan *plan = build_plan(b);
    plan->operands[plan->rows[0].results_start] = plan->expr_count;
}

static void tables_hooks_and_events_are_checked(void **state)
{
    (void)state;
    static const Broken broken[] = {
        {cell_of_another_type, "row 0: cell 0 has another type"},
        {row_without_cells, "row 5: cells are missing"},
        {result_of_another_type, "has the wrong type for it"},
        {result_reads_the_case, "reads what is not there"},
        {column_of_no_field, "decision 0: its columns are not its fields"},
        {result_column_left_out, "decision 0: its columns are not its fields"},
        {more_versions_than_decisions, "decision 0: its versions do not follow one another"},
        {version_that_ends_before_it_begins, "decision 0: its versions do not follow one another"},
        {as_of_no_date, "has the wrong type for it"},
        {list_of_something_else, "are not what its operation asks for"},
        {event_with_a_key_of_no_field, "event 1: it has no field 2"},
        {hook_without_outcomes, "hook 1: it has no outcomes"},
        {undo_arguments_end_early, "arguments of its undo are missing"},
        {undo_argument_of_another_type, "argument 0 of its undo is wrong"},
        {message_of_too_much, "it speaks of more than 16 things"},
        {senders_swapped, "sender 1: it does not come behind the one before"},
        {sender_twice, "sender 1: it does not come behind the one before"},
        {sender_with_a_slash, "sender 1: its name is none"},
        {sender_without_a_time, "sender 2: sent times cannot count so long"},
        {sender_with_a_month, "sender 0: sent times cannot count so long"},
        {many_senders, "sender 16: its event has more than 16"},
        {result_is_no_expression, "row 0: result 0 points outside its table"},
    };
    check_broken(broken, sizeof broken / sizeof broken[0]);
}

// Many lists over the same items: refused by their sum, not walked for hours.
static void overlapping_lists_are_bounded(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    WritError error;
    uint32_t one = build_words(b, "x");
    uint32_t start = build_plan(b)->operand_count;
    for (uint32_t i = 0; i < 20000; i++) {
        (void)build_operands(b, &one, 1);
    }
    for (int i = 0; i < 200; i++) {
        (void)build_expr(b, (WritExpr){.operation = WRIT_OP_JOIN,
                                       .type = build_plain(b, WRIT_TYPE_TEXT),
                                       .b = start,
                                       .c = 20000});
    }
    assert_int_equal(writ_plan_validate(build_plan(b), &error), WRIT_LIMIT);
    assert_string_equal(error.text, "the plan has lists with more than 2097152 items together");
    build_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indexes_and_texts_are_checked),
        cmocka_unit_test(types_and_constants_are_checked),
        cmocka_unit_test(the_tree_is_checked),
        cmocka_unit_test(tables_hooks_and_events_are_checked),
        cmocka_unit_test(overlapping_lists_are_bounded),
    };
    return cmocka_run_group_tests_name("plan_validate", tests, NULL, NULL);
}
