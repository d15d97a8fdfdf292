// Walks the days of a count once more, one by one, and lays them in rows. The result comes from the
// calendar, which finds it by halving tables; the sum of the rows must be the same.
#include "draw/count.h"

#include <assert.h>

#include "draw/wording.h"
#include "writ/value.h"

// What of which days counts. Instants and days rise.
typedef struct Window {
    int64_t start, end;                  // Time counts from `start` until `end`.
    int64_t first_day, last_day;         // The days that are shown.
    int64_t first_counted, last_counted; // Working days among these count.
    int step;                            // -1: the count goes back.
} Window;

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

// --- Days ---------------------------------------------------------------------------------------

static WritStatus local_day(int64_t *day, const WritZone *zone, int64_t instant, WritError *error)
{
    // Both: near the ends of the years the zone has another one than UTC.
    if (instant >= WRIT_INSTANT_MIN && instant <= WRIT_INSTANT_MAX) {
        *day = writ_zone_local(zone, instant).day;
        if (*day >= WRIT_DATE_DAYS_MIN && *day <= WRIT_DATE_DAYS_MAX) {
            return WRIT_OK;
        }
    }
    return writ_fail(error, WRIT_LIMIT, "the count leaves the years 1 to 9999");
}

// The day that has the instant. A clock that is put back over midnight shows the day before for a
// while, though the new day, which has no other beginning, has begun.
static int64_t day_around(const WritZone *zone, int64_t instant)
{
    int64_t day = writ_zone_local(zone, instant).day;
    bool over = day < WRIT_DATE_DAYS_MAX && writ_zone_instant(zone, day, MICROS_A_DAY) <= instant;
    return over ? day + 1 : day;
}

// Hours that a leap of the clock shifted over midnight belong to the day before.
static int64_t day_that_reaches(const WritCalendar *calendar, int64_t day, int64_t instant)
{
    WritCalendarDay before;
    bool reaches = day > WRIT_DATE_DAYS_MIN &&
                   writ_calendar_day(&before, calendar, day - 1, NULL) == WRIT_OK &&
                   before.open_count > 0 && before.open[before.open_count - 1].to > instant;
    return reaches ? day - 1 : day;
}

static int64_t overlap(const Window *window, int64_t from, int64_t to)
{
    int64_t start = most(from, window->start);
    int64_t end = least(to, window->end);
    return end > start ? end - start : 0;
}

static int64_t time_of_day(const WritCountPicture *count, const Window *window,
                           const DayFacts *facts)
{
    int64_t micros = 0;
    switch (count->kind) {
    case COUNT_ELAPSED:
        return overlap(window, facts->start, facts->end);
    case COUNT_WORKING_TIME:
    case COUNT_BETWEEN:
        for (uint32_t i = 0; i < facts->open_count; i++) {
            micros += overlap(window, facts->open[i].from, facts->open[i].to);
        }
        return micros;
    case COUNT_WORKING_DAYS:
        return 0;
    }
    WRIT_UNREACHABLE();
}

static int64_t days_of_day(const WritCountPicture *count, const Window *window,
                           const DayFacts *facts)
{
    bool inside = facts->day >= window->first_counted && facts->day <= window->last_counted;
    bool counts = count->kind == COUNT_WORKING_DAYS || count->kind == COUNT_BETWEEN;
    return counts && inside && facts->open_count > 0 ? 1 : 0;
}

// --- Rows ---------------------------------------------------------------------------------------

typedef struct Rows {
    WritArena *arena;
    WritCountPicture *count;
    Window window;
    CountRow *last; // NULL: none yet.
} Rows;

typedef enum Fold {
    FOLD_NONE,
    FOLD_WEEKS,
    FOLD_YEARS,
} Fold;

// Weeks are folded whole.
static Fold fold_of(const Window *window, int64_t day)
{
    int64_t days = window->last_day - window->first_day + 1;
    int64_t monday = day - writ_date_weekday(day);
    int64_t sunday = monday + DAYS_A_WEEK - 1;
    int64_t edge = least(monday - window->first_day, window->last_day - sunday);
    if (days <= WRIT_DRAW_DAYS_MAX || edge < WRIT_DRAW_EDGE_DAYS) {
        return FOLD_NONE;
    }
    return days / DAYS_A_WEEK <= WRIT_DRAW_WEEKS_MAX ? FOLD_WEEKS : FOLD_YEARS;
}

