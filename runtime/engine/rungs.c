// What a clock comes to: rungs of ladders, reminders, the deadline (N15, S19).
//
// One command reaches what is due at one instant, so that each rung counts from its own time also
// after the host was down. The times of a repetition that passed meanwhile are one, as far as
// nothing else falls between them. No rung completes anything (N14).
#include "engine/decide.h"

#include <assert.h>

// Times of a repetition that one command may pass over.
enum { TIMES_MAX = 1000 };

// --- The deadline ------------------------------------------------------------------------------

// What a clock brings is carried out by what has it: a step in its own place, a stage and the
// process beside their work.
static bool is_of_step(const Frame *frame)
{
    return frame->kind == FRAME_TASK || frame->kind == FRAME_CALL || frame->kind == FRAME_WAIT;
}

static void run_at_step(Deciding *d, Frame *frame, uint32_t list)
{
    if (run_list(d, frame, list, 0) == LIST_DONE && frame->kind == FRAME_TASK) {
        expect_somebody(d, frame);
    }
}

static void run_overdue(Deciding *d, Frame *frame)
{
    uint32_t list = program_node(d->program, frame->node)->deadline.on_overdue;
    if (is_of_step(frame)) {
        run_at_step(d, frame, list);
    } else {
        begin_actions(d, frame->node, list, 0, (WritValue){0});
    }
}

static void pass_deadline(Deciding *d, Frame *frame)
{
    WritEvent *event = next_event(d, WRIT_EVENT_DEADLINE_PASSED);
    event->frame = frame->id;
    event->due = frame->due;
    emit(d);
    run_overdue(d, frame);
}

// --- Repetition --------------------------------------------------------------------------------

static const WritRung *rung_of(const Deciding *d, const Frame *frame, uint32_t rung)
{
    return &d->plan->rungs[program_node(d->program, frame->node)->deadline.rungs_start + rung];
}

// Before which times of a repetition may be passed over: what else the clock comes to.
static int64_t next_but(const Frame *frame, uint32_t rung)
{
    int64_t next = frame->due;
    for (uint32_t i = 0; i < frame->clock->rung_count; i++) {
        int64_t due = frame->clock->rungs[i].due;
        next = i != rung && due < next ? due : next;
    }
    return next;
}

// One time of a repetition: its number and instant, and the instant of the next.
typedef struct Time {
    uint32_t number;
    int64_t due, next;
} Time;

static bool find_end(const Counting *c, int64_t from, Span span, int64_t *end)
{
    int64_t counted = 0;
    bool well = clock_span_end(c, from, span, &counted);
    *end = well ? counted : WRIT_NEVER;
    return well;
}

static bool find_next_time(Deciding *d, const Frame *frame, uint32_t rung, Time *time)
{
    Counting c;
    Span span;
    int64_t end = next_but(frame, rung);
    if (!prepare_counting(d, frame, &c) || !clock_rung_span(&c, rung, &span) ||
        !find_end(&c, time->due, span, &time->next)) {
        return false;
    }
    for (uint32_t i = 0; i < TIMES_MAX && time->next <= d->known && time->next < end; i++) {
        time->due = time->next;
        time->number++;
        if (!find_end(&c, time->due, span, &time->next)) {
            return false;
        }
    }
    return true;
}

// --- Collapsed notices -------------------------------------------------------------------------

static bool notifies(const Deciding *d, const Frame *frame, uint32_t rung)
{
    const WritActionList *list = &d->plan->lists[rung_of(d, frame, rung)->actions];
    for (uint32_t i = 0; i < list->count; i++) {
        if (d->plan->actions[list->start + i].kind == WRIT_ACTION_NOTIFY) {
            return true;
        }
    }
    return false;
}

// A rung that is later, has passed too and notifies stands for this one, unless the deadline comes
// before it.
static bool is_overtaken(const Deciding *d, const Frame *frame, int64_t due)
{
    for (uint32_t i = 0; i < frame->clock->rung_count; i++) {
        int64_t later = frame->clock->rungs[i].due;
        if (later > due && later <= d->known && later <= frame->due && notifies(d, frame, i)) {
            return true;
        }
    }
    return false;
}

// --- Rungs -------------------------------------------------------------------------------------

static void run_rung(Deciding *d, Frame *frame, uint32_t list)
{
    if (is_of_step(frame)) {
        run_at_step(d, frame, list);
        return;
    }
    if (d->plan->lists[list].count == 0) {
        return;
    }
    uint32_t number = next_frame(d);
    begin_actions(d, frame->node, list, 0, (WritValue){0});
    Frame *actions = case_frame(d->instance, number);
    if (run_list(d, actions, list, 0) == LIST_DONE) {
        finish_step(d, actions, actions->node);
    }
}

static void reach_rung(Deciding *d, Frame *frame, uint32_t rung)
{
    const RungState *state = &frame->clock->rungs[rung];
    Time time = {.number = state->count + 1, .due = state->due, .next = WRIT_NEVER};
    bool repeats = rung_of(d, frame, rung)->kind == WRIT_RUNG_EVERY;
    bool counted = !repeats || find_next_time(d, frame, rung, &time);
    WritEvent *event = next_event(d, WRIT_EVENT_RUNG_REACHED);
    event->frame = frame->id;
    event->number = time.number;
    event->index = rung;
    event->due = time.due;
    if (time.next != WRIT_NEVER) {
        event->value = (WritValue){.kind = WRIT_VALUE_INSTANT, .integer = time.next};
    }
    emit(d);
    if (!counted) {
        emit_clock_trouble(d, frame);
    }
    d->quiet = is_overtaken(d, frame, time.due);
    run_rung(d, frame, rung_of(d, frame, rung)->actions);
    d->quiet = false;
}

// A timer that was overtaken is no error: nothing happens.
WritStatus pass_due(Deciding *d, const WritCommand *command)
{
    Frame *frame = case_frame(d->instance, command->frame);
    d->known = command->known == 0 ? d->moment->now : command->known;
    for (uint32_t i = 0; frame != NULL && i <= WRIT_RUNGS_MAX; i++) {
        Mark mark = frame_next_mark(frame);
        if (mark.due != command->due || mark.due == WRIT_NEVER) {
            break;
        }
        if (mark.rung == WRIT_NONE) {
            pass_deadline(d, frame);
            break;
        }
        reach_rung(d, frame, mark.rung);
        frame = case_frame(d->instance, command->frame);
    }
    return WRIT_OK;
}
