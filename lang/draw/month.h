// A month as a picture has it.
#ifndef DRAW_MONTH_H
#define DRAW_MONTH_H

#include "draw/facts.h"

enum { MONTH_DAYS_MAX = 31 };

struct WritMonthPicture {
    const WritCalendarRules *rules;
    const WritZone *zone;
    int32_t year, month;
    int64_t first_day;
    int32_t day_count;
    DayFacts days[MONTH_DAYS_MAX];
    // The day's number among the working days of the month, from 1; 0: it is none, or the calendar
    // does not know the month's beginning.
    int32_t numbers[MONTH_DAYS_MAX];
    int32_t last_working; // Index of the last working day; -1: none, or not known.
    int32_t working_count;
    int64_t open_micros;
    const char *unknown; // Why some days are not known; NULL where all are.
};

// "October 2026"
void month_add_title(WritBuffer *out, const WritMonthPicture *month);
// "Europe/Paris", with its offset or, where it changes in the month, both.
void month_add_zone(WritBuffer *out, const WritMonthPicture *month);
// "22 working days, 176 h open; the first is Thu 1, the last Fri 30"
void month_add_sums(WritBuffer *out, const WritMonthPicture *month);
// "25 hours: the clocks go from 03:00 to 02:00", for a day that is no 24 hours long; nothing else.
void month_add_oddity(WritBuffer *out, const WritMonthPicture *month, const DayFacts *day);

#endif
