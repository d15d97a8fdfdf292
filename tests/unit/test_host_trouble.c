// A host whose store or clock fails it, and data that mean trouble: nothing is lost, nothing is
// done twice, and it goes on by itself as soon as it can.
//
// The store's two functions that matter are wrapped, so that a test says which call fails.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <dirent.h>
#include <cmocka.h>

#include "host/host.h"
#include "support/host_fixture.h"

enum { TURNS_MAX = 500, SECOND = 1000000, NO_WAIT = 0, SHORT_WAIT_MS = 20 };

// --- A store that fails when it is told to ------------------------------------------------------

typedef struct Trouble {
    WritFamily family; // Whose rows cannot be found.
    uint32_t finds;    // How many look-ups fail.
    uint32_t passes;   // Writes that go well before those that fail.
    uint32_t writes;   // How many writes fail.
    WritStatus status; // Of those.
} Trouble;

static Trouble trouble;

WritStatus __real_writ_store_find(WritStore *store, WritFamily family, WritText key,
                                  WritBuffer *value, WritError *error);
WritStatus __wrap_writ_store_find(WritStore *store, WritFamily family, WritText key,
                                  WritBuffer *value, WritError *error);
WritStatus __real_writ_store_write(WritStore *store, const WritStoreBatch *batch, WritError *error);
WritStatus __wrap_writ_store_write(WritStore *store, const WritStoreBatch *batch, WritError *error);

WritStatus __wrap_writ_store_find(WritStore *store, WritFamily family, WritText key,
                                  WritBuffer *value, WritError *error)
{
    if (trouble.finds > 0 && trouble.family == family) {
        trouble.finds--;
        return writ_fail(error, WRIT_IO, "the disk cannot be read");
    }
    return __real_writ_store_find(store, family, key, value, error);
}

WritStatus __wrap_writ_store_write(WritStore *store, const WritStoreBatch *batch, WritError *error)
{
    if (trouble.passes > 0) {
        trouble.passes--;
    } else if (trouble.writes > 0) {
        trouble.writes--;
        return writ_fail(error, trouble.status, "the disk takes no more");
    }
    return __real_writ_store_write(store, batch, error);
}

// --- What the tests do --------------------------------------------------------------------------

static void begin(HostFixture *f, const char *book)
{
    trouble = (Trouble){.writes = 0};
    host_fixture_begin(f, book);
}

static void end(HostFixture *f)
{
    trouble = (Trouble){.writes = 0};
    host_fixture_end(f);
}

static void turn(HostFixture *f, int timeout_ms)
{
    WritError error;
    assert_int_equal(writ_host_turn(f->run.host, timeout_ms, -1, &error), WRIT_OK);
}

static void settle(HostFixture *f)
{
    for (int i = 0; !writ_host_is_idle(f->run.host); i++) {
        turn(f, SHORT_WAIT_MS);
        assert_true(i < TURNS_MAX);
    }
    (void)host_fixture_check(f);
}

static void reopen(HostFixture *f)
{
    host_run_close(&f->run);
    host_run_open(&f->run);
}

