// `converted(amount, currency)`: with which rates, from what, to what, and where it may stand.
#include "check/currency.h"
#include "check/names.h"
#include "check/rates.h"
#include "check/types.h"

// --- Where it may stand -----------------------------------------------------------------------

// NULL: it may stand here.
static const char *why_not_here(const Scope *scope)
{
    if (scope->no_rates != NULL) {
        return scope->no_rates;
    }
    if (scope->scene != NULL) {
        return "A scenario says what comes out, in the currency in which it comes out.";
    }
    if (scope->self != NULL && !scope->self_is_input) {
        return "What stands here is worked out whenever it is read, and would change with the "
               "rates of each day.";
    }
    return scope->process == NULL && scope->message == NULL
               ? "What stands here belongs to no case, and no day says which rates count."
               : NULL;
}

static bool may_stand(Scope *scope, const TreeExpr *tree)
{
    const char *reason = why_not_here(scope);
    if (reason == NULL) {
        return true;
    }
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_CONVERTED_HERE, tree->span,
                                "nothing can be converted here");
    diag_reason(diag, "%s", reason);
    diag_hint(diag, "Convert it in a step, \"set order.total_eur to converted(order.total, EUR)\", "
                    "and use that field, or hand the converted amount over.");
    return false;
}

// --- With which rates -------------------------------------------------------------------------

static void tell_no_rates(Scope *scope, const TreeExpr *tree, const Symbol *unseen)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_NO_RATES, tree->span,
                                "there are no exchange rates to convert with");
    if (unseen != NULL) {
        const Module *module = unseen->module;
        diag_label(diag, unseen->span, "declared here, in a module that is not used");
        diag_hint(diag, "Add the line \"use %.*s version %.*s\".", WRIT_TEXT_ARGS(module->text),
                  WRIT_TEXT_ARGS(module->version));
    } else {
        diag_hint(diag, "Declare them in this module or in one that it uses: \"exchange rates "
                        "company_rates\", with the lines \"against EUR\", \"rates from "
                        "\"rates/ecb.csv\"\", \"no older than 5 days\" and \"rounded to the minor "
                        "unit\".");
    }
}

static const Rates *find_rates(Scope *scope, const TreeExpr *tree)
{
    InReach found = check_find_in_reach(scope->checker, scope->module, SYMBOL_RATES);
    if (found.found == NULL) {
        tell_no_rates(scope, tree, found.unseen);
        return NULL;
    }
    if (found.second != NULL) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_TWO_RATES, tree->span,
                                    "this could be converted with two exchange rates");
        diag_label(diag, found.found->span, "these");
        diag_label(diag, found.second->span, "or these");
        diag_hint(diag, "Keep one of the two in this module and in those that it uses.");
        return NULL;
    }
    return found.found->rates;
}

// A currency that is known before any case runs has to have a rate.
static bool has_rate(Scope *scope, const Rates *rates, Currency currency, WritSpan span)
{
    if (currency.code == 0 || rates->refused || writ_rates_have(&rates->table, currency.code)) {
        return true;
    }
    char code[5];
    (void)writ_code_text(currency.code, code);
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_NO_RATE, span,
                                "\"%.*s\" has no rate for %s", WRIT_TEXT_ARGS(rates->path), code);
    diag_label(diag, rates->path_span, "the file is named here");
    diag_hint(diag, "Add its rates to the file.");
    return false;
}

// --- The call ---------------------------------------------------------------------------------

static Expr *target_of(Scope *scope, const TreeExpr *tree)
{
    Wanted wanted = {
        .type = check_type_scalar(scope->checker, WRIT_TYPE_CURRENCY),
        .what = "the second value of \"converted\"",
    };
    return check_expr_as(scope, tree->values.last, wanted);
}

static Expr *made(Scope *scope, const TreeExpr *tree, Expr *amount, Expr *target,
                  const Rates *rates)
{
    Checker *checker = scope->checker;
    Currency currency = check_currency_of_value(checker, target);
    Expr **items = writ_arena_array(checker->arena, 3, sizeof(Expr *));
    items[0] = amount;
    items[1] = target;
    items[2] = check_expr_constant(scope, check_type_scalar(checker, WRIT_TYPE_TEXT), tree->span,
                                   writ_value_text(rates->table.name));
    Expr *call =
        check_expr_new(scope, WRIT_OP_CALL, check_type_money(checker, currency.code), tree->span);
    call->number = WRIT_BUILTIN_CONVERTED;
    call->currency = currency;
    check_expr_items(call, items, 3);
    return call;
}

Expr *check_converted(Scope *scope, const TreeExpr *tree, Expr *amount)
{
    Checker *checker = scope->checker;
    Expr *target = target_of(scope, tree);
    if (check_expr_is_unknown(target) || check_expr_is_unknown(amount)) {
        return check_expr_unknown(scope, tree->span);
    }
    if (!check_type_is(checker, amount->type, WRIT_TYPE_MONEY)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_ARGUMENT_TYPE, amount->span,
                                    "\"converted\" needs an amount of money, and this is %s",
                                    check_type_text(checker, amount->type));
        diag_hint(diag, "Write for example \"converted(order.total, EUR)\".");
        return check_expr_unknown(scope, tree->span);
    }
    const Rates *rates = may_stand(scope, tree) ? find_rates(scope, tree) : NULL;
    if (rates == NULL || !has_rate(scope, rates, amount->currency, amount->span) ||
        !has_rate(scope, rates, check_currency_of_value(checker, target), target->span)) {
        return check_expr_unknown(scope, tree->span);
    }
    return made(scope, tree, amount, target, rates);
}
