// What the repository's configuration says about its format: the only question put to it.
//
// Nothing else of the configuration is used and nothing that it names is read: no included file,
// no hook, no program. A repository of a format that is not fully known is refused (rule 14).
#ifndef BOOK_CONFIG_H
#define BOOK_CONFIG_H

#include "writ/text.h"

enum { CONFIG_BYTES_MAX = 1 << 20 };

// Checks the file `config` in the open folder `common`. A missing file is a plain repository of
// version 0. WRIT_INVALID with the setting that is refused, or the line that cannot be read.
WRIT_NODISCARD WritStatus config_check(int common, WritError *error);

// The same over the text of the file.
WRIT_NODISCARD WritStatus config_check_text(WritText text, WritError *error);

#endif
