// Names as small numbers: a table in which each different text has one index.
//
// Used where names are compared often (symbols of a compilation). Index 0 is the empty text.
#ifndef WRIT_NAMES_H
#define WRIT_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/text.h"

typedef struct WritNames WritNames;
typedef uint32_t WritName; // Index into a WritNames; 0 is the empty name.

// Lives in `arena`, to which it copies every new text.
WritNames *writ_names_new(WritArena *arena);
// The index of `text`, which is added when it is new.
WritName writ_names_add(WritNames *names, WritText text);
// The index of `text`, or 0 when it was never added (or is empty).
WritName writ_names_find(const WritNames *names, WritText text);
// Borrowed; lives as long as the arena and ends with a NUL.
WritText writ_names_text(const WritNames *names, WritName name);
size_t writ_names_count(const WritNames *names);

#endif
