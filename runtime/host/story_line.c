#include "host/story_line.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "host/json_out.h"
#include "host/wording.h"

enum { MICROS_A_SECOND = 1000000, CHANGE_BYTES_MAX = 16 << 10 };

// --- Collecting --------------------------------------------------------------------------------

Line *lines_add(Lines *lines, const char *what, uint32_t frame, uint32_t node)
{
    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity == 0 ? 16 : 2 * lines->capacity;
        lines->lines = realloc(lines->lines, lines->capacity * sizeof *lines->lines);
        assert(lines->lines != NULL);
    }
    Line *line = &lines->lines[lines->count++];
    *line = (Line){.what = what, .frame = frame, .node = node, .due = WRIT_NEVER};
    return line;
}

void lines_clear(Lines *lines)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        writ_buffer_dispose(&lines->lines[i].text);
    }
    lines->count = 0;
}

void lines_dispose(Lines *lines)
{
    lines_clear(lines);
    free(lines->lines);
    *lines = (Lines){0};
}

Line *lines_find(Lines *lines, uint32_t frame)
{
    for (uint32_t i = lines->count; i-- > 0;) {
        if (lines->lines[i].frame == frame) {
            return &lines->lines[i];
        }
    }
    return NULL;
}

Line *lines_trigger(Lines *lines)
{
    for (uint32_t i = lines->count; i-- > 0;) {
        if (lines->lines[i].is_trigger) {
            return &lines->lines[i];
        }
    }
    return NULL;
}

void line_add_change(Line *line, WritArena *arena, const WritTarget *target, WritValue value)
{
    Change *change = writ_arena_alloc(arena, sizeof *change);
    *change = (Change){.target = target, .value = value};
    if (line->last_change == NULL) {
        line->changes = change;
    } else {
        line->last_change->next = change;
    }
    line->last_change = change;
}

// --- Writing -----------------------------------------------------------------------------------

static void write_person(WritBuffer *json, const WritPeople *people, const char *key,
                         WritText person)
{
    char name[64];
    (void)snprintf(name, sizeof name, "%s_name", key);
    json_text(json, key, person);
    json_text(json, name, people->name(people->self, person));
}

// Who did it, and how that was shown. What only followed has nobody.
static void write_actor(WritBuffer *json, const LineContext *context)
{
    const WritEntry *entry = context->entry;
    if (entry->identity == WRIT_IDENTITY_SYSTEM) {
        json_some_text(json, "who", entry->actor);
    } else if (entry->actor.length > 0) {
        write_person(json, context->people, "who", entry->actor);
    }
    if (entry->on_behalf.length > 0) {
        write_person(json, context->people, "on_behalf", entry->on_behalf);
    }
    json_string(json, "identity", writ_identity_name(entry->identity));
    json_some_text(json, "account", entry->account);
    json_some_text(json, "source", entry->source);
    sent_write(json, entry->sent, (Counted){entry->sent_as, entry->effective});
}

static void write_change(WritBuffer *json, const WritTypes *types, const Change *change)
{
    json_open(json, NULL);
    json_text(json, "name", change->target->text);
    size_t before = json->length;
    json_value(json, "value", types, change->value);
    json_printed(json, "text", types, change->value);
    if (json->length - before > CHANGE_BYTES_MAX) {
        // `show` has it whole.
        json->length = before;
        json_truth(json, "value_left_out", true);
    }
    json_close(json);
}

static void write_changes(WritBuffer *json, const WritTypes *types, const Change *change)
{
    if (change == NULL) {
        return;
    }
    json_open_list(json, "changes");
    for (; change != NULL; change = change->next) {
        write_change(json, types, change);
    }
    json_close_list(json);
}

static void write_recipients(WritBuffer *json, const LineContext *context, const Line *line)
{
    if (line->message.length == 0) {
        return;
    }
    json_text(json, "message", line->message);
    json_some_text(json, "subject", line->subject);
    json_open_list(json, "to");
    for (uint32_t i = 0; i < line->to_count; i++) {
        json_open(json, NULL);
        write_person(json, context->people, "person", line->to[i]);
        json_close(json);
    }
    json_close_list(json);
}

static void write_step(WritBuffer *json, const LineContext *context, const Line *line)
{
    if (line->is_task) {
        char id[48];
        (void)snprintf(id, sizeof id, "%llu.%u", (unsigned long long)context->entry->case_number,
                       line->frame);
        json_string(json, "task", id);
    }
    if (line->node != WRIT_NONE && line->node != 0) {
        json_some_text(json, "step", word_name(context->plan, line->node));
        json_text(json, "title", word_title(context->plan, line->node));
    }
    json_some_text(json, "where", line->where);
}

void line_write(WritBuffer *json, const LineContext *context, const Line *line)
{
    const WritEntry *entry = context->entry;
    json_open(json, NULL);
    json_number(json, "entry", context->sequence);
    json_number(json, "case", entry->case_number);
    json_instant(json, "at", entry->at);
    json_string(json, "what", line->what);
    json_text(json, "text", writ_buffer_text(&line->text));
    write_step(json, context, line);
    if (line->is_trigger) {
        write_actor(json, context);
    }
    json_some_text(json, "outcome", line->outcome);
    json_some_text(json, "row", line->row);
    write_recipients(json, context, line);
    json_some_text(json, "event", line->event);
    json_some_text(json, "call", line->call);
    if (line->attempts > 0) {
        json_number(json, "attempt", line->attempt);
        json_number(json, "attempts", line->attempts);
    }
    if (line->number > 0) {
        json_number(json, "round", line->number);
    }
    json_some_text(json, "detail", line->detail);
    json_instant(json, "due", line->due);
    if (line->late_us >= MICROS_A_SECOND) {
        json_number(json, "late_by_s", (uint64_t)(line->late_us / MICROS_A_SECOND));
    }
    write_changes(json, &context->plan->types, line->changes);
    json_commit(json, "commit", context->basis->commit);
    json_hash(json, "definition", &context->basis->definition);
    json_close(json);
}
