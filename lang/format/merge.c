// Two versions of a file that began as one, made one again.
//
// Units are told by their keys. What one side alone changed, added or took away is taken over; what
// both did alike is done once; anything else is a conflict, which is left to whoever compares
// lines.
#include <assert.h>

#include "format/units.h"
#include "syntax/tokens.h"
#include "writ/format.h"

enum { NOWHERE = UINT32_MAX };

// Siblings in one version: those units from `first` to the one before `end` that are not inside
// another one of them.
typedef struct Siblings {
    const Units *units;
    uint32_t first;
    uint32_t end;
} Siblings;

typedef struct Lists {
    Siblings base;
    Siblings main;
    Siblings other;
} Lists;

typedef struct Merge {
    WritBuffer *out;
    WritText conflict; // The first lines that cannot be merged; empty: none.
} Merge;

static uint32_t next(const Siblings *list, uint32_t index)
{
    return list->units->list[index].end;
}

static uint32_t find(const Siblings *list, uint64_t key)
{
    for (uint32_t i = list->first; i < list->end; i = next(list, i)) {
        if (list->units->list[i].key == key) {
            return i;
        }
    }
    return NOWHERE;
}

static const Unit *unit_at(const Siblings *list, uint32_t index)
{
    return &list->units->list[index];
}

static WritText whole(const Siblings *list, uint32_t index)
{
    return units_text(list->units, index, next(list, index));
}

static bool alike(const Siblings *a, uint32_t in_a, const Siblings *b, uint32_t in_b)
{
    return writ_text_equal(whole(a, in_a), whole(b, in_b));
}

static void give_up(Merge *merge, const Siblings *list, uint32_t index)
{
    if (merge->conflict.length == 0) {
        merge->conflict = unit_at(list, index)->text;
    }
}

static Siblings inside(const Siblings *list, uint32_t index)
{
    return (Siblings){list->units, index + 1, next(list, index)};
}

// --- Order --------------------------------------------------------------------------------

// Whether what both lists have stands in the same order.
static bool same_order(const Siblings *a, const Siblings *b)
{
    uint32_t last = 0;
    for (uint32_t i = a->first; i < a->end; i = next(a, i)) {
        uint32_t at = find(b, unit_at(a, i)->key);
        if (at != NOWHERE && at < last) {
            return false;
        }
        last = at == NOWHERE ? last : at;
    }
    return true;
}

// Whether it means nothing which of two neighbours comes first. `parent`: 0 for the file.
static bool is_unordered(int parent, const Siblings *list)
{
    if (parent == TOK_DECISION) {
        for (uint32_t i = list->first; i < list->end; i = next(list, i)) {
            if (unit_at(list, i)->kind == TOK_ROWS_ONE) {
                return true;
            }
        }
        return false;
    }
    return parent == 0 || parent == TOK_RECORD || parent == TOK_ROLE || parent == TOK_HOOK ||
           parent == TOK_CALENDAR || parent == TOK_PERSON;
}

// --- Units --------------------------------------------------------------------------------

static void merge_lists(Merge *merge, Lists lists, int parent);

static void merge_inside(Merge *merge, const Lists *lists, uint32_t base, uint32_t main,
                         uint32_t other)
{
    WritText before = unit_at(&lists->base, base)->text;
    WritText ours = unit_at(&lists->main, main)->text;
    WritText theirs = unit_at(&lists->other, other)->text;
    if (!writ_text_equal(ours, before) && !writ_text_equal(theirs, before) &&
        !writ_text_equal(ours, theirs)) {
        give_up(merge, &lists->main, main);
        return;
    }
    writ_buffer_add(merge->out, writ_text_equal(ours, before) ? theirs : ours);
    Lists below = {inside(&lists->base, base), inside(&lists->main, main),
                   inside(&lists->other, other)};
    merge_lists(merge, below, unit_at(&lists->main, main)->kind);
}

// A unit that the main version has.
static void merge_unit(Merge *merge, const Lists *lists, uint32_t main)
{
    uint64_t key = unit_at(&lists->main, main)->key;
    uint32_t base = find(&lists->base, key);
    uint32_t other = find(&lists->other, key);
    bool kept = base != NOWHERE && alike(&lists->base, base, &lists->main, main);
    if (other == NOWHERE && base != NOWHERE) {
        if (!kept) {
            give_up(merge, &lists->main, main);
        }
        return; // Taken away by the other side.
    }
    if (other == NOWHERE || alike(&lists->main, main, &lists->other, other)) {
        writ_buffer_add(merge->out, whole(&lists->main, main));
    } else if (base == NOWHERE) {
        give_up(merge, &lists->main, main);
    } else if (kept) {
        writ_buffer_add(merge->out, whole(&lists->other, other));
    } else if (alike(&lists->base, base, &lists->other, other)) {
        writ_buffer_add(merge->out, whole(&lists->main, main));
    } else {
        merge_inside(merge, lists, base, main, other);
    }
}

