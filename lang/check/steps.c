// Steps: one act, and the lines that go with it.
#include "check/process.h"

#include <assert.h>

#include "check/builtins.h"
#include "check/data.h"
#include "check/decisions.h"
#include "check/duties.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/places.h"
#include "check/types.h"
#include "check/wording.h"

// --- Acts ---------------------------------------------------------------------------------

static void tell_two_acts(StepReading *reading, const TreeStepLine *line)
{
    WritDiag *diag =
        diag_error(reading->scope->checker->diags, DIAG_TWO_ACTS, line->span,
                   "the step \"%.*s\" does two things", WRIT_TEXT_ARGS(reading->node->text));
    diag_label(diag, reading->act->span, "the other one");
    diag_hint(diag, "Give each a step of its own.");
}

// Which acts a version of the language may bring is told here; the act is read later, when all
// lines are known.
static void note_act(StepReading *reading, const TreeStepLine *line)
{
    if (reading->act != NULL) {
        tell_two_acts(reading, line);
        return;
    }
    reading->act = line->act;
    Step *step = reading->step;
    step->act_span = line->span;
    switch (line->act->kind) {
    case TREE_ACT_DO:
        step->act = WRIT_ACT_DO;
        return;
    case TREE_ACT_ASK_APPROVAL:
        step->act = WRIT_ACT_APPROVE;
        return;
    case TREE_ACT_CALL:
        step->act = WRIT_ACT_CALL;
        return;
    case TREE_ACT_DECIDE:
        step->act = WRIT_ACT_DECIDE;
        return;
    case TREE_ACT_WAIT_FOR:
        step->act = WRIT_ACT_WAIT;
        return;
    case TREE_ACT_NOTIFY:
    case TREE_ACT_SET:
        step->act = WRIT_ACT_ACTIONS;
        return;
    case TREE_ACT_VOTE_ON:
        (void)check_later(reading->scope->checker, LATER_COMMITTEE, line->span);
        reading->refused = true;
        return;
    case TREE_ACT_RUN:
        (void)check_later(reading->scope->checker, LATER_RUN_PROCESS, line->span);
        reading->refused = true;
        return;
    }
    WRIT_UNREACHABLE();
}

static const char *what_of(Checker *checker, const char *kind, WritText name)
{
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "%s \"%.*s\"", kind, WRIT_TEXT_ARGS(name));
    return check_scratch_text(checker).data;
}

static void read_call(StepReading *reading)
{
    Step *step = reading->step;
    if (step->hook != NULL) {
        const char *what = what_of(reading->scope->checker, "the hook", step->hook->name);
        step->args = check_args(reading->scope, &reading->act->args, step->hook->input, what,
                                reading->act->span);
    }
}

// The day whose version counts: as it is said, or the day of the calendar in force; without one the
// day in UTC.
static void read_as_of(Scope *scope, const TreeAct *act, Step *step)
{
    if (act->expr != NULL) {
        Wanted wanted = {
            .type = check_type_scalar(scope->checker, WRIT_TYPE_DATE),
            .what = "\"as of\"",
        };
        step->as_of = check_expr_as(scope, act->expr, wanted);
        if (step->decision->version_count == 0) {
            WritDiag *diag = diag_warning(scope->checker->diags, DIAG_AS_OF, act->expr->span,
                                          "there is one version of this decision, for all days");
            diag_hint(diag, "Leave out \"as of\", or say in the decision from when it is \"in "
                            "force\".");
        }
    } else if (step->decision->version_count > 0 && scope->process->root->calendar != NULL) {
        step->as_of = check_today(scope, act->span);
    }
}

static void read_decide(StepReading *reading)
{
    Scope *scope = reading->scope;
    const TreeAct *act = reading->act;
    Step *step = reading->step;
    const Symbol *symbol = check_find(scope->checker, scope->module, act->using, SYMBOL_DECISION);
    step->target = check_target(scope, act->path);
    if (symbol == NULL) {
        return;
    }
    step->decision = symbol->decision;
    const char *what = what_of(scope->checker, "the decision", symbol->text);
    step->args = check_args(scope, &act->args, symbol->decision->input, what, act->span);
    check_decision_use(scope->checker, symbol->decision, &step->args);
    read_as_of(scope, act, step);
    if (step->target == NULL) {
        return;
    }
    Expr *result =
        check_expr_new(scope, WRIT_OP_CONSTANT, symbol->decision->result_type, act->using->span);
    if (check_type_is(scope->checker, result->type, WRIT_TYPE_MONEY)) {
        result->currency.code = check_type(scope->checker, result->type)->currency;
    }
    (void)check_fit(scope, result, check_target_wanted(scope->checker, step->target));
}

