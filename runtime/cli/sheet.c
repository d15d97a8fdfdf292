// `sheet`: the page of a process's owner, in words. Where the book has a store, it says also
// whether this is what is in force there.
#include <string.h>

#include "cli/book_process.h"
#include "cli/reply.h"
#include "cli/session.h"
#include "cli/whereabouts.h"
#include "writ/draw_process.h"

enum { COMMIT_SHOWN_BYTES = 12 };

// --- What is in force --------------------------------------------------------------------------

static const WritJson *find_process(const WritJson *reply, WritText name)
{
    const WritJson *processes = reply_list(reply, "processes");
    for (uint32_t i = 0; i < processes->count; i++) {
        if (writ_text_equal(reply_text(&processes->items[i], "process"), name)) {
            return &processes->items[i];
        }
    }
    return NULL;
}

static bool is_same(const WritJson *process, const WritPlan *plan)
{
    WritBuffer bytes = {0};
    char hex[WRIT_HASH_HEX_BYTES];
    writ_plan_encode(&bytes, plan);
    WritHash hash = writ_plan_hash(writ_buffer_text(&bytes));
    writ_hash_hex(&hash, hex);
    writ_buffer_dispose(&bytes);
    return writ_text_is(reply_text(process, "definition"), hex);
}

static void say_in_force(WritBuffer *out, const WritJson *reply, const WritPlan *plan)
{
    const WritJson *process = find_process(reply, plan->name);
    if (process == NULL) {
        writ_buffer_add_string(out, "no version of this process");
        return;
    }
    WritText commit = reply_text(process, "commit");
    commit.length = commit.length < COMMIT_SHOWN_BYTES ? commit.length : COMMIT_SHOWN_BYTES;
    bool same = is_same(process, plan);
    writ_buffer_format(out, "%sversion %.*s", same ? "this, " : "",
                       WRIT_TEXT_ARGS(reply_text(process, "version")));
    if (commit.length > 0) {
        writ_buffer_format(out, " of commit %.*s", WRIT_TEXT_ARGS(commit));
    }
    writ_buffer_add_string(out, same ? "" : ", from which this sheet differs");
}

static WritStatus ask_in_force(WritBuffer *out, const Cli *cli, const WritPlan *plan,
                               WritError *error)
{
    WritRequest request = {.kind = WRIT_REQUEST_STATUS};
    Session *session = NULL;
    WritBuffer json = {0};
    WritJson reply;
    WritStatus status = session_open(&session, cli, SESSION_ASK, error);
    if (status == WRIT_OK) {
        status = session_ask(session, &request, &json, error);
    }
    session_close(session);
    if (status == WRIT_OK) {
        WritArena *arena = writ_arena_new(json.length * WRIT_JSON_ARENA_BYTES + 1024);
        status = writ_json_parse(&reply, arena, writ_buffer_text(&json), "the answer", error);
        if (status == WRIT_OK) {
            say_in_force(out, &reply, plan);
        }
        writ_arena_free(arena);
    }
    writ_buffer_dispose(&json);
    return status;
}

// A book that has no store has nothing in force yet, and the sheet says nothing of it, unless a
// store was named.
static void find_in_force(WritBuffer *out, const Cli *cli, const WritPlan *plan)
{
    WritError error;
    Whereabouts at;
    bool named = cli->arguments.options[CLI_OPTION_STORE] != NULL;
    if (whereabouts_find(&at, cli, &error) != WRIT_OK) {
        if (named) {
            writ_buffer_format(out, "not known: %s", error.text);
        }
        return;
    }
    if (!at.has_begun && named) {
        writ_buffer_add_string(out, "not known: nothing has begun in this store");
    } else if (at.has_begun && ask_in_force(out, cli, plan, &error) != WRIT_OK) {
        writ_buffer_format(out, "not known: %s", error.text);
    }
    whereabouts_dispose(&at);
}

// --- The sheet ---------------------------------------------------------------------------------

static WritStatus make(WritBuffer *out, WritArena *arena, const Cli *cli, const WritPlan *plan,
                       const WritSheetSource *source, WritError *error)
{
    if (cli_has(&cli->arguments, CLI_OPTION_HTML)) {
        return writ_sheet_html(out, arena, plan, source, error);
    }
    if (cli_has(&cli->arguments, CLI_OPTION_MARKDOWN)) {
        writ_sheet_markdown(out, arena, plan, source);
    } else {
        writ_sheet_text(out, arena, plan, source);
    }
    return WRIT_OK;
}

static CliExit print(Cli *cli, const BookProcess *found)
{
    WritError error;
    WritBuffer out = {0};
    WritBuffer in_force = {0};
    WritArena *arena = writ_arena_new(WRIT_DRAW_PROCESS_ARENA_BYTES);
    find_in_force(&in_force, cli, found->plan);
    WritSheetSource source = {
        .commit = writ_text(found->commit.id.hex),
        .author = found->commit.author.name,
        .subject = found->commit.subject,
        .committed_at_seconds = found->commit.committer.at_seconds,
        .offset_minutes = found->commit.committer.offset_minutes,
        .in_force = writ_buffer_text(&in_force),
        .measures = found->measures,
        .measure_count = found->measure_count,
    };
    CliExit end = make(&out, arena, cli, found->plan, &source, &error) == WRIT_OK
                      ? book_process_print(cli, &out)
                      : cli_fail(cli, &error);
    writ_arena_free(arena);
    writ_buffer_dispose(&in_force);
    writ_buffer_dispose(&out);
    return end;
}

static WritStatus check_usage(const Cli *cli, WritError *error)
{
    bool both =
        cli_has(&cli->arguments, CLI_OPTION_HTML) && cli_has(&cli->arguments, CLI_OPTION_MARKDOWN);
    if (!both) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_INVALID, "a sheet is HTML or Markdown, not both");
    return writ_hint(error, "Write --html or --markdown.");
}

CliExit command_sheet(Cli *cli)
{
    WritError error;
    BookProcess found;
    BookFault fault;
    if (check_usage(cli, &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    WritArena *arena = writ_arena_new(BOOK_PROCESS_ARENA_BYTES);
    WritStatus status = book_process_find(&found, arena, cli, &fault, &error);
    CliExit end = status == WRIT_OK ? print(cli, &found) : book_process_fail(cli, fault, &error);
    writ_arena_free(arena);
    return end;
}
