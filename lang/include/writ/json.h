// A strict JSON reader (RFC 8259) and typed values from it (guarantees.md rule 27).
//
// UTF-8 only, no duplicate keys after unescaping, depth at most 64, at most 10,000 members in one
// object, no U+0000, no lone surrogates, nothing after the value. Numbers stay text.
#ifndef WRIT_JSON_H
#define WRIT_JSON_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/value.h"

enum {
    WRIT_JSON_DEPTH_MAX = 64,
    WRIT_JSON_MEMBERS_MAX = 10000,
    WRIT_JSON_BYTES_MAX = 1 << 20,
    WRIT_JSON_VALUES_MAX = 200000, // Values made from one text, fields that are left out included.
    WRIT_JSON_ARENA_BYTES = 40,    // That a byte of JSON takes of the arena, at most.
};

typedef enum WritJsonKind {
    WRIT_JSON_NULL,
    WRIT_JSON_BOOLEAN,
    WRIT_JSON_NUMBER,
    WRIT_JSON_STRING,
    WRIT_JSON_ARRAY,
    WRIT_JSON_OBJECT,
} WritJsonKind;

typedef struct WritJson WritJson;
struct WritJson {
    WritJsonKind kind;
    uint32_t line, column; // Where it begins, from 1; columns count code points.
    bool boolean;
    union {
        WritText text; // Of a string, unescaped; of a number, its digits.
        // Of an object that stands for a file which was sent along ({"file": …}), or NULL: set by
        // whoever has the files, and borrowed.
        const WritDocument *document;
    };
    WritText *keys;  // Of an object.
    WritJson *items; // Of an array or object.
    uint32_t count;
};

// Reads the whole of `bytes` into `arena`; `source_name` stands in messages ("order.json"). The
// result does not point into `bytes`. The arena must have room for WRIT_JSON_ARENA_BYTES for each
// of them, and one kilobyte.
// WRIT_INVALID with "order.json:3:14: …", WRIT_LIMIT when a bound is reached.
WRIT_NODISCARD WritStatus writ_json_parse(WritJson *json, WritArena *arena, WritText bytes,
                                          const char *source_name, WritError *error);
// The member of an object, or NULL.
const WritJson *writ_json_find(const WritJson *object, const char *key);

// A value of `type`. Unknown and missing fields, wrong types, numbers with too many digits and
// currencies that differ from their sibling are WRIT_INVALID, with place, path and what to write
// ("order.json:7:20: order.lines[2].ordered: …"; elements count from 1, as their ids do). A field
// that is left out and has an `at start` value or is optional becomes WRIT_VALUE_MISSING; whoever
// evaluates expressions fills it in, and asks writ_value_fits once all is there. For an optional
// type, null is missing. A document is {"name": …, "size": …, "hash": …}, or an object whose
// `document` is set; whether there is such a document is the caller's to know. Computed fields may
// not be given. Elements of lists of records get ids from 1. `path` stands in front of every path
// ("order"); it may be empty. WRIT_LIMIT when the value is deeper than WRIT_VALUE_DEPTH_MAX or has
// more than WRIT_JSON_VALUES_MAX parts. Nothing in the value points into `json`.
WRIT_NODISCARD WritStatus writ_value_from_json(WritValue *value, WritArena *arena,
                                               const WritTypes *types, WritTypeId type,
                                               const WritJson *json, const char *source_name,
                                               const char *path, WritError *error);

// A value of a scalar type (no list, no record) from text as the language or a user writes it:
// "50 000 EUR", "7.5%", "yes". Used for answers, hook results and JSON strings. "none" is missing
// for an optional type other than Text and Person. WRIT_INVALID with what is wrong and what to
// write, WRIT_LIMIT for numbers that do not fit. `value` stays as it was when it fails.
WRIT_NODISCARD WritStatus writ_value_parse(WritValue *value, WritArena *arena,
                                           const WritTypes *types, WritTypeId type, WritText text,
                                           WritError *error);

#endif
