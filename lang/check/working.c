// What is counted on a calendar: which one is in force, today, working time on dates and instants,
// working days of a month, a time of day on a date.
#include "check/exprs.h"

#include <assert.h>

#include "check/calendars.h"
#include "check/process.h"
#include "check/types.h"

// --- The calendar in force --------------------------------------------------------------------

static void count_on_own(Scope *scope, const Node *node, const TreeTiming *line)
{
    scope->calendar = NULL;
    if (node->kind == WRIT_NODE_PROCESS) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_NO_CALENDAR, line->span,
                                    "a process is done by nobody in particular");
        diag_hint(diag, "Leave the line out: where no calendar is named, each task counts on that "
                        "of whoever does it.");
    }
}

void check_uses_calendar(Scope *scope, Node *node, const TreeTiming *line)
{
    if (line != NULL && line->kind == TREE_TIMING_OWN_CALENDAR) {
        count_on_own(scope, node, line);
    } else if (line != NULL) {
        TreeExpr path = {.kind = TREE_EXPR_PATH, .span = line->path->span, .path = line->path};
        Wanted wanted = {
            .type = check_type_scalar(scope->checker, WRIT_TYPE_CALENDAR),
            .what = "\"uses calendar\"",
        };
        scope->calendar = check_expr_as(scope, &path, wanted);
    }
    node->calendar = scope->calendar;
}

static Expr *tell_no_calendar(Scope *scope, WritSpan span, const char *what, const char *where)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_NO_CALENDAR, span,
                                "%s needs a calendar, and none is named here", what);
    if (scope->measured != NULL) {
        diag_hint(diag, "Add a line \"uses calendar NAME\" to the process.");
    } else if (scope->process == NULL) {
        diag_hint(diag, "Let a step of a process compute it, which says \"uses calendar NAME\".");
    } else {
        diag_hint(diag, "Add a line \"uses calendar NAME\" to %s.", where);
    }
    return check_expr_unknown(scope, span);
}

static Expr *tell_no_owner(Scope *scope, WritSpan span, const char *what)
{
    bool several = scope->owing == OWING_SEVERAL;
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_NO_CALENDAR, span,
                                "%s needs a calendar, and none is named here", what);
    diag_reason(diag, several
                          ? "Any of several may do this, and each may have a calendar of its own."
                          : "Whoever may do this is of no unit whose calendar could count.");
    diag_hint(diag,
              several ? "Add a line \"uses calendar NAME\" to the step, its stage or the process."
                      : "Ask a role of a unit (\"by ROLE of UNIT\"), or add a line \"uses calendar "
                        "NAME\" to the step, its stage or the process.");
    return check_expr_unknown(scope, span);
}

// What stands for it; when the clock begins it is known whose it is.
static Expr *owed_calendar(Scope *scope)
{
    if (scope->owed == NULL) {
        scope->owed = check_expr_new(scope, WRIT_OP_CONTEXT,
                                     check_type_scalar(scope->checker, WRIT_TYPE_CALENDAR),
                                     scope->process->root->span);
        scope->owed->number = (uint32_t)WRIT_CONTEXT_OWED_CALENDAR;
    }
    return scope->owed;
}

Expr *check_clock_calendar(Scope *scope, WritSpan span, const char *what)
{
    if (scope->calendar != NULL) {
        return scope->calendar;
    }
    switch (scope->owing) {
    case OWING_NOBODY:
        return tell_no_calendar(scope, span, what, "the step, its stage or the process");
    case OWING_NO_UNIT:
    case OWING_SEVERAL:
        return tell_no_owner(scope, span, what);
    case OWING_ONE:
        return owed_calendar(scope);
    }
    WRIT_UNREACHABLE();
}

Expr *check_calendar(Scope *scope, WritSpan span, const char *what)
{
    if (scope->calendar == NULL && scope->counts_owed) {
        return check_clock_calendar(scope, span, what);
    }
    return scope->calendar != NULL
               ? scope->calendar
               : tell_no_calendar(scope, span, what, "the step, its stage or the process");
}

