// Running one hook call to its end, for tests of the pool.
#ifndef WRIT_TEST_POOL_RUNNER_H
#define WRIT_TEST_POOL_RUNNER_H

#include "writ/hook.h"

// The sentence of a result, for comparing: "returned done {…}", "raised …", "limit work …".
typedef struct RunOutcome {
    WritHookResultKind kind;
    WritHookLimit limit;
    WritBuffer line; // Kind, limit, outcome, outputs and message in one line; owned.
    WritBuffer log;  // Owned.
} RunOutcome;

void run_outcome_dispose(RunOutcome *outcome);

// Opens a pool of `children`, which offers file drops below `drop_root` when it is not NULL.
typedef struct TestPool {
    WritHookPool *pool;
    struct WritFileDrop *drop;
} TestPool;

TestPool test_pool_open(uint32_t children, const char *drop_root);
void test_pool_close(TestPool *pool);

// A call with sound values for everything that a test does not care about.
WritHookCall test_call(const char *source, const char *function, const char *inputs);

// Submits and waits. Fails the test when nothing comes within ten seconds.
RunOutcome test_run(WritHookPool *pool, const WritHookCall *call);

#endif
