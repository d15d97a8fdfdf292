// The oracle of working time, by examples that were counted by hand with a calendar on the table.
// The names N1 to N18 and S1 to S23 are those of the reference company's conventions.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/calendar_claims.h"
#include "support/calendar_sets.h"

static const int64_t SECOND = INT64_C(1000000);
static const int64_t MINUTE = INT64_C(60) * 1000000;
static const int64_t HOUR = INT64_C(3600) * 1000000;

// --- Zones -------------------------------------------------------------------------------------

static void n1_local_time_follows_the_zone(void **state)
{
    CalendarFixture *f = *state;
    claim_zone(f, "Europe/Paris", "2026-10-24", 540, "2026-10-24T09:00:00+02:00");
    claim_zone(f, "Europe/Paris", "2026-10-26", 540, "2026-10-26T09:00:00+01:00");
    claim_zone(f, "Europe/Helsinki", "2027-03-28", 720, "2027-03-28T12:00:00+03:00");
    claim_zone(f, "Asia/Kolkata", "2027-03-28", 0, "2027-03-28T00:00:00+05:30");
    claim_zone(f, "UTC", "2027-03-28", 1440, "2027-03-29T00:00:00Z");
    SlowZone *lord_howe = slow_zones_find(f->zones, writ_text("Australia/Lord_Howe"));
    int64_t minute = calendar_instant("2026-12-31T23:30:00+11:00") / MINUTE;
    assert_int_equal(slow_zone_local_day(lord_howe, minute), calendar_day("2026-12-31"));
}

static void n18_a_time_that_is_leapt_over_is_shifted_by_the_leap(void **state)
{
    CalendarFixture *f = *state;
    claim_zone(f, "Europe/Paris", "2027-03-28", 119, "2027-03-28T01:59:00+01:00");
    claim_zone(f, "Europe/Paris", "2027-03-28", 120, "2027-03-28T03:00:00+02:00");
    claim_zone(f, "Europe/Paris", "2027-03-28", 150, "2027-03-28T03:30:00+02:00");
    claim_zone(f, "Europe/Paris", "2027-03-28", 180, "2027-03-28T03:00:00+02:00");
    claim_zone(f, "Europe/Bucharest", "2027-03-28", 210, "2027-03-28T04:30:00+03:00");
    claim_zone(f, "America/New_York", "2027-03-14", 150, "2027-03-14T03:30:00-04:00");
    claim_zone(f, "Australia/Lord_Howe", "2026-10-04", 135, "2026-10-04T02:45:00+11:00");
    claim_zone(f, "Pacific/Apia", "2011-12-30", 540, "2011-12-31T09:00:00+14:00");
}

static void n18_a_time_that_occurs_twice_is_the_first(void **state)
{
    CalendarFixture *f = *state;
    claim_zone(f, "Europe/Paris", "2026-10-25", 120, "2026-10-25T02:00:00+02:00");
    claim_zone(f, "Europe/Paris", "2026-10-25", 150, "2026-10-25T02:30:00+02:00");
    claim_zone(f, "Europe/Paris", "2026-10-25", 180, "2026-10-25T03:00:00+01:00");
    claim_zone(f, "America/New_York", "2026-11-01", 90, "2026-11-01T01:30:00-04:00");
    claim_zone(f, "Australia/Lord_Howe", "2027-04-04", 105, "2027-04-04T01:45:00+11:00");
    claim_zone(f, "America/St_Johns", "2010-11-07", 0, "2010-11-07T00:00:00-02:30");
}

// --- Working time ------------------------------------------------------------------------------

