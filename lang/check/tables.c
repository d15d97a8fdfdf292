// What is told of a table: gaps, overlaps, rows that never decide, rows whose order decides.
#include "check/decisions.h"

#include "check/table_regions.h"
#include "check/types.h"

typedef struct TableProof {
    Checker *checker;
    const Symbol *symbol;
    const Decision *decision;
    const TableColumn *columns;
    ProofTable table;
} TableProof;

static const char *words(const TableProof *proof, const ProofSpan *spans)
{
    return check_table_words(proof->checker, proof->columns, proof->table.column_count, spans);
}

static const Row *row_at(const TableProof *proof, uint32_t row)
{
    return &proof->decision->rows[row];
}

static void tell_gap(const TableProof *proof, const ProofSpan *spans)
{
    WritDiag *diag =
        diag_error(proof->checker->diags, DIAG_TABLE_GAP, proof->symbol->decl->decision.table->head,
                   "no row matches %s", words(proof, spans));
    diag_reason(diag, proof->table.policy == PROOF_ONE_ROW
                          ? "\"exactly one row must match\" holds for every input."
                          : "\"first row that matches\" needs one for every input.");
    diag_hint(diag, "Add a row for this case, or widen a row.");
}

static void tell_overlap(const TableProof *proof, const ProofResult *result)
{
    const Row *first = row_at(proof, result->first_row);
    const Row *second = row_at(proof, result->second_row);
    WritDiag *diag = diag_error(proof->checker->diags, DIAG_TABLE_OVERLAP, second->span,
                                "rows %.*s and %.*s both match %s", WRIT_TEXT_ARGS(first->label),
                                WRIT_TEXT_ARGS(second->label), words(proof, result->overlap_spans));
    diag_label(diag, first->span, "the other row");
    diag_hint(diag, "Narrow one of the two, so that one row decides.");
}

// --- Rows that never decide ---------------------------------------------------------------

static void tell_beyond(const TableProof *proof, uint32_t row, const TableColumn *column)
{
    Checker *checker = proof->checker;
    const DomainBounds *bounds = column->bounds;
    WritText name = column->field->text;
    WritDiag *diag =
        diag_warning(checker->diags, DIAG_TABLE_BEYOND, row_at(proof, row)->span,
                     "row %.*s never decides: no \"%.*s\" that is asked about is %.*s",
                     WRIT_TEXT_ARGS(row_at(proof, row)->label), WRIT_TEXT_ARGS(name),
                     WRIT_TEXT_ARGS(row_at(proof, row)->cells[column - proof->columns].text));
    diag_label(diag, bounds->said, "its \"such that\" says so");
    diag_hint(diag, "Remove the row, or correct the limit in one of the two places.");
}

// True when a cell covers nothing that can come; told then.
static bool is_beyond(const TableProof *proof, uint32_t row)
{
    for (uint32_t i = 0; i < proof->table.column_count; i++) {
        const TableColumn *column = &proof->columns[i];
        const ProofCell *cell = &proof->table.cells[(size_t)row * proof->table.column_count + i];
        if (column->bounds != NULL && check_cell_is_empty(cell, column->region_count)) {
            tell_beyond(proof, row, column);
            return true;
        }
    }
    return false;
}

// "rows R10 and R20", of those before `row` that match somewhere where it does.
static const char *rows_before(const TableProof *proof, uint32_t row)
{
    enum { NAMED_MAX = 3 };
    ProofSpan *spans =
        writ_arena_array(proof->checker->arena, proof->table.column_count, sizeof *spans);
    WritBuffer *out = proof->checker->scratch;
    writ_buffer_clear(out);
    uint32_t count = 0;
    for (uint32_t i = 0; i < row; i++) {
        if (!check_rows_meet(&proof->table, i, row, spans)) {
            continue;
        }
        if (count < NAMED_MAX) {
            writ_buffer_format(out, "%s%.*s", count == 0 ? "" : ", ",
                               WRIT_TEXT_ARGS(row_at(proof, i)->label));
        }
        count++;
    }
    if (count > NAMED_MAX) {
        writ_buffer_format(out, " and %u more", (unsigned)(count - NAMED_MAX));
    }
    return check_scratch_text(proof->checker).data;
}

static void tell_unreached(const TableProof *proof, const bool *reached)
{
    for (uint32_t row = 0; row < proof->table.row_count; row++) {
        if (reached[row] || is_beyond(proof, row)) {
            continue;
        }
        WritDiag *diag =
            diag_error(proof->checker->diags, DIAG_TABLE_UNREACHED, row_at(proof, row)->span,
                       "row %.*s never decides", WRIT_TEXT_ARGS(row_at(proof, row)->label));
        diag_reason(diag, "Whatever it asks for, a row above it matches first: %s.",
                    rows_before(proof, row));
        diag_hint(diag, "Put it above them, narrow them, or remove it.");
    }
}

// --- Rows whose order decides -------------------------------------------------------------

static bool same_results(const TableProof *proof, const Row *a, const Row *b)
{
    const WritSources *sources = proof->checker->sources;
    for (uint32_t i = 0; i < proof->decision->result_count; i++) {
        const WritSource *source = writ_sources_find(sources, a->results[i]->span.start);
        if (source == NULL ||
            !writ_text_equal(writ_source_span_text(source, a->results[i]->span),
                             writ_source_span_text(source, b->results[i]->span))) {
            return false;
        }
    }
    return true;
}

