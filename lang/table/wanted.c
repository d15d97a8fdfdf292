// From the rows of a CSV file to the rows of a table: which column is which, which row was which.
#include "table/wanted.h"

#include <string.h>

#include "table/meant.h"
#include "writ/map.h"
#include "writ/nearest.h"

enum { NO_COLUMN = UINT32_MAX, LABELS = UINT32_MAX - 1, SHOWN_BYTES = 100 };

typedef struct Head {
    uint32_t columns[WRIT_CSV_COLUMNS_MAX]; // Of the table, by column of the file.
    uint32_t count;
} Head;

// --- Problems -----------------------------------------------------------------------------------

void wanted_tell(Wanted *wanted, uint32_t line, WritText label, uint32_t column, const char *what,
                 const char *hint)
{
    WritTableEdit *edit = wanted->edit;
    if (edit->problem_count == WRIT_TABLE_PROBLEMS_MAX) {
        edit->more_problems = true;
        return;
    }
    WritBuffer text = {0};
    if (label.length > 0) {
        writ_buffer_format(&text, "row %.*s", WRIT_TEXT_ARGS(label));
        writ_buffer_add_string(&text, column == NO_COLUMN ? "" : ", column ");
        if (column != NO_COLUMN) {
            table_add_column_name(&text, wanted->table, column);
        }
        writ_buffer_add_string(&text, ": ");
    }
    writ_buffer_add_string(&text, what);
    edit->problems[edit->problem_count++] = (WritTableProblem){
        .line = line,
        .text = writ_arena_text(wanted->arena, writ_buffer_text(&text)),
        .hint = writ_arena_text(wanted->arena, writ_text(hint)),
    };
    writ_buffer_dispose(&text);
}

static void tell_line(Wanted *wanted, uint32_t line, const char *what, const char *hint)
{
    wanted_tell(wanted, line, (WritText){NULL, 0}, NO_COLUMN, what, hint);
}

// --- The head -----------------------------------------------------------------------------------

// "then approvers" is the result, "depth" the condition; a result without "then" where no condition
// is called so.
static uint32_t find_column(const WritTable *table, WritText name)
{
    uint32_t found = NO_COLUMN;
    if (writ_text_is(name, "if")) {
        return LABELS;
    }
    bool then = name.length > 5 && memcmp(name.data, "then ", 5) == 0;
    WritText rest = then ? writ_csv_trim((WritText){name.data + 5, name.length - 5}) : name;
    for (uint32_t i = table->column_count; i-- > 0;) {
        bool result = i >= table->condition_count;
        if (writ_text_equal(table->columns[i], rest) && (result || !then)) {
            found = i;
        }
    }
    return found;
}

static void tell_unknown_column(Wanted *wanted, uint32_t line, WritText name)
{
    const WritTable *table = wanted->table;
    WritBuffer what = {0};
    WritBuffer hint = {0};
    WritNearest nearest = writ_nearest(name);
    writ_nearest_offer(&nearest, writ_text("if"));
    for (uint32_t i = 0; i < table->column_count; i++) {
        WritBuffer column = {0};
        table_add_column_name(&column, table, i);
        writ_nearest_offer(&nearest, writ_arena_text(wanted->arena, writ_buffer_text(&column)));
        writ_nearest_offer(&nearest, table->columns[i]);
        writ_buffer_add_string(&hint, i == 0 ? "The columns are if, " : ", ");
        writ_buffer_add(&hint, writ_buffer_text(&column));
        writ_buffer_dispose(&column);
    }
    writ_buffer_add_byte(&hint, '.');
    if (nearest.best.length > 0) {
        writ_buffer_clear(&hint);
        writ_buffer_format(&hint, "Did you mean \"%.*s\"?", WRIT_TEXT_ARGS(nearest.best));
    }
    writ_buffer_format(&what, "the table has no column \"%.*s\"",
                       WRIT_TEXT_ARGS(writ_text_cut(name, SHOWN_BYTES)));
    tell_line(wanted, line, writ_buffer_string(&what), writ_buffer_string(&hint));
    writ_buffer_dispose(&what);
    writ_buffer_dispose(&hint);
}

static void tell_column(Wanted *wanted, uint32_t line, uint32_t column, const char *before,
                        const char *hint)
{
    WritBuffer what = {0};
    writ_buffer_format(&what, "%s \"", before);
    if (column == LABELS) {
        writ_buffer_add_string(&what, "if");
    } else {
        table_add_column_name(&what, wanted->table, column);
    }
    writ_buffer_add_byte(&what, '"');
    tell_line(wanted, line, writ_buffer_string(&what), hint);
    writ_buffer_dispose(&what);
}

static bool has_column(const Head *head, uint32_t column)
{
    for (uint32_t i = 0; i < head->count; i++) {
        if (head->columns[i] == column) {
            return true;
        }
    }
    return false;
}

static void tell_missing_columns(Wanted *wanted, const Head *head, uint32_t line)
{
    for (uint32_t i = 0; i <= wanted->table->column_count; i++) {
        uint32_t column = i == 0 ? LABELS : i - 1;
        if (!has_column(head, column)) {
            tell_column(wanted, line, column, "the file lacks the column",
                        column == LABELS ? "It holds the labels of the rows, and is called if."
                                         : "Give it that column, with a cell in each row.");
        }
    }
}

