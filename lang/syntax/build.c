// Words, lists and nodes that are only kept. What nests is in build_nested.c, texts in
// build_text.c.
#include "syntax/build.h"

#include <assert.h>
#include <string.h>

static void *keep(Build *build, const void *node, size_t bytes)
{
    void *kept = writ_arena_alloc(build->arena, bytes);
    memcpy(kept, node, bytes);
    return kept;
}

#define TREE_NODE(node, name)                                                                      \
    node *build_##name(Build *build, WritSpan span, node value)                                    \
    {                                                                                              \
        value.span = span;                                                                         \
        return keep(build, &value, sizeof value);                                                  \
    }
#include "syntax/nodes.def"
#undef TREE_NODE

#define TREE_LIST(element, list, name)                                                             \
    list build_##name(Build *build, list before, element *last)                                    \
    {                                                                                              \
        if (last == NULL) {                                                                        \
            return before;                                                                         \
        }                                                                                          \
        if (before.count == TREE_LIST_MAX) {                                                       \
            build_limit(build, DIAG_LIST_TOO_LONG, last->span);                                    \
            return before;                                                                         \
        }                                                                                          \
        assert(last->next == NULL);                                                                \
        if (before.last != NULL) {                                                                 \
            before.last->next = last;                                                              \
        } else {                                                                                   \
            before.first = last;                                                                   \
        }                                                                                          \
        before.last = last;                                                                        \
        before.count++;                                                                            \
        return before;                                                                             \
    }
#include "syntax/lists.def"
#undef TREE_LIST

// --- Words --------------------------------------------------------------------------------

static void fill_name(Build *build, TreeName *name, WritSpan span)
{
    name->span = span;
    name->text = writ_source_span_text(build->source, span);
    name->name = writ_names_add(build->names, name->text);
    if (writ_names_count(build->names) - build->names_before > TREE_NAMES_MAX) {
        build_limit(build, DIAG_TOO_MANY_NAMES, span);
    }
}

TreeName *build_name(Build *build, WritSpan span)
{
    TreeName *name = writ_arena_alloc(build->arena, sizeof *name);
    fill_name(build, name, span);
    return name;
}

// Most paths are one name, so a path and its first part are one piece of memory.
typedef struct PathWithName {
    TreePath path;
    TreeName name;
} PathWithName;

TreePath *build_path(Build *build, WritSpan first)
{
    PathWithName *both = writ_arena_alloc(build->arena, sizeof *both);
    fill_name(build, &both->name, first);
    both->path.span = first;
    both->path.parts = (TreeNames){&both->name, &both->name, 1};
    return &both->path;
}

TreePath *build_path_part(Build *build, TreePath *path, WritSpan part)
{
    path->parts = build_names(build, path->parts, build_name(build, part));
    path->span.end = part.end;
    return path;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Drops the spaces between groups of digits, which may be of two or three bytes.
static WritText without_spaces(Build *build, WritText text)
{
    char *kept = writ_arena_alloc(build->arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (is_digit(text.data[i]) || text.data[i] == '.') {
            kept[length++] = text.data[i];
        }
    }
    return (WritText){kept, length};
}

TreeLiteral *build_literal(Build *build, WritSpan span)
{
    TreeLiteral *literal = writ_arena_alloc(build->arena, sizeof *literal);
    literal->span = span;
    literal->text = writ_source_span_text(build->source, span);
    assert(literal->text.length > 0);
    if (literal->text.data[literal->text.length - 1] == '%') {
        literal->text.length--;
    }
    if (memchr(literal->text.data, ' ', literal->text.length) != NULL ||
        memchr(literal->text.data, 0xc2, literal->text.length) != NULL ||
        memchr(literal->text.data, 0xe2, literal->text.length) != NULL) {
        literal->text = without_spaces(build, literal->text);
    }
    return literal;
}

TreeWeekday *build_weekday(Build *build, WritSpan span)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    TreeWeekday *weekday = writ_arena_alloc(build->arena, sizeof *weekday);
    weekday->span = span;
    weekday->number = 1; // Of a word that was repaired: such a tree is not complete.
    WritText text = writ_source_span_text(build->source, span);
    for (uint32_t i = 0; i < 7; i++) {
        if (writ_text_is(text, names[i])) {
            weekday->number = i + 1;
        }
    }
    return weekday;
}

// --- Tables and files ---------------------------------------------------------------------

TreeTable *build_table(Build *build, WritSpan span, TreeTable table)
{
    table.span = span;
    table.head = span;
    if (table.conditions.count + table.results.count > TREE_COLUMNS_MAX) {
        build_limit(build, DIAG_TABLE_TOO_WIDE, span);
    }
    return keep(build, &table, sizeof table);
}

TreeRow *build_row(Build *build, WritSpan span, TreeRow row)
{
    row.span = span;
    if (row.conditions.count + row.results.count > TREE_COLUMNS_MAX) {
        build_limit(build, DIAG_TABLE_TOO_WIDE, span);
    }
    return keep(build, &row, sizeof row);
}

TreeTable *build_table_rows(Build *build, WritSpan span, TreeTable *table, TreeRows rows)
{
    table->span = span;
    table->rows = rows;
    if (rows.count > TREE_ROWS_MAX) {
        build_limit(build, DIAG_TABLE_TOO_LONG, table->head);
    }
    return table;
}

static TreeFile *make_file(Build *build, TreeFileKind kind, TreeLiteral *edition)
{
    TreeFile *file = writ_arena_alloc(build->arena, sizeof *file);
    file->source = build->source;
    file->kind = kind;
    file->edition = edition;
    build->file = file;
    return file;
}

TreeFile *build_module_file(Build *build, TreeLiteral *edition, TreeModule *module, TreeUses uses,
                            TreeDecls decls)
{
    TreeFile *file = make_file(build, TREE_FILE_MODULE, edition);
    file->module = module;
    module->uses = uses;
    module->decls = decls;
    return file;
}

TreeFile *build_directory_file(Build *build, TreeLiteral *edition, TreeDirectory *directory,
                               TreeDirectoryEntries entries)
{
    TreeFile *file = make_file(build, TREE_FILE_DIRECTORY, edition);
    file->directory = directory;
    directory->entries = entries;
    return file;
}

TreeDirectoryEntries build_directory_entry_person(Build *build, TreeDirectoryEntries entries,
                                                  TreePerson *person)
{
    entries.persons = build_persons(build, entries.persons, person);
    return entries;
}

TreeDirectoryEntries build_directory_entry_unit(Build *build, TreeDirectoryEntries entries,
                                                TreeDirectoryUnit *unit)
{
    entries.units = build_directory_units(build, entries.units, unit);
    return entries;
}
