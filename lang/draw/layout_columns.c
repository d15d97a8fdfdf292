// Branches and arms: side by side where all of them have the least width, else below one another,
// hung on a rail at their left.
#include <assert.h>

#include "draw/layout_inside.h"

enum { RAIL = 60 };

// --- Columns -----------------------------------------------------------------------------------

// Words on a line of their own, at the middle of `centre`. Tells where they end.
static Span place_words(Layout *layout, const char *words, int32_t centre, int32_t width, int32_t y)
{
    Line *line = layout_words(layout, words, width);
    Room room = {centre - line->width / 2, line->width, layout_fit(y, LAYOUT_WORDS_HEIGHT)};
    layout_add_header(layout, &room, LAYOUT_WORDS_HEIGHT);
    layout_add_text(
        layout, (SceneText){.x = room.x, .y = room.y + SIZE_TEXT, .size = SIZE_TEXT, .line = line});
    return (Span){room.y, room.y + LAYOUT_WORDS_HEIGHT};
}

static const char *fork_words(const Block *block)
{
    return block->kind != BLOCK_FORK ? NULL
           : block->once             ? "at the same time, the first one done cancels the others"
                                     : "at the same time";
}

// Where ways meet again: the columns that were passed, and the middle.
typedef struct Meeting {
    int32_t left, right, bottom;
    bool any;
} Meeting;

static void meet(Meeting *meeting, int32_t x)
{
    meeting->left = x < meeting->left ? x : meeting->left;
    meeting->right = x > meeting->right ? x : meeting->right;
    meeting->any = true;
}

typedef struct Column {
    Room room;
    Span span;
    bool passes;
} Column;

// Shares the width out, each its least and of the rest in proportion to what it wants.
static void share_width(const Block *block, const Room *room, Column *columns)
{
    int32_t rest = room->width -
                   (layout_has_bypass(block) ? LAYOUT_BYPASS + LAYOUT_COLUMN_GAP : 0) -
                   LAYOUT_COLUMN_GAP * ((int32_t)block->count - 1);
    int64_t wanted = 0;
    for (const Block *child = block->first; child != NULL; child = child->next) {
        rest -= layout_demand(child, DEMAND_LEAST);
        wanted += layout_demand(child, DEMAND_WANTS);
    }
    int32_t x = room->x;
    uint32_t i = 0;
    for (const Block *child = block->first; child != NULL; child = child->next) {
        int64_t more = (int64_t)rest * layout_demand(child, DEMAND_WANTS) / wanted;
        columns[i].room.x = x;
        columns[i].room.width = layout_demand(child, DEMAND_LEAST) + (int32_t)more;
        columns[i].passes = child->passes;
        x += columns[i].room.width + LAYOUT_COLUMN_GAP;
        i++;
    }
    if (layout_has_bypass(block)) {
        columns[i].room.x = x;
        columns[i].room.width = LAYOUT_BYPASS;
        columns[i].passes = true;
    }
}

static Span place_column(Layout *layout, const Block *child, const Column *column, int32_t bar)
{
    Room room = column->room;
    room.y = bar + LAYOUT_PRONG;
    Span span = child == NULL
                    ? place_words(layout, "otherwise", layout_centre(&room), room.width, room.y)
                    : layout_frame(layout, child, room);
    layout_add_down(layout, layout_centre(&room), bar, span.top, ARROW_AT_END);
    return span;
}

// Close below the columns, so that they meet on the page that they end on.
static int32_t meeting_height(int32_t bottom)
{
    int32_t end = scene_bottom(scene_page(bottom));
    int32_t low = bottom + LAYOUT_PRONG;
    return low <= end ? low : bottom + LAYOUT_PRONG / 4 <= end ? end : layout_fit(low, 1);
}

