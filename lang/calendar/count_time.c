// Counting working time on a compiled calendar. Every answer is found by halving one of its tables.
#include "calendar/count_errors.h"

#include <assert.h>

// --- Where an instant stands --------------------------------------------------------------------

// The first interval that ends after `instant`, or their count.
static uint32_t interval_after(const WritCalendar *calendar, int64_t instant)
{
    uint32_t low = 0;
    uint32_t high = calendar->interval_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (calendar->intervals[middle].to <= instant) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

// Open time from the first known day until `instant`.
static int64_t open_until(const WritCalendar *calendar, int64_t instant)
{
    uint32_t at = interval_after(calendar, instant);
    int64_t open = calendar->open_before[at];
    if (at < calendar->interval_count && calendar->intervals[at].from < instant) {
        open += instant - calendar->intervals[at].from;
    }
    return open;
}

static int64_t open_in_all(const WritCalendar *calendar)
{
    return calendar->open_before[calendar->interval_count];
}

// How many intervals have less open time before them than `open`.
static uint32_t intervals_below(const WritCalendar *calendar, int64_t open)
{
    uint32_t low = 0;
    uint32_t high = calendar->interval_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (calendar->open_before[middle] < open) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static WritStatus check_instant(const WritCalendar *calendar, int64_t instant, Asked asked,
                                WritError *error)
{
    if (instant < calendar->known_from) {
        return count_fail_unknown(calendar, COUNT_BEFORE, asked, error);
    }
    if (instant > calendar->known_to) {
        return count_fail_unknown(calendar, COUNT_BEHIND, asked, error);
    }
    return WRIT_OK;
}

static bool knows_instant(const WritCalendar *calendar, int64_t instant)
{
    return instant >= calendar->known_from && instant <= calendar->known_to;
}

// --- Working time -------------------------------------------------------------------------------

WritStatus writ_calendar_add_time(int64_t *due, const WritCalendar *calendar, int64_t from,
                                  int64_t micros, WritError *error)
{
    assert(micros >= 0);
    *due = from;
    if (!knows_instant(calendar, from)) {
        return check_instant(calendar, from, asked_time(calendar, micros, "from", from), error);
    }
    if (micros == 0) {
        return WRIT_OK;
    }
    int64_t passed = open_until(calendar, from);
    int64_t all = open_in_all(calendar);
    if (micros > all - passed) {
        Asked asked = asked_time(calendar, micros, "from", from);
        return all == 0 ? count_fail_never_open(calendar, asked, error)
                        : count_fail_unknown(calendar, COUNT_BEHIND, asked, error);
    }
    // The interval in which the sum is reached has less before it; where it is reached at a close,
    // that is the one that closes (N2, S2).
    int64_t wanted = passed + micros;
    uint32_t at = intervals_below(calendar, wanted) - 1;
    *due = calendar->intervals[at].from + (wanted - calendar->open_before[at]);
    return WRIT_OK;
}

WritStatus writ_calendar_subtract_time(int64_t *from, const WritCalendar *calendar, int64_t to,
                                       int64_t micros, WritError *error)
{
    assert(micros >= 0);
    *from = to;
    if (!knows_instant(calendar, to)) {
        return check_instant(calendar, to, asked_time(calendar, micros, "before", to), error);
    }
    if (micros == 0) {
        return WRIT_OK;
    }
    int64_t passed = open_until(calendar, to);
    if (micros > passed) {
        Asked asked = asked_time(calendar, micros, "before", to);
        return open_in_all(calendar) == 0
                   ? count_fail_never_open(calendar, asked, error)
                   : count_fail_unknown(calendar, COUNT_BEFORE, asked, error);
    }
    // The last interval that has no more before it: where one opens with the sum, its opening.
    int64_t wanted = passed - micros;
    uint32_t at = intervals_below(calendar, wanted + 1) - 1;
    *from = calendar->intervals[at].from + (wanted - calendar->open_before[at]);
    return WRIT_OK;
}

WritStatus writ_calendar_time_between(int64_t *micros, const WritCalendar *calendar, int64_t from,
                                      int64_t to, WritError *error)
{
    *micros = 0;
    if (to <= from) {
        return WRIT_OK;
    }
    if (!knows_instant(calendar, from) || !knows_instant(calendar, to)) {
        Asked asked = asked_between(calendar, from, to);
        WritStatus status = check_instant(calendar, from, asked, error);
        return status == WRIT_OK ? check_instant(calendar, to, asked, error) : status;
    }
    *micros = open_until(calendar, to) - open_until(calendar, from);
    return WRIT_OK;
}
