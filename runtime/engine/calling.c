// Calls of hooks: their stable ids, their results, their retries.
#include "engine/decide.h"

#include <assert.h>

// --- Ids (settled.md 13): case, step, round of every loop around it, element -------------------

static void add_block(const Deciding *d, WritBuffer *id, const Frame *frame)
{
    const WritNode *node = program_node(d->program, frame->node);
    switch (frame->kind) {
    case FRAME_STAGE:
        writ_buffer_format(id, "/%.*s#%u", WRIT_TEXT_ARGS(node->name), frame->number);
        return;
    case FRAME_BRANCH:
        writ_buffer_format(id, "/%.*s", WRIT_TEXT_ARGS(node->name));
        return;
    case FRAME_ELEMENT:
        writ_buffer_format(id, "/%.*s:%u", WRIT_TEXT_ARGS(node->name), frame->number);
        return;
    case FRAME_REPEAT:
        writ_buffer_format(id, "/round#%u", frame->number);
        return;
    case FRAME_PROCESS:
    case FRAME_SAME_TIME:
    case FRAME_EACH:
    case FRAME_TASK:
    case FRAME_CALL:
    case FRAME_WAIT:
    case FRAME_ACTIONS:
        return;
    }
    WRIT_UNREACHABLE();
}

WritText call_id(Deciding *d, const Frame *frame, uint32_t node)
{
    const Frame *chain[FRAME_DEPTH_MAX];
    uint32_t depth = 0;
    for (const Frame *at = frame; at != NULL && depth < FRAME_DEPTH_MAX; at = at->parent) {
        chain[depth++] = at;
    }
    WritBuffer id = {0};
    writ_buffer_add(&id, d->instance->origin);
    while (depth > 0) {
        add_block(d, &id, chain[--depth]);
    }
    writ_buffer_format(&id, "/%.*s", WRIT_TEXT_ARGS(program_node(d->program, node)->name));
    WritText kept = writ_arena_text(d->moment->arena, writ_buffer_text(&id));
    writ_buffer_dispose(&id);
    return kept;
}

bool open_call(Deciding *d, Frame *frame, uint32_t node)
{
    const WritStep *step = program_step(d->program, node);
    const WritHook *hook = &d->plan->hooks[step->callee];
    Place place = place_in(frame);
    Clock *clock = NULL;
    WritEvent *event = next_event(d, WRIT_EVENT_CALL_MADE);
    if (!evaluate_record(d, &place, hook->input, &d->plan->operands[step->args_start],
                         &event->value) ||
        !evaluate_due(d, &place, node, &event->due, &clock)) {
        return false;
    }
    event->frame = next_frame(d);
    event->parent = frame->id;
    event->node = node;
    event->number = d->instance->last_call + 1;
    event->index = step->callee;
    event->text = call_id(d, frame, node);
    emit(d);
    begin_clock(d, event->frame, clock);
    return true;
}

// --- Results -----------------------------------------------------------------------------------

static bool is_outcome(const WritPlan *plan, const WritHook *hook, WritText outcome)
{
    for (uint32_t i = 0; i < hook->outcome_count; i++) {
        if (writ_text_equal(plan->texts[hook->outcomes_start + i], outcome)) {
            return true;
        }
    }
    return false;
}

static const WritOutcomeHandler *find_handler(const WritPlan *plan, const WritStep *step,
                                              WritText outcome)
{
    for (uint32_t i = 0; i < step->handler_count; i++) {
        if (writ_text_equal(plan->handlers[step->handlers_start + i].outcome, outcome)) {
            return &plan->handlers[step->handlers_start + i];
        }
    }
    return NULL;
}

static void go_on_after(Deciding *d, uint32_t frame_id, uint32_t list)
{
    Frame *frame = frame_id == 0 ? NULL : case_frame(d->instance, frame_id);
    if (frame != NULL && run_list(d, frame, list, 0) == LIST_DONE) {
        finish_step(d, frame, frame->node);
    }
}

