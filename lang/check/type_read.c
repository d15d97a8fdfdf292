// From a type as written to its number.
#include "check/types.h"

#include <assert.h>

#include "check/builtins.h"
#include "check/data.h"
#include "check/names.h"

static TypeId tell_unknown_type(Checker *checker, const TreeType *tree)
{
    const TreeName *name = tree->name;
    WritDiag *diag = diag_error(checker->diags, DIAG_UNKNOWN_TYPE, name->span,
                                "there is no type called \"%.*s\"", WRIT_TEXT_ARGS(name->text));
    if (!check_is_heard(checker)) {
        return TYPE_UNKNOWN;
    }
    Similar similar = check_similar(name->text);
    for (uint32_t i = 0; i < checker->model->record_count; i++) {
        check_similar_try(&similar, checker->model->records[i]->name);
    }
    for (uint32_t i = 0; i < checker->model->choice_count; i++) {
        check_similar_try(&similar, checker->model->choices[i]->name);
    }
    diag_reason(diag,
                "The types of the language are %s; others are records and choices of this "
                "module or of one that it uses.",
                check_builtin_types_text(checker));
    check_similar_hint(&similar, diag);
    return TYPE_UNKNOWN;
}

static TypeId tell_in(Checker *checker, const TreeType *tree, const char *what, const char *example)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_TYPE_IN, tree->span, "%s", what);
    diag_hint(diag, "Write %s.", example);
    return TYPE_UNKNOWN;
}

static TypeId read_money(Checker *checker, const TreeType *tree, const Siblings *siblings)
{
    if (tree->in_code != NULL) {
        WritCode code = tree->in_code->text.length == 3 ? writ_code(tree->in_code->text) : 0;
        if (code == 0) {
            return tell_in(checker, tree, "a currency has a code of three letters",
                           "for example \"Money in EUR\"");
        }
        return check_type_money(checker, code);
    }
    if (tree->in_path == NULL) {
        return tell_in(checker, tree, "money needs a currency",
                       "for example \"Money in EUR\", or the name of a field of type Currency "
                       "beside it: \"Money in currency\"");
    }
    const TreeName *part = tree->in_path->parts.first;
    const Field *field = siblings != NULL && part->next == NULL
                             ? check_names_find(siblings->by_name, part->name)
                             : NULL;
    if (field == NULL) {
        return tell_in(checker, tree,
                       siblings == NULL
                           ? "a value of its own needs a fixed currency"
                           : "the currency of an amount is a field beside it, or a fixed code",
                       "for example \"Money in EUR\", or put both into one record");
    }
    WritType type = *check_type(checker, check_type_scalar(checker, WRIT_TYPE_MONEY));
    type.currency_field = (uint32_t)(field - siblings->fields);
    return check_type_intern(checker, type);
}

static TypeId read_quantity(Checker *checker, Module *module, const TreeType *tree)
{
    if (tree->in_path == NULL) {
        return tell_in(checker, tree, "a quantity needs a declared unit",
                       "for example \"Quantity in pcs\", and \"unit pcs\" where the unit is "
                       "declared");
    }
    const Symbol *symbol = check_find(checker, module, tree->in_path, SYMBOL_UNIT);
    return symbol == NULL ? TYPE_UNKNOWN : symbol->unit->type;
}

static TypeId read_builtin(Checker *checker, Module *module, const TreeType *tree,
                           const Siblings *siblings, const BuiltinType *builtin)
{
    if (builtin->later != LATER_NOT) {
        (void)check_later(checker, builtin->later, tree->span);
        return TYPE_UNKNOWN;
    }
    switch (builtin->shape) {
    case SHAPE_CURRENCY:
        return read_money(checker, tree, siblings);
    case SHAPE_UNIT:
        return read_quantity(checker, module, tree);
    case SHAPE_CONTEXT: {
        WritDiag *diag = diag_error(checker->diags, DIAG_TASK_TYPE, tree->span,
                                    "a %s is no value that can be kept", builtin->word);
        diag_reason(diag, "It is what a message speaks of while a step runs.");
        diag_hint(diag, "In a message write \"given task : Task\"; elsewhere name what you need "
                        "of it, for example a Person.");
        return TYPE_UNKNOWN;
    }
    case SHAPE_PLAIN:
        return check_type_scalar(checker, builtin->kind);
    }
    WRIT_UNREACHABLE();
}

static TypeId read_named(Checker *checker, Module *module, const TreeType *tree,
                         const Siblings *siblings)
{
    const BuiltinType *builtin = check_builtin_type(checker, tree->name->name);
    bool takes_in =
        builtin != NULL && (builtin->shape == SHAPE_CURRENCY || builtin->shape == SHAPE_UNIT ||
                            builtin->later != LATER_NOT);
    if (!takes_in && (tree->in_code != NULL || tree->in_path != NULL)) {
        return tell_in(checker, tree, "only money and quantities are \"in\" something",
                       "the type alone, \"Money in EUR\" or \"Quantity in pcs\"");
    }
    if (builtin != NULL) {
        return read_builtin(checker, module, tree, siblings, builtin);
    }
    TreeName part = *tree->name;
    part.next = NULL;
    TreePath path = {.span = part.span, .parts = {&part, &part, 1}};
    Symbol *symbol = check_find_quietly(checker, module, &path, SYMBOL_RECORD);
    if (symbol != NULL) {
        return symbol->record->type;
    }
    symbol = check_find_quietly(checker, module, &path, SYMBOL_CHOICE);
    return symbol != NULL ? symbol->choice->type : tell_unknown_type(checker, tree);
}

