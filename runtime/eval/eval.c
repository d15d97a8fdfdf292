// The evaluator: one walk over the expression. Expressions are trees of bounded depth
// (WRIT_EXPR_DEPTH_MAX), so that recursion is bounded too.
#include "writ/eval.h"

#include <assert.h>

#include "eval/arithmetic.h"

typedef struct Eval {
    WritScope *scope;
    WritError *error;
} Eval;

static WritStatus eval(Eval *e, uint32_t expr, WritValue *value);

static WritStatus eval_truth(Eval *e, uint32_t expr, bool *truth)
{
    WritValue value;
    WritStatus status = eval(e, expr, &value);
    if (status == WRIT_OK && value.kind != WRIT_VALUE_BOOLEAN) {
        return writ_fail(e->error, WRIT_INVALID,
                         "a condition has no answer: a value that it needs is missing");
    }
    *truth = status == WRIT_OK && value.integer != 0;
    return status;
}

// --- Fields ------------------------------------------------------------------------------------

static WritStatus eval_in_record(Eval *e, const WritRecord *record, uint32_t type, uint32_t expr,
                                 WritValue *value)
{
    WritScope *scope = e->scope;
    const WritRecord *outer = scope->record;
    uint32_t outer_type = scope->record_type;
    scope->record = record;
    scope->record_type = type;
    WritStatus status = eval(e, expr, value);
    scope->record = outer;
    scope->record_type = outer_type;
    return status;
}

static WritStatus read_field(Eval *e, const WritRecord *record, uint32_t type, uint32_t field,
                             WritValue *value)
{
    const WritField *declared = &e->scope->plan->types.records[type].fields[field];
    if (declared->computed != WRIT_NONE) {
        return eval_in_record(e, record, type, declared->computed, value);
    }
    *value = record->fields[field];
    return WRIT_OK;
}

static WritStatus eval_field(Eval *e, const WritExpr *expr, WritValue *value)
{
    const WritPlan *plan = e->scope->plan;
    const WritExpr *of = &plan->exprs[expr->a];
    WritValue record;
    WritStatus status = eval(e, expr->a, &record);
    if (status != WRIT_OK) {
        return status;
    }
    if (record.kind != WRIT_VALUE_RECORD) {
        WritBuffer text = {0};
        writ_plan_print_expr(&text, plan, expr->a);
        status = writ_fail(e->error, WRIT_INVALID, "%s is missing", writ_buffer_string(&text));
        writ_buffer_dispose(&text);
        return status;
    }
    return read_field(e, record.record, plan->types.types[of->type].index, expr->b, value);
}

// --- Conditions --------------------------------------------------------------------------------

static WritStatus eval_both(Eval *e, const WritExpr *expr, WritValue *a, WritValue *b)
{
    WritStatus status = eval(e, expr->a, a);
    return status == WRIT_OK ? eval(e, expr->b, b) : status;
}

static WritStatus eval_logic(Eval *e, const WritExpr *expr, bool decides, WritValue *value)
{
    bool truth = false;
    WritStatus status = eval_truth(e, expr->a, &truth);
    if (status == WRIT_OK && truth != decides) {
        status = eval_truth(e, expr->b, &truth);
    }
    *value = writ_value_boolean(truth);
    return status;
}

static bool is_ordered_kind(WritValue value)
{
    return value.kind == WRIT_VALUE_NUMBER || value.kind == WRIT_VALUE_PERCENT ||
           value.kind == WRIT_VALUE_MONEY || value.kind == WRIT_VALUE_QUANTITY ||
           value.kind == WRIT_VALUE_DURATION;
}

static WritStatus are_equal(Eval *e, WritValue a, WritValue b, bool *equal)
{
    if (is_ordered_kind(a) && a.kind == b.kind) {
        int order = 0;
        WritStatus status = arithmetic_compare(a, b, &order, e->error);
        *equal = order == 0;
        return status;
    }
    *equal = writ_value_equal(a, b);
    return WRIT_OK;
}

static WritStatus eval_equal(Eval *e, const WritExpr *expr, bool wanted, WritValue *value)
{
    WritValue a;
    WritValue b;
    bool equal = false;
    WritStatus status = eval_both(e, expr, &a, &b);
    if (status == WRIT_OK) {
        status = are_equal(e, a, b, &equal);
    }
    *value = writ_value_boolean(equal == wanted);
    return status;
}

static WritStatus eval_order(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritValue a;
    WritValue b;
    int order = 0;
    WritStatus status = eval_both(e, expr, &a, &b);
    if (status == WRIT_OK) {
        status = arithmetic_compare(a, b, &order, e->error);
    }
    bool truth = expr->operation == WRIT_OP_LESS         ? order < 0
                 : expr->operation == WRIT_OP_LESS_EQUAL ? order <= 0
                 : expr->operation == WRIT_OP_GREATER    ? order > 0
                                                         : order >= 0;
    *value = writ_value_boolean(truth);
    return status;
}

