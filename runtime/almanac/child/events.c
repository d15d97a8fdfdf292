// Reading goes line by line. Of an event only what decides about days is kept; everything else in
// the file (zones, alarms, tasks, properties that nobody knows) is passed over, as long as it has
// the form of iCalendar and its BEGIN and END match.
#include "almanac/child/events.h"

#include <assert.h>
#include <string.h>

#include "almanac/child/content.h"

enum { COMPONENT_NAME_BYTES_MAX = 32, SHOWN_BYTES_MAX = 60, FIRST_CAPACITY = 8 };

typedef struct Component {
    char name[COMPONENT_NAME_BYTES_MAX + 1];
    uint32_t line;
} Component;

typedef struct Reading {
    Events *events;
    Component open[COMPONENT_DEPTH_MAX];
    uint32_t depth;
    Event event; // The one that is open.
    bool in_event;
    uint32_t event_depth;
    bool has_calendar;
    WritError error;
} Reading;

// --- Problems ----------------------------------------------------------------------------------

bool events_are_full(const Events *events)
{
    return events->problem_count == WRIT_HOLIDAY_PROBLEMS_MAX;
}

void events_tell(Events *events, uint32_t line, const WritError *error)
{
    if (events_are_full(events)) {
        return;
    }
    events->problems[events->problem_count++] = (WritHolidayProblem){
        .line = line,
        .text = writ_arena_text(events->arena, writ_text(error->text)),
        .hint = writ_arena_text(events->arena, writ_text(error->hint)),
    };
}

static WritText shown(WritText text)
{
    return writ_text_cut(text, SHOWN_BYTES_MAX);
}

static void tell_words(Reading *reading, uint32_t line, const char *text, const char *hint)
{
    (void)writ_fail(&reading->error, WRIT_INVALID, "%s", text);
    (void)writ_hint(&reading->error, "%s", hint);
    events_tell(reading->events, line, &reading->error);
}

static void tell_value(Reading *reading, const ContentLine *line, const char *hint)
{
    (void)writ_fail(&reading->error, WRIT_INVALID, "%.*s has the value \"%.*s\"",
                    WRIT_TEXT_ARGS(shown(line->name)), WRIT_TEXT_ARGS(shown(line->value)));
    (void)writ_hint(&reading->error, "%s", hint);
    events_tell(reading->events, line->line, &reading->error);
}

static const char time_hint[] =
    "Write a date (20261225), or a date and a time (20261225T000000), of the years 1 to 9999.";

// --- Values ------------------------------------------------------------------------------------

static WritText trim(WritText text)
{
    while (text.length > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        text = (WritText){text.data + 1, text.length - 1};
    }
    while (text.length > 0 &&
           (text.data[text.length - 1] == ' ' || text.data[text.length - 1] == '\t')) {
        text.length--;
    }
    return text;
}

// SUMMARY as a name: escapes resolved, made fit to be shown.
static WritText read_name(WritArena *arena, WritText value)
{
    WritBuffer plain = {0};
    WritBuffer clean = {0};
    for (size_t i = 0; i < value.length; i++) {
        char byte = value.data[i];
        if (byte == '\\' && i + 1 < value.length) {
            i++;
            byte = value.data[i] == 'n' || value.data[i] == 'N' ? ' ' : value.data[i];
        }
        writ_buffer_add_byte(&plain, byte);
    }
    writ_holidays_clean(&clean, writ_buffer_text(&plain), WRIT_HOLIDAY_NAME_BYTES_MAX);
    WritText name = writ_arena_text(arena, writ_buffer_text(&clean));
    writ_buffer_dispose(&plain);
    writ_buffer_dispose(&clean);
    return name;
}

static bool read_time(RuleTime *time, Reading *reading, const ContentLine *line)
{
    if (rules_read_time(time, trim(line->value))) {
        return true;
    }
    tell_value(reading, line, time_hint);
    return false;
}

static bool add_listed(Reading *reading, ListedDays *list, const Listed *listed)
{
    if (list->count == EVENT_LISTED_MAX) {
        tell_words(reading, listed->line, "the event lists more than 20000 days",
                   "Split it into several events.");
        return false;
    }
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? FIRST_CAPACITY : list->capacity * 2;
        Listed *days = writ_arena_array(reading->events->arena, capacity, sizeof *days);
        if (list->count > 0) {
            memcpy(days, list->days, list->count * sizeof *days);
        }
        list->days = days;
        list->capacity = capacity;
    }
    list->days[list->count++] = *listed;
    return true;
}

// RDATE and EXDATE: several with commas between.
static void read_list(Reading *reading, ListedDays *list, const ContentLine *line)
{
    const WritText *kind = content_parameter(line, "VALUE");
    if (kind != NULL && content_is(*kind, "PERIOD")) {
        tell_words(reading, line->line, "a list of periods says no whole days",
                   "List dates: RDATE;VALUE=DATE:20261225,20261226.");
        return;
    }
    WritText rest = line->value;
    bool more = true;
    while (more) {
        const char *end = rest.length == 0 ? NULL : memchr(rest.data, ',', rest.length);
        size_t length = end == NULL ? rest.length : (size_t)(end - rest.data);
        Listed listed = {.line = line->line};
        if (!rules_read_time(&listed.time, trim((WritText){rest.data, length}))) {
            tell_value(reading, line, time_hint);
            return;
        }
        more = end != NULL;
        rest = more ? (WritText){rest.data + length + 1, rest.length - length - 1} : rest;
        if (!add_listed(reading, list, &listed)) {
            return;
        }
    }
}

