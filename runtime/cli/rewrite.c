// A text is laid out in memory, and its author may save it meanwhile: what is replaced is what was
// read, or nothing is.
#include "cli/rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/new_file.h"

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

static WritStatus open_regular(int *file, const char *path, WritError *error)
{
    struct stat found;
    *file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (*file < 0 && errno == ELOOP) {
        (void)writ_fail(error, WRIT_INVALID, "%s is a symbolic link", path);
        return writ_hint(error, "Name the file that it leads to.");
    }
    if (*file < 0) {
        return fail_file(error, "cannot open", path);
    }
    WritStatus status = WRIT_OK;
    if (fstat(*file, &found) != 0) {
        status = fail_file(error, "cannot examine", path);
    } else if (!S_ISREG(found.st_mode)) {
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
    WritStatus status = open_regular(&file, path, error);
    if (status == WRIT_OK) {
        status = read_open(bytes, file, path, bytes_max, error);
        (void)close(file);
    }
    return status;
}

static WritStatus check_unchanged(const char *path, WritText before, WritError *error)
{
    WritBuffer now = {0};
    WritStatus status = rewrite_read(&now, path, before.length, error);
    bool same = status == WRIT_OK && writ_text_equal(writ_buffer_text(&now), before);
    if (status == WRIT_LIMIT || (status == WRIT_OK && !same)) {
        (void)writ_fail(error, WRIT_CONFLICT, "%s was changed meanwhile", path);
        status = writ_hint(error, "It is as it was left; do the same again.");
    }
    writ_buffer_dispose(&now);
    return status;
}

WritStatus rewrite_replace(const char *path, WritText before, WritText after, WritError *error)
{
    WritStatus status = check_unchanged(path, before, error);
    return status == WRIT_OK ? cli_replace_file(path, after, error) : status;
}
