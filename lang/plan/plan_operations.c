// The type rules of operations: what each asks of its operands and what it gives.
//
// Whether an operand may be missing is not asked here: `is present` narrows what may stand where,
// and evaluation refuses a missing value where one is needed.
#include "plan/plan_check.h"

#include <assert.h>

typedef struct Operation {
    const PlanChecker *checker;
    const WritPlan *plan;
    const WritExpr *expr;
} Operation;

static WritTypeId type_of(const Operation *operation, uint32_t expr)
{
    return operation->plan->exprs[expr].type;
}

static const WritType *type_at(const Operation *operation, WritTypeId type)
{
    return &operation->plan->types.types[type];
}

static WritTypeKind kind_of(const Operation *operation, uint32_t expr)
{
    return type_at(operation, type_of(operation, expr))->kind;
}

static bool is_kind(const Operation *operation, uint32_t expr, WritTypeKind kind)
{
    return kind_of(operation, expr) == kind;
}

// The operation gives a value of `kind`, always.
static bool gives_kind(const Operation *operation, WritTypeKind kind)
{
    const WritType *type = type_at(operation, operation->expr->type);
    return type->kind == kind && !type->optional;
}

static bool gives_type_of(const Operation *operation, uint32_t expr)
{
    return plan_type_same(operation->plan, operation->expr->type, type_of(operation, expr));
}

static bool same_types(const Operation *operation, uint32_t a, uint32_t b)
{
    return plan_type_same(operation->plan, type_of(operation, a), type_of(operation, b));
}

static bool is_unitless(WritTypeKind kind)
{
    return kind == WRIT_TYPE_NUMBER || kind == WRIT_TYPE_PERCENT;
}

static bool is_amount(WritTypeKind kind)
{
    return kind == WRIT_TYPE_MONEY || kind == WRIT_TYPE_QUANTITY;
}

static bool is_numeric(WritTypeKind kind)
{
    return is_unitless(kind) || is_amount(kind);
}

static bool is_span(WritTypeKind kind)
{
    return kind == WRIT_TYPE_DURATION || kind == WRIT_TYPE_WORKING_TIME;
}

static bool is_ordered_type(const Operation *operation, WritTypeId id)
{
    const WritType *type = type_at(operation, id);
    if (type->kind == WRIT_TYPE_CHOICE) {
        return operation->plan->types.choices[type->index].ordered;
    }
    return is_numeric(type->kind) || is_span(type->kind) || type->kind == WRIT_TYPE_DATE ||
           type->kind == WRIT_TYPE_TIME || type->kind == WRIT_TYPE_INSTANT ||
           type->kind == WRIT_TYPE_MONTH;
}

static bool is_ordered(const Operation *operation, uint32_t expr)
{
    return is_ordered_type(operation, type_of(operation, expr));
}

static bool all_operands_are(const Operation *operation, WritTypeKind kind)
{
    return is_kind(operation, operation->expr->a, kind) &&
           is_kind(operation, operation->expr->b, kind);
}

static bool field_is_right(const Operation *operation)
{
    const WritType *record = type_at(operation, type_of(operation, operation->expr->a));
    if (record->kind != WRIT_TYPE_RECORD) {
        return false;
    }
    const WritRecordType *fields = &operation->plan->types.records[record->index];
    uint32_t field = operation->expr->b;
    return field < fields->field_count &&
           plan_type_same(operation->plan, operation->expr->type, fields->fields[field].type);
}

