// Whether an event from a journal fits a case, so that replaying it cannot go wrong. Events that
// were just decided fit by construction.
#include "engine/apply.h"

static bool is_live(const WritCase *instance, uint32_t frame)
{
    return case_frame(instance, frame) != NULL;
}

static bool is_kind(const WritCase *instance, uint32_t frame, FrameKind kind)
{
    const Frame *found = case_frame(instance, frame);
    return found != NULL && found->kind == kind;
}

static bool has_items(const WritCase *instance, uint32_t id)
{
    const Frame *frame = case_frame(instance, id);
    return frame != NULL && (frame->kind == FRAME_STAGE || frame->kind == FRAME_BRANCH ||
                             frame->kind == FRAME_ELEMENT || frame->kind == FRAME_REPEAT);
}

static bool is_new(const WritCase *instance, const WritEvent *event)
{
    return event->frame > instance->last_frame && is_live(instance, event->parent) &&
           instance->live_count < WRIT_CASE_FRAMES_MAX + 1000;
}

static bool is_node(const WritCase *instance, uint32_t node, WritNodeKind kind)
{
    const WritPlan *plan = instance->program->plan;
    return node < plan->node_count && plan->nodes[node].kind == kind;
}

static bool is_step(const WritCase *instance, uint32_t node, WritAct act, WritAct other)
{
    if (!is_node(instance, node, WRIT_NODE_STEP)) {
        return false;
    }
    WritAct is = program_step(instance->program, node)->act;
    return is == act || is == other;
}

static bool fits_asked(const WritCase *instance, const WritEvent *event)
{
    for (uint32_t i = 0; i < event->value_count; i++) {
        int64_t role = 0;
        if (event->values[i].kind == WRIT_VALUE_PERSON) {
            continue;
        }
        if (event->values[i].kind != WRIT_VALUE_NUMBER ||
            !writ_decimal_to_int(event->values[i].number, &role) || role < 0 ||
            role >= instance->program->plan->role_count || i + 1 == event->value_count ||
            event->values[i + 1].kind != WRIT_VALUE_TEXT) {
            return false;
        }
        i++;
    }
    return true;
}

static bool fits_start(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = instance->program->plan;
    uint32_t value = 0;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        if (plan->slots[i].node != 0) {
            continue;
        }
        if (value == event->value_count) {
            return false;
        }
        WritValue given = event->values[value++];
        if (given.kind != WRIT_VALUE_MISSING &&
            !writ_value_fits(&plan->types, plan->slots[i].type, given)) {
            return false;
        }
    }
    return value == event->value_count && instance->status == WRIT_CASE_NEW;
}

static bool fits_target(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = instance->program->plan;
    const Frame *frame = case_frame(instance, event->frame);
    if (frame == NULL || event->index >= plan->target_count) {
        return false;
    }
    const WritTarget *target = &plan->targets[event->index];
    return data_at(instance, frame, target) != NULL &&
           (event->value.kind == WRIT_VALUE_MISSING
                ? plan->types.types[target->type].optional
                : writ_value_fits(&plan->types, target->type, event->value));
}

static bool fits_into(const WritCase *instance, uint32_t node, WritValue value)
{
    uint32_t into = program_step(instance->program, node)->into;
    const WritPlan *plan = instance->program->plan;
    return into == WRIT_NONE || writ_value_fits(&plan->types, plan->slots[into].type, value);
}

static bool fits_answer(const WritCase *instance, const WritEvent *event)
{
    const Call *call = case_call(instance, event->number);
    if (call == NULL) {
        return false;
    }
    const Frame *frame = call->frame == 0 ? NULL : case_frame(instance, call->frame);
    return frame == NULL || event->kind == WRIT_EVENT_CALL_GIVEN_UP ||
           fits_into(instance, frame->node, event->value);
}

static bool fits_block(const WritCase *instance, const WritEvent *event)
{
    bool block = is_node(instance, event->node, WRIT_NODE_SAME_TIME) ||
                 is_node(instance, event->node, WRIT_NODE_FOR_EACH) ||
                 is_node(instance, event->node, WRIT_NODE_REPEAT);
    return block && is_new(instance, event) && has_items(instance, event->parent);
}

static bool fits_part(const WritCase *instance, const WritEvent *event)
{
    if (!is_new(instance, event)) {
        return false;
    }
    const Frame *parent = case_frame(instance, event->parent);
    if (parent->kind == FRAME_SAME_TIME) {
        return is_node(instance, event->node, WRIT_NODE_BRANCH) &&
               program_node(instance->program, event->node)->parent == parent->node;
    }
    return parent->kind == FRAME_EACH && event->node == parent->node;
}

static bool fits_arm(const WritCase *instance, const WritEvent *event)
{
    return has_items(instance, event->frame) && is_node(instance, event->node, WRIT_NODE_IF) &&
           event->index <= program_node(instance->program, event->node)->child_count;
}

static bool fits_done(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    if (frame == NULL || frame->child_count > 0) {
        return false;
    }
    if (has_items(instance, event->frame)) {
        return event->node < instance->program->plan->node_count;
    }
    return frame->kind == FRAME_TASK || frame->kind == FRAME_CALL || frame->kind == FRAME_WAIT ||
           frame->kind == FRAME_ACTIONS;
}

static bool is_step_frame(const WritCase *instance, uint32_t frame, FrameKind kind)
{
    return is_kind(instance, frame, kind) && case_frame(instance, frame)->node != WRIT_NONE;
}

