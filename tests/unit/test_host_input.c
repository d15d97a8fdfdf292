// Bad input through a whole host: each gets one clear error that names the place and what to do,
// and nothing that was acknowledged is touched.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/host_check.h"
#include "support/host_run.h"
#include "support/scratch_directory.h"

typedef struct Fixture {
    ScratchDirectory directory;
    HostRun run;
    HostReply reply;
    WritBuffer order; // A good one.
} Fixture;

static int set_up(void **state)
{
    static Fixture fixture;
    Fixture *f = &fixture;
    *f = (Fixture){0};
    scratch_directory_make(&f->directory);
    f->run = (HostRun){
        .book = ORDER_BOOK, .program = WRIT_HOOK_EXECUTABLE, .clock = writ_clock_system()};
    host_run_begin(&f->run, f->directory.path, ORDER_DEMO "/systems");
    host_run_open(&f->run);
    assert_true(host_run_read_file(&f->order, ORDER_DEMO "/orders/needs_release.json"));
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    HostCheck check = host_check(f->run.host);
    bool well = check.wrong.length == 0;
    (void)fputs(writ_buffer_string(&check.wrong), stderr);
    writ_buffer_dispose(&check.wrong);
    host_run_close(&f->run);
    host_reply_dispose(&f->reply);
    writ_buffer_dispose(&f->order);
    scratch_directory_remove(&f->directory);
    return well ? 0 : 1;
}

// The request is refused with this status and a sentence that has `words` in it.
static void assert_refused(Fixture *f, const WritRequest *request, WritStatus status,
                           const char *words)
{
    WritError error = {0};
    f->reply.given = false;
    if (host_ask(f->run.host, request, &f->reply, &error) == WRIT_OK) {
        error = f->reply.error;
    }
    if (f->reply.given && f->reply.status == WRIT_OK) {
        fail_msg("this was accepted; it should say \"%s\"", words);
    }
    if (error.status != status || strstr(error.text, words) == NULL) {
        fail_msg("%s \"%s\" (%s); expected %s \"%s\"", writ_status_name(error.status), error.text,
                 error.hint, writ_status_name(status), words);
    }
}

static uint64_t start(Fixture *f)
{
    WritRequest request =
        host_run_start_request("order_to_deliver", writ_buffer_text(&f->order), NULL);
    host_must_ask(f->run.host, &request, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    assert_true(host_run_settle(&f->run, 10000));
    return host_reply_case(&f->reply);
}

// --- The data of an order ----------------------------------------------------------------------

typedef struct Edit {
    const char *find, *put; // In the good order.
    WritStatus status;
    const char *words;
} Edit;

static void replace(WritBuffer *out, const char *text, const Edit *edit)
{
    const char *at = strstr(text, edit->find);
    assert_non_null(at);
    writ_buffer_add(out, (WritText){text, (size_t)(at - text)});
    writ_buffer_add_string(out, edit->put);
    writ_buffer_add_string(out, at + strlen(edit->find));
}

static void data_that_are_no_order_are_refused_with_their_place(void **state)
{
    Fixture *f = *state;
    static const Edit edits[] = {
        {"\"number\": \"SO-5003\"", "\"number\": \"A\", \"number\": \"B\"", WRIT_INVALID,
         "order.json:3:20: "},
        {"\"number\": \"SO-5003\"", "\"number\": \"A\", \"n\\u0075mber\": \"B\"", WRIT_INVALID,
         "order.json:3:20: "},
        {"\"number\": \"SO-5003\"", "\"number\": 5003", WRIT_INVALID, "order.number"},
        {"\"number\": \"SO-5003\"", "\"number\": null", WRIT_INVALID, "order.number"},
        {"\"number\": \"SO-5003\"", "\"number\": [\"SO\"]", WRIT_INVALID, "order.number"},
        {"\"number\": \"SO-5003\",", "", WRIT_INVALID, "number"},
        {"\"number\": \"SO-5003\"", "\"number\": \"SO-5003\", \"colour\": \"red\"", WRIT_INVALID,
         "colour"},
        {"\"position\": 1", "\"position\": 1234567890123456789012345678901234567890", WRIT_LIMIT,
         "order.lines[1].position"},
        {"\"position\": 1", "\"position\": 1e999999999", WRIT_LIMIT, "order.lines[1].position"},
        {"\"position\": 1", "\"position\": 0x10", WRIT_INVALID, "order.json:"},
        {"\"1 pcs\"", "\"0 pcs\"", WRIT_INVALID,
         "order.json:21:20: order.lines[1].ordered is 0 pcs"},
        {"\"1 pcs\"", "\"1 kg\"", WRIT_INVALID, "order.lines[1].ordered"},
        {"1 600.00 EUR", "1 600.00 USD", WRIT_INVALID, "order.lines[1].net"},
        {"\"DAP\"", "\"XYZ\"", WRIT_INVALID, "order.incoterm"},
        {"2026-12-15", "2026-02-30", WRIT_INVALID, "order.wanted_on"},
        {"\"contact\": \"ines_roux\"", "\"contact\": \"nobody_at_all\"", WRIT_INVALID,
         "order.json:12:18: order.customer.contact: nobody in people.writ is called "
         "\"nobody_at_all\""},
        {"SO-5003", "SO-\xff\xfe", WRIT_INVALID, "order.json:3:"},
        {"SO-5003", "SO-\\u0000", WRIT_INVALID, "order.json:3:"},
        {"SO-5003", "SO-\\ud800", WRIT_INVALID, "order.json:3:"},
        {"{\n  \"order\"", "[\n  \"order\"", WRIT_INVALID, "order.json:"},
        {"{\n  \"order\"", "{\n \"extra\": 1, \"order\"", WRIT_INVALID, "extra"},
        {"{\n  \"order\"", "{\n  \"ordre\"", WRIT_INVALID, "ordre"},
    };
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        WritBuffer body = {0};
        replace(&body, writ_buffer_string(&f->order), &edits[i]);
        WritRequest request =
            host_run_start_request("order_to_deliver", writ_buffer_text(&body), NULL);
        assert_refused(f, &request, edits[i].status, edits[i].words);
        writ_buffer_dispose(&body);
    }
    WritRequest empty = host_run_start_request("order_to_deliver", writ_text(""), NULL);
    assert_refused(f, &empty, WRIT_INVALID, "order.json is empty");
    WritRequest nothing = host_run_start_request("order_to_deliver", writ_text("{}"), NULL);
    assert_refused(f, &nothing, WRIT_INVALID, "\"order\" is missing");
    WritRequest behind = host_run_start_request("order_to_deliver", writ_text("{} {}"), NULL);
    assert_refused(f, &behind, WRIT_INVALID, "order.json:1:4");
    (void)start(f); // The number was not used up by any of them.
}

