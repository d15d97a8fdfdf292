// The pages of a drawing as the insides of SVG elements.
#ifndef DRAW_PROCESS_PAGES_H
#define DRAW_PROCESS_PAGES_H

#include "draw/scene.h"

// Classes of what is on the pages; for a `style` element.
extern const char process_pages_styles[];

// The coordinates of each begin at its own left upper corner, in points.
typedef struct ProcessPages {
    WritBuffer *pages; // In the arena, the bytes of each not: process_pages_dispose.
    uint32_t count;
} ProcessPages;

// Lays out and draws a whole process. WRIT_LIMIT as layout_process; nothing is to dispose of then.
WRIT_NODISCARD WritStatus process_pages_draw(ProcessPages *pages, WritArena *arena,
                                             const WritPlan *plan, WritError *error);
void process_pages_dispose(ProcessPages *pages);

#endif
