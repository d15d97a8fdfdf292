// What somebody writes behind `writ calendar`: names, instants, durations, months.
#ifndef CLI_CALENDAR_WORDS_H
#define CLI_CALENDAR_WORDS_H

#include "writ/calendar.h"
#include "writ/value.h"

// The calendar with this name, or the only one whose last part it is ("lyon" for
// "corvane.policy.lyon"). WRIT_NOT_FOUND: there is none, the hint names the nearest; WRIT_CONFLICT:
// several have it.
WRIT_NODISCARD WritStatus calendar_find(WritText *name, const WritCalendars *set, const char *word,
                                        WritError *error);
// "2026-10-23T16:00:00+02:00", or a local time of the zone: "2026-10-23 16:00", with seconds or
// without (N18 where it does not exist or occurs twice). WRIT_INVALID for anything else.
WRIT_NODISCARD WritStatus calendar_read_instant(int64_t *instant, const WritZone *zone,
                                                const char *word, WritError *error);
// "2 working days", "3 days": a working time or a duration, negative ones too.
WRIT_NODISCARD WritStatus calendar_read_span(WritValue *span, WritArena *arena, const char *word,
                                             WritError *error);
// "2026-10"
WRIT_NODISCARD WritStatus calendar_read_month(int32_t *year, int32_t *month, const char *word,
                                              WritError *error);

#endif