static bool read_head(Wanted *wanted, Head *head, const WritCsvRow *row)
{
    bool all_known = true;
    for (uint32_t i = 0; i < row->count; i++) {
        WritText name = table_without_apostrophe(row->cells[i]);
        uint32_t column = name.length == 0 ? NO_COLUMN : find_column(wanted->table, name);
        if (column != NO_COLUMN && has_column(head, column)) {
            tell_column(wanted, row->line, column, "the file has twice the column",
                        "Take one of the two out.");
        } else if (column == NO_COLUMN) {
            all_known = false;
            if (name.length > 0) {
                tell_unknown_column(wanted, row->line, name);
            } else {
                tell_line(wanted, row->line, "a column has no name",
                          "Write its name into the first row, or take the column out.");
            }
        }
        head->columns[head->count++] = column;
    }
    if (all_known) {
        tell_missing_columns(wanted, head, row->line);
    }
    return wanted->edit->problem_count == 0;
}

// --- Rows ---------------------------------------------------------------------------------------

// A cell of the column to compare with: the one that stood there, else one with a percentage.
static WritText cell_before(const Wanted *wanted, const WantedRow *row, uint32_t column)
{
    if (row->from != NULL &&
        memchr(row->from->cells[column].data, '%', row->from->cells[column].length) != NULL) {
        return row->from->cells[column];
    }
    for (uint32_t i = 0; i < wanted->table->row_count; i++) {
        WritText cell = wanted->table->rows[i].cells[column];
        if (memchr(cell.data, '%', cell.length) != NULL) {
            return cell;
        }
    }
    return (WritText){NULL, 0};
}

static void take_cell(Wanted *wanted, WantedRow *row, uint32_t column, WritText cell)
{
    const char *hint = NULL;
    row->cells[column] = cell;
    row->differs[column] = row->from == NULL || !table_means_same(cell, row->from->cells[column]);
    if (!row->differs[column]) {
        row->cells[column] = row->from->cells[column];
        return;
    }
    row->changed = true;
    const char *what = table_suspects(cell, cell_before(wanted, row, column), &hint);
    if (what != NULL) {
        WritBuffer sentence = {0};
        if (cell.length > 0) {
            wanted_add_quoted(&sentence, writ_text_cut(cell, SHOWN_BYTES));
            writ_buffer_add_string(&sentence, ": ");
        }
        writ_buffer_add_string(&sentence, what);
        wanted_tell(wanted, row->line, row->label, column, writ_buffer_string(&sentence), hint);
        writ_buffer_dispose(&sentence);
    }
}

static WritText cell_of(const WritCsvRow *csv, uint32_t column)
{
    return column < csv->count ? table_without_apostrophe(csv->cells[column]) : (WritText){NULL, 0};
}

static WritText label_of(const Head *head, const WritCsvRow *csv)
{
    for (uint32_t i = 0; i < head->count; i++) {
        if (head->columns[i] == LABELS) {
            return cell_of(csv, i);
        }
    }
    return (WritText){NULL, 0};
}

static void read_row(Wanted *wanted, const Head *head, const WritCsvRow *csv, WritMap *before,
                     WritMap *seen)
{
    const WritTable *table = wanted->table;
    WritText label = label_of(head, csv);
    if (label.length == 0) {
        tell_line(wanted, csv->line, "the row has no label",
                  "Write one into the column \"if\": records of what was decided cite it.");
        return;
    }
    WantedRow *row = &wanted->rows[wanted->row_count++];
    *row = (WantedRow){.label = label, .line = csv->line, .from = writ_map_find(before, label)};
    row->cells = writ_arena_array(wanted->arena, table->column_count, sizeof *row->cells);
    row->differs = writ_arena_array(wanted->arena, table->column_count, sizeof *row->differs);
    if (writ_map_put(seen, label, row) != NULL) {
        wanted_tell(wanted, csv->line, label, NO_COLUMN, "the file has two rows of this label",
                    "Give one of them another label.");
    }
    if (csv->count > head->count) {
        wanted_tell(wanted, csv->line, label, NO_COLUMN, "a cell stands where no column is named",
                    "Put a cell with a comma into quotes, or name the column.");
    }
    for (uint32_t i = 0; i < head->count; i++) {
        if (head->columns[i] < table->column_count) {
            take_cell(wanted, row, head->columns[i], cell_of(csv, i));
        }
    }
}

bool wanted_read(Wanted *wanted, const WritCsv *csv)
{
    Head head = {.count = 0};
    if (csv->row_count < 2) {
        tell_line(wanted, 1, csv->row_count == 0 ? "the file is empty" : "the file has no rows",
                  "Begin with what writ table prints.");
        return false;
    }
    if (!read_head(wanted, &head, &csv->rows[0])) {
        return false;
    }
    WritMap *before = writ_map_new(wanted->arena);
    for (uint32_t i = 0; i < wanted->table->row_count; i++) {
        TableRow *row = &wanted->table->rows[i];
        (void)writ_map_put(before, row->label, row);
    }
    WritMap *seen = writ_map_new(wanted->arena);
    wanted->rows = writ_arena_array(wanted->arena, csv->row_count, sizeof *wanted->rows);
    for (uint32_t i = 1; i < csv->row_count; i++) {
        read_row(wanted, &head, &csv->rows[i], before, seen);
    }
    return wanted->edit->problem_count == 0;
}
