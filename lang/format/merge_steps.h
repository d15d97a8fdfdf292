// Steps and stages that one side moved from one block or stage to another.
//
// There they are no siblings any more, so what the other side did to them is not seen: it may have
// moved them elsewhere too, or taken them away.
#ifndef FORMAT_MERGE_STEPS_H
#define FORMAT_MERGE_STEPS_H

#include "format/units.h"

// Whether each name of a step or stage stands in the last as often as follows from the first three:
// the base and the two sides.
bool merge_steps_add_up(const Units *const of[4], WritArena *arena);

#endif
