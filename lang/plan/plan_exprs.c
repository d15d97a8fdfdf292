// Expressions: operands stand below their users, nothing reads itself, nothing is too deep, and
// what each needs around it is known.
//
// Operands can not form a circle because they have lower indexes. Computed fields and values at the
// start lead to other expressions by way of a record's type, upwards too; those edges are followed
// with a mark on what is being visited.
#include "plan/plan_check.h"

#include <assert.h>

typedef enum Mark {
    NOT_VISITED = 0,
    BEING_VISITED,
    VISITED,
} Mark;

typedef struct Visit {
    PlanChecker *checker;
    unsigned char *marks;
    uint16_t *heights; // Expressions below and with this one, along the longest way.
} Visit;

PlanNeeds plan_needs_nothing(void)
{
    PlanNeeds needs = {.self = WRIT_NONE, .event = WRIT_NONE};
    for (int i = 0; i < WRIT_LOCALS_MAX; i++) {
        needs.locals[i] = WRIT_NONE;
    }
    return needs;
}

static bool add_record(uint32_t *record, uint32_t more)
{
    if (more == WRIT_NONE) {
        return true;
    }
    if (*record == WRIT_NONE) {
        *record = more;
    }
    return *record == more;
}

static bool add_node(const PlanChecker *checker, uint32_t *node, uint32_t more)
{
    if (plan_node_within(checker, more, *node)) {
        *node = more;
        return true;
    }
    return plan_node_within(checker, *node, more);
}

bool plan_needs_add(const PlanChecker *checker, PlanNeeds *needs, const PlanNeeds *more)
{
    needs->slots = needs->slots || more->slots;
    needs->words = needs->words || more->words;
    needs->owed = needs->owed || more->owed;
    for (int i = 0; i < WRIT_LOCALS_MAX; i++) {
        WritTypeId local = more->locals[i];
        if (local == WRIT_NONE) {
            continue;
        }
        if (needs->locals[i] == WRIT_NONE) {
            needs->locals[i] = local;
        }
        if (!plan_type_same(checker->plan, needs->locals[i], local)) {
            return false;
        }
    }
    return add_record(&needs->self, more->self) && add_record(&needs->event, more->event) &&
           add_node(checker, &needs->node, more->node);
}

PlanPlace plan_place_closed(void)
{
    PlanPlace place = {.self = WRIT_NONE, .event = WRIT_NONE};
    for (int i = 0; i < WRIT_LOCALS_MAX; i++) {
        place.locals[i] = WRIT_NONE;
    }
    return place;
}

PlanPlace plan_place_in_node(uint32_t node)
{
    PlanPlace place = plan_place_closed();
    place.node = node;
    place.slots = true;
    place.words = true;
    return place;
}

bool plan_place_offers(const PlanChecker *checker, const PlanPlace *place, const PlanNeeds *needs)
{
    for (int i = 0; i < WRIT_LOCALS_MAX; i++) {
        if (needs->locals[i] != WRIT_NONE &&
            (place->locals[i] == WRIT_NONE ||
             !plan_type_same(checker->plan, place->locals[i], needs->locals[i]))) {
            return false;
        }
    }
    return (!needs->slots || place->slots) && (!needs->words || place->words) &&
           (!needs->owed || place->owed) &&
           (needs->self == WRIT_NONE || needs->self == place->self) &&
           (needs->event == WRIT_NONE || needs->event == place->event) &&
           plan_node_within(checker, place->node, needs->node);
}

static WritStatus visit(Visit *visit_state, uint32_t expr, uint32_t depth);

// `below` belongs to what `expr` evaluates.
static WritStatus follow(Visit *state, uint32_t expr, uint32_t below, uint32_t depth)
{
    WritStatus status = visit(state, below, depth + 1);
    if (status == WRIT_OK && state->heights[expr] < state->heights[below] + 1) {
        state->heights[expr] = (uint16_t)(state->heights[below] + 1);
    }
    return status;
}

static WritStatus follow_operand(Visit *state, uint32_t expr, uint32_t operand, uint32_t depth)
{
    if (operand >= expr) {
        return plan_damaged(state->checker, "expr", expr, "an operand does not stand below it");
    }
    WritStatus status = follow(state, expr, operand, depth);
    PlanChecker *checker = state->checker;
    if (status == WRIT_OK &&
        !plan_needs_add(checker, &checker->needs[expr], &checker->needs[operand])) {
        return plan_damaged(checker, "expr", expr, "its operands belong to different places");
    }
    return status;
}

