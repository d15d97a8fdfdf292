// Working time of calendars made at random, counted fast and minute by minute, and the laws of
// counting, which need no second way. The company's calendars are asked inside their horizon.
//
// WRIT_SEEDS=N runs N seeds instead, from seed WRIT_FIRST_SEED on; a failure prints its seed, the
// calendars and the question.
#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "support/calendar_questions.h"
#include "support/calendar_random.h"
#include "support/calendar_sets.h"

enum {
    SEEDS = 100,
    NIGHT_SEEDS = 1000,
    CLOCK_SEEDS = 30,
    QUESTIONS = 40,
    LAWS = 200,
    ARENA_BYTES_MAX = 1 << 30
};

static const int64_t MINUTE = INT64_C(60) * 1000000;
static const int64_t DAY = INT64_C(86400) * 1000000;

enum { TRAIL = 8 };

// For those that are handed nothing else, when a test fails.
static struct {
    uint64_t seed; // 0: none.
    bool is_law;
    BothWays both; // The calendar whose laws are tried.
    Question trail[TRAIL];
    uint32_t count; // Questions that this law asked.
} under_way;

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

// An assertion of the library ends the program, and cmocka does not see it.
static void say_which_died(int signal_number)
{
    (void)signal_number;
    (void)fprintf(stderr, "WRIT_FIRST_SEED=%llu WRIT_SEEDS=1\n",
                  (unsigned long long)under_way.seed);
}

// A difference was told where it was found; of a law that was broken this tells what it asked.
static int say_which(void **state)
{
    (void)state;
    if (under_way.is_law) {
        WritBuffer out = {0};
        calendar_set_print(&out, under_way.both.set);
        (void)fprintf(stderr, "%s", writ_buffer_string(&out));
        writ_buffer_dispose(&out);
        for (uint32_t i = 0; i < under_way.count && i < TRAIL; i++) {
            calendar_tell(&under_way.both, under_way.trail[i]);
        }
        under_way.is_law = false;
    }
    if (under_way.seed > 0) {
        print_error("WRIT_FIRST_SEED=%llu WRIT_SEEDS=1\n", (unsigned long long)under_way.seed);
        under_way.seed = 0;
    }
    return 0;
}

// --- Questions ---------------------------------------------------------------------------------

typedef struct Asking {
    BothWays both;
    Random *random;
    int64_t near; // A day.
} Asking;

static bool one_in(Asking *asking, uint32_t count)
{
    return random_below(asking->random, count) == 0;
}

static int64_t any_day(Asking *asking)
{
    if (one_in(asking, 40)) {
        return one_in(asking, 2) ? INT64_MIN : INT64_MAX;
    }
    int64_t spread = one_in(asking, 10) ? 50 : 8;
    return asking->near + random_between(asking->random, -spread, spread);
}

// Where something opens or closes on that day, or a little beside.
static int64_t bound_of(Asking *asking, int64_t day, int64_t otherwise)
{
    static const int64_t BESIDE[] = {0, 0, 0, -1, 1, -60000000, 60000000, 1500000};
    WritCalendarDay open;
    if (slow_calendar_day(&open, asking->both.slow, day) != WRIT_OK || open.open_count == 0) {
        return otherwise;
    }
    const WritOpenInterval *interval = &open.open[random_below(asking->random, open.open_count)];
    return (one_in(asking, 2) ? interval->from : interval->to) +
           BESIDE[random_below(asking->random, 8)];
}

static int64_t any_instant(Asking *asking)
{
    int64_t day = any_day(asking);
    if (day == INT64_MIN || day == INT64_MAX) {
        return day;
    }
    int64_t instant = day * DAY + random_between(asking->random, 0, DAY - 1);
    switch (random_below(asking->random, 4)) {
    case 0:
        return instant;
    case 1:
        return instant / MINUTE * MINUTE;
    }
    return bound_of(asking, day, instant);
}

