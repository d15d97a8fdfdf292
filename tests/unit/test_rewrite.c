// Replacing a file of the author: the one text or the other, and nothing left behind.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "cli/rewrite.h"
#include "support/scratch_directory.h"

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_holds(const char *path, const char *text)
{
    WritBuffer bytes = {0};
    WritError error;
    assert_int_equal(rewrite_read(&bytes, path, 1000, &error), WRIT_OK);
    assert_string_equal(writ_buffer_string(&bytes), text);
    writ_buffer_dispose(&bytes);
}

static uint32_t count_entries(const char *folder)
{
    uint32_t count = 0;
    DIR *stream = opendir(folder);
    assert_non_null(stream);
    while (readdir(stream) != NULL) {
        count++;
    }
    (void)closedir(stream);
    return count - 2;
}

static WritStatus replace(const char *path, const char *before, const char *after)
{
    WritError error;
    return rewrite_replace(path, writ_text(before), writ_text(after), &error);
}

static void test_a_file_is_replaced_and_keeps_its_mode(void **state)
{
    (void)state;
    ScratchDirectory folder;
    char path[SCRATCH_PATH_BYTES];
    scratch_directory_make(&folder);
    (void)scratch_directory_path(&folder, "a.writ", path);
    write_file(path, "before");
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(replace(path, "before", "after"), WRIT_OK);
    assert_holds(path, "after");
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 07777, 0640);
    assert_int_equal(count_entries(folder.path), 1);
    scratch_directory_remove(&folder);
}

static void test_a_file_that_was_changed_meanwhile_is_left_alone(void **state)
{
    (void)state;
    ScratchDirectory folder;
    char path[SCRATCH_PATH_BYTES];
    scratch_directory_make(&folder);
    (void)scratch_directory_path(&folder, "a.writ", path);
    write_file(path, "before");
    assert_int_equal(replace(path, "befort", "after"), WRIT_CONFLICT);
    assert_int_equal(replace(path, "befor", "after"), WRIT_CONFLICT);
    assert_int_equal(replace(path, "before or so", "after"), WRIT_CONFLICT);
    assert_holds(path, "before");
    assert_int_equal(count_entries(folder.path), 1);
    scratch_directory_remove(&folder);
}

static void test_links_and_other_kinds_are_refused(void **state)
{
    (void)state;
    ScratchDirectory folder;
    char path[SCRATCH_PATH_BYTES];
    char link[SCRATCH_PATH_BYTES];
    scratch_directory_make(&folder);
    (void)scratch_directory_path(&folder, "a.writ", path);
    (void)scratch_directory_path(&folder, "b.writ", link);
    write_file(path, "before");
    assert_int_equal(symlink(path, link), 0);
    assert_int_equal(replace(link, "before", "after"), WRIT_INVALID);
    assert_int_equal(replace(folder.path, "before", "after"), WRIT_INVALID);
    WritBuffer bytes = {0};
    WritError error;
    assert_int_equal(rewrite_read(&bytes, link, 1000, &error), WRIT_INVALID);
    assert_int_equal(rewrite_read(&bytes, folder.path, 1000, &error), WRIT_INVALID);
    assert_int_equal(rewrite_read(&bytes, "/dev/null", 1000, &error), WRIT_INVALID);
    assert_int_equal(rewrite_read(&bytes, path, 5, &error), WRIT_LIMIT);
    writ_buffer_dispose(&bytes);
    assert_holds(path, "before");
    assert_int_equal(count_entries(folder.path), 2);
    scratch_directory_remove(&folder);
}

static void test_what_is_not_there_is_not_made(void **state)
{
    (void)state;
    ScratchDirectory folder;
    char path[SCRATCH_PATH_BYTES];
    scratch_directory_make(&folder);
    (void)scratch_directory_path(&folder, "a.writ", path);
    assert_int_equal(replace(path, "", "after"), WRIT_NOT_FOUND);
    assert_int_equal(count_entries(folder.path), 0);
    scratch_directory_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file_is_replaced_and_keeps_its_mode),
        cmocka_unit_test(test_a_file_that_was_changed_meanwhile_is_left_alone),
        cmocka_unit_test(test_links_and_other_kinds_are_refused),
        cmocka_unit_test(test_what_is_not_there_is_not_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
