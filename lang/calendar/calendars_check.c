// What a set of calendars must keep to, whoever made it. Authors are told the same mistakes with
// their places; this tells the first one for bytes that come from elsewhere.
#include "calendar/calendars.h"

#include <stdbool.h>

#include "value/quote.h"
#include "writ/value.h"

enum { ALL_WEEKDAYS = 0x7f, MINUTES_A_DAY = 24 * 60 };

static WritStatus refuse(const WritCalendarRules *rules, const char *reason, WritError *error)
{
    return writ_fail(error, WRIT_INVALID, "the calendars are not in order: %s %s",
                     quote_text(rules->name).text, reason);
}

static WritStatus pass_limit(const WritCalendarRules *rules, const char *what, int limit,
                             WritError *error)
{
    return writ_fail(error, WRIT_LIMIT, "calendar %s has more than %d %s",
                     quote_text(rules->name).text, limit, what);
}

static bool is_sound_text(WritText text)
{
    return text.length <= WRIT_CALENDAR_TEXT_BYTES_MAX && writ_text_is_utf8(text);
}

static bool is_sound_name(WritText text)
{
    return text.length > 0 && is_sound_text(text);
}

static bool overlap(const WritOpening *a, const WritOpening *b)
{
    return (a->weekdays & b->weekdays) != 0 && a->from < b->to && b->from < a->to;
}

static WritStatus check_openings(const WritCalendarRules *rules, WritError *error)
{
    if (rules->opening_count > WRIT_CALENDAR_OPENINGS_MAX) {
        return pass_limit(rules, "opening hours", WRIT_CALENDAR_OPENINGS_MAX, error);
    }
    for (uint32_t i = 0; i < rules->opening_count; i++) {
        const WritOpening *opening = &rules->openings[i];
        if (opening->weekdays == 0 || opening->weekdays > ALL_WEEKDAYS || opening->from < 0 ||
            opening->from >= opening->to || opening->to > MINUTES_A_DAY) {
            return refuse(rules, "opens on no day, or closes before it opens", error);
        }
        if (i > 0 && calendars_compare_openings(opening - 1, opening) >= 0) {
            return refuse(rules, "has opening hours twice or out of order", error);
        }
        for (uint32_t j = 0; j < i; j++) {
            if (overlap(&rules->openings[j], opening)) {
                return refuse(rules, "has opening hours that overlap", error);
            }
        }
    }
    return WRIT_OK;
}

static WritStatus check_holidays(const WritCalendarRules *rules, WritError *error)
{
    if (rules->holiday_count > WRIT_CALENDAR_HOLIDAYS_MAX) {
        return pass_limit(rules, "holidays", WRIT_CALENDAR_HOLIDAYS_MAX, error);
    }
    for (uint32_t i = 0; i < rules->holiday_count; i++) {
        const WritHoliday *holiday = &rules->holidays[i];
        if (!is_sound_name(holiday->name) || holiday->day < WRIT_DATE_DAYS_MIN ||
            holiday->day > WRIT_DATE_DAYS_MAX) {
            return refuse(rules, "has a holiday without a name or on no date", error);
        }
        if (i > 0 && calendars_compare_holidays(holiday - 1, holiday) >= 0) {
            return refuse(rules, "has holidays twice or out of order", error);
        }
    }
    return WRIT_OK;
}

static WritStatus check_parts(const WritCalendars *set, const WritCalendarRules *rules,
                              WritError *error)
{
    if (rules->part_count > WRIT_CALENDAR_PARTS_MAX) {
        return pass_limit(rules, "parts", WRIT_CALENDAR_PARTS_MAX, error);
    }
    if ((rules->part_count > 0) != (rules->parts_kind != WRIT_CALENDAR_NO_PARTS)) {
        return refuse(rules, "does not say how it is open by its parts", error);
    }
    for (uint32_t i = 0; i < rules->part_count; i++) {
        if (calendars_find(set, rules->parts[i]) == NULL) {
            return refuse(rules, "has a part that is no calendar here", error);
        }
        for (uint32_t j = 0; j < i; j++) {
            if (writ_text_equal(rules->parts[i], rules->parts[j])) {
                return refuse(rules, "has a part twice", error);
            }
        }
    }
    return WRIT_OK;
}

