// The pool's children: starting them, giving them calls, hearing them, and ending those that run
// too long or talk rubbish.
//
// The first call of a child's list is the one that runs: the child answers in order and each answer
// leaves it before the next call begins. So when a child ends, the first call is the one it ended
// under, and the others go back to the queue untouched.
#include "hook/pool.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t children_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// --- Starting -----------------------------------------------------------------------------------

static void queue_message(WritHookPool *pool, Child *child)
{
    WritError error;
    // What waits for one child is bounded by PIPELINE_MAX calls and the sources they need.
    WritStatus status = writ_confine_queue(child->process, writ_buffer_text(&pool->out), &error);
    assert(status == WRIT_OK);
    (void)status;
    writ_buffer_clear(&pool->out);
}

static void send_kinds(WritHookPool *pool, Child *child)
{
    for (uint32_t i = 0; i < pool->provider_count; i++) {
        const WritHookProvider *provider = pool->providers[i];
        KindMessage message = {.name = writ_text(provider->kind)};
        for (const char *const *name = provider->operations; *name != NULL; name++) {
            assert(message.operation_count < WRIT_HOOK_OPERATIONS_MAX);
            message.operations[message.operation_count++] = writ_text(*name);
        }
        protocol_put_kind(&pool->out, &message);
        queue_message(pool, child);
    }
}

static bool any_child_works(const WritHookPool *pool)
{
    for (uint32_t i = 0; i < pool->options.children; i++) {
        if (pool->children[i].process != NULL && pool->children[i].ready) {
            return true;
        }
    }
    return false;
}

// After so many failures in a row nothing waits any longer: every call gets the reason. Where other
// children work, the calls wait for them.
static void note_start_failure(WritHookPool *pool)
{
    pool->start_again_ms = children_now_ms() + START_AGAIN_MS;
    if (++pool->start_failures < START_FAILURES_MAX || any_child_works(pool)) {
        return;
    }
    pool->start_failures = 0;
    WritBuffer why = {0};
    writ_buffer_format(&why, "no hook can run: %s", pool->start_error.text);
    for (Call *call = queue_take_any(pool); call != NULL; call = queue_take_any(pool)) {
        call_finish(pool, call, WRIT_HOOK_DIED, writ_buffer_text(&why));
    }
    writ_buffer_dispose(&why);
}

static bool start_child(WritHookPool *pool, Child *child)
{
    WritChildOptions options = {
        .executable = pool->options.executable,
        .beside = "writ-hook",
        .frame_bytes_max = WRIT_HOOK_FRAME_BYTES_MAX,
        .cpu_seconds_max = WRIT_HOOK_CPU_SECONDS_PER_CHILD_MAX,
    };
    assert(child->running.count == 0);
    *child = (Child){.process = NULL};
    if (writ_confine_start(&child->process, &options, &pool->start_error) != WRIT_OK) {
        child->process = NULL;
        note_start_failure(pool);
        return false;
    }
    child->since_ms = children_now_ms();
    send_kinds(pool, child);
    return true;
}

// --- Giving calls -------------------------------------------------------------------------------

static void send_source(WritHookPool *pool, Child *child, uint32_t slot)
{
    const Source *source = &pool->sources[slot];
    if (child->sent[slot] == source->generation) {
        return;
    }
    SourceMessage message = {slot, writ_buffer_text(&source->name),
                             writ_buffer_text(&source->text)};
    protocol_put_source(&pool->out, &message);
    queue_message(pool, child);
    child->sent[slot] = source->generation;
}

static void begin_to_run(Child *child, int64_t now_ms)
{
    child->since_ms = now_ms;
    child->cpu_known = false;
    child->next_look_ms = now_ms + CPU_LOOK_MS;
}

