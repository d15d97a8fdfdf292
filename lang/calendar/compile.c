// From the rules of a calendar to its tables: the parts first, then which days are known, then the
// days. A calendar that is a part of several is compiled once.
#include "calendar/days.h"

#include <assert.h>

#include "value/quote.h"
#include "writ/value.h"

typedef struct Compiling {
    const WritCalendars *set;
    WritText name; // Of the calendar that is asked for.
    WritArena *arena;
    WritError *error;
    WritCalendar **calendars; // Of the set, as far as they are compiled.
    const WritZone **zones;   // Of the set, as far as they are read.
    uint64_t days;            // So far, for the bounds.
    uint64_t intervals;
    bool measured; // Only the bounds are asked for: no table is laid out.
} Compiling;

static WritStatus pass_limit(const Compiling *compiling, WritText name, int limit, const char *what)
{
    (void)writ_fail(compiling->error, WRIT_LIMIT, "calendar %s has more than %d %s",
                    quote_text(name).text, limit, what);
    (void)writ_hint(compiling->error,
                    "Make it of fewer calendars, or let these have fewer \"open\" lines or end "
                    "earlier (\"valid through\").");
    return WRIT_LIMIT;
}

static WritStatus find_zone(Compiling *compiling, const WritCalendarRules *rules,
                            const WritZone **zone)
{
    const WritZoneFile *file = calendars_find_zone(compiling->set, rules->zone);
    if (file == NULL) {
        return writ_fail(compiling->error, WRIT_NOT_FOUND,
                         "calendar %s is in time zone %s, which is not among its zones",
                         quote_text(rules->name).text, quote_text(rules->zone).text);
    }
    const WritZone **known = &compiling->zones[file - compiling->set->zones];
    WritStatus status = WRIT_OK;
    if (*known == NULL) {
        status =
            writ_zone_parse(known, compiling->arena, file->name, file->bytes, compiling->error);
    }
    *zone = *known;
    return status;
}

// --- Which days are known ----------------------------------------------------------------------

static void narrow_first(WritCalendar *calendar, int64_t day, const WritCalendar *by)
{
    if (day > calendar->first_day) {
        calendar->first_day = day;
        calendar->first_by = by->first_by;
    }
}

static void narrow_last(WritCalendar *calendar, int64_t day, const WritCalendar *by)
{
    if (day < calendar->last_day) {
        calendar->last_day = day;
        calendar->last_by = by->last_by;
    }
}

// Instants of the part are needed: a day of ours is known when it lies in the part's days whole.
static void narrow_to_instants(WritCalendar *calendar, const WritCalendar *part)
{
    const WritZone *zone = calendar->zone;
    int64_t first = writ_zone_local(zone, part->known_from).day - 1;
    while (writ_zone_instant(zone, first, 0) < part->known_from) {
        first++;
    }
    int64_t last = writ_zone_local(zone, part->known_to).day + 1;
    while (writ_zone_instant(zone, last + 1, 0) > part->known_to) {
        last--;
    }
    narrow_first(calendar, first, part);
    narrow_last(calendar, last, part);
}

static WritStatus find_known(const Compiling *compiling, WritCalendar *calendar,
                             const WritCalendar *const *parts)
{
    const WritCalendarRules *rules = calendar->rules;
    calendar->first_day = rules->first_day;
    calendar->last_day = rules->last_day;
    calendar->first_by = rules;
    calendar->last_by = rules;
    for (uint32_t i = 0; i < rules->part_count; i++) {
        if (rules->opening_count == 0) {
            narrow_to_instants(calendar, parts[i]);
        } else {
            narrow_first(calendar, parts[i]->first_day, parts[i]);
            narrow_last(calendar, parts[i]->last_day, parts[i]);
        }
    }
    if (calendar->first_day > calendar->last_day) {
        (void)writ_fail(compiling->error, WRIT_INVALID,
                        "calendar %s knows no day: its parts have none in common",
                        quote_text(rules->name).text);
        return writ_hint(compiling->error, "%s ends before %s begins: let it be valid longer.",
                         quote_text(calendar->last_by->name).text,
                         quote_text(calendar->first_by->name).text);
    }
    calendar->known_from = writ_zone_instant(calendar->zone, calendar->first_day, 0);
    calendar->known_to = writ_zone_instant(calendar->zone, calendar->last_day + 1, 0);
    return WRIT_OK;
}

// --- Tables ------------------------------------------------------------------------------------

