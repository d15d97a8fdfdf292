// `check`: the texts of a book as they stand in its files, committed or not.
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/table.h"
#include "cli/whereabouts.h"
#include "cli/words.h"
#include "writ/almanac.h"
#include "writ/book.h"
#include "writ/compile.h"

// The folder to check: what was named, the book around the current folder, or that folder itself.
static char *find_directory(const Cli *cli)
{
    if (cli->arguments.operands[0] != NULL) {
        return strdup(cli->arguments.operands[0]);
    }
    char *book = whereabouts_find_book();
    return book == NULL ? strdup(".") : book;
}

static void count(WritBuffer *out, uint64_t number, const char *one, const char *many)
{
    writ_buffer_format(out, "%llu %s", (unsigned long long)number, number == 1 ? one : many);
}

static void add_summary(WritBuffer *out, uint32_t file_count, const WritCompilation *compilation)
{
    const WritDiags *diags = writ_compile_diags(compilation);
    uint32_t errors = writ_diags_error_count(diags);
    uint32_t warnings = writ_diags_warning_count(diags);
    count(out, file_count, "file", "files");
    writ_buffer_add_string(out, ": ");
    if (errors == 0) {
        count(out, writ_compile_plan_count(compilation), "process", "processes");
        writ_buffer_add_string(out, " ready to run");
    } else {
        count(out, errors, "error", "errors");
    }
    if (warnings > 0) {
        writ_buffer_add_string(out, ", ");
        count(out, warnings, "warning", "warnings");
    }
    writ_buffer_add_string(out, "\n");
}

// --- Rules -------------------------------------------------------------------------------------

static void print_rules(Page *page, const WritCompilation *compilation)
{
    static const TableColumn columns[] = {{"RULE", TABLE_KEEPS},
                                          {"IN", TABLE_KEEPS},
                                          {"VERDICT", TABLE_KEEPS},
                                          {"SENTENCE", TABLE_SHRINKS},
                                          {"BECAUSE", TABLE_SHRINKS}};
    uint32_t count = 0;
    const WritRuleVerdict *rules = writ_compile_rules(compilation, &count);
    Table *table = table_new(columns, sizeof columns / sizeof columns[0]);
    for (uint32_t i = 0; i < count; i++) {
        table_cell(table, PAGE_PLAIN, words_last(rules[i].rule));
        table_cell(table, PAGE_PLAIN, words_last(rules[i].process));
        table_cell(table, PAGE_PLAIN, writ_text(rules[i].proven ? "proven" : "watched"));
        table_cell(table, PAGE_PLAIN, rules[i].sentence);
        table_cell(table, PAGE_PLAIN, writ_text(rules[i].reason));
    }
    table_print(table, page);
    table_free(table);
}

static void add_rules_json(WritBuffer *out, const WritCompilation *compilation)
{
    uint32_t count = 0;
    const WritRuleVerdict *rules = writ_compile_rules(compilation, &count);
    writ_buffer_add_string(out, "\"rules\":[");
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_add_string(out, i > 0 ? ",{\"process\":\"" : "{\"process\":\"");
        writ_buffer_add_json(out, rules[i].process);
        writ_buffer_add_string(out, "\",\"rule\":\"");
        writ_buffer_add_json(out, rules[i].rule);
        writ_buffer_format(out, "\",\"verdict\":\"%s\",\"because\":\"%s\",\"sentence\":\"",
                           rules[i].proven ? "proven" : "watched", rules[i].reason);
        writ_buffer_add_json(out, rules[i].sentence);
        writ_buffer_add_string(out, "\"}");
    }
    writ_buffer_add_string(out, "],");
}

static void add_json(WritBuffer *out, uint32_t file_count, const WritCompilation *compilation,
                     const Cli *cli)
{
    writ_buffer_format(out, "{\"files\":%u,\"processes\":[", file_count);
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        writ_buffer_add_string(out, i > 0 ? ",\"" : "\"");
        writ_buffer_add_json(out, writ_compile_plan(compilation, i)->name);
        writ_buffer_add_string(out, "\"");
    }
    writ_buffer_add_string(out, "],");
    if (cli_has(&cli->arguments, CLI_OPTION_RULES)) {
        add_rules_json(out, compilation);
    }
    // The members of the diagnostics' object follow as our own.
    WritBuffer object = {0};
    writ_diags_render_json(writ_compile_diags(compilation), &object);
    writ_buffer_add(out, (WritText){object.data + 1, object.length - 1});
    writ_buffer_add_string(out, "\n");
    writ_buffer_dispose(&object);
}

static WritStatus add_files(WritCompilation *compilation, const WritBookContents *contents,
                            WritError *error)
{
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < contents->file_count; i++) {
        status =
            writ_compile_add(compilation, contents->files[i].path, contents->files[i].bytes, error);
    }
    return status;
}

static WritStatus check_calendars(const Cli *cli, WritCompilation *compilation,
                                  const WritBookContents *contents, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_ALMANAC_ARENA_BYTES);
    WritBookFiles files = {contents->files, contents->file_count};
    WritCalendars set;
    WritStatus status =
        writ_host_release_calendars(&set, arena, compilation, &files, cli->almanac_program, error);
    writ_arena_free(arena);
    return status;
}

static CliExit check_contents(Cli *cli, WritArena *arena, const WritBookContents *contents)
{
    WritError error;
    WritCompilation *compilation = writ_compile_new(arena);
    if (add_files(compilation, contents, &error) != WRIT_OK) {
        return cli_fail(cli, &error);
    }
    writ_compile_run(compilation);
    if (writ_host_check_lua(compilation, cli->hook_program, &error) != WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    if (check_calendars(cli, compilation, contents, &error) != WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    const WritDiags *diags = writ_compile_diags(compilation);
    WritBuffer out = {0};
    Page page = cli_page(cli);
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        add_json(&out, contents->file_count, compilation, cli);
    } else {
        bool coloured = page.colour == PAGE_COLOUR_ANSI;
        writ_diags_render_text(diags, coloured ? WRIT_COLOUR_ANSI : WRIT_COLOUR_NONE, &out);
        add_summary(&out, contents->file_count, compilation);
    }
    (void)fwrite(out.data, 1, out.length, cli->out);
    writ_buffer_dispose(&out);
    bool rules = cli_has(&cli->arguments, CLI_OPTION_RULES);
    if (rules && !cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        print_rules(&page, compilation);
        cli_print_page(cli, &page);
    }
    return writ_diags_error_count(diags) > 0 ? CLI_INPUT_WRONG : CLI_DONE;
}

CliExit command_check(Cli *cli)
{
    WritError error;
    WritBookContents contents;
    char *directory = find_directory(cli);
    WritArena *files = writ_arena_new(WRIT_BOOK_ARENA_BYTES);
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritStatus status = writ_book_read_files(&contents, files, directory, &error);
    CliExit end = CLI_DONE;
    if (status == WRIT_OK && contents.file_count == 0) {
        status = writ_fail(&error, WRIT_NOT_FOUND, "%s holds no .writ file", directory);
        (void)writ_hint(&error, "Name the folder of the book: writ check DIR");
    }
    end = status == WRIT_OK ? check_contents(cli, arena, &contents) : cli_fail_opening(cli, &error);
    writ_arena_free(arena);
    writ_arena_free(files);
    free(directory);
    return end;
}
