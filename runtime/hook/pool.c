// The pool's face: opening, submitting, results, and one turn of the event loop.
#include "hook/pool.h"

#include <assert.h>
#include <stdlib.h>

WritStatus writ_hook_pool_open(WritHookPool **pool, const WritHookPoolOptions *options,
                               WritError *error)
{
    assert(options->children <= WRIT_HOOK_CHILDREN_MAX);
    assert(options->queue_max <= WRIT_HOOK_QUEUE_MAX);
    WritHookPool *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return writ_fail(error, WRIT_NO_MEMORY, "no memory for a pool of hooks");
    }
    made->options = *options;
    made->options.children = options->children == 0 ? CHILDREN_DEFAULT : options->children;
    made->options.queue_max = options->queue_max == 0 ? WRIT_HOOK_QUEUE_MAX : options->queue_max;
    *pool = made;
    return WRIT_OK;
}

static void drop_taken(WritHookPool *pool)
{
    if (pool->taken != NULL) {
        queue_free_call(pool, pool->taken);
        pool->taken = NULL;
    }
}

void writ_hook_pool_close(WritHookPool *pool)
{
    if (pool == NULL) {
        return;
    }
    for (uint32_t i = 0; i < pool->options.children; i++) {
        writ_confine_free(pool->children[i].process);
        queue_free_list(&pool->children[i].running);
    }
    drop_taken(pool);
    queue_free_list(&pool->finished);
    queue_dispose(pool);
    for (uint32_t i = 0; i < WRIT_HOOK_SOURCES_MAX; i++) {
        writ_buffer_dispose(&pool->sources[i].name);
        writ_buffer_dispose(&pool->sources[i].text);
    }
    writ_buffer_dispose(&pool->out);
    writ_buffer_dispose(&pool->answer.text);
    writ_buffer_dispose(&pool->answer.items);
    free(pool);
}

// --- Submitting ---------------------------------------------------------------------------------

static WritStatus check_length(WritText text, size_t bytes_max, const char *what, WritError *error)
{
    if (text.length > bytes_max) {
        return writ_fail(error, WRIT_INVALID,
                         "%s of a hook call takes %zu bytes; at most %zu can go", what, text.length,
                         bytes_max);
    }
    return WRIT_OK;
}

