// writ.lock: a module that means something else has another version.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "writ/compile.h"

#define WORDS                                                                                      \
    "writ 2026\nmodule office.words version 2.4.0\n"                                               \
    "choice Shade is light, dark\n"                                                                \
    "role desk \"Desk\"\n  filled from \"directory:desk\"\n"

typedef struct Checked {
    WritArena *arena;
    WritCompilation *compilation;
} Checked;

static void add(Checked *checked, const char *path, const char *bytes)
{
    WritError error;
    assert_int_equal(
        writ_compile_add(checked->compilation, writ_text(path), writ_text(bytes), &error), WRIT_OK);
}

// NULL: no lock.
static Checked check(const char *words, const char *lock)
{
    Checked checked = {.arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX)};
    checked.compilation = writ_compile_new(checked.arena);
    add(&checked, "words.writ", words);
    if (lock != NULL) {
        add(&checked, WRIT_COMPILE_LOCK_NAME, lock);
    }
    writ_compile_run(checked.compilation);
    return checked;
}

static char *lock_of(const char *words)
{
    Checked checked = check(words, NULL);
    WritBuffer lock = {0};
    WritBuffer released = {0};
    (void)writ_compile_lock(checked.compilation, &lock, &released);
    writ_buffer_dispose(&released);
    writ_arena_free(checked.arena);
    (void)writ_buffer_string(&lock);
    return lock.data;
}

static void assert_told(const char *words, const char *lock, const char *expected)
{
    Checked checked = check(words, lock);
    WritBuffer text = {0};
    writ_diags_render_text(writ_compile_diags(checked.compilation), WRIT_COLOUR_NONE, &text);
    if (expected == NULL) {
        assert_int_equal(writ_diags_error_count(writ_compile_diags(checked.compilation)), 0);
    } else if (strstr(writ_buffer_string(&text), expected) == NULL) {
        fail_msg("expected \"%s\" in:\n%s", expected, text.data);
    }
    writ_buffer_dispose(&text);
    writ_arena_free(checked.arena);
}

static void what_has_not_changed_is_in_order(void **state)
{
    (void)state;
    char *lock = lock_of(WORDS);
    assert_told(WORDS, lock, NULL);
    free(lock);
}

static void layout_comments_and_order_do_not_count(void **state)
{
    (void)state;
    char *lock = lock_of(WORDS);
    assert_told("writ 2026\nmodule office.words version 2.4.0\n\n# Who answers\n"
                "role desk \"Desk\"\nfilled from \"directory:desk\" # a group\n"
                "choice Shade is light,\n   dark\n",
                lock, NULL);
    free(lock);
}

static void each_kind_of_change_is_named(void **state)
{
    (void)state;
    char *lock = lock_of(WORDS);
    assert_told("writ 2026\nmodule office.words version 2.4.0\n"
                "choice Shade is light, dark, grey\n"
                "role desk \"Desk\"\n  filled from \"directory:desk\"\n",
                lock, "choice Shade is light, dark, grey\n      | ------------");
    assert_told("writ 2026\nmodule office.words version 2.4.0\nchoice Shade is light, dark\n", lock,
                "Gone: role desk.");
    assert_told(WORDS "role clerk \"Clerk\"\n  filled from \"directory:clerk\"\n", lock,
                "has changed since version 2.4.0 was released");
    assert_told("writ 2026\nmodule office.words version 2.4.0\n  purpose \"Words\"\n"
                "choice Shade is light, dark\n"
                "role desk \"Desk\"\n  filled from \"directory:desk\"\n",
                lock, "has changed since version 2.4.0 was released");
    free(lock);
}

static void a_higher_version_may_say_anything(void **state)
{
    (void)state;
    char *lock = lock_of(WORDS);
    assert_told("writ 2026\nmodule office.words version 2.10\nchoice Shade is light\n", lock, NULL);
    assert_told("writ 2026\nmodule office.words version 2.4.1\nchoice Shade is dark\n", lock, NULL);
    free(lock);
}

static void a_version_that_went_back_is_refused(void **state)
{
    (void)state;
    char *lock = lock_of(WORDS);
    assert_told("writ 2026\nmodule office.words version 2.3.9\nchoice Shade is light\n", lock,
                "version 2.4.0 of \"office.words\" was released already");
    free(lock);
}

// "2.4" and "2.4.0" are one version.
static void what_is_not_written_of_a_version_is_0(void **state)
{
    (void)state;
    char *lock = lock_of(WORDS);
    assert_told("writ 2026\nmodule office.words version 2.4\nchoice Shade is light\n", lock,
                "has changed since version 2.4 was released");
    free(lock);
}

static void modules_come_and_go(void **state)
{
    (void)state;
    char *lock = lock_of("writ 2026\nmodule office.other version 1.0\nchoice Shade is light\n");
    assert_told(WORDS, lock, NULL);
    free(lock);
}

static void many_changes_are_counted(void **state)
{
    (void)state;
    WritBuffer words = {0};
    writ_buffer_add_string(&words, "writ 2026\nmodule office.words version 2.4.0\n");
    for (int i = 0; i < 9; i++) {
        writ_buffer_format(&words, "choice Shade%c is light\n", 'A' + i);
    }
    char *lock = lock_of(writ_buffer_string(&words));
    assert_told("writ 2026\nmodule office.words version 2.4.0\n", lock,
                "Gone: choice ShadeA, choice ShadeB, choice ShadeC, choice ShadeD, choice ShadeE. "
                "4 more changes are not shown.");
    free(lock);
    writ_buffer_dispose(&words);
}

