// Names as they may be shown, and how a problem of a file reads.
#include "calendar/holiday_text.h"

#include <assert.h>
#include <string.h>

#include "writ/holidays.h"

// A code point of well-formed UTF-8 and the bytes that it takes.
typedef struct CodePoint {
    uint32_t value;
    size_t bytes;
} CodePoint;

static CodePoint code_point_at(WritText text, size_t at)
{
    unsigned char first = (unsigned char)text.data[at];
    size_t bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    assert(bytes <= text.length - at);
    uint32_t value = bytes == 1 ? first : first & (0xffu >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++) {
        value = value << 6 | ((unsigned char)text.data[at + i] & 0x3fu);
    }
    return (CodePoint){value, bytes};
}

static bool is_control(uint32_t value)
{
    return value < 0x20 || (value >= 0x7f && value < 0xa0) || value == 0x2028 || value == 0x2029;
}

// Soft hyphen, joiners, marks and overrides of direction, tags: nothing that a reader sees.
static bool is_invisible(uint32_t value)
{
    return value == 0xad || value == 0x61c || value == 0x180e ||
           (value >= 0x200b && value <= 0x200f) || (value >= 0x202a && value <= 0x202e) ||
           (value >= 0x2060 && value <= 0x206f) || value == 0xfeff ||
           (value >= 0xfff9 && value <= 0xfffb) || (value >= 0xe0000 && value <= 0xe007f);
}

bool holiday_text_has_hidden(WritText text)
{
    for (size_t at = 0; at < text.length;) {
        CodePoint point = code_point_at(text, at);
        if ((is_control(point.value) && point.value != '\t') || is_invisible(point.value)) {
            return true;
        }
        at += point.bytes;
    }
    return false;
}

static const char no_break_space[] = "\xc2\xa0";
enum { NO_BREAK_SPACE_BYTES = 2 };

static size_t blank_at_start(WritText text)
{
    if (text.length > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        return 1;
    }
    bool wide = text.length >= NO_BREAK_SPACE_BYTES &&
                memcmp(text.data, no_break_space, NO_BREAK_SPACE_BYTES) == 0;
    return wide ? NO_BREAK_SPACE_BYTES : 0;
}

static size_t blank_at_end(WritText text)
{
    if (text.length > 0 &&
        (text.data[text.length - 1] == ' ' || text.data[text.length - 1] == '\t')) {
        return 1;
    }
    bool wide = text.length >= NO_BREAK_SPACE_BYTES &&
                memcmp(text.data + text.length - NO_BREAK_SPACE_BYTES, no_break_space,
                       NO_BREAK_SPACE_BYTES) == 0;
    return wide ? NO_BREAK_SPACE_BYTES : 0;
}

WritText holiday_text_trim(WritText text)
{
    for (size_t blank = blank_at_start(text); blank > 0; blank = blank_at_start(text)) {
        text = (WritText){text.data + blank, text.length - blank};
    }
    for (size_t blank = blank_at_end(text); blank > 0; blank = blank_at_end(text)) {
        text.length -= blank;
    }
    return text;
}

void writ_holidays_clean(WritBuffer *out, WritText text, size_t bytes_max)
{
    size_t limit = out->length + bytes_max;
    bool begun = false;
    bool blank = false;
    for (size_t at = 0; at < text.length;) {
        CodePoint point = code_point_at(text, at);
        WritText bytes = {text.data + at, point.bytes};
        at += point.bytes;
        if (point.value == ' ' || point.value == 0xa0 || is_control(point.value)) {
            blank = true;
            continue;
        }
        if (is_invisible(point.value)) {
            continue;
        }
        size_t space = begun && blank ? 1 : 0;
        if (out->length + space + bytes.length > limit) {
            return;
        }
        writ_buffer_add(out, (WritText){" ", space});
        writ_buffer_add(out, bytes);
        begun = true;
        blank = false;
    }
}

void writ_holidays_describe(WritBuffer *out, const WritHolidayProblem *problem)
{
    if (problem->calendar.length > 0) {
        writ_buffer_format(out, "%.*s: ", WRIT_TEXT_ARGS(problem->calendar));
    }
    writ_buffer_add(out, problem->path);
    if (problem->line > 0) {
        writ_buffer_format(out, ", line %u", problem->line);
    }
    writ_buffer_add_string(out, problem->path.length > 0 ? ": " : "");
    writ_buffer_add(out, problem->text);
}
