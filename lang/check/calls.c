// Functions of the language, records made in place, texts with values, and the way in.
#include <assert.h>

#include "check/builtins.h"
#include "check/currency.h"
#include "check/exprs.h"
#include "check/formulas.h"
#include "check/names.h"
#include "check/rates.h"
#include "check/types.h"

// --- Functions ----------------------------------------------------------------------------

static Expr *tell_argument(Scope *scope, const Expr *argument, const char *needs)
{
    WritDiag *diag =
        diag_error(scope->checker->diags, DIAG_ARGUMENT_TYPE, argument->span, "%s, and this is %s",
                   needs, check_type_text(scope->checker, argument->type));
    diag_hint(diag, "Give a value of that type.");
    return check_expr_unknown(scope, argument->span);
}

static Expr *share(Scope *scope, Expr **items, Expr *call)
{
    Checker *checker = scope->checker;
    for (uint32_t i = 0; i < 2; i++) {
        if (!check_type_is_numeric(checker, items[i]->type)) {
            return tell_argument(scope, items[i], "\"share\" needs numbers, amounts or quantities");
        }
    }
    bool money = check_type_is(checker, items[0]->type, WRIT_TYPE_MONEY);
    Wanted wanted = {
        .type = items[0]->type,
        .currency = money ? items[0]->currency : (Currency){0},
        .what = "the second value of \"share\"",
    };
    items[1] = check_fit(scope, items[1], wanted);
    if (check_expr_is_unknown(items[1])) {
        return items[1];
    }
    call->type = check_type_scalar(checker, WRIT_TYPE_PERCENT);
    return call;
}

static Expr *rounded(Scope *scope, Expr **items, Expr *call)
{
    Checker *checker = scope->checker;
    int64_t places;
    if (!check_type_is_numeric(checker, items[0]->type)) {
        return tell_argument(scope, items[0],
                             "\"rounded\" needs a number, an amount or a quantity");
    }
    if (items[1]->operation != WRIT_OP_CONSTANT || items[1]->constant.kind != WRIT_VALUE_NUMBER ||
        !writ_decimal_to_int(items[1]->constant.number, &places) || places < 0 ||
        places > WRIT_DECIMAL_DIGITS_MAX) {
        WritDiag *diag = diag_error(checker->diags, DIAG_ARGUMENT_TYPE, items[1]->span,
                                    "\"rounded\" needs a whole number of places from 0 to 34");
        diag_hint(diag, "Write for example \"rounded(x, 2)\".");
        return check_expr_unknown(scope, call->span);
    }
    call->type = items[0]->type;
    call->currency = items[0]->currency;
    return call;
}

static Expr *amount(Scope *scope, Expr **items, Expr *call)
{
    Checker *checker = scope->checker;
    if (!check_type_is(checker, items[0]->type, WRIT_TYPE_MONEY) &&
        !check_type_is(checker, items[0]->type, WRIT_TYPE_QUANTITY)) {
        return tell_argument(scope, items[0], "\"amount\" needs money or a quantity");
    }
    call->type = check_type_scalar(checker, WRIT_TYPE_NUMBER);
    return call;
}

static Expr *month_of(Scope *scope, Expr **items, Expr *call)
{
    if (!check_type_is(scope->checker, items[0]->type, WRIT_TYPE_DATE)) {
        return tell_argument(scope, items[0], "\"month_of\" needs a date");
    }
    call->type = check_type_scalar(scope->checker, WRIT_TYPE_MONTH);
    return call;
}

static Expr *extreme(Scope *scope, Expr **items, Expr *call)
{
    Checker *checker = scope->checker;
    bool list = check_type_is(checker, items[0]->type, WRIT_TYPE_LIST);
    TypeId element = list ? check_type(checker, items[0]->type)->index : TYPE_UNKNOWN;
    if (!list || !check_type_is_ordered(checker, element)) {
        return tell_argument(scope, items[0],
                             call->number == WRIT_BUILTIN_HIGHEST
                                 ? "\"highest\" needs a list of values that have an order"
                                 : "\"lowest\" needs a list of values that have an order");
    }
    call->type = check_type_optional(checker, element);
    if (check_type_is(checker, element, WRIT_TYPE_MONEY)) {
        call->currency.code = check_type(checker, element)->currency;
    }
    return call;
}

