// The file of the directory: what its reader accepts is a directory, and where it warns of an
// absence nobody acts.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "support/random.h"
#include "writ/compile.h"
#include "writ/people.h"
#include "writ/value.h"

enum { ARENA_BYTES = 64 << 20, FIRST_DAY = 20514 }; // 2026-03-02

typedef struct Read {
    WritCompilation *compilation;
    uint32_t errors, warnings;
    WritDirectory directory; // Through bytes; empty when there are errors.
} Read;

static void read_file(Read *read, WritArena *arena, WritText text)
{
    WritError error;
    *read = (Read){.compilation = writ_compile_new(arena)};
    assert_int_equal(writ_compile_add(read->compilation, writ_text("people.writ"), text, &error),
                     WRIT_OK);
    writ_compile_run(read->compilation);
    const WritDiags *diags = writ_compile_diags(read->compilation);
    read->errors = writ_diags_error_count(diags);
    read->warnings = writ_diags_warning_count(diags);
    if (read->errors > 0) {
        return;
    }
    WritBuffer bytes = {0};
    writ_directory_encode(&bytes, writ_compile_directory(read->compilation));
    WritText kept = writ_arena_text(arena, writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    if (writ_directory_decode(&read->directory, arena, kept, &error) != WRIT_OK) {
        fail_msg("%s\n%.*s", error.text, WRIT_TEXT_ARGS(text));
    }
}

static void add_day(WritBuffer *text, int64_t day)
{
    WritDate date = writ_date_from_days(FIRST_DAY + day);
    writ_buffer_format(text, "%04d-%02d-%02d", date.year, date.month, date.day);
}

// Mostly in order: one person in ten has a mistake.
static void add_absences(WritBuffer *text, Random *random, uint32_t persons)
{
    int64_t day = random_between(random, 0, 6);
    for (uint32_t count = random_below(random, 4); count > 0; count--) {
        int64_t last = day + random_between(random, random_below(random, 40) == 0 ? -1 : 0, 7);
        writ_buffer_add_string(text, "  away from ");
        add_day(text, day);
        writ_buffer_add_string(text, " through ");
        add_day(text, last);
        if (random_below(random, 5) > 0) {
            writ_buffer_format(text, ", replaced by p%u", random_below(random, persons));
        }
        writ_buffer_add_string(text, "\n");
        day = last + random_between(random, random_below(random, 40) == 0 ? 0 : 1, 4);
    }
}

static void add_person(WritBuffer *text, Random *random, uint32_t number, uint32_t persons)
{
    static const char *const units[] = {"", " of n", " of s"};
    writ_buffer_format(text, "person p%u \"P\"\n", number);
    for (uint32_t count = random_below(random, 3); count > 0; count--) {
        writ_buffer_format(text, "  signs in as \"a%u\"\n", random_below(random, 1000));
    }
    for (uint32_t count = random_below(random, 3); count > 0; count--) {
        writ_buffer_format(text, "  belongs to \"g%u\"%s\n", random_below(random, 20),
                           units[random_below(random, 3)]);
    }
    if (number > 0 && random_below(random, 3) == 0) {
        uint32_t manager = random_below(random, random_below(random, 20) == 0 ? persons : number);
        writ_buffer_format(text, "  reports to p%u\n", manager);
    }
    add_absences(text, random, persons);
}

static void random_file(WritBuffer *text, Random *random)
{
    uint32_t persons = 2 + random_below(random, 11);
    writ_buffer_add_string(text, "writ 2026\ndirectory \"People\"\n");
    for (uint32_t i = 0; i < persons; i++) {
        add_person(text, random, i, persons);
    }
}

// Absences with a replacement during which, on some day, nobody acts for the person.
static uint32_t count_gaps(const WritDirectory *directory, WritArena *arena)
{
    uint32_t gaps = 0;
    for (uint32_t i = 0; i < directory->person_count; i++) {
        const WritPerson *person = &directory->persons[i];
        for (uint32_t j = 0; j < person->absence_count; j++) {
            const WritAbsence *absence = &person->absences[j];
            uint32_t nobody = 0;
            for (int64_t day = absence->from; day <= absence->through; day++) {
                WritPermission permission = {
                    .role = UINT32_MAX, .person = person->id, .substitutes = true, .day = day};
                WritActing *acting;
                nobody += writ_directory_acting(directory, arena, &permission, &acting) == 0;
            }
            gaps += absence->replaced_by.length > 0 && nobody > 0;
        }
    }
    return gaps;
}

static void what_is_accepted_is_a_directory_and_gaps_are_warned_of(void **state)
{
    (void)state;
    enum { ROUNDS = 4000 };
    uint32_t accepted = 0, with_gaps = 0;
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        Random random = {seed};
        WritBuffer text = {0};
        random_file(&text, &random);
        Read read;
        read_file(&read, arena, writ_buffer_text(&text));
        if (read.errors == 0) {
            uint32_t gaps = count_gaps(&read.directory, arena);
            if (gaps != read.warnings) {
                fail_msg("seed %llu: %u warnings for %u gaps\n%s", (unsigned long long)seed,
                         read.warnings, gaps, writ_buffer_string(&text));
            }
            accepted++;
            with_gaps += gaps > 0;
        }
        writ_buffer_dispose(&text);
        writ_arena_reset(arena);
    }
    assert_true(accepted > ROUNDS / 4 && accepted < ROUNDS && with_gaps > 50);
    writ_arena_free(arena);
}

