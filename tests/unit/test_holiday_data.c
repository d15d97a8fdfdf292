// Holidays written elsewhere, where they are at hand: the bank holidays of the United Kingdom with
// their substitute days against computed feasts, and counts of Brazilian business days.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/company_calendars.h"
#include "support/zone_maker.h"
#include "writ/calendar_feasts.h"
#include "writ/holidays.h"
#include "writ/json.h"
#include "writ/value.h"

#define FOLDER WRIT_SHARED_DATA "/holidays"
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

enum {
    EXIT_SKIPPED = 77, // SKIP_RETURN_CODE of the test.
    MONDAY_TO_FRIDAY = 0x1f,
    FIRST_YEAR = 2015,
    LAST_YEAR = 2021,
    DIVISIONS = 3,
};

static WritArena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new((size_t)64 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

static WritJson read_json(const char *name)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", FOLDER, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = writ_arena_alloc(arena, WRIT_JSON_BYTES_MAX);
    size_t length = fread(bytes, 1, WRIT_JSON_BYTES_MAX, file);
    (void)fclose(file);
    WritJson json;
    WritError error;
    if (writ_json_parse(&json, arena, (WritText){bytes, length}, name, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return json;
}

static const WritJson *member(const WritJson *object, const char *key)
{
    const WritJson *found = writ_json_find(object, key);
    if (found == NULL) {
        fail_msg("no \"%s\"", key);
    }
    return found;
}

// --- The United Kingdom --------------------------------------------------------------------------

#define UK WRIT_SUBSTITUTE_NEXT_FREE

// Of each division, by the titles of the data. Easter Monday and Good Friday never need a
// substitute; in 2020 the early May holiday was moved to the 8th.
static const WritFeast england[] = {
    {TEXT("new_year"), WRIT_FEAST_DATE, UK, .month = 1, .day_of_month = 1},
    {TEXT("good_friday"), WRIT_FEAST_EASTER, UK, .offset = -2},
    {TEXT("easter_monday"), WRIT_FEAST_EASTER, UK, .offset = 1},
    {TEXT("early_may"), WRIT_FEAST_WEEKDAY, UK, .month = 5, .nth = 1, .last_year = 2019},
    {TEXT("early_may_ve"), WRIT_FEAST_DATE, UK, .month = 5, .day_of_month = 8, .first_year = 2020,
     .last_year = 2020},
    {TEXT("early_may"), WRIT_FEAST_WEEKDAY, UK, .month = 5, .nth = 1, .first_year = 2021},
    {TEXT("spring"), WRIT_FEAST_WEEKDAY, UK, .month = 5, .nth = -1},
    {TEXT("summer"), WRIT_FEAST_WEEKDAY, UK, .month = 8, .nth = -1, .last_year = 2016},
    {TEXT("late_august"), WRIT_FEAST_WEEKDAY, UK, .month = 8, .nth = -1, .first_year = 2017},
    {TEXT("christmas"), WRIT_FEAST_DATE, UK, .month = 12, .day_of_month = 25},
    {TEXT("boxing_day"), WRIT_FEAST_DATE, UK, .month = 12, .day_of_month = 26},
    {TEXT("st_patrick"), WRIT_FEAST_DATE, UK, .month = 3, .day_of_month = 17},
    {TEXT("battle_boyne"), WRIT_FEAST_DATE, UK, .month = 7, .day_of_month = 12},
};
static const WritFeast scotland[] = {
    {TEXT("new_year"), WRIT_FEAST_DATE, UK, .month = 1, .day_of_month = 1},
    {TEXT("2nd_january"), WRIT_FEAST_DATE, UK, .month = 1, .day_of_month = 2},
    {TEXT("good_friday"), WRIT_FEAST_EASTER, UK, .offset = -2},
    {TEXT("early_may"), WRIT_FEAST_WEEKDAY, UK, .month = 5, .nth = 1, .last_year = 2019},
    {TEXT("early_may_ve"), WRIT_FEAST_DATE, UK, .month = 5, .day_of_month = 8, .first_year = 2020,
     .last_year = 2020},
    {TEXT("early_may"), WRIT_FEAST_WEEKDAY, UK, .month = 5, .nth = 1, .first_year = 2021},
    {TEXT("spring"), WRIT_FEAST_WEEKDAY, UK, .month = 5, .nth = -1},
    {TEXT("summer"), WRIT_FEAST_WEEKDAY, UK, .month = 8, .nth = 1},
    {TEXT("st_andrew"), WRIT_FEAST_DATE, UK, .month = 11, .day_of_month = 30},
    {TEXT("christmas"), WRIT_FEAST_DATE, UK, .month = 12, .day_of_month = 25},
    {TEXT("boxing_day"), WRIT_FEAST_DATE, UK, .month = 12, .day_of_month = 26},
};

static const struct {
    const char *name;
    const WritFeast *feasts;
    uint32_t feast_count;
} divisions[DIVISIONS] = {
    // Two feasts of Northern Ireland stand last.
    {"england-and-wales", england, sizeof england / sizeof england[0] - 2},
    {"scotland", scotland, sizeof scotland / sizeof scotland[0]},
    {"northern-ireland", england, sizeof england / sizeof england[0]},
};

// "bank_holidays.boxing_day" of 28/12/2015, a substitute day, as "2015-12-28 boxing_day (substitute
// day)"; what is computed and falls on a weekend is no bank holiday and is left out.
static void add_line(WritBuffer *lines, WritDate date, WritText name)
{
    writ_buffer_format(lines, "%04d-%02d-%02d %.*s\n", date.year, date.month, date.day,
                       WRIT_TEXT_ARGS(name));
}

static void add_told(WritBuffer *lines, const WritJson *entry)
{
    const char *date = member(entry, "date")->text.data;
    WritText title = member(entry, "title")->text;
    size_t prefix = strlen("bank_holidays.");
    WritBuffer name = {0};
    writ_buffer_add(&name, (WritText){title.data + prefix, title.length - prefix});
    if (writ_text_is(member(entry, "notes")->text, "common.substitute_day")) {
        writ_buffer_add_string(&name, " (substitute day)");
    }
    add_line(lines,
             (WritDate){(int32_t)strtol(date + 6, NULL, 10), (uint8_t)strtol(date + 3, NULL, 10),
                        (uint8_t)strtol(date, NULL, 10)},
             writ_buffer_text(&name));
    writ_buffer_dispose(&name);
}

static void add_weekdays(WritBuffer *lines, const WritHoliday *holidays, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        int64_t weekday = (holidays[i].day + 3) % 7;
        if (weekday < 5) {
            add_line(lines, writ_date_from_days(holidays[i].day), holidays[i].name);
        }
    }
}

static void add_computed(WritBuffer *lines, int division)
{
    WritFeasts feasts = {divisions[division].feasts, divisions[division].feast_count,
                         day_of("2015-01-01"), day_of("2021-12-31")};
    WritHoliday *holidays = NULL;
    uint32_t count = 0;
    WritError error;
    assert_int_equal(writ_feasts_expand(&holidays, &count, arena, &feasts, &error), WRIT_OK);
    add_weekdays(lines, holidays, count);
}

static void add_division(WritBuffer *told, const WritJson *json, const char *name)
{
    const WritJson *division = member(member(json, "divisions"), name);
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        char key[8];
        (void)snprintf(key, sizeof key, "%d", year);
        const WritJson *entries = member(division, key);
        for (uint32_t j = 0; j < entries->count; j++) {
            add_told(told, &entries->items[j]);
        }
    }
}

