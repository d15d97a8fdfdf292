// Opening and reading files of a directory that somebody else filled.
//
// Only regular files are read, each below a folder that is open already, part by part, so that no
// symbolic link is followed and no device or pipe is waited for.
#ifndef BOOK_REGULAR_H
#define BOOK_REGULAR_H

#include <sys/stat.h>

#include "writ/text.h"

// Opens the folder or regular file at the relative path `path` below the open folder `folder`.
// WRIT_NOT_FOUND when a part is missing; WRIT_INVALID when a part is a symbolic link or of another
// kind than `kind` (S_IFREG or S_IFDIR); WRIT_IO otherwise. The sentence begins with the path. The
// caller closes `*descriptor`.
WRIT_NODISCARD WritStatus regular_open(int *descriptor, int folder, const char *path, mode_t kind,
                                       WritError *error);

// The whole of the regular file at `path` below `folder`, appended to `bytes`. As regular_open, and
// WRIT_LIMIT when it has more than `bytes_max`.
WRIT_NODISCARD WritStatus regular_read(WritBuffer *bytes, int folder, const char *path,
                                       size_t bytes_max, WritError *error);

// The same from an open file, which is called `path` in messages.
WRIT_NODISCARD WritStatus regular_read_open(WritBuffer *bytes, int descriptor, const char *path,
                                            size_t bytes_max, WritError *error);

#endif