static bool fits(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = instance->program->plan;
    if (event->kind != WRIT_EVENT_CASE_STARTED && instance->status != WRIT_CASE_OPEN &&
        instance->status != WRIT_CASE_CLOSING) {
        return false;
    }
    switch (event->kind) {
    case WRIT_EVENT_CASE_STARTED:
        return fits_start(instance, event);
    case WRIT_EVENT_CASE_CLOSING:
        return event->index < plan->outcome_count;
    case WRIT_EVENT_CASE_ENDED:
        return event->index < plan->outcome_count && instance->live_count == 1;
    case WRIT_EVENT_STAGE_ENTERED:
        return event->frame > instance->last_frame && case_stage_frame(instance) == NULL &&
               (is_node(instance, event->node, WRIT_NODE_STAGE) ||
                is_node(instance, event->node, WRIT_NODE_DETOUR));
    case WRIT_EVENT_BLOCK_OPENED:
        return fits_block(instance, event);
    case WRIT_EVENT_PART_OPENED:
        return fits_part(instance, event);
    case WRIT_EVENT_ROUND_BEGAN:
        return is_kind(instance, event->frame, FRAME_REPEAT);
    case WRIT_EVENT_BLOCK_DONE:
        return is_live(instance, event->frame) && event->frame != 1 &&
               case_frame(instance, event->frame)->child_count == 0;
    case WRIT_EVENT_WORK_CANCELLED:
        return is_live(instance, event->frame) && event->frame != 1;
    case WRIT_EVENT_ARM_TAKEN:
        return fits_arm(instance, event);
    case WRIT_EVENT_STEP_SKIPPED:
        return has_items(instance, event->frame) && is_node(instance, event->node, WRIT_NODE_STEP);
    case WRIT_EVENT_TASK_OPENED:
        return is_new(instance, event) &&
               is_step(instance, event->node, WRIT_ACT_DO, WRIT_ACT_APPROVE) &&
               fits_asked(instance, event);
    case WRIT_EVENT_TASK_ANSWERED:
        return is_kind(instance, event->frame, FRAME_TASK) &&
               !case_frame(instance, event->frame)->answered;
    case WRIT_EVENT_TASK_REASSIGNED:
        return is_kind(instance, event->frame, FRAME_TASK) && fits_asked(instance, event);
    case WRIT_EVENT_CALL_MADE:
        return is_new(instance, event) && event->index < plan->hook_count &&
               event->number > instance->last_call &&
               is_step(instance, event->node, WRIT_ACT_CALL, WRIT_ACT_CALL);
    case WRIT_EVENT_CALL_FAILED:
        return case_call(instance, event->number) != NULL;
    case WRIT_EVENT_CALL_ANSWERED:
    case WRIT_EVENT_CALL_GIVEN_UP:
        return fits_answer(instance, event);
    case WRIT_EVENT_WAIT_OPENED:
        return is_new(instance, event) &&
               is_step(instance, event->node, WRIT_ACT_WAIT, WRIT_ACT_WAIT) &&
               event->value_count == program_step(instance->program, event->node)->match_count;
    case WRIT_EVENT_MESSAGE_TAKEN:
        return is_step_frame(instance, event->frame, FRAME_WAIT) &&
               fits_into(instance, case_frame(instance, event->frame)->node, event->value);
    case WRIT_EVENT_DEADLINE_PASSED:
    case WRIT_EVENT_ACTIONS_DONE:
        return is_live(instance, event->frame);
    case WRIT_EVENT_DEADLINE_EXTENDED:
        return is_live(instance, event->frame) && event->index < plan->action_count;
    case WRIT_EVENT_FIELD_SET:
    case WRIT_EVENT_DECIDED:
        return fits_target(instance, event);
    case WRIT_EVENT_MILESTONE_REACHED:
        return event->index < plan->milestone_count;
    case WRIT_EVENT_NOTIFIED:
        return event->index < plan->message_count;
    case WRIT_EVENT_STEP_DONE:
        return fits_done(instance, event);
    case WRIT_EVENT_ACTIONS_BEGAN:
        return is_new(instance, event) && event->list < plan->list_count &&
               (event->node < plan->node_count);
    case WRIT_EVENT_UNDO_BEGAN:
        return is_live(instance, event->frame) && event->list < plan->list_count;
    case WRIT_EVENT_UNDO_DONE:
        return is_live(instance, event->frame) && case_frame(instance, event->frame)->undoing;
    case WRIT_EVENT_UNDO_CALLED:
        return case_effect(instance, event->list) != NULL && event->number > instance->last_call &&
               case_effect(instance, event->list)->hook != WRIT_NONE;
    case WRIT_EVENT_UNDO_ASKED:
        return is_new(instance, event) && case_effect(instance, event->number) != NULL &&
               fits_asked(instance, event);
    case WRIT_EVENT_WENT_BACK:
        return event->index < plan->action_count;
    case WRIT_EVENT_CANCELLED:
        return case_root(instance) != NULL;
    case WRIT_EVENT_INCIDENT_OPENED:
        return is_live(instance, event->frame) &&
               (event->list == WRIT_NONE || event->list < plan->list_count) &&
               event->node < plan->node_count;
    case WRIT_EVENT_INCIDENT_CLEARED:
        return is_live(instance, event->frame);
    case WRIT_EVENT_HAPPENED:
        return event->index < plan->happens_count;
    case WRIT_EVENT_EFFECT_NOTED:
        return event->number > instance->last_effect && event->index < plan->hook_count;
    }
    return false;
}

WritStatus writ_case_apply(WritCase *instance, const WritEvent *event, int64_t at, WritError *error)
{
    if (!fits(instance, event)) {
        return writ_fail(error, WRIT_INVALID,
                         "case %llu: the event %s does not fit what came before it",
                         (unsigned long long)instance->number, writ_event_name(event->kind));
    }
    apply_event(instance, event, at);
    return WRIT_OK;
}