static void read_rule(Reading *reading, const ContentLine *line)
{
    Event *event = &reading->event;
    WritText rule = trim(line->value);
    if (event->rule_count == EVENT_RULES_MAX) {
        tell_words(reading, line->line, "the event has more than 8 recurrence rules",
                   "Split it into several events.");
        return;
    }
    // Before the library sees it.
    if (writ_recurrence_check(rule, &reading->error) != WRIT_OK) {
        events_tell(reading->events, line->line, &reading->error);
        return;
    }
    event->rules[event->rule_count++] =
        (EventRule){line->line, writ_arena_text(reading->events->arena, rule)};
}

static void read_status(Reading *reading, const ContentLine *line)
{
    reading->event.is_cancelled = content_is(trim(line->value), "CANCELLED");
}

static void read_start(Reading *reading, const ContentLine *line)
{
    reading->event.has_start = read_time(&reading->event.start, reading, line);
    reading->event.has_zone = content_parameter(line, "TZID") != NULL;
}

static void read_end(Reading *reading, const ContentLine *line)
{
    reading->event.has_end = read_time(&reading->event.end, reading, line);
}

static void read_duration(Reading *reading, const ContentLine *line)
{
    if (!rules_read_duration(&reading->event.duration, trim(line->value))) {
        tell_value(reading, line, "Write days, P1D, up to a year.");
    }
}

static void read_replaced(Reading *reading, const ContentLine *line)
{
    Event *event = &reading->event;
    const WritText *range = content_parameter(line, "RANGE");
    if (range != NULL) {
        tell_words(reading, line->line, "the event replaces all later occurrences of another",
                   "End the other one with UNTIL, and let this one stand for itself.");
        return;
    }
    event->replaced.line = line->line;
    event->replaces = read_time(&event->replaced.time, reading, line);
}

static void read_summary(Reading *reading, const ContentLine *line)
{
    reading->event.name = read_name(reading->events->arena, line->value);
}

static void read_uid(Reading *reading, const ContentLine *line)
{
    WritText uid = trim(line->value);
    if (uid.length > EVENT_UID_BYTES_MAX) {
        tell_words(reading, line->line, "the UID is longer than 1000 bytes", "Shorten it.");
        return;
    }
    reading->event.uid = writ_arena_text(reading->events->arena, uid);
}

static void read_sequence(Reading *reading, const ContentLine *line)
{
    uint64_t number = 0;
    WritText value = trim(line->value);
    for (size_t i = 0; i < value.length && i < 9 && value.data[i] >= '0' && value.data[i] <= '9';
         i++) {
        number = number * 10 + (uint64_t)(value.data[i] - '0');
    }
    reading->event.sequence = number;
}

static void read_added(Reading *reading, const ContentLine *line)
{
    read_list(reading, &reading->event.added, line);
}

static void read_removed(Reading *reading, const ContentLine *line)
{
    read_list(reading, &reading->event.removed, line);
}

static void refuse_exrule(Reading *reading, const ContentLine *line)
{
    tell_words(reading, line->line, "EXRULE is not part of iCalendar any more",
               "List the days that are left out: EXDATE;VALUE=DATE:20261225.");
}

// --- Lines -------------------------------------------------------------------------------------

static void read_property(Reading *reading, const ContentLine *line)
{
    static const struct {
        const char *name;
        void (*read)(Reading *reading, const ContentLine *line);
    } properties[] = {
        {"DTSTART", read_start},   {"DTEND", read_end},         {"DURATION", read_duration},
        {"SUMMARY", read_summary}, {"STATUS", read_status},     {"UID", read_uid},
        {"RRULE", read_rule},      {"RDATE", read_added},       {"EXDATE", read_removed},
        {"EXRULE", refuse_exrule}, {"SEQUENCE", read_sequence}, {"RECURRENCE-ID", read_replaced},
    };
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        if (!content_is(line->name, properties[i].name)) {
            continue;
        }
        if (line->is_long) {
            tell_words(reading, line->line, "the line is longer than 64 KiB",
                       "Split it: a list of days may stand in several lines.");
            return;
        }
        properties[i].read(reading, line);
        return;
    }
}

static void keep_event(Reading *reading)
{
    Events *events = reading->events;
    Event *event = &reading->event;
    if (!event->has_start) {
        // A start that could not be read was told already.
        if (events->problem_count == 0) {
            tell_words(reading, event->line, "the event has no DTSTART",
                       "Say on which day it is: DTSTART;VALUE=DATE:20261225.");
        }
        return;
    }
    if (event->name.length == 0 && !event->is_cancelled) {
        tell_words(reading, event->line, "the event has no SUMMARY",
                   "Name the holiday: SUMMARY:Christmas Day.");
        return;
    }
    if (events->count == events->capacity) {
        uint32_t capacity = events->capacity == 0 ? FIRST_CAPACITY : events->capacity * 2;
        Event *grown = writ_arena_array(events->arena, capacity, sizeof *grown);
        if (events->count > 0) {
            memcpy(grown, events->events, events->count * sizeof *grown);
        }
        events->events = grown;
        events->capacity = capacity;
    }
    events->events[events->count++] = *event;
}