static void n2_time_passes_only_while_open(void **state)
{
    CalendarFixture *f = *state;
    // Over lunch, over a night, over a weekend, over 11 November.
    claim_added(f, "fr_office", "2026-10-05T12:00:00+02:00", HOUR, "2026-10-05T14:00:00+02:00");
    claim_added(f, "fr_office", "2026-10-05T17:00:00+02:00", 2 * HOUR, "2026-10-06T10:00:00+02:00");
    claim_added(f, "fr_office", "2026-10-09T17:00:00+02:00", 8 * HOUR, "2026-10-12T17:00:00+02:00");
    claim_added(f, "fr_office", "2026-11-10T17:00:00+01:00", 2 * HOUR, "2026-11-12T10:00:00+01:00");
    // From where it is closed: before opening, at lunch, on Saturday.
    claim_added(f, "fr_office", "2026-10-05T03:00:00+02:00", HOUR, "2026-10-05T10:00:00+02:00");
    claim_added(f, "fr_office", "2026-10-05T13:00:00+02:00", 30 * MINUTE,
                "2026-10-05T14:00:00+02:00");
    claim_added(f, "fr_office", "2026-10-03T12:00:00+02:00", 8 * HOUR, "2026-10-05T18:00:00+02:00");
    // Days of unequal length: Thursday has 8.5 h, Friday 7.
    claim_added(f, "uk_office", "2026-10-08T08:30:00+01:00", 16 * HOUR,
                "2026-10-12T09:00:00+01:00");
    // Over the change of the clocks.
    claim_added(f, "ro_warehouse", "2026-10-24T21:00:00+03:00", 2 * HOUR,
                "2026-10-26T07:00:00+02:00");
    claim_added(f, "always", "2026-10-25T00:00:00Z", 24 * HOUR, "2026-10-26T00:00:00Z");
}

static void n2_s2_a_sum_is_reached_at_the_earliest_instant(void **state)
{
    CalendarFixture *f = *state;
    claim_added(f, "fr_office", "2026-10-05T16:00:00+02:00", 2 * HOUR, "2026-10-05T18:00:00+02:00");
    claim_added(f, "fr_office", "2026-10-05T16:00:00+02:00", 2 * HOUR + 1,
                "2026-10-06T09:00:00.000001+02:00");
    claim_added(f, "fr_office", "2026-10-05T09:00:00+02:00", 3 * HOUR + 30 * MINUTE,
                "2026-10-05T12:30:00+02:00");
    claim_added(f, "fr_office", "2026-10-09T17:59:30+02:00", MINUTE, "2026-10-12T09:00:30+02:00");
    // Nothing has passed at once, also where it is closed.
    claim_added(f, "fr_office", "2026-10-03T12:00:00+02:00", 0, "2026-10-03T12:00:00+02:00");
}

static void s3_exactly_at_the_deadline_all_time_has_passed_and_no_more(void **state)
{
    CalendarFixture *f = *state;
    claim_between(f, "fr_office", "2026-10-05T16:00:00+02:00", "2026-10-05T18:00:00+02:00",
                  2 * HOUR);
    claim_between(f, "fr_office", "2026-10-05T16:00:00+02:00", "2026-10-05T17:59:59.999999+02:00",
                  2 * HOUR - 1);
    claim_between(f, "fr_office", "2026-10-05T16:00:00+02:00", "2026-10-06T09:00:00+02:00",
                  2 * HOUR);
}

static void n8_what_is_left_is_what_was_not_consumed(void **state)
{
    CalendarFixture *f = *state;
    claim_between(f, "fr_office", "2026-10-05T10:00:00+02:00", "2026-10-05T14:30:00+02:00",
                  3 * HOUR + 30 * MINUTE);
    claim_added(f, "fr_office", "2026-10-07T09:00:00+02:00", 8 * HOUR - 3 * HOUR - 30 * MINUTE,
                "2026-10-07T14:30:00+02:00");
    claim_between(f, "fr_office", "2026-10-05T14:30:00+02:00", "2026-10-05T10:00:00+02:00", 0);
    claim_between(f, "fr_office", "2026-10-10T10:00:00+02:00", "2026-10-11T10:00:00+02:00", 0);
    claim_between(f, "fr_office", "2026-10-05T11:59:59.5+02:00", "2026-10-05T12:00:01.25+02:00",
                  SECOND + 750000);
}

