// Rows in aligned columns. On a terminal the widest columns that may shrink are cut until a row
// fits on a line; elsewhere nothing is cut, so that other programs get all of it.
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "cli/page.h"

enum { TABLE_COLUMNS_MAX = 8, TABLE_COLUMN_LEAST = 8, TABLE_GAP = 2 };

typedef enum TableShrinks {
    TABLE_KEEPS,
    TABLE_SHRINKS,
} TableShrinks;

typedef struct TableColumn {
    const char *title;
    TableShrinks shrinks;
} TableColumn;

typedef struct Table Table;

// `columns` outlives the table. The caller frees it.
Table *table_new(const TableColumn *columns, uint32_t column_count);
void table_free(Table *table);
// Adds the next cell, which begins a row where one is full. Texts are copied.
void table_cell(Table *table, PageStyle style, WritText text);
// Titles, then the rows. A column without any text is left out. Nothing for no rows.
void table_print(const Table *table, Page *page);

#endif