static void send_call(WritHookPool *pool, Child *child, Call *call)
{
    CallMessage message = {
        .number = call->number,
        .purpose = call->purpose == WRIT_HOOK_COMPILE ? CALL_COMPILE : CALL_RUN,
        .slot = call->slot,
        .attempt = call->attempt,
        .call_id = call_text(call, call->call_id),
        .function = call_text(call, call->function),
        .inputs = call_text(call, call->inputs),
        .capability_count = call->use_count,
    };
    for (uint32_t i = 0; i < call->use_count; i++) {
        message.capabilities[i] = writ_text(call->uses[i].capability->name);
    }
    send_source(pool, child, call->slot);
    protocol_put_call(&pool->out, &message);
    queue_message(pool, child);
    queue_append(&child->running, call);
    if (child->running.count == 1 && child->ready) {
        begin_to_run(child, children_now_ms());
    }
}

// A child for the call: an idle one, else a new one, else one whose pipe has room. A call that
// goes outside may wait there for long, so nothing waits behind it, and it behind nothing.
static Child *find_child(WritHookPool *pool, const Call *call)
{
    Child *unused = NULL;
    Child *shortest = NULL;
    for (uint32_t i = 0; i < pool->options.children; i++) {
        Child *child = &pool->children[i];
        if (child->process == NULL) {
            unused = unused == NULL ? child : unused;
        } else if (child->running.count == 0) {
            return child;
        } else if (call->use_count == 0 && child->running.first->use_count == 0 &&
                   child->running.count < PIPELINE_MAX &&
                   (shortest == NULL || child->running.count < shortest->running.count)) {
            shortest = child;
        }
    }
    bool may_start = unused != NULL && (pool->start_failures == 0 || !any_child_works(pool) ||
                                        children_now_ms() >= pool->start_again_ms);
    if (may_start && start_child(pool, unused)) {
        return unused;
    }
    return shortest;
}

void children_dispatch(WritHookPool *pool)
{
    Share *share = NULL;
    Call *before = NULL;
    for (Call *call = queue_find(pool, &share, &before); call != NULL;
         call = queue_find(pool, &share, &before)) {
        uint32_t failures = pool->start_failures;
        Child *child = find_child(pool, call);
        if (child == NULL && pool->start_failures != failures) {
            continue; // A failed start may have ended the calls that waited.
        }
        if (child == NULL) {
            break; // The call whose turn it is waits for a child, and no other overtakes it.
        }
        queue_take(pool, share, before, call);
        send_call(pool, child, call);
    }
    for (uint32_t i = 0; i < pool->options.children; i++) {
        if (pool->children[i].process != NULL) {
            writ_confine_flush(pool->children[i].process);
        }
    }
}

// --- Ending -------------------------------------------------------------------------------------

// What a call gets whose child ended under it.
static WritHookResultKind blame(const Call *call, WritChildEnd end, WritBuffer *message)
{
    switch (end.kill) {
    case WRIT_KILL_WALL_TIME:
        writ_buffer_format(message, "the hook took longer than its timeout of %u ms and was ended",
                           call->timeout_ms);
        return WRIT_HOOK_TIMEOUT;
    case WRIT_KILL_CPU_TIME:
        writ_buffer_format(message, "the hook used more than %d ms of CPU time and was ended",
                           WRIT_HOOK_CPU_MS_MAX);
        return WRIT_HOOK_LIMIT;
    case WRIT_KILL_PROTOCOL:
        writ_buffer_add_string(message, "the hook's process broke the protocol and was ended");
        return WRIT_HOOK_RUBBISH;
    case WRIT_KILL_NONE:
    case WRIT_KILL_CLOSING:
        break;
    }
    writ_buffer_add_string(message, "the hook's process ");
    writ_confine_describe(message, end);
    return WRIT_HOOK_DIED;
}

static void finish_blamed(WritHookPool *pool, Call *call, WritChildEnd end)
{
    WritBuffer message = {0};
    writ_buffer_add(&message, writ_buffer_text(&pool->sources[call->slot].name));
    writ_buffer_add_string(&message, ": ");
    WritHookResultKind kind = blame(call, end, &message);
    call->limit = kind == WRIT_HOOK_LIMIT ? WRIT_HOOK_LIMIT_CPU_TIME : WRIT_HOOK_LIMIT_NONE;
    call_finish(pool, call, kind, writ_buffer_text(&message));
    writ_buffer_dispose(&message);
}

