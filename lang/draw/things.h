// What in a book has a name, and which of it a name means.
#ifndef DRAW_THINGS_H
#define DRAW_THINGS_H

#include "writ/declared.h"

// A declaration, or a stage, detour, branch or step of a plan.
typedef struct Thing {
    WritText name;        // In full: module, process, stage, step.
    WritText brief;       // Of a branch or step: without its stage. Else empty.
    const char *kind;     // "step"
    uint32_t declaration; // Number of the declaration, or WRIT_NONE.
    uint32_t plan;        // Of a node, and of a declared process; else WRIT_NONE.
    uint32_t node;
} Thing;

// See writ_explain.
WRIT_NODISCARD WritStatus things_find(Thing *found, WritArena *arena,
                                      const WritCompilation *compilation, WritText name,
                                      WritError *error);

#endif
