// Cases from start to end through a whole host, with real hooks and a real store. After every turn
// the rows are compared with the journal (support/host_check.h).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <dirent.h>
#include <signal.h>
#include <cmocka.h>

#include "support/host_fixture.h"
#include "support/order_story.h"

enum { TURNS_MAX = 20000, SECOND = 1000000, RACERS = 50 };

// Turns, with a look at everything after each, until nothing is under way.
static void settle(HostFixture *f)
{
    WritError error;
    for (int i = 0; !writ_host_is_idle(f->run.host); i++) {
        assert_int_equal(writ_host_turn(f->run.host, 20, -1, &error), WRIT_OK);
        (void)host_fixture_check(f);
        assert_true(i < TURNS_MAX);
    }
}

static uint64_t start_order(HostFixture *f, const char *name)
{
    char path[HOST_RUN_PATH_BYTES];
    WritBuffer body = {0};
    (void)snprintf(path, sizeof path, "%s/orders/%s.json", ORDER_DEMO, name);
    assert_true(host_run_read_file(&body, path));
    uint64_t number = host_fixture_start(f, "order_to_deliver", writ_buffer_text(&body));
    writ_buffer_dispose(&body);
    return number;
}

static uint64_t start_job(HostFixture *f, const char *process, const char *job)
{
    char body[200];
    (void)snprintf(body, sizeof body, "{\"job\": {\"number\": \"%s\"}}", job);
    return host_fixture_start(f, process, writ_text(body));
}

static WritStatus answer(HostFixture *f, uint64_t number, const char *outcome, const char *person)
{
    HostView view = host_run_show(&f->run, number);
    assert_true(view.task != 0);
    WritRequest request = host_run_answer_request(number, view.task, outcome, person, NULL);
    host_must_ask(f->run.host, &request, &f->reply);
    return f->reply.status;
}

static WritStatus send_stock(HostFixture *f, int pieces)
{
    char body[100];
    (void)snprintf(body, sizeof body, "{\"item\": \"pump\", \"quantity\": \"%d pcs\"}", pieces);
    WritRequest request = host_run_send_request("stock_arrived", body, NULL);
    host_must_ask(f->run.host, &request, &f->reply);
    return f->reply.status;
}

static void receive_goods(HostFixture *f)
{
    char path[HOST_RUN_PATH_BYTES + 64];
    (void)snprintf(path, sizeof path, "%s/erp/receipt.delivery-1", f->run.systems);
    host_run_write_file(path, "item: pump\nquantity: 8 pcs\n");
}

static void assert_ended(HostFixture *f, uint64_t number, const char *outcome)
{
    HostView view = host_run_show(&f->run, number);
    assert_string_equal(view.status, "ended");
    assert_string_equal(view.outcome, outcome);
}

static void reopen(HostFixture *f)
{
    host_run_close(&f->run);
    host_run_open(&f->run);
}

// --- The orders of the demo --------------------------------------------------------------------

static void every_order_of_the_demo_ends_as_it_should(void **state)
{
    (void)state;
    HostFixture f;
    host_fixture_begin(&f, ORDER_BOOK);
    uint64_t in_stock = start_order(&f, "in_stock");
    settle(&f);
    assert_ended(&f, in_stock, "delivered");

    uint64_t short_line = start_order(&f, "line_short");
    settle(&f);
    assert_int_equal(answer(&f, short_line, "wait", "elodie_caron"), WRIT_OK);
    settle(&f);
    receive_goods(&f);
    assert_int_equal(send_stock(&f, 8), WRIT_OK);
    settle(&f);
    assert_ended(&f, short_line, "delivered");

    uint64_t release = start_order(&f, "needs_release");
    settle(&f);
    assert_int_equal(answer(&f, release, "released", "elodie_caron"), WRIT_DENIED);
    assert_int_equal(answer(&f, release, "released", "ioana_radulescu"), WRIT_OK);
    settle(&f);
    assert_ended(&f, release, "delivered");

    uint64_t refused = start_order(&f, "refused");
    settle(&f);
    assert_ended(&f, refused, "refused");
    host_fixture_end(&f);
}

