// What people, systems and the clock do in a scenario.
#include "check/scenarios.h"

#include <assert.h>

#include <string.h>

#include "check/names.h"
#include "check/outside.h"
#include "check/types.h"

Scope scene_scope(SceneReading *reading, const Process *process)
{
    return (Scope){
        .checker = reading->checker,
        .module = reading->symbol->module,
        .calendar = process == NULL ? NULL : process->root->calendar,
        .scene = &reading->names,
    };
}

const TreeName *scene_word(SceneReading *reading, const TreeName *word)
{
    TreeName part = *word;
    part.next = NULL;
    TreePath path = {.span = word->span, .parts = {.first = &part, .last = &part, .count = 1}};
    Scope scope = scene_scope(reading, NULL);
    const TreeExpr *cell = check_scene_cell(&scope, &path);
    if (cell == NULL) {
        return word;
    }
    bool is_path = cell->kind == TREE_EXPR_PATH && cell->path->parts.count == 1;
    return is_path ? cell->path->parts.first : cell->kind == TREE_EXPR_CODE ? cell->name : word;
}

void scene_list(SceneReading *reading, WritText word, WritDiag *diag, const SceneWords *words)
{
    WritBuffer *scratch = reading->checker->scratch;
    Similar similar = check_similar(word);
    writ_buffer_clear(scratch);
    for (uint32_t i = 0; i < words->count; i++) {
        check_similar_try(&similar, words->items[i]);
        writ_buffer_format(scratch, "%s%.*s", i == 0 ? "" : ", ", WRIT_TEXT_ARGS(words->items[i]));
    }
    diag_reason(diag, "%s %s.", words->what, check_scratch_text(reading->checker).data);
    check_similar_hint(&similar, diag);
}

// --- Processes ------------------------------------------------------------------------------

static void add_process(SceneReading *reading, Process *process)
{
    Scene *scene = reading->scene;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < scene->process_count; i++) {
        if (scene->processes[i] != process) {
            scene->processes[kept++] = scene->processes[i];
        }
    }
    scene->process_count = kept;
    scene->processes = check_grow(reading->checker->arena, scene->processes, kept,
                                  &scene->process_capacity, sizeof(Process *));
    scene->processes[scene->process_count++] = process; // The last one's case is "the case".
}

Process *scene_process(SceneReading *reading, WritSpan span)
{
    const Scene *scene = reading->scene;
    if (scene->process_count > 0) {
        return scene->processes[scene->process_count - 1];
    }
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_SCENE_ORDER, span,
                                "no case was started before this line");
    diag_hint(diag, "Start one: \"PERSON starts PROCESS with …\", or \"EVENT arrives with …\".");
    return NULL;
}

static const char *what_of(SceneReading *reading, const char *kind, WritText name)
{
    WritBuffer *scratch = reading->checker->scratch;
    writ_buffer_clear(scratch);
    writ_buffer_format(scratch, "%s %.*s", kind, WRIT_TEXT_ARGS(name));
    return check_scratch_text(reading->checker).data;
}

void scene_starts(SceneReading *reading, const TreeScenarioLine *tree)
{
    Checker *checker = reading->checker;
    const WritPerson *person = scene_find_person(reading, tree->name);
    const Symbol *symbol = check_find(checker, reading->symbol->module, tree->path, SYMBOL_PROCESS);
    if (symbol == NULL || symbol->process == NULL) {
        return;
    }
    Process *process = symbol->process;
    add_process(reading, process);
    SceneLine *line = scene_add(reading, WRIT_SCENE_STARTS, tree->span);
    line->person = person == NULL ? (WritText){0} : person->id;
    line->name = process->name;
    SceneGiven given = {
        .what = what_of(reading, "the process", symbol->text),
        .span = tree->span,
        .args = &tree->args,
    };
    Scope scope = scene_scope(reading, process);
    scene_give_parameters(reading, &scope, line, process, &given);
}

// --- Events ---------------------------------------------------------------------------------

static void add_started(SceneReading *reading, const Event *event)
{
    const Checker *checker = reading->checker;
    for (uint32_t m = 0; m < checker->module_count; m++) {
        const Module *module = checker->modules[m];
        for (uint32_t i = 0; i < module->symbol_count; i++) {
            const Symbol *symbol = module->symbols[i];
            if (symbol->kind == SYMBOL_PROCESS && symbol->process != NULL &&
                symbol->process->start == WRIT_START_ON_EVENT &&
                symbol->process->start_event == event) {
                add_process(reading, symbol->process);
            }
        }
    }
}

