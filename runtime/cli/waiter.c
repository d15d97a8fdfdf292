#include "cli/waiter.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

static WritStatus fail_errno(WritError *error)
{
    return writ_fail(error, WRIT_IO, "cannot wait for signals: %s", strerror(errno));
}

static void ending_signals(sigset_t *signals)
{
    (void)sigemptyset(signals);
    (void)sigaddset(signals, SIGINT);
    (void)sigaddset(signals, SIGTERM);
}

WritStatus waiter_add(Waiter *waiter, int fd, WritError *error)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};
    return epoll_ctl(waiter->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0 ? WRIT_OK
                                                                       : fail_errno(error);
}

WritStatus waiter_open(Waiter *waiter, WritError *error)
{
    sigset_t signals;
    ending_signals(&signals);
    *waiter = (Waiter){.signal_fd = -1};
    waiter->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (waiter->epoll_fd < 0 || sigprocmask(SIG_BLOCK, &signals, NULL) != 0) {
        return fail_errno(error);
    }
    waiter->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    return waiter->signal_fd < 0 ? fail_errno(error) : waiter_add(waiter, waiter->signal_fd, error);
}

bool waiter_is_interrupted(Waiter *waiter)
{
    struct signalfd_siginfo info;
    while (read(waiter->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
        waiter->is_interrupted = true;
    }
    return waiter->is_interrupted;
}

void waiter_close(Waiter *waiter)
{
    sigset_t signals;
    ending_signals(&signals);
    if (waiter->signal_fd >= 0) {
        (void)waiter_is_interrupted(waiter); // What is still pending would end the program now.
        (void)close(waiter->signal_fd);
    }
    if (waiter->epoll_fd >= 0) {
        (void)close(waiter->epoll_fd);
    }
    (void)sigprocmask(SIG_UNBLOCK, &signals, NULL);
}
