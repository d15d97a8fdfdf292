// From files to plans: what changes a plan and what does not, and the bounds on the way.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"
#include "writ/compile.h"

enum { FILES_MAX = 16, BLOCKS_MAX = 200 };

// --- The reference company's book ----------------------------------------------------------------

typedef struct File {
    char *path;
    WritBuffer bytes;
} File;

typedef struct Book {
    File files[FILES_MAX];
    uint32_t count;
} Book;

static void add_file(Book *book, const char *path)
{
    char whole[4096];
    (void)snprintf(whole, sizeof whole, "%s/%s", BOOK_DIRECTORY, path);
    FILE *stream = fopen(whole, "rb");
    assert_non_null(stream);
    File *file = &book->files[book->count++];
    file->path = strdup(path);
    char chunk[4096];
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, stream)) > 0;) {
        writ_buffer_add(&file->bytes, (WritText){chunk, count});
    }
    (void)fclose(stream);
}

static Book *read_book(void)
{
    Book *book = calloc(1, sizeof *book);
    add_file(book, "calendars.writ");
    add_file(book, "hooks/credit.lua");
    add_file(book, "hooks/erp.lua");
    add_file(book, "order_to_deliver/order_to_deliver.writ");
    add_file(book, "order_to_deliver/order_to_deliver_systems.writ");
    add_file(book, "people.writ");
    add_file(book, "policy.writ");
    return book;
}

static void free_book(Book *book)
{
    for (uint32_t i = 0; i < book->count; i++) {
        free(book->files[i].path);
        writ_buffer_dispose(&book->files[i].bytes);
    }
    free(book);
}

static bool is_source(const File *file)
{
    return strstr(file->path, ".writ") != NULL;
}

static WritCompilation *compile(WritArena *arena, const Book *book)
{
    WritCompilation *compilation = writ_compile_new(arena);
    for (uint32_t i = 0; i < book->count; i++) {
        WritError error;
        assert_int_equal(writ_compile_add(compilation, writ_text(book->files[i].path),
                                          writ_buffer_text(&book->files[i].bytes), &error),
                         WRIT_OK);
    }
    writ_compile_run(compilation);
    return compilation;
}

// The canonical bytes of all plans; fails with the diagnostics when there are errors.
static void plan_bytes(const Book *book, WritBuffer *out)
{
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    const WritCompilation *compilation = compile(arena, book);
    const WritDiags *diags = writ_compile_diags(compilation);
    if (writ_diags_error_count(diags) > 0) {
        WritBuffer told = {0};
        writ_diags_render_text(diags, WRIT_COLOUR_NONE, &told);
        fail_msg("%s", writ_buffer_string(&told));
    }
    assert_true(writ_compile_plan_count(compilation) > 0);
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        writ_plan_encode(out, writ_compile_plan(compilation, i));
    }
    writ_arena_free(arena);
}

static void assert_same_plans(const Book *book, const Book *changed)
{
    WritBuffer before = {0};
    WritBuffer after = {0};
    plan_bytes(book, &before);
    plan_bytes(changed, &after);
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.data, after.data, before.length);
    writ_buffer_dispose(&before);
    writ_buffer_dispose(&after);
}

// --- Changes that mean nothing -------------------------------------------------------------------

static void change_sources(Book *book, void (*change)(WritText text, WritBuffer *out))
{
    for (uint32_t i = 0; i < book->count; i++) {
        if (is_source(&book->files[i])) {
            WritBuffer changed = {0};
            change(writ_buffer_text(&book->files[i].bytes), &changed);
            writ_buffer_dispose(&book->files[i].bytes);
            book->files[i].bytes = changed;
        }
    }
}

static void strip_indentation(WritText text, WritBuffer *out)
{
    bool start = true;
    for (size_t i = 0; i < text.length; i++) {
        start = start && text.data[i] == ' ';
        if (!start) {
            writ_buffer_add_byte(out, text.data[i]);
        }
        start = text.data[i] == '\n' || start;
    }
}

