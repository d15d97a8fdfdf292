#include "syntax/repair_line.h"

#include <string.h>

enum { SHOWN_BYTES_MAX = 120 };

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

void repair_show(const WritSource *source, WritDiag *diag, WritSpan span, const char *replacement)
{
    WritText text = source->text;
    size_t from = span.start - source->start;
    size_t to = span.end - source->start;
    size_t start = from;
    size_t end = to;
    while (start > 0 && !is_line_end(text.data[start - 1])) {
        start--;
    }
    while (start < from && text.data[start] == ' ') {
        start++;
    }
    while (end < text.length && !is_line_end(text.data[end])) {
        end++;
    }
    if (end - start > SHOWN_BYTES_MAX) {
        return;
    }
    diag_example(diag, "%.*s%s%.*s", (int)(from - start), text.data + start, replacement,
                 (int)(end - to), text.data + to);
}
