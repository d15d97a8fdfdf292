// writ-hook: the child of a hook pool. Reads calls from descriptor 0 and answers on 1, confined to
// computing from before the first byte of a hook is seen.
//
// Exit status: 0 the pool closed the pipe, 3 the door could not be shut, 4 the pool broke the
// protocol or went away.
#include <malloc.h>

#include "hook/child/sandbox.h"
#include "hook/protocol.h"
#include "writ/confined.h"

enum { EXIT_DONE = 0, EXIT_NOT_CONFINED = 3, EXIT_PROTOCOL = 4 };

typedef struct Child {
    WritConfined pipes;
    WritBuffer out; // One message on its way out.
    WritBuffer in;  // The call that runs: a host call's answer reuses the pipe's buffer.
    Sandbox *sandbox;
} Child;

static bool send_message(Child *child)
{
    bool sent = writ_confined_write(&child->pipes, writ_buffer_text(&child->out));
    writ_buffer_clear(&child->out);
    return sent;
}

// Sends a host call and waits for its answer: no other message may come in between.
static bool ask(void *state, const HostCallMessage *request, AnswerMessage *answer)
{
    Child *child = state;
    WritText payload;
    MessageKind kind;
    protocol_put_host_call(&child->out, request);
    if (!send_message(child) || !writ_confined_read(&child->pipes, &payload)) {
        return false;
    }
    WritReader in = writ_reader(payload);
    return protocol_get_kind_of(&in, &kind) && kind == MESSAGE_ANSWER &&
           protocol_get_answer(&in, answer);
}

static bool run(Child *child, WritText payload)
{
    writ_buffer_clear(&child->in);
    writ_buffer_add(&child->in, payload);
    WritReader in = writ_reader(writ_buffer_text(&child->in));
    MessageKind kind;
    CallMessage call;
    if (!protocol_get_kind_of(&in, &kind) || !protocol_get_call(&in, &call)) {
        return false;
    }
    ResultMessage result;
    sandbox_run(child->sandbox, &call, &result);
    if (sandbox_is_cut_off(child->sandbox)) {
        return false;
    }
    protocol_put_result(&child->out, &result);
    bool sent = send_message(child);
    // Closing a large state takes time that the next answer need not wait for.
    sandbox_tidy(child->sandbox);
    return sent;
}

static bool handle(Child *child, WritText payload)
{
    WritReader in = writ_reader(payload);
    MessageKind kind;
    if (!protocol_get_kind_of(&in, &kind)) {
        return false;
    }
    if (kind == MESSAGE_CALL) {
        return run(child, payload);
    }
    if (kind == MESSAGE_SOURCE) {
        SourceMessage source;
        bool good = protocol_get_source(&in, &source);
        if (good) {
            sandbox_keep_source(child->sandbox, &source);
        }
        return good;
    }
    KindMessage kept;
    return kind == MESSAGE_KIND && protocol_get_kind(&in, &kept) &&
           sandbox_keep_kind(child->sandbox, &kept);
}

static bool shut_the_door(Child *child)
{
    WritError error;
    WritStatus status = sandbox_new(&child->sandbox, (SandboxHost){ask, child}, &error);
    if (status == WRIT_OK) {
        status = writ_confined_enter(WRIT_PROFILE_COMPUTE, NULL, &error);
    }
    if (status == WRIT_OK) {
        protocol_put_ready(&child->out);
    } else {
        protocol_put_failed(&child->out, writ_text(error.text));
    }
    return send_message(child) && status == WRIT_OK;
}

// A block that goes back to the kernel each time is paid for again with a fault a page: a hook that
// makes large texts would spend its CPU time on them. What a call has taken is kept until the
// sandbox closes its state.
static void keep_memory(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, WRIT_HOOK_MEMORY_BYTES_MAX);
    (void)mallopt(M_TRIM_THRESHOLD, 2 * WRIT_HOOK_MEMORY_BYTES_MAX);
}

int main(void)
{
    Child child = {.pipes = {.frame_bytes_max = WRIT_HOOK_FRAME_BYTES_MAX}};
    keep_memory();
    if (!shut_the_door(&child)) {
        return EXIT_NOT_CONFINED;
    }
    WritText payload;
    while (writ_confined_read(&child.pipes, &payload)) {
        if (!handle(&child, payload)) {
            return EXIT_PROTOCOL;
        }
    }
    return EXIT_DONE;
}
