// Lists of actions. Each is carried out in order; `undo everything` stops a list until all is
// undone, an action that fails stops it until somebody retries it. Both go on at the same action.
#include "engine/decide.h"

#include <assert.h>

static void emit_frame(Deciding *d, WritEventKind kind, const Frame *frame)
{
    WritEvent *event = next_event(d, kind);
    event->frame = frame->id;
    emit(d);
}

void reach_milestone(Deciding *d, const Frame *frame, uint32_t node, uint32_t milestone)
{
    uint32_t watched = 0;
    (void)program_watches(d->program, WRIT_OCCURS_MILESTONE, milestone, &watched);
    if (d->instance->milestones[milestone] && watched == 0) {
        return;
    }
    Judgement judgement = judge_occurrence(d, WRIT_OCCURS_MILESTONE, milestone);
    WritEvent *event = next_event(d, WRIT_EVENT_MILESTONE_REACHED);
    event->index = milestone;
    emit(d);
    pass_breaches(d, frame, node, &judgement);
    note_happened(d, WRIT_OCCURS_MILESTONE, milestone);
}

void finish_step(Deciding *d, Frame *frame, uint32_t node)
{
    if (node != WRIT_NONE && program_node(d->program, node)->kind == WRIT_NODE_STEP) {
        const WritStep *step = program_step(d->program, node);
        for (uint32_t i = 0; i < step->mark_count; i++) {
            reach_milestone(d, frame, node, d->plan->operands[step->marks_start + i]);
        }
        note_step_effect(d, frame, node);
    }
    bool acts = node != WRIT_NONE && program_node(d->program, node)->kind == WRIT_NODE_STEP &&
                program_step(d->program, node)->act == WRIT_ACT_ACTIONS;
    Judgement judgement = judge_occurrence(d, WRIT_OCCURS_STEP, acts ? node : WRIT_NONE);
    WritEvent *event = next_event(d, WRIT_EVENT_STEP_DONE);
    event->frame = frame->id;
    event->node = node;
    emit(d);
    if (acts) { // Others told it when they began.
        pass_breaches(d, frame, node, &judgement);
        note_happened(d, WRIT_OCCURS_STEP, node);
    }
}

// Going from stage to stage is the only way round that nothing else bounds.
static bool is_waited_for(Deciding *d)
{
    if (d->instance->silent_stages < WRIT_SILENT_STAGES_MAX) {
        return true;
    }
    (void)writ_fail(&d->trouble, WRIT_LIMIT,
                    "%d stages began in a row without waiting for anybody: they go round in a "
                    "circle",
                    WRIT_SILENT_STAGES_MAX);
    return false;
}

void enter_stage(Deciding *d, uint32_t node)
{
    Frame *root = case_root(d->instance);
    Place place = place_in(root);
    int64_t due = WRIT_NEVER;
    Clock *clock = NULL;
    if (!is_waited_for(d) || !evaluate_due(d, &place, node, &due, &clock)) {
        emit_incident(d, root, node, WRIT_NONE, 0);
        return;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_STAGE_ENTERED);
    event->frame = next_frame(d);
    event->node = node;
    event->number = d->instance->rounds[node] + 1;
    event->due = due;
    emit(d);
    begin_clock(d, event->frame, clock);
}

void withdraw_actions(Deciding *d, WithdrawnActions which, const Frame *acting)
{
    const WritCase *instance = d->instance;
    const Frame *root = case_root(instance);
    const Frame *stage = case_stage_frame(instance);
    for (uint32_t i = instance->frame_count; i-- > 0;) {
        const Frame *frame = i < instance->frame_count ? instance->frames[i] : NULL;
        if (frame == NULL || frame->gone || frame == acting || frame->parent != root ||
            frame->kind != FRAME_ACTIONS) {
            continue;
        }
        bool of_stage = stage != NULL && frame->node == stage->node;
        if (which == WITHDRAW_ALL_ACTIONS || of_stage ||
            (which == WITHDRAW_STAGE_AND_HOLDING && frame->holds)) {
            emit_frame(d, WRIT_EVENT_WORK_CANCELLED, frame);
        }
    }
}

// Leaves the stage that runs, or what runs in its place; `frame`, if it stands outside of it, is
// done with its actions.
static void leave_stage(Deciding *d, Frame *frame)
{
    withdraw_actions(d, WITHDRAW_STAGE_AND_HOLDING, frame);
    const Frame *stage = case_stage_frame(d->instance);
    if (stage != NULL) {
        emit_frame(d, WRIT_EVENT_WORK_CANCELLED, stage);
    }
    if (!frame->gone && frame->kind == FRAME_ACTIONS) {
        finish_step(d, frame, frame->node);
    }
}

static void go_to(Deciding *d, Frame *frame, uint32_t node)
{
    leave_stage(d, frame);
    enter_stage(d, node);
}

