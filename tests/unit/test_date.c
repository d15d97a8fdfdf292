// Dates against a calendar that counts day by day, instants against the C library.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "writ/value.h"

#include "support/random.h"

static const int64_t SECOND = 1000000;
static const int64_t DAY = INT64_C(86400) * 1000000;

static int days_in(int year, int month)
{
    switch (month) {
    case 4:
    case 6:
    case 9:
    case 11:
        return 30;
    case 2:
        if (year % 400 == 0) {
            return 29;
        }
        return year % 4 == 0 && year % 100 != 0 ? 29 : 28;
    default:
        return 31;
    }
}

static void every_day_of_ten_thousand_years_has_its_number(void **state)
{
    (void)state;
    int64_t expected = WRIT_DATE_DAYS_MIN;
    int weekday = 0; // 0001-01-01 is a Monday.
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= days_in(year, month); day++, expected++) {
                WritDate date = {year, (uint8_t)month, (uint8_t)day};
                int64_t days = 0;
                WritDate back = writ_date_from_days(expected);
                // Plain comparisons: an assertion a field would take most of the time.
                if (!writ_date_to_days(date, &days) || days != expected || back.year != year ||
                    back.month != month || back.day != day ||
                    writ_date_weekday(expected) != weekday) {
                    fail_msg("%d-%d-%d", year, month, day);
                }
                weekday = (weekday + 1) % 7;
            }
        }
    }
    assert_int_equal(expected, WRIT_DATE_DAYS_MAX + 1);
    int64_t epoch = 1;
    assert_true(writ_date_to_days((WritDate){1970, 1, 1}, &epoch));
    assert_int_equal(epoch, 0);
}

static void days_that_do_not_exist_have_no_number(void **state)
{
    (void)state;
    static const WritDate bad[] = {
        {0, 1, 1},     {10000, 1, 1}, {-1, 5, 5},    {2026, 0, 1},  {2026, 13, 1}, {2026, 1, 0},
        {2026, 1, 32}, {2026, 4, 31}, {2026, 2, 29}, {1900, 2, 29}, {2000, 2, 30},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t days = 0;
        assert_false(writ_date_to_days(bad[i], &days));
    }
}

