#include "almanac/child/rules.h"

#include <assert.h>
#include <libical/ical.h>
#include <string.h>

#include "writ/value.h"

static const int64_t micros_a_day = INT64_C(86400) * 1000000;
static const int64_t micros_a_second = 1000000;

enum { TIME_BYTES_MAX = 16, DURATION_BYTES_MAX = 32, DURATION_DAYS_MAX = 4000 };

// --- Times -------------------------------------------------------------------------------------

static struct icaltimetype to_ical(WritOccurrence at, bool is_date)
{
    struct icaltimetype time = icaltime_null_time();
    WritDate date = writ_date_from_days(at.day);
    int seconds = (int)(at.micros / micros_a_second);
    time.year = date.year;
    time.month = date.month;
    time.day = date.day;
    time.is_date = is_date ? 1 : 0;
    if (!is_date) {
        time.hour = seconds / 3600;
        time.minute = seconds / 60 % 60;
        time.second = seconds % 60;
    }
    return time;
}

static bool from_ical(WritOccurrence *at, struct icaltimetype time)
{
    if (time.year < 1 || time.year > 9999 || time.month < 1 || time.month > 12 || time.day < 1 ||
        time.day > 31 || time.hour < 0 || time.hour > 23 || time.minute < 0 || time.minute > 59 ||
        time.second < 0 || time.second > 60) {
        return false;
    }
    WritDate date = {time.year, (uint8_t)time.month, (uint8_t)time.day};
    // A leap second is the second before it: no clock here has one.
    int64_t second = time.second == 60 ? 59 : time.second;
    at->micros = ((int64_t)time.hour * 3600 + time.minute * 60 + second) * micros_a_second;
    return writ_date_to_days(date, &at->day);
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

// Exactly the forms of the standard: libical takes more, and reads what it cannot take as zeros.
static bool looks_like_time(WritText text)
{
    enum { DATE_BYTES = 8, LOCAL_BYTES = 15, UTC_BYTES = 16 };
    if (text.length != DATE_BYTES && text.length != LOCAL_BYTES && text.length != UTC_BYTES) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        bool fits = i == 8    ? text.data[i] == 'T'
                    : i == 15 ? text.data[i] == 'Z'
                              : is_digit(text.data[i]);
        if (!fits) {
            return false;
        }
    }
    return true;
}

bool rules_read_time(RuleTime *time, WritText text)
{
    char copy[TIME_BYTES_MAX + 1] = "";
    if (!looks_like_time(text)) {
        return false;
    }
    memcpy(copy, text.data, text.length);
    struct icaltimetype read = icaltime_from_string(copy);
    time->clock = read.is_date ? RULE_DATES : icaltime_is_utc(read) ? RULE_UTC : RULE_LOCAL;
    return from_ical(&time->at, read);
}

bool rules_read_duration(int64_t *micros, WritText text)
{
    char copy[DURATION_BYTES_MAX + 1] = "";
    if (text.length > DURATION_BYTES_MAX) {
        return false;
    }
    memcpy(copy, text.data, text.length);
    struct icaldurationtype read = icaldurationtype_from_string(copy);
    if (icaldurationtype_is_bad_duration(read) || read.is_neg || read.weeks > DURATION_DAYS_MAX ||
        read.days > DURATION_DAYS_MAX || read.hours > DURATION_DAYS_MAX * 24U ||
        read.minutes > DURATION_DAYS_MAX * 1440U || read.seconds > DURATION_DAYS_MAX * 86400U) {
        return false;
    }
    int64_t days = (int64_t)read.weeks * 7 + read.days;
    int64_t seconds =
        (int64_t)read.hours * 3600 + (int64_t)read.minutes * 60 + (int64_t)read.seconds;
    *micros = days * micros_a_day + seconds * micros_a_second;
    return true;
}

