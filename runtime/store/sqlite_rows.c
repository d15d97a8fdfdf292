// Rows and transactions in SQLite. Statements are prepared once and bound to borrowed bytes, which
// live until the step is over.
#include <assert.h>

#include "store/sqlite_store.h"

static const char *const statement_texts[SQLITE_STATEMENT_COUNT] = {
    [SQLITE_STATEMENT_FIND] = "SELECT value FROM rows WHERE family=?1 AND key=?2",
    [SQLITE_STATEMENT_PUT] = "INSERT OR REPLACE INTO rows VALUES(?1,?2,?3)",
    [SQLITE_STATEMENT_DELETE] = "DELETE FROM rows WHERE family=?1 AND key=?2",
    [SQLITE_STATEMENT_APPEND] = "INSERT INTO journal VALUES(?1,?2,?3,?4)",
    [SQLITE_STATEMENT_READ] = "SELECT case_number, previous, bytes FROM journal WHERE sequence=?1",
    [SQLITE_STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [SQLITE_STATEMENT_COMMIT] = "COMMIT",
    [SQLITE_STATEMENT_ROLL_BACK] = "ROLLBACK",
};

int sqlite_rows_prepare(SqliteStore *store)
{
    for (size_t i = 0; i < SQLITE_STATEMENT_COUNT; i++) {
        int code = sqlite3_prepare_v3(store->db, statement_texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                                      &store->statements[i], NULL);
        if (code != SQLITE_OK) {
            return code;
        }
    }
    return SQLITE_OK;
}

void sqlite_rows_finalize(SqliteStore *store)
{
    for (size_t i = 0; i < SQLITE_STATEMENT_COUNT; i++) {
        (void)sqlite3_finalize(store->statements[i]);
    }
    for (size_t depth = 0; depth < WRIT_STORE_SCANS_MAX; depth++) {
        (void)sqlite3_finalize(store->row_scans[depth]);
        (void)sqlite3_finalize(store->journal_scans[depth]);
    }
}

// An empty blob, not NULL, for empty bytes.
static void bind_bytes(sqlite3_stmt *statement, int index, WritText bytes)
{
    (void)sqlite3_bind_blob64(statement, index, bytes.length == 0 ? "" : bytes.data, bytes.length,
                              SQLITE_STATIC);
}

static WritText column_bytes(sqlite3_stmt *statement, int column)
{
    const char *data = sqlite3_column_blob(statement, column);
    return (WritText){data, (size_t)sqlite3_column_bytes(statement, column)};
}

// Runs a statement that returns no row.
static int run(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    (void)sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

WritStatus sqlite_rows_find(void *state, WritFamily family, WritText key, WritBuffer *value,
                            WritError *error)
{
    SqliteStore *store = state;
    sqlite3_stmt *find = store->statements[SQLITE_STATEMENT_FIND];
    (void)sqlite3_bind_int(find, 1, (int)family);
    bind_bytes(find, 2, key);
    int code = sqlite3_step(find);
    WritStatus status = WRIT_OK;
    if (code == SQLITE_ROW) {
        writ_buffer_clear(value);
        writ_buffer_add(value, column_bytes(find, 0));
    } else if (code == SQLITE_DONE) {
        status = WRIT_NOT_FOUND;
    } else {
        status = sqlite_store_fail(store, code, "read", error);
    }
    (void)sqlite3_reset(find);
    return status;
}

static int prepare_scan(SqliteStore *store, sqlite3_stmt **scan)
{
    assert(store->scan_depth < WRIT_STORE_SCANS_MAX);
    *scan = store->row_scans[store->scan_depth];
    if (*scan != NULL) {
        return SQLITE_OK;
    }
    int code = sqlite3_prepare_v3(store->db,
                                  "SELECT key, value FROM rows WHERE family=?1 AND key>=?2 "
                                  "ORDER BY key",
                                  -1, SQLITE_PREPARE_PERSISTENT, scan, NULL);
    store->row_scans[store->scan_depth] = *scan;
    return code;
}

WritStatus sqlite_rows_scan(void *state, const WritStoreRange *range, WritStoreVisitor *visit,
                            void *context, WritError *error)
{
    SqliteStore *store = state;
    sqlite3_stmt *scan = NULL;
    int code = prepare_scan(store, &scan);
    if (code != SQLITE_OK) {
        return sqlite_store_fail(store, code, "read", error);
    }
    (void)sqlite3_bind_int(scan, 1, (int)range->family);
    bind_bytes(scan, 2, range->from);
    store->scan_depth++;
    uint32_t visited = 0;
    while ((code = sqlite3_step(scan)) == SQLITE_ROW) {
        WritText key = column_bytes(scan, 0);
        bool is_behind = range->to.length > 0 && writ_text_compare(key, range->to) >= 0;
        if (is_behind || visit(context, key, column_bytes(scan, 1)) == WRIT_VISIT_STOP ||
            ++visited == range->limit) {
            code = SQLITE_DONE;
            break;
        }
    }
    store->scan_depth--;
    (void)sqlite3_reset(scan);
    return code == SQLITE_DONE ? WRIT_OK : sqlite_store_fail(store, code, "read", error);
}

static int put_row(SqliteStore *store, const StoreOperation *operation)
{
    sqlite3_stmt *statement = store->statements[SQLITE_STATEMENT_PUT];
    (void)sqlite3_bind_int(statement, 1, (int)operation->family);
    bind_bytes(statement, 2, operation->key);
    bind_bytes(statement, 3, operation->value);
    return run(statement);
}

static int delete_row(SqliteStore *store, const StoreOperation *operation)
{
    sqlite3_stmt *statement = store->statements[SQLITE_STATEMENT_DELETE];
    (void)sqlite3_bind_int(statement, 1, (int)operation->family);
    bind_bytes(statement, 2, operation->key);
    return run(statement);
}

static int append_entry(SqliteStore *store, const WritJournalEntry *entry)
{
    sqlite3_stmt *statement = store->statements[SQLITE_STATEMENT_APPEND];
    (void)sqlite3_bind_int64(statement, 1, (sqlite3_int64)entry->sequence);
    (void)sqlite3_bind_int64(statement, 2, (sqlite3_int64)entry->case_number);
    (void)sqlite3_bind_int64(statement, 3, (sqlite3_int64)entry->previous);
    bind_bytes(statement, 4, entry->bytes);
    return run(statement);
}

static int do_operation(SqliteStore *store, const StoreOperation *operation)
{
    switch (operation->kind) {
    case STORE_PUT:
        return put_row(store, operation);
    case STORE_DELETE:
        return delete_row(store, operation);
    case STORE_APPEND:
        return append_entry(store, &operation->entry);
    }
    WRIT_UNREACHABLE();
}

// SQLite rolls a transaction back by itself when any statement in it meets a full disk, a failing
// one or a lack of memory.
bool sqlite_rows_has_lost_writes(void *state)
{
    const SqliteStore *store = state;
    return store->in_transaction && sqlite3_get_autocommit(store->db) != 0;
}

WritStatus sqlite_rows_apply(void *state, WritText operations, WritError *error)
{
    SqliteStore *store = state;
    // Outside a transaction each statement would be a commit of its own.
    assert(!sqlite_rows_has_lost_writes(store));
    int code = SQLITE_OK;
    if (!store->in_transaction) {
        code = run(store->statements[SQLITE_STATEMENT_BEGIN]);
        store->in_transaction = code == SQLITE_OK;
    }
    WritReader in = writ_reader(operations);
    StoreOperation operation;
    while (code == SQLITE_OK && store_operation_next(&in, &operation)) {
        code = do_operation(store, &operation);
    }
    return code == SQLITE_OK ? WRIT_OK : sqlite_store_fail(store, code, "write to", error);
}

WritStatus sqlite_rows_commit(void *state, WritError *error)
{
    SqliteStore *store = state;
    assert(store->in_transaction && !sqlite_rows_has_lost_writes(store));
    int code = run(store->statements[SQLITE_STATEMENT_COMMIT]);
    if (code != SQLITE_OK) {
        return sqlite_store_fail(store, code, "flush", error);
    }
    store->in_transaction = false;
    return WRIT_OK;
}

WritStatus sqlite_rows_roll_back(void *state, WritError *error)
{
    SqliteStore *store = state;
    store->in_transaction = false;
    if (sqlite3_get_autocommit(store->db) != 0) {
        return WRIT_OK;
    }
    int code = run(store->statements[SQLITE_STATEMENT_ROLL_BACK]);
    return code == SQLITE_OK ? WRIT_OK : sqlite_store_fail(store, code, "write to", error);
}
