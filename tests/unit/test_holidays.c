// Holiday files in CSV: what is taken, which days it gives, and how each mistake is told.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "writ/holidays.h"
#include "writ/value.h"

static WritArena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new(WRIT_HOLIDAYS_ARENA_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

static int64_t day_of(const char *text)
{
    int64_t day = 0;
    assert_int_equal(writ_date_parse(&day, writ_text(text), NULL), WRIT_OK);
    return day;
}

static WritHolidays read_bytes(WritText bytes, const char *first, const char *last)
{
    WritHolidays read;
    WritHolidayFile file = {writ_text("calendars/nl.csv"), bytes};
    writ_arena_reset(arena);
    writ_holidays_read_csv(&read, arena, &file, day_of(first), day_of(last));
    return read;
}

static WritHolidays read_file(const char *bytes)
{
    return read_bytes(writ_text(bytes), "2026-01-01", "2027-12-31");
}

// Each holiday as "2026-12-25 Christmas Day\n", by day; or the problems.
static void assert_days(WritHolidays read, const char *expected)
{
    WritBuffer said = {0};
    WritCalendarRules rules = {.holidays = read.holidays, .holiday_count = read.holiday_count};
    WritCalendars set = {.calendars = &rules, .calendar_count = 1};
    writ_calendars_sort(&set);
    for (uint32_t i = 0; i < read.problem_count; i++) {
        writ_holidays_describe(&said, &read.problems[i]);
        writ_buffer_add_byte(&said, '\n');
    }
    for (uint32_t i = 0; i < rules.holiday_count; i++) {
        WritDate date = writ_date_from_days(rules.holidays[i].day);
        writ_buffer_format(&said, "%04d-%02d-%02d %.*s\n", date.year, date.month, date.day,
                           WRIT_TEXT_ARGS(rules.holidays[i].name));
    }
    assert_string_equal(writ_buffer_string(&said), expected);
    writ_buffer_dispose(&said);
}

// Exactly one problem, in `line`, with `text` and a hint that has `hint` in it.
static void assert_problem(WritHolidays read, uint32_t line, const char *text, const char *hint)
{
    assert_int_equal(read.problem_count, 1);
    WritHolidayProblem *told = &read.problems[0];
    if (told->line != line || !writ_text_is(told->text, text) ||
        memmem(told->hint.data, told->hint.length, hint, strlen(hint)) == NULL) {
        fail_msg("line %u: %.*s (%.*s)", told->line, WRIT_TEXT_ARGS(told->text),
                 WRIT_TEXT_ARGS(told->hint));
    }
}

// --- What is taken -------------------------------------------------------------------------------

static void a_date_and_a_name_close_a_day(void **state)
{
    (void)state;
    assert_days(read_file("2026-12-25, Christmas Day\n2027-01-01,New Year\n"),
                "2026-12-25 Christmas Day\n2027-01-01 New Year\n");
}

static void any_form_that_can_be_read_in_one_way_is_taken(void **state)
{
    (void)state;
    static const char *const files[] = {
        "2026-12-25,Christmas Day", // No line end.
        "\xef\xbb\xbf"
        "2026-12-25, Christmas Day\r\n",
        "2026-12-25, Christmas Day\r",
        "when,name\n2026-12-25,Christmas Day\n",
        "Date;Holiday\r\n2026-12-25;Christmas Day\r\n",
        "name\twhen\nChristmas Day\t2026-12-25\n",
        "\"2026-12-25\" , \"Christmas Day\"\n",
        "\n# what closes us\n  \n2026-12-25, Christmas Day, , \n,,,\n",
        "25 December 2026, Christmas Day\n",
        "25th of December 2026, Christmas Day\n",
        "dec 25 2026, Christmas Day\n",
        "2026-12-25 to 2026-12-25, Christmas Day\n",
        "every 25 December, Christmas Day, , 2026\n",
        "EVERY   december 25,\xc2\xa0"
        "Christmas Day,no,2026 to 2026\n",
        "last friday of december, Christmas Day, none, until 2026\n",
        "4th Fri in Dec, Christmas Day, , through 2026\n",
        "friday on or after 19 December, Christmas Day, , 2026\n",
        "friday on or before Dec 31, Christmas Day, , 2026\n",
        "264 days after easter sunday, Christmas Day, , 2026\n",
        "orthodox easter + 257 days, Christmas Day, , 2026\n",
        "easter monday + 263 days, Christmas Day, , 2026\n",
        "every 26 dec \xe2\x88\x92 1 day, Christmas Day, , 2026\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        WritHolidays read = read_file(files[i]);
        if (read.problem_count > 0 || read.holiday_count != 1 ||
            read.holidays[0].day != day_of("2026-12-25")) {
            print_error("%s\n", files[i]);
        }
        assert_days(read, "2026-12-25 Christmas Day\n");
    }
}

static void feasts_come_every_year_that_is_asked_for(void **state)
{
    (void)state;
    assert_days(read_file("easter + 1 day, Easter Monday\n"
                          "every 26 December, Boxing Day, next free day\n"
                          "first monday of may, Early May holiday, , from 2027\n"
                          "second last monday of may, Another\n"),
                "2026-04-06 Easter Monday\n2026-05-18 Another\n2026-12-26 Boxing Day\n"
                "2026-12-28 Boxing Day (substitute day)\n2027-03-29 Easter Monday\n"
                "2027-05-03 Early May holiday\n2027-05-24 Another\n2027-12-26 Boxing Day\n"
                "2027-12-27 Boxing Day (substitute day)\n");
}

static void a_substitute_day_passes_over_what_the_file_closes_anyway(void **state)
{
    (void)state;
    assert_days(read_bytes(writ_text("every 26 December, Boxing Day, yes, 2026\n"
                                     "2026-12-28 to 2026-12-29, Works holiday\n"),
                           "2026-01-01", "2026-12-31"),
                "2026-12-26 Boxing Day\n2026-12-28 Works holiday\n2026-12-29 Works holiday\n"
                "2026-12-30 Boxing Day (substitute day)\n");
}

static void a_range_closes_all_its_days_inside_the_window(void **state)
{
    (void)state;
    assert_days(read_file("2027-12-30 to 2028-01-03, Shut\n2025-12-31 through 2026-01-01, Shut\n"),
                "2026-01-01 Shut\n2027-12-30 Shut\n2027-12-31 Shut\n");
}

static void names_keep_commas_and_quotes_in_quotes_and_all_letters(void **state)
{
    (void)state;
    assert_days(read_file("2026-01-06, \"Epiphany, \"\"Three Kings\"\"\"\n"
                          "2026-12-01, Ziua Na\xc8\x9bional\xc4\x83\n"),
                "2026-01-06 Epiphany, \"Three Kings\"\n"
                "2026-12-01 Ziua Na\xc8\x9bional\xc4\x83\n");
}

static void lines_of_other_years_are_read_and_left_out(void **state)
{
    (void)state;
    assert_days(read_file("1999-01-01, Long ago\n2026-05-01, May Day\n"), "2026-05-01 May Day\n");
}

// --- What is refused -----------------------------------------------------------------------------

static const struct {
    const char *bytes;
    uint32_t line;
    const char *text;
    const char *hint;
} cases[] = {
    {"", 0, "the file has no holiday", "2026-12-25, Christmas Day"},
    {"when,name\n", 0, "the file has no holiday", "take the file out"},
    {"2026-12-25", 1, "the holiday has no name", "2026-12-25, Christmas Day"},
    {"\n\n2026-12-25,,\n", 3, "the holiday has no name", "behind the day"},
    {"25/12/2026, Christmas", 1, "\"25/12/2026\" can be read in more than one way", "2026-12-25"},
    {"25.12.2026, Christmas", 1, "\"25.12.2026\" can be read in more than one way", "2026-12-25"},
    {"2026-02-30, Nothing", 1, "\"2026-02-30\" is a date that no calendar has", "length"},
    {"every 31 april, Nothing", 1, "\"every 31 april\" is a date that no year has",
     "April has 30 days"},
    {"25 December, Christmas", 1, "\"25 December\" does not say of which year", "\"every\""},
    {"every 25 Decmeber, Christmas", 1, "\"every 25 Decmeber\" says no day", "every 25 Dec"},
    {"frist monday of may, May", 1, "\"frist monday of may\" says no day",
     "Did you mean \"first\""},
    {"first munday of may, May", 1, "\"first munday of may\" says no day",
     "Did you mean \"monday\""},
    {"first monday may, May", 1, "\"first monday may\" says no day", "first monday of may"},
    {"monday before 25 may, Victoria Day", 1,
     "\"monday before 25 may\" does not say which weekday of the year",
     "monday on or before 24 May"},
    {"easter + one day, X", 1, "\"easter + one day\" does not say how many days", "easter + 1 day"},
    {"easter + 1 day later, X", 1, "\"easter + 1 day later\" says no day", "easter + 1 day"},
    {"easter + 401 days, X", 1, "\"easter + 401 days\" is too far from the day that it counts from",
     "At most 400"},
    {"2026-12-31 to 2026-12-24, X", 1, "\"2026-12-31 to 2026-12-24\" ends before it begins",
     "earlier date first"},
    {"2026-01-01 to 2027-12-24, X", 1, "the line closes more than 366 days", "years"},
    {"2026-12-24 to easter, X", 1, "\"2026-12-24 to easter\" does not say through which day",
     "both dates"},
    {"2026-12-25, Christmas, first day", 1, "\"first day\" does not say what happens on a weekend",
     "belongs into quotes"},
    {"2026-12-25, Christmas, , 2026", 1, "the line says its years twice", "\"every\""},
    {"every 25 dec, Christmas, , 26", 1, "\"26\" names no years", "from 2026"},
    {"every 25 dec, Christmas, , 2028 to 2026", 1, "\"2028 to 2026\" ends before it begins",
     "earlier year"},
    {"2026-12-25, Christmas, , , and more", 1, "the line has more fields than the file has columns",
     "into quotes"},
    {"2026-12-25, a,b,c,d,e,f,g,h,i,j", 1, "the line has more fields than a holiday has",
     "into quotes"},
    {"2026-12-25, \"Christmas", 1, "a quote is opened and not closed in its line", "Close it"},
    {"2026-12-25, \"Christmas\" Day", 1, "text stands behind a closed quote", "whole field"},
    {"when,name,region\n2026-12-25,Christmas,North\n", 1, "no holiday file has a column \"region\"",
     "when, name, substitute and years"},
    {"when,nmae\n", 1, "no holiday file has a column \"nmae\"", "\"name\""},
    {"2026-12-25, Christ\xff", 1, "the line is not UTF-8", "CSV UTF-8"},
    {"\xff\xfe"
     "2\0000",
     0, "the file is UTF-16", "CSV UTF-8"},
    {"BEGIN:VCALENDAR\n", 0, "the file is an iCalendar file", ".ics"},
    {"2026-12-25, Christ\x1b[2J", 1, "the line has a character that nobody can see", "again"},
    {"2026-12-25, Christ\xe2\x80\xae"
     "x",
     1, "the line has a character that nobody can see", "again"},
};

static void each_mistake_says_where_and_what_to_write(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritHolidays read = read_file(cases[i].bytes);
        if (read.problem_count == 0) {
            fail_msg("%s: no problem", cases[i].bytes);
        }
        // A header that is wrong may be wrong twice.
        read.problem_count = 1;
        assert_problem(read, cases[i].line, cases[i].text, cases[i].hint);
    }
}

