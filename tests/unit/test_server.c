// The socket: who asks is what the kernel says, and no client harms another, whatever it sends. The
// host behind it is a queue that the test answers from.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/connection.h"
#include "host/socket.h"
#include "writ/server.h"

enum { WAITING_MAX = 128, FRAME_MS = 150, IDLE_MS = 300 };

struct WritHost {
    struct {
        WritAnswered *answered;
        void *self;
    } waiting[WAITING_MAX];
    int count;
    char account[WRIT_ACCOUNT_BYTES];
    WritCaller caller;
    char name[32];
};

WritStatus writ_host_submit(WritHost *host, const WritRequest *request, WritAnswered *answered,
                            void *self, WritError *error)
{
    if (writ_text_is(request->name, "full")) {
        return writ_fail(error, WRIT_LIMIT, "the queue is full");
    }
    assert_true(host->count < WAITING_MAX);
    host->waiting[host->count].answered = answered;
    host->waiting[host->count++].self = self;
    (void)snprintf(host->account, sizeof host->account, "%.*s", WRIT_TEXT_ARGS(request->account));
    host->caller = request->caller;
    (void)snprintf(host->name, sizeof host->name, "%.*s", WRIT_TEXT_ARGS(request->name));
    return WRIT_OK;
}

static void answer_oldest(WritHost *host, const char *json, size_t length)
{
    assert_true(host->count > 0);
    WritAnswered *answered = host->waiting[0].answered;
    void *self = host->waiting[0].self;
    host->count--;
    memmove(host->waiting, host->waiting + 1, (size_t)host->count * sizeof host->waiting[0]);
    WritReply reply = {.status = WRIT_OK, .json = {json, length}};
    answered(self, &reply);
}

typedef struct Fixture {
    WritHost host;
    WritServer *server;
    char directory[64];
    char store[128];
} Fixture;

static int set_up(void **state)
{
    static Fixture fixture;
    fixture = (Fixture){.server = NULL};
    (void)snprintf(fixture.directory, sizeof fixture.directory, "/tmp/writ-server-XXXXXX");
    assert_non_null(mkdtemp(fixture.directory));
    (void)snprintf(fixture.store, sizeof fixture.store, "%s/store.db", fixture.directory);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    char command[160];
    writ_server_close(fixture->server);
    (void)snprintf(command, sizeof command, "rm -rf %s", fixture->directory);
    return system(command);
}

static void open_server_with(Fixture *fixture, int frame_ms_max)
{
    WritServerOptions options = {
        .store = fixture->store, .frame_ms_max = frame_ms_max, .idle_ms_max = IDLE_MS};
    WritError error;
    assert_int_equal(writ_server_open(&fixture->server, &fixture->host, &options, &error), WRIT_OK);
}

static void open_server(Fixture *fixture)
{
    open_server_with(fixture, FRAME_MS);
}

static void turn(Fixture *fixture)
{
    // Twice: what a client sent while another was moved is seen by the second.
    writ_server_turn(fixture->server);
    writ_server_turn(fixture->server);
}

static int connect_client(Fixture *fixture)
{
    int fd = -1;
    WritError error;
    assert_int_equal(writ_server_connect(&fd, fixture->store, &error), WRIT_OK);
    turn(fixture);
    return fd;
}

static void send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = send(fd, bytes, length, MSG_NOSIGNAL);
        assert_true(count > 0);
        bytes += count;
        length -= (size_t)count;
    }
}

static void frame(WritBuffer *out, WritText payload)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        writ_buffer_add_byte(out, (char)(unsigned char)(payload.length >> shift));
    }
    writ_buffer_add(out, payload);
}

static void add_request(WritBuffer *out, const char *name)
{
    WritBuffer payload = {0};
    WritRequest request = {.kind = WRIT_REQUEST_STATUS,
                           .name = writ_text(name),
                           .account = writ_text("somebody-else")};
    writ_request_encode(&payload, &request);
    frame(out, writ_buffer_text(&payload));
    writ_buffer_dispose(&payload);
}

static void send_request(int fd, const char *name)
{
    WritBuffer out = {0};
    add_request(&out, name);
    send_all(fd, out.data, out.length);
    writ_buffer_dispose(&out);
}

