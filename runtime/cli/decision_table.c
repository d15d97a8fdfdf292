// `table`: a table of the book as CSV, and back into its file.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/checking.h"
#include "cli/rewrite.h"
#include "cli/whereabouts.h"
#include "writ/table_csv.h"
#include "writ/value.h"

typedef struct Sheet {
    Cli *cli;
    WritArena *files;
    WritArena *arena;
    char *directory; // Of the book.
    WritSources *sources;
    WritDiags *diags;
    const WritTable *table;
    WritTableEdit edit;
} Sheet;

static const char *option(const Sheet *sheet, CliOption option)
{
    return sheet->cli->arguments.options[option];
}

static bool is_of_the_language(WritText path)
{
    static const char ending[] = ".writ";
    size_t length = sizeof ending - 1;
    return path.length > length && memcmp(path.data + path.length - length, ending, length) == 0;
}

// --- Which table --------------------------------------------------------------------------------

static WritStatus read_book(Sheet *sheet, WritError *error)
{
    WritBookContents contents;
    WritStatus status = writ_book_read_files(&contents, sheet->files, sheet->directory, error);
    for (uint32_t i = 0; status == WRIT_OK && i < contents.file_count; i++) {
        const WritSource *source = NULL;
        if (is_of_the_language(contents.files[i].path)) {
            status = writ_sources_add(sheet->sources, contents.files[i].path,
                                      contents.files[i].bytes, &source, error);
        }
    }
    return status;
}

static WritStatus find_table(Sheet *sheet, WritError *error)
{
    const char *on = option(sheet, CLI_OPTION_ON);
    WritTableAsked asked = {.name = writ_text(sheet->cli->arguments.operands[0])};
    if (on != NULL) {
        asked.has_day = true;
        if (writ_date_parse(&asked.day, writ_text(on), error) != WRIT_OK) {
            return error->status;
        }
    }
    return writ_table_find(&sheet->table, sheet->arena, sheet->sources, sheet->diags, &asked,
                           error);
}

static void print_diags(const Sheet *sheet, const WritDiags *diags)
{
    WritBuffer out = {0};
    bool coloured = cli_page(sheet->cli).colour == PAGE_COLOUR_ANSI;
    writ_diags_render_text(diags, coloured ? WRIT_COLOUR_ANSI : WRIT_COLOUR_NONE, &out);
    cli_write(sheet->cli->err, writ_buffer_text(&out));
    writ_buffer_dispose(&out);
}

// --- Out ----------------------------------------------------------------------------------------

static CliExit print_csv(Sheet *sheet)
{
    WritBuffer csv = {0};
    WritError error;
    const char *path = option(sheet, CLI_OPTION_OUT);
    WritStatus status = WRIT_OK;
    writ_table_add_csv(sheet->table, option(sheet, CLI_OPTION_SEMICOLON) != NULL ? ';' : ',', &csv);
    if (path == NULL) {
        cli_write(sheet->cli->out, writ_buffer_text(&csv));
    } else {
        status = cli_write_file(path, &csv, &error);
    }
    writ_buffer_dispose(&csv);
    return status == WRIT_OK ? CLI_DONE : cli_fail(sheet->cli, &error);
}

// --- In: the file -------------------------------------------------------------------------------