void end_when_settled(Deciding *d)
{
    WritCase *instance = d->instance;
    if (instance->status != WRIT_CASE_CLOSING) {
        return;
    }
    for (uint32_t i = 0; i < instance->call_count; i++) {
        if (!instance->calls[i]->gone) {
            return;
        }
    }
    if (instance->live_count > 1) {
        return; // A person still sees to an undo.
    }
    WritEvent *event = next_event(d, WRIT_EVENT_CASE_ENDED);
    event->index = instance->outcome;
    emit(d);
}

static bool is_settled(const WritCase *instance)
{
    for (uint32_t i = 0; i < instance->call_count; i++) {
        if (!instance->calls[i]->gone) {
            return false;
        }
    }
    return instance->live_count == 1;
}

static void end_case(Deciding *d, uint32_t outcome)
{
    WritCase *instance = d->instance;
    const Frame *root = case_root(instance);
    end_obligations(d);
    for (uint32_t i = instance->frame_count; i-- > 0;) {
        Frame *frame = i < instance->frame_count ? instance->frames[i] : NULL;
        if (frame != NULL && !frame->gone && frame->parent == root && frame->effect == 0) {
            emit_frame(d, WRIT_EVENT_WORK_CANCELLED, frame);
        }
    }
    WritEvent *event =
        next_event(d, is_settled(instance) ? WRIT_EVENT_CASE_ENDED : WRIT_EVENT_CASE_CLOSING);
    event->index = outcome;
    emit(d);
}

// What was approved and is not as it was shown comes first, and may lead elsewhere.
static bool may_end(Deciding *d, const Frame *frame)
{
    if (d->instance->wrote) {
        mind_bindings(d);
    }
    return !frame->gone && d->instance->status == WRIT_CASE_OPEN;
}

static Frame *enclosing(Frame *frame, FrameKind kind, uint32_t node)
{
    while (frame != NULL && !(frame->kind == kind && frame->node == node)) {
        frame = frame->parent;
    }
    return frame;
}

static void skip(Deciding *d, Frame *frame, const WritAction *action)
{
    FrameKind kind = FRAME_ELEMENT;
    if (action->kind == WRIT_ACTION_SKIP_END) {
        bool branch = program_node(d->program, action->node)->kind == WRIT_NODE_BRANCH;
        kind = branch ? FRAME_BRANCH : FRAME_STAGE;
    }
    if (kind == FRAME_STAGE) {
        leave_stage(d, frame);
        return;
    }
    Frame *block = enclosing(frame, kind, action->node);
    assert(block != NULL);
    emit_frame(d, WRIT_EVENT_WORK_CANCELLED, block);
}

void go_to_next_step(Deciding *d, Frame *frame)
{
    switch (frame->kind) {
    case FRAME_REPEAT:
        if (frame->position == WRIT_NONE) { // `if still not …, next step`
            emit_frame(d, WRIT_EVENT_BLOCK_DONE, frame);
            return;
        }
        finish_step(d, frame, frame->position);
        return;
    case FRAME_STAGE:
    case FRAME_BRANCH:
    case FRAME_ELEMENT:
        finish_step(d, frame, frame->position);
        return;
    case FRAME_TASK:
    case FRAME_CALL:
    case FRAME_WAIT:
    case FRAME_ACTIONS:
        finish_step(d, frame, frame->node);
        return;
    case FRAME_PROCESS:
    case FRAME_SAME_TIME:
    case FRAME_EACH:
        break;
    }
    WRIT_UNREACHABLE();
}

static ListEnd go_back(Deciding *d, Frame *frame, uint32_t number)
{
    const WritAction *action = &d->plan->actions[number];
    if (frame_count_of(case_root(d->instance), number) >= action->at_most) {
        return run_list(d, frame, action->after, 0);
    }
    WritEvent *event = next_event(d, WRIT_EVENT_WENT_BACK);
    event->index = number;
    emit(d);
    go_to(d, frame, action->node);
    return LIST_LEFT;
}

// The frame whose deadline an action speaks of: its own, or that of the stage or process whose
// `on overdue` line it stands in.
static Frame *deadline_owner(Deciding *d, Frame *frame)
{
    if (frame->kind != FRAME_ACTIONS) {
        return frame;
    }
    if (frame->node == 0) {
        return case_root(d->instance);
    }
    Frame *stage = case_stage_frame(d->instance);
    return stage != NULL && stage->node == frame->node ? stage : NULL;
}

// False: there is no such instant any more, which is trouble.
static bool extend(Deciding *d, Frame *frame, uint32_t number, ListEnd *end)
{
    const WritAction *action = &d->plan->actions[number];
    Frame *owner = deadline_owner(d, frame);
    *end = LIST_DONE;
    if (owner == NULL || owner->answered) {
        return true; // There is no deadline any more.
    }
    if (frame_count_of(owner, number) >= action->at_most) {
        *end = run_list(d, frame, action->after, 0);
        return true;
    }
    return extend_clock(d, owner, number);
}

