#include "cli/page.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum { WIDTH_WITHOUT_TERMINAL = 80, WIDTH_LEAST = 20, ELLIPSIS_WIDTH = 1 };

#define ELLIPSIS "\xe2\x80\xa6"
#define REPLACEMENT "\xef\xbf\xbd"

// --- Code points -------------------------------------------------------------------------------

// What stands on the screen for one code point.
typedef struct Shown {
    char bytes[16];
    uint32_t length;
    uint32_t width;
} Shown;

// Reads one code point; U+FFFD for a byte that is no UTF-8.
static uint32_t next_point(WritText text, size_t *at)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)text.data[*at];
    uint32_t length = first < 0x80             ? 1
                      : (first & 0xe0) == 0xc0 ? 2
                      : (first & 0xf0) == 0xe0 ? 3
                      : (first & 0xf8) == 0xf0 ? 4
                                               : 0;
    if (length == 0 || text.length - *at < length) {
        (*at)++;
        return 0xfffd;
    }
    uint32_t point = length == 1 ? first : first & (0x7fu >> length);
    for (uint32_t i = 1; i < length; i++) {
        unsigned char byte = (unsigned char)text.data[*at + i];
        if ((byte & 0xc0) != 0x80) {
            (*at)++;
            return 0xfffd;
        }
        point = point << 6 | (byte & 0x3fu);
    }
    if (point < least[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
        (*at)++;
        return 0xfffd;
    }
    *at += length;
    return point;
}

// Characters that hide, join or turn the direction of others.
static bool is_hidden(uint32_t point)
{
    static const uint32_t ranges[][2] = {
        {0xad, 0xad},     {0x34f, 0x34f},   {0x61c, 0x61c},   {0x115f, 0x1160}, {0x17b4, 0x17b5},
        {0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164},
        {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfff8}, {0xe0000, 0xe0fff},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (point >= ranges[i][0] && point <= ranges[i][1]) {
            return true;
        }
    }
    return false;
}

static void show_point(Shown *shown, WritText text, size_t *at)
{
    size_t start = *at;
    uint32_t point = next_point(text, at);
    if (point == '\n' || point == '\r' || point == '\t') {
        *shown = (Shown){.bytes = " ", .length = 1, .width = 1};
        return;
    }
    if (point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0xfffd) {
        *shown = (Shown){.bytes = REPLACEMENT, .length = 3, .width = 1};
        return;
    }
    int width = is_hidden(point) ? -1 : wcwidth((wchar_t)point);
    if (width < 0) {
        int length = snprintf(shown->bytes, sizeof shown->bytes, "<U+%04X>", point);
        shown->length = shown->width = (uint32_t)length;
        return;
    }
    shown->length = (uint32_t)(*at - start);
    shown->width = (uint32_t)width;
    memcpy(shown->bytes, text.data + start, shown->length);
}

// --- Widths ------------------------------------------------------------------------------------

uint32_t page_width_of(WritText text)
{
    uint32_t width = 0;
    for (size_t at = 0; at < text.length;) {
        Shown shown;
        show_point(&shown, text, &at);
        width += shown.width;
    }
    return width;
}

void page_cut(WritBuffer *out, WritText text, uint32_t columns)
{
    bool fits = page_width_of(text) <= columns;
    uint32_t room = fits || columns == 0 ? columns : columns - ELLIPSIS_WIDTH;
    uint32_t used = 0;
    for (size_t at = 0; at < text.length;) {
        Shown shown;
        show_point(&shown, text, &at);
        if (used + shown.width > room) {
            break;
        }
        used += shown.width;
        writ_buffer_add(out, (WritText){shown.bytes, shown.length});
    }
    if (!fits && columns > 0) {
        writ_buffer_add_string(out, ELLIPSIS);
    }
}

// --- Adding ------------------------------------------------------------------------------------

void page_add(Page *page, WritText text)
{
    for (size_t at = 0; at < text.length;) {
        Shown shown;
        show_point(&shown, text, &at);
        writ_buffer_add(&page->out, (WritText){shown.bytes, shown.length});
    }
}

void page_add_string(Page *page, const char *string)
{
    page_add(page, writ_text(string));
}

void page_format(Page *page, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    page_add_string(page, text);
}

static const char *style_code(PageStyle style)
{
    switch (style) {
    case PAGE_PLAIN:
        return "";
    case PAGE_BOLD:
        return "\033[1m";
    case PAGE_DIM:
        return "\033[2m";
    case PAGE_GOOD:
        return "\033[32m";
    case PAGE_WARNING:
        return "\033[33m";
    case PAGE_BAD:
        return "\033[31m";
    }
    WRIT_UNREACHABLE();
}

void page_styled(Page *page, PageStyle style, WritText text)
{
    bool coloured = page->colour == PAGE_COLOUR_ANSI && style != PAGE_PLAIN && text.length > 0;
    if (coloured) {
        writ_buffer_add_string(&page->out, style_code(style));
    }
    page_add(page, text);
    if (coloured) {
        writ_buffer_add_string(&page->out, "\033[0m");
    }
}

void page_end_line(Page *page)
{
    while (page->out.length > 0 && page->out.data[page->out.length - 1] == ' ') {
        page->out.length--;
    }
    writ_buffer_add_byte(&page->out, '\n');
}

// --- Paragraphs --------------------------------------------------------------------------------

typedef struct Paragraph {
    Page *page;
    PageStyle style;
    uint32_t indent, room;
    WritBuffer line; // Of the words that are on it so far.
    uint32_t used;   // Columns of these.
} Paragraph;

static void end_paragraph_line(Paragraph *paragraph)
{
    for (uint32_t i = 0; i < paragraph->indent && paragraph->line.length > 0; i++) {
        writ_buffer_add_byte(&paragraph->page->out, ' ');
    }
    page_styled(paragraph->page, paragraph->style, writ_buffer_text(&paragraph->line));
    page_end_line(paragraph->page);
    writ_buffer_clear(&paragraph->line);
    paragraph->used = 0;
}

static void add_word(Paragraph *paragraph, WritText word)
{
    uint32_t columns = page_width_of(word);
    if (paragraph->line.length > 0 && paragraph->used + 1 + columns > paragraph->room) {
        end_paragraph_line(paragraph);
    }
    if (paragraph->line.length > 0) {
        writ_buffer_add_byte(&paragraph->line, ' ');
        paragraph->used++;
    }
    writ_buffer_add(&paragraph->line, word);
    paragraph->used += columns;
}

static size_t word_end(WritText text, size_t at)
{
    while (at < text.length && text.data[at] != ' ' && text.data[at] != '\n') {
        at++;
    }
    return at;
}

void page_paragraph(Page *page, uint32_t indent, PageStyle style, WritText text)
{
    uint32_t width = page->width == 0 ? WIDTH_WITHOUT_TERMINAL : page->width;
    Paragraph paragraph = {
        .page = page,
        .style = style,
        .indent = indent,
        .room = width > indent + WIDTH_LEAST ? width - indent : WIDTH_LEAST,
    };
    for (size_t at = 0; at < text.length;) {
        size_t end = word_end(text, at);
        if (end > at) {
            add_word(&paragraph, (WritText){text.data + at, end - at});
            at = end;
        } else {
            if (text.data[at] == '\n') {
                end_paragraph_line(&paragraph);
            }
            at++;
        }
    }
    end_paragraph_line(&paragraph);
    writ_buffer_dispose(&paragraph.line);
}
