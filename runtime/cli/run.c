// `run`: owns the store, keeps everything moving and serves the other commands.
#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "cli/moments.h"
#include "cli/reply.h"
#include "cli/session.h"
#include "cli/timeline.h"
#include "cli/words.h"
#include "writ/watch.h"

enum {
    TURN_MS = 60000,
    MICROS_A_MILLISECOND = 1000,
    RETRY_SOON_MICROS = 30 * 1000 * 1000, // What is tried again by then is waited for, when idle.
    CASE_COLUMNS = 10,
    STEP_COLUMNS = 26,
};

// --- When it ends ------------------------------------------------------------------------------

typedef enum EndKind {
    END_SIGNAL,
    END_IDLE,
    END_TIME,
} EndKind;

typedef struct End {
    EndKind kind;
    int64_t at; // END_TIME
} End;

static WritStatus read_end(End *end, const CliArguments *arguments, WritError *error)
{
    WritText text = cli_text(arguments, CLI_OPTION_UNTIL);
    *end = (End){.kind = END_SIGNAL};
    if (text.length == 0) {
        return WRIT_OK;
    }
    if (writ_text_is(text, "idle")) {
        end->kind = END_IDLE;
        return WRIT_OK;
    }
    end->kind = END_TIME;
    if (writ_instant_parse(&end->at, text, error) != WRIT_OK) {
        (void)writ_fail(error, WRIT_INVALID, "--until takes idle or an instant: \"%.*s\"",
                        WRIT_TEXT_ARGS(text));
        return writ_hint(error, "For example: writ run --until 2026-03-02T18:00:00+01:00");
    }
    return WRIT_OK;
}

// Nothing is left to do but what people, messages, later deadlines and starts, or much later
// retries bring.
static bool is_idle(const Cli *cli, Session *session)
{
    int64_t now = cli->clock.now(cli->clock.self);
    WritHost *host = session_host(session);
    return session_is_idle(session) && writ_host_next_due(host) >= now &&
           writ_host_next_retry(host) > now + RETRY_SOON_MICROS;
}

static bool is_over(const Cli *cli, Session *session, const End *end)
{
    switch (end->kind) {
    case END_SIGNAL:
        return false;
    case END_IDLE:
        return is_idle(cli, session);
    case END_TIME:
        return cli->clock.now(cli->clock.self) >= end->at;
    }
    WRIT_UNREACHABLE();
}

static int wait_ms(const Cli *cli, Session *session, const End *end)
{
    if (end->kind == END_IDLE) {
        return is_idle(cli, session) ? 0 : TURN_MS;
    }
    int64_t left_ms = end->kind == END_TIME
                          ? (end->at - cli->clock.now(cli->clock.self)) / MICROS_A_MILLISECOND + 1
                          : TURN_MS;
    return left_ms < TURN_MS ? (int)(left_ms < 0 ? 0 : left_ms) : TURN_MS;
}

// --- What is printed ---------------------------------------------------------------------------

typedef struct Printer {
    Cli *cli;
    WritArena *arena; // Of one line.
} Printer;

static void add_column(Page *page, PageStyle style, WritText text, uint32_t columns)
{
    WritBuffer cut = {0};
    page_cut(&cut, text, columns);
    page_styled(page, style, writ_buffer_text(&cut));
    for (uint32_t used = page_width_of(writ_buffer_text(&cut)); used <= columns; used++) {
        page_add_string(page, " ");
    }
    writ_buffer_dispose(&cut);
}

static void add_step(Page *page, const WritJson *line, PageStyle style)
{
    WritBuffer step = {0};
    WritText where = reply_text(line, "where");
    writ_buffer_add(&step, reply_text(line, "step"));
    if (where.length > 0) {
        writ_buffer_format(&step, "%s(%.*s)", step.length > 0 ? " " : "", WRIT_TEXT_ARGS(where));
    }
    add_column(page, style, writ_buffer_text(&step), STEP_COLUMNS);
    writ_buffer_dispose(&step);
}

static void print_line(Page *page, const WritJson *line)
{
    WritBuffer text = {0};
    PageStyle style = timeline_style(line);
    int64_t at = 0;
    if (reply_instant(line, "at", &at)) {
        moment_time(&text, page, at);
    }
    page_styled(page, PAGE_DIM, writ_buffer_text(&text));
    page_add_string(page, "  ");
    writ_buffer_clear(&text);
    writ_buffer_format(&text, "case %llu", (unsigned long long)reply_number(line, "case"));
    add_column(page, PAGE_PLAIN, writ_buffer_text(&text), CASE_COLUMNS);
    add_step(page, line, style);
    writ_buffer_clear(&text);
    timeline_sentence(&text, page, line);
    if (reply_text(line, "who").length > 0) {
        writ_buffer_add_string(&text, " — ");
        words_actor(&text, line);
    }
    page_styled(page, style, writ_buffer_text(&text));
    page_end_line(page);
    writ_buffer_dispose(&text);
}

