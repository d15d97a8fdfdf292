// Writes pieces, comments and line ends, and knows in which column it is.
//
// What belongs to a piece is written with it: comments that stand before it end the line before,
// stand on lines of their own, and are never written twice.
#ifndef FORMAT_PRINTER_H
#define FORMAT_PRINTER_H

#include <stdbool.h>
#include <stdint.h>

#include "format/pieces.h"
#include "writ/format.h"

typedef struct Printer {
    const unsigned char *text;
    WritBuffer *out;
    WritFormatStyle style;
    uint32_t column;  // As it would be in the aligned style.
    uint32_t hanging; // Where a clause goes on in the tight style.
    bool fresh;       // The line holds nothing but its indentation; comments have been written.
} Printer;

// So many spaces, which are no alignment.
void printer_indent(Printer *printer, uint32_t columns);
// A comment without the spaces behind it.
void printer_comment(Printer *printer, const TreeComment *comment, uint32_t source_start);
// Spaces up to a column in a table; none in the tight style.
void printer_pad(Printer *printer, uint32_t columns);
// A sign that is no piece.
void printer_sign(Printer *printer, const char *sign);

// Goes on in a new line at `column`, behind the comments of `piece`.
void printer_start_line(Printer *printer, const Piece *piece, uint32_t column);
// The piece with the space before it. `column` is for lines that begin inside it.
void printer_piece(Printer *printer, const Piece *piece, uint32_t column);
// The phrase of a comma on a line of its own.
void printer_phrase_below(Printer *printer, const Piece *piece, uint32_t column);
// The pieces from `first` to the one before `end`, on one line as far as comments let them.
void printer_pieces(Printer *printer, const Piece *first, const Piece *end, uint32_t column);

// Where `piece` would begin if it was written next.
uint32_t printer_next_column(const Printer *printer, const Piece *piece);

#endif
