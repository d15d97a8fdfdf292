// The lines of a calendar one by one, then what they say together with those of its parts.
#include "check/calendars.h"

#include <assert.h>
#include <string.h>

#include "check/book_paths.h"
#include "check/data.h"
#include "check/exprs.h"
#include "check/modules.h"
#include "check/names.h"
#include "check/outside.h"
#include "writ/value.h"

enum { WEEK_DAYS = 7 };

static void check_bounds(Checker *checker, Calendar *calendar)
{
    WritSpan span = calendar->symbol->span;
    if (calendar->name.length > WRIT_CALENDAR_TEXT_BYTES_MAX ||
        calendar->title.length > WRIT_CALENDAR_TEXT_BYTES_MAX) {
        calendar->refused = true;
        WritDiag *diag = diag_error(checker->diags, DIAG_CALENDAR_LIMIT, span,
                                    "the name or the title of this calendar is too long");
        diag_hint(diag, "Write a shorter one.");
    }
    checker->calendar_count++;
    if (checker->calendar_count == WRIT_CALENDARS_MAX + 1) {
        WritDiag *diag = diag_error(checker->diags, DIAG_CALENDAR_LIMIT, span,
                                    "the book has more than %d calendars", (int)WRIT_CALENDARS_MAX);
        diag_hint(diag, "Remove those that nothing uses, or divide the book.");
    }
}

void check_calendar_shell(Checker *checker, Symbol *symbol)
{
    Calendar *calendar = writ_arena_alloc(checker->arena, sizeof *calendar);
    calendar->symbol = symbol;
    calendar->name = symbol->qualified;
    calendar->title = check_plain_text(checker, symbol->decl->title);
    calendar->parts_kind = WRIT_CALENDAR_NO_PARTS;
    calendar->last_day = CHECK_CALENDAR_LAST_DAY;
    symbol->calendar = calendar;
    check_bounds(checker, calendar);
}

// A line that stands once: false when it stood there before (told).
static bool stands_once(Checker *checker, Calendar *calendar, const TreeCalendarLine *line,
                        WritSpan before, const char *words)
{
    if (before.start == 0) {
        return true;
    }
    calendar->refused = true;
    check_tell_line_twice(checker, line->span, before, words);
    return false;
}

// --- Time zone --------------------------------------------------------------------------------

static void read_zone(Checker *checker, Calendar *calendar, const TreeCalendarLine *line)
{
    if (!stands_once(checker, calendar, line, calendar->zone_span, "time zone")) {
        return;
    }
    calendar->zone = check_plain_text(checker, line->text);
    calendar->zone_span = line->text->span;
    if (!writ_zone_is_name(calendar->zone) ||
        calendar->zone.length > WRIT_CALENDAR_TEXT_BYTES_MAX) {
        calendar->refused = true;
        WritDiag *diag = diag_error(checker->diags, DIAG_CALENDAR_ZONE, line->text->span,
                                    "this is not how a time zone is called");
        diag_reason(diag, "Zones have the names of the tz database: a continent and a city.");
        diag_hint(diag, "Write for example \"time zone \"Europe/Amsterdam\"\".");
    }
}

// --- Hours ------------------------------------------------------------------------------------

// Bit 0: Monday. `open sunday to thursday` runs over the end of the week.
static uint8_t weekdays(const TreeCalendarLine *line)
{
    uint32_t days = 0;
    uint32_t day = line->first->number - 1;
    for (;;) {
        days |= 1U << day;
        if (day == line->last->number - 1) {
            return (uint8_t)days;
        }
        day = (day + 1) % WEEK_DAYS;
    }
}

static void tell_hours(Checker *checker, Calendar *calendar, const TreeCalendarLine *line,
                       bool over_night)
{
    calendar->refused = true;
    WritSpan hours = writ_span_join(line->from->span, line->to->span);
    WritDiag *diag =
        diag_error(checker->diags, DIAG_CALENDAR_HOURS, hours,
                   over_night ? "it closes here before it opens" : "it would be open for no time");
    if (over_night) {
        diag_reason(diag, "The hours of a line lie within one day, from 00:00 to 24:00.");
        diag_hint(diag,
                  "Write hours over midnight in two lines: \"%.*s to 24:00\", and \"00:00 to "
                  "%.*s\" for the days after.",
                  WRIT_TEXT_ARGS(line->from->text), WRIT_TEXT_ARGS(line->to->text));
    } else {
        diag_hint(diag, "Write when it opens and, later, when it closes.");
    }
}

