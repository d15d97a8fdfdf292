// Lists of actions: which may stand where, and what they do.
#include "check/process.h"

#include <assert.h>

#include "check/builtins.h"
#include "check/names.h"
#include "check/types.h"

static bool may_stand_in_stage(ActionPlace place)
{
    return place == ACTIONS_OUTCOME || place == ACTIONS_NO_ANSWER ||
           place == ACTIONS_STEP_OVERDUE || place == ACTIONS_STEP_NOBODY ||
           place == ACTIONS_REPEAT_END || place == ACTIONS_ITEM;
}

static bool is_overdue(ActionPlace place)
{
    return place == ACTIONS_STEP_OVERDUE || place == ACTIONS_STAGE_OVERDUE ||
           place == ACTIONS_PROCESS_OVERDUE;
}

static bool is_nobody(ActionPlace place)
{
    return place == ACTIONS_STEP_NOBODY || place == ACTIONS_PROCESS_NOBODY;
}

static bool may_reassign(const ActionScope *scope)
{
    bool while_open = scope->place == ACTIONS_STEP_OVERDUE || scope->place == ACTIONS_RUNG;
    return is_nobody(scope->place) || (while_open && scope->message.assignee);
}

// Why an action cannot stand in a line of this kind; NULL when it can.
static const char *why_not(const ActionScope *scope, TreeActionKind kind)
{
    ActionPlace place = scope->place;
    const char *stays = place == ACTIONS_HAPPENS_GO_ON
                            ? "\"go on with the work\" does not leave the work"
                        : place == ACTIONS_RUNG ? "a rung does not leave the work: it goes on"
                                                : NULL;
    switch (kind) {
    case TREE_ACTION_NEXT_STEP:
        return (may_stand_in_stage(place) && place != ACTIONS_ITEM)
                   ? NULL
                   : "there is no step here that another one follows";
    case TREE_ACTION_GO_TO:
    case TREE_ACTION_GO_BACK_TO:
    case TREE_ACTION_END_CASE:
        return stays;
    case TREE_ACTION_SKIP_TO_NEXT:
    case TREE_ACTION_SKIP_TO_END:
        return may_stand_in_stage(place) ? NULL : "this line stands in no block that could end";
    case TREE_ACTION_EXTEND:
        return is_overdue(place) ? NULL : "only \"on overdue\" can extend a deadline";
    case TREE_ACTION_REASSIGN:
        return may_reassign(scope) ? NULL : "no task is open here that somebody else could take";
    case TREE_ACTION_UNDO_ALL:
    case TREE_ACTION_UNDO_FROM:
        return place == ACTIONS_RUNG ? "a rung does not undo the work: it goes on" : NULL;
    case TREE_ACTION_BLOCK:
    case TREE_ACTION_NOTIFY:
    case TREE_ACTION_REMIND:
    case TREE_ACTION_SET:
    case TREE_ACTION_MARK:
    case TREE_ACTION_ESCALATE:
    case TREE_ACTION_CALL:
    case TREE_ACTION_START:
    case TREE_ACTION_ANNOUNCE:
        return NULL;
    }
    WRIT_UNREACHABLE();
}

static bool is_last_kind(WritActionKind kind)
{
    return kind >= WRIT_ACTION_EXTEND;
}

bool check_actions_go_on(const Actions *actions)
{
    return actions->last == NULL || actions->last->kind == WRIT_ACTION_NEXT ||
           !is_last_kind(actions->last->kind);
}

// --- Making lists -------------------------------------------------------------------------

Actions *check_actions_new(Scope *scope, WritSpan span)
{
    Actions *actions = writ_arena_alloc(scope->checker->arena, sizeof *actions);
    actions->span = span;
    return actions;
}

Action *check_action_add(Scope *scope, Actions *actions, WritActionKind kind, WritSpan span)
{
    Action *action = writ_arena_alloc(scope->checker->arena, sizeof *action);
    action->kind = kind;
    action->span = span;
    if (actions->last == NULL) {
        actions->first = action;
    } else {
        actions->last->next = action;
    }
    actions->last = action;
    actions->count++;
    return action;
}

