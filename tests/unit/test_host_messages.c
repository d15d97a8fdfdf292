// Whom a message reaches: cases whose process or version is gone, several fields at once, more
// cases than a page, and messages that come before anybody waits.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host/host.h"
#include "support/host_check.h"
#include "support/host_run.h"
#include "support/scratch_directory.h"
#include "writ/book.h"

enum { SECOND = 1000000, DAY = 86400, MORE_THAN_A_PAGE = 300, MORE_THAN_A_THOUSAND = 1100 };

// Texts that a test leaves out are the usual ones.
typedef struct Book {
    const char *module;     // "yard"
    const char *wait;       // What a case waits for.
    const char *field;      // Further fields of the event.
    const char *addressing; // And for whom it is.
} Book;

static const char both[] = "event.item = lot.item and event.batch = lot.batch";
static const char for_one[] = "for the case with item, batch";
static const char for_oldest[] = "for the longest waiting case";
static const char for_all[] = "for all cases waiting for it";

static const char process_text[] =
    "writ 2026\n"
    "module %s version 1.0\n"
    "  purpose \"Lots and their papers\"\n"
    "\n"
    "process store \"Store a lot\"\n"
    "  process owner tester\n"
    "  starts on event store_requested\n"
    "  starts with lot : Lot\n"
    "  ends as stored\n"
    "  no deadline because \"It waits as long as it has to\"\n"
    "\n"
    "  stage work \"Wait\"\n"
    "    step await_lot \"Wait for the lot\"\n"
    "      wait for lot_came where %s\n"
    "      no deadline because \"It waits as long as it has to\"\n"
    "    end the case as stored\n"
    "\n"
    "process watch \"Watch a lot\"\n"
    "  process owner tester\n"
    "  starts on event watch_requested\n"
    "  starts with lot : Lot\n"
    "  ends as seen\n"
    "  no deadline because \"It waits as long as it has to\"\n"
    "  if no permitted person is available reassign to tester\n"
    "  one open case per lot.item, refuse a second\n"
    "  if lot_seen happens stop the work there, then end the case as seen\n"
    "\n"
    "  stage work \"Look\"\n"
    "    step look \"Look at it\"\n"
    "      do \"Look\"\n"
    "      by tester\n"
    "      no deadline because \"It waits as long as it has to\"\n"
    "      outcomes seen\n"
    "      on seen end the case as seen\n"
    "\n"
    "process meet \"Meet a lot\"\n"
    "  process owner tester\n"
    "  starts on event meet_requested\n"
    "  starts with lot : Lot\n"
    "  ends as met, missed\n"
    "  no deadline because \"It waits as long as it has to\"\n"
    "  one open case per lot.item, refuse a second\n"
    "  if lot_seen happens stop the work there, then end the case as missed\n"
    "\n"
    "  stage work \"Wait\"\n"
    "    step await_lot \"Wait for the lot\"\n"
    "      wait for lot_seen where event.item = lot.item\n"
    "      no deadline because \"It waits as long as it has to\"\n"
    "    end the case as met\n"
    "\n"
    "event meet_requested \"A lot is to be met\"\n"
    "  lot : Lot\n"
    "\n"
    "event store_requested \"A lot is announced\"\n"
    "  lot : Lot\n"
    "\n"
    "event watch_requested \"A lot is to be watched\"\n"
    "  lot : Lot\n"
    "\n"
    "event lot_seen \"A lot was seen\"\n"
    "  item : Text\n"
    "  for the case with item\n"
    "\n"
    "event lot_came \"A lot comes in\"\n"
    "  item : Text\n"
    "  batch : Text\n"
    "  %s\n"
    "  %s\n"
    "\n"
    "record Lot\n"
    "  item : Text\n"
    "  batch : Text\n"
    "  factor : Number\n"
    "\n"
    "role tester \"Whoever tests\"\n"
    "  filled from \"directory:testers\"\n";

static const char people_text[] = "writ 2026\n"
                                  "directory \"People\"\n"
                                  "  purpose \"Who is who\"\n"
                                  "person ada \"Ada\"\n"
                                  "  belongs to \"testers\"\n";

typedef struct Fixture {
    ScratchDirectory directory;
    char store[SCRATCH_PATH_BYTES];
    WritManualClock clock;
    WritHost *host;
    HostReply answer; // The last one.
} Fixture;

// --- The host ----------------------------------------------------------------------------------

static void open_host(Fixture *f, const char *store)
{
    WritHostOptions options = {.store = store,
                               .hook_program = WRIT_HOOK_EXECUTABLE,
                               .clock = writ_clock_manual(&f->clock)};
    if (writ_host_open(&f->host, &options, &f->answer.error) != WRIT_OK) {
        fail_msg("%s %s", f->answer.error.text, f->answer.error.hint);
    }
}