static bool context_is_right(const Operation *operation)
{
    WritTypeKind kind = type_at(operation, operation->expr->type)->kind;
    switch ((WritContextWord)operation->expr->a) {
    case WRIT_CONTEXT_CASE_NUMBER:
    case WRIT_CONTEXT_TASK_TITLE:
    case WRIT_CONTEXT_TASK_ASSIGNEE_NAME:
    case WRIT_CONTEXT_STAGE_TITLE:
    case WRIT_CONTEXT_BREACH_RULE:
    case WRIT_CONTEXT_BREACH_SENTENCE:
    case WRIT_CONTEXT_BREACH_PROCESS:
    case WRIT_CONTEXT_BREACH_CASE:
    case WRIT_CONTEXT_BREACH_STEP:
        return kind == WRIT_TYPE_TEXT;
    case WRIT_CONTEXT_TASK_SINCE:
    case WRIT_CONTEXT_TASK_DUE:
    case WRIT_CONTEXT_STAGE_SINCE:
        return kind == WRIT_TYPE_INSTANT;
    case WRIT_CONTEXT_OWED_CALENDAR:
        return kind == WRIT_TYPE_CALENDAR;
    }
    WRIT_UNREACHABLE();
}

static bool is_in_list(const Operation *operation)
{
    WritTypeId element = plan_type_element(operation->plan, type_of(operation, operation->expr->b));
    return element != WRIT_NONE &&
           plan_type_same(operation->plan, element, type_of(operation, operation->expr->a));
}

static bool is_in_set(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    for (uint32_t i = 0; i < expr->c; i++) {
        if (!same_types(operation, expr->a, operation->plan->operands[expr->b + i])) {
            return false;
        }
    }
    return true;
}

static bool or_else_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return same_types(operation, expr->a, expr->b) && gives_type_of(operation, expr->a) &&
           (type_at(operation, expr->type)->optional ||
            !type_at(operation, type_of(operation, expr->b))->optional);
}

static bool sum_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    WritTypeKind kind = kind_of(operation, expr->a);
    if (!gives_type_of(operation, expr->a) || type_at(operation, expr->type)->optional) {
        return false;
    }
    if (kind == WRIT_TYPE_DATE || kind == WRIT_TYPE_INSTANT) {
        return is_kind(operation, expr->b, WRIT_TYPE_DURATION);
    }
    return is_numeric(kind) && same_types(operation, expr->a, expr->b);
}

static bool product_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    WritTypeKind a = kind_of(operation, expr->a);
    WritTypeKind b = kind_of(operation, expr->b);
    if (type_at(operation, expr->type)->optional) {
        return false;
    }
    if (is_unitless(a) && is_unitless(b)) {
        return is_unitless(type_at(operation, expr->type)->kind);
    }
    if (is_amount(a)) {
        return is_unitless(b) && gives_type_of(operation, expr->a);
    }
    return is_unitless(a) && is_amount(b) && gives_type_of(operation, expr->b);
}

static bool has_list(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return is_kind(operation, expr->a, WRIT_TYPE_LIST) && expr->c < WRIT_LOCALS_MAX;
}

static bool has_condition(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return has_list(operation) &&
           (expr->b == WRIT_NONE || is_kind(operation, expr->b, WRIT_TYPE_BOOLEAN));
}

static bool total_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return has_condition(operation) && is_numeric(kind_of(operation, expr->extra)) &&
           gives_type_of(operation, expr->extra) && !type_at(operation, expr->type)->optional;
}

// Operands before the calendar, which comes last.
static bool counts_on_calendar(const Operation *operation, uint32_t count)
{
    const WritExpr *expr = operation->expr;
    return expr->c == count + 1 &&
           is_kind(operation, operation->plan->operands[expr->b + count], WRIT_TYPE_CALENDAR);
}

static bool working_sum_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    const uint32_t *operands = operation->plan->operands + expr->b;
    if (!counts_on_calendar(operation, 2)) {
        return false;
    }
    WritTypeKind moment = kind_of(operation, operands[0]);
    return (moment == WRIT_TYPE_DATE || moment == WRIT_TYPE_INSTANT) &&
           is_kind(operation, operands[1], WRIT_TYPE_WORKING_TIME) && gives_kind(operation, moment);
}