// The condition and the summed expression of an operation on a list: the variable of the list is
// theirs and nobody else's.
static WritStatus follow_inside(Visit *state, uint32_t expr, uint32_t inside, uint32_t depth)
{
    if (inside == WRIT_NONE) {
        return WRIT_OK;
    }
    if (inside >= expr) {
        return plan_damaged(state->checker, "expr", expr, "an operand does not stand below it");
    }
    PlanChecker *checker = state->checker;
    const WritPlan *plan = checker->plan;
    const WritExpr *self = &plan->exprs[expr];
    WritStatus status = follow(state, expr, inside, depth);
    if (status != WRIT_OK) {
        return status;
    }
    WritTypeId element = plan_type_element(plan, plan->exprs[self->a].type);
    PlanNeeds needs = checker->needs[inside];
    WritTypeId local = needs.locals[self->c];
    needs.locals[self->c] = WRIT_NONE;
    if ((local != WRIT_NONE && !plan_type_same(plan, local, element)) ||
        !plan_needs_add(checker, &checker->needs[expr], &needs)) {
        return plan_damaged(checker, "expr", expr, "its operands belong to different places");
    }
    return WRIT_OK;
}

static WritStatus follow_operands(Visit *state, uint32_t expr, uint32_t depth)
{
    const WritPlan *plan = state->checker->plan;
    const WritExpr *self = &plan->exprs[expr];
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < self->c; i++) {
        uint32_t operand = plan->operands[self->b + i];
        if (operand != WRIT_NONE) {
            status = follow_operand(state, expr, operand, depth);
        }
    }
    return status;
}

static WritStatus follow_computed(Visit *state, uint32_t expr, uint32_t depth)
{
    const WritPlan *plan = state->checker->plan;
    const WritExpr *self = &plan->exprs[expr];
    uint32_t record = plan->types.types[plan->exprs[self->a].type].index;
    uint32_t computed = plan->types.records[record].fields[self->b].computed;
    return computed == WRIT_NONE ? WRIT_OK : follow(state, expr, computed, depth);
}

static WritStatus follow_at_start(Visit *state, uint32_t expr, uint32_t depth)
{
    const WritPlan *plan = state->checker->plan;
    const WritExpr *self = &plan->exprs[expr];
    const WritField *fields = plan->types.records[plan->types.types[self->type].index].fields;
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < self->c; i++) {
        if (plan->operands[self->b + i] == WRIT_NONE && fields[i].at_start != WRIT_NONE) {
            status = follow(state, expr, fields[i].at_start, depth);
        }
    }
    return status;
}

static void need_itself(PlanChecker *checker, uint32_t expr)
{
    const WritPlan *plan = checker->plan;
    const WritExpr *self = &plan->exprs[expr];
    PlanNeeds *needs = &checker->needs[expr];
    if (self->operation == WRIT_OP_SLOT) {
        needs->slots = true;
        needs->node = plan->slots[self->a].node;
    } else if (self->operation == WRIT_OP_LOCAL) {
        needs->locals[self->a] = self->type;
    } else if (self->operation == WRIT_OP_SELF) {
        needs->self = plan->types.types[self->type].index;
    } else if (self->operation == WRIT_OP_EVENT) {
        needs->event = plan->types.types[self->type].index;
    } else if (self->operation == WRIT_OP_CONTEXT && self->a == WRIT_CONTEXT_OWED_CALENDAR) {
        needs->owed = true;
    } else {
        needs->words = true;
    }
}

static WritStatus follow_all(Visit *state, const uint32_t operands[3], uint32_t expr,
                             uint32_t depth)
{
    WritStatus status = WRIT_OK;
    for (int i = 0; status == WRIT_OK && i < 3; i++) {
        if (operands[i] != WRIT_NONE) {
            status = follow_operand(state, expr, operands[i], depth);
        }
    }
    return status;
}

static WritStatus follow_edges(Visit *state, uint32_t expr, uint32_t depth)
{
    const WritExpr *self = &state->checker->plan->exprs[expr];
    WritStatus status = WRIT_OK;
    switch (self->operation) {
    case WRIT_OP_CONSTANT:
    case WRIT_OP_SLOT:
    case WRIT_OP_LOCAL:
    case WRIT_OP_SELF:
    case WRIT_OP_EVENT:
    case WRIT_OP_CONTEXT:
        return WRIT_OK;
    case WRIT_OP_FIELD:
    case WRIT_OP_PERSON_NAME:
    case WRIT_OP_NOT:
    case WRIT_OP_IS_MISSING:
    case WRIT_OP_IS_PRESENT:
    case WRIT_OP_IS_EMPTY:
    case WRIT_OP_NEGATE:
        return follow_operand(state, expr, self->a, depth);
    case WRIT_OP_AND:
    case WRIT_OP_OR:
    case WRIT_OP_EQUAL:
    case WRIT_OP_NOT_EQUAL:
    case WRIT_OP_LESS:
    case WRIT_OP_LESS_EQUAL:
    case WRIT_OP_GREATER:
    case WRIT_OP_GREATER_EQUAL:
    case WRIT_OP_IN_LIST:
    case WRIT_OP_OR_ELSE:
    case WRIT_OP_ADD:
    case WRIT_OP_SUBTRACT:
    case WRIT_OP_MULTIPLY:
        return follow_all(state, (const uint32_t[3]){self->a, self->b, WRIT_NONE}, expr, depth);
    case WRIT_OP_IN_RANGE:
    case WRIT_OP_IN_RANGE_BELOW:
        return follow_all(state, (const uint32_t[3]){self->a, self->b, self->c}, expr, depth);
    case WRIT_OP_IN_SET:
        status = follow_operand(state, expr, self->a, depth);
        return status == WRIT_OK ? follow_operands(state, expr, depth) : status;
    case WRIT_OP_CALL:
    case WRIT_OP_RECORD:
    case WRIT_OP_JOIN:
    case WRIT_OP_LIST:
        return follow_operands(state, expr, depth);
    case WRIT_OP_EVERY:
    case WRIT_OP_SOME:
    case WRIT_OP_NO:
    case WRIT_OP_COUNT:
    case WRIT_OP_SUM:
        // The rest of these waits until the list is known to be one.
        return follow_operand(state, expr, self->a, depth);
    }
    WRIT_UNREACHABLE();
}

