// Whether the flow reaches the end of a node, so that what stands behind it comes next.
#ifndef DRAW_PASSING_H
#define DRAW_PASSING_H

#include <stdbool.h>

#include "writ/arena.h"
#include "writ/plan.h"

// One a node of the plan. False only where every way out of the node leads elsewhere.
const bool *passing_of(WritArena *arena, const WritPlan *plan);

#endif