static int64_t fold_number(Fold fold, int64_t day)
{
    switch (fold) {
    case FOLD_NONE:
        return 0;
    case FOLD_WEEKS:
        return floor_divide(day - writ_date_weekday(day), DAYS_A_WEEK);
    case FOLD_YEARS:
        return writ_date_from_days(day).year;
    }
    WRIT_UNREACHABLE();
}

// The row that the day goes into: the last one, or a new one.
static CountRow *row_for(Rows *rows, const DayFacts *facts, CountRowKind kind)
{
    int64_t fold =
        kind == COUNT_ROW_FOLDED ? fold_number(fold_of(&rows->window, facts->day), facts->day) : 0;
    CountRow *last = rows->last;
    if (last != NULL && kind != COUNT_ROW_DAY && last->kind == kind && last->fold == fold) {
        last->first_day = least(last->first_day, facts->day);
        last->last_day = most(last->last_day, facts->day);
        return last;
    }
    CountRow *row = writ_arena_alloc(rows->arena, sizeof *row);
    *row = (CountRow){
        .kind = kind,
        .first_day = facts->day,
        .last_day = facts->day,
        .fold = fold,
        .day = *facts,
        .micros_so_far = last == NULL ? 0 : last->micros_so_far,
        .days_so_far = last == NULL ? 0 : last->days_so_far,
        .known = true,
    };
    if (last == NULL) {
        rows->count->rows = row;
    } else {
        last->next = row;
    }
    rows->last = row;
    return row;
}

// The day's facts end with the day: what the row keeps of them is copied. Dates rise within a row,
// also where the count goes back.
static void keep_names(Rows *rows, CountRow *row, const DayFacts *facts)
{
    DayName *first = NULL;
    DayName *last = NULL;
    row->unnamed += facts->unnamed;
    for (const DayName *name = facts->names; name != NULL; name = name->next) {
        if (row->name_count == WRIT_DRAW_NAMES_MAX) {
            row->unnamed++;
            continue;
        }
        DayName *kept = writ_arena_alloc(rows->arena, sizeof *kept);
        *kept = *name;
        kept->next = NULL;
        first = first == NULL ? kept : first;
        if (last != NULL) {
            last->next = kept;
        }
        last = kept;
        row->name_count++;
    }
    if (first == NULL) {
        return;
    }
    if (row->names == NULL) {
        row->names = first;
        row->last_name = last;
    } else if (rows->window.step > 0) {
        row->last_name->next = first;
        row->last_name = last;
    } else {
        last->next = row->names;
        row->names = first;
    }
}

static void keep_oddity(Rows *rows, CountRow *row, const DayFacts *facts)
{
    if (facts_length(facts) == MICROS_A_DAY) {
        return;
    }
    OddDay *odd = writ_arena_alloc(rows->arena, sizeof *odd);
    *odd = (OddDay){.day = facts->day, .length = facts_length(facts)};
    if (row->last_odd == NULL) {
        row->odd = odd;
    } else {
        row->last_odd->next = odd;
    }
    row->last_odd = odd;
}

static void add_day(Rows *rows, const DayFacts *facts)
{
    int64_t micros = time_of_day(rows->count, &rows->window, facts);
    int64_t days = days_of_day(rows->count, &rows->window, facts);
    bool closed = facts->known && facts->open_count == 0 && micros == 0 && days == 0;
    CountRowKind kind = fold_of(&rows->window, facts->day) != FOLD_NONE ? COUNT_ROW_FOLDED
                        : closed                                        ? COUNT_ROW_CLOSED
                                                                        : COUNT_ROW_DAY;
    CountRow *row = row_for(rows, facts, kind);
    row->micros += micros;
    row->days += days;
    row->micros_so_far += micros;
    row->days_so_far += days;
    row->known = row->known && facts->known;
    row->counted_from = most(facts->start, rows->window.start);
    row->counted_to = least(facts->end, rows->window.end);
    row->day.names = NULL;
    if (rows->count->kind != COUNT_ELAPSED) {
        keep_names(rows, row, facts);
    }
    keep_oddity(rows, row, facts);
}

