// Which minutes of which days are open.
#include "support/slow_calendar_inside.h"

#include <assert.h>

enum { ARENA_BYTES_MAX = 1 << 30 };

struct SlowCalendar {
    WritArena *arena; // Of the whole, its parts included.
    const WritCalendarRules *rules;
    SlowZone *zone;
    SlowCalendar *parts[WRIT_CALENDAR_PARTS_MAX];
    int64_t first_day;
    int64_t last_day;
    SlowDay *days; // From first_day on.
};

bool slow_calendar_knows(const SlowCalendar *calendar, int64_t day)
{
    return day >= calendar->first_day && day <= calendar->last_day;
}

SlowZone *slow_calendar_zone(SlowCalendar *calendar)
{
    return calendar->zone;
}

int64_t slow_calendar_first_day(const SlowCalendar *calendar)
{
    return calendar->first_day;
}

int64_t slow_calendar_last_day(const SlowCalendar *calendar)
{
    return calendar->last_day;
}

// Of several on one day the one whose name is first.
static const WritHoliday *find_holiday(const SlowCalendar *calendar, int64_t day)
{
    const WritHoliday *found = NULL;
    for (uint32_t i = 0; i < calendar->rules->holiday_count; i++) {
        const WritHoliday *holiday = &calendar->rules->holidays[i];
        if (holiday->day == day &&
            (found == NULL || writ_text_compare(holiday->name, found->name) < 0)) {
            found = holiday;
        }
    }
    return found;
}

// Bit 0 is Monday; 1970-01-01 was a Thursday.
static bool is_on_weekday(const WritOpening *opening, int64_t day)
{
    return (opening->weekdays >> ((day + 3) % 7) & 1) != 0;
}

static void open_minutes(SlowCalendar *calendar, SlowDay *minutes, int64_t day,
                         const WritOpening *opening)
{
    int64_t from = slow_zone_minute(calendar->zone, day, opening->from);
    int64_t to = slow_zone_minute(calendar->zone, day, opening->to);
    for (int64_t m = minutes->from; m < minutes->to; m++) {
        if (m >= from && m < to) {
            minutes->open[m - minutes->from] = true;
        }
    }
}

typedef bool SaysYes(SlowCalendar *part, int64_t about);

static bool parts_say(SlowCalendar *calendar, SaysYes *says, int64_t about)
{
    uint32_t yes = 0;
    for (uint32_t i = 0; i < calendar->rules->part_count; i++) {
        yes += says(calendar->parts[i], about) ? 1 : 0;
    }
    switch (calendar->rules->parts_kind) {
    case WRIT_CALENDAR_NO_PARTS:
        return true;
    case WRIT_CALENDAR_ALL_OF:
        return yes == calendar->rules->part_count;
    case WRIT_CALENDAR_ANY_OF:
        return yes > 0;
    }
    WRIT_UNREACHABLE();
}

static void fill_day(SlowCalendar *calendar, SlowDay *minutes, int64_t day)
{
    const WritCalendarRules *rules = calendar->rules;
    minutes->from = slow_zone_minute(calendar->zone, day, 0);
    minutes->to = slow_zone_minute(calendar->zone, day, SLOW_DAY_MINUTES);
    size_t count = (size_t)(minutes->to - minutes->from);
    minutes->open = writ_arena_array(calendar->arena, count + 1, sizeof *minutes->open);
    if (find_holiday(calendar, day) != NULL) {
        return;
    }
    if (rules->opening_count == 0 && rules->parts_kind != WRIT_CALENDAR_NO_PARTS) {
        for (size_t i = 0; i < count; i++) {
            minutes->open[i] =
                parts_say(calendar, slow_calendar_is_open, minutes->from + (int64_t)i);
        }
        return;
    }
    for (uint32_t i = 0; i < rules->opening_count; i++) {
        if (is_on_weekday(&rules->openings[i], day) &&
            parts_say(calendar, slow_calendar_works, day)) {
            open_minutes(calendar, minutes, day, &rules->openings[i]);
        }
    }
}

const SlowDay *slow_calendar_minutes(SlowCalendar *calendar, int64_t day)
{
    assert(slow_calendar_knows(calendar, day));
    SlowDay *minutes = &calendar->days[day - calendar->first_day];
    if (minutes->open == NULL) {
        fill_day(calendar, minutes, day);
    }
    return minutes;
}

