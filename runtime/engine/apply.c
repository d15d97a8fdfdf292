// What each event does to a case. Nothing is evaluated or asked here: all that a decision found
// out is in the event, so that a replay needs the plan and the journal alone.
#include "engine/apply.h"

#include <assert.h>
#include <string.h>

// --- Copies into the case ----------------------------------------------------------------------

static WritText keep_text(WritCase *instance, WritText text)
{
    return text.length == 0 ? (WritText){0} : writ_arena_text(instance->arena, text);
}

static WritValue keep_value(WritCase *instance, WritValue value)
{
    return writ_value_copy(instance->arena, value);
}

// A party as an event carries it: a person; or a role's number and then its unit as a text.
static void keep_asked(WritCase *instance, Frame *frame, const WritEvent *event)
{
    frame->asked_count = 0;
    frame->asked = writ_arena_array(instance->arena, event->value_count + 1, sizeof(WritAsked));
    for (uint32_t i = 0; i < event->value_count; i++) {
        WritAsked *asked = &frame->asked[frame->asked_count++];
        *asked = (WritAsked){.role = WRIT_NONE};
        if (event->values[i].kind == WRIT_VALUE_PERSON) {
            asked->person = keep_text(instance, event->values[i].text);
            continue;
        }
        int64_t role = 0;
        bool whole = writ_decimal_to_int(event->values[i].number, &role);
        assert(whole && i + 1 < event->value_count);
        asked->role = (uint32_t)role;
        asked->unit = keep_text(instance, event->values[++i].text);
    }
}

// Somebody or something outside was waited for.
static void break_silence(WritCase *instance)
{
    if (instance->silent_stages > 0) {
        instance->silent_stages = 0;
        instance->root_dirty = true;
    }
}

// --- Handlers ----------------------------------------------------------------------------------

static void start_case(WritCase *instance, const WritEvent *event, int64_t at)
{
    const WritPlan *plan = instance->program->plan;
    instance->status = WRIT_CASE_OPEN;
    instance->origin = keep_text(instance, event->text);
    instance->began = at;
    instance->root_dirty = true;
    Frame *root = frames_add(instance, 1, FRAME_PROCESS, NULL, 0);
    root->began = at;
    root->due = event->due;
    root->position = program_next_stage(instance->program, WRIT_NONE);
    uint32_t value = 0;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        if (plan->slots[i].node != 0) {
            continue;
        }
        Slot *slot = &root->slots[instance->program->slot_at[i]];
        slot->value = keep_value(instance, event->values[value++]);
        slot->dirty = true;
    }
}

static void join_data(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    const WritPlan *plan = instance->program->plan;
    Frame *root = case_root(instance);
    uint32_t value = 0;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        if (plan->slots[i].kind == WRIT_SLOT_PARAMETER) {
            root->slots[instance->program->slot_at[i]].value =
                keep_value(instance, event->values[value++]);
            change_slot(instance, root, i);
        }
    }
}

// Deadlines that count `since` this node began ask for it later.
static void note_beginning(WritCase *instance, uint32_t node, int64_t at)
{
    if (node != WRIT_NONE && instance->program->watched[node]) {
        instance->node_began[node] = at;
        instance->root_dirty = true;
    }
}

static void enter_stage(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *root = case_root(instance);
    Frame *frame = frames_add(instance, event->frame, FRAME_STAGE, root, event->node);
    frame->began = at;
    frame->due = event->due;
    frame->number = event->number;
    if (event->number == 1) {
        instance->marks[event->node] = instance->last_effect + 1;
    }
    instance->rounds[event->node] = event->number;
    instance->silent_stages++;
    instance->root_dirty = true;
    note_beginning(instance, event->node, at);
    bindings_enter(instance, event->node);
    root->position = event->node;
    frames_set_state(instance, root, FRAME_WAITING);
}

