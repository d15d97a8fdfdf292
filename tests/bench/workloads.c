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
    uint64_t refused;
    WritHostCounters counters;
    double bytes_per_case;
} Measured;

static void start_case(Hosted *hosted, const char *process, WritText body)
{
    WritRequest request = {
        .kind = WRIT_REQUEST_START,
        .name = writ_text(process),
        .body = body,
        .body_name = writ_text("bench"),
        .account = writ_text("bench"),
    };
    hosted_submit(hosted, &request);
}

// One slice in a store of its own; its times are added to `times`.
static Measured run_cases(const BenchOptions *options, const char *process, int in_flight,
                          BenchTimes *times)
{
    WritBuffer body = {0};
    Hosted hosted;
    uint64_t started = 0;
    Measured measured = {0};
    hosted_open(&hosted, options);
    hosted_move_times(times, &hosted.times);
    WritHostCounters before = writ_host_counters(hosted.host);
    double bytes = hosted_bytes(&hosted);
    double cpu = bench_cpu();
    double from = bench_now();
    while (bench_now() < from + options->seconds / BENCH_SLICES) {
        // A case is in flight until it has ended, not only until its start is acknowledged.
        while (started - writ_host_counters(hosted.host).ended < (uint64_t)in_flight) {
            writ_buffer_clear(&body);
            writ_buffer_add_string(&body, "{\"job\":{\"number\":\"");
            writ_buffer_add_number(&body, ++started);
            writ_buffer_add_string(&body, "\"}}");
            start_case(&hosted, process, writ_buffer_text(&body));
        }
        hosted_turn(&hosted, 100);
    }
    hosted_settle(&hosted);
    measured.seconds = bench_now() - from;
    measured.cpu = bench_cpu() - cpu;
    measured.cases = started;
    measured.refused = hosted.refused;
    measured.counters = writ_host_counters(hosted.host);
    measured.counters.flushes -= before.flushes;
    measured.counters.hook_calls -= before.hook_calls;
    hosted_move_times(&hosted.times, times);
    hosted_close(&hosted);
    measured.bytes_per_case = (hosted_bytes(&hosted) - bytes) / (double)started;
    hosted_remove(&hosted);
    writ_buffer_dispose(&body);
    return measured;
}

static void add(Measured *sum, const Measured *slice)
{
    sum->seconds += slice->seconds;
    sum->cpu += slice->cpu;
    sum->cases += slice->cases;
    sum->refused += slice->refused;
    sum->counters.flushes += slice->counters.flushes;
    sum->counters.hook_calls += slice->counters.hook_calls;
    sum->bytes_per_case = slice->bytes_per_case;
}

int workload_auto(const BenchOptions *options, int in_flight)
{
    BenchResult result = bench_result(in_flight == 1 ? "auto_1" : "auto_64", "cases/s");
    BenchSlices slices;
    BenchTimes times = {0};
    Measured sum = {0};
    for (int i = 0; i < BENCH_SLICES; i++) {
        Measured slice = run_cases(options, "auto", in_flight, &times);
        slices.value[i] = (double)slice.cases / slice.seconds;
        slices.limit[i] = limit_commits(options, (size_t)slice.bytes_per_case, in_flight);
        add(&sum, &slice);
    }
    bench_slices_fill(&slices, &result);
    result.ratio_min = in_flight == 1 ? 0.5 : 0.4;
    result.p50_ms = bench_times_percentile(&times, 50);
    result.p99_ms = bench_times_percentile(&times, 99);
    result.cpu_us_per_step = sum.cpu * 1e6 / (double)sum.cases / STEPS;
    result.flushes_per_group = (double)sum.counters.flushes * in_flight / (double)sum.cases;
    result.flushes_max = in_flight == 1 ? 1.01 : 1.1;
    result.bytes_per_case = sum.bytes_per_case;
    result.bytes_max = 2048;
    result.failed = sum.refused > 0 || (in_flight == 1 && result.p99_ms > 1);
    bench_times_dispose(&times);
    return bench_print(&result);
}