// The opening that meets this one on some day, or UINT32_MAX.
static uint32_t overlapping(const Calendar *calendar, const WritOpening *opening)
{
    for (uint32_t i = 0; i < calendar->opening_count; i++) {
        const WritOpening *other = &calendar->openings[i];
        if ((other->weekdays & opening->weekdays) != 0 && other->from < opening->to &&
            opening->from < other->to) {
            return i;
        }
    }
    return UINT32_MAX;
}

static void tell_overlap(Checker *checker, const TreeCalendarLine *line, WritSpan other)
{
    WritDiag *diag = diag_error(checker->diags, DIAG_CALENDAR_HOURS, line->span,
                                "these hours overlap with others of the same day");
    diag_label(diag, other, "the others");
    diag_hint(diag, "Let each hour of a day stand in one line. Write \"09:00 to 12:30\" and "
                    "\"13:30 to 18:00\" for a day with a pause.");
}

static void add_opening(Checker *checker, Calendar *calendar, WritOpening opening, WritSpan span)
{
    uint32_t capacity = calendar->opening_capacity;
    calendar->openings = check_grow(checker->arena, calendar->openings, calendar->opening_count,
                                    &capacity, sizeof *calendar->openings);
    calendar->opening_spans =
        check_grow(checker->arena, calendar->opening_spans, calendar->opening_count,
                   &calendar->opening_capacity, sizeof *calendar->opening_spans);
    calendar->opening_spans[calendar->opening_count] = span;
    calendar->openings[calendar->opening_count++] = opening;
}

static void read_opening(Checker *checker, Calendar *calendar, const TreeCalendarLine *line)
{
    int64_t from;
    int64_t to;
    if (!check_time(checker, line->from, &from) || !check_time(checker, line->to, &to)) {
        calendar->refused = true;
        return;
    }
    WritOpening opening = {weekdays(line), (int32_t)from, (int32_t)to};
    uint32_t other = overlapping(calendar, &opening);
    if (from >= to) {
        tell_hours(checker, calendar, line, from > to);
    } else if (other != UINT32_MAX) {
        calendar->refused = true;
        tell_overlap(checker, line, calendar->opening_spans[other]);
    } else if (calendar->opening_count == WRIT_CALENDAR_OPENINGS_MAX) {
        calendar->refused = true;
        WritDiag *diag =
            diag_error(checker->diags, DIAG_CALENDAR_HOURS, line->span,
                       "a calendar has at most %d lines of hours", (int)WRIT_CALENDAR_OPENINGS_MAX);
        diag_hint(diag, "Put days with the same hours into one line.");
    } else {
        add_opening(checker, calendar, opening, line->span);
    }
}

// --- Holidays ---------------------------------------------------------------------------------

static void tell_holidays(Checker *checker, Calendar *calendar, WritSpan span, const char *what)
{
    calendar->refused = true;
    WritDiag *diag = diag_error(checker->diags, DIAG_HOLIDAY_FILE, span, "%s", what);
    diag_hint(diag, "Write the path from the top of the book, for example \"calendars/nl.csv\".");
}

static void read_holidays(Checker *checker, Calendar *calendar, const TreeCalendarLine *line)
{
    WritText path = check_plain_text(checker, line->text);
    WritSpan span = line->text->span;
    for (uint32_t i = 0; i < calendar->file_count; i++) {
        if (writ_text_equal(calendar->files[i].path, path)) {
            (void)stands_once(checker, calendar, line, calendar->files[i].span,
                              "public holidays from");
            return;
        }
    }
    if (!check_is_book_path(path, WRIT_CALENDAR_TEXT_BYTES_MAX)) {
        tell_holidays(checker, calendar, span, "this is no path within the book");
        return;
    }
    if (!check_ends_in(path, ".csv") && !check_ends_in(path, ".ics")) {
        tell_holidays(checker, calendar, span,
                      "holidays stand in a table (.csv) or in an iCalendar file (.ics)");
        return;
    }
    if (!check_is_in_folder(path, "calendars")) {
        tell_holidays(checker, calendar, span,
                      "holiday files lie in a folder called \"calendars\"");
        return;
    }
    calendar->files = check_grow(checker->arena, calendar->files, calendar->file_count,
                                 &calendar->file_capacity, sizeof *calendar->files);
    calendar->files[calendar->file_count++] = (CalendarFile){path, span};
}

// --- Parts and the last day -------------------------------------------------------------------

static WritDiag *tell_parts(Checker *checker, Calendar *calendar, WritSpan span, const char *what,
                            const char *hint)
{
    calendar->refused = true;
    WritDiag *diag = diag_error(checker->diags, DIAG_CALENDAR_PARTS, span, "%s", what);
    diag_hint(diag, "%s", hint);
    return diag;
}

