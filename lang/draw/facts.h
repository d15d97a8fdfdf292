// What a picture tells of one day.
#ifndef DRAW_FACTS_H
#define DRAW_FACTS_H

#include <stdbool.h>

#include "writ/arena.h"
#include "writ/draw.h"

// Why a day is closed, or what is kept on it though it is open.
typedef struct DayName {
    int64_t day;
    WritText name;
    WritText part; // The calendar whose holiday it is; empty: its own.
    struct DayName *next;
} DayName;

// The clocks were changed within a day.
typedef struct DayChange {
    int64_t from; // What they showed, micros of a day,
    int64_t to;   // and what they showed next.
} DayChange;

typedef struct DayFacts {
    int64_t day;
    bool known; // To the calendar; if not, nothing of it is said but when it begins and ends.
    int64_t start, end; // Instants; equal on a date that the zone leaps over.
    const WritOpenInterval *open;
    uint32_t open_count;
    int64_t open_micros;
    const DayName *names; // By the calendar, then its parts,
    uint32_t name_count;  // at most WRIT_DRAW_NAMES_MAX.
    uint32_t unnamed;     // How many more there are.
} DayFacts;

// Where the facts of a picture come from.
typedef struct FactsSource {
    WritArena *arena;
    const WritDrawn *drawn;
    const WritZone *zone;
    const WritCalendarRules *rules;
    const WritCalendarRules **parts; // Of the calendar, and their parts, each once.
    uint32_t part_count;
} FactsSource;

// `drawn` and what it points to outlive the source.
FactsSource facts_source(WritArena *arena, const WritDrawn *drawn);
// `day` is a date of the years 1 to 9999. When the calendar does not know it, `error` says so.
void facts_of_day(DayFacts *facts, const FactsSource *source, int64_t day, WritError *error);
// How long the day is.
int64_t facts_length(const DayFacts *facts);
// Whether the clocks were changed on it; tells how.
bool facts_change(const DayFacts *facts, const WritZone *zone, DayChange *change);

// "Armistice", "Sfântul Andrei (ro_off)"
void facts_add_name(WritBuffer *out, const DayName *name);
// All of a day, the first behind `gap`, the others behind "; ".
void facts_add_names(WritBuffer *out, const DayFacts *day, const char *gap);
// "25 hours", "23 h 30 min"
void facts_add_length(WritBuffer *out, int64_t micros);

#endif
