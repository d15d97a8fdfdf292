// A clause on as many lines as it needs.
//
// What fits on a line stands on one. Otherwise the clause is broken at its loosest joints, all of
// them: actions before the lists inside them, `or` before `and`. What is below each other begins
// in one column.
#ifndef FORMAT_BREAKS_H
#define FORMAT_BREAKS_H

#include "format/printer.h"

// Writes a clause of `pieces`; the printer stands where it begins. `column`: where it goes on when
// it has nothing to align with.
void breaks_print(Printer *printer, const Pieces *pieces, PieceRange range, uint32_t column);

#endif
