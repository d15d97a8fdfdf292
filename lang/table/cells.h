// A table as rows of texts with their places, and what stands around them in its file.
#ifndef TABLE_CELLS_H
#define TABLE_CELLS_H

#include "syntax/tree.h"
#include "writ/table_csv.h"

// From the first byte to the one behind the last, in the text of the file.
typedef struct TableRange {
    uint32_t start;
    uint32_t end;
} TableRange;

typedef struct TableRow {
    WritText label;
    TableRange *places; // Of cells, in the order of the columns.
    WritText *cells;    // As written; line ends in them are "\n".
    TableRange lead;    // The lines above it that belong to it: comments, blank lines, dashes.
    TableRange row;     // From its first bar to behind its last.
    uint32_t tail;      // Where its line ends: a comment may stand before.
} TableRow;

struct WritTable {
    const WritSource *source;
    const TreeTable *tree;
    uint32_t declaration; // Its number in the file.
    WritText name;        // Qualified.
    WritText title;
    bool first_row_decides;
    uint32_t condition_count;
    uint32_t column_count; // Conditions, then results.
    WritText *columns;
    TableRange lines; // All of the table, from the start of a line to the end of one.
    uint32_t head_tail;
    TableRow *rows;
    uint32_t row_count;
};

// Reads the cells of a table whose `source`, `tree` and `declaration` are there. False: a row has
// more or fewer cells than the head.
bool table_read_cells(WritTable *table, WritArena *arena);

// The table of declaration number `declaration` of a file without mistakes, in a text that is known
// to have it.
const TreeTable *table_of_declaration(const TreeFile *file, uint32_t declaration);

// The name that its column has in a file: a result has "then" in front.
void table_add_column_name(WritBuffer *out, const WritTable *table, uint32_t column);

#endif
