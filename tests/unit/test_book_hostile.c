// Every hostile repository is refused with its reason, soon, in little memory, and neither a
// program, a connection nor a file outside of it is opened for its sake.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "book/child/walk.h"
#include "book/layout.h"
#include "support/hostile_books.h"
#include "support/random.h"

enum { REFUSED_WITHIN_MS = 2000, MEMORY_KB_MAX = 256 << 10 };

static size_t book_count(void)
{
    return hostile_object_count + hostile_layout_count;
}

static const HostileBook *book_at(size_t index)
{
    return index < hostile_object_count ? &hostile_objects[index]
                                        : &hostile_layouts[index - hostile_object_count];
}

static int64_t used_ms(int who)
{
    struct rusage used;
    assert_int_equal(getrusage(who, &used), 0);
    return (int64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
           (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

// Computing of this process and its children, which a busy machine does not change.
static int64_t computed_ms(void)
{
    return used_ms(RUSAGE_SELF) + used_ms(RUSAGE_CHILDREN);
}

static int count_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;
    while (readdir(folder) != NULL) {
        count++;
    }
    (void)closedir(folder);
    return count;
}

static WritStatus read_head(const char *directory, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    WritBook *book = NULL;
    WritCommitId id;
    WritBookContents contents;
    WritStatus status = writ_book_open(&book, directory, WRIT_BOOK_PROGRAM, error);
    if (status == WRIT_OK) {
        status = writ_book_head(&id, book, NULL, error);
    }
    if (status == WRIT_OK) {
        status = writ_book_read(&contents, arena, book, &id, error);
    }
    writ_book_close(book);
    writ_arena_free(arena);
    return status;
}

// Reads the objects in this process, which then stands in their folder.
static WritStatus read_here(const WritBook *book, const WritCommitId *id, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    WritBookContents contents;
    Objects objects = {.folder = -1};
    assert_int_equal(chdir(book->objects), 0);
    assert_int_equal(objects_begin(error), WRIT_OK);
    WritStatus status = objects_open(&objects, error);
    if (status == WRIT_OK) {
        status = walk_commit(&contents, arena, &objects, id, error);
    }
    objects_close(&objects);
    objects_end();
    writ_arena_free(arena);
    return status;
}

static bool is_one_clean_line(const char *sentence)
{
    for (const char *at = sentence; *at != '\0'; at++) {
        if (*at < 0x20 || *at > 0x7e) {
            return false;
        }
    }
    return strlen(sentence) + 1 < WRIT_ERROR_BYTES;
}

static uint32_t check_one(const HostileBook *hostile)
{
    uint32_t wrong = 0;
    Maker maker;
    maker_begin(&maker);
    hostile->make(&maker);
    WritError error = {0};
    int64_t began = computed_ms();
    WritStatus status = read_head(maker.book, &error);
    int64_t took = computed_ms() - began;
    maker_end(&maker);
    if (status != hostile->status ||
        (status != WRIT_OK && strstr(error.text, hostile->said) == NULL)) {
        print_error("%s: %s: %s\n", hostile->name, writ_status_name(status), error.text);
        wrong++;
    }
    if (took >= REFUSED_WITHIN_MS) {
        print_error("%s took %lld ms\n", hostile->name, (long long)took);
        wrong++;
    }
    if (status != WRIT_OK && (!is_one_clean_line(error.text) || !is_one_clean_line(error.hint) ||
                              error.hint[0] == '\0')) {
        print_error("%s: %s (%s)\n", hostile->name, error.text, error.hint);
        wrong++;
    }
    return wrong;
}

static void each_is_refused_soon_and_with_its_reason(void **state)
{
    (void)state;
    int descriptors = count_descriptors();
    uint32_t wrong = 0;
    for (size_t i = 0; i < book_count(); i++) {
        wrong += check_one(book_at(i));
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(count_descriptors(), descriptors);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); // No child is left.
    struct rusage used;
    assert_int_equal(getrusage(RUSAGE_CHILDREN, &used), 0);
    assert_true(used.ru_maxrss < MEMORY_KB_MAX);
}

// Reads the book under strace, in another process, and gives the log.
static bool trace(const Maker *maker, WritBuffer *log)
{
    char log_path[192], command[1024], self[512];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(length > 0);
    self[length] = '\0';
    (void)snprintf(log_path, sizeof log_path, "%s/log", maker->root);
    (void)snprintf(command, sizeof command,
                   "strace -f -qq -o '%s' -e trace=%%file,%%network '%s' read '%s' >/dev/null 2>&1",
                   log_path, self, maker->book);
    int result = system(command);
    if (result == -1 || !WIFEXITED(result) || WEXITSTATUS(result) > 1) {
        return false;
    }
    FILE *file = fopen(log_path, "r");
    if (file == NULL) {
        return false;
    }
    char line[4096];
    while (fgets(line, sizeof line, file) != NULL) {
        writ_buffer_add_string(log, line);
    }
    (void)fclose(file);
    return true;
}

// What lies outside of the book or in a pack is what a file name could lead to.
static bool is_worth_tracing(const Maker *maker)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/outside", maker->root);
    bool outside = access(path, F_OK) == 0;
    (void)snprintf(path, sizeof path, "%s/.git/objects/pack/pack-1.pack", maker->book);
    return outside || access(path, F_OK) == 0;
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) {
        count++;
    }
    return count;
}

