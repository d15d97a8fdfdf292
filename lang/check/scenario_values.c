// What a line of a scenario gives: each name once, whole or by its parts, and what is left out made
// up so that a scenario says only what it is about.
//
//     with order.number = "SO-1", order.lines = [OrderLine(item = "pump", ordered = 5 pcs)]
//
// Made up are: no, 1, the first value of a choice, the name of a field as its text, an empty list,
// a date 30 days ahead, a small file, and whoever does what the line says as a person.
#include <string.h>

#include "check/currency.h"
#include "check/names.h"
#include "check/scenarios.h"

#include <assert.h>
#include "check/types.h"

// The arguments whose first parts lead to one place.
typedef struct Picked {
    const TreeArg **items;
    uint32_t count;
    uint32_t depth; // Parts of their paths that lead there.
} Picked;

typedef struct Giving {
    SceneReading *reading;
    Scope *scope;
    const SceneGiven *given;
    Currency currency; // Of the amount at hand.
    uint32_t count;    // Values so far.
} Giving;

static SceneValue *value_new(Giving *giving, WritMadeKind kind)
{
    SceneValue *value = writ_arena_alloc(giving->reading->checker->arena, sizeof *value);
    value->kind = kind;
    return value;
}

static SceneValue *constant(Giving *giving, TypeId type, WritValue constant)
{
    SceneValue *value = value_new(giving, WRIT_MADE_EXPR);
    value->expr = check_expr_constant(giving->scope, type, giving->given->span, constant);
    return value;
}

// --- Picking arguments ----------------------------------------------------------------------

static const TreeName *part_at(const TreePath *path, uint32_t index)
{
    const TreeName *part = path->parts.first;
    while (part != NULL && index-- > 0) {
        part = part->next;
    }
    return part;
}

static Picked pick_all(Giving *giving, const TreeArgs *args)
{
    Picked picked = {
        writ_arena_array(giving->reading->checker->arena, args->count, sizeof(const TreeArg *)), 0,
        0};
    for (const TreeArg *arg = args->first; arg != NULL; arg = arg->next) {
        picked.items[picked.count++] = arg;
    }
    return picked;
}

static Picked pick(Giving *giving, const Picked *from, WritName name)
{
    Picked picked = {
        writ_arena_array(giving->reading->checker->arena, from->count, sizeof(const TreeArg *)), 0,
        from->depth + 1};
    for (uint32_t i = 0; i < from->count; i++) {
        const TreeName *part = part_at(from->items[i]->path, from->depth);
        if (part != NULL && part->name == name) {
            picked.items[picked.count++] = from->items[i];
        }
    }
    return picked;
}

static void tell_name(Giving *giving, const TreeName *name, const Field *fields, uint32_t count,
                      const char *what)
{
    WritDiag *diag = diag_error(giving->reading->checker->diags, DIAG_ARGUMENT_NAME, name->span,
                                "%s takes nothing of this name", what);
    Similar similar = check_similar(name->text);
    for (uint32_t i = 0; i < count; i++) {
        check_similar_try(&similar, fields[i].text);
    }
    check_similar_hint(&similar, diag);
}

static void tell_given(Giving *giving, WritSpan span, const char *what, const char *hint)
{
    WritDiag *diag =
        diag_error(giving->reading->checker->diags, DIAG_SCENE_GIVEN, span, "%s", what);
    diag_hint(diag, "%s", hint);
}

// --- Making up ------------------------------------------------------------------------------

static SceneValue *give(Giving *giving, const Wanted *wanted, const Picked *picked, WritText text);

static SceneValue *make_amount(Giving *giving, TypeId type, WritValueKind kind)
{
    const WritType *read = check_type(giving->reading->checker, type);
    WritValue value = {.kind = kind, .number = writ_decimal_from_int(1)};
    if (kind == WRIT_VALUE_PERCENT) {
        WritError error;
        WritStatus status = writ_decimal_parse(&value.number, writ_text("0.01"), &error);
        assert(status == WRIT_OK);
    } else if (kind == WRIT_VALUE_MONEY) {
        WritCode fixed = read->currency != 0 ? read->currency : giving->currency.code;
        value.tag = fixed != 0 ? fixed : writ_code(writ_text("EUR"));
    } else if (kind == WRIT_VALUE_QUANTITY) {
        value.tag = read->index;
    }
    return constant(giving, type, value);
}

