// Tables as CSV: every table of the tree comes back as it was, and a change made in the CSV is the
// change made in the text.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/random.h"
#include "syntax/parse.h"
#include "table/cells.h"
#include "table/meant.h"
#include "writ/format.h"

enum { PATH_BYTES = 4096, TABLES_LEAST = 60, EDITS_LEAST = 500, ROWS_MAX = 400, COLUMNS_MAX = 24 };

// --- A file and its tables ----------------------------------------------------------------------

typedef struct File {
    WritArena *arena;
    const WritSource *source;
    const TreeFile *tree;
} File;

static File file_open(WritText text)
{
    File file = {.arena = writ_arena_new(WRIT_TABLE_ARENA_BYTES_MAX)};
    WritError error;
    WritSources *sources = writ_sources_new(file.arena);
    assert_int_equal(writ_sources_add(sources, writ_text("t.writ"), text, &file.source, &error),
                     WRIT_OK);
    file.tree = tree_parse(file.source, file.arena, writ_names_new(file.arena),
                           writ_diags_new(file.arena, sources));
    return file;
}

static bool file_is_sound(const File *file)
{
    return file->tree->complete && file->tree->kind == TREE_FILE_MODULE;
}

// False: it is none, or its rows have not the cells of its head.
static bool file_table(const File *file, uint32_t declaration, WritTable *table)
{
    *table = (WritTable){
        .source = file->source,
        .declaration = declaration,
        .tree = table_of_declaration(file->tree, declaration),
    };
    return table->tree != NULL && table_read_cells(table, file->arena);
}

static void lay_out(WritText text, WritBuffer *out)
{
    WritArena *arena = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
    WritSources *sources = writ_sources_new(arena);
    const WritSource *source = NULL;
    WritError error;
    assert_int_equal(writ_sources_add(sources, writ_text("t"), text, &source, &error), WRIT_OK);
    assert_int_equal(writ_format(source, WRIT_FORMAT_ALIGNED, arena, writ_diags_new(arena, sources),
                                 out, &error),
                     WRIT_OK);
    writ_arena_free(arena);
}

static void take(WritTableEdit *edit, const WritTable *table, WritArena *arena, WritText bytes)
{
    WritCsv csv;
    WritError error;
    WritStatus status = writ_csv_read(&csv, arena, bytes, &error);
    if (status == WRIT_OK) {
        status = writ_table_read_csv(edit, table, arena, &csv, &error);
    }
    if (status != WRIT_OK) {
        print_error("%s\n", error.text);
    }
    assert_int_equal(status, WRIT_OK);
    for (uint32_t i = 0; i < edit->problem_count; i++) {
        print_error("%u: %.*s\n", edit->problems[i].line, WRIT_TEXT_ARGS(edit->problems[i].text));
    }
}

// --- Out and in ---------------------------------------------------------------------------------

static void expect_back(const WritTable *table, WritArena *arena, char separator)
{
    WritBuffer csv = {0};
    WritTableEdit edit;
    writ_table_add_csv(table, separator, &csv);
    take(&edit, table, arena, writ_buffer_text(&csv));
    assert_int_equal(edit.problem_count, 0);
    assert_int_equal(edit.sentence_count, 0);
    assert_true(writ_text_equal(edit.text, table->source->text));
    writ_buffer_dispose(&csv);
}

// --- Changes in the text ------------------------------------------------------------------------

// A row as its line says it, told apart by bars outside of quotes.
typedef struct Line {
    WritText lead; // Lines above, each with its end.
    WritText cells[COLUMNS_MAX + 1];
    WritText tail; // Behind the last bar.
} Line;

typedef struct Text {
    WritText head; // With all that is before, and the line of dashes.
    Line lines[ROWS_MAX];
    uint32_t count;
    WritText behind;
    uint32_t conditions;
    uint32_t columns;
} Text;

static WritText trimmed(const char *start, const char *end)
{
    while (start < end && *start == ' ') {
        start++;
    }
    while (end > start && end[-1] == ' ') {
        end--;
    }
    return (WritText){start, (size_t)(end - start)};
}

// False: the row has another number of cells, as one on several lines does.
static bool split_line(Line *line, const char *at, const char *end, uint32_t columns)
{
    bool quoted = false;
    uint32_t cells = 0;
    const char *start = NULL;
    for (; at < end; at++) {
        quoted = *at == '"' ? !quoted : quoted;
        if (quoted || *at != '|') {
            if (!quoted && *at == '#') {
                break;
            }
            continue;
        }
        if (start != NULL && cells <= columns) {
            line->cells[cells++] = trimmed(start, at);
        }
        at += at + 1 < end && at[1] == '|' ? 1 : 0;
        start = at + 1;
        line->tail = (WritText){start, (size_t)(end - start)};
    }
    return cells == columns + 1 && !quoted;
}

