// What one side alone changed, added or took away is taken over; what both did alike is done once.
//
// Units of the same name are changed by each side on their own. Where units stand is changed by
// both sides only between different neighbours: between two that every version has, in one order,
// one side may have added, taken away or moved something, or both may have taken something away.
// What both added there goes together only where order means nothing and each has a name. All else
// is a conflict.
#include "format/merge_units.h"

#include "format/match.h"
#include "format/merge_tables.h"
#include "syntax/tokens.h"

typedef struct Merge {
    WritArena *arena;
    WritBuffer *out;
    WritText conflict; // The first lines that cannot be merged; empty: none.
} Merge;

static void give_up(Merge *merge, const Siblings *list, uint32_t index)
{
    if (merge->conflict.length == 0) {
        merge->conflict = unit_lines(list, index);
    }
}

static bool is_alike(const Match *match, const MatchPlace *place, int a, int b)
{
    return writ_text_equal(unit_text(&match->of[a], place->at[a]),
                           unit_text(&match->of[b], place->at[b]));
}

// --- One unit -----------------------------------------------------------------------------

static void merge_siblings(Merge *merge, const Siblings of[MATCH_VERSIONS], int parent);

static void merge_inside(Merge *merge, const Match *match, const MatchPlace *place)
{
    const Unit *units[MATCH_VERSIONS];
    Siblings inside[MATCH_VERSIONS];
    for (int version = 0; version < MATCH_VERSIONS; version++) {
        units[version] = unit_at(&match->of[version], place->at[version]);
        inside[version] = units_inside(&match->of[version], place->at[version]);
    }
    WritText before = units[MATCH_BASE]->text;
    WritText ours = units[MATCH_MAIN]->text;
    WritText theirs = units[MATCH_OTHER]->text;
    if (!writ_text_equal(ours, before) && !writ_text_equal(theirs, before) &&
        !writ_text_equal(ours, theirs)) {
        give_up(merge, &match->of[MATCH_MAIN], place->at[MATCH_MAIN]);
        return;
    }
    writ_buffer_add(merge->out, writ_text_equal(ours, before) ? theirs : ours);
    merge_siblings(merge, inside, units[MATCH_MAIN]->kind);
}

// One that a side does not have: new on the other side, or taken away.
static void merge_half(Merge *merge, const Match *match, const MatchPlace *place)
{
    int side = match_is_in(place, MATCH_MAIN) ? MATCH_MAIN : MATCH_OTHER;
    if (match_is_new(place)) {
        writ_buffer_add(merge->out, unit_text(&match->of[side], place->at[side]));
    } else if (match_is_in(place, side) && !is_alike(match, place, MATCH_BASE, side)) {
        give_up(merge, &match->of[side], place->at[side]);
    }
}

static void merge_unit(Merge *merge, const Match *match, const MatchPlace *place)
{
    const Siblings *main = &match->of[MATCH_MAIN];
    if (!match_is_in(place, MATCH_MAIN) || !match_is_in(place, MATCH_OTHER)) {
        merge_half(merge, match, place);
    } else if (is_alike(match, place, MATCH_MAIN, MATCH_OTHER)) {
        writ_buffer_add(merge->out, unit_text(main, place->at[MATCH_MAIN]));
    } else if (match_is_new(place)) {
        give_up(merge, main, place->at[MATCH_MAIN]);
    } else if (is_alike(match, place, MATCH_BASE, MATCH_MAIN)) {
        writ_buffer_add(merge->out, unit_text(&match->of[MATCH_OTHER], place->at[MATCH_OTHER]));
    } else if (is_alike(match, place, MATCH_BASE, MATCH_OTHER)) {
        writ_buffer_add(merge->out, unit_text(main, place->at[MATCH_MAIN]));
    } else {
        merge_inside(merge, match, place);
    }
}

// --- Order --------------------------------------------------------------------------------

static bool has_kind(const Siblings *list, int kind)
{
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        if (unit_at(list, i)->kind == kind) {
            return true;
        }
    }
    return false;
}