static Expr *call_builtin(Scope *scope, const TreeExpr *tree, const BuiltinFunction *function)
{
    Checker *checker = scope->checker;
    if (tree->values.count != function->count) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_ARGUMENT_COUNT, tree->span,
                       "\"%s\" needs %u value%s, and here %s %u", function->word,
                       (unsigned)function->count, function->count == 1 ? "" : "s",
                       tree->values.count == 1 ? "stands" : "stand", (unsigned)tree->values.count);
        diag_hint(diag, "Give just those values, separated by commas.");
        return check_expr_unknown(scope, tree->span);
    }
    Expr *call = check_expr_new(scope, WRIT_OP_CALL, TYPE_UNKNOWN, tree->span);
    Expr **items = writ_arena_array(checker->arena, function->count, sizeof(Expr *));
    uint32_t at = 0;
    bool sound = true;
    if (function->builtin == WRIT_BUILTIN_CONVERTED) {
        Expr *amount = check_expr(scope, tree->values.first, TYPE_ANY);
        return check_converted(scope, tree, check_require(scope, amount));
    }
    for (const TreeExpr *value = tree->values.first; value != NULL; value = value->next) {
        items[at] = check_require(scope, check_expr(scope, value, TYPE_ANY));
        sound = sound && !check_expr_is_unknown(items[at++]);
    }
    if (!sound) {
        return call;
    }
    call->number = (uint32_t)function->builtin;
    Expr *result = NULL;
    switch (function->builtin) {
    case WRIT_BUILTIN_SHARE:
        result = share(scope, items, call);
        break;
    case WRIT_BUILTIN_ROUNDED:
        result = rounded(scope, items, call);
        break;
    case WRIT_BUILTIN_AMOUNT:
        result = amount(scope, items, call);
        break;
    case WRIT_BUILTIN_HIGHEST:
    case WRIT_BUILTIN_LOWEST:
        result = extreme(scope, items, call);
        break;
    case WRIT_BUILTIN_MONTH_OF:
        result = month_of(scope, items, call);
        break;
    case WRIT_BUILTIN_TODAY:
        return check_today(scope, tree->span);
    case WRIT_BUILTIN_ADD_WORKING_TIME:
    case WRIT_BUILTIN_SUBTRACT_WORKING_TIME:
    case WRIT_BUILTIN_ADD_DURATION:
    case WRIT_BUILTIN_SUBTRACT_DURATION:
    case WRIT_BUILTIN_WORKING_DAY:
    case WRIT_BUILTIN_MOMENT:
    case WRIT_BUILTIN_CONVERTED:
    case WRIT_BUILTIN_DOCUMENT_NAME:
    case WRIT_BUILTIN_DOCUMENT_SIZE:
    case WRIT_BUILTIN_DOCUMENT_HASH:
        WRIT_UNREACHABLE(); // Not written as functions.
    }
    check_expr_items(call, items, function->count);
    return result;
}

// NULL when the name is no formula's.
static const Symbol *formula_named(Scope *scope, const TreeName *name)
{
    TreeName part = *name;
    part.next = NULL;
    TreePath path = {.span = name->span, .parts = {&part, &part, 1}};
    return check_find_quietly(scope->checker, scope->module, &path, SYMBOL_FORMULA);
}

static Expr *tell_unknown_function(Scope *scope, const TreeExpr *tree)
{
    Checker *checker = scope->checker;
    WritDiag *diag = diag_error(checker->diags, DIAG_UNKNOWN_FUNCTION, tree->name->span,
                                "there is no function or formula called \"%.*s\"",
                                WRIT_TEXT_ARGS(tree->name->text));
    diag_reason(diag, "The functions are share, rounded, amount, converted, highest, lowest, "
                      "month_of and today.");
    Similar similar = check_similar(tree->name->text);
    for (uint32_t m = 0; check_is_heard(checker) && m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            if (module->symbols[i]->kind == SYMBOL_FORMULA) {
                check_similar_try(&similar, module->symbols[i]->text);
            }
        }
    }
    if (similar.best.length > 0) {
        check_similar_hint(&similar, diag);
    } else {
        diag_hint(diag, "Use one of them, or declare a \"formula\".");
    }
    return check_expr_unknown(scope, tree->span);
}

Expr *check_call(Scope *scope, const TreeExpr *tree)
{
    Checker *checker = scope->checker;
    const BuiltinFunction *function = check_builtin_function(checker, tree->name->name);
    if (function != NULL && function->later == LATER_NOT) {
        return call_builtin(scope, tree, function);
    }
    if (function != NULL) {
        (void)check_later(checker, function->later, tree->span);
        return check_expr_unknown(scope, tree->span);
    }
    const Symbol *formula = formula_named(scope, tree->name);
    return formula != NULL ? check_formula_call(scope, tree, formula)
                           : tell_unknown_function(scope, tree);
}

// --- Records ------------------------------------------------------------------------------

static Expr *tell_field(Scope *scope, const TreeArg *arg, const Record *record, const char *what)
{
    WritDiag *diag =
        diag_error(scope->checker->diags, DIAG_RECORD_VALUE, arg->path->span, "%s", what);
    diag_label(diag, record->span, "declared here");
    diag_hint(diag, "Give each field of %.*s once, except those that are computed.",
              WRIT_TEXT_ARGS(record->name));
    return NULL;
}

