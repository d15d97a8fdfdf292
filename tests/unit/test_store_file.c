// A store in a file: who may open it, what is refused and how that is said.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/store_dump.h"
#include "support/store_fixture.h"
#include "writ/bytes.h"

static int set_up(void **state)
{
    static StoreFixture fixture;
    store_fixture_set_up(&fixture, STORE_IN_A_FILE);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    store_fixture_tear_down(*state);
    return 0;
}

static WritStatus open_at(StoreFixture *fixture, const char *path, WritStoreMode mode)
{
    WritStore *store = NULL;
    WritStoreOptions options = {.mode = mode};
    WritStatus status = writ_store_open(&store, path, &options, &fixture->error);
    writ_store_close(store);
    assert_true(status == WRIT_OK || store == NULL);
    return status;
}

static const char *path_of(StoreFixture *fixture, const char *name)
{
    static char path[SCRATCH_PATH_BYTES];
    return scratch_directory_path(&fixture->directory, name, path);
}

static void close_store(StoreFixture *fixture)
{
    writ_store_close(fixture->store);
    fixture->store = NULL;
}

// The sentence is `before`, the path in double quotes, `behind`; and there is a hint.
static void assert_sentence(StoreFixture *fixture, const char *before, const char *name,
                            const char *behind)
{
    char expected[WRIT_ERROR_BYTES];
    (void)snprintf(expected, sizeof expected, "%s\"%s\"%s", before, path_of(fixture, name), behind);
    assert_string_equal(fixture->error.text, expected);
    assert_true(fixture->error.hint[0] != '\0');
}

