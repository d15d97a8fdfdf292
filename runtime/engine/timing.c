// Clocks as decisions: when they start, stand still, run again, and are put off. All is counted
// here, with the calendars that are in force, and written into the events.
#include "engine/apply.h"
#include "engine/decide.h"

#include <string.h>

#include "writ/eval.h"

// --- What a count needs ------------------------------------------------------------------------

static bool find_calendar(Deciding *d, WritText name, const WritCalendar **calendar)
{
    *calendar = NULL;
    return name.length == 0 ||
           writ_clockwork_find(d->moment->clockwork, name, calendar, &d->trouble) == WRIT_OK;
}

static bool prepare(Deciding *d, uint32_t node, const Clock *clock, Counting *c)
{
    *c = (Counting){
        .plan = d->plan,
        .deadline = &program_node(d->program, node)->deadline,
        .node_began = d->instance->node_began,
        .error = &d->trouble,
    };
    return find_calendar(d, clock->calendar, &c->calendar);
}

bool prepare_counting(Deciding *d, const Frame *frame, Counting *c)
{
    return prepare(d, frame->node, frame->clock, c);
}

Clock *copy_clock(Deciding *d, const Clock *clock)
{
    Clock *copy = writ_arena_alloc(d->moment->arena, sizeof *copy);
    *copy = *clock;
    copy->rungs = writ_arena_array(d->moment->arena, clock->rung_count + 1, sizeof *copy->rungs);
    if (clock->rung_count > 0) {
        memcpy(copy->rungs, clock->rungs, clock->rung_count * sizeof *copy->rungs);
    }
    return copy;
}

// --- Events ------------------------------------------------------------------------------------

void fill_clock_event(Deciding *d, WritEvent *event, const Frame *frame, const Clock *clock)
{
    bool runs = clock->paused_at == WRIT_NEVER && clock->ahead;
    event->frame = frame->id;
    event->due = runs ? clock->due : WRIT_NEVER;
    clock_put_values(d->moment->arena, event, clock);
}

void emit_clock_trouble(Deciding *d, const Frame *frame)
{
    WritEvent *event = next_event(d, WRIT_EVENT_CLOCK_STUCK);
    event->frame = frame->id;
    event->text = writ_arena_text(d->moment->arena, writ_text(d->trouble.text));
    emit(d);
}

// --- Starting ----------------------------------------------------------------------------------

// A person's clock runs from when the task was really offered (settled.md 2).
static int64_t clock_start(const Deciding *d, const WritDeadline *deadline)
{
    bool since = deadline->kind != WRIT_DEADLINE_NONE && deadline->since != WRIT_NONE &&
                 d->instance->node_began[deadline->since] != 0;
    return since ? d->instance->node_began[deadline->since] : d->moment->now;
}

// One that needs nothing but the instant at which it falls due: most do.
static bool is_plain(const Deciding *d, const WritDeadline *deadline)
{
    return deadline->calendar == WRIT_NONE && deadline->pauses == WRIT_NONE &&
           deadline->rung_count == 0 && deadline->since == WRIT_NONE &&
           d->moment->now == d->moment->effective;
}

bool is_clock_owed(const Deciding *d, uint32_t node)
{
    uint32_t calendar = program_node(d->program, node)->deadline.calendar;
    return calendar != WRIT_NONE && d->plan->exprs[calendar].operation == WRIT_OP_CONTEXT;
}

static bool count_start(Deciding *d, const Place *place, uint32_t node, Clock *clock)
{
    const WritDeadline *deadline = &program_node(d->program, node)->deadline;
    clock->rung_count = deadline->rung_count;
    clock->rungs = writ_arena_array(d->moment->arena, clock->rung_count + 1, sizeof *clock->rungs);
    clock->from = clock_start(d, deadline);
    clock->resumed_at = WRIT_NEVER;
    if (deadline->calendar != WRIT_NONE) {
        WritValue calendar;
        if (!evaluate(d, place, deadline->calendar, &calendar)) {
            return false;
        }
        clock->calendar = calendar.text;
    }
    if (place->owner != NULL) {
        clock->unit = place->owner->unit;
        clock->person = place->owner->person;
    }
    Counting c;
    return prepare(d, node, clock, &c) && clock_begin(&c, clock);
}

bool evaluate_due(Deciding *d, const Place *place, uint32_t node, int64_t *due, Clock **clock)
{
    const WritDeadline *deadline = &program_node(d->program, node)->deadline;
    Clock begun = {0};
    *due = WRIT_NEVER;
    *clock = NULL;
    if (deadline->kind == WRIT_DEADLINE_NONE && deadline->rung_count == 0) {
        return true;
    }
    if (deadline->kind != WRIT_DEADLINE_NONE &&
        !evaluate(d, place, deadline->expr, &begun.amount)) {
        return false;
    }
    if (!count_start(d, place, node, &begun)) {
        return false;
    }
    *due = begun.due;
    if (!is_plain(d, deadline)) {
        *clock = copy_clock(d, &begun);
    }
    return true;
}

// Whose calendar it is, for the record: the directory may say something else by tomorrow (S4).
static void emit_choice(Deciding *d, uint32_t frame, const Clock *clock)
{
    WritEvent *event = next_event(d, WRIT_EVENT_CALENDAR_CHOSEN);
    event->frame = frame;
    event->text = clock->calendar;
    event->detail = clock->unit;
    if (clock->person.length > 0) {
        event->people = writ_arena_array(d->moment->arena, 1, sizeof *event->people);
        event->people[0] = clock->person;
        event->person_count = 1;
    }
    emit(d);
}