// Whether it means nothing which of two neighbours comes first. `parent`: 0 for the file.
static bool is_unordered(const Siblings of[MATCH_VERSIONS], int parent)
{
    if (parent == TOK_DECISION) {
        return has_kind(&of[MATCH_BASE], TOK_ROWS_ONE) && has_kind(&of[MATCH_MAIN], TOK_ROWS_ONE) &&
               has_kind(&of[MATCH_OTHER], TOK_ROWS_ONE);
    }
    return parent == 0 || parent == TOK_RECORD || parent == TOK_ROLE || parent == TOK_HOOK ||
           parent == TOK_CALENDAR || parent == TOK_EXCHANGE_RATES || parent == TOK_PERSON;
}

// --- What stands between two neighbours ---------------------------------------------------

// The first that is new on a side. `unsure_only`: and is not known by its name.
static const MatchPlace *find_new(const MatchPart *part, int side, bool unsure_only)
{
    const Siblings *list = &part->of[side];
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        const MatchPlace *place = match_place(part->match, side, i);
        if (match_is_new(place) && !(unsure_only && place->sure)) {
            return place;
        }
    }
    return NULL;
}

// What both sides took away may have got another name from one of them.
static bool has_gone(const MatchPart *part)
{
    const Siblings *list = &part->of[MATCH_BASE];
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        const MatchPlace *place = match_place(part->match, MATCH_BASE, i);
        if (!match_is_in(place, MATCH_MAIN) && !match_is_in(place, MATCH_OTHER)) {
            return true;
        }
    }
    return false;
}

static bool takes_away(const MatchPart *part, int side)
{
    const Siblings *list = &part->of[MATCH_BASE];
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        if (!match_is_in(match_place(part->match, MATCH_BASE, i), side)) {
            return true;
        }
    }
    return false;
}

static bool goes_together(const MatchPart *part, bool unordered)
{
    bool added =
        find_new(part, MATCH_MAIN, false) != NULL || find_new(part, MATCH_OTHER, false) != NULL;
    return !added || (unordered && !has_gone(part) && find_new(part, MATCH_MAIN, true) == NULL &&
                      find_new(part, MATCH_OTHER, true) == NULL);
}

static void give_up_part(Merge *merge, const MatchPart *part)
{
    for (int version = MATCH_MAIN; version < MATCH_VERSIONS; version++) {
        const MatchPlace *place = find_new(part, version, false);
        if (place != NULL) {
            give_up(merge, &part->match->of[version], place->at[version]);
            return;
        }
    }
    give_up(merge, &part->of[MATCH_BASE], part->of[MATCH_BASE].first);
}

static void merge_row(Merge *merge, const MatchPart *part, int version)
{
    const Siblings *list = &part->of[version];
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        merge_unit(merge, part->match, match_place(part->match, version, i));
    }
}

// What the version `side` has and `frame` has not, from `at` up to what both have.
static void merge_only(Merge *merge, const MatchPart *part, int side, int frame, uint32_t at)
{
    const Siblings *list = &part->of[side];
    for (; at < list->end; at = unit_next(list, at)) {
        const MatchPlace *place = match_place(part->match, side, at);
        if (match_is_in(place, frame)) {
            return;
        }
        merge_unit(merge, part->match, place);
    }
}

// In the order of the version `frame`, with what only the other has behind what it stands behind.
static void merge_both_rows(Merge *merge, const MatchPart *part, int frame)
{
    const Siblings *list = &part->of[frame];
    int side = frame == MATCH_MAIN ? MATCH_OTHER : MATCH_MAIN;
    merge_only(merge, part, side, frame, part->of[side].first);
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        const MatchPlace *place = match_place(part->match, frame, i);
        merge_unit(merge, part->match, place);
        if (match_is_in(place, side)) {
            merge_only(merge, part, side, frame, unit_next(&part->of[side], place->at[side]));
        }
    }
}

// What was taken away must be as it was on the side that kept it.
static void check_taken_away(Merge *merge, const MatchPart *part)
{
    const Siblings *list = &part->of[MATCH_BASE];
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        const MatchPlace *place = match_place(part->match, MATCH_BASE, i);
        if (!match_is_in_all(place)) {
            merge_half(merge, part->match, place);
        }
    }
}