// From a layout; false where a row has several lines.
static bool split(Text *text, const WritTable *table)
{
    const char *bytes = table->source->text.data;
    const char *end = bytes + table->lines.end;
    const char *dashes = strchr(bytes + table->lines.start, '\n') + 1;
    const char *at = strchr(dashes, '\n') + 1;
    *text = (Text){.head = {bytes, (size_t)(at - bytes)},
                   .behind = {end, table->source->text.length - table->lines.end},
                   .conditions = table->condition_count,
                   .columns = table->column_count};
    if (text->columns > COLUMNS_MAX || table->row_count > ROWS_MAX - 2) {
        return false;
    }
    const char *lead = at;
    while (at < end) {
        const char *line_end = strchr(at, '\n');
        if (*trimmed(at, line_end).data == '|') {
            Line *line = &text->lines[text->count];
            if (text->count++ == table->row_count ||
                !split_line(line, at, line_end, text->columns)) {
                return false;
            }
            line->lead = (WritText){lead, (size_t)(at - lead)};
            lead = line_end + 1;
        }
        at = line_end + 1;
    }
    return text->count == table->row_count;
}

static void add_text(WritBuffer *out, const Text *text)
{
    writ_buffer_add(out, text->head);
    for (uint32_t i = 0; i < text->count; i++) {
        const Line *line = &text->lines[i];
        writ_buffer_add(out, line->lead);
        for (uint32_t k = 0; k <= text->columns; k++) {
            writ_buffer_add_string(out, k == text->conditions + 1 ? " || " : " | ");
            writ_buffer_add(out, line->cells[k]);
        }
        writ_buffer_add_string(out, " |");
        writ_buffer_add(out, line->tail);
        writ_buffer_add_string(out, i + 1 < text->count ? "\n" : "");
    }
    writ_buffer_add(out, text->behind);
}

// Columns from `first` on come first, and those before them at the end.
static void add_csv(WritBuffer *out, const Text *text, const WritTable *table, uint32_t first,
                    char separator)
{
    for (uint32_t i = 0; i <= text->count; i++) {
        for (uint32_t n = 0; n <= text->columns; n++) {
            uint32_t k = (first + n) % (text->columns + 1);
            WritBuffer cell = {0};
            if (n > 0) {
                writ_buffer_add_byte(out, separator);
            }
            if (i > 0) {
                bool computed = table_would_be_computed(text->lines[i - 1].cells[k]);
                writ_buffer_add_string(&cell, computed ? "'" : "");
                writ_buffer_add(&cell, text->lines[i - 1].cells[k]);
            } else if (k == 0) {
                writ_buffer_add_string(&cell, "if");
            } else {
                table_add_column_name(&cell, table, k - 1);
            }
            writ_csv_add_cell(out, writ_buffer_text(&cell));
            writ_buffer_dispose(&cell);
        }
        writ_buffer_add_string(out, "\r\n");
    }
}

static void change_cell(Text *text, Random *random)
{
    Line *line = &text->lines[random_below(random, text->count)];
    uint32_t column = 1 + random_below(random, text->columns);
    WritText cell = text->lines[random_below(random, text->count)].cells[column];
    if (!table_means_same(line->cells[column], cell)) {
        line->cells[column] = cell;
    }
}

static void remove_row(Text *text, uint32_t row)
{
    memmove(&text->lines[row], &text->lines[row + 1], (--text->count - row) * sizeof(Line));
}

static void insert_row(Text *text, uint32_t row, const Line *line)
{
    memmove(&text->lines[row + 1], &text->lines[row], (text->count++ - row) * sizeof(Line));
    text->lines[row] = *line;
}

static void change(Text *text, uint32_t number, Random *random)
{
    static const char *const labels[] = {"ZZ1", "ZZ2", "ZZ3", "ZZ4"};
    uint32_t row = random_below(random, text->count);
    Line line = text->lines[row];
    switch (random_below(random, 5)) {
    case 0:
        if (text->count > 1) {
            remove_row(text, row);
        }
        break;
    case 1:
        remove_row(text, row);
        insert_row(text, random_below(random, text->count + 1), &line);
        break;
    case 2:
        line.cells[0] = writ_text(labels[number]);
        line.lead = (WritText){NULL, 0};
        line.tail = (WritText){NULL, 0};
        insert_row(text, random_below(random, text->count + 1), &line);
        break;
    default:
        change_cell(text, random);
        break;
    }
}

