// What happens in a scenario: people, messages, systems, time.
#include "trial/trial.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define BODY_NAME "the line"

static const int64_t MICROS_A_MINUTE = INT64_C(60) * 1000000;
static const int64_t MICROS_AN_HOUR = INT64_C(3600) * 1000000;

// --- The clock ------------------------------------------------------------------------------

// The calendar with this name; NULL: it cannot be had, and the scenario failed.
static const WritCalendar *find_calendar(WritTrial *trial, WritText name)
{
    const WritCalendar *calendar = NULL;
    WritError error;
    WritClockwork clockwork = writ_host_clockwork(trial->host);
    if (writ_clockwork_find(&clockwork, name, &calendar, &error) != WRIT_OK) {
        trial_fail(trial, NULL, "%s", error.text);
        return NULL;
    }
    return calendar;
}

void trial_find_clock(WritTrial *trial)
{
    const WritScenario *scenario = trial->scenario;
    int64_t micros = scenario->minute * MICROS_A_MINUTE;
    if (scenario->calendar.length == 0) {
        trial->clock.now = scenario->day * 24 * MICROS_AN_HOUR + micros;
        return;
    }
    const WritCalendar *calendar = find_calendar(trial, scenario->calendar);
    if (calendar != NULL) {
        trial->clock.now = writ_zone_instant(writ_calendar_zone(calendar), scenario->day, micros);
    }
}

// When the time of the line has passed, as a deadline counts it.
static bool find_end(WritTrial *trial, int64_t *end)
{
    const WritSceneLine *line = trial->line;
    WritError error;
    WritStatus status;
    if (line->duration.kind == WRIT_VALUE_DURATION) {
        status = writ_instant_add(end, trial->clock.now, line->duration.integer,
                                  (WritDurationUnit)line->duration.tag, &error);
    } else {
        const WritCalendar *calendar = find_calendar(trial, line->calendar);
        if (calendar == NULL) {
            return false;
        }
        int64_t count = line->duration.integer;
        status = line->duration.tag == WRIT_WORKING_DAYS
                     ? writ_calendar_add_days(end, calendar, trial->clock.now, count, &error)
                     : writ_calendar_add_time(end, calendar, trial->clock.now,
                                              count * MICROS_AN_HOUR, &error);
    }
    if (status != WRIT_OK) {
        trial_fail(trial, NULL, "this time cannot pass: %s", error.text);
    }
    return status == WRIT_OK;
}

// Everything that falls due is met at its own instant, in order; what is due at the end itself is
// still on time there.
static WritStatus pass(WritTrial *trial, WritError *error)
{
    int64_t end = 0;
    WritStatus status = WRIT_OK;
    if (!find_end(trial, &end)) {
        return WRIT_OK;
    }
    for (uint32_t turns = 0; status == WRIT_OK && !trial->failed; turns++) {
        int64_t next = writ_host_next_due(trial->host);
        // A deadline passes just after its instant.
        int64_t reached = next > trial->clock.now ? next : trial->clock.now + 1;
        if (next == INT64_MAX || reached > end) {
            break;
        }
        if (turns == WRIT_TRIAL_TURNS_MAX) {
            trial_fail(trial, NULL, "more than %d deadlines and reminders fall into this time",
                       WRIT_TRIAL_TURNS_MAX);
            return WRIT_OK;
        }
        trial->clock.now = reached;
        status = trial_settle(trial, error);
    }
    if (status == WRIT_OK && !trial->failed) {
        trial->clock.now = end > trial->clock.now ? end : trial->clock.now;
        status = trial_settle(trial, error);
    }
    return status;
}

// --- Refusals -------------------------------------------------------------------------------

// The JSON of a line is nothing that its author sees, nor are places in it.
static const char *without_place(const char *reason)
{
    static const char PREFIX[] = BODY_NAME ":";
    const char *behind =
        strncmp(reason, PREFIX, sizeof PREFIX - 1) == 0 ? strstr(reason, ": ") : NULL;
    return behind == NULL ? reason : behind + 2;
}

// What the host refuses changes nothing; the scenario goes on, and says so where a check fails.
static void note_refused(WritTrial *trial, const char *reason)
{
    const WritSceneLine *line = trial->line;
    if (trial->refused_count == REFUSED_MAX) {
        return;
    }
    WritTrialValue *refused = &trial->refused[trial->refused_count++];
    WritText name = writ_text_last_name(line->name);
    if (line->kind == WRIT_SCENE_ARRIVES) {
        refused->text = trial_print(trial, "%.*s arrives", WRIT_TEXT_ARGS(name));
    } else if (line->kind == WRIT_SCENE_CANCELS) {
        refused->text = trial_print(trial, "%.*s cancels the case", WRIT_TEXT_ARGS(line->person));
    } else {
        refused->text = trial_print(trial, "%.*s %s %.*s", WRIT_TEXT_ARGS(line->person),
                                    line->kind == WRIT_SCENE_STARTS ? "starts" : "answers",
                                    WRIT_TEXT_ARGS(name));
    }
    refused->value = trial_print(trial, "%s", without_place(reason));
}

