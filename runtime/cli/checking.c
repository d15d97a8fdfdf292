#include "cli/checking.h"

#include <stdlib.h>
#include <string.h>

#include "cli/whereabouts.h"
#include "writ/almanac.h"

static WritStatus read_files(Checking *checking, const Cli *cli, WritError *error)
{
    WritStatus status =
        writ_book_read_files(&checking->contents, checking->files, checking->directory, error);
    if (status == WRIT_OK && checking->contents.file_count == 0) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "%s holds no .writ file", checking->directory);
        const CliCommandInfo *command = cli_command_info(cli->arguments.command);
        return (command->options & CLI_BIT_BOOK) != 0
                   ? writ_hint(error, "Name the folder of the book: --book DIR")
                   : writ_hint(error, "Name the folder of the book: writ %s DIR", command->name);
    }
    return status;
}

static WritStatus check(Checking *checking, const Cli *cli, WritError *error)
{
    WritBookFiles files = {checking->contents.files, checking->contents.file_count};
    WritStatus status = writ_host_add_files(checking->compilation, &files, error);
    if (status == WRIT_OK) {
        writ_compile_run(checking->compilation);
        status = writ_host_check_lua(checking->compilation, cli->hook_program, error);
    }
    return status != WRIT_OK ? status
                             : writ_host_release_calendars(&checking->calendars, checking->almanac,
                                                           checking->compilation, &files,
                                                           cli->almanac_program, error);
}

static void begin(Checking *checking, const char *named)
{
    *checking = (Checking){
        .directory = whereabouts_folder(named),
        .files = writ_arena_new(WRIT_BOOK_ARENA_BYTES),
        .arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX),
        .almanac = writ_arena_new(WRIT_ALMANAC_ARENA_BYTES),
    };
    checking->compilation = writ_compile_new(checking->arena);
}

static WritStatus put_instead(Checking *checking, const CheckingInstead *instead, WritError *error)
{
    for (uint32_t i = 0; i < checking->contents.file_count; i++) {
        WritBookFile *file = &checking->contents.files[i];
        if (writ_text_equal(file->path, instead->path)) {
            file->bytes = instead->bytes;
            return WRIT_OK;
        }
    }
    return writ_fail(error, WRIT_CONFLICT, "%.*s is not there any more",
                     WRIT_TEXT_ARGS(instead->path));
}

WritStatus checking_begin(Checking *checking, const Cli *cli, const char *named, WritError *error)
{
    begin(checking, named);
    WritStatus status = read_files(checking, cli, error);
    if (status == WRIT_OK) {
        status = check(checking, cli, error);
    }
    if (status != WRIT_OK) {
        checking_end(checking);
    }
    return status;
}

WritStatus checking_begin_instead(Checking *checking, const Cli *cli, const char *named,
                                  const CheckingInstead *instead, WritError *error)
{
    begin(checking, named);
    WritStatus status = read_files(checking, cli, error);
    if (status == WRIT_OK) {
        status = put_instead(checking, instead, error);
    }
    if (status == WRIT_OK) {
        status = check(checking, cli, error);
    }
    if (status != WRIT_OK) {
        checking_end(checking);
    }
    return status;
}

void checking_end(Checking *checking)
{
    writ_arena_free(checking->almanac);
    writ_arena_free(checking->arena);
    writ_arena_free(checking->files);
    free(checking->directory);
}

void checking_print(Cli *cli, const Checking *checking, FILE *out)
{
    WritBuffer text = {0};
    bool coloured = cli_page(cli).colour == PAGE_COLOUR_ANSI;
    writ_diags_render_text(writ_compile_diags(checking->compilation),
                           coloured ? WRIT_COLOUR_ANSI : WRIT_COLOUR_NONE, &text);
    cli_write(out, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

WritStatus checking_is_sound(const WritCompilation *compilation, const char *unknown,
                             WritError *error)
{
    uint32_t errors = writ_diags_error_count(writ_compile_diags(compilation));
    if (errors == 0) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID, "the book has %u error%s%s%s%s", errors,
                    errors == 1 ? "" : "s", unknown == NULL ? "" : ", so that its ",
                    unknown == NULL ? "" : unknown, unknown == NULL ? "" : " are not known");
    return writ_hint(error, "writ check says what is wrong, and where.");
}
