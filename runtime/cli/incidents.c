// `incidents`: what cannot go on by itself.
#include "cli/cli.h"
#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/words.h"

enum { INDENT = 2 };

static void print_incident(Page *page, const WritJson *incident)
{
    WritBuffer line = {0};
    int64_t since = 0;
    words_step(&line, incident);
    page_styled(page, PAGE_BAD, reply_text(incident, "incident"));
    page_add_string(page, "  ");
    page_styled(page, PAGE_BOLD, writ_buffer_text(&line));
    page_end_line(page);
    page_paragraph(page, INDENT, PAGE_PLAIN, reply_text(incident, "reason"));
    writ_buffer_clear(&line);
    words_about(&line, incident);
    if (reply_instant(incident, "since", &since)) {
        writ_buffer_add_string(&line, ", ");
        moment_age(&line, page, since);
    }
    page_paragraph(page, INDENT, PAGE_DIM, writ_buffer_text(&line));
    writ_buffer_clear(&line);
    writ_buffer_format(&line, "writ retry %.*s", WRIT_TEXT_ARGS(reply_text(incident, "incident")));
    page_paragraph(page, INDENT, PAGE_DIM, writ_buffer_text(&line));
    writ_buffer_dispose(&line);
}

static void print_incidents(Page *page, const WritJson *reply)
{
    const WritJson *incidents = reply_list(reply, "incidents");
    for (uint32_t i = 0; i < incidents->count; i++) {
        if (i > 0) {
            page_end_line(page);
        }
        print_incident(page, &incidents->items[i]);
    }
    if (incidents->count == 0) {
        page_add_string(page, "There is no incident.");
        page_end_line(page);
    }
    words_more(page, reply);
}

CliExit command_incidents(Cli *cli)
{
    WritError error;
    WritRequest request = {.kind = WRIT_REQUEST_INCIDENTS};
    if (cli_read_limit(&request.limit, &cli->arguments, &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    return cli_ask(cli, &request, print_incidents);
}
