// What holds inside values: `at start` fills what was left out, `such that` is judged.
#include "eval/walk.h"

#include <assert.h>

// --- At start -------------------------------------------------------------------------------

static bool complete(Walk *walk, WritValue *value, int depth);

static bool complete_field(Walk *walk, const WritRecordType *type, WritRecord *record,
                           uint32_t field, int depth)
{
    const WritField *declared = &type->fields[field];
    WritValue *value = &record->fields[field];
    if (declared->computed != WRIT_NONE) {
        return true;
    }
    if (value->kind == WRIT_VALUE_MISSING && declared->at_start != WRIT_NONE) {
        WritValue start;
        if (!walk_result(walk, declared->at_start, &start) ||
            !walk_spend(walk, walk_weight(&start))) {
            return false;
        }
        // A copy of its own: what is filled in further down must not change a constant.
        *value = writ_value_copy(walk->scope->arena, start);
    }
    return complete(walk, value, depth + 1);
}

static bool complete_record(Walk *walk, const WritValue *value, int depth)
{
    const WritRecordType *type = &walk->plan->types.records[value->tag];
    WritRecord *record = value->record;
    for (uint32_t i = 0; i < type->field_count; i++) {
        if (!complete_field(walk, type, record, i, depth)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < type->field_count; i++) {
        if (!walk_currency(walk, value->tag, record, i, &record->fields[i])) {
            return false;
        }
    }
    return true;
}

static bool complete(Walk *walk, WritValue *value, int depth)
{
    assert(depth <= WRIT_VALUE_DEPTH_MAX);
    if (value->kind == WRIT_VALUE_RECORD) {
        return walk_spend(walk, value->record->field_count) && complete_record(walk, value, depth);
    }
    if (value->kind != WRIT_VALUE_LIST) {
        return true;
    }
    bool well = walk_spend(walk, value->list->count);
    for (uint32_t i = 0; well && i < value->list->count; i++) {
        well = complete(walk, &value->list->items[i], depth + 1);
    }
    return well;
}

WritStatus writ_eval_complete(WritScope *scope, WritTypeId type, WritValue *value, WritError *error)
{
    assert(type < scope->plan->types.type_count);
    Walk walk = walk_start(scope, error);
    (void)complete(&walk, value, 1);
    return walk.status;
}

// --- Such that ------------------------------------------------------------------------------

// The way to a value, from the outermost on; written only when something does not hold.
typedef struct Way {
    const struct Way *outer;
    WritText field;   // Of a record,
    uint32_t element; // or of a list, from 1.
} Way;

static void print_way(WritBuffer *out, const Way *way)
{
    if (way == NULL) {
        return;
    }
    print_way(out, way->outer);
    if (way->element > 0) {
        writ_buffer_format(out, "[%u]", way->element);
        return;
    }
    writ_buffer_add_string(out, out->length > 0 ? "." : "");
    writ_buffer_add(out, way->field);
}

// Lists and records would be too long to be told.
static bool is_told(WritValueKind kind)
{
    return kind != WRIT_VALUE_MISSING && kind != WRIT_VALUE_LIST && kind != WRIT_VALUE_RECORD;
}

static bool fail_invariant(Walk *walk, const WritField *field, const WritValue *value,
                           const Way *way)
{
    WritBuffer text = {0};
    print_way(&text, way);
    if (is_told(value->kind)) {
        writ_buffer_add_string(&text, " is ");
        writ_value_print(&text, &walk->plan->types, *value);
        writ_buffer_add_string(&text, " and");
    }
    walk->status = writ_fail(walk->error, WRIT_INVALID, "%s must be such that %.*s",
                             writ_buffer_string(&text), WRIT_TEXT_ARGS(field->such_that_text));
    writ_buffer_dispose(&text);
    return false;
}

// A computed field is evaluated to be told.
static const WritValue *field_value(Walk *walk, const WritField *field, const WritValue *stored,
                                    WritValue *room)
{
    if (field->computed == WRIT_NONE) {
        return stored;
    }
    const WritValue *value = walk_expr(walk, field->computed, room);
    static const WritValue untold = {0};
    return value == NULL ? &untold : value;
}

static bool judge_field(Walk *walk, uint32_t record_type, const WritRecord *record, uint32_t index,
                        const Way *way)
{
    const WritField *field = &walk->plan->types.records[record_type].fields[index];
    const WritValue *stored = &record->fields[index];
    if (field->such_that == WRIT_NONE ||
        (field->computed == WRIT_NONE && stored->kind == WRIT_VALUE_MISSING)) {
        return true;
    }
    WritScope *scope = walk->scope;
    const WritRecord *outer = scope->record;
    uint32_t outer_type = scope->record_type;
    scope->record = record;
    scope->record_type = record_type;
    bool holds = false;
    bool well = walk_truth(walk, field->such_that, &holds);
    if (well && !holds) {
        WritValue room;
        well = fail_invariant(walk, field, field_value(walk, field, stored, &room), way);
    }
    scope->record = outer;
    scope->record_type = outer_type;
    return well;
}

static bool judge(Walk *walk, const WritValue *value, const Way *way, int depth);

static bool judge_record(Walk *walk, const WritValue *value, const Way *way, int depth)
{
    const WritRecordType *type = &walk->plan->types.records[value->tag];
    for (uint32_t i = 0; i < type->field_count; i++) {
        Way inner = {.outer = way, .field = type->fields[i].name};
        if (!judge_field(walk, value->tag, value->record, i, &inner) ||
            !judge(walk, &value->record->fields[i], &inner, depth + 1)) {
            return false;
        }
    }
    return true;
}

static bool judge(Walk *walk, const WritValue *value, const Way *way, int depth)
{
    assert(depth <= WRIT_VALUE_DEPTH_MAX + 1);
    if (value->kind == WRIT_VALUE_RECORD) {
        return walk_spend(walk, value->record->field_count) &&
               judge_record(walk, value, way, depth);
    }
    if (value->kind != WRIT_VALUE_LIST) {
        return true;
    }
    bool well = walk_spend(walk, value->list->count);
    for (uint32_t i = 0; well && i < value->list->count; i++) {
        Way inner = {.outer = way, .element = i + 1};
        well = judge(walk, &value->list->items[i], &inner, depth + 1);
    }
    return well;
}

WritStatus writ_eval_invariant(WritScope *scope, uint32_t record_type, const WritRecord *record,
                               uint32_t field, WritError *error)
{
    Walk walk = walk_start(scope, error);
    Way way = {.field = scope->plan->types.records[record_type].fields[field].name};
    (void)judge_field(&walk, record_type, record, field, &way);
    return walk.status;
}

WritStatus writ_eval_invariants(WritScope *scope, WritTypeId type, WritValue value,
                                WritError *error)
{
    assert(type < scope->plan->types.type_count);
    Walk walk = walk_start(scope, error);
    (void)judge(&walk, &value, NULL, 1);
    return walk.status;
}
