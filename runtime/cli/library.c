// `library`: modules that come with the program, to be copied into a book.
//
// A copy belongs to the book: nothing is read from here when a process runs, so that a newer
// program changes no book by itself.
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "cli/embedded.h"
#include "cli/line_changes.h"
#include "cli/new_file.h"
#include "cli/rewrite.h"
#include "cli/table.h"
#include "cli/whereabouts.h"
#include "writ/book.h"
#include "writ/nearest.h"
#include "writ/source.h"

static const char ENDING[] = ".writ";

typedef struct LibraryModule {
    WritText name; // "currencies"
    WritText version;
    WritText purpose;
    WritText bytes;
} LibraryModule;

// What a book has of a module.
typedef enum Copy {
    COPY_NONE,
    COPY_SAME,
    COPY_OTHER,
} Copy;

// --- Modules ------------------------------------------------------------------------------

// What stands between `before` and `after` in the head of a module; our own files have both.
static WritText between(WritText text, const char *before, const char *after)
{
    const char *begin = memmem(text.data, text.length, before, strlen(before));
    if (begin == NULL) {
        return (WritText){NULL, 0};
    }
    begin += strlen(before);
    size_t rest = text.length - (size_t)(begin - text.data);
    const char *end = memmem(begin, rest, after, strlen(after));
    return (WritText){begin, end == NULL ? rest : (size_t)(end - begin)};
}

static LibraryModule module_at(unsigned index)
{
    const EmbeddedFile *file = &library_files[index];
    return (LibraryModule){
        .name = {file->path.data, file->path.length - strlen(ENDING)},
        .version = between(file->bytes, " version ", "\n"),
        .purpose = between(file->bytes, "\n  purpose \"", "\"\n"),
        .bytes = file->bytes,
    };
}

static WritStatus find_module(LibraryModule *module, const char *word, WritError *error)
{
    WritNearest nearest = writ_nearest(writ_text(word));
    for (unsigned i = 0; i < library_file_count; i++) {
        *module = module_at(i);
        if (writ_text_is(module->name, word)) {
            return WRIT_OK;
        }
        writ_nearest_offer(&nearest, module->name);
    }
    (void)writ_fail(error, WRIT_NOT_FOUND, "the library has no module \"%s\"", word);
    if (nearest.best.length > 0) {
        return writ_hint(error, "Did you mean %.*s?", WRIT_TEXT_ARGS(nearest.best));
    }
    return writ_hint(error, "writ library lists what it has.");
}

// --- The book -----------------------------------------------------------------------------

// The caller frees the path. Any folder may be named, as for writ check.
static WritStatus find_book(const Cli *cli, char **book, WritError *error)
{
    const char *named = cli->arguments.options[CLI_OPTION_BOOK];
    *book = named == NULL ? whereabouts_find_book() : realpath(named, NULL);
    if (*book != NULL) {
        return WRIT_OK;
    }
    if (named != NULL) {
        return writ_fail(error, WRIT_NOT_FOUND, "there is no book at %s: %s", named,
                         strerror(errno));
    }
    (void)writ_fail(error, WRIT_NOT_FOUND, "there is no book here");
    return writ_hint(error, "Go to its folder, name it with --book, or make one: writ new DIR");
}

static void path_of(WritBuffer *path, const char *book, const LibraryModule *module)
{
    writ_buffer_format(path, "%s/library/%.*s%s", book, WRIT_TEXT_ARGS(module->name), ENDING);
}

// `bytes` gets what the book has.
static WritStatus read_copy(Copy *copy, WritBuffer *bytes, const char *book,
                            const LibraryModule *module, WritError *error)
{
    WritBuffer path = {0};
    path_of(&path, book, module);
    WritStatus status =
        rewrite_read(bytes, writ_buffer_string(&path), WRIT_SOURCE_BYTES_MAX, error);
    writ_buffer_dispose(&path);
    if (status == WRIT_NOT_FOUND) {
        *copy = COPY_NONE;
        return WRIT_OK;
    }
    *copy = writ_text_equal(writ_buffer_text(bytes), module->bytes) ? COPY_SAME : COPY_OTHER;
    return status;
}

// --- The list -----------------------------------------------------------------------------

static const char *copy_text(Copy copy)
{
    switch (copy) {
    case COPY_NONE:
        return "";
    case COPY_SAME:
        return "as it is here";
    case COPY_OTHER:
        return "differs";
    }
    WRIT_UNREACHABLE();
}

static void list_as_json(WritBuffer *json, const LibraryModule *module, Copy copy)
{
    writ_buffer_add_string(json, json->length > 12 ? ",{\"name\":\"" : "{\"name\":\"");
    writ_buffer_add_json(json, module->name);
    writ_buffer_add_string(json, "\",\"version\":\"");
    writ_buffer_add_json(json, module->version);
    writ_buffer_add_string(json, "\",\"purpose\":\"");
    writ_buffer_add_json(json, module->purpose);
    writ_buffer_format(json, "\",\"in_book\":%s,\"differs\":%s}",
                       copy == COPY_NONE ? "false" : "true", copy == COPY_OTHER ? "true" : "false");
}

