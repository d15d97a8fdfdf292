// `show`: a case as it stands: its data, what it waits for, what went wrong, and by which text of
// the process it runs.
#include "host/view.h"

#include "host/json_out.h"
#include "host/wording.h"

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
    json_open(view->json, NULL);
    view_step(view, duty->frame, duty->node);
    json_instant(view->json, "since", duty->since);
    json_instant(view->json, "due", duty->due);
    json_close(view->json);
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
static void add_data(const View *view)
{
    size_t before = view->json->length;
    json_key(view->json, "data");
    writ_case_data_json(view->instance->state, view->json);
    if (!json_keep(view->json, before)) {
        json_truth(view->json, "data_left_out", true);
    }
}

static void write_case(const View *view)
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
    json_truth(view->json, "more", !all);
    add_data(view);
    json_close(view->json);
}

WritStatus request_show(WritHost *host, const WritRequest *request, WritBuffer *json,
                        WritError *error)
{
    Instance *instance = NULL;
    WritStatus status = instances_get(host, request->case_number, &instance, error);
    if (status == WRIT_OK) {
        WritArena *arena = writ_arena_new(VIEW_ARENA_BYTES);
        View view = view_of(host, instance, arena, json);
        write_case(&view);
        writ_arena_free(arena);
    }
    return status;
}
