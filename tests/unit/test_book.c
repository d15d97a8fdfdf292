// A book that is in order: found, its references resolved, read, made; and a child that is not.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/git_maker.h"
#include "writ/book.h"

typedef struct Fixture {
    Maker maker;
    WritArena *arena;
    WritBook *book;
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
    writ_book_close(fixture->book);
    writ_arena_free(fixture->arena);
    maker_end(&fixture->maker);
}

static WritStatus open_book(Fixture *fixture, const char *directory)
{
    writ_book_close(fixture->book);
    return writ_book_open(&fixture->book, directory, WRIT_BOOK_PROGRAM, &fixture->error);
}

static WritStatus read_book(Fixture *fixture, const char *directory, const char *revision)
{
    WritCommitId id;
    WritStatus status = open_book(fixture, directory);
    if (status == WRIT_OK) {
        status = writ_book_head(&id, fixture->book, revision, &fixture->error);
    }
    return status != WRIT_OK ? status
                             : writ_book_read(&fixture->contents, fixture->arena, fixture->book,
                                              &id, &fixture->error);
}

static void below(char path[256], const Fixture *fixture, const char *name)
{
    (void)snprintf(path, 256, "%s/%s", fixture->maker.root, name);
}

// The status and a part of the sentence; the hint must be there.
static void assert_told(const Fixture *fixture, WritStatus found, WritStatus status,
                        const char *said)
{
    assert_int_equal(found, status);
    if (strstr(fixture->error.text, said) == NULL || fixture->error.hint[0] == '\0') {
        fail_msg("%s (%s)", fixture->error.text, fixture->error.hint);
    }
}

// Two definitions, and files that are skipped without being read: their objects are missing.
static MakerId make_good_book(const Maker *maker)
{
    MakerId missing = maker_id("blob", writ_text("never stored"));
    MakerEntry inner[] = {{"100644", "README.md", missing},
                          {"100755", "erp.lua", maker_blob(maker, "return {}\n")},
                          {"100644", "order.json", missing}};
    MakerEntry top[] = {{"100644", ".gitignore", missing},
                        {"100644", "LICENSE", missing},
                        {"40000", "Pictures", maker_one_file(maker, "Logo.PNG", "x")},
                        {"40000", ".github", missing},
                        {"40000", "hooks", maker_tree(maker, inner, 3)},
                        {"100644", "order.writ", maker_blob(maker, "writ 2026\n")}};
    // git's order: ".github/" comes before ".gitignore".
    MakerEntry swapped = top[0];
    top[0] = top[3];
    MakerEntry licence = top[1], pictures = top[2];
    top[1] = swapped;
    top[2] = licence;
    top[3] = pictures;
    return maker_commit(maker, maker_tree(maker, top, 6));
}

static void assert_good_contents(const WritBookContents *contents)
{
    assert_int_equal(contents->file_count, 2);
    assert_true(writ_text_is(contents->files[0].path, "hooks/erp.lua"));
    assert_true(writ_text_is(contents->files[0].bytes, "return {}\n"));
    assert_int_equal(contents->files[0].mode, WRIT_FILE_EXECUTABLE);
    assert_true(writ_text_is(contents->files[1].path, "order.writ"));
    assert_true(writ_text_is(contents->files[1].bytes, "writ 2026\n"));
    assert_int_equal(contents->files[1].mode, WRIT_FILE_PLAIN);
}

static void a_commit_gives_its_definitions_and_who_made_it(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    MakerId commit = make_good_book(&fixture.maker);
    assert_int_equal(read_book(&fixture, fixture.maker.book, NULL), WRIT_OK);
    assert_good_contents(&fixture.contents);
    const WritCommit *read = &fixture.contents.commit;
    assert_string_equal(read->id.hex, commit.hex);
    assert_true(writ_text_is(read->author.name, "Élodie Caron"));
    assert_true(writ_text_is(read->author.email, "elodie@example.com"));
    assert_int_equal(read->author.at_seconds, 1772000000);
    assert_int_equal(read->author.offset_minutes, 60);
    assert_true(writ_text_is(read->committer.name, "Hugo Bernard"));
    assert_int_equal(read->committer.offset_minutes, -210);
    assert_true(writ_text_is(read->subject, "sales: first procedure"));
    end(&fixture);
}

