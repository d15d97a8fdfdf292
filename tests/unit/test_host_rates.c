// The exchange rates that a host has in force: kept over a restart, replaced without a new
// definition, used by running cases, and on the record of whatever was converted.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/host_check.h"
#include "support/host_run.h"
#include "support/rates_book.h"
#include "support/scheduled.h"

static const char monday[] = "2026-03-02,RON,5.0850\n2026-03-02,USD,1.1500\n";
static const char tuesday[] = "2026-03-02,RON,5.0850\n2026-03-02,USD,1.1500\n"
                              "2026-03-03,RON,5.1000\n2026-03-03,USD,1.2000\n";

static int set_up(void **state)
{
    Scheduled *f = calloc(1, sizeof *f);
    assert_non_null(f);
    scheduled_begin(f, NULL, "2026-03-02T10:00:00Z");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    scheduled_end(*state);
    free(*state);
    return 0;
}

static void release(Scheduled *f, const char *lines)
{
    WritError error;
    if (rates_book_release(f->host, lines, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
}

static void ask(Scheduled *f, WritRequest request, HostReply *reply)
{
    host_must_ask(f->host, &request, reply);
    if (reply->status != WRIT_OK) {
        fail_msg("%s %s", reply->error.text, reply->error.hint);
    }
}

static void start(Scheduled *f, HostReply *reply)
{
    ask(f,
        (WritRequest){.kind = WRIT_REQUEST_START,
                      .name = writ_text("buy"),
                      .body = writ_text("{\"price\":{\"amount\":\"100.00 RON\"}}"),
                      .body_name = writ_text("price.json"),
                      .person = writ_text("ada")},
        reply);
}

static WritRequest answer(uint64_t case_number)
{
    return host_run_answer_request(case_number, 3, "seen", "ada", NULL);
}

static void assert_shows(Scheduled *f, uint64_t case_number, const char *part)
{
    HostReply reply = {0};
    ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = case_number}, &reply);
    if (strstr(writ_buffer_string(&reply.json), part) == NULL) {
        fail_msg("no %s in %s", part, writ_buffer_string(&reply.json));
    }
    host_reply_dispose(&reply);
}

// Rows and journal agree, and every case can be made again from the journal alone.
static void assert_sound(Scheduled *f)
{
    HostCheck found = host_check(f->host);
    if (found.wrong.length > 0) {
        fail_msg("%s", writ_buffer_string(&found.wrong));
    }
}

// --- In force ----------------------------------------------------------------------------------

static void rates_are_there_again_after_a_restart(void **state)
{
    Scheduled *f = *state;
    release(f, monday);
    WritHash version = f->host->rates.version;
    assert_int_equal(rates_now(f->host)->tables[0].rate_count, 2);
    scheduled_close(f);
    scheduled_open(f);
    assert_true(writ_hash_equal(&f->host->rates.version, &version));
    assert_int_equal(rates_now(f->host)->tables[0].rate_count, 2);
}

static void a_set_that_is_given_up_leaves_what_was(void **state)
{
    Scheduled *f = *state;
    WritError error;
    release(f, monday);
    WritHash version = f->host->rates.version;
    WritRates none = {.table_count = 0};
    item_begin(f->host);
    assert_int_equal(rates_put(f->host, &none, &error), WRIT_OK);
    assert_false(writ_hash_equal(&f->host->rates.version, &version));
    item_abandon(f->host);
    assert_int_equal(rates_load(f->host, &error), WRIT_OK);
    assert_true(writ_hash_equal(&f->host->rates.version, &version));
}

static void a_book_without_rates_has_none(void **state)
{
    Scheduled *f = *state;
    release(f, NULL);
    assert_null(rates_now(f->host));
    release(f, monday);
    release(f, NULL);
    assert_int_equal(rates_now(f->host)->table_count, 0);
}

static void damaged_rates_are_refused(void **state)
{
    Scheduled *f = *state;
    WritError error;
    release(f, monday);
    item_begin(f->host);
    writ_store_batch_put(&f->host->batch, WRIT_FAMILY_META, writ_text("rates"), writ_text("\x01"));
    assert_int_equal(item_end(f->host, &error), WRIT_OK);
    assert_int_equal(rates_load(f->host, &error), WRIT_INVALID);
    assert_string_equal(error.text, "these bytes are no exchange rates");
}

// --- Used --------------------------------------------------------------------------------------

