// Whether exactly one row of a table matches, whatever the inputs are (C12).
//
// Each column is cut at all values that its cells name, into regions in which every cell matches
// everywhere or nowhere. The proof walks the columns from left to right and splits the rows that
// still match; it ends when no row is left (a gap) or all columns are walked with two rows left
// (an overlap). Neighbouring regions with the same rows are walked once.
#ifndef CHECK_TABLE_PROOF_H
#define CHECK_TABLE_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"

enum {
    PROOF_STEPS_MAX = 20000000, // Questions whether a cell covers a region; then "not proven".
    PROOF_ANY = UINT32_MAX,     // In a witness: whatever this column holds.
};

// The regions that a cell covers: from `first` to `last`, or those in `values` (in order), or all
// but those.
typedef enum ProofCellKind {
    PROOF_CELL_ANY,
    PROOF_CELL_RANGE,
    PROOF_CELL_VALUES,
    PROOF_CELL_OTHERS,
} ProofCellKind;

typedef struct ProofCell {
    ProofCellKind kind;
    uint32_t first;
    uint32_t last;
    const uint32_t *values;
    uint32_t value_count;
} ProofCell;

typedef struct ProofTable {
    const uint32_t *region_counts; // One a column, at least 1.
    uint32_t column_count;
    const ProofCell *cells; // Row by row.
    uint32_t row_count;
} ProofTable;

typedef struct ProofResult {
    bool gave_up;
    bool gap;     // No row matches in `gap_regions`, one a column.
    bool overlap; // Rows `first_row` and `second_row` both match in `overlap_regions`.
    uint32_t *gap_regions;
    uint32_t *overlap_regions;
    uint32_t first_row;
    uint32_t second_row;
} ProofResult;

ProofResult check_prove_table(WritArena *arena, const ProofTable *table);

// True when the cell covers the region.
bool check_cell_covers(const ProofCell *cell, uint32_t region);

#endif
