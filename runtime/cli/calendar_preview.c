// `calendar preview`: which deadlines of open cases other calendars would move.
#include "cli/calendar.h"
#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/table.h"
#include "cli/words.h"

static void cell_of_instant(Table *table, const Page *page, const WritJson *move, const char *key)
{
    int64_t instant = 0;
    WritBuffer text = {0};
    if (reply_instant(move, key, &instant)) {
        moment_minute(&text, page, instant);
    } else {
        writ_buffer_add_string(&text, "cannot be counted");
    }
    table_cell(table, PAGE_PLAIN, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

static void print_moves(Page *page, const WritJson *reply)
{
    static const TableColumn columns[] = {{"CASE", TABLE_KEEPS},
                                          {"PROCESS", TABLE_SHRINKS},
                                          {"STEP", TABLE_SHRINKS},
                                          {"DUE", TABLE_KEEPS},
                                          {"WOULD BE DUE", TABLE_KEEPS}};
    const WritJson *moves = reply_list(reply, "moves");
    WritBuffer number = {0};
    Table *table = table_new(columns, sizeof columns / sizeof columns[0]);
    for (uint32_t i = 0; i < moves->count; i++) {
        const WritJson *move = &moves->items[i];
        writ_buffer_clear(&number);
        writ_buffer_add_number(&number, reply_number(move, "case"));
        table_cell(table, PAGE_BOLD, writ_buffer_text(&number));
        table_cell(table, PAGE_PLAIN, reply_text(move, "process_title"));
        table_cell(table, PAGE_PLAIN, reply_text(move, "title"));
        cell_of_instant(table, page, move, "from");
        cell_of_instant(table, page, move, "to");
    }
    if (moves->count > 0) {
        table_print(table, page);
    }
    table_free(table);
    writ_buffer_clear(&number);
    uint64_t looked_at = reply_number(reply, "looked_at");
    writ_buffer_format(&number, "%s would move; %llu open case%s looked at.",
                       moves->count == 0 ? "No deadline" : "These deadlines",
                       (unsigned long long)looked_at, looked_at == 1 ? " was" : "s were");
    page_add(page, writ_buffer_text(&number));
    page_end_line(page);
    words_more(page, reply);
    writ_buffer_dispose(&number);
}

CliExit calendar_preview(Cli *cli)
{
    WritRequest request = {.kind = WRIT_REQUEST_PREVIEW,
                           .name = writ_text(cli->arguments.operands[1])};
    return cli_ask(cli, &request, print_moves);
}
