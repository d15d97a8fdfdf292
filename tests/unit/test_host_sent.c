// From when messages count, and how long deadlines wait for them: N15, S17, S18 and settled.md 3.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host/host.h"
#include "support/depot.h"

static const int64_t SECOND = 1000000;
static const int64_t MINUTE = 60 * INT64_C(1000000);

static int set_up(void **state)
{
    Depot *depot = calloc(1, sizeof *depot);
    assert_non_null(depot);
    depot_begin(depot);
    *state = depot;
    return 0;
}

static int tear_down(void **state)
{
    depot_end(*state);
    free(*state);
    return 0;
}

static void pass(Depot *depot, int64_t micros)
{
    depot->clock.now += micros;
    depot_rest(depot);
}

static void stand_still(Depot *depot, int64_t micros)
{
    depot_close(depot);
    depot->clock.now += micros;
    depot_open(depot);
    depot_rest(depot);
}

static void why(Depot *depot, uint64_t number, WritRequestKind kind)
{
    WritRequest request = {.kind = kind, .case_number = number};
    host_must_ask(depot->host, &request, &depot->answer);
}

static void answer(Depot *depot, uint64_t number)
{
    HostReply *reply = &depot->answer;
    WritRequest tasks = {.kind = WRIT_REQUEST_TASKS};
    host_must_ask(depot->host, &tasks, reply);
    const char *frame = strstr(writ_buffer_string(&reply->json), "\"frame\":");
    assert_non_null(frame);
    WritRequest request = {.kind = WRIT_REQUEST_ANSWER,
                           .case_number = number,
                           .frame = (uint32_t)strtoul(frame + strlen("\"frame\":"), NULL, 10),
                           .name = writ_text("seen"),
                           .account = writ_text("ada")};
    host_must_ask(depot->host, &request, reply);
    assert_int_equal(reply->status, WRIT_OK);
}

// --- In time -----------------------------------------------------------------------------------

static void n15_a_message_that_was_sent_in_time_meets_a_deadline_that_is_over(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    int64_t due = depot->clock.now + 30 * MINUTE;
    pass(depot, 35 * MINUTE);
    assert_string_equal(depot_order(depot, number), "");
    depot_send(depot, number, 1, "wms", due - MINUTE);
    assert_true(depot_says(depot, "\"counted_because\":\"it was sent then\""));
    assert_string_equal(depot_order(depot, number), "m1");
    assert_int_equal(depot_story(depot, number).events[0].effective, due - MINUTE);
}

static void s17_a_message_of_the_instant_of_the_deadline_is_in_time(void **state)
{
    Depot *depot = *state;
    uint64_t first = depot_start(depot);
    uint64_t second = depot_start(depot);
    int64_t due = depot->clock.now + 30 * MINUTE;
    pass(depot, 33 * MINUTE);
    depot_send(depot, first, 1, "wms", due);
    depot_send(depot, second, 1, "wms", due + 1);
    assert_string_equal(depot_order(depot, first), "m1");
    assert_string_equal(depot_order(depot, second), "d1");
    assert_true(depot_says(depot, "\"kept\":true"));
}

static void n15_a_deadline_passes_when_no_message_can_be_in_time_any_more(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    int64_t due = depot->clock.now + 30 * MINUTE;
    pass(depot, 50 * MINUTE); // The longest of the two.
    assert_string_equal(depot_order(depot, number), "");
    assert_int_equal(writ_host_next_due(depot->host), due + DEPOT_ERP_MINUTES * MINUTE);
    pass(depot, 1);
    assert_string_equal(depot_order(depot, number), "d1");
    assert_int_equal(depot_story(depot, number).events[0].effective, due);
    depot_send(depot, number, 1, "erp", due); // S18: recorded, and too late.
    assert_string_equal(depot_order(depot, number), "d1");
}

static void n15_a_deadline_passes_once_every_source_is_past_it(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    uint64_t other = depot_start(depot);
    int64_t due = depot->clock.now + 30 * MINUTE;
    pass(depot, 31 * MINUTE);
    depot_send(depot, other, 3, "wms", due); // Not past it.
    depot_send(depot, other, 3, "erp", due + 1);
    depot_rest(depot);
    assert_string_equal(depot_order(depot, number), "");
    depot_send(depot, other, 3, "wms", due + 2);
    depot_rest(depot);
    assert_string_equal(depot_order(depot, number), "d1");
    assert_int_equal(depot_story(depot, number).events[0].effective, due);
}

static void a_deadline_waits_only_while_its_case_waits_for_such_a_message(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start_of(depot, "pair");
    int64_t due = depot->clock.now + 60 * MINUTE;
    pass(depot, 61 * MINUTE);
    why(depot, number, WRIT_REQUEST_SHOW);
    assert_true(depot_says(depot, "\"open\""));
    depot_send(depot, number, 1, "wms", due);
    depot_rest(depot);
    why(depot, number, WRIT_REQUEST_SHOW);
    assert_true(depot_says(depot, "\"ended\""));
}

