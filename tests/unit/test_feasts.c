// Computed feasts: Easter by other computations, rules in each form, substitute days.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/company_calendars.h"
#include "writ/calendar_feasts.h"
#include "writ/value.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

static WritArena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new((size_t)256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

static int64_t date(int32_t year, int32_t month, int32_t day)
{
    int64_t days = 0;
    assert_true(writ_date_to_days((WritDate){year, (uint8_t)month, (uint8_t)day}, &days));
    return days;
}

// Butcher's rule, which knows of no moon.
static int64_t easter_by_butcher(int32_t year)
{
    int32_t a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
    int32_t f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
    int32_t i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int32_t m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return date(year, n / 31, n % 31 + 1);
}

// Meeus's rule for the Julian calendar; its days are turned into ours by the Julian day number.
static int64_t orthodox_easter_by_meeus(int32_t year)
{
    int32_t d = (19 * (year % 19) + 15) % 30;
    int32_t e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    int32_t month = (d + e + 114) / 31, day = (d + e + 114) % 31 + 1;
    int64_t number = 367 * (int64_t)year - 7 * (year + 5001 + (month - 9) / 7) / 4 +
                     275 * month / 9 + day + 1729777;
    return number - 2440588; // That of 1970-01-01.
}

static void easter_is_that_of_another_rule_in_every_year(void **state)
{
    (void)state;
    for (int32_t year = 1; year <= 9999; year++) {
        assert_int_equal(writ_easter(year), easter_by_butcher(year));
        assert_int_equal(writ_orthodox_easter(year), orthodox_easter_by_meeus(year));
    }
}

static void easter_is_on_the_days_that_were_kept(void **state)
{
    (void)state;
    static const char *const western[] = {"1818-03-22", "1943-04-25", "1981-04-19", "2008-03-23",
                                          "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
                                          "2038-04-25", "2049-04-18", "2076-04-19"};
    static const char *const orthodox[] = {"1983-05-08", "2008-04-27", "2016-05-01", "2021-05-02",
                                           "2024-05-05", "2025-04-20", "2026-04-12", "2027-05-02"};
    for (size_t i = 0; i < sizeof western / sizeof western[0]; i++) {
        int64_t day = day_of(western[i]);
        assert_day(writ_easter(writ_date_from_days(day).year), western[i]);
    }
    for (size_t i = 0; i < sizeof orthodox / sizeof orthodox[0]; i++) {
        int64_t day = day_of(orthodox[i]);
        assert_day(writ_orthodox_easter(writ_date_from_days(day).year), orthodox[i]);
    }
}

static void assert_feast(WritFeast feast, int32_t year, const char *expected)
{
    int64_t day = 0;
    bool kept = writ_feast_day(&day, &feast, year);
    if (expected == NULL) {
        assert_false(kept);
    } else {
        assert_true(kept);
        assert_day(day, expected);
    }
}

static void a_feast_is_computed_by_each_kind_of_rule(void **state)
{
    (void)state;
    WritFeast christmas = {.kind = WRIT_FEAST_DATE, .month = 12, .day_of_month = 25};
    assert_feast(christmas, 2026, "2026-12-25");
    WritFeast leap_day = {.kind = WRIT_FEAST_DATE, .month = 2, .day_of_month = 29};
    assert_feast(leap_day, 2028, "2028-02-29");
    assert_feast(leap_day, 2027, NULL);
    WritFeast good_friday = {.kind = WRIT_FEAST_EASTER, .offset = -2};
    assert_feast(good_friday, 2027, "2027-03-26");
    WritFeast ascension = {.kind = WRIT_FEAST_EASTER, .offset = 39};
    assert_feast(ascension, 2027, "2027-05-06");
    WritFeast great_friday = {.kind = WRIT_FEAST_ORTHODOX_EASTER, .offset = -2};
    assert_feast(great_friday, 2027, "2027-04-30");
    WritFeast may_day = {.kind = WRIT_FEAST_WEEKDAY, .month = 5, .weekday = 0, .nth = 1};
    assert_feast(may_day, 2027, "2027-05-03");
    WritFeast spring = {.kind = WRIT_FEAST_WEEKDAY, .month = 5, .weekday = 0, .nth = -1};
    assert_feast(spring, 2027, "2027-05-31");
    WritFeast fifth = {.kind = WRIT_FEAST_WEEKDAY, .month = 2, .weekday = 6, .nth = 5};
    assert_feast(fifth, 2026, NULL);
    fifth.nth = -5;
    assert_feast(fifth, 2026, NULL);
    fifth.month = 5;
    assert_feast(fifth, 2026, "2026-05-03");
    // Election day: the Tuesday after the first Monday of November.
    WritFeast election = {
        .kind = WRIT_FEAST_WEEKDAY, .month = 11, .weekday = 0, .nth = 1, .offset = 1};
    assert_feast(election, 2026, "2026-11-03");
    assert_feast(election, 2027, "2027-11-02");
    // All Saints in Finland: the Saturday from 31 October to 6 November. Repentance in Saxony: the
    // Wednesday before 23 November.
    WritFeast saints = {
        .kind = WRIT_FEAST_WEEKDAY_FROM, .month = 10, .day_of_month = 31, .weekday = 5};
    assert_feast(saints, 2026, "2026-10-31");
    assert_feast(saints, 2027, "2027-11-06");
    WritFeast repentance = {
        .kind = WRIT_FEAST_WEEKDAY_UNTIL, .month = 11, .day_of_month = 22, .weekday = 2};
    assert_feast(repentance, 2026, "2026-11-18");
    assert_feast(repentance, 2023, "2023-11-22");
}

static void a_feast_is_kept_in_its_years_alone(void **state)
{
    (void)state;
    WritFeast jubilee = {.kind = WRIT_FEAST_DATE,
                         .month = 6,
                         .day_of_month = 3,
                         .first_year = 2022,
                         .last_year = 2022};
    assert_feast(jubilee, 2021, NULL);
    assert_feast(jubilee, 2022, "2022-06-03");
    assert_feast(jubilee, 2023, NULL);
}

static void a_rule_out_of_its_bounds_has_no_day(void **state)
{
    (void)state;
    static const WritFeast wrong[] = {
        {.kind = WRIT_FEAST_DATE, .month = 0, .day_of_month = 1},
        {.kind = WRIT_FEAST_DATE, .month = 13, .day_of_month = 1},
        {.kind = WRIT_FEAST_DATE, .month = 257, .day_of_month = 1},
        {.kind = WRIT_FEAST_DATE, .month = 1, .day_of_month = 0},
        {.kind = WRIT_FEAST_DATE, .month = 1, .day_of_month = 257},
        {.kind = WRIT_FEAST_DATE, .month = 4, .day_of_month = 31},
        {.kind = WRIT_FEAST_WEEKDAY, .month = 1, .weekday = 0, .nth = 0},
        {.kind = WRIT_FEAST_WEEKDAY, .month = 1, .weekday = 0, .nth = 6},
        {.kind = WRIT_FEAST_WEEKDAY, .month = 1, .weekday = 7, .nth = 1},
        {.kind = WRIT_FEAST_WEEKDAY, .month = 1, .weekday = -1, .nth = 1},
        {.kind = WRIT_FEAST_EASTER, .offset = 401},
        {.kind = WRIT_FEAST_EASTER, .offset = INT32_MIN},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_feast(wrong[i], 2026, NULL);
    }
}

// --- Substitute days -----------------------------------------------------------------------------

static const WritFeast christmas_time[] = {
    {.name = TEXT("Christmas"),
     .kind = WRIT_FEAST_DATE,
     .month = 12,
     .day_of_month = 25,
     .substitute = WRIT_SUBSTITUTE_NEXT_FREE},
    {.name = TEXT("Boxing"),
     .kind = WRIT_FEAST_DATE,
     .month = 12,
     .day_of_month = 26,
     .substitute = WRIT_SUBSTITUTE_NEXT_FREE},
    {.name = TEXT("New Year"),
     .kind = WRIT_FEAST_DATE,
     .month = 1,
     .day_of_month = 1,
     .substitute = WRIT_SUBSTITUTE_NEXT_FREE},
    {.name = TEXT("Eve"), .kind = WRIT_FEAST_DATE, .month = 12, .day_of_month = 31},
};

static void assert_expanded(const char *first, const char *last, const char *expected)
{
    WritFeasts feasts = {christmas_time, 4, day_of(first), day_of(last)};
    WritHoliday *holidays = NULL;
    uint32_t count = 0;
    WritError error;
    assert_int_equal(writ_feasts_expand(&holidays, &count, arena, &feasts, &error), WRIT_OK);
    WritBuffer told = {0};
    for (uint32_t i = 0; i < count; i++) {
        WritDate day = writ_date_from_days(holidays[i].day);
        writ_buffer_format(&told, "%02d-%02d %.*s; ", day.month, day.day,
                           WRIT_TEXT_ARGS(holidays[i].name));
    }
    assert_string_equal(writ_buffer_string(&told), expected);
    writ_buffer_dispose(&told);
}

static void a_feast_on_a_weekend_gets_the_next_free_day(void **state)
{
    (void)state;
    assert_expanded("2020-12-01", "2021-01-31",
                    "12-25 Christmas; 12-26 Boxing; "
                    "12-28 Boxing (substitute day); 12-31 Eve; "
                    "01-01 New Year; ");
    assert_expanded("2021-12-01", "2022-01-31",
                    "12-25 Christmas; 12-26 Boxing; 12-27 Christmas (substitute day); "
                    "12-28 Boxing (substitute day); 12-31 Eve; 01-01 New Year; "
                    "01-03 New Year (substitute day); ");
    // Christmas on a Sunday: Monday is Boxing Day, so that Tuesday is the next free one.
    assert_expanded("2022-12-01", "2023-01-31",
                    "12-25 Christmas; 12-26 Boxing; 12-27 Christmas (substitute day); 12-31 Eve; "
                    "01-01 New Year; 01-02 New Year (substitute day); ");
}

static void a_substitute_day_may_lie_behind_what_was_asked_for_or_come_from_before(void **state)
{
    (void)state;
    assert_expanded("2022-01-02", "2022-01-03", "01-03 New Year (substitute day); ");
    assert_expanded("2021-12-26", "2021-12-26", "12-26 Boxing; ");
    assert_expanded("2021-12-29", "2021-12-28", "");
}

static void more_feasts_than_the_bounds_are_refused(void **state)
{
    (void)state;
    WritHoliday *holidays = NULL;
    uint32_t count = 0;
    WritFeast *many = writ_arena_array(arena, WRIT_FEASTS_MAX + 1, sizeof *many);
    for (int i = 0; i <= WRIT_FEASTS_MAX; i++) {
        many[i] = christmas_time[3];
    }
    int64_t first = day_of("2027-01-01");
    WritFeasts feasts = {many, WRIT_FEASTS_MAX + 1, first, first + 364};
    WritError error;
    assert_int_equal(writ_feasts_expand(&holidays, &count, arena, &feasts, &error), WRIT_LIMIT);
    feasts.feast_count = WRIT_FEASTS_MAX;
    assert_int_equal(writ_feasts_expand(&holidays, &count, arena, &feasts, &error), WRIT_OK);
    assert_int_equal(count, WRIT_FEASTS_MAX);
    feasts.last_day = first + 365 * 30;
    assert_int_equal(writ_feasts_expand(&holidays, &count, arena, &feasts, &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "20000 days"));
    feasts.last_day = first + 365 * 200;
    assert_int_equal(writ_feasts_expand(&holidays, &count, arena, &feasts, &error), WRIT_LIMIT);
    feasts = (WritFeasts){christmas_time, 4, WRIT_DATE_DAYS_MIN, WRIT_DATE_DAYS_MIN + 364};
    assert_int_equal(writ_feasts_expand(&holidays, &count, arena, &feasts, &error), WRIT_OK);
    feasts = (WritFeasts){christmas_time, 4, WRIT_DATE_DAYS_MAX - 364, WRIT_DATE_DAYS_MAX};
    assert_int_equal(writ_feasts_expand(&holidays, &count, arena, &feasts, &error), WRIT_OK);
}

// What is computed is what stands in the company's calendars.
static void the_company_s_movable_holidays_are_the_computed_ones(void **state)
{
    (void)state;
    assert_day(writ_easter(2027) + 1, "2027-03-29");
    assert_day(writ_easter(2027) - 2, "2027-03-26");
    assert_day(writ_easter(2027) + 39, "2027-05-06");
    assert_day(writ_easter(2027) + 50, "2027-05-17");
    assert_day(writ_orthodox_easter(2027) - 2, "2027-04-30");
    assert_day(writ_orthodox_easter(2027) + 1, "2027-05-03");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easter_is_that_of_another_rule_in_every_year),
        cmocka_unit_test(easter_is_on_the_days_that_were_kept),
        cmocka_unit_test(a_feast_is_computed_by_each_kind_of_rule),
        cmocka_unit_test(a_feast_is_kept_in_its_years_alone),
        cmocka_unit_test(a_rule_out_of_its_bounds_has_no_day),
        cmocka_unit_test(a_feast_on_a_weekend_gets_the_next_free_day),
        cmocka_unit_test(a_substitute_day_may_lie_behind_what_was_asked_for_or_come_from_before),
        cmocka_unit_test(more_feasts_than_the_bounds_are_refused),
        cmocka_unit_test(the_company_s_movable_holidays_are_the_computed_ones),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
