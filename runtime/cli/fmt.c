// `fmt`: the texts of a book in the one layout of the language.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/rewrite.h"
#include "cli/whereabouts.h"
#include "writ/book.h"
#include "writ/format.h"

enum {
    FMT_BYTES_MAX = 64 << 20, // Of all files together.
    FMT_ARENA_BYTES = 4 * FMT_BYTES_MAX,
    PROGRESS_EVERY = 50,
};

typedef struct Fmt {
    Cli *cli;
    WritArena *arena;   // Files and what is told of them.
    WritArena *scratch; // What one file needs to be laid out.
    WritSources *sources;
    WritDiags *diags;
    Page page;        // What is said of each file.
    WritBuffer names; // Of files that differ, as members of a JSON list.
    size_t bytes;
    uint32_t files;
    uint32_t differing;
    uint32_t refused; // With mistakes, or too long to be laid out.
    uint32_t told;    // The number in the progress line; 0: it shows none.
} Fmt;

static bool has(const Fmt *fmt, CliOption option)
{
    return cli_has(&fmt->cli->arguments, option);
}

// --- Progress -----------------------------------------------------------------------------

static void show_progress(Fmt *fmt, uint32_t count)
{
    if (fmt->files % PROGRESS_EVERY == 0 && fmt->files > 0 && isatty(fileno(fmt->cli->err)) != 0) {
        (void)fprintf(fmt->cli->err, "\r%u of %u files", fmt->files, count);
        (void)fflush(fmt->cli->err);
        fmt->told = fmt->files;
    }
}

static void end_progress(Fmt *fmt)
{
    if (fmt->told > 0) {
        (void)fputs("\r\033[K", fmt->cli->err);
        fmt->told = 0;
    }
}

// --- One text -----------------------------------------------------------------------------

static WritStatus add_source(Fmt *fmt, const WritSource **source, WritText name, WritText bytes,
                             WritError *error)
{
    fmt->bytes += bytes.length;
    if (fmt->bytes > FMT_BYTES_MAX) {
        (void)writ_fail(error, WRIT_LIMIT, "the files have more than %d MB together",
                        FMT_BYTES_MAX >> 20);
        return writ_hint(error, "Name some of them at a time.");
    }
    return writ_sources_add(fmt->sources, name, bytes, source, error);
}

// The layout of a text; WRIT_INVALID and WRIT_LIMIT as writ_format gives them.
static WritStatus lay_out(Fmt *fmt, const WritSource *source, WritFormatStyle style,
                          WritBuffer *out, WritError *error)
{
    writ_arena_reset(fmt->scratch);
    return writ_format(source, style, fmt->scratch, fmt->diags, out, error);
}

static WritText line_of(WritText text, size_t at)
{
    const char *start = text.data + at;
    const char *end = memchr(start, '\n', text.length - at);
    return (WritText){start, end == NULL ? text.length - at : (size_t)(end - start)};
}

static void add_difference(Page *page, WritText name, WritText text, WritText layout)
{
    size_t line = 0;
    uint32_t number = 1;
    for (size_t i = 0; i < text.length && i < layout.length && text.data[i] == layout.data[i];
         i++) {
        if (text.data[i] == '\n') {
            line = i + 1;
            number++;
        }
    }
    page_add(page, name);
    page_format(page, ":%u", number);
    page_end_line(page);
    page_add_string(page, "  is      ");
    page_add(page, line_of(text, line < text.length ? line : text.length));
    page_end_line(page);
    page_add_string(page, "  becomes ");
    page_add(page, line_of(layout, line < layout.length ? line : layout.length));
    page_end_line(page);
}

static void note_difference(Fmt *fmt, WritText name, WritText text, WritText layout)
{
    writ_buffer_add_string(&fmt->names, fmt->differing > 0 ? ",\"" : "\"");
    writ_buffer_add_json(&fmt->names, name);
    writ_buffer_add_string(&fmt->names, "\"");
    fmt->differing++;
    if (has(fmt, CLI_OPTION_CHECK)) {
        add_difference(&fmt->page, name, text, layout);
    } else {
        page_add(&fmt->page, name);
        page_end_line(&fmt->page);
    }
}

