// The Lua files of a book, asked about in real children: many of them, hostile ones, and children
// that cannot be had.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "writ/compile.h"
#include "writ/hook_limits.h"
#include "writ/host.h"

typedef struct Fixture {
    WritArena *arena;
    WritCompilation *compilation;
    WritBuffer module;
    uint32_t file_count;
    WritError error;
} Fixture;

static int set_up(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    f->compilation = writ_compile_new(f->arena);
    writ_buffer_add_string(&f->module,
                           "writ 2026\nmodule shop version 1.0.0\n  purpose \"Hooks\"\n");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    writ_buffer_dispose(&f->module);
    writ_arena_free(f->arena);
    free(f);
    return 0;
}

static void add(Fixture *f, const char *path, WritText bytes)
{
    assert_int_equal(writ_compile_add(f->compilation, writ_text(path), bytes, &f->error), WRIT_OK);
}

// A Lua file, and a hook that names it.
static void add_lua(Fixture *f, WritText bytes)
{
    char path[32];
    uint32_t number = f->file_count++;
    (void)snprintf(path, sizeof path, "h%04u.lua", number);
    add(f, path, bytes);
    writ_buffer_format(&f->module,
                       "hook shop.h%u \"A hook\"\n  lua f in \"%s\"\n  outcomes done\n"
                       "  computes only\n  timeout 1 second\n",
                       number, path);
}

static WritStatus check(Fixture *f, const char *program)
{
    add(f, "shop.writ", writ_buffer_text(&f->module));
    writ_compile_run(f->compilation);
    assert_int_equal(writ_diags_error_count(writ_compile_diags(f->compilation)), 0);
    assert_int_equal(writ_compile_lua_count(f->compilation), f->file_count);
    return writ_host_check_lua(f->compilation, program, &f->error);
}

static void assert_told(const Fixture *f, const char *const *words, size_t count)
{
    WritBuffer told = {0};
    writ_diags_render_json(writ_compile_diags(f->compilation), &told);
    for (size_t i = 0; i < count; i++) {
        if (strstr(writ_buffer_string(&told), words[i]) == NULL) {
            fail_msg("%s is not in %s", words[i], told.data);
        }
    }
    assert_int_equal(writ_diags_error_count(writ_compile_diags(f->compilation)), count);
    writ_buffer_dispose(&told);
}

static void what_would_fail_when_run_is_not_run(void **state)
{
    Fixture *f = *state;
    add_lua(f, writ_text("error('it ran')\nfunction f() end"));
    add_lua(f, writ_text("while true do end\nfunction f() end"));
    add_lua(f, writ_text("function f() os.execute('ls') end"));
    assert_int_equal(check(f, WRIT_HOOK_EXECUTABLE), WRIT_OK);
    assert_told(f, NULL, 0);
}

// More than the pool keeps at one time, and one with a mistake among many.
static void of_many_files_those_with_mistakes_are_told(void **state)
{
    Fixture *f = *state;
    for (int i = 0; i < 3 * WRIT_HOOK_SOURCES_MAX; i++) {
        char text[64];
        (void)snprintf(text, sizeof text, "function f()\n%s return %d end",
                       i % 50 == 7 ? "return" : "", i);
        add_lua(f, writ_text(text));
    }
    assert_int_equal(check(f, WRIT_HOOK_EXECUTABLE), WRIT_OK);
    static const char *const words[] = {"h0007.lua\",\"line\":2", "h0057.lua\",\"line\":2",
                                        "h0107.lua\",\"line\":2", "h0157.lua\",\"line\":2"};
    assert_told(f, words, 4);
}

// A list of jumps that the compiler goes through again for each of them.
static void a_file_that_takes_too_long_is_refused_and_no_other(void **state)
{
    Fixture *f = *state;
    WritBuffer slow = {0};
    writ_buffer_add_string(&slow, "function f() return 1");
    while (slow.length < WRIT_HOOK_SOURCE_BYTES_MAX - 20) {
        writ_buffer_add_string(&slow, " or a");
    }
    writ_buffer_add_string(&slow, " end");
    for (int i = 0; i < 3; i++) {
        add_lua(f, writ_text("function f() end"));
        add_lua(f, writ_buffer_text(&slow));
    }
    add_lua(f, writ_text("function f() end"));
    assert_int_equal(check(f, WRIT_HOOK_EXECUTABLE), WRIT_OK);
    static const char *const words[] = {"h0001.lua", "h0003.lua", "too much time or memory"};
    assert_told(f, words, 3);
    writ_buffer_dispose(&slow);
}

static void a_file_that_no_child_would_take_is_told_too(void **state)
{
    Fixture *f = *state;
    WritBuffer large = {0};
    writ_buffer_add_string(&large, "function f() end");
    while (large.length < WRIT_HOOK_SOURCE_BYTES_MAX) {
        writ_buffer_add_byte(&large, ' ');
    }
    add_lua(f, writ_buffer_text(&large));
    writ_buffer_add_byte(&large, ' ');
    add_lua(f, writ_buffer_text(&large));
    assert_int_equal(check(f, WRIT_HOOK_EXECUTABLE), WRIT_OK);
    static const char *const words[] = {"it has 65537 bytes, and 65536 is the most"};
    assert_told(f, words, 1);
    writ_buffer_dispose(&large);
}

static void where_no_child_can_be_asked_nothing_is_known(void **state)
{
    Fixture *f = *state;
    add_lua(f, writ_text("function f() end"));
    assert_int_equal(check(f, "/bin/false"), WRIT_IO);
    assert_non_null(strstr(f->error.text, "the Lua files could not be checked"));
}

static void without_lua_files_no_child_is_needed(void **state)
{
    Fixture *f = *state;
    assert_int_equal(check(f, "/bin/false"), WRIT_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_would_fail_when_run_is_not_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_many_files_those_with_mistakes_are_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_takes_too_long_is_refused_and_no_other, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_no_child_would_take_is_told_too, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(where_no_child_can_be_asked_nothing_is_known, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(without_lua_files_no_child_is_needed, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("lua_check", tests, NULL, NULL);
}
