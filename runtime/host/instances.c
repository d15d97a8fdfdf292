// Cases in memory. Any number may be open; those that are used stay here, the rest are rows until
// somebody asks for them, so that memory does not grow with the number of cases.
#include "host/host.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    BUCKETS_FIRST = 1024,
    // A turn ends about as many cases as it begins: so many small ones lend their memory.
    SPARE_MAX = WRIT_HOST_GROUP_MAX,
    SPARE_BYTES_MAX = 16 << 10,
};

// --- The row of a case -------------------------------------------------------------------------

void case_row_encode(WritBuffer *out, const Instance *instance)
{
    const WritCase *state = instance->state;
    writ_put_u8(out, (uint8_t)writ_case_status(state));
    writ_put_uint(out, (uint64_t)(uint32_t)(writ_case_outcome(state) + 1));
    writ_put_uint(out, (uint64_t)(uint32_t)(writ_case_stage(state) + 1));
    writ_put_uint(out, instance->last_entry);
    writ_put_int(out, instance->began);
    // A clock that was set back may end a case before it began.
    int64_t took = instance->ended > instance->began ? instance->ended - instance->began : 0;
    writ_put_int(out, instance->ended == WRIT_NEVER ? -1 : took);
    writ_put_uint(out, instance->basis);
    writ_put_text(out, writ_buffer_text(&instance->key));
    writ_put_text(out, writ_buffer_text(&instance->whole));
}

bool case_row_decode(CaseRow *row, WritText bytes)
{
    WritReader in = writ_reader(bytes);
    uint8_t status = writ_get_u8(&in);
    row->status = (WritCaseStatus)status;
    row->outcome = writ_get_u32(&in) - 1;
    row->stage = writ_get_u32(&in) - 1;
    row->last_entry = writ_get_uint(&in);
    row->began = writ_get_int(&in);
    int64_t took = writ_get_int(&in);
    row->ended = took < 0 ? WRIT_NEVER : row->began + took;
    row->basis = writ_get_uint(&in);
    row->key = writ_get_text(&in);
    row->whole = writ_get_text(&in);
    return writ_reader_done(&in) && status >= WRIT_CASE_OPEN && status <= WRIT_CASE_ENDED;
}

static WritStatus find_in(WritHost *host, WritFamily family, uint64_t number, WritBuffer *bytes,
                          WritError *error)
{
    WritBuffer key = {0};
    key_case(&key, number);
    WritStatus status = writ_store_find(host->store, family, writ_buffer_text(&key), bytes, error);
    writ_buffer_dispose(&key);
    return status;
}

WritStatus case_row_find(WritHost *host, uint64_t number, WritBuffer *bytes, CaseRow *row,
                         WritError *error)
{
    WritStatus status = find_in(host, WRIT_FAMILY_CASES, number, bytes, error);
    if (status == WRIT_NOT_FOUND) {
        status = find_in(host, WRIT_FAMILY_ENDED, number, bytes, error);
    }
    if (status == WRIT_NOT_FOUND) {
        (void)writ_fail(error, status, "there is no case %llu", (unsigned long long)number);
        return writ_hint(error, "writ cases lists them.");
    }
    if (status == WRIT_OK && !case_row_decode(row, writ_buffer_text(bytes))) {
        status = writ_fail(error, WRIT_INVALID, "case %llu is damaged in the store",
                           (unsigned long long)number);
    }
    return status;
}

// --- The table ---------------------------------------------------------------------------------

static Instance **bucket_of(const InstanceTable *table, uint64_t number)
{
    uint64_t mixed = number * 0x9e3779b97f4a7c15u;
    return &table->buckets[(mixed >> 32) & (table->bucket_count - 1)];
}

static void unlink_use(InstanceTable *table, Instance *instance)
{
    if (instance->newer != NULL) {
        instance->newer->older = instance->older;
    } else {
        table->newest = instance->older;
    }
    if (instance->older != NULL) {
        instance->older->newer = instance->newer;
    } else {
        table->oldest = instance->newer;
    }
    instance->newer = instance->older = NULL;
    table->bytes -= instance->bytes;
    instance->bytes = 0;
}

static void link_use(InstanceTable *table, Instance *instance)
{
    instance->older = table->newest;
    if (table->newest != NULL) {
        table->newest->newer = instance;
    } else {
        table->oldest = instance;
    }
    table->newest = instance;
}

