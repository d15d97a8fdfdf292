// How much room blocks take, and lines and words that all of them share.
#include <assert.h>

#include "draw/layout_inside.h"

enum {
    INSET = 70,       // Of what is in a frame.
    INSET_LOOP = 130, // At the left of a `repeat`: room for its way back.
    STEP_WANTS = 2000,
    STEP_LEAST = 1180,
    ROUTE_WANTS = 900,
    ROUTE_LEAST = 760,
    LEAD_MAX = 4000,
};

// --- How wide a block should be ----------------------------------------------------------------

bool layout_has_bypass(const Block *block)
{
    return block->kind == BLOCK_CHOICE && !block->covered;
}

bool layout_is_columns(const Block *block)
{
    return block->kind == BLOCK_FORK || block->kind == BLOCK_CHOICE;
}

static int32_t clamp_demand(int64_t demand)
{
    return demand > PAGE_WIDTH ? PAGE_WIDTH : (int32_t)demand;
}

static int32_t insets_of(const Block *block)
{
    return INSET + (block->kind == BLOCK_REPEAT ? INSET_LOOP : INSET);
}

int32_t layout_demand(const Block *block, Demand demand)
{
    if (block->kind == BLOCK_ROUTE) {
        return demand == DEMAND_WANTS ? ROUTE_WANTS : ROUTE_LEAST;
    }
    if (layout_is_box(block)) {
        return demand == DEMAND_WANTS ? STEP_WANTS : STEP_LEAST;
    }
    int64_t sum = layout_has_bypass(block) ? LAYOUT_BYPASS : 0;
    int64_t most = 0;
    for (const Block *child = block->first; child != NULL; child = child->next) {
        int32_t needed = layout_demand(child, demand);
        most = needed > most ? needed : most;
        sum += needed + LAYOUT_COLUMN_GAP;
    }
    return clamp_demand(layout_is_columns(block) ? sum : most + insets_of(block));
}

// --- Lines -------------------------------------------------------------------------------------

void layout_add_down(Layout *layout, int32_t x, int32_t from, int32_t to, ArrowHead head)
{
    layout_add_link(layout, (SceneLink){LINK_FLOW, head == ARROW_AT_END, x, from, x, to, NULL});
}

void layout_add_across(Layout *layout, LinkStyle style, int32_t from, int32_t to, int32_t y)
{
    layout_add_link(layout, (SceneLink){style, false, from, y, to, y, NULL});
}

int32_t layout_centre(const Room *room)
{
    return room->x + room->width / 2;
}

Line *layout_words(Layout *layout, const char *words, int32_t width)
{
    Phrase phrase = {NULL, NULL};
    Setting setting = {SIZE_TEXT, width, 0, 1, WEIGHT_NORMAL};
    phrase_add(layout->phrases, &phrase, PIECE_MUTED, writ_text(words));
    return metrics_set(layout->phrases, &phrase, &setting).first;
}

// --- What stays together -----------------------------------------------------------------------

int32_t layout_frame_rows(Layout *layout, const Block *block, const Room *room, RowsMode mode)
{
    RowsPlace place = {.mode = mode,
                       .x = room->x + INSET,
                       .y = room->y + LAYOUT_HEADER_PAD,
                       .width = room->width - 2 * INSET,
                       .height_max = BOX_HEIGHT_MAX / 4,
                       .port_x = room->x + room->width};
    static const RowKind kinds[] = {ROW_TITLE, ROW_DETAIL, ROW_OUTCOME};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        place.kind = kinds[i];
        place.y += layout_rows(layout, block, &place);
    }
    return place.y - room->y + LAYOUT_HEADER_PAD;
}

int32_t layout_inner_width(const Block *block, int32_t width)
{
    int32_t inner = width - insets_of(block);
    return inner < LAYOUT_WIDTH_LEAST ? width : inner;
}

int32_t layout_lead(Layout *layout, const Block *block, int32_t width)
{
    int32_t height = 0;
    while (block != NULL && !layout_is_box(block)) {
        Room room = {0, width, 0};
        height += layout_is_columns(block) ? 2 * LAYOUT_PRONG + LAYOUT_GAP
                                           : layout_frame_rows(layout, block, &room, ROWS_MEASURE);
        width = layout_is_columns(block) ? width / (int32_t)block->count
                                         : layout_inner_width(block, width);
        width = width < STEP_LEAST ? STEP_LEAST : width;
        block = block->first;
    }
    height += block == NULL ? 0 : layout_box_height(layout, block, width);
    return height < LEAD_MAX ? height : LEAD_MAX;
}