static SceneValue *refuse_made_up(Giving *giving, WritText text)
{
    WritDiag *diag = diag_error(giving->reading->checker->diags, DIAG_SCENE_GIVEN,
                                giving->given->span, "%s needs \"%.*s\", and it cannot be made up",
                                giving->given->what, WRIT_TEXT_ARGS(text));
    diag_hint(diag, "Add \"%.*s = …\" after \"with\".", WRIT_TEXT_ARGS(text));
    return NULL;
}

static SceneValue *make_somebody(Giving *giving, WritText text)
{
    return giving->reading->scene->first_person.length > 0 ? value_new(giving, WRIT_MADE_SOMEBODY)
                                                           : refuse_made_up(giving, text);
}

static SceneValue *make_up(Giving *giving, TypeId wanted, WritText text)
{
    Checker *checker = giving->reading->checker;
    TypeId type = check_type_required(checker, wanted);
    WritValue value = {0};
    switch (check_type(checker, type)->kind) {
    case WRIT_TYPE_BOOLEAN:
        value.kind = WRIT_VALUE_BOOLEAN;
        return constant(giving, type, value);
    case WRIT_TYPE_NUMBER:
        return make_amount(giving, type, WRIT_VALUE_NUMBER);
    case WRIT_TYPE_PERCENT:
        return make_amount(giving, type, WRIT_VALUE_PERCENT);
    case WRIT_TYPE_MONEY:
        return make_amount(giving, type, WRIT_VALUE_MONEY);
    case WRIT_TYPE_QUANTITY:
        return check_type(checker, type)->index == WRIT_NONE
                   ? refuse_made_up(giving, text)
                   : make_amount(giving, type, WRIT_VALUE_QUANTITY);
    case WRIT_TYPE_DATE:
        return value_new(giving, WRIT_MADE_DATE);
    case WRIT_TYPE_TIME:
        value = (WritValue){.kind = WRIT_VALUE_TIME, .integer = 9 * 60};
        return constant(giving, type, value);
    case WRIT_TYPE_INSTANT:
        return value_new(giving, WRIT_MADE_INSTANT);
    case WRIT_TYPE_DURATION:
        value = (WritValue){.kind = WRIT_VALUE_DURATION, .tag = WRIT_DAYS, .integer = 1};
        return constant(giving, type, value);
    case WRIT_TYPE_WORKING_TIME:
        value =
            (WritValue){.kind = WRIT_VALUE_WORKING_TIME, .tag = WRIT_WORKING_DAYS, .integer = 1};
        return constant(giving, type, value);
    case WRIT_TYPE_MONTH:
        return value_new(giving, WRIT_MADE_MONTH);
    case WRIT_TYPE_TEXT:
        return constant(giving, type, writ_value_text(text));
    case WRIT_TYPE_CHOICE:
        value = (WritValue){.kind = WRIT_VALUE_CHOICE, .tag = check_type(checker, type)->index};
        return constant(giving, type, value);
    case WRIT_TYPE_PERSON:
        return make_somebody(giving, text);
    case WRIT_TYPE_COUNTRY:
        value = (WritValue){.kind = WRIT_VALUE_COUNTRY, .tag = writ_code(writ_text("FR"))};
        return constant(giving, type, value);
    case WRIT_TYPE_CURRENCY:
        value = (WritValue){.kind = WRIT_VALUE_CURRENCY, .tag = writ_code(writ_text("EUR"))};
        return constant(giving, type, value);
    case WRIT_TYPE_LIST:
        return value_new(giving, WRIT_MADE_LIST);
    case WRIT_TYPE_RECORD: {
        Picked none = {0};
        return give(giving, &(Wanted){.type = type}, &none, text);
    }
    case WRIT_TYPE_DOCUMENT: {
        SceneValue *document = value_new(giving, WRIT_MADE_DOCUMENT);
        document->expr =
            check_expr_constant(giving->scope, check_type_scalar(checker, WRIT_TYPE_TEXT),
                                giving->given->span, writ_value_text(text));
        return document;
    }
    case WRIT_TYPE_ROLE:
    case WRIT_TYPE_CALENDAR:
        return refuse_made_up(giving, text);
    }
    WRIT_UNREACHABLE();
}