static void write_file(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static size_t read_file(const char *path, char *bytes, size_t bytes_max)
{
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t length = fread(bytes, 1, bytes_max, file);
    assert_int_equal(fclose(file), 0);
    return length;
}

static bool is_there(const char *path)
{
    return access(path, F_OK) == 0;
}

// --- Places --------------------------------------------------------------------------------

static void a_missing_store_is_made_only_when_asked(void **state)
{
    StoreFixture *fixture = *state;
    close_store(fixture);
    assert_int_equal(mkdir(path_of(fixture, "new"), 0700), 0);
    assert_int_equal(open_at(fixture, path_of(fixture, "new/store.db"), WRIT_STORE_MUST_EXIST),
                     WRIT_NOT_FOUND);
    assert_sentence(fixture, "cannot open ", "new/store.db", ": No such file or directory");
    assert_false(is_there(path_of(fixture, "new/lock")));
    assert_int_equal(open_at(fixture, path_of(fixture, "new/store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_OK);
    assert_int_equal(open_at(fixture, path_of(fixture, "new/store.db"), WRIT_STORE_MUST_EXIST),
                     WRIT_OK);
    struct stat kind;
    assert_int_equal(stat(path_of(fixture, "new/store.db"), &kind), 0);
    assert_int_equal(kind.st_mode & 0777, 0600);
}

static void a_path_that_cannot_be_a_store_is_refused(void **state)
{
    StoreFixture *fixture = *state;
    close_store(fixture);
    assert_int_equal(open_at(fixture, path_of(fixture, "no/store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_NOT_FOUND);
    assert_sentence(fixture, "cannot find the directory ", "no", ": No such file or directory");

    assert_int_equal(open_at(fixture, path_of(fixture, "store.db/x"), WRIT_STORE_MAY_CREATE),
                     WRIT_NOT_FOUND);
    assert_int_equal(mkdir(path_of(fixture, "folder"), 0700), 0);
    assert_int_equal(open_at(fixture, path_of(fixture, "folder"), WRIT_STORE_MAY_CREATE),
                     WRIT_INVALID);
    assert_sentence(fixture, "", "folder", " is a directory, not a store");

    assert_int_equal(open_at(fixture, path_of(fixture, "folder/"), WRIT_STORE_MAY_CREATE),
                     WRIT_INVALID);
    assert_sentence(fixture, "", "folder/", " names no file");

    assert_int_equal(mkfifo(path_of(fixture, "pipe"), 0600), 0);
    assert_int_equal(open_at(fixture, path_of(fixture, "pipe"), WRIT_STORE_MAY_CREATE),
                     WRIT_INVALID);
    assert_sentence(fixture, "", "pipe", " is no ordinary file");

    char long_path[1000];
    (void)snprintf(long_path, sizeof long_path, "%s/%0600d", fixture->directory.path, 1);
    assert_int_equal(open_at(fixture, long_path, WRIT_STORE_MAY_CREATE), WRIT_LIMIT);
    assert_string_equal(fixture->error.hint, "Name a shorter path.");
}

// Runs `body` in a child that has no rights beyond those of others. The child's status is 0 when
// body answers true.
static bool holds_without_rights(StoreFixture *fixture, bool (*body)(StoreFixture *fixture))
{
    assert_int_equal(chmod(fixture->directory.path, 0755), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool dropped = geteuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0);
        _exit(dropped && body(fixture) ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool new_store_is_denied(StoreFixture *fixture)
{
    WritStore *store = NULL;
    WritStoreOptions options = {.mode = WRIT_STORE_MAY_CREATE};
    const char *path = path_of(fixture, "locked/store.db");
    return writ_store_open(&store, path, &options, &fixture->error) == WRIT_DENIED &&
           strstr(fixture->error.text, "/locked/lock\": Permission denied") != NULL &&
           fixture->error.hint[0] != '\0';
}

static bool store_is_denied(StoreFixture *fixture)
{
    WritStore *store = NULL;
    WritStoreOptions options = {.mode = WRIT_STORE_MUST_EXIST};
    const char *path = path_of(fixture, "store.db");
    return writ_store_open(&store, path, &options, &fixture->error) == WRIT_DENIED &&
           strstr(fixture->error.text, "/store.db\": Permission denied") != NULL;
}

static void missing_rights_are_named(void **state)
{
    StoreFixture *fixture = *state;
    close_store(fixture);
    assert_int_equal(mkdir(path_of(fixture, "locked"), 0500), 0);
    assert_true(holds_without_rights(fixture, new_store_is_denied));
    if (geteuid() != 0) {
        assert_int_equal(chmod(path_of(fixture, "store.db"), 0), 0);
    }
    assert_true(holds_without_rights(fixture, store_is_denied));
}

// --- Files ---------------------------------------------------------------------------------

static void a_foreign_file_is_refused_and_left_as_it_was(void **state)
{
    StoreFixture *fixture = *state;
    close_store(fixture);
    char bytes[8192];
    memset(bytes, 'x', sizeof bytes);
    write_file(path_of(fixture, "text"), bytes, sizeof bytes);
    assert_int_equal(open_at(fixture, path_of(fixture, "text"), WRIT_STORE_MAY_CREATE),
                     WRIT_INVALID);
    assert_sentence(fixture, "the file is no writ store: ", "text", "");
    char after[8193];
    assert_int_equal(read_file(path_of(fixture, "text"), after, sizeof after), sizeof bytes);
    assert_memory_equal(bytes, after, sizeof bytes);

    // The database of another program differs in its application id alone.
    char *store = malloc(1 << 20);
    assert_non_null(store);
    size_t length = read_file(path_of(fixture, "store.db"), store, 1 << 20);
    store[71]++;
    write_file(path_of(fixture, "other.db"), store, length);
    assert_int_equal(open_at(fixture, path_of(fixture, "other.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_INVALID);
    assert_sentence(fixture, "the file is another program's database: ", "other.db", "");
    free(store);
}

static void check_refusal(StoreFixture *fixture, char format, const char *text)
{
    close_store(fixture);
    char *store = malloc(1 << 20);
    assert_non_null(store);
    size_t length = read_file(path_of(fixture, "store.db"), store, 1 << 20);
    store[63] = format;
    write_file(path_of(fixture, "store.db"), store, length);
    assert_int_equal(open_at(fixture, path_of(fixture, "store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_INVALID);
    assert_sentence(fixture, text, "store.db", "");
    char *after = malloc(1 << 20);
    assert_non_null(after);
    assert_int_equal(read_file(path_of(fixture, "store.db"), after, 1 << 20), length);
    assert_memory_equal(store, after, length);
    free(store);
    free(after);
}

static void a_newer_format_is_refused_and_named(void **state)
{
    check_refusal(*state, 3, "the store has format 3 and this writ reads format 2: ");
}

static void an_older_format_is_refused_and_named(void **state)
{
    check_refusal(*state, 1, "the store has format 1 and this writ reads format 2: ");
}

static void an_empty_or_lost_file_is_never_taken_for_a_new_store(void **state)
{
    StoreFixture *fixture = *state;
    close_store(fixture);
    write_file(path_of(fixture, "store.db"), "", 0);
    assert_int_equal(open_at(fixture, path_of(fixture, "store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_IO);
    assert_sentence(fixture, "the store is damaged, its file is empty: ", "store.db", "");

    assert_int_equal(unlink(path_of(fixture, "store.db")), 0);
    write_file(path_of(fixture, "store.db-wal"), "x", 1);
    assert_int_equal(open_at(fixture, path_of(fixture, "store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_IO);
    assert_sentence(fixture, "the store is missing but its log ", "store.db-wal", " is there");
    assert_false(is_there(path_of(fixture, "store.db")));
}

static void fill(StoreFixture *fixture, int batches)
{
    char value[3000];
    memset(value, 'v', sizeof value);
    for (int i = 0; i < batches; i++) {
        char key[16];
        (void)snprintf(key, sizeof key, "%05d", i * 7919 % 100000);
        writ_store_batch_put(&fixture->batch, WRIT_FAMILY_STATE, writ_text(key),
                             (WritText){value, (size_t)(i * 37 % 3000)});
        store_fixture_append(fixture, 1, writ_store_next_sequence(fixture->store) - 1, key);
        store_fixture_write(fixture);
    }
    store_fixture_flush(fixture);
}

// Opens and reads everything; each outcome but a crash or a wrong sentence is good.
static bool is_sound(StoreFixture *fixture)
{
    WritStore *store = NULL;
    WritStoreOptions options = {.mode = WRIT_STORE_MUST_EXIST};
    const char *path = path_of(fixture, "store.db");
    WritBuffer dump = {0};
    WritStatus status = writ_store_open(&store, path, &options, &fixture->error);
    if (status == WRIT_OK) {
        status = store_dump(store, &dump, &fixture->error);
    }
    if (status != WRIT_OK) {
        assert_int_equal(fixture->error.status, status);
        assert_true(strstr(fixture->error.text, "damaged") != NULL ||
                    strstr(fixture->error.text, "is no writ store") != NULL ||
                    strstr(fixture->error.text, "another program's") != NULL ||
                    strstr(fixture->error.text, "has format") != NULL);
        assert_true(fixture->error.hint[0] != '\0');
    }
    writ_store_close(store);
    writ_buffer_dispose(&dump);
    return status == WRIT_OK;
}

static void a_truncated_store_is_damaged(void **state)
{
    StoreFixture *fixture = *state;
    fill(fixture, 40);
    close_store(fixture);
    struct stat kind;
    assert_int_equal(stat(path_of(fixture, "store.db"), &kind), 0);
    for (off_t size = kind.st_size - 1; size > 0; size = size * 3 / 4) {
        assert_int_equal(truncate(path_of(fixture, "store.db"), size), 0);
        assert_false(is_sound(fixture));
    }
}

static void a_store_with_wrong_bytes_is_read_or_refused(void **state)
{
    StoreFixture *fixture = *state;
    fill(fixture, 40);
    close_store(fixture);
    char *store = malloc(1 << 20);
    assert_non_null(store);
    size_t length = read_file(path_of(fixture, "store.db"), store, 1 << 20);
    uint32_t random = 12345;
    int refused = 0;
    for (int round = 0; round < 150; round++) {
        char kept[64];
        random = random * 1664525u + 1013904223u;
        // Half of them at the head of a page, where its structure is.
        size_t at = (random >> 8) % (length - sizeof kept);
        at = round % 2 == 0 ? at / 8192 * 8192 : at;
        memcpy(kept, store + at, sizeof kept);
        for (size_t i = 0; i < 1 + (size_t)round % sizeof kept; i++) {
            random = random * 1664525u + 1013904223u;
            store[at + i] = (char)(unsigned char)(random >> 24);
        }
        write_file(path_of(fixture, "store.db"), store, length);
        refused += is_sound(fixture) ? 0 : 1;
        (void)unlink(path_of(fixture, "store.db-wal"));
        memcpy(store + at, kept, sizeof kept);
    }
    assert_true(refused > 50);
    write_file(path_of(fixture, "store.db"), store, length);
    assert_true(is_sound(fixture));
    free(store);
}

static void a_changed_schema_is_damage(void **state)
{
    StoreFixture *fixture = *state;
    close_store(fixture);
    char *store = malloc(1 << 20);
    assert_non_null(store);
    size_t length = read_file(path_of(fixture, "store.db"), store, 1 << 20);
    char *column = memmem(store, length, "previous INTEGER", 16);
    assert_non_null(column);
    column[0] = 'q';
    write_file(path_of(fixture, "store.db"), store, length);
    assert_false(is_sound(fixture));
    assert_sentence(
        fixture, "the store is damaged, its tables are not those of its format: ", "store.db", "");
    free(store);
}

// --- Owners --------------------------------------------------------------------------------

static void a_store_has_one_owner_in_one_process(void **state)
{
    StoreFixture *fixture = *state;
    assert_int_equal(open_at(fixture, path_of(fixture, "store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_CONFLICT);
    char expected[WRIT_ERROR_BYTES];
    (void)snprintf(expected, sizeof expected, "process %ld owns the store \"%s\"", (long)getpid(),
                   path_of(fixture, "store.db"));
    assert_string_equal(fixture->error.text, expected);
    // The refused one did not take the lock away.
    assert_int_equal(open_at(fixture, path_of(fixture, "store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_CONFLICT);
    close_store(fixture);
    assert_int_equal(open_at(fixture, path_of(fixture, "store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_OK);
}

// A child that owns the store, has flushed one row and written another, and waits to be killed.
static pid_t start_owner(StoreFixture *fixture)
{
    int ready[2];
    assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        WritStoreOptions options = {.mode = WRIT_STORE_MAY_CREATE};
        WritStoreBatch batch = {0};
        WritError *error = &fixture->error;
        WritStore *store = NULL;
        bool good =
            writ_store_open(&store, path_of(fixture, "store.db"), &options, error) == WRIT_OK;
        writ_store_batch_put(&batch, WRIT_FAMILY_META, writ_text("flushed"), writ_text("1"));
        good = good && writ_store_write(store, &batch, error) == WRIT_OK &&
               writ_store_flush(store, error) == WRIT_OK;
        writ_store_batch_put(&batch, WRIT_FAMILY_META, writ_text("written"), writ_text("1"));
        good = good && writ_store_write(store, &batch, error) == WRIT_OK;
        (void)write(ready[1], good ? "y" : "n", 1);
        for (;;) {
            (void)pause();
        }
    }
    char answer = 'n';
    assert_int_equal(read(ready[0], &answer, 1), 1);
    assert_int_equal(answer, 'y');
    assert_int_equal(close(ready[0]) + close(ready[1]), 0);
    return child;
}

// A process that opens the store and is killed, while a child of it lives for `ms` more that has
// all its descriptors: what a child is before it becomes another program.
static pid_t die_with_a_child(StoreFixture *fixture, int ms)
{
    int told[2];
    assert_int_equal(pipe(told), 0);
    pid_t owner = fork();
    assert_true(owner >= 0);
    if (owner == 0) {
        WritStore *store = NULL;
        WritStoreOptions options = {.mode = WRIT_STORE_MAY_CREATE};
        bool good = writ_store_open(&store, path_of(fixture, "store.db"), &options,
                                    &fixture->error) == WRIT_OK;
        pid_t child = good ? fork() : -1;
        if (child == 0) {
            struct timespec rest = {.tv_nsec = ms * 1000000L};
            (void)nanosleep(&rest, NULL);
            _exit(0);
        }
        (void)write(told[1], good ? "y" : "n", 1);
        (void)raise(SIGKILL);
    }
    char answer = 'n';
    assert_int_equal(read(told[0], &answer, 1), 1);
    assert_int_equal(answer, 'y');
    assert_int_equal(close(told[0]) + close(told[1]), 0);
    return owner;
}

static void the_lock_of_a_dead_owner_is_waited_for(void **state)
{
    StoreFixture *fixture = *state;
    close_store(fixture);
    pid_t owner = die_with_a_child(fixture, 200);
    int status = 0;
    assert_int_equal(waitpid(owner, &status, 0), owner);
    assert_int_equal(open_at(fixture, path_of(fixture, "store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_OK);
}

static void a_killed_owner_leaves_its_lock_and_what_it_flushed(void **state)
{
    StoreFixture *fixture = *state;
    close_store(fixture);
    pid_t owner = start_owner(fixture);
    assert_int_equal(open_at(fixture, path_of(fixture, "store.db"), WRIT_STORE_MAY_CREATE),
                     WRIT_CONFLICT);
    char expected[WRIT_ERROR_BYTES];
    (void)snprintf(expected, sizeof expected, "process %ld owns the store \"%s\"", (long)owner,
                   path_of(fixture, "store.db"));
    assert_string_equal(fixture->error.text, expected);

    assert_int_equal(kill(owner, SIGKILL), 0);
    assert_int_equal(waitpid(owner, NULL, 0), owner);
    store_fixture_reopen(fixture);
    store_fixture_assert_row(fixture, WRIT_FAMILY_META, "flushed", "1");
    store_fixture_assert_row(fixture, WRIT_FAMILY_META, "written", NULL);
}

// --- Care ----------------------------------------------------------------------------------

static void the_log_is_settled_before_it_grows_long(void **state)
{
    StoreFixture *fixture = *state;
    for (int i = 0; i < 60; i++) {
        fill(fixture, 400);
    }
    assert_true(writ_store_counters(fixture->store).settlements > 0);
    struct stat kind;
    assert_int_equal(stat(path_of(fixture, "store.db-wal"), &kind), 0);
    // 1500 pages and one group more.
    assert_true(kind.st_size < 1500 * 8192 * 5 / 4);
    assert_false(is_there(path_of(fixture, "store.db-shm")));
    store_fixture_reopen(fixture);
    assert_int_equal(writ_store_next_sequence(fixture->store), 24001);
}

typedef struct Serving {
    StoreFixture *fixture;
    int calls;
    uint64_t pages_done;
} Serving;

// Goes on serving while the backup is made.
static WritVisit serve_meanwhile(void *context, uint64_t pages_done, uint64_t page_count)
{
    Serving *serving = context;
    assert_true(pages_done <= page_count);
    serving->calls++;
    serving->pages_done = pages_done;
    fill(serving->fixture, 3);
    assert_int_equal(writ_store_settle(serving->fixture->store, &serving->fixture->error), WRIT_OK);
    return WRIT_VISIT_ON;
}

static void a_backup_is_the_store_as_of_its_end(void **state)
{
    StoreFixture *fixture = *state;
    fill(fixture, 3000);
    Serving serving = {.fixture = fixture};
    assert_int_equal(mkdir(path_of(fixture, "copy"), 0700), 0);
    assert_int_equal(writ_store_backup(fixture->store, path_of(fixture, "copy/store.db"),
                                       serve_meanwhile, &serving, &fixture->error),
                     WRIT_OK);
    assert_true(serving.calls > 1);
    assert_true(serving.pages_done > 256);
    assert_false(is_there(path_of(fixture, "copy/store.db.part")));
    WritBuffer original = {0};
    WritBuffer copy = {0};
    assert_int_equal(store_dump(fixture->store, &original, NULL), WRIT_OK);

    WritStore *restored = NULL;
    WritStoreOptions options = {.mode = WRIT_STORE_MUST_EXIST};
    assert_int_equal(
        writ_store_open(&restored, path_of(fixture, "copy/store.db"), &options, &fixture->error),
        WRIT_OK);
    assert_int_equal(store_dump(restored, &copy, NULL), WRIT_OK);
    assert_true(writ_text_equal(writ_buffer_text(&original), writ_buffer_text(&copy)));
    writ_store_close(restored);
    writ_buffer_dispose(&original);
    writ_buffer_dispose(&copy);
    // The store goes on.
    fill(fixture, 3);
}

static WritVisit give_up(void *context, uint64_t pages_done, uint64_t page_count)
{
    (void)context;
    (void)pages_done;
    (void)page_count;
    return WRIT_VISIT_STOP;
}

static WritVisit write_without_flush(void *context, uint64_t pages_done, uint64_t page_count)
{
    (void)pages_done;
    (void)page_count;
    StoreFixture *fixture = context;
    store_fixture_put(fixture, WRIT_FAMILY_META, "k", "v");
    store_fixture_write(fixture);
    return WRIT_VISIT_ON;
}

static void a_backup_that_fails_leaves_no_file(void **state)
{
    StoreFixture *fixture = *state;
    fill(fixture, 3000);
    const char *path = path_of(fixture, "store.db");
    assert_int_equal(writ_store_backup(fixture->store, path, NULL, NULL, &fixture->error),
                     WRIT_CONFLICT);
    assert_sentence(fixture, "the backup's file exists already: ", "store.db", "");
    path = path_of(fixture, "no/copy.db");
    assert_int_equal(writ_store_backup(fixture->store, path, NULL, NULL, &fixture->error),
                     WRIT_NOT_FOUND);
    path = path_of(fixture, "copy.db");
    assert_int_equal(writ_store_backup(fixture->store, path, give_up, NULL, &fixture->error),
                     WRIT_CONFLICT);
    assert_non_null(strstr(fixture->error.text, "the backup was given up after "));
    assert_int_equal(
        writ_store_backup(fixture->store, path, write_without_flush, fixture, &fixture->error),
        WRIT_CONFLICT);
    assert_string_equal(fixture->error.text, "the backup met a write that is not flushed");
    assert_int_equal(writ_store_backup(fixture->store, path, NULL, NULL, &fixture->error),
                     WRIT_CONFLICT);
    assert_string_equal(fixture->error.text,
                        "the store cannot be backed up: something is not flushed");
    assert_false(is_there(path_of(fixture, "copy.db")));
    assert_false(is_there(path_of(fixture, "copy.db.part")));
    store_fixture_flush(fixture);

    write_file(path_of(fixture, "copy.db.part"), "", 0);
    path = path_of(fixture, "copy.db");
    assert_int_equal(writ_store_backup(fixture->store, path, NULL, NULL, &fixture->error),
                     WRIT_CONFLICT);
    assert_sentence(fixture, "a backup is being made or was broken off: ", "copy.db.part", "");
    assert_true(is_there(path_of(fixture, "copy.db.part")));
}

int main(void)
{
#define CLAIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CLAIM(a_missing_store_is_made_only_when_asked),
        CLAIM(a_path_that_cannot_be_a_store_is_refused),
        CLAIM(missing_rights_are_named),
        CLAIM(a_foreign_file_is_refused_and_left_as_it_was),
        CLAIM(a_newer_format_is_refused_and_named),
        CLAIM(an_older_format_is_refused_and_named),
        CLAIM(an_empty_or_lost_file_is_never_taken_for_a_new_store),
        CLAIM(a_truncated_store_is_damaged),
        CLAIM(a_store_with_wrong_bytes_is_read_or_refused),
        CLAIM(a_changed_schema_is_damage),
        CLAIM(a_store_has_one_owner_in_one_process),
        CLAIM(a_killed_owner_leaves_its_lock_and_what_it_flushed),
        CLAIM(the_lock_of_a_dead_owner_is_waited_for),

        CLAIM(the_log_is_settled_before_it_grows_long),
        CLAIM(a_backup_is_the_store_as_of_its_end),
        CLAIM(a_backup_that_fails_leaves_no_file),
    };
#undef CLAIM
    return cmocka_run_group_tests_name("store in a file", tests, NULL, NULL);
}
