// `send`: gives a message to whom it is for.
#include "cli/attach.h"
#include "cli/cli.h"
#include "cli/reply.h"
#include "cli/timeline.h"
#include "cli/words.h"

static void print_sent(Page *page, const WritJson *reply)
{
    const WritJson *cases = reply_list(reply, "cases");
    page_add(page, writ_text_last_name(reply_text(reply, "event")));
    if (cases->count == 0) {
        page_add_string(page, reply_truth(reply, "kept") ? " is kept: no case waits for it yet"
                                                         : " was taken before");
    } else {
        WritBuffer numbers = {0};
        words_list(&numbers, cases, NULL, ", ");
        page_format(page, " went to case%s ", cases->count == 1 ? "" : "s");
        page_add(page, writ_buffer_text(&numbers));
        writ_buffer_dispose(&numbers);
    }
    WritBuffer sent = {0};
    timeline_sent(&sent, page, reply);
    page_add(page, writ_buffer_text(&sent));
    page_add_string(page, ".");
    writ_buffer_dispose(&sent);
    page_end_line(page);
}

static WritStatus read_sent(int64_t *sent, const CliArguments *arguments, WritError *error)
{
    WritText text = cli_text(arguments, CLI_OPTION_SENT);
    *sent = 0;
    if (!cli_has(arguments, CLI_OPTION_SENT)) {
        return WRIT_OK;
    }
    if (!cli_has(arguments, CLI_OPTION_SOURCE)) {
        (void)writ_fail(error, WRIT_INVALID, "--sent goes with --source");
        return writ_hint(error, "Only what a named source sent has a time of its own, for example "
                                "--source wms/4711.");
    }
    if (writ_instant_parse(sent, text, error) != WRIT_OK || *sent == 0) {
        (void)writ_fail(error, WRIT_INVALID, "--sent takes an instant: \"%.*s\"",
                        WRIT_TEXT_ARGS(text));
        return writ_hint(error, "For example: --sent 2026-11-28T08:58:00+01:00");
    }
    return WRIT_OK;
}

CliExit command_send(Cli *cli)
{
    CliData data = {0};
    WritError error;
    WritRequest request = {
        .kind = WRIT_REQUEST_SEND,
        .name = writ_text(cli->arguments.operands[0]),
        .person = cli_text(&cli->arguments, CLI_OPTION_AS),
        .key = cli_text(&cli->arguments, CLI_OPTION_KEY),
        .source = cli_text(&cli->arguments, CLI_OPTION_SOURCE),
    };
    if (read_sent(&request.sent, &cli->arguments, &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    CliExit end = cli_read_data(cli, &data, &request, &error) == WRIT_OK
                      ? cli_change(cli, &request, print_sent)
                      : cli_fail(cli, &error);
    cli_data_dispose(&data);
    return end;
}
