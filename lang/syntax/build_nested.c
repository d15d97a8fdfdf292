// Nodes that hold nodes of their own kind. Each knows how deep it goes, so that whoever walks a
// tree may recurse: TREE_DEPTH_MAX is kept here and nowhere else.
#include "syntax/build.h"

#include <assert.h>

static uint32_t deeper(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t check_depth(Build *build, uint32_t below, WritSpan span)
{
    if (below >= TREE_DEPTH_MAX) {
        build_limit(build, DIAG_TOO_DEEP, span);
        return TREE_DEPTH_MAX;
    }
    return below + 1;
}

// --- Types --------------------------------------------------------------------------------

TreeType *build_type(Build *build, WritSpan span, TreeType type)
{
    TreeType *kept = writ_arena_alloc(build->arena, sizeof *kept);
    *kept = type;
    kept->span = span;
    kept->depth = check_depth(build, type.of == NULL ? 0 : type.of->depth, span);
    return kept;
}

TreeParams build_record_params(Build *build, WritSpan span, WritSpan word, TreeName *name,
                               TreeParams fields)
{
    TreeType *type = writ_arena_alloc(build->arena, sizeof *type);
    *type = (TreeType){
        .kind = TREE_TYPE_RECORD,
        .span = {word.start, span.end},
        .params = fields,
    };
    for (const TreeParam *field = fields.first; field != NULL; field = field->next) {
        type->depth = deeper(type->depth, field->type->depth);
    }
    type->depth = check_depth(build, type->depth, span);
    TreeParam *param = build_param(build, span, (TreeParam){.name = name, .type = type});
    return build_params(build, (TreeParams){0}, param);
}

// --- Expressions --------------------------------------------------------------------------

static uint32_t depth_of_expr(const TreeExpr *expr)
{
    return expr == NULL ? 0 : expr->depth;
}

static uint32_t depth_of_values(TreeExprs values)
{
    uint32_t depth = 0;
    for (const TreeExpr *value = values.first; value != NULL; value = value->next) {
        depth = deeper(depth, value->depth);
    }
    return depth;
}

static uint32_t depth_of_text(const TreeText *text)
{
    uint32_t depth = 0;
    for (const TreeTextPart *part = text->parts.first; part != NULL; part = part->next) {
        depth = deeper(depth, depth_of_expr(part->expr));
    }
    return depth;
}

static uint32_t depth_of_args(TreeArgs args)
{
    uint32_t depth = 0;
    for (const TreeArg *arg = args.first; arg != NULL; arg = arg->next) {
        depth = deeper(depth, arg->expr->depth);
    }
    return depth;
}

static uint32_t depth_below(const TreeExpr *expr)
{
    switch (expr->kind) {
    case TREE_EXPR_NUMBER:
    case TREE_EXPR_AMOUNT:
    case TREE_EXPR_PERCENT:
    case TREE_EXPR_DURATION:
    case TREE_EXPR_DATE:
    case TREE_EXPR_DATE_TIME:
    case TREE_EXPR_TIME:
    case TREE_EXPR_CODE:
    case TREE_EXPR_YES:
    case TREE_EXPR_NO:
    case TREE_EXPR_NONE:
    case TREE_EXPR_PATH:
    case TREE_EXPR_WORKING_DAY:
    case TREE_EXPR_LAST_WORKING_DAY:
        return 0;
    case TREE_EXPR_TEXT:
        return depth_of_text(expr->text);
    case TREE_EXPR_CALL:
    case TREE_EXPR_LIST:
        return depth_of_values(expr->values);
    case TREE_EXPR_RECORD:
        return depth_of_args(expr->args);
    case TREE_EXPR_IN:
        if (expr->range == TREE_RANGE_VALUES) {
            return deeper(depth_of_expr(expr->left), depth_of_values(expr->values));
        }
        break;
    case TREE_EXPR_AT_TIME:
    case TREE_EXPR_MINUS:
    case TREE_EXPR_NOT:
    case TREE_EXPR_BINARY:
    case TREE_EXPR_IS:
    case TREE_EXPR_QUANTIFIED:
    case TREE_EXPR_COUNT:
    case TREE_EXPR_SUM:
        break;
    }
    uint32_t sides = deeper(depth_of_expr(expr->left), depth_of_expr(expr->right));
    uint32_t others = deeper(depth_of_expr(expr->high), depth_of_expr(expr->list));
    return deeper(deeper(sides, others), depth_of_expr(expr->condition));
}

TreeExpr *build_expr(Build *build, WritSpan span, TreeExpr expr)
{
    TreeExpr *kept = writ_arena_alloc(build->arena, sizeof *kept);
    *kept = expr;
    kept->span = span;
    kept->depth = (uint16_t)check_depth(build, depth_below(kept), span);
    return kept;
}

TreeExpr *build_binary(Build *build, WritSpan span, TreeOp op, TreeExpr *left, TreeExpr *right)
{
    TreeExpr *kept = writ_arena_alloc(build->arena, sizeof *kept);
    *kept =
        (TreeExpr){.kind = TREE_EXPR_BINARY, .span = span, .op = op, .left = left, .right = right};
    kept->depth = (uint16_t)check_depth(build, deeper(left->depth, right->depth), span);
    return kept;
}

TreeExpr *build_test(Build *build, WritSpan span, TreeExpr *left, BuildSense sense, TreeExpr *test)
{
    assert(test->kind == TREE_EXPR_IS || test->kind == TREE_EXPR_IN);
    test->span = span;
    test->left = left;
    test->negated = sense == BUILD_NEGATED;
    test->depth = (uint16_t)check_depth(build, depth_below(test), span);
    return test;
}

TreeExpr *build_parens(Build *build, TreeExpr *expr)
{
    if (expr->parens == TREE_DEPTH_MAX) {
        build_limit(build, DIAG_TOO_DEEP, expr->span);
        return expr;
    }
    expr->parens++;
    return expr;
}

// --- Actions and items --------------------------------------------------------------------

TreeAction *build_action(Build *build, WritSpan span, TreeAction action)
{
    TreeAction *kept = writ_arena_alloc(build->arena, sizeof *kept);
    *kept = action;
    kept->span = span;
    uint32_t depth = 0;
    for (const TreeAction *inner = action.actions.first; inner != NULL; inner = inner->next) {
        depth = deeper(depth, inner->depth);
    }
    kept->depth = check_depth(build, depth, span);
    return kept;
}

static uint32_t depth_of_items(TreeItems items)
{
    uint32_t depth = 0;
    for (const TreeItem *item = items.first; item != NULL; item = item->next) {
        depth = deeper(depth, item->depth);
    }
    return depth;
}

TreeItem *build_item(Build *build, WritSpan span, WritSpan line_end, TreeItem item)
{
    TreeItem *kept = writ_arena_alloc(build->arena, sizeof *kept);
    *kept = item;
    kept->span = span;
    kept->heading = (WritSpan){span.start, line_end.end};
    uint32_t depth = depth_of_items(item.items);
    for (const TreeBranch *branch = item.branches.first; branch != NULL; branch = branch->next) {
        depth = deeper(depth, depth_of_items(branch->items));
    }
    for (const TreeArm *arm = item.arms.first; arm != NULL; arm = arm->next) {
        depth = deeper(depth, depth_of_items(arm->items));
    }
    kept->depth = check_depth(build, depth, kept->heading);
    return kept;
}

TreeItem *build_step(Build *build, WritSpan span, WritSpan line_end, TreeStep step)
{
    TreeStep *kept = writ_arena_alloc(build->arena, sizeof *kept);
    *kept = step;
    kept->span = span;
    TreeItem item = {.kind = TREE_ITEM_STEP, .step = kept};
    return build_item(build, span, line_end, item);
}

TreeArm *build_arm(Build *build, WritSpan span, WritSpan line_end, TreeArm arm)
{
    TreeArm *kept = writ_arena_alloc(build->arena, sizeof *kept);
    *kept = arm;
    kept->span = span;
    kept->heading = (WritSpan){span.start, line_end.end};
    return kept;
}

TreeItem *build_if(Build *build, WritSpan span, TreeArm *first, TreeArms others, TreeArm *last)
{
    WritSpan line_end = first->heading;
    TreeArms arms = build_arms(build, (TreeArms){0}, first);
    if (others.count > 0) {
        first->next = others.first;
        arms.last = others.last;
        arms.count += others.count;
    }
    arms = build_arms(build, arms, last);
    return build_item(build, span, line_end, (TreeItem){.kind = TREE_ITEM_IF, .arms = arms});
}
