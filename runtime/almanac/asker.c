#include "almanac/asker.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "writ/confine.h"

struct Asker {
    const char *program;
    WritChild *child; // NULL: none runs.
    int64_t deadline_ms;
    uint64_t cpu_ns; // What the child had used when it began what it works on.
    uint32_t line;
};

static const uint64_t event_cpu_ns_max = WRIT_ALMANAC_EVENT_CPU_MS * UINT64_C(1000000);
static const uint64_t used_cpu_ns_max = ASKER_CPU_SECONDS * UINT64_C(1000000000) / 2;
static const char hint[] = "If the machine is not overloaded, what is read there was made to do "
                           "harm, or recurs in a way that has no end: take it out of the file.";

static int64_t now_ms(void)
{
    struct timespec now;
    int result = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(result == 0);
    (void)result;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

Asker *asker_new(const char *program)
{
    Asker *asker = calloc(1, sizeof *asker);
    assert(asker != NULL);
    asker->program = program;
    return asker;
}

static void end_child(Asker *asker)
{
    if (asker->child != NULL) {
        writ_confine_kill(asker->child, WRIT_KILL_CLOSING);
        writ_confine_free(asker->child);
        asker->child = NULL;
    }
}

void asker_free(Asker *asker)
{
    if (asker != NULL) {
        end_child(asker);
        free(asker);
    }
}

static WritStatus start(Asker *asker, WritError *error)
{
    WritChildOptions options = {
        .executable = asker->program,
        .beside = "writ-almanac",
        .argument = "read",
        .frame_bytes_max = TALK_BYTES_MAX,
        .cpu_seconds_max = ASKER_CPU_SECONDS,
    };
    return writ_confine_start(&asker->child, &options, error);
}

WritStatus asker_send(Asker *asker, WritText question, WritError *error)
{
    WritStatus status = WRIT_OK;
    if (asker->child != NULL && writ_confine_cpu_ns(asker->child) > used_cpu_ns_max) {
        end_child(asker);
    }
    if (asker->child == NULL) {
        status = start(asker, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    asker->line = 0;
    asker->deadline_ms = now_ms() + WRIT_ALMANAC_WALL_MS;
    asker->cpu_ns = writ_confine_cpu_ns(asker->child);
    return writ_confine_send(asker->child, question, error);
}

// The child ended without an answer, or was ended.
static WritStatus fail_ended(Asker *asker, WritError *error)
{
    WritChildEnd end = writ_confine_reap(asker->child);
    if (end.kill == WRIT_KILL_CPU_TIME || end.signal == SIGXCPU) {
        writ_fail(error, WRIT_LIMIT, "reading it takes more than %d ms of computing",
                  WRIT_ALMANAC_EVENT_CPU_MS);
    } else if (end.kill == WRIT_KILL_WALL_TIME) {
        writ_fail(error, WRIT_LIMIT, "reading it takes longer than %d s",
                  WRIT_ALMANAC_WALL_MS / 1000);
    } else {
        WritBuffer how = {0};
        writ_confine_describe(&how, end);
        writ_fail(error, WRIT_INVALID, "reading it failed: the child that does it %s",
                  writ_buffer_string(&how));
        writ_buffer_dispose(&how);
    }
    end_child(asker);
    return writ_hint(error, "%s", hint);
}

WritStatus asker_refuse(Asker *asker, WritError *error)
{
    writ_confine_kill(asker->child, WRIT_KILL_PROTOCOL);
    return fail_ended(asker, error);
}

static WritStatus check_time(Asker *asker, WritError *error)
{
    WritKill kill = WRIT_KILL_NONE;
    if (now_ms() >= asker->deadline_ms) {
        kill = WRIT_KILL_WALL_TIME;
    } else if (writ_confine_cpu_ns(asker->child) - asker->cpu_ns > event_cpu_ns_max) {
        kill = WRIT_KILL_CPU_TIME;
    }
    if (kill == WRIT_KILL_NONE) {
        return WRIT_OK;
    }
    writ_confine_kill(asker->child, kill);
    return fail_ended(asker, error);
}

// For ASKER_LOOK_MS, or until something can be read, or written where something waits for that.
static WritStatus await(Asker *asker, WritError *error)
{
    bool unsent = writ_confine_unsent(asker->child) > 0;
    struct pollfd wait[2] = {
        {.fd = writ_confine_read_fd(asker->child), .events = POLLIN},
        {.fd = unsent ? writ_confine_write_fd(asker->child) : -1, .events = POLLOUT},
    };
    int ready = poll(wait, 2, ASKER_LOOK_MS);
    if (ready < 0 && errno != EINTR) {
        return writ_fail(error, WRIT_IO, "waiting for the child failed: %s", strerror(errno));
    }
    if (ready > 0 && wait[1].revents != 0) {
        writ_confine_flush(asker->child);
    }
    return ready > 0 ? WRIT_OK : check_time(asker, error);
}

static WritStatus take_progress(WritReader *in, Asker *asker, WritError *error)
{
    if (!talk_get_progress(in, &asker->line)) {
        return asker_refuse(asker, error);
    }
    WritStatus status = check_time(asker, error);
    if (status == WRIT_OK) {
        asker->cpu_ns = writ_confine_cpu_ns(asker->child);
    }
    return status;
}

static WritStatus take_failed(WritReader *in, Asker *asker, WritError *error)
{
    WritError told;
    if (!talk_get_failed(in, &told)) {
        return asker_refuse(asker, error);
    }
    if (error != NULL) {
        *error = told;
    }
    return told.status;
}

WritStatus asker_take(WritReader *in, uint8_t *kind, Asker *asker, WritError *error)
{
    for (;;) {
        WritText payload;
        WritStatus status = WRIT_OK;
        switch (writ_confine_receive(asker->child, &payload)) {
        case WRIT_RECEIVE_END:
            return fail_ended(asker, error);
        case WRIT_RECEIVE_RUBBISH:
            return asker_refuse(asker, error);
        case WRIT_RECEIVE_NOTHING:
            status = await(asker, error);
            break;
        case WRIT_RECEIVE_FRAME:
            *in = writ_reader(payload);
            *kind = talk_kind(in);
            if (*kind == TALK_FAILED) {
                return take_failed(in, asker, error);
            }
            if (*kind != TALK_PROGRESS) {
                return WRIT_OK;
            }
            status = take_progress(in, asker, error);
            break;
        }
        if (status != WRIT_OK) {
            return status;
        }
    }
}

uint32_t asker_line(const Asker *asker)
{
    return asker->line;
}
