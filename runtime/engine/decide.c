// Commands: what each is allowed to do, and what follows from it until the case waits.
#include "engine/decide.h"
#include "engine/apply.h"

#include <assert.h>
#include <string.h>

WritStatus refuse(const Deciding *d, WritError *error)
{
    WritStatus status = writ_fail(
        error, d->trouble.status == WRIT_LIMIT ? WRIT_LIMIT : WRIT_INVALID, "%s", d->trouble.text);
    if (d->trouble.hint[0] != '\0') {
        (void)writ_hint(error, "%s", d->trouble.hint);
    }
    return status;
}

// --- Start -------------------------------------------------------------------------------------

bool starting_values(Deciding *d, const WritCommand *command, WritEvent *event)
{
    const WritPlan *plan = d->plan;
    WritValue *by_slot = writ_arena_array(d->moment->arena, plan->slot_count + 1, sizeof *by_slot);
    event->values = writ_arena_array(d->moment->arena, plan->slot_count + 1, sizeof(WritValue));
    d->starting = by_slot;
    uint32_t given = 0;
    Place place = place_in(NULL);
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        const WritSlot *slot = &plan->slots[i];
        if (slot->node != 0) {
            continue;
        }
        if (slot->kind == WRIT_SLOT_PARAMETER) {
            assert(given < command->value_count);
            by_slot[i] = command->values[given++];
            if (!complete_value(d, &by_slot[i])) {
                return false;
            }
        } else if (slot->kind == WRIT_SLOT_STORED && slot->at_start != WRIT_NONE &&
                   !evaluate(d, &place, slot->at_start, &by_slot[i])) {
            return false;
        }
        event->values[event->value_count++] = by_slot[i];
    }
    return true;
}

