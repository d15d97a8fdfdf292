// Repositories that were made to do harm, or are damaged, and what is said about each.
#ifndef SUPPORT_HOSTILE_BOOKS_H
#define SUPPORT_HOSTILE_BOOKS_H

#include "support/git_maker.h"

typedef struct HostileBook {
    const char *name;
    // Turns an empty repository into the hostile one.
    void (*make)(const Maker *maker);
    WritStatus status; // WRIT_OK: harmless here, so it is read as if the trap were not there.
    const char *said;  // Part of the sentence, NULL for WRIT_OK.
} HostileBook;

extern const HostileBook hostile_objects[]; // What is wrong lies in the objects.
extern const size_t hostile_object_count;
extern const HostileBook hostile_layouts[]; // What is wrong lies in files around them.
extern const size_t hostile_layout_count;

#endif
