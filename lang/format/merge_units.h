// Merging the units of three versions.
#ifndef FORMAT_MERGE_UNITS_H
#define FORMAT_MERGE_UNITS_H

#include "format/units.h"

// Appends the lines of a file that has the changes of both sides. Returns the first lines that
// cannot be merged; of length 0 when all can.
WritText merge_units(const Units *base, const Units *main, const Units *other, WritArena *arena,
                     WritBuffer *out);

#endif