static void release_files(Fixture *f, const WritBookFile *files, uint32_t count)
{
    if (writ_host_release(f->host, files, count, &f->answer.error) != WRIT_OK) {
        fail_msg("%s %s", f->answer.error.text, f->answer.error.hint);
    }
}

static WritText book_text(WritBuffer *text, const Book *book)
{
    writ_buffer_format(text, process_text, book->module == NULL ? "yard" : book->module,
                       book->wait == NULL ? both : book->wait,
                       book->field == NULL ? "" : book->field,
                       book->addressing == NULL ? for_one : book->addressing);
    return writ_buffer_text(text);
}

// What is in force from now on; NULL: nothing but people.
static void release(Fixture *f, const Book *first, const Book *second)
{
    WritBuffer texts[2] = {{0}, {0}};
    WritBookFile files[3] = {{.path = writ_text("people.writ"), .bytes = writ_text(people_text)}};
    uint32_t count = 1;
    if (first != NULL) {
        files[count++] =
            (WritBookFile){.path = writ_text("first.writ"), .bytes = book_text(&texts[0], first)};
    }
    if (second != NULL) {
        files[count++] =
            (WritBookFile){.path = writ_text("second.writ"), .bytes = book_text(&texts[1], second)};
    }
    release_files(f, files, count);
    writ_buffer_dispose(&texts[0]);
    writ_buffer_dispose(&texts[1]);
}

static void begin(Fixture *f, const Book *book)
{
    *f = (Fixture){.clock = {.now = INT64_C(1795000000) * SECOND}};
    open_host(f, NULL);
    release(f, book, NULL);
}

static HostCheck check(Fixture *f)
{
    HostCheck found = host_check(f->host);
    assert_string_equal(writ_buffer_string(&found.wrong), "");
    writ_buffer_dispose(&found.wrong);
    return found;
}

static void end(Fixture *f)
{
    (void)check(f);
    writ_host_close(f->host);
    host_reply_dispose(&f->answer);
}

// --- Requests ----------------------------------------------------------------------------------

static WritStatus ask(Fixture *f, WritRequest request)
{
    host_must_ask(f->host, &request, &f->answer);
    return f->answer.status;
}

// Cases are numbered from 1 in the order in which they start.
static void start(Fixture *f, const char *process, const char *batch, const char *factor)
{
    char body[200];
    (void)snprintf(body, sizeof body,
                   "{\"lot\": {\"item\": \"i\", \"batch\": \"%s\", \"factor\": \"%s\"}}", batch,
                   factor);
    WritRequest request = {
        .kind = WRIT_REQUEST_START, .name = writ_text(process), .body = writ_text(body)};
    if (ask(f, request) != WRIT_OK) {
        fail_msg("%s %s", f->answer.error.text, f->answer.error.hint);
    }
}

static void start_store(Fixture *f, const char *batch)
{
    start(f, "store", batch, "1");
}

// `more`: what the body has besides, or "".
static WritStatus send_as(Fixture *f, const char *event, const char *batch, const char *more)
{
    char body[200];
    (void)snprintf(body, sizeof body, "{\"item\": \"i\", \"batch\": \"%s\"%s}", batch, more);
    return ask(f, (WritRequest){.kind = WRIT_REQUEST_SEND,
                                .name = writ_text(event),
                                .body = writ_text(body)});
}

static WritStatus send_lot(Fixture *f, const char *batch)
{
    return send_as(f, "lot_came", batch, "");
}

static WritStatus send_seen(Fixture *f)
{
    return ask(f, (WritRequest){.kind = WRIT_REQUEST_SEND,
                                .name = writ_text("lot_seen"),
                                .body = writ_text("{\"item\": \"i\"}")});
}

static bool says(Fixture *f, const char *part)
{
    return strstr(writ_buffer_string(&f->answer.json), part) != NULL;
}

static bool has_ended(Fixture *f, uint64_t number)
{
    assert_int_equal(ask(f, (WritRequest){.kind = WRIT_REQUEST_SHOW, .case_number = number}),
                     WRIT_OK);
    return says(f, "\"status\":\"ended\"");
}

// --- What left the book ------------------------------------------------------------------------

