// scenarios: those of the company's book, again and again, as `writ test` runs them: a thousand in
// two seconds, what is read and checked before included.
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "writ/almanac.h"
#include "writ/book.h"
#include "writ/host.h"
#include "writ/trial.h"

enum { SCENARIOS = 1000, SECONDS_MAX = 2 };

typedef struct Trying {
    WritArena *files, *arena, *almanac;
    WritBookContents contents;
    WritCompilation *compilation;
    WritCalendars calendars;
    char hook_program[4200];
    char almanac_program[4200];
} Trying;

static WritStatus read_book(Trying *trying, const BenchOptions *options, WritError *error)
{
    char book[4200];
    (void)snprintf(book, sizeof book, "%s/../../../processes", options->books);
    WritStatus status = writ_book_read_files(&trying->contents, trying->files, book, error);
    trying->compilation = writ_compile_new(trying->arena);
    for (uint32_t i = 0; status == WRIT_OK && i < trying->contents.file_count; i++) {
        const WritBookFile *file = &trying->contents.files[i];
        status = writ_compile_add(trying->compilation, file->path, file->bytes, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    writ_compile_run(trying->compilation);
    WritBookFiles files = {trying->contents.files, trying->contents.file_count};
    return writ_host_release_calendars(&trying->calendars, trying->almanac, trying->compilation,
                                       &files, trying->almanac_program, error);
}

static WritStatus run_thousand(const Trying *trying, WritTrial *trial, uint32_t *failed,
                               WritError *error)
{
    WritStatus status = WRIT_OK;
    uint32_t count = writ_compile_scenarios(trying->compilation)->count;
    for (uint32_t i = 0; status == WRIT_OK && i < SCENARIOS; i++) {
        WritTrialResult result;
        status = writ_trial_run(trial, i % count, &result, error);
        *failed += status == WRIT_OK && !result.passed;
    }
    return status;
}

static WritStatus try_once(const BenchOptions *options, uint32_t *failed, WritError *error)
{
    WritTrial *trial = NULL;
    Trying trying = {
        .files = writ_arena_new(WRIT_BOOK_ARENA_BYTES),
        .arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX),
        .almanac = writ_arena_new(WRIT_ALMANAC_ARENA_BYTES),
    };
    (void)snprintf(trying.hook_program, sizeof trying.hook_program, "%s/writ-hook",
                   options->programs);
    (void)snprintf(trying.almanac_program, sizeof trying.almanac_program, "%s/writ-almanac",
                   options->programs);
    WritStatus status = read_book(&trying, options, error);
    WritTrialOptions trial_options = {trying.compilation, &trying.calendars, trying.hook_program};
    if (status == WRIT_OK) {
        status = writ_trial_open(&trial, &trial_options, error);
    }
    if (status == WRIT_OK) {
        status = run_thousand(&trying, trial, failed, error);
    }
    writ_trial_close(trial);
    writ_arena_free(trying.almanac);
    writ_arena_free(trying.arena);
    writ_arena_free(trying.files);
    return status;
}

int workload_scenarios(const BenchOptions *options)
{
    WritError error;
    uint32_t failed = 0;
    BenchResult result = bench_result("scenarios", "scenarios/s");
    BenchSlices slices = {{0}, {0}};
    double slowest = 0;
    for (int i = 0; i < BENCH_SLICES; i++) {
        double from = bench_now();
        if (try_once(options, &failed, &error) != WRIT_OK) {
            (void)fprintf(stderr, "bench: %s\n", error.text);
            return 1;
        }
        double seconds = bench_now() - from;
        slowest = seconds > slowest ? seconds : slowest;
        slices.value[i] = SCENARIOS / seconds;
    }
    bench_slices_fill(&slices, &result);
    result.failed = failed > 0 || SCENARIOS / result.value > SECONDS_MAX;
    char detail[100];
    (void)snprintf(detail, sizeof detail, "\"seconds_1000\":%.2f,\"seconds_1000_most\":%.2f",
                   SCENARIOS / result.value, slowest);
    result.detail = detail;
    return bench_print(&result);
}
