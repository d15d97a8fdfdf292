// Recurrence rules are followed period by period: a day, a week, a month, a year, or with BYWEEKNO
// a year of weeks. Each day of a period is held against every part of the rule; the days that are
// left, at each time of day, are the set that BYSETPOS counts in.
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/recurrence_rule.h"
#include "writ/value.h"

static const int64_t micros_a_second = 1000000;

enum {
    PERIOD_DAYS_MAX = 371, // A year of 53 weeks.
    HOURS = 24,
    SIXTY = 60,
};

// A period: its days, and what years of weeks need.
typedef struct Period {
    int64_t first; // Days, both included.
    int64_t last;
    int64_t days[PERIOD_DAYS_MAX]; // Those that the rule has, in order.
    uint32_t day_count;
} Period;

typedef struct Walk {
    const WritRecurrence *asked;
    RecurrenceRule rule;
    WritOccurrence until;
    int32_t hours[HOURS]; // In order.
    int32_t minutes[SIXTY];
    int32_t seconds[SIXTY];
    uint32_t hour_count;
    uint32_t minute_count;
    uint32_t second_count;
    int32_t left; // Of COUNT.
    bool done;
    WritOccurrence *found;
    uint32_t found_count;
    Period period;
} Walk;

// --- Dates -------------------------------------------------------------------------------------

// Months count from year 0 on, so that they can be added. Works beyond the years 1 to 9999 too:
// `month` is clamped to them.
static int64_t first_of_month(int64_t month)
{
    int64_t day = 0;
    if (month < 12) {
        return WRIT_DATE_DAYS_MIN;
    }
    if (month >= INT64_C(10000) * 12) {
        return WRIT_DATE_DAYS_MAX + 1;
    }
    (void)writ_date_to_days((WritDate){(int32_t)(month / 12), (uint8_t)(month % 12 + 1), 1}, &day);
    return day;
}

static int64_t month_of(int64_t day)
{
    WritDate date = writ_date_from_days(day);
    return (int64_t)date.year * 12 + date.month - 1;
}

static int64_t first_of_week(const RecurrenceRule *rule, int64_t day)
{
    return day - (writ_date_weekday(day) - rule->week_start + 7) % 7;
}

// Week 1 is the first with at least four days in the year.
static int64_t first_of_week_year(const RecurrenceRule *rule, int64_t year)
{
    return first_of_week(rule, first_of_month(year * 12) + 3);
}

static int64_t week_year_of(const RecurrenceRule *rule, int64_t day)
{
    int64_t year = month_of(day) / 12;
    if (day < first_of_week_year(rule, year)) {
        return year - 1;
    }
    return day >= first_of_week_year(rule, year + 1) ? year + 1 : year;
}

// --- What a day must have ----------------------------------------------------------------------

// `place` counts from 1 in something that has `length`.
static bool set_has(const NumberSet *set, int64_t place, int64_t length)
{
    int64_t from_end = length - place + 1;
    return set->forward[place] ||
           (from_end >= 1 && from_end <= RECURRENCE_NUMBER_MAX && set->backward[from_end]);
}

static bool has_weekday(const RecurrenceRule *rule, int64_t day)
{
    const NumberSet *set = &rule->weekdays[writ_date_weekday(day)];
    if (!rule->has_weekdays || set->forward[0]) {
        return true;
    }
    if (!set->used) {
        return false;
    }
    // Weekdays are counted in the month, in a rule of years without months in the year.
    bool in_year = rule->frequency == FREQUENCY_YEARLY && !rule->months.used;
    int64_t month = month_of(day);
    int64_t first = first_of_month(in_year ? month / 12 * 12 : month);
    int64_t next = first_of_month(in_year ? (month / 12 + 1) * 12 : month + 1);
    int64_t place = (day - first) / 7 + 1;
    int64_t length = place + (next - 1 - day) / 7;
    return set_has(set, place, length);
}