static void a_restart_between_any_two_turns_changes_nothing(void **state)
{
    (void)state;
    HostFixture f;
    WritError error = {0};
    host_fixture_begin(&f, ORDER_BOOK);
    uint64_t number = start_order(&f, "line_short");
    for (int i = 0;; i++) {
        reopen(&f);
        HostView view = host_run_show(&f.run, number);
        if (view.ended) {
            break;
        }
        if (view.task != 0) {
            assert_int_equal(answer(&f, number, "wait", "elodie_caron"), WRIT_OK);
        } else if (view.waits > 0) {
            receive_goods(&f);
            assert_int_equal(send_stock(&f, 8), WRIT_OK);
        } else {
            // Until one call has come back.
            uint64_t before = writ_host_counters(f.run.host).events;
            while (writ_host_counters(f.run.host).events == before) {
                assert_int_equal(writ_host_turn(f.run.host, 20, -1, &error), WRIT_OK);
            }
        }
        HostCheck found = host_fixture_check(&f);
        writ_buffer_dispose(&found.wrong);
        assert_true(i < 200);
    }
    HostCheck found = host_fixture_check(&f);
    OrderStory story = {.run = &f.run, .plot = ORDER_PART_SHIPMENT, .demo = ORDER_DEMO};
    order_story_check(&story, &found);
    assert_string_equal(writ_buffer_string(&found.wrong), "");
    writ_buffer_dispose(&found.wrong);
    host_fixture_end(&f);
}

static void one_open_case_per_order_is_allowed_again_after_the_end(void **state)
{
    (void)state;
    HostFixture f;
    WritBuffer body = {0};
    host_fixture_begin(&f, ORDER_BOOK);
    assert_true(host_run_read_file(&body, ORDER_DEMO "/orders/needs_release.json"));
    uint64_t first = host_fixture_start(&f, "order_to_deliver", writ_buffer_text(&body));
    settle(&f);
    WritRequest request = host_run_start_request("order_to_deliver", writ_buffer_text(&body), NULL);
    host_must_ask(f.run.host, &request, &f.reply);
    assert_int_equal(f.reply.status, WRIT_CONFLICT);
    assert_true(f.reply.error.hint[0] != '\0');
    assert_int_equal(answer(&f, first, "withheld", "ioana_radulescu"), WRIT_OK);
    settle(&f);
    assert_ended(&f, first, "refused");
    host_must_ask(f.run.host, &request, &f.reply);
    assert_int_equal(f.reply.status, WRIT_OK);
    writ_buffer_dispose(&body);
    settle(&f);
    host_fixture_end(&f);
}

// --- Early messages ----------------------------------------------------------------------------

static void early_messages_are_kept_and_taken_in_order(void **state)
{
    (void)state;
    HostFixture f;
    host_fixture_begin(&f, ORDER_BOOK);
    assert_int_equal(send_stock(&f, 3), WRIT_OK);
    assert_non_null(strstr(writ_buffer_string(&f.reply.json), "\"kept\":true"));
    reopen(&f);
    assert_int_equal(send_stock(&f, 5), WRIT_OK);
    uint64_t number = start_order(&f, "line_short");
    settle(&f);
    receive_goods(&f);
    reopen(&f);
    assert_int_equal(answer(&f, number, "wait", "elodie_caron"), WRIT_OK);
    settle(&f);
    assert_ended(&f, number, "delivered");
    HostCheck found = host_fixture_check(&f);
    assert_int_equal(found.messages_taken, 1);
    assert_int_equal(found.kept_early,
                     5); // The second message: itself, two fields, "any", its end.
    host_fixture_end(&f);
}

static void a_message_that_was_kept_too_long_is_not_taken(void **state)
{
    (void)state;
    HostFixture f;
    host_fixture_begin(&f, ORDER_BOOK);
    assert_int_equal(send_stock(&f, 3), WRIT_OK);
    f.clock.now += INT64_C(15) * 86400 * SECOND;
    uint64_t number = start_order(&f, "line_short");
    settle(&f);
    assert_int_equal(answer(&f, number, "wait", "elodie_caron"), WRIT_OK);
    settle(&f);
    assert_int_equal(host_run_show(&f.run, number).waits, 1);
    HostCheck found = host_fixture_check(&f);
    assert_int_equal(found.kept_early, 0);
    host_fixture_end(&f);
}

static void ignore_answer(void *self, const WritReply *reply)
{
    (void)self;
    (void)reply;
}

