// Pictures of calendars: what they say agrees with what the calendar counts, whatever the calendar,
// and no name in it can break a line or a document. How they look, tests/golden/calendar has.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "draw/count.h"
#include "draw/month.h"
#include "draw/wording.h"
#include "support/calendar_random.h"
#include "support/company_calendars.h"
#include "support/zone_maker.h"
#include "writ/json.h"

enum { SEEDS = 30, NIGHT_SEEDS = 100, QUESTIONS = 12, ARENA_BYTES_MAX = 1 << 30 };

static WritArena *arena;
static WritCalendars company;
static WritBuffer out;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new(ARENA_BYTES_MAX);
    company = company_calendars(arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    writ_buffer_dispose(&out);
    return 0;
}

static WritDrawn drawn_of(const WritCalendars *set, const char *name)
{
    return (WritDrawn){calendar_of(arena, set, name), set};
}

// --- What every picture keeps ------------------------------------------------------------------

// Lines of at most 80 columns, no blanks at their ends, nothing that moves a cursor.
static void assert_lines(WritText text)
{
    uint32_t columns = 0;
    assert_true(writ_text_is_utf8(text));
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte == '\n') {
            assert_true(i == 0 || text.data[i - 1] != ' ');
            columns = 0;
            continue;
        }
        assert_true(byte >= 0x20 && byte != 0x7f);
        columns += (byte & 0xc0) == 0x80 ? 0 : 1;
        if (columns > WRIT_DRAW_COLUMNS_MAX) {
            fail_msg("more than 80 columns:\n%s", writ_buffer_string(&out));
        }
    }
    assert_true(text.length > 0 && text.data[text.length - 1] == '\n');
}

static void assert_json(WritText text)
{
    WritArena *scratch = writ_arena_new(text.length * WRIT_JSON_ARENA_BYTES + 1024);
    WritJson json;
    WritError error;
    if (writ_json_parse(&json, scratch, text, "picture", &error) != WRIT_OK) {
        fail_msg("%s: %s", error.text, writ_buffer_string(&out));
    }
    writ_arena_free(scratch);
}

// Only what we write ourselves begins a tag.
static void assert_svg(WritText text)
{
    static const char *const tags[] = {
        "<svg ",    "</svg>", "<style>", "</style>", "<title>",
        "</title>", "<rect ", "<text ",  "</text>",
    };
    assert_true(writ_text_is_utf8(text));
    for (size_t i = 0; i < text.length; i++) {
        bool known = text.data[i] != '<';
        for (size_t tag = 0; tag < sizeof tags / sizeof tags[0]; tag++) {
            size_t length = strlen(tags[tag]);
            known = known ||
                    (text.length - i >= length && memcmp(text.data + i, tags[tag], length) == 0);
        }
        if (!known) {
            fail_msg("a foreign tag: %.40s", text.data + i);
        }
        assert_true((unsigned char)text.data[i] >= 0x20 || text.data[i] == '\n');
    }
}

static void assert_month_forms(const WritMonthPicture *month)
{
    writ_buffer_clear(&out);
    writ_draw_month_text(&out, month);
    assert_lines(writ_buffer_text(&out));
    writ_buffer_clear(&out);
    writ_draw_month_json(&out, month);
    assert_json(writ_buffer_text(&out));
    writ_buffer_clear(&out);
    writ_draw_month_svg(&out, month);
    assert_svg(writ_buffer_text(&out));
}

static void assert_count_forms(const WritCountPicture *count)
{
    writ_buffer_clear(&out);
    writ_draw_count_json(&out, count);
    assert_json(writ_buffer_text(&out));
    writ_buffer_clear(&out);
    writ_draw_count_text(&out, count);
    assert_lines(writ_buffer_text(&out));
}

// --- Months ------------------------------------------------------------------------------------

static void assert_numbers(const WritMonthPicture *month, const WritCalendar *calendar)
{
    int32_t numbered = 0;
    for (int32_t i = 0; i < month->day_count; i++) {
        int64_t day = 0;
        if (month->numbers[i] > 0) {
            numbered++;
            assert_int_equal(writ_calendar_day_of_month(&day, calendar, month->year, month->month,
                                                        month->numbers[i], NULL),
                             WRIT_OK);
            assert_int_equal(day, month->first_day + i);
        }
        if (month->last_working == i) {
            assert_int_equal(
                writ_calendar_day_of_month(&day, calendar, month->year, month->month, -1, NULL),
                WRIT_OK);
            assert_int_equal(day, month->first_day + i);
        }
    }
    assert_true(numbered == 0 || numbered == month->working_count);
}