static WritStatus lay_out(Compiling *compiling, WritCalendar *calendar,
                          const WritCalendar *const *parts)
{
    WritArena *arena = compiling->arena;
    uint64_t days = (uint64_t)(calendar->last_day - calendar->first_day) + 1;
    compiling->days += days;
    if (compiling->days > WRIT_CALENDAR_DAYS_MAX) {
        return pass_limit(compiling, compiling->name, WRIT_CALENDAR_DAYS_MAX,
                          "days, those of its parts included");
    }
    calendar->day_count = (uint32_t)days;
    uint64_t intervals = days_intervals_max(calendar, parts);
    compiling->intervals += intervals;
    if (compiling->intervals > WRIT_CALENDAR_INTERVALS_MAX) {
        return pass_limit(compiling, compiling->name, WRIT_CALENDAR_INTERVALS_MAX,
                          "open intervals, those of its parts included");
    }
    if (compiling->measured) { // At least as many as would be laid out.
        calendar->interval_count = (uint32_t)intervals;
        return WRIT_OK;
    }
    calendar->intervals = writ_arena_array(arena, intervals + 1, sizeof *calendar->intervals);
    calendar->open_before = writ_arena_array(arena, intervals + 1, sizeof *calendar->open_before);
    calendar->first_interval = writ_arena_array(arena, days + 1, sizeof(uint32_t));
    calendar->working_before = writ_arena_array(arena, days + 1, sizeof(uint32_t));
    calendar->working_days = writ_arena_array(arena, days + 1, sizeof(uint32_t));
    days_fill(calendar, parts);
    return WRIT_OK;
}

static WritStatus compile(Compiling *compiling, WritText name, int level, WritCalendar **made);

static WritStatus compile_parts(Compiling *compiling, const WritCalendarRules *rules, int level,
                                WritCalendar *parts[WRIT_CALENDAR_PARTS_MAX])
{
    if (rules->part_count > WRIT_CALENDAR_PARTS_MAX) {
        return pass_limit(compiling, rules->name, WRIT_CALENDAR_PARTS_MAX, "parts");
    }
    for (uint32_t i = 0; i < rules->part_count; i++) {
        WritStatus status = compile(compiling, rules->parts[i], level + 1, &parts[i]);
        if (status != WRIT_OK) {
            return status;
        }
    }
    return WRIT_OK;
}

static WritStatus compile_rules(Compiling *compiling, const WritCalendarRules *rules, int level,
                                WritCalendar **made)
{
    if (level > WRIT_CALENDAR_PART_DEPTH_MAX) {
        return pass_limit(compiling, rules->name, WRIT_CALENDAR_PART_DEPTH_MAX,
                          "levels of parts around or below it");
    }
    WritCalendar *parts[WRIT_CALENDAR_PARTS_MAX] = {0};
    WritStatus status = compile_parts(compiling, rules, level, parts);
    if (status != WRIT_OK) {
        return status;
    }
    WritCalendar *calendar = writ_arena_alloc(compiling->arena, sizeof *calendar);
    calendar->rules = rules;
    status = find_zone(compiling, rules, &calendar->zone);
    const WritCalendar *const *known = (const WritCalendar *const *)parts;
    if (status == WRIT_OK) {
        status = find_known(compiling, calendar, known);
    }
    if (status == WRIT_OK) {
        status = lay_out(compiling, calendar, known);
    }
    *made = calendar;
    return status;
}

static WritStatus compile(Compiling *compiling, WritText name, int level, WritCalendar **made)
{
    const WritCalendarRules *rules = calendars_find(compiling->set, name);
    if (rules == NULL) {
        return writ_fail(compiling->error, WRIT_NOT_FOUND, "there is no calendar %s",
                         quote_text(name).text);
    }
    WritCalendar **known = &compiling->calendars[rules - compiling->set->calendars];
    WritStatus status = WRIT_OK;
    if (*known == NULL) {
        status = compile_rules(compiling, rules, level, made);
        *known = status == WRIT_OK ? *made : NULL;
    }
    *made = *known;
    return status;
}

static WritStatus begin(Compiling compiling, const WritCalendar **calendar)
{
    const WritCalendars *set = compiling.set;
    assert(set->calendar_count <= WRIT_CALENDARS_MAX && set->zone_count <= WRIT_CALENDARS_MAX);
    WritArena *arena = compiling.arena;
    compiling.calendars = writ_arena_array(arena, (size_t)set->calendar_count + 1, sizeof(void *));
    compiling.zones = writ_arena_array(arena, (size_t)set->zone_count + 1, sizeof(void *));
    WritCalendar *made = NULL;
    WritStatus status = compile(&compiling, compiling.name, 1, &made);
    *calendar = status == WRIT_OK ? made : NULL;
    return status;
}

WritStatus writ_calendar_compile(const WritCalendar **calendar, WritArena *arena,
                                 const WritCalendars *set, WritText name, WritError *error)
{
    return begin((Compiling){.set = set, .name = name, .arena = arena, .error = error}, calendar);
}

WritStatus writ_calendar_try(const WritCalendars *set, WritText name, WritError *error)
{
    const WritCalendar *calendar = NULL;
    WritArena *arena = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES);
    Compiling compiling = {
        .set = set, .name = name, .arena = arena, .error = error, .measured = true};
    WritStatus status = begin(compiling, &calendar);
    writ_arena_free(arena);
    return status;
}

const WritCalendarRules *writ_calendar_rules(const WritCalendar *calendar)
{
    return calendar->rules;
}

const WritZone *writ_calendar_zone(const WritCalendar *calendar)
{
    return calendar->zone;
}