// The arguments by field; NULL where one is wrong (told).
static const TreeArg **args_by_field(Scope *scope, const TreeExpr *tree, const Record *record)
{
    const TreeArg **by_field =
        writ_arena_array(scope->checker->arena, record->field_count, sizeof(const TreeArg *));
    for (const TreeArg *arg = tree->args.first; arg != NULL; arg = arg->next) {
        const Field *field = arg->path->parts.count > 1
                                 ? NULL
                                 : check_names_find(&record->by_name, arg->path->parts.first->name);
        if (field == NULL) {
            (void)tell_field(scope, arg, record, "the record has no such field");
            return NULL;
        }
        if (field->is_computed) {
            (void)tell_field(scope, arg, record, "this field is computed");
            return NULL;
        }
        uint32_t number = (uint32_t)(field - record->fields);
        if (by_field[number] != NULL) {
            (void)tell_field(scope, arg, record, "this field is given twice");
            return NULL;
        }
        by_field[number] = arg;
    }
    return by_field;
}

static bool is_given(Scope *scope, const TreeExpr *tree, const Record *record,
                     const TreeArg *const *by_field)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const Field *field = &record->fields[i];
        if (by_field[i] == NULL && !field->is_computed && !field->has_start &&
            !check_type_is_optional(scope->checker, field->type) && field->type != TYPE_UNKNOWN) {
            WritDiag *diag =
                diag_error(scope->checker->diags, DIAG_RECORD_VALUE, tree->span,
                           "the field \"%.*s\" is not given", WRIT_TEXT_ARGS(field->text));
            diag_label(diag, field->span, "declared here");
            diag_hint(diag, "Add \"%.*s = …\".", WRIT_TEXT_ARGS(field->text));
            return false;
        }
    }
    return true;
}

static bool is_currency_field(const Checker *checker, const Field *field)
{
    return check_type_is(checker, field->type, WRIT_TYPE_CURRENCY);
}

static bool fill_items(Scope *scope, const Record *record, const TreeArg *const *by_field,
                       Expr **items, bool currencies)
{
    bool sound = true;
    for (uint32_t i = 0; i < record->field_count; i++) {
        const Field *field = &record->fields[i];
        if (by_field[i] == NULL || is_currency_field(scope->checker, field) != currencies) {
            continue;
        }
        writ_buffer_clear(scope->checker->scratch);
        writ_buffer_format(scope->checker->scratch, "\"%.*s\"", WRIT_TEXT_ARGS(field->text));
        Wanted wanted = {
            .type = field->type,
            .currency = check_sibling_currency(scope->checker, record, i, items),
            .what = check_scratch_text(scope->checker).data,
            .declared = field->span,
        };
        items[i] = check_expr_as(scope, by_field[i]->expr, wanted);
        sound = sound && !check_expr_is_unknown(items[i]);
    }
    return sound;
}

Expr *check_record_value(Scope *scope, const TreeExpr *tree)
{
    Checker *checker = scope->checker;
    TreeName part = *tree->name;
    part.next = NULL;
    TreePath path = {.span = part.span, .parts = {&part, &part, 1}};
    const Symbol *symbol = check_find(checker, scope->module, &path, SYMBOL_RECORD);
    if (symbol == NULL) {
        return check_expr_unknown(scope, tree->span);
    }
    const Record *record = symbol->record;
    const TreeArg **by_field = args_by_field(scope, tree, record);
    if (by_field == NULL || !is_given(scope, tree, record, by_field)) {
        return check_expr_unknown(scope, tree->span);
    }
    Expr **items = writ_arena_array(checker->arena, record->field_count, sizeof(Expr *));
    bool sound = fill_items(scope, record, by_field, items, true);
    sound = fill_items(scope, record, by_field, items, false) && sound;
    if (!sound) {
        return check_expr_unknown(scope, tree->span);
    }
    Expr *expr = check_expr_new(scope, WRIT_OP_RECORD, record->type, tree->span);
    check_expr_items(expr, items, record->field_count);
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (items[i] == NULL && record->fields[i].at_start != NULL) {
            check_expr_stands_on(expr, record->fields[i].at_start->height);
        }
    }
    return expr;
}

// --- Texts --------------------------------------------------------------------------------

static Expr *plain(Scope *scope, WritText text, WritSpan span)
{
    return check_expr_constant(scope, check_type_scalar(scope->checker, WRIT_TYPE_TEXT), span,
                               writ_value_text(text));
}

