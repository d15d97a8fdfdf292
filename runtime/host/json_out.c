#include "host/json_out.h"

#include <string.h>

#include "writ/event.h"
#include "writ/host.h"

// What may still follow the last list of an answer.
enum { TAIL_BYTES = 4096 };

// What opens a bracket is the only thing that ends in one: after anything else stands a comma.
static void separate(WritBuffer *json)
{
    char last = json->length == 0 ? '{' : json->data[json->length - 1];
    if (last != '{' && last != '[') {
        writ_buffer_add_byte(json, ',');
    }
}

void json_key(WritBuffer *json, const char *key)
{
    separate(json);
    if (key != NULL) {
        writ_buffer_add_byte(json, '"');
        writ_buffer_add_string(json, key);
        writ_buffer_add_string(json, "\":");
    }
}

void json_open(WritBuffer *json, const char *key)
{
    json_key(json, key);
    writ_buffer_add_byte(json, '{');
}

void json_close(WritBuffer *json)
{
    writ_buffer_add_byte(json, '}');
}

void json_open_list(WritBuffer *json, const char *key)
{
    json_key(json, key);
    writ_buffer_add_byte(json, '[');
}

void json_close_list(WritBuffer *json)
{
    writ_buffer_add_byte(json, ']');
}

void json_text(WritBuffer *json, const char *key, WritText text)
{
    json_key(json, key);
    writ_buffer_add_byte(json, '"');
    writ_buffer_add_json(json, text);
    writ_buffer_add_byte(json, '"');
}

void json_some_text(WritBuffer *json, const char *key, WritText text)
{
    if (text.length > 0) {
        json_text(json, key, text);
    }
}

void json_string(WritBuffer *json, const char *key, const char *string)
{
    json_text(json, key, writ_text(string));
}

void json_number(WritBuffer *json, const char *key, uint64_t number)
{
    json_key(json, key);
    writ_buffer_add_number(json, number);
}

void json_truth(WritBuffer *json, const char *key, bool truth)
{
    json_key(json, key);
    writ_buffer_add_string(json, truth ? "true" : "false");
}

void json_instant(WritBuffer *json, const char *key, int64_t instant)
{
    if (instant == WRIT_NEVER) {
        return;
    }
    json_key(json, key);
    writ_buffer_add_byte(json, '"');
    writ_instant_print(json, instant);
    writ_buffer_add_byte(json, '"');
}

void json_value(WritBuffer *json, const char *key, const WritTypes *types, WritValue value)
{
    json_key(json, key);
    writ_value_to_json(json, types, value);
}

void json_printed(WritBuffer *json, const char *key, const WritTypes *types, WritValue value)
{
    WritBuffer text = {0};
    writ_value_print(&text, types, value);
    json_text(json, key, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

void json_hash(WritBuffer *json, const char *key, const WritHash *hash)
{
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(hash, hex);
    json_string(json, key, hex);
}

void json_commit(WritBuffer *json, const char *key, const unsigned char *commit)
{
    unsigned char all = 0;
    for (int i = 0; i < WRIT_COMMIT_BYTES; i++) {
        all |= commit[i];
    }
    if (all == 0) {
        return;
    }
    json_key(json, key);
    writ_buffer_add_byte(json, '"');
    for (int i = 0; i < WRIT_COMMIT_BYTES; i++) {
        writ_buffer_format(json, "%02x", commit[i]);
    }
    writ_buffer_add_byte(json, '"');
}

bool json_keep(WritBuffer *json, size_t before)
{
    if (json->length <= WRIT_REPLY_JSON_BYTES_MAX - TAIL_BYTES) {
        return true;
    }
    json->length = before;
    return false;
}

// A reply that was recorded for a key may be that of a repeated message, which says it already.
void json_again(WritBuffer *json, WritText reply)
{
    WritText said = writ_text(",\"again\":true}");
    bool says_it = reply.length >= said.length &&
                   memcmp(reply.data + reply.length - said.length, said.data, said.length) == 0;
    if (says_it || reply.length == 0) {
        writ_buffer_add(json, reply);
        return;
    }
    writ_buffer_add(json, (WritText){reply.data, reply.length - 1});
    json_truth(json, "again", true);
    json_close(json);
}
