// Expressions as an author would write them, for messages and listings.
//
// Parentheses are written where the grammar (language.md 5) needs them: every operation has the
// level at which it stands there, and asks a level of each operand. An expression may use another
// many times over; the room for the text is what bounds the work.
#include "writ/plan.h"

#include <assert.h>
#include <string.h>

enum { FORMULA_BYTES_MAX = 200 };

typedef enum Level {
    LEVEL_EXPR, // every, count, sum, or
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARISON,
    LEVEL_OR_ELSE,
    LEVEL_SUM,
    LEVEL_TERM,
    LEVEL_UNARY,
    LEVEL_PRIMARY,
} Level;

typedef struct Formula {
    WritBuffer *out;
    size_t start;
    const WritPlan *plan;
} Formula;

static bool is_full(const Formula *formula)
{
    return formula->out->length - formula->start > FORMULA_BYTES_MAX;
}

static void add(const Formula *formula, const char *string)
{
    writ_buffer_add_string(formula->out, string);
}

// No single text takes more room than the whole formula may.
static void add_text(const Formula *formula, WritText text)
{
    size_t length = text.length > FORMULA_BYTES_MAX ? FORMULA_BYTES_MAX + 1 : text.length;
    writ_buffer_add(formula->out, (WritText){text.data, length});
}

static void add_quoted(const Formula *formula, WritText text)
{
    size_t length = text.length > FORMULA_BYTES_MAX ? FORMULA_BYTES_MAX + 1 : text.length;
    writ_buffer_add_json(formula->out, (WritText){text.data, length});
}

static void print(const Formula *formula, uint32_t expr, Level least);

static void print_two(const Formula *formula, const WritExpr *expr, const char *between,
                      Level level)
{
    print(formula, expr->a, level);
    add(formula, between);
    // What stands to the right groups first: a - (b - c).
    print(formula, expr->b, level == LEVEL_COMPARISON ? LEVEL_OR_ELSE : level + 1);
}

static void print_comparison(const Formula *formula, const WritExpr *expr, const char *between)
{
    print(formula, expr->a, LEVEL_OR_ELSE);
    add(formula, between);
    print(formula, expr->b, LEVEL_OR_ELSE);
}

static void print_list(const Formula *formula, uint32_t start, uint32_t count, const char *comma)
{
    for (uint32_t i = 0; i < count && !is_full(formula); i++) {
        add(formula, i > 0 ? comma : "");
        print(formula, formula->plan->operands[start + i], LEVEL_EXPR);
    }
}

static void print_range(const Formula *formula, const WritExpr *expr, const char *to)
{
    print(formula, expr->a, LEVEL_OR_ELSE);
    add(formula, " in ");
    print(formula, expr->b, LEVEL_OR_ELSE);
    add(formula, to);
    print(formula, expr->c, LEVEL_OR_ELSE);
}

static void print_after(const Formula *formula, const WritExpr *expr, const char *words)
{
    print(formula, expr->a, LEVEL_OR_ELSE);
    add(formula, words);
}

static void print_quantified(const Formula *formula, const WritExpr *expr, const char *word)
{
    add(formula, word);
    add(formula, " item in ");
    print(formula, expr->a, LEVEL_OR_ELSE);
    add(formula, " has ");
    print(formula, expr->b, LEVEL_EXPR);
}

static void print_total(const Formula *formula, const WritExpr *expr)
{
    if (expr->operation == WRIT_OP_SUM) {
        add(formula, "sum of ");
        print(formula, expr->extra, LEVEL_OR_ELSE);
        add(formula, " for item in ");
    } else {
        add(formula, "count of item in ");
    }
    print(formula, expr->a, LEVEL_OR_ELSE);
    if (expr->b != WRIT_NONE) {
        add(formula, " where ");
        print(formula, expr->b, LEVEL_EXPR);
    }
}

static void print_constant(const Formula *formula, const WritValue *value)
{
    if (value->kind == WRIT_VALUE_TEXT) {
        add(formula, "\"");
        add_quoted(formula, value->text);
        add(formula, "\"");
    } else if (value->kind == WRIT_VALUE_PERSON || value->kind == WRIT_VALUE_ROLE) {
        add_text(formula, value->text);
    } else if (value->kind == WRIT_VALUE_LIST) {
        for (uint32_t i = 0; i < value->list->count && !is_full(formula); i++) {
            add(formula, i > 0 ? ", " : "");
            print_constant(formula, &value->list->items[i]);
        }
    } else {
        writ_value_print(formula->out, &formula->plan->types, *value);
    }
}

static const WritRecordType *record_of(const Formula *formula, uint32_t expr)
{
    const WritTypes *types = &formula->plan->types;
    return &types->records[types->types[formula->plan->exprs[expr].type].index];
}

