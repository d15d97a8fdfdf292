// A process for people who look at it: drawn, as SVG and as Mermaid, and told in words on its
// owner's sheet. Pure makers of text over a checked plan.
//
// All speak the author's words: titles where there are some, expressions as they were written. A
// plan may come from anybody's hand: texts in it are made harmless in each form. Equal plans give
// equal bytes.
#ifndef WRIT_DRAW_PROCESS_H
#define WRIT_DRAW_PROCESS_H

#include "writ/arena.h"
#include "writ/plan.h"
#include "writ/text.h"

// An arena of this size is enough for each of these functions.
#define WRIT_DRAW_PROCESS_ARENA_BYTES ((size_t)2 << 30)

// Pages of A4 below one another, to be printed or looked at: no scripts, nothing from elsewhere.
// No text is smaller than 7 points. WRIT_LIMIT where it needs too many pages; `out` is as it was.
WRIT_NODISCARD WritStatus writ_draw_process_svg(WritBuffer *out, WritArena *arena,
                                                const WritPlan *plan, WritError *error);

// A flowchart of Mermaid: stages, branches and loops as subgraphs, steps with who and until when.
void writ_draw_process_mermaid(WritBuffer *out, WritArena *arena, const WritPlan *plan);

#endif
