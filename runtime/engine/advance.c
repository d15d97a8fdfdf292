// The flow: what a ready block does next.
#include "engine/decide.h"

#include <assert.h>

static void emit_block_done(Deciding *d, const Frame *frame)
{
    WritEvent *event = next_event(d, WRIT_EVENT_BLOCK_DONE);
    event->frame = frame->id;
    emit(d);
}

static bool has_room(Deciding *d, uint32_t blocks)
{
    if (d->instance->live_count <= WRIT_CASE_FRAMES_MAX &&
        blocks <= WRIT_CASE_FRAMES_MAX - d->instance->live_count) {
        return true;
    }
    (void)writ_fail(&d->trouble, WRIT_LIMIT, "the case would have more than %d blocks open at once",
                    WRIT_CASE_FRAMES_MAX);
    return false;
}

// --- Opening items -----------------------------------------------------------------------------

static void open_same_time(Deciding *d, const Frame *frame, uint32_t node)
{
    WritEvent *event = next_event(d, WRIT_EVENT_BLOCK_OPENED);
    event->frame = next_frame(d);
    event->parent = frame->id;
    event->node = node;
    emit(d);
}

// The elements that a `for each` runs over: a snapshot of ids (settled.md 17).
static bool choose_elements(Deciding *d, const Frame *frame, const WritNode *node, WritValue list,
                            WritEvent *event)
{
    event->ids = writ_arena_array(d->moment->arena, list.list->count + 1, sizeof(uint32_t));
    for (uint32_t i = 0; i < list.list->count; i++) {
        WritValue item = list.list->items[i];
        bool chosen = true;
        Place place = place_in(frame);
        place.element_slot = node->slot;
        place.element = item;
        if (node->condition != WRIT_NONE && !evaluate_truth(d, &place, node->condition, &chosen)) {
            return false;
        }
        if (chosen) {
            uint32_t id = item.kind == WRIT_VALUE_RECORD ? item.record->id : i + 1;
            event->ids[event->id_count++] = id;
        }
    }
    return true;
}

static bool open_for_each(Deciding *d, const Frame *frame, uint32_t number)
{
    const WritNode *node = program_node(d->program, number);
    WritValue list;
    Place place = place_in(frame);
    if (!evaluate(d, &place, node->list_expr, &list)) {
        return false;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_BLOCK_OPENED);
    event->frame = next_frame(d);
    event->parent = frame->id;
    event->node = number;
    if (!choose_elements(d, frame, node, list, event)) {
        return false;
    }
    if (node->list == WRIT_NONE) {
        event->value = list;
    }
    bool at_once = node->order == WRIT_EACH_SAME_TIME;
    if (!has_room(d, at_once ? event->id_count + 1 : 1)) {
        return false;
    }
    emit(d);
    return true;
}

static bool choose_arm(Deciding *d, const Frame *frame, uint32_t number)
{
    const WritNode *node = program_node(d->program, number);
    Place place = place_in(frame);
    uint32_t taken = 0;
    for (uint32_t i = 0; taken == 0 && i < node->child_count; i++) {
        const WritNode *arm = program_node(d->program, d->plan->operands[node->children_start + i]);
        bool holds = true;
        if (arm->condition != WRIT_NONE && !evaluate_truth(d, &place, arm->condition, &holds)) {
            return false;
        }
        taken = holds ? i + 1 : 0;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_ARM_TAKEN);
    event->frame = frame->id;
    event->node = number;
    event->index = taken;
    emit(d);
    return true;
}

static bool open_wait(Deciding *d, const Frame *frame, uint32_t number)
{
    const WritStep *step = program_step(d->program, number);
    WritEvent *event = next_event(d, WRIT_EVENT_WAIT_OPENED);
    event->frame = next_frame(d);
    event->parent = frame->id;
    event->node = number;
    event->value_count = step->match_count;
    event->values = writ_arena_array(d->moment->arena, step->match_count + 1, sizeof(WritValue));
    Place place = place_in(frame);
    for (uint32_t i = 0; i < step->match_count; i++) {
        uint32_t expr = d->plan->operands[step->match_start + 2 * i + 1];
        if (!evaluate(d, &place, expr, &event->values[i])) {
            return false;
        }
    }
    Clock *clock = NULL;
    if (!evaluate_due(d, &place, number, &event->due, &clock)) {
        return false;
    }
    emit(d);
    begin_clock(d, event->frame, clock);
    return true;
}

static bool apply_decision(Deciding *d, Frame *frame, uint32_t number, const Judgement *judgement)
{
    const WritStep *step = program_step(d->program, number);
    Place place = place_in(frame);
    TableAnswer answer;
    if (!decide_table(d, &place, step, &answer) || !may_set(d, frame, step->target, answer.value)) {
        return false;
    }
    Judgement written = judge_writes(d, frame, &step->target, &answer.value, 1);
    if (is_held_by_rule(d, frame, &written)) {
        return false;
    }
    bool dated = d->plan->decisions[step->callee].version_count > 0;
    WritEvent *event = next_event(d, dated ? WRIT_EVENT_DECIDED_IN_FORCE : WRIT_EVENT_DECIDED);
    event->number = dated ? answer.version : 0;
    event->value = answer.value;
    event->text = answer.rows;
    event->frame = frame->id;
    event->node = number;
    event->index = step->target;
    emit(d);
    pass_breaches(d, frame, number, judgement);
    pass_breaches(d, frame, number, &written);
    note_happened(d, WRIT_OCCURS_STEP, number);
    finish_step(d, frame, number);
    return true;
}

