// Starts by schedule: each occurrence once, in order, however long nobody ran. The plans are put
// into the store with a schedule of the test's own, so that a host finds them in force.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "host/host.h"
#include "support/company_calendars.h"
#include "support/host_check.h"
#include "support/scratch_directory.h"
#include "writ/compile.h"

enum { TURNS_MAX = 200 };

typedef struct Fixture {
    ScratchDirectory directory;
    char store[SCRATCH_PATH_BYTES];
    WritManualClock clock;
    WritHost *host;
    WritArena *arena;
    WritPlan plan; // Of `process_text`, with the schedule of the test.
} Fixture;

static const char process_text[] = "writ 2026\n"
                                   "module plans version 1.0\n"
                                   "\n"
                                   "process cycle \"Cycle\"\n"
                                   "  process owner planner\n"
                                   "  starts on request by planner\n"
                                   "  ends as done\n"
                                   "  no deadline because \"It ends by itself\"\n"
                                   "  if no permitted person is available reassign to planner\n"
                                   "\n"
                                   "  stage work \"Work\"\n"
                                   "%s"
                                   "    end the case as done\n"
                                   "\n"
                                   "role planner \"Planner\"\n"
                                   "  filled from \"directory:planners\"\n";
static const char look[] = "    step look \"Look\"\n"
                           "      do \"Look\"\n"
                           "      by planner\n"
                           "      no deadline because \"It waits\"\n"
                           "      outcomes seen\n"
                           "      on seen next step\n";

static void open_host(Fixture *f)
{
    WritError error;
    WritHostOptions options = {
        .store = f->store,
        .hook_program = WRIT_HOOK_EXECUTABLE,
        .clock = writ_clock_manual(&f->clock),
    };
    if (writ_host_open(&f->host, &options, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
}

// One stage that ends at once, or waits for somebody.
static void make_plan(Fixture *f, const char *step, WritSchedule schedule)
{
    char text[2000];
    WritError error;
    (void)snprintf(text, sizeof text, process_text, step);
    WritCompilation *compilation = writ_compile_new(f->arena);
    assert_int_equal(
        writ_compile_add(compilation, writ_text("plans.writ"), writ_text(text), &error), WRIT_OK);
    writ_compile_run(compilation);
    assert_int_equal(writ_compile_plan_count(compilation), 1);
    f->plan = *writ_compile_plan(compilation, 0);
    f->plan.start = WRIT_START_ON_SCHEDULE;
    f->plan.start_parties_start = f->plan.start_party_count = 0;
    f->plan.schedule = schedule;
    f->plan.calendar = writ_text("fr_off");
}

// `one open case per` something that is the same in every case: the name of the process's ending.
static void add_key(Fixture *f)
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

static void put_in_force(Fixture *f, RuleDays days)
{
    const WritPlan *plan = &f->plan;
    WritHost *host = f->host;
    WritBuffer bytes = {0};
    WritError error;
    WritCalendars company = company_calendars(f->arena);
    writ_plan_encode(&bytes, plan);
    WritHash hash = writ_plan_hash(writ_buffer_text(&bytes));
    item_begin(host);
    WritText key = {(const char *)hash.bytes, WRIT_HASH_BYTES};
    writ_store_batch_put(&host->batch, WRIT_FAMILY_DEFINITIONS, key, writ_buffer_text(&bytes));
    writ_buffer_clear(&bytes);
    writ_put_raw(&bytes, hash.bytes, WRIT_HASH_BYTES);
    writ_put_raw(&bytes, (unsigned char[WRIT_COMMIT_BYTES]){0}, WRIT_COMMIT_BYTES);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_IN_FORCE, plan->name, writ_buffer_text(&bytes));
    assert_int_equal(almanac_put(host, &company, &error), WRIT_OK);
    assert_int_equal(schedules_put(host, plan, days, &error), WRIT_OK);
    assert_int_equal(item_end(host, &error), WRIT_OK);
    assert_int_equal(writ_store_flush(host->store, &error), WRIT_OK);
    writ_buffer_dispose(&bytes);
    writ_host_close(host);
    open_host(f);
}

static int set_up(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = writ_arena_new(WRIT_CALENDARS_ARENA_BYTES);
    f->clock.now = instant_of("2026-10-20T06:00:00+02:00");
    scratch_directory_make(&f->directory);
    (void)scratch_directory_path(&f->directory, "store.db", f->store);
    open_host(f);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    writ_host_close(f->host);
    scratch_directory_remove(&f->directory);
    writ_arena_free(f->arena);
    free(f);
    return 0;
}

static void run(Fixture *f)
{
    WritError error;
    for (int i = 0; i < TURNS_MAX && writ_host_next_due(f->host) <= f->clock.now; i++) {
        assert_int_equal(writ_host_turn(f->host, 0, -1, &error), WRIT_OK);
    }
    HostCheck found = host_check(f->host);
    if (found.wrong.length > 0) {
        fail_msg("%s", writ_buffer_string(&found.wrong));
    }
}

static void at(Fixture *f, const char *instant)
{
    f->clock.now = instant_of(instant);
    run(f);
}

static uint64_t case_count(const Fixture *f)
{
    return f->host->next_case - 1;
}

// The instant from which a case counts: what its first entry says.
static int64_t effective_of(Fixture *f, uint64_t number)
{
    WritBuffer bytes = {0};
    WritBuffer entry_bytes = {0};
    CaseRow row;
    WritError error;
    WritJournalEntry journal;
    WritEntry entry;
    assert_int_equal(case_row_find(f->host, number, &bytes, &row, &error), WRIT_OK);
    uint64_t sequence = row.last_entry;
    do {
        assert_int_equal(
            writ_store_journal_read(f->host->store, sequence, &journal, &entry_bytes, &error),
            WRIT_OK);
        sequence = journal.previous;
    } while (sequence != 0);
    assert_int_equal(writ_entry_decode(&entry, f->arena, journal.bytes, &error), WRIT_OK);
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&entry_bytes);
    return entry.effective;
}

