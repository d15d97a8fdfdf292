// The measures in force. A release brings those of its book; each is a row of the store by itself,
// and part of no definition: what running cases are pinned to stays as it is when one changes.
#ifndef HOST_MEASURES_H
#define HOST_MEASURES_H

#include "host/host.h"

// Puts the measures of a book in force in the place of those before: part of the batch of the item
// under way.
WRIT_NODISCARD WritStatus measures_put(WritHost *host, const WritCompilation *compilation,
                                       WritError *error);

typedef struct Measures {
    WritArena *arena;
    WritMeasure *items; // By rising name.
    uint32_t count;
    WritHash version; // Of all of them together.
} Measures;

// Reads those that `name` means, with or without its module, or all for an empty one. The caller
// disposes of them, whatever is returned. WRIT_NOT_FOUND: none is called so; WRIT_CONFLICT: several
// are.
WRIT_NODISCARD WritStatus measures_read(WritHost *host, WritText name, Measures *measures,
                                        WritError *error);
void measures_dispose(Measures *measures);

#endif
