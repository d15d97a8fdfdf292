// What holds inside values: `at start` fills what was left out, `such that` is judged, computed
// fields have a value.
#include "eval/walk.h"

#include <assert.h>
#include <stdio.h>

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

WritStatus writ_eval_complete(WritScope *scope, WritValue *value, WritError *error)
{
    Walk walk = walk_start(scope, error);
    (void)complete(&walk, value, 1);
    return walk.status;
}

// --- What holds -----------------------------------------------------------------------------

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

static void keep_way(WritWay *kept, const Way *way)
{
    if (way == NULL) {
        kept->count = 0;
        return;
    }
    keep_way(kept, way->outer);
    kept->steps[kept->count++] = (WritWayStep){.field = way->field, .element = way->element};
}

// "WAY claim", with the status and the hint that are there. Returns false.
static bool fail_at(Walk *walk, const Way *way, WritStatus status, const char *claim)
{
    WritBuffer text = {0};
    char hint[WRIT_ERROR_BYTES] = "";
    if (walk->error != NULL && walk->status != WRIT_OK) {
        (void)snprintf(hint, sizeof hint, "%s", walk->error->hint);
    }
    print_way(&text, way);
    walk->status = writ_fail(walk->error, status, "%s%s", writ_buffer_string(&text), claim);
    if (hint[0] != '\0') {
        (void)writ_hint(walk->error, "%s", hint);
    }
    if (walk->scope->way != NULL) {
        keep_way(walk->scope->way, way);
    }
    writ_buffer_dispose(&text);
    return false;
}

// What made it fail is said behind `claim`.
static bool fail_because(Walk *walk, const Way *way, const char *claim)
{
    WritBuffer text = {0};
    writ_buffer_add_string(&text, claim);
    if (walk->error != NULL) {
        writ_buffer_add_string(&text, walk->error->text);
    }
    (void)fail_at(walk, way, walk->status, writ_buffer_string(&text));
    writ_buffer_dispose(&text);
    return false;
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
    if (is_told(value->kind)) {
        writ_buffer_add_string(&text, " is ");
        writ_value_print(&text, &walk->plan->types, *value);
        writ_buffer_add_string(&text, " and");
    }
    writ_buffer_format(&text, " must be such that %.*s", WRIT_TEXT_ARGS(field->such_that_text));
    (void)fail_at(walk, way, WRIT_INVALID, writ_buffer_string(&text));
    writ_buffer_dispose(&text);
    return false;
}

static bool judge_such_that(Walk *walk, const WritValue *record, uint32_t index,
                            const WritValue *value, const Way *way)
{
    const WritField *field = &walk->plan->types.records[record->tag].fields[index];
    WritScope *scope = walk->scope;
    const WritRecord *outer = scope->record;
    uint32_t outer_type = scope->record_type;
    scope->record = record->record;
    scope->record_type = record->tag;
    bool holds = false;
    bool well = walk_truth(walk, field->such_that, &holds);
    scope->record = outer;
    scope->record_type = outer_type;
    if (!well) {
        return fail_because(walk, way, ": ");
    }
    return holds || fail_invariant(walk, field, value, way);
}

// A field that is neither computed nor bound costs the look alone.
static bool judge_field(Walk *walk, const WritValue *record, uint32_t index, const Way *way)
{
    const WritField *field = &walk->plan->types.records[record->tag].fields[index];
    const WritValue *value = &record->record->fields[index];
    WritValue room;
    if (field->computed != WRIT_NONE) {
        value = walk_computed(walk, record, index, &room);
        if (value == NULL) {
            return fail_because(walk, way, " cannot be computed: ");
        }
    }
    if (field->such_that == WRIT_NONE ||
        (field->computed == WRIT_NONE && value->kind == WRIT_VALUE_MISSING)) {
        return true;
    }
    return judge_such_that(walk, record, index, value, way);
}

static bool judge(Walk *walk, const WritValue *value, const Way *way, int depth);

static bool judge_record(Walk *walk, const WritValue *value, const Way *way, int depth)
{
    const WritRecordType *type = &walk->plan->types.records[value->tag];
    for (uint32_t i = 0; i < type->field_count; i++) {
        Way inner = {.outer = way, .field = type->fields[i].name};
        if (!judge_field(walk, value, i, &inner) ||
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

// A record as the value that holds it.
static WritValue value_of(uint32_t record_type, const WritRecord *record)
{
    return (WritValue){
        .kind = WRIT_VALUE_RECORD, .tag = record_type, .record = (WritRecord *)record};
}

WritStatus writ_eval_invariant(WritScope *scope, uint32_t record_type, const WritRecord *record,
                               uint32_t field, WritError *error)
{
    Walk walk = walk_start(scope, error);
    WritValue value = value_of(record_type, record);
    Way way = {.field = scope->plan->types.records[record_type].fields[field].name};
    (void)judge_field(&walk, &value, field, &way);
    return walk.status;
}

WritStatus writ_eval_computed(WritScope *scope, uint32_t record_type, const WritRecord *record,
                              WritError *error)
{
    Walk walk = walk_start(scope, error);
    WritValue value = value_of(record_type, record);
    const WritRecordType *type = &scope->plan->types.records[record_type];
    for (uint32_t i = 0; walk.status == WRIT_OK && i < type->field_count; i++) {
        WritValue room;
        Way way = {.field = type->fields[i].name};
        if (type->fields[i].computed != WRIT_NONE &&
            walk_computed(&walk, &value, i, &room) == NULL) {
            (void)fail_because(&walk, &way, " cannot be computed: ");
        }
    }
    return walk.status;
}

WritStatus writ_eval_invariants(WritScope *scope, WritValue value, WritError *error)
{
    Walk walk = walk_start(scope, error);
    (void)judge(&walk, &value, NULL, 1);
    return walk.status;
}