typedef struct Counting {
    WritBuiltin builtin;
    TypeId type; // Of what it gives.
    WritSpan span;
    const char *what; // For messages: "working time".
    Expr *a;          // Its operands before the calendar; NULL where there is none.
    Expr *b;
} Counting;

static Expr *counted_on(Scope *scope, Expr *calendar, Counting counting)
{
    if (check_expr_is_unknown(calendar)) {
        return check_expr_unknown(scope, counting.span);
    }
    Expr *expr = check_expr_new(scope, WRIT_OP_CALL, counting.type, counting.span);
    Expr **items = writ_arena_array(scope->checker->arena, 3, sizeof(Expr *));
    uint32_t count = 0;
    if (counting.a != NULL) {
        items[count++] = counting.a;
    }
    if (counting.b != NULL) {
        items[count++] = counting.b;
    }
    items[count++] = calendar;
    expr->number = (uint32_t)counting.builtin;
    check_expr_items(expr, items, count);
    return expr;
}

static Expr *counted(Scope *scope, Counting counting)
{
    return counted_on(scope, check_calendar(scope, counting.span, counting.what), counting);
}

// --- What is counted --------------------------------------------------------------------------

// The date in the zone of the process, whichever calendar a stage or step counts on (settled.md 2).
Expr *check_today(Scope *scope, WritSpan span)
{
    const Process *process = scope->process == NULL ? scope->measured : scope->process;
    Expr *calendar = process == NULL ? NULL : process->root->calendar;
    if (calendar == NULL) {
        return tell_no_calendar(scope, span, "\"today()\"", "the process");
    }
    Counting counting = {
        .builtin = WRIT_BUILTIN_TODAY,
        .type = check_type_scalar(scope->checker, WRIT_TYPE_DATE),
        .span = span,
    };
    return counted_on(scope, calendar, counting);
}

Expr *check_working_sum(Scope *scope, const TreeExpr *tree, Expr *moment, Expr *time)
{
    bool is_date = check_type_is(scope->checker, moment->type, WRIT_TYPE_DATE);
    if (is_date && time->operation == WRIT_OP_CONSTANT && time->constant.tag != WRIT_WORKING_DAYS) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_DATE_MOVED, time->span,
                                    "a date moves by whole days");
        diag_hint(diag, "Write working days, or use an Instant.");
        return check_expr_unknown(scope, tree->span);
    }
    Counting counting = {
        .builtin = tree->op == TREE_OP_PLUS ? WRIT_BUILTIN_ADD_WORKING_TIME
                                            : WRIT_BUILTIN_SUBTRACT_WORKING_TIME,
        .type = moment->type,
        .span = tree->span,
        .what = "working time",
        .a = moment,
        .b = time,
    };
    return counted(scope, counting);
}

bool check_goes_by_date(const Checker *checker, const Expr *time)
{
    return check_type_is(checker, time->type, WRIT_TYPE_DURATION) &&
           (time->operation != WRIT_OP_CONSTANT || time->constant.tag == WRIT_MONTHS ||
            time->constant.tag == WRIT_YEARS);
}

Expr *check_dated_sum(Scope *scope, const TreeExpr *tree, Expr *moment, Expr *duration)
{
    Counting counting = {
        .builtin =
            tree->op == TREE_OP_PLUS ? WRIT_BUILTIN_ADD_DURATION : WRIT_BUILTIN_SUBTRACT_DURATION,
        .type = moment->type,
        .span = tree->span,
        .what = "elapsed time",
        .a = moment,
        .b = duration,
    };
    return counted_on(scope, scope->calendar, counting);
}

