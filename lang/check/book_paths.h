// Paths that a book writes: from its top, within it.
#ifndef CHECK_BOOK_PATHS_H
#define CHECK_BOOK_PATHS_H

#include <stdbool.h>

#include "writ/text.h"

// Parts with "/" between them, none of which is "", "." or "..": at most `bytes_max` bytes.
bool check_is_book_path(WritText path, size_t bytes_max);
bool check_ends_in(WritText path, const char *ending);
// Whether the file lies directly in a folder of this name.
bool check_is_in_folder(WritText path, const char *folder);

#endif
