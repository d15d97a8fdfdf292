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

WritEvent *next_event(Deciding *d, WritEventKind kind)
{
    if (d->event_count == d->event_capacity) {
        grow(d);
    }
    WritEvent *event = &d->events[d->event_count];
    *event = writ_event(kind);
    return event;
}

void emit(Deciding *d)
{
    const WritEvent *event = &d->events[d->event_count++];
    apply_event(d->instance, event, d->moment->effective);
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