static void draw_month_of(const WritDrawn *drawn, int64_t day)
{
    const WritMonthPicture *month = NULL;
    WritError error;
    WritDate date = writ_date_from_days(day);
    WritStatus status = writ_draw_month(&month, arena, drawn, date.year, date.month, &error);
    if (status != WRIT_OK) {
        assert_int_equal(status, WRIT_LIMIT);
        return;
    }
    assert_numbers(month, drawn->calendar);
    if (month->unknown == NULL) {
        int64_t end = month->days[month->day_count - 1].end;
        int64_t micros = 0;
        assert_int_equal(
            writ_calendar_time_between(&micros, drawn->calendar, month->days[0].start, end, NULL),
            WRIT_OK);
        // Hours that a leap of the clock shifted over midnight may belong to the day before.
        assert_true(month->open_micros - micros <= MICROS_AN_HOUR &&
                    micros - month->open_micros <= MICROS_AN_HOUR);
    }
    assert_month_forms(month);
}

static void a_month_agrees_with_its_calendar(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < company.calendar_count; i++) {
        WritDrawn drawn = {NULL, &company};
        WritError error;
        assert_int_equal(writ_calendar_compile(&drawn.calendar, arena, &company,
                                               company.calendars[i].name, &error),
                         WRIT_OK);
        for (int month = 0; month < 8; month++) {
            draw_month_of(&drawn, day_of("2026-10-15") + 30 * month);
        }
    }
}

static void a_month_that_is_known_in_part_says_so(void **state)
{
    (void)state;
    const WritMonthPicture *month = NULL;
    WritCalendars set = company_calendars(arena);
    for (uint32_t i = 0; i < set.calendar_count; i++) {
        set.calendars[i].first_day = day_of("2026-10-07");
        set.calendars[i].last_day = day_of("2026-11-19");
    }
    WritDrawn drawn = drawn_of(&set, "fr_off");
    assert_int_equal(writ_draw_month(&month, arena, &drawn, 2026, 10, NULL), WRIT_OK);
    assert_int_equal(month->numbers[6], 0); // Of how many, nobody knows.
    assert_int_equal(month->last_working, 29);
    assert_non_null(strstr(month->unknown, "known from 2026-10-07"));
    assert_int_equal(writ_draw_month(&month, arena, &drawn, 2026, 11, NULL), WRIT_OK);
    assert_int_equal(month->numbers[1], 1);
    assert_int_equal(month->last_working, -1);
    assert_non_null(strstr(month->unknown, "known through 2026-11-19"));
    assert_month_forms(month);
}

static void a_month_that_is_not_known_or_not_there_is_refused(void **state)
{
    (void)state;
    const WritMonthPicture *month = NULL;
    WritError error;
    WritDrawn drawn = drawn_of(&company, "fr_off");
    assert_int_equal(writ_draw_month(&month, arena, &drawn, 2027, 6, &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "2027-06-01"));
    assert_int_equal(writ_draw_month(&month, arena, &drawn, 2026, 13, &error), WRIT_INVALID);
    assert_int_equal(writ_draw_month(&month, arena, &drawn, 2026, 0, &error), WRIT_INVALID);
    assert_int_equal(writ_draw_month(&month, arena, &drawn, 0, 1, &error), WRIT_INVALID);
    assert_int_equal(writ_draw_month(&month, arena, &drawn, 10000, 1, &error), WRIT_INVALID);
    assert_null(month);
}

// --- Hostile names -----------------------------------------------------------------------------

static void no_name_breaks_a_line_or_a_document(void **state)
{
    (void)state;
    char wide[WRIT_CALENDAR_TEXT_BYTES_MAX];
    memset(wide, 'w', sizeof wide);
    const WritText names[] = {
        writ_text("<script>alert(\"1\")</script>&amp;"),
        writ_text("]]></text></svg><image href='x'/>"),
        writ_text("one\ntwo\r\x1b[31mthree\x7f\tfour"),
        writ_text("\xe2\x80\xae"
                  "desrever\xe2\x80\xac \xef\xbb\xbf\xef\xbf\xbe\xef\xbf\xbf"),
        writ_text("\xe5\x85\x83\xe6\x97\xa5\xe5\x85\x83\xe6\x97\xa5\xe5\x85\x83\xe6\x97\xa5"),
        {wide, sizeof wide},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const WritMonthPicture *month = NULL;
        const WritCountPicture *count = NULL;
        WritCalendars set = company_calendars(arena);
        for (uint32_t at = 0; at < set.calendar_count; at++) {
            WritCalendarRules *rules = &set.calendars[at];
            rules->title = names[i];
            for (uint32_t day = 0; day < rules->holiday_count; day++) {
                rules->holidays[day].name = names[i];
            }
        }
        WritDrawn drawn = drawn_of(&set, "group");
        assert_int_equal(writ_draw_month(&month, arena, &drawn, 2026, 11, NULL), WRIT_OK);
        assert_month_forms(month);
        assert_int_equal(writ_draw_between(&count, arena, &drawn,
                                           instant_of("2026-10-05T12:00:00Z"),
                                           instant_of("2027-05-05T12:00:00Z"), NULL),
                         WRIT_OK);
        assert_count_forms(count);
    }
}