static void a_file_that_is_none_is_refused_at_its_line(void **state)
{
    (void)state;
    assert_told(WORDS, "", "cannot be read: it is empty");
    assert_told(WORDS, "# nothing\n", "cannot be read: it is empty");
    assert_told(WORDS, "lock 999\n", "this is not how it begins");
    assert_told(WORDS, "lock 1 2\n", "this is not how it begins");
    assert_told(WORDS, "lock 1\nmodule office.words\n", "this line is none of it");
    assert_told(WORDS, "lock 1\nmodule office.words 2..4\n", "this line is none of it");
    assert_told(WORDS, "lock 1\n  00112233445566778899aabbccddeeff  role desk\n",
                "this line is none of it");
    assert_told(WORDS, "lock 1\nmodule office.words 2.4.0\n  0011  role desk\n",
                "this line is none of it");
    assert_told(WORDS, "lock 1\n<<<<<<< ours\n", "this line is none of it");
}

static void lines_of_another_system_are_read(void **state)
{
    (void)state;
    char *lock = lock_of(WORDS);
    WritBuffer lines = {0};
    for (const char *byte = lock; *byte != '\0'; byte++) {
        writ_buffer_add_string(&lines, *byte == '\n' ? "\r\n" : (char[]){*byte, '\0'});
    }
    assert_told(WORDS, writ_buffer_string(&lines), NULL);
    writ_buffer_dispose(&lines);
    free(lock);
}

static void what_a_hook_does_counts(void **state)
{
    (void)state;
    static const char WORDS_WITH_HOOK[] =
        WORDS "hook shop.ask \"Ask\"\n  lua ask in \"hooks/shop.lua\"\n  takes item : Text\n"
              "  gives price : Text\n  outcomes known\n  reads only\n  timeout 1 second\n"
              "  retry 1 times\n";
    Checked checked = {.arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX)};
    checked.compilation = writ_compile_new(checked.arena);
    add(&checked, "words.writ", WORDS_WITH_HOOK);
    add(&checked, "hooks/shop.lua", "function ask() return 'known' end");
    writ_compile_run(checked.compilation);
    WritBuffer lock = {0};
    WritBuffer released = {0};
    WritLockSummary summary = writ_compile_lock(checked.compilation, &lock, &released);
    assert_int_equal(summary.released_count, 1);
    assert_string_equal(writ_buffer_string(&released), "office.words 2.4.0\n");
    writ_arena_free(checked.arena);

    checked = (Checked){.arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX)};
    checked.compilation = writ_compile_new(checked.arena);
    add(&checked, "words.writ", WORDS_WITH_HOOK);
    add(&checked, "hooks/shop.lua", "function ask() return 'other' end");
    add(&checked, WRIT_COMPILE_LOCK_NAME, writ_buffer_string(&lock));
    writ_compile_run(checked.compilation);
    assert_int_equal(writ_diags_error_count(writ_compile_diags(checked.compilation)), 1);
    writ_arena_free(checked.arena);
    writ_buffer_dispose(&released);
    writ_buffer_dispose(&lock);
}

// Also with the line ends of another system.
static void a_lock_of_the_same_versions_has_nothing_new(void **state)
{
    (void)state;
    char *lock = lock_of(WORDS);
    WritBuffer lines = {0};
    for (const char *byte = lock; *byte != '\0'; byte++) {
        writ_buffer_add_string(&lines, *byte == '\n' ? "\r\n" : (char[]){*byte, '\0'});
    }
    Checked checked = check(WORDS, writ_buffer_string(&lines));
    WritBuffer now = {0};
    WritBuffer released = {0};
    WritLockSummary summary = writ_compile_lock(checked.compilation, &now, &released);
    assert_int_equal(summary.module_count, 1);
    assert_int_equal(summary.released_count, 0);
    assert_int_equal(released.length, 0);
    assert_string_equal(writ_buffer_string(&now), lock);
    writ_arena_free(checked.arena);
    writ_buffer_dispose(&now);
    writ_buffer_dispose(&released);
    writ_buffer_dispose(&lines);
    free(lock);
}

// What is kept in books must be found again by later programs: see TREE_HASH_FORMAT.
static void the_hashes_are_those_of_this_format(void **state)
{
    (void)state;
    char *lock = lock_of(WORDS);
    assert_string_equal(lock, "# What each module meant at its last release. \"writ lock\" writes "
                              "this file.\nlock 1\n\nmodule office.words 2.4.0\n"
                              "  990b6b179afd7e0881d8e0a3ab8bd934  choice Shade\n"
                              "  e3b0c44298fc1c149afbf4c8996fb924  heading\n"
                              "  d683be8e7c505268243934cf2cc2cd6c  role desk\n");
    free(lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_not_changed_is_in_order),
        cmocka_unit_test(layout_comments_and_order_do_not_count),
        cmocka_unit_test(each_kind_of_change_is_named),
        cmocka_unit_test(a_higher_version_may_say_anything),
        cmocka_unit_test(a_version_that_went_back_is_refused),
        cmocka_unit_test(what_is_not_written_of_a_version_is_0),
        cmocka_unit_test(modules_come_and_go),
        cmocka_unit_test(many_changes_are_counted),
        cmocka_unit_test(a_file_that_is_none_is_refused_at_its_line),
        cmocka_unit_test(lines_of_another_system_are_read),
        cmocka_unit_test(what_a_hook_does_counts),
        cmocka_unit_test(a_lock_of_the_same_versions_has_nothing_new),
        cmocka_unit_test(the_hashes_are_those_of_this_format),
    };
    return cmocka_run_group_tests_name("lock", tests, NULL, NULL);
}
