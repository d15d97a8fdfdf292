// Why a decision gave what it gave: every cell of every row, with the value that it saw.
#include "writ/eval.h"

void writ_eval_explain(WritExplanation *explanation, WritArena *arena, const WritPlan *plan,
                       uint32_t decision, WritValue input)
{
    const WritDecision *declared = &plan->decisions[decision];
    const WritField *fields = plan->types.records[declared->input].fields;
    *explanation = (WritExplanation){
        .rows = writ_arena_array(arena, declared->row_count, sizeof *explanation->rows),
        .row_count = declared->row_count,
        .column_count = declared->column_count,
    };
    for (uint32_t i = 0; i < declared->row_count; i++) {
        const WritRow *row = &plan->rows[declared->rows_start + i];
        WritRowSeen *seen = &explanation->rows[i];
        seen->label = row->label;
        seen->row = declared->rows_start + i;
        seen->matched = true;
        seen->cells = writ_arena_array(arena, declared->column_count, sizeof *seen->cells);
        for (uint32_t k = 0; k < declared->column_count; k++) {
            uint32_t field = plan->operands[declared->columns_start + k];
            WritCellSeen *cell = &seen->cells[k];
            cell->cell = &plan->cells[row->cells_start + k];
            cell->column = fields[field].name;
            cell->value = input.record->fields[field];
            cell->matched = writ_eval_cell(plan, cell->cell, cell->value);
            seen->matched = seen->matched && cell->matched;
        }
    }
}

static void add_value(WritBuffer *out, const WritPlan *plan, const WritCellSeen *seen)
{
    writ_buffer_add(out, seen->column);
    if (seen->value.kind != WRIT_VALUE_MISSING) {
        writ_buffer_add_byte(out, ' ');
        writ_value_print(out, &plan->types, seen->value);
    }
}

static void add_match(WritBuffer *out, const WritPlan *plan, const WritCellSeen *seen)
{
    add_value(out, plan, seen);
    writ_buffer_add_string(out, " is ");
    writ_buffer_add(out, seen->cell->text);
}

static void add_mismatch(WritBuffer *out, const WritPlan *plan, const WritCellSeen *seen)
{
    add_value(out, plan, seen);
    writ_buffer_add_string(out, seen->value.kind == WRIT_VALUE_MISSING ? " is missing, not in \""
                                                                       : " is not in \"");
    writ_buffer_add(out, seen->cell->text);
    writ_buffer_add_byte(out, '"');
}

// A row that matches tells all that it asked for, one that does not what it failed on first.
void writ_eval_explain_row(WritBuffer *out, const WritPlan *plan,
                           const WritExplanation *explanation, uint32_t position)
{
    const WritRowSeen *row = &explanation->rows[position];
    bool told = false;
    for (uint32_t i = 0; i < explanation->column_count && (row->matched || !told); i++) {
        const WritCellSeen *seen = &row->cells[i];
        if (row->matched ? seen->cell->kind == WRIT_CELL_ANY : seen->matched) {
            continue;
        }
        writ_buffer_add_string(out, told ? "; " : "");
        if (row->matched) {
            add_match(out, plan, seen);
        } else {
            add_mismatch(out, plan, seen);
        }
        told = true;
    }
    if (!told) {
        writ_buffer_add_string(out, "it matches everything");
    }
}

// --- Results --------------------------------------------------------------------------------

typedef struct Seeing {
    WritScope *scope;
    const WritPlan *plan;
    WritResultSeen *result;
    uint32_t steps; // A plan may use one operand many times over.
} Seeing;

enum { SEEING_STEPS_MAX = 100000 };

static void see(Seeing *seeing, uint32_t expr);

static void see_operands(Seeing *seeing, const WritExpr *expr)
{
    unsigned uses = writ_plan_uses(expr->operation);
    // What is asked of each element of a list has no one value.
    bool list = expr->operation == WRIT_OP_EVERY || expr->operation == WRIT_OP_SOME ||
                expr->operation == WRIT_OP_NO || expr->operation == WRIT_OP_COUNT ||
                expr->operation == WRIT_OP_SUM;
    if ((uses & WRIT_USES_A) != 0) {
        see(seeing, expr->a);
    }
    if ((uses & WRIT_USES_B) != 0 && !list) {
        see(seeing, expr->b);
    }
    if ((uses & WRIT_USES_C) != 0) {
        see(seeing, expr->c);
    }
    for (uint32_t i = 0; (uses & WRIT_USES_LIST) != 0 && i < expr->c; i++) {
        if (seeing->plan->operands[expr->b + i] != WRIT_NONE) {
            see(seeing, seeing->plan->operands[expr->b + i]);
        }
    }
}

