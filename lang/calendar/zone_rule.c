// Rules such as `CET-1CEST,M3.5.0,M10.5.0/3`.
//
// Whether it is summer is asked of the changes around a moment: those of the year before and after
// count too, because hours may reach over the end of a year. Days and weekdays repeat every 400
// years, so that every moment is first moved to the years 2000 to 2399, where dates are known.
#include "calendar/zone_rule.h"

#include <assert.h>

#include "writ/value.h"

enum {
    SECONDS_A_DAY = 86400,
    DAYS_A_CYCLE = 146097,  // Of 400 years, a whole number of weeks.
    DAY_OF_2000 = 10957,    // 2000-01-01, the first day of the cycle that is used.
    OFFSET_HOURS_MAX = 24,  // POSIX.
    CHANGE_HOURS_MAX = 167, // RFC 8536, 3.3.1.
    NAME_BYTES_MIN = 3,     // POSIX.
    HOUR_DIGITS_MAX = 3,
};

static const int64_t SECONDS_A_CYCLE = (int64_t)DAYS_A_CYCLE * SECONDS_A_DAY;

// --- Reading -----------------------------------------------------------------------------------

typedef struct Scan {
    const char *next;
    const char *end;
} Scan;

static bool take(Scan *scan, char wanted)
{
    if (scan->next == scan->end || *scan->next != wanted) {
        return false;
    }
    scan->next++;
    return true;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

// A number of `least` to `most`, in at most HOUR_DIGITS_MAX digits.
static bool take_number(Scan *scan, int32_t least, int32_t most, int32_t *number)
{
    int32_t value = 0;
    int digits = 0;
    while (scan->next < scan->end && is_digit(*scan->next) && digits < HOUR_DIGITS_MAX) {
        value = value * 10 + (*scan->next++ - '0');
        digits++;
    }
    *number = value;
    return digits > 0 && value >= least && value <= most;
}

// "CET" or "<+0330>".
static bool take_name(Scan *scan)
{
    bool quoted = take(scan, '<');
    const char *start = scan->next;
    while (scan->next < scan->end &&
           (is_letter(*scan->next) ||
            (quoted && (is_digit(*scan->next) || *scan->next == '+' || *scan->next == '-')))) {
        scan->next++;
    }
    return scan->next - start >= NAME_BYTES_MIN && (!quoted || take(scan, '>'));
}

// "[+-]hh[:mm[:ss]]" as seconds.
static bool take_time(Scan *scan, int32_t hours_max, int32_t *seconds)
{
    bool negative = take(scan, '-');
    if (!negative) {
        (void)take(scan, '+');
    }
    int32_t hours = 0;
    int32_t minutes = 0;
    int32_t rest = 0;
    if (!take_number(scan, 0, hours_max, &hours)) {
        return false;
    }
    if (take(scan, ':')) {
        if (!take_number(scan, 0, 59, &minutes) ||
            (take(scan, ':') && !take_number(scan, 0, 59, &rest))) {
            return false;
        }
    }
    int32_t sum = hours * 3600 + minutes * 60 + rest;
    *seconds = negative ? -sum : sum;
    return true;
}

static bool take_day(Scan *scan, RuleChange *change)
{
    if (take(scan, 'J')) {
        change->kind = RULE_JULIAN;
        return take_number(scan, 1, 365, &change->day);
    }
    if (take(scan, 'M')) {
        change->kind = RULE_WEEKDAY;
        return take_number(scan, 1, 12, &change->month) && take(scan, '.') &&
               take_number(scan, 1, 5, &change->week) && take(scan, '.') &&
               take_number(scan, 0, 6, &change->weekday);
    }
    change->kind = RULE_COUNTED;
    return take_number(scan, 0, 365, &change->day);
}

static bool take_change(Scan *scan, RuleChange *change)
{
    change->seconds = 2 * 3600;
    return take(scan, ',') && take_day(scan, change) &&
           (!take(scan, '/') || take_time(scan, CHANGE_HOURS_MAX, &change->seconds));
}

bool zone_rule_parse(ZoneRule *rule, WritText text)
{
    *rule = (ZoneRule){0};
    Scan scan = {text.data, text.data + text.length};
    int32_t west = 0;
    if (!take_name(&scan) || !take_time(&scan, OFFSET_HOURS_MAX, &west)) {
        return false;
    }
    rule->standard = -west;
    if (scan.next == scan.end) {
        return true;
    }
    rule->has_summer = true;
    rule->summer = rule->standard + 3600;
    if (!take_name(&scan)) {
        return false;
    }
    if (scan.next < scan.end && *scan.next != ',') {
        if (!take_time(&scan, OFFSET_HOURS_MAX, &west)) {
            return false;
        }
        rule->summer = -west;
    }
    return take_change(&scan, &rule->to_summer) && take_change(&scan, &rule->to_standard) &&
           scan.next == scan.end;
}

// --- Asking ------------------------------------------------------------------------------------

static int64_t day_of(int32_t year, int32_t month, int32_t day)
{
    int64_t days = 0;
    bool exists = writ_date_to_days((WritDate){year, (uint8_t)month, (uint8_t)day}, &days);
    assert(exists);
    return days;
}

static int64_t weekday_of_month(const RuleChange *change, int32_t year)
{
    int64_t first = day_of(year, change->month, 1);
    int64_t after_month =
        change->month == 12 ? day_of(year + 1, 1, 1) : day_of(year, change->month + 1, 1);
    int64_t weekday = (first + 4) % 7; // 1970-01-01 was a Thursday; 0 is Sunday.
    int64_t day = first + (change->weekday - weekday + 7) % 7 + 7 * (change->week - 1);
    return day < after_month ? day : day - 7;
}

static int64_t change_day(const RuleChange *change, int32_t year)
{
    int64_t start = day_of(year, 1, 1);
    bool leap = day_of(year + 1, 1, 1) - start == 366;
    switch (change->kind) {
    case RULE_JULIAN:
        return start + change->day - 1 + (leap && change->day > 31 + 28 ? 1 : 0);
    case RULE_COUNTED:
        return start + change->day;
    case RULE_WEEKDAY:
        return weekday_of_month(change, year);
    }
    WRIT_UNREACHABLE();
}

static int64_t summer_begins(const ZoneRule *rule, int32_t year)
{
    return change_day(&rule->to_summer, year) * SECONDS_A_DAY + rule->to_summer.seconds -
           rule->standard;
}

static int64_t summer_ends(const ZoneRule *rule, int32_t year)
{
    return change_day(&rule->to_standard, year) * SECONDS_A_DAY + rule->to_standard.seconds -
           rule->summer;
}

// Moves `second` to the same moment of the years 2000 to 2399; returns how far it was moved.
static int64_t enter_cycle(int64_t *second, int32_t *year)
{
    const int64_t start = (int64_t)DAY_OF_2000 * SECONDS_A_DAY;
    assert(*second > INT64_MIN / 4 && *second < INT64_MAX / 4);
    int64_t within = (*second - start) % SECONDS_A_CYCLE;
    within += within < 0 ? SECONDS_A_CYCLE : 0;
    int64_t moved = *second - (start + within);
    *second = start + within;
    *year = writ_date_from_days(*second / SECONDS_A_DAY).year;
    return moved;
}

int32_t zone_rule_offset(const ZoneRule *rule, int64_t second)
{
    if (!rule->has_summer) {
        return rule->standard;
    }
    int32_t year = 0;
    (void)enter_cycle(&second, &year);
    int64_t begin = INT64_MIN;
    int64_t end = INT64_MIN;
    int32_t begin_year = 0;
    int32_t end_year = 0;
    // 167 hours and an offset reach less than two weeks over the end of a year.
    for (int32_t at = year - 2; at <= year + 1; at++) {
        if (summer_begins(rule, at) <= second) {
            begin = summer_begins(rule, at);
            begin_year = at;
        }
        if (summer_ends(rule, at) <= second) {
            end = summer_ends(rule, at);
            end_year = at;
        }
    }
    // A summer that ends when the next one begins goes on: a zone may have summer time all year.
    // One that ends when it begins itself has no length.
    bool summer = begin > end || (begin == end && begin_year != end_year);
    return summer ? rule->summer : rule->standard;
}

int64_t zone_rule_next(const ZoneRule *rule, int64_t second)
{
    if (!rule->has_summer) {
        return INT64_MAX;
    }
    int32_t year = 0;
    int64_t moved = enter_cycle(&second, &year);
    int64_t next = INT64_MAX;
    for (int32_t at = year - 1; at <= year + 2; at++) {
        int64_t begin = summer_begins(rule, at);
        int64_t end = summer_ends(rule, at);
        next = begin > second && begin < next ? begin : next;
        next = end > second && end < next ? end : next;
    }
    assert(next != INT64_MAX);
    return next + moved;
}