static Instance *find(const InstanceTable *table, uint64_t number)
{
    if (table->bucket_count == 0) {
        return NULL;
    }
    Instance *instance = *bucket_of(table, number);
    while (instance != NULL && instance->number != number) {
        instance = instance->in_bucket;
    }
    return instance;
}

static Instance *make(InstanceTable *table, Definition *definition, uint64_t number)
{
    Instance *instance = table->spare;
    if (instance == NULL) {
        instance = calloc(1, sizeof *instance);
        assert(instance != NULL);
        instance->state = writ_case_new(definition->program, number);
    } else {
        table->spare = instance->in_bucket;
        table->spare_count--;
        *instance = (Instance){
            .state = writ_case_renew(instance->state, definition->program, number),
            .whole = instance->whole,
            .key = instance->key,
        };
        writ_buffer_clear(&instance->whole);
        writ_buffer_clear(&instance->key);
    }
    instance->number = number;
    instance->definition = definition;
    instance->ended = WRIT_NEVER;
    return instance;
}

static void unmake(Instance *instance)
{
    writ_case_free(instance->state);
    writ_buffer_dispose(&instance->key);
    writ_buffer_dispose(&instance->whole);
    free(instance);
}

Instance *instances_add(WritHost *host, Definition *definition, uint64_t number)
{
    InstanceTable *table = &host->instances;
    if (table->bucket_count == 0) {
        table->bucket_count = BUCKETS_FIRST;
        table->buckets = calloc(table->bucket_count, sizeof *table->buckets);
        assert(table->buckets != NULL);
    }
    Instance *instance = make(table, definition, number);
    Instance **bucket = bucket_of(table, number);
    instance->in_bucket = *bucket;
    *bucket = instance;
    link_use(table, instance);
    table->count++;
    return instance;
}

void instances_drop(WritHost *host, Instance *instance)
{
    InstanceTable *table = &host->instances;
    Instance **link = bucket_of(table, instance->number);
    while (*link != instance) {
        link = &(*link)->in_bucket;
    }
    *link = instance->in_bucket;
    unlink_use(table, instance);
    table->count--;
    if (table->spare_count < SPARE_MAX && writ_case_bytes(instance->state) <= SPARE_BYTES_MAX) {
        instance->in_bucket = table->spare;
        table->spare = instance;
        table->spare_count++;
        return;
    }
    unmake(instance);
}

// What was used since the last time stands in front; behind the first one that was not, all are
// counted already. So a turn looks at what it used, however many cases are in memory.
void instances_trim(WritHost *host)
{
    InstanceTable *table = &host->instances;
    for (Instance *instance = table->newest; instance != NULL && instance->bytes == 0;) {
        Instance *older = instance->older;
        if (writ_case_status(instance->state) == WRIT_CASE_ENDED) {
            instances_drop(host, instance);
        } else {
            instance->bytes = writ_case_bytes(instance->state);
            table->bytes += instance->bytes;
        }
        instance = older;
    }
    while (table->count > WRIT_HOST_CASES_MAX || table->bytes > WRIT_HOST_CASE_BYTES_MAX) {
        instances_drop(host, table->oldest);
    }
}

void instances_dispose(WritHost *host)
{
    InstanceTable *table = &host->instances;
    while (table->oldest != NULL) {
        instances_drop(host, table->oldest);
    }
    while (table->spare != NULL) {
        Instance *instance = table->spare;
        table->spare = instance->in_bucket;
        unmake(instance);
    }
    free(table->buckets);
    table->buckets = NULL;
}

// --- Loading -----------------------------------------------------------------------------------

typedef struct Loading {
    WritCase *state;
    WritStatus status;
    WritError *error;
} Loading;

static WritVisit load_row(void *context, WritText key, WritText value)
{
    Loading *loading = context;
    WritText part = {key.data + 8, key.length - 8};
    loading->status = writ_case_load_row(loading->state, part, value, loading->error);
    return loading->status == WRIT_OK ? WRIT_VISIT_ON : WRIT_VISIT_STOP;
}

static WritStatus load_small(Instance *instance, WritText whole, WritError *error)
{
    static const char key = WRIT_ROW_WHOLE;
    WritStatus status = writ_case_load_row(instance->state, (WritText){&key, 1}, whole, error);
    return status == WRIT_OK ? writ_case_load_end(instance->state, error) : status;
}

