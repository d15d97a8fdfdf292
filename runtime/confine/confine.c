// The parent's side of a child: frames both ways, CPU time, killing and reaping.
//
// The parent keeps a descriptor of the reading end of the child's input, so that writing to a
// child that has just died fills a pipe instead of raising SIGPIPE; the end of the child's output
// is what says that it is gone.
#include "writ/confine.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "confine/frames.h"
#include "confine/launch.h"

struct WritChild {
    pid_t pid;
    bool reaped;
    WritChildEnd end;
    uint64_t cpu_ns;
    clockid_t cpu_clock;
    size_t frame_bytes_max;
    int write_fd;      // Ours, non-blocking.
    int write_keep_fd; // The other end of it, see above.
    int read_fd;       // Ours, non-blocking.
    WritBuffer unsent;
    size_t sent; // Of `unsent`.
    WritBuffer received;
    size_t taken;     // Of `received`.
    WritReceive last; // RUBBISH and END stick.
};

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
        *fd = -1;
    }
}

static bool make_pipes(WritChild *child, int *child_output)
{
    int down[2];
    int up[2];
    if (pipe2(down, O_CLOEXEC) != 0) {
        return false;
    }
    child->write_keep_fd = down[0];
    child->write_fd = down[1];
    if (pipe2(up, O_CLOEXEC) != 0) {
        return false;
    }
    child->read_fd = up[0];
    *child_output = up[1];
    return fcntl(child->write_fd, F_SETFL, O_NONBLOCK) == 0 &&
           fcntl(child->read_fd, F_SETFL, O_NONBLOCK) == 0;
}

// The path of `name` in the folder of the program that runs.
static WritStatus find_beside(char path[PATH_MAX], const char *name, WritError *error)
{
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - NAME_MAX - 1);
    if (length <= 0) {
        return writ_fail(error, WRIT_IO, "the folder of the running program cannot be found: %s",
                         strerror(errno));
    }
    path[length] = '\0';
    assert(strlen(name) <= NAME_MAX);
    (void)strcpy(strrchr(path, '/') + 1, name);
    return WRIT_OK;
}

static WritStatus launch(WritChild *child, const WritChildOptions *options, int output,
                         WritError *error)
{
    char path[PATH_MAX];
    WritChildOptions found = *options;
    if (options->executable == NULL) {
        WritStatus status = find_beside(path, options->beside, error);
        if (status != WRIT_OK) {
            return status;
        }
        found.executable = path;
    }
    return launch_child(&child->pid, &(Launch){&found, child->write_keep_fd, output}, error);
}

WritStatus writ_confine_start(WritChild **child, const WritChildOptions *options, WritError *error)
{
    assert(options->frame_bytes_max > 0 && options->frame_bytes_max <= WRIT_FRAME_BYTES_MAX);
    WritStatus status = WRIT_OK;
    int child_output = -1;
    WritChild *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return writ_fail(error, WRIT_NO_MEMORY, "cannot start a child: out of memory");
    }
    made->write_fd = made->write_keep_fd = made->read_fd = -1;
    made->reaped = true;
    made->frame_bytes_max = options->frame_bytes_max;
    if (!make_pipes(made, &child_output)) {
        status = writ_fail(error, WRIT_IO, "cannot start a child: no pipe: %s", strerror(errno));
        goto done;
    }
    status = launch(made, options, child_output, error);
    if (status != WRIT_OK) {
        goto done;
    }
    made->reaped = false;
    if (clock_getcpuclockid(made->pid, &made->cpu_clock) != 0) {
        status = writ_fail(error, WRIT_IO, "cannot read the CPU time of a child");
        goto done;
    }
    *child = made;
    made = NULL; // The caller's now.

done:
    close_fd(&child_output);
    writ_confine_free(made);
    return status;
}

void writ_confine_free(WritChild *child)
{
    if (child == NULL) {
        return;
    }
    if (!child->reaped) {
        writ_confine_kill(child, WRIT_KILL_CLOSING);
        (void)writ_confine_reap(child);
    }
    close_fd(&child->write_fd);
    close_fd(&child->write_keep_fd);
    close_fd(&child->read_fd);
    writ_buffer_dispose(&child->unsent);
    writ_buffer_dispose(&child->received);
    free(child);
}

int writ_confine_read_fd(const WritChild *child)
{
    return child->read_fd;
}

int writ_confine_write_fd(const WritChild *child)
{
    return child->write_fd;
}

pid_t writ_confine_pid(const WritChild *child)
{
    return child->pid;
}

size_t writ_confine_unsent(const WritChild *child)
{
    return child->unsent.length - child->sent;
}

void writ_confine_flush(WritChild *child)
{
    while (writ_confine_unsent(child) > 0) {
        ssize_t written =
            write(child->write_fd, child->unsent.data + child->sent, writ_confine_unsent(child));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return; // The pipe is full.
        }
        child->sent += (size_t)written;
    }
    writ_buffer_clear(&child->unsent);
    child->sent = 0;
}

WritStatus writ_confine_queue(WritChild *child, WritText payload, WritError *error)
{
    assert(payload.length > 0 && payload.length <= child->frame_bytes_max);
    if (writ_confine_unsent(child) + payload.length > WRIT_CONFINE_UNSENT_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "a child has left %zu bytes unread",
                         writ_confine_unsent(child));
    }
    if (child->sent > WRIT_CONFINE_UNSENT_BYTES_MAX) {
        frames_compact(&child->unsent, &child->sent);
    }
    frames_put(&child->unsent, payload);
    return WRIT_OK;
}

