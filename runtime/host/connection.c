#include "host/connection.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEADER_BYTES = 4, CHUNK_BYTES = 64 << 10 };

int64_t connection_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void name_peer(Connection *connection)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    // Without an account nobody is who he or she says: the host refuses what needs a person.
    connection->caller = WRIT_CALLER_GUEST;
    if (getsockopt(connection->fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0) {
        writ_account_name(connection->account, peer.uid);
        connection->caller = peer.uid == geteuid() ? WRIT_CALLER_OWNER : WRIT_CALLER_GUEST;
    }
}

static void start_reading(Connection *connection)
{
    // The next request may have begun behind the one before.
    int left_ms = connection->in.length > 0 ? connection->frame_ms_max : connection->idle_ms_max;
    connection->state = CONNECTION_READING;
    connection->deadline_ms = connection_now_ms() + left_ms;
}

Connection *connection_new(WritHost *host, int fd, const WritServerOptions *options,
                           uint32_t *large_count)
{
    Connection *connection = calloc(1, sizeof *connection);
    assert(connection != NULL);
    connection->host = host;
    connection->fd = fd;
    connection->large_count = large_count;
    connection->frame_ms_max = options->frame_ms_max;
    connection->idle_ms_max = options->idle_ms_max;
    name_peer(connection);
    start_reading(connection);
    return connection;
}

static void end_large(Connection *connection)
{
    if (connection->is_large) {
        connection->is_large = false;
        (*connection->large_count)--;
    }
}

void connection_free(Connection *connection)
{
    end_large(connection);
    if (connection->fd >= 0) {
        (void)close(connection->fd);
    }
    writ_buffer_dispose(&connection->in);
    writ_buffer_dispose(&connection->out);
    free(connection);
}

void connection_hang_up(Connection *connection)
{
    if (connection->fd >= 0) {
        (void)close(connection->fd);
        connection->fd = -1;
    }
    connection->deadline_ms = INT64_MAX;
    bool under_way =
        connection->state == CONNECTION_WAITING || connection->state == CONNECTION_LEFT;
    connection->state = under_way ? CONNECTION_LEFT : CONNECTION_CLOSED;
    connection->is_held = false;
    if (!under_way) {
        end_large(connection);
    }
}

// --- Sending -----------------------------------------------------------------------------------

static void send_more(Connection *connection)
{
    while (connection->sent < connection->out.length) {
        ssize_t count =
            send(connection->fd, connection->out.data + connection->sent,
                 connection->out.length - connection->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            return;
        }
        if (count <= 0) {
            connection_hang_up(connection);
            return;
        }
        connection->sent += (size_t)count;
    }
    if (connection->after == AFTER_SENDING_CLOSE || connection->is_last) {
        connection_hang_up(connection);
        return;
    }
    // Not kept: few requests are large, and the clients are many.
    writ_buffer_dispose(&connection->out);
    start_reading(connection);
}

static void put_length(char header[HEADER_BYTES], size_t length)
{
    for (int i = 0; i < HEADER_BYTES; i++) {
        header[i] = (char)(unsigned char)(length >> (8 * (HEADER_BYTES - 1 - i)));
    }
}

static void reply(Connection *connection, const WritReply *answer, AfterSending after)
{
    end_large(connection);
    WritBuffer *out = &connection->out;
    writ_buffer_clear(out);
    writ_buffer_add(out, (WritText){"\0\0\0\0", HEADER_BYTES});
    writ_reply_encode(out, answer);
    put_length(out->data, out->length - HEADER_BYTES);
    connection->sent = 0;
    connection->after = after;
    connection->state = CONNECTION_SENDING;
    connection->deadline_ms = connection_now_ms() + connection->frame_ms_max;
    send_more(connection);
}

static void refuse(Connection *connection, const WritError *error, AfterSending after)
{
    WritReply refused = {.status = error->status, .error = *error};
    reply(connection, &refused, after);
}

// --- Reading -----------------------------------------------------------------------------------

static size_t frame_length(const WritBuffer *in)
{
    size_t length = 0;
    for (int i = 0; i < HEADER_BYTES; i++) {
        length = length << 8 | (unsigned char)in->data[i];
    }
    return length;
}

static void answered(void *self, const WritReply *answer);

static void take_request(Connection *connection, WritText frame)
{
    WritRequest request;
    WritError error;
    WritStatus status = writ_request_decode(&request, frame, &error);
    if (status != WRIT_OK) {
        refuse(connection, &error, AFTER_SENDING_READ);
        return;
    }
    request.account = writ_text(connection->account);
    request.caller = connection->caller;
    connection->state = CONNECTION_WAITING;
    connection->deadline_ms = INT64_MAX;
    status = writ_host_submit(connection->host, &request, answered, connection, &error);
    if (status != WRIT_OK) {
        refuse(connection, &error, AFTER_SENDING_READ);
    }
}