static void new_rates_change_no_definition_and_count_at_once(void **state)
{
    Scheduled *f = *state;
    HostReply reply = {0};
    release(f, monday);
    WritHash definition = f->host->in_force[0].definition->hash;
    WritHash version = f->host->rates.version;
    start(f, &reply);
    assert_shows(f, 1, "\"first\": \"22.62 USD\"");
    f->clock.now += INT64_C(86400000000);
    release(f, tuesday);
    assert_true(writ_hash_equal(&f->host->in_force[0].definition->hash, &definition));
    assert_false(writ_hash_equal(&f->host->rates.version, &version));
    ask(f, answer(1), &reply);
    assert_shows(f, 1, "\"first\": \"22.62 USD\"");
    assert_shows(f, 1, "\"second\": \"23.53 USD\"");
    assert_sound(f);
    host_reply_dispose(&reply);
}

typedef struct Seen {
    Scheduled *f;
    WritBuffer rates;  // "5.0850 RON 2026-03-02\n" for each that was used.
    uint64_t versions; // Bases that name the rates in force.
} Seen;

static WritVisit see_entry(void *self, const WritJournalEntry *journal)
{
    Seen *seen = self;
    WritArena *arena = seen->f->arena;
    WritEntry entry;
    WritBasis basis;
    WritTypes none = {0};
    if (journal->case_number == 0) {
        seen->versions += writ_basis_decode(&basis, journal->bytes, NULL) == WRIT_OK &&
                          writ_hash_equal(&basis.rates, &seen->f->host->rates.version);
        return WRIT_VISIT_ON;
    }
    assert_int_equal(writ_entry_decode(&entry, arena, journal->bytes, NULL), WRIT_OK);
    for (uint32_t i = 0; i < entry.event_count; i++) {
        const WritEvent *event = &entry.events[i];
        if (event->kind == WRIT_EVENT_RATE_USED) {
            assert_true(writ_text_is(event->text, "shop.daily"));
            writ_value_print(&seen->rates, &none, event->value);
            writ_buffer_add_byte(&seen->rates, ' ');
            writ_value_print(&seen->rates, &none, event->values[1]);
            writ_buffer_add_byte(&seen->rates, '\n');
        }
    }
    return WRIT_VISIT_ON;
}

static void the_record_says_which_rates_were_used(void **state)
{
    Scheduled *f = *state;
    HostReply reply = {0};
    Seen seen = {.f = f};
    WritError error;
    release(f, monday);
    start(f, &reply);
    ask(f, answer(1), &reply);
    assert_int_equal(writ_store_journal_scan(f->host->store, 1, see_entry, &seen, &error), WRIT_OK);
    // The answer: once for `needs`, in the block of the task, and once for the last step.
    assert_string_equal(writ_buffer_string(&seen.rates),
                        "5.0850 RON 2026-03-02\n1.1500 USD 2026-03-02\n"
                        "5.0850 RON 2026-03-02\n"
                        "5.0850 RON 2026-03-02\n1.1500 USD 2026-03-02\n");
    assert_int_equal(seen.versions, 1);
    assert_sound(f);
    writ_buffer_dispose(&seen.rates);
    host_reply_dispose(&reply);
}

static void old_rates_stop_steps_and_refuse_answers(void **state)
{
    Scheduled *f = *state;
    HostReply reply = {0};
    release(f, monday);
    start(f, &reply);
    f->clock.now += 6 * INT64_C(86400000000);
    WritRequest request = answer(1);
    host_must_ask(f->host, &request, &reply);
    assert_int_equal(reply.status, WRIT_LIMIT);
    assert_non_null(strstr(reply.error.text, "the last rate for RON in \"shop.daily\" is of "
                                             "2026-03-02: on 2026-03-08 that is 6 days old"));
    start(f, &reply);
    assert_shows(f, 2, "6 days old");
    assert_sound(f);
    host_reply_dispose(&reply);
}

static void rates_that_the_book_has_no_more_are_told_by_their_name(void **state)
{
    Scheduled *f = *state;
    HostReply reply = {0};
    release(f, monday);
    start(f, &reply);
    release(f, NULL);
    WritRequest request = answer(1);
    host_must_ask(f->host, &request, &reply);
    assert_int_equal(reply.status, WRIT_INVALID);
    assert_string_equal(reply.error.text,
                        "converted(price.amount, EUR): the book has no exchange rates "
                        "\"shop.daily\" any more");
    assert_non_null(strstr(reply.error.hint, "Bring them back"));
    assert_sound(f);
    host_reply_dispose(&reply);
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rates_are_there_again_after_a_restart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_set_that_is_given_up_leaves_what_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_book_without_rates_has_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damaged_rates_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(new_rates_change_no_definition_and_count_at_once, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_record_says_which_rates_were_used, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rates_that_the_book_has_no_more_are_told_by_their_name,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(old_rates_stop_steps_and_refuse_answers, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("rates", tests, NULL, NULL);
}
