#include "book/regular.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum { READ_BYTES = 1 << 16 };

static WritStatus fail_open(const char *path, mode_t kind, WritError *error)
{
    switch (errno) {
    case ENOENT:
        return writ_fail(error, WRIT_NOT_FOUND, "%s is missing", path);
    case ELOOP:
        return writ_fail(error, WRIT_INVALID, "%s is a symbolic link, which is never followed",
                         path);
    case ENOTDIR:
        return writ_fail(error, WRIT_INVALID,
                         "%s is no folder, or leads through something that is none", path);
    case ENXIO: // A socket, or a device without a driver.
        return writ_fail(error, WRIT_INVALID, "%s is no %s", path,
                         kind == S_IFDIR ? "folder" : "regular file");
    default:
        return writ_fail(error, WRIT_IO, "%s cannot be opened: %s", path, strerror(errno));
    }
}

static WritStatus check_kind(int descriptor, const char *path, mode_t kind, WritError *error)
{
    struct stat found;
    if (fstat(descriptor, &found) != 0) {
        return writ_fail(error, WRIT_IO, "%s cannot be examined: %s", path, strerror(errno));
    }
    if ((found.st_mode & S_IFMT) != kind) {
        return writ_fail(error, WRIT_INVALID, "%s is no %s", path,
                         kind == S_IFDIR ? "folder" : "regular file");
    }
    return WRIT_OK;
}

// One part of a path. O_NONBLOCK keeps a named pipe from holding us up. With O_DIRECTORY the
// kernel answers ENOTDIR for a symbolic link, so what it is is asked again for the message.
static int open_part(int folder, const char *name, int flags)
{
    int descriptor =
        openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | flags);
    if (descriptor < 0 && errno == ENOTDIR) {
        struct stat found;
        bool is_link =
            fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(found.st_mode);
        errno = is_link ? ELOOP : ENOTDIR;
    }
    return descriptor;
}

WritStatus regular_open(int *descriptor, int folder, const char *path, mode_t kind,
                        WritError *error)
{
    assert(kind == S_IFREG || kind == S_IFDIR);
    assert(path[0] != '\0' && path[0] != '/');
    char parts[PATH_MAX];
    if (strlen(path) >= sizeof parts) {
        return writ_fail(error, WRIT_LIMIT, "a path of %zu bytes is longer than the system allows",
                         strlen(path));
    }
    (void)strcpy(parts, path);

    int at = folder;
    WritStatus status = WRIT_OK;
    char *part = parts;
    for (char *slash; (slash = strchr(part, '/')) != NULL; part = slash + 1) {
        *slash = '\0';
        int inner = open_part(at, part, O_DIRECTORY);
        if (inner < 0) {
            status = fail_open(path, kind, error);
            goto done;
        }
        if (at != folder) {
            (void)close(at);
        }
        at = inner;
    }
    *descriptor = open_part(at, part, kind == S_IFDIR ? O_DIRECTORY : 0);
    if (*descriptor < 0) {
        status = fail_open(path, kind, error);
        goto done;
    }
    status = check_kind(*descriptor, path, kind, error);
    if (status != WRIT_OK) {
        (void)close(*descriptor);
    }

done:
    if (at != folder) {
        (void)close(at);
    }
    return status;
}

WritStatus regular_read_open(WritBuffer *bytes, int descriptor, const char *path, size_t bytes_max,
                             WritError *error)
{
    size_t before = bytes->length;
    for (;;) {
        writ_buffer_reserve(bytes, READ_BYTES);
        ssize_t got = read(descriptor, bytes->data + bytes->length, READ_BYTES);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return writ_fail(error, WRIT_IO, "%s cannot be read: %s", path, strerror(errno));
        }
        if (got == 0) {
            return WRIT_OK;
        }
        bytes->length += (size_t)got;
        if (bytes->length - before > bytes_max) {
            return writ_fail(error, WRIT_LIMIT, "%s has more than %zu bytes", path, bytes_max);
        }
    }
}

WritStatus regular_read(WritBuffer *bytes, int folder, const char *path, size_t bytes_max,
                        WritError *error)
{
    int descriptor;
    WritStatus status = regular_open(&descriptor, folder, path, S_IFREG, error);
    if (status != WRIT_OK) {
        return status;
    }
    status = regular_read_open(bytes, descriptor, path, bytes_max, error);
    (void)close(descriptor);
    return status;
}