// A child that never became ready: its calls have not begun, whatever it says.
static void end_unready(WritHookPool *pool, Child *child, WritChildEnd end)
{
    WritBuffer why = {0};
    if (child->failure[0] != '\0') {
        writ_buffer_add_string(&why, child->failure);
    } else {
        writ_buffer_add_string(&why, "its process ");
        writ_confine_describe(&why, end);
    }
    (void)writ_fail(&pool->start_error, WRIT_IO, "%s", writ_buffer_string(&why));
    writ_buffer_dispose(&why);
    // The first call may go outside; it has not, and takes its place in line again.
    while (child->running.count > 0) {
        Call *call = queue_take_first(&child->running);
        queue_release(call);
        queue_add(pool, call);
    }
    note_start_failure(pool);
}

// Reaps a child that ended or was killed, and settles its calls.
static void end_child(WritHookPool *pool, Child *child)
{
    WritChildEnd end = writ_confine_reap(child->process);
    writ_confine_free(child->process);
    child->process = NULL;
    if (!child->ready) {
        end_unready(pool, child, end);
        return;
    }
    Call *first = child->running.first;
    // Killed for a call whose result was on its way: the one behind it has done nothing wrong.
    bool innocent = child->killed_call != 0 && first != NULL && first->number != child->killed_call;
    if (first != NULL && (!innocent || first->use_count > 0)) {
        finish_blamed(pool, queue_take_first(&child->running), end);
    }
    queue_put_back(pool, &child->running);
}

// --- Hearing ------------------------------------------------------------------------------------

// A child that has used much CPU time over its life is replaced before RLIMIT_CPU ends it.
static void retire_if_old(Child *child)
{
    const uint64_t half_ns = (uint64_t)WRIT_HOOK_CPU_SECONDS_PER_CHILD_MAX / 2 * 1000000000u;
    if (++child->calls_done % CALLS_PER_CPU_CHECK == 0 && child->running.count == 0 &&
        writ_confine_cpu_ns(child->process) > half_ns) {
        writ_confine_free(child->process);
        child->process = NULL;
    }
}

static bool handle_result(WritHookPool *pool, Child *child, WritReader *in)
{
    ResultMessage result;
    Call *call = child->running.first;
    if (!protocol_get_result(in, &result) || call == NULL || result.number != call->number) {
        return false;
    }
    (void)queue_take_first(&child->running);
    call_finish_with(pool, call, &result);
    if (child->running.count > 0) {
        begin_to_run(child, children_now_ms());
    } else {
        retire_if_old(child);
    }
    return true;
}

static bool handle_host_call(WritHookPool *pool, Child *child, WritReader *in)
{
    HostCallMessage request;
    // A child asks again only after it has read the answer before, so nothing is unsent then.
    if (!protocol_get_host_call(in, &request) || child->running.first == NULL ||
        writ_confine_unsent(child->process) > 0 ||
        !host_answer(pool, child->running.first, &request)) {
        return false;
    }
    queue_message(pool, child);
    writ_confine_flush(child->process);
    return true;
}

static bool handle_message(WritHookPool *pool, Child *child, WritText payload)
{
    WritReader in = writ_reader(payload);
    MessageKind kind;
    if (!protocol_get_kind_of(&in, &kind)) {
        return false;
    }
    if (!child->ready) {
        WritText failure = {NULL, 0};
        if (kind == MESSAGE_FAILED && protocol_get_failed(&in, &failure)) {
            (void)snprintf(child->failure, sizeof child->failure, "%.*s", WRIT_TEXT_ARGS(failure));
            return true;
        }
        child->ready = kind == MESSAGE_READY && protocol_get_ready(&in);
        pool->start_failures = child->ready ? 0 : pool->start_failures;
        begin_to_run(child, children_now_ms());
        return child->ready;
    }
    if (kind == MESSAGE_RESULT) {
        return handle_result(pool, child, &in);
    }
    return kind == MESSAGE_HOST_CALL && handle_host_call(pool, child, &in);
}