// The number is a constant: 1 to 31, or -1 to -31.
static bool working_day_is_right(const Operation *operation)
{
    const WritPlan *plan = operation->plan;
    const uint32_t *operands = plan->operands + operation->expr->b;
    int64_t number;
    return counts_on_calendar(operation, 2) && is_kind(operation, operands[0], WRIT_TYPE_MONTH) &&
           is_kind(operation, operands[1], WRIT_TYPE_NUMBER) &&
           plan->exprs[operands[1]].operation == WRIT_OP_CONSTANT &&
           writ_decimal_to_int(plan->constants[plan->exprs[operands[1]].a].number, &number) &&
           number != 0 && number >= -31 && number <= 31 && gives_kind(operation, WRIT_TYPE_DATE);
}

static bool is_of_document(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return expr->c == 1 &&
           is_kind(operation, operation->plan->operands[expr->b], WRIT_TYPE_DOCUMENT);
}

// It is missing where the list is empty.
static bool extreme_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    if (expr->c != 1 || !type_at(operation, expr->type)->optional) {
        return false;
    }
    uint32_t list = operation->plan->operands[expr->b];
    WritTypeId element = plan_type_element(operation->plan, type_of(operation, list));
    return element != WRIT_NONE && is_ordered_type(operation, element) &&
           plan_type_same(operation->plan, element, expr->type);
}

// A fixed currency of what comes out is that of the constant that names it.
static bool conversion_is_right(const Operation *operation)
{
    const WritPlan *plan = operation->plan;
    const uint32_t *operands = plan->operands + operation->expr->b;
    if (operation->expr->c != 3 || !is_kind(operation, operands[0], WRIT_TYPE_MONEY) ||
        !is_kind(operation, operands[1], WRIT_TYPE_CURRENCY) ||
        !is_kind(operation, operands[2], WRIT_TYPE_TEXT) ||
        plan->exprs[operands[2]].operation != WRIT_OP_CONSTANT ||
        !gives_kind(operation, WRIT_TYPE_MONEY)) {
        return false;
    }
    const WritExpr *target = &plan->exprs[operands[1]];
    WritCode fixed = type_at(operation, operation->expr->type)->currency;
    return fixed == 0 ||
           (target->operation == WRIT_OP_CONSTANT && plan->constants[target->a].tag == fixed);
}

static bool call_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    const uint32_t *operands = operation->plan->operands + expr->b;
    switch ((WritBuiltin)expr->a) {
    case WRIT_BUILTIN_SHARE:
        return expr->c == 2 && is_numeric(kind_of(operation, operands[0])) &&
               same_types(operation, operands[0], operands[1]) &&
               gives_kind(operation, WRIT_TYPE_PERCENT);
    case WRIT_BUILTIN_ROUNDED:
        return expr->c == 2 && is_numeric(kind_of(operation, operands[0])) &&
               is_kind(operation, operands[1], WRIT_TYPE_NUMBER) &&
               gives_type_of(operation, operands[0]) && !type_at(operation, expr->type)->optional;
    case WRIT_BUILTIN_AMOUNT:
        return expr->c == 1 && is_amount(kind_of(operation, operands[0])) &&
               gives_kind(operation, WRIT_TYPE_NUMBER);
    case WRIT_BUILTIN_HIGHEST:
    case WRIT_BUILTIN_LOWEST:
        return extreme_is_right(operation);
    case WRIT_BUILTIN_MONTH_OF:
        return expr->c == 1 && is_kind(operation, operands[0], WRIT_TYPE_DATE) &&
               gives_kind(operation, WRIT_TYPE_MONTH);
    case WRIT_BUILTIN_TODAY:
        return counts_on_calendar(operation, 0) && gives_kind(operation, WRIT_TYPE_DATE);
    case WRIT_BUILTIN_ADD_WORKING_TIME:
    case WRIT_BUILTIN_SUBTRACT_WORKING_TIME:
        return working_sum_is_right(operation);
    case WRIT_BUILTIN_ADD_DURATION:
    case WRIT_BUILTIN_SUBTRACT_DURATION:
        return counts_on_calendar(operation, 2) &&
               is_kind(operation, operands[0], WRIT_TYPE_INSTANT) &&
               is_kind(operation, operands[1], WRIT_TYPE_DURATION) &&
               gives_kind(operation, WRIT_TYPE_INSTANT);
    case WRIT_BUILTIN_WORKING_DAY:
        return working_day_is_right(operation);
    case WRIT_BUILTIN_MOMENT:
        return counts_on_calendar(operation, 2) &&
               is_kind(operation, operands[0], WRIT_TYPE_DATE) &&
               is_kind(operation, operands[1], WRIT_TYPE_TIME) &&
               gives_kind(operation, WRIT_TYPE_INSTANT);
    case WRIT_BUILTIN_CONVERTED:
        return conversion_is_right(operation);
    case WRIT_BUILTIN_DOCUMENT_NAME:
    case WRIT_BUILTIN_DOCUMENT_HASH:
        return is_of_document(operation) && gives_kind(operation, WRIT_TYPE_TEXT);
    case WRIT_BUILTIN_DOCUMENT_SIZE:
        return is_of_document(operation) && gives_kind(operation, WRIT_TYPE_NUMBER);
    }
    WRIT_UNREACHABLE();
}