// A result that no step waits for any more is undone at once, if it can be (settled.md 14).
static void settle_loose(Deciding *d, uint32_t effect)
{
    if (effect != 0) {
        undo_effect(d, effect);
    }
}

static WritStatus no_such_call(const WritCommand *command, WritError *error)
{
    return writ_fail(error, WRIT_NOT_FOUND, "call %u is not under way", command->number);
}

WritStatus take_result(Deciding *d, const WritCommand *command, WritError *error)
{
    const Call *call = case_call(d->instance, command->number);
    if (call == NULL) {
        return no_such_call(command, error);
    }
    const WritHook *hook = &d->plan->hooks[call->hook];
    if (!is_outcome(d->plan, hook, command->text)) {
        return writ_fail(error, WRIT_INVALID,
                         "%.*s answered \"%.*s\", which is none of its outcomes",
                         WRIT_TEXT_ARGS(hook->name), WRIT_TEXT_ARGS(command->text));
    }
    Call settled = *call;
    WritEvent *event = next_event(d, WRIT_EVENT_CALL_ANSWERED);
    event->number = command->number;
    event->text = command->text;
    event->value = command->value;
    emit(d);
    uint32_t effect = note_effect(d, &settled, command->value);
    if (settled.frame == 0) {
        settle_loose(d, effect);
        return WRIT_OK;
    }
    const Frame *frame = case_frame(d->instance, settled.frame);
    note_happened(d, WRIT_OCCURS_STEP, frame->node);
    const WritOutcomeHandler *handler =
        find_handler(d->plan, program_step(d->program, frame->node), command->text);
    go_on_after(d, settled.frame, handler == NULL ? WRIT_NONE : handler->actions);
    return WRIT_OK;
}

// When the next attempt begins: the interval doubles with every retry up to its bound, and grows
// by up to a tenth that the call's id decides, so that calls that failed together spread out.
static int64_t next_attempt_at(const Deciding *d, const WritHook *hook, const Call *call)
{
    int64_t wait_ms = hook->retry_every_ms;
    for (uint32_t i = 1; i < call->attempt && wait_ms < hook->retry_up_to_ms; i++) {
        wait_ms *= 2;
    }
    if (wait_ms > hook->retry_up_to_ms && hook->retry_up_to_ms > 0) {
        wait_ms = hook->retry_up_to_ms;
    }
    uint64_t spread = writ_text_hash(call->id) % 100;
    int64_t wait_us = wait_ms * 1000 + wait_ms * (int64_t)spread;
    return d->moment->now + wait_us;
}

static void give_up(Deciding *d, const Call *call, WritText reason)
{
    Call settled = *call;
    WritEvent *event = next_event(d, WRIT_EVENT_CALL_GIVEN_UP);
    event->number = settled.number;
    event->text = reason;
    emit(d);
    if (settled.effect != 0) {
        ask_undo_by_hand(d, settled.effect, reason);
        return;
    }
    // It may have happened all the same, so that it has to be undone like what is known.
    uint32_t effect = note_effect(d, &settled, (WritValue){0});
    if (settled.frame == 0) {
        settle_loose(d, effect);
        return;
    }
    const Frame *frame = case_frame(d->instance, settled.frame);
    go_on_after(d, settled.frame, program_step(d->program, frame->node)->on_no_answer);
}

WritStatus take_failure(Deciding *d, const WritCommand *command, WritError *error)
{
    const Call *call = case_call(d->instance, command->number);
    if (call == NULL) {
        return no_such_call(command, error);
    }
    const WritHook *hook = &d->plan->hooks[call->hook];
    if (call->attempt > hook->retries) {
        give_up(d, call, command->text);
        return WRIT_OK;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_CALL_FAILED);
    event->number = call->number;
    event->index = call->attempt;
    event->due = next_attempt_at(d, hook, call);
    event->text = command->text;
    emit(d);
    return WRIT_OK;
}
