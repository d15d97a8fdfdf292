#include "engine/case.h"

#include <assert.h>
#include <stdlib.h>

enum { CASE_BYTES_MAX = 256 << 20 };

static WritCase *make(WritArena *arena, const WritProgram *program, uint64_t number)
{
    WritCase *instance = writ_arena_alloc(arena, sizeof *instance);
    instance->program = program;
    instance->arena = arena;
    instance->number = number;
    instance->outcome = WRIT_NONE;
    const WritPlan *plan = program->plan;
    instance->approvals = writ_arena_array(arena, plan->binding_count + 1, sizeof(Approval));
    instance->milestones = writ_arena_array(arena, plan->milestone_count + 1, sizeof(bool));
    instance->rounds = writ_arena_array(arena, plan->node_count, sizeof(uint32_t));
    instance->marks = writ_arena_array(arena, plan->node_count, sizeof(uint32_t));
    instance->node_began = writ_arena_array(arena, plan->node_count, sizeof(int64_t));
    return instance;
}

WritCase *writ_case_new(const WritProgram *program, uint64_t number)
{
    return make(writ_arena_new(CASE_BYTES_MAX), program, number);
}

WritCase *writ_case_renew(WritCase *instance, const WritProgram *program, uint64_t number)
{
    WritArena *arena = instance->arena;
    writ_arena_reset(arena);
    return make(arena, program, number);
}

void writ_case_free(WritCase *instance)
{
    if (instance != NULL) {
        writ_arena_free(instance->arena);
    }
}

uint32_t case_place(const WritCase *instance, uint32_t id)
{
    uint32_t low = 0;
    uint32_t high = instance->frame_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (instance->frames[middle]->id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

Frame *case_frame(const WritCase *instance, uint32_t id)
{
    uint32_t place = case_place(instance, id);
    if (place == instance->frame_count || instance->frames[place]->id != id ||
        instance->frames[place]->gone) {
        return NULL;
    }
    return instance->frames[place];
}

Frame *case_root(const WritCase *instance)
{
    return case_frame(instance, 1);
}

Call *case_call(const WritCase *instance, uint32_t number)
{
    uint32_t low = 0;
    uint32_t high = instance->call_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (instance->calls[middle]->number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == instance->call_count || instance->calls[low]->number != number ||
        instance->calls[low]->gone) {
        return NULL;
    }
    return instance->calls[low];
}

Effect *case_effect(const WritCase *instance, uint32_t number)
{
    uint32_t low = 0;
    uint32_t high = instance->effect_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (instance->effects[middle]->number < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == instance->effect_count || instance->effects[low]->number != number ||
        instance->effects[low]->gone) {
        return NULL;
    }
    return instance->effects[low];
}

Frame *case_ready(const WritCase *instance)
{
    for (uint32_t i = instance->ready_from; i < instance->frame_count; i++) {
        Frame *frame = instance->frames[i];
        if (!frame->gone && frame->state == FRAME_READY) {
            return frame;
        }
    }
    return NULL;
}

Frame *case_stage_frame(const WritCase *instance)
{
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        Frame *frame = instance->frames[i];
        if (!frame->gone && frame->kind == FRAME_STAGE) {
            return frame;
        }
    }
    return NULL;
}

bool case_is_held(const WritCase *instance)
{
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        if (!frame->gone && frame->holds) {
            return true;
        }
    }
    return false;
}

bool frame_has_items(const Frame *frame)
{
    return frame->kind == FRAME_STAGE || frame->kind == FRAME_BRANCH ||
           frame->kind == FRAME_ELEMENT || frame->kind == FRAME_REPEAT;
}

bool frame_is_in(const Frame *frame, const Frame *ancestor)
{
    while (frame != NULL && frame != ancestor) {
        frame = frame->parent;
    }
    return frame != NULL;
}

