// Typed values from JSON: every refusal says where, what was found and what to write.
#include "writ/json.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "writ/nearest.h"

#include "value/quote.h"
#include "value/value_example.h"
#include "value/value_parse.h"

// One conversion.
typedef struct Reading {
    WritArena *arena;
    const WritTypes *types;
    const char *source_name;
    const char *path;
    WritError *error;
    uint32_t values_left;
} Reading;

// Where we are: a field, or the `index`th element from 1. Written out only when something is wrong.
typedef struct Step {
    const struct Step *up;
    WritText field;
    uint32_t index;
} Step;

// What is read: `siblings` are the fields around it that are known already, or NULL.
typedef struct Item {
    const WritJson *json;
    WritTypeId type;
    const Step *step; // NULL for the whole.
    const WritValue *siblings;
    int depth;
} Item;

static void write_path(WritBuffer *out, const Reading *reading, const Step *step)
{
    const Step *steps[WRIT_VALUE_DEPTH_MAX + 1];
    size_t count = 0;
    for (; step != NULL; step = step->up) {
        assert(count < sizeof steps / sizeof steps[0]);
        steps[count++] = step;
    }
    writ_buffer_add_string(out, reading->path);
    while (count > 0) {
        const Step *next = steps[--count];
        if (next->index > 0) {
            writ_buffer_format(out, "[%u]", next->index);
        } else {
            writ_buffer_add_string(out, out->length > 0 ? "." : "");
            writ_buffer_add(out, next->field);
        }
    }
}

// "order.json:7:20: order.lines[2].ordered: claim". The hint is cleared.
static WritStatus refuse(Reading *reading, const Item *item, WritStatus status, const char *claim)
{
    WritBuffer path = {0};
    write_path(&path, reading, item->step);
    (void)writ_fail(reading->error, status, "%s:%u:%u: %s%s%s", reading->source_name,
                    item->json->line, item->json->column, writ_buffer_string(&path),
                    path.length > 0 ? ": " : "", claim);
    writ_buffer_dispose(&path);
    return status;
}

static void describe(WritBuffer *out, const WritJson *json)
{
    switch (json->kind) {
    case WRIT_JSON_NULL:
        writ_buffer_add_string(out, "null");
        break;
    case WRIT_JSON_BOOLEAN:
        writ_buffer_add_string(out, json->boolean ? "true" : "false");
        break;
    case WRIT_JSON_NUMBER:
        writ_buffer_format(out, "the number %s", quote_text(json->text).text);
        break;
    case WRIT_JSON_STRING:
        writ_buffer_format(out, "the text %s", quote_text(json->text).text);
        break;
    case WRIT_JSON_ARRAY:
        writ_buffer_add_string(out, "a list");
        break;
    case WRIT_JSON_OBJECT:
        writ_buffer_add_string(out, json->document != NULL ? "a file" : "an object");
        break;
    }
}

// The currency that a neighbour fixes for money of this type, or 0.
static WritCode sibling_currency(const Item *item, const WritType *type)
{
    if (type->kind != WRIT_TYPE_MONEY || type->currency_field == WRIT_NONE ||
        item->siblings == NULL) {
        return 0;
    }
    const WritValue *sibling = &item->siblings[type->currency_field];
    return sibling->kind == WRIT_VALUE_CURRENCY ? sibling->tag : 0;
}

// JSON of another kind than the type needs.
static WritStatus refuse_kind(Reading *reading, const Item *item)
{
    const WritType *type = &reading->types->types[item->type];
    WritBuffer claim = {0};
    writ_buffer_add_string(&claim, "found ");
    describe(&claim, item->json);
    writ_buffer_add_string(&claim, " where there must be ");
    writ_types_print(&claim, reading->types, item->type);
    (void)refuse(reading, item, WRIT_INVALID, writ_buffer_string(&claim));
    writ_buffer_clear(&claim);
    Example example = {.form = EXAMPLE_JSON, .currency = sibling_currency(item, type)};
    WritDecimal number;
    if (item->json->kind == WRIT_JSON_NUMBER &&
        writ_decimal_parse(&number, item->json->text, NULL) == WRIT_OK) {
        example.digits = item->json->text;
    }
    value_example_write(&claim, reading->types, item->type, example);
    (void)writ_hint(reading->error, "write %s", writ_buffer_string(&claim));
    writ_buffer_dispose(&claim);
    return WRIT_INVALID;
}

static WritStatus refuse_null(Reading *reading, const Item *item)
{
    (void)refuse(reading, item, WRIT_INVALID, "null is no value");
    return writ_hint(reading->error, item->step != NULL && item->step->index == 0
                                         ? "leave the field out, or give it a value"
                                         : "leave it out");
}

