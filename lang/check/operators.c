// Comparisons, arithmetic, and/or/not, `is`, `in`.
#include "check/currency.h"

#include <assert.h>
#include "check/exprs.h"
#include "check/types.h"

static Expr *made(Scope *scope, WritOperation operation, TypeId type, WritSpan span, Expr *a,
                  Expr *b)
{
    Expr *expr = check_expr_new(scope, operation, type, span);
    check_expr_operands(expr, a, b, NULL);
    return expr;
}

static Expr *made_boolean(Scope *scope, WritOperation operation, WritSpan span, Expr *a, Expr *b)
{
    return made(scope, operation, check_type_scalar(scope->checker, WRIT_TYPE_BOOLEAN), span, a, b);
}

static const char *op_text(TreeOp op)
{
    static const char *const TEXTS[] = {
        [TREE_OP_OR] = "or",        [TREE_OP_AND] = "and",     [TREE_OP_EQUAL] = "=",
        [TREE_OP_NOT_EQUAL] = "<>", [TREE_OP_LESS] = "<",      [TREE_OP_AT_MOST] = "<=",
        [TREE_OP_GREATER] = ">",    [TREE_OP_AT_LEAST] = ">=", [TREE_OP_OR_ELSE] = "or else",
        [TREE_OP_PLUS] = "+",       [TREE_OP_MINUS] = "-",     [TREE_OP_TIMES] = "*",
        [TREE_OP_DIVIDED] = "/",
    };
    return TEXTS[op];
}

static Expr *tell_operands(Scope *scope, const TreeExpr *tree, const Expr *a, const Expr *b,
                           const char *hint)
{
    Checker *checker = scope->checker;
    WritDiag *diag = diag_error(
        checker->diags, DIAG_OPERANDS, tree->span, "\"%s\" does not go between %s and %s",
        op_text(tree->op), check_type_text(checker, a->type), check_type_text(checker, b->type));
    diag_label(diag, a->span, "%s", check_type_text(checker, a->type));
    diag_label(diag, b->span, "%s", check_type_text(checker, b->type));
    diag_hint(diag, "%s", hint);
    return check_expr_unknown(scope, tree->span);
}

static Expr *tell_currencies(Scope *scope, WritSpan span, const Expr *a, const Expr *b)
{
    Checker *checker = scope->checker;
    WritDiag *diag = diag_error(checker->diags, DIAG_CURRENCY_DIFFERS, span,
                                "amounts in different currencies do not go together");
    diag_label(diag, a->span, "in %s", check_currency_text(checker, a->currency));
    diag_label(diag, b->span, "in %s", check_currency_text(checker, b->currency));
    diag_hint(diag,
              "Convert one of them, as in \"converted(order.total, EUR)\", or say in a \"such "
              "that\" that the two currencies are equal.");
    return check_expr_unknown(scope, span);
}

// --- Two operands of one type -------------------------------------------------------------

typedef struct Pair {
    Expr *a;
    Expr *b;
} Pair;

static bool is_unknown(Pair pair)
{
    return check_expr_is_unknown(pair.a) || check_expr_is_unknown(pair.b);
}

// Types the side first that says by itself what it is; the other one is read in its light.
static Pair read_pair(Scope *scope, const TreeExpr *left, const TreeExpr *right)
{
    Pair pair;
    if (check_needs_expectation(scope, left) && !check_needs_expectation(scope, right)) {
        pair.b = check_require(scope, check_expr(scope, right, TYPE_ANY));
        pair.a = check_require(scope, check_expr(scope, left, pair.b->type));
    } else {
        pair.a = check_require(scope, check_expr(scope, left, TYPE_ANY));
        pair.b = check_require(scope, check_expr(scope, right, pair.a->type));
    }
    return pair;
}

static bool is_zero(const Expr *expr)
{
    return expr->operation == WRIT_OP_CONSTANT && expr->constant.kind == WRIT_VALUE_NUMBER &&
           writ_decimal_is_zero(expr->constant.number);
}

static bool carries(const Checker *checker, const Expr *expr)
{
    return check_type_is(checker, expr->type, WRIT_TYPE_MONEY) ||
           check_type_is(checker, expr->type, WRIT_TYPE_QUANTITY);
}

static Expr *amount_of(Scope *scope, Expr *expr)
{
    Expr *call = check_expr_new(scope, WRIT_OP_CALL,
                                check_type_scalar(scope->checker, WRIT_TYPE_NUMBER), expr->span);
    Expr **items = writ_arena_array(scope->checker->arena, 1, sizeof(Expr *));
    items[0] = expr;
    call->number = WRIT_BUILTIN_AMOUNT;
    check_expr_items(call, items, 1);
    return call;
}

