// From a CSV file to the text of the file that the table stands in.
#include "table/wanted.h"

const WritTablePlace *writ_table_place(const WritTableEdit *edit, uint32_t offset)
{
    const WritTablePlace *found = NULL;
    for (uint32_t i = 0; i < edit->place_count; i++) {
        const WritTablePlace *place = &edit->places[i];
        bool within = offset >= place->start && offset < place->end;
        found = within ? place : found;
    }
    return found;
}

WritStatus writ_table_read_csv(WritTableEdit *edit, const WritTable *table, WritArena *arena,
                               const WritCsv *csv, WritError *error)
{
    *edit = (WritTableEdit){.text = table->source->text};
    edit->problems = writ_arena_array(arena, WRIT_TABLE_PROBLEMS_MAX, sizeof *edit->problems);
    Wanted wanted = {.table = table, .arena = arena, .edit = edit};
    if (!wanted_read(&wanted, csv)) {
        return WRIT_OK;
    }
    wanted_describe(&wanted);
    return edit->sentence_count == 0 ? WRIT_OK : wanted_write(&wanted, error);
}
