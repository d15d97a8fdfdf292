// Cases that ended, as they were at their end: they have a journal and one row left, and are
// replayed one after the other.
#ifndef HOST_ENDED_H
#define HOST_ENDED_H

#include "host/host.h"

typedef struct Ended Ended;

// For any number of cases; holds the memory of one. The caller frees it.
Ended *ended_new(void);
void ended_free(Ended *ended); // NULL is allowed.

// The case just before it ended, with all its data.
typedef void EndedSeen(void *self, const WritCase *state);

// Replays a case up to its end. WRIT_INVALID: its journal does not say that it ended.
WRIT_NODISCARD WritStatus ended_replay(Ended *ended, WritHost *host, const Definition *definition,
                                       uint64_t number, uint64_t last_entry, EndedSeen *seen,
                                       void *self, WritError *error);
// Journal entries that were read so far, of all cases.
uint64_t ended_entries(const Ended *ended);

#endif
