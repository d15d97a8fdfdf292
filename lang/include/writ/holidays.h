// Holiday files in CSV, as `public holidays from "calendars/nl.csv"` names them. Pure.
//
//     when, name, substitute, years
//     2026-12-25, Christmas Day
//     2026-12-28 to 2026-12-31, Works holiday
//     easter + 1 day, Easter Monday
//     every 26 December, Boxing Day, next free day
//     first monday of may, Early May holiday, , from 2021
//
// docs/calendars.md has all of it. What is unambiguous is taken: any spelling of case and blanks,
// commas, semicolons or tabs, any line ends, a header or none, comments behind `#`. What could
// close the wrong day is refused: dates like 03/04/2026, columns that nobody knows, a file without
// holidays.
#ifndef WRIT_HOLIDAYS_H
#define WRIT_HOLIDAYS_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/calendar.h"

enum {
    WRIT_HOLIDAY_FILE_BYTES_MAX = 1 << 20,
    WRIT_HOLIDAY_NAME_BYTES_MAX = 200,
    WRIT_HOLIDAY_RANGE_DAYS_MAX = 366, // Of `2026-12-24 to 2027-01-03`, and of one event.
    WRIT_HOLIDAY_PROBLEMS_MAX = 20,    // Told of one file; the rest of it is not read.
    WRIT_HOLIDAY_PATH_BYTES_MAX = 1000,
};

// An arena of this size is enough to read one file.
#define WRIT_HOLIDAYS_ARENA_BYTES ((size_t)64 << 20)

typedef struct WritHolidayFile {
    WritText path; // For messages, and for its kind: ".csv" or ".ics". At most
                   // WRIT_HOLIDAY_PATH_BYTES_MAX bytes.
    WritText bytes;
} WritHolidayFile;

// What is wrong in a file: the author's mistake, so it is data and no status.
typedef struct WritHolidayProblem {
    WritText calendar; // Its name, where a whole set is made (writ/almanac.h); else empty.
    WritText path;     // Empty where the calendar itself is wrong, not one of its files.
    uint32_t line;     // From 1; 0: the file as a whole.
    WritText text;     // `"25/12/2026" can be read in two ways`
    WritText hint;     // What to write instead, a sentence.
} WritHolidayProblem;

typedef struct WritHolidays {
    WritHoliday *holidays; // In no order; complete only where there is no problem.
    uint32_t holiday_count;
    WritHolidayProblem *problems;
    uint32_t problem_count;
} WritHolidays;

// The days of the file from `first_day` to `last_day`, both included, dates of the years 1 to 9999.
// What falls outside is checked and left out. The result lives in `arena` and points to the path of
// the file; nothing else of the file is kept.
void writ_holidays_read_csv(WritHolidays *read, WritArena *arena, const WritHolidayFile *file,
                            int64_t first_day, int64_t last_day);

// "calendars/nl.csv, line 3: …"; with a calendar "plant: calendars/nl.csv, line 3: …".
void writ_holidays_describe(WritBuffer *out, const WritHolidayProblem *problem);

// `text`, well-formed UTF-8, as it is safe to show, appended to `out`: runs of blanks, line ends
// and other controls become one space, none at the ends; invisible characters and those that turn
// the direction of writing are left out. At most `bytes_max` bytes are added, no character is cut
// in two. A name of a holiday has WRIT_HOLIDAY_NAME_BYTES_MAX.
void writ_holidays_clean(WritBuffer *out, WritText text, size_t bytes_max);

#endif
