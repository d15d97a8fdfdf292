// What binds an approval, and until when: until its task is withdrawn or answered in a way that
// does not approve, until the way leads through its step again, or until a change led elsewhere.
#include "engine/apply.h"

#include <assert.h>

static const WritPlan *plan_of(const WritCase *instance)
{
    return instance->program->plan;
}

static void set(WritCase *instance, uint32_t number, Approval approval)
{
    instance->approvals[number] = approval;
    instance->root_dirty = true;
}

static void release(WritCase *instance, uint32_t number)
{
    if (instance->approvals[number].hash.length > 0) {
        set(instance, number, (Approval){0});
    }
}

static void release_node(WritCase *instance, uint32_t node)
{
    for (uint32_t i = 0; i < plan_of(instance)->binding_count; i++) {
        if (plan_of(instance)->bindings[i].node == node) {
            release(instance, i);
        }
    }
}

void bindings_bind(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    WritText hash = writ_arena_text(instance->arena, event->text);
    set(instance, event->index, (Approval){event->frame, hash});
}

void bindings_change(WritCase *instance, const WritEvent *event, int64_t at)
{
    const WritBinding *binding = &plan_of(instance)->bindings[event->index];
    if (binding->leaves) {
        release_node(instance, binding->node);
    } else {
        bindings_bind(instance, event, at);
    }
}

void bindings_revise(WritCase *instance, const WritEvent *event, int64_t at)
{
    (void)at;
    Frame *task = case_frame(instance, event->frame);
    task->text = writ_arena_text(instance->arena, event->text);
    change_frame(instance, task);
}

static bool goes_on(const WritPlan *plan, uint32_t list)
{
    const WritActionList *actions = &plan->lists[list];
    if (actions->count == 0) {
        return true;
    }
    WritActionKind last = plan->actions[actions->start + actions->count - 1].kind;
    return last == WRIT_ACTION_NEXT || last < WRIT_ACTION_EXTEND;
}

// An answer that goes on with the work has approved; where none does, each has.
static bool approves(const WritPlan *plan, const WritStep *step, WritText outcome)
{
    bool one_goes_on = false;
    bool this_goes_on = false;
    for (uint32_t i = 0; i < step->handler_count; i++) {
        const WritOutcomeHandler *handler = &plan->handlers[step->handlers_start + i];
        bool on = goes_on(plan, handler->actions);
        one_goes_on = one_goes_on || on;
        this_goes_on = this_goes_on || (on && writ_text_equal(handler->outcome, outcome));
    }
    return this_goes_on || !one_goes_on;
}

void bindings_answer(WritCase *instance, const Frame *task, WritText outcome)
{
    const WritPlan *plan = plan_of(instance);
    for (uint32_t i = 0; i < plan->binding_count; i++) {
        const Approval *approval = &instance->approvals[i];
        if (approval->frame != task->id) {
            continue;
        }
        if (approves(plan, program_step(instance->program, task->node), outcome)) {
            set(instance, i, (Approval){0, approval->hash});
        } else {
            release(instance, i);
        }
    }
}

void bindings_leave(WritCase *instance, const Frame *task)
{
    for (uint32_t i = 0; i < plan_of(instance)->binding_count; i++) {
        if (instance->approvals[i].frame == task->id) {
            release(instance, i);
        }
    }
}

static bool is_in(const WritPlan *plan, uint32_t node, uint32_t outer)
{
    while (node != WRIT_NONE && node != outer) {
        node = plan->nodes[node].parent;
    }
    return node != WRIT_NONE;
}

static uint32_t stage_of(const WritPlan *plan, uint32_t node)
{
    while (plan->nodes[node].parent != 0) {
        node = plan->nodes[node].parent;
    }
    return node;
}

// Whoever enters the stage of an approval again, or one before it, comes to its step again.
void bindings_enter(WritCase *instance, uint32_t stage)
{
    const WritPlan *plan = plan_of(instance);
    instance->wrote = true;
    for (uint32_t i = 0; i < plan->binding_count; i++) {
        uint32_t own = stage_of(plan, plan->bindings[i].node);
        bool before = plan->nodes[own].kind == WRIT_NODE_STAGE &&
                      plan->nodes[stage].kind == WRIT_NODE_STAGE &&
                      plan->nodes[stage].index < plan->nodes[own].index;
        if (stage == own || before) {
            release(instance, i);
        }
    }
}

void bindings_go_round(WritCase *instance, uint32_t repeat)
{
    const WritPlan *plan = plan_of(instance);
    for (uint32_t i = 0; i < plan->binding_count; i++) {
        if (is_in(plan, plan->bindings[i].node, repeat)) {
            release(instance, i);
        }
    }
}

bool bindings_are_right(const WritCase *instance)
{
    for (uint32_t i = 0; i < plan_of(instance)->binding_count; i++) {
        const Approval *approval = &instance->approvals[i];
        const Frame *task = case_frame(instance, approval->frame);
        bool asked = task != NULL && task->kind == FRAME_TASK && !task->answered &&
                     task->node == plan_of(instance)->bindings[i].node;
        bool bound = approval->hash.length == WRIT_HASH_HEX_BYTES - 1;
        if (approval->frame != 0 ? !bound || !asked : !bound && approval->hash.length > 0) {
            return false;
        }
    }
    return true;
}
