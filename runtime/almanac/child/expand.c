// An event has occurrences: its start, the days that its rules give and those that it lists,
// without those that it takes out or that another event replaces. Occurrences stand on the clock of
// the start (dates, local times, UTC) until they become days, because rules go by that clock.
#include "almanac/child/expand.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "writ/map.h"
#include "writ/value.h"

static const int64_t micros_a_day = INT64_C(86400) * 1000000;

// --- Occurrences that grow ---------------------------------------------------------------------

typedef struct Found {
    WritArena *arena;
    WritOccurrence *at;
    uint32_t count;
    uint32_t capacity;
} Found;

enum { FIRST_CAPACITY = 64 };

static bool add_found(Found *found, WritOccurrence at)
{
    if (found->count > WRIT_RECURRENCE_OCCURRENCES_MAX) {
        return false;
    }
    if (found->count == found->capacity) {
        uint32_t capacity = found->capacity == 0 ? FIRST_CAPACITY : found->capacity * 2;
        WritOccurrence *grown = writ_arena_array(found->arena, capacity, sizeof *grown);
        if (found->count > 0) {
            memcpy(grown, found->at, found->count * sizeof *grown);
        }
        found->at = grown;
        found->capacity = capacity;
    }
    found->at[found->count++] = at;
    return true;
}

static int compare(const void *a, const void *b)
{
    const WritOccurrence *x = a;
    const WritOccurrence *y = b;
    if (x->day != y->day) {
        return x->day < y->day ? -1 : 1;
    }
    return (x->micros > y->micros) - (x->micros < y->micros);
}

static void sort_and_drop_repeated(Found *found)
{
    if (found->count > 1) {
        qsort(found->at, found->count, sizeof *found->at, compare);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < found->count; i++) {
        if (kept == 0 || compare(&found->at[kept - 1], &found->at[i]) != 0) {
            found->at[kept++] = found->at[i];
        }
    }
    found->count = kept;
}

// --- One event ---------------------------------------------------------------------------------

typedef struct Expanding {
    Events *events;
    const EventsRequest *asked;
    const ExpandProgress *progress;
    const WritZone *zone;
    WritBuffer *out;
    uint32_t count;
    uint32_t steps;
    uint32_t relations; // How many are left.
    int64_t *removed;   // Local days of the event that is expanded, sorted.
    uint32_t removed_count;
    bool stopped;
    WritError error;
} Expanding;

// Pairs of events with one UID, of which one says something of the other.
enum { RELATIONS_MAX = 100000 };

// Behind a bound that the whole file shares nothing more is looked at.
static void tell(Expanding *expanding, uint32_t line)
{
    events_tell(expanding->events, line, &expanding->error);
    expanding->stopped = expanding->stopped || expanding->error.status == WRIT_LIMIT;
}

static WritOccurrence moved(WritOccurrence at, int64_t micros)
{
    int64_t whole = at.day * micros_a_day + at.micros + micros;
    int64_t day = whole / micros_a_day - (whole % micros_a_day < 0 ? 1 : 0);
    return (WritOccurrence){day, whole - day * micros_a_day};
}

// The day of a listed time on the local clock: what lists and events are compared by.
static int64_t local_day(const Expanding *expanding, RuleClock clock, WritOccurrence at)
{
    return clock == RULE_UTC ? rules_local(expanding->zone, at).day : at.day;
}

// From start to end, in microseconds on the clock of the start; false when it is told as a problem.
static bool find_length(int64_t *length, Expanding *expanding, const Event *event)
{
    WritOccurrence start = event->start.at;
    *length = event->start.clock == RULE_DATES ? micros_a_day : 0;
    if (event->has_end) {
        WritOccurrence end = event->end.at;
        if (event->end.clock != event->start.clock && event->end.clock == RULE_UTC) {
            end = rules_local(expanding->zone, end);
        } else if (event->end.clock != event->start.clock && event->start.clock == RULE_UTC) {
            start = rules_local(expanding->zone, start);
        }
        *length = (end.day - start.day) * micros_a_day + end.micros - start.micros;
    } else if (event->duration >= 0) {
        *length = event->duration;
    }
    // Some calendars write the day itself as the end.
    if (*length == 0) {
        *length = event->start.clock == RULE_DATES ? micros_a_day : 0;
    }
    if (*length < 0 || *length > WRIT_HOLIDAY_RANGE_DAYS_MAX * micros_a_day) {
        writ_fail(&expanding->error, WRIT_INVALID, "the event \"%.*s\" %s",
                  WRIT_TEXT_ARGS(event->name),
                  *length < 0 ? "ends before it begins" : "lasts more than 366 days");
        (void)writ_hint(&expanding->error, "Check DTSTART, DTEND and DURATION.");
        tell(expanding, event->line);
        return false;
    }
    return true;
}

