// The store in memory: for tests and simulation, and the oracle for the other back ends. So it is
// plain: sorted arrays, and a list of what to undo when a roll-back comes.
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/back_end.h"

typedef struct Row {
    size_t key_length;
    size_t value_length;
    char bytes[]; // Key, then value.
} Row;

typedef struct Rows {
    Row **rows; // By key.
    size_t count;
    size_t capacity;
} Rows;

// A row was put or deleted; `before` is what stood there, NULL for nothing.
typedef struct Undo {
    WritFamily family;
    Row *before;
    Row *after; // NULL after a deletion.
} Undo;

typedef struct MemoryStore {
    Rows families[STORE_FAMILY_NUMBER_MAX + 1];
    WritJournalEntry *journal; // Entry n at n - 1.
    size_t journal_count;
    size_t journal_capacity;
    size_t journal_committed;
    Undo *undos;
    size_t undo_count;
    size_t undo_capacity;
} MemoryStore;

static void *grow(void *array, size_t *capacity, size_t count, size_t element_bytes)
{
    if (count < *capacity) {
        return array;
    }
    size_t larger = *capacity == 0 ? 16 : *capacity * 2;
    void *grown = reallocarray(array, larger, element_bytes);
    if (grown == NULL) {
        abort();
    }
    *capacity = larger;
    return grown;
}

static WritText row_key(const Row *row)
{
    return (WritText){row->bytes, row->key_length};
}

static WritText row_value(const Row *row)
{
    return (WritText){row->bytes + row->key_length, row->value_length};
}

static Row *new_row(WritText key, WritText value)
{
    Row *row = malloc(sizeof *row + key.length + value.length);
    if (row == NULL) {
        abort();
    }
    row->key_length = key.length;
    row->value_length = value.length;
    memcpy(row->bytes, key.data, key.length);
    if (value.length > 0) {
        memcpy(row->bytes + key.length, value.data, value.length);
    }
    return row;
}

