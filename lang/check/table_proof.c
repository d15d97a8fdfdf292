// A depth-first walk over regions that never visits two neighbours with the same rows.
#include "check/table_proof.h"

#include <assert.h>
#include <string.h>

typedef struct Walk {
    const ProofTable *table;
    ProofResult *result;
    uint32_t *regions;     // Where the walk stands, column by column.
    uint32_t *gap_regions; // Where it stood when no row was left,
    uint32_t gap_column;   // in columns before this one.
    uint32_t **rows;       // For each column, room for the rows that still match there.
    uint64_t steps;
} Walk;

// --- Cells --------------------------------------------------------------------------------

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

bool check_cell_is_empty(const ProofCell *cell, uint32_t region_count)
{
    for (uint32_t region = 0; region < region_count; region++) {
        if (check_cell_covers(cell, region)) {
            return false;
        }
    }
    return true;
}

static const ProofCell *cell_at(const ProofTable *table, uint32_t row, uint32_t column)
{
    return &table->cells[(size_t)row * table->column_count + column];
}

// --- Wide witnesses -----------------------------------------------------------------------

static ProofSpan whole(const ProofTable *table, uint32_t column)
{
    return (ProofSpan){0, table->region_counts[column] - 1};
}

static bool touches(const ProofCell *cell, ProofSpan span)
{
    for (uint32_t region = span.first; region <= span.last; region++) {
        if (check_cell_covers(cell, region)) {
            return true;
        }
    }
    return false;
}

static bool no_row_matches(const ProofTable *table, const ProofSpan *spans)
{
    for (uint32_t row = 0; row < table->row_count; row++) {
        bool matches = true;
        for (uint32_t i = 0; matches && i < table->column_count; i++) {
            matches = touches(cell_at(table, row, i), spans[i]);
        }
        if (matches) {
            return false;
        }
    }
    return true;
}

// "Nothing is there" and values are not told in one breath.
static bool are_alike(const ProofTable *table, uint32_t column, uint32_t a, uint32_t b)
{
    uint32_t values = table->value_counts[column];
    return (a < values) == (b < values);
}

// Widens one column of a gap: to all of it where it does not matter, else to its neighbours.
static void widen(const ProofTable *table, ProofSpan *spans, uint32_t column)
{
    ProofSpan kept = spans[column];
    spans[column] = whole(table, column);
    if (no_row_matches(table, spans)) {
        return;
    }
    spans[column] = kept;
    while (spans[column].first > 0 && are_alike(table, column, kept.first, kept.first - 1)) {
        spans[column].first = kept.first - 1;
        if (!no_row_matches(table, spans)) {
            break;
        }
        kept = spans[column];
    }
    spans[column] = kept;
    while (spans[column].last + 1 < table->region_counts[column] &&
           are_alike(table, column, kept.last, kept.last + 1)) {
        spans[column].last = kept.last + 1;
        if (!no_row_matches(table, spans)) {
            break;
        }
        kept = spans[column];
    }
    spans[column] = kept;
}

static void tell_gap_spans(const Walk *walk)
{
    const ProofTable *table = walk->table;
    ProofSpan *spans = walk->result->gap_spans;
    for (uint32_t i = 0; i < table->column_count; i++) {
        bool walked = i < walk->gap_column;
        spans[i] =
            walked ? (ProofSpan){walk->gap_regions[i], walk->gap_regions[i]} : whole(table, i);
    }
    assert(no_row_matches(table, spans));
    // From the right: what stands left is what an author thinks of first.
    for (uint32_t i = table->column_count; i-- > 0;) {
        widen(table, spans, i);
    }
}

// --- Two rows -----------------------------------------------------------------------------

// The regions around `from` that both cells cover.
static ProofSpan common(const ProofTable *table, uint32_t column, const ProofCell *a,
                        const ProofCell *b, uint32_t from)
{
    ProofSpan span = {from, from};
    while (span.first > 0 && are_alike(table, column, span.first, span.first - 1) &&
           check_cell_covers(a, span.first - 1) && check_cell_covers(b, span.first - 1)) {
        span.first--;
    }
    while (span.last + 1 < table->region_counts[column] &&
           are_alike(table, column, span.last, span.last + 1) &&
           check_cell_covers(a, span.last + 1) && check_cell_covers(b, span.last + 1)) {
        span.last++;
    }
    return span;
}

