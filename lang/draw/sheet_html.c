// A sheet as one HTML page: styles within, no scripts, nothing from elsewhere. Printed, the words
// come first and each page of the drawing on a page of its own. Headings, table headers and the
// language are marked, so that it can be read aloud; all colours have a contrast of 4.5 or more.
#include <assert.h>

#include "draw/process_pages.h"
#include "draw/sheet.h"
#include "draw/wording.h"

static const char sheet_styles[] =
    "*{box-sizing:border-box}\n"
    "html{background:#eceff2}\n"
    "body{margin:0 auto;padding:12mm;max-width:210mm;background:#ffffff;color:#1b222a;"
    "font:9pt/1.35 Helvetica,Arial,'Liberation Sans',sans-serif}\n"
    "h1{font-size:17pt;margin:0 0 3mm}\n"
    "h2{font-size:10.5pt;margin:4mm 0 1mm;padding-bottom:.6mm;border-bottom:1.5pt solid #1b222a;"
    "break-after:avoid}\n"
    "p{margin:1mm 0}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "th,td{text-align:left;vertical-align:top;padding:.7mm 2mm .7mm 0;overflow-wrap:break-word}\n"
    "thead th{font-size:8pt;color:#4d5863;border-bottom:.5pt solid #3c4650}\n"
    "tbody th{font-weight:normal}\n"
    "tbody tr{border-bottom:.4pt solid #c9ced4;break-inside:avoid}\n"
    ".facts th{width:36mm;color:#4d5863}\n"
    ".facts tr{border:0}\n"
    ".m{color:#4d5863}\n"
    ".l{display:inline-block;min-width:1.4em;padding:0 .3em;border-radius:.2em;background:#1b222a;"
    "color:#ffffff;text-align:center}\n"
    ".d{background:#8a5a00}\n"
    ".e{padding:0 .5em;border:1pt solid #1b222a;border-radius:1em;font-weight:bold;"
    "white-space:nowrap}\n"
    ".drawing{break-before:page}\n"
    ".drawing svg{display:block;width:100%;height:auto;border:.5pt solid #c9ced4;margin:0 0 4mm}\n"
    "@page{size:A4;margin:10mm}\n"
    "@media print{html{background:none}body{padding:0;max-width:none;font-size:8pt}"
    "h2{margin-top:3mm}"
    ".drawing svg{border:0;margin:0;height:276mm;width:auto;max-width:100%;break-after:page}"
    ".drawing svg:last-child{break-after:auto}}\n";

static void add_text(WritBuffer *out, WritText text)
{
    wording_add_xml(out, text, UINT32_MAX);
}

// The same, where it may be broken behind the points and lines of names.
static void add_breakable(WritBuffer *out, WritText text)
{
    size_t start = 0;
    for (size_t i = 0; i + 1 < text.length; i++) {
        bool within = (text.data[i] == '.' || text.data[i] == '_') && text.data[i + 1] != ' ';
        if (within) {
            add_text(out, (WritText){text.data + start, i + 1 - start});
            writ_buffer_add_string(out, "<wbr/>");
            start = i + 1;
        }
    }
    add_text(out, (WritText){text.data + start, text.length - start});
}

static void add_tagged(WritBuffer *out, const char *open, WritText text, const char *close)
{
    writ_buffer_add_string(out, open);
    add_text(out, text);
    writ_buffer_add_string(out, close);
}

static void add_stage(WritBuffer *out, Sheet *sheet, const Piece *piece)
{
    bool detour = sheet->phrases.plan->nodes[piece->node].kind == WRIT_NODE_DETOUR;
    add_tagged(out, detour ? "<b class=\"l d\">" : "<b class=\"l\">",
               phrases_label(&sheet->phrases, piece->node), "</b> ");
    add_text(out, piece->text);
}