// A field that is left out is computed, has a value at the start, or may be missing.
static bool field_may_be_left_out(const Operation *operation, const WritField *field)
{
    return field->computed != WRIT_NONE || field->at_start != WRIT_NONE ||
           type_at(operation, field->type)->optional;
}

static bool record_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    const WritType *type = type_at(operation, expr->type);
    if (type->kind != WRIT_TYPE_RECORD ||
        operation->plan->types.records[type->index].field_count != expr->c) {
        return false;
    }
    const WritField *fields = operation->plan->types.records[type->index].fields;
    for (uint32_t i = 0; i < expr->c; i++) {
        uint32_t given = operation->plan->operands[expr->b + i];
        bool right =
            given == WRIT_NONE
                ? field_may_be_left_out(operation, &fields[i])
                : fields[i].computed == WRIT_NONE &&
                      plan_type_fits(operation->plan, type_of(operation, given), fields[i].type);
        if (!right) {
            return false;
        }
    }
    return true;
}

// Elements are always there, and none needs an id of its own.
static bool list_is_right(const Operation *operation)
{
    const WritPlan *plan = operation->plan;
    const WritExpr *expr = operation->expr;
    WritTypeId element = plan_type_element(plan, expr->type);
    if (element == WRIT_NONE || type_at(operation, expr->type)->optional ||
        type_at(operation, element)->kind == WRIT_TYPE_LIST ||
        type_at(operation, element)->kind == WRIT_TYPE_RECORD) {
        return false;
    }
    for (uint32_t i = 0; i < expr->c; i++) {
        if (!plan_type_fits(plan, type_of(operation, plan->operands[expr->b + i]), element)) {
            return false;
        }
    }
    return true;
}

static bool name_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return is_kind(operation, expr->a, WRIT_TYPE_PERSON) && gives_kind(operation, WRIT_TYPE_TEXT);
}

static bool opposite_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return is_kind(operation, expr->a, WRIT_TYPE_BOOLEAN) &&
           gives_kind(operation, WRIT_TYPE_BOOLEAN);
}

static bool comparison_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return same_types(operation, expr->a, expr->b) && is_ordered(operation, expr->a) &&
           gives_kind(operation, WRIT_TYPE_BOOLEAN);
}

static bool emptiness_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return (is_kind(operation, expr->a, WRIT_TYPE_LIST) ||
            is_kind(operation, expr->a, WRIT_TYPE_TEXT)) &&
           gives_kind(operation, WRIT_TYPE_BOOLEAN);
}

static bool range_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return same_types(operation, expr->a, expr->b) && same_types(operation, expr->a, expr->c) &&
           is_ordered(operation, expr->a) && gives_kind(operation, WRIT_TYPE_BOOLEAN);
}

