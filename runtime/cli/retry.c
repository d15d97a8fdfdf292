// `retry`: tries again what stopped.
#include "cli/cli.h"
#include "cli/reply.h"

static void print_retried(Page *page, const WritJson *reply)
{
    page_format(page, "Case %llu tries again.", (unsigned long long)reply_number(reply, "case"));
    page_end_line(page);
}

CliExit command_retry(Cli *cli)
{
    return cli_change_part(cli, WRIT_REQUEST_RETRY, print_retried);
}
