// Values of a scenario: made as JSON for requests, and compared with what comes back.
#include "trial/trial.h"

#include <assert.h>
#include <stdio.h>

enum { AHEAD_DAYS = 30 };
static const int64_t MICROS_A_DAY = INT64_C(86400) * 1000000;

// --- Scopes ---------------------------------------------------------------------------------

static WritValue slot(const void *self, uint32_t number)
{
    Speaking *speaking = (Speaking *)(uintptr_t)self;
    const WritPlan *exprs = speaking->trial->scenarios->exprs;
    const WritSlot *read = &exprs->slots[number];
    WritValue value = {.kind = WRIT_VALUE_MISSING};
    const char *name = writ_arena_text(speaking->trial->arena, read->name).data;
    const WritJson *json = speaking->data == NULL ? NULL : writ_json_find(speaking->data, name);
    if (json == NULL ||
        writ_value_from_json(&value, speaking->trial->arena, &exprs->types, read->type, json,
                             "the case", name, &speaking->error) != WRIT_OK) {
        return (WritValue){.kind = WRIT_VALUE_MISSING};
    }
    return value;
}

static WritText person_name(const void *self, WritText person)
{
    (void)self;
    return person;
}

WritScope trial_scope(Speaking *speaking)
{
    WritTrial *trial = speaking->trial;
    speaking->clockwork = writ_host_clockwork(trial->host);
    return (WritScope){
        .plan = trial->scenarios->exprs,
        .arena = trial->arena,
        .self = speaking,
        .slot = slot,
        .person_name = person_name,
        .clockwork = &speaking->clockwork,
        .effective = trial->clock.now,
    };
}

static bool evaluate(WritTrial *trial, uint32_t expr, WritValue *value)
{
    WritError error;
    Speaking speaking = {.trial = trial};
    WritScope scope = trial_scope(&speaking);
    if (writ_eval(&scope, expr, value, &error) == WRIT_OK) {
        return true;
    }
    trial_fail(trial, NULL, "a value of this line cannot be worked out: %s", error.text);
    return false;
}

// --- Making ---------------------------------------------------------------------------------

static WritText somebody(const WritTrial *trial)
{
    return trial->line->person.length > 0 ? trial->line->person : trial->scenario->first_person;
}

static void write_date(WritBuffer *json, int64_t day)
{
    WritDate date = writ_date_from_days(day);
    writ_buffer_format(json, "\"%04d-%02d-%02d\"", (int)date.year, (int)date.month, (int)date.day);
}

static void write_month(WritBuffer *json, int64_t day)
{
    WritDate date = writ_date_from_days(day);
    int month = date.month == 12 ? 1 : date.month + 1;
    writ_buffer_format(json, "\"%04d-%02d\"", (int)date.year + (month == 1), month);
}

static bool write_record(WritTrial *trial, const WritMade *made, WritBuffer *json)
{
    writ_buffer_add_byte(json, '{');
    for (uint32_t i = 0; i < made->part_count; i++) {
        writ_buffer_format(json, "%s\"%.*s\":", i > 0 ? "," : "", WRIT_TEXT_ARGS(made->names[i]));
        if (!trial_write(trial, made->parts[i], json)) {
            return false;
        }
    }
    writ_buffer_add_byte(json, '}');
    return true;
}

static bool write_list(WritTrial *trial, const WritMade *made, WritBuffer *json)
{
    writ_buffer_add_byte(json, '[');
    for (uint32_t i = 0; i < made->part_count; i++) {
        writ_buffer_add_string(json, i > 0 ? "," : "");
        if (!trial_write(trial, made->parts[i], json)) {
            return false;
        }
    }
    writ_buffer_add_byte(json, ']');
    return true;
}

// A file of a line, which comes along with its request.
static bool write_document(WritTrial *trial, const WritMade *made, WritBuffer *json)
{
    WritValue called;
    if (!evaluate(trial, made->expr, &called)) {
        return false;
    }
    WritText file = trial_print(trial, "%.*s.txt", WRIT_TEXT_ARGS(called.text));
    WritSentFile sent = {.file = file,
                         .content = trial_print(trial, "Made up for a scenario: %.*s\n",
                                                WRIT_TEXT_ARGS(called.text))};
    WritBuffer files = {0};
    writ_buffer_add(&files, trial->files);
    writ_request_add_file(&files, &sent);
    trial->files = writ_arena_text(trial->arena, writ_buffer_text(&files));
    writ_buffer_dispose(&files);
    writ_buffer_format(json, "{\"file\": \"%.*s\"}", WRIT_TEXT_ARGS(file));
    return true;
}

