// Lua's patterns (reference manual 6.4.1), compiled first and matched under a step budget.
//
// A pattern becomes a list of items before it is tried, so that a malformed one is always an error
// and every single-character test is one look into a set. Matching backtracks as in stock Lua; only
// a repeated item recurses, into the items behind it, so the depth is bounded by their number, and
// every step counts as an instruction.
#ifndef WRIT_HOOK_CHILD_PATTERN_H
#define WRIT_HOOK_CHILD_PATTERN_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writ/text.h"

enum { PATTERN_CAPTURES_MAX = 32 };

typedef struct Pattern Pattern;

typedef enum PatternAnchor {
    PATTERN_MAY_ANCHOR,   // "^" at the start anchors: find, match, gsub.
    PATTERN_NEVER_ANCHOR, // "^" is a character there: gmatch.
} PatternAnchor;

typedef struct PatternCapture {
    size_t start;
    ptrdiff_t length; // PATTERN_POSITION for "()".
} PatternCapture;
enum { PATTERN_POSITION = -2, PATTERN_OPEN = -1 };

typedef struct PatternMatch {
    size_t start, end; // In the subject, half open.
    uint32_t capture_count;
    PatternCapture captures[PATTERN_CAPTURES_MAX];
} PatternMatch;

// Compiles the text and pushes the userdata that holds the result. Raises when it is malformed or
// longer than WRIT_HOOK_PATTERN_BYTES_MAX.
const Pattern *pattern_push(lua_State *L, WritText text, PatternAnchor anchor);

bool pattern_is_anchored(const Pattern *pattern);

// Tries `pattern` at exactly `start`. Raises when a limit is reached.
bool pattern_match_at(lua_State *L, const Pattern *pattern, WritText subject, size_t start,
                      PatternMatch *match);

// Tries from `start` on, once only when the pattern is anchored.
bool pattern_find(lua_State *L, const Pattern *pattern, WritText subject, size_t start,
                  PatternMatch *match);

// Pushes capture `index` of a match; without captures, 0 is the whole match.
void pattern_push_capture(lua_State *L, const PatternMatch *match, uint32_t index,
                          WritText subject);
// Pushes all captures, or the whole match when there are none; returns their number.
int pattern_push_captures(lua_State *L, const PatternMatch *match, WritText subject);

#endif
