// `outbox`: the messages that went out, the newest first.
//
// Rows stand in the order of the journal, and the store reads upwards only. So windows of entries
// are read from the end backwards, wider where there is little in them. Of one case, the entries of
// its own journal are asked.
#include "host/view.h"

#include <assert.h>
#include <stdio.h>

#include "host/json_out.h"

enum {
    WINDOW_ROWS_MAX = 10000,
    WINDOW_ENTRIES_MAX = 4096,
    WINDOWS_MAX = 100000, // For one answer.
    WINDOW_ARENA_BYTES = 1 << 30,
};

typedef struct Row {
    uint64_t entry;
    uint32_t number;
    WritText value;
} Row;

typedef struct Outbox {
    WritHost *host;
    WritPeople people;
    WritBuffer *json;
    WritArena *arena; // Of one window.
    Row *rows;        // Of one window, upwards.
    uint32_t row_count;
    uint32_t limit, count;
    bool more;
    WritStatus status;
    WritError *error;
} Outbox;

// --- One window --------------------------------------------------------------------------------

static WritVisit keep_row(void *context, WritText key, WritText value)
{
    Outbox *outbox = context;
    WritReader in = writ_reader(key);
    Row *row = &outbox->rows[outbox->row_count++];
    row->entry = writ_get_ordered(&in);
    row->number = 0;
    for (int i = 0; i < 4; i++) {
        row->number = row->number << 8 | writ_get_u8(&in);
    }
    row->value = writ_arena_text(outbox->arena, value);
    return WRIT_VISIT_ON;
}

// The rows of the entries from `from` to before `until`, WINDOW_ROWS_MAX at most.
static WritStatus read_window(Outbox *outbox, uint64_t from, uint64_t until)
{
    WritBuffer first = {0};
    WritBuffer last = {0};
    writ_arena_reset(outbox->arena);
    outbox->rows = writ_arena_array(outbox->arena, WINDOW_ROWS_MAX, sizeof(Row));
    outbox->row_count = 0;
    writ_put_ordered(&first, from);
    writ_put_ordered(&last, until);
    WritStoreRange range = {WRIT_FAMILY_OUTBOX, writ_buffer_text(&first), writ_buffer_text(&last),
                            WINDOW_ROWS_MAX};
    WritStatus status =
        writ_store_scan(outbox->host->store, &range, keep_row, outbox, outbox->error);
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&last);
    return status;
}

// --- Writing -----------------------------------------------------------------------------------

static void write_recipients(const Outbox *outbox, WritReader *in)
{
    json_open_list(outbox->json, "to");
    for (size_t left = writ_get_count(in); left > 0 && !in->failed; left--) {
        WritText person = writ_get_text(in);
        json_open(outbox->json, NULL);
        json_text(outbox->json, "person", person);
        json_text(outbox->json, "person_name", outbox->people.name(outbox->people.self, person));
        json_close(outbox->json);
    }
    json_close_list(outbox->json);
}

static WritStatus write_row(Outbox *outbox, const Row *row)
{
    WritReader in = writ_reader(row->value);
    char id[48];
    (void)snprintf(id, sizeof id, "%llu.%u", (unsigned long long)row->entry, row->number);
    json_open(outbox->json, NULL);
    json_string(outbox->json, "id", id);
    json_number(outbox->json, "case", writ_get_uint(&in));
    json_instant(outbox->json, "at", writ_get_int(&in));
    json_text(outbox->json, "message", writ_get_text(&in));
    json_text(outbox->json, "subject", writ_get_text(&in));
    json_text(outbox->json, "text", writ_get_text(&in));
    write_recipients(outbox, &in);
    json_close(outbox->json);
    if (!writ_reader_done(&in)) {
        return writ_fail(outbox->error, WRIT_INVALID, "message %s is damaged in the store", id);
    }
    return WRIT_OK;
}

static WritStatus write_window(Outbox *outbox)
{
    for (uint32_t i = outbox->row_count; i-- > 0 && !outbox->more;) {
        size_t before = outbox->json->length;
        if (outbox->count == outbox->limit) {
            outbox->more = true;
            return WRIT_OK;
        }
        WritStatus status = write_row(outbox, &outbox->rows[i]);
        if (status != WRIT_OK) {
            return status;
        }
        outbox->more = !json_keep(outbox->json, before);
        outbox->count++;
    }
    return WRIT_OK;
}

// --- Which entries -----------------------------------------------------------------------------

static WritStatus write_all(Outbox *outbox)
{
    uint64_t until = writ_store_next_sequence(outbox->host->store);
    uint64_t width = 1;
    for (uint32_t windows = 0; until > 1 && !outbox->more; windows++) {
        uint64_t from = until > width ? until - width : 1;
        WritStatus status = read_window(outbox, from, until);
        if (status != WRIT_OK) {
            return status;
        }
        if (outbox->row_count == WINDOW_ROWS_MAX && width > 1) {
            width = width > 16 ? width / 16 : 1; // There may be more of them: look closer.
            continue;
        }
        status = write_window(outbox);
        if (status != WRIT_OK) {
            return status;
        }
        until = from;
        width = width < WINDOW_ENTRIES_MAX ? 2 * width : width;
        outbox->more = outbox->more || windows == WINDOWS_MAX;
    }
    return WRIT_OK;
}

static WritVisit write_entry(void *context, const WritJournalEntry *entry)
{
    Outbox *outbox = context;
    outbox->status = read_window(outbox, entry->sequence, entry->sequence + 1);
    if (outbox->status == WRIT_OK) {
        outbox->status = write_window(outbox);
    }
    return outbox->status == WRIT_OK && !outbox->more ? WRIT_VISIT_ON : WRIT_VISIT_STOP;
}

static WritStatus write_case(Outbox *outbox, uint64_t case_number)
{
    WritBuffer bytes = {0};
    CaseRow row;
    WritStatus status = case_row_find(outbox->host, case_number, &bytes, &row, outbox->error);
    if (status == WRIT_OK) {
        status = writ_store_journal_walk(outbox->host->store, row.last_entry, write_entry, outbox,
                                         outbox->error);
    }
    writ_buffer_dispose(&bytes);
    return status == WRIT_OK ? outbox->status : status;
}

WritStatus request_outbox(WritHost *host, const WritRequest *request, WritBuffer *json,
                          WritError *error)
{
    Outbox outbox = {
        .host = host,
        .people = people_source(host),
        .json = json,
        .arena = writ_arena_new(WINDOW_ARENA_BYTES),
        .limit = view_limit(request),
        .error = error,
    };
    json_open(json, NULL);
    json_open_list(json, "messages");
    WritStatus status =
        request->case_number == 0 ? write_all(&outbox) : write_case(&outbox, request->case_number);
    json_close_list(json);
    json_truth(json, "more", outbox.more);
    json_close(json);
    writ_arena_free(outbox.arena);
    return status;
}