static WritStatus fill_rows(WritCountPicture *count, WritArena *arena, const WritDrawn *drawn,
                            const Window *window, WritError *error)
{
    if (window->last_day - window->first_day >= WRIT_DRAW_SPAN_DAYS_MAX) {
        return writ_fail(error, WRIT_LIMIT, "the count spans more than the %d days that are drawn",
                         WRIT_DRAW_SPAN_DAYS_MAX);
    }
    FactsSource source = facts_source(arena, drawn);
    source.arena = writ_arena_new((WRIT_DRAW_NAMES_MAX + 1) * 2 * sizeof(DayName));
    Rows rows = {.arena = arena, .count = count, .window = *window};
    int64_t days = window->last_day - window->first_day + 1;
    for (int64_t i = 0; i < days; i++) {
        DayFacts facts;
        facts_of_day(&facts, &source,
                     window->step > 0 ? window->first_day + i : window->last_day - i, NULL);
        add_day(&rows, &facts);
        writ_arena_reset(source.arena);
    }
    writ_arena_free(source.arena);
    // Whatever halved the tables and whatever walked the days are one count.
    assert(rows.last->micros_so_far == count->micros && rows.last->days_so_far == count->days);
    return WRIT_OK;
}

// --- Questions ----------------------------------------------------------------------------------

static WritCountPicture *new_count(WritArena *arena, const WritDrawn *drawn, int64_t from)
{
    WritCountPicture *count = writ_arena_alloc(arena, sizeof *count);
    *count = (WritCountPicture){
        .rules = writ_calendar_rules(drawn->calendar),
        .zone = writ_calendar_zone(drawn->calendar),
        .from = from,
        .to = from,
    };
    return count;
}

// The window over time between two instants, the earlier first.
static Window time_window(const WritCountPicture *count, const WritDrawn *drawn)
{
    Window window = {
        .start = least(count->from, count->to),
        .end = most(count->from, count->to),
        .first_counted = 1,
        .step = count->to < count->from ? -1 : 1,
    };
    // An end at midnight is the end of the day before.
    int64_t last = window.end > window.start ? window.end - 1 : window.end;
    window.first_day = day_around(count->zone, window.start);
    window.last_day = day_around(count->zone, last);
    if (count->kind != COUNT_ELAPSED) {
        window.first_day = day_that_reaches(drawn->calendar, window.first_day, window.start);
    }
    window.last_counted = 0;
    return window;
}

static WritStatus count_elapsed(WritCountPicture *count, WritError *error)
{
    count->kind = COUNT_ELAPSED;
    WritStatus status = writ_zone_add(&count->to, count->zone, count->from, count->span, error);
    count->micros = most(count->to, count->from) - least(count->to, count->from);
    return status;
}

static WritStatus count_hours(WritCountPicture *count, const WritCalendar *calendar,
                              WritError *error)
{
    int64_t hours = count->span.integer;
    count->kind = COUNT_WORKING_TIME;
    if (hours > INT64_MAX / MICROS_AN_HOUR || hours < -(INT64_MAX / MICROS_AN_HOUR)) {
        return writ_fail(error, WRIT_LIMIT, "no calendar knows %lld working hours",
                         (long long)hours);
    }
    count->micros = (hours < 0 ? -hours : hours) * MICROS_AN_HOUR;
    return hours < 0
               ? writ_calendar_subtract_time(&count->to, calendar, count->from, count->micros,
                                             error)
               : writ_calendar_add_time(&count->to, calendar, count->from, count->micros, error);
}

