// A table as CSV.
#include "table/cells.h"
#include "table/meant.h"

static const char BYTE_ORDER_MARK[] = "\xef\xbb\xbf";

static void add_cell(WritBuffer *out, WritText cell)
{
    if (!table_would_be_computed(cell)) {
        writ_csv_add_cell(out, cell);
        return;
    }
    WritBuffer guarded = {0};
    writ_buffer_add_byte(&guarded, '\'');
    writ_buffer_add(&guarded, cell);
    writ_csv_add_cell(out, writ_buffer_text(&guarded));
    writ_buffer_dispose(&guarded);
}

static void add_head(WritBuffer *out, const WritTable *table, char separator)
{
    WritBuffer name = {0};
    writ_buffer_add_string(out, "if");
    for (uint32_t i = 0; i < table->column_count; i++) {
        writ_buffer_add_byte(out, separator);
        writ_buffer_clear(&name);
        table_add_column_name(&name, table, i);
        writ_csv_add_cell(out, writ_buffer_text(&name));
    }
    writ_buffer_add_string(out, "\r\n");
    writ_buffer_dispose(&name);
}

void writ_table_add_csv(const WritTable *table, char separator, WritBuffer *out)
{
    writ_buffer_add_string(out, BYTE_ORDER_MARK);
    add_head(out, table, separator);
    for (uint32_t i = 0; i < table->row_count; i++) {
        const TableRow *row = &table->rows[i];
        add_cell(out, row->label);
        for (uint32_t k = 0; k < table->column_count; k++) {
            writ_buffer_add_byte(out, separator);
            add_cell(out, row->cells[k]);
        }
        writ_buffer_add_string(out, "\r\n");
    }
}
