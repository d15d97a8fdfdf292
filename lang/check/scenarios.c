// A scenario: its lines in their order, once for each row of its `cases`.
#include "check/scenarios.h"

#include <assert.h>

#include "check/data.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/types.h"

SceneLine *scene_add(SceneReading *reading, WritSceneKind kind, WritSpan span)
{
    Scene *scene = reading->scene;
    scene->lines = check_grow(reading->checker->arena, scene->lines, scene->line_count,
                              &reading->line_capacity, sizeof(SceneLine));
    SceneLine *line = &scene->lines[scene->line_count++];
    *line = (SceneLine){.kind = kind, .span = span};
    return line;
}

// --- The order of lines ---------------------------------------------------------------------

static void tell_order(SceneReading *reading, WritSpan span, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_SCENE_ORDER, span, "%s", what);
    diag_hint(diag, "%s", hint);
}

static void read_clock(SceneReading *reading, const TreeScenarioLine *line)
{
    if (reading->clock_span.start != 0) {
        tell_order(reading, line->span, "the clock is set twice",
                   "Set it once; \"2 hours pass\" moves it.");
        return;
    }
    reading->clock_span = line->span;
    Scene *scene = reading->scene;
    (void)check_date(reading->checker, line->date, &scene->day);
    (void)check_time(reading->checker, line->time, &scene->minute);
}

static bool is_set_up(TreeScenarioLineKind kind)
{
    return kind == TREE_SCENARIO_CLOCK || kind == TREE_SCENARIO_PERSON ||
           kind == TREE_SCENARIO_AWAY;
}

static bool happens(TreeScenarioLineKind kind)
{
    return kind == TREE_SCENARIO_STARTS || kind == TREE_SCENARIO_ANSWERS ||
           kind == TREE_SCENARIO_ARRIVES || kind == TREE_SCENARIO_CANCELS ||
           kind == TREE_SCENARIO_PASS;
}

static void judge_order(SceneReading *reading, const TreeScenarioLine *line)
{
    if (is_set_up(line->kind) && reading->acted) {
        tell_order(reading, line->span, "this stands behind a line in which something happens",
                   "Put the clock, the people and their absences first.");
    }
    if (happens(line->kind) && !reading->acted) {
        reading->acted = true;
        if (reading->clock_span.start == 0) {
            tell_order(reading, line->span, "nothing says when this happens",
                       "Begin with a clock, for example \"clock 2026-03-02 09:00\".");
        }
    }
}

static void read_line(SceneReading *reading, const TreeScenarioLine *line)
{
    judge_order(reading, line);
    switch (line->kind) {
    case TREE_SCENARIO_META:
    case TREE_SCENARIO_CASES:
        return;
    case TREE_SCENARIO_CLOCK:
        read_clock(reading, line);
        return;
    case TREE_SCENARIO_PERSON:
        scene_person(reading, line);
        return;
    case TREE_SCENARIO_AWAY:
        scene_away(reading, line);
        return;
    case TREE_SCENARIO_SYSTEM_ANSWERS:
    case TREE_SCENARIO_SYSTEM_SILENT:
        scene_system(reading, line);
        return;
    case TREE_SCENARIO_STARTS:
        scene_starts(reading, line);
        return;
    case TREE_SCENARIO_ANSWERS:
        scene_answers(reading, line);
        return;
    case TREE_SCENARIO_CANCELS:
        scene_cancels(reading, line);
        return;
    case TREE_SCENARIO_ARRIVES:
        scene_arrives(reading, line);
        return;
    case TREE_SCENARIO_PASS:
        scene_pass(reading, line);
        return;
    case TREE_SCENARIO_CHECK_HAS_TASK:
    case TREE_SCENARIO_CHECK_NO_TASK:
    case TREE_SCENARIO_CHECK_MESSAGE:
    case TREE_SCENARIO_CHECK_NO_MESSAGE:
    case TREE_SCENARIO_CHECK_STAGE:
    case TREE_SCENARIO_CHECK_ENDED:
    case TREE_SCENARIO_CHECK_BREACH:
    case TREE_SCENARIO_CHECK_NO_BREACH:
    case TREE_SCENARIO_CHECK_CALL:
    case TREE_SCENARIO_CHECK_ROW:
    case TREE_SCENARIO_CHECK_THAT:
        scene_check(reading, line);
        return;
    }
    WRIT_UNREACHABLE();
}

