// Expressions as an author would write them, for messages and listings.
//
// Parentheses are written where the grammar (language.md 5) needs them: every operation has the
// level at which it stands there, and asks a level of each operand. An expression may use another
// many times over; the room for the text is what bounds the work.
#include "writ/plan.h"

#include <assert.h>
#include <inttypes.h>
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

static void print_list(const Formula *formula, uint32_t start, uint32_t count)
{
    for (uint32_t i = 0; i < count && !is_full(formula); i++) {
        add(formula, i > 0 ? ", " : "");
        print(formula, formula->plan->operands[start + i], LEVEL_EXPR);
    }
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
    } else if (value->kind == WRIT_VALUE_PERSON || value->kind == WRIT_VALUE_ROLE ||
               value->kind == WRIT_VALUE_CALENDAR) {
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

// Names of records begin with a capital letter, those of formulas do not.
const WritRecordType *writ_plan_formula(const WritPlan *plan, uint32_t expr)
{
    const WritExpr *result = &plan->exprs[expr];
    if (result->operation != WRIT_OP_FIELD || plan->exprs[result->a].operation != WRIT_OP_RECORD) {
        return NULL;
    }
    const WritRecordType *record =
        &plan->types.records[plan->types.types[plan->exprs[result->a].type].index];
    bool last =
        result->b + 1 == record->field_count && record->fields[result->b].computed != WRIT_NONE;
    bool small =
        record->name.length > 0 && record->name.data[0] >= 'a' && record->name.data[0] <= 'z';
    return last && small ? record : NULL;
}

static void print_function(const Formula *formula, WritText name, uint32_t start, uint32_t count)
{
    add_text(formula, name);
    add(formula, "(");
    print_list(formula, start, count);
    add(formula, ")");
}

// A field of the record that an expression belongs to is written by its name alone.
static void print_field(const Formula *formula, const WritExpr *expr)
{
    const WritPlan *plan = formula->plan;
    const WritRecordType *called = writ_plan_formula(plan, (uint32_t)(expr - plan->exprs));
    if (called != NULL) {
        const WritExpr *given = &plan->exprs[expr->a];
        print_function(formula, called->name, given->b, given->c - 1);
        return;
    }
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

static void print_sum(const Formula *formula, const WritExpr *expr, const char *sign)
{
    const uint32_t *operands = formula->plan->operands + expr->b;
    print(formula, operands[0], LEVEL_SUM);
    add(formula, sign);
    print(formula, operands[1], LEVEL_TERM);
}

static void print_moment(const Formula *formula, const WritExpr *expr)
{
    const uint32_t *operands = formula->plan->operands + expr->b;
    print(formula, operands[0], LEVEL_PRIMARY);
    add(formula, " at ");
    print(formula, operands[1], LEVEL_PRIMARY);
}

static void print_working_day(const Formula *formula, const WritExpr *expr)
{
    const WritPlan *plan = formula->plan;
    const uint32_t *operands = plan->operands + expr->b;
    int64_t number = 0;
    (void)writ_decimal_to_int(plan->constants[plan->exprs[operands[1]].a].number, &number);
    if (number >= 0) {
        add(formula, "working day ");
        print(formula, operands[1], LEVEL_PRIMARY);
    } else if (number == -1) {
        add(formula, "last working day");
    } else {
        writ_buffer_format(formula->out, "%" PRId64 "%s last working day", -number,
                           writ_ordinal_ending((uint64_t)-number));
    }
    add(formula, " of ");
    print(formula, operands[0], LEVEL_PRIMARY);
}

static void print_part(const Formula *formula, const WritExpr *expr, const char *part)
{
    print(formula, formula->plan->operands[expr->b], LEVEL_PRIMARY);
    add(formula, part);
}

// The calendar on which something is counted is not written, `uses calendar` says it; nor are the
// exchange rates.
static void print_call(const Formula *formula, const WritExpr *expr)
{
    switch ((WritBuiltin)expr->a) {
    case WRIT_BUILTIN_SHARE:
        print_function(formula, writ_text("share"), expr->b, expr->c);
        return;
    case WRIT_BUILTIN_ROUNDED:
        print_function(formula, writ_text("rounded"), expr->b, expr->c);
        return;
    case WRIT_BUILTIN_AMOUNT:
        print_function(formula, writ_text("amount"), expr->b, expr->c);
        return;
    case WRIT_BUILTIN_HIGHEST:
        print_function(formula, writ_text("highest"), expr->b, expr->c);
        return;
    case WRIT_BUILTIN_LOWEST:
        print_function(formula, writ_text("lowest"), expr->b, expr->c);
        return;
    case WRIT_BUILTIN_MONTH_OF:
        print_function(formula, writ_text("month_of"), expr->b, expr->c);
        return;
    case WRIT_BUILTIN_CONVERTED:
        print_function(formula, writ_text("converted"), expr->b, expr->c - 1);
        return;
    case WRIT_BUILTIN_TODAY:
        add(formula, "today()");
        return;
    case WRIT_BUILTIN_ADD_WORKING_TIME:
    case WRIT_BUILTIN_ADD_DURATION:
        print_sum(formula, expr, " + ");
        return;
    case WRIT_BUILTIN_SUBTRACT_WORKING_TIME:
    case WRIT_BUILTIN_SUBTRACT_DURATION:
        print_sum(formula, expr, " - ");
        return;
    case WRIT_BUILTIN_WORKING_DAY:
        print_working_day(formula, expr);
        return;
    case WRIT_BUILTIN_MOMENT:
        print_moment(formula, expr);
        return;
    case WRIT_BUILTIN_DOCUMENT_NAME:
        print_part(formula, expr, ".name");
        return;
    case WRIT_BUILTIN_DOCUMENT_SIZE:
        print_part(formula, expr, ".size");
        return;
    case WRIT_BUILTIN_DOCUMENT_HASH:
        print_part(formula, expr, ".hash");
        return;
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
    case WRIT_CONTEXT_BREACH_RULE:
        return "breach.rule";
    case WRIT_CONTEXT_BREACH_SENTENCE:
        return "breach.sentence";
    case WRIT_CONTEXT_BREACH_PROCESS:
        return "breach.process";
    case WRIT_CONTEXT_BREACH_CASE:
        return "breach.case";
    case WRIT_CONTEXT_BREACH_STEP:
        return "breach.step";
    case WRIT_CONTEXT_OWED_CALENDAR:
        return "the calendar of whoever does it";
    }
    WRIT_UNREACHABLE();
}

typedef enum Form {
    FORM_OWN = 0, // Printed by a function of its own.
    FORM_TWO,     // a WORD b, which groups to the left
    FORM_COMPARISON,
    FORM_AFTER,  // a WORD
    FORM_BEFORE, // WORD a
    FORM_RANGE,  // a in b WORD c
    FORM_QUANTIFIED,
} Form;

typedef struct Wording {
    Level level;
    Form form;
    const char *word;
} Wording;

static const Wording wordings[] = {
    [WRIT_OP_CONSTANT] = {LEVEL_PRIMARY, FORM_OWN, ""},
    [WRIT_OP_SLOT] = {LEVEL_PRIMARY, FORM_OWN, ""},
    [WRIT_OP_LOCAL] = {LEVEL_PRIMARY, FORM_OWN, "item"},
    [WRIT_OP_SELF] = {LEVEL_PRIMARY, FORM_OWN, "self"},
    [WRIT_OP_FIELD] = {LEVEL_PRIMARY, FORM_OWN, ""},
    [WRIT_OP_EVENT] = {LEVEL_PRIMARY, FORM_OWN, "event"},
    [WRIT_OP_CONTEXT] = {LEVEL_PRIMARY, FORM_OWN, ""},
    [WRIT_OP_PERSON_NAME] = {LEVEL_PRIMARY, FORM_AFTER, ".name"},
    [WRIT_OP_AND] = {LEVEL_AND, FORM_TWO, " and "},
    [WRIT_OP_OR] = {LEVEL_EXPR, FORM_TWO, " or "},
    [WRIT_OP_NOT] = {LEVEL_NOT, FORM_BEFORE, "not "},
    [WRIT_OP_EQUAL] = {LEVEL_COMPARISON, FORM_COMPARISON, " = "},
    [WRIT_OP_NOT_EQUAL] = {LEVEL_COMPARISON, FORM_COMPARISON, " <> "},
    [WRIT_OP_LESS] = {LEVEL_COMPARISON, FORM_COMPARISON, " < "},
    [WRIT_OP_LESS_EQUAL] = {LEVEL_COMPARISON, FORM_COMPARISON, " <= "},
    [WRIT_OP_GREATER] = {LEVEL_COMPARISON, FORM_COMPARISON, " > "},
    [WRIT_OP_GREATER_EQUAL] = {LEVEL_COMPARISON, FORM_COMPARISON, " >= "},
    [WRIT_OP_IS_MISSING] = {LEVEL_COMPARISON, FORM_AFTER, " is missing"},
    [WRIT_OP_IS_PRESENT] = {LEVEL_COMPARISON, FORM_AFTER, " is present"},
    [WRIT_OP_IS_EMPTY] = {LEVEL_COMPARISON, FORM_AFTER, " is empty"},
    [WRIT_OP_IN_LIST] = {LEVEL_COMPARISON, FORM_COMPARISON, " in "},
    [WRIT_OP_IN_SET] = {LEVEL_COMPARISON, FORM_OWN, ""},
    [WRIT_OP_IN_RANGE] = {LEVEL_COMPARISON, FORM_RANGE, " to "},
    [WRIT_OP_IN_RANGE_BELOW] = {LEVEL_COMPARISON, FORM_RANGE, " to below "},
    [WRIT_OP_OR_ELSE] = {LEVEL_OR_ELSE, FORM_TWO, " or else "},
    [WRIT_OP_ADD] = {LEVEL_SUM, FORM_TWO, " + "},
    [WRIT_OP_SUBTRACT] = {LEVEL_SUM, FORM_TWO, " - "},
    [WRIT_OP_MULTIPLY] = {LEVEL_TERM, FORM_TWO, " * "},
    [WRIT_OP_NEGATE] = {LEVEL_UNARY, FORM_BEFORE, "-"},
    [WRIT_OP_EVERY] = {LEVEL_EXPR, FORM_QUANTIFIED, "every"},
    [WRIT_OP_SOME] = {LEVEL_EXPR, FORM_QUANTIFIED, "some"},
    [WRIT_OP_NO] = {LEVEL_EXPR, FORM_QUANTIFIED, "no"},
    [WRIT_OP_COUNT] = {LEVEL_EXPR, FORM_OWN, ""},
    [WRIT_OP_SUM] = {LEVEL_EXPR, FORM_OWN, ""},
    [WRIT_OP_CALL] = {LEVEL_PRIMARY, FORM_OWN, ""},
    [WRIT_OP_RECORD] = {LEVEL_PRIMARY, FORM_OWN, ""},
    [WRIT_OP_JOIN] = {LEVEL_PRIMARY, FORM_OWN, ""},
    [WRIT_OP_LIST] = {LEVEL_PRIMARY, FORM_OWN, ""},
};

static const Wording *wording_of(const WritExpr *expr)
{
    assert(expr->operation < sizeof wordings / sizeof wordings[0]);
    assert(wordings[expr->operation].word != NULL);
    return &wordings[expr->operation];
}

static void print_own(const Formula *formula, const WritExpr *expr, const Wording *wording)
{
    const WritPlan *plan = formula->plan;
    if (expr->operation == WRIT_OP_CONSTANT) {
        print_constant(formula, &plan->constants[expr->a]);
    } else if (expr->operation == WRIT_OP_SLOT) {
        add_text(formula, plan->slots[expr->a].name);
    } else if (expr->operation == WRIT_OP_FIELD) {
        print_field(formula, expr);
    } else if (expr->operation == WRIT_OP_CONTEXT) {
        add(formula, context_name((WritContextWord)expr->a));
    } else if (expr->operation == WRIT_OP_IN_SET) {
        print(formula, expr->a, LEVEL_OR_ELSE);
        add(formula, " in [");
        print_list(formula, expr->b, expr->c);
        add(formula, "]");
    } else if (expr->operation == WRIT_OP_COUNT || expr->operation == WRIT_OP_SUM) {
        print_total(formula, expr);
    } else if (expr->operation == WRIT_OP_CALL) {
        print_call(formula, expr);
    } else if (expr->operation == WRIT_OP_RECORD) {
        print_record(formula, expr);
    } else if (expr->operation == WRIT_OP_JOIN) {
        print_join(formula, expr);
    } else if (expr->operation == WRIT_OP_LIST) {
        print_list(formula, expr->b, expr->c);
    } else {
        add(formula, wording->word);
    }
}

static void print_form(const Formula *formula, const WritExpr *expr, const Wording *wording)
{
    switch (wording->form) {
    case FORM_OWN:
        print_own(formula, expr, wording);
        return;
    case FORM_TWO:
        print(formula, expr->a, wording->level);
        add(formula, wording->word);
        // What stands to the right groups first: a - (b - c).
        print(formula, expr->b, wording->level + 1);
        return;
    case FORM_COMPARISON:
        print(formula, expr->a, LEVEL_OR_ELSE);
        add(formula, wording->word);
        print(formula, expr->b, LEVEL_OR_ELSE);
        return;
    case FORM_AFTER:
        print(formula, expr->a, wording->level == LEVEL_PRIMARY ? LEVEL_PRIMARY : LEVEL_OR_ELSE);
        add(formula, wording->word);
        return;
    case FORM_BEFORE:
        add(formula, wording->word);
        print(formula, expr->a, wording->level);
        return;
    case FORM_RANGE:
        print(formula, expr->a, LEVEL_OR_ELSE);
        add(formula, " in ");
        print(formula, expr->b, LEVEL_OR_ELSE);
        add(formula, wording->word);
        print(formula, expr->c, LEVEL_OR_ELSE);
        return;
    case FORM_QUANTIFIED:
        add(formula, wording->word);
        add(formula, " item in ");
        print(formula, expr->a, LEVEL_OR_ELSE);
        add(formula, " has ");
        print(formula, expr->b, LEVEL_EXPR);
        return;
    }
    WRIT_UNREACHABLE();
}

// Some calls are written as sums, or with a word between.
static Level level_of(const WritExpr *expr, const Wording *wording)
{
    if (expr->operation != WRIT_OP_CALL) {
        return wording->level;
    }
    switch ((WritBuiltin)expr->a) {
    case WRIT_BUILTIN_ADD_WORKING_TIME:
    case WRIT_BUILTIN_SUBTRACT_WORKING_TIME:
    case WRIT_BUILTIN_ADD_DURATION:
    case WRIT_BUILTIN_SUBTRACT_DURATION:
        return LEVEL_SUM;
    case WRIT_BUILTIN_MOMENT:
        return LEVEL_UNARY;
    case WRIT_BUILTIN_SHARE:
    case WRIT_BUILTIN_ROUNDED:
    case WRIT_BUILTIN_AMOUNT:
    case WRIT_BUILTIN_CONVERTED:
    case WRIT_BUILTIN_TODAY:
    case WRIT_BUILTIN_WORKING_DAY:
    case WRIT_BUILTIN_HIGHEST:
    case WRIT_BUILTIN_LOWEST:
    case WRIT_BUILTIN_MONTH_OF:
    case WRIT_BUILTIN_DOCUMENT_NAME:
    case WRIT_BUILTIN_DOCUMENT_SIZE:
    case WRIT_BUILTIN_DOCUMENT_HASH:
        return wording->level;
    }
    WRIT_UNREACHABLE();
}

static void print(const Formula *formula, uint32_t number, Level least)
{
    if (is_full(formula)) {
        return;
    }
    const WritExpr *expr = &formula->plan->exprs[number];
    const Wording *wording = wording_of(expr);
    bool grouped = level_of(expr, wording) < least;
    add(formula, grouped ? "(" : "");
    print_form(formula, expr, wording);
    add(formula, grouped ? ")" : "");
}

// Cuts at a whole character.
static void cut(WritBuffer *out, size_t start)
{
    WritText text = {out->data + start, out->length - start};
    out->length = start + writ_text_cut(text, FORMULA_BYTES_MAX).length;
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

// --- Operands ---------------------------------------------------------------------------------

unsigned writ_plan_uses(WritOperation operation)
{
    static const uint8_t operand_uses[] = {
        [WRIT_OP_CONSTANT] = 0,
        [WRIT_OP_SLOT] = 0,
        [WRIT_OP_LOCAL] = 0,
        [WRIT_OP_SELF] = 0,
        [WRIT_OP_EVENT] = 0,
        [WRIT_OP_CONTEXT] = 0,
        [WRIT_OP_FIELD] = WRIT_USES_A,
        [WRIT_OP_PERSON_NAME] = WRIT_USES_A,
        [WRIT_OP_AND] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_OR] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_NOT] = WRIT_USES_A,
        [WRIT_OP_EQUAL] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_NOT_EQUAL] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_LESS] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_LESS_EQUAL] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_GREATER] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_GREATER_EQUAL] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_IS_MISSING] = WRIT_USES_A,
        [WRIT_OP_IS_PRESENT] = WRIT_USES_A,
        [WRIT_OP_IS_EMPTY] = WRIT_USES_A,
        [WRIT_OP_IN_LIST] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_IN_SET] = WRIT_USES_A | WRIT_USES_LIST,
        [WRIT_OP_IN_RANGE] = WRIT_USES_A | WRIT_USES_B | WRIT_USES_C,
        [WRIT_OP_IN_RANGE_BELOW] = WRIT_USES_A | WRIT_USES_B | WRIT_USES_C,
        [WRIT_OP_OR_ELSE] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_ADD] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_SUBTRACT] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_MULTIPLY] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_NEGATE] = WRIT_USES_A,
        [WRIT_OP_EVERY] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_SOME] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_NO] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_COUNT] = WRIT_USES_A | WRIT_USES_B,
        [WRIT_OP_SUM] = WRIT_USES_A | WRIT_USES_B | WRIT_USES_EXTRA,
        [WRIT_OP_CALL] = WRIT_USES_LIST,
        [WRIT_OP_RECORD] = WRIT_USES_LIST,
        [WRIT_OP_JOIN] = WRIT_USES_LIST,
        [WRIT_OP_LIST] = WRIT_USES_LIST,
    };
    assert(operation < sizeof operand_uses / sizeof operand_uses[0]);
    return operand_uses[operation];
}
