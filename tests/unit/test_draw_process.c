// Drawings and sheets of processes, whatever the process: nothing lies over anything else or
// outside of its page, everything is there once, and no text of a plan can break a document. How
// they look, tests/golden/draw has.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "draw/lanes.h"
#include "draw/layout.h"
#include "draw/wording.h"
#include "support/plan_random.h"
#include "writ/draw.h"
#include "writ/draw_process.h"

enum { PLANS = 300, ARENA_BYTES_MAX = 1 << 30, SLACK = 15 };

typedef struct Drawn {
    WritArena *arena;
    PlanBuilder *builder;
    const WritPlan *plan;
    Phrases phrases;
    Scene scene;
} Drawn;

static Drawn draw_random(uint64_t seed)
{
    Random random = {seed};
    WritError error;
    Drawn drawn = {.arena = writ_arena_new(ARENA_BYTES_MAX), .builder = build_new("p.random")};
    drawn.plan = plan_random_build(drawn.builder, &random);
    drawn.phrases = (Phrases){.arena = drawn.arena, .plan = drawn.plan};
    Blocks blocks = blocks_of(&drawn.phrases);
    assert_int_equal(layout_process(&drawn.scene, &drawn.phrases, &blocks, &error), WRIT_OK);
    lanes_draw(&drawn.scene, &drawn.phrases);
    return drawn;
}

static void end(Drawn *drawn)
{
    phrases_dispose(&drawn->phrases);
    build_free(drawn->builder);
    writ_arena_free(drawn->arena);
}

static void for_random_plans(void (*check)(const Drawn *drawn))
{
    for (uint64_t seed = 1; seed <= PLANS; seed++) {
        Drawn drawn = draw_random(seed);
        check(&drawn);
        end(&drawn);
    }
}

static bool is_box(const SceneRect *rect)
{
    return !scene_is_frame(rect->style) && rect->style != RECT_HEADER;
}

// --- The layout --------------------------------------------------------------------------------

