// Which units of three versions of a file are the same one.
//
// A unit is known by its first words and its name where no version has two such siblings. Others
// are known by all of their lines, and those that are alike in that too by the line before them:
// of what is changed nothing then tells what it was before, so it counts as taken away and added.
#ifndef FORMAT_MATCH_H
#define FORMAT_MATCH_H

#include "format/units.h"

enum { MATCH_BASE, MATCH_MAIN, MATCH_OTHER, MATCH_VERSIONS };
enum { MATCH_NOWHERE = UINT32_MAX };

// What stands for the same unit in each version.
typedef struct MatchPlace {
    uint32_t at[MATCH_VERSIONS]; // Index into the units; MATCH_NOWHERE: this version has none.
    bool sure;                   // Known by its name.
} MatchPlace;

typedef struct Match {
    Siblings of[MATCH_VERSIONS];
    MatchPlace *places;
    uint32_t *numbers[MATCH_VERSIONS]; // Of a sibling, by its index less that of the first.
    // Whether as many siblings that are alike come of the two sides as must: not when one side
    // moved such a line and the other took it away, or moved it elsewhere.
    bool alike_add_up;
} Match;

// Of siblings whose parents are the same unit. `by_lines`: all of its own lines are
// the name of each. Everything
// lives in `arena`; the time is as the length of the lists.
Match match_siblings(const Siblings of[MATCH_VERSIONS], bool by_lines, WritArena *arena);

// Where each version has the unit that is at `index` in `version`.
static inline const MatchPlace *match_place(const Match *match, int version, uint32_t index)
{
    const Siblings *list = &match->of[version];
    return &match->places[match->numbers[version][index - list->first]];
}

static inline bool match_is_in(const MatchPlace *place, int version)
{
    return place->at[version] != MATCH_NOWHERE;
}

static inline bool match_is_in_all(const MatchPlace *place)
{
    return match_is_in(place, MATCH_BASE) && match_is_in(place, MATCH_MAIN) &&
           match_is_in(place, MATCH_OTHER);
}

static inline bool match_is_new(const MatchPlace *place)
{
    return !match_is_in(place, MATCH_BASE);
}

// Units of each version that follow one another.
typedef struct MatchPart {
    const Match *match;
    Siblings of[MATCH_VERSIONS];
} MatchPart;

// Whether two versions have the same units there, in the same order.
bool match_is_same_row(const MatchPart *part, int a, int b);

// Whether what both versions have stands in the same order.
bool match_is_same_order(const Match *match, int a, int b);

#endif
