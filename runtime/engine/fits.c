// Whether an event from a journal fits a case, so that replaying it cannot go wrong and the case
// can go on afterwards. Events that were just decided fit by construction.
#include "engine/apply.h"
#include "engine/fits.h"

static const WritPlan *plan_of(const WritCase *instance)
{
    return instance->program->plan;
}

static bool is_kind(const WritCase *instance, uint32_t frame, FrameKind kind)
{
    const Frame *found = case_frame(instance, frame);
    return found != NULL && found->kind == kind;
}

static bool is_node(const WritCase *instance, uint32_t node, WritNodeKind kind)
{
    return node < plan_of(instance)->node_count && plan_of(instance)->nodes[node].kind == kind;
}

static bool is_stage(const WritCase *instance, uint32_t node)
{
    return is_node(instance, node, WRIT_NODE_STAGE) || is_node(instance, node, WRIT_NODE_DETOUR);
}

static bool is_step(const WritCase *instance, uint32_t node, WritAct act, WritAct other)
{
    if (!is_node(instance, node, WRIT_NODE_STEP)) {
        return false;
    }
    WritAct is = program_step(instance->program, node)->act;
    return is == act || is == other;
}

static bool has_list(const WritCase *instance, const Frame *frame, uint32_t list)
{
    return place_has_list(plan_of(instance), frame, list);
}

// --- New frames --------------------------------------------------------------------------------

static bool is_new(const WritCase *instance, const WritEvent *event)
{
    return event->frame == instance->last_frame + 1 && event->frame != 0 &&
           case_frame(instance, event->parent) != NULL;
}

// A frame that is at an item, which nothing has opened yet.
static bool is_at(const WritCase *instance, uint32_t id, uint32_t item)
{
    const Frame *frame = case_frame(instance, id);
    return frame != NULL && frame_has_items(frame) && frame->position == item &&
           item != WRIT_NONE && frame->child_count == 0 && !frame->undoing;
}

static bool opens(const WritCase *instance, const WritEvent *event)
{
    return is_new(instance, event) && is_at(instance, event->parent, event->node) &&
           instance->live_count <= WRIT_CASE_FRAMES_MAX &&
           place_has_due(plan_of(instance), event->node, event->due);
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
            role >= plan_of(instance)->role_count || i + 1 == event->value_count ||
            event->values[i + 1].kind != WRIT_VALUE_TEXT) {
            return false;
        }
        i++;
    }
    return true;
}

static bool fits_start(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
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
    return value == event->value_count && place_has_due(plan, 0, event->due);
}

static bool fits_stage(const WritCase *instance, const WritEvent *event)
{
    return event->frame == instance->last_frame + 1 && event->frame != 0 &&
           is_stage(instance, event->node) && case_stage_frame(instance) == NULL &&
           !case_is_held(instance) && event->number == instance->rounds[event->node] + 1 &&
           place_has_due(plan_of(instance), event->node, event->due);
}

static bool fits_block(const WritCase *instance, const WritEvent *event)
{
    if (!opens(instance, event)) {
        return false;
    }
    const WritPlan *plan = plan_of(instance);
    const WritNode *node = &plan->nodes[event->node];
    if (node->kind != WRIT_NODE_FOR_EACH) {
        return (node->kind == WRIT_NODE_SAME_TIME || node->kind == WRIT_NODE_REPEAT) &&
               event->id_count == 0 && event->value.kind == WRIT_VALUE_MISSING;
    }
    for (uint32_t i = 1; i < event->id_count; i++) {
        if (event->ids[i - 1] >= event->ids[i]) {
            return false;
        }
    }
    return node->list != WRIT_NONE
               ? event->value.kind == WRIT_VALUE_MISSING
               : writ_value_fits(&plan->types, plan->exprs[node->list_expr].type, event->value);
}

