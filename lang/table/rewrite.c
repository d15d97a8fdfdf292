// A file with other rows in one of its tables.
//
// Each row that stays keeps its own bytes but for the cells that differ, and takes along the lines
// above it and what stands behind it. The file is then laid out, and the table alone is taken from
// that layout.
#include <string.h>

#include "syntax/parse.h"
#include "table/wanted.h"
#include "writ/format.h"

static void add_range(WritBuffer *out, const WritTable *table, uint32_t start, uint32_t end)
{
    writ_buffer_add(out, (WritText){table->source->text.data + start, end - start});
}

// --- Rows, not laid out -------------------------------------------------------------------------

// The lines above a row; of a line of dashes only the comment.
static void add_lead(WritBuffer *out, const WritTable *table, TableRange lead)
{
    const char *text = table->source->text.data;
    for (uint32_t at = lead.start; at < lead.end;) {
        const char *line_end = memchr(text + at, '\n', lead.end - at);
        uint32_t end = line_end == NULL ? lead.end : (uint32_t)(line_end - text) + 1;
        const char *bar = memchr(text + at, '|', end - at);
        const char *comment = memchr(text + at, '#', end - at);
        bool dashes = bar != NULL && (comment == NULL || bar < comment);
        if (!dashes) {
            add_range(out, table, at, end);
        } else if (comment != NULL) {
            add_range(out, table, (uint32_t)(comment - text), end);
        }
        at = end;
    }
}

static void add_old_row(WritBuffer *out, const WritTable *table, const WantedRow *wanted)
{
    const TableRow *row = wanted->from;
    uint32_t at = row->row.start;
    add_lead(out, table, row->lead);
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (wanted->differs[i]) {
            add_range(out, table, at, row->places[i].start);
            writ_buffer_add(out, wanted->cells[i]);
            at = row->places[i].end;
        }
    }
    add_range(out, table, at, row->tail);
}

static void add_new_row(WritBuffer *out, const WritTable *table, const WantedRow *wanted)
{
    writ_buffer_format(out, "| %.*s", WRIT_TEXT_ARGS(wanted->label));
    for (uint32_t i = 0; i < table->column_count; i++) {
        writ_buffer_add_string(out, i == table->condition_count ? " || " : " | ");
        writ_buffer_add(out, wanted->cells[i]);
    }
    writ_buffer_add_string(out, " |");
}

static void assemble(WritBuffer *out, const Wanted *wanted)
{
    const WritTable *table = wanted->table;
    add_range(out, table, 0, table->head_tail);
    for (uint32_t i = 0; i < wanted->row_count; i++) {
        writ_buffer_add_byte(out, '\n');
        if (wanted->rows[i].from != NULL) {
            add_old_row(out, table, &wanted->rows[i]);
        } else {
            add_new_row(out, table, &wanted->rows[i]);
        }
    }
    add_range(out, table, table->lines.end, (uint32_t)table->source->text.length);
}

// --- Read again ---------------------------------------------------------------------------------

// The table as it stands in another text of its file. False: it is not there.
static bool read_again(WritTable *again, const WritTable *table, WritArena *arena, WritText text)
{
    WritError error;
    WritSources *sources = writ_sources_new(arena);
    *again = (WritTable){.declaration = table->declaration};
    if (writ_sources_add(sources, table->source->name, text, &again->source, &error) != WRIT_OK) {
        return false;
    }
    const TreeFile *file =
        tree_parse(again->source, arena, writ_names_new(arena), writ_diags_new(arena, sources));
    if (!file->complete || file->kind != TREE_FILE_MODULE) {
        return false;
    }
    again->tree = table_of_declaration(file, table->declaration);
    return again->tree != NULL && table_read_cells(again, arena) &&
           again->column_count == table->column_count;
}

static bool has_wanted_cells(const WritTable *again, const Wanted *wanted)
{
    if (again->row_count != wanted->row_count) {
        return false;
    }
    for (uint32_t i = 0; i < wanted->row_count; i++) {
        const WantedRow *row = &wanted->rows[i];
        if (!writ_text_equal(again->rows[i].label, row->label)) {
            return false;
        }
        for (uint32_t k = 0; k < again->column_count; k++) {
            if (!writ_text_equal(again->rows[i].cells[k], row->cells[k])) {
                return false;
            }
        }
    }
    return true;
}

// --- What is no cell ----------------------------------------------------------------------------

enum { SHOWN_BYTES = 100 };

static void tell_cell(Wanted *wanted, const WantedRow *row, uint32_t column)
{
    bool result = column >= wanted->table->condition_count;
    WritBuffer what = {0};
    wanted_add_quoted(&what, writ_text_cut(row->cells[column], SHOWN_BYTES));
    writ_buffer_format(&what, " is no %s", result ? "result" : "condition");
    wanted_tell(wanted, row->line, row->label, column, writ_buffer_string(&what),
                result ? "Write a value, a calculation, or values with commas between them."
                       : "Write any, a value, values with commas, not …, up to 5%, "
                         "above 5% up to 10%, 5% or more, missing or present.");
    writ_buffer_dispose(&what);
}

static void tell_label(Wanted *wanted, const WantedRow *row)
{
    WritBuffer what = {0};
    wanted_add_quoted(&what, writ_text_cut(row->label, SHOWN_BYTES));
    writ_buffer_add_string(&what, " is no label of a row");
    wanted_tell(wanted, row->line, (WritText){NULL, 0}, UINT32_MAX, writ_buffer_string(&what),
                "Write a code as D10, or a name; a spreadsheet may have made a date of it.");
    writ_buffer_dispose(&what);
}

