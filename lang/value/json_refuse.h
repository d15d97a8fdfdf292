// What is said about text that is no JSON: for json.c.
#ifndef VALUE_JSON_REFUSE_H
#define VALUE_JSON_REFUSE_H

#include "value/json_scan.h"

// What may stand next.
typedef enum JsonExpect {
    JSON_EXPECT_VALUE,
    JSON_EXPECT_VALUE_OR_CLOSE, // Behind "[".
    JSON_EXPECT_KEY,            // Behind a comma.
    JSON_EXPECT_KEY_OR_CLOSE,   // Behind "{".
    JSON_EXPECT_COLON,
    JSON_EXPECT_COMMA_OR_BRACKET,
    JSON_EXPECT_COMMA_OR_BRACE,
    JSON_EXPECT_END,
} JsonExpect;

// Where a sentence points.
typedef struct JsonPlace {
    const char *source_name;
    uint32_t line;
    uint32_t column;
} JsonPlace;

// The reader stopped at `token`, which `scan` has just made. Returns WRIT_INVALID.
WritStatus json_refuse(JsonPlace place, const JsonScan *scan, JsonToken token, JsonExpect expect,
                       WritError *error);

#endif