static void s23_the_latest_useful_instant_is_counted_back(void **state)
{
    CalendarFixture *f = *state;
    claim_subtracted(f, "uk_office", "2026-10-09T15:30:00+01:00", 4 * HOUR,
                     "2026-10-09T11:30:00+01:00");
    claim_subtracted(f, "uk_office", "2026-10-12T09:30:00+01:00", 4 * HOUR,
                     "2026-10-09T12:30:00+01:00");
    // The latest instant: not the close before the weekend but the opening after it.
    claim_subtracted(f, "fr_office", "2026-10-12T09:30:00+02:00", 30 * MINUTE,
                     "2026-10-12T09:00:00+02:00");
    claim_subtracted(f, "fr_office", "2026-10-12T09:30:00+02:00", 30 * MINUTE + 1,
                     "2026-10-09T17:59:59.999999+02:00");
    claim_subtracted(f, "fr_office", "2026-10-11T09:30:00+02:00", HOUR,
                     "2026-10-09T17:00:00+02:00");
    claim_subtracted(f, "fr_office", "2026-10-11T09:30:00+02:00", 0, "2026-10-11T09:30:00+02:00");
}

static void n7_s4_each_calendar_counts_from_the_same_instant_in_its_own_way(void **state)
{
    CalendarFixture *f = *state;
    const char *from = "2026-11-30T10:00:00+01:00"; // A holiday in Romania.
    claim_added(f, "fr_office", from, 2 * HOUR, "2026-11-30T12:00:00+01:00");
    claim_added(f, "ro_office", from, 2 * HOUR, "2026-12-02T10:00:00+02:00");
    claim_added(f, "fi_register", from, 2 * HOUR, "2026-11-30T13:00:00+02:00");
    claim_added(f, "uk_office", from, 2 * HOUR, "2026-11-30T11:00:00Z");
}

// --- Working days ------------------------------------------------------------------------------

static void n3_s1_the_day_of_the_start_is_not_counted(void **state)
{
    CalendarFixture *f = *state;
    claim_days_added(f, "fr_office", "2026-10-05T10:00:00+02:00", 1, "2026-10-06T18:00:00+02:00");
    claim_days_added(f, "fr_office", "2026-10-03T10:00:00+02:00", 1, "2026-10-05T18:00:00+02:00");
    claim_days_added(f, "fr_office", "2026-10-09T23:00:00+02:00", 1, "2026-10-12T18:00:00+02:00");
    claim_days_added(f, "uk_office", "2026-10-08T10:00:00+01:00", 1, "2026-10-09T15:30:00+01:00");
    claim_days_added(f, "ro_office", "2026-11-27T10:00:00+02:00", 1, "2026-12-02T16:30:00+02:00");
    // Half past midnight in Paris is still the evening before in UTC.
    claim_days_added(f, "fr_office", "2026-10-05T00:30:00+02:00", 1, "2026-10-06T18:00:00+02:00");
    // Christmas: Friday 25, the substitute day Monday 28.
    claim_days_added(f, "uk_office", "2026-12-24T10:00:00Z", 2, "2026-12-30T17:00:00Z");
    claim_days_added(f, "fi_register", "2026-12-23T10:00:00+02:00", 1, "2026-12-28T16:15:00+02:00");
    // A Saturday that is a holiday closes the warehouse.
    claim_days_added(f, "ro_warehouse", "2026-12-24T10:00:00+02:00", 1,
                     "2026-12-28T22:00:00+02:00");
}

static void n4_days_are_counted_back_from_a_date(void **state)
{
    CalendarFixture *f = *state;
    claim_days_added(f, "uk_office", "2026-10-12T10:00:00+01:00", -1, "2026-10-09T15:30:00+01:00");
    claim_days_added(f, "ro_office", "2026-12-02T10:00:00+02:00", -2, "2026-11-26T16:30:00+02:00");
    claim_moved(f, "ro_office", "2026-12-02", -1, "2026-11-27");
    claim_moved(f, "ro_office", "2026-11-29", -1, "2026-11-27");
    claim_moved(f, "ro_office", "2026-11-27", 3, "2026-12-04");
    claim_moved(f, "ro_office", "2026-11-29", 0, "2026-11-29");
}

