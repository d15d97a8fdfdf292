#include "host/view.h"
#include "host/almanac.h"

#include <assert.h>
#include <stdio.h>

#include "host/json_out.h"
#include "host/wording.h"

uint32_t view_limit(const WritRequest *request)
{
    return request->limit == 0 || request->limit > WRIT_HOST_LIST_MAX ? WRIT_HOST_LIST_MAX
                                                                      : request->limit;
}

View view_of(WritHost *host, const Instance *instance, WritArena *arena, WritBuffer *json)
{
    View view = {
        .host = host,
        .instance = instance,
        .plan = &instance->definition->plan,
        .people = people_source(host),
        .clockwork = almanac_clockwork(host),
        .json = json,
    };
    view.moment.now = host->clock.now(host->clock.self);
    view.moment.effective = view.moment.now;
    view.moment.rates = rates_now(host);
    view.moment.arena = arena;
    return view;
}

WritMoment view_moment(const View *view)
{
    WritMoment moment = view->moment;
    moment.people = &view->people;
    moment.clockwork = &view->clockwork;
    return moment;
}

bool view_is_of_rules(const View *view, const WritDuty *timer)
{
    const WritDeadline *deadline = &view->plan->nodes[0].deadline;
    return timer->node == 0 && timer->call == 0 && deadline->kind == WRIT_DEADLINE_NONE &&
           deadline->rung_count == 0;
}

int64_t view_deadline(const View *view, const WritDuty *timer)
{
    WritCaseClock clock;
    WritError error;
    WritMoment moment = view_moment(view);
    bool known = timer->frame != 0 && writ_case_clock(view->instance->state, timer->frame, &moment,
                                                      &clock, &error) == WRIT_OK;
    return known && clock.due != WRIT_NEVER ? clock.due : timer->due;
}

// --- The case ----------------------------------------------------------------------------------

static const char *status_word(WritCaseStatus status)
{
    switch (status) {
    case WRIT_CASE_NEW:
    case WRIT_CASE_OPEN:
        return "open";
    case WRIT_CASE_CLOSING:
        return "closing";
    case WRIT_CASE_ENDED:
        return "ended";
    }
    WRIT_UNREACHABLE();
}

