// Reading is the border: every length and count is held against its bound here, once, so that the
// code behind it works with messages that keep all of them.
#include "hook/protocol.h"

#include <assert.h>

static void put_texts(WritBuffer *out, const WritText *texts, uint32_t count)
{
    writ_put_uint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        writ_put_text(out, texts[i]);
    }
}

void protocol_put_source(WritBuffer *out, const SourceMessage *message)
{
    assert(message->slot < WRIT_HOOK_SOURCES_MAX);
    writ_put_u8(out, MESSAGE_SOURCE);
    writ_put_uint(out, message->slot);
    writ_put_text(out, message->name);
    writ_put_text(out, message->text);
}

void protocol_put_kind(WritBuffer *out, const KindMessage *message)
{
    writ_put_u8(out, MESSAGE_KIND);
    writ_put_text(out, message->name);
    put_texts(out, message->operations, message->operation_count);
}

void protocol_put_call(WritBuffer *out, const CallMessage *message)
{
    assert(message->slot < WRIT_HOOK_SOURCES_MAX);
    writ_put_u8(out, MESSAGE_CALL);
    writ_put_uint(out, message->number);
    writ_put_u8(out, (uint8_t)message->purpose);
    writ_put_uint(out, message->slot);
    writ_put_uint(out, message->attempt);
    writ_put_text(out, message->call_id);
    writ_put_text(out, message->function);
    writ_put_text(out, message->inputs);
    put_texts(out, message->capabilities, message->capability_count);
}

void protocol_put_answer(WritBuffer *out, const AnswerMessage *message)
{
    writ_put_u8(out, MESSAGE_ANSWER);
    writ_put_u8(out, (uint8_t)message->kind);
    switch (message->kind) {
    case ANSWER_NOTHING:
        break;
    case ANSWER_TEXT:
    case ANSWER_ERROR:
        writ_put_text(out, message->text);
        break;
    case ANSWER_BOOLEAN:
        writ_put_u8(out, message->truth ? 1 : 0);
        break;
    case ANSWER_LIST:
        writ_put_uint(out, message->item_count);
        writ_buffer_add(out, message->items);
        break;
    }
}

void protocol_put_ready(WritBuffer *out)
{
    writ_put_u8(out, MESSAGE_READY);
    writ_put_uint(out, PROTOCOL_VERSION);
}

void protocol_put_failed(WritBuffer *out, WritText message)
{
    writ_put_u8(out, MESSAGE_FAILED);
    writ_put_text(out, message);
}

void protocol_put_host_call(WritBuffer *out, const HostCallMessage *message)
{
    writ_put_u8(out, MESSAGE_HOST_CALL);
    writ_put_uint(out, message->number);
    writ_put_uint(out, message->capability);
    writ_put_text(out, message->operation);
    put_texts(out, message->arguments, message->argument_count);
}

void protocol_put_result(WritBuffer *out, const ResultMessage *message)
{
    writ_put_u8(out, MESSAGE_RESULT);
    writ_put_uint(out, message->number);
    writ_put_u8(out, (uint8_t)message->kind);
    switch (message->kind) {
    case RESULT_RETURNED:
        writ_put_text(out, message->outcome);
        writ_put_text(out, message->outputs);
        break;
    case RESULT_LIMIT:
        writ_put_uint(out, message->limit);
        writ_put_text(out, message->message);
        break;
    case RESULT_RAISED:
        writ_put_text(out, message->message);
        writ_put_uint(out, message->line);
        break;
    }
    writ_put_text(out, message->log);
}

static WritText get_bounded(WritReader *in, size_t bytes_max)
{
    WritText text = writ_get_text(in);
    if (text.length > bytes_max) {
        in->failed = true;
    }
    return text;
}

static WritText get_utf8(WritReader *in, size_t bytes_max)
{
    WritText text = get_bounded(in, bytes_max);
    if (!in->failed && !writ_text_is_utf8(text)) {
        in->failed = true;
    }
    return text;
}

static uint32_t get_below(WritReader *in, uint32_t limit)
{
    uint32_t number = writ_get_u32(in);
    if (number >= limit) {
        in->failed = true;
        return 0;
    }
    return number;
}

// At most `count_max` texts of at most `bytes_max` bytes.
static uint32_t get_texts(WritReader *in, WritText *texts, uint32_t count_max, size_t bytes_max)
{
    uint32_t count = get_below(in, count_max + 1);
    for (uint32_t i = 0; i < count && !in->failed; i++) {
        texts[i] = get_bounded(in, bytes_max);
    }
    return count;
}

bool protocol_get_kind_of(WritReader *in, MessageKind *kind)
{
    uint8_t number = writ_get_u8(in);
    *kind = (MessageKind)number;
    return !in->failed && number >= MESSAGE_SOURCE && number <= MESSAGE_RESULT;
}

bool protocol_get_source(WritReader *in, SourceMessage *message)
{
    message->slot = get_below(in, WRIT_HOOK_SOURCES_MAX);
    message->name = get_bounded(in, WRIT_HOOK_FILE_BYTES_MAX);
    message->text = get_bounded(in, WRIT_HOOK_SOURCE_BYTES_MAX);
    return writ_reader_done(in);
}

