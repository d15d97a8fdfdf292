// New exchange rates come in force while writes fail and the power is cut: afterwards the old ones
// are in force or the new ones, whole, and the release can be made again.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "support/fault_rounds.h"
#include "support/fault_vfs.h"
#include "support/host_check.h"
#include "support/rates_book.h"
#include "support/scheduled.h"

static const FaultPlan no_fault = {.kind = FAULT_NONE};
static const char before[] = "2026-03-02,RON,5.0850\n2026-03-02,USD,1.1500\n";
enum { RATES_BEFORE = 2, RATES_AFTER = 2400 };

// More than fits a page of the store.
static const char *after(void)
{
    static char lines[RATES_AFTER * 24];
    size_t length = (size_t)snprintf(lines, sizeof lines, "2026-03-03,RON,5.1000\n");
    for (int i = 0; i < RATES_AFTER - 1; i++) {
        length +=
            (size_t)snprintf(lines + length, sizeof lines - length, "%04d-%02d-%02d,USD,5.%04d\n",
                             2010 + i / 336, i / 28 % 12 + 1, i % 28 + 1, i);
    }
    return lines;
}

static uint32_t rates_in_force(const Scheduled *f)
{
    return rates_now(f->host) == NULL ? 0 : rates_now(f->host)->tables[0].rate_count;
}

static void must_release(Scheduled *f, const char *lines)
{
    WritError error;
    if (rates_book_release(f->host, lines, &error) != WRIT_OK) {
        fail_msg("on a sound disk: %s %s", error.text, error.hint);
    }
}

static void check(Scheduled *f, FaultVfs *vfs, bool released)
{
    fault_vfs_plan(vfs, &no_fault);
    scheduled_close(f);
    scheduled_open(f);
    uint32_t count = rates_in_force(f);
    assert_true(count == RATES_AFTER || (count == RATES_BEFORE && !released));
    must_release(f, after());
    assert_int_equal(rates_in_force(f), RATES_AFTER);
    HostCheck found = host_check(f->host);
    if (found.wrong.length > 0) {
        fail_msg("%s", writ_buffer_string(&found.wrong));
    }
}

static bool survive(FaultKind kind, uint64_t at)
{
    Scheduled f;
    WritError error;
    FaultPlan plan = {.kind = kind, .target = FAULT_AT_WRITES, .at = at};
    FaultVfs *vfs = fault_vfs_new("fault", at);
    scheduled_begin(&f, "fault", "2026-03-03T10:00:00Z");
    must_release(&f, before);
    fault_vfs_plan(vfs, &plan);
    bool released = rates_book_release(f.host, after(), &error) == WRIT_OK;
    bool fired = fault_vfs_fired(vfs);
    if (kind == FAULT_DEATH && fired) {
        scheduled_close(&f);
        fault_vfs_cut_power(vfs);
    }
    check(&f, vfs, released && !fired);
    scheduled_end(&f);
    fault_vfs_free(vfs);
    return fired;
}

static void rates_survive_a_failing_write(void **state)
{
    (void)state;
    fault_rounds(FAULT_IO_ERROR, survive);
}

static void rates_survive_a_power_cut(void **state)
{
    (void)state;
    fault_rounds(FAULT_DEATH, survive);
}

int main(void)
{
    fault_rounds_in_memory();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_survive_a_failing_write),
        cmocka_unit_test(rates_survive_a_power_cut),
    };
    return cmocka_run_group_tests_name("rates", tests, NULL, NULL);
}
