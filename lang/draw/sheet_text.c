// A sheet for the terminal: what fits beside one another as a table, else one thing below the
// other.
//
//     Account manager
//       Does what   Clear up the order: complete or withdraw it
//       By when     2 working days
#include "draw/sheet.h"
#include "draw/wording.h"
#include "writ/draw.h"

enum { GAP = 2, FACT_WIDTH = 22, INDENT = 2, COLUMNS_MAX = 16 };

static WritText cell_text(Sheet *sheet, const SheetRow *row, uint32_t column)
{
    return phrases_join(&sheet->phrases, &row->cells[column]);
}

static void add_heading(WritBuffer *out, WritText heading, char line)
{
    uint32_t columns = wording_columns(heading);
    columns = columns < WRIT_DRAW_COLUMNS_MAX ? columns : WRIT_DRAW_COLUMNS_MAX;
    wording_wrap(out, 0, 0, heading);
    for (uint32_t i = 0; i < columns; i++) {
        writ_buffer_add_byte(out, line);
    }
    writ_buffer_add_byte(out, '\n');
}

// Words behind a label that takes `width`.
static void add_labelled(WritBuffer *out, uint32_t indent, WritText label, uint32_t width,
                         WritText words)
{
    uint32_t columns = wording_columns(label);
    uint32_t at = indent + (columns < width ? width : columns + 1);
    wording_pad(out, indent);
    writ_buffer_add(out, label);
    wording_pad(out, at - indent - columns);
    wording_wrap(out, at, indent + width, words);
}

static void add_facts(WritBuffer *out, Sheet *sheet, const SheetPart *part)
{
    for (const SheetRow *row = part->rows; row != NULL; row = row->next) {
        add_labelled(out, 0, cell_text(sheet, row, 0), FACT_WIDTH, cell_text(sheet, row, 1));
    }
}

// --- Beside one another ------------------------------------------------------------------------

static bool find_widths(Sheet *sheet, const SheetPart *part, uint32_t widths[COLUMNS_MAX])
{
    uint32_t all = 0;
    if (part->columns > COLUMNS_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < part->columns; i++) {
        widths[i] = wording_columns(part->heads[i]);
        for (const SheetRow *row = part->rows; row != NULL; row = row->next) {
            uint32_t width = wording_columns(cell_text(sheet, row, i));
            widths[i] = width > widths[i] ? width : widths[i];
            if (width > WRIT_DRAW_COLUMNS_MAX) {
                return false;
            }
        }
        all += widths[i] + (i > 0 ? GAP : 0);
    }
    return all <= WRIT_DRAW_COLUMNS_MAX;
}

static void add_cell(WritBuffer *out, WritText text, uint32_t width)
{
    writ_buffer_add(out, text);
    wording_pad(out, width + GAP - wording_columns(text));
}

static void add_columns(WritBuffer *out, Sheet *sheet, const SheetPart *part,
                        const uint32_t widths[COLUMNS_MAX])
{
    for (uint32_t i = 0; i < part->columns; i++) {
        add_cell(out, part->heads[i], widths[i]);
    }
    wording_end_line(out);
    for (const SheetRow *row = part->rows; row != NULL; row = row->next) {
        for (uint32_t i = 0; i < part->columns; i++) {
            add_cell(out, cell_text(sheet, row, i), widths[i]);
        }
        wording_end_line(out);
    }
}

// --- Below one another -------------------------------------------------------------------------

static uint32_t widest_head(const SheetPart *part)
{
    uint32_t widest = 0;
    for (uint32_t i = 1; i < part->columns; i++) {
        uint32_t width = wording_columns(part->heads[i]);
        widest = width > widest ? width : widest;
    }
    return widest < WRIT_DRAW_COLUMNS_MAX / 2 ? widest : WRIT_DRAW_COLUMNS_MAX / 2;
}

static void add_entries(WritBuffer *out, Sheet *sheet, const SheetPart *part)
{
    uint32_t width = widest_head(part) + GAP;
    for (const SheetRow *row = part->rows; row != NULL; row = row->next) {
        wording_wrap(out, 0, 0, cell_text(sheet, row, 0));
        for (uint32_t i = 1; i < part->columns; i++) {
            WritText words = cell_text(sheet, row, i);
            if (words.length > 0) {
                WritBuffer head = {0};
                wording_add_cut(&head, part->heads[i], WRIT_DRAW_COLUMNS_MAX / 2);
                add_labelled(out, INDENT, writ_buffer_text(&head), width, words);
                writ_buffer_dispose(&head);
            }
        }
    }
}

static void add_lines(WritBuffer *out, Sheet *sheet, const SheetPart *part)
{
    for (const SheetRow *row = part->rows; row != NULL; row = row->next) {
        wording_wrap(out, 0, INDENT, cell_text(sheet, row, 0));
    }
}

static void add_part(WritBuffer *out, Sheet *sheet, const SheetPart *part)
{
    uint32_t widths[COLUMNS_MAX];
    writ_buffer_add_byte(out, '\n');
    if (part->kind == SHEET_FACTS) {
        add_facts(out, sheet, part);
        return;
    }
    add_heading(out, part->heading, '-');
    if (part->remark.length > 0) {
        wording_wrap(out, 0, 0, part->remark);
    }
    if (part->kind == SHEET_LINES) {
        add_lines(out, sheet, part);
    } else if (find_widths(sheet, part, widths)) {
        add_columns(out, sheet, part, widths);
    } else {
        add_entries(out, sheet, part);
    }
}

void sheet_print_text(WritBuffer *out, Sheet *sheet)
{
    add_heading(out, sheet->title, '=');
    for (const SheetPart *part = sheet->first; part != NULL; part = part->next) {
        add_part(out, sheet, part);
    }
}

void writ_sheet_text(WritBuffer *out, WritArena *arena, const WritPlan *plan,
                     const WritSheetSource *source)
{
    Sheet sheet;
    sheet_make(&sheet, arena, plan, source);
    sheet_print_text(out, &sheet);
    sheet_dispose(&sheet);
}
