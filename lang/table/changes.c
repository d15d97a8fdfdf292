// What a CSV file changes in a table, in sentences.
#include <string.h>

#include "table/wanted.h"

enum { LABELS_SHOWN_MAX = 12 };

void wanted_add_quoted(WritBuffer *out, WritText cell)
{
    bool quoted = memchr(cell.data, '"', cell.length) != NULL;
    writ_buffer_add_string(out, quoted ? "" : "\"");
    writ_buffer_add(out, cell);
    writ_buffer_add_string(out, quoted ? "" : "\"");
}

static void keep(Wanted *wanted, WritBuffer *sentence)
{
    wanted->edit->sentences[wanted->edit->sentence_count++] =
        writ_arena_text(wanted->arena, writ_buffer_text(sentence));
    writ_buffer_clear(sentence);
}

static void describe_row(Wanted *wanted, const WantedRow *row, WritBuffer *sentence)
{
    const WritTable *table = wanted->table;
    if (row->from == NULL) {
        wanted->edit->added++;
        writ_buffer_format(sentence, "row %.*s is added:", WRIT_TEXT_ARGS(row->label));
        for (uint32_t i = 0; i < table->column_count; i++) {
            writ_buffer_add_string(sentence, i == 0 ? " " : ", ");
            table_add_column_name(sentence, table, i);
            writ_buffer_add_byte(sentence, ' ');
            wanted_add_quoted(sentence, row->cells[i]);
        }
        keep(wanted, sentence);
        return;
    }
    wanted->edit->changed += row->changed ? 1 : 0;
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (row->differs[i]) {
            writ_buffer_format(sentence, "row %.*s, ", WRIT_TEXT_ARGS(row->label));
            table_add_column_name(sentence, table, i);
            writ_buffer_add_string(sentence, ": ");
            wanted_add_quoted(sentence, row->from->cells[i]);
            writ_buffer_add_string(sentence, " becomes ");
            wanted_add_quoted(sentence, row->cells[i]);
            keep(wanted, sentence);
        }
    }
}

static bool has_comment(const WritTable *table, const TableRow *row)
{
    const char *text = table->source->text.data;
    return memchr(text + row->lead.start, '#', row->lead.end - row->lead.start) != NULL ||
           memchr(text + row->row.end, '#', row->tail - row->row.end) != NULL;
}

static void describe_removed(Wanted *wanted, WritBuffer *sentence)
{
    const WritTable *table = wanted->table;
    bool *kept = writ_arena_array(wanted->arena, table->row_count, sizeof *kept);
    for (uint32_t i = 0; i < wanted->row_count; i++) {
        if (wanted->rows[i].from != NULL) {
            kept[wanted->rows[i].from - table->rows] = true;
        }
    }
    for (uint32_t i = 0; i < table->row_count; i++) {
        if (!kept[i]) {
            wanted->edit->removed++;
            writ_buffer_format(sentence, "row %.*s is removed%s",
                               WRIT_TEXT_ARGS(table->rows[i].label),
                               has_comment(table, &table->rows[i]) ? ", with its comment" : "");
            keep(wanted, sentence);
        }
    }
}

static void describe_order(Wanted *wanted, WritBuffer *sentence)
{
    const TableRow *before = NULL;
    for (uint32_t i = 0; i < wanted->row_count; i++) {
        const TableRow *from = wanted->rows[i].from;
        bool back = from != NULL && before != NULL && from < before;
        wanted->edit->reordered = wanted->edit->reordered || back;
        before = from == NULL ? before : from;
    }
    if (!wanted->edit->reordered) {
        return;
    }
    writ_buffer_add_string(sentence, "the rows stand in another order: ");
    for (uint32_t i = 0; i < wanted->row_count && i < LABELS_SHOWN_MAX; i++) {
        writ_buffer_add_string(sentence, i == 0 ? "" : ", ");
        writ_buffer_add(sentence, wanted->rows[i].label);
    }
    writ_buffer_add_string(sentence, wanted->row_count > LABELS_SHOWN_MAX ? ", …" : "");
    if (wanted->table->first_row_decides) {
        writ_buffer_add_string(sentence, "; of those that match, the first decides");
    }
    keep(wanted, sentence);
}

void wanted_describe(Wanted *wanted)
{
    const WritTable *table = wanted->table;
    size_t most =
        (size_t)wanted->row_count * table->column_count + wanted->row_count + table->row_count + 1;
    wanted->edit->sentences = writ_arena_array(wanted->arena, most, sizeof(WritText));
    WritBuffer sentence = {0};
    for (uint32_t i = 0; i < wanted->row_count; i++) {
        describe_row(wanted, &wanted->rows[i], &sentence);
    }
    describe_removed(wanted, &sentence);
    describe_order(wanted, &sentence);
    writ_buffer_dispose(&sentence);
}
