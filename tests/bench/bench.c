// The program behind ./dev bench: one workload, one line of JSON.
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "writ/arena.h"

double bench_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

double bench_cpu(void)
{
    struct rusage self;
    struct rusage children;
    (void)getrusage(RUSAGE_SELF, &self);
    (void)getrusage(RUSAGE_CHILDREN, &children);
    return seconds_of(self.ru_utime) + seconds_of(self.ru_stime) + seconds_of(children.ru_utime) +
           seconds_of(children.ru_stime);
}

void bench_times_add(BenchTimes *times, double seconds)
{
    if (times->count == times->capacity) {
        times->capacity = times->capacity == 0 ? 4096 : 2 * times->capacity;
        times->ms = realloc(times->ms, times->capacity * sizeof *times->ms);
        if (times->ms == NULL) {
            abort();
        }
    }
    times->ms[times->count++] = (float)(seconds * 1000);
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a;
    float y = *(const float *)b;
    return (x > y) - (x < y);
}

double bench_times_percentile(BenchTimes *times, double percent)
{
    if (times->count == 0) {
        return -1;
    }
    qsort(times->ms, times->count, sizeof *times->ms, by_size);
    size_t at = (size_t)((double)(times->count - 1) * percent / 100);
    return (double)times->ms[at];
}

void bench_times_dispose(BenchTimes *times)
{
    free(times->ms);
}

BenchResult bench_result(const char *workload, const char *unit)
{
    return (BenchResult){
        .workload = workload,
        .unit = unit,
        .p50_ms = -1,
        .p99_ms = -1,
        .cpu_us_per_step = -1,
        .flushes_per_group = -1,
        .bytes_per_case = -1,
    };
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *numbers)
{
    double sorted[BENCH_SLICES];
    memcpy(sorted, numbers, sizeof sorted);
    qsort(sorted, BENCH_SLICES, sizeof sorted[0], by_number);
    return sorted[BENCH_SLICES / 2];
}

void bench_slices_fill(const BenchSlices *slices, BenchResult *result)
{
    double ratios[BENCH_SLICES];
    for (int i = 0; i < BENCH_SLICES; i++) {
        ratios[i] = slices->limit[i] > 0 ? slices->value[i] / slices->limit[i] : 0;
    }
    result->value = median(slices->value);
    result->limit = median(slices->limit);
    result->ratio = median(ratios);
}

static void print_if(const char *name, double value)
{
    if (value >= 0) {
        printf(",\"%s\":%.3f", name, value);
    }
}

int bench_print(const BenchResult *result)
{
    double ratio = result->ratio;
    if (ratio <= 0 && result->limit > 0) {
        ratio = result->value / result->limit;
    }
    int pass = !result->failed && (result->ratio_min <= 0 || ratio >= result->ratio_min) &&
               (result->flushes_max <= 0 || result->flushes_per_group <= result->flushes_max) &&
               (result->bytes_max <= 0 || result->bytes_per_case <= result->bytes_max);
    printf("{\"workload\":\"%s\",\"value\":%.1f,\"unit\":\"%s\"", result->workload, result->value,
           result->unit);
    if (result->limit > 0) {
        printf(",\"limit\":%.1f,\"ratio\":%.2f", result->limit, ratio);
    }
    if (result->ratio_min > 0) {
        printf(",\"ratio_min\":%.2f", result->ratio_min);
    }
    print_if("p50_ms", result->p50_ms);
    print_if("p99_ms", result->p99_ms);
    print_if("cpu_us_per_step", result->cpu_us_per_step);
    print_if("flushes_per_group", result->flushes_per_group);
    print_if("bytes_per_case", result->bytes_per_case);
    if (result->detail != NULL) {
        printf(",%s", result->detail);
    }
    printf(",\"pass\":%s}\n", pass ? "true" : "false");
    (void)fflush(stdout);
    return pass ? 0 : 1;
}

typedef struct Workload {
    const char *name;
    int (*run)(const BenchOptions *options);
} Workload;

static int auto_1(const BenchOptions *options)
{
    return workload_auto(options, 1);
}

static int auto_64(const BenchOptions *options)
{
    return workload_auto(options, 64);
}

static const Workload workloads[] = {
    {"auto_1", auto_1},
    {"auto_64", auto_64},
    {"hook_64", workload_hook},
    {"human_64", workload_human},
    {"waiting_1m", workload_waiting},
    {"compile", workload_compile},
    {"format", workload_format},
    {"large_book", workload_large_book},
    {"start", workload_start},
    {"calendar", workload_calendar},
    {"scenarios", workload_scenarios},
    {"decision", workload_decision},
    {"expression", workload_expression},
    {"timers_100k", workload_timers_at_once},
    {"timers_1000", workload_timers_in_turn},
};

int main(int argc, char **argv)
{
    if (argc < 5) {
        (void)fprintf(stderr,
                      "usage: bench DIRECTORY BOOKS PROGRAMS WORKLOAD [SECONDS [WAITING]]\n");
        return 2;
    }
    BenchOptions options = {
        .directory = argv[1],
        .books = argv[2],
        .programs = argv[3],
        .seconds = argc > 5 ? atof(argv[5]) : 5,
        .waiting = argc > 6 ? (uint64_t)atoll(argv[6]) : 1000000,
    };
    writ_arena_keep_memory(); // As the program does.
    for (size_t i = 0; i < sizeof workloads / sizeof workloads[0]; i++) {
        if (strcmp(workloads[i].name, argv[4]) == 0) {
            return workloads[i].run(&options);
        }
    }
    (void)fprintf(stderr, "bench: there is no workload \"%s\"\n", argv[4]);
    return 2;
}
