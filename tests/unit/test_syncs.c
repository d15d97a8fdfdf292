// What has to be on stable storage before anybody is told of it, outside of SQLite's own writes:
// new files and the folders that name them. The program is linked so that its fsync comes by here.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/scratch_directory.h"
#include "writ/file_drop.h"
#include "writ/store.h"

enum { SYNCS_MAX = 64 };

typedef struct Syncs {
    ino_t files[SYNCS_MAX]; // In the order in which they were synced.
    uint32_t count;
    uint32_t failing; // The number of the one that fails, from 1; 0: none.
} Syncs;

static Syncs syncs;

int __real_fsync(int file);
int __wrap_fsync(int file);

int __wrap_fsync(int file)
{
    struct stat about;
    assert_int_equal(fstat(file, &about), 0);
    assert_true(syncs.count < SYNCS_MAX);
    syncs.files[syncs.count++] = about.st_ino;
    if (syncs.count == syncs.failing) {
        errno = EIO;
        return -1;
    }
    return __real_fsync(file);
}

static void expect_syncs(uint32_t failing)
{
    syncs = (Syncs){.failing = failing};
}

// Which sync was that of the file that `path` names now; 0: none.
static uint32_t sync_of(const char *path)
{
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    for (uint32_t i = 0; i < syncs.count; i++) {
        if (syncs.files[i] == about.st_ino) {
            return i + 1;
        }
    }
    return 0;
}

// --- The store ---------------------------------------------------------------------------------

static WritStatus open_store(WritStore **store, const ScratchDirectory *directory, WritError *error)
{
    char path[SCRATCH_PATH_BYTES];
    WritStoreOptions options = {.mode = WRIT_STORE_MAY_CREATE};
    return writ_store_open(store, scratch_directory_path(directory, "store.db", path), &options,
                           error);
}

static void a_new_store_is_named_durably(void **state)
{
    (void)state;
    ScratchDirectory directory;
    WritStore *store = NULL;
    WritError error;
    scratch_directory_make(&directory);
    expect_syncs(0);
    assert_int_equal(open_store(&store, &directory, &error), WRIT_OK);
    assert_int_not_equal(sync_of(directory.path), 0);
    writ_store_close(store);
    scratch_directory_remove(&directory);
}

static void a_store_whose_name_may_be_lost_is_not_opened(void **state)
{
    (void)state;
    ScratchDirectory directory;
    WritStore *store = NULL;
    WritError error;
    scratch_directory_make(&directory);
    expect_syncs(1);
    assert_int_equal(open_store(&store, &directory, &error), WRIT_IO);
    assert_null(store);
    scratch_directory_remove(&directory);
}

static void a_backup_is_whole_and_then_named_durably(void **state)
{
    (void)state;
    ScratchDirectory directory, copies;
    WritStore *store = NULL;
    WritError error;
    char path[SCRATCH_PATH_BYTES];
    scratch_directory_make(&directory);
    scratch_directory_make(&copies);
    assert_int_equal(open_store(&store, &directory, &error), WRIT_OK);
    (void)scratch_directory_path(&copies, "copy.db", path);
    for (uint32_t failing = 1; failing <= 2; failing++) {
        expect_syncs(failing);
        assert_int_equal(writ_store_backup(store, path, NULL, NULL, &error), WRIT_IO);
        (void)unlink(path);
    }
    expect_syncs(0);
    assert_int_equal(writ_store_backup(store, path, NULL, NULL, &error), WRIT_OK);
    assert_int_equal(sync_of(path), 1);
    assert_int_equal(sync_of(copies.path), 2);
    writ_store_close(store);
    scratch_directory_remove(&copies);
    scratch_directory_remove(&directory);
}

// --- The file drop -----------------------------------------------------------------------------

static WritStatus drop(WritFileDrop *files, const char *operation, uint32_t count, WritError *error)
{
    const WritHookProvider *provider = writ_file_drop_provider(files);
    const WritText arguments[] = {writ_text("note"), writ_text("text")};
    WritHookAnswer answer = {0};
    WritHookRequest request = {.name = writ_text("erp"),
                               .operation = writ_text(operation),
                               .arguments = arguments,
                               .argument_count = count};
    WritStatus status = provider->answer(provider->state, &request, &answer, error);
    writ_buffer_dispose(&answer.text);
    writ_buffer_dispose(&answer.items);
    return status;
}

static void a_dropped_file_is_whole_and_then_named_durably(void **state)
{
    (void)state;
    ScratchDirectory directory;
    WritFileDrop *files = NULL;
    WritError error;
    char folder[SCRATCH_PATH_BYTES], file[SCRATCH_PATH_BYTES];
    scratch_directory_make(&directory);
    assert_int_equal(writ_file_drop_open(&files, directory.path, &error), WRIT_OK);
    (void)scratch_directory_path(&directory, "erp", folder);
    (void)scratch_directory_path(&directory, "erp/note", file);
    expect_syncs(0);
    assert_int_equal(drop(files, "write", 2, &error), WRIT_OK);
    assert_int_equal(sync_of(directory.path), 1);
    assert_int_equal(sync_of(file), 2);
    assert_int_equal(sync_of(folder), 3);
    expect_syncs(0);
    assert_int_equal(drop(files, "remove", 1, &error), WRIT_OK);
    assert_int_equal(sync_of(folder), 1);
    for (uint32_t failing = 1; failing <= 2; failing++) {
        expect_syncs(failing);
        assert_int_equal(drop(files, "write", 2, &error), WRIT_IO);
    }
    writ_file_drop_close(files);
    scratch_directory_remove(&directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_store_is_named_durably),
        cmocka_unit_test(a_store_whose_name_may_be_lost_is_not_opened),
        cmocka_unit_test(a_backup_is_whole_and_then_named_durably),
        cmocka_unit_test(a_dropped_file_is_whole_and_then_named_durably),
    };
    return cmocka_run_group_tests_name("syncs", tests, NULL, NULL);
}
