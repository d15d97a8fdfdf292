// Printing recurses as deep as the tree, which its reader bounds.
#include "check/wording.h"

#include <assert.h>

static void put(WritBuffer *out, const char *text)
{
    writ_buffer_add_string(out, text);
}

static void put_expr(WritBuffer *out, const TreeExpr *expr);

static void put_path(WritBuffer *out, const TreePath *path)
{
    for (const TreeName *part = path->parts.first; part != NULL; part = part->next) {
        if (part != path->parts.first) {
            put(out, ".");
        }
        writ_buffer_add(out, part->text);
    }
}

static void put_values(WritBuffer *out, const TreeExprs *values)
{
    for (const TreeExpr *value = values->first; value != NULL; value = value->next) {
        if (value != values->first) {
            put(out, ", ");
        }
        put_expr(out, value);
    }
}

static void put_text(WritBuffer *out, const TreeText *text)
{
    put(out, "\"");
    writ_buffer_add(out, text->plain);
    for (const TreeTextPart *part = text->parts.first; part != NULL; part = part->next) {
        if (part->expr == NULL) {
            writ_buffer_add(out, part->text);
        } else {
            put(out, "{");
            put_expr(out, part->expr);
            put(out, "}");
        }
    }
    put(out, "\"");
}

static void put_duration(WritBuffer *out, const TreeDuration *duration)
{
    static const char *const UNITS[] = {
        [TREE_UNIT_SECOND] = "second",
        [TREE_UNIT_MINUTE] = "minute",
        [TREE_UNIT_HOUR] = "hour",
        [TREE_UNIT_DAY] = "day",
        [TREE_UNIT_WEEK] = "week",
        [TREE_UNIT_MONTH] = "month",
        [TREE_UNIT_YEAR] = "year",
        [TREE_UNIT_WORKING_DAY] = "working day",
        [TREE_UNIT_WORKING_HOUR] = "working hour",
    };
    writ_buffer_add(out, duration->number.text);
    put(out, " ");
    put(out, UNITS[duration->unit]);
    if (!writ_text_is(duration->number.text, "1")) {
        put(out, "s");
    }
}

static void put_between(WritBuffer *out, const TreeExpr *left, const char *between,
                        const TreeExpr *right)
{
    put_expr(out, left);
    put(out, between);
    put_expr(out, right);
}

static void put_binary(WritBuffer *out, const TreeExpr *expr)
{
    static const char *const OPS[] = {
        [TREE_OP_OR] = " or ",        [TREE_OP_AND] = " and ",     [TREE_OP_EQUAL] = " = ",
        [TREE_OP_NOT_EQUAL] = " <> ", [TREE_OP_LESS] = " < ",      [TREE_OP_AT_MOST] = " <= ",
        [TREE_OP_GREATER] = " > ",    [TREE_OP_AT_LEAST] = " >= ", [TREE_OP_OR_ELSE] = " or else ",
        [TREE_OP_PLUS] = " + ",       [TREE_OP_MINUS] = " - ",     [TREE_OP_TIMES] = " * ",
        [TREE_OP_DIVIDED] = " / ",
    };
    put_between(out, expr->left, OPS[expr->op], expr->right);
}

static void put_is(WritBuffer *out, const TreeExpr *expr)
{
    put_expr(out, expr->left);
    put(out, expr->negated ? " is not " : " is ");
    switch (expr->is) {
    case TREE_IS_MISSING:
        put(out, "missing");
        return;
    case TREE_IS_PRESENT:
        put(out, "present");
        return;
    case TREE_IS_EMPTY:
        put(out, "empty");
        return;
    case TREE_IS_VALUE:
        put_expr(out, expr->right);
        return;
    }
    WRIT_UNREACHABLE();
}