// A block of which another branch or element may begin.
static bool opens_parts(const WritCase *instance, const Frame *frame)
{
    if ((frame->kind != FRAME_SAME_TIME && frame->kind != FRAME_EACH) ||
        frame->next_part >= place_part_count(plan_of(instance), frame)) {
        return false;
    }
    WritEachOrder order = plan_of(instance)->nodes[frame->node].order;
    return frame->kind == FRAME_SAME_TIME || order == WRIT_EACH_SAME_TIME ||
           frame->child_count == 0;
}

static bool fits_part(const WritCase *instance, const WritEvent *event)
{
    if (!is_new(instance, event) || instance->live_count > WRIT_CASE_FRAMES_MAX) {
        return false;
    }
    const Frame *parent = case_frame(instance, event->parent);
    if (!opens_parts(instance, parent) ||
        event->node != place_part_node(plan_of(instance), parent, parent->next_part)) {
        return false;
    }
    return parent->kind == FRAME_SAME_TIME || event->number == parent->ids[parent->next_part];
}

static bool fits_call(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
    return opens(instance, event) && is_step(instance, event->node, WRIT_ACT_CALL, WRIT_ACT_CALL) &&
           event->number == instance->last_call + 1 && event->number != 0 &&
           event->index == program_step(instance->program, event->node)->callee &&
           place_takes_record(plan, plan->hooks[event->index].input, event->value);
}

// A route that may stop stands in its block; other actions stand beside the stage.
static bool fits_actions(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
    Frame frame = {.kind = FRAME_ACTIONS, .node = event->node};
    if (!is_new(instance, event) || event->node >= plan->node_count ||
        !has_list(instance, &frame, event->list) ||
        !place_takes_message(plan, event->node, event->list, event->value)) {
        return false;
    }
    if (is_node(instance, event->node, WRIT_NODE_ROUTE)) {
        return is_at(instance, event->parent, event->node) && event->number == 0;
    }
    bool holds = event->number == 1;
    return event->parent == 1 && event->number <= 1 &&
           (event->node == 0 || is_stage(instance, event->node)) &&
           !(holds && (case_stage_frame(instance) != NULL || case_is_held(instance)));
}

// --- Data --------------------------------------------------------------------------------------

