// `status`: the store, and what is in force.
#include "cli/cli.h"
#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/table.h"

enum { COMMIT_SHOWN_BYTES = 12 };

static WritText cut(WritText text)
{
    text.length = text.length < COMMIT_SHOWN_BYTES ? text.length : COMMIT_SHOWN_BYTES;
    return text;
}

static void print_line(Page *page, const char *name, WritText value)
{
    if (value.length > 0) {
        page_format(page, "%-10s", name);
        page_add(page, value);
        page_end_line(page);
    }
}

static void print_counts(Page *page, const WritJson *reply)
{
    WritBuffer text = {0};
    uint64_t most = reply_number(reply, "counted_up_to");
    uint64_t tasks = reply_number(reply, "tasks");
    uint64_t incidents = reply_number(reply, "incidents");
    writ_buffer_format(&text, "%llu, with %s%llu open tasks and %s%llu incidents",
                       (unsigned long long)reply_number(reply, "cases"),
                       tasks == most ? "at least " : "", (unsigned long long)tasks,
                       incidents == most ? "at least " : "", (unsigned long long)incidents);
    print_line(page, "cases", writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

static const WritJson *schedule_of(const WritJson *process)
{
    return writ_json_find(process, "schedule");
}

static bool any_schedule(const WritJson *processes)
{
    for (uint32_t i = 0; i < processes->count; i++) {
        if (schedule_of(&processes->items[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static void add_next_start(Table *table, const Page *page, const WritJson *schedule)
{
    WritBuffer next = {0};
    int64_t at = 0;
    if (schedule != NULL && reply_instant(schedule, "next", &at)) {
        moment_minute(&next, page, at);
        writ_buffer_add_string(&next, at <= page->now ? ", due" : "");
    } else if (schedule != NULL) {
        writ_buffer_add_string(&next, "none known");
    }
    table_cell(table, PAGE_PLAIN, writ_buffer_text(&next));
    writ_buffer_dispose(&next);
}

static void print_processes(Page *page, const WritJson *reply)
{
    static const TableColumn columns[] = {{"IN FORCE", TABLE_SHRINKS},
                                          {"VERSION", TABLE_KEEPS},
                                          {"COMMIT", TABLE_KEEPS},
                                          {"NEXT START", TABLE_KEEPS}};
    const WritJson *processes = reply_list(reply, "processes");
    bool scheduled = any_schedule(processes);
    Table *table = table_new(columns, scheduled ? 4 : 3);
    for (uint32_t i = 0; i < processes->count; i++) {
        const WritJson *process = &processes->items[i];
        table_cell(table, PAGE_PLAIN, reply_text(process, "process"));
        table_cell(table, PAGE_PLAIN, reply_text(process, "version"));
        table_cell(table, PAGE_PLAIN, cut(reply_text(process, "commit")));
        if (scheduled) {
            add_next_start(table, page, schedule_of(process));
        }
    }
    table_print(table, page);
    table_free(table);
}

// The clock was ahead, and what would have begun until then is not begun a second time.
static void add_seen_ahead(WritBuffer *text, const Page *page, const WritJson *process)
{
    int64_t until = 0;
    if (!reply_instant(schedule_of(process), "seen_until", &until)) {
        return;
    }
    writ_buffer_format(text, "%s%.*s has made its starts until ", text->length > 0 ? " " : "",
                       WRIT_TEXT_ARGS(reply_text(process, "process")));
    moment_minute(text, page, until);
    writ_buffer_add_string(text, " already, when the clock was ahead. To begin anew from now, "
                                 "commit another time in its line \"starts …\".");
}

// A start that the schedule asked for and that was not made, and a next one that is not known.
static void print_schedule_trouble(Page *page, const WritJson *process)
{
    WritBuffer text = {0};
    int64_t last = 0;
    const WritJson *schedule = schedule_of(process);
    WritText reason = reply_text(schedule, "reason");
    WritText trouble = reply_text(schedule, "trouble");
    if (reason.length > 0 && reply_instant(schedule, "last", &last)) {
        writ_buffer_format(&text, "%.*s did not start at ",
                           WRIT_TEXT_ARGS(reply_text(process, "process")));
        moment_minute(&text, page, last);
        writ_buffer_format(&text, ": %.*s.", WRIT_TEXT_ARGS(reason));
    }
    if (trouble.length > 0) {
        writ_buffer_format(&text, "%s%.*s has no next start: %.*s. %.*s",
                           text.length > 0 ? " " : "",
                           WRIT_TEXT_ARGS(reply_text(process, "process")), WRIT_TEXT_ARGS(trouble),
                           WRIT_TEXT_ARGS(reply_text(schedule, "hint")));
    }
    add_seen_ahead(&text, page, process);
    if (text.length > 0) {
        page_paragraph(page, 0, PAGE_BAD, writ_buffer_text(&text));
    }
    writ_buffer_dispose(&text);
}

static void print_troubles(Page *page, const WritJson *reply)
{
    const WritJson *processes = reply_list(reply, "processes");
    for (uint32_t i = 0; i < processes->count; i++) {
        if (schedule_of(&processes->items[i]) != NULL) {
            print_schedule_trouble(page, &processes->items[i]);
        }
    }
}

static void print_refused(Page *page, const WritJson *reply)
{
    const WritJson *refused = writ_json_find(reply, "refused");
    if (refused == NULL) {
        return;
    }
    WritBuffer text = {0};
    WritText commit = cut(reply_text(refused, "commit"));
    if (commit.length > 0) {
        writ_buffer_format(&text, "Commit %.*s is not in force: ", WRIT_TEXT_ARGS(commit));
    } else {
        writ_buffer_add_string(&text, "The book cannot be read, and what was in force stays: ");
    }
    writ_buffer_format(&text, "%.*s. %.*s", WRIT_TEXT_ARGS(reply_text(refused, "reason")),
                       WRIT_TEXT_ARGS(reply_text(refused, "hint")));
    page_paragraph(page, 0, PAGE_BAD, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

static void print_status(Page *page, const WritJson *reply)
{
    print_line(page, "writ", reply_text(reply, "version"));
    print_line(page, "book", reply_text(reply, "book"));
    WritText store = reply_text(reply, "store");
    print_line(page, "store",
               store.length > 0 ? store
                                : writ_text("none yet; the first start, send or run makes it"));
    print_counts(page, reply);
    print_processes(page, reply);
    print_troubles(page, reply);
    print_refused(page, reply);
}

CliExit command_status(Cli *cli)
{
    WritRequest request = {.kind = WRIT_REQUEST_STATUS};
    return cli_ask(cli, &request, print_status);
}
