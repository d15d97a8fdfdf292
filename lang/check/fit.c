// Whether a value may stand where one is wanted, and how it is made to.
#include "check/currency.h"
#include "check/exprs.h"
#include "check/places.h"
#include "check/types.h"

static Expr *tell_wrong_type(Scope *scope, const Expr *expr, const Wanted *wanted)
{
    Checker *checker = scope->checker;
    WritDiag *diag = diag_error(
        checker->diags, DIAG_WRONG_TYPE, expr->span, "%s needs %s, and this is %s", wanted->what,
        check_type_text(checker, wanted->type), check_type_text(checker, expr->type));
    if (wanted->declared.start != 0) {
        diag_label(diag, wanted->declared, "declared here");
    }
    if (check_type_is(checker, wanted->type, WRIT_TYPE_NUMBER) &&
        (check_type_is(checker, expr->type, WRIT_TYPE_MONEY) ||
         check_type_is(checker, expr->type, WRIT_TYPE_QUANTITY))) {
        diag_hint(diag, "The number alone is \"amount(…)\".");
    } else if (check_type_is(checker, wanted->type, WRIT_TYPE_TEXT)) {
        diag_hint(diag, "A text with a value in it is written \"{value}\" in quotes.");
    } else {
        diag_hint(diag, "Write a value of that type.");
    }
    return check_expr_unknown(scope, expr->span);
}

static Expr *tell_currency(Scope *scope, const Expr *expr, const Wanted *wanted, Currency needed)
{
    Checker *checker = scope->checker;
    WritDiag *diag = diag_error(checker->diags, DIAG_CURRENCY_DIFFERS, expr->span,
                                "%s needs an amount in %s, and this is in %s", wanted->what,
                                check_currency_text(checker, needed),
                                check_currency_text(checker, expr->currency));
    if (wanted->declared.start != 0) {
        diag_label(diag, wanted->declared, "declared here");
    }
    diag_reason(diag,
                "Amounts in different currencies do not go together, and these could differ.");
    diag_hint(diag, "Convert it, as in \"converted(order.total, EUR)\", or say in a \"such that\" "
                    "that the two currencies are equal.");
    return check_expr_unknown(scope, expr->span);
}

static Expr *fit_money(Scope *scope, Expr *expr, const Wanted *wanted)
{
    const WritType *type = check_type(scope->checker, wanted->type);
    Currency needed = type->currency != 0 ? (Currency){.code = type->currency} : wanted->currency;
    return check_currency_same(needed, expr->currency) ? expr
                                                       : tell_currency(scope, expr, wanted, needed);
}

Currency check_sibling_currency(Checker *checker, const Record *record, uint32_t field,
                                Expr *const *items)
{
    TypeId type = record->fields[field].type;
    if (!check_type_is(checker, type, WRIT_TYPE_MONEY)) {
        return (Currency){0};
    }
    uint32_t sibling = check_type(checker, type)->currency_field;
    return sibling == WRIT_NONE ? (Currency){0} : check_currency_of_value(checker, items[sibling]);
}

static Expr *tell_field_lacks(Scope *scope, const Expr *expr, const Wanted *wanted,
                              const Field *field)
{
    Checker *checker = scope->checker;
    WritDiag *diag = diag_error(checker->diags, DIAG_RECORD_LACKS, expr->span,
                                "%s needs a field \"%.*s\", which %s does not have", wanted->what,
                                WRIT_TEXT_ARGS(field->text), check_type_text(checker, expr->type));
    diag_label(diag, field->span, "needed here");
    diag_hint(diag, "Give a record that has it, or add the field.");
    return check_expr_unknown(scope, expr->span);
}

// A record for `record with …`: a new one with just those fields.
static Expr *project(Scope *scope, Expr *expr, const Wanted *wanted, const Record *shape)
{
    Checker *checker = scope->checker;
    const Record *record = check_type_record(checker, expr->type);
    Expr **items = writ_arena_array(checker->arena, shape->field_count, sizeof(Expr *));
    // Currencies before the amounts in them.
    for (uint32_t i = 0; i < shape->field_count; i++) {
        const Field *field = check_names_find(&record->by_name, shape->fields[i].name);
        if (field == NULL) {
            return tell_field_lacks(scope, expr, wanted, &shape->fields[i]);
        }
        items[i] = check_expr_field(scope, expr, (uint32_t)(field - record->fields), expr->span);
    }
    for (uint32_t i = 0; i < shape->field_count; i++) {
        Wanted inner = {
            .type = shape->fields[i].type,
            .currency = check_sibling_currency(checker, shape, i, items),
            .what = wanted->what,
            .declared = shape->fields[i].span,
        };
        items[i] = check_fit(scope, items[i], inner);
        if (check_expr_is_unknown(items[i])) {
            return items[i];
        }
    }
    Expr *made = check_expr_new(scope, WRIT_OP_RECORD, shape->type, expr->span);
    check_expr_items(made, items, shape->field_count);
    return made;
}

Expr *check_fit(Scope *scope, Expr *expr, Wanted wanted)
{
    Checker *checker = scope->checker;
    if (expr->type == TYPE_UNKNOWN || wanted.type == TYPE_UNKNOWN) {
        return expr;
    }
    TypeId needed = check_type_required(checker, wanted.type);
    TypeId given = check_type_required(checker, expr->type);
    const Record *shape = check_type_record(checker, needed);
    bool structural = shape != NULL && shape->name.length == 0 && needed != given &&
                      check_type_record(checker, given) != NULL;
    bool money = check_type_is(checker, needed, WRIT_TYPE_MONEY) &&
                 check_type_is(checker, given, WRIT_TYPE_MONEY);
    if (needed != given && !structural && !money) {
        return tell_wrong_type(scope, expr, &wanted);
    }
    if (!check_type_is_optional(checker, wanted.type)) {
        expr = check_require(scope, expr);
        if (check_expr_is_unknown(expr)) {
            return expr;
        }
    } else if (structural && check_type_is_optional(checker, expr->type)) {
        return tell_wrong_type(scope, expr, &wanted);
    }
    if (structural) {
        return project(scope, expr, &wanted, shape);
    }
    return money ? fit_money(scope, expr, &wanted) : expr;
}

Expr *check_expr_as(Scope *scope, const TreeExpr *tree, Wanted wanted)
{
    return check_fit(scope, check_expr(scope, tree, wanted.type), wanted);
}
