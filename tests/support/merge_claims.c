#include "support/merge_claims.h"

#include <assert.h>
#include <string.h>

#include "writ/names.h"

enum { BASE, OURS, THEIRS, MERGED, TEXTS };
enum { ARENA_BYTES = 1 << 26, NAMES_MOST = 1 << 14, DEPTH_MOST = 64, NO_LINE = 0 };

typedef struct Line {
    uint32_t counts[TEXTS];
    uint32_t at[TEXTS]; // Where it stands last.
} Line;

typedef struct Claims {
    WritNames *names; // The different lines, each with what it belongs to.
    Line *lines;      // By name.
    WritBuffer *told;
    WritBuffer name;
} Claims;

// Reads a text line by line. What a line belongs to is known by its first two words: the rest of a
// heading is what it says.
typedef struct Reader {
    WritText text;
    size_t at;
    size_t indents[DEPTH_MOST]; // Of the lines that the next one may belong to.
    WritName parents[DEPTH_MOST];
    uint32_t depth;
} Reader;

// The dashes below the head of a table say nothing.
static bool says_nothing(WritText line)
{
    return line.length == 0 || (line.length > 1 && line.data[0] == '|' && line.data[1] == '-');
}

static WritText first_words(WritText line)
{
    size_t end = 0;
    for (int words = 0; end < line.length && words < 2; end++) {
        bool is_title = line.data[end] == '"';
        words = is_title ? 2 : words + (line.data[end] == ' ' ? 1 : 0);
    }
    return (WritText){line.data, end};
}

static WritName name_below(Claims *claims, const Reader *reader, char kind, WritText text)
{
    writ_buffer_clear(&claims->name);
    writ_buffer_add_byte(&claims->name, kind);
    writ_buffer_add_number(&claims->name,
                           reader->depth == 0 ? 0 : reader->parents[reader->depth - 1]);
    writ_buffer_add_byte(&claims->name, ' ');
    writ_buffer_add(&claims->name, text);
    WritName name = writ_names_add(claims->names, writ_buffer_text(&claims->name));
    assert(name < NAMES_MOST);
    return name;
}

// The next line; NO_LINE for one that says nothing.
static WritName next_line(Claims *claims, Reader *reader)
{
    WritText rest = {reader->text.data + reader->at, reader->text.length - reader->at};
    size_t indent = 0;
    size_t end = 0;
    while (end < rest.length && rest.data[end] != '\n') {
        indent += end == indent && rest.data[end] == ' ' ? 1 : 0;
        end++;
    }
    reader->at += end + 1;
    WritText line = {rest.data + indent, end - indent};
    if (says_nothing(line)) {
        return NO_LINE;
    }
    while (reader->depth > 0 && reader->indents[reader->depth - 1] >= indent) {
        reader->depth--;
    }
    WritName name = name_below(claims, reader, 'l', line);
    assert(reader->depth < DEPTH_MOST);
    reader->parents[reader->depth] = name_below(claims, reader, 'p', first_words(line));
    reader->indents[reader->depth++] = indent;
    return name;
}

static void count_lines(Claims *claims, int version, WritText text)
{
    uint32_t index = 0;
    Reader reader = {.text = text};
    while (reader.at < text.length) {
        WritName name = next_line(claims, &reader);
        claims->lines[name].counts[version]++;
        claims->lines[name].at[version] = index++;
    }
}

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

// What both sides added may be the same, and so may what both took away. A comment belongs to the
// line below it, so one that both moved may stand below both.
static bool is_count_right(const Line *line, bool is_comment)
{
    uint32_t base = line->counts[BASE];
    uint32_t ours = line->counts[OURS];
    uint32_t theirs = line->counts[THEIRS];
    uint32_t merged = line->counts[MERGED];
    uint32_t both = ours + theirs > base ? ours + theirs - base : 0;
    if (ours > base && theirs > base) {
        return merged >= most(ours, theirs) && merged <= both;
    }
    if (ours < base && theirs < base) {
        return merged >= both && merged <= least(ours, theirs);
    }
    return merged == both || (is_comment && merged > both);
}

static bool is_everywhere_once(const Line *line)
{
    return line->counts[BASE] == 1 && line->counts[OURS] == 1 && line->counts[THEIRS] == 1 &&
           line->counts[MERGED] == 1;
}

static bool is_order_right(const Line *first, const Line *second)
{
    bool base = first->at[BASE] < second->at[BASE];
    bool ours = first->at[OURS] < second->at[OURS];
    bool theirs = first->at[THEIRS] < second->at[THEIRS];
    return ours == theirs ? ours : ours != base ? ours : theirs;
}

static bool fail(Claims *claims, const char *what, WritName name)
{
    writ_buffer_add_string(claims->told, what);
    writ_buffer_add(claims->told, writ_names_text(claims->names, name));
    writ_buffer_add_byte(claims->told, '\n');
    return false;
}

static bool check(Claims *claims, WritText merged)
{
    for (size_t i = 1; i < writ_names_count(claims->names); i++) {
        WritText name = writ_names_text(claims->names, (WritName)i);
        bool is_comment = memchr(name.data, '#', name.length) != NULL;
        if (!is_count_right(&claims->lines[i], is_comment)) {
            return fail(claims, "stands too often or too seldom: ", (WritName)i);
        }
    }
    WritName before = NO_LINE;
    Reader reader = {.text = merged};
    while (reader.at < merged.length) {
        WritName name = next_line(claims, &reader);
        if (name == NO_LINE || !is_everywhere_once(&claims->lines[name])) {
            continue;
        }
        if (before != NO_LINE && !is_order_right(&claims->lines[before], &claims->lines[name])) {
            return fail(claims, "stands too late: ", name);
        }
        before = name;
    }
    return true;
}

static Claims read_all(MergeTexts texts, WritText merged, WritArena *arena, WritBuffer *told)
{
    Claims claims = {.names = writ_names_new(arena), .told = told};
    claims.lines = writ_arena_array(arena, NAMES_MOST, sizeof *claims.lines);
    count_lines(&claims, BASE, texts.base);
    count_lines(&claims, OURS, texts.ours);
    count_lines(&claims, THEIRS, texts.theirs);
    count_lines(&claims, MERGED, merged);
    return claims;
}

bool merge_claims_hold(MergeTexts texts, WritText merged, WritBuffer *told)
{
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    Claims claims = read_all(texts, merged, arena, told);
    bool right = check(&claims, merged);
    writ_buffer_dispose(&claims.name);
    writ_arena_free(arena);
    return right;
}

bool merge_doubles_line(MergeTexts texts, WritText merged)
{
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    Claims claims = read_all(texts, merged, arena, NULL);
    bool doubles = false;
    for (size_t i = 1; i < writ_names_count(claims.names); i++) {
        const uint32_t *counts = claims.lines[i].counts;
        doubles =
            doubles || counts[MERGED] > most(counts[BASE], most(counts[OURS], counts[THEIRS]));
    }
    writ_buffer_dispose(&claims.name);
    writ_arena_free(arena);
    return doubles;
}
