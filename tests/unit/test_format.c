// Layout: what it looks like, and its laws over every file of the repository.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/format_laws.h"
#include "writ/format.h"

enum { PATH_BYTES = 4096, LAWFUL_LEAST = 100 };

static WritStatus lay_out(WritText text, WritFormatStyle style, WritBuffer *out)
{
    WritArena *arena = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
    WritSources *sources = writ_sources_new(arena);
    WritDiags *diags = writ_diags_new(arena, sources);
    const WritSource *source = NULL;
    WritError error;
    assert_int_equal(writ_sources_add(sources, writ_text("t"), text, &source, &error), WRIT_OK);
    WritStatus status = writ_format(source, style, arena, diags, out, &error);
    assert_int_equal(status == WRIT_INVALID, writ_diags_error_count(diags) > 0);
    writ_arena_free(arena);
    return status;
}

#define HEAD "writ 2026\nmodule m version 1.0\n"

static void expect(WritFormatStyle style, const char *text, const char *layout)
{
    WritBuffer whole = {0};
    WritBuffer expected = {0};
    WritBuffer out = {0};
    writ_buffer_format(&whole, HEAD "%s", text);
    writ_buffer_format(&expected, HEAD "%s", layout);
    assert_int_equal(lay_out(writ_buffer_text(&whole), style, &out), WRIT_OK);
    assert_string_equal(writ_buffer_string(&out), writ_buffer_string(&expected));
    writ_buffer_dispose(&whole);
    writ_buffer_dispose(&expected);
    writ_buffer_dispose(&out);
}

static void expect_aligned(const char *text, const char *layout)
{
    expect(WRIT_FORMAT_ALIGNED, text, layout);
}

static void test_lost_indentation_comes_back(void **state)
{
    (void)state;
    expect_aligned(
        "process p\nstage a\nat the same time\nbranch b\nif x\nstep c\nby d\notherwise\n"
        "go to a\nend\nbranch e\nstep f\nset g to h\nend\n"
        "process q\ncancellation\nby d\nmark i\ndeadline 1 day\nstage r\nmark s\ngo to r",
        "process p\n"
        "  stage a\n"
        "    at the same time\n"
        "      branch b\n"
        "        if x\n"
        "          step c\n"
        "            by d\n"
        "        otherwise\n"
        "          go to a\n"
        "        end\n"
        "      branch e\n"
        "        step f\n"
        "          set g to h\n"
        "    end\n"
        "process q\n"
        "  cancellation\n"
        "    by d\n"
        "    mark i\n"
        "  deadline 1 day\n"
        "  stage r\n"
        "    mark s\n"
        "    go to r\n");
}

static void test_what_leads_on_is_no_line_of_the_step_before(void **state)
{
    (void)state;
    static const char *const routes[] = {
        "go to s",
        "go back to s at most 1 time, the next time go to s",
        "end the case as f",
        "skip to the next x",
        "skip to the end of s",
        "undo everything",
        "undo everything from s on",
    };
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        char text[400];
        char layout[400];
        (void)snprintf(text, sizeof text, "process p\nstage s\nstep t\nby u\n%s\n", routes[i]);
        (void)snprintf(layout, sizeof layout,
                       "process p\n  stage s\n    step t\n      by u\n    %s\n", routes[i]);
        expect_aligned(text, layout);
    }
}

static void test_spaces_are_one_and_plain(void **state)
{
    (void)state;
    expect_aligned(
        "unit   a\u00a0\u202f \"b\u00a0 c\"\nformula f\nis  50\u00a0000   EUR*-x .y+g( a,b )"
        "  in[1,2]\r\n\r\n\r\n",
        "unit a \"b\u00a0 c\"\nformula f\n"
        "  is 50 000 EUR * -x.y + g(a, b) in [1, 2]\n");
}

static void test_one_of_a_unit_has_no_s(void **state)
{
    (void)state;
    expect_aligned("event e\nearly ones are kept 1 working days\nevent f\nearly ones are kept 2 "
                   "working day\nevent g\nearly ones are kept 0.5 hour",
                   "event e\n  early ones are kept 1 working day\nevent f\n"
                   "  early ones are kept 2 working days\nevent g\n"
                   "  early ones are kept 0.5 hours\n");
}

