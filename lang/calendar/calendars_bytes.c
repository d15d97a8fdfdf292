// A set of calendars as bytes: format | calendars | zones. Its SHA-256 is its version.
//
//     calendar: name | title | zone | openings | holidays | kind of parts | parts | first | last
//     opening: weekdays | from | to      holiday: day | name      zone: name | bytes
#include "calendar/calendars.h"
#include "writ/bytes.h"

enum { CALENDARS_FORMAT = 1 };

static void put_rules(WritBuffer *out, const WritCalendarRules *rules)
{
    writ_put_text(out, rules->name);
    writ_put_text(out, rules->title);
    writ_put_text(out, rules->zone);
    writ_put_uint(out, rules->opening_count);
    for (uint32_t i = 0; i < rules->opening_count; i++) {
        writ_put_u8(out, rules->openings[i].weekdays);
        writ_put_uint(out, (uint32_t)rules->openings[i].from);
        writ_put_uint(out, (uint32_t)rules->openings[i].to);
    }
    writ_put_uint(out, rules->holiday_count);
    for (uint32_t i = 0; i < rules->holiday_count; i++) {
        writ_put_int(out, rules->holidays[i].day);
        writ_put_text(out, rules->holidays[i].name);
    }
    writ_put_u8(out, (uint8_t)rules->parts_kind);
    writ_put_uint(out, rules->part_count);
    for (uint32_t i = 0; i < rules->part_count; i++) {
        writ_put_text(out, rules->parts[i]);
    }
    writ_put_int(out, rules->first_day);
    writ_put_int(out, rules->last_day);
}

void writ_calendars_encode(WritBuffer *out, const WritCalendars *set)
{
    writ_put_u8(out, CALENDARS_FORMAT);
    writ_put_uint(out, set->calendar_count);
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        put_rules(out, &set->calendars[i]);
    }
    writ_put_uint(out, set->zone_count);
    for (uint32_t i = 0; i < set->zone_count; i++) {
        writ_put_text(out, set->zones[i].name);
        writ_put_text(out, set->zones[i].bytes);
    }
}

WritHash writ_calendars_version(WritText bytes)
{
    return writ_hash(bytes);
}

// One calendar that is read: the first bound that is passed ends it.
typedef struct Reading {
    WritReader in;
    WritArena *arena;
    WritError *error;
    WritStatus status;
} Reading;

static void *list_of(Reading *reading, size_t size, uint32_t count_max, uint32_t *count)
{
    size_t claimed = writ_get_count(&reading->in);
    if (claimed > count_max) {
        reading->status =
            writ_fail(reading->error, WRIT_LIMIT,
                      "the calendars have a list of more than %u entries", (unsigned)count_max);
        reading->in.failed = true;
        claimed = 0;
    }
    *count = (uint32_t)claimed;
    return claimed == 0 ? NULL : writ_arena_array(reading->arena, claimed, size);
}

// Minutes that are no int32 become a number that no day has.
static int32_t get_minutes(WritReader *in)
{
    uint32_t minutes = writ_get_u32(in);
    return minutes > INT32_MAX ? INT32_MAX : (int32_t)minutes;
}

static void get_lists(Reading *reading, WritCalendarRules *rules)
{
    WritReader *in = &reading->in;
    rules->openings =
        list_of(reading, sizeof(WritOpening), WRIT_CALENDAR_OPENINGS_MAX, &rules->opening_count);
    for (uint32_t i = 0; i < rules->opening_count; i++) {
        rules->openings[i].weekdays = writ_get_u8(in);
        rules->openings[i].from = get_minutes(in);
        rules->openings[i].to = get_minutes(in);
    }
    rules->holidays =
        list_of(reading, sizeof(WritHoliday), WRIT_CALENDAR_HOLIDAYS_MAX, &rules->holiday_count);
    for (uint32_t i = 0; i < rules->holiday_count; i++) {
        rules->holidays[i].day = writ_get_int(in);
        rules->holidays[i].name = writ_get_text(in);
    }
}

static void get_rules(Reading *reading, WritCalendarRules *rules)
{
    WritReader *in = &reading->in;
    rules->name = writ_get_text(in);
    rules->title = writ_get_text(in);
    rules->zone = writ_get_text(in);
    get_lists(reading, rules);
    uint8_t kind = writ_get_u8(in);
    in->failed = in->failed || kind > WRIT_CALENDAR_ANY_OF;
    rules->parts_kind = in->failed ? WRIT_CALENDAR_NO_PARTS : (WritCalendarParts)kind;
    rules->parts = list_of(reading, sizeof(WritText), WRIT_CALENDAR_PARTS_MAX, &rules->part_count);
    for (uint32_t i = 0; i < rules->part_count; i++) {
        rules->parts[i] = writ_get_text(in);
    }
    rules->first_day = writ_get_int(in);
    rules->last_day = writ_get_int(in);
}

static WritStatus read_set(WritCalendars *set, Reading *reading)
{
    WritReader *in = &reading->in;
    set->calendars =
        list_of(reading, sizeof(WritCalendarRules), WRIT_CALENDARS_MAX, &set->calendar_count);
    for (uint32_t i = 0; i < set->calendar_count && !in->failed; i++) {
        get_rules(reading, &set->calendars[i]);
    }
    set->zones = list_of(reading, sizeof(WritZoneFile), WRIT_CALENDARS_MAX, &set->zone_count);
    for (uint32_t i = 0; i < set->zone_count && !in->failed; i++) {
        set->zones[i].name = writ_get_text(in);
        set->zones[i].bytes = writ_get_text(in);
    }
    if (reading->status != WRIT_OK || writ_reader_done(in)) {
        return reading->status;
    }
    return writ_fail(reading->error, WRIT_INVALID, "these bytes are no calendars");
}

WritStatus writ_calendars_decode(WritCalendars *set, WritArena *arena, WritText bytes,
                                 WritError *error)
{
    *set = (WritCalendars){0};
    if (bytes.length > WRIT_CALENDARS_BYTES_MAX) {
        return writ_fail(error, WRIT_LIMIT, "the calendars have more than %d bytes",
                         WRIT_CALENDARS_BYTES_MAX);
    }
    Reading reading = {.in = writ_reader(bytes), .arena = arena, .error = error};
    uint8_t format = writ_get_u8(&reading.in);
    if (format > CALENDARS_FORMAT) {
        WritStatus later =
            writ_fail(error, WRIT_LIMIT, "a later writ wrote these calendars (format %d)", format);
        (void)writ_hint(error, "Use that writ, or a later one.");
        return later;
    }
    if (format != CALENDARS_FORMAT) {
        return writ_fail(error, WRIT_INVALID, "these bytes are no calendars");
    }
    WritCalendars read = {0};
    WritStatus status = read_set(&read, &reading);
    if (status == WRIT_OK) {
        status = calendars_check(&read, arena, error);
    }
    if (status == WRIT_OK) {
        *set = read;
    }
    return status;
}
