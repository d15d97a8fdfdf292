// iCalendar files through the child, zones, and whole releases.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "writ/almanac.h"
#include "writ/value.h"

#define CALENDAR(events) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" events "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"

static WritArena *arena;
static WritAlmanac *almanac;
static WritCalendarRelease release;
static WritError error;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new(WRIT_ALMANAC_ARENA_BYTES);
    almanac = writ_almanac_open(&(WritAlmanacOptions){.program = WRIT_ALMANAC_EXECUTABLE});
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_almanac_close(almanac);
    writ_arena_free(arena);
    return 0;
}

static int64_t day_of(const char *text)
{
    int64_t day = 0;
    assert_int_equal(writ_date_parse(&day, writ_text(text), NULL), WRIT_OK);
    return day;
}

static WritCalendarRules office(const char *zone)
{
    static WritOpening opening = {0x1f, 540, 1020};
    return (WritCalendarRules){
        .name = writ_text("corp.office"),
        .title = writ_text("Office"),
        .zone = writ_text(zone),
        .openings = &opening,
        .opening_count = 1,
        .first_day = day_of("2026-01-01"),
        .last_day = day_of("2027-12-31"),
    };
}

static WritStatus release_bytes(WritText path, WritText bytes, const char *zone)
{
    WritHolidayFile file = {path, bytes};
    WritCalendarSource source = {office(zone), &file, 1};
    writ_arena_reset(arena);
    return writ_almanac_release(&release, arena, almanac, &source, 1, &error);
}

static WritStatus release_events(const char *bytes)
{
    return release_bytes(writ_text("nl.ics"), writ_text(bytes), "Europe/Amsterdam");
}

static void assert_days(const char *expected)
{
    WritBuffer said = {0};
    const WritCalendarRules *rules = &release.set.calendars[0];
    for (uint32_t i = 0; i < rules->holiday_count; i++) {
        WritDate date = writ_date_from_days(rules->holidays[i].day);
        writ_buffer_format(&said, "%04d-%02d-%02d %.*s\n", date.year, date.month, date.day,
                           WRIT_TEXT_ARGS(rules->holidays[i].name));
    }
    assert_string_equal(writ_buffer_string(&said), expected);
    writ_buffer_dispose(&said);
}

static void assert_released(const char *bytes, const char *expected)
{
    if (release_events(bytes) != WRIT_OK) {
        fail_msg("%s (%s)", error.text, error.hint);
    }
    assert_days(expected);
}

// Told as "corp.office: nl.ics, line N: …", with a hint.
static void assert_told(WritStatus status, const char *said)
{
    assert_int_equal(status, WRIT_INVALID);
    if (strstr(error.text, said) == NULL || error.hint[0] == '\0') {
        fail_msg("%s (%s), not \"%s\"", error.text, error.hint, said);
    }
    assert_int_equal(release.set.calendar_count, 0);
}

static void assert_refused(const char *bytes, uint32_t line, const char *said)
{
    char place[64];
    (void)snprintf(place, sizeof place,
                   line == 0 ? "corp.office: nl.ics: " : "nl.ics, line %u: ", line);
    WritStatus status = release_events(bytes);
    assert_told(status, place);
    assert_told(status, said);
}

// --- What is read --------------------------------------------------------------------------------

static void all_day_events_close_their_days(void **state)
{
    (void)state;
    assert_released(CALENDAR(EVENT("DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas Day\r\n")
                                 EVENT("SUMMARY:Shut\r\nDTSTART;VALUE=DATE:20261228\r\n"
                                       "DTEND;VALUE=DATE:20261231\r\n")
                                     EVENT("SUMMARY:Week\r\nDTSTART;VALUE=DATE:20271230\r\n"
                                           "DURATION:P1W\r\n")),
                    "2026-12-25 Christmas Day\n2026-12-28 Shut\n2026-12-29 Shut\n"
                    "2026-12-30 Shut\n2027-12-30 Week\n2027-12-31 Week\n");
}

static void lines_are_read_however_they_are_folded(void **state)
{
    (void)state;
    assert_released("\xef\xbb\xbf"
                    "BEGIN:VCALENDAR\n\nbegin:vevent\r\r\nDTSTART;X-A=\"a;b:c\";\n"
                    " VALUE=DATE:2026\n\t1225\nSUM\n MARY;LANGUAGE=fr:No\xc3\n \xabl\\, la f\n"
                    "  \xc3\xaa\n te\\nde tous\nX-EMPTY:\nEND:VEVENT\nEND:VCALENDAR",
                    "2026-12-25 No\xc3\xabl, la f \xc3\xaate de tous\n");
}

