// Two writings of one process, and the order of tables between them.
#include "plan/build.h"

#include <assert.h>
#include <string.h>

#include "check/checker.h"

void *plan_room(Build *build, void *items, uint32_t *count, uint32_t *capacity, size_t size_bytes)
{
    if (*count >= WRIT_PLAN_TABLE_MAX) {
        build->full = true;
        (*count)--;
        return items;
    }
    return check_grow(build->arena, items, *count, capacity, size_bytes);
}

struct Builder {
    WritArena *arena;
    Model *model;
    uint32_t built;
    WritTypeId *known_types;
    TypeId *type_order;
};

Builder *plan_builder_new(WritArena *arena, Model *model)
{
    Builder *builder = writ_arena_alloc(arena, sizeof *builder);
    builder->arena = arena;
    builder->model = model;
    builder->known_types = writ_arena_array(arena, model->type_count, sizeof(WritTypeId));
    builder->type_order = writ_arena_array(arena, model->type_count, sizeof(TypeId));
    memset(builder->known_types, 0xFF, model->type_count * sizeof(WritTypeId));
    return builder;
}

static void forget_types(Build *build)
{
    for (uint32_t i = 0; i < build->plan->types.type_count; i++) {
        build->known_types[build->type_order[i]] = WRIT_NONE;
    }
}

static void write_all(Build *build)
{
    if (build->process != NULL) {
        plan_make_process(build);
    } else if (build->measure != NULL) {
        plan_make_measure(build);
    } else {
        plan_make_scenes(build);
    }
    while (plan_make_write_entities(build)) {
    }
}

static void make_tables(Build *build)
{
    WritPlan *plan = build->plan;
    WritArena *arena = build->arena;
    WritTypes *types = &plan->types;
    types->record_count = build->records.count;
    types->records = writ_arena_array(arena, types->record_count, sizeof *types->records);
    types->choice_count = build->choices.count;
    types->choices = writ_arena_array(arena, types->choice_count, sizeof *types->choices);
    types->unit_count = build->units.count;
    types->units = writ_arena_array(arena, types->unit_count, sizeof *types->units);
    plan->role_count = build->roles.count;
    plan->roles = writ_arena_array(arena, plan->role_count, sizeof *plan->roles);
    plan->hook_count = build->hooks.count;
    plan->hooks = writ_arena_array(arena, plan->hook_count, sizeof *plan->hooks);
    plan->file_count = build->files.count;
    plan->files = writ_arena_array(arena, plan->file_count, sizeof *plan->files);
    plan->event_count = build->events.count;
    plan->events = writ_arena_array(arena, plan->event_count, sizeof *plan->events);
    plan->message_count = build->messages.count;
    plan->messages = writ_arena_array(arena, plan->message_count, sizeof *plan->messages);
    plan->decision_count = build->decisions.count;
    plan->decisions = writ_arena_array(arena, plan->decision_count, sizeof *plan->decisions);
    plan->milestone_count = build->milestones.count;
    plan->milestones = writ_arena_array(arena, plan->milestone_count, sizeof *plan->milestones);
}

// What is left of the first writing: room in its tables, nothing in them.
static WritPlan emptied(const WritPlan *plan)
{
    return (WritPlan){
        .types = {.types = plan->types.types},
        .constants = plan->constants,
        .exprs = plan->exprs,
        .operands = plan->operands,
        .texts = plan->texts,
        .slots = plan->slots,
        .targets = plan->targets,
        .parties = plan->parties,
        .givens = plan->givens,
        .rows = plan->rows,
        .cells = plan->cells,
        .actions = plan->actions,
        .lists = plan->lists,
        .steps = plan->steps,
        .handlers = plan->handlers,
        .needs = plan->needs,
        .shown = plan->shown,
        .rungs = plan->rungs,
        .occurrences = plan->occurrences,
        .senders = plan->senders,
    };
}

static Build start(Builder *builder, WritPlan *plan)
{
    *plan = (WritPlan){0};
    return (Build){
        .arena = builder->arena,
        .model = builder->model,
        .plan = plan,
        .number = ++builder->built,
        .known_types = builder->known_types,
        .type_order = builder->type_order,
    };
}

static bool write_twice(Build *build)
{
    write_all(build);
    forget_types(build);
    plan_make_sort_entities(build);
    *build->plan = emptied(build->plan);
    make_tables(build);
    build->second = true;
    write_all(build);
    forget_types(build);
    return !build->full;
}

bool plan_build(Builder *builder, Process *process, WritPlan *plan)
{
    Build build = start(builder, plan);
    build.process = process;
    return write_twice(&build);
}

bool plan_build_measure(Builder *builder, const Measure *source, WritMeasure *measure)
{
    *measure = (WritMeasure){0};
    Build build = start(builder, &measure->exprs);
    build.source = source;
    build.measure = measure;
    return write_twice(&build);
}

bool plan_build_scenarios(Builder *builder, WritScenarios *scenarios)
{
    WritPlan *plan = writ_arena_alloc(builder->arena, sizeof *plan);
    Build build = start(builder, plan);
    build.scenarios =
        writ_arena_array(builder->arena, builder->model->scene_count, sizeof(WritScenario));
    *scenarios = (WritScenarios){plan, build.scenarios, builder->model->scene_count};
    return write_twice(&build);
}
