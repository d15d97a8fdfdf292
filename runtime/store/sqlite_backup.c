// A copy of a store that is in use, made with SQLite's own means.
//
// The copy grows under `path`.part and gets its name when all of it is on the disk. Between two
// steps the store may be written to by the same connection; SQLite then writes the changed pages
// to the copy too, so the copy is the store as of the last step.
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/sqlite_store.h"

enum { PART_PATH_BYTES = PLACE_BYTES_MAX + 16, BACKUP_STEP_PAGES = 256 };

typedef struct Backup {
    const SqliteStore *store;
    SqliteStore copy; // Only its place and database are used.
    WritBackupProgress *progress;
    void *context;
    char part[PART_PATH_BYTES];
} Backup;

static WritStatus fail_exists(const char *path, WritError *error)
{
    (void)writ_fail(error, WRIT_CONFLICT, "the backup's file exists already: \"%s\"", path);
    return writ_hint(error, "Name a new file for the backup.");
}

static WritStatus create_part(Backup *backup, WritError *error)
{
    if (access(backup->copy.place.file, F_OK) == 0) {
        return fail_exists(backup->copy.place.file, error);
    }
    (void)snprintf(backup->part, sizeof backup->part, "%s.part", backup->copy.place.file);
    int file = open(backup->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST) {
        (void)writ_fail(error, WRIT_CONFLICT, "a backup is being made or was broken off: \"%s\"",
                        backup->part);
        return writ_hint(error, "If no backup is being made, remove that file.");
    }
    if (file < 0) {
        return place_fail(error, errno, "create", backup->part);
    }
    (void)close(file);
    return WRIT_OK;
}

static WritStatus copy_pages(const Backup *backup, sqlite3_backup *pages, WritError *error)
{
    for (;;) {
        int code = sqlite3_backup_step(pages, BACKUP_STEP_PAGES);
        if (code == SQLITE_DONE) {
            return WRIT_OK;
        }
        if (code == SQLITE_BUSY) {
            // The store is ours alone, so it is we who write.
            (void)writ_fail(error, WRIT_CONFLICT, "the backup met a write that is not flushed");
            return writ_hint(error, "Flush what is written while a backup is being made.");
        }
        if (code != SQLITE_OK) {
            return sqlite_store_fail(&backup->copy, code, "write a backup of", error);
        }
        if (backup->progress == NULL) {
            continue;
        }
        uint64_t count = (uint64_t)sqlite3_backup_pagecount(pages);
        uint64_t done = count - (uint64_t)sqlite3_backup_remaining(pages);
        if (backup->progress(backup->context, done, count) == WRIT_VISIT_STOP) {
            (void)writ_fail(error, WRIT_CONFLICT,
                            "the backup was given up after %llu of %llu pages",
                            (unsigned long long)done, (unsigned long long)count);
            return writ_hint(error, "Start it again when there is time for it.");
        }
    }
}

static WritStatus copy_database(Backup *backup, WritError *error)
{
    sqlite3 **db = &backup->copy.db;
    int code = sqlite3_open_v2(backup->part, db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                               backup->store->vfs);
    if (code == SQLITE_OK) {
        // Nobody reads the part before it is whole, so it needs no journal.
        code =
            sqlite3_exec(*db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL", NULL, NULL, NULL);
    }
    sqlite3_backup *pages = NULL;
    if (code == SQLITE_OK) {
        pages = sqlite3_backup_init(*db, "main", backup->store->db, "main");
        code = pages == NULL ? sqlite3_extended_errcode(*db) : SQLITE_OK;
    }
    if (code != SQLITE_OK) {
        return sqlite_store_fail(&backup->copy, code, "write a backup of", error);
    }
    WritStatus status = copy_pages(backup, pages, error);
    code = sqlite3_backup_finish(pages);
    if (status == WRIT_OK && code != SQLITE_OK) {
        status = sqlite_store_fail(&backup->copy, code, "write a backup of", error);
    }
    return status;
}

static WritStatus sync_part(const Backup *backup, WritError *error)
{
    int file = open(backup->part, O_RDWR | O_CLOEXEC);
    if (file < 0) {
        return place_fail(error, errno, "open", backup->part);
    }
    WritStatus status = WRIT_OK;
    if (fsync(file) != 0) {
        status = place_fail(error, errno, "sync", backup->part);
    }
    (void)close(file);
    return status;
}

// Never over a file that came into being meanwhile.
static WritStatus name_part(const Backup *backup, WritError *error)
{
    const char *path = backup->copy.place.file;
    int failed = renameat2(AT_FDCWD, backup->part, AT_FDCWD, path, RENAME_NOREPLACE);
    if (failed != 0 && errno == EINVAL) {
        // This file system does not know the flag.
        failed = access(path, F_OK) == 0 ? -1 : rename(backup->part, path);
    }
    if (failed != 0) {
        return access(path, F_OK) == 0 ? fail_exists(path, error)
                                       : place_fail(error, errno, "create", path);
    }
    return place_sync_directory(&backup->copy.place, error);
}

WritStatus sqlite_backup(void *state, const char *path, WritBackupProgress *progress, void *context,
                         WritError *error)
{
    Backup backup = {.store = state, .progress = progress, .context = context};
    WritStatus status = place_find(&backup.copy.place, path, error);
    if (status == WRIT_OK) {
        status = create_part(&backup, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    status = copy_database(&backup, error);
    (void)sqlite3_close(backup.copy.db);
    if (status == WRIT_OK) {
        status = sync_part(&backup, error);
    }
    if (status == WRIT_OK) {
        status = name_part(&backup, error);
    }
    if (status != WRIT_OK) {
        (void)unlink(backup.part);
    }
    return status;
}