// A layout with comments above rows and beside them.
static void comment(WritBuffer *out, const WritTable *table, Random *random)
{
    WritBuffer text = {0};
    Text rows;
    if (!split(&rows, table)) {
        lay_out(table->source->text, out);
        return;
    }
    for (uint32_t i = 0; i < rows.count; i++) {
        bool beside = random_below(random, 4) == 0;
        bool above = random_below(random, 4) == 0;
        rows.lines[i].lead = above ? writ_text("  # above\n\n  # | again |\n") : rows.lines[i].lead;
        rows.lines[i].tail = beside ? writ_text(" # be | side ") : rows.lines[i].tail;
    }
    add_text(&text, &rows);
    lay_out(writ_buffer_text(&text), out);
    writ_buffer_dispose(&text);
}

static bool expect_same_change(WritText layout, uint32_t declaration, Random *random)
{
    static const char separators[] = ",;\t";
    File file = file_open(layout);
    WritTable table;
    Text text;
    assert_true(file_table(&file, declaration, &table));
    bool asked = split(&text, &table);
    if (asked) {
        WritBuffer changed = {0};
        WritBuffer expected = {0};
        WritBuffer csv = {0};
        WritTableEdit edit;
        for (uint32_t i = random_below(random, 5); i > 0; i--) {
            change(&text, i - 1, random);
        }
        add_text(&changed, &text);
        lay_out(writ_buffer_text(&changed), &expected);
        add_csv(&csv, &text, &table, random_below(random, text.columns + 1),
                separators[random_below(random, 3)]);
        take(&edit, &table, file.arena, writ_buffer_text(&csv));
        assert_int_equal(edit.problem_count, 0);
        WritText kept = writ_arena_text(file.arena, edit.text);
        assert_string_equal(kept.data, writ_buffer_string(&expected));
        writ_buffer_dispose(&changed);
        writ_buffer_dispose(&expected);
        writ_buffer_dispose(&csv);
    }
    writ_arena_free(file.arena);
    return asked;
}

// --- Every table of the tree --------------------------------------------------------------------

typedef struct Walk {
    uint32_t tables;
    uint32_t edits;
    Random random;
} Walk;

static bool has_label_twice(const WritTable *table)
{
    for (uint32_t i = 1; i < table->row_count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (writ_text_equal(table->rows[i].label, table->rows[k].label)) {
                return true;
            }
        }
    }
    return false;
}

static bool has_column_twice(const WritTable *table)
{
    for (uint32_t i = 1; i < table->column_count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            bool same_side = (i < table->condition_count) == (k < table->condition_count);
            if (same_side && writ_text_equal(table->columns[i], table->columns[k])) {
                return true;
            }
        }
    }
    return false;
}

static void walk_table(Walk *walk, const File *file, uint32_t declaration)
{
    enum { EDITS = 12 };
    WritTable table;
    WritBuffer layout = {0};
    WritBuffer commented = {0};
    if (!file_table(file, declaration, &table) || has_label_twice(&table) ||
        has_column_twice(&table)) {
        return;
    }
    walk->tables++;
    expect_back(&table, file->arena, ',');
    expect_back(&table, file->arena, ';');
    expect_back(&table, file->arena, '\t');
    lay_out(table.source->text, &layout);
    File laid_out = file_open(writ_buffer_text(&layout));
    assert_true(file_table(&laid_out, declaration, &table));
    comment(&commented, &table, &walk->random);
    for (uint32_t i = 0; i < EDITS; i++) {
        walk->edits +=
            expect_same_change(writ_buffer_text(&commented), declaration, &walk->random) ? 1 : 0;
    }
    writ_arena_free(laid_out.arena);
    writ_buffer_dispose(&layout);
    writ_buffer_dispose(&commented);
}

static void walk_file(Walk *walk, const char *path)
{
    enum { FILE_BYTES = 1 << 17 };
    static char bytes[FILE_BYTES];
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    size_t length = fread(bytes, 1, sizeof bytes, stream);
    (void)fclose(stream);
    File file = file_open((WritText){bytes, length});
    if (length < sizeof bytes && file_is_sound(&file)) {
        for (uint32_t i = 0; i < file.tree->module->decls.count; i++) {
            walk_table(walk, &file, i);
        }
    }
    writ_arena_free(file.arena);
}

