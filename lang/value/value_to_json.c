// Values as JSON. Whatever has digits is a string: a reader that takes JSON numbers for binary
// fractions would change them.
#include "writ/value.h"

#include <assert.h>

#include "value/value_print.h"

static void write(WritBuffer *out, const WritTypes *types, const WritValue *value, int depth);

static void write_list(WritBuffer *out, const WritTypes *types, const WritList *list, int depth)
{
    writ_buffer_add_byte(out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        writ_buffer_add_string(out, i > 0 ? ", " : "");
        write(out, types, &list->items[i], depth + 1);
    }
    writ_buffer_add_byte(out, ']');
}

static void write_record(WritBuffer *out, const WritTypes *types, const WritValue *value, int depth)
{
    assert(value->tag < types->record_count);
    const WritRecordType *declared = &types->records[value->tag];
    const WritRecord *record = value->record;
    assert(record->field_count == declared->field_count);
    const char *separator = "";
    writ_buffer_add_byte(out, '{');
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (record->fields[i].kind == WRIT_VALUE_MISSING) {
            continue;
        }
        writ_buffer_add_string(out, separator);
        writ_buffer_add_byte(out, '"');
        writ_buffer_add(out, declared->fields[i].name);
        writ_buffer_add_string(out, "\": ");
        write(out, types, &record->fields[i], depth + 1);
        separator = ", ";
    }
    writ_buffer_add_byte(out, '}');
}

static void write_document(WritBuffer *out, const WritDocument *document)
{
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&document->hash, hex);
    writ_buffer_add_string(out, "{\"name\": \"");
    writ_buffer_add_json(out, document->name);
    writ_buffer_add_string(out, "\", \"size\": \"");
    writ_buffer_add_number(out, document->size);
    writ_buffer_format(out, "\", \"hash\": \"%s\"}", hex);
}

static void write_string(WritBuffer *out, const WritTypes *types, const WritValue *value)
{
    writ_buffer_add_byte(out, '"');
    if (value->kind == WRIT_VALUE_TEXT || value->kind == WRIT_VALUE_PERSON ||
        value->kind == WRIT_VALUE_ROLE || value->kind == WRIT_VALUE_CALENDAR) {
        writ_buffer_add_json(out, value->text);
    } else {
        value_print_scalar(out, types, value, VALUE_PLAIN);
    }
    writ_buffer_add_byte(out, '"');
}

static void write(WritBuffer *out, const WritTypes *types, const WritValue *value, int depth)
{
    assert(depth <= WRIT_VALUE_DEPTH_MAX);
    if (value->kind == WRIT_VALUE_LIST) {
        write_list(out, types, value->list, depth);
    } else if (value->kind == WRIT_VALUE_RECORD) {
        write_record(out, types, value, depth);
    } else if (value->kind == WRIT_VALUE_DOCUMENT) {
        write_document(out, value->document);
    } else if (value->kind == WRIT_VALUE_BOOLEAN) {
        writ_buffer_add_string(out, value->integer != 0 ? "true" : "false");
    } else if (value->kind == WRIT_VALUE_MISSING) {
        writ_buffer_add_string(out, "null");
    } else {
        write_string(out, types, value);
    }
}

void writ_value_to_json(WritBuffer *out, const WritTypes *types, WritValue value)
{
    write(out, types, &value, 1);
}