// Mostly what is open in a number of days from there, or a part of it: that ends where things open
// and close, and the oracle gets there in time.
static int64_t any_duration(Asking *asking, int64_t from)
{
    if (one_in(asking, 12)) {
        return 0;
    }
    if (one_in(asking, 12)) {
        return one_in(asking, 2) ? INT64_MAX : random_between(asking->random, 1, 50 * DAY);
    }
    int64_t days = one_in(asking, 20) ? 400 : 12;
    int64_t micros = 0;
    int64_t to = bound_of(asking, asking->near, asking->near * DAY) +
                 random_between(asking->random, 0, days) * DAY;
    if (slow_calendar_time_between(&micros, asking->both.slow, from, to) != WRIT_OK) {
        return random_between(asking->random, 0, 3 * DAY);
    }
    return one_in(asking, 3) ? random_between(asking->random, 0, micros) : micros;
}

static int64_t any_count(Asking *asking)
{
    if (one_in(asking, 30)) {
        return one_in(asking, 2) ? INT64_MIN : INT64_MAX;
    }
    int64_t most = one_in(asking, 10) ? 60 : 6;
    return random_between(asking->random, -most, most);
}

static Question any_question(Asking *asking)
{
    Question q = {.kind = (QuestionKind)random_below(asking->random, QUESTION_KINDS)};
    switch (q.kind) {
    case QUESTION_ADD_TIME:
    case QUESTION_SUBTRACT_TIME:
        q.a = any_instant(asking);
        q.b = any_duration(asking, q.a);
        break;
    case QUESTION_TIME_BETWEEN:
        q.a = any_instant(asking);
        q.b = one_in(asking, 10) ? q.a : any_instant(asking);
        break;
    case QUESTION_ADD_DAYS:
        q.a = any_instant(asking);
        q.b = any_count(asking);
        break;
    case QUESTION_MOVE_DAY:
        q.a = any_day(asking);
        q.b = any_count(asking);
        break;
    case QUESTION_DAYS_BETWEEN:
        q.a = any_day(asking);
        q.b = any_day(asking);
        break;
    case QUESTION_CLOSING:
        q.a = any_day(asking);
        break;
    case QUESTION_DAY_OF_MONTH:
        q.a = 1970 * 12 + asking->near * 12 / 365 + random_between(asking->random, -1, 1);
        q.b = random_between(asking->random, 1, 26) * (one_in(asking, 2) ? 1 : -1);
        break;
    case QUESTION_KINDS:
        WRIT_UNREACHABLE();
    }
    return q;
}

static void ask_questions(Asking *asking)
{
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        (void)calendar_ask_both(&asking->both, any_question(asking));
        calendar_ask_day(&asking->both, any_day(asking));
    }
}

// --- Laws --------------------------------------------------------------------------------------

static Answer ask(Asking *asking, Question question)
{
    under_way.trail[under_way.count % TRAIL] = question;
    under_way.count += 1;
    return calendar_ask_fast(&asking->both, question);
}

static bool get(Asking *asking, Question question, int64_t *value)
{
    Answer answer = ask(asking, question);
    *value = answer.value;
    return answer.status == WRIT_OK;
}

static int64_t must(Asking *asking, QuestionKind kind, int64_t a, int64_t b)
{
    Answer answer = ask(asking, (Question){kind, a, b});
    if (answer.status != WRIT_OK) {
        fail_msg("%s", answer.error.text);
    }
    return answer.value;
}

// All over the days that are known, far from a minute's walk.
static int64_t known_instant(Asking *asking)
{
    int64_t first = slow_calendar_first_day(asking->both.slow) + 1;
    int64_t last = slow_calendar_last_day(asking->both.slow) - 1;
    int64_t day = random_between(asking->random, first, last);
    return one_in(asking, 2) ? day * DAY + random_between(asking->random, 0, DAY - 1)
                             : bound_of(asking, day, day * DAY);
}

static int64_t some_micros(Asking *asking)
{
    static const int64_t MOST[] = {1, 60000000, 36000000000, 360000000000, 36000000000000};
    return random_between(asking->random, 0, MOST[random_below(asking->random, 5)]);
}

