// The lines of a formula, and calls of it.
#include "check/formulas.h"

#include "check/builtins.h"
#include "check/currency.h"
#include "check/data.h"
#include "check/modules.h"
#include "check/outside.h"
#include "check/places.h"
#include "check/types.h"

// --- Lines --------------------------------------------------------------------------------

typedef struct Lines {
    ParamList given;
    const TreeFormulaLine *gives;
    const TreeFormulaLine *is;
} Lines;

static void read_once(Checker *checker, const TreeFormulaLine **seen, const TreeFormulaLine *line,
                      const char *words)
{
    if (*seen != NULL) {
        check_tell_line_twice(checker, line->span, (*seen)->span, words);
        return;
    }
    *seen = line;
}

static Lines read_lines(Checker *checker, const TreeFormula *tree)
{
    Lines lines = {0};
    for (const TreeFormulaLine *line = tree->lines.first; line != NULL; line = line->next) {
        switch (line->kind) {
        case TREE_FORMULA_META:
            check_meta(checker, line->meta);
            break;
        case TREE_FORMULA_GIVEN:
            check_params_add(checker, &lines.given, &line->params);
            break;
        case TREE_FORMULA_GIVES:
            read_once(checker, &lines.gives, line, "gives");
            break;
        case TREE_FORMULA_IS:
            read_once(checker, &lines.is, line, "is");
            break;
        }
    }
    return lines;
}

static void tell_lacks(Checker *checker, const Symbol *symbol, const char *what, const char *hint)
{
    WritDiag *diag =
        diag_error(checker->diags, DIAG_FORMULA_LACKS, symbol->span,
                   "the formula \"%.*s\" does not say %s", WRIT_TEXT_ARGS(symbol->text), what);
    diag_hint(diag, "%s", hint);
}

static void tell_builtin(Checker *checker, const Symbol *symbol)
{
    WritDiag *diag =
        diag_error(checker->diags, DIAG_FORMULA_NAME, symbol->span,
                   "\"%.*s\" is a function of the language", WRIT_TEXT_ARGS(symbol->text));
    diag_hint(diag, "Give the formula another name.");
}

static TypeId result_type(Checker *checker, const Symbol *symbol, const Lines *lines,
                          Record *record)
{
    if (lines->gives == NULL) {
        tell_lacks(checker, symbol, "what it gives", "Add \"gives TYPE\".");
        return TYPE_UNKNOWN;
    }
    checker->anonymous = symbol->qualified;
    Siblings siblings = {record->fields, record->field_count, &record->by_name};
    return check_type_read(checker, symbol->module, lines->gives->type, &siblings);
}

void check_formula_types(Checker *checker, Symbol *symbol)
{
    Lines lines = read_lines(checker, &symbol->decl->formula);
    if (check_builtin_function(checker, symbol->name) != NULL) {
        tell_builtin(checker, symbol);
    }
    RecordNames names = {
        .name = symbol->text,
        .qualified = symbol->qualified,
        .title = check_plain_text(checker, symbol->decl->title),
        .span = symbol->span,
    };
    Record *record = check_params_record(checker, symbol->module, names, &lines.given, 1);
    TypeId type = result_type(checker, symbol, &lines, record);
    Field *field = &record->fields[record->field_count++];
    *field = (Field){
        .text = writ_text("the result"),
        .span = symbol->span,
        .type = type,
        .is_computed = true,
        .formula = symbol->text,
    };
    check_type_currencies(checker, record);
    symbol->formula = record;
    if (lines.is == NULL) {
        tell_lacks(checker, symbol, "what it is", "Add \"is\" and the calculation.");
    }
}

// --- What it is ---------------------------------------------------------------------------

// A currency that an amount names is spoken of with the amount.
static void mark_currencies(const Checker *checker, const Record *record, bool *read)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        TypeId type = record->fields[i].type;
        if (check_type_is(checker, type, WRIT_TYPE_MONEY) &&
            check_type(checker, type)->currency_field != WRIT_NONE) {
            read[check_type(checker, type)->currency_field] = true;
        }
    }
}

static void warn_unread(Checker *checker, const Record *record, const Expr *body)
{
    bool *read = writ_arena_array(checker->arena, record->field_count, sizeof *read);
    check_expr_mark_fields(body, read);
    mark_currencies(checker, record, read);
    for (uint32_t i = 0; i + 1 < record->field_count; i++) {
        const Field *field = &record->fields[i];
        if (!read[i]) {
            WritDiag *diag =
                diag_warning(checker->diags, DIAG_FORMULA_GIVEN, field->span,
                             "the formula does not speak of \"%.*s\"", WRIT_TEXT_ARGS(field->text));
            diag_hint(diag, "Remove it, or use it.");
        }
    }
}

