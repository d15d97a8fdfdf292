// One commit and the files of its tree.
#ifndef BOOK_CHILD_WALK_H
#define BOOK_CHILD_WALK_H

#include "book/child/objects.h"
#include "writ/book.h"

enum {
    WALK_COMMIT_BYTES_MAX = 64 << 10, // Of a commit object: headers, signature and message.
    WALK_TREE_BYTES_MAX = 2 << 20,    // Of one tree: more than 10,000 entries fill.
};

// See writ_book_read.
WRIT_NODISCARD WritStatus walk_commit(WritBookContents *contents, WritArena *arena,
                                      const Objects *objects, const WritCommitId *id,
                                      WritError *error);

#endif