static void what_is_no_event_is_passed_over(void **state)
{
    (void)state;
    assert_released(
        CALENDAR("METHOD:PUBLISH\r\nBEGIN:VTIMEZONE\r\nTZID:Amsterdam\r\nBEGIN:STANDARD\r\n"
                 "DTSTART:16010101T030000\r\nRRULE:FREQ=HOURLY;BYDAY=-1SU;BYMONTH=10\r\n"
                 "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
                 "BEGIN:VTODO\r\nDTSTART:20260101\r\nEND:VTODO\r\n" EVENT(
                     "DTSTART;TZID=Amsterdam:20261225T000000\r\nDTEND;TZID=Amsterdam:"
                     "20261226T000000\r\nSUMMARY:Christmas\r\nBEGIN:VALARM\r\n"
                     "DURATION:nonsense\r\nSUMMARY:Alarm\r\nEND:VALARM\r\n")),
        "2026-12-25 Christmas\n");
}

static void recurring_events_close_each_of_their_days(void **state)
{
    (void)state;
    assert_released(
        CALENDAR(EVENT("DTSTART;VALUE=DATE:20191225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:C\r\n") EVENT(
            "DTSTART;VALUE=DATE:20200525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO\r\n"
            "SUMMARY:S\r\n") EVENT("DTSTART;VALUE=DATE:20260303\r\n"
                                   "RRULE:FREQ=MONTHLY;COUNT=3\r\n"
                                   "EXDATE;VALUE=DATE:20260403\r\n"
                                   "RDATE;VALUE=DATE:20270101,20270102\r\nSUMMARY:M\r\n")),
        "2026-03-03 M\n2026-05-03 M\n2026-05-25 S\n2026-12-25 C\n2027-01-01 M\n2027-01-02 M\n"
        "2027-05-31 S\n2027-12-25 C\n");
}

// 25 December begins in Amsterdam when it is 23:00 of the 24th in UTC; in summer, 22:00.
static void times_in_utc_are_told_on_the_calendars_clock(void **state)
{
    (void)state;
    assert_released(
        CALENDAR(EVENT("DTSTART:20261224T230000Z\r\nDTEND:20261225T230000Z\r\nSUMMARY:C\r\n")
                     EVENT("DTSTART:20260630T220000Z\r\nDTEND:20260701T220000Z\r\n"
                           "RRULE:FREQ=YEARLY;UNTIL=20270630T220000Z\r\nSUMMARY:J\r\n")
                         EVENT("DTSTART;VALUE=DATE:20260915\r\n"
                               "RRULE:FREQ=DAILY;UNTIL=20260916T220000Z\r\nSUMMARY:U\r\n")),
        "2026-07-01 J\n2026-09-15 U\n2026-09-16 U\n2026-09-17 U\n2026-12-25 C\n2027-07-01 J\n");
}

static void cancelled_and_replaced_occurrences_are_taken_out(void **state)
{
    (void)state;
    assert_released(
        CALENDAR(
            EVENT("UID:a\r\nDTSTART;VALUE=DATE:20260101\r\nSTATUS:CANCELLED\r\nSUMMARY:A\r\n")
                EVENT("UID:b\r\nDTSTART;VALUE=DATE:20250501\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:B\r\n")
                    EVENT("UID:b\r\nRECURRENCE-ID;VALUE=DATE:20260501\r\n"
                          "DTSTART;VALUE=DATE:20260504\r\nSUMMARY:B moved\r\n")
                        EVENT("UID:c\r\nDTSTART;VALUE=DATE:20260202\r\nSEQUENCE:1\r\nSUMMARY:C\r\n")
                            EVENT("UID:c\r\nDTSTART;VALUE=DATE:20260202\r\nSEQUENCE:2\r\n"
                                  "STATUS:CANCELLED\r\n")),
        "2026-05-04 B moved\n2027-05-01 B\n");
    assert_released(
        CALENDAR(EVENT("UID:b\r\nDTSTART;VALUE=DATE:20250501\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:B\r\n")
                     EVENT("UID:b\r\nRECURRENCE-ID;VALUE=DATE:20260501\r\nSTATUS:CANCELLED\r\n"
                           "DTSTART;VALUE=DATE:20260501\r\n")),
        "2027-05-01 B\n");
}