static void open_block(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *parent = case_frame(instance, event->parent);
    WritNodeKind node = program_node(instance->program, event->node)->kind;
    FrameKind kind = node == WRIT_NODE_SAME_TIME  ? FRAME_SAME_TIME
                     : node == WRIT_NODE_FOR_EACH ? FRAME_EACH
                                                  : FRAME_REPEAT;
    Frame *frame = frames_add(instance, event->frame, kind, parent, event->node);
    frame->began = at;
    frame->number = 1;
    frame->snapshot = keep_value(instance, event->value);
    frame->id_count = event->id_count;
    if (event->id_count > 0) {
        frame->ids = writ_arena_array(instance->arena, event->id_count, sizeof(uint32_t));
        memcpy(frame->ids, event->ids, event->id_count * sizeof(uint32_t));
    }
    frames_set_state(instance, parent, FRAME_WAITING);
}

static bool opens_next(const WritCase *instance, const Frame *parent)
{
    const WritNode *node = program_node(instance->program, parent->node);
    if (parent->kind == FRAME_SAME_TIME) {
        return parent->next_part < node->child_count;
    }
    return node->order == WRIT_EACH_SAME_TIME && parent->next_part < parent->id_count;
}

static void open_part(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *parent = case_frame(instance, event->parent);
    FrameKind kind = parent->kind == FRAME_SAME_TIME ? FRAME_BRANCH : FRAME_ELEMENT;
    Frame *frame = frames_add(instance, event->frame, kind, parent, event->node);
    frame->began = at;
    frame->number = event->number;
    parent->next_part++;
    frames_set_state(instance, parent, opens_next(instance, parent) ? FRAME_READY : FRAME_WAITING);
}

static void leave_frame(WritCase *instance, Frame *frame)
{
    Frame *parent = frame->parent;
    frames_remove(instance, frame);
    frames_child_left(instance, frame, parent);
}

static void cancel_work(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    Frame *parent = frame->parent;
    frames_cancel(instance, frame);
    frames_child_left(instance, frame, parent);
    frames_wake_undoing(instance);
}

static Frame *open_work(WritCase *instance, const WritEvent *event, FrameKind kind, int64_t at)
{
    Frame *parent = case_frame(instance, event->parent);
    Frame *frame = frames_add(instance, event->frame, kind, parent, event->node);
    frame->began = at;
    frame->due = event->due;
    frame->state = FRAME_WAITING;
    note_beginning(instance, event->node, at);
    if (event->node != WRIT_NONE && event->node != 0 && parent->kind != FRAME_PROCESS) {
        frames_set_state(instance, parent, FRAME_WAITING);
    }
    return frame;
}

static void open_task(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *frame = open_work(instance, event, FRAME_TASK, at);
    keep_asked(instance, frame, event);
    frame->text = keep_text(instance, event->text);
    frame->barred_count = event->person_count;
    frame->barred = writ_arena_array(instance->arena, event->person_count + 1, sizeof(WritText));
    for (uint32_t i = 0; i < event->person_count; i++) {
        frame->barred[i] = keep_text(instance, event->people[i]);
    }
}

static void make_call(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *frame = open_work(instance, event, FRAME_CALL, at);
    frame->call = event->number;
    Call *call = calls_add(instance, event->number);
    call->frame = event->frame;
    call->hook = event->index;
    call->since = at;
    call->id = keep_text(instance, event->text);
    call->input = keep_value(instance, event->value);
}

static void fail_call(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    break_silence(instance);
    Call *call = case_call(instance, event->number);
    call->attempt = event->index + 1;
    call->due = event->due;
    call->reason = keep_text(instance, event->text);
    call->dirty = true;
}

static void open_wait(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *frame = open_work(instance, event, FRAME_WAIT, at);
    frame->key_count = event->value_count;
    frame->keys = writ_arena_array(instance->arena, event->value_count + 1, sizeof(WritValue));
    for (uint32_t i = 0; i < event->value_count; i++) {
        frame->keys[i] = keep_value(instance, event->values[i]);
    }
}