static void n4_a_date_as_a_deadline_is_its_closing_time(void **state)
{
    CalendarFixture *f = *state;
    claim_closing(f, "fi_register", "2027-03-05", "2027-03-05T16:15:00+02:00");
    claim_closing(f, "fi_register", "2027-03-06", "2027-03-05T16:15:00+02:00");
    claim_closing(f, "fi_register", "2027-03-29", "2027-03-25T16:15:00+02:00");
    claim_closing(f, "fi_register", "2027-03-30", "2027-03-30T16:15:00+03:00");
    claim_closing(f, "always", "2027-03-06", "2027-03-07T00:00:00Z");
    claim_days_added(f, "fi_register", "2027-03-06T10:00:00+02:00", 0, "2027-03-05T16:15:00+02:00");
    claim_days_added(f, "uk_office", "2027-03-05T20:00:00Z", 0, "2027-03-05T15:30:00Z");
}

static void days_between_is_the_same_in_both_directions_but_for_its_sign(void **state)
{
    CalendarFixture *f = *state;
    claim_counted(f, "ro_office", "2026-11-27", "2026-12-04", 3);
    claim_counted(f, "ro_office", "2026-11-27", "2026-12-05", 3);
    claim_counted(f, "ro_office", "2026-11-28", "2026-12-02", 1);
    claim_counted(f, "ro_office", "2026-12-02", "2026-12-02", 0);
    claim_counted(f, "ro_office", "2026-12-02", "2026-11-27", -1);
    claim_counted(f, "ro_office", "2026-12-02", "2026-11-26", -2);
    claim_counted(f, "ro_office", "2026-12-02", "2026-11-28", -1);
    claim_counted(f, "ro_office", "2026-12-01", "2026-11-28", 0);
    claim_counted(f, "ro_office", "2026-12-01", "2026-11-26", -1);
}

static void n6_working_days_of_a_month_count_from_both_ends(void **state)
{
    CalendarFixture *f = *state;
    claim_of_month(f, "group", "2027-01", 1, "2027-01-04");
    claim_of_month(f, "group", "2027-01", 3, "2027-01-08");
    claim_of_month(f, "group", "2027-01", 18, "2027-01-29");
    claim_of_month(f, "group", "2027-01", 19, NULL);
    claim_of_month(f, "group", "2027-01", -18, "2027-01-04");
    claim_of_month(f, "group", "2027-01", -19, NULL);
    claim_of_month(f, "group", "2027-05", 18, "2027-05-31");
    claim_of_month(f, "group", "2027-05", 19, NULL);
    claim_of_month(f, "fr_office", "2026-12", -1, "2026-12-31");
    claim_of_month(f, "fr_office", "2026-10", -1, "2026-10-30");
    claim_of_month(f, "uk_office", "2027-05", -1, "2027-05-28");
    claim_of_month(f, "always", "2027-02", -28, "2027-02-01");
    claim_of_month(f, "always", "2027-02", 29, NULL);
}

// --- Calendars made of calendars, and calendars that change --------------------------------------

static void s5_hours_of_its_own_count_on_days_that_all_parts_work(void **state)
{
    CalendarFixture *f = *state;
    claim_days_added(f, "group", "2026-11-27T10:00:00+01:00", 1, "2026-12-02T18:00:00+01:00");
    claim_days_added(f, "group", "2026-11-10T10:00:00+01:00", 1, "2026-11-12T18:00:00+01:00");
    claim_added(f, "group", "2026-11-27T17:00:00+01:00", 2 * HOUR, "2026-12-02T10:00:00+01:00");
    claim_open(f, "group", (ClaimedDay){.day = "2026-11-30"});
    claim_open(f, "group",
               (ClaimedDay){"2026-11-27", "2026-11-27T09:00:00+01:00", "2026-11-27T12:30:00+01:00",
                            "2026-11-27T13:30:00+01:00", "2026-11-27T18:00:00+01:00", NULL});
}

