// The tree of blocks. Recursion goes as deep as the nodes do.
#include "draw/blocks.h"

#include <assert.h>

#include "draw/block_rows.h"
#include "draw/passing.h"

typedef struct Making {
    Phrases *phrases;
    const bool *passes;
} Making;

static BlockKind kind_of(WritNodeKind kind)
{
    switch (kind) {
    case WRIT_NODE_PROCESS:
        return BLOCK_START;
    case WRIT_NODE_STAGE:
        return BLOCK_STAGE;
    case WRIT_NODE_DETOUR:
        return BLOCK_DETOUR;
    case WRIT_NODE_STEP:
        return BLOCK_STEP;
    case WRIT_NODE_SAME_TIME:
        return BLOCK_FORK;
    case WRIT_NODE_BRANCH:
        return BLOCK_BRANCH;
    case WRIT_NODE_FOR_EACH:
        return BLOCK_EACH;
    case WRIT_NODE_IF:
        return BLOCK_CHOICE;
    case WRIT_NODE_ARM:
        return BLOCK_ARM;
    case WRIT_NODE_REPEAT:
        return BLOCK_REPEAT;
    case WRIT_NODE_ROUTE:
        return BLOCK_ROUTE;
    }
    WRIT_UNREACHABLE();
}

static void append(Block **first, Block **last, Block *block)
{
    *(*last == NULL ? first : &(*last)->next) = block;
    *last = block;
}

static Block *new_block(const Making *making, BlockKind kind, uint32_t node)
{
    Block *block = writ_arena_alloc(making->phrases->arena, sizeof *block);
    *block = (Block){.kind = kind, .node = node};
    return block;
}

static bool ends_case(const WritPlan *plan, uint32_t list)
{
    const WritActionList *actions = &plan->lists[list];
    return actions->count > 0 &&
           plan->actions[actions->start + actions->count - 1].kind == WRIT_ACTION_END_CASE;
}

static void tell(const Making *making, Block *block, const WritNode *node)
{
    const WritPlan *plan = making->phrases->plan;
    switch (node->kind) {
    case WRIT_NODE_PROCESS:
        return;
    case WRIT_NODE_STEP:
        block_rows_of_step(making->phrases, block);
        return;
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
        block_rows_of_stage(making->phrases, block);
        return;
    case WRIT_NODE_SAME_TIME:
        block->once = node->join == WRIT_JOIN_FIRST;
        return;
    case WRIT_NODE_IF:
        block->covered =
            plan->nodes[plan->operands[node->children_start + node->child_count - 1]].condition ==
            WRIT_NONE;
        return;
    case WRIT_NODE_ROUTE:
        block->ends = ends_case(plan, node->actions);
        block_rows_of_group(making->phrases, block);
        return;
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_ARM:
    case WRIT_NODE_FOR_EACH:
    case WRIT_NODE_REPEAT:
        block_rows_of_group(making->phrases, block);
        return;
    }
    WRIT_UNREACHABLE();
}

static Block *make(const Making *making, uint32_t number)
{
    const WritPlan *plan = making->phrases->plan;
    const WritNode *node = &plan->nodes[number];
    Block *block = new_block(making, kind_of(node->kind), number);
    block->passes = making->passes[number];
    tell(making, block, node);
    for (uint32_t i = 0; i < node->child_count; i++) {
        append(&block->first, &block->last, make(making, plan->operands[node->children_start + i]));
        block->count++;
    }
    return block;
}

static void add_stages(const Making *making, Blocks *blocks, WritNodeKind kind)
{
    const WritPlan *plan = making->phrases->plan;
    const WritNode *process = &plan->nodes[0];
    for (uint32_t i = 0; i < process->child_count; i++) {
        uint32_t child = plan->operands[process->children_start + i];
        if (plan->nodes[child].kind == kind) {
            append(&blocks->first, &blocks->last, make(making, child));
        }
    }
}

Blocks blocks_of(Phrases *phrases)
{
    const WritPlan *plan = phrases->plan;
    Making making = {phrases, passing_of(phrases->arena, plan)};
    Blocks blocks = {NULL, NULL};
    Block *start = new_block(&making, BLOCK_START, WRIT_NONE);
    start->passes = true;
    block_rows_of_start(phrases, start);
    append(&blocks.first, &blocks.last, start);
    add_stages(&making, &blocks, WRIT_NODE_STAGE);
    add_stages(&making, &blocks, WRIT_NODE_DETOUR);
    if (plan->cancellation.allowed) {
        Block *aside = new_block(&making, BLOCK_ASIDE, WRIT_NONE);
        block_rows_of_cancellation(phrases, aside);
        append(&blocks.first, &blocks.last, aside);
    }
    for (uint32_t i = 0; i < plan->happens_count; i++) {
        Block *aside = new_block(&making, BLOCK_ASIDE, WRIT_NONE);
        block_rows_of_happens(phrases, aside, &plan->happens[i]);
        append(&blocks.first, &blocks.last, aside);
    }
    return blocks;
}
