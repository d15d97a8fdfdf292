// What is proven of tables, against an oracle that asks every region.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "check/table_proof.h"
#include "support/random.h"

enum { COLUMNS_MAX = 4, REGIONS_MAX = 5, ROWS_MAX = 9, VALUES_MAX = 3, TABLES = 20000 };

typedef struct Table {
    ProofTable proof;
    uint32_t region_counts[COLUMNS_MAX];
    uint32_t value_counts[COLUMNS_MAX];
    ProofCell cells[ROWS_MAX * COLUMNS_MAX];
    uint32_t values[ROWS_MAX * COLUMNS_MAX][VALUES_MAX];
} Table;

static void fill_values(Random *random, ProofCell *cell, uint32_t *values, uint32_t regions)
{
    cell->kind = random_below(random, 2) == 0 ? PROOF_CELL_VALUES : PROOF_CELL_OTHERS;
    cell->values = values;
    for (uint32_t region = 0; region < regions && cell->value_count < VALUES_MAX; region++) {
        if (random_below(random, 2) == 0) {
            values[cell->value_count++] = region;
        }
    }
}

static void make_cell(Random *random, ProofCell *cell, uint32_t *values, uint32_t regions)
{
    *cell = (ProofCell){.kind = PROOF_CELL_ANY};
    uint32_t kind = random_below(random, 3);
    if (kind == 0) {
        fill_values(random, cell, values, regions);
    } else if (kind == 1) {
        cell->kind = PROOF_CELL_RANGE;
        cell->first = random_below(random, regions);
        cell->last = cell->first + random_below(random, regions - cell->first);
    }
}

static void make_table(Random *random, Table *table)
{
    *table = (Table){0};
    table->proof = (ProofTable){
        .policy = random_below(random, 2) == 0 ? PROOF_ONE_ROW : PROOF_FIRST_ROW,
        .region_counts = table->region_counts,
        .value_counts = table->value_counts,
        .column_count = 1 + random_below(random, COLUMNS_MAX),
        .cells = table->cells,
        .row_count = 1 + random_below(random, ROWS_MAX),
    };
    for (uint32_t i = 0; i < table->proof.column_count; i++) {
        table->region_counts[i] = 1 + random_below(random, REGIONS_MAX);
        bool optional = table->region_counts[i] > 1 && random_below(random, 2) == 0;
        table->value_counts[i] = table->region_counts[i] - (optional ? 1 : 0);
    }
    for (uint32_t row = 0; row < table->proof.row_count; row++) {
        for (uint32_t i = 0; i < table->proof.column_count; i++) {
            uint32_t cell = row * table->proof.column_count + i;
            make_cell(random, &table->cells[cell], table->values[cell], table->region_counts[i]);
        }
    }
}

// --- The oracle: every combination of regions ----------------------------------------------------

static bool covers(const ProofCell *cell, uint32_t region)
{
    bool listed = false;
    for (uint32_t i = 0; i < cell->value_count; i++) {
        listed = listed || cell->values[i] == region;
    }
    return cell->kind == PROOF_CELL_ANY ||
           (cell->kind == PROOF_CELL_RANGE && cell->first <= region && region <= cell->last) ||
           (cell->kind == PROOF_CELL_VALUES && listed) ||
           (cell->kind == PROOF_CELL_OTHERS && !listed);
}

static bool matches(const ProofTable *table, uint32_t row, const uint32_t *regions)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (!covers(&table->cells[row * table->column_count + i], regions[i])) {
            return false;
        }
    }
    return true;
}

static uint32_t count_matches(const ProofTable *table, const uint32_t *regions)
{
    uint32_t count = 0;
    for (uint32_t row = 0; row < table->row_count; row++) {
        count += matches(table, row, regions) ? 1 : 0;
    }
    return count;
}

static bool next_combination(const ProofTable *table, uint32_t *regions)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (++regions[i] < table->region_counts[i]) {
            return true;
        }
        regions[i] = 0;
    }
    return false;
}

typedef struct Truth {
    bool gap;
    bool overlap;
    bool reached[ROWS_MAX];
} Truth;

static void note_first(const ProofTable *table, const uint32_t *regions, Truth *truth)
{
    for (uint32_t row = 0; row < table->row_count; row++) {
        if (matches(table, row, regions)) {
            truth->reached[row] = true;
            return;
        }
    }
}

static Truth ask_everywhere(const ProofTable *table)
{
    Truth truth = {0};
    uint32_t regions[COLUMNS_MAX] = {0};
    do {
        uint32_t count = count_matches(table, regions);
        truth.gap = truth.gap || count == 0;
        truth.overlap = truth.overlap || count > 1;
        note_first(table, regions, &truth);
    } while (next_combination(table, regions));
    return truth;
}

// --- Claims
// -----------------------------------------------------------------------------------------

static bool is_within(const ProofTable *table, const ProofSpan *spans, const uint32_t *regions)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (regions[i] < spans[i].first || regions[i] > spans[i].last) {
            return false;
        }
    }
    return true;
}