static void a_day_of_many_holidays_and_hours_says_how_many_more(void **state)
{
    (void)state;
    enum { MANY = 300 };
    const WritMonthPicture *month = NULL;
    WritCalendars set = company_calendars(arena);
    WritCalendarRules *rules = &set.calendars[0]; // "always"
    rules->holidays = writ_arena_array(arena, MANY, sizeof *rules->holidays);
    rules->holiday_count = MANY;
    for (int i = 0; i < MANY; i++) {
        rules->holidays[i] = (WritHoliday){day_of("2026-11-05"), writ_text("many")};
    }
    rules->openings = writ_arena_array(arena, WRIT_CALENDAR_OPENINGS_MAX, sizeof(WritOpening));
    rules->opening_count = WRIT_CALENDAR_OPENINGS_MAX;
    for (int i = 0; i < WRIT_CALENDAR_OPENINGS_MAX; i++) {
        rules->openings[i] = (WritOpening){0x7f, i * 10 + 1, i * 10 + 9};
    }
    WritDrawn drawn = drawn_of(&set, "always");
    assert_int_equal(writ_draw_month(&month, arena, &drawn, 2026, 11, NULL), WRIT_OK);
    assert_month_forms(month);
    writ_buffer_clear(&out);
    writ_draw_month_text(&out, month);
    assert_non_null(strstr(writ_buffer_string(&out), "and 100 more"));
    assert_non_null(strstr(writ_buffer_string(&out), "+ 94 more"));
}

// --- Counts ------------------------------------------------------------------------------------

static WritValue span_of(WritValueKind kind, uint32_t unit, int64_t count)
{
    return (WritValue){.kind = kind, .tag = unit, .integer = count};
}

static void try_count(const WritDrawn *drawn, int64_t from, WritValue span)
{
    const WritCountPicture *count = NULL;
    WritError error;
    WritStatus status = writ_draw_add(&count, arena, drawn, from, span, &error);
    if (status == WRIT_OK) {
        assert_count_forms(count);
    } else {
        assert_true(status == WRIT_LIMIT || status == WRIT_INVALID);
        assert_null(count);
    }
}

static void try_counts(const WritDrawn *drawn, int64_t near, Random *random)
{
    for (int i = 0; i < QUESTIONS; i++) {
        int64_t from =
            near * MICROS_A_DAY + random_between(random, -2 * 86400, 3 * 86400) * MICROS_A_SECOND;
        int64_t to = from + random_between(random, 0, i % 3 == 0 ? 400 * 24 : 48) * MICROS_AN_HOUR;
        int64_t hours = random_between(random, -60, 400);
        const WritCountPicture *count = NULL;
        try_count(drawn, from, span_of(WRIT_VALUE_WORKING_TIME, WRIT_WORKING_HOURS, hours));
        try_count(drawn, from, span_of(WRIT_VALUE_WORKING_TIME, WRIT_WORKING_DAYS, hours / 4));
        try_count(drawn, from, span_of(WRIT_VALUE_DURATION, WRIT_HOURS, hours));
        try_count(drawn, from, span_of(WRIT_VALUE_DURATION, WRIT_MONTHS, hours / 20));
        if (writ_draw_between(&count, arena, drawn, from, to, NULL) == WRIT_OK) {
            assert_count_forms(count);
        }
    }
}

typedef RandomCalendars *Making(WritArena *, Random *);

static void try_seeds(Making *make, uint64_t seeds)
{
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        WritArena *kept = arena;
        Random random = {.state = seed};
        arena = writ_arena_new(ARENA_BYTES_MAX);
        RandomCalendars *made = make(arena, &random);
        WritDrawn drawn = {NULL, &made->set};
        writ_calendars_sort(&made->set);
        if (writ_calendar_compile(&drawn.calendar, arena, &made->set, made->name, NULL) ==
            WRIT_OK) {
            draw_month_of(&drawn, made->near);
            try_counts(&drawn, made->near, &random);
        }
        writ_arena_free(arena);
        arena = kept;
    }
}