static void answer(HostFixture *f, uint64_t number, const char *outcome)
{
    uint32_t task = host_run_show(&f->run, number).task;
    assert_true(task != 0);
    WritRequest request = host_run_answer_request(number, task, outcome, "ada", NULL);
    host_must_ask(f->run.host, &request, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    settle(f);
}

static void assert_ended(HostFixture *f, uint64_t number, const char *outcome)
{
    HostView view = host_run_show(&f->run, number);
    assert_string_equal(view.status, "ended");
    assert_string_equal(view.outcome, outcome);
}

static void assert_at(HostFixture *f, uint64_t number, const char *step)
{
    HostView view = host_run_show(&f->run, number);
    assert_non_null(strstr(view.step, step));
}

// --- Dates --------------------------------------------------------------------------------------

static bool lists_a_task(HostFixture *f, const char *since)
{
    WritRequest request = {.kind = WRIT_REQUEST_TASKS, .person = writ_text("ada")};
    host_must_ask(f->run.host, &request, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    const char *json = writ_buffer_string(&f->reply.json);
    return strstr(json, "\"frame\"") != NULL && strstr(json, since) != NULL;
}

static void a_deadline_of_any_year_passes_in_its_order(void **state)
{
    (void)state;
    static const char *const past[] = {"0001-01-01T00:00:00Z", "1950-01-01T00:00:00Z",
                                       "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z"};
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    uint64_t last = host_fixture_start(
        &f, "dated",
        writ_text("{\"paper\": {\"number\": \"9\", \"latest\": \"9999-12-31T23:59:59Z\"}}"));
    for (size_t i = 0; i < sizeof past / sizeof past[0]; i++) {
        char body[200];
        (void)snprintf(body, sizeof body, "{\"paper\": {\"number\": \"%zu\", \"latest\": \"%s\"}}",
                       i, past[i]);
        uint64_t number = host_fixture_start(&f, "dated", writ_text(body));
        turn(&f, NO_WAIT);
        settle(&f);
        assert_at(&f, number, "explain");
        reopen(&f);
        // What follows began at that instant.
        assert_true(lists_a_task(&f, past[i]));
        answer(&f, number, "said");
        assert_ended(&f, number, "late");
    }
    assert_at(&f, last, "sign");
    assert_true(writ_host_next_due(f.run.host) > f.clock.now);
    end(&f);
}

// --- Many deadlines at once ----------------------------------------------------------------------

enum { DUE_AT_ONCE = 1000 };

typedef struct Given {
    WritStatus status;
    bool given;
} Given;

static void keep_given(void *self, const WritReply *reply)
{
    *(Given *)self = (Given){reply->status, true};
}

static void submit_answer(HostFixture *f, uint64_t number, uint32_t task, Given *given)
{
    WritError error;
    WritRequest request = host_run_answer_request(number, task, "signed", "ada", NULL);
    request.account = writ_text("ada");
    *given = (Given){.given = false};
    assert_int_equal(writ_host_submit(f->run.host, &request, keep_given, given, &error), WRIT_OK);
}

static void dated(HostFixture *f, const char *latest, uint64_t *number, uint32_t *task)
{
    char body[200];
    (void)snprintf(body, sizeof body, "{\"paper\": {\"number\": \"1\", \"latest\": \"%s\"}}",
                   latest);
    *number = host_fixture_start(f, "dated", writ_text(body));
    *task = host_run_show(&f->run, *number).task;
}

// S17, N15: who asks is not kept waiting by a thousand deadlines, and yet no answer overtakes the
// deadline of its own case.
static void an_answer_waits_for_its_own_deadline_alone(void **state)
{
    (void)state;
    HostFixture f;
    Given in_time;
    Given late;
    uint64_t open_case = 0;
    uint64_t late_case = 0;
    uint32_t open_task = 0;
    uint32_t late_task = 0;
    begin(&f, TROUBLE_BOOK);
    f.clock.now = INT64_C(1795000000) * SECOND; // 2026-11-18
    for (int i = 0; i < DUE_AT_ONCE; i++) {
        (void)host_fixture_start(
            &f, "dated",
            writ_text("{\"paper\": {\"number\": \"1\", \"latest\": \"2026-12-01T00:00:00Z\"}}"));
    }
    dated(&f, "2026-12-01T00:00:00Z", &late_case, &late_task);
    dated(&f, "2027-12-01T00:00:00Z", &open_case, &open_task);
    f.clock.now = INT64_C(1798000000) * SECOND; // 2026-12-23
    submit_answer(&f, late_case, late_task, &late);
    submit_answer(&f, open_case, open_task, &in_time);
    turn(&f, NO_WAIT);
    assert_true(late.given && in_time.given);
    assert_int_equal(late.status, WRIT_CONFLICT);
    assert_int_equal(in_time.status, WRIT_OK);
    assert_true(writ_host_next_due(f.run.host) < f.clock.now);
    assert_ended(&f, open_case, "signed");
    settle(&f);
    while (writ_host_next_due(f.run.host) < f.clock.now) {
        turn(&f, NO_WAIT);
    }
    assert_at(&f, late_case, "explain");
    end(&f);
}

static int64_t next_due_s(HostFixture *f)
{
    return writ_host_next_due(f->run.host) / SECOND;
}

static void the_next_deadline_is_known_whatever_comes_and_goes(void **state)
{
    (void)state;
    HostFixture f;
    uint64_t cases[3];
    uint32_t tasks[3];
    Given given;
    begin(&f, TROUBLE_BOOK); // At 1795000000, 2026-11-18T11:06:40Z.
    dated(&f, "2026-11-20T00:00:00Z", &cases[0], &tasks[0]);
    assert_int_equal(next_due_s(&f), 1795132800);
    dated(&f, "2026-11-21T00:00:00Z", &cases[1], &tasks[1]);
    assert_int_equal(next_due_s(&f), 1795132800);
    dated(&f, "2026-11-19T00:00:00Z", &cases[2], &tasks[2]);
    assert_int_equal(next_due_s(&f), 1795046400);
    submit_answer(&f, cases[2], tasks[2], &given);
    turn(&f, NO_WAIT);
    assert_int_equal(next_due_s(&f), 1795132800);
    // What could not be written is still there.
    trouble = (Trouble){.writes = 1, .status = WRIT_IO};
    submit_answer(&f, cases[0], tasks[0], &given);
    turn(&f, NO_WAIT);
    assert_int_equal(given.status, WRIT_IO);
    assert_int_equal(next_due_s(&f), 1795132800);
    submit_answer(&f, cases[0], tasks[0], &given);
    turn(&f, NO_WAIT);
    assert_int_equal(next_due_s(&f), 1795219200);
    end(&f);
}

// --- A clock that is set back -------------------------------------------------------------------

static void pass_time(HostFixture *f, int64_t seconds)
{
    f->clock.now += seconds * SECOND;
    turn(f, NO_WAIT);
    settle(f);
}

static uint64_t start_job(HostFixture *f, const char *process, const char *number)
{
    char body[200];
    (void)snprintf(body, sizeof body, "{\"job\": {\"number\": \"%s\"}}", number);
    return host_fixture_start(f, process, writ_text(body));
}

static uint64_t hook_calls(const HostFixture *f)
{
    return writ_host_counters(f->run.host).hook_calls;
}

static void touch(HostFixture *f, const char *name)
{
    char path[HOST_RUN_PATH_BYTES + 64];
    (void)snprintf(path, sizeof path, "%s/erp/%s", f->run.systems, name);
    host_run_write_file(path, "here");
}

static void remove_file(HostFixture *f, const char *name)
{
    char path[HOST_RUN_PATH_BYTES + 64];
    (void)snprintf(path, sizeof path, "%s/erp/%s", f->run.systems, name);
    assert_int_equal(unlink(path), 0);
}

static void a_retry_comes_in_its_time_when_the_clock_is_set_back(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    touch(&f, "silent.1");
    f.clock.now += INT64_C(3600) * SECOND;
    turn(&f, NO_WAIT);
    f.clock.now -= INT64_C(3600) * SECOND;
    uint64_t number = start_job(&f, "noted", "1");
    settle(&f);
    remove_file(&f, "silent.1");
    assert_int_equal(hook_calls(&f), 1);
    assert_true(writ_host_next_due(f.run.host) <= f.clock.now + INT64_C(12) * SECOND);
    pass_time(&f, 12);
    assert_int_equal(hook_calls(&f), 2);
    assert_ended(&f, number, "noted");
    end(&f);
}

static void a_retry_that_was_due_before_the_clock_was_set_back_is_made_once(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    touch(&f, "silent.1");
    (void)start_job(&f, "noted", "1");
    settle(&f);
    // It is due and begins; then the clock goes back before its time, and over it again.
    f.clock.now += INT64_C(12) * SECOND;
    turn(&f, NO_WAIT);
    f.clock.now -= INT64_C(12) * SECOND;
    turn(&f, NO_WAIT);
    settle(&f);
    assert_int_equal(hook_calls(&f), 2);
    int64_t third = writ_host_next_due(f.run.host);
    f.clock.now = third - SECOND;
    pass_time(&f, 0);
    assert_int_equal(hook_calls(&f), 2);
    f.clock.now = third;
    pass_time(&f, 0);
    assert_int_equal(hook_calls(&f), 3);
    end(&f);
}

// --- A store that fails -------------------------------------------------------------------------

static void a_slice_that_could_not_be_written_is_written_later(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, HOST_BOOK);
    trouble = (Trouble){.passes = 1, .writes = 1, .status = WRIT_IO};
    uint64_t number = start_job(&f, "long", "1");
    settle(&f);
    assert_int_equal(trouble.writes, 0);
    assert_false(host_run_show(&f.run, number).ended);
    assert_true(writ_host_next_due(f.run.host) <= f.clock.now + INT64_C(10) * SECOND);
    pass_time(&f, 11);
    assert_ended(&f, number, "done");
    end(&f);
}

static WritStatus send_stock(HostFixture *f)
{
    WritRequest request = host_run_send_request(
        "stock_arrived", "{\"item\": \"pump\", \"quantity\": \"8 pcs\"}", NULL);
    host_must_ask(f->run.host, &request, &f->reply);
    return f->reply.status;
}

static void an_early_message_that_could_not_be_given_is_given_later(void **state)
{
    (void)state;
    HostFixture f;
    WritBuffer body = {0};
    begin(&f, ORDER_BOOK);
    assert_int_equal(send_stock(&f), WRIT_OK);
    assert_true(host_run_read_file(&body, ORDER_DEMO "/orders/line_short.json"));
    uint64_t number = host_fixture_start(&f, "order_to_deliver", writ_buffer_text(&body));
    settle(&f);
    uint32_t task = host_run_show(&f.run, number).task;
    WritRequest wait = host_run_answer_request(number, task, "wait", "elodie_caron", NULL);
    trouble = (Trouble){.passes = 1, .writes = 1, .status = WRIT_IO};
    host_must_ask(f.run.host, &wait, &f.reply);
    assert_int_equal(f.reply.status, WRIT_OK);
    settle(&f);
    assert_int_equal(trouble.writes, 0);
    assert_int_equal(host_run_show(&f.run, number).waits, 1);
    pass_time(&f, 11);
    assert_int_equal(host_run_show(&f.run, number).waits, 0);
    HostCheck found = host_fixture_check(&f);
    assert_int_equal(found.messages_taken, 1);
    writ_buffer_dispose(&body);
    end(&f);
}

// --- Results that cannot be stored --------------------------------------------------------------

// What decisions rest on goes to the journal with the first of them.
static void what_a_first_start_left_behind_is_written_by_the_next(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, HOST_BOOK);
    trouble = (Trouble){.writes = 1, .status = WRIT_IO};
    WritRequest request =
        host_run_start_request("asked", writ_text("{\"job\": {\"number\": \"1\"}}"), NULL);
    host_must_ask(f.run.host, &request, &f.reply);
    assert_int_equal(f.reply.status, WRIT_IO);
    assert_int_equal(host_fixture_check(&f).bases, 0);
    (void)start_job(&f, "asked", "1");
    assert_int_equal(host_fixture_check(&f).bases, 1);
    end(&f);
}

