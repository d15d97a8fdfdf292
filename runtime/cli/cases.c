// `cases`: a table of cases.
#include "cli/cli.h"
#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/table.h"
#include "cli/words.h"

static const TableColumn columns[] = {
    {"CASE", TABLE_KEEPS},    {"PROCESS", TABLE_SHRINKS}, {"FOR", TABLE_SHRINKS},
    {"STATE", TABLE_SHRINKS}, {"SINCE", TABLE_KEEPS},     {"INCIDENTS", TABLE_KEEPS},
};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

static void add_state(Table *table, const WritJson *item)
{
    WritText status = reply_text(item, "status");
    WritText outcome = reply_text(item, "outcome");
    WritBuffer text = {0};
    if (writ_text_is(status, "open")) {
        writ_buffer_add(&text, reply_text(item, "stage"));
        table_cell(table, PAGE_PLAIN,
                   text.length > 0 ? writ_buffer_text(&text) : writ_text("open"));
    } else {
        writ_buffer_add_string(&text, writ_text_is(status, "closing") ? "closing as " : "");
        writ_buffer_add(&text, outcome);
        table_cell(table, PAGE_DIM, writ_buffer_text(&text));
    }
    writ_buffer_dispose(&text);
}

static void add_since(Table *table, const Page *page, const WritJson *item)
{
    int64_t at = 0;
    WritBuffer text = {0};
    bool ended = reply_instant(item, "ended", &at);
    if (ended || reply_instant(item, "since", &at)) {
        writ_buffer_add_string(&text, ended ? "ended " : "");
        moment_age(&text, page, at);
    }
    table_cell(table, ended ? PAGE_DIM : PAGE_PLAIN, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

static void add_row(Table *table, const Page *page, const WritJson *item)
{
    WritBuffer number = {0};
    uint64_t incidents = reply_number(item, "incidents");
    writ_buffer_format(&number, "%llu", (unsigned long long)reply_number(item, "case"));
    table_cell(table, PAGE_BOLD, writ_buffer_text(&number));
    table_cell(table, PAGE_PLAIN, reply_text(item, "process_title"));
    table_cell(table, PAGE_PLAIN, reply_text(item, "key"));
    add_state(table, item);
    add_since(table, page, item);
    writ_buffer_clear(&number);
    if (incidents > 0) {
        writ_buffer_format(&number, "%llu", (unsigned long long)incidents);
    }
    table_cell(table, PAGE_BAD, writ_buffer_text(&number));
    writ_buffer_dispose(&number);
}

static void print_cases(Page *page, const WritJson *reply)
{
    const WritJson *cases = reply_list(reply, "cases");
    Table *table = table_new(columns, COLUMN_COUNT);
    for (uint32_t i = 0; i < cases->count; i++) {
        add_row(table, page, &cases->items[i]);
    }
    table_print(table, page);
    table_free(table);
    if (cases->count == 0) {
        page_add_string(page, "There is no case yet.");
        page_end_line(page);
    }
    words_more(page, reply);
}

CliExit command_cases(Cli *cli)
{
    WritError error;
    WritRequest request = {
        .kind = WRIT_REQUEST_CASES,
        .name = cli_text(&cli->arguments, CLI_OPTION_PROCESS),
    };
    if (cli_read_limit(&request.limit, &cli->arguments, &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    return cli_ask(cli, &request, print_cases);
}