static bool takes_all(const ProofTable *table, uint32_t column, const ProofCell *cell)
{
    for (uint32_t region = 0; region < table->region_counts[column]; region++) {
        if (!check_cell_covers(cell, region)) {
            return false;
        }
    }
    return true;
}

bool check_rows_meet(const ProofTable *table, uint32_t a, uint32_t b, ProofSpan *spans)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        const ProofCell *x = cell_at(table, a, i);
        const ProofCell *y = cell_at(table, b, i);
        uint32_t region = 0;
        while (region < table->region_counts[i] &&
               !(check_cell_covers(x, region) && check_cell_covers(y, region))) {
            region++;
        }
        if (region == table->region_counts[i]) {
            return false;
        }
        spans[i] = takes_all(table, i, x) && takes_all(table, i, y)
                       ? whole(table, i)
                       : common(table, i, x, y, region);
    }
    return true;
}

bool check_row_is_within(const ProofTable *table, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        for (uint32_t region = 0; region < table->region_counts[i]; region++) {
            if (check_cell_covers(cell_at(table, a, i), region) &&
                !check_cell_covers(cell_at(table, b, i), region)) {
                return false;
            }
        }
    }
    return true;
}

// --- The walk -----------------------------------------------------------------------------

static void note_end(Walk *walk, const uint32_t *rows, uint32_t count)
{
    ProofResult *result = walk->result;
    result->reached[rows[0]] = true;
    if (walk->table->policy == PROOF_ONE_ROW && count > 1 && !result->overlap) {
        result->overlap = true;
        result->first_row = rows[0];
        result->second_row = rows[1];
    }
}

static void note_gap(Walk *walk, uint32_t column)
{
    if (!walk->result->gap) {
        walk->result->gap = true;
        walk->gap_column = column;
        memcpy(walk->gap_regions, walk->regions, column * sizeof *walk->regions);
    }
}

// True when the first row that is left matches whatever follows, and no other one matters.
static bool is_settled(const Walk *walk, uint32_t column, const uint32_t *rows, uint32_t count)
{
    if (count != 1 && walk->table->policy == PROOF_ONE_ROW) {
        return false;
    }
    for (uint32_t i = column; i < walk->table->column_count; i++) {
        if (cell_at(walk->table, rows[0], i)->kind != PROOF_CELL_ANY) {
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
    if (column == walk->table->column_count || is_settled(walk, column, rows, count)) {
        note_end(walk, rows, count);
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
            if (check_cell_covers(cell_at(walk->table, rows[i], column), region)) {
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
    uint32_t width = table->column_count;
    ProofResult result = {
        .gap_spans = writ_arena_array(arena, width, sizeof(ProofSpan)),
        .overlap_spans = writ_arena_array(arena, width, sizeof(ProofSpan)),
        .reached = writ_arena_array(arena, table->row_count, sizeof(bool)),
    };
    Walk walk = {
        .table = table,
        .result = &result,
        .regions = writ_arena_array(arena, width, sizeof(uint32_t)),
        .gap_regions = writ_arena_array(arena, width, sizeof(uint32_t)),
        .rows = writ_arena_array(arena, width, sizeof(uint32_t *)),
    };
    uint32_t *all = writ_arena_array(arena, table->row_count, sizeof *all);
    for (uint32_t i = 0; i < table->row_count; i++) {
        all[i] = i;
    }
    for (uint32_t i = 0; i < width; i++) {
        walk.rows[i] = writ_arena_array(arena, table->row_count, sizeof(uint32_t));
    }
    walk_column(&walk, 0, all, table->row_count);
    if (result.gap) {
        tell_gap_spans(&walk);
    }
    if (result.overlap) {
        bool meet =
            check_rows_meet(table, result.first_row, result.second_row, result.overlap_spans);
        assert(meet);
    }
    return result;
}
