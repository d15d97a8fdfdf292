// `document`: what a document of a case is, and its content in pieces that a reply has room for.
#include "host/view.h"

#include <string.h>

#include "host/files.h"
#include "host/json_out.h"
#include "host/story.h"

enum { HASH_DIGITS_LEAST = 8, PATHS_SHOWN = 8 };

// --- In the data of the case -------------------------------------------------------------------

static bool read_hash(const WritJson *json, WritHash *hash)
{
    return json != NULL && json->kind == WRIT_JSON_STRING && writ_hash_from_hex(hash, json->text);
}

static bool read_size(const WritJson *json, uint64_t *size)
{
    *size = 0;
    if (json == NULL || json->kind != WRIT_JSON_STRING || json->text.length > 8) {
        return false;
    }
    for (size_t i = 0; i < json->text.length; i++) {
        char digit = json->text.data[i];
        if (digit < '0' || digit > '9') {
            return false;
        }
        *size = *size * 10 + (uint64_t)(digit - '0');
    }
    return true;
}

// A record may look like a document: whether the case has it is asked of the store.
static bool looks_like_document(const WritJson *json, WritDocument *document)
{
    const WritJson *name = json->kind == WRIT_JSON_OBJECT ? writ_json_find(json, "name") : NULL;
    if (name == NULL || json->count != 3 || name->kind != WRIT_JSON_STRING) {
        return false;
    }
    document->name = name->text;
    return read_size(writ_json_find(json, "size"), &document->size) &&
           read_hash(writ_json_find(json, "hash"), &document->hash);
}

typedef struct Finding {
    WritHost *host;
    uint64_t case_number;
    WritText path;
    WritDocument *document;
    WritBuffer at;    // The path of what is looked at.
    WritBuffer paths; // Of the first documents that there are.
    uint32_t count;
    bool is_found;
} Finding;

static void see_document(Finding *finding, const WritDocument *document)
{
    if (writ_text_equal(writ_buffer_text(&finding->at), finding->path)) {
        *finding->document = *document;
        finding->is_found = true;
    }
    if (finding->count < PATHS_SHOWN) {
        writ_buffer_add_string(&finding->paths, finding->count > 0 ? ", " : "");
        writ_buffer_add(&finding->paths, writ_buffer_text(&finding->at));
    } else if (finding->count == PATHS_SHOWN) {
        writ_buffer_add_string(&finding->paths, ", …");
    }
    finding->count++;
}

// As deep as values are.
static WritStatus find_in(Finding *finding, const WritJson *json, WritError *error)
{
    WritDocument document = {0};
    if (looks_like_document(json, &document)) {
        WritStatus status = documents_find(finding->host, finding->case_number, &document, error);
        if (status == WRIT_OK) {
            see_document(finding, &document);
        }
        if (status != WRIT_NOT_FOUND) {
            return status;
        }
    }
    size_t before = finding->at.length;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < json->count; i++) {
        if (json->kind == WRIT_JSON_ARRAY) {
            writ_buffer_format(&finding->at, "[%u]", i + 1);
        } else {
            writ_buffer_add_string(&finding->at, before > 0 ? "." : "");
            writ_buffer_add(&finding->at, json->keys[i]);
        }
        status = find_in(finding, &json->items[i], error);
        finding->at.length = before;
    }
    return status;
}

static WritStatus refuse_path(Finding *finding, WritError *error)
{
    (void)writ_fail(error, WRIT_NOT_FOUND, "case %llu has no document \"%.*s\"",
                    (unsigned long long)finding->case_number, WRIT_TEXT_ARGS(finding->path));
    if (finding->count > 0) {
        return writ_hint(error, "It has %s.", writ_buffer_string(&finding->paths));
    }
    return writ_hint(error,
                     "It has none now. writ timeline %llu shows those that it had: the "
                     "beginning of the hash names one.",
                     (unsigned long long)finding->case_number);
}