// Handles all whole frames that are there. False when the child's pipe ended or talked rubbish;
// the child has then been reaped. Each frame answers something that the child was asked, so one
// that only talks is rubbish at its first frame too many.
static bool hear(WritHookPool *pool, Child *child)
{
    WritText payload;
    for (;;) {
        WritReceive received = writ_confine_receive(child->process, &payload);
        if (received == WRIT_RECEIVE_NOTHING) {
            return true;
        }
        if (received == WRIT_RECEIVE_FRAME && handle_message(pool, child, payload)) {
            if (child->process == NULL) {
                return false; // It was retired.
            }
            continue;
        }
        if (received != WRIT_RECEIVE_END) {
            writ_confine_kill(child->process, WRIT_KILL_PROTOCOL);
        }
        end_child(pool, child);
        return false;
    }
}

void children_handle(WritHookPool *pool, Child *child)
{
    (void)hear(pool, child);
}

// --- Time ---------------------------------------------------------------------------------------

static bool used_too_much(Child *child, int64_t now_ms)
{
    const uint64_t budget_ns = (uint64_t)(WRIT_HOOK_CPU_MS_KILL - CPU_LOOK_MS) * 1000000u;
    if (now_ms < child->next_look_ms) {
        return false;
    }
    child->next_look_ms = now_ms + CPU_LOOK_AGAIN_MS;
    uint64_t used_ns = writ_confine_cpu_ns(child->process);
    if (!child->cpu_known) {
        child->cpu_known = true;
        child->cpu_ns = used_ns;
    }
    return used_ns - child->cpu_ns > budget_ns;
}

static WritKill overdue(Child *child, int64_t now_ms)
{
    if (!child->ready) {
        return now_ms - child->since_ms >= READY_MS_MAX ? WRIT_KILL_WALL_TIME : WRIT_KILL_NONE;
    }
    const Call *call = child->running.first;
    if (call == NULL) {
        return WRIT_KILL_NONE;
    }
    if (now_ms - child->since_ms >= (int64_t)call->timeout_ms) {
        return WRIT_KILL_WALL_TIME;
    }
    return used_too_much(child, now_ms) ? WRIT_KILL_CPU_TIME : WRIT_KILL_NONE;
}

void children_check_time(WritHookPool *pool, int64_t now_ms)
{
    for (uint32_t i = 0; i < pool->options.children; i++) {
        Child *child = &pool->children[i];
        if (child->process == NULL || overdue(child, now_ms) == WRIT_KILL_NONE) {
            continue;
        }
        // Its answer may have come meanwhile, and then another call is the first.
        const Call *first = child->running.first;
        if (!hear(pool, child) || child->running.first != first) {
            continue;
        }
        WritKill why = overdue(child, now_ms);
        if (why == WRIT_KILL_NONE) {
            why = WRIT_KILL_CPU_TIME; // Decided above; a look at its CPU time moves the next one.
        }
        child->killed_call = first == NULL ? 0 : first->number;
        writ_confine_kill(child->process, why);
        (void)writ_confine_reap(child->process);
        (void)hear(pool, child);
    }
}

int64_t children_next_check_ms(const WritHookPool *pool)
{
    int64_t next = INT64_MAX;
    for (uint32_t i = 0; i < pool->options.children; i++) {
        const Child *child = &pool->children[i];
        int64_t due = INT64_MAX;
        if (child->process != NULL && !child->ready) {
            due = child->since_ms + READY_MS_MAX;
        } else if (child->process != NULL && child->running.first != NULL) {
            due = child->since_ms + child->running.first->timeout_ms;
            due = child->next_look_ms < due ? child->next_look_ms : due;
        }
        next = due < next ? due : next;
    }
    return next;
}
