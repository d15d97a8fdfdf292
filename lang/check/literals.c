// Numbers, amounts, dates, times, codes: from the author's digits to values.
#include "check/exprs.h"

#include <assert.h>

#include "check/names.h"
#include "check/types.h"
#include "writ/decimal.h"

static void tell(Checker *checker, WritSpan span, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_BAD_LITERAL, span, "%s", what);
    diag_hint(diag, "%s", hint);
}

static Expr *tell_bad(Scope *scope, WritSpan span, const char *what, const char *hint)
{
    tell(scope->checker, span, what, hint);
    return check_expr_unknown(scope, span);
}

static bool read_decimal(Scope *scope, const TreeLiteral *literal, WritDecimal *number)
{
    WritError error;
    if (writ_decimal_parse(number, literal->text, &error) == WRIT_OK) {
        return true;
    }
    (void)tell_bad(scope, literal->span, "this number has too many digits",
                   "A number has at most 34 digits.");
    return false;
}

bool check_whole(Checker *checker, const TreeLiteral *tree, int64_t low, int64_t high,
                 int64_t *number)
{
    WritDecimal decimal;
    WritError error;
    if (writ_decimal_parse(&decimal, tree->text, &error) == WRIT_OK &&
        writ_decimal_to_int(decimal, number) && *number >= low && *number <= high) {
        return true;
    }
    WritDiag *diag =
        diag_error(checker->diags, DIAG_BAD_LITERAL, tree->span,
                   "here stands a whole number from %lld to %lld", (long long)low, (long long)high);
    diag_hint(diag, "Write such a number.");
    return false;
}

WritDiag *check_ordinal(Checker *checker, const TreeLiteral *tree, int64_t low, int64_t high,
                        int64_t *number)
{
    enum { ENDING_BYTES = 2 };
    WritText digits = {tree->text.data, tree->text.length - ENDING_BYTES};
    WritDecimal decimal;
    WritError error;
    int64_t read = 0;
    if (writ_decimal_parse(&decimal, digits, &error) == WRIT_OK &&
        writ_decimal_to_int(decimal, &read) && read >= low && read <= high) {
        *number = read;
        return NULL;
    }
    return diag_error(checker->diags, DIAG_BAD_LITERAL, tree->span,
                      "here stands a position from %lld%s to %lld%s", (long long)low,
                      writ_ordinal_ending((uint64_t)low), (long long)high,
                      writ_ordinal_ending((uint64_t)high));
}

static Expr *number(Scope *scope, const TreeExpr *tree)
{
    WritDecimal decimal;
    if (!read_decimal(scope, tree->literal, &decimal)) {
        return check_expr_unknown(scope, tree->span);
    }
    return check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_NUMBER),
                               tree->span, writ_value_number(decimal));
}

static Expr *percent(Scope *scope, const TreeExpr *tree)
{
    WritDecimal decimal;
    WritError error;
    if (!read_decimal(scope, tree->literal, &decimal)) {
        return check_expr_unknown(scope, tree->span);
    }
    if (writ_decimal_shift(&decimal, decimal, -2, &error) != WRIT_OK) {
        return tell_bad(scope, tree->span, "this percentage is too small",
                        "A number has at most 34 digits.");
    }
    WritValue value = {.kind = WRIT_VALUE_PERCENT, .number = decimal};
    return check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_PERCENT),
                               tree->span, value);
}

static bool is_code(WritText text)
{
    return text.length > 0 && text.data[0] >= 'A' && text.data[0] <= 'Z';
}

static Expr *amount(Scope *scope, const TreeExpr *tree)
{
    Checker *checker = scope->checker;
    WritDecimal decimal;
    if (!read_decimal(scope, tree->literal, &decimal)) {
        return check_expr_unknown(scope, tree->span);
    }
    if (is_code(tree->name->text)) {
        WritCode code = tree->name->text.length == 3 ? writ_code(tree->name->text) : 0;
        if (code == 0) {
            return tell_bad(scope, tree->name->span, "a currency has a code of three letters",
                            "Write for example \"50 000 EUR\".");
        }
        WritValue value = {.kind = WRIT_VALUE_MONEY, .tag = code, .number = decimal};
        return check_expr_constant(scope, check_type_money(checker, code), tree->span, value);
    }
    const Symbol *unit = check_find_name(checker, scope->module, tree->name, SYMBOL_UNIT);
    if (unit == NULL) {
        return check_expr_unknown(scope, tree->span);
    }
    WritValue value = {.kind = WRIT_VALUE_QUANTITY, .tag = unit->unit->index, .number = decimal};
    return check_expr_constant(scope, unit->unit->type, tree->span, value);
}