// The step or block that a frame stands at, for messages.
static uint32_t standing_at(const Frame *frame)
{
    return frame->position == WRIT_NONE || frame->kind == FRAME_PROCESS ? frame->node
                                                                        : frame->position;
}

bool is_held_by_rule(Deciding *d, const Frame *frame, const Judgement *judgement)
{
    if (!is_blocked(d, judgement)) {
        return false;
    }
    tell_breach(d, frame, standing_at(frame), judgement->blocked_by, WRIT_BREACH_HELD);
    return true;
}

static bool set_field(Deciding *d, const Frame *frame, const WritAction *action)
{
    WritValue value;
    Place place = place_in(frame);
    if (!evaluate(d, &place, action->expr, &value) || !may_set(d, frame, action->target, value)) {
        return false;
    }
    Judgement judgement = judge_writes(d, frame, &action->target, &value, 1);
    if (is_held_by_rule(d, frame, &judgement)) {
        return false;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_FIELD_SET);
    event->frame = frame->id;
    event->index = action->target;
    event->value = value;
    emit(d);
    pass_breaches(d, frame, standing_at(frame), &judgement);
    return true;
}

// Once whatever marks it has acted, it can only be told (reach_milestone).
static bool mark(Deciding *d, const Frame *frame, uint32_t milestone)
{
    if (!frame->answered) {
        Judgement judgement = judge_occurrence(d, WRIT_OCCURS_MILESTONE, milestone);
        if (is_held_by_rule(d, frame, &judgement)) {
            return false;
        }
    }
    reach_milestone(d, frame, standing_at(frame), milestone);
    return true;
}

static bool reassign(Deciding *d, const Frame *frame, const WritAction *action)
{
    WritAsked *asked = NULL;
    if (frame->kind != FRAME_TASK || frame->answered) {
        return true;
    }
    if (!resolve_parties(d, frame, action->parties_start, 1, &asked)) {
        return false;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_TASK_REASSIGNED);
    event->frame = frame->id;
    asked_values(d, event, asked, 1);
    emit(d);
    return true;
}

static void begin_undo(Deciding *d, const Frame *frame, const WritAction *action, uint32_t list,
                       uint32_t next)
{
    WritEvent *event = next_event(d, WRIT_EVENT_UNDO_BEGAN);
    event->frame = frame->id;
    event->number = 1;
    if (action->node != WRIT_NONE) {
        bool entered = d->instance->rounds[action->node] > 0;
        event->number = entered ? d->instance->marks[action->node] : d->instance->last_effect + 1;
    }
    event->list = list;
    event->index = next;
    emit(d);
}

// Carries out one action. *end says whether the list goes on; false: trouble.
static bool run_action(Deciding *d, Frame *frame, uint32_t list, uint32_t index, ListEnd *end)
{
    uint32_t number = d->plan->lists[list].start + index;
    const WritAction *action = &d->plan->actions[number];
    *end = LIST_LEFT;
    switch (action->kind) {
    case WRIT_ACTION_NOTIFY:
        *end = LIST_DONE;
        return d->quiet || notify(d, frame, action);
    case WRIT_ACTION_SET:
        *end = LIST_DONE;
        return set_field(d, frame, action);
    case WRIT_ACTION_MARK:
        *end = LIST_DONE;
        return mark(d, frame, action->milestone);
    case WRIT_ACTION_REASSIGN:
        *end = LIST_DONE;
        return reassign(d, frame, action);
    case WRIT_ACTION_UNDO:
        begin_undo(d, frame, action, list, index + 1);
        return true;
    case WRIT_ACTION_EXTEND:
        return extend(d, frame, number, end);
    case WRIT_ACTION_NEXT:
        go_to_next_step(d, frame);
        return true;
    case WRIT_ACTION_GO_TO:
        go_to(d, frame, action->node);
        return true;
    case WRIT_ACTION_GO_BACK:
        *end = go_back(d, frame, number);
        return true;
    case WRIT_ACTION_END_CASE:
        if (may_end(d, frame)) {
            end_case(d, action->outcome);
        }
        return true;
    case WRIT_ACTION_SKIP_NEXT:
    case WRIT_ACTION_SKIP_END:
        skip(d, frame, action);
        return true;
    }
    WRIT_UNREACHABLE();
}

ListEnd run_list(Deciding *d, Frame *frame, uint32_t list, uint32_t index)
{
    if (list == WRIT_NONE) {
        return LIST_DONE;
    }
    for (uint32_t i = index; i < d->plan->lists[list].count; i++) {
        ListEnd end = LIST_DONE;
        if (!run_action(d, frame, list, i, &end)) {
            emit_incident(d, frame, standing_at(frame), list, i);
            return LIST_LEFT;
        }
        if (end == LIST_LEFT) {
            return LIST_LEFT;
        }
        if (frame->list != WRIT_NONE) {
            end_passing(d); // It was this action that was held.
        }
    }
    return LIST_DONE;
}
