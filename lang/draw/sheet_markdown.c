// A sheet as Markdown with tables, as forges and wikis read it. What an author wrote is text there
// and never mark-up; it stands in headings and cells alone, where no list or quotation can begin.
#include <assert.h>
#include <string.h>

#include "draw/sheet.h"

// ":smile:" is a picture on some forges; "who: what" is not.
static bool is_special(WritText text, size_t at)
{
    char byte = text.data[at];
    bool joined = at + 1 < text.length && text.data[at + 1] != ' ';
    return strchr("\\`*_[]#|~$@", byte) != NULL || (byte == ':' && joined);
}

static void add_escaped(WritBuffer *out, WritText text)
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if (byte == '<') {
            writ_buffer_add_string(out, "&lt;");
        } else if (byte == '>') {
            writ_buffer_add_string(out, "&gt;");
        } else if (byte == '&') {
            writ_buffer_add_string(out, "&amp;");
        } else {
            writ_buffer_add_string(out, is_special(text, i) ? "\\" : "");
            writ_buffer_add_byte(out, byte);
        }
    }
}

static const char *marks_of(PieceStyle style)
{
    switch (style) {
    case PIECE_PLAIN:
    case PIECE_MUTED:
    case PIECE_STAGE:
        return "";
    case PIECE_STRONG:
    case PIECE_END:
        return "**";
    }
    WRIT_UNREACHABLE();
}

// Marks do not take blanks at their edges.
static void add_piece(WritBuffer *out, const Piece *piece)
{
    WritText text = piece->text;
    const char *marks = marks_of(piece->style);
    bool blank = text.length > 0 && (text.data[0] == ' ' || text.data[text.length - 1] == ' ');
    writ_buffer_add_string(out, blank ? "" : marks);
    add_escaped(out, text);
    writ_buffer_add_string(out, blank ? "" : marks);
}

static void add_phrase(WritBuffer *out, const Phrase *phrase)
{
    for (const Piece *piece = phrase->first; piece != NULL; piece = piece->next) {
        add_piece(out, piece);
    }
}

static void add_head(WritBuffer *out, const SheetPart *part)
{
    if (part->heading.length > 0) {
        writ_buffer_add_string(out, "\n## ");
        add_escaped(out, part->heading);
        writ_buffer_add_string(out, "\n");
    }
    if (part->remark.length > 0) {
        writ_buffer_add_byte(out, '\n');
        add_escaped(out, part->remark);
        writ_buffer_add_byte(out, '\n');
    }
    writ_buffer_add_string(out, "\n|");
    for (uint32_t i = 0; i < part->columns; i++) {
        writ_buffer_add_byte(out, ' ');
        add_escaped(out, part->heads == NULL ? writ_text("") : part->heads[i]);
        writ_buffer_add_string(out, " |");
    }
    writ_buffer_add_string(out, "\n|");
    for (uint32_t i = 0; i < part->columns; i++) {
        writ_buffer_add_string(out, " --- |");
    }
    writ_buffer_add_byte(out, '\n');
}

static void add_part(WritBuffer *out, const SheetPart *part)
{
    add_head(out, part);
    for (const SheetRow *row = part->rows; row != NULL; row = row->next) {
        writ_buffer_add_byte(out, '|');
        for (uint32_t i = 0; i < part->columns; i++) {
            writ_buffer_add_byte(out, ' ');
            add_phrase(out, &row->cells[i]);
            writ_buffer_add_string(out, " |");
        }
        writ_buffer_add_byte(out, '\n');
    }
}

void writ_sheet_markdown(WritBuffer *out, WritArena *arena, const WritPlan *plan,
                         const WritSheetSource *source)
{
    Sheet sheet;
    sheet_make(&sheet, arena, plan, source);
    writ_buffer_add_string(out, "# ");
    add_escaped(out, sheet.title);
    writ_buffer_add_byte(out, '\n');
    for (const SheetPart *part = sheet.first; part != NULL; part = part->next) {
        add_part(out, part);
    }
    sheet_dispose(&sheet);
}
