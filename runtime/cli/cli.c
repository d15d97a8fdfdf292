#include "cli/cli.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/help.h"
#include "cli/reply.h"
#include "cli/session.h"
#include "cli/why.h"

enum { COLUMNS_LEAST = 20, COLUMNS_MOST = 1000 };

void cli_write(FILE *file, WritText text)
{
    if (text.length > 0) {
        (void)fwrite(text.data, 1, text.length, file);
    }
}

// --- Failures ----------------------------------------------------------------------------------

static void print_failure_json(const Cli *cli, const WritError *error)
{
    WritBuffer json = {0};
    writ_buffer_format(&json, "{\"error\":{\"status\":\"%s\",\"text\":\"",
                       writ_status_name(error->status));
    writ_buffer_add_json(&json, writ_text(error->text));
    writ_buffer_add_string(&json, "\",\"hint\":\"");
    writ_buffer_add_json(&json, writ_text(error->hint));
    writ_buffer_add_string(&json, "\"}}\n");
    cli_write(cli->err, writ_buffer_text(&json));
    writ_buffer_dispose(&json);
}

static void print_failure(const Cli *cli, const WritError *error)
{
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        print_failure_json(cli, error);
        return;
    }
    Page page = {.width = 0};
    page_add_string(&page, "writ: ");
    page_add_string(&page, error->text);
    page_end_line(&page);
    if (error->hint[0] != '\0') {
        page_add_string(&page, "      ");
        page_add_string(&page, error->hint);
        page_end_line(&page);
    }
    cli_write(cli->err, writ_buffer_text(&page.out));
    writ_buffer_dispose(&page.out);
}

static CliExit exit_for(WritStatus status)
{
    switch (status) {
    case WRIT_OK:
        return CLI_DONE;
    case WRIT_NOT_FOUND:
    case WRIT_CONFLICT:
    case WRIT_DENIED:
    case WRIT_INVALID:
    case WRIT_LIMIT:
        return CLI_INPUT_WRONG;
    case WRIT_IO:
    case WRIT_NO_MEMORY:
        return CLI_WORLD_FAILED;
    }
    WRIT_UNREACHABLE();
}

CliExit cli_fail(const Cli *cli, const WritError *error)
{
    print_failure(cli, error);
    return exit_for(error->status);
}

CliExit cli_fail_place(const Cli *cli, const WritError *error)
{
    print_failure(cli, error);
    return CLI_WORLD_FAILED;
}

CliExit cli_fail_usage(const Cli *cli, const WritError *error)
{
    print_failure(cli, error);
    return CLI_USAGE_WRONG;
}

CliExit cli_fail_opening(const Cli *cli, const WritError *error)
{
    print_failure(cli, error);
    return error->status == WRIT_INVALID ? CLI_INPUT_WRONG : CLI_WORLD_FAILED;
}

// --- Files -------------------------------------------------------------------------------------

WritStatus cli_write_file(const char *path, const WritBuffer *bytes, WritError *error)
{
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && (bytes->length == 0 ||
                                    fwrite(bytes->data, 1, bytes->length, file) == bytes->length);
    int reason = errno;
    if (file != NULL && fclose(file) != 0 && written) {
        written = false;
        reason = errno;
    }
    return written ? WRIT_OK
                   : writ_fail(error, WRIT_IO, "cannot write %s: %s", path, strerror(reason));
}

// --- Pages -------------------------------------------------------------------------------------

static uint32_t terminal_width(const Cli *cli)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    long width = columns == NULL ? 0 : strtol(columns, NULL, 10);
    if (width == 0 && ioctl(fileno(cli->out), TIOCGWINSZ, &size) == 0) {
        width = size.ws_col;
    }
    if (width <= 0) {
        return 0;
    }
    width = width < COLUMNS_LEAST ? COLUMNS_LEAST : width;
    return (uint32_t)(width > COLUMNS_MOST ? COLUMNS_MOST : width);
}

