// A depth-first walk over regions that never visits two neighbours with the same rows.
#include "check/table_proof.h"

#include <assert.h>
#include <string.h>

typedef struct Walk {
    const ProofTable *table;
    ProofResult *result;
    uint32_t *regions; // Where the walk stands, column by column.
    uint32_t **rows;   // For each column, room for the rows that still match there.
    uint64_t steps;
} Walk;

static bool has_value(const ProofCell *cell, uint32_t region)
{
    uint32_t low = 0;
    uint32_t high = cell->value_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cell->values[middle] < region) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < cell->value_count && cell->values[low] == region;
}

bool check_cell_covers(const ProofCell *cell, uint32_t region)
{
    switch (cell->kind) {
    case PROOF_CELL_ANY:
        return true;
    case PROOF_CELL_RANGE:
        return region >= cell->first && region <= cell->last;
    case PROOF_CELL_VALUES:
        return has_value(cell, region);
    case PROOF_CELL_OTHERS:
        return !has_value(cell, region);
    }
    return false;
}

static const ProofCell *cell_of(const Walk *walk, uint32_t row, uint32_t column)
{
    return &walk->table->cells[(size_t)row * walk->table->column_count + column];
}

static void note_witness(const Walk *walk, uint32_t *to, uint32_t column)
{
    for (uint32_t i = 0; i < walk->table->column_count; i++) {
        to[i] = i < column ? walk->regions[i] : PROOF_ANY;
    }
}

static void note_overlap(const Walk *walk, const uint32_t *rows)
{
    ProofResult *result = walk->result;
    if (!result->overlap) {
        result->overlap = true;
        result->first_row = rows[0];
        result->second_row = rows[1];
        note_witness(walk, result->overlap_regions, walk->table->column_count);
    }
}

static void note_gap(const Walk *walk, uint32_t column)
{
    if (!walk->result->gap) {
        walk->result->gap = true;
        note_witness(walk, walk->result->gap_regions, column);
    }
}

// True when one row is left and it matches whatever follows.
static bool is_settled(const Walk *walk, uint32_t column, const uint32_t *rows, uint32_t count)
{
    if (count != 1) {
        return false;
    }
    for (uint32_t i = column; i < walk->table->column_count; i++) {
        if (cell_of(walk, rows[0], i)->kind != PROOF_CELL_ANY) {
            return false;
        }
    }
    return true;
}

static bool is_finished(Walk *walk)
{
    if (walk->steps > PROOF_STEPS_MAX) {
        walk->result->gave_up = true;
    }
    return walk->result->gave_up || (walk->result->gap && walk->result->overlap);
}

// `rows` still match in all columns before `column`. As deep as the table has columns.
static void walk_column(Walk *walk, uint32_t column, const uint32_t *rows, uint32_t count)
{
    if (count == 0) {
        note_gap(walk, column);
        return;
    }
    if (column == walk->table->column_count) {
        if (count > 1) {
            note_overlap(walk, rows);
        }
        return;
    }
    if (is_settled(walk, column, rows, count)) {
        return;
    }
    uint32_t *matching = walk->rows[column];
    uint32_t before_count = UINT32_MAX;
    for (uint32_t region = 0; region < walk->table->region_counts[column]; region++) {
        walk->steps += count;
        if (is_finished(walk)) {
            return;
        }
        uint32_t matching_count = 0;
        bool same = true;
        for (uint32_t i = 0; i < count; i++) {
            if (check_cell_covers(cell_of(walk, rows[i], column), region)) {
                same = same && matching_count < before_count && matching[matching_count] == rows[i];
                matching[matching_count++] = rows[i];
            }
        }
        if (!same || matching_count != before_count) {
            walk->regions[column] = region;
            walk_column(walk, column + 1, matching, matching_count);
        }
        before_count = matching_count;
    }
}

ProofResult check_prove_table(WritArena *arena, const ProofTable *table)
{
    assert(table->column_count > 0 && table->row_count > 0);
    ProofResult result = {
        .gap_regions = writ_arena_array(arena, table->column_count, sizeof(uint32_t)),
        .overlap_regions = writ_arena_array(arena, table->column_count, sizeof(uint32_t)),
    };
    Walk walk = {
        .table = table,
        .result = &result,
        .regions = writ_arena_array(arena, table->column_count, sizeof(uint32_t)),
        .rows = writ_arena_array(arena, table->column_count, sizeof(uint32_t *)),
    };
    uint32_t *all = writ_arena_array(arena, table->row_count, sizeof *all);
    for (uint32_t i = 0; i < table->row_count; i++) {
        all[i] = i;
    }
    for (uint32_t i = 0; i < table->column_count; i++) {
        walk.rows[i] = writ_arena_array(arena, table->row_count, sizeof(uint32_t));
    }
    walk_column(&walk, 0, all, table->row_count);
    return result;
}