void scene_arrives(SceneReading *reading, const TreeScenarioLine *tree)
{
    const Symbol *symbol =
        check_find(reading->checker, reading->symbol->module, tree->path, SYMBOL_EVENT);
    if (symbol == NULL) {
        return;
    }
    add_started(reading, symbol->event);
    SceneLine *line = scene_add(reading, WRIT_SCENE_ARRIVES, tree->span);
    line->name = symbol->event->name;
    const Scene *scene = reading->scene;
    const Process *process =
        scene->process_count == 0 ? NULL : scene->processes[scene->process_count - 1];
    SceneGiven given = {
        .record = symbol->event->record,
        .what = what_of(reading, "the event", symbol->text),
        .span = tree->span,
        .args = &tree->args,
    };
    Scope scope = scene_scope(reading, process);
    scene_give_record(reading, &scope, line, &given);
}

// --- Steps ----------------------------------------------------------------------------------

static uint32_t find_in(const Process *process, const TreePath *path, SceneStep *found)
{
    const TreeName *name = path->parts.first;
    const Node *within =
        path->parts.count == 2 ? check_names_find(&process->by_stage, name->name) : NULL;
    uint32_t count = 0;
    if (path->parts.count == 2) {
        name = name->next;
    }
    for (Node *stage = process->root->children; stage != NULL; stage = stage->next) {
        if (stage->steps == NULL || (path->parts.count == 2 && stage != within)) {
            continue;
        }
        const Node *node = check_names_find(stage->steps, name->name);
        if (node != NULL) {
            *found = (SceneStep){process, stage, node};
            count++;
        }
    }
    return count;
}

static void hint_steps(const Process *process, const TreePath *path, WritDiag *diag)
{
    Similar similar = check_similar(path->parts.last->text);
    for (const Node *stage = process->root->children; stage != NULL; stage = stage->next) {
        for (uint32_t i = 0; stage->steps != NULL && i < stage->steps->capacity; i++) {
            const Node *node = stage->steps->values[i];
            if (node != NULL) {
                check_similar_try(&similar, node->text);
            }
        }
    }
    check_similar_hint(&similar, diag);
}

bool scene_find_step(SceneReading *reading, const TreePath *path, SceneStep *found)
{
    Checker *checker = reading->checker;
    const Process *last = scene_process(reading, path->span);
    const Scene *scene = reading->scene;
    for (uint32_t i = scene->process_count; i-- > 0 && path->parts.count <= 2;) {
        uint32_t count = find_in(scene->processes[i], path, found);
        if (count == 1) {
            return true;
        }
        if (count > 1) {
            WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_STEP, path->span,
                                        "several stages have a step of this name");
            diag_label(diag, found->node->span, "one of them");
            diag_hint(diag, "Write it with its stage: \"%.*s.%.*s\".",
                      WRIT_TEXT_ARGS(found->stage->text), WRIT_TEXT_ARGS(found->node->text));
            return false;
        }
    }
    if (last != NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_STEP, path->span,
                                    "%.*s has no such step", WRIT_TEXT_ARGS(last->symbol->text));
        diag_label(diag, last->span, "the process");
        hint_steps(last, path, diag);
    }
    return false;
}

static const Handler *find_outcome(SceneReading *reading, const Step *step, const TreeName *name)
{
    WritText *outcomes =
        writ_arena_array(reading->checker->arena, step->handler_count, sizeof(WritText));
    for (uint32_t i = 0; i < step->handler_count; i++) {
        if (step->handlers[i].name == name->name) {
            return &step->handlers[i];
        }
        outcomes[i] = step->handlers[i].outcome;
    }
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_SCENE_OUTCOME, name->span,
                                "the step %.*s has no outcome \"%.*s\"",
                                WRIT_TEXT_ARGS(step->node->text), WRIT_TEXT_ARGS(name->text));
    diag_label(diag, step->node->span, "declared here");
    SceneWords words = {"Its outcomes are", outcomes, step->handler_count};
    scene_list(reading, name->text, diag, &words);
    return NULL;
}

