// Every limit of a child is tried by a child (support/confine_probe.c) that breaks it.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <git2.h>

#include "confine/frames.h"
#include "writ/confine.h"

enum { WAIT_MS = 5000, FRAME_BYTES = 1 << 20 };

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static WritChild *start_in(const char *what, const char *directory)
{
    WritChildOptions options = {
        .executable = CONFINE_PROBE,
        .argument = what,
        .directory = directory,
        .frame_bytes_max = FRAME_BYTES,
        .cpu_seconds_max = 5,
    };
    WritChild *child = NULL;
    WritError error = {0};
    WritStatus status = writ_confine_start(&child, &options, &error);
    if (status != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return child;
}

static WritChild *start(const char *what)
{
    return start_in(what, NULL);
}

// The next thing that is not "nothing yet".
static WritReceive await(WritChild *child, WritText *payload)
{
    for (int64_t until = now_ms() + WAIT_MS; now_ms() < until;) {
        WritReceive found = writ_confine_receive(child, payload);
        if (found != WRIT_RECEIVE_NOTHING) {
            return found;
        }
        struct pollfd waited[] = {
            {.fd = writ_confine_read_fd(child), .events = POLLIN},
            {.fd = writ_confine_unsent(child) > 0 ? writ_confine_write_fd(child) : -1,
             .events = POLLOUT},
        };
        (void)poll(waited, 2, 100);
        writ_confine_flush(child);
    }
    return WRIT_RECEIVE_NOTHING;
}

static void assert_says(WritChild *child, const char *expected)
{
    WritText payload = {NULL, 0};
    assert_int_equal(await(child, &payload), WRIT_RECEIVE_FRAME);
    WritBuffer text = {0};
    writ_buffer_add(&text, payload);
    assert_string_equal(writ_buffer_string(&text), expected);
    writ_buffer_dispose(&text);
}

static WritChildEnd await_end(WritChild *child)
{
    WritText payload;
    assert_int_equal(await(child, &payload), WRIT_RECEIVE_END);
    return writ_confine_reap(child);
}

// --- Frames -----------------------------------------------------------------------------------

static void frames_cut_at_any_byte_come_back_whole(void **state)
{
    (void)state;
    WritBuffer sent = {0};
    frames_put(&sent, writ_text("a"));
    frames_put(&sent, writ_text("and another"));
    for (size_t cut = 0; cut <= sent.length; cut++) {
        WritBuffer got = {0};
        size_t taken = 0;
        int found = 0;
        WritText payload;
        writ_buffer_add(&got, (WritText){sent.data, cut});
        while (frames_take(&got, &taken, 100, &payload) == FRAME_WHOLE) {
            found++;
        }
        frames_compact(&got, &taken);
        writ_buffer_add(&got, (WritText){sent.data + cut, sent.length - cut});
        while (frames_take(&got, &taken, 100, &payload) == FRAME_WHOLE) {
            found++;
        }
        assert_int_equal(found, 2);
        assert_int_equal(taken, got.length);
        writ_buffer_dispose(&got);
    }
    writ_buffer_dispose(&sent);
}

static void a_length_above_the_maximum_is_rubbish(void **state)
{
    (void)state;
    WritBuffer bytes = {0};
    WritText payload;
    size_t taken = 0;
    writ_buffer_add(&bytes, (WritText){"\0\0\0\x65", 4});
    assert_int_equal(frames_take(&bytes, &taken, 0x64, &payload), FRAME_RUBBISH);
    assert_int_equal(frames_take(&bytes, &taken, 0x65, &payload), FRAME_PARTLY);
    writ_buffer_dispose(&bytes);
}

static void frames_of_every_size_go_both_ways(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 2, 4095, 4096, 65531, 65532, 65536, 200000, FRAME_BYTES};
    WritChild *child = start("echo");
    char *bytes = malloc(FRAME_BYTES);
    for (size_t i = 0; i < FRAME_BYTES; i++) {
        bytes[i] = (char)(i * 7 + i / 251);
    }
    WritError error;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        assert_int_equal(writ_confine_send(child, (WritText){bytes, sizes[i]}, &error), WRIT_OK);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        WritText payload = {NULL, 0};
        assert_int_equal(await(child, &payload), WRIT_RECEIVE_FRAME);
        assert_int_equal(payload.length, sizes[i]);
        assert_memory_equal(payload.data, bytes, sizes[i]);
    }
    free(bytes);
    writ_confine_free(child);
}

