// The front of every store: limits, order of the journal, what to do when a back end fails.
//
// The batches since the last flush are kept as they were written. When one batch fails half done,
// the back end rolls all of them back and the earlier ones are done again, so that the failed one
// is dropped alone without a savepoint a batch (which copies every page that it touches, and which
// would not help where SQLite rolls everything back by itself, as it does even when a read fails).
#include <assert.h>
#include <stdlib.h>

#include "store/back_end.h"

struct WritStore {
    const StoreBackEnd *back_end;
    void *state;
    uint64_t next_sequence;
    uint64_t flushed_sequence; // What next_sequence was when nothing was unflushed.
    WritBuffer group;          // The batches since the last flush, each as a text.
    uint32_t visiting;         // Visitors that are being called.
    bool backing_up;
    WritStoreCounters counters;
    WritError stopped; // Status WRIT_OK while the store runs.
};

WritStore *store_new(const StoreBackEnd *back_end, void *state, uint64_t last_sequence)
{
    assert(last_sequence < INT64_MAX);
    WritStore *store = calloc(1, sizeof *store);
    if (store == NULL) {
        abort();
    }
    store->back_end = back_end;
    store->state = state;
    store->next_sequence = last_sequence + 1;
    store->flushed_sequence = store->next_sequence;
    return store;
}

void writ_store_close(WritStore *store)
{
    if (store == NULL) {
        return;
    }
    assert(store->visiting == 0 && !store->backing_up);
    bool stopped = store->stopped.status != WRIT_OK;
    if (!stopped && store->group.length > 0) {
        // A roll-back that fails leaves the state in doubt: then nothing more is written.
        stopped = store->back_end->roll_back(store->state, NULL) != WRIT_OK;
    }
    store->back_end->close(store->state, stopped);
    writ_buffer_dispose(&store->group);
    free(store);
}

static WritStatus check_running(const WritStore *store, WritError *error)
{
    if (store->stopped.status == WRIT_OK) {
        return WRIT_OK;
    }
    (void)writ_fail(error, store->stopped.status, "the store has stopped: %s", store->stopped.text);
    return writ_hint(error, "%s", store->stopped.hint);
}

// For good: all later calls fail for the reason `why`.
static void stop(WritStore *store, const WritError *why)
{
    assert(why->status != WRIT_OK);
    store->stopped = *why;
    writ_buffer_clear(&store->group);
    store->next_sequence = store->flushed_sequence;
}

static WritStatus tell(WritError *error, const WritError *why)
{
    if (error != NULL) {
        *error = *why;
    }
    return why->status;
}

// Rolls back and does the batches of the group again; what else was done since the last flush is
// gone. The store stops when that fails.
static void restore_group(WritStore *store)
{
    WritError why;
    WritStatus status = store->back_end->roll_back(store->state, &why);
    WritReader in = writ_reader(writ_buffer_text(&store->group));
    while (status == WRIT_OK && writ_reader_left(&in) > 0) {
        status = store->back_end->apply(store->state, writ_get_text(&in), &why);
    }
    if (status != WRIT_OK) {
        stop(store, &why);
    }
}

// --- Reading -------------------------------------------------------------------------------

// To be called after each read: one that fails must not take the unflushed batches with it.
static WritStatus keep_group(WritStore *store, WritStatus status)
{
    if (status != WRIT_OK && store->back_end->has_lost_writes(store->state)) {
        restore_group(store);
    }
    return status;
}

WritStatus writ_store_find(WritStore *store, WritFamily family, WritText key, WritBuffer *value,
                           WritError *error)
{
    WritStatus status = check_running(store, error);
    if (status != WRIT_OK) {
        return status;
    }
    status = store->back_end->find(store->state, family, key, value, error);
    return keep_group(store, status);
}

WritStatus writ_store_scan(WritStore *store, const WritStoreRange *range, WritStoreVisitor *visit,
                           void *context, WritError *error)
{
    assert(store->visiting < WRIT_STORE_SCANS_MAX);
    WritStatus status = check_running(store, error);
    if (status != WRIT_OK) {
        return status;
    }
    store->visiting++;
    status = store->back_end->scan(store->state, range, visit, context, error);
    store->visiting--;
    return keep_group(store, status);
}

