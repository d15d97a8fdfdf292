// Outside systems as files: the provider of the kind "files".
//
// `may use files.erp` gives a hook the directory `erp` below a root that the host names, with
//
//     files.erp.read(name)         the file's text, or nil when there is none
//     files.erp.write(name, text)  makes or replaces the file, whole or not at all, on stable
//     storage files.erp.exists(name)       true or false files.erp.list()             the names,
//     sorted by bytes files.erp.remove(name)       true, or false when there was none
//
// Names are 1 to 100 of a-z 0-9 _ . - and do not begin with a dot; anything that is no regular
// file is left alone. The pool lets one call at a time use a name, so reading and then writing is
// not raced by another hook.
#ifndef WRIT_FILE_DROP_H
#define WRIT_FILE_DROP_H

#include "writ/hook.h"

enum {
    WRIT_FILE_DROP_FILE_BYTES_MAX = WRIT_HOOK_HOST_TEXT_BYTES_MAX,
    WRIT_FILE_DROP_FILES_MAX = WRIT_HOOK_HOST_ITEMS_MAX, // For list().
    WRIT_FILE_DROP_NAME_BYTES_MAX = 100,
};

typedef struct WritFileDrop WritFileDrop;

// The directory `root` must exist; those below it are made when a hook first writes. WRIT_IO when
// it cannot be opened. The caller owns `drop`.
WRIT_NODISCARD WritStatus writ_file_drop_open(WritFileDrop **drop, const char *root,
                                              WritError *error);
void writ_file_drop_close(WritFileDrop *drop); // NULL is allowed. After the pool was closed.

// Borrowed from `drop`, for writ_hook_pool_provide.
const WritHookProvider *writ_file_drop_provider(WritFileDrop *drop);

#endif