static uint32_t count_reminders(Depot *depot, uint64_t number)
{
    static const char word[] = "\"what\":\"reminder\"";
    uint32_t count = 0;
    why(depot, number, WRIT_REQUEST_TIMELINE);
    const char *at = strstr(writ_buffer_string(&depot->answer.json), word);
    for (; at != NULL; at = strstr(at + 1, word)) {
        count++;
    }
    return count;
}

// What a reminder that waited sets lies before others that wait.
static void reminders_wait_each_for_itself(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start_of(depot, "pair");
    (void)depot_start(depot);
    for (int64_t minute = 1; minute <= 85; minute++) {
        pass(depot, MINUTE);
        int64_t reached = (minute - 1 - DEPOT_ERP_MINUTES) / 10; // Each when its time is over.
        reached = reached < 0 ? 0 : reached > 6 ? 6 : reached;
        assert_int_equal(count_reminders(depot, number), reached);
    }
}

static void a_deadline_without_such_a_message_waits_for_nobody(void **state)
{
    Depot *depot = *state;
    WritRequest found = {.kind = WRIT_REQUEST_SEND,
                         .name = writ_text("found"),
                         .body = writ_text("{\"number\":\"1\"}"),
                         .source = writ_text("wms/x"),
                         .sent = depot->clock.now - 4 * MINUTE,
                         .account = writ_text("ada")};
    host_must_ask(depot->host, &found, &depot->answer);
    assert_true(depot_says(depot, "\"cases\":[1]"));
    why(depot, 1, WRIT_REQUEST_SHOW);
    assert_true(depot_says(depot, "\"open\""));
    pass(depot, 60 * MINUTE + 1);
    why(depot, 1, WRIT_REQUEST_SHOW);
    assert_true(depot_says(depot, "\"late\""));
}

// --- What does not count -----------------------------------------------------------------------

static void a_source_that_the_event_does_not_name_counts_from_its_receipt(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    int64_t sent = depot->clock.now + 29 * MINUTE;
    pass(depot, 31 * MINUTE);
    depot_send(depot, number, 1, "web", sent);
    assert_true(depot_says(depot, "the event does not name its source"));
    assert_string_equal(depot_order(depot, number), "d1");
    depot_send(depot, number, 2, "web", sent);
    assert_int_equal(depot_story(depot, number).events[1].effective, depot->clock.now);
    why(depot, number, WRIT_REQUEST_TIMELINE);
    assert_true(depot_says(depot, "\"counted_because\":\"the event does not name its source\""));
}

static void what_comes_later_than_its_time_counts_counts_from_its_receipt(void **state)
{
    Depot *depot = *state;
    uint64_t first = depot_start(depot);
    uint64_t second = depot_start(depot);
    int64_t began = depot->clock.now;
    pass(depot, 15 * MINUTE);
    depot_send(depot, first, 2, "wms", began + 5 * MINUTE);
    assert_true(depot_says(depot, "it was sent then"));
    depot_send(depot, second, 2, "wms", began + 5 * MINUTE - 1);
    assert_true(depot_says(depot, "it came later than its sent time counts"));
    assert_int_equal(depot_story(depot, first).events[0].effective, began + 5 * MINUTE);
    assert_int_equal(depot_story(depot, second).events[0].effective, depot->clock.now);
}

static void who_answers_is_never_early(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    int64_t due = depot->clock.now + 30 * MINUTE;
    pass(depot, 31 * MINUTE);
    answer(depot, number); // Its case is past the deadline from now on.
    assert_string_equal(depot_order(depot, number), "d1");
    depot_send(depot, number, 2, "wms", due - MINUTE);
    assert_true(depot_says(depot, "the case had gone on by then"));
    assert_int_equal(depot_story(depot, number).events[1].effective, depot->clock.now);
}

static void a_message_of_the_future_is_refused(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    depot_send(depot, number, 1, "wms", depot->clock.now + 60 * SECOND + 1);
    assert_int_equal(depot->answer.status, WRIT_INVALID);
    assert_non_null(strstr(depot->answer.error.hint, "clocks"));
    depot_send(depot, number, 1, "wms", depot->clock.now + 60 * SECOND);
    assert_true(depot_says(depot, "its sender's clock is ahead"));
    assert_int_equal(depot_story(depot, number).events[0].effective, depot->clock.now);
}

static void a_time_without_a_source_is_refused(void **state)
{
    Depot *depot = *state;
    WritError error;
    WritRequest request = {.kind = WRIT_REQUEST_SEND, .name = writ_text("goods"), .sent = 1};
    assert_int_equal(writ_host_submit(depot->host, &request, NULL, NULL, &error), WRIT_INVALID);
    request.source = writ_text("wms/1");
    request.sent = INT64_MAX;
    assert_int_equal(writ_host_submit(depot->host, &request, NULL, NULL, &error), WRIT_INVALID);
    request.kind = WRIT_REQUEST_START;
    assert_int_equal(writ_host_submit(depot->host, &request, NULL, NULL, &error), WRIT_INVALID);
}

// --- Restarts and clocks -----------------------------------------------------------------------

