// One scenario after the other over one host, which forgets everything in between.
#include "trial/trial.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUN_ARENA_BYTES = 1 << 30, WAIT_MS = 50 };

// --- Words ----------------------------------------------------------------------------------

static WritText print(WritTrial *trial, const char *format, va_list values)
{
    char *text = NULL;
    int length = vasprintf(&text, format, values);
    assert(length >= 0);
    WritText kept = writ_arena_text(trial->arena, (WritText){text, (size_t)length});
    free(text);
    return kept;
}

WritText trial_print(WritTrial *trial, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    WritText text = print(trial, format, values);
    va_end(values);
    return text;
}

void trial_fail(WritTrial *trial, const char *expected, const char *format, ...)
{
    va_list values;
    if (trial->failed) {
        return;
    }
    trial->failed = true;
    va_start(values, format);
    trial->fault = (WritTrialFault){
        .span = trial->line->span,
        .expected =
            expected == NULL ? (WritText){0} : writ_arena_text(trial->arena, writ_text(expected)),
        .happened = print(trial, format, values),
    };
    va_end(values);
}

void trial_hint(WritTrial *trial, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    trial->fault.hint = print(trial, format, values);
    va_end(values);
}

bool trial_is_world(WritStatus status)
{
    return status == WRIT_IO || status == WRIT_NO_MEMORY;
}

bool trial_has_room(WritTrial *trial)
{
    if (writ_arena_used(trial->arena) > WRIT_TRIAL_BYTES_MAX) {
        trial_fail(trial, NULL, "more than %d MB were called, written and answered",
                   WRIT_TRIAL_BYTES_MAX >> 20);
        return false;
    }
    return true;
}

// --- Hearing --------------------------------------------------------------------------------

Noted *trial_note(WritTrial *trial)
{
    Noted *noted = writ_arena_alloc(trial->arena, sizeof *noted);
    if (trial->last_noted == NULL) {
        trial->first_noted = noted;
    } else {
        trial->last_noted->next = noted;
    }
    trial->last_noted = noted;
    return noted;
}

static void note_messages(WritTrial *trial, const WritHeard *heard, const WritEvent *event)
{
    for (uint32_t i = 0; i < event->person_count; i++) {
        Noted *noted = trial_note(trial);
        noted->kind = NOTED_MESSAGE;
        noted->name = heard->plan->messages[event->index].name;
        noted->part = writ_arena_text(trial->arena, event->people[i]);
        noted->number = heard->case_number;
    }
}

static void note_rows(WritTrial *trial, const WritHeard *heard, const WritEvent *event)
{
    WritText labels = event->text;
    WritText label;
    while (coverage_next_row(&labels, &label)) {
        Noted *noted = trial_note(trial);
        noted->kind = NOTED_ROW;
        noted->name = coverage_decision(heard->plan, event)->name;
        noted->part = writ_arena_text(trial->arena, label);
        noted->number = heard->case_number;
    }
}

static void note_breach(WritTrial *trial, const WritHeard *heard, const WritEvent *event)
{
    const WritRule *rule = &heard->plan->rules[event->index];
    Noted *noted = trial_note(trial);
    noted->kind = NOTED_BREACH;
    noted->name = rule->name;
    noted->part = rule->sentence;
    noted->number = heard->case_number;
}

static WritText stage_name(const WritPlan *plan, uint32_t node)
{
    while (node != WRIT_NONE && plan->nodes[node].kind != WRIT_NODE_STAGE &&
           plan->nodes[node].kind != WRIT_NODE_DETOUR) {
        node = plan->nodes[node].parent;
    }
    return node == WRIT_NONE ? (WritText){0} : plan->nodes[node].name;
}

static void note_task(WritTrial *trial, const WritHeard *heard, const WritEvent *event)
{
    Noted *noted = trial_note(trial);
    noted->kind = NOTED_TASK;
    noted->name = heard->plan->nodes[event->node].name;
    noted->part = stage_name(heard->plan, event->node);
    noted->number = heard->case_number;
    noted->frame = event->frame;
}

static void note_case(WritTrial *trial, const WritHeard *heard)
{
    if (trial->started_count == WRIT_TRIAL_CASES_MAX) {
        trial_fail(trial, NULL, "a scenario starts at most %d cases", WRIT_TRIAL_CASES_MAX);
        return;
    }
    trial->started[trial->started_count++] = (Started){heard->case_number, heard->plan->name};
}