static void a_case_whose_process_left_the_book_gets_its_message(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.module = NULL});
    start_store(&f, "1");
    start_store(&f, "2");
    start_store(&f, "3");
    release(&f, NULL, NULL);
    assert_int_equal(send_lot(&f, "2"), WRIT_OK);
    assert_true(says(&f, "\"event\":\"yard.lot_came\",\"cases\":[2]"));
    assert_int_equal(send_as(&f, "yard.lot_came", "1", ""), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1]"));
    assert_int_equal(send_lot(&f, "1"), WRIT_NOT_FOUND);
    assert_false(has_ended(&f, 3));
    end(&f);
}

static void it_gets_it_after_a_restart_too(void **state)
{
    (void)state;
    Fixture f = {.clock = {.now = INT64_C(1795000000) * SECOND}};
    scratch_directory_make(&f.directory);
    (void)scratch_directory_path(&f.directory, "store.db", f.store);
    open_host(&f, f.store);
    release(&f, &(Book){.module = NULL}, NULL);
    start_store(&f, "1");
    release(&f, NULL, NULL);
    writ_host_close(f.host);
    open_host(&f, f.store);
    assert_int_equal(send_lot(&f, "1"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1]"));
    end(&f);
    scratch_directory_remove(&f.directory);
}

static void a_case_that_listens_gets_its_message_when_its_process_left_the_book(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.module = NULL});
    start(&f, "watch", "1", "1");
    release(&f, NULL, NULL);
    assert_int_equal(send_seen(&f), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1]"));
    assert_true(has_ended(&f, 1));
    end(&f);
}

static void an_event_that_never_was_is_refused(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.module = NULL});
    release(&f, NULL, NULL);
    assert_int_equal(send_as(&f, "came", "1", ""), WRIT_NOT_FOUND);
    assert_string_equal(f.answer.error.text, "no process knows the event \"came\"");
    assert_true(f.answer.error.hint[0] != '\0');
    end(&f);
}

static void two_events_that_are_called_alike_need_their_whole_names(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.module = NULL});
    start(&f, "yard.store", "1", "1");
    for (int gone = 0; gone < 2; gone++) {
        release(&f, gone ? NULL : &(Book){.module = "dock"}, gone ? NULL : &(Book){.module = NULL});
        assert_int_equal(send_lot(&f, "1"), WRIT_INVALID);
        assert_non_null(strstr(f.answer.error.text, "yard.lot_came"));
        assert_non_null(strstr(f.answer.error.text, "dock.lot_came"));
    }
    assert_int_equal(send_as(&f, "dock.lot_came", "1", ""), WRIT_NOT_FOUND);
    assert_int_equal(send_as(&f, "yard.lot_came", "1", ""), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1]"));
    end(&f);
}

// --- What changed ------------------------------------------------------------------------------

static const char place[] = ", \"place\": \"north\"";

// Case 1 knows the event without a place, case 2 with one; both compare the same fields.
static void begin_with_two_shapes(Fixture *f, const char *addressing)
{
    begin(f, &(Book){.addressing = addressing});
    start_store(f, "1");
    release(f, &(Book){.addressing = addressing, .field = "place : Text"}, NULL);
    start_store(f, "1");
}

static void an_event_of_another_shape_is_not_for_an_older_case(void **state)
{
    (void)state;
    static const char *const all[] = {for_one, for_oldest, for_all};
    for (int i = 0; i < 3; i++) {
        Fixture f;
        begin_with_two_shapes(&f, all[i]);
        assert_int_equal(send_as(&f, "lot_came", "1", place), WRIT_OK);
        assert_true(says(&f, "\"cases\":[2]"));
        assert_int_equal(send_as(&f, "lot_came", "1", place), WRIT_NOT_FOUND);
        assert_false(has_ended(&f, 1));
        end(&f);
    }
}

static void a_message_that_is_wrong_in_what_is_in_force_is_refused(void **state)
{
    (void)state;
    Fixture f;
    begin_with_two_shapes(&f, for_all);
    assert_int_equal(send_lot(&f, "1"), WRIT_INVALID);
    assert_true(!has_ended(&f, 1) && !has_ended(&f, 2));
    end(&f);
}

static void an_older_case_gets_what_it_still_understands(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.wait = both});
    start_store(&f, "1");
    release(&f, &(Book){.wait = "event.batch = lot.batch", .addressing = for_oldest}, NULL);
    assert_int_equal(send_lot(&f, "1"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1]"));
    end(&f);
}

// --- Whom all fields fit -----------------------------------------------------------------------

static void a_case_whose_other_fields_differ_makes_no_ambiguity(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.module = NULL});
    start_store(&f, "1");
    start_store(&f, "2");
    start_store(&f, "2");
    assert_int_equal(send_lot(&f, "1"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1]"));
    assert_int_equal(send_lot(&f, "2"), WRIT_CONFLICT);
    assert_non_null(strstr(f.answer.error.text, "2 and 3"));
    assert_int_equal(send_lot(&f, "3"), WRIT_NOT_FOUND);
    end(&f);
}

