// The small readers of book/ by themselves, and damage at random.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book/child/walk.h"
#include "book/config.h"
#include "book/harvest.h"
#include "book/message.h"
#include "book/printable.h"
#include "book/refs.h"
#include "support/git_maker.h"
#include "support/random.h"

// --- Texts ----------------------------------------------------------------------------------

static void what_is_shown_is_plain_ascii_and_bounded(void **state)
{
    (void)state;
    char out[PRINTABLE_BYTES];
    printable(out, writ_text("a\\b\x1b\xc3\xa9"));
    assert_string_equal(out, "a\\x5cb\\x1b\\xc3\\xa9");
    char input[300];
    for (size_t length = 0; length < sizeof input; length++) {
        for (int byte = 'a'; byte <= 0xff; byte += 0xff - 'a') {
            memset(input, byte, sizeof input);
            memset(out, 1, sizeof out);
            printable(out, (WritText){input, length});
            size_t shown = strnlen(out, sizeof out);
            assert_true(shown < sizeof out);
            assert_true(shown == length * (byte == 'a' ? 1 : 4) ||
                        strcmp(out + shown - 3, "...") == 0);
        }
    }
}

static void cleaning_keeps_every_visible_character_and_no_other(void **state)
{
    (void)state;
    static const struct {
        const char *text, *clean;
    } cases[] = {
        {"Ștefan Munteanu", "Ștefan Munteanu"},
        {"", ""},
        {"a\tb", "a\xef\xbf\xbd"
                 "b"},
        {"\xe2\x80\xae", "\xef\xbf\xbd"},
        {"\xc2\xad", "\xef\xbf\xbd"},
        {"\xf3\xa0\x81\x81", "\xef\xbf\xbd"},
        {"\xf0\x9d\x84\x9e", "\xf0\x9d\x84\x9e"},
        {"\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xc0\x80", "\xef\xbf\xbd\xef\xbf\xbd"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritBuffer out = {0};
        printable_clean(&out, writ_text(cases[i].text), 100);
        assert_string_equal(writ_buffer_string(&out), cases[i].clean);
        assert_int_equal(printable_is_clean(writ_text(cases[i].text)),
                         strcmp(cases[i].text, cases[i].clean) == 0);
        writ_buffer_clear(&out);
        printable_clean(&out, writ_text(cases[i].text), 4);
        assert_true(out.length <= 4 && writ_text_is_utf8(writ_buffer_text(&out)));
        writ_buffer_dispose(&out);
    }
}

static void a_configuration_is_scanned_as_git_reads_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        WritStatus status;
    } cases[] = {
        {"[core]\n", WRIT_OK},
        {"[core]repositoryformatversion=1", WRIT_OK},
        {"[core]repositoryformatversion=2", WRIT_INVALID},
        {"[CORE]RepositoryFormatVersion = \"2\"", WRIT_INVALID},
        {"[core]\nrepositoryformatversion", WRIT_INVALID},
        {"[core \"x\"]\nrepositoryformatversion = 2", WRIT_INVALID},
        {"; [core]\n#repositoryformatversion = 2\n", WRIT_OK},
        {"[a]\nx = [extensions]\n", WRIT_OK},
        {"[a]\nx = \"[extensions]\\n y = 1\"\n", WRIT_OK},
        {"[extensions]\ny = 1\n", WRIT_INVALID},
        {"[extensions] y", WRIT_INVALID},
        {"[a]\nx = \\\n[extensions]\ny = 1\n", WRIT_OK},
        {"[a]\nx = 1 # \\\n[extensions]\ny = 1\n", WRIT_INVALID},
        {"[remote \"a\"]\npromisor\n", WRIT_INVALID},
        {"[remote \"a\"]\npromisor = off\n", WRIT_OK},
        {"[remote \"a\\\"]\"]\npromisor = yes\n", WRIT_INVALID},
        {"x = 1\n", WRIT_INVALID},
        {"[a\n", WRIT_INVALID},
        {"[]\n", WRIT_INVALID},
        {"[a]\nx = \\q\n", WRIT_INVALID},
        {"[a]\nx = \"1\n", WRIT_INVALID},
        {"[a]\nx y\n", WRIT_INVALID},
        {"[a]\n_ = 1\n", WRIT_INVALID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritError error = {0};
        WritStatus status = config_check_text(writ_text(cases[i].text), &error);
        if (status != cases[i].status) {
            fail_msg("%s: %s", cases[i].text, error.text);
        }
    }
    assert_int_equal(config_check_text((WritText){NULL, 0}, NULL), WRIT_OK);
    assert_int_equal(config_check_text((WritText){"[a]\nx = \0\n", 10}, NULL), WRIT_INVALID);
}

