// Files of the author, read and replaced whole.
#ifndef CLI_REWRITE_H
#define CLI_REWRITE_H

#include "writ/text.h"

// Appends what the regular file at `path` holds. WRIT_NOT_FOUND when nothing is there, WRIT_INVALID
// when it is of another kind (its last part a symbolic link included), WRIT_LIMIT when it has more
// than `bytes_max`.
WRIT_NODISCARD WritStatus rewrite_read(WritBuffer *bytes, const char *path, size_t bytes_max,
                                       WritError *error);

// Puts `after` in the place of `before`: at any moment, a power cut included, the file holds the
// one or the other. Keeps its mode. WRIT_CONFLICT when it holds something else than `before` now;
// otherwise as rewrite_read, and WRIT_IO.
WRIT_NODISCARD WritStatus rewrite_replace(const char *path, WritText before, WritText after,
                                          WritError *error);

#endif
