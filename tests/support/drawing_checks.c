#include "support/drawing_checks.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "draw/lanes.h"
#include "draw/layout.h"

enum { SLACK = 15 }; // Of the widths of texts, in tenths of a point.

void drawing_make(Drawing *drawing, const WritPlan *plan)
{
    WritError error;
    *drawing = (Drawing){.arena = writ_arena_new(WRIT_DRAW_PROCESS_ARENA_BYTES), .plan = plan};
    drawing->phrases = (Phrases){.arena = drawing->arena, .plan = plan};
    Blocks blocks = blocks_of(&drawing->phrases);
    assert_int_equal(layout_process(&drawing->scene, &drawing->phrases, &blocks, &error), WRIT_OK);
    lanes_draw(&drawing->scene, &drawing->phrases);
}

void drawing_end(Drawing *drawing)
{
    phrases_dispose(&drawing->phrases);
    writ_arena_free(drawing->arena);
}

static bool is_box(const SceneRect *rect)
{
    return !scene_is_frame(rect->style) && rect->style != RECT_HEADER;
}

static bool overlap(const SceneRect *a, const SceneRect *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

void drawing_check_overlaps(const Drawing *drawing)
{
    for (const SceneRect *a = drawing->scene.rects; a != NULL; a = a->next) {
        for (const SceneRect *b = a->next; b != NULL; b = b->next) {
            bool both = !scene_is_frame(a->style) && !scene_is_frame(b->style);
            assert_false(both && overlap(a, b));
        }
    }
}

void drawing_check_places(const Drawing *drawing)
{
    for (const SceneRect *rect = drawing->scene.rects; rect != NULL; rect = rect->next) {
        int32_t page = scene_page(rect->y);
        int32_t last = scene_page(rect->y + rect->height);
        assert_true(rect->x >= PAGE_MARGIN && rect->x + rect->width <= PAGE_WIDTH - PAGE_MARGIN);
        assert_true(rect->y >= scene_top(page) && rect->height > 0 && rect->width > 0);
        assert_true(rect->y + rect->height <= scene_bottom(last));
        assert_true(page == last || scene_is_frame(rect->style));
        assert_true(last < (int32_t)drawing->scene.page_count);
    }
}

void drawing_check_once(const Drawing *drawing)
{
    uint32_t *count = writ_arena_array(drawing->arena, drawing->plan->node_count, sizeof *count);
    for (const SceneRect *rect = drawing->scene.rects; rect != NULL; rect = rect->next) {
        if (rect->node != WRIT_NONE && rect->style != RECT_HEADER) {
            count[rect->node]++;
        }
    }
    for (uint32_t i = 0; i < drawing->plan->node_count; i++) {
        WritNodeKind kind = drawing->plan->nodes[i].kind;
        bool drawn_as_rect =
            kind != WRIT_NODE_PROCESS && kind != WRIT_NODE_SAME_TIME && kind != WRIT_NODE_IF;
        assert_int_equal(count[i], drawn_as_rect ? 1 : 0);
    }
}

// The frame of its parent, for every node that has a rectangle.
static const SceneRect **rects_by_node(const Drawing *drawing)
{
    const SceneRect **of =
        writ_arena_array(drawing->arena, drawing->plan->node_count, sizeof(const SceneRect *));
    for (const SceneRect *rect = drawing->scene.rects; rect != NULL; rect = rect->next) {
        if (rect->node != WRIT_NONE && rect->style != RECT_HEADER) {
            of[rect->node] = rect;
        }
    }
    return of;
}

void drawing_check_nesting(const Drawing *drawing)
{
    const SceneRect **of = rects_by_node(drawing);
    for (uint32_t i = 1; i < drawing->plan->node_count; i++) {
        uint32_t parent = drawing->plan->nodes[i].parent;
        while (of[parent] == NULL && parent != 0) {
            parent = drawing->plan->nodes[parent].parent;
        }
        if (of[i] == NULL || of[parent] == NULL) {
            continue;
        }
        const SceneRect *outer = of[parent];
        assert_true(of[i]->x >= outer->x && of[i]->x + of[i]->width <= outer->x + outer->width);
        assert_true(of[i]->y >= outer->y && of[i]->y + of[i]->height <= outer->y + outer->height);
    }
}

// The innermost rectangle around a place.
static const SceneRect *around(const Scene *scene, int32_t x, int32_t y)
{
    const SceneRect *found = NULL;
    for (const SceneRect *rect = scene->rects; rect != NULL; rect = rect->next) {
        bool in = x >= rect->x && x <= rect->x + rect->width && y >= rect->y &&
                  y <= rect->y + rect->height;
        if (in && (found == NULL || rect->width <= found->width)) {
            found = rect;
        }
    }
    return found;
}

void drawing_check_texts(const Drawing *drawing)
{
    for (const SceneText *text = drawing->scene.texts; text != NULL; text = text->next) {
        const SceneRect *rect = around(&drawing->scene, text->x, text->y);
        assert_true(text->size >= SIZE_SMALL);
        int32_t page = scene_page(text->y);
        if (rect != NULL && text->y > scene_top(page) && text->y < scene_bottom(page)) {
            assert_true(text->x + text->line->width <= rect->x + rect->width + SLACK);
            assert_true(text->y <= rect->y + rect->height);
        }
        assert_true(text->x + text->line->width <= PAGE_WIDTH - PAGE_MARGIN / 2);
    }
}

static bool crosses(const SceneLink *link, const SceneRect *rect)
{
    int32_t left = link->from_x < link->to_x ? link->from_x : link->to_x;
    int32_t right = link->from_x < link->to_x ? link->to_x : link->from_x;
    int32_t high = link->from_y < link->to_y ? link->from_y : link->to_y;
    int32_t low = link->from_y < link->to_y ? link->to_y : link->from_y;
    return left < rect->x + rect->width && right > rect->x && high < rect->y + rect->height &&
           low > rect->y;
}

void drawing_check_links(const Drawing *drawing)
{
    for (const SceneLink *link = drawing->scene.links; link != NULL; link = link->next) {
        assert_true(link->from_x == link->to_x || link->from_y == link->to_y);
        for (const SceneRect *rect = drawing->scene.rects; rect != NULL; rect = rect->next) {
            assert_false(is_box(rect) && crosses(link, rect));
        }
    }
}