int workload_hook(const BenchOptions *options)
{
    BenchResult result = bench_result("hook_64", "steps/s");
    BenchSlices slices;
    BenchTimes times = {0};
    Measured sum = {0};
    for (int i = 0; i < BENCH_SLICES; i++) {
        Measured slice = run_cases(options, "hooked", IN_FLIGHT, &times);
        slices.value[i] = (double)slice.counters.hook_calls / slice.seconds;
        // The same rows, and for each step a round trip: their times add up.
        double rows = limit_commits(options, (size_t)slice.bytes_per_case, IN_FLIGHT);
        slices.limit[i] = 1 / (1 / (rows * 10) + 1 / limit_round_trips(options));
        add(&sum, &slice);
    }
    bench_slices_fill(&slices, &result);
    result.ratio_min = 0.4;
    result.p50_ms = bench_times_percentile(&times, 50);
    result.p99_ms = bench_times_percentile(&times, 99);
    result.cpu_us_per_step = sum.cpu * 1e6 / (double)sum.counters.hook_calls;
    result.bytes_per_case = sum.bytes_per_case;
    result.failed = sum.refused > 0;
    bench_times_dispose(&times);
    return bench_print(&result);
}

// --- human
// ----------------------------------------------------------------------------------------

static const char form[] =
    "{\"form\":{\"number\":\"%llu\",\"customer\":\"C-1000\",\"item\":\"I-200\","
    "\"quantity\":\"12 pcs\",\"price\":\"49.90 EUR\",\"discount\":\"5%%\","
    "\"wanted_on\":\"2026-12-01\",\"urgent\":false,"
    "\"reason\":\"stock is low\",\"reference\":\"PO-77\"}}";

static void start_form(Hosted *hosted, uint64_t number)
{
    char body[512];
    (void)snprintf(body, sizeof body, form, (unsigned long long)number);
    start_case(hosted, "asked", writ_text(body));
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
static Measured run_forms(const BenchOptions *options, int in_flight, BenchTimes *times)
{
    Hosted hosted;
    uint64_t started = 0;
    uint64_t answered = 0;
    Measured measured = {0};
    hosted_open(&hosted, options);
    hosted_move_times(times, &hosted.times);
    double bytes = hosted_bytes(&hosted);
    double cpu = bench_cpu();
    double from = bench_now();
    while (bench_now() < from + options->seconds / BENCH_SLICES) {
        uint64_t ready = started;
        while (hosted.in_flight < in_flight && answered < ready) {
            answer_case(&hosted, ++answered);
        }
        while (hosted.in_flight < in_flight) {
            start_form(&hosted, ++started);
        }
        hosted_turn(&hosted, 100);
    }
    hosted_settle(&hosted);
    measured.seconds = bench_now() - from;
    measured.cpu = bench_cpu() - cpu;
    measured.cases = answered;
    measured.refused = hosted.refused;
    hosted_move_times(&hosted.times, times);
    hosted_close(&hosted);
    measured.bytes_per_case = (hosted_bytes(&hosted) - bytes) / (double)answered;
    hosted_remove(&hosted);
    return measured;
}

int workload_human(const BenchOptions *options)
{
    BenchResult result = bench_result("human_64", "cases/s");
    BenchSlices slices;
    BenchTimes times = {0};
    BenchTimes alone = {0};
    Measured sum = {0};
    for (int i = 0; i < BENCH_SLICES; i++) {
        Measured slice = run_forms(options, IN_FLIGHT, &times);
        slices.value[i] = (double)slice.cases / slice.seconds;
        // Two rows a case, and as many bytes in both together.
        slices.limit[i] = limit_commits(options, (size_t)(slice.bytes_per_case / 2), IN_FLIGHT) / 2;
        add(&sum, &slice);
        (void)run_forms(options, 1, &alone);
    }
    bench_slices_fill(&slices, &result);
    result.ratio_min = 0.4;
    result.p50_ms = bench_times_percentile(&times, 50);
    result.p99_ms = bench_times_percentile(&times, 99);
    result.cpu_us_per_step = sum.cpu * 1e6 / (double)sum.cases;
    result.bytes_per_case = sum.bytes_per_case;
    char detail[64];
    double alone_ms = bench_times_percentile(&alone, 50);
    (void)snprintf(detail, sizeof detail, "\"p50_alone_ms\":%.3f", alone_ms);
    result.detail = detail;
    result.failed = sum.refused > 0 || result.p99_ms > 20 || alone_ms > 1;
    bench_times_dispose(&times);
    bench_times_dispose(&alone);
    return bench_print(&result);
}
