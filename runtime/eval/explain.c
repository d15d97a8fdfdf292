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

// A row that matches tells all that it asked for, one that does not what it failed on.
void writ_eval_explain_row(WritBuffer *out, const WritPlan *plan,
                           const WritExplanation *explanation, uint32_t position)
{
    const WritRowSeen *row = &explanation->rows[position];
    bool told = false;
    writ_buffer_format(out, "row %.*s%s", WRIT_TEXT_ARGS(row->label),
                       row->matched ? ": " : " does not match: ");
    for (uint32_t i = 0; i < explanation->column_count; i++) {
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