static WritStatus check_call(const WritHookCall *call, WritError *error)
{
    const struct {
        WritText text;
        size_t bytes_max;
        const char *what;
    } texts[] = {
        {call->call_id, WRIT_HOOK_CALL_ID_BYTES_MAX, "the id"},
        {call->file, WRIT_HOOK_FILE_BYTES_MAX, "the file's name"},
        {call->source, WRIT_HOOK_SOURCE_BYTES_MAX, "the Lua file"},
        {call->function, WRIT_HOOK_NAME_BYTES_MAX, "the function's name"},
        {call->inputs, WRIT_HOOK_INPUT_BYTES_MAX, "the JSON of the inputs"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        WritStatus status = check_length(texts[i].text, texts[i].bytes_max, texts[i].what, error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    if (call->capability_count > WRIT_HOOK_CAPABILITIES_MAX) {
        return writ_fail(error, WRIT_INVALID,
                         "a hook call names %u capabilities; at most %d can go",
                         call->capability_count, WRIT_HOOK_CAPABILITIES_MAX);
    }
    if (call->timeout_ms == 0 || call->timeout_ms > WRIT_HOOK_TIMEOUT_MS_MAX) {
        return writ_fail(error, WRIT_INVALID, "a hook's timeout is %u ms; it must be 1 ms to 1 day",
                         call->timeout_ms);
    }
    return WRIT_OK;
}

static WritStatus find_capabilities(WritHookPool *pool, const WritHookCall *call, Call *made,
                                    WritError *error)
{
    for (uint32_t i = 0; i < call->capability_count; i++) {
        Capability *capability = NULL;
        WritStatus status = host_capability(pool, call->capabilities[i], &capability, error);
        if (status != WRIT_OK) {
            return status;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (made->uses[j].capability == capability) {
                return writ_fail(error, WRIT_INVALID, "a hook call names \"%s\" twice",
                                 capability->name);
            }
        }
        made->uses[made->use_count++] = (CapabilityUse){capability, NULL};
    }
    return WRIT_OK;
}

static Span keep_text(Call *call, WritText text)
{
    Span span = {call->texts.length, text.length};
    writ_buffer_add(&call->texts, text);
    return span;
}

WritText call_text(const Call *call, Span span)
{
    return (WritText){span.length == 0 ? "" : call->texts.data + span.start, span.length};
}

WritStatus writ_hook_submit(WritHookPool *pool, const WritHookCall *call, WritError *error)
{
    drop_taken(pool);
    size_t bytes = call->call_id.length + call->function.length + call->inputs.length;
    if (pool->count >= pool->options.queue_max || pool->bytes + bytes > WRIT_HOOK_QUEUE_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "%u hook calls are waiting or running", pool->count);
    }
    Call *made = NULL;
    WritStatus status = check_call(call, error);
    if (status != WRIT_OK) {
        return status;
    }
    made = queue_new_call(pool);
    status = find_capabilities(pool, call, made, error);
    if (status == WRIT_OK) {
        status = sources_use(pool, call, &made->slot, error);
    }
    if (status != WRIT_OK) {
        queue_free_call(pool, made);
        return status;
    }
    made->share = call->share;
    made->ticket = call->ticket;
    made->number = ++pool->last_number;
    made->purpose = call->purpose;
    made->attempt = call->attempt;
    made->timeout_ms = call->timeout_ms;
    made->call_id = keep_text(made, call->call_id);
    made->function = keep_text(made, call->function);
    made->inputs = keep_text(made, call->inputs);
    pool->bytes += made->texts.length;
    pool->count++;
    queue_add(pool, made);
    return WRIT_OK;
}

uint32_t writ_hook_count(const WritHookPool *pool)
{
    return pool->count;
}

// --- Results ------------------------------------------------------------------------------------

static void end_call(WritHookPool *pool, Call *call)
{
    assert(pool->sources[call->slot].uses > 0);
    pool->sources[call->slot].uses--;
    queue_release(call);
    queue_append(&pool->finished, call);
}

// The call's own texts are not needed any more.
static void clear_texts(WritHookPool *pool, Call *call)
{
    pool->bytes -= call->texts.length;
    writ_buffer_clear(&call->texts);
}

void call_finish(WritHookPool *pool, Call *call, WritHookResultKind kind, WritText message)
{
    clear_texts(pool, call);
    call->kind = kind;
    call->message = keep_text(call, message);
    pool->bytes += call->texts.length;
    end_call(pool, call);
}

static WritHookResultKind result_kind(ResultKind kind)
{
    switch (kind) {
    case RESULT_RETURNED:
        return WRIT_HOOK_RETURNED;
    case RESULT_RAISED:
        return WRIT_HOOK_RAISED;
    case RESULT_LIMIT:
        return WRIT_HOOK_LIMIT;
    }
    return WRIT_HOOK_RUBBISH;
}

void call_finish_with(WritHookPool *pool, Call *call, const ResultMessage *result)
{
    clear_texts(pool, call);
    call->kind = result_kind(result->kind);
    call->limit = (WritHookLimit)result->limit;
    call->line = result->line;
    call->outcome = keep_text(call, result->outcome);
    call->outputs = keep_text(call, result->outputs);
    call->message = keep_text(call, result->message);
    call->log = keep_text(call, result->log);
    pool->bytes += call->texts.length;
    end_call(pool, call);
}

bool writ_hook_next(WritHookPool *pool, WritHookResult *result)
{
    drop_taken(pool);
    Call *call = queue_take_first(&pool->finished);
    if (call == NULL) {
        return false;
    }
    pool->count--;
    pool->taken = call;
    *result = (WritHookResult){
        .ticket = call->ticket,
        .kind = call->kind,
        .limit = call->limit,
        .line = call->line,
        .outcome = call_text(call, call->outcome),
        .outputs = call_text(call, call->outputs),
        .message = call_text(call, call->message),
        .log = call_text(call, call->log),
    };
    return true;
}

// --- The event loop -----------------------------------------------------------------------------

uint32_t writ_hook_fds(const WritHookPool *pool, struct pollfd *fds)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < pool->options.children; i++) {
        const WritChild *process = pool->children[i].process;
        if (process == NULL) {
            continue;
        }
        fds[count++] = (struct pollfd){.fd = writ_confine_read_fd(process), .events = POLLIN};
        if (writ_confine_unsent(process) > 0) {
            fds[count++] = (struct pollfd){.fd = writ_confine_write_fd(process), .events = POLLOUT};
        }
    }
    return count;
}

int writ_hook_wait_ms(const WritHookPool *pool)
{
    if (pool->finished.count > 0) {
        return 0;
    }
    int64_t next = children_next_check_ms(pool);
    if (next == INT64_MAX) {
        return -1;
    }
    int64_t wait = next - children_now_ms();
    return wait < 0 ? 0 : wait > INT32_MAX ? INT32_MAX : (int)wait;
}

static int shorter_wait(int a, int b)
{
    return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

// Handles the children whose pipes are ready, in the order in which writ_hook_fds lists them.
static void handle_ready(WritHookPool *pool, const struct pollfd *fds, uint32_t count)
{
    for (uint32_t i = 0; i < pool->options.children; i++) {
        Child *child = &pool->children[i];
        if (child->process == NULL) {
            continue;
        }
        int fd = writ_confine_read_fd(child->process);
        for (uint32_t j = 0; j < count; j++) {
            if (fds[j].fd == fd && fds[j].revents != 0) {
                children_handle(pool, child);
                break;
            }
        }
        if (child->process != NULL) {
            writ_confine_flush(child->process);
        }
    }
}

void writ_hook_poll(WritHookPool *pool, int timeout_ms)
{
    struct pollfd fds[2 * WRIT_HOOK_CHILDREN_MAX];
    drop_taken(pool);
    children_dispatch(pool);
    uint32_t count = writ_hook_fds(pool, fds);
    int ready = poll(fds, count, shorter_wait(timeout_ms, writ_hook_wait_ms(pool)));
    if (ready > 0) {
        handle_ready(pool, fds, count);
    }
    children_check_time(pool, children_now_ms());
    children_dispatch(pool);
}