static bool has_day(const RecurrenceRule *rule, int64_t day, const Period *period)
{
    WritDate date = writ_date_from_days(day);
    int64_t month = month_of(day);
    if (rule->months.used && !rule->months.forward[date.month]) {
        return false;
    }
    if (rule->month_days.used &&
        !set_has(&rule->month_days, date.day, first_of_month(month + 1) - first_of_month(month))) {
        return false;
    }
    int64_t year = first_of_month(month / 12 * 12);
    if (rule->year_days.used &&
        !set_has(&rule->year_days, day - year + 1, first_of_month((month / 12 + 1) * 12) - year)) {
        return false;
    }
    if (rule->weeks.used && !set_has(&rule->weeks, (day - period->first) / 7 + 1,
                                     (period->last - period->first + 1) / 7)) {
        return false;
    }
    return has_weekday(rule, day);
}

// What the rule does not say is as in the start.
static void take_from_start(RecurrenceRule *rule, int64_t start_day)
{
    WritDate start = writ_date_from_days(start_day);
    bool has_days = rule->has_weekdays || rule->month_days.used || rule->year_days.used;
    switch (rule->frequency) {
    case FREQUENCY_DAILY:
        return;
    case FREQUENCY_YEARLY:
        if (!has_days && !rule->weeks.used && !rule->months.used) {
            rule->months.used = true;
            rule->months.forward[start.month] = true;
        }
        if (!rule->weeks.used) {
            break;
        }
        // In a week a day is a weekday.
        __attribute__((fallthrough));
    case FREQUENCY_WEEKLY:
        if (!has_days) {
            rule->has_weekdays = true;
            rule->weekdays[writ_date_weekday(start_day)].forward[0] = true;
        }
        return;
    case FREQUENCY_MONTHLY:
        break;
    }
    if (!has_days) {
        rule->month_days.used = true;
        rule->month_days.forward[start.day] = true;
    }
}

// --- Times -------------------------------------------------------------------------------------

static uint32_t list_times(int32_t *list, const NumberSet *set, int32_t limit, int64_t start)
{
    uint32_t count = 0;
    for (int32_t i = 0; i < limit; i++) {
        if (set->used ? set->forward[i] : i == start) {
            list[count++] = i;
        }
    }
    return count;
}

static void list_all_times(Walk *walk)
{
    int64_t second = walk->asked->start_micros / micros_a_second;
    walk->hour_count = list_times(walk->hours, &walk->rule.hours, HOURS, second / 3600);
    walk->minute_count = list_times(walk->minutes, &walk->rule.minutes, SIXTY, second / 60 % 60);
    walk->second_count = list_times(walk->seconds, &walk->rule.seconds, SIXTY, second % 60);
}

static uint32_t times_a_day(const Walk *walk)
{
    return walk->hour_count * walk->minute_count * walk->second_count;
}

static int64_t time_at(const Walk *walk, uint32_t index)
{
    uint32_t minutes = index / walk->second_count;
    int64_t hour = walk->hours[minutes / walk->minute_count];
    int64_t minute = walk->minutes[minutes % walk->minute_count];
    int64_t second = walk->seconds[index % walk->second_count];
    return ((hour * SIXTY + minute) * SIXTY + second) * micros_a_second;
}

// --- Periods -----------------------------------------------------------------------------------

// The number of the period that `day` lies in: days, weeks, months, years of months or of weeks.
static int64_t period_of(const RecurrenceRule *rule, int64_t day)
{
    switch (rule->frequency) {
    case FREQUENCY_DAILY:
        return day;
    case FREQUENCY_WEEKLY:
        // Weeks from one far back, so that the division is one of positive numbers.
        return (first_of_week(rule, day) - first_of_week(rule, WRIT_DATE_DAYS_MIN)) / 7;
    case FREQUENCY_MONTHLY:
        return month_of(day);
    case FREQUENCY_YEARLY:
        return rule->weeks.used ? week_year_of(rule, day) : month_of(day) / 12;
    }
    WRIT_UNREACHABLE();
}