static void walk_folder(Walk *walk, const char *path)
{
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char inner[PATH_BYTES];
        (void)snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        size_t length = strlen(entry->d_name);
        if (length > 5 && strcmp(entry->d_name + length - 5, ".writ") == 0) {
            walk_file(walk, inner);
        } else if (entry->d_type == DT_DIR && entry->d_name[0] != '.' &&
                   strncmp(entry->d_name, "build", 5) != 0) {
            walk_folder(walk, inner);
        }
    }
    (void)closedir(folder);
}

static void test_every_table_comes_back_and_takes_changes_as_its_text_does(void **state)
{
    (void)state;
    Walk walk = {.random = {1}};
    walk_folder(&walk, WRIT_TREE);
    assert_true(walk.tables > TABLES_LEAST);
    assert_true(walk.edits > EDITS_LEAST);
}

// --- Cells --------------------------------------------------------------------------------------

static void test_a_cell_says_the_same_with_other_zeros_and_blanks(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"5%", "5.00%"},
        {"above 5.5% up to 10%", "above  5.50% up to 10.0%"},
        {"50 000 EUR", "50000.00 EUR"},
        {"50 000 EUR", "50\xc2\xa0"
                       "000 EUR"},
        {"1 250 000", "1250000"},
        {"0", "0.0"},
        {"3 to below 10", "3\xe2\x80\xaf to below 10"},
    };
    static const char *const other[][2] = {
        {"5%", "50%"},
        {"5%", "0.05"},
        {"1.05", "1.5"},
        {"10", "1"},
        {"\"5.0\"", "\"5\""},
        {"1 2500", "12500"},
        {"100", "1"},
        {"a", "b"},
        {"1 25", "125"},
        {"\"a  b\"", "\"a b\""},
        {"2026-03-02", "2026-03-20"},
        {"5.01", "5.0"},
    };
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        assert_true(table_means_same(writ_text(same[i][0]), writ_text(same[i][1])));
        assert_true(table_means_same(writ_text(same[i][1]), writ_text(same[i][0])));
    }
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
        assert_false(table_means_same(writ_text(other[i][0]), writ_text(other[i][1])));
        assert_false(table_means_same(writ_text(other[i][1]), writ_text(other[i][0])));
    }
}

static void test_what_a_spreadsheet_may_have_made_is_suspected(void **state)
{
    (void)state;
    static const char *const suspect[][2] = {
        {"", "any"},           {"#NAME?", "any"}, {"02.03.2026", "any"}, {"3/2/2026", "any"},
        {"02-03-26", "any"},   {"0.05", "5%"},    {"7,5", "3"},          {"7,5%", "5%"},
        {"50,000 EUR", "any"}, {"-0.05", "-5%"},  {"2026-3-2", "any"},
    };
    static const char *const plain[][2] = {
        {"2026-03-02", "any"}, {"0.05", "0.5"}, {"7, 5", "3"}, {"5%", "10%"},
        {"\"7,5\"", "\"x\""},  {"1.2", "3"},    {"any", "5%"}, {"-5", "3"},
    };
    const char *hint = NULL;
    for (size_t i = 0; i < sizeof suspect / sizeof suspect[0]; i++) {
        hint = NULL;
        assert_non_null(table_suspects(writ_text(suspect[i][0]), writ_text(suspect[i][1]), &hint));
        assert_non_null(hint);
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        assert_null(table_suspects(writ_text(plain[i][0]), writ_text(plain[i][1]), &hint));
    }
}

// --- One table ----------------------------------------------------------------------------------

#define HEAD                                                                                       \
    "writ 2026\nmodule m version 1.0\n\ndecision d\n  given a : Number\n  gives a : Number\n"
#define RULE "  | if    | a     || then a        |\n  |-------|-------||---------------|\n"

static void expect_edit(const char *text, const char *csv, const char *after)
{
    File file = file_open(writ_text(text));
    WritTable table;
    WritTableEdit edit;
    assert_true(file_is_sound(&file) && file_table(&file, 0, &table));
    take(&edit, &table, file.arena, writ_text(csv));
    assert_int_equal(edit.problem_count, 0);
    assert_string_equal(writ_arena_text(file.arena, edit.text).data, after);
    writ_arena_free(file.arena);
}

