// A directory as bytes: one spelling for each, and none that breaks a rule.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "support/random.h"
#include "writ/bytes.h"
#include "writ/people.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

static WritStatus decode(WritDirectory *directory, WritArena *arena, const WritDirectory *from,
                         WritError *error)
{
    WritBuffer bytes = {0};
    writ_directory_encode(&bytes, from);
    WritText kept = writ_arena_text(arena, writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    return writ_directory_decode(directory, arena, kept, error);
}

static void a_directory_comes_back_as_it_was(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(1 << 20);
    WritText accounts[] = {TEXT("a.a"), TEXT("aa")};
    WritMembership memberships[] = {{TEXT("managers"), TEXT("")},
                                    {TEXT("managers"), TEXT("north")}};
    WritAbsence absences[] = {{-5, 3, TEXT("b")}, {4, 4, TEXT("")}};
    WritPerson persons[] = {
        {.id = TEXT("a"),
         .name = TEXT("Élodie"),
         .accounts = accounts,
         .account_count = 2,
         .memberships = memberships,
         .membership_count = 2,
         .reports_to = TEXT("b"),
         .absences = absences,
         .absence_count = 2},
        {.id = TEXT("b"), .name = TEXT("")},
    };
    WritDirectory put = {.persons = persons, .person_count = 2}, got;
    assert_int_equal(decode(&got, arena, &put, NULL), WRIT_OK);
    assert_int_equal(got.person_count, 2);
    const WritPerson *a = &got.persons[0];
    assert_true(writ_text_is(a->name, "Élodie"));
    assert_true(writ_text_is(a->accounts[1], "aa"));
    assert_true(writ_text_is(a->memberships[1].unit, "north"));
    assert_true(writ_text_is(a->reports_to, "b"));
    assert_int_equal(a->absences[0].from, -5);
    assert_true(writ_text_is(a->absences[0].replaced_by, "b"));
    assert_int_equal(got.persons[1].absence_count, 0);

    WritDirectory none = {0};
    assert_int_equal(decode(&got, arena, &none, NULL), WRIT_OK);
    assert_int_equal(got.person_count, 0);
    const WritPerson **members;
    assert_int_equal(writ_directory_members(&got, arena, writ_text("x"), writ_text(""), &members),
                     0);
    assert_null(writ_directory_find_account(&got, writ_text("x")));
    writ_arena_free(arena);
}

// A directory that names no calendar has the version that it had before units could name one.
static void a_directory_without_calendars_keeps_its_spelling(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(1 << 20);
    WritPerson persons[] = {{.id = TEXT("a"), .name = TEXT("A")}};
    WritDirectoryUnit units[] = {{TEXT("n"), TEXT("North"), TEXT("corp.calendars.office")}};
    WritDirectory put = {.persons = persons, .person_count = 1}, got;
    WritBuffer bytes = {0};
    writ_directory_encode(&bytes, &put);
    assert_int_equal(bytes.data[0], 1);
    bytes.data[0] = 2; // The later spelling of the same, with no units: there is one of each.
    writ_put_text(&bytes, writ_text(""));
    writ_put_uint(&bytes, 0);
    assert_int_equal(writ_directory_decode(&got, arena, writ_buffer_text(&bytes), NULL),
                     WRIT_INVALID);

    put = (WritDirectory){.persons = persons, .person_count = 1, .units = units, .unit_count = 1};
    assert_int_equal(decode(&got, arena, &put, NULL), WRIT_OK);
    assert_int_equal(got.unit_count, 1);
    assert_true(writ_text_is(got.units[0].title, "North"));
    assert_true(writ_text_is(got.units[0].calendar, "corp.calendars.office"));
    writ_buffer_dispose(&bytes);
    writ_arena_free(arena);
}

static void shuffle(Random *random, void *list, uint32_t count, size_t size)
{
    unsigned char *bytes = list, swap[256];
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = random_below(random, i);
        memcpy(swap, bytes + (i - 1) * size, size);
        memmove(bytes + (i - 1) * size, bytes + j * size, size);
        memcpy(bytes + j * size, swap, size);
    }
}