static const WritSchedule every_day = {.kind = WRIT_SCHEDULE_DAY, .minute = 7 * 60};

static void daily(Fixture *f)
{
    make_plan(f, "", every_day);
    put_in_force(f, (RuleDays){.count = 0});
}

// --- Once each ---------------------------------------------------------------------------------

static void a_case_starts_at_its_time_and_once(void **state)
{
    Fixture *f = *state;
    daily(f);
    at(f, "2026-10-20T06:59:59+02:00");
    assert_int_equal(case_count(f), 0);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-10-20T07:00:00+02:00"));
    at(f, "2026-10-20T07:00:00+02:00");
    assert_int_equal(case_count(f), 1);
    at(f, "2026-10-20T07:00:01+02:00");
    assert_int_equal(case_count(f), 1);
    writ_host_close(f->host);
    open_host(f);
    at(f, "2026-10-20T23:00:00+02:00");
    assert_int_equal(case_count(f), 1);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-10-21T07:00:00+02:00"));
}

static void s19_starts_that_were_missed_come_once_each_and_count_from_their_day(void **state)
{
    Fixture *f = *state;
    daily(f);
    writ_host_close(f->host);
    f->clock.now = instant_of("2026-10-26T12:00:00+01:00");
    open_host(f);
    run(f);
    assert_int_equal(case_count(f), 7);
    for (uint64_t number = 1; number <= 7; number++) {
        const WritCalendar *fr = NULL;
        WritError error;
        assert_int_equal(almanac_find(f->host, writ_text("fr_off"), &fr, &error), WRIT_OK);
        int64_t due = writ_zone_instant(writ_calendar_zone(fr),
                                        day_of("2026-10-19") + (int64_t)number, hours(7));
        assert_int_equal(effective_of(f, number), due);
    }
    // Among them the Sunday of 25 hours.
    assert_int_equal(effective_of(f, 6), instant_of("2026-10-25T07:00:00+01:00"));
}

