// Two texts compared line by line.
#ifndef CLI_LINE_CHANGES_H
#define CLI_LINE_CHANGES_H

#include <stdint.h>

#include "writ/text.h"

// So many lines of one by lines of the other are compared, the equal ones at both ends left out; of
// more, all lines between those ends count as changed.
enum { LINE_CHANGES_PAIRS_MAX = 4 << 20 };

typedef struct LineChanges {
    uint32_t removed; // Lines of `before` that `after` lacks,
    uint32_t added;   // and of `after` that `before` lacks: as few as there can be.
    uint32_t line;    // The first of them, in `after`, from 1; 0: there is none.
} LineChanges;

// Appends each line that differs to `out`, in the order of the texts: "- " and a line of `before`,
// "+ " and one of `after`, and above each run of them "line " and the line of `after` where it is,
// from
// 1. A last line without its line feed is a line like the others, and other than with one.
LineChanges line_changes(WritText before, WritText after, WritBuffer *out);

#endif