// Zero is the one number that needs no unit or currency: `proposed > 0`.
static void allow_zero(Scope *scope, Pair *pair)
{
    if (carries(scope->checker, pair->a) && is_zero(pair->b)) {
        pair->a = amount_of(scope, pair->a);
    } else if (carries(scope->checker, pair->b) && is_zero(pair->a)) {
        pair->b = amount_of(scope, pair->b);
    }
}

static bool both_are(const Checker *checker, Pair pair, WritTypeKind kind)
{
    return check_type_is(checker, pair.a->type, kind) && check_type_is(checker, pair.b->type, kind);
}

// False when the operands are not of one type; tells so.
static bool agree(Scope *scope, const TreeExpr *tree, Pair pair, const char *hint)
{
    if (both_are(scope->checker, pair, WRIT_TYPE_MONEY)) {
        if (check_currency_same(pair.a->currency, pair.b->currency)) {
            return true;
        }
        (void)tell_currencies(scope, tree->span, pair.a, pair.b);
        return false;
    }
    if (pair.a->type == pair.b->type) {
        return true;
    }
    (void)tell_operands(scope, tree, pair.a, pair.b, hint);
    return false;
}

static WritOperation comparison_of(TreeOp op)
{
    switch (op) {
    case TREE_OP_EQUAL:
        return WRIT_OP_EQUAL;
    case TREE_OP_NOT_EQUAL:
        return WRIT_OP_NOT_EQUAL;
    case TREE_OP_LESS:
        return WRIT_OP_LESS;
    case TREE_OP_AT_MOST:
        return WRIT_OP_LESS_EQUAL;
    case TREE_OP_GREATER:
        return WRIT_OP_GREATER;
    case TREE_OP_AT_LEAST:
        return WRIT_OP_GREATER_EQUAL;
    case TREE_OP_OR:
    case TREE_OP_AND:
    case TREE_OP_OR_ELSE:
    case TREE_OP_PLUS:
    case TREE_OP_MINUS:
    case TREE_OP_TIMES:
    case TREE_OP_DIVIDED:
        break;
    }
    WRIT_UNREACHABLE();
}

static Expr *comparison(Scope *scope, const TreeExpr *tree)
{
    Pair pair = read_pair(scope, tree->left, tree->right);
    if (is_unknown(pair)) {
        return check_expr_unknown(scope, tree->span);
    }
    allow_zero(scope, &pair);
    if (!agree(scope, tree, pair, "Compare two values of one type.")) {
        return check_expr_unknown(scope, tree->span);
    }
    WritOperation operation = comparison_of(tree->op);
    bool order = operation != WRIT_OP_EQUAL && operation != WRIT_OP_NOT_EQUAL;
    if (order && !check_type_is_ordered(scope->checker, pair.a->type)) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_NOT_ORDERED, tree->span,
                                    "values of type %s have no order",
                                    check_type_text(scope->checker, pair.a->type));
        diag_hint(diag, check_type_choice(scope->checker, pair.a->type) != NULL
                            ? "Compare with \"=\" or \"in [ … ]\", or declare it as \"ordered "
                              "choice\", the least first."
                            : "Compare with \"=\" or \"<>\".");
        return check_expr_unknown(scope, tree->span);
    }
    return made_boolean(scope, operation, tree->span, pair.a, pair.b);
}

// --- And, or, not, or else ----------------------------------------------------------------

static Expr *both_conditions(Scope *scope, const TreeExpr *tree)
{
    bool is_and = tree->op == TREE_OP_AND;
    Expr *a = check_condition(scope, tree->left);
    const Known *before = scope->known;
    scope->known = check_known(scope, a, is_and ? HOLDS : HOLDS_NOT, before);
    Expr *b = check_condition(scope, tree->right);
    scope->known = before;
    if (check_expr_is_unknown(a) || check_expr_is_unknown(b)) {
        return check_expr_unknown(scope, tree->span);
    }
    return made_boolean(scope, is_and ? WRIT_OP_AND : WRIT_OP_OR, tree->span, a, b);
}

Expr *check_not(Scope *scope, const TreeExpr *tree)
{
    Expr *a = check_condition(scope, tree->left);
    return check_expr_is_unknown(a) ? a : made_boolean(scope, WRIT_OP_NOT, tree->span, a, NULL);
}