static void dates_are_read_in_one_form(void **state)
{
    (void)state;
    int64_t days = 0;
    assert_int_equal(writ_date_parse(&days, writ_text("2026-03-02"), NULL), WRIT_OK);
    WritDate date = writ_date_from_days(days);
    assert_true(date.year == 2026 && date.month == 3 && date.day == 2);
    static const struct {
        const char *text;
        const char *said;
    } bad[] = {
        {"", "is no date"},
        {"2026-3-2", "is no date"},
        {"02.03.2026", "is no date"},
        {"2026/03/02", "is no date"},
        {"2026-03-02T", "is no date"},
        {"2026-03-0x", "is no date"},
        {" 2026-03-02", "is no date"},
        {"+026-03-02", "is no date"},
        {"0000-01-01", "years begin with 0001"},
        {"2026-13-01", "months go from 01 to 12"},
        {"2026-00-01", "months go from 01 to 12"},
        {"2026-02-29", "February 2026 has 28 days"},
        {"2024-02-30", "February 2024 has 29 days"},
        {"2026-11-31", "November 2026 has 30 days"},
        {"2026-11-00", "November 2026 has 30 days"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        WritError error;
        assert_int_equal(writ_date_parse(&days, writ_text(bad[i].text), &error), WRIT_INVALID);
        assert_non_null(strstr(error.text, bad[i].said));
    }
}

static void assert_instant_prints(int64_t instant, const char *expected)
{
    WritBuffer out = {0};
    writ_instant_print(&out, instant);
    assert_string_equal(writ_buffer_string(&out), expected);
    writ_buffer_dispose(&out);
}

static int64_t instant(const char *text)
{
    int64_t micros = 0;
    WritError error;
    if (writ_instant_parse(&micros, writ_text(text), &error) != WRIT_OK) {
        fail_msg("%s: %s", text, error.text);
    }
    return micros;
}

static void instants_are_those_of_the_c_library(void **state)
{
    (void)state;
    Random random = {1};
    for (int i = 0; i < 50000; i++) {
        int64_t seconds =
            random_between(&random, WRIT_INSTANT_MIN / SECOND, WRIT_INSTANT_MAX / SECOND);
        time_t time = (time_t)seconds;
        struct tm parts;
        char text[40];
        assert_non_null(gmtime_r(&time, &parts));
        assert_int_equal(timegm(&parts), time);
        (void)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
        assert_int_equal(instant(text), seconds * SECOND);
        assert_instant_prints(seconds * SECOND, text);
    }
}

static void what_is_printed_of_an_instant_is_read_back(void **state)
{
    (void)state;
    Random random = {2};
    for (int i = 0; i < 50000; i++) {
        int64_t micros = random_between(&random, WRIT_INSTANT_MIN, WRIT_INSTANT_MAX);
        micros -= random_below(&random, 2) > 0 ? micros % (SECOND / 1000) : 0;
        WritBuffer out = {0};
        writ_instant_print(&out, micros);
        assert_int_equal(instant(writ_buffer_string(&out)), micros);
        writ_buffer_dispose(&out);
    }
}

static void offsets_and_fractions_are_read(void **state)
{
    (void)state;
    int64_t nine = instant("2026-03-02T09:00:00Z");
    assert_int_equal(instant("2026-03-02T10:00:00+01:00"), nine);
    assert_int_equal(instant("2026-03-02T03:30:00-05:30"), nine);
    assert_int_equal(instant("2026-03-02t09:00:00z"), nine);
    assert_int_equal(instant("2026-03-02T09:00:00-00:00"), nine);
    assert_int_equal(instant("2026-03-01T09:01:00-23:59"), nine);
    assert_int_equal(instant("2026-03-02T09:00:00.5Z"), nine + 500000);
    assert_int_equal(instant("2026-03-02T09:00:00.000001Z"), nine + 1);
    assert_int_equal(instant("2026-03-02T09:00:00.123456000Z"), nine + 123456);
    assert_instant_prints(nine + 500000, "2026-03-02T09:00:00.5Z");
    assert_instant_prints(-1, "1969-12-31T23:59:59.999999Z");
    assert_instant_prints(WRIT_INSTANT_MIN, "0001-01-01T00:00:00Z");
    assert_instant_prints(WRIT_INSTANT_MAX, "9999-12-31T23:59:59.999999Z");
}

static void what_is_no_instant_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *said;
    } bad[] = {
        {"", "is no point in time"},
        {"2026-03-02", "is no point in time"},
        {"2026-03-02 09:00:00Z", "is no point in time"},
        {"2026-03-02T09:00Z", "is no point in time"},
        {"2026-03-02T24:00:00Z", "is no point in time"},
        {"2026-03-02T09:60:00Z", "is no point in time"},
        {"2026-03-02T09:00:61Z", "is no point in time"},
        {"2016-12-31T23:59:60Z", "leap seconds do not count"},
        {"2026-03-02T09:00:00", "is no point in time"},
        {"2026-03-02T09:00:00+1:00", "must end with Z or an offset"},
        {"2026-03-02T09:00:00+01:60", "must end with Z or an offset"},
        {"2026-03-02T09:00:00+24:00", "must end with Z or an offset"},
        {"2026-03-02T09:00:00+0100", "must end with Z or an offset"},
        {"2026-03-02T09:00:00ZZ", "must end with Z or an offset"},
        {"2026-03-02T09:00:00.Z", "fractions have 1 to 6 digits"},
        {"2026-03-02T09:00:00.1234567Z", "fractions have 1 to 6 digits"},
        {"2026-02-29T09:00:00Z", "February 2026 has 28 days"},
        {"0001-01-01T00:00:00+00:01", "outside the years 1 to 9999"},
        {"9999-12-31T23:59:59-00:01", "outside the years 1 to 9999"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t micros = 0;
        WritError error;
        assert_int_equal(writ_instant_parse(&micros, writ_text(bad[i].text), &error), WRIT_INVALID);
        if (strstr(error.text, bad[i].said) == NULL) {
            fail_msg("%s: %s", bad[i].text, error.text);
        }
    }
}

