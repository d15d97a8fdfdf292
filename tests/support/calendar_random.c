// Leaves come first, then calendars that are made of those before them; the last one is asked.
#include "support/calendar_random.h"

#include <assert.h>
#include <stdlib.h>

#include "support/calendar_sets.h"
#include "writ/value.h"

enum {
    LEAVES_MAX = 3,
    COMPOSED_MAX = 2,
    OPENINGS_OF_DAY_MAX = 4,
    HOLIDAYS_MAX = 60,
    NAME_BYTES = 16,
    SHORT_DAYS = 100,
    MARGIN_DAYS = 3, // Parts in other zones must know the first and last day of the whole, too.
};

static bool one_in(Random *random, uint32_t count)
{
    return random_below(random, count) == 0;
}

// A zone, and the first days of two weeks on whose Sunday its clocks change, in most years; none
// where the month is 0.
typedef struct RandomZone {
    const char *name;
    WritDate changes[2];
} RandomZone;

enum { USUAL_ZONES = 8, ALL_ZONES = 12 };

// Clocks of the last ones change at midnight or back over it.
static const RandomZone ZONES[ALL_ZONES] = {
    {"Europe/Paris", {{0, 3, 25}, {0, 10, 25}}},
    {"Europe/Bucharest", {{0, 3, 25}, {0, 10, 25}}},
    {"Europe/London", {{0, 3, 25}, {0, 10, 25}}},
    {"America/New_York", {{0, 3, 8}, {0, 11, 1}}},
    {"Australia/Lord_Howe", {{0, 10, 1}, {0, 4, 1}}},
    {"Pacific/Apia", {{0, 9, 24}, {0, 4, 1}}},
    {"Asia/Kolkata", {{0}}},
    {"UTC", {{0}}},
    {"America/St_Johns", {{0, 3, 8}, {0, 11, 1}}},
    {"America/Havana", {{0, 3, 8}, {0, 11, 1}}},
    {"America/Sao_Paulo", {{0, 10, 15}, {0, 2, 15}}},
    {"Africa/Cairo", {{0, 4, 24}, {0, 10, 25}}},
};

static WritText random_zone(Random *random)
{
    uint32_t count = one_in(random, 4) ? ALL_ZONES : USUAL_ZONES;
    return writ_text(ZONES[random_below(random, count)].name);
}

static int64_t first_sunday_from(int32_t year, uint8_t month, uint8_t day)
{
    int64_t days = 0;
    bool exists = writ_date_to_days((WritDate){year, month, day}, &days);
    assert(exists);
    while ((days + 3) % 7 != 6) {
        days += 1;
    }
    return days;
}

int64_t calendar_random_day(Random *random, WritText zone)
{
    for (uint32_t i = 0; i < ALL_ZONES; i++) {
        const WritDate *change = &ZONES[i].changes[random_below(random, 2)];
        if (writ_text_is(zone, ZONES[i].name) && change->month != 0 && !one_in(random, 3)) {
            int32_t year = (int32_t)random_between(random, 2008, 2027);
            return first_sunday_from(year, change->month, change->day);
        }
    }
    if (writ_text_is(zone, "Pacific/Apia") && one_in(random, 2)) {
        return calendar_day("2011-12-30"); // It leapt over this one.
    }
    return random_between(random, calendar_day("2008-01-01"), calendar_day("2027-12-31"));
}

// --- Openings ----------------------------------------------------------------------------------

