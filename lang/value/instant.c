// Instants: microseconds of UTC, without leap seconds, in the years 1 to 9999.
#include "value/date.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "value/quote.h"
#include "value/value_words.h"

static const int64_t MICROS_A_SECOND = 1000000;
static const int64_t MICROS_A_DAY = INT64_C(86400) * 1000000;

// The whole days before `instant`, also before 1970, and what is left of the day.
static int64_t split_days(int64_t instant, int64_t *micros_of_day)
{
    int64_t days = instant / MICROS_A_DAY;
    int64_t rest = instant % MICROS_A_DAY;
    if (rest < 0) {
        rest += MICROS_A_DAY;
        days--;
    }
    *micros_of_day = rest;
    return days;
}

static bool in_range(int64_t instant)
{
    return instant >= WRIT_INSTANT_MIN && instant <= WRIT_INSTANT_MAX;
}

// The fraction behind the seconds. What is finer than a microsecond must be zeros.
static bool take_fraction(WritText text, size_t *at, int64_t *micros)
{
    int64_t value = 0;
    int64_t weight = MICROS_A_SECOND / 10;
    size_t start = ++*at;
    for (; *at < text.length && text.data[*at] >= '0' && text.data[*at] <= '9'; ++*at) {
        int digit = text.data[*at] - '0';
        if (weight == 0 && digit != 0) {
            return false;
        }
        value += digit * weight;
        weight /= 10;
    }
    *micros = value;
    return *at > start;
}

// "Z" or "+02:00", which must end the text.
static bool take_offset(WritText text, size_t at, int64_t *offset_seconds)
{
    if (at + 1 == text.length && (text.data[at] == 'Z' || text.data[at] == 'z')) {
        *offset_seconds = 0;
        return true;
    }
    int32_t hours = 0;
    int32_t minutes = 0;
    if (at + strlen("+02:00") != text.length || (text.data[at] != '+' && text.data[at] != '-') ||
        !date_digits(text, at + 1, 2, &hours) || text.data[at + 3] != ':' ||
        !date_digits(text, at + 4, 2, &minutes) || hours > 23 || minutes > 59) {
        return false;
    }
    int64_t seconds = hours * 3600 + minutes * 60;
    *offset_seconds = text.data[at] == '-' ? -seconds : seconds;
    return true;
}

static WritStatus refuse(WritError *error, WritText text, const char *reason)
{
    (void)writ_fail(error, WRIT_INVALID, "%s is no point in time%s", quote_text(text).text, reason);
    return writ_hint(error, "write date, time and offset: 2026-03-02T09:00:00+01:00");
}

// "09:00:00" at byte 11, as seconds of the day.
static bool take_clock(WritText text, int64_t *seconds_of_day, bool *leap_second)
{
    int32_t hour = 0;
    int32_t minute = 0;
    int32_t second = 0;
    if (!date_digits(text, 11, 2, &hour) || text.data[13] != ':' ||
        !date_digits(text, 14, 2, &minute) || text.data[16] != ':' ||
        !date_digits(text, 17, 2, &second)) {
        return false;
    }
    *leap_second = second == 60;
    *seconds_of_day = hour * 3600 + minute * 60 + second;
    return hour <= 23 && minute <= 59 && second <= 60;
}

