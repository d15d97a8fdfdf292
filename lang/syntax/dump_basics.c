// Words, lists, types and expressions; an expression is written in prefix form: (+ a (* b 2)).
#include "syntax/dump.h"

#include <assert.h>

void dump_begin(Dump *dump, WritSpan span, const char *word)
{
    if (dump->places == TREE_DUMP_WITH_PLACES) {
        writ_buffer_format(dump->out, "%u-%u ", (unsigned)(span.start - dump->source->start),
                           (unsigned)(span.end - dump->source->start));
    }
    for (uint32_t i = 0; i < dump->depth; i++) {
        writ_buffer_add_string(dump->out, "  ");
    }
    writ_buffer_add_string(dump->out, word);
}

void dump_end(Dump *dump)
{
    writ_buffer_add_byte(dump->out, '\n');
}

void dump_word(Dump *dump, const char *word)
{
    if (word != NULL) {
        writ_buffer_format(dump->out, " %s", word);
    }
}

static void add_text(Dump *dump, WritText text)
{
    writ_buffer_add_byte(dump->out, ' ');
    writ_buffer_add(dump->out, text);
}

void dump_name(Dump *dump, const char *word, const TreeName *name)
{
    if (name != NULL) {
        dump_word(dump, word);
        add_text(dump, name->text);
    }
}

void dump_names(Dump *dump, const char *word, TreeNames names)
{
    for (const TreeName *name = names.first; name != NULL; name = name->next) {
        dump_name(dump, name == names.first ? word : ",", name);
    }
}

void dump_path(Dump *dump, const char *word, const TreePath *path)
{
    if (path == NULL) {
        return;
    }
    dump_word(dump, word);
    for (const TreeName *part = path->parts.first; part != NULL; part = part->next) {
        writ_buffer_add_byte(dump->out, part == path->parts.first ? ' ' : '.');
        writ_buffer_add(dump->out, part->text);
    }
}

void dump_paths(Dump *dump, const char *word, TreePaths paths)
{
    for (const TreePath *path = paths.first; path != NULL; path = path->next) {
        dump_path(dump, path == paths.first ? word : ",", path);
    }
}

void dump_literal(Dump *dump, const char *word, const TreeLiteral *literal)
{
    if (literal != NULL) {
        dump_word(dump, word);
        add_text(dump, literal->text);
    }
}

static const char *unit_name(TreeUnit unit)
{
    switch (unit) {
    case TREE_UNIT_SECOND:
        return "second";
    case TREE_UNIT_MINUTE:
        return "minute";
    case TREE_UNIT_HOUR:
        return "hour";
    case TREE_UNIT_DAY:
        return "day";
    case TREE_UNIT_WEEK:
        return "week";
    case TREE_UNIT_MONTH:
        return "month";
    case TREE_UNIT_YEAR:
        return "year";
    case TREE_UNIT_WORKING_DAY:
        return "working day";
    case TREE_UNIT_WORKING_HOUR:
        return "working hour";
    }
    WRIT_UNREACHABLE();
}

void dump_duration(Dump *dump, const char *word, const TreeDuration *duration)
{
    if (duration != NULL) {
        dump_literal(dump, word, &duration->number);
        dump_word(dump, unit_name(duration->unit));
    }
}

void dump_weekday(Dump *dump, const TreeWeekday *weekday)
{
    writ_buffer_format(dump->out, " weekday %u", (unsigned)weekday->number);
}

static void add_quoted(Dump *dump, WritText text)
{
    writ_buffer_add_string(dump->out, " \"");
    writ_buffer_add_json(dump->out, text);
    writ_buffer_add_byte(dump->out, '"');
}

void dump_text(Dump *dump, const char *word, const TreeText *text)
{
    if (text == NULL) {
        return;
    }
    dump_word(dump, word);
    if (text->parts.count == 0) {
        add_quoted(dump, text->plain);
        return;
    }
    dump_word(dump, "(text");
    for (const TreeTextPart *part = text->parts.first; part != NULL; part = part->next) {
        if (part->expr != NULL) {
            dump_expr(dump, NULL, part->expr);
        } else {
            add_quoted(dump, part->text);
        }
    }
    writ_buffer_add_byte(dump->out, ')');
}

// --- Types --------------------------------------------------------------------------------

