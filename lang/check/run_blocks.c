// Blocks, gone through with the ways that lead there.
#include <assert.h>

#include "check/run_search.h"

// What is declared in a frame begins anew with it.
static RunWays enter_frame(RunSearch *search, RunWays ways, Node *node)
{
    node->flow->run_skipped = (RunWays){{NULL, NULL}};
    Facts fresh = {.bits = node->flow->fresh};
    bool anew = search->target->without != FACT_NONE && fresh.bits != NULL &&
                check_facts_has(&fresh, search->target->without);
    return anew ? check_run_drop(ways) : ways;
}

static RunWays through(RunSearch *search, RunWays ways, Node *node)
{
    RunWalk inner = {search, enter_frame(search, ways, node), NULL};
    check_run_items(&inner, node);
    (void)check_run_meet(&inner.now, node->flow->run_skipped);
    return inner.now;
}

static void same_time(RunWalk *walk, Node *node)
{
    RunSearch *search = walk->search;
    RunWays *ends = writ_arena_array(search->arena, node->child_count, sizeof *ends);
    RunWays out = {{NULL, NULL}};
    for (Node *branch = node->children; branch != NULL; branch = branch->next) {
        ends[branch->index] = through(search, walk->now, branch);
        (void)check_run_meet(&out, ends[branch->index]);
    }
    walk->now = node->join == WRIT_JOIN_FIRST
                    ? out
                    : check_run_join(search, walk->now, ends, node->child_count);
}

static RunWays one_element(RunSearch *search, RunWays ways, Node *node)
{
    ways = check_run_extend(
        search, ways, (RunItem){.kind = RUN_ELEMENT, .node = node, .condition = node->list_expr});
    if (node->condition != NULL) {
        check_run_see(search, ways, node->condition);
        ways = check_run_where(search, ways, node->condition, HOLDS);
    }
    return through(search, ways, node);
}

// A round leads where none did: only there a fact does not hold.
static bool opens(RunWays before, RunWays after)
{
    return before.at[0] == NULL && after.at[0] != NULL;
}

static void for_each(RunWalk *walk, Node *node)
{
    RunSearch *search = walk->search;
    check_run_see(search, walk->now, node->list_expr);
    RunWays once = one_element(search, walk->now, node);
    RunWays twice = opens(walk->now, once) ? one_element(search, once, node) : once;
    walk->now =
        check_run_extend(search, walk->now,
                         (RunItem){.kind = RUN_EMPTY, .node = node, .condition = node->list_expr});
    (void)check_run_meet(&walk->now, once);
    (void)check_run_meet(&walk->now, twice);
}

static void if_arms(RunWalk *walk, Node *node)
{
    RunSearch *search = walk->search;
    RunWays out = {{NULL, NULL}};
    RunWays rest = walk->now;
    bool otherwise = false;
    for (Node *arm = node->children; arm != NULL; arm = arm->next) {
        RunWalk inner = {search, rest, NULL};
        otherwise = otherwise || arm->condition == NULL;
        if (arm->condition != NULL) {
            check_run_see(search, rest, arm->condition);
            inner.now = check_run_where(search, rest, arm->condition, HOLDS);
            rest = check_run_where(search, rest, arm->condition, HOLDS_NOT);
        }
        check_run_items(&inner, arm);
        (void)check_run_meet(&out, inner.now);
    }
    if (!otherwise) {
        (void)check_run_meet(&out, rest);
    }
    walk->now = out;
}

static RunWays round_of(RunSearch *search, RunWays ways, Node *node)
{
    RunWalk inner = {search, ways, NULL};
    check_run_items(&inner, node);
    check_run_see(search, inner.now, node->condition);
    return inner.now;
}

static void repeat(RunWalk *walk, Node *node)
{
    RunSearch *search = walk->search;
    RunWays out = {{NULL, NULL}};
    RunWays once = round_of(search, walk->now, node);
    RunWays still_not = check_run_where(search, once, node->condition, HOLDS_NOT);
    if (opens(walk->now, once) && node->at_most > 1) {
        RunWays twice = round_of(search, still_not, node);
        (void)check_run_meet(&out, check_run_where(search, twice, node->condition, HOLDS));
    }
    (void)check_run_meet(&out, check_run_where(search, once, node->condition, HOLDS));
    check_run_actions(search, check_run_again(search, still_not, walk->now, node->at_most - 1),
                      &out, node->actions);
    walk->now = out;
}

static void route(RunWalk *walk, const Node *node)
{
    RunWays out = {{NULL, NULL}};
    check_run_actions(walk->search, walk->now, &out, node->actions);
    walk->now = out;
}

static void item(RunWalk *walk, Node *node)
{
    switch (node->kind) {
    case WRIT_NODE_STEP:
        check_run_step(walk, node);
        return;
    case WRIT_NODE_SAME_TIME:
        same_time(walk, node);
        return;
    case WRIT_NODE_FOR_EACH:
        for_each(walk, node);
        return;
    case WRIT_NODE_IF:
        if_arms(walk, node);
        return;
    case WRIT_NODE_REPEAT:
        repeat(walk, node);
        return;
    case WRIT_NODE_ROUTE:
        route(walk, node);
        return;
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_ARM:
        break;
    }
    WRIT_UNREACHABLE();
}

void check_run_items(RunWalk *walk, Node *parent)
{
    for (Node *node = parent->children; node != NULL; node = node->next) {
        if (!check_run_work(walk->search, 1)) {
            walk->now = (RunWays){{NULL, NULL}};
        }
        if (!check_run_reached(walk->now)) {
            return;
        }
        if (node->kind != WRIT_NODE_STEP) {
            walk->now = check_run_begin(walk->search, walk->now, node);
        }
        item(walk, node);
    }
}
