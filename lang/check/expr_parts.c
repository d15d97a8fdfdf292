// The parts that expressions are made of, and what is known to be there.
#include <assert.h>

#include "check/currency.h"
#include "check/exprs.h"
#include "check/places.h"
#include "check/types.h"

Expr *check_expr_new(Scope *scope, WritOperation operation, TypeId type, WritSpan span)
{
    Expr *expr = writ_arena_alloc(scope->checker->arena, sizeof *expr);
    expr->operation = operation;
    expr->type = type;
    expr->span = span;
    expr->height = 1;
    return expr;
}

void check_expr_stands_on(Expr *expr, uint32_t height)
{
    if (expr->height <= height) {
        expr->height = (uint16_t)(height < UINT16_MAX ? height + 1 : UINT16_MAX);
    }
}

static void add_operand(Expr *expr, const Expr *operand)
{
    if (operand != NULL) {
        expr->asks_flow = expr->asks_flow || operand->asks_flow;
        check_expr_stands_on(expr, operand->height);
    }
}

void check_expr_operands(Expr *expr, Expr *a, Expr *b, Expr *c)
{
    expr->a = a;
    expr->b = b;
    expr->c = c;
    add_operand(expr, a);
    add_operand(expr, b);
    add_operand(expr, c);
}

void check_expr_items(Expr *expr, Expr **items, uint32_t count)
{
    expr->items = items;
    expr->item_count = count;
    for (uint32_t i = 0; i < count; i++) {
        add_operand(expr, items[i]);
    }
}

Expr *check_expr_unknown(Scope *scope, WritSpan span)
{
    return check_expr_new(scope, WRIT_OP_CONSTANT, TYPE_UNKNOWN, span);
}

Expr *check_expr_constant(Scope *scope, TypeId type, WritSpan span, WritValue value)
{
    Expr *expr = check_expr_new(scope, WRIT_OP_CONSTANT, type, span);
    expr->constant = value;
    if (value.kind == WRIT_VALUE_MONEY) {
        expr->currency.code = value.tag;
    }
    return expr;
}

bool check_expr_is_unknown(const Expr *expr)
{
    return expr->type == TYPE_UNKNOWN;
}

void check_expr_mark_fields(const Expr *expr, bool *read)
{
    if (expr == NULL) {
        return;
    }
    if (expr->operation == WRIT_OP_FIELD && expr->a->operation == WRIT_OP_SELF) {
        read[expr->number] = true;
        return;
    }
    check_expr_mark_fields(expr->a, read);
    check_expr_mark_fields(expr->b, read);
    check_expr_mark_fields(expr->c, read);
    for (uint32_t i = 0; i < expr->item_count; i++) {
        check_expr_mark_fields(expr->items[i], read);
    }
}

Expr *check_expr_field(Scope *scope, Expr *record, uint32_t number, WritSpan span)
{
    const Record *type = check_type_record(scope->checker, record->type);
    const Field *field = &type->fields[number];
    Expr *expr = check_expr_new(scope, WRIT_OP_FIELD, field->type, span);
    check_expr_operands(expr, record, NULL, NULL);
    check_expr_stands_on(expr, field->height);
    expr->number = number;
    expr->place = check_place_field(scope->checker, record->place, number, field->type);
    expr->currency = check_currency_of_field(scope->checker, record->place, type, number);
    return expr;
}

bool check_slot_may_be_empty(const Checker *checker, const Slot *slot)
{
    switch (slot->kind) {
    case WRIT_SLOT_RESULT:
    case WRIT_SLOT_FILLED:
        return true;
    case WRIT_SLOT_STORED:
        return slot->at_start == NULL && !check_type_is_optional(checker, slot->type);
    case WRIT_SLOT_PARAMETER:
    case WRIT_SLOT_ELEMENT:
        return false;
    }
    WRIT_UNREACHABLE();
}

Expr *check_expr_slot(Scope *scope, Slot *slot, WritSpan span)
{
    Expr *expr = check_expr_new(scope, WRIT_OP_SLOT, slot->type, span);
    expr->slot = slot;
    expr->place = slot->place;
    if (check_type_is(scope->checker, slot->type, WRIT_TYPE_MONEY)) {
        expr->currency.code = check_type(scope->checker, slot->type)->currency;
    }
    slot->read = true;
    if (check_slot_may_be_empty(scope->checker, slot)) {
        if (slot->fact == FACT_NONE) {
            slot->fact = scope->process->fact_count++;
        }
        expr->asks_flow = true;
    }
    return expr;
}

// --- What is there ------------------------------------------------------------------------