// --- One scene ------------------------------------------------------------------------------

// The clock is one of the first process's calendar.
static void find_zone(Scene *scene)
{
    const Expr *calendar = scene->process_count == 0 ? NULL : scene->processes[0]->root->calendar;
    if (calendar != NULL && calendar->named != NULL) {
        scene->calendar = calendar->named->name;
    }
}

static void keep(Checker *checker, Scene *scene, WritSpan span)
{
    Model *model = checker->model;
    if (model->scene_count == WRIT_SCENARIOS_MAX) {
        WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_CASES, span,
                                    "a book has at most %d scenarios, rows of \"cases\" included",
                                    (int)WRIT_SCENARIOS_MAX);
        diag_hint(diag, "Divide the book, or leave out rows that are like others.");
        return;
    }
    model->scenes = check_grow(checker->arena, model->scenes, model->scene_count,
                               &model->scene_capacity, sizeof(Scene *));
    model->scenes[model->scene_count++] = scene;
}

static void read_scene(Checker *checker, Symbol *symbol, SceneNames names)
{
    const TreeRow *row = names.row;
    Scene *scene = writ_arena_alloc(checker->arena, sizeof *scene);
    SceneReading reading = {.checker = checker, .symbol = symbol, .scene = scene};
    reading.names = names;
    reading.names.persons = &reading.persons;
    scene->symbol = symbol;
    scene->title = check_plain_text(checker, symbol->decl->title);
    scene->label = row == NULL ? (WritText){0} : row->label->text;
    scene->span = row == NULL ? symbol->span : row->label->span;
    const TreeScenarioLines *lines = &symbol->decl->scenario.lines;
    scene_people_begin(&reading, lines);
    for (const TreeScenarioLine *line = lines->first; line != NULL; line = line->next) {
        read_line(&reading, line);
    }
    scene_people_end(&reading);
    find_zone(scene);
    if (reading.check_count == 0) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_SCENE_NOTHING, symbol->span,
                       "the scenario \"%.*s\" checks nothing", WRIT_TEXT_ARGS(symbol->text));
        diag_hint(diag, "Say what must be so, for example \"check the case ended as OUTCOME\".");
    }
    keep(checker, scene, scene->span);
}

// --- Cases ----------------------------------------------------------------------------------

static const TreeTable *find_cases(Checker *checker, const TreeScenarioLines *lines)
{
    const TreeScenarioLine *found = NULL;
    for (const TreeScenarioLine *line = lines->first; line != NULL; line = line->next) {
        if (line->kind != TREE_SCENARIO_CASES) {
            continue;
        }
        if (found != NULL) {
            WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_CASES, line->span,
                                        "\"cases\" stands here twice");
            diag_label(diag, found->span, "the first time");
            diag_hint(diag, "Write one table, or another scenario.");
            continue;
        }
        found = line;
    }
    return found == NULL ? NULL : found->table;
}

static bool judge_cells(Checker *checker, const TreeRow *row, const TreePaths *columns,
                        const TreeCells *cells)
{
    if (columns->count != cells->count) {
        WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_CASES, row->span,
                                    "this row has %u cell%s where the head has %u", cells->count,
                                    cells->count == 1 ? "" : "s", columns->count);
        diag_hint(diag, "Write one value for each name of the head.");
        return false;
    }
    for (const TreeCell *cell = cells->first; cell != NULL; cell = cell->next) {
        if (cell->kind != TREE_CELL_VALUES || cell->values.count != 1) {
            WritDiag *diag =
                diag_error(checker->diags, DIAG_SCENE_CASES, cell->span, "here stands one value");
            diag_hint(diag, "A row of \"cases\" says what its names are, not what they may be.");
            return false;
        }
    }
    return true;
}

