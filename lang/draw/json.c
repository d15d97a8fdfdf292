#include "draw/json.h"

#include "draw/wording.h"

static void add_member(WritBuffer *out, const char *key, WritText text)
{
    writ_buffer_format(out, "\"%s\":\"", key);
    writ_buffer_add_json(out, text);
    writ_buffer_add_string(out, "\"");
}

void json_add_calendar(WritBuffer *out, const WritCalendarRules *rules)
{
    add_member(out, "calendar", rules->name);
    writ_buffer_add_string(out, ",");
    add_member(out, "title", rules->title);
    writ_buffer_add_string(out, ",");
    add_member(out, "zone", rules->zone);
}

void json_add_date(WritBuffer *out, const char *key, int64_t day)
{
    writ_buffer_format(out, "\"%s\":\"", key);
    wording_add_date(out, day);
    writ_buffer_add_string(out, "\"");
}

void json_add_instant(WritBuffer *out, const char *key, const WritZone *zone, int64_t instant)
{
    // The end of 9999-12-31 has no date of its own: its last microsecond stands for it.
    bool beyond = writ_zone_local(zone, instant).day > WRIT_DATE_DAYS_MAX;
    writ_buffer_format(out, "\"%s\":\"", key);
    writ_zone_print(out, zone, beyond ? instant - 1 : instant);
    writ_buffer_add_string(out, "\"");
}

void json_add_seconds(WritBuffer *out, int64_t micros)
{
    writ_buffer_format(out, "%lld", (long long)(micros / MICROS_A_SECOND));
    if (micros % MICROS_A_SECOND != 0) {
        writ_buffer_format(out, ".%06lld", (long long)(micros % MICROS_A_SECOND));
    }
}

void json_add_open(WritBuffer *out, const WritZone *zone, const DayFacts *day)
{
    writ_buffer_add_string(out, "[");
    for (uint32_t i = 0; i < day->open_count; i++) {
        writ_buffer_add_string(out, i > 0 ? ",{" : "{");
        json_add_instant(out, "from", zone, day->open[i].from);
        writ_buffer_add_string(out, ",");
        json_add_instant(out, "to", zone, day->open[i].to);
        writ_buffer_add_string(out, "}");
    }
    writ_buffer_add_string(out, "]");
}

void json_add_names(WritBuffer *out, const DayName *names)
{
    writ_buffer_add_string(out, "[");
    for (const DayName *name = names; name != NULL; name = name->next) {
        writ_buffer_add_string(out, name == names ? "{" : ",{");
        json_add_date(out, "date", name->day);
        writ_buffer_add_string(out, ",");
        add_member(out, "name", name->name);
        if (name->part.length > 0) {
            writ_buffer_add_string(out, ",");
            add_member(out, "calendar", name->part);
        }
        writ_buffer_add_string(out, "}");
    }
    writ_buffer_add_string(out, "]");
}
