#include "engine/apply.h"

#include <assert.h>
#include <string.h>

static void add_to_array(WritCase *instance, Frame *frame)
{
    if (instance->frame_count == instance->frame_capacity) {
        uint32_t capacity = instance->frame_capacity == 0 ? 16 : 2 * instance->frame_capacity;
        Frame **frames = writ_arena_array(instance->arena, capacity, sizeof(Frame *));
        if (instance->frame_count > 0) {
            memcpy(frames, instance->frames, instance->frame_count * sizeof *frames);
        }
        instance->frames = frames;
        instance->frame_capacity = capacity;
    }
    uint32_t place = instance->frame_count++;
    while (place > 0 && instance->frames[place - 1]->id > frame->id) {
        instance->frames[place] = instance->frames[place - 1];
        place--;
    }
    instance->frames[place] = frame;
    if (place < instance->ready_from) {
        instance->ready_from = place;
    }
    instance->live_count++;
}

static bool kind_has_slots(FrameKind kind)
{
    return kind == FRAME_PROCESS || kind == FRAME_BRANCH || kind == FRAME_ELEMENT;
}

Frame *frames_add(WritCase *instance, uint32_t id, FrameKind kind, Frame *parent, uint32_t node)
{
    const WritProgram *program = instance->program;
    Frame *frame = writ_arena_alloc(instance->arena, sizeof *frame);
    frame->id = id;
    frame->kind = kind;
    frame->parent = parent;
    frame->node = node;
    frame->due = WRIT_NEVER;
    frame->list = WRIT_NONE;
    frame->position = node == WRIT_NONE ? WRIT_NONE : program->first_item[node];
    if (kind_has_slots(kind)) {
        frame->slots = writ_arena_array(instance->arena, program->slots_of[node] + 1, sizeof(Slot));
    }
    if (parent != NULL) {
        parent->child_count++;
        change_frame(instance, parent);
    }
    if (id > instance->last_frame) {
        instance->last_frame = id;
        instance->root_dirty = true;
    }
    add_to_array(instance, frame);
    change_frame(instance, frame);
    return frame;
}

// Takes out what is gone once it is half of the array, so that looking a frame up stays cheap.
static void compact(WritCase *instance)
{
    if (instance->frame_count < 32 || instance->live_count * 2 > instance->frame_count) {
        return;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        if (!instance->frames[i]->gone) {
            instance->frames[kept++] = instance->frames[i];
        }
    }
    instance->frame_count = kept;
    instance->ready_from = 0;
}

// What a step waited for no longer concerns it: the call goes on as an orphan (settled.md 14).
static void leave_call(WritCase *instance, const Frame *frame)
{
    Call *call = frame->call == 0 ? NULL : case_call(instance, frame->call);
    if (call == NULL) {
        return;
    }
    call->frame = 0;
    call->dirty = true;
}

static void leave_work(WritCase *instance, const Frame *frame)
{
    leave_call(instance, frame);
    if (frame->kind == FRAME_TASK) {
        bindings_leave(instance, frame);
    }
}

void frames_remove(WritCase *instance, Frame *frame)
{
    assert(!frame->gone && frame->child_count == 0);
    leave_work(instance, frame);
    frame->gone = true;
    change_frame(instance, frame);
    instance->live_count--;
    if (frame->parent != NULL) {
        assert(frame->parent->child_count > 0);
        frame->parent->child_count--;
        change_frame(instance, frame->parent);
    }
    compact(instance);
}

// A child has a higher id than its parent, so that going from the end takes children first.
void frames_cancel(WritCase *instance, Frame *top)
{
    assert(top->parent != NULL);
    uint32_t last = instance->frame_count;
    for (uint32_t i = last; i-- > 0;) {
        Frame *frame = instance->frames[i];
        if (frame->gone || frame == top || frame->id < top->id || !frame_is_in(frame, top)) {
            continue;
        }
        leave_work(instance, frame);
        frame->gone = true;
        frame->parent->child_count--;
        instance->live_count--;
        change_frame(instance, frame);
    }
    frames_remove(instance, top);
}

void frames_set_state(WritCase *instance, Frame *frame, FrameState state)
{
    frame->held_by = state == FRAME_STUCK ? frame->held_by : 0;
    frame->let_pass_count = state == FRAME_WAITING ? 0 : frame->let_pass_count;
    frame->state = state;
    if (state == FRAME_READY) {
        uint32_t place = case_place(instance, frame->id);
        if (place < instance->ready_from) {
            instance->ready_from = place;
        }
    }
    change_frame(instance, frame);
}

void frames_move_to(WritCase *instance, Frame *frame, uint32_t item)
{
    frame->position = item;
    frame->list = WRIT_NONE;
    frame->let_pass_count = 0;
    frames_set_state(instance, frame, FRAME_READY);
}

static void process_goes_on(WritCase *instance, const Frame *child, Frame *root)
{
    if (child->kind == FRAME_STAGE) {
        root->position = program_next_stage(instance->program, child->node);
        change_frame(instance, root);
    }
    bool goes_on = instance->status == WRIT_CASE_OPEN && root->state != FRAME_STUCK;
    if (goes_on && case_stage_frame(instance) == NULL && !case_is_held(instance)) {
        frames_set_state(instance, root, FRAME_READY);
    }
}

void frames_child_left(WritCase *instance, const Frame *child, Frame *parent)
{
    switch (parent->kind) {
    case FRAME_PROCESS:
        process_goes_on(instance, child, parent);
        return;
    case FRAME_SAME_TIME:
    case FRAME_EACH:
        if (parent->child_count == 0 ||
            program_node(instance->program, parent->node)->join == WRIT_JOIN_FIRST) {
            frames_set_state(instance, parent, FRAME_READY);
        }
        return;
    case FRAME_STAGE:
    case FRAME_BRANCH:
    case FRAME_ELEMENT:
    case FRAME_REPEAT:
        frames_move_to(instance, parent, instance->program->next_item[parent->position]);
        return;
    case FRAME_TASK:
    case FRAME_CALL:
    case FRAME_WAIT:
    case FRAME_ACTIONS:
        return;
    }
    WRIT_UNREACHABLE();
}

// True while something has to settle before the next effect may be undone: a call that no step
// waits for, or an undo (settled.md 14).
static bool is_unsettled(const WritCase *instance)
{
    for (uint32_t i = 0; i < instance->call_count; i++) {
        if (!instance->calls[i]->gone && instance->calls[i]->frame == 0) {
            return true;
        }
    }
    for (uint32_t i = 0; i < instance->effect_count; i++) {
        if (!instance->effects[i]->gone && instance->effects[i]->state == EFFECT_UNDOING) {
            return true;
        }
    }
    return false;
}

void frames_wake_undoing(WritCase *instance)
{
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        Frame *frame = instance->frames[i];
        if (!frame->gone && frame->undoing && frame->state != FRAME_STUCK) {
            frames_set_state(instance, frame, is_unsettled(instance) ? FRAME_WAITING : FRAME_READY);
        }
    }
}

void frames_count_action(WritCase *instance, Frame *frame, uint32_t action)
{
    change_frame(instance, frame);
    for (uint32_t i = 0; i < frame->counter_count; i++) {
        if (frame->counters[i].action == action) {
            frame->counters[i].count++;
            return;
        }
    }
    uint32_t count = frame->counter_count;
    Counter *counters = writ_arena_array(instance->arena, count + 1, sizeof *counters);
    if (count > 0) {
        memcpy(counters, frame->counters, count * sizeof *counters);
    }
    counters[count] = (Counter){action, 1};
    frame->counters = counters;
    frame->counter_count = count + 1;
}