static void set_slot(WritCase *instance, Frame *frame, uint32_t slot, WritValue value)
{
    Frame *owner = data_owner(frame, slot, instance->program);
    assert(owner != NULL);
    owner->slots[instance->program->slot_at[slot]].value = keep_value(instance, value);
    change_slot(instance, owner, slot);
}

static void set_into(WritCase *instance, Frame *frame, WritValue value)
{
    uint32_t into = program_step(instance->program, frame->node)->into;
    if (into != WRIT_NONE) {
        set_slot(instance, frame, into, value);
    }
}

// What an undo call settles is the effect; what a step's call settles is the step.
static void settle_call(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    break_silence(instance);
    Call *call = case_call(instance, event->number);
    Frame *frame = call->frame == 0 ? NULL : case_frame(instance, call->frame);
    if (frame != NULL) {
        frame->answered = true;
        clocks_stop(instance, frame);
        if (event->kind == WRIT_EVENT_CALL_ANSWERED) {
            set_into(instance, frame, event->value);
        }
        change_frame(instance, frame);
    }
    Effect *effect = call->effect == 0 ? NULL : case_effect(instance, call->effect);
    if (effect != NULL && event->kind == WRIT_EVENT_CALL_ANSWERED) {
        effects_remove(instance, effect);
    } else if (effect != NULL) {
        effect->state = EFFECT_STANDS; // Until a person is asked, which is the next event.
        effect->dirty = true;
    }
    calls_remove(instance, call);
    frames_wake_undoing(instance);
}

static void note_effect(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Effect *effect = effects_add(instance, event->number);
    effect->hook = event->index;
    effect->id = keep_text(instance, event->text);
    effect->input = keep_value(instance, event->value);
}

static void call_undo(WritCase *instance, const WritEvent *event, int64_t at)
{
    Effect *effect = case_effect(instance, event->list);
    effect->state = EFFECT_UNDOING;
    effect->dirty = true;
    Call *call = calls_add(instance, event->number);
    call->hook = effect->hook;
    call->effect = effect->number;
    call->since = at;
    call->id = effect->id;
    call->input = effect->input;
    frames_wake_undoing(instance);
}

static void ask_undo(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *frame = open_work(instance, event, FRAME_TASK, at);
    keep_asked(instance, frame, event);
    frame->effect = event->number;
    frame->text = keep_text(instance, event->text);
    Effect *effect = case_effect(instance, event->number);
    effect->state = EFFECT_UNDOING;
    effect->dirty = true;
    frames_wake_undoing(instance);
}

static void answer_task(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    break_silence(instance);
    frame->answered = true;
    clocks_stop(instance, frame);
    if (frame->effect == 0) {
        bindings_answer(instance, frame, event->text);
        return;
    }
    Effect *effect = case_effect(instance, frame->effect);
    effects_remove(instance, effect);
    leave_frame(instance, frame);
    frames_wake_undoing(instance);
}

static void take_message(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    break_silence(instance);
    Frame *frame = case_frame(instance, event->frame);
    frame->answered = true;
    clocks_stop(instance, frame);
    set_into(instance, frame, event->value);
}

static void pass_deadline(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    break_silence(instance);
    frame->due = WRIT_NEVER;
    if (frame->clock != NULL) {
        frame->clock->ahead = false;
    }
    change_frame(instance, frame);
}

static void extend_deadline(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    frame->due = event->due;
    if (frame->clock != NULL) {
        frame->clock->ahead = true;
        frame->clock->due = event->due == WRIT_NEVER ? frame->clock->due : event->due;
    }
    frames_count_action(instance, frame, event->index);
}

static void set_field(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    const WritTarget *target = &instance->program->plan->targets[event->index];
    WritValue *place = data_at(instance, frame, target);
    assert(place != NULL);
    *place = keep_value(instance, event->value);
    change_place(instance, frame, target);
}