// What can be followed only after the types are known to be right.
static WritStatus follow_typed_edges(Visit *state, uint32_t expr, uint32_t depth)
{
    const WritExpr *self = &state->checker->plan->exprs[expr];
    WritOperation operation = self->operation;
    if (operation == WRIT_OP_FIELD) {
        return follow_computed(state, expr, depth);
    }
    if (operation == WRIT_OP_RECORD) {
        return follow_at_start(state, expr, depth);
    }
    if (operation == WRIT_OP_SLOT || operation == WRIT_OP_LOCAL || operation == WRIT_OP_SELF ||
        operation == WRIT_OP_EVENT || operation == WRIT_OP_CONTEXT ||
        operation == WRIT_OP_PERSON_NAME) {
        need_itself(state->checker, expr);
        return WRIT_OK;
    }
    bool over_list = operation == WRIT_OP_EVERY || operation == WRIT_OP_SOME ||
                     operation == WRIT_OP_NO || operation == WRIT_OP_COUNT ||
                     operation == WRIT_OP_SUM;
    if (!over_list) {
        return WRIT_OK;
    }
    WritStatus status = follow_inside(state, expr, self->b, depth);
    if (status == WRIT_OK && operation == WRIT_OP_SUM) {
        status = follow_inside(state, expr, self->extra, depth);
    }
    return status;
}

static WritStatus visit(Visit *state, uint32_t expr, uint32_t depth)
{
    PlanChecker *checker = state->checker;
    if (state->marks[expr] == VISITED) {
        return WRIT_OK;
    }
    if (state->marks[expr] == BEING_VISITED) {
        return plan_damaged(checker, "expr", expr, "a computed field needs its own value");
    }
    if (depth > WRIT_EXPR_DEPTH_MAX) {
        return plan_damaged(checker, "expr", expr, "it stands more than %d deep",
                            WRIT_EXPR_DEPTH_MAX);
    }
    state->marks[expr] = BEING_VISITED;
    state->heights[expr] = 1;
    checker->needs[expr] = plan_needs_nothing();
    WritStatus status = follow_edges(state, expr, depth);
    if (status == WRIT_OK) {
        status = plan_check_operation(checker, expr);
    }
    if (status == WRIT_OK) {
        status = follow_typed_edges(state, expr, depth);
    }
    if (status == WRIT_OK && state->heights[expr] > WRIT_EXPR_DEPTH_MAX) {
        return plan_damaged(checker, "expr", expr, "it is more than %d deep", WRIT_EXPR_DEPTH_MAX);
    }
    state->marks[expr] = VISITED;
    return status;
}

WritStatus plan_check_exprs(PlanChecker *checker)
{
    uint32_t count = checker->plan->expr_count;
    Visit state = {.checker = checker};
    state.marks = writ_arena_alloc(checker->scratch, count);
    state.heights = writ_arena_array(checker->scratch, count, sizeof *state.heights);
    checker->needs = writ_arena_array(checker->scratch, count, sizeof *checker->needs);
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < count; i++) {
        status = visit(&state, i, 1);
    }
    return status;
}

WritStatus plan_use_kind(const PlanChecker *checker, uint32_t expr, WritTypeKind kind,
                         const PlanPlace *place, const char *what, uint32_t index)
{
    const WritType *type = &checker->plan->types.types[checker->plan->exprs[expr].type];
    if (type->kind != kind || type->optional) {
        return plan_damaged(checker, what, index, "expr %u has the wrong type for it", expr);
    }
    if (!plan_place_offers(checker, place, &checker->needs[expr])) {
        return plan_damaged(checker, what, index, "expr %u reads what is not there", expr);
    }
    return WRIT_OK;
}

WritStatus plan_use_type(const PlanChecker *checker, uint32_t expr, WritTypeId type,
                         const PlanPlace *place, const char *what, uint32_t index)
{
    if (!plan_type_fits(checker->plan, checker->plan->exprs[expr].type, type)) {
        return plan_damaged(checker, what, index, "expr %u has the wrong type for it", expr);
    }
    if (!plan_place_offers(checker, place, &checker->needs[expr])) {
        return plan_damaged(checker, what, index, "expr %u reads what is not there", expr);
    }
    return WRIT_OK;
}