static int64_t period_start(const RecurrenceRule *rule, int64_t number)
{
    switch (rule->frequency) {
    case FREQUENCY_DAILY:
        return number;
    case FREQUENCY_WEEKLY:
        return first_of_week(rule, WRIT_DATE_DAYS_MIN) + number * 7;
    case FREQUENCY_MONTHLY:
        return first_of_month(number);
    case FREQUENCY_YEARLY:
        return rule->weeks.used ? first_of_week_year(rule, number) : first_of_month(number * 12);
    }
    WRIT_UNREACHABLE();
}

static void fill_period(Walk *walk, int64_t number)
{
    Period *period = &walk->period;
    period->first = period_start(&walk->rule, number);
    period->last = period_start(&walk->rule, number + 1) - 1;
    period->day_count = 0;
    for (int64_t day = period->first; day <= period->last; day++) {
        if (day >= WRIT_DATE_DAYS_MIN && day <= WRIT_DATE_DAYS_MAX &&
            has_day(&walk->rule, day, period)) {
            period->days[period->day_count++] = day;
        }
    }
}

// --- Occurrences -------------------------------------------------------------------------------

static int compare(WritOccurrence a, WritOccurrence b)
{
    if (a.day != b.day) {
        return a.day < b.day ? -1 : 1;
    }
    return (a.micros > b.micros) - (a.micros < b.micros);
}

// In order; the walk is done behind the end of the rule and of what is asked for.
static WritStatus take(Walk *walk, WritOccurrence at, WritError *error)
{
    WritOccurrence start = {walk->asked->start_day, walk->asked->start_micros};
    if (compare(at, start) < 0) {
        return WRIT_OK;
    }
    if ((walk->rule.has_until && compare(at, walk->until) > 0) || at.day > walk->asked->last_day ||
        (walk->rule.count > 0 && walk->left == 0)) {
        walk->done = true;
        return WRIT_OK;
    }
    walk->left -= walk->rule.count > 0 ? 1 : 0;
    if (at.day < walk->asked->first_day) {
        return WRIT_OK;
    }
    if (walk->found_count == WRIT_RECURRENCE_OCCURRENCES_MAX) {
        writ_fail(error, WRIT_LIMIT, "the rule occurs more than %d times",
                  WRIT_RECURRENCE_OCCURRENCES_MAX);
        return writ_hint(error, "Write a rule that recurs less often.");
    }
    walk->found[walk->found_count++] = at;
    return WRIT_OK;
}

static WritStatus take_at(Walk *walk, uint32_t index, WritError *error)
{
    uint32_t times = times_a_day(walk);
    return take(walk,
                (WritOccurrence){walk->period.days[index / times], time_at(walk, index % times)},
                error);
}

static int compare_indexes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

// The places that BYSETPOS names, in order, each once.
static uint32_t list_positions(uint32_t *indexes, const NumberSet *positions, uint32_t set_count)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i <= RECURRENCE_NUMBER_MAX && i <= set_count; i++) {
        if (positions->forward[i]) {
            indexes[count++] = i - 1;
        }
        if (positions->backward[i]) {
            indexes[count++] = set_count - i;
        }
    }
    if (count > 1) {
        qsort(indexes, count, sizeof *indexes, compare_indexes);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || indexes[kept - 1] != indexes[i]) {
            indexes[kept++] = indexes[i];
        }
    }
    return kept;
}

// Where nothing is counted, days before those that are asked for are passed over as a whole.
static uint32_t find_first_asked(const Walk *walk)
{
    uint32_t days = 0;
    while (days < walk->period.day_count && walk->period.days[days] < walk->asked->first_day) {
        days++;
    }
    return days * times_a_day(walk);
}

static WritStatus take_period(Walk *walk, WritError *error)
{
    uint32_t indexes[2 * RECURRENCE_NUMBER_MAX];
    uint32_t set_count = walk->period.day_count * times_a_day(walk);
    bool by_position = walk->rule.positions.used;
    uint32_t count =
        by_position ? list_positions(indexes, &walk->rule.positions, set_count) : set_count;
    WritStatus status = WRIT_OK;
    uint32_t begin = by_position || walk->rule.count > 0 ? 0 : find_first_asked(walk);
    for (uint32_t i = begin; i < count && !walk->done && status == WRIT_OK; i++) {
        status = take_at(walk, by_position ? indexes[i] : i, error);
    }
    return status;
}

