// The run of rounds that take too long: each step of a round takes its whole time, until that of
// what stands around them has passed.
#include "check/ladders.h"
#include "check/process.h"
#include "check/runs.h"

// A step that is overdue and goes on, and whose deadline counts as the one around does.
static bool may_last(const Node *node, const Deadline *outer)
{
    const Deadline *deadline = &node->deadline;
    return node->kind == WRIT_NODE_STEP && deadline->kind == WRIT_DEADLINE_AFTER &&
           deadline->since == NULL && deadline->pauses == NULL &&
           deadline->expr->operation == WRIT_OP_CONSTANT && deadline->on_overdue != NULL &&
           deadline->on_overdue->last->kind == WRIT_ACTION_NEXT && node->step->only_if == NULL &&
           check_deadlines_compare(deadline, outer);
}

// Adds a round to `run`; returns how long its steps last, 0 where that cannot be shown.
static int64_t add_round(Run *run, const Node *rounds, const Deadline *outer, int64_t left)
{
    int64_t sum = 0;
    for (const Node *node = rounds->children; node != NULL && sum < left; node = node->next) {
        if (!may_last(node, outer) || run->count + 2 >= RUN_ITEMS_MAX) {
            return 0;
        }
        run->items[run->count++] = (RunItem){.kind = RUN_OVERDUE, .node = node};
        sum += check_time_amount(node->deadline.expr, outer->expr);
    }
    if (sum > 0 && sum < left) {
        run->items[run->count++] = (RunItem){.kind = RUN_WHERE, .condition = rounds->condition};
    }
    return sum;
}

void check_run_lengthen(Run *run, const RunTarget *target)
{
    const Deadline *outer = &target->around->deadline;
    uint32_t before = run->count;
    int64_t left = check_time_amount(outer->expr, outer->expr);
    for (uint32_t i = 0; i < target->node->at_most && left > 0; i++) {
        int64_t round = add_round(run, target->node, outer, left);
        if (round == 0) {
            break;
        }
        left -= round;
    }
    if (left > 0) {
        run->count = before; // It can be shown only that the rounds begin.
    } else {
        run->items[run->count++] =
            (RunItem){.kind = RUN_OVERDUE, .node = target->around, .passed = true};
    }
}
