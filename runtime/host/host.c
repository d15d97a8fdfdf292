// Opening and closing: the store first, since its owner is the only one who may go on.
#include "host/host.h"
#include "host/messages.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { ITEM_ARENA_BYTES = 256 << 20, ORIGIN_BYTES = 4 };

// Where the last case and the last early message stand: numbers go on behind them.
typedef struct LastKey {
    uint64_t number;
} LastKey;

static WritVisit keep_number(void *context, WritText key, WritText value)
{
    (void)value;
    LastKey *last = context;
    WritReader in = writ_reader(key);
    last->number = writ_get_ordered(&in);
    return WRIT_VISIT_ON;
}

// The highest number of a case in a family, found by halving: scanning all would make opening slow.
static WritStatus find_last_case(WritHost *host, WritFamily family, uint64_t *last,
                                 WritError *error)
{
    uint64_t low = 0;
    uint64_t high = WRIT_STORE_NUMBER_MAX;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        LastKey found = {.number = 0};
        writ_buffer_clear(&host->key);
        key_case(&host->key, middle + 1);
        WritStoreRange range = {family, writ_buffer_text(&host->key), {0}, 1};
        WritStatus status = writ_store_scan(host->store, &range, keep_number, &found, error);
        if (status != WRIT_OK) {
            return status;
        }
        if (found.number == 0) {
            high = middle;
        } else {
            low = found.number;
        }
    }
    *last = low;
    return WRIT_OK;
}

static WritStatus find_next_case(WritHost *host, WritError *error)
{
    uint64_t open = 0;
    uint64_t ended = 0;
    WritStatus status = find_last_case(host, WRIT_FAMILY_CASES, &open, error);
    if (status == WRIT_OK) {
        status = find_last_case(host, WRIT_FAMILY_ENDED, &ended, error);
    }
    host->next_case = (open > ended ? open : ended) + 1;
    return status;
}

// A name for this store that other systems see in every call id; made once.
static WritStatus find_origin(WritHost *host, WritError *error)
{
    writ_buffer_clear(&host->value);
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_META, writ_text("origin"), &host->value, error);
    if (status == WRIT_OK && host->value.length == 2 * ORIGIN_BYTES) {
        memcpy(host->origin, host->value.data, host->value.length);
        return WRIT_OK;
    }
    if (status != WRIT_OK && status != WRIT_NOT_FOUND) {
        return status;
    }
    unsigned char random[ORIGIN_BYTES];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        return writ_fail(error, WRIT_IO, "the system gives no random numbers");
    }
    for (size_t i = 0; i < sizeof random; i++) {
        static const char digits[] = "0123456789abcdef";
        host->origin[2 * i] = digits[random[i] >> 4];
        host->origin[2 * i + 1] = digits[random[i] & 15];
    }
    item_begin(host);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_META, writ_text("origin"),
                         writ_text(host->origin));
    status = item_end(host, error);
    host->unflushed = 0;
    return status == WRIT_OK ? writ_store_flush(host->store, error) : status;
}

static WritStatus open_store(WritHost *host, WritError *error)
{
    if (host->options.store == NULL) {
        host->store = writ_store_open_memory();
        return WRIT_OK;
    }
    WritStoreOptions options = {.mode = WRIT_STORE_MAY_CREATE, .vfs = host->options.store_vfs};
    WritStatus status = writ_store_open(&host->store, host->options.store, &options, error);
    // A file that is no store is the world's fault, as one that cannot be read: WRIT_INVALID is for
    // the texts of the book.
    if (status == WRIT_INVALID) {
        status = error->status = WRIT_IO;
    }
    return status;
}

enum { LAST_ENTRIES = 64 };

// When the last entry of the journal was written, by whichever host: until then one ran. What
// decisions rest on has no time; a few such entries stand behind each other at most. INT64_MAX
// where none can be read.
static int64_t find_last_instant(WritHost *host)
{
    uint64_t sequence = writ_store_next_sequence(host->store);
    for (int i = 0; i < LAST_ENTRIES && sequence > 1; i++) {
        WritJournalEntry journal;
        WritEntry entry;
        WritError error;
        if (writ_store_journal_read(host->store, --sequence, &journal, &host->value, &error) !=
            WRIT_OK) {
            return INT64_MAX;
        }
        if (journal.case_number != 0) {
            WritStatus read = writ_entry_decode(&entry, host->item_arena, journal.bytes, &error);
            return read == WRIT_OK ? entry.at : INT64_MAX;
        }
    }
    return INT64_MAX;
}

