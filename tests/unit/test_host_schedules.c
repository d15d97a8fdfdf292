// Starts by schedule: each occurrence once, in order, however long nobody ran.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/host_check.h"
#include "support/scheduled.h"

static int set_up(void **state)
{
    Scheduled *f = calloc(1, sizeof *f);
    assert_non_null(f);
    scheduled_begin(f, NULL, "2026-10-20T06:00:00+02:00");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    scheduled_end(*state);
    free(*state);
    return 0;
}

static void run(Scheduled *f)
{
    WritError error;
    assert_int_equal(scheduled_run(f, &error), WRIT_OK);
    HostCheck found = host_check(f->host);
    if (found.wrong.length > 0) {
        fail_msg("%s", writ_buffer_string(&found.wrong));
    }
}

static void at(Scheduled *f, const char *instant)
{
    f->clock.now = instant_of(instant);
    run(f);
}

static const WritSchedule every_day = {.kind = WRIT_SCHEDULE_DAY, .minute = 7 * 60};

static void daily(Scheduled *f)
{
    scheduled_make(f, SCHEDULED_ENDS_AT_ONCE, every_day);
    scheduled_put(f);
}

// --- Once each ---------------------------------------------------------------------------------

static void a_case_starts_at_its_time_and_once(void **state)
{
    Scheduled *f = *state;
    daily(f);
    at(f, "2026-10-20T06:59:59+02:00");
    assert_int_equal(scheduled_case_count(f), 0);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-10-20T07:00:00+02:00"));
    at(f, "2026-10-20T07:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), 1);
    at(f, "2026-10-20T07:00:01+02:00");
    assert_int_equal(scheduled_case_count(f), 1);
    scheduled_close(f);
    scheduled_open(f);
    at(f, "2026-10-20T23:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), 1);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-10-21T07:00:00+02:00"));
}

static void s19_starts_that_were_missed_come_once_each_and_count_from_their_day(void **state)
{
    Scheduled *f = *state;
    daily(f);
    scheduled_close(f);
    f->clock.now = instant_of("2026-10-26T12:00:00+01:00");
    scheduled_open(f);
    run(f);
    assert_int_equal(scheduled_case_count(f), 7);
    for (uint64_t number = 1; number <= 7; number++) {
        const WritCalendar *fr = NULL;
        WritError error;
        assert_int_equal(almanac_find(f->host, writ_text("fr_off"), &fr, &error), WRIT_OK);
        int64_t due = writ_zone_instant(writ_calendar_zone(fr),
                                        day_of("2026-10-19") + (int64_t)number, hours(7));
        assert_int_equal(scheduled_effective(f, number), due);
    }
    // Among them the Sunday of 25 hours.
    assert_int_equal(scheduled_effective(f, 6), instant_of("2026-10-25T07:00:00+01:00"));
}