// A file that is called `name`, at `path`.
static WritStatus fmt_file(Fmt *fmt, WritText name, const char *path, WritText bytes,
                           WritError *error)
{
    const WritSource *source = NULL;
    WritBuffer layout = {0};
    WritStatus status = add_source(fmt, &source, name, bytes, error);
    if (status != WRIT_OK) {
        return status;
    }
    fmt->files++;
    status = lay_out(fmt, source, WRIT_FORMAT_ALIGNED, &layout, error);
    if (status == WRIT_LIMIT) {
        page_add_string(&fmt->page, error->text);
        page_end_line(&fmt->page);
    }
    if (status != WRIT_OK) {
        fmt->refused++;
        status = WRIT_OK;
    } else if (!writ_text_equal(bytes, writ_buffer_text(&layout))) {
        if (!has(fmt, CLI_OPTION_CHECK)) {
            status = rewrite_replace(path, bytes, writ_buffer_text(&layout), error);
        }
        if (status == WRIT_OK) {
            note_difference(fmt, name, bytes, writ_buffer_text(&layout));
        }
    }
    writ_buffer_dispose(&layout);
    return status;
}

// --- What is named ------------------------------------------------------------------------

static bool is_of_the_language(WritText path)
{
    static const char ending[] = ".writ";
    size_t length = sizeof ending - 1;
    return path.length > length && memcmp(path.data + path.length - length, ending, length) == 0;
}

// By the rules by which a book is read: nothing hidden, and no link is followed. `shown` is what
// stands before the names of its files.
static WritStatus fmt_folder(Fmt *fmt, const char *folder, const char *shown, WritError *error)
{
    WritBookContents contents;
    WritArena *files = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    WritStatus status = writ_book_read_files(&contents, files, folder, error);
    WritBuffer path = {0};
    WritBuffer name = {0};
    for (uint32_t i = 0; status == WRIT_OK && i < contents.file_count; i++) {
        const WritBookFile *file = &contents.files[i];
        if (is_of_the_language(file->path)) {
            writ_buffer_clear(&path);
            writ_buffer_clear(&name);
            writ_buffer_format(&path, "%s/%.*s", folder, WRIT_TEXT_ARGS(file->path));
            writ_buffer_format(&name, "%s%.*s", shown, WRIT_TEXT_ARGS(file->path));
            show_progress(fmt, contents.file_count);
            status = fmt_file(fmt, writ_buffer_text(&name), writ_buffer_string(&path), file->bytes,
                              error);
        }
    }
    writ_buffer_dispose(&path);
    writ_buffer_dispose(&name);
    writ_arena_free(files);
    return status;
}

static WritStatus fmt_book(Fmt *fmt, WritError *error)
{
    char *book = whereabouts_find_book();
    WritStatus status = fmt_folder(fmt, book == NULL ? "." : book, "", error);
    free(book);
    return status;
}

static bool is_folder(const char *operand)
{
    struct stat found;
    return stat(operand, &found) == 0 && S_ISDIR(found.st_mode);
}

static WritStatus fmt_named(Fmt *fmt, const char *operand, WritError *error)
{
    if (is_folder(operand)) {
        WritBuffer shown = {0};
        bool slash = operand[strlen(operand) - 1] == '/';
        writ_buffer_format(&shown, "%s%s", operand, slash ? "" : "/");
        bool here = strcmp(operand, ".") == 0;
        WritStatus status = fmt_folder(fmt, operand, here ? "" : writ_buffer_string(&shown), error);
        writ_buffer_dispose(&shown);
        return status;
    }
    WritBuffer bytes = {0};
    WritStatus status = rewrite_read(&bytes, operand, WRIT_SOURCE_BYTES_MAX, error);
    if (status == WRIT_OK) {
        status = fmt_file(fmt, writ_text(operand), operand, writ_buffer_text(&bytes), error);
    }
    writ_buffer_dispose(&bytes);
    return status;
}

// --- One text to standard output ----------------------------------------------------------

