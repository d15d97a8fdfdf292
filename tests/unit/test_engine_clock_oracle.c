// Clocks that stand still at random, beside a walk from minute to minute that knows only which
// minutes are open: whatever the pauses were, a deadline falls when as much open time has run as
// its hours say, a share when that share has, and nothing falls in a pause.
//
// WRIT_SEEDS=N takes N clocks instead, from seed WRIT_FIRST_SEED on.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "support/clock_bench.h"
#include "support/random.h"

enum { CLOCKS = 150, PAUSES_MAX = 12, MINUTES_MOST = 60 * 24 * 60 };

static const int64_t MINUTE = INT64_C(60000000);
static const char start_text[] = "2026-11-02T08:00:00+01:00";

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

// French office hours by hand, in winter: minute `minute` after Monday 08:00 in Paris.
static bool is_open(int64_t minute)
{
    int64_t of_day = (minute + 8 * 60) % (24 * 60);
    int64_t day = (minute + 8 * 60) / (24 * 60);
    bool weekend = day % 7 >= 5;
    bool armistice = day == 9; // Wednesday 11 November.
    bool christmas = day == 53;
    bool new_year = day == 60;
    bool hours =
        (of_day >= 9 * 60 && of_day < 12 * 60 + 30) || (of_day >= 13 * 60 + 30 && of_day < 18 * 60);
    return hours && !weekend && !armistice && !christmas && !new_year;
}

typedef struct Walked {
    int64_t changes[PAUSES_MAX]; // Minutes at which the clock stops, runs, stops, …
    uint32_t change_count;
    bool in_open_time;
} Walked;

static bool stands(const Walked *walked, int64_t minute)
{
    uint32_t changes = 0;
    while (changes < walked->change_count && walked->changes[changes] <= minute) {
        changes++;
    }
    return changes % 2 == 1;
}

// The minute at which `wanted` minutes have run.
static int64_t walk(const Walked *walked, int64_t wanted)
{
    int64_t ran = 0;
    int64_t minute = 0;
    for (; ran < wanted; minute++) {
        assert_true(minute < MINUTES_MOST);
        bool counts = !walked->in_open_time || is_open(minute);
        ran += counts && !stands(walked, minute) ? 1 : 0;
    }
    return minute;
}

// Where the first rung and the deadline happened, in minutes.
static void find_marks(const ClockBench *t, int64_t *rung, int64_t *deadline)
{
    uint32_t count = 0;
    const WritEvent *events = case_run_events(t->run, &count);
    int64_t start = instant_of(start_text);
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind == WRIT_EVENT_RUNG_REACHED) {
            *rung = (events[i].due - start) / MINUTE;
            assert_int_equal((events[i].due - start) % MINUTE, 0);
        } else if (events[i].kind == WRIT_EVENT_DEADLINE_PASSED) {
            *deadline = (events[i].due - start) / MINUTE;
        }
    }
}

static void pause_at(ClockBench *t, int64_t minute, const char *yes_or_no)
{
    WritBuffer text = {0};
    writ_instant_print(&text, instant_of(start_text) + minute * MINUTE);
    clock_bench_wait(t, writ_buffer_string(&text), yes_or_no);
    writ_buffer_dispose(&text);
}

static void run_one(uint64_t seed)
{
    Random random = {seed};
    bool owed = seed % 2 == 0;
    ClockBench t = owed ? clock_bench_of_unit("lyon") : clock_bench_new();
    Walked walked = {.in_open_time = random_below(&random, 3) > 0};
    uint32_t hours = 1 + random_below(&random, 60);
    uint32_t percent = 5 * (1 + random_below(&random, 30)); // Up to 150%.
    char amount[32];
    char share[16];
    (void)snprintf(amount, sizeof amount, "%u %shours", hours,
                   walked.in_open_time ? "working " : "");
    (void)snprintf(share, sizeof share, "%u%%", percent);
    clock_bench_deadline(&t, amount, owed ? NULL : "fr_off");
    clock_bench_pauses(&t);
    WritRung rung = rung_share(t.b, share, clock_bench_notify(&t));
    build_rungs(t.b, t.look, &rung, 1);
    clock_bench_start(&t, start_text);
    // The directory may say what it likes from now on (S4).
    case_run_own_calendar(t.run, "lyon", "ro_off");
    int64_t minute = 0;
    uint32_t pauses = random_below(&random, PAUSES_MAX / 2);
    for (uint32_t i = 0; i < 2 * pauses; i++) {
        minute += random_below(&random, 900);
        walked.changes[walked.change_count++] = minute;
        pause_at(&t, minute, i % 2 == 0 ? "yes" : "no");
    }
    case_run_until(t.run, instant_of("2027-01-15T00:00:00Z"));
    int64_t rung_minute = -1;
    int64_t deadline_minute = -1;
    find_marks(&t, &rung_minute, &deadline_minute);
    assert_int_equal(deadline_minute, walk(&walked, 60 * (int64_t)hours));
    assert_int_equal(rung_minute, walk(&walked, 60 * (int64_t)hours * percent / 100));
    clock_bench_free(&t);
}

static void a_clock_runs_as_many_minutes_as_it_says_whatever_its_pauses(void **state)
{
    (void)state;
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", CLOCKS);
    for (uint64_t seed = first; seed < first + count; seed++) {
        run_one(seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_runs_as_many_minutes_as_it_says_whatever_its_pauses),
    };
    return cmocka_run_group_tests_name("engine_clock_oracle", tests, NULL, NULL);
}