// A full turn in which `request` comes so late that only `followers` of what follows from it are
// reached; the rest is left to the next turn, which never comes.
static void end_a_full_turn_with(HostFixture *f, const WritRequest *request, int followers)
{
    WritError error = {0};
    WritRequest filler = {.kind = WRIT_REQUEST_CASES, .limit = 1};
    for (int i = 1; i < WRIT_HOST_GROUP_MAX - followers; i++) {
        assert_int_equal(writ_host_submit(f->run.host, &filler, ignore_answer, NULL, &error),
                         WRIT_OK);
    }
    assert_int_equal(writ_host_submit(f->run.host, request, ignore_answer, NULL, &error), WRIT_OK);
    assert_int_equal(writ_host_turn(f->run.host, 0, -1, &error), WRIT_OK);
}

static void a_wait_finds_its_early_message_after_a_restart(void **state)
{
    (void)state;
    HostFixture f;
    host_fixture_begin(&f, ORDER_BOOK);
    assert_int_equal(send_stock(&f, 8), WRIT_OK);
    uint64_t number = start_order(&f, "line_short");
    settle(&f);
    receive_goods(&f);
    uint32_t task = host_run_show(&f.run, number).task;
    WritRequest wait = host_run_answer_request(number, task, "wait", "elodie_caron", NULL);
    end_a_full_turn_with(&f, &wait, 0);
    reopen(&f);
    settle(&f);
    assert_ended(&f, number, "delivered");
    host_fixture_end(&f);
}

static void a_slice_that_was_not_reached_follows_after_a_restart(void **state)
{
    (void)state;
    HostFixture f;
    host_fixture_begin(&f, HOST_BOOK);
    WritRequest request =
        host_run_start_request("long", writ_text("{\"job\": {\"number\": \"1\"}}"), NULL);
    for (int followers = 0; followers < 2; followers++) {
        end_a_full_turn_with(&f, &request, followers);
        reopen(&f);
        settle(&f);
        assert_ended(&f, 1 + (uint64_t)followers, "done");
    }
    host_fixture_end(&f);
}

// --- Hooks that misbehave ----------------------------------------------------------------------

static void hooks_that_misbehave_are_retried_and_given_up(void **state)
{
    (void)state;
    static const char *const ways[] = {"loops", "eats",  "raises", "recurses", "unknown", "missing",
                                       "wrong", "extra", "digits", "number",   "nothing"};
    enum { WAYS = sizeof ways / sizeof ways[0] };
    HostFixture f;
    host_fixture_begin(&f, HOST_BOOK);
    uint64_t cases[WAYS];
    for (size_t i = 0; i < WAYS; i++) {
        cases[i] = start_job(&f, "odd", ways[i]);
    }
    uint64_t good = start_job(&f, "odd", "good");
    settle(&f);
    assert_ended(&f, good, "counted"); // The others keep nobody waiting.
    for (int attempt = 1; attempt <= 2; attempt++) {
        for (size_t i = 0; i < WAYS; i++) {
            HostView view = host_run_show(&f.run, cases[i]);
            assert_string_equal(view.status, "open");
            assert_int_equal(view.calls, 1);
        }
        // Not before its time.
        f.clock.now += 5 * SECOND;
        uint64_t calls = writ_host_counters(f.run.host).hook_calls;
        WritError error;
        assert_int_equal(writ_host_turn(f.run.host, 0, -1, &error), WRIT_OK);
        assert_int_equal(writ_host_counters(f.run.host).hook_calls, calls);
        f.clock.now += 60 * SECOND;
        assert_int_equal(writ_host_turn(f.run.host, 0, -1, &error), WRIT_OK);
        settle(&f);
    }
    for (size_t i = 0; i < WAYS; i++) {
        assert_ended(&f, cases[i], "failed");
    }
    host_fixture_end(&f);
}

// Kills the children of this process, which are those of the pool.
static int kill_children(void)
{
    int killed = 0;
    DIR *processes = opendir("/proc");
    assert_non_null(processes);
    for (struct dirent *entry = readdir(processes); entry != NULL; entry = readdir(processes)) {
        char path[300];
        int parent = 0;
        (void)snprintf(path, sizeof path, "/proc/%.200s/stat", entry->d_name);
        FILE *stat = entry->d_name[0] >= '1' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
        if (stat == NULL) {
            continue;
        }
        int found = fscanf(stat, "%*d (%*[^)]) %*c %d", &parent);
        (void)fclose(stat);
        if (found == 1 && parent == getpid()) {
            killed += kill((pid_t)strtol(entry->d_name, NULL, 10), SIGKILL) == 0;
        }
    }
    (void)closedir(processes);
    return killed;
}

