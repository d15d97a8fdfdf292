// Shells and types of records, choices and units.
#include "check/data.h"

#include <assert.h>

#include "check/builtins.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/types.h"

WritText check_plain_text(Checker *checker, const TreeText *text)
{
    if (text == NULL) {
        return (WritText){0};
    }
    if (text->parts.count > 0) {
        WritDiag *diag = diag_error(checker->diags, DIAG_TEXT_WITH_VALUE, text->span,
                                    "this text cannot show a value");
        diag_reason(diag, "Titles and instructions are the same in every case. Only messages show "
                          "values.");
        diag_hint(diag, "Remove the braces; what a person needs to see stands in \"shows\".");
    }
    return text->plain;
}

// --- Units and choices --------------------------------------------------------------------

static void add_unit(Checker *checker, Symbol *symbol)
{
    Model *model = checker->model;
    Unit *unit = writ_arena_alloc(checker->arena, sizeof *unit);
    unit->name = symbol->text;
    unit->entry.order = symbol->qualified;
    unit->title = check_plain_text(checker, symbol->decl->title);
    unit->index = model->unit_count;
    model->units = check_grow(checker->arena, model->units, model->unit_count,
                              &model->unit_capacity, sizeof *model->units);
    model->units[model->unit_count++] = unit;
    WritType type = *check_type(checker, check_type_scalar(checker, WRIT_TYPE_QUANTITY));
    type.index = unit->index;
    unit->type = check_type_intern(checker, type);
    symbol->unit = unit;
}

static void tell_value_twice(Checker *checker, const TreeName *name, WritSpan before)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_VALUE_TWICE, name->span,
                                "\"%.*s\" stands here twice", WRIT_TEXT_ARGS(name->text));
    diag_label(diag, before, "the first time");
    diag_hint(diag, "Remove one of the two.");
}

static void add_values(Checker *checker, Choice *choice, const TreeNames *names)
{
    choice->values = writ_arena_array(checker->arena, names->count, sizeof *choice->values);
    for (const TreeName *name = names->first; name != NULL; name = name->next) {
        const ChoiceValue *before = check_names_find(&choice->by_name, name->name);
        if (before != NULL) {
            tell_value_twice(checker, name, before->span);
            continue;
        }
        ChoiceValue *value = &choice->values[choice->value_count];
        *value = (ChoiceValue){name->name, name->text, name->span, choice->value_count++};
        (void)check_names_put(&choice->by_name, checker->arena, name->name, value);
    }
}

static void add_choice(Checker *checker, Symbol *symbol)
{
    Model *model = checker->model;
    const TreeChoice *tree = &symbol->decl->choice;
    check_metas(checker, &tree->metas);
    Choice *choice = writ_arena_alloc(checker->arena, sizeof *choice);
    choice->name = symbol->text;
    choice->entry.order = symbol->qualified;
    choice->ordered = tree->ordered;
    choice->index = model->choice_count;
    add_values(checker, choice, &tree->values);
    model->choices = check_grow(checker->arena, model->choices, model->choice_count,
                                &model->choice_capacity, sizeof *model->choices);
    model->choices[model->choice_count++] = choice;
    WritType type = *check_type(checker, check_type_scalar(checker, WRIT_TYPE_CHOICE));
    type.index = choice->index;
    choice->type = check_type_intern(checker, type);
    symbol->choice = choice;
}

// --- Records ------------------------------------------------------------------------------

Record *check_record_new(Checker *checker, RecordNames names, uint32_t field_count)
{
    Model *model = checker->model;
    Record *record = writ_arena_alloc(checker->arena, sizeof *record);
    record->name = names.name;
    record->entry.order = names.qualified;
    record->title = names.title;
    record->span = names.span;
    record->fields = writ_arena_array(checker->arena, field_count, sizeof *record->fields);
    record->index = model->record_count;
    model->records = check_grow(checker->arena, model->records, model->record_count,
                                &model->record_capacity, sizeof *model->records);
    model->records[model->record_count++] = record;
    WritType type = *check_type(checker, check_type_scalar(checker, WRIT_TYPE_RECORD));
    type.index = record->index;
    record->type = check_type_intern(checker, type);
    return record;
}

