// Writing a whole file so that a reader, or a crash, finds either the old one or the new one.
#ifndef CLI_NEW_FILE_H
#define CLI_NEW_FILE_H

#include "writ/status.h"
#include "writ/text.h"

// Writes `bytes` beside `path`, on the disk, and puts them in its place; a file that is there keeps
// its mode, a new one has that of the user. WRIT_IO with the reason.
WRIT_NODISCARD WritStatus cli_replace_file(const char *path, WritText bytes, WritError *error);

#endif
