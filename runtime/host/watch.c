// Reads the journal behind the host and tells its entries. An entry says little by itself: what a
// block instance is, the case's earlier entries say. So a story is kept of the cases that move.
#include "writ/watch.h"

#include <assert.h>
#include <stdlib.h>

#include "host/story.h"

struct WritWatch {
    WritHost *host;
    uint64_t next;                        // Sequence of the entry that is told next.
    Story *stories[WRIT_WATCH_CASES_MAX]; // The most recently used first.
    uint32_t story_count;
    WritTold *told;
    void *self;
};

WritWatch *writ_watch_new(WritHost *host)
{
    WritWatch *watch = calloc(1, sizeof *watch);
    assert(watch != NULL);
    watch->host = host;
    watch->next = writ_store_next_sequence(host->store);
    return watch;
}

void writ_watch_free(WritWatch *watch)
{
    for (uint32_t i = 0; watch != NULL && i < watch->story_count; i++) {
        story_free(watch->stories[i]);
    }
    free(watch);
}

// --- Stories at hand ---------------------------------------------------------------------------

// Puts a story in front; the last one goes where there is no room.
static void put_first(WritWatch *watch, Story *story, uint32_t from)
{
    if (from == WRIT_WATCH_CASES_MAX) {
        story_free(watch->stories[--from]);
    }
    for (uint32_t i = from; i > 0; i--) {
        watch->stories[i] = watch->stories[i - 1];
    }
    watch->stories[0] = story;
}

static WritStatus new_story(WritWatch *watch, uint64_t case_number, WritError *error)
{
    WritBuffer bytes = {0};
    CaseRow row;
    Definition *definition = NULL;
    WritStatus status = case_row_find(watch->host, case_number, &bytes, &row, error);
    if (status == WRIT_OK) {
        status = definitions_of_basis(watch->host, row.basis, &definition, error);
    }
    if (status == WRIT_OK) {
        put_first(watch, story_new(watch->host, definition, case_number), watch->story_count);
        watch->story_count += watch->story_count < WRIT_WATCH_CASES_MAX ? 1 : 0;
    }
    writ_buffer_dispose(&bytes);
    return status;
}

// Puts the story of a case in front, a new one where there is none.
static WritStatus find_story(WritWatch *watch, uint64_t case_number, WritError *error)
{
    for (uint32_t i = 0; i < watch->story_count; i++) {
        if (story_case(watch->stories[i]) == case_number) {
            put_first(watch, watch->stories[i], i);
            return WRIT_OK;
        }
    }
    return new_story(watch, case_number, error);
}

// --- Telling -----------------------------------------------------------------------------------

static void ignore_line(void *self, const Line *line, WritText json)
{
    (void)self;
    (void)line;
    (void)json;
}

static void give_line(void *self, const Line *line, WritText json)
{
    WritWatch *watch = self;
    (void)line;
    watch->told(watch->self, json);
}

// What cannot be told does not stop the watch: the next entry of the case begins a new story.
static void drop_first(WritWatch *watch)
{
    story_free(watch->stories[0]);
    watch->story_count--;
    for (uint32_t i = 0; i < watch->story_count; i++) {
        watch->stories[i] = watch->stories[i + 1];
    }
}

static WritStatus tell_entry(WritWatch *watch, const WritJournalEntry *entry, WritError *error)
{
    WritStatus status = find_story(watch, entry->case_number, error);
    if (status != WRIT_OK) {
        return status;
    }
    Story *story = watch->stories[0];
    status = story_tell_until(story, entry->previous, ignore_line, NULL, error);
    if (status == WRIT_OK) {
        status = story_tell(story, entry, give_line, watch, error);
    }
    if (status != WRIT_OK) {
        drop_first(watch);
    }
    return status;
}

WritStatus writ_watch_tell(WritWatch *watch, WritTold *told, void *self, WritError *error)
{
    WritStore *store = watch->host->store;
    WritBuffer bytes = {0};
    WritStatus status = WRIT_OK;
    watch->told = told;
    watch->self = self;
    while (status == WRIT_OK && watch->next < writ_store_next_sequence(store)) {
        WritJournalEntry entry;
        status = writ_store_journal_read(store, watch->next, &entry, &bytes, error);
        watch->next++;
        if (status == WRIT_OK && entry.case_number != 0) {
            status = tell_entry(watch, &entry, error);
        }
    }
    writ_buffer_dispose(&bytes);
    return status;
}