static WritStatus eval_range(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritValue a;
    WritValue low;
    WritValue high;
    int below = 0;
    int above = 0;
    WritStatus status = eval_both(e, expr, &a, &low);
    if (status == WRIT_OK) {
        status = eval(e, expr->c, &high);
    }
    if (status == WRIT_OK) {
        status = arithmetic_compare(a, low, &below, e->error);
    }
    if (status == WRIT_OK) {
        status = arithmetic_compare(a, high, &above, e->error);
    }
    bool open = expr->operation == WRIT_OP_IN_RANGE_BELOW;
    *value = writ_value_boolean(below >= 0 && (open ? above < 0 : above <= 0));
    return status;
}

static WritStatus eval_set(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritValue a;
    bool found = false;
    WritStatus status = eval(e, expr->a, &a);
    for (uint32_t i = 0; status == WRIT_OK && !found && i < expr->c; i++) {
        WritValue member;
        status = eval(e, e->scope->plan->operands[expr->b + i], &member);
        if (status == WRIT_OK) {
            status = are_equal(e, a, member, &found);
        }
    }
    *value = writ_value_boolean(found);
    return status;
}

static WritStatus eval_member(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritValue a;
    WritValue list;
    bool found = false;
    WritStatus status = eval_both(e, expr, &a, &list);
    if (status == WRIT_OK && list.kind != WRIT_VALUE_LIST) {
        return writ_fail(e->error, WRIT_INVALID, "a list that is looked into is missing");
    }
    for (uint32_t i = 0; status == WRIT_OK && !found && i < list.list->count; i++) {
        status = are_equal(e, a, list.list->items[i], &found);
    }
    *value = writ_value_boolean(found);
    return status;
}

static WritStatus eval_empty(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritValue a;
    WritStatus status = eval(e, expr->a, &a);
    bool empty = a.kind == WRIT_VALUE_LIST ? a.list->count == 0 : a.text.length == 0;
    if (status == WRIT_OK && a.kind != WRIT_VALUE_LIST && a.kind != WRIT_VALUE_TEXT) {
        return writ_fail(e->error, WRIT_INVALID, "a value that is needed here is missing");
    }
    *value = writ_value_boolean(status == WRIT_OK && empty);
    return status;
}

// --- Lists -------------------------------------------------------------------------------------

static WritStatus eval_list(Eval *e, uint32_t expr, WritList **list)
{
    WritValue value;
    WritStatus status = eval(e, expr, &value);
    if (status == WRIT_OK && value.kind != WRIT_VALUE_LIST) {
        return writ_fail(e->error, WRIT_INVALID, "a list that is needed here is missing");
    }
    *list = status == WRIT_OK ? value.list : NULL;
    return status;
}

// `every`, `some`, `no` and `count of`: how many elements meet the condition, up to `enough`.
static WritStatus count_elements(Eval *e, const WritExpr *expr, bool wanted, uint32_t enough,
                                 uint32_t *count)
{
    WritList *list = NULL;
    WritStatus status = eval_list(e, expr->a, &list);
    WritValue outer = e->scope->locals[expr->c];
    for (uint32_t i = 0; status == WRIT_OK && i < list->count && *count < enough; i++) {
        bool holds = true;
        e->scope->locals[expr->c] = list->items[i];
        if (expr->b != WRIT_NONE) {
            status = eval_truth(e, expr->b, &holds);
        }
        *count += holds == wanted ? 1 : 0;
    }
    e->scope->locals[expr->c] = outer;
    return status;
}

static WritStatus eval_quantified(Eval *e, const WritExpr *expr, WritValue *value)
{
    uint32_t count = 0;
    bool every = expr->operation == WRIT_OP_EVERY;
    WritStatus status = count_elements(e, expr, !every, 1, &count);
    *value = writ_value_boolean(expr->operation == WRIT_OP_SOME ? count > 0 : count == 0);
    return status;
}

// What a sum starts from: nothing of the kind that is summed.
static WritStatus zero(Eval *e, const WritExpr *expr, WritValue *value)
{
    const WritType *type = &e->scope->plan->types.types[expr->type];
    *value = writ_value_number(writ_decimal_from_int(0));
    if (type->kind == WRIT_TYPE_PERCENT) {
        value->kind = WRIT_VALUE_PERCENT;
    } else if (type->kind == WRIT_TYPE_QUANTITY) {
        value->kind = WRIT_VALUE_QUANTITY;
        value->tag = type->index;
    } else if (type->kind == WRIT_TYPE_MONEY) {
        value->kind = WRIT_VALUE_MONEY;
        value->tag = type->currency;
        if (type->currency == 0 && type->currency_field != WRIT_NONE && e->scope->record != NULL) {
            value->tag = e->scope->record->fields[type->currency_field].tag;
        }
    } else if (type->kind == WRIT_TYPE_DURATION) {
        *value = (WritValue){.kind = WRIT_VALUE_DURATION, .tag = WRIT_SECONDS};
    }
    if (value->kind == WRIT_VALUE_MONEY && value->tag == 0) {
        return writ_fail(e->error, WRIT_INVALID, "the sum of no amounts has no currency");
    }
    return WRIT_OK;
}