static void n15_after_a_standstill_what_was_sent_before_the_deadline_comes_first(void **state)
{
    Depot *depot = *state;
    uint64_t first = depot_start(depot);
    uint64_t second = depot_start(depot);
    int64_t began = depot->clock.now;
    stand_still(depot, 3 * 60 * MINUTE);
    assert_string_equal(depot_order(depot, first), "");
    depot->clock.now += 5 * MINUTE;
    depot_send(depot, first, 1, "wms", began + 29 * MINUTE);
    depot_send(depot, first, 2, "wms", began + 59 * MINUTE);
    depot_send(depot, second, 1, "wms", began + 61 * MINUTE);
    assert_string_equal(depot_order(depot, first), "m1 m2");
    depot_rest(depot);
    assert_string_equal(depot_order(depot, second), "d1 d2 d3");
}

static void hosts_that_come_and_go_hold_no_deadline_for_ever(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    stand_still(depot, 45 * MINUTE);
    for (int i = 0; i < 5; i++) {
        assert_string_equal(depot_order(depot, number), "");
        stand_still(depot, 4 * MINUTE);
    }
    stand_still(depot, 1);
    assert_string_equal(depot_order(depot, number), "d1");
}

static void a_clock_that_steps_back_lets_nothing_happen_twice(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    int64_t due = depot->clock.now + 30 * MINUTE;
    pass(depot, 35 * MINUTE);
    pass(depot, -20 * MINUTE);
    assert_string_equal(depot_order(depot, number), "");
    depot_send(depot, number, 1, "wms", due);
    assert_int_equal(depot->answer.status, WRIT_INVALID); // Its time has not come.
    pass(depot, 16 * MINUTE);
    depot_send(depot, number, 1, "wms", due);
    assert_string_equal(depot_order(depot, number), "m1");
    pass(depot, 60 * MINUTE);
    assert_string_equal(depot_order(depot, number), "m1 d2 d3");
}

static void early_messages_count_as_when_they_came(void **state)
{
    Depot *depot = *state;
    int64_t sent = depot->clock.now - 10 * MINUTE;
    depot_send(depot, 1, 1, "wms", sent);
    assert_true(depot_says(depot, "\"kept\":true"));
    depot_send(depot, 1, 2, "wms", sent - 1);
    pass(depot, 60 * MINUTE);
    stand_still(depot, MINUTE);
    uint64_t number = depot_start(depot);
    depot_rest(depot);
    assert_int_equal(depot_story(depot, number).count, 2);
    why(depot, number, WRIT_REQUEST_TIMELINE);
    assert_true(depot_says(depot, "\"counted_because\":\"the case had gone on by then\""));
    assert_true(depot_says(depot, "\"counted_because\":\"it came later than its sent time counts"));
}

// --- Saying so ---------------------------------------------------------------------------------

static void why_says_what_is_held_and_until_when(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    pass(depot, 31 * MINUTE);
    why(depot, number, WRIT_REQUEST_WHY);
    assert_true(depot_says(depot, "is held, since messages of erp may still be under way"));
    assert_true(depot_says(depot, "\"held_until\":\"2026-11-28T21:56:40Z\""));
    pass(depot, 20 * MINUTE);
    why(depot, number, WRIT_REQUEST_WHY);
    assert_null(strstr(writ_buffer_string(&depot->answer.json), "held"));
}

static void a_refused_message_says_how_far_its_source_is(void **state)
{
    Depot *depot = *state;
    uint64_t number = depot_start(depot);
    int64_t due = depot->clock.now + 30 * MINUTE;
    pass(depot, 31 * MINUTE);
    WritRequest request = {.kind = WRIT_REQUEST_SEND,
                           .name = writ_text("goods"),
                           .body = writ_text("{}"),
                           .source = writ_text("wms/a"),
                           .sent = due + 1,
                           .account = writ_text("ada")};
    host_must_ask(depot->host, &request, &depot->answer);
    assert_int_not_equal(depot->answer.status, WRIT_OK);
    request.source = writ_text("erp/a");
    host_must_ask(depot->host, &request, &depot->answer);
    depot_rest(depot);
    assert_string_equal(depot_order(depot, number), "d1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            n15_a_message_that_was_sent_in_time_meets_a_deadline_that_is_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(s17_a_message_of_the_instant_of_the_deadline_is_in_time,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            n15_a_deadline_passes_when_no_message_can_be_in_time_any_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(n15_a_deadline_passes_once_every_source_is_past_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_deadline_waits_only_while_its_case_waits_for_such_a_message, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reminders_wait_each_for_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_deadline_without_such_a_message_waits_for_nobody, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_source_that_the_event_does_not_name_counts_from_its_receipt, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            what_comes_later_than_its_time_counts_counts_from_its_receipt, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_answers_is_never_early, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_message_of_the_future_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_time_without_a_source_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            n15_after_a_standstill_what_was_sent_before_the_deadline_comes_first, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(hosts_that_come_and_go_hold_no_deadline_for_ever, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_clock_that_steps_back_lets_nothing_happen_twice, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(early_messages_count_as_when_they_came, set_up, tear_down),
        cmocka_unit_test_setup_teardown(why_says_what_is_held_and_until_when, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refused_message_says_how_far_its_source_is, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("host_sent", tests, NULL, NULL);
}
