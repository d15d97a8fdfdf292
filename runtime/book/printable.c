#include "book/printable.h"

#include <assert.h>
#include <string.h>

void printable(char out[PRINTABLE_BYTES], WritText text)
{
    static const char digits[] = "0123456789abcdef";
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        bool plain = byte >= 0x20 && byte < 0x7f && byte != '\\';
        if (length + (plain ? 1 : 4) + sizeof "..." > PRINTABLE_BYTES) {
            (void)strcpy(out + length, "...");
            return;
        }
        if (plain) {
            out[length++] = (char)byte;
        } else {
            out[length++] = '\\';
            out[length++] = 'x';
            out[length++] = digits[byte >> 4];
            out[length++] = digits[byte & 15];
        }
    }
    out[length] = '\0';
}

// The character at `text`, of which at least one byte is left: its length, and its code point or
// UINT32_MAX where the bytes are no UTF-8 (then one byte is taken).
static size_t take_character(WritText text, uint32_t *code_point)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t length = bytes[0] < 0x80 ? 1 : bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : 2;
    if (length > text.length || !writ_text_is_utf8((WritText){text.data, length})) {
        *code_point = UINT32_MAX;
        return 1;
    }
    static const unsigned char first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t value = bytes[0] & first_bits[length];
    for (size_t i = 1; i < length; i++) {
        value = value << 6 | (bytes[i] & 0x3fu);
    }
    *code_point = value;
    return length;
}

void printable_clean(WritBuffer *out, WritText text, size_t bytes_max)
{
    size_t before = out->length;
    for (size_t i = 0; i < text.length;) {
        WritText rest = {text.data + i, text.length - i};
        uint32_t code_point;
        size_t length = take_character(rest, &code_point);
        bool shown = code_point != UINT32_MAX && !writ_is_hidden(code_point);
        WritText part = shown ? (WritText){rest.data, length} : writ_text("\xef\xbf\xbd");
        if (out->length - before + part.length > bytes_max) {
            return;
        }
        writ_buffer_add(out, part);
        i += length;
    }
}

bool printable_is_clean(WritText text)
{
    for (size_t i = 0; i < text.length;) {
        uint32_t code_point;
        i += take_character((WritText){text.data + i, text.length - i}, &code_point);
        if (code_point == UINT32_MAX || writ_is_hidden(code_point)) {
            return false;
        }
    }
    return true;
}