static void test_blank_lines_are_the_authors_but_never_two(void **state)
{
    (void)state;
    expect_aligned(
        "\n\nprocess p\n\n\n  stage a\n\n    if x\n\n      go to a\n\n\n      go to a\n\n"
        "    end\n\n\n  stage b\n    go to a\n\n",
        "\nprocess p\n  stage a\n    if x\n      go to a\n\n      go to a\n    end\n\n"
        "  stage b\n    go to a\n");
}

static void test_comments_stay_with_what_follows_or_with_their_line(void **state)
{
    (void)state;
    expect_aligned(
        "# of a   \n  role a#behind\n\n\n# of the next\n\n  # of the same\n excludes b, # "
        "in a list\n\nc\n# at the end",
        "# of a\nrole a #behind\n\n  # of the next\n\n  # of the same\n"
        "  excludes b, # in a list\n           c\n# at the end\n");
}

static void test_a_comment_before_an_end_is_in_the_block(void **state)
{
    (void)state;
    expect_aligned("process p\nstage a\nif x\ngo to a\n# inside\nend\n",
                   "process p\n  stage a\n    if x\n      go to a\n      # inside\n    end\n");
}

static void test_a_comment_stays_inside_the_phrase_of_a_comma(void **state)
{
    (void)state;
    expect_aligned(
        "record Row\na : Number, # why\n# and how\nat start 0\nprocess p\nstage s\nstep t\n"
        "on x mark a, # first\nthen next step\n",
        "record Row\n  a : Number, # why\n    # and how\n    at start 0\nprocess p\n"
        "  stage s\n    step t\n      on x mark a, # first\n             then\n"
        "           next step\n");
}

static void test_actions_that_do_not_fit_stand_below_each_other(void **state)
{
    (void)state;
    expect_aligned(
        "process p\nstage s\nstep t\n"
        "on x notify order.customer.contact with order_late, then set order.status to released, "
        "then go back to s at most 2 times, the next time notify a with b, then go to s\n"
        "on y go back to s at most 2 times, the next time notify order.customer.account_manager "
        "with order_is_very_late_by_now, then go to s\n",
        "process p\n  stage s\n    step t\n"
        "      on x notify order.customer.contact with order_late, then\n"
        "           set order.status to released, then\n"
        "           go back to s at most 2 times, the next time notify a with b, then go to s\n"
        "      on y go back to s at most 2 times, the next time\n"
        "           notify order.customer.account_manager with order_is_very_late_by_now, then go "
        "to s\n");
}

static void test_arguments_that_do_not_fit_stand_below_each_other(void **state)
{
    (void)state;
    expect_aligned(
        "process p\nstage s\nstep t\n"
        "call erp.reserve_stock with order_number = order.number, position = line.position, item = "
        "line.item into stock_of_line\n"
        "call erp.reserve_stock with order_number = order.number, item = line.item, quantity = "
        "line.ordered, warehouse = order.customer.region.warehouse into stock\n",
        "process p\n  stage s\n    step t\n"
        "      call erp.reserve_stock\n"
        "        with order_number = order.number, position = line.position, item = line.item\n"
        "        into stock_of_line\n"
        "      call erp.reserve_stock\n"
        "        with order_number = order.number,\n"
        "             item = line.item,\n"
        "             quantity = line.ordered,\n"
        "             warehouse = order.customer.region.warehouse\n"
        "        into stock\n");
}

static void test_conditions_go_on_further_right_than_what_they_hold(void **state)
{
    (void)state;
    expect_aligned(
        "process p\nstage s\nif every line in order.lines has line.cancelled = line.ordered "
        "or order.customer.class is distributor and order.total > 1 000 000 EUR\n"
        "go to s\nend\n",
        "process p\n  stage s\n"
        "    if every line in order.lines has line.cancelled = line.ordered\n"
        "        or order.customer.class is distributor and order.total > 1 000 000 EUR\n"
        "      go to s\n    end\n");
}

#define TABLE "decision d\nfirst row that matches\n"

