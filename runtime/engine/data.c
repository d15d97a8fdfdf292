// Slots and places. A `for each` variable is no copy: it is found in its list by the element's id
// every time, so that it is the element itself that is read and set (settled.md 17).
#include "engine/case.h"

#include <assert.h>

static bool has_slots(const Frame *frame)
{
    return frame->kind == FRAME_PROCESS || frame->kind == FRAME_BRANCH ||
           frame->kind == FRAME_ELEMENT;
}

Frame *data_owner(const Frame *frame, uint32_t slot, const WritProgram *program)
{
    uint32_t node = program->plan->slots[slot].node;
    while (frame != NULL && !(frame->node == node && has_slots(frame))) {
        frame = frame->parent;
    }
    return (Frame *)frame;
}

// Ids rise along a list, since elements are only ever added at its end.
static WritValue *find_element(const WritList *list, uint32_t id)
{
    uint32_t low = 0;
    uint32_t high = list->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list->items[middle].record->id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < list->count && list->items[low].record->id == id ? &list->items[low] : NULL;
}

static WritValue *element_of(const WritCase *instance, const Frame *element)
{
    assert(element->kind == FRAME_ELEMENT);
    const Frame *each = element->parent;
    const WritNode *node = program_node(instance->program, each->node);
    WritValue *list = NULL;
    WritValue snapshot = each->snapshot;
    if (node->list != WRIT_NONE) {
        list = data_at(instance, each->parent, &instance->program->plan->targets[node->list]);
    } else {
        list = &snapshot;
    }
    if (list == NULL || list->kind != WRIT_VALUE_LIST) {
        return NULL;
    }
    if (list->list->count > 0 && list->list->items[0].kind != WRIT_VALUE_RECORD) {
        uint32_t index = element->number - 1; // Past every list where the number is 0.
        return index < list->list->count ? &list->list->items[index] : NULL;
    }
    return find_element(list->list, element->number);
}

WritValue data_slot(const WritCase *instance, const Frame *frame, uint32_t slot)
{
    const Frame *owner = data_owner(frame, slot, instance->program);
    if (owner == NULL) {
        return (WritValue){0};
    }
    if (instance->program->plan->slots[slot].kind == WRIT_SLOT_ELEMENT) {
        const WritValue *element = element_of(instance, owner);
        return element == NULL ? (WritValue){0} : *element;
    }
    return owner->slots[instance->program->slot_at[slot]].value;
}

WritValue *data_at(const WritCase *instance, const Frame *frame, const WritTarget *target)
{
    const WritPlan *plan = instance->program->plan;
    Frame *owner = data_owner(frame, target->slot, instance->program);
    if (owner == NULL) {
        return NULL;
    }
    WritValue *at = plan->slots[target->slot].kind == WRIT_SLOT_ELEMENT
                        ? element_of(instance, owner)
                        : &owner->slots[instance->program->slot_at[target->slot]].value;
    for (uint32_t i = 0; at != NULL && i < target->field_count; i++) {
        if (at->kind != WRIT_VALUE_RECORD) {
            return NULL;
        }
        at = &at->record->fields[plan->operands[target->fields_start + i]];
    }
    return at;
}

bool data_last_field(const WritPlan *plan, const WritTarget *target, uint32_t *record,
                     uint32_t *field)
{
    if (target->field_count == 0) {
        return false;
    }
    WritTypeId type = plan->slots[target->slot].type;
    for (uint32_t i = 0; i < target->field_count; i++) {
        *record = plan->types.types[type].index;
        *field = plan->operands[target->fields_start + i];
        type = plan->types.records[*record].fields[*field].type;
    }
    return true;
}