// The earliest instant by which it has passed, and the latest from which it passes.
static void between_gives_back_what_was_added(Asking *asking)
{
    int64_t from = known_instant(asking);
    int64_t micros = some_micros(asking);
    int64_t to;
    if (get(asking, (Question){QUESTION_ADD_TIME, from, micros}, &to)) {
        assert_true(to >= from);
        assert_int_equal(must(asking, QUESTION_TIME_BETWEEN, from, to), micros);
        if (micros > 0) {
            assert_int_equal(must(asking, QUESTION_TIME_BETWEEN, from, to - 1), micros - 1);
            int64_t back = must(asking, QUESTION_SUBTRACT_TIME, to, micros);
            assert_true(back >= from);
            assert_int_equal(must(asking, QUESTION_TIME_BETWEEN, from, back), 0);
        }
    }
    if (get(asking, (Question){QUESTION_SUBTRACT_TIME, from, micros}, &to)) {
        assert_true(to <= from);
        assert_int_equal(must(asking, QUESTION_TIME_BETWEEN, to, from), micros);
        if (micros > 0) {
            assert_int_equal(must(asking, QUESTION_TIME_BETWEEN, to + 1, from), micros - 1);
            int64_t forth = must(asking, QUESTION_ADD_TIME, to, micros);
            assert_true(forth <= from);
            assert_int_equal(must(asking, QUESTION_TIME_BETWEEN, forth, from), 0);
        }
    }
}

static void more_is_never_earlier(Asking *asking)
{
    int64_t from = known_instant(asking);
    int64_t later = from + some_micros(asking) % (5 * DAY);
    int64_t micros = some_micros(asking);
    int64_t more = micros + some_micros(asking);
    int64_t due, due_later, due_more;
    if (get(asking, (Question){QUESTION_ADD_TIME, later, micros}, &due_later)) {
        due = must(asking, QUESTION_ADD_TIME, from, micros);
        assert_true(due <= due_later);
    }
    if (get(asking, (Question){QUESTION_ADD_TIME, from, more}, &due_more)) {
        due = must(asking, QUESTION_ADD_TIME, from, micros);
        assert_true(due <= due_more);
    }
    if (get(asking, (Question){QUESTION_SUBTRACT_TIME, from, more}, &due_more)) {
        due = must(asking, QUESTION_SUBTRACT_TIME, from, micros);
        assert_true(due >= due_more);
    }
}

static void a_sum_is_added_in_two_steps(Asking *asking)
{
    int64_t from = known_instant(asking);
    int64_t first = some_micros(asking);
    int64_t second = some_micros(asking);
    int64_t to;
    if (get(asking, (Question){QUESTION_ADD_TIME, from, first + second}, &to)) {
        int64_t half_way = must(asking, QUESTION_ADD_TIME, from, first);
        assert_int_equal(must(asking, QUESTION_ADD_TIME, half_way, second), to);
    }
    if (get(asking, (Question){QUESTION_SUBTRACT_TIME, from, first + second}, &to)) {
        int64_t half_way = must(asking, QUESTION_SUBTRACT_TIME, from, first);
        assert_int_equal(must(asking, QUESTION_SUBTRACT_TIME, half_way, second), to);
    }
    int64_t end = known_instant(asking);
    int64_t middle = known_instant(asking);
    if (from <= middle && middle <= end) {
        assert_int_equal(must(asking, QUESTION_TIME_BETWEEN, from, middle) +
                             must(asking, QUESTION_TIME_BETWEEN, middle, end),
                         must(asking, QUESTION_TIME_BETWEEN, from, end));
    }
}

