// Whether events of clocks from a journal fit the case.
#include "engine/apply.h"
#include "engine/fits.h"

static Clock *clock_of(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return frame == NULL ? NULL : frame->clock;
}

static const WritDeadline *deadline_of(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return &instance->program->plan->nodes[frame->node].deadline;
}

// What the values of the event would make of the clock.
static bool takes(const WritEvent *event, uint32_t rung_count, RungState rungs[WRIT_RUNGS_MAX],
                  Clock *clock)
{
    *clock = (Clock){.rungs = rungs, .rung_count = rung_count};
    return clock_take_values(clock, event);
}

static bool has_dues(const Clock *clock)
{
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        if (clock->rungs[i].due != WRIT_NEVER) {
            return true;
        }
    }
    return false;
}

bool fits_clock_start(const WritCase *instance, const WritEvent *event)
{
    RungState rungs[WRIT_RUNGS_MAX];
    Clock clock;
    const Frame *frame = case_frame(instance, event->frame);
    if (frame == NULL || frame->node == WRIT_NONE || !frame_has_deadline(frame) ||
        frame->clock != NULL || frame->answered) {
        return false;
    }
    const WritDeadline *deadline = deadline_of(instance, event);
    return place_has_amount(deadline, event->value) &&
           takes(event, deadline->rung_count, rungs, &clock);
}

// Once a clock, for the calendar that it began with; it is that of a unit or a person.
bool fits_calendar_choice(const WritCase *instance, const WritEvent *event)
{
    const Clock *clock = clock_of(instance, event);
    return clock != NULL && clock->unit.length == 0 && clock->person.length == 0 &&
           event->text.length > 0 && writ_text_equal(clock->calendar, event->text) &&
           (event->person_count == 0 ? event->detail.length > 0
                                     : event->person_count == 1 && event->people[0].length > 0);
}

bool fits_clock_pause(const WritCase *instance, const WritEvent *event)
{
    RungState rungs[WRIT_RUNGS_MAX];
    Clock after;
    const Clock *clock = clock_of(instance, event);
    return clock != NULL && clock->paused_at == WRIT_NEVER &&
           takes(event, clock->rung_count, rungs, &after) && event->due == after.base &&
           after.base >= clock->base && !has_dues(&after);
}

// The deadline is there when it is ahead of a clock that runs.
static bool has_right_deadline(const WritCase *instance, const WritEvent *event, bool expected)
{
    return expected ? deadline_of(instance, event)->kind != WRIT_DEADLINE_NONE &&
                          place_has_instant(event->due)
                    : event->due == WRIT_NEVER;
}

bool fits_clock_resumption(const WritCase *instance, const WritEvent *event)
{
    RungState rungs[WRIT_RUNGS_MAX];
    Clock after;
    const Clock *clock = clock_of(instance, event);
    return clock != NULL && clock->paused_at != WRIT_NEVER &&
           takes(event, clock->rung_count, rungs, &after) && after.base >= clock->paused_at &&
           has_right_deadline(instance, event, clock->ahead);
}

bool fits_clock_count(const WritCase *instance, const WritEvent *event)
{
    RungState rungs[WRIT_RUNGS_MAX];
    Clock after;
    const Clock *clock = clock_of(instance, event);
    if (clock == NULL || !takes(event, clock->rung_count, rungs, &after)) {
        return false;
    }
    if (clock->paused_at != WRIT_NEVER) {
        return event->due == WRIT_NEVER && after.base == clock->paused_at && !has_dues(&after);
    }
    return after.base >= clock->base && has_right_deadline(instance, event, clock->ahead);
}

bool fits_clock_stuck(const WritCase *instance, const WritEvent *event)
{
    return clock_of(instance, event) != NULL && event->text.length > 0;
}

static const WritRung *running_rung(const WritCase *instance, const WritEvent *event)
{
    const Clock *clock = clock_of(instance, event);
    bool runs = clock != NULL && clock->paused_at == WRIT_NEVER &&
                event->index < clock->rung_count && place_has_instant(event->due);
    return runs ? &instance->program->plan
                       ->rungs[deadline_of(instance, event)->rungs_start + event->index]
                : NULL;
}

bool fits_rung_reached(const WritCase *instance, const WritEvent *event)
{
    const WritRung *rung = running_rung(instance, event);
    if (rung == NULL || event->number == UINT32_MAX) {
        return false;
    }
    bool again = event->value.kind == WRIT_VALUE_INSTANT && rung->kind == WRIT_RUNG_EVERY;
    return event->number > clock_of(instance, event)->rungs[event->index].count &&
           (again || event->value.kind == WRIT_VALUE_MISSING);
}

bool fits_rung_set(const WritCase *instance, const WritEvent *event)
{
    const WritRung *rung = running_rung(instance, event);
    return rung != NULL && rung->kind == WRIT_RUNG_AFTER && rung->since != WRIT_NONE &&
           clock_of(instance, event)->rungs[event->index].count == 0 &&
           event->value.kind == WRIT_VALUE_INSTANT;
}

bool fits_recount(const WritCase *instance, const WritEvent *event)
{
    return event->frame <= instance->last_frame;
}
