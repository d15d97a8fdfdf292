// The vocabulary as an editor needs it: where each phrase is coloured, and as what.
#ifndef EDITORS_PHRASES_H
#define EDITORS_PHRASES_H

#include <stddef.h>

#include "syntax/vocabulary.h"

// What the phrases of one set have in common: where they stand.
typedef enum PhraseSet {
    PHRASES_HEADING,       // First in a line, and a heading.
    PHRASES_FIRST,         // First in a line, headings apart.
    PHRASES_COMMA,         // Behind a comma.
    PHRASES_LATER,         // Anywhere but first in a line.
    PHRASES_AFTER_NUMBER,  // Units of time, and "times".
    PHRASES_AFTER_ORDINAL, // "reminder".
    PHRASES_DEADLINE,      // In a line that begins with "deadline".
    PHRASES_CHECK,         // In one that begins with "check".
    PHRASES_APPLIES,       // In one that begins with "applies to".
    PHRASES_MAY,           // Behind "may".
    PHRASES_TABLE,         // At the head of a table.
    PHRASES_SENTENCE,      // Within the sentences of scenarios.
} PhraseSet;

enum { PHRASES_MAX = 500 };

// Fills in the phrases of a set, the longest first, and returns how many there are, at most
// PHRASES_MAX. A phrase may stand in several sets.
size_t phrases_of(PhraseSet set, const char *phrases[PHRASES_MAX]);

#endif
