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
    return cli_change_part(cli, WRIT_REQUEST_OVERRIDE, print_overridden);
}
