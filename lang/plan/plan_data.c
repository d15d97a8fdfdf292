// Expressions of fields, slots, and targets.
#include "plan/plan_check.h"

static WritStatus check_field(const PlanChecker *checker, uint32_t record, uint32_t index)
{
    const WritField *field = &checker->plan->types.records[record].fields[index];
    PlanPlace closed = plan_place_closed();
    PlanPlace inside = plan_place_closed();
    inside.self = record;
    WritStatus status = WRIT_OK;
    if (field->at_start != WRIT_NONE) {
        status = plan_use_type(checker, field->at_start, field->type, &closed, "record", record);
    }
    if (status == WRIT_OK && field->computed != WRIT_NONE) {
        status = plan_use_type(checker, field->computed, field->type, &inside, "record", record);
    }
    if (status == WRIT_OK && field->such_that != WRIT_NONE) {
        status =
            plan_use_kind(checker, field->such_that, WRIT_TYPE_BOOLEAN, &inside, "record", record);
    }
    return status;
}

// Data lives in the frames of the process, of branches and of elements.
static WritStatus check_slot(const PlanChecker *checker, uint32_t index)
{
    const WritSlot *slot = &checker->plan->slots[index];
    const WritNode *node = &checker->plan->nodes[slot->node];
    bool element = slot->kind == WRIT_SLOT_ELEMENT;
    bool right = node->kind == WRIT_NODE_PROCESS || node->kind == WRIT_NODE_BRANCH ||
                 node->kind == WRIT_NODE_FOR_EACH;
    if (element) {
        right = node->kind == WRIT_NODE_FOR_EACH && node->slot == index;
    } else if (slot->kind == WRIT_SLOT_PARAMETER || slot->kind == WRIT_SLOT_STORED) {
        right = node->kind == WRIT_NODE_PROCESS;
    }
    if (!right) {
        return plan_damaged(checker, "slot", index, "node %u has no frame for it", slot->node);
    }
    if (slot->kind != WRIT_SLOT_STORED || slot->at_start == WRIT_NONE) {
        return WRIT_OK;
    }
    PlanPlace place = plan_place_in_node(slot->node);
    place.words = false;
    return plan_use_type(checker, slot->at_start, slot->type, &place, "slot", index);
}

static WritStatus check_target(const PlanChecker *checker, uint32_t index)
{
    const WritPlan *plan = checker->plan;
    const WritTarget *target = &plan->targets[index];
    WritTypeId type = plan->slots[target->slot].type;
    for (uint32_t i = 0; i < target->field_count; i++) {
        const WritType *holder = &plan->types.types[type];
        uint32_t number = plan->operands[target->fields_start + i];
        if (holder->kind != WRIT_TYPE_RECORD ||
            number >= plan->types.records[holder->index].field_count) {
            return plan_damaged(checker, "target", index, "it has no field %u", number);
        }
        const WritField *field = &plan->types.records[holder->index].fields[number];
        if (field->computed != WRIT_NONE) {
            return plan_damaged(checker, "target", index, "field %u is computed", number);
        }
        type = field->type;
    }
    return plan_type_fits(plan, target->type, type)
               ? WRIT_OK
               : plan_damaged(checker, "target", index, "it has another type");
}

WritStatus plan_check_data(PlanChecker *checker)
{
    const WritPlan *plan = checker->plan;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < plan->types.record_count; i++) {
        for (uint32_t k = 0; status == WRIT_OK && k < plan->types.records[i].field_count; k++) {
            status = check_field(checker, i, k);
        }
    }
    for (uint32_t i = 0; status == WRIT_OK && i < plan->slot_count; i++) {
        status = check_slot(checker, i);
    }
    for (uint32_t i = 0; status == WRIT_OK && i < plan->target_count; i++) {
        status = check_target(checker, i);
    }
    return status;
}