static bool fits_target(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
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

static bool fits_decision(const WritCase *instance, const WritEvent *event)
{
    return is_step(instance, event->node, WRIT_ACT_DECIDE, WRIT_ACT_DECIDE) &&
           fits_target(instance, event);
}

static bool fits_version(const WritCase *instance, const WritEvent *event)
{
    return event->number < plan_of(instance)->decision_count && fits_decision(instance, event);
}

static bool fits_into(const WritCase *instance, uint32_t node, WritValue value)
{
    uint32_t into = program_step(instance->program, node)->into;
    const WritPlan *plan = plan_of(instance);
    return into == WRIT_NONE || writ_value_fits(&plan->types, plan->slots[into].type, value);
}

static bool fits_message(const WritCase *instance, const WritEvent *event)
{
    if (!is_kind(instance, event->frame, FRAME_WAIT)) {
        return false;
    }
    const Frame *frame = case_frame(instance, event->frame);
    return !frame->answered &&
           event->index == program_step(instance->program, frame->node)->callee &&
           fits_into(instance, frame->node, event->value);
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

// --- Frames that go on or leave ----------------------------------------------------------------

static bool is_at_its_end(const WritCase *instance, const Frame *frame)
{
    if (frame->child_count > 0) {
        return false;
    }
    if (frame_has_items(frame)) {
        return frame->position == WRIT_NONE;
    }
    return (frame->kind == FRAME_SAME_TIME || frame->kind == FRAME_EACH) &&
           frame->next_part == place_part_count(plan_of(instance), frame);
}

static bool fits_round(const WritCase *instance, const WritEvent *event)
{
    if (!is_kind(instance, event->frame, FRAME_REPEAT)) {
        return false;
    }
    const Frame *frame = case_frame(instance, event->frame);
    return is_at_its_end(instance, frame) && event->number == frame->number + 1 &&
           event->number <= plan_of(instance)->nodes[frame->node].at_most;
}

static bool fits_cancelled(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return frame != NULL && (frame->kind == FRAME_STAGE || frame->kind == FRAME_BRANCH ||
                             frame->kind == FRAME_ELEMENT ||
                             (frame->kind == FRAME_ACTIONS && frame->parent->parent == NULL));
}

static bool is_step_frame(const Frame *frame)
{
    return frame != NULL && frame->node != WRIT_NONE &&
           (frame->kind == FRAME_TASK || frame->kind == FRAME_CALL || frame->kind == FRAME_WAIT);
}

static bool fits_done(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    if (is_step_frame(frame) || (frame != NULL && frame->kind == FRAME_ACTIONS)) {
        return event->node == frame->node;
    }
    return is_at(instance, event->frame, event->node) &&
           (is_node(instance, event->node, WRIT_NODE_ROUTE) ||
            is_step(instance, event->node, WRIT_ACT_DECIDE, WRIT_ACT_ACTIONS));
}

// --- Deadlines, undoing, incidents -------------------------------------------------------------

static bool fits_passed(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return frame != NULL && frame->due == event->due && event->due != WRIT_NEVER;
}

static bool is_action(const WritCase *instance, uint32_t action, WritActionKind kind)
{
    return action < plan_of(instance)->action_count &&
           plan_of(instance)->actions[action].kind == kind;
}

static bool fits_extended(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    bool counts = is_step_frame(frame) ||
                  (frame != NULL && (frame->kind == FRAME_PROCESS || frame->kind == FRAME_STAGE));
    if (!counts || frame->answered || !is_action(instance, event->index, WRIT_ACTION_EXTEND) ||
        !place_has_due(plan_of(instance), frame->node, event->due)) {
        return false;
    }
    const Clock *clock = frame->clock;
    bool paused = clock != NULL && clock->paused_at != WRIT_NEVER;
    bool has_deadline = plan_of(instance)->nodes[frame->node].deadline.kind != WRIT_DEADLINE_NONE;
    return clock == NULL || (has_deadline && paused == (event->due == WRIT_NEVER));
}

// A frame that may stop in a list of actions.
static bool may_stop_in(const WritCase *instance, const Frame *frame, uint32_t list)
{
    return frame != NULL && frame->child_count == 0 && has_list(instance, frame, list);
}

static bool fits_incident(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    if (frame == NULL) {
        return false;
    }
    if (frame->effect != 0) {
        return event->list == WRIT_NONE;
    }
    if (instance->status != WRIT_CASE_OPEN) {
        return false;
    }
    if (frame->kind == FRAME_PROCESS) {
        return event->list == WRIT_NONE && (event->node == 0 || is_stage(instance, event->node)) &&
               case_stage_frame(instance) == NULL && !case_is_held(instance);
    }
    if (event->list != WRIT_NONE) {
        return may_stop_in(instance, frame, event->list);
    }
    if (frame->undoing) {
        return false; // It keeps the list that goes on afterwards.
    }
    if (frame->kind == FRAME_TASK) {
        return is_step_frame(frame) && frame->list == WRIT_NONE;
    }
    return frame_has_items(frame) ? frame->child_count == 0 : opens_parts(instance, frame);
}

static bool is_stuck(const WritCase *instance, uint32_t id)
{
    const Frame *frame = case_frame(instance, id);
    return frame != NULL && frame->state == FRAME_STUCK;
}

static bool fits_effect(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
    return event->number == instance->last_effect + 1 && event->number != 0 &&
           event->index < plan->hook_count &&
           (event->value.kind == WRIT_VALUE_MISSING ||
            place_takes_record(plan, plan->hooks[event->index].input, event->value));
}

static bool fits_undo_call(const WritCase *instance, const WritEvent *event)
{
    const Effect *effect = case_effect(instance, event->list);
    return effect != NULL && effect->state == EFFECT_STANDS &&
           effect->input.kind != WRIT_VALUE_MISSING && event->number != 0 &&
           event->number == instance->last_call + 1;
}

static bool fits_undo_task(const WritCase *instance, const WritEvent *event)
{
    const Effect *effect = case_effect(instance, event->number);
    return effect != NULL && effect->state == EFFECT_STANDS && is_new(instance, event) &&
           event->parent == 1 && event->node == WRIT_NONE && event->due == WRIT_NEVER &&
           fits_asked(instance, event);
}

// --- The case ----------------------------------------------------------------------------------

static bool has_calls(const WritCase *instance)
{
    for (uint32_t i = 0; i < instance->call_count; i++) {
        if (!instance->calls[i]->gone) {
            return true;
        }
    }
    return false;
}

static bool fits_closing(const WritCase *instance, const WritEvent *event)
{
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        if (!frame->gone && frame->kind != FRAME_PROCESS && frame->effect == 0) {
            return false;
        }
    }
    return event->index < plan_of(instance)->outcome_count && instance->status == WRIT_CASE_OPEN;
}

static bool fits_ended(const WritCase *instance, const WritEvent *event)
{
    bool same = instance->status == WRIT_CASE_OPEN || event->index == instance->outcome;
    return event->index < plan_of(instance)->outcome_count && instance->live_count == 1 &&
           !has_calls(instance) && same;
}

// Once the outcome stands, only what is under way settles.
static bool fits_status(const WritCase *instance, const WritEvent *event)
{
    bool settles =
        event->kind == WRIT_EVENT_CALL_ANSWERED || event->kind == WRIT_EVENT_CALL_FAILED ||
        event->kind == WRIT_EVENT_CALL_GIVEN_UP || event->kind == WRIT_EVENT_EFFECT_NOTED ||
        event->kind == WRIT_EVENT_UNDO_CALLED || event->kind == WRIT_EVENT_UNDO_ASKED ||
        event->kind == WRIT_EVENT_TASK_ANSWERED || event->kind == WRIT_EVENT_TASK_REASSIGNED ||
        event->kind == WRIT_EVENT_INCIDENT_OPENED || event->kind == WRIT_EVENT_INCIDENT_CLEARED ||
        event->kind == WRIT_EVENT_CASE_ENDED;
    switch (instance->status) {
    case WRIT_CASE_NEW:
        return event->kind == WRIT_EVENT_CASE_STARTED;
    case WRIT_CASE_OPEN:
        return event->kind != WRIT_EVENT_CASE_STARTED;
    case WRIT_CASE_CLOSING:
        return settles;
    case WRIT_CASE_ENDED:
        return false;
    }
    return false;
}

static bool fits_block_done(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return frame != NULL && is_at_its_end(instance, frame);
}

static bool fits_arm(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
    return is_at(instance, event->frame, event->node) &&
           is_node(instance, event->node, WRIT_NODE_IF) &&
           event->index <= plan->nodes[event->node].child_count;
}

static bool fits_skip(const WritCase *instance, const WritEvent *event)
{
    return is_at(instance, event->frame, event->node) &&
           is_node(instance, event->node, WRIT_NODE_STEP);
}

static bool fits_task(const WritCase *instance, const WritEvent *event)
{
    return opens(instance, event) &&
           is_step(instance, event->node, WRIT_ACT_DO, WRIT_ACT_APPROVE) &&
           fits_asked(instance, event);
}

static bool fits_task_answer(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return frame != NULL && frame->kind == FRAME_TASK && !frame->answered;
}

static bool fits_reassignment(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return frame != NULL && frame->kind == FRAME_TASK && fits_asked(instance, event);
}

static bool fits_failure(const WritCase *instance, const WritEvent *event)
{
    return case_call(instance, event->number) != NULL && event->index < UINT32_MAX &&
           place_has_instant(event->due);
}

static bool fits_wait(const WritCase *instance, const WritEvent *event)
{
    return opens(instance, event) && is_step(instance, event->node, WRIT_ACT_WAIT, WRIT_ACT_WAIT) &&
           event->value_count == program_step(instance->program, event->node)->match_count;
}

static bool fits_milestone(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
    return event->index < plan->milestone_count;
}

static bool fits_notice(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
    return event->index < plan->message_count && event->number == instance->last_notice + 1;
}

static bool fits_undo_begin(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return may_stop_in(instance, frame, event->list);
}

static bool fits_undo_end(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return frame != NULL && frame->undoing;
}

static bool fits_going_back(const WritCase *instance, const WritEvent *event)
{
    return is_action(instance, event->index, WRIT_ACTION_GO_BACK);
}

static bool fits_cancellation(const WritCase *instance, const WritEvent *event)
{
    (void)event;
    const WritPlan *plan = plan_of(instance);
    return plan->cancellation.allowed;
}

static bool fits_clearing(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    bool clock_stuck = frame != NULL && frame->clock != NULL && frame->clock->trouble.length > 0;
    return clock_stuck || is_stuck(instance, event->frame);
}

static bool fits_happening(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
    return event->index < plan->happens_count;
}

static bool fits_actions_end(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return is_step_frame(frame) && !frame->answered && !frame->undoing;
}

// --- Rules -------------------------------------------------------------------------------------

static bool is_rule(const WritCase *instance, uint32_t rule)
{
    return rule < plan_of(instance)->rule_count;
}

static bool has_due(const WritCase *instance, const WritEvent *event)
{
    const RuleState *state = &instance->rules[event->index];
    return state->due_count > 0 && state->dues[0] == event->due && event->due != WRIT_NEVER;
}

static bool fits_breach(const WritCase *instance, const WritEvent *event)
{
    if (!is_rule(instance, event->index) || case_frame(instance, event->frame) == NULL ||
        (event->node != WRIT_NONE && event->node >= plan_of(instance)->node_count)) {
        return false;
    }
    const WritRule *rule = &plan_of(instance)->rules[event->index];
    switch (event->number) {
    case WRIT_BREACH_PASSED:
        return true;
    case WRIT_BREACH_REFUSED:
        return rule->blocks;
    case WRIT_BREACH_HELD: // What a person undoes is no rule's.
        return rule->blocks && case_frame(instance, event->frame)->effect == 0;
    case WRIT_BREACH_LATE:
        return rule->kind == WRIT_RULE_AFTER_ALWAYS && has_due(instance, event);
    case WRIT_BREACH_AT_END:
        return rule->kind == WRIT_RULE_AFTER_ALWAYS || rule->kind == WRIT_RULE_AT_LEAST;
    }
    return false;
}

static bool fits_obligation(const WritCase *instance, const WritEvent *event)
{
    return is_rule(instance, event->index) &&
           plan_of(instance)->rules[event->index].kind == WRIT_RULE_AFTER_ALWAYS &&
           instance->rules[event->index].due_count < PLACE_DUES_MAX &&
           (event->due == WRIT_NEVER || place_has_instant(event->due));
}

static bool fits_release(const WritCase *instance, const WritEvent *event)
{
    return is_stuck(instance, event->frame) && case_frame(instance, event->frame)->held_by != 0;
}

static bool fits_override(const WritCase *instance, const WritEvent *event)
{
    return fits_release(instance, event) &&
           case_frame(instance, event->frame)->held_by == event->index + 1;
}

static bool fits_rule_trouble(const WritCase *instance, const WritEvent *event)
{
    return is_rule(instance, event->index);
}

static bool fits_doer(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return is_step_frame(frame) && frame->kind == FRAME_TASK && frame->node == event->node &&
           (event->person_count == 1 || event->person_count == 2);
}

// The lists that work runs over stay.
static bool keeps_elements(const WritCase *instance, uint32_t slot, WritValue value)
{
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        uint32_t list = frame->gone || frame->kind != FRAME_EACH
                            ? WRIT_NONE
                            : plan_of(instance)->nodes[frame->node].list;
        if (list != WRIT_NONE && plan_of(instance)->targets[list].slot == slot &&
            !place_keeps_ids(plan_of(instance), &plan_of(instance)->targets[list], value, frame)) {
            return false;
        }
    }
    return true;
}

