// Zones made by hand: rules in all their forms, leaps and repeats, and files that are wrong.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/company_calendars.h"
#include "support/zone_maker.h"
#include "writ/json.h"
#include "writ/value.h"

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

static int64_t local(const WritZone *zone, const char *day, int64_t minute)
{
    return writ_zone_instant(zone, day_of(day), minutes(minute));
}

static void assert_shown(const WritZone *zone, int64_t instant, const char *expected)
{
    WritBuffer printed = {0};
    writ_zone_print(&printed, zone, instant);
    assert_string_equal(writ_buffer_string(&printed), expected);
    writ_buffer_dispose(&printed);
}

// N1
static void an_instant_is_shown_as_local_time_with_its_offset(void **state)
{
    (void)state;
    const WritZone *paris = zone_read_rule(arena, "CET-1CEST,M3.5.0,M10.5.0/3");
    assert_shown(paris, instant_of("2026-07-01T10:00:00Z"), "2026-07-01T12:00:00+02:00");
    assert_shown(paris, instant_of("2026-12-31T23:30:00Z"), "2027-01-01T00:30:00+01:00");
    const WritZone *newfoundland = zone_read_rule(arena, "NST3:30NDT,M3.2.0,M11.1.0");
    assert_shown(newfoundland, instant_of("2026-01-01T03:00:00.25Z"),
                 "2025-12-31T23:30:00.25-03:30");
    const WritZone *old = zone_read_rule(arena, "LMT-0:09:21");
    assert_shown(old, instant_of("1900-01-01T00:00:00Z"), "1900-01-01T00:09:21+00:09:21");
    WritLocalTime before_1970 = writ_zone_local(paris, -1);
    assert_int_equal(before_1970.day, 0);
    assert_int_equal(before_1970.micros, hours(1) - 1);
    assert_int_equal(before_1970.offset, 3600);
}

// N18, S20: 02:30 does not exist on 2027-03-28 in Paris.
static void a_local_time_in_a_gap_is_shifted_by_the_gap(void **state)
{
    (void)state;
    const WritZone *paris = zone_read_rule(arena, "CET-1CEST,M3.5.0,M10.5.0/3");
    assert_shown(paris, local(paris, "2027-03-28", 150), "2027-03-28T03:30:00+02:00");
    assert_shown(paris, local(paris, "2027-03-28", 120), "2027-03-28T03:00:00+02:00");
    assert_shown(paris, local(paris, "2027-03-28", 180), "2027-03-28T03:00:00+02:00");
    assert_shown(paris, local(paris, "2027-03-28", 119), "2027-03-28T01:59:00+01:00");
}

// N18, S20: 02:30 is shown twice on 2026-10-25 in Paris.
static void a_local_time_that_occurs_twice_is_the_first(void **state)
{
    (void)state;
    const WritZone *paris = zone_read_rule(arena, "CET-1CEST,M3.5.0,M10.5.0/3");
    assert_shown(paris, local(paris, "2026-10-25", 150), "2026-10-25T02:30:00+02:00");
    assert_shown(paris, local(paris, "2026-10-25", 180), "2026-10-25T03:00:00+01:00");
    assert_shown(paris, local(paris, "2026-10-25", 120), "2026-10-25T02:00:00+02:00");
    assert_int_equal(local(paris, "2026-10-25", 1440) - local(paris, "2026-10-25", 0), hours(25));
    assert_int_equal(local(paris, "2027-03-28", 1440) - local(paris, "2027-03-28", 0), hours(23));
}

typedef struct Move {
    const char *from, *duration, *to;
} Move;

static void assert_moved(const WritZone *zone, Move move)
{
    WritTypes types = {.type_count = 1, .types = &(WritType){.kind = WRIT_TYPE_DURATION}};
    WritValue duration;
    WritError error;
    int64_t moved = 0;
    assert_int_equal(
        writ_value_parse(&duration, arena, &types, 0, writ_text(move.duration), &error), WRIT_OK);
    assert_int_equal(writ_zone_add(&moved, zone, instant_of(move.from), duration, &error), WRIT_OK);
    assert_shown(zone, moved, move.to);
}

