// Any bytes as CSV: what is taken keeps its bounds, and is read again as it was when it is written
// with any separator; what is refused says why and what to do.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "writ/csv.h"

static void check_same(const WritCsv *csv, char separator)
{
    WritArena *arena = writ_arena_new(WRIT_CSV_ARENA_BYTES);
    WritBuffer out = {0};
    WritCsv again;
    WritError error;
    writ_buffer_format(&out, "head%c\r\n", separator);
    for (uint32_t i = 0; i < csv->row_count; i++) {
        for (uint32_t k = 0; k < csv->rows[i].count; k++) {
            writ_buffer_add_string(&out, k == 0 ? "" : (const char[]){separator, '\0'});
            writ_csv_add_cell(&out, csv->rows[i].cells[k]);
        }
        writ_buffer_add_string(&out, "\r\n");
    }
    if (out.length <= WRIT_CSV_BYTES_MAX && csv->row_count < WRIT_CSV_ROWS_MAX) {
        assert(writ_csv_read(&again, arena, writ_buffer_text(&out), &error) == WRIT_OK);
        assert(again.separator == separator && again.row_count == csv->row_count + 1);
        for (uint32_t i = 0; i < csv->row_count; i++) {
            assert(again.rows[i + 1].count == csv->rows[i].count);
            for (uint32_t k = 0; k < csv->rows[i].count; k++) {
                assert(writ_text_equal(again.rows[i + 1].cells[k], csv->rows[i].cells[k]));
            }
        }
    }
    writ_buffer_dispose(&out);
    writ_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritArena *arena = writ_arena_new(WRIT_CSV_ARENA_BYTES);
    WritCsv csv;
    WritError error = {0};
    if (writ_csv_read(&csv, arena, (WritText){(const char *)data, size}, &error) != WRIT_OK) {
        assert(error.text[0] != '\0' && error.hint[0] != '\0');
    } else {
        assert(csv.row_count <= WRIT_CSV_ROWS_MAX);
        for (uint32_t i = 0; i < csv.row_count; i++) {
            assert(csv.rows[i].count > 0 && csv.rows[i].count <= WRIT_CSV_COLUMNS_MAX);
            assert(csv.rows[i].cells[csv.rows[i].count - 1].length > 0);
        }
        check_same(&csv, ',');
        check_same(&csv, ';');
        check_same(&csv, '\t');
    }
    writ_arena_free(arena);
    return 0;
}
