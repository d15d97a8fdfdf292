// Whose calendar it is: of a unit, of a person, and what is said where nobody knows.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "writ/people.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

static WritMembership of_south[] = {{TEXT("sales"), TEXT("south")}};
static WritMembership of_both[] = {{TEXT("sales"), TEXT("south")},
                                   {TEXT("support"), TEXT("north")}};
static WritMembership of_alike[] = {{TEXT("a"), TEXT("west")}, {TEXT("b"), TEXT("south")}};
static WritMembership of_none[] = {{TEXT("sales"), TEXT("")}, {TEXT("sales"), TEXT("east")}};

static WritPerson persons[] = {
    {.id = TEXT("alike"), .memberships = of_alike, .membership_count = 2},
    {.id = TEXT("both"), .memberships = of_both, .membership_count = 2},
    {.id = TEXT("none"), .memberships = of_none, .membership_count = 2},
    {.id = TEXT("own"), .memberships = of_both, .membership_count = 2, .calendar = TEXT("c.own")},
    {.id = TEXT("south"), .memberships = of_south, .membership_count = 1},
};

static WritDirectoryUnit units[] = {{TEXT("north"), TEXT("North"), TEXT("c.fi")},
                                    {TEXT("south"), TEXT("South"), TEXT("c.fr")},
                                    {TEXT("west"), TEXT(""), TEXT("c.fr")}};

static const WritDirectory directory = {
    .persons = persons, .person_count = 5, .units = units, .unit_count = 3};

static void a_unit_has_the_calendar_that_the_directory_names(void **state)
{
    (void)state;
    WritText calendar;
    WritError error;
    assert_int_equal(
        writ_directory_unit_calendar(&directory, writ_text("south"), &calendar, &error), WRIT_OK);
    assert_true(writ_text_is(calendar, "c.fr"));
    assert_int_equal(writ_directory_unit_calendar(&directory, writ_text("east"), &calendar, &error),
                     WRIT_NOT_FOUND);
    assert_non_null(strstr(error.text, "write \"unit east\" into it"));
}

static void a_person_has_a_calendar_or_the_error_says_what_to_write(void **state)
{
    (void)state;
    static const struct {
        const char *person;
        WritStatus status;
        const char *calendar, *unit, *said;
    } cases[] = {
        {"south", WRIT_OK, "c.fr", "south", NULL},
        {"own", WRIT_OK, "c.own", "", NULL},       // Before those of the units,
        {"alike", WRIT_OK, "c.fr", "south", NULL}, // which may be of one mind.
        {"both", WRIT_INVALID, "", "", "units \"north\" and \"south\", which have different"},
        {"none", WRIT_NOT_FOUND, "", "", "below the person or the unit"},
        {"nobody", WRIT_NOT_FOUND, "", "", "\"nobody\" is not in the directory"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritText calendar, unit;
        WritError error = {0};
        assert_int_equal(writ_directory_person_calendar(&directory, writ_text(cases[i].person),
                                                        &calendar, &unit, &error),
                         cases[i].status);
        assert_true(writ_text_is(calendar, cases[i].calendar));
        assert_true(writ_text_is(unit, cases[i].unit));
        assert_true(cases[i].said == NULL || strstr(error.text, cases[i].said) != NULL);
    }
}

static void a_change_that_gives_somebody_another_calendar_is_seen(void **state)
{
    (void)state;
    WritDirectoryUnit moved[3];
    WritPerson changed[5];
    WritDirectory after = directory;
    assert_true(writ_directory_same_calendars(&directory, &after));
    after.person_count = 4; // Whoever is gone owes nothing.
    assert_true(writ_directory_same_calendars(&directory, &after));
    assert_false(writ_directory_same_calendars(&after, &directory));

    after = directory;
    after.units = moved;
    memcpy(moved, units, sizeof moved);
    moved[0].title = writ_text("The north");
    assert_true(writ_directory_same_calendars(&directory, &after));
    moved[0].calendar = writ_text("c.uk");
    assert_false(writ_directory_same_calendars(&directory, &after));

    after = directory;
    after.persons = changed;
    memcpy(changed, persons, sizeof changed);
    changed[4].membership_count = 0; // "south" leaves the unit.
    assert_false(writ_directory_same_calendars(&directory, &after));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_has_the_calendar_that_the_directory_names),
        cmocka_unit_test(a_person_has_a_calendar_or_the_error_says_what_to_write),
        cmocka_unit_test(a_change_that_gives_somebody_another_calendar_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
