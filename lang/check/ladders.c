// Ladders by themselves: their rungs, and what they speak of.
//
// A ladder is read as if it were the deadline of a case of its own, whose parameters are what the
// ladder is given. So every rule about paths, messages and places that are written holds in it.
#include "check/ladders.h"

#include <assert.h>

#include "check/builtins.h"
#include "check/data.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/sheet.h"
#include "check/types.h"

// With the lines TIMING_EVERY_MAX of a heading they are at most WRIT_RUNGS_MAX.
enum { LADDER_RUNGS_MAX = WRIT_RUNGS_MAX - TIMING_EVERY_MAX };

typedef struct Reading {
    Checker *checker;
    Symbol *symbol;
    Ladder *ladder;
    Scope scope;
    Rung rungs[LADDER_RUNGS_MAX];
    const TreeRung *trees[LADDER_RUNGS_MAX]; // Of the rungs.
    uint32_t rung_count;
} Reading;

// --- What it is given ---------------------------------------------------------------------------

static void note(WritSpan *first, WritSpan span)
{
    if (first->start == 0) {
        *first = span;
    }
}

static void read_given(Reading *reading, const TreeParam *param)
{
    Checker *checker = reading->checker;
    if (check_given_word(checker, param, "ladder", &reading->ladder->speaks_of_task, NULL)) {
        return;
    }
    writ_buffer_clear(checker->scratch);
    writ_buffer_format(checker->scratch, "%.*s %.*s", WRIT_TEXT_ARGS(reading->symbol->qualified),
                       WRIT_TEXT_ARGS(param->name->text));
    checker->anonymous = check_scratch_text(checker);
    TypeId type = check_type_read(checker, reading->symbol->module, param->type, NULL);
    (void)check_slot_new(&reading->scope, reading->ladder->sheet->root, param->name,
                         WRIT_SLOT_PARAMETER, type);
}

// --- What it speaks of --------------------------------------------------------------------------

static void note_parties(Ladder *ladder, const Action *action)
{
    for (uint32_t i = 0; i < action->parties.count; i++) {
        if (action->parties.items[i].kind == WRIT_PARTY_ASSIGNEE) {
            note(&ladder->speaks_of_assignee, action->parties.items[i].span);
        }
    }
}

static void note_actions(Ladder *ladder, const Actions *actions)
{
    for (const Action *action = actions->first; action != NULL; action = action->next) {
        note_parties(ladder, action);
        if (action->kind == WRIT_ACTION_REASSIGN) {
            note(&ladder->speaks_of_assignee, action->span);
        }
        const Message *message = action->message;
        if (message != NULL && message->speaks_of_task.start != 0) {
            note(&ladder->speaks_of_task, action->span);
        }
        if (message != NULL && message->speaks_of_assignee.start != 0) {
            note(&ladder->speaks_of_assignee, action->span);
        }
        if (message != NULL && message->speaks_of_due.start != 0) {
            note(&ladder->speaks_of_due, action->span);
        }
    }
}

// --- Rungs --------------------------------------------------------------------------------------

static void read_rung(Reading *reading, const TreeRung *tree)
{
    if (reading->rung_count == LADDER_RUNGS_MAX) {
        WritDiag *diag = diag_error(reading->checker->diags, DIAG_TOO_MANY_RUNGS, tree->span,
                                    "a ladder has at most %d rungs", (int)LADDER_RUNGS_MAX);
        diag_hint(diag, "Leave rungs out, or let one of them repeat with \"every\".");
        return;
    }
    ActionScope scope = {
        .scope = &reading->scope,
        .place = ACTIONS_RUNG,
        .node = reading->ladder->sheet->root,
        .message = {.task = true, .due = true, .assignee = true, .any_step = true},
        .span = tree->span,
    };
    reading->trees[reading->rung_count] = tree;
    Rung *rung = &reading->rungs[reading->rung_count++];
    *rung = check_rung_read(&scope, tree);
    note_actions(reading->ladder, rung->actions);
    if (rung->kind == WRIT_RUNG_AFTER_SHARE || rung->kind == WRIT_RUNG_BEFORE_DUE) {
        note(&reading->ladder->speaks_of_due, rung->span);
    }
}

static void read_rungs(Reading *reading)
{
    bool full = false;
    const TreeRung *tree = reading->symbol->decl->ladder.rungs.first;
    for (; tree != NULL && !full; tree = tree->next) {
        if (tree->kind == TREE_RUNG_META) {
            check_meta(reading->checker, tree->meta);
        } else if (check_rung_is_one(tree)) {
            full = reading->rung_count == LADDER_RUNGS_MAX;
            read_rung(reading, tree);
        }
    }
    if (reading->rung_count == 0) {
        WritDiag *diag =
            diag_error(reading->checker->diags, DIAG_LADDER_EMPTY, reading->symbol->span,
                       "the ladder \"%.*s\" has no rung", WRIT_TEXT_ARGS(reading->symbol->text));
        diag_hint(diag, "Add for example \"after 2 days notify …\".");
    }
}

