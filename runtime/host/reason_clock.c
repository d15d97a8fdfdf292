// What a deadline is counted from and on what, for `why`.
#include "host/reasons.h"

#include "host/json_out.h"
#include "host/wording.h"

enum { MICROSECONDS_A_SECOND = 1000000 };

static bool counts_to_a_deadline(const WritCaseClock *clock)
{
    return clock->due != WRIT_NEVER || clock->passed || clock->paused_at != WRIT_NEVER;
}

static void add_seconds(const View *view, const char *key, int64_t microseconds)
{
    json_number(view->json, key, (uint64_t)(microseconds / MICROSECONDS_A_SECOND));
}

// Rounded against each other, used and left add up to what there was.
static void add_left(const View *view, const char *key, int64_t microseconds)
{
    add_seconds(view, key, microseconds + MICROSECONDS_A_SECOND - 1);
}

static void add_pauses(const View *view, const WritCaseClock *clock)
{
    if (clock->paused_at != WRIT_NEVER) {
        json_instant(view->json, "paused_since", clock->paused_at);
    }
    if (clock->paused_for > 0) {
        add_seconds(view, "paused_for", clock->paused_for);
    }
}

// A deadline around this one that comes first is the one that counts (S23).
static void add_strictest(const View *view, const WritCaseClock *clock, uint32_t frame)
{
    if (clock->useful_until == WRIT_NEVER || clock->strictest == frame) {
        return;
    }
    json_instant(view->json, "useful_until", clock->useful_until);
    uint32_t node = writ_case_node(view->instance->state, clock->strictest);
    json_text(view->json, "useful_until_of",
              node == 0 || node == WRIT_NONE ? writ_text("the whole case")
                                             : word_title(view->plan, node));
}

static void add_clock(const View *view, const WritCaseClock *clock, uint32_t frame)
{
    json_open(view->json, "clock");
    json_instant(view->json, "from", clock->from);
    json_some_text(view->json, "calendar", clock->calendar);
    json_some_text(view->json, "calendar_of_unit", clock->unit);
    if (clock->person.length > 0) {
        WritPeople people = people_source(view->host);
        json_text(view->json, "calendar_of_person", clock->person);
        json_text(view->json, "calendar_of_person_name", people.name(people.self, clock->person));
    }
    if (clock->amount.kind != WRIT_VALUE_MISSING) {
        json_printed(view->json, "amount", &view->plan->types, clock->amount);
    }
    if (clock->in_open_time) {
        add_seconds(view, "open_used", clock->used);
        add_left(view, "open_left", clock->left);
    }
    add_pauses(view, clock);
    if (clock->extensions > 0) {
        json_number(view->json, "extensions", clock->extensions);
    }
    if (clock->next_rung != WRIT_NEVER) {
        json_instant(view->json, "next_rung", clock->next_rung);
    }
    add_strictest(view, clock, frame);
    json_some_text(view->json, "trouble", clock->trouble);
    json_close(view->json);
}

void reason_clock(const View *view, uint32_t frame)
{
    WritCaseClock clock;
    WritError error;
    if (frame == 0) {
        return;
    }
    WritMoment moment = view_moment(view);
    WritStatus status = writ_case_clock(view->instance->state, frame, &moment, &clock, &error);
    if (status == WRIT_OK && counts_to_a_deadline(&clock)) {
        add_clock(view, &clock, frame);
    } else if (status != WRIT_OK) {
        json_open(view->json, "clock");
        json_string(view->json, "trouble", error.text);
        json_close(view->json);
    }
}
