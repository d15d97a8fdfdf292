// `help` and `version`: made from the lists of commands and options.
#include "cli/help.h"

#include <string.h>

#include "writ/nearest.h"

enum { NAME_COLUMNS = 12, OPTION_COLUMNS = 18 };

static void print_summaries(Page *page)
{
    page_add_string(page, "writ runs commercial processes that are written down in a book.");
    page_end_line(page);
    page_end_line(page);
    for (int i = 0; i < CLI_COMMAND_COUNT; i++) {
        const CliCommandInfo *command = cli_command_info((CliCommandKind)i);
        page_format(page, "  %-*s", NAME_COLUMNS, command->name);
        page_add_string(page, command->summary);
        page_end_line(page);
    }
    page_end_line(page);
    page_add_string(page, "writ COMMAND --help says more about each, with an example.");
    page_end_line(page);
}

static void print_option(Page *page, const CliOptionInfo *option)
{
    WritBuffer left = {0};
    if (option->letter != 0) {
        writ_buffer_format(&left, "-%c, ", option->letter);
    }
    writ_buffer_format(&left, "--%s", option->name);
    if (option->value != NULL) {
        writ_buffer_format(&left, " %s", option->value);
    }
    page_format(page, "  %-*s  %s", OPTION_COLUMNS, writ_buffer_string(&left), option->text);
    page_end_line(page);
    writ_buffer_dispose(&left);
}

static void print_more(Page *page, const char *more)
{
    for (const char *line = more; *line != '\0';) {
        const char *end = strchr(line, '\n');
        size_t length = end == NULL ? strlen(line) : (size_t)(end - line);
        page_add(page, (WritText){line, length});
        page_end_line(page);
        line += length + (end == NULL ? 0 : 1);
    }
}

CliExit help_print_command(Cli *cli, CliCommandKind kind)
{
    const CliCommandInfo *command = cli_command_info(kind);
    Page page = cli_page(cli);
    if (kind == CLI_COMMAND_HELP) {
        print_summaries(&page);
        cli_print_page(cli, &page);
        return CLI_DONE;
    }
    page_format(&page, "writ %s%s%s: %s", command->name, *command->operands == '\0' ? "" : " ",
                command->operands, command->summary);
    page_end_line(&page);
    print_more(&page, command->more);
    page_end_line(&page);
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        if ((command->options & (1ULL << i)) != 0) {
            print_option(&page, cli_option_info((CliOption)i));
        }
    }
    page_end_line(&page);
    page_format(&page, "For example: %s", command->example);
    page_end_line(&page);
    cli_print_page(cli, &page);
    return CLI_DONE;
}

CliExit command_help(Cli *cli)
{
    const char *name = cli->arguments.operands[0];
    CliCommandKind kind = CLI_COMMAND_HELP;
    if (name != NULL && !cli_command_find(name, &kind)) {
        CliArguments arguments;
        WritError error;
        const char *const words[] = {name};
        // The reader of arguments words it, with the nearest command.
        WritStatus status = cli_arguments_read(&arguments, 1, words, &error);
        return status == WRIT_OK ? CLI_DONE : cli_fail_usage(cli, &error);
    }
    return help_print_command(cli, kind);
}

CliExit command_version(Cli *cli)
{
    bool json = cli_has(&cli->arguments, CLI_OPTION_JSON);
    (void)fprintf(cli->out, json ? "{\"version\":\"%s\"}\n" : "writ %s\n", WRIT_VERSION);
    return CLI_DONE;
}