// Each weekday comes four times in every month, and no more in a short February.
// From either end of the month.
static void check_comes(Scope *scope, const TreeLiteral *literal, const char *last, int64_t number)
{
    const Calendar *calendar = scope->calendar == NULL ? NULL : scope->calendar->named;
    if (calendar == NULL || number <= 4 * (int64_t)check_open_weekday_count(calendar)) {
        return;
    }
    WritDiags *diags = scope->checker->diags;
    int least = 4 * (int)check_open_weekday_count(calendar);
    int most = (int)check_month_days_max(calendar);
    WritText name = calendar->symbol->text;
    WritDiag *diag = number > most
                         ? diag_error(diags, DIAG_WORKING_DAY_NEVER, literal->span,
                                      "\"%.*s\" has at most %d working days in a month",
                                      WRIT_TEXT_ARGS(name), most)
                         : diag_warning(diags, DIAG_WORKING_DAY_MISSING, literal->span,
                                        "\"%.*s\" has at most %d working days in a February of 28",
                                        WRIT_TEXT_ARGS(name), least);
    diag_label(diag, calendar->symbol->span, "declared here");
    diag_hint(diag, "Write a smaller number, or \"%s\".", last);
}

bool check_working_day_number(Scope *scope, const TreeLiteral *literal, const char *last,
                              int64_t *number)
{
    if (!check_whole(scope->checker, literal, 1, 31, number)) {
        return false;
    }
    check_comes(scope, literal, last, *number);
    return true;
}

bool check_last_working_day_number(Scope *scope, const TreeLiteral *literal, const char *last,
                                   int64_t *number)
{
    int64_t from_end = 1;
    if (literal != NULL) {
        WritDiag *diag = check_ordinal(scope->checker, literal, 2, 31, &from_end);
        if (diag != NULL) {
            diag_hint(diag, "Write such a position, or \"%s\".", last);
            return false;
        }
        check_comes(scope, literal, last, from_end);
    }
    *number = -from_end;
    return true;
}

// `working day 3 of cycle.month`, `3rd last working day of cycle.month`.
Expr *check_working_day(Scope *scope, const TreeExpr *tree)
{
    static const char last[] = "last working day of …";
    Checker *checker = scope->checker;
    int64_t number = 0;
    bool read = tree->kind == TREE_EXPR_WORKING_DAY
                    ? check_working_day_number(scope, tree->literal, last, &number)
                    : check_last_working_day_number(scope, tree->literal, last, &number);
    if (!read) {
        return check_expr_unknown(scope, tree->span);
    }
    Expr *month = check_require(scope, check_path(scope, tree->path, TYPE_ANY));
    if (check_expr_is_unknown(month)) {
        return month;
    }
    if (!check_type_is(checker, month->type, WRIT_TYPE_MONTH)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_ARGUMENT_TYPE, month->span,
                                    "working days are counted in a Month, and this is %s",
                                    check_type_text(checker, month->type));
        diag_hint(diag, "Name a field of type Month.");
        return check_expr_unknown(scope, tree->span);
    }
    Counting counting = {
        .builtin = WRIT_BUILTIN_WORKING_DAY,
        .type = check_type_scalar(checker, WRIT_TYPE_DATE),
        .span = tree->span,
        .what = "a working day of a month",
        .a = month,
        .b = check_expr_constant(scope, check_type_scalar(checker, WRIT_TYPE_NUMBER), tree->span,
                                 writ_value_number(writ_decimal_from_int(number))),
    };
    return counted(scope, counting);
}

Expr *check_moment(Scope *scope, WritSpan span, Expr *date, Expr *time)
{
    Checker *checker = scope->checker;
    if (check_expr_is_unknown(date) || check_expr_is_unknown(time)) {
        return check_expr_unknown(scope, span);
    }
    if (!check_type_is(checker, date->type, WRIT_TYPE_DATE)) {
        WritDiag *diag = diag_error(checker->diags, DIAG_ARGUMENT_TYPE, date->span,
                                    "a time of day is one of a Date, and this is %s",
                                    check_type_text(checker, date->type));
        diag_hint(diag, "Write it behind a date: \"order.ready_on at 14:00\".");
        return check_expr_unknown(scope, span);
    }
    Counting counting = {
        .builtin = WRIT_BUILTIN_MOMENT,
        .type = check_type_scalar(checker, WRIT_TYPE_INSTANT),
        .span = span,
        .what = "a time of day",
        .a = date,
        .b = time,
    };
    return counted(scope, counting);
}