bool starting_key(Deciding *d, WritText *key)
{
    Place place = place_in(NULL);
    WritBuffer bytes = {0};
    bool well = true;
    for (uint32_t i = 0; well && i < d->plan->key_count; i++) {
        WritValue value;
        well = evaluate(d, &place, d->plan->operands[d->plan->keys_start + i], &value);
        if (well) {
            writ_value_put(&bytes, value);
        }
    }
    *key = writ_arena_text(d->moment->arena, writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    return well;
}

static WritStatus start(Deciding *d, const WritCommand *command, WritDecided *decided,
                        WritError *error)
{
    WritEvent *event = next_event(d, WRIT_EVENT_CASE_STARTED);
    event->text = command->text;
    decided->on_behalf = command->on_behalf;
    Place place = place_in(NULL);
    Clock *clock = NULL;
    if (!starting_values(d, command, event) || !starting_key(d, &decided->key) ||
        !evaluate_due(d, &place, 0, &event->due, &clock)) {
        return refuse(d, error);
    }
    Judgement data = judge_writes(d, NULL, NULL, NULL, 0);
    if (is_blocked(d, &data)) {
        return refuse(d, error);
    }
    bool by_event = d->plan->start == WRIT_START_ON_EVENT;
    uint32_t cause = by_event ? d->plan->start_event : WRIT_NONE;
    Judgement came = judge_occurrence(d, WRIT_OCCURS_EVENT, cause);
    d->starting = NULL;
    emit(d);
    begin_clock(d, 1, clock);
    pass_breaches(d, case_root(d->instance), WRIT_NONE, &data);
    pass_breaches(d, case_root(d->instance), WRIT_NONE, &came);
    note_happened(d, WRIT_OCCURS_EVENT, cause);
    return WRIT_OK;
}

// --- Answers -----------------------------------------------------------------------------------

static WritStatus find_task(const Deciding *d, const WritCommand *command, Frame **task,
                            WritError *error)
{
    *task = case_frame(d->instance, command->frame);
    if (*task == NULL || (*task)->kind != FRAME_TASK || (*task)->answered) {
        if (command->frame > d->instance->last_frame || command->frame == 0) {
            return writ_fail(error, WRIT_NOT_FOUND, "there is no such task");
        }
        return writ_fail(error, WRIT_CONFLICT,
                         "the task is closed: it was answered, withdrawn or ran out of time");
    }
    return WRIT_OK;
}

static bool has_outcome(const Deciding *d, const Frame *task, WritText outcome, uint32_t *actions)
{
    *actions = WRIT_NONE;
    if (task->effect != 0) {
        return writ_text_is(outcome, "done");
    }
    const WritStep *step = program_step(d->program, task->node);
    for (uint32_t i = 0; i < step->handler_count; i++) {
        const WritOutcomeHandler *handler = &d->plan->handlers[step->handlers_start + i];
        if (writ_text_equal(handler->outcome, outcome)) {
            *actions = handler->actions;
            return true;
        }
    }
    return false;
}

static WritStatus refuse_outcome(const Deciding *d, const Frame *task, WritText outcome,
                                 WritError *error)
{
    const WritStep *step = task->effect != 0 ? NULL : program_step(d->program, task->node);
    WritBuffer names = {0};
    for (uint32_t i = 0; step != NULL && i < step->handler_count; i++) {
        const WritOutcomeHandler *handler = &d->plan->handlers[step->handlers_start + i];
        writ_buffer_format(&names, "%s%.*s", i == 0 ? "" : ", ", WRIT_TEXT_ARGS(handler->outcome));
    }
    writ_buffer_add_string(&names, step == NULL ? "done" : "");
    (void)writ_fail(error, WRIT_INVALID, "\"%.*s\" is no outcome of this task",
                    WRIT_TEXT_ARGS(outcome));
    (void)writ_hint(error, "It can be: %s.", writ_buffer_string(&names));
    writ_buffer_dispose(&names);
    return WRIT_INVALID;
}

// Fills are put in place one by one, `needs` is judged over them, and all is put back.
static bool may_fill(Deciding *d, Frame *task, const WritStep *step, WritValue *values)
{
    WritValue *before = writ_arena_array(d->moment->arena, step->fill_count + 1, sizeof *before);
    uint32_t done = 0;
    bool well = true;
    for (; well && done < step->fill_count; done++) {
        uint32_t target = d->plan->operands[step->fills_start + done];
        well = complete_value(d, &values[done]) && may_set(d, task, target, values[done]);
        WritValue *at = data_at(d->instance, task, &d->plan->targets[target]);
        if (!well || at == NULL) {
            d->fault = done + 1;
            well = false;
            break;
        }
        before[done] = *at;
        *at = values[done];
    }
    for (uint32_t i = 0; well && i < step->fill_count; i++) {
        well = may_compute(d, task, d->plan->operands[step->fills_start + i]);
        d->fault = well ? 0 : i + 1;
    }
    Place place = place_in(task);
    for (uint32_t i = 0; well && i < step->need_count; i++) {
        const WritNeed *need = &d->plan->needs[step->needs_start + i];
        bool holds = false;
        well = evaluate_truth(d, &place, need->expr, &holds);
        if (well && !holds) {
            WritText reason = need->because.length > 0 ? need->because : need->text;
            (void)writ_fail(&d->trouble, WRIT_INVALID, "%.*s", WRIT_TEXT_ARGS(reason));
            well = false;
        }
    }
    while (done-- > 0) {
        *data_at(d->instance, task,
                 &d->plan->targets[d->plan->operands[step->fills_start + done]]) = before[done];
    }
    return well;
}

static void emit_fills(Deciding *d, const Frame *task, const WritStep *step,
                       const WritValue *values)
{
    for (uint32_t i = 0; i < step->fill_count; i++) {
        WritEvent *event = next_event(d, WRIT_EVENT_FIELD_SET);
        event->frame = task->id;
        event->index = d->plan->operands[step->fills_start + i];
        event->value = values[i];
        emit(d);
    }
}

static void emit_answer(Deciding *d, const WritCommand *command)
{
    WritEvent *event = next_event(d, WRIT_EVENT_TASK_ANSWERED);
    event->frame = command->frame;
    event->text = command->text;
    event->detail = command->detail;
    emit(d);
}

// What a rule refuses is on the record and told to whom the rule says, so that the command is
// carried out as far as that.
static WritStatus refuse_by_rule(Deciding *d, const Frame *frame, const Judgement *judgement,
                                 WritDecided *decided)
{
    WritError *refusal = writ_arena_alloc(d->moment->arena, sizeof *refusal);
    *refusal = d->trouble;
    decided->refusal = refusal;
    tell_breach(d, frame, frame->kind == FRAME_TASK ? frame->node : WRIT_NONE,
                judgement->blocked_by, WRIT_BREACH_REFUSED);
    return WRIT_OK;
}

static void take_answer(Deciding *d, Frame *task, const WritCommand *command, Doer doer,
                        const Judgement *said)
{
    const WritStep *step = program_step(d->program, task->node);
    emit_answer(d, command);
    note_doer(d, task, doer);
    emit_fills(d, task, step, command->values);
    pass_breaches(d, task, task->node, &said[0]);
    pass_breaches(d, task, task->node, &said[1]);
    note_happened(d, WRIT_OCCURS_STEP, task->node);
}

// The order of checks is settled (settled.md 21): who, which revision, `needs`, rules.
static WritStatus answer(Deciding *d, const WritCommand *command, WritDecided *decided,
                         WritError *error)
{
    Frame *task = NULL;
    uint32_t actions = WRIT_NONE;
    WritStatus status = find_task(d, command, &task, error);
    if (status != WRIT_OK) {
        return status;
    }
    const WritPermitted *permitted = find_permitted(d, task, command->person);
    if (permitted == NULL) {
        return writ_fail(error, WRIT_DENIED, "%.*s may not answer this task",
                         WRIT_TEXT_ARGS(command->person));
    }
    decided->on_behalf = permitted->on_behalf;
    if (command->revision.length > 0 && !writ_text_equal(command->revision, task->text)) {
        return writ_fail(error, WRIT_CONFLICT,
                         "what was to be approved has changed since it was shown");
    }
    if (!has_outcome(d, task, command->text, &actions)) {
        return refuse_outcome(d, task, command->text, error);
    }
    if (task->effect != 0) {
        emit_answer(d, command);
        end_when_settled(d);
        return WRIT_OK;
    }
    const WritStep *step = program_step(d->program, task->node);
    assert(command->value_count == step->fill_count);
    if (!may_fill(d, task, step, command->values)) {
        decided->fault = d->fault;
        return refuse(d, error);
    }
    Doer doer = {command->person, permitted->on_behalf};
    Judgement said[2] = {
        judge_step(d, task->node, actions, doer),
        judge_writes(d, task, &d->plan->operands[step->fills_start], command->values,
                     step->fill_count),
    };
    for (uint32_t i = 0; i < 2; i++) {
        if (is_blocked(d, &said[i])) {
            return refuse_by_rule(d, task, &said[i], decided);
        }
    }
    take_answer(d, task, command, doer, said);
    if (run_list(d, task, actions, 0) == LIST_DONE) {
        finish_step(d, task, task->node);
    }
    return WRIT_OK;
}

// --- Messages ----------------------------------------------------------------------------------

// The wait that a message is for, if it is wanted there.
static WritStatus judge_wait(Deciding *d, const WritCommand *command, Frame **wait,
                             WritError *error)
{
    Frame *frame = case_frame(d->instance, command->frame);
    if (frame == NULL || frame->kind != FRAME_WAIT || frame->answered) {
        return writ_fail(error, WRIT_CONFLICT, "the case does not wait for this message any more");
    }
    const WritStep *step = program_step(d->program, frame->node);
    Place place = place_in(frame);
    place.event = &command->value;
    bool wanted = step->callee == command->index;
    if (wanted && step->condition != WRIT_NONE &&
        !evaluate_truth(d, &place, step->condition, &wanted)) {
        return refuse(d, error);
    }
    if (!wanted) {
        return writ_fail(error, WRIT_NOT_FOUND, "the case waits for another message");
    }
    *wait = frame;
    return WRIT_OK;
}

static WritStatus take_wait(Deciding *d, const WritCommand *command, WritError *error)
{
    Frame *frame = NULL;
    WritStatus status = judge_wait(d, command, &frame, error);
    if (status != WRIT_OK) {
        return status;
    }
    Judgement came = judge_occurrence(d, WRIT_OCCURS_EVENT, command->index);
    WritEvent *event = next_event(d, WRIT_EVENT_MESSAGE_TAKEN);
    event->frame = frame->id;
    event->index = command->index;
    event->value = command->value;
    emit(d);
    pass_breaches(d, frame, frame->node, &came);
    note_message(d, command->index, frame->node);
    finish_step(d, frame, frame->node);
    return WRIT_OK;
}

static bool listens_in(const WritPlan *plan, const WritHappens *happens, const Frame *stage)
{
    for (uint32_t i = 0; i < happens->stage_count; i++) {
        if (plan->operands[happens->stages_start + i] == stage->node) {
            return true;
        }
    }
    return happens->stage_count == 0;
}

bool writ_case_awaits(const WritCase *instance, uint32_t event)
{
    const WritPlan *plan = instance->program->plan;
    const Frame *stage = instance->status == WRIT_CASE_OPEN ? case_stage_frame(instance) : NULL;
    for (uint32_t i = 0; stage != NULL && i < plan->happens_count; i++) {
        if (plan->happens[i].event == event && listens_in(plan, &plan->happens[i], stage)) {
            return true;
        }
    }
    for (uint32_t i = 0; instance->status == WRIT_CASE_OPEN && i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        if (frame->kind == FRAME_WAIT && !frame->gone && !frame->answered &&
            program_step(instance->program, frame->node)->callee == event) {
            return true;
        }
    }
    return false;
}

void begin_actions(Deciding *d, uint32_t node, uint32_t list, uint32_t holds, WritValue value)
{
    WritEvent *event = next_event(d, WRIT_EVENT_ACTIONS_BEGAN);
    event->frame = next_frame(d);
    event->parent = 1;
    event->node = node;
    event->number = holds;
    event->list = list;
    event->value = value;
    emit(d);
}

void leave_running_stage(Deciding *d, WithdrawnActions which)
{
    withdraw_actions(d, which, NULL);
    const Frame *stage = case_stage_frame(d->instance);
    if (stage != NULL) {
        WritEvent *event = next_event(d, WRIT_EVENT_WORK_CANCELLED);
        event->frame = stage->id;
        emit(d);
    }
}

// The line of the process that listens for a message now.
static WritStatus judge_happening(Deciding *d, const WritCommand *command, uint32_t *line,
                                  WritError *error)
{
    const Frame *stage = case_stage_frame(d->instance);
    for (uint32_t i = 0; stage != NULL && i < d->plan->happens_count; i++) {
        const WritHappens *happens = &d->plan->happens[i];
        Place place = place_in(case_root(d->instance));
        place.event = &command->value;
        bool wanted = happens->event == command->index && listens_in(d->plan, happens, stage);
        if (wanted && happens->where != WRIT_NONE &&
            !evaluate_truth(d, &place, happens->where, &wanted)) {
            return refuse(d, error);
        }
        if (wanted) {
            *line = i;
            return WRIT_OK;
        }
    }
    return writ_fail(error, WRIT_NOT_FOUND, "the case does not wait for this message now");
}

static WritStatus take_happening(Deciding *d, const WritCommand *command, WritError *error)
{
    uint32_t line = 0;
    WritStatus status = judge_happening(d, command, &line, error);
    if (status != WRIT_OK) {
        return status;
    }
    const WritHappens *happens = &d->plan->happens[line];
    Judgement came = judge_occurrence(d, WRIT_OCCURS_EVENT, happens->event);
    WritEvent *event = next_event(d, WRIT_EVENT_HAPPENED);
    event->index = line;
    event->value = command->value;
    emit(d);
    pass_breaches(d, case_root(d->instance), WRIT_NONE, &came);
    note_happened(d, WRIT_OCCURS_EVENT, happens->event);
    if (happens->stops_work) {
        leave_running_stage(d, WITHDRAW_STAGE_ACTIONS);
    }
    begin_actions(d, 0, happens->actions, happens->stops_work ? 1 : 0, command->value);
    return WRIT_OK;
}

// --- Cancellation, incidents --------------------------------------------------------

static bool may_cancel(Deciding *d, const WritCommand *command, WritDecided *decided)
{
    const WritPerformer *performer = &d->plan->cancellation.performer;
    Frame asking = {.node = WRIT_NONE, .kind = FRAME_TASK};
    const Frame *root = case_root(d->instance);
    if (!resolve_parties(d, root, performer->parties_start, performer->party_count,
                         &asking.asked)) {
        return false;
    }
    asking.asked_count = performer->party_count;
    const WritPermitted *permitted = find_permitted(d, &asking, command->person);
    if (permitted == NULL) {
        (void)writ_fail(&d->trouble, WRIT_DENIED, "%.*s may not cancel this case",
                        WRIT_TEXT_ARGS(command->person));
        return false;
    }
    decided->on_behalf = permitted->on_behalf;
    return true;
}

static WritStatus cancel(Deciding *d, const WritCommand *command, WritDecided *decided,
                         WritError *error)
{
    const WritCancellation *cancellation = &d->plan->cancellation;
    if (!cancellation->allowed) {
        return writ_fail(error, WRIT_DENIED, "the procedure \"%.*s\" has no cancellation",
                         WRIT_TEXT_ARGS(d->plan->title));
    }
    if (!may_cancel(d, command, decided)) {
        return writ_fail(error, d->trouble.status, "%s", d->trouble.text);
    }
    if (case_is_held(d->instance)) {
        return writ_fail(error, WRIT_CONFLICT, "the case is being wound up already");
    }
    if (cancellation->only_before != WRIT_NONE &&
        d->instance->milestones[cancellation->only_before]) {
        return writ_fail(
            error, WRIT_CONFLICT,
            "the case can be cancelled only before \"%.*s\", which was reached",
            WRIT_TEXT_ARGS(writ_text_last_name(d->plan->milestones[cancellation->only_before])));
    }
    Judgement marks = judge_cancellation(d);
    if (is_blocked(d, &marks)) {
        return refuse_by_rule(d, case_root(d->instance), &marks, decided);
    }
    WritEvent *event = next_event(d, WRIT_EVENT_CANCELLED);
    event->text = command->detail;
    emit(d);
    leave_running_stage(d, WITHDRAW_ALL_ACTIONS);
    for (uint32_t i = 0; i < cancellation->mark_count; i++) {
        reach_milestone(d, case_root(d->instance), WRIT_NONE,
                        d->plan->operands[cancellation->marks_start + i]);
    }
    begin_actions(d, 0, cancellation->actions, 1, (WritValue){0});
    return WRIT_OK;
}

// Incidents are the process owner's (settled.md 21). Where the owner cannot be worked out, or has
// nobody who is there, anybody may see to them: else nothing could ever go on.
static bool may_retry(Deciding *d, const WritCommand *command, WritDecided *decided)
{
    WritAsked owner;
    Frame asking = {.node = WRIT_NONE, .kind = FRAME_TASK, .asked = &owner, .asked_count = 1};
    if (!resolve_party(d, case_root(d->instance), &d->plan->owner, &owner) ||
        !is_anybody_permitted(d, &asking)) {
        return true;
    }
    const WritPermitted *permitted = find_permitted(d, &asking, command->person);
    decided->on_behalf = permitted == NULL ? (WritText){0} : permitted->on_behalf;
    return permitted != NULL;
}

static WritStatus retry(Deciding *d, const WritCommand *command, WritDecided *decided,
                        WritError *error)
{
    const Frame *frame = case_frame(d->instance, command->frame);
    bool clock_stuck = frame != NULL && frame->clock != NULL && frame->clock->trouble.length > 0;
    if (frame == NULL || (frame->state != FRAME_STUCK && !clock_stuck)) {
        return writ_fail(error, WRIT_CONFLICT, "there is no open incident here");
    }
    if (!may_retry(d, command, decided)) {
        return writ_fail(error, WRIT_DENIED,
                         "%.*s may not try this again: incidents are for the process owner",
                         WRIT_TEXT_ARGS(command->person));
    }
    WritEvent *event = next_event(d, WRIT_EVENT_INCIDENT_CLEARED);
    event->frame = frame->id;
    event->text = command->detail;
    emit(d);
    if (frame->effect != 0) {
        ask_undoer_again(d, frame);
    }
    if (clock_stuck && frame->clock->paused_at == WRIT_NEVER) {
        recount_clock(d, frame, command->detail);
    }
    return WRIT_OK;
}

// The held act is carried out before anything else, so that nothing else passes with it.
static WritStatus override(Deciding *d, const WritCommand *command, WritDecided *decided,
                           WritError *error)
{
    Frame *frame = case_frame(d->instance, command->frame);
    if (frame == NULL || frame->state != FRAME_STUCK || frame->held_by == 0) {
        return writ_fail(error, WRIT_CONFLICT, "no rule holds anything here");
    }
    if (!may_retry(d, command, decided)) {
        return writ_fail(error, WRIT_DENIED,
                         "%.*s may not override a rule: incidents are for the process owner",
                         WRIT_TEXT_ARGS(command->person));
    }
    if (command->detail.length == 0) {
        (void)writ_fail(error, WRIT_INVALID, "a rule is overridden only with a reason");
        return writ_hint(error, "Say why: it stays on the record.");
    }
    WritEvent *event = next_event(d, WRIT_EVENT_RULE_OVERRIDDEN);
    event->frame = frame->id;
    event->index = frame->held_by - 1;
    event->text = command->detail;
    emit(d);
    advance(d, frame);
    return WRIT_OK;
}

// --- Deciding ----------------------------------------------------------------------------------

static WritStatus carry_out(Deciding *d, const WritCommand *command, WritDecided *decided,
                            WritError *error)
{
    switch (command->kind) {
    case WRIT_COMMAND_START:
        return start(d, command, decided, error);
    case WRIT_COMMAND_ANSWER:
        return answer(d, command, decided, error);
    case WRIT_COMMAND_MESSAGE:
        return command->frame == 0 ? take_happening(d, command, error)
                                   : take_wait(d, command, error);
    case WRIT_COMMAND_RESULT:
        return take_result(d, command, error);
    case WRIT_COMMAND_FAILURE:
        return take_failure(d, command, error);
    case WRIT_COMMAND_DUE:
        return pass_due(d, command);
    case WRIT_COMMAND_CANCEL:
        return cancel(d, command, decided, error);
    case WRIT_COMMAND_RETRY:
        return retry(d, command, decided, error);
    case WRIT_COMMAND_OVERRIDE:
        return override(d, command, decided, error);
    case WRIT_COMMAND_JOIN:
        decided->on_behalf = command->on_behalf;
        return join_second(d, command, error);
    case WRIT_COMMAND_RECOUNT:
        decided->more = !recount_clocks(d, 1, command->detail);
        return WRIT_OK;
    case WRIT_COMMAND_GO_ON:
        decided->more = d->instance->recount_from != 0 &&
                        !recount_clocks(d, d->instance->recount_from, d->instance->recount_reason);
        return WRIT_OK;
    }
    WRIT_UNREACHABLE();
}

static bool is_accepting(const WritCase *instance, const WritCommand *command)
{
    bool is_start = command->kind == WRIT_COMMAND_START;
    switch (instance->status) {
    case WRIT_CASE_NEW:
        return is_start;
    case WRIT_CASE_OPEN:
        return !is_start;
    case WRIT_CASE_CLOSING:
        return command->kind == WRIT_COMMAND_RESULT || command->kind == WRIT_COMMAND_FAILURE ||
               command->kind == WRIT_COMMAND_ANSWER || command->kind == WRIT_COMMAND_GO_ON ||
               command->kind == WRIT_COMMAND_RETRY || command->kind == WRIT_COMMAND_DUE ||
               command->kind == WRIT_COMMAND_RECOUNT;
    case WRIT_CASE_ENDED:
        return command->kind == WRIT_COMMAND_DUE || command->kind == WRIT_COMMAND_GO_ON ||
               command->kind == WRIT_COMMAND_RECOUNT;
    }
    WRIT_UNREACHABLE();
}

static void run_to_rest(Deciding *d, WritDecided *decided)
{
    WritCase *instance = d->instance;
    while (instance->status == WRIT_CASE_OPEN) {
        if (instance->wrote) {
            mind_bindings(d);
        }
        Frame *frame = case_ready(instance);
        if (frame == NULL && release_held(d)) {
            continue;
        }
        if (frame == NULL) {
            decided->more = !mind_clocks(d) || decided->more;
            return;
        }
        if (d->event_count >= WRIT_SLICE_EVENTS_MAX) {
            decided->more = true;
            return;
        }
        instance->ready_from = case_place(instance, frame->id);
        advance(d, frame);
    }
    end_when_settled(d);
}

WritStatus writ_case_decide(WritCase *instance, const WritCommand *command,
                            const WritMoment *moment, WritDecided *decided, WritError *error)
{
    *decided = (WritDecided){0};
    if (!is_accepting(instance, command)) {
        return writ_fail(error, WRIT_CONFLICT, "the case is over");
    }
    Deciding d = {
        .instance = instance,
        .program = instance->program,
        .plan = instance->program->plan,
        .moment = moment,
    };
    WritStatus status = carry_out(&d, command, decided, error);
    if (status != WRIT_OK) {
        assert(d.event_count == 0);
        return status;
    }
    run_to_rest(&d, decided);
    decided->events = d.events;
    decided->event_count = d.event_count;
    decided->notices = d.notices;
    decided->notice_count = d.notice_count;
    return WRIT_OK;
}

WritStatus writ_case_judge(WritCase *instance, const WritCommand *message, const WritMoment *moment,
                           WritError *error)
{
    assert(message->kind == WRIT_COMMAND_MESSAGE);
    if (!is_accepting(instance, message)) {
        return writ_fail(error, WRIT_CONFLICT, "the case is over");
    }
    Deciding d = {
        .instance = instance,
        .program = instance->program,
        .plan = instance->program->plan,
        .moment = moment,
    };
    Frame *wait = NULL;
    uint32_t line = 0;
    return message->frame == 0 ? judge_happening(&d, message, &line, error)
                               : judge_wait(&d, message, &wait, error);
}