static WritStatus read_scalar(Reading *reading, const Item *item, WritValue *value)
{
    const WritType *type = &reading->types->types[item->type];
    bool number = item->json->kind == WRIT_JSON_NUMBER && type->kind == WRIT_TYPE_NUMBER;
    if (item->json->kind != WRIT_JSON_STRING && !number) {
        return refuse_kind(reading, item);
    }
    ScalarType scalar = {reading->types, item->type, sibling_currency(item, type)};
    WritError inner;
    WritStatus status = value_parse_scalar(value, reading->arena, scalar, item->json->text, &inner);
    if (status == WRIT_OK) {
        return WRIT_OK;
    }
    (void)refuse(reading, item, status, inner.text);
    if (inner.hint[0] != '\0') {
        (void)writ_hint(reading->error, "%s", inner.hint);
    }
    return status;
}

static WritStatus read_boolean(Reading *reading, const Item *item, WritValue *value)
{
    if (item->json->kind != WRIT_JSON_BOOLEAN) {
        return refuse_kind(reading, item);
    }
    *value = writ_value_boolean(item->json->boolean);
    return WRIT_OK;
}

static WritStatus read_item(Reading *reading, const Item *item, WritValue *value);

// Bounds what a short text can ask for: an empty object may stand for a record of many fields.
static WritStatus count_values(Reading *reading, const Item *item, uint32_t count)
{
    if (count > reading->values_left) {
        char claim[80];
        (void)snprintf(claim, sizeof claim, "more than %d values in one text",
                       WRIT_JSON_VALUES_MAX);
        return refuse(reading, item, WRIT_LIMIT, claim);
    }
    reading->values_left -= count;
    return WRIT_OK;
}

static WritStatus read_list(Reading *reading, const Item *item, WritValue *value)
{
    const WritType *type = &reading->types->types[item->type];
    if (item->json->kind != WRIT_JSON_ARRAY) {
        return refuse_kind(reading, item);
    }
    uint32_t count = item->json->count;
    WritStatus status = count_values(reading, item, count);
    if (status != WRIT_OK) {
        return status;
    }
    bool records = reading->types->types[type->index].kind == WRIT_TYPE_RECORD;
    WritList *list = writ_list_new(reading->arena, count);
    list->last_id = records ? count : 0;
    for (uint32_t i = 0; i < count && status == WRIT_OK; i++) {
        Step step = {.up = item->step, .index = i + 1};
        Item element = {&item->json->items[i], type->index, &step, item->siblings, item->depth + 1};
        status = read_item(reading, &element, &list->items[i]);
        if (status == WRIT_OK && records) {
            if (list->items[i].kind != WRIT_VALUE_RECORD) {
                return refuse_null(reading, &element);
            }
            list->items[i].record->id = i + 1;
        }
    }
    *value = (WritValue){.kind = WRIT_VALUE_LIST, .list = list};
    return status;
}

static WritStatus refuse_unknown(Reading *reading, const Item *item, const WritRecordType *record,
                                 uint32_t member)
{
    WritText key = item->json->keys[member];
    WritNearest nearest = writ_nearest(key);
    WritBuffer claim = {0};
    WritBuffer type = {0};
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (record->fields[i].computed == WRIT_NONE) {
            writ_nearest_offer(&nearest, record->fields[i].name);
        }
    }
    writ_types_print(&type, reading->types, item->type);
    writ_buffer_format(&claim, "%s has no field %s", writ_buffer_string(&type),
                       quote_text(key).text);
    Item place = *item;
    place.json = &item->json->items[member];
    (void)refuse(reading, &place, WRIT_INVALID, writ_buffer_string(&claim));
    if (nearest.best.length > 0) {
        (void)writ_hint(reading->error, "did you mean \"%.*s\"?", WRIT_TEXT_ARGS(nearest.best));
    } else {
        (void)writ_hint(reading->error, "remove it, or declare it in the record");
    }
    writ_buffer_dispose(&claim);
    writ_buffer_dispose(&type);
    return WRIT_INVALID;
}

static WritStatus refuse_computed(Reading *reading, const Item *item, const WritField *field,
                                  const WritJson *given)
{
    Step step = {.up = item->step, .field = field->name};
    Item place = {.json = given, .type = field->type, .step = &step};
    (void)refuse(reading, &place, WRIT_INVALID, "this field is computed and cannot be given");
    return writ_hint(reading->error, "leave it out");
}

