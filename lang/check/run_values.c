// What a scenario gives so that the conditions of its run hold, where the conditions say it: a
// place compared with a constant, a yes or no, something that is there.
#include <string.h>

#include "check/run_scene.h"
#include "check/types.h"

static WritText path_text(RunScene *scene, const Expr *path)
{
    Checker *checker = scene->checker;
    if (path->operation == WRIT_OP_SLOT) {
        return path->slot->text;
    }
    WritText outer = path_text(scene, path->a);
    const Record *record = check_type_record(checker, check_type_required(checker, path->a->type));
    writ_buffer_format(checker->scratch, "%.*s.%.*s", WRIT_TEXT_ARGS(outer),
                       WRIT_TEXT_ARGS(record->fields[path->number].text));
    return check_scratch_text(checker);
}

static const Slot *slot_of(RunScene *scene, const Expr *path)
{
    while (path->operation == WRIT_OP_FIELD) {
        const Record *record =
            check_type_record(scene->checker, check_type_required(scene->checker, path->a->type));
        if (record == NULL || record->fields[path->number].is_computed) {
            return NULL;
        }
        path = path->a;
    }
    return path->operation == WRIT_OP_SLOT ? path->slot : NULL;
}

void check_run_scene_give(RunScene *scene, uint32_t item, WritText path, WritText value)
{
    for (uint32_t i = 0; i < scene->given_count; i++) {
        RunGiven *given = &scene->given[i];
        if (given->item == item && writ_text_equal(given->path, path)) {
            given->value = given->any ? value : given->value;
            given->any = false;
            return;
        }
    }
    scene->given = check_grow(scene->checker->arena, scene->given, scene->given_count,
                              &scene->given_capacity, sizeof(RunGiven));
    scene->given[scene->given_count++] = (RunGiven){item, path, value, false};
}

// --- Who gives a place ------------------------------------------------------------------------

// Where the value of a place comes from at an item of the run.
typedef struct Source {
    bool known;
    uint32_t item;
    WritText path; // What it is called there.
} Source;

static bool fills(const RunItem *item, const Expr *path)
{
    const Step *step = item->kind == RUN_ANSWERED ? item->node->step : NULL;
    for (uint32_t i = 0; step != NULL && i < step->fills.count; i++) {
        if (step->fills.items[i]->place == path->place) {
            return true;
        }
    }
    return false;
}

static bool brings(const RunItem *item, const Slot *slot)
{
    return (item->kind == RUN_CALLED || item->kind == RUN_ARRIVES) &&
           item->node->step->into == slot;
}

static Source source_of(RunScene *scene, uint32_t item, const Expr *path)
{
    const Slot *slot = slot_of(scene, path);
    if (slot == NULL) {
        return (Source){0};
    }
    WritText text = path_text(scene, path);
    for (uint32_t i = item; i-- > 0;) {
        if (fills(&scene->run->items[i], path)) {
            return (Source){true, i, text};
        }
        if (brings(&scene->run->items[i], slot) && path->operation == WRIT_OP_FIELD) {
            size_t root = slot->text.length + 1;
            return (Source){true, i, {text.data + root, text.length - root}};
        }
    }
    return (Source){slot->kind == WRIT_SLOT_PARAMETER, 0, text};
}

// --- Values -----------------------------------------------------------------------------------

static WritText scalar(RunScene *scene, const char *text)
{
    writ_buffer_add_string(scene->checker->scratch, text);
    return check_scratch_text(scene->checker);
}

// What is made up where nothing is given, as scenarios do; empty where that has no name here.
static WritText made_up(RunScene *scene, TypeId wanted, WritText path)
{
    Checker *checker = scene->checker;
    TypeId type = check_type_required(checker, wanted);
    const Choice *choice = check_type_choice(checker, type);
    if (choice != NULL) {
        return choice->values[0].text;
    }
    if (check_type_is(checker, type, WRIT_TYPE_BOOLEAN)) {
        return scalar(scene, "no");
    }
    if (check_type_is(checker, type, WRIT_TYPE_NUMBER)) {
        return scalar(scene, "1");
    }
    if (check_type_is(checker, type, WRIT_TYPE_DATE)) {
        return scalar(scene, "2026-04-01");
    }
    if (!check_type_is(checker, type, WRIT_TYPE_TEXT)) {
        return (WritText){0};
    }
    writ_buffer_format(checker->scratch, "\"%.*s\"", WRIT_TEXT_ARGS(path));
    return check_scratch_text(checker);
}

