// Waiting for clients of the socket and for SIGINT and SIGTERM with one descriptor, so that no
// signal is lost between looking for it and waiting.
#ifndef CLI_WAITER_H
#define CLI_WAITER_H

#include <stdbool.h>

#include "writ/status.h"

typedef struct Waiter {
    int epoll_fd; // For writ_host_turn's `extra_fd`.
    int signal_fd;
    bool is_interrupted;
} Waiter;

// From here on the two signals are taken by waiter_is_interrupted alone. The caller closes it.
WRIT_NODISCARD WritStatus waiter_open(Waiter *waiter, WritError *error);
void waiter_close(Waiter *waiter);
// Waits for this descriptor too, which is not closed with the waiter.
WRIT_NODISCARD WritStatus waiter_add(Waiter *waiter, int fd, WritError *error);
// True once a signal has come.
bool waiter_is_interrupted(Waiter *waiter);

#endif