static bool elapsed_unit(TreeUnit unit, WritDurationUnit *elapsed)
{
    switch (unit) {
    case TREE_UNIT_SECOND:
        *elapsed = WRIT_SECONDS;
        return true;
    case TREE_UNIT_MINUTE:
        *elapsed = WRIT_MINUTES;
        return true;
    case TREE_UNIT_HOUR:
        *elapsed = WRIT_HOURS;
        return true;
    case TREE_UNIT_DAY:
        *elapsed = WRIT_DAYS;
        return true;
    case TREE_UNIT_WEEK:
        *elapsed = WRIT_WEEKS;
        return true;
    case TREE_UNIT_MONTH:
        *elapsed = WRIT_MONTHS;
        return true;
    case TREE_UNIT_YEAR:
        *elapsed = WRIT_YEARS;
        return true;
    case TREE_UNIT_WORKING_DAY:
    case TREE_UNIT_WORKING_HOUR:
        return false;
    }
    WRIT_UNREACHABLE();
}

bool check_duration(Checker *checker, const TreeDuration *tree, int64_t *count,
                    WritDurationUnit *unit)
{
    if (!elapsed_unit(tree->unit, unit)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_ELAPSED_TIME, tree->span,
                                    "no calendar counts here: this is elapsed time");
        diag_hint(diag, "Write elapsed time, for example \"2 days\": a day is 24 hours.");
        return false;
    }
    return check_whole(checker, &tree->number, 0, CHECK_COUNT_MAX, count);
}

bool check_time_span(Checker *checker, const TreeDuration *tree, WritValue *value)
{
    WritDurationUnit unit;
    if (elapsed_unit(tree->unit, &unit)) {
        *value = (WritValue){.kind = WRIT_VALUE_DURATION, .tag = (uint32_t)unit};
    } else {
        bool days = tree->unit == TREE_UNIT_WORKING_DAY;
        *value = (WritValue){.kind = WRIT_VALUE_WORKING_TIME,
                             .tag = days ? WRIT_WORKING_DAYS : WRIT_WORKING_HOURS};
    }
    return check_whole(checker, &tree->number, 0, CHECK_COUNT_MAX, &value->integer);
}

static Expr *duration(Scope *scope, const TreeExpr *tree)
{
    WritValue value;
    if (!check_time_span(scope->checker, tree->duration, &value)) {
        return check_expr_unknown(scope, tree->span);
    }
    WritTypeKind kind =
        value.kind == WRIT_VALUE_DURATION ? WRIT_TYPE_DURATION : WRIT_TYPE_WORKING_TIME;
    return check_expr_constant(scope, check_type_scalar(scope->checker, kind), tree->span, value);
}

bool check_date(Checker *checker, const TreeLiteral *tree, int64_t *days)
{
    WritError error;
    if (writ_date_parse(days, tree->text, &error) == WRIT_OK) {
        return true;
    }
    tell(checker, tree->span, "there is no such date", "Write year, month and day: 2026-03-02.");
    return false;
}

bool check_time(Checker *checker, const TreeLiteral *tree, int64_t *minutes)
{
    WritText text = tree->text;
    assert(text.length == 5);
    int64_t hour = (text.data[0] - '0') * 10 + (text.data[1] - '0');
    int64_t minute = (text.data[3] - '0') * 10 + (text.data[4] - '0');
    *minutes = hour * 60 + minute;
    if (minute <= 59 && *minutes <= 24 * 60) {
        return true;
    }
    tell(checker, tree->span, "there is no such time of day",
         "Write hours and minutes from 00:00 to 24:00.");
    return false;
}

static Expr *date(Scope *scope, const TreeLiteral *literal)
{
    int64_t days;
    if (!check_date(scope->checker, literal, &days)) {
        return check_expr_unknown(scope, literal->span);
    }
    WritValue value = {.kind = WRIT_VALUE_DATE, .integer = days};
    return check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_DATE),
                               literal->span, value);
}