static WritStatus read_input(const Fmt *fmt, WritBuffer *bytes, WritError *error)
{
    enum { CHUNK_BYTES = 64 << 10 };
    size_t count;
    do {
        writ_buffer_reserve(bytes, CHUNK_BYTES);
        count = fread(bytes->data + bytes->length, 1, CHUNK_BYTES, fmt->cli->in);
        bytes->length += count;
        if (bytes->length > WRIT_SOURCE_BYTES_MAX) {
            return writ_fail(error, WRIT_LIMIT, "standard input has more than %d bytes",
                             WRIT_SOURCE_BYTES_MAX);
        }
    } while (count == CHUNK_BYTES);
    return ferror(fmt->cli->in) == 0
               ? WRIT_OK
               : writ_fail(error, WRIT_IO, "cannot read standard input: %s", strerror(errno));
}

static void print_diags(const Fmt *fmt, FILE *file)
{
    WritBuffer out = {0};
    bool coloured = fmt->page.colour == PAGE_COLOUR_ANSI;
    writ_diags_render_text(fmt->diags, coloured ? WRIT_COLOUR_ANSI : WRIT_COLOUR_NONE, &out);
    cli_write(file, writ_buffer_text(&out));
    writ_buffer_dispose(&out);
}

// What compares versions must show broken ones too: they are printed as they are.
static CliExit print_layout(Fmt *fmt, WritText name, WritText bytes)
{
    bool tight = has(fmt, CLI_OPTION_TIGHT);
    const WritSource *source = NULL;
    WritBuffer layout = {0};
    WritError error;
    WritStatus status = add_source(fmt, &source, name, bytes, &error);
    if (status == WRIT_OK) {
        status =
            lay_out(fmt, source, tight ? WRIT_FORMAT_TIGHT : WRIT_FORMAT_ALIGNED, &layout, &error);
    }
    bool differs = !writ_text_equal(bytes, writ_buffer_text(&layout));
    CliExit end = CLI_DONE;
    if (status == WRIT_OK && has(fmt, CLI_OPTION_CHECK)) {
        if (differs) {
            add_difference(&fmt->page, name, bytes, writ_buffer_text(&layout));
        }
        end = differs ? CLI_INPUT_WRONG : CLI_DONE;
    } else if (status == WRIT_OK) {
        cli_write(fmt->cli->out, writ_buffer_text(&layout));
    } else if (tight) {
        cli_write(fmt->cli->out, bytes);
    } else if (status == WRIT_INVALID) {
        print_diags(fmt, fmt->cli->err);
        end = CLI_INPUT_WRONG;
    } else {
        end = cli_fail(fmt->cli, &error);
    }
    writ_buffer_dispose(&layout);
    return end;
}

static CliExit fmt_one(Fmt *fmt, const char *operand)
{
    bool is_input = strcmp(operand, "-") == 0;
    WritBuffer bytes = {0};
    WritError error;
    WritStatus status = is_input ? read_input(fmt, &bytes, &error)
                                 : rewrite_read(&bytes, operand, WRIT_SOURCE_BYTES_MAX, &error);
    CliExit end = status == WRIT_OK
                      ? print_layout(fmt, writ_text(is_input ? "standard input" : operand),
                                     writ_buffer_text(&bytes))
                      : cli_fail_place(fmt->cli, &error);
    writ_buffer_dispose(&bytes);
    return end;
}

// --- Three versions -----------------------------------------------------------------------

enum { MERGE_VERSIONS = 3 };

static WritStatus read_versions(Fmt *fmt, const WritSource *sources[MERGE_VERSIONS],
                                WritBuffer *ours, WritError *error)
{
    const CliArguments *arguments = &fmt->cli->arguments;
    WritStatus status = WRIT_OK;
    for (int i = 0; status == WRIT_OK && i < MERGE_VERSIONS; i++) {
        const char *path = arguments->operands[i];
        const char *name =
            arguments->operand_count > MERGE_VERSIONS ? arguments->operands[MERGE_VERSIONS] : path;
        WritBuffer bytes = {0};
        status = rewrite_read(&bytes, path, WRIT_SOURCE_BYTES_MAX, error);
        if (status == WRIT_OK) {
            status = add_source(fmt, &sources[i], writ_text(name), writ_buffer_text(&bytes), error);
        }
        if (i == 1) {
            writ_buffer_add(ours, writ_buffer_text(&bytes));
        }
        writ_buffer_dispose(&bytes);
    }
    return status;
}

