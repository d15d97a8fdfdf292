// Opening a store in a file: who owns it, is it ours, is it whole; and closing it again.
//
// Everything that can be refused is refused before SQLite touches the file, because merely opening
// a foreign database may change it.
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/owner_lock.h"
#include "store/sqlite_store.h"

enum {
    HEADER_BYTES = 100,
    HEADER_PAGE_COUNT = 28,
    HEADER_USER_VERSION = 60,
    HEADER_APPLICATION_ID = 68,
    LOG_PATH_BYTES = PLACE_BYTES_MAX + 8,
};

static uint32_t read_big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           (uint32_t)bytes[3];
}

static WritStatus check_format(const char *path, uint32_t format, WritError *error)
{
    if (format == WRIT_STORE_FORMAT) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID,
                    "the store has format %u and this writ reads format %d: \"%s\"", format,
                    WRIT_STORE_FORMAT, path);
    return writ_hint(error, "Use the %s writ that wrote it.",
                     format > WRIT_STORE_FORMAT ? "newer" : "older");
}

static WritStatus check_header(const char *path, const unsigned char *header, ssize_t length,
                               WritError *error)
{
    if (length == 0) {
        (void)writ_fail(error, WRIT_IO, "the store is damaged, its file is empty: \"%s\"", path);
        return writ_hint(error, "Restore the newest backup; only if there never was a store, "
                                "remove the file.");
    }
    if (length < HEADER_BYTES || memcmp(header, "SQLite format 3", 16) != 0) {
        (void)writ_fail(error, WRIT_INVALID, "the file is no writ store: \"%s\"", path);
        return writ_hint(error, "Name another file; if this was a store, restore the newest "
                                "backup.");
    }
    if (read_big_endian(header + HEADER_APPLICATION_ID) != SQLITE_STORE_APPLICATION_ID) {
        (void)writ_fail(error, WRIT_INVALID, "the file is another program's database: \"%s\"",
                        path);
        return writ_hint(error, "Name another file.");
    }
    return check_format(path, read_big_endian(header + HEADER_USER_VERSION), error);
}

static bool is_there(const char *path)
{
    struct stat kind;
    return lstat(path, &kind) == 0;
}

static bool has_log(const char *path, char log[LOG_PATH_BYTES])
{
    (void)snprintf(log, LOG_PATH_BYTES, "%s-wal", path);
    return is_there(log);
}

// SQLite itself takes a page that is missing in part for one that ends in zeros. While there is a
// log the rest may be there.
static WritStatus check_size(const char *path, const unsigned char *header, off_t size,
                             WritError *error)
{
    char log[LOG_PATH_BYTES];
    uint64_t pages = read_big_endian(header + HEADER_PAGE_COUNT);
    if ((uint64_t)size >= pages * SQLITE_STORE_PAGE_BYTES || has_log(path, log)) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_IO, "the store is damaged, its file is cut short: \"%s\"", path);
    return writ_hint(error, "Keep the file for inspection and restore the newest backup into an "
                            "empty directory.");
}

static WritStatus check_file(const char *path, WritError *error)
{
    // Not blocking, because opening a pipe would wait for its other end.
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        return place_fail(error, errno, "open", path);
    }
    struct stat kind;
    unsigned char header[HEADER_BYTES];
    WritStatus status = WRIT_OK;
    if (fstat(file, &kind) != 0) {
        status = place_fail(error, errno, "look at", path);
    } else if (S_ISDIR(kind.st_mode)) {
        (void)writ_fail(error, WRIT_INVALID, "\"%s\" is a directory, not a store", path);
        status = writ_hint(error, "Name the file in it, for example \"%s/store.db\".", path);
    } else if (!S_ISREG(kind.st_mode)) {
        (void)writ_fail(error, WRIT_INVALID, "\"%s\" is no ordinary file", path);
        status = writ_hint(error, "Name another file.");
    } else {
        ssize_t length = pread(file, header, sizeof header, 0);
        status = length < 0 ? place_fail(error, errno, "read", path)
                            : check_header(path, header, length, error);
        if (status == WRIT_OK) {
            status = check_size(path, header, kind.st_size, error);
        }
    }
    (void)close(file);
    return status;
}

static WritStatus check_no_log(const SqliteStore *store, WritError *error)
{
    char log[LOG_PATH_BYTES];
    if (!has_log(store->place.file, log)) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_IO, "the store is missing but its log \"%s\" is there", log);
    return writ_hint(error, "Put the store's file back beside its log, or remove the log and "
                            "restore the newest backup.");
}