static void the_order_of_lines_is_no_part_of_the_version(void **state)
{
    (void)state;
    WritText accounts[] = {TEXT("a"), TEXT("b"), TEXT("c")};
    WritMembership memberships[] = {
        {TEXT("g"), TEXT("")}, {TEXT("g"), TEXT("n")}, {TEXT("h"), TEXT("")}};
    WritAbsence absences[] = {{1, 2, TEXT("")}, {4, 9, TEXT("q")}, {10, 10, TEXT("")}};
    WritPerson persons[] = {
        {TEXT("p"), TEXT("P"), accounts, 3, memberships, 3, TEXT(""), absences, 3, TEXT("c.x")},
        {.id = TEXT("q")},
        {.id = TEXT("r")},
    };
    WritDirectoryUnit units[] = {{TEXT("m"), TEXT("M"), TEXT("c.x")},
                                 {TEXT("n"), TEXT(""), TEXT("c.y")},
                                 {TEXT("o"), TEXT("O"), TEXT("c.x")}};
    WritDirectory directory = {
        .persons = persons, .person_count = 3, .units = units, .unit_count = 3};
    WritBuffer first = {0}, again = {0};
    writ_directory_sort(&directory);
    writ_directory_encode(&first, &directory);
    for (uint64_t seed = 1; seed <= 50; seed++) {
        Random random = {seed};
        shuffle(&random, accounts, 3, sizeof accounts[0]);
        shuffle(&random, memberships, 3, sizeof memberships[0]);
        shuffle(&random, absences, 3, sizeof absences[0]);
        shuffle(&random, persons, 3, sizeof persons[0]);
        shuffle(&random, units, 3, sizeof units[0]);
        writ_directory_sort(&directory);
        writ_buffer_clear(&again);
        writ_directory_encode(&again, &directory);
        assert_true(writ_text_equal(writ_buffer_text(&first), writ_buffer_text(&again)));
    }
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&again);
}

// --- Refused --------------------------------------------------------------------------------

// Three persons, of whom `change` makes something that is refused.
typedef struct Parts {
    WritText accounts[2];
    WritMembership memberships[2];
    WritAbsence absences[2];
    WritDirectoryUnit units[2];
    WritPerson persons[3];
    WritDirectory directory;
} Parts;

static void two_of_one_id(Parts *parts)
{
    parts->persons[2].id = parts->persons[1].id;
    parts->persons[1].reports_to = (WritText)TEXT("");
}

static void ids_out_of_order(Parts *parts)
{
    parts->persons[0].reports_to = (WritText)TEXT("");
    parts->persons[0].absence_count = 0;
    parts->persons[1].reports_to = (WritText)TEXT("");
    parts->persons[1].id = (WritText)TEXT("zz");
}

static void no_id(Parts *parts)
{
    parts->persons[0].id = (WritText)TEXT("");
}

static void unknown_manager(Parts *parts)
{
    parts->persons[2].reports_to = (WritText)TEXT("nobody");
}

static void own_manager(Parts *parts)
{
    parts->persons[2].reports_to = (WritText)TEXT("c");
}

static void managers_in_a_circle(Parts *parts)
{
    parts->persons[2].reports_to = (WritText)TEXT("a");
}

static void account_of_two(Parts *parts)
{
    parts->persons[2].accounts = parts->accounts;
    parts->persons[2].account_count = 1;
}

static void account_twice(Parts *parts)
{
    parts->accounts[1] = parts->accounts[0];
}

static void empty_account(Parts *parts)
{
    parts->accounts[0] = (WritText)TEXT("");
}

static void empty_group(Parts *parts)
{
    parts->memberships[0].group = (WritText)TEXT("");
}

static void group_twice(Parts *parts)
{
    parts->memberships[1] = parts->memberships[0];
}

static void back_before_away(Parts *parts)
{
    parts->absences[0].through = parts->absences[0].from - 1;
}

static void overlapping_absences(Parts *parts)
{
    parts->absences[1].from = parts->absences[0].through;
}

static void replaced_by_nobody_else(Parts *parts)
{
    parts->absences[0].replaced_by = (WritText)TEXT("a");
}

static void replaced_by_a_stranger(Parts *parts)
{
    parts->absences[0].replaced_by = (WritText)TEXT("nobody");
}

static void long_name(Parts *parts)
{
    static char text[WRIT_DIRECTORY_TEXT_BYTES_MAX + 1];
    parts->persons[0].name = (WritText){text, sizeof text};
}

