// `start`: begins a case.
#include "cli/attach.h"
#include "cli/cli.h"
#include "cli/reply.h"
#include "cli/words.h"

static void print_started(Page *page, const WritJson *reply)
{
    unsigned long long number = reply_number(reply, "case");
    if (reply_truth(reply, "joined")) {
        page_format(page, "Case %llu was open for the same, and has the data.", number);
    } else {
        page_format(page, "Case %llu has begun.", number);
    }
    page_end_line(page);
}

CliExit command_start(Cli *cli)
{
    CliData data = {0};
    WritError error;
    WritRequest request = {
        .kind = WRIT_REQUEST_START,
        .name = writ_text(cli->arguments.operands[0]),
        .person = cli_text(&cli->arguments, CLI_OPTION_AS),
        .key = cli_text(&cli->arguments, CLI_OPTION_KEY),
    };
    CliExit end = cli_read_data(cli, &data, &request, &error) == WRIT_OK
                      ? cli_change(cli, &request, print_started)
                      : cli_fail(cli, &error);
    cli_data_dispose(&data);
    return end;
}
