// What the parts of the layout share.
#ifndef DRAW_LAYOUT_INSIDE_H
#define DRAW_LAYOUT_INSIDE_H

#include "draw/layout.h"

enum {
    LAYOUT_GAP = 110,       // Between two blocks, with an arrow,
    LAYOUT_GAP_CLOSED = 60, // and without.
    LAYOUT_HEADER_PAD = 50, // Above and below the words of a frame.
    LAYOUT_COLUMN_GAP = 70,
    LAYOUT_PRONG = 80, // From where columns part to their tops, from their ends to where they meet.
    LAYOUT_BYPASS = 420,       // How wide the way around an `if` is.
    LAYOUT_WIDTH_LEAST = 900,  // Below it nothing is set in any more.
    LAYOUT_WORDS_HEIGHT = 110, // Of a line by itself.
};

typedef struct Layout {
    Phrases *phrases;
    Scene *scene;
} Layout;

// A place to fill, from `y` on.
typedef struct Room {
    int32_t x, width, y;
} Room;

// What was filled.
typedef struct Span {
    int32_t top, bottom;
} Span;

// --- Adding to the scene -----------------------------------------------------------------------

SceneRect *layout_add_rect(Layout *layout, RectStyle style, uint32_t node);
// Where words stand that no line may cross.
void layout_add_header(Layout *layout, const Room *room, int32_t height);
void layout_add_text(Layout *layout, SceneText text);
void layout_add_link(Layout *layout, SceneLink link);
void layout_add_port(Layout *layout, ScenePort port);
// `y`, or the top of the next page where `height` does not fit below it.
int32_t layout_fit(int32_t y, int32_t height);

typedef enum ArrowHead {
    NO_ARROW,
    ARROW_AT_END,
} ArrowHead;

void layout_add_down(Layout *layout, int32_t x, int32_t from, int32_t to, ArrowHead head);
void layout_add_across(Layout *layout, LinkStyle style, int32_t from, int32_t to, int32_t y);
int32_t layout_centre(const Room *room);

// --- Rows of text ------------------------------------------------------------------------------

typedef enum RowsMode {
    ROWS_MEASURE,
    ROWS_PLACE,
} RowsMode;

typedef struct RowsPlace {
    RowsMode mode;
    RowKind kind; // Only these rows.
    int32_t x, y, width;
    int32_t height_max;
    int32_t port_x; // Where their ways leave.
} RowsPlace;

// The height that they take.
int32_t layout_rows(Layout *layout, const Block *block, const RowsPlace *place);

// --- Boxes: start, steps, routes, asides -------------------------------------------------------

bool layout_is_box(const Block *block);
int32_t layout_box_height(Layout *layout, const Block *block, int32_t width);
Span layout_box(Layout *layout, const Block *block, Room room);

// --- How much room a block takes ---------------------------------------------------------------

typedef enum Demand {
    DEMAND_WANTS,
    DEMAND_LEAST,
} Demand;

int32_t layout_demand(const Block *block, Demand demand);
bool layout_has_bypass(const Block *block); // An `if` of which no arm may hold.
bool layout_is_columns(const Block *block);
// What is left of the width of a frame for what is in it; all of it where it is narrow.
int32_t layout_inner_width(const Block *block, int32_t width);
// The words of a frame whose top is room->y; their height, with the space around them.
int32_t layout_frame_rows(Layout *layout, const Block *block, const Room *room, RowsMode mode);
// From the top of a block to the end of the first box in it: it is begun only where that has room.
int32_t layout_lead(Layout *layout, const Block *block, int32_t width);

// --- Blocks, each with what is in it -----------------------------------------------------------

Span layout_place(Layout *layout, const Block *block, Room room);
Span layout_frame(Layout *layout, const Block *block, Room room);
Span layout_columns(Layout *layout, const Block *block, Room room);
// One line of words that are muted.
Line *layout_words(Layout *layout, const char *words, int32_t width);

#endif