static void hear(void *self, const WritHeard *heard)
{
    WritTrial *trial = self;
    coverage_hear(trial->coverage, heard);
    for (uint32_t i = 0; i < heard->event_count && trial_has_room(trial); i++) {
        const WritEvent *event = &heard->events[i];
        if (event->kind == WRIT_EVENT_CASE_STARTED) {
            note_case(trial, heard);
        } else if (event->kind == WRIT_EVENT_NOTIFIED) {
            note_messages(trial, heard, event);
        } else if (event->kind == WRIT_EVENT_DECIDED ||
                   event->kind == WRIT_EVENT_DECIDED_IN_FORCE) {
            note_rows(trial, heard, event);
        } else if (event->kind == WRIT_EVENT_TASK_OPENED) {
            note_task(trial, heard, event);
        } else if (event->kind == WRIT_EVENT_RULE_BREACHED) {
            note_breach(trial, heard, event);
        }
    }
}

// --- Asking ---------------------------------------------------------------------------------

typedef struct Asking {
    WritTrial *trial;
    bool answered;
    WritStatus status;
} Asking;

static void answered(void *self, const WritReply *reply)
{
    Asking *asking = self;
    asking->answered = true;
    asking->status = reply->status;
    asking->trial->answer = writ_arena_text(asking->trial->arena, reply->json);
    if (reply->status != WRIT_OK) {
        asking->trial->answer_error = reply->error;
    }
}

static int64_t real_seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

WritStatus trial_settle(WritTrial *trial, WritError *error)
{
    // The first turn finds what has become due; only hooks that run are waited for.
    WritStatus status = writ_host_turn(trial->host, 0, -1, error);
    int64_t began = real_seconds();
    for (uint32_t turns = 0; status == WRIT_OK && !trial->failed && !writ_host_is_idle(trial->host);
         turns++) {
        if (turns == WRIT_TRIAL_TURNS_MAX) {
            trial_fail(trial, NULL, "the case goes on and on: it never waits for anything");
            return WRIT_OK;
        }
        if (real_seconds() - began > WRIT_TRIAL_CALL_SECONDS_MAX) {
            trial_fail(trial, NULL, "a hook that computes takes more than %d seconds",
                       WRIT_TRIAL_CALL_SECONDS_MAX);
            return WRIT_OK;
        }
        status = writ_host_turn(trial->host, WAIT_MS, -1, error);
    }
    return status;
}

WritStatus trial_ask(WritTrial *trial, const WritRequest *request, WritError *error)
{
    Asking asking = {.trial = trial};
    WritStatus status = writ_host_submit(trial->host, request, answered, &asking, error);
    if (status != WRIT_OK && !trial_is_world(status)) {
        trial->answer_error = *error; // A text is too long to be asked about.
        return status;
    }
    while (status == WRIT_OK && !asking.answered) {
        status = writ_host_turn(trial->host, 0, -1, error);
    }
    if (status == WRIT_OK && asking.status != WRIT_OK) {
        *error = trial->answer_error;
        return asking.status;
    }
    return status;
}

const WritJson *trial_answer(WritTrial *trial)
{
    WritError error;
    WritJson *json = writ_arena_alloc(trial->arena, sizeof *json);
    if (writ_json_parse(json, trial->arena, trial->answer, "the answer", &error) != WRIT_OK) {
        trial_fail(trial, NULL, "what the host answers cannot be read: %s", error.text);
        return NULL;
    }
    return json;
}

const Started *trial_case(WritTrial *trial, WritText process)
{
    for (uint32_t i = trial->started_count; i-- > 0;) {
        if (process.length == 0 || writ_text_equal(trial->started[i].process, process)) {
            return &trial->started[i];
        }
    }
    return NULL;
}

static uint64_t number_of(const WritJson *json)
{
    uint64_t number = 0;
    for (size_t i = 0; json != NULL && i < json->text.length; i++) {
        number = number * 10 + (uint64_t)(json->text.data[i] - '0');
    }
    return number;
}

bool trial_is_task(const WritTrial *trial, const WritJson *task, uint64_t *number, uint32_t *frame)
{
    *number = number_of(writ_json_find(task, "case"));
    *frame = (uint32_t)number_of(writ_json_find(task, "frame"));
    for (const Noted *noted = trial->first_noted; noted != NULL; noted = noted->next) {
        if (noted->kind == NOTED_TASK && noted->number == *number && noted->frame == *frame) {
            return writ_text_equal(noted->name, trial->line->name) &&
                   writ_text_equal(noted->part, trial->line->stage);
        }
    }
    return false;
}