// --- From what is written -------------------------------------------------------------------

static SceneValue *from_tree(Giving *giving, const TreeExpr *tree, const Wanted *wanted,
                             WritText text);

static WritText joined(Giving *giving, WritText before, WritText name)
{
    WritBuffer *scratch = giving->reading->checker->scratch;
    if (before.length == 0) {
        return name;
    }
    writ_buffer_clear(scratch);
    writ_buffer_format(scratch, "%.*s.%.*s", WRIT_TEXT_ARGS(before), WRIT_TEXT_ARGS(name));
    return check_scratch_text(giving->reading->checker);
}

static const char *quoted(Giving *giving, WritText text)
{
    WritBuffer *scratch = giving->reading->checker->scratch;
    writ_buffer_clear(scratch);
    writ_buffer_format(scratch, "\"%.*s\"", WRIT_TEXT_ARGS(text));
    return check_scratch_text(giving->reading->checker).data;
}

// What is left out: computed fields, and unless it is given what is optional or has a start.
static bool is_left_out(Giving *giving, const Field *field)
{
    return field->is_computed || field->has_start ||
           check_type_is_optional(giving->reading->checker, field->type) ||
           giving->given->missing == SCENE_LEAVE_OUT;
}

typedef struct Filling {
    const Record *record;
    Expr **exprs; // Of the fields that are plain expressions.
    SceneValue *value;
    WritText text;
} Filling;

// A currency that is not given is that of an amount beside it which is.
static SceneValue *likely_currency(Giving *giving, const Filling *filling, uint32_t number,
                                   const Picked *from)
{
    Checker *checker = giving->reading->checker;
    for (uint32_t i = 0; i < filling->record->field_count; i++) {
        const Field *field = &filling->record->fields[i];
        if (field->type == TYPE_UNKNOWN ||
            check_type(checker, field->type)->kind != WRIT_TYPE_MONEY ||
            check_type(checker, field->type)->currency_field != number) {
            continue;
        }
        Picked picked = pick(giving, from, field->name);
        const TreeExpr *tree = picked.count == 1 ? picked.items[0]->expr : NULL;
        const TreeExpr *cell = tree != NULL && tree->kind == TREE_EXPR_PATH
                                   ? check_scene_cell(giving->scope, tree->path)
                                   : NULL;
        tree = cell != NULL ? cell : tree;
        if (tree != NULL && tree->kind == TREE_EXPR_AMOUNT && writ_code(tree->name->text) != 0) {
            WritValue value = {.kind = WRIT_VALUE_CURRENCY, .tag = writ_code(tree->name->text)};
            return constant(giving, check_type_scalar(checker, WRIT_TYPE_CURRENCY), value);
        }
    }
    return NULL;
}

static void fill_field(Giving *giving, Filling *filling, uint32_t number, const Picked *from)
{
    Checker *checker = giving->reading->checker;
    const Field *field = &filling->record->fields[number];
    Picked picked = pick(giving, from, field->name);
    WritText text = joined(giving, filling->text, field->text);
    if (picked.count > 0 && field->is_computed) {
        tell_given(giving, picked.items[0]->path->span, "this is computed and cannot be given",
                   "Give what it is computed from.");
        return;
    }
    if (picked.count == 0 && is_left_out(giving, field)) {
        return;
    }
    Currency outer = giving->currency;
    giving->currency = check_sibling_currency(checker, filling->record, number, filling->exprs);
    Wanted wanted = {
        .type = field->type,
        .currency = giving->currency,
        .what = quoted(giving, text),
        .declared = field->span,
    };
    SceneValue *value = picked.count == 0 ? likely_currency(giving, filling, number, from) : NULL;
    value = value != NULL ? value : give(giving, &wanted, &picked, text);
    giving->currency = outer;
    filling->value->parts[number] = value;
    filling->exprs[number] = value == NULL || value->kind != WRIT_MADE_EXPR ? NULL : value->expr;
}

