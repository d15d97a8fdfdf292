// Comma-separated values (RFC 4180) as spreadsheets write them, and for spreadsheets.
//
// Strict where a cell could be taken for another, lenient where spreadsheets differ: a byte order
// mark, semicolons or tabs between cells, any line end, and empty cells and lines that fill a
// sheet.
#ifndef WRIT_CSV_H
#define WRIT_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/status.h"
#include "writ/text.h"

enum {
    WRIT_CSV_BYTES_MAX = 4 << 20,
    WRIT_CSV_LINES_MAX = 100000,      // Of the file, empty ones too.
    WRIT_CSV_ROWS_MAX = 10000,        // That hold something.
    WRIT_CSV_COLUMNS_MAX = 256,       // Up to the last cell of a row that holds something.
    WRIT_CSV_ARENA_BYTES = 128 << 20, // What reading one file takes from an arena at most.
};

typedef struct WritCsvRow {
    uint32_t line; // In which it begins, from 1.
    uint32_t count;
    WritText *cells; // Without blanks around them; the last one is not empty.
} WritCsvRow;

typedef struct WritCsv {
    char separator;
    WritCsvRow *rows; // Those that hold something.
    uint32_t row_count;
} WritCsv;

// Reads a file into `arena`; cells may point into `bytes`, line ends in them are "\n". The first
// row that holds something says what stands between cells: the first comma, semicolon or tab in it
// outside quotes. WRIT_INVALID or WRIT_LIMIT with the line and what to do: other than UTF-8, a
// quote that is not closed or stands inside a cell without quotes, text behind a closed quote,
// control characters; a bound.
WRIT_NODISCARD WritStatus writ_csv_read(WritCsv *csv, WritArena *arena, WritText bytes,
                                        WritError *error);

// Appends a cell, in quotes where it needs them with any of the three separators.
void writ_csv_add_cell(WritBuffer *out, WritText cell);

// Blanks (space, tab, line end, U+00A0, U+202F) at the ends taken away.
WritText writ_csv_trim(WritText text);

#endif
