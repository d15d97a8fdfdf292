// The file drop alone: what each operation does, and that no name and no kind of file leads out of
// its directory.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "writ/bytes.h"
#include "writ/file_drop.h"

typedef struct World {
    char root[40];
    WritFileDrop *drop;
    const WritHookProvider *provider;
    WritHookAnswer answer;
    WritError error;
} World;

static int open_world(void **state)
{
    World *world = calloc(1, sizeof *world);
    (void)strcpy(world->root, "/tmp/writ_file_drop_XXXXXX");
    assert_non_null(mkdtemp(world->root));
    assert_int_equal(writ_file_drop_open(&world->drop, world->root, &world->error), WRIT_OK);
    world->provider = writ_file_drop_provider(world->drop);
    *state = world;
    return 0;
}

static int close_world(void **state)
{
    World *world = *state;
    char command[80];
    writ_file_drop_close(world->drop);
    (void)snprintf(command, sizeof command, "rm -rf %s", world->root);
    assert_int_equal(system(command), 0);
    writ_buffer_dispose(&world->answer.text);
    writ_buffer_dispose(&world->answer.items);
    free(world);
    return 0;
}

static WritStatus ask(World *world, const char *operation, const WritText *arguments,
                      uint32_t count)
{
    WritHookRequest request = {
        .name = writ_text("erp"),
        .operation = writ_text(operation),
        .arguments = arguments,
        .argument_count = count,
    };
    writ_buffer_clear(&world->answer.text);
    writ_buffer_clear(&world->answer.items);
    world->answer.kind = WRIT_HOOK_ANSWER_NOTHING;
    world->answer.item_count = 0;
    world->answer.truth = false;
    return world->provider->answer(world->provider->state, &request, &world->answer, &world->error);
}

static WritStatus ask_name(World *world, const char *operation, const char *name)
{
    WritText argument = writ_text(name);
    return ask(world, operation, &argument, 1);
}

static void write_file(World *world, const char *name, const char *text)
{
    const WritText arguments[] = {writ_text(name), writ_text(text)};
    if (ask(world, "write", arguments, 2) != WRIT_OK) {
        fail_msg("%s", world->error.text);
    }
}

static const char *path_of(const World *world, const char *name)
{
    static char path[200];
    (void)snprintf(path, sizeof path, "%s/erp/%s", world->root, name);
    return path;
}

static void assert_reads(World *world, const char *name, const char *expected)
{
    assert_int_equal(ask_name(world, "read", name), WRIT_OK);
    assert_int_equal(world->answer.kind, WRIT_HOOK_ANSWER_TEXT);
    assert_true(writ_text_is(writ_buffer_text(&world->answer.text), expected));
}

static void assert_listed(World *world, const char *expected)
{
    WritBuffer names = {0};
    assert_int_equal(ask(world, "list", NULL, 0), WRIT_OK);
    assert_int_equal(world->answer.kind, WRIT_HOOK_ANSWER_LIST);
    WritReader in = writ_reader(writ_buffer_text(&world->answer.items));
    for (uint32_t i = 0; i < world->answer.item_count; i++) {
        WritText name = writ_get_text(&in);
        writ_buffer_format(&names, "%.*s ", WRIT_TEXT_ARGS(name));
    }
    assert_true(writ_reader_done(&in));
    assert_string_equal(writ_buffer_string(&names), expected);
    writ_buffer_dispose(&names);
}

static void an_empty_drop_answers_nothing(void **state)
{
    World *world = *state;
    assert_int_equal(ask_name(world, "read", "a.json"), WRIT_OK);
    assert_int_equal(world->answer.kind, WRIT_HOOK_ANSWER_NOTHING);
    assert_int_equal(ask_name(world, "exists", "a.json"), WRIT_OK);
    assert_int_equal(world->answer.kind, WRIT_HOOK_ANSWER_BOOLEAN);
    assert_false(world->answer.truth);
    assert_int_equal(ask_name(world, "remove", "a.json"), WRIT_OK);
    assert_false(world->answer.truth);
    assert_listed(world, "");
    // Asking makes no directory.
    assert_int_equal(access(path_of(world, ""), F_OK), -1);
}

