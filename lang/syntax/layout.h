// Layout as evidence: which `end` is missing, which is too much.
//
// Layout has no meaning, so it is only asked when a file is known to have a mistake, when its
// blocks do not come out even, and when it is indented at all. Then a line that stands at or left
// of an open block shows that the block was to end before it.
#ifndef SYNTAX_LAYOUT_H
#define SYNTAX_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "syntax/lexer.h"

enum { LAYOUT_BLOCKS_MAX = 256 };

typedef enum LayoutVerdict {
    LAYOUT_NOT_ASKED, // As many ends as blocks, or no indentation.
    LAYOUT_ENDS_MISSING,
    LAYOUT_ENDS_TOO_MANY,
} LayoutVerdict;

typedef struct LayoutBlock {
    uint32_t column;
    WritSpan span; // Of the phrase that opens it.
} LayoutBlock;

typedef struct Layout {
    LayoutVerdict verdict;
    LayoutBlock blocks[LAYOUT_BLOCKS_MAX];
    uint32_t count;
} Layout;

// Looks at the whole file. `scratch` holds what the lexer collects.
LayoutVerdict layout_judge(const WritSource *source, WritArena *scratch);

// The column of a token: what stands before it in its line, as readers see it.
uint32_t layout_column(const Lexer *lexer, WritSpan span);

// What layout says about the first token of a line that is not an `end`: the innermost block that
// was to end before this line, or NULL. It is closed: ask again for the one around it.
const LayoutBlock *layout_close(Layout *layout, int kind, uint32_t column);

// The line opens a block if its first token does.
void layout_open(Layout *layout, int kind, WritSpan span, uint32_t column);

typedef enum LayoutEnd {
    LAYOUT_END_FITS,      // It closes the innermost block.
    LAYOUT_END_MISPLACED, // The same, but is not lined up with it.
    LAYOUT_END_OUTER,     // It belongs further out: the innermost block lacks its `end`.
    LAYOUT_END_EXTRA,     // It closes nothing.
} LayoutEnd;

// Judges an `end`. `block` receives the innermost block, which is closed now, except where the end
// is extra; after LAYOUT_END_OUTER ask again.
LayoutEnd layout_end(Layout *layout, uint32_t column, LayoutBlock *block);

#endif
