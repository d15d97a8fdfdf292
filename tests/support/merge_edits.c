#include "support/merge_edits.h"

#include <ctype.h>
#include <stdbool.h>

enum { LINES_MOST = 1024, NEAR = 3, REACH = 8, WORDS_MOST = 64, WORD_BYTES_LEAST = 3 };

typedef struct Lines {
    WritText list[LINES_MOST];
    uint32_t count;
} Lines;

// Lines that follow one another, from `first` to the one before `end`.
typedef struct Span {
    uint32_t first;
    uint32_t end;
} Span;

static Lines split(WritText text)
{
    Lines lines = {.count = 0};
    size_t begin = 0;
    for (size_t i = 0; i < text.length && lines.count < LINES_MOST; i++) {
        if (text.data[i] == '\n') {
            lines.list[lines.count++] = (WritText){text.data + begin, i + 1 - begin};
            begin = i + 1;
        }
    }
    return lines;
}

uint32_t merge_line_count(WritText text)
{
    return split(text).count;
}

static size_t indent_of(WritText line)
{
    size_t count = 0;
    while (line.data[count] == ' ') {
        count++;
    }
    return count;
}

static bool is_blank(WritText line)
{
    return line.data[indent_of(line)] == '\n';
}

static bool is_rule(WritText line)
{
    size_t indent = indent_of(line);
    return line.data[indent] == '|' && line.data[indent + 1] == '-';
}

// A line and what belongs to it.
static Span span_at(const Lines *lines, uint32_t first)
{
    uint32_t end = first + 1;
    size_t indent = indent_of(lines->list[first]);
    while (end < lines->count && !is_blank(lines->list[end]) &&
           (indent_of(lines->list[end]) > indent || is_rule(lines->list[end]))) {
        end++;
    }
    return (Span){first, end};
}

static void add_lines(const Lines *lines, Span span, WritBuffer *out)
{
    for (uint32_t i = span.first; i < span.end; i++) {
        writ_buffer_add(out, lines->list[i]);
    }
}

static uint32_t pick_near(const Lines *lines, Random *random, uint32_t near, int64_t reach)
{
    int64_t at = (int64_t)near + random_between(random, -reach, reach);
    at = at < 0 ? 0 : at >= lines->count ? lines->count - 1 : at;
    while (at > 0 && (is_blank(lines->list[at]) || is_rule(lines->list[at]))) {
        at--;
    }
    return (uint32_t)at;
}

// --- Words --------------------------------------------------------------------------------

static bool is_of_word(char byte)
{
    return islower((unsigned char)byte) != 0 || byte == '_';
}

// Names and numbers behind the first word of a line.
static uint32_t find_words(WritText line, Span words[WORDS_MOST])
{
    uint32_t count = 0;
    uint32_t i = (uint32_t)indent_of(line);
    while (i < line.length && line.data[i] != ' ' && line.data[i] != '\n') {
        i++;
    }
    while (i < line.length && count < WORDS_MOST) {
        uint32_t end = i;
        bool digits = isdigit((unsigned char)line.data[i]) != 0;
        while (end < line.length && (digits ? isdigit((unsigned char)line.data[end]) != 0
                                            : is_of_word(line.data[end]))) {
            end++;
        }
        if (digits || end - i >= WORD_BYTES_LEAST) {
            words[count++] = (Span){i, end};
        }
        i = end == i ? i + 1 : end;
    }
    return count;
}

static void add_changed(WritText line, Random *random, WritBuffer *out)
{
    Span words[WORDS_MOST];
    uint32_t count = find_words(line, words);
    if (count == 0) {
        writ_buffer_add(out, line);
        return;
    }
    Span word = words[random_below(random, count)];
    bool digits = isdigit((unsigned char)line.data[word.first]) != 0;
    writ_buffer_add(out, (WritText){line.data, digits ? word.first : word.end});
    if (digits) {
        writ_buffer_add_number(out, 1 + random_below(random, 28));
    } else {
        writ_buffer_add_byte(out, (char)('a' + random_below(random, 26)));
    }
    writ_buffer_add(out, (WritText){line.data + word.end, line.length - word.end});
}

// --- Changes ------------------------------------------------------------------------------

static void change_line(const Lines *lines, Random *random, uint32_t at, WritBuffer *out)
{
    add_lines(lines, (Span){0, at}, out);
    add_changed(lines->list[at], random, out);
    add_lines(lines, (Span){at + 1, lines->count}, out);
}

static void take_away(const Lines *lines, uint32_t at, WritBuffer *out)
{
    add_lines(lines, (Span){0, at}, out);
    add_lines(lines, (Span){span_at(lines, at).end, lines->count}, out);
}

// Where a line may go that is like the one at `at`: before another that stands as far right.
static uint32_t pick_place(const Lines *lines, Random *random, uint32_t at)
{
    size_t indent = indent_of(lines->list[at]);
    for (int tries = 0; tries < 20; tries++) {
        uint32_t place = pick_near(lines, random, at, REACH);
        if (place != at && indent_of(lines->list[place]) == indent) {
            return random_below(random, 2) == 0 ? place : span_at(lines, place).end;
        }
    }
    return at;
}

static void add_copy(const Lines *lines, Random *random, uint32_t at, WritBuffer *out)
{
    uint32_t place = pick_place(lines, random, at);
    Span span = span_at(lines, at);
    add_lines(lines, (Span){0, place}, out);
    add_changed(lines->list[at], random, out);
    add_lines(lines, (Span){at + 1, span.end}, out);
    add_lines(lines, (Span){place, lines->count}, out);
}

static void move(const Lines *lines, Random *random, uint32_t at, WritBuffer *out)
{
    uint32_t place = pick_place(lines, random, at);
    Span span = span_at(lines, at);
    if (place <= span.first) {
        add_lines(lines, (Span){0, place}, out);
        add_lines(lines, span, out);
        add_lines(lines, (Span){place, span.first}, out);
        add_lines(lines, (Span){span.end, lines->count}, out);
    } else {
        place = place < span.end ? span.end : place;
        add_lines(lines, (Span){0, span.first}, out);
        add_lines(lines, (Span){span.end, place}, out);
        add_lines(lines, span, out);
        add_lines(lines, (Span){place, lines->count}, out);
    }
}

static void add_remark(const Lines *lines, Random *random, uint32_t at, WritBuffer *out)
{
    add_lines(lines, (Span){0, at}, out);
    for (size_t i = 0; i < indent_of(lines->list[at]); i++) {
        writ_buffer_add_byte(out, ' ');
    }
    writ_buffer_add_string(out, "# remark ");
    writ_buffer_add_number(out, random_below(random, 1000));
    writ_buffer_add_byte(out, '\n');
    add_lines(lines, (Span){at, lines->count}, out);
}

void merge_edit(WritText text, Random *random, uint32_t near, WritBuffer *out)
{
    Lines lines = split(text);
    uint32_t at = pick_near(&lines, random, near, NEAR);
    uint32_t what = random_below(random, 16);
    if (what < 6) {
        change_line(&lines, random, at, out);
    } else if (what < 9) {
        take_away(&lines, at, out);
    } else if (what < 12) {
        add_copy(&lines, random, at, out);
    } else if (what < 15) {
        move(&lines, random, at, out);
    } else {
        add_remark(&lines, random, at, out);
    }
}
