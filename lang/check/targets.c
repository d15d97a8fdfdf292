// Places that `set`, `fill`, `decide` write, and the lists of `for each`.
#include <string.h>

#include "check/currency.h"
#include "check/names.h"
#include "check/places.h"
#include "check/process.h"
#include "check/types.h"
#include "check/wording.h"

static Target *tell(Scope *scope, WritSpan span, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_TARGET, span, "%s", what);
    diag_hint(diag, "%s", hint);
    return NULL;
}

// The way back from what is read there: FIELD, FIELD, …, SLOT.
static Target *from_expr(Scope *scope, const Expr *expr, WritText text)
{
    Checker *checker = scope->checker;
    uint32_t count = 0;
    const Expr *root = expr;
    for (; root->operation == WRIT_OP_FIELD; root = root->a) {
        count++;
    }
    if (root->operation != WRIT_OP_SLOT) {
        return tell(scope, expr->span, "this is no place that can be written",
                    "Name a field of the case.");
    }
    Target *target = writ_arena_alloc(checker->arena, sizeof *target);
    target->slot = root->slot;
    target->fields = writ_arena_array(checker->arena, count, sizeof(uint32_t));
    target->field_count = count;
    const Expr *at = expr;
    for (uint32_t i = count; i-- > 0; at = at->a) {
        target->fields[i] = at->number;
    }
    target->type = expr->type;
    target->place = expr->place;
    target->currency = expr->currency;
    target->text = text;
    target->span = expr->span;
    // What is written may be missing; what leads to it must be there.
    target->through = count > 0 ? expr->a : NULL;
    return target;
}

static bool is_writable(Scope *scope, const Expr *expr)
{
    Checker *checker = scope->checker;
    if (expr->operation == WRIT_OP_FIELD) {
        const Record *record = check_type_record(checker, expr->a->type);
        const Field *field = &record->fields[expr->number];
        if (field->is_computed) {
            WritDiag *diag = diag_error(checker->diags, DIAG_TARGET, expr->span,
                                        "\"%.*s\" is computed and cannot be written",
                                        WRIT_TEXT_ARGS(field->text));
            diag_label(diag, field->span, "computed here");
            diag_hint(diag, "Write what it is computed from.");
            return false;
        }
        return is_writable(scope, expr->a);
    }
    return true;
}

// Reading a name to write to it does not use what it holds.
static Expr *read_place(Scope *scope, const TreePath *path)
{
    Slot *slot = check_names_find(&scope->process->slots, path->parts.first->name);
    bool read = slot != NULL && slot->read;
    Expr *expr = check_path(scope, path, TYPE_ANY);
    if (slot != NULL) {
        slot->read = read;
    }
    return expr;
}

Target *check_target(Scope *scope, const TreePath *path)
{
    Expr *expr = read_place(scope, path);
    if (check_expr_is_unknown(expr) || !is_writable(scope, expr)) {
        return NULL;
    }
    return from_expr(scope, expr, check_wording_path(scope->checker, path));
}

Target *check_target_of_list(Scope *scope, const Expr *list, const TreeExpr *tree)
{
    const Expr *root = list;
    while (root->operation == WRIT_OP_FIELD) {
        const Record *record = check_type_record(scope->checker, root->a->type);
        if (record->fields[root->number].is_computed) {
            return NULL;
        }
        root = root->a;
    }
    return root->operation != WRIT_OP_SLOT
               ? NULL
               : from_expr(scope, list, check_wording(scope->checker, tree));
}

Wanted check_target_wanted(Checker *checker, const Target *target)
{
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "\"%.*s\"", WRIT_TEXT_ARGS(target->text));
    return (Wanted){
        .type = target->type,
        .currency = target->currency,
        .what = check_scratch_text(checker).data,
        .declared = {0},
    };
}
