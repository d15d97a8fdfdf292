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

void visible_add(WritBuffer *out, WritText text, size_t bytes_max)
{
    size_t end_max = out->length + bytes_max;
    for (size_t i = 0; i < text.length;) {
        char escaped[8];
        WritText piece = {text.data + i, printable_length(text, i)};
        i += piece.length == 0 ? 1 : piece.length;
        if (piece.length == 0) {
            int length =
                snprintf(escaped, sizeof escaped, "\\x%02x", (unsigned char)text.data[i - 1]);
            piece = (WritText){escaped, (size_t)length};
        }
        bool last = i == text.length;
        if (out->length + piece.length + (last ? 0 : sizeof cut_mark - 1) > end_max) {
            writ_buffer_add_string(out, cut_mark);
            return;
        }
        writ_buffer_add(out, piece);
    }
}
