// `outbox`: the messages that went out to people.
#include "cli/cli.h"
#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/words.h"

enum { INDENT = 2 };

static void print_message(Page *page, const WritJson *message)
{
    WritBuffer line = {0};
    int64_t at = 0;
    WritText subject = reply_text(message, "subject");
    page_styled(page, PAGE_BOLD, subject.length > 0 ? subject : reply_text(message, "message"));
    page_end_line(page);
    writ_buffer_add_string(&line, "to ");
    words_list(&line, reply_list(message, "to"), "person_name", ", ");
    writ_buffer_format(&line, ", case %llu", (unsigned long long)reply_number(message, "case"));
    if (reply_instant(message, "at", &at)) {
        writ_buffer_add_string(&line, ", ");
        moment_full(&line, page, at);
    }
    page_paragraph(page, INDENT, PAGE_DIM, writ_buffer_text(&line));
    page_paragraph(page, INDENT, PAGE_PLAIN, reply_text(message, "text"));
    writ_buffer_dispose(&line);
}

static void print_outbox(Page *page, const WritJson *reply)
{
    const WritJson *messages = reply_list(reply, "messages");
    for (uint32_t i = 0; i < messages->count; i++) {
        if (i > 0) {
            page_end_line(page);
        }
        print_message(page, &messages->items[i]);
    }
    if (messages->count == 0) {
        page_add_string(page, "No message went out.");
        page_end_line(page);
    }
    words_more(page, reply);
}

CliExit command_outbox(Cli *cli)
{
    WritError error;
    WritRequest request = {.kind = WRIT_REQUEST_OUTBOX};
    const char *number = cli->arguments.options[CLI_OPTION_CASE];
    if ((number != NULL && cli_read_case(&request.case_number, number, &error) != WRIT_OK) ||
        cli_read_limit(&request.limit, &cli->arguments, &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    return cli_ask(cli, &request, print_outbox);
}
