// A run as a scenario.
#include <assert.h>

#include "check/process.h"
#include "check/run_scene.h"

// --- Names ------------------------------------------------------------------------------------

static void use_module(RunScene *scene, const Module *module)
{
    Model *model = scene->checker->model;
    for (uint32_t i = 0; i < model->run_use_count; i++) {
        if (model->run_uses[i] == module) {
            return;
        }
    }
    model->run_uses = check_grow(scene->checker->arena, model->run_uses, model->run_use_count,
                                 &model->run_use_capacity, sizeof(const Module *));
    model->run_uses[model->run_use_count++] = module;
}

WritText check_run_scene_name(RunScene *scene, const Symbol *symbol)
{
    const Symbol *first = check_names_find(&scene->checker->symbols, symbol->name);
    use_module(scene, symbol->module);
    return first != NULL && first->same_name != NULL ? symbol->qualified : symbol->text;
}

// Of the first run of a place, "take_order_line_14"; of others with a number behind.
static WritText scenario_name(RunScene *scene)
{
    Checker *checker = scene->checker;
    WritPlace place = writ_sources_place(checker->sources, scene->ask->span.start);
    WritText name = {0};
    for (uint32_t i = 1; name.length == 0; i++) {
        writ_buffer_format(checker->scratch, "%.*s_line_%u",
                           WRIT_TEXT_ARGS(scene->process->symbol->text), (unsigned)place.line);
        if (i > 1) {
            writ_buffer_format(checker->scratch, "_%u", (unsigned)i);
        }
        WritText tried = check_scratch_text(checker);
        WritName number = writ_names_add(checker->names, tried);
        if (number == 0 ||
            check_names_put(&checker->run_names, checker->arena, number, checker) == NULL) {
            name = tried;
        }
    }
    return name;
}

// --- Comments ---------------------------------------------------------------------------------

static bool is_said(const RunScene *scene, uint32_t number)
{
    const RunItem *item = &scene->run->items[number];
    for (uint32_t i = 0; i < number; i++) {
        const RunItem *before = &scene->run->items[i];
        if (scene->told[i] && before->holds == item->holds &&
            writ_text_equal(check_run_condition(scene->checker, before->condition),
                            check_run_condition(scene->checker, item->condition))) {
            return true;
        }
    }
    return false;
}

static void say_where(RunScene *scene)
{
    for (uint32_t i = 0; i < scene->run->count; i++) {
        const RunItem *item = &scene->run->items[i];
        if (scene->told[i] && !is_said(scene, i)) {
            writ_buffer_format(&scene->out, "  # Where \"%.*s\" %.*s: give what makes it so.\n",
                               WRIT_TEXT_ARGS(check_run_condition(scene->checker, item->condition)),
                               WRIT_TEXT_ARGS(check_run_way(scene->checker, item)));
        }
    }
}

// --- What is checked --------------------------------------------------------------------------

static const Node *last_stage(const RunScene *scene)
{
    for (uint32_t i = scene->run->count; i-- > 0;) {
        if (scene->run->items[i].kind == RUN_STAGE) {
            return scene->run->items[i].node;
        }
    }
    return NULL;
}

static void check_sent(RunScene *scene, const Action *sent)
{
    const RunPerson *person = sent == NULL || sent->parties.count == 0
                                  ? NULL
                                  : check_run_scene_party(scene, &sent->parties.items[0], NULL);
    if (person != NULL) {
        writ_buffer_format(&scene->out, "  check %.*s got message %.*s\n",
                           WRIT_TEXT_ARGS(person->name),
                           WRIT_TEXT_ARGS(check_run_scene_name(scene, sent->message->symbol)));
    }
}

// What the run comes to: the action that it was to show, or what follows when the time of the last
// item has passed.
static const Action *last_action(const RunScene *scene)
{
    const RunItem *last = &scene->run->items[scene->run->count - 1];
    const Actions *overdue = last->passed ? last->node->deadline.on_overdue : NULL;
    return overdue != NULL ? overdue->last : scene->ask->target.action;
}

static void check_there(RunScene *scene)
{
    const RunTarget *target = &scene->ask->target;
    const Node *node = target->node;
    const Action *action = last_action(scene);
    if (action != NULL && action->kind == WRIT_ACTION_END_CASE) {
        writ_buffer_format(&scene->out, "  check the case ended as %.*s\n",
                           WRIT_TEXT_ARGS(scene->process->outcomes[action->outcome].text));
        check_sent(scene, target->sent);
        return;
    }
    bool asks = node != NULL && node->step != NULL &&
                (node->step->act == WRIT_ACT_DO || node->step->act == WRIT_ACT_APPROVE);
    const RunPerson *doer = asks ? check_run_scene_doer(scene, node) : NULL;
    if (doer != NULL) {
        writ_buffer_format(&scene->out, "  check %.*s has task ", WRIT_TEXT_ARGS(doer->name));
        check_run_scene_step(scene, node);
        writ_buffer_add_byte(&scene->out, '\n');
        return;
    }
    const Node *stage = action != NULL && action->node != NULL ? action->node : last_stage(scene);
    stage = stage == NULL ? scene->process->root->children : stage;
    writ_buffer_format(&scene->out, "  check still in stage %.*s\n", WRIT_TEXT_ARGS(stage->text));
}

// --- The whole --------------------------------------------------------------------------------

static void add_persons(RunScene *scene)
{
    for (uint32_t i = 0; i < scene->person_count; i++) {
        const RunPerson *person = &scene->persons[i];
        writ_buffer_format(&scene->out, "  person %.*s", WRIT_TEXT_ARGS(person->name));
        if (person->role != NULL) {
            writ_buffer_format(&scene->out, " as %.*s",
                               WRIT_TEXT_ARGS(check_run_scene_name(scene, person->role->symbol)));
        }
        if (person->unit.length > 0) {
            writ_buffer_format(&scene->out, " of %.*s", WRIT_TEXT_ARGS(person->unit));
        }
        writ_buffer_add_byte(&scene->out, '\n');
    }
}

WritText check_run_scenario(Checker *checker, Process *process, const RunAsk *ask, const Run *run)
{
    RunScene scene = {.checker = checker, .process = process, .ask = ask, .run = run};
    const WritDiagInfo *info = writ_diag_info(ask->code);
    check_run_scene_solve(&scene);
    check_run_scene_people(&scene);
    writ_buffer_format(&scene.out, "scenario %.*s \"%s (%s)\"\n",
                       WRIT_TEXT_ARGS(scenario_name(&scene)), info->title, info->code);
    say_where(&scene);
    writ_buffer_add_string(&scene.out, "  clock 2026-03-02 09:00\n");
    add_persons(&scene);
    check_run_scene_beside(&scene);
    for (uint32_t i = 0; i < run->count; i++) {
        check_run_scene_happens(&scene, i);
    }
    check_there(&scene);
    WritText text = writ_arena_text(checker->arena, writ_buffer_text(&scene.out));
    writ_buffer_dispose(&scene.out);
    return text;
}