static WritStatus check_calendar(const WritCalendars *set, const WritCalendarRules *rules,
                                 WritError *error)
{
    if (!is_sound_name(rules->name) || !is_sound_text(rules->title) ||
        (rules > set->calendars && writ_text_compare(rules[-1].name, rules->name) >= 0)) {
        return refuse(rules, "has no sound name, or stands twice or out of order", error);
    }
    if (calendars_find_zone(set, rules->zone) == NULL) {
        return refuse(rules, "names a time zone that is not here", error);
    }
    if (rules->first_day < WRIT_DATE_DAYS_MIN || rules->last_day > WRIT_DATE_DAYS_MAX ||
        rules->first_day > rules->last_day) {
        return refuse(rules, "ends before it begins, or outside the years 1 to 9999", error);
    }
    WritStatus status = check_openings(rules, error);
    if (status == WRIT_OK) {
        status = check_holidays(rules, error);
    }
    return status == WRIT_OK ? check_parts(set, rules, error) : status;
}

static WritStatus check_zones(const WritCalendars *set, WritError *error)
{
    for (uint32_t i = 0; i < set->zone_count; i++) {
        const WritZoneFile *file = &set->zones[i];
        if (!is_sound_name(file->name) ||
            (i > 0 && writ_text_compare(file[-1].name, file->name) >= 0)) {
            return writ_fail(error, WRIT_INVALID,
                             "the calendars are not in order: zone %s has no sound name, or stands "
                             "twice or out of order",
                             quote_text(file->name).text);
        }
        WritArena *arena = writ_arena_new(WRIT_ZONE_ARENA_BYTES);
        const WritZone *zone = NULL;
        WritStatus status = writ_zone_parse(&zone, arena, file->name, file->bytes, error);
        writ_arena_free(arena);
        if (status != WRIT_OK) {
            return status;
        }
    }
    return WRIT_OK;
}

// Each zone is there because a calendar names it, so that equal calendars have equal bytes.
static WritStatus check_zones_used(const WritCalendars *set, WritArena *scratch, WritError *error)
{
    bool *used = writ_arena_array(scratch, (size_t)set->zone_count + 1, sizeof *used);
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        used[calendars_find_zone(set, set->calendars[i].zone) - set->zones] = true;
    }
    for (uint32_t i = 0; i < set->zone_count; i++) {
        if (!used[i]) {
            return writ_fail(error, WRIT_INVALID,
                             "the calendars are not in order: none is in zone %s",
                             quote_text(set->zones[i].name).text);
        }
    }
    return WRIT_OK;
}

// Depths that were found, so that no calendar is walked twice; a circle meets one that is open.
typedef struct Depths {
    const WritCalendars *set;
    uint8_t *depths; // Of each calendar; 0: not yet known.
    bool *open;      // On the way that is walked.
} Depths;

static WritStatus measure(Depths *depths, const WritCalendarRules *rules, int level,
                          WritError *error)
{
    size_t index = (size_t)(rules - depths->set->calendars);
    if (depths->open[index]) {
        return refuse(rules, "is a part of itself, over others or not", error);
    }
    if (level > WRIT_CALENDAR_PART_DEPTH_MAX) {
        return pass_limit(rules, "levels of parts around or below it", WRIT_CALENDAR_PART_DEPTH_MAX,
                          error);
    }
    if (depths->depths[index] > 0) {
        return WRIT_OK;
    }
    depths->open[index] = true;
    uint8_t deepest = 0;
    for (uint32_t i = 0; i < rules->part_count; i++) {
        const WritCalendarRules *part = calendars_find(depths->set, rules->parts[i]);
        WritStatus status = measure(depths, part, level + 1, error);
        if (status != WRIT_OK) {
            return status;
        }
        uint8_t depth = depths->depths[part - depths->set->calendars];
        deepest = depth > deepest ? depth : deepest;
    }
    depths->open[index] = false;
    depths->depths[index] = (uint8_t)(deepest + 1);
    return deepest < WRIT_CALENDAR_PART_DEPTH_MAX
               ? WRIT_OK
               : pass_limit(rules, "levels of parts", WRIT_CALENDAR_PART_DEPTH_MAX, error);
}

static WritStatus check_depths(const WritCalendars *set, WritArena *scratch, WritError *error)
{
    Depths depths = {
        .set = set,
        .depths = writ_arena_array(scratch, (size_t)set->calendar_count + 1, sizeof(uint8_t)),
        .open = writ_arena_array(scratch, (size_t)set->calendar_count + 1, sizeof(bool)),
    };
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        WritStatus status = measure(&depths, &set->calendars[i], 1, error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    return WRIT_OK;
}

WritStatus calendars_check(const WritCalendars *set, WritArena *scratch, WritError *error)
{
    WritStatus status = check_zones(set, error);
    for (uint32_t i = 0; i < set->calendar_count && status == WRIT_OK; i++) {
        status = check_calendar(set, &set->calendars[i], error);
    }
    if (status == WRIT_OK) {
        status = check_zones_used(set, scratch, error);
    }
    return status == WRIT_OK ? check_depths(set, scratch, error) : status;
}
