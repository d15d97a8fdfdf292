#include "cli/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE_ALL = 0666 };

static mode_t mode_for(const char *path)
{
    struct stat about;
    if (stat(path, &about) == 0) {
        return about.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);
    }
    mode_t mask = umask(0);
    (void)umask(mask);
    return MODE_ALL & ~mask;
}

static bool write_all(int file, WritText bytes)
{
    while (bytes.length > 0) {
        ssize_t written = write(file, bytes.data, bytes.length);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        size_t count = written < 0 ? 0 : (size_t)written;
        bytes = (WritText){bytes.data + count, bytes.length - count};
    }
    return true;
}

// The new name is on the disk only when the folder is.
static bool sync_folder(const char *path)
{
    char *copy = strdup(path);
    int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(copy);
    bool synced = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0) {
        (void)close(folder);
    }
    return synced;
}

WritStatus cli_replace_file(const char *path, WritText bytes, WritError *error)
{
    WritBuffer part = {0};
    writ_buffer_format(&part, "%s.XXXXXX", path);
    int file = mkstemp(part.data);
    bool made = file >= 0;
    bool done =
        made && write_all(file, bytes) && fchmod(file, mode_for(path)) == 0 && fsync(file) == 0;
    if (made) {
        done = close(file) == 0 && done;
    }
    done = done && rename(writ_buffer_string(&part), path) == 0 && sync_folder(path);
    if (!done) {
        (void)writ_fail(error, WRIT_IO, "\"%s\" cannot be written: %s", path, strerror(errno));
        if (made) {
            (void)unlink(writ_buffer_string(&part));
        }
    }
    writ_buffer_dispose(&part);
    return done ? WRIT_OK : WRIT_IO;
}