static void names_in_a_commit_cannot_move_the_cursor(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    MakerId tree = maker_one_file(&fixture.maker, "a.writ", "x");
    WritBuffer commit = {0};
    writ_buffer_format(&commit,
                       "tree %s\nauthor A\x1b[2K\xe2\x80\xae"
                       "B\xff <a@b> 1 +0000\n"
                       "committer C <c@d> 1 +0000\n\nfine\xe2\x80\x8b\nnext\n",
                       tree.hex);
    maker_set_main(&fixture.maker,
                   maker_object(&fixture.maker, "commit", writ_buffer_text(&commit)));
    writ_buffer_dispose(&commit);
    assert_int_equal(read_book(&fixture, fixture.maker.book, NULL), WRIT_OK);
    assert_true(writ_text_is(fixture.contents.commit.author.name, "A�[2K�B�"));
    assert_true(writ_text_is(fixture.contents.commit.subject, "fine�"));
    end(&fixture);
}

// "a-b" < "a.writ" < "a/" < "a0": a folder stands where its name with a slash would.
static void folders_stand_in_gits_order(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    const Maker *maker = &fixture.maker;
    MakerId file = maker_blob(maker, "x"), inner = maker_one_file(maker, "b.writ", "x");
    MakerEntry right[] = {{"40000", "a-b", inner},
                          {"100644", "a.writ", file},
                          {"40000", "a", inner},
                          {"100644", "a0.writ", file}};
    maker_commit(maker, maker_tree(maker, right, 4));
    assert_int_equal(read_book(&fixture, maker->book, NULL), WRIT_OK);
    assert_int_equal(fixture.contents.file_count, 4);
    MakerEntry wrong[] = {right[2], right[0], right[1], right[3]};
    maker_commit(maker, maker_tree(maker, wrong, 4));
    assert_told(&fixture, read_book(&fixture, maker->book, NULL), WRIT_INVALID, "out of order");
    end(&fixture);
}

static void the_bounds_themselves_are_allowed(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    const Maker *maker = &fixture.maker;
    static char large[WRIT_BOOK_FILE_BYTES_MAX];
    memset(large, '#', sizeof large);
    char name[WRIT_BOOK_NAME_BYTES_MAX + 1];
    memset(name, 'n', sizeof name - 1);
    (void)strcpy(name + sizeof name - 6, ".writ");
    MakerId tree = maker_tree(
        maker,
        &(MakerEntry){"100644", name, maker_object(maker, "blob", (WritText){large, sizeof large})},
        1);
    for (int depth = 0; depth < WRIT_BOOK_DEPTH_MAX; depth++) {
        tree = maker_tree(maker, &(MakerEntry){"40000", "deep", tree}, 1);
    }
    maker_commit(maker, tree);
    assert_int_equal(read_book(&fixture, maker->book, NULL), WRIT_OK);
    assert_int_equal(fixture.contents.file_count, 1);
    assert_int_equal(fixture.contents.files[0].bytes.length, sizeof large);
    end(&fixture);
}

// --- References -----------------------------------------------------------------------------

static void a_revision_is_a_full_name_or_a_full_id(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    MakerId commit = make_good_book(&fixture.maker);
    const char *book = fixture.maker.book;
    assert_int_equal(read_book(&fixture, book, "refs/heads/main"), WRIT_OK);
    assert_int_equal(read_book(&fixture, book, "HEAD"), WRIT_OK);
    assert_int_equal(read_book(&fixture, book, commit.hex), WRIT_OK);
    assert_told(&fixture, read_book(&fixture, book, "main"), WRIT_INVALID,
                "\"main\" is no full commit id");
    assert_non_null(strstr(fixture.error.hint, "refs/heads/main"));
    static const char *const refused[] = {"",
                                          "HEAD~1",
                                          "@",
                                          "abcdef1",
                                          "refs/heads/",
                                          "refs/heads/a..b",
                                          "refs/x/y",
                                          "-x",
                                          "refs/heads/../heads/main",
                                          "refs/heads/a.lock",
                                          "heads/main"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_told(&fixture, read_book(&fixture, book, refused[i]), WRIT_INVALID,
                    "is no full commit id");
    }
    char upper[41];
    (void)strcpy(upper, commit.hex);
    upper[strcspn(upper, "abcdef")] = 'A';
    assert_told(&fixture, read_book(&fixture, book, upper), WRIT_INVALID, "is no full commit id");
    assert_told(&fixture, read_book(&fixture, book, "refs/heads/other"), WRIT_NOT_FOUND,
                "has no refs/heads/other");
    end(&fixture);
}