static void months_end_on_their_last_day(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int64_t count;
        WritDurationUnit unit;
        const char *to;
    } cases[] = {
        {"2026-01-31T08:00:00Z", 1, WRIT_MONTHS, "2026-02-28T08:00:00Z"},
        {"2024-01-31T08:00:00Z", 1, WRIT_MONTHS, "2024-02-29T08:00:00Z"},
        {"2026-03-31T08:00:00.25Z", -1, WRIT_MONTHS, "2026-02-28T08:00:00.25Z"},
        {"2024-02-29T00:00:00Z", 1, WRIT_YEARS, "2025-02-28T00:00:00Z"},
        {"2024-02-29T00:00:00Z", 4, WRIT_YEARS, "2028-02-29T00:00:00Z"},
        {"2026-11-30T00:00:00Z", 3, WRIT_MONTHS, "2027-02-28T00:00:00Z"},
        {"2026-05-15T00:00:00Z", -17, WRIT_MONTHS, "2024-12-15T00:00:00Z"},
        {"2026-03-02T09:00:00Z", 2, WRIT_WEEKS, "2026-03-16T09:00:00Z"},
        {"2026-03-02T09:00:00Z", -2, WRIT_DAYS, "2026-02-28T09:00:00Z"},
        {"2026-03-02T09:00:00Z", 25, WRIT_HOURS, "2026-03-03T10:00:00Z"},
        {"2026-03-02T09:00:00Z", 61, WRIT_MINUTES, "2026-03-02T10:01:00Z"},
        {"2026-03-02T09:00:00Z", 61, WRIT_SECONDS, "2026-03-02T09:01:01Z"},
        {"0001-01-31T00:00:00Z", 9998 * 12 + 11, WRIT_MONTHS, "9999-12-31T00:00:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t moved = 0;
        assert_int_equal(
            writ_instant_add(&moved, instant(cases[i].from), cases[i].count, cases[i].unit, NULL),
            WRIT_OK);
        assert_instant_prints(moved, cases[i].to);
    }
}

static void moving_out_of_the_calendar_is_a_limit(void **state)
{
    (void)state;
    static const int64_t counts[] = {INT64_MAX, INT64_MIN, INT64_MAX / 12 + 1, 1000000000000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        for (int unit = WRIT_SECONDS; unit <= WRIT_YEARS; unit++) {
            int64_t moved = 0;
            WritError error;
            assert_int_equal(writ_instant_add(&moved, 0, counts[i], (WritDurationUnit)unit, &error),
                             WRIT_LIMIT);
            assert_non_null(strstr(error.text, "is outside the years 1 to 9999"));
        }
    }
    int64_t moved = 0;
    assert_int_equal(writ_instant_add(&moved, WRIT_INSTANT_MAX, 0, WRIT_YEARS, NULL), WRIT_OK);
    assert_int_equal(writ_instant_add(&moved, WRIT_INSTANT_MAX, 1, WRIT_SECONDS, NULL), WRIT_LIMIT);
    assert_int_equal(writ_instant_add(&moved, WRIT_INSTANT_MIN, -1, WRIT_SECONDS, NULL),
                     WRIT_LIMIT);
    assert_int_equal(writ_instant_add(&moved, WRIT_INSTANT_MIN, -1, WRIT_MONTHS, NULL), WRIT_LIMIT);
}

// Months one by one from the first of a month, whose day never needs to be cut.
static void whole_months_agree_with_counting_days(void **state)
{
    (void)state;
    int64_t at = instant("0001-01-01T00:00:00Z");
    for (int year = 1, month = 1; year < 9999; month++) {
        int64_t next = 0;
        assert_int_equal(writ_instant_add(&next, at, 1, WRIT_MONTHS, NULL), WRIT_OK);
        assert_int_equal(next - at, days_in(year, month) * DAY);
        at = next;
        if (month == 12) {
            month = 0;
            year++;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_ten_thousand_years_has_its_number),
        cmocka_unit_test(days_that_do_not_exist_have_no_number),
        cmocka_unit_test(dates_are_read_in_one_form),
        cmocka_unit_test(instants_are_those_of_the_c_library),
        cmocka_unit_test(what_is_printed_of_an_instant_is_read_back),
        cmocka_unit_test(offsets_and_fractions_are_read),
        cmocka_unit_test(what_is_no_instant_is_refused),
        cmocka_unit_test(months_end_on_their_last_day),
        cmocka_unit_test(moving_out_of_the_calendar_is_a_limit),
        cmocka_unit_test(whole_months_agree_with_counting_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
