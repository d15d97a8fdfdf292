// A new repository in the current directory, with files and one commit of them.
#ifndef BOOK_CHILD_CREATE_H
#define BOOK_CHILD_CREATE_H

#include "book/child/objects.h"
#include "book/message.h"

typedef struct Creating Creating;

// Makes an empty repository with branch `main`. git's own configuration and templates are not
// looked at. The caller ends it with create_dispose, also after a failure.
WRIT_NODISCARD WritStatus create_begin(Creating **creating, const Creation *creation,
                                       WritError *error);

// Writes one file into the work tree, with its folders, and adds it to what is committed.
// WRIT_CONFLICT when it is there already.
WRIT_NODISCARD WritStatus create_file(Creating *creating, const WritBookFile *file,
                                      WritError *error);

// Commits what was added.
WRIT_NODISCARD WritStatus create_commit(WritCommitId *id, Creating *creating, WritError *error);

void create_dispose(Creating *creating); // NULL is allowed.

#endif