static void unit_twice(Parts *parts)
{
    parts->units[0].name = parts->units[1].name;
}

static void unit_without_calendar(Parts *parts)
{
    parts->units[1].calendar = (WritText){0};
}

static void long_calendar(Parts *parts)
{
    static char text[WRIT_DIRECTORY_TEXT_BYTES_MAX + 1];
    parts->persons[0].calendar = (WritText){text, sizeof text};
}

static void each_rule_is_checked(void **state)
{
    (void)state;
    static const struct {
        void (*change)(Parts *parts);
        WritStatus status;
        const char *said;
    } cases[] = {
        {NULL, WRIT_OK, NULL},
        {two_of_one_id, WRIT_INVALID, "twice or out of order"},
        {ids_out_of_order, WRIT_INVALID, "twice or out of order"},
        {no_id, WRIT_INVALID, "has no id"},
        {unknown_manager, WRIT_INVALID, "\"c\" reports to somebody who is not in it"},
        {own_manager, WRIT_INVALID, "\"c\" reports to him- or herself"},
        {managers_in_a_circle, WRIT_INVALID, "reports to him- or herself"},
        {account_of_two, WRIT_INVALID, "has an account of somebody else"},
        {account_twice, WRIT_INVALID, "accounts that are empty, twice"},
        {empty_account, WRIT_INVALID, "accounts that are empty, twice"},
        {empty_group, WRIT_INVALID, "groups that are empty, twice"},
        {group_twice, WRIT_INVALID, "groups that are empty, twice"},
        {back_before_away, WRIT_INVALID, "\"a\" is back before being away"},
        {overlapping_absences, WRIT_INVALID, "absences that overlap"},
        {replaced_by_nobody_else, WRIT_INVALID, "is replaced by nobody else"},
        {replaced_by_a_stranger, WRIT_INVALID, "is replaced by somebody who is not in it"},
        {long_name, WRIT_LIMIT, "a text of more than 1000 bytes"},
        {unit_twice, WRIT_INVALID, "the unit \"n\" has no name or calendar, or stands twice"},
        {unit_without_calendar, WRIT_INVALID, "the unit \"n\" has no name or calendar"},
        {long_calendar, WRIT_LIMIT, "a text of more than 1000 bytes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Parts parts = {
            .accounts = {TEXT("x"), TEXT("y")},
            .memberships = {{TEXT("g"), TEXT("")}, {TEXT("g"), TEXT("n")}},
            .absences = {{1, 2, TEXT("b")}, {3, 4, TEXT("")}},
            .units = {{TEXT("m"), TEXT("M"), TEXT("c.x")}, {TEXT("n"), TEXT(""), TEXT("c.y")}},
        };
        parts.persons[0] = (WritPerson){TEXT("a"), TEXT("A"), parts.accounts, 2, parts.memberships,
                                        2,         TEXT("b"), parts.absences, 2, TEXT("c.x")};
        parts.persons[1] = (WritPerson){.id = TEXT("b"), .reports_to = TEXT("c")};
        parts.persons[2] = (WritPerson){.id = TEXT("c")};
        parts.directory = (WritDirectory){
            .persons = parts.persons, .person_count = 3, .units = parts.units, .unit_count = 2};
        if (cases[i].change != NULL) {
            cases[i].change(&parts);
        }
        WritArena *arena = writ_arena_new(1 << 20);
        WritDirectory directory;
        WritError error = {0};
        WritStatus status = decode(&directory, arena, &parts.directory, &error);
        if (status != cases[i].status ||
            (status != WRIT_OK && strstr(error.text, cases[i].said) == NULL)) {
            fail_msg("case %zu: %s", i, error.text);
        }
        assert_int_equal(directory.person_count, status == WRIT_OK ? 3 : 0);
        writ_arena_free(arena);
    }
}

