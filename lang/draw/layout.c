// Blocks inside one another. Recursion goes as deep as the nodes do.
//
// Each is given a width and a place to begin, and fills it downward; what does not fit on a page
// begins on the next one. Columns are filled by themselves, so that each goes on over the pages.
#include "draw/layout.h"

#include <assert.h>

#include "draw/layout_inside.h"

enum { LANE_GAP = 85, LANE_MARGIN = 60 };

Span layout_place(Layout *layout, const Block *block, Room room)
{
    if (scene_page(room.y) >= DRAWING_PAGES_MAX) {
        return (Span){room.y, room.y};
    }
    if (layout_is_box(block)) {
        return layout_box(layout, block, room);
    }
    if (!layout_is_columns(block)) {
        return layout_frame(layout, block, room);
    }
    return layout_columns(layout, block, room);
}

// --- The whole ---------------------------------------------------------------------------------

// How many lanes the margin may need: one a stage that is gone to, and one a stage that is gone
// back to.
typedef struct Goals {
    Jump known[LANES_MAX];
    uint32_t count;
} Goals;

static void count_goal(Goals *goals, const Jump *jump)
{
    for (uint32_t i = 0; i < goals->count; i++) {
        if (goals->known[i].stage == jump->stage && goals->known[i].back == jump->back) {
            return;
        }
    }
    if (goals->count < LANES_MAX) {
        goals->known[goals->count++] = *jump;
    }
}

static void count_goals(Goals *goals, const Block *first)
{
    for (const Block *block = first; block != NULL; block = block->next) {
        for (const Row *row = block->rows; row != NULL; row = row->next) {
            for (const Jump *jump = row->jumps; jump != NULL; jump = jump->next) {
                count_goal(goals, jump);
            }
        }
        count_goals(goals, block->first);
    }
}

static const char *part_words(const Block *before, const Block *block)
{
    bool detours = block->kind == BLOCK_DETOUR && before->kind != BLOCK_DETOUR;
    bool asides = block->kind == BLOCK_ASIDE && before->kind != BLOCK_ASIDE;
    return detours  ? "Detours: nothing leads into them but \"go to\""
           : asides ? "At any time"
                    : NULL;
}

static void place_part(Layout *layout, const char *words, Room *room, int32_t least)
{
    Line *line = layout_words(layout, words, room->width);
    room->y = layout_fit(room->y + LAYOUT_GAP_CLOSED, LAYOUT_WORDS_HEIGHT + least);
    layout_add_text(
        layout,
        (SceneText){.x = room->x, .y = room->y + SIZE_TEXT, .size = SIZE_TEXT, .line = line});
    Room header = {room->x, line->width, room->y};
    layout_add_header(layout, &header, LAYOUT_WORDS_HEIGHT);
    room->y += LAYOUT_WORDS_HEIGHT;
}

WritStatus layout_process(Scene *scene, Phrases *phrases, const Blocks *blocks, WritError *error)
{
    Layout layout = {phrases, scene};
    Goals goals = {.count = 0};
    count_goals(&goals, blocks->first);
    *scene = (Scene){.lane_count = goals.count};
    int32_t gutter = goals.count == 0 ? 0 : LANE_MARGIN + LANE_GAP * (int32_t)goals.count;
    Room room = {PAGE_MARGIN, PAGE_WIDTH - 2 * PAGE_MARGIN - gutter, scene_top(0)};
    const Block *before = NULL;
    int32_t bottom = room.y;
    for (const Block *block = blocks->first; block != NULL; block = block->next) {
        const char *words = before == NULL ? NULL : part_words(before, block);
        bool falls = before != NULL && before->passes && block->kind == BLOCK_STAGE;
        room.y = before == NULL ? room.y : bottom + (falls ? LAYOUT_GAP : LAYOUT_GAP_CLOSED);
        if (words != NULL) {
            place_part(&layout, words, &room, layout_lead(&layout, block, room.width));
        }
        Span span = layout_place(&layout, block, room);
        if (falls) {
            layout_add_down(&layout, layout_centre(&room), bottom, span.top, ARROW_AT_END);
        }
        bottom = span.bottom;
        before = block;
    }
    scene->page_count = (uint32_t)scene_page(bottom) + 1;
    return scene->page_count <= DRAWING_PAGES_MAX
               ? WRIT_OK
               : writ_fail(error, WRIT_LIMIT, "the drawing needs more than %d pages",
                           DRAWING_PAGES_MAX);
}
