// Expressions: operands first, so that they stand below what uses them.
#include "plan/build.h"

#include <assert.h>
#include <string.h>

#include "check/checker.h"

uint32_t plan_make_operands(Build *build, const uint32_t *numbers, uint32_t count)
{
    WritPlan *plan = build->plan;
    uint32_t start = plan->operand_count;
    for (uint32_t i = 0; i < count; i++) {
        plan->operands = plan_room(build, plan->operands, &plan->operand_count,
                                   &build->room.operands, sizeof *plan->operands);
        plan->operands[plan->operand_count++] = numbers[i];
    }
    return start;
}

uint32_t plan_make_text(Build *build, WritText text)
{
    WritPlan *plan = build->plan;
    plan->texts =
        plan_room(build, plan->texts, &plan->text_count, &build->room.texts, sizeof *plan->texts);
    plan->texts[plan->text_count] = text;
    return plan->text_count++;
}

uint32_t plan_make_constant(Build *build, const Expr *constant)
{
    WritPlan *plan = build->plan;
    WritValue value = constant->constant;
    if (value.kind == WRIT_VALUE_CHOICE) {
        const Choice *choice = build->model->choices[value.tag];
        value.tag = plan_make_entity(build, &build->choices, &choice->entry);
    } else if (value.kind == WRIT_VALUE_QUANTITY) {
        const Unit *unit = build->model->units[value.tag];
        value.tag = plan_make_entity(build, &build->units, &unit->entry);
    } else if (value.kind == WRIT_VALUE_ROLE) {
        (void)plan_make_entity(build, &build->roles, &constant->role->entry);
    }
    plan->constants = plan_room(build, plan->constants, &plan->constant_count,
                                &build->room.constants, sizeof *plan->constants);
    plan->constants[plan->constant_count] = value;
    return plan->constant_count++;
}

uint32_t plan_make_exprs(Build *build, Expr *const *exprs, uint32_t count)
{
    uint32_t few[16];
    uint32_t *numbers = count <= sizeof few / sizeof few[0]
                            ? few
                            : writ_arena_array(build->arena, count, sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = plan_make_optional_expr(build, exprs[i]);
    }
    return plan_make_operands(build, numbers, count);
}

uint32_t plan_make_optional_expr(Build *build, const Expr *expr)
{
    return expr == NULL ? WRIT_NONE : plan_make_expr(build, expr);
}

static WritExpr with_items(Build *build, const Expr *expr, WritExpr made)
{
    made.b = plan_make_exprs(build, expr->items, expr->item_count);
    made.c = expr->item_count;
    return made;
}

static WritExpr with_list(Build *build, const Expr *expr, WritExpr made)
{
    made.a = plan_make_expr(build, expr->a);
    made.b = plan_make_optional_expr(build, expr->b);
    made.c = expr->number;
    if (expr->operation == WRIT_OP_SUM) {
        made.extra = plan_make_expr(build, expr->c);
    }
    return made;
}

static WritExpr operands_of(Build *build, const Expr *expr, WritExpr made)
{
    switch (expr->operation) {
    case WRIT_OP_CONSTANT:
        made.a = plan_make_constant(build, expr);
        return made;
    case WRIT_OP_SLOT:
        made.a = expr->slot->number;
        return made;
    case WRIT_OP_LOCAL:
    case WRIT_OP_CONTEXT:
        made.a = expr->number;
        return made;
    case WRIT_OP_SELF:
    case WRIT_OP_EVENT:
        return made;
    case WRIT_OP_FIELD:
        made.a = plan_make_expr(build, expr->a);
        made.b = expr->number;
        return made;
    case WRIT_OP_PERSON_NAME:
    case WRIT_OP_NOT:
    case WRIT_OP_IS_MISSING:
    case WRIT_OP_IS_PRESENT:
    case WRIT_OP_IS_EMPTY:
    case WRIT_OP_NEGATE:
        made.a = plan_make_expr(build, expr->a);
        return made;
    case WRIT_OP_AND:
    case WRIT_OP_OR:
    case WRIT_OP_EQUAL:
    case WRIT_OP_NOT_EQUAL:
    case WRIT_OP_LESS:
    case WRIT_OP_LESS_EQUAL:
    case WRIT_OP_GREATER:
    case WRIT_OP_GREATER_EQUAL:
    case WRIT_OP_IN_LIST:
    case WRIT_OP_OR_ELSE:
    case WRIT_OP_ADD:
    case WRIT_OP_SUBTRACT:
    case WRIT_OP_MULTIPLY:
        made.a = plan_make_expr(build, expr->a);
        made.b = plan_make_expr(build, expr->b);
        return made;
    case WRIT_OP_IN_RANGE:
    case WRIT_OP_IN_RANGE_BELOW:
        made.a = plan_make_expr(build, expr->a);
        made.b = plan_make_expr(build, expr->b);
        made.c = plan_make_expr(build, expr->c);
        return made;
    case WRIT_OP_IN_SET:
        made.a = plan_make_expr(build, expr->a);
        return with_items(build, expr, made);
    case WRIT_OP_CALL:
        made.a = expr->number;
        return with_items(build, expr, made);
    case WRIT_OP_RECORD:
    case WRIT_OP_JOIN:
    case WRIT_OP_LIST:
        return with_items(build, expr, made);
    case WRIT_OP_EVERY:
    case WRIT_OP_SOME:
    case WRIT_OP_NO:
    case WRIT_OP_COUNT:
    case WRIT_OP_SUM:
        return with_list(build, expr, made);
    }
    WRIT_UNREACHABLE();
}

// As deep as the tree of an expression, which its reader bounds.
uint32_t plan_make_expr(Build *build, const Expr *expr)
{
    assert(expr->type != TYPE_UNKNOWN);
    WritPlan *plan = build->plan;
    WritExpr made = {.operation = expr->operation, .type = plan_make_type(build, expr->type)};
    made = operands_of(build, expr, made);
    plan->exprs =
        plan_room(build, plan->exprs, &plan->expr_count, &build->room.exprs, sizeof *plan->exprs);
    plan->exprs[plan->expr_count] = made;
    return plan->expr_count++;
}
