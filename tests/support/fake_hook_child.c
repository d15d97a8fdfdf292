// A child that takes the place of writ-hook and does what the called function's name says: every
// way in which a child that was taken over could attack the pool.
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "hook/protocol.h"
#include "writ/confined.h"

typedef struct Fake {
    WritConfined pipes;
    WritBuffer out;
    CallMessage call;
    const char *flood_with; // An operation.
} Fake;

static void send_out(Fake *fake)
{
    if (!writ_confined_write(&fake->pipes, writ_buffer_text(&fake->out))) {
        _exit(2);
    }
    writ_buffer_clear(&fake->out);
}

static void send_raw(const char *bytes, size_t length)
{
    if (write(STDOUT_FILENO, bytes, length) < 0) {
        _exit(2);
    }
}

static void send_result(Fake *fake, uint64_t number, WritText outputs)
{
    ResultMessage result = {.number = number,
                            .kind = RESULT_RETURNED,
                            .outcome = writ_text("done"),
                            .outputs = outputs};
    protocol_put_result(&fake->out, &result);
    send_out(fake);
}

static void send_host_call(Fake *fake, uint64_t number, uint32_t capability, const char *operation)
{
    HostCallMessage request = {.number = number,
                               .capability = capability,
                               .operation = writ_text(operation),
                               .arguments = {writ_text("x")},
                               .argument_count = 1};
    protocol_put_host_call(&fake->out, &request);
    send_out(fake);
}

static void send_wrong_lengths(Fake *fake)
{
    // A result whose outcome says that it is longer than the frame.
    writ_put_u8(&fake->out, MESSAGE_RESULT);
    writ_put_uint(&fake->out, fake->call.number);
    writ_put_u8(&fake->out, RESULT_RETURNED);
    writ_put_uint(&fake->out, UINT64_MAX);
    send_out(fake);
}

static void flood(Fake *fake)
{
    for (;;) {
        send_result(fake, fake->call.number, writ_text("{}"));
    }
}

static void host_flood(Fake *fake)
{
    for (;;) {
        send_host_call(fake, fake->call.number, 0, fake->flood_with);
    }
}

static void misbehave(Fake *fake)
{
    static char large[WRIT_HOOK_RESULT_BYTES_MAX + 1];
    WritText what = fake->call.function;
    uint64_t number = fake->call.number;
    if (writ_text_is(what, "garbage")) {
        send_raw("HTTP/1.1 200 OK\r\n\r\n", 19);
    } else if (writ_text_is(what, "giant_length")) {
        send_raw("\xff\xff\xff\xff", 4);
    } else if (writ_text_is(what, "no_length")) {
        send_raw("\0\0\0\0", 4);
    } else if (writ_text_is(what, "half_frame")) {
        send_raw("\0\0\1\0half", 8);
        _exit(0);
    } else if (writ_text_is(what, "half_frame_and_wait")) {
        send_raw("\0\0\1\0half", 8);
        (void)pause();
    } else if (writ_text_is(what, "unknown_message")) {
        send_raw("\0\0\0\2\x63\0", 6);
    } else if (writ_text_is(what, "message_of_the_pool")) {
        protocol_put_call(&fake->out, &fake->call);
        send_out(fake);
    } else if (writ_text_is(what, "ready_again")) {
        protocol_put_ready(&fake->out);
        send_out(fake);
    } else if (writ_text_is(what, "wrong_number")) {
        send_result(fake, number + 1, writ_text("{}"));
    } else if (writ_text_is(what, "wrong_lengths")) {
        send_wrong_lengths(fake);
    } else if (writ_text_is(what, "bad_utf8")) {
        send_result(fake, number, writ_text("{\"t\": \"\xff\"}"));
    } else if (writ_text_is(what, "large_result")) {
        (void)memset(large, ' ', sizeof large);
        send_result(fake, number, (WritText){large, sizeof large});
    } else if (writ_text_is(what, "twice")) {
        send_result(fake, number, writ_text("{}"));
        send_result(fake, number, writ_text("{}"));
    } else if (writ_text_is(what, "flood")) {
        flood(fake);
    } else if (writ_text_is(what, "host_call_without_capability")) {
        send_host_call(fake, number, 0, "read");
    } else if (writ_text_is(what, "host_call_of_another")) {
        send_host_call(fake, number + 1, 0, "read");
    } else if (writ_text_is(what, "host_call_unknown")) {
        send_host_call(fake, number, 0, "drop_everything");
    } else if (writ_text_is(what, "host_flood")) {
        fake->flood_with = "get";
        host_flood(fake);
    } else if (writ_text_is(what, "host_flood_large")) {
        fake->flood_with = "large";
        host_flood(fake);
    } else if (writ_text_is(what, "silence")) {
        (void)pause();
    } else if (writ_text_is(what, "spin")) {
        for (volatile int i = 0;; i++) {
        }
    } else if (writ_text_is(what, "exit")) {
        _exit(7);
    } else if (writ_text_is(what, "kill_itself")) {
        (void)kill(getpid(), SIGKILL);
    } else if (writ_text_is(what, "crash")) {
        (void)kill(getpid(), SIGSEGV);
    } else if (writ_text_is(what, "close_and_stay")) {
        (void)close(STDOUT_FILENO);
        (void)pause();
    } else {
        send_result(fake, number, writ_text("{}"));
    }
}

int main(void)
{
    Fake fake = {.pipes = {.frame_bytes_max = WRIT_HOOK_FRAME_BYTES_MAX}};
    WritText payload;
    protocol_put_ready(&fake.out);
    send_out(&fake);
    while (writ_confined_read(&fake.pipes, &payload)) {
        WritReader in = writ_reader(payload);
        MessageKind kind;
        if (protocol_get_kind_of(&in, &kind) && kind == MESSAGE_CALL &&
            protocol_get_call(&in, &fake.call)) {
            misbehave(&fake);
        }
    }
    return 0;
}
