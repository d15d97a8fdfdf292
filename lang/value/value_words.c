#include "value/value_words.h"

#include <assert.h>
#include <stdbool.h>

static bool is_one(int64_t count)
{
    return count == 1 || count == -1;
}

const char *value_duration_word(WritDurationUnit unit, int64_t count)
{
    bool one = is_one(count);
    switch (unit) {
    case WRIT_SECONDS:
        return one ? "second" : "seconds";
    case WRIT_MINUTES:
        return one ? "minute" : "minutes";
    case WRIT_HOURS:
        return one ? "hour" : "hours";
    case WRIT_DAYS:
        return one ? "day" : "days";
    case WRIT_WEEKS:
        return one ? "week" : "weeks";
    case WRIT_MONTHS:
        return one ? "month" : "months";
    case WRIT_YEARS:
        return one ? "year" : "years";
    }
    WRIT_UNREACHABLE();
}

const char *value_working_word(WritWorkingUnit unit, int64_t count)
{
    bool one = is_one(count);
    switch (unit) {
    case WRIT_WORKING_HOURS:
        return one ? "working hour" : "working hours";
    case WRIT_WORKING_DAYS:
        return one ? "working day" : "working days";
    }
    WRIT_UNREACHABLE();
}