static WritStatus eval_sum(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritList *list = NULL;
    bool any = false;
    WritStatus status = eval_list(e, expr->a, &list);
    WritValue outer = e->scope->locals[expr->c];
    for (uint32_t i = 0; status == WRIT_OK && i < list->count; i++) {
        bool holds = true;
        WritValue item;
        e->scope->locals[expr->c] = list->items[i];
        if (expr->b != WRIT_NONE) {
            status = eval_truth(e, expr->b, &holds);
        }
        if (status == WRIT_OK && holds) {
            status = eval(e, expr->extra, &item);
            if (status == WRIT_OK && any) {
                status = arithmetic_add(*value, item, value, e->error);
            } else if (status == WRIT_OK) {
                *value = item;
                any = true;
            }
        }
    }
    e->scope->locals[expr->c] = outer;
    return status == WRIT_OK && !any ? zero(e, expr, value) : status;
}

// --- Calls, records, texts ---------------------------------------------------------------------

static WritStatus eval_call(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritValue args[2] = {{0}};
    WritStatus status = WRIT_OK;
    assert(expr->c <= 2);
    for (uint32_t i = 0; status == WRIT_OK && i < expr->c; i++) {
        status = eval(e, e->scope->plan->operands[expr->b + i], &args[i]);
    }
    if (status != WRIT_OK) {
        return status;
    }
    switch ((WritBuiltin)expr->a) {
    case WRIT_BUILTIN_SHARE:
        return arithmetic_share(args[0], args[1], value, e->error);
    case WRIT_BUILTIN_ROUNDED:
        return arithmetic_round(args[0], args[1], value, e->error);
    case WRIT_BUILTIN_AMOUNT:
        *value = writ_value_number(args[0].number);
        return args[0].kind == WRIT_VALUE_MISSING
                   ? writ_fail(e->error, WRIT_INVALID, "a value that is needed here is missing")
                   : WRIT_OK;
    }
    WRIT_UNREACHABLE();
}

static WritStatus eval_record(Eval *e, const WritExpr *expr, WritValue *value)
{
    const WritPlan *plan = e->scope->plan;
    uint32_t type = plan->types.types[expr->type].index;
    const WritRecordType *declared = &plan->types.records[type];
    WritRecord *record = writ_record_new(e->scope->arena, declared->field_count);
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < expr->c; i++) {
        uint32_t field = plan->operands[expr->b + i];
        if (field == WRIT_NONE) {
            field = declared->fields[i].at_start;
        }
        if (field != WRIT_NONE && declared->fields[i].computed == WRIT_NONE) {
            status = eval(e, field, &record->fields[i]);
        }
    }
    *value = (WritValue){.kind = WRIT_VALUE_RECORD, .tag = type, .record = record};
    return status;
}

static WritStatus eval_join(Eval *e, const WritExpr *expr, WritValue *value)
{
    const WritPlan *plan = e->scope->plan;
    WritBuffer text = {0};
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < expr->c; i++) {
        WritValue part;
        status = eval(e, plan->operands[expr->b + i], &part);
        if (status == WRIT_OK) {
            writ_value_print(&text, &plan->types, part);
        }
    }
    *value = writ_value_text(writ_arena_text(e->scope->arena, writ_buffer_text(&text)));
    writ_buffer_dispose(&text);
    return status;
}

static WritStatus eval_arithmetic(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritValue a;
    WritValue b;
    WritStatus status = eval_both(e, expr, &a, &b);
    if (status != WRIT_OK) {
        return status;
    }
    if (expr->operation == WRIT_OP_ADD) {
        return arithmetic_add(a, b, value, e->error);
    }
    if (expr->operation == WRIT_OP_SUBTRACT) {
        return arithmetic_subtract(a, b, value, e->error);
    }
    return arithmetic_multiply(a, b, e->scope->plan->types.types[expr->type].kind, value, e->error);
}

