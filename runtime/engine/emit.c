#include "engine/decide.h"
#include "engine/apply.h"

#include <assert.h>
#include <string.h>

static void grow(Deciding *d)
{
    uint32_t capacity = d->event_capacity == 0 ? 32 : 2 * d->event_capacity;
    WritEvent *events = writ_arena_array(d->moment->arena, capacity, sizeof *events);
    if (d->event_count > 0) {
        memcpy(events, d->events, d->event_count * sizeof *events);
    }
    d->events = events;
    d->event_capacity = capacity;
}

static WritEvent *add_event(Deciding *d, WritEvent made)
{
    if (d->event_count == d->event_capacity) {
        grow(d);
    }
    WritEvent *event = &d->events[d->event_count];
    *event = made;
    return event;
}

static void happen(Deciding *d)
{
    const WritEvent *event = &d->events[d->event_count++];
    apply_event(d->instance, event, d->moment->effective);
}

// Nothing stands before the start of a case, and nothing behind its end.
static void tell_rates(Deciding *d)
{
    WritCaseStatus status = writ_case_status(d->instance);
    bool open = status == WRIT_CASE_OPEN || status == WRIT_CASE_CLOSING;
    while (open && d->rates_told < d->rate_count) {
        (void)add_event(d, rate_event(d, &d->rates[d->rates_told++]));
        happen(d);
    }
}

WritEvent *next_event(Deciding *d, WritEventKind kind)
{
    tell_rates(d);
    return add_event(d, writ_event(kind));
}

void emit(Deciding *d)
{
    happen(d);
    tell_rates(d); // What was worked out while the event was filled in.
}

uint32_t next_frame(const Deciding *d)
{
    return d->instance->last_frame + 1;
}

void emit_incident(Deciding *d, const Frame *frame, uint32_t node, uint32_t list, uint32_t index)
{
    WritEvent *event = next_event(d, WRIT_EVENT_INCIDENT_OPENED);
    event->frame = frame->id;
    event->node = node;
    event->list = list;
    event->index = index;
    event->text = writ_arena_text(d->moment->arena, writ_text(d->trouble.text));
    emit(d);
}
