// Books with other measures come in force one after the other while writes fail and the power is
// cut: afterwards all measures are those of one book, and they go with the process in force.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "support/fault_rounds.h"
#include "support/fault_vfs.h"
#include "support/host_check.h"
#include "support/measured.h"

enum { RELEASES = 12 };
static const FaultPlan no_fault = {.kind = FAULT_NONE};

static const char before[] = "measure dear \"Dear ones\"\n"
                             "  over errand\n"
                             "  is errand.price > 10 EUR\n"
                             "measure old \"Of before\"\n"
                             "  over errand\n"
                             "  is errand.drop\n";
static const char after[] = "measure dear \"Dear ones\"\n"
                            "  over errand\n"
                            "  is errand.price > 100 EUR\n"
                            "measure urgent \"Urgent ones\"\n"
                            "  over errand\n"
                            "  is errand.urgent\n";
static const char case_text[] =
    "{\"errand\":{\"kind\":\"near\",\"drop\":false,\"price\":\"50 EUR\","
    "\"discount\":\"0%%\",\"effort\":\"1 hour\",\"done_on\":\"2026-10-20\","
    "\"lines\":[]%s}}";

typedef struct Round {
    Measured at;
    FaultVfs *vfs;
    char name[96];
} Round;

static void begin_round(Round *round, uint64_t seed)
{
    char text[400];
    (void)snprintf(text, sizeof text, case_text, "");
    round->vfs = fault_vfs_new("fault", seed);
    measured_begin(&round->at, "fault", "2026-10-20T06:00:00Z");
    measured_open(&round->at);
    measured_release(&round->at, MEASURED_FIRST, before);
    (void)measured_start(&round->at, text);
}

static uint64_t number_in(const WritJson *measure, const char *key)
{
    unsigned long long number = 99;
    (void)sscanf(writ_json_find(measure, key)->text.data, "%llu", &number);
    return number;
}

// Which book is in force says what a start must have.
static bool is_new(Round *round)
{
    char text[400];
    (void)snprintf(text, sizeof text, case_text, ",\"urgent\":true");
    WritRequest request = {
        .kind = WRIT_REQUEST_START,
        .name = writ_text("errand"),
        .account = writ_text("ada_account"),
        .body = writ_text(text),
        .body_name = writ_text("errand.json"),
    };
    host_must_ask(round->at.host, &request, &round->at.reply);
    return round->at.reply.status == WRIT_OK;
}

static void check(Round *round)
{
    fault_vfs_plan(round->vfs, &no_fault);
    measured_close(&round->at);
    measured_open(&round->at);
    HostCheck found = host_check(round->at.host);
    if (found.wrong.length > 0) {
        fail_msg("%s: %s", round->name, writ_buffer_string(&found.wrong));
    }
    bool new_one = is_new(round);
    const WritJson *all = measured_figures(&round->at, "", "");
    assert_int_equal(writ_json_find(all, "measures")->count, 2);
    const WritJson *dear = measured_of(all, "dear");
    assert_int_equal(number_in(dear, "counted"), new_one ? 2 : 1);
    assert_int_equal(number_in(dear, "holds"), new_one ? 0 : 1);
    (void)measured_of(all, new_one ? "urgent" : "old");
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
    for (int i = 0; i < RELEASES; i++) {
        bool second = i % 2 == 0;
        (void)!measured_try_release(&round.at, second ? MEASURED_SECOND : MEASURED_FIRST,
                                    second ? after : before, &error);
    }
    bool fired = fault_vfs_fired(round.vfs);
    if (kind == FAULT_DEATH && fired) {
        measured_close(&round.at);
        fault_vfs_cut_power(round.vfs);
    }
    check(&round);
    measured_end(&round.at);
    fault_vfs_free(round.vfs);
    return fired;
}

static void measures_come_in_force_whole_beside_a_failing_write(void **state)
{
    (void)state;
    fault_rounds(FAULT_IO_ERROR, survive);
}

static void measures_come_in_force_whole_beside_a_power_cut(void **state)
{
    (void)state;
    fault_rounds(FAULT_DEATH, survive);
}

int main(void)
{
    fault_rounds_in_memory();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_come_in_force_whole_beside_a_failing_write),
        cmocka_unit_test(measures_come_in_force_whole_beside_a_power_cut),
    };
    return cmocka_run_group_tests_name("measures", tests, NULL, NULL);
}