WritOccurrence rules_local(const WritZone *zone, WritOccurrence utc)
{
    if (zone == NULL) {
        return utc;
    }
    WritLocalTime local = writ_zone_local(zone, utc.day * micros_a_day + utc.micros);
    return (WritOccurrence){local.day, local.micros};
}

// --- Rules -------------------------------------------------------------------------------------

// UNTIL is compared without a zone, so it is told on the clock of the start. On a whole day it
// includes what happens on that day.
static void settle_until(struct icalrecurrencetype *rule, const WritRecurrence *asked,
                         RuleClock clock)
{
    WritOccurrence until;
    if (icaltime_is_null_time(rule->until) || !from_ical(&until, rule->until)) {
        return;
    }
    bool is_date = rule->until.is_date;
    if (icaltime_is_utc(rule->until)) {
        until = rules_local(asked->zone, until);
    }
    if (is_date) {
        until.micros = micros_a_day - micros_a_second;
    }
    rule->until = to_ical(until, clock == RULE_DATES);
}

static icalrecur_iterator *begin(const WritRecurrence *asked, RuleClock clock)
{
    char copy[WRIT_RECURRENCE_BYTES_MAX + 1] = "";
    assert(asked->rule.length < sizeof copy);
    for (size_t i = 0; i < asked->rule.length; i++) {
        char byte = asked->rule.data[i];
        copy[i] = byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
    }
    struct icalrecurrencetype rule = icalrecurrencetype_from_string(copy);
    if (rule.freq == ICAL_NO_RECURRENCE) {
        return NULL;
    }
    settle_until(&rule, asked, clock);
    WritOccurrence start = {asked->start_day, asked->start_micros};
    return icalrecur_iterator_new(rule, to_ical(start, clock == RULE_DATES));
}

// libical stops in 2582 of itself.
static int64_t last_compared(const WritRecurrence *asked)
{
    const int64_t last = 193575; // 2500-01-01
    return asked->last_day < last ? asked->last_day : last;
}

// The next occurrence that is asked for; false at the end, or when no steps are left.
static bool next(WritOccurrence *occurrence, icalrecur_iterator *iterator,
                 const WritRecurrence *asked, uint32_t *steps)
{
    while (*steps > 0) {
        --*steps;
        struct icaltimetype time = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(time) || !from_ical(occurrence, time) ||
            occurrence->day > last_compared(asked)) {
            return false;
        }
        if (occurrence->day >= asked->first_day) {
            return true;
        }
    }
    return false;
}

static bool is_same(WritOccurrence a, WritOccurrence b)
{
    return a.day == b.day && a.micros == b.micros;
}

static bool compare_all(icalrecur_iterator *iterator, const WritRecurrence *asked,
                        const WritOccurrence *occurrences, uint32_t count, uint32_t *steps)
{
    WritOccurrence told;
    uint32_t i = 0;
    while (next(&told, iterator, asked, steps)) {
        if (i == count || !is_same(told, occurrences[i])) {
            return false;
        }
        i++;
    }
    return i == count || occurrences[i].day > last_compared(asked);
}

WritStatus rules_agree(const WritRecurrence *asked, RuleClock clock,
                       const WritOccurrence *occurrences, uint32_t count, uint32_t *steps,
                       WritError *error)
{
    icalrecur_iterator *iterator = begin(asked, clock);
    bool agreed = iterator != NULL && compare_all(iterator, asked, occurrences, count, steps);
    if (iterator != NULL) {
        icalrecur_iterator_free(iterator);
    }
    if (*steps == 0) {
        writ_fail(error, WRIT_LIMIT, "what recurs up to here takes more than %d steps to follow",
                  RULES_STEPS_MAX);
        return writ_hint(error, "Let the rules begin nearer to the years that are needed.");
    }
    if (!agreed) {
        writ_fail(error, WRIT_INVALID,
                  "different programs read this recurrence rule in different ways");
        return writ_hint(error,
                         "Write it in a plainer way, or list the days: RDATE;VALUE=DATE:20261225.");
    }
    return WRIT_OK;
}
