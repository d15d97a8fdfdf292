// Decoding follows table 3-7 of the Unicode standard: the second byte is bounded by the first.
#include "source/utf8.h"

#include <assert.h>

// Bytes of the sequence that `first` begins, 0 when it begins none.
static uint32_t sequence_bytes(unsigned char first)
{
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
}

static bool second_fits(unsigned char first, unsigned char second)
{
    unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

Utf8 utf8_at(WritText text, size_t offset)
{
    assert(offset < text.length);
    static const Utf8 malformed = {UTF8_MALFORMED, 1};
    const unsigned char *at = (const unsigned char *)text.data + offset;
    uint32_t bytes = sequence_bytes(at[0]);
    if (bytes == 0 || bytes > text.length - offset) {
        return malformed;
    }
    if (bytes == 1) {
        return (Utf8){at[0], 1};
    }
    if (!second_fits(at[0], at[1])) {
        return malformed;
    }
    uint32_t code_point = at[0] & (0xffu >> (bytes + 1));
    for (uint32_t i = 1; i < bytes; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return malformed;
        }
        code_point = code_point << 6 | (at[i] & 0x3fu);
    }
    return (Utf8){code_point, bytes};
}

uint32_t utf8_count(WritText text)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.length; count++) {
        i += utf8_at(text, i).bytes;
    }
    return count;
}

bool utf8_is_direction_control(uint32_t code_point)
{
    return (code_point >= 0x202a && code_point <= 0x202e) ||
           (code_point >= 0x2066 && code_point <= 0x2069);
}

bool utf8_is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f) ||
           code_point == 0x2028 || code_point == 0x2029;
}

void utf8_add_harmless(WritBuffer *out, WritText text)
{
    for (size_t i = 0; i < text.length;) {
        Utf8 unit = utf8_at(text, i);
        if (unit.code_point == '\t') {
            writ_buffer_add_byte(out, ' ');
        } else if (unit.code_point == UTF8_MALFORMED || unit.code_point == 0xfeff ||
                   utf8_is_control(unit.code_point) || utf8_is_direction_control(unit.code_point)) {
            writ_buffer_add_string(out, "\xef\xbf\xbd");
        } else {
            writ_buffer_add(out, (WritText){text.data + i, unit.bytes});
        }
        i += unit.bytes;
    }
}