// `frame`: whose order it takes where order means nothing and both changed something.
static void merge_part(Merge *merge, const MatchPart *part, bool unordered, int frame)
{
    check_taken_away(merge, part);
    if (match_is_same_row(part, MATCH_MAIN, MATCH_BASE)) {
        merge_row(merge, part, MATCH_OTHER);
    } else if (match_is_same_row(part, MATCH_OTHER, MATCH_BASE) ||
               match_is_same_row(part, MATCH_MAIN, MATCH_OTHER)) {
        merge_row(merge, part, MATCH_MAIN);
    } else if (goes_together(part, unordered)) {
        merge_both_rows(merge, part, frame);
    } else {
        give_up_part(merge, part);
    }
}

// --- Siblings -----------------------------------------------------------------------------

// What stands before and between those that every version has.
static void merge_parts(Merge *merge, const Match *match, bool unordered)
{
    const Siblings *main = &match->of[MATCH_MAIN];
    MatchPart part = {match, {match->of[0], match->of[1], match->of[2]}};
    for (uint32_t i = main->first; i < main->end; i = unit_next(main, i)) {
        const MatchPlace *place = match_place(match, MATCH_MAIN, i);
        if (!match_is_in_all(place)) {
            continue;
        }
        for (int version = 0; version < MATCH_VERSIONS; version++) {
            part.of[version].end = place->at[version];
        }
        merge_part(merge, &part, unordered, MATCH_MAIN);
        merge_unit(merge, match, place);
        for (int version = 0; version < MATCH_VERSIONS; version++) {
            const Siblings *list = &match->of[version];
            part.of[version].first = unit_next(list, place->at[version]);
            part.of[version].end = list->end;
        }
    }
    merge_part(merge, &part, unordered, MATCH_MAIN);
}

// One side moved something. Where order means nothing the other may have added something; what it
// took away may be what was moved.
static bool can_move(const MatchPart *all, bool unordered)
{
    bool main_kept = match_is_same_order(all->match, MATCH_MAIN, MATCH_BASE);
    bool other_kept = match_is_same_order(all->match, MATCH_OTHER, MATCH_BASE);
    return unordered && (main_kept || other_kept) && !takes_away(all, MATCH_MAIN) &&
           !takes_away(all, MATCH_OTHER);
}

static void merge_moved(Merge *merge, const Match *match, bool unordered)
{
    MatchPart all = {match, {match->of[0], match->of[1], match->of[2]}};
    if (match_is_same_row(&all, MATCH_MAIN, MATCH_BASE) ||
        match_is_same_row(&all, MATCH_OTHER, MATCH_BASE) ||
        match_is_same_row(&all, MATCH_MAIN, MATCH_OTHER) || can_move(&all, unordered)) {
        bool other_kept = match_is_same_order(match, MATCH_OTHER, MATCH_BASE);
        merge_part(merge, &all, unordered, other_kept ? MATCH_MAIN : MATCH_OTHER);
    } else {
        give_up_part(merge, &all);
    }
}

static void merge_siblings(Merge *merge, const Siblings of[MATCH_VERSIONS], int parent)
{
    Match match = match_siblings(of, parent == TOK_SCENARIO, merge->arena);
    bool unordered = is_unordered(of, parent);
    int changed = merge_find_changed_head(of);
    if (changed != MATCH_BASE) {
        give_up(merge, &of[changed], merge_head(&of[changed]));
    }
    if (!match.alike_add_up) {
        MatchPart all = {&match, {of[0], of[1], of[2]}};
        give_up_part(merge, &all);
    } else if (match_is_same_order(&match, MATCH_MAIN, MATCH_BASE) &&
               match_is_same_order(&match, MATCH_OTHER, MATCH_BASE) &&
               match_is_same_order(&match, MATCH_MAIN, MATCH_OTHER)) {
        merge_parts(merge, &match, unordered);
    } else {
        merge_moved(merge, &match, unordered);
    }
}

WritText merge_units(const Units *base, const Units *main, const Units *other, WritArena *arena,
                     WritBuffer *out)
{
    Merge merge = {.arena = arena, .out = out};
    Siblings of[] = {units_all(base), units_all(main), units_all(other)};
    merge_siblings(&merge, of, 0);
    return merge.conflict;
}
