// Holidays that are computed, for when a calendar is released: feasts that move with Easter, the
// last Monday of May, and substitute days for what falls on a weekend. Pure.
#ifndef WRIT_CALENDAR_FEASTS_H
#define WRIT_CALENDAR_FEASTS_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/calendar.h"

enum {
    WRIT_FEASTS_MAX = 1000,       // In a list.
    WRIT_FEAST_DAYS_MAX = 100000, // Feasts of a list, each in all its years asked for.
    WRIT_FEAST_OFFSET_DAYS_MAX = 400,
};

typedef enum WritFeastKind {
    WRIT_FEAST_DATE,            // `month` and `day_of_month`.
    WRIT_FEAST_EASTER,          // `offset` days after Easter Sunday of the western churches,
    WRIT_FEAST_ORTHODOX_EASTER, // of the orthodox ones (by the Julian calendar).
    WRIT_FEAST_WEEKDAY,         // The `nth` `weekday` of `month`; -1 is the last.
    WRIT_FEAST_WEEKDAY_FROM,    // The first `weekday` on or after the date,
    WRIT_FEAST_WEEKDAY_UNTIL,   // the last on or before it.
} WritFeastKind;

// What happens when a feast falls on Saturday or Sunday.
typedef enum WritSubstitute {
    WRIT_SUBSTITUTE_NONE,
    WRIT_SUBSTITUTE_NEXT_FREE, // The next day from Monday to Friday that is no feast or substitute
                               // is free as well. Earlier feasts choose first.
} WritSubstitute;

typedef struct WritFeast {
    WritText name;
    WritFeastKind kind;
    WritSubstitute substitute;
    int32_t month;        // 1 to 12
    int32_t day_of_month; // 1 to 31
    int32_t weekday;      // 0: Monday … 6: Sunday
    int32_t nth;          // 1 to 5, or -1 to -5 from the end
    int32_t offset;       // Days, up to WRIT_FEAST_OFFSET_DAYS_MAX each way: added to the day,
                          // whatever the kind.
    int32_t first_year;   // The feast is kept from this year on,
    int32_t last_year;    // to this one, both included; 0: no end.
} WritFeast;

// Easter Sunday of a year from 1 to 9999, as days since 1970-01-01 of the Gregorian calendar.
int64_t writ_easter(int32_t year);
int64_t writ_orthodox_easter(int32_t year);

// The day of the feast in `year` (1 to 9999). False in years that do not have it: before the first
// or after the last, without a 29 February or a fifth Monday, or with a rule out of bounds.
bool writ_feast_day(int64_t *day, const WritFeast *feast, int32_t year);

typedef struct WritFeasts {
    const WritFeast *feasts;
    uint32_t feast_count;
    int64_t first_day; // What is asked for, both included; dates of the years 1 to 9999.
    int64_t last_day;
} WritFeasts;

// All days from the first to the last on which one of the feasts or its substitute falls, by day
// and name, as writ_calendars_sort has them. A substitute is called "Boxing Day (substitute day)".
// The list lives in `arena`. WRIT_LIMIT: one of the bounds above is passed, or the list has more
// than WRIT_CALENDAR_HOLIDAYS_MAX days.
WRIT_NODISCARD WritStatus writ_feasts_expand(WritHoliday **holidays, uint32_t *count,
                                             WritArena *arena, const WritFeasts *feasts,
                                             WritError *error);

#endif
