#include "store/owner_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    LOCK_PATH_BYTES = PLACE_BYTES_MAX + 8,
    PROCESS_BYTES = 24,
    // How long a dead owner's lock is waited for, and how often it is looked at.
    DEAD_OWNER_TRIES = 1000,
    DEAD_OWNER_PAUSE_NS = 5000000,
};

// The process number in the lock file, or 0 when there is none to read.
static long read_owner(int lock)
{
    char text[PROCESS_BYTES] = {0};
    if (pread(lock, text, sizeof text - 1, 0) <= 0) {
        return 0;
    }
    char *end = NULL;
    long process = strtol(text, &end, 10);
    return process > 0 && *end == '\n' ? process : 0;
}

static WritStatus fail_owned(int lock, const Place *place, WritError *error)
{
    long process = read_owner(lock);
    if (process == 0) {
        (void)writ_fail(error, WRIT_CONFLICT, "another process owns the store \"%s\"", place->file);
        return writ_hint(error, "Wait until it ends, or stop it.");
    }
    (void)writ_fail(error, WRIT_CONFLICT, "process %ld owns the store \"%s\"", process,
                    place->file);
    return writ_hint(error, "Wait until process %ld ends, or stop it.", process);
}

// Best effort: a full disk must not keep anybody from opening the store to look, and a message
// without the number is still true.
static void write_owner(int lock)
{
    char text[PROCESS_BYTES];
    int length = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(lock, 0) != 0 || pwrite(lock, text, (size_t)length, 0) != length) {
        (void)ftruncate(lock, 0);
    }
}

// A child that the owner was just making has the lock too until it becomes another program, and may
// outlive an owner that was killed.
static bool is_held_by_the_dead(int lock)
{
    long process = read_owner(lock);
    return process > 0 && kill((pid_t)process, 0) != 0 && errno == ESRCH;
}

static int try_lock(int file)
{
    struct flock whole_file = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    const struct timespec pause = {.tv_nsec = DEAD_OWNER_PAUSE_NS};
    int result = fcntl(file, F_OFD_SETLK, &whole_file);
    for (int i = 0; result != 0 && i < DEAD_OWNER_TRIES; i++) {
        int code = errno;
        if ((code != EAGAIN && code != EACCES) || !is_held_by_the_dead(file)) {
            errno = code;
            return result;
        }
        (void)nanosleep(&pause, NULL);
        result = fcntl(file, F_OFD_SETLK, &whole_file);
    }
    return result;
}

WritStatus owner_lock_take(int *lock, const Place *place, WritError *error)
{
    char path[LOCK_PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s/lock", place->directory);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return place_fail(error, errno, "open the lock", path);
    }
    if (try_lock(file) != 0) {
        WritStatus status = errno == EAGAIN || errno == EACCES
                                ? fail_owned(file, place, error)
                                : place_fail(error, errno, "lock", path);
        (void)close(file);
        return status;
    }
    write_owner(file);
    *lock = file;
    return WRIT_OK;
}
