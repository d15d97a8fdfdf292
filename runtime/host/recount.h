// Calendars changed: the deadlines of open cases are counted anew (S6), case by case, before any of
// them passes. How far that came is kept, so that it goes on after a restart.
#ifndef HOST_RECOUNT_H
#define HOST_RECOUNT_H

#include "host/host.h"

// Other calendars come in force: part of the batch of the item under way.
void recount_begin(WritHost *host);
// Where it stands, as the store has it.
WRIT_NODISCARD WritStatus recount_load(WritHost *host, WritError *error);
// Counts the deadlines of the next open case. False: none is left, or it failed and is tried again
// after a while.
bool recount_take(WritHost *host);
// Whether cases are left to count. None are for a host that holds its deadlines: only who may also
// let pass what was due before the change counts anew.
bool recount_is_left(const WritHost *host);
// Counts those of this case where its turn has not come: part of the item under way.
WRIT_NODISCARD WritStatus recount_case(WritHost *host, Instance *instance, WritError *error);

#endif
