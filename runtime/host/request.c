// Requests and replies as bytes, for the socket. Both sides are this program, but whoever may write
// to the socket can send anything: what is read here is checked in full.
//
//     request:  format(2) kind name body body_name person account key source comment revision
//               case frame limit sent [files]     files where there are any: field file content …
//     reply:    format(2) status(1) json                 where status is 0
//               format(2) status(1) text hint            otherwise
#include "writ/host.h"

#include <assert.h>
#include <string.h>

#include "writ/bytes.h"
#include "writ/value.h"

enum { FORMAT = 2 };

// The texts of a request, in the order in which they are written.
typedef struct TextMember {
    const char *name;
    size_t at; // Of the member in WritRequest.
    size_t bytes_max;
} TextMember;

static const TextMember text_members[] = {
    {"name", offsetof(WritRequest, name), WRIT_REQUEST_NAME_BYTES_MAX},
    {"data", offsetof(WritRequest, body), WRIT_REQUEST_BODY_BYTES_MAX},
    {"name of the data", offsetof(WritRequest, body_name), WRIT_REQUEST_NAME_BYTES_MAX},
    {"person", offsetof(WritRequest, person), WRIT_REQUEST_WORD_BYTES_MAX},
    {"account", offsetof(WritRequest, account), WRIT_REQUEST_WORD_BYTES_MAX},
    {"key", offsetof(WritRequest, key), WRIT_REQUEST_WORD_BYTES_MAX},
    {"source", offsetof(WritRequest, source), WRIT_REQUEST_WORD_BYTES_MAX},
    {"comment", offsetof(WritRequest, comment), WRIT_REQUEST_COMMENT_BYTES_MAX},
    {"revision", offsetof(WritRequest, revision), WRIT_REQUEST_WORD_BYTES_MAX},
};

enum { TEXT_MEMBER_COUNT = sizeof text_members / sizeof text_members[0] };

static WritText text_of(const WritRequest *request, const TextMember *member)
{
    WritText text;
    memcpy(&text, (const char *)request + member->at, sizeof text);
    return text;
}

bool writ_request_changes(WritRequestKind kind)
{
    switch (kind) {
#define WRIT_REQUEST(number, NAME, name, changes)                                                  \
    case WRIT_REQUEST_##NAME:                                                                      \
        return (changes) != 0;
#include "writ/requests.def"
#undef WRIT_REQUEST
    }
    WRIT_UNREACHABLE();
}

const char *writ_request_name(uint32_t kind)
{
    static const struct {
        uint32_t kind;
        const char *name;
    } names[] = {
#define WRIT_REQUEST(number, NAME, name, changes) {number, name},
#include "writ/requests.def"
#undef WRIT_REQUEST
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].kind == kind) {
            return names[i].name;
        }
    }
    return NULL;
}

// The data is judged by the JSON reader, which names the place of a wrong byte.
static bool is_json(const TextMember *member)
{
    return member->at == offsetof(WritRequest, body);
}

void writ_request_add_file(WritBuffer *files, const WritSentFile *file)
{
    writ_put_text(files, file->field);
    writ_put_text(files, file->file);
    writ_put_text(files, file->content);
}

bool writ_request_next_file(WritReader *in, WritSentFile *file)
{
    if (in->failed || writ_reader_left(in) == 0) {
        return false;
    }
    file->field = writ_get_text(in);
    file->file = writ_get_text(in);
    file->content = writ_get_text(in);
    return !in->failed;
}