static bool overlap(const SceneRect *a, const SceneRect *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static void check_overlaps(const Drawn *drawn)
{
    for (const SceneRect *a = drawn->scene.rects; a != NULL; a = a->next) {
        for (const SceneRect *b = a->next; b != NULL; b = b->next) {
            bool both = !scene_is_frame(a->style) && !scene_is_frame(b->style);
            assert_false(both && overlap(a, b));
        }
    }
}

static void boxes_and_headers_do_not_overlap(void **state)
{
    (void)state;
    for_random_plans(check_overlaps);
}

static void check_places(const Drawn *drawn)
{
    for (const SceneRect *rect = drawn->scene.rects; rect != NULL; rect = rect->next) {
        int32_t page = scene_page(rect->y);
        int32_t last = scene_page(rect->y + rect->height);
        assert_true(rect->x >= PAGE_MARGIN && rect->x + rect->width <= PAGE_WIDTH - PAGE_MARGIN);
        assert_true(rect->y >= scene_top(page) && rect->height > 0 && rect->width > 0);
        assert_true(rect->y + rect->height <= scene_bottom(last));
        assert_true(page == last || scene_is_frame(rect->style));
        assert_true(last < (int32_t)drawn->scene.page_count);
    }
}

static void nothing_leaves_its_page(void **state)
{
    (void)state;
    for_random_plans(check_places);
}

static void check_once(const Drawn *drawn)
{
    uint32_t *count = writ_arena_array(drawn->arena, drawn->plan->node_count, sizeof *count);
    for (const SceneRect *rect = drawn->scene.rects; rect != NULL; rect = rect->next) {
        if (rect->node != WRIT_NONE && rect->style != RECT_HEADER) {
            count[rect->node]++;
        }
    }
    for (uint32_t i = 0; i < drawn->plan->node_count; i++) {
        WritNodeKind kind = drawn->plan->nodes[i].kind;
        bool drawn_as_rect =
            kind != WRIT_NODE_PROCESS && kind != WRIT_NODE_SAME_TIME && kind != WRIT_NODE_IF;
        assert_int_equal(count[i], drawn_as_rect ? 1 : 0);
    }
}

static void every_step_and_frame_is_drawn_once(void **state)
{
    (void)state;
    for_random_plans(check_once);
}

// The frame of its parent, for every node that has a rectangle.
static const SceneRect **rects_by_node(const Drawn *drawn)
{
    const SceneRect **of =
        writ_arena_array(drawn->arena, drawn->plan->node_count, sizeof(const SceneRect *));
    for (const SceneRect *rect = drawn->scene.rects; rect != NULL; rect = rect->next) {
        if (rect->node != WRIT_NONE && rect->style != RECT_HEADER) {
            of[rect->node] = rect;
        }
    }
    return of;
}

static void check_nesting(const Drawn *drawn)
{
    const SceneRect **of = rects_by_node(drawn);
    for (uint32_t i = 1; i < drawn->plan->node_count; i++) {
        uint32_t parent = drawn->plan->nodes[i].parent;
        while (of[parent] == NULL && parent != 0) {
            parent = drawn->plan->nodes[parent].parent;
        }
        if (of[i] == NULL || of[parent] == NULL) {
            continue;
        }
        const SceneRect *outer = of[parent];
        assert_true(of[i]->x >= outer->x && of[i]->x + of[i]->width <= outer->x + outer->width);
        assert_true(of[i]->y >= outer->y && of[i]->y + of[i]->height <= outer->y + outer->height);
    }
}

static void what_is_in_a_block_is_drawn_in_it(void **state)
{
    (void)state;
    for_random_plans(check_nesting);
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

static void check_texts(const Drawn *drawn)
{
    for (const SceneText *text = drawn->scene.texts; text != NULL; text = text->next) {
        const SceneRect *rect = around(&drawn->scene, text->x, text->y);
        assert_true(text->size >= SIZE_SMALL);
        int32_t page = scene_page(text->y);
        if (rect != NULL && text->y > scene_top(page) && text->y < scene_bottom(page)) {
            assert_true(text->x + text->line->width <= rect->x + rect->width + SLACK);
            assert_true(text->y <= rect->y + rect->height);
        }
        assert_true(text->x + text->line->width <= PAGE_WIDTH - PAGE_MARGIN / 2);
    }
}

static void texts_stay_in_their_boxes_and_can_be_read(void **state)
{
    (void)state;
    for_random_plans(check_texts);
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

static void check_links(const Drawn *drawn)
{
    for (const SceneLink *link = drawn->scene.links; link != NULL; link = link->next) {
        assert_true(link->from_x == link->to_x || link->from_y == link->to_y);
        for (const SceneRect *rect = drawn->scene.rects; rect != NULL; rect = rect->next) {
            assert_false(is_box(rect) && crosses(link, rect));
        }
    }
}

static void no_line_crosses_a_box(void **state)
{
    (void)state;
    for_random_plans(check_links);
}

// --- The documents -----------------------------------------------------------------------------

static const char *const hostile[] = {
    "</text><script>alert(1)</script>",
    "\"]; click n1 \"javascript:x\"",
    "]]>&amp;<!--",
    "\xff\xfe broken \xc3",
    "\xe2\x80\xae reversed",
    "a\nb\r\tc\x1b[31m",
    "%%{init: {}}%% end",
    "1. `x` **y**",
};

static void make_hostile(WritPlan *plan, Random *random)
{
    enum { HOSTILE = sizeof hostile / sizeof hostile[0] };
    plan->title = writ_text(hostile[random_below(random, HOSTILE)]);
    plan->per = writ_text(hostile[random_below(random, HOSTILE)]);
    for (uint32_t i = 0; i < plan->node_count; i++) {
        plan->nodes[i].title = writ_text(hostile[random_below(random, HOSTILE)]);
        plan->nodes[i].name = writ_text(hostile[random_below(random, HOSTILE)]);
    }
    for (uint32_t i = 0; i < plan->role_count; i++) {
        plan->roles[i].title = writ_text(hostile[random_below(random, HOSTILE)]);
    }
    for (uint32_t i = 0; i < plan->handler_count; i++) {
        plan->handlers[i].outcome = writ_text(hostile[random_below(random, HOSTILE)]);
    }
}

static void assert_has_no(WritText text, const char *words)
{
    assert_null(memmem(text.data, text.length, words, strlen(words)));
}

// Every tag that is opened is closed, in order; attributes and texts hold no sign of their own.
static void assert_is_xml(WritText text)
{
    WritText open[64];
    uint32_t depth = 0;
    assert_true(writ_text_is_utf8(text));
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        assert_true(byte >= 0x20 || byte == '\n');
        if (byte != '<') {
            continue;
        }
        const char *close = memchr(text.data + i, '>', text.length - i);
        assert_non_null(close);
        WritText tag = {text.data + i + 1, (size_t)(close - text.data) - i - 1};
        const char *blank = memchr(tag.data, ' ', tag.length);
        WritText name = {tag.data, blank == NULL ? tag.length : (size_t)(blank - tag.data)};
        if (tag.data[0] == '/') {
            assert_true(depth > 0);
            depth--;
            assert_true(writ_text_equal(open[depth], (WritText){tag.data + 1, tag.length - 1}));
        } else if (tag.data[tag.length - 1] != '/') {
            assert_true(depth < sizeof open / sizeof open[0]);
            open[depth++] = name;
        }
        i = (size_t)(close - text.data);
    }
    assert_int_equal(depth, 0);
}

// Every label stands in quotes of its own line.
static void assert_is_mermaid(WritText text)
{
    assert_true(writ_text_is_utf8(text));
    for (size_t at = 0; at < text.length;) {
        const char *end_of_line = memchr(text.data + at, '\n', text.length - at);
        assert_non_null(end_of_line);
        uint32_t quotes = 0;
        size_t end_at = (size_t)(end_of_line - text.data);
        for (; at < end_at; at++) {
            quotes += text.data[at] == '"' ? 1 : 0;
        }
        assert_true(quotes % 2 == 0 && quotes <= 2);
        at = end_at + 1;
    }
}

static void for_hostile_plans(void (*check)(const WritPlan *plan, WritArena *arena))
{
    for (uint64_t seed = 1; seed <= PLANS; seed++) {
        Random random = {seed};
        WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
        PlanBuilder *b = build_new("p.random");
        WritPlan plan = *plan_random_build(b, &random);
        make_hostile(&plan, &random);
        check(&plan, arena);
        build_free(b);
        writ_arena_free(arena);
    }
}

static void check_svg(const WritPlan *plan, WritArena *arena)
{
    WritError error;
    WritBuffer first = {0};
    WritBuffer second = {0};
    assert_int_equal(writ_draw_process_svg(&first, arena, plan, &error), WRIT_OK);
    assert_int_equal(writ_draw_process_svg(&second, arena, plan, &error), WRIT_OK);
    assert_true(writ_text_equal(writ_buffer_text(&first), writ_buffer_text(&second)));
    assert_is_xml(writ_buffer_text(&first));
    assert_has_no(writ_buffer_text(&first), "<script");
    assert_has_no(writ_buffer_text(&first), "\xe2\x80\xae");
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&second);
}

static void svg_is_sound_and_the_same_each_time(void **state)
{
    (void)state;
    for_hostile_plans(check_svg);
}

static void check_mermaid(const WritPlan *plan, WritArena *arena)
{
    WritBuffer out = {0};
    writ_draw_process_mermaid(&out, arena, plan);
    assert_is_mermaid(writ_buffer_text(&out));
    assert_has_no(writ_buffer_text(&out), "`");
    writ_buffer_dispose(&out);
}

static void mermaid_is_sound(void **state)
{
    (void)state;
    for_hostile_plans(check_mermaid);
}

// --- Sheets ------------------------------------------------------------------------------------

static const WritSheetSource source = {
    .commit = {"0123456789abcdef0123456789abcdef01234567", 40},
    .author = {"<b>", 3},
    .subject = {"a|b\n# c", 7},
    .committed_at_seconds = -1,
};

static void check_html(const WritPlan *plan, WritArena *arena)
{
    WritError error;
    WritBuffer out = {0};
    static const char doctype[] = "<!DOCTYPE html>\n";
    assert_int_equal(writ_sheet_html(&out, arena, plan, &source, &error), WRIT_OK);
    assert_memory_equal(out.data, doctype, strlen(doctype));
    assert_is_xml((WritText){out.data + strlen(doctype), out.length - strlen(doctype)});
    assert_has_no(writ_buffer_text(&out), "<script");
    writ_buffer_dispose(&out);
}

static void html_is_sound(void **state)
{
    (void)state;
    for_hostile_plans(check_html);
}

// Every row of a table has as many cells as its head.
static void check_markdown(const WritPlan *plan, WritArena *arena)
{
    WritBuffer out = {0};
    writ_sheet_markdown(&out, arena, plan, &source);
    assert_true(writ_text_is_utf8(writ_buffer_text(&out)));
    assert_has_no(writ_buffer_text(&out), "<");
    uint32_t wanted = 0;
    uint32_t bars = 0;
    for (size_t i = 0; i < out.length; i++) {
        if (out.data[i] == '|' && out.data[i - 1] != '\\') {
            bars++;
        } else if (out.data[i] == '\n') {
            assert_true(bars == 0 || wanted == 0 || bars == wanted);
            wanted = bars;
            bars = 0;
        }
    }
    writ_buffer_dispose(&out);
}

static void markdown_keeps_its_tables(void **state)
{
    (void)state;
    for_hostile_plans(check_markdown);
}

static void check_text(const WritPlan *plan, WritArena *arena)
{
    WritBuffer out = {0};
    writ_sheet_text(&out, arena, plan, &source);
    WritText text = writ_buffer_text(&out);
    assert_true(writ_text_is_utf8(text));
    for (size_t at = 0; at < text.length;) {
        const char *line_end = memchr(text.data + at, '\n', text.length - at);
        assert_non_null(line_end);
        WritText line = {text.data + at, (size_t)(line_end - text.data) - at};
        assert_true(wording_columns(line) <= WRIT_DRAW_COLUMNS_MAX);
        assert_true(line.length == 0 || line.data[line.length - 1] != ' ');
        assert_null(memchr(line.data, 0x1b, line.length));
        at += line.length + 1;
    }
    writ_buffer_dispose(&out);
}

static void text_stays_on_the_terminal(void **state)
{
    (void)state;
    for_hostile_plans(check_text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_and_headers_do_not_overlap),
        cmocka_unit_test(nothing_leaves_its_page),
        cmocka_unit_test(every_step_and_frame_is_drawn_once),
        cmocka_unit_test(what_is_in_a_block_is_drawn_in_it),
        cmocka_unit_test(texts_stay_in_their_boxes_and_can_be_read),
        cmocka_unit_test(no_line_crosses_a_box),
        cmocka_unit_test(svg_is_sound_and_the_same_each_time),
        cmocka_unit_test(mermaid_is_sound),
        cmocka_unit_test(html_is_sound),
        cmocka_unit_test(markdown_keeps_its_tables),
        cmocka_unit_test(text_stays_on_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