WritStatus writ_confine_send(WritChild *child, WritText payload, WritError *error)
{
    WritStatus status = writ_confine_queue(child, payload, error);
    if (status == WRIT_OK) {
        writ_confine_flush(child);
    }
    return status;
}

WritReceive writ_confine_receive_buffered(WritChild *child, WritText *payload)
{
    if (child->last != WRIT_RECEIVE_FRAME && child->last != WRIT_RECEIVE_NOTHING) {
        return child->last;
    }
    switch (frames_take(&child->received, &child->taken, child->frame_bytes_max, payload)) {
    case FRAME_WHOLE:
        child->last = WRIT_RECEIVE_FRAME;
        return child->last;
    case FRAME_PARTLY:
        child->last = WRIT_RECEIVE_NOTHING;
        return child->last;
    case FRAME_RUBBISH:
        child->last = WRIT_RECEIVE_RUBBISH;
        return child->last;
    }
    return WRIT_RECEIVE_RUBBISH;
}

// False when nothing came: the pipe is empty or, with `last` set, at its end.
static bool read_more(WritChild *child)
{
    frames_compact(&child->received, &child->taken);
    writ_buffer_reserve(&child->received, FRAMES_READ_BYTES);
    ssize_t got;
    do {
        got =
            read(child->read_fd, child->received.data + child->received.length, FRAMES_READ_BYTES);
    } while (got < 0 && errno == EINTR);
    if (got > 0) {
        child->received.length += (size_t)got;
        return true;
    }
    if (got == 0 || errno != EAGAIN) {
        child->last = child->received.length > 0 ? WRIT_RECEIVE_RUBBISH : WRIT_RECEIVE_END;
    }
    return false;
}

WritReceive writ_confine_receive(WritChild *child, WritText *payload)
{
    WritReceive found = writ_confine_receive_buffered(child, payload);
    while (found == WRIT_RECEIVE_NOTHING) {
        if (!read_more(child)) {
            return child->last;
        }
        found = writ_confine_receive_buffered(child, payload);
    }
    return found;
}

uint64_t writ_confine_cpu_ns(WritChild *child)
{
    struct timespec used;
    if (!child->reaped && clock_gettime(child->cpu_clock, &used) == 0) {
        child->cpu_ns = (uint64_t)used.tv_sec * 1000000000u + (uint64_t)used.tv_nsec;
    }
    return child->cpu_ns;
}

void writ_confine_kill(WritChild *child, WritKill why)
{
    assert(why != WRIT_KILL_NONE);
    if (child->reaped || child->end.kill != WRIT_KILL_NONE) {
        return;
    }
    siginfo_t info = {0};
    if (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
        info.si_pid == child->pid) {
        return; // It had ended before: the reason is its own.
    }
    child->end.kill = why;
    (void)kill(-child->pid, SIGKILL);
}

// Waits until the child is a zombie, at most `ms`.
static bool ended_within(const WritChild *child, int ms)
{
    int fd = (int)syscall(SYS_pidfd_open, child->pid, 0);
    if (fd < 0) {
        return false;
    }
    struct pollfd waited = {.fd = fd, .events = POLLIN};
    int ready;
    do {
        ready = poll(&waited, 1, ms);
    } while (ready < 0 && errno == EINTR);
    (void)close(fd);
    return ready == 1;
}

WritChildEnd writ_confine_reap(WritChild *child)
{
    if (child->reaped) {
        return child->end;
    }
    (void)writ_confine_cpu_ns(child);
    if (child->end.kill == WRIT_KILL_NONE && !ended_within(child, WRIT_CONFINE_ENDING_MS)) {
        writ_confine_kill(child, WRIT_KILL_PROTOCOL);
    }
    int status = 0;
    pid_t got;
    do {
        got = waitpid(child->pid, &status, 0);
    } while (got < 0 && errno == EINTR);
    assert(got == child->pid);
    child->reaped = true;
    child->end.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    child->end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return child->end;
}

static const char *kill_reason(WritKill why)
{
    switch (why) {
    case WRIT_KILL_NONE:
        return "";
    case WRIT_KILL_WALL_TIME:
        return "was ended by us: it took longer than it may";
    case WRIT_KILL_CPU_TIME:
        return "was ended by us: it used more CPU time than it may";
    case WRIT_KILL_PROTOCOL:
        return "was ended by us: it broke the protocol";
    case WRIT_KILL_CLOSING:
        return "was ended by us: it was not needed any more";
    }
    return "";
}

void writ_confine_describe(WritBuffer *out, WritChildEnd end)
{
    if (end.kill != WRIT_KILL_NONE) {
        writ_buffer_add_string(out, kill_reason(end.kill));
    } else if (end.signal == SIGSYS) {
        writ_buffer_add_string(out, "was ended by the kernel: it made a system call that its "
                                    "profile does not allow (signal SIGSYS)");
    } else if (end.signal != 0) {
        writ_buffer_format(out, "was ended by signal %d (%s)", end.signal, strsignal(end.signal));
    } else {
        writ_buffer_format(out, "ended with exit status %d", end.exit_status);
    }
}
