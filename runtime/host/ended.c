#include "host/ended.h"

#include <assert.h>
#include <stdlib.h>

enum {
    ENTRY_ARENA_BYTES = 256 << 20,
    KEPT_BYTES_MAX = 1 << 20, // Of one history; older entries are read once more.
    LET_GO_EVERY = 64,        // Entries.
};

typedef struct Kept {
    uint64_t sequence;
    size_t start, length; // In `bytes`; length 0: not kept.
} Kept;

struct Ended {
    WritCase *state; // NULL before the first.
    WritArena *arena;
    WritBuffer bytes, entry;
    Kept *kept; // Newest first.
    size_t count, capacity;
    uint64_t entries;
};

Ended *ended_new(void)
{
    Ended *ended = calloc(1, sizeof *ended);
    assert(ended != NULL);
    ended->arena = writ_arena_new(ENTRY_ARENA_BYTES);
    return ended;
}

void ended_free(Ended *ended)
{
    if (ended == NULL) {
        return;
    }
    writ_case_free(ended->state);
    writ_arena_free(ended->arena);
    writ_buffer_dispose(&ended->bytes);
    writ_buffer_dispose(&ended->entry);
    free(ended->kept);
    free(ended);
}

uint64_t ended_entries(const Ended *ended)
{
    return ended->entries;
}

static WritVisit keep(void *context, const WritJournalEntry *entry)
{
    Ended *ended = context;
    if (ended->count == ended->capacity) {
        ended->capacity = ended->capacity == 0 ? 64 : 2 * ended->capacity;
        ended->kept = realloc(ended->kept, ended->capacity * sizeof *ended->kept);
        assert(ended->kept != NULL);
    }
    Kept kept = {entry->sequence, ended->bytes.length, entry->bytes.length};
    if (ended->bytes.length + entry->bytes.length <= KEPT_BYTES_MAX) {
        writ_buffer_add(&ended->bytes, entry->bytes);
    } else {
        kept.length = 0;
    }
    ended->kept[ended->count++] = kept;
    return WRIT_VISIT_ON;
}

static WritStatus bytes_of(Ended *ended, WritHost *host, const Kept *kept, WritText *bytes,
                           WritError *error)
{
    if (kept->length > 0) {
        *bytes = (WritText){ended->bytes.data + kept->start, kept->length};
        return WRIT_OK;
    }
    WritJournalEntry entry = {0};
    WritStatus status =
        writ_store_journal_read(host->store, kept->sequence, &entry, &ended->entry, error);
    *bytes = entry.bytes;
    return status;
}

typedef struct Seeing {
    EndedSeen *seen;
    void *self;
    bool is_over;
} Seeing;

static WritStatus replay(Ended *ended, WritText bytes, Seeing *seeing, WritError *error)
{
    WritEntry entry;
    writ_arena_reset(ended->arena);
    WritStatus status = writ_entry_decode(&entry, ended->arena, bytes, error);
    for (uint32_t i = 0; status == WRIT_OK && !seeing->is_over && i < entry.event_count; i++) {
        if (entry.events[i].kind == WRIT_EVENT_CASE_ENDED) {
            seeing->is_over = true;
            seeing->seen(seeing->self, ended->state);
        } else {
            status = writ_case_apply(ended->state, &entry.events[i], entry.effective, error);
        }
    }
    return status;
}

WritStatus ended_replay(Ended *ended, WritHost *host, const Definition *definition, uint64_t number,
                        uint64_t last_entry, EndedSeen *seen, void *self, WritError *error)
{
    Seeing seeing = {.seen = seen, .self = self};
    writ_buffer_clear(&ended->bytes);
    ended->count = 0;
    ended->state = ended->state == NULL
                       ? writ_case_new(definition->program, number)
                       : writ_case_renew(ended->state, definition->program, number);
    WritStatus status = writ_store_journal_walk(host->store, last_entry, keep, ended, error);
    for (size_t i = ended->count; status == WRIT_OK && i-- > 0;) {
        WritText bytes;
        status = bytes_of(ended, host, &ended->kept[i], &bytes, error);
        if (status == WRIT_OK) {
            status = replay(ended, bytes, &seeing, error);
        }
        if (i % LET_GO_EVERY == LET_GO_EVERY - 1) {
            writ_case_forget(ended->state);
        }
    }
    ended->entries += ended->count;
    if (status == WRIT_OK && !seeing.is_over) {
        status =
            writ_fail(error, WRIT_INVALID, "the journal of case %llu does not say how it ended",
                      (unsigned long long)number);
    }
    return status;
}