static void assert_refused(const char *person_lines)
{
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    WritBuffer text = {0};
    writ_buffer_format(&text, "writ 2026\ndirectory \"People\"\nperson a \"A\"\n%s", person_lines);
    Read read;
    read_file(&read, arena, writ_buffer_text(&text));
    if (read.errors != 1) {
        fail_msg("%u errors for %.200s", read.errors, person_lines);
    }
    writ_buffer_dispose(&text);
    writ_arena_free(arena);
}

static void each_mistake_is_told_once(void **state)
{
    (void)state;
    assert_refused("  signs in as \"\"\n");
    assert_refused("  belongs to \"\"\n");
    assert_refused("  belongs to \"g\" of n\n  belongs to \"h\"\n  belongs to \"g\" of n\n");
    assert_refused("  signs in as \"x\"\nperson b \"B\"\n  signs in as \"x\"\n");
    assert_refused("  reports to b\n");
    assert_refused("  reports to a\n");
    assert_refused("  reports to b\nperson b \"B\"\n  reports to a\n");
    assert_refused("  away from 2026-03-02 through 2026-03-01\n");
    assert_refused("  away from 2026-02-29 through 2026-03-01\n");
    assert_refused("  away from 2026-03-02 through 2026-03-03, replaced by a\n");
    assert_refused("  away from 2026-03-02 through 2026-03-03, replaced by b\n");
    assert_refused("  away from 2026-03-02 through 2026-03-03\n"
                   "  away from 2026-03-03 through 2026-03-04\n");
    assert_refused("person a \"Another\"\n");
}

static void bounds_are_told_by_the_reader(void **state)
{
    (void)state;
    WritBuffer lines = {0};
    writ_buffer_add_string(&lines, "  belongs to \"");
    for (int i = 0; i <= WRIT_DIRECTORY_TEXT_BYTES_MAX; i++) {
        writ_buffer_add_byte(&lines, 'g');
    }
    writ_buffer_add_string(&lines, "\"\n");
    assert_refused(writ_buffer_string(&lines));
    writ_buffer_clear(&lines);
    for (int i = 0; i <= WRIT_PERSON_LIST_MAX; i++) {
        writ_buffer_format(&lines, "  signs in as \"a%d\"\n", i);
    }
    assert_refused(writ_buffer_string(&lines));
    writ_buffer_clear(&lines);
    writ_buffer_add_string(&lines, "person b \"");
    for (int i = 0; i <= WRIT_DIRECTORY_TEXT_BYTES_MAX; i++) {
        writ_buffer_add_byte(&lines, 'b');
    }
    writ_buffer_add_string(&lines, "\"\n");
    assert_refused(writ_buffer_string(&lines));
    writ_buffer_dispose(&lines);
}

