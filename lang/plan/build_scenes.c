// Scenarios: their values and conditions in one table of expressions, their lines beside it.
#include "plan/build.h"

// The same values of fields go by name (writ/scenario.h), so that slots of all processes stand in
// one table.
static uint32_t add_slot(Build *build, const Slot *slot)
{
    WritPlan *plan = build->plan;
    plan->slots =
        plan_room(build, plan->slots, &plan->slot_count, &build->room.slots, sizeof *plan->slots);
    plan->slots[plan->slot_count] = (WritSlot){
        .name = slot->text,
        .kind = slot->kind,
        .type = plan_make_type(build, slot->type),
        .at_start = WRIT_NONE,
    };
    return plan->slot_count++;
}

static void add_slots(Build *build)
{
    const Model *model = build->model;
    for (uint32_t i = 0; i < model->process_count; i++) {
        for (Slot *slot = model->processes[i]->root->slots; slot != NULL; slot = slot->next) {
            slot->number = add_slot(build, slot);
        }
    }
}

// As deep as a value, which its types and the tree bound.
static WritMade *make(Build *build, const SceneValue *value)
{
    WritMade *made = writ_arena_alloc(build->arena, sizeof *made);
    made->kind = value->kind;
    made->expr = plan_make_optional_expr(build, value->expr);
    made->parts = writ_arena_array(build->arena, value->part_count, sizeof(WritMade *));
    made->names = writ_arena_array(build->arena, value->part_count, sizeof(WritText));
    for (uint32_t i = 0; i < value->part_count; i++) {
        if (value->parts[i] != NULL) {
            made->names[made->part_count] =
                value->record == NULL ? (WritText){0} : value->record->fields[i].text;
            made->parts[made->part_count++] = make(build, value->parts[i]);
        }
    }
    return made;
}

static WritSceneLine make_line(Build *build, const SceneLine *line)
{
    WritSceneLine made = {
        .kind = line->kind,
        .span = line->span,
        .person = line->person,
        .name = line->name,
        .stage = line->stage,
        .value = line->value,
        .process = line->process,
        .duration = line->duration,
        .calendar = line->calendar,
        .condition = plan_make_optional_expr(build, line->condition),
        .fields = writ_arena_array(build->arena, line->field_count, sizeof(WritSceneField)),
        .field_count = line->field_count,
        .shown = writ_arena_array(build->arena, line->shown_count, sizeof(WritSceneShown)),
        .shown_count = line->shown_count,
    };
    for (uint32_t i = 0; i < line->field_count; i++) {
        made.fields[i].name = line->fields[i].name;
        made.fields[i].type = plan_make_type(build, line->fields[i].type);
        made.fields[i].made = make(build, line->fields[i].value);
    }
    for (uint32_t i = 0; i < line->shown_count; i++) {
        made.shown[i].text = line->shown[i].text;
        made.shown[i].expr = plan_make_expr(build, line->shown[i].expr);
    }
    return made;
}

static WritScenario make_scene(Build *build, const Scene *scene)
{
    WritScenario made = {
        .name = scene->symbol->text,
        .qualified = scene->symbol->qualified,
        .title = scene->title,
        .label = scene->label,
        .span = scene->span,
        .day = scene->day,
        .minute = scene->minute,
        .calendar = scene->calendar,
        .directory = scene->directory,
        .first_person = scene->first_person,
        .processes = writ_arena_array(build->arena, scene->process_count, sizeof(WritText)),
        .process_count = scene->process_count,
        .lines = writ_arena_array(build->arena, scene->line_count, sizeof(WritSceneLine)),
        .line_count = scene->line_count,
    };
    for (uint32_t i = 0; i < scene->process_count; i++) {
        made.processes[i] = scene->processes[i]->name;
    }
    for (uint32_t i = 0; i < scene->line_count; i++) {
        made.lines[i] = make_line(build, &scene->lines[i]);
    }
    return made;
}

void plan_make_scenes(Build *build)
{
    const Model *model = build->model;
    add_slots(build);
    for (uint32_t i = 0; i < model->scene_count; i++) {
        build->scenarios[i] = make_scene(build, model->scenes[i]);
    }
}