// False: too many bring files already, and the client waits without being heard.
static bool may_read(Connection *connection, size_t length)
{
    if (length <= WRIT_REQUEST_PLAIN_BYTES_MAX || connection->is_large) {
        return true;
    }
    connection->is_held = *connection->large_count >= WRIT_SERVER_LARGE_MAX;
    if (connection->is_held) {
        connection->deadline_ms = INT64_MAX;
        return false;
    }
    connection->is_large = true;
    (*connection->large_count)++;
    connection->deadline_ms = connection_now_ms() + connection->frame_ms_max;
    return true;
}

// Takes one request when all of it is there.
static void take_frame(Connection *connection)
{
    WritBuffer *in = &connection->in;
    if (in->length < HEADER_BYTES) {
        return;
    }
    size_t length = frame_length(in);
    if (length == 0 || length > WRIT_REQUEST_BYTES_MAX) {
        WritError error;
        (void)writ_fail(&error, WRIT_LIMIT, "a request has 1 to %d bytes, this one says %zu",
                        WRIT_REQUEST_BYTES_MAX, length);
        refuse(connection, &error, AFTER_SENDING_CLOSE);
        return;
    }
    if (!may_read(connection, length) || in->length < HEADER_BYTES + length) {
        return;
    }
    take_request(connection, (WritText){in->data + HEADER_BYTES, length});
    size_t used = HEADER_BYTES + length;
    memmove(in->data, in->data + used, in->length - used);
    in->length -= used;
}

// Takes what was read while it can be answered at once: a client may send its next request without
// waiting, and of that epoll will not tell.
static void take_frames(Connection *connection)
{
    size_t before = SIZE_MAX;
    while (connection->state == CONNECTION_READING && connection->in.length < before) {
        before = connection->in.length;
        take_frame(connection);
    }
    if (connection->in.length == 0) {
        writ_buffer_dispose(&connection->in);
    }
}

void connection_release(Connection *connection)
{
    if (connection->is_held && *connection->large_count < WRIT_SERVER_LARGE_MAX) {
        connection->is_held = false;
        take_frames(connection);
    }
}

// What the host calls; an answer may be followed by the next request, which is answered in turn.
static void answered(void *self, const WritReply *answer)
{
    Connection *connection = self;
    assert(connection->state == CONNECTION_WAITING || connection->state == CONNECTION_LEFT);
    if (connection->state == CONNECTION_LEFT) {
        connection->state = CONNECTION_CLOSED;
        end_large(connection);
        return;
    }
    if (answer->json.length > WRIT_REPLY_JSON_BYTES_MAX) {
        WritError error;
        (void)writ_fail(&error, WRIT_LIMIT, "the answer has %zu bytes, more than the %d of a reply",
                        answer->json.length, WRIT_REPLY_JSON_BYTES_MAX);
        (void)writ_hint(&error, "Ask for less, for example with --limit 100.");
        refuse(connection, &error, AFTER_SENDING_READ);
    } else {
        reply(connection, answer, AFTER_SENDING_READ);
    }
    take_frames(connection);
}

// False when the client has gone.
static bool read_some(Connection *connection)
{
    WritBuffer *in = &connection->in;
    bool began = in->length > 0;
    writ_buffer_reserve(in, CHUNK_BYTES);
    ssize_t count = recv(connection->fd, in->data + in->length, CHUNK_BYTES, MSG_DONTWAIT);
    if (count < 0) {
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    }
    if (count > 0 && !began) {
        connection->deadline_ms = connection_now_ms() + connection->frame_ms_max;
    }
    in->length += (size_t)count;
    return count > 0;
}

// --- Moving ------------------------------------------------------------------------------------

void connection_move(Connection *connection, uint32_t epoll_events)
{
    switch (connection->state) {
    case CONNECTION_READING:
        if (!read_some(connection)) {
            connection_hang_up(connection);
        }
        break;
    case CONNECTION_WAITING:
        if ((epoll_events & (EPOLLHUP | EPOLLERR)) != 0) {
            connection_hang_up(connection);
        }
        return;
    case CONNECTION_SENDING:
        send_more(connection);
        break;
    case CONNECTION_LEFT:
    case CONNECTION_CLOSED:
        return;
    }
    take_frames(connection);
}

uint32_t connection_interest(const Connection *connection)
{
    switch (connection->state) {
    case CONNECTION_READING:
        return connection->is_held ? 0 : EPOLLIN;
    case CONNECTION_SENDING:
        return EPOLLOUT;
    case CONNECTION_WAITING:
    case CONNECTION_LEFT:
    case CONNECTION_CLOSED:
        return 0;
    }
    WRIT_UNREACHABLE();
}

void connection_expire(Connection *connection, int64_t now_ms)
{
    if (now_ms >= connection->deadline_ms) {
        connection_hang_up(connection);
    }
}
