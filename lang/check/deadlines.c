// Deadlines of steps, stages and processes: elapsed or working time, a date or an instant, and what
// happens then.
#include "check/builtins.h"

#include <assert.h>
#include "check/calendars.h"
#include "check/data.h"
#include "check/ladders.h"
#include "check/names.h"
#include "check/process.h"
#include "check/types.h"

static void keep(Checker *checker, const TreeTiming **seen, const TreeTiming *line,
                 const char *words)
{
    if (*seen != NULL) {
        check_tell_line_twice(checker, line->span, (*seen)->span, words);
        return;
    }
    *seen = line;
}

static void keep_every(Checker *checker, TimingLines *lines, const TreeTiming *line)
{
    if (lines->every_count == TIMING_EVERY_MAX) {
        WritDiag *diag = diag_error(checker->diags, DIAG_TOO_MANY_RUNGS, line->span,
                                    "at most %d lines remind here", (int)TIMING_EVERY_MAX);
        diag_hint(diag, "Name several people in one line.");
        return;
    }
    lines->every[lines->every_count++] = line;
}

void check_timing_line(Checker *checker, TimingLines *lines, const TreeTiming *line)
{
    switch (line->kind) {
    case TREE_TIMING_CALENDAR:
    case TREE_TIMING_OWN_CALENDAR:
        keep(checker, &lines->calendar, line, "uses calendar");
        return;
    case TREE_TIMING_DEADLINE:
        keep(checker, &lines->deadline, line, "deadline");
        return;
    case TREE_TIMING_NO_DEADLINE:
        keep(checker, &lines->no_deadline, line, "no deadline");
        return;
    case TREE_TIMING_ESCALATE:
        keep(checker, &lines->escalate, line, "escalate using");
        return;
    case TREE_TIMING_ON_OVERDUE:
        keep(checker, &lines->on_overdue, line, "on overdue");
        return;
    case TREE_TIMING_PAUSES:
        keep(checker, &lines->pauses, line, "clock pauses while");
        return;
    case TREE_TIMING_EVERY:
        keep_every(checker, lines, line);
        return;
    }
    WRIT_UNREACHABLE();
}

static void tell_wrong_type(Checker *checker, const Expr *expr)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_DEADLINE, expr->span,
                                "a deadline is a time, a date or an instant, and this is %s",
                                check_type_text(checker, expr->type));
    diag_hint(diag, "Write for example \"deadline 2 working days\" or \"deadline 2 days\".");
}

// The calendar on which `what` is counted here; NULL where none is in force (told).
static Expr *calendar_for(Scope *scope, WritSpan span, const char *what)
{
    Expr *calendar = check_clock_calendar(scope, span, what);
    return check_expr_is_unknown(calendar) ? NULL : calendar;
}

// The same for what needs no more than a zone, and goes by UTC where there is none.
static Expr *zone_for(const Scope *scope)
{
    bool known = scope->calendar != NULL && !check_expr_is_unknown(scope->calendar);
    return known ? scope->calendar : NULL;
}

// What is known of a date and a calendar before holidays are read.
static void check_fixed_date(Checker *checker, const Expr *date, const Expr *expr)
{
    const Calendar *calendar = expr == NULL ? NULL : expr->named;
    if (date->operation != WRIT_OP_CONSTANT || calendar == NULL) {
        return;
    }
    int64_t day = date->constant.integer;
    WritText name = calendar->symbol->text;
    if (day > calendar->last_day) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_BEYOND_CALENDAR, date->span,
                       "the calendar \"%.*s\" is not known until this day", WRIT_TEXT_ARGS(name));
        diag_label(diag, calendar->symbol->span, "declared here");
        diag_hint(diag, "Read the holidays of the years up to this day, and let \"valid through\" "
                        "follow.");
    } else if (check_is_closed_weekday(calendar, day)) {
        WritDiag *diag = diag_warning(checker->diags, DIAG_CLOSED_DAY, date->span,
                                      "the calendar \"%.*s\" is closed on that day of the week",
                                      WRIT_TEXT_ARGS(name));
        diag_reason(diag, "The deadline is when it closes on the last open day before.");
        diag_hint(diag, "Write that day.");
    }
}

