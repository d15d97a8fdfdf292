// The first column of a holiday file: which day, in words.
#ifndef CALENDAR_HOLIDAY_WHEN_H
#define CALENDAR_HOLIDAY_WHEN_H

#include <stdbool.h>

#include "writ/calendar_feasts.h"

typedef enum WhenKind {
    WHEN_DATES, // Certain days, of certain years.
    WHEN_FEAST, // A day of every year.
} WhenKind;

typedef struct When {
    WhenKind kind;
    int64_t first_day; // DATES
    int64_t last_day;
    WritFeast feast; // FEAST: kind, day and offset.
} When;

// Reads the whole `text`. WRIT_INVALID says what is wrong with it, the hint what to write.
WRIT_NODISCARD WritStatus when_read(When *when, WritText text, WritError *error);

// The column `years`: "2021", "2021 to 2024", "from 2021", "until 2024".
WRIT_NODISCARD WritStatus when_read_years(WritFeast *feast, WritText text, WritError *error);

#endif