static Expr *tell_never_missing(Scope *scope, const Expr *expr, const char *phrase)
{
    Checker *checker = scope->checker;
    WritDiag *diag = diag_error(checker->diags, DIAG_NEVER_MISSING, expr->span,
                                "this is never missing, so \"%s\" says nothing", phrase);
    diag_reason(diag, "Its type is %s.", check_type_text(checker, expr->type));
    diag_hint(diag, "Leave \"%s\" out, or declare the field as \"optional\".", phrase);
    return check_expr_unknown(scope, expr->span);
}

static Expr *or_else(Scope *scope, const TreeExpr *tree)
{
    Checker *checker = scope->checker;
    Expr *a = check_expr(scope, tree->left, TYPE_ANY);
    Expr *b = check_expr(scope, tree->right, a->type);
    if (check_expr_is_unknown(a) || check_expr_is_unknown(b)) {
        return check_expr_unknown(scope, tree->span);
    }
    if (!check_type_is_optional(checker, a->type)) {
        return tell_never_missing(scope, a, "or else");
    }
    Wanted wanted = {.type = a->type, .currency = a->currency, .what = "\"or else\""};
    b = check_fit(scope, b, wanted);
    if (check_expr_is_unknown(b)) {
        return b;
    }
    TypeId type =
        check_type_is_optional(checker, b->type) ? a->type : check_type_required(checker, a->type);
    Expr *expr = made(scope, WRIT_OP_OR_ELSE, type, tree->span, a, b);
    expr->currency = a->currency;
    return expr;
}

// --- Arithmetic ---------------------------------------------------------------------------

static bool is_moment(const Checker *checker, TypeId type)
{
    return check_type_is(checker, type, WRIT_TYPE_DATE) ||
           check_type_is(checker, type, WRIT_TYPE_INSTANT);
}

// A date moves by days, weeks, months and years; hours would change it only sometimes.
static bool moves_a_date(Scope *scope, const Expr *moment, const Expr *duration)
{
    if (!check_type_is(scope->checker, moment->type, WRIT_TYPE_DATE) ||
        duration->operation != WRIT_OP_CONSTANT || duration->constant.tag >= WRIT_DAYS) {
        return true;
    }
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_DATE_MOVED, duration->span,
                                "a date moves by whole days");
    diag_hint(diag, "Write days, weeks, months or years, or use an Instant.");
    return false;
}

static Expr *sum(Scope *scope, const TreeExpr *tree, Pair pair)
{
    Checker *checker = scope->checker;
    WritOperation operation = tree->op == TREE_OP_PLUS ? WRIT_OP_ADD : WRIT_OP_SUBTRACT;
    if (scope->calendar != NULL && check_type_is(checker, pair.a->type, WRIT_TYPE_INSTANT) &&
        check_goes_by_date(checker, pair.b)) {
        return check_dated_sum(scope, tree, pair.a, pair.b);
    }
    if (is_moment(checker, pair.a->type) &&
        check_type_is(checker, pair.b->type, WRIT_TYPE_DURATION)) {
        return moves_a_date(scope, pair.a, pair.b)
                   ? made(scope, operation, pair.a->type, tree->span, pair.a, pair.b)
                   : check_expr_unknown(scope, tree->span);
    }
    if (is_moment(checker, pair.a->type) &&
        check_type_is(checker, pair.b->type, WRIT_TYPE_WORKING_TIME)) {
        return check_working_sum(scope, tree, pair.a, pair.b);
    }
    if (!check_type_is_numeric(checker, pair.a->type) ||
        !check_type_is_numeric(checker, pair.b->type)) {
        return tell_operands(scope, tree, pair.a, pair.b,
                             "Numbers, amounts and quantities can be added; a duration to a date "
                             "or instant. Texts are put together as \"{a} {b}\".");
    }
    if (!agree(scope, tree, pair, "Add and subtract values of one type.")) {
        return check_expr_unknown(scope, tree->span);
    }
    Expr *expr = made(scope, operation, pair.a->type, tree->span, pair.a, pair.b);
    expr->currency = pair.a->currency;
    return expr;
}

