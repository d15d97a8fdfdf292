#include "cli/session.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "cli/whereabouts.h"
#include "cli/waiter.h"
#include "writ/server.h"

enum {
    HEADER_BYTES = 4,
    RETRY_MS = 50,
    SAY_AFTER_MS = 1000,
    TURN_MS = 1000,
    KEY_BYTES = 16,
};

struct Session {
    const Cli *cli;
    SessionPurpose purpose;
    Whereabouts at;
    int fd;         // Of the socket, or -1.
    bool is_served; // By another process, where this one wanted to: waiting would not help.
    WritHost *host;
    WritServer *server;
    Waiter waiter;
    bool has_waiter;
    char account[WRIT_ACCOUNT_BYTES];
};

bool session_is_own(const Session *session)
{
    return session->host != NULL;
}

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// --- Opening -----------------------------------------------------------------------------------

// Whether it stays until outside systems have answered.
static bool stays(const Session *session)
{
    return session->purpose == SESSION_CHANGE || session->purpose == SESSION_SERVE;
}

static WritStatus open_host(Session *session, WritError *error)
{
    WritHostOptions options = {
        .book = session->at.book,
        .store = session->at.has_begun ? session->at.store : NULL, // NULL: in memory.
        .hook_program = session->cli->hook_program,
        .almanac_program = session->cli->almanac_program,
        .book_program = session->cli->book_program,
        .calls = stays(session) ? WRIT_CALLS_MADE : WRIT_CALLS_HELD,
        .deadlines = session->purpose == SESSION_ASK ? WRIT_DEADLINES_HELD : WRIT_DEADLINES_PASS,
        .clock = session->cli->clock,
    };
    return writ_host_open(&session->host, &options, error);
}

// Others are served too. A command that is soon done may go without: they wait for its end.
static WritStatus open_server(Session *session, WritError *error)
{
    WritServerOptions options = {.store = session->at.store};
    if (!stays(session) || !session->at.has_begun) {
        return WRIT_OK;
    }
    WritStatus status = waiter_open(&session->waiter, error);
    session->has_waiter = true;
    if (status != WRIT_OK) {
        return status;
    }
    status = writ_server_open(&session->server, session->host, &options, error);
    if (status != WRIT_OK) {
        return session->purpose == SESSION_SERVE ? status : WRIT_OK;
    }
    return waiter_add(&session->waiter, writ_server_fd(session->server), error);
}

// Connects or opens. WRIT_CONFLICT: somebody owns the store and does not serve it.
static WritStatus reach(Session *session, WritError *error)
{
    WritStatus status = session->purpose == SESSION_SERVE || !session->at.has_begun
                            ? WRIT_NOT_FOUND
                            : writ_server_connect(&session->fd, session->at.store, error);
    if (status != WRIT_NOT_FOUND) {
        return status;
    }
    status = open_host(session, error);
    if (status == WRIT_CONFLICT && session->purpose == SESSION_SERVE) {
        session->is_served = writ_server_connect(&session->fd, session->at.store, NULL) == WRIT_OK;
    }
    return status == WRIT_OK ? open_server(session, error) : status;
}

static WritStatus reach_patiently(Session *session, WritError *error)
{
    int64_t began = now_ms();
    bool said = false;
    WritStatus status = reach(session, error);
    while (status == WRIT_CONFLICT && !session->is_served && now_ms() - began < SESSION_WAIT_MS) {
        if (!said && now_ms() - began > SAY_AFTER_MS && isatty(fileno(session->cli->err)) != 0) {
            (void)fputs("Waiting for another command to finish…\n", session->cli->err);
            said = true;
        }
        (void)poll(NULL, 0, RETRY_MS);
        status = reach(session, error);
    }
    return status;
}

WritStatus session_open(Session **opened, const Cli *cli, SessionPurpose purpose, WritError *error)
{
    Session *session = calloc(1, sizeof *session);
    assert(session != NULL);
    session->cli = cli;
    session->purpose = purpose;
    session->fd = -1;
    writ_account_name(session->account, getuid());
    WritStatus status = whereabouts_find(&session->at, cli, error);
    if (status == WRIT_OK) {
        status = reach_patiently(session, error);
    }
    if (status != WRIT_OK) {
        session_close(session);
        return status;
    }
    *opened = session;
    return WRIT_OK;
}

// --- Asking the host in this process -----------------------------------------------------------

WritStatus session_turn(Session *session, int timeout_ms, WritError *error)
{
    int extra_fd = session->has_waiter ? session->waiter.epoll_fd : -1;
    if (session->server != NULL) {
        timeout_ms = writ_server_timeout_ms(session->server, timeout_ms);
    }
    WritStatus status = writ_host_turn(session->host, timeout_ms, extra_fd, error);
    if (session->server != NULL) {
        writ_server_turn(session->server);
    }
    return status;
}

