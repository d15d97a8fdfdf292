// Files that came along with a request: what each is, and where in the data it stands.
#include "host/files.h"

#include <stdio.h>
#include <string.h>

// --- What they are -----------------------------------------------------------------------------

static WritText name_of(WritText file)
{
    size_t start = file.length;
    while (start > 0 && file.data[start - 1] != '/') {
        start--;
    }
    return (WritText){file.data + start, file.length - start};
}

static WritStatus read_one(const WritSentFile *sent, SentDocument *read, WritError *error)
{
    *read = (SentDocument){.sent = *sent};
    WritDocument *document = &read->document;
    document->name = name_of(sent->file);
    document->size = sent->content.length;
    WritStatus status = writ_document_check_name(document->name, error);
    if (status != WRIT_OK) {
        return writ_hint(error, "Give the file another name.");
    }
    document->hash = writ_hash(sent->content);
    return WRIT_OK;
}

WritStatus files_open(WritHost *host, const WritRequest *request, WritError *error)
{
    WritReader in = writ_reader(request->files);
    WritSentFile sent;
    host->item_file_count = 0;
    if (request->files.length == 0) {
        return WRIT_OK;
    }
    host->item_files =
        writ_arena_array(host->item_arena, WRIT_REQUEST_FILES_MAX, sizeof(SentDocument));
    while (writ_request_next_file(&in, &sent)) {
        // Those of a request were judged; what was kept in the store is not believed.
        if (host->item_file_count == WRIT_REQUEST_FILES_MAX ||
            sent.content.length > WRIT_DOCUMENT_BYTES_MAX) {
            return writ_fail(error, WRIT_INVALID, "the files that came along are damaged");
        }
        SentDocument *read = &host->item_files[host->item_file_count];
        WritStatus status = read_one(&sent, read, error);
        if (status != WRIT_OK) {
            return status;
        }
        host->item_file_count++;
    }
    return WRIT_OK;
}

SentDocument *files_find(const WritHost *host, const WritDocument *document)
{
    for (uint32_t i = 0; i < host->item_file_count; i++) {
        const WritDocument *sent = &host->item_files[i].document;
        if (sent->size == document->size && writ_hash_equal(&sent->hash, &document->hash)) {
            return &host->item_files[i];
        }
    }
    return NULL;
}

// --- Where they stand --------------------------------------------------------------------------

// {"file": "minutes.pdf"} stands for the file of that name.
static void find_named(const WritHost *host, WritJson *json)
{
    for (uint32_t i = 0; i < json->count; i++) {
        find_named(host, &json->items[i]);
    }
    bool names = json->kind == WRIT_JSON_OBJECT && json->count == 1 &&
                 writ_text_is(json->keys[0], "file") && json->items[0].kind == WRIT_JSON_STRING;
    for (uint32_t i = 0; names && i < host->item_file_count; i++) {
        const SentDocument *file = &host->item_files[i];
        if (file->sent.field.length == 0 && writ_text_equal(file->sent.file, json->items[0].text)) {
            json->document = &file->document;
        }
    }
}

static WritJson *member(WritJson *json, WritText name)
{
    for (uint32_t i = 0; i < json->count; i++) {
        if (writ_text_equal(json->keys[i], name)) {
            return &json->items[i];
        }
    }
    return NULL;
}

static WritJson *add_member(WritHost *host, WritJson *json, WritText name)
{
    WritText *keys = writ_arena_array(host->item_arena, json->count + 1u, sizeof *keys);
    WritJson *items = writ_arena_array(host->item_arena, json->count + 1u, sizeof *items);
    for (uint32_t i = 0; i < json->count; i++) {
        keys[i] = json->keys[i];
        items[i] = json->items[i];
    }
    keys[json->count] = name;
    items[json->count] =
        (WritJson){.kind = WRIT_JSON_OBJECT, .line = json->line, .column = json->column};
    json->keys = keys;
    json->items = items;
    return &items[json->count++];
}

static WritStatus refuse_place(const SentDocument *file, const char *why, WritError *error)
{
    (void)writ_fail(error, WRIT_INVALID, "the file \"%.*s\" cannot stand at \"%.*s\": %s",
                    WRIT_TEXT_ARGS(file->document.name), WRIT_TEXT_ARGS(file->sent.field), why);
    return writ_hint(error, "Write FIELD=FILE with the field as the data would name it, or "
                            "{\"file\": \"…\"} in the data.");
}

// The fields of an answer are called by their whole path, those of other data lie inside each
// other.
static WritStatus place(WritHost *host, const SentDocument *file, bool whole, WritJson *json,
                        WritError *error)
{
    WritText rest = file->sent.field;
    for (uint32_t depth = 0;; depth++) {
        const char *dot = whole ? NULL : memchr(rest.data, '.', rest.length);
        WritText name = {rest.data, dot == NULL ? rest.length : (size_t)(dot - rest.data)};
        WritJson *found = member(json, name);
        if (name.length == 0 || depth == WRIT_VALUE_DEPTH_MAX) {
            return refuse_place(file, "that is no field", error);
        }
        if (dot == NULL && found != NULL) {
            return refuse_place(file, "the data has a value there", error);
        }
        found = found == NULL ? add_member(host, json, name) : found;
        if (dot == NULL) {
            found->document = &file->document;
            return WRIT_OK;
        }
        if (found->kind != WRIT_JSON_OBJECT || found->document != NULL) {
            return refuse_place(file, "the data has no record there", error);
        }
        json = found;
        rest = (WritText){dot + 1, rest.length - name.length - 1};
    }
}

WritStatus files_place(WritHost *host, const WritRequest *request, WritJson *json, WritError *error)
{
    WritStatus status = WRIT_OK;
    find_named(host, json);
    for (uint32_t i = 0; status == WRIT_OK && i < host->item_file_count; i++) {
        const SentDocument *file = &host->item_files[i];
        if (file->sent.field.length > 0) {
            status = place(host, file, request->kind == WRIT_REQUEST_ANSWER, json, error);
        }
    }
    return status;
}
