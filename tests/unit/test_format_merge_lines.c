// Merging lines that have no name: several of a kind below each other, or in an order that counts.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/merge_check.h"

#define HEAD "writ 2026\nmodule m version 1.0\n\n"

// --- Several of a kind --------------------------------------------------------------------

#define PERSON(lines) "writ 2026\ndirectory \"d\"\n\nperson a \"A\"\n" lines
#define STAFF "  belongs to \"staff\"\n"
#define MANAGERS "  belongs to \"managers\"\n"
#define APPROVERS "  belongs to \"approvers\"\n"

static void test_groups_that_each_side_drops_stay_dropped(void **state)
{
    (void)state;
    merge_expect(PERSON(STAFF MANAGERS APPROVERS), PERSON(MANAGERS APPROVERS),
                 PERSON(STAFF APPROVERS), PERSON(APPROVERS));
    merge_expect(PERSON(STAFF MANAGERS APPROVERS), PERSON(MANAGERS APPROVERS),
                 PERSON(STAFF MANAGERS), PERSON(MANAGERS));
}

static void test_a_group_dropped_and_the_same_group_changed_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(PERSON(STAFF MANAGERS), PERSON(MANAGERS),
                          PERSON("  belongs to \"staff\" of north\n" MANAGERS), NULL);
}

static void test_the_only_group_of_all_changed_differently_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(PERSON(STAFF), PERSON(MANAGERS), PERSON(STAFF APPROVERS), NULL);
    merge_expect_conflict(PERSON(STAFF), PERSON(MANAGERS), PERSON(APPROVERS), NULL);
}

#define LADDER(rungs) HEAD "ladder l\n" rungs
#define AFTER(percent, who) "  after " percent "% of the deadline notify " who " with late\n"

static void test_rungs_that_each_side_drops_stay_dropped(void **state)
{
    (void)state;
    merge_expect(LADDER(AFTER("50", "a") AFTER("75", "b") AFTER("90", "c")),
                 LADDER(AFTER("75", "b") AFTER("90", "c")),
                 LADDER(AFTER("50", "a") AFTER("90", "c")), LADDER(AFTER("90", "c")));
}

static void test_a_rung_dropped_and_another_changed_go_together(void **state)
{
    (void)state;
    merge_expect(LADDER(AFTER("50", "a") AFTER("75", "b") AFTER("90", "c")),
                 LADDER(AFTER("75", "b") AFTER("90", "c")),
                 LADDER(AFTER("50", "a") AFTER("75", "b") AFTER("95", "c")),
                 LADDER(AFTER("75", "b") AFTER("95", "c")));
}

static void test_a_rung_changed_differently_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(LADDER(AFTER("50", "a") AFTER("75", "b")),
                          LADDER(AFTER("55", "a") AFTER("75", "b")),
                          LADDER(AFTER("60", "a") AFTER("75", "b")), NULL);
    merge_expect_conflict(LADDER(AFTER("50", "a") AFTER("75", "b")),
                          LADDER(AFTER("55", "a") AFTER("75", "b")), LADDER(AFTER("75", "b")),
                          NULL);
}

#define CALENDAR(lines) HEAD "calendar c\n  time zone \"Europe/Paris\"\n" lines
#define OPEN(days, end) "  open " days " 08:00 to " end "\n"

static void test_hours_that_each_side_drops_stay_dropped(void **state)
{
    (void)state;
    merge_expect(CALENDAR(OPEN("monday", "12:00") OPEN("tuesday", "13:00") OPEN("friday", "14:00")),
                 CALENDAR(OPEN("tuesday", "13:00") OPEN("friday", "14:00")),
                 CALENDAR(OPEN("monday", "12:00") OPEN("friday", "14:00")),
                 CALENDAR(OPEN("friday", "14:00")));
}

static void test_hours_changed_on_one_day_each_go_together_apart(void **state)
{
    (void)state;
    merge_expect(
        CALENDAR(OPEN("monday", "12:00") OPEN("tuesday", "13:00") OPEN("friday", "14:00")),
        CALENDAR(OPEN("monday", "11:00") OPEN("tuesday", "13:00") OPEN("friday", "14:00")),
        CALENDAR(OPEN("monday", "12:00") OPEN("tuesday", "13:00") OPEN("friday", "15:00")),
        CALENDAR(OPEN("monday", "11:00") OPEN("tuesday", "13:00") OPEN("friday", "15:00")));
    merge_expect_conflict(CALENDAR(OPEN("monday", "12:00") OPEN("tuesday", "13:00")),
                          CALENDAR(OPEN("monday", "11:00") OPEN("tuesday", "13:00")),
                          CALENDAR(OPEN("monday", "12:00") OPEN("tuesday", "14:00")), NULL);
}

#define STEP(lines) HEAD "process p\n  stage s\n    step a\n" lines
#define NEVER(who) "      never by " who "\n"

static void test_who_may_never_dropped_by_each_side_stays_dropped(void **state)
{
    (void)state;
    merge_expect(STEP("      by x\n" NEVER("a") NEVER("b") NEVER("c")),
                 STEP("      by x\n" NEVER("b") NEVER("c")),
                 STEP("      by x\n" NEVER("a") NEVER("c")), STEP("      by x\n" NEVER("c")));
}