static void tell(void *self, WritText json)
{
    Printer *printer = self;
    WritJson line;
    WritError error;
    if (cli_has(&printer->cli->arguments, CLI_OPTION_JSON)) {
        (void)fprintf(printer->cli->out, "%.*s\n", WRIT_TEXT_ARGS(json));
        return;
    }
    writ_arena_reset(printer->arena);
    if (writ_json_parse(&line, printer->arena, json, "a line", &error) == WRIT_OK) {
        Page page = cli_page(printer->cli);
        print_line(&page, &line);
        cli_print_page(printer->cli, &page);
    }
}

static void print_beginning(Cli *cli, Session *session)
{
    const char *store = session_store(session);
    const char *slash = strrchr(store, '/');
    WritText directory = {store, slash == NULL ? 0 : (size_t)(slash - store) + 1};
    WritBuffer line = {0};
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        writ_buffer_add_string(&line, "{\"serving\":\"");
        writ_buffer_add_json(&line, writ_text(store));
        writ_buffer_add_string(&line, "\",\"socket\":\"");
        writ_buffer_add_json(&line, directory);
        writ_buffer_add_string(&line, "socket\"}\n");
    } else {
        Page page = cli_page(cli);
        writ_buffer_format(&line, "Serving %s at %.*ssocket. Times are ", store,
                           WRIT_TEXT_ARGS(directory));
        moment_zone(&line, &page);
        writ_buffer_add_string(&line, ". Ctrl-C ends it.\n");
    }
    cli_write(cli->out, writ_buffer_text(&line));
    (void)fflush(cli->out);
    writ_buffer_dispose(&line);
}

// Whoever waited for everything to be done learns what is not.
static void print_left(Cli *cli, Session *session)
{
    int64_t at = writ_host_next_retry(session_host(session));
    if (at == INT64_MAX) {
        return;
    }
    WritBuffer line = {0};
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        writ_buffer_add_string(&line, "{\"idle\":true,\"next_retry\":\"");
        writ_instant_print(&line, at);
        writ_buffer_add_string(&line, "\"}\n");
    } else {
        Page page = cli_page(cli);
        writ_buffer_add_string(&line, "Ends while a call that failed waits to be tried again ");
        moment_time(&line, &page, at);
        writ_buffer_add_string(&line, ".\n");
    }
    cli_write(cli->out, writ_buffer_text(&line));
    writ_buffer_dispose(&line);
}

// --- Running -----------------------------------------------------------------------------------

static bool is_told(const Cli *cli)
{
    return isatty(fileno(cli->out)) != 0 || cli_has(&cli->arguments, CLI_OPTION_VERBOSE) ||
           cli_has(&cli->arguments, CLI_OPTION_JSON);
}

static WritStatus keep_moving(Cli *cli, Session *session, const End *end, WritError *error)
{
    WritStatus status = WRIT_OK;
    Printer printer = {
        .cli = cli,
        .arena = writ_arena_new((size_t)WRIT_REPLY_JSON_BYTES_MAX * WRIT_JSON_ARENA_BYTES)};
    WritWatch *watch = is_told(cli) ? writ_watch_new(session_host(session)) : NULL;
    // One turn at least: what is due now is done also when the end has come.
    do {
        status = session_turn(session, wait_ms(cli, session, end), error);
        if (status == WRIT_OK && watch != NULL) {
            status = writ_watch_tell(watch, tell, &printer, error);
            (void)fflush(cli->out);
        }
    } while (status == WRIT_OK && !session_is_interrupted(session) && !is_over(cli, session, end));
    if (status == WRIT_OK && end->kind == END_IDLE) {
        print_left(cli, session);
    }
    writ_watch_free(watch);
    writ_arena_free(printer.arena);
    return status;
}

CliExit command_run(Cli *cli)
{
    Session *session = NULL;
    WritError error;
    End end;
    if (read_end(&end, &cli->arguments, &error) != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    if (session_open(&session, cli, SESSION_SERVE, &error) != WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    print_beginning(cli, session);
    WritStatus status = keep_moving(cli, session, &end, &error);
    session_close(session);
    return status == WRIT_OK ? CLI_DONE : cli_fail(cli, &error);
}
