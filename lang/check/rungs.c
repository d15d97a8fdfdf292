// Rungs: their amounts of time, and what happens then.
#include "check/ladders.h"

#include <assert.h>

#include "check/types.h"

// --- Amounts ------------------------------------------------------------------------------------

static Expr *tell_time(Scope *scope, WritSpan span, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_RUNG_TIME, span, "%s", what);
    diag_hint(diag, "%s", hint);
    return NULL;
}

Expr *check_rung_time(Scope *scope, const TreeDuration *duration)
{
    TreeExpr tree = {
        .kind = TREE_EXPR_DURATION,
        .span = duration->span,
        .duration = (TreeDuration *)(uintptr_t)duration,
    };
    Expr *time = check_literal(scope, &tree);
    if (check_expr_is_unknown(time)) {
        return NULL;
    }
    if (time->constant.integer == 0) {
        return tell_time(scope, tree.span, "this is no time at all",
                         "Write how long, for example \"1 day\".");
    }
    return time;
}

static Expr *share(Scope *scope, const TreeLiteral *literal)
{
    TreeExpr tree = {
        .kind = TREE_EXPR_PERCENT,
        .span = literal->span,
        .literal = (TreeLiteral *)(uintptr_t)literal,
    };
    Expr *expr = check_literal(scope, &tree);
    if (check_expr_is_unknown(expr)) {
        return NULL;
    }
    WritDecimal most = writ_decimal_from_int(WRIT_RUNG_SHARE_MAX);
    if (writ_decimal_compare(expr->constant.number, writ_decimal_from_int(0)) <= 0 ||
        writ_decimal_compare(expr->constant.number, most) > 0) {
        return tell_time(scope, literal->span, "a rung stands above 0% and at most at 1000%",
                         "Write for example \"after 50% of the deadline\".");
    }
    return expr;
}

// --- Rungs --------------------------------------------------------------------------------------

static uint32_t position(Checker *checker, const TreeLiteral *literal)
{
    int64_t which = 1;
    WritDiag *diag = check_ordinal(checker, literal, 1, CHECK_TIMES_MAX, &which);
    if (diag != NULL) {
        diag_hint(diag, "Write such a position.");
    }
    return (uint32_t)which;
}

bool check_rung_is_one(const TreeRung *tree)
{
    return tree->kind != TREE_RUNG_META && tree->kind != TREE_RUNG_GIVEN;
}

Rung check_rung_read(ActionScope *scope, const TreeRung *tree)
{
    Rung rung = {.span = tree->span, .used = tree->span};
    Scope *inner = scope->scope;
    switch (tree->kind) {
    case TREE_RUNG_META:
    case TREE_RUNG_GIVEN:
        WRIT_UNREACHABLE();
    case TREE_RUNG_AFTER:
        rung.kind = WRIT_RUNG_AFTER;
        rung.amount = check_rung_time(inner, tree->duration);
        break;
    case TREE_RUNG_EVERY:
        rung.kind = WRIT_RUNG_EVERY;
        rung.amount = check_rung_time(inner, tree->duration);
        break;
    case TREE_RUNG_BEFORE_DUE:
        rung.kind = WRIT_RUNG_BEFORE_DUE;
        rung.amount = check_rung_time(inner, tree->duration);
        break;
    case TREE_RUNG_AFTER_PERCENT:
        rung.kind = WRIT_RUNG_AFTER_SHARE;
        rung.amount = share(inner, tree->literal);
        break;
    case TREE_RUNG_AFTER_REMINDER:
        rung.kind = WRIT_RUNG_AFTER_REMINDER;
        rung.reminder = position(inner->checker, tree->literal);
        break;
    }
    scope->place = ACTIONS_RUNG;
    scope->span = tree->span;
    rung.actions = check_actions(scope, &tree->actions);
    return rung;
}

// --- Comparing ----------------------------------------------------------------------------------

// The unit in which amounts of this one can be compared, and how many of it that unit has; 0 where
// it is the month.
static int64_t seconds_of(WritDurationUnit unit)
{
    switch (unit) {
    case WRIT_SECONDS:
        return 1;
    case WRIT_MINUTES:
        return 60;
    case WRIT_HOURS:
        return 3600;
    case WRIT_DAYS:
        return 24 * 3600;
    case WRIT_WEEKS:
        return 7 * 24 * 3600;
    case WRIT_MONTHS:
    case WRIT_YEARS:
        return 0;
    }
    WRIT_UNREACHABLE();
}

static TimeOrder order(int64_t a, int64_t b)
{
    return a < b ? TIME_SHORTER : a > b ? TIME_LONGER : TIME_EQUAL;
}

// `value` in units that those of its kind have in common, its own where it has none.
static int64_t amount_of(const WritValue *value)
{
    if (value->kind == WRIT_VALUE_WORKING_TIME) {
        return value->integer;
    }
    int64_t seconds = seconds_of((WritDurationUnit)value->tag);
    return value->integer * (seconds != 0 ? seconds : value->tag == WRIT_YEARS ? 12 : 1);
}

static bool is_of_one_kind(const WritValue *x, const WritValue *y)
{
    if (x->kind != y->kind) {
        return false;
    }
    return x->kind == WRIT_VALUE_WORKING_TIME ? x->tag == y->tag
                                              : (seconds_of((WritDurationUnit)x->tag) == 0) ==
                                                    (seconds_of((WritDurationUnit)y->tag) == 0);
}

// Counts are at most CHECK_COUNT_MAX, times at most CHECK_TIMES_MAX: nothing overflows.
TimeOrder check_time_order(const Expr *a, int64_t times, const Expr *b)
{
    const WritValue *x = &a->constant;
    const WritValue *y = &b->constant;
    return is_of_one_kind(x, y) ? order(amount_of(x) * times, amount_of(y)) : TIME_UNKNOWN;
}

int64_t check_time_amount(const Expr *a, const Expr *b)
{
    return is_of_one_kind(&a->constant, &b->constant) ? amount_of(&a->constant) : 0;
}
