// The table of a decision, or of the cases of a scenario, as CSV for a spreadsheet, and back into
// the file that it stands in.
//
// Cells are the author's words. What comes back is taken where it is a cell of the language and
// means one thing; nothing is guessed. Whether the book still checks is for the caller to find out.
#ifndef WRIT_TABLE_CSV_H
#define WRIT_TABLE_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/csv.h"
#include "writ/diag.h"
#include "writ/source.h"
#include "writ/status.h"
#include "writ/text.h"

enum {
    WRIT_TABLE_PROBLEMS_MAX = 50,           // Kept of one file.
    WRIT_TABLE_ARENA_BYTES_MAX = INT32_MAX, // What an arena must allow for any book and file.
};

// A table where it stands. Lives in the arena that it was found in, and borrows from the sources.
typedef struct WritTable WritTable;

typedef struct WritTableAsked {
    WritText name; // Of the decision or scenario; its module in front may be left out.
    bool has_day;  // Of a decision with several versions, the one that is in force on `day`.
    int64_t day;   // Days since 1970-01-01.
} WritTableAsked;

// Reads all files and finds the table. WRIT_NOT_FOUND where none is called so; WRIT_CONFLICT where
// two are, or where it has several versions and no day is said; WRIT_INVALID where its file has
// mistakes, which `diags` tells of. `sources` are those of the book, `.writ` files alone.
WRIT_NODISCARD WritStatus writ_table_find(const WritTable **table, WritArena *arena,
                                          WritSources *sources, WritDiags *diags,
                                          const WritTableAsked *asked, WritError *error);

// The file that it stands in, as it was added.
const WritSource *writ_table_source(const WritTable *table);
// "decision prices.discount_limit", "cases of prices_scenarios.every_row".
WritText writ_table_title(const WritTable *table);

// Appends the table as CSV with a byte order mark and CRLF: a row of names ("if", the conditions,
// each result with "then" in front), and one for each row of the table. A cell that a spreadsheet
// would compute begins with an apostrophe, which is taken away when it comes back.
void writ_table_add_csv(const WritTable *table, char separator, WritBuffer *out);

// What cannot be taken, and where.
typedef struct WritTableProblem {
    uint32_t line; // Of the CSV, from 1.
    WritText text; // "row D20, column value: …"
    WritText hint; // What to write.
} WritTableProblem;

// Where a cell of the new table stands, and where it came from.
typedef struct WritTablePlace {
    uint32_t start; // Offsets into the new text.
    uint32_t end;
    uint32_t line; // Of the CSV.
    WritText label;
    WritText column; // "value", "then approvers"; empty: the row as a whole.
} WritTablePlace;

typedef struct WritTableEdit {
    WritText text;       // The file with the new table; as it was where nothing changes.
    WritText *sentences; // What changes, row by row.
    uint32_t sentence_count;
    uint32_t changed; // Rows.
    uint32_t added;
    uint32_t removed;
    bool reordered;
    WritTableProblem *problems; // None: all could be taken.
    uint32_t problem_count;
    bool more_problems;     // Than are kept.
    WritTablePlace *places; // By rising start; none where nothing changes.
    uint32_t place_count;
} WritTableEdit;

// Puts what a CSV file says into the table: its columns in any order, its rows in their order. Only
// the lines of the table change, and are laid out as writ_format does; comments stay with their
// rows. A cell that says what stood there, with other zeros behind the point or other blanks
// between digits, leaves it as it was. WRIT_LIMIT where the file would be too long. Lives in
// `arena`.
WRIT_NODISCARD WritStatus writ_table_read_csv(WritTableEdit *edit, const WritTable *table,
                                              WritArena *arena, const WritCsv *csv,
                                              WritError *error);

// The cell that a place in the new text lies in, or its row; NULL: it lies in no row of the table.
const WritTablePlace *writ_table_place(const WritTableEdit *edit, uint32_t offset);

#endif