static WritStatus load_open(WritHost *host, Instance *instance, WritError *error)
{
    WritBuffer from = {0};
    WritBuffer to = {0};
    key_case(&from, instance->number);
    key_case(&to, instance->number + 1);
    Loading loading = {.state = instance->state, .error = error};
    WritStoreRange range = {WRIT_FAMILY_STATE, writ_buffer_text(&from), writ_buffer_text(&to), 0};
    WritStatus status = writ_store_scan(host->store, &range, load_row, &loading, error);
    writ_buffer_dispose(&from);
    writ_buffer_dispose(&to);
    if (status == WRIT_OK) {
        status = loading.status;
    }
    return status == WRIT_OK ? writ_case_load_end(instance->state, error) : status;
}

typedef struct History {
    WritBuffer bytes; // Entries one behind the other, newest first.
    size_t *starts;
    size_t count, capacity;
} History;

static WritVisit keep_entry(void *context, const WritJournalEntry *entry)
{
    History *history = context;
    if (history->count == history->capacity) {
        history->capacity = history->capacity == 0 ? 16 : 2 * history->capacity;
        history->starts = realloc(history->starts, history->capacity * sizeof *history->starts);
        assert(history->starts != NULL);
    }
    history->starts[history->count++] = history->bytes.length;
    writ_buffer_add(&history->bytes, entry->bytes);
    return WRIT_VISIT_ON;
}

static WritStatus replay_entry(Instance *instance, WritArena *arena, WritText bytes,
                               WritError *error)
{
    WritEntry entry;
    WritStatus status = writ_entry_decode(&entry, arena, bytes, error);
    for (uint32_t i = 0; status == WRIT_OK && i < entry.event_count; i++) {
        status = writ_case_apply(instance->state, &entry.events[i], entry.effective, error);
    }
    return status;
}

// An ended case has no rows any more: what it was comes back from its journal.
static WritStatus load_ended(WritHost *host, Instance *instance, WritError *error)
{
    History history = {.count = 0};
    WritStatus status =
        writ_store_journal_walk(host->store, instance->last_entry, keep_entry, &history, error);
    WritArena *arena = writ_arena_new(WRIT_HOST_CASE_BYTES_MAX);
    for (size_t i = history.count; status == WRIT_OK && i-- > 0;) {
        size_t stop = i + 1 == history.count ? history.bytes.length : history.starts[i + 1];
        WritText bytes = {history.bytes.data + history.starts[i], stop - history.starts[i]};
        status = replay_entry(instance, arena, bytes, error);
    }
    writ_arena_free(arena);
    writ_buffer_dispose(&history.bytes);
    free(history.starts);
    return status;
}

static WritStatus load(WritHost *host, uint64_t number, Instance **loaded, WritError *error)
{
    WritBuffer bytes = {0};
    CaseRow row;
    WritBasis basis;
    Definition *definition = NULL;
    Instance *instance = NULL;
    WritStatus status = case_row_find(host, number, &bytes, &row, error);
    if (status != WRIT_OK || (status = basis_read(host, row.basis, &basis, error)) != WRIT_OK) {
        goto done;
    }
    status = definitions_get(host, &basis.definition, &definition, error);
    if (status != WRIT_OK) {
        goto done;
    }
    instance = instances_add(host, definition, number);
    instance->last_entry = row.last_entry;
    instance->began = row.began;
    instance->ended = row.ended;
    instance->basis = row.basis;
    memcpy(instance->commit, basis.commit, sizeof instance->commit);
    writ_buffer_add(&instance->key, row.key);
    if (row.status == WRIT_CASE_ENDED) {
        status = load_ended(host, instance, error);
    } else if (row.whole.length > 0) {
        status = load_small(instance, row.whole, error);
    } else {
        status = load_open(host, instance, error);
    }
    if (status != WRIT_OK) {
        instances_drop(host, instance);
        goto done;
    }
    *loaded = instance;

done:
    writ_buffer_dispose(&bytes);
    return status;
}

WritStatus instances_get(WritHost *host, uint64_t number, Instance **instance, WritError *error)
{
    *instance = find(&host->instances, number);
    if (*instance == NULL) {
        return load(host, number, instance, error);
    }
    unlink_use(&host->instances, *instance);
    link_use(&host->instances, *instance);
    return WRIT_OK;
}
