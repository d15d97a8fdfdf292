// The file of a store: its schema, how a new one is made, what every connection to it sets.
//
//   journal   sequence | case_number | previous | bytes      a rowid table: appended at the end
//   rows      family, key | value                            ordered by family, then key
//   numbered  id | value                                     the families whose keys are numbers:
//                                                            id is family(7 bits), number(56 bits)
//
// application_id says that it is ours, user_version is its format. A new file is made whole under
// another name and then renamed, so a store is there with its schema or not at all, and an empty
// file is always damage and never taken for a new store.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/sqlite_store.h"

enum { NEW_PATH_BYTES = PLACE_BYTES_MAX + 16, SQL_BYTES_MAX = 4096 };

static const char *const schema[][2] = {
    {"journal", "CREATE TABLE journal(sequence INTEGER PRIMARY KEY, case_number INTEGER NOT NULL, "
                "previous INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT"},
    {"numbered", "CREATE TABLE numbered(id INTEGER PRIMARY KEY, value BLOB NOT NULL) STRICT"},
    {"rows", "CREATE TABLE rows(family INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, "
             "PRIMARY KEY(family, key)) WITHOUT ROWID, STRICT"},
};
enum { SCHEMA_COUNT = sizeof schema / sizeof schema[0] };

// guarantees.md rule 31: nothing that a hostile file or a mistake of ours could use.
static int limit_powers(sqlite3 *db)
{
    static const int switches[][2] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
    };
    static const int limits[][2] = {
        {SQLITE_LIMIT_LENGTH, WRIT_STORE_VALUE_BYTES_MAX + 4 * WRIT_STORE_KEY_BYTES_MAX},
        {SQLITE_LIMIT_SQL_LENGTH, SQL_BYTES_MAX},
        {SQLITE_LIMIT_COLUMN, 16},
        {SQLITE_LIMIT_EXPR_DEPTH, 16},
        {SQLITE_LIMIT_COMPOUND_SELECT, 2},
        {SQLITE_LIMIT_VDBE_OP, 1000},
        {SQLITE_LIMIT_FUNCTION_ARG, 8},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 16},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 8},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++) {
        int code = sqlite3_db_config(db, switches[i][0], switches[i][1], NULL);
        if (code != SQLITE_OK) {
            return code;
        }
    }
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        (void)sqlite3_limit(db, limits[i][0], limits[i][1]);
    }
    return SQLITE_OK;
}

// SQLite swallows what a failing disk does to some settings, which then stay as they were.
static int check_setting(sqlite3 *db, const char *query, const char *expected)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, query, -1, &statement, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
    }
    if (code == SQLITE_ROW) {
        const char *value = (const char *)sqlite3_column_text(statement, 0);
        code = value != NULL && strcmp(value, expected) == 0 ? SQLITE_OK : SQLITE_IOERR;
    }
    (void)sqlite3_finalize(statement);
    return code;
}

int sqlite_store_connect(sqlite3 **db, const char *path, const char *vfs, int flags)
{
    int code = sqlite3_open_v2(path, db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
    if (code == SQLITE_OK) {
        code = limit_powers(*db);
    }
    if (code != SQLITE_OK) {
        return code;
    }
    char settings[512];
    // The lock comes first: others read the file, and so would set up an index of the log that
    // is shared with other processes.
    (void)snprintf(settings, sizeof settings,
                   "PRAGMA locking_mode=EXCLUSIVE;"
                   "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
                   "PRAGMA secure_delete=ON; PRAGMA cache_size=-%d; PRAGMA synchronous=FULL;"
                   "PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=%d;"
                   "PRAGMA page_size=%d; PRAGMA journal_mode=WAL;",
                   SQLITE_STORE_CACHE_KIB, SQLITE_STORE_LOG_PAGES * SQLITE_STORE_PAGE_BYTES,
                   SQLITE_STORE_PAGE_BYTES);
    code = sqlite3_exec(*db, settings, NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        char page_bytes[16];
        (void)snprintf(page_bytes, sizeof page_bytes, "%d", SQLITE_STORE_PAGE_BYTES);
        code = check_setting(*db, "PRAGMA page_size", page_bytes);
    }
    return code == SQLITE_OK ? check_setting(*db, "PRAGMA journal_mode", "wal") : code;
}

static int run_schema(sqlite3 *db)
{
    char script[SQL_BYTES_MAX];
    (void)snprintf(script, sizeof script,
                   "BEGIN; %s; %s; %s; PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT;",
                   schema[0][1], schema[1][1], schema[2][1], SQLITE_STORE_APPLICATION_ID,
                   WRIT_STORE_FORMAT);
    int code = sqlite3_exec(db, script, NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        // Closing would do it too, but would not tell a failure.
        code = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    }
    return code;
}

// Only names that an interrupted run of the same function left.
static void remove_leftovers(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-journal"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char leftover[NEW_PATH_BYTES + 16];
        (void)snprintf(leftover, sizeof leftover, "%s%s", path, endings[i]);
        (void)unlink(leftover);
    }
}

static WritStatus fill_new_file(const SqliteStore *store, const char *path, WritError *error)
{
    // SQLite would let everybody read it; its log takes the rights of the file.
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return place_fail(error, errno, "create", path);
    }
    (void)close(file);
    SqliteStore created = {.place = store->place};
    int code = sqlite_store_connect(&created.db, path, store->vfs, SQLITE_OPEN_READWRITE);
    if (code == SQLITE_OK) {
        code = run_schema(created.db);
    }
    WritStatus status = WRIT_OK;
    if (code != SQLITE_OK) {
        status = sqlite_store_fail(&created, code, "create", error);
    }
    (void)sqlite3_close(created.db);
    return status;
}

WritStatus sqlite_store_create(const SqliteStore *store, WritError *error)
{
    char path[NEW_PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s.new", store->place.file);
    remove_leftovers(path);
    WritStatus status = fill_new_file(store, path, error);
    if (status == WRIT_OK && rename(path, store->place.file) != 0) {
        status = place_fail(error, errno, "create", store->place.file);
    }
    if (status != WRIT_OK) {
        remove_leftovers(path);
        return status;
    }
    return place_sync_directory(&store->place, error);
}

WritStatus sqlite_store_check_schema(const SqliteStore *store, WritError *error)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, "SELECT name, sql FROM sqlite_schema ORDER BY name",
                                  -1, &statement, NULL);
    bool is_ours = true;
    size_t count = 0;
    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        const char *sql = (const char *)sqlite3_column_text(statement, 1);
        is_ours = is_ours && count < SCHEMA_COUNT && name != NULL && sql != NULL &&
                  strcmp(name, schema[count][0]) == 0 && strcmp(sql, schema[count][1]) == 0;
        count++;
        code = SQLITE_OK;
    }
    (void)sqlite3_finalize(statement);
    if (code != SQLITE_DONE) {
        return sqlite_store_fail(store, code, "open", error);
    }
    if (!is_ours || count != SCHEMA_COUNT) {
        return sqlite_store_fail_damaged(store, "its tables are not those of its format", error);
    }
    return WRIT_OK;
}