static void put_in(WritBuffer *out, const TreeExpr *expr)
{
    put_expr(out, expr->left);
    put(out, expr->negated ? " not in " : " in ");
    switch (expr->range) {
    case TREE_RANGE_VALUE:
        put_expr(out, expr->right);
        return;
    case TREE_RANGE_TO:
        put_between(out, expr->right, " to ", expr->high);
        return;
    case TREE_RANGE_TO_BELOW:
        put_between(out, expr->right, " to below ", expr->high);
        return;
    case TREE_RANGE_VALUES:
        put(out, "[");
        put_values(out, &expr->values);
        put(out, "]");
        return;
    }
    WRIT_UNREACHABLE();
}

static void put_list(WritBuffer *out, const TreeExpr *expr, const char *begin, const char *middle)
{
    put(out, begin);
    writ_buffer_add(out, expr->name->text);
    put(out, " in ");
    put_expr(out, expr->list);
    if (expr->condition != NULL) {
        put(out, middle);
        put_expr(out, expr->condition);
    }
}

static void put_quantified(WritBuffer *out, const TreeExpr *expr)
{
    static const char *const WORDS[] = {
        [TREE_QUANTIFIER_EVERY] = "every ",
        [TREE_QUANTIFIER_SOME] = "some ",
        [TREE_QUANTIFIER_NO] = "no ",
    };
    put_list(out, expr, WORDS[expr->quantifier], " has ");
}

static void put_record(WritBuffer *out, const TreeExpr *expr)
{
    writ_buffer_add(out, expr->name->text);
    put(out, "(");
    for (const TreeArg *arg = expr->args.first; arg != NULL; arg = arg->next) {
        if (arg != expr->args.first) {
            put(out, ", ");
        }
        put_path(out, arg->path);
        put(out, " = ");
        put_expr(out, arg->expr);
    }
    put(out, ")");
}

static void put_call(WritBuffer *out, const TreeExpr *expr)
{
    writ_buffer_add(out, expr->name->text);
    put(out, "(");
    put_values(out, &expr->values);
    put(out, ")");
}

static void put_amount(WritBuffer *out, const TreeExpr *expr)
{
    writ_buffer_add(out, expr->literal->text);
    put(out, " ");
    writ_buffer_add(out, expr->name->text);
}

// A value as it stands there.
static void put_literal(WritBuffer *out, const TreeExpr *expr)
{
    if (expr->kind == TREE_EXPR_AMOUNT) {
        put_amount(out, expr);
    } else if (expr->kind == TREE_EXPR_DURATION) {
        put_duration(out, expr->duration);
    } else if (expr->kind == TREE_EXPR_CODE) {
        writ_buffer_add(out, expr->name->text);
    } else if (expr->kind == TREE_EXPR_TEXT) {
        put_text(out, expr->text);
    } else if (expr->kind == TREE_EXPR_YES || expr->kind == TREE_EXPR_NO) {
        put(out, expr->kind == TREE_EXPR_YES ? "yes" : "no");
    } else if (expr->kind == TREE_EXPR_NONE) {
        put(out, "none");
    } else {
        writ_buffer_add(out, expr->literal->text);
        put(out, expr->kind == TREE_EXPR_PERCENT ? "%" : "");
    }
    if (expr->kind == TREE_EXPR_DATE_TIME) {
        put(out, " ");
        writ_buffer_add(out, expr->time->text);
    }
}

// "working day 3 of month", "last working day of month", "3rd last working day of month"
static void put_day_of_month(WritBuffer *out, const TreeExpr *expr)
{
    bool last = expr->kind == TREE_EXPR_LAST_WORKING_DAY;
    put(out, last ? "" : "working day ");
    if (expr->literal != NULL) {
        writ_buffer_add(out, expr->literal->text);
        put(out, last ? " " : "");
    }
    put(out, last ? "last working day of " : " of ");
    put_path(out, expr->path);
}