static TypeId read_list(Checker *checker, Module *module, const TreeType *tree,
                        const Siblings *siblings)
{
    TypeId element = check_type_read(checker, module, tree->of, siblings);
    bool sibling = check_type_is(checker, element, WRIT_TYPE_MONEY) &&
                   check_type(checker, element)->currency == 0;
    if (check_type_is_optional(checker, element) || sibling) {
        WritDiag *diag = diag_error(checker->diags, DIAG_LIST_ELEMENT, tree->of->span,
                                    sibling ? "a list of amounts needs a fixed currency"
                                            : "an element of a list is never missing");
        diag_hint(diag, sibling ? "Write a fixed currency, or a list of records that have both."
                                : "Remove \"optional\": what is missing is not in the list.");
        return TYPE_UNKNOWN;
    }
    return check_type_list(checker, element);
}

TypeId check_type_read(Checker *checker, Module *module, const TreeType *tree,
                       const Siblings *siblings)
{
    switch (tree->kind) {
    case TREE_TYPE_NAMED:
        return read_named(checker, module, tree, siblings);
    case TREE_TYPE_OPTIONAL: {
        TypeId type = check_type_read(checker, module, tree->of, siblings);
        if (check_type_is_optional(checker, type)) {
            WritDiag *diag = diag_error(checker->diags, DIAG_OPTIONAL_TWICE, tree->span,
                                        "\"optional\" stands here twice");
            diag_hint(diag, "Remove one.");
        }
        return check_type_optional(checker, type);
    }
    case TREE_TYPE_LIST:
        return read_list(checker, module, tree, siblings);
    case TREE_TYPE_RESULT: {
        Symbol *symbol = check_find(checker, module, tree->result_of, SYMBOL_DECISION);
        return symbol == NULL ? TYPE_UNKNOWN : check_result_type(checker, symbol);
    }
    case TREE_TYPE_RECORD:
        return check_structural_type(checker, module, tree);
    }
    WRIT_UNREACHABLE();
}

void check_type_currencies(Checker *checker, const Record *record)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        Field *field = &record->fields[i];
        if (!check_type_is(checker, field->type, WRIT_TYPE_MONEY)) {
            continue;
        }
        uint32_t sibling = check_type(checker, field->type)->currency_field;
        if (sibling == WRIT_NONE || record->fields[sibling].type == TYPE_UNKNOWN) {
            continue;
        }
        const Field *currency = &record->fields[sibling];
        if (currency->type != check_type_scalar(checker, WRIT_TYPE_CURRENCY)) {
            WritDiag *diag = diag_error(checker->diags, DIAG_CURRENCY_FIELD, field->span,
                                        "\"%.*s\" is in the currency of \"%.*s\", which is %s",
                                        WRIT_TEXT_ARGS(field->text), WRIT_TEXT_ARGS(currency->text),
                                        check_type_text(checker, currency->type));
            diag_label(diag, currency->span, "declared here");
            diag_hint(diag, "Name a field of type Currency, or a fixed currency.");
            field->type = TYPE_UNKNOWN;
        }
    }
}

static void print(Checker *checker, WritBuffer *out, TypeId id)
{
    static const char *const NAMES[] = {
        [WRIT_TYPE_BOOLEAN] = "Boolean",   [WRIT_TYPE_NUMBER] = "Number",
        [WRIT_TYPE_PERCENT] = "Percent",   [WRIT_TYPE_MONEY] = "Money",
        [WRIT_TYPE_QUANTITY] = "Quantity", [WRIT_TYPE_DATE] = "Date",
        [WRIT_TYPE_TIME] = "Time",         [WRIT_TYPE_INSTANT] = "Instant",
        [WRIT_TYPE_DURATION] = "Duration", [WRIT_TYPE_WORKING_TIME] = "WorkingTime",
        [WRIT_TYPE_MONTH] = "Month",       [WRIT_TYPE_TEXT] = "Text",
        [WRIT_TYPE_PERSON] = "Person",     [WRIT_TYPE_ROLE] = "Role",
        [WRIT_TYPE_COUNTRY] = "Country",   [WRIT_TYPE_CURRENCY] = "Currency",
        [WRIT_TYPE_DOCUMENT] = "Document", [WRIT_TYPE_LIST] = "list of ",
        [WRIT_TYPE_CALENDAR] = "Calendar",
    };
    const WritType *type = check_type(checker, id);
    if (type->optional) {
        writ_buffer_add_string(out, "optional ");
    }
    if (type->kind == WRIT_TYPE_RECORD) {
        const Record *record = checker->model->records[type->index];
        writ_buffer_add(out, record->name.length > 0 ? record->name : writ_text("record with …"));
        return;
    }
    if (type->kind == WRIT_TYPE_CHOICE) {
        writ_buffer_add(out, checker->model->choices[type->index]->name);
        return;
    }
    writ_buffer_add_string(out, NAMES[type->kind]);
    if (type->kind == WRIT_TYPE_LIST && type->index != WRIT_NONE) {
        print(checker, out, type->index);
    } else if (type->kind == WRIT_TYPE_MONEY && type->currency != 0) {
        char letters[5];
        (void)writ_code_text(type->currency, letters);
        writ_buffer_format(out, " in %s", letters);
    } else if (type->kind == WRIT_TYPE_MONEY && type->currency_field != WRIT_NONE) {
        writ_buffer_add_string(out, " in the currency beside it");
    } else if (type->kind == WRIT_TYPE_QUANTITY && type->index != WRIT_NONE) {
        writ_buffer_add_string(out, " in ");
        writ_buffer_add(out, checker->model->units[type->index]->name);
    }
}

const char *check_type_text(Checker *checker, TypeId type)
{
    if (type == TYPE_UNKNOWN) {
        return "unknown";
    }
    writ_buffer_clear(checker->scratch);
    print(checker, checker->scratch, type);
    return check_scratch_text(checker).data;
}
