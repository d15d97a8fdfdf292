// `test`: the scenarios of a book as its files stand, committed or not.
#include "cli/test.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/checking.h"
#include "writ/nearest.h"

enum { PROGRESS_AFTER_MS = 500, PROGRESS_EVERY_MS = 100 };

// --- What is asked for ----------------------------------------------------------------------

// A scenario by its name, with its module or without; or all of a module.
static bool is_chosen(WritText name, const WritScenario *scenario)
{
    WritText whole = scenario->qualified;
    bool is_module = whole.length > name.length && name.length > 0 &&
                     memcmp(whole.data, name.data, name.length) == 0 &&
                     whole.data[name.length] == '.';
    return name.length == 0 || writ_text_equal(name, scenario->name) ||
           writ_text_equal(name, whole) || is_module;
}

static WritStatus refuse_name(const TestRun *run, WritError *error)
{
    WritNearest nearest = writ_nearest(run->name);
    for (uint32_t i = 0; i < run->scenarios->count; i++) {
        writ_nearest_offer(&nearest, run->scenarios->items[i].name);
    }
    (void)writ_fail(error, WRIT_NOT_FOUND, "the book has no scenario or module \"%.*s\"",
                    WRIT_TEXT_ARGS(run->name));
    return nearest.best.length > 0
               ? writ_hint(error, "Did you mean \"%.*s\"?", WRIT_TEXT_ARGS(nearest.best))
               : writ_hint(error, "writ test runs all there are.");
}

// --- Progress -------------------------------------------------------------------------------

typedef struct Progress {
    bool shown;
    int64_t began_ms, last_ms;
} Progress;

static int64_t real_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void show_progress(const TestRun *run, Progress *progress, uint32_t done)
{
    int64_t now = real_ms();
    if (isatty(fileno(run->cli->err)) == 0 || now - progress->began_ms < PROGRESS_AFTER_MS ||
        now - progress->last_ms < PROGRESS_EVERY_MS) {
        return;
    }
    progress->shown = true;
    progress->last_ms = now;
    (void)fprintf(run->cli->err, "\r%u of %u", done, run->chosen);
    (void)fflush(run->cli->err);
}

static void clear_progress(const TestRun *run, Progress *progress)
{
    if (progress->shown) {
        (void)fprintf(run->cli->err, "\r\x1b[K");
        (void)fflush(run->cli->err);
        progress->shown = false;
    }
}

// --- Running --------------------------------------------------------------------------------

static bool tells_json(const TestRun *run)
{
    return cli_has(&run->cli->arguments, CLI_OPTION_JSON);
}

static void tell(TestRun *run, const WritScenario *scenario, const WritTrialResult *result)
{
    if (tells_json(run)) {
        test_json_result(run, scenario, result);
    }
    run->passed += result->passed;
    run->failed += !result->passed;
    if (!tells_json(run) && !result->passed) {
        test_text_failed(run, scenario, &result->fault);
    }
}

static WritStatus run_all(TestRun *run, WritError *error)
{
    bool fail_fast = cli_has(&run->cli->arguments, CLI_OPTION_FAIL_FAST);
    Progress progress = {.began_ms = real_ms()};
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i < run->scenarios->count; i++) {
        const WritScenario *scenario = &run->scenarios->items[i];
        WritTrialResult result;
        if (!is_chosen(run->name, scenario) || (fail_fast && run->failed > 0)) {
            continue;
        }
        show_progress(run, &progress, run->passed + run->failed);
        status = writ_trial_run(run->trial, i, &result, error);
        if (status == WRIT_OK) {
            clear_progress(run, &progress);
            tell(run, scenario, &result);
        }
    }
    clear_progress(run, &progress);
    return status;
}

static CliExit run_trial(TestRun *run, const WritTrialOptions *options)
{
    WritError error;
    if (writ_trial_open(&run->trial, options, &error) != WRIT_OK) {
        return cli_fail_opening(run->cli, &error);
    }
    if (tells_json(run)) {
        test_json_begin(run);
    }
    WritStatus status = run_all(run, &error);
    if (status == WRIT_OK && tells_json(run)) {
        test_json_end(run);
    } else if (status == WRIT_OK) {
        test_text_end(run);
    }
    writ_trial_close(run->trial);
    if (status != WRIT_OK) {
        return cli_fail(run->cli, &error);
    }
    return run->failed > 0 ? CLI_INPUT_WRONG : CLI_DONE;
}

static CliExit run_scenarios(Cli *cli, const Checking *checking)
{
    WritError error;
    const char *name = cli->arguments.operands[0];
    TestRun run = {
        .cli = cli,
        .scenarios = writ_compile_scenarios(checking->compilation),
        .sources = writ_compile_sources(checking->compilation),
        .name = name == NULL ? (WritText){0} : writ_text(name),
    };
    for (uint32_t i = 0; i < run.scenarios->count; i++) {
        run.chosen += is_chosen(run.name, &run.scenarios->items[i]);
    }
    if (run.chosen == 0 && name != NULL) {
        (void)refuse_name(&run, &error);
        return cli_fail_usage(cli, &error);
    }
    WritTrialOptions options = {checking->compilation, &checking->calendars, cli->hook_program};
    return run_trial(&run, &options);
}

// --- The book -------------------------------------------------------------------------------

static CliExit refuse_errors(Cli *cli, const Checking *checking)
{
    uint32_t errors = writ_diags_error_count(writ_compile_diags(checking->compilation));
    checking_print(cli, checking, cli->err);
    (void)fprintf(cli->err, "The book has %u error%s: no scenario was run.\n", errors,
                  errors == 1 ? "" : "s");
    return CLI_INPUT_WRONG;
}

CliExit command_test(Cli *cli)
{
    WritError error;
    Checking checking;
    if (checking_begin(&checking, cli, cli->arguments.options[CLI_OPTION_BOOK], &error) !=
        WRIT_OK) {
        return cli_fail_opening(cli, &error);
    }
    bool sound = writ_diags_error_count(writ_compile_diags(checking.compilation)) == 0;
    CliExit end = sound ? run_scenarios(cli, &checking) : refuse_errors(cli, &checking);
    checking_end(&checking);
    return end;
}