static void months_go_by_the_local_date(void **state)
{
    (void)state;
    static const Move moves[] = {
        // In UTC it is still 31 January, whose next month ends on the 28th.
        {"2026-02-01T00:30:00+01:00", "1 month", "2026-03-01T00:30:00+01:00"},
        {"2026-01-31T23:30:00+01:00", "1 month", "2026-02-28T23:30:00+01:00"},
        {"2028-02-29T12:00:00+01:00", "1 year", "2029-02-28T12:00:00+01:00"},
        {"2026-03-01T00:30:00+01:00", "-1 months", "2026-02-01T00:30:00+01:00"},
        // Summer time begins and ends in between: clocks show the same.
        {"2026-03-15T09:00:00+01:00", "1 month", "2026-04-15T09:00:00+02:00"},
        {"2026-10-15T09:00:00+02:00", "1 month", "2026-11-15T09:00:00+01:00"},
        // N18, S20: leapt over, and shown twice.
        {"2027-02-28T02:30:00+01:00", "1 month", "2027-03-28T03:30:00+02:00"},
        {"2026-09-25T02:30:00+02:00", "1 month", "2026-10-25T02:30:00+02:00"},
        {"2026-10-25T02:30:00+01:00", "0 months", "2026-10-25T02:30:00+01:00"},
        // Everything else is time that passes (N2).
        {"2026-10-24T16:00:00+02:00", "1 day", "2026-10-25T15:00:00+01:00"},
    };
    const WritZone *paris = zone_read_rule(arena, "CET-1CEST,M3.5.0,M10.5.0/3");
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        assert_moved(paris, moves[i]);
    }
    int64_t moved = 0;
    WritError error;
    WritValue month = {.kind = WRIT_VALUE_DURATION, .tag = WRIT_MONTHS, .integer = 1};
    int64_t from = instant_of("2026-02-01T00:30:00+01:00");
    assert_int_equal(writ_zone_add(&moved, NULL, from, month, &error), WRIT_OK);
    assert_int_equal(moved, instant_of("2026-02-28T23:30:00Z"));
}

static void months_end_with_the_years(void **state)
{
    (void)state;
    const WritZone *paris = zone_read_rule(arena, "CET-1CEST,M3.5.0,M10.5.0/3");
    WritValue years = {.kind = WRIT_VALUE_DURATION, .tag = WRIT_YEARS, .integer = 1};
    int64_t moved = 0;
    WritError error;
    const char *last[] = {"9999-12-31T22:30:00Z", "9999-12-31T23:30:00Z", "9999-01-01T00:00:00Z"};
    for (size_t i = 0; i < sizeof last / sizeof last[0]; i++) {
        assert_int_equal(writ_zone_add(&moved, paris, instant_of(last[i]), years, &error),
                         WRIT_LIMIT);
        assert_non_null(strstr(error.text, last[i]));
    }
    years.integer = -1;
    const WritZone *west = zone_read_rule(arena, "EST5");
    assert_int_equal(writ_zone_add(&moved, west, instant_of("0001-01-01T02:00:00Z"), years, &error),
                     WRIT_LIMIT);
    assert_int_equal(writ_zone_add(&moved, west, instant_of("0002-01-01T02:00:00Z"), years, &error),
                     WRIT_LIMIT);
}

static void midnight_itself_may_be_leapt_over(void **state)
{
    (void)state;
    const WritZone *beirut = zone_read_rule(arena, "EET-2EEST,M3.5.0/0,M10.5.0/0");
    assert_shown(beirut, local(beirut, "2026-03-29", 0), "2026-03-29T01:00:00+03:00");
    assert_shown(beirut, local(beirut, "2026-03-28", 1440), "2026-03-29T01:00:00+03:00");
    // Back from 00:00 to 23:00: the last hour of the day before is there twice.
    assert_shown(beirut, local(beirut, "2026-10-24", 1380), "2026-10-24T23:00:00+03:00");
    assert_shown(beirut, local(beirut, "2026-10-25", 0), "2026-10-25T00:00:00+02:00");
}

static void a_whole_date_may_be_leapt_over(void **state)
{
    (void)state;
    const int32_t offsets[] = {-10 * 3600, 14 * 3600};
    const ZoneChange change = {instant_of("2011-12-30T10:00:00Z") / 1000000, 1};
    WritText bytes = zone_make(arena, &(ZoneSpec){.version = '2',
                                                  .offsets = offsets,
                                                  .offset_count = 2,
                                                  .changes = &change,
                                                  .change_count = 1});
    const WritZone *apia = NULL;
    assert_int_equal(writ_zone_parse(&apia, arena, writ_text("Apia"), bytes, NULL), WRIT_OK);
    assert_int_equal(local(apia, "2011-12-30", 0), local(apia, "2011-12-31", 0));
    assert_shown(apia, local(apia, "2011-12-30", 600), "2011-12-31T10:00:00+14:00");
    assert_shown(apia, local(apia, "2011-12-29", 1439), "2011-12-29T23:59:00-10:00");
}

