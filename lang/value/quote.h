// Foreign text inside our own sentences: cut to a readable length, and harmless on a terminal.
#ifndef VALUE_QUOTE_H
#define VALUE_QUOTE_H

#include "writ/text.h"

enum { QUOTE_TEXT_BYTES = 64, QUOTE_BYTES = QUOTE_TEXT_BYTES + 12 };

typedef struct Quote {
    char text[QUOTE_BYTES];
} Quote;

// `text` in double quotes, with "…" where it was cut. What cannot be seen or turns the direction
// of a line is written as its code ("\u202e"), bytes that are no UTF-8 as "\xff".
Quote quote_text(WritText text);

#endif
