// `send`: gives a message to whom it is for.
#include "cli/cli.h"
#include "cli/reply.h"
#include "cli/words.h"

static void print_sent(Page *page, const WritJson *reply)
{
    const WritJson *cases = reply_list(reply, "cases");
    page_add(page, words_last(reply_text(reply, "event")));
    if (cases->count == 0) {
        page_add_string(page, reply_truth(reply, "kept") ? " is kept: no case waits for it yet."
                                                         : " was taken before.");
    } else {
        WritBuffer numbers = {0};
        words_list(&numbers, cases, NULL, ", ");
        page_format(page, " went to case%s ", cases->count == 1 ? "" : "s");
        page_add(page, writ_buffer_text(&numbers));
        page_add_string(page, ".");
        writ_buffer_dispose(&numbers);
    }
    page_end_line(page);
}

CliExit command_send(Cli *cli)
{
    WritBuffer bytes = {0};
    WritError error;
    WritRequest request = {
        .kind = WRIT_REQUEST_SEND,
        .name = writ_text(cli->arguments.operands[0]),
        .person = cli_text(&cli->arguments, CLI_OPTION_AS),
        .key = cli_text(&cli->arguments, CLI_OPTION_KEY),
        .source = cli_text(&cli->arguments, CLI_OPTION_SOURCE),
    };
    CliExit end = cli_read_with(cli, &bytes, &request, &error) == WRIT_OK
                      ? cli_change(cli, &request, print_sent)
                      : cli_fail(cli, &error);
    writ_buffer_dispose(&bytes);
    return end;
}
