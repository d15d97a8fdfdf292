// Names that somebody else chose, made fit for a message.
#ifndef BOOK_PRINTABLE_H
#define BOOK_PRINTABLE_H

#include "writ/text.h"

enum { PRINTABLE_BYTES = 160 };

// `text` as printable ASCII with a NUL: other bytes and backslashes become \xNN, and what is too
// long ends in "...". So no name moves a cursor or turns the direction of a line.
void printable(char out[PRINTABLE_BYTES], WritText text);

// `text` as UTF-8 that is safe to show, appended to `out`: bytes that are no UTF-8 and hidden
// characters become U+FFFD. At most `bytes_max` bytes are added; no character is cut in two.
void printable_clean(WritBuffer *out, WritText text, size_t bytes_max);

// True when printable_clean would change nothing.
bool printable_is_clean(WritText text);

#endif