static void a_start_that_finds_no_basis_is_dropped_once(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, HOST_BOOK);
    trouble = (Trouble){.family = WRIT_FAMILY_META, .finds = 1};
    WritRequest request =
        host_run_start_request("asked", writ_text("{\"job\": {\"number\": \"1\"}}"), NULL);
    host_must_ask(f.run.host, &request, &f.reply);
    assert_int_equal(f.reply.status, WRIT_IO);
    assert_int_equal(start_job(&f, "asked", "1"), 1);
    end(&f);
}

static void a_result_that_cannot_be_stored_is_not_asked_for_all_the_time(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    trouble = (Trouble){.passes = 1, .writes = UINT32_MAX, .status = WRIT_IO};
    uint64_t number = start_job(&f, "noted", "1");
    for (int i = 0; i < 20; i++) {
        turn(&f, SHORT_WAIT_MS);
    }
    assert_int_equal(hook_calls(&f), 1);
    trouble = (Trouble){.writes = 0};
    pass_time(&f, 11);
    assert_int_equal(hook_calls(&f), 2);
    assert_ended(&f, number, "noted");
    end(&f);
}

static void a_result_that_can_never_be_stored_is_a_failed_attempt(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    trouble = (Trouble){.passes = 1, .writes = 1, .status = WRIT_LIMIT};
    uint64_t number = start_job(&f, "noted", "1");
    settle(&f);
    HostCheck found = host_fixture_check(&f);
    assert_int_equal(found.calls_failed, 1);
    assert_int_equal(hook_calls(&f), 1);
    pass_time(&f, 12);
    assert_ended(&f, number, "noted");
    end(&f);
}

