// The lines of a measure: whose it is, over which cases, what of each, and what is aimed at.
#include "check/measures.h"

#include <assert.h>
#include <stdlib.h>

#include "check/data.h"
#include "check/ended_case.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/outside.h"
#include "check/people.h"
#include "check/types.h"
#include "check/wording.h"

typedef struct Lines {
    const TreeMeasureLine *owner;
    const TreeMeasureLine *over;
    const TreeMeasureLine *is;
    const TreeMeasureLine *target;
} Lines;

static void read_once(Checker *checker, const TreeMeasureLine **seen, const TreeMeasureLine *line,
                      const char *words)
{
    if (*seen != NULL) {
        check_tell_line_twice(checker, line->span, (*seen)->span, words);
        return;
    }
    *seen = line;
}

static Lines read_lines(Checker *checker, const TreeMeasure *tree)
{
    Lines lines = {0};
    for (const TreeMeasureLine *line = tree->lines.first; line != NULL; line = line->next) {
        switch (line->kind) {
        case TREE_MEASURE_META:
            check_meta(checker, line->meta);
            break;
        case TREE_MEASURE_OWNER:
            read_once(checker, &lines.owner, line, "measure owner");
            break;
        case TREE_MEASURE_OVER:
            read_once(checker, &lines.over, line, "over");
            break;
        case TREE_MEASURE_IS:
            read_once(checker, &lines.is, line, "is");
            break;
        case TREE_MEASURE_TARGET_AT_LEAST:
        case TREE_MEASURE_TARGET_AT_MOST:
            read_once(checker, &lines.target, line, "target");
            break;
        }
    }
    return lines;
}

static void tell_lacks(Checker *checker, const Symbol *symbol, const char *what, const char *hint)
{
    WritDiag *diag =
        diag_error(checker->diags, DIAG_MEASURE_LACKS, symbol->span,
                   "the measure \"%.*s\" does not say %s", WRIT_TEXT_ARGS(symbol->text), what);
    diag_hint(diag, "%s", hint);
}

// --- Whose it is ----------------------------------------------------------------------------

static void read_owner(Scope *scope, const TreeMeasureLine *line, Measure *measure)
{
    measure->owner = (Party){.kind = WRIT_PARTY_OWNER};
    if (line == NULL) {
        return;
    }
    if (line->party->of != NULL) {
        WritDiag *diag = diag_error(scope->checker->diags, DIAG_PARTY, line->party->of->span,
                                    "a measure is over many cases, and its owner is one role");
        diag_hint(diag, "Name the role alone.");
        return;
    }
    (void)check_party(scope, line->party, PARTY_ROLES, &measure->owner);
}

// --- What it is -----------------------------------------------------------------------------

static void tell_kind(Scope *scope, const Expr *is)
{
    Checker *checker = scope->checker;
    WritDiag *diag = diag_error(checker->diags, DIAG_MEASURE_KIND, is->span,
                                "a measure is a condition or an amount, and this is %s",
                                check_type_text(checker, is->type));
    diag_reason(diag, "Of a condition it counts the cases in which it holds; of a number, "
                      "percentage, amount of money, quantity or time it makes the mean.");
    diag_hint(diag, "Write a condition, for example \"is case.took <= 5 days\", or an amount, for "
                    "example \"is case.took\".");
}

static void tell_mixed(Scope *scope, const Expr *is)
{
    WritDiag *diag = diag_error(scope->checker->diags, DIAG_MEASURE_KIND, is->span,
                                "in each case this may be in another currency");
    diag_reason(diag, "Amounts in different currencies have no mean.");
    diag_hint(diag, "Name an amount in a fixed currency, such as \"Money in EUR\".");
}

static bool is_measured(WritTypeKind kind)
{
    switch (kind) {
    case WRIT_TYPE_BOOLEAN:
    case WRIT_TYPE_NUMBER:
    case WRIT_TYPE_PERCENT:
    case WRIT_TYPE_MONEY:
    case WRIT_TYPE_QUANTITY:
    case WRIT_TYPE_DURATION:
    case WRIT_TYPE_WORKING_TIME:
        return true;
    case WRIT_TYPE_DATE:
    case WRIT_TYPE_TIME:
    case WRIT_TYPE_INSTANT:
    case WRIT_TYPE_MONTH:
    case WRIT_TYPE_TEXT:
    case WRIT_TYPE_CHOICE:
    case WRIT_TYPE_PERSON:
    case WRIT_TYPE_ROLE:
    case WRIT_TYPE_COUNTRY:
    case WRIT_TYPE_CURRENCY:
    case WRIT_TYPE_DOCUMENT:
    case WRIT_TYPE_LIST:
    case WRIT_TYPE_RECORD:
    case WRIT_TYPE_CALENDAR:
        return false;
    }
    WRIT_UNREACHABLE();
}

static Expr *read_is(Scope *scope, const TreeExpr *tree)
{
    Expr *is = check_expr(scope, tree, TYPE_ANY);
    if (check_expr_is_unknown(is)) {
        return is;
    }
    if (!is_measured(check_type(scope->checker, is->type)->kind)) {
        tell_kind(scope, is);
        return check_expr_unknown(scope, tree->span);
    }
    is = check_require(scope, is);
    if (!check_expr_is_unknown(is) && check_type_is(scope->checker, is->type, WRIT_TYPE_MONEY) &&
        is->currency.code == 0) {
        tell_mixed(scope, is);
        return check_expr_unknown(scope, tree->span);
    }
    return is;
}

// --- The target -----------------------------------------------------------------------------

