// calendar: working-time additions over a year, on a calendar of twenty years, beside as many
// localtime_r of the same moments in the same zone.
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "support/random.h"
#include "writ/calendar.h"

#define ZONE "Europe/Bucharest"
#define ZONE_FILE "/usr/share/zoneinfo/" ZONE

enum {
    MOMENTS = 4096,
    MONDAY_TO_FRIDAY = 0x1f,
    FIRST_DAY = 20454, // 2026-01-01
    YEARS = 20,
    HOLIDAYS = YEARS * 12,
};

static const int64_t MICROS_A_DAY = INT64_C(86400) * 1000000;
static const int64_t MICROS_A_YEAR = INT64_C(2000) * 3600 * 1000000; // 250 days of 8 hours.

typedef struct Work {
    WritArena *arena;
    const WritCalendar *calendar;
    int64_t moments[MOMENTS];
} Work;

static WritText read_zone(WritArena *arena)
{
    FILE *file = fopen(ZONE_FILE, "rb");
    if (file == NULL) {
        (void)fprintf(stderr, "bench: there is no " ZONE_FILE "; install tzdata\n");
        exit(3);
    }
    char *bytes = writ_arena_alloc(arena, WRIT_ZONE_BYTES_MAX);
    size_t length = fread(bytes, 1, WRIT_ZONE_BYTES_MAX, file);
    (void)fclose(file);
    return (WritText){bytes, length};
}

static const WritCalendar *make_calendar(WritArena *arena)
{
    static WritOpening openings[] = {{MONDAY_TO_FRIDAY, 480, 720}, {MONDAY_TO_FRIDAY, 750, 990}};
    WritHoliday *holidays = writ_arena_array(arena, HOLIDAYS, sizeof *holidays);
    for (int i = 0; i < HOLIDAYS; i++) {
        holidays[i] = (WritHoliday){FIRST_DAY + 30 * (int64_t)i, writ_text("holiday")};
    }
    WritCalendarRules *rules = writ_arena_alloc(arena, sizeof *rules);
    *rules = (WritCalendarRules){
        .name = writ_text("office"),
        .zone = writ_text(ZONE),
        .openings = openings,
        .opening_count = 2,
        .holidays = holidays,
        .holiday_count = HOLIDAYS,
        .first_day = FIRST_DAY,
        .last_day = FIRST_DAY + YEARS * 365,
    };
    WritZoneFile *zone = writ_arena_alloc(arena, sizeof *zone);
    *zone = (WritZoneFile){rules->zone, read_zone(arena)};
    WritCalendars *set = writ_arena_alloc(arena, sizeof *set);
    *set = (WritCalendars){rules, 1, zone, 1};
    const WritCalendar *calendar = NULL;
    WritError error;
    if (writ_calendar_compile(&calendar, arena, set, rules->name, &error) != WRIT_OK) {
        (void)fprintf(stderr, "bench: %s\n", error.text);
        exit(1);
    }
    return calendar;
}

// What is measured is kept, so that the compiler cannot leave it out.
typedef int64_t Round(const Work *work);

static int64_t add_times(const Work *work)
{
    int64_t sum = 0;
    for (int i = 0; i < MOMENTS; i++) {
        int64_t due = 0;
        if (writ_calendar_add_time(&due, work->calendar, work->moments[i], MICROS_A_YEAR, NULL) !=
            WRIT_OK) {
            exit(1);
        }
        sum += due;
    }
    return sum;
}

static int64_t add_days(const Work *work)
{
    int64_t sum = 0;
    for (int i = 0; i < MOMENTS; i++) {
        int64_t due = 0;
        if (writ_calendar_add_days(&due, work->calendar, work->moments[i], 250, NULL) != WRIT_OK) {
            exit(1);
        }
        sum += due;
    }
    return sum;
}

static int64_t show_by_library(const Work *work)
{
    int64_t sum = 0;
    for (int i = 0; i < MOMENTS; i++) {
        time_t second = (time_t)(work->moments[i] / 1000000);
        struct tm shown;
        (void)localtime_r(&second, &shown);
        sum += shown.tm_hour;
    }
    return sum;
}

static double rate(const BenchOptions *options, const Work *work, Round *round)
{
    volatile int64_t kept = 0;
    uint64_t rounds = 0;
    double from = bench_now();
    double until = from + options->seconds / BENCH_SLICES / 3;
    do {
        kept = kept ^ round(work);
        rounds++;
    } while (bench_now() < until);
    return (double)rounds * MOMENTS / (bench_now() - from);
}

int workload_calendar(const BenchOptions *options)
{
    Work work = {.arena = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES)};
    double from = bench_now();
    work.calendar = make_calendar(work.arena);
    double compile_ms = (bench_now() - from) * 1000;
    Random random = {1};
    for (int i = 0; i < MOMENTS; i++) {
        int64_t first = FIRST_DAY * MICROS_A_DAY;
        work.moments[i] =
            random_between(&random, first + MICROS_A_DAY, first + (YEARS - 2) * 365 * MICROS_A_DAY);
    }
    (void)setenv("TZ", ":" ZONE_FILE, 1);
    tzset();
    BenchResult result = bench_result("calendar", "additions/s");
    BenchSlices slices;
    double days = 0;
    double cpu = bench_cpu();
    for (int i = 0; i < BENCH_SLICES; i++) {
        slices.value[i] = rate(options, &work, add_times);
        slices.limit[i] = rate(options, &work, show_by_library);
        days += rate(options, &work, add_days) / BENCH_SLICES;
    }
    cpu = bench_cpu() - cpu;
    bench_slices_fill(&slices, &result);
    result.ratio_min = 0.1;
    char detail[128];
    (void)snprintf(detail, sizeof detail, "\"days_per_s\":%.0f,\"compile_ms\":%.2f,\"cpu_s\":%.1f",
                   days, compile_ms, cpu);
    result.detail = detail;
    writ_arena_free(work.arena);
    return bench_print(&result);
}