static void a_child_that_does_not_read_fills_a_bounded_queue(void **state)
{
    (void)state;
    WritChild *child = start("deaf");
    char *bytes = calloc(1, FRAME_BYTES);
    WritError error;
    WritStatus status = WRIT_OK;
    int sent = 0;
    while (status == WRIT_OK && sent < 100) {
        status = writ_confine_send(child, (WritText){bytes, FRAME_BYTES}, &error);
        sent++;
    }
    assert_int_equal(status, WRIT_LIMIT);
    assert_in_range(writ_confine_unsent(child), 1, WRIT_CONFINE_UNSENT_BYTES_MAX);
    free(bytes);
    writ_confine_free(child);
}

static void rubbish_is_told_from_frames(void **state)
{
    (void)state;
    static const char *const bad[] = {"giant length", "no length", "half a frame"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        WritChild *child = start(bad[i]);
        WritText payload;
        assert_int_equal(await(child, &payload), WRIT_RECEIVE_RUBBISH);
        assert_int_equal(writ_confine_receive(child, &payload), WRIT_RECEIVE_RUBBISH);
        writ_confine_free(child);
    }
    WritChild *slow = start("slow frame");
    assert_says(slow, "abc");
    writ_confine_free(slow);
}

// --- What a child has ---------------------------------------------------------------------------

static void a_child_starts_with_nothing_but_its_pipes(void **state)
{
    (void)state;
    assert_int_equal(setenv("WRIT_SECRET", "1", 1), 0);
    int open_here = fcntl(STDERR_FILENO, F_DUPFD, 20);
    sigset_t one;
    (void)sigemptyset(&one);
    (void)sigaddset(&one, SIGUSR1);
    (void)sigprocmask(SIG_BLOCK, &one, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    WritChild *child = start("report");
    assert_says(child, "environment 0 descriptors 3 own_group 1 directory / no_new_privs 1 death 1 "
                       "capabilities 0 as 268435456 files 64 fsize 0 nproc 0 core 0 cpu 5 "
                       "blocked 0 sigpipe_default 1");
    assert_int_equal(await_end(child).exit_status, 0);
    writ_confine_free(child);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)sigprocmask(SIG_UNBLOCK, &one, NULL);
    (void)close(open_here);
    (void)unsetenv("WRIT_SECRET");
}

static void memory_is_bounded(void **state)
{
    (void)state;
    WritChild *child = start("memory");
    assert_says(child, "refused in time");
    writ_confine_free(child);
}

static void a_file_cannot_be_written_even_before_the_door_is_shut(void **state)
{
    (void)state;
    char directory[] = "/tmp/writ_confine_XXXXXX";
    assert_non_null(mkdtemp(directory));
    WritChild *child = start_in("file", directory);
    assert_says(child, "opened");
    assert_int_equal(await_end(child).signal, SIGXFSZ);
    writ_confine_free(child);
    char path[64];
    (void)snprintf(path, sizeof path, "%s/written", directory);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(directory), 0);
}

static void forbidden_calls_end_the_child(void **state)
{
    (void)state;
    static const char *const forbidden[] = {
        "compute: open",       "compute: socket",
        "compute: fork",       "compute: exec",
        "compute: kill",       "compute: executable memory",
        "compute: ptrace",     "compute: limit",
        "compute: write file", "objects: socket",
        "objects: fork",       "objects: exec",
        "objects: kill",       "objects: executable memory",
        "objects: write file", "objects: unlink",
    };
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        WritChild *child = start(forbidden[i]);
        WritChildEnd end = await_end(child);
        if (end.signal != SIGSYS) {
            fail_msg("%s: status %d signal %d", forbidden[i], end.exit_status, end.signal);
        }
        writ_confine_free(child);
    }
}

