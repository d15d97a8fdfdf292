#include "table/cells.h"

#include <assert.h>
#include <string.h>

static WritText slice(const WritTable *table, uint32_t start, uint32_t end)
{
    return (WritText){table->source->text.data + start, end - start};
}

static uint32_t offset(const WritTable *table, uint32_t position)
{
    return position - table->source->start;
}

// Where the line ends that `at` stands in, without what ends it.
static uint32_t line_end(const WritTable *table, uint32_t at)
{
    WritText text = table->source->text;
    const char *end = memchr(text.data + at, '\n', text.length - at);
    uint32_t found = end == NULL ? (uint32_t)text.length : (uint32_t)(end - text.data);
    return found > at && text.data[found - 1] == '\r' ? found - 1 : found;
}

static uint32_t line_start(const WritTable *table, uint32_t at)
{
    while (at > 0 && table->source->text.data[at - 1] != '\n') {
        at--;
    }
    return at;
}

// Behind the bar that ends a row whose last cell ends at `at`: only blanks stand between.
static uint32_t behind_bar(const WritTable *table, uint32_t at)
{
    while (table->source->text.data[at] != '|') {
        at++;
    }
    return at + 1;
}

// Behind what ends the line that ends at `at`.
static uint32_t next_line(const WritTable *table, uint32_t at)
{
    WritText text = table->source->text;
    at += at < text.length && text.data[at] == '\r' ? 1 : 0;
    return at < text.length ? at + 1 : at;
}

static void read_columns(WritTable *table, WritArena *arena)
{
    const TreePaths *sides[] = {&table->tree->conditions, &table->tree->results};
    table->condition_count = sides[0]->count;
    table->columns =
        writ_arena_array(arena, sides[0]->count + sides[1]->count, sizeof *table->columns);
    uint32_t end = 0;
    for (uint32_t side = 0; side < 2; side++) {
        for (const TreePath *path = sides[side]->first; path != NULL; path = path->next) {
            table->columns[table->column_count++] =
                slice(table, offset(table, path->span.start), offset(table, path->span.end));
            end = offset(table, path->span.end);
        }
    }
    table->lines.start = line_start(table, offset(table, table->tree->head.start));
    table->head_tail = line_end(table, behind_bar(table, end));
}

// A cell as it was written, its lines ending with "\n".
static WritText cell_text(const WritTable *table, WritArena *arena, const TreeCell *cell)
{
    WritText text = slice(table, offset(table, cell->span.start), offset(table, cell->span.end));
    if (memchr(text.data, '\r', text.length) == NULL) {
        return text;
    }
    char *copy = writ_arena_alloc(arena, text.length);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] != '\r') {
            copy[length++] = text.data[i];
        }
    }
    return (WritText){copy, length};
}

static bool read_row(WritTable *table, WritArena *arena, const TreeRow *tree, uint32_t above)
{
    const TreeCells *sides[] = {&tree->conditions, &tree->results};
    TableRow *row = &table->rows[table->row_count++];
    uint32_t column = 0;
    uint32_t end = 0;
    if (sides[0]->count != table->condition_count ||
        sides[0]->count + sides[1]->count != table->column_count) {
        return false;
    }
    row->label = tree->label->text;
    row->cells = writ_arena_array(arena, table->column_count, sizeof *row->cells);
    row->places = writ_arena_array(arena, table->column_count, sizeof *row->places);
    for (uint32_t side = 0; side < 2; side++) {
        for (const TreeCell *cell = sides[side]->first; cell != NULL; cell = cell->next) {
            end = offset(table, cell->span.end);
            row->places[column] = (TableRange){offset(table, cell->span.start), end};
            row->cells[column++] = cell_text(table, arena, cell);
        }
    }
    row->row.start = offset(table, tree->span.start);
    row->row.end = behind_bar(table, end);
    row->lead = (TableRange){next_line(table, above), line_start(table, row->row.start)};
    row->tail = line_end(table, row->row.end);
    return true;
}

bool table_read_cells(WritTable *table, WritArena *arena)
{
    assert(table->column_count == 0 && table->row_count == 0);
    read_columns(table, arena);
    table->rows = writ_arena_array(arena, table->tree->rows.count, sizeof *table->rows);
    uint32_t above = table->head_tail;
    for (const TreeRow *row = table->tree->rows.first; row != NULL; row = row->next) {
        if (!read_row(table, arena, row, above)) {
            return false;
        }
        above = table->rows[table->row_count - 1].tail;
    }
    table->lines.end = above;
    return true;
}

static const TreeTable *table_of(const TreeDecl *decl)
{
    if (decl->kind == TREE_DECL_DECISION) {
        return decl->decision.table;
    }
    if (decl->kind == TREE_DECL_SCENARIO) {
        for (const TreeScenarioLine *line = decl->scenario.lines.first; line != NULL;
             line = line->next) {
            if (line->kind == TREE_SCENARIO_CASES) {
                return line->table;
            }
        }
    }
    return NULL;
}

const TreeTable *table_of_declaration(const TreeFile *file, uint32_t declaration)
{
    const TreeDecl *decl = file->module->decls.first;
    for (uint32_t i = 0; decl != NULL && i < declaration; i++) {
        decl = decl->next;
    }
    return decl == NULL ? NULL : table_of(decl);
}

void table_add_column_name(WritBuffer *out, const WritTable *table, uint32_t column)
{
    writ_buffer_add_string(out, column >= table->condition_count ? "then " : "");
    writ_buffer_add(out, table->columns[column]);
}