static void a_zero_byte_is_no_text(void **state)
{
    (void)state;
    WritText bytes = {"2026-12-25, Chr\0st\n", 19};
    assert_problem(read_bytes(bytes, "2026-01-01", "2026-12-31"), 1,
                   "the line has a character that nobody can see", "again");
}

static void all_mistakes_are_told_up_to_a_bound(void **state)
{
    (void)state;
    WritBuffer file = {0};
    for (int i = 0; i < 30; i++) {
        writ_buffer_add_string(&file, i % 2 == 0 ? "some day, X\n" : "2026-05-01, X\n");
    }
    WritHolidays read = read_bytes(writ_buffer_text(&file), "2026-01-01", "2026-12-31");
    assert_int_equal(read.problem_count, 15);
    assert_int_equal(read.problems[14].line, 29);
    for (int i = 0; i < 30; i++) {
        writ_buffer_add_string(&file, "some day, X\n");
    }
    read = read_bytes(writ_buffer_text(&file), "2026-01-01", "2026-12-31");
    assert_int_equal(read.problem_count, WRIT_HOLIDAY_PROBLEMS_MAX);
    writ_buffer_dispose(&file);
}

// Calendars without an end are known through 2099: dates are counted once, not once a year.
static void a_long_list_of_dates_fits_a_long_window(void **state)
{
    (void)state;
    WritBuffer file = {0};
    int64_t first = day_of("2026-01-01");
    for (int i = 0; i < 1000; i++) {
        WritDate date = writ_date_from_days(first + i * 20);
        writ_buffer_format(&file, "%04d-%02d-%02d, X\n", date.year, date.month, date.day);
    }
    WritHolidays read = read_bytes(writ_buffer_text(&file), "1970-01-01", "2099-12-31");
    assert_int_equal(read.problem_count, 0);
    assert_int_equal(read.holiday_count, 1000);
    writ_buffer_dispose(&file);
}