static void packed_references_are_read_to_the_end(void **state)
{
    (void)state;
#define ONES "1111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222"
    static const struct {
        const char *text;
        WritStatus status;
    } cases[] = {
        {"", WRIT_NOT_FOUND},
        {ONES " refs/heads/main\n", WRIT_OK},
        {ONES " refs/heads/main\n^" TWOS "\n", WRIT_OK},
        {ONES " refs/heads/mai\n" TWOS " refs/heads/maine\n", WRIT_NOT_FOUND},
        {ONES " refs/stash\n", WRIT_NOT_FOUND},
        {ONES " refs/heads/main\nx\n", WRIT_INVALID},
        {ONES " refs/heads/main", WRIT_INVALID},
        {ONES "  refs/heads/main\n", WRIT_INVALID},
        {ONES "1 refs/heads/main\n", WRIT_INVALID},
        {"^" ONES "\n", WRIT_INVALID},
        {ONES " refs/heads/main\n\n", WRIT_INVALID},
        {"A111111111111111111111111111111111111111 refs/heads/main\n", WRIT_INVALID},
        {ONES " main\n", WRIT_INVALID},
        {ONES " refs/replace/" TWOS "\n", WRIT_INVALID},
        {ONES " refs/heads/main\n" ONES " refs/heads/main\n", WRIT_INVALID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritCommitId id;
        WritStatus status =
            refs_find_packed(&id, writ_text(cases[i].text), writ_text("refs/heads/main"), NULL);
        assert_int_equal(status, cases[i].status);
        assert_true(status != WRIT_OK || strcmp(id.hex, ONES) == 0);
    }
#undef ONES
#undef TWOS
}

static void paths_are_judged_as_a_whole(void **state)
{
    (void)state;
    static const char *const definitions[] = {"a.writ", "a/b.lua", "a-b/c.d/e_1.writ",
                                              "calendars/fr.csv", "a/calendars/uk-2027.ics"};
    static const char *const files[] = {
        "README.md",     ".gitignore",        "Docs/x",         "Makefile", "a.WRIT", "prices.csv",
        "calendars.csv", "calendars/a/b.csv", "calendars/a.txt"};
    static const char *const none[] = {"",     "/",           "a//b",   "a/",     "/a",
                                       "..",   "a/../b.writ", ".git/x", "a/.GIT", "a b",
                                       "a\\b", "a.",          "-a",     "a\nb"};
    for (size_t i = 0; i < sizeof definitions / sizeof definitions[0]; i++) {
        WritText path = writ_text(definitions[i]);
        assert_int_equal(harvest_check_path(path, HARVEST_DEFINITIONS, NULL), WRIT_OK);
        assert_int_equal(harvest_check_path(path, HARVEST_ALL, NULL), WRIT_OK);
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        WritText path = writ_text(files[i]);
        assert_int_equal(harvest_check_path(path, HARVEST_DEFINITIONS, NULL), WRIT_INVALID);
        assert_int_equal(harvest_check_path(path, HARVEST_ALL, NULL), WRIT_OK);
    }
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_int_equal(harvest_check_path(writ_text(none[i]), HARVEST_ALL, NULL), WRIT_INVALID);
    }
}

// Every shorter message and every message with a byte more is refused.
static void messages_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    WritSignature signature = {writ_text("A"), writ_text("a@b"), 1772000000, -210};
    WritCommit commit = {.author = signature, .committer = signature, .subject = writ_text("x")};
    (void)strcpy(commit.id.hex, "1111111111111111111111111111111111111111");
    WritBuffer out = {0};
    book_message_put_commit(&out, &commit, 3);
    for (size_t length = 0; length <= out.length + 1; length++) {
        writ_buffer_reserve(&out, 1);
        WritReader in = writ_reader((WritText){out.data, length});
        WritCommit read;
        uint32_t count;
        bool whole =
            book_message_kind(&in) == MESSAGE_COMMIT && book_message_get_commit(&in, &read, &count);
        assert_int_equal(whole, length == out.length);
        if (whole) {
            assert_int_equal(count, 3);
            assert_int_equal(read.committer.offset_minutes, -210);
        }
    }
    writ_buffer_dispose(&out);
}