// Bucharest's 08:00 to 12:00 and 12:30 to 16:30 are Paris's 07:00 to 11:00 and 11:30 to 15:30.
static void s5_without_hours_all_parts_must_be_open(void **state)
{
    CalendarFixture *f = *state;
    calendar_use_composed(f, WRIT_CALENDAR_ALL_OF);
    claim_between(f, "own", "2026-11-26T00:00:00+01:00", "2026-11-27T00:00:00+01:00", 5 * HOUR);
    claim_added(f, "own", "2026-11-26T09:00:00+01:00", 2 * HOUR + MINUTE,
                "2026-11-26T11:31:00+01:00");
    claim_closing(f, "own", "2026-11-26", "2026-11-26T15:30:00+01:00");
    claim_open(f, "own", (ClaimedDay){.day = "2026-11-30"});
    claim_open(f, "own", (ClaimedDay){.day = "2026-11-11"});
}

static void s5_without_hours_any_open_part_is_enough(void **state)
{
    CalendarFixture *f = *state;
    calendar_use_composed(f, WRIT_CALENDAR_ANY_OF);
    claim_open(f, "own",
               (ClaimedDay){.day = "2026-11-26",
                            .from = "2026-11-26T07:00:00+01:00",
                            .to = "2026-11-26T18:00:00+01:00"});
    claim_open(f, "own",
               (ClaimedDay){"2026-11-30", "2026-11-30T09:00:00+01:00", "2026-11-30T12:30:00+01:00",
                            "2026-11-30T13:30:00+01:00", "2026-11-30T18:00:00+01:00", NULL});
    claim_open(f, "own",
               (ClaimedDay){"2026-11-11", "2026-11-11T07:00:00+01:00", "2026-11-11T11:00:00+01:00",
                            "2026-11-11T11:30:00+01:00", "2026-11-11T15:30:00+01:00", NULL});
}

static void s6_a_new_holiday_moves_what_is_counted_over_it(void **state)
{
    CalendarFixture *f = *state;
    WritCalendarRules *fr = &f->set->calendars[2];
    claim_days_added(f, "fr_office", "2026-10-07T10:00:00+02:00", 1, "2026-10-08T18:00:00+02:00");
    fr->holidays[fr->holiday_count++] =
        (WritHoliday){calendar_day("2026-10-08"), writ_text("Strike")};
    claim_days_added(f, "fr_office", "2026-10-07T10:00:00+02:00", 1, "2026-10-09T18:00:00+02:00");
    claim_open(f, "fr_office", (ClaimedDay){.day = "2026-10-08", .holiday = "Strike"});
}

// --- Openings where the clocks change ------------------------------------------------------------

