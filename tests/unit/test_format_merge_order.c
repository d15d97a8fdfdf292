// Merging what stands in an order: every kind of sibling, in every way that two sides can meet.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/merge_check.h"

#define HEAD "writ 2026\nmodule m version 1.0\n"
#define STEP(name, who) "step " name "\nby " who "\non yes_ next step\n"
#define STAGE(name, who) "stage " name "\n" STEP(name "_step", who)
#define BLOCK(condition, name, who) "if " condition "\n" STEP(name, who) "end\n"
#define ROW(label, cell) "| " label " | " cell " || a |\n"
#define TABLE(name, lines) "decision " name "\n" lines "| if | depth || then who |\n"
#define SINCE(year, cell)                                                                          \
    TABLE("d", "in force from " year "-01-01\nfirst row that matches\n") ROW("A1", cell)
#define SECTION(name, who) "role " name "\nfilled from \"" who "\"\n"

// Whether one that was changed is still known to be the same.
typedef enum Knowing { BY_NAME, BY_LINES } Knowing;

typedef enum Order { COUNTS, MEANS_NOTHING } Order;

typedef struct Kind {
    const char *what;
    Knowing knowing;
    Order order;
    const char *before; // What stands before them in every version.
    const char *a;      // Three siblings,
    const char *b;
    const char *c;
    const char *b_changed; // the second with another content,
    const char *b_renamed; // the same with another name,
    const char *b_otherwise;
    const char *x; // and two that are new.
    const char *y;
} Kind;

