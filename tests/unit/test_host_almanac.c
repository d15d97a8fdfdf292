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

#include "support/company_calendars.h"
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

static void put(Scheduled *f, const WritCalendars *set)
{
    WritError error;
    item_begin(f->host);
    assert_int_equal(almanac_put(f->host, set, &error), WRIT_OK);
    assert_int_equal(item_end(f->host, &error), WRIT_OK);
    assert_int_equal(writ_store_flush(f->host->store, &error), WRIT_OK);
}

static const WritCalendar *find(Scheduled *f, const char *name)
{
    const WritCalendar *calendar = NULL;
    WritError error;
    if (almanac_find(f->host, writ_text(name), &calendar, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
    return calendar;
}

static void calendars_are_there_again_after_a_restart(void **state)
{
    Scheduled *f = *state;
    WritCalendars set = company_calendars(f->arena);
    put(f, &set);
    WritHash version = f->host->almanac.version;
    assert_ptr_equal(find(f, "fr_off"), find(f, "fr_off"));
    scheduled_close(f);
    scheduled_open(f);
    assert_true(writ_hash_equal(&f->host->almanac.version, &version));
    const WritCalendar *fr = find(f, "fr_off");
    assert_instant(fr, add_days(fr, "2026-11-10T10:00:00+01:00", 1), "2026-11-12T18:00:00+01:00");
}

static void a_calendar_that_the_book_has_no_more_is_told_by_its_name(void **state)
{
    Scheduled *f = *state;
    WritCalendars set = company_calendars(f->arena);
    put(f, &set);
    WritCalendars none = {.calendar_count = 0};
    put(f, &none);
    const WritCalendar *calendar = NULL;
    WritError error;
    assert_int_equal(almanac_find(f->host, writ_text("fr_off"), &calendar, &error), WRIT_NOT_FOUND);
    assert_string_equal(error.text, "the book has no calendar \"fr_off\" any more");
    assert_non_null(strstr(error.hint, "Bring it back"));
}

static void a_set_that_is_given_up_leaves_what_was(void **state)
{
    Scheduled *f = *state;
    WritCalendars set = company_calendars(f->arena);
    WritError error;
    item_begin(f->host);
    assert_int_equal(almanac_put(f->host, &set, &error), WRIT_OK);
    item_abandon(f->host);
    assert_int_equal(almanac_load(f->host, &error), WRIT_OK);
    assert_null(f->host->almanac.arena);
    scheduled_close(f);
    scheduled_open(f);
    assert_null(f->host->almanac.arena);
}

static void decisions_rest_on_a_version_of_the_calendars(void **state)
{
    Scheduled *f = *state;
    WritError error;
    scheduled_make(f, SCHEDULED_WAITS, (WritSchedule){.kind = WRIT_SCHEDULE_DAY, .minute = 7 * 60});
    scheduled_put(f);
    f->clock.now = instant_of("2026-10-21T08:00:00+02:00");
    assert_int_equal(scheduled_run(f, &error), WRIT_OK);
    WritCalendars other = company_calendars(f->arena);
    other.calendars[0].title = writ_text("Another title");
    put(f, &other);
    f->clock.now = instant_of("2026-10-22T08:00:00+02:00");
    assert_int_equal(scheduled_run(f, &error), WRIT_OK);
    put(f, &other);
    HostCheck found = host_check(f->host);
    assert_int_equal(found.wrong.length, 0);
    assert_int_equal(found.bases, 2);
    WritBasis basis;
    WritBuffer bytes = {0};
    CaseRow row;
    assert_int_equal(case_row_find(f->host, 3, &bytes, &row, &error), WRIT_OK);
    assert_int_equal(basis_read(f->host, row.basis, &basis, &error), WRIT_OK);
    assert_true(writ_hash_equal(&basis.calendars, &f->host->almanac.version));
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