// The fields of all three fit; what else the wait asks for is true of the second alone.
static void a_case_that_does_not_want_it_makes_no_ambiguity(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.wait = "event.item = lot.item and event.batch = lot.batch and "
                              "lot.factor > 1"});
    start(&f, "store", "1", "1");
    start(&f, "store", "1", "2");
    start(&f, "store", "1", "0");
    assert_int_equal(send_lot(&f, "1"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[2]"));
    assert_int_equal(send_lot(&f, "1"), WRIT_NOT_FOUND);
    end(&f);
}

// The product of the first case would not be exact.
static void a_case_that_cannot_judge_keeps_no_other_from_a_message(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.wait = "event.item = lot.item and lot.factor * lot.factor > 0",
                      .addressing = for_all});
    start(&f, "store", "1", "1234567890123456789.1");
    start(&f, "store", "1", "1");
    assert_int_equal(send_lot(&f, "1"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[2]"));
    assert_int_equal(send_lot(&f, "1"), WRIT_LIMIT);
    assert_true(f.answer.error.text[0] != '\0');
    assert_false(has_ended(&f, 1));
    end(&f);
}

static void a_step_that_waits_comes_before_a_line_of_its_process(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.module = NULL});
    start(&f, "meet", "1", "1");
    assert_int_equal(send_seen(&f), WRIT_OK);
    assert_true(has_ended(&f, 1));
    assert_true(says(&f, "\"outcome\":\"met\""));
    end(&f);
}

// --- More than a page --------------------------------------------------------------------------

static void start_many(Fixture *f, uint32_t count, const char *batch)
{
    for (uint32_t i = 1; i <= count; i++) {
        char numbered[20];
        (void)snprintf(numbered, sizeof numbered, "%u", i);
        start_store(f, batch == NULL ? numbered : batch);
    }
}

// Those whose other fields differ do not count, however many they are.
static void the_last_of_many_cases_is_found(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.module = NULL});
    start_many(&f, WRIT_HOST_MESSAGE_CASES_MAX + 1, NULL);
    assert_int_equal(send_lot(&f, "10001"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[10001]"));
    end(&f);
}

static void all_of_many_cases_take_a_message_for_all(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.addressing = for_all});
    start_many(&f, MORE_THAN_A_THOUSAND, "1");
    assert_int_equal(send_lot(&f, "1"), WRIT_OK);
    assert_true(says(&f, ",1099,1100]"));
    HostCheck found = check(&f);
    assert_int_equal(found.messages_taken, MORE_THAN_A_THOUSAND);
    assert_int_equal(found.ended, MORE_THAN_A_THOUSAND);
    end(&f);
}

static void a_message_for_too_many_cases_reaches_none(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.addressing = for_all});
    start_many(&f, WRIT_HOST_MESSAGE_CASES_MAX, "1");
    start_store(&f, "1");
    assert_int_equal(send_lot(&f, "1"), WRIT_LIMIT);
    assert_non_null(strstr(f.answer.error.text, "10000"));
    assert_true(f.answer.error.hint[0] != '\0');
    assert_false(has_ended(&f, 1));
    release(&f, &(Book){.addressing = for_oldest}, NULL);
    assert_int_equal(send_lot(&f, "1"), WRIT_OK);
    assert_true(says(&f, "\"cases\":[1]"));
    release(&f, &(Book){.addressing = for_all}, NULL);
    assert_int_equal(send_lot(&f, "1"), WRIT_OK);
    assert_true(has_ended(&f, WRIT_HOST_MESSAGE_CASES_MAX + 1));
    writ_host_close(f.host); // The oracle takes its time with so many.
    writ_buffer_dispose(&f.answer.json);
}

// --- Early messages ----------------------------------------------------------------------------

enum { ROWS_OF_ONE = 5 }; // Itself, two fields, "any", its end.

static const char kept[] = "for the longest waiting case\n  early ones are kept 14 days";

static void keep_many(Fixture *f, uint32_t count)
{
    for (uint32_t i = 1; i <= count; i++) {
        char batch[20];
        (void)snprintf(batch, sizeof batch, "%u", i);
        assert_int_equal(send_lot(f, batch), WRIT_OK);
        assert_true(says(f, "\"kept\":true"));
    }
}

static WritVisit count_row(void *context, WritText key, WritText value)
{
    (void)key;
    (void)value;
    (*(uint32_t *)context)++;
    return WRIT_VISIT_ON;
}