static void settle_until(Walk *walk)
{
    walk->until = walk->rule.until;
    if (walk->rule.until_is_date) {
        walk->until.micros = INT64_C(86400) * micros_a_second - 1; // All of that day.
    }
    if (walk->rule.until_is_utc && walk->asked->zone != NULL) {
        int64_t instant = walk->until.day * INT64_C(86400) * micros_a_second + walk->until.micros;
        WritLocalTime local = writ_zone_local(walk->asked->zone, instant);
        walk->until = (WritOccurrence){local.day, local.micros};
    }
}

// The period that intervals are counted from. Of years of weeks it is the one of the start; a start
// that the rule does not have says only in which year it lies, as other programs take it.
static int64_t find_first_period(Walk *walk)
{
    const RecurrenceRule *rule = &walk->rule;
    int64_t start_day = walk->asked->start_day;
    int64_t number = period_of(rule, start_day);
    if (rule->frequency == FREQUENCY_YEARLY && rule->weeks.used) {
        fill_period(walk, number);
        if (!has_day(rule, start_day, &walk->period)) {
            number = month_of(start_day) / 12;
            number -= period_start(rule, number) > start_day ? rule->interval : 0;
        }
    }
    return number;
}

static WritStatus follow(Walk *walk, WritError *error)
{
    const WritRecurrence *asked = walk->asked;
    int64_t number = find_first_period(walk);
    if (walk->rule.count == 0 && asked->first_day > asked->start_day) {
        // Nothing before needs to be counted; one period more, as years of weeks overlap.
        int64_t near = period_of(&walk->rule, asked->first_day) - 1;
        int64_t skipped = (near - number) / walk->rule.interval;
        number += skipped > 0 ? skipped * walk->rule.interval : 0;
    }
    WritStatus status = WRIT_OK;
    int64_t end = walk->rule.has_until && walk->until.day < asked->last_day ? walk->until.day
                                                                            : asked->last_day;
    while (!walk->done && status == WRIT_OK && period_start(&walk->rule, number) <= end) {
        fill_period(walk, number);
        status = take_period(walk, error);
        number += walk->rule.interval;
    }
    return status;
}

WritStatus recurrence_follow(const RecurrenceRule *rule, RecurrenceFound *found, WritArena *arena,
                             const WritRecurrence *recurrence, WritError *error)
{
    assert(recurrence->start_day >= WRIT_DATE_DAYS_MIN &&
           recurrence->start_day <= WRIT_DATE_DAYS_MAX);
    assert(recurrence->first_day >= WRIT_DATE_DAYS_MIN &&
           recurrence->last_day <= WRIT_DATE_DAYS_MAX);
    *found = (RecurrenceFound){NULL, 0};
    Walk *walk = writ_arena_alloc(arena, sizeof *walk);
    walk->asked = recurrence;
    walk->rule = *rule;
    walk->found = writ_arena_array(arena, WRIT_RECURRENCE_OCCURRENCES_MAX, sizeof *walk->found);
    walk->left = walk->rule.count;
    take_from_start(&walk->rule, recurrence->start_day);
    settle_until(walk);
    list_all_times(walk);
    WritStatus status = follow(walk, error);
    if (status == WRIT_OK) {
        *found = (RecurrenceFound){walk->found, walk->found_count};
    }
    return status;
}

WritStatus writ_recurrence_expand(WritOccurrence **occurrences, uint32_t *count, WritArena *arena,
                                  const WritRecurrence *recurrence, WritError *error)
{
    RecurrenceFound found = {NULL, 0};
    RecurrenceRule *rule = writ_arena_alloc(arena, sizeof *rule);
    WritStatus status = recurrence_read(rule, recurrence->rule, error);
    if (status == WRIT_OK) {
        status = recurrence_follow(rule, &found, arena, recurrence, error);
    }
    *occurrences = found.occurrences;
    *count = found.count;
    return status;
}