// --- Single actions -----------------------------------------------------------------------

static PartyWords party_words(const ActionScope *scope)
{
    return scope->message.assignee ? PARTY_ASSIGNEE : PARTY_PEOPLE;
}

bool check_notify(ActionScope *scope, Action *action, const TreeParties *parties,
                  const TreePath *message)
{
    Scope *inner = scope->scope;
    action->parties = check_parties(inner, parties, party_words(scope));
    const Symbol *symbol = check_find(inner->checker, inner->module, message, SYMBOL_MESSAGE);
    if (symbol == NULL) {
        return false;
    }
    action->message = symbol->message;
    action->args = check_message_args(inner, symbol->message, message->span, scope->message);
    return true;
}

Marks check_marks(Scope *scope, const TreeNames *names)
{
    Marks marks = {writ_arena_array(scope->checker->arena, names->count, sizeof(Symbol *)), 0};
    for (const TreeName *name = names->first; name != NULL; name = name->next) {
        Symbol *symbol = check_find_name(scope->checker, scope->module, name, SYMBOL_MILESTONE);
        if (symbol != NULL) {
            symbol->marked_in = scope->process;
            marks.items[marks.count++] = symbol;
        }
    }
    return marks;
}

static void add_marks(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    Marks marks = check_marks(scope->scope, &tree->names);
    for (uint32_t i = 0; i < marks.count; i++) {
        check_action_add(scope->scope, actions, WRIT_ACTION_MARK, tree->span)->milestone =
            marks.items[i];
    }
}

static void add_set(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    Action *action = check_action_add(scope->scope, actions, WRIT_ACTION_SET, tree->span);
    action->target = check_target(scope->scope, tree->path);
    Wanted wanted = action->target == NULL
                        ? (Wanted){.type = TYPE_UNKNOWN, .what = ""}
                        : check_target_wanted(scope->scope->checker, action->target);
    action->expr = check_expr_as(scope->scope, tree->expr, wanted);
}

static void tell_unknown_stage(Scope *scope, const TreeName *name)
{
    const NameTable *known = &scope->process->by_stage;
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_UNKNOWN_NODE, name->span,
                                "there is no stage called \"%.*s\"", WRIT_TEXT_ARGS(name->text));
    Similar similar = check_similar(name->text);
    for (uint32_t i = 0; i < known->capacity && check_is_heard(scope->checker); i++) {
        if (known->values[i] != NULL) {
            check_similar_try(&similar, ((const Node *)known->values[i])->text);
        }
    }
    check_similar_hint(&similar, diag);
}

Node *check_stage_named(Scope *scope, const TreeName *name)
{
    Node *stage = check_names_find(&scope->process->by_stage, name->name);
    if (stage == NULL) {
        tell_unknown_stage(scope, name);
    }
    return stage;
}

static void tell_direction(Scope *scope, const TreeAction *tree, const Node *target, bool back)
{
    WritDiag *diag = diag_error(scope->checker->diags,
                                back ? DIAG_GO_BACK_FORWARDS : DIAG_GO_TO_BACKWARDS, tree->span,
                                back ? "\"%.*s\" comes later, so this does not go back"
                                     : "\"%.*s\" is not ahead, so this goes back",
                                WRIT_TEXT_ARGS(target->text));
    diag_label(diag, target->span, "the stage");
    if (back) {
        diag_hint(diag, "Write \"go to %.*s\".", WRIT_TEXT_ARGS(target->text));
    } else {
        diag_hint(diag,
                  "Write \"go back to %.*s at most 3 times, the next time …\": what goes "
                  "back says how often and what then.",
                  WRIT_TEXT_ARGS(target->text));
    }
}

