// waiting_1m: many cases that wait at one human step; then the machine dies and somebody answers.
#include "bench/bench.h"
#include "bench/hosted.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { IN_FLIGHT = 256 };

static const char form[] =
    "{\"form\":{\"number\":\"%llu\",\"customer\":\"C-1000\",\"item\":\"I-200\",\"quantity\":\"12 "
    "pcs\","
    "\"price\":\"49.90 EUR\",\"discount\":\"5%%\",\"wanted_on\":\"2026-12-01\",\"urgent\":false,"
    "\"reason\":\"stock is low\",\"reference\":\"PO-77\"}}";

static double resident_mb(void)
{
    unsigned long pages = 0;
    unsigned long resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%lu %lu", &pages, &resident) != 2) {
        resident = 0;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

static void start_forms(Hosted *hosted, uint64_t from, uint64_t until)
{
    char body[512];
    while (from < until || hosted->in_flight > 0) {
        while (hosted->in_flight < IN_FLIGHT && from < until) {
            (void)snprintf(body, sizeof body, form, (unsigned long long)++from);
            WritRequest request = {
                .kind = WRIT_REQUEST_START,
                .name = writ_text("asked"),
                .body = writ_text(body),
                .account = writ_text("bench"),
            };
            hosted_submit(hosted, &request);
        }
        hosted_turn(hosted, 100);
    }
}

// What the child tells about itself before it is killed.
typedef struct Told {
    double early_mb, late_mb, seconds;
} Told;

static _Noreturn void fill(const BenchOptions *options, int out)
{
    Hosted hosted;
    Told told;
    hosted_open(&hosted, options);
    double from = bench_now();
    start_forms(&hosted, 0, options->waiting / 10);
    told.early_mb = resident_mb();
    start_forms(&hosted, options->waiting / 10, options->waiting);
    told.late_mb = resident_mb();
    told.seconds = bench_now() - from;
    if (write(out, &told, sizeof told) != (ssize_t)sizeof told) {
        _exit(1);
    }
    for (;;) {
        (void)pause();
    }
}

int workload_waiting(const BenchOptions *options)
{
    int pipes[2];
    Told told;
    Hosted hosted = {0};
    if (pipe(pipes) != 0) {
        return 1;
    }
    pid_t child = fork();
    if (child == 0) {
        fill(options, pipes[1]);
    }
    (void)close(pipes[1]);
    ssize_t got = read(pipes[0], &told, sizeof told);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
    (void)close(pipes[0]);
    if (got != (ssize_t)sizeof told) {
        (void)fprintf(stderr, "bench: the cases could not be started\n");
        return 1;
    }
    (void)snprintf(hosted.store, sizeof hosted.store, "%s/store.db", options->directory);
    double from = bench_now();
    hosted_reopen(&hosted, options);
    WritRequest answer = {
        .kind = WRIT_REQUEST_ANSWER,
        .case_number = options->waiting / 2,
        .frame = 3,
        .name = writ_text("agreed"),
        .person = writ_text("bench"),
        .account = writ_text("bench"),
    };
    hosted_submit(&hosted, &answer);
    hosted_settle(&hosted);
    double first_ms = (bench_now() - from) * 1000;
    char detail[256];
    (void)snprintf(detail, sizeof detail,
                   "\"cases\":%llu,\"started_per_s\":%.0f,\"resident_mb_at_a_tenth\":%.1f,"
                   "\"resident_mb\":%.1f",
                   (unsigned long long)options->waiting, (double)options->waiting / told.seconds,
                   told.early_mb, told.late_mb);
    BenchResult result = bench_result("waiting_1m", "ms to the first answer after a kill");
    int refused = hosted.refused > 0;
    hosted_close(&hosted);
    result.value = first_ms;
    result.bytes_per_case = hosted_bytes(&hosted) / (double)options->waiting;
    result.bytes_max = 1024;
    result.detail = detail;
    result.failed = refused || first_ms > 100 || told.late_mb > told.early_mb * 1.25 + 4;
    hosted_remove(&hosted);
    return bench_print(&result);
}