static WritStatus check_file(const WritSentFile *file, WritError *error)
{
    if (file->content.length > WRIT_DOCUMENT_BYTES_MAX) {
        (void)writ_fail(error, WRIT_LIMIT, "the file \"%.*s\" has %zu bytes; at most %d are taken",
                        WRIT_TEXT_ARGS(writ_text_cut(file->file, WRIT_DOCUMENT_NAME_BYTES_MAX)),
                        file->content.length, WRIT_DOCUMENT_BYTES_MAX);
        return writ_hint(error, "Keep it where it is, and its number or address in a field of "
                                "type Text.");
    }
    bool named = file->file.length > 0 && file->file.length <= WRIT_REQUEST_NAME_BYTES_MAX &&
                 writ_text_is_utf8(file->file) &&
                 memchr(file->file.data, 0, file->file.length) == NULL;
    bool placed =
        file->field.length <= WRIT_REQUEST_NAME_BYTES_MAX && writ_text_is_utf8(file->field);
    return named && placed ? WRIT_OK
                           : writ_fail(error, WRIT_INVALID,
                                       "a file of the request has no name, or a wrong one");
}

static WritStatus check_files(const WritRequest *request, WritError *error)
{
    if (request->files.length == 0) {
        return WRIT_OK;
    }
    if (request->kind != WRIT_REQUEST_START && request->kind != WRIT_REQUEST_SEND &&
        request->kind != WRIT_REQUEST_ANSWER) {
        return writ_fail(error, WRIT_INVALID, "\"%s\" takes no files",
                         writ_request_name((uint32_t)request->kind));
    }
    WritReader in = writ_reader(request->files);
    WritSentFile file;
    WritStatus status = WRIT_OK;
    uint32_t count = 0;
    while (status == WRIT_OK && writ_request_next_file(&in, &file)) {
        status = ++count > WRIT_REQUEST_FILES_MAX
                     ? writ_fail(error, WRIT_LIMIT, "at most %d files come along with a request",
                                 WRIT_REQUEST_FILES_MAX)
                     : check_file(&file, error);
    }
    if (status == WRIT_OK && !writ_reader_done(&in)) {
        return writ_fail(error, WRIT_INVALID, "the files of the request are none");
    }
    return status;
}

static WritStatus check_sent(const WritRequest *request, WritError *error)
{
    if (request->sent == 0) {
        return WRIT_OK;
    }
    if (request->kind != WRIT_REQUEST_SEND || request->source.length == 0) {
        (void)writ_fail(error, WRIT_INVALID, "only a message with a source says when it was sent");
        return writ_hint(error, "Name the source and the id at the sender, for example "
                                "--source wms/4711.");
    }
    if (request->sent < WRIT_INSTANT_MIN || request->sent > WRIT_INSTANT_MAX) {
        return writ_fail(error, WRIT_INVALID, "the message was sent in no year from 1 to 9999");
    }
    return WRIT_OK;
}

WritStatus writ_request_check(const WritRequest *request, WritError *error)
{
    if (writ_request_name((uint32_t)request->kind) == NULL) {
        return writ_fail(error, WRIT_INVALID, "there is no request with the number %u",
                         (unsigned)request->kind);
    }
    for (size_t i = 0; i < TEXT_MEMBER_COUNT; i++) {
        const TextMember *member = &text_members[i];
        WritText text = text_of(request, member);
        if (text.length > member->bytes_max) {
            return writ_fail(error, WRIT_LIMIT, "the %s has %zu bytes; at most %zu are taken",
                             member->name, text.length, member->bytes_max);
        }
        if (!is_json(member) && text.length > 0 &&
            (!writ_text_is_utf8(text) || memchr(text.data, 0, text.length) != NULL)) {
            return writ_fail(error, WRIT_INVALID, "the %s is no UTF-8 text", member->name);
        }
    }
    if (request->files.length > WRIT_REQUEST_FILES_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT,
                         "the files of the request have %zu bytes together; at most %d are taken",
                         request->files.length, WRIT_REQUEST_FILES_BYTES_MAX);
    }
    WritStatus status = check_files(request, error);
    return status == WRIT_OK ? check_sent(request, error) : status;
}

