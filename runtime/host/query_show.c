// `show`: a case as it stands: its data, what it waits for, what went wrong, and by which text of
// the process it runs.
#include "host/view.h"

#include "host/json_out.h"
#include "host/story.h"

// Adds the duties of one kind to the list that is open.
typedef struct Listing {
    const View *view;
    WritDutyKind kind;
    void (*add)(const View *view, const WritDuty *duty);
    bool is_full;
} Listing;

static void add_duty(void *self, const WritDuty *duty)
{
    Listing *listing = self;
    size_t before = listing->view->json->length;
    if (duty->kind == listing->kind && !listing->is_full) {
        listing->add(listing->view, duty);
        listing->is_full = !json_keep(listing->view->json, before);
    }
}

static bool list_duties(const View *view, const char *key, WritDutyKind kind,
                        void (*add)(const View *view, const WritDuty *duty))
{
    Listing listing = {.view = view, .kind = kind, .add = add};
    json_open_list(view->json, key);
    writ_case_duties(view->instance->state, &listing, add_duty);
    json_close_list(view->json);
    return !listing.is_full;
}

static void add_task(const View *view, const WritDuty *duty)
{
    view_task(view, duty, NULL);
}

// Of whom the time is that runs: a step, a stage, or the process.
static void add_deadline(const View *view, const WritDuty *duty)
{
    if (view_is_of_rules(view, duty)) {
        return;
    }
    json_open(view->json, NULL);
    view_step(view, duty->frame, duty->node);
    json_instant(view->json, "since", duty->since);
    json_instant(view->json, "due", view_deadline(view, duty));
    json_close(view->json);
}

static void add_obligation(void *self, uint32_t rule, int64_t due)
{
    const View *view = self;
    size_t before = view->json->length;
    json_open(view->json, NULL);
    json_text(view->json, "rule", view->plan->rules[rule].name);
    json_text(view->json, "reason", view->plan->rules[rule].sentence);
    json_instant(view->json, "due", due);
    json_close(view->json);
    (void)json_keep(view->json, before);
}

// What rules ask for; nothing where the process has none.
static void add_obligations(const View *view)
{
    if (view->plan->rule_count > 0) {
        json_open_list(view->json, "rules");
        writ_case_obligations(view->instance->state, (void *)(uintptr_t)view, add_obligation);
        json_close_list(view->json);
    }
}

static void add_milestones(const View *view)
{
    json_open_list(view->json, "milestones");
    for (uint32_t i = 0; i < view->plan->milestone_count; i++) {
        if (writ_case_has_milestone(view->instance->state, i)) {
            json_text(view->json, NULL, view->plan->milestones[i]);
        }
    }
    json_close_list(view->json);
}

// The data of a case may alone be longer than a reply may be.
static void add_data(const View *view, WritText data)
{
    size_t before = view->json->length;
    json_key(view->json, "data");
    writ_buffer_add(view->json, data);
    if (!json_keep(view->json, before)) {
        json_truth(view->json, "data_left_out", true);
    }
}

static void write_case(const View *view, WritText data)
{
    json_open(view->json, NULL);
    view_head(view);
    view_definition(view);
    add_milestones(view);
    bool all = list_duties(view, "tasks", WRIT_DUTY_TASK, add_task);
    all = list_duties(view, "waits", WRIT_DUTY_WAIT, view_wait) && all;
    all = list_duties(view, "calls", WRIT_DUTY_CALL, view_call) && all;
    all = list_duties(view, "deadlines", WRIT_DUTY_TIMER, add_deadline) && all;
    all = list_duties(view, "incidents", WRIT_DUTY_INCIDENT, view_incident) && all;
    add_obligations(view);
    json_truth(view->json, "more", !all);
    add_data(view, data);
    json_close(view->json);
}

WritStatus request_show(WritHost *host, const WritRequest *request, WritBuffer *json,
                        WritError *error)
{
    Instance *instance = NULL;
    WritBuffer data = {0};
    WritStatus status = instances_get(host, request->case_number, &instance, error);
    if (status == WRIT_OK) {
        status = story_case_data(host, instance, &data, error);
    }
    if (status == WRIT_OK) {
        WritArena *arena = writ_arena_new(VIEW_ARENA_BYTES);
        View view = view_of(host, instance, arena, json);
        write_case(&view, writ_buffer_text(&data));
        writ_arena_free(arena);
    }
    writ_buffer_dispose(&data);
    return status;
}