static CliExit fmt_merge(Fmt *fmt)
{
    const WritSource *sources[MERGE_VERSIONS] = {NULL};
    WritBuffer ours = {0};
    WritBuffer merged = {0};
    WritError error;
    CliExit end = CLI_DONE;
    if (read_versions(fmt, sources, &ours, &error) != WRIT_OK) {
        end = cli_fail_place(fmt->cli, &error);
        goto done;
    }
    WritMerge versions = {sources[0], sources[1], sources[2]};
    if (writ_format_merge(&versions, fmt->scratch, fmt->diags, &merged, &error) != WRIT_OK) {
        end = cli_fail(fmt->cli, &error);
    } else if (rewrite_replace(fmt->cli->arguments.operands[1], writ_buffer_text(&ours),
                               writ_buffer_text(&merged), &error) != WRIT_OK) {
        end = cli_fail_place(fmt->cli, &error);
    }

done:
    writ_buffer_dispose(&ours);
    writ_buffer_dispose(&merged);
    return end;
}

// --- What is said -------------------------------------------------------------------------

static void count(Page *page, uint32_t number, const char *one, const char *many)
{
    page_format(page, "%u %s", number, number == 1 ? one : many);
}

static void add_summary(Fmt *fmt)
{
    Page *page = &fmt->page;
    bool check = has(fmt, CLI_OPTION_CHECK);
    count(page, fmt->files, "file", "files");
    page_add_string(page, ": ");
    if (fmt->differing > 0) {
        count(page, fmt->differing, check ? "differs" : "laid out anew",
              check ? "differ" : "laid out anew");
    } else if (fmt->refused == 0) {
        page_add_string(page, "nothing to change");
    }
    if (fmt->refused > 0) {
        page_add_string(page, fmt->differing > 0 ? ", " : "");
        count(page, fmt->refused, "left alone", "left alone");
    }
    page_end_line(page);
}

static void print_json(Fmt *fmt)
{
    WritBuffer out = {0};
    writ_buffer_format(&out, "{\"files\":%u,\"left_alone\":%u,\"%s\":[", fmt->files, fmt->refused,
                       has(fmt, CLI_OPTION_CHECK) ? "differ" : "changed");
    writ_buffer_add(&out, writ_buffer_text(&fmt->names));
    writ_buffer_add_string(&out, "],");
    // The members of the diagnostics' object follow as our own.
    WritBuffer object = {0};
    writ_diags_render_json(fmt->diags, &object);
    writ_buffer_add(&out, (WritText){object.data + 1, object.length - 1});
    writ_buffer_add_string(&out, "\n");
    cli_write(fmt->cli->out, writ_buffer_text(&out));
    writ_buffer_dispose(&object);
    writ_buffer_dispose(&out);
}

static CliExit fmt_several(Fmt *fmt)
{
    const CliArguments *arguments = &fmt->cli->arguments;
    WritError error;
    WritStatus status = arguments->operand_count == 0 ? fmt_book(fmt, &error) : WRIT_OK;
    for (int i = 0; status == WRIT_OK && i < arguments->operand_count; i++) {
        show_progress(fmt, (uint32_t)arguments->operand_count);
        status = fmt_named(fmt, arguments->operands[i], &error);
    }
    end_progress(fmt);
    if (has(fmt, CLI_OPTION_JSON)) {
        if (status == WRIT_OK) {
            print_json(fmt);
        }
    } else {
        print_diags(fmt, fmt->cli->out);
        if (status == WRIT_OK) {
            add_summary(fmt);
        }
    }
    if (status != WRIT_OK) {
        return cli_fail_place(fmt->cli, &error);
    }
    bool wrong = fmt->refused > 0 || (has(fmt, CLI_OPTION_CHECK) && fmt->differing > 0);
    return wrong ? CLI_INPUT_WRONG : CLI_DONE;
}

