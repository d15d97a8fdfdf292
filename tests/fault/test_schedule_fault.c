// Starts by schedule that were missed are made up for while writes fail and the power is cut: each
// occurrence has one case afterwards, none two.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "support/fault_rounds.h"
#include "support/fault_vfs.h"
#include "support/host_check.h"
#include "support/scheduled.h"

enum { MISSED = 7 };
static const int64_t MICROS_A_DAY = INT64_C(86400000000);
static const FaultPlan no_fault = {.kind = FAULT_NONE};

typedef struct Round {
    Scheduled at;
    FaultVfs *vfs;
    char name[96];
} Round;

// Seven occurrences were missed when the host opens.
static void begin_round(Round *round, uint64_t seed)
{
    round->vfs = fault_vfs_new("fault", seed);
    scheduled_begin(&round->at, "fault", "2026-11-02T06:00:00+01:00");
    scheduled_make(&round->at, SCHEDULED_WAITS,
                   (WritSchedule){.kind = WRIT_SCHEDULE_DAY, .minute = 7 * 60});
    scheduled_put(&round->at);
    scheduled_close(&round->at);
    round->at.clock.now = instant_of("2026-11-08T12:00:00+01:00");
}

static void end_round(Round *round)
{
    scheduled_end(&round->at);
    fault_vfs_free(round->vfs);
}

static WritStatus make_up(Round *round, WritError *error)
{
    WritStatus status = scheduled_try_open(&round->at, error);
    return status == WRIT_OK ? scheduled_run(&round->at, error) : status;
}

static void check(Round *round)
{
    WritError error;
    fault_vfs_plan(round->vfs, &no_fault);
    // What failed on its way is tried again after a while.
    round->at.clock.now += MICROS_A_DAY / 24;
    scheduled_close(&round->at);
    if (make_up(round, &error) != WRIT_OK) {
        fail_msg("%s: on a sound disk: %s %s", round->name, error.text, error.hint);
    }
    HostCheck found = host_check(round->at.host);
    if (found.wrong.length > 0) {
        fail_msg("%s: %s", round->name, writ_buffer_string(&found.wrong));
    }
    if (scheduled_case_count(&round->at) != MISSED) {
        fail_msg("%s: %llu cases for %d occurrences", round->name,
                 (unsigned long long)scheduled_case_count(&round->at), MISSED);
    }
    int64_t due = instant_of("2026-11-02T07:00:00+01:00");
    for (uint64_t number = 1; number <= MISSED; number++, due += MICROS_A_DAY) {
        assert_int_equal(scheduled_effective(&round->at, number), due);
    }
}

static bool survive(FaultKind kind, uint64_t at)
{
    Round round;
    WritError error = {0};
    FaultPlan plan = {.kind = kind, .target = FAULT_AT_WRITES, .at = at};
    begin_round(&round, at);
    (void)snprintf(round.name, sizeof round.name, "fault %d, write %llu", (int)kind,
                   (unsigned long long)at);
    fault_vfs_plan(round.vfs, &plan);
    (void)!make_up(&round, &error);
    bool fired = fault_vfs_fired(round.vfs);
    if (kind == FAULT_DEATH && fired) {
        scheduled_close(&round.at);
        fault_vfs_cut_power(round.vfs);
    }
    check(&round);
    end_round(&round);
    return fired;
}

static void each_missed_start_survives_a_failing_write(void **state)
{
    (void)state;
    fault_rounds(FAULT_IO_ERROR, survive);
}

static void each_missed_start_survives_a_power_cut(void **state)
{
    (void)state;
    fault_rounds(FAULT_DEATH, survive);
}

int main(void)
{
    fault_rounds_in_memory();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_missed_start_survives_a_failing_write),
        cmocka_unit_test(each_missed_start_survives_a_power_cut),
    };
    return cmocka_run_group_tests_name("schedules", tests, NULL, NULL);
}