static void bank_holidays_and_their_substitute_days_are_the_computed_ones(void **state)
{
    (void)state;
    WritJson json = read_json("uk-bank-holidays.json");
    for (int i = 0; i < DIVISIONS; i++) {
        WritBuffer told = {0};
        WritBuffer computed = {0};
        add_division(&told, &json, divisions[i].name);
        add_computed(&computed, i);
        assert_string_equal(writ_buffer_string(&computed), writ_buffer_string(&told));
        writ_buffer_dispose(&told);
        writ_buffer_dispose(&computed);
    }
}

// What somebody in operations would write for England and Wales.
static const char england_csv[] = "when, name, substitute, years\n"
                                  "every 1 january, new_year, next free day\n"
                                  "easter - 2 days, good_friday\n"
                                  "easter + 1 day, easter_monday\n"
                                  "first monday of may, early_may, , until 2019\n"
                                  "2020-05-08, early_may_ve\n"
                                  "first monday of may, early_may, , from 2021\n"
                                  "last monday of may, spring\n"
                                  "last monday of august, summer, , until 2016\n"
                                  "last monday of august, late_august, , from 2017\n"
                                  "every 25 december, christmas, next free day\n"
                                  "every 26 december, boxing_day, next free day\n";

static void a_holiday_file_gives_the_bank_holidays_of_england(void **state)
{
    (void)state;
    WritJson json = read_json("uk-bank-holidays.json");
    WritHolidayFile file = {TEXT("england.csv"), TEXT(england_csv)};
    WritHolidays read;
    WritBuffer told = {0};
    WritBuffer computed = {0};
    add_division(&told, &json, "england-and-wales");
    writ_holidays_read_csv(&read, arena, &file, day_of("2015-01-01"), day_of("2021-12-31"));
    assert_int_equal(read.problem_count, 0);
    add_weekdays(&computed, read.holidays, read.holiday_count);
    assert_string_equal(writ_buffer_string(&computed), writ_buffer_string(&told));
    writ_buffer_dispose(&told);
    writ_buffer_dispose(&computed);
}

// --- Brazil --------------------------------------------------------------------------------------