// An exception above the rule that it is taken from is what this kind of table is for; two rows
// that only touch are worth a look.
static bool is_order_worth_a_look(const TableProof *proof, uint32_t a, uint32_t b, ProofSpan *spans)
{
    return check_rows_meet(&proof->table, a, b, spans) &&
           !check_row_is_within(&proof->table, a, b) &&
           !same_results(proof, row_at(proof, a), row_at(proof, b));
}

static void tell_order(const TableProof *proof, const bool *reached)
{
    enum { COMPARED_MAX = 200 }; // Rows; pairs and regions of more would hold up the check.
    ProofSpan *spans =
        writ_arena_array(proof->checker->arena, proof->table.column_count, sizeof *spans);
    uint32_t count = proof->table.row_count < COMPARED_MAX ? proof->table.row_count : COMPARED_MAX;
    for (uint32_t b = 1; b < count; b++) {
        for (uint32_t a = 0; reached[b] && a < b; a++) {
            if (!is_order_worth_a_look(proof, a, b, spans)) {
                continue;
            }
            WritDiag *diag = diag_warning(
                proof->checker->diags, DIAG_TABLE_ORDER, row_at(proof, b)->span,
                "rows %.*s and %.*s both match %s, and %.*s decides because it stands first",
                WRIT_TEXT_ARGS(row_at(proof, a)->label), WRIT_TEXT_ARGS(row_at(proof, b)->label),
                words(proof, spans), WRIT_TEXT_ARGS(row_at(proof, a)->label));
            diag_label(diag, row_at(proof, a)->span, "the row that decides");
            diag_hint(diag, "If that is meant, narrow row %.*s so that it says so.",
                      WRIT_TEXT_ARGS(row_at(proof, b)->label));
            return;
        }
    }
}

// --- The proof ----------------------------------------------------------------------------

static TableProof proof_of(Checker *checker, const Symbol *symbol)
{
    const Decision *decision = symbol->decision;
    uint32_t width = decision->column_count;
    uint32_t height = decision->row_count;
    TableColumn *columns = writ_arena_array(checker->arena, width, sizeof *columns);
    uint32_t *counts = writ_arena_array(checker->arena, width, sizeof *counts);
    uint32_t *values = writ_arena_array(checker->arena, width, sizeof *values);
    ProofCell *cells = writ_arena_array(checker->arena, (size_t)height * width, sizeof *cells);
    for (uint32_t i = 0; i < width; i++) {
        columns[i] = check_table_column(checker, decision, i);
        counts[i] = columns[i].region_count;
        values[i] = counts[i] - (columns[i].missing == UINT32_MAX ? 0 : 1);
    }
    for (uint32_t row = 0; row < height; row++) {
        for (uint32_t i = 0; i < width; i++) {
            cells[(size_t)row * width + i] =
                check_table_cell(checker, &columns[i], &decision->rows[row].cells[i]);
        }
    }
    return (TableProof){
        .checker = checker,
        .symbol = symbol,
        .decision = decision,
        .columns = columns,
        .table = {.policy = decision->policy == WRIT_HIT_FIRST ? PROOF_FIRST_ROW : PROOF_ONE_ROW,
                  .region_counts = counts,
                  .value_counts = values,
                  .column_count = width,
                  .cells = cells,
                  .row_count = height},
    };
}

static void tell_not_proven(const TableProof *proof)
{
    bool first = proof->table.policy == PROOF_FIRST_ROW;
    WritDiag *diag =
        diag_warning(proof->checker->diags, DIAG_TABLE_NOT_PROVEN, proof->symbol->span,
                     "the table is too large to prove that %s row matches", first ? "a" : "one");
    diag_reason(diag,
                "It is asked again for each case: where %s row matches, the case stops with "
                "an incident.",
                first ? "no" : "not exactly one");
    diag_hint(diag, "Split the decision in two.");
}

static void tell_all_beyond(const TableProof *proof)
{
    for (uint32_t row = 0; row < proof->table.row_count; row++) {
        (void)is_beyond(proof, row);
    }
}

void check_decision_proof(Checker *checker, const Symbol *symbol)
{
    const Decision *decision = symbol->decision;
    if (!decision->checked || decision->row_count == 0) {
        return;
    }
    TableProof proof = proof_of(checker, symbol);
    if (decision->policy == WRIT_HIT_EVERY) { // Any number of rows is right.
        tell_all_beyond(&proof);
        return;
    }
    ProofResult result = check_prove_table(checker->arena, &proof.table);
    if (result.overlap) {
        tell_overlap(&proof, &result);
    }
    if (result.gap) {
        tell_gap(&proof, result.gap_spans);
    }
    if (result.gave_up && !result.gap && !result.overlap) {
        tell_not_proven(&proof);
    }
    if (decision->policy == WRIT_HIT_FIRST && !result.gave_up) {
        tell_unreached(&proof, result.reached);
        tell_order(&proof, result.reached);
    } else {
        tell_all_beyond(&proof);
    }
}
