// What the workloads share: time, CPU, percentiles, and one JSON line for each.
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>

typedef struct BenchOptions {
    const char *directory; // For databases; empty, on the disk that is measured.
    const char *books;     // tests/bench/books
    const char *programs;  // Where writ, writ-hook and writ-book are.
    double seconds;        // How long a workload runs.
    uint64_t waiting;      // Cases of waiting_1m.
} BenchOptions;

typedef struct BenchResult {
    const char *workload;
    const char *unit;
    double value;
    double limit;             // The bare program in the same run; 0: none.
    double ratio;             // Of pairs measured one after the other; 0: value / limit.
    double ratio_min;         // 0: the ratio does not decide.
    double p50_ms, p99_ms;    // Below 0: does not apply.
    double cpu_us_per_step;   // Below 0: does not apply.
    double flushes_per_group; // Below 0: does not apply.
    double flushes_max;
    double bytes_per_case; // Below 0: does not apply.
    double bytes_max;
    const char *detail; // What else was seen, or NULL.
    int failed;         // A bound that is no ratio was missed.
} BenchResult;

double bench_now(void); // Seconds, monotonic.
double bench_cpu(void); // Seconds of this process and its ended children.

typedef struct BenchTimes {
    float *ms;
    size_t count, capacity;
} BenchTimes;

void bench_times_add(BenchTimes *times, double seconds);
double bench_times_percentile(BenchTimes *times, double percent); // Sorts.
void bench_times_dispose(BenchTimes *times);

BenchResult bench_result(const char *workload, const char *unit);
// Prints the line. Returns 0 when everything that decides was reached.
int bench_print(const BenchResult *result);

// These machines are noisy: ours and the bare program are measured in turn, slice by slice, and
// what counts is the median of the slices and of their ratios.
enum { BENCH_SLICES = 5 };

typedef struct BenchSlices {
    double value[BENCH_SLICES];
    double limit[BENCH_SLICES];
} BenchSlices;

void bench_slices_fill(const BenchSlices *slices, BenchResult *result);

// --- limits.c: the bare programs
// ------------------------------------------------------------------

// Rows of `bytes` a second in SQLite with synchronous=FULL, `group` of them in a commit.
double limit_commits(const BenchOptions *options, size_t bytes, int group);
// Rounds a second of one message there and back over pipes, with a lua_pcall under a fresh
// environment on the other side.
double limit_round_trips(const BenchOptions *options);

// --- Workloads: each prints its line and returns 0 when it passes
// -----------------------------------

int workload_auto(const BenchOptions *options, int in_flight);
int workload_hook(const BenchOptions *options);
int workload_human(const BenchOptions *options);
int workload_waiting(const BenchOptions *options);
int workload_compile(const BenchOptions *options);
int workload_format(const BenchOptions *options);
int workload_large_book(const BenchOptions *options);
int workload_start(const BenchOptions *options);
int workload_scenarios(const BenchOptions *options);
int workload_calendar(const BenchOptions *options);
int workload_decision(const BenchOptions *options);
int workload_expression(const BenchOptions *options);
int workload_timers_at_once(const BenchOptions *options);
int workload_timers_in_turn(const BenchOptions *options);

#endif