typedef struct OwnAnswer {
    bool is_there;
    WritStatus status;
    WritBuffer *json;
    WritError *error;
} OwnAnswer;

static void keep_answer(void *self, const WritReply *reply)
{
    OwnAnswer *answer = self;
    answer->is_there = true;
    answer->status = reply->status;
    if (reply->status == WRIT_OK) {
        writ_buffer_add(answer->json, reply->json);
    } else {
        *answer->error = reply->error;
    }
}

bool session_is_interrupted(Session *session)
{
    return session->has_waiter && waiter_is_interrupted(&session->waiter);
}

bool session_is_idle(const Session *session)
{
    return writ_host_is_idle(session->host) &&
           (session->server == NULL || writ_server_is_quiet(session->server));
}

WritHost *session_host(Session *session)
{
    return session->host;
}

const char *session_store(const Session *session)
{
    return session->at.store;
}

const char *session_book(const Session *session)
{
    return session->at.book;
}

static WritStatus ask_host(Session *session, const WritRequest *request, WritBuffer *json,
                           WritError *error)
{
    OwnAnswer answer = {.json = json, .error = error};
    WritStatus status = writ_host_submit(session->host, request, keep_answer, &answer, error);
    while (status == WRIT_OK && !answer.is_there) {
        status = session_turn(session, TURN_MS, error);
    }
    return answer.is_there ? answer.status : status;
}

// --- Asking through the socket -----------------------------------------------------------------

// WRIT_CONFLICT: the connection ended before all was through.
static WritStatus lost(WritError *error)
{
    return writ_fail(error, WRIT_CONFLICT, "the process that owns the store went away: %s",
                     strerror(errno));
}

static WritStatus send_frame(int fd, WritText payload, WritError *error)
{
    WritBuffer frame = {0};
    for (int i = 0; i < HEADER_BYTES; i++) {
        int shift = 8 * (HEADER_BYTES - 1 - i);
        writ_buffer_add_byte(&frame, (char)(unsigned char)(payload.length >> shift));
    }
    writ_buffer_add(&frame, payload);
    size_t sent = 0;
    WritStatus status = WRIT_OK;
    while (status == WRIT_OK && sent < frame.length) {
        ssize_t count = send(fd, frame.data + sent, frame.length - sent, MSG_NOSIGNAL);
        if (count > 0) {
            sent += (size_t)count;
        } else if (errno != EINTR) {
            status = lost(error);
        }
    }
    writ_buffer_dispose(&frame);
    return status;
}

static WritStatus receive(int fd, char *bytes, size_t length, int64_t until_ms, WritError *error)
{
    while (length > 0) {
        struct pollfd waiting = {.fd = fd, .events = POLLIN};
        int64_t left = until_ms - now_ms();
        int ready = left <= 0 ? 0 : poll(&waiting, 1, (int)left);
        if (ready == 0) {
            (void)writ_fail(error, WRIT_IO, "the process that owns the store does not answer");
            return writ_hint(error, "What was asked for may have been done; look before trying "
                                    "again.");
        }
        ssize_t count = recv(fd, bytes, length, 0);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            errno = count == 0 ? ECONNRESET : errno;
            return lost(error);
        }
        bytes += count;
        length -= (size_t)count;
    }
    return WRIT_OK;
}

static WritStatus read_reply(int fd, int64_t until_ms, WritBuffer *frame, WritError *error)
{
    unsigned char header[HEADER_BYTES];
    WritStatus status = receive(fd, (char *)header, HEADER_BYTES, until_ms, error);
    if (status != WRIT_OK) {
        return status;
    }
    size_t length = 0;
    for (int i = 0; i < HEADER_BYTES; i++) {
        length = length << 8 | header[i];
    }
    if (length == 0 || length > WRIT_REPLY_BYTES_MAX) {
        return writ_fail(error, WRIT_IO, "what answers at the socket is no writ");
    }
    writ_buffer_clear(frame);
    writ_buffer_reserve(frame, length);
    status = receive(fd, frame->data, length, until_ms, error);
    frame->length = status == WRIT_OK ? length : 0;
    return status;
}

// WRIT_CONFLICT with *is_lost: ask again elsewhere.
static WritStatus ask_socket(Session *session, const WritRequest *request, WritBuffer *json,
                             bool *is_lost, WritError *error)
{
    WritBuffer bytes = {0};
    WritReply reply;
    int64_t patience_ms =
        request->kind == WRIT_REQUEST_BACKUP ? SESSION_BACKUP_MS : SESSION_REPLY_MS;
    writ_request_encode(&bytes, request);
    WritStatus status = send_frame(session->fd, writ_buffer_text(&bytes), error);
    if (status == WRIT_OK) {
        status = read_reply(session->fd, now_ms() + patience_ms, &bytes, error);
    }
    *is_lost = status == WRIT_CONFLICT;
    if (status == WRIT_OK) {
        status = writ_reply_decode(&reply, writ_buffer_text(&bytes), error);
    }
    if (status == WRIT_OK) {
        status = reply.status;
        if (status == WRIT_OK) {
            writ_buffer_add(json, reply.json);
        } else {
            *error = reply.error;
        }
    }
    writ_buffer_dispose(&bytes);
    return status;
}