static void put_bare(WritBuffer *out, const TreeExpr *expr)
{
    switch (expr->kind) {
    case TREE_EXPR_NUMBER:
    case TREE_EXPR_DATE:
    case TREE_EXPR_TIME:
    case TREE_EXPR_AMOUNT:
    case TREE_EXPR_PERCENT:
    case TREE_EXPR_DURATION:
    case TREE_EXPR_DATE_TIME:
    case TREE_EXPR_CODE:
    case TREE_EXPR_YES:
    case TREE_EXPR_NO:
    case TREE_EXPR_NONE:
    case TREE_EXPR_TEXT:
        put_literal(out, expr);
        return;
    case TREE_EXPR_PATH:
        put_path(out, expr->path);
        return;
    case TREE_EXPR_CALL:
        put_call(out, expr);
        return;
    case TREE_EXPR_LIST:
        put(out, "[");
        put_values(out, &expr->values);
        put(out, "]");
        return;
    case TREE_EXPR_RECORD:
        put_record(out, expr);
        return;
    case TREE_EXPR_WORKING_DAY:
    case TREE_EXPR_LAST_WORKING_DAY:
        put_day_of_month(out, expr);
        return;
    case TREE_EXPR_AT_TIME:
        put_expr(out, expr->left);
        put(out, " at ");
        writ_buffer_add(out, expr->time->text);
        return;
    case TREE_EXPR_MINUS:
    case TREE_EXPR_NOT:
        put(out, expr->kind == TREE_EXPR_MINUS ? "-" : "not ");
        put_expr(out, expr->left);
        return;
    case TREE_EXPR_BINARY:
        put_binary(out, expr);
        return;
    case TREE_EXPR_IS:
        put_is(out, expr);
        return;
    case TREE_EXPR_IN:
        put_in(out, expr);
        return;
    case TREE_EXPR_QUANTIFIED:
        put_quantified(out, expr);
        return;
    case TREE_EXPR_COUNT:
        put_list(out, expr, "count of ", " where ");
        return;
    case TREE_EXPR_SUM:
        put(out, "sum of ");
        put_expr(out, expr->left);
        put_list(out, expr, " for ", " where ");
        return;
    }
    WRIT_UNREACHABLE();
}

static void put_expr(WritBuffer *out, const TreeExpr *expr)
{
    if (expr->parens > 0) {
        put(out, "(");
    }
    put_bare(out, expr);
    if (expr->parens > 0) {
        put(out, ")");
    }
}

WritText check_wording(Checker *checker, const TreeExpr *expr)
{
    writ_buffer_clear(checker->scratch);
    put_expr(checker->scratch, expr);
    return check_scratch_text(checker);
}

static void put_cell(WritBuffer *out, const TreeCell *cell)
{
    switch (cell->kind) {
    case TREE_CELL_ANY:
        put(out, "any");
        return;
    case TREE_CELL_MISSING:
        put(out, "missing");
        return;
    case TREE_CELL_PRESENT:
        put(out, "present");
        return;
    case TREE_CELL_BELOW:
        put(out, "below ");
        put_expr(out, cell->high);
        return;
    case TREE_CELL_UP_TO:
        put(out, "up to ");
        put_expr(out, cell->high);
        return;
    case TREE_CELL_ABOVE:
        put(out, "above ");
        put_expr(out, cell->low);
        return;
    case TREE_CELL_ABOVE_UP_TO:
        put(out, "above ");
        put_between(out, cell->low, " up to ", cell->high);
        return;
    case TREE_CELL_ABOVE_BELOW:
        put(out, "above ");
        put_between(out, cell->low, " below ", cell->high);
        return;
    case TREE_CELL_OR_MORE:
        put_expr(out, cell->low);
        put(out, " or more");
        return;
    case TREE_CELL_TO:
        put_between(out, cell->low, " to ", cell->high);
        return;
    case TREE_CELL_TO_BELOW:
        put_between(out, cell->low, " to below ", cell->high);
        return;
    case TREE_CELL_NOT_VALUES:
        put(out, "not ");
        put_values(out, &cell->values);
        return;
    case TREE_CELL_VALUES:
        put_values(out, &cell->values);
        return;
    }
    WRIT_UNREACHABLE();
}

WritText check_wording_cell(Checker *checker, const TreeCell *cell)
{
    writ_buffer_clear(checker->scratch);
    put_cell(checker->scratch, cell);
    return check_scratch_text(checker);
}