// --- Running --------------------------------------------------------------------------------

WritStatus writ_trial_open(WritTrial **opened, const WritTrialOptions *options, WritError *error)
{
    WritTrial *trial = calloc(1, sizeof *trial);
    assert(trial != NULL);
    trial->options = *options;
    trial->scenarios = writ_compile_scenarios(options->compilation);
    trial->coverage = coverage_new(options->compilation);
    trial->arena = writ_arena_new(RUN_ARENA_BYTES);
    WritHostOptions host = {
        .hook_program = options->hook_program,
        .clock = writ_clock_manual(&trial->clock),
        .stand_in = {trial, trial_stand_in},
        .listener = {trial, hear},
    };
    WritStatus status = writ_host_open(&trial->host, &host, error);
    if (status == WRIT_OK) {
        status = writ_host_release_compiled(trial->host, options->compilation, options->calendars,
                                            error);
    }
    if (status != WRIT_OK) {
        writ_trial_close(trial);
        return status;
    }
    *opened = trial;
    return WRIT_OK;
}

void writ_trial_close(WritTrial *trial)
{
    if (trial == NULL) {
        return;
    }
    writ_host_close(trial->host);
    coverage_free(trial->coverage);
    writ_arena_free(trial->arena);
    free(trial);
}

static void begin(WritTrial *trial, uint32_t index)
{
    writ_arena_reset(trial->arena);
    coverage_begin(trial->coverage);
    trial->scenario = &trial->scenarios->items[index];
    trial->line = trial->scenario->lines;
    trial->first_noted = trial->last_noted = NULL;
    trial->systems = NULL;
    trial->acts = 0;
    trial->started_count = 0;
    trial->refused_count = 0;
    trial->shown_count = 0;
    trial->failed = false;
}

static const WritZone *find_zone(WritTrial *trial)
{
    const WritCalendar *calendar = NULL;
    WritError error;
    WritText name = trial->scenario->calendar;
    WritClockwork clockwork = writ_host_clockwork(trial->host);
    bool found =
        name.length > 0 && writ_clockwork_find(&clockwork, name, &calendar, &error) == WRIT_OK;
    return found ? writ_calendar_zone(calendar) : NULL;
}

// The history of the case so far, and what was refused.
static WritStatus complete_fault(WritTrial *trial, WritError *error)
{
    WritTrialFault *fault = &trial->fault;
    const Started *started = trial_case(trial, (WritText){0});
    WritBuffer now = {0};
    writ_instant_print(&now, trial->clock.now);
    fault->clock = writ_arena_text(trial->arena, writ_buffer_text(&now));
    writ_buffer_dispose(&now);
    fault->zone = find_zone(trial);
    fault->values = trial->shown;
    fault->value_count = trial->shown_count;
    fault->refused = trial->refused;
    fault->refused_count = trial->refused_count;
    if (started == NULL) {
        return WRIT_OK;
    }
    WritRequest timeline = {.kind = WRIT_REQUEST_TIMELINE, .case_number = started->number};
    WritStatus status = trial_ask(trial, &timeline, error);
    fault->timeline = status == WRIT_OK ? trial->answer : (WritText){0};
    return trial_is_world(status) ? status : WRIT_OK;
}

WritStatus writ_trial_run(WritTrial *trial, uint32_t index, WritTrialResult *result,
                          WritError *error)
{
    assert(index < trial->scenarios->count);
    begin(trial, index);
    trial_find_clock(trial);
    WritStatus status = writ_host_renew(trial->host, &trial->scenario->directory, error);
    for (uint32_t i = 0; status == WRIT_OK && !trial->failed && i < trial->scenario->line_count;
         i++) {
        trial->line = &trial->scenario->lines[i];
        status = trial_has_room(trial) ? trial_act(trial, error) : WRIT_OK;
    }
    if (status == WRIT_OK && trial->failed) {
        status = complete_fault(trial, error);
    }
    *result = (WritTrialResult){.passed = !trial->failed, .fault = trial->fault};
    return status;
}

const WritCoverage *writ_trial_coverage(const WritTrial *trial, uint32_t process)
{
    return coverage_get(trial->coverage, process);
}

uint32_t writ_trial_process_count(const WritTrial *trial)
{
    return coverage_count(trial->coverage);
}
