// `answer`: answers a task.
#include "cli/attach.h"
#include "cli/cli.h"
#include "cli/reply.h"

static void print_answered(Page *page, const WritJson *reply)
{
    page_format(page, "Case %llu has the answer.", (unsigned long long)reply_number(reply, "case"));
    page_end_line(page);
}

CliExit command_answer(Cli *cli)
{
    CliData data = {0};
    WritError error;
    WritRequest request = {
        .kind = WRIT_REQUEST_ANSWER,
        .name = writ_text(cli->arguments.operands[1]),
        .person = cli_text(&cli->arguments, CLI_OPTION_AS),
        .key = cli_text(&cli->arguments, CLI_OPTION_KEY),
        .comment = cli_text(&cli->arguments, CLI_OPTION_COMMENT),
        .revision = cli_text(&cli->arguments, CLI_OPTION_REVISION),
    };
    if (cli_read_part(&request.case_number, &request.frame, cli->arguments.operands[0], &error) !=
        WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    CliExit end = cli_read_data(cli, &data, &request, &error) == WRIT_OK
                      ? cli_change(cli, &request, print_answered)
                      : cli_fail(cli, &error);
    cli_data_dispose(&data);
    return end;
}
