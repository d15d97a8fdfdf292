// Pictures of what a calendar says, for people who look at what they wrote: a month, and how a
// time was counted, day by day. Pure makers of text over a compiled calendar.
//
// A picture is a set of facts in an arena; text, SVG and JSON are made from the same facts, so that
// they cannot differ. Text has at most WRIT_DRAW_COLUMNS_MAX columns and no colour. Names and
// titles may hold anything: they are made harmless in each form. What a picture says is counted
// once more from the days that it shows, and has to agree with writ/calendar.h.
#ifndef WRIT_DRAW_H
#define WRIT_DRAW_H

#include <stdint.h>

#include "writ/calendar.h"
#include "writ/text.h"
#include "writ/value.h"

enum {
    WRIT_DRAW_COLUMNS_MAX = 80,
    WRIT_DRAW_DAYS_MAX = 40,   // That a count shows one by one; of longer ones
    WRIT_DRAW_EDGE_DAYS = 10,  // these at each end, and between them week by week,
    WRIT_DRAW_WEEKS_MAX = 120, // or year by year where there are more weeks.
    WRIT_DRAW_NAMES_MAX = 200, // Holidays of a day that are named, and of a line of a count; how
                               // many more there are is said.
    WRIT_DRAW_SPAN_DAYS_MAX = 1 << 20, // Of a count.
};

// An arena of this size is enough for one picture.
#define WRIT_DRAW_ARENA_BYTES ((size_t)256 << 20)

// What pictures are made of. Both outlive the picture.
typedef struct WritDrawn {
    const WritCalendar *calendar;
    const WritCalendars *set; // That it comes from: where the holidays of its parts have names.
} WritDrawn;

// --- A month -----------------------------------------------------------------------------------

typedef struct WritMonthPicture WritMonthPicture;

// `month` is from 1, of a `year` from 1 to 9999; WRIT_INVALID for others. WRIT_LIMIT, as
// writ_calendar_day says it, when the calendar knows no day of the month; a picture of a month that
// it knows in part says which days are missing.
WRIT_NODISCARD WritStatus writ_draw_month(const WritMonthPicture **picture, WritArena *arena,
                                          const WritDrawn *drawn, int32_t year, int32_t month,
                                          WritError *error);
// Weeks from Monday on, each day with its number as a working day (WD1 is the first, N6), its
// hours, and what is special; holidays with their names and days of 23 or 25 hours stand below.
void writ_draw_month_text(WritBuffer *out, const WritMonthPicture *picture);
// A document of its own: no scripts, nothing from elsewhere, in light and dark.
void writ_draw_month_svg(WritBuffer *out, const WritMonthPicture *picture);
void writ_draw_month_json(WritBuffer *out, const WritMonthPicture *picture);

// --- Counting ----------------------------------------------------------------------------------

typedef struct WritCountPicture WritCountPicture;

// How `span`, a duration or a working time, is counted from the instant `from`: what of each day
// counts, what is left then, and where it ends. A negative one is counted back. Errors as the
// calendar's; WRIT_LIMIT also where a date lies outside the years 1 to 9999, or the count spans
// more than WRIT_DRAW_SPAN_DAYS_MAX.
WRIT_NODISCARD WritStatus writ_draw_add(const WritCountPicture **picture, WritArena *arena,
                                        const WritDrawn *drawn, int64_t from, WritValue span,
                                        WritError *error);
// Working time from `from` to `to`, and the working days after the day of `from` through that of
// `to`. WRIT_INVALID when `to` is earlier.
WRIT_NODISCARD WritStatus writ_draw_between(const WritCountPicture **picture, WritArena *arena,
                                            const WritDrawn *drawn, int64_t from, int64_t to,
                                            WritError *error);
// Where the count ends: the instant that was asked for.
int64_t writ_draw_count_end(const WritCountPicture *picture);
void writ_draw_count_text(WritBuffer *out, const WritCountPicture *picture);
void writ_draw_count_json(WritBuffer *out, const WritCountPicture *picture);

#endif
