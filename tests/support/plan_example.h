// A plan with a little of everything: every kind of node, step, action, cell and expression.
#ifndef TESTS_PLAN_EXAMPLE_H
#define TESTS_PLAN_EXAMPLE_H

#include "support/plan_builder.h"

// Finished and valid. The caller frees it with build_free.
PlanBuilder *plan_example_new(void);

// A plan of one stage and one step, small enough to be read: the hash of its bytes is pinned.
PlanBuilder *plan_smallest_new(void);

#endif
