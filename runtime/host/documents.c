// Documents in the store: the content under its hash, and which case has it under which name.
#include "host/files.h"

#include <string.h>

bool documents_are_in(const WritValue *value)
{
    bool is_list = value->kind == WRIT_VALUE_LIST;
    if (!is_list && value->kind != WRIT_VALUE_RECORD) {
        return value->kind == WRIT_VALUE_DOCUMENT;
    }
    uint32_t count = is_list ? value->list->count : value->record->field_count;
    const WritValue *parts = is_list ? value->list->items : value->record->fields;
    bool found = false;
    for (uint32_t i = 0; !found && i < count; i++) {
        found = documents_are_in(&parts[i]);
    }
    return found;
}

// --- Which case has it -------------------------------------------------------------------------

static bool decode_size(WritText bytes, uint64_t *size)
{
    WritReader in = writ_reader(bytes);
    *size = writ_get_uint(&in);
    return writ_reader_done(&in) && *size <= WRIT_DOCUMENT_BYTES_MAX;
}

static WritStatus damaged(uint64_t case_number, WritError *error)
{
    return writ_fail(error, WRIT_IO, "what the store says of a document of case %llu is damaged",
                     (unsigned long long)case_number);
}

WritStatus documents_find(WritHost *host, uint64_t case_number, const WritDocument *document,
                          WritError *error)
{
    uint64_t size = 0;
    WritBuffer key = {0};
    WritBuffer value = {0};
    if (case_number == 0) {
        return WRIT_NOT_FOUND;
    }
    key_document_of(&key, &document->hash, case_number, document->name);
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_DOCUMENTS_OF,
                                        writ_buffer_text(&key), &value, error);
    if (status == WRIT_OK && !decode_size(writ_buffer_text(&value), &size)) {
        status = damaged(case_number, error);
    }
    writ_buffer_dispose(&key);
    writ_buffer_dispose(&value);
    return status == WRIT_OK && size != document->size ? WRIT_NOT_FOUND : status;
}

// --- Keeping -----------------------------------------------------------------------------------

// The same content twice is kept once. What lies there and is not it any more is put right.
static WritStatus keep_content(WritHost *host, const SentDocument *file, WritError *error)
{
    WritBuffer there = {0};
    WritText key = {(const char *)file->document.hash.bytes, WRIT_HASH_BYTES};
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_DOCUMENTS, key, &there, error);
    bool same = status == WRIT_OK && writ_text_equal(writ_buffer_text(&there), file->sent.content);
    writ_buffer_dispose(&there);
    if (status != WRIT_OK && status != WRIT_NOT_FOUND) {
        return status;
    }
    if (!same) {
        writ_store_batch_put(&host->batch, WRIT_FAMILY_DOCUMENTS, key, file->sent.content);
    }
    return WRIT_OK;
}

static WritStatus keep_document(WritHost *host, uint64_t case_number, const WritDocument *document,
                                WritError *error)
{
    SentDocument *file = files_find(host, document);
    if (file == NULL) {
        return WRIT_OK; // The case has it.
    }
    WritStatus status = file->is_kept ? WRIT_OK : keep_content(host, file, error);
    if (status != WRIT_OK) {
        return status;
    }
    file->is_kept = true;
    WritBuffer key = {0};
    WritBuffer value = {0};
    key_document_of(&key, &document->hash, case_number, document->name);
    writ_put_uint(&value, document->size);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_DOCUMENTS_OF, writ_buffer_text(&key),
                         writ_buffer_text(&value));
    writ_buffer_dispose(&key);
    writ_buffer_dispose(&value);
    return WRIT_OK;
}

static WritStatus keep_value(WritHost *host, uint64_t case_number, const WritValue *value,
                             WritError *error)
{
    if (value->kind == WRIT_VALUE_DOCUMENT) {
        return keep_document(host, case_number, value->document, error);
    }
    bool is_list = value->kind == WRIT_VALUE_LIST;
    if (!is_list && value->kind != WRIT_VALUE_RECORD) {
        return WRIT_OK;
    }
    uint32_t count = is_list ? value->list->count : value->record->field_count;
    const WritValue *parts = is_list ? value->list->items : value->record->fields;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < count; i++) {
        status = keep_value(host, case_number, &parts[i], error);
    }
    return status;
}