static void tell_unknown_fields(Giving *giving, const Record *record, const Picked *picked)
{
    for (uint32_t i = 0; i < picked->count; i++) {
        const TreeName *part = part_at(picked->items[i]->path, picked->depth);
        if (part != NULL && check_names_find(&record->by_name, part->name) == NULL) {
            const char *what = record->name.length > 0
                                   ? check_type_text(giving->reading->checker, record->type)
                                   : giving->given->what;
            tell_name(giving, part, record->fields, record->field_count, what);
        }
    }
}

static SceneValue *fill_record(Giving *giving, const Record *record, const Picked *picked,
                               WritText text)
{
    Checker *checker = giving->reading->checker;
    Filling filling = {
        .record = record,
        .exprs = writ_arena_array(checker->arena, record->field_count, sizeof(Expr *)),
        .value = value_new(giving, WRIT_MADE_RECORD),
        .text = text,
    };
    filling.value->record = record;
    filling.value->part_count = record->field_count;
    filling.value->parts =
        writ_arena_array(checker->arena, record->field_count, sizeof(SceneValue *));
    tell_unknown_fields(giving, record, picked);
    // Currencies before the amounts that are in them.
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < record->field_count; i++) {
            bool currency = check_type_is(checker, record->fields[i].type, WRIT_TYPE_CURRENCY);
            if (currency == (pass == 0) && record->fields[i].type != TYPE_UNKNOWN) {
                fill_field(giving, &filling, i, picked);
            }
        }
    }
    return filling.value;
}

// An amount brings its currency; whether it is that of its record is judged when it is given.
static Expr *from_expr(Giving *giving, const TreeExpr *tree, const Wanted *wanted)
{
    Checker *checker = giving->reading->checker;
    TypeId type = check_type_required(checker, wanted->type);
    if (check_type_is(checker, type, WRIT_TYPE_MONEY) && check_type(checker, type)->currency == 0) {
        Expr *expr = check_expr(giving->scope, tree, type);
        if (expr->type != TYPE_UNKNOWN && check_type_is(checker, expr->type, WRIT_TYPE_MONEY)) {
            return expr;
        }
    }
    return check_expr_as(giving->scope, tree, *wanted);
}

static SceneValue *from_list(Giving *giving, const TreeExpr *tree, const Wanted *wanted,
                             WritText text)
{
    Checker *checker = giving->reading->checker;
    TypeId type = check_type_required(checker, wanted->type);
    if (!check_type_is(checker, type, WRIT_TYPE_LIST)) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_SCENE_GIVEN, tree->span, "%s is %s and not a list",
                       wanted->what, check_type_text(checker, type));
        diag_hint(diag, "Write one value, without brackets.");
        return NULL;
    }
    Wanted element = {.type = check_type(checker, type)->index, .what = wanted->what};
    SceneValue *value = value_new(giving, WRIT_MADE_LIST);
    value->parts = writ_arena_array(checker->arena, tree->values.count, sizeof(SceneValue *));
    for (const TreeExpr *item = tree->values.first; item != NULL; item = item->next) {
        SceneValue *part = from_tree(giving, item, &element, text);
        if (part != NULL) {
            value->parts[value->part_count++] = part;
        }
    }
    return value;
}

static SceneValue *from_record(Giving *giving, const TreeExpr *tree, const Record *record,
                               WritText text)
{
    Picked picked = pick_all(giving, &tree->args);
    return fill_record(giving, record, &picked, text);
}

static SceneValue *from_tree(Giving *giving, const TreeExpr *tree, const Wanted *wanted,
                             WritText text)
{
    Checker *checker = giving->reading->checker;
    if (wanted->type == TYPE_UNKNOWN) {
        return NULL;
    }
    const TreeExpr *cell =
        tree->kind == TREE_EXPR_PATH ? check_scene_cell(giving->scope, tree->path) : NULL;
    if (cell != NULL && (cell->kind == TREE_EXPR_RECORD || cell->kind == TREE_EXPR_LIST)) {
        return from_tree(giving, cell, wanted, text);
    }
    if (tree->kind == TREE_EXPR_LIST) {
        return from_list(giving, tree, wanted, text);
    }
    const Record *record = check_type_record(checker, check_type_required(checker, wanted->type));
    if (tree->kind == TREE_EXPR_RECORD && record != NULL &&
        writ_text_equal(record->name, tree->name->text)) {
        (void)check_find_name(checker, giving->reading->symbol->module, tree->name, SYMBOL_RECORD);
        return from_record(giving, tree, record, text);
    }
    SceneValue *value = value_new(giving, WRIT_MADE_EXPR);
    value->expr = from_expr(giving, tree, wanted);
    return check_expr_is_unknown(value->expr) ? NULL : value;
}