static void a_rule_may_begin_long_before_and_never_end(void **state)
{
    (void)state;
    assert_released(CALENDAR(EVENT("DTSTART;VALUE=DATE:16010101\r\nRRULE:FREQ=YEARLY\r\n"
                                   "SUMMARY:New Year\r\n")),
                    "2026-01-01 New Year\n2027-01-01 New Year\n");
}

// --- What is refused -----------------------------------------------------------------------------

static void rules_without_measure_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *rule;
        const char *said;
    } cases[] = {
        {"FREQ=SECONDLY", "FREQ=SECONDLY recurs more often than once a day"},
        {"FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", "recurs more often than once a day"},
        {"FREQ=HOURLY;COUNT=1", "recurs more often than once a day"},
        {"FREQ=DAILY;COUNT=1000000000", "COUNT=1000000000 is not a value"},
        {"FREQ=DAILY;UNTIL=999991231T000000Z", "UNTIL=999991231T000000Z is not a value"},
        {"FREQ=DAILY;BYSECOND=0,2,3;BYMINUTE=0,2,3", "takes a part of a day"},
        {"FREQ=YEARLY;BYWEEKNO=53", "different programs read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char file[600];
        (void)snprintf(file, sizeof file,
                       CALENDAR(EVENT("SUMMARY:X\r\nDTSTART:20260101T000000\r\nRRULE:%s\r\n")),
                       cases[i].rule);
        // What is wrong with the days is told at the event, what is wrong with a rule at the rule.
        bool days = strstr(cases[i].said, "part of a day") != NULL;
        assert_refused(file, days ? 3 : 6, cases[i].said);
    }
}

static void what_is_no_calendar_is_refused_with_its_line(void **state)
{
    (void)state;
    assert_refused("", 0, "the file has no holiday");
    assert_refused(CALENDAR(""), 0, "the file has no holiday");
    assert_refused("Date,Name\n", 1, "a name and \":\" are missing");
    assert_refused("X:1\n", 1, "outside of a calendar");
    assert_refused("BEGIN:VEVENT\n", 1, "BEGIN has the value \"VEVENT\"");
    assert_refused(CALENDAR("END:VEVENT\r\n"), 3, "END:VEVENT has no BEGIN");
    assert_refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:X\n", 5,
                   "the file ends, and VEVENT of line 2 is still open");
    assert_refused(CALENDAR("METHOD:CANCEL\r\n" EVENT("DTSTART:20260101\r\nSUMMARY:X\r\n")), 3,
                   "cancels events");
    assert_refused(CALENDAR("X:\xff\r\n"), 3, "not UTF-8");
    assert_refused(CALENDAR(EVENT("DTSTART:20260101\r\nDTSTART text without a colon\r\n")), 5,
                   "a name and \":\" are missing");
}

