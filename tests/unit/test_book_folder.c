// A plain folder as a book: the same rules as for a commit, and both give the same files.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/git_maker.h"
#include "support/random.h"
#include "writ/book.h"

typedef struct Fixture {
    Maker maker;
    WritArena *arena;
    WritBookContents contents;
    WritError error;
} Fixture;

static void begin(Fixture *fixture)
{
    *fixture = (Fixture){.arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES)};
    maker_begin(&fixture->maker);
}

static void end(Fixture *fixture)
{
    writ_arena_free(fixture->arena);
    maker_end(&fixture->maker);
}

static WritStatus read_folder(Fixture *fixture)
{
    return writ_book_read_files(&fixture->contents, fixture->arena, fixture->maker.book,
                                &fixture->error);
}

static void assert_refused(Fixture *fixture, WritStatus status, const char *said)
{
    WritStatus found = read_folder(fixture);
    if (found != status || strstr(fixture->error.text, said) == NULL ||
        fixture->error.hint[0] == '\0') {
        fail_msg("%s: %s (%s)", writ_status_name(found), fixture->error.text, fixture->error.hint);
    }
    assert_int_equal(fixture->contents.file_count, 0);
}

static void full(char path[256], const Fixture *fixture, const char *name)
{
    (void)snprintf(path, 256, "%s/%s", fixture->maker.book, name);
}

static void definitions_are_found_in_order_of_path(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    const Maker *maker = &fixture.maker;
    maker_write_string(maker, "book/sales/order.writ", "writ 2026\n");
    maker_write_string(maker, "book/sales.writ", "");
    maker_write_string(maker, "book/sales/hooks/erp.lua", "return {}\n");
    maker_write_string(maker, "book/README.md", "x");
    maker_write_string(maker, "book/Pictures/Logo.PNG", "x");
    char path[256];
    full(path, &fixture, "sales.writ");
    assert_int_equal(chmod(path, 0755), 0);
    assert_int_equal(read_folder(&fixture), WRIT_OK);
    const WritBookFile *files = fixture.contents.files;
    assert_int_equal(fixture.contents.file_count, 3);
    assert_true(writ_text_is(files[0].path, "sales.writ"));
    assert_int_equal(files[0].mode, WRIT_FILE_EXECUTABLE);
    assert_true(writ_text_is(files[1].path, "sales/hooks/erp.lua"));
    assert_true(writ_text_is(files[2].path, "sales/order.writ"));
    assert_true(writ_text_is(files[2].bytes, "writ 2026\n"));
    assert_int_equal(files[2].mode, WRIT_FILE_PLAIN);
    assert_string_equal(fixture.contents.commit.id.hex, "");
    end(&fixture);
}

static void what_is_hidden_or_left_by_an_editor_is_passed_over(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    const Maker *maker = &fixture.maker;
    maker_write_string(maker, "book/a.writ", "x");
    maker_write_string(maker, "book/.writ/store/b.writ", "x");
    maker_write_string(maker, "book/.b.writ", "x");
    maker_write_string(maker, "book/a.writ~", "x");
    maker_write_string(maker, "book/#a.writ#", "x");
    maker_link(maker, "book/.#a.writ", "somebody@somewhere");
    assert_int_equal(read_folder(&fixture), WRIT_OK);
    assert_int_equal(fixture.contents.file_count, 1);
    end(&fixture);
}

static void an_empty_folder_is_a_book_without_files(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    assert_int_equal(read_folder(&fixture), WRIT_OK);
    assert_int_equal(fixture.contents.file_count, 0);
    WritStatus status =
        writ_book_read_files(&fixture.contents, fixture.arena, "/nowhere/book", &fixture.error);
    assert_int_equal(status, WRIT_NOT_FOUND);
    assert_non_null(strstr(fixture.error.text, "/nowhere/book"));
    end(&fixture);
}

