#include "support/changing_calendars.h"

#include "support/zone_maker.h"

enum { CALENDARS = 3, MONDAY_TO_FRIDAY = 0x1f, EVERY_DAY = 0x7f };

static const WritOpening office_hours[] = {{MONDAY_TO_FRIDAY, 9 * 60, 12 * 60},
                                           {MONDAY_TO_FRIDAY, 13 * 60, 17 * 60}};
static const WritOpening plant_hours[] = {{EVERY_DAY, 6 * 60, 22 * 60}};

// By version: the last day, in days since 1970-01-01. Every fifth day is closed, another in each.
static const int64_t last_days[CHANGING_VERSIONS] = {400, 60, 10, 400};
enum { HOLIDAYS = 80, HOLIDAYS_APART = 5 };

static WritCalendarRules rules(WritArena *arena, const char *name, const WritOpening *openings,
                               uint32_t opening_count)
{
    WritCalendarRules made = {
        .name = writ_text(name),
        .title = writ_text(name),
        .zone = writ_text("Europe/Paris"),
        .openings = writ_arena_array(arena, opening_count, sizeof(WritOpening)),
        .opening_count = opening_count,
        .holidays = writ_arena_array(arena, HOLIDAYS, sizeof(WritHoliday)),
        .holiday_count = HOLIDAYS,
        .first_day = -365,
    };
    for (uint32_t i = 0; i < opening_count; i++) {
        made.openings[i] = openings[i];
    }
    return made;
}

const WritCalendars *changing_calendars(WritArena *arena, uint32_t version)
{
    WritCalendars *set = writ_arena_alloc(arena, sizeof *set);
    set->calendars = writ_arena_array(arena, CALENDARS, sizeof(WritCalendarRules));
    set->calendar_count = CALENDARS;
    set->calendars[0] = rules(arena, "office", office_hours, 2);
    set->calendars[1] = rules(arena, "plant", plant_hours, 1);
    set->calendars[2] = rules(arena, "test.trial.office", office_hours, 2);
    for (uint32_t i = 0; i < CALENDARS; i++) {
        set->calendars[i].last_day = last_days[version];
        for (int64_t h = 0; h < HOLIDAYS; h++) {
            set->calendars[i].holidays[h] =
                (WritHoliday){HOLIDAYS_APART * h + version, writ_text("closed")};
        }
    }
    set->zones = writ_arena_array(arena, 1, sizeof(WritZoneFile));
    set->zone_count = 1;
    set->zones[0] = (WritZoneFile){writ_text("Europe/Paris"),
                                   zone_of_rule(arena, "CET-1CEST,M3.5.0,M10.5.0/3")};
    writ_calendars_sort(set);
    return set;
}
