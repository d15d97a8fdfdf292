#include "store/place.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static WritStatus status_of(int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
        return WRIT_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
        return WRIT_DENIED;
    case ENAMETOOLONG:
    case EMFILE:
    case ENFILE:
        return WRIT_LIMIT;
    case EEXIST:
        return WRIT_CONFLICT;
    case ENOMEM:
        return WRIT_NO_MEMORY;
    default:
        return WRIT_IO;
    }
}

static const char *hint_of(int code)
{
    switch (code) {
    case ENOENT:
        return "Create it, or name another place with --store.";
    case ENOTDIR:
        return "Name a path whose every part but the last is a directory.";
    case EACCES:
    case EPERM:
        return "Give the user who runs writ the right to read and write there.";
    case EROFS:
        return "Mount the file system for writing, or name another place with --store.";
    case ENOSPC:
    case EDQUOT:
        return "Free some space on that disk; nothing that was acknowledged is lost.";
    case ENAMETOOLONG:
        return "Name a shorter path.";
    case EMFILE:
    case ENFILE:
        return "Raise the limit on open files.";
    case EEXIST:
        return "Name a file that does not exist yet.";
    default:
        return "Look at the system's messages about that disk.";
    }
}

WritStatus place_fail(WritError *error, int code, const char *doing, const char *path)
{
    const char *why = strerrordesc_np(code);
    (void)writ_fail(error, status_of(code), "cannot %s \"%s\": %s", doing, path,
                    why == NULL ? "unknown error" : why);
    (void)writ_hint(error, "%s", hint_of(code));
    return status_of(code);
}

// Everything before the last slash; "." when there is none.
static void directory_of(char directory[PATH_MAX], const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        (void)strcpy(directory, ".");
        return;
    }
    size_t length = slash == path ? 1 : (size_t)(slash - path);
    memcpy(directory, path, length);
    directory[length] = '\0';
}

WritStatus place_find(Place *place, const char *path, WritError *error)
{
    char directory[PATH_MAX];
    char resolved[PATH_MAX];
    if (strlen(path) >= PATH_MAX) {
        return place_fail(error, ENAMETOOLONG, "use", path);
    }
    directory_of(directory, path);
    if (realpath(directory, resolved) == NULL) {
        return place_fail(error, errno, "find the directory", directory);
    }
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        (void)writ_fail(error, WRIT_INVALID, "\"%s\" names no file", path);
        return writ_hint(error, "Name the store's file, for example .writ/store.db.");
    }
    const char *between = strcmp(resolved, "/") == 0 ? "" : "/";
    int length = snprintf(place->file, sizeof place->file, "%s%s%s", resolved, between, name);
    if (length < 0 || (size_t)length >= sizeof place->file) {
        return place_fail(error, ENAMETOOLONG, "use", path);
    }
    (void)strcpy(place->directory, resolved); // Shorter than `file`, so it fits.
    return WRIT_OK;
}

WritStatus place_sync_directory(const Place *place, WritError *error)
{
    int directory = open(place->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        return place_fail(error, errno, "open the directory", place->directory);
    }
    WritStatus status = WRIT_OK;
    if (fsync(directory) != 0) {
        status = place_fail(error, errno, "sync the directory", place->directory);
    }
    (void)close(directory);
    return status;
}
