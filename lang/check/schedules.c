// Starts by the calendar. What a rule means in days is found when the book is put in force; here
// it is told whether it is one.
#include "check/schedules.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "check/data.h"
#include "check/recurring.h"
#include "check/types.h"
#include "writ/recurrence.h"

enum { DAY_MINUTES = 24 * 60 };

static WritDiag *tell(Scope *scope, WritSpan span, const char *what, const char *hint)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_SCHEDULE, span, "%s", what);
    diag_hint(diag, "%s", hint);
    return diag;
}

static void read_time(Scope *scope, WritSchedule *schedule, const TreeLiteral *literal)
{
    const Expr *time = check_time_of_day(scope, literal);
    if (check_expr_is_unknown(time)) {
        return;
    }
    schedule->minute = (uint32_t)time->constant.integer;
    if (schedule->minute >= DAY_MINUTES) {
        (void)tell(scope, literal->span, "a day ends before 24:00",
                   "Write 00:00 of the next day, or 23:59.");
    }
}

// Parts of a rule that are about the time of day, which stands behind "at".
static const char *time_part(WritText rule)
{
    static const char *const parts[] = {"BYHOUR", "BYMINUTE", "BYSECOND"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t length = strlen(parts[i]);
        for (size_t at = 0; at + length <= rule.length; at++) {
            if (strncasecmp(rule.data + at, parts[i], length) == 0) {
                return parts[i];
            }
        }
    }
    return NULL;
}

static void read_rule(Scope *scope, WritSchedule *schedule, const TreeText *text)
{
    WritError error = {.status = WRIT_OK};
    schedule->rule = check_plain_text(scope->checker, text);
    if (writ_recurrence_check(schedule->rule, &error) != WRIT_OK) {
        WritDiag *diag =
            diag_error(scope->checker->diags, DIAG_SCHEDULE, text->span, "%s", error.text);
        diag_hint(diag, "%s", error.hint);
        return;
    }
    const char *part = time_part(schedule->rule);
    if (part != NULL) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_SCHEDULE, text->span,
                                    "a rule says on which days, and %s is about the time", part);
        diag_hint(diag, "Remove it: the time of day stands after \"at\".");
        return;
    }
    check_rule_occurs(scope, text->span);
}

// --- What it needs ------------------------------------------------------------------------------

static void check_no_parameters(Scope *scope, const TreeStart *start)
{
    for (const Slot *slot = scope->process->root->slots; slot != NULL; slot = slot->next) {
        if (slot->kind == WRIT_SLOT_PARAMETER) {
            WritDiag *diag = diag_error(scope->checker->diags, DIAG_SCHEDULE_DATA, slot->span,
                                        "nobody gives \"%.*s\" to a case that the calendar starts",
                                        WRIT_TEXT_ARGS(slot->text));
            diag_label(diag, start->span, "it starts so");
            diag_hint(diag, "Write \"stores …, at start …\", or let a first step fetch it.");
            return;
        }
    }
}

static void check_has_calendar(Scope *scope, const TreeStart *start)
{
    if (scope->process->root->calendar == NULL) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_SCHEDULE_CALENDAR, start->span,
                                    "nothing says on which calendar this is");
        diag_reason(diag, "The calendar has the time zone in which the clock is read, and the "
                          "working days.");
        diag_hint(diag, "Add a line \"uses calendar NAME\" to the process.");
    }
}

void check_schedule(Scope *scope, const TreeStart *start)
{
    Process *process = scope->process;
    WritSchedule *schedule = &process->schedule;
    process->start = WRIT_START_ON_SCHEDULE;
    switch (start->kind) {
    case TREE_START_EVENT:
    case TREE_START_REQUEST:
        WRIT_UNREACHABLE();
    case TREE_START_MONTH_DAY:
        schedule->kind = WRIT_SCHEDULE_WORKING_DAY;
        schedule->working_day = 1;
        (void)check_working_day_number(scope, start->number, "on last working day",
                                       &schedule->working_day);
        break;
    case TREE_START_MONTH_LAST_DAY:
        schedule->kind = WRIT_SCHEDULE_WORKING_DAY;
        schedule->working_day = -1;
        (void)check_last_working_day_number(scope, start->number, "on last working day",
                                            &schedule->working_day);
        break;
    case TREE_START_WEEK:
        schedule->kind = WRIT_SCHEDULE_WEEK;
        schedule->weekday = start->weekday->number - 1;
        break;
    case TREE_START_DAY:
        schedule->kind = WRIT_SCHEDULE_DAY;
        break;
    case TREE_START_RRULE:
        schedule->kind = WRIT_SCHEDULE_RULE;
        read_rule(scope, schedule, start->text);
        break;
    }
    read_time(scope, schedule, start->time);
    check_no_parameters(scope, start);
    check_has_calendar(scope, start);
}