static void reading_stays_below_its_directory(void **state)
{
    (void)state;
    char directory[] = "/tmp/writ_confine_XXXXXX";
    assert_non_null(mkdtemp(directory));
    char path[64];
    (void)snprintf(path, sizeof path, "%s/inside", directory);
    (void)close(open(path, O_WRONLY | O_CREAT, 0600));
    WritChild *child = start_in("read objects", directory);
    WritText payload = {NULL, 0};
    assert_int_equal(await(child, &payload), WRIT_RECEIVE_FRAME);
    // A kernel without Landlock opens the file outside: then there is no errno to report.
    long landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    assert_true(writ_text_is(payload, landlock > 0 ? "inside 1 outside 13" : "inside 1 outside 0"));
    writ_confine_free(child);
    (void)unlink(path);
    (void)rmdir(directory);
}

// --- libgit2 in the profile for objects ---------------------------------------------------------

static void remove_tree(const char *directory)
{
    DIR *entries = opendir(directory);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        if (entry->d_name[0] != '.' && unlink(path) != 0) {
            remove_tree(path);
        }
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    (void)rmdir(directory);
}

static void libgit2_reads_an_object_inside_the_profile(void **state)
{
    (void)state;
    char directory[] = "/tmp/writ_confine_XXXXXX";
    assert_non_null(mkdtemp(directory));
    git_odb *database = NULL;
    git_odb_backend *loose = NULL;
    git_oid id;
    assert_true(git_libgit2_init() > 0);
    assert_int_equal(git_odb_new(&database), 0);
    assert_int_equal(git_odb_backend_loose(&loose, directory, -1, 0, 0, 0), 0);
    assert_int_equal(git_odb_add_backend(database, loose, 1), 0);
    assert_int_equal(git_odb_write(&id, database, "writ 2026", 9, GIT_OBJECT_BLOB), 0);
    git_odb_free(database);
    char hex[GIT_OID_HEXSZ + 1];
    (void)git_oid_tostr(hex, sizeof hex, &id);
    (void)git_libgit2_shutdown();

    WritChild *child = start_in("git object", directory);
    WritError error;
    assert_int_equal(writ_confine_send(child, writ_text(hex), &error), WRIT_OK);
    assert_says(child, "writ 2026");
    assert_int_equal(await_end(child).exit_status, 0);
    writ_confine_free(child);
    remove_tree(directory);
}

// --- Ends ---------------------------------------------------------------------------------------

static void an_end_says_how(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        int exit_status, signal;
        const char *words;
    } ends[] = {
        {"status", 3, 0, "ended with exit status 3"},
        {"abort", -1, SIGABRT, "was ended by signal 6 (Aborted)"},
        {"compute: fork", -1, SIGSYS,
         "was ended by the kernel: it made a system call that its "
         "profile does not allow (signal SIGSYS)"},
    };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        WritChild *child = start(ends[i].what);
        WritChildEnd end = await_end(child);
        assert_int_equal(end.kill, WRIT_KILL_NONE);
        assert_int_equal(end.exit_status, ends[i].exit_status);
        assert_int_equal(end.signal, ends[i].signal);
        WritBuffer words = {0};
        writ_confine_describe(&words, end);
        assert_string_equal(writ_buffer_string(&words), ends[i].words);
        writ_buffer_dispose(&words);
        writ_confine_free(child);
    }
}

static void cpu_time_is_measured_and_a_spinning_child_dies_at_once(void **state)
{
    (void)state;
    WritChild *child = start("spin");
    assert_says(child, "spinning");
    uint64_t before = writ_confine_cpu_ns(child);
    int64_t began = now_ms();
    while (writ_confine_cpu_ns(child) - before < 20000000 && now_ms() - began < WAIT_MS) {
        (void)usleep(1000);
    }
    assert_in_range(writ_confine_cpu_ns(child) - before, 20000000, 2000000000);
    began = now_ms();
    writ_confine_kill(child, WRIT_KILL_CPU_TIME);
    WritChildEnd end = await_end(child);
    assert_int_equal(end.kill, WRIT_KILL_CPU_TIME);
    assert_int_equal(end.signal, SIGKILL);
    assert_in_range(now_ms() - began, 0, 1000);
    assert_in_range(writ_confine_cpu_ns(child), 20000000, UINT64_MAX);
    writ_confine_free(child);
}

static void a_silent_child_uses_no_cpu_time(void **state)
{
    (void)state;
    WritChild *child = start("silence");
    // It takes some to start; after that, none.
    uint64_t used = UINT64_MAX;
    for (int64_t began = now_ms(); used > 5000000 && now_ms() - began < WAIT_MS;) {
        uint64_t before = writ_confine_cpu_ns(child);
        (void)usleep(20000);
        used = writ_confine_cpu_ns(child) - before;
    }
    assert_in_range(used, 0, 5000000);
    writ_confine_free(child);
}