static WritStatus count_days(WritCountPicture *count, Window *window, const WritCalendar *calendar,
                             WritError *error)
{
    int64_t days = count->span.integer;
    int64_t day = count->from_day;
    int64_t end = day;
    count->kind = COUNT_WORKING_DAYS;
    WritStatus status = writ_calendar_add_days(&count->to, calendar, count->from, days, error);
    if (status == WRIT_OK && days != 0) {
        status = writ_calendar_move_day(&end, calendar, day, days, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    if (days == 0) {
        // To the close of the day, or of an open day before.
        WritCalendarDay told;
        while (writ_calendar_day(&told, calendar, end, NULL) == WRIT_OK && told.open_count == 0) {
            end--;
        }
    }
    count->days = days < 0 ? -days : days;
    *window = (Window){
        .first_day = least(day, end),
        .last_day = most(day, end),
        .first_counted = days < 0 ? end : day + 1,
        .last_counted = days < 0 ? day - 1 : end,
        .step = end < day ? -1 : 1,
    };
    return WRIT_OK;
}

static WritStatus find_end(WritCountPicture *count, Window *window, const WritDrawn *drawn,
                           WritError *error)
{
    WritStatus status = WRIT_OK;
    if (count->span.kind == WRIT_VALUE_WORKING_TIME && count->span.tag == WRIT_WORKING_DAYS) {
        return count_days(count, window, drawn->calendar, error);
    }
    if (count->span.kind == WRIT_VALUE_WORKING_TIME) {
        status = count_hours(count, drawn->calendar, error);
    } else {
        assert(count->span.kind == WRIT_VALUE_DURATION);
        status = count_elapsed(count, error);
    }
    int64_t day = 0;
    if (status == WRIT_OK) {
        status = local_day(&day, count->zone, count->to, error);
    }
    if (status == WRIT_OK) {
        *window = time_window(count, drawn);
    }
    return status;
}

WritStatus writ_draw_add(const WritCountPicture **picture, WritArena *arena, const WritDrawn *drawn,
                         int64_t from, WritValue span, WritError *error)
{
    *picture = NULL;
    WritCountPicture *count = new_count(arena, drawn, from);
    count->span = span;
    Window window;
    WritStatus status = local_day(&count->from_day, count->zone, from, error);
    if (status == WRIT_OK) {
        status = find_end(count, &window, drawn, error);
    }
    if (status == WRIT_OK) {
        status = fill_rows(count, arena, drawn, &window, error);
    }
    if (status == WRIT_OK) {
        *picture = count;
    }
    return status;
}

static WritStatus check_order(const WritCountPicture *count, WritError *error)
{
    if (count->to >= count->from) {
        return WRIT_OK;
    }
    WritBuffer text = {0};
    wording_add_instant(&text, count->zone, count->to);
    writ_buffer_add_string(&text, " is earlier than ");
    wording_add_instant(&text, count->zone, count->from);
    (void)writ_fail(error, WRIT_INVALID, "%s", writ_buffer_string(&text));
    writ_buffer_dispose(&text);
    return writ_hint(error, "Name the earlier instant first.");
}

WritStatus writ_draw_between(const WritCountPicture **picture, WritArena *arena,
                             const WritDrawn *drawn, int64_t from, int64_t to, WritError *error)
{
    *picture = NULL;
    WritCountPicture *count = new_count(arena, drawn, from);
    int64_t to_day = 0;
    count->kind = COUNT_BETWEEN;
    count->to = to;
    WritStatus status = local_day(&count->from_day, count->zone, from, error);
    if (status == WRIT_OK) {
        status = local_day(&to_day, count->zone, to, error);
    }
    if (status == WRIT_OK) {
        status = check_order(count, error);
    }
    if (status == WRIT_OK) {
        status = writ_calendar_time_between(&count->micros, drawn->calendar, from, to, error);
    }
    // A clock that was put back over midnight shows the day before: no day has passed then.
    if (status == WRIT_OK && to_day > count->from_day) {
        status = writ_calendar_days_between(&count->days, drawn->calendar, count->from_day, to_day,
                                            error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    Window window = time_window(count, drawn);
    window.first_counted = count->from_day + 1;
    window.last_counted = to_day;
    window.last_day = most(window.last_day, to_day);
    status = fill_rows(count, arena, drawn, &window, error);
    if (status == WRIT_OK) {
        *picture = count;
    }
    return status;
}

// --- Answers ------------------------------------------------------------------------------------

int64_t writ_draw_count_end(const WritCountPicture *count)
{
    return count->to;
}

int64_t count_left(const WritCountPicture *count, const CountRow *row)
{
    return count->kind == COUNT_WORKING_DAYS ? count->days - row->days_so_far
                                             : count->micros - row->micros_so_far;
}

const char *count_rule(const WritCountPicture *count)
{
    bool back = count->span.integer < 0;
    switch (count->kind) {
    case COUNT_ELAPSED:
        return count->span.tag == WRIT_MONTHS || count->span.tag == WRIT_YEARS
                   ? "To the same date and time, or the last day of its month; every hour counts."
                   : "Every hour counts, open or closed.";
    case COUNT_WORKING_TIME:
        return back ? "Only open time counts; it starts at the latest instant from which the sum "
                      "passes."
                    : "Only open time counts; it ends at the earliest instant that has the sum.";
    case COUNT_WORKING_DAYS:
        return count->days == 0
                   ? "No working day: to the close of the day, or of the last open one."
               : back ? "The day of the start does not count; the working day that is found counts "
                        "to its close."
                      : "The day of the start does not count; the last working day counts to its "
                        "close.";
    case COUNT_BETWEEN:
        return "Open time from the first instant to the second; working days after the day of the "
               "first through that of the second.";
    }
    WRIT_UNREACHABLE();
}

void count_add_span(WritBuffer *out, const WritCountPicture *count)
{
    static const WritTypes none = {0};
    writ_value_print(out, &none, count->span);
}
