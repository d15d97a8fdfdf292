// A deadline waits after a standstill, and the message that it waits for comes, while writes fail
// and the power is cut: a message that was answered is there, once, and the deadline does not pass.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/fault_rounds.h"
#include "support/depot.h"
#include "support/fault_vfs.h"

enum { TURNS_MAX = 100 };
static const int64_t MINUTE = 60 * INT64_C(1000000);
static const FaultPlan no_fault = {.kind = FAULT_NONE};

static WritRequest message(int64_t sent)
{
    return (WritRequest){.kind = WRIT_REQUEST_SEND,
                         .name = writ_text("goods"),
                         .body = writ_text("{\"number\":\"1\",\"part\":1}"),
                         .source = writ_text("wms/4711"),
                         .sent = sent,
                         .account = writ_text("ada")};
}

// Opens, lets what is due be held, takes the message. True: it was answered.
static bool go_through(Depot *depot, int64_t due)
{
    WritError error;
    if (!depot_try_open(depot, &error)) {
        return false;
    }
    for (int i = 0; i < TURNS_MAX && writ_host_next_due(depot->host) < depot->clock.now; i++) {
        if (writ_host_turn(depot->host, 0, -1, &error) != WRIT_OK) {
            return false;
        }
    }
    WritRequest request = message(due);
    return host_ask(depot->host, &request, &depot->answer, &error) == WRIT_OK &&
           depot->answer.status == WRIT_OK;
}

static bool survive(FaultKind kind, uint64_t at)
{
    Depot depot;
    FaultPlan plan = {.kind = kind, .target = FAULT_AT_WRITES, .at = at};
    FaultVfs *vfs = fault_vfs_new("fault", at);
    depot_begin_on(&depot, "fault");
    int64_t due = depot.clock.now + 30 * MINUTE;
    assert_int_equal(depot_start(&depot), 1);
    depot_close(&depot);
    depot.clock.now += 45 * MINUTE;
    fault_vfs_plan(vfs, &plan);
    bool answered = go_through(&depot, due);
    bool fired = fault_vfs_fired(vfs);
    depot_close(&depot);
    if (kind == FAULT_DEATH && fired) {
        fault_vfs_cut_power(vfs);
    }
    fault_vfs_plan(vfs, &no_fault);
    depot_open(&depot);
    depot_rest(&depot);
    if (answered) {
        assert_string_equal(depot_order(&depot, 1), "m1");
    }
    WritRequest again = message(due);
    host_must_ask(depot.host, &again, &depot.answer);
    assert_int_equal(depot.answer.status, WRIT_OK);
    assert_string_equal(depot_order(&depot, 1), "m1");
    assert_int_equal(depot_story(&depot, 1).events[0].effective, due);
    depot_end(&depot);
    fault_vfs_free(vfs);
    return fired;
}

static void no_message_is_late_for_a_failing_write(void **state)
{
    (void)state;
    fault_rounds(FAULT_IO_ERROR, survive);
}

static void no_message_is_late_for_a_power_cut(void **state)
{
    (void)state;
    fault_rounds(FAULT_DEATH, survive);
}

int main(void)
{
    fault_rounds_in_memory();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_message_is_late_for_a_failing_write),
        cmocka_unit_test(no_message_is_late_for_a_power_cut),
    };
    return cmocka_run_group_tests_name("sent_fault", tests, NULL, NULL);
}
