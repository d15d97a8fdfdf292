// Checks the files of a book: the way into this folder.
//
// The passes, in their order: modules and names; shells of all declarations; types of fields and
// parameters; expressions of fields; hooks, events, messages, decisions; processes, each with its
// flow; what is unused. Everything lives in the arena that is handed in.
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "check/model.h"
#include "writ/diag.h"

typedef struct CheckInput {
    WritArena *arena;
    WritNames *names;
    WritSources *sources;
    WritDiags *diags;
    const TreeFile *const *files; // All `.writ` files of the book, directories among them.
    uint32_t file_count;
    const WritSource *lock; // `writ.lock` of the book; NULL: it has none.
    LuaFile *lua_files;     // By rising path.
    uint32_t lua_file_count;
    const RateFile *rate_files;
    uint32_t rate_file_count;
} CheckInput;

// The checked tree of the modules that could be read. It is sound, and may be made into plans,
// exactly when no error was told in `diags`. Processes are in the order of their qualified names.
Model *check_book(const CheckInput *input);

#endif
