// The examples of docs/calendars.md are true: the file gives the listed days, each form falls on
// the day beside it, each mistake is told as the page says.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "writ/holidays.h"
#include "writ/value.h"

enum { SECOND = 37, PAGE_BYTES_MAX = 1 << 16, LINE_BYTES_MAX = 200 };

static char page[PAGE_BYTES_MAX];
static WritArena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new(WRIT_HOLIDAYS_ARENA_BYTES);
    FILE *file = fopen(CALENDARS_PAGE, "rb");
    size_t got = file == NULL ? 0 : fread(page, 1, sizeof page - 1, file);
    if (file != NULL) {
        (void)fclose(file);
    }
    return got > 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

// What is fenced as `name`; there is exactly one.
static WritText fenced(const char *name)
{
    char fence[32];
    (void)snprintf(fence, sizeof fence, "```%s\n", name);
    const char *begin = strstr(page, fence);
    assert_non_null(begin);
    begin += strlen(fence);
    const char *end = strstr(begin, "```");
    assert_non_null(end);
    return (WritText){begin, (size_t)(end - begin)};
}

static bool take_line(char line[LINE_BYTES_MAX], WritText *rest)
{
    const char *end = rest->length == 0 ? NULL : memchr(rest->data, '\n', rest->length);
    if (end == NULL) {
        return false;
    }
    size_t length = (size_t)(end - rest->data);
    assert_true(length < LINE_BYTES_MAX);
    memcpy(line, rest->data, length);
    line[length] = '\0';
    *rest = (WritText){end + 1, rest->length - length - 1};
    return true;
}

// The columns of a line, without the blanks between them.
static const char *cut(char line[LINE_BYTES_MAX])
{
    assert_true(strlen(line) > SECOND && line[SECOND - 1] == ' ');
    size_t length = SECOND;
    while (length > 0 && line[length - 1] == ' ') {
        length--;
    }
    line[length] = '\0';
    return line + SECOND;
}

static WritHolidays read_csv(WritText bytes, const char *first, const char *last)
{
    WritHolidays read;
    WritHolidayFile file = {writ_text("page.csv"), bytes};
    int64_t first_day = 0;
    int64_t last_day = 0;
    assert_int_equal(writ_date_parse(&first_day, writ_text(first), NULL), WRIT_OK);
    assert_int_equal(writ_date_parse(&last_day, writ_text(last), NULL), WRIT_OK);
    writ_arena_reset(arena);
    writ_holidays_read_csv(&read, arena, &file, first_day, last_day);
    return read;
}

static void add_day(WritBuffer *said, const WritHoliday *holiday)
{
    WritDate date = writ_date_from_days(holiday->day);
    writ_buffer_format(said, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static void the_example_closes_the_listed_days(void **state)
{
    (void)state;
    WritHolidays read = read_csv(fenced("csv"), "2026-01-01", "2027-12-31");
    WritText expected = fenced("days");
    WritBuffer said = {0};
    WritCalendarRules rules = {.holidays = read.holidays, .holiday_count = read.holiday_count};
    WritCalendars set = {.calendars = &rules, .calendar_count = 1};
    writ_calendars_sort(&set);
    assert_int_equal(read.problem_count, 0);
    for (uint32_t i = 0; i < rules.holiday_count; i++) {
        add_day(&said, &rules.holidays[i]);
        writ_buffer_format(&said, " %.*s\n", WRIT_TEXT_ARGS(rules.holidays[i].name));
    }
    assert_int_equal(said.length, expected.length);
    assert_memory_equal(said.data, expected.data, expected.length);
    writ_buffer_dispose(&said);
}

static void each_form_falls_on_the_day_beside_it(void **state)
{
    (void)state;
    char line[LINE_BYTES_MAX];
    WritText rest = fenced("when");
    int count = 0;
    while (take_line(line, &rest)) {
        const char *day = cut(line);
        WritBuffer said = {0};
        char row[LINE_BYTES_MAX + 8];
        (void)snprintf(row, sizeof row, "%s, X", line);
        WritHolidays read = read_csv(writ_text(row), "2026-01-01", "2026-12-31");
        assert_int_equal(read.problem_count, 0);
        assert_int_equal(read.holiday_count, 1);
        add_day(&said, &read.holidays[0]);
        assert_string_equal(writ_buffer_string(&said), day);
        writ_buffer_dispose(&said);
        count++;
    }
    assert_int_equal(count, 13);
}

static void each_mistake_is_told_as_the_page_says(void **state)
{
    (void)state;
    char line[LINE_BYTES_MAX];
    WritText rest = fenced("mistakes");
    int count = 0;
    while (take_line(line, &rest)) {
        const char *told = cut(line);
        WritHolidays read = read_csv(writ_text(line), "2026-01-01", "2026-12-31");
        assert_int_equal(read.problem_count, 1);
        if (!writ_text_is(read.problems[0].text, told)) {
            fail_msg("%s: %.*s", line, WRIT_TEXT_ARGS(read.problems[0].text));
        }
        count++;
    }
    assert_int_equal(count, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_closes_the_listed_days),
        cmocka_unit_test(each_form_falls_on_the_day_beside_it),
        cmocka_unit_test(each_mistake_is_told_as_the_page_says),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
