#include "cli/table.h"

#include <assert.h>
#include <stdlib.h>

typedef struct Cell {
    size_t start, length; // In `texts`.
    PageStyle style;
} Cell;

struct Table {
    const TableColumn *columns;
    uint32_t column_count;
    WritBuffer texts;
    Cell *cells;
    size_t count, capacity;
};

Table *table_new(const TableColumn *columns, uint32_t column_count)
{
    assert(column_count > 0 && column_count <= TABLE_COLUMNS_MAX);
    Table *table = calloc(1, sizeof *table);
    assert(table != NULL);
    table->columns = columns;
    table->column_count = column_count;
    return table;
}

void table_free(Table *table)
{
    writ_buffer_dispose(&table->texts);
    free(table->cells);
    free(table);
}

void table_cell(Table *table, PageStyle style, WritText text)
{
    if (table->count == table->capacity) {
        table->capacity = table->capacity == 0 ? 64 : 2 * table->capacity;
        table->cells = realloc(table->cells, table->capacity * sizeof *table->cells);
        assert(table->cells != NULL);
    }
    table->cells[table->count++] = (Cell){table->texts.length, text.length, style};
    writ_buffer_add(&table->texts, text);
}

static WritText cell_text(const Table *table, size_t index)
{
    const Cell *cell = &table->cells[index];
    return (WritText){table->texts.data + cell->start, cell->length};
}

// --- Widths ------------------------------------------------------------------------------------

typedef struct Widths {
    uint32_t of[TABLE_COLUMNS_MAX]; // 0: the column is left out.
} Widths;

static Widths natural_widths(const Table *table)
{
    Widths widths = {{0}};
    for (size_t i = 0; i < table->count; i++) {
        uint32_t column = (uint32_t)(i % table->column_count);
        uint32_t width = page_width_of(cell_text(table, i));
        widths.of[column] = width > widths.of[column] ? width : widths.of[column];
    }
    for (uint32_t i = 0; i < table->column_count; i++) {
        uint32_t title = page_width_of(writ_text(table->columns[i].title));
        if (widths.of[i] > 0 && widths.of[i] < title) {
            widths.of[i] = title;
        }
    }
    return widths;
}

static uint32_t total_width(const Table *table, const Widths *widths)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < table->column_count; i++) {
        total += widths->of[i] > 0 ? widths->of[i] + TABLE_GAP : 0;
    }
    return total > 0 ? total - TABLE_GAP : 0;
}

static uint32_t widest_shrinking(const Table *table, const Widths *widths)
{
    uint32_t widest = table->column_count;
    for (uint32_t i = 0; i < table->column_count; i++) {
        bool may = table->columns[i].shrinks == TABLE_SHRINKS && widths->of[i] > TABLE_COLUMN_LEAST;
        if (may && (widest == table->column_count || widths->of[i] > widths->of[widest])) {
            widest = i;
        }
    }
    return widest;
}

static Widths fitting_widths(const Table *table, uint32_t room)
{
    Widths widths = natural_widths(table);
    while (room > 0 && total_width(table, &widths) > room) {
        uint32_t widest = widest_shrinking(table, &widths);
        if (widest == table->column_count) {
            break;
        }
        widths.of[widest]--;
    }
    return widths;
}

// --- Printing ----------------------------------------------------------------------------------

static uint32_t last_column(const Table *table, const Widths *widths)
{
    uint32_t last = table->column_count;
    while (last > 0 && widths->of[last - 1] == 0) {
        last--;
    }
    return last;
}

static void print_cell(Page *page, PageStyle style, WritText text, uint32_t width)
{
    WritBuffer cut = {0};
    page_cut(&cut, text, width);
    uint32_t used = page_width_of(writ_buffer_text(&cut));
    page_styled(page, style, writ_buffer_text(&cut));
    for (; used < width + TABLE_GAP; used++) {
        writ_buffer_add_byte(&page->out, ' ');
    }
    writ_buffer_dispose(&cut);
}

void table_print(const Table *table, Page *page)
{
    Widths widths = fitting_widths(table, page->width);
    uint32_t last = last_column(table, &widths);
    for (uint32_t i = 0; i < last; i++) {
        if (widths.of[i] > 0) {
            print_cell(page, PAGE_DIM, writ_text(table->columns[i].title), widths.of[i]);
        }
    }
    if (last > 0) {
        page_end_line(page);
    }
    for (size_t i = 0; i < table->count; i++) {
        uint32_t column = (uint32_t)(i % table->column_count);
        if (widths.of[column] > 0) {
            print_cell(page, table->cells[i].style, cell_text(table, i), widths.of[column]);
        }
        if (column + 1 == table->column_count) {
            page_end_line(page);
        }
    }
}
