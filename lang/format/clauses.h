// A file clause by clause: what stands before each, how far it is indented, how it is laid out.
#ifndef FORMAT_CLAUSES_H
#define FORMAT_CLAUSES_H

#include "format/printer.h"

typedef struct ClausesText {
    const WritSource *source;
    const Pieces *pieces;
    WritFormatStyle style;
} ClausesText;

// Where a clause begins in the layout: with the blank line and the comments before it. It ends
// where the next one begins.
typedef struct ClauseMark {
    size_t at;
    const Piece *first;
    uint32_t level;
} ClauseMark;

// Appends the layout; stops early when it is longer than WRIT_SOURCE_BYTES_MAX. `marks` receives
// one for each clause and one for the end of the file; NULL: none.
void clauses_write(const ClausesText *text, WritBuffer *out, ClauseMark *marks);

#endif