static int compare_minutes(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

static int32_t random_minute(Random *random)
{
    static const int32_t GRID[] = {1, 5, 15, 30};
    if (one_in(random, 8)) {
        return one_in(random, 2) ? 0 : 1440;
    }
    int32_t grid = GRID[random_below(random, 4)];
    return grid * (int32_t)random_between(random, 0, 1440 / grid);
}

// Most clocks change in these hours.
static int32_t random_small_hour(Random *random)
{
    return (int32_t)random_between(random, 90, 250);
}

static void add_bounds(WritCalendarRules *rules, uint8_t weekdays, int32_t *bounds, uint32_t count)
{
    qsort(bounds, count, sizeof *bounds, compare_minutes);
    for (uint32_t i = 0; i < count; i += 2) {
        if (bounds[i] < bounds[i + 1]) {
            rules->openings[rules->opening_count] =
                (WritOpening){weekdays, bounds[i], bounds[i + 1]};
            rules->opening_count += 1;
        }
    }
}

static void add_nights(WritCalendarRules *rules, Random *random)
{
    int32_t bounds[2 * OPENINGS_OF_DAY_MAX];
    for (uint32_t i = 0; i < 2 * OPENINGS_OF_DAY_MAX; i++) {
        bounds[i] = random_small_hour(random);
    }
    add_bounds(rules, EVERY_DAY, bounds, 2 * OPENINGS_OF_DAY_MAX);
}

static void add_openings(WritCalendarRules *rules, Random *random, uint8_t weekdays)
{
    int32_t bounds[2 * OPENINGS_OF_DAY_MAX];
    uint32_t count = 2 * (1 + random_below(random, OPENINGS_OF_DAY_MAX));
    for (uint32_t i = 0; i < count; i++) {
        bounds[i] = one_in(random, 4) ? random_small_hour(random) : random_minute(random);
    }
    add_bounds(rules, weekdays, bounds, count);
}

static void add_week(WritCalendarRules *rules, WritArena *arena, Random *random)
{
    rules->openings = writ_arena_array(arena, 8 * OPENINGS_OF_DAY_MAX, sizeof *rules->openings);
    switch (random_below(random, 10)) {
    case 0:
        add_openings(rules, random, EVERY_DAY);
        return;
    case 1:
        rules->openings[0] = (WritOpening){EVERY_DAY, 0, 1440};
        rules->opening_count = 1;
        return;
    case 2:
        if (rules->last_day - rules->first_day < SHORT_DAYS) {
            return; // Never open, which the oracle sees only at its last day.
        }
        break;
    case 3:
    case 4:
        add_openings(rules, random, MONDAY_TO_THURSDAY);
        add_openings(rules, random, FRIDAY);
        return;
    case 5:
        add_openings(rules, random, (uint8_t)(1 << random_below(random, 7)));
        return;
    case 6:
        add_nights(rules, random);
        return;
    }
    for (uint32_t i = 0; i < 7; i++) {
        if (!one_in(random, 4)) {
            add_openings(rules, random, (uint8_t)(1 << i));
        }
    }
}

// Some close by, a few anywhere; two may fall on one day.
static void add_holidays(WritCalendarRules *rules, WritArena *arena, Random *random, int64_t near)
{
    rules->holidays = writ_arena_array(arena, HOLIDAYS_MAX, sizeof *rules->holidays);
    uint32_t count = one_in(random, 3) ? 0 : random_below(random, HOLIDAYS_MAX);
    for (uint32_t i = 0; i < count; i++) {
        int64_t day = one_in(random, 2) ? random_between(random, near - 30, near + 30)
                                        : random_between(random, rules->first_day, rules->last_day);
        if (day >= rules->first_day && day <= rules->last_day) {
            rules->holidays[rules->holiday_count] =
                (WritHoliday){day, writ_text(one_in(random, 2) ? "Fête" : "Holiday")};
            rules->holiday_count += 1;
        }
    }
}

// --- Sets --------------------------------------------------------------------------------------

typedef struct Making {
    WritArena *arena;
    Random *random;
    RandomCalendars *made;
    WritText zone;     // Of the first calendar, and of half of the others.
    int64_t first_day; // What every leaf knows.
    int64_t last_day;
} Making;

// Twenty years where no calendar is made of others; those may never be open, which the oracle sees
// only at their last day.
static void choose_days(Making *making, bool has_composed)
{
    int64_t near = making->made->near;
    making->first_day = calendar_day("2007-12-01");
    making->last_day = calendar_day("2028-01-31");
    if (one_in(making->random, 4)) {
        making->first_day = near - random_between(making->random, 8, 40);
        making->last_day = near + random_between(making->random, 8, 40);
    } else if (has_composed) {
        making->first_day = near - random_between(making->random, 50, 300);
        making->last_day = near + random_between(making->random, 50, 300);
    }
}

// Names do not rise with the order in which calendars are made: sorting has work to do.
static WritCalendarRules *start_calendar(Making *making)
{
    WritCalendars *set = &making->made->set;
    WritCalendarRules *rules = &set->calendars[set->calendar_count];
    char *name = writ_arena_alloc(making->arena, NAME_BYTES);
    name[0] = (char)('a' + (char)random_below(making->random, 26));
    name[1] = (char)('0' + (char)set->calendar_count);
    *rules = (WritCalendarRules){
        .name = {name, 2},
        .title = writ_text("Made at random"),
        .zone = making->zone,
        .first_day = making->first_day,
        .last_day = making->last_day,
    };
    if (set->calendar_count > 0 && one_in(making->random, 2)) {
        rules->zone = random_zone(making->random);
    }
    return rules;
}

static void make_leaf(Making *making)
{
    WritCalendarRules *rules = start_calendar(making);
    add_week(rules, making->arena, making->random);
    add_holidays(rules, making->arena, making->random, making->made->near);
    making->made->set.calendar_count += 1;
}

static void make_composed(Making *making, int64_t margin)
{
    const WritCalendars *set = &making->made->set;
    WritCalendarRules *rules = start_calendar(making);
    rules->first_day += margin;
    rules->last_day -= margin;
    rules->parts_kind = one_in(making->random, 2) ? WRIT_CALENDAR_ALL_OF : WRIT_CALENDAR_ANY_OF;
    rules->parts = writ_arena_array(making->arena, set->calendar_count, sizeof *rules->parts);
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        if (one_in(making->random, 2) || i + 1 == set->calendar_count) {
            rules->parts[rules->part_count] = set->calendars[i].name;
            rules->part_count += 1;
        }
    }
    if (one_in(making->random, 2)) {
        add_week(rules, making->arena, making->random);
    }
    if (one_in(making->random, 3)) {
        add_holidays(rules, making->arena, making->random, making->made->near);
    }
    making->made->set.calendar_count += 1;
}

