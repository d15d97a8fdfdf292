// Which fields an expression reads, those that computed fields and values at the start read
// included. The depth of the walk is that of expressions (WRIT_EXPR_DEPTH_MAX).
#include "eval/reading.h"

typedef struct Marking {
    const WritPlan *plan;
    bool **marks;
    bool *visited;     // One an expression.
    bool *whole;       // One a record type: all of it is read.
    uint32_t *waiting; // Room for all record types.
} Marking;

static void visit(Marking *marking, uint32_t expr);

static uint32_t record_of(const WritTypes *types, WritTypeId type)
{
    while (types->types[type].kind == WRIT_TYPE_LIST) {
        type = types->types[type].index;
    }
    return types->types[type].kind == WRIT_TYPE_RECORD ? types->types[type].index : WRIT_NONE;
}

// Two records are compared field by field, in depth; records may hold one another to any depth.
static void mark_whole(Marking *marking, uint32_t record)
{
    uint32_t *waiting = marking->waiting;
    const WritTypes *types = &marking->plan->types;
    uint32_t count = 0;
    waiting[count++] = record;
    marking->whole[record] = true;
    while (count > 0) {
        uint32_t at = waiting[--count];
        for (uint32_t i = 0; i < types->records[at].field_count; i++) {
            const WritField *field = &types->records[at].fields[i];
            if (field->computed != WRIT_NONE) {
                continue;
            }
            marking->marks[at][i] = true;
            uint32_t inner = record_of(types, field->type);
            if (inner != WRIT_NONE && !marking->whole[inner]) {
                marking->whole[inner] = true;
                waiting[count++] = inner;
            }
        }
    }
}

static void visit_optional(Marking *marking, uint32_t expr)
{
    if (expr != WRIT_NONE) {
        visit(marking, expr);
    }
}

static bool compares(WritOperation operation)
{
    return operation == WRIT_OP_EQUAL || operation == WRIT_OP_NOT_EQUAL ||
           operation == WRIT_OP_IN_LIST || operation == WRIT_OP_IN_SET || operation == WRIT_OP_JOIN;
}

static void visit_operand(Marking *marking, const WritExpr *user, uint32_t operand)
{
    if (operand == WRIT_NONE) {
        return;
    }
    visit(marking, operand);
    uint32_t record = record_of(&marking->plan->types, marking->plan->exprs[operand].type);
    if (compares(user->operation) && record != WRIT_NONE && !marking->whole[record]) {
        mark_whole(marking, record);
    }
}

static void visit_field(Marking *marking, const WritExpr *expr)
{
    const WritPlan *plan = marking->plan;
    uint32_t record = plan->types.types[plan->exprs[expr->a].type].index;
    marking->marks[record][expr->b] = true;
    visit_optional(marking, plan->types.records[record].fields[expr->b].computed);
}

static void visit_starts(Marking *marking, const WritExpr *expr)
{
    const WritPlan *plan = marking->plan;
    const WritRecordType *record = &plan->types.records[plan->types.types[expr->type].index];
    for (uint32_t i = 0; i < expr->c; i++) {
        if (plan->operands[expr->b + i] == WRIT_NONE) {
            visit_optional(marking, record->fields[i].at_start);
        }
    }
}

static void visit(Marking *marking, uint32_t number)
{
    const WritPlan *plan = marking->plan;
    const WritExpr *expr = &plan->exprs[number];
    if (marking->visited[number]) {
        return;
    }
    marking->visited[number] = true;
    unsigned uses = writ_plan_uses(expr->operation);
    const uint32_t operands[] = {
        uses & WRIT_USES_A ? expr->a : WRIT_NONE,
        uses & WRIT_USES_B ? expr->b : WRIT_NONE,
        uses & WRIT_USES_C ? expr->c : WRIT_NONE,
        uses & WRIT_USES_EXTRA ? expr->extra : WRIT_NONE,
    };
    for (size_t i = 0; i < sizeof operands / sizeof operands[0]; i++) {
        visit_operand(marking, expr, operands[i]);
    }
    for (uint32_t i = 0; (uses & WRIT_USES_LIST) != 0 && i < expr->c; i++) {
        visit_operand(marking, expr, plan->operands[expr->b + i]);
    }
    if (expr->operation == WRIT_OP_FIELD) {
        visit_field(marking, expr);
    } else if (expr->operation == WRIT_OP_RECORD) {
        visit_starts(marking, expr);
    }
}

bool **reading_marks(const WritMeasure *measure, WritArena *arena)
{
    const WritPlan *plan = &measure->exprs;
    const WritTypes *types = &plan->types;
    Marking marking = {
        .plan = plan,
        .marks = writ_arena_array(arena, types->record_count, sizeof(bool *)),
        .visited = writ_arena_array(arena, plan->expr_count, sizeof(bool)),
        .whole = writ_arena_array(arena, types->record_count, sizeof(bool)),
        .waiting = writ_arena_array(arena, types->record_count, sizeof(uint32_t)),
    };
    for (uint32_t i = 0; i < types->record_count; i++) {
        marking.marks[i] = writ_arena_array(arena, types->records[i].field_count, sizeof(bool));
    }
    visit(&marking, measure->is);
    visit_optional(&marking, measure->where);
    return marking.marks;
}
