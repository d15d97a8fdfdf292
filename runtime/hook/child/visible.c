// Messages and logs of a hook are shown to people and stored as UTF-8, whatever bytes they hold.
#include "hook/child/internal.h"

#include <stdio.h>

static const char cut_mark[] = "...";

// Length of the character at `at`: 1 to 4, or 0 for a byte that must be escaped.
static size_t printable_length(WritText text, size_t at)
{
    unsigned char byte = (unsigned char)text.data[at];
    if (byte < 0x80) {
        return byte >= 0x20 && byte != 0x7f ? 1 : byte == '\n' || byte == '\t' ? 1 : 0;
    }
    size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (length > text.length - at || !writ_text_is_utf8((WritText){text.data + at, length})) {
        return 0;
    }
    return length;
}

// The next piece of `text` as it is shown: a character, or an escaped byte in `escaped`.
static WritText take_piece(WritText text, size_t *at, char escaped[8])
{
    WritText piece = {text.data + *at, printable_length(text, *at)};
    if (piece.length == 0) {
        int length = snprintf(escaped, 8, "\\x%02x", (unsigned char)text.data[*at]);
        (*at)++;
        return (WritText){escaped, (size_t)length};
    }
    *at += piece.length;
    return piece;
}

static bool fits(WritText text, size_t bytes_max)
{
    char escaped[8];
    size_t bytes = 0;
    for (size_t at = 0; at < text.length && bytes <= bytes_max;) {
        bytes += take_piece(text, &at, escaped).length;
    }
    return bytes <= bytes_max;
}

void visible_add(WritBuffer *out, WritText text, size_t bytes_max)
{
    char escaped[8];
    bool whole = fits(text, bytes_max);
    size_t end_max = out->length + bytes_max - (whole ? 0 : sizeof cut_mark - 1);
    for (size_t at = 0; at < text.length;) {
        WritText piece = take_piece(text, &at, escaped);
        if (out->length + piece.length > end_max) {
            writ_buffer_add_string(out, cut_mark);
            return;
        }
        writ_buffer_add(out, piece);
    }
}