static bool has_part(const Calendar *calendar, const Calendar *part)
{
    for (uint32_t i = 0; i < calendar->part_count; i++) {
        if (calendar->parts[i] == part) {
            return true;
        }
    }
    return false;
}

static void add_part(Checker *checker, Calendar *calendar, const TreePath *path)
{
    const Symbol *symbol = check_find(checker, calendar->symbol->module, path, SYMBOL_CALENDAR);
    if (symbol == NULL) {
        calendar->refused = true;
    } else if (has_part(calendar, symbol->calendar)) {
        (void)tell_parts(checker, calendar, path->span, "this calendar stands here twice",
                         "Name each calendar once.");
    } else {
        calendar->parts[calendar->part_count++] = symbol->calendar;
    }
}

static void read_parts(Checker *checker, Calendar *calendar, const TreeCalendarLine *line)
{
    if (calendar->parts_span.start != 0) {
        (void)tell_parts(
            checker, calendar, line->span,
            "another line says already of which calendars this one is made",
            "Keep one of the two lines. For more, declare a calendar for each and name "
            "these.");
        return;
    }
    calendar->parts_span = line->span;
    calendar->parts_kind =
        line->kind == TREE_CALENDAR_OPEN_ALL ? WRIT_CALENDAR_ALL_OF : WRIT_CALENDAR_ANY_OF;
    if (line->paths.count > WRIT_CALENDAR_PARTS_MAX) {
        (void)tell_parts(checker, calendar, line->span, "a calendar is made of at most 32 others",
                         "Declare a calendar for some of them and name that.");
        return;
    }
    calendar->parts = writ_arena_array(checker->arena, line->paths.count, sizeof(Calendar *));
    for (const TreePath *path = line->paths.first; path != NULL; path = path->next) {
        add_part(checker, calendar, path);
    }
}

static void read_last_day(Checker *checker, Calendar *calendar, const TreeCalendarLine *line)
{
    if (!stands_once(checker, calendar, line, calendar->last_span, "valid through")) {
        return;
    }
    calendar->last_span = line->span;
    if (!check_date(checker, line->from, &calendar->last_day)) {
        calendar->refused = true;
    } else if (calendar->last_day < 0 || calendar->last_day > CHECK_CALENDAR_LAST_DAY) {
        calendar->refused = true;
        WritDiag *diag = diag_error(checker->diags, DIAG_CALENDAR_LAST_DAY, line->from->span,
                                    "a calendar is valid through a day from 1970-01-01 to "
                                    "2099-12-31");
        diag_hint(diag, "Write the last day whose holidays are known: the end of a year.");
    }
}

void check_calendar_lines(Checker *checker, Symbol *symbol)
{
    Calendar *calendar = symbol->calendar;
    for (const TreeCalendarLine *line = symbol->decl->calendar.lines.first; line != NULL;
         line = line->next) {
        switch (line->kind) {
        case TREE_CALENDAR_META:
            check_meta(checker, line->meta);
            break;
        case TREE_CALENDAR_TIME_ZONE:
            read_zone(checker, calendar, line);
            break;
        case TREE_CALENDAR_OPEN:
            read_opening(checker, calendar, line);
            break;
        case TREE_CALENDAR_HOLIDAYS:
            read_holidays(checker, calendar, line);
            break;
        case TREE_CALENDAR_OPEN_ALL:
        case TREE_CALENDAR_OPEN_ANY:
            read_parts(checker, calendar, line);
            break;
        case TREE_CALENDAR_VALID_THROUGH:
            read_last_day(checker, calendar, line);
            break;
        }
    }
}

// --- The whole --------------------------------------------------------------------------------

enum { FRESH, OPEN, DONE };

static void tell_lacks(Checker *checker, Calendar *calendar, const char *what, const char *hint)
{
    const Symbol *symbol = calendar->symbol;
    calendar->refused = true;
    WritDiag *diag =
        diag_error(checker->diags, DIAG_CALENDAR_LACKS, symbol->span,
                   "the calendar \"%.*s\" does not say %s", WRIT_TEXT_ARGS(symbol->text), what);
    diag_hint(diag, "%s", hint);
}

