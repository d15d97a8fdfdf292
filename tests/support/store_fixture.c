#include "support/store_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static void open_store(StoreFixture *fixture)
{
    if (fixture->kind == STORE_IN_MEMORY) {
        fixture->store = writ_store_open_memory();
        return;
    }
    char path[SCRATCH_PATH_BYTES];
    WritStoreOptions options = {.mode = WRIT_STORE_MAY_CREATE};
    assert_int_equal(writ_store_open(&fixture->store,
                                     scratch_directory_path(&fixture->directory, "store.db", path),
                                     &options, &fixture->error),
                     WRIT_OK);
}

void store_fixture_reopen(StoreFixture *fixture)
{
    if (fixture->kind == STORE_IN_MEMORY) {
        assert_int_equal(writ_store_discard(fixture->store, &fixture->error), WRIT_OK);
        return;
    }
    writ_store_close(fixture->store);
    open_store(fixture);
}

void store_fixture_set_up(StoreFixture *fixture, StoreKind kind)
{
    *fixture = (StoreFixture){.kind = kind};
    scratch_directory_make(&fixture->directory);
    open_store(fixture);
}

void store_fixture_tear_down(StoreFixture *fixture)
{
    writ_store_close(fixture->store);
    writ_store_batch_dispose(&fixture->batch);
    writ_buffer_dispose(&fixture->value);
    scratch_directory_remove(&fixture->directory);
}

void store_fixture_put(StoreFixture *fixture, WritFamily family, const char *key, const char *value)
{
    writ_store_batch_put(&fixture->batch, family, writ_text(key), writ_text(value));
}

void store_fixture_append(StoreFixture *fixture, uint64_t case_number, uint64_t previous,
                          const char *bytes)
{
    WritJournalEntry entry = {
        .sequence = writ_store_next_sequence(fixture->store) + fixture->batch.append_count,
        .case_number = case_number,
        .previous = previous,
        .bytes = writ_text(bytes),
    };
    writ_store_batch_append(&fixture->batch, &entry);
}

void store_fixture_write(StoreFixture *fixture)
{
    assert_int_equal(writ_store_write(fixture->store, &fixture->batch, &fixture->error), WRIT_OK);
    writ_store_batch_clear(&fixture->batch);
}

void store_fixture_flush(StoreFixture *fixture)
{
    assert_int_equal(writ_store_flush(fixture->store, &fixture->error), WRIT_OK);
}

void store_fixture_assert_row(StoreFixture *fixture, WritFamily family, const char *key,
                              const char *value)
{
    WritStatus status =
        writ_store_find(fixture->store, family, writ_text(key), &fixture->value, &fixture->error);
    assert_int_equal(status, value == NULL ? WRIT_NOT_FOUND : WRIT_OK);
    if (value != NULL) {
        assert_string_equal(writ_buffer_string(&fixture->value), value);
    }
}

WritVisit store_fixture_collect(void *context, WritText key, WritText value)
{
    WritBuffer *out = context;
    writ_buffer_add(out, key);
    writ_buffer_add_byte(out, '=');
    writ_buffer_add(out, value);
    writ_buffer_add_byte(out, ' ');
    return WRIT_VISIT_ON;
}

WritVisit store_fixture_collect_entry(void *context, const WritJournalEntry *entry)
{
    writ_buffer_format(context, "%d:%d<%d %.*s ", (int)entry->sequence, (int)entry->case_number,
                       (int)entry->previous, WRIT_TEXT_ARGS(entry->bytes));
    return WRIT_VISIT_ON;
}