static void events_that_are_no_whole_days_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *lines;
        uint32_t line;
        const char *said;
    } cases[] = {
        {"SUMMARY:X\r\n", 3, "the event has no DTSTART"},
        {"DTSTART:20260101\r\n", 3, "the event has no SUMMARY"},
        {"DTSTART:20260230\r\nSUMMARY:X\r\n", 4, "DTSTART has the value \"20260230\""},
        {"DTSTART:2026-01-01\r\nSUMMARY:X\r\n", 4, "DTSTART has the value"},
        {"DTSTART:20260101T120000\r\nDTEND:20260102T000000\r\nSUMMARY:X\r\n", 3,
         "takes a part of a day"},
        {"DTSTART:20260101T000000\r\nDURATION:PT4H\r\nSUMMARY:X\r\n", 3, "takes a part of a day"},
        {"DTSTART:20260101\r\nDTEND:20251231\r\nSUMMARY:X\r\n", 3, "ends before it begins"},
        {"DTSTART:20260101\r\nDTEND:20280101\r\nSUMMARY:X\r\n", 3, "lasts more than 366 days"},
        {"DTSTART:20260101\r\nDURATION:P99999D\r\nSUMMARY:X\r\n", 5, "DURATION has the value"},
        {"DTSTART:20260101\r\nDURATION:-P1D\r\nSUMMARY:X\r\n", 5, "DURATION has the value"},
        {"DTSTART:20260102\r\nSUMMARY:X\r\nRRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1\r\n", 3,
         "begins on 2026-01-02, a day that its recurrence rule does not have"},
        {"DTSTART:20260101\r\nSUMMARY:X\r\nEXRULE:FREQ=YEARLY\r\n", 6, "EXRULE is not part"},
        {"DTSTART:20260101\r\nSUMMARY:X\r\nRDATE;VALUE=PERIOD:20260101T000000/P1D\r\n", 6,
         "a list of periods"},
        {"DTSTART:20260101\r\nSUMMARY:X\r\nEXDATE:20260101,\r\n", 6, "EXDATE has the value"},
        {"DTSTART:20260101\r\nSUMMARY:X\r\nRECURRENCE-ID:20260101\r\n", 6, "has no UID"},
        {"DTSTART:20260101\r\nSUMMARY:X\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260101\r\n", 6,
         "replaces all later occurrences"},
        {"DTSTART:20260101T230000Z\r\nSUMMARY:X\r\nRDATE:20260101T000000\r\n", 6,
         "RDATE is a local time"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char file[600];
        (void)snprintf(file, sizeof file, CALENDAR(EVENT("%s")), cases[i].lines);
        assert_refused(file, cases[i].line, cases[i].said);
    }
    assert_refused(CALENDAR(EVENT("UID:a\r\nDTSTART:20260101\r\nSUMMARY:A\r\n") EVENT(
                       "UID:a\r\nDTSTART:20260102\r\nSTATUS:CANCELLED\r\nSUMMARY:A\r\n")),
                   3, "cancelled by one of the same UID in line 8");
}

// --- Hostile files -------------------------------------------------------------------------------

static WritBuffer hostile;

static void add_times(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        writ_buffer_add_string(&hostile, text);
    }
}

static void assert_hostile(const char *said)
{
    WritStatus status =
        release_bytes(writ_text("nl.ics"), writ_buffer_text(&hostile), "Europe/Amsterdam");
    assert_told(status, said);
    writ_buffer_clear(&hostile);
}

static void files_made_to_do_harm_end_in_one_error(void **state)
{
    (void)state;
    const char *begin = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:X\n";
    // Too large.
    writ_buffer_add_string(&hostile, begin);
    add_times("X:0123456789012345678901234567890123456789\n", (1 << 20) / 43);
    assert_hostile("nl.ics: the file is larger than 1 MiB");
    // A name that is folded into a line for every byte, and longer than a line may be.
    writ_buffer_add_string(&hostile, begin);
    writ_buffer_add_string(&hostile, "UID:");
    add_times("\n x", 70000);
    assert_hostile("line 5: the line is longer than 64 KiB");
    // A zero byte.
    writ_buffer_add_string(&hostile, begin);
    writ_buffer_add(&hostile, (WritText){"X:a\0b\n", 6});
    assert_hostile("line 5: the line has a zero byte");
    // BEGIN in BEGIN in BEGIN.
    writ_buffer_add_string(&hostile, "BEGIN:VCALENDAR\n");
    add_times("BEGIN:X\n", 50000);
    assert_hostile("line 9: BEGIN stands in BEGIN more than 8 deep");
    // Every event replaces one of each other.
    writ_buffer_add_string(&hostile, "BEGIN:VCALENDAR\n");
    add_times("BEGIN:VEVENT\nUID:a\nDTSTART:20260101\nSUMMARY:X\nEND:VEVENT\n", 5000);
    add_times("BEGIN:VEVENT\nUID:a\nDTSTART:20260101\nSUMMARY:X\nRECURRENCE-ID:20260101\n"
              "END:VEVENT\n",
              5000);
    writ_buffer_add_string(&hostile, "END:VCALENDAR\n");
    assert_hostile("pairs of events replace or cancel each other");
    // More days than a calendar has.
    writ_buffer_add_string(&hostile, "BEGIN:VCALENDAR\n");
    add_times("BEGIN:VEVENT\nDTSTART:20260101\nDTEND:20270101\nSUMMARY:X\nEND:VEVENT\n", 60);
    writ_buffer_add_string(&hostile, "END:VCALENDAR\n");
    assert_hostile("line 272: up to here the file closes more than 20000 days");
    // Rules that are followed for ages.
    writ_buffer_add_string(&hostile, "BEGIN:VCALENDAR\n");
    add_times("BEGIN:VEVENT\nDTSTART:16010101\nSUMMARY:X\nRRULE:FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,"
              "8,9,10,11,12\nEND:VEVENT\n",
              20);
    writ_buffer_add_string(&hostile, "END:VCALENDAR\n");
    assert_hostile("takes more than 200000 steps to follow");
    writ_buffer_dispose(&hostile);
}