// Waits whose early message is still looked for.
static uint32_t count_looking(Fixture *f)
{
    uint32_t count = 0;
    WritError error;
    WritBuffer behind = {0};
    writ_store_prefix_end(&behind, writ_text(KEY_EARLY));
    WritStoreRange range = {WRIT_FAMILY_META, writ_text(KEY_EARLY), writ_buffer_text(&behind), 0};
    assert_int_equal(writ_store_scan(f->host->store, &range, count_row, &count, &error), WRIT_OK);
    writ_buffer_dispose(&behind);
    return count;
}

static void the_last_of_many_early_messages_is_found(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.addressing = kept});
    keep_many(&f, 2 * MORE_THAN_A_PAGE);
    start_store(&f, "600");
    start_store(&f, "1");
    start_store(&f, "601");
    assert_true(has_ended(&f, 1) && has_ended(&f, 2) && !has_ended(&f, 3));
    assert_int_equal(count_looking(&f), 0);
    assert_int_equal(check(&f).kept_early, ROWS_OF_ONE * (2 * MORE_THAN_A_PAGE - 2));
    end(&f);
}

static void whoever_keeps_a_message_drops_those_whose_time_is_over(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.addressing = kept});
    keep_many(&f, 20);
    f.clock.now += INT64_C(10) * DAY * SECOND;
    keep_many(&f, 1);
    assert_int_equal(check(&f).kept_early, ROWS_OF_ONE * 21);
    f.clock.now += INT64_C(4) * DAY * SECOND;
    keep_many(&f, 1);
    assert_int_equal(check(&f).kept_early, ROWS_OF_ONE * 22);
    f.clock.now += 1;
    keep_many(&f, 3);
    assert_int_equal(check(&f).kept_early, ROWS_OF_ONE * 5);
    end(&f);
}

static void a_message_of_an_event_that_left_is_dropped_too(void **state)
{
    (void)state;
    Fixture f;
    begin(&f, &(Book){.addressing = kept});
    keep_many(&f, 1);
    release(&f, &(Book){.module = "dock", .addressing = kept}, NULL);
    f.clock.now += INT64_C(15) * DAY * SECOND;
    keep_many(&f, 1);
    assert_int_equal(check(&f).kept_early, ROWS_OF_ONE);
    end(&f);
}

static void numbers_of_early_messages_go_on_after_a_restart(void **state)
{
    (void)state;
    Fixture f = {.clock = {.now = INT64_C(1795000000) * SECOND}};
    scratch_directory_make(&f.directory);
    (void)scratch_directory_path(&f.directory, "store.db", f.store);
    open_host(&f, f.store);
    release(&f, &(Book){.addressing = kept}, NULL);
    keep_many(&f, 2);
    writ_host_close(f.host);
    open_host(&f, f.store);
    keep_many(&f, 2);
    assert_int_equal(check(&f).kept_early, ROWS_OF_ONE * 4);
    start_store(&f, "1");
    start_store(&f, "1");
    assert_true(has_ended(&f, 1) && has_ended(&f, 2));
    end(&f);
    scratch_directory_remove(&f.directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_whose_process_left_the_book_gets_its_message),
        cmocka_unit_test(it_gets_it_after_a_restart_too),
        cmocka_unit_test(a_case_that_listens_gets_its_message_when_its_process_left_the_book),
        cmocka_unit_test(an_event_that_never_was_is_refused),
        cmocka_unit_test(two_events_that_are_called_alike_need_their_whole_names),
        cmocka_unit_test(an_event_of_another_shape_is_not_for_an_older_case),
        cmocka_unit_test(a_message_that_is_wrong_in_what_is_in_force_is_refused),
        cmocka_unit_test(an_older_case_gets_what_it_still_understands),
        cmocka_unit_test(a_case_whose_other_fields_differ_makes_no_ambiguity),
        cmocka_unit_test(a_case_that_does_not_want_it_makes_no_ambiguity),
        cmocka_unit_test(a_case_that_cannot_judge_keeps_no_other_from_a_message),
        cmocka_unit_test(a_step_that_waits_comes_before_a_line_of_its_process),
        cmocka_unit_test(the_last_of_many_cases_is_found),
        cmocka_unit_test(all_of_many_cases_take_a_message_for_all),
        cmocka_unit_test(a_message_for_too_many_cases_reaches_none),
        cmocka_unit_test(the_last_of_many_early_messages_is_found),
        cmocka_unit_test(whoever_keeps_a_message_drops_those_whose_time_is_over),
        cmocka_unit_test(a_message_of_an_event_that_left_is_dropped_too),
        cmocka_unit_test(numbers_of_early_messages_go_on_after_a_restart),
    };
    return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
