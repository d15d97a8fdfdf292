// A drawing on its pages: rectangles, lines and texts, each with its place.
//
// Lengths are tenths of a point. Pages of A4 stand below one another, so that y alone says on which
// page something is. Frames and links may go over several pages; whoever draws them cuts them to
// the part of each page that holds the drawing.
#ifndef DRAW_SCENE_H
#define DRAW_SCENE_H

#include "draw/metrics.h"

enum {
    PAGE_WIDTH = 5950,
    PAGE_HEIGHT = 8420,
    PAGE_MARGIN = 320,
    PAGE_FIRST_TOP = 860, // Where the drawing begins on the first page,
    PAGE_TOP = 640,       // and on the others.
    PAGE_BOTTOM = 7760,   // Where it ends on each.
    PAGE_SEAM = 40,       // How much further frames are drawn that go on over the end of a page.
    SIZE_HEADING = 160,
    SIZE_TITLE = 90,
    SIZE_TEXT = 75,
    SIZE_SMALL = 70, // The least that is read on paper: 7 points.
};

typedef enum RectStyle {
    RECT_START,
    RECT_PERSON,
    RECT_SYSTEM,
    RECT_TABLE,
    RECT_WAIT,
    RECT_AT_ONCE,
    RECT_ROUTE,
    RECT_END,
    RECT_ASIDE,
    RECT_STAGE, // Frames, from here on.
    RECT_DETOUR,
    RECT_BRANCH,
    RECT_ARM,
    RECT_EACH,
    RECT_REPEAT,
    RECT_HEADER, // Where a frame has its words; not drawn.
} RectStyle;

typedef struct SceneRect {
    RectStyle style;
    int32_t x, y, width, height;
    uint32_t node; // WRIT_NONE where it stands for none.
    struct SceneRect *next;
} SceneRect;

typedef struct SceneText {
    int32_t x, y; // Of its baseline.
    int32_t size;
    TextWeight weight;
    const Line *line;
    struct SceneText *next;
} SceneText;

typedef enum LinkStyle {
    LINK_FLOW,
    LINK_BAR,  // Where ways that are gone at the same time part or meet.
    LINK_LOOP, // Back to the beginning of a `repeat`.
    LINK_GO,   // Margin: `go to`,
    LINK_BACK, // `go back to`.
} LinkStyle;

// A straight line, to the right, to the left, up or down.
typedef struct SceneLink {
    LinkStyle style;
    bool arrow; // At its end.
    int32_t from_x, from_y, to_x, to_y;
    struct SceneLink *next;
} SceneLink;

// Where a way to a stage leaves a box, at its right edge.
typedef struct ScenePort {
    int32_t x, y;
    uint32_t stage;
    bool back;
    struct ScenePort *next;
} ScenePort;

// Where a stage begins: its right edge, at the height of its title.
typedef struct SceneEntry {
    int32_t x, y;
    uint32_t stage;
    struct SceneEntry *next;
} SceneEntry;

typedef struct Scene {
    uint32_t page_count;
    uint32_t lane_count; // For which the right margin has room.
    SceneRect *rects, *last_rect;
    SceneText *texts, *last_text;
    SceneLink *links, *last_link;
    ScenePort *ports, *last_port;
    SceneEntry *entries, *last_entry;
} Scene;

static inline int32_t scene_page(int32_t y)
{
    return y / PAGE_HEIGHT;
}

static inline int32_t scene_top(int32_t page)
{
    return page * PAGE_HEIGHT + (page == 0 ? PAGE_FIRST_TOP : PAGE_TOP);
}

static inline int32_t scene_bottom(int32_t page)
{
    return page * PAGE_HEIGHT + PAGE_BOTTOM;
}

static inline bool scene_is_frame(RectStyle style)
{
    return style >= RECT_STAGE && style != RECT_HEADER;
}

#endif