static void put_days(Expanding *expanding, const Event *event, int64_t first, int64_t last)
{
    for (int64_t day = first; day <= last; day++) {
        if (day < expanding->asked->first_day || day > expanding->asked->last_day) {
            continue;
        }
        if (expanding->count == WRIT_CALENDAR_HOLIDAYS_MAX) {
            writ_fail(&expanding->error, WRIT_LIMIT, "up to here the file closes more than %d days",
                      WRIT_CALENDAR_HOLIDAYS_MAX);
            (void)writ_hint(&expanding->error, "Take out what is no holiday, or give the calendar "
                                               "an earlier `valid through`.");
            tell(expanding, event->line);
            return;
        }
        WritHoliday holiday = {day, event->name};
        talk_put_holiday(expanding->out, &holiday);
        expanding->count++;
    }
}

// A holiday is a whole day on the local clock.
static bool put_occurrence(Expanding *expanding, const Event *event, WritOccurrence start,
                           int64_t length)
{
    WritOccurrence end = moved(start, length);
    if (event->start.clock == RULE_UTC) {
        start = rules_local(expanding->zone, start);
        end = rules_local(expanding->zone, end);
    }
    // One second before midnight is how some programs end a day.
    WritOccurrence rounded = moved(end, 60 * INT64_C(1000000));
    end = rounded.day > end.day ? (WritOccurrence){rounded.day, 0} : end;
    if (start.micros != 0 || end.micros != 0) {
        writ_fail(&expanding->error, WRIT_INVALID,
                  "the event \"%.*s\" takes a part of a day, and a holiday is a whole day",
                  WRIT_TEXT_ARGS(event->name));
        (void)writ_hint(&expanding->error,
                        "Make it an all-day event (DTSTART;VALUE=DATE:20261225), or take it out.");
        tell(expanding, event->line);
        return false;
    }
    put_days(expanding, event, start.day, end.day > start.day ? end.day - 1 : start.day);
    return true;
}