void begin_clock(Deciding *d, uint32_t frame, const Clock *clock)
{
    if (clock == NULL) {
        return;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_CLOCK_STARTED);
    event->frame = frame;
    event->text = clock->calendar;
    event->value = clock->amount;
    clock_put_values(d->moment->arena, event, clock);
    emit(d);
    if (clock->unit.length > 0 || clock->person.length > 0) {
        emit_choice(d, frame, clock);
    }
}

// --- Extending ---------------------------------------------------------------------------------

static WritValue extension_of(const WritAction *action)
{
    if (!action->working) {
        return (WritValue){
            .kind = WRIT_VALUE_DURATION, .tag = action->unit, .integer = action->count};
    }
    uint32_t unit = action->unit == WRIT_DAYS ? WRIT_WORKING_DAYS : WRIT_WORKING_HOURS;
    return (WritValue){.kind = WRIT_VALUE_WORKING_TIME, .tag = unit, .integer = action->count};
}

static void emit_extension(Deciding *d, const Frame *frame, uint32_t action, int64_t due)
{
    WritEvent *event = next_event(d, WRIT_EVENT_DEADLINE_EXTENDED);
    event->frame = frame->id;
    event->index = action;
    event->due = due;
    emit(d);
}

bool extend_clock(Deciding *d, const Frame *frame, uint32_t number)
{
    Span span;
    Counting c = {.error = &d->trouble};
    if (!clock_span_of(&c, extension_of(&d->plan->actions[number]), &span)) {
        return false;
    }
    if (frame->clock == NULL) {
        int64_t due = WRIT_NEVER;
        if (!clock_span_end(&c, d->moment->effective, span, &due)) {
            return false;
        }
        emit_extension(d, frame, number, due);
        return true;
    }
    Clock *clock = copy_clock(d, frame->clock);
    if (!prepare_counting(d, frame, &c) || !clock_extend(&c, clock, span, d->moment->effective)) {
        return false;
    }
    emit_extension(d, frame, number, clock->paused_at == WRIT_NEVER ? clock->due : WRIT_NEVER);
    WritEvent *event = next_event(d, WRIT_EVENT_CLOCK_COUNTED);
    fill_clock_event(d, event, frame, clock);
    emit(d);
    return true;
}

// --- Pausing and resuming ----------------------------------------------------------------------

static bool change_pause(Deciding *d, const Frame *frame, bool pauses)
{
    Counting c;
    Clock *clock = copy_clock(d, frame->clock);
    if (!prepare_counting(d, frame, &c) ||
        !(pauses ? clock_pause(&c, clock, d->moment->effective)
                 : clock_resume(&c, clock, d->moment->effective))) {
        return false;
    }
    WritEvent *event = next_event(d, pauses ? WRIT_EVENT_CLOCK_PAUSED : WRIT_EVENT_CLOCK_RESUMED);
    fill_clock_event(d, event, frame, clock);
    event->due = pauses ? clock->paused_at : event->due;
    emit(d);
    return true;
}

static bool mind_pause(Deciding *d, const Frame *frame)
{
    uint32_t condition = program_node(d->program, frame->node)->deadline.pauses;
    bool pauses = false;
    Place place = place_in(frame);
    if (condition == WRIT_NONE) {
        return true;
    }
    if (!evaluate_truth(d, &place, condition, &pauses)) {
        return false;
    }
    bool paused = frame->clock->paused_at != WRIT_NEVER;
    return pauses == paused || change_pause(d, frame, pauses);
}

// --- Rungs that wait for a beginning -----------------------------------------------------------

static bool set_rung(Deciding *d, const Frame *frame, uint32_t rung, int64_t from)
{
    Counting c;
    Clock *clock = copy_clock(d, frame->clock);
    if (!prepare_counting(d, frame, &c) || !clock_count_rung_from(&c, clock, rung, from)) {
        return false;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_RUNG_SET);
    event->frame = frame->id;
    event->index = rung;
    event->due = clock->rungs[rung].due;
    event->value = (WritValue){.kind = WRIT_VALUE_INSTANT, .integer = from};
    emit(d);
    return true;
}

static bool mind_rungs(Deciding *d, const Frame *frame)
{
    const WritDeadline *deadline = &program_node(d->program, frame->node)->deadline;
    const Clock *clock = frame->clock;
    Counting c = {.plan = d->plan, .deadline = deadline, .node_began = d->instance->node_began};
    bool well = true;
    for (uint32_t i = 0; well && i < clock->rung_count && clock->paused_at == WRIT_NEVER; i++) {
        const WritRung *rung = &d->plan->rungs[deadline->rungs_start + i];
        if (rung->kind != WRIT_RUNG_AFTER || rung->since == WRIT_NONE ||
            clock->rungs[i].count > 0) {
            continue;
        }
        int64_t from = clock_rung_start(&c, clock, i);
        well = from == WRIT_NEVER || from == clock->rungs[i].from || set_rung(d, frame, i, from);
    }
    return well;
}

// A clock in trouble waits for somebody to try it again.
bool mind_clocks(Deciding *d)
{
    const WritCase *instance = d->instance;
    for (uint32_t i = 0; d->program->minds_clocks && i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        if (frame->gone || frame->clock == NULL || frame->clock->trouble.length > 0) {
            continue;
        }
        if (d->event_count >= WRIT_SLICE_EVENTS_MAX) {
            return false;
        }
        if (!mind_pause(d, frame) || !mind_rungs(d, frame)) {
            emit_clock_trouble(d, frame);
        }
    }
    return true;
}