static WritStatus refuse_missing(Reading *reading, const Item *item, const WritField *field)
{
    WritBuffer claim = {0};
    WritBuffer example = {0};
    writ_buffer_format(&claim, "the field \"%.*s\" is missing", WRIT_TEXT_ARGS(field->name));
    (void)refuse(reading, item, WRIT_INVALID, writ_buffer_string(&claim));
    value_example_write(&example, reading->types, field->type, (Example){.form = EXAMPLE_JSON});
    (void)writ_hint(reading->error, "add \"%.*s\": %s", WRIT_TEXT_ARGS(field->name),
                    writ_buffer_string(&example));
    writ_buffer_dispose(&claim);
    writ_buffer_dispose(&example);
    return WRIT_INVALID;
}

// Which member of the object is which field: `given` has one place a field, NULL for those left
// out. Every member must be a field that may be given.
static WritStatus match_fields(Reading *reading, const Item *item, const WritRecordType *record,
                               const WritJson **given)
{
    for (uint32_t i = 0; i < item->json->count; i++) {
        uint32_t field = writ_types_find_field(record, item->json->keys[i]);
        if (field == WRIT_NONE) {
            return refuse_unknown(reading, item, record, i);
        }
        if (record->fields[field].computed != WRIT_NONE) {
            return refuse_computed(reading, item, &record->fields[field], &item->json->items[i]);
        }
        given[field] = &item->json->items[i];
    }
    return WRIT_OK;
}

// Reads the fields that were given: currencies in the first round, then the others, since money is
// checked against a currency beside it.
static WritStatus read_fields(Reading *reading, const Item *item, const WritJson *const *given,
                              const WritRecordType *declared, WritRecord *record)
{
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < declared->field_count; i++) {
            const WritField *field = &declared->fields[i];
            bool currency = reading->types->types[field->type].kind == WRIT_TYPE_CURRENCY;
            if (given[i] == NULL || currency != (round == 0)) {
                continue;
            }
            Step step = {.up = item->step, .field = field->name};
            Item inner = {given[i], field->type, &step, record->fields, item->depth + 1};
            WritStatus status = read_item(reading, &inner, &record->fields[i]);
            if (status != WRIT_OK) {
                return status;
            }
        }
    }
    return WRIT_OK;
}

static WritStatus require_fields(Reading *reading, const Item *item, const WritJson *const *given,
                                 const WritRecordType *declared)
{
    for (uint32_t i = 0; i < declared->field_count; i++) {
        const WritField *field = &declared->fields[i];
        if (given[i] == NULL && field->computed == WRIT_NONE && field->at_start == WRIT_NONE &&
            !reading->types->types[field->type].optional) {
            return refuse_missing(reading, item, field);
        }
    }
    return WRIT_OK;
}

static WritStatus read_record(Reading *reading, const Item *item, WritValue *value)
{
    uint32_t index = reading->types->types[item->type].index;
    const WritRecordType *declared = &reading->types->records[index];
    if (item->json->kind != WRIT_JSON_OBJECT) {
        return refuse_kind(reading, item);
    }
    WritStatus status = count_values(reading, item, declared->field_count);
    if (status != WRIT_OK) {
        return status;
    }
    WritRecord *record = writ_record_new(reading->arena, declared->field_count);
    const WritJson **given =
        writ_arena_array(reading->arena, declared->field_count + 1u, sizeof *given);
    status = match_fields(reading, item, declared, given);
    if (status == WRIT_OK) {
        status = read_fields(reading, item, given, declared, record);
    }
    // What stands there wrongly is named before what does not stand there.
    if (status == WRIT_OK) {
        status = require_fields(reading, item, given, declared);
    }
    *value = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = index, .record = record};
    return status;
}

static WritStatus refuse_document(Reading *reading, const Item *item, const char *claim)
{
    (void)refuse(reading, item, WRIT_INVALID, claim);
    return writ_hint(reading->error, "write {\"file\": \"minutes.pdf\"}, or a document of the case "
                                     "as it was given out: its name, size and hash");
}

// A file that was named and did not come.
static WritStatus refuse_file(Reading *reading, const Item *item, WritText file)
{
    WritBuffer claim = {0};
    writ_buffer_format(&claim, "there is no file %s with the data", quote_text(file).text);
    (void)refuse(reading, item, WRIT_INVALID, writ_buffer_string(&claim));
    writ_buffer_dispose(&claim);
    return writ_hint(
        reading->error,
        "put it beside the data, or give it with --attach; a hook gives back documents "
        "that it got");
}

static bool read_size(const WritJson *json, uint64_t *size)
{
    *size = 0;
    bool digits = json->kind == WRIT_JSON_STRING || json->kind == WRIT_JSON_NUMBER;
    if (!digits || json->text.length == 0 || (json->text.data[0] == '0' && json->text.length > 1)) {
        return false;
    }
    for (size_t i = 0; i < json->text.length; i++) {
        char digit = json->text.data[i];
        if (digit < '0' || digit > '9' || *size > WRIT_DOCUMENT_BYTES_MAX) {
            return false;
        }
        *size = *size * 10 + (uint64_t)(digit - '0');
    }
    return *size <= WRIT_DOCUMENT_BYTES_MAX;
}