RandomCalendars *calendar_random_make(WritArena *arena, Random *random)
{
    RandomCalendars *made = writ_arena_alloc(arena, sizeof *made);
    Making making = {.arena = arena, .random = random, .made = made};
    uint32_t leaves = 1 + random_below(random, LEAVES_MAX);
    uint32_t composed = random_below(random, COMPOSED_MAX + 1);
    made->set.calendars =
        writ_arena_array(arena, LEAVES_MAX + COMPOSED_MAX, sizeof *made->set.calendars);
    making.zone = random_zone(random);
    made->near = calendar_random_day(random, making.zone);
    choose_days(&making, composed > 0);
    for (uint32_t i = 0; i < leaves; i++) {
        make_leaf(&making);
    }
    for (uint32_t i = 0; i < composed; i++) {
        make_composed(&making, (int64_t)MARGIN_DAYS * (i + 1));
    }
    made->name = made->set.calendars[leaves + composed - 1].name;
    calendar_set_zones(&made->set, arena);
    return made;
}

RandomCalendars *calendar_random_nights(WritArena *arena, Random *random)
{
    RandomCalendars *made = writ_arena_alloc(arena, sizeof *made);
    Making making = {.arena = arena, .random = random, .made = made};
    made->set.calendars = writ_arena_array(arena, 1, sizeof *made->set.calendars);
    making.zone = random_zone(random);
    made->near = calendar_random_day(random, making.zone);
    making.first_day = made->near - 1;
    making.last_day = made->near + 1;
    WritCalendarRules *rules = start_calendar(&making);
    rules->openings = writ_arena_array(arena, OPENINGS_OF_DAY_MAX, sizeof *rules->openings);
    add_nights(rules, random);
    made->name = rules->name;
    made->set.calendar_count = 1;
    calendar_set_zones(&made->set, arena);
    return made;
}
