#include "support/company_calendars.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/zone_maker.h"
#include "writ/value.h"

enum {
    MONDAY_TO_THURSDAY = 0x0f,
    MONDAY_TO_FRIDAY = 0x1f,
    MONDAY_TO_SATURDAY = 0x3f,
    EVERY_DAY = 0x7f,
    FRIDAY = 0x10,
};

typedef struct Day {
    const char *date;
    const char *name;
} Day;

// Those of the weekend count for calendars that are open then.
static const Day french[] = {
    {"2026-11-01", "Toussaint"},
    {"2026-11-11", "Armistice"},
    {"2026-12-25", "Noël"},
    {"2027-01-01", "Jour de l'An"},
    {"2027-03-29", "Lundi de Pâques"},
    {"2027-05-01", "Fête du Travail"},
    {"2027-05-06", "Ascension"},
    {"2027-05-08", "Victoire 1945"},
    {"2027-05-17", "Lundi de Pentecôte"},
};
static const Day romanian[] = {
    {"2026-11-30", "Sfântul Andrei"},     {"2026-12-01", "Ziua Națională"},
    {"2026-12-25", "Crăciunul"},          {"2026-12-26", "A doua zi de Crăciun"},
    {"2027-01-01", "Anul Nou"},           {"2027-01-02", "A doua zi de Anul Nou"},
    {"2027-01-06", "Boboteaza"},          {"2027-01-07", "Sfântul Ioan"},
    {"2027-01-24", "Ziua Unirii"},        {"2027-04-30", "Vinerea Mare"},
    {"2027-05-01", "Ziua Muncii"},        {"2027-05-02", "Paștele"},
    {"2027-05-03", "A doua zi de Paște"},
};
static const Day finnish[] = {
    {"2026-12-06", "Itsenäisyyspäivä"}, {"2026-12-24", "Jouluaatto"},
    {"2026-12-25", "Joulupäivä"},       {"2026-12-26", "Tapaninpäivä"},
    {"2027-01-01", "Uudenvuodenpäivä"}, {"2027-01-06", "Loppiainen"},
    {"2027-03-26", "Pitkäperjantai"},   {"2027-03-29", "Toinen pääsiäispäivä"},
    {"2027-05-06", "Helatorstai"},
};
static const Day british[] = {
    {"2026-12-25", "Christmas Day"},
    {"2026-12-26", "Boxing Day"},
    {"2026-12-28", "Boxing Day (substitute day)"},
    {"2027-01-01", "New Year's Day"},
    {"2027-03-26", "Good Friday"},
    {"2027-03-29", "Easter Monday"},
    {"2027-05-03", "Early May bank holiday"},
    {"2027-05-31", "Spring bank holiday"},
};

static const WritOpening french_hours[] = {{MONDAY_TO_FRIDAY, 9 * 60, 12 * 60 + 30},
                                           {MONDAY_TO_FRIDAY, 13 * 60 + 30, 18 * 60}};
static const WritOpening romanian_hours[] = {{MONDAY_TO_FRIDAY, 8 * 60, 12 * 60},
                                             {MONDAY_TO_FRIDAY, 12 * 60 + 30, 16 * 60 + 30}};
static const WritOpening warehouse_hours[] = {{MONDAY_TO_SATURDAY, 6 * 60, 22 * 60}};
static const WritOpening authority_hours[] = {{MONDAY_TO_FRIDAY, 8 * 60, 16 * 60 + 15}};
static const WritOpening british_hours[] = {{MONDAY_TO_THURSDAY, 8 * 60 + 30, 17 * 60},
                                            {FRIDAY, 8 * 60 + 30, 15 * 60 + 30}};
static const WritOpening all_hours[] = {{EVERY_DAY, 0, 24 * 60}};

typedef struct Source {
    const char *name;
    const char *title;
    const char *zone;
    const WritOpening *openings;
    uint32_t opening_count;
    const Day *days;
    uint32_t day_count;
    WritCalendarParts parts_kind;
    const char *parts[2];
} Source;