WritText check_run_scene_value(RunScene *scene, uint32_t item, const Expr *path)
{
    if (path->operation == WRIT_OP_CONSTANT) {
        return check_run_condition(scene->checker, path);
    }
    Source source = source_of(scene, item, path);
    for (uint32_t i = 0; source.known && i < scene->given_count; i++) {
        if (scene->given[i].item == source.item &&
            writ_text_equal(scene->given[i].path, source.path)) {
            return scene->given[i].value;
        }
    }
    return source.known && source.item == 0 && !check_type_is_optional(scene->checker, path->type)
               ? made_up(scene, path->type, source.path)
               : (WritText){0};
}

// A value beside a constant that compares as asked: the constant itself where it may be equal.
static WritText beside(RunScene *scene, const Expr *constant, int64_t by)
{
    WritText text = check_run_condition(scene->checker, constant);
    const WritValue *value = &constant->constant;
    WritDecimal sum;
    WritError error;
    if (by == 0) {
        return text;
    }
    bool counts = check_type_is(scene->checker, constant->type, WRIT_TYPE_NUMBER) ||
                  check_type_is(scene->checker, constant->type, WRIT_TYPE_MONEY) ||
                  check_type_is(scene->checker, constant->type, WRIT_TYPE_QUANTITY);
    if (!counts ||
        writ_decimal_add(&sum, value->number, writ_decimal_from_int(by), &error) != WRIT_OK) {
        return (WritText){0};
    }
    char digits[WRIT_DECIMAL_TEXT_BYTES];
    size_t length = writ_decimal_print(sum, digits);
    size_t unit = text.length;
    while (unit > 0 && text.data[unit - 1] > '9') {
        unit--;
    }
    writ_buffer_format(scene->checker->scratch, "%.*s%s%.*s", (int)length, digits,
                       unit < text.length ? " " : "", (int)(text.length - unit), text.data + unit);
    return check_scratch_text(scene->checker);
}

// A value of the same type that is not the constant.
static WritText another(RunScene *scene, const Expr *path, const Expr *constant)
{
    const Choice *choice =
        check_type_choice(scene->checker, check_type_required(scene->checker, path->type));
    WritText text = check_run_condition(scene->checker, constant);
    for (uint32_t i = 0; choice != NULL && i < choice->value_count; i++) {
        if (!writ_text_equal(choice->values[i].text, text)) {
            return choice->values[i].text;
        }
    }
    return check_type_is(scene->checker, constant->type, WRIT_TYPE_TEXT)
               ? scalar(scene, writ_text_is(text, "\"other\"") ? "\"another\"" : "\"other\"")
               : beside(scene, constant, 1);
}

// --- Conditions -------------------------------------------------------------------------------

static bool give_at(RunScene *scene, uint32_t item, const Expr *path, WritText value)
{
    Source source = source_of(scene, item, path);
    if (!source.known || value.length == 0) {
        return false;
    }
    check_run_scene_give(scene, source.item, source.path, value);
    return writ_text_equal(check_run_scene_value(scene, item, path), value);
}

// Something, whatever it is.
static bool give_any(RunScene *scene, uint32_t item, const Expr *path, WritText name)
{
    uint32_t before = scene->given_count;
    if (check_run_scene_value(scene, item, path).length > 0) {
        return true;
    }
    bool given = give_at(scene, item, path, made_up(scene, path->type, name));
    if (scene->given_count > before) {
        scene->given[before].any = true;
    }
    return given;
}

// `path op constant`; what stands the other way round is turned.
static bool solve_order(RunScene *scene, uint32_t item, const Expr *expr, bool holds)
{
    const Expr *path = expr->a;
    const Expr *constant = expr->b;
    WritOperation operation = expr->operation;
    if (constant->operation != WRIT_OP_CONSTANT) {
        return false;
    }
    bool equal = operation == WRIT_OP_EQUAL || operation == WRIT_OP_NOT_EQUAL;
    if (equal) {
        bool same = (operation == WRIT_OP_EQUAL) == holds;
        return give_at(scene, item, path,
                       same ? beside(scene, constant, 0) : another(scene, path, constant));
    }
    bool above = operation == WRIT_OP_GREATER || operation == WRIT_OP_GREATER_EQUAL;
    bool strict = operation == WRIT_OP_GREATER || operation == WRIT_OP_LESS;
    int64_t by = strict == holds ? 1 : 0;
    return give_at(scene, item, path, beside(scene, constant, above == holds ? by : -by));
}