// The child is as good as new for the next question.
static void the_almanac_goes_on_after_a_file_that_was_refused(void **state)
{
    (void)state;
    files_made_to_do_harm_end_in_one_error(state);
    hostile = (WritBuffer){0};
    all_day_events_close_their_days(state);
}

// --- Zones ---------------------------------------------------------------------------------------

static void zones_are_found_by_their_names_alone(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        WritStatus status;
        const char *said;
        const char *hint;
    } cases[] = {
        {"Europe/Pariss", WRIT_NOT_FOUND, "no time zone \"Europe/Pariss\"", "\"Europe/Paris\"?"},
        {"europe/paris", WRIT_NOT_FOUND, "no time zone", "\"Europe/Paris\"?"},
        {"Bucharest", WRIT_NOT_FOUND, "no time zone", "\"Europe/Bucharest\"?"},
        {"Middle/Earth", WRIT_NOT_FOUND, "no time zone", "Europe/Paris"},
        {"UTC/Paris", WRIT_NOT_FOUND, "no time zone", "Europe/Paris"},
        {"Europe", WRIT_INVALID, "\"Europe\" is a region", "\"Europe/Amsterdam\""},
        {"America/Argentina", WRIT_INVALID, "is a region", "\"America/Argentina/Buenos_Aires\""},
        {"localtime", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"Factory", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"posixrules", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"right/Europe/Paris", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"posix/UTC", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"../../etc/passwd", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"/etc/passwd", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"Europe//Paris", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"Europe/", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"zone.tab", WRIT_INVALID, "is no name of a time zone", "tz database"},
        {"", WRIT_INVALID, "is no name of a time zone", "tz database"},
    };
    WritText bytes;
    assert_int_equal(writ_almanac_zone(&bytes, arena, almanac, writ_text("Europe/Paris"), &error),
                     WRIT_OK);
    assert_true(bytes.length > 100 && memcmp(bytes.data, "TZif", 4) == 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritStatus status =
            writ_almanac_zone(&bytes, arena, almanac, writ_text(cases[i].name), &error);
        if (status != cases[i].status || strstr(error.text, cases[i].said) == NULL ||
            strstr(error.hint, cases[i].hint) == NULL) {
            fail_msg("%s: %d %s (%s)", cases[i].name, status, error.text, error.hint);
        }
    }
}

static void a_system_without_zones_is_told(void **state)
{
    (void)state;
    WritText bytes;
    WritAlmanac *bare = writ_almanac_open(&(WritAlmanacOptions){.zone_directory = "/proc/none"});
    assert_int_equal(writ_almanac_zone(&bytes, arena, bare, writ_text("UTC"), &error), WRIT_IO);
    assert_non_null(strstr(error.hint, "tzdata"));
    writ_almanac_close(bare);
}

// --- Releases ------------------------------------------------------------------------------------

static void a_release_gives_a_sorted_set_with_zones_and_holidays(void **state)
{
    (void)state;
    WritHolidayFile files[] = {
        {writ_text("b.CSV"), writ_text("every 25 december, Christmas\n2026-05-01, May Day\n")},
        {writ_text("a.ics"),
         writ_text(CALENDAR(EVENT("DTSTART:20260501\r\nSUMMARY:May Day\r\n")))}};
    WritHoliday own[] = {{day_of("2026-03-03"), writ_text("Own")}};
    WritCalendarSource sources[] = {{office("Europe/Paris"), files, 2},
                                    {office("Europe/Bucharest"), NULL, 0},
                                    {office("Europe/Paris"), files, 1}};
    sources[0].rules.name = writ_text("corp.z");
    sources[0].rules.holidays = own;
    sources[0].rules.holiday_count = 1;
    sources[1].rules.name = writ_text("corp.a");
    sources[2].rules.name = writ_text("corp.m");
    assert_int_equal(writ_almanac_release(&release, arena, almanac, sources, 3, &error), WRIT_OK);
    const WritCalendars *set = &release.set;
    assert_int_equal(set->calendar_count, 3);
    assert_true(writ_text_is(set->calendars[0].name, "corp.a"));
    assert_int_equal(set->calendars[0].holiday_count, 0);
    assert_int_equal(set->calendars[1].holiday_count, 3);
    assert_int_equal(set->calendars[2].holiday_count, 4);
    assert_true(writ_text_is(set->calendars[2].holidays[0].name, "Own"));
    assert_int_equal(set->zone_count, 2);
    assert_true(writ_text_is(set->zones[0].name, "Europe/Bucharest"));
    WritBuffer bytes = {0};
    WritCalendars again;
    writ_calendars_encode(&bytes, set);
    assert_int_equal(writ_calendars_decode(&again, arena, writ_buffer_text(&bytes), &error),
                     WRIT_OK);
    writ_buffer_dispose(&bytes);
}

