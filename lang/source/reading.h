// What the bytes of a file must be before anybody reads words in them.
#ifndef SOURCE_READING_H
#define SOURCE_READING_H

#include "writ/diag.h"
#include "writ/source.h"

typedef enum Reading {
    READING_CLEAN,
    READING_TABS, // Told; a tab then counts as a space, and reading goes on.
    READING_BAD,  // Told; nothing can be said about the words.
} Reading;

// Tells of each kind of fault once, at its first place and with the number of places.
Reading reading_check(const WritSource *source, WritDiags *diags);

#endif