static void links_and_other_kinds_are_refused(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    maker_write_string(&fixture.maker, "outside/secret.writ", "secret");
    maker_link(&fixture.maker, "book/sales/a.writ", "../../outside/secret.writ");
    assert_refused(&fixture, WRIT_INVALID, "\"sales/a.writ\" is a symbolic link");
    maker_remove(&fixture.maker, "book/sales/a.writ");
    maker_link(&fixture.maker, "book/sales/deeper", "../../outside");
    assert_refused(&fixture, WRIT_INVALID, "\"sales/deeper\" is a symbolic link");
    maker_remove(&fixture.maker, "book/sales/deeper");
    char path[256];
    full(path, &fixture, "sales/a.writ");
    assert_int_equal(mkfifo(path, 0666), 0);
    assert_refused(&fixture, WRIT_INVALID, "\"sales/a.writ\" is neither a regular file");
    end(&fixture);
}

static void names_follow_the_rules_of_a_commit(void **state)
{
    (void)state;
    static const struct {
        const char *path, *said;
    } refused[] = {
        {"book/my order.writ", "\"my order.writ\" is a name"},
        {"book/sales/my notes.txt", "\"sales/my notes.txt\" is a name"},
        {"book/prix\xc3\xa9.csv", "is a name"},
        {"book/a\xe2\x80\xae.writ", "\"a\\xe2\\x80\\xae.writ\" is a name"},
        {"book/Order.writ", "\"Order.writ\" has capitals"},
        {"book/Sales/order.lua", "\"Sales/order.lua\" has capitals"},
        {"book/order.WRIT", "\"order.WRIT\" has capitals"},
        {"book/-o.writ", "\"-o.writ\" is a name"},
        {"book/o.", "\"o.\" is a name"},
        {"book/library/.git", "\"library\" is another repository"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        Fixture fixture;
        begin(&fixture);
        maker_write_string(&fixture.maker, "book/a.writ", "x");
        maker_write_string(&fixture.maker, refused[i].path, "x");
        assert_refused(&fixture, WRIT_INVALID, refused[i].said);
        end(&fixture);
    }
}

static void names_that_differ_in_capitals_are_refused(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    maker_write_string(&fixture.maker, "book/x/README", "x");
    maker_write_string(&fixture.maker, "book/x/ReadMe", "x");
    maker_write_string(&fixture.maker, "book/x/Z", "x");
    assert_refused(&fixture, WRIT_INVALID, "\"x/README\" and \"x/ReadMe\" differ only in capitals");
    end(&fixture);
}

static void bounds_are_told(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    static char large[WRIT_BOOK_FILE_BYTES_MAX + 1];
    maker_write(&fixture.maker, "book/a.writ", (WritText){large, WRIT_BOOK_FILE_BYTES_MAX});
    maker_write(&fixture.maker, "book/a.csv", (WritText){large, sizeof large});
    assert_int_equal(read_folder(&fixture), WRIT_OK);
    maker_write(&fixture.maker, "book/x/b.writ", (WritText){large, sizeof large});
    assert_refused(&fixture, WRIT_LIMIT, "\"x/b.writ\" has more than 1048576 bytes");
    maker_remove(&fixture.maker, "book/x/b.writ");
    maker_write_string(&fixture.maker, "book/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/a.writ", "x");
    assert_int_equal(read_folder(&fixture), WRIT_OK);
    maker_write_string(&fixture.maker, "book/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/x", "x");
    assert_refused(&fixture, WRIT_LIMIT, "more than 16 folders deep");
    end(&fixture);
}

static void too_many_entries_are_told(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    char path[256];
    full(path, &fixture, "many");
    assert_int_equal(mkdir(path, 0777), 0);
    for (int i = 0; i < WRIT_BOOK_ENTRIES_MAX; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "many/n%05d", i);
        full(path, &fixture, name);
        int result = mknod(path, S_IFREG | 0666, 0);
        assert_int_equal(result, 0);
    }
    assert_refused(&fixture, WRIT_LIMIT, "more than 10000 files and folders");
    end(&fixture);
}

// --- A folder and its commit ----------------------------------------------------------------

