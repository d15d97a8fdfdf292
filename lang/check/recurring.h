// What a start by the calendar comes to over the years: whether it occurs, and whether the case of
// before may still be open.
#ifndef CHECK_RECURRING_H
#define CHECK_RECURRING_H

#include "check/process.h"

// Tells where the rule of the schedule, which is one, never occurs or not in every month or year.
void check_rule_occurs(Scope *scope, WritSpan span);
// Warns where the deadline of the process is later than the next start. The schedule, the deadline
// and `one open case per` are known.
void check_next_start(Scope *scope, const TreeStart *start);

#endif
