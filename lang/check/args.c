// The arguments of a call or decision: each parameter once, by its name.
#include "check/exprs.h"
#include "check/names.h"
#include "check/outside.h"
#include "check/types.h"

typedef struct Args {
    Scope *scope;
    const Record *input;
    const char *what;
    WritSpan span;
    const TreeArg **by_field;
    Exprs values;
} Args;

static void tell_arg(const Args *args, const TreeArg *arg, const char *problem)
{
    WritDiag *diag = diag_error(args->scope->checker->diags, DIAG_ARGUMENT_NAME, arg->path->span,
                                "%s %s", args->what, problem);
    diag_label(diag, args->input->span, "declared here");
    Similar similar = check_similar(arg->path->parts.first->text);
    for (uint32_t i = 0; i < args->values.count; i++) {
        check_similar_try(&similar, args->input->fields[i].text);
    }
    check_similar_hint(&similar, diag);
}

static void sort_args(Args *args, const TreeArgs *trees)
{
    for (const TreeArg *arg = trees->first; arg != NULL; arg = arg->next) {
        const Field *field =
            arg->path->parts.count > 1
                ? NULL
                : check_names_find(&args->input->by_name, arg->path->parts.first->name);
        if (field == NULL) {
            tell_arg(args, arg, "takes nothing of this name");
            continue;
        }
        uint32_t number = (uint32_t)(field - args->input->fields);
        if (args->by_field[number] != NULL) {
            tell_arg(args, arg, "is given this twice");
            continue;
        }
        args->by_field[number] = arg;
    }
}

static Expr *value_of(const Args *args, uint32_t number)
{
    Checker *checker = args->scope->checker;
    const Field *field = &args->input->fields[number];
    const TreeArg *arg = args->by_field[number];
    if (arg == NULL && check_type_is_optional(checker, field->type)) {
        WritValue missing = {.kind = WRIT_VALUE_MISSING};
        return check_expr_constant(args->scope, field->type, args->span, missing);
    }
    if (arg == NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_ARGUMENT_MISSING, args->span,
                                    "%s needs \"%.*s\", and it is not given", args->what,
                                    WRIT_TEXT_ARGS(field->text));
        diag_label(diag, field->span, "declared here");
        diag_hint(diag, "Add \"%.*s = …\" after \"with\".", WRIT_TEXT_ARGS(field->text));
        return check_expr_unknown(args->scope, args->span);
    }
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "\"%.*s\" of %s", WRIT_TEXT_ARGS(field->text), args->what);
    Wanted wanted = {
        .type = field->type,
        .currency = check_sibling_currency(checker, args->input, number, args->values.items),
        .what = check_scratch_text(checker).data,
        .declared = field->span,
    };
    return check_expr_as(args->scope, arg->expr, wanted);
}

// Columns by path stand behind what is given.
static uint32_t given_count(const Record *input)
{
    uint32_t count = 0;
    while (count < input->field_count && !input->fields[count].is_computed) {
        count++;
    }
    return count;
}

Exprs check_args(Scope *scope, const TreeArgs *trees, const Record *input, const char *what,
                 WritSpan span)
{
    Checker *checker = scope->checker;
    uint32_t count = given_count(input);
    Args args = {
        .scope = scope,
        .input = input,
        .what = what,
        .span = span,
        .by_field = writ_arena_array(checker->arena, count, sizeof(const TreeArg *)),
        .values = {writ_arena_array(checker->arena, count, sizeof(Expr *)), count},
    };
    sort_args(&args, trees);
    // Currencies before the amounts that are in them.
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < count; i++) {
            bool currency = check_type_is(checker, input->fields[i].type, WRIT_TYPE_CURRENCY);
            if (currency == (pass == 0)) {
                args.values.items[i] = value_of(&args, i);
            }
        }
    }
    return args.values;
}
