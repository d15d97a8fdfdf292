#include "format/units.h"

#include <assert.h>
#include <string.h>

#include "format/clauses.h"
#include "format/levels.h"
#include "syntax/tokens.h"

static uint64_t mix(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 32);
}

static WritText text_of(const Pieces *pieces, const Piece *piece)
{
    return (WritText){(const char *)pieces->text + piece->start, piece->end - piece->start};
}

// Whether a line is told from others of its kind by what stands behind its first words. Of any
// other kind of line there is mostly one, and its change is the change of that line.
static bool has_name(const Piece *first)
{
    bool is_block = levels_opens_block(first->kind);
    return is_block || first->kind == TOK_BAR || first->kind == TOK_ON ||
           first->kind == TOK_STAGE || first->kind == TOK_DETOUR || first->kind == TOK_STEP ||
           first->kind == TOK_GIVEN || first->kind == TOK_STORES || first->kind == TOK_PERSON;
}

// The name is a path, except of a block, which is known by all of its first line.
static uint64_t key_of_clause(const Pieces *pieces, const Piece *first, uint32_t level)
{
    uint64_t key = mix(1, (uint64_t)first->kind);
    if (first->kind == TOK_NAME) {
        return mix(key, writ_text_hash(text_of(pieces, first)));
    }
    if (level > 0 && !has_name(first)) {
        return key;
    }
    bool is_block = levels_opens_block(first->kind);
    const Piece *piece = first + 1;
    for (; piece->kind != TOK_NL && piece->kind != TOK_YYEOF; piece++) {
        key = mix(key, writ_text_hash(text_of(pieces, piece)));
        if (!is_block && piece[1].kind != TOK_DOT && piece->kind != TOK_DOT) {
            break;
        }
    }
    return key;
}

typedef struct Collecting {
    const Pieces *pieces;
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
        .key = key_of_clause(all->pieces, mark->first, mark->level),
        .text = {all->text + mark->at, all->marks[behind].at - mark->at},
        .kind = kind,
        .level = mark->level,
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

// Siblings that are alike are told apart by their order. A chain of those with one key would be
// walked again and again, so each remembers how many went before it.
static void number_alike(Units *units, WritArena *arena)
{
    uint32_t capacity = 16;
    while (capacity < 2 * units->count + 1) {
        capacity *= 2;
    }
    typedef struct Slot {
        uint64_t key;
        uint32_t parent;
        uint32_t count;
    } Slot;
    Slot *slots = writ_arena_array(arena, capacity, sizeof *slots);
    uint32_t parents[8 + LEVELS_BLOCKS_MAX] = {0};
    for (uint32_t i = 0; i < units->count; i++) {
        Unit *unit = &units->list[i];
        uint32_t parent = unit->level == 0 ? 0 : parents[unit->level - 1];
        parents[unit->level] = i + 1;
        uint64_t hash = mix(unit->key, parent);
        uint32_t at = (uint32_t)hash & (capacity - 1);
        while (slots[at].count > 0 && (slots[at].key != unit->key || slots[at].parent != parent)) {
            at = (at + 1) & (capacity - 1);
        }
        slots[at] = (Slot){unit->key, parent, slots[at].count + 1};
        unit->same = slots[at].count;
    }
    for (uint32_t i = 0; i < units->count; i++) {
        units->list[i].key = mix(units->list[i].key, units->list[i].same);
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
    Collecting all = {.pieces = &pieces, .marks = marks, .count = count + 1, .text = kept.data};
    all.units.list = writ_arena_array(arena, count + 1, sizeof *all.units.list);
    for (uint32_t i = 0; i < all.count;) {
        i = add_unit(&all, i);
    }
    find_ends(&all.units);
    number_alike(&all.units, arena);
    return all.units;
}

WritText units_text(const Units *units, uint32_t first, uint32_t end)
{
    assert(first < end && end <= units->count);
    const char *start = units->list[first].text.data;
    WritText last = units->list[end - 1].text;
    return (WritText){start, (size_t)(last.data + last.length - start)};
}