static PageColour terminal_colour(const Cli *cli)
{
    const char *without = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    bool wanted = isatty(fileno(cli->out)) != 0 && (without == NULL || *without == '\0') &&
                  terminal != NULL && strcmp(terminal, "dumb") != 0;
    return wanted ? PAGE_COLOUR_ANSI : PAGE_COLOUR_NONE;
}

Page cli_page(const Cli *cli)
{
    return (Page){
        .width = terminal_width(cli),
        .colour = terminal_colour(cli),
        .zone = cli_has(&cli->arguments, CLI_OPTION_UTC) ? PAGE_ZONE_UTC : PAGE_ZONE_LOCAL,
        .now = cli->clock.now(cli->clock.self),
    };
}

void cli_print_page(Cli *cli, Page *page)
{
    cli_write(cli->out, writ_buffer_text(&page->out));
    writ_buffer_dispose(&page->out);
}

// --- Data --------------------------------------------------------------------------------------

static WritStatus read_stream(FILE *file, const char *name, WritBuffer *bytes, WritError *error)
{
    enum { CHUNK_BYTES = 64 << 10 };
    for (;;) {
        writ_buffer_reserve(bytes, CHUNK_BYTES);
        size_t count = fread(bytes->data + bytes->length, 1, CHUNK_BYTES, file);
        bytes->length += count;
        if (bytes->length > WRIT_REQUEST_BODY_BYTES_MAX) {
            return writ_fail(error, WRIT_LIMIT, "%s has more than the %d bytes that are taken",
                             name, WRIT_REQUEST_BODY_BYTES_MAX);
        }
        if (count < CHUNK_BYTES) {
            return ferror(file) == 0
                       ? WRIT_OK
                       : writ_fail(error, WRIT_IO, "cannot read %s: %s", name, strerror(errno));
        }
    }
}

WritStatus cli_read_with(const Cli *cli, WritBuffer *bytes, WritRequest *request, WritError *error)
{
    const char *name = cli->arguments.options[CLI_OPTION_WITH];
    if (name == NULL) {
        return WRIT_OK;
    }
    bool is_input = strcmp(name, "-") == 0;
    const char *called = is_input ? "standard input" : name;
    FILE *file = is_input ? cli->in : fopen(name, "rb");
    if (file == NULL) {
        (void)writ_fail(error, WRIT_IO, "cannot open %s: %s", name, strerror(errno));
        return writ_hint(error, "--with takes the file that holds the data; - is standard input.");
    }
    WritStatus status = read_stream(file, called, bytes, error);
    if (!is_input) {
        (void)fclose(file);
    }
    request->body = writ_buffer_text(bytes);
    request->body_name = writ_text(called);
    return status;
}

// --- Requests ----------------------------------------------------------------------------------

// What a key or a message's source was used for before. A key that was made for the socket alone is
// no matter of the user's.
static bool print_again(const Cli *cli, Page *page, const WritJson *reply)
{
    const char *source = cli->arguments.options[CLI_OPTION_SOURCE];
    const char *key = cli->arguments.options[CLI_OPTION_KEY];
    if (!reply_truth(reply, "again") || (source == NULL && key == NULL)) {
        return false;
    }
    page_format(page, "\"%s\" was taken before", source != NULL ? source : key);
    if (reply_number(reply, "case") > 0) {
        page_format(page, ", for case %llu", (unsigned long long)reply_number(reply, "case"));
    }
    page_add_string(page, "; nothing was done.");
    page_end_line(page);
    return true;
}

CliExit cli_print_reply(Cli *cli, WritText json, CliRendering *render)
{
    if (cli_has(&cli->arguments, CLI_OPTION_JSON)) {
        cli_write(cli->out, json);
        (void)fputc('\n', cli->out);
        return CLI_DONE;
    }
    WritJson reply;
    WritError error;
    WritArena *arena = writ_arena_new(json.length * WRIT_JSON_ARENA_BYTES + 1024);
    WritStatus status = writ_json_parse(&reply, arena, json, "the answer", &error);
    if (status == WRIT_OK) {
        Page page = cli_page(cli);
        if (!print_again(cli, &page, &reply)) {
            render(&page, &reply);
        }
        cli_print_page(cli, &page);
    }
    writ_arena_free(arena);
    return status == WRIT_OK ? CLI_DONE : cli_fail(cli, &error);
}