static void no_program_connection_or_file_outside_is_opened(void **state)
{
    (void)state;
    if (system("strace -qq -o /dev/null true >/dev/null 2>&1") != 0) {
        (void)puts("skipped: strace is not there or may not trace");
        skip();
    }
    // `.git` may lead to another repository, which must be looked at to be refused.
    size_t traced = 0;
    for (size_t i = 0; i < book_count(); i++) {
        const HostileBook *hostile = book_at(i);
        bool may_look = strncmp(hostile->name, "gitdir_", 7) == 0;
        Maker maker;
        maker_begin(&maker);
        hostile->make(&maker);
        if (!is_worth_tracing(&maker)) {
            maker_end(&maker);
            continue;
        }
        WritBuffer log = {0};
        if (!trace(&maker, &log)) {
            fail_msg("%s cannot be traced", hostile->name);
        }
        const char *text = writ_buffer_string(&log);
        assert_true(strlen(text) > 0);
        // This program, and the child at most.
        assert_true(count_of(text, "execve") <= 2);
        assert_int_equal(count_of(text, "connect("), 0);
        assert_int_equal(count_of(text, "socket("), 0);
        if (!may_look && strstr(text, "outside") != NULL) {
            fail_msg("%s: %s", hostile->name, text);
        }
        writ_buffer_dispose(&log);
        maker_end(&maker);
        traced++;
    }
    assert_true(traced >= 15);
}

// The child's own code, in this process, so that a sanitizer sees it. What the child alone can
// stop, a bomb and a circle, is left out.
static void the_childs_code_refuses_each_by_itself(void **state)
{
    (void)state;
    static const char *const only_in_a_child[] = {"delta_bomb", "deltas_in_a_circle"};
    int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    uint32_t wrong = 0;
    for (size_t i = 0; i < book_count(); i++) {
        const HostileBook *hostile = book_at(i);
        Maker maker;
        maker_begin(&maker);
        hostile->make(&maker);
        WritBook *book = NULL;
        WritCommitId id;
        if (strcmp(hostile->name, only_in_a_child[0]) != 0 &&
            strcmp(hostile->name, only_in_a_child[1]) != 0 &&
            writ_book_open(&book, maker.book, WRIT_BOOK_PROGRAM, NULL) == WRIT_OK &&
            writ_book_head(&id, book, NULL, NULL) == WRIT_OK) {
            WritError error = {0};
            WritStatus status = read_here(book, &id, &error);
            wrong += status != hostile->status ||
                     (status != WRIT_OK && strstr(error.text, hostile->said) == NULL);
        }
        writ_book_close(book);
        assert_int_equal(fchdir(here), 0);
        maker_end(&maker);
    }
    (void)close(here);
    assert_int_equal(wrong, 0);
}

// A commit, its tree and two blobs, one of them a delta, in one pack.
static MakerId make_packed_book(const Maker *maker)
{
    static const char first[] = "writ 2026\nmodule sales.orders version 1.0\n";
    MakerId ids[2] = {maker_id("blob", writ_text(first)),
                      maker_id("blob", writ_text("writ 2026\n"))};
    MakerEntry entries[] = {{"100644", "a.writ", ids[0]}, {"100644", "b.writ", ids[1]}};
    WritBuffer delta = {0};
    maker_delta(&delta, &(MakerDelta){sizeof first - 1, 10, 10, 1});
    MakerPacked packed[] = {
        {MAKER_BLOB, ids[0], {""}, sizeof first - 1, writ_text(first)},
        {MAKER_REF_DELTA, ids[1], ids[0], delta.length, writ_buffer_text(&delta)},
    };
    maker_pack(maker, packed, 2);
    writ_buffer_dispose(&delta);
    return maker_commit(maker, maker_tree(maker, entries, 2));
}

static void damage_file(const Maker *maker, const char *path, Random *random)
{
    char full[512];
    (void)snprintf(full, sizeof full, "%s/%s", maker->root, path);
    FILE *file = fopen(full, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    uint32_t length = (uint32_t)ftell(file);
    uint32_t at = random_below(random, length);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    (void)fputc((int)(random_bits(random) & 0xff), file);
    if (random_below(random, 4) == 0) {
        assert_int_equal(ftruncate(fileno(file), at), 0);
    }
    (void)fclose(file);
}

// Whatever happens to a pack, its content comes out unharmed or not at all, and soon.
static void damaged_packs_never_give_other_content(void **state)
{
    (void)state;
    enum { ROUNDS = 80 };
    uint32_t refused = 0;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        Random random = {seed};
        Maker maker;
        maker_begin(&maker);
        WritCommitId id;
        (void)strcpy(id.hex, make_packed_book(&maker).hex);
        damage_file(&maker,
                    random_below(&random, 2) == 0 ? "book/.git/objects/pack/pack-1.pack"
                                                  : "book/.git/objects/pack/pack-1.idx",
                    &random);
        WritArena *arena = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
        WritBook *book;
        WritBookContents contents;
        assert_int_equal(writ_book_open(&book, maker.book, WRIT_BOOK_PROGRAM, NULL), WRIT_OK);
        int64_t began = computed_ms();
        WritStatus status = writ_book_read(&contents, arena, book, &id, NULL);
        assert_true(computed_ms() - began < REFUSED_WITHIN_MS);
        if (status == WRIT_OK) {
            assert_int_equal(contents.file_count, 2);
            assert_int_equal(contents.files[0].bytes.length, 42);
            assert_true(writ_text_is(contents.files[1].bytes, "writ 2026\n"));
        }
        refused += status != WRIT_OK;
        writ_book_close(book);
        writ_arena_free(arena);
        maker_end(&maker);
    }
    assert_true(refused > ROUNDS / 8);
}

int main(int argument_count, char **arguments)
{
    if (argument_count == 3 && strcmp(arguments[1], "read") == 0) {
        return read_head(arguments[2], NULL) == WRIT_OK ? 0 : 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_refused_soon_and_with_its_reason),
        cmocka_unit_test(the_childs_code_refuses_each_by_itself),
        cmocka_unit_test(damaged_packs_never_give_other_content),
        cmocka_unit_test(no_program_connection_or_file_outside_is_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