// Sees that there is a store to open and that this process owns it.
static WritStatus claim_file(SqliteStore *store, WritStoreMode mode, WritError *error)
{
    const char *path = store->place.file;
    // Before the lock too: a wrong path should not leave a lock file where no store is.
    if (is_there(path) || mode == WRIT_STORE_MUST_EXIST) {
        WritStatus status = check_file(path, error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    WritStatus status = owner_lock_take(&store->lock, &store->place, error);
    if (status == WRIT_OK && !is_there(path)) {
        status = check_no_log(store, error);
        if (status == WRIT_OK) {
            status = sqlite_store_create(store, error);
        }
    }
    return status == WRIT_OK ? check_file(path, error) : status;
}

// The first column of the first row of `query`, which has one.
static WritStatus ask_number(const SqliteStore *store, const char *query, sqlite3_int64 *number,
                             WritError *error)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, query, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        *number = sqlite3_column_int64(statement, 0);
    }
    (void)sqlite3_finalize(statement);
    return code == SQLITE_ROW ? WRIT_OK : sqlite_store_fail(store, code, "open", error);
}

static WritStatus check_contents(const SqliteStore *store, sqlite3_int64 *last_sequence,
                                 WritError *error)
{
    // The log may hold a newer first page than the header that was read from the file.
    sqlite3_int64 format = 0;
    WritStatus status = ask_number(store, "PRAGMA user_version", &format, error);
    if (status == WRIT_OK) {
        status = check_format(store->place.file, (uint32_t)format, error);
    }
    if (status == WRIT_OK) {
        status = sqlite_store_check_schema(store, error);
    }
    if (status == WRIT_OK) {
        status = ask_number(store, "SELECT max(sequence) FROM journal", last_sequence, error);
    }
    if (status == WRIT_OK && (*last_sequence < 0 || *last_sequence == INT64_MAX)) {
        status = sqlite_store_fail_damaged(store, "its journal has an impossible end", error);
    }
    return status;
}

static int note_log_pages(void *context, sqlite3 *db, const char *database, int pages)
{
    (void)db;
    (void)database;
    ((SqliteStore *)context)->log_pages = pages;
    return SQLITE_OK;
}

static WritStatus open_database(SqliteStore *store, sqlite3_int64 *last_sequence, WritError *error)
{
    WritStatus status = sqlite_log_renew(store, error);
    if (status != WRIT_OK) {
        return status;
    }
    int code =
        sqlite_store_connect(&store->db, store->place.file, store->vfs, SQLITE_OPEN_READWRITE);
    if (code != SQLITE_OK) {
        return sqlite_store_fail(store, code, "open", error);
    }
    status = check_contents(store, last_sequence, error);
    if (status != WRIT_OK) {
        return status;
    }
    (void)sqlite3_wal_hook(store->db, note_log_pages, store);
    code = sqlite_rows_prepare(store);
    return code == SQLITE_OK ? WRIT_OK : sqlite_store_fail(store, code, "open", error);
}

static bool sqlite_is_unsettled(void *state)
{
    return ((SqliteStore *)state)->log_pages >= SQLITE_STORE_LOG_PAGES;
}

static WritStatus sqlite_settle(void *state, WritError *error)
{
    SqliteStore *store = state;
    int code = sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    store->log_pages = 0;
    return code == SQLITE_OK ? WRIT_OK : sqlite_store_fail(store, code, "settle", error);
}

static void sqlite_close(void *state, bool stopped)
{
    SqliteStore *store = state;
    sqlite_rows_finalize(store);
    if (stopped && store->db != NULL) {
        // What the log holds is for the next opening to find out.
        (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    }
    (void)sqlite3_close(store->db);
    if (store->lock >= 0) {
        (void)close(store->lock);
    }
    free(store);
}

static const StoreBackEnd sqlite_back_end = {
    .find = sqlite_rows_find,
    .scan = sqlite_rows_scan,
    .journal_read = sqlite_journal_read,
    .journal_scan = sqlite_journal_scan,
    .apply = sqlite_rows_apply,
    .commit = sqlite_rows_commit,
    .roll_back = sqlite_rows_roll_back,
    .has_lost_writes = sqlite_rows_has_lost_writes,
    .is_unsettled = sqlite_is_unsettled,
    .settle = sqlite_settle,
    .backup = sqlite_backup,
    .close = sqlite_close,
};

WritStatus writ_store_open(WritStore **opened, const char *path, const WritStoreOptions *options,
                           WritError *error)
{
    assert(sqlite3_vfs_find(options->vfs) != NULL);
    *opened = NULL;
    SqliteStore *store = calloc(1, sizeof *store);
    if (store == NULL) {
        return writ_fail(error, WRIT_NO_MEMORY, "memory has run out");
    }
    store->lock = -1;
    store->vfs = options->vfs;
    sqlite3_int64 last_sequence = 0;
    WritStatus status = place_find(&store->place, path, error);
    if (status == WRIT_OK) {
        status = claim_file(store, options->mode, error);
    }
    if (status == WRIT_OK) {
        status = open_database(store, &last_sequence, error);
    }
    if (status != WRIT_OK) {
        sqlite_close(store, true);
        return status;
    }
    *opened = store_new(&sqlite_back_end, store, (uint64_t)last_sequence);
    return WRIT_OK;
}