// A field of the record that an expression belongs to is written by its name alone.
static void print_field(const Formula *formula, const WritExpr *expr)
{
    if (formula->plan->exprs[expr->a].operation != WRIT_OP_SELF) {
        print(formula, expr->a, LEVEL_PRIMARY);
        add(formula, ".");
    }
    add_text(formula, record_of(formula, expr->a)->fields[expr->b].name);
}

static void print_record(const Formula *formula, const WritExpr *expr)
{
    const WritTypes *types = &formula->plan->types;
    const WritRecordType *record = &types->records[types->types[expr->type].index];
    const char *comma = "";
    add_text(formula, record->name);
    add(formula, "(");
    for (uint32_t i = 0; i < expr->c && !is_full(formula); i++) {
        uint32_t given = formula->plan->operands[expr->b + i];
        if (given != WRIT_NONE) {
            add(formula, comma);
            add_text(formula, record->fields[i].name);
            add(formula, " = ");
            print(formula, given, LEVEL_EXPR);
            comma = ", ";
        }
    }
    add(formula, ")");
}

static void print_join(const Formula *formula, const WritExpr *expr)
{
    const WritPlan *plan = formula->plan;
    add(formula, "\"");
    for (uint32_t i = 0; i < expr->c && !is_full(formula); i++) {
        const WritExpr *part = &plan->exprs[plan->operands[expr->b + i]];
        if (part->operation == WRIT_OP_CONSTANT &&
            plan->constants[part->a].kind == WRIT_VALUE_TEXT) {
            add_quoted(formula, plan->constants[part->a].text);
        } else {
            add(formula, "{");
            print(formula, plan->operands[expr->b + i], LEVEL_EXPR);
            add(formula, "}");
        }
    }
    add(formula, "\"");
}

static const char *builtin_name(WritBuiltin builtin)
{
    switch (builtin) {
    case WRIT_BUILTIN_SHARE:
        return "share(";
    case WRIT_BUILTIN_ROUNDED:
        return "rounded(";
    case WRIT_BUILTIN_AMOUNT:
        return "amount(";
    }
    WRIT_UNREACHABLE();
}

static const char *context_name(WritContextWord word)
{
    switch (word) {
    case WRIT_CONTEXT_CASE_NUMBER:
        return "case.number";
    case WRIT_CONTEXT_TASK_TITLE:
        return "task.title";
    case WRIT_CONTEXT_TASK_SINCE:
        return "task.since";
    case WRIT_CONTEXT_TASK_DUE:
        return "task.due";
    case WRIT_CONTEXT_TASK_ASSIGNEE_NAME:
        return "task.assignee.name";
    case WRIT_CONTEXT_STAGE_TITLE:
        return "stage.title";
    case WRIT_CONTEXT_STAGE_SINCE:
        return "stage.since";
    }
    WRIT_UNREACHABLE();
}

static Level level_of(WritOperation operation)
{
    switch (operation) {
    case WRIT_OP_OR:
    case WRIT_OP_EVERY:
    case WRIT_OP_SOME:
    case WRIT_OP_NO:
    case WRIT_OP_COUNT:
    case WRIT_OP_SUM:
        return LEVEL_EXPR;
    case WRIT_OP_AND:
        return LEVEL_AND;
    case WRIT_OP_NOT:
        return LEVEL_NOT;
    case WRIT_OP_EQUAL:
    case WRIT_OP_NOT_EQUAL:
    case WRIT_OP_LESS:
    case WRIT_OP_LESS_EQUAL:
    case WRIT_OP_GREATER:
    case WRIT_OP_GREATER_EQUAL:
    case WRIT_OP_IS_MISSING:
    case WRIT_OP_IS_PRESENT:
    case WRIT_OP_IS_EMPTY:
    case WRIT_OP_IN_LIST:
    case WRIT_OP_IN_SET:
    case WRIT_OP_IN_RANGE:
    case WRIT_OP_IN_RANGE_BELOW:
        return LEVEL_COMPARISON;
    case WRIT_OP_OR_ELSE:
        return LEVEL_OR_ELSE;
    case WRIT_OP_ADD:
    case WRIT_OP_SUBTRACT:
        return LEVEL_SUM;
    case WRIT_OP_MULTIPLY:
        return LEVEL_TERM;
    case WRIT_OP_NEGATE:
        return LEVEL_UNARY;
    case WRIT_OP_CONSTANT:
    case WRIT_OP_SLOT:
    case WRIT_OP_LOCAL:
    case WRIT_OP_SELF:
    case WRIT_OP_FIELD:
    case WRIT_OP_EVENT:
    case WRIT_OP_CONTEXT:
    case WRIT_OP_PERSON_NAME:
    case WRIT_OP_CALL:
    case WRIT_OP_RECORD:
    case WRIT_OP_JOIN:
        return LEVEL_PRIMARY;
    }
    WRIT_UNREACHABLE();
}

