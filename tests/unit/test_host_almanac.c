// The calendars that a host has in force: kept over a restart, replaced as a whole, and part of
// what decisions rest on.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "host/host.h"
#include "support/company_calendars.h"
#include "support/host_check.h"
#include "support/host_run.h"
#include "support/scratch_directory.h"

enum { SECOND = 1000000 };

typedef struct Fixture {
    ScratchDirectory directory;
    WritManualClock clock;
    HostRun run;
    HostReply reply;
    WritArena *arena;
} Fixture;

static int set_up(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->clock.now = INT64_C(1795000000) * SECOND;
    f->arena = writ_arena_new(WRIT_CALENDARS_ARENA_BYTES);
    scratch_directory_make(&f->directory);
    f->run = (HostRun){.book = HOST_BOOK, .program = WRIT_HOOK_EXECUTABLE};
    f->run.clock = writ_clock_manual(&f->clock);
    host_run_begin(&f->run, f->directory.path, ORDER_DEMO "/systems");
    host_run_open(&f->run);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    host_run_close(&f->run);
    host_reply_dispose(&f->reply);
    scratch_directory_remove(&f->directory);
    writ_arena_free(f->arena);
    free(f);
    return 0;
}

static void put(Fixture *f, const WritCalendars *set)
{
    WritError error;
    item_begin(f->run.host);
    assert_int_equal(almanac_put(f->run.host, set, &error), WRIT_OK);
    assert_int_equal(item_end(f->run.host, &error), WRIT_OK);
    assert_int_equal(writ_store_flush(f->run.host->store, &error), WRIT_OK);
}

static const WritCalendar *find(Fixture *f, const char *name)
{
    const WritCalendar *calendar = NULL;
    WritError error;
    if (almanac_find(f->run.host, writ_text(name), &calendar, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
    return calendar;
}

static void calendars_are_there_again_after_a_restart(void **state)
{
    Fixture *f = *state;
    WritCalendars set = company_calendars(f->arena);
    put(f, &set);
    WritHash version = f->run.host->almanac.version;
    assert_ptr_equal(find(f, "fr_off"), find(f, "fr_off"));
    host_run_close(&f->run);
    host_run_open(&f->run);
    assert_true(writ_hash_equal(&f->run.host->almanac.version, &version));
    const WritCalendar *fr = find(f, "fr_off");
    assert_instant(fr, add_days(fr, "2026-11-10T10:00:00+01:00", 1), "2026-11-12T18:00:00+01:00");
}

static void a_calendar_that_the_book_has_no_more_is_told_by_its_name(void **state)
{
    Fixture *f = *state;
    WritCalendars set = company_calendars(f->arena);
    put(f, &set);
    WritCalendars none = {.calendar_count = 0};
    put(f, &none);
    const WritCalendar *calendar = NULL;
    WritError error;
    assert_int_equal(almanac_find(f->run.host, writ_text("fr_off"), &calendar, &error),
                     WRIT_NOT_FOUND);
    assert_string_equal(error.text, "the book has no calendar \"fr_off\" any more");
    assert_non_null(strstr(error.hint, "Bring it back"));
}

static void a_set_that_is_given_up_leaves_what_was(void **state)
{
    Fixture *f = *state;
    WritCalendars set = company_calendars(f->arena);
    WritError error;
    item_begin(f->run.host);
    assert_int_equal(almanac_put(f->run.host, &set, &error), WRIT_OK);
    item_abandon(f->run.host);
    assert_int_equal(almanac_load(f->run.host, &error), WRIT_OK);
    assert_null(f->run.host->almanac.arena);
    host_run_close(&f->run);
    host_run_open(&f->run);
    assert_null(f->run.host->almanac.arena);
}

static void start(Fixture *f)
{
    WritRequest request =
        host_run_start_request("asked", writ_text("{\"job\": {\"number\": \"1\"}}"), NULL);
    host_run_must_ask(&f->run, &request, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
}

static void decisions_rest_on_a_version_of_the_calendars(void **state)
{
    Fixture *f = *state;
    start(f);
    WritCalendars set = company_calendars(f->arena);
    put(f, &set);
    start(f);
    put(f, &set);
    start(f);
    HostCheck found = host_check(f->run.host);
    assert_int_equal(found.wrong.length, 0);
    assert_int_equal(found.bases, 2);
    WritBasis basis;
    WritError error;
    WritBuffer bytes = {0};
    CaseRow row;
    assert_int_equal(case_row_find(f->run.host, 3, &bytes, &row, &error), WRIT_OK);
    assert_int_equal(basis_read(f->run.host, row.basis, &basis, &error), WRIT_OK);
    assert_true(writ_hash_equal(&basis.calendars, &f->run.host->almanac.version));
    writ_buffer_dispose(&bytes);
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(calendars_are_there_again_after_a_restart, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_calendar_that_the_book_has_no_more_is_told_by_its_name,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_set_that_is_given_up_leaves_what_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decisions_rest_on_a_version_of_the_calendars, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("almanac", tests, NULL, NULL);
}
