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

#include "draw/wording.h"
#include "support/drawing_checks.h"
#include "support/plan_random.h"
#include "writ/draw.h"
#include "writ/draw_process.h"

enum {
    PLANS = 150,
    ARENA_BYTES_MAX = 1 << 30,
    SLACK = 15,
    DEEP = 25,
    WIDE = 40,
    OUTCOMES = 90,
    LONG = 600
};

static void for_random_plans(void (*check)(const Drawing *drawing))
{
    for (uint64_t seed = 1; seed <= PLANS; seed++) {
        Random random = {seed};
        PlanBuilder *b = build_new("p.random");
        Drawing drawing;
        drawing_make(&drawing, plan_random_build(b, &random));
        check(&drawing);
        drawing_end(&drawing);
        build_free(b);
    }
}

// --- The layout --------------------------------------------------------------------------------

static void boxes_and_headers_do_not_overlap(void **state)
{
    (void)state;
    for_random_plans(drawing_check_overlaps);
}

static void nothing_leaves_its_page(void **state)
{
    (void)state;
    for_random_plans(drawing_check_places);
}

static void every_step_and_frame_is_drawn_once(void **state)
{
    (void)state;
    for_random_plans(drawing_check_once);
}

static void what_is_in_a_block_is_drawn_in_it(void **state)
{
    (void)state;
    for_random_plans(drawing_check_nesting);
}

static void texts_stay_in_their_boxes_and_can_be_read(void **state)
{
    (void)state;
    for_random_plans(drawing_check_texts);
}

static void no_line_crosses_a_box(void **state)
{
    (void)state;
    for_random_plans(drawing_check_links);
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