static void more_than_the_bounds_is_refused_before_memory_is_taken(void **state)
{
    (void)state;
    WritBuffer bytes = {0};
    writ_put_u8(&bytes, 1);
    writ_put_uint(&bytes, WRIT_DIRECTORY_PERSONS_MAX + 1);
    writ_buffer_reserve(&bytes, WRIT_DIRECTORY_PERSONS_MAX + 1);
    memset(bytes.data + bytes.length, 0, WRIT_DIRECTORY_PERSONS_MAX + 1);
    bytes.length += WRIT_DIRECTORY_PERSONS_MAX + 1;
    WritArena *arena = writ_arena_new(1 << 17);
    WritDirectory directory;
    assert_int_equal(writ_directory_decode(&directory, arena, writ_buffer_text(&bytes), NULL),
                     WRIT_LIMIT);
    bytes.data[0] = 2;
    assert_int_equal(writ_directory_decode(&directory, arena, writ_buffer_text(&bytes), NULL),
                     WRIT_LIMIT);
    // One person with as many accounts as are allowed, then with one more.
    for (int count = WRIT_PERSON_LIST_MAX; count <= WRIT_PERSON_LIST_MAX + 1; count++) {
        writ_buffer_clear(&bytes);
        writ_put_u8(&bytes, 1);
        writ_put_uint(&bytes, 1);
        writ_put_text(&bytes, writ_text("a"));
        writ_put_text(&bytes, writ_text(""));
        writ_put_text(&bytes, writ_text(""));
        writ_put_uint(&bytes, (uint64_t)count);
        for (int i = 0; i < count; i++) {
            char account[8];
            (void)snprintf(account, sizeof account, "%05d", i);
            writ_put_text(&bytes, writ_text(account));
        }
        writ_put_uint(&bytes, 0);
        writ_put_uint(&bytes, 0);
        WritStatus status =
            writ_directory_decode(&directory, arena, writ_buffer_text(&bytes), NULL);
        assert_int_equal(status, count == WRIT_PERSON_LIST_MAX ? WRIT_OK : WRIT_INVALID);
    }
    writ_arena_free(arena);
    writ_buffer_dispose(&bytes);
}

// Whatever is read is written back as it was; nothing else is read.
static void damaged_bytes_are_refused_or_mean_what_they_say(void **state)
{
    (void)state;
    enum { ROUNDS = 20000 };
    WritText accounts[] = {TEXT("x"), TEXT("y")};
    WritMembership memberships[] = {{TEXT("g"), TEXT("")}, {TEXT("g"), TEXT("n")}};
    WritAbsence absences[] = {{1, 2, TEXT("b")}};
    WritPerson persons[] = {
        {TEXT("a"), TEXT("A"), accounts, 2, memberships, 2, TEXT("b"), absences, 1, TEXT("c.y")},
        {.id = TEXT("b")},
    };
    WritDirectoryUnit units[] = {{TEXT("n"), TEXT("N"), TEXT("c.x")}};
    WritDirectory directory = {
        .persons = persons, .person_count = 2, .units = units, .unit_count = 1};
    WritBuffer bytes = {0}, damaged = {0}, again = {0};
    writ_directory_encode(&bytes, &directory);
    WritArena *arena = writ_arena_new(1 << 20);
    uint32_t read = 0;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        Random random = {seed};
        writ_buffer_clear(&damaged);
        writ_buffer_add(&damaged, writ_buffer_text(&bytes));
        damaged.data[random_below(&random, (uint32_t)damaged.length)] =
            (char)(unsigned char)random_bits(&random);
        if (random_below(&random, 4) == 0) {
            damaged.length = random_below(&random, (uint32_t)damaged.length);
        }
        WritDirectory got;
        if (writ_directory_decode(&got, arena, writ_buffer_text(&damaged), NULL) == WRIT_OK) {
            writ_buffer_clear(&again);
            writ_directory_encode(&again, &got);
            assert_true(writ_text_equal(writ_buffer_text(&again), writ_buffer_text(&damaged)));
            read++;
        }
        writ_arena_reset(arena);
    }
    assert_true(read > 0 && read < ROUNDS / 2);
    writ_arena_free(arena);
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&damaged);
    writ_buffer_dispose(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_directory_comes_back_as_it_was),
        cmocka_unit_test(a_directory_without_calendars_keeps_its_spelling),
        cmocka_unit_test(the_order_of_lines_is_no_part_of_the_version),
        cmocka_unit_test(each_rule_is_checked),
        cmocka_unit_test(more_than_the_bounds_is_refused_before_memory_is_taken),
        cmocka_unit_test(damaged_bytes_are_refused_or_mean_what_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
