// JSON as tokens. The scanner works in a buffer of its own and unescapes strings in place: an
// escape is never shorter than what it stands for.
#ifndef VALUE_JSON_SCAN_H
#define VALUE_JSON_SCAN_H

#include <stdint.h>

#include "writ/text.h"

typedef enum JsonToken {
    JSON_TOKEN_END,
    JSON_TOKEN_OPEN_OBJECT,
    JSON_TOKEN_CLOSE_OBJECT,
    JSON_TOKEN_OPEN_ARRAY,
    JSON_TOKEN_CLOSE_ARRAY,
    JSON_TOKEN_COLON,
    JSON_TOKEN_COMMA,
    JSON_TOKEN_STRING,
    JSON_TOKEN_NUMBER,
    JSON_TOKEN_TRUE,
    JSON_TOKEN_FALSE,
    JSON_TOKEN_NULL,
    // What is no JSON:
    JSON_TOKEN_WORD,       // True, NaN, name: without quotes.
    JSON_TOKEN_BAD_NUMBER, // 012, .5, +1, 1.
    JSON_TOKEN_BYTE_ORDER_MARK,
    JSON_TOKEN_OTHER, // Any other character: smart quotes, a comment.
    JSON_TOKEN_BAD_UTF8,
    JSON_TOKEN_OPEN_STRING, // Not closed in its line; the place is that of its opening quote.
    JSON_TOKEN_CONTROL,     // A control character in a string.
    JSON_TOKEN_BAD_ESCAPE,  // A backslash with something else behind it.
    JSON_TOKEN_ZERO,        // \u0000
    JSON_TOKEN_SURROGATE,   // Half of a pair.
} JsonToken;

// `limit` points to a NUL byte behind the text; `line` and `column` are of `next` and start as 1.
typedef struct JsonScan {
    unsigned char *next;
    unsigned char *marker;
    unsigned char *limit;
    uint32_t line;
    uint32_t column; // In code points.
    // Of the last token. Of a string, `text` is its content; of what is wrong inside a string, the
    // place and text of that.
    uint32_t token_line;
    uint32_t token_column;
    WritText text;
} JsonScan;

JsonToken json_scan_next(JsonScan *scan);

#endif
