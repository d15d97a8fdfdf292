// What the files about sets of calendars share.
#ifndef CALENDAR_CALENDARS_H
#define CALENDAR_CALENDARS_H

#include "writ/calendar.h"

// Of the names, by which a sorted set is searched. NULL when there is none.
const WritCalendarRules *calendars_find(const WritCalendars *set, WritText name);
const WritZoneFile *calendars_find_zone(const WritCalendars *set, WritText name);
// The first holiday that is not before `day`; their count when there is none.
uint32_t calendars_first_holiday(const WritCalendarRules *rules, int64_t day);
// Less than, equal to or greater than 0: by day, then by name.
int calendars_compare_holidays(const WritHoliday *a, const WritHoliday *b);
// By time, then by weekdays.
int calendars_compare_openings(const WritOpening *a, const WritOpening *b);

// Whether a set is sound: WRIT_INVALID or WRIT_LIMIT with the first mistake. `scratch` holds what
// is needed meanwhile.
WRIT_NODISCARD WritStatus calendars_check(const WritCalendars *set, WritArena *scratch,
                                          WritError *error);

#endif