static const Kind kinds[] = {
    {"steps", BY_NAME, COUNTS, "process p\nstage s\n", STEP("a", "who"), STEP("b", "who"),
     STEP("c", "who"), STEP("b", "me"), STEP("r", "who"), STEP("q", "who"), STEP("x", "who"),
     STEP("y", "who")},
    {"stages", BY_NAME, COUNTS, "process p\n", STAGE("a", "who"), STAGE("b", "who"),
     STAGE("c", "who"), STAGE("b", "me"), STAGE("r", "who"), STAGE("q", "who"), STAGE("x", "who"),
     STAGE("y", "who")},
    {"blocks", BY_NAME, COUNTS, "process p\nstage s\n", BLOCK("k", "a", "who"),
     BLOCK("l", "b", "who"), BLOCK("m", "c", "who"), BLOCK("l", "b", "me"), BLOCK("n", "b", "who"),
     BLOCK("o", "b", "who"), BLOCK("v", "x", "who"), BLOCK("w", "y", "who")},
    {"outcomes", BY_NAME, COUNTS, "process p\nstage s\nstep t\nby who\n", "on a next step\n",
     "on b next step\n", "on c next step\n", "on b go to s\n", "on r next step\n",
     "on q next step\n", "on x next step\n", "on y next step\n"},
    {"rows of which the first counts", BY_NAME, COUNTS, TABLE("d", "first row that matches\n"),
     ROW("A1", "1%"), ROW("B1", "2%"), ROW("C1", "3%"), ROW("B1", "4%"), ROW("R1", "2%"),
     ROW("Q1", "2%"), ROW("X1", "5%"), ROW("Y1", "6%")},
    {"rows of which every one counts", BY_NAME, COUNTS, TABLE("d", "every row that matches\n"),
     ROW("A1", "1%"), ROW("B1", "2%"), ROW("C1", "3%"), ROW("B1", "4%"), ROW("R1", "2%"),
     ROW("Q1", "2%"), ROW("X1", "5%"), ROW("Y1", "6%")},
    {"rows of which one matches", BY_NAME, MEANS_NOTHING,
     TABLE("d", "exactly one row must match\n"), ROW("A1", "1%"), ROW("B1", "2%"), ROW("C1", "3%"),
     ROW("B1", "4%"), ROW("R1", "2%"), ROW("Q1", "2%"), ROW("X1", "5%"), ROW("Y1", "6%")},
    {"cases of a scenario", BY_NAME, COUNTS, "scenario s\ncases\n| if | depth || then who |\n",
     ROW("A1", "1%"), ROW("B1", "2%"), ROW("C1", "3%"), ROW("B1", "4%"), ROW("R1", "2%"),
     ROW("Q1", "2%"), ROW("X1", "5%"), ROW("Y1", "6%")},
    {"declarations", BY_NAME, MEANS_NOTHING, "", SECTION("a", "k"), SECTION("b", "k"),
     SECTION("c", "k"), SECTION("b", "l"), SECTION("r", "k"), SECTION("q", "k"), SECTION("x", "k"),
     SECTION("y", "k")},
    {"fields", BY_NAME, MEANS_NOTHING, "record Form\n", "a : Text\n", "b : Text\n", "c : Text\n",
     "b : Date\n", "r : Text\n", "q : Text\n", "x : Text\n", "y : Text\n"},
    {"versions of a decision", BY_LINES, MEANS_NOTHING, "", SINCE("2026", "1%"),
     SINCE("2027", "1%"), SINCE("2028", "1%"), SINCE("2027", "2%"), SINCE("2029", "1%"),
     SINCE("2030", "1%"), SINCE("2031", "1%"), SINCE("2032", "1%")},
    {"rows of one label", BY_LINES, COUNTS, TABLE("d", "first row that matches\n"), ROW("A1", "1%"),
     ROW("A1", "2%"), ROW("A1", "3%"), ROW("A1", "4%"), ROW("A1", "5%"), ROW("A1", "6%"),
     ROW("A1", "7%"), ROW("A1", "8%")},
    {"rungs", BY_LINES, COUNTS, "ladder l\n", "after 10% of the deadline block\n",
     "after 20% of the deadline block\n", "after 30% of the deadline block\n",
     "after 40% of the deadline block\n", "after 50% of the deadline block\n",
     "after 60% of the deadline block\n", "after 70% of the deadline block\n",
     "after 80% of the deadline block\n"},
    {"lines of a scenario", BY_LINES, COUNTS, "scenario s\n", "anna answers t as a\n",
     "anna answers t as b\n", "anna answers t as c\n", "anna answers t as d\n",
     "check anna has task t\n", "1 day pass\n", "anna cancels the case\n", "emil answers t as a\n"},
    {"hours", BY_LINES, MEANS_NOTHING, "calendar l\n", "open monday 08:00 to 12:00\n",
     "open tuesday 08:00 to 12:00\n", "open friday 08:00 to 12:00\n",
     "open tuesday 08:00 to 13:00\n", "open monday to friday 08:00 to 12:00\n",
     "open sunday 08:00 to 12:00\n", "open saturday 08:00 to 12:00\n",
     "open monday 13:00 to 14:00\n"},
    {"renamings", BY_LINES, COUNTS, "migration from 3.1\n", "rename step a to b\n",
     "rename step b to c\n", "rename step c to d\n", "rename step b to e\n", "rename step f to c\n",
     "rename step g to c\n", "rename step x to h\n", "rename step y to k\n"},
};

enum { KINDS = sizeof kinds / sizeof kinds[0], PARTS = 5 };

// Siblings in one version, up to a NULL.
typedef struct Row {
    const char *parts[PARTS];
} Row;

#define ROW_OF(...) ((Row){{__VA_ARGS__}})

static void write(const Kind *kind, Row row, WritBuffer *out)
{
    writ_buffer_add_string(out, HEAD);
    writ_buffer_add_string(out, kind->before);
    for (int i = 0; i < PARTS && row.parts[i] != NULL; i++) {
        writ_buffer_add_string(out, row.parts[i]);
    }
}