// One side carries a unit, currency or percent sign, which the product keeps.
static Expr *product(Scope *scope, const TreeExpr *tree, Pair pair)
{
    Checker *checker = scope->checker;
    bool numeric = check_type_is_numeric(checker, pair.a->type) &&
                   check_type_is_numeric(checker, pair.b->type);
    if (!numeric || (carries(checker, pair.a) && carries(checker, pair.b))) {
        return tell_operands(scope, tree, pair.a, pair.b, "Multiply by a number or a percentage.");
    }
    const Expr *keeps = carries(checker, pair.b) ? pair.b : pair.a;
    if (!carries(checker, keeps) && check_type_is(checker, pair.a->type, WRIT_TYPE_PERCENT)) {
        keeps = pair.b; // 10% of a number is a number, 10% of 50% a percentage.
    }
    Expr *expr = made(scope, WRIT_OP_MULTIPLY, keeps->type, tree->span, pair.a, pair.b);
    expr->currency = keeps->currency;
    return expr;
}

static Expr *arithmetic(Scope *scope, const TreeExpr *tree)
{
    if (tree->op == TREE_OP_DIVIDED) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_DIVISION, tree->span,
                                    "\"/\" does not say how the result is rounded");
        diag_hint(diag, "Write \"share(a, b)\", which is a as a percentage of b.");
        return check_expr_unknown(scope, tree->span);
    }
    Pair pair = {
        .a = check_require(scope, check_expr(scope, tree->left, TYPE_ANY)),
        .b = check_require(scope, check_expr(scope, tree->right, TYPE_ANY)),
    };
    if (is_unknown(pair)) {
        return check_expr_unknown(scope, tree->span);
    }
    return tree->op == TREE_OP_TIMES ? product(scope, tree, pair) : sum(scope, tree, pair);
}

Expr *check_minus(Scope *scope, const TreeExpr *tree)
{
    Expr *a = check_require(scope, check_expr(scope, tree->left, TYPE_ANY));
    if (check_expr_is_unknown(a)) {
        return a;
    }
    if (!check_type_is_numeric(scope->checker, a->type)) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_OPERANDS, tree->span,
                                    "\"-\" needs a number, and this is %s",
                                    check_type_text(scope->checker, a->type));
        diag_hint(diag, "Use it before a number, an amount or a quantity.");
        return check_expr_unknown(scope, tree->span);
    }
    Expr *expr = made(scope, WRIT_OP_NEGATE, a->type, tree->span, a, NULL);
    expr->currency = a->currency;
    return expr;
}

Expr *check_binary(Scope *scope, const TreeExpr *tree)
{
    switch (tree->op) {
    case TREE_OP_OR:
    case TREE_OP_AND:
        return both_conditions(scope, tree);
    case TREE_OP_EQUAL:
    case TREE_OP_NOT_EQUAL:
    case TREE_OP_LESS:
    case TREE_OP_AT_MOST:
    case TREE_OP_GREATER:
    case TREE_OP_AT_LEAST:
        return comparison(scope, tree);
    case TREE_OP_OR_ELSE:
        return or_else(scope, tree);
    case TREE_OP_PLUS:
    case TREE_OP_MINUS:
    case TREE_OP_TIMES:
    case TREE_OP_DIVIDED:
        return arithmetic(scope, tree);
    }
    WRIT_UNREACHABLE();
}

// --- Is and in ----------------------------------------------------------------------------

static Expr *is_there(Scope *scope, const TreeExpr *tree)
{
    Expr *a = check_expr(scope, tree->left, TYPE_ANY);
    if (check_expr_is_unknown(a)) {
        return a;
    }
    bool present = (tree->is == TREE_IS_PRESENT) != tree->negated;
    if (!check_type_is_optional(scope->checker, a->type)) {
        return tell_never_missing(scope, a, present ? "is present" : "is missing");
    }
    return made_boolean(scope, present ? WRIT_OP_IS_PRESENT : WRIT_OP_IS_MISSING, tree->span, a,
                        NULL);
}

static Expr *negated_if(Scope *scope, const TreeExpr *tree, Expr *expr)
{
    return tree->negated ? made_boolean(scope, WRIT_OP_NOT, tree->span, expr, NULL) : expr;
}

static Expr *is_empty(Scope *scope, const TreeExpr *tree)
{
    Checker *checker = scope->checker;
    Expr *a = check_require(scope, check_expr(scope, tree->left, TYPE_ANY));
    if (check_expr_is_unknown(a)) {
        return a;
    }
    if (!check_type_is(checker, a->type, WRIT_TYPE_LIST) &&
        !check_type_is(checker, a->type, WRIT_TYPE_TEXT)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_OPERANDS, tree->span,
                                    "only a list or a text can be empty, and this is %s",
                                    check_type_text(checker, a->type));
        diag_hint(diag, "To ask whether an optional value is there, write \"is missing\".");
        return check_expr_unknown(scope, tree->span);
    }
    return negated_if(scope, tree, made_boolean(scope, WRIT_OP_IS_EMPTY, tree->span, a, NULL));
}