// Random files by every rule, and the list of those that must be read.
static uint32_t random_files(WritBookFile *files, uint32_t count, WritArena *arena, uint64_t seed)
{
    Random random = {seed};
    static const char *const folders[] = {"", "a/", "a/b/", "a-b/", "a.b/", "Big/", "z_/q/r/"};
    static const char *const kinds[] = {".writ", ".lua", ".md", ".csv", ".LICENSE", ".txt", ""};
    uint32_t wanted = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t folder = random_below(&random, 7), kind = random_below(&random, 7);
        if (folder == 5 && kind < 2) {
            folder = 4;
        }
        WritBuffer text = {0};
        writ_buffer_format(&text, "%s%c%u%s", folders[folder],
                           (char)('a' + (char)(random_below(&random, 26))), i, kinds[kind]);
        files[i].path = writ_arena_text(arena, writ_buffer_text(&text));
        writ_buffer_clear(&text);
        uint32_t length = random_below(&random, 3000);
        for (uint32_t at = 0; at < length; at++) {
            writ_buffer_add_byte(&text, (char)(unsigned char)random_bits(&random));
        }
        files[i].bytes = writ_arena_text(arena, writ_buffer_text(&text));
        files[i].mode = random_below(&random, 4) == 0 ? WRIT_FILE_EXECUTABLE : WRIT_FILE_PLAIN;
        writ_buffer_dispose(&text);
        wanted += kind < 2;
    }
    return wanted;
}

static const WritBookFile *find(const WritBookFile *files, uint32_t count, WritText path)
{
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(files[i].path, path)) {
            return &files[i];
        }
    }
    return NULL;
}

// What was put in, what the commit gives and what the work tree gives are the same.
static void a_folder_and_its_commit_give_the_same_files(void **state)
{
    (void)state;
    enum { FILES = 60, ROUNDS = 6 };
    for (uint32_t seed = 1; seed <= ROUNDS; seed++) {
        Fixture fixture;
        begin(&fixture);
        char path[256];
        (void)snprintf(path, sizeof path, "%s/new", fixture.maker.root);
        WritBookFile files[FILES];
        uint32_t wanted = random_files(files, FILES, fixture.arena, seed);
        WritNewBook made = {path,
                            WRIT_BOOK_PROGRAM,
                            files,
                            FILES,
                            {writ_text("A"), writ_text("a@b"), 1, 0},
                            writ_text("x")};
        WritCommitId id;
        WritBook *book;
        WritBookContents committed, plain;
        assert_int_equal(writ_book_create(&id, &made, &fixture.error), WRIT_OK);
        assert_int_equal(writ_book_open(&book, path, WRIT_BOOK_PROGRAM, &fixture.error), WRIT_OK);
        assert_int_equal(writ_book_read(&committed, fixture.arena, book, &id, &fixture.error),
                         WRIT_OK);
        assert_int_equal(writ_book_read_files(&plain, fixture.arena, path, &fixture.error),
                         WRIT_OK);
        assert_int_equal(committed.file_count, wanted);
        assert_int_equal(plain.file_count, wanted);
        for (uint32_t i = 0; i < wanted; i++) {
            const WritBookFile *put = find(files, FILES, committed.files[i].path);
            assert_non_null(put);
            assert_true(writ_text_equal(committed.files[i].bytes, put->bytes));
            assert_int_equal(committed.files[i].mode, put->mode);
            assert_true(writ_text_equal(plain.files[i].path, put->path));
            assert_true(writ_text_equal(plain.files[i].bytes, put->bytes));
            assert_int_equal(plain.files[i].mode, put->mode);
            assert_true(i == 0 || writ_text_compare(plain.files[i - 1].path, put->path) < 0);
        }
        writ_book_close(book);
        end(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(definitions_are_found_in_order_of_path),
        cmocka_unit_test(what_is_hidden_or_left_by_an_editor_is_passed_over),
        cmocka_unit_test(an_empty_folder_is_a_book_without_files),
        cmocka_unit_test(links_and_other_kinds_are_refused),
        cmocka_unit_test(names_follow_the_rules_of_a_commit),
        cmocka_unit_test(names_that_differ_in_capitals_are_refused),
        cmocka_unit_test(bounds_are_told),
        cmocka_unit_test(too_many_entries_are_told),
        cmocka_unit_test(a_folder_and_its_commit_give_the_same_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