WritStatus documents_keep(WritHost *host, uint64_t case_number, const WritCommand *command,
                          WritError *error)
{
    if (host->item_file_count == 0) {
        return WRIT_OK;
    }
    WritStatus status = keep_value(host, case_number, &command->value, error);
    for (uint32_t i = 0; status == WRIT_OK && i < command->value_count; i++) {
        status = keep_value(host, case_number, &command->values[i], error);
    }
    return status;
}

// --- Reading -----------------------------------------------------------------------------------

WritStatus documents_read(WritHost *host, const WritDocument *document, WritBuffer *content,
                          WritError *error)
{
    WritText key = {(const char *)document->hash.bytes, WRIT_HASH_BYTES};
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_DOCUMENTS, key, content, error);
    WritHash hash = writ_hash(writ_buffer_text(content));
    bool there = status == WRIT_OK;
    if (!there && status != WRIT_NOT_FOUND) {
        return status;
    }
    if (there && content->length == document->size && writ_hash_equal(&hash, &document->hash)) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_IO,
                    there ? "the content of \"%.*s\" is not what was given: its hash is another"
                          : "the content of \"%.*s\" is missing in the store",
                    WRIT_TEXT_ARGS(document->name));
    return writ_hint(error, "The store is damaged: keep its file, and restore the newest backup.");
}

// --- By hash -----------------------------------------------------------------------------------

enum { CASE_BYTES = 8 };

typedef struct Search {
    WritHost *host;
    uint64_t case_number;
    WritText digits;
    WritDocument *document;
    bool is_found;
    bool is_other; // Another content begins alike.
    bool is_damaged;
} Search;

static bool begins_with(const WritHash *hash, WritText digits)
{
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(hash, hex);
    return memcmp(hex, digits.data, digits.length) == 0;
}

static WritVisit see_row(void *context, WritText key, WritText value)
{
    Search *search = context;
    WritReader in = writ_reader(key);
    WritText hash = writ_get_raw(&in, WRIT_HASH_BYTES);
    uint64_t case_number = writ_get_ordered(&in);
    WritDocument found = {0};
    if (in.failed || !decode_size(value, &found.size)) {
        search->is_damaged = true;
        return WRIT_VISIT_STOP;
    }
    memcpy(found.hash.bytes, hash.data, WRIT_HASH_BYTES);
    if (case_number != search->case_number || !begins_with(&found.hash, search->digits)) {
        return WRIT_VISIT_ON;
    }
    if (search->is_found) {
        search->is_other =
            search->is_other || !writ_hash_equal(&found.hash, &search->document->hash);
        return WRIT_VISIT_ON;
    }
    found.name =
        writ_arena_text(search->host->item_arena, writ_get_raw(&in, writ_reader_left(&in)));
    search->is_found = true;
    *search->document = found;
    return WRIT_VISIT_ON;
}

// The bytes that whole pairs of digits make.
static void add_prefix(WritBuffer *key, WritText digits)
{
    WritHash hash;
    char hex[WRIT_HASH_HEX_BYTES];
    memset(hex, '0', sizeof hex);
    memcpy(hex, digits.data, digits.length);
    (void)writ_hash_from_hex(&hash, (WritText){hex, WRIT_HASH_HEX_BYTES - 1});
    writ_put_raw(key, hash.bytes, digits.length / 2);
}

WritStatus documents_find_hash(WritHost *host, uint64_t case_number, WritText digits,
                               WritDocument *document, WritError *error)
{
    WritBuffer from = {0};
    WritBuffer to = {0};
    Search search = {
        .host = host, .case_number = case_number, .digits = digits, .document = document};
    add_prefix(&from, digits);
    writ_store_prefix_end(&to, writ_buffer_text(&from));
    WritStoreRange range = {WRIT_FAMILY_DOCUMENTS_OF, writ_buffer_text(&from),
                            writ_buffer_text(&to), 0};
    WritStatus status = writ_store_scan(host->store, &range, see_row, &search, error);
    writ_buffer_dispose(&from);
    writ_buffer_dispose(&to);
    if (status != WRIT_OK || search.is_damaged) {
        return status != WRIT_OK ? status : damaged(case_number, error);
    }
    if (search.is_other) {
        (void)writ_fail(error, WRIT_CONFLICT,
                        "more than one document of case %llu has a hash that begins with %.*s",
                        (unsigned long long)case_number, WRIT_TEXT_ARGS(digits));
        return writ_hint(error, "Write more of its digits.");
    }
    return search.is_found ? WRIT_OK : WRIT_NOT_FOUND;
}
