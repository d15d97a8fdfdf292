// Merging two versions of a file: what goes together, and what does not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/merge_check.h"
#include "support/text_random.h"

enum { RANDOM_FILES = 500, RANDOM_ARENA_BYTES = 1 << 26 };

#define HEAD "writ 2026\nmodule m version 1.0\n\n"
#define TABLE(policy, rows)                                                                        \
    HEAD "decision d\n  given depth : Percent\n  " policy "\n\n"                                   \
         "  | if | depth || then who |\n" rows

static void test_changes_of_neighbouring_lines_go_together(void **state)
{
    (void)state;
    merge_expect(HEAD "role a\n  filled from \"x\"\n  staffed by at least 2\n",
                 HEAD "role a\n  filled from \"y\"\n  staffed by at least 2\n",
                 HEAD "role a \"A\"\n  filled from \"x\"\n  # more\n  staffed by at least 3\n",
                 HEAD "role a \"A\"\n  filled from \"y\"\n  # more\n  staffed by at least 3\n");
}

static void test_rows_are_told_by_their_labels(void **state)
{
    (void)state;
    merge_expect(TABLE("exactly one row must match", "|A1|1%||x|\n|B1|2%||x|\n|C1|3%||x|\n"),
                 TABLE("exactly one row must match",
                       "|A1|1%||a_longer_name|\n|B1|2%||x|\n|D1|4%||x|\n|C1|3%||x|\n"),
                 TABLE("exactly one row must match", "|A1|1%||x|\n|B1|20%||x|\n|E1|5%||x|\n"),
                 HEAD "decision d\n  given depth : Percent\n  exactly one row must match\n\n"
                      "  | if    | depth || then who      |\n"
                      "  |-------|-------||---------------|\n"
                      "  | A1    | 1%    || a_longer_name |\n"
                      "  | B1    | 20%   || x             |\n"
                      "  | E1    | 5%    || x             |\n"
                      "  | D1    | 4%    || x             |\n");
}

static void test_new_rows_at_one_place_are_a_conflict_where_order_counts(void **state)
{
    (void)state;
    merge_expect_conflict(TABLE("first row that matches", "|A1|1%||x|\n"),
                          TABLE("first row that matches", "|A1|1%||x|\n|B1|2%||x|\n"),
                          TABLE("first row that matches", "|A1|1%||x|\n|C1|3%||x|\n"),
                          "ours: both versions changed \"| B1 | 2% || x |\"");
}

static void test_both_may_add_declarations(void **state)
{
    (void)state;
    merge_expect(HEAD "unit a\n", HEAD "unit a\nunit b\n", HEAD "unit a\n\nunit c\n# end\n",
                 HEAD "unit a\n\nunit c\nunit b\n# end\n");
}

static void test_what_one_takes_away_and_the_other_leaves_is_gone(void **state)
{
    (void)state;
    merge_expect(HEAD "unit a\nunit b\nunit c\n", HEAD "unit a\nunit c\n", HEAD "unit a\nunit b\n",
                 HEAD "unit a\n");
}

static void test_what_one_takes_away_and_the_other_changes_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(HEAD "unit a\nunit b\n", HEAD "unit a\n", HEAD "unit a\nunit b \"B\"\n",
                          "ours: both versions changed \"unit b \"B\"\"");
}

static void test_the_same_line_changed_differently_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(
        HEAD "role a\n  filled from \"x\"\n", HEAD "role a\n  filled from \"y\"\n",
        HEAD "role a\n  filled from \"z\"\n", "ours: both versions changed \"filled from \"y\"\"");
}

static void test_what_one_moves_the_other_may_change(void **state)
{
    (void)state;
    merge_expect(
        HEAD "role a\n  filled from \"x\"\nunit b\n", HEAD "unit b\nrole a\n  filled from \"x\"\n",
        HEAD "role a\n  filled from \"y\"\nunit b\n", HEAD "unit b\nrole a\n  filled from \"y\"\n");
}

#define STAGE HEAD "process p\n  stage s\n"

static void test_steps_change_line_by_line(void **state)
{
    (void)state;
    merge_expect(STAGE "step a\nby x\non yes_ next step\nstep b\nby x\n",
                 STAGE "step a\nby y\non yes_ next step\nstep b\nby x\nstep c\nby x\n",
                 STAGE "step a\nby x\non yes_ next step\non no_ go to s\nstep b\nby x\n",
                 STAGE "    step a\n      by y\n      on yes_ next step\n      on no_ go to s\n"
                       "    step b\n      by x\n    step c\n      by x\n");
}

