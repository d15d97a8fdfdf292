#include "support/scheduled.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "writ/compile.h"

enum { TURNS_MAX = 200 };

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

// --- The host ----------------------------------------------------------------------------------

WritStatus scheduled_try_open(Scheduled *scheduled, WritError *error)
{
    WritHostOptions options = {
        .store = scheduled->store,
        .store_vfs = scheduled->vfs,
        .hook_program = WRIT_HOOK_EXECUTABLE,
        .clock = writ_clock_manual(&scheduled->clock),
    };
    scheduled->host = NULL;
    return writ_host_open(&scheduled->host, &options, error);
}

void scheduled_open(Scheduled *scheduled)
{
    WritError error;
    if (scheduled_try_open(scheduled, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
}

void scheduled_close(Scheduled *scheduled)
{
    writ_host_close(scheduled->host);
    scheduled->host = NULL;
}

void scheduled_begin(Scheduled *scheduled, const char *vfs, const char *now)
{
    *scheduled = (Scheduled){.vfs = vfs, .arena = writ_arena_new(WRIT_CALENDARS_ARENA_BYTES)};
    scheduled->clock.now = instant_of(now);
    scratch_directory_make(&scheduled->directory);
    (void)scratch_directory_path(&scheduled->directory, "store.db", scheduled->store);
    scheduled_open(scheduled);
}

void scheduled_end(Scheduled *scheduled)
{
    scheduled_close(scheduled);
    scratch_directory_remove(&scheduled->directory);
    writ_arena_free(scheduled->arena);
}

// --- What is in force --------------------------------------------------------------------------

void scheduled_make(Scheduled *scheduled, ScheduledWork work, WritSchedule schedule)
{
    char text[2000];
    WritError error;
    (void)snprintf(text, sizeof text, process_text, work == SCHEDULED_WAITS ? look : "");
    WritCompilation *compilation = writ_compile_new(scheduled->arena);
    assert_int_equal(
        writ_compile_add(compilation, writ_text("plans.writ"), writ_text(text), &error), WRIT_OK);
    writ_compile_run(compilation);
    assert_int_equal(writ_compile_plan_count(compilation), 1);
    scheduled->plan = *writ_compile_plan(compilation, 0);
    scheduled->plan.start = WRIT_START_ON_SCHEDULE;
    scheduled->plan.start_parties_start = scheduled->plan.start_party_count = 0;
    scheduled->plan.schedule = schedule;
    scheduled->plan.calendar = writ_text("fr_off");
}

void scheduled_put(Scheduled *scheduled)
{
    const WritPlan *plan = &scheduled->plan;
    WritHost *host = scheduled->host;
    WritBuffer bytes = {0};
    WritError error;
    WritCalendars company = company_calendars(scheduled->arena);
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
    assert_int_equal(schedules_put(host, plan, &error), WRIT_OK);
    assert_int_equal(item_end(host, &error), WRIT_OK);
    assert_int_equal(writ_store_flush(host->store, &error), WRIT_OK);
    writ_buffer_dispose(&bytes);
    scheduled_close(scheduled);
    scheduled_open(scheduled);
}

// --- What happens ------------------------------------------------------------------------------

WritStatus scheduled_run(Scheduled *scheduled, WritError *error)
{
    WritStatus status = WRIT_OK;
    for (int i = 0; status == WRIT_OK && i < TURNS_MAX &&
                    writ_host_next_due(scheduled->host) <= scheduled->clock.now;
         i++) {
        status = writ_host_turn(scheduled->host, 0, -1, error);
    }
    return status;
}

uint64_t scheduled_case_count(const Scheduled *scheduled)
{
    return scheduled->host->next_case - 1;
}

int64_t scheduled_effective(Scheduled *scheduled, uint64_t case_number)
{
    WritBuffer bytes = {0};
    WritBuffer entry_bytes = {0};
    CaseRow row;
    WritError error;
    WritJournalEntry journal;
    WritEntry entry;
    assert_int_equal(case_row_find(scheduled->host, case_number, &bytes, &row, &error), WRIT_OK);
    uint64_t sequence = row.last_entry;
    do {
        assert_int_equal(writ_store_journal_read(scheduled->host->store, sequence, &journal,
                                                 &entry_bytes, &error),
                         WRIT_OK);
        sequence = journal.previous;
    } while (sequence != 0);
    assert_int_equal(writ_entry_decode(&entry, scheduled->arena, journal.bytes, &error), WRIT_OK);
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&entry_bytes);
    return entry.effective;
}