static bool fits_joining(const WritCase *instance, const WritEvent *event)
{
    const WritPlan *plan = plan_of(instance);
    uint32_t value = 0;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        if (plan->slots[i].kind != WRIT_SLOT_PARAMETER) {
            continue;
        }
        if (value == event->value_count) {
            return false;
        }
        WritValue given = event->values[value++];
        bool fits = given.kind == WRIT_VALUE_MISSING
                        ? plan->types.types[plan->slots[i].type].optional
                        : writ_value_fits(&plan->types, plan->slots[i].type, given);
        if (!fits || !keeps_elements(instance, i, given)) {
            return false;
        }
    }
    return value == event->value_count && plan->second == WRIT_SECOND_JOINED;
}

// --- Approvals ---------------------------------------------------------------------------------

static bool is_hash(const WritEvent *event)
{
    return event->text.length == WRIT_HASH_HEX_BYTES - 1;
}

static bool fits_binding(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return frame != NULL && frame->kind == FRAME_TASK && !frame->answered &&
           event->index < plan_of(instance)->binding_count && is_hash(event) &&
           frame->node == plan_of(instance)->bindings[event->index].node;
}

static bool fits_change(const WritCase *instance, const WritEvent *event)
{
    return event->index < plan_of(instance)->binding_count && is_hash(event) &&
           instance->approvals[event->index].hash.length > 0 &&
           instance->approvals[event->index].frame == event->frame;
}