// --- One place ------------------------------------------------------------------------------

// Records of records have as many places as the numbers of their fields make when multiplied.
static bool has_room(Giving *giving)
{
    Checker *checker = giving->reading->checker;
    if (!check_has_room(checker, giving->given->span)) {
        return false;
    }
    giving->count++;
    if (giving->count == CHECK_SCENE_VALUES_MAX + 1) {
        WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_VALUES, giving->given->span,
                                    "this would be more than %d values, given and made up together",
                                    (int)CHECK_SCENE_VALUES_MAX);
        diag_hint(diag, "Let records within records be optional, or let a hook bring them.");
    }
    return giving->count <= CHECK_SCENE_VALUES_MAX;
}

static SceneValue *give(Giving *giving, const Wanted *wanted, const Picked *picked, WritText text)
{
    Checker *checker = giving->reading->checker;
    const TreeArg *whole = NULL;
    const TreeArg *part = NULL;
    for (uint32_t i = 0; i < picked->count; i++) {
        const TreeArg *arg = picked->items[i];
        const TreeArg **kind = arg->path->parts.count == picked->depth ? &whole : &part;
        if (*kind == NULL) {
            *kind = arg;
        } else if (kind == &whole) {
            part = arg;
        }
    }
    if (wanted->type == TYPE_UNKNOWN || !has_room(giving)) {
        return NULL;
    }
    if (whole != NULL && part != NULL) {
        tell_given(giving, part->path->span, "this is given twice",
                   "Give it once: as a whole, or by its parts.");
        return NULL;
    }
    if (whole != NULL) {
        return from_tree(giving, whole->expr, wanted, text);
    }
    const Record *record = check_type_record(checker, check_type_required(checker, wanted->type));
    if (record != NULL) {
        return fill_record(giving, record, picked, text);
    }
    if (part != NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_GIVEN, part->path->span,
                                    "\"%.*s\" has no parts", WRIT_TEXT_ARGS(text));
        diag_reason(diag, "It is %s.", check_type_text(checker, wanted->type));
        diag_hint(diag, "Give it as a whole.");
        return NULL;
    }
    return make_up(giving, wanted->type, text);
}

// --- Lines ----------------------------------------------------------------------------------

static void add_field(SceneLine *line, WritText name, TypeId type, SceneValue *value)
{
    if (value != NULL) {
        line->fields[line->field_count++] =
            (SceneField){.name = name, .type = type, .value = value};
    }
}

void scene_give_record(SceneReading *reading, Scope *scope, SceneLine *line,
                       const SceneGiven *given)
{
    Giving giving = {.reading = reading, .scope = scope, .given = given};
    Picked picked = pick_all(&giving, given->args);
    const Record *record = given->record;
    SceneValue *value = fill_record(&giving, record, &picked, (WritText){0});
    line->fields =
        writ_arena_array(reading->checker->arena, record->field_count, sizeof(SceneField));
    for (uint32_t i = 0; i < record->field_count; i++) {
        add_field(line, record->fields[i].text, record->fields[i].type, value->parts[i]);
    }
}