void scene_answers(SceneReading *reading, const TreeScenarioLine *tree)
{
    SceneStep found;
    const WritPerson *person = scene_find_person(reading, tree->name);
    if (!scene_find_step(reading, tree->path, &found)) {
        return;
    }
    const Step *step = found.node->step;
    if (step->act != WRIT_ACT_DO && step->act != WRIT_ACT_APPROVE) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_SCENE_STEP, tree->path->span,
                                    "nobody answers this step: it asks no person");
        diag_label(diag, found.node->span, "declared here");
        diag_hint(diag, step->act == WRIT_ACT_CALL ? "Say what the system answers: \"system HOOK "
                                                     "answers OUTCOME\"."
                                                   : "Remove the line.");
        return;
    }
    const TreeName *outcome = scene_word(reading, tree->value);
    if (find_outcome(reading, step, outcome) == NULL) {
        return;
    }
    SceneLine *line = scene_add(reading, WRIT_SCENE_ANSWERS, tree->span);
    line->person = person == NULL ? (WritText){0} : person->id;
    line->name = found.node->text;
    line->stage = found.stage->text;
    line->process = found.process->name;
    line->value = outcome->text;
    SceneGiven given = {
        .what = what_of(reading, "the step", found.node->text),
        .span = tree->span,
        .args = &tree->args,
    };
    Scope scope = scene_scope(reading, found.process);
    scene_give_fills(reading, &scope, line, step, &given);
}

void scene_cancels(SceneReading *reading, const TreeScenarioLine *tree)
{
    const WritPerson *person = scene_find_person(reading, tree->name);
    const Process *process = scene_process(reading, tree->span);
    if (process == NULL) {
        return;
    }
    if (!process->cancellation.allowed) {
        WritDiag *diag =
            diag_error(reading->checker->diags, DIAG_SCENE_STEP, tree->span,
                       "nobody can cancel a case of %.*s", WRIT_TEXT_ARGS(process->symbol->text));
        diag_label(diag, process->span, "it has no \"cancellation\"");
        diag_hint(diag, "Remove the line, or let the process say who may cancel it.");
        return;
    }
    SceneLine *line = scene_add(reading, WRIT_SCENE_CANCELS, tree->span);
    line->person = person == NULL ? (WritText){0} : person->id;
    line->process = process->name;
}

// --- Systems --------------------------------------------------------------------------------

Hook *scene_hook(SceneReading *reading, const TreePath *path)
{
    Symbol *symbol = check_find(reading->checker, reading->symbol->module, path, SYMBOL_HOOK);
    return symbol == NULL ? NULL : symbol->hook;
}

void scene_system(SceneReading *reading, const TreeScenarioLine *tree)
{
    Checker *checker = reading->checker;
    const Hook *hook = scene_hook(reading, tree->path);
    if (hook == NULL) {
        return;
    }
    bool answers = tree->kind == TREE_SCENARIO_SYSTEM_ANSWERS;
    const TreeName *outcome = answers ? scene_word(reading, tree->value) : NULL;
    if (answers && check_names_find(&hook->by_outcome, outcome->name) == NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_OUTCOME, outcome->span,
                                    "the hook %.*s has no outcome \"%.*s\"",
                                    WRIT_TEXT_ARGS(hook->name), WRIT_TEXT_ARGS(outcome->text));
        diag_label(diag, hook->symbol->span, "declared here");
        WritText *outcomes =
            writ_arena_array(checker->arena, hook->outcome_count, sizeof(WritText));
        for (uint32_t i = 0; i < hook->outcome_count; i++) {
            outcomes[i] = hook->outcomes[i].text;
        }
        SceneWords words = {"Its outcomes are", outcomes, hook->outcome_count};
        scene_list(reading, outcome->text, diag, &words);
        return;
    }
    SceneLine *line =
        scene_add(reading, answers ? WRIT_SCENE_SYSTEM : WRIT_SCENE_SILENT, tree->span);
    line->name = hook->name;
    if (answers && hook->output != NULL) {
        line->value = outcome->text;
        SceneGiven given = {
            .record = hook->output,
            .what = what_of(reading, "the hook", hook->name),
            .span = tree->span,
            .args = &tree->args,
        };
        Scope scope = scene_scope(reading, NULL);
        scene_give_record(reading, &scope, line, &given);
    }
}

// --- The clock ------------------------------------------------------------------------------

void scene_pass(SceneReading *reading, const TreeScenarioLine *tree)
{
    WritValue duration;
    if (!check_time_span(reading->checker, tree->duration, &duration)) {
        return;
    }
    SceneLine *line = scene_add(reading, WRIT_SCENE_PASS, tree->span);
    line->duration = duration;
    if (duration.kind != WRIT_VALUE_WORKING_TIME) {
        return;
    }
    Process *process = scene_process(reading, tree->span);
    const Expr *calendar = process == NULL ? NULL : process->root->calendar;
    if (calendar != NULL && calendar->named != NULL) {
        line->calendar = calendar->named->name;
    } else if (process != NULL) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_NO_CALENDAR, tree->span,
                                    "working time needs a calendar, and %.*s names none",
                                    WRIT_TEXT_ARGS(process->symbol->text));
        diag_label(diag, process->span, "the process");
        diag_hint(diag, "Write elapsed time, for example \"2 days pass\".");
    }
}
