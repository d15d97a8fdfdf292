// Whether a case that was loaded hangs together. Every row was read as one by itself; here they are
// held against each other and against the plan.
#include "engine/apply.h"
#include "engine/fits.h"

#include <assert.h>

typedef struct Looking {
    const WritCase *instance;
    const WritPlan *plan;
    uint32_t stages;
} Looking;

static const Frame *frame_of_call(const WritCase *instance, const Call *call)
{
    return call->frame == 0 ? NULL : case_frame(instance, call->frame);
}

// --- Where a frame stands ----------------------------------------------------------------------

static bool stands_at_root(const Looking *looking, const Frame *frame)
{
    WritNodeKind kind =
        frame->node == WRIT_NONE ? WRIT_NODE_PROCESS : looking->plan->nodes[frame->node].kind;
    return frame->parent->kind == FRAME_PROCESS && kind != WRIT_NODE_ROUTE;
}

static bool stands_as_item(const Frame *frame)
{
    return frame_has_items(frame->parent) && frame->parent->position == frame->node &&
           frame->parent->child_count == 1;
}

// Ids of elements rise (data.c).
static bool has_opened(const Frame *each, uint32_t id)
{
    uint32_t low = 0;
    uint32_t high = each->next_part < each->id_count ? each->next_part : each->id_count;
    uint32_t opened = high;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (each->ids[middle] < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < opened && each->ids[low] == id;
}

static bool stands_as_part(const Looking *looking, const Frame *frame)
{
    const Frame *parent = frame->parent;
    if (frame->kind == FRAME_BRANCH) {
        return parent->kind == FRAME_SAME_TIME &&
               looking->plan->nodes[frame->node].parent == parent->node;
    }
    return parent->kind == FRAME_EACH && parent->node == frame->node &&
           has_opened(parent, frame->number);
}

static bool stands_right(Looking *looking, const Frame *frame)
{
    switch (frame->kind) {
    case FRAME_PROCESS:
        return true;
    case FRAME_STAGE:
        return stands_at_root(looking, frame) && ++looking->stages == 1 &&
               looking->instance->rounds[frame->node] >= frame->number;
    case FRAME_BRANCH:
    case FRAME_ELEMENT:
        return stands_as_part(looking, frame);
    case FRAME_SAME_TIME:
    case FRAME_EACH:
    case FRAME_REPEAT:
    case FRAME_CALL:
    case FRAME_WAIT:
        return stands_as_item(frame);
    case FRAME_TASK:
        return frame->node == WRIT_NONE ? stands_at_root(looking, frame) : stands_as_item(frame);
    case FRAME_ACTIONS:
        return stands_at_root(looking, frame) || (!frame->holds && stands_as_item(frame));
    }
    WRIT_UNREACHABLE();
}

// --- What it is about to do --------------------------------------------------------------------

static bool has_right_position(const Looking *looking, const Frame *frame)
{
    if (frame->kind == FRAME_PROCESS) {
        return frame->position == WRIT_NONE || place_has_item(looking->plan, 0, frame->position);
    }
    return !frame_has_items(frame) || frame->position == WRIT_NONE ||
           place_has_item(looking->plan, frame->node, frame->position);
}

// A frame that is ready, or will be once its incident is cleared, may go on.
static bool may_go_on(const Looking *looking, const Frame *frame)
{
    if (frame_has_items(frame)) {
        return frame->state == FRAME_WAITING || frame->child_count == 0;
    }
    if (frame->kind == FRAME_PROCESS) {
        bool held = case_stage_frame(looking->instance) != NULL || case_is_held(looking->instance);
        return frame->state == FRAME_WAITING || !held;
    }
    if (frame->kind != FRAME_SAME_TIME && frame->kind != FRAME_EACH) {
        return true;
    }
    const WritNode *node = &looking->plan->nodes[frame->node];
    uint32_t parts = place_part_count(looking->plan, frame);
    bool one_at_a_time = frame->kind == FRAME_EACH && node->order == WRIT_EACH_ONE_AT_A_TIME;
    bool first_wins = frame->kind == FRAME_SAME_TIME && node->join == WRIT_JOIN_FIRST;
    return frame->next_part <= parts &&
           (frame->state == FRAME_WAITING || frame->child_count == 0 || first_wins ||
            (frame->next_part < parts && !one_at_a_time));
}

static bool has_right_actions(const Looking *looking, const Frame *frame)
{
    if (frame->list != WRIT_NONE && !place_has_list(looking->plan, frame, frame->list)) {
        return false;
    }
    if (frame->undoing && frame->list == WRIT_NONE) {
        return false;
    }
    for (uint32_t i = 0; i < frame->counter_count; i++) {
        if (frame->counters[i].action >= looking->plan->action_count) {
            return false;
        }
    }
    return frame->kind != FRAME_ACTIONS || frame->list == WRIT_NONE ||
           place_takes_message(looking->plan, frame->node, frame->list, frame->snapshot);
}

static bool has_right_due(const Looking *looking, const Frame *frame)
{
    return frame->due == WRIT_NEVER ||
           (frame_has_deadline(frame) && place_has_due(looking->plan, frame->node, frame->due));
}

static bool stands_still(const Frame *frame)
{
    const Clock *clock = frame->clock;
    for (uint32_t i = 0; i < clock->rung_count; i++) {
        if (clock->rungs[i].due != WRIT_NEVER) {
            return false;
        }
    }
    return frame->due == WRIT_NEVER && clock->base == clock->paused_at;
}

static bool has_right_clock(const Looking *looking, const Frame *frame)
{
    const Clock *clock = frame->clock;
    if (clock == NULL) {
        return true;
    }
    const WritDeadline *deadline = &looking->plan->nodes[frame->node].deadline;
    if (!frame_has_deadline(frame) || frame->answered ||
        looking->instance->status != WRIT_CASE_OPEN || !place_has_amount(deadline, clock->amount) ||
        (clock->ahead && deadline->kind == WRIT_DEADLINE_NONE)) {
        return false;
    }
    if (clock->paused_at != WRIT_NEVER) {
        return stands_still(frame);
    }
    return clock->ahead ? frame->due != WRIT_NEVER && frame->due == clock->due
                        : frame->due == WRIT_NEVER;
}

// --- What it works with ------------------------------------------------------------------------

static bool has_right_step(const Looking *looking, const Frame *frame)
{
    bool is_work =
        frame->kind == FRAME_TASK || frame->kind == FRAME_CALL || frame->kind == FRAME_WAIT;
    const WritStep *step = is_work && frame->node != WRIT_NONE
                               ? program_step(looking->instance->program, frame->node)
                               : NULL;
    const Effect *effect = case_effect(looking->instance, frame->effect);
    const Call *call = case_call(looking->instance, frame->call);
    switch (frame->kind) {
    case FRAME_TASK:
        if (step == NULL) {
            return effect != NULL && effect->state == EFFECT_UNDOING && !frame->answered &&
                   !frame->undoing && frame->state != FRAME_READY;
        }
        return frame->effect == 0 && (step->act == WRIT_ACT_DO || step->act == WRIT_ACT_APPROVE);
    case FRAME_CALL:
        return step->act == WRIT_ACT_CALL && frame->call != 0 &&
               (frame->answered ? call == NULL : call != NULL && call->frame == frame->id);
    case FRAME_WAIT:
        return step->act == WRIT_ACT_WAIT && frame->key_count == step->match_count;
    case FRAME_PROCESS:
    case FRAME_STAGE:
    case FRAME_SAME_TIME:
    case FRAME_BRANCH:
    case FRAME_EACH:
    case FRAME_ELEMENT:
    case FRAME_REPEAT:
    case FRAME_ACTIONS:
        return frame->effect == 0 && frame->call == 0 && !frame->answered;
    }
    WRIT_UNREACHABLE();
}

static bool has_right_snapshot(const Looking *looking, const Frame *frame)
{
    if (frame->kind == FRAME_ACTIONS) {
        return true; // With its actions.
    }
    if (frame->kind != FRAME_EACH || looking->plan->nodes[frame->node].list != WRIT_NONE) {
        return frame->snapshot.kind == WRIT_VALUE_MISSING;
    }
    uint32_t expr = looking->plan->nodes[frame->node].list_expr;
    return writ_value_fits(&looking->plan->types, looking->plan->exprs[expr].type, frame->snapshot);
}

static bool has_right_slots(const Looking *looking, const Frame *frame)
{
    for (uint32_t i = 0; frame->slots != NULL && i < looking->plan->slot_count; i++) {
        const WritSlot *slot = &looking->plan->slots[i];
        if (slot->node != frame->node) {
            continue;
        }
        WritValue value = frame->slots[looking->instance->program->slot_at[i]].value;
        if (value.kind != WRIT_VALUE_MISSING &&
            !writ_value_fits(&looking->plan->types, slot->type, value)) {
            return false;
        }
    }
    return true;
}

static bool frame_is_right(Looking *looking, const Frame *frame)
{
    return stands_right(looking, frame) && has_right_position(looking, frame) &&
           may_go_on(looking, frame) && has_right_actions(looking, frame) &&
           has_right_due(looking, frame) && has_right_clock(looking, frame) &&
           has_right_step(looking, frame) && has_right_snapshot(looking, frame) &&
           has_right_slots(looking, frame) && (!frame->holds || frame->kind == FRAME_ACTIONS);
}

// --- Calls, effects, the case ------------------------------------------------------------------

static bool call_is_right(const Looking *looking, const Call *call)
{
    const WritHook *hook = &looking->plan->hooks[call->hook];
    if (call->number == 0 || call->number > looking->instance->last_call || call->attempt == 0 ||
        !place_takes_record(looking->plan, hook->input, call->input)) {
        return false;
    }
    if (call->effect != 0) {
        const Effect *effect = case_effect(looking->instance, call->effect);
        return call->frame == 0 && effect != NULL && effect->state == EFFECT_UNDOING &&
               effect->hook == call->hook;
    }
    const Frame *frame = frame_of_call(looking->instance, call);
    return call->frame == 0 ||
           (frame != NULL && frame->call == call->number &&
            program_step(looking->instance->program, frame->node)->callee == call->hook);
}

// Calls and tasks say themselves that their effect is being undone; one that stands has none.
static uint32_t count_undoers(const WritCase *instance, uint32_t effect)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        count += !instance->frames[i]->gone && instance->frames[i]->effect == effect ? 1 : 0;
    }
    for (uint32_t i = 0; i < instance->call_count; i++) {
        count += !instance->calls[i]->gone && instance->calls[i]->effect == effect ? 1 : 0;
    }
    return count;
}