void scene_give_parameters(SceneReading *reading, Scope *scope, SceneLine *line,
                           const Process *process, const SceneGiven *given)
{
    Checker *checker = reading->checker;
    Giving giving = {.reading = reading, .scope = scope, .given = given};
    Picked picked = pick_all(&giving, given->args);
    uint32_t count = 0;
    for (const Slot *slot = process->root->slots; slot != NULL; slot = slot->next) {
        count += slot->kind == WRIT_SLOT_PARAMETER;
    }
    line->fields = writ_arena_array(checker->arena, count, sizeof(SceneField));
    Field *fields = writ_arena_array(checker->arena, count, sizeof(Field));
    count = 0;
    for (const Slot *slot = process->root->slots; slot != NULL; slot = slot->next) {
        if (slot->kind != WRIT_SLOT_PARAMETER) {
            continue;
        }
        fields[count++] = (Field){.name = slot->name, .text = slot->text};
        Picked own = pick(&giving, &picked, slot->name);
        bool optional = slot->type != TYPE_UNKNOWN && check_type_is_optional(checker, slot->type);
        if (slot->type != TYPE_UNKNOWN && (own.count > 0 || !optional)) {
            Wanted wanted = {
                .type = slot->type, .what = quoted(&giving, slot->text), .declared = slot->span};
            add_field(line, slot->text, slot->type, give(&giving, &wanted, &own, slot->text));
        }
    }
    for (uint32_t i = 0; i < picked.count; i++) {
        const TreeName *name = picked.items[i]->path->parts.first;
        bool known = false;
        for (uint32_t k = 0; k < count; k++) {
            known = known || fields[k].name == name->name;
        }
        if (!known) {
            tell_name(&giving, name, fields, count, given->what);
        }
    }
}

static const Target *find_fill(const Step *step, WritText text)
{
    for (uint32_t i = 0; i < step->fills.count; i++) {
        if (step->fills.items[i] != NULL && writ_text_equal(step->fills.items[i]->text, text)) {
            return step->fills.items[i];
        }
    }
    return NULL;
}

static void tell_fills(SceneReading *reading, const Step *step, WritText text, WritDiag *diag)
{
    WritText *fills =
        writ_arena_array(reading->checker->arena, step->fills.count, sizeof(WritText));
    uint32_t count = 0;
    for (uint32_t i = 0; i < step->fills.count; i++) {
        if (step->fills.items[i] != NULL) {
            fills[count++] = step->fills.items[i]->text;
        }
    }
    if (count == 0) {
        diag_hint(diag, "It fills nothing in: remove it.");
        return;
    }
    SceneWords words = {"It fills", fills, count};
    scene_list(reading, text, diag, &words);
}

// No words stand for a document, so one that has to be filled in is made up.
static void add_documents(Giving *giving, SceneLine *line, const Step *step)
{
    for (uint32_t i = 0; i < step->fills.count; i++) {
        const Target *target = step->fills.items[i];
        bool given = target == NULL || target->type == TYPE_UNKNOWN ||
                     check_type_is_optional(giving->reading->checker, target->type) ||
                     !check_type_is(giving->reading->checker, target->type, WRIT_TYPE_DOCUMENT);
        for (uint32_t k = 0; !given && k < line->field_count; k++) {
            given = writ_text_equal(line->fields[k].name, target->text);
        }
        if (!given) {
            add_field(line, target->text, target->type,
                      make_up(giving, target->type, target->text));
        }
    }
}

void scene_give_fills(SceneReading *reading, Scope *scope, SceneLine *line, const Step *step,
                      const SceneGiven *given)
{
    Checker *checker = reading->checker;
    Giving giving = {.reading = reading, .scope = scope, .given = given};
    line->fields = writ_arena_array(checker->arena, given->args->count + step->fills.count,
                                    sizeof(SceneField));
    for (const TreeArg *arg = given->args->first; arg != NULL; arg = arg->next) {
        WritText text = check_path_text(checker, arg->path);
        const Target *target = find_fill(step, text);
        if (target == NULL) {
            WritDiag *diag = diag_error(checker->diags, DIAG_ARGUMENT_NAME, arg->path->span,
                                        "%s does not fill this", given->what);
            tell_fills(reading, step, text, diag);
            continue;
        }
        for (uint32_t i = 0; i < line->field_count; i++) {
            if (writ_text_equal(line->fields[i].name, text)) {
                tell_given(&giving, arg->path->span, "this is given twice", "Give it once.");
            }
        }
        // Amounts follow the currency that the case has; what is given by itself says its own.
        Wanted wanted = {
            .type = target->type, .what = quoted(&giving, text), .declared = target->span};
        add_field(line, text, target->type, from_tree(&giving, arg->expr, &wanted, text));
    }
    add_documents(&giving, line, step);
}