// A comment after every line and before the first, and three spaces for one outside of texts.
static void comment_and_widen(WritText text, WritBuffer *out)
{
    bool quoted = false;
    bool comment = false;
    writ_buffer_add_string(out, "# a remark\n");
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        comment = (comment || (c == '#' && !quoted)) && c != '\n';
        quoted = c == '"' && !comment ? !quoted : quoted;
        writ_buffer_add_byte(out, c);
        if (c == ' ' && !quoted && !comment) {
            writ_buffer_add_string(out, "  ");
        }
        if (c == '\n') {
            writ_buffer_add_string(out, "   # another remark: \"x\" {y}\n\n");
        }
    }
}

static bool begins_declaration(WritText text, size_t at)
{
    bool line = at == 0 || text.data[at - 1] == '\n';
    return line && text.data[at] >= 'a' && text.data[at] <= 'z' &&
           memcmp(text.data + at, "writ ", 5) != 0 && memcmp(text.data + at, "module ", 7) != 0 &&
           memcmp(text.data + at, "use ", 4) != 0 && memcmp(text.data + at, "directory ", 10) != 0;
}

// The declarations of a file in another order; a comment stays with what stands before it.
static void shuffle_declarations(WritText text, WritBuffer *out)
{
    static Random random = {.state = 7};
    size_t starts[BLOCKS_MAX + 1];
    uint32_t order[BLOCKS_MAX];
    uint32_t count = 0;
    for (size_t i = 0; i + 10 < text.length; i++) {
        if (begins_declaration(text, i)) {
            assert_true(count < BLOCKS_MAX);
            order[count] = count;
            starts[count++] = i;
        }
    }
    starts[count] = text.length;
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = random_below(&random, i);
        uint32_t kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
    writ_buffer_add(out, (WritText){text.data, starts[0]});
    for (uint32_t i = 0; i < count; i++) {
        size_t start = starts[order[i]];
        writ_buffer_add(out, (WritText){text.data + start, starts[order[i] + 1] - start});
        writ_buffer_add_string(out, "\n");
    }
}

static void reverse_files(Book *book)
{
    for (uint32_t i = 0; i < book->count / 2; i++) {
        File kept = book->files[i];
        book->files[i] = book->files[book->count - 1 - i];
        book->files[book->count - 1 - i] = kept;
    }
}

static void order_of_files_changes_no_plan(void **state)
{
    (void)state;
    Book *book = read_book();
    Book *changed = read_book();
    reverse_files(changed);
    assert_same_plans(book, changed);
    free_book(book);
    free_book(changed);
}

static void order_of_declarations_changes_no_plan(void **state)
{
    (void)state;
    Book *book = read_book();
    for (int i = 0; i < 5; i++) {
        Book *changed = read_book();
        change_sources(changed, shuffle_declarations);
        assert_same_plans(book, changed);
        free_book(changed);
    }
    free_book(book);
}

static void layout_and_comments_change_no_plan(void **state)
{
    (void)state;
    Book *book = read_book();
    Book *stripped = read_book();
    Book *commented = read_book();
    change_sources(stripped, strip_indentation);
    change_sources(commented, comment_and_widen);
    assert_same_plans(book, stripped);
    assert_same_plans(book, commented);
    free_book(book);
    free_book(stripped);
    free_book(commented);
}

static void meaning_changes_the_plan(void **state)
{
    (void)state;
    Book *book = read_book();
    WritBuffer before = {0};
    WritBuffer after = {0};
    plan_bytes(book, &before);
    char *limit = strstr(book->files[3].bytes.data, "deadline 40 working days");
    assert_non_null(limit);
    memcpy(limit, "deadline 41 working days", strlen("deadline 61 days"));
    plan_bytes(book, &after);
    assert_true(before.length != after.length ||
                memcmp(before.data, after.data, before.length) != 0);
    writ_buffer_dispose(&before);
    writ_buffer_dispose(&after);
    free_book(book);
}

// --- Plans and the directory ---------------------------------------------------------------------