// Reads one reply while the server turns. False when the connection ended before.
static bool read_reply(Fixture *fixture, int fd, WritBuffer *bytes, WritReply *reply)
{
    writ_buffer_clear(bytes);
    size_t wanted = 4;
    while (bytes->length < wanted) {
        char chunk[4096];
        size_t room = wanted - bytes->length < sizeof chunk ? wanted - bytes->length : sizeof chunk;
        turn(fixture);
        ssize_t count = recv(fd, chunk, room, MSG_DONTWAIT);
        if (count == 0 || (count < 0 && errno == ECONNRESET)) {
            return false;
        }
        if (count < 0) {
            assert_int_equal(errno, EAGAIN);
            continue;
        }
        writ_buffer_add(bytes, (WritText){chunk, (size_t)count});
        if (bytes->length == 4 && wanted == 4) {
            for (int i = 0; i < 4; i++) {
                wanted = (i == 0 ? 0 : wanted << 8) | (unsigned char)bytes->data[i];
            }
            wanted += 4;
        }
    }
    assert_int_equal(writ_reply_decode(reply, (WritText){bytes->data + 4, wanted - 4}, NULL),
                     WRIT_OK);
    return true;
}

static void assert_served(Fixture *fixture, int fd)
{
    WritBuffer bytes = {0};
    WritReply reply;
    send_request(fd, "again");
    while (fixture->host.count == 0) {
        turn(fixture);
    }
    answer_oldest(&fixture->host, "{}", 2);
    assert_true(read_reply(fixture, fd, &bytes, &reply));
    assert_int_equal(reply.status, WRIT_OK);
    assert_true(writ_text_is(reply.json, "{}"));
    writ_buffer_dispose(&bytes);
}

static bool has_ended(Fixture *fixture, int fd)
{
    char byte;
    turn(fixture);
    ssize_t count = recv(fd, &byte, 1, MSG_DONTWAIT);
    return count == 0 || (count < 0 && errno == ECONNRESET);
}

static void the_account_is_what_the_kernel_says(void **state)
{
    Fixture *fixture = *state;
    char account[WRIT_ACCOUNT_BYTES];
    open_server(fixture);
    int fd = connect_client(fixture);
    assert_served(fixture, fd);
    writ_account_name(account, getuid());
    assert_string_equal(fixture->host.account, account);
    assert_int_equal(fixture->host.caller, WRIT_CALLER_OWNER);
    (void)close(fd);
}

// Asks as another account, which takes a process that may become one.
static pid_t ask_as(Fixture *fixture, uid_t uid)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int fd = -1;
        if (setgid(uid) != 0 || setuid(uid) != 0 ||
            writ_server_connect(&fd, fixture->store, NULL) != WRIT_OK) {
            _exit(1);
        }
        send_request(fd, "guest");
        char byte;
        (void)recv(fd, &byte, 1, 0); // Until the server closes.
        _exit(0);
    }
    return child;
}

static void another_account_is_a_guest(void **state)
{
    Fixture *fixture = *state;
    enum { NOBODY = 65534 };
    char path[160], account[WRIT_ACCOUNT_BYTES];
    if (geteuid() != 0) {
        skip(); // Only root may become another account.
    }
    open_server(fixture);
    (void)snprintf(path, sizeof path, "%s/socket", fixture->directory);
    assert_int_equal(chmod(fixture->directory, 0755), 0);
    assert_int_equal(chmod(path, 0666), 0);
    pid_t child = ask_as(fixture, NOBODY);
    while (fixture->host.count == 0) {
        turn(fixture);
    }
    writ_account_name(account, NOBODY);
    assert_string_equal(fixture->host.account, account);
    assert_int_equal(fixture->host.caller, WRIT_CALLER_GUEST);
    answer_oldest(&fixture->host, "{}", 2);
    turn(fixture);
    int how = 1;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
}

static void an_account_without_a_name_is_a_number(void **state)
{
    (void)state;
    char account[WRIT_ACCOUNT_BYTES];
    writ_account_name(account, 3999999999u);
    assert_string_equal(account, "#3999999999");
}