// A day before or after what the wall shows where a clock goes back over midnight.
bool slow_calendar_is_open(SlowCalendar *calendar, int64_t minute)
{
    int64_t shown = slow_zone_local_day(calendar->zone, minute);
    for (int64_t day = shown - 1; day <= shown + 1; day++) {
        if (!slow_calendar_knows(calendar, day)) {
            continue;
        }
        const SlowDay *minutes = slow_calendar_minutes(calendar, day);
        if (minute >= minutes->from && minute < minutes->to) {
            return minutes->open[minute - minutes->from];
        }
    }
    assert(0 && "a minute that the calendar knows");
    return false;
}

bool slow_calendar_works(SlowCalendar *calendar, int64_t day)
{
    const SlowDay *minutes = slow_calendar_minutes(calendar, day);
    for (int64_t m = minutes->from; m < minutes->to; m++) {
        if (minutes->open[m - minutes->from]) {
            return true;
        }
    }
    return false;
}

WritStatus slow_calendar_left(SlowCalendar *calendar)
{
    for (int64_t day = calendar->first_day; day <= calendar->last_day; day++) {
        if (slow_calendar_works(calendar, day)) {
            return WRIT_LIMIT;
        }
    }
    return WRIT_INVALID;
}

// With hours of its own a calendar asks its parts about days, without about minutes.
static void know_no_more_than(SlowCalendar *calendar, SlowCalendar *part)
{
    while (calendar->first_day < part->first_day) {
        calendar->first_day += 1;
    }
    while (calendar->last_day > part->last_day) {
        calendar->last_day -= 1;
    }
    if (calendar->rules->opening_count > 0) {
        return;
    }
    int64_t from = slow_zone_minute(part->zone, part->first_day, 0);
    int64_t to = slow_zone_minute(part->zone, part->last_day, SLOW_DAY_MINUTES);
    while (slow_zone_minute(calendar->zone, calendar->first_day, 0) < from) {
        calendar->first_day += 1;
    }
    while (slow_zone_minute(calendar->zone, calendar->last_day, SLOW_DAY_MINUTES) > to) {
        calendar->last_day -= 1;
    }
}

static const WritCalendarRules *find_rules(const WritCalendars *set, WritText name)
{
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        if (writ_text_equal(set->calendars[i].name, name)) {
            return &set->calendars[i];
        }
    }
    assert(0 && "a calendar of the set");
    return NULL;
}

static SlowCalendar *make(WritArena *arena, SlowZones *zones, const WritCalendars *set,
                          WritText name)
{
    const WritCalendarRules *rules = find_rules(set, name);
    SlowCalendar *calendar = writ_arena_alloc(arena, sizeof *calendar);
    *calendar = (SlowCalendar){
        .arena = arena,
        .rules = rules,
        .zone = slow_zones_find(zones, rules->zone),
        .first_day = rules->first_day,
        .last_day = rules->last_day,
    };
    for (uint32_t i = 0; i < rules->part_count; i++) {
        calendar->parts[i] = make(arena, zones, set, rules->parts[i]);
        know_no_more_than(calendar, calendar->parts[i]);
    }
    assert(calendar->first_day <= calendar->last_day);
    size_t count = (size_t)(calendar->last_day - calendar->first_day + 1);
    calendar->days = writ_arena_array(arena, count, sizeof *calendar->days);
    return calendar;
}

SlowCalendar *slow_calendar_new(SlowZones *zones, const WritCalendars *set, WritText name)
{
    return make(writ_arena_new(ARENA_BYTES_MAX), zones, set, name);
}

void slow_calendar_free(SlowCalendar *calendar)
{
    writ_arena_free(calendar->arena);
}

WritStatus slow_calendar_day(WritCalendarDay *day, SlowCalendar *calendar, int64_t local_day)
{
    if (!slow_calendar_knows(calendar, local_day)) {
        return WRIT_LIMIT;
    }
    const SlowDay *minutes = slow_calendar_minutes(calendar, local_day);
    const WritHoliday *holiday = find_holiday(calendar, local_day);
    int64_t count = minutes->to - minutes->from;
    WritOpenInterval *open = writ_arena_array(calendar->arena, (size_t)count + 1, sizeof *open);
    *day = (WritCalendarDay){.day = local_day, .open = open};
    for (int64_t i = 0; i < count; i++) {
        if (minutes->open[i] && (i == 0 || !minutes->open[i - 1])) {
            open[day->open_count].from = (minutes->from + i) * SLOW_MINUTE_MICROS;
        }
        if (minutes->open[i] && (i == count - 1 || !minutes->open[i + 1])) {
            open[day->open_count].to = (minutes->from + i + 1) * SLOW_MINUTE_MICROS;
            day->open_count += 1;
        }
    }
    if (holiday != NULL) {
        day->holiday = holiday->name;
    }
    return WRIT_OK;
}