// A constant, also with a sign before it.
static bool is_beyond(const Expr *target, bool *beyond)
{
    bool negated = target->operation == WRIT_OP_NEGATE;
    const Expr *constant = negated ? target->a : target;
    if (constant->operation != WRIT_OP_CONSTANT || constant->constant.kind != WRIT_VALUE_PERCENT) {
        return false;
    }
    bool positive = writ_decimal_compare(constant->constant.number, writ_decimal_from_int(0)) > 0;
    *beyond = (negated && positive) ||
              writ_decimal_compare(constant->constant.number, writ_decimal_from_int(1)) > 0;
    return true;
}

static Expr *read_target(Scope *scope, const TreeMeasureLine *line, const Expr *is)
{
    Checker *checker = scope->checker;
    Scope fixed = {.checker = checker, .module = scope->module, .constant = "a target"};
    bool share = check_type_is(checker, is->type, WRIT_TYPE_BOOLEAN);
    bool money = check_type_is(checker, is->type, WRIT_TYPE_MONEY);
    Wanted wanted = {
        .type = share   ? check_type_scalar(checker, WRIT_TYPE_PERCENT)
                : money ? check_type_money(checker, is->currency.code)
                        : check_type_required(checker, is->type),
        .currency = is->currency,
        .what = share ? "the target of a condition" : "the target",
        .declared = is->span,
    };
    Expr *target = check_expr_as(&fixed, line->expr, wanted);
    bool beyond = false;
    if (share && !check_expr_is_unknown(target) && is_beyond(target, &beyond) && beyond) {
        WritDiag *diag = diag_error(checker->diags, DIAG_MEASURE_TARGET, target->span,
                                    "a share of cases lies between 0%% and 100%%");
        diag_hint(diag, "Write how many of a hundred cases it should be.");
        return check_expr_unknown(scope, line->expr->span);
    }
    return target;
}

// --- The whole ------------------------------------------------------------------------------

static Process *read_process(Checker *checker, const Symbol *symbol, const Lines *lines)
{
    if (lines->over == NULL) {
        tell_lacks(checker, symbol, "over which cases it is",
                   "Add a line \"over\" with the name of a process.");
        return NULL;
    }
    const Symbol *found = check_find(checker, symbol->module, lines->over->path, SYMBOL_PROCESS);
    return found == NULL || found->process == NULL || found->process->broken ? NULL
                                                                             : found->process;
}

static void read_exprs(Scope *scope, const Lines *lines, Measure *measure)
{
    Checker *checker = scope->checker;
    if (lines->over->expr != NULL) {
        measure->where = check_condition(scope, lines->over->expr);
        measure->where_text = check_wording(checker, lines->over->expr);
        scope->known = check_known(scope, measure->where, HOLDS, NULL);
    }
    if (lines->is == NULL) {
        return;
    }
    measure->is = read_is(scope, lines->is->expr);
    measure->is_text = check_wording(checker, lines->is->expr);
    if (lines->target != NULL && !check_expr_is_unknown(measure->is)) {
        measure->target_kind = lines->target->kind == TREE_MEASURE_TARGET_AT_LEAST
                                   ? WRIT_TARGET_AT_LEAST
                                   : WRIT_TARGET_AT_MOST;
        measure->target = read_target(scope, lines->target, measure->is);
        measure->target_text = check_wording(checker, lines->target->expr);
    }
}

static void keep(Checker *checker, Symbol *symbol, Measure *measure)
{
    Model *model = checker->model;
    if (model->measure_count == WRIT_MEASURES_MAX) {
        WritDiag *diag = diag_error(checker->diags, DIAG_MEASURES, symbol->span,
                                    "a book has at most %d measures", (int)WRIT_MEASURES_MAX);
        diag_hint(diag, "Leave out those that nobody looks at.");
        return;
    }
    symbol->measure = measure;
    model->measures = check_grow(checker->arena, model->measures, model->measure_count,
                                 &model->measure_capacity, sizeof(Measure *));
    model->measures[model->measure_count++] = measure;
}

void check_measure(Checker *checker, Symbol *symbol)
{
    uint32_t errors = writ_diags_error_count(checker->diags);
    Lines lines = read_lines(checker, &symbol->decl->measure);
    Measure *measure = writ_arena_alloc(checker->arena, sizeof *measure);
    measure->symbol = symbol;
    measure->title = check_plain_text(checker, symbol->decl->title);
    Scope scope = {.checker = checker, .module = symbol->module};
    read_owner(&scope, lines.owner, measure);
    if (lines.is == NULL) {
        tell_lacks(checker, symbol, "what it is",
                   "Add a line \"is\" with a condition or an amount of a case.");
    }
    Process *process = read_process(checker, symbol, &lines);
    if (process == NULL) {
        return;
    }
    measure->process = process;
    measure->record = check_ended_case(checker, process);
    scope.self = measure->record;
    scope.self_place = measure->record->self;
    scope.calendar = process->root->calendar;
    scope.measured = process;
    read_exprs(&scope, &lines, measure);
    if (writ_diags_error_count(checker->diags) == errors) {
        keep(checker, symbol, measure);
    }
}

static int compare(const void *a, const void *b)
{
    const Measure *const *x = a;
    const Measure *const *y = b;
    return writ_text_compare((*x)->symbol->qualified, (*y)->symbol->qualified);
}

void check_order_measures(Model *model)
{
    if (model->measure_count > 1) {
        qsort(model->measures, model->measure_count, sizeof(Measure *), compare);
    }
}
