// What events do to clocks. Everything that was counted is in the event, so that a replay needs no
// calendar.
#include "engine/apply.h"
#include "engine/fits.h"

#include <assert.h>
#include <string.h>

// --- Values ------------------------------------------------------------------------------------

static WritValue instant_value(int64_t instant)
{
    return instant == WRIT_NEVER ? (WritValue){0}
                                 : (WritValue){.kind = WRIT_VALUE_INSTANT, .integer = instant};
}

static WritValue count_value(int64_t count)
{
    return writ_value_number(writ_decimal_from_int(count));
}

void clock_put_values(WritArena *arena, WritEvent *event, const Clock *clock)
{
    uint32_t count = CLOCK_VALUES + RUNG_VALUES * clock->rung_count;
    WritValue *values = writ_arena_array(arena, count, sizeof *values);
    values[0] = instant_value(clock->base);
    values[1] = count_value(clock->used);
    values[2] = count_value(clock->span.kind);
    values[3] = count_value(clock->span.count);
    values[4] = count_value(clock->whole);
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        const RungState *rung = &clock->rungs[i];
        WritValue *at = &values[CLOCK_VALUES + RUNG_VALUES * i];
        at[0] = instant_value(rung->due);
        at[1] = instant_value(rung->from);
        at[2] = rung->left == RUNG_WHOLE ? (WritValue){0} : count_value(rung->left);
    }
    event->values = values;
    event->value_count = count;
}

static bool take_instant(WritValue value, int64_t *instant)
{
    *instant = value.kind == WRIT_VALUE_INSTANT ? value.integer : WRIT_NEVER;
    return value.kind == WRIT_VALUE_MISSING ||
           (value.kind == WRIT_VALUE_INSTANT && place_has_instant(value.integer));
}

static bool take_count(WritValue value, int64_t *count)
{
    return value.kind == WRIT_VALUE_NUMBER && writ_decimal_to_int(value.number, count);
}

static bool take_left(WritValue value, int64_t *left)
{
    *left = RUNG_WHOLE;
    return value.kind == WRIT_VALUE_MISSING || (take_count(value, left) && place_has_time(*left));
}

bool clock_take_values(Clock *clock, const WritEvent *event)
{
    const WritValue *values = event->values;
    int64_t kind = 0;
    if (event->value_count != CLOCK_VALUES + RUNG_VALUES * clock->rung_count ||
        !take_instant(values[0], &clock->base) || clock->base == WRIT_NEVER ||
        !take_count(values[1], &clock->used) || !take_count(values[2], &kind) ||
        !take_count(values[3], &clock->span.count) || !take_count(values[4], &clock->whole) ||
        !place_has_time(clock->used) || !place_has_time(clock->whole) || kind < 0 ||
        kind > SPAN_INSTANT) {
        return false;
    }
    clock->span.kind = (SpanKind)kind;
    bool well = place_has_span(clock->span);
    for (uint32_t i = 0; well && i < clock->rung_count; i++) {
        RungState *rung = &clock->rungs[i];
        const WritValue *at = &values[CLOCK_VALUES + RUNG_VALUES * i];
        well = take_instant(at[0], &rung->due) && take_instant(at[1], &rung->from) &&
               take_left(at[2], &rung->left);
    }
    return well;
}

// --- Handlers ----------------------------------------------------------------------------------

static WritText keep_text(WritCase *instance, WritText text)
{
    return text.length == 0 ? (WritText){0} : writ_arena_text(instance->arena, text);
}

static Clock *take_in(WritCase *instance, const WritEvent *event, Frame **frame)
{
    *frame = case_frame(instance, event->frame);
    Clock *clock = (*frame)->clock;
    bool taken = clock_take_values(clock, event);
    assert(taken);
    clock->trouble = (WritText){0};
    change_frame(instance, *frame);
    return clock;
}

static void set_due(Frame *frame, int64_t due)
{
    frame->due = due;
    if (due != WRIT_NEVER) {
        frame->clock->due = due;
        frame->clock->ahead = true;
    }
}

void clocks_start(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    Clock *clock = writ_arena_alloc(instance->arena, sizeof *clock);
    clock->rung_count = program_node(instance->program, frame->node)->deadline.rung_count;
    clock->rungs = writ_arena_array(instance->arena, clock->rung_count + 1, sizeof *clock->rungs);
    clock->calendar = keep_text(instance, event->text);
    clock->amount = writ_value_copy(instance->arena, event->value);
    clock->paused_at = WRIT_NEVER;
    clock->resumed_at = WRIT_NEVER;
    clock->due = frame->due;
    clock->ahead = frame->due != WRIT_NEVER;
    frame->clock = clock;
    (void)take_in(instance, event, &frame);
    clock->from = clock->base;
}

void clocks_choose(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    frame->clock->unit = keep_text(instance, event->detail);
    frame->clock->person =
        event->person_count == 0 ? (WritText){0} : keep_text(instance, event->people[0]);
    change_frame(instance, frame);
}

void clocks_pause(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = NULL;
    Clock *clock = take_in(instance, event, &frame);
    clock->paused_at = event->due;
    frame->due = WRIT_NEVER;
}

void clocks_resume(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = NULL;
    Clock *clock = take_in(instance, event, &frame);
    clock->paused_for += clock->base - clock->paused_at;
    clock->paused_at = WRIT_NEVER;
    clock->resumed_at = clock->base;
    set_due(frame, event->due);
}

void clocks_count(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = NULL;
    (void)take_in(instance, event, &frame);
    set_due(frame, event->due);
}

void clocks_stick(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *frame = case_frame(instance, event->frame);
    frame->clock->trouble = keep_text(instance, event->text);
    frame->clock->stuck_at = at;
    change_frame(instance, frame);
}

// A rung that waits for this time of the one that repeats is next.
static void wake_reminders(const WritCase *instance, const Frame *frame, const WritEvent *event,
                           uint32_t before)
{
    const WritPlan *plan = instance->program->plan;
    const WritDeadline *deadline = &plan->nodes[frame->node].deadline;
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        const WritRung *rung = &plan->rungs[deadline->rungs_start + i];
        if (rung->kind == WRIT_RUNG_AFTER_REMINDER && rung->repeated == event->index &&
            rung->reminder > before && rung->reminder <= event->number) {
            frame->clock->rungs[i].due = event->due;
        }
    }
}

void clocks_reach_rung(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    RungState *rung = &frame->clock->rungs[event->index];
    uint32_t before = rung->count;
    rung->count = event->number;
    rung->due = event->value.kind == WRIT_VALUE_INSTANT ? event->value.integer : WRIT_NEVER;
    rung->from = event->due;
    rung->left = RUNG_WHOLE;
    wake_reminders(instance, frame, event, before);
    if (instance->silent_stages > 0) {
        instance->silent_stages = 0; // Time was waited for.
        instance->root_dirty = true;
    }
    change_frame(instance, frame);
}

void clocks_set_rung(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    frame->clock->rungs[event->index] =
        (RungState){.due = event->due, .from = event->value.integer, .left = RUNG_WHOLE};
    change_frame(instance, frame);
}

void clocks_stop(WritCase *instance, Frame *frame)
{
    frame->due = WRIT_NEVER;
    frame->clock = NULL;
    change_frame(instance, frame);
}