static bool negation_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    return is_numeric(kind_of(operation, expr->a)) && gives_type_of(operation, expr->a) &&
           !type_at(operation, expr->type)->optional;
}

static bool operation_is_right(const Operation *operation)
{
    const WritExpr *expr = operation->expr;
    switch (expr->operation) {
    case WRIT_OP_CONSTANT:
        return plan_constant_fits(operation->plan, expr->a, expr->type);
    case WRIT_OP_SLOT:
        return plan_type_same(operation->plan, expr->type, operation->plan->slots[expr->a].type);
    case WRIT_OP_LOCAL:
        return expr->a < WRIT_LOCALS_MAX;
    case WRIT_OP_SELF:
    case WRIT_OP_EVENT:
        return gives_kind(operation, WRIT_TYPE_RECORD);
    case WRIT_OP_FIELD:
        return field_is_right(operation);
    case WRIT_OP_CONTEXT:
        return context_is_right(operation);
    case WRIT_OP_PERSON_NAME:
        return name_is_right(operation);
    case WRIT_OP_AND:
    case WRIT_OP_OR:
        return all_operands_are(operation, WRIT_TYPE_BOOLEAN) &&
               gives_kind(operation, WRIT_TYPE_BOOLEAN);
    case WRIT_OP_NOT:
        return opposite_is_right(operation);
    case WRIT_OP_EQUAL:
    case WRIT_OP_NOT_EQUAL:
        return same_types(operation, expr->a, expr->b) && gives_kind(operation, WRIT_TYPE_BOOLEAN);
    case WRIT_OP_LESS:
    case WRIT_OP_LESS_EQUAL:
    case WRIT_OP_GREATER:
    case WRIT_OP_GREATER_EQUAL:
        return comparison_is_right(operation);
    case WRIT_OP_IS_MISSING:
    case WRIT_OP_IS_PRESENT:
        return gives_kind(operation, WRIT_TYPE_BOOLEAN);
    case WRIT_OP_IS_EMPTY:
        return emptiness_is_right(operation);
    case WRIT_OP_IN_LIST:
        return is_in_list(operation) && gives_kind(operation, WRIT_TYPE_BOOLEAN);
    case WRIT_OP_IN_SET:
        return is_in_set(operation) && gives_kind(operation, WRIT_TYPE_BOOLEAN);
    case WRIT_OP_IN_RANGE:
    case WRIT_OP_IN_RANGE_BELOW:
        return range_is_right(operation);
    case WRIT_OP_OR_ELSE:
        return or_else_is_right(operation);
    case WRIT_OP_ADD:
    case WRIT_OP_SUBTRACT:
        return sum_is_right(operation);
    case WRIT_OP_MULTIPLY:
        return product_is_right(operation);
    case WRIT_OP_NEGATE:
        return negation_is_right(operation);
    case WRIT_OP_EVERY:
    case WRIT_OP_SOME:
    case WRIT_OP_NO:
        return has_condition(operation) && gives_kind(operation, WRIT_TYPE_BOOLEAN);
    case WRIT_OP_COUNT:
        return has_condition(operation) && gives_kind(operation, WRIT_TYPE_NUMBER);
    case WRIT_OP_SUM:
        return total_is_right(operation);
    case WRIT_OP_CALL:
        return call_is_right(operation);
    case WRIT_OP_RECORD:
        return record_is_right(operation);
    case WRIT_OP_JOIN:
        return gives_kind(operation, WRIT_TYPE_TEXT);
    case WRIT_OP_LIST:
        return list_is_right(operation);
    }
    WRIT_UNREACHABLE();
}

WritStatus plan_check_operation(const PlanChecker *checker, uint32_t expr)
{
    Operation operation = {checker, checker->plan, &checker->plan->exprs[expr]};
    if (!operation_is_right(&operation)) {
        return plan_damaged(checker, "expr", expr,
                            "its operands or its type are not what its operation asks for");
    }
    return WRIT_OK;
}