static void test_columns_of_tables_are_multiples_of_eight(void **state)
{
    (void)state;
    expect_aligned(TABLE "|if|depth|class||then who|\n|D1|5%|any||a, b|\n|D2|above 5%|x||c|\n",
                   "decision d\n  first row that matches\n\n"
                   "  | if    | depth         | class || then who      |\n"
                   "  |-------|---------------|-------||---------------|\n"
                   "  | D1    | 5%            | any   || a, b          |\n"
                   "  | D2    | above 5%      | x     || c             |\n");
}

static void test_rows_without_alignment_stand_for_themselves(void **state)
{
    (void)state;
    expect(WRIT_FORMAT_TIGHT, TABLE "|if|depth||then who|\n# one\n|D1|5%||a|\n|D2|above 5%||b|\n",
           "decision d\n  first row that matches\n\n"
           "  | if | depth || then who |\n"
           "  |---|---||---|\n"
           "  # one\n"
           "  | D1 | 5% || a |\n"
           "  | D2 | above 5% || b |\n");
}

static void test_a_very_wide_cell_does_not_widen_its_column(void **state)
{
    (void)state;
    static const char wide[] = "\"a text that is wider than any cell of a table should ever be, "
                               "more than eighty columns\"";
    char text[1000];
    char layout[1000];
    (void)snprintf(text, sizeof text, TABLE "|if|depth||then who|\n|D1|5%%||%s|\n|D2|6%%||b|\n",
                   wide);
    (void)snprintf(layout, sizeof layout,
                   "decision d\n  first row that matches\n\n"
                   "  | if    | depth || then who      |\n"
                   "  |-------|-------||---------------|\n"
                   "  | D1    | 5%%    || %s |\n"
                   "  | D2    | 6%%    || b             |\n",
                   wide);
    expect_aligned(text, layout);
}

static void test_several_lines_of_text_stand_below_their_word(void **state)
{
    (void)state;
    expect_aligned(
        "message m\ntext \"\"\"one {a}  \n\n\n      two\n{b} three\"\"\"\n",
        "message m\n  text \"\"\"\n    one {a}\n\n\n    two\n    {b} three\n    \"\"\"\n");
}

static void test_a_file_with_mistakes_has_no_layout(void **state)
{
    (void)state;
    WritBuffer out = {0};
    assert_int_equal(lay_out(writ_text(HEAD "step\n"), WRIT_FORMAT_ALIGNED, &out), WRIT_INVALID);
    assert_int_equal(out.length, 0);
    writ_buffer_dispose(&out);
}

// A table whose rows are short, but for one cell in each column that widens all.
static void add_widening_table(WritBuffer *out, uint32_t rows)
{
    enum { COLUMNS = 90 };
    writ_buffer_add_string(out, HEAD TABLE "|if");
    for (int i = 0; i < COLUMNS; i++) {
        writ_buffer_format(
            out, "|%.*s%d", i > 0 ? 70 : 1,
            "a_name_that_is_just_as_long_as_a_cell_may_be_that_widens_the_column_it_", i);
    }
    writ_buffer_add_string(out, "||then a|\n");
    for (uint32_t row = 0; row < rows; row++) {
        writ_buffer_add_string(out, "|D1");
        for (int i = 0; i < COLUMNS; i++) {
            writ_buffer_add_string(out, "|1");
        }
        writ_buffer_add_string(out, "||1|\n");
    }
}

static void test_a_layout_longer_than_a_file_may_be_is_refused(void **state)
{
    (void)state;
    WritBuffer text = {0};
    WritBuffer out = {0};
    add_widening_table(&text, 100);
    assert_int_equal(lay_out(writ_buffer_text(&text), WRIT_FORMAT_ALIGNED, &out), WRIT_OK);
    writ_buffer_clear(&text);
    add_widening_table(&text, 200);
    assert_true(text.length < WRIT_SOURCE_BYTES_MAX);
    assert_int_equal(lay_out(writ_buffer_text(&text), WRIT_FORMAT_ALIGNED, &out), WRIT_LIMIT);
    writ_buffer_dispose(&text);
    writ_buffer_dispose(&out);
}

// --- Every file of the repository ---------------------------------------------------------

typedef struct Walk {
    bool formatted; // The files must be in the layout as they stand.
    uint32_t lawful;
    uint32_t broken;
} Walk;

