// A whole host on a disk that fails, fills up and loses power, while an order of the demo goes from
// its receipt to its end (guarantees.md G3, G4, G5, G7).
//
// Afterwards, on a sound disk, the order is taken to its end: every answer that was given is still
// there, nothing happened twice, stock and credit balance.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/fault_vfs.h"
#include "support/order_story.h"
#include "support/random.h"
#include "support/scratch_directory.h"
#include "support/store_use.h"

enum { POINTS_MAX = 20000, ANSWERS_MAX = 64, KEY_BYTES = 64 };

static const FaultPlan no_fault = {.kind = FAULT_NONE};

typedef struct Answers {
    char keys[ANSWERS_MAX][KEY_BYTES];
    WritBuffer texts[ANSWERS_MAX];
    uint32_t count;
} Answers;

typedef struct Round {
    ScratchDirectory directory;
    FaultVfs *vfs;
    HostRun run;
    OrderStory story;
    Answers answers;
    char name[96]; // What is done to it, for messages.
} Round;

static void keep_answer(void *self, const char *key, WritText json)
{
    Answers *answers = self;
    for (uint32_t i = 0; i < answers->count; i++) {
        if (strcmp(answers->keys[i], key) == 0) {
            // A repeated request has the answer that it had. The first one that arrived may have
            // been a repetition too.
            WritText first = writ_buffer_text(&answers->texts[i]);
            assert_true(host_check_same_answer(first, json) || host_check_same_answer(json, first));
            return;
        }
    }
    assert_true(answers->count < ANSWERS_MAX);
    (void)snprintf(answers->keys[answers->count], KEY_BYTES, "%s", key);
    writ_buffer_add(&answers->texts[answers->count++], json);
}

static void begin_round(Round *round, OrderPlot plot, uint64_t seed)
{
    *round = (Round){.vfs = fault_vfs_new("fault", seed)};
    scratch_directory_make(&round->directory);
    round->run = (HostRun){.book = ORDER_BOOK,
                           .vfs = "fault",
                           .program = WRIT_HOOK_EXECUTABLE,
                           .clock = writ_clock_system()};
    host_run_begin(&round->run, round->directory.path, ORDER_DEMO "/systems");
    round->story = (OrderStory){.run = &round->run,
                                .plot = plot,
                                .demo = ORDER_DEMO,
                                .acknowledged = keep_answer,
                                .self = &round->answers};
}

static void end_round(Round *round)
{
    host_run_close(&round->run);
    for (uint32_t i = 0; i < round->answers.count; i++) {
        writ_buffer_dispose(&round->answers.texts[i]);
    }
    fault_vfs_free(round->vfs);
    scratch_directory_remove(&round->directory);
}

// Opens the host and takes the order as far as it goes. WRIT_OK: to its end.
static WritStatus run(Round *round, WritError *error)
{
    WritStatus status = round->run.host == NULL ? host_run_try_open(&round->run, error) : WRIT_OK;
    return status == WRIT_OK ? order_story_run(&round->story, error) : status;
}

static void check(Round *round)
{
    HostCheck found = host_check(round->run.host);
    order_story_check(&round->story, &found);
    for (uint32_t i = 0; i < round->answers.count; i++) {
        const char *key = round->answers.keys[i];
        WritText json = writ_buffer_text(&round->answers.texts[i]);
        if (!(strchr(key, '/') == NULL ? host_check_has_answer(round->run.host, key, json)
                                       : host_check_has_message(round->run.host, key, json))) {
            writ_buffer_format(&found.wrong, "acknowledged and not there: %s\n", key);
        }
    }
    if (found.wrong.length > 0) {
        fail_msg("%s: %s", round->name, writ_buffer_string(&found.wrong));
    }
    writ_buffer_dispose(&found.wrong);
}

static void must_run_to_its_end(Round *round)
{
    WritError error = {0};
    WritStatus status = run(round, &error);
    if (status != WRIT_OK) {
        fail_msg("%s: on a sound disk: %s: %s %s", round->name, writ_status_name(status),
                 error.text, error.hint);
    }
    check(round);
}

// --- I/O errors, a full disk -------------------------------------------------------------------

// True when the fault came to pass. What can go on without opening again does.
static bool survive_fault(uint64_t seed, const FaultPlan *plan)
{
    Round round;
    WritError error = {0};
    begin_round(&round, ORDER_PART_SHIPMENT, seed);
    (void)snprintf(round.name, sizeof round.name, "fault %d, span %d, target %d, operation %llu",
                   (int)plan->kind, (int)plan->span, (int)plan->target,
                   (unsigned long long)plan->at);
    fault_vfs_plan(round.vfs, plan);
    WritStatus status = run(&round, &error);
    bool fired = fault_vfs_fired(round.vfs);
    if (status != WRIT_OK && error.text[0] == '\0') {
        fail_msg("a failure without a sentence");
    }
    fault_vfs_plan(round.vfs, &no_fault);
    if (status != WRIT_OK && (round.run.host == NULL || run(&round, &error) != WRIT_OK)) {
        host_run_close(&round.run);
    }
    must_run_to_its_end(&round);
    end_round(&round);
    return fired;
}

