// One request: repeated ones are answered from the record, new ones are carried out.
#include "host/host.h"

#include <assert.h>

#include "host/files.h"
#include "host/json_out.h"

static WritStatus dispatch(WritHost *host, const WritRequest *request, WritBuffer *json,
                           WritError *error)
{
    switch (request->kind) {
    case WRIT_REQUEST_START:
        return request_start(host, request, json, error);
    case WRIT_REQUEST_SEND:
        return request_send(host, request, json, error);
    case WRIT_REQUEST_ANSWER:
        return request_answer(host, request, json, error);
    case WRIT_REQUEST_CANCEL:
        return request_cancel(host, request, json, error);
    case WRIT_REQUEST_RETRY:
        return request_retry(host, request, json, error);
    case WRIT_REQUEST_OVERRIDE:
        return request_override(host, request, json, error);
    case WRIT_REQUEST_TASKS:
        return request_tasks(host, request, json, error);
    case WRIT_REQUEST_CASES:
        return request_cases(host, request, json, error);
    case WRIT_REQUEST_DOCUMENT:
        return request_document(host, request, json, error);
    case WRIT_REQUEST_SHOW:
        return request_show(host, request, json, error);
    case WRIT_REQUEST_TIMELINE:
        return request_timeline(host, request, json, error);
    case WRIT_REQUEST_WHY:
        return request_why(host, request, json, error);
    case WRIT_REQUEST_INCIDENTS:
        return request_incidents(host, request, json, error);
    case WRIT_REQUEST_OUTBOX:
        return request_outbox(host, request, json, error);
    case WRIT_REQUEST_BACKUP:
        return request_backup(host, request, json, error);
    case WRIT_REQUEST_PREVIEW:
        return request_preview(host, request, json, error);
    case WRIT_REQUEST_MEASURE:
        return request_measure(host, request, json, error);
    case WRIT_REQUEST_STATUS:
        return request_status(host, request, json, error);
    }
    WRIT_UNREACHABLE();
}

// What makes two requests the same: all that they ask, and who asks.
static WritHash fingerprint(const WritRequest *request)
{
    WritBuffer bytes = {0};
    writ_request_encode(&bytes, request);
    WritHash hash = writ_hash(writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    return hash;
}

// The recorded answer of a request with this key. WRIT_NOT_FOUND: it is new.
static WritStatus find_recorded(WritHost *host, const WritRequest *request, const WritHash *print,
                                WritBuffer *json, WritError *error)
{
    writ_buffer_clear(&host->value);
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_REQUESTS, request->key, &host->value, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritReader in = writ_reader(writ_buffer_text(&host->value));
    WritText hash = writ_get_raw(&in, WRIT_HASH_BYTES);
    WritText answer = writ_get_text(&in);
    if (!writ_reader_done(&in)) {
        return writ_fail(error, WRIT_INVALID, "the record of key \"%.*s\" is damaged",
                         WRIT_TEXT_ARGS(request->key));
    }
    WritText asked = {(const char *)print->bytes, WRIT_HASH_BYTES};
    if (!writ_text_equal(hash, asked)) {
        (void)writ_fail(error, WRIT_INVALID, "key \"%.*s\" was used for another request",
                        WRIT_TEXT_ARGS(request->key));
        return writ_hint(error, "Take a new key for every new request.");
    }
    json_again(json, answer);
    return WRIT_OK;
}

static void record(WritHost *host, const WritRequest *request, const WritHash *print, WritText json)
{
    writ_buffer_clear(&host->value);
    writ_put_raw(&host->value, print->bytes, WRIT_HASH_BYTES);
    writ_put_text(&host->value, json);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_REQUESTS, request->key,
                         writ_buffer_text(&host->value));
}

static void hint_at_case(const WritRequest *request, WritError *error)
{
    if (error->hint[0] == '\0') {
        (void)writ_hint(error, "writ why %llu says what the case waits for, and who may do it.",
                        (unsigned long long)request->case_number);
    }
}

// A refusal of the engine says why; what is open instead, the case says.
static WritStatus dispatch_with_hint(WritHost *host, const WritRequest *request, WritBuffer *json,
                                     WritError *error)
{
    WritStatus status = files_open(host, request, error);
    if (status != WRIT_OK) {
        return status;
    }
    status = dispatch(host, request, json, error);
    if (status != WRIT_OK && request->case_number != 0 && writ_request_changes(request->kind)) {
        hint_at_case(request, error);
    }
    return status;
}

WritStatus request_run(WritHost *host, const WritRequest *request, WritBuffer *json,
                       WritError *error)
{
    if (request->key.length == 0 || !writ_request_changes(request->kind)) {
        return dispatch_with_hint(host, request, json, error);
    }
    WritHash print = fingerprint(request);
    WritStatus status = find_recorded(host, request, &print, json, error);
    if (status != WRIT_NOT_FOUND) {
        return status;
    }
    status = dispatch_with_hint(host, request, json, error);
    if (status == WRIT_OK && host->item_refusal == NULL) {
        record(host, request, &print, writ_buffer_text(json));
    }
    return status;
}
