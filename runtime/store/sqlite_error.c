// What SQLite's codes mean to whoever runs writ.
#include <string.h>

#include "store/sqlite_store.h"

typedef struct Reason {
    WritStatus status;
    const char *text;
    const char *hint;
} Reason;

static Reason reason_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return (Reason){WRIT_IO, "its disk is full",
                        "Free some space on that disk and start again; nothing that was "
                        "acknowledged is lost."};
    case SQLITE_IOERR:
        return (Reason){WRIT_IO, "its disk reports an error",
                        "Look at the system's messages about that disk, then start again; "
                        "nothing that was acknowledged is lost if the disk still has it."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        return (Reason){WRIT_IO, "its file is damaged",
                        "Keep the file for inspection and restore the newest backup into an "
                        "empty directory."};
    case SQLITE_NOMEM:
        return (Reason){WRIT_NO_MEMORY, "memory has run out",
                        "Give the process more memory and start again."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return (Reason){WRIT_CONFLICT, "another program has its file open",
                        "Close that program; to look into a store, make a backup and open that."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return (Reason){WRIT_DENIED, "its file may not be written",
                        "Give the user who runs writ the right to read and write the file."};
    case SQLITE_CANTOPEN:
        return (Reason){WRIT_IO, "one of its files cannot be opened",
                        "Give the user who runs writ the right to read and write the store's "
                        "directory and its files."};
    case SQLITE_TOOBIG:
        return (Reason){WRIT_LIMIT, "a row is too large", "Give the command less data."};
    default:
        return (Reason){WRIT_IO, sqlite3_errstr(code),
                        "Close the store and open it again; restore a backup if that fails."};
    }
}

WritStatus sqlite_store_fail(const SqliteStore *store, int code, const char *doing,
                             WritError *error)
{
    Reason reason = reason_of(code);
    int system = store->db == NULL ? 0 : sqlite3_system_errno(store->db);
    const char *cause = system == 0 ? NULL : strerrordesc_np(system);
    // SQLite keeps the system's number of an earlier failure, so it counts only for these.
    bool is_system = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
    if (is_system && cause != NULL) {
        (void)writ_fail(error, reason.status, "cannot %s the store, %s (%s): \"%s\"", doing,
                        reason.text, cause, store->place.file);
    } else {
        (void)writ_fail(error, reason.status, "cannot %s the store, %s: \"%s\"", doing, reason.text,
                        store->place.file);
    }
    (void)writ_hint(error, "%s", reason.hint);
    return reason.status;
}

WritStatus sqlite_store_fail_damaged(const SqliteStore *store, const char *what, WritError *error)
{
    (void)writ_fail(error, WRIT_IO, "the store is damaged, %s: \"%s\"", what, store->place.file);
    (void)writ_hint(error, "%s", reason_of(SQLITE_CORRUPT).hint);
    return WRIT_IO;
}