static WritStatus check_usage(const Fmt *fmt, bool one, WritError *error)
{
    const CliArguments *arguments = &fmt->cli->arguments;
    bool tight = has(fmt, CLI_OPTION_TIGHT);
    const char *word = tight ? "--tight" : "-";
    const char *other = has(fmt, CLI_OPTION_JSON)             ? "--json"
                        : tight && has(fmt, CLI_OPTION_CHECK) ? "--check"
                                                              : NULL;
    if (one && (arguments->operand_count != 1 || other != NULL)) {
        if (arguments->operand_count == 1) {
            return writ_fail(error, WRIT_INVALID, "%s takes no %s", word, other);
        }
        (void)writ_fail(error, WRIT_INVALID, "%s stands with one text alone", word);
        return writ_hint(error, "For example: writ fmt %s",
                         tight ? "--tight orders.writ" : "- < orders.writ");
    }
    for (int i = 0; !one && i < arguments->operand_count; i++) {
        const char *operand = arguments->operands[i];
        if (!is_of_the_language(writ_text(operand)) && !is_folder(operand)) {
            (void)writ_fail(error, WRIT_INVALID, "\"%s\" is neither a folder nor a .writ file",
                            operand);
            return writ_hint(error, "For example: writ fmt orders.writ");
        }
        if (!writ_text_is_utf8(writ_text(operand))) {
            (void)writ_fail(error, WRIT_INVALID, "the name of a file is no text");
            return writ_hint(error,
                             "Give the file a name of letters, digits, \"_\", \".\" and \"-\".");
        }
    }
    return WRIT_OK;
}

static WritStatus check_merge_usage(const Fmt *fmt, WritError *error)
{
    int count = fmt->cli->arguments.operand_count;
    if (count >= MERGE_VERSIONS && count <= MERGE_VERSIONS + 1 && !has(fmt, CLI_OPTION_TIGHT) &&
        !has(fmt, CLI_OPTION_CHECK) && !has(fmt, CLI_OPTION_JSON)) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID, "--merge stands alone with three files");
    return writ_hint(error, "For example: writ fmt --merge base.writ ours.writ theirs.writ");
}

static bool names_input(const CliArguments *arguments)
{
    for (int i = 0; i < arguments->operand_count; i++) {
        if (strcmp(arguments->operands[i], "-") == 0) {
            return true;
        }
    }
    return false;
}

static CliExit run(Fmt *fmt)
{
    const CliArguments *arguments = &fmt->cli->arguments;
    bool merge = has(fmt, CLI_OPTION_MERGE);
    bool one = has(fmt, CLI_OPTION_TIGHT) || names_input(arguments);
    WritError error;
    WritStatus status = merge ? check_merge_usage(fmt, &error) : check_usage(fmt, one, &error);
    if (status != WRIT_OK) {
        return cli_fail_usage(fmt->cli, &error);
    }
    return merge ? fmt_merge(fmt) : one ? fmt_one(fmt, arguments->operands[0]) : fmt_several(fmt);
}

CliExit command_fmt(Cli *cli)
{
    Fmt fmt = {
        .cli = cli,
        .arena = writ_arena_new(FMT_ARENA_BYTES),
        .scratch = writ_arena_new(WRIT_FORMAT_ARENA_BYTES),
        .page = cli_page(cli),
    };
    fmt.sources = writ_sources_new(fmt.arena);
    fmt.diags = writ_diags_new(fmt.arena, fmt.sources);
    CliExit end = run(&fmt);
    if (has(&fmt, CLI_OPTION_JSON)) {
        writ_buffer_dispose(&fmt.page.out);
    } else {
        cli_print_page(cli, &fmt.page);
    }
    writ_buffer_dispose(&fmt.names);
    writ_arena_free(fmt.scratch);
    writ_arena_free(fmt.arena);
    return end;
}
