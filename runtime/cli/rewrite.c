// The new text goes into a hidden file beside the old one, is brought to the disk, and takes its
// name. What is hidden is no part of a book, so one that is left behind by a crash does no harm.
#include "cli/rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static WritStatus fail_file(WritError *error, const char *what, const char *path)
{
    WritStatus status = errno == ENOENT || errno == ENOTDIR ? WRIT_NOT_FOUND : WRIT_IO;
    return writ_fail(error, status, "%s %s: %s", what, path, strerror(errno));
}

static WritStatus read_open(WritBuffer *bytes, int file, const char *path, size_t bytes_max,
                            WritError *error)
{
    enum { CHUNK_BYTES = 64 << 10 };
    size_t begin = bytes->length;
    for (;;) {
        writ_buffer_reserve(bytes, CHUNK_BYTES);
        ssize_t count = read(file, bytes->data + bytes->length, CHUNK_BYTES);
        if (count < 0 && errno != EINTR) {
            return fail_file(error, "cannot read", path);
        }
        if (count == 0) {
            return WRIT_OK;
        }
        bytes->length += count > 0 ? (size_t)count : 0;
        if (bytes->length - begin > bytes_max) {
            return writ_fail(error, WRIT_LIMIT, "%s has more than %zu bytes", path, bytes_max);
        }
    }
}

static WritStatus open_regular(int *file, struct stat *found, const char *path, WritError *error)
{
    *file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (*file < 0 && errno == ELOOP) {
        (void)writ_fail(error, WRIT_INVALID, "%s is a symbolic link", path);
        return writ_hint(error, "Name the file that it leads to.");
    }
    if (*file < 0) {
        return fail_file(error, "cannot open", path);
    }
    WritStatus status = WRIT_OK;
    if (fstat(*file, found) != 0) {
        status = fail_file(error, "cannot examine", path);
    } else if (!S_ISREG(found->st_mode)) {
        status = writ_fail(error, WRIT_INVALID, "%s is no file", path);
    }
    if (status != WRIT_OK) {
        (void)close(*file);
    }
    return status;
}

WritStatus rewrite_read(WritBuffer *bytes, const char *path, size_t bytes_max, WritError *error)
{
    int file;
    struct stat found;
    WritStatus status = open_regular(&file, &found, path, error);
    if (status == WRIT_OK) {
        status = read_open(bytes, file, path, bytes_max, error);
        (void)close(file);
    }
    return status;
}

static WritStatus check_unchanged(const char *path, WritText before, struct stat *found,
                                  WritError *error)
{
    int file;
    WritStatus status = open_regular(&file, found, path, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritBuffer now = {0};
    status = read_open(&now, file, path, before.length, error);
    bool same = status == WRIT_OK && writ_text_equal(writ_buffer_text(&now), before);
    if (status == WRIT_LIMIT || (status == WRIT_OK && !same)) {
        (void)writ_fail(error, WRIT_CONFLICT, "%s was changed meanwhile", path);
        status = writ_hint(error, "It is as it was left; do the same again.");
    }
    writ_buffer_dispose(&now);
    (void)close(file);
    return status;
}

static bool write_all(int file, WritText bytes)
{
    while (bytes.length > 0) {
        ssize_t count = write(file, bytes.data, bytes.length);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        bytes.data += count > 0 ? count : 0;
        bytes.length -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

// "folder/" of a path with its slash; empty for a name alone.
static size_t folder_bytes(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

// The new name is on the disk when its folder is.
static bool sync_folder(const char *path)
{
    size_t length = folder_bytes(path);
    char *name = length == 0 ? strdup(".") : strndup(path, length);
    int folder = name == NULL ? -1 : open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0) {
        (void)close(folder);
    }
    free(name);
    return synced;
}

static bool fill(int file, mode_t mode, WritText bytes)
{
    return fchmod(file, mode & 07777) == 0 && write_all(file, bytes) && fsync(file) == 0;
}

WritStatus rewrite_replace(const char *path, WritText before, WritText after, WritError *error)
{
    WritStatus status = WRIT_OK;
    struct stat found;
    WritBuffer part = {0};
    size_t folder = folder_bytes(path);
    writ_buffer_format(&part, "%.*s.%s.XXXXXX", (int)folder, path, path + folder);
    (void)writ_buffer_string(&part); // mkostemp puts letters in place, and needs the NUL.
    int file = mkostemp(part.data, O_CLOEXEC);
    if (file < 0) {
        status = fail_file(error, "cannot write beside", path);
        goto done;
    }
    status = check_unchanged(path, before, &found, error);
    if (status == WRIT_OK && (!fill(file, found.st_mode, after) || rename(part.data, path) != 0)) {
        status = fail_file(error, "cannot write", path);
    }
    (void)close(file);
    if (status != WRIT_OK) {
        (void)unlink(part.data);
    } else if (!sync_folder(path)) {
        status = fail_file(error, "cannot bring to the disk", path);
    }

done:
    writ_buffer_dispose(&part);
    return status;
}
