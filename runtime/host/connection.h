// One client of the socket: reads a request, waits for its answer, sends the reply, reads again.
//
//     READING ── whole frame ──> WAITING ── answered ──> SENDING ── all sent ──> READING
//        └────── rubbish ───────────────────────────────────┘└─ after rubbish ──> CLOSED
//
// A client that leaves while its request is under way is LEFT: the answer goes nowhere. A request
// that is longer than those without files is read once fewer than WRIT_SERVER_LARGE_MAX others are;
// until then its client is not heard.
#ifndef HOST_CONNECTION_H
#define HOST_CONNECTION_H

#include <stdint.h>

#include "writ/server.h"

typedef enum ConnectionState {
    CONNECTION_READING,
    CONNECTION_WAITING,
    CONNECTION_SENDING,
    CONNECTION_LEFT,
    CONNECTION_CLOSED, // Nothing refers to it any more.
} ConnectionState;

typedef enum AfterSending {
    AFTER_SENDING_READ,
    AFTER_SENDING_CLOSE,
} AfterSending;

typedef struct Connection {
    WritHost *host;
    ConnectionState state;
    AfterSending after;
    bool is_last; // Closes after the reply, whatever `after` says.
    int fd;       // -1 when LEFT or CLOSED.
    int frame_ms_max, idle_ms_max;
    int64_t deadline_ms; // Monotonic; what is not through by then is given up. INT64_MAX: none.
    WritBuffer in;
    WritBuffer out;
    size_t sent;
    uint32_t *large_count; // Of all connections, how many is_large.
    bool is_large;         // Its request has files, from its length to its reply.
    bool is_held;          // It would be large, and may not yet.
    char account[WRIT_ACCOUNT_BYTES];
    WritCaller caller;
} Connection;

// Takes `fd`, which does not block. Who the peer is comes from the kernel.
Connection *connection_new(WritHost *host, int fd, const WritServerOptions *options,
                           uint32_t *large_count);
// Goes on with one that was held, if it may now.
void connection_release(Connection *connection);
void connection_free(Connection *connection);

// Does what can be done without waiting; `readable` and the rest are what epoll reported.
void connection_move(Connection *connection, uint32_t epoll_events);
// What epoll has to report next, for `state`.
uint32_t connection_interest(const Connection *connection);
// Gives the client up when its time is over.
void connection_expire(Connection *connection, int64_t now_ms);
// The client is not heard any more; a request under way stays so.
void connection_hang_up(Connection *connection);

int64_t connection_now_ms(void); // Monotonic.

#endif
