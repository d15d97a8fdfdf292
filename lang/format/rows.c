#include "format/rows.h"

#include <assert.h>

#include "syntax/tokens.h"

enum {
    ROUNDED_TO = 8,
    AROUND_CELL = 3,     // A bar and two spaces.
    CELL_WIDTH_MAX = 80, // What is wider does not widen its column.
};

static PieceRange clause_at(const Piece *first)
{
    const Piece *end = first;
    while (end->kind != TOK_NL && end->kind != TOK_YYEOF) {
        end++;
    }
    return (PieceRange){first, end};
}

static bool is_on_one_line(PieceRange row)
{
    const Piece *last = row.end - 1;
    return last->parted == 0 && last->folded == 0;
}

// The bar behind the cell that begins at `cell`. The bars of a row are outside of all brackets, so
// none is inside a cell.
static const Piece *find_bar(const Piece *cell)
{
    while (cell->kind != TOK_BAR && cell->kind != TOK_BARS) {
        cell++;
    }
    return cell;
}

static uint32_t width_of_cell(const Piece *cell, const Piece *bar)
{
    return bar == cell ? 0 : bar[-1].reach - cell->reach + cell->width;
}

// A row may have more or fewer cells than the head: the checker tells. Results are counted from
// the double bar, so that they stay below each other.
static void count_columns(Rows *rows, PieceRange row)
{
    uint32_t conditions = 0;
    uint32_t results = 0;
    bool right = false;
    for (const Piece *piece = row.first; piece < row.end; piece++) {
        right = right || piece->kind == TOK_BARS;
        bool bar = piece->kind == TOK_BAR || piece->kind == TOK_BARS;
        conditions += bar && !right ? 1 : 0;
        results += bar && right ? 1 : 0;
    }
    results -= 1; // The last bar ends the row.
    uint32_t results_before = rows->count - rows->result;
    rows->result = conditions > rows->result ? conditions : rows->result;
    rows->count = rows->result + (results > results_before ? results : results_before);
    assert(rows->count <= ROWS_COLUMNS_MAX);
}

static void measure_row(Rows *rows, PieceRange row)
{
    uint32_t column = 0;
    for (const Piece *cell = row.first + 1; cell < row.end; column++) {
        const Piece *bar = find_bar(cell);
        uint32_t width = width_of_cell(cell, bar);
        if (width <= CELL_WIDTH_MAX && width > rows->widths[column]) {
            rows->widths[column] = width;
        }
        column = bar->kind == TOK_BARS ? rows->result - 1 : column;
        cell = bar + 1;
    }
}

void rows_measure(Rows *rows, const Piece *head)
{
    *rows = (Rows){0};
    PieceRange row;
    for (const Piece *piece = head; piece->kind == TOK_BAR; piece = row.end + 1) {
        row = clause_at(piece);
        count_columns(rows, row);
    }
    for (const Piece *piece = head; piece->kind == TOK_BAR; piece = row.end + 1) {
        row = clause_at(piece);
        if (is_on_one_line(row)) {
            measure_row(rows, row);
        }
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t rounded = rows->widths[i] + AROUND_CELL + ROUNDED_TO - 1;
        rows->widths[i] = rounded - rounded % ROUNDED_TO - AROUND_CELL;
    }
}

void rows_print(const Rows *rows, Printer *printer, PieceRange row, uint32_t column)
{
    if (!is_on_one_line(row)) {
        printer_pieces(printer, row.first, row.end, column);
        return;
    }
    uint32_t index = 0;
    printer_piece(printer, row.first, column);
    for (const Piece *cell = row.first + 1; cell < row.end; index++) {
        const Piece *bar = find_bar(cell);
        printer_pieces(printer, cell, bar, column);
        uint32_t width = width_of_cell(cell, bar);
        if (width < rows->widths[index]) {
            printer_pad(printer, rows->widths[index] - width);
        }
        printer_piece(printer, bar, column);
        index = bar->kind == TOK_BARS ? rows->result - 1 : index;
        cell = bar + 1;
    }
}

void rows_print_rule(const Rows *rows, Printer *printer)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        printer_sign(printer, i == rows->result ? "||" : "|");
        uint32_t width = printer->style == WRIT_FORMAT_ALIGNED ? rows->widths[i] + 2 : 3;
        for (uint32_t k = 0; k < width; k++) {
            printer_sign(printer, "-");
        }
    }
    printer_sign(printer, "|");
}