// --- Damage ---------------------------------------------------------------------------------

static void read_bytes(WritBuffer *bytes, const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    writ_buffer_clear(bytes);
    for (int byte; (byte = fgetc(file)) != EOF;) {
        writ_buffer_add_byte(bytes, (char)byte);
    }
    (void)fclose(file);
}

static void damage(WritBuffer *bytes, Random *random)
{
    switch (random_below(random, 3)) {
    case 0:
        bytes->data[random_below(random, (uint32_t)bytes->length)] ^=
            (char)(1u << random_below(random, 8));
        return;
    case 1:
        bytes->length = random_below(random, (uint32_t)bytes->length);
        return;
    case 2:
        writ_buffer_add_byte(bytes, (char)(unsigned char)random_bits(random));
        return;
    }
}

static WritStatus read_damaged(const WritCommitId *id, WritBookContents *contents, WritArena *arena)
{
    Objects objects = {.folder = -1};
    WritError error;
    WritStatus status = objects_open(&objects, &error);
    if (status == WRIT_OK) {
        status = walk_commit(contents, arena, &objects, id, &error);
    }
    objects_close(&objects);
    return status;
}

// Whatever happens to a loose file, its content comes out unharmed or not at all.
static void damaged_loose_objects_never_give_other_content(void **state)
{
    (void)state;
    enum { ROUNDS = 1500 };
    Maker maker;
    maker_begin(&maker);
    WritArena *arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    MakerId inner = maker_one_file(&maker, "b.lua", "return {}\n");
    MakerEntry entries[] = {{"100644", "a.writ", maker_blob(&maker, "writ 2026\n")},
                            {"40000", "b", inner}};
    MakerId tree = maker_tree(&maker, entries, 2);
    MakerId commit = maker_commit(&maker, tree);
    MakerId objects[] = {commit, tree, inner, entries[0].id,
                         maker_id("blob", writ_text("return {}\n"))};
    WritCommitId id;
    (void)strcpy(id.hex, commit.hex);
    int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char folder[256];
    (void)snprintf(folder, sizeof folder, "%s/.git/objects", maker.book);
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(objects_begin(NULL), WRIT_OK);
    WritBuffer before = {0}, after = {0};
    uint32_t refused = 0;
    for (uint32_t seed = 1; seed <= ROUNDS; seed++) {
        Random random = {seed};
        MakerId object = objects[random_below(&random, 5)];
        char path[80], full[256];
        maker_loose_path(path, object);
        (void)snprintf(full, sizeof full, "%s/%s", maker.root, path);
        read_bytes(&before, full);
        writ_buffer_clear(&after);
        writ_buffer_add(&after, writ_buffer_text(&before));
        damage(&after, &random);
        maker_loose_file(&maker, object, writ_buffer_text(&after));
        WritBookContents contents;
        WritStatus status = read_damaged(&id, &contents, arena);
        refused += status != WRIT_OK;
        if (status == WRIT_OK) {
            assert_int_equal(contents.file_count, 2);
            assert_true(writ_text_is(contents.files[0].bytes, "writ 2026\n"));
            assert_true(writ_text_is(contents.files[1].bytes, "return {}\n"));
        }
        maker_loose_file(&maker, object, writ_buffer_text(&before));
        writ_arena_reset(arena);
    }
    // A bit of zlib's own header may not matter; nearly everything does.
    assert_true(refused > ROUNDS * 9 / 10);
    objects_end();
    writ_buffer_dispose(&before);
    writ_buffer_dispose(&after);
    assert_int_equal(fchdir(here), 0);
    (void)close(here);
    writ_arena_free(arena);
    maker_end(&maker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shown_is_plain_ascii_and_bounded),
        cmocka_unit_test(cleaning_keeps_every_visible_character_and_no_other),
        cmocka_unit_test(a_configuration_is_scanned_as_git_reads_it),
        cmocka_unit_test(packed_references_are_read_to_the_end),
        cmocka_unit_test(paths_are_judged_as_a_whole),
        cmocka_unit_test(messages_are_read_whole_or_not_at_all),
        cmocka_unit_test(damaged_loose_objects_never_give_other_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
