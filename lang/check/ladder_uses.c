// The rungs of a deadline: where they come from, and whether each can ever come.
#include "check/ladders.h"

#include "check/names.h"
#include "check/types.h"

typedef struct RungUse {
    ActionScope at; // Of the rungs' actions.
    Deadline *deadline;
    const TimingLines *lines;
    const TreeTiming *line; // `escalate using`.
    const Ladder *ladder;
} RungUse;

static void add_rung(const RungUse *use, Rung rung)
{
    Scope *scope = use->at.scope;
    Deadline *deadline = use->deadline;
    if (deadline->calendar == NULL && rung.amount != NULL) {
        Expr *calendar = check_type_is(scope->checker, rung.amount->type, WRIT_TYPE_WORKING_TIME)
                             ? check_clock_calendar(scope, rung.used, "working time")
                         : check_goes_by_date(scope->checker, rung.amount) ? scope->calendar
                                                                           : NULL;
        deadline->calendar = calendar == NULL || check_expr_is_unknown(calendar) ? NULL : calendar;
    }
    deadline->rungs[deadline->rung_count++] = rung;
}

// --- `every … remind` ---------------------------------------------------------------------------

static void read_every(RungUse *use, const TreeTiming *line)
{
    ActionScope scope = use->at;
    TreeActions reminder = {.first = line->remind, .last = line->remind, .count = 1};
    Rung rung = {.kind = WRIT_RUNG_EVERY, .span = line->span, .used = line->span};
    rung.amount = check_rung_time(scope.scope, line->duration);
    scope.span = line->span;
    rung.actions = check_actions(&scope, &reminder);
    add_rung(use, rung);
}

// --- What a ladder speaks of --------------------------------------------------------------------

static void tell_lacks(const RungUse *use, WritSpan spoken, const char *what)
{
    WritDiag *diag = diag_error(use->at.scope->checker->diags, DIAG_LADDER_CONTEXT, use->line->span,
                                "the ladder \"%.*s\" speaks of %s, and here is none",
                                WRIT_TEXT_ARGS(use->ladder->symbol->text), what);
    diag_label(diag, spoken, "it speaks of it here");
    diag_hint(diag, "Use another ladder here, or leave that out of this one.");
}

static void check_context(const RungUse *use)
{
    const Ladder *ladder = use->ladder;
    const MessagePlace *place = &use->at.message;
    if (ladder->speaks_of_assignee.start != 0 && !place->assignee) {
        tell_lacks(use, ladder->speaks_of_assignee, "whoever has the task");
    } else if (ladder->speaks_of_task.start != 0 && !place->task) {
        tell_lacks(use, ladder->speaks_of_task, "a task");
    }
    if (ladder->speaks_of_due.start != 0 && !place->due) {
        tell_lacks(use, ladder->speaks_of_due, "a deadline");
    }
}

// What stands here under the name of something that the ladder is given; NULL: told.
static Slot *bind_given(const RungUse *use, const Slot *given, Expr **bound)
{
    Scope *scope = use->at.scope;
    Checker *checker = scope->checker;
    Slot *slot = check_names_find(&scope->process->slots, given->name);
    if (slot == NULL) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_LADDER_GIVEN, use->line->span,
                       "the ladder \"%.*s\" speaks of \"%.*s\", and nothing here is "
                       "called so",
                       WRIT_TEXT_ARGS(use->ladder->symbol->text), WRIT_TEXT_ARGS(given->text));
        diag_label(diag, given->span, "declared here");
        diag_hint(diag, "Use another ladder here, or give the same name to what it speaks of.");
        return NULL;
    }
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "\"%.*s\" of the ladder", WRIT_TEXT_ARGS(given->text));
    Wanted wanted = {
        .type = given->type,
        .what = check_scratch_text(checker).data,
        .declared = given->span,
    };
    *bound = check_fit(scope, check_expr_slot(scope, slot, use->line->path->span), wanted);
    return check_expr_is_unknown(*bound) ? NULL : slot;
}

// The table of what can be named in the rungs.
static NameTable bind_givens(const RungUse *use)
{
    const Slot *given = use->ladder->sheet->root->slots;
    WritArena *arena = use->at.scope->checker->arena;
    Exprs *givens = &use->deadline->givens;
    NameTable names = {0};
    uint32_t count = 0;
    for (const Slot *slot = given; slot != NULL; slot = slot->next) {
        count++;
    }
    givens->items = writ_arena_array(arena, count, sizeof(Expr *));
    for (; given != NULL; given = given->next) {
        Slot *slot = bind_given(use, given, &givens->items[givens->count]);
        if (slot != NULL) {
            givens->count++;
            (void)check_names_put(&names, arena, given->name, slot);
        }
    }
    return names;
}

// --- Its rungs ----------------------------------------------------------------------------------

static void read_since(const RungUse *use, Rung *rung, const TreePath *path)
{
    Scope *scope = use->at.scope;
    rung->since = check_node_named(scope, use->at.node, path);
    if (rung->since != NULL) {
        check_count_from(scope->process, rung->since);
    } else {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_UNKNOWN_NODE, use->line->span,
                                    "there is no stage or step called \"%.*s\" here",
                                    WRIT_TEXT_ARGS(check_path_text(scope->checker, path)));
        diag_label(diag, path->span, "the ladder counts from it");
        diag_hint(diag, "Use another ladder here, or count from where the clock begins.");
    }
}

static uint32_t repeated_rung(const Deadline *deadline, uint32_t first)
{
    for (uint32_t i = first; i < deadline->rung_count; i++) {
        if (deadline->rungs[i].kind == WRIT_RUNG_EVERY) {
            return i;
        }
    }
    return WRIT_NONE;
}

