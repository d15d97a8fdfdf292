// `tasks`: what people are asked to do.
#include "cli/tasks.h"

#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/words.h"

enum { INDENT = 2 };

static void print_head(Page *page, const WritJson *task)
{
    WritBuffer step = {0};
    words_step(&step, task);
    page_styled(page, PAGE_BOLD, reply_text(task, "task"));
    page_add_string(page, "  ");
    page_styled(page, PAGE_BOLD, writ_buffer_text(&step));
    words_due(page, task, "due");
    page_end_line(page);
    writ_buffer_dispose(&step);
}

static void print_asked(Page *page, const WritJson *task)
{
    int64_t since = 0;
    WritBuffer line = {0};
    words_about(&line, task);
    writ_buffer_add_string(&line, ", asked of ");
    words_list(&line, reply_list(task, "asked"), "text", " or ");
    if (reply_text(task, "on_behalf").length > 0) {
        WritText name = reply_text(task, "on_behalf_name");
        writ_buffer_format(&line, ", for %.*s", WRIT_TEXT_ARGS(name));
    }
    if (reply_instant(task, "since", &since)) {
        writ_buffer_add_string(&line, ", ");
        moment_age(&line, page, since);
    }
    page_paragraph(page, INDENT, PAGE_DIM, writ_buffer_text(&line));
    writ_buffer_dispose(&line);
}

static void print_fill(Page *page, const WritJson *fill)
{
    WritBuffer line = {0};
    writ_buffer_add_string(&line, "fill ");
    writ_buffer_add(&line, reply_text(fill, "name"));
    writ_buffer_format(&line, " (%.*s)", WRIT_TEXT_ARGS(reply_text(fill, "type")));
    if (reply_list(fill, "choices")->count > 0) {
        writ_buffer_add_string(&line, ", one of ");
        words_list(&line, reply_list(fill, "choices"), NULL, ", ");
    }
    const WritJson *value = writ_json_find(fill, "value");
    if (value != NULL && value->kind != WRIT_JSON_NULL) {
        writ_buffer_format(&line, ", now %.*s", WRIT_TEXT_ARGS(reply_text(fill, "text")));
    }
    page_paragraph(page, INDENT, PAGE_PLAIN, writ_buffer_text(&line));
    writ_buffer_dispose(&line);
}

// How what is to be filled in is given: files one by one, the rest in one file.
static void add_fills(WritBuffer *line, const WritJson *fills)
{
    const WritJson *others = NULL;
    for (uint32_t i = 0; i < fills->count; i++) {
        if (!writ_text_is(reply_text(&fills->items[i], "type"), "Document")) {
            others = &fills->items[i];
        }
    }
    writ_buffer_add_string(line, others != NULL ? " --with FILE" : "");
    for (uint32_t i = 0; i < fills->count; i++) {
        if (writ_text_is(reply_text(&fills->items[i], "type"), "Document")) {
            writ_buffer_add_string(line, " --attach ");
            writ_buffer_add(line, reply_text(&fills->items[i], "name"));
            writ_buffer_add_string(line, "=FILE");
        }
    }
}

static void print_command(Page *page, const WritJson *task)
{
    WritBuffer line = {0};
    const WritJson *fills = reply_list(task, "fills");
    writ_buffer_add_string(&line, "writ answer ");
    writ_buffer_add(&line, reply_text(task, "task"));
    writ_buffer_add_byte(&line, ' ');
    words_list(&line, reply_list(task, "outcomes"), NULL, "|");
    add_fills(&line, fills);
    page_paragraph(page, INDENT, PAGE_DIM, writ_buffer_text(&line));
    writ_buffer_dispose(&line);
}

void tasks_print_one(Page *page, const WritJson *task)
{
    WritText instruction = reply_text(task, "instruction");
    const WritJson *fills = reply_list(task, "fills");
    print_head(page, task);
    if (instruction.length > 0) {
        page_paragraph(page, INDENT, PAGE_PLAIN, instruction);
    }
    print_asked(page, task);
    words_values(page, INDENT, reply_list(task, "shows"));
    for (uint32_t i = 0; i < fills->count; i++) {
        print_fill(page, &fills->items[i]);
    }
    print_command(page, task);
}

static void print_tasks(Page *page, const WritJson *reply)
{
    const WritJson *tasks = reply_list(reply, "tasks");
    for (uint32_t i = 0; i < tasks->count; i++) {
        if (i > 0) {
            page_end_line(page);
        }
        tasks_print_one(page, &tasks->items[i]);
    }
    if (tasks->count == 0) {
        page_add_string(page, "No task is open.");
        page_end_line(page);
    }
    words_more(page, reply);
}

CliExit command_tasks(Cli *cli)
{
    WritError error;
    WritRequest request = {
        .kind = WRIT_REQUEST_TASKS,
        .person = cli_text(&cli->arguments, CLI_OPTION_FOR),
    };
    if (cli_read_limit(&request.limit, &cli->arguments, &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    return cli_ask(cli, &request, print_tasks);
}