// Makes the request of the line.
static WritStatus request(WritTrial *trial, const WritRequest *made, WritError *error)
{
    WritStatus status = trial_ask(trial, made, error);
    if (status == WRIT_OK || trial_is_world(status)) {
        return status;
    }
    note_refused(trial, trial->answer_error.text);
    return WRIT_OK;
}

// --- Cases ----------------------------------------------------------------------------------

static WritStatus starts(WritTrial *trial, WritError *error)
{
    const WritSceneLine *line = trial->line;
    WritRequest start = {
        .kind = WRIT_REQUEST_START,
        .name = line->name,
        .person = line->person,
        .body = trial_body(trial),
        .body_name = writ_text(BODY_NAME),
    };
    start.files = trial->files;
    if (trial->failed) {
        return WRIT_OK;
    }
    WritStatus status = trial_ask(trial, &start, error);
    if (trial_is_world(status)) {
        return status;
    }
    if (status == WRIT_INVALID || status == WRIT_LIMIT) {
        trial_fail(trial, NULL, "the case cannot start: %s",
                   without_place(trial->answer_error.text));
        return WRIT_OK;
    }
    if (status != WRIT_OK) {
        note_refused(trial, trial->answer_error.text);
    }
    return WRIT_OK;
}

// --- Messages -------------------------------------------------------------------------------

static WritStatus arrives(WritTrial *trial, WritError *error)
{
    WritRequest send = {
        .kind = WRIT_REQUEST_SEND,
        .name = trial->line->name,
        .body = trial_body(trial),
        .body_name = writ_text(BODY_NAME),
    };
    send.files = trial->files;
    return trial->failed ? WRIT_OK : request(trial, &send, error);
}

// --- Answers --------------------------------------------------------------------------------

// The open task of the step, that of the person first. Not found: frame 0.
static WritStatus find_task(WritTrial *trial, WritText person, WritRequest *answer,
                            WritError *error)
{
    WritRequest tasks = {.kind = WRIT_REQUEST_TASKS, .person = person};
    WritStatus status = trial_ask(trial, &tasks, error);
    const WritJson *reply = status == WRIT_OK ? trial_answer(trial) : NULL;
    const WritJson *list = reply == NULL ? NULL : writ_json_find(reply, "tasks");
    for (uint32_t i = 0; list != NULL && i < list->count && answer->frame == 0; i++) {
        uint64_t number = 0;
        uint32_t frame = 0;
        if (trial_is_task(trial, &list->items[i], &number, &frame)) {
            answer->case_number = number;
            answer->frame = frame;
        }
    }
    return trial_is_world(status) ? status : WRIT_OK;
}

static WritStatus answers(WritTrial *trial, WritError *error)
{
    const WritSceneLine *line = trial->line;
    WritRequest answer = {
        .kind = WRIT_REQUEST_ANSWER,
        .name = line->value,
        .person = line->person,
        .body = trial_body(trial),
        .body_name = writ_text(BODY_NAME),
    };
    answer.files = trial->files;
    WritStatus status = trial->failed ? WRIT_OK : find_task(trial, line->person, &answer, error);
    if (status == WRIT_OK && answer.frame == 0 && !trial->failed) {
        status = find_task(trial, (WritText){0}, &answer, error);
    }
    if (status != WRIT_OK || trial->failed) {
        return status;
    }
    if (answer.frame == 0) {
        note_refused(trial, "nobody has this task now");
        return WRIT_OK;
    }
    return request(trial, &answer, error);
}

static WritStatus cancels(WritTrial *trial, WritError *error)
{
    const Started *started = trial_case(trial, trial->line->process);
    if (started == NULL) {
        note_refused(trial, "there is no case");
        return WRIT_OK;
    }
    WritRequest cancel = {
        .kind = WRIT_REQUEST_CANCEL,
        .person = trial->line->person,
        .case_number = started->number,
    };
    return request(trial, &cancel, error);
}

// --- Systems --------------------------------------------------------------------------------

static System *find_system(const WritTrial *trial, WritText hook)
{
    System *system = trial->systems;
    while (system != NULL && !writ_text_equal(system->hook, hook)) {
        system = system->next;
    }
    return system;
}