// What a system, a table or the engine itself does is judged before it begins; what a person does,
// when the answer comes.
static bool open_automatic(Deciding *d, Frame *frame, uint32_t number)
{
    const WritStep *step = program_step(d->program, number);
    uint32_t list = step->act == WRIT_ACT_ACTIONS ? step->then : WRIT_NONE;
    Judgement judgement = judge_step(d, number, list, (Doer){{0}, {0}});
    if (is_held_by_rule(d, frame, &judgement)) {
        return false;
    }
    switch (step->act) {
    case WRIT_ACT_CALL:
    case WRIT_ACT_WAIT: {
        bool opened =
            step->act == WRIT_ACT_CALL ? open_call(d, frame, number) : open_wait(d, frame, number);
        if (opened) {
            pass_breaches(d, frame, number, &judgement);
        }
        return opened;
    }
    case WRIT_ACT_DECIDE:
        return apply_decision(d, frame, number, &judgement);
    case WRIT_ACT_ACTIONS:
        if (run_list(d, frame, step->then, 0) == LIST_DONE) {
            finish_step(d, frame, number);
        }
        return true;
    case WRIT_ACT_DO:
    case WRIT_ACT_APPROVE:
        break;
    }
    WRIT_UNREACHABLE();
}

static bool open_step(Deciding *d, Frame *frame, uint32_t number)
{
    const WritStep *step = program_step(d->program, number);
    Place place = place_in(frame);
    bool wanted = true;
    if (step->only_if != WRIT_NONE && !evaluate_truth(d, &place, step->only_if, &wanted)) {
        return false;
    }
    if (!wanted) {
        WritEvent *event = next_event(d, WRIT_EVENT_STEP_SKIPPED);
        event->frame = frame->id;
        event->node = number;
        emit(d);
        return true;
    }
    bool asks = step->act == WRIT_ACT_DO || step->act == WRIT_ACT_APPROVE;
    return asks ? open_task(d, frame, number) : open_automatic(d, frame, number);
}

static bool has_undo(const WritPlan *plan, uint32_t list)
{
    for (uint32_t i = 0; i < plan->lists[list].count; i++) {
        if (plan->actions[plan->lists[list].start + i].kind == WRIT_ACTION_UNDO) {
            return true;
        }
    }
    return false;
}

static void take_route(Deciding *d, Frame *frame, uint32_t number)
{
    uint32_t list = program_node(d->program, number)->actions;
    if (!has_undo(d->plan, list)) {
        if (run_list(d, frame, list, 0) == LIST_DONE) {
            finish_step(d, frame, number);
        }
        return;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_ACTIONS_BEGAN);
    event->frame = next_frame(d);
    event->parent = frame->id;
    event->node = number;
    event->list = list;
    emit(d);
}

static bool open_item(Deciding *d, Frame *frame, uint32_t number)
{
    if (!has_room(d, 1)) {
        return false;
    }
    switch (program_node(d->program, number)->kind) {
    case WRIT_NODE_STEP:
        return open_step(d, frame, number);
    case WRIT_NODE_SAME_TIME:
    case WRIT_NODE_REPEAT:
        open_same_time(d, frame, number);
        return true;
    case WRIT_NODE_FOR_EACH:
        return open_for_each(d, frame, number);
    case WRIT_NODE_IF:
        return choose_arm(d, frame, number);
    case WRIT_NODE_ROUTE:
        take_route(d, frame, number);
        return true;
    case WRIT_NODE_PROCESS:
    case WRIT_NODE_STAGE:
    case WRIT_NODE_DETOUR:
    case WRIT_NODE_BRANCH:
    case WRIT_NODE_ARM:
        break;
    }
    WRIT_UNREACHABLE();
}

// --- Blocks ------------------------------------------------------------------------------------

static void open_part(Deciding *d, const Frame *frame)
{
    const WritNode *node = program_node(d->program, frame->node);
    WritEvent *event = next_event(d, WRIT_EVENT_PART_OPENED);
    event->frame = next_frame(d);
    event->parent = frame->id;
    event->node = frame->node;
    if (frame->kind == FRAME_SAME_TIME) {
        event->node = d->plan->operands[node->children_start + frame->next_part];
    } else {
        event->number = frame->ids[frame->next_part];
    }
    emit(d);
}