// `event.FIELD = expression` of a condition, so that waiting cases are found without asking each.
static bool speaks_of_event(const Expr *expr)
{
    if (expr == NULL) {
        return false;
    }
    if (expr->operation == WRIT_OP_EVENT || speaks_of_event(expr->a) || speaks_of_event(expr->b) ||
        speaks_of_event(expr->c)) {
        return true;
    }
    for (uint32_t i = 0; i < expr->item_count; i++) {
        if (speaks_of_event(expr->items[i])) {
            return true;
        }
    }
    return false;
}

static bool is_event_field(const Expr *expr)
{
    return expr->operation == WRIT_OP_FIELD && expr->a->operation == WRIT_OP_EVENT;
}

enum { MATCHES_MAX = 32 }; // Further equalities are part of the condition alone.

static void add_match(Checker *checker, Step *step, const Expr *field, Expr *value)
{
    if (step->match_fields == NULL) {
        step->match_fields = writ_arena_array(checker->arena, MATCHES_MAX, sizeof(uint32_t));
        step->match_values = writ_arena_array(checker->arena, MATCHES_MAX, sizeof(Expr *));
    }
    step->match_fields[step->match_count] = field->number;
    step->match_values[step->match_count++] = value;
}

static void collect_matches(Checker *checker, Step *step, const Expr *condition)
{
    if (condition->operation == WRIT_OP_AND) {
        collect_matches(checker, step, condition->a);
        collect_matches(checker, step, condition->b);
    } else if (condition->operation == WRIT_OP_EQUAL && step->match_count < MATCHES_MAX) {
        Expr *a = condition->a;
        Expr *b = condition->b;
        if (is_event_field(a) && !speaks_of_event(b)) {
            add_match(checker, step, a, b);
        } else if (is_event_field(b) && !speaks_of_event(a)) {
            add_match(checker, step, b, a);
        }
    }
}

static void read_wait(StepReading *reading)
{
    Step *step = reading->step;
    Scope scope = *reading->scope;
    if (step->event == NULL) {
        return;
    }
    scope.event = step->event;
    scope.event_place = check_place_root(scope.checker, step->event->record->type, 0, NULL);
    if (reading->act->where != NULL) {
        step->condition = check_condition(&scope, reading->act->where);
        collect_matches(scope.checker, step, step->condition);
    }
    check_waiting(reading);
}

static void read_notify(StepReading *reading)
{
    Scope *scope = reading->scope;
    reading->step->then = check_actions_new(scope, reading->act->span);
    ActionScope actions = {
        .scope = scope,
        .place = ACTIONS_OUTCOME,
        .node = reading->node,
        .message = {.task = true},
        .span = reading->act->span,
    };
    Action *action =
        check_action_add(scope, reading->step->then, WRIT_ACTION_NOTIFY, reading->act->span);
    (void)check_notify(&actions, action, &reading->act->parties, reading->act->path);
}

static void read_set(StepReading *reading)
{
    Scope *scope = reading->scope;
    reading->step->then = check_actions_new(scope, reading->act->span);
    Action *action =
        check_action_add(scope, reading->step->then, WRIT_ACTION_SET, reading->act->span);
    action->target = check_target(scope, reading->act->path);
    Wanted wanted = action->target == NULL ? (Wanted){.type = TYPE_UNKNOWN, .what = ""}
                                           : check_target_wanted(scope->checker, action->target);
    action->expr = check_expr_as(scope, reading->act->expr, wanted);
}

static void add_shown(StepReading *reading, const TreePaths *paths, bool approved)
{
    Checker *checker = reading->scope->checker;
    Step *step = reading->step;
    for (const TreePath *path = paths->first; path != NULL; path = path->next) {
        Expr *expr = check_path(reading->scope, path, TYPE_ANY);
        if (!check_expr_is_unknown(expr)) {
            step->shown[step->shown_count++] =
                (Shown){expr, check_wording_path(checker, path), approved};
        }
    }
}

static void read_act(StepReading *reading)
{
    const TreeAct *act = reading->act;
    if (act == NULL) {
        reading->step->act = WRIT_ACT_ACTIONS;
        reading->step->then = check_actions_new(reading->scope, reading->node->span);
        return;
    }
    switch (act->kind) {
    case TREE_ACT_DO:
        reading->step->instruction = check_plain_text(reading->scope->checker, act->text);
        return;
    case TREE_ACT_ASK_APPROVAL:
        add_shown(reading, &act->paths, true);
        return;
    case TREE_ACT_CALL:
        read_call(reading);
        return;
    case TREE_ACT_DECIDE:
        read_decide(reading);
        return;
    case TREE_ACT_WAIT_FOR:
        read_wait(reading);
        return;
    case TREE_ACT_NOTIFY:
        read_notify(reading);
        return;
    case TREE_ACT_SET:
        read_set(reading);
        return;
    case TREE_ACT_VOTE_ON:
    case TREE_ACT_RUN:
        return;
    }
    WRIT_UNREACHABLE();
}

