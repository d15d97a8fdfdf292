// Starts by the calendar: `starts every …`, `starts by rrule …`.
#ifndef CHECK_SCHEDULES_H
#define CHECK_SCHEDULES_H

#include "check/process.h"

// The process's start from a line that names no event and nobody. The parameters of the process and
// its calendar are known.
void check_schedule(Scope *scope, const TreeStart *start);

#endif
