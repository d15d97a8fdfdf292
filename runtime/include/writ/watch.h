// Watching what happens in a host, a line for each thing, as `timeline` has it.
#ifndef WRIT_WATCH_H
#define WRIT_WATCH_H

#include "writ/host.h"

enum { WRIT_WATCH_CASES_MAX = 64 }; // Cases whose steps are kept at hand.

typedef struct WritWatch WritWatch;

// Watches what is decided from now on. The caller frees it before the host is closed.
WritWatch *writ_watch_new(WritHost *host);
void writ_watch_free(WritWatch *watch); // NULL is allowed.

// `line` is a JSON object: a line of a timeline (docs/host.md). Borrowed for the call.
typedef void WritTold(void *self, WritText line);

// Tells what became durable since the last call; to be called after writ_host_turn.
WRIT_NODISCARD WritStatus writ_watch_tell(WritWatch *watch, WritTold *told, void *self,
                                          WritError *error);

#endif