// A line is one more answer beside those before it, unless something happened since.
static void set_system(WritTrial *trial)
{
    System *system = find_system(trial, trial->line->name);
    Said *said = writ_arena_alloc(trial->arena, sizeof *said);
    said->line = trial->line;
    if (system != NULL && system->acts == trial->acts) {
        system->last->next = said;
        system->last = said;
        return;
    }
    if (system == NULL) {
        system = writ_arena_alloc(trial->arena, sizeof *system);
        system->hook = trial->line->name;
        system->next = trial->systems;
        trial->systems = system;
    }
    system->said = system->last = said;
    system->acts = trial->acts;
}

static const WritSceneLine *next_answer(WritTrial *trial, WritText hook)
{
    System *system = find_system(trial, hook);
    if (system == NULL) {
        return NULL;
    }
    const WritSceneLine *line = system->said->line;
    system->said = system->said->next == NULL ? system->said : system->said->next;
    return line;
}

static void note_call(WritTrial *trial, const WritStandInCall *call, const WritHook *hook)
{
    WritBuffer json = {0};
    writ_value_to_json(&json, &call->plan->types, call->input);
    Noted *noted = trial_note(trial);
    noted->kind = NOTED_CALL;
    noted->name = writ_arena_text(trial->arena, hook->name);
    noted->part = writ_arena_text(trial->arena, writ_buffer_text(&json));
    noted->number = call->case_number;
    writ_buffer_dispose(&json);
}

static WritStandInAnswer refuse_call(WritTrial *trial, const WritPlan *plan, const WritHook *hook)
{
    bool first = !trial->failed;
    trial_fail(trial, NULL, "%.*s is called, and no line says what it answers",
               WRIT_TEXT_ARGS(hook->name));
    if (first) {
        trial_hint(trial, "Add a line before this one, for example \"system %.*s answers %.*s\".",
                   WRIT_TEXT_ARGS(hook->name), WRIT_TEXT_ARGS(plan->texts[hook->outcomes_start]));
    }
    return (WritStandInAnswer){
        .kind = WRIT_STAND_IN_FAILS,
        .reason = writ_text("no line of the scenario answers"),
    };
}

WritStandInAnswer trial_stand_in(void *self, const WritStandInCall *call)
{
    WritTrial *trial = self;
    const WritHook *hook = &call->plan->hooks[call->hook];
    if (!trial_has_room(trial)) {
        return (WritStandInAnswer){.kind = WRIT_STAND_IN_FAILS, .reason = writ_text("no room")};
    }
    if (call->attempt == 1) {
        note_call(trial, call, hook);
    }
    const WritSceneLine *line = next_answer(trial, hook->name);
    if (line == NULL && hook->effect == WRIT_EFFECT_COMPUTES) {
        return (WritStandInAnswer){.kind = WRIT_STAND_IN_IS_NONE};
    }
    if (line == NULL) {
        return refuse_call(trial, call->plan, hook);
    }
    if (line->kind == WRIT_SCENE_SILENT) {
        return (WritStandInAnswer){
            .kind = WRIT_STAND_IN_FAILS,
            .reason = writ_text("the system gives no answer"),
        };
    }
    const WritSceneLine *around = trial->line;
    trial->line = line; // Its values are made, and told of where they cannot be.
    trial->call = call;
    WritStandInAnswer answer = {
        .kind = WRIT_STAND_IN_ANSWERS,
        .outcome = line->value,
        .outputs = trial_body(trial),
    };
    trial->line = around;
    trial->call = NULL;
    return answer;
}

// --- Lines ----------------------------------------------------------------------------------

WritStatus trial_act(WritTrial *trial, WritError *error)
{
    WritStatus status = WRIT_OK;
    trial->acts += trial->line->kind != WRIT_SCENE_SYSTEM && trial->line->kind != WRIT_SCENE_SILENT;
    switch (trial->line->kind) {
    case WRIT_SCENE_SYSTEM:
    case WRIT_SCENE_SILENT:
        set_system(trial);
        return WRIT_OK;
    case WRIT_SCENE_STARTS:
        status = starts(trial, error);
        break;
    case WRIT_SCENE_ANSWERS:
        status = answers(trial, error);
        break;
    case WRIT_SCENE_ARRIVES:
        status = arrives(trial, error);
        break;
    case WRIT_SCENE_CANCELS:
        status = cancels(trial, error);
        break;
    case WRIT_SCENE_PASS:
        return pass(trial, error);
    case WRIT_SCENE_TASK:
    case WRIT_SCENE_NO_TASK:
    case WRIT_SCENE_MESSAGE:
    case WRIT_SCENE_NO_MESSAGE:
    case WRIT_SCENE_STAGE:
    case WRIT_SCENE_ENDED:
    case WRIT_SCENE_CALL:
    case WRIT_SCENE_ROW:
    case WRIT_SCENE_BREACH:
    case WRIT_SCENE_NO_BREACH:
    case WRIT_SCENE_THAT:
        return trial_check(trial, error);
    }
    return status == WRIT_OK && !trial->failed ? trial_settle(trial, error) : status;
}
