// From the files of a book to diagnostics or checked plans.
//
//     WritSources *sources = writ_sources_new(arena);
//     WritDiags *diags = writ_diags_new(arena, sources);
//     WritCompile *compile = writ_compile_new(arena, sources, diags);
//     writ_compile_add(compile, path, bytes, &error);            // each file of the book
//     const WritCompiled *compiled = writ_compile_run(compile);
//
// Pure: the result follows from paths and bytes alone, whatever the order of files. Everything
// lives in `arena` and nothing else is kept, so that a book is compiled again by starting anew.
#ifndef WRIT_COMPILE_H
#define WRIT_COMPILE_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/diag.h"
#include "writ/people.h"
#include "writ/plan.h"
#include "writ/source.h"

enum {
    WRIT_COMPILE_BYTES_MAX = 16 << 20, // Of all files together.
    WRIT_COMPILE_FILES_MAX = 8000,     // `.writ` and `.lua` files together.
};
// What an arena must allow to compile any book within these bounds.
static const size_t WRIT_COMPILE_ARENA_BYTES_MAX = (size_t)8 << 30;

typedef struct WritCompile WritCompile;

WritCompile *writ_compile_new(WritArena *arena, WritSources *sources, WritDiags *diags);

// Adds a file of the book; path and bytes are copied. `path` runs from the top of the book with
// "/" between its parts, as in "processes/orders/orders.writ": hooks name Lua files so. Files that
// end neither in ".writ" nor in ".lua" are no part of a plan and are left out. WRIT_CONFLICT when
// the path was added before, WRIT_LIMIT when a bound is reached.
WRIT_NODISCARD WritStatus writ_compile_add(WritCompile *compile, WritText path, WritText bytes,
                                           WritError *error);

typedef struct WritCompiled {
    // One a process, in the order of their qualified names. None when there was an error.
    const WritPlan *plans;
    uint32_t plan_count;
    WritDirectory directory; // From people.writ; without persons when there is none.
} WritCompiled;

// Reads and checks all files. Mistakes are told in the diagnostics; without an error there is a
// plan for each process, which keeps what writ_plan_validate asks. To be called once.
const WritCompiled *writ_compile_run(WritCompile *compile);

// The plan of a process by its qualified name ("sales.orders.order_to_deliver"), or by its last
// part alone where only one process has it. WRIT_NOT_FOUND names what there is, WRIT_CONFLICT the
// two that could be meant.
WRIT_NODISCARD WritStatus writ_compiled_find(const WritCompiled *compiled, WritText name,
                                             const WritPlan **plan, WritError *error);

#endif