static void print_operation(const Formula *formula, const WritExpr *expr)
{
    const WritPlan *plan = formula->plan;
    switch (expr->operation) {
    case WRIT_OP_CONSTANT:
        print_constant(formula, &plan->constants[expr->a]);
        return;
    case WRIT_OP_SLOT:
        add_text(formula, plan->slots[expr->a].name);
        return;
    case WRIT_OP_LOCAL:
        add(formula, "item");
        return;
    case WRIT_OP_SELF:
        add(formula, "self");
        return;
    case WRIT_OP_EVENT:
        add(formula, "event");
        return;
    case WRIT_OP_FIELD:
        print_field(formula, expr);
        return;
    case WRIT_OP_CONTEXT:
        add(formula, context_name((WritContextWord)expr->a));
        return;
    case WRIT_OP_PERSON_NAME:
        print(formula, expr->a, LEVEL_PRIMARY);
        add(formula, ".name");
        return;
    case WRIT_OP_AND:
        print_two(formula, expr, " and ", LEVEL_AND);
        return;
    case WRIT_OP_OR:
        print_two(formula, expr, " or ", LEVEL_EXPR);
        return;
    case WRIT_OP_NOT:
        add(formula, "not ");
        print(formula, expr->a, LEVEL_NOT);
        return;
    case WRIT_OP_EQUAL:
        print_comparison(formula, expr, " = ");
        return;
    case WRIT_OP_NOT_EQUAL:
        print_comparison(formula, expr, " <> ");
        return;
    case WRIT_OP_LESS:
        print_comparison(formula, expr, " < ");
        return;
    case WRIT_OP_LESS_EQUAL:
        print_comparison(formula, expr, " <= ");
        return;
    case WRIT_OP_GREATER:
        print_comparison(formula, expr, " > ");
        return;
    case WRIT_OP_GREATER_EQUAL:
        print_comparison(formula, expr, " >= ");
        return;
    case WRIT_OP_IS_MISSING:
        print_after(formula, expr, " is missing");
        return;
    case WRIT_OP_IS_PRESENT:
        print_after(formula, expr, " is present");
        return;
    case WRIT_OP_IS_EMPTY:
        print_after(formula, expr, " is empty");
        return;
    case WRIT_OP_IN_LIST:
        print_comparison(formula, expr, " in ");
        return;
    case WRIT_OP_IN_SET:
        print_after(formula, expr, " in [");
        print_list(formula, expr->b, expr->c, ", ");
        add(formula, "]");
        return;
    case WRIT_OP_IN_RANGE:
        print_range(formula, expr, " to ");
        return;
    case WRIT_OP_IN_RANGE_BELOW:
        print_range(formula, expr, " to below ");
        return;
    case WRIT_OP_OR_ELSE:
        print_two(formula, expr, " or else ", LEVEL_OR_ELSE);
        return;
    case WRIT_OP_ADD:
        print_two(formula, expr, " + ", LEVEL_SUM);
        return;
    case WRIT_OP_SUBTRACT:
        print_two(formula, expr, " - ", LEVEL_SUM);
        return;
    case WRIT_OP_MULTIPLY:
        print_two(formula, expr, " * ", LEVEL_TERM);
        return;
    case WRIT_OP_NEGATE:
        add(formula, "-");
        print(formula, expr->a, LEVEL_UNARY);
        return;
    case WRIT_OP_EVERY:
        print_quantified(formula, expr, "every");
        return;
    case WRIT_OP_SOME:
        print_quantified(formula, expr, "some");
        return;
    case WRIT_OP_NO:
        print_quantified(formula, expr, "no");
        return;
    case WRIT_OP_COUNT:
    case WRIT_OP_SUM:
        print_total(formula, expr);
        return;
    case WRIT_OP_CALL:
        add(formula, builtin_name((WritBuiltin)expr->a));
        print_list(formula, expr->b, expr->c, ", ");
        add(formula, ")");
        return;
    case WRIT_OP_RECORD:
        print_record(formula, expr);
        return;
    case WRIT_OP_JOIN:
        print_join(formula, expr);
        return;
    }
    WRIT_UNREACHABLE();
}

static void print(const Formula *formula, uint32_t number, Level least)
{
    if (is_full(formula)) {
        return;
    }
    const WritExpr *expr = &formula->plan->exprs[number];
    bool grouped = level_of(expr->operation) < least;
    add(formula, grouped ? "(" : "");
    print_operation(formula, expr);
    add(formula, grouped ? ")" : "");
}

// Cuts at a whole character.
static void cut(WritBuffer *out, size_t start)
{
    size_t end = start + FORMULA_BYTES_MAX;
    while (end > start && ((unsigned char)out->data[end] & 0xc0) == 0x80) {
        end--;
    }
    out->length = end;
    writ_buffer_add_string(out, "…");
}

void writ_plan_print_expr(WritBuffer *out, const WritPlan *plan, uint32_t expr)
{
    Formula formula = {out, out->length, plan};
    print(&formula, expr, LEVEL_EXPR);
    if (is_full(&formula)) {
        cut(out, formula.start);
    }
}