static void a_new_version_of_the_process_starts_nothing_twice(void **state)
{
    Scheduled *f = *state;
    daily(f);
    at(f, "2026-10-20T08:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), 1);
    scheduled_make(f, SCHEDULED_WAITS, every_day);
    scheduled_put(f);
    run(f);
    assert_int_equal(scheduled_case_count(f), 1);
}

static void a_process_that_comes_in_force_late_makes_up_for_nothing(void **state)
{
    Scheduled *f = *state;
    f->clock.now = instant_of("2026-10-20T07:00:01+02:00");
    daily(f);
    run(f);
    assert_int_equal(scheduled_case_count(f), 0);
}

// --- Lines that change -------------------------------------------------------------------------

static void put_others(Scheduled *f, const char *now, WritSchedule schedule)
{
    f->clock.now = instant_of(now);
    scheduled_make(f, SCHEDULED_ENDS_AT_ONCE, schedule);
    scheduled_put(f);
    run(f);
}

static void other_lines_start_nothing_for_the_past(void **state)
{
    static const WritSchedule monthly = {
        .kind = WRIT_SCHEDULE_WORKING_DAY, .working_day = 3, .minute = 7 * 60};
    static const WritSchedule later = {.kind = WRIT_SCHEDULE_DAY, .minute = 11 * 60};
    Scheduled *f = *state;
    scheduled_make(f, SCHEDULED_ENDS_AT_ONCE, monthly);
    scheduled_put(f);
    at(f, "2026-11-04T08:00:00+01:00");
    put_others(f, "2026-11-20T12:00:00+01:00", every_day);
    assert_int_equal(scheduled_case_count(f), 1);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-11-21T07:00:00+01:00"));
    at(f, "2026-11-21T08:00:00+01:00");
    put_others(f, "2026-11-21T12:00:00+01:00", later);
    assert_int_equal(scheduled_case_count(f), 2);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-11-22T11:00:00+01:00"));
}

static void s19_what_was_missed_by_the_old_lines_is_made_up_for(void **state)
{
    Scheduled *f = *state;
    daily(f);
    at(f, "2026-10-20T08:00:00+02:00");
    f->clock.now = instant_of("2026-10-23T12:00:00+02:00");
    scheduled_make(f, SCHEDULED_ENDS_AT_ONCE,
                   (WritSchedule){.kind = WRIT_SCHEDULE_WEEK, .weekday = 0, .minute = 9 * 60});
    scheduled_put(f);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-10-21T07:00:00+02:00"));
    scheduled_close(f);
    scheduled_open(f);
    run(f);
    assert_int_equal(scheduled_case_count(f), 4);
    assert_int_equal(scheduled_effective(f, 2), instant_of("2026-10-21T07:00:00+02:00"));
    assert_int_equal(scheduled_effective(f, 4), instant_of("2026-10-23T07:00:00+02:00"));
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-10-26T09:00:00+01:00"));
}

static void n6_a_month_starts_once_whatever_its_working_days_become(void **state)
{
    Scheduled *f = *state;
    WritSchedule third = {.kind = WRIT_SCHEDULE_WORKING_DAY, .working_day = 3, .minute = 7 * 60};
    scheduled_make(f, SCHEDULED_ENDS_AT_ONCE, third);
    scheduled_put(f);
    at(f, "2026-11-04T07:00:00+01:00");
    assert_int_equal(scheduled_case_count(f), 1);
    third.working_day = 4; // What a new holiday on the 3rd would do to the third.
    put_others(f, "2026-11-04T12:00:00+01:00", third);
    at(f, "2026-11-30T12:00:00+01:00");
    assert_int_equal(scheduled_case_count(f), 1);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-12-04T07:00:00+01:00"));
}

// --- Clocks that go wrong ----------------------------------------------------------------------

static void a_clock_that_steps_back_an_hour_starts_nothing_twice(void **state)
{
    Scheduled *f = *state;
    daily(f);
    at(f, "2026-10-20T07:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), 1);
    at(f, "2026-10-20T06:00:00+02:00");
    at(f, "2026-10-20T07:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), 1);
    f->clock.now = instant_of("2026-10-20T06:00:00+02:00");
    scheduled_close(f);
    scheduled_open(f);
    at(f, "2026-10-20T07:30:00+02:00");
    assert_int_equal(scheduled_case_count(f), 1);
    at(f, "2026-10-21T07:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), 2);
}

static void a_clock_that_stands_still_starts_nothing_more(void **state)
{
    Scheduled *f = *state;
    daily(f);
    at(f, "2026-10-20T07:00:00+02:00");
    for (int i = 0; i < 20; i++) {
        WritError error;
        assert_int_equal(writ_host_turn(f->host, 0, -1, &error), WRIT_OK);
        run(f);
    }
    assert_int_equal(scheduled_case_count(f), 1);
}

// 365 days in each of ten years, three leap days, and the first day itself.
static void ten_years_ahead_each_day_starts_once(void **state)
{
    enum { DAYS = 3650 + 3 + 1 };
    Scheduled *f = *state;
    daily(f);
    at(f, "2036-10-20T08:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), DAYS);
    assert_int_equal(scheduled_effective(f, DAYS), instant_of("2036-10-20T07:00:00+02:00"));
    // Back again, they are over: what has begun is not begun a second time.
    f->clock.now = instant_of("2026-10-21T08:00:00+02:00");
    scheduled_close(f);
    scheduled_open(f);
    run(f);
    assert_int_equal(scheduled_case_count(f), DAYS);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2036-10-21T07:00:00+02:00"));
}

// --- Kinds -------------------------------------------------------------------------------------

static void n6_the_third_working_day_of_a_month_starts_a_case(void **state)
{
    Scheduled *f = *state;
    scheduled_make(
        f, SCHEDULED_ENDS_AT_ONCE,
        (WritSchedule){.kind = WRIT_SCHEDULE_WORKING_DAY, .working_day = 3, .minute = 7 * 60});
    scheduled_put(f);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-11-04T07:00:00+01:00"));
    at(f, "2026-11-04T07:00:00+01:00");
    assert_int_equal(scheduled_case_count(f), 1);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-12-03T07:00:00+01:00"));
}

static void n6_the_third_last_working_day_of_a_month_starts_a_case(void **state)
{
    Scheduled *f = *state;
    scheduled_make(
        f, SCHEDULED_ENDS_AT_ONCE,
        (WritSchedule){.kind = WRIT_SCHEDULE_WORKING_DAY, .working_day = -3, .minute = 7 * 60});
    scheduled_put(f);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-10-28T07:00:00+01:00"));
    at(f, "2026-10-28T07:00:00+01:00");
    assert_int_equal(scheduled_case_count(f), 1);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-11-26T07:00:00+01:00"));
}

static void a_rule_is_worked_out_as_far_as_the_calendar_goes(void **state)
{
    Scheduled *f = *state;
    scheduled_make(f, SCHEDULED_ENDS_AT_ONCE,
                   (WritSchedule){.kind = WRIT_SCHEDULE_RULE,
                                  .rule = writ_text("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
                                  .minute = 9 * 60});
    scheduled_put(f);
    at(f, "2026-10-22T09:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), 1);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-11-05T09:00:00+01:00"));
    // The second week counts from the first release on, whatever is released later.
    f->clock.now = instant_of("2026-10-29T12:00:00+01:00");
    scheduled_put(f);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-11-05T09:00:00+01:00"));
    at(f, "2027-05-31T23:00:00+02:00");
    const Schedule *schedule = f->host->in_force[0].schedule;
    assert_int_equal(schedule->trouble.status, WRIT_LIMIT);
    assert_non_null(strstr(schedule->trouble.text, "2027-05-31"));
    assert_int_equal(writ_host_next_due(f->host), INT64_MAX);
}

static void beyond_the_calendar_starts_stop_and_say_why(void **state)
{
    Scheduled *f = *state;
    scheduled_make(
        f, SCHEDULED_ENDS_AT_ONCE,
        (WritSchedule){.kind = WRIT_SCHEDULE_WORKING_DAY, .working_day = 1, .minute = 7 * 60});
    scheduled_put(f);
    at(f, "2027-05-31T23:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), 7);
    assert_int_equal(f->host->in_force[0].schedule->trouble.status, WRIT_LIMIT);
    assert_non_null(strstr(f->host->in_force[0].schedule->trouble.text, "fr_off"));
}

// --- Order -------------------------------------------------------------------------------------

// `one open case per` something that is the same in every case: the name of the process's ending.
static void add_key(Scheduled *f)
{
    WritPlan *plan = &f->plan;
    WritValue *constants = writ_arena_array(f->arena, plan->constant_count + 1, sizeof *constants);
    WritExpr *exprs = writ_arena_array(f->arena, plan->expr_count + 1, sizeof *exprs);
    uint32_t *operands = writ_arena_array(f->arena, plan->operand_count + 1, sizeof *operands);
    WritType *types = writ_arena_array(f->arena, plan->types.type_count + 1, sizeof *types);
    if (plan->constant_count > 0) {
        memcpy(constants, plan->constants, plan->constant_count * sizeof *constants);
    }
    if (plan->expr_count > 0) {
        memcpy(exprs, plan->exprs, plan->expr_count * sizeof *exprs);
    }
    if (plan->types.type_count > 0) {
        memcpy(types, plan->types.types, plan->types.type_count * sizeof *types);
    }
    memcpy(operands, plan->operands, plan->operand_count * sizeof *operands);
    types[plan->types.type_count] =
        (WritType){.kind = WRIT_TYPE_TEXT, .index = WRIT_NONE, .currency_field = WRIT_NONE};
    constants[plan->constant_count] = writ_value_text(writ_text("one"));
    exprs[plan->expr_count] = (WritExpr){.operation = WRIT_OP_CONSTANT,
                                         .type = plan->types.type_count++,
                                         .a = plan->constant_count++,
                                         .b = WRIT_NONE,
                                         .c = WRIT_NONE,
                                         .extra = WRIT_NONE};
    operands[plan->operand_count] = plan->expr_count++;
    plan->keys_start = plan->operand_count++;
    plan->key_count = 1;
    plan->keys_text = writ_text("one");
    plan->second = WRIT_SECOND_REFUSED;
    plan->types.types = types;
    plan->constants = constants;
    plan->exprs = exprs;
    plan->operands = operands;
}

static void one_open_case_keeps_the_next_start_out(void **state)
{
    Scheduled *f = *state;
    scheduled_make(f, SCHEDULED_WAITS, every_day);
    add_key(f);
    scheduled_put(f);
    at(f, "2026-10-21T08:00:00+02:00");
    assert_int_equal(scheduled_case_count(f), 1);
    const Schedule *schedule = f->host->in_force[0].schedule;
    assert_int_equal(schedule->started, 0);
    assert_non_null(strstr(writ_buffer_text(&schedule->reason).data, "case 1"));
    assert_int_equal(schedule->last, instant_of("2026-10-21T07:00:00+02:00"));
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
#define CLAIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CLAIM(a_case_starts_at_its_time_and_once),
        CLAIM(s19_starts_that_were_missed_come_once_each_and_count_from_their_day),
        CLAIM(a_new_version_of_the_process_starts_nothing_twice),
        CLAIM(a_process_that_comes_in_force_late_makes_up_for_nothing),
        CLAIM(other_lines_start_nothing_for_the_past),
        CLAIM(s19_what_was_missed_by_the_old_lines_is_made_up_for),
        CLAIM(n6_a_month_starts_once_whatever_its_working_days_become),
        CLAIM(a_clock_that_steps_back_an_hour_starts_nothing_twice),
        CLAIM(a_clock_that_stands_still_starts_nothing_more),
        CLAIM(ten_years_ahead_each_day_starts_once),
        CLAIM(n6_the_third_working_day_of_a_month_starts_a_case),
        CLAIM(n6_the_third_last_working_day_of_a_month_starts_a_case),
        CLAIM(a_rule_is_worked_out_as_far_as_the_calendar_goes),
        CLAIM(beyond_the_calendar_starts_stop_and_say_why),
        CLAIM(one_open_case_keeps_the_next_start_out),
    };
    return cmocka_run_group_tests_name("schedules", tests, NULL, NULL);
}
