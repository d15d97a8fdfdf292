// `check`: the texts of a book as they stand in its files, committed or not.
#include "cli/checking.h"
#include "cli/new_file.h"
#include "cli/table.h"
#include "cli/words.h"
#include "writ/format.h"

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
        table_cell(table, PAGE_PLAIN, writ_text_last_name(rules[i].rule));
        table_cell(table, PAGE_PLAIN, writ_text_last_name(rules[i].process));
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

// --- Runs --------------------------------------------------------------------------------------

// As `writ fmt` would lay them out.
static WritStatus lay_out_runs(const WritCompilation *compilation, WritBuffer *out,
                               WritError *error)
{
    WritBuffer text = {0};
    writ_compile_runs(compilation, &text);
    WritStatus status = WRIT_OK;
    if (text.length > 0) {
        WritArena *arena = writ_arena_new(WRIT_FORMAT_ARENA_BYTES);
        WritSources *sources = writ_sources_new(arena);
        const WritSource *source = NULL;
        status = writ_sources_add(sources, writ_text(WRIT_COMPILE_RUNS_MODULE ".writ"),
                                  writ_buffer_text(&text), &source, error);
        if (status == WRIT_OK) {
            status = writ_format(source, WRIT_FORMAT_ALIGNED, arena, writ_diags_new(arena, sources),
                                 out, error);
        }
        writ_arena_free(arena);
    }
    writ_buffer_dispose(&text);
    return status;
}

static CliExit print_scenarios(Cli *cli, const WritCompilation *compilation)
{
    WritError error;
    WritBuffer out = {0};
    const char *path = cli->arguments.options[CLI_OPTION_OUT];
    WritStatus status = lay_out_runs(compilation, &out, &error);
    if (status == WRIT_OK && path == NULL) {
        cli_write(cli->out, writ_buffer_text(&out));
    } else if (status == WRIT_OK && out.length > 0) {
        status = cli_replace_file(path, writ_buffer_text(&out), &error);
    }
    writ_buffer_dispose(&out);
    bool wrong = writ_diags_error_count(writ_compile_diags(compilation)) > 0;
    return status != WRIT_OK ? cli_fail(cli, &error) : wrong ? CLI_INPUT_WRONG : CLI_DONE;
}

// --- The command -------------------------------------------------------------------------------

CliExit command_check(Cli *cli)
{
    WritError error;
    Checking checking;
    if (checking_begin(&checking, cli, cli->arguments.operands[0], &error) != WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    if (cli_has(&cli->arguments, CLI_OPTION_SCENARIOS)) {
        CliExit end = print_scenarios(cli, checking.compilation);
        checking_end(&checking);
        return end;
    }
    WritBuffer out = {0};
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        add_json(&out, checking.contents.file_count, checking.compilation, cli);
    } else {
        checking_print(cli, &checking, cli->out);
        add_summary(&out, checking.contents.file_count, checking.compilation);
    }
    cli_write(cli->out, writ_buffer_text(&out));
    writ_buffer_dispose(&out);
    bool rules = cli_has(&cli->arguments, CLI_OPTION_RULES);
    if (rules && !cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        Page page = cli_page(cli);
        print_rules(&page, checking.compilation);
        cli_print_page(cli, &page);
    }
    bool wrong = writ_diags_error_count(writ_compile_diags(checking.compilation)) > 0;
    checking_end(&checking);
    return wrong ? CLI_INPUT_WRONG : CLI_DONE;
}