static void add_times(WritBuffer *file, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        writ_buffer_add_string(file, text);
    }
}

static void rules_of_other_years_do_not_count(void **state)
{
    (void)state;
    WritBuffer file = {0};
    add_times(&file, "easter, E, , until 2020\neaster, E, , from 2099\n", 600);
    add_times(&file, "every 1 may, May Day, , 2026\n", 1);
    WritHolidays read = read_bytes(writ_buffer_text(&file), "2026-01-01", "2026-12-31");
    assert_int_equal(read.problem_count, 0);
    assert_int_equal(read.holiday_count, 1);
    writ_buffer_dispose(&file);
}

static void what_is_too_much_is_told_once(void **state)
{
    (void)state;
    WritBuffer file = {0};
    add_times(&file, "easter, E\n", 1010);
    assert_problem(read_bytes(writ_buffer_text(&file), "2026-01-01", "2026-12-31"), 0,
                   "the file has more than 1000 days and rules", "Split it");
    writ_buffer_clear(&file);
    add_times(&file, "easter, E\n", 1000);
    assert_problem(read_bytes(writ_buffer_text(&file), "0001-01-01", "9999-12-31"), 0,
                   "the computed feasts have more than 100000 days in the years that are asked for",
                   "valid through");
    writ_buffer_clear(&file);
    add_times(&file, "# a comment, over and over again\n", (1 << 20) / 33 + 1);
    assert_problem(read_bytes(writ_buffer_text(&file), "2026-01-01", "2026-12-31"), 0,
                   "the file is larger than 1 MiB", "Split it");
    writ_buffer_clear(&file);
    writ_buffer_add_string(&file, "2026-12-25, ");
    add_times(&file, "\xc3\xa9", 101);
    assert_problem(read_bytes(writ_buffer_text(&file), "2026-01-01", "2026-12-31"), 1,
                   "the name of the holiday is longer than 200 bytes", "Shorten");
    writ_buffer_dispose(&file);
}

