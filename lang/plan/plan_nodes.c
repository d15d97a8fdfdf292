// The tree of nodes: one process at the root, every other node below exactly one parent of a kind
// that may hold it.
#include "plan/plan_check.h"

#include <assert.h>

static bool is_item(WritNodeKind kind)
{
    switch (kind) {
    case WRIT_NODE_STEP:
    case WRIT_NODE_SAME_TIME:
    case WRIT_NODE_FOR_EACH:
    case WRIT_NODE_IF:
    case WRIT_NODE_REPEAT:
    case WRIT_NODE_ROUTE:
        return true;
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_ARM:
        return false;
    }
    WRIT_UNREACHABLE();
}

static bool may_hold(WritNodeKind parent, WritNodeKind child)
{
    switch (parent) {
    case WRIT_NODE_PROCESS:
        return child == WRIT_NODE_STAGE || child == WRIT_NODE_DETOUR;
    case WRIT_NODE_SAME_TIME:
        return child == WRIT_NODE_BRANCH;
    case WRIT_NODE_IF:
        return child == WRIT_NODE_ARM;
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_FOR_EACH:
    case WRIT_NODE_ARM:
    case WRIT_NODE_REPEAT:
        return is_item(child);
    case WRIT_NODE_STEP:
    case WRIT_NODE_ROUTE:
        return false;
    }
    WRIT_UNREACHABLE();
}

static WritStatus check_child(PlanChecker *checker, uint32_t parent, uint32_t position)
{
    const WritPlan *plan = checker->plan;
    const WritNode *above = &plan->nodes[parent];
    uint32_t child = plan->operands[above->children_start + position];
    const WritNode *node = &plan->nodes[child];
    if (node->parent != parent || node->index != position || !may_hold(above->kind, node->kind)) {
        return plan_damaged(checker, "node", child, "it does not belong below node %u", parent);
    }
    bool last = position + 1 == above->child_count;
    if (node->kind == WRIT_NODE_ARM && node->condition == WRIT_NONE && !last) {
        return plan_damaged(checker, "node", child, "`otherwise` is not the last arm");
    }
    return WRIT_OK;
}

// A process begins in its first stage; what holds others holds at least one.
static WritStatus check_children(PlanChecker *checker, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritNode *node = &plan->nodes[index];
    bool leaf = node->kind == WRIT_NODE_STEP || node->kind == WRIT_NODE_ROUTE;
    if (leaf != (node->child_count == 0)) {
        return plan_damaged(checker, "node", index, "it has %u children", node->child_count);
    }
    uint32_t stages = 0;
    for (uint32_t i = 0; i < node->child_count; i++) {
        WritStatus status = check_child(checker, index, i);
        if (status != WRIT_OK) {
            return status;
        }
        uint32_t child = plan->operands[node->children_start + i];
        stages += plan->nodes[child].kind == WRIT_NODE_STAGE ? 1 : 0;
    }
    if (node->kind == WRIT_NODE_PROCESS && stages == 0) {
        return plan_damaged(checker, "node", index, "the process has no stage");
    }
    return WRIT_OK;
}

// Climbs to the process. A node that hangs in a circle of its own climbs for ever; the bound on
// depth finds that.
static WritStatus check_depth(PlanChecker *checker, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    uint32_t depth = 1;
    for (uint32_t at = index; at != 0; at = plan->nodes[at].parent) {
        if (plan->nodes[at].parent == WRIT_NONE || depth == WRIT_NODE_DEPTH_MAX) {
            return plan_damaged(checker, "node", index, "it is not below the process, or too deep");
        }
        depth++;
    }
    checker->node_depths[index] = depth;
    return WRIT_OK;
}

// Each node is a child of its parent at its index, so nodes and children are one to one.
static WritStatus check_is_child(PlanChecker *checker, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritNode *node = &plan->nodes[index];
    if ((node->kind == WRIT_NODE_PROCESS) != (index == 0)) {
        return plan_damaged(checker, "node", index, "only node 0 is the process");
    }
    if (index == 0) {
        return node->parent == WRIT_NONE ? WRIT_OK
                                         : plan_damaged(checker, "node", 0, "it has a parent");
    }
    const WritNode *parent = &plan->nodes[node->parent];
    if (node->index >= parent->child_count ||
        plan->operands[parent->children_start + node->index] != index) {
        return plan_damaged(checker, "node", index, "its parent does not know it");
    }
    return WRIT_OK;
}

static WritStatus check_steps_are_used_once(PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    unsigned char *used = writ_arena_alloc(checker->scratch, plan->step_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < plan->node_count; i++) {
        if (plan->nodes[i].kind != WRIT_NODE_STEP) {
            continue;
        }
        uint32_t step = plan->nodes[i].step;
        if (used[step] != 0) {
            return plan_damaged(checker, "step", step, "two nodes have it");
        }
        used[step] = 1;
        count++;
    }
    return count == plan->step_count ? WRIT_OK
                                     : plan_damaged(checker, "plan", 0, "a step stands in no node");
}

WritStatus plan_check_nodes(PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    if (plan->node_count == 0) {
        return plan_damaged(checker, "plan", 0, "it has no process");
    }
    checker->node_depths =
        writ_arena_array(checker->scratch, plan->node_count, sizeof *checker->node_depths);
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < plan->node_count; i++) {
        status = check_children(checker, i);
        if (status == WRIT_OK) {
            status = check_depth(checker, i);
        }
        if (status == WRIT_OK) {
            status = check_is_child(checker, i);
        }
    }
    return status == WRIT_OK ? check_steps_are_used_once(checker) : status;
}

bool plan_node_within(const PlanChecker *checker, uint32_t inner, uint32_t outer)
{
    uint32_t at = inner;
    while (checker->node_depths[at] > checker->node_depths[outer]) {
        at = checker->plan->nodes[at].parent;
    }
    return at == outer;
}