void writ_request_encode(WritBuffer *out, const WritRequest *request)
{
    writ_put_u8(out, FORMAT);
    writ_put_uint(out, (uint64_t)request->kind);
    for (size_t i = 0; i < TEXT_MEMBER_COUNT; i++) {
        writ_put_text(out, text_of(request, &text_members[i]));
    }
    writ_put_uint(out, request->case_number);
    writ_put_uint(out, request->frame);
    writ_put_uint(out, request->limit);
    writ_put_int(out, request->sent);
    if (request->files.length > 0) {
        writ_put_text(out, request->files);
    }
}

static WritStatus refuse_format(uint8_t format, WritError *error)
{
    (void)writ_fail(error, WRIT_INVALID,
                    "the other side speaks format %u of the socket, this program format %d",
                    (unsigned)format, FORMAT);
    return writ_hint(error, "Use the same version of writ on both sides.");
}

WritStatus writ_request_decode(WritRequest *request, WritText bytes, WritError *error)
{
    *request = (WritRequest){0};
    WritReader in = writ_reader(bytes);
    uint8_t format = writ_get_u8(&in);
    if (!in.failed && format != FORMAT) {
        return refuse_format(format, error);
    }
    request->caller = WRIT_CALLER_GUEST;
    request->kind = (WritRequestKind)writ_get_u32(&in);
    for (size_t i = 0; i < TEXT_MEMBER_COUNT; i++) {
        WritText text = writ_get_text(&in);
        memcpy((char *)request + text_members[i].at, &text, sizeof text);
    }
    request->case_number = writ_get_uint(&in);
    request->frame = writ_get_u32(&in);
    request->limit = writ_get_u32(&in);
    request->sent = writ_get_int(&in);
    bool has_files = writ_reader_left(&in) > 0;
    if (has_files) {
        request->files = writ_get_text(&in);
    }
    if (!writ_reader_done(&in) || (has_files && request->files.length == 0)) {
        *request = (WritRequest){0};
        return writ_fail(error, WRIT_INVALID, "the bytes are no request");
    }
    return writ_request_check(request, error);
}

// --- Replies -----------------------------------------------------------------------------------

void writ_reply_encode(WritBuffer *out, const WritReply *reply)
{
    writ_put_u8(out, FORMAT);
    writ_put_u8(out, (uint8_t)reply->status);
    if (reply->status == WRIT_OK) {
        writ_put_text(out, reply->json);
        return;
    }
    writ_put_text(out, writ_text(reply->error.text));
    writ_put_text(out, writ_text(reply->error.hint));
}

static bool get_sentence(WritReader *in, char sentence[WRIT_ERROR_BYTES])
{
    WritText text = writ_get_text(in);
    if (in->failed || text.length >= WRIT_ERROR_BYTES ||
        (text.length > 0 && memchr(text.data, 0, text.length) != NULL)) {
        return false;
    }
    if (text.length > 0) {
        memcpy(sentence, text.data, text.length);
    }
    sentence[text.length] = '\0';
    return true;
}

static bool is_status(uint8_t status)
{
    return status <= WRIT_NO_MEMORY;
}

WritStatus writ_reply_decode(WritReply *reply, WritText bytes, WritError *error)
{
    *reply = (WritReply){0};
    WritReader in = writ_reader(bytes);
    uint8_t format = writ_get_u8(&in);
    if (!in.failed && format != FORMAT) {
        return refuse_format(format, error);
    }
    uint8_t status = writ_get_u8(&in);
    bool well = !in.failed && is_status(status);
    if (well && status == WRIT_OK) {
        reply->json = writ_get_text(&in);
    } else if (well) {
        reply->error.status = (WritStatus)status;
        well = get_sentence(&in, reply->error.text) && get_sentence(&in, reply->error.hint);
    }
    if (!well || !writ_reader_done(&in)) {
        *reply = (WritReply){0};
        return writ_fail(error, WRIT_INVALID, "the bytes are no reply");
    }
    reply->status = (WritStatus)status;
    return WRIT_OK;
}