static int compare_days(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void sort_removed(Expanding *expanding, const Event *event, WritArena *scratch)
{
    expanding->removed_count = event->removed.count;
    expanding->removed =
        writ_arena_array(scratch, event->removed.count, sizeof *expanding->removed);
    for (uint32_t i = 0; i < event->removed.count; i++) {
        const RuleTime *time = &event->removed.days[i].time;
        expanding->removed[i] = local_day(expanding, time->clock, time->at);
    }
    if (expanding->removed_count > 1) {
        qsort(expanding->removed, expanding->removed_count, sizeof *expanding->removed,
              compare_days);
    }
}

static bool is_taken_out(const Expanding *expanding, const Event *event, WritOccurrence at)
{
    int64_t day = local_day(expanding, event->start.clock, at);
    return expanding->removed_count > 0 &&
           bsearch(&day, expanding->removed, expanding->removed_count, sizeof day, compare_days) !=
               NULL;
}

static int64_t clamp(int64_t day)
{
    return day < WRIT_DATE_DAYS_MIN   ? WRIT_DATE_DAYS_MIN
           : day > WRIT_DATE_DAYS_MAX ? WRIT_DATE_DAYS_MAX
                                      : day;
}

// The occurrences of one rule, by our own walk and by the library: what two programs do not read in
// the same way closes a day that its author does not expect.
static WritStatus follow_rule(Found *found, Expanding *expanding, const Event *event,
                              const EventRule *rule)
{
    // Events that begin before the window last into it; UTC is a day away at most.
    WritRecurrence walk = {
        .rule = rule->rule,
        .start_day = event->start.at.day,
        .start_micros = event->start.at.micros,
        .first_day = clamp(expanding->asked->first_day - WRIT_HOLIDAY_RANGE_DAYS_MAX - 1),
        .last_day = clamp(expanding->asked->last_day + 1),
        .zone = event->start.clock == RULE_UTC ? NULL : expanding->zone,
    };
    WritOccurrence *occurrences;
    uint32_t count;
    WritStatus status =
        writ_recurrence_expand(&occurrences, &count, found->arena, &walk, &expanding->error);
    if (status == WRIT_OK) {
        expanding->progress->begin(expanding->progress->context, rule->line);
        status = rules_agree(&walk, event->start.clock, occurrences, count, &expanding->steps,
                             &expanding->error);
    }
    for (uint32_t i = 0; i < count && status == WRIT_OK; i++) {
        if (!add_found(found, occurrences[i])) {
            status = writ_fail(&expanding->error, WRIT_LIMIT, "the event has more than %d days",
                               WRIT_RECURRENCE_OCCURRENCES_MAX);
            (void)writ_hint(&expanding->error, "Split it into several events.");
        }
    }
    return status;
}

static bool has_start(const Found *found, const Event *event)
{
    for (uint32_t i = 0; i < found->count; i++) {
        if (compare(&found->at[i], &event->start.at) == 0) {
            return true;
        }
    }
    return event->rule_count == 0;
}

// A rule that does not have the day on which it begins is read in different ways by different
// programs; where that day is not asked for nobody minds.
static bool check_start(Expanding *expanding, const Event *event)
{
    int64_t day = local_day(expanding, event->start.clock, event->start.at);
    if (day + WRIT_HOLIDAY_RANGE_DAYS_MAX < expanding->asked->first_day ||
        day > expanding->asked->last_day) {
        return true;
    }
    WritDate date = writ_date_from_days(day);
    writ_fail(
        &expanding->error, WRIT_INVALID,
        "the event \"%.*s\" begins on %04d-%02d-%02d, a day that its recurrence rule does not "
        "have",
        WRIT_TEXT_ARGS(event->name), date.year, date.month, date.day);
    (void)writ_hint(&expanding->error, "Let DTSTART be the first day of the rule.");
    tell(expanding, event->line);
    return false;
}

static bool find_occurrences(Found *found, Expanding *expanding, const Event *event)
{
    for (uint32_t i = 0; i < event->rule_count; i++) {
        const EventRule *rule = &event->rules[i];
        if (follow_rule(found, expanding, event, rule) != WRIT_OK) {
            tell(expanding, rule->line);
            return false;
        }
    }
    if (!has_start(found, event) && !check_start(expanding, event)) {
        return false;
    }
    (void)add_found(found, event->start.at);
    for (uint32_t i = 0; i < event->added.count; i++) {
        const RuleTime *time = &event->added.days[i].time;
        WritOccurrence at = time->at;
        if (time->clock == RULE_DATES && event->start.clock != RULE_DATES) {
            at.micros = event->start.at.micros;
        } else if (time->clock == RULE_UTC && event->start.clock != RULE_UTC) {
            at = rules_local(expanding->zone, at);
        } else if (time->clock == RULE_LOCAL && event->start.clock == RULE_UTC) {
            writ_fail(&expanding->error, WRIT_INVALID,
                      "RDATE is a local time, and its event is in UTC");
            (void)writ_hint(&expanding->error, "Write both in the same way.");
            tell(expanding, event->added.days[i].line);
            return false;
        }
        if (event->start.clock == RULE_DATES) {
            at.micros = 0;
        }
        if (!add_found(found, at)) {
            writ_fail(&expanding->error, WRIT_LIMIT, "the event has more than %d days",
                      WRIT_RECURRENCE_OCCURRENCES_MAX);
            (void)writ_hint(&expanding->error, "Split it into several events.");
            tell(expanding, event->added.days[i].line);
            return false;
        }
    }
    sort_and_drop_repeated(found);
    return true;
}

static void expand_event(Expanding *expanding, const Event *event, WritArena *scratch)
{
    Found found = {.arena = scratch};
    int64_t length;
    if (!find_length(&length, expanding, event) || !find_occurrences(&found, expanding, event)) {
        return;
    }
    sort_removed(expanding, event, scratch);
    for (uint32_t i = 0; i < found.count && !expanding->stopped; i++) {
        WritOccurrence at = found.at[i];
        int64_t last = moved(at, length).day + 1;
        bool matters = last >= expanding->asked->first_day &&
                       at.day <= expanding->asked->last_day + 1 &&
                       !is_taken_out(expanding, event, at);
        if (matters && !put_occurrence(expanding, event, at, length)) {
            return; // Once for an event, however often it recurs.
        }
    }
}

// --- Events that speak of each other
// ---------------------------------------------------------------

// Events of one UID, in the order of the file.
typedef struct Family {
    uint32_t first; // Index + 1, 0 is none.
    uint32_t last;
} Family;

typedef struct Families {
    Family *families;
    uint32_t count;
    uint32_t *next; // Of each event: the next of its family, index + 1.
    WritMap *by_uid;
} Families;

static void group(Families *families, const Events *events, WritArena *arena)
{
    families->by_uid = writ_map_new(arena);
    families->families = writ_arena_array(arena, events->count, sizeof *families->families);
    families->next = writ_arena_array(arena, events->count, sizeof *families->next);
    for (uint32_t i = 0; i < events->count; i++) {
        WritText uid = events->events[i].uid;
        if (uid.length == 0) {
            continue;
        }
        Family *family = writ_map_find(families->by_uid, uid);
        if (family == NULL) {
            family = &families->families[families->count++];
            family->first = i + 1;
            (void)writ_map_put(families->by_uid, uid, family);
        } else {
            families->next[family->last - 1] = i + 1;
        }
        family->last = i + 1;
    }
}

// A replaced occurrence is taken out of the event that has it.
static void take_out(Expanding *expanding, Event *event, const Listed *replaced)
{
    ListedDays *list = &event->removed;
    if (list->count == EVENT_LISTED_MAX) {
        writ_fail(&expanding->error, WRIT_LIMIT,
                  "more than %d occurrences of an event are replaced", EVENT_LISTED_MAX);
        (void)writ_hint(&expanding->error, "Split it into several events.");
        tell(expanding, replaced->line);
        return;
    }
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? FIRST_CAPACITY : list->capacity * 2;
        Listed *days = writ_arena_array(expanding->events->arena, capacity, sizeof *days);
        if (list->count > 0) {
            memcpy(days, list->days, list->count * sizeof *days);
        }
        list->days = days;
        list->capacity = capacity;
    }
    list->days[list->count++] = *replaced;
}