static const Source sources[] = {
    {"uk_off",
     "Reading office",
     "Europe/London",
     british_hours,
     2,
     british,
     8,
     WRIT_CALENDAR_NO_PARTS,
     {NULL, NULL}},
    {"fr_off",
     "Lyon office",
     "Europe/Paris",
     french_hours,
     2,
     french,
     9,
     WRIT_CALENDAR_NO_PARTS,
     {NULL, NULL}},
    {"ro_off",
     "Bucharest office",
     "Europe/Bucharest",
     romanian_hours,
     2,
     romanian,
     13,
     WRIT_CALENDAR_NO_PARTS,
     {NULL, NULL}},
    {"ro_wh",
     "Warehouse",
     "Europe/Bucharest",
     warehouse_hours,
     1,
     romanian,
     13,
     WRIT_CALENDAR_NO_PARTS,
     {NULL, NULL}},
    {"fi_reg",
     "Finnish authority",
     "Europe/Helsinki",
     authority_hours,
     1,
     finnish,
     9,
     WRIT_CALENDAR_NO_PARTS,
     {NULL, NULL}},
    {"group",
     "Days that France and Romania work",
     "Europe/Paris",
     french_hours,
     2,
     NULL,
     0,
     WRIT_CALENDAR_ALL_OF,
     {"fr_off", "ro_off"}},
    {"always",
     "Every hour of every day",
     "Europe/Bucharest",
     all_hours,
     1,
     NULL,
     0,
     WRIT_CALENDAR_NO_PARTS,
     {NULL, NULL}},
};
enum { SOURCES = sizeof sources / sizeof sources[0] };

static const struct {
    const char *name;
    const char *rule;
} zones[] = {
    {"Europe/Paris", "CET-1CEST,M3.5.0,M10.5.0/3"},
    {"Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"},
    {"Europe/Helsinki", "EET-2EEST,M3.5.0/3,M10.5.0/4"},
    {"Europe/Bucharest", "EET-2EEST,M3.5.0/3,M10.5.0/4"},
};
enum { ZONES = sizeof zones / sizeof zones[0] };

static void fill_lists(WritCalendarRules *rules, WritArena *arena, const Source *source)
{
    rules->opening_count = source->opening_count;
    rules->openings = writ_arena_array(arena, source->opening_count, sizeof(WritOpening));
    memcpy(rules->openings, source->openings, source->opening_count * sizeof(WritOpening));
    rules->holiday_count = source->day_count;
    rules->holidays = writ_arena_array(arena, source->day_count + 1, sizeof(WritHoliday));
    for (uint32_t i = 0; i < source->day_count; i++) {
        rules->holidays[i] =
            (WritHoliday){day_of(source->days[i].date), writ_text(source->days[i].name)};
    }
    rules->parts_kind = source->parts_kind;
    rules->parts = writ_arena_array(arena, 2, sizeof(WritText));
    while (rules->part_count < 2 && source->parts[rules->part_count] != NULL) {
        rules->parts[rules->part_count] = writ_text(source->parts[rules->part_count]);
        rules->part_count++;
    }
}

WritCalendars company_calendars(WritArena *arena)
{
    WritCalendars set = {
        .calendars = writ_arena_array(arena, SOURCES, sizeof(WritCalendarRules)),
        .calendar_count = SOURCES,
        .zones = writ_arena_array(arena, ZONES, sizeof(WritZoneFile)),
        .zone_count = ZONES,
    };
    for (int i = 0; i < SOURCES; i++) {
        set.calendars[i] = (WritCalendarRules){
            .name = writ_text(sources[i].name),
            .title = writ_text(sources[i].title),
            .zone = writ_text(sources[i].zone),
            .first_day = day_of("2026-10-01"),
            .last_day = day_of("2027-05-31"),
        };
        fill_lists(&set.calendars[i], arena, &sources[i]);
    }
    for (int i = 0; i < ZONES; i++) {
        set.zones[i] = (WritZoneFile){writ_text(zones[i].name), zone_of_rule(arena, zones[i].rule)};
    }
    writ_calendars_sort(&set);
    return set;
}

