// The socket beside a store: how other commands reach the process that owns it (settled.md 12).
//
// `socket` in the directory of the store, AF_UNIX, open to its owner alone, or to the directory's
// group where that may write there. Either side sends frames: four bytes of length, most
// significant first, then a request or a reply as writ/host.h encodes them.
//
//     client  00 00 00 2a  request        one at a time; the next one after the reply
//     server  00 00 00 18  reply
//
// Who asks is what the kernel says of the peer, never what the request says. A client that sends
// rubbish, is slow or leaves harms nobody else.
#ifndef WRIT_SERVER_H
#define WRIT_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#include "writ/host.h"

enum {
    WRIT_SERVER_CONNECTIONS_MAX = 64, // More wait until one closes.
    WRIT_SERVER_LARGE_MAX = 4,        // That bring files at once; others wait with theirs.
    WRIT_SERVER_FRAME_MS_MAX = 10000, // For a whole request once it began, and to take a reply.
    WRIT_SERVER_IDLE_MS_MAX = 60000,  // Between requests.
    WRIT_ACCOUNT_BYTES = 64,
};

typedef struct WritServer WritServer;

typedef struct WritServerOptions {
    const char *store; // Path of the store that the host owns.
    int frame_ms_max;  // 0: WRIT_SERVER_FRAME_MS_MAX
    int idle_ms_max;   // 0: WRIT_SERVER_IDLE_MS_MAX
} WritServerOptions;

// Listens for `host`, which owns the store and outlives the server. A socket that a process left
// behind is replaced: nobody else can own the store now. WRIT_CONFLICT when something that is no
// socket has its name, WRIT_IO when it cannot be made.
WRIT_NODISCARD WritStatus writ_server_open(WritServer **server, WritHost *host,
                                           const WritServerOptions *options, WritError *error);

// For writ_host_turn's `extra_fd`: readable when writ_server_turn has something to do.
int writ_server_fd(const WritServer *server);
// `timeout_ms` (-1: for ever), or less when a slow client's time is up before.
int writ_server_timeout_ms(const WritServer *server, int timeout_ms);

// Takes new clients, reads requests and submits them, sends replies. Never waits.
void writ_server_turn(WritServer *server);

// Removes the socket and takes no further request. What was taken is still answered: turn on until
// writ_server_is_quiet.
void writ_server_stop(WritServer *server);
// True when no request waits for its answer and no answer for its client.
bool writ_server_is_quiet(const WritServer *server);

// Ends all connections. The host must not be turned any more, unless the server is quiet: its
// answers would have nowhere to go. NULL is allowed.
void writ_server_close(WritServer *server);

// --- The other side -----------------------------------------------------------------------------

// Connects to the process that serves `store`. WRIT_NOT_FOUND: nobody does. The caller closes *fd.
WRIT_NODISCARD WritStatus writ_server_connect(int *fd, const char *store, WritError *error);

// The name of an operating-system account, NUL-terminated; "#1000" when the system has none.
void writ_account_name(char account[WRIT_ACCOUNT_BYTES], uid_t uid);

#endif
