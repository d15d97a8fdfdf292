// Texts of holiday files, which anybody may have written.
#ifndef CALENDAR_HOLIDAY_TEXT_H
#define CALENDAR_HOLIDAY_TEXT_H

#include <stdbool.h>

#include "writ/text.h"

// True when the text has a control character other than a tab, or one that is invisible or turns
// the direction of writing. `text` is well-formed UTF-8.
bool holiday_text_has_hidden(WritText text);

// Without blanks (space, tab, no-break space) at its ends.
WritText holiday_text_trim(WritText text);

#endif
