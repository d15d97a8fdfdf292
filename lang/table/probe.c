// One cell read by itself: put into a small file, it is the one cell of its row, or it is none. So
// a bar, a comment or a line end in it cannot become more than a cell.
#include "syntax/parse.h"
#include "table/wanted.h"

static const char BEFORE[] = "writ 2026\nmodule m version 1.0\n\n"
                             "decision d\n  given a : Number\n  gives b : Number\n"
                             "  exactly one row must match\n\n"
                             "  | if | a || then b |\n  | ";

static bool is_all_of(const WritSource *source, WritSpan span, WritText text)
{
    return writ_text_equal(writ_source_span_text(source, span), text);
}

// The only row of the small file, or NULL.
static const TreeRow *read_row(const WritSource **source, WritArena *arena, const WritBuffer *file)
{
    WritError error;
    WritSources *sources = writ_sources_new(arena);
    if (writ_sources_add(sources, writ_text("cell"), writ_buffer_text(file), source, &error) !=
        WRIT_OK) {
        return NULL;
    }
    const TreeFile *tree =
        tree_parse(*source, arena, writ_names_new(arena), writ_diags_new(arena, sources));
    const TreeTable *table = tree->complete ? table_of_declaration(tree, 0) : NULL;
    bool alone = table != NULL && table->rows.count == 1 &&
                 table->rows.first->conditions.count == 1 &&
                 table->rows.first->results.count == 1 && tree->module->decls.count == 1;
    return alone ? table->rows.first : NULL;
}

static const TreeRow *probe(const WritSource **source, WritArena *arena, const char *before,
                            WritText text, const char *behind)
{
    WritBuffer file = {0};
    writ_buffer_add_string(&file, BEFORE);
    writ_buffer_add_string(&file, before);
    writ_buffer_add(&file, text);
    writ_buffer_add_string(&file, behind);
    const TreeRow *row = read_row(source, arena, &file);
    writ_buffer_dispose(&file);
    return row;
}

bool wanted_is_cell(WritArena *arena, WritText cell)
{
    const WritSource *source = NULL;
    const TreeRow *row = probe(&source, arena, "R1 | ", cell, " || 1 |\n");
    return row != NULL && is_all_of(source, row->conditions.first->span, cell);
}

bool wanted_is_result(WritArena *arena, WritText cell)
{
    const WritSource *source = NULL;
    const TreeRow *row = probe(&source, arena, "R1 | any || ", cell, " |\n");
    return row != NULL && is_all_of(source, row->results.first->span, cell);
}

bool wanted_is_label(WritArena *arena, WritText label)
{
    const WritSource *source = NULL;
    const TreeRow *row = probe(&source, arena, "", label, " | any || 1 |\n");
    return row != NULL && is_all_of(source, row->label->span, label);
}