static void the_days_of_a_count_sum_up_to_what_the_calendar_says(void **state)
{
    (void)state;
    try_seeds(calendar_random_make, SEEDS);
}

static void so_do_they_in_nights_in_which_clocks_change(void **state)
{
    (void)state;
    try_seeds(calendar_random_nights, NIGHT_SEEDS);
}

// Midnights that do not exist or occur twice, clocks put back over midnight, clocks with seconds.
static void so_do_they_in_zones_that_change_at_midnight(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "AAA3BBB,M10.3.0/0,M2.3.0/0",
        "AAA3:30BBB,M10.3.0/0:01,M2.3.0/0:01",
        "AAA-0:01:15",
        "AAA-12BBB,M10.3.0/1,M2.3.0/0:30",
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        Random random = {.state = i + 1};
        WritCalendars set = company_calendars(arena);
        for (uint32_t at = 0; at < set.zone_count; at++) {
            set.zones[at].bytes = zone_of_rule(arena, rules[i]);
        }
        WritDrawn always = drawn_of(&set, "always");
        WritDrawn office = drawn_of(&set, "fr_off");
        for (int turn = 0; turn < 8; turn++) {
            int64_t near = turn % 2 == 0 ? day_of("2026-10-18") : day_of("2027-02-21");
            try_counts(turn % 4 < 2 ? &always : &office, near, &random);
        }
        draw_month_of(&always, day_of("2027-02-21"));
        draw_month_of(&office, day_of("2026-10-18"));
    }
}

// A calendar that opens every day from `from` to `to`, minutes, in a zone with this rule.
static WritDrawn daily(const char *rule, int32_t from, int32_t to)
{
    WritCalendars *set = writ_arena_alloc(arena, sizeof *set);
    *set = company_calendars(arena);
    for (uint32_t i = 0; i < set->zone_count; i++) {
        set->zones[i].bytes = zone_of_rule(arena, rule);
    }
    set->calendars[0].openings[0] = (WritOpening){0x7f, from, to};
    return drawn_of(set, "always");
}

static const WritCountPicture *between(const WritDrawn *drawn, const char *from, const char *to)
{
    const WritCountPicture *count = NULL;
    WritError error;
    if (writ_draw_between(&count, arena, drawn, instant_of(from), instant_of(to), &error) !=
        WRIT_OK) {
        fail_msg("%s", error.text);
    }
    assert_count_forms(count);
    return count;
}

static void midnight_ends_a_day_of_time_and_begins_one_of_days(void **state)
{
    (void)state;
    const WritCountPicture *count = NULL;
    WritDrawn drawn = daily("AAA0", 0, 24 * 60);
    assert_int_equal(writ_draw_add(&count, arena, &drawn, instant_of("2026-11-10T16:00:00Z"),
                                   span_of(WRIT_VALUE_WORKING_TIME, WRIT_WORKING_HOURS, 8), NULL),
                     WRIT_OK);
    assert_null(count->rows->next);
    assert_int_equal(count->rows->micros, 8 * MICROS_AN_HOUR);
    count = between(&drawn, "2026-11-10T16:00:00Z", "2026-11-11T00:00:00Z");
    assert_int_equal(count->days, 1);
    assert_int_equal(count->micros, 8 * MICROS_AN_HOUR);
    assert_int_equal(count->rows->next->first_day, day_of("2026-11-11"));
    assert_null(count->rows->next->next);
}

// The third Sunday of February begins at 02:30Z; a minute later clocks show the Saturday again.
static void clocks_put_back_over_midnight_make_no_day(void **state)
{
    (void)state;
    WritDrawn drawn = daily("AAA3:30BBB,M10.3.0/0,M2.3.0/0:01", 0, 24 * 60);
    const WritCountPicture *count = between(&drawn, "2027-02-21T02:30:30Z", "2027-02-21T02:40:00Z");
    assert_int_equal(count->days, 0);
    assert_int_equal(count->micros, INT64_C(570) * MICROS_A_SECOND);
    assert_int_equal(count->rows->first_day, day_of("2027-02-21"));
    assert_null(count->rows->next);
}

