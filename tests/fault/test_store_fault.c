// The store on a disk that fails, fills up and loses power (guarantees.md G3, G4, G5, G7).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/fault_vfs.h"
#include "support/scratch_directory.h"
#include "support/store_use.h"

enum { STEPS = 24, OPERATIONS_MAX = 5000 };

static const FaultPlan no_fault = {.kind = FAULT_NONE};

typedef struct Round {
    ScratchDirectory directory;
    char path[SCRATCH_PATH_BYTES];
    FaultVfs *vfs;
    StoreUse use;
} Round;

static void begin_round(Round *round, uint64_t seed)
{
    scratch_directory_make(&round->directory);
    (void)scratch_directory_path(&round->directory, "store.db", round->path);
    round->vfs = fault_vfs_new("fault", seed);
    store_use_begin(&round->use, round->path, "fault", seed);
}

static void end_round(Round *round)
{
    store_use_end(&round->use);
    fault_vfs_free(round->vfs);
    scratch_directory_remove(&round->directory);
}

// Uses a store under `plan`; afterwards it must hold the old history or the new, and go on.
// Answers whether the fault came to pass.
static bool survive_fault(uint64_t seed, const FaultPlan *plan)
{
    Round round;
    begin_round(&round, seed);
    // A first run leaves something to lose.
    store_use_run(&round.use, STEPS / 4);
    fault_vfs_plan(round.vfs, plan);
    store_use_run(&round.use, STEPS);
    bool fired = fault_vfs_fired(round.vfs);
    fault_vfs_plan(round.vfs, &no_fault);
    store_use_check(&round.use);
    store_use_run(&round.use, STEPS / 4);
    store_use_check(&round.use);
    end_round(&round);
    return fired;
}

// Answers how many operations were made to fail.
static uint64_t sweep(FaultKind kind, FaultSpan span, uint64_t seed)
{
    FaultPlan plan = {.kind = kind, .span = span, .target = FAULT_AT_ANY};
    bool fired = true;
    while (fired) {
        plan.at++;
        assert_true(plan.at < OPERATIONS_MAX);
        fired = survive_fault(seed, &plan);
    }
    return plan.at;
}

static void after_a_failing_operation_old_or_new_history_is_there(void **state)
{
    (void)state;
    static const FaultKind kinds[] = {FAULT_IO_ERROR, FAULT_DISK_FULL, FAULT_SHORT};
    uint64_t faults = 0;
    for (uint64_t seed = 1; seed <= store_use_rounds(); seed++) {
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            faults += sweep(kinds[i], FAULT_ONCE, 6 * seed + i);
            faults += sweep(kinds[i], FAULT_FOR_EVER, 6 * seed + 3 + i);
        }
    }
    // Fewer would mean that the faults were not met at all.
    assert_true(faults > 400 * store_use_rounds());
}

// A store that is made while the disk fails is whole, or not there and can be made afterwards.
static void a_new_store_is_made_whole_or_not_at_all(void **state)
{
    (void)state;
    static const FaultKind kinds[] = {FAULT_IO_ERROR, FAULT_DISK_FULL, FAULT_SHORT, FAULT_DEATH};
    FaultPlan plan = {.target = FAULT_AT_ANY};
    for (size_t i = 0; i < 2 * sizeof kinds / sizeof kinds[0]; i++) {
        plan.kind = kinds[i / 2];
        plan.span = i % 2 == 0 ? FAULT_ONCE : FAULT_FOR_EVER;
        bool fired = true;
        for (plan.at = 1; fired; plan.at++) {
            Round round;
            begin_round(&round, plan.at);
            fault_vfs_plan(round.vfs, &plan);
            store_use_run(&round.use, 0);
            fired = fault_vfs_fired(round.vfs);
            fault_vfs_plan(round.vfs, &no_fault);
            store_use_run(&round.use, STEPS / 4);
            store_use_check(&round.use);
            end_round(&round);
            assert_true(plan.at < OPERATIONS_MAX);
        }
        assert_true(plan.at > 20);
    }
}

static void a_stopped_store_writes_nothing_more(void **state)
{
    (void)state;
    Round round;
    begin_round(&round, 1);
    WritStore *store = store_use_open(&round.use);
    WritStoreBatch batch = {0};
    writ_store_batch_put(&batch, WRIT_FAMILY_META, writ_text("key"), writ_text("value"));
    assert_int_equal(writ_store_write(store, &batch, NULL), WRIT_OK);
    FaultPlan failing_sync = {.kind = FAULT_IO_ERROR, .target = FAULT_AT_SYNCS, .at = 1};
    fault_vfs_plan(round.vfs, &failing_sync);
    WritError error;
    assert_int_equal(writ_store_flush(store, &error), WRIT_IO);
    char expected[2 * SCRATCH_PATH_BYTES];
    (void)snprintf(expected, sizeof expected,
                   "cannot flush the store, its disk reports an error: \"%s\"", round.path);
    assert_string_equal(error.text, expected);

    FaultPlan counted = {.kind = FAULT_NONE, .target = FAULT_AT_WRITES};
    fault_vfs_plan(round.vfs, &counted);
    assert_int_equal(writ_store_write(store, &batch, &error), WRIT_IO);
    assert_memory_equal(error.text, "the store has stopped: cannot flush the store", 45);
    assert_int_equal(writ_store_discard(store, &error), WRIT_IO);
    writ_store_close(store);
    assert_int_equal(fault_vfs_count(round.vfs), 0);
    writ_store_batch_dispose(&batch);
    end_round(&round);
}