// `merged` NULL: a conflict.
static void meet(const Kind *kind, Row ours, Row theirs, const Row *merged)
{
    WritBuffer texts[5] = {0};
    write(kind, ROW_OF(kind->a, kind->b, kind->c), &texts[0]);
    write(kind, ours, &texts[1]);
    write(kind, theirs, &texts[2]);
    const char *base = writ_buffer_string(&texts[0]);
    print_message("  %s\n", kind->what);
    if (merged == NULL) {
        merge_expect_conflict(base, writ_buffer_string(&texts[1]), writ_buffer_string(&texts[2]),
                              NULL);
    } else {
        write(kind, *merged, &texts[3]);
        assert_int_equal(merge_lay_out(writ_buffer_text(&texts[3]), WRIT_FORMAT_ALIGNED, &texts[4]),
                         WRIT_OK);
        merge_expect(base, writ_buffer_string(&texts[1]), writ_buffer_string(&texts[2]),
                     writ_buffer_string(&texts[4]));
    }
    for (int i = 0; i < 5; i++) {
        writ_buffer_dispose(&texts[i]);
    }
}

static void together(const Kind *kind, Row ours, Row theirs, Row merged)
{
    meet(kind, ours, theirs, &merged);
}

static void apart(const Kind *kind, Row ours, Row theirs)
{
    meet(kind, ours, theirs, NULL);
}

static void test_both_add_at_one_place(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        if (k->order == MEANS_NOTHING && k->knowing == BY_NAME) {
            together(k, ROW_OF(k->a, k->x, k->b, k->c), ROW_OF(k->a, k->y, k->b, k->c),
                     ROW_OF(k->a, k->y, k->x, k->b, k->c));
        } else {
            apart(k, ROW_OF(k->a, k->x, k->b, k->c), ROW_OF(k->a, k->y, k->b, k->c));
        }
        together(k, ROW_OF(k->a, k->x, k->b, k->c), ROW_OF(k->a, k->x, k->b, k->c),
                 ROW_OF(k->a, k->x, k->b, k->c));
    }
}

static void test_both_add_at_two_places(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        together(k, ROW_OF(k->a, k->x, k->b, k->c), ROW_OF(k->a, k->b, k->y, k->c),
                 ROW_OF(k->a, k->x, k->b, k->y, k->c));
    }
}

// Where order means nothing, what has a name stands where one of them put it.
static void test_both_add_the_same_at_two_places(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        if (k->order == MEANS_NOTHING && k->knowing == BY_NAME) {
            together(k, ROW_OF(k->a, k->x, k->b, k->c), ROW_OF(k->a, k->b, k->x, k->c),
                     ROW_OF(k->a, k->x, k->b, k->c));
        } else {
            apart(k, ROW_OF(k->a, k->x, k->b, k->c), ROW_OF(k->a, k->b, k->x, k->c));
        }
    }
}

static void test_one_moves_what_the_other_changes(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        if (k->knowing == BY_NAME) {
            together(k, ROW_OF(k->a, k->c, k->b), ROW_OF(k->a, k->b_changed, k->c),
                     ROW_OF(k->a, k->c, k->b_changed));
        } else {
            apart(k, ROW_OF(k->a, k->c, k->b), ROW_OF(k->a, k->b_changed, k->c));
        }
    }
}

static void test_one_moves_and_the_other_adds(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        if (k->order == MEANS_NOTHING && k->knowing == BY_NAME) {
            together(k, ROW_OF(k->b, k->a, k->c), ROW_OF(k->a, k->b, k->x, k->c),
                     ROW_OF(k->b, k->x, k->a, k->c));
        } else {
            apart(k, ROW_OF(k->b, k->a, k->c), ROW_OF(k->a, k->b, k->x, k->c));
        }
    }
}

static void test_one_moves_and_the_other_renames(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        apart(k, ROW_OF(k->a, k->c, k->b), ROW_OF(k->a, k->b_renamed, k->c));
        apart(k, ROW_OF(k->b, k->a, k->c), ROW_OF(k->a, k->b, k->b_renamed));
    }
}

static void test_both_move(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        apart(k, ROW_OF(k->b, k->a, k->c), ROW_OF(k->a, k->c, k->b));
        together(k, ROW_OF(k->b, k->a, k->c), ROW_OF(k->b, k->a, k->c), ROW_OF(k->b, k->a, k->c));
    }
}