WritStatus writ_instant_parse(int64_t *micros, WritText text, WritError *error)
{
    const size_t clock_end = strlen("2026-03-02T09:00:00");
    int64_t seconds = 0;
    bool leap_second = false;
    if (text.length <= clock_end || (text.data[10] != 'T' && text.data[10] != 't') ||
        !take_clock(text, &seconds, &leap_second)) {
        return refuse(error, text, "");
    }
    int64_t days = 0;
    WritStatus status = writ_date_parse(&days, (WritText){text.data, 10}, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (leap_second) {
        return refuse(error, text, ": leap seconds do not count, write second 59 or the next 00");
    }
    size_t at = clock_end;
    int64_t fraction = 0;
    if (text.data[at] == '.' && !take_fraction(text, &at, &fraction)) {
        return refuse(error, text, ": fractions have 1 to 6 digits, microseconds");
    }
    int64_t offset = 0;
    if (!take_offset(text, at, &offset)) {
        return refuse(error, text, ": it must end with Z or an offset");
    }
    int64_t result = days * MICROS_A_DAY + (seconds - offset) * MICROS_A_SECOND + fraction;
    if (!in_range(result)) {
        return refuse(error, text, ": it is outside the years 1 to 9999 in UTC");
    }
    *micros = result;
    return WRIT_OK;
}

void writ_instant_print(WritBuffer *out, int64_t micros)
{
    assert(in_range(micros));
    int64_t rest = 0;
    WritDate date = writ_date_from_days(split_days(micros, &rest));
    int seconds = (int)(rest / MICROS_A_SECOND);
    int fraction = (int)(rest % MICROS_A_SECOND);
    writ_buffer_format(out, "%04d-%02d-%02dT%02d:%02d:%02d", date.year, date.month, date.day,
                       seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (fraction != 0) {
        char digits[8];
        int length = snprintf(digits, sizeof digits, ".%06d", fraction);
        while (digits[length - 1] == '0') {
            length--;
        }
        writ_buffer_add(out, (WritText){digits, (size_t)length});
    }
    writ_buffer_add_byte(out, 'Z');
}

// Whole months on; false when the year is not one of ours.
static bool add_months(int64_t *result, int64_t instant, int64_t months)
{
    int64_t rest = 0;
    WritDate date = writ_date_from_days(split_days(instant, &rest));
    int64_t month = (int64_t)date.year * 12 + date.month - 1;
    if (__builtin_add_overflow(month, months, &month) || month < WRIT_MONTH_MIN ||
        month > WRIT_MONTH_MAX) {
        return false;
    }
    date.year = (int32_t)(month / 12);
    date.month = (uint8_t)(month % 12 + 1);
    int last = date_days_of_month(date.year, date.month);
    if (date.day > last) {
        date.day = (uint8_t)last;
    }
    int64_t days = 0;
    bool exists = writ_date_to_days(date, &days);
    assert(exists);
    *result = days * MICROS_A_DAY + rest;
    return true;
}

static bool add_units(int64_t *result, int64_t instant, int64_t count, int64_t micros_a_unit)
{
    int64_t micros = 0;
    return !__builtin_mul_overflow(count, micros_a_unit, &micros) &&
           !__builtin_add_overflow(instant, micros, result);
}

static bool add_duration(int64_t *result, int64_t instant, int64_t count, WritDurationUnit unit)
{
    int64_t months = 0;
    switch (unit) {
    case WRIT_SECONDS:
        return add_units(result, instant, count, MICROS_A_SECOND);
    case WRIT_MINUTES:
        return add_units(result, instant, count, 60 * MICROS_A_SECOND);
    case WRIT_HOURS:
        return add_units(result, instant, count, 3600 * MICROS_A_SECOND);
    case WRIT_DAYS:
        return add_units(result, instant, count, MICROS_A_DAY);
    case WRIT_WEEKS:
        return add_units(result, instant, count, 7 * MICROS_A_DAY);
    case WRIT_MONTHS:
        return add_months(result, instant, count);
    case WRIT_YEARS:
        return !__builtin_mul_overflow(count, (int64_t)12, &months) &&
               add_months(result, instant, months);
    }
    WRIT_UNREACHABLE();
}

WritStatus writ_instant_add(int64_t *result, int64_t instant, int64_t count, WritDurationUnit unit,
                            WritError *error)
{
    assert(in_range(instant));
    int64_t moved = 0;
    if (add_duration(&moved, instant, count, unit) && in_range(moved)) {
        *result = moved;
        return WRIT_OK;
    }
    WritBuffer from = {0};
    writ_instant_print(&from, instant);
    (void)writ_fail(error, WRIT_LIMIT, "%s moved by %lld %s is outside the years 1 to 9999",
                    writ_buffer_string(&from), (long long)count, value_duration_word(unit, count));
    writ_buffer_dispose(&from);
    return WRIT_LIMIT;
}
