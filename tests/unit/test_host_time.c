// A book with calendars, through a whole host: deadlines in working time, and what happens to them
// when holidays change.
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

enum { CASES = 600, TURNS_MAX = 100 };

static const char texts[] = "writ 2026\n"
                            "module office version 1.0\n"
                            "\n"
                            "calendar lyon \"Office in Lyon\"\n"
                            "  time zone \"Europe/Paris\"\n"
                            "  open monday to friday 09:00 to 12:30\n"
                            "  open monday to friday 13:30 to 18:00\n"
                            "  public holidays from \"calendars/fr.csv\"\n"
                            "  valid through 2027-12-31\n"
                            "\n"
                            "process leave \"Leave\"\n"
                            "  process owner head\n"
                            "  uses calendar lyon\n"
                            "  starts on request by head\n"
                            "  ends as granted, late\n"
                            "  no deadline because \"Its step has one\"\n"
                            "  if no permitted person is available reassign to head\n"
                            "\n"
                            "  stage work \"Decide\"\n"
                            "    step decide \"Grant it\"\n"
                            "      do \"Grant it\"\n"
                            "      by head\n"
                            "      deadline 2 working days\n"
                            "      outcomes granted\n"
                            "      on granted end the case as granted\n"
                            "      on overdue end the case as late\n"
                            "\n"
                            "role head \"Head\"\n"
                            "  filled from \"directory:heads\"\n";
static const char people[] = "writ 2026\n"
                             "directory \"People\"\n"
                             "person ada \"Ada\"\n"
                             "  signs in as \"ada\"\n"
                             "  belongs to \"heads\"\n";
static const char holidays[] = "when, name\n"
                               "every 11 november, Armistice\n"
                               "every 25 december, Christmas\n";
static const char one_more[] = "when, name\n"
                               "every 11 november, Armistice\n"
                               "2026-11-12, Works holiday\n"
                               "every 25 december, Christmas\n";

typedef struct Fixture {
    ScratchDirectory directory;
    char store[SCRATCH_PATH_BYTES];
    WritManualClock clock;
    WritHost *host;
    WritHostDeadlines deadlines; // Of the host that is opened next.
    HostReply answer;            // The last one.
} Fixture;

static void open_host(Fixture *f)
{
    WritError error;
    WritHostOptions options = {
        .store = f->store,
        .hook_program = WRIT_HOOK_EXECUTABLE,
        .deadlines = f->deadlines,
        .clock = writ_clock_manual(&f->clock),
    };
    if (writ_host_open(&f->host, &options, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
}

static void release(Fixture *f, const char *csv)
{
    WritError error;
    WritBookFile files[] = {
        {.path = writ_text("calendars/fr.csv"), .bytes = writ_text(csv)},
        {.path = writ_text("office.writ"), .bytes = writ_text(texts)},
        {.path = writ_text("people.writ"), .bytes = writ_text(people)},
    };
    if (writ_host_release(f->host, files, 3, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
}

static int set_up(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->clock.now = instant_of("2026-11-10T16:00:00+01:00");
    scratch_directory_make(&f->directory);
    (void)scratch_directory_path(&f->directory, "store.db", f->store);
    open_host(f);
    release(f, holidays);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    writ_host_close(f->host);
    scratch_directory_remove(&f->directory);
    host_reply_dispose(&f->answer);
    free(f);
    return 0;
}

static void turn(Fixture *f)
{
    WritError error;
    assert_int_equal(writ_host_turn(f->host, 0, -1, &error), WRIT_OK);
}

static void ask(Fixture *f, WritRequest request)
{
    host_must_ask(f->host, &request, &f->answer);
}

static void start(Fixture *f)
{
    ask(f, (WritRequest){.kind = WRIT_REQUEST_START,
                         .name = writ_text("leave"),
                         .body = writ_text("{}"),
                         .account = writ_text("ada")});
    assert_int_equal(f->answer.status, WRIT_OK);
}

static void run(Fixture *f)
{
    for (int i = 0; !writ_host_is_idle(f->host) || writ_host_next_due(f->host) < f->clock.now;
         i++) {
        assert_true(i < TURNS_MAX);
        turn(f);
    }
    HostCheck found = host_check(f->host);
    if (found.wrong.length > 0) {
        fail_msg("%s", writ_buffer_string(&found.wrong));
    }
}

static void assert_due(Fixture *f, const char *instant)
{
    assert_int_equal(writ_host_next_due(f->host), instant_of(instant));
}

// --- Deadlines ---------------------------------------------------------------------------------

static void n3_a_deadline_of_working_days_is_the_close_of_the_last(void **state)
{
    Fixture *f = *state;
    start(f);
    assert_due(f, "2026-11-13T18:00:00+01:00"); // Wednesday is a holiday.
    f->clock.now = instant_of("2026-11-13T18:00:00+01:00");
    run(f);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = 1});
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "\"open\""));
    f->clock.now += 1;
    run(f);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = 1});
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "\"late\""));
}

