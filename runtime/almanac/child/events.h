// The events of an iCalendar file, with what decides on which days they fall.
#ifndef ALMANAC_CHILD_EVENTS_H
#define ALMANAC_CHILD_EVENTS_H

#include "almanac/child/rules.h"
#include "almanac/talk.h"

enum {
    EVENTS_MAX = 20000,       // Of one file.
    EVENT_LISTED_MAX = 20000, // Days in the RDATE and EXDATE of one event.
    EVENT_RULES_MAX = 8,      // RRULE lines of one event.
    COMPONENT_DEPTH_MAX = 8,  // BEGIN inside BEGIN.
    EVENT_UID_BYTES_MAX = 1000,
};

// A text with the line where it stands.
typedef struct Listed {
    uint32_t line;
    RuleTime time;
} Listed;

typedef struct ListedDays {
    Listed *days;
    uint32_t count;
    uint32_t capacity;
} ListedDays;

typedef struct EventRule {
    uint32_t line;
    WritText rule;
} EventRule;

typedef struct Event {
    uint32_t line; // Of its BEGIN.
    WritText uid;  // Empty when it has none.
    WritText name;
    RuleTime start;
    bool has_start;
    bool has_zone; // DTSTART names a TZID.
    RuleTime end;
    bool has_end;
    int64_t duration; // Microseconds; -1 when it has none.
    uint64_t sequence;
    bool is_cancelled;
    bool replaces; // One occurrence of the event with its UID: RECURRENCE-ID.
    Listed replaced;
    EventRule rules[EVENT_RULES_MAX];
    uint32_t rule_count;
    ListedDays added;   // RDATE
    ListedDays removed; // EXDATE
} Event;

typedef struct Events {
    WritArena *arena;
    Event *events;
    uint32_t count;
    uint32_t capacity;
    WritHolidayProblem problems[WRIT_HOLIDAY_PROBLEMS_MAX];
    uint32_t problem_count;
} Events;

// Reads the whole file; what is wrong is in `events->problems`.
void events_read(Events *events, WritText bytes);

// Adds a problem; nothing when there are WRIT_HOLIDAY_PROBLEMS_MAX already.
void events_tell(Events *events, uint32_t line, const WritError *error);
// True when no more can be told, so that reading may stop.
bool events_are_full(const Events *events);

#endif
