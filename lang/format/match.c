#include "format/match.h"

#include <assert.h>
#include <string.h>

#include "writ/bytes.h"
#include "writ/names.h"

// How a unit is told from others; the first byte of a name.
enum { BY_NAME = 'n', BY_LINES = 'l', BY_NEIGHBOUR = 'b', BY_COUNT = 'c' };
enum { WAYS = 4 };

// Siblings of one name.
typedef struct Named {
    uint32_t counts[MATCH_VERSIONS]; // How many of each version have it.
    uint32_t merged;                 // Of those that are alike: how many come of the merge.
    WritName alike;                  // By neighbour: what those are called that are alike.
} Named;

typedef struct Matching {
    Match match;
    WritNames *names;
    WritBuffer name;
    Named *named; // By name.
} Matching;

static uint32_t *number_of(Matching *all, int version, uint32_t index)
{
    return &all->match.numbers[version][index - all->match.of[version].first];
}

// The name that `name` holds; one sibling more has it.
static WritName count_name(Matching *all, int version)
{
    WritName name = writ_names_add(all->names, writ_buffer_text(&all->name));
    all->named[name].counts[version]++;
    return name;
}

static void start_name(Matching *all, char way)
{
    writ_buffer_clear(&all->name);
    writ_buffer_add_byte(&all->name, way);
}

static bool is_unique(const Matching *all, WritName name)
{
    const uint32_t *counts = all->named[name].counts;
    return counts[MATCH_BASE] <= 1 && counts[MATCH_MAIN] <= 1 && counts[MATCH_OTHER] <= 1;
}

// `by_lines`: all of its own lines are its name.
static void name_by_name(Matching *all, int version, bool by_lines)
{
    const Siblings *list = &all->match.of[version];
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        start_name(all, BY_NAME);
        if (by_lines) {
            writ_buffer_add(&all->name, unit_own_lines(list, i));
        } else {
            unit_add_name(list, i, &all->name);
        }
        *number_of(all, version, i) = count_name(all, version);
    }
}

// Those that their names do not tell apart.
static void name_by_lines(Matching *all, int version)
{
    const Siblings *list = &all->match.of[version];
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        uint32_t *number = number_of(all, version, i);
        if (!is_unique(all, *number)) {
            start_name(all, BY_LINES);
            writ_buffer_add(&all->name, unit_lines(list, i));
            *number = count_name(all, version);
        }
    }
}

static void add_number(Matching *all, uint32_t number)
{
    writ_buffer_add_byte(&all->name, ' ');
    writ_buffer_add_number(&all->name, number);
}

static void name_by_neighbour(Matching *all, int version)
{
    const Siblings *list = &all->match.of[version];
    WritName before = 0;
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        uint32_t *number = number_of(all, version, i);
        if (is_unique(all, *number)) {
            before = *number;
            continue;
        }
        start_name(all, BY_NEIGHBOUR);
        add_number(all, before);
        add_number(all, *number);
        WritName name = count_name(all, version);
        start_name(all, BY_COUNT);
        add_number(all, name);
        add_number(all, all->named[name].counts[version]);
        WritName alike = *number;
        *number = count_name(all, version);
        all->named[*number].alike = alike;
    }
}

static void find_places(Matching *all, bool by_lines, WritArena *arena)
{
    Match *match = &all->match;
    size_t count = writ_names_count(all->names) + 1;
    match->places = writ_arena_array(arena, count, sizeof *match->places);
    for (size_t i = 0; i < count; i++) {
        match->places[i] = (MatchPlace){{MATCH_NOWHERE, MATCH_NOWHERE, MATCH_NOWHERE}, false};
    }
    for (int version = 0; version < MATCH_VERSIONS; version++) {
        const Siblings *list = &match->of[version];
        for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
            WritName name = *number_of(all, version, i);
            MatchPlace *place = &match->places[name];
            assert(place->at[version] == MATCH_NOWHERE);
            place->at[version] = i;
            place->sure = !by_lines && *writ_names_text(all->names, name).data == BY_NAME &&
                          unit_at(list, i)->named;
        }
    }
}

// Of what both sides added, or both took away, some may be the same.
static bool adds_up(const Named *named)
{
    uint32_t base = named->counts[MATCH_BASE];
    uint32_t main = named->counts[MATCH_MAIN];
    uint32_t other = named->counts[MATCH_OTHER];
    uint32_t most = main > other ? main : other;
    uint32_t least = main > other ? other : main;
    uint32_t both = main + other > base ? main + other - base : 0;
    if (least > base) {
        return named->merged >= most && named->merged <= both;
    }
    return most < base ? named->merged >= both && named->merged <= least : named->merged == both;
}

static bool alike_add_up(Matching *all)
{
    size_t count = writ_names_count(all->names);
    for (size_t i = 1; i < count; i++) {
        const MatchPlace *place = &all->match.places[i];
        bool stays = match_is_new(place) || match_is_in_all(place);
        all->named[all->named[i].alike].merged += stays ? 1 : 0;
    }
    for (size_t i = 1; i < count; i++) {
        const Named *named = &all->named[all->named[i].alike];
        if (all->named[i].alike != 0 && !adds_up(named)) {
            return false;
        }
    }
    return true;
}

Match match_siblings(const Siblings of[MATCH_VERSIONS], bool by_lines, WritArena *arena)
{
    Matching all = {.names = writ_names_new(arena)};
    size_t count = 0;
    for (int version = 0; version < MATCH_VERSIONS; version++) {
        uint32_t length = of[version].end - of[version].first;
        all.match.of[version] = of[version];
        all.match.numbers[version] =
            writ_arena_array(arena, (size_t)length + 1, sizeof *all.match.numbers[version]);
        count += length;
    }
    all.named = writ_arena_array(arena, WAYS * count + 1, sizeof *all.named);
    for (int version = 0; version < MATCH_VERSIONS; version++) {
        name_by_name(&all, version, by_lines);
    }
    for (int version = 0; version < MATCH_VERSIONS; version++) {
        name_by_lines(&all, version);
    }
    for (int version = 0; version < MATCH_VERSIONS; version++) {
        name_by_neighbour(&all, version);
    }
    find_places(&all, by_lines, arena);
    all.match.alike_add_up = alike_add_up(&all);
    writ_buffer_dispose(&all.name);
    return all.match;
}

// --- Order --------------------------------------------------------------------------------

bool match_is_same_row(const MatchPart *part, int a, int b)
{
    const Siblings *in_a = &part->of[a];
    const Siblings *in_b = &part->of[b];
    uint32_t k = in_b->first;
    for (uint32_t i = in_a->first; i < in_a->end; i = unit_next(in_a, i)) {
        if (k >= in_b->end || match_place(part->match, a, i)->at[b] != k) {
            return false;
        }
        k = unit_next(in_b, k);
    }
    return k >= in_b->end;
}

bool match_is_same_order(const Match *match, int a, int b)
{
    const Siblings *list = &match->of[a];
    uint32_t last = 0;
    for (uint32_t i = list->first; i < list->end; i = unit_next(list, i)) {
        uint32_t at = match_place(match, a, i)->at[b];
        if (at != MATCH_NOWHERE && at < last) {
            return false;
        }
        last = at == MATCH_NOWHERE ? last : at;
    }
    return true;
}