static void add_phrase(WritBuffer *out, Sheet *sheet, const Phrase *phrase)
{
    for (const Piece *piece = phrase->first; piece != NULL; piece = piece->next) {
        switch (piece->style) {
        case PIECE_PLAIN:
            add_breakable(out, piece->text);
            break;
        case PIECE_STRONG:
            add_tagged(out, "<b>", piece->text, "</b>");
            break;
        case PIECE_MUTED:
            add_tagged(out, "<span class=\"m\">", piece->text, "</span>");
            break;
        case PIECE_STAGE:
            add_stage(out, sheet, piece);
            break;
        case PIECE_END:
            add_tagged(out, "<span class=\"e\">", piece->text, "</span>");
            break;
        }
    }
}

static void add_row(WritBuffer *out, Sheet *sheet, const SheetPart *part, const SheetRow *row)
{
    writ_buffer_add_string(out, "<tr>");
    for (uint32_t i = 0; i < part->columns; i++) {
        writ_buffer_add_string(out, i == 0 ? "<th scope=\"row\">" : "<td>");
        add_phrase(out, sheet, &row->cells[i]);
        writ_buffer_add_string(out, i == 0 ? "</th>" : "</td>");
    }
    writ_buffer_add_string(out, "</tr>\n");
}

static void add_part(WritBuffer *out, Sheet *sheet, const SheetPart *part)
{
    if (part->heading.length > 0) {
        add_tagged(out, "<h2>", part->heading, "</h2>\n");
    }
    if (part->remark.length > 0) {
        add_tagged(out, "<p class=\"m\">", part->remark, "</p>\n");
    }
    writ_buffer_add_string(out, part->kind == SHEET_FACTS ? "<table class=\"facts\">\n"
                                                          : "<table>\n<thead><tr>");
    if (part->heads != NULL) {
        for (uint32_t i = 0; i < part->columns; i++) {
            add_tagged(out, "<th scope=\"col\">", part->heads[i], "</th>");
        }
        writ_buffer_add_string(out, "</tr></thead>\n");
    }
    writ_buffer_add_string(out, "<tbody>\n");
    for (const SheetRow *row = part->rows; row != NULL; row = row->next) {
        add_row(out, sheet, part, row);
    }
    writ_buffer_add_string(out, "</tbody>\n</table>\n");
}

static void add_drawing(WritBuffer *out, Sheet *sheet, const ProcessPages *pages)
{
    writ_buffer_add_string(out, "<section class=\"drawing\" aria-label=\"The process, drawn\">\n");
    for (uint32_t i = 0; i < pages->count; i++) {
        writ_buffer_format(out,
                           "<svg class=\"wd\" role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"",
                           PAGE_WIDTH / 10, PAGE_HEIGHT / 10);
        add_text(out, sheet->title);
        writ_buffer_format(out, ", drawn, page %u of %u\">\n", i + 1, pages->count);
        writ_buffer_add(out, writ_buffer_text(&pages->pages[i]));
        writ_buffer_add_string(out, "</svg>\n");
    }
    writ_buffer_add_string(out, "</section>\n");
}

static void add_page(WritBuffer *out, Sheet *sheet, const ProcessPages *pages)
{
    writ_buffer_add_string(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                                "<meta charset=\"utf-8\"/>\n"
                                "<meta name=\"viewport\" content=\"width=device-width\"/>\n");
    add_tagged(out, "<title>", sheet->title, "</title>\n");
    writ_buffer_format(out, "<style>\n%s%s</style>\n</head>\n<body>\n<main>\n", sheet_styles,
                       process_pages_styles);
    add_tagged(out, "<h1>", sheet->title, "</h1>\n");
    for (const SheetPart *part = sheet->first; part != NULL; part = part->next) {
        add_part(out, sheet, part);
    }
    add_drawing(out, sheet, pages);
    writ_buffer_add_string(out, "</main>\n</body>\n</html>\n");
}

WritStatus writ_sheet_html(WritBuffer *out, WritArena *arena, const WritPlan *plan,
                           const WritSheetSource *source, WritError *error)
{
    Sheet sheet;
    ProcessPages pages = {NULL, 0};
    WritStatus status = process_pages_draw(&pages, arena, plan, error);
    if (status == WRIT_OK) {
        sheet_make(&sheet, arena, plan, source);
        add_page(out, &sheet, &pages);
        sheet_dispose(&sheet);
        process_pages_dispose(&pages);
    }
    return status;
}