static void keep_status(void *self, const WritReply *reply)
{
    *(WritStatus *)self = reply->status;
}

static void what_finds_the_group_full_is_written_after_a_flush(void **state)
{
    (void)state;
    HostFixture f;
    WritError error = {0};
    WritStatus first = WRIT_INVALID;
    WritStatus second = WRIT_INVALID;
    begin(&f, TROUBLE_BOOK);
    WritRequest request =
        host_run_start_request("noted", writ_text("{\"job\": {\"number\": \"1\"}}"), NULL);
    trouble = (Trouble){.passes = 1, .writes = 1, .status = WRIT_LIMIT};
    assert_int_equal(writ_host_submit(f.run.host, &request, keep_status, &first, &error), WRIT_OK);
    assert_int_equal(writ_host_submit(f.run.host, &request, keep_status, &second, &error), WRIT_OK);
    turn(&f, NO_WAIT);
    assert_int_equal(first, WRIT_OK);
    assert_int_equal(second, WRIT_OK);
    settle(&f);
    end(&f);
}

// --- `once per` ---------------------------------------------------------------------------------

static uint32_t postings(HostFixture *f, const char *number)
{
    char folder[HOST_RUN_PATH_BYTES + 8];
    char prefix[64];
    uint32_t count = 0;
    (void)snprintf(folder, sizeof folder, "%s/erp", f->run.systems);
    (void)snprintf(prefix, sizeof prefix, "posted.%s.", number);
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        count += strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
    }
    (void)closedir(entries);
    return count;
}

