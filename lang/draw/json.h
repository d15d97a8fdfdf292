// Members that several pictures have in JSON.
#ifndef DRAW_JSON_H
#define DRAW_JSON_H

#include "draw/facts.h"

// "calendar":…,"title":…,"zone":…
void json_add_calendar(WritBuffer *out, const WritCalendarRules *rules);
// "key":"2026-10-26"
void json_add_date(WritBuffer *out, const char *key, int64_t day);
// "key":"2026-10-26T09:00:00+01:00"
void json_add_instant(WritBuffer *out, const char *key, const WritZone *zone, int64_t instant);
// 12600, with decimals only where there are parts of a second.
void json_add_seconds(WritBuffer *out, int64_t micros);
// [{"from":…,"to":…},…]
void json_add_open(WritBuffer *out, const WritZone *zone, const DayFacts *day);
// [{"date":…,"name":…,"calendar":…},…]; the calendar only where it is a part.
void json_add_names(WritBuffer *out, const DayName *names);

#endif
