// The child from the side of the caller: started at the first question, asked one after the other,
// ended when an answer does not come or is none.
#ifndef ALMANAC_ASKER_H
#define ALMANAC_ASKER_H

#include "almanac/talk.h"

enum {
    ASKER_CPU_SECONDS = 20, // Over the life of a child; one that is near to it is not asked again.
    ASKER_LOOK_MS = 50,     // How often the time of a question is looked at.
};

typedef struct Asker Asker;

// `program` is borrowed; NULL is the one beside the running program. Starts nothing.
Asker *asker_new(const char *program);
void asker_free(Asker *asker); // NULL is allowed; kills a child that still runs.

// Sends one question, with a child that is there or a new one. WRIT_IO when it cannot be started.
WRIT_NODISCARD WritStatus asker_send(Asker *asker, WritText question, WritError *error);

// Waits for the next message of the answer that is no progress; `in` stands behind its kind and is
// borrowed until the next call. A failure that the child reports is returned as it is. WRIT_LIMIT
// when the child takes too long, WRIT_INVALID when it dies.
WRIT_NODISCARD WritStatus asker_take(WritReader *in, uint8_t *kind, Asker *asker, WritError *error);

// The error for an answer that breaks the protocol or the rules; ends the child.
WRIT_NODISCARD WritStatus asker_refuse(Asker *asker, WritError *error);

// The line that the child said it works on, for errors; 0 when it said none.
uint32_t asker_line(const Asker *asker);

#endif
