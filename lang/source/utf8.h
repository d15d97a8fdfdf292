// Code points of author's text, which may be anything.
#ifndef SOURCE_UTF8_H
#define SOURCE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writ/text.h"

enum { UTF8_MALFORMED = UINT32_MAX };

// One code point and the bytes that it takes.
typedef struct Utf8 {
    uint32_t code_point; // UTF8_MALFORMED: `bytes` is 1.
    uint32_t bytes;
} Utf8;

// Reads at `offset`, which is below the length of `text`. Well-formed as in RFC 3629.
Utf8 utf8_at(WritText text, size_t offset);

// The number of code points; every malformed byte counts as one.
uint32_t utf8_count(WritText text);

// Changes the direction of writing: embeddings, overrides, isolates (UAX 9).
bool utf8_is_direction_control(uint32_t code_point);
// Neither visible nor a space: controls of ASCII and Latin-1, line and paragraph separators.
bool utf8_is_control(uint32_t code_point);

// Appends `text` with everything replaced by U+FFFD that could disturb a terminal or a reader:
// controls, changes of direction, malformed bytes. A tab becomes a space.
void utf8_add_harmless(WritBuffer *out, WritText text);

#endif