static void plans_come_back_from_their_bytes(void **state)
{
    (void)state;
    Book *book = read_book();
    WritBuffer bytes = {0};
    WritBuffer again = {0};
    plan_bytes(book, &bytes);
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    WritPlan plan;
    WritError error;
    assert_int_equal(writ_plan_decode(&plan, arena, writ_buffer_text(&bytes), &error), WRIT_OK);
    writ_plan_encode(&again, &plan);
    assert_int_equal(bytes.length, again.length);
    assert_memory_equal(bytes.data, again.data, bytes.length);
    writ_arena_free(arena);
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&again);
    free_book(book);
}

static void the_directory_has_the_people_of_the_book(void **state)
{
    (void)state;
    Book *book = read_book();
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    const WritDirectory *directory = writ_compile_directory(compile(arena, book));
    const WritPerson *person = writ_directory_find(directory, writ_text("ana_ionescu"));
    assert_non_null(person);
    assert_true(writ_text_is(person->name, "Ana Ionescu"));
    assert_true(writ_text_is(person->reports_to, "stefan_munteanu"));
    assert_int_equal(person->absence_count, 1);
    assert_true(writ_text_is(person->absences[0].replaced_by, "elodie_caron"));
    assert_int_equal(person->absences[0].through - person->absences[0].from, 15);
    writ_arena_free(arena);
    free_book(book);
}

// --- Refusals ------------------------------------------------------------------------------------

static void a_book_with_an_error_has_no_plan(void **state)
{
    (void)state;
    Book *book = read_book();
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    char *word = strstr(book->files[3].bytes.data, "notify process.owner");
    assert_non_null(word);
    memcpy(word, "notify procass.owner", strlen("notify procass.owner"));
    const WritCompilation *compilation = compile(arena, book);
    assert_int_equal(writ_diags_error_count(writ_compile_diags(compilation)), 1);
    assert_int_equal(writ_compile_plan_count(compilation), 0);
    writ_arena_free(arena);
    free_book(book);
}

static void an_empty_book_has_no_plan_and_no_error(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritCompilation *compilation = writ_compile_new(arena);
    WritError error;
    assert_int_equal(
        writ_compile_add(compilation, writ_text("README.md"), writ_text("no source"), &error),
        WRIT_OK);
    writ_compile_run(compilation);
    assert_int_equal(writ_diags_error_count(writ_compile_diags(compilation)), 0);
    assert_int_equal(writ_compile_plan_count(compilation), 0);
    assert_int_equal(writ_compile_directory(compilation)->person_count, 0);
    writ_arena_free(arena);
}

// --- Lua files -----------------------------------------------------------------------------------

static const char hooks_text[] = "writ 2026\n"
                                 "module shop version 1.0.0\n"
                                 "  purpose \"Hooks\"\n"
                                 "hook shop.two \"Two\"\n"
                                 "  lua f in \"h/b.lua\"\n"
                                 "  outcomes done\n"
                                 "  computes only\n"
                                 "  timeout 1 second\n"
                                 "hook shop.one \"One\"\n"
                                 "  lua f in \"a.lua\"\n"
                                 "  outcomes done\n"
                                 "  computes only\n"
                                 "  timeout 1 second\n";

static WritCompilation *compile_hooks(WritArena *arena, const char *b)
{
    const char *const files[][2] = {{"h/b.lua", b},
                                    {"unnamed.lua", "function f() end"},
                                    {"shop.writ", hooks_text},
                                    {"a.lua", "function f() end"}};
    WritCompilation *compilation = writ_compile_new(arena);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        WritError error;
        assert_int_equal(
            writ_compile_add(compilation, writ_text(files[i][0]), writ_text(files[i][1]), &error),
            WRIT_OK);
    }
    writ_compile_run(compilation);
    return compilation;
}

static void the_lua_files_that_hooks_name_are_listed(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    const WritCompilation *compilation = compile_hooks(arena, "function f()\nend");
    assert_int_equal(writ_compile_lua_count(compilation), 2);
    assert_true(writ_text_is(writ_compile_lua(compilation, 0).path, "a.lua"));
    assert_true(writ_text_is(writ_compile_lua(compilation, 1).path, "h/b.lua"));
    assert_true(writ_text_is(writ_compile_lua(compilation, 1).bytes, "function f()\nend"));
    assert_int_equal(writ_diags_error_count(writ_compile_diags(compilation)), 0);
    writ_arena_free(arena);
}