static void tell_row(Wanted *wanted, WritArena *scratch, const WantedRow *row)
{
    const WritTable *table = wanted->table;
    if (row->from == NULL && !wanted_is_label(scratch, row->label)) {
        tell_label(wanted, row);
    }
    for (uint32_t i = 0; i < table->column_count; i++) {
        writ_arena_reset(scratch);
        bool sound = !row->differs[i] ||
                     (i < table->condition_count ? wanted_is_cell(scratch, row->cells[i])
                                                 : wanted_is_result(scratch, row->cells[i]));
        if (!sound) {
            tell_cell(wanted, row, i);
        }
    }
}

static WritStatus tell_cells(Wanted *wanted, WritError *error)
{
    WritArena *scratch = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
    for (uint32_t i = 0; i < wanted->row_count; i++) {
        if (wanted->edit->problem_count < WRIT_TABLE_PROBLEMS_MAX) {
            tell_row(wanted, scratch, &wanted->rows[i]);
        }
    }
    writ_arena_free(scratch);
    if (wanted->edit->problem_count > 0) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_LIMIT, "the table would be too large, or nested too deeply");
    return writ_hint(error, "Split the decision in two.");
}

// --- The layout ---------------------------------------------------------------------------------

// The lines of the table, with the line ends that the file has.
static void add_lines(WritBuffer *out, const WritTable *table, const WritTable *laid_out)
{
    bool pairs = table->head_tail < table->source->text.length &&
                 table->source->text.data[table->head_tail] == '\r';
    const char *text = laid_out->source->text.data;
    for (uint32_t i = laid_out->lines.start; i < laid_out->lines.end; i++) {
        bool lone = text[i] == '\n' && text[i - 1] != '\r';
        writ_buffer_add_string(out, pairs && lone ? "\r" : "");
        writ_buffer_add_byte(out, text[i]);
    }
}

static WritStatus lay_out(WritBuffer *out, const Wanted *wanted, WritText assembled,
                          WritArena *scratch, WritError *error)
{
    WritBuffer layout = {0};
    WritTable again;
    const WritTable *table = wanted->table;
    const WritSource *source = NULL;
    WritSources *sources = writ_sources_new(scratch);
    WritStatus status = writ_sources_add(sources, table->source->name, assembled, &source, error);
    if (status == WRIT_OK) {
        status = writ_format(source, WRIT_FORMAT_ALIGNED, scratch, writ_diags_new(scratch, sources),
                             &layout, error);
    }
    writ_arena_reset(scratch);
    if (status == WRIT_OK && !read_again(&again, table, scratch, writ_buffer_text(&layout))) {
        status = writ_fail(error, WRIT_INVALID, "the table cannot be laid out");
    }
    if (status == WRIT_OK) {
        add_range(out, table, 0, table->lines.start);
        add_lines(out, table, &again);
        add_range(out, table, table->lines.end, (uint32_t)table->source->text.length);
    }
    writ_buffer_dispose(&layout);
    return status;
}

static void note_places(Wanted *wanted, const WritTable *again)
{
    WritTableEdit *edit = wanted->edit;
    edit->places = writ_arena_array(
        wanted->arena, (size_t)again->row_count * (again->column_count + 1), sizeof *edit->places);
    WritBuffer column = {0};
    for (uint32_t i = 0; i < again->row_count; i++) {
        const TableRow *row = &again->rows[i];
        WritTablePlace place = {
            row->row.start, row->row.end, wanted->rows[i].line, wanted->rows[i].label, {NULL, 0}};
        edit->places[edit->place_count++] = place;
        for (uint32_t k = 0; k < again->column_count; k++) {
            writ_buffer_clear(&column);
            table_add_column_name(&column, wanted->table, k);
            place.start = row->places[k].start;
            place.end = row->places[k].end;
            place.column = writ_arena_text(wanted->arena, writ_buffer_text(&column));
            edit->places[edit->place_count++] = place;
        }
    }
    writ_buffer_dispose(&column);
}

static WritStatus write_checked(Wanted *wanted, WritText assembled, WritArena *scratch,
                                WritError *error)
{
    WritTable again;
    WritBuffer out = {0};
    WritStatus status = lay_out(&out, wanted, assembled, scratch, error);
    writ_arena_reset(scratch);
    if (status == WRIT_OK && (!read_again(&again, wanted->table, scratch, writ_buffer_text(&out)) ||
                              again.row_count != wanted->row_count)) {
        (void)writ_fail(error, WRIT_LIMIT, "the file would have more than %d bytes",
                        WRIT_SOURCE_BYTES_MAX);
        status = writ_hint(error, "Put some of its declarations into a file of their own.");
    }
    if (status == WRIT_OK) {
        wanted->edit->text = writ_arena_text(wanted->arena, writ_buffer_text(&out));
        note_places(wanted, &again);
    }
    writ_buffer_dispose(&out);
    return status;
}

WritStatus wanted_write(Wanted *wanted, WritError *error)
{
    WritArena *scratch = writ_arena_new(WRIT_TABLE_ARENA_BYTES_MAX);
    WritBuffer assembled = {0};
    WritTable again;
    assemble(&assembled, wanted);
    bool sound = read_again(&again, wanted->table, scratch, writ_buffer_text(&assembled)) &&
                 has_wanted_cells(&again, wanted);
    writ_arena_reset(scratch);
    WritStatus status = sound ? write_checked(wanted, writ_buffer_text(&assembled), scratch, error)
                              : tell_cells(wanted, error);
    writ_buffer_dispose(&assembled);
    writ_arena_free(scratch);
    return status;
}