static void days_are_counted_as_they_are_moved(Asking *asking)
{
    int64_t day = random_between(asking->random, slow_calendar_first_day(asking->both.slow) + 1,
                                 slow_calendar_last_day(asking->both.slow));
    int64_t count = random_between(asking->random, -300, 300);
    int64_t moved;
    if (get(asking, (Question){QUESTION_MOVE_DAY, day, count}, &moved)) {
        // The day of the start is never counted forwards, and backwards where it is a working day.
        int64_t self = must(asking, QUESTION_DAYS_BETWEEN, day - 1, day);
        int64_t between = count < 0 && self == 0 ? count + 1 : count;
        assert_int_equal(must(asking, QUESTION_DAYS_BETWEEN, day, moved), between);
        assert_int_equal(must(asking, QUESTION_DAYS_BETWEEN, moved, day), -between);
        int64_t half_way = must(asking, QUESTION_MOVE_DAY, day, count / 2);
        assert_int_equal(must(asking, QUESTION_MOVE_DAY, half_way, count - count / 2), moved);
        // Noon of that day, where it has one.
        SlowZone *zone = slow_calendar_zone(asking->both.slow);
        int64_t noon = slow_zone_minute(zone, day, 720);
        int64_t closing, due;
        if (slow_zone_local_day(zone, noon) == day &&
            get(asking, (Question){QUESTION_CLOSING, moved, 0}, &closing)) {
            due = must(asking, QUESTION_ADD_DAYS, noon * MINUTE, count);
            assert_int_equal(due, closing);
        }
    }
}

typedef void Law(Asking *asking);

static void keep_laws(Asking *asking)
{
    static Law *const KEPT[] = {
        between_gives_back_what_was_added,
        more_is_never_earlier,
        a_sum_is_added_in_two_steps,
        days_are_counted_as_they_are_moved,
    };
    under_way.is_law = true;
    under_way.both = asking->both;
    for (uint32_t i = 0; i < LAWS; i++) {
        for (uint32_t law = 0; law < sizeof KEPT / sizeof *KEPT; law++) {
            under_way.count = 0;
            KEPT[law](asking);
        }
    }
    under_way.is_law = false;
}

// --- Tests -------------------------------------------------------------------------------------

static void fast_counting_is_slow_counting(void **state)
{
    (void)state;
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", SEEDS);
    SlowZones *zones = slow_zones_new();
    for (under_way.seed = first; under_way.seed < first + count; under_way.seed++) {
        Random random = {under_way.seed};
        WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
        RandomCalendars *made = calendar_random_make(arena, &random);
        writ_calendars_sort(&made->set);
        Asking asking = {both_ways_new(arena, zones, &made->set, made->name), &random, made->near};
        ask_questions(&asking);
        keep_laws(&asking);
        both_ways_free(&asking.both);
        writ_arena_free(arena);
    }
    under_way.seed = 0;
    slow_zones_free(zones);
}

static void openings_go_with_the_clocks(void **state)
{
    (void)state;
    uint64_t first = setting("WRIT_FIRST_SEED", 1);
    uint64_t count = setting("WRIT_SEEDS", NIGHT_SEEDS);
    SlowZones *zones = slow_zones_new();
    for (under_way.seed = first; under_way.seed < first + count; under_way.seed++) {
        Random random = {under_way.seed};
        WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
        RandomCalendars *made = calendar_random_nights(arena, &random);
        writ_calendars_sort(&made->set);
        BothWays both = both_ways_new(arena, zones, &made->set, made->name);
        for (int64_t day = made->near - 1; day <= made->near + 1; day++) {
            calendar_ask_day(&both, day);
        }
        both_ways_free(&both);
        writ_arena_free(arena);
    }
    under_way.seed = 0;
    slow_zones_free(zones);
}

static void the_company_counts_as_its_conventions_say(void **state)
{
    (void)state;
    Random random = {setting("WRIT_FIRST_SEED", 1)};
    SlowZones *zones = slow_zones_new();
    WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
    WritCalendars *set = calendar_set_company(arena);
    writ_calendars_sort(set);
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        Asking asking = {both_ways_new(arena, zones, set, set->calendars[i].name), &random, 0};
        int64_t last = slow_calendar_last_day(asking.both.slow);
        for (int64_t day = slow_calendar_first_day(asking.both.slow); day <= last; day++) {
            calendar_ask_day(&asking.both, day);
        }
        for (asking.near = slow_calendar_first_day(asking.both.slow); asking.near <= last;
             asking.near += 40) {
            ask_questions(&asking);
        }
        keep_laws(&asking);
        both_ways_free(&asking.both);
    }
    writ_arena_free(arena);
    slow_zones_free(zones);
}