static void s20_the_day_of_a_fold_is_longer(void **state)
{
    CalendarFixture *f = *state;
    calendar_use_own(f, "Europe/Paris", (WritOpening[2]){{EVERY_DAY, 0, 1440}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2026-10-25",
                            .from = "2026-10-25T00:00:00+02:00",
                            .to = "2026-10-26T00:00:00+01:00"});
    claim_between(f, "own", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", 25 * HOUR);
    calendar_use_own(f, "Europe/Paris", (WritOpening[2]){{EVERY_DAY, 150, 300}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2026-10-25",
                            .from = "2026-10-25T02:30:00+02:00",
                            .to = "2026-10-25T05:00:00+01:00"});
    // The end is the first occurrence too: the second 02:00 to 02:30 is closed.
    calendar_use_own(f, "Europe/Paris", (WritOpening[2]){{EVERY_DAY, 0, 150}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2026-10-25",
                            .from = "2026-10-25T00:00:00+02:00",
                            .to = "2026-10-25T02:30:00+02:00"});
    claim_added(f, "own", "2026-10-25T02:15:00+02:00", 30 * MINUTE, "2026-10-26T00:15:00+01:00");
    claim_added(f, "own", "2026-10-25T02:15:00+01:00", 30 * MINUTE, "2026-10-26T00:30:00+01:00");
}

static void s20_the_day_of_a_leap_is_shorter(void **state)
{
    CalendarFixture *f = *state;
    calendar_use_own(f, "Europe/Paris", (WritOpening[2]){{EVERY_DAY, 0, 1440}});
    claim_between(f, "own", "2027-03-28T00:00:00+01:00", "2027-03-29T00:00:00+02:00", 23 * HOUR);
    calendar_use_own(f, "Europe/Paris", (WritOpening[2]){{EVERY_DAY, 150, 300}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2027-03-28",
                            .from = "2027-03-28T03:30:00+02:00",
                            .to = "2027-03-28T05:00:00+02:00"});
    calendar_use_own(f, "Europe/Paris", (WritOpening[2]){{EVERY_DAY, 60, 150}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2027-03-28",
                            .from = "2027-03-28T01:00:00+01:00",
                            .to = "2027-03-28T03:30:00+02:00"});
    calendar_use_own(f, "Europe/Paris", (WritOpening[2]){{EVERY_DAY, 135, 165}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2027-03-28",
                            .from = "2027-03-28T03:15:00+02:00",
                            .to = "2027-03-28T03:45:00+02:00"});
}

static void s20_openings_that_a_leap_turns_round_or_lays_over_each_other(void **state)
{
    CalendarFixture *f = *state;
    // 02:30 becomes 03:30, which is after the end; 03:00 was the end before the leap too.
    calendar_use_own(f, "Europe/Paris", (WritOpening[2]){{EVERY_DAY, 150, 195}});
    claim_open(f, "own", (ClaimedDay){.day = "2027-03-28"});
    calendar_use_own(f, "Europe/Paris", (WritOpening[2]){{EVERY_DAY, 120, 180}});
    claim_open(f, "own", (ClaimedDay){.day = "2027-03-28"});
    claim_moved(f, "own", "2027-03-27", 1, "2027-03-29");
    // What both openings share is open once.
    calendar_use_own(f, "Europe/Paris",
                     (WritOpening[2]){{EVERY_DAY, 120, 165}, {EVERY_DAY, 180, 240}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2027-03-28",
                            .from = "2027-03-28T03:00:00+02:00",
                            .to = "2027-03-28T04:00:00+02:00"});
    // 02:45 to 02:50 goes to 03:45 to 03:50, into the middle of an opening that is not shifted.
    calendar_use_own(f, "Europe/Paris",
                     (WritOpening[2]){{EVERY_DAY, 165, 170}, {EVERY_DAY, 190, 240}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2027-03-28",
                            .from = "2027-03-28T03:10:00+02:00",
                            .to = "2027-03-28T04:00:00+02:00"});
    // 02:00 to 02:20 goes to 03:00 to 03:20: behind one that was after it and is turned round.
    calendar_use_own(f, "Europe/Paris",
                     (WritOpening[2]){{EVERY_DAY, 120, 140}, {EVERY_DAY, 150, 200}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2027-03-28",
                            .from = "2027-03-28T03:00:00+02:00",
                            .to = "2027-03-28T03:20:00+02:00"});
    // 02:50 to 02:55 goes to 03:50 to 03:55, behind one that was after it.
    calendar_use_own(f, "Europe/Paris",
                     (WritOpening[2]){{EVERY_DAY, 170, 175}, {EVERY_DAY, 180, 210}});
    claim_open(f, "own",
               (ClaimedDay){"2027-03-28", "2027-03-28T03:00:00+02:00", "2027-03-28T03:30:00+02:00",
                            "2027-03-28T03:50:00+02:00", "2027-03-28T03:55:00+02:00", NULL});
}

static void s20_leaps_and_folds_of_half_an_hour(void **state)
{
    CalendarFixture *f = *state;
    calendar_use_own(f, "Australia/Lord_Howe", (WritOpening[2]){{EVERY_DAY, 105, 180}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2026-10-04",
                            .from = "2026-10-04T01:45:00+10:30",
                            .to = "2026-10-04T03:00:00+11:00"});
    claim_between(f, "own", "2026-10-04T00:00:00+10:30", "2026-10-05T00:00:00+11:00", 45 * MINUTE);
    claim_between(f, "own", "2027-04-04T00:00:00+11:00", "2027-04-05T00:00:00+10:30", 105 * MINUTE);
}

static void s20_a_day_that_a_zone_leaps_over_is_no_working_day(void **state)
{
    CalendarFixture *f = *state;
    calendar_use_own(f, "Pacific/Apia", (WritOpening[2]){{MONDAY_TO_FRIDAY, 540, 1020}});
    claim_open(f, "own", (ClaimedDay){.day = "2011-12-30"}); // A Friday.
    claim_open(f, "own", (ClaimedDay){.day = "2011-12-31"}); // A Saturday.
    claim_days_added(f, "own", "2011-12-29T10:00:00-10:00", 1, "2012-01-02T17:00:00+14:00");
    claim_counted(f, "own", "2011-12-29", "2012-01-02", 1);
    claim_added(f, "own", "2011-12-29T16:00:00-10:00", 2 * HOUR, "2012-01-02T10:00:00+14:00");
    claim_closing(f, "own", "2011-12-30", "2011-12-29T17:00:00-10:00");
    calendar_use_own(f, "Pacific/Apia", (WritOpening[2]){{EVERY_DAY, 0, 1440}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2011-12-29",
                            .from = "2011-12-29T00:00:00-10:00",
                            .to = "2011-12-31T00:00:00+14:00"});
}

// At one minute past midnight of Sunday the clocks went back to 23:01 of Saturday.
static void s20_a_fold_over_midnight_lies_in_the_day_that_had_begun(void **state)
{
    CalendarFixture *f = *state;
    calendar_use_own(f, "America/St_Johns", (WritOpening[2]){{EVERY_DAY, 0, 1440}});
    claim_open(f, "own",
               (ClaimedDay){.day = "2010-11-06",
                            .from = "2010-11-06T00:00:00-02:30",
                            .to = "2010-11-07T00:00:00-02:30"});
    claim_open(f, "own",
               (ClaimedDay){.day = "2010-11-07",
                            .from = "2010-11-07T00:00:00-02:30",
                            .to = "2010-11-08T00:00:00-03:30"});
    claim_between(f, "own", "2010-11-07T00:00:00-02:30", "2010-11-08T00:00:00-03:30", 25 * HOUR);
}

// --- Where it ends -------------------------------------------------------------------------------

static void what_lies_beyond_the_days_that_are_known_is_no_guess(void **state)
{
    CalendarFixture *f = *state;
    SlowCalendar *fr = calendar_use(f, "fr_office");
    int64_t got;
    int64_t last = calendar_instant("2027-05-31T17:00:00+02:00");
    assert_int_equal(slow_calendar_add_time(&got, fr, last, HOUR), WRIT_OK);
    assert_int_equal(slow_calendar_add_time(&got, fr, last, HOUR + 1), WRIT_LIMIT);
    assert_int_equal(slow_calendar_add_time(&got, fr, last, INT64_MAX), WRIT_LIMIT);
    assert_int_equal(slow_calendar_add_days(&got, fr, last, 1), WRIT_LIMIT);
    assert_int_equal(slow_calendar_add_days(&got, fr, last, 0), WRIT_OK);
    assert_int_equal(slow_calendar_move_day(&got, fr, calendar_day("2026-10-02"), -1), WRIT_OK);
    assert_int_equal(slow_calendar_move_day(&got, fr, calendar_day("2026-10-02"), -2), WRIT_LIMIT);
    assert_int_equal(slow_calendar_closing(&got, fr, calendar_day("2027-06-01")), WRIT_LIMIT);
    int64_t first = calendar_instant("2026-10-01T10:00:00+02:00");
    assert_int_equal(slow_calendar_subtract_time(&got, fr, first, HOUR), WRIT_OK);
    assert_int_equal(slow_calendar_subtract_time(&got, fr, first, HOUR + 1), WRIT_LIMIT);
    assert_int_equal(slow_calendar_time_between(&got, fr, first, last + 24 * HOUR), WRIT_LIMIT);
    assert_int_equal(slow_calendar_day_of_month(&got, fr, 2027, 6, 1), WRIT_LIMIT);
    WritCalendarDay day;
    assert_int_equal(slow_calendar_day(&day, fr, calendar_day("2026-09-30")), WRIT_LIMIT);
    slow_calendar_free(fr);
}

static void a_calendar_that_is_never_open_counts_nothing(void **state)
{
    CalendarFixture *f = *state;
    calendar_use_own(f, "UTC", (WritOpening[2]){{0, 540, 1020}});
    f->set->calendars[0].first_day = calendar_day("2027-01-01");
    SlowCalendar *never = calendar_use(f, "own");
    int64_t got;
    int64_t from = calendar_instant("2027-12-01T10:00:00Z");
    assert_int_equal(slow_calendar_add_time(&got, never, from, 1), WRIT_INVALID);
    assert_int_equal(slow_calendar_subtract_time(&got, never, from, 1), WRIT_INVALID);
    assert_int_equal(slow_calendar_add_days(&got, never, from, 1), WRIT_INVALID);
    assert_int_equal(slow_calendar_move_day(&got, never, calendar_day("2027-12-01"), -1),
                     WRIT_INVALID);
    assert_int_equal(slow_calendar_closing(&got, never, calendar_day("2027-12-01")), WRIT_INVALID);
    assert_int_equal(slow_calendar_day_of_month(&got, never, 2027, 12, 1), WRIT_NOT_FOUND);
    slow_calendar_free(never);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(n1_local_time_follows_the_zone, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(n18_a_time_that_is_leapt_over_is_shifted_by_the_leap,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(n18_a_time_that_occurs_twice_is_the_first, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(n2_time_passes_only_while_open, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(n2_s2_a_sum_is_reached_at_the_earliest_instant,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(s3_exactly_at_the_deadline_all_time_has_passed_and_no_more,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(n8_what_is_left_is_what_was_not_consumed, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(s23_the_latest_useful_instant_is_counted_back,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(
            n7_s4_each_calendar_counts_from_the_same_instant_in_its_own_way, calendar_set_up,
            calendar_tear_down),
        cmocka_unit_test_setup_teardown(n3_s1_the_day_of_the_start_is_not_counted, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(n4_days_are_counted_back_from_a_date, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(n4_a_date_as_a_deadline_is_its_closing_time,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(
            days_between_is_the_same_in_both_directions_but_for_its_sign, calendar_set_up,
            calendar_tear_down),
        cmocka_unit_test_setup_teardown(n6_working_days_of_a_month_count_from_both_ends,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(s5_hours_of_its_own_count_on_days_that_all_parts_work,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(s5_without_hours_all_parts_must_be_open, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(s5_without_hours_any_open_part_is_enough, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(s6_a_new_holiday_moves_what_is_counted_over_it,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(s20_the_day_of_a_fold_is_longer, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(s20_the_day_of_a_leap_is_shorter, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(
            s20_openings_that_a_leap_turns_round_or_lays_over_each_other, calendar_set_up,
            calendar_tear_down),
        cmocka_unit_test_setup_teardown(s20_leaps_and_folds_of_half_an_hour, calendar_set_up,
                                        calendar_tear_down),
        cmocka_unit_test_setup_teardown(s20_a_day_that_a_zone_leaps_over_is_no_working_day,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(s20_a_fold_over_midnight_lies_in_the_day_that_had_begun,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(what_lies_beyond_the_days_that_are_known_is_no_guess,
                                        calendar_set_up, calendar_tear_down),
        cmocka_unit_test_setup_teardown(a_calendar_that_is_never_open_counts_nothing,
                                        calendar_set_up, calendar_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
