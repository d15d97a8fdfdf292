#include "cli/reply.h"

#include <assert.h>

WritText reply_text(const WritJson *object, const char *key)
{
    const WritJson *member = writ_json_find(object, key);
    return member != NULL && member->kind == WRIT_JSON_STRING ? member->text : (WritText){0};
}

uint64_t reply_as_number(const WritJson *value)
{
    uint64_t number = 0;
    for (size_t i = 0; value->kind == WRIT_JSON_NUMBER && i < value->text.length; i++) {
        char digit = value->text.data[i];
        if (digit < '0' || digit > '9') {
            return 0;
        }
        number = number * 10 + (uint64_t)(digit - '0');
    }
    return number;
}

uint64_t reply_number(const WritJson *object, const char *key)
{
    const WritJson *member = writ_json_find(object, key);
    return member == NULL ? 0 : reply_as_number(member);
}

bool reply_truth(const WritJson *object, const char *key)
{
    const WritJson *member = writ_json_find(object, key);
    return member != NULL && member->kind == WRIT_JSON_BOOLEAN && member->boolean;
}

bool reply_instant(const WritJson *object, const char *key, int64_t *instant)
{
    WritText text = reply_text(object, key);
    WritError error;
    return text.length > 0 && writ_instant_parse(instant, text, &error) == WRIT_OK;
}

const WritJson *reply_list(const WritJson *object, const char *key)
{
    static const WritJson empty = {.kind = WRIT_JSON_ARRAY};
    const WritJson *member = writ_json_find(object, key);
    return member != NULL && member->kind == WRIT_JSON_ARRAY ? member : &empty;
}

static void write_string(WritBuffer *out, WritText text)
{
    writ_buffer_add_byte(out, '"');
    writ_buffer_add_json(out, text);
    writ_buffer_add_byte(out, '"');
}

static void write_items(WritBuffer *out, const WritJson *value)
{
    bool object = value->kind == WRIT_JSON_OBJECT;
    writ_buffer_add_byte(out, object ? '{' : '[');
    for (uint32_t i = 0; i < value->count; i++) {
        if (i > 0) {
            writ_buffer_add_byte(out, ',');
        }
        if (object) {
            write_string(out, value->keys[i]);
            writ_buffer_add_byte(out, ':');
        }
        reply_write(out, &value->items[i]);
    }
    writ_buffer_add_byte(out, object ? '}' : ']');
}

void reply_write(WritBuffer *out, const WritJson *value)
{
    switch (value->kind) {
    case WRIT_JSON_NULL:
        writ_buffer_add_string(out, "null");
        return;
    case WRIT_JSON_BOOLEAN:
        writ_buffer_add_string(out, value->boolean ? "true" : "false");
        return;
    case WRIT_JSON_NUMBER:
        writ_buffer_add(out, value->text);
        return;
    case WRIT_JSON_STRING:
        write_string(out, value->text);
        return;
    case WRIT_JSON_ARRAY:
    case WRIT_JSON_OBJECT:
        write_items(out, value);
        return;
    }
    WRIT_UNREACHABLE();
}