static const WritDocument *first_document(const WritValue *value)
{
    bool is_list = value->kind == WRIT_VALUE_LIST;
    if (!is_list && value->kind != WRIT_VALUE_RECORD) {
        return value->kind == WRIT_VALUE_DOCUMENT ? value->document : NULL;
    }
    uint32_t count = is_list ? value->list->count : value->record->field_count;
    const WritValue *parts = is_list ? value->list->items : value->record->fields;
    const WritDocument *found = NULL;
    for (uint32_t i = 0; found == NULL && i < count; i++) {
        found = first_document(&parts[i]);
    }
    return found;
}

// A system makes no document: it gives back one that it got.
static bool write_given_document(WritTrial *trial, WritBuffer *json)
{
    const WritDocument *document = first_document(&trial->call->input);
    if (document == NULL) {
        trial_fail(trial, NULL, "the system gives a document, and it got none");
        trial_hint(trial, "A system can only give back a document that it was given.");
        return false;
    }
    WritValue value = writ_value_document(trial->arena, document);
    writ_value_to_json(json, &trial->call->plan->types, value);
    return true;
}

bool trial_write(WritTrial *trial, const WritMade *made, WritBuffer *json)
{
    WritValue value;
    switch (made->kind) {
    case WRIT_MADE_EXPR:
        if (!evaluate(trial, made->expr, &value)) {
            return false;
        }
        writ_value_to_json(json, &trial->scenarios->exprs->types, value);
        return true;
    case WRIT_MADE_RECORD:
        return write_record(trial, made, json);
    case WRIT_MADE_LIST:
        return write_list(trial, made, json);
    case WRIT_MADE_SOMEBODY:
        writ_buffer_add_byte(json, '"');
        writ_buffer_add_json(json, somebody(trial));
        writ_buffer_add_byte(json, '"');
        return true;
    case WRIT_MADE_DATE:
        write_date(json, trial->scenario->day + AHEAD_DAYS);
        return true;
    case WRIT_MADE_INSTANT:
        writ_buffer_add_byte(json, '"');
        writ_instant_print(json, trial->clock.now + AHEAD_DAYS * MICROS_A_DAY);
        writ_buffer_add_byte(json, '"');
        return true;
    case WRIT_MADE_MONTH:
        write_month(json, trial->scenario->day);
        return true;
    case WRIT_MADE_DOCUMENT:
        return trial->call != NULL ? write_given_document(trial, json)
                                   : write_document(trial, made, json);
    }
    WRIT_UNREACHABLE();
}

WritText trial_body(WritTrial *trial)
{
    WritBuffer json = {0};
    bool made = true;
    trial->files = (WritText){0};
    writ_buffer_add_byte(&json, '{');
    for (uint32_t i = 0; made && i < trial->line->field_count; i++) {
        const WritSceneField *field = &trial->line->fields[i];
        writ_buffer_format(&json, "%s\"%.*s\":", i > 0 ? "," : "", WRIT_TEXT_ARGS(field->name));
        made = trial_write(trial, field->made, &json);
    }
    writ_buffer_add_byte(&json, '}');
    WritText text = writ_arena_text(trial->arena, writ_buffer_text(&json));
    writ_buffer_dispose(&json);
    return text;
}

// --- Comparing ------------------------------------------------------------------------------

static bool matches_value(WritTrial *trial, const WritMade *made, const WritJson *json)
{
    const WritPlan *exprs = trial->scenarios->exprs;
    WritValue wanted;
    WritValue found;
    WritError error;
    WritTypeId type = exprs->exprs[made->expr].type;
    return evaluate(trial, made->expr, &wanted) &&
           writ_value_from_json(&found, trial->arena, &exprs->types, type, json, "the call", "",
                                &error) == WRIT_OK &&
           writ_value_equal(wanted, found);
}

bool trial_matches(WritTrial *trial, const WritMade *made, const WritJson *json)
{
    if (made->kind == WRIT_MADE_RECORD) {
        bool matched = json->kind == WRIT_JSON_OBJECT;
        for (uint32_t i = 0; matched && i < made->part_count; i++) {
            const char *name = writ_arena_text(trial->arena, made->names[i]).data;
            const WritJson *part = writ_json_find(json, name);
            matched = part != NULL && trial_matches(trial, made->parts[i], part);
        }
        return matched;
    }
    if (made->kind == WRIT_MADE_LIST) {
        bool matched = json->kind == WRIT_JSON_ARRAY && json->count == made->part_count;
        for (uint32_t i = 0; matched && i < made->part_count; i++) {
            matched = trial_matches(trial, made->parts[i], &json->items[i]);
        }
        return matched;
    }
    return made->kind != WRIT_MADE_EXPR || matches_value(trial, made, json);
}
