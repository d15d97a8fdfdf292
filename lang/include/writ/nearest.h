// "Did you mean …?": which of the words that exist is nearest to one that does not.
#ifndef WRIT_NEAREST_H
#define WRIT_NEAREST_H

#include <stddef.h>

#include "writ/text.h"

// A search: start it, offer every candidate, read `best`. Texts are borrowed.
typedef struct WritNearest {
    WritText word;
    WritText best; // Empty while no candidate is near enough.
    size_t distance;
} WritNearest;

WritNearest writ_nearest(WritText word);

// Takes `candidate` when at most two letters, and at most a third of them, are wrong, missing, too
// many or swapped with their neighbour (language.md 4.2), and no earlier one was as near. Letters
// are compared as bytes without regard to case; words of more than 64 bytes are near to nothing.
void writ_nearest_offer(WritNearest *nearest, WritText candidate);

#endif