static void a_record_that_cannot_be_read_makes_no_second_effect(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    uint64_t first = start_job(&f, "posted", "1");
    settle(&f);
    assert_at(&f, first, "look");
    trouble = (Trouble){.family = WRIT_FAMILY_LEDGERS, .finds = UINT32_MAX};
    uint64_t second = start_job(&f, "posted", "1");
    for (int i = 0; i < 5; i++) {
        turn(&f, SHORT_WAIT_MS);
    }
    assert_int_equal(postings(&f, "1"), 1);
    trouble = (Trouble){.writes = 0};
    pass_time(&f, 11);
    assert_at(&f, second, "look");
    assert_int_equal(postings(&f, "1"), 1);
    assert_int_equal(hook_calls(&f), 1);
    end(&f);
}

static void a_recorded_answer_that_cannot_be_stored_is_given_later(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    (void)start_job(&f, "posted", "1");
    settle(&f);
    trouble = (Trouble){.passes = 1, .writes = 1, .status = WRIT_IO};
    uint64_t second = start_job(&f, "posted", "1");
    settle(&f);
    assert_int_equal(trouble.writes, 0);
    pass_time(&f, 11);
    assert_at(&f, second, "look");
    end(&f);
}

static WritVisit spoil(void *context, WritText key, WritText value)
{
    WritStoreBatch *batch = context;
    (void)value;
    writ_store_batch_put(batch, WRIT_FAMILY_LEDGERS, key, writ_text("?"));
    return WRIT_VISIT_ON;
}