// The values of `one open case per`, as people read them.
static void add_key(WritBuffer *json, WritArena *arena, const WritPlan *plan, WritText key)
{
    WritReader in = writ_reader(key);
    WritBuffer text = {0};
    WritValue value;
    while (writ_reader_left(&in) > 0 && writ_value_get(&in, arena, &value)) {
        writ_buffer_add_string(&text, text.length > 0 ? ", " : "");
        writ_value_print(&text, &plan->types, value);
    }
    json_some_text(json, "key", writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

void view_row(WritBuffer *json, WritArena *arena, const WritPlan *plan, uint64_t number,
              const CaseRow *row)
{
    json_number(json, "case", number);
    json_text(json, "process", plan->name);
    json_text(json, "process_title", word_titled(plan->title, plan->name));
    add_key(json, arena, plan, row->key);
    json_string(json, "status", status_word(row->status));
    if (row->stage < plan->node_count) {
        json_text(json, "stage", word_name(plan, row->stage));
        json_text(json, "stage_title", word_title(plan, row->stage));
    }
    if (row->outcome < plan->outcome_count) {
        json_text(json, "outcome", plan->outcomes[row->outcome]);
    }
    json_instant(json, "since", row->began);
    json_instant(json, "ended", row->ended);
}

void view_head(const View *view)
{
    const Instance *instance = view->instance;
    CaseRow row = {
        .status = writ_case_status(instance->state),
        .outcome = writ_case_outcome(instance->state),
        .stage = writ_case_stage(instance->state),
        .began = instance->began,
        .ended = instance->ended,
        .key = writ_buffer_text(&instance->key),
    };
    view_row(view->json, view->moment.arena, view->plan, instance->number, &row);
}

void view_definition(const View *view)
{
    json_some_text(view->json, "version", view->plan->version);
    json_some_text(view->json, "per", view->plan->per);
    json_hash(view->json, "definition", &view->instance->definition->hash);
    json_commit(view->json, "commit", view->instance->commit);
}

// --- Parts that repeat -------------------------------------------------------------------------

void view_id(const View *view, const char *key, uint32_t frame)
{
    char id[48];
    (void)snprintf(id, sizeof id, "%llu.%u", (unsigned long long)view->instance->number, frame);
    json_string(view->json, key, id);
    json_number(view->json, "case", view->instance->number);
    json_number(view->json, "frame", frame);
    json_text(view->json, "process", view->plan->name);
    json_text(view->json, "process_title", word_titled(view->plan->title, view->plan->name));
    add_key(view->json, view->moment.arena, view->plan, writ_buffer_text(&view->instance->key));
}

void view_step(const View *view, uint32_t frame, uint32_t node)
{
    WritBuffer where = {0};
    word_where(&where, view->instance->state, frame);
    if (node != 0) {
        json_some_text(view->json, "step", word_name(view->plan, node));
    }
    json_text(view->json, "title", word_title(view->plan, node));
    json_some_text(view->json, "where", writ_buffer_text(&where));
    writ_buffer_dispose(&where);
}

void view_person(const View *view, const char *key, WritText person)
{
    if (person.length == 0) {
        return;
    }
    char name[64];
    (void)snprintf(name, sizeof name, "%s_name", key);
    json_text(view->json, key, person);
    json_text(view->json, name, view->people.name(view->people.self, person));
}

void view_named_value(const View *view, WritText name, WritValue value)
{
    json_open(view->json, NULL);
    json_text(view->json, "name", name);
    json_value(view->json, "value", &view->plan->types, value);
    json_printed(view->json, "text", &view->plan->types, value);
    json_close(view->json);
}

uint32_t view_node(const View *view, const WritDuty *duty)
{
    WritPlaceInCase place;
    bool inside =
        writ_case_place(view->instance->state, duty->frame, &place) && place.item != WRIT_NONE;
    return inside ? place.item : duty->node;
}

const WritStep *view_step_of(const View *view, uint32_t node)
{
    return node == WRIT_NONE ? NULL : &view->plan->steps[view->plan->nodes[node].step];
}

// --- Waits, calls, incidents -------------------------------------------------------------------

void view_wait(const View *view, const WritDuty *duty)
{
    const WritEventType *event = &view->plan->events[duty->event];
    const WritStep *step = view_step_of(view, duty->node);
    const WritRecordType *record = &view->plan->types.records[event->record];
    json_open(view->json, NULL);
    view_step(view, duty->frame, duty->node);
    json_text(view->json, "event", event->name);
    json_text(view->json, "event_title", word_titled(event->title, event->name));
    json_open_list(view->json, "with");
    for (uint32_t i = 0; i < duty->key_count; i++) {
        uint32_t field = view->plan->operands[step->match_start + 2 * i];
        view_named_value(view, record->fields[field].name, duty->keys[i]);
    }
    json_close_list(view->json);
    json_instant(view->json, "since", duty->since);
    json_instant(view->json, "due", duty->due);
    json_close(view->json);
}

void view_call(const View *view, const WritDuty *duty)
{
    const WritHook *hook = &view->plan->hooks[duty->hook];
    uint32_t node =
        duty->frame == 0 ? WRIT_NONE : writ_case_node(view->instance->state, duty->frame);
    json_open(view->json, NULL);
    json_number(view->json, "call", duty->call);
    json_text(view->json, "id", duty->call_id);
    json_text(view->json, "hook", hook->name);
    json_text(view->json, "hook_title", word_titled(hook->title, hook->name));
    if (node != WRIT_NONE) {
        view_step(view, duty->frame, node);
    }
    json_instant(view->json, "since", duty->since);
    json_number(view->json, "attempt", duty->attempt);
    json_number(view->json, "attempts", (uint64_t)hook->retries + 1);
    json_instant(view->json, "next", duty->due);
    json_some_text(view->json, "reason", duty->reason);
    json_close(view->json);
}

void view_incident(const View *view, const WritDuty *duty)
{
    json_open(view->json, NULL);
    view_id(view, "incident", duty->frame);
    view_step(view, duty->frame, view_node(view, duty));
    json_instant(view->json, "since", duty->since);
    json_text(view->json, "reason", duty->reason);
    json_close(view->json);
}
