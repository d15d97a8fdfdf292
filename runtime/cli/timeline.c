// `timeline`: what happened in a case, a line each.
#include "cli/timeline.h"

#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/table.h"
#include "cli/words.h"

// Below this width the commit stands above the table alone, and times go without the year.
enum { COMMIT_SHOWN_BYTES = 7, NARROW_BELOW = 110 };

// Of what is due within an hour the second is shown.
static const int64_t SHORT_MICROS = INT64_C(3600) * 1000000;

typedef void Moment(WritBuffer *out, const Page *page, int64_t instant);

static bool is_narrow(const Page *page)
{
    return page->width > 0 && page->width < NARROW_BELOW;
}

// --- One line ----------------------------------------------------------------------------------

static WritText short_commit(const WritJson *object)
{
    WritText commit = reply_text(object, "commit");
    commit.length = commit.length < COMMIT_SHOWN_BYTES ? commit.length : COMMIT_SHOWN_BYTES;
    return commit;
}

static void add_step(WritBuffer *out, const WritJson *line)
{
    WritText where = reply_text(line, "where");
    writ_buffer_add(out, reply_text(line, "step"));
    if (where.length > 0) {
        writ_buffer_format(out, "%s(%.*s)", out->length > 0 ? " " : "", WRIT_TEXT_ARGS(where));
    }
}

void timeline_sent(WritBuffer *out, const Page *page, const WritJson *told)
{
    int64_t sent = 0;
    int64_t from = 0;
    if (!reply_instant(told, "sent", &sent) || !reply_instant(told, "counted_from", &from)) {
        return;
    }
    writ_buffer_add_string(out, ", sent ");
    moment_time(out, page, sent);
    if (from == sent) {
        writ_buffer_add_string(out, " and counted from then");
        return;
    }
    writ_buffer_add_string(out, ", counted from ");
    moment_time(out, page, from);
    writ_buffer_format(out, ", since %.*s", WRIT_TEXT_ARGS(reply_text(told, "counted_because")));
}

void timeline_sentence(WritBuffer *out, const Page *page, const WritJson *line)
{
    int64_t due = 0;
    WritText comment = reply_text(line, "detail");
    WritText what = reply_text(line, "what");
    uint64_t late = reply_number(line, "late_by_s");
    writ_buffer_add(out, reply_text(line, "text"));
    bool says_more = writ_text_is(what, "answered") || writ_text_is(what, "cancelled") ||
                     writ_text_is(what, "retried");
    if (says_more && comment.length > 0) {
        writ_buffer_format(out, ": %.*s", WRIT_TEXT_ARGS(comment));
    }
    if (reply_instant(line, "due", &due) && !writ_text_is(what, "overdue")) {
        bool again = writ_text_is(what, "failed");
        int64_t at = 0;
        bool is_short = reply_instant(line, "at", &at) && due - at < SHORT_MICROS;
        Moment *moment = again || is_short ? moment_time : moment_minute;
        writ_buffer_add_string(out, again ? ", again " : ", due ");
        moment(out, page, due);
    }
    timeline_sent(out, page, line);
    if (late > 0) {
        writ_buffer_add_string(out, ", noticed ");
        moment_length(out, (int64_t)late);
        writ_buffer_add_string(out, " late");
    }
}

PageStyle timeline_style(const WritJson *line)
{
    WritText what = reply_text(line, "what");
    if (writ_text_is(what, "incident") || writ_text_is(what, "no_answer")) {
        return PAGE_BAD;
    }
    if (writ_text_is(what, "overdue") || writ_text_is(what, "failed") ||
        writ_text_is(what, "cancelled")) {
        return PAGE_WARNING;
    }
    if (writ_text_is(what, "stage") || writ_text_is(what, "ended") ||
        writ_text_is(what, "started")) {
        return PAGE_BOLD;
    }
    return writ_text_is(what, "called") || writ_text_is(what, "way") ? PAGE_DIM : PAGE_PLAIN;
}

// --- The table ---------------------------------------------------------------------------------

static void add_row(Table *table, const Page *page, const WritJson *line)
{
    WritBuffer text = {0};
    int64_t at = 0;
    PageStyle style = timeline_style(line);
    if (reply_instant(line, "at", &at)) {
        Moment *moment = is_narrow(page) ? moment_short_time : moment_time;
        moment(&text, page, at);
    }
    table_cell(table, PAGE_DIM, writ_buffer_text(&text));
    writ_buffer_clear(&text);
    add_step(&text, line);
    table_cell(table, style, writ_buffer_text(&text));
    writ_buffer_clear(&text);
    timeline_sentence(&text, page, line);
    table_cell(table, style, writ_buffer_text(&text));
    writ_buffer_clear(&text);
    // A hook's line names the hook already.
    if (!is_narrow(page) || !writ_text_is(reply_text(line, "identity"), "system")) {
        words_actor(&text, line);
    }
    table_cell(table, PAGE_PLAIN, writ_buffer_text(&text));
    table_cell(table, PAGE_DIM, is_narrow(page) ? (WritText){0} : short_commit(line));
    writ_buffer_dispose(&text);
}

static void print_head(Page *page, const WritJson *reply)
{
    WritBuffer head = {0};
    WritText outcome = reply_text(reply, "outcome");
    writ_buffer_format(&head, "Case %llu: ", (unsigned long long)reply_number(reply, "case"));
    words_about(&head, reply);
    page_styled(page, PAGE_BOLD, writ_buffer_text(&head));
    if (outcome.length > 0) {
        page_add_string(page, ", ");
        page_styled(page, PAGE_BOLD, outcome);
    }
    page_end_line(page);
    writ_buffer_clear(&head);
    writ_buffer_format(&head, "by version %.*s", WRIT_TEXT_ARGS(reply_text(reply, "version")));
    if (reply_text(reply, "commit").length > 0) {
        writ_buffer_format(&head, ", commit %.*s", WRIT_TEXT_ARGS(short_commit(reply)));
    }
    page_styled(page, PAGE_DIM, writ_buffer_text(&head));
    page_end_line(page);
    writ_buffer_dispose(&head);
}

static void print_timeline(Page *page, const WritJson *reply)
{
    const WritJson *lines = reply_list(reply, "lines");
    WritBuffer time = {0};
    writ_buffer_add_string(&time, "TIME (");
    moment_zone(&time, page);
    writ_buffer_add_string(&time, ")");
    const TableColumn columns[] = {
        {writ_buffer_string(&time), TABLE_KEEPS},
        {"STEP", TABLE_SHRINKS},
        {"WHAT HAPPENED", TABLE_SHRINKS},
        {"WHO", TABLE_SHRINKS},
        {"COMMIT", TABLE_KEEPS},
    };
    Table *table = table_new(columns, sizeof columns / sizeof columns[0]);
    for (uint32_t i = 0; i < lines->count; i++) {
        add_row(table, page, &lines->items[i]);
    }
    print_head(page, reply);
    if (reply_truth(reply, "more")) {
        page_styled(page, PAGE_DIM, writ_text("There is more before: --limit COUNT shows more."));
        page_end_line(page);
    }
    table_print(table, page);
    table_free(table);
    writ_buffer_dispose(&time);
}

CliExit command_timeline(Cli *cli)
{
    WritError error;
    WritRequest request = {.kind = WRIT_REQUEST_TIMELINE};
    if (cli_read_case(&request.case_number, cli->arguments.operands[0], &error) != WRIT_OK ||
        cli_read_limit(&request.limit, &cli->arguments, &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    return cli_ask(cli, &request, print_timeline);
}
