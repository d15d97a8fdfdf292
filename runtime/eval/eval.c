// The walk over an expression: reading, conditions, arithmetic.
#include "eval/walk.h"

#include <assert.h>
#include <stdio.h>

#include "eval/arithmetic.h"

// Bytes of a text that count as one step.
enum { WEIGHT_BYTES = 16 };

const WritValue walk_no = {.kind = WRIT_VALUE_BOOLEAN, .integer = 0};
const WritValue walk_yes = {.kind = WRIT_VALUE_BOOLEAN, .integer = 1};

Walk walk_start(WritScope *scope, WritError *error)
{
    return (Walk){.scope = scope, .plan = scope->plan, .error = error, .status = WRIT_OK};
}

// --- Failures -------------------------------------------------------------------------------

const WritValue *walk_fail(Walk *walk, uint32_t expr, WritStatus status, const char *format, ...)
{
    char sentence[WRIT_ERROR_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    (void)writ_fail(walk->error, status, "%s", sentence);
    return walk_name(walk, expr, status);
}

const WritValue *walk_name(Walk *walk, uint32_t expr, WritStatus status)
{
    walk->status = status;
    if (walk->error == NULL) {
        return NULL;
    }
    WritError before = *walk->error;
    WritBuffer formula = {0};
    writ_plan_print_expr(&formula, walk->plan, expr);
    (void)writ_fail(walk->error, status, "%s: %s", writ_buffer_string(&formula), before.text);
    if (before.hint[0] != '\0') {
        (void)writ_hint(walk->error, "%s", before.hint);
    }
    writ_buffer_dispose(&formula);
    return NULL;
}

static const WritValue *fail_missing(Walk *walk, uint32_t expr)
{
    WritBuffer formula = {0};
    writ_plan_print_expr(&formula, walk->plan, expr);
    bool slot = walk->plan->exprs[expr].operation == WRIT_OP_SLOT;
    walk->status =
        writ_fail(walk->error, WRIT_INVALID, slot ? "%s has no value yet" : "%s is missing",
                  writ_buffer_string(&formula));
    writ_buffer_dispose(&formula);
    return NULL;
}

// A failure inside a computed field says whose it is: the formula alone may not.
static const WritValue *name_computed(Walk *walk, const WritRecordType *record, uint32_t field)
{
    if (walk->error != NULL) {
        WritError before = *walk->error;
        (void)writ_fail(walk->error, before.status, "%s (in %.*s of %.*s)", before.text,
                        WRIT_TEXT_ARGS(record->fields[field].name), WRIT_TEXT_ARGS(record->name));
        (void)writ_hint(walk->error, "%s", before.hint);
    }
    return NULL;
}

bool walk_spend(Walk *walk, uint64_t steps)
{
    WritScope *scope = walk->scope;
    if (steps > WRIT_EVAL_STEPS_MAX || scope->steps > WRIT_EVAL_STEPS_MAX - steps) {
        walk->status = writ_fail(walk->error, WRIT_LIMIT,
                                 "an expression takes more than %d steps: its lists are too long",
                                 WRIT_EVAL_STEPS_MAX);
        return false;
    }
    scope->steps += (uint32_t)steps;
    return true;
}

uint64_t walk_weight(const WritValue *value)
{
    if (value->kind == WRIT_VALUE_TEXT) {
        return value->text.length / WEIGHT_BYTES;
    }
    uint32_t count = 0;
    const WritValue *parts = NULL;
    if (value->kind == WRIT_VALUE_LIST) {
        count = value->list->count;
        parts = value->list->items;
    } else if (value->kind == WRIT_VALUE_RECORD) {
        count = value->record->field_count;
        parts = value->record->fields;
    }
    uint64_t weight = count;
    for (uint32_t i = 0; i < count; i++) {
        weight += walk_weight(&parts[i]);
    }
    return weight;
}

// --- Reading --------------------------------------------------------------------------------

const WritValue *walk_present(Walk *walk, uint32_t expr, WritValue *room)
{
    const WritValue *value = walk_expr(walk, expr, room);
    if (value != NULL && value->kind == WRIT_VALUE_MISSING) {
        return fail_missing(walk, expr);
    }
    return value;
}

const WritValue *walk_computed(Walk *walk, const WritValue *record, uint32_t field, WritValue *room)
{
    WritScope *scope = walk->scope;
    const WritRecordType *type = &walk->plan->types.records[record->tag];
    const WritRecord *outer = scope->record;
    uint32_t outer_type = scope->record_type;
    scope->record = record->record;
    scope->record_type = record->tag;
    const WritValue *value = walk_expr(walk, type->fields[field].computed, room);
    bool held = value == NULL || value->kind != WRIT_VALUE_MONEY;
    if (!held) {
        *room = *value;
        value = room;
        held = walk_currency(walk, record->tag, record->record, field, room);
    }
    scope->record = outer;
    scope->record_type = outer_type;
    return held ? value : NULL;
}

// Most fields that are read are those of the record to which the expression belongs: they are found
// without making a value of it.
static const WritValue *own_field(Walk *walk, const WritExpr *expr)
{
    WritScope *scope = walk->scope;
    bool own =
        walk->plan->exprs[expr->a].operation == WRIT_OP_SELF && scope->steps < WRIT_EVAL_STEPS_MAX;
    if (!own ||
        walk->plan->types.records[scope->record_type].fields[expr->b].computed != WRIT_NONE) {
        return NULL;
    }
    scope->steps++; // For the record.
    return &scope->record->fields[expr->b];
}

static const WritValue *read_field(Walk *walk, const WritExpr *expr, WritValue *room)
{
    WritValue own;
    const WritValue *record = walk_present(walk, expr->a, &own);
    if (record == NULL) {
        return NULL;
    }
    assert(record->kind == WRIT_VALUE_RECORD && expr->b < record->record->field_count);
    const WritField *field = &walk->plan->types.records[record->tag].fields[expr->b];
    if (field->computed == WRIT_NONE) {
        return &record->record->fields[expr->b];
    }
    const WritValue *value = walk_computed(walk, record, expr->b, room);
    return value == NULL ? name_computed(walk, &walk->plan->types.records[record->tag], expr->b)
                         : value;
}

static const WritValue *read_self(const Walk *walk, WritValue *room)
{
    *room = (WritValue){
        .kind = WRIT_VALUE_RECORD,
        .tag = walk->scope->record_type,
        .record = (WritRecord *)walk->scope->record,
    };
    return room;
}

static const WritValue *read_name(Walk *walk, const WritExpr *expr, WritValue *room)
{
    const WritValue *person = walk_present(walk, expr->a, room);
    if (person == NULL) {
        return NULL;
    }
    *room = writ_value_text(walk->scope->person_name(walk->scope->self, person->text));
    return room;
}

// --- Conditions -----------------------------------------------------------------------------

static const WritValue *truth_of(bool truth)
{
    return truth ? &walk_yes : &walk_no;
}

bool walk_truth(Walk *walk, uint32_t expr, bool *truth)
{
    WritValue room;
    const WritValue *value = walk_present(walk, expr, &room);
    *truth = value != NULL && value->integer != 0;
    return value != NULL;
}

static const WritValue *both(Walk *walk, const WritExpr *expr, bool decides)
{
    bool truth = false;
    if (!walk_truth(walk, expr->a, &truth) ||
        (truth != decides && !walk_truth(walk, expr->b, &truth))) {
        return NULL;
    }
    return truth_of(truth);
}

static const WritValue *opposite(Walk *walk, const WritExpr *expr)
{
    bool truth = false;
    return walk_truth(walk, expr->a, &truth) ? truth_of(!truth) : NULL;
}

// Deep values count by their size.
static bool equal_parts(Walk *walk, const WritValue *a, const WritValue *b, bool *equal)
{
    *equal = false;
    if (!walk_spend(walk, walk_weight(a))) {
        return false;
    }
    *equal = writ_value_equal(*a, *b);
    return true;
}

bool walk_equal(Walk *walk, uint32_t expr, const WritValue *a, const WritValue *b, bool *equal)
{
    int order = 0;
    WritStatus status = WRIT_OK;
    switch (a->kind) {
    case WRIT_VALUE_MONEY:
        status = arithmetic_compare(&order, a, b, walk->error);
        *equal = order == 0;
        return status == WRIT_OK || walk_name(walk, expr, status) != NULL;
    case WRIT_VALUE_NUMBER:
    case WRIT_VALUE_PERCENT:
    case WRIT_VALUE_QUANTITY:
        *equal = writ_decimal_compare(a->number, b->number) == 0;
        return true;
    case WRIT_VALUE_BOOLEAN:
    case WRIT_VALUE_CHOICE:
    case WRIT_VALUE_DATE:
    case WRIT_VALUE_TIME:
    case WRIT_VALUE_INSTANT:
    case WRIT_VALUE_MONTH:
        *equal = a->integer == b->integer;
        return true;
    case WRIT_VALUE_COUNTRY:
    case WRIT_VALUE_CURRENCY:
        *equal = a->tag == b->tag;
        return true;
    case WRIT_VALUE_MISSING:
    case WRIT_VALUE_DURATION:
    case WRIT_VALUE_WORKING_TIME:
    case WRIT_VALUE_TEXT:
    case WRIT_VALUE_PERSON:
    case WRIT_VALUE_ROLE:
    case WRIT_VALUE_CALENDAR:
    case WRIT_VALUE_LIST:
    case WRIT_VALUE_RECORD:
    case WRIT_VALUE_DOCUMENT:
        return equal_parts(walk, a, b, equal);
    }
    WRIT_UNREACHABLE();
}

static const WritValue *equality(Walk *walk, uint32_t number, const WritExpr *expr)
{
    WritValue room_a;
    WritValue room_b;
    bool equal = false;
    const WritValue *a = walk_present(walk, expr->a, &room_a);
    const WritValue *b = a == NULL ? NULL : walk_present(walk, expr->b, &room_b);
    if (b == NULL || !walk_equal(walk, number, a, b, &equal)) {
        return NULL;
    }
    return truth_of(equal == (expr->operation == WRIT_OP_EQUAL));
}

static bool compare(Walk *walk, uint32_t expr, const WritValue *a, const WritValue *b, int *order)
{
    WritStatus status = arithmetic_compare(order, a, b, walk->error);
    return status == WRIT_OK || walk_name(walk, expr, status) != NULL;
}

static const WritValue *comparison(Walk *walk, uint32_t number, const WritExpr *expr)
{
    WritValue room_a;
    WritValue room_b;
    int order = 0;
    const WritValue *a = walk_present(walk, expr->a, &room_a);
    const WritValue *b = a == NULL ? NULL : walk_present(walk, expr->b, &room_b);
    if (b == NULL || !compare(walk, number, a, b, &order)) {
        return NULL;
    }
    if (expr->operation == WRIT_OP_LESS) {
        return truth_of(order < 0);
    }
    if (expr->operation == WRIT_OP_LESS_EQUAL) {
        return truth_of(order <= 0);
    }
    return truth_of(expr->operation == WRIT_OP_GREATER ? order > 0 : order >= 0);
}

static const WritValue *in_range(Walk *walk, uint32_t number, const WritExpr *expr)
{
    WritValue rooms[3];
    int from_low = 0;
    int from_high = 0;
    const WritValue *value = walk_present(walk, expr->a, &rooms[0]);
    const WritValue *low = value == NULL ? NULL : walk_present(walk, expr->b, &rooms[1]);
    const WritValue *high = low == NULL ? NULL : walk_present(walk, expr->c, &rooms[2]);
    if (high == NULL || !compare(walk, number, value, low, &from_low) ||
        !compare(walk, number, value, high, &from_high)) {
        return NULL;
    }
    bool below_high = expr->operation == WRIT_OP_IN_RANGE ? from_high <= 0 : from_high < 0;
    return truth_of(from_low >= 0 && below_high);
}

static const WritValue *in_set(Walk *walk, uint32_t number, const WritExpr *expr)
{
    WritValue room;
    bool found = false;
    const WritValue *value = walk_present(walk, expr->a, &room);
    for (uint32_t i = 0; value != NULL && !found && i < expr->c; i++) {
        WritValue own;
        const WritValue *member = walk_present(walk, walk->plan->operands[expr->b + i], &own);
        if (member == NULL || !walk_equal(walk, number, value, member, &found)) {
            return NULL;
        }
    }
    return value == NULL ? NULL : truth_of(found);
}

static const WritValue *in_list(Walk *walk, uint32_t number, const WritExpr *expr)
{
    WritValue room_a;
    WritValue room_b;
    bool found = false;
    const WritValue *value = walk_present(walk, expr->a, &room_a);
    const WritValue *list = value == NULL ? NULL : walk_present(walk, expr->b, &room_b);
    if (list == NULL || !walk_spend(walk, list->list->count)) {
        return NULL;
    }
    for (uint32_t i = 0; !found && i < list->list->count; i++) {
        if (!walk_equal(walk, number, value, &list->list->items[i], &found)) {
            return NULL;
        }
    }
    return truth_of(found);
}

static const WritValue *presence(Walk *walk, const WritExpr *expr)
{
    WritValue room;
    const WritValue *value = walk_expr(walk, expr->a, &room);
    if (value == NULL) {
        return NULL;
    }
    return truth_of((value->kind == WRIT_VALUE_MISSING) == (expr->operation == WRIT_OP_IS_MISSING));
}

static const WritValue *emptiness(Walk *walk, const WritExpr *expr)
{
    WritValue room;
    const WritValue *value = walk_present(walk, expr->a, &room);
    if (value == NULL) {
        return NULL;
    }
    return truth_of(value->kind == WRIT_VALUE_LIST ? value->list->count == 0
                                                   : value->text.length == 0);
}

// --- Arithmetic -----------------------------------------------------------------------------

static const WritValue *or_else(Walk *walk, const WritExpr *expr, WritValue *room)
{
    const WritValue *value = walk_expr(walk, expr->a, room);
    bool missing = value != NULL && value->kind == WRIT_VALUE_MISSING;
    return missing ? walk_expr(walk, expr->b, room) : value;
}

__attribute__((noinline)) static const WritValue *arithmetic(Walk *walk, uint32_t number,
                                                             const WritExpr *expr, WritValue *room)
{
    WritValue own;
    const WritValue *a = walk_present(walk, expr->a, room);
    const WritValue *b = a == NULL ? NULL : walk_present(walk, expr->b, &own);
    if (b == NULL) {
        return NULL;
    }
    WritStatus status = WRIT_OK;
    if (expr->operation == WRIT_OP_ADD) {
        status = arithmetic_add(room, a, b, walk->error);
    } else if (expr->operation == WRIT_OP_SUBTRACT) {
        status = arithmetic_subtract(room, a, b, walk->error);
    } else {
        status =
            arithmetic_multiply(room, a, b, walk->plan->types.types[expr->type].kind, walk->error);
    }
    return status == WRIT_OK ? room : walk_name(walk, number, status);
}

static const WritValue *negation(Walk *walk, const WritExpr *expr, WritValue *room)
{
    const WritValue *value = walk_present(walk, expr->a, room);
    if (value != NULL) {
        arithmetic_negate(room, value);
    }
    return value == NULL ? NULL : room;
}

// --- The walk -------------------------------------------------------------------------------

// Apart from the walk, so that constants, fields and sums, which are most of what is walked, do not
// pay for the room that the others need.
__attribute__((noinline)) static const WritValue *walk_operation(Walk *walk, uint32_t number,
                                                                 WritValue *room)
{
    const WritExpr *expr = &walk->plan->exprs[number];
    switch (expr->operation) {
    case WRIT_OP_CONSTANT:
        return &walk->plan->constants[expr->a];
    case WRIT_OP_SLOT:
        *room = walk->scope->slot(walk->scope->self, expr->a);
        return room;
    case WRIT_OP_LOCAL:
        return &walk->scope->locals[expr->a];
    case WRIT_OP_SELF:
        return read_self(walk, room);
    case WRIT_OP_FIELD:
        return read_field(walk, expr, room);
    case WRIT_OP_EVENT:
        return walk->scope->event;
    case WRIT_OP_CONTEXT:
        *room = walk->scope->context(walk->scope->self, (WritContextWord)expr->a);
        return room;
    case WRIT_OP_PERSON_NAME:
        return read_name(walk, expr, room);
    case WRIT_OP_AND:
        return both(walk, expr, false);
    case WRIT_OP_OR:
        return both(walk, expr, true);
    case WRIT_OP_NOT:
        return opposite(walk, expr);
    case WRIT_OP_EQUAL:
    case WRIT_OP_NOT_EQUAL:
        return equality(walk, number, expr);
    case WRIT_OP_LESS:
    case WRIT_OP_LESS_EQUAL:
    case WRIT_OP_GREATER:
    case WRIT_OP_GREATER_EQUAL:
        return comparison(walk, number, expr);
    case WRIT_OP_IS_MISSING:
    case WRIT_OP_IS_PRESENT:
        return presence(walk, expr);
    case WRIT_OP_IS_EMPTY:
        return emptiness(walk, expr);
    case WRIT_OP_IN_LIST:
        return in_list(walk, number, expr);
    case WRIT_OP_IN_SET:
        return in_set(walk, number, expr);
    case WRIT_OP_IN_RANGE:
    case WRIT_OP_IN_RANGE_BELOW:
        return in_range(walk, number, expr);
    case WRIT_OP_OR_ELSE:
        return or_else(walk, expr, room);
    case WRIT_OP_ADD:
    case WRIT_OP_SUBTRACT:
    case WRIT_OP_MULTIPLY:
        return arithmetic(walk, number, expr, room);
    case WRIT_OP_NEGATE:
        return negation(walk, expr, room);
    case WRIT_OP_EVERY:
    case WRIT_OP_SOME:
    case WRIT_OP_NO:
    case WRIT_OP_COUNT:
    case WRIT_OP_SUM:
        return walk_over_list(walk, number, room);
    case WRIT_OP_CALL:
        return walk_call(walk, number, room);
    case WRIT_OP_RECORD:
        return walk_record(walk, number, room);
    case WRIT_OP_JOIN:
        return walk_join(walk, number, room);
    case WRIT_OP_LIST:
        return walk_list(walk, number, room);
    }
    WRIT_UNREACHABLE();
}

const WritValue *walk_expr(Walk *walk, uint32_t expr, WritValue *room)
{
    if (walk->scope->steps >= WRIT_EVAL_STEPS_MAX && !walk_spend(walk, 1)) {
        return NULL;
    }
    walk->scope->steps++;
    const WritExpr *self = &walk->plan->exprs[expr];
    const WritValue *value = self->operation == WRIT_OP_CONSTANT ? &walk->plan->constants[self->a]
                             : self->operation == WRIT_OP_FIELD  ? own_field(walk, self)
                                                                 : NULL;
    if (value != NULL) {
        return value;
    }
    walk->depth++;
    assert(walk->depth <= WRIT_EXPR_DEPTH_MAX);
    bool sum = self->operation == WRIT_OP_ADD || self->operation == WRIT_OP_SUBTRACT ||
               self->operation == WRIT_OP_MULTIPLY;
    value = sum ? arithmetic(walk, expr, self, room) : walk_operation(walk, expr, room);
    walk->depth--;
    return value;
}

bool walk_result(Walk *walk, uint32_t expr, WritValue *value)
{
    WritValue room;
    bool optional = walk->plan->types.types[walk->plan->exprs[expr].type].optional;
    const WritValue *found =
        optional ? walk_expr(walk, expr, &room) : walk_present(walk, expr, &room);
    if (found == NULL) {
        return false;
    }
    *value = *found;
    return true;
}

// --- From outside ---------------------------------------------------------------------------

WritStatus writ_eval(WritScope *scope, uint32_t expr, WritValue *value, WritError *error)
{
    assert(expr < scope->plan->expr_count);
    Walk walk = walk_start(scope, error);
    *value = (WritValue){0};
    if (walk_result(&walk, expr, value) && value->kind == WRIT_VALUE_MONEY && value->tag == 0) {
        (void)walk_fail(&walk, expr, WRIT_INVALID, "there are no amounts to say its currency");
    }
    return walk.status;
}

WritStatus writ_eval_truth(WritScope *scope, uint32_t expr, bool *truth, WritError *error)
{
    assert(expr < scope->plan->expr_count);
    Walk walk = walk_start(scope, error);
    (void)walk_truth(&walk, expr, truth);
    return walk.status;
}

WritStatus writ_eval_record(WritScope *scope, uint32_t record_type, const uint32_t *exprs,
                            WritValue *value, WritError *error)
{
    Walk walk = walk_start(scope, error);
    (void)walk_fields(&walk, record_type, exprs, value);
    return walk.status;
}