// --- Lines that people see ----------------------------------------------------------------

static Target *fill_target(StepReading *reading, const TreeFill *fill)
{
    if (fill->path != NULL) {
        return check_target(reading->scope, fill->path);
    }
    TreeName part = *fill->param->name;
    part.next = NULL;
    TreePath path = {.span = part.span, .parts = {&part, &part, 1}};
    return check_target(reading->scope, &path);
}

static void read_fills(StepReading *reading, const TreeStepLine *line)
{
    Fills *fills = &reading->step->fills;
    for (const TreeFill *fill = line->fills.first; fill != NULL; fill = fill->next) {
        Target *target = fill_target(reading, fill);
        if (target != NULL) {
            fills->items[fills->count++] = target;
        }
    }
}

static void read_need(StepReading *reading, const TreeStepLine *line)
{
    Step *step = reading->step;
    Checker *checker = reading->scope->checker;
    Need *need = &step->needs[step->need_count++];
    need->expr = check_condition(reading->scope, line->expr);
    need->text = check_wording(checker, line->expr);
    need->because = line->text == NULL ? (WritText){0} : check_plain_text(checker, line->text);
}

// Room for all that lines of several may bring.
static void make_room(StepReading *reading)
{
    WritArena *arena = reading->scope->checker->arena;
    uint32_t fills = 0;
    uint32_t needs = 0;
    uint32_t shown = reading->act == NULL ? 0 : reading->act->paths.count;
    for (const TreeStepLine *line = reading->tree->lines.first; line != NULL; line = line->next) {
        fills += line->kind == TREE_STEP_FILL ? line->fills.count : 0;
        shown += line->kind == TREE_STEP_SHOWS ? line->paths.count : 0;
        needs += line->kind == TREE_STEP_NEEDS ? 1 : 0;
    }
    Step *step = reading->step;
    step->fills.items = writ_arena_array(arena, fills, sizeof(Target *));
    step->shown = writ_arena_array(arena, shown, sizeof(Shown));
    step->needs = writ_arena_array(arena, needs, sizeof(Need));
}

static void read_tags(StepReading *reading, const TreeStepLine *line)
{
    Step *step = reading->step;
    Scope *scope = reading->scope;
    (void)check_later(scope->checker, LATER_TAG, line->span);
    step->tags = writ_arena_array(scope->checker->arena, line->names.count, sizeof(Symbol *));
    for (const TreeName *name = line->names.first; name != NULL; name = name->next) {
        const Symbol *symbol = check_find_name(scope->checker, scope->module, name, SYMBOL_TAG);
        if (symbol != NULL) {
            step->tags[step->tag_count++] = symbol;
        }
    }
}

static void read_undo(StepReading *reading, const TreeStepLine *line)
{
    Scope *scope = reading->scope;
    const Symbol *symbol = check_find(scope->checker, scope->module, line->path, SYMBOL_HOOK);
    if (symbol == NULL) {
        return;
    }
    if (symbol->hook->effect != WRIT_EFFECT_WRITES) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_HOOK_UNDO, line->path->span,
                                    "what undoes something writes outside");
        diag_label(diag, symbol->span, "declared here");
        diag_hint(diag, "Name a hook that \"writes outside\" and takes it back.");
        return;
    }
    reading->step->undo = symbol->hook;
    const char *what = what_of(scope->checker, "the hook", symbol->text);
    reading->step->undo_args =
        check_args(scope, &line->args, symbol->hook->input, what, line->span);
}

// --- First all lines, then the parts in their order ----------------------------------------

// Lines that stand once; NULL for the others.
static const char *once_words(TreeStepLineKind kind)
{
    switch (kind) {
    case TREE_STEP_BY:
        return "by";
    case TREE_STEP_NEVER_BY:
        return "never by";
    case TREE_STEP_SUBSTITUTES:
    case TREE_STEP_NO_SUBSTITUTES:
        return "substitutes";
    case TREE_STEP_NOBODY:
        return "if no permitted person is available";
    case TREE_STEP_OUTCOMES:
        return "outcomes";
    case TREE_STEP_ON_NO_ANSWER:
        return "on no answer";
    case TREE_STEP_UNDO_WITH:
    case TREE_STEP_CANNOT_BE_UNDONE:
        return "undo with or cannot be undone";
    case TREE_STEP_MARK:
        return "mark";
    case TREE_STEP_TAGGED:
        return "tagged";
    case TREE_STEP_ONLY_IF:
        return "only if";
    case TREE_STEP_META:
    case TREE_STEP_ACT:
    case TREE_STEP_TIMING:
    case TREE_STEP_TWO_PEOPLE:
    case TREE_STEP_POWERS:
    case TREE_STEP_SHOWS:
    case TREE_STEP_FILL:
    case TREE_STEP_ON:
    case TREE_STEP_IF_LATER:
    case TREE_STEP_NEEDS:
        return NULL;
    }
    WRIT_UNREACHABLE();
}

