// `calendar preview`: which deadlines of open cases other calendars would move.
#include "cli/calendar.h"

#include <unistd.h>

#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/session.h"
#include "cli/table.h"

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
                       moves->count == 0            ? "No deadline"
                       : reply_truth(reply, "more") ? "These deadlines and others"
                                                    : "These deadlines",
                       (unsigned long long)looked_at, looked_at == 1 ? " was" : "s were");
    page_add(page, writ_buffer_text(&number));
    page_end_line(page);
    writ_buffer_dispose(&number);
}

// --- Slices ------------------------------------------------------------------------------------

// The host answers for a slice of the open cases at a time, so that others need not wait for all of
// them; the slices are put together to one answer.
typedef struct Slices {
    Cli *cli;
    WritRequest request;
    WritBuffer comparison; // What `request.revision` borrows.
    WritBuffer json;       // The answer so far.
    uint64_t count, looked_at;
    bool more;
    bool is_shown; // A line about how far it is.
} Slices;

enum { ANSWER_END_BYTES = 100 };

// One line that is written over, on a terminal only.
static void show_progress(Slices *slices)
{
    FILE *err = slices->cli->err;
    if (isatty(fileno(err)) != 0) {
        (void)fprintf(err, "\r\033[K%llu open cases were looked at …",
                      (unsigned long long)slices->looked_at);
        (void)fflush(err);
        slices->is_shown = true;
    }
}

static void clear_progress(const Slices *slices)
{
    if (slices->is_shown) {
        (void)fputs("\r\033[K", slices->cli->err);
    }
}

static void add_moves(Slices *slices, const WritJson *moves)
{
    for (uint32_t i = 0; i < moves->count && !slices->more; i++) {
        size_t length = slices->json.length;
        if (slices->count > 0) {
            writ_buffer_add_byte(&slices->json, ',');
        }
        reply_write(&slices->json, &moves->items[i]);
        slices->more = ++slices->count > WRIT_HOST_LIST_MAX ||
                       slices->json.length > WRIT_REPLY_JSON_BYTES_MAX - ANSWER_END_BYTES;
        slices->json.length = slices->more ? length : slices->json.length;
    }
}

// Whether there is another slice.
static bool add_slice(Slices *slices, const WritJson *reply)
{
    add_moves(slices, reply_list(reply, "moves"));
    slices->more = slices->more || reply_truth(reply, "more");
    slices->looked_at += reply_number(reply, "looked_at");
    slices->request.case_number = reply_number(reply, "through");
    writ_buffer_clear(&slices->comparison);
    writ_buffer_add(&slices->comparison, reply_text(reply, "comparison"));
    slices->request.revision = writ_buffer_text(&slices->comparison);
    return slices->request.case_number > 0 && !slices->more;
}

static WritStatus ask_for_slice(Slices *slices, Session *session, bool *goes_on, WritError *error)
{
    WritBuffer json = {0};
    WritJson reply;
    WritStatus status = session_ask(session, &slices->request, &json, error);
    WritArena *arena = writ_arena_new(json.length * WRIT_JSON_ARENA_BYTES + 1024);
    if (status == WRIT_OK) {
        status = writ_json_parse(&reply, arena, writ_buffer_text(&json), "the answer", error);
    }
    *goes_on = status == WRIT_OK && add_slice(slices, &reply);
    writ_arena_free(arena);
    writ_buffer_dispose(&json);
    return status;
}

static WritStatus ask_for_all(Slices *slices, Session *session, WritError *error)
{
    bool goes_on = true;
    WritStatus status = WRIT_OK;
    writ_buffer_add_string(&slices->json, "{\"moves\":[");
    while (status == WRIT_OK && goes_on) {
        status = ask_for_slice(slices, session, &goes_on, error);
        if (goes_on) {
            show_progress(slices);
        }
    }
    clear_progress(slices);
    writ_buffer_format(&slices->json, "],\"looked_at\":%llu,\"more\":%s}",
                       (unsigned long long)slices->looked_at, slices->more ? "true" : "false");
    return status;
}

CliExit calendar_preview(Cli *cli)
{
    Slices slices = {
        .cli = cli,
        .request = {.kind = WRIT_REQUEST_PREVIEW, .name = writ_text(cli->arguments.operands[1])}};
    Session *session = NULL;
    WritError error;
    if (session_open(&session, cli, SESSION_ASK, &error) != WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    WritStatus status = ask_for_all(&slices, session, &error);
    session_close(session);
    CliExit end = status == WRIT_OK
                      ? cli_print_reply(cli, writ_buffer_text(&slices.json), print_moves)
                      : cli_fail(cli, &error);
    writ_buffer_dispose(&slices.json);
    writ_buffer_dispose(&slices.comparison);
    return end;
}