static bool is_gap(const ProofTable *table, const ProofSpan *spans)
{
    uint32_t regions[COLUMNS_MAX] = {0};
    do {
        if (is_within(table, spans, regions) && count_matches(table, regions) > 0) {
            return false;
        }
    } while (next_combination(table, regions));
    return true;
}

// Nowhere in the witness does a row match, and no column of it could be left out.
static void assert_gap_is_wide(const ProofTable *table, const ProofSpan *spans)
{
    assert_true(is_gap(table, spans));
    for (uint32_t i = 0; i < table->column_count; i++) {
        ProofSpan wider[COLUMNS_MAX];
        memcpy(wider, spans, table->column_count * sizeof *spans);
        wider[i] = (ProofSpan){0, table->region_counts[i] - 1};
        bool whole = memcmp(&wider[i], &spans[i], sizeof *spans) == 0;
        assert_true(whole || !is_gap(table, wider));
        bool there = spans[i].last < table->value_counts[i];
        assert_true(whole || there || spans[i].first >= table->value_counts[i]);
    }
}

static void assert_rows_meet(const ProofTable *table, uint32_t a, uint32_t b,
                             const ProofSpan *spans)
{
    uint32_t regions[COLUMNS_MAX] = {0};
    do {
        if (is_within(table, spans, regions)) {
            assert_true(matches(table, a, regions) && matches(table, b, regions));
        }
    } while (next_combination(table, regions));
}

static void assert_pairs_agree(const ProofTable *table)
{
    for (uint32_t a = 0; a < table->row_count; a++) {
        for (uint32_t b = 0; b < table->row_count; b++) {
            uint32_t regions[COLUMNS_MAX] = {0};
            bool meet = false;
            bool within = true;
            bool empty = true;
            do {
                bool x = matches(table, a, regions);
                bool y = matches(table, b, regions);
                meet = meet || (x && y);
                within = within && (!x || y);
                empty = empty && !x;
            } while (next_combination(table, regions));
            ProofSpan spans[COLUMNS_MAX];
            assert_int_equal(check_rows_meet(table, a, b, spans), meet);
            if (meet) {
                assert_rows_meet(table, a, b, spans);
            }
            // Column by column: of a row that matches nowhere it may say either.
            assert_true(empty || check_row_is_within(table, a, b) == within);
        }
    }
}

static void proof_agrees_with_asking_everywhere(void **state)
{
    (void)state;
    Random random = {.state = 12};
    WritArena *arena = writ_arena_new(1 << 20);
    Table table;
    uint32_t proven = 0;
    for (uint32_t i = 0; i < TABLES; i++) {
        make_table(&random, &table);
        bool one = table.proof.policy == PROOF_ONE_ROW;
        ProofResult result = check_prove_table(arena, &table.proof);
        Truth truth = ask_everywhere(&table.proof);
        assert_false(result.gave_up);
        assert_int_equal(result.gap, truth.gap);
        assert_int_equal(result.overlap, one && truth.overlap);
        if (result.gap) {
            assert_gap_is_wide(&table.proof, result.gap_spans);
        }
        if (result.overlap) {
            assert_true(result.first_row < result.second_row);
            assert_rows_meet(&table.proof, result.first_row, result.second_row,
                             result.overlap_spans);
        }
        for (uint32_t row = 0; !one && row < table.proof.row_count; row++) {
            assert_int_equal(result.reached[row], truth.reached[row]);
        }
        if (i % 20 == 0) {
            assert_pairs_agree(&table.proof);
        }
        proven += one && !truth.gap && !truth.overlap ? 1 : 0;
        writ_arena_reset(arena);
    }
    assert_true(proven > 20); // Both answers occur.
    writ_arena_free(arena);
}

// A tree of yes and no over ten columns has 1,024 rows, and each input one of them.
static void large_tables_are_proven(void **state)
{
    (void)state;
    enum { BITS = 10, ROWS = 1 << BITS };
    WritArena *arena = writ_arena_new(1 << 24);
    uint32_t counts[BITS];
    ProofCell *cells = writ_arena_array(arena, (size_t)ROWS * BITS, sizeof *cells);
    for (uint32_t i = 0; i < BITS; i++) {
        counts[i] = 2;
    }
    for (uint32_t row = 0; row < ROWS; row++) {
        for (uint32_t i = 0; i < BITS; i++) {
            uint32_t bit = row >> i & 1;
            cells[row * BITS + i] = (ProofCell){PROOF_CELL_RANGE, bit, bit, NULL, 0};
        }
    }
    ProofTable table = {PROOF_ONE_ROW, counts, counts, BITS, cells, ROWS};
    ProofResult result = check_prove_table(arena, &table);
    assert_false(result.gave_up || result.gap || result.overlap);
    cells[5].first = 0; // Row 0 now matches what another row matches too.
    cells[5].last = 1;
    result = check_prove_table(arena, &table);
    assert_true(result.overlap);
    assert_false(result.gap);
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proof_agrees_with_asking_everywhere),
        cmocka_unit_test(large_tables_are_proven),
    };
    return cmocka_run_group_tests_name("table_proof", tests, NULL, NULL);
}