static void every_problem_of_a_release_names_its_calendar(void **state)
{
    (void)state;
    WritHolidayFile files[] = {
        {writ_text("b.csv"), writ_text("\nsome day, X\nother day, Y\n")},
        {writ_text("a.ics"), writ_text(CALENDAR(EVENT("DTSTART:2026\r\nSUMMARY:X\r\n")))},
        {writ_text("holidays.xlsx"), writ_text("PK")}};
    WritCalendarSource sources[] = {{office("Europe/Lyon"), files, 1},
                                    {office("Europe/Paris"), files + 1, 2}};
    sources[1].rules.name = writ_text("corp.plant");
    assert_int_equal(writ_almanac_release(&release, arena, almanac, sources, 2, &error),
                     WRIT_INVALID);
    assert_string_equal(error.text,
                        "corp.office: there is no time zone \"Europe/Lyon\" (and 4 more problems)");
    WritBuffer said = {0};
    for (uint32_t i = 0; i < release.problem_count; i++) {
        writ_holidays_describe(&said, &release.problems[i]);
        writ_buffer_add_byte(&said, '\n');
    }
    assert_string_equal(writ_buffer_string(&said),
                        "corp.office: there is no time zone \"Europe/Lyon\"\n"
                        "corp.office: b.csv, line 2: \"some day\" says no day\n"
                        "corp.office: b.csv, line 3: \"other day\" says no day\n"
                        "corp.plant: a.ics, line 4: DTSTART has the value \"2026\"\n"
                        "corp.plant: holidays.xlsx: a holiday file is CSV or iCalendar\n");
    writ_buffer_dispose(&said);
}

static void a_set_that_is_not_sound_is_refused(void **state)
{
    (void)state;
    WritText missing = writ_text("corp.nowhere");
    WritCalendarSource source = {office("Europe/Paris"), NULL, 0};
    source.rules.parts_kind = WRIT_CALENDAR_ALL_OF;
    source.rules.parts = &missing;
    source.rules.part_count = 1;
    assert_int_not_equal(writ_almanac_release(&release, arena, almanac, &source, 1, &error),
                         WRIT_OK);
    if (strstr(error.text, "\"corp.office\" has a part that is no calendar here") == NULL) {
        fail_msg("%s", error.text);
    }
    assert_int_equal(release.set.calendar_count, 0);
}

enum { PARTS = WRIT_CALENDAR_PARTS_MAX };

// "corp.all", which is open when any of 32 offices is, from 1970 to 2099.
static void make_offices(WritCalendarSource sources[PARTS + 1], WritText names[PARTS],
                         WritOpening *openings, uint32_t opening_count)
{
    static char bytes[PARTS][16];
    WritCalendarRules all = office("Europe/Paris");
    all.first_day = 0;
    all.last_day = day_of("2099-12-31");
    all.openings = openings;
    all.opening_count = opening_count;
    for (uint32_t i = 0; i < PARTS; i++) {
        (void)snprintf(bytes[i], sizeof bytes[i], "corp.office%u", i);
        names[i] = writ_text(bytes[i]);
        sources[i + 1] = (WritCalendarSource){.rules = all};
        sources[i + 1].rules.name = names[i];
    }
    all.name = writ_text("corp.all");
    all.opening_count = 0;
    all.parts_kind = WRIT_CALENDAR_ANY_OF;
    all.parts = names;
    all.part_count = PARTS;
    sources[0] = (WritCalendarSource){.rules = all};
}

