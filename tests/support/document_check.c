#include "support/document_check.h"

#include <stdlib.h>
#include <string.h>

#include "host/host.h"

// Rows that must be there, as keys; what is found is crossed out.
typedef struct Keys {
    WritBuffer *items;
    bool *found;
    uint32_t count;
} Keys;

typedef struct Checking {
    WritHost *host;
    WritBuffer *wrong;
    WritArena *arena;
    Keys contents;
    Keys owned;
} Checking;

static void add_key(Keys *keys, WritText key)
{
    for (uint32_t i = 0; i < keys->count; i++) {
        if (writ_text_equal(writ_buffer_text(&keys->items[i]), key)) {
            return;
        }
    }
    keys->items = realloc(keys->items, (keys->count + 1) * sizeof *keys->items);
    keys->found = realloc(keys->found, (keys->count + 1) * sizeof *keys->found);
    if (keys->items == NULL || keys->found == NULL) {
        abort();
    }
    keys->items[keys->count] = (WritBuffer){0};
    keys->found[keys->count] = false;
    writ_buffer_add(&keys->items[keys->count++], key);
}

static bool cross_out(Keys *keys, WritText key)
{
    for (uint32_t i = 0; i < keys->count; i++) {
        if (writ_text_equal(writ_buffer_text(&keys->items[i]), key)) {
            keys->found[i] = true;
            return true;
        }
    }
    return false;
}

static void add_value(Checking *c, uint64_t case_number, const WritValue *value)
{
    if (value->kind == WRIT_VALUE_DOCUMENT) {
        WritBuffer key = {0};
        const WritDocument *document = value->document;
        add_key(&c->contents, (WritText){(const char *)document->hash.bytes, WRIT_HASH_BYTES});
        key_document_of(&key, &document->hash, case_number, document->name);
        add_key(&c->owned, writ_buffer_text(&key));
        writ_buffer_dispose(&key);
        return;
    }
    bool is_list = value->kind == WRIT_VALUE_LIST;
    if (!is_list && value->kind != WRIT_VALUE_RECORD) {
        return;
    }
    uint32_t count = is_list ? value->list->count : value->record->field_count;
    for (uint32_t i = 0; i < count; i++) {
        add_value(c, case_number, is_list ? &value->list->items[i] : &value->record->fields[i]);
    }
}

static WritVisit take_entry(void *context, const WritJournalEntry *journal)
{
    Checking *c = context;
    WritEntry entry;
    writ_arena_reset(c->arena);
    if (journal->case_number == 0 ||
        writ_entry_decode(&entry, c->arena, journal->bytes, NULL) != WRIT_OK) {
        return WRIT_VISIT_ON; // Whether the journal is sound is asked elsewhere.
    }
    for (uint32_t i = 0; i < entry.event_count; i++) {
        const WritEvent *event = &entry.events[i];
        add_value(c, entry.case_number, &event->value);
        for (uint32_t j = 0; j < event->value_count; j++) {
            add_value(c, entry.case_number, &event->values[j]);
        }
    }
    return WRIT_VISIT_ON;
}

static WritVisit take_content(void *context, WritText key, WritText value)
{
    Checking *c = context;
    WritHash hash = writ_hash(value);
    if (!writ_text_equal(key, (WritText){(const char *)hash.bytes, WRIT_HASH_BYTES})) {
        writ_buffer_format(c->wrong, "a content of %zu bytes is not what its hash says\n",
                           value.length);
    }
    if (!cross_out(&c->contents, key)) {
        writ_buffer_format(c->wrong, "a content of %zu bytes is of no event\n", value.length);
    }
    return WRIT_VISIT_ON;
}

static WritVisit take_owned(void *context, WritText key, WritText value)
{
    Checking *c = context;
    (void)value;
    if (!cross_out(&c->owned, key)) {
        writ_buffer_format(c->wrong, "a row of %zu bytes of a document is of no event\n",
                           key.length);
    }
    return WRIT_VISIT_ON;
}

static void scan(Checking *c, WritFamily family, WritStoreVisitor *visit)
{
    WritError error;
    WritStoreRange range = {.family = family};
    if (writ_store_scan(c->host->store, &range, visit, c, &error) != WRIT_OK) {
        writ_buffer_format(c->wrong, "%s: %s\n", writ_family_name(family), error.text);
    }
}

static void end_keys(Keys *keys, const char *what, WritBuffer *wrong)
{
    for (uint32_t i = 0; i < keys->count; i++) {
        if (!keys->found[i]) {
            writ_buffer_format(wrong, "a document of an event has no %s\n", what);
        }
        writ_buffer_dispose(&keys->items[i]);
    }
    free(keys->items);
    free(keys->found);
}

void document_check(WritHost *host, WritBuffer *wrong)
{
    Checking c = {.host = host, .wrong = wrong, .arena = writ_arena_new((size_t)64 << 20)};
    WritError error;
    if (writ_store_journal_scan(host->store, 1, take_entry, &c, &error) != WRIT_OK) {
        writ_buffer_format(wrong, "the journal: %s\n", error.text);
    }
    scan(&c, WRIT_FAMILY_DOCUMENTS, take_content);
    scan(&c, WRIT_FAMILY_DOCUMENTS_OF, take_owned);
    end_keys(&c.contents, "content", wrong);
    end_keys(&c.owned, "row", wrong);
    writ_arena_free(c.arena);
}