// --- Calendars that change (S6) ----------------------------------------------------------------

static void s6_a_new_holiday_moves_what_is_ahead(void **state)
{
    Fixture *f = *state;
    start(f);
    release(f, one_more);
    run(f);
    assert_due(f, "2026-11-16T18:00:00+01:00");
    ask(f, (WritRequest){.kind = WRIT_REQUEST_TIMELINE, .case_number = 1});
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "moved"));
    release(f, holidays);
    run(f);
    assert_due(f, "2026-11-13T18:00:00+01:00");
}

static void s6_what_was_due_before_the_change_stays_due(void **state)
{
    Fixture *f = *state;
    start(f);
    f->clock.now = instant_of("2026-11-13T18:00:01+01:00");
    release(f, one_more);
    run(f);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = 1});
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "\"late\""));
}

static void s6_a_deadline_that_moves_into_the_past_is_due_at_the_change(void **state)
{
    Fixture *f = *state;
    release(f, one_more);
    run(f);
    start(f);
    assert_due(f, "2026-11-16T18:00:00+01:00");
    f->clock.now = instant_of("2026-11-14T10:00:00+01:00");
    release(f, holidays);
    run(f);
    f->clock.now += 1;
    run(f);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = 1});
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "\"late\""));
}

static void many_deadlines_move_also_over_a_restart(void **state)
{
    Fixture *f = *state;
    for (int i = 0; i < CASES; i++) {
        start(f);
    }
    release(f, one_more);
    turn(f);
    assert_true(f->host->recount_next > 1 && f->host->recount_next < CASES);
    writ_host_close(f->host);
    open_host(f);
    assert_true(f->host->recount_next > 1);
    run(f);
    assert_int_equal(f->host->recount_next, 0);
    assert_due(f, "2026-11-16T18:00:00+01:00");
    f->clock.now = instant_of("2026-11-13T18:00:01+01:00");
    run(f);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = CASES});
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "\"open\""));
}

// A deadline of before the change that would pass while others are counted.
static void no_case_is_late_by_holidays_that_are_no_more(void **state)
{
    Fixture *f = *state;
    for (int i = 0; i < CASES; i++) {
        start(f);
    }
    f->clock.now = instant_of("2026-11-13T17:59:59+01:00");
    release(f, one_more);
    f->clock.now = instant_of("2026-11-13T18:00:01+01:00");
    run(f);
    for (uint64_t number = 1; number <= CASES; number += CASES / 4) {
        ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = number});
        assert_non_null(strstr(writ_buffer_string(&f->answer.json), "\"open\""));
    }
}

// Whoever only looks at a case lets no deadline pass, and so counts none anew that had passed.
static void s6_a_question_revives_no_deadline(void **state)
{
    Fixture *f = *state;
    start(f);
    f->clock.now = instant_of("2026-11-14T10:00:00+01:00");
    writ_host_close(f->host);
    f->deadlines = WRIT_DEADLINES_HELD;
    open_host(f);
    release(f, one_more);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = 1});
    for (int i = 0; i < TURNS_MAX; i++) {
        turn(f);
    }
    assert_true(writ_host_is_idle(f->host));
    assert_due(f, "2026-11-13T18:00:00+01:00");
    writ_host_close(f->host);
    f->deadlines = WRIT_DEADLINES_PASS;
    open_host(f);
    run(f);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = 1});
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "\"late\""));
}

static void damage_case(Fixture *f, uint64_t number)
{
    WritError error;
    item_begin(f->host);
    writ_buffer_clear(&f->host->key);
    key_case(&f->host->key, number);
    writ_store_batch_put(&f->host->batch, WRIT_FAMILY_CASES, writ_buffer_text(&f->host->key),
                         writ_text("damaged"));
    assert_int_equal(item_end(f->host, &error), WRIT_OK);
    turn(f);
    writ_host_close(f->host);
    open_host(f);
}

static void a_case_that_cannot_be_read_holds_up_no_other(void **state)
{
    Fixture *f = *state;
    start(f);
    start(f);
    damage_case(f, 1);
    release(f, one_more);
    for (int i = 0; i < TURNS_MAX && !writ_host_is_idle(f->host); i++) {
        turn(f);
    }
    assert_true(writ_host_is_idle(f->host));
    ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = 2});
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "2026-11-16T17:00:00Z"));
}