static void begin_component(Reading *reading, const ContentLine *line)
{
    WritText name = trim(line->value);
    bool is_calendar = content_is(name, "VCALENDAR");
    if (reading->depth == COMPONENT_DEPTH_MAX || name.length > COMPONENT_NAME_BYTES_MAX) {
        tell_words(reading, line->line,
                   "BEGIN stands in BEGIN more than 8 deep, or its name is "
                   "longer than 32 bytes",
                   "Get the file again from where it comes from.");
        reading->depth = COMPONENT_DEPTH_MAX + 1; // Nothing below can be told apart any more.
        return;
    }
    if ((reading->depth == 0) != is_calendar) {
        tell_value(reading, line, "An iCalendar file is BEGIN:VCALENDAR, events, END:VCALENDAR.");
    }
    Component *component = &reading->open[reading->depth++];
    memcpy(component->name, name.data, name.length);
    component->name[name.length] = '\0';
    for (char *letter = component->name; *letter != '\0'; letter++) {
        *letter = *letter >= 'a' && *letter <= 'z' ? (char)(*letter - 'a' + 'A') : *letter;
    }
    component->line = line->line;
    reading->has_calendar = reading->has_calendar || is_calendar;
    if (strcmp(component->name, "VEVENT") == 0 && !reading->in_event) {
        reading->event = (Event){.line = line->line, .duration = -1};
        reading->in_event = true;
        reading->event_depth = reading->depth;
    }
}

static void end_component(Reading *reading, const ContentLine *line)
{
    if (reading->depth == 0 ||
        !content_is(trim(line->value), reading->open[reading->depth - 1].name)) {
        (void)writ_fail(&reading->error, WRIT_INVALID, "END:%.*s has no BEGIN that is open",
                        WRIT_TEXT_ARGS(shown(line->value)));
        (void)writ_hint(&reading->error, "The file is damaged: get it again from where it comes "
                                         "from.");
        events_tell(reading->events, line->line, &reading->error);
        reading->depth = COMPONENT_DEPTH_MAX + 1;
        return;
    }
    if (reading->in_event && reading->depth == reading->event_depth) {
        reading->in_event = false;
        keep_event(reading);
    }
    reading->depth--;
}

static void read_line(Reading *reading, const ContentLine *line)
{
    if (content_is(line->name, "BEGIN")) {
        begin_component(reading, line);
    } else if (content_is(line->name, "END")) {
        end_component(reading, line);
    } else if (reading->depth == 0) {
        tell_words(reading, line->line, "the line stands outside of a calendar",
                   "An iCalendar file begins with BEGIN:VCALENDAR.");
    } else if (reading->in_event && reading->depth == reading->event_depth) {
        read_property(reading, line);
    } else if (reading->depth == 1 && content_is(line->name, "METHOD") &&
               content_is(trim(line->value), "CANCEL")) {
        tell_words(reading, line->line, "the file cancels events, it does not list them",
                   "Export the calendar itself.");
    }
}

static void check_end(Reading *reading, uint32_t line)
{
    Events *events = reading->events;
    if (events->problem_count > 0) {
        return;
    }
    if (reading->depth > 0) {
        const Component *open = &reading->open[reading->depth - 1];
        (void)writ_fail(&reading->error, WRIT_INVALID,
                        "the file ends, and %s of line %u is still open", open->name, open->line);
        (void)writ_hint(&reading->error,
                        "The file is cut off: get it again from where it comes from.");
        events_tell(events, line, &reading->error);
    } else if (!reading->has_calendar || events->count == 0) {
        tell_words(reading, 0, "the file has no holiday",
                   "An iCalendar file has events: BEGIN:VEVENT to END:VEVENT.");
    }
}

void events_read(Events *events, WritText bytes)
{
    Reading reading = {.events = events};
    ContentReader reader = content_reader(bytes);
    ContentLine line = {0};
    ContentResult result = CONTENT_LINE;
    while (result == CONTENT_LINE && !events_are_full(events) &&
           reading.depth <= COMPONENT_DEPTH_MAX) {
        result = content_next(&line, &reader, &reading.error);
        switch (result) {
        case CONTENT_LINE:
            read_line(&reading, &line);
            break;
        case CONTENT_WRONG:
            // What follows may be anything, so that nothing more is said of it.
            events_tell(events, line.line, &reading.error);
            break;
        case CONTENT_END:
            check_end(&reading, line.line);
            break;
        }
        if (events->count > EVENTS_MAX) {
            tell_words(&reading, line.line, "the file has more than 20000 events", "Split it.");
            break;
        }
    }
    content_reader_dispose(&reader);
}