const WritCalendar *calendar_of(WritArena *arena, const WritCalendars *set, const char *name)
{
    const WritCalendar *calendar = NULL;
    WritError error;
    if (writ_calendar_compile(&calendar, arena, set, writ_text(name), &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return calendar;
}

int64_t instant_of(const char *text)
{
    int64_t instant = 0;
    if (writ_instant_parse(&instant, writ_text(text), NULL) != WRIT_OK) {
        fail_msg("%s is no instant", text);
    }
    return instant;
}

int64_t day_of(const char *text)
{
    int64_t day = 0;
    if (writ_date_parse(&day, writ_text(text), NULL) != WRIT_OK) {
        fail_msg("%s is no date", text);
    }
    return day;
}

int64_t hours(int64_t count)
{
    return minutes(count * 60);
}

int64_t minutes(int64_t count)
{
    return count * 60 * 1000000;
}

void assert_instant(const WritCalendar *calendar, int64_t instant, const char *expected)
{
    WritBuffer printed = {0};
    writ_zone_print(&printed, writ_calendar_zone(calendar), instant);
    assert_string_equal(writ_buffer_string(&printed), expected);
    writ_buffer_dispose(&printed);
}

void assert_day(int64_t day, const char *expected)
{
    WritDate date = writ_date_from_days(day);
    char printed[40];
    (void)snprintf(printed, sizeof printed, "%04d-%02d-%02d", date.year, date.month, date.day);
    assert_string_equal(printed, expected);
}

static int64_t checked(WritStatus status, int64_t result, const WritError *error)
{
    if (status != WRIT_OK) {
        fail_msg("%s", error->text);
    }
    return result;
}

int64_t add_time(const WritCalendar *calendar, const char *from, int64_t micros)
{
    WritError error;
    int64_t due = 0;
    WritStatus status = writ_calendar_add_time(&due, calendar, instant_of(from), micros, &error);
    return checked(status, due, &error);
}

int64_t subtract_time(const WritCalendar *calendar, const char *to, int64_t micros)
{
    WritError error;
    int64_t from = 0;
    WritStatus status =
        writ_calendar_subtract_time(&from, calendar, instant_of(to), micros, &error);
    return checked(status, from, &error);
}

int64_t time_between(const WritCalendar *calendar, const char *from, const char *to)
{
    WritError error;
    int64_t micros = 0;
    WritStatus status =
        writ_calendar_time_between(&micros, calendar, instant_of(from), instant_of(to), &error);
    return checked(status, micros, &error);
}

int64_t add_days(const WritCalendar *calendar, const char *from, int64_t count)
{
    WritError error;
    int64_t due = 0;
    WritStatus status = writ_calendar_add_days(&due, calendar, instant_of(from), count, &error);
    return checked(status, due, &error);
}

int64_t move_day(const WritCalendar *calendar, const char *day, int64_t count)
{
    WritError error;
    int64_t moved = 0;
    WritStatus status = writ_calendar_move_day(&moved, calendar, day_of(day), count, &error);
    return checked(status, moved, &error);
}

int64_t days_between(const WritCalendar *calendar, const char *from, const char *to)
{
    WritError error;
    int64_t count = 0;
    WritStatus status =
        writ_calendar_days_between(&count, calendar, day_of(from), day_of(to), &error);
    return checked(status, count, &error);
}

int64_t closing(const WritCalendar *calendar, const char *day)
{
    WritError error;
    int64_t instant = 0;
    WritStatus status = writ_calendar_closing(&instant, calendar, day_of(day), &error);
    return checked(status, instant, &error);
}