static void references_are_found_in_files_and_packed(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    const Maker *maker = &fixture.maker;
    MakerId commit = make_good_book(maker);
    WritBuffer packed = {0};
    writ_buffer_format(&packed,
                       "# pack-refs with: peeled fully-peeled sorted \n"
                       "1111111111111111111111111111111111111111 refs/heads/main\n"
                       "%s refs/heads/sales/fr\n"
                       "2222222222222222222222222222222222222222 refs/tags/v1\n^%s\n",
                       commit.hex, commit.hex);
    maker_write(maker, "book/.git/packed-refs", writ_buffer_text(&packed));
    writ_buffer_dispose(&packed);
    // A file goes before a packed line; a folder that is left over does not hide one.
    assert_int_equal(read_book(&fixture, maker->book, "refs/heads/main"), WRIT_OK);
    maker_write_string(maker, "book/.git/refs/heads/sales/fr/x.lock", "");
    assert_int_equal(read_book(&fixture, maker->book, "refs/heads/sales/fr"), WRIT_OK);
    maker_write_string(maker, "book/.git/HEAD", "ref: refs/heads/sales/fr\n");
    assert_int_equal(read_book(&fixture, maker->book, NULL), WRIT_OK);
    char detached[48];
    (void)snprintf(detached, sizeof detached, "%s\n", commit.hex);
    maker_write_string(maker, "book/.git/HEAD", detached);
    assert_int_equal(read_book(&fixture, maker->book, NULL), WRIT_OK);
    assert_good_contents(&fixture.contents);
    end(&fixture);
}

static void what_is_no_book_is_told_from_an_empty_one(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    assert_told(&fixture, read_book(&fixture, fixture.maker.book, NULL), WRIT_NOT_FOUND,
                "has no commit yet");
    char path[256];
    below(path, &fixture, "missing");
    assert_told(&fixture, open_book(&fixture, path), WRIT_NOT_FOUND, "cannot be opened");
    maker_write_string(&fixture.maker, "file", "x");
    below(path, &fixture, "file");
    assert_told(&fixture, open_book(&fixture, path), WRIT_NOT_FOUND, "cannot be opened");
    assert_told(&fixture, open_book(&fixture, fixture.maker.root), WRIT_NOT_FOUND,
                "it is no git repository");
    assert_non_null(strstr(fixture.error.hint, "writ new"));
    end(&fixture);
}

static void the_status_is_the_same_when_nobody_wants_the_sentence(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    WritCommitId id;
    char path[256];
    below(path, &fixture, "missing");
    assert_int_equal(writ_book_open(&fixture.book, path, NULL, NULL), WRIT_NOT_FOUND);
    assert_int_equal(writ_book_open(&fixture.book, fixture.maker.root, NULL, NULL), WRIT_NOT_FOUND);
    assert_int_equal(writ_book_read_files(&fixture.contents, fixture.arena, path, NULL),
                     WRIT_NOT_FOUND);
    assert_int_equal(writ_book_open(&fixture.book, fixture.maker.book, WRIT_BOOK_PROGRAM, NULL),
                     WRIT_OK);
    assert_int_equal(writ_book_head(&id, fixture.book, NULL, NULL), WRIT_NOT_FOUND);
    MakerId missing = maker_id("commit", writ_text("never stored"));
    (void)strcpy(id.hex, missing.hex);
    assert_int_equal(writ_book_read(&fixture.contents, fixture.arena, fixture.book, &id, NULL),
                     WRIT_NOT_FOUND);
    WritNewBook made = {.directory = fixture.maker.book, .program = WRIT_BOOK_PROGRAM};
    assert_int_equal(writ_book_create(&id, &made, NULL), WRIT_CONFLICT);
    end(&fixture);
}

// --- Layouts --------------------------------------------------------------------------------

static void a_bare_repository_is_read(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    make_good_book(&fixture.maker);
    char path[256];
    below(path, &fixture, "book/.git");
    assert_int_equal(read_book(&fixture, path, NULL), WRIT_OK);
    assert_good_contents(&fixture.contents);
    end(&fixture);
}