static void test_who_may_never_dropped_and_added_beside_it_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(STEP(NEVER("a") NEVER("b")), STEP(NEVER("b")),
                          STEP(NEVER("c") NEVER("a") NEVER("b")), NULL);
    merge_expect_conflict(STEP(NEVER("a")), STEP(NEVER("b")), STEP(NEVER("a") NEVER("c")), NULL);
}

// The same line twice: told apart by the line before it.
static void test_the_same_line_twice_may_go_once(void **state)
{
    (void)state;
    merge_expect(PERSON(STAFF MANAGERS STAFF APPROVERS), PERSON(MANAGERS STAFF APPROVERS),
                 PERSON(STAFF MANAGERS STAFF), PERSON(MANAGERS STAFF));
}

// --- Scenarios ----------------------------------------------------------------------------

#define SCENARIO(lines) HEAD "scenario s\n  clock 2026-03-02 09:00\n" lines
#define ANSWERS "  anna answers ask as yes_\n"
#define DAY "  1 day pass\n"
#define WEEK "  7 days pass\n"
#define HAS "  check anna has task ask\n"
#define GOT "  check anna got message note\n"
#define STAGE_CHECK "  check still in stage s\n"

static void test_what_both_change_in_a_scenario_apart_goes_together(void **state)
{
    (void)state;
    merge_expect(SCENARIO(DAY HAS ANSWERS DAY GOT), SCENARIO(WEEK HAS ANSWERS DAY GOT),
                 SCENARIO(DAY HAS ANSWERS DAY GOT STAGE_CHECK),
                 SCENARIO(WEEK HAS ANSWERS DAY GOT STAGE_CHECK));
    merge_expect(SCENARIO(DAY HAS DAY ANSWERS DAY GOT), SCENARIO(HAS DAY ANSWERS DAY GOT),
                 SCENARIO(DAY HAS DAY ANSWERS GOT), SCENARIO(HAS DAY ANSWERS GOT));
}

static void test_what_both_add_at_one_place_of_a_scenario_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(SCENARIO(DAY HAS), SCENARIO(DAY GOT HAS), SCENARIO(DAY STAGE_CHECK HAS),
                          NULL);
    merge_expect_conflict(SCENARIO(DAY HAS), SCENARIO(DAY GOT HAS), SCENARIO(GOT HAS), NULL);
}

static void test_a_line_of_a_scenario_moved_while_another_is_added_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(SCENARIO(DAY HAS ANSWERS GOT), SCENARIO(HAS DAY ANSWERS GOT),
                          SCENARIO(DAY HAS ANSWERS GOT STAGE_CHECK), NULL);
    merge_expect_conflict(SCENARIO(DAY HAS ANSWERS GOT), SCENARIO(HAS DAY ANSWERS GOT),
                          SCENARIO(WEEK HAS ANSWERS GOT), NULL);
    merge_expect_conflict(SCENARIO(DAY HAS ANSWERS GOT), SCENARIO(HAS DAY ANSWERS GOT),
                          SCENARIO(DAY HAS GOT ANSWERS), NULL);
}

// One of two that are alike is moved by one side, and taken away by the other.
static void test_one_of_two_alike_moved_and_taken_away_is_a_conflict(void **state)
{
    (void)state;
    merge_expect_conflict(SCENARIO(DAY HAS DAY ANSWERS GOT), SCENARIO(DAY HAS ANSWERS GOT),
                          SCENARIO(DAY HAS ANSWERS GOT DAY), NULL);
    merge_expect_conflict(SCENARIO(DAY HAS DAY ANSWERS GOT), SCENARIO(DAY HAS ANSWERS DAY GOT),
                          SCENARIO(DAY HAS ANSWERS GOT DAY), NULL);
}

static void test_a_remark_on_a_line_that_moves_moves_with_it(void **state)
{
    (void)state;
    merge_expect(SCENARIO(DAY HAS ANSWERS GOT), SCENARIO(HAS DAY ANSWERS GOT),
                 SCENARIO("  # wait\n" DAY HAS ANSWERS GOT),
                 SCENARIO(HAS "  # wait\n" DAY ANSWERS GOT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups_that_each_side_drops_stay_dropped),
        cmocka_unit_test(test_a_group_dropped_and_the_same_group_changed_is_a_conflict),
        cmocka_unit_test(test_the_only_group_of_all_changed_differently_is_a_conflict),
        cmocka_unit_test(test_rungs_that_each_side_drops_stay_dropped),
        cmocka_unit_test(test_a_rung_dropped_and_another_changed_go_together),
        cmocka_unit_test(test_a_rung_changed_differently_is_a_conflict),
        cmocka_unit_test(test_hours_that_each_side_drops_stay_dropped),
        cmocka_unit_test(test_hours_changed_on_one_day_each_go_together_apart),
        cmocka_unit_test(test_who_may_never_dropped_by_each_side_stays_dropped),
        cmocka_unit_test(test_who_may_never_dropped_and_added_beside_it_is_a_conflict),
        cmocka_unit_test(test_the_same_line_twice_may_go_once),
        cmocka_unit_test(test_what_both_change_in_a_scenario_apart_goes_together),
        cmocka_unit_test(test_what_both_add_at_one_place_of_a_scenario_is_a_conflict),
        cmocka_unit_test(test_a_line_of_a_scenario_moved_while_another_is_added_is_a_conflict),
        cmocka_unit_test(test_one_of_two_alike_moved_and_taken_away_is_a_conflict),
        cmocka_unit_test(test_a_remark_on_a_line_that_moves_moves_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
