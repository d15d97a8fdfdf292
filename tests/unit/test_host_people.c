// Who acts: whose account it is, for whom a person acts, and how soon a change of people.writ
// counts. The book is a git repository, as it is in use.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "support/git_maker.h"
#include "support/host_check.h"
#include "support/host_run.h"
#include "support/scratch_directory.h"
#include "writ/host.h"
#include "writ/json.h"

enum { SECOND = 1000000, ARENA_BYTES = 8 << 20, PEOPLE_BYTES = 2000 };

static const char process_text[] = "writ 2026\n"
                                   "module desk version 1.0\n"
                                   "  purpose \"Leave that people grant\"\n"
                                   "\n"
                                   "process leave \"Leave\"\n"
                                   "  process owner head\n"
                                   "  starts on request by clerk\n"
                                   "  starts with days : Number\n"
                                   "  ends as granted, refused\n"
                                   "  no deadline because \"It waits as long as it has to\"\n"
                                   "  if no permitted person is available reassign to head\n"
                                   "\n"
                                   "  stage work \"Decide\"\n"
                                   "    step decide \"Grant it, or refuse it\"\n"
                                   "      ask approval of days\n"
                                   "      by clerk\n"
                                   "      substitutes allowed\n"
                                   "      no deadline because \"It waits as long as it has to\"\n"
                                   "      outcomes granted, refused\n"
                                   "      on granted end the case as granted\n"
                                   "      on refused end the case as refused\n"
                                   "\n"
                                   "role clerk \"Clerk\"\n"
                                   "  filled from \"directory:clerks\"\n"
                                   "\n"
                                   "role head \"Head\"\n"
                                   "  filled from \"directory:heads\"\n";

// `%s`: who else is a clerk. Bo is away, and Eve stands in for him.
static const char people_text[] = "writ 2026\n"
                                  "directory \"People\"\n"
                                  "  purpose \"Who is who\"\n"
                                  "person ada \"Ada\"\n"
                                  "  signs in as \"ada_account\"\n"
                                  "%s"
                                  "person bo \"Bo\"\n"
                                  "  belongs to \"clerks\"\n"
                                  "  away from 2026-11-01 through 2026-12-31, replaced by eve\n"
                                  "person cem \"Cem\"\n"
                                  "  belongs to \"heads\"\n"
                                  "person eve \"Eve\"\n";

static const char ada_is_clerk[] = "  belongs to \"clerks\"\n";

typedef struct Fixture {
    Maker maker;
    ScratchDirectory directory;
    char store[SCRATCH_PATH_BYTES];
    WritManualClock clock;
    WritHost *host;
    WritArena *arena; // Of the last answers.
    WritJson reply;
    HostReply answer; // The last one.
} Fixture;

// --- The book and the host ---------------------------------------------------------------------

static void commit(Fixture *f, const char *clerk)
{
    char people[PEOPLE_BYTES];
    (void)snprintf(people, sizeof people, people_text, clerk);
    const MakerEntry entries[] = {
        {"100644", "desk.writ", maker_blob(&f->maker, process_text)},
        {"100644", "people.writ", maker_blob(&f->maker, people)},
    };
    (void)maker_commit(&f->maker, maker_tree(&f->maker, entries, 2));
}

static void open_host(Fixture *f)
{
    WritHostOptions options = {
        .book = f->maker.book,
        .store = f->store,
        .hook_program = WRIT_HOOK_EXECUTABLE,
        .book_program = WRIT_BOOK_EXECUTABLE,
        .clock = writ_clock_manual(&f->clock),
    };
    if (writ_host_open(&f->host, &options, &f->answer.error) != WRIT_OK) {
        fail_msg("%s %s", f->answer.error.text, f->answer.error.hint);
    }
}

static int set_up(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->clock.now = INT64_C(1795000000) * SECOND; // In November 2026.
    f->arena = writ_arena_new(ARENA_BYTES);
    maker_begin(&f->maker);
    scratch_directory_make(&f->directory);
    (void)scratch_directory_path(&f->directory, "store.db", f->store);
    commit(f, ada_is_clerk);
    open_host(f);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    writ_host_close(f->host);
    scratch_directory_remove(&f->directory);
    maker_end(&f->maker);
    writ_arena_free(f->arena);
    host_reply_dispose(&f->answer);
    free(f);
    return 0;
}

// --- Asking ------------------------------------------------------------------------------------

// The answer is in `reply`, and lives until the arena is reset.
static WritStatus ask(Fixture *f, WritRequest request)
{
    host_must_ask(f->host, &request, &f->answer);
    if (f->answer.status == WRIT_OK) {
        WritError error;
        assert_int_equal(writ_json_parse(&f->reply, f->arena, writ_buffer_text(&f->answer.json),
                                         "reply", &error),
                         WRIT_OK);
    }
    return f->answer.status;
}

