#include "book/reader.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct Reader {
    WritChild *child;
    const char *task; // Borrowed from the caller's options.
    int64_t deadline_ms;
    uint64_t object_cpu_ns_max;
    uint64_t object_cpu_ns; // What the child had used when it began the object that it reads.
};

static int64_t now_ms(void)
{
    struct timespec now;
    int result = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(result == 0);
    (void)result;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

WritStatus reader_start(Reader **reader, const ReaderOptions *options, WritError *error)
{
    *reader = NULL;
    WritChildOptions child_options = {
        .executable = options->program,
        .beside = "writ-book",
        .argument = options->mode,
        .directory = options->directory,
        .frame_bytes_max = MESSAGE_BYTES_MAX,
        .cpu_seconds_max = READER_CPU_SECONDS,
        .file_bytes_max = options->file_bytes_max,
    };
    WritChild *child;
    WritStatus status = writ_confine_start(&child, &child_options, error);
    if (status != WRIT_OK) {
        return status;
    }
    *reader = calloc(1, sizeof **reader);
    assert(*reader != NULL);
    **reader = (Reader){
        .child = child,
        .task = options->task,
        .deadline_ms = now_ms() + READER_WALL_MS,
        .object_cpu_ns_max = options->object_cpu_ms_max == 0
                                 ? UINT64_MAX
                                 : options->object_cpu_ms_max * UINT64_C(1000000),
    };
    return WRIT_OK;
}

void reader_free(Reader *reader)
{
    if (reader == NULL) {
        return;
    }
    writ_confine_kill(reader->child, WRIT_KILL_CLOSING);
    writ_confine_free(reader->child);
    free(reader);
}

static WritStatus fail_slow(const Reader *reader, WritKill kill, WritError *error)
{
    if (kill == WRIT_KILL_CPU_TIME) {
        writ_fail(error, WRIT_LIMIT,
                  "%s took longer than it may: one object alone took more than "
                  "%d ms of computing",
                  reader->task, READER_OBJECT_CPU_MS);
    } else {
        writ_fail(error, WRIT_LIMIT, "%s took longer than it may (%d s, %d s of computing)",
                  reader->task, READER_WALL_MS / 1000, READER_CPU_SECONDS);
    }
    return writ_hint(error,
                     "If the machine is not overloaded, objects of the repository are damaged "
                     "or made to do harm: run \"git fsck\" in it, or clone it again from a "
                     "source that you trust.");
}

// The child ended without an answer.
static WritStatus fail_ended(Reader *reader, WritError *error)
{
    WritChildEnd end = writ_confine_reap(reader->child);
    if (end.kill == WRIT_KILL_WALL_TIME || end.kill == WRIT_KILL_CPU_TIME ||
        end.signal == SIGXCPU) {
        return fail_slow(reader, end.kill, error);
    }
    WritBuffer how = {0};
    writ_confine_describe(&how, end);
    writ_fail(error, WRIT_INVALID, "%s failed: the child that does it %s", reader->task,
              writ_buffer_string(&how));
    writ_buffer_dispose(&how);
    return writ_hint(error, "Objects of the repository are damaged or made to do harm: run \"git "
                            "fsck\" in it, or clone it again from a source that you trust.");
}

WritStatus reader_refuse(Reader *reader, WritError *error)
{
    writ_confine_kill(reader->child, WRIT_KILL_PROTOCOL);
    return fail_ended(reader, error);
}

static WritStatus check_time(Reader *reader, WritError *error)
{
    WritKill kill = WRIT_KILL_NONE;
    if (now_ms() >= reader->deadline_ms) {
        kill = WRIT_KILL_WALL_TIME;
    } else if (writ_confine_cpu_ns(reader->child) - reader->object_cpu_ns >
               reader->object_cpu_ns_max) {
        kill = WRIT_KILL_CPU_TIME;
    }
    if (kill == WRIT_KILL_NONE) {
        return WRIT_OK;
    }
    writ_confine_kill(reader->child, kill);
    return fail_ended(reader, error);
}

// For READER_LOOK_MS, or until something can be read, or written where something waits for that.
static WritStatus await(bool *readable, Reader *reader, WritError *error)
{
    struct pollfd wait[2] = {
        {.fd = writ_confine_read_fd(reader->child), .events = POLLIN},
        {.fd = writ_confine_unsent(reader->child) > 0 ? writ_confine_write_fd(reader->child) : -1,
         .events = POLLOUT},
    };
    int ready = poll(wait, 2, READER_LOOK_MS);
    if (ready < 0 && errno != EINTR) {
        return writ_fail(error, WRIT_IO, "%s failed: waiting for the child: %s", reader->task,
                         strerror(errno));
    }
    *readable = ready > 0 && wait[0].revents != 0;
    if (ready > 0 && wait[1].revents != 0) {
        writ_confine_flush(reader->child);
    }
    return ready > 0 ? WRIT_OK : check_time(reader, error);
}

WritStatus reader_send(Reader *reader, WritText message, WritError *error)
{
    WritStatus status = WRIT_OK;
    bool readable = false;
    while (status == WRIT_OK &&
           writ_confine_unsent(reader->child) + message.length + WRIT_FRAME_HEADER_BYTES >
               WRIT_CONFINE_UNSENT_BYTES_MAX) {
        status = await(&readable, reader, error);
        // A child that answers before it has read everything has failed; reader_take tells why.
        if (status == WRIT_OK && readable) {
            return WRIT_OK;
        }
    }
    return status == WRIT_OK ? writ_confine_send(reader->child, message, error) : status;
}

// Passes over the messages of progress. A child that sends nothing else is stopped in time too.
static WritStatus receive(WritReader *in, uint8_t *kind, Reader *reader, WritError *error)
{
    for (;;) {
        WritText payload;
        bool readable;
        WritStatus status = WRIT_OK;
        switch (writ_confine_receive(reader->child, &payload)) {
        case WRIT_RECEIVE_END:
            return fail_ended(reader, error);
        case WRIT_RECEIVE_RUBBISH:
            return reader_refuse(reader, error);
        case WRIT_RECEIVE_NOTHING:
            status = await(&readable, reader, error);
            break;
        case WRIT_RECEIVE_FRAME:
            *in = writ_reader(payload);
            *kind = book_message_kind(in);
            if (*kind != MESSAGE_PROGRESS) {
                return WRIT_OK;
            }
            reader->object_cpu_ns = writ_confine_cpu_ns(reader->child);
            status = check_time(reader, error);
            break;
        }
        if (status != WRIT_OK) {
            return status;
        }
    }
}

WritStatus reader_take(WritReader *in, Reader *reader, MessageKind kind, WritError *error)
{
    uint8_t found = 0;
    WritStatus status = receive(in, &found, reader, error);
    if (status != WRIT_OK || found == kind) {
        return status;
    }
    WritError told;
    if (found == MESSAGE_FAILED && book_message_get_failed(in, &told)) {
        if (error != NULL) {
            *error = told;
        }
        return told.status;
    }
    return reader_refuse(reader, error);
}
