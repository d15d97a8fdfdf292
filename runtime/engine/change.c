// What has to be written at the next save. Data of an element of a list of records dirties that
// element alone; everything else in a slot dirties the slot.
#include "engine/case.h"

#include <assert.h>
#include <string.h>

void change_duties(WritCase *instance, Frame *frame)
{
    if (!frame->listed) {
        frame->listed = true;
        frame->next_dirty = instance->dirty_frames;
        instance->dirty_frames = frame;
    }
}

void change_frame(WritCase *instance, Frame *frame)
{
    frame->dirty = true;
    change_duties(instance, frame);
}

void change_all(WritCase *instance)
{
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        Frame *frame = instance->frames[i];
        if (frame->gone) {
            continue;
        }
        change_frame(instance, frame);
        for (uint32_t j = 0; frame->slots != NULL && j < instance->program->slots_of[frame->node];
             j++) {
            frame->slots[j].dirty = true;
        }
    }
    for (uint32_t i = 0; i < instance->call_count; i++) {
        instance->calls[i]->dirty = true;
    }
    for (uint32_t i = 0; i < instance->effect_count; i++) {
        instance->effects[i]->dirty = true;
    }
    instance->root_dirty = true;
}

void change_slot(WritCase *instance, Frame *frame, uint32_t slot)
{
    frame->slots[instance->program->slot_at[slot]].dirty = true;
    instance->wrote = true;
    change_duties(instance, frame);
}

static void change_element(WritCase *instance, DirtyElement element)
{
    instance->wrote = true;
    uint32_t count = instance->dirty_element_count;
    if (count > 0) {
        const DirtyElement *last = &instance->dirty_elements[count - 1];
        if (last->frame == element.frame && last->slot == element.slot &&
            last->field == element.field && last->id == element.id) {
            return;
        }
    }
    if (count == instance->dirty_element_capacity) {
        uint32_t capacity = count == 0 ? 8 : 2 * count;
        DirtyElement *grown = writ_arena_array(instance->arena, capacity, sizeof *grown);
        if (count > 0) {
            memcpy(grown, instance->dirty_elements, count * sizeof *grown);
        }
        instance->dirty_elements = grown;
        instance->dirty_element_capacity = capacity;
    }
    instance->dirty_elements[instance->dirty_element_count++] = element;
    change_duties(instance, element.frame);
}

// True when the list that `each` runs over is kept in rows of its own: a slot that is a list, or
// a list that is a field of the record in a slot.
static bool has_element_rows(const WritPlan *plan, const WritTarget *list)
{
    return list->field_count <= 1 && plan->slots[list->slot].kind != WRIT_SLOT_ELEMENT &&
           plan->types.types[plan->types.types[list->type].index].kind == WRIT_TYPE_RECORD;
}

void change_place(WritCase *instance, Frame *frame, const WritTarget *target)
{
    const WritProgram *program = instance->program;
    const WritPlan *plan = program->plan;
    Frame *owner = data_owner(frame, target->slot, program);
    assert(owner != NULL);
    if (plan->slots[target->slot].kind != WRIT_SLOT_ELEMENT) {
        change_slot(instance, owner, target->slot);
        return;
    }
    const Frame *each = owner->parent;
    uint32_t list_target = program_node(program, each->node)->list;
    assert(list_target != WRIT_NONE);
    const WritTarget *list = &plan->targets[list_target];
    if (!has_element_rows(plan, list)) {
        change_place(instance, each->parent, list);
        return;
    }
    Frame *holder = data_owner(each->parent, list->slot, program);
    uint32_t field = list->field_count == 0 ? WRIT_NONE : plan->operands[list->fields_start];
    change_element(instance, (DirtyElement){holder, list->slot, field, owner->number});
}
