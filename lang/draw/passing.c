// Recursion goes as deep as the nodes do, which is at most WRIT_NODE_DEPTH_MAX.
#include "draw/passing.h"

#include <assert.h>

typedef struct Passing {
    const WritPlan *plan;
    bool *passes;
    bool *skipped_to; // `skip to the end of` leads to its end.
} Passing;

static bool list_passes(const WritPlan *plan, uint32_t list)
{
    const WritActionList *actions = &plan->lists[list];
    if (actions->count == 0) {
        return true;
    }
    const WritAction *last = &plan->actions[actions->start + actions->count - 1];
    switch (last->kind) {
    case WRIT_ACTION_NOTIFY:
    case WRIT_ACTION_SET:
    case WRIT_ACTION_MARK:
    case WRIT_ACTION_REASSIGN:
    case WRIT_ACTION_UNDO:
    case WRIT_ACTION_NEXT:
        return true;
    case WRIT_ACTION_GO_TO:
    case WRIT_ACTION_END_CASE:
    case WRIT_ACTION_SKIP_NEXT:
    case WRIT_ACTION_SKIP_END:
        return false;
    case WRIT_ACTION_EXTEND:
    case WRIT_ACTION_GO_BACK:
        return list_passes(plan, last->after);
    }
    WRIT_UNREACHABLE();
}

static bool given_list_passes(const WritPlan *plan, uint32_t list)
{
    return list != WRIT_NONE && list_passes(plan, list);
}

static bool step_passes(const WritPlan *plan, const WritNode *node)
{
    const WritStep *step = &plan->steps[node->step];
    if (step->only_if != WRIT_NONE || step->act == WRIT_ACT_WAIT || step->act == WRIT_ACT_DECIDE ||
        given_list_passes(plan, node->deadline.on_overdue)) {
        return true;
    }
    if (step->act == WRIT_ACT_ACTIONS) {
        return step->then == WRIT_NONE || list_passes(plan, step->then);
    }
    for (uint32_t i = 0; i < step->handler_count; i++) {
        if (list_passes(plan, plan->handlers[step->handlers_start + i].actions)) {
            return true;
        }
    }
    return step->handler_count == 0 || given_list_passes(plan, step->on_no_answer);
}

// How many of the children pass; all of them are looked at.
static uint32_t count_children(Passing *passing, const WritNode *node);

static bool if_passes(const Passing *passing, const WritNode *node, uint32_t count)
{
    uint32_t last = passing->plan->operands[node->children_start + node->child_count - 1];
    return count > 0 || passing->plan->nodes[last].condition != WRIT_NONE;
}

static bool find(Passing *passing, uint32_t number)
{
    const WritPlan *plan = passing->plan;
    const WritNode *node = &plan->nodes[number];
    uint32_t count = count_children(passing, node);
    switch (node->kind) {
    case WRIT_NODE_STEP:
        return step_passes(plan, node);
    case WRIT_NODE_ROUTE:
        return given_list_passes(plan, node->actions);
    case WRIT_NODE_IF:
        return if_passes(passing, node, count);
    case WRIT_NODE_SAME_TIME:
        return node->join == WRIT_JOIN_ALL ? count == node->child_count : count > 0;
    case WRIT_NODE_FOR_EACH:
        return true; // The list may be empty.
    case WRIT_NODE_REPEAT:
        return count == node->child_count || given_list_passes(plan, node->actions);
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_ARM:
        return count == node->child_count || passing->skipped_to[number];
    }
    WRIT_UNREACHABLE();
}

static uint32_t count_children(Passing *passing, const WritNode *node)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < node->child_count; i++) {
        uint32_t child = passing->plan->operands[node->children_start + i];
        passing->passes[child] = find(passing, child);
        count += passing->passes[child] ? 1 : 0;
    }
    return count;
}

const bool *passing_of(WritArena *arena, const WritPlan *plan)
{
    Passing passing = {
        .plan = plan,
        .passes = writ_arena_array(arena, plan->node_count, sizeof(bool)),
        .skipped_to = writ_arena_array(arena, plan->node_count, sizeof(bool)),
    };
    for (uint32_t i = 0; i < plan->action_count; i++) {
        if (plan->actions[i].kind == WRIT_ACTION_SKIP_END) {
            passing.skipped_to[plan->actions[i].node] = true;
        }
    }
    passing.passes[0] = find(&passing, 0);
    return passing.passes;
}
