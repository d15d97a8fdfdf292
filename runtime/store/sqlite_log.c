// Makes sure that what the write-ahead log seems to hold is on the disk.
//
// After a crash the next start reads the log and takes what it finds for committed. But it reads
// the system's memory, not the disk: the crash may have come between writing and syncing, and a
// sync that failed leaves pages that look written and never will be. If such a commit were built
// on and acknowledged, a power cut could still take it away. So a log that is found at opening
// (an orderly end removes it) is written over itself and synced before it is used.
#include <stdio.h>
#include <stdlib.h>

#include "store/sqlite_store.h"

// A page is at most 64 KB, and SQLite's files take no more than that in one write.
enum { CHUNK_BYTES = 1 << 16 };

static int renew_bytes(sqlite3_file *file)
{
    sqlite3_int64 size = 0;
    int code = file->pMethods->xFileSize(file, &size);
    if (code != SQLITE_OK || size == 0) {
        return code;
    }
    char *chunk = malloc(CHUNK_BYTES);
    if (chunk == NULL) {
        return SQLITE_NOMEM;
    }
    for (sqlite3_int64 at = 0; at < size && code == SQLITE_OK; at += CHUNK_BYTES) {
        int length = size - at < CHUNK_BYTES ? (int)(size - at) : CHUNK_BYTES;
        code = file->pMethods->xRead(file, chunk, length, at);
        if (code == SQLITE_OK) {
            code = file->pMethods->xWrite(file, chunk, length, at);
        }
    }
    free(chunk);
    return code == SQLITE_OK ? file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) : code;
}

static int renew_file(sqlite3_vfs *vfs, const char *path)
{
    int exists = 0;
    int code = vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &exists);
    if (code != SQLITE_OK || exists == 0) {
        return code;
    }
    sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
    if (file == NULL) {
        return SQLITE_NOMEM;
    }
    code = vfs->xOpen(vfs, path, file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL, NULL);
    if (code == SQLITE_OK) {
        code = renew_bytes(file);
    }
    if (file->pMethods != NULL) {
        int closed = file->pMethods->xClose(file);
        code = code == SQLITE_OK ? closed : code;
    }
    free(file);
    return code;
}

WritStatus sqlite_log_renew(const SqliteStore *store, WritError *error)
{
    char journal[PLACE_BYTES_MAX + 16];
    char log[PLACE_BYTES_MAX + 16];
    (void)snprintf(journal, sizeof journal, "%s-journal", store->place.file);
    (void)snprintf(log, sizeof log, "%s-wal", store->place.file);
    sqlite3_vfs *vfs = sqlite3_vfs_find(store->vfs);
    const char *names = sqlite3_create_filename(store->place.file, journal, log, 0, NULL);
    if (names == NULL) {
        return sqlite_store_fail(store, SQLITE_NOMEM, "open", error);
    }
    int code = renew_file(vfs, sqlite3_filename_wal(names));
    sqlite3_free_filename(names);
    return code == SQLITE_OK ? WRIT_OK : sqlite_store_fail(store, code, "open", error);
}