static void read_rungs(RungUse *use, NameTable names)
{
    Deadline *deadline = use->deadline;
    Process *process = use->at.scope->process;
    uint32_t first = deadline->rung_count;
    NameTable outside = process->slots;
    Scope inner = {
        .checker = use->at.scope->checker,
        .module = use->ladder->symbol->module,
        .process = process,
        .calendar = use->at.scope->calendar,
        .owing = use->at.scope->owing,
        .owed = use->at.scope->owed,
    };
    ActionScope scope = use->at;
    scope.scope = &inner;
    process->slots = names;
    const TreeRung *tree = use->ladder->symbol->decl->ladder.rungs.first;
    for (; tree != NULL && check_has_room(inner.checker, use->line->span); tree = tree->next) {
        if (check_rung_is_one(tree)) {
            Rung rung = check_rung_read(&scope, tree);
            rung.used = use->line->span;
            if (tree->kind == TREE_RUNG_AFTER && tree->since != NULL) {
                read_since(use, &rung, tree->since);
            }
            add_rung(use, rung);
        }
    }
    process->slots = outside;
    use->at.scope->owed = inner.owed;
    uint32_t repeated = repeated_rung(deadline, first);
    for (uint32_t i = first; i < deadline->rung_count; i++) {
        if (deadline->rungs[i].kind == WRIT_RUNG_AFTER_REMINDER) {
            deadline->rungs[i].repeated = repeated;
        }
    }
}

static void read_ladder(RungUse *use)
{
    Checker *checker = use->at.scope->checker;
    const Symbol *symbol =
        check_find(checker, use->at.scope->module, use->line->path, SYMBOL_LADDER);
    if (symbol == NULL || symbol->ladder->broken) {
        return;
    }
    use->ladder = symbol->ladder;
    uint32_t errors = writ_diags_error_count(checker->diags);
    check_context(use);
    NameTable names = bind_givens(use);
    if (writ_diags_error_count(checker->diags) == errors) {
        read_rungs(use, names);
    }
}

void check_rungs(const ActionScope *scope, Deadline *deadline, const TimingLines *lines)
{
    RungUse use = {.at = *scope, .deadline = deadline, .lines = lines, .line = lines->escalate};
    use.at.place = ACTIONS_RUNG;
    use.at.message.due = lines->deadline != NULL;
    if (lines->every_count == 0 && lines->escalate == NULL) {
        return;
    }
    deadline->rungs = writ_arena_array(scope->scope->checker->arena, WRIT_RUNGS_MAX, sizeof(Rung));
    for (uint32_t i = 0; i < lines->every_count; i++) {
        read_every(&use, lines->every[i]);
    }
    if (use.line != NULL) {
        read_ladder(&use);
    }
}

// --- Rungs that never come ----------------------------------------------------------------------

// True when the work may still be open, and its clock running, after the deadline.
static bool goes_on(const Actions *actions, WritNodeKind kind)
{
    for (const Action *action = actions->first; action != NULL; action = action->next) {
        bool stays = kind == WRIT_NODE_PROCESS && action->kind != WRIT_ACTION_END_CASE &&
                     action == actions->last;
        if (action->kind == WRIT_ACTION_EXTEND || stays) {
            return true;
        }
        if (action->after != NULL && goes_on(action->after, kind)) {
            return true;
        }
    }
    return false;
}

// Before due: whether it lies before the clock begins.
static bool is_out_of_time(const Deadline *deadline, const Rung *rung)
{
    int64_t times = 1;
    const Expr *amount = rung->amount;
    TimeOrder order = TIME_UNKNOWN;
    if (rung->kind == WRIT_RUNG_AFTER_SHARE) {
        return writ_decimal_compare(amount->constant.number, writ_decimal_from_int(1)) >= 0;
    }
    if (rung->kind == WRIT_RUNG_AFTER_REMINDER) {
        times = rung->reminder;
        amount = deadline->rungs[rung->repeated].amount;
    }
    if (deadline->kind == WRIT_DEADLINE_AFTER && deadline->expr->operation == WRIT_OP_CONSTANT &&
        rung->since == NULL) {
        order = check_time_order(amount, times, deadline->expr);
    }
    return order == TIME_LONGER || (order == TIME_EQUAL && rung->kind != WRIT_RUNG_BEFORE_DUE);
}

static void tell_dead(const Checker *checker, const Deadline *deadline, const Rung *rung)
{
    bool before = rung->kind == WRIT_RUNG_BEFORE_DUE;
    WritDiag *diag = diag_error(checker->diags, DIAG_RUNG_DEAD, rung->span,
                                before ? "this rung lies before the clock begins"
                                       : "this rung never comes: the deadline is not later");
    diag_label(diag, deadline->span, "the deadline");
    diag_hint(diag, before ? "Write a shorter time, or a longer deadline."
                           : "Write an earlier rung or a longer deadline, or let \"on overdue\" "
                             "extend it.");
}

void check_dead_rungs(const ActionScope *scope, const Deadline *deadline)
{
    const Checker *checker = scope->scope->checker;
    if (deadline->kind == WRIT_DEADLINE_NONE || deadline->on_overdue == NULL) {
        return;
    }
    bool open = goes_on(deadline->on_overdue, scope->node->kind);
    for (uint32_t i = 0; i < deadline->rung_count; i++) {
        const Rung *rung = &deadline->rungs[i];
        bool known = rung->amount != NULL || rung->kind == WRIT_RUNG_AFTER_REMINDER;
        bool before = rung->kind == WRIT_RUNG_BEFORE_DUE;
        if (known && (before || !open) && is_out_of_time(deadline, rung)) {
            tell_dead(checker, deadline, rung);
        }
    }
}
