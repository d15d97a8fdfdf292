// The socket's place and permissions.
//
// The address of a socket holds 107 bytes of path, which the path of a book may exceed: a longer
// one is reached through /proc/self/fd and the descriptor of its directory.
#include "host/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "writ/server.h"

enum { BACKLOG = WRIT_SERVER_CONNECTIONS_MAX, PASSWD_BYTES = 4096 };

static size_t directory_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

void socket_path(WritBuffer *path, const char *store)
{
    writ_buffer_add(path, (WritText){store, directory_length(store)});
    writ_buffer_add_string(path, "socket");
}

// Fills in the address of `path`. *directory is -1, or what the caller closes after using it.
static bool make_address(struct sockaddr_un *address, const char *path, int *directory)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    *directory = -1;
    if (strlen(path) < sizeof address->sun_path) {
        memcpy(address->sun_path, path, strlen(path) + 1);
        return true;
    }
    size_t length = directory_length(path);
    char *name = strndup(path, length);
    if (name == NULL) {
        return false;
    }
    *directory = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    free(name);
    int written = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s",
                           *directory, path + length);
    return *directory >= 0 && written < (int)sizeof address->sun_path;
}

static WritStatus fail_path(WritError *error, WritStatus status, const char *what, const char *path)
{
    return writ_fail(error, status, "%s %s: %s", what, path, strerror(errno));
}

static WritStatus remove_stale(const char *path, WritError *error)
{
    struct stat info;
    if (lstat(path, &info) != 0) {
        return errno == ENOENT ? WRIT_OK : fail_path(error, WRIT_IO, "cannot look at", path);
    }
    if (!S_ISSOCK(info.st_mode)) {
        (void)writ_fail(error, WRIT_CONFLICT,
                        "%s is in the way: commands reach the store through a socket of this name",
                        path);
        return writ_hint(error, "Move it elsewhere and try again.");
    }
    return unlink(path) == 0 ? WRIT_OK : fail_path(error, WRIT_IO, "cannot remove", path);
}

// The group of the directory may come in where it may also write there.
static mode_t allowed_mode(const char *path)
{
    size_t length = directory_length(path);
    char *name = length == 0 ? strdup(".") : strndup(path, length);
    struct stat info;
    bool known = name != NULL && stat(name, &info) == 0;
    free(name);
    return known && (info.st_mode & S_IWGRP) != 0 ? 0660 : 0600;
}

WritStatus socket_listen(int *fd, const char *path, WritError *error)
{
    struct sockaddr_un address;
    int directory = -1;
    WritStatus status = remove_stale(path, error);
    if (status != WRIT_OK) {
        return status;
    }
    int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listening < 0 || !make_address(&address, path, &directory)) {
        status = fail_path(error, WRIT_IO, "cannot make the socket", path);
        goto done;
    }
    // Nobody may connect before the mode is what it has to be.
    mode_t mask = umask(0177);
    int bound = bind(listening, (struct sockaddr *)&address, sizeof address);
    (void)umask(mask);
    if (bound != 0 || chmod(path, allowed_mode(path)) != 0 || listen(listening, BACKLOG) != 0) {
        status = fail_path(error, WRIT_IO, "cannot make the socket", path);
        goto done;
    }
    *fd = listening;
    listening = -1;

done:
    if (directory >= 0) {
        (void)close(directory);
    }
    if (listening >= 0) {
        (void)close(listening);
    }
    return status;
}

WritStatus writ_server_connect(int *fd, const char *store, WritError *error)
{
    struct sockaddr_un address;
    int directory = -1;
    WritStatus status = WRIT_OK;
    WritBuffer path = {0};
    socket_path(&path, store);
    int connecting = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connecting < 0 || !make_address(&address, writ_buffer_string(&path), &directory) ||
        connect(connecting, (struct sockaddr *)&address, sizeof address) != 0) {
        bool nobody = errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR;
        status = fail_path(error, nobody ? WRIT_NOT_FOUND : WRIT_IO, "cannot connect to",
                           writ_buffer_string(&path));
    } else {
        *fd = connecting;
        connecting = -1;
    }
    if (directory >= 0) {
        (void)close(directory);
    }
    if (connecting >= 0) {
        (void)close(connecting);
    }
    writ_buffer_dispose(&path);
    return status;
}

void writ_account_name(char account[WRIT_ACCOUNT_BYTES], uid_t uid)
{
    struct passwd entry;
    struct passwd *found = NULL;
    char text[PASSWD_BYTES];
    bool known = getpwuid_r(uid, &entry, text, sizeof text, &found) == 0 && found != NULL &&
                 strlen(entry.pw_name) < WRIT_ACCOUNT_BYTES;
    if (known) {
        (void)snprintf(account, WRIT_ACCOUNT_BYTES, "%s", entry.pw_name);
    } else {
        (void)snprintf(account, WRIT_ACCOUNT_BYTES, "#%lu", (unsigned long)uid);
    }
}