static void a_refused_lua_file_is_told_at_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t line;
        const char *place;
    } cases[] = {
        {"function f()\n  x = = 1\nend\n", 2,
         "\"line\":2,\"column\":3,\"end\":{\"line\":2,\"column\":10}"},
        {"function f()\n\n \n", 4, "\"line\":1,\"column\":1,\"end\":{\"line\":1,\"column\":13}"},
        {"function f()", 4000000000, "\"line\":1,\"column\":1,\"end\":{\"line\":1,\"column\":13}"},
        {"\n f = 1", 0, "\"line\":1,\"column\":1,\"end\":{\"line\":1,\"column\":1}"},
        {"", 1, "\"line\":1,\"column\":1,\"end\":{\"line\":1,\"column\":1}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
        WritCompilation *compilation = compile_hooks(arena, cases[i].text);
        writ_compile_refuse_lua(compilation, 1, cases[i].line, writ_text("the reason"));
        WritBuffer told = {0};
        writ_diags_render_json(writ_compile_diags(compilation), &told);
        assert_non_null(strstr(writ_buffer_string(&told), "\"file\":\"h/b.lua\""));
        assert_non_null(strstr(told.data, cases[i].place));
        assert_non_null(strstr(told.data, "cannot run: the reason"));
        assert_non_null(strstr(told.data, "\"file\":\"shop.writ\",\"line\":5"));
        writ_buffer_dispose(&told);
        writ_arena_free(arena);
    }
}

static void a_refused_lua_file_leaves_no_plan(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    Book *book = read_book();
    WritCompilation *compilation = compile(arena, book);
    assert_true(writ_compile_plan_count(compilation) > 0);
    assert_int_equal(writ_compile_lua_count(compilation), 2);
    writ_compile_refuse_lua(compilation, 0, 1, writ_text("the reason"));
    assert_int_equal(writ_compile_plan_count(compilation), 0);
    assert_int_equal(writ_diags_error_count(writ_compile_diags(compilation)), 1);
    free_book(book);
    writ_arena_free(arena);
}

static void the_bounds_of_a_book_are_kept(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritCompilation *compilation = writ_compile_new(arena);
    WritError error;
    char *bytes = calloc(1, WRIT_COMPILE_BYTES_MAX + 1);
    WritText lua = writ_text("a.lua");
    assert_int_equal(
        writ_compile_add(compilation, lua, (WritText){bytes, WRIT_COMPILE_BYTES_MAX + 1}, &error),
        WRIT_LIMIT);
    assert_int_equal(writ_compile_add(compilation, lua, writ_text("x = 1"), &error), WRIT_OK);
    assert_int_equal(writ_compile_add(compilation, lua, writ_text("x = 1"), &error), WRIT_CONFLICT);
    char path[32];
    for (int i = 1; i < WRIT_COMPILE_FILES_MAX; i++) {
        (void)snprintf(path, sizeof path, "%d.lua", i);
        assert_int_equal(writ_compile_add(compilation, writ_text(path), (WritText){0}, &error),
                         WRIT_OK);
    }
    assert_int_equal(writ_compile_add(compilation, writ_text("b.lua"), (WritText){0}, &error),
                     WRIT_LIMIT);
    free(bytes);
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_of_files_changes_no_plan),
        cmocka_unit_test(order_of_declarations_changes_no_plan),
        cmocka_unit_test(layout_and_comments_change_no_plan),
        cmocka_unit_test(meaning_changes_the_plan),
        cmocka_unit_test(plans_come_back_from_their_bytes),
        cmocka_unit_test(the_directory_has_the_people_of_the_book),
        cmocka_unit_test(a_book_with_an_error_has_no_plan),
        cmocka_unit_test(an_empty_book_has_no_plan_and_no_error),
        cmocka_unit_test(the_bounds_of_a_book_are_kept),
        cmocka_unit_test(the_lua_files_that_hooks_name_are_listed),
        cmocka_unit_test(a_refused_lua_file_is_told_at_its_line),
        cmocka_unit_test(a_refused_lua_file_leaves_no_plan),
    };
    return cmocka_run_group_tests_name("compile", tests, NULL, NULL);
}