static void a_backup_that_meets_a_fault_fails_alone(void **state)
{
    (void)state;
    Round round;
    begin_round(&round, 1);
    store_use_run(&round.use, 8 * STEPS);
    WritStore *store = store_use_open(&round.use);
    char copy[SCRATCH_PATH_BYTES];
    (void)scratch_directory_path(&round.directory, "copy.db", copy);
    FaultPlan plan = {.kind = FAULT_DISK_FULL, .target = FAULT_AT_WRITES};
    WritStatus status = WRIT_IO;
    while (status != WRIT_OK) {
        plan.at++;
        assert_true(plan.at < OPERATIONS_MAX);
        fault_vfs_plan(round.vfs, &plan);
        WritError error;
        status = writ_store_backup(store, copy, NULL, NULL, &error);
        assert_int_equal(status == WRIT_OK, access(copy, F_OK) == 0);
        if (status != WRIT_OK) {
            assert_true(error.text[0] != '\0' && error.hint[0] != '\0');
        }
    }
    assert_true(plan.at > 10);
    fault_vfs_plan(round.vfs, &no_fault);
    writ_store_close(store);
    store_use_check(&round.use);
    end_round(&round);
}

// The process dies at every write; the next one finds old or new history.
static void after_a_death_at_any_write_old_or_new_history_is_there(void **state)
{
    (void)state;
    uint64_t deaths = 0;
    for (uint64_t seed = 1; seed <= store_use_rounds(); seed++) {
        FaultPlan plan = {.kind = FAULT_DEATH, .target = FAULT_AT_WRITES, .at = 1};
        while (survive_fault(7 * seed, &plan)) {
            plan.at++;
            assert_true(plan.at < OPERATIONS_MAX);
        }
        deaths += plan.at;
    }
    assert_true(deaths > 30 * store_use_rounds());
}

// The first use dies at operation `at` of a run, then the power is cut.
static uint64_t lose_power(uint64_t seed, uint64_t at)
{
    Round round;
    begin_round(&round, seed);
    store_use_run(&round.use, STEPS / 4);
    FaultPlan death = {.kind = FAULT_DEATH, .target = FAULT_AT_WRITES, .at = at};
    fault_vfs_plan(round.vfs, &death);
    store_use_run(&round.use, 4 * STEPS);
    uint64_t count = fault_vfs_count(round.vfs);
    fault_vfs_cut_power(round.vfs);
    fault_vfs_plan(round.vfs, &no_fault);
    store_use_check(&round.use);
    store_use_run(&round.use, STEPS / 4);
    store_use_check(&round.use);
    end_round(&round);
    return count;
}

static void a_power_cut_loses_nothing_that_was_acknowledged(void **state)
{
    (void)state;
    uint64_t rounds = 100 * store_use_rounds();
    for (uint64_t seed = 1; seed <= rounds; seed++) {
        // Seeds that run longer are cut later.
        uint64_t count = lose_power(seed, 1 + seed * 37 % 180);
        assert_true(count > 0);
    }
}

// What the next process reads after a crash it may tell others, so no power cut may take it away,
// also when the crash came between writing and syncing or after a sync that failed.
static void what_is_read_after_a_crash_survives_a_power_cut(FaultKind kind, FaultTarget target,
                                                            uint64_t seed)
{
    FaultPlan plan = {.kind = kind, .target = target, .at = 1};
    FaultPlan death = {.kind = FAULT_DEATH, .target = FAULT_AT_ANY, .at = 1};
    for (bool fired = true; fired; plan.at++) {
        Round round;
        begin_round(&round, 1000 * seed + plan.at);
        store_use_run(&round.use, STEPS / 4);
        fault_vfs_plan(round.vfs, &plan);
        store_use_run(&round.use, 2 * STEPS);
        fired = fault_vfs_fired(round.vfs) || plan.at < 20;
        assert_true(plan.at < OPERATIONS_MAX);

        fault_vfs_plan(round.vfs, &no_fault);
        WritStore *read = store_use_open(&round.use);
        // An orderly end would sync everything.
        fault_vfs_plan(round.vfs, &death);
        writ_store_close(read);
        fault_vfs_cut_power(round.vfs);
        fault_vfs_plan(round.vfs, &no_fault);
        store_use_check(&round.use);
        end_round(&round);
    }
}

static void what_is_read_after_a_death_survives_a_power_cut(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= store_use_rounds(); seed++) {
        what_is_read_after_a_crash_survives_a_power_cut(FAULT_DEATH, FAULT_AT_WRITES, seed);
    }
}

static void what_is_read_after_a_failed_sync_survives_a_power_cut(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= store_use_rounds(); seed++) {
        what_is_read_after_a_crash_survives_a_power_cut(FAULT_IO_ERROR, FAULT_AT_SYNCS, seed);
    }
}

int main(void)
{
    // The power of these files is only cut in the tests, so a real disk would add nothing but time.
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_a_failing_operation_old_or_new_history_is_there),
        cmocka_unit_test(a_new_store_is_made_whole_or_not_at_all),
        cmocka_unit_test(a_stopped_store_writes_nothing_more),
        cmocka_unit_test(a_backup_that_meets_a_fault_fails_alone),
        cmocka_unit_test(after_a_death_at_any_write_old_or_new_history_is_there),
        cmocka_unit_test(a_power_cut_loses_nothing_that_was_acknowledged),
        cmocka_unit_test(what_is_read_after_a_death_survives_a_power_cut),
        cmocka_unit_test(what_is_read_after_a_failed_sync_survives_a_power_cut),
    };
    return cmocka_run_group_tests_name("store under faults", tests, NULL, NULL);
}
