// Canonical bytes: the one way in which plans, events, rows and messages to children are written.
//
// Unsigned numbers are LEB128 in the shortest form, signed ones zigzag before that, texts and
// blobs a length and their bytes. A value has exactly one encoding, so equal bytes mean equal
// values and hashes can be taken over them. Reading never trusts a length.
#ifndef WRIT_BYTES_H
#define WRIT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "writ/text.h"

static inline void writ_put_u8(WritBuffer *out, uint8_t value)
{
    writ_buffer_add_byte(out, (char)value);
}
void writ_put_long_uint(WritBuffer *out, uint64_t value); // For writ_put_uint alone.
// Inline: most numbers are small, and a journal entry has a hundred.
static inline void writ_put_uint(WritBuffer *out, uint64_t value)
{
    if (value < 0x80) {
        writ_buffer_add_byte(out, (char)value);
    } else {
        writ_put_long_uint(out, value);
    }
}
void writ_put_int(WritBuffer *out, int64_t value);
void writ_put_text(WritBuffer *out, WritText text);
void writ_put_raw(WritBuffer *out, const void *data, size_t length);
// Base64 (RFC 4648) with padding. Reading takes nothing else; it appends, and `out` is as it was
// where it returns false.
void writ_add_base64(WritBuffer *out, WritText bytes);
WRIT_NODISCARD bool writ_get_base64(WritBuffer *out, WritText text);
// Eight bytes, most significant first, so that the order of bytes is the order of numbers.
void writ_put_ordered(WritBuffer *out, uint64_t value);

// Reads from borrowed bytes. The first failure sticks: later reads return 0 or an empty text, and
// the caller asks once, at the end, whether all was well.
typedef struct WritReader {
    const unsigned char *next;
    const unsigned char *end;
    bool failed;
} WritReader;

WritReader writ_reader(WritText bytes);
uint8_t writ_get_u8(WritReader *in);
uint64_t writ_get_uint(WritReader *in);
int64_t writ_get_int(WritReader *in);
uint64_t writ_get_ordered(WritReader *in);
// Points into the bytes that are read.
WritText writ_get_text(WritReader *in);
WritText writ_get_raw(WritReader *in, size_t length);
// A count of things that take at least one byte each: fails when fewer bytes are left.
size_t writ_get_count(WritReader *in);
uint32_t writ_get_u32(WritReader *in); // A number up to 2^32 - 1, fails above.
size_t writ_reader_left(const WritReader *in);
// True when nothing failed and nothing is left.
bool writ_reader_done(const WritReader *in);

#endif