// --- Reminders ----------------------------------------------------------------------------------

static bool reminds(const Rung *rung)
{
    for (const Action *action = rung->actions->first; action != NULL; action = action->next) {
        if (action->reminds) {
            return true;
        }
    }
    return false;
}

static void tell_reminder(Reading *reading, const Rung *rung, const Rung *other, const char *what,
                          const char *hint)
{
    WritDiag *diag =
        diag_error(reading->checker->diags, DIAG_RUNG_REMINDER, rung->span, "%s", what);
    if (other != NULL) {
        diag_label(diag, other->span, "this repeats");
    }
    diag_hint(diag, "%s", hint);
}

// `after the 2nd reminder` counts the times of the one rung that repeats.
static void check_reminders(Reading *reading)
{
    const Rung *repeated = NULL;
    const Rung *second = NULL;
    for (uint32_t i = 0; i < reading->rung_count; i++) {
        const Rung *rung = &reading->rungs[i];
        if (rung->kind == WRIT_RUNG_EVERY) {
            second = repeated != NULL ? rung : NULL;
            repeated = repeated == NULL ? rung : repeated;
        }
    }
    for (uint32_t i = 0; i < reading->rung_count; i++) {
        const Rung *rung = &reading->rungs[i];
        if (rung->kind != WRIT_RUNG_AFTER_REMINDER) {
            continue;
        }
        if (repeated == NULL) {
            tell_reminder(reading, rung, NULL, "this ladder reminds nobody again and again",
                          "Add a rung \"every 1 day remind …\".");
        } else if (second != NULL) {
            tell_reminder(reading, rung, second,
                          "several rungs repeat, so it is not said which "
                          "of them counts",
                          "Keep one rung that begins with \"every\".");
        } else if (!reminds(repeated)) {
            tell_reminder(reading, rung, repeated, "what repeats in this ladder reminds nobody",
                          "Write \"remind\" instead of \"notify\" in the rung that repeats.");
        }
    }
}

// --- Order --------------------------------------------------------------------------------------

// True when `rung` is known to happen after `next`: both count in the same way.
static bool comes_later(const Rung *rung, const Rung *next)
{
    if (rung->kind != next->kind) {
        return false;
    }
    switch (rung->kind) {
    case WRIT_RUNG_AFTER:
        return check_time_order(rung->amount, 1, next->amount) == TIME_LONGER;
    case WRIT_RUNG_BEFORE_DUE:
        return check_time_order(rung->amount, 1, next->amount) == TIME_SHORTER;
    case WRIT_RUNG_AFTER_SHARE:
        return writ_decimal_compare(rung->amount->constant.number, next->amount->constant.number) >
               0;
    case WRIT_RUNG_AFTER_REMINDER:
        return rung->reminder > next->reminder;
    case WRIT_RUNG_EVERY:
        return false;
    }
    WRIT_UNREACHABLE();
}

// What counts from elsewhere may stand anywhere.
static void check_order(const Reading *reading)
{
    const Rung *before[WRIT_RUNG_BEFORE_DUE + 1] = {0};
    for (uint32_t i = 0; i < reading->rung_count; i++) {
        const Rung *rung = &reading->rungs[i];
        if (reading->trees[i]->since != NULL) {
            continue;
        }
        if (before[rung->kind] != NULL && comes_later(before[rung->kind], rung)) {
            WritDiag *diag = diag_warning(reading->checker->diags, DIAG_RUNG_ORDER, rung->span,
                                          "this happens before a rung that stands above it");
            diag_label(diag, before[rung->kind]->span, "happens later");
            diag_hint(diag, "Write the rungs in the order in which they happen.");
        }
        before[rung->kind] = rung;
    }
}

// --- The whole ----------------------------------------------------------------------------------

void check_ladder(Checker *checker, Symbol *symbol)
{
    Ladder *ladder = symbol->ladder;
    Reading reading = {
        .checker = checker,
        .symbol = symbol,
        .ladder = ladder,
        .scope = {.checker = checker, .module = symbol->module},
    };
    ladder->sheet = check_sheet_begin(&reading.scope, symbol);
    uint32_t errors = writ_diags_error_count(checker->diags);
    (void)check_plain_text(checker, symbol->decl->title);
    const TreeRung *tree = symbol->decl->ladder.rungs.first;
    for (; tree != NULL; tree = tree->next) {
        const TreeParam *param = tree->kind == TREE_RUNG_GIVEN ? tree->params.first : NULL;
        for (; param != NULL; param = param->next) {
            read_given(&reading, param);
        }
    }
    read_rungs(&reading);
    ladder->broken = writ_diags_error_count(checker->diags) != errors;
    if (!ladder->broken) {
        check_reminders(&reading);
        check_order(&reading);
        ladder->broken = writ_diags_error_count(checker->diags) != errors;
    }
}
