// `measure`: the figures of the measures in force, over the cases that ended.
//
// The host answers for a slice of the ended cases at a time, so that others need not wait for all
// of them; the slices are added up here.
#include "cli/measure.h"

#include <unistd.h>

#include "cli/cli.h"
#include "cli/reply.h"
#include "cli/session.h"

typedef struct Asking {
    Cli *cli;
    WritRequest request;
    WritBuffer body, version; // What the request borrows.
    MeasureSums *sums;
    bool is_shown; // A line about how far it is.
} Asking;

// --- What is asked ------------------------------------------------------------------------------

static WritStatus add_day(Asking *asking, CliOption option, const char *key, WritError *error)
{
    int64_t day = 0;
    WritText text = cli_text(&asking->cli->arguments, option);
    if (!cli_has(&asking->cli->arguments, option)) {
        return WRIT_OK;
    }
    WritStatus status = writ_date_parse(&day, text, error);
    if (status != WRIT_OK) {
        return writ_hint(error, "Write a day: --%s 2026-01-01", key);
    }
    writ_buffer_format(&asking->body, "\"%s\":\"%.*s\",", key, WRIT_TEXT_ARGS(text));
    return WRIT_OK;
}

static WritStatus read_words(Asking *asking, WritError *error)
{
    const CliArguments *arguments = &asking->cli->arguments;
    uint32_t limit = 0;
    WritStatus status = cli_read_limit(&limit, arguments, error);
    asking->sums =
        measure_sums_new(cli_has(arguments, CLI_OPTION_LIMIT) ? limit : CLI_LIMIT_DEFAULT);
    writ_buffer_add_byte(&asking->body, '{');
    if (status == WRIT_OK) {
        status = add_day(asking, CLI_OPTION_SINCE, "since", error);
    }
    if (status == WRIT_OK) {
        status = add_day(asking, CLI_OPTION_UNTIL, "until", error);
    }
    writ_buffer_format(&asking->body, "\"cases\":%s}",
                       cli_has(arguments, CLI_OPTION_CASES) ? "true" : "false");
    asking->request = (WritRequest){
        .kind = WRIT_REQUEST_MEASURE,
        .name = writ_text(arguments->operand_count > 0 ? arguments->operands[0] : ""),
        .body = writ_buffer_text(&asking->body),
    };
    return status;
}

// --- Slices -------------------------------------------------------------------------------------

// One line that is written over, on a terminal only.
static void show_progress(Asking *asking)
{
    FILE *err = asking->cli->err;
    if (isatty(fileno(err)) != 0) {
        (void)fprintf(err, "\r\033[K%llu ended cases were looked at …",
                      (unsigned long long)measure_sums_looked_at(asking->sums));
        (void)fflush(err);
        asking->is_shown = true;
    }
}

static void clear_progress(const Asking *asking)
{
    if (asking->is_shown) {
        (void)fputs("\r\033[K", asking->cli->err);
    }
}

static void go_on(Asking *asking, const WritJson *reply)
{
    asking->request.case_number = reply_number(reply, "through");
    writ_buffer_clear(&asking->version);
    writ_buffer_add(&asking->version, reply_text(reply, "measures_version"));
    asking->request.revision = writ_buffer_text(&asking->version);
}

static WritStatus ask_for_slice(Asking *asking, Session *session, WritError *error)
{
    WritBuffer json = {0};
    WritJson reply;
    WritStatus status = session_ask(session, &asking->request, &json, error);
    WritArena *arena = writ_arena_new(json.length * WRIT_JSON_ARENA_BYTES + 1024);
    if (status == WRIT_OK) {
        status = writ_json_parse(&reply, arena, writ_buffer_text(&json), "the answer", error);
    }
    if (status == WRIT_OK) {
        status = measure_sums_add(asking->sums, &reply, error);
    }
    if (status == WRIT_OK) {
        go_on(asking, &reply);
    }
    writ_arena_free(arena);
    writ_buffer_dispose(&json);
    return status;
}

static WritStatus ask_for_all(Asking *asking, Session *session, WritError *error)
{
    WritStatus status = ask_for_slice(asking, session, error);
    while (status == WRIT_OK && asking->request.case_number > 0) {
        show_progress(asking);
        status = ask_for_slice(asking, session, error);
    }
    clear_progress(asking);
    return status;
}

static CliExit print(Asking *asking)
{
    WritError error;
    WritBuffer json = {0};
    CliExit end = measure_sums_write(asking->sums, &json, &error) == WRIT_OK
                      ? cli_print_reply(asking->cli, writ_buffer_text(&json), measure_print)
                      : cli_fail(asking->cli, &error);
    writ_buffer_dispose(&json);
    bool fails = cli_has(&asking->cli->arguments, CLI_OPTION_FAIL_MISSED) &&
                 measure_sums_missed(asking->sums);
    return end == CLI_DONE && fails ? CLI_INPUT_WRONG : end;
}

static CliExit ask(Asking *asking)
{
    WritError error;
    Session *session = NULL;
    if (session_open(&session, asking->cli, SESSION_ASK, &error) != WRIT_OK) {
        return cli_fail_opening(asking->cli, &error);
    }
    WritStatus status = ask_for_all(asking, session, &error);
    session_close(session);
    return status == WRIT_OK ? print(asking) : cli_fail(asking->cli, &error);
}

CliExit command_measure(Cli *cli)
{
    WritError error;
    Asking asking = {.cli = cli};
    CliExit end =
        read_words(&asking, &error) == WRIT_OK ? ask(&asking) : cli_fail_usage(cli, &error);
    measure_sums_free(asking.sums);
    writ_buffer_dispose(&asking.body);
    writ_buffer_dispose(&asking.version);
    return end;
}