static void add_jump(ActionScope *scope, Actions *actions, const TreeAction *tree, bool back)
{
    Action *action = check_action_add(scope->scope, actions,
                                      back ? WRIT_ACTION_GO_BACK : WRIT_ACTION_GO_TO, tree->span);
    Node *target = check_stage_named(scope->scope, tree->name);
    action->node = target;
    const Node *from = check_stage_of(scope->node);
    if (target == NULL || from == NULL || from->kind == WRIT_NODE_DETOUR) {
        return;
    }
    bool ahead = target->index > from->index;
    if (back ? (ahead && target->kind == WRIT_NODE_STAGE)
             : (!ahead && target->kind == WRIT_NODE_STAGE)) {
        tell_direction(scope->scope, tree, target, back);
        action->node = NULL;
    }
}

static void read_times(ActionScope *scope, Action *action, const TreeAction *tree)
{
    int64_t times = 1;
    (void)check_whole(scope->scope->checker, tree->number, 1, CHECK_TIMES_MAX, &times);
    action->at_most = (uint32_t)times;
    action->after = check_actions(scope, &tree->actions);
}

static void add_end(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    Scope *inner = scope->scope;
    Action *action = check_action_add(inner, actions, WRIT_ACTION_END_CASE, tree->span);
    Outcome *outcome = check_names_find(&inner->process->by_outcome, tree->name->name);
    if (outcome != NULL) {
        outcome->used = true;
        action->outcome = outcome->index;
        return;
    }
    action->outcome = WRIT_NONE;
    if (inner->process->outcome_count == 0) {
        return; // Told: the process does not say how it can end.
    }
    WritDiag *diag =
        diag_error(inner->checker->diags, DIAG_UNKNOWN_OUTCOME, tree->name->span,
                   "the process does not end as \"%.*s\"", WRIT_TEXT_ARGS(tree->name->text));
    Similar similar = check_similar(tree->name->text);
    for (uint32_t i = 0; i < inner->process->outcome_count; i++) {
        check_similar_try(&similar, inner->process->outcomes[i].text);
    }
    diag_label(diag, inner->process->outcomes[0].span, "its outcomes");
    if (similar.best.length > 0) {
        check_similar_hint(&similar, diag);
    } else {
        diag_hint(diag, "Name one of the outcomes, or add it to \"ends as\".");
    }
}

static void add_skip(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    bool next = tree->kind == TREE_ACTION_SKIP_TO_NEXT;
    Action *action = check_action_add(
        scope->scope, actions, next ? WRIT_ACTION_SKIP_NEXT : WRIT_ACTION_SKIP_END, tree->span);
    for (Node *node = scope->node; node != NULL; node = node->parent) {
        bool fits = next ? node->kind == WRIT_NODE_FOR_EACH
                         : node->kind == WRIT_NODE_BRANCH || node->kind == WRIT_NODE_STAGE ||
                               node->kind == WRIT_NODE_DETOUR;
        if (fits && node->name == tree->name->name) {
            action->node = node;
            node->skipped_to = true;
            return;
        }
    }
    WritDiag *diag = diag_error(scope->scope->checker->diags, DIAG_UNKNOWN_NODE, tree->name->span,
                                next ? "no \"for each\" around this has an element \"%.*s\""
                                     : "no branch or stage around this is called \"%.*s\"",
                                WRIT_TEXT_ARGS(tree->name->text));
    diag_hint(diag, next ? "Name the element of a \"for each\" that stands around this line."
                         : "Name the branch or the stage in which this line stands.");
}

static void add_undo(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    Action *action = check_action_add(scope->scope, actions, WRIT_ACTION_UNDO, tree->span);
    action->node = tree->kind == TREE_ACTION_UNDO_FROM ? check_stage_named(scope->scope, tree->name)
                                                       : scope->scope->process->root;
}

