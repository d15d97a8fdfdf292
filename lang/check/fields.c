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

enum { FRESH, OPEN, DONE, COMPUTED_DEPTH_MAX = 64 };

typedef struct Heights {
    Checker *checker;
    uint32_t depth; // Computed fields that are being visited.
    uint32_t below; // The highest level in the expression that is being counted.
} Heights;

static void visit_field(Heights *heights, Field *field);

static uint32_t higher(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

// The steps of an expression, computed fields included, which are visited before they are counted.
static uint32_t height_of(Heights *heights, const Expr *expr)
{
    if (expr == NULL) {
        return 0;
    }
    uint32_t height = height_of(heights, expr->a);
    height = higher(height, height_of(heights, expr->b));
    height = higher(height, height_of(heights, expr->c));
    for (uint32_t i = 0; i < expr->item_count; i++) {
        height = higher(height, height_of(heights, expr->items[i]));
    }
    if (expr->operation == WRIT_OP_FIELD) {
        const Record *record = check_type_record(heights->checker, expr->a->type);
        Field *field = &record->fields[expr->number];
        visit_field(heights, field);
        height = higher(height, field->height);
        heights->below = higher(heights->below, field->level);
    }
    return height + 1;
}

static void tell(Heights *heights, const Field *field, const char *what, const char *hint)
{
    bool formula = field->formula.length > 0;
    WritDiag *diag = diag_error(heights->checker->diags, DIAG_COMPUTED_IN_CIRCLE, field->span,
                                "%s\"%.*s\" %s", formula ? "the formula " : "",
                                WRIT_TEXT_ARGS(formula ? field->formula : field->text), what);
    diag_hint(diag, "%s", hint);
}

static void visit_field(Heights *heights, Field *field)
{
    if (field->computed == NULL || field->visit == DONE) {
        return;
    }
    if (field->visit == OPEN) {
        tell(heights, field, "is computed from itself",
             "Let one of them rest on what is given alone.");
        field->visit = DONE;
        return;
    }
    field->visit = OPEN;
    uint32_t around = heights->below;
    heights->below = 0;
    // What is deeper is not walked; what was walked before counts by its level.
    bool deep = ++heights->depth > COMPUTED_DEPTH_MAX;
    uint32_t height = deep ? 0 : height_of(heights, field->computed);
    if (deep || heights->below >= COMPUTED_DEPTH_MAX) {
        tell(heights, field, "is computed over too many other fields",
             "Compute it from fewer: at most 64 follow one another.");
    } else {
        if (height > EXPR_HEIGHT_MAX) {
            tell(heights, field, "takes too many steps that stand on one another",
                 "Compute it from fewer computed fields, or let a hook compute it.");
            height = 1;
        }
        field->height = (uint16_t)height;
        field->level = (uint16_t)(heights->below + 1);
    }
    heights->depth--;
    heights->below = around;
    field->visit = DONE;
}

void check_computed_heights(Checker *checker, Record *record)
{
    Heights heights = {.checker = checker};
    for (uint32_t i = 0; i < record->field_count; i++) {
        visit_field(&heights, &record->fields[i]);
    }
}
