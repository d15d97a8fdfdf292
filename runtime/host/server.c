// Takes clients and moves them, between the turns of the host. One epoll descriptor tells of all of
// them, so that the host can wait for it.
#include "writ/server.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/connection.h"
#include "host/socket.h"

enum { EVENTS_AT_ONCE = 64, PAUSE_MS = 1000 };

// A connection and what epoll was last told about it.
typedef struct Client {
    Connection *connection;
    uint32_t interest;
} Client;

struct WritServer {
    WritHost *host;
    WritServerOptions options;
    WritBuffer path;
    int epoll_fd;
    int listen_fd;     // -1 once stopped.
    bool is_listening; // epoll tells of new clients.
    int64_t paused_until_ms;
    Client clients[WRIT_SERVER_CONNECTIONS_MAX];
    uint32_t client_count;
    uint32_t large_count; // Of clients that bring files.
};

static WritStatus fail_errno(WritError *error, const char *what)
{
    return writ_fail(error, WRIT_IO, "%s: %s", what, strerror(errno));
}

WritStatus writ_server_open(WritServer **opened, WritHost *host, const WritServerOptions *options,
                            WritError *error)
{
    WritServer *server = calloc(1, sizeof *server);
    assert(server != NULL);
    server->host = host;
    server->options = *options;
    server->options.store = NULL; // Not kept: only its directory counts, now.
    if (options->frame_ms_max == 0) {
        server->options.frame_ms_max = WRIT_SERVER_FRAME_MS_MAX;
    }
    if (options->idle_ms_max == 0) {
        server->options.idle_ms_max = WRIT_SERVER_IDLE_MS_MAX;
    }
    server->listen_fd = -1;
    socket_path(&server->path, options->store);
    WritStatus status = WRIT_OK;
    server->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (server->epoll_fd < 0) {
        status = fail_errno(error, "cannot wait for clients");
    } else {
        status = socket_listen(&server->listen_fd, writ_buffer_string(&server->path), error);
    }
    if (status != WRIT_OK) {
        writ_server_close(server);
        return status;
    }
    *opened = server;
    writ_server_turn(server);
    return WRIT_OK;
}

int writ_server_fd(const WritServer *server)
{
    return server->epoll_fd;
}

int writ_server_timeout_ms(const WritServer *server, int timeout_ms)
{
    int64_t first = INT64_MAX;
    for (uint32_t i = 0; i < server->client_count; i++) {
        int64_t deadline = server->clients[i].connection->deadline_ms;
        first = deadline < first ? deadline : first;
    }
    if (server->listen_fd >= 0 && server->paused_until_ms != 0 && server->paused_until_ms < first) {
        first = server->paused_until_ms;
    }
    if (first == INT64_MAX) {
        return timeout_ms;
    }
    int64_t left = first - connection_now_ms();
    left = left < 0 ? 0 : left;
    return timeout_ms < 0 || left < timeout_ms ? (int)left : timeout_ms;
}

// --- Clients -----------------------------------------------------------------------------------

static void drop_client(WritServer *server, uint32_t index)
{
    connection_free(server->clients[index].connection);
    server->clients[index] = server->clients[--server->client_count];
}

static void add_client(WritServer *server, int fd)
{
    Connection *connection =
        connection_new(server->host, fd, &server->options, &server->large_count);
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = connection}};
    if (epoll_ctl(server->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0) {
        connection_free(connection);
        return;
    }
    server->clients[server->client_count++] = (Client){connection, EPOLLIN};
}

static void accept_clients(WritServer *server)
{
    while (server->client_count < WRIT_SERVER_CONNECTIONS_MAX) {
        int fd = accept4(server->listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0) {
            add_client(server, fd);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            // The client keeps waiting; asking again at once would only burn time.
            server->paused_until_ms = connection_now_ms() + PAUSE_MS;
        }
        if (errno != EINTR && errno != ECONNABORTED) {
            return;
        }
    }
}

// Tells epoll what to report of a connection from now on. A closed descriptor has left epoll.
static void update_interest(WritServer *server, Client *client)
{
    uint32_t interest = connection_interest(client->connection);
    if (client->connection->fd < 0 || interest == client->interest) {
        return;
    }
    struct epoll_event event = {.events = interest, .data = {.ptr = client->connection}};
    if (epoll_ctl(server->epoll_fd, EPOLL_CTL_MOD, client->connection->fd, &event) != 0) {
        connection_hang_up(client->connection);
    }
    client->interest = interest;
}

static void listen_while_there_is_room(WritServer *server)
{
    bool wanted = server->listen_fd >= 0 && server->paused_until_ms == 0 &&
                  server->client_count < WRIT_SERVER_CONNECTIONS_MAX;
    if (wanted == server->is_listening || server->listen_fd < 0) {
        return;
    }
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = NULL}};
    int operation = wanted ? EPOLL_CTL_ADD : EPOLL_CTL_DEL;
    if (epoll_ctl(server->epoll_fd, operation, server->listen_fd, &event) == 0) {
        server->is_listening = wanted;
    }
}

static void take_events(WritServer *server)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    int count = epoll_wait(server->epoll_fd, events, EVENTS_AT_ONCE, 0);
    bool is_asked = false;
    for (int i = 0; i < count; i++) {
        if (events[i].data.ptr == NULL) {
            is_asked = true;
        } else {
            connection_move(events[i].data.ptr, events[i].events);
        }
    }
    // Last, so that no event speaks of a connection that is younger than itself.
    if (is_asked && server->listen_fd >= 0) {
        accept_clients(server);
    }
}

void writ_server_turn(WritServer *server)
{
    take_events(server);
    int64_t now_ms = connection_now_ms();
    if (server->paused_until_ms <= now_ms) {
        server->paused_until_ms = 0;
    }
    for (uint32_t i = server->client_count; i-- > 0;) {
        Client *client = &server->clients[i];
        connection_release(client->connection);
        connection_expire(client->connection, now_ms);
        update_interest(server, client);
        if (client->connection->state == CONNECTION_CLOSED) {
            drop_client(server, i);
        }
    }
    listen_while_there_is_room(server);
}

// --- The end -----------------------------------------------------------------------------------

void writ_server_stop(WritServer *server)
{
    if (server->listen_fd < 0) {
        return;
    }
    (void)unlink(writ_buffer_string(&server->path));
    (void)close(server->listen_fd);
    server->listen_fd = -1;
    for (uint32_t i = server->client_count; i-- > 0;) {
        Connection *connection = server->clients[i].connection;
        if (connection->state == CONNECTION_READING) {
            connection_hang_up(connection);
            drop_client(server, i);
        } else {
            connection->is_last = true;
        }
    }
}

bool writ_server_is_quiet(const WritServer *server)
{
    for (uint32_t i = 0; i < server->client_count; i++) {
        ConnectionState state = server->clients[i].connection->state;
        if (state != CONNECTION_READING && state != CONNECTION_CLOSED) {
            return false;
        }
    }
    return true;
}

void writ_server_close(WritServer *server)
{
    if (server == NULL) {
        return;
    }
    writ_server_stop(server);
    for (uint32_t i = 0; i < server->client_count; i++) {
        connection_free(server->clients[i].connection);
    }
    if (server->epoll_fd >= 0) {
        (void)close(server->epoll_fd);
    }
    writ_buffer_dispose(&server->path);
    free(server);
}
