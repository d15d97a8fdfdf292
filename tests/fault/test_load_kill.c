// Random kills of a host under load (guarantees.md G1): after every ten, what was acknowledged, the
// journal and the effects outside are compared.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/fault_rounds.h"
#include "support/random.h"
#include "support/scratch_directory.h"
#include "support/store_use.h"

enum { KILLS = 300, KILLS_A_STORE = 10, KILL_MS_MAX = 500 };

static uint64_t chosen_seed(void)
{
    const char *given = getenv("WRIT_FAULT_SEED");
    return given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
}

static pid_t run_load(const ScratchDirectory *directory, int round, const char *check)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%d", round);
    (void)fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        execl(FAULT_LOAD, FAULT_LOAD, directory->path, HOST_BOOK, ORDER_DEMO "/systems",
              WRIT_HOOK_EXECUTABLE, number, check, (char *)NULL);
        _exit(127);
    }
    return child;
}

static int wait_for(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        assert_int_equal(errno, EINTR);
    }
    return status;
}

static void kill_after(Random *random, const ScratchDirectory *directory, int round)
{
    // More often early, where a process takes up what the one before left.
    uint32_t part = random_below(random, 1000);
    uint32_t ms = 1 + part * part / 1000 * KILL_MS_MAX / 1000;
    pid_t child = run_load(directory, round, NULL);
    struct timespec pause = {.tv_nsec = (long)ms * 1000000};
    (void)nanosleep(&pause, NULL);
    (void)kill(child, SIGKILL);
    int status = wait_for(child);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
        fail_msg("round %d ended by itself with status %d", round, status);
    }
}

static void kills_under_load_lose_and_double_nothing(void **state)
{
    (void)state;
    uint64_t seed = chosen_seed();
    Random random = {seed};
    int kills = KILLS * (int)store_use_rounds();
    (void)printf("seed %llu (WRIT_FAULT_SEED), %d kills\n", (unsigned long long)seed, kills);
    for (int round = 0; round < kills; round += KILLS_A_STORE) {
        ScratchDirectory directory;
        scratch_directory_make(&directory);
        for (int i = 0; i < KILLS_A_STORE; i++) {
            kill_after(&random, &directory, round + i);
        }
        int status = wait_for(run_load(&directory, round, "check"));
        if (status != 0) {
            fail_msg("after %d kills the check ended with status %d; its files are in %s",
                     round + KILLS_A_STORE, status, directory.path);
        }
        scratch_directory_remove(&directory);
    }
}

int main(void)
{
    fault_rounds_in_memory();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kills_under_load_lose_and_double_nothing),
    };
    return cmocka_run_group_tests_name("host under kills", tests, NULL, NULL);
}
