// What a table says for every input: gaps, overlaps, rows that are never reached (C12).
//
// Each column is cut at all values that its cells name, into regions in which every cell matches
// everywhere or nowhere. The proof walks the columns from left to right and splits the rows that
// still match; it ends when no row is left (a gap) or all columns are walked. Neighbouring regions
// with the same rows are walked once. What it finds is then made as wide as it holds, so that a
// witness speaks of no column that does not matter.
#ifndef CHECK_TABLE_PROOF_H
#define CHECK_TABLE_PROOF_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"

enum {
    PROOF_STEPS_MAX = 20000000, // Questions whether a cell covers a region; then "not proven".
};

// The regions that a cell covers: from `first` to `last`, or those in `values` (in order), or all
// but those. `first` above `last` covers nothing.
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

// What the rows promise.
typedef enum ProofPolicy {
    PROOF_ONE_ROW,   // No gap, no overlap.
    PROOF_FIRST_ROW, // No gap; each row is the first one somewhere.
} ProofPolicy;

typedef struct ProofTable {
    ProofPolicy policy;
    const uint32_t *region_counts; // One a column, at least 1.
    // How many of them hold values, from the first on; behind them stands that nothing is there.
    const uint32_t *value_counts;
    uint32_t column_count;
    const ProofCell *cells; // Row by row.
    uint32_t row_count;
} ProofTable;

// Regions of one column; a witness of a whole column says nothing of it.
typedef struct ProofSpan {
    uint32_t first;
    uint32_t last;
} ProofSpan;

typedef struct ProofResult {
    bool gave_up;
    bool gap;     // No row matches in `gap_spans`, one a column.
    bool overlap; // Rows `first_row` and `second_row` both match in `overlap_spans`. ONE_ROW only.
    ProofSpan *gap_spans;
    ProofSpan *overlap_spans;
    uint32_t first_row;
    uint32_t second_row;
    bool *reached; // One a row: it is the first that matches somewhere. Right unless it gave up.
} ProofResult;

ProofResult check_prove_table(WritArena *arena, const ProofTable *table);

// Where rows `a` and `b` both match, one span a column; false where they never do.
bool check_rows_meet(const ProofTable *table, uint32_t a, uint32_t b, ProofSpan *spans);
// True when row `b` matches wherever row `a` does.
bool check_row_is_within(const ProofTable *table, uint32_t a, uint32_t b);
// True when the cell covers the region.
bool check_cell_covers(const ProofCell *cell, uint32_t region);
// True when the cell covers no region of its column.
bool check_cell_is_empty(const ProofCell *cell, uint32_t region_count);

#endif