static void what_is_written_is_read_replaced_listed_and_removed(void **state)
{
    World *world = *state;
    write_file(world, "b.json", "{\"n\": 1}");
    write_file(world, "a-2_x.json", "");
    write_file(world, "0", "zero");
    assert_reads(world, "b.json", "{\"n\": 1}");
    assert_reads(world, "a-2_x.json", "");
    write_file(world, "b.json", "2");
    assert_reads(world, "b.json", "2");
    assert_listed(world, "0 a-2_x.json b.json ");
    assert_int_equal(ask_name(world, "exists", "0"), WRIT_OK);
    assert_true(world->answer.truth);
    assert_int_equal(ask_name(world, "remove", "0"), WRIT_OK);
    assert_true(world->answer.truth);
    assert_listed(world, "a-2_x.json b.json ");
    struct stat about;
    assert_int_equal(stat(path_of(world, "b.json"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void a_name_that_leads_elsewhere_is_refused(void **state)
{
    World *world = *state;
    static const char *const operations[] = {"read", "exists", "remove", "write"};
    char long_name[WRIT_FILE_DROP_NAME_BYTES_MAX + 2];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    const WritText names[] = {
        writ_text(""),     writ_text("."),       writ_text(".."),      writ_text("../x"),
        writ_text("/etc"), writ_text("a/b"),     writ_text(".hidden"), writ_text(".unfinished"),
        writ_text("A"),    writ_text("a b"),     writ_text("a\nb"),    writ_text("\xc3\xa4"),
        {"a\0b", 3},       writ_text(long_name), writ_text("a\\b"),    writ_text("~"),
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        for (size_t j = 0; j < 4; j++) {
            const WritText arguments[] = {names[i], writ_text("x")};
            assert_int_equal(ask(world, operations[j], arguments, j == 3 ? 2 : 1), WRIT_INVALID);
        }
    }
    long_name[WRIT_FILE_DROP_NAME_BYTES_MAX] = '\0';
    write_file(world, long_name, "fits");
    assert_reads(world, long_name, "fits");
    assert_int_equal(ask(world, "read", NULL, 0), WRIT_INVALID);
    assert_string_equal(world->error.text, "it takes 1 arguments and got 0");
}

static void only_regular_files_are_touched(void **state)
{
    World *world = *state;
    static const char *const operations[] = {"read", "exists", "remove", "write"};
    static const char *const names[] = {"link", "pipe", "directory"};
    write_file(world, "real", "x");
    assert_int_equal(symlink("/etc/passwd", path_of(world, "link")), 0);
    assert_int_equal(mkfifo(path_of(world, "pipe"), 0600), 0);
    assert_int_equal(mkdir(path_of(world, "directory"), 0700), 0);
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 4; j++) {
            const WritText arguments[] = {writ_text(names[i]), writ_text("y")};
            assert_int_equal(ask(world, operations[j], arguments, j == 3 ? 2 : 1), WRIT_DENIED);
        }
    }
    assert_listed(world, "real ");
}

static void a_link_in_place_of_the_directory_is_not_followed(void **state)
{
    World *world = *state;
    char path[80];
    (void)snprintf(path, sizeof path, "%s/erp", world->root);
    assert_int_equal(symlink("/etc", path), 0);
    assert_int_equal(ask_name(world, "read", "passwd"), WRIT_IO);
}

static void an_interrupted_write_leaves_the_old_file(void **state)
{
    World *world = *state;
    write_file(world, "a", "old");
    // What a crash before the rename leaves, and a link that somebody laid in its place.
    int left = open(path_of(world, ".unfinished"), O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(left, "half", 4), 4);
    (void)close(left);
    assert_reads(world, "a", "old");
    assert_listed(world, "a ");
    write_file(world, "a", "new");
    assert_reads(world, "a", "new");
    assert_int_equal(symlink("/tmp/writ_file_drop_elsewhere", path_of(world, ".unfinished")), 0);
    write_file(world, "a", "newer");
    assert_reads(world, "a", "newer");
    assert_int_equal(access("/tmp/writ_file_drop_elsewhere", F_OK), -1);
}

static void bounds_are_refused_by_name(void **state)
{
    World *world = *state;
    write_file(world, "a", "");
    assert_int_equal(truncate(path_of(world, "a"), WRIT_FILE_DROP_FILE_BYTES_MAX), 0);
    assert_int_equal(ask_name(world, "read", "a"), WRIT_OK);
    assert_int_equal(truncate(path_of(world, "a"), WRIT_FILE_DROP_FILE_BYTES_MAX + 1), 0);
    assert_int_equal(ask_name(world, "read", "a"), WRIT_LIMIT);
    assert_string_equal(world->error.text, "\"a\" has more than 64 KB");
    for (int i = 0; i < WRIT_FILE_DROP_FILES_MAX; i++) {
        char name[20];
        (void)snprintf(name, sizeof name, "f%d", i);
        int file = open(path_of(world, name), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        (void)close(file);
    }
    assert_int_equal(ask(world, "list", NULL, 0), WRIT_LIMIT);
    assert_string_equal(world->error.text, "there are more than 2000 files to list");
    assert_int_equal(ask_name(world, "remove", "a"), WRIT_OK);
    assert_int_equal(ask(world, "list", NULL, 0), WRIT_OK);
    assert_int_equal(world->answer.item_count, WRIT_FILE_DROP_FILES_MAX);
}

static void a_missing_root_is_one_clear_error(void **state)
{
    (void)state;
    WritFileDrop *drop = NULL;
    WritError error;
    assert_int_equal(writ_file_drop_open(&drop, "/no/such/root", &error), WRIT_IO);
    assert_string_equal(error.text,
                        "cannot open the directory /no/such/root: No such file or directory");
    assert_null(drop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_drop_answers_nothing, open_world, close_world),
        cmocka_unit_test_setup_teardown(what_is_written_is_read_replaced_listed_and_removed,
                                        open_world, close_world),
        cmocka_unit_test_setup_teardown(a_name_that_leads_elsewhere_is_refused, open_world,
                                        close_world),
        cmocka_unit_test_setup_teardown(only_regular_files_are_touched, open_world, close_world),
        cmocka_unit_test_setup_teardown(a_link_in_place_of_the_directory_is_not_followed,
                                        open_world, close_world),
        cmocka_unit_test_setup_teardown(an_interrupted_write_leaves_the_old_file, open_world,
                                        close_world),
        cmocka_unit_test_setup_teardown(bounds_are_refused_by_name, open_world, close_world),
        cmocka_unit_test(a_missing_root_is_one_clear_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
