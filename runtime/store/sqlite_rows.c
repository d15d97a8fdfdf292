// Rows and transactions in SQLite. Statements are prepared once and bound to borrowed bytes, which
// live until the step is over.
//
// Rows with a number for a key have a table of their own: SQLite fills the pages of such a table to
// their end when rows are added behind the last, where a table that is ordered by bytes leaves
// them half empty and writes each of them several times.
#include <assert.h>

#include "store/sqlite_store.h"

static const char *const statement_texts[SQLITE_STATEMENT_COUNT] = {
    [SQLITE_STATEMENT_FIND] = "SELECT value FROM rows WHERE family=?1 AND key=?2",
    [SQLITE_STATEMENT_PUT] = "INSERT OR REPLACE INTO rows VALUES(?1,?2,?3)",
    [SQLITE_STATEMENT_DELETE] = "DELETE FROM rows WHERE family=?1 AND key=?2",
    [SQLITE_STATEMENT_FIND_NUMBERED] = "SELECT value FROM numbered WHERE id=?1",
    [SQLITE_STATEMENT_PUT_NUMBERED] = "INSERT OR REPLACE INTO numbered VALUES(?1,?2)",
    [SQLITE_STATEMENT_DELETE_NUMBERED] = "DELETE FROM numbered WHERE id=?1",
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
        (void)sqlite3_finalize(store->number_scans[depth]);
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

// --- Numbers as keys ---------------------------------------------------------------------------

enum { NUMBER_BYTES = 8, NUMBER_BITS = 56 };
_Static_assert(STORE_FAMILY_NUMBER_MAX < 1 << (63 - NUMBER_BITS), "family and number are one id");

static uint64_t number_of(WritText key)
{
    assert(key.length == NUMBER_BYTES);
    WritReader in = writ_reader(key);
    return writ_get_ordered(&in);
}

static sqlite3_int64 id_of(WritFamily family, uint64_t number)
{
    assert(number <= WRIT_STORE_NUMBER_MAX);
    return (sqlite3_int64)((uint64_t)family << NUMBER_BITS | number);
}

static void key_of(char key[NUMBER_BYTES], sqlite3_int64 id)
{
    uint64_t number = (uint64_t)id & WRIT_STORE_NUMBER_MAX;
    for (int i = NUMBER_BYTES - 1; i >= 0; i--) {
        key[i] = (char)(unsigned char)number;
        number >>= 8;
    }
}

// --- Reading -----------------------------------------------------------------------------------

// The statement that looks for one row, bound; NULL: no row can have this key.
static sqlite3_stmt *bind_find(SqliteStore *store, WritFamily family, WritText key)
{
    if (writ_family_keys(family) == WRIT_KEYS_NUMBER) {
        sqlite3_stmt *find = store->statements[SQLITE_STATEMENT_FIND_NUMBERED];
        uint64_t number = number_of(key);
        if (number > WRIT_STORE_NUMBER_MAX) {
            return NULL;
        }
        (void)sqlite3_bind_int64(find, 1, id_of(family, number));
        return find;
    }
    sqlite3_stmt *find = store->statements[SQLITE_STATEMENT_FIND];
    (void)sqlite3_bind_int(find, 1, (int)family);
    bind_bytes(find, 2, key);
    return find;
}

WritStatus sqlite_rows_find(void *state, WritFamily family, WritText key, WritBuffer *value,
                            WritError *error)
{
    SqliteStore *store = state;
    sqlite3_stmt *find = bind_find(store, family, key);
    if (find == NULL) {
        return WRIT_NOT_FOUND;
    }
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

static int prepare_scan(SqliteStore *store, WritKeys keys, sqlite3_stmt **scan)
{
    assert(store->scan_depth < WRIT_STORE_SCANS_MAX);
    bool is_numbered = keys == WRIT_KEYS_NUMBER;
    sqlite3_stmt **prepared = is_numbered ? &store->number_scans[store->scan_depth]
                                          : &store->row_scans[store->scan_depth];
    int code = SQLITE_OK;
    if (*prepared == NULL) {
        const char *text = is_numbered ? "SELECT id, value FROM numbered WHERE id BETWEEN ?1 AND "
                                         "?2 ORDER BY id"
                                       : "SELECT key, value FROM rows WHERE family=?1 AND key>=?2 "
                                         "ORDER BY key";
        code = sqlite3_prepare_v3(store->db, text, -1, SQLITE_PREPARE_PERSISTENT, prepared, NULL);
    }
    *scan = *prepared;
    return code;
}

// False: the range begins behind all keys.
static bool bind_scan(sqlite3_stmt *scan, const WritStoreRange *range)
{
    if (writ_family_keys(range->family) == WRIT_KEYS_TEXT) {
        (void)sqlite3_bind_int(scan, 1, (int)range->family);
        bind_bytes(scan, 2, range->from);
        return true;
    }
    uint64_t from = range->from.length == 0 ? 0 : number_of(range->from);
    if (from > WRIT_STORE_NUMBER_MAX) {
        return false;
    }
    (void)sqlite3_bind_int64(scan, 1, id_of(range->family, from));
    (void)sqlite3_bind_int64(scan, 2, id_of(range->family, WRIT_STORE_NUMBER_MAX));
    return true;
}

// `number` has room for the bytes of a key that is one.
static WritText scanned_key(sqlite3_stmt *scan, WritFamily family, char number[NUMBER_BYTES])
{
    if (writ_family_keys(family) == WRIT_KEYS_TEXT) {
        return column_bytes(scan, 0);
    }
    key_of(number, sqlite3_column_int64(scan, 0));
    return (WritText){number, NUMBER_BYTES};
}

WritStatus sqlite_rows_scan(void *state, const WritStoreRange *range, WritStoreVisitor *visit,
                            void *context, WritError *error)
{
    SqliteStore *store = state;
    sqlite3_stmt *scan = NULL;
    int code = prepare_scan(store, writ_family_keys(range->family), &scan);
    if (code != SQLITE_OK) {
        return sqlite_store_fail(store, code, "read", error);
    }
    if (!bind_scan(scan, range)) {
        return WRIT_OK;
    }
    store->scan_depth++;
    uint32_t visited = 0;
    char number[NUMBER_BYTES];
    while ((code = sqlite3_step(scan)) == SQLITE_ROW) {
        WritText key = scanned_key(scan, range->family, number);
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

// --- Writing -----------------------------------------------------------------------------------

static int put_numbered(SqliteStore *store, const StoreOperation *operation)
{
    sqlite3_stmt *statement = store->statements[SQLITE_STATEMENT_PUT_NUMBERED];
    (void)sqlite3_bind_int64(statement, 1, id_of(operation->family, number_of(operation->key)));
    bind_bytes(statement, 2, operation->value);
    return run(statement);
}

static int delete_numbered(SqliteStore *store, const StoreOperation *operation)
{
    sqlite3_stmt *statement = store->statements[SQLITE_STATEMENT_DELETE_NUMBERED];
    (void)sqlite3_bind_int64(statement, 1, id_of(operation->family, number_of(operation->key)));
    return run(statement);
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
        return writ_family_keys(operation->family) == WRIT_KEYS_NUMBER
                   ? put_numbered(store, operation)
                   : put_row(store, operation);
    case STORE_DELETE:
        return writ_family_keys(operation->family) == WRIT_KEYS_NUMBER
                   ? delete_numbered(store, operation)
                   : delete_row(store, operation);
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
