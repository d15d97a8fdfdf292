#include "cli/book_process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/checking.h"
#include "cli/whereabouts.h"
#include "writ/compile.h"
#include "writ/nearest.h"

enum { NAMES_SHOWN_BYTES = 300 };

// --- The texts ---------------------------------------------------------------------------------

static WritStatus read_revision(WritBookContents *contents, WritArena *arena, const Cli *cli,
                                const char *directory, WritError *error)
{
    WritBook *book = NULL;
    WritCommitId id;
    const char *revision = cli->arguments.options[CLI_OPTION_AT];
    const char *wanted = strcmp(revision, "HEAD") == 0 ? NULL : revision;
    WritStatus status = writ_book_open(&book, directory, cli->book_program, error);
    if (status == WRIT_OK) {
        status = writ_book_head(&id, book, wanted, error);
    }
    if (status == WRIT_OK) {
        status = writ_book_read(contents, arena, book, &id, error);
    }
    writ_book_close(book);
    return status;
}

static WritStatus read_book(WritBookContents *contents, WritArena *arena, const Cli *cli,
                            WritError *error)
{
    char *directory = whereabouts_folder(cli->arguments.options[CLI_OPTION_BOOK]);
    WritStatus status = cli_has(&cli->arguments, CLI_OPTION_AT)
                            ? read_revision(contents, arena, cli, directory, error)
                            : writ_book_read_files(contents, arena, directory, error);
    if (status == WRIT_OK && contents->file_count == 0) {
        status = writ_fail(error, WRIT_NOT_FOUND, "%s holds no .writ file", directory);
        (void)writ_hint(error, "Name the folder of the book: --book DIR");
    }
    free(directory);
    return status;
}

static WritStatus compile(WritCompilation *compilation, const WritBookContents *contents,
                          WritError *error)
{
    WritBookFiles files = {contents->files, contents->file_count};
    WritStatus status = writ_host_add_files(compilation, &files, error);
    if (status != WRIT_OK) {
        return status;
    }
    writ_compile_run(compilation);
    status = checking_is_sound(compilation, "processes", error);
    if (status != WRIT_OK && contents->commit.id.hex[0] != '\0') {
        return writ_hint(error,
                         "writ check says what is wrong where this commit is checked out, as by "
                         "git worktree add.");
    }
    return status;
}

// --- Which of them -----------------------------------------------------------------------------

static WritStatus unknown(const WritCompilation *compilation, WritText name, WritError *error)
{
    uint32_t count = writ_compile_plan_count(compilation);
    WritNearest nearest = writ_nearest(name);
    WritBuffer names = {0};
    for (uint32_t i = 0; i < count; i++) {
        WritText qualified = writ_compile_plan(compilation, i)->name;
        writ_nearest_offer(&nearest, writ_text_last_name(qualified));
        writ_nearest_offer(&nearest, qualified);
        if (names.length < NAMES_SHOWN_BYTES) {
            writ_buffer_add_string(&names, i > 0 ? ", " : "");
            writ_buffer_add(&names, qualified);
        }
    }
    WritStatus status =
        writ_fail(error, WRIT_NOT_FOUND, "the book has no process \"%.*s\"", WRIT_TEXT_ARGS(name));
    if (nearest.best.length > 0) {
        (void)writ_hint(error, "Did you mean %.*s?", WRIT_TEXT_ARGS(nearest.best));
    } else if (count > 0) {
        (void)writ_hint(error, "It has %s.", writ_buffer_string(&names));
    } else {
        (void)writ_hint(error, "It has none yet.");
    }
    writ_buffer_dispose(&names);
    return status;
}

static WritStatus several(WritText first, WritText second, WritText name, WritError *error)
{
    (void)writ_fail(error, WRIT_CONFLICT, "the book has several processes \"%.*s\"",
                    WRIT_TEXT_ARGS(name));
    return writ_hint(error, "Name one with its module: %.*s or %.*s", WRIT_TEXT_ARGS(first),
                     WRIT_TEXT_ARGS(second));
}

static WritStatus choose(const WritPlan **plan, const WritCompilation *compilation, WritText name,
                         WritError *error)
{
    *plan = NULL;
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        const WritPlan *each = writ_compile_plan(compilation, i);
        if (writ_text_equal(each->name, name)) {
            *plan = each;
            return WRIT_OK;
        }
    }
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        const WritPlan *each = writ_compile_plan(compilation, i);
        if (!writ_text_equal(writ_text_last_name(each->name), name)) {
            continue;
        }
        if (*plan != NULL) {
            return several((*plan)->name, each->name, name, error);
        }
        *plan = each;
    }
    return *plan != NULL ? WRIT_OK : unknown(compilation, name, error);
}

WritStatus book_process_find(BookProcess *found, WritArena *arena, const Cli *cli, BookFault *fault,
                             WritError *error)
{
    WritBookContents contents;
    *found = (BookProcess){.plan = NULL};
    *fault = BOOK_FAULT_OPENING;
    WritStatus status = read_book(&contents, arena, cli, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritCompilation *compilation = writ_compile_new(arena);
    status = compile(compilation, &contents, error);
    if (status == WRIT_OK) {
        *fault = BOOK_FAULT_NAME;
        found->commit = contents.commit;
        found->measures = writ_compile_measures(compilation, &found->measure_count);
        status = choose(&found->plan, compilation, writ_text(cli->arguments.operands[0]), error);
    }
    return status;
}

CliExit book_process_fail(const Cli *cli, BookFault fault, const WritError *error)
{
    return fault == BOOK_FAULT_NAME ? cli_fail(cli, error) : cli_fail_opening(cli, error);
}

// --- What comes of it --------------------------------------------------------------------------

CliExit book_process_print(Cli *cli, const WritBuffer *bytes)
{
    WritError error;
    const char *path = cli->arguments.options[CLI_OPTION_OUT];
    if (path == NULL) {
        cli_write(cli->out, writ_buffer_text(bytes));
        return CLI_DONE;
    }
    return cli_write_file(path, bytes, &error) == WRIT_OK ? CLI_DONE : cli_fail(cli, &error);
}
