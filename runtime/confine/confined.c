// The child's side: giving up everything, and frames over descriptors 0 and 1.
#include "writ/confined.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "confine/frames.h"
#include "confine/profiles.h"

WritStatus writ_confined_enter(WritProfile profile, const char *directory, WritError *error)
{
    assert((directory != NULL) == (profile == WRIT_PROFILE_READ_OBJECTS));
    // Another process of the same account cannot look into one that is not dumpable.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return writ_fail(error, WRIT_IO, "cannot give up privileges: %s", strerror(errno));
    }
    if (directory != NULL) {
        WritStatus status = profiles_keep_below(directory, error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    return profiles_load(profile, error);
}

void writ_confined_dispose(WritConfined *pipes)
{
    writ_buffer_dispose(&pipes->received);
    writ_buffer_dispose(&pipes->frame);
}

static bool read_more(WritConfined *pipes)
{
    frames_compact(&pipes->received, &pipes->taken);
    writ_buffer_reserve(&pipes->received, FRAMES_READ_BYTES);
    ssize_t got;
    do {
        got = read(STDIN_FILENO, pipes->received.data + pipes->received.length, FRAMES_READ_BYTES);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        return false;
    }
    pipes->received.length += (size_t)got;
    return true;
}

bool writ_confined_read(WritConfined *pipes, WritText *payload)
{
    assert(pipes->frame_bytes_max > 0 && pipes->frame_bytes_max <= WRIT_FRAME_BYTES_MAX);
    for (;;) {
        switch (frames_take(&pipes->received, &pipes->taken, pipes->frame_bytes_max, payload)) {
        case FRAME_WHOLE:
            return true;
        case FRAME_RUBBISH:
            return false;
        case FRAME_PARTLY:
            break;
        }
        if (!read_more(pipes)) {
            return false;
        }
    }
}

bool writ_confined_write(WritConfined *pipes, WritText payload)
{
    assert(payload.length <= pipes->frame_bytes_max);
    writ_buffer_clear(&pipes->frame);
    frames_put(&pipes->frame, payload);
    for (size_t sent = 0; sent < pipes->frame.length;) {
        ssize_t written =
            write(STDOUT_FILENO, pipes->frame.data + sent, pipes->frame.length - sent);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        sent += written < 0 ? 0 : (size_t)written;
    }
    return true;
}
