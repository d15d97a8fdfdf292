// The store in a SQLite file: what its parts share.
//
// Three tables, `journal`, `numbered` and `rows`; write-ahead log, synchronous=FULL, locked for
// this process alone, so that the log's index is in memory and no second file with locks is needed.
#ifndef STORE_SQLITE_STORE_H
#define STORE_SQLITE_STORE_H

#include <sqlite3.h>

#include "store/back_end.h"
#include "store/place.h"

enum {
    SQLITE_STORE_APPLICATION_ID = 0x77726974, // "writ", at byte 68 of the file.
    // A page holds several entries of a kilobyte; smaller ones waste up to half of themselves,
    // larger ones cost more where few rows change in many places.
    SQLITE_STORE_PAGE_BYTES = 8192,
    // When the log has so many pages it is settled: rarely enough that syncs stay near one a
    // group, early enough that a start after a crash reads at most about 12 MB.
    SQLITE_STORE_LOG_PAGES = 1500,
    SQLITE_STORE_CACHE_KIB = 8192,
};

typedef enum SqliteStatement {
    SQLITE_STATEMENT_FIND,
    SQLITE_STATEMENT_PUT,
    SQLITE_STATEMENT_DELETE,
    SQLITE_STATEMENT_FIND_NUMBERED,
    SQLITE_STATEMENT_PUT_NUMBERED,
    SQLITE_STATEMENT_DELETE_NUMBERED,
    SQLITE_STATEMENT_APPEND,
    SQLITE_STATEMENT_READ,
    SQLITE_STATEMENT_BEGIN,
    SQLITE_STATEMENT_COMMIT,
    SQLITE_STATEMENT_ROLL_BACK,
    SQLITE_STATEMENT_COUNT,
} SqliteStatement;

typedef struct SqliteStore {
    Place place;
    const char *vfs; // Borrowed from SQLite's list; NULL is the default.
    int lock;        // Descriptor of the owner's lock, -1 when not taken.
    sqlite3 *db;
    sqlite3_stmt *statements[SQLITE_STATEMENT_COUNT];
    // One for each depth of scans inside scans, made when first needed.
    sqlite3_stmt *row_scans[WRIT_STORE_SCANS_MAX];
    sqlite3_stmt *number_scans[WRIT_STORE_SCANS_MAX];
    sqlite3_stmt *journal_scans[WRIT_STORE_SCANS_MAX];
    uint32_t scan_depth;
    bool in_transaction;
    int log_pages; // In the write-ahead log after the last commit.
} SqliteStore;

// The sentence for a failure of SQLite while `doing` ("read", "write to" …) the store. `db` may be
// NULL.
WritStatus sqlite_store_fail(const SqliteStore *store, int code, const char *doing,
                             WritError *error);
// For what SQLite takes for good and is not: a wrong type, an impossible number.
WritStatus sqlite_store_fail_damaged(const SqliteStore *store, const char *what, WritError *error);

// Makes the file `path` with an empty store of the present format, durably; `path` must not exist.
WritStatus sqlite_store_create(const SqliteStore *store, WritError *error);
// Opens the database in `path` and sets what every connection must have. On failure `*db` may be
// set, for the sentence; the caller closes it.
int sqlite_store_connect(sqlite3 **db, const char *path, const char *vfs, int flags);
// Refuses a schema that is not exactly the one that this format has.
WritStatus sqlite_store_check_schema(const SqliteStore *store, WritError *error);

// Writes the write-ahead log over itself and syncs it, when there is one.
WritStatus sqlite_log_renew(const SqliteStore *store, WritError *error);

// Prepares `statements`. The operations of the back end:
int sqlite_rows_prepare(SqliteStore *store);
void sqlite_rows_finalize(SqliteStore *store);
WritStatus sqlite_rows_find(void *state, WritFamily family, WritText key, WritBuffer *value,
                            WritError *error);
WritStatus sqlite_rows_scan(void *state, const WritStoreRange *range, WritStoreVisitor *visit,
                            void *context, WritError *error);
WritStatus sqlite_rows_apply(void *state, WritText operations, WritError *error);
WritStatus sqlite_rows_commit(void *state, WritError *error);
WritStatus sqlite_rows_roll_back(void *state, WritError *error);
bool sqlite_rows_has_lost_writes(void *state);
WritStatus sqlite_journal_read(void *state, uint64_t sequence, WritJournalEntry *entry,
                               WritBuffer *bytes, WritError *error);
WritStatus sqlite_journal_scan(void *state, uint64_t from, WritJournalVisitor *visit, void *context,
                               WritError *error);
WritStatus sqlite_backup(void *state, const char *path, WritBackupProgress *progress, void *context,
                         WritError *error);

#endif
