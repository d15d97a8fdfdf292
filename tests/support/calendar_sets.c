// The company's calendars are those of its conventions, weekend holidays included: they close the
// warehouse, which works on Saturdays.
#include "support/calendar_sets.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "writ/value.h"

int64_t calendar_day(const char *date)
{
    int64_t days = 0;
    WritError error;
    if (writ_date_parse(&days, writ_text(date), &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return days;
}

int64_t calendar_instant(const char *text)
{
    int64_t micros = 0;
    WritError error;
    if (writ_instant_parse(&micros, writ_text(text), &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return micros;
}

// --- Zones -------------------------------------------------------------------------------------

WritText calendar_zone_file(WritArena *arena, WritText name)
{
    const char *folder = getenv("TZDIR");
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%.*s", folder == NULL ? "/usr/share/zoneinfo" : folder,
                   WRIT_TEXT_ARGS(name));
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("there is no zone %s: install the tz database", path);
    }
    char *bytes = writ_arena_alloc(arena, WRIT_ZONE_BYTES_MAX);
    size_t length = fread(bytes, 1, WRIT_ZONE_BYTES_MAX, file);
    assert_true(length > 0 && feof(file));
    (void)fclose(file);
    return (WritText){bytes, length};
}

static bool has_zone(const WritCalendars *set, WritText name)
{
    for (uint32_t i = 0; i < set->zone_count; i++) {
        if (writ_text_equal(set->zones[i].name, name)) {
            return true;
        }
    }
    return false;
}

static int compare_zones(const void *a, const void *b)
{
    return writ_text_compare(((const WritZoneFile *)a)->name, ((const WritZoneFile *)b)->name);
}

void calendar_set_zones(WritCalendars *set, WritArena *arena)
{
    set->zones = writ_arena_array(arena, set->calendar_count, sizeof *set->zones);
    set->zone_count = 0;
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        WritText name = set->calendars[i].zone;
        if (!has_zone(set, name)) {
            set->zones[set->zone_count] =
                (WritZoneFile){.name = name, .bytes = calendar_zone_file(arena, name)};
            set->zone_count += 1;
        }
    }
    qsort(set->zones, set->zone_count, sizeof *set->zones, compare_zones);
}

// --- The company -------------------------------------------------------------------------------

enum { OPENINGS_MAX = 2, COMPANY_HOLIDAYS_MAX = 16, COMPANY_CALENDARS = 7 };

typedef struct CompanyCalendar {
    const char *name;
    const char *title;
    const char *zone;
    WritOpening openings[OPENINGS_MAX]; // Until one without weekdays.
    const char *const *holidays;        // Until NULL.
    WritCalendarParts parts_kind;
    const char *parts[2];
} CompanyCalendar;

static const char *const FR_HOLIDAYS[] = {
    "2026-11-01", "2026-11-11", "2026-12-25", "2027-01-01", "2027-03-29",
    "2027-05-01", "2027-05-06", "2027-05-08", "2027-05-17", NULL,
};
static const char *const RO_HOLIDAYS[] = {
    "2026-11-30", "2026-12-01", "2026-12-25", "2026-12-26", "2027-01-01",
    "2027-01-02", "2027-01-06", "2027-01-07", "2027-01-24", "2027-04-30",
    "2027-05-01", "2027-05-02", "2027-05-03", NULL,
};
static const char *const FI_HOLIDAYS[] = {
    "2026-12-06", "2026-12-24", "2026-12-25", "2026-12-26", "2027-01-01",
    "2027-01-06", "2027-03-26", "2027-03-29", "2027-05-06", NULL,
};
static const char *const UK_HOLIDAYS[] = {
    "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26",
    "2027-03-29", "2027-05-03", "2027-05-31", NULL,
};
static const char *const NO_HOLIDAYS[] = {NULL};

static const CompanyCalendar COMPANY[COMPANY_CALENDARS] = {
    {"always", "Every hour", "UTC", {{EVERY_DAY, 0, 1440}}, NO_HOLIDAYS, 0, {0}},
    {"fi_register",
     "Register, Espoo",
     "Europe/Helsinki",
     {{MONDAY_TO_FRIDAY, 480, 975}},
     FI_HOLIDAYS,
     0,
     {0}},
    {"fr_office",
     "Office, Lyon",
     "Europe/Paris",
     {{MONDAY_TO_FRIDAY, 540, 750}, {MONDAY_TO_FRIDAY, 810, 1080}},
     FR_HOLIDAYS,
     0,
     {0}},
    {"group",
     "Group",
     "Europe/Paris",
     {{MONDAY_TO_FRIDAY, 540, 750}, {MONDAY_TO_FRIDAY, 810, 1080}},
     NO_HOLIDAYS,
     WRIT_CALENDAR_ALL_OF,
     {"fr_office", "ro_office"}},
    {"ro_office",
     "Office, Bucharest",
     "Europe/Bucharest",
     {{MONDAY_TO_FRIDAY, 480, 720}, {MONDAY_TO_FRIDAY, 750, 990}},
     RO_HOLIDAYS,
     0,
     {0}},
    {"ro_warehouse",
     "Warehouse, Ploiești",
     "Europe/Bucharest",
     {{MONDAY_TO_SATURDAY, 360, 1320}},
     RO_HOLIDAYS,
     0,
     {0}},
    {"uk_office",
     "Office, Reading",
     "Europe/London",
     {{MONDAY_TO_THURSDAY, 510, 1020}, {FRIDAY, 510, 930}},
     UK_HOLIDAYS,
     0,
     {0}},
};

static void fill_rules(WritCalendarRules *rules, WritArena *arena, const CompanyCalendar *told)
{
    *rules = (WritCalendarRules){
        .name = writ_text(told->name),
        .title = writ_text(told->title),
        .zone = writ_text(told->zone),
        .openings = writ_arena_array(arena, OPENINGS_MAX, sizeof *rules->openings),
        .holidays = writ_arena_array(arena, COMPANY_HOLIDAYS_MAX, sizeof *rules->holidays),
        .parts_kind = told->parts_kind,
        .parts = writ_arena_array(arena, 2, sizeof *rules->parts),
        .part_count = told->parts_kind == WRIT_CALENDAR_NO_PARTS ? 0 : 2,
        .first_day = calendar_day("2026-10-01"),
        .last_day = calendar_day("2027-05-31"),
    };
    for (uint32_t i = 0; i < OPENINGS_MAX && told->openings[i].weekdays != 0; i++) {
        rules->openings[rules->opening_count++] = told->openings[i];
    }
    for (uint32_t i = 0; told->holidays[i] != NULL; i++) {
        rules->holidays[rules->holiday_count++] = (WritHoliday){
            .day = calendar_day(told->holidays[i]), .name = writ_text(told->holidays[i])};
    }
    for (uint32_t i = 0; i < rules->part_count; i++) {
        rules->parts[i] = writ_text(told->parts[i]);
    }
}

WritCalendars *calendar_set_company(WritArena *arena)
{
    WritCalendars *set = writ_arena_alloc(arena, sizeof *set);
    set->calendars = writ_arena_array(arena, COMPANY_CALENDARS, sizeof *set->calendars);
    set->calendar_count = COMPANY_CALENDARS;
    for (uint32_t i = 0; i < COMPANY_CALENDARS; i++) {
        fill_rules(&set->calendars[i], arena, &COMPANY[i]);
    }
    calendar_set_zones(set, arena);
    return set;
}

// --- Telling -----------------------------------------------------------------------------------

static void print_day(WritBuffer *out, int64_t day)
{
    WritDate date = writ_date_from_days(day);
    writ_buffer_format(out, "%04d-%02u-%02u", date.year, date.month, date.day);
}

static void print_opening(WritBuffer *out, const WritOpening *opening)
{
    static const char *const NAMES[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    writ_buffer_add_string(out, "  open");
    for (uint32_t i = 0; i < 7; i++) {
        if ((opening->weekdays >> i & 1) != 0) {
            writ_buffer_format(out, " %s", NAMES[i]);
        }
    }
    writ_buffer_format(out, " %02d:%02d to %02d:%02d\n", opening->from / 60, opening->from % 60,
                       opening->to / 60, opening->to % 60);
}

static void print_rules(WritBuffer *out, const WritCalendarRules *rules)
{
    writ_buffer_format(out, "calendar %.*s in %.*s from ", WRIT_TEXT_ARGS(rules->name),
                       WRIT_TEXT_ARGS(rules->zone));
    print_day(out, rules->first_day);
    writ_buffer_add_string(out, " through ");
    print_day(out, rules->last_day);
    writ_buffer_add_string(out, "\n");
    for (uint32_t i = 0; i < rules->opening_count; i++) {
        print_opening(out, &rules->openings[i]);
    }
    for (uint32_t i = 0; i < rules->holiday_count; i++) {
        writ_buffer_add_string(out, i == 0 ? "  holidays " : " ");
        print_day(out, rules->holidays[i].day);
    }
    writ_buffer_add_string(out, rules->holiday_count > 0 ? "\n" : "");
    for (uint32_t i = 0; i < rules->part_count; i++) {
        const char *first = rules->parts_kind == WRIT_CALENDAR_ALL_OF ? "  all of " : "  any of ";
        writ_buffer_format(out, "%s%.*s", i == 0 ? first : ", ", WRIT_TEXT_ARGS(rules->parts[i]));
    }
    writ_buffer_add_string(out, rules->part_count > 0 ? "\n" : "");
}

void calendar_set_print(WritBuffer *out, const WritCalendars *set)
{
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        print_rules(out, &set->calendars[i]);
    }
}