// --- Asking ------------------------------------------------------------------------------------

// A key of our own, so that asking again does nothing twice.
static WritStatus make_key(char key[2 * KEY_BYTES + 1], WritError *error)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char random[KEY_BYTES];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        return writ_fail(error, WRIT_IO, "the system gives no random numbers: %s", strerror(errno));
    }
    for (int i = 0; i < KEY_BYTES; i++) {
        key[2 * i] = digits[random[i] >> 4];
        key[2 * i + 1] = digits[random[i] & 15];
    }
    key[2 * KEY_BYTES] = '\0';
    return WRIT_OK;
}

static WritStatus reach_again(Session *session, WritError *error)
{
    (void)close(session->fd);
    session->fd = -1;
    return reach_patiently(session, error);
}

// Nobody answered for as long as was waited. With its key it can be asked for again, and is still
// done once.
static WritStatus give_up(const WritRequest *request, WritError *error)
{
    (void)writ_fail(error, WRIT_IO, "the process that owns the store went away before it answered");
    if (request->key.length == 0) {
        return writ_hint(error, "Look at its server, and ask again.");
    }
    return writ_hint(error,
                     "It may have been done all the same. Ask again with --key %.*s, and it "
                     "is done once.",
                     WRIT_TEXT_ARGS(request->key));
}

static WritStatus ask_sockets(Session *session, const WritRequest *request, WritBuffer *json,
                              WritError *error)
{
    int64_t began = now_ms();
    WritStatus status = WRIT_OK;
    while (status == WRIT_OK && session->fd >= 0) {
        bool is_lost = false;
        status = ask_socket(session, request, json, &is_lost, error);
        if (!is_lost) {
            return status;
        }
        if (now_ms() - began > SESSION_WAIT_MS) {
            return give_up(request, error);
        }
        status = reach_again(session, error);
    }
    return status == WRIT_OK ? ask_host(session, request, json, error) : status;
}

WritStatus session_ask(Session *session, const WritRequest *asked, WritBuffer *json,
                       WritError *error)
{
    char key[2 * KEY_BYTES + 1];
    WritRequest request = *asked;
    request.account = writ_text(session->account);
    WritStatus status = writ_request_check(&request, error);
    if (status == WRIT_OK && session->fd >= 0 && writ_request_changes(request.kind) &&
        request.key.length == 0) {
        status = make_key(key, error);
        request.key = writ_text(key);
    }
    if (status != WRIT_OK) {
        return status;
    }
    return session->fd >= 0 ? ask_sockets(session, &request, json, error)
                            : ask_host(session, &request, json, error);
}

// --- Settling ----------------------------------------------------------------------------------

// Nobody new is taken, and whoever was taken gets an answer.
static WritStatus stop_serving(Session *session, WritError *error)
{
    WritStatus status = WRIT_OK;
    if (session->server != NULL) {
        writ_server_stop(session->server);
    }
    while (status == WRIT_OK && session->server != NULL && !writ_server_is_quiet(session->server)) {
        status = session_turn(session, TURN_MS, error);
    }
    return status;
}

WritStatus session_settle(Session *session, SessionWaiting *waiting, void *self, WritError *error)
{
    WritStatus status = WRIT_OK;
    int64_t shown_ms = now_ms();
    if (session->host == NULL) {
        return WRIT_OK;
    }
    while (status == WRIT_OK && !writ_host_is_idle(session->host) &&
           !session_is_interrupted(session)) {
        status = session_turn(session, TURN_MS, error);
        if (status == WRIT_OK && now_ms() - shown_ms >= SAY_AFTER_MS) {
            waiting(self, session);
            shown_ms = now_ms();
        }
    }
    return status == WRIT_OK ? stop_serving(session, error) : status;
}

void session_close(Session *session)
{
    if (session == NULL) {
        return;
    }
    WritError ignored;
    if (session->host != NULL) {
        (void)stop_serving(session, &ignored);
    }
    writ_server_close(session->server);
    writ_host_close(session->host);
    if (session->has_waiter) {
        waiter_close(&session->waiter);
    }
    if (session->fd >= 0) {
        (void)close(session->fd);
    }
    whereabouts_dispose(&session->at);
    free(session);
}
