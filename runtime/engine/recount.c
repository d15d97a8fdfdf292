// Working out anew what is ahead of clocks, when their calendars have changed (S6, settled.md 5):
// what was reached stays reached, what was paused stays paused.
#include "engine/decide.h"

#include <assert.h>
#include <string.h>

// Clocks that stand still are counted when they run again.
static bool runs_on_calendar(const Frame *frame)
{
    return !frame->gone && frame->clock != NULL && frame->clock->calendar.length > 0 &&
           frame->clock->paused_at == WRIT_NEVER;
}

// The clock as it would be counted now. False: it cannot be.
static bool count_anew(Deciding *d, const Frame *frame, Clock **clock)
{
    Counting c;
    *clock = copy_clock(d, frame->clock);
    return prepare_counting(d, frame, &c) && clock_recount(&c, *clock, d->moment->effective);
}

static bool stands_alike(const Clock *a, const Clock *b)
{
    for (uint32_t i = 0; i < a->rung_count; i++) {
        if (a->rungs[i].due != b->rungs[i].due) {
            return false;
        }
    }
    return a->due == b->due && a->whole == b->whole;
}

// Whether the frame stopped at something whose clock counts on a calendar, and can begin it now.
static bool can_begin_now(Deciding *d, const Frame *frame)
{
    if (frame->gone || frame->state != FRAME_STUCK || frame->held_by != 0 ||
        frame->list != WRIT_NONE || frame->position == WRIT_NONE) {
        return false;
    }
    const WritDeadline *deadline = &program_node(d->program, frame->position)->deadline;
    return deadline->calendar != WRIT_NONE && can_count_start(d, frame, frame->position);
}

static void begin_again(Deciding *d, const Frame *frame, WritText reason)
{
    WritEvent *event = next_event(d, WRIT_EVENT_INCIDENT_CLEARED);
    event->frame = frame->id;
    event->text = reason;
    emit(d);
}

void recount_clock(Deciding *d, const Frame *frame, WritText reason)
{
    Clock *clock = NULL;
    if (!count_anew(d, frame, &clock)) {
        if (!writ_text_is(frame->clock->trouble, d->trouble.text)) {
            emit_clock_trouble(d, frame);
        }
        return;
    }
    if (stands_alike(clock, frame->clock) && frame->clock->trouble.length == 0) {
        return;
    }
    bool moves = clock->ahead && clock->due != frame->due;
    WritEvent *event = next_event(d, moves ? WRIT_EVENT_DEADLINE_MOVED : WRIT_EVENT_CLOCK_COUNTED);
    fill_clock_event(d, event, frame, clock);
    if (moves) {
        event->value = (WritValue){.kind = WRIT_VALUE_INSTANT, .integer = frame->due};
        event->text = reason;
    }
    emit(d);
}

static void emit_stop(Deciding *d, uint32_t frame, WritText reason)
{
    WritEvent *event = next_event(d, WRIT_EVENT_RECOUNT_STOPPED);
    event->frame = frame;
    event->text = reason;
    emit(d);
}

bool recount_clocks(Deciding *d, uint32_t first, WritText reason)
{
    const WritCase *instance = d->instance;
    if (instance->status != WRIT_CASE_OPEN) {
        return true;
    }
    reason = writ_arena_text(d->moment->arena, reason);
    for (uint32_t i = case_place(instance, first); i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        bool begins = can_begin_now(d, frame);
        if (!begins && !runs_on_calendar(frame)) {
            continue;
        }
        if (d->event_count >= WRIT_SLICE_EVENTS_MAX) {
            emit_stop(d, frame->id, reason);
            return false;
        }
        if (begins) {
            begin_again(d, frame, reason);
        }
        if (runs_on_calendar(frame)) {
            recount_clock(d, frame, reason);
        }
    }
    if (instance->recount_from != 0) {
        emit_stop(d, 0, (WritText){0});
    }
    return true;
}

uint32_t writ_case_judge_recount(const WritCase *instance, const WritMoment *moment,
                                 WritMove **moves)
{
    // Reading only: a decision that emits nothing changes nothing.
    Deciding d = {
        .instance = (WritCase *)instance,
        .program = instance->program,
        .plan = instance->program->plan,
        .moment = moment,
    };
    uint32_t count = 0;
    *moves = writ_arena_array(moment->arena, instance->live_count + 1, sizeof **moves);
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        Clock *clock = NULL;
        if (!runs_on_calendar(frame) || !frame->clock->ahead) {
            continue;
        }
        bool counted = count_anew(&d, frame, &clock);
        if (counted && clock->due == frame->due) {
            continue;
        }
        WritText reason = counted ? (WritText){0} : writ_text(d.trouble.text);
        (*moves)[count++] = (WritMove){
            .frame = frame->id,
            .node = frame->node,
            .from = frame->due,
            .to = counted ? clock->due : WRIT_NEVER,
            .reason = writ_arena_text(moment->arena, reason),
        };
    }
    return count;
}
