// Expressions over lists: every, some, no, count of, sum of.
#include "check/exprs.h"
#include "check/places.h"
#include "check/types.h"

// Opens the variable of a list around one element; NULL when the list is none (told).
static Local *open_variable(Scope *scope, const TreeExpr *tree, Expr *list)
{
    Checker *checker = scope->checker;
    if (check_expr_is_unknown(list)) {
        return NULL;
    }
    if (!check_type_is(checker, list->type, WRIT_TYPE_LIST)) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_NO_LIST, list->span,
                       "here stands a list, and this is %s", check_type_text(checker, list->type));
        diag_hint(diag, "Name a field of a type \"list of …\".");
        return NULL;
    }
    if (scope->local_count >= WRIT_LOCALS_MAX) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_TOO_MANY_VARIABLES, tree->span,
                       "an expression has at most %d variables at one place", (int)WRIT_LOCALS_MAX);
        diag_hint(diag, "Put the inner part into a computed field.");
        return NULL;
    }
    Local *local = writ_arena_alloc(checker->arena, sizeof *local);
    TypeId type = check_type(checker, list->type)->index;
    PlaceId element = check_place_element(checker, list->place, type);
    *local = (Local){
        .name = tree->name->name,
        .text = tree->name->text,
        .span = tree->name->span,
        .type = type,
        .place = check_place_root(checker, type, element, NULL),
        .number = scope->local_count++,
        .outer = scope->locals,
    };
    scope->locals = local;
    return local;
}

static void close_variable(Scope *scope, const Local *local)
{
    scope->locals = local->outer;
    scope->local_count--;
}

// A variable that hides another name would be read wrongly by people.
static void tell_hiding(Scope *scope, const TreeName *name)
{
    if (!check_is_variable(scope, name)) {
        return;
    }
    WritDiag *diag =
        diag_error(scope->checker->diags, DIAG_NAME_HIDDEN, name->span,
                   "\"%.*s\" already means something here", WRIT_TEXT_ARGS(name->text));
    diag_hint(diag, "Give the element of the list another name.");
}

static Expr *read_list(Scope *scope, const TreeExpr *tree)
{
    tell_hiding(scope, tree->name);
    return check_require(scope, check_expr(scope, tree->list, TYPE_ANY));
}

Expr *check_quantified(Scope *scope, const TreeExpr *tree)
{
    static const WritOperation OPERATIONS[] = {
        [TREE_QUANTIFIER_EVERY] = WRIT_OP_EVERY,
        [TREE_QUANTIFIER_SOME] = WRIT_OP_SOME,
        [TREE_QUANTIFIER_NO] = WRIT_OP_NO,
    };
    Expr *list = read_list(scope, tree);
    const Local *local = open_variable(scope, tree, list);
    if (local == NULL) {
        return check_expr_unknown(scope, tree->span);
    }
    Expr *condition = check_condition(scope, tree->condition);
    close_variable(scope, local);
    if (check_expr_is_unknown(condition)) {
        return condition;
    }
    Expr *expr = check_expr_new(scope, OPERATIONS[tree->quantifier],
                                check_type_scalar(scope->checker, WRIT_TYPE_BOOLEAN), tree->span);
    check_expr_operands(expr, list, condition, NULL);
    expr->number = local->number;
    return expr;
}

Expr *check_count(Scope *scope, const TreeExpr *tree)
{
    Expr *list = read_list(scope, tree);
    const Local *local = open_variable(scope, tree, list);
    if (local == NULL) {
        return check_expr_unknown(scope, tree->span);
    }
    Expr *condition = tree->condition == NULL ? NULL : check_condition(scope, tree->condition);
    close_variable(scope, local);
    if (condition != NULL && check_expr_is_unknown(condition)) {
        return condition;
    }
    Expr *expr = check_expr_new(scope, WRIT_OP_COUNT,
                                check_type_scalar(scope->checker, WRIT_TYPE_NUMBER), tree->span);
    check_expr_operands(expr, list, condition, NULL);
    expr->number = local->number;
    return expr;
}

static Expr *summand(Scope *scope, const TreeExpr *tree)
{
    Expr *expr = check_require(scope, check_expr(scope, tree->left, TYPE_ANY));
    if (check_expr_is_unknown(expr) || check_type_is_numeric(scope->checker, expr->type)) {
        return expr;
    }
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_OPERANDS, expr->span,
                                "\"sum of\" needs a number, and this is %s",
                                check_type_text(scope->checker, expr->type));
    diag_hint(diag, "Sum numbers, amounts or quantities; \"count of\" counts elements.");
    return check_expr_unknown(scope, expr->span);
}

// A sum is in the currency of what is summed, which must be one for all elements: it is not when
// it hangs on the element alone.
static bool has_one_currency(Scope *scope, const Expr *expr, const Local *local)
{
    Checker *checker = scope->checker;
    if (!check_type_is(checker, expr->type, WRIT_TYPE_MONEY) || expr->currency.code != 0) {
        return true;
    }
    PlaceId element = check_place_canonical(checker, local->place);
    if (expr->currency.place != 0 &&
        !check_place_is_within(checker, expr->currency.place, element)) {
        return true;
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_CURRENCY_DIFFERS, expr->span,
                                "these amounts may be in different currencies");
    diag_reason(diag, "Each element has a currency of its own.");
    diag_hint(diag,
              "Say at the list that they are equal: \"such that every %.*s in … has "
              "%.*s.currency = currency\".",
              WRIT_TEXT_ARGS(local->text), WRIT_TEXT_ARGS(local->text));
    return false;
}

Expr *check_sum(Scope *scope, const TreeExpr *tree)
{
    Expr *list = read_list(scope, tree);
    const Local *local = open_variable(scope, tree, list);
    if (local == NULL) {
        return check_expr_unknown(scope, tree->span);
    }
    const Known *before = scope->known;
    Expr *condition = tree->condition == NULL ? NULL : check_condition(scope, tree->condition);
    if (condition != NULL) {
        scope->known = check_known(scope, condition, HOLDS, before);
    }
    Expr *left = summand(scope, tree);
    scope->known = before;
    close_variable(scope, local);
    if ((condition != NULL && check_expr_is_unknown(condition)) || check_expr_is_unknown(left) ||
        !has_one_currency(scope, left, local)) {
        return check_expr_unknown(scope, tree->span);
    }
    Expr *expr = check_expr_new(scope, WRIT_OP_SUM, left->type, tree->span);
    check_expr_operands(expr, list, condition, left);
    expr->number = local->number;
    expr->currency = left->currency;
    return expr;
}