static void add_extend(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    Action *action = check_action_add(scope->scope, actions, WRIT_ACTION_EXTEND, tree->span);
    Checker *checker = scope->scope->checker;
    WritValue amount;
    if (check_time_span(checker, tree->duration, &amount)) {
        action->count = amount.integer;
        action->working = amount.kind == WRIT_VALUE_WORKING_TIME;
        action->unit = !action->working                   ? (WritDurationUnit)amount.tag
                       : amount.tag == WRIT_WORKING_HOURS ? WRIT_HOURS
                                                          : WRIT_DAYS;
        if (action->count == 0) {
            WritDiag *diag = diag_error(checker->diags, DIAG_DEADLINE, tree->duration->span,
                                        "this extends the deadline by nothing");
            diag_hint(diag, "Write a longer time, for example \"extend by 2 days\".");
        }
        if (action->working) {
            scope->node->deadline.calendar =
                check_clock_calendar(scope->scope, tree->duration->span, "working time");
        } else if (scope->node->deadline.calendar == NULL &&
                   (action->unit == WRIT_MONTHS || action->unit == WRIT_YEARS)) {
            scope->node->deadline.calendar = scope->scope->calendar;
        }
    }
    read_times(scope, action, tree);
}

static void add_reassign(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    Action *action = check_action_add(scope->scope, actions, WRIT_ACTION_REASSIGN, tree->span);
    action->parties = check_parties(scope->scope, &tree->parties, PARTY_PEOPLE);
}

// A process has no title of its own that a reminder could show: its cases have numbers.
static Reminded reminded(const ActionScope *scope)
{
    return scope->message.task                      ? REMINDED_OF_TASK
           : scope->node->kind == WRIT_NODE_PROCESS ? REMINDED_OF_CASE
                                                    : REMINDED_OF_STAGE;
}

static void add_remind(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    Action *action = check_action_add(scope->scope, actions, WRIT_ACTION_NOTIFY, tree->span);
    action->reminds = true;
    if (tree->path != NULL) {
        (void)check_notify(scope, action, &tree->parties, tree->path);
        return;
    }
    action->parties = check_parties(scope->scope, &tree->parties, party_words(scope));
    action->message = check_reminder(scope->scope->checker, reminded(scope));
}

static void add(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    Scope *inner = scope->scope;
    switch (tree->kind) {
    case TREE_ACTION_BLOCK:
        (void)check_later(inner->checker, LATER_RULE, tree->span);
        return;
    case TREE_ACTION_REMIND:
        add_remind(scope, actions, tree);
        return;
    case TREE_ACTION_ESCALATE:
        (void)check_later(inner->checker, LATER_LADDER, tree->span);
        return;
    case TREE_ACTION_CALL:
    case TREE_ACTION_START:
    case TREE_ACTION_ANNOUNCE:
        (void)check_later(inner->checker, LATER_OUTSIDE_ACTION, tree->span);
        return;
    case TREE_ACTION_NOTIFY:
        (void)check_notify(scope, check_action_add(inner, actions, WRIT_ACTION_NOTIFY, tree->span),
                           &tree->parties, tree->path);
        return;
    case TREE_ACTION_SET:
        add_set(scope, actions, tree);
        return;
    case TREE_ACTION_MARK:
        add_marks(scope, actions, tree);
        return;
    case TREE_ACTION_REASSIGN:
        add_reassign(scope, actions, tree);
        return;
    case TREE_ACTION_UNDO_ALL:
    case TREE_ACTION_UNDO_FROM:
        add_undo(scope, actions, tree);
        return;
    case TREE_ACTION_NEXT_STEP:
        (void)check_action_add(inner, actions, WRIT_ACTION_NEXT, tree->span);
        return;
    case TREE_ACTION_GO_TO:
        add_jump(scope, actions, tree, false);
        return;
    case TREE_ACTION_GO_BACK_TO:
        add_jump(scope, actions, tree, true);
        read_times(scope, actions->last, tree);
        return;
    case TREE_ACTION_END_CASE:
        add_end(scope, actions, tree);
        return;
    case TREE_ACTION_SKIP_TO_NEXT:
    case TREE_ACTION_SKIP_TO_END:
        add_skip(scope, actions, tree);
        return;
    case TREE_ACTION_EXTEND:
        add_extend(scope, actions, tree);
        return;
    }
    WRIT_UNREACHABLE();
}

