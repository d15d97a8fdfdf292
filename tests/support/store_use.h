// A store used at random beside a model in memory, so that after any failure it is known what the
// store must hold, or which of two states it may hold.
#ifndef SUPPORT_STORE_USE_H
#define SUPPORT_STORE_USE_H

#include <stdbool.h>

#include "writ/store.h"

typedef struct StoreUse {
    const char *path;
    const char *vfs; // As in WritStoreOptions.
    uint64_t random;
    WritStore *model;
    WritBuffer flushed; // Dump of what is acknowledged.
    // A flush failed: the store may hold this in place of `flushed`.
    bool in_doubt;
    WritBuffer doubtful;
    uint64_t flushes;       // Acknowledged.
    uint64_t failures;      // Of any call.
    uint64_t failed_writes; // Of one batch.
} StoreUse;

// How many seeds a test tries: WRIT_FAULT_ROUNDS of the environment, 1 without it.
uint64_t store_use_rounds(void);

// `path` names a store that does not exist yet; it and `vfs` are borrowed.
void store_use_begin(StoreUse *use, const char *path, const char *vfs, uint64_t seed);
void store_use_end(StoreUse *use);

// Opens the store, uses it for `steps` steps, closes it. Ends early when opening fails or the
// store stops. Fails the test when a failure says too little.
void store_use_run(StoreUse *use, int steps);

// Opens the store without faults and fails the test unless it holds what is acknowledged, or what
// was in doubt; which of the two is settled from then on. The caller closes the store.
WritStore *store_use_open(StoreUse *use);
// The same, and closes it.
void store_use_check(StoreUse *use);

#endif
