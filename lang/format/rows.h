// Tables: rows below each other, each column as wide as its widest cell, rounded up.
//
// A column with its bar and spaces takes a multiple of eight, so that most changes of a cell leave
// the other rows alone. A cell that is very wide, or has several lines, sticks out.
#ifndef FORMAT_ROWS_H
#define FORMAT_ROWS_H

#include "format/printer.h"

enum { ROWS_COLUMNS_MAX = 2 * TREE_COLUMNS_MAX + 2 };

typedef struct Rows {
    uint32_t widths[ROWS_COLUMNS_MAX]; // Of cells without bar and spaces: conditions, then results.
    uint32_t count;
    uint32_t result; // Index of the first result.
} Rows;

// Measures the table whose head begins at `head`.
void rows_measure(Rows *rows, const Piece *head);

// Writes a row of the table; the printer stands where it begins. `column`: where a row goes on
// that has several lines.
void rows_print(const Rows *rows, Printer *printer, PieceRange row, uint32_t column);

// Writes the line of dashes that stands below the head.
void rows_print_rule(const Rows *rows, Printer *printer);

#endif