static void test_one_takes_away_what_the_other_changes(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        apart(k, ROW_OF(k->a, k->c), ROW_OF(k->a, k->b_changed, k->c));
    }
}

static void test_one_takes_away_what_the_other_moves(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        apart(k, ROW_OF(k->a, k->c), ROW_OF(k->a, k->c, k->b));
    }
}

static void test_each_takes_another_away(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        together(k, ROW_OF(k->b, k->c), ROW_OF(k->a, k->c), ROW_OF(k->c));
        together(k, ROW_OF(k->b, k->c), ROW_OF(k->a, k->b), ROW_OF(k->b));
        together(k, ROW_OF(k->a, k->c), ROW_OF(k->a, k->c), ROW_OF(k->a, k->c));
    }
}

static void test_one_renames(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        Row renamed = ROW_OF(k->a, k->b_renamed, k->c);
        apart(k, renamed, ROW_OF(k->a, k->b_changed, k->c));
        apart(k, renamed, ROW_OF(k->a, k->b_otherwise, k->c));
        apart(k, renamed, ROW_OF(k->a, k->c));
        together(k, renamed, ROW_OF(k->a, k->b, k->c, k->x),
                 ROW_OF(k->a, k->b_renamed, k->c, k->x));
        together(k, renamed, renamed, renamed);
    }
}

// Where order counts, what is new may belong to what it stands beside.
static void test_one_takes_away_beside_what_the_other_adds(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        if (k->order == MEANS_NOTHING && k->knowing == BY_NAME) {
            together(k, ROW_OF(k->a, k->c), ROW_OF(k->a, k->x, k->b, k->c),
                     ROW_OF(k->a, k->x, k->c));
        } else {
            apart(k, ROW_OF(k->a, k->c), ROW_OF(k->a, k->x, k->b, k->c));
        }
    }
}

static void test_one_adds_before_what_the_other_changes(void **state)
{
    (void)state;
    for (const Kind *k = kinds; k < kinds + KINDS; k++) {
        if (k->knowing == BY_NAME) {
            together(k, ROW_OF(k->a, k->x, k->b, k->c), ROW_OF(k->a, k->b_changed, k->c),
                     ROW_OF(k->a, k->x, k->b_changed, k->c));
        } else {
            apart(k, ROW_OF(k->a, k->x, k->b, k->c), ROW_OF(k->a, k->b_changed, k->c));
        }
    }
}

// --- What is one unit ---------------------------------------------------------------------

#define OUTCOME(actions) HEAD "process p\nstage s\nstep a\nby who\non yes_ " actions "\n"

static void test_actions_of_one_outcome_are_changed_as_a_whole(void **state)
{
    (void)state;
    merge_expect_conflict(OUTCOME("set k to 1, then mark l, then next step"),
                          OUTCOME("set k to 2, then mark l, then next step"),
                          OUTCOME("set k to 1, then mark l, then go to s"), NULL);
    merge_expect_conflict(OUTCOME("set k to 1, then mark l, then next step"),
                          OUTCOME("mark l, then set k to 1, then next step"),
                          OUTCOME("set k to 1, then next step"), NULL);
}

#define BRANCHES(first, second)                                                                    \
    HEAD "process p\nstage s\nat the same time\nbranch k\n" first "branch l\n" second "end\n"

static void test_branches_are_changed_as_a_whole(void **state)
{
    (void)state;
    merge_expect_conflict(BRANCHES(STEP("a", "who"), STEP("b", "who")),
                          BRANCHES(STEP("a", "me"), STEP("b", "who")),
                          BRANCHES(STEP("a", "who"), STEP("b", "me")), NULL);
}

// --- What reaches beyond siblings ---------------------------------------------------------

#define TWO_STAGES(first, second)                                                                  \
    HEAD "process p\nstage s\n" first STEP("k", "who") "stage t\n" second STEP(                    \
        "l", "who") "stage u\n" STEP("m", "who")