// A calendar that has no zone is in the one that all its parts are in.
static void take_zone(Checker *checker, Calendar *calendar)
{
    if (calendar->zone_span.start != 0) {
        return;
    }
    for (uint32_t i = 1; i < calendar->part_count; i++) {
        if (!writ_text_equal(calendar->parts[0]->zone, calendar->parts[i]->zone)) {
            tell_lacks(checker, calendar,
                       "in which time zone its days begin, and its parts are "
                       "in different ones",
                       "Add a line \"time zone \"Europe/Amsterdam\"\".");
            return;
        }
    }
    if (calendar->part_count == 0) {
        tell_lacks(checker, calendar, "in which time zone it is",
                   "Add a line \"time zone \"Europe/Amsterdam\"\".");
        return;
    }
    calendar->zone = calendar->parts[0]->zone;
    calendar->zone_span = calendar->parts[0]->zone_span;
}

static void check_together(Checker *checker, Calendar *calendar)
{
    if (calendar->opening_count == 0 && calendar->part_count == 0) {
        tell_lacks(checker, calendar, "when it is open",
                   "Add a line such as \"open monday to friday 09:00 to 17:30\", or \"open when "
                   "all of …\".");
        return;
    }
    take_zone(checker, calendar);
    if (calendar->file_count > 0 && calendar->last_span.start == 0) {
        tell_lacks(checker, calendar, "through which day its holidays are known",
                   "Add a line such as \"valid through 2027-12-31\".");
    }
}

static void visit(Checker *checker, Calendar *calendar, uint32_t level);

// False when the part cannot be one (told).
static bool visit_part(Checker *checker, Calendar *calendar, Calendar *part, uint32_t level)
{
    if (part->visit == FRESH && level < WRIT_CALENDAR_PART_DEPTH_MAX) {
        visit(checker, part, level + 1);
    }
    if (part->visit == OPEN) {
        WritDiag *diag = tell_parts(checker, calendar, calendar->parts_span,
                                    calendar == part ? "this calendar would be made of itself"
                                                     : "one of these calendars is made of this one",
                                    "Let the chain end: remove one of the calendars.");
        if (calendar != part) {
            diag_label(diag, part->parts_span, "the circle goes on here");
        }
        return false;
    }
    if (part->visit == FRESH || part->depth >= WRIT_CALENDAR_PART_DEPTH_MAX) {
        (void)tell_parts(checker, calendar, calendar->parts_span,
                         "calendars are made of calendars over more than 8 levels here",
                         "Name the calendars of the lower levels at once.");
        return false;
    }
    return true;
}

static void visit(Checker *checker, Calendar *calendar, uint32_t level)
{
    calendar->visit = OPEN;
    calendar->depth = 1;
    for (uint32_t i = 0; i < calendar->part_count; i++) {
        const Calendar *part = calendar->parts[i];
        if (!visit_part(checker, calendar, calendar->parts[i], level)) {
            break;
        }
        calendar->refused = calendar->refused || part->refused;
        calendar->depth = part->depth + 1 > calendar->depth ? part->depth + 1 : calendar->depth;
        if (part->last_day < calendar->last_day) {
            calendar->last_day = part->last_day;
        }
    }
    if (!calendar->refused) {
        check_together(checker, calendar);
    }
    calendar->visit = DONE;
}

// Bit 0: Monday. One without hours of its own may be open on any day.
static uint8_t open_weekdays(const Calendar *calendar)
{
    uint8_t own = 0;
    for (uint32_t i = 0; i < calendar->opening_count; i++) {
        own |= calendar->openings[i].weekdays;
    }
    return calendar->opening_count > 0 ? own : UINT8_MAX;
}

bool check_is_closed_weekday(const Calendar *calendar, int64_t day)
{
    return (open_weekdays(calendar) >> writ_date_weekday(day) & 1) == 0;
}

uint32_t check_open_weekday_count(const Calendar *calendar)
{
    uint32_t count = 0;
    for (uint32_t day = 0; day < WEEK_DAYS; day++) {
        count += open_weekdays(calendar) >> day & 1;
    }
    return count;
}

// Each day of the week comes four times; three that follow each other, once more.
uint32_t check_month_days_max(const Calendar *calendar)
{
    uint32_t open = open_weekdays(calendar);
    uint32_t most = 0;
    for (uint32_t day = 0; day < WEEK_DAYS; day++) {
        uint32_t more = 0;
        for (uint32_t next = day; next < day + 3; next++) {
            more += open >> next % WEEK_DAYS & 1;
        }
        most = more > most ? more : most;
    }
    return 4 * check_open_weekday_count(calendar) + most;
}

void check_calendar_whole(Checker *checker, Symbol *symbol)
{
    if (symbol->calendar->visit == FRESH) {
        visit(checker, symbol->calendar, 1);
    }
}