void check_formula_body(Checker *checker, Symbol *symbol)
{
    const TreeFormulaLine *is = symbol->decl->formula.lines.first;
    while (is != NULL && is->kind != TREE_FORMULA_IS) {
        is = is->next;
    }
    if (is == NULL) {
        return;
    }
    Record *record = symbol->formula;
    uint32_t number = record->field_count - 1;
    Field *field = &record->fields[number];
    record->self = check_place_root(checker, record->type, 0, NULL);
    Scope scope = {
        .checker = checker,
        .module = symbol->module,
        .self = record,
        .self_place = record->self,
    };
    Wanted wanted = {
        .type = field->type,
        .currency = check_currency_of_field(checker, record->self, record, number),
        .what = "what the formula gives",
        .declared = field->span,
    };
    Expr *body = check_expr_as(&scope, is->expr, wanted);
    if (!check_expr_is_unknown(body)) {
        field->computed = body;
        warn_unread(checker, record, body);
    }
}

// --- Calls --------------------------------------------------------------------------------

static Expr *tell_count(Scope *scope, const TreeExpr *tree, const Symbol *symbol, uint32_t needed)
{
    WritDiag *diag =
        diag_error(scope->checker->diags, DIAG_ARGUMENT_COUNT, tree->span,
                   "\"%.*s\" needs %u value%s, and here %s %u", WRIT_TEXT_ARGS(symbol->text),
                   (unsigned)needed, needed == 1 ? "" : "s",
                   tree->values.count == 1 ? "stands" : "stand", (unsigned)tree->values.count);
    diag_label(diag, symbol->span, "declared here");
    diag_hint(diag, "Give just those values, separated by commas, in the order of \"given\".");
    return check_expr_unknown(scope, tree->span);
}

static Expr *argument(Scope *scope, const TreeExpr *tree, const Record *record, uint32_t number,
                      Expr **items)
{
    const Field *field = &record->fields[number];
    writ_buffer_clear(scope->checker->scratch);
    writ_buffer_format(scope->checker->scratch, "\"%.*s\" of the formula %.*s",
                       WRIT_TEXT_ARGS(field->text), WRIT_TEXT_ARGS(record->name));
    Wanted wanted = {
        .type = field->type,
        .currency = check_sibling_currency(scope->checker, record, number, items),
        .what = check_scratch_text(scope->checker).data,
        .declared = field->span,
    };
    return check_expr_as(scope, tree, wanted);
}

// The record of the arguments; false where one is wrong (told).
static bool fill(Scope *scope, const TreeExpr *tree, const Record *record, Expr **items)
{
    bool sound = true;
    // Currencies before the amounts that are in them.
    for (uint32_t pass = 0; pass < 2; pass++) {
        const TreeExpr *value = tree->values.first;
        for (uint32_t i = 0; i + 1 < record->field_count; i++, value = value->next) {
            bool currency =
                check_type_is(scope->checker, record->fields[i].type, WRIT_TYPE_CURRENCY);
            if (currency == (pass == 0)) {
                items[i] = argument(scope, value, record, i, items);
                sound = sound && !check_expr_is_unknown(items[i]);
            }
        }
    }
    return sound;
}

Expr *check_formula_call(Scope *scope, const TreeExpr *tree, const Symbol *symbol)
{
    const Record *record = symbol->formula;
    uint32_t number = record->field_count - 1;
    if (tree->values.count != number) {
        return tell_count(scope, tree, symbol, number);
    }
    Expr **items = writ_arena_array(scope->checker->arena, record->field_count, sizeof(Expr *));
    if (!fill(scope, tree, record, items) || record->fields[number].type == TYPE_UNKNOWN) {
        return check_expr_unknown(scope, tree->span);
    }
    Expr *given = check_expr_new(scope, WRIT_OP_RECORD, record->type, tree->span);
    check_expr_items(given, items, record->field_count);
    Expr *expr = check_expr_field(scope, given, number, tree->span);
    if (check_type_is(scope->checker, expr->type, WRIT_TYPE_MONEY) && expr->currency.code == 0) {
        expr->currency = check_sibling_currency(scope->checker, record, number, items);
    }
    return expr;
}