// The new field, or NULL where its name is taken already.
static Field *add_field(Checker *checker, Record *record, const TreeName *name)
{
    const Field *before = check_names_find(&record->by_name, name->name);
    if (before != NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_FIELD_TWICE, name->span,
                                    "\"%.*s\" is declared here twice", WRIT_TEXT_ARGS(name->text));
        diag_label(diag, before->span, "the first time");
        diag_hint(diag, "Give one of the two another name.");
        return NULL;
    }
    Field *field = &record->fields[record->field_count++];
    field->name = name->name;
    field->text = name->text;
    field->span = name->span;
    (void)check_names_put(&record->by_name, checker->arena, name->name, field);
    return field;
}

static void add_tree_field(Checker *checker, Record *record, const TreeField *tree)
{
    Field *field = add_field(checker, record, tree->name);
    if (field != NULL) {
        field->tree = tree;
        check_field_starts_known(checker, record);
    }
}

static void add_record(Checker *checker, Symbol *symbol)
{
    const TreeRecord *tree = &symbol->decl->record;
    check_metas(checker, &tree->metas);
    RecordNames names = {
        .name = symbol->text,
        .qualified = symbol->qualified,
        .title = check_plain_text(checker, symbol->decl->title),
        .span = symbol->span,
    };
    Record *record = check_record_new(checker, names, tree->fields.count);
    for (const TreeField *field = tree->fields.first; field != NULL; field = field->next) {
        add_tree_field(checker, record, field);
    }
    symbol->record = record;
}

static void add_event(Checker *checker, Symbol *symbol)
{
    const TreeEvent *tree = &symbol->decl->event;
    check_metas(checker, &tree->metas);
    Event *event = writ_arena_alloc(checker->arena, sizeof *event);
    event->entry.order = symbol->qualified;
    event->name = symbol->qualified;
    event->title = check_plain_text(checker, symbol->decl->title);
    event->symbol = symbol;
    RecordNames names = {
        .name = symbol->text,
        .qualified = symbol->qualified,
        .title = event->title,
        .span = symbol->span,
    };
    event->record = check_record_new(checker, names, tree->lines.count);
    for (const TreeEventLine *line = tree->lines.first; line != NULL; line = line->next) {
        if (line->kind == TREE_EVENT_FIELD) {
            add_tree_field(checker, event->record, line->field);
        }
    }
    symbol->event = event;
}

void check_data_shell(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_UNIT) {
        add_unit(checker, symbol);
    } else if (symbol->kind == SYMBOL_CHOICE) {
        add_choice(checker, symbol);
    } else if (symbol->kind == SYMBOL_RECORD) {
        add_record(checker, symbol);
    } else if (symbol->kind == SYMBOL_EVENT) {
        add_event(checker, symbol);
    } else if (symbol->kind == SYMBOL_TAG || symbol->kind == SYMBOL_MILESTONE) {
        check_metas(checker, &symbol->decl->metas);
        (void)check_plain_text(checker, symbol->decl->title);
    }
}

static void read_field_types(Checker *checker, Module *module, Record *record)
{
    Siblings siblings = {record->fields, record->field_count, &record->by_name};
    for (uint32_t i = 0; i < record->field_count; i++) {
        Field *field = &record->fields[i];
        field->type = check_type_read(checker, module, field->tree->type, &siblings);
    }
    check_type_currencies(checker, record);
}

void check_data_types(Checker *checker, Symbol *symbol)
{
    if (symbol->kind == SYMBOL_RECORD) {
        read_field_types(checker, symbol->module, symbol->record);
    } else if (symbol->kind == SYMBOL_EVENT) {
        read_field_types(checker, symbol->module, symbol->event->record);
    }
}

// --- Parameters ---------------------------------------------------------------------------

