// The order of a set of calendars, and finding what is in it by name.
#include "calendar/calendars.h"

#include <stdlib.h>

int calendars_compare_holidays(const WritHoliday *a, const WritHoliday *b)
{
    if (a->day != b->day) {
        return a->day < b->day ? -1 : 1;
    }
    return writ_text_compare(a->name, b->name);
}

int calendars_compare_openings(const WritOpening *a, const WritOpening *b)
{
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    if (a->to != b->to) {
        return a->to < b->to ? -1 : 1;
    }
    return (int)a->weekdays - (int)b->weekdays;
}

static int by_day(const void *a, const void *b)
{
    return calendars_compare_holidays(a, b);
}

static int by_time(const void *a, const void *b)
{
    return calendars_compare_openings(a, b);
}

static int by_calendar(const void *a, const void *b)
{
    return writ_text_compare(((const WritCalendarRules *)a)->name,
                             ((const WritCalendarRules *)b)->name);
}

static int by_zone(const void *a, const void *b)
{
    return writ_text_compare(((const WritZoneFile *)a)->name, ((const WritZoneFile *)b)->name);
}

static void sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (count > 1) {
        qsort(items, count, size, compare);
    }
}

static void drop_repeated_holidays(WritCalendarRules *rules)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < rules->holiday_count; i++) {
        const WritHoliday *holiday = &rules->holidays[i];
        if (kept == 0 || calendars_compare_holidays(&rules->holidays[kept - 1], holiday) != 0) {
            rules->holidays[kept++] = *holiday;
        }
    }
    rules->holiday_count = kept;
}

void writ_calendars_sort(WritCalendars *set)
{
    sort(set->calendars, set->calendar_count, sizeof *set->calendars, by_calendar);
    sort(set->zones, set->zone_count, sizeof *set->zones, by_zone);
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        WritCalendarRules *rules = &set->calendars[i];
        sort(rules->openings, rules->opening_count, sizeof *rules->openings, by_time);
        sort(rules->holidays, rules->holiday_count, sizeof *rules->holidays, by_day);
        drop_repeated_holidays(rules);
    }
}

const WritCalendarRules *calendars_find(const WritCalendars *set, WritText name)
{
    WritCalendarRules wanted = {.name = name};
    return set->calendar_count == 0
               ? NULL
               : bsearch(&wanted, set->calendars, set->calendar_count, sizeof wanted, by_calendar);
}

const WritZoneFile *calendars_find_zone(const WritCalendars *set, WritText name)
{
    WritZoneFile wanted = {.name = name};
    return set->zone_count == 0
               ? NULL
               : bsearch(&wanted, set->zones, set->zone_count, sizeof wanted, by_zone);
}

uint32_t calendars_first_holiday(const WritCalendarRules *rules, int64_t day)
{
    uint32_t low = 0;
    uint32_t high = rules->holiday_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (rules->holidays[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