// Where `key` is, or where it belongs.
static size_t position_of(const Rows *rows, WritText key)
{
    size_t low = 0;
    size_t high = rows->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (writ_text_compare(row_key(rows->rows[middle]), key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static Row *row_at(const Rows *rows, size_t at, WritText key)
{
    bool is_there = at < rows->count && writ_text_equal(row_key(rows->rows[at]), key);
    return is_there ? rows->rows[at] : NULL;
}

// Puts `row` in the place of what has its key, or takes that away when `row` is NULL. Returns what
// was there.
static Row *exchange(Rows *rows, WritText key, Row *row)
{
    size_t at = position_of(rows, key);
    Row *before = row_at(rows, at, key);
    if (before != NULL && row != NULL) {
        rows->rows[at] = row;
    } else if (before != NULL) {
        rows->count--;
        memmove(&rows->rows[at], &rows->rows[at + 1], (rows->count - at) * sizeof(Row *));
    } else if (row != NULL) {
        rows->rows = grow(rows->rows, &rows->capacity, rows->count, sizeof(Row *));
        memmove(&rows->rows[at + 1], &rows->rows[at], (rows->count - at) * sizeof(Row *));
        rows->rows[at] = row;
        rows->count++;
    }
    return before;
}

static WritStatus memory_find(void *state, WritFamily family, WritText key, WritBuffer *value,
                              WritError *error)
{
    (void)error;
    const Rows *rows = &((MemoryStore *)state)->families[family];
    const Row *row = row_at(rows, position_of(rows, key), key);
    if (row == NULL) {
        return WRIT_NOT_FOUND;
    }
    writ_buffer_clear(value);
    writ_buffer_add(value, row_value(row));
    return WRIT_OK;
}

static WritStatus memory_scan(void *state, const WritStoreRange *range, WritStoreVisitor *visit,
                              void *context, WritError *error)
{
    (void)error;
    const Rows *rows = &((MemoryStore *)state)->families[range->family];
    uint32_t visited = 0;
    for (size_t at = position_of(rows, range->from); at < rows->count; at++) {
        const Row *row = rows->rows[at];
        if (range->to.length > 0 && writ_text_compare(row_key(row), range->to) >= 0) {
            break;
        }
        if (visit(context, row_key(row), row_value(row)) == WRIT_VISIT_STOP ||
            ++visited == range->limit) {
            break;
        }
    }
    return WRIT_OK;
}

static WritStatus memory_journal_read(void *state, uint64_t sequence, WritJournalEntry *entry,
                                      WritBuffer *bytes, WritError *error)
{
    (void)error;
    const MemoryStore *memory = state;
    if (sequence > memory->journal_count) {
        return WRIT_NOT_FOUND;
    }
    *entry = memory->journal[sequence - 1];
    writ_buffer_clear(bytes);
    writ_buffer_add(bytes, entry->bytes);
    entry->bytes = writ_buffer_text(bytes);
    return WRIT_OK;
}

static WritStatus memory_journal_scan(void *state, uint64_t from, WritJournalVisitor *visit,
                                      void *context, WritError *error)
{
    (void)error;
    const MemoryStore *memory = state;
    for (uint64_t sequence = from; sequence <= memory->journal_count; sequence++) {
        if (visit(context, &memory->journal[sequence - 1]) == WRIT_VISIT_STOP) {
            break;
        }
    }
    return WRIT_OK;
}

static void change_row(MemoryStore *memory, const StoreOperation *operation)
{
    Row *after = NULL;
    if (operation->kind == STORE_PUT) {
        after = new_row(operation->key, operation->value);
    }
    Row *before = exchange(&memory->families[operation->family], operation->key, after);
    if (before == NULL && after == NULL) {
        return;
    }
    memory->undos = grow(memory->undos, &memory->undo_capacity, memory->undo_count, sizeof(Undo));
    memory->undos[memory->undo_count++] = (Undo){operation->family, before, after};
}

static void append(MemoryStore *memory, const WritJournalEntry *entry)
{
    assert(entry->sequence == memory->journal_count + 1);
    memory->journal = grow(memory->journal, &memory->journal_capacity, memory->journal_count,
                           sizeof *memory->journal);
    WritBuffer copy = {0};
    writ_buffer_add(&copy, entry->bytes);
    WritJournalEntry *kept = &memory->journal[memory->journal_count++];
    *kept = *entry;
    kept->bytes = writ_buffer_text(&copy);
}

static WritStatus memory_apply(void *state, WritText operations, WritError *error)
{
    (void)error;
    MemoryStore *memory = state;
    WritReader in = writ_reader(operations);
    StoreOperation operation;
    while (store_operation_next(&in, &operation)) {
        if (operation.kind == STORE_APPEND) {
            append(memory, &operation.entry);
        } else {
            change_row(memory, &operation);
        }
    }
    return WRIT_OK;
}

static WritStatus memory_commit(void *state, WritError *error)
{
    (void)error;
    MemoryStore *memory = state;
    for (size_t i = 0; i < memory->undo_count; i++) {
        free(memory->undos[i].before);
    }
    memory->undo_count = 0;
    memory->journal_committed = memory->journal_count;
    return WRIT_OK;
}

static WritStatus memory_roll_back(void *state, WritError *error)
{
    (void)error;
    MemoryStore *memory = state;
    while (memory->undo_count > 0) {
        const Undo *undo = &memory->undos[--memory->undo_count];
        const Row *present = undo->after != NULL ? undo->after : undo->before;
        Row *after = exchange(&memory->families[undo->family], row_key(present), undo->before);
        assert(after == undo->after);
        free(after);
    }
    while (memory->journal_count > memory->journal_committed) {
        free((char *)memory->journal[--memory->journal_count].bytes.data);
    }
    return WRIT_OK;
}

static bool memory_has_lost_writes(void *state)
{
    (void)state;
    return false;
}

static bool memory_is_unsettled(void *state)
{
    (void)state;
    return false;
}

static WritStatus memory_settle(void *state, WritError *error)
{
    (void)state;
    (void)error;
    return WRIT_OK;
}

static WritStatus memory_backup(void *state, const char *path, WritBackupProgress *progress,
                                void *context, WritError *error)
{
    (void)state;
    (void)progress;
    (void)context;
    (void)writ_fail(error, WRIT_INVALID, "a store in memory cannot be backed up to \"%s\"", path);
    return writ_hint(error, "Name a store in a file.");
}

static void memory_close(void *state, bool stopped)
{
    (void)stopped;
    MemoryStore *memory = state;
    (void)memory_commit(memory, NULL);
    memory->journal_committed = 0;
    (void)memory_roll_back(memory, NULL);
    for (size_t family = 0; family <= STORE_FAMILY_NUMBER_MAX; family++) {
        Rows *rows = &memory->families[family];
        for (size_t at = 0; at < rows->count; at++) {
            free(rows->rows[at]);
        }
        free(rows->rows);
    }
    free(memory->journal);
    free(memory->undos);
    free(memory);
}

static const StoreBackEnd memory_back_end = {
    .find = memory_find,
    .scan = memory_scan,
    .journal_read = memory_journal_read,
    .journal_scan = memory_journal_scan,
    .apply = memory_apply,
    .commit = memory_commit,
    .roll_back = memory_roll_back,
    .has_lost_writes = memory_has_lost_writes,
    .is_unsettled = memory_is_unsettled,
    .settle = memory_settle,
    .backup = memory_backup,
    .close = memory_close,
};

WritStore *writ_store_open_memory(void)
{
    MemoryStore *memory = calloc(1, sizeof *memory);
    if (memory == NULL) {
        abort();
    }
    return store_new(&memory_back_end, memory, 0);
}