static const char *called(const Sheet *sheet)
{
    const char *path = option(sheet, CLI_OPTION_FROM);
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static WritStatus read_stream(const Sheet *sheet, FILE *file, WritBuffer *bytes, WritError *error)
{
    enum { CHUNK_BYTES = 64 << 10 };
    size_t count = CHUNK_BYTES;
    while (count == CHUNK_BYTES && bytes->length <= WRIT_CSV_BYTES_MAX) {
        writ_buffer_reserve(bytes, CHUNK_BYTES);
        count = fread(bytes->data + bytes->length, 1, CHUNK_BYTES, file);
        bytes->length += count;
    }
    return ferror(file) == 0
               ? WRIT_OK
               : writ_fail(error, WRIT_IO, "cannot read %s: %s", called(sheet), strerror(errno));
}

static WritStatus read_bytes(const Sheet *sheet, WritBuffer *bytes, WritError *error)
{
    const char *path = option(sheet, CLI_OPTION_FROM);
    bool is_input = strcmp(path, "-") == 0;
    FILE *file = is_input ? sheet->cli->in : fopen(path, "rb");
    if (file == NULL) {
        (void)writ_fail(error, WRIT_IO, "cannot open %s: %s", path, strerror(errno));
        return writ_hint(error, "--from takes the CSV file; - is standard input.");
    }
    WritStatus status = read_stream(sheet, file, bytes, error);
    if (!is_input) {
        (void)fclose(file);
    }
    return status;
}

static WritStatus read_edit(Sheet *sheet, WritText bytes, WritError *error)
{
    WritCsv csv;
    WritError inner;
    WritText kept = writ_arena_text(sheet->arena, bytes);
    WritStatus status = writ_csv_read(&csv, sheet->arena, kept, &inner);
    if (status != WRIT_OK) {
        (void)writ_fail(error, status, "%s: %s", called(sheet), inner.text);
        return writ_hint(error, "%s", inner.hint);
    }
    return writ_table_read_csv(&sheet->edit, sheet->table, sheet->arena, &csv, error);
}

// --- In: what is said ---------------------------------------------------------------------------

static void print_page(FILE *file, Page *page)
{
    cli_write(file, writ_buffer_text(&page->out));
    writ_buffer_dispose(&page->out);
}

static CliExit tell_problems(const Sheet *sheet)
{
    const WritTableEdit *edit = &sheet->edit;
    Page page = {.width = 0};
    for (uint32_t i = 0; i < edit->problem_count; i++) {
        const WritTableProblem *problem = &edit->problems[i];
        page_format(&page, "%s:%u: ", called(sheet), (unsigned)problem->line);
        page_add(&page, problem->text);
        page_end_line(&page);
        page_add_string(&page, "    ");
        page_add(&page, problem->hint);
        page_end_line(&page);
    }
    page_format(&page, "writ: nothing was written; %s to mend in %s%s",
                edit->problem_count == 1 ? "this is" : "these are", called(sheet),
                edit->more_problems ? ", and more" : "");
    page_end_line(&page);
    print_page(sheet->cli->err, &page);
    return CLI_INPUT_WRONG;
}

// Which cells of the CSV file the errors are about.
static void tell_cells(const Sheet *sheet, const WritCompilation *compilation, Page *page)
{
    WritSpan span;
    WritText message;
    const WritSources *sources = writ_compile_sources(compilation);
    for (uint32_t i = 0; writ_diags_error(writ_compile_diags(compilation), i, &span, &message);
         i++) {
        const WritSource *source = writ_sources_find(sources, span.start);
        bool here =
            source != NULL && writ_text_equal(source->name, writ_table_source(sheet->table)->name);
        const WritTablePlace *place =
            here ? writ_table_place(&sheet->edit, span.start - source->start) : NULL;
        if (place != NULL) {
            page_format(page, "%s:%u: row ", called(sheet), (unsigned)place->line);
            page_add(page, place->label);
            page_add_string(page, place->column.length > 0 ? ", column " : "");
            page_add(page, place->column);
            page_add_string(page, ": ");
            page_add(page, message);
            page_end_line(page);
        }
    }
}

static CliExit tell_unsound(const Sheet *sheet, const Checking *checking)
{
    Page page = {.width = 0};
    print_diags(sheet, writ_compile_diags(checking->compilation));
    tell_cells(sheet, checking->compilation, &page);
    page_add_string(&page, "writ: nothing was written; the book does not check with this table");
    page_end_line(&page);
    print_page(sheet->cli->err, &page);
    return CLI_INPUT_WRONG;
}

static void add_count(Page *page, uint32_t count, const char *what, bool *said)
{
    if (count > 0) {
        page_format(page, *said ? ", %u %s" : "%u %s", (unsigned)count, what);
        *said = true;
    }
}

static void print_changes(const Sheet *sheet)
{
    const WritTableEdit *edit = &sheet->edit;
    Page page = cli_page(sheet->cli);
    bool said = false;
    page_add(&page, writ_table_source(sheet->table)->name);
    page_add_string(&page, ": ");
    page_add(&page, writ_table_title(sheet->table));
    page_end_line(&page);
    for (uint32_t i = 0; i < edit->sentence_count; i++) {
        page_add_string(&page, "  ");
        page_add(&page, edit->sentences[i]);
        page_end_line(&page);
    }
    page_add_string(&page, edit->sentence_count == 0 ? "nothing to change" : "rows: ");
    add_count(&page, edit->changed, "changed", &said);
    add_count(&page, edit->added, "added", &said);
    add_count(&page, edit->removed, "removed", &said);
    page_add_string(&page, !edit->reordered ? ""
                           : said           ? ", in another order"
                                            : "in another order");
    bool only = option(sheet, CLI_OPTION_CHECK) != NULL && edit->sentence_count > 0;
    page_add_string(&page, only ? "; nothing was written" : "");
    page_end_line(&page);
    cli_print_page(sheet->cli, &page);
}

// --- In -----------------------------------------------------------------------------------------

static WritStatus replace(const Sheet *sheet, WritError *error)
{
    const WritSource *source = writ_table_source(sheet->table);
    WritBuffer path = {0};
    writ_buffer_format(&path, "%s/%.*s", sheet->directory, WRIT_TEXT_ARGS(source->name));
    WritStatus status =
        rewrite_replace(writ_buffer_string(&path), source->text, sheet->edit.text, error);
    writ_buffer_dispose(&path);
    return status;
}

static CliExit take(Sheet *sheet)
{
    WritError error;
    Checking checking;
    CheckingInstead instead = {writ_table_source(sheet->table)->name, sheet->edit.text};
    if (checking_begin_instead(&checking, sheet->cli, option(sheet, CLI_OPTION_BOOK), &instead,
                               &error) != WRIT_OK) {
        return cli_fail_opening(sheet->cli, &error);
    }
    CliExit end = CLI_DONE;
    if (writ_diags_error_count(writ_compile_diags(checking.compilation)) > 0) {
        end = tell_unsound(sheet, &checking);
    } else if (option(sheet, CLI_OPTION_CHECK) == NULL && replace(sheet, &error) != WRIT_OK) {
        end = cli_fail_place(sheet->cli, &error);
    } else {
        print_changes(sheet);
    }
    checking_end(&checking);
    return end;
}

static CliExit put_back(Sheet *sheet)
{
    WritError error;
    WritBuffer bytes = {0};
    WritStatus status = read_bytes(sheet, &bytes, &error);
    if (status == WRIT_OK) {
        status = read_edit(sheet, writ_buffer_text(&bytes), &error);
    }
    writ_buffer_dispose(&bytes);
    if (status != WRIT_OK) {
        return cli_fail(sheet->cli, &error);
    }
    if (sheet->edit.problem_count > 0) {
        return tell_problems(sheet);
    }
    if (sheet->edit.sentence_count == 0) {
        print_changes(sheet);
        return CLI_DONE;
    }
    return take(sheet);
}

static WritStatus check_usage(const Sheet *sheet, WritError *error)
{
    bool from = option(sheet, CLI_OPTION_FROM) != NULL;
    if (!from && option(sheet, CLI_OPTION_CHECK) != NULL) {
        (void)writ_fail(error, WRIT_INVALID, "--check goes with --from");
        return writ_hint(error, "For example: writ table approval_route --from routes.csv --check");
    }
    if (from &&
        (option(sheet, CLI_OPTION_OUT) != NULL || option(sheet, CLI_OPTION_SEMICOLON) != NULL)) {
        (void)writ_fail(error, WRIT_INVALID, "--from puts a table back, and prints none");
        return writ_hint(error, "Leave out --out and --semicolon.");
    }
    return WRIT_OK;
}

static CliExit run(Sheet *sheet)
{
    WritError error;
    if (check_usage(sheet, &error) != WRIT_OK) {
        return cli_fail_usage(sheet->cli, &error);
    }
    if (read_book(sheet, &error) != WRIT_OK) {
        return cli_fail_opening(sheet->cli, &error);
    }
    if (find_table(sheet, &error) != WRIT_OK) {
        print_diags(sheet, sheet->diags);
        return cli_fail(sheet->cli, &error);
    }
    return option(sheet, CLI_OPTION_FROM) == NULL ? print_csv(sheet) : put_back(sheet);
}

CliExit command_table(Cli *cli)
{
    Sheet sheet = {
        .cli = cli,
        .files = writ_arena_new(WRIT_BOOK_ARENA_BYTES),
        .arena = writ_arena_new(WRIT_TABLE_ARENA_BYTES_MAX),
        .directory = whereabouts_folder(cli->arguments.options[CLI_OPTION_BOOK]),
    };
    sheet.sources = writ_sources_new(sheet.arena);
    sheet.diags = writ_diags_new(sheet.arena, sheet.sources);
    CliExit end = run(&sheet);
    free(sheet.directory);
    writ_arena_free(sheet.arena);
    writ_arena_free(sheet.files);
    return end;
}
