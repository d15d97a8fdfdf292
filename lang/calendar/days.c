// Lays out the days of a calendar: which intervals are open, and the sums over them.
//
// Intervals are added in the order of time and never begin before the last one ended, so that they
// stay in order where a leap of the zone shifts or swallows opening hours.
#include "calendar/days.h"

#include <assert.h>

#include "writ/value.h"

static const int64_t MICROS_A_MINUTE = INT64_C(60) * 1000000;
enum { WEEKDAYS = 7 };

uint64_t days_intervals_max(const WritCalendar *calendar, const WritCalendar *const *parts)
{
    const WritCalendarRules *rules = calendar->rules;
    uint64_t count = 0;
    if (rules->opening_count == 0) {
        // An interval begins where one of a part begins, or with a day.
        for (uint32_t i = 0; i < rules->part_count; i++) {
            count += parts[i]->interval_count;
        }
        return rules->part_count == 0 ? 0 : count + calendar->day_count;
    }
    uint32_t openings[WEEKDAYS] = {0};
    for (uint32_t i = 0; i < rules->opening_count; i++) {
        for (int32_t weekday = 0; weekday < WEEKDAYS; weekday++) {
            openings[weekday] += rules->openings[i].weekdays >> weekday & 1;
        }
    }
    int64_t rest = calendar->last_day - calendar->day_count % WEEKDAYS;
    for (int64_t day = calendar->last_day; day > rest; day--) {
        count += openings[writ_date_weekday(day)];
    }
    for (int32_t weekday = 0; weekday < WEEKDAYS; weekday++) {
        count += (uint64_t)openings[weekday] * (calendar->day_count / WEEKDAYS);
    }
    return count;
}

// What is being laid out.
typedef struct Layout {
    WritCalendar *calendar;
    const WritCalendar *const *parts;
    int64_t day;
    int64_t start; // Of the day,
    int64_t end;   // and of the next.
    uint32_t next_holiday;
    uint32_t next_interval[WRIT_CALENDAR_PARTS_MAX]; // Of each part: the first not yet over.
} Layout;

static void add_interval(Layout *layout, int64_t from, int64_t to)
{
    WritCalendar *calendar = layout->calendar;
    uint32_t count = calendar->interval_count;
    uint32_t first_of_day = calendar->first_interval[layout->day - calendar->first_day];
    WritOpenInterval *last = count == 0 ? NULL : &calendar->intervals[count - 1];
    int64_t least = last == NULL ? calendar->known_from : last->to;
    from = from < least ? least : from;
    to = to > calendar->known_to ? calendar->known_to : to;
    if (from >= to) {
        return;
    }
    if (count > first_of_day && last->to == from) {
        last->to = to;
        return;
    }
    calendar->intervals[calendar->interval_count++] = (WritOpenInterval){from, to};
}

static bool is_working(const WritCalendar *calendar, int64_t day)
{
    assert(days_know(calendar, day));
    int64_t index = day - calendar->first_day;
    return calendar->first_interval[index] < calendar->first_interval[index + 1];
}

// Whether the parts are open on the date, in their own zones.
static bool parts_work(const Layout *layout)
{
    const WritCalendarRules *rules = layout->calendar->rules;
    uint32_t working = 0;
    for (uint32_t i = 0; i < rules->part_count; i++) {
        working += is_working(layout->parts[i], layout->day) ? 1 : 0;
    }
    switch (rules->parts_kind) {
    case WRIT_CALENDAR_NO_PARTS:
        return true;
    case WRIT_CALENDAR_ALL_OF:
        return working == rules->part_count;
    case WRIT_CALENDAR_ANY_OF:
        return working > 0;
    }
    WRIT_UNREACHABLE();
}

static WritOpenInterval interval_of(const Layout *layout, const WritOpening *opening)
{
    const WritZone *zone = layout->calendar->zone;
    return (WritOpenInterval){
        writ_zone_instant(zone, layout->day, opening->from * MICROS_A_MINUTE),
        writ_zone_instant(zone, layout->day, opening->to * MICROS_A_MINUTE),
    };
}