static const WritCalendar *brazil(const WritJson *json)
{
    static WritOpening opening = {MONDAY_TO_FRIDAY, 600, 960};
    const WritJson *listed = &member(json, "holidays")->items[0];
    const WritJson *days = member(listed, "holidays_on_weekdays");
    WritCalendarRules *rules = writ_arena_alloc(arena, sizeof *rules);
    *rules = (WritCalendarRules){
        .name = TEXT("brazil"),
        .zone = TEXT("Brasilia"),
        .openings = &opening,
        .opening_count = 1,
        .holidays = writ_arena_array(arena, days->count, sizeof(WritHoliday)),
        .holiday_count = days->count,
        .first_day = day_of("2005-01-01"),
        .last_day = day_of("2006-12-31"),
    };
    for (uint32_t i = 0; i < days->count; i++) {
        int64_t day = 0;
        assert_int_equal(writ_date_parse(&day, days->items[i].text, NULL), WRIT_OK);
        rules->holidays[i] = (WritHoliday){day, TEXT("Feriado")};
    }
    WritZoneFile *zone = writ_arena_alloc(arena, sizeof *zone);
    *zone = (WritZoneFile){rules->zone, zone_of_rule(arena, "<-03>3")};
    WritCalendars *set = writ_arena_alloc(arena, sizeof *set);
    *set = (WritCalendars){rules, 1, zone, 1};
    return calendar_of(arena, set, "brazil");
}

// Carnival is two days, 47 and 48 before Easter; Corpus Christi 60 after it.
static const char brazil_csv[] =
    "every 1 jan, Ano Novo\neaster - 48 days, Carnaval\n"
    "easter - 47 days, Carnaval\neaster - 2 days, Sexta-feira\n"
    "every 21 apr, Tiradentes\nevery 1 may, Trabalho\n"
    "easter + 60 days, Corpus Christi\nevery 7 sep, Independ\u00eancia\n"
    "every 12 oct, Aparecida\nevery 2 nov, Finados\n"
    "every 15 nov, Rep\u00fablica\nevery 25 dec, Natal\n";

static void a_holiday_file_gives_the_holidays_of_brazil(void **state)
{
    (void)state;
    WritJson json = read_json("quantlib-brazil.json");
    const WritJson *days = member(&member(&json, "holidays")->items[0], "holidays_on_weekdays");
    WritHolidayFile file = {TEXT("brazil.csv"), TEXT(brazil_csv)};
    WritHolidays read;
    writ_holidays_read_csv(&read, arena, &file, day_of("2005-01-01"), day_of("2006-12-31"));
    assert_int_equal(read.problem_count, 0);
    assert_int_equal(read.holiday_count, days->count);
    for (uint32_t i = 0; i < days->count; i++) {
        int64_t day = 0;
        assert_int_equal(writ_date_parse(&day, days->items[i].text, NULL), WRIT_OK);
        assert_int_equal(read.holidays[i].day, day);
    }
}

static int64_t number_of(const WritJson *entry, const char *key)
{
    return strtol(member(entry, key)->text.data, NULL, 10);
}

static int64_t working(const WritCalendar *calendar, int64_t day)
{
    WritCalendarDay said;
    WritError error;
    assert_int_equal(writ_calendar_day(&said, calendar, day, &error), WRIT_OK);
    return said.open_count > 0 ? 1 : 0;
}

static void business_days_between_two_dates_are_counted_by_four_conventions(void **state)
{
    (void)state;
    WritJson json = read_json("quantlib-brazil.json");
    const WritCalendar *calendar = brazil(&json);
    const WritJson *cases = member(&json, "business_days_between");
    assert_int_equal(cases->count, 10);
    for (uint32_t i = 0; i < cases->count; i++) {
        const WritJson *entry = &cases->items[i];
        int64_t from = 0;
        int64_t to = 0;
        assert_int_equal(writ_date_parse(&from, member(entry, "frm")->text, NULL), WRIT_OK);
        assert_int_equal(writ_date_parse(&to, member(entry, "to")->text, NULL), WRIT_OK);
        int64_t count = 0;
        int64_t back = 0;
        WritError error;
        assert_int_equal(writ_calendar_days_between(&count, calendar, from, to, &error), WRIT_OK);
        assert_int_equal(writ_calendar_days_between(&back, calendar, to, from, &error), WRIT_OK);
        assert_int_equal(count, number_of(entry, "exclFrom_inclTo"));
        assert_int_equal(back, -count);
        // The other conventions count or leave out an end, in the direction of the count. An end
        // that is both is never counted twice.
        int64_t sign = to < from ? -1 : 1;
        int64_t first = working(calendar, from);
        int64_t last = working(calendar, to);
        int64_t open = from == to ? 0 : count - sign * (sign > 0 ? last : first);
        assert_int_equal(open, number_of(entry, "exclBoth"));
        assert_int_equal(count + sign * (sign > 0 ? first : last), number_of(entry, "inclBoth"));
        assert_int_equal(open + (from == to ? 0 : sign * first),
                         number_of(entry, "inclFrom_exclTo"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bank_holidays_and_their_substitute_days_are_the_computed_ones),
        cmocka_unit_test(a_holiday_file_gives_the_bank_holidays_of_england),
        cmocka_unit_test(a_holiday_file_gives_the_holidays_of_brazil),
        cmocka_unit_test(business_days_between_two_dates_are_counted_by_four_conventions),
    };
    if (access(FOLDER "/uk-bank-holidays.json", R_OK) != 0) {
        (void)printf("skipped: the holidays are not at %s\n", FOLDER);
        return EXIT_SKIPPED;
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