static Span join(Layout *layout, const Block *block, const Room *room, const Column *columns,
                 uint32_t count)
{
    int32_t bottom = room->y;
    Meeting meeting = {layout_centre(room), layout_centre(room), 0, false};
    for (uint32_t i = 0; i < count; i++) {
        bottom = columns[i].span.bottom > bottom ? columns[i].span.bottom : bottom;
        if (columns[i].passes) {
            meet(&meeting, layout_centre(&columns[i].room));
        }
    }
    if (!meeting.any) {
        return (Span){room->y, bottom};
    }
    int32_t low = meeting_height(bottom);
    for (uint32_t i = 0; i < count; i++) {
        if (columns[i].passes) {
            layout_add_down(layout, layout_centre(&columns[i].room), columns[i].span.bottom, low,
                            NO_ARROW);
        }
    }
    layout_add_across(layout, block->kind == BLOCK_FORK ? LINK_BAR : LINK_FLOW, meeting.left,
                      meeting.right, low);
    return (Span){room->y, low};
}

static Span place_side_by_side(Layout *layout, const Block *block, Room room)
{
    uint32_t count = block->count + (layout_has_bypass(block) ? 1 : 0);
    Column *columns = writ_arena_array(layout->phrases->arena, count, sizeof *columns);
    room.y = layout_fit(room.y, layout_lead(layout, block, room.width));
    int32_t bar = room.y;
    if (fork_words(block) != NULL) {
        bar = place_words(layout, fork_words(block), layout_centre(&room), room.width, bar).bottom;
    }
    share_width(block, &room, columns);
    uint32_t i = 0;
    for (const Block *child = block->first; child != NULL; child = child->next) {
        columns[i].span = place_column(layout, child, &columns[i], bar);
        i++;
    }
    if (layout_has_bypass(block)) {
        columns[i].span = place_column(layout, NULL, &columns[i], bar);
    }
    if (count > 1) {
        int32_t last = layout_centre(&columns[count - 1].room);
        layout_add_across(layout, block->kind == BLOCK_FORK ? LINK_BAR : LINK_FLOW,
                          layout_centre(&columns[0].room), last, bar);
    }
    return join(layout, block, &room, columns, count);
}

// --- Columns for which there is no room: below one another, hung on a rail -----------------------

static Span place_hung(Layout *layout, const Block *block, Room room)
{
    int32_t indent = room.width - RAIL < LAYOUT_WIDTH_LEAST ? 0 : RAIL;
    int32_t rail = room.x + RAIL / 3;
    room.y = layout_fit(room.y, layout_lead(layout, block, room.width));
    const char *words = fork_words(block);
    int32_t top = room.y;
    int32_t bottom = top;
    if (words != NULL) {
        bottom = place_words(layout, words, layout_centre(&room), room.width, top).bottom;
    }
    layout_add_across(layout, LINK_FLOW, rail, layout_centre(&room), bottom);
    int32_t from = bottom;
    for (const Block *child = block->first; child != NULL; child = child->next) {
        Room below = {room.x + indent, room.width - indent, bottom + LAYOUT_GAP_CLOSED};
        Span span = layout_frame(layout, child, below);
        int32_t hook = span.top + LAYOUT_HEADER_PAD + SIZE_TITLE / 2;
        layout_add_down(layout, rail, from, hook, NO_ARROW);
        if (indent > 0) {
            layout_add_link(layout, (SceneLink){LINK_FLOW, true, rail, hook, below.x, hook, NULL});
        }
        from = hook;
        bottom = span.bottom;
    }
    if (layout_has_bypass(block)) {
        Span span = place_words(layout, "otherwise: what follows", layout_centre(&room), room.width,
                                bottom + LAYOUT_GAP_CLOSED);
        bottom = span.bottom;
    }
    return (Span){top, bottom};
}

Span layout_columns(Layout *layout, const Block *block, Room room)
{
    return layout_demand(block, DEMAND_LEAST) <= room.width
               ? place_side_by_side(layout, block, room)
               : place_hung(layout, block, room);
}