static void test_new_steps_at_one_place_are_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(STAGE "step a\nby x\n", STAGE "step a\nby x\nstep b\nby x\n",
                          STAGE "step a\nby x\nstep c\nby x\n",
                          "ours: both versions changed \"step b\"");
}

static void test_a_block_is_changed_as_a_whole(void **state)
{
    (void)state;
    merge_expect_conflict(STAGE "if x\nstep a\nby y\nstep b\nby y\nend\n",
                          STAGE "if x\nstep a\nby z\nstep b\nby y\nend\n",
                          STAGE "if x\nstep a\nby y\nstep b\nby z\nend\n",
                          "ours: both versions changed \"if x\"");
}

static void test_what_does_not_parse_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(HEAD "record Row\n  a : Text\n  b : Text\n",
                          HEAD "record Row\n  a : Text\n", HEAD "record Row\n  b : Text\n",
                          "ours: the changes do not go together");
}

static void test_new_uses_stay_before_new_declarations(void **state)
{
    (void)state;
    merge_expect("writ 2026\nmodule m version 1.0\nunit a\n",
                 "writ 2026\nmodule m version 1.0\nuse x version 1.0\nunit a\n",
                 "writ 2026\nmodule m version 1.0\nunit b\nunit a\n",
                 "writ 2026\nmodule m version 1.0\nuse x version 1.0\nunit b\nunit a\n");
}

static void test_a_version_with_mistakes_is_not_merged(void **state)
{
    (void)state;
    WritError error;
    WritBuffer out = {0};
    WritText good = writ_text(HEAD "unit a\n");
    assert_int_equal(merge_texts((MergeTexts){good, writ_text(HEAD "unit\n"), good}, &out, &error),
                     WRIT_INVALID);
    assert_int_equal(merge_texts((MergeTexts){writ_text("<<<<<<<\n"), good, good}, &out, &error),
                     WRIT_INVALID);
    writ_buffer_dispose(&out);
}

// --- Laws ---------------------------------------------------------------------------------

static void assert_merges_to(WritText base, WritText ours, WritText theirs, WritText changed)
{
    WritError error;
    WritBuffer merged = {0};
    WritBuffer layout = {0};
    assert_int_equal(merge_lay_out(changed, WRIT_FORMAT_ALIGNED, &layout), WRIT_OK);
    assert_int_equal(merge_texts((MergeTexts){base, ours, theirs}, &merged, &error), WRIT_OK);
    assert_string_equal(writ_buffer_string(&merged), writ_buffer_string(&layout));
    writ_buffer_dispose(&merged);
    writ_buffer_dispose(&layout);
}

// However different two files are: where one side changed nothing, the other side is taken whole.
static void test_what_only_one_side_changed_is_taken_over_whole(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(RANDOM_ARENA_BYTES);
    TextRandom *texts = text_random_new(arena, WRIT_GRAMMAR);
    WritBuffer a = {0};
    WritBuffer b = {0};
    for (uint64_t seed = 1; seed <= RANDOM_FILES; seed++) {
        Random random = {seed};
        writ_buffer_clear(&a);
        writ_buffer_clear(&b);
        text_random_file(texts, &random, &a);
        text_random_file(texts, &random, &b);
        WritText base = writ_buffer_text(&a);
        WritText changed = writ_buffer_text(&b);
        assert_merges_to(base, changed, base, changed);
        assert_merges_to(base, base, changed, changed);
        assert_merges_to(base, changed, changed, changed);
    }
    writ_buffer_dispose(&a);
    writ_buffer_dispose(&b);
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes_of_neighbouring_lines_go_together),
        cmocka_unit_test(test_rows_are_told_by_their_labels),
        cmocka_unit_test(test_new_rows_at_one_place_are_a_conflict_where_order_counts),
        cmocka_unit_test(test_both_may_add_declarations),
        cmocka_unit_test(test_what_one_takes_away_and_the_other_leaves_is_gone),
        cmocka_unit_test(test_what_one_takes_away_and_the_other_changes_is_a_conflict),
        cmocka_unit_test(test_the_same_line_changed_differently_is_a_conflict),
        cmocka_unit_test(test_what_one_moves_the_other_may_change),
        cmocka_unit_test(test_steps_change_line_by_line),
        cmocka_unit_test(test_new_steps_at_one_place_are_a_conflict),
        cmocka_unit_test(test_a_block_is_changed_as_a_whole),
        cmocka_unit_test(test_what_does_not_parse_is_a_conflict),
        cmocka_unit_test(test_new_uses_stay_before_new_declarations),
        cmocka_unit_test(test_a_version_with_mistakes_is_not_merged),
        cmocka_unit_test(test_what_only_one_side_changed_is_taken_over_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
