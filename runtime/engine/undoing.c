// Effects and their undoing (settled.md 13, 14). What a call did that can be undone is noted with
// the input of its undo, worked out at once. Undoing takes the newest effect first, one at a time,
// after everything still under way has settled; what comes in late is undone at once.
#include "engine/decide.h"

#include <assert.h>
#include <string.h>

#define UNDO_ENDING "/undo"

// A step and the call that it makes may both be undone, each under an id of its own.
static WritText undo_id(Deciding *d, WritText id, const char *ending)
{
    WritBuffer text = {0};
    writ_buffer_add(&text, id);
    writ_buffer_add_string(&text, ending);
    WritText kept = writ_arena_text(d->moment->arena, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
    return kept;
}

// The undo's input from the call's input and output. An expression that needs an output which
// never came cannot be evaluated: then the value stays MISSING and a person sees to it.
static WritValue undo_input(Deciding *d, const WritHook *hook, const Call *call, WritValue output)
{
    const WritHook *undo = &d->plan->hooks[hook->undo];
    const WritValue locals[] = {call->input, output};
    Place place = place_in(NULL);
    place.locals = locals;
    place.local_count = 2;
    WritValue input;
    if (!evaluate_record(d, &place, undo->input, &d->plan->operands[hook->undo_args_start],
                         &input)) {
        return (WritValue){0};
    }
    return input;
}

static uint32_t emit_effect(Deciding *d, uint32_t hook, WritText id, WritValue input)
{
    WritEvent event = writ_event(WRIT_EVENT_EFFECT_NOTED);
    event.number = d->instance->last_effect + 1;
    event.index = hook;
    event.text = id;
    event.value = input;
    emit(d, &event);
    return event.number;
}

uint32_t note_effect(Deciding *d, const Call *call, WritValue output)
{
    const WritHook *hook = &d->plan->hooks[call->hook];
    if (hook->undo == WRIT_NONE || call->effect != 0) {
        return 0;
    }
    return emit_effect(d, hook->undo, undo_id(d, call->id, UNDO_ENDING),
                       undo_input(d, hook, call, output));
}

void note_step_effect(Deciding *d, const Frame *frame, uint32_t node)
{
    const WritStep *step = program_step(d->program, node);
    if (step->undo == WRIT_NONE) {
        return;
    }
    Place place = place_in(frame);
    WritValue input;
    if (!evaluate_record(d, &place, d->plan->hooks[step->undo].input,
                         &d->plan->operands[step->undo_args_start], &input)) {
        input = (WritValue){0};
    }
    const char *ending = step->act == WRIT_ACT_CALL ? UNDO_ENDING "#step" : UNDO_ENDING;
    (void)emit_effect(d, step->undo, undo_id(d, call_id(d, frame, node), ending), input);
}

// Who owns the process cannot always be told: then that is the trouble.
static void expect_undoer(Deciding *d, const Frame *task, bool somebody)
{
    if (somebody) {
        expect_somebody(d, task);
    } else {
        emit_incident(d, task, 0, WRIT_NONE, 0);
    }
}

void ask_undo_by_hand(Deciding *d, uint32_t effect, WritText reason)
{
    WritAsked asked;
    WritEvent event = writ_event(WRIT_EVENT_UNDO_ASKED);
    event.frame = next_frame(d);
    event.parent = 1;
    event.number = effect;
    event.text = reason;
    bool somebody = resolve_party(d, case_root(d->instance), &d->plan->owner, &asked);
    if (somebody) {
        asked_values(d, &event, &asked, 1);
    }
    emit(d, &event);
    expect_undoer(d, case_frame(d->instance, event.frame), somebody);
}

void ask_undoer_again(Deciding *d, const Frame *task)
{
    WritAsked asked;
    bool somebody = resolve_party(d, case_root(d->instance), &d->plan->owner, &asked);
    if (somebody) {
        WritEvent event = writ_event(WRIT_EVENT_TASK_REASSIGNED);
        event.frame = task->id;
        asked_values(d, &event, &asked, 1);
        emit(d, &event);
    }
    expect_undoer(d, task, somebody);
}

void undo_effect(Deciding *d, uint32_t number)
{
    const Effect *effect = case_effect(d->instance, number);
    assert(effect != NULL && effect->state == EFFECT_STANDS);
    if (effect->input.kind == WRIT_VALUE_MISSING) {
        ask_undo_by_hand(d, number, effect->id);
        return;
    }
    WritEvent event = writ_event(WRIT_EVENT_UNDO_CALLED);
    event.number = d->instance->last_call + 1;
    event.list = number;
    emit(d, &event);
}

// The id of the call is what stands before the ending of the undo's.
static WritText call_of_undo(WritText id)
{
    const size_t length = strlen(UNDO_ENDING);
    size_t at = id.length < length ? 0 : id.length - length;
    while (at > 0 && memcmp(id.data + at, UNDO_ENDING, length) != 0) {
        at--;
    }
    return (WritText){id.data, at};
}

WritText writ_case_undone_call(const WritCase *instance, const WritCommand *command)
{
    uint32_t number = 0;
    if (command->kind == WRIT_COMMAND_RESULT) {
        const Call *call = case_call(instance, command->number);
        number = call == NULL ? 0 : call->effect;
    } else if (command->kind == WRIT_COMMAND_ANSWER) {
        const Frame *frame = case_frame(instance, command->frame);
        number = frame == NULL ? 0 : frame->effect;
    }
    const Effect *effect = number == 0 ? NULL : case_effect(instance, number);
    return effect == NULL ? (WritText){0} : call_of_undo(effect->id);
}

static const Effect *newest_effect(const WritCase *instance, uint32_t from)
{
    for (uint32_t i = instance->effect_count; i-- > 0;) {
        const Effect *effect = instance->effects[i];
        if (effect->number < from) {
            break;
        }
        if (!effect->gone && effect->state == EFFECT_STANDS) {
            return effect;
        }
    }
    return NULL;
}

void undo_go_on(Deciding *d, const Frame *frame)
{
    const Effect *effect = newest_effect(d->instance, frame->undo_from);
    if (effect != NULL) {
        undo_effect(d, effect->number);
        return;
    }
    WritEvent event = writ_event(WRIT_EVENT_UNDO_DONE);
    event.frame = frame->id;
    emit(d, &event);
}
