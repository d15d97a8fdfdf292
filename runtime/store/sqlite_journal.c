// Reading the journal in SQLite. What is read is checked before anybody builds on it.
#include <assert.h>

#include "store/sqlite_store.h"

// Columns from `first`: case_number, previous, bytes. False when the row cannot be one of ours.
static bool read_entry(sqlite3_stmt *statement, int first, WritJournalEntry *entry)
{
    sqlite3_int64 case_number = sqlite3_column_int64(statement, first);
    sqlite3_int64 previous = sqlite3_column_int64(statement, first + 1);
    if (case_number < 0 || previous < 0 || (uint64_t)previous >= entry->sequence) {
        return false;
    }
    entry->case_number = (uint64_t)case_number;
    entry->previous = (uint64_t)previous;
    const char *data = sqlite3_column_blob(statement, first + 2);
    entry->bytes = (WritText){data, (size_t)sqlite3_column_bytes(statement, first + 2)};
    return true;
}

static WritStatus fail_entry(const SqliteStore *store, WritError *error)
{
    return sqlite_store_fail_damaged(store, "an entry of its journal points forward", error);
}

WritStatus sqlite_journal_read(void *state, uint64_t sequence, WritJournalEntry *entry,
                               WritBuffer *bytes, WritError *error)
{
    SqliteStore *store = state;
    sqlite3_stmt *read = store->statements[SQLITE_STATEMENT_READ];
    (void)sqlite3_bind_int64(read, 1, (sqlite3_int64)sequence);
    int code = sqlite3_step(read);
    WritStatus status = WRIT_OK;
    *entry = (WritJournalEntry){.sequence = sequence};
    if (code == SQLITE_DONE) {
        status = WRIT_NOT_FOUND;
    } else if (code != SQLITE_ROW) {
        status = sqlite_store_fail(store, code, "read", error);
    } else if (!read_entry(read, 0, entry)) {
        status = fail_entry(store, error);
    } else {
        writ_buffer_clear(bytes);
        writ_buffer_add(bytes, entry->bytes);
        entry->bytes = writ_buffer_text(bytes);
    }
    (void)sqlite3_reset(read);
    return status;
}

static int prepare_scan(SqliteStore *store, sqlite3_stmt **scan)
{
    assert(store->scan_depth < WRIT_STORE_SCANS_MAX);
    *scan = store->journal_scans[store->scan_depth];
    if (*scan != NULL) {
        return SQLITE_OK;
    }
    int code = sqlite3_prepare_v3(store->db,
                                  "SELECT sequence, case_number, previous, bytes FROM journal "
                                  "WHERE sequence>=?1 ORDER BY sequence",
                                  -1, SQLITE_PREPARE_PERSISTENT, scan, NULL);
    store->journal_scans[store->scan_depth] = *scan;
    return code;
}

WritStatus sqlite_journal_scan(void *state, uint64_t from, WritJournalVisitor *visit, void *context,
                               WritError *error)
{
    SqliteStore *store = state;
    sqlite3_stmt *scan = NULL;
    int code = prepare_scan(store, &scan);
    if (code != SQLITE_OK) {
        return sqlite_store_fail(store, code, "read", error);
    }
    (void)sqlite3_bind_int64(scan, 1, (sqlite3_int64)from);
    store->scan_depth++;
    bool is_sound = true;
    while ((code = sqlite3_step(scan)) == SQLITE_ROW) {
        WritJournalEntry entry = {.sequence = (uint64_t)sqlite3_column_int64(scan, 0)};
        is_sound = read_entry(scan, 1, &entry);
        if (!is_sound || visit(context, &entry) == WRIT_VISIT_STOP) {
            code = SQLITE_DONE;
            break;
        }
    }
    store->scan_depth--;
    (void)sqlite3_reset(scan);
    if (code != SQLITE_DONE) {
        return sqlite_store_fail(store, code, "read", error);
    }
    return is_sound ? WRIT_OK : fail_entry(store, error);
}