static void cancel_children(Deciding *d, const Frame *parent)
{
    for (uint32_t i = d->instance->frame_count; i-- > 0;) {
        Frame *frame = i < d->instance->frame_count ? d->instance->frames[i] : NULL;
        if (frame != NULL && !frame->gone && frame->parent == parent) {
            WritEvent *event = next_event(d, WRIT_EVENT_WORK_CANCELLED);
            event->frame = frame->id;
            emit(d);
        }
    }
}

static void advance_parts(Deciding *d, Frame *frame)
{
    const WritNode *node = program_node(d->program, frame->node);
    uint32_t parts = frame->kind == FRAME_SAME_TIME ? node->child_count : frame->id_count;
    if (frame->next_part < parts) {
        if (has_room(d, 1)) {
            open_part(d, frame);
        } else {
            emit_incident(d, frame, frame->node, WRIT_NONE, 0);
        }
        return;
    }
    if (frame->kind == FRAME_SAME_TIME && node->join == WRIT_JOIN_FIRST && frame->child_count > 0) {
        cancel_children(d, frame);
    }
    assert(frame->child_count == 0);
    emit_block_done(d, frame);
}

static bool end_round(Deciding *d, Frame *frame)
{
    const WritNode *node = program_node(d->program, frame->node);
    Place place = place_in(frame);
    bool holds = false;
    if (!evaluate_truth(d, &place, node->condition, &holds)) {
        return false;
    }
    if (holds) {
        emit_block_done(d, frame);
    } else if (frame->number < node->at_most) {
        WritEvent *event = next_event(d, WRIT_EVENT_ROUND_BEGAN);
        event->frame = frame->id;
        event->number = frame->number + 1;
        emit(d);
    } else if (run_list(d, frame, node->actions, 0) == LIST_DONE) {
        emit_block_done(d, frame);
    }
    return true;
}

static bool end_stage(Deciding *d, const Frame *frame)
{
    const WritNode *node = program_node(d->program, frame->node);
    Judgement judgement = judge_marks(d, node->marks_start, node->mark_count);
    if (is_held_by_rule(d, frame, &judgement)) {
        return false;
    }
    for (uint32_t i = 0; i < node->mark_count; i++) {
        reach_milestone(d, frame, frame->node, d->plan->operands[node->marks_start + i]);
    }
    withdraw_actions(d, WITHDRAW_STAGE_ACTIONS, NULL);
    emit_block_done(d, frame);
    return true;
}

static void advance_items(Deciding *d, Frame *frame)
{
    if (frame->position != WRIT_NONE) {
        if (!open_item(d, frame, frame->position)) {
            emit_incident(d, frame, frame->position, WRIT_NONE, 0);
        }
        return;
    }
    if (frame->kind == FRAME_REPEAT || frame->kind == FRAME_STAGE) {
        bool ended = frame->kind == FRAME_STAGE ? end_stage(d, frame) : end_round(d, frame);
        if (!ended) {
            emit_incident(d, frame, frame->node, WRIT_NONE, 0);
        }
    } else {
        emit_block_done(d, frame);
    }
}

static void advance_process(Deciding *d, Frame *root)
{
    if (root->position == WRIT_NONE) {
        (void)writ_fail(&d->trouble, WRIT_INVALID,
                        "the last stage is over and the case has no outcome");
        emit_incident(d, root, 0, WRIT_NONE, 0);
        return;
    }
    enter_stage(d, root->position);
}

// --- Actions that had stopped ------------------------------------------------------------------

static bool waits_for_an_answer(const Frame *frame)
{
    bool of_step =
        frame->kind == FRAME_TASK || frame->kind == FRAME_WAIT || frame->kind == FRAME_CALL;
    return of_step && !frame->answered;
}

static void actions_over(Deciding *d, Frame *frame)
{
    if (!waits_for_an_answer(frame)) {
        go_to_next_step(d, frame);
        return;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_ACTIONS_DONE);
    event->frame = frame->id;
    emit(d);
    if (frame->kind == FRAME_TASK) {
        expect_somebody(d, frame);
    }
}

static void go_on(Deciding *d, Frame *frame)
{
    if (frame->undoing) {
        undo_go_on(d, frame);
        return;
    }
    if (frame->list != WRIT_NONE) {
        if (run_list(d, frame, frame->list, frame->index) == LIST_DONE) {
            actions_over(d, frame);
        }
        return;
    }
    switch (frame->kind) {
    case FRAME_PROCESS:
        advance_process(d, frame);
        return;
    case FRAME_SAME_TIME:
    case FRAME_EACH:
        advance_parts(d, frame);
        return;
    case FRAME_STAGE:
    case FRAME_BRANCH:
    case FRAME_ELEMENT:
    case FRAME_REPEAT:
        advance_items(d, frame);
        return;
    case FRAME_TASK:
    case FRAME_CALL:
    case FRAME_WAIT:
    case FRAME_ACTIONS:
        actions_over(d, frame);
        return;
    }
    WRIT_UNREACHABLE();
}

void advance(Deciding *d, Frame *frame)
{
    begin_passing(d, frame);
    go_on(d, frame);
    end_passing(d);
}
