// SIGKILL at every system call of an order that writes, sends or removes something
// (guarantees.md G2). After each kill the order is taken to its end by another process, which then
// looks for what was acknowledged, what happened twice and whether stock and credit balance.
//
// strace counts each system call for itself, so each kind is swept for itself.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <cmocka.h>

#include "support/fault_rounds.h"
#include "support/scratch_directory.h"
#include "support/store_use.h"

enum { POINTS_MAX = 2000, COMMAND_BYTES = 4096 };

static const char *const calls[] = {
    "pwrite64", "write",  "fdatasync", "fsync",   "ftruncate", "rename",
    "renameat", "unlink", "unlinkat",  "mkdirat", "sendto",    "sendmsg",
};

static int run_order(const char *plot, const char *directory, const char *before, const char *after)
{
    char command[COMMAND_BYTES];
    (void)snprintf(command, sizeof command, "%s %s %s %s %s %s %s %s >%s/log 2>&1", before,
                   FAULT_ORDER, plot, directory, ORDER_BOOK, ORDER_DEMO, WRIT_HOOK_EXECUTABLE,
                   after, directory);
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void show_log(const ScratchDirectory *directory)
{
    char command[COMMAND_BYTES];
    (void)snprintf(command, sizeof command, "cat %s/log >&2", directory->path);
    (void)!system(command);
}

// Kills at the call number `at` of a kind, and lets another run take the order to its end. False:
// there was no such call any more.
static bool survive_kill(const char *plot, const char *call, int at)
{
    ScratchDirectory directory;
    char before[COMMAND_BYTES];
    scratch_directory_make(&directory);
    (void)snprintf(before, sizeof before,
                   "exec strace -qq -o /dev/null -e trace=%s -e inject=%s:signal=SIGKILL:when=%d",
                   call, call, at);
    int killed = run_order(plot, directory.path, before, "");
    if (killed != 0 && killed != 137) {
        show_log(&directory);
        fail_msg("%s %d: the run ended with %d", call, at, killed);
    }
    int status = run_order(plot, directory.path, "exec", "check");
    if (status != 0) {
        show_log(&directory);
        fail_msg("killed at %s %d: the next run ended with %d", call, at, status);
    }
    scratch_directory_remove(&directory);
    return killed != 0;
}

// `step` 1: every point. Answers how many kills there were.
static int sweep(const char *plot, int step)
{
    int kills = 0;
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        int at = 1;
        while (survive_kill(plot, calls[i], at)) {
            kills++;
            at += step;
            assert_true(at < POINTS_MAX);
        }
    }
    return kills;
}

static void need_strace(void)
{
    if (system("strace -qq -o /dev/null true 2>/dev/null") != 0) {
        (void)printf("strace is missing or may not trace here: install it to run this test\n");
        skip();
    }
}

static void an_order_survives_a_kill_at_every_write(void **state)
{
    (void)state;
    need_strace();
    int kills = sweep("part_shipment", 1);
    (void)printf("%d kills of a part shipment\n", kills);
    assert_true(kills > 150);
}

static void a_cancelled_order_survives_a_kill_at_every_write(void **state)
{
    (void)state;
    need_strace();
    int kills = sweep("cancelled", store_use_rounds() > 1 ? 1 : 4);
    (void)printf("%d kills of a cancelled order\n", kills);
    assert_true(kills > 20);
}

int main(void)
{
    fault_rounds_in_memory();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_survives_a_kill_at_every_write),
        cmocka_unit_test(a_cancelled_order_survives_a_kill_at_every_write),
    };
    return cmocka_run_group_tests_name("order under kills", tests, NULL, NULL);
}