static void a_new_version_of_the_process_starts_nothing_twice(void **state)
{
    Fixture *f = *state;
    daily(f);
    at(f, "2026-10-20T08:00:00+02:00");
    assert_int_equal(case_count(f), 1);
    make_plan(f, look, every_day);
    put_in_force(f, (RuleDays){.count = 0});
    run(f);
    assert_int_equal(case_count(f), 1);
}

static void a_process_that_comes_in_force_late_makes_up_for_nothing(void **state)
{
    Fixture *f = *state;
    f->clock.now = instant_of("2026-10-20T07:00:01+02:00");
    daily(f);
    run(f);
    assert_int_equal(case_count(f), 0);
}

// --- Kinds -------------------------------------------------------------------------------------

static void n6_the_third_working_day_of_a_month_starts_a_case(void **state)
{
    Fixture *f = *state;
    make_plan(
        f, "",
        (WritSchedule){.kind = WRIT_SCHEDULE_WORKING_DAY, .working_day = 3, .minute = 7 * 60});
    put_in_force(f, (RuleDays){.count = 0});
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-11-04T07:00:00+01:00"));
    at(f, "2026-11-04T07:00:00+01:00");
    assert_int_equal(case_count(f), 1);
    assert_int_equal(writ_host_next_due(f->host), instant_of("2026-12-03T07:00:00+01:00"));
}

static void the_days_of_a_rule_are_those_that_were_worked_out(void **state)
{
    Fixture *f = *state;
    int64_t days[] = {day_of("2026-10-19"), day_of("2026-10-22"), day_of("2026-11-05")};
    make_plan(f, "",
              (WritSchedule){
                  .kind = WRIT_SCHEDULE_RULE, .rule = writ_text("FREQ=WEEKLY"), .minute = 9 * 60});
    put_in_force(f, (RuleDays){days, 3, day_of("2026-11-05")});
    at(f, "2026-10-22T09:00:00+02:00");
    assert_int_equal(case_count(f), 1);
    at(f, "2026-11-06T00:00:00+01:00");
    assert_int_equal(case_count(f), 2);
    const Schedule *schedule = f->host->in_force[0].schedule;
    assert_int_equal(schedule->trouble.status, WRIT_LIMIT);
    assert_non_null(strstr(schedule->trouble.text, "2026-11-05"));
    assert_int_equal(writ_host_next_due(f->host), INT64_MAX);
}

static void beyond_the_calendar_starts_stop_and_say_why(void **state)
{
    Fixture *f = *state;
    make_plan(
        f, "",
        (WritSchedule){.kind = WRIT_SCHEDULE_WORKING_DAY, .working_day = 1, .minute = 7 * 60});
    put_in_force(f, (RuleDays){.count = 0});
    at(f, "2027-05-31T23:00:00+02:00");
    assert_int_equal(case_count(f), 7);
    assert_int_equal(f->host->in_force[0].schedule->trouble.status, WRIT_LIMIT);
    assert_non_null(strstr(f->host->in_force[0].schedule->trouble.text, "fr_off"));
}

// --- Order -------------------------------------------------------------------------------------

static void one_open_case_keeps_the_next_start_out(void **state)
{
    Fixture *f = *state;
    make_plan(f, look, every_day);
    add_key(f);
    put_in_force(f, (RuleDays){.count = 0});
    at(f, "2026-10-21T08:00:00+02:00");
    assert_int_equal(case_count(f), 1);
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
        CLAIM(n6_the_third_working_day_of_a_month_starts_a_case),
        CLAIM(the_days_of_a_rule_are_those_that_were_worked_out),
        CLAIM(beyond_the_calendar_starts_stop_and_say_why),
        CLAIM(one_open_case_keeps_the_next_start_out),
    };
    return cmocka_run_group_tests_name("schedules", tests, NULL, NULL);
}
