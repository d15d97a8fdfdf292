#include "value/quote.h"

#include <stdio.h>
#include <string.h>

// Length of the UTF-8 sequence at `at` and its code point; 0 when it is not well-formed.
static size_t code_point(WritText text, size_t at, uint32_t *code)
{
    unsigned char first = (unsigned char)text.data[at];
    size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (at + length > text.length || !writ_text_is_utf8((WritText){text.data + at, length})) {
        return 0;
    }
    *code = length == 1 ? first : first & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        *code = *code << 6 | ((unsigned char)text.data[at + i] & 0x3f);
    }
    return length;
}

// Controls, zero-width characters, and those that order text from right to left (UTR 36).
static bool is_invisible(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad || code == 0x61c ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || code >= 0xe0000;
}

Quote quote_text(WritText text)
{
    Quote quote;
    size_t used = 0;
    size_t at = 0;
    quote.text[used++] = '"';
    while (at < text.length && used < QUOTE_TEXT_BYTES) {
        uint32_t code = 0;
        size_t length = code_point(text, at, &code);
        if (length == 0) {
            used += (size_t)sprintf(quote.text + used, "\\x%02x", (unsigned char)text.data[at]);
            length = 1;
        } else if (is_invisible(code)) {
            used += (size_t)sprintf(quote.text + used, "\\u%04x", code);
        } else {
            memcpy(quote.text + used, text.data + at, length);
            used += length;
        }
        at += length;
    }
    if (at < text.length) {
        memcpy(quote.text + used, "…", strlen("…"));
        used += strlen("…");
    }
    quote.text[used++] = '"';
    quote.text[used] = '\0';
    return quote;
}