static void read_file(const char *path, WritBuffer *out)
{
    char chunk[1 << 14];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    writ_buffer_clear(out);
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;) {
        writ_buffer_add(out, (WritText){chunk, count});
    }
    (void)fclose(file);
}

static void try_file(Walk *walk, const char *path)
{
    WritBuffer text = {0};
    WritBuffer told = {0};
    WritBuffer layout = {0};
    read_file(path, &text);
    FormatVerdict verdict = format_laws_check(writ_buffer_text(&text), &told);
    if (verdict == FORMAT_UNLAWFUL) {
        (void)fprintf(stderr, "%s: %s\n", path, writ_buffer_string(&told));
    }
    walk->lawful += verdict == FORMAT_LAWFUL ? 1 : 0;
    walk->broken += verdict == FORMAT_UNLAWFUL ? 1 : 0;
    if (walk->formatted) {
        bool same = lay_out(writ_buffer_text(&text), WRIT_FORMAT_ALIGNED, &layout) == WRIT_OK &&
                    writ_text_equal(writ_buffer_text(&text), writ_buffer_text(&layout));
        if (!same) {
            (void)fprintf(stderr, "%s is not formatted: writ fmt\n", path);
        }
        walk->broken += same ? 0 : 1;
    }
    writ_buffer_dispose(&text);
    writ_buffer_dispose(&told);
    writ_buffer_dispose(&layout);
}

static void walk_folder(Walk *walk, const char *path)
{
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char inside[PATH_BYTES];
        size_t length = strlen(entry->d_name);
        bool hidden = entry->d_name[0] == '.' || strncmp(entry->d_name, "build", 5) == 0;
        assert_true((size_t)snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name) <
                    sizeof inside);
        if (entry->d_type == DT_DIR && !hidden) {
            walk_folder(walk, inside);
        } else if (length > 5 && strcmp(entry->d_name + length - 5, ".writ") == 0) {
            try_file(walk, inside);
        }
    }
    (void)closedir(folder);
}

static void test_the_laws_hold_for_every_file_of_the_repository(void **state)
{
    (void)state;
    Walk walk = {0};
    walk_folder(&walk, WRIT_TREE);
    assert_int_equal(walk.broken, 0);
    assert_true(walk.lawful > LAWFUL_LEAST);
}

static void test_what_authors_read_is_formatted(void **state)
{
    (void)state;
    Walk walk = {.formatted = true};
    walk_folder(&walk, WRIT_TREE "/processes");
    walk_folder(&walk, WRIT_TREE "/runtime/cli/example");
    assert_int_equal(walk.broken, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lost_indentation_comes_back),
        cmocka_unit_test(test_what_leads_on_is_no_line_of_the_step_before),
        cmocka_unit_test(test_spaces_are_one_and_plain),
        cmocka_unit_test(test_one_of_a_unit_has_no_s),
        cmocka_unit_test(test_blank_lines_are_the_authors_but_never_two),
        cmocka_unit_test(test_comments_stay_with_what_follows_or_with_their_line),
        cmocka_unit_test(test_a_comment_before_an_end_is_in_the_block),
        cmocka_unit_test(test_a_comment_stays_inside_the_phrase_of_a_comma),
        cmocka_unit_test(test_actions_that_do_not_fit_stand_below_each_other),
        cmocka_unit_test(test_arguments_that_do_not_fit_stand_below_each_other),
        cmocka_unit_test(test_conditions_go_on_further_right_than_what_they_hold),
        cmocka_unit_test(test_columns_of_tables_are_multiples_of_eight),
        cmocka_unit_test(test_rows_without_alignment_stand_for_themselves),
        cmocka_unit_test(test_a_very_wide_cell_does_not_widen_its_column),
        cmocka_unit_test(test_several_lines_of_text_stand_below_their_word),
        cmocka_unit_test(test_a_file_with_mistakes_has_no_layout),
        cmocka_unit_test(test_a_layout_longer_than_a_file_may_be_is_refused),
        cmocka_unit_test(test_the_laws_hold_for_every_file_of_the_repository),
        cmocka_unit_test(test_what_authors_read_is_formatted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
