// What a CSV file wants a table to be: its rows, each beside the one that it replaces.
#ifndef TABLE_WANTED_H
#define TABLE_WANTED_H

#include "table/cells.h"

typedef struct WantedRow {
    WritText label;
    uint32_t line;        // Of the CSV.
    const TableRow *from; // NULL: the row is new.
    WritText *cells;      // In the order of the table's columns.
    bool *differs;        // Cells that say something else; all of a new row.
    bool changed;
} WantedRow;

typedef struct Wanted {
    const WritTable *table;
    WritArena *arena;
    WritTableEdit *edit; // Problems go here.
    WantedRow *rows;
    uint32_t row_count;
} Wanted;

// False when a problem was told.
bool wanted_read(Wanted *wanted, const WritCsv *csv);

// Tells a problem; `column` may be UINT32_MAX: the row as a whole, or where `label` is empty too,
// the line.
void wanted_tell(Wanted *wanted, uint32_t line, WritText label, uint32_t column, const char *what,
                 const char *hint);

// changes.c: what differs, in sentences.
void wanted_describe(Wanted *wanted);
// A cell between quotes, unless it has some.
void wanted_add_quoted(WritBuffer *out, WritText cell);

// rewrite.c: the text of the file with these rows.
WRIT_NODISCARD WritStatus wanted_write(Wanted *wanted, WritError *error);

// probe.c: whether this is one cell of the language, or one label of a row.
bool wanted_is_cell(WritArena *arena, WritText cell);
bool wanted_is_result(WritArena *arena, WritText cell);
bool wanted_is_label(WritArena *arena, WritText label);

#endif