// What a formula is worked out from stands over what it is given.
static void see_inside(Seeing *seeing, const WritRecordType *formula, const WritFormulaSeen *seen)
{
    WritScope *scope = seeing->scope;
    const WritRecord *outer = scope->record;
    uint32_t outer_type = scope->record_type;
    scope->record = seen->given.record;
    scope->record_type = seen->given_type;
    see(seeing, formula->fields[formula->field_count - 1].computed);
    scope->record = outer;
    scope->record_type = outer_type;
}

// A branch that was not taken may fail: it is no part of how the result came about.
static void see_formula(Seeing *seeing, uint32_t number, const WritRecordType *formula)
{
    const WritExpr *expr = &seeing->plan->exprs[number];
    WritResultSeen *result = seeing->result;
    WritFormulaSeen seen = {.name = formula->name,
                            .given_type = (uint32_t)(formula - seeing->plan->types.records)};
    if (result->formula_count == WRIT_FORMULAS_SEEN_MAX ||
        writ_eval(seeing->scope, expr->a, &seen.given, NULL) != WRIT_OK ||
        writ_eval(seeing->scope, number, &seen.value, NULL) != WRIT_OK) {
        return;
    }
    result->formulas[result->formula_count++] = seen;
    see_operands(seeing, &seeing->plan->exprs[expr->a]);
    see_inside(seeing, formula, &seen);
}

// As deep as the expression, which the plan bounds; formulas inside formulas by those that are
// seen.
static void see(Seeing *seeing, uint32_t expr)
{
    const WritRecordType *formula = writ_plan_formula(seeing->plan, expr);
    if (seeing->result->formula_count == WRIT_FORMULAS_SEEN_MAX ||
        seeing->steps++ == SEEING_STEPS_MAX) {
        seeing->steps = SEEING_STEPS_MAX;
        return;
    }
    if (formula != NULL) {
        see_formula(seeing, expr, formula);
    } else {
        see_operands(seeing, &seeing->plan->exprs[expr]);
    }
}

// A value as it stands in the cell, or several.
static bool stands_there(const WritPlan *plan, const WritExpr *expr)
{
    bool constant = expr->operation == WRIT_OP_CONSTANT || expr->operation == WRIT_OP_LIST;
    for (uint32_t i = 0; expr->operation == WRIT_OP_LIST && i < expr->c; i++) {
        constant =
            constant && plan->exprs[plan->operands[expr->b + i]].operation == WRIT_OP_CONSTANT;
    }
    return constant;
}

static WritStatus see_result(WritScope *scope, uint32_t expr, WritResultSeen *result,
                             WritError *error)
{
    bool constant = stands_there(scope->plan, &scope->plan->exprs[expr]);
    WritStatus status = writ_eval(scope, expr, &result->value, error);
    result->expr = constant ? WRIT_NONE : expr;
    if (status != WRIT_OK || constant) {
        return status;
    }
    result->formulas =
        writ_arena_array(scope->arena, WRIT_FORMULAS_SEEN_MAX, sizeof *result->formulas);
    Seeing seeing = {scope, scope->plan, result, 0};
    see(&seeing, expr);
    return WRIT_OK;
}

WritStatus writ_eval_explain_results(WritScope *scope, uint32_t decision, WritValue input,
                                     uint32_t row, WritResultSeen **results, WritError *error)
{
    const WritPlan *plan = scope->plan;
    const WritDecision *declared = &plan->decisions[decision];
    const WritField *fields = plan->types.records[declared->output].fields;
    WritStatus status = WRIT_OK;
    *results = writ_arena_array(scope->arena, declared->result_count, sizeof **results);
    const WritRecord *outer = scope->record;
    uint32_t outer_type = scope->record_type;
    scope->record = input.record;
    scope->record_type = declared->input;
    for (uint32_t i = 0; status == WRIT_OK && i < declared->result_count; i++) {
        (*results)[i].column = fields[plan->operands[declared->results_start + i]].name;
        uint32_t expr = plan->operands[plan->rows[row].results_start + i];
        status = see_result(scope, expr, &(*results)[i], error);
    }
    scope->record = outer;
    scope->record_type = outer_type;
    return status;
}