static void a_hook_whose_process_dies_is_called_again(void **state)
{
    (void)state;
    HostFixture f;
    WritError error = {0};
    host_fixture_begin(&f, HOST_BOOK);
    uint64_t number = start_job(&f, "odd", "good");
    // The call began at the end of the turn that answered.
    assert_true(kill_children() > 0);
    settle(&f);
    for (int i = 0; i < 5 && !host_run_show(&f.run, number).ended; i++) {
        f.clock.now += 60 * SECOND;
        assert_int_equal(writ_host_turn(f.run.host, 0, -1, &error), WRIT_OK);
        settle(&f);
    }
    assert_ended(&f, number, "counted");
    host_fixture_end(&f);
}

// --- Two people, one task ----------------------------------------------------------------------

typedef struct Race {
    uint32_t accepted, conflicts, others;
} Race;

static void count_answer(void *self, const WritReply *reply)
{
    Race *race = self;
    race->accepted += reply->status == WRIT_OK;
    race->conflicts += reply->status == WRIT_CONFLICT;
    race->others += reply->status != WRIT_OK && reply->status != WRIT_CONFLICT;
}

static void one_of_many_answers_to_a_task_is_accepted(void **state)
{
    (void)state;
    HostFixture f;
    host_fixture_begin(&f, HOST_BOOK);
    uint64_t number = start_job(&f, "asked", "1");
    settle(&f);
    uint32_t task = host_run_show(&f.run, number).task;
    Race race = {.accepted = 0};
    WritError error = {0};
    for (int i = 0; i < RACERS; i++) {
        WritRequest request = host_run_answer_request(
            number, task, i % 3 == 0 ? "refused" : "agreed", i % 2 == 0 ? "ben" : "ada", NULL);
        assert_int_equal(writ_host_submit(f.run.host, &request, count_answer, &race, &error),
                         WRIT_OK);
    }
    settle(&f);
    assert_int_equal(race.accepted, 1);
    assert_int_equal(race.conflicts, RACERS - 1);
    assert_int_equal(race.others, 0);
    assert_ended(&f, number, "refused");
    HostCheck found = host_fixture_check(&f);
    assert_int_equal(found.tasks_answered, 1);
    host_fixture_end(&f);
}

// --- Effects across cases ----------------------------------------------------------------------

static WritRequest single_request(const char *account)
{
    WritRequest request =
        host_run_start_request("single", writ_text("{\"job\": {\"number\": \"1\"}}"), NULL);
    request.account = writ_text(account);
    return request;
}

static uint32_t count_notes(const HostFixture *f)
{
    char path[HOST_RUN_PATH_BYTES + 8];
    uint32_t count = 0;
    (void)snprintf(path, sizeof path, "%s/erp", f->run.systems);
    DIR *files = opendir(path);
    assert_non_null(files);
    for (struct dirent *file = readdir(files); file != NULL; file = readdir(files)) {
        count += strncmp(file->d_name, "note.", 5) == 0;
    }
    (void)closedir(files);
    return count;
}

static void an_effect_once_per_number_happens_once_for_all_cases(void **state)
{
    (void)state;
    HostFixture f;
    WritError error = {0};
    host_fixture_begin(&f, HOST_BOOK);
    WritRequest request = single_request("ada");
    for (int i = 0; i < 3; i++) { // In one turn: none is answered before the others are ready.
        assert_int_equal(writ_host_submit(f.run.host, &request, ignore_answer, NULL, &error),
                         WRIT_OK);
    }
    settle(&f);
    host_must_ask(f.run.host, &request, &f.reply);
    settle(&f);
    reopen(&f);
    host_must_ask(f.run.host, &request, &f.reply);
    settle(&f);
    for (uint64_t number = 1; number <= 5; number++) {
        assert_ended(&f, number, "noted");
    }
    assert_int_equal(count_notes(&f), 1);
    host_fixture_end(&f);
}