// Whether `cancelling`, of the same UID, takes the whole of `event` back.
static bool cancels(Expanding *expanding, const Event *cancelling, const Event *event)
{
    if (event->is_cancelled || event->replaces || cancelling->sequence < event->sequence) {
        return false;
    }
    if (compare(&cancelling->start.at, &event->start.at) == 0) {
        return true;
    }
    writ_fail(&expanding->error, WRIT_INVALID,
              "the event is cancelled by one of the same UID in line %u that begins on another day",
              cancelling->line);
    (void)writ_hint(&expanding->error, "Take the cancelled events out of the file.");
    tell(expanding, event->line);
    return false;
}

// What one event says of the others with its UID.
static void apply(Expanding *expanding, const Families *families, const Event *speaking)
{
    Events *events = expanding->events;
    const Family *family = writ_map_find(families->by_uid, speaking->uid);
    uint32_t at = family == NULL ? 0 : family->first;
    while (at > 0 && events->problem_count == 0) {
        Event *event = &events->events[at - 1];
        at = families->next[at - 1];
        if (expanding->relations == 0) {
            writ_fail(&expanding->error, WRIT_LIMIT,
                      "up to here more than %d pairs of events replace or cancel each other",
                      RELATIONS_MAX);
            (void)writ_hint(&expanding->error, "Give every event a UID of its own.");
            tell(expanding, speaking->line);
            return;
        }
        expanding->relations--;
        if (speaking->replaces && !event->replaces && event != speaking) {
            take_out(expanding, event, &speaking->replaced);
        } else if (!speaking->replaces && event != speaking &&
                   cancels(expanding, speaking, event)) {
            event->is_cancelled = true;
        }
    }
}

static void relate(Expanding *expanding, WritArena *scratch)
{
    Families families = {0};
    Events *events = expanding->events;
    group(&families, events, scratch);
    for (uint32_t i = 0; i < events->count && events->problem_count == 0; i++) {
        const Event *event = &events->events[i];
        if (event->replaces && event->uid.length == 0) {
            writ_fail(&expanding->error, WRIT_INVALID,
                      "RECURRENCE-ID replaces an occurrence of nothing: the event has no UID");
            (void)writ_hint(&expanding->error, "Give it the UID of the event that recurs.");
            tell(expanding, event->replaced.line);
        } else if (event->uid.length > 0 && (event->replaces || event->is_cancelled)) {
            apply(expanding, &families, event);
        }
    }
}

void expand_events(WritBuffer *out, uint32_t *count, Events *events, const EventsRequest *asked,
                   const ExpandProgress *progress)
{
    Expanding expanding = {
        .events = events,
        .asked = asked,
        .progress = progress,
        .out = out,
        .steps = RULES_STEPS_MAX,
        .relations = RELATIONS_MAX,
    };
    WritArena *scratch = writ_arena_new((size_t)64 << 20);
    if (asked->zone.bytes.length > 0 &&
        writ_zone_parse(&expanding.zone, events->arena, asked->zone.name, asked->zone.bytes,
                        &expanding.error) != WRIT_OK) {
        tell(&expanding, 0);
    } else {
        relate(&expanding, scratch);
    }
    for (uint32_t i = 0; i < events->count && !expanding.stopped && !events_are_full(events); i++) {
        if (!events->events[i].is_cancelled) {
            writ_arena_reset(scratch);
            expand_event(&expanding, &events->events[i], scratch);
        }
    }
    *count = expanding.count;
    writ_arena_free(scratch);
}