static bool effect_is_right(const Looking *looking, const Effect *effect)
{
    return effect->number > 0 && effect->number <= looking->instance->last_effect &&
           effect->hook < looking->plan->hook_count &&
           (effect->state == EFFECT_STANDS ||
            count_undoers(looking->instance, effect->number) == 1) &&
           (effect->input.kind == WRIT_VALUE_MISSING ||
            place_takes_record(looking->plan, looking->plan->hooks[effect->hook].input,
                               effect->input));
}

// What is waited for once the outcome stands.
static bool closes_right(const WritCase *instance)
{
    if (instance->status != WRIT_CASE_CLOSING) {
        return instance->outcome == WRIT_NONE;
    }
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        if (!frame->gone && frame->kind != FRAME_PROCESS && frame->effect == 0) {
            return false;
        }
    }
    return instance->outcome != WRIT_NONE;
}

bool case_is_whole(const WritCase *instance)
{
    Looking looking = {.instance = instance, .plan = instance->program->plan};
    bool whole = closes_right(instance) && bindings_are_right(instance);
    for (uint32_t i = 0; whole && i < instance->frame_count; i++) {
        whole = instance->frames[i]->gone || frame_is_right(&looking, instance->frames[i]);
    }
    for (uint32_t i = 0; whole && i < instance->call_count; i++) {
        whole = instance->calls[i]->gone || call_is_right(&looking, instance->calls[i]);
    }
    for (uint32_t i = 0; whole && i < instance->effect_count; i++) {
        whole = instance->effects[i]->gone || effect_is_right(&looking, instance->effects[i]);
    }
    return whole;
}
