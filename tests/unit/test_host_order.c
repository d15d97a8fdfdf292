// What comes before what, and for whom a message is: deadlines at the edge of their instant, and
// every way in which an event names its case.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/host_check.h"
#include "support/host_run.h"
#include "writ/book.h"
#include "writ/host.h"

enum { SECOND = 1000000, HOUR = 3600 };

static const char process_text[] =
    "writ 2026\n"
    "module desk version 1.0\n"
    "  purpose \"Deadlines and messages\"\n"
    "\n"
    "process timed \"A task with a deadline\"\n"
    "  process owner tester\n"
    "  starts on event timed_requested\n"
    "  starts with job : Job\n"
    "  ends as agreed, late\n"
    "  no deadline because \"The task has one\"\n"
    "  if no permitted person is available reassign to tester\n"
    "\n"
    "  stage work \"Ask\"\n"
    "    step agree \"Agree in time\"\n"
    "      do \"Decide\"\n"
    "      by tester\n"
    "      deadline 1 hour\n"
    "      on overdue extend by 1 hour at most 1 time, the next time end "
    "the case as late\n"
    "      outcomes agreed\n"
    "      on agreed end the case as agreed\n"
    "\n"
    "process shelf \"Waits for a parcel\"\n"
    "  process owner tester\n"
    "  starts on event shelf_requested\n"
    "  starts with job : Job\n"
    "  ends as filled\n"
    "  no deadline because \"It waits as long as it has to\"\n"
    "\n"
    "  stage work \"Wait\"\n"
    "    step await_parcel \"Wait for one of these\"\n"
    "      %s\n"
    "      no deadline because \"It waits as long as it has to\"\n"
    "    end the case as filled\n"
    "\n"
    "event timed_requested \"A job comes in\"\n"
    "  job : Job\n"
    "\n"
    "event shelf_requested \"A shelf is free\"\n"
    "  job : Job\n"
    "\n"
    "event parcel_came \"A parcel comes in\"\n"
    "  number : Text\n"
    "  %s\n"
    "\n"
    "record Job\n"
    "  number : Text\n"
    "\n"
    "role tester \"Whoever tests\"\n"
    "  filled from \"directory:testers\"\n";

static const char people_text[] = "writ 2026\n"
                                  "directory \"People\"\n"
                                  "  purpose \"Who is who\"\n"
                                  "person ada \"Ada\"\n"
                                  "  belongs to \"testers\"\n";

static const char by_number[] = "wait for parcel_came where event.number = job.number";
static const char any_number[] = "wait for parcel_came";

typedef struct Fixture {
    WritManualClock clock;
    WritHost *host;
    HostReply answer; // The last one.
} Fixture;

static void begin(Fixture *f, const char *wait, const char *addressing)
{
    WritBuffer text = {0};
    *f = (Fixture){.clock = {.now = INT64_C(1795000000) * SECOND}};
    WritHostOptions options = {.hook_program = WRIT_HOOK_EXECUTABLE,
                               .clock = writ_clock_manual(&f->clock)};
    assert_int_equal(writ_host_open(&f->host, &options, &f->answer.error), WRIT_OK);
    writ_buffer_format(&text, process_text, wait, addressing);
    const WritBookFile files[] = {
        {.path = writ_text("people.writ"), .bytes = writ_text(people_text)},
        {.path = writ_text("desk.writ"), .bytes = writ_buffer_text(&text)},
    };
    if (writ_host_release(f->host, files, 2, &f->answer.error) != WRIT_OK) {
        fail_msg("%s %s", f->answer.error.text, f->answer.error.hint);
    }
    writ_buffer_dispose(&text);
}

static void end(Fixture *f)
{
    HostCheck found = host_check(f->host);
    assert_string_equal(writ_buffer_string(&found.wrong), "");
    writ_buffer_dispose(&found.wrong);
    writ_host_close(f->host);
    host_reply_dispose(&f->answer);
}

// The status of the answer; its text is in `json`.
static WritStatus ask(Fixture *f, WritRequest request)
{
    host_must_ask(f->host, &request, &f->answer);
    return f->answer.status;
}

// Cases are numbered from 1 in the order in which they start.
static void start(Fixture *f, const char *process, const char *number)
{
    char body[100];
    (void)snprintf(body, sizeof body, "{\"job\": {\"number\": \"%s\"}}", number);
    WritRequest request = {
        .kind = WRIT_REQUEST_START, .name = writ_text(process), .body = writ_text(body)};
    assert_int_equal(ask(f, request), WRIT_OK);
}

static WritStatus send_parcel(Fixture *f, const char *number)
{
    char body[100];
    (void)snprintf(body, sizeof body, "{\"number\": \"%s\"}", number);
    WritRequest request = {
        .kind = WRIT_REQUEST_SEND, .name = writ_text("parcel_came"), .body = writ_text(body)};
    return ask(f, request);
}

