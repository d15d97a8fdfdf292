// The checked tree: calendars as a book says them, without the holidays that their files name.
#ifndef CHECK_MODEL_CALENDAR_H
#define CHECK_MODEL_CALENDAR_H

#include "check/model_data.h"
#include "writ/calendar.h"

typedef struct CalendarFile {
    WritText path; // From the top of the book.
    WritSpan span; // Of the path.
} CalendarFile;

typedef struct Calendar Calendar;
struct Calendar {
    const Symbol *symbol;
    WritText name; // Qualified.
    WritText title;
    WritText zone;      // Its own, or the one that all its parts are in.
    WritSpan zone_span; // Where that is said.
    WritOpening *openings;
    WritSpan *opening_spans; // One an opening.
    uint32_t opening_count;
    uint32_t opening_capacity;
    WritCalendarParts parts_kind;
    WritSpan parts_span; // Of the line; {0, 0} where there is none.
    Calendar **parts;
    uint32_t part_count;
    CalendarFile *files;
    uint32_t file_count;
    uint32_t file_capacity;
    int64_t last_day;   // `valid through`, or what follows from its parts.
    WritSpan last_span; // Of the line; {0, 0} where there is none.
    uint8_t visit;      // Of the walk over parts.
    uint32_t depth;     // 1 without parts.
    bool refused;       // Something about it was told: no more is.
};

#endif