static void a_linked_work_tree_is_read_by_its_own_head(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    const Maker *maker = &fixture.maker;
    make_good_book(maker);
    maker_write_string(maker, "book/.git/HEAD", "ref: refs/heads/nothing\n");
    char line[300], path[256];
    (void)snprintf(line, sizeof line, "%s/linked/.git\n", maker->root);
    maker_write_string(maker, "book/.git/worktrees/l1/gitdir", line);
    maker_write_string(maker, "book/.git/worktrees/l1/commondir", "../..\n");
    maker_write_string(maker, "book/.git/worktrees/l1/HEAD", "ref: refs/heads/main\n");
    (void)snprintf(line, sizeof line, "gitdir: %s/book/.git/worktrees/l1\n", maker->root);
    maker_write_string(maker, "linked/.git", line);
    below(path, &fixture, "linked");
    assert_int_equal(read_book(&fixture, path, NULL), WRIT_OK);
    assert_good_contents(&fixture.contents);
    end(&fixture);
}

static void harmless_settings_are_let_pass(void **state)
{
    (void)state;
    static const char *const configs[] = {
        "",
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n\tnoop = "
        "1\n",
        "[extensions]\n\tobjectFormat = sha1\n\trefStorage = files\n",
        "# a comment\n[remote \"or\\\"i]gin\"] ; another\n\turl = \"a # b\" ; c\n\tpromisor = "
        "false\n",
        "\xef\xbb\xbf[core]\r\n\tbare = false\r\n\tx\r\n\ty = 1 \\\r\n 2\r\n[alias]\n\tx = "
        "!rm\\t-rf\n",
    };
    for (size_t i = 0; i < sizeof configs / sizeof configs[0]; i++) {
        Fixture fixture;
        begin(&fixture);
        make_good_book(&fixture.maker);
        maker_write_string(&fixture.maker, "book/.git/config", configs[i]);
        assert_int_equal(read_book(&fixture, fixture.maker.book, NULL), WRIT_OK);
        end(&fixture);
    }
}

// --- Packs ----------------------------------------------------------------------------------

static void check(int result)
{
    if (result < 0) {
        fail_msg("libgit2: %s", git_error_last() == NULL ? "?" : git_error_last()->message);
    }
}

static void file_text(WritBuffer *text, int number)
{
    writ_buffer_clear(text);
    for (int line = 0; line < 200; line++) {
        writ_buffer_format(text, "  line %d of all files, %d\n", line, line == 100 ? number : 0);
    }
}

// Files that are alike become deltas; nothing stays loose.
static void pack_everything(const Maker *maker, MakerId commit)
{
    git_repository *repository;
    git_packbuilder *builder;
    git_oid id;
    check(git_oid_fromstr(&id, commit.hex));
    check(git_repository_open(&repository, maker->book));
    check(git_packbuilder_new(&builder, repository));
    check(git_packbuilder_insert_commit(builder, &id));
    check(git_packbuilder_write(builder, NULL, 0, NULL, NULL));
    git_packbuilder_free(builder);
    git_repository_free(repository);
    char command[512];
    (void)snprintf(command, sizeof command, "rm -r %s/.git/objects/[0-9a-f][0-9a-f]", maker->book);
    assert_int_equal(system(command), 0);
}

static void a_packed_book_reads_as_a_loose_one(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    const Maker *maker = &fixture.maker;
    char names[30][12];
    MakerEntry entries[30];
    WritBuffer text = {0};
    for (int i = 0; i < 30; i++) {
        (void)snprintf(names[i], sizeof names[i], "f%02d.writ", i);
        file_text(&text, i);
        entries[i] =
            (MakerEntry){"100644", names[i], maker_object(maker, "blob", writ_buffer_text(&text))};
    }
    pack_everything(maker, maker_commit(maker, maker_tree(maker, entries, 30)));
    assert_int_equal(read_book(&fixture, maker->book, NULL), WRIT_OK);
    assert_int_equal(fixture.contents.file_count, 30);
    for (int i = 0; i < 30; i++) {
        file_text(&text, i);
        assert_true(writ_text_equal(fixture.contents.files[i].bytes, writ_buffer_text(&text)));
    }
    writ_buffer_dispose(&text);
    end(&fixture);
}

// --- Making ---------------------------------------------------------------------------------

static const WritBookFile new_files[] = {
    {{"order.writ", 10}, {"writ 2026\n", 10}, WRIT_FILE_PLAIN},
    {{"README.md", 9}, {"# A book\n", 9}, WRIT_FILE_PLAIN},
    {{".gitignore", 10}, {".writ/\n", 7}, WRIT_FILE_PLAIN},
    {{"hooks/erp.lua", 13}, {"return {}\n", 10}, WRIT_FILE_EXECUTABLE},
};