typedef struct RuleCase {
    const char *rule;
    const char *before; // A second before a change,
    const char *after;  // and the change.
} RuleCase;

static const RuleCase rule_cases[] = {
    // Mm.w.d, the last Sunday, and hours that are not the default of 2.
    {"CET-1CEST,M3.5.0,M10.5.0/3", "2100-03-28T01:59:59+01:00", "2100-03-28T03:00:00+02:00"},
    {"CET-1CEST,M3.5.0,M10.5.0/3", "2399-10-31T02:59:59+02:00", "2399-10-31T02:00:00+01:00"},
    {"CET-1CEST,M3.5.0,M10.5.0/3", "9999-10-31T02:59:59+02:00", "9999-10-31T02:00:00+01:00"},
    {"CET-1CEST,M3.5.0,M10.5.0/3", "0005-03-27T01:59:59+01:00", "0005-03-27T03:00:00+02:00"},
    {"NZST-12NZDT,M9.5.0,M4.1.0/3", "2050-04-03T02:59:59+13:00", "2050-04-03T02:00:00+12:00"},
    // Hours below 0 and above 24.
    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-26T22:59:59-02:00", "2050-03-27T00:00:00-01:00"},
    {"EET-2EEST,M3.4.4/50,M10.4.4/50", "2050-03-26T01:59:59+02:00", "2050-03-26T03:00:00+03:00"},
    {"AAA0BBB,M1.1.1/167,M6.1.1/-167", "2050-01-09T22:59:59+00:00", "2050-01-10T00:00:00+01:00"},
    {"AAA0BBB,M1.1.1/167,M6.1.1/-167", "2050-05-30T00:59:59+01:00", "2050-05-30T00:00:00+00:00"},
    // Jn never counts 29 February, n does.
    {"AAA0BBB,J60/0,J365/0", "2028-02-29T23:59:59+00:00", "2028-03-01T01:00:00+01:00"},
    {"AAA0BBB,J60/0,J365/0", "2027-02-28T23:59:59+00:00", "2027-03-01T01:00:00+01:00"},
    {"AAA0BBB,J59/0,J365/0", "2028-02-27T23:59:59+00:00", "2028-02-28T01:00:00+01:00"},
    {"AAA0BBB,59/0,364/0", "2028-02-28T23:59:59+00:00", "2028-02-29T01:00:00+01:00"},
    {"AAA0BBB,59/0,364/0", "2027-02-28T23:59:59+00:00", "2027-03-01T01:00:00+01:00"},
    {"AAA0BBB,0/0,364/0", "2026-12-31T23:59:59+00:00", "2027-01-01T01:00:00+01:00"},
    // Summer that is winter, as in Dublin; half an hour, as on Lord Howe.
    {"IST-1GMT0,M10.5.0,M3.5.0/1", "2050-10-30T01:59:59+01:00", "2050-10-30T01:00:00+00:00"},
    {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2050-10-02T01:59:59+10:30",
     "2050-10-02T02:30:00+11:00"},
};

static void a_rule_holds_in_each_of_its_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rule_cases / sizeof rule_cases[0]; i++) {
        const WritZone *zone = zone_read_rule(arena, rule_cases[i].rule);
        int64_t change = instant_of(rule_cases[i].after);
        assert_shown(zone, change - 1000000, rule_cases[i].before);
        assert_shown(zone, change, rule_cases[i].after);
    }
}

static void summer_may_last_all_year_or_no_time(void **state)
{
    (void)state;
    const WritZone *always = zone_read_rule(arena, "EST5EDT,0/0,J365/25");
    for (int month = 0; month < 24; month++) {
        int64_t instant = instant_of("2026-12-31T20:00:00Z") + hours(month * 730 + month % 9);
        assert_int_equal(writ_zone_local(always, instant).offset, -4 * 3600);
    }
    const WritZone *never = zone_read_rule(arena, "EST5EDT,J60/2,J60/3");
    assert_int_equal(writ_zone_local(never, instant_of("2027-03-01T07:00:00Z")).offset, -5 * 3600);
    assert_int_equal(writ_zone_local(never, instant_of("2027-09-01T07:00:00Z")).offset, -5 * 3600);
}

