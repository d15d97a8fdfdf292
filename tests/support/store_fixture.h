// A store under test on any back end, and short words for what tests do with it. Everything that
// fails here fails the test that runs.
#ifndef SUPPORT_STORE_FIXTURE_H
#define SUPPORT_STORE_FIXTURE_H

#include "support/scratch_directory.h"
#include "writ/store.h"

typedef enum StoreKind {
    STORE_IN_MEMORY,
    STORE_IN_A_FILE,
} StoreKind;

typedef struct StoreFixture {
    StoreKind kind;
    ScratchDirectory directory;
    WritStore *store;
    WritStoreBatch batch;
    WritBuffer value;
    WritError error;
} StoreFixture;

// Opens an empty store; one in a file has a directory of its own.
void store_fixture_set_up(StoreFixture *fixture, StoreKind kind);
void store_fixture_tear_down(StoreFixture *fixture);
// Closes and opens it again. What a store in memory keeps ends with it, so there only the
// unflushed part is lost.
void store_fixture_reopen(StoreFixture *fixture);

// Add to the fixture's batch. An appended entry gets the next sequence.
void store_fixture_put(StoreFixture *fixture, WritFamily family, const char *key,
                       const char *value);
void store_fixture_append(StoreFixture *fixture, uint64_t case_number, uint64_t previous,
                          const char *bytes);
// Writes the batch and empties it.
void store_fixture_write(StoreFixture *fixture);
void store_fixture_flush(StoreFixture *fixture);
// The row has that value, or is absent when `value` is NULL.
void store_fixture_assert_row(StoreFixture *fixture, WritFamily family, const char *key,
                              const char *value);

// Visitors that add "key=value " and "sequence:case<previous bytes " to the WritBuffer `context`.
WritVisit store_fixture_collect(void *context, WritText key, WritText value);
WritVisit store_fixture_collect_entry(void *context, const WritJournalEntry *entry);

#endif