static bool judge_columns(Checker *checker, const TreePaths *columns, const TreePaths *before)
{
    for (const TreePath *column = columns->first; column != NULL; column = column->next) {
        bool twice = false;
        for (const TreePath *other = columns->first; other != column; other = other->next) {
            twice = twice || other->parts.first->name == column->parts.first->name;
        }
        for (const TreePath *other = before == NULL ? NULL : before->first; other != NULL;
             other = other->next) {
            twice = twice || other->parts.first->name == column->parts.first->name;
        }
        if (twice || column->parts.count > 1) {
            WritDiag *diag =
                diag_error(checker->diags, DIAG_SCENE_CASES, column->span,
                           twice ? "this name stands in the head twice"
                                 : "a column of \"cases\" has a name of its own, without dots");
            diag_hint(diag, "Choose another name, and use it in the lines above.");
            return false;
        }
    }
    return true;
}

static bool judge_label(Checker *checker, const TreeTable *cases, const TreeRow *row)
{
    for (const TreeRow *other = cases->rows.first; other != row; other = other->next) {
        if (other->label->name == row->label->name) {
            WritDiag *diag =
                diag_error(checker->diags, DIAG_SCENE_CASES, row->label->span,
                           "two rows are called \"%.*s\"", WRIT_TEXT_ARGS(row->label->text));
            diag_label(diag, other->label->span, "the other one");
            diag_hint(diag, "Give each row a label of its own: it is shown when the row fails.");
            return false;
        }
    }
    return true;
}

static void judge_used(Checker *checker, const TreePaths *columns, const bool *used)
{
    for (const TreePath *column = columns->first; column != NULL; column = column->next, used++) {
        if (!*used) {
            WritDiag *diag = diag_error(checker->diags, DIAG_SCENE_CASES, column->span,
                                        "no line says anything with \"%.*s\"",
                                        WRIT_TEXT_ARGS(column->parts.first->text));
            diag_hint(diag, "Use the name in a line above, or remove the column.");
        }
    }
}

void check_scenario(Checker *checker, Symbol *symbol)
{
    const TreeScenarioLines *lines = &symbol->decl->scenario.lines;
    for (const TreeScenarioLine *line = lines->first; line != NULL; line = line->next) {
        if (line->kind == TREE_SCENARIO_META) {
            check_meta(checker, line->meta);
        }
    }
    const TreeTable *cases = find_cases(checker, lines);
    if (cases == NULL) {
        read_scene(checker, symbol, (SceneNames){0});
        return;
    }
    if (!judge_columns(checker, &cases->conditions, NULL) ||
        !judge_columns(checker, &cases->results, &cases->conditions)) {
        return;
    }
    uint32_t errors = writ_diags_error_count(checker->diags);
    SceneNames names = {.cases = cases};
    names.used = writ_arena_array(checker->arena, cases->conditions.count + cases->results.count,
                                  sizeof(bool));
    for (const TreeRow *row = cases->rows.first; row != NULL; row = row->next) {
        if (!judge_cells(checker, row, &cases->conditions, &row->conditions) ||
            !judge_cells(checker, row, &cases->results, &row->results) ||
            !judge_label(checker, cases, row) || !check_has_room(checker, row->span)) {
            continue;
        }
        names.row = row;
        read_scene(checker, symbol, names);
        if (writ_diags_error_count(checker->diags) != errors) {
            return; // The next row would tell the same of the same lines.
        }
    }
    if (writ_diags_error_count(checker->diags) == errors) {
        judge_used(checker, &cases->conditions, names.used);
        judge_used(checker, &cases->results, names.used + cases->conditions.count);
    }
}