static void add_if_allowed(ActionScope *scope, Actions *actions, const TreeAction *tree)
{
    const char *reason = why_not(scope, tree->kind);
    if (reason == NULL) {
        add(scope, actions, tree);
        return;
    }
    WritDiag *diag =
        diag_error(scope->scope->checker->diags, DIAG_ACTION_ELSEWHERE, tree->span, "%s", reason);
    diag_hint(diag, "Remove it, or say what else is to happen.");
}

// --- How a list must end ------------------------------------------------------------------

static bool has(const Actions *actions, WritActionKind kind)
{
    for (const Action *action = actions->first; action != NULL; action = action->next) {
        if (action->kind == kind) {
            return true;
        }
    }
    return false;
}

// What is missing at the end of a list; NULL when nothing is.
static const char *missing_end(const ActionScope *scope, const Actions *actions,
                               const char **example)
{
    bool ends = actions->last != NULL && is_last_kind(actions->last->kind);
    switch (scope->place) {
    case ACTIONS_OUTCOME:
    case ACTIONS_NO_ANSWER:
        *example = "\", then next step\"";
        return ends ? NULL : "nothing says where the case goes on from here";
    case ACTIONS_STEP_OVERDUE:
        *example = "\", then next step\", \", then extend by …\" or \", then go to …\"";
        return ends ? NULL : "after this the step would stay open without a deadline";
    case ACTIONS_STAGE_OVERDUE:
    case ACTIONS_PROCESS_OVERDUE:
        *example = "\", then extend by …\", \", then go to …\" or \", then end the case as …\"";
        return ends ? NULL : "after this the case would go on without a deadline";
    case ACTIONS_STEP_NOBODY:
    case ACTIONS_PROCESS_NOBODY:
        *example = "\", then reassign to …\"";
        return ends || has(actions, WRIT_ACTION_REASSIGN)
                   ? NULL
                   : "after this the task would still be nobody's";
    case ACTIONS_CANCELLATION:
        *example = "\", then end the case as …\"";
        return ends ? NULL : "a case that is cancelled must end or go elsewhere";
    case ACTIONS_HAPPENS_STOP:
        *example = "\", then go to …\" or \", then end the case as …\"";
        return ends ? NULL : "the work is stopped, and nothing says where the case goes on";
    case ACTIONS_ITEM:
        *example = "\", then go to …\" or \", then end the case as …\"";
        return ends ? NULL : "nothing says where the case goes on the next time";
    case ACTIONS_HAPPENS_GO_ON:
    case ACTIONS_CHANGED:
    case ACTIONS_REPEAT_END:
    case ACTIONS_RUNG:
        return NULL;
    }
    WRIT_UNREACHABLE();
}

Actions *check_actions(ActionScope *scope, const TreeActions *trees)
{
    Actions *actions = check_actions_new(scope->scope, scope->span);
    uint32_t errors = writ_diags_error_count(scope->scope->checker->diags);
    for (const TreeAction *tree = trees->first; tree != NULL; tree = tree->next) {
        if (!check_has_room(scope->scope->checker, scope->span)) {
            return actions;
        }
        add_if_allowed(scope, actions, tree);
    }
    if (writ_diags_error_count(scope->scope->checker->diags) != errors) {
        return actions; // What was refused may be what is missing.
    }
    const char *example = NULL;
    const char *missing = missing_end(scope, actions, &example);
    if (missing != NULL) {
        WritDiag *diag =
            diag_error(scope->scope->checker->diags, DIAG_NO_LAST_ACTION,
                       trees->last != NULL ? trees->last->span : scope->span, "%s", missing);
        diag_hint(diag, "Add %s.", example);
    }
    return actions;
}

Actions *check_item_action(ActionScope *scope, const TreeAction *tree)
{
    Actions *actions = check_actions_new(scope->scope, tree->span);
    add_if_allowed(scope, actions, tree);
    return actions;
}