// As it was given out.
static WritStatus read_known_document(Reading *reading, const Item *item, WritValue *value)
{
    WritDocument document = {0};
    const WritJson *name = writ_json_find(item->json, "name");
    const WritJson *size = writ_json_find(item->json, "size");
    const WritJson *hash = writ_json_find(item->json, "hash");
    if (item->json->count != 3 || name == NULL || size == NULL || hash == NULL) {
        return refuse_document(reading, item,
                               "a document is a file, or has a name, a size and a hash");
    }
    if (name->kind != WRIT_JSON_STRING) {
        return refuse_document(reading, item, "the name of a document is a text");
    }
    document.name = name->text;
    WritError inner;
    WritStatus status = writ_document_check_name(document.name, &inner);
    if (status != WRIT_OK) {
        return refuse(reading, item, status, inner.text);
    }
    if (!read_size(size, &document.size)) {
        return refuse_document(reading, item, "the size of a document is a count of bytes");
    }
    if (hash->kind != WRIT_JSON_STRING || !writ_hash_from_hex(&document.hash, hash->text)) {
        return refuse_document(reading, item, "the hash of a document is 64 hexadecimal digits");
    }
    *value = writ_value_document(reading->arena, &document);
    return WRIT_OK;
}

static WritStatus read_document(Reading *reading, const Item *item, WritValue *value)
{
    if (item->json->kind != WRIT_JSON_OBJECT) {
        return refuse_kind(reading, item);
    }
    if (item->json->document != NULL) {
        *value = writ_value_document(reading->arena, item->json->document);
        return WRIT_OK;
    }
    const WritJson *file = writ_json_find(item->json, "file");
    if (item->json->count == 1 && file != NULL && file->kind == WRIT_JSON_STRING) {
        return refuse_file(reading, item, file->text);
    }
    return read_known_document(reading, item, value);
}

static WritStatus read_item(Reading *reading, const Item *item, WritValue *value)
{
    assert(item->type < reading->types->type_count);
    const WritType *type = &reading->types->types[item->type];
    if (item->depth > WRIT_VALUE_DEPTH_MAX) {
        char claim[80];
        (void)snprintf(claim, sizeof claim, "more than %d values inside each other",
                       WRIT_VALUE_DEPTH_MAX);
        return refuse(reading, item, WRIT_LIMIT, claim);
    }
    if (item->json->kind == WRIT_JSON_NULL) {
        return type->optional ? WRIT_OK : refuse_null(reading, item);
    }
    switch (type->kind) {
    case WRIT_TYPE_BOOLEAN:
        return read_boolean(reading, item, value);
    case WRIT_TYPE_LIST:
        return read_list(reading, item, value);
    case WRIT_TYPE_RECORD:
        return read_record(reading, item, value);
    case WRIT_TYPE_DOCUMENT:
        return read_document(reading, item, value);
    case WRIT_TYPE_NUMBER:
    case WRIT_TYPE_PERCENT:
    case WRIT_TYPE_MONEY:
    case WRIT_TYPE_QUANTITY:
    case WRIT_TYPE_DATE:
    case WRIT_TYPE_TIME:
    case WRIT_TYPE_INSTANT:
    case WRIT_TYPE_DURATION:
    case WRIT_TYPE_WORKING_TIME:
    case WRIT_TYPE_MONTH:
    case WRIT_TYPE_TEXT:
    case WRIT_TYPE_CHOICE:
    case WRIT_TYPE_PERSON:
    case WRIT_TYPE_ROLE:
    case WRIT_TYPE_CALENDAR:
    case WRIT_TYPE_COUNTRY:
    case WRIT_TYPE_CURRENCY:
        return read_scalar(reading, item, value);
    }
    WRIT_UNREACHABLE();
}

WritStatus writ_value_from_json(WritValue *value, WritArena *arena, const WritTypes *types,
                                WritTypeId type, const WritJson *json, const char *source_name,
                                const char *path, WritError *error)
{
    Reading reading = {
        .arena = arena,
        .types = types,
        .source_name = source_name,
        .path = path,
        .error = error,
        .values_left = WRIT_JSON_VALUES_MAX,
    };
    WritValue read = {.kind = WRIT_VALUE_MISSING};
    Item whole = {.json = json, .type = type, .step = NULL, .siblings = NULL, .depth = 1};
    WritStatus status = read_item(&reading, &whole, &read);
    if (status == WRIT_OK) {
        *value = read;
    }
    return status;
}
