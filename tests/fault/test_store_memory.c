// The store when memory runs out inside SQLite (guarantees.md G6): every allocation of a use fails,
// once or from then on for ever, and afterwards the old history or the new is there.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "support/fault_rounds.h"
#include "support/scratch_directory.h"
#include "support/store_use.h"

enum { STEPS = 24, ALLOCATIONS_MAX = 20000 };

// SQLite's allocator has no place for a context.
static struct {
    sqlite3_mem_methods system;
    uint64_t count;
    uint64_t fail_at; // 0 is never.
    bool for_ever;
    uint64_t failed_writes;
} memory;

static bool is_refused(void)
{
    memory.count++;
    return memory.fail_at > 0 &&
           (memory.count == memory.fail_at || (memory.for_ever && memory.count > memory.fail_at));
}

static void *allocate(int bytes)
{
    return is_refused() ? NULL : memory.system.xMalloc(bytes);
}

static void *reallocate(void *block, int bytes)
{
    return is_refused() ? NULL : memory.system.xRealloc(block, bytes);
}

static void install_allocator(void)
{
    int code = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.system);
    sqlite3_mem_methods failing = memory.system;
    failing.xMalloc = allocate;
    failing.xRealloc = reallocate;
    code = code == SQLITE_OK ? sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) : code;
    if (code != SQLITE_OK) {
        abort();
    }
}

static void fail_allocation(uint64_t fail_at, bool for_ever)
{
    memory.count = 0;
    memory.fail_at = fail_at;
    memory.for_ever = for_ever;
}

// Answers whether the allocation was reached.
static bool survive_refusal(uint64_t seed, uint64_t fail_at, bool for_ever)
{
    ScratchDirectory directory;
    char path[SCRATCH_PATH_BYTES];
    StoreUse use;
    scratch_directory_make(&directory);
    (void)scratch_directory_path(&directory, "store.db", path);
    store_use_begin(&use, path, NULL, seed);
    store_use_run(&use, STEPS / 4);
    fail_allocation(fail_at, for_ever);
    store_use_run(&use, STEPS);
    bool fired = memory.count >= fail_at;
    fail_allocation(0, false);
    store_use_check(&use);
    store_use_run(&use, STEPS / 4);
    store_use_check(&use);
    memory.failed_writes += use.failed_writes;
    store_use_end(&use);
    scratch_directory_remove(&directory);
    return fired;
}

static void sweep(bool for_ever)
{
    // Every one in the long run; else every third, beginning elsewhere for each seed.
    uint64_t rounds = store_use_rounds();
    uint64_t step = rounds > 1 ? 1 : 3;
    memory.failed_writes = 0;
    for (uint64_t seed = 1; seed <= rounds; seed++) {
        for (uint64_t at = 1 + seed % step; survive_refusal(seed, at, for_ever); at += step) {
            assert_true(at < ALLOCATIONS_MAX);
        }
    }
    assert_true(memory.failed_writes > 0);
}

static void after_one_refusal_old_or_new_history_is_there(void **state)
{
    (void)state;
    sweep(false);
}

static void after_lasting_refusals_old_or_new_history_is_there(void **state)
{
    (void)state;
    sweep(true);
}

int main(void)
{
    fault_rounds_in_memory();
    install_allocator();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_one_refusal_old_or_new_history_is_there),
        cmocka_unit_test(after_lasting_refusals_old_or_new_history_is_there),
    };
    return cmocka_run_group_tests_name("store without memory", tests, NULL, NULL);
}