static void finish_step(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    switch (frame->kind) {
    case FRAME_TASK:
    case FRAME_CALL:
    case FRAME_WAIT:
    case FRAME_ACTIONS:
        leave_frame(instance, frame);
        return;
    case FRAME_STAGE:
    case FRAME_BRANCH:
    case FRAME_ELEMENT:
    case FRAME_REPEAT:
        frames_move_to(instance, frame, instance->program->next_item[event->node]);
        return;
    case FRAME_PROCESS:
    case FRAME_SAME_TIME:
    case FRAME_EACH:
        break;
    }
    WRIT_UNREACHABLE();
}

static void begin_actions(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *parent = case_frame(instance, event->parent);
    Frame *frame = frames_add(instance, event->frame, FRAME_ACTIONS, parent, event->node);
    frame->began = at;
    frame->list = event->list;
    frame->snapshot = keep_value(instance, event->value);
    frame->holds = event->number == 1;
    if (parent->kind != FRAME_PROCESS || frame->holds) {
        frames_set_state(instance, parent, FRAME_WAITING);
    }
}

static void begin_undo(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    frame->undoing = true;
    frame->undo_from = event->number;
    frame->list = event->list;
    frame->index = event->index;
    frames_set_state(instance, frame, FRAME_WAITING); // An incident that stood is overtaken.
    frames_wake_undoing(instance);
}

static void open_incident(WritCase *instance, const WritEvent *event, int64_t at)
{
    Frame *frame = case_frame(instance, event->frame);
    uint32_t index = event->list == WRIT_NONE ? 0 : event->index;
    if (frame->list != event->list || frame->index != index) {
        frame->let_pass_count = 0; // It stops at something else than what was let pass.
    }
    frame->list = event->list;
    frame->index = index;
    frame->reason = keep_text(instance, event->text);
    frame->stuck_at = at;
    if (frame->kind == FRAME_PROCESS && event->node != 0) {
        frame->position = event->node;
    }
    frames_set_state(instance, frame, FRAME_STUCK);
}

// What a person undoes has nothing to go on with: it waits for that person.
static void clear_incident(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    break_silence(instance);
    if (frame->clock != NULL && frame->clock->trouble.length > 0) {
        frame->clock->trouble = (WritText){0};
        change_frame(instance, frame);
    }
    if (frame->state != FRAME_STUCK) {
        return;
    }
    frame->reason = (WritText){0};
    frames_set_state(instance, frame, frame->effect != 0 ? FRAME_WAITING : FRAME_READY);
}

static void release(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    frame->reason = (WritText){0};
    frames_set_state(instance, frame, FRAME_READY);
}

static void let_pass(WritCase *instance, Frame *frame, uint32_t rule)
{
    uint32_t count = frame->let_pass_count;
    uint32_t *rules = writ_arena_array(instance->arena, count + 1, sizeof *rules);
    uint32_t put = 0;
    for (uint32_t i = 0; i < count && frame->let_pass[i] < rule; i++) {
        rules[put++] = frame->let_pass[i];
    }
    uint32_t next = put < count && frame->let_pass[put] == rule ? put + 1 : put;
    rules[put++] = rule;
    while (next < count) {
        rules[put++] = frame->let_pass[next++];
    }
    frame->let_pass = rules;
    frame->let_pass_count = put;
}

static void override_rule(WritCase *instance, const WritEvent *event, int64_t at)
{
    break_silence(instance);
    let_pass(instance, case_frame(instance, event->frame), event->index);
    release(instance, event, at);
}

// Nothing but what the rules have seen changes (rule_state.c).
static void leave_to_rules(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)instance;
    (void)event;
    (void)at;
}

