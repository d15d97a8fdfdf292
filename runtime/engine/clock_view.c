// A clock as those see it who ask why.
#include "engine/decide.h"

#include <string.h>

static uint32_t count_extensions(const WritCase *instance, const Frame *frame)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < frame->counter_count; i++) {
        const Counter *counter = &frame->counters[i];
        bool extends = instance->program->plan->actions[counter->action].kind == WRIT_ACTION_EXTEND;
        count += extends ? counter->count : 0;
    }
    return count;
}

static void find_strictest(const Frame *frame, WritCaseClock *view)
{
    view->useful_until = WRIT_NEVER;
    for (; frame != NULL; frame = frame->parent) {
        if (frame->due < view->useful_until) {
            view->useful_until = frame->due;
            view->strictest = frame->id;
        }
    }
}

static void find_next_rung(const Frame *frame, WritCaseClock *view)
{
    view->next_rung = WRIT_NEVER;
    view->rung = WRIT_NONE;
    for (uint32_t i = 0; frame->clock != NULL && i < frame->clock->rung_count; i++) {
        if (frame->clock->rungs[i].due < view->next_rung) {
            view->next_rung = frame->clock->rungs[i].due;
            view->rung = i;
        }
    }
}

static bool count_running(const Counting *c, const Clock *clock, int64_t now, WritCaseClock *view)
{
    int64_t used = 0;
    int64_t end = clock->ahead || clock->due == WRIT_NEVER || now < clock->due ? now : clock->due;
    Measure measure = clock_measure(clock);
    if (!clock_time_between(c, measure, clock->base, end, &used)) {
        return false;
    }
    view->used = clock->used + used;
    return !clock->ahead || clock_time_between(c, measure, now > clock->base ? now : clock->base,
                                               clock->due, &view->left);
}

// Of a clock that stands still: an extension that nothing has counted yet is no time so far.
static int64_t left_of(const Clock *clock)
{
    bool counted = clock->span.kind == SPAN_OPEN || clock->span.kind == SPAN_ELAPSED;
    return counted && clock->span.count > 0 ? clock->span.count : 0;
}

static bool view_clock(Deciding *d, const Frame *frame, WritCaseClock *view)
{
    const Clock *clock = frame->clock;
    int64_t now = d->moment->now;
    bool paused = clock->paused_at != WRIT_NEVER;
    view->from = clock->from;
    view->calendar = clock->calendar;
    view->unit = clock->unit;
    view->person = clock->person;
    view->amount = clock->amount;
    view->in_open_time = clock_measure(clock) == MEASURE_OPEN;
    view->trouble = clock->trouble;
    view->paused_at = clock->paused_at;
    view->paused_for = clock->paused_for;
    view->passed = !clock->ahead && clock->amount.kind != WRIT_VALUE_MISSING;
    view->due = view->passed ? clock->due : frame->due;
    if (paused) {
        view->paused_for += now > clock->paused_at ? now - clock->paused_at : 0;
        view->used = clock->used;
        view->left = clock->ahead ? left_of(clock) : 0;
        return true;
    }
    Counting c;
    return prepare_counting(d, frame, &c) && count_running(&c, clock, now, view);
}

// All that is known is when the frame began and when it is due.
static void view_plain(const Frame *frame, int64_t now, WritCaseClock *view)
{
    bool counts = frame->due != WRIT_NEVER;
    view->from = frame->began;
    view->due = frame->due;
    view->paused_at = WRIT_NEVER;
    view->used = now > frame->began ? now - frame->began : 0;
    view->left = counts && frame->due > now ? frame->due - now : 0;
}

WritStatus writ_case_clock(const WritCase *instance, uint32_t number, const WritMoment *moment,
                           WritCaseClock *view, WritError *error)
{
    const Frame *frame = case_frame(instance, number);
    *view = (WritCaseClock){0};
    if (frame == NULL) {
        return writ_fail(error, WRIT_NOT_FOUND, "block %u is not open", number);
    }
    // Reading only: a decision that emits nothing changes nothing.
    Deciding d = {
        .instance = (WritCase *)instance,
        .program = instance->program,
        .plan = instance->program->plan,
        .moment = moment,
    };
    view->node = frame->node;
    view->extensions = count_extensions(instance, frame);
    find_strictest(frame, view);
    find_next_rung(frame, view);
    if (frame->clock == NULL) {
        view_plain(frame, moment->now, view);
        return WRIT_OK;
    }
    if (!view_clock(&d, frame, view)) {
        return writ_fail(error, d.trouble.status, "%s", d.trouble.text);
    }
    return WRIT_OK;
}
