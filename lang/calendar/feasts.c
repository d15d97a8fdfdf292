// Feasts as days.
//
// Easter is the Sunday after the first full moon of spring, by the tables of the church: both
// computations find that moon from the place of the year in the cycle of 19 years. The western one
// corrects it by what the calendar and the moon have drifted over the centuries.
#include "writ/calendar_feasts.h"

#include <assert.h>
#include <stdlib.h>

#include "calendar/calendars.h"
#include "writ/value.h"

enum { WEEKDAYS = 7, SATURDAY = 5, YEAR_MAX = 9999 };

// --- Easter ------------------------------------------------------------------------------------

static int64_t sunday_after(int64_t day)
{
    return day + WEEKDAYS - (writ_date_weekday(day) + 1) % WEEKDAYS;
}

int64_t writ_easter(int32_t year)
{
    assert(year >= 1 && year <= YEAR_MAX);
    int32_t place = year % 19;
    int32_t century = year / 100;
    int32_t leap_days_left_out = century - century / 4;
    int32_t moon_drift = (8 * century + 13) / 25;
    int32_t moon = (19 * place + leap_days_left_out - moon_drift + 15) % 30;
    // The tables have no 29th day, and no 28th twice in 19 years.
    if (moon == 29 || (moon == 28 && place > 10)) {
        moon--;
    }
    int64_t spring = 0;
    (void)writ_date_to_days((WritDate){year, 3, 21}, &spring);
    return sunday_after(spring + moon);
}

// 21 March of the Julian calendar: its years have 365 days and a leap day every fourth year.
static int64_t julian_spring(int32_t year)
{
    const int64_t spring_of_year_4 = -717989; // 0004-03-19 of the Gregorian calendar.
    int64_t years = year - 4;
    int64_t leap_days = years >= 0 ? years / 4 : (years - 3) / 4;
    return spring_of_year_4 + years * 365 + leap_days;
}

int64_t writ_orthodox_easter(int32_t year)
{
    assert(year >= 1 && year <= YEAR_MAX);
    int32_t moon = (19 * (year % 19) + 15) % 30;
    return sunday_after(julian_spring(year) + moon);
}

// --- One feast ---------------------------------------------------------------------------------

static bool find_date(int64_t *day, int32_t year, int32_t month, int32_t day_of_month)
{
    if (month < 1 || month > 12 || day_of_month < 1 || day_of_month > 31) {
        return false;
    }
    WritDate date = {year, (uint8_t)month, (uint8_t)day_of_month};
    return writ_date_to_days(date, day);
}

static int64_t weekday_from(int64_t day, int32_t weekday)
{
    return day + (weekday - writ_date_weekday(day) + WEEKDAYS) % WEEKDAYS;
}

static bool find_nth(int64_t *day, const WritFeast *feast, int32_t year)
{
    int64_t first = 0;
    int64_t last = 0;
    if (feast->nth == 0 || abs(feast->nth) > 5 || !find_date(&first, year, feast->month, 1)) {
        return false;
    }
    int32_t length = 31;
    while (!find_date(&last, year, feast->month, length)) {
        length--;
    }
    int64_t from_end = weekday_from(last - (WEEKDAYS - 1), feast->weekday);
    *day = feast->nth > 0
               ? weekday_from(first, feast->weekday) + (int64_t)WEEKDAYS * (feast->nth - 1)
               : from_end + (int64_t)WEEKDAYS * (feast->nth + 1);
    return *day >= first && *day <= last;
}

