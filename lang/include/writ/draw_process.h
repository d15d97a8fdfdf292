// A process for people who look at it: drawn, as SVG and as Mermaid, and told in words on its
// owner's sheet. Pure makers of text over a checked plan.
//
// All speak the author's words: titles where there are some, expressions as they were written. A
// plan may come from anybody's hand: texts in it are made harmless in each form. Equal plans give
// equal bytes.
#ifndef WRIT_DRAW_PROCESS_H
#define WRIT_DRAW_PROCESS_H

#include "writ/arena.h"
#include "writ/measure.h"
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

// --- The owner's sheet -------------------------------------------------------------------------

// Where the plan comes from. All may be empty.
typedef struct WritSheetSource {
    // Its full id; empty: the files as they are, and the next four count for nothing.
    WritText commit;
    WritText author;
    WritText subject;
    int64_t committed_at_seconds; // Since 1970-01-01T00:00Z, as the commit claims,
    int32_t offset_minutes;       // and its local time's offset.
    WritText in_force;            // Which version is in force, and since when: a sentence.
    const WritMeasure *measures;  // Of the book; those over other processes are left out.
    uint32_t measure_count;
} WritSheetSource;

// The process in words, for a wall: who does what by when, who decides at which limit, what happens
// on silence, absence and failure, how it ends. Text has at most WRIT_DRAW_COLUMNS_MAX columns.
void writ_sheet_text(WritBuffer *out, WritArena *arena, const WritPlan *plan,
                     const WritSheetSource *source);
void writ_sheet_markdown(WritBuffer *out, WritArena *arena, const WritPlan *plan,
                         const WritSheetSource *source);
// A page by itself, to be printed on A4, with the drawing behind it. WRIT_LIMIT as
// writ_draw_process_svg.
WRIT_NODISCARD WritStatus writ_sheet_html(WritBuffer *out, WritArena *arena, const WritPlan *plan,
                                          const WritSheetSource *source, WritError *error);

#endif