static bool says(Fixture *f, const char *part)
{
    return strstr(writ_buffer_string(&f->answer.json), part) != NULL;
}

static void show(Fixture *f, uint64_t number)
{
    assert_int_equal(ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = number}),
                     WRIT_OK);
}

static bool has_ended(Fixture *f, uint64_t number)
{
    show(f, number);
    return says(f, "\"status\":\"ended\"");
}

// --- Deadlines ---------------------------------------------------------------------------------

// The first open task of a case.
static uint32_t task_of(Fixture *f, uint64_t number)
{
    static const char member[] = "\"frame\":";
    show(f, number);
    const char *frame = strstr(writ_buffer_string(&f->answer.json), member);
    assert_non_null(frame);
    return (uint32_t)strtoul(frame + strlen(member), NULL, 10);
}

static WritStatus agree(Fixture *f, uint64_t number, uint32_t task)
{
    return ask(f, (WritRequest){.kind = WRIT_REQUEST_ANSWER,
                                .name = writ_text("agreed"),
                                .person = writ_text("ada"),
                                .case_number = number,
                                .frame = task});
}

static void wait_hours(Fixture *f, int hours)
{
    f->clock.now += (int64_t)hours * HOUR * SECOND;
}

static void an_answer_at_the_instant_of_its_deadline_is_on_time(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, by_number, "for the longest waiting case");
    start(&f, "timed", "1");
    uint32_t task = task_of(&f, 1);
    wait_hours(&f, 1);
    assert_int_equal(agree(&f, 1, task), WRIT_OK);
    show(&f, 1);
    assert_true(says(&f, "\"outcome\":\"agreed\""));
    assert_int_equal(ask(&f, (WritRequest){.kind = WRIT_REQUEST_TIMELINE, .case_number = 1}),
                     WRIT_OK);
    assert_false(says(&f, "\"overdue\""));
    end(&f);
}

// The first deadline adds an hour from its own instant, not from when somebody came to look; so the
// second has passed too, and the answer comes after both.
static void deadlines_that_passed_come_before_what_is_asked_now(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, by_number, "for the longest waiting case");
    start(&f, "timed", "1");
    uint32_t task = task_of(&f, 1);
    wait_hours(&f, 2);
    f.clock.now++;
    assert_int_equal(agree(&f, 1, task), WRIT_CONFLICT);
    show(&f, 1);
    assert_true(says(&f, "\"outcome\":\"late\""));
    end(&f);
}

// --- For whom a message is ---------------------------------------------------------------------

// Three cases in the order in which they began to wait, the first and the last for the same.
static void start_three(Fixture *f)
{
    start(f, "shelf", "B");
    wait_hours(f, 1);
    start(f, "shelf", "A");
    wait_hours(f, 1);
    start(f, "shelf", "B");
}

static void the_longest_waiting_case_that_fits_takes_a_message(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, by_number, "for the longest waiting case");
    start_three(&f);
    assert_int_equal(send_parcel(&f, "B"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1]"));
    assert_int_equal(send_parcel(&f, "B"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[3]"));
    assert_int_equal(send_parcel(&f, "B"), WRIT_NOT_FOUND);
    assert_false(has_ended(&f, 2));
    end(&f);
}

static void a_wait_without_a_condition_takes_any_message(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, any_number, "for the longest waiting case");
    start_three(&f);
    assert_int_equal(send_parcel(&f, "C"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1]"));
    end(&f);
}

static void all_cases_that_wait_take_a_message_for_all(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, by_number, "for all cases waiting for it");
    start_three(&f);
    assert_int_equal(send_parcel(&f, "B"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1,3]"));
    assert_true(has_ended(&f, 1) && has_ended(&f, 3) && !has_ended(&f, 2));
    end(&f);
}

static void a_message_that_two_cases_could_take_is_refused_where_one_is_meant(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, by_number, "for the case with number");
    start_three(&f);
    assert_int_equal(send_parcel(&f, "B"), WRIT_CONFLICT);
    assert_non_null(strstr(f.answer.error.text, "1 and 3"));
    assert_true(f.answer.error.hint[0] != '\0');
    assert_true(!has_ended(&f, 1) && !has_ended(&f, 3));
    assert_int_equal(send_parcel(&f, "A"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[2]"));
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_at_the_instant_of_its_deadline_is_on_time),
        cmocka_unit_test(deadlines_that_passed_come_before_what_is_asked_now),
        cmocka_unit_test(the_longest_waiting_case_that_fits_takes_a_message),
        cmocka_unit_test(a_wait_without_a_condition_takes_any_message),
        cmocka_unit_test(all_cases_that_wait_take_a_message_for_all),
        cmocka_unit_test(a_message_that_two_cases_could_take_is_refused_where_one_is_meant),
    };
    return cmocka_run_group_tests_name("order of things", tests, NULL, NULL);
}
