// How days, clocks, amounts and foreign texts are written in pictures.
#ifndef DRAW_WORDING_H
#define DRAW_WORDING_H

#include <stdint.h>

#include "writ/calendar.h"
#include "writ/text.h"

#define MICROS_A_SECOND INT64_C(1000000)
#define MICROS_A_MINUTE (60 * MICROS_A_SECOND)
#define MICROS_AN_HOUR (INT64_C(3600) * MICROS_A_SECOND)
#define MICROS_A_DAY (24 * MICROS_AN_HOUR)

enum { DAYS_A_WEEK = 7 };

const char *wording_weekday_name(int weekday); // "Mon"
const char *wording_month_name(int month);     // 1 is "January".

void wording_add_date(WritBuffer *out, int64_t day);      // "2026-10-26"
void wording_add_day(WritBuffer *out, int64_t day);       // "Mon 2026-10-26"
void wording_add_short_day(WritBuffer *out, int64_t day); // "Mon 26 Oct"
// "09:00", with seconds only where there are some. `micros` of the local day, up to 24:00.
void wording_add_clock(WritBuffer *out, int64_t micros);
// "7 h 30 min", with seconds and parts of them only where there are some; "0 h".
void wording_add_amount(WritBuffer *out, int64_t micros);
// "1 working day", "2 working days"
void wording_add_count(WritBuffer *out, int64_t count, const char *one, const char *many);
// "+01:00"
void wording_add_offset(WritBuffer *out, int32_t seconds);
// "Mon 2026-10-26T09:00:00+01:00"
void wording_add_instant(WritBuffer *out, const WritZone *zone, int64_t instant);

// A local time of `day`: its end is 24:00, not 00:00 of the next.
int64_t wording_clock_of(const WritZone *zone, int64_t day, int64_t instant);

// How many columns `text` takes on a terminal, at most.
uint32_t wording_columns(WritText text);
// `text` in one line and harmless on a terminal, cut to `columns`; what is cut ends with "…".
void wording_add_cut(WritBuffer *out, WritText text, uint32_t columns);
// The same for XML: what its text may not hold is replaced, its signs are escaped.
void wording_add_xml(WritBuffer *out, WritText text, uint32_t columns);

// Words on lines of WRIT_DRAW_COLUMNS_MAX, from column `at` of the line that was begun; further
// lines are indented by `indent`. Ends the last line. A word that is wider than a line is cut.
void wording_wrap(WritBuffer *out, uint32_t at, uint32_t indent, WritText text);
void wording_pad(WritBuffer *out, uint32_t columns);
// Takes away blanks at the end of the line, and ends it.
void wording_end_line(WritBuffer *out);

#endif
