// Sentences for counts that leave the days of a calendar. What was asked may be any number, so
// days and instants outside the years 1 to 9999 are told as bare numbers.
#include "calendar/count_errors.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "value/quote.h"
#include "writ/value.h"

enum { DATE_BYTES = 40, INSTANT_BYTES = 48 };

typedef struct DateText {
    char text[DATE_BYTES];
} DateText;

typedef struct InstantText {
    char text[INSTANT_BYTES];
} InstantText;

static bool is_date(int64_t day)
{
    return day >= WRIT_DATE_DAYS_MIN && day <= WRIT_DATE_DAYS_MAX;
}

static DateText date_text(int64_t day)
{
    DateText made;
    if (is_date(day)) {
        WritDate date = writ_date_from_days(day);
        (void)snprintf(made.text, sizeof made.text, "%04d-%02d-%02d", date.year, date.month,
                       date.day);
    } else {
        (void)snprintf(made.text, sizeof made.text, "day %lld", (long long)day);
    }
    return made;
}

static InstantText instant_text(const WritCalendar *calendar, int64_t instant)
{
    InstantText made;
    if (!is_date(writ_zone_local(calendar->zone, instant).day)) {
        (void)snprintf(made.text, sizeof made.text, "instant %lld", (long long)instant);
        return made;
    }
    WritBuffer printed = {0};
    writ_zone_print(&printed, calendar->zone, instant);
    (void)snprintf(made.text, sizeof made.text, "%s", writ_buffer_string(&printed));
    writ_buffer_dispose(&printed);
    return made;
}

Asked asked_time(const WritCalendar *calendar, int64_t micros, const char *word, int64_t instant)
{
    static const struct {
        int64_t micros;
        const char *word;
    } units[] = {
        {INT64_C(3600) * 1000000, "hour"},
        {INT64_C(60) * 1000000, "minute"},
        {INT64_C(1000000), "second"},
        {1, "microsecond"},
    };
    size_t unit = 0;
    while (micros % units[unit].micros != 0) {
        unit++;
    }
    int64_t count = micros / units[unit].micros;
    Asked asked;
    (void)snprintf(asked.text, sizeof asked.text, "%lld working %s%s %s %s", (long long)count,
                   units[unit].word, count == 1 ? "" : "s", word,
                   instant_text(calendar, instant).text);
    return asked;
}

Asked asked_days(int64_t count, int64_t day)
{
    uint64_t distance = count < 0 ? -(uint64_t)count : (uint64_t)count;
    Asked asked;
    (void)snprintf(asked.text, sizeof asked.text, "%llu working day%s %s %s",
                   (unsigned long long)distance, distance == 1 ? "" : "s",
                   count < 0 ? "before" : "after", date_text(day).text);
    return asked;
}

Asked asked_day(const char *what, int64_t day)
{
    Asked asked;
    (void)snprintf(asked.text, sizeof asked.text, "%s %s", what, date_text(day).text);
    return asked;
}

Asked asked_between(const WritCalendar *calendar, int64_t from, int64_t to)
{
    Asked asked;
    (void)snprintf(asked.text, sizeof asked.text, "the working time from %s to %s",
                   instant_text(calendar, from).text, instant_text(calendar, to).text);
    return asked;
}

Asked asked_days_between(int64_t from, int64_t to)
{
    Asked asked;
    (void)snprintf(asked.text, sizeof asked.text, "the working days from %s to %s",
                   date_text(from).text, date_text(to).text);
    return asked;
}

Asked asked_of_month(int32_t n, int32_t year, int32_t month)
{
    Asked asked;
    if (n == -1) {
        (void)snprintf(asked.text, sizeof asked.text, "the last working day of %04d-%02d", year,
                       month);
    } else if (n < 0) {
        (void)snprintf(asked.text, sizeof asked.text,
                       "the %" PRId64 "%s last working day of %04d-%02d", -(int64_t)n,
                       writ_ordinal_ending((uint64_t) - (int64_t)n), year, month);
    } else {
        (void)snprintf(asked.text, sizeof asked.text, "working day %d of %04d-%02d", n, year,
                       month);
    }
    return asked;
}

WritStatus count_fail_unknown(const WritCalendar *calendar, CountSide side, Asked asked,
                              WritError *error)
{
    Quote name = quote_text(calendar->rules->name);
    switch (side) {
    case COUNT_BEFORE:
        (void)writ_fail(error, WRIT_LIMIT,
                        "calendar %s is known from %s on, and %s would need an earlier day",
                        name.text, date_text(calendar->first_day).text, asked.text);
        return writ_hint(error, "No calendar is known before 1970; check the date.");
    case COUNT_BEHIND:
        (void)writ_fail(error, WRIT_LIMIT,
                        "calendar %s is known through %s, and %s would need a later day", name.text,
                        date_text(calendar->last_day).text, asked.text);
        return writ_hint(error,
                         "Write a later \"valid through\" into calendar %s, and the holidays "
                         "until then.",
                         quote_text(calendar->last_by->name).text);
    }
    WRIT_UNREACHABLE();
}

WritStatus count_fail_never_open(const WritCalendar *calendar, Asked asked, WritError *error)
{
    (void)writ_fail(error, WRIT_INVALID,
                    "calendar %s is never open from %s through %s, so that %s cannot be counted",
                    quote_text(calendar->rules->name).text, date_text(calendar->first_day).text,
                    date_text(calendar->last_day).text, asked.text);
    return writ_hint(error, "Look at its \"open\" lines, its holidays and its parts.");
}