static void list_as_row(Table *table, const LibraryModule *module, Copy copy)
{
    table_cell(table, PAGE_BOLD, module->name);
    table_cell(table, PAGE_PLAIN, module->version);
    table_cell(table, copy == COPY_OTHER ? PAGE_WARNING : PAGE_DIM, writ_text(copy_text(copy)));
    table_cell(table, PAGE_PLAIN, module->purpose);
}

static void print_list(Cli *cli, Table *table, WritBuffer *json)
{
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        writ_buffer_add_string(json, "]}\n");
        cli_write(cli->out, writ_buffer_text(json));
    } else {
        Page page = cli_page(cli);
        table_print(table, &page);
        cli_print_page(cli, &page);
    }
}

// Outside a book the list is of the library alone.
static CliExit list(Cli *cli)
{
    static const TableColumn columns[] = {{"module", TABLE_KEEPS},
                                          {"version", TABLE_KEEPS},
                                          {"in the book", TABLE_KEEPS},
                                          {"purpose", TABLE_SHRINKS}};
    WritError error;
    char *book = NULL;
    WritStatus status = find_book(cli, &book, &error);
    if (status != WRIT_OK && !cli_has(&cli->arguments, CLI_OPTION_BOOK)) {
        status = WRIT_OK;
    }
    Table *table = table_new(columns, sizeof columns / sizeof columns[0]);
    WritBuffer json = {0};
    writ_buffer_add_string(&json, "{\"modules\":[");
    for (unsigned i = 0; status == WRIT_OK && i < library_file_count; i++) {
        Copy copy = COPY_NONE;
        WritBuffer bytes = {0};
        LibraryModule module = module_at(i);
        if (book != NULL) {
            status = read_copy(&copy, &bytes, book, &module, &error);
        }
        list_as_json(&json, &module, copy);
        list_as_row(table, &module, copy);
        writ_buffer_dispose(&bytes);
    }
    if (status == WRIT_OK) {
        print_list(cli, table, &json);
    }
    table_free(table);
    writ_buffer_dispose(&json);
    free(book);
    return status == WRIT_OK ? CLI_DONE : cli_fail_place(cli, &error);
}

// --- Adding -------------------------------------------------------------------------------

static WritStatus write_copy(const char *book, const LibraryModule *module, WritError *error)
{
    WritBuffer path = {0};
    writ_buffer_format(&path, "%s/library", book);
    WritStatus status = WRIT_OK;
    if (mkdir(writ_buffer_string(&path), S_IRWXU | S_IRWXG | S_IRWXO) != 0 && errno != EEXIST) {
        status = writ_fail(error, WRIT_IO, "cannot make the folder %s: %s",
                           writ_buffer_string(&path), strerror(errno));
    }
    writ_buffer_dispose(&path);
    if (status == WRIT_OK) {
        path_of(&path, book, module);
        status = cli_replace_file(writ_buffer_string(&path), module->bytes, error);
        writ_buffer_dispose(&path);
    }
    return status;
}

static WritStatus refuse_changed(const LibraryModule *module, WritText there, WritError *error)
{
    WritBuffer lines = {0};
    LineChanges changes = line_changes(module->bytes, there, &lines);
    writ_buffer_dispose(&lines);
    uint32_t count = changes.added > changes.removed ? changes.added : changes.removed;
    (void)writ_fail(error, WRIT_CONFLICT,
                    "library/%.*s%s is there and differs from the library: "
                    "%u %s changed, first line %u",
                    WRIT_TEXT_ARGS(module->name), ENDING, (unsigned)count,
                    count == 1 ? "line" : "lines", (unsigned)changes.line);
    return writ_hint(error,
                     "writ library diff %.*s shows them. To have the module anew, remove the file "
                     "first.",
                     WRIT_TEXT_ARGS(module->name));
}

static void print_added(Cli *cli, const LibraryModule *module, Copy before)
{
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        (void)fprintf(cli->out, "{\"file\":\"library/%.*s%s\",\"written\":%s}\n",
                      WRIT_TEXT_ARGS(module->name), ENDING, before == COPY_NONE ? "true" : "false");
        return;
    }
    (void)fprintf(cli->out,
                  "library/%.*s%s %s. Where it is needed, write:\n"
                  "  use library.%.*s version %.*s\n",
                  WRIT_TEXT_ARGS(module->name), ENDING,
                  before == COPY_NONE ? "is written" : "is there already",
                  WRIT_TEXT_ARGS(module->name), WRIT_TEXT_ARGS(module->version));
}