static void data_that_are_too_deep_or_too_long_are_refused(void **state)
{
    Fixture *f = *state;
    WritBuffer deep = {0};
    for (int i = 0; i < 100000; i++) {
        writ_buffer_add_byte(&deep, '[');
    }
    WritRequest request = host_run_start_request("order_to_deliver", writ_buffer_text(&deep), NULL);
    assert_refused(f, &request, WRIT_LIMIT, "order.json:1:");
    while (deep.length <= WRIT_REQUEST_BODY_BYTES_MAX) {
        writ_buffer_add_byte(&deep, ' ');
    }
    request.body = writ_buffer_text(&deep);
    assert_refused(f, &request, WRIT_LIMIT, "bytes");
    writ_buffer_dispose(&deep);
}

// --- What there is not -------------------------------------------------------------------------

static void what_there_is_not_is_refused_with_what_there_is(void **state)
{
    Fixture *f = *state;
    uint64_t number = start(f);
    uint32_t task = host_run_show(&f->run, number).task;
    assert_true(task != 0);
    WritRequest process = host_run_start_request("order_to_delivr", writ_text("{}"), NULL);
    assert_refused(f, &process, WRIT_NOT_FOUND, "order_to_delivr");
    assert_non_null(strstr(f->reply.error.hint, "sales.order_to_deliver.order_to_deliver"));

    WritRequest outcome = host_run_answer_request(number, task, "perhaps", "ioana_radulescu", NULL);
    assert_refused(f, &outcome, WRIT_INVALID, "perhaps");
    WritRequest person = host_run_answer_request(number, task, "released", "nobody_at_all", NULL);
    assert_refused(f, &person, WRIT_DENIED, "nobody_at_all");
    WritRequest other = host_run_answer_request(number, task, "released", "hugo_bernard", NULL);
    assert_refused(f, &other, WRIT_DENIED, "");
    WritRequest no_case = host_run_answer_request(9999, task, "released", "ioana_radulescu", NULL);
    assert_refused(f, &no_case, WRIT_NOT_FOUND, "9999");
    WritRequest no_task =
        host_run_answer_request(number, 9999, "released", "ioana_radulescu", NULL);
    assert_refused(f, &no_task, WRIT_NOT_FOUND, "");
    WritRequest more = host_run_answer_request(number, task, "released", "ioana_radulescu", NULL);
    more.body = writ_text("{\"colour\": \"red\"}");
    assert_refused(f, &more, WRIT_INVALID, "does not ask for");
    WritRequest show = {.kind = WRIT_REQUEST_SHOW, .case_number = UINT64_MAX};
    assert_refused(f, &show, WRIT_NOT_FOUND, "");
    WritRequest event = host_run_send_request("stock_vanished", "{}", NULL);
    assert_refused(f, &event, WRIT_NOT_FOUND, "stock_vanished");
    assert_int_equal(host_run_show(&f->run, number).task, task);
}