static WritRequest start_request(const char *person)
{
    return (WritRequest){
        .kind = WRIT_REQUEST_START,
        .name = writ_text("leave"),
        .body = writ_text("{\"days\": \"3\"}"),
        .person = writ_text(person),
        .account = writ_text("operator"),
    };
}

// The frame of the task of case 1.
static uint32_t open_task(Fixture *f)
{
    WritRequest request = {.kind = WRIT_REQUEST_TASKS};
    assert_int_equal(ask(f, request), WRIT_OK);
    const WritJson *tasks = writ_json_find(&f->reply, "tasks");
    assert_int_equal(tasks->count, 1);
    return (uint32_t)strtoul(writ_json_find(&tasks->items[0], "frame")->text.data, NULL, 10);
}

static WritRequest answer_request(Fixture *f, const char *person)
{
    return (WritRequest){
        .kind = WRIT_REQUEST_ANSWER,
        .case_number = 1,
        .frame = open_task(f),
        .name = writ_text("granted"),
        .person = writ_text(person),
        .account = writ_text("operator"),
    };
}

// --- Who asks ----------------------------------------------------------------------------------

static void only_the_owner_of_the_store_acts_as_somebody_else(void **state)
{
    Fixture *f = *state;
    WritRequest start = start_request("ada");
    start.caller = WRIT_CALLER_GUEST;
    assert_int_equal(ask(f, start), WRIT_DENIED);
    assert_string_equal(f->answer.error.text, "the account \"operator\" may not act as \"ada\"");
    assert_non_null(strstr(f->answer.error.hint, "Leave --as out"));
    start.caller = WRIT_CALLER_OWNER;
    assert_int_equal(ask(f, start), WRIT_OK);

    WritRequest answer = answer_request(f, "eve");
    answer.caller = WRIT_CALLER_GUEST;
    answer.account = writ_text("ada_account");
    assert_int_equal(ask(f, answer), WRIT_DENIED);
    // Not even whether there is such a person is told.
    answer.person = writ_text("nobody");
    assert_int_equal(ask(f, answer), WRIT_DENIED);
    assert_null(strstr(f->answer.error.text, "people.writ"));
    answer.caller = WRIT_CALLER_OWNER;
    assert_int_equal(ask(f, answer), WRIT_DENIED);
    assert_string_equal(f->answer.error.text, "nobody in people.writ is called \"nobody\"");
    answer.person = writ_text("ada");
    assert_int_equal(ask(f, answer), WRIT_OK);
}

// --- For whom ----------------------------------------------------------------------------------

static WritText text_of(const WritJson *object, const char *key)
{
    const WritJson *member = writ_json_find(object, key);
    return member == NULL ? (WritText){0} : member->text;
}

static void a_substitute_starts_on_behalf_of_who_is_away(void **state)
{
    Fixture *f = *state;
    assert_int_equal(ask(f, start_request("cem")), WRIT_DENIED);
    assert_int_equal(ask(f, start_request("eve")), WRIT_OK);
    WritRequest timeline = {.kind = WRIT_REQUEST_TIMELINE, .case_number = 1};
    assert_int_equal(ask(f, timeline), WRIT_OK);
    const WritJson *first = &writ_json_find(&f->reply, "lines")->items[0];
    assert_true(writ_text_is(text_of(first, "who"), "eve"));
    assert_true(writ_text_is(text_of(first, "on_behalf"), "bo"));
    assert_true(writ_text_is(text_of(first, "on_behalf_name"), "Bo"));
    // In her own right there is nobody behind her.
    assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
    timeline.case_number = 2;
    assert_int_equal(ask(f, timeline), WRIT_OK);
    first = &writ_json_find(&f->reply, "lines")->items[0];
    assert_true(writ_text_is(text_of(first, "who"), "ada"));
    assert_int_equal(text_of(first, "on_behalf").length, 0);
}

// --- A change of the book ----------------------------------------------------------------------

static uint32_t count_tasks(Fixture *f, const char *person)
{
    WritRequest request = {.kind = WRIT_REQUEST_TASKS, .person = writ_text(person)};
    assert_int_equal(ask(f, request), WRIT_OK);
    return writ_json_find(&f->reply, "tasks")->count;
}

static void who_is_no_clerk_any_more_may_not_answer(void **state)
{
    Fixture *f = *state;
    assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
    WritRequest answer = answer_request(f, "ada");
    commit(f, "");
    assert_int_equal(ask(f, answer), WRIT_DENIED);
    commit(f, ada_is_clerk);
    assert_int_equal(ask(f, answer), WRIT_OK);
}

static void a_question_is_answered_by_the_people_of_now(void **state)
{
    Fixture *f = *state;
    assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
    assert_int_equal(count_tasks(f, "ada"), 1);
    commit(f, "");
    assert_int_equal(count_tasks(f, "ada"), 0);
    assert_int_equal(count_tasks(f, "eve"), 1);
}