bool protocol_get_kind(WritReader *in, KindMessage *message)
{
    message->name = get_bounded(in, WRIT_HOOK_NAME_BYTES_MAX);
    message->operation_count =
        get_texts(in, message->operations, WRIT_HOOK_OPERATIONS_MAX, WRIT_HOOK_NAME_BYTES_MAX);
    return writ_reader_done(in);
}

bool protocol_get_call(WritReader *in, CallMessage *message)
{
    message->number = writ_get_uint(in);
    uint8_t purpose = writ_get_u8(in);
    message->purpose = (CallPurpose)purpose;
    in->failed = in->failed || purpose > CALL_COMPILE;
    message->slot = get_below(in, WRIT_HOOK_SOURCES_MAX);
    message->attempt = writ_get_u32(in);
    message->call_id = get_bounded(in, WRIT_HOOK_CALL_ID_BYTES_MAX);
    message->function = get_bounded(in, WRIT_HOOK_NAME_BYTES_MAX);
    message->inputs = get_bounded(in, WRIT_HOOK_INPUT_BYTES_MAX);
    message->capability_count =
        get_texts(in, message->capabilities, WRIT_HOOK_CAPABILITIES_MAX, WRIT_HOOK_NAME_BYTES_MAX);
    return writ_reader_done(in);
}

static WritText get_items(WritReader *in, uint32_t count)
{
    const unsigned char *first = in->next;
    for (uint32_t i = 0; i < count && !in->failed; i++) {
        (void)get_bounded(in, WRIT_HOOK_HOST_TEXT_BYTES_MAX);
    }
    return (WritText){(const char *)first, in->failed ? 0 : (size_t)(in->next - first)};
}

bool protocol_get_answer(WritReader *in, AnswerMessage *message)
{
    *message = (AnswerMessage){.kind = (AnswerKind)writ_get_u8(in)};
    switch (message->kind) {
    case ANSWER_NOTHING:
        return writ_reader_done(in);
    case ANSWER_TEXT:
        message->text = get_bounded(in, WRIT_HOOK_HOST_TEXT_BYTES_MAX);
        return writ_reader_done(in);
    case ANSWER_ERROR:
        message->text = get_utf8(in, WRIT_HOOK_MESSAGE_BYTES_MAX);
        return writ_reader_done(in);
    case ANSWER_BOOLEAN: {
        uint8_t truth = writ_get_u8(in);
        message->truth = truth == 1;
        return truth <= 1 && writ_reader_done(in);
    }
    case ANSWER_LIST:
        message->item_count = get_below(in, WRIT_HOOK_HOST_ITEMS_MAX + 1);
        message->items = get_items(in, message->item_count);
        return writ_reader_done(in);
    }
    return false;
}

bool protocol_get_ready(WritReader *in)
{
    return writ_get_uint(in) == PROTOCOL_VERSION && writ_reader_done(in);
}

bool protocol_get_failed(WritReader *in, WritText *message)
{
    *message = get_utf8(in, WRIT_HOOK_MESSAGE_BYTES_MAX);
    return writ_reader_done(in);
}

bool protocol_get_host_call(WritReader *in, HostCallMessage *message)
{
    message->number = writ_get_uint(in);
    message->capability = get_below(in, WRIT_HOOK_CAPABILITIES_MAX);
    message->operation = get_bounded(in, WRIT_HOOK_NAME_BYTES_MAX);
    message->argument_count =
        get_texts(in, message->arguments, WRIT_HOOK_ARGUMENTS_MAX, WRIT_HOOK_HOST_TEXT_BYTES_MAX);
    return writ_reader_done(in);
}

// False for a kind that does not exist.
static bool get_ending(WritReader *in, ResultMessage *message)
{
    switch (message->kind) {
    case RESULT_RETURNED:
        message->outcome = get_utf8(in, WRIT_HOOK_NAME_BYTES_MAX);
        message->outputs = get_utf8(in, WRIT_HOOK_RESULT_BYTES_MAX);
        return true;
    case RESULT_LIMIT:
        message->limit = get_below(in, WRIT_HOOK_LIMIT_LAST + 1);
        message->message = get_utf8(in, WRIT_HOOK_MESSAGE_BYTES_MAX);
        return message->limit != WRIT_HOOK_LIMIT_NONE;
    case RESULT_RAISED:
        message->message = get_utf8(in, WRIT_HOOK_MESSAGE_BYTES_MAX);
        message->line = writ_get_u32(in);
        return true;
    }
    return false;
}

bool protocol_get_result(WritReader *in, ResultMessage *message)
{
    *message = (ResultMessage){.number = writ_get_uint(in)};
    message->kind = (ResultKind)writ_get_u8(in);
    if (!get_ending(in, message)) {
        return false;
    }
    message->log = get_utf8(in, WRIT_HOOK_LOG_BYTES_MAX);
    return writ_reader_done(in);
}
