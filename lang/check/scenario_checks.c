// What a scenario checks.
#include "check/scenarios.h"

#include <assert.h>

#include "check/builtins.h"
#include "check/names.h"
#include "check/outside.h"
#include "check/process.h"
#include "check/types.h"

enum { SHOWN_MAX = 16 };

static SceneLine *add(SceneReading *reading, WritSceneKind kind, const TreeScenarioLine *tree)
{
    SceneLine *line = scene_add(reading, kind, tree->span);
    reading->check_count++;
    return line;
}

static void check_task(SceneReading *reading, const TreeScenarioLine *tree, WritSceneKind kind)
{
    SceneStep found;
    const WritPerson *person = scene_find_person(reading, tree->name);
    SceneLine *line = add(reading, kind, tree);
    if (scene_find_step(reading, tree->path, &found) && person != NULL) {
        line->person = person->id;
        line->name = found.node->text;
        line->stage = found.stage->text;
        line->process = found.process->name;
    }
}

static void check_message_line(SceneReading *reading, const TreeScenarioLine *tree,
                               WritSceneKind kind)
{
    const WritPerson *person = scene_find_person(reading, tree->name);
    const Symbol *symbol =
        check_find(reading->checker, reading->symbol->module, tree->path, SYMBOL_MESSAGE);
    SceneLine *line = add(reading, kind, tree);
    if (symbol != NULL && person != NULL) {
        line->person = person->id;
        line->name = symbol->message->name;
    }
}

static void check_stage(SceneReading *reading, const TreeScenarioLine *tree)
{
    SceneLine *line = add(reading, WRIT_SCENE_STAGE, tree);
    Process *process = scene_process(reading, tree->span);
    if (process == NULL) {
        return;
    }
    Scope scope = scene_scope(reading, process);
    scope.process = process;
    const Node *stage = check_stage_named(&scope, tree->name);
    line->process = process->name;
    line->name = stage == NULL ? (WritText){0} : stage->text;
}

static void check_ended(SceneReading *reading, const TreeScenarioLine *tree)
{
    const TreeName *word = scene_word(reading, tree->value);
    SceneLine *line = add(reading, WRIT_SCENE_ENDED, tree);
    const Process *process = scene_process(reading, tree->span);
    if (process == NULL) {
        return;
    }
    line->process = process->name;
    line->value = word->text;
    if (check_names_find(&process->by_outcome, word->name) != NULL) {
        return;
    }
    WritDiag *diag = diag_error(reading->checker->diags, DIAG_SCENE_OUTCOME, word->span,
                                "%.*s never ends as \"%.*s\"",
                                WRIT_TEXT_ARGS(process->symbol->text), WRIT_TEXT_ARGS(word->text));
    diag_label(diag, process->span, "the process");
    WritText *outcomes =
        writ_arena_array(reading->checker->arena, process->outcome_count, sizeof(WritText));
    for (uint32_t i = 0; i < process->outcome_count; i++) {
        outcomes[i] = process->outcomes[i].text;
    }
    SceneWords words = {"It ends as", outcomes, process->outcome_count};
    scene_list(reading, word->text, diag, &words);
}

static void check_called(SceneReading *reading, const TreeScenarioLine *tree)
{
    const Hook *hook = scene_hook(reading, tree->path);
    SceneLine *line = add(reading, WRIT_SCENE_CALL, tree);
    if (hook == NULL || hook->input == NULL) {
        return;
    }
    line->name = hook->name;
    SceneGiven given = {
        .record = hook->input,
        .what = "the hook",
        .span = tree->span,
        .args = &tree->args,
        .missing = SCENE_LEAVE_OUT,
    };
    const Scene *scene = reading->scene;
    Scope scope = scene_scope(
        reading, scene->process_count == 0 ? NULL : scene->processes[scene->process_count - 1]);
    scene_give_record(reading, &scope, line, &given);
}