static void a_calendar_of_32_offices_is_released_and_compiled(void **state)
{
    (void)state;
    WritCalendarSource sources[PARTS + 1];
    WritText names[PARTS];
    WritOpening openings[] = {{0x1f, 540, 750}, {0x1f, 810, 1080}};
    make_offices(sources, names, openings, 2);
    assert_int_equal(writ_almanac_release(&release, arena, almanac, sources, PARTS + 1, &error),
                     WRIT_OK);
    WritArena *tables = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES);
    const WritCalendar *calendar = NULL;
    assert_int_equal(
        writ_calendar_compile(&calendar, tables, &release.set, writ_text("corp.all"), &error),
        WRIT_OK);
    writ_arena_free(tables);
}

static void what_cannot_be_compiled_is_not_released(void **state)
{
    (void)state;
    WritCalendarSource sources[PARTS + 1];
    WritText names[PARTS];
    WritOpening openings[20];
    for (int32_t i = 0; i < 20; i++) {
        openings[i] = (WritOpening){0x7f, 60 * i, 60 * i + 30};
    }
    make_offices(sources, names, openings, 20);
    assert_int_equal(writ_almanac_release(&release, arena, almanac, sources, PARTS + 1, &error),
                     WRIT_INVALID);
    assert_string_equal(error.text, "corp.all: calendar \"corp.all\" has more than 8388608 open "
                                    "intervals, those of its parts included");
    assert_int_equal(release.problem_count, 1);
    sources[0].rules.part_count = 2;
    sources[1].rules.last_day = 0;
    sources[2].rules.zone = writ_text("America/New_York");
    sources[2].rules.first_day = 1;
    assert_int_equal(writ_almanac_release(&release, arena, almanac, sources, 3, &error),
                     WRIT_INVALID);
    assert_string_equal(error.text, "corp.all: calendar \"corp.all\" knows no day: its parts have "
                                    "none in common");
    assert_int_equal(release.set.calendar_count, 0);
}

static void without_icalendar_files_no_child_is_started(void **state)
{
    (void)state;
    WritAlmanac *childless =
        writ_almanac_open(&(WritAlmanacOptions){.program = "/proc/none/writ-almanac"});
    WritHolidayFile files[] = {{writ_text("b.csv"), writ_text("2026-05-01, May Day\n")},
                               {writ_text("a.ics"), writ_text("")}};
    WritCalendarSource source = {office("Europe/Paris"), files, 1};
    assert_int_equal(writ_almanac_release(&release, arena, childless, &source, 1, &error), WRIT_OK);
    source.file_count = 2;
    assert_int_equal(writ_almanac_release(&release, arena, childless, &source, 1, &error), WRIT_IO);
    writ_almanac_close(childless);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_day_events_close_their_days),
        cmocka_unit_test(lines_are_read_however_they_are_folded),
        cmocka_unit_test(what_is_no_event_is_passed_over),
        cmocka_unit_test(recurring_events_close_each_of_their_days),
        cmocka_unit_test(times_in_utc_are_told_on_the_calendars_clock),
        cmocka_unit_test(cancelled_and_replaced_occurrences_are_taken_out),
        cmocka_unit_test(a_rule_may_begin_long_before_and_never_end),
        cmocka_unit_test(rules_without_measure_are_refused_with_their_line),
        cmocka_unit_test(what_is_no_calendar_is_refused_with_its_line),
        cmocka_unit_test(events_that_are_no_whole_days_are_refused),
        cmocka_unit_test(files_made_to_do_harm_end_in_one_error),
        cmocka_unit_test(the_almanac_goes_on_after_a_file_that_was_refused),
        cmocka_unit_test(zones_are_found_by_their_names_alone),
        cmocka_unit_test(a_system_without_zones_is_told),
        cmocka_unit_test(a_release_gives_a_sorted_set_with_zones_and_holidays),
        cmocka_unit_test(every_problem_of_a_release_names_its_calendar),
        cmocka_unit_test(a_set_that_is_not_sound_is_refused),
        cmocka_unit_test(a_calendar_of_32_offices_is_released_and_compiled),
        cmocka_unit_test(what_cannot_be_compiled_is_not_released),
        cmocka_unit_test(without_icalendar_files_no_child_is_started),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