WritText check_wording_path(Checker *checker, const TreePath *path)
{
    writ_buffer_clear(checker->scratch);
    put_path(checker->scratch, path);
    return check_scratch_text(checker);
}

WritText check_wording_paths(Checker *checker, const TreePaths *paths)
{
    writ_buffer_clear(checker->scratch);
    for (const TreePath *path = paths->first; path != NULL; path = path->next) {
        if (path != paths->first) {
            put(checker->scratch, ", ");
        }
        put_path(checker->scratch, path);
    }
    return check_scratch_text(checker);
}

// --- Sentences of rules -------------------------------------------------------------------

static void put_occurrence(WritBuffer *out, const TreeOccurrence *occurrence)
{
    if (occurrence->any_tag != NULL) {
        put(out, "any ");
        writ_buffer_add(out, occurrence->any_tag->text);
    } else {
        put_path(out, occurrence->path);
    }
}

static void put_both(WritBuffer *out, const TreeConstraint *constraint, const char *words)
{
    put_occurrence(out, constraint->first);
    put(out, words);
    put_occurrence(out, constraint->second);
}

static void put_all(WritBuffer *out, const TreeOccurrences *occurrences)
{
    const TreeOccurrence *one = occurrences->first;
    for (; one != NULL; one = one->next) {
        put(out, one == occurrences->first ? "" : ", ");
        put_occurrence(out, one);
    }
}

static void put_reported(WritBuffer *out, const TreeParties *parties)
{
    put(out, " is reported to ");
    for (const TreeParty *party = parties->first; party != NULL; party = party->next) {
        put(out, party == parties->first ? "" : ", ");
        put_path(out, party->path);
        if (party->of != NULL) {
            put(out, " of ");
            put_path(out, party->of);
        }
    }
}

static void put_times(WritBuffer *out, const TreeConstraint *constraint, const char *words)
{
    put_occurrence(out, constraint->first);
    put(out, words);
    writ_buffer_add(out, constraint->number->text);
    put(out, writ_text_is(constraint->number->text, "1") ? " time" : " times");
}

static void put_sentence(WritBuffer *out, const TreeConstraint *constraint)
{
    switch (constraint->kind) {
    case TREE_CONSTRAINT_BLOCKED_UNTIL:
        put_both(out, constraint, " is blocked until ");
        return;
    case TREE_CONSTRAINT_BEFORE:
        put_both(out, constraint, " before ");
        put_reported(out, &constraint->parties);
        return;
    case TREE_CONSTRAINT_NEVER_AFTER:
        put_both(out, constraint, " never after ");
        return;
    case TREE_CONSTRAINT_AFTER_ALWAYS:
        put(out, "After ");
        put_both(out, constraint, " always ");
        if (constraint->within != NULL) {
            put(out, " within ");
            put_duration(out, constraint->within);
        }
        return;
    case TREE_CONSTRAINT_NEVER_BOTH:
        put(out, "Never both ");
        put_both(out, constraint, " and ");
        return;
    case TREE_CONSTRAINT_AT_MOST:
        put_times(out, constraint, " at most ");
        return;
    case TREE_CONSTRAINT_AT_LEAST:
        put_times(out, constraint, " at least ");
        return;
    case TREE_CONSTRAINT_NEVER_DOES:
        put(out, "Whoever did ");
        put_both(out, constraint, " never does ");
        return;
    case TREE_CONSTRAINT_DIFFERENT_PEOPLE:
        put(out, "Different people do ");
        put_all(out, &constraint->occurrences);
        return;
    case TREE_CONSTRAINT_SAME_PERSON:
        put(out, "The same person does ");
        put_all(out, &constraint->occurrences);
        return;
    case TREE_CONSTRAINT_ALWAYS:
        put(out, "Always ");
        put_expr(out, constraint->expr);
        return;
    }
    WRIT_UNREACHABLE();
}

WritText check_wording_sentence(Checker *checker, const TreeConstraint *constraint)
{
    writ_buffer_clear(checker->scratch);
    put_sentence(checker->scratch, constraint);
    put(checker->scratch, ".");
    return check_scratch_text(checker);
}