// A leap of the clock shifts an opening that lies in it, maybe past the next one: their order is
// that of their instants.
static void add_openings(Layout *layout)
{
    const WritCalendarRules *rules = layout->calendar->rules;
    WritOpenInterval open[WRIT_CALENDAR_OPENINGS_MAX];
    int32_t weekday = writ_date_weekday(layout->day);
    uint32_t count = 0;
    for (uint32_t i = 0; i < rules->opening_count; i++) {
        if ((rules->openings[i].weekdays >> weekday & 1) == 0) {
            continue;
        }
        WritOpenInterval interval = interval_of(layout, &rules->openings[i]);
        uint32_t place = count++;
        for (; place > 0 && open[place - 1].from > interval.from; place--) {
            open[place] = open[place - 1];
        }
        open[place] = interval;
    }
    for (uint32_t i = 0; i < count; i++) {
        add_interval(layout, open[i].from, open[i].to);
    }
}

// How many parts are open at `instant`, and until when that stays so.
static uint32_t open_parts(Layout *layout, int64_t instant, int64_t *until)
{
    uint32_t open = 0;
    for (uint32_t i = 0; i < layout->calendar->rules->part_count; i++) {
        const WritCalendar *part = layout->parts[i];
        uint32_t *next = &layout->next_interval[i];
        while (*next < part->interval_count && part->intervals[*next].to <= instant) {
            (*next)++;
        }
        if (*next == part->interval_count) {
            continue;
        }
        const WritOpenInterval *interval = &part->intervals[*next];
        bool is_open = interval->from <= instant;
        int64_t change = is_open ? interval->to : interval->from;
        open += is_open ? 1 : 0;
        *until = change < *until ? change : *until;
    }
    return open;
}

// Whenever the parts are open, from the day's beginning to its end.
static void add_from_parts(Layout *layout)
{
    const WritCalendarRules *rules = layout->calendar->rules;
    uint32_t wanted = rules->parts_kind == WRIT_CALENDAR_ALL_OF ? rules->part_count : 1;
    for (int64_t at = layout->start; at < layout->end;) {
        int64_t until = layout->end;
        if (open_parts(layout, at, &until) >= wanted) {
            add_interval(layout, at, until);
        }
        at = until;
    }
}

static bool is_holiday(Layout *layout)
{
    const WritCalendarRules *rules = layout->calendar->rules;
    uint32_t *next = &layout->next_holiday;
    while (*next < rules->holiday_count && rules->holidays[*next].day < layout->day) {
        (*next)++;
    }
    return *next < rules->holiday_count && rules->holidays[*next].day == layout->day;
}

static void add_day(Layout *layout)
{
    const WritCalendarRules *rules = layout->calendar->rules;
    // A date that the zone leaps over has no length.
    if (is_holiday(layout) || layout->start >= layout->end) {
        return;
    }
    if (rules->opening_count == 0 && rules->part_count > 0) {
        add_from_parts(layout);
    } else if (parts_work(layout)) {
        add_openings(layout);
    }
}

static void sum_up(WritCalendar *calendar)
{
    for (uint32_t i = 0; i < calendar->interval_count; i++) {
        const WritOpenInterval *interval = &calendar->intervals[i];
        calendar->open_before[i + 1] = calendar->open_before[i] + (interval->to - interval->from);
    }
    uint32_t working = 0;
    for (uint32_t i = 0; i < calendar->day_count; i++) {
        calendar->working_before[i] = working;
        if (calendar->first_interval[i] < calendar->first_interval[i + 1]) {
            calendar->working_days[working++] = i;
        }
    }
    calendar->working_before[calendar->day_count] = working;
}

void days_fill(WritCalendar *calendar, const WritCalendar *const *parts)
{
    assert(calendar->rules->part_count <= WRIT_CALENDAR_PARTS_MAX);
    Layout layout = {.calendar = calendar, .parts = parts};
    layout.end = calendar->known_from;
    for (uint32_t i = 0; i < calendar->day_count; i++) {
        layout.day = calendar->first_day + i;
        layout.start = layout.end;
        layout.end = writ_zone_instant(calendar->zone, layout.day + 1, 0);
        calendar->first_interval[i] = calendar->interval_count;
        add_day(&layout);
    }
    calendar->first_interval[calendar->day_count] = calendar->interval_count;
    assert(layout.end == calendar->known_to);
    sum_up(calendar);
}
