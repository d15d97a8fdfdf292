// A second JSON reader, letter by letter from the text of RFC 8259, to compare the first with.
#ifndef SUPPORT_JSON_ORACLE_H
#define SUPPORT_JSON_ORACLE_H

#include <stdbool.h>

#include "writ/json.h"
#include "writ/text.h"

// True when `text` is JSON of the depth that writ/json.h allows; then `out` holds a dump of it.
// Compares each key with each, so objects should be small.
bool json_oracle_read(WritBuffer *out, WritText text);
// The same dump of what writ_json_parse has read.
void json_oracle_dump(WritBuffer *out, const WritJson *json);

#endif