// In any of its versions.
static bool has_row(const Decision *decision, WritText label, Similar *similar)
{
    uint32_t versions = decision->version_count == 0 ? 1 : decision->version_count;
    for (uint32_t v = 0; v < versions; v++) {
        const Decision *version = decision->version_count == 0 ? decision : decision->versions[v];
        for (uint32_t i = 0; i < version->row_count; i++) {
            if (writ_text_equal(version->rows[i].label, label)) {
                return true;
            }
            check_similar_try(similar, version->rows[i].label);
        }
    }
    return false;
}

static void check_row(SceneReading *reading, const TreeScenarioLine *tree)
{
    const TreeName *word = scene_word(reading, tree->value);
    Checker *checker = reading->checker;
    const Symbol *symbol =
        check_find(checker, reading->symbol->module, tree->path, SYMBOL_DECISION);
    SceneLine *line = add(reading, WRIT_SCENE_ROW, tree);
    if (symbol == NULL || symbol->decision->later) {
        return;
    }
    const Decision *decision = symbol->decision;
    line->name = decision->name;
    line->value = word->text;
    Similar similar = check_similar(word->text);
    if (has_row(decision, word->text, &similar)) {
        return;
    }
    WritDiag *diag =
        diag_error(checker->diags, DIAG_SCENE_ROW, word->span, "%.*s has no row \"%.*s\"",
                   WRIT_TEXT_ARGS(symbol->text), WRIT_TEXT_ARGS(word->text));
    diag_label(diag, symbol->span, "declared here");
    check_similar_hint(&similar, diag);
}

static void check_breach(SceneReading *reading, WritSceneKind kind, const TreeScenarioLine *tree)
{
    const Symbol *symbol =
        check_find(reading->checker, reading->symbol->module, tree->path, SYMBOL_RULE);
    SceneLine *line = add(reading, kind, tree);
    line->name = symbol == NULL ? (WritText){0} : symbol->qualified;
}

// --- Conditions -----------------------------------------------------------------------------

static bool is_constant(const Expr *expr)
{
    if (expr->operation == WRIT_OP_CONSTANT) {
        return true;
    }
    bool negated = expr->operation == WRIT_OP_NEGATE;
    return negated && is_constant(expr->a);
}

static void show(SceneReading *reading, SceneLine *line, Expr *expr)
{
    if (expr == NULL || is_constant(expr) || line->shown_count == SHOWN_MAX) {
        return;
    }
    const WritSource *source = writ_sources_find(reading->checker->sources, expr->span.start);
    WritText text = source == NULL ? (WritText){0} : writ_source_span_text(source, expr->span);
    for (uint32_t i = 0; i < line->shown_count; i++) {
        if (writ_text_equal(line->shown[i].text, text)) {
            return;
        }
    }
    line->shown[line->shown_count++] = (SceneShown){text, expr};
}

// The sides of every comparison; variables of a list have no value outside of it.
static void show_parts(SceneReading *reading, SceneLine *line, Expr *expr)
{
    switch (expr->operation) {
    case WRIT_OP_AND:
    case WRIT_OP_OR:
        show_parts(reading, line, expr->a);
        show_parts(reading, line, expr->b);
        return;
    case WRIT_OP_NOT:
        show_parts(reading, line, expr->a);
        return;
    case WRIT_OP_EQUAL:
    case WRIT_OP_NOT_EQUAL:
    case WRIT_OP_LESS:
    case WRIT_OP_LESS_EQUAL:
    case WRIT_OP_GREATER:
    case WRIT_OP_GREATER_EQUAL:
    case WRIT_OP_IN_LIST:
    case WRIT_OP_IN_RANGE:
    case WRIT_OP_IN_RANGE_BELOW:
        show(reading, line, expr->a);
        show(reading, line, expr->b);
        show(reading, line, expr->c);
        return;
    case WRIT_OP_IS_MISSING:
    case WRIT_OP_IS_PRESENT:
    case WRIT_OP_IS_EMPTY:
    case WRIT_OP_IN_SET:
    case WRIT_OP_EVERY:
    case WRIT_OP_SOME:
    case WRIT_OP_NO:
        show(reading, line, expr->a);
        return;
    case WRIT_OP_CONSTANT:
    case WRIT_OP_SLOT:
    case WRIT_OP_LOCAL:
    case WRIT_OP_SELF:
    case WRIT_OP_FIELD:
    case WRIT_OP_EVENT:
    case WRIT_OP_CONTEXT:
    case WRIT_OP_PERSON_NAME:
    case WRIT_OP_OR_ELSE:
    case WRIT_OP_ADD:
    case WRIT_OP_SUBTRACT:
    case WRIT_OP_MULTIPLY:
    case WRIT_OP_NEGATE:
    case WRIT_OP_COUNT:
    case WRIT_OP_SUM:
    case WRIT_OP_CALL:
    case WRIT_OP_RECORD:
    case WRIT_OP_LIST:
    case WRIT_OP_JOIN:
        return;
    }
    WRIT_UNREACHABLE();
}