static WritStatus eval_unary(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritValue a;
    WritStatus status = eval(e, expr->a, &a);
    if (status != WRIT_OK) {
        return status;
    }
    if (expr->operation == WRIT_OP_NEGATE) {
        return arithmetic_negate(a, value, e->error);
    }
    if (expr->operation == WRIT_OP_PERSON_NAME) {
        *value = writ_value_text(e->scope->person_name(e->scope->self, a.text));
        return WRIT_OK;
    }
    bool missing = a.kind == WRIT_VALUE_MISSING;
    *value = writ_value_boolean(expr->operation == WRIT_OP_IS_MISSING ? missing : !missing);
    return WRIT_OK;
}

static WritStatus eval_or_else(Eval *e, const WritExpr *expr, WritValue *value)
{
    WritStatus status = eval(e, expr->a, value);
    return status == WRIT_OK && value->kind == WRIT_VALUE_MISSING ? eval(e, expr->b, value)
                                                                  : status;
}

static WritStatus eval(Eval *e, uint32_t number, WritValue *value)
{
    WritScope *scope = e->scope;
    const WritExpr *expr = &scope->plan->exprs[number];
    *value = (WritValue){0};
    if (++scope->steps > WRIT_EVAL_STEPS_MAX) {
        return writ_fail(e->error, WRIT_LIMIT, "an expression takes more than %d steps",
                         WRIT_EVAL_STEPS_MAX);
    }
    switch (expr->operation) {
    case WRIT_OP_CONSTANT:
        *value = scope->plan->constants[expr->a];
        return WRIT_OK;
    case WRIT_OP_SLOT:
        *value = scope->slot(scope->self, expr->a);
        return WRIT_OK;
    case WRIT_OP_LOCAL:
        *value = scope->locals[expr->a];
        return WRIT_OK;
    case WRIT_OP_SELF:
        *value = (WritValue){.kind = WRIT_VALUE_RECORD,
                             .tag = scope->record_type,
                             .record = (WritRecord *)scope->record};
        return WRIT_OK;
    case WRIT_OP_FIELD:
        return eval_field(e, expr, value);
    case WRIT_OP_EVENT:
        *value = *scope->event;
        return WRIT_OK;
    case WRIT_OP_CONTEXT:
        *value = scope->context(scope->self, (WritContextWord)expr->a);
        return WRIT_OK;
    case WRIT_OP_AND:
        return eval_logic(e, expr, false, value);
    case WRIT_OP_OR:
        return eval_logic(e, expr, true, value);
    case WRIT_OP_NOT: {
        bool truth = false;
        WritStatus status = eval_truth(e, expr->a, &truth);
        *value = writ_value_boolean(!truth);
        return status;
    }
    case WRIT_OP_EQUAL:
        return eval_equal(e, expr, true, value);
    case WRIT_OP_NOT_EQUAL:
        return eval_equal(e, expr, false, value);
    case WRIT_OP_LESS:
    case WRIT_OP_LESS_EQUAL:
    case WRIT_OP_GREATER:
    case WRIT_OP_GREATER_EQUAL:
        return eval_order(e, expr, value);
    case WRIT_OP_IS_MISSING:
    case WRIT_OP_IS_PRESENT:
    case WRIT_OP_NEGATE:
    case WRIT_OP_PERSON_NAME:
        return eval_unary(e, expr, value);
    case WRIT_OP_IS_EMPTY:
        return eval_empty(e, expr, value);
    case WRIT_OP_IN_LIST:
        return eval_member(e, expr, value);
    case WRIT_OP_IN_SET:
        return eval_set(e, expr, value);
    case WRIT_OP_IN_RANGE:
    case WRIT_OP_IN_RANGE_BELOW:
        return eval_range(e, expr, value);
    case WRIT_OP_OR_ELSE:
        return eval_or_else(e, expr, value);
    case WRIT_OP_ADD:
    case WRIT_OP_SUBTRACT:
    case WRIT_OP_MULTIPLY:
        return eval_arithmetic(e, expr, value);
    case WRIT_OP_EVERY:
    case WRIT_OP_SOME:
    case WRIT_OP_NO:
        return eval_quantified(e, expr, value);
    case WRIT_OP_COUNT: {
        uint32_t count = 0;
        WritStatus status = count_elements(e, expr, true, UINT32_MAX, &count);
        *value = writ_value_number(writ_decimal_from_int(count));
        return status;
    }
    case WRIT_OP_SUM:
        return eval_sum(e, expr, value);
    case WRIT_OP_CALL:
        return eval_call(e, expr, value);
    case WRIT_OP_RECORD:
        return eval_record(e, expr, value);
    case WRIT_OP_JOIN:
        return eval_join(e, expr, value);
    }
    WRIT_UNREACHABLE();
}

WritStatus writ_eval(WritScope *scope, uint32_t expr, WritValue *value, WritError *error)
{
    assert(expr < scope->plan->expr_count);
    Eval e = {scope, error};
    return eval(&e, expr, value);
}
