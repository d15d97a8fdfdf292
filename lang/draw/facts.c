// Days as a calendar has them, with the names of what closes them. A calendar made of parts has
// its hours from them, and says of a day only its own holidays; the names of the others are found
// in the rules of the parts.
#include "draw/facts.h"

#include <assert.h>

#include "calendar/calendars.h"
#include "draw/wording.h"

// Every part once, though several may share it.
static void add_parts(FactsSource *source, bool *seen, const WritCalendarRules *rules, int depth)
{
    const WritCalendars *set = source->drawn->set;
    // A compiled calendar has no circle among its parts.
    assert(depth <= WRIT_CALENDAR_PART_DEPTH_MAX);
    for (uint32_t i = 0; i < rules->part_count; i++) {
        const WritCalendarRules *part = calendars_find(set, rules->parts[i]);
        if (part != NULL && !seen[part - set->calendars]) {
            seen[part - set->calendars] = true;
            source->parts[source->part_count++] = part;
            add_parts(source, seen, part, depth + 1);
        }
    }
}

FactsSource facts_source(WritArena *arena, const WritDrawn *drawn)
{
    uint32_t count = drawn->set->calendar_count;
    FactsSource source = {
        .arena = arena,
        .drawn = drawn,
        .zone = writ_calendar_zone(drawn->calendar),
        .rules = writ_calendar_rules(drawn->calendar),
        .parts = writ_arena_array(arena, (size_t)count + 1, sizeof(const WritCalendarRules *)),
    };
    bool *seen = writ_arena_array(arena, (size_t)count + 1, sizeof *seen);
    add_parts(&source, seen, source.rules, 1);
    return source;
}

// Hangs in the holidays of one calendar behind `last`; NULL: none before. Returns the last.
static DayName *add_holidays(DayFacts *facts, WritArena *arena, const WritCalendarRules *rules,
                             WritText part, DayName *last)
{
    for (uint32_t i = calendars_first_holiday(rules, facts->day);
         i < rules->holiday_count && rules->holidays[i].day == facts->day; i++) {
        if (facts->name_count == WRIT_DRAW_NAMES_MAX) {
            facts->unnamed++;
            continue;
        }
        DayName *name = writ_arena_alloc(arena, sizeof *name);
        *name = (DayName){.day = facts->day, .name = rules->holidays[i].name, .part = part};
        if (last == NULL) {
            facts->names = name;
        } else {
            last->next = name;
        }
        last = name;
        facts->name_count++;
    }
    return last;
}

static void add_names(DayFacts *facts, const FactsSource *source)
{
    DayName *last = add_holidays(facts, source->arena, source->rules, (WritText){0}, NULL);
    // A part's holiday that left the day open is none here.
    for (uint32_t i = 0; facts->open_count == 0 && i < source->part_count; i++) {
        const WritCalendarRules *part = source->parts[i];
        last = add_holidays(facts, source->arena, part, part->name, last);
    }
}

void facts_of_day(DayFacts *facts, const FactsSource *source, int64_t day, WritError *error)
{
    WritCalendarDay told;
    *facts = (DayFacts){
        .day = day,
        .start = writ_zone_instant(source->zone, day, 0),
        .end = writ_zone_instant(source->zone, day, MICROS_A_DAY),
    };
    if (facts->end < facts->start) {
        facts->end = facts->start;
    }
    if (writ_calendar_day(&told, source->drawn->calendar, day, error) != WRIT_OK) {
        return;
    }
    facts->known = true;
    facts->open = told.open;
    facts->open_count = told.open_count;
    for (uint32_t i = 0; i < told.open_count; i++) {
        facts->open_micros += told.open[i].to - told.open[i].from;
    }
    add_names(facts, source);
}

int64_t facts_length(const DayFacts *facts)
{
    return facts->end - facts->start;
}

bool facts_change(const DayFacts *facts, const WritZone *zone, DayChange *change)
{
    // A change at the first instant of the day belongs to it: its midnight was leapt over.
    int64_t before = facts->start - 1;
    int64_t after = facts->end - 1;
    int32_t offset = writ_zone_local(zone, before).offset;
    if (facts->start >= facts->end || writ_zone_local(zone, after).offset == offset) {
        return false;
    }
    while (after - before > 1) {
        int64_t middle = before + (after - before) / 2;
        if (writ_zone_local(zone, middle).offset == offset) {
            before = middle;
        } else {
            after = middle;
        }
    }
    change->from = (writ_zone_local(zone, before).micros + 1) % MICROS_A_DAY;
    change->to = writ_zone_local(zone, after).micros;
    return true;
}

void facts_add_name(WritBuffer *out, const DayName *name)
{
    writ_buffer_add(out, name->name);
    if (name->part.length > 0) {
        writ_buffer_add_string(out, " (");
        writ_buffer_add(out, name->part);
        writ_buffer_add_string(out, ")");
    }
}

void facts_add_names(WritBuffer *out, const DayFacts *day, const char *gap)
{
    for (const DayName *name = day->names; name != NULL; name = name->next) {
        writ_buffer_add_string(out, gap);
        facts_add_name(out, name);
        gap = "; ";
    }
    if (day->unnamed > 0) {
        writ_buffer_format(out, "; and %u more", day->unnamed);
    }
}

void facts_add_length(WritBuffer *out, int64_t micros)
{
    if (micros % MICROS_AN_HOUR == 0) {
        wording_add_count(out, micros / MICROS_AN_HOUR, "hour", "hours");
    } else {
        wording_add_amount(out, micros);
    }
}