static WritStatus add_module(Cli *cli, const char *book, const LibraryModule *module,
                             WritError *error)
{
    Copy copy = COPY_NONE;
    WritBuffer bytes = {0};
    WritStatus status = read_copy(&copy, &bytes, book, module, error);
    if (status == WRIT_OK && copy == COPY_OTHER) {
        status = refuse_changed(module, writ_buffer_text(&bytes), error);
    } else if (status == WRIT_OK && copy == COPY_NONE) {
        status = write_copy(book, module, error);
    }
    writ_buffer_dispose(&bytes);
    if (status == WRIT_OK) {
        print_added(cli, module, copy);
    }
    return status;
}

// All names are known before the first file is written.
static CliExit add(Cli *cli, const char *book)
{
    WritError error;
    LibraryModule module;
    for (int i = 1; i < cli->arguments.operand_count; i++) {
        if (find_module(&module, cli->arguments.operands[i], &error) != WRIT_OK) {
            return cli_fail(cli, &error);
        }
    }
    for (int i = 1; i < cli->arguments.operand_count; i++) {
        WritStatus status = find_module(&module, cli->arguments.operands[i], &error);
        if (status == WRIT_OK) {
            status = add_module(cli, book, &module, &error);
        }
        if (status != WRIT_OK) {
            return status == WRIT_CONFLICT ? cli_fail(cli, &error) : cli_fail_place(cli, &error);
        }
    }
    return CLI_DONE;
}

// --- Comparing ----------------------------------------------------------------------------

static void print_line(Page *page, WritText line)
{
    PageStyle style = line.data[0] == '-' ? PAGE_BAD : PAGE_PLAIN;
    page_styled(page, line.data[0] == '+' ? PAGE_GOOD : style, line);
    page_end_line(page);
}

static void print_lines(Page *page, WritText lines)
{
    while (lines.length > 0) {
        const char *end = memchr(lines.data, '\n', lines.length);
        size_t length = (size_t)(end - lines.data);
        print_line(page, (WritText){lines.data, length});
        lines = (WritText){lines.data + length + 1, lines.length - length - 1};
    }
}

static CliExit print_diff(Cli *cli, const LibraryModule *module, WritText there)
{
    WritBuffer lines = {0};
    LineChanges changes = line_changes(module->bytes, there, &lines);
    bool differs = changes.line != 0;
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        (void)fprintf(cli->out,
                      "{\"file\":\"library/%.*s%s\",\"differs\":%s,\"added\":%u,\"removed\":%u}\n",
                      WRIT_TEXT_ARGS(module->name), ENDING, differs ? "true" : "false",
                      (unsigned)changes.added, (unsigned)changes.removed);
    } else {
        Page page = cli_page(cli);
        page_format(&page, "library/%.*s%s %s", WRIT_TEXT_ARGS(module->name), ENDING,
                    differs ? "differs: - is the library, + the book" : "is what the library has");
        page_end_line(&page);
        print_lines(&page, writ_buffer_text(&lines));
        cli_print_page(cli, &page);
    }
    writ_buffer_dispose(&lines);
    return differs ? CLI_INPUT_WRONG : CLI_DONE;
}

static CliExit diff(Cli *cli, const char *book)
{
    WritError error;
    LibraryModule module;
    Copy copy = COPY_NONE;
    WritBuffer bytes = {0};
    CliExit end;
    if (find_module(&module, cli->arguments.operands[1], &error) != WRIT_OK) {
        end = cli_fail(cli, &error);
    } else if (read_copy(&copy, &bytes, book, &module, &error) != WRIT_OK) {
        end = cli_fail_place(cli, &error);
    } else if (copy == COPY_NONE) {
        (void)writ_fail(&error, WRIT_NOT_FOUND, "the book has no library/%.*s%s",
                        WRIT_TEXT_ARGS(module.name), ENDING);
        (void)writ_hint(&error, "writ library add %.*s writes it.", WRIT_TEXT_ARGS(module.name));
        end = cli_fail(cli, &error);
    } else {
        end = print_diff(cli, &module, writ_buffer_text(&bytes));
    }
    writ_buffer_dispose(&bytes);
    return end;
}

// --- The command --------------------------------------------------------------------------

CliExit command_library(Cli *cli)
{
    WritError error;
    int count = cli->arguments.operand_count;
    const char *word = count == 0 ? "" : cli->arguments.operands[0];
    bool adds = strcmp(word, "add") == 0 && count > 1;
    bool compares = strcmp(word, "diff") == 0 && count == 2;
    if (count == 0) {
        return list(cli);
    }
    if (!adds && !compares) {
        (void)writ_fail(&error, WRIT_INVALID, "library takes \"add NAME\" or \"diff NAME\"");
        (void)writ_hint(&error, "By itself it lists the modules: writ library");
        return cli_fail_usage(cli, &error);
    }
    char *book = NULL;
    if (find_book(cli, &book, &error) != WRIT_OK) {
        return cli_fail_place(cli, &error);
    }
    CliExit end = adds ? add(cli, book) : diff(cli, book);
    free(book);
    return end;
}
