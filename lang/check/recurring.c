// No holidays and no day of the first start are known here, so all that is told holds whatever they
// are: a time is taken at its shortest, the gap between two starts as the calendar can have it.
#include "check/recurring.h"

#include <assert.h>

#include "check/calendars.h"
#include "check/types.h"
#include "writ/recurrence.h"

enum {
    WEEK_DAYS = 7,
    MONTH_DAYS_MIN = 28, // Also the shortest gap between the n-th working days of two months.
    YEAR_DAYS_MIN = 365,
    DAY_MINUTES = 24 * 60,
};

// The calendar of the process where it is always the same one, and sound.
static const Calendar *calendar_of(const Process *process)
{
    const Expr *expr = process->root->calendar;
    const Calendar *calendar = expr == NULL ? NULL : expr->named;
    return calendar == NULL || calendar->refused ? NULL : calendar;
}

static bool find_pattern(const Process *process, WritRecurrencePattern *pattern)
{
    const Calendar *calendar = calendar_of(process);
    WritError error;
    if (calendar == NULL || calendar->last_day < 0 || calendar->last_day > WRIT_DATE_DAYS_MAX) {
        return false;
    }
    WritArena *arena = writ_arena_new(WRIT_RECURRENCE_PATTERN_ARENA_BYTES);
    WritStatus status =
        writ_recurrence_pattern(pattern, arena, process->schedule.rule, calendar->last_day, &error);
    writ_arena_free(arena);
    return status == WRIT_OK;
}

void check_rule_occurs(Scope *scope, WritSpan span)
{
    WritDiags *diags = scope->checker->diags;
    WritRecurrencePattern pattern;
    if (!find_pattern(scope->process, &pattern)) {
        return;
    }
    if (!pattern.occurs) {
        WritDiag *diag =
            diag_error(diags, DIAG_RULE_NEVER, span, "there is no day that this rule names");
        diag_hint(diag, "Look at which of its parts exclude each other.");
    } else if (pattern.misses && pattern.is_of_months) {
        WritDiag *diag = diag_warning(diags, DIAG_RULE_MISSES, span,
                                      "not every month has this day: %04d-%02d has none",
                                      pattern.missed.year, pattern.missed.month);
        diag_hint(diag,
                  "BYMONTHDAY=-1 is the last day of every month, BYDAY=-1FR its last Friday.");
    } else if (pattern.misses) {
        WritDiag *diag =
            diag_warning(diags, DIAG_RULE_MISSES, span,
                         "not every year has this day: %04d has none", pattern.missed.year);
        diag_hint(diag, "BYMONTH=2;BYMONTHDAY=-1 is the last day of every February.");
    }
}

// --- Longer than the gap
// --------------------------------------------------------------------------

// A time from a start on: whole days, and whether it ends with the closing of the last one.
typedef struct Reach {
    int64_t days;
    bool to_close;
} Reach;

static int64_t gap_of(const Process *process)
{
    WritRecurrencePattern pattern = {.gap_days = 0};
    switch (process->schedule.kind) {
    case WRIT_SCHEDULE_DAY:
        return 1;
    case WRIT_SCHEDULE_WEEK:
        return WEEK_DAYS;
    case WRIT_SCHEDULE_WORKING_DAY:
        return MONTH_DAYS_MIN;
    case WRIT_SCHEDULE_RULE:
        (void)find_pattern(process, &pattern);
        return pattern.gap_days;
    }
    WRIT_UNREACHABLE();
}

static Reach reach_of_duration(WritValue duration)
{
    static const int64_t days_of[] = {
        [WRIT_SECONDS] = 0,
        [WRIT_MINUTES] = 0,
        [WRIT_HOURS] = 0,
        [WRIT_DAYS] = 1,
        [WRIT_WEEKS] = WEEK_DAYS,
        [WRIT_MONTHS] = MONTH_DAYS_MIN,
        [WRIT_YEARS] = YEAR_DAYS_MIN,
    };
    int64_t days = duration.tag == WRIT_HOURS ? duration.integer / 24
                                              : duration.integer * days_of[duration.tag];
    return (Reach){.days = days};
}

// Working days follow each other at the closest: a week has no more of them than open weekdays.
static Reach reach_of_working_days(const Calendar *calendar, int64_t count)
{
    int64_t open = check_open_weekday_count(calendar);
    return open == 0 ? (Reach){.days = 0}
                     : (Reach){.days = count / open * WEEK_DAYS + count % open, .to_close = true};
}

static bool is_date_of_start(const Expr *expr)
{
    const Expr *at_start = expr->operation == WRIT_OP_SLOT ? expr->slot->at_start : NULL;
    return at_start != NULL && at_start->operation == WRIT_OP_CALL &&
           at_start->number == WRIT_BUILTIN_TODAY;
}

// Of `2 working days`, and of `begun_on + 2 working days` where begun_on is the day of the start.
static Reach reach_of(const Process *process)
{
    const Deadline *deadline = &process->root->deadline;
    const Expr *expr = deadline->expr;
    const Calendar *calendar = calendar_of(process);
    if (expr != NULL && expr->operation == WRIT_OP_CALL &&
        expr->number == WRIT_BUILTIN_ADD_WORKING_TIME && is_date_of_start(expr->items[0])) {
        expr = expr->items[1];
    }
    if (expr == NULL || expr->operation != WRIT_OP_CONSTANT) {
        return (Reach){.days = 0};
    }
    if (expr->constant.kind == WRIT_VALUE_DURATION && deadline->kind == WRIT_DEADLINE_AFTER) {
        return reach_of_duration(expr->constant);
    }
    return expr->constant.kind == WRIT_VALUE_WORKING_TIME &&
                   expr->constant.tag == WRIT_WORKING_DAYS && calendar != NULL
               ? reach_of_working_days(calendar, expr->constant.integer)
               : (Reach){.days = 0};
}

// By when it has closed at the earliest, on any day that it is open; 0: that is not known.
static int64_t earliest_close(const Calendar *calendar)
{
    int64_t earliest = DAY_MINUTES;
    for (uint32_t i = 0; i < calendar->opening_count; i++) {
        int64_t to = calendar->openings[i].to;
        earliest = to < earliest ? to : earliest;
    }
    return calendar->opening_count == 0 ? 0 : earliest;
}

static bool outlasts(const Process *process, Reach reach, int64_t gap)
{
    bool to_close = reach.to_close && reach.days == gap;
    return reach.days > gap ||
           (to_close && process->schedule.minute < earliest_close(calendar_of(process)));
}

void check_next_start(Scope *scope, const TreeStart *start)
{
    const Process *process = scope->process;
    if (process->start != WRIT_START_ON_SCHEDULE || process->second != WRIT_SECOND_ALLOWED ||
        process->root->deadline.since != NULL) {
        return;
    }
    int64_t gap = gap_of(process);
    if (gap == 0 || !outlasts(process, reach_of(process), gap)) {
        return;
    }
    WritDiag *diag =
        diag_warning(scope->checker->diags, DIAG_OPEN_AT_NEXT_START, process->root->deadline.span,
                     "a case may still be open when the next one starts");
    diag_label(diag, start->span, "the next one may start %lld day%s later", (long long)gap,
               gap == 1 ? "" : "s");
    diag_hint(diag, "Shorten the deadline, or say with \"one open case per FIELD, refuse a "
                    "second\" whether there may be two.");
}
