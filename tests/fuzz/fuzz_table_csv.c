// Any bytes as the CSV of a table: what is taken gives a file without mistakes that says the same
// when its table is printed and read again, and is what it was above and below the table; what is
// not taken has a line, a sentence and what to write.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "writ/table_csv.h"

static const char FILE_TEXT[] =
    "writ 2026\nmodule m version 1.0\n\n"
    "decision d \"D\"\n  given a : Percent, b : Date\n  gives c : Text, e : Number\n"
    "  exactly one row must match\n\n"
    "  | if  | a           | b   || then c     | e |\n"
    "  # above D10\n"
    "  | D10 | up to 5%    | any || \"one, {a}\" | 1 | # beside\n\n"
    "  | D20 | above 5.50% | any || \"\"\"\n    two\n    lines\"\"\" | -2 |\n"
    "  # below\n\nunit kg \"Kilogram\"\n";

static const WritTable *find(WritArena *arena, WritText text)
{
    const WritTable *table = NULL;
    const WritSource *source = NULL;
    WritError error;
    WritSources *sources = writ_sources_new(arena);
    WritTableAsked asked = {.name = writ_text("d")};
    assert(writ_sources_add(sources, writ_text("m.writ"), text, &source, &error) == WRIT_OK);
    assert(writ_table_find(&table, arena, sources, writ_diags_new(arena, sources), &asked,
                           &error) == WRIT_OK);
    return table;
}

static void check_again(WritArena *arena, const WritTableEdit *edit)
{
    WritCsv csv;
    WritError error;
    WritBuffer out = {0};
    WritTableEdit again;
    const WritTable *table = find(arena, edit->text);
    writ_table_add_csv(table, ';', &out);
    assert(writ_csv_read(&csv, arena, writ_buffer_text(&out), &error) == WRIT_OK);
    assert(writ_table_read_csv(&again, table, arena, &csv, &error) == WRIT_OK);
    assert(again.problem_count == 0 && again.sentence_count == 0);
    writ_buffer_dispose(&out);
}

static void check_around(const WritTableEdit *edit)
{
    const char *head = strstr(FILE_TEXT, "  | if");
    const char *below = strstr(FILE_TEXT, "\n  # below");
    size_t before = (size_t)(head - FILE_TEXT);
    size_t behind = strlen(below);
    assert(edit->text.length > before + behind);
    assert(memcmp(edit->text.data, FILE_TEXT, before) == 0);
    assert(memcmp(edit->text.data + edit->text.length - behind, below, behind) == 0);
}

static void check(WritArena *arena, const WritTable *table, const WritCsv *csv)
{
    WritError error = {0};
    WritTableEdit edit;
    if (writ_table_read_csv(&edit, table, arena, csv, &error) != WRIT_OK) {
        assert(error.text[0] != '\0');
        return;
    }
    for (uint32_t i = 0; i < edit.problem_count; i++) {
        assert(edit.problems[i].line > 0);
        assert(edit.problems[i].text.length > 0 && edit.problems[i].hint.length > 0);
    }
    if (edit.problem_count == 0) {
        check_around(&edit);
        check_again(arena, &edit);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritArena *arena = writ_arena_new(WRIT_TABLE_ARENA_BYTES_MAX);
    WritCsv csv;
    WritError error;
    if (writ_csv_read(&csv, arena, (WritText){(const char *)data, size}, &error) == WRIT_OK) {
        check(arena, find(arena, writ_text(FILE_TEXT)), &csv);
    }
    writ_arena_free(arena);
    return 0;
}
