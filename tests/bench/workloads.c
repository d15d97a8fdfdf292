// auto, hook and human: cases through a host of their own, beside the bare program.
#include "bench/bench.h"
#include "bench/hosted.h"

#include <stdio.h>
#include <string.h>

enum { STEPS = 11, IN_FLIGHT = 64 };

typedef struct Measured {
    double seconds;
    double cpu;
    uint64_t cases;
    WritHostCounters counters;
    double bytes_per_case;
    double p50_ms, p99_ms;
} Measured;

static void start_case(Hosted *hosted, const char *process, const char *body)
{
    WritRequest request = {
        .kind = WRIT_REQUEST_START,
        .name = writ_text(process),
        .body = writ_text(body),
        .body_name = writ_text("bench"),
        .account = writ_text("bench"),
    };
    hosted_submit(hosted, &request);
}

static Measured run_cases(Hosted *hosted, const BenchOptions *options, const char *process,
                          int in_flight)
{
    char body[256];
    uint64_t started = 0;
    Measured measured = {0};
    WritHostCounters before = writ_host_counters(hosted->host);
    double bytes = hosted_bytes(hosted);
    double cpu = bench_cpu();
    double from = bench_now();
    while (bench_now() < from + options->seconds) {
        // A case is in flight until it has ended, not only until its start is acknowledged.
        while (started - writ_host_counters(hosted->host).ended < (uint64_t)in_flight) {
            (void)snprintf(body, sizeof body, "{\"job\":{\"number\":\"%llu\"}}",
                           (unsigned long long)++started);
            start_case(hosted, process, body);
        }
        hosted_turn(hosted, 100);
    }
    hosted_settle(hosted);
    measured.seconds = bench_now() - from;
    measured.cpu = bench_cpu() - cpu;
    measured.cases = started;
    measured.counters = writ_host_counters(hosted->host);
    measured.counters.flushes -= before.flushes;
    measured.counters.hook_calls -= before.hook_calls;
    measured.p50_ms = bench_times_percentile(&hosted->times, 50);
    measured.p99_ms = bench_times_percentile(&hosted->times, 99);
    hosted_close(hosted);
    measured.bytes_per_case = (hosted_bytes(hosted) - bytes) / (double)started;
    return measured;
}

int workload_auto(const BenchOptions *options, int in_flight)
{
    Hosted hosted;
    hosted_open(&hosted, options);
    BenchResult result = bench_result(in_flight == 1 ? "auto_1" : "auto_64", "cases/s");
    Measured measured = run_cases(&hosted, options, "auto", in_flight);
    result.value = (double)measured.cases / measured.seconds;
    result.limit = limit_commits(options, (size_t)measured.bytes_per_case, in_flight);
    result.ratio_min = in_flight == 1 ? 0.5 : 0.4;
    result.p50_ms = measured.p50_ms;
    result.p99_ms = measured.p99_ms;
    result.cpu_us_per_step = measured.cpu * 1e6 / (double)measured.cases / STEPS;
    result.flushes_per_group =
        (double)measured.counters.flushes * in_flight / (double)measured.cases;
    result.flushes_max = in_flight == 1 ? 1.01 : 1.1;
    result.bytes_per_case = measured.bytes_per_case;
    result.bytes_max = 2048;
    result.failed = hosted.refused > 0 || (in_flight == 1 && measured.p99_ms > 1);
    hosted_remove(&hosted);
    return bench_print(&result);
}

int workload_hook(const BenchOptions *options)
{
    Hosted hosted;
    hosted_open(&hosted, options);
    BenchResult result = bench_result("hook_64", "steps/s");
    Measured measured = run_cases(&hosted, options, "hooked", IN_FLIGHT);
    result.value = (double)measured.counters.hook_calls / measured.seconds;
    // The same rows, and for each step a round trip: their times add up.
    double rows = limit_commits(options, (size_t)measured.bytes_per_case, IN_FLIGHT);
    double trips = limit_round_trips(options);
    result.limit = 1 / (1 / (rows * 10) + 1 / trips);
    result.ratio_min = 0.4;
    result.p50_ms = measured.p50_ms;
    result.p99_ms = measured.p99_ms;
    result.cpu_us_per_step = measured.cpu * 1e6 / (double)measured.counters.hook_calls;
    result.bytes_per_case = measured.bytes_per_case;
    result.failed = hosted.refused > 0;
    hosted_remove(&hosted);
    return bench_print(&result);
}

// --- human
// ----------------------------------------------------------------------------------------

static const char form[] =
    "{\"form\":{\"number\":\"%llu\",\"customer\":\"C-1000\",\"item\":\"I-200\",\"quantity\":\"12 "
    "pcs\","
    "\"price\":\"49.90 EUR\",\"discount\":\"5%%\",\"wanted_on\":\"2026-12-01\",\"urgent\":false,"
    "\"reason\":\"stock is low\",\"reference\":\"PO-77\"}}";

static void start_form(Hosted *hosted, uint64_t number)
{
    char body[512];
    (void)snprintf(body, sizeof body, form, (unsigned long long)number);
    start_case(hosted, "asked", body);
}

static void answer_case(Hosted *hosted, uint64_t case_number)
{
    WritRequest request = {
        .kind = WRIT_REQUEST_ANSWER,
        .case_number = case_number,
        .frame = 3, // Process, stage, task.
        .name = writ_text("agreed"),
        .person = writ_text("bench"),
        .account = writ_text("bench"),
    };
    hosted_submit(hosted, &request);
}

// Half of what is in flight are starts, half are answers to cases started a round before.
static double run_forms(Hosted *hosted, double seconds, int in_flight, uint64_t *cases)
{
    uint64_t started = 0;
    uint64_t answered = 0;
    double from = bench_now();
    while (bench_now() < from + seconds) {
        uint64_t ready = started;
        while (hosted->in_flight < in_flight && answered < ready) {
            answer_case(hosted, ++answered);
        }
        while (hosted->in_flight < in_flight) {
            start_form(hosted, ++started);
        }
        hosted_turn(hosted, 100);
    }
    hosted_settle(hosted);
    *cases = answered;
    return bench_now() - from;
}

int workload_human(const BenchOptions *options)
{
    Hosted hosted;
    uint64_t cases = 0;
    hosted_open(&hosted, options);
    BenchResult result = bench_result("human_64", "cases/s");
    double cpu = bench_cpu();
    double seconds = run_forms(&hosted, options->seconds, IN_FLIGHT, &cases);
    result.cpu_us_per_step = (bench_cpu() - cpu) * 1e6 / (double)cases;
    result.value = (double)cases / seconds;
    result.p99_ms = bench_times_percentile(&hosted.times, 99);
    int refused = hosted.refused > 0;
    hosted_close(&hosted);
    double bytes = hosted_bytes(&hosted) / (double)cases;
    hosted_open(&hosted, options);
    (void)run_forms(&hosted, options->seconds / 3, 1, &cases);
    result.p50_ms = bench_times_percentile(&hosted.times, 50);
    hosted_close(&hosted);
    result.limit = limit_commits(options, (size_t)(bytes / 2), IN_FLIGHT) / 2;
    result.ratio_min = 0.4;
    result.bytes_per_case = bytes;
    result.failed = refused || result.p99_ms > 20 || result.p50_ms > 1;
    result.detail = "\"p50_alone\":true";
    hosted_remove(&hosted);
    return bench_print(&result);
}
