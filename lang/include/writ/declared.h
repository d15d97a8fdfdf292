// What a book declares, by name and place: for whoever explains it to its author.
//
// A plan holds what one process uses, and nothing of layout. Here is what stands in the files,
// used or not.
#ifndef WRIT_DECLARED_H
#define WRIT_DECLARED_H

#include <stdint.h>

#include "writ/compile.h"
#include "writ/text.h"

typedef enum WritDeclaredKind {
    WRIT_DECLARED_UNIT,
    WRIT_DECLARED_CHOICE,
    WRIT_DECLARED_RECORD,
    WRIT_DECLARED_EVENT,
    WRIT_DECLARED_ROLE,
    WRIT_DECLARED_CALENDAR,
    WRIT_DECLARED_RATES,
    WRIT_DECLARED_LADDER,
    WRIT_DECLARED_MESSAGE,
    WRIT_DECLARED_HOOK,
    WRIT_DECLARED_DECISION,
    WRIT_DECLARED_FORMULA,
    WRIT_DECLARED_MILESTONE,
    WRIT_DECLARED_TAG,
    WRIT_DECLARED_RULE,
    WRIT_DECLARED_MEASURE,
    WRIT_DECLARED_PROCESS,
    WRIT_DECLARED_SCENARIO,
} WritDeclaredKind;

// Where something stands in the files, as its author wrote it.
typedef struct WritWritten {
    WritText path; // From the top of the book.
    uint32_t line; // Of its first word, from 1.
    WritText text; // From its first word to its last, line ends and comments within it included.
} WritWritten;

typedef struct WritDeclared {
    WritDeclaredKind kind;
    WritText name;    // Qualified.
    WritText in_plan; // What plans call it: two modules may have a type of one such name.
    WritText title;   // May be empty.
    WritWritten written;
} WritDeclared;

// All declarations, by rising name, versions of one in the order of the files; none when there was
// an error. Lives as long as the arena of the compilation, as does all that follows.
const WritDeclared *writ_compile_declared(const WritCompilation *compilation, uint32_t *count);

// Where a node of a plan stands; `text` is its heading. `plan` and `node` are indexes.
WritWritten writ_compile_written(const WritCompilation *compilation, uint32_t plan, uint32_t node);

// A node whose deadline has rungs of a ladder.
typedef struct WritLadderUse {
    uint32_t plan;
    uint32_t node;
} WritLadderUse;

// Where the ladder is used that is declaration number `declared`, by plan, then node.
const WritLadderUse *writ_compile_ladder_uses(const WritCompilation *compilation, uint32_t declared,
                                              uint32_t *count);

#endif