static void a_child_that_closed_its_pipe_and_stays_is_killed(void **state)
{
    (void)state;
    WritChild *child = start("closed pipe");
    WritChildEnd end = await_end(child);
    assert_int_equal(end.kill, WRIT_KILL_PROTOCOL);
    assert_int_equal(end.signal, SIGKILL);
    writ_confine_free(child);
}

static void writing_to_a_dead_child_is_harmless(void **state)
{
    (void)state;
    WritChild *child = start("status");
    WritError error;
    (void)await_end(child);
    assert_int_equal(writ_confine_send(child, writ_text("anybody?"), &error), WRIT_OK);
    writ_confine_free(child);
}

static void a_missing_program_is_one_clear_error(void **state)
{
    (void)state;
    WritChildOptions options = {
        .executable = "no/such/program", .frame_bytes_max = 100, .cpu_seconds_max = 1};
    WritChild *child = NULL;
    WritError error;
    assert_int_equal(writ_confine_start(&child, &options, &error), WRIT_IO);
    assert_string_equal(error.text, "cannot start \"no/such/program\": No such file or directory");
    options.executable = "/etc/passwd";
    assert_int_equal(writ_confine_start(&child, &options, &error), WRIT_IO);
    assert_string_equal(
        error.text, "cannot start \"/etc/passwd\": running the program failed: Permission denied");
    options.executable = CONFINE_PROBE;
    options.directory = "/no/such/directory";
    assert_int_equal(writ_confine_start(&child, &options, &error), WRIT_IO);
    assert_non_null(strstr(error.text, "entering its directory failed"));
    assert_null(child);
}

static void a_child_dies_with_its_parent(void **state)
{
    (void)state;
    int report[2];
    assert_int_equal(pipe(report), 0);
    pid_t parent = fork();
    if (parent == 0) {
        pid_t grandchild = writ_confine_pid(start("spin"));
        _exit(write(report[1], &grandchild, sizeof grandchild) < 0);
    }
    // The grandchild becomes ours to wait for when its parent ends.
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    pid_t grandchild = 0;
    assert_int_equal(read(report[0], &grandchild, sizeof grandchild), sizeof grandchild);
    assert_int_equal(waitpid(parent, NULL, 0), parent);
    int status = 0;
    assert_int_equal(waitpid(grandchild, &status, 0), grandchild);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    (void)close(report[0]);
    (void)close(report[1]);
}

static void starting_and_ending_leaks_no_descriptor(void **state)
{
    (void)state;
    int before = open("/dev/null", O_RDONLY);
    (void)close(before);
    for (int i = 0; i < 5; i++) {
        writ_confine_free(start("silence"));
    }
    int after = open("/dev/null", O_RDONLY);
    (void)close(after);
    assert_int_equal(before, after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_cut_at_any_byte_come_back_whole),
        cmocka_unit_test(a_length_above_the_maximum_is_rubbish),
        cmocka_unit_test(frames_of_every_size_go_both_ways),
        cmocka_unit_test(a_child_that_does_not_read_fills_a_bounded_queue),
        cmocka_unit_test(rubbish_is_told_from_frames),
        cmocka_unit_test(a_child_starts_with_nothing_but_its_pipes),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(a_file_cannot_be_written_even_before_the_door_is_shut),
        cmocka_unit_test(forbidden_calls_end_the_child),
        cmocka_unit_test(reading_stays_below_its_directory),
        cmocka_unit_test(libgit2_reads_an_object_inside_the_profile),
        cmocka_unit_test(an_end_says_how),
        cmocka_unit_test(cpu_time_is_measured_and_a_spinning_child_dies_at_once),
        cmocka_unit_test(a_silent_child_uses_no_cpu_time),
        cmocka_unit_test(a_child_that_closed_its_pipe_and_stays_is_killed),
        cmocka_unit_test(writing_to_a_dead_child_is_harmless),
        cmocka_unit_test(a_missing_program_is_one_clear_error),
        cmocka_unit_test(a_child_dies_with_its_parent),
        cmocka_unit_test(starting_and_ending_leaks_no_descriptor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