static Expr *shown(Scope *scope, const TreeExpr *tree)
{
    Expr *expr = check_require(scope, check_expr(scope, tree, TYPE_ANY));
    if (check_expr_is_unknown(expr) || check_type_is_plain(scope->checker, expr->type)) {
        return expr;
    }
    WritDiag *diag =
        diag_error(scope->checker->diags, DIAG_NOT_SHOWN, expr->span, "a text cannot show %s",
                   check_type_text(scope->checker, expr->type));
    diag_hint(diag, "Show its fields one by one, or \"count of … in …\".");
    return check_expr_unknown(scope, expr->span);
}

Expr *check_text(Scope *scope, const TreeText *text)
{
    if (text->parts.count == 0) {
        return plain(scope, text->plain, text->span);
    }
    Expr **items = writ_arena_array(scope->checker->arena, text->parts.count, sizeof(Expr *));
    uint32_t count = 0;
    bool sound = true;
    for (const TreeTextPart *part = text->parts.first; part != NULL; part = part->next) {
        if (part->expr == NULL && part->text.length == 0) {
            continue;
        }
        items[count] =
            part->expr != NULL ? shown(scope, part->expr) : plain(scope, part->text, part->span);
        sound = sound && !check_expr_is_unknown(items[count++]);
    }
    if (!sound) {
        return check_expr_unknown(scope, text->span);
    }
    Expr *expr = check_expr_new(scope, WRIT_OP_JOIN,
                                check_type_scalar(scope->checker, WRIT_TYPE_TEXT), text->span);
    check_expr_items(expr, items, count);
    return expr;
}

// --- The way in ---------------------------------------------------------------------------

Expr *check_condition(Scope *scope, const TreeExpr *tree)
{
    Wanted wanted = {
        .type = check_type_scalar(scope->checker, WRIT_TYPE_BOOLEAN),
        .what = "a condition",
    };
    return check_expr_as(scope, tree, wanted);
}

static Expr *tell_list(Scope *scope, const TreeExpr *tree)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_LIST_ELSEWHERE, tree->span,
                                "a list of values cannot stand here");
    diag_hint(diag, "Name a field of a type \"list of …\". Only scenarios make lists.");
    return check_expr_unknown(scope, tree->span);
}

static Expr *typed(Scope *scope, const TreeExpr *tree, TypeId expected)
{
    switch (tree->kind) {
    case TREE_EXPR_NUMBER:
    case TREE_EXPR_AMOUNT:
    case TREE_EXPR_PERCENT:
    case TREE_EXPR_DURATION:
    case TREE_EXPR_DATE:
    case TREE_EXPR_DATE_TIME:
    case TREE_EXPR_TIME:
    case TREE_EXPR_YES:
    case TREE_EXPR_NO:
        return check_literal(scope, tree);
    case TREE_EXPR_CODE:
        return check_code(scope, tree, expected);
    case TREE_EXPR_NONE:
        return check_none(scope, tree, expected);
    case TREE_EXPR_TEXT:
        return check_text(scope, tree->text);
    case TREE_EXPR_PATH:
        return check_path(scope, tree->path, expected);
    case TREE_EXPR_CALL:
        return check_call(scope, tree);
    case TREE_EXPR_RECORD:
        return check_record_value(scope, tree);
    case TREE_EXPR_WORKING_DAY:
    case TREE_EXPR_LAST_WORKING_DAY:
        return check_working_day(scope, tree);
    case TREE_EXPR_AT_TIME:
        return check_moment(scope, tree->span,
                            check_require(scope, check_expr(scope, tree->left, TYPE_ANY)),
                            check_time_of_day(scope, tree->time));
    case TREE_EXPR_MINUS:
        return check_minus(scope, tree);
    case TREE_EXPR_NOT:
        return check_not(scope, tree);
    case TREE_EXPR_BINARY:
        return check_binary(scope, tree);
    case TREE_EXPR_IS:
        return check_is(scope, tree);
    case TREE_EXPR_IN:
        return check_in(scope, tree);
    case TREE_EXPR_QUANTIFIED:
        return check_quantified(scope, tree);
    case TREE_EXPR_COUNT:
        return check_count(scope, tree);
    case TREE_EXPR_SUM:
        return check_sum(scope, tree);
    case TREE_EXPR_LIST:
        return tell_list(scope, tree);
    }
    WRIT_UNREACHABLE();
}

Expr *check_expr(Scope *scope, const TreeExpr *tree, TypeId expected)
{
    Expr *expr = typed(scope, tree, expected);
    if (expr->height <= EXPR_HEIGHT_MAX || check_expr_is_unknown(expr)) {
        return expr;
    }
    WritDiag *diag =
        diag_error(scope->checker->diags, DIAG_EXPRESSION_TOO_DEEP, tree->span,
                   "this takes more than %d steps that stand on one another", (int)EXPR_HEIGHT_MAX);
    diag_hint(diag, "Compute it from fewer computed fields, or let a hook compute it.");
    return check_expr_unknown(scope, tree->span);
}