static uint64_t sweep(FaultKind kind, FaultSpan span, FaultTarget target, uint64_t step)
{
    FaultPlan plan = {.kind = kind, .span = span, .target = target, .at = 1};
    uint64_t faults = 0;
    while (survive_fault(plan.at, &plan)) {
        faults++;
        plan.at += step;
        assert_true(plan.at < POINTS_MAX);
    }
    return faults;
}

static void an_order_survives_a_failure_of_any_write(void **state)
{
    (void)state;
    uint64_t faults = sweep(FAULT_IO_ERROR, FAULT_ONCE, FAULT_AT_WRITES, 1);
    assert_true(faults > 60);
}

static void an_order_survives_a_failure_of_any_operation(void **state)
{
    (void)state;
    static const FaultKind kinds[] = {FAULT_IO_ERROR, FAULT_DISK_FULL, FAULT_SHORT};
    uint64_t step = store_use_rounds() > 1 ? 1 : 17;
    uint64_t faults = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        faults += sweep(kinds[i], FAULT_ONCE, FAULT_AT_ANY, step);
        faults += sweep(kinds[i], FAULT_FOR_EVER, FAULT_AT_ANY, step);
    }
    assert_true(faults > 30);
}

static void an_order_goes_on_when_a_full_disk_has_space_again(void **state)
{
    (void)state;
    uint64_t step = store_use_rounds() > 1 ? 1 : 5;
    uint64_t faults = sweep(FAULT_DISK_FULL, FAULT_FOR_EVER, FAULT_AT_WRITES, step);
    assert_true(faults > 10);
}

// --- A failing sync ----------------------------------------------------------------------------

static void must_refuse_everything(Round *round)
{
    WritRequest requests[] = {
        host_run_start_request("order_to_deliver", writ_text("{}"), NULL),
        host_run_send_request("stock_arrived", "{\"item\": \"pump\", \"quantity\": \"1 pcs\"}",
                              NULL),
        {.kind = WRIT_REQUEST_CASES},
        {.kind = WRIT_REQUEST_TASKS},
    };
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        HostReply reply = {0};
        WritError error = {0};
        WritStatus status = host_ask(round->run.host, &requests[i], &reply, &error);
        assert_int_equal(status, WRIT_IO);
        assert_true(!reply.given || reply.status != WRIT_OK);
        assert_true(error.text[0] != '\0');
        host_reply_dispose(&reply);
    }
}

static void a_host_whose_sync_failed_acknowledges_nothing_more(void **state)
{
    (void)state;
    FaultPlan plan = {.kind = FAULT_IO_ERROR, .target = FAULT_AT_SYNCS, .at = 1};
    uint64_t stopped = 0;
    for (bool fired = true; fired; plan.at++) {
        Round round;
        WritError error = {0};
        begin_round(&round, ORDER_PART_SHIPMENT, plan.at);
        fault_vfs_plan(round.vfs, &plan);
        WritStatus status = run(&round, &error);
        fired = fault_vfs_fired(round.vfs);
        fault_vfs_plan(round.vfs, &no_fault);
        if (fired && status != WRIT_OK && round.run.host != NULL) {
            must_refuse_everything(&round);
            stopped++;
        }
        host_run_close(&round.run);
        must_run_to_its_end(&round);
        end_round(&round);
        assert_true(plan.at < POINTS_MAX);
    }
    assert_true(stopped > 5);
}

// --- Power cuts --------------------------------------------------------------------------------

// The power fails at write `at`, and again while what was left is taken up.
static void lose_power(OrderPlot plot, uint64_t seed, uint64_t at)
{
    Round round;
    WritError error = {0};
    begin_round(&round, plot, seed);
    (void)snprintf(round.name, sizeof round.name, "power cut, seed %llu, write %llu",
                   (unsigned long long)seed, (unsigned long long)at);
    for (int cut = 0; cut < 2; cut++) {
        FaultPlan death = {.kind = FAULT_DEATH, .target = FAULT_AT_WRITES, .at = at};
        fault_vfs_plan(round.vfs, &death);
        (void)!run(&round, &error);
        host_run_close(&round.run);
        fault_vfs_cut_power(round.vfs);
        at = 1 + at / 3;
    }
    fault_vfs_plan(round.vfs, &no_fault);
    must_run_to_its_end(&round);
    end_round(&round);
}

static void a_power_cut_loses_nothing_that_was_acknowledged(void **state)
{
    (void)state;
    uint64_t rounds = 100 * store_use_rounds();
    for (uint64_t seed = 1; seed <= rounds; seed++) {
        Random random = {seed};
        lose_power(seed % 4 == 0 ? ORDER_CANCELLED : ORDER_PART_SHIPMENT, seed,
                   1 + random_below(&random, 120));
    }
}

int main(void)
{
    // The power of these files is only cut in the tests, so a real disk would add nothing but time.
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_survives_a_failure_of_any_write),
        cmocka_unit_test(an_order_survives_a_failure_of_any_operation),
        cmocka_unit_test(an_order_goes_on_when_a_full_disk_has_space_again),
        cmocka_unit_test(a_host_whose_sync_failed_acknowledges_nothing_more),
        cmocka_unit_test(a_power_cut_loses_nothing_that_was_acknowledged),
    };
    return cmocka_run_group_tests_name("order under faults", tests, NULL, NULL);
}