static void read_expr(Scope *scope, Deadline *deadline, const TreeTiming *line)
{
    Checker *checker = scope->checker;
    scope->counts_owed = true;
    Expr *expr = check_require(scope, check_expr(scope, line->expr, TYPE_ANY));
    scope->counts_owed = false;
    deadline->expr = expr;
    if (check_expr_is_unknown(expr)) {
        return;
    }
    bool working = check_type_is(checker, expr->type, WRIT_TYPE_WORKING_TIME);
    if (working || check_type_is(checker, expr->type, WRIT_TYPE_DURATION)) {
        deadline->kind = WRIT_DEADLINE_AFTER;
        deadline->calendar = working ? calendar_for(scope, expr->span, "working time")
                             : check_goes_by_date(checker, expr) ? zone_for(scope)
                                                                 : NULL;
        if (expr->operation == WRIT_OP_CONSTANT && expr->constant.integer == 0) {
            WritDiag *diag = diag_error(checker->diags, DIAG_DEADLINE, expr->span,
                                        "this deadline passes before anybody can do anything");
            diag_hint(diag, "Write a longer time, for example \"deadline 2 days\".");
        }
    } else if (check_type_is(checker, expr->type, WRIT_TYPE_INSTANT)) {
        deadline->kind = WRIT_DEADLINE_AT;
    } else if (check_type_is(checker, expr->type, WRIT_TYPE_DATE)) {
        deadline->kind = WRIT_DEADLINE_AT;
        deadline->calendar = calendar_for(scope, expr->span, "a deadline on a date");
        check_fixed_date(checker, expr, deadline->calendar);
    } else {
        tell_wrong_type(checker, expr);
    }
}

Node *check_node_named(Scope *scope, Node *here, const TreePath *path)
{
    const TreeName *first = path->parts.first;
    Node *stage = check_names_find(&scope->process->by_stage, first->name);
    if (path->parts.count == 1 && stage != NULL) {
        return stage;
    }
    const Node *within = path->parts.count == 1 ? check_stage_of(here) : stage;
    WritName name = path->parts.count == 1 ? first->name : first->next->name;
    return within == NULL || path->parts.count > 2 ? NULL : check_names_find(within->steps, name);
}

void check_count_from(Process *process, Node *node)
{
    if (node->began_fact == FACT_NONE) {
        node->began_fact = process->fact_count++;
    }
}

static void read_since(ActionScope *scope, Deadline *deadline, const TreePath *path)
{
    Scope *inner = scope->scope;
    Node *node = check_node_named(inner, scope->node, path);
    if (node == NULL) {
        WritDiag *diag = diag_error(inner->checker->diags, DIAG_UNKNOWN_NODE, path->span,
                                    "there is no stage or step called \"%.*s\" here",
                                    WRIT_TEXT_ARGS(check_path_text(inner->checker, path)));
        diag_hint(diag, "Name a stage, a step of this stage, or \"stage.step\".");
        return;
    }
    if (deadline->kind == WRIT_DEADLINE_AT) {
        WritDiag *diag = diag_error(inner->checker->diags, DIAG_DEADLINE, path->span,
                                    "a date or an instant does not count from anywhere");
        diag_hint(diag, "Leave \"since … began\" out.");
        return;
    }
    deadline->since = node;
    check_count_from(inner->process, node);
}

static void read_deadline(ActionScope *scope, Deadline *deadline, const TreeTiming *line)
{
    deadline->span = line->span;
    deadline->said = true;
    if (line->whose != TREE_WHOSE_UNSAID) {
        (void)check_later(scope->scope->checker, LATER_SHARED_DEADLINE, line->span);
    }
    read_expr(scope->scope, deadline, line);
    if (line->since != NULL) {
        read_since(scope, deadline, line->since);
    }
}