Expr *check_time_of_day(Scope *scope, const TreeLiteral *literal)
{
    int64_t minutes;
    if (!check_time(scope->checker, literal, &minutes)) {
        return check_expr_unknown(scope, literal->span);
    }
    WritValue value = {.kind = WRIT_VALUE_TIME, .integer = minutes};
    return check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_TIME),
                               literal->span, value);
}

static Expr *boolean(Scope *scope, const TreeExpr *tree, bool truth)
{
    return check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_BOOLEAN),
                               tree->span, writ_value_boolean(truth));
}

Expr *check_literal(Scope *scope, const TreeExpr *tree)
{
    if (tree->kind == TREE_EXPR_NUMBER) {
        return number(scope, tree);
    }
    if (tree->kind == TREE_EXPR_PERCENT) {
        return percent(scope, tree);
    }
    if (tree->kind == TREE_EXPR_AMOUNT) {
        return amount(scope, tree);
    }
    if (tree->kind == TREE_EXPR_DURATION) {
        return duration(scope, tree);
    }
    if (tree->kind == TREE_EXPR_DATE) {
        return date(scope, tree->literal);
    }
    if (tree->kind == TREE_EXPR_DATE_TIME) {
        return check_moment(scope, tree->span, date(scope, tree->literal),
                            check_time_of_day(scope, tree->time));
    }
    if (tree->kind == TREE_EXPR_TIME) {
        return check_time_of_day(scope, tree->literal);
    }
    assert(tree->kind == TREE_EXPR_YES || tree->kind == TREE_EXPR_NO);
    return boolean(scope, tree, tree->kind == TREE_EXPR_YES);
}

// --- Codes and `none` ---------------------------------------------------------------------

Expr *check_code(Scope *scope, const TreeExpr *tree, TypeId expected)
{
    Checker *checker = scope->checker;
    if (expected == TYPE_UNKNOWN) {
        return check_expr_unknown(scope, tree->span);
    }
    WritText text = tree->name->text;
    TypeId type = expected == TYPE_ANY ? TYPE_UNKNOWN : check_type_required(checker, expected);
    const Choice *choice = check_type_choice(checker, type);
    if (choice != NULL) {
        const ChoiceValue *value = check_names_find(&choice->by_name, tree->name->name);
        if (value != NULL) {
            WritValue constant = {
                .kind = WRIT_VALUE_CHOICE, .tag = choice->index, .integer = value->index};
            return check_expr_constant(scope, type, tree->span, constant);
        }
        return check_tell_no_value(scope, choice, tree->name);
    }
    if (check_type_is(checker, type, WRIT_TYPE_CURRENCY) && text.length == 3) {
        WritValue constant = {.kind = WRIT_VALUE_CURRENCY, .tag = writ_code(text)};
        return check_expr_constant(scope, type, tree->span, constant);
    }
    if (check_type_is(checker, type, WRIT_TYPE_COUNTRY) && text.length == 2) {
        WritValue constant = {.kind = WRIT_VALUE_COUNTRY, .tag = writ_code(text)};
        return check_expr_constant(scope, type, tree->span, constant);
    }
    WritDiag *diag = diag_error(checker->diags, DIAG_UNKNOWN_CODE, tree->span,
                                "\"%.*s\" means nothing here", WRIT_TEXT_ARGS(text));
    diag_reason(diag, "A code is a currency (EUR), a country (NL) or a value of a choice.");
    diag_hint(diag, "Write a value of the type that is needed here.");
    return check_expr_unknown(scope, tree->span);
}

Expr *check_none(Scope *scope, const TreeExpr *tree, TypeId expected)
{
    Checker *checker = scope->checker;
    if (expected != TYPE_ANY && expected != TYPE_UNKNOWN) {
        WritValue missing = {.kind = WRIT_VALUE_MISSING};
        return check_expr_constant(scope, check_type_optional(checker, expected), tree->span,
                                   missing);
    }
    if (expected == TYPE_ANY) {
        WritDiag *diag = diag_error(checker->diags, DIAG_UNKNOWN_CODE, tree->span,
                                    "\"none\" means nothing here");
        diag_hint(diag, "To ask whether something is there, write \"is missing\".");
    }
    return check_expr_unknown(scope, tree->span);
}