// --- Clocks that go wrong ----------------------------------------------------------------------

static void assert_says(Fixture *f, WritRequestKind kind, const char *words)
{
    ask(f, (WritRequest){.kind = kind, .case_number = 1});
    if (strstr(writ_buffer_string(&f->answer.json), words) == NULL) {
        fail_msg("%s is not in %s", words, writ_buffer_string(&f->answer.json));
    }
}

static void a_clock_that_steps_back_an_hour_puts_deadlines_off_by_it(void **state)
{
    Fixture *f = *state;
    start(f);
    f->clock.now = instant_of("2026-11-13T17:59:59+01:00");
    run(f);
    f->clock.now = instant_of("2026-11-13T17:00:00+01:00");
    run(f);
    assert_due(f, "2026-11-13T18:00:00+01:00");
    f->clock.now = instant_of("2026-11-13T18:00:01+01:00");
    run(f);
    assert_says(f, WRIT_REQUEST_SHOW, "\"late\"");
    f->clock.now = instant_of("2026-11-13T17:00:00+01:00");
    run(f);
    f->clock.now = instant_of("2026-11-13T18:00:01+01:00");
    run(f);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_TIMELINE, .case_number = 1});
    const char *first = strstr(writ_buffer_string(&f->answer.json), "\"overdue\"");
    assert_non_null(first);
    assert_null(strstr(first + 1, "\"overdue\""));
}

static void a_clock_that_stands_still_lets_nothing_become_due(void **state)
{
    Fixture *f = *state;
    f->clock.now = instant_of("2026-11-13T17:59:59+01:00");
    start(f);
    for (int i = 0; i < TURNS_MAX; i++) {
        turn(f);
    }
    assert_says(f, WRIT_REQUEST_SHOW, "\"open\"");
    ask(f, (WritRequest){.kind = WRIT_REQUEST_ANSWER,
                         .case_number = 1,
                         .frame = 3,
                         .account = writ_text("ada"),
                         .name = writ_text("granted")});
    run(f);
    assert_says(f, WRIT_REQUEST_SHOW, "\"granted\"");
}

static void a_case_that_ends_before_it_began_has_an_end(void **state)
{
    Fixture *f = *state;
    start(f);
    f->clock.now -= minutes(30);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_ANSWER,
                         .case_number = 1,
                         .frame = 3,
                         .account = writ_text("ada"),
                         .name = writ_text("granted")});
    run(f);
    assert_says(f, WRIT_REQUEST_SHOW, "\"ended\":\"2026-11-10T15:00:00Z\"");
}

// The calendar is known through 2027: what is due by then is late, what begins later is counted by
// nobody's guess.
static void ten_years_ahead_deadlines_pass_and_new_ones_are_incidents(void **state)
{
    Fixture *f = *state;
    start(f);
    f->clock.now = instant_of("2036-11-10T16:00:00+01:00");
    run(f);
    assert_says(f, WRIT_REQUEST_SHOW, "\"late\"");
    start(f);
    run(f);
    ask(f, (WritRequest){.kind = WRIT_REQUEST_WHY, .case_number = 2});
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "2027-12-31"));
    assert_non_null(strstr(writ_buffer_string(&f->answer.json), "\"incident\""));
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    if (access("/usr/share/zoneinfo/Europe/Paris", R_OK) != 0) {
        print_message("skipped: the system has no time zones (package tzdata)\n");
        return 77;
    }
#define CLAIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CLAIM(n3_a_deadline_of_working_days_is_the_close_of_the_last),
        CLAIM(s6_a_new_holiday_moves_what_is_ahead),
        CLAIM(s6_what_was_due_before_the_change_stays_due),
        CLAIM(s6_a_deadline_that_moves_into_the_past_is_due_at_the_change),
        CLAIM(many_deadlines_move_also_over_a_restart),
        CLAIM(no_case_is_late_by_holidays_that_are_no_more),
        CLAIM(s6_a_question_revives_no_deadline),
        CLAIM(a_case_that_cannot_be_read_holds_up_no_other),
        CLAIM(a_clock_that_steps_back_an_hour_puts_deadlines_off_by_it),
        CLAIM(a_clock_that_stands_still_lets_nothing_become_due),
        CLAIM(a_case_that_ends_before_it_began_has_an_end),
        CLAIM(ten_years_ahead_deadlines_pass_and_new_ones_are_incidents),
    };
    return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