// What only the other version has, from `at` up to what the main version has too: it was added
// there, or taken away by the main side. Returns whether something was added.
static bool merge_added(Merge *merge, const Lists *lists, uint32_t at)
{
    bool added = false;
    for (; at < lists->other.end; at = next(&lists->other, at)) {
        uint64_t key = unit_at(&lists->other, at)->key;
        if (find(&lists->main, key) != NOWHERE) {
            break;
        }
        uint32_t base = find(&lists->base, key);
        if (base == NOWHERE) {
            writ_buffer_add(merge->out, whole(&lists->other, at));
            added = true;
        } else if (!alike(&lists->base, base, &lists->other, at)) {
            give_up(merge, &lists->other, at);
        }
    }
    return added;
}

static bool is_new(const Lists *lists, uint32_t main)
{
    if (main >= lists->main.end) {
        return false;
    }
    uint64_t key = unit_at(&lists->main, main)->key;
    return find(&lists->base, key) == NOWHERE && find(&lists->other, key) == NOWHERE;
}

static void merge_lists(Merge *merge, Lists lists, int parent)
{
    if (!same_order(&lists.other, &lists.base) && !same_order(&lists.other, &lists.main)) {
        if (!same_order(&lists.main, &lists.base)) {
            give_up(merge, &lists.main, lists.main.first);
            return;
        }
        lists = (Lists){lists.base, lists.other, lists.main};
    }
    bool unordered = is_unordered(parent, &lists.main);
    bool added = merge_added(merge, &lists, lists.other.first);
    for (uint32_t i = lists.main.first; i < lists.main.end; i = next(&lists.main, i)) {
        if (added && !unordered && is_new(&lists, i)) {
            give_up(merge, &lists.main, i);
        }
        merge_unit(merge, &lists, i);
        uint32_t at = find(&lists.other, unit_at(&lists.main, i)->key);
        added = at != NOWHERE && merge_added(merge, &lists, next(&lists.other, at));
    }
}

// --- Files --------------------------------------------------------------------------------

static Siblings all_of(const Units *units)
{
    return (Siblings){units, 0, units->count};
}

static WritStatus fail_conflict(const WritMerge *versions, WritText lines, WritError *error)
{
    while (lines.length > 0 && (*lines.data == '\n' || *lines.data == ' ')) {
        lines.data++;
        lines.length--;
    }
    size_t length = 0;
    while (length < lines.length && lines.data[length] != '\n') {
        length++;
    }
    return writ_fail(error, WRIT_CONFLICT, "%.*s: both versions changed \"%.*s\"",
                     WRIT_TEXT_ARGS(versions->ours->name), (int)length, lines.data);
}

// Each version must be a file; their layouts are thrown away.
static WritStatus check_version(const WritSource *source, WritArena *arena, WritDiags *diags,
                                WritError *error)
{
    WritBuffer layout = {0};
    WritStatus status = writ_format(source, WRIT_FORMAT_TIGHT, arena, diags, &layout, error);
    writ_buffer_dispose(&layout);
    return status;
}

static WritStatus format_merged(const WritMerge *versions, WritText text, WritArena *arena,
                                WritBuffer *out, WritError *error)
{
    const WritSource *source = NULL;
    WritSources *sources = writ_sources_new(arena);
    WritDiags *diags = writ_diags_new(arena, sources);
    WritStatus status = writ_sources_add(sources, versions->ours->name, text, &source, error);
    if (status == WRIT_OK) {
        status = writ_format(source, WRIT_FORMAT_ALIGNED, arena, diags, out, error);
    }
    return status == WRIT_INVALID
               ? writ_fail(error, WRIT_CONFLICT, "%.*s: the changes do not go together",
                           WRIT_TEXT_ARGS(versions->ours->name))
               : status;
}

// `lists`: of the base, and of the two sides in either order.
static WritStatus merge_files(const WritMerge *versions, Lists lists, WritArena *arena,
                              WritBuffer *out, WritError *error)
{
    WritBuffer text = {0};
    size_t begin = out->length;
    Merge merge = {.out = &text};
    merge_lists(&merge, lists, 0);
    WritStatus status = merge.conflict.length > 0
                            ? fail_conflict(versions, merge.conflict, error)
                            : format_merged(versions, writ_buffer_text(&text), arena, out, error);
    out->length = status == WRIT_OK ? out->length : begin;
    writ_buffer_dispose(&text);
    return status;
}

WritStatus writ_format_merge(const WritMerge *versions, WritArena *arena, WritDiags *diags,
                             WritBuffer *out, WritError *error)
{
    const WritSource *sources[] = {versions->base, versions->ours, versions->theirs};
    Units units[3];
    for (int i = 0; i < 3; i++) {
        WritStatus status = check_version(sources[i], arena, diags, error);
        if (status != WRIT_OK) {
            return status;
        }
        units[i] = units_read(sources[i], arena);
    }
    Lists lists = {all_of(&units[0]), all_of(&units[1]), all_of(&units[2])};
    Lists swapped = {lists.base, lists.other, lists.main};
    WritStatus status = merge_files(versions, lists, arena, out, error);
    if (status == WRIT_CONFLICT) {
        // What is new on both sides may go together in the other order alone: a module that is used
        // stands before every declaration.
        WritError ignored;
        bool merged = merge_files(versions, swapped, arena, out, &ignored) == WRIT_OK;
        status = merged ? WRIT_OK : status;
    }
    return status;
}