// Zones with leaps over midnight, folds into the day before, winters that are the exception, a leap
// over a whole day, offsets of quarters of an hour, years without and with a rule.
static const char *const ZONES[] = {
    "Africa/Cairo",        "Africa/Casablanca",  "America/Caracas",  "America/Havana",
    "America/New_York",    "America/Nuuk",       "America/Santiago", "America/Sao_Paulo",
    "America/St_Johns",    "Antarctica/Troll",   "Asia/Beirut",      "Asia/Gaza",
    "Asia/Kathmandu",      "Asia/Kolkata",       "Asia/Tehran",      "Atlantic/Azores",
    "Australia/Lord_Howe", "Europe/Bucharest",   "Europe/Dublin",    "Europe/Helsinki",
    "Europe/London",       "Europe/Moscow",      "Europe/Paris",     "Pacific/Apia",
    "Pacific/Chatham",     "Pacific/Kiritimati", "Pacific/Norfolk",  "UTC",
};

static void compare_clocks(const WritZone *zone, SlowZone *slow, Random *random)
{
    int64_t day = random_below(random, 2) == 0 ? calendar_random_day(random, writ_zone_name(zone))
                                               : random_between(random, calendar_day("1973-01-01"),
                                                                calendar_day("2100-12-01"));
    int64_t minute = random_between(random, 0, SLOW_DAY_MINUTES);
    int64_t instant = slow_zone_minute(slow, day, minute);
    int64_t wall = slow_zone_wall(slow, instant);
    WritLocalTime shown = writ_zone_local(zone, instant * MINUTE + 1);
    if (writ_zone_instant(zone, day, minute * MINUTE) != instant * MINUTE ||
        shown.day != wall / SLOW_DAY_MINUTES ||
        shown.micros != wall % SLOW_DAY_MINUTES * MINUTE + 1 ||
        shown.offset != (wall - instant) * 60) {
        WritText name = writ_zone_name(zone);
        fail_msg("%.*s, day %lld, minute %lld: instant %lld, and at minute %lld day %lld, "
                 "%lld microseconds, %d seconds east",
                 WRIT_TEXT_ARGS(name), (long long)day, (long long)minute,
                 (long long)writ_zone_instant(zone, day, minute * MINUTE), (long long)instant,
                 (long long)shown.day, (long long)shown.micros, (int)shown.offset);
    }
}

static void clocks_show_what_the_c_library_says(void **state)
{
    (void)state;
    uint64_t count = setting("WRIT_SEEDS", CLOCK_SEEDS);
    Random random = {setting("WRIT_FIRST_SEED", 1)};
    SlowZones *slow_zones = slow_zones_new();
    WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
    for (uint32_t z = 0; z < sizeof ZONES / sizeof *ZONES; z++) {
        WritText name = writ_text(ZONES[z]);
        SlowZone *slow = slow_zones_find(slow_zones, name);
        const WritZone *zone;
        WritError error;
        if (writ_zone_parse(&zone, arena, name, calendar_zone_file(arena, name), &error) !=
            WRIT_OK) {
            fail_msg("%s", error.text);
        }
        for (uint64_t i = 0; i < count; i++) {
            compare_clocks(zone, slow, &random);
        }
    }
    writ_arena_free(arena);
    slow_zones_free(slow_zones);
}

int main(void)
{
    (void)signal(SIGABRT, say_which_died);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_show_what_the_c_library_says),
        cmocka_unit_test_teardown(fast_counting_is_slow_counting, say_which),
        cmocka_unit_test_teardown(openings_go_with_the_clocks, say_which),
        cmocka_unit_test_teardown(the_company_counts_as_its_conventions_say, say_which),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