static void s18_an_answer_to_a_closed_task_is_a_conflict(void **state)
{
    Fixture *f = *state;
    uint64_t number = start(f);
    uint32_t task = host_run_show(&f->run, number).task;
    WritRequest answer = host_run_answer_request(number, task, "released", "ioana_radulescu", NULL);
    host_must_ask(f->run.host, &answer, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    assert_refused(f, &answer, WRIT_CONFLICT, "");
    assert_true(host_run_settle(&f->run, 10000));
    assert_refused(f, &answer, WRIT_CONFLICT, "");
}

// --- The same again ----------------------------------------------------------------------------

static void the_same_request_has_the_same_answer(void **state)
{
    Fixture *f = *state;
    WritRequest request =
        host_run_start_request("order_to_deliver", writ_buffer_text(&f->order), "key-1");
    host_must_ask(f->run.host, &request, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    WritBuffer first = {0};
    writ_buffer_add(&first, writ_buffer_text(&f->reply.json));
    assert_true(host_run_settle(&f->run, 10000));
    host_must_ask(f->run.host, &request, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    first.length--; // The bracket.
    writ_buffer_add_string(&first, ",\"again\":true}");
    assert_string_equal(writ_buffer_string(&first), writ_buffer_string(&f->reply.json));
    writ_buffer_dispose(&first);

    request.body = writ_text("{}");
    assert_refused(f, &request, WRIT_INVALID, "key \"key-1\"");
    WritRequest other = host_run_answer_request(1, 1, "released", "ioana_radulescu", "key-1");
    assert_refused(f, &other, WRIT_INVALID, "key \"key-1\"");
}

static void the_same_message_has_one_effect(void **state)
{
    Fixture *f = *state;
    WritRequest message = host_run_send_request(
        "stock_arrived", "{\"item\": \"pump\", \"quantity\": \"8 pcs\"}", "wms/1");
    host_must_ask(f->run.host, &message, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    host_must_ask(f->run.host, &message, &f->reply);
    assert_int_equal(f->reply.status, WRIT_OK);
    HostCheck check = host_check(f->run.host);
    assert_int_equal(check.kept_early, 5); // One message: itself, two fields, "any", its end.
    writ_buffer_dispose(&check.wrong);
    message.body = writ_text("{\"item\": \"pump\", \"quantity\": \"9 pcs\"}");
    assert_refused(f, &message, WRIT_INVALID, "\"wms/1\"");
    WritRequest wrong =
        host_run_send_request("stock_arrived", "{\"item\": \"pump\", \"quantity\": 8}", "wms/2");
    assert_refused(f, &wrong, WRIT_INVALID, "quantity");
}

// --- Words of a request ------------------------------------------------------------------------

static void words_of_a_request_keep_their_bounds(void **state)
{
    Fixture *f = *state;
    char word[WRIT_REQUEST_WORD_BYTES_MAX + 2];
    memset(word, 'k', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    WritRequest key = host_run_start_request("order_to_deliver", writ_buffer_text(&f->order), word);
    assert_refused(f, &key, WRIT_LIMIT, "key");
    WritRequest source = host_run_send_request("stock_arrived", "{}", word);
    assert_refused(f, &source, WRIT_LIMIT, "source");
    WritRequest bytes = host_run_start_request("order_\xff", writ_text("{}"), NULL);
    assert_refused(f, &bytes, WRIT_INVALID, "UTF-8");
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(data_that_are_no_order_are_refused_with_their_place, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(data_that_are_too_deep_or_too_long_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_there_is_not_is_refused_with_what_there_is, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(s18_an_answer_to_a_closed_task_is_a_conflict, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_same_request_has_the_same_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_message_has_one_effect, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_of_a_request_keep_their_bounds, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("bad input", tests, NULL, NULL);
}