static void a_rule_begins_at_the_last_change(void **state)
{
    (void)state;
    const int32_t offsets[] = {0, 7200, 3600};
    const ZoneChange changes[] = {
        {-1000, 2}, {1000, 1}, {instant_of("2000-01-01T00:00:00Z") / 1000000, 2}};
    WritText bytes = zone_make(arena, &(ZoneSpec){.version = '2',
                                                  .offsets = offsets,
                                                  .offset_count = 3,
                                                  .changes = changes,
                                                  .change_count = 3,
                                                  .rule = "CET-1CEST,M3.5.0,M10.5.0/3"});
    const WritZone *zone = NULL;
    assert_int_equal(writ_zone_parse(&zone, arena, writ_text("T"), bytes, NULL), WRIT_OK);
    assert_shown(zone, instant_of("1969-01-01T00:00:00Z"), "1969-01-01T00:00:00+00:00");
    assert_shown(zone, 0, "1970-01-01T01:00:00+01:00");
    assert_shown(zone, instant_of("1999-07-01T00:00:00Z"), "1999-07-01T02:00:00+02:00");
    assert_shown(zone, instant_of("2000-07-01T00:00:00Z"), "2000-07-01T02:00:00+02:00");
    assert_shown(zone, instant_of("2000-12-01T00:00:00Z"), "2000-12-01T01:00:00+01:00");
}

static void version_1_has_times_of_32_bits(void **state)
{
    (void)state;
    const int32_t offsets[] = {-3600, 3600};
    const ZoneChange change = {-1000000, 1};
    WritText bytes = zone_make(
        arena,
        &(ZoneSpec){.offsets = offsets, .offset_count = 2, .changes = &change, .change_count = 1});
    const WritZone *zone = NULL;
    assert_int_equal(writ_zone_parse(&zone, arena, writ_text("T"), bytes, NULL), WRIT_OK);
    assert_int_equal(writ_zone_local(zone, INT64_C(-1000001) * 1000000).offset, -3600);
    assert_int_equal(writ_zone_local(zone, INT64_C(-1000000) * 1000000).offset, 3600);
}

// --- What is refused ---------------------------------------------------------------------------

static void assert_refused(WritText bytes, const char *reason)
{
    const WritZone *zone = NULL;
    WritError error = {0};
    assert_int_equal(writ_zone_parse(&zone, arena, writ_text("Test/Zone"), bytes, &error),
                     WRIT_INVALID);
    assert_null(zone);
    if (strstr(error.text, reason) == NULL || strstr(error.text, "\"Test/Zone\"") == NULL) {
        fail_msg("expected \"%s\", found \"%s\"", reason, error.text);
    }
}

static void rules_that_are_none_are_refused(void **state)
{
    (void)state;
    const char *const wrong[] = {
        "C",
        "CET",
        "CE-1",
        "CET-",
        "CET-25",
        "CET-1:60",
        "CET-1:00:60",
        "CET-1CEST",
        "CET-1CEST,",
        "CET-1CEST,M3.5.0",
        "<CET-1",
        "<C>-1",
        "<+0#>1",
        "CET-1 ",
        "CET-1CEST,M0.1.0,M1.1.0",
        "CET-1CEST,M13.1.0,M1.1.0",
        "CET-1CEST,M1.0.0,M1.1.0",
        "CET-1CEST,M1.6.0,M1.1.0",
        "CET-1CEST,M1.1.7,M1.1.0",
        "CET-1CEST,J0,J5",
        "CET-1CEST,J366,J5",
        "CET-1CEST,366,5",
        "CET-1CEST,M3.5.0/168,M10.5.0",
        "CET-1CEST,M3.5.0/,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/3x",
        "CET-1CEST,M3.5.0,M10.5.0,M1.1.1",
        "CET-1CEST,M3.5,M10.5.0",
        "CET-9999999999",
        "CET-1CEST,-1,5",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_refused(zone_of_rule(arena, wrong[i]), "no rule of time zones");
    }
}

static void a_file_that_is_cut_anywhere_is_refused(void **state)
{
    (void)state;
    const int32_t offsets[] = {0, 3600};
    const ZoneChange changes[] = {{0, 1}, {1000, 0}};
    for (char version = '1'; version <= '4'; version++) {
        WritText whole = zone_make(arena, &(ZoneSpec){.version = version == '1' ? '\0' : version,
                                                      .offsets = offsets,
                                                      .offset_count = 2,
                                                      .changes = changes,
                                                      .change_count = 2,
                                                      .rule = "UTC0"});
        const WritZone *zone = NULL;
        assert_int_equal(writ_zone_parse(&zone, arena, writ_text("T"), whole, NULL), WRIT_OK);
        for (size_t length = 0; length < whole.length; length++) {
            // A copy of exactly this length, so that reading past it is seen.
            WritText cut = writ_arena_text(arena, (WritText){whole.data, length});
            assert_refused(cut, "no sound TZif file");
        }
        char *longer = writ_arena_alloc(arena, whole.length + 1);
        memcpy(longer, whole.data, whole.length);
        longer[whole.length] = 'x';
        assert_refused((WritText){longer, whole.length + 1}, "no sound TZif file");
    }
}

