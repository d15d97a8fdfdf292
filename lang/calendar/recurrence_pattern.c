// What can be said of a rule before it is known when it starts: it is followed over 28 years.
#include "calendar/recurrence_rule.h"

enum { CYCLE_DAYS = 28 * 365 + 7, MONTHS_A_YEAR = 12 };

static int64_t month_of(int64_t day)
{
    WritDate date = writ_date_from_days(day);
    return (int64_t)date.year * MONTHS_A_YEAR + date.month - 1;
}

// Of a day: the number of its month, or of its year.
static int64_t period_of(const WritRecurrencePattern *pattern, int64_t day)
{
    return pattern->is_of_months ? month_of(day) : month_of(day) / MONTHS_A_YEAR;
}

static WritDate first_day_of(const WritRecurrencePattern *pattern, int64_t period)
{
    int64_t month = pattern->is_of_months ? period : period * MONTHS_A_YEAR;
    return (WritDate){.year = (int32_t)(month / MONTHS_A_YEAR),
                      .month = (uint8_t)(month % MONTHS_A_YEAR + 1),
                      .day = 1};
}

// Whether it asks for a day of every month or year. A weekday that has to be a certain day of the
// month as well, a Friday the 13th, is meant to be rare; years of weeks have borders of their own.
static bool asks_for_every_period(const RecurrenceRule *rule)
{
    bool by_day = rule->has_weekdays || rule->month_days.used || rule->year_days.used;
    bool rare = rule->has_weekdays && (rule->month_days.used || rule->year_days.used);
    bool every = rule->frequency == FREQUENCY_YEARLY ||
                 (rule->frequency == FREQUENCY_MONTHLY && !rule->months.used);
    return every && by_day && !rare && !rule->weeks.used;
}

// The latest period that lies whole within the days and has no occurrence.
static void find_missed(WritRecurrencePattern *pattern, const RecurrenceFound *found,
                        const WritRecurrence *asked)
{
    uint32_t left = found->count;
    int64_t period = period_of(pattern, asked->last_day) - 1;
    for (; period > period_of(pattern, asked->first_day); period--) {
        while (left > 0 && period_of(pattern, found->occurrences[left - 1].day) > period) {
            left--;
        }
        if (left == 0 || period_of(pattern, found->occurrences[left - 1].day) < period) {
            pattern->misses = true;
            pattern->missed = first_day_of(pattern, period);
            return;
        }
    }
}

static int64_t shortest_gap(const RecurrenceFound *found)
{
    int64_t shortest = 0;
    for (uint32_t i = 1; i < found->count; i++) {
        int64_t gap = found->occurrences[i].day - found->occurrences[i - 1].day;
        if (gap > 0 && (shortest == 0 || gap < shortest)) {
            shortest = gap;
        }
    }
    return shortest;
}

WritStatus writ_recurrence_pattern(WritRecurrencePattern *pattern, WritArena *arena, WritText text,
                                   int64_t last_day, WritError *error)
{
    int64_t first_day = last_day - CYCLE_DAYS;
    first_day = first_day < WRIT_DATE_DAYS_MIN ? WRIT_DATE_DAYS_MIN : first_day;
    WritRecurrence asked = {
        .rule = text, .start_day = first_day, .first_day = first_day, .last_day = last_day};
    RecurrenceRule *rule = writ_arena_alloc(arena, sizeof *rule);
    RecurrenceFound found = {NULL, 0};
    *pattern = (WritRecurrencePattern){.occurs = false};
    WritStatus status = recurrence_read(rule, text, error);
    rule->count = 0;
    rule->has_until = false;
    if (status == WRIT_OK) {
        status = recurrence_follow(rule, &found, arena, &asked, error);
        pattern->gap_days = shortest_gap(&found);
    }
    if (status == WRIT_OK && rule->interval > 1) { // Else it depends on where the intervals begin.
        rule->interval = 1;
        status = recurrence_follow(rule, &found, arena, &asked, error);
    }
    pattern->occurs = found.count > 0;
    pattern->is_of_months = rule->frequency == FREQUENCY_MONTHLY;
    if (pattern->occurs && asks_for_every_period(rule)) {
        find_missed(pattern, &found, &asked);
    }
    return status;
}
