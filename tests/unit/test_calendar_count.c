// Counting by the conventions of the reference company. Each test names the rules that it is for.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/company_calendars.h"
#include "writ/value.h"

static WritArena *arena;
static WritCalendars company;

static int set_up(void **state)
{
    (void)state;
    arena = writ_arena_new(WRIT_CALENDAR_ARENA_BYTES);
    company = company_calendars(arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    writ_arena_free(arena);
    return 0;
}

static const WritCalendar *the(const char *name)
{
    return calendar_of(arena, &company, name);
}

// --- N2, S2: working hours ----------------------------------------------------------------------

static void n2_s2_hours_that_end_with_the_day_are_due_at_its_close(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    assert_instant(fr, add_time(fr, "2026-10-20T16:00:00+02:00", hours(2)),
                   "2026-10-20T18:00:00+02:00");
    assert_instant(fr, add_time(fr, "2026-10-20T16:00:00+02:00", hours(2) + 1),
                   "2026-10-21T09:00:00.000001+02:00");
    // The same at the close before noon.
    assert_instant(fr, add_time(fr, "2026-10-20T11:30:00+02:00", hours(1)),
                   "2026-10-20T12:30:00+02:00");
}

static void n2_hours_pass_only_while_it_is_open(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    // Over noon, a night, a weekend and 11 November.
    assert_instant(fr, add_time(fr, "2026-10-20T12:00:00+02:00", hours(1)),
                   "2026-10-20T14:00:00+02:00");
    assert_instant(fr, add_time(fr, "2026-10-20T17:00:00+02:00", hours(2)),
                   "2026-10-21T10:00:00+02:00");
    assert_instant(fr, add_time(fr, "2026-10-24T10:00:00+02:00", minutes(1)),
                   "2026-10-26T09:01:00+01:00");
    assert_instant(fr, add_time(fr, "2026-11-10T17:30:00+01:00", hours(1)),
                   "2026-11-12T09:30:00+01:00");
    assert_int_equal(time_between(fr, "2026-11-10T17:30:00+01:00", "2026-11-12T09:30:00+01:00"),
                     hours(1));
    // While it is closed nothing is consumed, and 0 hours are due at once.
    assert_int_equal(time_between(fr, "2026-10-24T00:00:00+02:00", "2026-10-26T09:00:00+01:00"), 0);
    assert_instant(fr, add_time(fr, "2026-10-24T10:00:00+02:00", 0), "2026-10-24T10:00:00+02:00");
    assert_int_equal(time_between(fr, "2026-10-21T10:00:00+02:00", "2026-10-20T10:00:00+02:00"), 0);
}

static void working_hours_before_a_moment_begin_as_late_as_they_can(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    assert_instant(fr, subtract_time(fr, "2026-10-26T09:00:00+01:00", hours(4)),
                   "2026-10-23T14:00:00+02:00");
    assert_instant(fr, subtract_time(fr, "2026-10-23T18:00:00+02:00", hours(8)),
                   "2026-10-23T09:00:00+02:00");
    // Four hours and a half end the morning before: it begins at its close after noon's opening.
    assert_instant(fr, subtract_time(fr, "2026-10-23T18:00:00+02:00", minutes(270)),
                   "2026-10-23T13:30:00+02:00");
    assert_instant(fr, subtract_time(fr, "2026-10-23T18:00:00+02:00", minutes(270) + 1),
                   "2026-10-23T12:29:59.999999+02:00");
    assert_instant(fr, subtract_time(fr, "2026-10-24T18:00:00+02:00", 0),
                   "2026-10-24T18:00:00+02:00");
}

static void n2_nights_of_25_and_23_hours_count_as_they_are(void **state)
{
    (void)state;
    const WritCalendar *always = the("always");
    assert_int_equal(time_between(always, "2026-10-25T00:00:00+03:00", "2026-10-26T00:00:00+02:00"),
                     hours(25));
    assert_int_equal(time_between(always, "2027-03-28T00:00:00+02:00", "2027-03-29T00:00:00+03:00"),
                     hours(23));
    assert_instant(always, add_time(always, "2026-10-24T20:00:00+03:00", hours(24)),
                   "2026-10-25T19:00:00+02:00");
    assert_instant(always, add_time(always, "2027-03-27T20:00:00+02:00", hours(24)),
                   "2027-03-28T21:00:00+03:00");
    // The warehouse is closed over both nights: its days have 16 hours before and after.
    const WritCalendar *warehouse = the("ro_wh");
    assert_instant(warehouse, add_time(warehouse, "2026-10-24T21:00:00+03:00", hours(2)),
                   "2026-10-26T07:00:00+02:00");
    assert_instant(warehouse, add_time(warehouse, "2027-03-27T21:00:00+02:00", hours(17)),
                   "2027-03-29T22:00:00+03:00");
}

static void n2_days_of_unequal_length_count_as_they_are(void **state)
{
    (void)state;
    const WritCalendar *uk = the("uk_off");
    assert_instant(uk, add_time(uk, "2026-11-05T08:30:00Z", minutes(510)),
                   "2026-11-05T17:00:00+00:00");
    assert_instant(uk, add_time(uk, "2026-11-06T08:30:00Z", minutes(420)),
                   "2026-11-06T15:30:00+00:00");
    assert_instant(uk, add_time(uk, "2026-11-06T14:30:00Z", hours(2)), "2026-11-09T09:30:00+00:00");
    assert_instant(uk, add_days(uk, "2026-11-05T09:00:00Z", 1), "2026-11-06T15:30:00+00:00");
    assert_instant(uk, add_days(uk, "2026-11-06T09:00:00Z", 1), "2026-11-09T17:00:00+00:00");
}

// --- N3, S1: working days -----------------------------------------------------------------------

static void n3_s1_the_day_of_the_start_is_not_counted(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    // At any moment of Tuesday, one working day is the close of Wednesday.
    assert_instant(fr, add_days(fr, "2026-10-20T00:00:00+02:00", 1), "2026-10-21T18:00:00+02:00");
    assert_instant(fr, add_days(fr, "2026-10-20T09:00:00+02:00", 1), "2026-10-21T18:00:00+02:00");
    assert_instant(fr, add_days(fr, "2026-10-20T23:59:59+02:00", 1), "2026-10-21T18:00:00+02:00");
    // The day is that of the zone: still Tuesday in Paris, already Wednesday in UTC, and reverse.
    assert_instant(fr, add_days(fr, "2026-10-20T22:30:00Z", 1), "2026-10-22T18:00:00+02:00");
    // From Friday, over the weekend; from Saturday and Sunday the same Monday.
    assert_instant(fr, add_days(fr, "2026-10-23T10:00:00+02:00", 1), "2026-10-26T18:00:00+01:00");
    assert_instant(fr, add_days(fr, "2026-10-24T10:00:00+02:00", 1), "2026-10-26T18:00:00+01:00");
    assert_instant(fr, add_days(fr, "2026-10-25T10:00:00+01:00", 1), "2026-10-26T18:00:00+01:00");
    // Over a holiday.
    assert_instant(fr, add_days(fr, "2026-11-10T10:00:00+01:00", 1), "2026-11-12T18:00:00+01:00");
    assert_instant(fr, add_days(fr, "2026-12-23T10:00:00+01:00", 3), "2026-12-29T18:00:00+01:00");
}

static void working_days_are_counted_back_to_the_close_of_an_earlier_day(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    assert_instant(fr, add_days(fr, "2026-10-26T10:00:00+01:00", -1), "2026-10-23T18:00:00+02:00");
    assert_instant(fr, add_days(fr, "2026-10-25T10:00:00+01:00", -1), "2026-10-23T18:00:00+02:00");
    assert_day(move_day(fr, "2026-10-26", -1), "2026-10-23");
    assert_day(move_day(fr, "2026-10-26", 0), "2026-10-26");
    assert_day(move_day(fr, "2026-10-25", 0), "2026-10-25");
    assert_day(move_day(fr, "2026-10-23", 4), "2026-10-29");
    assert_int_equal(days_between(fr, "2026-10-23", "2026-10-29"), 4);
    assert_int_equal(days_between(fr, "2026-10-29", "2026-10-23"), -4);
    assert_int_equal(days_between(fr, "2026-10-24", "2026-10-25"), 0);
    assert_int_equal(days_between(fr, "2026-10-25", "2026-10-23"), 0);
    assert_int_equal(days_between(fr, "2026-10-24", "2026-10-23"), 0);
    assert_int_equal(days_between(fr, "2026-10-24", "2026-10-22"), -1);
}

// --- N4: calendar days --------------------------------------------------------------------------

static void n4_a_date_before_another_is_due_when_the_office_closes(void **state)
{
    (void)state;
    // At the latest 21 days before 1 February 2027: 11 January, until 16:15 in Helsinki.
    const WritCalendar *fi = the("fi_reg");
    WritError error;
    int64_t due = 0;
    int64_t day = day_of("2027-02-01") - 21;
    assert_int_equal(writ_calendar_closing(&due, fi, day, &error), WRIT_OK);
    assert_instant(fi, due, "2027-01-11T16:15:00+02:00");
    // On a closed day: when the last open day before closes (settled.md 4).
    assert_instant(fi, closing(fi, "2026-12-27"), "2026-12-23T16:15:00+02:00");
    assert_instant(fi, add_days(fi, "2026-12-27T12:00:00+02:00", 0), "2026-12-23T16:15:00+02:00");
    const WritCalendar *uk = the("uk_off");
    assert_instant(uk, closing(uk, "2026-12-28"), "2026-12-24T17:00:00+00:00");
    assert_instant(uk, closing(uk, "2026-11-08"), "2026-11-06T15:30:00+00:00");
}

// --- N5, S3: inclusive deadlines ----------------------------------------------------------------

static void n5_s3_at_the_deadline_all_the_time_has_passed_and_before_it_not(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    int64_t from = instant_of("2026-10-23T17:15:00+02:00");
    int64_t due = add_time(fr, "2026-10-23T17:15:00+02:00", hours(9));
    WritError error;
    int64_t passed = 0;
    assert_int_equal(writ_calendar_time_between(&passed, fr, from, due, &error), WRIT_OK);
    assert_int_equal(passed, hours(9));
    assert_int_equal(writ_calendar_time_between(&passed, fr, from, due - 1, &error), WRIT_OK);
    assert_int_equal(passed, hours(9) - 1);
}

// --- N6: working day of the month ---------------------------------------------------------------

static int64_t day_of_month(const WritCalendar *calendar, int32_t year, int32_t month, int32_t n)
{
    WritError error;
    int64_t day = 0;
    if (writ_calendar_day_of_month(&day, calendar, year, month, n, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    return day;
}

static void n6_working_days_of_a_month_are_counted_from_both_ends(void **state)
{
    (void)state;
    const WritCalendar *ro = the("ro_off");
    // January 2027 in Romania: 1, 6 and 7 are holidays.
    assert_day(day_of_month(ro, 2027, 1, 1), "2027-01-04");
    assert_day(day_of_month(ro, 2027, 1, 2), "2027-01-05");
    assert_day(day_of_month(ro, 2027, 1, 3), "2027-01-08");
    assert_day(day_of_month(ro, 2027, 1, -1), "2027-01-29");
    assert_day(day_of_month(ro, 2026, 11, -1), "2026-11-27");
    assert_day(day_of_month(ro, 2027, 1, 18), "2027-01-29");
    assert_day(day_of_month(ro, 2027, 1, -18), "2027-01-04");
    WritError error;
    int64_t day = 0;
    assert_int_equal(writ_calendar_day_of_month(&day, ro, 2027, 1, 19, &error), WRIT_NOT_FOUND);
    assert_string_equal(error.text, "calendar \"ro_off\" does not have working day 19 of 2027-01");
    assert_int_equal(writ_calendar_day_of_month(&day, ro, 2027, 1, -19, &error), WRIT_NOT_FOUND);
    assert_int_equal(writ_calendar_day_of_month(&day, ro, 2027, 1, 0, &error), WRIT_INVALID);
    assert_int_equal(writ_calendar_day_of_month(&day, ro, 2027, 13, 1, &error), WRIT_INVALID);
    assert_int_equal(writ_calendar_day_of_month(&day, ro, 10000, 1, 1, &error), WRIT_INVALID);
    assert_int_equal(writ_calendar_day_of_month(&day, ro, 2027, 1, INT32_MIN, &error),
                     WRIT_NOT_FOUND);
}

// --- N7, S4: whose calendar ---------------------------------------------------------------------

static void n7_s4_the_clock_is_that_of_the_calendar_that_owes_the_duty(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    const WritCalendar *ro = the("ro_off");
    // 30 November and 1 December are holidays in Romania alone.
    const char *friday = "2026-11-27T12:00:00Z";
    assert_instant(fr, add_days(fr, friday, 1), "2026-11-30T18:00:00+01:00");
    assert_instant(ro, add_days(ro, friday, 1), "2026-12-02T16:30:00+02:00");
    assert_instant(fr, add_time(fr, friday, hours(8)), "2026-11-30T12:30:00+01:00");
    assert_instant(ro, add_time(ro, friday, hours(8)), "2026-12-02T14:00:00+02:00");
}

// --- N8: stop the clock -------------------------------------------------------------------------

static void n8_pausing_changes_nothing_that_was_consumed(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    // 8 hours from Tuesday 16:00, paused from Wednesday 10:00 to Friday 15:00.
    int64_t consumed = time_between(fr, "2026-10-20T16:00:00+02:00", "2026-10-21T10:00:00+02:00");
    assert_int_equal(consumed, hours(3));
    assert_instant(fr, add_time(fr, "2026-10-23T15:00:00+02:00", hours(8) - consumed),
                   "2026-10-26T11:00:00+01:00");
    // Paused and resumed while it is closed: as if it had not been paused.
    consumed = time_between(fr, "2026-10-23T16:00:00+02:00", "2026-10-24T09:00:00+02:00");
    assert_int_equal(add_time(fr, "2026-10-25T20:00:00+01:00", hours(8) - consumed),
                     add_time(fr, "2026-10-23T16:00:00+02:00", hours(8)));
}

// --- S5: calendars of calendars -----------------------------------------------------------------

static void s5_the_group_works_when_both_countries_do(void **state)
{
    (void)state;
    const WritCalendar *group = the("group");
    assert_day(move_day(group, "2026-11-27", 1), "2026-12-02");
    assert_day(move_day(group, "2026-11-10", 1), "2026-11-12");
    assert_day(move_day(group, "2027-01-05", 1), "2027-01-08");
    assert_instant(group, add_days(group, "2026-11-27T10:00:00+01:00", 1),
                   "2026-12-02T18:00:00+01:00");
    assert_int_equal(time_between(group, "2026-12-02T00:00:00+01:00", "2026-12-03T00:00:00+01:00"),
                     hours(8));
}

// --- S6: a calendar that is edited --------------------------------------------------------------

static void s6_an_edited_calendar_is_another_version_and_moves_what_is_counted(void **state)
{
    (void)state;
    WritBuffer before = {0};
    WritBuffer after = {0};
    writ_calendars_encode(&before, &company);
    const WritCalendar *old = the("fr_off");
    int64_t due = add_days(old, "2026-11-12T10:00:00+01:00", 1);
    // A bridge day after 11 November.
    WritCalendars edited = company_calendars(arena);
    for (uint32_t i = 0; i < edited.calendar_count; i++) {
        WritCalendarRules *rules = &edited.calendars[i];
        if (writ_text_is(rules->name, "fr_off")) {
            rules->holidays[rules->holiday_count++] =
                (WritHoliday){day_of("2026-11-13"), writ_text("Pont")};
        }
    }
    writ_calendars_sort(&edited);
    writ_calendars_encode(&after, &edited);
    WritHash versions[] = {writ_calendars_version(writ_buffer_text(&before)),
                           writ_calendars_version(writ_buffer_text(&after))};
    assert_false(writ_hash_equal(&versions[0], &versions[1]));
    const WritCalendar *new = calendar_of(arena, &edited, "fr_off");
    assert_instant(old, due, "2026-11-13T18:00:00+01:00");
    assert_instant(new, add_days(new, "2026-11-12T10:00:00+01:00", 1), "2026-11-16T18:00:00+01:00");
    // What was counted by the old version is counted by it again.
    assert_int_equal(add_days(old, "2026-11-12T10:00:00+01:00", 1), due);
    writ_buffer_dispose(&before);
    writ_buffer_dispose(&after);
}

// --- Beyond the horizon -------------------------------------------------------------------------

static void assert_unknown(WritStatus status, const WritError *error, const char *text,
                           const char *hint)
{
    assert_int_equal(status, WRIT_LIMIT);
    assert_string_equal(error->text, text);
    assert_non_null(strstr(error->hint, hint));
}

static void what_lies_behind_the_last_day_is_an_error_that_says_so(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    WritError error;
    int64_t result = 0;
    assert_unknown(writ_calendar_add_time(&result, fr, instant_of("2027-05-31T14:00:00Z"),
                                          hours(2) + 1, &error),
                   &error,
                   "calendar \"fr_off\" is known through 2027-05-31, and 7200000001 working "
                   "microseconds from 2027-05-31T16:00:00+02:00 would need a later day",
                   "\"valid through\" into calendar \"fr_off\"");
    assert_instant(fr, add_time(fr, "2027-05-31T14:00:00Z", hours(2)), "2027-05-31T18:00:00+02:00");
    assert_unknown(
        writ_calendar_add_days(&result, fr, instant_of("2027-05-28T10:00:00Z"), 2, &error), &error,
        "calendar \"fr_off\" is known through 2027-05-31, and 2 working days after "
        "2027-05-28 would need a later day",
        "valid through");
    assert_int_equal(
        writ_calendar_add_days(&result, fr, instant_of("2027-06-01T00:00:00+02:00"), 0, &error),
        WRIT_LIMIT);
    assert_int_equal(writ_calendar_move_day(&result, fr, day_of("2027-05-31"), INT64_MAX, &error),
                     WRIT_LIMIT);
    assert_int_equal(
        writ_calendar_days_between(&result, fr, day_of("2027-05-31"), INT64_MAX, &error),
        WRIT_LIMIT);
    assert_int_equal(writ_calendar_closing(&result, fr, day_of("2027-06-01"), &error), WRIT_LIMIT);
    assert_int_equal(writ_calendar_day_of_month(&result, fr, 2027, 6, 1, &error), WRIT_LIMIT);
    assert_int_equal(writ_calendar_add_time(&result, fr, INT64_MAX, 0, &error), WRIT_LIMIT);
    assert_int_equal(writ_calendar_time_between(&result, fr, 0, INT64_MAX, &error), WRIT_LIMIT);
    WritCalendarDay day;
    assert_int_equal(writ_calendar_day(&day, fr, day_of("2027-06-01"), &error), WRIT_LIMIT);
}

static void what_lies_before_the_first_day_is_an_error_that_says_so(void **state)
{
    (void)state;
    const WritCalendar *fr = the("fr_off");
    WritError error;
    int64_t result = 0;
    assert_unknown(writ_calendar_subtract_time(&result, fr, instant_of("2026-10-01T10:00:00+02:00"),
                                               minutes(61), &error),
                   &error,
                   "calendar \"fr_off\" is known from 2026-10-01 on, and 61 working minutes before "
                   "2026-10-01T10:00:00+02:00 would need an earlier day",
                   "No calendar is known before 1970; check the date.");
    assert_instant(fr, subtract_time(fr, "2026-10-01T10:00:00+02:00", hours(1)),
                   "2026-10-01T09:00:00+02:00");
    assert_int_equal(writ_calendar_move_day(&result, fr, day_of("2026-10-02"), -2, &error),
                     WRIT_LIMIT);
    assert_int_equal(writ_calendar_move_day(&result, fr, day_of("2026-10-02"), INT64_MIN, &error),
                     WRIT_LIMIT);
    assert_int_equal(writ_calendar_add_time(&result, fr, INT64_MIN, hours(1), &error), WRIT_LIMIT);
    assert_int_equal(writ_calendar_closing(&result, fr, day_of("2026-09-30"), &error), WRIT_LIMIT);
    assert_int_equal(
        writ_calendar_days_between(&result, fr, INT64_MIN, day_of("2026-10-02"), &error),
        WRIT_LIMIT);
    WritCalendarDay day;
    assert_int_equal(writ_calendar_day(&day, fr, INT64_MIN, &error), WRIT_LIMIT);
}

static void a_month_at_the_edge_is_counted_as_far_as_it_is_known(void **state)
{
    (void)state;
    WritCalendars set = company_calendars(arena);
    for (uint32_t i = 0; i < set.calendar_count; i++) {
        set.calendars[i].first_day = day_of("2026-10-10");
        set.calendars[i].last_day = day_of("2026-11-20");
    }
    const WritCalendar *fr = calendar_of(arena, &set, "fr_off");
    WritError error;
    int64_t day = 0;
    assert_int_equal(writ_calendar_day_of_month(&day, fr, 2026, 10, 1, &error), WRIT_LIMIT);
    assert_day(day_of_month(fr, 2026, 10, -15), "2026-10-12");
    assert_unknown(writ_calendar_day_of_month(&day, fr, 2026, 10, -16, &error), &error,
                   "calendar \"fr_off\" is known from 2026-10-10 on, and the 16th last working day "
                   "of 2026-10 would need an earlier day",
                   "No calendar is known before 1970");
    assert_day(day_of_month(fr, 2026, 11, 14), "2026-11-20");
    assert_int_equal(writ_calendar_day_of_month(&day, fr, 2026, 11, 15, &error), WRIT_LIMIT);
    assert_unknown(writ_calendar_day_of_month(&day, fr, 2026, 11, -1, &error), &error,
                   "calendar \"fr_off\" is known through 2026-11-20, and the last working day of "
                   "2026-11 would need a later day",
                   "Write a later \"valid through\"");
}

static void the_last_days_end_is_still_known(void **state)
{
    (void)state;
    const WritCalendar *always = the("always");
    const char *end = "2027-06-01T00:00:00+03:00";
    assert_instant(always, add_time(always, "2027-05-31T23:00:00+03:00", hours(1)), end);
    assert_instant(always, closing(always, "2027-05-31"), end);
    assert_instant(always, subtract_time(always, end, hours(1)), "2027-05-31T23:00:00+03:00");
    assert_int_equal(time_between(always, "2027-05-31T23:00:00+03:00", end), hours(1));
    assert_instant(always, add_time(always, end, 0), end);
    WritError error;
    int64_t due = 0;
    assert_int_equal(writ_calendar_add_time(&due, always, instant_of(end), 1, &error), WRIT_LIMIT);
}

static void a_calendar_that_is_never_open_counts_nothing(void **state)
{
    (void)state;
    WritCalendars set = company_calendars(arena);
    for (uint32_t i = 0; i < set.calendar_count; i++) {
        set.calendars[i].opening_count = 0;
    }
    const WritCalendar *never = calendar_of(arena, &set, "fr_off");
    WritError error;
    int64_t result = 0;
    int64_t from = instant_of("2026-10-20T10:00:00Z");
    int64_t day = day_of("2026-10-20");
    assert_int_equal(writ_calendar_add_time(&result, never, from, 1, &error), WRIT_INVALID);
    assert_string_equal(error.text, "calendar \"fr_off\" is never open from 2026-10-01 through "
                                    "2027-05-31, so that 1 working microsecond from "
                                    "2026-10-20T12:00:00+02:00 cannot be counted");
    assert_int_equal(writ_calendar_subtract_time(&result, never, from, 1, &error), WRIT_INVALID);
    assert_int_equal(writ_calendar_add_days(&result, never, from, 1, &error), WRIT_INVALID);
    assert_int_equal(writ_calendar_add_days(&result, never, from, 0, &error), WRIT_INVALID);
    assert_int_equal(writ_calendar_move_day(&result, never, day, -1, &error), WRIT_INVALID);
    assert_int_equal(writ_calendar_closing(&result, never, day, &error), WRIT_INVALID);
    assert_int_equal(writ_calendar_day_of_month(&result, never, 2026, 11, 1, &error),
                     WRIT_NOT_FOUND);
    assert_int_equal(writ_calendar_add_time(&result, never, from, 0, &error), WRIT_OK);
    assert_int_equal(writ_calendar_time_between(&result, never, from, from + hours(99), &error),
                     WRIT_OK);
    assert_int_equal(result, 0);
    assert_int_equal(writ_calendar_days_between(&result, never, day, day + 90, &error), WRIT_OK);
    assert_int_equal(result, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(n2_s2_hours_that_end_with_the_day_are_due_at_its_close),
        cmocka_unit_test(n2_hours_pass_only_while_it_is_open),
        cmocka_unit_test(working_hours_before_a_moment_begin_as_late_as_they_can),
        cmocka_unit_test(n2_nights_of_25_and_23_hours_count_as_they_are),
        cmocka_unit_test(n2_days_of_unequal_length_count_as_they_are),
        cmocka_unit_test(n3_s1_the_day_of_the_start_is_not_counted),
        cmocka_unit_test(working_days_are_counted_back_to_the_close_of_an_earlier_day),
        cmocka_unit_test(n4_a_date_before_another_is_due_when_the_office_closes),
        cmocka_unit_test(n5_s3_at_the_deadline_all_the_time_has_passed_and_before_it_not),
        cmocka_unit_test(n6_working_days_of_a_month_are_counted_from_both_ends),
        cmocka_unit_test(n7_s4_the_clock_is_that_of_the_calendar_that_owes_the_duty),
        cmocka_unit_test(n8_pausing_changes_nothing_that_was_consumed),
        cmocka_unit_test(s5_the_group_works_when_both_countries_do),
        cmocka_unit_test(s6_an_edited_calendar_is_another_version_and_moves_what_is_counted),
        cmocka_unit_test(what_lies_behind_the_last_day_is_an_error_that_says_so),
        cmocka_unit_test(what_lies_before_the_first_day_is_an_error_that_says_so),
        cmocka_unit_test(a_month_at_the_edge_is_counted_as_far_as_it_is_known),
        cmocka_unit_test(the_last_days_end_is_still_known),
        cmocka_unit_test(a_calendar_that_is_never_open_counts_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