void dump_type(Dump *dump, const TreeType *type)
{
    switch (type->kind) {
    case TREE_TYPE_NAMED:
        dump_name(dump, NULL, type->name);
        dump_name(dump, "in", type->in_code);
        dump_path(dump, "in", type->in_path);
        return;
    case TREE_TYPE_OPTIONAL:
        dump_word(dump, "optional");
        dump_type(dump, type->of);
        return;
    case TREE_TYPE_LIST:
        dump_word(dump, "list of");
        dump_type(dump, type->of);
        return;
    case TREE_TYPE_RESULT:
        dump_path(dump, "result of", type->result_of);
        return;
    case TREE_TYPE_RECORD:
        dump_params(dump, "record with", type->params);
        return;
    }
    WRIT_UNREACHABLE();
}

void dump_params(Dump *dump, const char *word, TreeParams params)
{
    for (const TreeParam *param = params.first; param != NULL; param = param->next) {
        dump_name(dump, param == params.first ? word : ",", param->name);
        dump_word(dump, ":");
        dump_type(dump, param->type);
    }
}

// --- Expressions --------------------------------------------------------------------------

static const char *op_name(TreeOp op)
{
    switch (op) {
    case TREE_OP_OR:
        return "or";
    case TREE_OP_AND:
        return "and";
    case TREE_OP_EQUAL:
        return "=";
    case TREE_OP_NOT_EQUAL:
        return "<>";
    case TREE_OP_LESS:
        return "<";
    case TREE_OP_AT_MOST:
        return "<=";
    case TREE_OP_GREATER:
        return ">";
    case TREE_OP_AT_LEAST:
        return ">=";
    case TREE_OP_OR_ELSE:
        return "or-else";
    case TREE_OP_PLUS:
        return "+";
    case TREE_OP_MINUS:
        return "-";
    case TREE_OP_TIMES:
        return "*";
    case TREE_OP_DIVIDED:
        return "/";
    }
    WRIT_UNREACHABLE();
}

static const char *is_name(TreeIs is)
{
    switch (is) {
    case TREE_IS_MISSING:
        return "missing";
    case TREE_IS_PRESENT:
        return "present";
    case TREE_IS_EMPTY:
        return "empty";
    case TREE_IS_VALUE:
        return NULL;
    }
    WRIT_UNREACHABLE();
}

static const char *quantifier_name(TreeQuantifier quantifier)
{
    switch (quantifier) {
    case TREE_QUANTIFIER_EVERY:
        return "(every";
    case TREE_QUANTIFIER_SOME:
        return "(some";
    case TREE_QUANTIFIER_NO:
        return "(no";
    }
    WRIT_UNREACHABLE();
}

static void close(Dump *dump)
{
    writ_buffer_add_byte(dump->out, ')');
}

static void add_values(Dump *dump, TreeExprs values)
{
    for (const TreeExpr *value = values.first; value != NULL; value = value->next) {
        dump_expr(dump, NULL, value);
    }
}

static void add_range(Dump *dump, const TreeExpr *expr)
{
    switch (expr->range) {
    case TREE_RANGE_VALUE:
        dump_expr(dump, NULL, expr->right);
        return;
    case TREE_RANGE_TO:
        dump_expr(dump, NULL, expr->right);
        dump_expr(dump, "to", expr->high);
        return;
    case TREE_RANGE_TO_BELOW:
        dump_expr(dump, NULL, expr->right);
        dump_expr(dump, "to-below", expr->high);
        return;
    case TREE_RANGE_VALUES:
        dump_word(dump, "values");
        add_values(dump, expr->values);
        return;
    }
    WRIT_UNREACHABLE();
}