void check_params_add(Checker *checker, ParamList *list, const TreeParams *params)
{
    for (const TreeParam *param = params->first; param != NULL; param = param->next) {
        list->items = check_grow(checker->arena, list->items, list->count, &list->capacity,
                                 sizeof(const TreeParam *));
        list->items[list->count++] = param;
    }
}

static WritText name_within(Checker *checker, WritText owner, WritText name)
{
    writ_buffer_clear(checker->scratch);
    writ_buffer_add(checker->scratch, owner);
    writ_buffer_add_byte(checker->scratch, ' ');
    writ_buffer_add(checker->scratch, name);
    return check_scratch_text(checker);
}

Record *check_params_record(Checker *checker, Module *module, RecordNames names,
                            const ParamList *params, uint32_t more)
{
    Record *record = check_record_new(checker, names, params->count + more);
    const TreeType **types = writ_arena_array(checker->arena, params->count, sizeof *types);
    for (uint32_t i = 0; i < params->count; i++) {
        uint32_t at = record->field_count;
        if (add_field(checker, record, params->items[i]->name) != NULL) {
            types[at] = params->items[i]->type;
        }
    }
    Siblings siblings = {record->fields, record->field_count, &record->by_name};
    for (uint32_t i = 0; i < record->field_count; i++) {
        checker->anonymous = name_within(checker, names.qualified, record->fields[i].text);
        record->fields[i].type = check_type_read(checker, module, types[i], &siblings);
    }
    check_type_currencies(checker, record);
    return record;
}

TypeId check_structural_type(Checker *checker, Module *module, const TreeType *tree)
{
    ParamList params = {0};
    check_params_add(checker, &params, &tree->params);
    RecordNames names = {.qualified = checker->anonymous, .span = tree->span};
    return check_params_record(checker, module, names, &params, 0)->type;
}

// --- Circles ------------------------------------------------------------------------------

enum { FRESH, OPEN, DONE, RECORD_DEPTH_MAX = 24 };

static void tell_circle(Checker *checker, const Record *record, const Field *field)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_RECORD_IN_ITSELF, field->span,
                                "\"%.*s\" would contain a \"%.*s\" that contains it again",
                                WRIT_TEXT_ARGS(field->text), WRIT_TEXT_ARGS(record->name));
    diag_label(diag, record->span, "declared here");
    diag_hint(diag, "Write \"optional\" or \"list of\" where the circle may end.");
}

static void tell_depth(Checker *checker, const Field *field)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_RECORD_TOO_DEEP, field->span,
                                "records stand more than %d deep inside one another here",
                                (int)RECORD_DEPTH_MAX);
    diag_hint(diag, "Put the fields that matter into fewer records.");
}

// `level` counts from where the walk began, `height` from the innermost record.
static void visit(Checker *checker, Record *record, uint32_t level)
{
    record->visit = OPEN;
    for (uint32_t i = 0; i < record->field_count; i++) {
        Field *field = &record->fields[i];
        if (check_type_record(checker, field->type) == NULL ||
            check_type_is_optional(checker, field->type)) {
            continue;
        }
        Record *inner = checker->model->records[check_type(checker, field->type)->index];
        if (inner->visit == FRESH && level < RECORD_DEPTH_MAX) {
            visit(checker, inner, level + 1);
        }
        if (inner->visit == OPEN) {
            tell_circle(checker, inner, field);
            field->type = TYPE_UNKNOWN;
        } else if (inner->visit == FRESH || inner->height >= RECORD_DEPTH_MAX) {
            tell_depth(checker, field);
            field->type = TYPE_UNKNOWN;
        } else if (inner->height + 1 > record->height) {
            record->height = inner->height + 1;
        }
    }
    record->visit = DONE;
}

void check_record_circles(Checker *checker)
{
    for (uint32_t i = 0; i < checker->model->record_count; i++) {
        if (checker->model->records[i]->visit == FRESH) {
            visit(checker, checker->model->records[i], 1);
        }
    }
}
