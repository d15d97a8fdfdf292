// `why`: what a case waits for and why it does not move, one reason a sentence, with what can
// be done about it; and for a case that ended, what ended it.
#include "host/reasons.h"

#include <assert.h>

#include "host/json_out.h"
#include "host/story.h"
#include "host/wording.h"

// Incidents first: they are what somebody has to do something about.
typedef enum Pass {
    PASS_INCIDENTS,
    PASS_WORK,
    PASS_DEADLINES,
    PASS_COUNT,
} Pass;

typedef struct Explaining {
    WritHost *host;
    const View *view;
    Pass pass;
    uint32_t count;
    bool is_full;
} Explaining;

static Pass pass_of(WritDutyKind kind)
{
    switch (kind) {
    case WRIT_DUTY_INCIDENT:
        return PASS_INCIDENTS;
    case WRIT_DUTY_TASK:
    case WRIT_DUTY_WAIT:
    case WRIT_DUTY_CALL:
        return PASS_WORK;
    case WRIT_DUTY_TIMER:
        return PASS_DEADLINES;
    }
    WRIT_UNREACHABLE();
}

static void explain(void *self, const WritDuty *duty)
{
    Explaining *e = self;
    size_t before = e->view->json->length;
    if (e->is_full || pass_of(duty->kind) != e->pass) {
        return;
    }
    switch (duty->kind) {
    case WRIT_DUTY_TASK:
        reason_task(e->view, duty);
        break;
    case WRIT_DUTY_WAIT:
        reason_wait(e->view, duty);
        break;
    case WRIT_DUTY_CALL:
        reason_call(e->view, duty);
        break;
    case WRIT_DUTY_TIMER:
        reason_deadline(e->view, duty);
        reason_held(e->host, e->view, duty);
        break;
    case WRIT_DUTY_INCIDENT:
        reason_incident(e->view, duty);
        break;
    }
    e->is_full = !json_keep(e->view->json, before);
    e->count += e->pass == PASS_DEADLINES ? 0 : 1;
}

// Returns how many things are waited for; deadlines are none.
static uint32_t explain_duties(WritHost *host, const View *view)
{
    Explaining e = {.host = host, .view = view};
    for (e.pass = PASS_INCIDENTS; e.pass < PASS_COUNT; e.pass++) {
        writ_case_duties(view->instance->state, &e, explain);
    }
    return e.count;
}

// --- The end -----------------------------------------------------------------------------------

// The lines that led to the outcome: what somebody or something outside did last, and what was
// decided on it.
typedef struct Causes {
    WritBuffer latest;
    WritBuffer found;
} Causes;

// What settles afterwards (the result of a call whose step is over, of an undo) decides nothing.
static bool sets_off(const Line *line)
{
    return line->is_trigger && (line->frame != 0 || line->call.length == 0);
}

static bool is_decisive(const Line *line)
{
    WritText what = writ_text(line->what);
    return writ_text_is(what, "decided") || writ_text_is(what, "way");
}

static void look_for_causes(void *self, const Line *line, WritText json)
{
    Causes *causes = self;
    if (sets_off(line)) {
        writ_buffer_clear(&causes->latest);
    }
    if (sets_off(line) || is_decisive(line)) {
        writ_buffer_add_string(&causes->latest, causes->latest.length > 0 ? "," : "");
        writ_buffer_add(&causes->latest, json);
    }
    bool closes = writ_text_is(writ_text(line->what), "closing");
    bool ends = writ_text_is(writ_text(line->what), "ended");
    if (closes || (ends && causes->found.length == 0)) {
        writ_buffer_clear(&causes->found);
        writ_buffer_add(&causes->found, writ_buffer_text(&causes->latest));
    }
}

static WritStatus explain_end(WritHost *host, const View *view, WritError *error)
{
    const Instance *instance = view->instance;
    bool over = writ_case_status(instance->state) == WRIT_CASE_ENDED;
    Causes causes = {0};
    Story *story = story_new(host, instance->definition, instance->number);
    WritStatus status =
        story_tell_until(story, instance->last_entry, look_for_causes, &causes, error);
    if (status == WRIT_OK) {
        WritBuffer text = {0};
        WritBuffer hint = {0};
        WritText outcome = view->plan->outcomes[writ_case_outcome(instance->state)];
        json_open(view->json, NULL);
        json_string(view->json, "kind", over ? "ended" : "closing");
        writ_buffer_format(&text,
                           over ? "It ended as %.*s" : "It will end as %.*s, but waits still",
                           WRIT_TEXT_ARGS(outcome));
        json_open_list(view->json, "causes");
        writ_buffer_add(view->json, writ_buffer_text(&causes.found));
        json_close_list(view->json);
        reason_sentence(view, &text, &hint);
        json_close(view->json);
    }
    story_free(story);
    writ_buffer_dispose(&causes.latest);
    writ_buffer_dispose(&causes.found);
    return status;
}

// A long run of automatic work goes on in slices, between which nothing is waited for.
static void explain_moving(const View *view)
{
    WritBuffer text = {0};
    WritBuffer hint = {0};
    json_open(view->json, NULL);
    json_string(view->json, "kind", "moving");
    writ_buffer_add_string(&text, "It waits for nothing: its automatic work goes on");
    writ_buffer_add_string(&hint, "writ run keeps it moving.");
    reason_sentence(view, &text, &hint);
    json_close(view->json);
}

static WritStatus write_reasons(WritHost *host, const View *view, WritError *error)
{
    WritStatus status = WRIT_OK;
    json_open_list(view->json, "reasons");
    if (writ_case_outcome(view->instance->state) != WRIT_NONE) {
        status = explain_end(host, view, error);
    }
    uint32_t count = explain_duties(host, view);
    if (count == 0 && writ_case_outcome(view->instance->state) == WRIT_NONE) {
        explain_moving(view);
    }
    json_close_list(view->json);
    return status;
}

WritStatus request_why(WritHost *host, const WritRequest *request, WritBuffer *json,
                       WritError *error)
{
    Instance *instance = NULL;
    WritStatus status = instances_get(host, request->case_number, &instance, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritArena *arena = writ_arena_new(VIEW_ARENA_BYTES);
    View view = view_of(host, instance, arena, json);
    json_open(json, NULL);
    view_head(&view);
    status = write_reasons(host, &view, error);
    json_close(json);
    writ_arena_free(arena);
    return status;
}
