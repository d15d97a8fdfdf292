#include "draw/meaning.h"

static void add_member(WritBuffer *out, const char *key, WritText text)
{
    writ_buffer_format(out, "\"%s\":\"", key);
    writ_buffer_add_json(out, text);
    writ_buffer_add_byte(out, '"');
}

static void add_cell(WritBuffer *out, Sheet *sheet, const SheetRow *row, uint32_t column)
{
    writ_buffer_add_byte(out, '"');
    writ_buffer_add_json(out, phrases_join(&sheet->phrases, &row->cells[column]));
    writ_buffer_add_byte(out, '"');
}

static void add_facts(WritBuffer *out, Sheet *sheet, const SheetPart *part)
{
    for (const SheetRow *row = part->rows; row != NULL; row = row->next) {
        writ_buffer_add_string(out, row == part->rows ? "{\"what\":" : ",{\"what\":");
        add_cell(out, sheet, row, 0);
        writ_buffer_add_string(out, ",\"text\":");
        add_cell(out, sheet, row, 1);
        writ_buffer_add_byte(out, '}');
    }
}

static void add_rows(WritBuffer *out, Sheet *sheet, const SheetPart *part)
{
    for (const SheetRow *row = part->rows; row != NULL; row = row->next) {
        writ_buffer_add_string(out, row == part->rows ? "[" : ",[");
        for (uint32_t i = 0; i < part->columns; i++) {
            writ_buffer_add_string(out, i > 0 ? "," : "");
            add_cell(out, sheet, row, i);
        }
        writ_buffer_add_byte(out, ']');
    }
}

static void add_part(WritBuffer *out, Sheet *sheet, const SheetPart *part)
{
    writ_buffer_add_byte(out, '{');
    add_member(out, "heading", part->heading);
    writ_buffer_add_byte(out, ',');
    add_member(out, "remark", part->remark);
    writ_buffer_add_string(out, ",\"columns\":[");
    for (uint32_t i = 0; i < part->columns; i++) {
        writ_buffer_add_string(out, i > 0 ? ",\"" : "\"");
        writ_buffer_add_json(out, part->heads[i]);
        writ_buffer_add_byte(out, '"');
    }
    writ_buffer_add_string(out, "],\"rows\":[");
    add_rows(out, sheet, part);
    writ_buffer_add_string(out, "]}");
}

void meaning_print_json(WritBuffer *out, Meaning *meaning)
{
    Sheet *sheet = &meaning->sheet;
    writ_buffer_add_byte(out, '{');
    add_member(out, "kind", writ_text(meaning->thing.kind));
    writ_buffer_add_byte(out, ',');
    add_member(out, "name", meaning->thing.name);
    writ_buffer_add_byte(out, ',');
    add_member(out, "title", sheet->title);
    writ_buffer_add_byte(out, ',');
    add_member(out, "file", meaning->written.path);
    writ_buffer_format(out, ",\"line\":%u,\"facts\":[", (unsigned)meaning->written.line);
    add_facts(out, sheet, sheet->first);
    writ_buffer_add_string(out, "],\"parts\":[");
    for (const SheetPart *part = sheet->first->next; part != NULL; part = part->next) {
        add_part(out, sheet, part);
        writ_buffer_add_string(out, part->next != NULL ? "," : "");
    }
    writ_buffer_add_string(out, "]}\n");
}
