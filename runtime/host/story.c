#include "host/story.h"

#include <assert.h>
#include <stdlib.h>

#include "host/story_events.h"

enum { ENTRY_ARENA_BYTES = 256 << 20 };

struct Story {
    Telling telling;
    WritCase *state;
    uint64_t case_number;
    uint64_t sequence;
    WritBasis basis; // Of the entry that is told.
    WritBuffer json;
    WritBuffer final_data;
};

Story *story_new(WritHost *host, const Definition *definition, uint64_t case_number)
{
    Story *story = calloc(1, sizeof *story);
    assert(story != NULL);
    story->case_number = case_number;
    story->state = writ_case_new(definition->program, case_number);
    story->telling.host = host;
    story->telling.plan = &definition->plan;
    story->telling.state = story->state;
    story->telling.arena = writ_arena_new(ENTRY_ARENA_BYTES);
    return story;
}

void story_free(Story *story)
{
    if (story == NULL) {
        return;
    }
    writ_case_free(story->state);
    writ_arena_free(story->telling.arena);
    lines_dispose(&story->telling.lines);
    writ_buffer_dispose(&story->json);
    writ_buffer_dispose(&story->final_data);
    free(story);
}

uint64_t story_case(const Story *story)
{
    return story->case_number;
}

uint64_t story_sequence(const Story *story)
{
    return story->sequence;
}

WritText story_final_data(const Story *story)
{
    return writ_buffer_text(&story->final_data);
}

// --- One entry ---------------------------------------------------------------------------------

static WritStatus tell_events(Story *story, const WritEntry *entry, WritError *error)
{
    Telling *t = &story->telling;
    for (uint32_t i = 0; i < entry->event_count; i++) {
        const WritEvent *event = &entry->events[i];
        bool after = story_is_told_after(event->kind);
        if (!after) {
            story_tell_event(t, event);
        }
        if (event->kind == WRIT_EVENT_CASE_ENDED) {
            writ_buffer_clear(&story->final_data);
            writ_case_data_json(story->state, &story->final_data);
        }
        WritStatus status = writ_case_apply(story->state, event, entry->effective, error);
        if (status != WRIT_OK) {
            return status;
        }
        if (after) {
            story_tell_event(t, event);
        }
    }
    writ_case_forget(story->state);
    return WRIT_OK;
}

static void give_lines(Story *story, StoryTold *told, void *self)
{
    Telling *t = &story->telling;
    LineContext context = {t->plan, &t->people, t->entry, &story->basis, t->sequence};
    for (uint32_t i = 0; i < t->lines.count; i++) {
        writ_buffer_clear(&story->json);
        line_write(&story->json, &context, &t->lines.lines[i]);
        told(self, &t->lines.lines[i], writ_buffer_text(&story->json));
    }
}

WritStatus story_tell(Story *story, const WritJournalEntry *journal, StoryTold *told, void *self,
                      WritError *error)
{
    Telling *t = &story->telling;
    WritEntry entry;
    writ_arena_reset(t->arena);
    lines_clear(&t->lines);
    t->people = people_source(t->host);
    t->entry = &entry;
    t->sequence = journal->sequence;
    WritStatus status = writ_entry_decode(&entry, t->arena, journal->bytes, error);
    if (status == WRIT_OK) {
        status = basis_read(t->host, entry.basis, &story->basis, error);
    }
    if (status == WRIT_OK) {
        status = tell_events(story, &entry, error);
    }
    if (status == WRIT_OK) {
        give_lines(story, told, self);
        story->sequence = journal->sequence;
    }
    t->entry = NULL;
    return status;
}

// --- All entries -------------------------------------------------------------------------------

// A journal is walked from its newest entry back; it is told the other way round. Kept are the
// sequences alone, so that a long history needs little memory.
typedef struct Sequences {
    uint64_t told;
    uint64_t *numbers;
    size_t count, capacity;
} Sequences;

static WritVisit keep_sequence(void *context, const WritJournalEntry *entry)
{
    Sequences *sequences = context;
    if (entry->sequence <= sequences->told) {
        return WRIT_VISIT_STOP;
    }
    if (sequences->count == sequences->capacity) {
        sequences->capacity = sequences->capacity == 0 ? 64 : 2 * sequences->capacity;
        sequences->numbers =
            realloc(sequences->numbers, sequences->capacity * sizeof *sequences->numbers);
        assert(sequences->numbers != NULL);
    }
    sequences->numbers[sequences->count++] = entry->sequence;
    return WRIT_VISIT_ON;
}

WritStatus story_tell_until(Story *story, uint64_t last, StoryTold *told, void *self,
                            WritError *error)
{
    WritStore *store = story->telling.host->store;
    Sequences sequences = {.told = story->sequence};
    WritBuffer bytes = {0};
    WritStatus status = writ_store_journal_walk(store, last, keep_sequence, &sequences, error);
    for (size_t i = sequences.count; status == WRIT_OK && i-- > 0;) {
        WritJournalEntry entry;
        status = writ_store_journal_read(store, sequences.numbers[i], &entry, &bytes, error);
        if (status == WRIT_OK) {
            status = story_tell(story, &entry, told, self, error);
        }
    }
    writ_buffer_dispose(&bytes);
    free(sequences.numbers);
    return status;
}

static void ignore_line(void *self, const Line *line, WritText json)
{
    (void)self;
    (void)line;
    (void)json;
}

// What an ended case had is in its journal alone.
WritStatus story_case_data(WritHost *host, const Instance *instance, WritBuffer *data,
                           WritError *error)
{
    if (writ_case_status(instance->state) != WRIT_CASE_ENDED) {
        writ_case_data_json(instance->state, data);
        return WRIT_OK;
    }
    Story *story = story_new(host, instance->definition, instance->number);
    WritStatus status = story_tell_until(story, instance->last_entry, ignore_line, NULL, error);
    writ_buffer_add(data, story_final_data(story));
    story_free(story);
    return status;
}
