// `explain`: what a code of the checker means, or a name of the book.
#include <assert.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/explain_decision.h"
#include "cli/explain_name.h"
#include "writ/diag.h"
#include "writ/nearest.h"

static const char *severity_word(WritSeverity severity)
{
    switch (severity) {
    case WRIT_SEVERITY_ERROR:
        return "error";
    case WRIT_SEVERITY_WARNING:
        return "warning";
    }
    WRIT_UNREACHABLE();
}

static void print_example(Page *page, const char *title, const char *text)
{
    if (*text == '\0') {
        return;
    }
    page_end_line(page);
    page_styled(page, PAGE_DIM, writ_text(title));
    page_end_line(page);
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        page_add_string(page, "    ");
        page_add(page, (WritText){line, length});
        page_end_line(page);
        line += length + (line[length] == '\n' ? 1 : 0);
    }
}

static void print_page(Page *page, const WritDiagInfo *info)
{
    page_styled(page, PAGE_BOLD, writ_text(info->code));
    page_format(page, " (%s): ", severity_word(info->severity));
    page_styled(page, PAGE_BOLD, writ_text(info->title));
    page_end_line(page);
    page_end_line(page);
    page_paragraph(page, 0, PAGE_PLAIN, writ_text(info->explanation));
    print_example(page, "Wrong", info->wrong);
    print_example(page, "Right", info->right);
}

static void print_list(Page *page)
{
    for (size_t i = 0; writ_diag_info(i) != NULL; i++) {
        page_format(page, "%s  ", writ_diag_info(i)->code);
        page_add_string(page, writ_diag_info(i)->title);
        page_end_line(page);
    }
}

static void add_json(WritBuffer *json, const WritDiagInfo *info)
{
    const char *const members[][2] = {
        {"code", info->code},   {"severity", severity_word(info->severity)},
        {"title", info->title}, {"explanation", info->explanation},
        {"wrong", info->wrong}, {"right", info->right},
    };
    writ_buffer_add_byte(json, '{');
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        writ_buffer_format(json, "%s\"%s\":\"", i > 0 ? "," : "", members[i][0]);
        writ_buffer_add_json(json, writ_text(members[i][1]));
        writ_buffer_add_byte(json, '"');
    }
    writ_buffer_add_byte(json, '}');
}

static void print_json(Cli *cli, const WritDiagInfo *only)
{
    WritBuffer json = {0};
    if (only != NULL) {
        add_json(&json, only);
    } else {
        writ_buffer_add_string(&json, "{\"codes\":[");
        for (size_t i = 0; writ_diag_info(i) != NULL; i++) {
            writ_buffer_add_string(&json, i > 0 ? "," : "");
            add_json(&json, writ_diag_info(i));
        }
        writ_buffer_add_string(&json, "]}");
    }
    writ_buffer_add_byte(&json, '\n');
    cli_write(cli->out, writ_buffer_text(&json));
    writ_buffer_dispose(&json);
}

static CliExit unknown_code(Cli *cli, const char *code)
{
    WritError error;
    WritNearest nearest = writ_nearest(writ_text(code));
    for (size_t i = 0; writ_diag_info(i) != NULL; i++) {
        writ_nearest_offer(&nearest, writ_text(writ_diag_info(i)->code));
    }
    (void)writ_fail(&error, WRIT_NOT_FOUND, "there is no code \"%s\"", code);
    if (nearest.best.length > 0) {
        (void)writ_hint(&error, "Did you mean %.*s? writ explain lists all.",
                        WRIT_TEXT_ARGS(nearest.best));
    } else {
        (void)writ_hint(&error, "writ explain lists all.");
    }
    return cli_fail(cli, &error);
}

// A decision is asked with values, or about a day.
static bool asks_decision(const CliArguments *arguments)
{
    return arguments->operand_count > 1 || cli_has(arguments, CLI_OPTION_WITH) ||
           cli_has(arguments, CLI_OPTION_ON);
}

CliExit command_explain(Cli *cli)
{
    const char *code = cli->arguments.operands[0];
    if (code != NULL && !explain_is_code(code)) {
        return asks_decision(&cli->arguments) ? explain_decision(cli) : explain_name(cli);
    }
    const WritDiagInfo *info = code == NULL ? NULL : writ_diag_info_find(writ_text(code));
    if (code != NULL && info == NULL) {
        return unknown_code(cli, code);
    }
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        print_json(cli, info);
        return CLI_DONE;
    }
    Page page = cli_page(cli);
    if (info == NULL) {
        print_list(&page);
    } else {
        print_page(&page, info);
    }
    cli_print_page(cli, &page);
    return CLI_DONE;
}
