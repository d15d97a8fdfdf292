// A batch is the canonical bytes of its operations, one after the other: kind, family, key, value
// of a row, or kind, sequence, case, previous, bytes of an entry. So it can be kept and done again.
#include <assert.h>

#include "store/back_end.h"

static void refuse(WritStoreBatch *batch, const char *what, size_t bytes, size_t bytes_max)
{
    if (batch->refused.status == WRIT_OK) {
        (void)writ_fail(&batch->refused, WRIT_LIMIT, "%s has %zu bytes, the most is %zu", what,
                        bytes, bytes_max);
        (void)writ_hint(&batch->refused, "Split what the command does, or give it less data.");
    }
}

static void refuse_key(WritStoreBatch *batch, WritFamily family, WritText key)
{
    if (batch->refused.status == WRIT_OK) {
        (void)writ_fail(&batch->refused, WRIT_LIMIT,
                        "a key in \"%s\" has %zu bytes, it may have 1 to %d",
                        writ_family_name(family), key.length, WRIT_STORE_KEY_BYTES_MAX);
        (void)writ_hint(&batch->refused, "Use a shorter name or id.");
    }
}

static bool key_fits(WritText key)
{
    return key.length > 0 && key.length <= WRIT_STORE_KEY_BYTES_MAX;
}

// Numbers are the host's own, so a wrong one is a mistake of ours.
static bool is_number(WritText key)
{
    WritReader in = writ_reader(key);
    return writ_get_ordered(&in) <= WRIT_STORE_NUMBER_MAX && writ_reader_done(&in);
}

static void put_head(WritStoreBatch *batch, StoreOperationKind kind, WritFamily family,
                     WritText key)
{
    assert(writ_family_keys(family) == WRIT_KEYS_TEXT || is_number(key));
    writ_put_u8(&batch->operations, (uint8_t)kind);
    writ_put_uint(&batch->operations, family);
    writ_put_text(&batch->operations, key);
}

void writ_store_batch_dispose(WritStoreBatch *batch)
{
    writ_buffer_dispose(&batch->operations);
    writ_store_batch_clear(batch);
}

void writ_store_batch_clear(WritStoreBatch *batch)
{
    writ_buffer_clear(&batch->operations);
    batch->first_sequence = 0;
    batch->append_count = 0;
    batch->refused.status = WRIT_OK;
}

// Kind, family or three numbers, and two lengths.
enum { OPERATION_HEAD_BYTES_MAX = 48 };

// True when an operation with `more` bytes still fits; then the caller adds it.
static bool has_room(WritStoreBatch *batch, size_t more)
{
    size_t bytes = batch->operations.length + more + OPERATION_HEAD_BYTES_MAX;
    if (bytes > WRIT_STORE_BATCH_BYTES_MAX) {
        refuse(batch, "a batch", bytes, WRIT_STORE_BATCH_BYTES_MAX);
        return false;
    }
    return true;
}

void writ_store_batch_put(WritStoreBatch *batch, WritFamily family, WritText key, WritText value)
{
    if (!key_fits(key)) {
        refuse_key(batch, family, key);
        return;
    }
    if (value.length > WRIT_STORE_VALUE_BYTES_MAX) {
        refuse(batch, "the value of a row", value.length, WRIT_STORE_VALUE_BYTES_MAX);
        return;
    }
    if (has_room(batch, key.length + value.length)) {
        put_head(batch, STORE_PUT, family, key);
        writ_put_text(&batch->operations, value);
    }
}

void writ_store_batch_delete(WritStoreBatch *batch, WritFamily family, WritText key)
{
    if (!key_fits(key)) {
        refuse_key(batch, family, key);
        return;
    }
    if (has_room(batch, key.length)) {
        put_head(batch, STORE_DELETE, family, key);
    }
}

void writ_store_batch_append(WritStoreBatch *batch, const WritJournalEntry *entry)
{
    if (entry->bytes.length > WRIT_STORE_VALUE_BYTES_MAX) {
        refuse(batch, "an entry of the journal", entry->bytes.length, WRIT_STORE_VALUE_BYTES_MAX);
        return;
    }
    if (!has_room(batch, entry->bytes.length)) {
        return;
    }
    if (batch->append_count == 0) {
        batch->first_sequence = entry->sequence;
    }
    // Numbers of the journal are the host's own, so a wrong one is a mistake of ours.
    assert(entry->sequence == batch->first_sequence + batch->append_count);
    assert(entry->sequence > entry->previous && entry->sequence <= INT64_MAX);
    assert(entry->case_number <= INT64_MAX);
    batch->append_count++;
    writ_put_u8(&batch->operations, STORE_APPEND);
    writ_put_uint(&batch->operations, entry->sequence);
    writ_put_uint(&batch->operations, entry->case_number);
    writ_put_uint(&batch->operations, entry->previous);
    writ_put_text(&batch->operations, entry->bytes);
}

bool store_operation_next(WritReader *in, StoreOperation *operation)
{
    if (writ_reader_left(in) == 0) {
        assert(!in->failed);
        return false;
    }
    *operation = (StoreOperation){.kind = (StoreOperationKind)writ_get_u8(in)};
    switch (operation->kind) {
    case STORE_PUT:
        operation->family = (WritFamily)writ_get_uint(in);
        operation->key = writ_get_text(in);
        operation->value = writ_get_text(in);
        break;
    case STORE_DELETE:
        operation->family = (WritFamily)writ_get_uint(in);
        operation->key = writ_get_text(in);
        break;
    case STORE_APPEND:
        operation->entry.sequence = writ_get_uint(in);
        operation->entry.case_number = writ_get_uint(in);
        operation->entry.previous = writ_get_uint(in);
        operation->entry.bytes = writ_get_text(in);
        break;
    }
    assert(!in->failed);
    return true;
}