static WritStatus open_parts(WritHost *host, WritError *error)
{
    WritStatus status = open_store(host, error);
    if (status == WRIT_OK) {
        status = find_origin(host, error);
    }
    if (status == WRIT_OK) {
        status = find_next_case(host, error);
    }
    if (status == WRIT_OK) {
        sent_open(&host->sent, host->clock.now(host->clock.self), find_last_instant(host));
        status = early_load(host, error);
    }
    if (status == WRIT_OK) {
        status = definitions_load(host, error);
    }
    if (status == WRIT_OK) {
        status = items_load(host, error);
    }
    return status == WRIT_OK ? calls_open(host, error) : status;
}

WritStatus writ_host_open(WritHost **opened, const WritHostOptions *options, WritError *error)
{
    WritHost *host = calloc(1, sizeof *host);
    assert(host != NULL && options->clock.now != NULL);
    host->options = *options;
    host->clock = options->clock;
    timers_init(&host->timers);
    host->recount_again = INT64_MIN;
    host->item_arena = writ_arena_new(ITEM_ARENA_BYTES);
    WritStatus status = open_parts(host, error);
    if (status != WRIT_OK) {
        writ_host_close(host);
        return status;
    }
    *opened = host;
    return WRIT_OK;
}

void writ_host_close(WritHost *host)
{
    if (host == NULL) {
        return;
    }
    calls_close(host);
    items_dispose(host);
    instances_dispose(host);
    bases_dispose(host);
    preview_forget(host);
    almanac_dispose(host);
    rates_dispose(host);
    definitions_dispose(host);
    writ_store_batch_dispose(&host->batch);
    writ_store_close(host->store);
    writ_arena_free(host->item_arena);
    writ_buffer_dispose(&host->key);
    writ_buffer_dispose(&host->value);
    timers_dispose(&host->timers);
    free(host);
}

WritStatus writ_host_renew(WritHost *host, const WritDirectory *directory, WritError *error)
{
    assert(host->options.store == NULL && host->options.book == NULL && host->unflushed == 0);
    calls_renew(host);
    items_dispose(host);
    instances_dispose(host);
    bases_dispose(host);
    writ_store_close(host->store);
    host->instances = (InstanceTable){0};
    host->touched = NULL;
    host->touched_count = host->touched_capacity = 0;
    host->item_count = 0;
    host->spare_answer_count = 0;
    host->next_case = 1;
    host->next_arrival = 0;
    host->recount_next = 0;
    host->recount_again = INT64_MIN;
    timers_dispose(&host->timers);
    timers_init(&host->timers);
    sent_open(&host->sent, host->clock.now(host->clock.self), INT64_MAX);
    host->store = writ_store_open_memory();
    // Nothing outside sees the ids of calls, so that they may be the same in every run.
    memset(host->origin, '0', sizeof host->origin - 1);
    WritStatus status = early_load(host, error);
    return status == WRIT_OK ? definitions_renew(host, directory, error) : status;
}

WritClockwork writ_host_clockwork(WritHost *host)
{
    return almanac_clockwork(host);
}

WritHostCounters writ_host_counters(const WritHost *host)
{
    WritHostCounters counters = host->counters;
    return counters;
}

// --- Submitting --------------------------------------------------------------------------------

static size_t request_bytes(const WritRequest *request)
{
    return request->name.length + request->body.length + request->body_name.length +
           request->person.length + request->account.length + request->key.length +
           request->source.length + request->comment.length + request->revision.length +
           request->files.length;
}

static void keep(WritText *text, char **at)
{
    if (text->length > 0) {
        memcpy(*at, text->data, text->length);
    }
    text->data = *at;
    *at += text->length;
}

WritStatus writ_host_submit(WritHost *host, const WritRequest *request, WritAnswered *answered,
                            void *self, WritError *error)
{
    if (host->item_count >= WRIT_HOST_QUEUE_MAX) {
        (void)writ_fail(error, WRIT_LIMIT, "%d requests are waiting already", WRIT_HOST_QUEUE_MAX);
        return writ_hint(error, "Try again in a moment.");
    }
    WritStatus status = writ_request_check(request, error);
    if (status != WRIT_OK) {
        return status;
    }
    Item *item = calloc(1, sizeof *item + request_bytes(request));
    assert(item != NULL);
    item->kind = ITEM_REQUEST;
    item->request = *request;
    item->answered = answered;
    item->self = self;
    char *at = (char *)(item + 1);
    keep(&item->request.name, &at);
    keep(&item->request.body, &at);
    keep(&item->request.body_name, &at);
    keep(&item->request.person, &at);
    keep(&item->request.account, &at);
    keep(&item->request.key, &at);
    keep(&item->request.source, &at);
    keep(&item->request.comment, &at);
    keep(&item->request.revision, &at);
    keep(&item->request.files, &at);
    item_push(host, item);
    return WRIT_OK;
}