static const WritJson *ask_refused(Fixture *f)
{
    WritRequest request = {.kind = WRIT_REQUEST_STATUS};
    assert_int_equal(ask(f, request), WRIT_OK);
    return writ_json_find(&f->reply, "refused");
}

static void break_head(Fixture *f, const char *how)
{
    maker_remove(&f->maker, "book/.git/HEAD");
    if (how != NULL) {
        maker_write_string(&f->maker, "book/.git/HEAD", how);
    }
}

static void mend_head(Fixture *f)
{
    maker_write_string(&f->maker, "book/.git/HEAD", "ref: refs/heads/main\n");
}

static void a_broken_book_leaves_in_force_what_was(void **state)
{
    Fixture *f = *state;
    static const char *const heads[] = {"rubbish\n", "ref: refs/heads/gone\n", NULL};
    assert_null(ask_refused(f));
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        break_head(f, heads[i]);
        assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
        const WritJson *refused = ask_refused(f);
        assert_non_null(refused);
        assert_null(writ_json_find(refused, "commit"));
        assert_true(text_of(refused, "reason").length > 0);
        // It is the same for who comes after a restart.
        writ_host_close(f->host);
        open_host(f);
        assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
        mend_head(f);
        assert_null(ask_refused(f));
    }
    commit(f, "");
    assert_int_equal(ask(f, start_request("ada")), WRIT_DENIED);
}

static void a_commit_with_errors_is_told_until_another_one(void **state)
{
    Fixture *f = *state;
    commit(f, "  belongs where\n");
    assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
    const WritJson *refused = ask_refused(f);
    assert_non_null(refused);
    assert_int_equal(text_of(refused, "commit").length, WRIT_COMMIT_ID_BYTES - 1);
    // Back to the commit that is in force.
    commit(f, ada_is_clerk);
    assert_null(ask_refused(f));
}

// --- The store ---------------------------------------------------------------------------------

static void only_the_owner_of_the_store_copies_it(void **state)
{
    Fixture *f = *state;
    char copy[SCRATCH_PATH_BYTES];
    (void)scratch_directory_path(&f->directory, "copy.db", copy);
    WritRequest backup = {
        .kind = WRIT_REQUEST_BACKUP,
        .name = writ_text(copy),
        .account = writ_text("ada_account"),
        .caller = WRIT_CALLER_GUEST,
    };
    assert_int_equal(ask(f, backup), WRIT_DENIED);
    assert_string_equal(f->answer.error.text, "the account \"ada_account\" may not copy the store");
    assert_int_not_equal(access(copy, F_OK), 0);
    backup.caller = WRIT_CALLER_OWNER;
    backup.name = writ_text("copy.db");
    assert_int_equal(ask(f, backup), WRIT_INVALID);
    backup.name = writ_text(copy);
    assert_int_equal(ask(f, backup), WRIT_OK);
    assert_int_equal(access(copy, F_OK), 0);
}

static uint64_t count_bases(Fixture *f)
{
    HostCheck found = host_check(f->host);
    if (found.wrong.length > 0) {
        fail_msg("%s", writ_buffer_string(&found.wrong));
    }
    return found.bases;
}

// A directory with other people is another basis, a host that opens again is none.
static void what_decisions_rest_on_is_said_once(void **state)
{
    Fixture *f = *state;
    assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
    assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
    assert_int_equal(count_bases(f), 1);
    writ_host_close(f->host);
    open_host(f);
    assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
    assert_int_equal(count_bases(f), 1);
    commit(f, "");
    assert_int_equal(ask(f, start_request("ada")), WRIT_DENIED);
    assert_int_equal(count_bases(f), 1);
    commit(f, "  belongs to \"clerks\"\n  signs in as \"her_account\"\n");
    assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
    assert_int_equal(count_bases(f), 2);
}

static void a_preview_goes_on_with_the_calendars_that_it_began_with(void **state)
{
    Fixture *f = *state;
    WritRequest request = {.kind = WRIT_REQUEST_PREVIEW, .name = writ_text("HEAD..HEAD")};
    assert_int_equal(ask(f, start_request("ada")), WRIT_OK);
    assert_int_equal(ask(f, request), WRIT_OK);
    request.case_number = 1;
    request.revision = writ_text("what the calendars were");
    assert_int_equal(ask(f, request), WRIT_CONFLICT);
    assert_string_equal(f->answer.error.text, "the calendars changed while they were compared");
}

int main(void)
{
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_the_owner_of_the_store_acts_as_somebody_else, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(only_the_owner_of_the_store_copies_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_substitute_starts_on_behalf_of_who_is_away, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(who_is_no_clerk_any_more_may_not_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_question_is_answered_by_the_people_of_now, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_decisions_rest_on_is_said_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_broken_book_leaves_in_force_what_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commit_with_errors_is_told_until_another_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_preview_goes_on_with_the_calendars_that_it_began_with,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests_name("who acts", tests, NULL, NULL);
}
