// The object database of a repository and nothing else of it: no configuration, no references, no
// hooks, no alternates, no attributes (rule 13).
#ifndef BOOK_CHILD_OBJECTS_H
#define BOOK_CHILD_OBJECTS_H

#include <git2.h>

#include "writ/text.h"

typedef struct Objects {
    int folder; // The open folder `objects`.
    git_odb *database;
    git_repository *repository; // Around the database alone.
    // Called before each object is looked at, so that somebody can see that work goes on. May be
    // NULL; set it after opening.
    void (*before_object)(void *context);
    void *context;
} Objects;

// Starts libgit2 for this process, with its caches off and its windows small. Before the process
// is confined, because starting looks at the system.
WRIT_NODISCARD WritStatus objects_begin(WritError *error);
void objects_end(void);

// Opens the database in the current directory, which is the folder `objects`. The caller closes
// it, also after a failure.
WRIT_NODISCARD WritStatus objects_open(Objects *objects, WritError *error);
void objects_close(Objects *objects);

// The size of the object `id` by its header, asked before it is read. WRIT_INVALID when it is of
// another type than `type`. `what` names it in messages ("the commit").
WRIT_NODISCARD WritStatus objects_size(size_t *size, const Objects *objects, const git_oid *id,
                                       git_object_t type, const char *what, WritError *error);

// An error for what libgit2 answered about the object `id`.
WRIT_NODISCARD WritStatus objects_fail(int result, const git_oid *id, const char *what,
                                       WritError *error);

#endif