static bool fits_revision(const WritCase *instance, const WritEvent *event)
{
    const Frame *frame = case_frame(instance, event->frame);
    return frame != NULL && frame->kind == FRAME_TASK && !frame->answered && frame->effect == 0 &&
           is_hash(event);
}

// --- Exchange rates ----------------------------------------------------------------------------

static bool fits_rate(const WritCase *instance, const WritEvent *event)
{
    return event->frame <= instance->last_frame && event->text.length > 0 &&
           event->value.kind == WRIT_VALUE_MONEY && event->value.tag != 0 &&
           event->value_count == 2 && event->values[0].kind == WRIT_VALUE_CURRENCY &&
           event->values[0].tag != 0 && event->values[1].kind == WRIT_VALUE_DATE;
}

typedef bool Fits(const WritCase *instance, const WritEvent *event);

// Every kind of event has its question here.
static Fits *const questions[] = {
    [WRIT_EVENT_CASE_STARTED] = fits_start,
    [WRIT_EVENT_CASE_CLOSING] = fits_closing,
    [WRIT_EVENT_CASE_ENDED] = fits_ended,
    [WRIT_EVENT_STAGE_ENTERED] = fits_stage,
    [WRIT_EVENT_BLOCK_OPENED] = fits_block,
    [WRIT_EVENT_PART_OPENED] = fits_part,
    [WRIT_EVENT_ROUND_BEGAN] = fits_round,
    [WRIT_EVENT_BLOCK_DONE] = fits_block_done,
    [WRIT_EVENT_WORK_CANCELLED] = fits_cancelled,
    [WRIT_EVENT_ARM_TAKEN] = fits_arm,
    [WRIT_EVENT_STEP_SKIPPED] = fits_skip,
    [WRIT_EVENT_TASK_OPENED] = fits_task,
    [WRIT_EVENT_TASK_ANSWERED] = fits_task_answer,
    [WRIT_EVENT_TASK_REASSIGNED] = fits_reassignment,
    [WRIT_EVENT_CALL_MADE] = fits_call,
    [WRIT_EVENT_CALL_FAILED] = fits_failure,
    [WRIT_EVENT_CALL_ANSWERED] = fits_answer,
    [WRIT_EVENT_CALL_GIVEN_UP] = fits_answer,
    [WRIT_EVENT_WAIT_OPENED] = fits_wait,
    [WRIT_EVENT_MESSAGE_TAKEN] = fits_message,
    [WRIT_EVENT_DEADLINE_PASSED] = fits_passed,
    [WRIT_EVENT_DEADLINE_EXTENDED] = fits_extended,
    [WRIT_EVENT_FIELD_SET] = fits_target,
    [WRIT_EVENT_DECIDED] = fits_decision,
    [WRIT_EVENT_DECIDED_IN_FORCE] = fits_version,
    [WRIT_EVENT_MILESTONE_REACHED] = fits_milestone,
    [WRIT_EVENT_NOTIFIED] = fits_notice,
    [WRIT_EVENT_STEP_DONE] = fits_done,
    [WRIT_EVENT_ACTIONS_BEGAN] = fits_actions,
    [WRIT_EVENT_UNDO_BEGAN] = fits_undo_begin,
    [WRIT_EVENT_UNDO_DONE] = fits_undo_end,
    [WRIT_EVENT_UNDO_CALLED] = fits_undo_call,
    [WRIT_EVENT_UNDO_ASKED] = fits_undo_task,
    [WRIT_EVENT_WENT_BACK] = fits_going_back,
    [WRIT_EVENT_CANCELLED] = fits_cancellation,
    [WRIT_EVENT_INCIDENT_OPENED] = fits_incident,
    [WRIT_EVENT_INCIDENT_CLEARED] = fits_clearing,
    [WRIT_EVENT_HAPPENED] = fits_happening,
    [WRIT_EVENT_ACTIONS_DONE] = fits_actions_end,
    [WRIT_EVENT_EFFECT_NOTED] = fits_effect,
    [WRIT_EVENT_CLOCK_STARTED] = fits_clock_start,
    [WRIT_EVENT_CLOCK_PAUSED] = fits_clock_pause,
    [WRIT_EVENT_CLOCK_RESUMED] = fits_clock_resumption,
    [WRIT_EVENT_RUNG_REACHED] = fits_rung_reached,
    [WRIT_EVENT_DEADLINE_MOVED] = fits_clock_count,
    [WRIT_EVENT_CLOCK_COUNTED] = fits_clock_count,
    [WRIT_EVENT_CLOCK_STUCK] = fits_clock_stuck,
    [WRIT_EVENT_RUNG_SET] = fits_rung_set,
    [WRIT_EVENT_RECOUNT_STOPPED] = fits_recount,
    [WRIT_EVENT_RULE_BREACHED] = fits_breach,
    [WRIT_EVENT_RULE_OBLIGED] = fits_obligation,
    [WRIT_EVENT_RULE_RELEASED] = fits_release,
    [WRIT_EVENT_RULE_TROUBLE] = fits_rule_trouble,
    [WRIT_EVENT_DONE_BY] = fits_doer,
    [WRIT_EVENT_RULE_OVERRIDDEN] = fits_override,
    [WRIT_EVENT_CALENDAR_CHOSEN] = fits_calendar_choice,
    [WRIT_EVENT_APPROVAL_BOUND] = fits_binding,
    [WRIT_EVENT_APPROVED_CHANGED] = fits_change,
    [WRIT_EVENT_TASK_REVISED] = fits_revision,
    [WRIT_EVENT_CASE_JOINED] = fits_joining,
    [WRIT_EVENT_RATE_USED] = fits_rate,
};

static bool fits(const WritCase *instance, const WritEvent *event)
{
    size_t kind = (size_t)event->kind;
    return kind < sizeof questions / sizeof questions[0] && questions[kind] != NULL &&
           questions[kind](instance, event);
}

WritStatus writ_case_apply(WritCase *instance, const WritEvent *event, int64_t at, WritError *error)
{
    if (!place_has_instant(at) || !fits_status(instance, event) || !fits(instance, event)) {
        return writ_fail(error, WRIT_INVALID,
                         "case %llu: the event %s does not fit what came before it",
                         (unsigned long long)instance->number, writ_event_name(event->kind));
    }
    apply_event(instance, event, at);
    return WRIT_OK;
}
