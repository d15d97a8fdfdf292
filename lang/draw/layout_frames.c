// Blocks below one another, with a frame around them.
#include <assert.h>

#include "draw/layout_inside.h"

enum {
    INSET = 70,
    INSET_LOOP = 130, // At the left of a `repeat`: room for its way back.
    FRAME_PAD = 70,   // Below what is in it.
};

// --- Blocks below one another ------------------------------------------------------------------

static Span place_stack(Layout *layout, const Block *first, Room room)
{
    Span all = {room.y, room.y};
    int32_t centre = room.x + room.width / 2;
    const Block *before = NULL;
    for (const Block *block = first; block != NULL; block = block->next) {
        if (before != NULL) {
            room.y = all.bottom + (before->passes ? LAYOUT_GAP : LAYOUT_GAP_CLOSED);
        }
        Span span = layout_place(layout, block, room);
        if (before != NULL && before->passes) {
            layout_add_down(layout, centre, all.bottom, span.top, ARROW_AT_END);
        }
        all.top = before == NULL ? span.top : all.top;
        all.bottom = span.bottom;
        before = block;
    }
    return all;
}

// --- Frames ------------------------------------------------------------------------------------

static RectStyle frame_style(const Block *block)
{
    switch (block->kind) {
    case BLOCK_STAGE:
        return RECT_STAGE;
    case BLOCK_DETOUR:
        return RECT_DETOUR;
    case BLOCK_BRANCH:
        return RECT_BRANCH;
    case BLOCK_ARM:
        return RECT_ARM;
    case BLOCK_EACH:
        return RECT_EACH;
    case BLOCK_REPEAT:
        return RECT_REPEAT;
    case BLOCK_START:
    case BLOCK_ASIDE:
    case BLOCK_STEP:
    case BLOCK_ROUTE:
    case BLOCK_FORK:
    case BLOCK_CHOICE:
        break;
    }
    WRIT_UNREACHABLE();
}

static void add_entry(Layout *layout, const Block *block, const Room *room)
{
    Scene *scene = layout->scene;
    SceneEntry *entry = writ_arena_alloc(layout->phrases->arena, sizeof *entry);
    *entry = (SceneEntry){.x = room->x + room->width,
                          .y = room->y + LAYOUT_HEADER_PAD + SIZE_TITLE / 2,
                          .stage = block->node};
    *(scene->last_entry == NULL ? &scene->entries : &scene->last_entry->next) = entry;
    scene->last_entry = entry;
}

// From the end of what is repeated along the left edge to its beginning.
static void add_way_back(Layout *layout, const Room *frame, const Room *inner, const Span *span)
{
    int32_t x = frame->x + (inner->x - frame->x) / 2;
    int32_t centre = inner->x + inner->width / 2;
    int32_t low = span->bottom + FRAME_PAD / 2;
    int32_t high = span->top - LAYOUT_GAP / 2;
    layout_add_link(layout, (SceneLink){LINK_LOOP, false, centre, span->bottom, centre, low, NULL});
    layout_add_across(layout, LINK_LOOP, centre, x, low);
    layout_add_link(layout, (SceneLink){LINK_LOOP, false, x, low, x, high, NULL});
    layout_add_link(layout, (SceneLink){LINK_LOOP, true, x, high, centre, high, NULL});
    layout_add_link(layout, (SceneLink){LINK_LOOP, true, centre, high, centre, span->top, NULL});
}

static int32_t within_page(int32_t bottom, int32_t least)
{
    int32_t end = scene_bottom(scene_page(least));
    return bottom < end ? bottom : end;
}

Span layout_frame(Layout *layout, const Block *block, Room room)
{
    int32_t header = layout_frame_rows(layout, block, &room, ROWS_MEASURE);
    room.y = layout_fit(room.y, layout_lead(layout, block, room.width));
    SceneRect *rect = layout_add_rect(layout, frame_style(block), block->node);
    rect->x = room.x;
    rect->y = room.y;
    rect->width = room.width;
    layout_add_header(layout, &room, header);
    (void)layout_frame_rows(layout, block, &room, ROWS_PLACE);
    if (block->kind == BLOCK_STAGE || block->kind == BLOCK_DETOUR) {
        add_entry(layout, block, &room);
    }
    bool loops = block->kind == BLOCK_REPEAT;
    Room inner = {.width = layout_inner_width(block, room.width), .y = room.y + header};
    bool inset = inner.width < room.width;
    inner.x = room.x + (!inset ? 0 : loops ? INSET_LOOP : INSET);
    inner.y += loops ? LAYOUT_GAP / 2 : 0;
    Span span = place_stack(layout, block->first, inner);
    if (loops && inset && block->last != NULL && block->last->passes) {
        add_way_back(layout, &room, &inner, &span);
    }
    int32_t bottom =
        block->first == NULL
            ? inner.y
            : within_page(span.bottom + (inset ? FRAME_PAD : FRAME_PAD / 4), span.bottom);
    rect->height = bottom - room.y;
    return (Span){room.y, bottom};
}