static void spoil_records(HostFixture *f)
{
    WritError error;
    WritStoreBatch batch = {0};
    WritStoreRange range = {.family = WRIT_FAMILY_LEDGERS};
    assert_int_equal(writ_store_scan(f->run.host->store, &range, spoil, &batch, &error), WRIT_OK);
    assert_int_equal(writ_store_write(f->run.host->store, &batch, &error), WRIT_OK);
    assert_int_equal(writ_store_flush(f->run.host->store, &error), WRIT_OK);
    writ_store_batch_dispose(&batch);
}

static void a_record_that_fits_no_more_is_a_failed_attempt(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    (void)start_job(&f, "posted", "1");
    settle(&f);
    spoil_records(&f);
    uint64_t second = start_job(&f, "posted", "1");
    // The failure itself cannot be stored at first.
    trouble = (Trouble){.writes = 1, .status = WRIT_IO};
    settle(&f);
    for (int i = 0; i < 4; i++) {
        pass_time(&f, 60);
    }
    assert_ended(&f, second, "lost");
    assert_int_equal(postings(&f, "1"), 1);
    end(&f);
}

static void what_was_undone_is_done_again(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    uint64_t first = start_job(&f, "posted", "1");
    settle(&f);
    answer(&f, first, "wrong");
    assert_ended(&f, first, "taken_back");
    assert_int_equal(postings(&f, "1"), 0);
    uint64_t second = start_job(&f, "posted", "1");
    settle(&f);
    assert_at(&f, second, "look");
    assert_int_equal(postings(&f, "1"), 1);
    // The next has its answer from the second.
    uint64_t third = start_job(&f, "posted", "1");
    settle(&f);
    assert_at(&f, third, "look");
    assert_int_equal(hook_calls(&f), 3);
    // The third takes back what all of them rest on.
    answer(&f, third, "wrong");
    assert_int_equal(postings(&f, "1"), 0);
    (void)start_job(&f, "posted", "1");
    settle(&f);
    assert_int_equal(postings(&f, "1"), 1);
    end(&f);
}

static void the_undo_of_an_older_effect_leaves_the_newer_one_recorded(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    uint64_t first = start_job(&f, "posted", "1");
    settle(&f);
    uint64_t second = start_job(&f, "posted", "1");
    settle(&f);
    answer(&f, first, "wrong");
    (void)start_job(&f, "posted", "1");
    settle(&f);
    assert_int_equal(hook_calls(&f), 3);
    answer(&f, second, "wrong");
    (void)start_job(&f, "posted", "1");
    settle(&f);
    assert_int_equal(hook_calls(&f), 4); // The undo; the fourth case has the third's answer.
    end(&f);
}

static void what_a_person_undid_is_done_again(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    touch(&f, "stuck.1");
    uint64_t first = start_job(&f, "posted", "1");
    settle(&f);
    answer(&f, first, "wrong");
    for (int i = 0; i < 3; i++) {
        pass_time(&f, 60);
    }
    answer(&f, first, "done");
    assert_ended(&f, first, "taken_back");
    uint64_t calls = hook_calls(&f);
    uint64_t second = start_job(&f, "posted", "1");
    settle(&f);
    assert_at(&f, second, "look");
    assert_int_equal(hook_calls(&f), calls + 1);
    end(&f);
}

static void an_effect_in_doubt_is_tried_again_under_its_id(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    touch(&f, "silent.1");
    uint64_t first = start_job(&f, "posted", "1");
    settle(&f);
    // Another case comes while the first waits for its next attempt.
    uint64_t second = start_job(&f, "posted", "1");
    settle(&f);
    reopen(&f);
    assert_int_equal(postings(&f, "1"), 1);
    for (int i = 0; i < 4; i++) {
        pass_time(&f, 60);
    }
    assert_ended(&f, first, "lost");
    assert_ended(&f, second, "lost");
    assert_int_equal(postings(&f, "1"), 1);
    remove_file(&f, "silent.1");
    uint64_t third = start_job(&f, "posted", "1");
    settle(&f);
    assert_at(&f, third, "look");
    assert_int_equal(postings(&f, "1"), 1);
    end(&f);
}