bool check_deadlines_compare(const Deadline *inner, const Deadline *outer)
{
    const Expr *a = inner->expr;
    const Expr *b = outer->expr;
    if (outer->kind != WRIT_DEADLINE_AFTER || outer->since != NULL || outer->pauses != NULL ||
        b->operation != WRIT_OP_CONSTANT || a->type != b->type) {
        return false;
    }
    if (a->constant.kind == WRIT_VALUE_DURATION) {
        return true;
    }
    return inner->calendar == outer->calendar ||
           (inner->calendar != NULL && outer->calendar != NULL && inner->calendar->named != NULL &&
            inner->calendar->named == outer->calendar->named);
}

static void check_around(ActionScope *scope, const Deadline *deadline)
{
    if (deadline->kind != WRIT_DEADLINE_AFTER || deadline->since != NULL ||
        deadline->expr->operation != WRIT_OP_CONSTANT) {
        return;
    }
    int order;
    for (const Node *node = scope->node->parent; node != NULL; node = node->parent) {
        const Deadline *outer = &node->deadline;
        if (check_deadlines_compare(deadline, outer) &&
            writ_value_compare(deadline->expr->constant, outer->expr->constant, &order) &&
            order > 0) {
            WritDiag *diag = diag_warning(scope->scope->checker->diags, DIAG_LONGER_THAN_AROUND,
                                          deadline->span, "the deadline around it passes before");
            diag_label(diag, outer->span, "of \"%.*s\"", WRIT_TEXT_ARGS(node->text));
            diag_hint(diag, "Shorten this one, or give the other one more time.");
            return;
        }
    }
}

static void read_no_deadline(ActionScope *scope, Deadline *deadline, const TimingLines *lines)
{
    Checker *checker = scope->scope->checker;
    const TreeTiming *line = lines->no_deadline;
    deadline->said = true;
    deadline->no_deadline_because = check_plain_text(checker, line->text);
    if (lines->deadline != NULL) {
        WritDiag *diag =
            diag_error(checker->diags, DIAG_DEADLINE, line->span, "a deadline stands here too");
        diag_label(diag, lines->deadline->span, "the deadline");
        diag_hint(diag, "Keep one of the two lines.");
    }
}

static void read_pauses(const ActionScope *scope, Deadline *deadline, const TimingLines *lines)
{
    scope->scope->no_rates = "Whether a clock runs must not hang on the rates of the day.";
    deadline->pauses = check_condition(scope->scope, lines->pauses->expr);
    scope->scope->no_rates = NULL;
    if (lines->deadline == NULL) {
        WritDiag *diag = diag_error(scope->scope->checker->diags, DIAG_PAUSE_CLOCK,
                                    lines->pauses->span, "no clock runs here that could pause");
        diag_hint(diag, "Add a line \"deadline …\", or remove this one.");
    }
}

void check_deadline(ActionScope *scope, Deadline *deadline, const TimingLines *lines)
{
    Checker *checker = scope->scope->checker;
    deadline->kind = WRIT_DEADLINE_NONE;
    if (lines->no_deadline != NULL) {
        read_no_deadline(scope, deadline, lines);
    }
    if (lines->deadline != NULL) {
        read_deadline(scope, deadline, lines->deadline);
        check_around(scope, deadline);
    }
    if (lines->pauses != NULL) {
        read_pauses(scope, deadline, lines);
    }
    check_rungs(scope, deadline, lines);
    if (lines->on_overdue != NULL && lines->deadline == NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_OVERDUE, lines->on_overdue->span,
                                    "nothing can be overdue here: there is no deadline");
        diag_hint(diag, "Add a line \"deadline …\", or remove this one.");
        return;
    }
    if (lines->deadline != NULL && lines->on_overdue == NULL) {
        WritDiag *diag = diag_error(checker->diags, DIAG_OVERDUE, lines->deadline->span,
                                    "nothing says what happens when this deadline passes");
        diag_hint(diag, "Add a line \"on overdue …\".");
        return;
    }
    if (lines->on_overdue != NULL) {
        scope->span = lines->on_overdue->span;
        scope->message.due = true;
        deadline->on_overdue = check_actions(scope, &lines->on_overdue->actions);
        check_dead_rungs(scope, deadline);
    }
}