// Lines in another order, and comments, are the same directory: the same version.
static void the_layout_of_the_file_is_no_part_of_its_version(void **state)
{
    (void)state;
    static const char *const files[] = {
        "writ 2026\ndirectory \"People\"\nperson a \"A\"\n  signs in as \"x\"\n  signs in as "
        "\"y\"\n"
        "  belongs to \"g\"\n  reports to b\nperson b \"B\"\n",
        "writ 2026\n# Who is who.\ndirectory \"Everybody\"\n  purpose \"Who is who\"\n"
        "person b \"B\"\n\nperson a \"A\"\n    reports to b\n    belongs to \"g\"\n"
        "    signs in as \"y\"\n    signs in as \"x\"\n",
    };
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    WritHash hashes[2];
    for (int i = 0; i < 2; i++) {
        Read read;
        read_file(&read, arena, writ_text(files[i]));
        assert_int_equal(read.errors, 0);
        WritBuffer bytes = {0};
        writ_directory_encode(&bytes, &read.directory);
        hashes[i] = writ_hash(writ_buffer_text(&bytes));
        writ_buffer_dispose(&bytes);
    }
    assert_true(writ_hash_equal(&hashes[0], &hashes[1]));
    writ_arena_free(arena);
}

// docs/people.md, "An example".
static void the_example_of_the_manual_holds(void **state)
{
    (void)state;
    static const char file[] =
        "writ 2026\ndirectory \"People of Corvane Group\"\n"
        "person marc_delorme \"Marc Delorme\"\n  signs in as \"mdelorme\"\n"
        "  belongs to \"fin-controllers\"\n"
        "person ioana_radulescu \"Ioana Rădulescu\"\n  signs in as \"iradulescu\"\n"
        "  belongs to \"fin-credit\"\n  reports to marc_delorme\n"
        "  away from 2026-12-21 through 2027-01-08, replaced by elena_popescu\n"
        "person elena_popescu \"Elena Popescu\"\n  belongs to \"sales-managers\" of south\n";
    static const struct {
        const char *day, *barred;
        bool substitutes;
        const char *person, *on_behalf;
    } rows[] = {
        {"2026-12-18", "", true, "ioana_radulescu", ""},
        {"2026-12-22", "", true, "elena_popescu", "ioana_radulescu"},
        {"2026-12-22", "elena_popescu", true, "marc_delorme", "ioana_radulescu"},
        {"2026-12-18", "ioana_radulescu", true, "marc_delorme", ""},
        {"2026-12-22", "", false, NULL, NULL},
        {"2027-01-09", "", true, "ioana_radulescu", ""},
    };
    static const uint32_t deputies[] = {1};
    static const WritRoleFilling roles[] = {{{"fin-credit", 10}, deputies, 1},
                                            {{"fin-controllers", 15}, NULL, 0}};
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    Read read;
    read_file(&read, arena, writ_text(file));
    assert_int_equal(read.errors + read.warnings, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WritText barred = writ_text(rows[i].barred);
        WritPermission permission = {.roles = roles,
                                     .barred = &barred,
                                     .barred_count = 1,
                                     .substitutes = rows[i].substitutes};
        assert_int_equal(writ_date_parse(&permission.day, writ_text(rows[i].day), NULL), WRIT_OK);
        WritActing *acting;
        uint32_t count = writ_directory_acting(&read.directory, arena, &permission, &acting);
        assert_int_equal(count, rows[i].person == NULL ? 0 : 1);
        assert_true(count == 0 || (writ_text_is(acting[0].person, rows[i].person) &&
                                   writ_text_is(acting[0].on_behalf, rows[i].on_behalf)));
    }
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_accepted_is_a_directory_and_gaps_are_warned_of),
        cmocka_unit_test(each_mistake_is_told_once),
        cmocka_unit_test(bounds_are_told_by_the_reader),
        cmocka_unit_test(the_example_of_the_manual_holds),
        cmocka_unit_test(the_layout_of_the_file_is_no_part_of_its_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
