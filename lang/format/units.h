// A file as a tree of units that two authors can change independently: declarations, the lines and
// stages in them, the steps in those, the rows of tables.
//
// What stands between `if`, `for each`, `repeat` or `at the same time` and its `end` is one unit.
#ifndef FORMAT_UNITS_H
#define FORMAT_UNITS_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/source.h"
#include "writ/text.h"

typedef struct Unit {
    uint64_t key;  // The same in every version of the file; no two siblings have the same.
    uint64_t same; // Those of siblings alike that stand before it, for making keys.
    WritText text; // Its own lines, with the comments before them, without alignment.
    int kind;      // TOK_… of its first word; TOK_YYEOF for what stands at the end.
    uint32_t level;
    uint32_t end; // Behind the last unit inside it.
} Unit;

typedef struct Units {
    Unit *list; // Each before what is inside it.
    uint32_t count;
} Units;

// Of a source that is known to have no mistake and whose layout is not too long. Everything lives
// in `arena`.
Units units_read(const WritSource *source, WritArena *arena);

// The lines of the units from `first` to the one before `end`: they follow one another.
WritText units_text(const Units *units, uint32_t first, uint32_t end);

#endif