static TreeStepLineKind canonical_kind(TreeStepLineKind kind)
{
    return kind == TREE_STEP_NO_SUBSTITUTES     ? TREE_STEP_SUBSTITUTES
           : kind == TREE_STEP_CANNOT_BE_UNDONE ? TREE_STEP_UNDO_WITH
                                                : kind;
}

static bool refuse_later(StepReading *reading, const TreeStepLine *line)
{
    Later feature = line->kind == TREE_STEP_TWO_PEOPLE ? LATER_TWO_PEOPLE
                    : line->kind == TREE_STEP_POWERS   ? LATER_POWERS
                                                       : LATER_NOT;
    if (feature != LATER_NOT) {
        (void)check_later(reading->scope->checker, feature, line->span);
    }
    return feature != LATER_NOT;
}

static void sort_line(StepReading *reading, const TreeStepLine *line)
{
    Checker *checker = reading->scope->checker;
    if (refuse_later(reading, line)) {
        return;
    }
    if (line->kind == TREE_STEP_META) {
        check_meta(checker, line->meta);
        return;
    }
    if (line->kind == TREE_STEP_ACT) {
        note_act(reading, line);
        return;
    }
    const char *words = once_words(line->kind);
    if (words == NULL) {
        return;
    }
    const TreeStepLine **seen = &reading->once[canonical_kind(line->kind)];
    if (*seen != NULL) {
        check_tell_line_twice(checker, line->span, (*seen)->span, words);
        return;
    }
    *seen = line;
}

// Lines of which a step may have several.
static void read_repeated(StepReading *reading)
{
    for (const TreeStepLine *line = reading->tree->lines.first; line != NULL; line = line->next) {
        if (line->kind == TREE_STEP_SHOWS) {
            add_shown(reading, &line->paths, false);
        } else if (line->kind == TREE_STEP_FILL) {
            read_fills(reading, line);
        } else if (line->kind == TREE_STEP_NEEDS) {
            read_need(reading, line);
        }
    }
}

static void read_once(StepReading *reading)
{
    Scope *scope = reading->scope;
    Step *step = reading->step;
    const TreeStepLine *const *once = reading->once;
    if (once[TREE_STEP_ONLY_IF] != NULL) {
        step->only_if = check_condition(scope, once[TREE_STEP_ONLY_IF]->expr);
    }
    if (once[TREE_STEP_BY] != NULL) {
        step->performer = check_performer(scope, once[TREE_STEP_BY]->performer);
        step->performed = true;
    }
    if (once[TREE_STEP_NEVER_BY] != NULL) {
        step->never = check_parties(scope, &once[TREE_STEP_NEVER_BY]->parties, PARTY_PEOPLE);
    }
    if (once[TREE_STEP_SUBSTITUTES] != NULL) {
        step->substitutes = once[TREE_STEP_SUBSTITUTES]->kind == TREE_STEP_SUBSTITUTES;
    }
    if (once[TREE_STEP_MARK] != NULL) {
        step->marks = check_marks(scope, &once[TREE_STEP_MARK]->names);
    }
    if (once[TREE_STEP_TAGGED] != NULL) {
        read_tags(reading, once[TREE_STEP_TAGGED]);
    }
    if (once[TREE_STEP_UNDO_WITH] != NULL &&
        once[TREE_STEP_UNDO_WITH]->kind == TREE_STEP_UNDO_WITH) {
        read_undo(reading, once[TREE_STEP_UNDO_WITH]);
    }
}

void check_step(Scope *scope, Node *node)
{
    StepReading reading = {
        .scope = scope,
        .node = node,
        .step = node->step,
        .tree = node->tree,
    };
    for (const TreeStepLine *line = reading.tree->lines.first; line != NULL; line = line->next) {
        sort_line(&reading, line);
        if (line->kind == TREE_STEP_TIMING) {
            check_timing_line(scope->checker, &reading.timing, line->timing);
        }
    }
    Expr *outer = scope->calendar;
    check_uses_calendar(scope, node, reading.timing.calendar);
    make_room(&reading);
    read_act(&reading);
    read_once(&reading);
    read_repeated(&reading);
    if (!reading.refused) {
        check_duties(&reading);
    }
    scope->calendar = outer;
}