static void test_a_step_that_both_move_to_another_stage_is_a_conflict(void **state)
{
    (void)state;
    const char *base = TWO_STAGES(STEP("a", "who"), "");
    const char *third = TWO_STAGES("", "") STEP("a", "who");
    merge_expect_conflict(base, TWO_STAGES("", STEP("a", "who")), third, NULL);
}

static void test_a_step_moved_to_another_stage_and_taken_away_is_a_conflict(void **state)
{
    (void)state;
    const char *base = TWO_STAGES(STEP("a", "who"), "");
    merge_expect_conflict(base, TWO_STAGES("", STEP("a", "who")), TWO_STAGES("", ""), NULL);
    merge_expect_conflict(base, TWO_STAGES("", STEP("a", "who")), TWO_STAGES(STEP("a", "me"), ""),
                          NULL);
}

static void test_a_step_put_into_a_block_and_taken_away_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(TWO_STAGES(STEP("a", "who"), ""), TWO_STAGES("", BLOCK("x", "a", "who")),
                          TWO_STAGES("", ""), NULL);
}

static void test_columns_and_rows_changed_by_two_are_a_conflict(void **state)
{
    (void)state;
    const char *base = HEAD "decision d\nexactly one row must match\n"
                            "|if|k|l||then m|\n|A1|1|2||3|\n|B1|4|5||6|\n";
    const char *turned = HEAD "decision d\nexactly one row must match\n"
                              "|if|l|k||then m|\n|A1|2|1||3|\n|B1|5|4||6|\n";
    const char *row = HEAD "decision d\nexactly one row must match\n"
                           "|if|k|l||then m|\n|A1|1|2||3|\n|B1|4|5||6|\n|C1|7|8||9|\n";
    merge_expect_conflict(base, turned, row,
                          "ours: both versions changed \"| if | l | k || then m |\"");
}

static void test_a_table_whose_order_begins_to_count_takes_no_rows_of_two(void **state)
{
    (void)state;
    const char *base = HEAD TABLE("d", "exactly one row must match\n") ROW("A1", "1%");
    const char *first = HEAD TABLE("d", "first row that matches\n") ROW("A1", "1%") ROW("B1", "2%");
    const char *one =
        HEAD TABLE("d", "exactly one row must match\n") ROW("A1", "1%") ROW("C1", "3%");
    merge_expect_conflict(base, first, one, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_add_at_one_place),
        cmocka_unit_test(test_both_add_at_two_places),
        cmocka_unit_test(test_both_add_the_same_at_two_places),
        cmocka_unit_test(test_one_moves_what_the_other_changes),
        cmocka_unit_test(test_one_moves_and_the_other_adds),
        cmocka_unit_test(test_one_moves_and_the_other_renames),
        cmocka_unit_test(test_both_move),
        cmocka_unit_test(test_one_takes_away_what_the_other_changes),
        cmocka_unit_test(test_one_takes_away_what_the_other_moves),
        cmocka_unit_test(test_each_takes_another_away),
        cmocka_unit_test(test_one_renames),
        cmocka_unit_test(test_one_takes_away_beside_what_the_other_adds),
        cmocka_unit_test(test_one_adds_before_what_the_other_changes),
        cmocka_unit_test(test_actions_of_one_outcome_are_changed_as_a_whole),
        cmocka_unit_test(test_branches_are_changed_as_a_whole),
        cmocka_unit_test(test_a_step_that_both_move_to_another_stage_is_a_conflict),
        cmocka_unit_test(test_a_step_moved_to_another_stage_and_taken_away_is_a_conflict),
        cmocka_unit_test(test_a_step_put_into_a_block_and_taken_away_is_a_conflict),
        cmocka_unit_test(test_columns_and_rows_changed_by_two_are_a_conflict),
        cmocka_unit_test(test_a_table_whose_order_begins_to_count_takes_no_rows_of_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
