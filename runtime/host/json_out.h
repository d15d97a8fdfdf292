// Writing an answer's JSON, member by member. Commas come by themselves.
#ifndef HOST_JSON_OUT_H
#define HOST_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/hash.h"
#include "writ/text.h"
#include "writ/value.h"

// `key` is NULL for an element of a list, and for the outermost object.
void json_open(WritBuffer *json, const char *key);
void json_close(WritBuffer *json);
void json_open_list(WritBuffer *json, const char *key);
void json_close_list(WritBuffer *json);

void json_text(WritBuffer *json, const char *key, WritText text);
// As json_text, but left out when it is empty.
void json_some_text(WritBuffer *json, const char *key, WritText text);
void json_string(WritBuffer *json, const char *key, const char *string);
void json_number(WritBuffer *json, const char *key, uint64_t number);
void json_truth(WritBuffer *json, const char *key, bool truth);
// RFC 3339 in UTC; left out for WRIT_NEVER.
void json_instant(WritBuffer *json, const char *key, int64_t instant);
void json_value(WritBuffer *json, const char *key, const WritTypes *types, WritValue value);
// The value as people read it, as a string.
void json_printed(WritBuffer *json, const char *key, const WritTypes *types, WritValue value);
void json_hash(WritBuffer *json, const char *key, const WritHash *hash);
// Twenty bytes as hexadecimal; left out when all are zero: from plain files.
void json_commit(WritBuffer *json, const char *key, const unsigned char *commit);
// What another writer is to add: its key, and what goes before it.
void json_key(WritBuffer *json, const char *key);

// A recorded reply, an object, once more: with "again": true, so that who asked knows that nothing
// was done.
void json_again(WritBuffer *json, WritText reply);

// Whether the answer may go on after what was added behind `before`, its length then. False: what
// was added would have made it longer than a reply may be, and is taken away again.
bool json_keep(WritBuffer *json, size_t before);

#endif