static void end_case(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    bool over = event->kind == WRIT_EVENT_CASE_ENDED;
    instance->outcome = event->index;
    instance->root_dirty = true;
    instance->status = over ? WRIT_CASE_ENDED : WRIT_CASE_CLOSING;
    instance->recount_from = 0;
    instance->recount_reason = (WritText){0};
    Frame *root = case_root(instance);
    if (root != NULL) {
        clocks_stop(instance, root);
        frames_set_state(instance, root, FRAME_WAITING);
    }
    if (over && root != NULL) {
        frames_remove(instance, root);
    }
    // What stands when a case is over is what it was for: nothing undoes it any more.
    for (uint32_t i = 0; over && i < instance->effect_count; i++) {
        if (!instance->effects[i]->gone) {
            effects_remove(instance, instance->effects[i]);
        }
    }
}

static void begin_round(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    frame->number = event->number;
    bindings_go_round(instance, frame->node);
    frames_move_to(instance, frame, instance->program->first_item[frame->node]);
}

static void finish_block(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    leave_frame(instance, case_frame(instance, event->frame));
}

static void take_arm(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    const WritProgram *program = instance->program;
    uint32_t item = program->next_item[event->node];
    if (event->index > 0) {
        const WritNode *node = program_node(program, event->node);
        uint32_t arm = program->plan->operands[node->children_start + event->index - 1];
        item = program->first_item[arm];
    }
    frames_move_to(instance, case_frame(instance, event->frame), item);
}

static void skip_step(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    uint32_t next = instance->program->next_item[event->node];
    frames_move_to(instance, case_frame(instance, event->frame), next);
}

static void reassign_task(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    keep_asked(instance, frame, event);
    change_frame(instance, frame);
}

static void reach_milestone(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    instance->milestones[event->index] = true;
    instance->root_dirty = true;
}

static void note_notice(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    instance->last_notice = event->number;
    instance->root_dirty = true;
}

static void finish_undo(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    frame->undoing = false;
    frames_set_state(instance, frame, FRAME_READY);
}

static void count_way_back(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    frames_count_action(instance, case_root(instance), event->index);
}

static void cancel_case(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)event;
    (void)at;
    break_silence(instance);
    clocks_stop(instance, case_root(instance));
    instance->root_dirty = true;
}

static void finish_actions(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *frame = case_frame(instance, event->frame);
    frame->list = WRIT_NONE;
    frames_set_state(instance, frame, FRAME_WAITING);
}

static void hear(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)event;
    (void)at;
    break_silence(instance); // What follows from the message has events of its own.
}

// For the record alone.
static void leave_as_is(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)instance;
    (void)event;
    (void)at;
}

static void stop_recount(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    instance->recount_from = event->frame;
    instance->recount_reason = event->frame == 0 ? (WritText){0} : keep_text(instance, event->text);
    instance->root_dirty = true;
}

// --- Which handler -----------------------------------------------------------------------------

typedef void Handler(WritCase *instance, const WritEvent *event, int64_t at);