// One byte of a sound file of version 1 replaced: 44 bytes of header, two changes of 4 bytes, their
// types, two offsets of 6 bytes, a name.
static void assert_byte_refused(size_t at, char byte, const char *reason)
{
    const int32_t offsets[] = {0, 3600};
    const ZoneChange changes[] = {{0, 1}, {1000, 0}};
    WritText whole = zone_make(
        arena,
        &(ZoneSpec){.offsets = offsets, .offset_count = 2, .changes = changes, .change_count = 2});
    char *bytes = writ_arena_alloc(arena, whole.length);
    memcpy(bytes, whole.data, whole.length);
    bytes[at] = byte;
    assert_refused((WritText){bytes, whole.length}, reason);
}

static void a_file_that_contradicts_itself_is_refused(void **state)
{
    (void)state;
    assert_byte_refused(0, 'X', "does not begin as one");
    assert_byte_refused(4, '1', "version");
    assert_byte_refused(4, '5', "version");
    assert_byte_refused(32, '\x7f', "cut short"); // Two thousand million changes.
    assert_byte_refused(36, '\x7f', "cut short"); // Types.
    assert_byte_refused(28, '\x7f', "cut short"); // Leap seconds.
    assert_byte_refused(48, '\x80', "not in order");
    assert_byte_refused(44, '\x01', "not in order");
    assert_byte_refused(52, '\x02', "not there");
    assert_byte_refused(54, '\x7f', "26 hours");
    assert_byte_refused(54, '\x80', "26 hours");
    assert_byte_refused(58, '\x02', "neither yes nor no");
    assert_byte_refused(59, '\x04', "no name");
    assert_byte_refused(69, 'T', "no name");
}

static void a_zone_without_offsets_is_refused(void **state)
{
    (void)state;
    assert_refused(zone_make(arena, &(ZoneSpec){.version = '2', .rule = "UTC0"}),
                   "none or too many");
}

static void leap_seconds_are_refused(void **state)
{
    (void)state;
    WritBuffer out = {0};
    static const char header[] = "TZif\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"
                                 "\0\0\0\0\0\0\0\1\0\0\0\4";
    writ_buffer_add(&out, (WritText){header, sizeof header - 1});
    writ_buffer_add(&out, (WritText){"\0\0\0\0\0\0TST\0\4\xb2\x58\0\0\0\0\1", 18});
    assert_refused(writ_buffer_text(&out), "leap seconds");
    writ_buffer_dispose(&out);
}

static void a_zone_longer_than_its_bound_is_refused(void **state)
{
    (void)state;
    char *bytes = writ_arena_alloc(arena, WRIT_ZONE_BYTES_MAX + 1);
    const WritZone *zone = NULL;
    assert_int_equal(writ_zone_parse(&zone, arena, writ_text("T"),
                                     (WritText){bytes, WRIT_ZONE_BYTES_MAX + 1}, NULL),
                     WRIT_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_instant_is_shown_as_local_time_with_its_offset),
        cmocka_unit_test(a_local_time_in_a_gap_is_shifted_by_the_gap),
        cmocka_unit_test(a_local_time_that_occurs_twice_is_the_first),
        cmocka_unit_test(months_go_by_the_local_date),
        cmocka_unit_test(months_end_with_the_years),
        cmocka_unit_test(midnight_itself_may_be_leapt_over),
        cmocka_unit_test(a_whole_date_may_be_leapt_over),
        cmocka_unit_test(a_rule_holds_in_each_of_its_forms),
        cmocka_unit_test(summer_may_last_all_year_or_no_time),
        cmocka_unit_test(a_rule_begins_at_the_last_change),
        cmocka_unit_test(version_1_has_times_of_32_bits),
        cmocka_unit_test(rules_that_are_none_are_refused),
        cmocka_unit_test(a_file_that_is_cut_anywhere_is_refused),
        cmocka_unit_test(a_file_that_contradicts_itself_is_refused),
        cmocka_unit_test(a_zone_without_offsets_is_refused),
        cmocka_unit_test(leap_seconds_are_refused),
        cmocka_unit_test(a_zone_longer_than_its_bound_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
