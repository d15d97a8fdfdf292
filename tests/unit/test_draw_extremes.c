// Drawings of processes that are deeper, wider or longer than a page.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/drawing_checks.h"
#include "writ/compile.h"

enum { DEEP = 25, WIDE = 40, OUTCOMES = 90, LONG = 600 };

static const char process_head[] =
    "writ 2026\nmodule m version 1.0.0\n\nprocess p \"P\"\n  process owner head\n"
    "  starts on request by head\n  starts with r : Rec\n  ends as done\n  deadline 9 days\n"
    "  on overdue end the case as done\n"
    "  if no permitted person is available reassign to head\n\n  stage s \"S\"\n";
static const char process_tail[] =
    "\n    end the case as done\n\nrole head \"Head\"\n  filled from \"directory:heads\"\n"
    "record Rec\n  n : Number\n  m : Number\n";

// The process whose stage holds `body`; draws it and checks all that the layout keeps. Tells how
// many pages it has.
static uint32_t draw_and_check(const WritBuffer *body)
{
    WritError error;
    WritBuffer text = {0};
    Drawing drawing;
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritCompilation *compilation = writ_compile_new(arena);
    writ_buffer_add_string(&text, process_head);
    writ_buffer_add(&text, writ_buffer_text(body));
    writ_buffer_add_string(&text, process_tail);
    assert_int_equal(
        writ_compile_add(compilation, writ_text("m.writ"), writ_buffer_text(&text), &error),
        WRIT_OK);
    writ_compile_run(compilation);
    assert_int_equal(writ_compile_plan_count(compilation), 1);
    drawing_make(&drawing, writ_compile_plan(compilation, 0));
    drawing_check_overlaps(&drawing);
    drawing_check_places(&drawing);
    drawing_check_once(&drawing);
    drawing_check_nesting(&drawing);
    drawing_check_texts(&drawing);
    drawing_check_links(&drawing);
    uint32_t pages = drawing.scene.page_count;
    drawing_end(&drawing);
    writ_arena_free(arena);
    writ_buffer_dispose(&text);
    return pages;
}

static void add_indented(WritBuffer *body, int depth, const char *line)
{
    writ_buffer_format(body, "%*s%s\n", 4 + 2 * depth, "", line);
}

static void what_is_nested_deeply_keeps_its_place(void **state)
{
    (void)state;
    WritBuffer body = {0};
    for (int i = 0; i < DEEP; i++) {
        add_indented(&body, i, "if r.n > 1");
    }
    add_indented(&body, DEEP, "step a \"A step at the bottom of it all, with a long title\"");
    add_indented(&body, DEEP, "  set r.m to 1");
    for (int i = DEEP - 1; i >= 0; i--) {
        add_indented(&body, i, "end");
    }
    assert_true(draw_and_check(&body) >= 1);
    writ_buffer_dispose(&body);
}

static void branches_beyond_the_width_stand_below_one_another(void **state)
{
    (void)state;
    WritBuffer body = {0};
    add_indented(&body, 0, "if r.n = 0");
    for (int i = 0; i < WIDE; i++) {
        if (i > 0) {
            writ_buffer_format(&body, "    otherwise if r.n = %d\n", i);
        }
        writ_buffer_format(&body, "      step a%d \"Step %d\"\n        set r.m to %d\n", i, i, i);
    }
    add_indented(&body, 0, "end");
    assert_true(draw_and_check(&body) > 1);
    writ_buffer_dispose(&body);
}

static void a_step_that_says_more_than_a_page_says_how_much_more(void **state)
{
    (void)state;
    WritBuffer body = {0};
    add_indented(&body, 0, "step a \"A\"");
    add_indented(&body, 0, "  do \"It\"");
    add_indented(&body, 0, "  by head");
    add_indented(&body, 0, "  deadline 1 day");
    writ_buffer_add_string(&body, "      outcomes o0");
    for (int i = 1; i < OUTCOMES; i++) {
        writ_buffer_format(&body, ", o%d", i);
    }
    writ_buffer_add_byte(&body, '\n');
    for (int i = 0; i < OUTCOMES; i++) {
        writ_buffer_format(&body, "      on o%d next step\n", i);
    }
    add_indented(&body, 0, "  on overdue next step");
    assert_int_equal(draw_and_check(&body), 1);
    writ_buffer_dispose(&body);
}

static void a_word_wider_than_its_box_is_broken(void **state)
{
    (void)state;
    WritBuffer body = {0};
    writ_buffer_add_string(&body, "    step a \"");
    for (int i = 0; i < LONG; i++) {
        writ_buffer_add_string(&body, i % 2 == 0 ? "W" : "\xc3\x84");
    }
    writ_buffer_add_string(&body, "\"\n      set r.m to 1\n");
    assert_int_equal(draw_and_check(&body), 1);
    writ_buffer_dispose(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_nested_deeply_keeps_its_place),
        cmocka_unit_test(branches_beyond_the_width_stand_below_one_another),
        cmocka_unit_test(a_step_that_says_more_than_a_page_says_how_much_more),
        cmocka_unit_test(a_word_wider_than_its_box_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