static void check_that(SceneReading *reading, const TreeScenarioLine *tree)
{
    SceneLine *line = add(reading, WRIT_SCENE_THAT, tree);
    Process *process = scene_process(reading, tree->span);
    if (process == NULL) {
        return;
    }
    Scope scope = scene_scope(reading, process);
    scope.process = process;
    line->process = process->name;
    line->condition = check_condition(&scope, tree->expr);
    if (!check_expr_is_unknown(line->condition)) {
        line->shown = writ_arena_array(reading->checker->arena, SHOWN_MAX, sizeof(SceneShown));
        show_parts(reading, line, line->condition);
    }
}

void scene_check(SceneReading *reading, const TreeScenarioLine *tree)
{
    switch (tree->kind) {
    case TREE_SCENARIO_CHECK_HAS_TASK:
        check_task(reading, tree, WRIT_SCENE_TASK);
        return;
    case TREE_SCENARIO_CHECK_NO_TASK:
        check_task(reading, tree, WRIT_SCENE_NO_TASK);
        return;
    case TREE_SCENARIO_CHECK_MESSAGE:
        check_message_line(reading, tree, WRIT_SCENE_MESSAGE);
        return;
    case TREE_SCENARIO_CHECK_NO_MESSAGE:
        check_message_line(reading, tree, WRIT_SCENE_NO_MESSAGE);
        return;
    case TREE_SCENARIO_CHECK_STAGE:
        check_stage(reading, tree);
        return;
    case TREE_SCENARIO_CHECK_ENDED:
        check_ended(reading, tree);
        return;
    case TREE_SCENARIO_CHECK_CALL:
        check_called(reading, tree);
        return;
    case TREE_SCENARIO_CHECK_ROW:
        check_row(reading, tree);
        return;
    case TREE_SCENARIO_CHECK_THAT:
        check_that(reading, tree);
        return;
    case TREE_SCENARIO_CHECK_BREACH:
        check_breach(reading, WRIT_SCENE_BREACH, tree);
        return;
    case TREE_SCENARIO_CHECK_NO_BREACH:
        check_breach(reading, WRIT_SCENE_NO_BREACH, tree);
        return;
    case TREE_SCENARIO_META:
    case TREE_SCENARIO_CLOCK:
    case TREE_SCENARIO_PERSON:
    case TREE_SCENARIO_SYSTEM_ANSWERS:
    case TREE_SCENARIO_SYSTEM_SILENT:
    case TREE_SCENARIO_STARTS:
    case TREE_SCENARIO_ANSWERS:
    case TREE_SCENARIO_CANCELS:
    case TREE_SCENARIO_AWAY:
    case TREE_SCENARIO_ARRIVES:
    case TREE_SCENARIO_PASS:
    case TREE_SCENARIO_CASES:
        return;
    }
    WRIT_UNREACHABLE();
}