static void a_request_may_come_byte_by_byte(void **state)
{
    Fixture *fixture = *state;
    WritBuffer out = {0};
    open_server(fixture);
    int fd = connect_client(fixture);
    add_request(&out, "slowly");
    for (size_t i = 0; i < out.length; i++) {
        assert_int_equal(fixture->host.count, 0);
        send_all(fd, out.data + i, 1);
        turn(fixture);
    }
    assert_int_equal(fixture->host.count, 1);
    assert_string_equal(fixture->host.name, "slowly");
    writ_buffer_dispose(&out);
    (void)close(fd);
}

static void requests_sent_together_are_answered_one_after_another(void **state)
{
    Fixture *fixture = *state;
    WritBuffer out = {0};
    WritReply reply;
    open_server(fixture);
    int fd = connect_client(fixture);
    add_request(&out, "first");
    add_request(&out, "full");
    add_request(&out, "third");
    send_all(fd, out.data, out.length);
    turn(fixture);
    assert_int_equal(fixture->host.count, 1);
    assert_string_equal(fixture->host.name, "first");
    answer_oldest(&fixture->host, "1", 1);
    assert_string_equal(fixture->host.name, "third");
    answer_oldest(&fixture->host, "3", 1);
    assert_true(read_reply(fixture, fd, &out, &reply));
    assert_true(writ_text_is(reply.json, "1"));
    assert_true(read_reply(fixture, fd, &out, &reply));
    assert_int_equal(reply.status, WRIT_LIMIT);
    assert_string_equal(reply.error.text, "the queue is full");
    assert_true(read_reply(fixture, fd, &out, &reply));
    assert_true(writ_text_is(reply.json, "3"));
    writ_buffer_dispose(&out);
    (void)close(fd);
}

static void rubbish_in_a_frame_is_refused_and_the_client_may_go_on(void **state)
{
    Fixture *fixture = *state;
    WritBuffer out = {0};
    WritReply reply;
    open_server(fixture);
    int fd = connect_client(fixture);
    frame(&out, writ_text("GET / HTTP/1.1"));
    send_all(fd, out.data, out.length);
    assert_true(read_reply(fixture, fd, &out, &reply));
    assert_int_equal(reply.status, WRIT_INVALID);
    assert_served(fixture, fd);
    writ_buffer_dispose(&out);
    (void)close(fd);
}

static void a_frame_of_a_forbidden_length_ends_the_connection(void **state)
{
    Fixture *fixture = *state;
    static const char lengths[][5] = {"\0\0\0\0", "\xff\xff\xff\xff", "\x02\0\0\0"};
    open_server(fixture);
    for (size_t i = 0; i < 3; i++) {
        WritBuffer bytes = {0};
        WritReply reply;
        int fd = connect_client(fixture);
        send_all(fd, lengths[i], 4);
        assert_true(read_reply(fixture, fd, &bytes, &reply));
        assert_int_equal(reply.status, WRIT_LIMIT);
        assert_true(has_ended(fixture, fd));
        writ_buffer_dispose(&bytes);
        (void)close(fd);
    }
}

static void a_client_that_leaves_takes_nothing_along(void **state)
{
    Fixture *fixture = *state;
    open_server(fixture);
    for (int i = 0; i < 2 * WRIT_SERVER_CONNECTIONS_MAX; i++) {
        int fd = connect_client(fixture);
        send_request(fd, "then leave");
        turn(fixture);
        (void)close(fd);
        turn(fixture);
        assert_int_equal(fixture->host.count, 1);
        assert_false(writ_server_is_quiet(fixture->server));
        answer_oldest(&fixture->host, "{}", 2);
        assert_true(writ_server_is_quiet(fixture->server));
    }
    int fd = connect_client(fixture);
    assert_served(fixture, fd);
    (void)close(fd);
}

static void one_client_too_many_waits_for_a_place(void **state)
{
    Fixture *fixture = *state;
    int fds[WRIT_SERVER_CONNECTIONS_MAX + 1];
    open_server(fixture);
    for (int i = 0; i <= WRIT_SERVER_CONNECTIONS_MAX; i++) {
        fds[i] = connect_client(fixture);
    }
    send_request(fds[WRIT_SERVER_CONNECTIONS_MAX], "late");
    turn(fixture);
    assert_int_equal(fixture->host.count, 0);
    // Nothing to do: waiting must not be a busy loop.
    struct pollfd waiting = {.fd = writ_server_fd(fixture->server), .events = POLLIN};
    assert_int_equal(poll(&waiting, 1, 0), 0);
    (void)close(fds[3]);
    turn(fixture);
    turn(fixture);
    assert_int_equal(fixture->host.count, 1);
    assert_string_equal(fixture->host.name, "late");
    for (int i = 0; i <= WRIT_SERVER_CONNECTIONS_MAX; i++) {
        if (i != 3) {
            (void)close(fds[i]);
        }
    }
}

