// `show`: a case as it stands.
#include "cli/cli.h"
#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/tasks.h"
#include "cli/words.h"

enum { NAME_COLUMNS = 12, INDENT = 2, COMMIT_SHOWN_BYTES = 12 };

static void print_line(Page *page, const char *name, WritText value)
{
    if (value.length > 0) {
        page_format(page, "%-*s", NAME_COLUMNS, name);
        page_add(page, value);
        page_end_line(page);
    }
}

static void print_instant(Page *page, const char *name, const WritJson *reply, const char *key)
{
    WritBuffer text = {0};
    int64_t at = 0;
    if (reply_instant(reply, key, &at)) {
        moment_full(&text, page, at);
        writ_buffer_add_string(&text, " (");
        moment_age(&text, page, at);
        writ_buffer_add_string(&text, ")");
    }
    print_line(page, name, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

static void print_version(Page *page, const WritJson *reply)
{
    WritBuffer text = {0};
    WritText commit = reply_text(reply, "commit");
    commit.length = commit.length < COMMIT_SHOWN_BYTES ? commit.length : COMMIT_SHOWN_BYTES;
    writ_buffer_add(&text, reply_text(reply, "version"));
    if (commit.length > 0) {
        writ_buffer_format(&text, ", commit %.*s", WRIT_TEXT_ARGS(commit));
    }
    print_line(page, "version", writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

// By the names that the timeline has: without the module.
static void add_milestones(WritBuffer *out, const WritJson *milestones)
{
    for (uint32_t i = 0; i < milestones->count; i++) {
        writ_buffer_add_string(out, i == 0 ? "" : ", ");
        writ_buffer_add(out, writ_text_last_name(milestones->items[i].text));
    }
}

static void print_head(Page *page, const WritJson *reply)
{
    WritBuffer text = {0};
    writ_buffer_format(&text, "Case %llu: ", (unsigned long long)reply_number(reply, "case"));
    words_about(&text, reply);
    page_styled(page, PAGE_BOLD, writ_buffer_text(&text));
    page_end_line(page);
    print_line(page, "status", reply_text(reply, "status"));
    print_line(page, "stage", reply_text(reply, "stage_title"));
    print_line(page, "outcome", reply_text(reply, "outcome"));
    print_instant(page, "since", reply, "since");
    print_instant(page, "ended", reply, "ended");
    print_line(page, "process", reply_text(reply, "process"));
    print_version(page, reply);
    writ_buffer_clear(&text);
    add_milestones(&text, reply_list(reply, "milestones"));
    print_line(page, "milestones", writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

// --- What it waits for -------------------------------------------------------------------------

static void print_title(Page *page, const WritJson *list, const char *title)
{
    if (list->count > 0) {
        page_end_line(page);
        page_styled(page, PAGE_DIM, writ_text(title));
        page_end_line(page);
    }
}

static void print_tasks(Page *page, const WritJson *reply)
{
    const WritJson *tasks = reply_list(reply, "tasks");
    print_title(page, tasks, "Tasks");
    for (uint32_t i = 0; i < tasks->count; i++) {
        tasks_print_one(page, &tasks->items[i]);
    }
}

static void print_item(Page *page, const WritJson *item, const char *key, const char *due)
{
    WritBuffer text = {0};
    int64_t at = 0;
    WritText reason = reply_text(item, "reason");
    writ_buffer_add(&text, reply_text(item, key));
    if (reply_text(item, "title").length > 0) {
        writ_buffer_add_string(&text, text.length > 0 ? " in " : "");
        words_step(&text, item);
    }
    if (reply_number(item, "attempts") > 0) {
        writ_buffer_format(&text, ", attempt %llu of %llu",
                           (unsigned long long)reply_number(item, "attempt"),
                           (unsigned long long)reply_number(item, "attempts"));
    }
    if (reply_instant(item, due, &at)) {
        writ_buffer_format(&text, ", %s ", due);
        moment_age(&text, page, at);
    }
    if (reason.length > 0) {
        writ_buffer_format(&text, ": %.*s", WRIT_TEXT_ARGS(reason));
    }
    page_paragraph(page, INDENT, PAGE_PLAIN, writ_buffer_text(&text));
    writ_buffer_dispose(&text);
}

// What a list's items are called by, and which date of theirs counts.
typedef struct Section {
    const char *list;
    const char *title;
    const char *key;
    const char *due;
} Section;

static void print_sections(Page *page, const WritJson *reply)
{
    static const Section sections[] = {
        {"waits", "Messages waited for", "event", "due"},
        {"calls", "Calls under way", "hook", "next"},
        {"deadlines", "Deadlines", "", "due"},
        {"incidents", "Incidents", "incident", "due"},
        {"rules", "What rules ask for", "rule", "due"},
    };
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        const WritJson *list = reply_list(reply, sections[i].list);
        print_title(page, list, sections[i].title);
        for (uint32_t j = 0; j < list->count; j++) {
            print_item(page, &list->items[j], sections[i].key, sections[i].due);
        }
    }
}

// --- Data --------------------------------------------------------------------------------------

static void print_value(Page *page, uint32_t indent, WritText name, const WritJson *value);

static void print_members(Page *page, uint32_t indent, const WritJson *value)
{
    for (uint32_t i = 0; i < value->count; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%u", i + 1);
        WritText name = value->kind == WRIT_JSON_OBJECT ? value->keys[i] : writ_text(number);
        print_value(page, indent, name, &value->items[i]);
    }
}

static const char *plain_word(const WritJson *value)
{
    if (value->kind == WRIT_JSON_NULL) {
        return "none";
    }
    return value->boolean ? "yes" : "no";
}

// The depth of a reply is bounded by the JSON reader.
static void print_value(Page *page, uint32_t indent, WritText name, const WritJson *value)
{
    for (uint32_t i = 0; i < indent; i++) {
        page_add_string(page, " ");
    }
    page_styled(page, PAGE_DIM, name);
    WritBuffer document = {0};
    if (words_document(&document, value)) {
        page_add_string(page, ": ");
        page_add(page, writ_buffer_text(&document));
        page_end_line(page);
        writ_buffer_dispose(&document);
        return;
    }
    bool has_members = value->kind == WRIT_JSON_OBJECT || value->kind == WRIT_JSON_ARRAY;
    bool has_text = value->kind == WRIT_JSON_STRING || value->kind == WRIT_JSON_NUMBER;
    page_add_string(page, ": ");
    if (has_members) {
        page_add_string(page, value->count == 0 ? "none" : "");
        page_end_line(page);
        print_members(page, indent + 2, value);
        return;
    }
    page_add(page, has_text ? value->text : writ_text(plain_word(value)));
    page_end_line(page);
}

static void print_data(Page *page, const WritJson *reply)
{
    const WritJson *data = writ_json_find(reply, "data");
    if (data != NULL && data->count > 0) {
        print_title(page, data, "Data");
        print_members(page, INDENT, data);
    }
    if (reply_truth(reply, "data_left_out")) {
        page_add_string(page, "The data are too long to show.");
        page_end_line(page);
    }
}

static void print_show(Page *page, const WritJson *reply)
{
    print_head(page, reply);
    print_tasks(page, reply);
    print_sections(page, reply);
    print_data(page, reply);
}

CliExit command_show(Cli *cli)
{
    WritError error;
    WritRequest request = {.kind = WRIT_REQUEST_SHOW};
    if (cli_read_case(&request.case_number, cli->arguments.operands[0], &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    return cli_ask(cli, &request, print_show);
}
