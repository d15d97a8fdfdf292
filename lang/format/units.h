// A file as a tree of units that two authors can change independently: declarations, the lines and
// stages in them, the steps in those, the rows of tables.
//
// What stands between `if`, `for each`, `repeat` or `at the same time` and its `end` is one unit.
#ifndef FORMAT_UNITS_H
#define FORMAT_UNITS_H

#include <stdbool.h>
#include <stdint.h>

#include "format/pieces.h"
#include "writ/arena.h"
#include "writ/source.h"
#include "writ/text.h"

typedef struct Unit {
    WritText text; // Its own lines, with the comments before them, without alignment.
    const Piece *first;
    int kind;       // TOK_… of its first word; TOK_YYEOF for what stands at the end.
    uint32_t level; // How far it is indented.
    uint32_t end;   // Behind the last unit inside it.
    bool named;     // It is told from others of its kind by what stands behind its first words.
} Unit;

typedef struct Units {
    Unit *list; // Each before what is inside it.
    uint32_t count;
    Pieces pieces;
} Units;

// Units that follow one another: from `first` to the one before `end` that are not inside another
// one of them.
typedef struct Siblings {
    const Units *units;
    uint32_t first;
    uint32_t end;
} Siblings;

// Of a source that is known to have no mistake and whose layout is not too long. Everything lives
// in `arena`.
Units units_read(const WritSource *source, WritArena *arena);

// All that are inside no other.
Siblings units_all(const Units *units);
Siblings units_inside(const Siblings *list, uint32_t index);

static inline const Unit *unit_at(const Siblings *list, uint32_t index)
{
    return &list->units->list[index];
}

// The sibling behind it.
static inline uint32_t unit_next(const Siblings *list, uint32_t index)
{
    return unit_at(list, index)->end;
}

// The lines of a unit and of what is inside it, with the comments before them.
WritText unit_text(const Siblings *list, uint32_t index);
// The same without the blank lines and comments before them.
WritText unit_lines(const Siblings *list, uint32_t index);
// And without what is inside it.
WritText unit_own_lines(const Siblings *list, uint32_t index);

// Appends what a unit is told from others by: its first word, and its name if it has one.
void unit_add_name(const Siblings *list, uint32_t index, WritBuffer *out);

#endif