static void wait_as_told(Fixture *fixture)
{
    int timeout = writ_server_timeout_ms(fixture->server, -1);
    assert_true(timeout >= 0 && timeout <= IDLE_MS);
    (void)poll(NULL, 0, timeout + 1);
}

static void slow_and_idle_clients_are_given_up(void **state)
{
    Fixture *fixture = *state;
    open_server(fixture);
    assert_int_equal(writ_server_timeout_ms(fixture->server, -1), -1);
    int idle = connect_client(fixture);
    int slow = connect_client(fixture);
    send_all(slow, "\0\0\0\x40 ab", 7);
    turn(fixture);
    assert_true(writ_server_timeout_ms(fixture->server, -1) <= FRAME_MS);
    wait_as_told(fixture);
    assert_true(has_ended(fixture, slow));
    assert_false(has_ended(fixture, idle));
    wait_as_told(fixture);
    assert_true(has_ended(fixture, idle));
    (void)close(idle);
    (void)close(slow);
}

static void a_client_that_takes_no_reply_is_given_up(void **state)
{
    Fixture *fixture = *state;
    char *json = calloc(1, WRIT_REPLY_JSON_BYTES_MAX);
    assert_non_null(json);
    open_server(fixture);
    int fd = connect_client(fixture);
    send_request(fd, "much");
    turn(fixture);
    answer_oldest(&fixture->host, json, WRIT_REPLY_JSON_BYTES_MAX);
    assert_false(writ_server_is_quiet(fixture->server));
    wait_as_told(fixture);
    turn(fixture);
    assert_true(writ_server_is_quiet(fixture->server));
    free(json);
    (void)close(fd);
}

static void a_large_reply_arrives_whole_and_a_larger_one_is_refused(void **state)
{
    Fixture *fixture = *state;
    char *json = malloc(WRIT_REPLY_JSON_BYTES_MAX + 1);
    assert_non_null(json);
    for (size_t i = 0; i <= WRIT_REPLY_JSON_BYTES_MAX; i++) {
        json[i] = "abcdefghijklmnopqrstuvwxyz"[i % 26];
    }
    open_server(fixture);
    int fd = connect_client(fixture);
    for (size_t extra = 0; extra < 2; extra++) {
        WritBuffer bytes = {0};
        WritReply reply;
        send_request(fd, "much");
        turn(fixture);
        answer_oldest(&fixture->host, json, WRIT_REPLY_JSON_BYTES_MAX + extra);
        assert_true(read_reply(fixture, fd, &bytes, &reply));
        assert_int_equal(reply.status, extra == 0 ? WRIT_OK : WRIT_LIMIT);
        if (extra == 0) {
            assert_true(writ_text_equal(reply.json, (WritText){json, WRIT_REPLY_JSON_BYTES_MAX}));
        }
        writ_buffer_dispose(&bytes);
    }
    free(json);
    (void)close(fd);
}

// --- Files -------------------------------------------------------------------------------------

// A slow machine takes longer for a file than FRAME_MS.
enum { FILE_BYTES = 2 << 20, FILE_FRAME_MS = 1500, ROUNDS = 400 };

static void add_request_with_file(WritBuffer *out)
{
    static char content[FILE_BYTES];
    WritBuffer payload = {0};
    WritBuffer files = {0};
    WritSentFile sent = {.file = writ_text("a.bin"), .content = {content, sizeof content}};
    writ_request_add_file(&files, &sent);
    WritRequest request = {.kind = WRIT_REQUEST_START,
                           .name = writ_text("large"),
                           .account = writ_text("somebody-else"),
                           .files = writ_buffer_text(&files)};
    writ_request_encode(&payload, &request);
    frame(out, writ_buffer_text(&payload));
    writ_buffer_dispose(&payload);
    writ_buffer_dispose(&files);
}