static bool is_comparison(WritOperation operation)
{
    return operation >= WRIT_OP_EQUAL && operation <= WRIT_OP_GREATER_EQUAL;
}

static bool solve_presence(RunScene *scene, uint32_t item, const Expr *path, bool there)
{
    Source source = source_of(scene, item, path);
    return source.known && (there ? give_any(scene, item, path, source.path)
                                  : check_run_scene_value(scene, item, path).length == 0);
}

static bool solve(RunScene *scene, uint32_t item, const Expr *expr, bool holds)
{
    WritOperation operation = expr->operation;
    if (operation == WRIT_OP_NOT) {
        return solve(scene, item, expr->a, !holds);
    }
    if (operation == WRIT_OP_AND || operation == WRIT_OP_OR) {
        bool both = (operation == WRIT_OP_AND) == holds;
        bool first = solve(scene, item, expr->a, holds);
        return both ? solve(scene, item, expr->b, holds) && first
                    : first || solve(scene, item, expr->b, holds);
    }
    if (operation == WRIT_OP_IS_PRESENT || operation == WRIT_OP_IS_MISSING) {
        return solve_presence(scene, item, expr->a, (operation == WRIT_OP_IS_PRESENT) == holds);
    }
    if (operation == WRIT_OP_SLOT || operation == WRIT_OP_FIELD) {
        return give_at(scene, item, expr, scalar(scene, holds ? "yes" : "no"));
    }
    return is_comparison(operation) && solve_order(scene, item, expr, holds);
}

// A list of one element whose every field is made up but the first.
static bool give_element(RunScene *scene, uint32_t item, const Expr *list)
{
    Checker *checker = scene->checker;
    Source source = source_of(scene, item, list);
    TypeId type = check_type_required(checker, list->type);
    if (!source.known || !check_type_is(checker, type, WRIT_TYPE_LIST)) {
        return false;
    }
    TypeId element = check_type(checker, type)->index;
    const Record *record = check_type_record(checker, element);
    if (record == NULL) {
        WritText one = made_up(scene, element, source.path);
        writ_buffer_format(checker->scratch, "[%.*s]", WRIT_TEXT_ARGS(one));
        WritText value = check_scratch_text(checker);
        return one.length > 0 && give_at(scene, item, list, value);
    }
    for (uint32_t i = 0; record->name.length > 0 && i < record->field_count; i++) {
        const Field *field = &record->fields[i];
        WritText one =
            field->is_computed ? (WritText){0} : made_up(scene, field->type, field->text);
        if (one.length > 0) {
            writ_buffer_format(checker->scratch, "[%.*s(%.*s = %.*s)]",
                               WRIT_TEXT_ARGS(record->name), WRIT_TEXT_ARGS(field->text),
                               WRIT_TEXT_ARGS(one));
            return give_at(scene, item, list, check_scratch_text(checker));
        }
    }
    return false;
}

void check_run_scene_solve(RunScene *scene)
{
    scene->told = writ_arena_array(scene->checker->arena, scene->run->count, sizeof(bool));
    for (uint32_t i = 0; i < scene->run->count; i++) {
        const RunItem *item = &scene->run->items[i];
        bool given = item->kind == RUN_WHERE     ? solve(scene, i, item->condition, item->holds)
                     : item->kind == RUN_ELEMENT ? give_element(scene, i, item->condition)
                                                 : true;
        scene->told[i] = !given;
    }
}

void check_run_scene_with(RunScene *scene, uint32_t item)
{
    const char *before = " with ";
    for (uint32_t i = 0; i < scene->given_count; i++) {
        const RunGiven *given = &scene->given[i];
        if (given->item == item) {
            writ_buffer_format(&scene->out, "%s%.*s = %.*s", before, WRIT_TEXT_ARGS(given->path),
                               WRIT_TEXT_ARGS(given->value));
            before = ", ";
        }
    }
}
