// Which entities a process uses, and in which order they stand.
#include "plan/build.h"

#include <stdlib.h>

#include "check/checker.h"

// The tree is constant to all but the builder, which writes its numbers in it.
uint32_t plan_make_entity(Build *build, Entities *entities, const PlanEntry *entity)
{
    PlanEntry *entry = (PlanEntry *)(uintptr_t)entity;
    if (entry->build == build->number) {
        return entry->index;
    }
    entities->items = plan_room(build, entities->items, &entities->count, &entities->capacity,
                                sizeof(PlanEntry *));
    entities->items[entities->count] = entry;
    entry->build = build->number;
    entry->index = entities->count;
    return entities->count++;
}

WritTypeId plan_make_type(Build *build, TypeId type)
{
    if (build->known_types[type] != WRIT_NONE) {
        return build->known_types[type];
    }
    WritType made = build->model->types[type];
    if (made.kind == WRIT_TYPE_RECORD) {
        made.index =
            plan_make_entity(build, &build->records, &build->model->records[made.index]->entry);
    } else if (made.kind == WRIT_TYPE_CHOICE) {
        made.index =
            plan_make_entity(build, &build->choices, &build->model->choices[made.index]->entry);
    } else if (made.kind == WRIT_TYPE_QUANTITY) {
        made.index =
            plan_make_entity(build, &build->units, &build->model->units[made.index]->entry);
    } else if (made.kind == WRIT_TYPE_LIST) {
        made.index = plan_make_type(build, made.index);
    }
    WritTypes *types = &build->plan->types;
    types->types = plan_room(build, types->types, &types->type_count, &build->room.types,
                             sizeof *types->types);
    build->known_types[type] = types->type_count;
    build->type_order[types->type_count] = type;
    types->types[types->type_count] = made;
    return types->type_count++;
}

static int compare(const void *a, const void *b)
{
    const PlanEntry *const *x = a;
    const PlanEntry *const *y = b;
    return writ_text_compare((*x)->order, (*y)->order);
}

static void sort(Entities *entities)
{
    if (entities->count > 1) {
        qsort(entities->items, entities->count, sizeof(PlanEntry *), compare);
    }
    for (uint32_t i = 0; i < entities->count; i++) {
        entities->items[i]->index = i;
    }
    entities->written = 0;
}

void plan_make_sort_entities(Build *build)
{
    sort(&build->records);
    sort(&build->choices);
    sort(&build->units);
    sort(&build->roles);
    sort(&build->hooks);
    sort(&build->files);
    sort(&build->events);
    sort(&build->messages);
    sort(&build->decisions);
    sort(&build->milestones);
}