static bool is_known(const Scope *scope, PlaceId place)
{
    for (const Known *known = scope->known; known != NULL; known = known->outer) {
        if (known->place == place) {
            return true;
        }
    }
    return false;
}

static void tell_may_be_missing(Checker *checker, const Expr *expr)
{
    const char *place = expr->place == 0 ? "" : check_place_text(checker, expr->place);
    WritDiag *diag = place[0] == '\0'
                         ? diag_error(checker->diags, DIAG_MAY_BE_MISSING, expr->span,
                                      "this may be missing, and here it must be there")
                         : diag_error(checker->diags, DIAG_MAY_BE_MISSING, expr->span,
                                      "\"%s\" may be missing, and here it must be there", place);
    diag_reason(diag, "Its type is %s.", check_type_text(checker, expr->type));
    diag_hint(diag, "Ask \"is present\" before, or say with \"or else\" what holds then.");
}

// The flow of the process can prove what lies within a slot; not what a variable of one expression
// stands for.
static bool can_flow_prove(const Scope *scope, PlaceId place)
{
    if (scope->process == NULL || place == 0) {
        return false;
    }
    PlaceId root = check_place_root_of(scope->checker, place);
    return scope->checker->places.nodes[root].slot != NULL;
}

Expr *check_require(Scope *scope, Expr *expr)
{
    Checker *checker = scope->checker;
    if (!check_type_is_optional(checker, expr->type)) {
        return expr;
    }
    if (expr->place != 0 && is_known(scope, expr->place)) {
        expr->type = check_type_required(checker, expr->type);
        return expr;
    }
    if (!can_flow_prove(scope, expr->place)) {
        tell_may_be_missing(checker, expr);
        return check_expr_unknown(scope, expr->span);
    }
    NameTable *facts = &scope->process->present_facts;
    if (check_names_find(facts, expr->place) == NULL) {
        uintptr_t fact = (uintptr_t)scope->process->fact_count++ + 1;
        (void)check_names_put(facts, checker->arena, expr->place, (void *)fact);
    }
    expr->type = check_type_required(checker, expr->type);
    expr->asks_present = true;
    expr->asks_flow = true;
    return expr;
}

Truth check_truth_not(Truth truth)
{
    return truth == HOLDS ? HOLDS_NOT : HOLDS;
}

const Known *check_known(Scope *scope, const Expr *condition, Truth truth, const Known *outer)
{
    switch (condition->operation) {
    case WRIT_OP_NOT:
        return check_known(scope, condition->a, check_truth_not(truth), outer);
    case WRIT_OP_AND:
    case WRIT_OP_OR:
        if ((condition->operation == WRIT_OP_AND) == (truth == HOLDS)) {
            const Known *known = check_known(scope, condition->a, truth, outer);
            return check_known(scope, condition->b, truth, known);
        }
        return outer;
    case WRIT_OP_IS_PRESENT:
    case WRIT_OP_IS_MISSING:
        if ((condition->operation == WRIT_OP_IS_PRESENT) == (truth == HOLDS) &&
            condition->a->place != 0) {
            Known *known = writ_arena_alloc(scope->checker->arena, sizeof *known);
            *known = (Known){condition->a->place, outer};
            return known;
        }
        return outer;
    case WRIT_OP_CONSTANT:
    case WRIT_OP_SLOT:
    case WRIT_OP_LOCAL:
    case WRIT_OP_SELF:
    case WRIT_OP_FIELD:
    case WRIT_OP_EVENT:
    case WRIT_OP_CONTEXT:
    case WRIT_OP_PERSON_NAME:
    case WRIT_OP_EQUAL:
    case WRIT_OP_NOT_EQUAL:
    case WRIT_OP_LESS:
    case WRIT_OP_LESS_EQUAL:
    case WRIT_OP_GREATER:
    case WRIT_OP_GREATER_EQUAL:
    case WRIT_OP_IS_EMPTY:
    case WRIT_OP_IN_LIST:
    case WRIT_OP_IN_SET:
    case WRIT_OP_IN_RANGE:
    case WRIT_OP_IN_RANGE_BELOW:
    case WRIT_OP_OR_ELSE:
    case WRIT_OP_ADD:
    case WRIT_OP_SUBTRACT:
    case WRIT_OP_MULTIPLY:
    case WRIT_OP_NEGATE:
    case WRIT_OP_EVERY:
    case WRIT_OP_SOME:
    case WRIT_OP_NO:
    case WRIT_OP_COUNT:
    case WRIT_OP_SUM:
    case WRIT_OP_CALL:
    case WRIT_OP_RECORD:
    case WRIT_OP_JOIN:
    case WRIT_OP_LIST:
        return outer;
    }
    WRIT_UNREACHABLE();
}