static bool find_base(int64_t *day, const WritFeast *feast, int32_t year)
{
    if (feast->weekday < 0 || feast->weekday >= WEEKDAYS) {
        return false;
    }
    switch (feast->kind) {
    case WRIT_FEAST_DATE:
        return find_date(day, year, feast->month, feast->day_of_month);
    case WRIT_FEAST_EASTER:
        *day = writ_easter(year);
        return true;
    case WRIT_FEAST_ORTHODOX_EASTER:
        *day = writ_orthodox_easter(year);
        return true;
    case WRIT_FEAST_WEEKDAY:
        return find_nth(day, feast, year);
    case WRIT_FEAST_WEEKDAY_FROM:
    case WRIT_FEAST_WEEKDAY_UNTIL:
        if (!find_date(day, year, feast->month, feast->day_of_month)) {
            return false;
        }
        *day -= feast->kind == WRIT_FEAST_WEEKDAY_UNTIL ? WEEKDAYS - 1 : 0;
        *day = weekday_from(*day, feast->weekday);
        return true;
    }
    WRIT_UNREACHABLE();
}

bool writ_feast_day(int64_t *day, const WritFeast *feast, int32_t year)
{
    assert(year >= 1 && year <= YEAR_MAX);
    if (year < feast->first_year || (feast->last_year != 0 && year > feast->last_year) ||
        feast->offset > WRIT_FEAST_OFFSET_DAYS_MAX || feast->offset < -WRIT_FEAST_OFFSET_DAYS_MAX ||
        !find_base(day, feast, year)) {
        return false;
    }
    *day += feast->offset;
    return true;
}

// --- All feasts of some years ------------------------------------------------------------------

// A feast of one year. Those of the years around count too: offsets and substitutes move them.
typedef struct Kept {
    int64_t day;
    const WritFeast *feast;
} Kept;

enum {
    YEARS_AROUND = 2, // As far as an offset reaches.
    DAYS_AROUND = 1600,
};

typedef struct Expansion {
    const WritFeasts *feasts;
    WritArena *arena;
    Kept *kept;
    size_t kept_count;
    bool *taken; // Of each day from `taken_from` on: a feast or a substitute.
    int64_t taken_from;
    size_t taken_count;
    WritHoliday *holidays;
    uint32_t count;
} Expansion;

// By day; of one day in the order of the list.
static int by_day(const void *a, const void *b)
{
    const Kept *x = a;
    const Kept *y = b;
    if (x->day != y->day) {
        return x->day < y->day ? -1 : 1;
    }
    return (x->feast > y->feast) - (x->feast < y->feast);
}

static int by_holiday(const void *a, const void *b)
{
    return calendars_compare_holidays(a, b);
}

static void keep_all(Expansion *expansion, int32_t first_year, int32_t last_year)
{
    for (int32_t year = first_year; year <= last_year; year++) {
        for (uint32_t i = 0; i < expansion->feasts->feast_count; i++) {
            Kept *kept = &expansion->kept[expansion->kept_count];
            kept->feast = &expansion->feasts->feasts[i];
            if (writ_feast_day(&kept->day, kept->feast, year)) {
                expansion->taken[kept->day - expansion->taken_from] = true;
                expansion->kept_count++;
            }
        }
    }
    if (expansion->kept_count > 1) {
        qsort(expansion->kept, expansion->kept_count, sizeof *expansion->kept, by_day);
    }
}

// Counts a day that was asked for; writes it when there is room.
static void add(Expansion *expansion, int64_t day, WritText name)
{
    if (day < expansion->feasts->first_day || day > expansion->feasts->last_day) {
        return;
    }
    if (expansion->count < WRIT_CALENDAR_HOLIDAYS_MAX) {
        expansion->holidays[expansion->count] = (WritHoliday){day, name};
    }
    expansion->count++;
}

static WritText substitute_name(WritArena *arena, WritText name)
{
    WritBuffer made = {0};
    writ_buffer_add(&made, name);
    writ_buffer_add_string(&made, " (substitute day)");
    WritText kept = writ_arena_text(arena, writ_buffer_text(&made));
    writ_buffer_dispose(&made);
    return kept;
}