static void a_problem_reads_as_a_sentence_with_its_place(void **state)
{
    (void)state;
    WritBuffer said = {0};
    WritHolidays read = read_file("\n25/12/2026, X\n");
    read.problems[0].calendar = writ_text("corp.plant");
    writ_holidays_describe(&said, &read.problems[0]);
    assert_string_equal(writ_buffer_string(&said),
                        "corp.plant: calendars/nl.csv, line 2: "
                        "\"25/12/2026\" can be read in more than one way");
    writ_buffer_dispose(&said);
}

static void a_cleaned_name_has_nothing_that_disturbs(void **state)
{
    (void)state;
    WritBuffer clean = {0};
    writ_holidays_clean(&clean,
                        writ_text("  A\t\x1b[2J\xe2\x80\xae"
                                  "B\xc2\xad"
                                  "C \r\n "),
                        200);
    assert_string_equal(writ_buffer_string(&clean), "A [2JBC");
    writ_buffer_clear(&clean);
    writ_holidays_clean(&clean, writ_text("\xc3\xa9\xc3\xa9\xc3\xa9"), 5);
    assert_string_equal(writ_buffer_string(&clean), "\xc3\xa9\xc3\xa9");
    writ_buffer_dispose(&clean);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_and_a_name_close_a_day),
        cmocka_unit_test(any_form_that_can_be_read_in_one_way_is_taken),
        cmocka_unit_test(feasts_come_every_year_that_is_asked_for),
        cmocka_unit_test(a_substitute_day_passes_over_what_the_file_closes_anyway),
        cmocka_unit_test(a_range_closes_all_its_days_inside_the_window),
        cmocka_unit_test(names_keep_commas_and_quotes_in_quotes_and_all_letters),
        cmocka_unit_test(lines_of_other_years_are_read_and_left_out),
        cmocka_unit_test(each_mistake_says_where_and_what_to_write),
        cmocka_unit_test(a_zero_byte_is_no_text),
        cmocka_unit_test(all_mistakes_are_told_up_to_a_bound),
        cmocka_unit_test(a_long_list_of_dates_fits_a_long_window),
        cmocka_unit_test(rules_of_other_years_do_not_count),
        cmocka_unit_test(what_is_too_much_is_told_once),
        cmocka_unit_test(a_problem_reads_as_a_sentence_with_its_place),
        cmocka_unit_test(a_cleaned_name_has_nothing_that_disturbs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
