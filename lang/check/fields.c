// The expressions of fields: at start, computed as, such that.
#include "check/data.h"

#include <assert.h>

#include "check/currency.h"
#include "check/exprs.h"
#include "check/places.h"
#include "check/types.h"
#include "check/wording.h"

// Called after each field of a record is added: what its last field has, before it is typed.
void check_field_starts_known(Checker *checker, Record *record)
{
    (void)checker;
    Field *field = &record->fields[record->field_count - 1];
    for (const TreeFieldOption *option = field->tree->options.first; option != NULL;
         option = option->next) {
        field->is_computed = field->is_computed || option->kind == TREE_FIELD_COMPUTED_AS;
        field->has_start = field->has_start || option->kind == TREE_FIELD_AT_START;
    }
}

static void tell_option_twice(Checker *checker, const TreeFieldOption *option, const Field *field)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_FIELD_OPTION, option->span,
                                "this does not go with what is said of \"%.*s\" before",
                                WRIT_TEXT_ARGS(field->text));
    diag_reason(diag, "A field has at most one \"at start\" or one \"computed as\", and one "
                      "\"such that\".");
    diag_hint(diag, "Remove one of them. Two conditions are joined by \"and\".");
}

static Wanted wanted_by(Scope *scope, const Record *record, const Field *field)
{
    Checker *checker = scope->checker;
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "\"%.*s\"", WRIT_TEXT_ARGS(field->text));
    Wanted wanted = {
        .type = field->type,
        .what = check_scratch_text(checker).data,
        .declared = field->span,
    };
    if (check_type_is(checker, field->type, WRIT_TYPE_MONEY)) {
        wanted.currency = check_currency_of_field(checker, record->self, record,
                                                  (uint32_t)(field - record->fields));
    }
    return wanted;
}

static void check_option(Scope *scope, Record *record, Field *field, const TreeFieldOption *option)
{
    bool value_said = field->at_start != NULL || field->computed != NULL;
    switch (option->kind) {
    case TREE_FIELD_AT_START: {
        if (value_said) {
            tell_option_twice(scope->checker, option, field);
            return;
        }
        Scope fixed = {
            .checker = scope->checker,
            .module = scope->module,
            .constant = "a value at start",
        };
        field->at_start = check_expr_as(&fixed, option->expr, wanted_by(scope, record, field));
        return;
    }
    case TREE_FIELD_COMPUTED_AS:
        if (value_said) {
            tell_option_twice(scope->checker, option, field);
            return;
        }
        field->computed = check_expr_as(scope, option->expr, wanted_by(scope, record, field));
        return;
    case TREE_FIELD_SUCH_THAT:
        if (field->such_that != NULL) {
            tell_option_twice(scope->checker, option, field);
            return;
        }
        field->such_that = check_condition(scope, option->expr);
        field->such_that_text = check_wording(scope->checker, option->expr);
        return;
    }
    WRIT_UNREACHABLE();
}

void check_field_exprs(Checker *checker, Module *module, Record *record)
{
    if (record->self == 0) {
        record->self = check_place_root(checker, record->type, 0, NULL);
    }
    Scope scope = {
        .checker = checker,
        .module = module,
        .self = record,
        .self_place = record->self,
    };
    for (uint32_t i = 0; i < record->field_count; i++) {
        Field *field = &record->fields[i];
        for (const TreeFieldOption *option = field->tree->options.first; option != NULL;
             option = option->next) {
            check_option(&scope, record, field, option);
        }
    }
}

// --- Circles of computed fields -----------------------------------------------------------

enum { FRESH, OPEN, DONE };

typedef struct Circles {
    Checker *checker;
    Record *record;
    uint8_t *visits; // One a field.
    uint32_t depth;
} Circles;

enum { COMPUTED_DEPTH_MAX = 64 };

static void visit_field(Circles *circles, uint32_t number);

// The fields of the record itself that an expression reads.
static void visit_expr(Circles *circles, const Expr *expr)
{
    if (expr == NULL) {
        return;
    }
    if (expr->operation == WRIT_OP_FIELD && expr->a->operation == WRIT_OP_SELF) {
        visit_field(circles, expr->number);
        return;
    }
    visit_expr(circles, expr->a);
    visit_expr(circles, expr->b);
    visit_expr(circles, expr->c);
    for (uint32_t i = 0; i < expr->item_count; i++) {
        visit_expr(circles, expr->items[i]);
    }
}

static void visit_field(Circles *circles, uint32_t number)
{
    Field *field = &circles->record->fields[number];
    if (field->computed == NULL || circles->visits[number] == DONE) {
        return;
    }
    if (circles->visits[number] == OPEN || circles->depth == COMPUTED_DEPTH_MAX) {
        bool circle = circles->visits[number] == OPEN;
        WritDiag *diag = diag_error(circles->checker->diags, DIAG_COMPUTED_IN_CIRCLE, field->span,
                                    circle ? "\"%.*s\" is computed from itself"
                                           : "\"%.*s\" is computed over too many other fields",
                                    WRIT_TEXT_ARGS(field->text));
        diag_hint(diag, circle ? "Compute one of the fields from what is given."
                               : "Compute it from fewer steps: at most 64 follow one another.");
        circles->visits[number] = DONE;
        return;
    }
    circles->visits[number] = OPEN;
    circles->depth++;
    visit_expr(circles, field->computed);
    circles->depth--;
    circles->visits[number] = DONE;
}

void check_computed_circles(Checker *checker, Record *record)
{
    Circles circles = {
        .checker = checker,
        .record = record,
        .visits = writ_arena_array(checker->arena, record->field_count, sizeof(uint8_t)),
    };
    for (uint32_t i = 0; i < record->field_count; i++) {
        visit_field(&circles, i);
    }
}