static void add_substitute(Expansion *expansion, const Kept *kept)
{
    int64_t day = kept->day;
    bool free = false;
    while (!free && day + 1 - expansion->taken_from < (int64_t)expansion->taken_count) {
        day++;
        free = writ_date_weekday(day) < SATURDAY && !expansion->taken[day - expansion->taken_from];
    }
    if (free) {
        expansion->taken[day - expansion->taken_from] = true;
        if (day >= expansion->feasts->first_day && day <= expansion->feasts->last_day) {
            add(expansion, day, substitute_name(expansion->arena, kept->feast->name));
        }
    }
}

static void expand(Expansion *expansion)
{
    for (size_t i = 0; i < expansion->kept_count; i++) {
        const Kept *kept = &expansion->kept[i];
        add(expansion, kept->day, kept->feast->name);
        switch (kept->feast->substitute) {
        case WRIT_SUBSTITUTE_NONE:
            break;
        case WRIT_SUBSTITUTE_NEXT_FREE:
            if (writ_date_weekday(kept->day) >= SATURDAY) {
                add_substitute(expansion, kept);
            }
            break;
        }
    }
}

static WritStatus refuse(const char *what, int limit, WritError *error)
{
    return writ_fail(error, WRIT_LIMIT, "the computed feasts have more than %d %s", limit, what);
}

// Days that the feasts may have in these years: a date of one year is one.
static size_t count_days(const WritFeasts *feasts, int32_t first_year, int32_t last_year)
{
    size_t days = 0;
    for (uint32_t i = 0; i < feasts->feast_count; i++) {
        const WritFeast *feast = &feasts->feasts[i];
        int32_t first = feast->first_year > first_year ? feast->first_year : first_year;
        bool ends = feast->last_year != 0 && feast->last_year < last_year;
        int32_t last = ends ? feast->last_year : last_year;
        days += last >= first ? (size_t)(last - first) + 1 : 0;
    }
    return days;
}

WritStatus writ_feasts_expand(WritHoliday **holidays, uint32_t *count, WritArena *arena,
                              const WritFeasts *feasts, WritError *error)
{
    assert(feasts->first_day >= WRIT_DATE_DAYS_MIN && feasts->last_day <= WRIT_DATE_DAYS_MAX);
    *holidays = NULL;
    *count = 0;
    if (feasts->first_day > feasts->last_day) {
        return WRIT_OK;
    }
    if (feasts->feast_count > WRIT_FEASTS_MAX) {
        return refuse("rules", WRIT_FEASTS_MAX, error);
    }
    int32_t first_year = writ_date_from_days(feasts->first_day).year - YEARS_AROUND;
    int32_t last_year = writ_date_from_days(feasts->last_day).year + YEARS_AROUND;
    first_year = first_year < 1 ? 1 : first_year;
    last_year = last_year > YEAR_MAX ? YEAR_MAX : last_year;
    size_t days_max = count_days(feasts, first_year, last_year);
    if (days_max > WRIT_FEAST_DAYS_MAX) {
        return refuse("days in the years that are asked for", WRIT_FEAST_DAYS_MAX, error);
    }
    Expansion expansion = {
        .feasts = feasts,
        .arena = arena,
        .kept = writ_arena_array(arena, days_max + 1, sizeof(Kept)),
        .taken_from = feasts->first_day - DAYS_AROUND,
        .taken_count = (size_t)(feasts->last_day - feasts->first_day) + 2 * DAYS_AROUND,
        .holidays = writ_arena_array(arena, 2 * days_max + 1, sizeof(WritHoliday)),
    };
    expansion.taken = writ_arena_array(arena, expansion.taken_count, sizeof(bool));
    keep_all(&expansion, first_year, last_year);
    expand(&expansion);
    if (expansion.count > WRIT_CALENDAR_HOLIDAYS_MAX) {
        return refuse("days", WRIT_CALENDAR_HOLIDAYS_MAX, error);
    }
    if (expansion.count > 1) {
        qsort(expansion.holidays, expansion.count, sizeof *expansion.holidays, by_holiday);
    }
    *holidays = expansion.holidays;
    *count = expansion.count;
    return WRIT_OK;
}