Expr *check_is(Scope *scope, const TreeExpr *tree)
{
    switch (tree->is) {
    case TREE_IS_MISSING:
    case TREE_IS_PRESENT:
        return is_there(scope, tree);
    case TREE_IS_EMPTY:
        return is_empty(scope, tree);
    case TREE_IS_VALUE: {
        TreeExpr equality = *tree; // `a is b` is `a = b`.
        equality.kind = TREE_EXPR_BINARY;
        equality.op = tree->negated ? TREE_OP_NOT_EQUAL : TREE_OP_EQUAL;
        return comparison(scope, &equality);
    }
    }
    WRIT_UNREACHABLE();
}

static Expr *in_range(Scope *scope, const TreeExpr *tree, Expr *a)
{
    Wanted wanted = {.type = a->type, .currency = a->currency, .what = "the range"};
    Expr *low = check_expr_as(scope, tree->right, wanted);
    Expr *high = check_expr_as(scope, tree->high, wanted);
    if (check_expr_is_unknown(low) || check_expr_is_unknown(high)) {
        return check_expr_unknown(scope, tree->span);
    }
    if (!check_type_is_ordered(scope->checker, a->type)) {
        WritDiag *diag =
            diag_error(scope->checker->diags, DIAG_NOT_ORDERED, tree->span,
                       "values of type %s have no order", check_type_text(scope->checker, a->type));
        diag_hint(diag, "List the values: \"in [a, b]\".");
        return check_expr_unknown(scope, tree->span);
    }
    WritOperation operation =
        tree->range == TREE_RANGE_TO ? WRIT_OP_IN_RANGE : WRIT_OP_IN_RANGE_BELOW;
    Expr *expr = check_expr_new(scope, operation,
                                check_type_scalar(scope->checker, WRIT_TYPE_BOOLEAN), tree->span);
    check_expr_operands(expr, a, low, high);
    return expr;
}

static Expr *in_set(Scope *scope, const TreeExpr *tree, Expr *a)
{
    Expr **items = writ_arena_array(scope->checker->arena, tree->values.count, sizeof(Expr *));
    uint32_t count = 0;
    bool sound = true;
    Wanted wanted = {.type = a->type, .currency = a->currency, .what = "the list"};
    for (const TreeExpr *value = tree->values.first; value != NULL; value = value->next) {
        items[count] = check_expr_as(scope, value, wanted);
        sound = sound && !check_expr_is_unknown(items[count++]);
    }
    if (!sound) {
        return check_expr_unknown(scope, tree->span);
    }
    Expr *expr = made_boolean(scope, WRIT_OP_IN_SET, tree->span, a, NULL);
    check_expr_items(expr, items, count);
    return expr;
}

static Expr *in_list(Scope *scope, const TreeExpr *tree, Expr *a)
{
    Checker *checker = scope->checker;
    Expr *list = check_require(scope, check_expr(scope, tree->right, TYPE_ANY));
    if (check_expr_is_unknown(list)) {
        return list;
    }
    if (!check_type_is(checker, list->type, WRIT_TYPE_LIST) ||
        check_type(checker, list->type)->index != a->type) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_OPERANDS, tree->span, "%s cannot be in %s",
                       check_type_text(checker, a->type), check_type_text(checker, list->type));
        diag_hint(diag, "After \"in\" stands a list of such values, a range \"a to b\", or "
                        "\"[a, b]\".");
        return check_expr_unknown(scope, tree->span);
    }
    return made_boolean(scope, WRIT_OP_IN_LIST, tree->span, a, list);
}

Expr *check_in(Scope *scope, const TreeExpr *tree)
{
    Expr *a = check_require(scope, check_expr(scope, tree->left, TYPE_ANY));
    if (check_expr_is_unknown(a)) {
        return a;
    }
    Expr *expr = NULL;
    switch (tree->range) {
    case TREE_RANGE_VALUE:
        expr = in_list(scope, tree, a);
        break;
    case TREE_RANGE_TO:
    case TREE_RANGE_TO_BELOW:
        expr = in_range(scope, tree, a);
        break;
    case TREE_RANGE_VALUES:
        expr = in_set(scope, tree, a);
        break;
    }
    return check_expr_is_unknown(expr) ? expr : negated_if(scope, tree, expr);
}