// Kinds without children of their own kind; false for the others.
static bool add_leaf(Dump *dump, const TreeExpr *expr)
{
    switch (expr->kind) {
    case TREE_EXPR_NUMBER:
    case TREE_EXPR_DATE:
    case TREE_EXPR_TIME:
        dump_literal(dump, NULL, expr->literal);
        return true;
    case TREE_EXPR_AMOUNT:
        dump_literal(dump, "(amount", expr->literal);
        dump_name(dump, NULL, expr->name);
        close(dump);
        return true;
    case TREE_EXPR_PERCENT:
        dump_literal(dump, NULL, expr->literal);
        writ_buffer_add_byte(dump->out, '%');
        return true;
    case TREE_EXPR_DURATION:
        dump_duration(dump, "(duration", expr->duration);
        close(dump);
        return true;
    case TREE_EXPR_DATE_TIME:
        dump_literal(dump, "(instant", expr->literal);
        dump_literal(dump, NULL, expr->time);
        close(dump);
        return true;
    case TREE_EXPR_CODE:
        dump_name(dump, "code", expr->name);
        return true;
    case TREE_EXPR_YES:
        dump_word(dump, "yes");
        return true;
    case TREE_EXPR_NO:
        dump_word(dump, "no");
        return true;
    case TREE_EXPR_NONE:
        dump_word(dump, "none");
        return true;
    case TREE_EXPR_TEXT:
        dump_text(dump, NULL, expr->text);
        return true;
    case TREE_EXPR_PATH:
        dump_path(dump, NULL, expr->path);
        return true;
    case TREE_EXPR_WORKING_DAY:
        dump_literal(dump, "(working-day", expr->literal);
        dump_path(dump, "of", expr->path);
        close(dump);
        return true;
    case TREE_EXPR_LAST_WORKING_DAY:
        dump_word(dump, "(last-working-day");
        dump_literal(dump, NULL, expr->literal);
        dump_path(dump, "of", expr->path);
        close(dump);
        return true;
    case TREE_EXPR_CALL:
    case TREE_EXPR_RECORD:
    case TREE_EXPR_AT_TIME:
    case TREE_EXPR_MINUS:
    case TREE_EXPR_NOT:
    case TREE_EXPR_BINARY:
    case TREE_EXPR_IS:
    case TREE_EXPR_IN:
    case TREE_EXPR_QUANTIFIED:
    case TREE_EXPR_COUNT:
    case TREE_EXPR_SUM:
    case TREE_EXPR_LIST:
        return false;
    }
    WRIT_UNREACHABLE();
}

static void add_over_list(Dump *dump, const TreeExpr *expr, const char *condition)
{
    dump_name(dump, NULL, expr->name);
    dump_expr(dump, "in", expr->list);
    dump_expr(dump, condition, expr->condition);
}

static void add_branch(Dump *dump, const TreeExpr *expr)
{
    if (expr->kind == TREE_EXPR_CALL) {
        dump_name(dump, "(call", expr->name);
        add_values(dump, expr->values);
    } else if (expr->kind == TREE_EXPR_LIST) {
        dump_word(dump, "(list");
        add_values(dump, expr->values);
    } else if (expr->kind == TREE_EXPR_RECORD) {
        dump_name(dump, "(record", expr->name);
        dump_args(dump, expr->args);
    } else if (expr->kind == TREE_EXPR_AT_TIME) {
        dump_expr(dump, "(at", expr->left);
        dump_literal(dump, NULL, expr->time);
    } else if (expr->kind == TREE_EXPR_MINUS || expr->kind == TREE_EXPR_NOT) {
        dump_expr(dump, expr->kind == TREE_EXPR_NOT ? "(not" : "(minus", expr->left);
    } else if (expr->kind == TREE_EXPR_BINARY) {
        writ_buffer_format(dump->out, " (%s", op_name(expr->op));
        dump_expr(dump, NULL, expr->left);
        dump_expr(dump, NULL, expr->right);
    } else if (expr->kind == TREE_EXPR_IS) {
        dump_expr(dump, expr->negated ? "(is-not" : "(is", expr->left);
        dump_word(dump, is_name(expr->is));
        dump_expr(dump, NULL, expr->right);
    } else if (expr->kind == TREE_EXPR_IN) {
        dump_expr(dump, expr->negated ? "(not-in" : "(in", expr->left);
        add_range(dump, expr);
    } else if (expr->kind == TREE_EXPR_QUANTIFIED) {
        dump_word(dump, quantifier_name(expr->quantifier));
        add_over_list(dump, expr, "has");
    } else if (expr->kind == TREE_EXPR_COUNT) {
        dump_word(dump, "(count");
        add_over_list(dump, expr, "where");
    } else {
        assert(expr->kind == TREE_EXPR_SUM);
        dump_expr(dump, "(sum", expr->left);
        dump_word(dump, "for");
        add_over_list(dump, expr, "where");
    }
    close(dump);
}

void dump_expr(Dump *dump, const char *word, const TreeExpr *expr)
{
    if (expr == NULL) {
        return;
    }
    dump_word(dump, word);
    for (uint32_t i = 0; i < expr->parens; i++) {
        dump_word(dump, "(parens");
    }
    if (!add_leaf(dump, expr)) {
        add_branch(dump, expr);
    }
    for (uint32_t i = 0; i < expr->parens; i++) {
        close(dump);
    }
}

void dump_args(Dump *dump, TreeArgs args)
{
    for (const TreeArg *arg = args.first; arg != NULL; arg = arg->next) {
        dump_path(dump, "with", arg->path);
        dump_expr(dump, "=", arg->expr);
    }
}
