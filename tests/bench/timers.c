// timers_100k: that many deadlines due at one instant, and people who answer meanwhile.
// timers_1000: a thousand deadlines due a second, and how late they pass.
#include "bench/bench.h"
#include "bench/hosted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "writ/value.h"

enum {
    AT_ONCE = 100000,
    ANSWERING = 2000, // Cases that people answer meanwhile,
    IN_FLIGHT = 256,
    A_SECOND = 1000,
    LEAD_SECONDS = 8, // Until the deadlines are due: time enough to start all cases.
};
static const double ANSWER_EVERY = 0.005;

static int64_t clock_micros(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void start(Hosted *hosted, const char *process, WritBuffer *body)
{
    WritRequest request = {
        .kind = WRIT_REQUEST_START,
        .name = writ_text(process),
        .body = writ_buffer_text(body),
        .account = writ_text("bench"),
    };
    hosted_submit(hosted, &request);
    while (hosted->in_flight >= IN_FLIGHT) {
        hosted_turn(hosted, 100);
    }
}

static void start_timed(Hosted *hosted, uint64_t number, int64_t due)
{
    WritBuffer body = {0};
    writ_buffer_add_string(&body, "{\"paper\":{\"number\":\"");
    writ_buffer_add_number(&body, number);
    writ_buffer_add_string(&body, "\",\"latest\":\"");
    writ_instant_print(&body, due);
    writ_buffer_add_string(&body, "\"}}");
    start(hosted, "timed", &body);
    writ_buffer_dispose(&body);
}

static void drain_starts(Hosted *hosted)
{
    while (hosted->in_flight > 0) {
        hosted_turn(hosted, 100);
    }
}

// --- All at once -------------------------------------------------------------------------------

static void answer(Hosted *hosted, uint64_t case_number)
{
    WritRequest request = {
        .kind = WRIT_REQUEST_ANSWER,
        .case_number = case_number,
        .frame = 3, // Process, stage, task.
        .name = writ_text("signed"),
        .person = writ_text("bench"),
        .account = writ_text("bench"),
    };
    hosted_submit(hosted, &request);
}

// Seconds until all have passed; the times of the answers are those of `hosted`.
static double drain(Hosted *hosted, uint64_t before)
{
    double from = bench_now();
    double next = from;
    uint64_t answered = 0;
    while (writ_host_counters(hosted->host).ended - before - answered < AT_ONCE) {
        if (bench_now() >= next && answered < ANSWERING) {
            answer(hosted, AT_ONCE + ++answered);
            next += ANSWER_EVERY;
        }
        hosted_turn(hosted, 0);
    }
    double seconds = bench_now() - from;
    drain_starts(hosted);
    return seconds;
}

int workload_timers_at_once(const BenchOptions *options)
{
    Hosted hosted;
    char detail[64];
    hosted_open(&hosted, options);
    int64_t due = clock_micros() + LEAD_SECONDS * 1000000;
    for (uint64_t i = 0; i < AT_ONCE; i++) {
        start_timed(&hosted, i, due);
    }
    for (uint64_t i = 0; i < ANSWERING; i++) {
        start_timed(&hosted, i, due + INT64_C(86400000000));
    }
    drain_starts(&hosted);
    int in_time = clock_micros() < due;
    double bytes = hosted_bytes(&hosted) / AT_ONCE;
    BenchResult result = bench_result("timers_100k", "deadlines/s");
    bench_times_dispose(&hosted.times);
    hosted.times = (BenchTimes){0};
    while (clock_micros() <= due) {
        struct timespec rest = {.tv_nsec = 1000000};
        (void)nanosleep(&rest, NULL);
    }
    BenchOptions slice = *options;
    slice.seconds = BENCH_SLICES;
    double seconds = drain(&hosted, 0);
    result.limit = limit_commits(&slice, (size_t)bytes, 64);
    result.value = AT_ONCE / seconds;
    result.ratio_min = 0.4;
    result.p50_ms = bench_times_percentile(&hosted.times, 50);
    result.p99_ms = bench_times_percentile(&hosted.times, 99);
    (void)snprintf(detail, sizeof detail, "\"answers_meanwhile\":%zu", hosted.times.count);
    result.detail = detail;
    result.failed = !in_time || hosted.refused > 0 || result.p99_ms > 100;
    hosted_close(&hosted);
    hosted_remove(&hosted);
    return bench_print(&result);
}

// --- One after the other -----------------------------------------------------------------------

int workload_timers_in_turn(const BenchOptions *options)
{
    Hosted hosted;
    BenchTimes late = {0};
    uint64_t count = (uint64_t)(options->seconds * A_SECOND);
    hosted_open(&hosted, options);
    int64_t first = clock_micros() + 2000000 + (int64_t)(count * 20);
    for (uint64_t i = 0; i < count; i++) {
        start_timed(&hosted, i, first + (int64_t)i * 1000000 / A_SECOND);
    }
    drain_starts(&hosted);
    int in_time = clock_micros() < first;
    for (uint64_t done = 0; done < count;) {
        hosted_turn(&hosted, 100);
        int64_t now = clock_micros();
        for (; done < writ_host_counters(hosted.host).ended; done++) {
            int64_t due = first + (int64_t)done * 1000000 / A_SECOND;
            bench_times_add(&late, (double)(now - due) / 1e6);
        }
    }
    BenchResult result = bench_result("timers_1000", "ms late at p99, 1,000 due a second");
    result.value = result.p99_ms = bench_times_percentile(&late, 99);
    result.p50_ms = bench_times_percentile(&late, 50);
    result.failed = !in_time || result.p99_ms > 20;
    bench_times_dispose(&late);
    hosted_close(&hosted);
    hosted_remove(&hosted);
    return bench_print(&result);
}
