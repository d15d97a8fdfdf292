// An answer's JSON as the commands read it. What is missing reads as empty: a later host may leave
// out what an earlier one had.
#ifndef CLI_REPLY_H
#define CLI_REPLY_H

#include "writ/json.h"

WritText reply_text(const WritJson *object, const char *key);
uint64_t reply_number(const WritJson *object, const char *key);
uint64_t reply_as_number(const WritJson *value); // Of an element of a list.
bool reply_truth(const WritJson *object, const char *key);
// False when it is not there or no instant.
bool reply_instant(const WritJson *object, const char *key, int64_t *instant);
// The list under `key`; an empty one when there is none. Never NULL.
const WritJson *reply_list(const WritJson *object, const char *key);

// Writes a value as it was, without the spaces around its parts.
void reply_write(WritBuffer *out, const WritJson *value);

#endif