// The directory alone, as a commit without any process has it.
static void put_people(HostFixture *f, const char *people)
{
    WritError error;
    const WritBookFile file = {.path = writ_text("people.writ"), .bytes = writ_text(people)};
    if (writ_host_release(f->run.host, &file, 1, &error) != WRIT_OK) {
        fail_msg("%s %s", error.text, error.hint);
    }
}

static bool is_told(HostFixture *f, WritRequestKind kind, uint64_t number, const char *part)
{
    WritRequest request = {.kind = kind, .case_number = number};
    host_must_ask(f->run.host, &request, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    return strstr(writ_buffer_string(&f->reply.json), part) != NULL;
}

static void an_undo_that_nobody_may_see_to_is_told_and_tried_again(void **state)
{
    (void)state;
    HostFixture f;
    begin(&f, TROUBLE_BOOK);
    touch(&f, "stuck.1");
    uint64_t number = start_job(&f, "posted", "1");
    settle(&f);
    answer(&f, number, "wrong");
    put_people(&f, "writ 2026\ndirectory \"Nobody asked\"\nperson eve \"Eve\"\n");
    for (int i = 0; i < 3; i++) {
        pass_time(&f, 60);
    }
    HostView view = host_run_show(&f.run, number);
    assert_int_equal(view.incidents, 1);
    assert_true(is_told(&f, WRIT_REQUEST_INCIDENTS, 0, "nobody may see to"));
    assert_true(is_told(&f, WRIT_REQUEST_WHY, number, "See to what could not be undone"));
    assert_true(is_told(&f, WRIT_REQUEST_TIMELINE, number, "stops: nobody may see to"));
    put_people(&f, "writ 2026\ndirectory \"Somebody\"\nperson ada \"Ada\"\n"
                   "  belongs to \"testers\"\n");
    WritRequest retry = {.kind = WRIT_REQUEST_RETRY,
                         .case_number = number,
                         .frame = view.task,
                         .person = writ_text("ada")};
    host_must_ask(f.run.host, &retry, &f.reply);
    assert_int_equal(f.reply.status, WRIT_OK);
    assert_int_equal(host_run_show(&f.run, number).incidents, 0);
    assert_true(is_told(&f, WRIT_REQUEST_TIMELINE, number, "\"what\":\"reassigned\""));
    answer(&f, number, "done");
    assert_ended(&f, number, "taken_back");
    end(&f);
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_of_any_year_passes_in_its_order),
        cmocka_unit_test(an_answer_waits_for_its_own_deadline_alone),
        cmocka_unit_test(the_next_deadline_is_known_whatever_comes_and_goes),
        cmocka_unit_test(a_retry_comes_in_its_time_when_the_clock_is_set_back),
        cmocka_unit_test(a_retry_that_was_due_before_the_clock_was_set_back_is_made_once),
        cmocka_unit_test(a_slice_that_could_not_be_written_is_written_later),
        cmocka_unit_test(an_early_message_that_could_not_be_given_is_given_later),
        cmocka_unit_test(what_a_first_start_left_behind_is_written_by_the_next),
        cmocka_unit_test(a_start_that_finds_no_basis_is_dropped_once),
        cmocka_unit_test(a_result_that_cannot_be_stored_is_not_asked_for_all_the_time),
        cmocka_unit_test(a_result_that_can_never_be_stored_is_a_failed_attempt),
        cmocka_unit_test(what_finds_the_group_full_is_written_after_a_flush),
        cmocka_unit_test(a_record_that_cannot_be_read_makes_no_second_effect),
        cmocka_unit_test(a_recorded_answer_that_cannot_be_stored_is_given_later),
        cmocka_unit_test(a_record_that_fits_no_more_is_a_failed_attempt),
        cmocka_unit_test(what_was_undone_is_done_again),
        cmocka_unit_test(an_undo_that_nobody_may_see_to_is_told_and_tried_again),
        cmocka_unit_test(the_undo_of_an_older_effect_leaves_the_newer_one_recorded),
        cmocka_unit_test(what_a_person_undid_is_done_again),
        cmocka_unit_test(an_effect_in_doubt_is_tried_again_under_its_id),
    };
    return cmocka_run_group_tests_name("host in trouble", tests, NULL, NULL);
}