// Sends what the server takes; how much of it that was.
static size_t send_some(Fixture *fixture, int fd, WritText bytes)
{
    size_t sent = 0;
    for (int round = 0; round < ROUNDS && sent < bytes.length; round++) {
        ssize_t count =
            send(fd, bytes.data + sent, bytes.length - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        assert_true(count > 0 || errno == EAGAIN);
        sent += count > 0 ? (size_t)count : 0;
        turn(fixture);
    }
    for (int round = 0; round < ROUNDS / 10; round++) {
        turn(fixture);
    }
    return sent;
}

static void few_clients_at_once_bring_files_and_the_others_wait(void **state)
{
    Fixture *fixture = *state;
    int fds[WRIT_SERVER_LARGE_MAX + 1];
    WritBuffer large = {0};
    open_server_with(fixture, FILE_FRAME_MS);
    add_request_with_file(&large);
    WritText whole = writ_buffer_text(&large);
    size_t sent = 0;
    for (int i = 0; i <= WRIT_SERVER_LARGE_MAX; i++) {
        fds[i] = connect_client(fixture);
        sent = send_some(fixture, fds[i], whole);
        assert_int_equal(sent == whole.length, i < WRIT_SERVER_LARGE_MAX);
    }
    assert_int_equal(fixture->host.count, WRIT_SERVER_LARGE_MAX);
    // Who waits is not given up, and harms nobody.
    (void)usleep((FILE_FRAME_MS + 50) * 1000);
    int small = connect_client(fixture);
    send_request(small, "small");
    turn(fixture);
    assert_int_equal(fixture->host.count, WRIT_SERVER_LARGE_MAX + 1);
    answer_oldest(&fixture->host, "{}", 2);
    sent += send_some(fixture, fds[WRIT_SERVER_LARGE_MAX],
                      (WritText){whole.data + sent, whole.length - sent});
    assert_int_equal(sent, whole.length);
    assert_int_equal(fixture->host.count, WRIT_SERVER_LARGE_MAX + 1);
    assert_string_equal(fixture->host.name, "large");
    // One that leaves makes room too.
    int next = connect_client(fixture);
    sent = send_some(fixture, next, whole);
    assert_true(sent < whole.length);
    (void)close(fds[1]);
    turn(fixture);
    answer_oldest(&fixture->host, "{}", 2);
    sent += send_some(fixture, next, (WritText){whole.data + sent, whole.length - sent});
    assert_int_equal(sent, whole.length);
    for (int i = 0; i <= WRIT_SERVER_LARGE_MAX; i++) {
        if (i != 1) {
            (void)close(fds[i]);
        }
    }
    (void)close(next);
    (void)close(small);
    while (fixture->host.count > 0) {
        answer_oldest(&fixture->host, "{}", 2);
    }
    writ_buffer_dispose(&large);
}

static void hostile_bytes_never_stop_the_server(void **state)
{
    Fixture *fixture = *state;
    open_server(fixture);
    srand(7);
    for (int round = 0; round < 300; round++) {
        char bytes[600];
        int fd = connect_client(fixture);
        WritBuffer out = {0};
        add_request(&out, "seed");
        size_t length = (size_t)rand() % sizeof bytes;
        for (size_t i = 0; i < length; i++) {
            bool keep = i < out.length && rand() % 4 != 0;
            bytes[i] = (char)(keep ? out.data[i] : rand() % 256);
        }
        (void)send(fd, bytes, length, MSG_NOSIGNAL);
        turn(fixture);
        while (fixture->host.count > 0) {
            answer_oldest(&fixture->host, "{}", 2);
        }
        (void)close(fd);
        turn(fixture);
        writ_buffer_dispose(&out);
    }
    int fd = connect_client(fixture);
    assert_served(fixture, fd);
    (void)close(fd);
}

static mode_t socket_mode(Fixture *fixture)
{
    WritBuffer path = {0};
    struct stat info;
    socket_path(&path, fixture->store);
    assert_int_equal(stat(writ_buffer_string(&path), &info), 0);
    writ_buffer_dispose(&path);
    return info.st_mode & 0777;
}

static void the_socket_is_the_owners_unless_the_directory_is_the_groups(void **state)
{
    Fixture *fixture = *state;
    open_server(fixture);
    assert_int_equal(socket_mode(fixture), 0600);
    writ_server_close(fixture->server);
    assert_int_equal(chmod(fixture->directory, 0770), 0);
    open_server(fixture);
    assert_int_equal(socket_mode(fixture), 0660);
}

static void a_socket_left_behind_is_replaced_and_nothing_else(void **state)
{
    Fixture *fixture = *state;
    WritBuffer path = {0};
    WritServer *server = NULL;
    WritServerOptions options = {.store = fixture->store};
    int left_behind = -1;
    int fd = -1;
    socket_path(&path, fixture->store);
    assert_int_equal(socket_listen(&left_behind, writ_buffer_string(&path), NULL), WRIT_OK);
    (void)close(left_behind);
    assert_int_equal(writ_server_connect(&fd, fixture->store, NULL), WRIT_NOT_FOUND);
    open_server(fixture);
    fd = connect_client(fixture);
    assert_served(fixture, fd);
    (void)close(fd);
    writ_server_close(fixture->server);
    fixture->server = NULL;
    assert_int_equal(writ_server_connect(&fd, fixture->store, NULL), WRIT_NOT_FOUND);
    FILE *file = fopen(writ_buffer_string(&path), "w");
    assert_non_null(file);
    (void)fclose(file);
    WritError error;
    assert_int_equal(writ_server_open(&server, &fixture->host, &options, &error), WRIT_CONFLICT);
    assert_int_equal(access(writ_buffer_string(&path), F_OK), 0);
    writ_buffer_dispose(&path);
}

static void a_long_path_is_reached_all_the_same(void **state)
{
    Fixture *fixture = *state;
    char path[400];
    int length = snprintf(path, sizeof path, "%s", fixture->directory);
    for (int i = 0; i < 5; i++) {
        length += snprintf(path + length, sizeof path - (size_t)length,
                           "/a-folder-with-a-name-of-45-letters-like-this-%d", i);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    (void)snprintf(path + length, sizeof path - (size_t)length, "/store.db");
    WritServerOptions options = {.store = path};
    int fd = -1;
    assert_int_equal(writ_server_open(&fixture->server, &fixture->host, &options, NULL), WRIT_OK);
    assert_int_equal(writ_server_connect(&fd, path, NULL), WRIT_OK);
    assert_served(fixture, fd);
    (void)close(fd);
}

static void a_stopped_server_answers_what_it_took(void **state)
{
    Fixture *fixture = *state;
    WritBuffer bytes = {0};
    WritReply reply;
    int late = -1;
    open_server(fixture);
    int waiting = connect_client(fixture);
    int idle = connect_client(fixture);
    send_request(waiting, "before");
    turn(fixture);
    writ_server_stop(fixture->server);
    assert_int_equal(writ_server_connect(&late, fixture->store, NULL), WRIT_NOT_FOUND);
    assert_true(has_ended(fixture, idle));
    assert_false(writ_server_is_quiet(fixture->server));
    answer_oldest(&fixture->host, "{}", 2);
    assert_true(read_reply(fixture, waiting, &bytes, &reply));
    assert_int_equal(reply.status, WRIT_OK);
    assert_true(has_ended(fixture, waiting));
    assert_true(writ_server_is_quiet(fixture->server));
    writ_buffer_dispose(&bytes);
    (void)close(waiting);
    (void)close(idle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_account_is_what_the_kernel_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_account_is_a_guest, set_up, tear_down),
        cmocka_unit_test(an_account_without_a_name_is_a_number),
        cmocka_unit_test_setup_teardown(a_request_may_come_byte_by_byte, set_up, tear_down),
        cmocka_unit_test_setup_teardown(requests_sent_together_are_answered_one_after_another,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(rubbish_in_a_frame_is_refused_and_the_client_may_go_on,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_frame_of_a_forbidden_length_ends_the_connection, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_client_that_leaves_takes_nothing_along, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_client_too_many_waits_for_a_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(slow_and_idle_clients_are_given_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_client_that_takes_no_reply_is_given_up, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_large_reply_arrives_whole_and_a_larger_one_is_refused,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(few_clients_at_once_bring_files_and_the_others_wait, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(hostile_bytes_never_stop_the_server, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_socket_is_the_owners_unless_the_directory_is_the_groups,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_socket_left_behind_is_replaced_and_nothing_else, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_long_path_is_reached_all_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stopped_server_answers_what_it_took, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
