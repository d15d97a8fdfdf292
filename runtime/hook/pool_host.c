// Host calls: finding the provider of a capability, and turning what it says into one message.
#include "hook/pool.h"

#include <assert.h>
#include <string.h>

void writ_hook_answer_item(WritHookAnswer *answer, WritText item)
{
    answer->kind = WRIT_HOOK_ANSWER_LIST;
    if (item.length > WRIT_HOOK_HOST_TEXT_BYTES_MAX ||
        answer->item_count >= WRIT_HOOK_HOST_ITEMS_MAX) {
        answer->item_count = WRIT_HOOK_HOST_ITEMS_MAX + 1; // Refused as a whole.
        return;
    }
    answer->item_count++;
    writ_put_text(&answer->items, item);
}

static const WritHookProvider *find_provider(const WritHookPool *pool, WritText kind)
{
    for (uint32_t i = 0; i < pool->provider_count; i++) {
        if (writ_text_is(kind, pool->providers[i]->kind)) {
            return pool->providers[i];
        }
    }
    return NULL;
}

WritStatus writ_hook_pool_provide(WritHookPool *pool, const WritHookProvider *provider,
                                  WritError *error)
{
    assert(pool->last_number == 0); // Children learn the kinds when they start.
    if (find_provider(pool, writ_text(provider->kind)) != NULL) {
        return writ_fail(error, WRIT_CONFLICT, "\"%s\" is provided twice", provider->kind);
    }
    if (pool->provider_count == WRIT_HOOK_KINDS_MAX) {
        return writ_fail(error, WRIT_LIMIT, "more than %d kinds of capabilities",
                         WRIT_HOOK_KINDS_MAX);
    }
    pool->providers[pool->provider_count++] = provider;
    return WRIT_OK;
}

static bool is_name(WritText text)
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if ((byte < 'a' || byte > 'z') && (i == 0 || (byte != '_' && (byte < '0' || byte > '9')))) {
            return false;
        }
    }
    return text.length > 0;
}

static WritStatus add_capability(WritHookPool *pool, WritText name, Capability **capability,
                                 WritError *error)
{
    const char *dot = name.length == 0 ? NULL : memchr(name.data, '.', name.length);
    size_t kind_bytes = dot == NULL ? 0 : (size_t)(dot - name.data);
    WritText kind = {name.data, kind_bytes};
    WritText own = {name.data + kind_bytes + 1, dot == NULL ? 0 : name.length - kind_bytes - 1};
    if (dot == NULL || !is_name(kind) || !is_name(own) || name.length > WRIT_HOOK_NAME_BYTES_MAX) {
        return writ_fail(error, WRIT_INVALID, "\"%.*s\" is no capability: write KIND.NAME",
                         (int)(name.length < 100 ? name.length : 100), name.data);
    }
    const WritHookProvider *provider = find_provider(pool, kind);
    if (provider == NULL) {
        return writ_fail(error, WRIT_NOT_FOUND, "nothing here provides \"%.*s\"",
                         WRIT_TEXT_ARGS(name));
    }
    if (pool->capability_count == CAPABILITY_COUNT_MAX) {
        return writ_fail(error, WRIT_LIMIT, "more than %d different capabilities",
                         CAPABILITY_COUNT_MAX);
    }
    *capability = &pool->capabilities[pool->capability_count++];
    memcpy((*capability)->name, name.data, name.length);
    (*capability)->provider = provider;
    return WRIT_OK;
}

WritStatus host_capability(WritHookPool *pool, WritText name, Capability **capability,
                           WritError *error)
{
    for (uint32_t i = 0; i < pool->capability_count; i++) {
        if (writ_text_is(name, pool->capabilities[i].name)) {
            *capability = &pool->capabilities[i];
            return WRIT_OK;
        }
    }
    return add_capability(pool, name, capability, error);
}

static bool has_operation(const WritHookProvider *provider, WritText operation)
{
    for (const char *const *name = provider->operations; *name != NULL; name++) {
        if (writ_text_is(operation, *name)) {
            return true;
        }
    }
    return false;
}

// The answer as a message, or the sentence of why it is none.
static const char *make_message(const WritHookAnswer *answer, AnswerMessage *message)
{
    switch (answer->kind) {
    case WRIT_HOOK_ANSWER_NOTHING:
        message->kind = ANSWER_NOTHING;
        return NULL;
    case WRIT_HOOK_ANSWER_BOOLEAN:
        message->kind = ANSWER_BOOLEAN;
        message->truth = answer->truth;
        return NULL;
    case WRIT_HOOK_ANSWER_TEXT:
        message->kind = ANSWER_TEXT;
        message->text = writ_buffer_text(&answer->text);
        return message->text.length > WRIT_HOOK_HOST_TEXT_BYTES_MAX
                   ? "the answer has more than 64 KB"
                   : NULL;
    case WRIT_HOOK_ANSWER_LIST:
        message->kind = ANSWER_LIST;
        message->item_count = answer->item_count;
        message->items = writ_buffer_text(&answer->items);
        return answer->item_count > WRIT_HOOK_HOST_ITEMS_MAX ||
                       message->items.length > WRIT_HOOK_FRAME_BYTES_MAX / 2
                   ? "the list in the answer is too long"
                   : NULL;
    }
    return "the answer makes no sense";
}

static WritText cut_to_message(const char *text)
{
    WritText whole = writ_text(text);
    return writ_text_is_utf8(whole) ? whole : writ_text("the host's message is not UTF-8");
}

// `message` borrows from the pool's answer and from `error`.
static void ask_provider(WritHookPool *pool, const Capability *capability,
                         const WritHookRequest *request, AnswerMessage *message, WritError *error)
{
    WritHookAnswer *answer = &pool->answer;
    answer->kind = WRIT_HOOK_ANSWER_NOTHING;
    answer->truth = false;
    answer->item_count = 0;
    writ_buffer_clear(&answer->text);
    writ_buffer_clear(&answer->items);
    WritStatus status =
        capability->provider->answer(capability->provider->state, request, answer, error);
    const char *why = status == WRIT_OK ? make_message(answer, message) : error->text;
    if (why != NULL) {
        *message = (AnswerMessage){.kind = ANSWER_ERROR, .text = cut_to_message(why)};
    }
}

bool host_answer(WritHookPool *pool, Call *call, const HostCallMessage *request)
{
    if (request->number != call->number || request->capability >= call->use_count ||
        ++call->host_calls > WRIT_HOOK_HOST_CALLS_MAX) {
        return false;
    }
    const Capability *capability = call->uses[request->capability].capability;
    if (!has_operation(capability->provider, request->operation)) {
        return false;
    }
    WritHookRequest asked = {
        .name = writ_text(strchr(capability->name, '.') + 1),
        .operation = request->operation,
        .arguments = request->arguments,
        .argument_count = request->argument_count,
        .call_id = call_text(call, call->call_id),
        .attempt = call->attempt,
    };
    AnswerMessage message = {.kind = ANSWER_NOTHING};
    WritError error = {.status = WRIT_OK};
    ask_provider(pool, capability, &asked, &message, &error);
    writ_buffer_clear(&pool->out);
    protocol_put_answer(&pool->out, &message);
    return true;
}