static void expect_problem(const char *csv, const char *text)
{
    File file = file_open(writ_text(HEAD "\n" RULE "  | D10 | 1 || -1 |\n  | D20 | 2 || 0 |\n"));
    WritTable table;
    WritTableEdit edit;
    WritCsv read;
    WritError error;
    assert_true(file_is_sound(&file) && file_table(&file, 0, &table));
    assert_int_equal(writ_csv_read(&read, file.arena, writ_text(csv), &error), WRIT_OK);
    assert_int_equal(writ_table_read_csv(&edit, &table, file.arena, &read, &error), WRIT_OK);
    assert_int_equal(edit.problem_count, 1);
    assert_string_equal(edit.problems[0].text.data, text);
    assert_true(writ_text_equal(edit.text, table.source->text));
    writ_arena_free(file.arena);
}

static void test_only_the_lines_of_the_table_change(void **state)
{
    (void)state;
    expect_edit(
        HEAD "\n\n\n  | if | a || then a |  # head\n | D10 | 1 || -1 | # ten\n"
             "  # of twenty\n  | D20 | 2 || 0 |\n\n\n#  end  \nunit  kg",
        "if,a,then a\nD20,2.0,0\nD30,3,'-3\nD10,1,'-1\n",
        HEAD
        "\n\n\n  | if    | a     || then a        | # head\n  |-------|-------||---------------|\n"
        "  # of twenty\n  | D20   | 2     || 0             |\n"
        "  | D30   | 3     || -3            |\n  | D10   | 1     || -1            | # ten"
        "\n\n\n#  end  \nunit  kg");
}

static void test_line_ends_of_the_file_stay(void **state)
{
    (void)state;
    expect_edit(
        "writ 2026\r\nmodule m version 1.0\r\n\r\ndecision d\r\n  given a : Number\r\n"
        "  gives a : Number\r\n\r\n  | if | a || then a |\r\n  | D10 | 1 || 2 |\r\n\r\n",
        "if,a,then a\r\nD10,1,3\r\n",
        "writ 2026\r\nmodule m version 1.0\r\n\r\ndecision d\r\n  given a : Number\r\n"
        "  gives a : Number\r\n\r\n  | if    | a     || then a        |\r\n"
        "  |-------|-------||---------------|\r\n  | D10   | 1     || 3             |\r\n\r\n");
}

static void test_columns_are_told_apart(void **state)
{
    (void)state;
    expect_edit(HEAD "\n" RULE "  | D10   | 1     || 2             |\n", "then a,if,a\n1,D10,2\n",
                HEAD "\n" RULE "  | D10   | 2     || 1             |\n");
    expect_problem("if,a\nD10,1\n", "the file lacks the column \"then a\"");
    expect_problem("a,then a\n1,1\n", "the file lacks the column \"if\"");
    expect_problem("if,a,then a,a\nD10,1,1,1\n", "the file has twice the column \"a\"");
    expect_problem("if,a,then b\nD10,1,1\n", "the table has no column \"then b\"");
    expect_problem("if,,a,then a\nD10,,1,1\n", "a column has no name");
    expect_problem("if,a,then a\nD10,1,-1,x\nD20,2,0\n",
                   "row D10: a cell stands where no column is named");
    expect_problem("if,a,then a\n", "the file has no rows");
    expect_problem("", "the file is empty");
}

static void test_what_is_no_cell_is_told_with_its_place(void **state)
{
    (void)state;
    expect_problem("if,a,then a\nD10,1 | 2,-1\n", "row D10, column a: \"1 | 2\" is no condition");
    expect_problem("if,a,then a\nD10,1,2 # x\n", "row D10, column then a: \"2 # x\" is no result");
    expect_problem("if,a,then a\nD10,\"1\n\",\"2\n  | D20 | 1 || 2\"\n",
                   "row D10, column then a: \"2\n  | D20 | 1 || 2\" is no result");
    expect_problem("if,a,then a\nD10,,-1\n", "row D10, column a: the cell is empty");
    expect_problem("if,a,then a\n1-Mar,1,-1\n", "\"1-Mar\" is no label of a row");
    expect_problem("if,a,then a\n,1,-1\n", "the row has no label");
    expect_problem("if,a,then a\nD10,1,-1\nD10,1,-1\n",
                   "row D10: the file has two rows of this label");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_table_comes_back_and_takes_changes_as_its_text_does),
        cmocka_unit_test(test_a_cell_says_the_same_with_other_zeros_and_blanks),
        cmocka_unit_test(test_what_a_spreadsheet_may_have_made_is_suspected),
        cmocka_unit_test(test_only_the_lines_of_the_table_change),
        cmocka_unit_test(test_line_ends_of_the_file_stay),
        cmocka_unit_test(test_columns_are_told_apart),
        cmocka_unit_test(test_what_is_no_cell_is_told_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