static WritStatus find_path(Finding *finding, WritText data, WritError *error)
{
    WritHost *host = finding->host;
    WritJson json;
    if (data.length > WRIT_JSON_BYTES_MAX) {
        (void)writ_fail(error, WRIT_LIMIT, "the data of case %llu are too long to look for a path",
                        (unsigned long long)finding->case_number);
        return writ_hint(error, "Name the document by the beginning of its hash.");
    }
    WritStatus status = writ_json_parse(&json, host->item_arena, data, "the case", error);
    if (status == WRIT_OK) {
        status = find_in(finding, &json, error);
    }
    if (status == WRIT_OK && !finding->is_found) {
        status = refuse_path(finding, error);
    }
    writ_buffer_dispose(&finding->at);
    writ_buffer_dispose(&finding->paths);
    return status;
}

// --- One document ------------------------------------------------------------------------------

static bool is_hash(WritText text)
{
    bool digits = text.length >= HASH_DIGITS_LEAST && text.length < WRIT_HASH_HEX_BYTES;
    for (size_t i = 0; digits && i < text.length; i++) {
        char letter = text.data[i];
        digits = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
    }
    return digits;
}

// Earlier ones, which the data do not show any more, are found by their hash.
static WritStatus find_document(WritHost *host, const WritRequest *request,
                                const Instance *instance, WritDocument *document, WritError *error)
{
    WritStatus status = WRIT_NOT_FOUND;
    if (is_hash(request->name)) {
        status = documents_find_hash(host, request->case_number, request->name, document, error);
    }
    if (status != WRIT_NOT_FOUND) {
        return status;
    }
    Finding finding = {.host = host,
                       .case_number = request->case_number,
                       .path = request->name,
                       .document = document};
    WritBuffer data = {0};
    status = story_case_data(host, instance, &data, error);
    if (status == WRIT_OK) {
        status = find_path(&finding, writ_buffer_text(&data), error);
    }
    writ_buffer_dispose(&data);
    return status;
}

static void write_document(WritBuffer *json, uint64_t case_number, const WritDocument *document,
                           uint64_t pieces)
{
    json_number(json, "case", case_number);
    json_text(json, "name", document->name);
    json_number(json, "size", document->size);
    json_hash(json, "hash", &document->hash);
    json_number(json, "pieces", pieces);
}

static WritStatus write_piece(WritBuffer *json, const WritRequest *request, WritText content,
                              uint64_t pieces, WritError *error)
{
    if (request->frame == 0) {
        return WRIT_OK;
    }
    if (request->frame > pieces) {
        return writ_fail(error, WRIT_NOT_FOUND, "the document has %llu pieces, there is no %u",
                         (unsigned long long)pieces, (unsigned)request->frame);
    }
    size_t start = (size_t)(request->frame - 1) * WRIT_DOCUMENT_PIECE_BYTES;
    size_t left = content.length - start;
    WritText piece = {content.data + start,
                      left < WRIT_DOCUMENT_PIECE_BYTES ? left : WRIT_DOCUMENT_PIECE_BYTES};
    json_key(json, "content");
    writ_buffer_add_byte(json, '"');
    writ_add_base64(json, piece);
    writ_buffer_add_byte(json, '"');
    return WRIT_OK;
}

WritStatus request_document(WritHost *host, const WritRequest *request, WritBuffer *json,
                            WritError *error)
{
    Instance *instance = NULL;
    WritDocument document = {0};
    WritBuffer content = {0};
    WritStatus status = instances_get(host, request->case_number, &instance, error);
    if (status == WRIT_OK) {
        status = find_document(host, request, instance, &document, error);
    }
    if (status == WRIT_OK) {
        status = documents_read(host, &document, &content, error);
    }
    if (status == WRIT_OK) {
        uint64_t pieces =
            (document.size + WRIT_DOCUMENT_PIECE_BYTES - 1) / WRIT_DOCUMENT_PIECE_BYTES;
        json_open(json, NULL);
        write_document(json, request->case_number, &document, pieces);
        status = write_piece(json, request, writ_buffer_text(&content), pieces, error);
        json_close(json);
    }
    writ_buffer_dispose(&content);
    return status;
}