typedef CliExit Failing(const Cli *cli, const WritError *error);

static CliExit ask(Cli *cli, const WritRequest *request, CliRendering *render, Failing *fail)
{
    Session *session = NULL;
    WritBuffer json = {0};
    WritError error;
    if (session_open(&session, cli, SESSION_ASK, &error) != WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    WritStatus status = session_ask(session, request, &json, &error);
    CliExit end = status == WRIT_OK ? cli_print_reply(cli, writ_buffer_text(&json), render)
                                    : fail(cli, &error);
    session_close(session);
    writ_buffer_dispose(&json);
    return end;
}

CliExit cli_ask(Cli *cli, const WritRequest *request, CliRendering *render)
{
    return ask(cli, request, render, cli_fail);
}

CliExit cli_ask_place(Cli *cli, const WritRequest *request, CliRendering *render)
{
    return ask(cli, request, render, cli_fail_place);
}

CliExit cli_change(Cli *cli, const WritRequest *request, CliRendering *render)
{
    bool stays = !cli_has(&cli->arguments, CLI_OPTION_NO_WAIT);
    Session *session = NULL;
    WritBuffer json = {0};
    WritError error;
    if (session_open(&session, cli, stays ? SESSION_CHANGE : SESSION_CHANGE_ONLY, &error) !=
        WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    WritStatus status = session_ask(session, request, &json, &error);
    CliExit end = CLI_DONE;
    if (status == WRIT_OK) {
        end = cli_print_reply(cli, writ_buffer_text(&json), render);
        // What was answered is safe: it is shown before the wait, not after.
        (void)fflush(cli->out);
        if (stays) {
            status = why_settle(cli, session, writ_buffer_text(&json), &error);
        }
    }
    if (status != WRIT_OK) {
        end = cli_fail(cli, &error);
    }
    session_close(session);
    writ_buffer_dispose(&json);
    return end;
}

CliExit cli_change_part(Cli *cli, WritRequestKind kind, CliRendering *render)
{
    WritError error;
    WritRequest request = {
        .kind = kind,
        .person = cli_text(&cli->arguments, CLI_OPTION_AS),
        .key = cli_text(&cli->arguments, CLI_OPTION_KEY),
        .comment = cli_text(&cli->arguments, CLI_OPTION_COMMENT),
    };
    if (cli_read_part(&request.case_number, &request.frame, cli->arguments.operands[0], &error) !=
        WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    return cli_change(cli, &request, render);
}

// --- Commands ----------------------------------------------------------------------------------

static CliExit dispatch(Cli *cli)
{
    switch (cli->arguments.command) {
#define CLI_COMMAND(NAME, name, operands, least, most, options, summary, more, example)            \
    case CLI_COMMAND_##NAME:                                                                       \
        return command_##name(cli);
#include "cli/commands.def"
#undef CLI_COMMAND
    case CLI_COMMAND_COUNT:
        break;
    }
    WRIT_UNREACHABLE();
}

CliExit cli_run(Cli *cli, int count, const char *const *words)
{
    WritError error;
    WritStatus status = cli_arguments_read(&cli->arguments, count, words, &error);
    if (status != WRIT_OK) {
        return cli_fail_usage(cli, &error);
    }
    if (cli_has(&cli->arguments, CLI_OPTION_HELP)) {
        return help_print_command(cli, cli->arguments.command);
    }
    CliExit end = dispatch(cli);
    errno = 0;
    // An earlier part may be lost though the last one is written.
    if (fflush(cli->out) != 0 || ferror(cli->out) != 0) {
        (void)writ_fail(&error, WRIT_IO, "cannot write the output: %s",
                        errno == 0 ? "a part of it is lost" : strerror(errno));
        return cli_fail(cli, &error);
    }
    return end;
}