static WritNewBook new_book(const char *directory)
{
    return (WritNewBook){
        .directory = directory,
        .program = WRIT_BOOK_PROGRAM,
        .files = new_files,
        .file_count = 4,
        .author = {writ_text("Élodie Caron"), writ_text("elodie@example.com"), 1772000000, 60},
        .subject = writ_text("A new book"),
    };
}

static void a_new_book_is_read_back_and_git_finds_it_clean(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    char path[256], command[600];
    below(path, &fixture, "new");
    WritNewBook made = new_book(path);
    WritCommitId id;
    mode_t mask = umask(027);
    WritStatus status = writ_book_create(&id, &made, &fixture.error);
    (void)umask(mask);
    assert_int_equal(status, WRIT_OK);
    assert_int_equal(read_book(&fixture, path, "refs/heads/main"), WRIT_OK);
    assert_string_equal(fixture.contents.commit.id.hex, id.hex);
    assert_good_contents(&fixture.contents);
    assert_true(writ_text_is(fixture.contents.commit.author.name, "Élodie Caron"));
    assert_int_equal(fixture.contents.commit.committer.offset_minutes, 60);
    assert_true(writ_text_is(fixture.contents.commit.subject, "A new book"));

    struct stat found;
    below(path, &fixture, "new/hooks/erp.lua");
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0750);
    if (system("git --version >/dev/null 2>&1") == 0) {
        (void)snprintf(
            command, sizeof command,
            "cd %s/new && export GIT_CONFIG_GLOBAL=/dev/null && "
            "test -z \"$(git status --porcelain)\" && git fsck --strict >/dev/null 2>&1 && "
            "test \"$(git ls-files | wc -l)\" = 4 && "
            "test \"$(git symbolic-ref HEAD)\" = refs/heads/main",
            fixture.maker.root);
        assert_int_equal(system(command), 0);
    }
    end(&fixture);
}

static void a_new_book_takes_nothing_from_whoever_is_there(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    char path[256];
    WritCommitId id;
    below(path, &fixture, "book");
    WritNewBook made = new_book(path);
    assert_told(&fixture, writ_book_create(&id, &made, &fixture.error), WRIT_CONFLICT,
                "there is something at");
    maker_write_string(&fixture.maker, "file", "x");
    below(path, &fixture, "file");
    assert_told(&fixture, writ_book_create(&id, &made, &fixture.error), WRIT_CONFLICT,
                "there is something at");
    below(path, &fixture, "no/such/parent");
    assert_told(&fixture, writ_book_create(&id, &made, &fixture.error), WRIT_IO, "cannot be made");
    below(path, &fixture, "empty");
    assert_int_equal(mkdir(path, 0777), 0);
    assert_int_equal(writ_book_create(&id, &made, &fixture.error), WRIT_OK);
    end(&fixture);
}

static void a_new_book_refuses_paths_that_lead_out(void **state)
{
    (void)state;
    static const char *const paths[] = {"../a.writ", "/a.writ", "a//b.writ",   ".git/config",
                                        "a/",        "",        "a/../b.writ", "a b.writ"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        Fixture fixture;
        begin(&fixture);
        char path[256];
        below(path, &fixture, "new");
        WritBookFile file = {writ_text(paths[i]), writ_text("x"), WRIT_FILE_PLAIN};
        WritNewBook made = new_book(path);
        made.files = &file;
        made.file_count = 1;
        WritCommitId id;
        assert_int_equal(writ_book_create(&id, &made, &fixture.error), WRIT_INVALID);
        assert_int_not_equal(access(path, F_OK), 0);
        end(&fixture);
    }
}

static void a_large_new_book_is_made_without_a_deadlock(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    static char large[WRIT_BOOK_FILE_BYTES_MAX];
    char path[256], names[15][8];
    WritBookFile files[15];
    for (size_t i = 0; i < 15; i++) {
        (void)snprintf(names[i], sizeof names[i], "%c.writ", (char)('a' + i));
        files[i] = (WritBookFile){writ_text(names[i]), {large, sizeof large}, WRIT_FILE_PLAIN};
    }
    below(path, &fixture, "new");
    WritNewBook made = new_book(path);
    made.files = files;
    made.file_count = 15;
    WritCommitId id;
    assert_int_equal(writ_book_create(&id, &made, &fixture.error), WRIT_OK);
    assert_int_equal(read_book(&fixture, path, NULL), WRIT_OK);
    assert_int_equal(fixture.contents.file_count, 15);
    end(&fixture);
}

// --- A child that lies ----------------------------------------------------------------------

