// Columns of a table that are paths over what is given: `request.depth`.
//
// Each is a computed field of the decision's input, so that what is said of columns, how they are
// compared and what they cost is the same for both kinds.
#include "check/data.h"
#include "check/decisions.h"
#include "check/exprs.h"
#include "check/names.h"
#include "check/places.h"
#include "check/types.h"

static uint32_t count_paths(const Symbol *symbol)
{
    uint32_t count = 0;
    const TreeTable *table = symbol->decl->decision.table;
    for (const TreePath *path = table->conditions.first; path != NULL; path = path->next) {
        count += path->parts.count > 1 ? 1 : 0;
    }
    return count;
}

uint32_t check_path_column_count(const Checker *checker, const Symbol *symbol)
{
    uint32_t count = count_paths(symbol);
    const Symbol *other = check_names_find(&checker->symbols, symbol->name);
    for (; other != NULL; other = other->same_name) {
        count += other->version_of == symbol ? count_paths(other) : 0;
    }
    return count;
}

static WritText text_of(Checker *checker, const TreePath *path)
{
    writ_buffer_clear(checker->scratch);
    for (const TreeName *part = path->parts.first; part != NULL; part = part->next) {
        writ_buffer_add_string(checker->scratch, part == path->parts.first ? "" : ".");
        writ_buffer_add(checker->scratch, part->text);
    }
    return check_scratch_text(checker);
}

static uint32_t find_field(const Record *input, WritText text)
{
    for (uint32_t i = 0; i < input->field_count; i++) {
        if (input->fields[i].is_computed && writ_text_equal(input->fields[i].text, text)) {
            return i;
        }
    }
    return NO_FIELD;
}

// False where the path goes through what may be missing (told): a cell could only speak of its end.
static bool is_there(Checker *checker, const Record *input, const TreePath *path)
{
    const Record *record = input;
    for (const TreeName *part = path->parts.first; part->next != NULL && record != NULL;
         part = part->next) {
        const Field *field = check_names_find(&record->by_name, part->name);
        if (field == NULL) {
            return true; // Told when the path is read.
        }
        if (check_type_is_optional(checker, field->type)) {
            WritDiag *diag =
                diag_error(checker->diags, DIAG_TABLE_COLUMN, path->span,
                           "\"%.*s\" may be missing, and then it has no \"%.*s\"",
                           WRIT_TEXT_ARGS(part->text), WRIT_TEXT_ARGS(part->next->text));
            diag_label(diag, field->span, "declared here");
            diag_hint(diag, "Give the decision this value by itself, as \"optional\", and work it "
                            "out where it is asked.");
            return false;
        }
        record = check_type_record(checker, field->type);
    }
    return true;
}

// The path as a value of the input; NULL where it means none (told).
static Expr *read_path(Checker *checker, const Symbol *symbol, const TreePath *path)
{
    Record *input = symbol->decision->input;
    if (!is_there(checker, input, path)) {
        return NULL;
    }
    Scope scope = {
        .checker = checker,
        .module = symbol->module,
        .self = input,
        .self_place = check_place_root(checker, input->type, 0, NULL),
    };
    Expr *expr = check_path(&scope, path, TYPE_ANY);
    if (check_expr_is_unknown(expr)) {
        return NULL;
    }
    if (expr->operation != WRIT_OP_FIELD) {
        WritDiag *diag = diag_error(checker->diags, DIAG_TABLE_COLUMN, path->span,
                                    "a column is a \"given\" or a field of one");
        diag_hint(diag, "Give the decision this value by itself.");
        return NULL;
    }
    return expr;
}

uint32_t check_path_column(Checker *checker, const Symbol *symbol, const TreePath *path)
{
    Record *input = symbol->decision->input;
    WritText text = text_of(checker, path);
    uint32_t number = find_field(input, text);
    if (number != NO_FIELD) {
        return number;
    }
    const Expr *expr = read_path(checker, symbol, path);
    if (expr == NULL) {
        return NO_FIELD;
    }
    number = input->field_count++;
    input->fields[number] = (Field){
        .text = text,
        .span = check_type_record(checker, expr->a->type)->fields[expr->number].span,
        .type = expr->type,
        .is_computed = true,
        .computed = (Expr *)(uintptr_t)expr,
    };
    check_computed_heights(checker, input);
    return number;
}
