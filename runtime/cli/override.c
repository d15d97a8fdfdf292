// `override`: lets pass, this once, what a rule holds.
#include "cli/cli.h"
#include "cli/reply.h"

static void print_overridden(Page *page, const WritJson *reply)
{
    page_format(page, "Case %llu goes on against the rule.",
                (unsigned long long)reply_number(reply, "case"));
    page_end_line(page);
}

CliExit command_override(Cli *cli)
{
    WritError error;
    WritRequest request = {
        .kind = WRIT_REQUEST_OVERRIDE,
        .person = cli_text(&cli->arguments, CLI_OPTION_AS),
        .key = cli_text(&cli->arguments, CLI_OPTION_KEY),
        .comment = cli_text(&cli->arguments, CLI_OPTION_COMMENT),
    };
    if (cli_read_part(&request.case_number, &request.frame, cli->arguments.operands[0], &error) !=
        WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    return cli_change(cli, &request, print_overridden);
}