static WritStatus read_through_liar(Fixture *fixture, const char *lie)
{
    char program[256];
    below(program, fixture, lie);
    (void)remove(program);
    assert_int_equal(symlink(BOOK_LIAR, program), 0);
    writ_book_close(fixture->book);
    WritCommitId id;
    assert_int_equal(writ_book_open(&fixture->book, fixture->maker.book, program, &fixture->error),
                     WRIT_OK);
    assert_int_equal(writ_book_head(&id, fixture->book, NULL, &fixture->error), WRIT_OK);
    return writ_book_read(&fixture->contents, fixture->arena, fixture->book, &id, &fixture->error);
}

static void a_child_that_lies_is_not_believed(void **state)
{
    (void)state;
    static const struct {
        const char *lie;
        WritStatus status;
    } lies[] = {
        {"lead_out", WRIT_INVALID},
        {"lead_to_root", WRIT_INVALID},
        {"give_another_kind", WRIT_INVALID},
        {"give_capitals", WRIT_INVALID},
        {"give_two_of_one_path", WRIT_INVALID},
        {"give_no_order", WRIT_INVALID},
        {"give_another_commit", WRIT_INVALID},
        {"promise_too_many", WRIT_INVALID},
        {"stop_early", WRIT_INVALID},
        {"give_too_much", WRIT_INVALID},
        {"colour_the_subject", WRIT_INVALID},
        {"fail_well", WRIT_INVALID},
        {"send_rubbish", WRIT_INVALID},
        {"send_unknown_message", WRIT_INVALID},
        {"say_nothing", WRIT_INVALID},
        {"crash", WRIT_INVALID},
        {"compute", WRIT_LIMIT},
    };
    Fixture fixture;
    begin(&fixture);
    make_good_book(&fixture.maker);
    assert_int_equal(read_through_liar(&fixture, "tell_truth"), WRIT_OK);
    assert_int_equal(fixture.contents.file_count, 1);
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        assert_told(&fixture, read_through_liar(&fixture, lies[i].lie), lies[i].status,
                    "reading \"");
        assert_int_equal(fixture.contents.file_count, 0);
    }
    assert_int_equal(read_through_liar(&fixture, "colour_the_failure"), WRIT_INVALID);
    assert_string_equal(fixture.error.text, "?[31mred ???");
    assert_string_equal(fixture.error.hint, "a?b");
    end(&fixture);
}

static void a_missing_child_is_one_clear_error(void **state)
{
    (void)state;
    Fixture fixture;
    begin(&fixture);
    make_good_book(&fixture.maker);
    WritCommitId id;
    assert_int_equal(
        writ_book_open(&fixture.book, fixture.maker.book, "/nowhere/writ-book", &fixture.error),
        WRIT_OK);
    assert_int_equal(writ_book_head(&id, fixture.book, NULL, &fixture.error), WRIT_OK);
    WritStatus status =
        writ_book_read(&fixture.contents, fixture.arena, fixture.book, &id, &fixture.error);
    assert_told(&fixture, status, WRIT_IO, "/nowhere/writ-book");
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_commit_gives_its_definitions_and_who_made_it),
        cmocka_unit_test(names_in_a_commit_cannot_move_the_cursor),
        cmocka_unit_test(folders_stand_in_gits_order),
        cmocka_unit_test(the_bounds_themselves_are_allowed),
        cmocka_unit_test(a_revision_is_a_full_name_or_a_full_id),
        cmocka_unit_test(references_are_found_in_files_and_packed),
        cmocka_unit_test(what_is_no_book_is_told_from_an_empty_one),
        cmocka_unit_test(the_status_is_the_same_when_nobody_wants_the_sentence),
        cmocka_unit_test(a_bare_repository_is_read),
        cmocka_unit_test(a_linked_work_tree_is_read_by_its_own_head),
        cmocka_unit_test(harmless_settings_are_let_pass),
        cmocka_unit_test(a_packed_book_reads_as_a_loose_one),
        cmocka_unit_test(a_new_book_is_read_back_and_git_finds_it_clean),
        cmocka_unit_test(a_new_book_takes_nothing_from_whoever_is_there),
        cmocka_unit_test(a_new_book_refuses_paths_that_lead_out),
        cmocka_unit_test(a_large_new_book_is_made_without_a_deadlock),
        cmocka_unit_test(a_child_that_lies_is_not_believed),
        cmocka_unit_test(a_missing_child_is_one_clear_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