static void a_case_is_started_by_those_who_may(void **state)
{
    (void)state;
    static const char *const may[] = {"cleo", "ada", "ben"};
    static const char *const may_not[] = {"root", "dan"};
    HostFixture f;
    host_fixture_begin(&f, HOST_BOOK);
    for (size_t i = 0; i < sizeof may_not / sizeof may_not[0]; i++) {
        WritRequest request = single_request(may_not[i]);
        host_must_ask(f.run.host, &request, &f.reply);
        assert_int_equal(f.reply.status, WRIT_DENIED);
    }
    WritRequest others =
        host_run_start_request("single", writ_text("{\"job\": {\"number\": \"1\"}}"), NULL);
    others.person = writ_text("dan");
    host_must_ask(f.run.host, &others, &f.reply);
    assert_int_equal(f.reply.status, WRIT_DENIED);
    for (size_t i = 0; i < sizeof may / sizeof may[0]; i++) {
        WritRequest request = single_request(may[i]);
        host_must_ask(f.run.host, &request, &f.reply);
        assert_int_equal(f.reply.status, WRIT_OK);
    }
    settle(&f);
    host_fixture_end(&f);
}

// --- Who -----------------------------------------------------------------------------------------

// Answers the task of a new case, then looks for `shown` in the case's history.
static void assert_recorded(HostFixture *f, const char *account, const char *person,
                            const char *shown)
{
    uint64_t number = start_job(f, "asked", "1");
    uint32_t task = host_run_show(&f->run, number).task;
    WritRequest request = host_run_answer_request(number, task, "refused", person, NULL);
    request.account = writ_text(account);
    host_must_ask(f->run.host, &request, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    WritRequest timeline = {.kind = WRIT_REQUEST_TIMELINE, .case_number = number};
    host_must_ask(f->run.host, &timeline, &f->reply);
    if (strstr(writ_buffer_string(&f->reply.json), shown) == NULL) {
        fail_msg("%s is not in %s", shown, writ_buffer_string(&f->reply.json));
    }
}

static void the_record_says_how_it_was_shown_who_answered(void **state)
{
    (void)state;
    HostFixture f;
    host_fixture_begin(&f, HOST_BOOK);
    assert_recorded(&f, "ada", "",
                    "\"who\":\"ada\",\"who_name\":\"Ada\",\"identity\":\"account\",\"account\":"
                    "\"ada\"");
    assert_recorded(&f, "ada", "ada",
                    "\"who\":\"ada\",\"who_name\":\"Ada\",\"identity\":\"account\",\"account\":"
                    "\"ada\"");
    assert_recorded(&f, "ben", "ada",
                    "\"who\":\"ada\",\"who_name\":\"Ada\",\"identity\":\"asserted by operator\","
                    "\"account\":\"ben\"");
    assert_recorded(&f, "root", "ada",
                    "\"who\":\"ada\",\"who_name\":\"Ada\",\"identity\":\"asserted by operator\","
                    "\"account\":\"root\"");
    host_fixture_end(&f);
}

static void an_account_that_is_nobodys_answers_nothing(void **state)
{
    (void)state;
    HostFixture f;
    host_fixture_begin(&f, HOST_BOOK);
    uint64_t number = start_job(&f, "asked", "1");
    uint32_t task = host_run_show(&f.run, number).task;
    WritRequest request = host_run_answer_request(number, task, "refused", "", NULL);
    request.account = writ_text("root");
    host_must_ask(f.run.host, &request, &f.reply);
    assert_int_equal(f.reply.status, WRIT_DENIED);
    assert_non_null(strstr(f.reply.error.hint, "--as"));
    host_fixture_end(&f);
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_order_of_the_demo_ends_as_it_should),
        cmocka_unit_test(a_restart_between_any_two_turns_changes_nothing),
        cmocka_unit_test(one_open_case_per_order_is_allowed_again_after_the_end),
        cmocka_unit_test(early_messages_are_kept_and_taken_in_order),
        cmocka_unit_test(a_message_that_was_kept_too_long_is_not_taken),
        cmocka_unit_test(a_wait_finds_its_early_message_after_a_restart),
        cmocka_unit_test(a_slice_that_was_not_reached_follows_after_a_restart),
        cmocka_unit_test(hooks_that_misbehave_are_retried_and_given_up),
        cmocka_unit_test(a_hook_whose_process_dies_is_called_again),
        cmocka_unit_test(one_of_many_answers_to_a_task_is_accepted),
        cmocka_unit_test(an_effect_once_per_number_happens_once_for_all_cases),
        cmocka_unit_test(a_case_is_started_by_those_who_may),
        cmocka_unit_test(the_record_says_how_it_was_shown_who_answered),
        cmocka_unit_test(an_account_that_is_nobodys_answers_nothing),
    };
    return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}
