// Text as pointer and length. NUL is an ordinary byte; nothing here needs one at the end.
#ifndef WRIT_TEXT_H
#define WRIT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writ/status.h"

typedef struct WritText {
    const char *data; // May be NULL when length is 0.
    size_t length;
} WritText;

// For a string literal or any other NUL-terminated text that outlives the result.
WritText writ_text(const char *string);
bool writ_text_equal(WritText a, WritText b);
bool writ_text_is(WritText a, const char *string);
// Less than, equal to or greater than 0, by unsigned bytes.
int writ_text_compare(WritText a, WritText b);
// FNV-1a with a final mix; the same on every machine. Not for anything an adversary may fill.
uint64_t writ_text_hash(WritText text);

// True when the bytes are well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong).
bool writ_text_is_utf8(WritText text);
// The beginning of a UTF-8 text: at most so many bytes, and no character that is cut in two.
WritText writ_text_cut(WritText text, size_t bytes_max);
// Neither visible nor a space: controls, formats such as changes of the direction of writing, line
// and paragraph separators (Cc, Cf, Zl and Zp of Unicode 15).
bool writ_is_hidden(uint32_t code_point);
// What stands behind the last dot of a qualified name, which is how people call the thing; all of
// it where there is none.
WritText writ_text_last_name(WritText qualified);

// What stands behind a number that is a position: "st", "nd", "rd" or "th".
const char *writ_ordinal_ending(uint64_t number);

// For printf's "%.*s".
#define WRIT_TEXT_ARGS(text) (int)(text).length, (text).data

// --- A text that grows --------------------------------------------------------------------

// The caller owns a buffer: start it as `WritBuffer buffer = {0}` and end it with
// writ_buffer_dispose. Running out of memory ends the program.
typedef struct WritBuffer {
    char *data;
    size_t length;
    size_t capacity;
} WritBuffer;

void writ_buffer_dispose(WritBuffer *buffer);
void writ_buffer_clear(WritBuffer *buffer);                   // Keeps the memory.
void writ_buffer_grow(WritBuffer *buffer, size_t more_bytes); // For writ_buffer_reserve alone.
// Makes room for `more_bytes` and a NUL. Inline: events are written a few bytes at a time.
static inline void writ_buffer_reserve(WritBuffer *buffer, size_t more_bytes)
{
    if (more_bytes >= buffer->capacity - buffer->length) {
        writ_buffer_grow(buffer, more_bytes);
    }
}
void writ_buffer_add(WritBuffer *buffer, WritText text);
void writ_buffer_add_string(WritBuffer *buffer, const char *string);
static inline void writ_buffer_add_byte(WritBuffer *buffer, char byte)
{
    writ_buffer_reserve(buffer, 1);
    buffer->data[buffer->length++] = byte;
}
void writ_buffer_add_number(WritBuffer *buffer, uint64_t number); // In decimal digits.
void writ_buffer_format(WritBuffer *buffer, const char *format, ...) WRIT_PRINTF(2, 3);
// What was collected so far; valid until the buffer changes.
WritText writ_buffer_text(const WritBuffer *buffer);
// The same with a NUL behind it.
const char *writ_buffer_string(WritBuffer *buffer);

// Appends `text` as the inside of a JSON string (RFC 8259): quotes, backslashes and control
// characters escaped, the rest as it is. The quotes around it are the caller's.
void writ_buffer_add_json(WritBuffer *buffer, WritText text);

#endif