bool frame_has_deadline(const Frame *frame)
{
    return frame->kind == FRAME_PROCESS || frame->kind == FRAME_STAGE ||
           frame->kind == FRAME_TASK || frame->kind == FRAME_CALL || frame->kind == FRAME_WAIT;
}

Mark frame_next_mark(const Frame *frame)
{
    Mark next = {frame->due, WRIT_NONE};
    bool is_block = frame->kind == FRAME_PROCESS || frame->kind == FRAME_STAGE;
    if (frame->clock == NULL || (!is_block && frame->list != WRIT_NONE)) {
        return next;
    }
    for (uint32_t i = frame->clock->rung_count; i-- > 0;) {
        int64_t due = frame->clock->rungs[i].due;
        if (due != WRIT_NEVER && due <= next.due) {
            next = (Mark){due, i};
        }
    }
    return next;
}

uint32_t frame_count_of(const Frame *frame, uint32_t action)
{
    for (uint32_t i = 0; i < frame->counter_count; i++) {
        if (frame->counters[i].action == action) {
            return frame->counters[i].count;
        }
    }
    return 0;
}

uint64_t writ_case_number(const WritCase *instance)
{
    return instance->number;
}

const WritProgram *writ_case_program(const WritCase *instance)
{
    return instance->program;
}

WritCaseStatus writ_case_status(const WritCase *instance)
{
    return instance->status;
}

uint32_t writ_case_outcome(const WritCase *instance)
{
    return instance->outcome;
}

uint32_t writ_case_stage(const WritCase *instance)
{
    const Frame *stage = case_stage_frame(instance);
    return stage == NULL ? WRIT_NONE : stage->node;
}

bool writ_case_has_milestone(const WritCase *instance, uint32_t milestone)
{
    assert(milestone < instance->program->plan->milestone_count);
    return instance->milestones[milestone];
}

size_t writ_case_bytes(const WritCase *instance)
{
    return writ_arena_used(instance->arena);
}

void writ_case_data_json(const WritCase *instance, WritBuffer *out)
{
    const WritPlan *plan = instance->program->plan;
    const Frame *root = case_root(instance);
    const char *comma = "";
    writ_buffer_add_byte(out, '{');
    for (uint32_t i = 0; root != NULL && i < plan->slot_count; i++) {
        WritValue value = plan->slots[i].node == 0
                              ? root->slots[instance->program->slot_at[i]].value
                              : (WritValue){0};
        if (value.kind == WRIT_VALUE_MISSING) {
            continue;
        }
        writ_buffer_format(out, "%s\"%.*s\": ", comma, WRIT_TEXT_ARGS(plan->slots[i].name));
        writ_value_to_json(out, &plan->types, value);
        comma = ", ";
    }
    writ_buffer_add_byte(out, '}');
}

uint32_t writ_case_node(const WritCase *instance, uint32_t frame)
{
    const Frame *found = case_frame(instance, frame);
    return found == NULL ? WRIT_NONE : found->node;
}

bool writ_case_place(const WritCase *instance, uint32_t frame, WritPlaceInCase *place)
{
    const Frame *found = case_frame(instance, frame);
    if (found == NULL) {
        return false;
    }
    *place = (WritPlaceInCase){
        .parent = found->parent == NULL ? 0 : found->parent->id,
        .node = found->node,
        .item = frame_has_items(found) ? found->position : WRIT_NONE,
        .number = found->number,
    };
    return true;
}

WritValue writ_case_slot(const WritCase *instance, uint32_t slot)
{
    assert(slot < instance->program->plan->slot_count);
    return data_slot(instance, case_root(instance), slot);
}

bool writ_case_read(const WritCase *instance, uint32_t frame, uint32_t target, WritValue *value)
{
    const Frame *found = case_frame(instance, frame);
    const WritTarget *place = &instance->program->plan->targets[target];
    const WritValue *at = found == NULL ? NULL : data_at(instance, found, place);
    *value = at == NULL ? (WritValue){0} : *at;
    return at != NULL;
}