// Clocks leap from 23:30 to 00:30: what opens at 23:30 opens when the next day is half an hour old.
static void hours_that_a_leap_shifts_over_midnight_count(void **state)
{
    (void)state;
    WritDrawn drawn = daily("AAA3BBB,M10.3.0/23:30,M2.3.0/0", 23 * 60 + 30, 24 * 60);
    const WritCountPicture *count = between(&drawn, "2026-10-19T02:45:00Z", "2026-10-19T20:00:00Z");
    assert_int_equal(count->micros, 15 * 60 * MICROS_A_SECOND);
    assert_int_equal(count->rows->first_day, day_of("2026-10-18"));
}

// When clocks differed by seconds, hours of another zone begin with seconds here.
static void hours_with_seconds_keep_to_the_line(void **state)
{
    (void)state;
    WritCalendars set = company_calendars(arena);
    for (uint32_t i = 0; i < set.calendar_count; i++) {
        WritCalendarRules *rules = &set.calendars[i];
        rules->opening_count = rules->part_count > 0 ? 0 : rules->opening_count;
        rules->zone = writ_text(rules->part_count > 0 ? "Europe/Helsinki" : "Europe/Paris");
    }
    for (uint32_t i = 0; i < set.zone_count; i++) {
        bool other = writ_text_is(set.zones[i].name, "Europe/Helsinki");
        set.zones[i].bytes = zone_of_rule(arena, other ? "AAA-0:00:49" : "AAA0");
    }
    WritDrawn drawn = drawn_of(&set, "group");
    const WritCountPicture *count = between(&drawn, "2026-10-05T00:00:00Z", "2026-10-16T00:00:00Z");
    assert_non_null(strstr(writ_buffer_string(&out), "-12:00:49,  6:00:00"));
    assert_true(count->micros > 0);
}

static void a_long_count_is_folded(void **state)
{
    (void)state;
    static const struct {
        int64_t days;
        uint32_t rows_least, rows_most;
    } spans[] = {{39, 40, 40}, {40, 21, 40}, {400, 70, 90}, {100000, 290, 320}};
    WritDrawn drawn = drawn_of(&company, "always");
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        const WritCountPicture *count = NULL;
        uint32_t rows = 0;
        assert_int_equal(writ_draw_add(&count, arena, &drawn, instant_of("2026-10-10T10:00:00Z"),
                                       span_of(WRIT_VALUE_DURATION, WRIT_DAYS, spans[i].days),
                                       NULL),
                         WRIT_OK);
        for (const CountRow *row = count->rows; row != NULL; row = row->next) {
            rows++;
        }
        assert_in_range(rows, spans[i].rows_least, spans[i].rows_most);
        assert_count_forms(count);
    }
}

static void a_count_at_the_ends_of_time_is_drawn_or_refused(void **state)
{
    (void)state;
    WritDrawn drawn = drawn_of(&company, "fr_off");
    static const int64_t counts[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX};
    static const int64_t instants[] = {WRIT_INSTANT_MIN, WRIT_INSTANT_MIN + 1, 0,
                                       WRIT_INSTANT_MAX - 1, WRIT_INSTANT_MAX};
    for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
        for (size_t j = 0; j < sizeof counts / sizeof counts[0]; j++) {
            for (uint32_t unit = WRIT_SECONDS; unit <= WRIT_YEARS; unit++) {
                try_count(&drawn, instants[i], span_of(WRIT_VALUE_DURATION, unit, counts[j]));
            }
            try_count(&drawn, instants[i],
                      span_of(WRIT_VALUE_WORKING_TIME, WRIT_WORKING_HOURS, counts[j]));
            try_count(&drawn, instants[i],
                      span_of(WRIT_VALUE_WORKING_TIME, WRIT_WORKING_DAYS, counts[j]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_agrees_with_its_calendar),
        cmocka_unit_test(a_month_that_is_known_in_part_says_so),
        cmocka_unit_test(a_month_that_is_not_known_or_not_there_is_refused),
        cmocka_unit_test(no_name_breaks_a_line_or_a_document),
        cmocka_unit_test(a_day_of_many_holidays_and_hours_says_how_many_more),
        cmocka_unit_test(the_days_of_a_count_sum_up_to_what_the_calendar_says),
        cmocka_unit_test(so_do_they_in_nights_in_which_clocks_change),
        cmocka_unit_test(so_do_they_in_zones_that_change_at_midnight),
        cmocka_unit_test(midnight_ends_a_day_of_time_and_begins_one_of_days),
        cmocka_unit_test(clocks_put_back_over_midnight_make_no_day),
        cmocka_unit_test(hours_that_a_leap_shifts_over_midnight_count),
        cmocka_unit_test(hours_with_seconds_keep_to_the_line),
        cmocka_unit_test(a_long_count_is_folded),
        cmocka_unit_test(a_count_at_the_ends_of_time_is_drawn_or_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
