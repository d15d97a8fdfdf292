// Where the parts of a repository lie, and whether it is of a kind that is read at all.
//
//     book/                         book/                          book/
//       .git/     git, common         .git   "gitdir: …"             HEAD      git, common
//         HEAD                      other/.git/    common            objects/
//         objects/                    worktrees/book/  git           refs/
//
// On the left an ordinary repository, in the middle a linked work tree (git worktree add), on the
// right a bare one. HEAD is below `git`; references and objects are below `common`.
#ifndef BOOK_LAYOUT_H
#define BOOK_LAYOUT_H

#include <limits.h>

#include "writ/book.h"

struct WritBook {
    char *directory; // As the caller wrote it, for messages.
    char *program;   // Path of writ-book.
    int git;
    int common;
    char objects[PATH_MAX]; // Absolute path of the object folder, without symbolic links.
};

// Finds the repository at the open folder `folder` and fills in `git`, `common` and `objects`.
// WRIT_NOT_FOUND when there is none. What was opened by then is closed by the owner of `book`.
WRIT_NODISCARD WritStatus layout_find(WritBook *book, int folder, WritError *error);

// Refuses what could make another reader see other content than we do (rule 14): alternates,
// grafts, replaced objects, a cut history, a partial clone, links among the packs, extensions.
WRIT_NODISCARD WritStatus layout_check(const WritBook *book, WritError *error);

#endif
