#include "format/units.h"

#include <assert.h>

#include "format/clauses.h"
#include "format/levels.h"
#include "syntax/tokens.h"

// Of any other kind of line a declaration has one, or several that nothing but all of their words
// tells apart.
static bool is_named(const Piece *first, uint32_t level)
{
    int kind = first->kind;
    return level == 0 || levels_opens_block(kind) || kind == TOK_NAME || kind == TOK_BAR ||
           kind == TOK_ON || kind == TOK_STAGE || kind == TOK_DETOUR || kind == TOK_STEP ||
           kind == TOK_GIVEN || kind == TOK_STORES || kind == TOK_PERSON;
}

typedef struct Collecting {
    const ClauseMark *marks;
    uint32_t count;
    const char *text; // The layout.
    Units units;
} Collecting;

// Joins clauses up to the `end` of a block. Returns the clause behind it.
static uint32_t add_unit(Collecting *all, uint32_t index)
{
    const ClauseMark *mark = &all->marks[index];
    int kind = mark->first->kind;
    uint32_t behind = index + 1;
    if (levels_opens_block(kind)) {
        while (all->marks[behind - 1].first->kind != TOK_END ||
               all->marks[behind - 1].level != mark->level) {
            behind++;
        }
    }
    all->units.list[all->units.count++] = (Unit){
        .text = {all->text + mark->at, all->marks[behind].at - mark->at},
        .first = mark->first,
        .kind = kind,
        .level = mark->level,
        .named = is_named(mark->first, mark->level),
    };
    return behind;
}

static void find_ends(Units *units)
{
    for (uint32_t i = 0; i < units->count; i++) {
        uint32_t end = i + 1;
        while (end < units->count && units->list[end].level > units->list[i].level) {
            end++;
        }
        units->list[i].end = end;
    }
}

Units units_read(const WritSource *source, WritArena *arena)
{
    Pieces pieces = pieces_read(source, arena);
    WritBuffer layout = {0};
    ClauseMark *marks = writ_arena_array(arena, pieces.count + 2, sizeof *marks);
    clauses_write(&(ClausesText){source, &pieces, WRIT_FORMAT_TIGHT}, &layout, marks);
    WritText kept = writ_arena_text(arena, writ_buffer_text(&layout));
    writ_buffer_dispose(&layout);
    uint32_t count = 0;
    while (marks[count].first->kind != TOK_YYEOF) {
        count++;
    }
    marks[count + 1] = (ClauseMark){.at = kept.length};
    Collecting all = {.marks = marks, .count = count + 1, .text = kept.data};
    all.units.list = writ_arena_array(arena, count + 1, sizeof *all.units.list);
    all.units.pieces = pieces;
    for (uint32_t i = 0; i < all.count;) {
        i = add_unit(&all, i);
    }
    find_ends(&all.units);
    return all.units;
}

Siblings units_all(const Units *units)
{
    return (Siblings){units, 0, units->count};
}

Siblings units_inside(const Siblings *list, uint32_t index)
{
    return (Siblings){list->units, index + 1, unit_next(list, index)};
}

WritText unit_text(const Siblings *list, uint32_t index)
{
    const char *start = unit_at(list, index)->text.data;
    WritText last = list->units->list[unit_next(list, index) - 1].text;
    return (WritText){start, (size_t)(last.data + last.length - start)};
}

static size_t spaces_before(WritText text)
{
    size_t count = 0;
    while (count < text.length && text.data[count] == ' ') {
        count++;
    }
    return count;
}

static WritText without_comments_before(WritText text)
{
    for (;;) {
        size_t begin = spaces_before(text);
        if (begin == text.length || (text.data[begin] != '\n' && text.data[begin] != '#')) {
            return text;
        }
        while (text.data[begin] != '\n') {
            begin++;
        }
        text.data += begin + 1;
        text.length -= begin + 1;
    }
}

WritText unit_lines(const Siblings *list, uint32_t index)
{
    return without_comments_before(unit_text(list, index));
}

WritText unit_own_lines(const Siblings *list, uint32_t index)
{
    return without_comments_before(unit_at(list, index)->text);
}

// The name is a path, except of a block, which is known by all of its first line.
void unit_add_name(const Siblings *list, uint32_t index, WritBuffer *out)
{
    const Unit *unit = unit_at(list, index);
    bool is_block = levels_opens_block(unit->kind);
    writ_buffer_add_number(out, (uint64_t)unit->kind);
    if (!unit->named || unit->kind == TOK_YYEOF) {
        return;
    }
    const Piece *piece = unit->kind == TOK_NAME ? unit->first : unit->first + 1;
    for (; piece->kind != TOK_NL && piece->kind != TOK_YYEOF; piece++) {
        writ_buffer_add_byte(out, ' ');
        writ_buffer_add(out, piece_text(&list->units->pieces, piece));
        if (!is_block && piece[1].kind != TOK_DOT && piece->kind != TOK_DOT) {
            break;
        }
    }
}