static Handler *const handlers[] = {
    [WRIT_EVENT_CASE_STARTED] = start_case,
    [WRIT_EVENT_CASE_CLOSING] = end_case,
    [WRIT_EVENT_CASE_ENDED] = end_case,
    [WRIT_EVENT_STAGE_ENTERED] = enter_stage,
    [WRIT_EVENT_BLOCK_OPENED] = open_block,
    [WRIT_EVENT_PART_OPENED] = open_part,
    [WRIT_EVENT_ROUND_BEGAN] = begin_round,
    [WRIT_EVENT_BLOCK_DONE] = finish_block,
    [WRIT_EVENT_WORK_CANCELLED] = cancel_work,
    [WRIT_EVENT_ARM_TAKEN] = take_arm,
    [WRIT_EVENT_STEP_SKIPPED] = skip_step,
    [WRIT_EVENT_TASK_OPENED] = open_task,
    [WRIT_EVENT_TASK_ANSWERED] = answer_task,
    [WRIT_EVENT_TASK_REASSIGNED] = reassign_task,
    [WRIT_EVENT_CALL_MADE] = make_call,
    [WRIT_EVENT_CALL_FAILED] = fail_call,
    [WRIT_EVENT_CALL_ANSWERED] = settle_call,
    [WRIT_EVENT_CALL_GIVEN_UP] = settle_call,
    [WRIT_EVENT_WAIT_OPENED] = open_wait,
    [WRIT_EVENT_MESSAGE_TAKEN] = take_message,
    [WRIT_EVENT_DEADLINE_PASSED] = pass_deadline,
    [WRIT_EVENT_DEADLINE_EXTENDED] = extend_deadline,
    [WRIT_EVENT_FIELD_SET] = set_field,
    [WRIT_EVENT_MILESTONE_REACHED] = reach_milestone,
    [WRIT_EVENT_NOTIFIED] = note_notice,
    [WRIT_EVENT_DECIDED] = set_field,
    [WRIT_EVENT_DECIDED_IN_FORCE] = set_field,
    [WRIT_EVENT_STEP_DONE] = finish_step,
    [WRIT_EVENT_ACTIONS_BEGAN] = begin_actions,
    [WRIT_EVENT_UNDO_BEGAN] = begin_undo,
    [WRIT_EVENT_UNDO_DONE] = finish_undo,
    [WRIT_EVENT_UNDO_CALLED] = call_undo,
    [WRIT_EVENT_UNDO_ASKED] = ask_undo,
    [WRIT_EVENT_WENT_BACK] = count_way_back,
    [WRIT_EVENT_CANCELLED] = cancel_case,
    [WRIT_EVENT_INCIDENT_OPENED] = open_incident,
    [WRIT_EVENT_INCIDENT_CLEARED] = clear_incident,
    [WRIT_EVENT_HAPPENED] = hear,
    [WRIT_EVENT_EFFECT_NOTED] = note_effect,
    [WRIT_EVENT_ACTIONS_DONE] = finish_actions,
    [WRIT_EVENT_CLOCK_STARTED] = clocks_start,
    [WRIT_EVENT_CLOCK_PAUSED] = clocks_pause,
    [WRIT_EVENT_CLOCK_RESUMED] = clocks_resume,
    [WRIT_EVENT_RUNG_REACHED] = clocks_reach_rung,
    [WRIT_EVENT_DEADLINE_MOVED] = clocks_count,
    [WRIT_EVENT_CLOCK_COUNTED] = clocks_count,
    [WRIT_EVENT_CLOCK_STUCK] = clocks_stick,
    [WRIT_EVENT_RUNG_SET] = clocks_set_rung,
    [WRIT_EVENT_RECOUNT_STOPPED] = stop_recount,
    [WRIT_EVENT_RULE_BREACHED] = leave_to_rules,
    [WRIT_EVENT_RULE_OBLIGED] = leave_to_rules,
    [WRIT_EVENT_RULE_RELEASED] = release,
    [WRIT_EVENT_RULE_TROUBLE] = leave_to_rules,
    [WRIT_EVENT_DONE_BY] = leave_to_rules,
    [WRIT_EVENT_RULE_OVERRIDDEN] = override_rule,
    [WRIT_EVENT_CALENDAR_CHOSEN] = clocks_choose,
    [WRIT_EVENT_APPROVAL_BOUND] = bindings_bind,
    [WRIT_EVENT_APPROVED_CHANGED] = bindings_change,
    [WRIT_EVENT_TASK_REVISED] = bindings_revise,
    [WRIT_EVENT_CASE_JOINED] = join_data,
    [WRIT_EVENT_RATE_USED] = leave_as_is,
};

#define WRIT_EVENT(number, NAME, name, members, sentence)                                          \
    _Static_assert((number) < sizeof handlers / sizeof handlers[0], #NAME " has no handler");
#include "writ/events.def"
#undef WRIT_EVENT

void apply_event(WritCase *instance, const WritEvent *event, int64_t at)
{
    assert((size_t)event->kind < sizeof handlers / sizeof handlers[0]);
    assert(handlers[event->kind] != NULL);
    if (instance->program->has_rules) {
        rules_note(instance, event);
    }
    handlers[event->kind](instance, event, at);
}