void writ_store_prefix_end(WritBuffer *end, WritText prefix)
{
    writ_buffer_clear(end);
    size_t length = prefix.length;
    while (length > 0 && (unsigned char)prefix.data[length - 1] == 0xff) {
        length--;
    }
    if (length > 0) {
        writ_buffer_add(end, (WritText){prefix.data, length});
        end->data[length - 1] = (char)((unsigned char)end->data[length - 1] + 1);
    }
}

uint64_t writ_store_next_sequence(const WritStore *store)
{
    return store->next_sequence;
}

static WritStatus fail_damaged(WritError *error, const char *what, uint64_t sequence)
{
    (void)writ_fail(error, WRIT_IO, "the journal is damaged: entry %llu %s",
                    (unsigned long long)sequence, what);
    return writ_hint(error, "Stop writing to this store and restore the newest good backup.");
}

WritStatus writ_store_journal_read(WritStore *store, uint64_t sequence, WritJournalEntry *entry,
                                   WritBuffer *bytes, WritError *error)
{
    WritStatus status = check_running(store, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (sequence == 0 || sequence >= store->next_sequence) {
        return WRIT_NOT_FOUND;
    }
    status = store->back_end->journal_read(store->state, sequence, entry, bytes, error);
    (void)keep_group(store, status);
    return status == WRIT_NOT_FOUND ? fail_damaged(error, "is missing", sequence) : status;
}

// Sees that a scan of the journal meets every sequence once.
typedef struct UnbrokenScan {
    uint64_t expected;
    WritJournalVisitor *visit;
    void *context;
    bool was_stopped;
    bool is_broken;
} UnbrokenScan;

static WritVisit visit_unbroken(void *context, const WritJournalEntry *entry)
{
    UnbrokenScan *scan = context;
    if (entry->sequence != scan->expected) {
        scan->is_broken = true;
        return WRIT_VISIT_STOP;
    }
    scan->expected++;
    WritVisit next = scan->visit(scan->context, entry);
    scan->was_stopped = next == WRIT_VISIT_STOP;
    return next;
}

WritStatus writ_store_journal_scan(WritStore *store, uint64_t from, WritJournalVisitor *visit,
                                   void *context, WritError *error)
{
    assert(store->visiting < WRIT_STORE_SCANS_MAX);
    WritStatus status = check_running(store, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (from >= store->next_sequence) {
        return WRIT_OK;
    }
    UnbrokenScan scan = {.expected = from == 0 ? 1 : from, .visit = visit, .context = context};
    store->visiting++;
    status =
        store->back_end->journal_scan(store->state, scan.expected, visit_unbroken, &scan, error);
    store->visiting--;
    if (status != WRIT_OK) {
        return keep_group(store, status);
    }
    if (scan.is_broken || (!scan.was_stopped && scan.expected != store->next_sequence)) {
        return fail_damaged(error, "is missing", scan.expected);
    }
    return WRIT_OK;
}

WritStatus writ_store_journal_walk(WritStore *store, uint64_t last, WritJournalVisitor *visit,
                                   void *context, WritError *error)
{
    assert(store->visiting < WRIT_STORE_SCANS_MAX);
    WritBuffer bytes = {0};
    WritStatus status = WRIT_OK;
    uint64_t case_number = 0;
    WritVisit next = WRIT_VISIT_ON;
    store->visiting++;
    for (uint64_t at = last; at != 0 && next == WRIT_VISIT_ON;) {
        WritJournalEntry entry;
        status = writ_store_journal_read(store, at, &entry, &bytes, error);
        if (status == WRIT_NOT_FOUND) {
            status = fail_damaged(error, "is named by its case but missing", at);
        }
        if (status != WRIT_OK) {
            break;
        }
        if (entry.previous >= at || (at != last && entry.case_number != case_number)) {
            status = fail_damaged(error, "does not continue its case's history", at);
            break;
        }
        case_number = entry.case_number;
        at = entry.previous;
        next = visit(context, &entry);
    }
    store->visiting--;
    writ_buffer_dispose(&bytes);
    return status;
}

// --- Writing -------------------------------------------------------------------------------

static WritStatus check_batch(const WritStore *store, const WritStoreBatch *batch, WritError *error)
{
    if (batch->refused.status != WRIT_OK) {
        (void)writ_fail(error, batch->refused.status, "%s", batch->refused.text);
        return writ_hint(error, "%s", batch->refused.hint);
    }
    if (batch->append_count > 0 && batch->first_sequence != store->next_sequence) {
        (void)writ_fail(error, WRIT_CONFLICT, "the journal goes on with entry %llu, not %llu",
                        (unsigned long long)store->next_sequence,
                        (unsigned long long)batch->first_sequence);
        return writ_hint(error, "Decide the command again on the present state.");
    }
    if (store->group.length + batch->operations.length > WRIT_STORE_GROUP_BYTES_MAX) {
        (void)writ_fail(error, WRIT_LIMIT, "more than %d bytes wait to be flushed",
                        WRIT_STORE_GROUP_BYTES_MAX);
        return writ_hint(error, "Flush, then write this batch again.");
    }
    return WRIT_OK;
}

WritStatus writ_store_write(WritStore *store, const WritStoreBatch *batch, WritError *error)
{
    assert(store->visiting == 0);
    WritStatus status = check_running(store, error);
    if (status == WRIT_OK) {
        status = check_batch(store, batch, error);
    }
    WritText operations = writ_buffer_text(&batch->operations);
    if (status != WRIT_OK || operations.length == 0) {
        return status;
    }
    WritError why;
    status = store->back_end->apply(store->state, operations, &why);
    if (status != WRIT_OK) {
        restore_group(store);
        return tell(error, &why);
    }
    writ_put_text(&store->group, operations);
    store->next_sequence += batch->append_count;
    store->counters.batches++;
    return WRIT_OK;
}

// Stops the store when it fails: after a failed sync the system may take what was lost for
// written, so nothing may be built on it.
static WritStatus settle(WritStore *store, WritError *error)
{
    WritError why;
    WritStatus status = store->back_end->settle(store->state, &why);
    if (status != WRIT_OK) {
        stop(store, &why);
        return tell(error, &why);
    }
    store->counters.settlements++;
    return WRIT_OK;
}

WritStatus writ_store_flush(WritStore *store, WritError *error)
{
    assert(store->visiting == 0);
    WritStatus status = check_running(store, error);
    if (status != WRIT_OK || store->group.length == 0) {
        return status;
    }
    WritError why;
    status = store->back_end->commit(store->state, &why);
    if (status != WRIT_OK) {
        stop(store, &why);
        return tell(error, &why);
    }
    writ_buffer_clear(&store->group);
    store->flushed_sequence = store->next_sequence;
    store->counters.flushes++;
    if (store->back_end->is_unsettled(store->state)) {
        // What was flushed is durable whatever happens now; a failure is the next call's.
        (void)settle(store, NULL);
    }
    return WRIT_OK;
}

WritStatus writ_store_discard(WritStore *store, WritError *error)
{
    assert(store->visiting == 0);
    WritStatus status = check_running(store, error);
    if (status != WRIT_OK || store->group.length == 0) {
        return status;
    }
    WritError why;
    status = store->back_end->roll_back(store->state, &why);
    if (status != WRIT_OK) {
        stop(store, &why);
        return tell(error, &why);
    }
    writ_buffer_clear(&store->group);
    store->next_sequence = store->flushed_sequence;
    return WRIT_OK;
}

// --- Care ----------------------------------------------------------------------------------

static WritStatus check_flushed(const WritStore *store, const char *what, WritError *error)
{
    WritStatus status = check_running(store, error);
    if (status == WRIT_OK && store->group.length > 0) {
        (void)writ_fail(error, WRIT_CONFLICT, "the store cannot be %s: something is not flushed",
                        what);
        status = writ_hint(error, "Flush first.");
    }
    return status;
}

WritStatus writ_store_settle(WritStore *store, WritError *error)
{
    assert(store->visiting == 0);
    WritStatus status = check_flushed(store, "settled", error);
    return status == WRIT_OK ? settle(store, error) : status;
}

WritStatus writ_store_backup(WritStore *store, const char *path, WritBackupProgress *progress,
                             void *context, WritError *error)
{
    assert(store->visiting == 0 && !store->backing_up);
    WritStatus status = check_flushed(store, "backed up", error);
    if (status != WRIT_OK) {
        return status;
    }
    store->backing_up = true;
    status = store->back_end->backup(store->state, path, progress, context, error);
    store->backing_up = false;
    return status;
}

WritStoreCounters writ_store_counters(const WritStore *store)
{
    return store->counters;
}
