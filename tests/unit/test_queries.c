// What a host answers to questions, against what follows from asking in the slow and obvious way:
// each case alone, each person for each task.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "writ/book.h"
#include "writ/host.h"
#include "support/host_run.h"
#include "writ/json.h"
#include "writ/watch.h"

enum { SECOND = 1000000, DAY = 86400, CASES = 60, TEXT_BYTES = 4000, ARENA_BYTES = 64 << 20 };

// `clerks` and `heads` take turns as the group behind the role, so that two versions of the process
// mean different people by it.
static const char process_text[] =
    "writ 2026\n"
    "module desk version %d.0\n"
    "  purpose \"Tickets that people answer\"\n"
    "\n"
    "process ticket \"Ticket\"\n"
    "  process owner head\n"
    "  starts on event ticket_opened\n"
    "  one open case per ticket.number, refuse a second\n"
    "  starts with ticket : Ticket\n"
    "  ends as solved, dropped\n"
    "  no deadline because \"It waits as long as it has to\"\n"
    "  if no permitted person is available notify process.owner with ticket_note, then reassign to "
    "head\n"
    "\n"
    "  stage work \"Work on it\"\n"
    "    step answer_it \"Answer the ticket\"\n"
    "      do \"Answer it\"\n"
    "      by either clerk or ticket.owner\n"
    "      never by ticket.author\n"
    "      substitutes allowed\n"
    "      no deadline because \"It waits as long as it has to\"\n"
    "      outcomes answered, dropped\n"
    "      on answered notify ticket.owner with ticket_note, then next step\n"
    "      on dropped notify ticket.owner with ticket_note, then end the case as dropped\n"
    "    step check_it \"Check the answer\"\n"
    "      do \"Check it\"\n"
    "      by head\n"
    "      no deadline because \"It waits as long as it has to\"\n"
    "      outcomes good\n"
    "      on good notify ticket.owner, ticket.author with ticket_note, then end the case as "
    "solved\n"
    "\n"
    "role clerk \"Clerk\"\n"
    "  filled from \"directory:%s\"\n"
    "\n"
    "role head \"Head\"\n"
    "  filled from \"directory:heads\"\n"
    "\n"
    "record Ticket\n"
    "  number : Text\n"
    "  author : Person\n"
    "  owner : Person\n"
    "\n"
    "event ticket_opened \"Somebody opens a ticket\"\n"
    "  ticket : Ticket\n"
    "\n"
    "message ticket_note\n"
    "  given ticket : Ticket\n"
    "  subject \"Ticket {ticket.number}\"\n"
    "  text \"Something happened to ticket {ticket.number}.\"\n";

static const char people_text[] = "writ 2026\n"
                                  "directory \"People\"\n"
                                  "  purpose \"Who is who\"\n"
                                  "person ada \"Ada\"\n"
                                  "  belongs to \"clerks\"\n"
                                  "person bo \"Bo\"\n"
                                  "  belongs to \"clerks\"\n"
                                  "  away from 2026-11-01 through 2026-12-31, replaced by eve\n"
                                  "person cem \"Cem\"\n"
                                  "  belongs to \"heads\"\n"
                                  "person dan \"Dan\"\n"
                                  "  belongs to \"others\"\n"
                                  "person eve \"Eve\"\n";

static const char *const persons[] = {"ada", "bo", "cem", "dan", "eve"};
enum { PERSON_COUNT = sizeof persons / sizeof persons[0] };

typedef struct Fixture {
    WritManualClock clock;
    WritHost *host;
    WritArena *arena; // Of the last answers.
    WritJson reply;
    HostReply answer; // The last one.
} Fixture;

static void release(Fixture *f, int version, const char *group)
{
    char text[TEXT_BYTES];
    (void)snprintf(text, sizeof text, process_text, version, group);
    const WritBookFile files[] = {
        {.path = writ_text("people.writ"), .bytes = writ_text(people_text)},
        {.path = writ_text("desk.writ"), .bytes = writ_text(text)},
    };
    if (writ_host_release(f->host, files, 2, &f->answer.error) != WRIT_OK) {
        fail_msg("%s %s", f->answer.error.text, f->answer.error.hint);
    }
}

static int set_up(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->clock.now = INT64_C(1795000000) * SECOND; // In November 2026.
    f->arena = writ_arena_new(ARENA_BYTES);
    WritHostOptions options = {.hook_program = WRIT_HOOK_EXECUTABLE,
                               .clock = writ_clock_manual(&f->clock)};
    assert_int_equal(writ_host_open(&f->host, &options, &f->answer.error), WRIT_OK);
    release(f, 1, "clerks");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *f = *state;
    writ_host_close(f->host);
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

static WritText text_of(const WritJson *object, const char *key)
{
    const WritJson *member = writ_json_find(object, key);
    return member == NULL ? (WritText){0} : member->text;
}

static uint64_t number_of(const WritJson *object, const char *key)
{
    return strtoull(text_of(object, key).data, NULL, 10);
}

static const WritJson *list_of(const WritJson *object, const char *key)
{
    const WritJson *list = writ_json_find(object, key);
    assert_non_null(list);
    assert_int_equal(list->kind, WRIT_JSON_ARRAY);
    return list;
}

static bool more_of(const WritJson *object)
{
    const WritJson *more = writ_json_find(object, "more");
    assert_non_null(more);
    return more->boolean;
}

static uint64_t open_ticket(Fixture *f, int number, const char *author, const char *owner)
{
    char body[200];
    (void)snprintf(body, sizeof body,
                   "{\"ticket\":{\"number\":\"T-%d\",\"author\":\"%s\",\"owner\":\"%s\"}}", number,
                   author, owner);
    WritRequest request = {
        .kind = WRIT_REQUEST_SEND, .name = writ_text("ticket_opened"), .body = writ_text(body)};
    assert_int_equal(ask(f, request), WRIT_OK);
    return strtoull(list_of(&f->reply, "cases")->items[0].text.data, NULL, 10);
}

static WritStatus answer(Fixture *f, uint64_t number, uint32_t frame, const char *outcome,
                         const char *person)
{
    WritRequest request = {
        .kind = WRIT_REQUEST_ANSWER,
        .case_number = number,
        .frame = frame,
        .name = writ_text(outcome),
        .person = writ_text(person),
    };
    return ask(f, request);
}

// The frame of a case's open task; 0: none.
static uint32_t task_frame(Fixture *f, uint64_t number)
{
    WritRequest request = {.kind = WRIT_REQUEST_SHOW, .case_number = number};
    assert_int_equal(ask(f, request), WRIT_OK);
    const WritJson *tasks = list_of(&f->reply, "tasks");
    return tasks->count == 0 ? 0 : (uint32_t)number_of(&tasks->items[0], "frame");
}

static const char *person_at(int index)
{
    return persons[index % PERSON_COUNT];
}

// Tickets of all sorts of people, opened in an order that is not that of their numbers; some are
// answered, some end. In the middle the role comes to mean other people.
static void make_tickets(Fixture *f)
{
    for (int i = 0; i < CASES; i++) {
        if (i == CASES / 2) {
            release(f, 2, "others");
        }
        // The clock goes back now and then, as clocks do.
        f->clock.now += (i % 7 == 3 ? -90 : 40) * (int64_t)SECOND;
        uint64_t number = open_ticket(f, i, person_at(i), person_at(i / 2));
        uint32_t frame = task_frame(f, number);
        if (i % 4 == 1) {
            for (int j = 0;
                 j < PERSON_COUNT && answer(f, number, frame, "answered", person_at(j)) != WRIT_OK;
                 j++) {
            }
        }
        if (i % 8 == 1) {
            assert_int_equal(answer(f, number, task_frame(f, number), "good", "cem"), WRIT_OK);
        }
        writ_arena_reset(f->arena);
    }
}

// --- Tasks -------------------------------------------------------------------------------------

typedef struct OpenTask {
    char since[40];
    uint64_t number;
    uint32_t frame;
} OpenTask;

static int by_age(const void *a, const void *b)
{
    const OpenTask *x = a;
    const OpenTask *y = b;
    int order = strcmp(x->since, y->since);
    return order != 0 ? order : x->number < y->number ? -1 : x->number > y->number;
}

// Every open task, found by looking at each case, the oldest first.
static int all_tasks(Fixture *f, OpenTask tasks[CASES])
{
    int count = 0;
    for (uint64_t number = 1; number <= CASES; number++) {
        WritRequest request = {.kind = WRIT_REQUEST_SHOW, .case_number = number};
        assert_int_equal(ask(f, request), WRIT_OK);
        const WritJson *list = list_of(&f->reply, "tasks");
        for (uint32_t i = 0; i < list->count; i++) {
            OpenTask *task = &tasks[count++];
            WritText since = text_of(&list->items[i], "since");
            (void)snprintf(task->since, sizeof task->since, "%.*s", WRIT_TEXT_ARGS(since));
            task->number = number;
            task->frame = (uint32_t)number_of(&list->items[i], "frame");
        }
    }
    qsort(tasks, (size_t)count, sizeof tasks[0], by_age);
    return count;
}

// Whom the engine lets answer: an outcome that does not exist is refused only afterwards.
static bool may_answer(Fixture *f, const OpenTask *task, const char *person)
{
    WritStatus status = answer(f, task->number, task->frame, "no_such_outcome", person);
    assert_true(status == WRIT_DENIED || status == WRIT_INVALID);
    return status == WRIT_INVALID;
}

static void assert_tasks(Fixture *f, const OpenTask *tasks, int count, const char *person,
                         uint32_t limit)
{
    WritRequest request = {.kind = WRIT_REQUEST_TASKS, .limit = limit};
    if (person != NULL) {
        request.person = writ_text(person);
    }
    int wanted = limit != 0 && (int)limit < count ? (int)limit : count;
    assert_int_equal(ask(f, request), WRIT_OK);
    const WritJson *list = list_of(&f->reply, "tasks");
    assert_int_equal(list->count, wanted);
    assert_int_equal(more_of(&f->reply), wanted < count);
    for (int i = 0; i < wanted; i++) {
        assert_int_equal(number_of(&list->items[i], "case"), tasks[i].number);
        assert_int_equal(number_of(&list->items[i], "frame"), tasks[i].frame);
    }
}

static void tasks_are_listed_by_age_each_once(void **state)
{
    Fixture *f = *state;
    OpenTask tasks[CASES];
    make_tickets(f);
    int count = all_tasks(f, tasks);
    assert_in_range(count, CASES / 2, CASES);
    assert_tasks(f, tasks, count, NULL, 0);
    assert_tasks(f, tasks, count, NULL, 7);
    assert_tasks(f, tasks, count, NULL, (uint32_t)count);
}

static void the_tasks_of_a_person_are_those_that_he_or_she_may_answer(void **state)
{
    Fixture *f = *state;
    OpenTask tasks[CASES];
    make_tickets(f);
    int count = all_tasks(f, tasks);
    int listed = 0;
    for (int p = 0; p < PERSON_COUNT; p++) {
        OpenTask own[CASES];
        int own_count = 0;
        for (int i = 0; i < count; i++) {
            if (may_answer(f, &tasks[i], persons[p])) {
                own[own_count++] = tasks[i];
            }
            writ_arena_reset(f->arena);
        }
        assert_tasks(f, own, own_count, persons[p], 0);
        assert_tasks(f, own, own_count, persons[p], 3);
        listed += own_count;
    }
    assert_in_range(listed, count, count * PERSON_COUNT - 1);
}

static void a_person_that_nobody_knows_has_no_list(void **state)
{
    Fixture *f = *state;
    WritRequest request = {.kind = WRIT_REQUEST_TASKS, .person = writ_text("zoe")};
    assert_int_equal(ask(f, request), WRIT_NOT_FOUND);
}

// --- Cases -------------------------------------------------------------------------------------

static void open_cases_come_first_then_the_latest_that_ended(void **state)
{
    Fixture *f = *state;
    uint64_t wanted[CASES];
    int count = 0;
    make_tickets(f);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < CASES; i++) {
            uint64_t number = (uint64_t)(pass == 0 ? i + 1 : CASES - i);
            WritRequest show = {.kind = WRIT_REQUEST_SHOW, .case_number = number};
            assert_int_equal(ask(f, show), WRIT_OK);
            bool ended = writ_text_is(text_of(&f->reply, "status"), "ended");
            if (ended == (pass == 1)) {
                wanted[count++] = number;
            }
        }
    }
    assert_int_equal(count, CASES);
    for (uint32_t limit = 0; limit <= CASES; limit += 20) {
        WritRequest request = {
            .kind = WRIT_REQUEST_CASES, .name = writ_text("ticket"), .limit = limit};
        uint32_t shown = limit == 0 ? CASES : limit;
        assert_int_equal(ask(f, request), WRIT_OK);
        const WritJson *list = list_of(&f->reply, "cases");
        assert_int_equal(list->count, shown);
        assert_int_equal(more_of(&f->reply), shown < CASES);
        for (uint32_t i = 0; i < shown; i++) {
            assert_int_equal(number_of(&list->items[i], "case"), wanted[i]);
        }
    }
    WritRequest other = {.kind = WRIT_REQUEST_CASES, .name = writ_text("icket")};
    assert_int_equal(ask(f, other), WRIT_NOT_FOUND);
}

// --- What happened -----------------------------------------------------------------------------

// All lines of all timelines, in the order of the journal.
typedef struct Lines {
    WritBuffer texts[CASES * 4 + 1];
    uint64_t entries;
} Lines;

static void keep_timeline(Fixture *f, Lines *lines, uint64_t number)
{
    WritRequest request = {.kind = WRIT_REQUEST_TIMELINE, .case_number = number};
    assert_int_equal(ask(f, request), WRIT_OK);
    const WritJson *list = list_of(&f->reply, "lines");
    for (uint32_t i = 0; i < list->count; i++) {
        uint64_t entry = number_of(&list->items[i], "entry");
        assert_in_range(entry, 1, CASES * 4);
        writ_buffer_format(&lines->texts[entry], "%llu %.*s|", (unsigned long long)entry,
                           WRIT_TEXT_ARGS(text_of(&list->items[i], "text")));
        lines->entries = entry > lines->entries ? entry : lines->entries;
    }
}

static void keep_told(void *self, WritText json)
{
    WritJson line;
    WritError error;
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    assert_int_equal(writ_json_parse(&line, arena, json, "line", &error), WRIT_OK);
    writ_buffer_format(self, "%llu %.*s|", (unsigned long long)number_of(&line, "entry"),
                       WRIT_TEXT_ARGS(text_of(&line, "text")));
    writ_arena_free(arena);
}

static void a_watch_tells_what_the_timelines_have(void **state)
{
    Fixture *f = *state;
    Lines *lines = calloc(1, sizeof *lines);
    WritBuffer told = {0};
    WritBuffer wanted = {0};
    assert_non_null(lines);
    WritWatch *watch = writ_watch_new(f->host);
    make_tickets(f);
    assert_int_equal(writ_watch_tell(watch, keep_told, &told, &f->answer.error), WRIT_OK);
    for (uint64_t number = 1; number <= CASES; number++) {
        keep_timeline(f, lines, number);
    }
    for (uint64_t i = 1; i <= lines->entries; i++) {
        writ_buffer_add(&wanted, writ_buffer_text(&lines->texts[i]));
        writ_buffer_dispose(&lines->texts[i]);
    }
    assert_true(wanted.length > 1000);
    assert_string_equal(writ_buffer_string(&told), writ_buffer_string(&wanted));
    size_t before = told.length;
    assert_int_equal(writ_watch_tell(watch, keep_told, &told, &f->answer.error), WRIT_OK);
    assert_int_equal(told.length, before);
    writ_watch_free(watch);
    writ_buffer_dispose(&told);
    writ_buffer_dispose(&wanted);
    free(lines);
}

static void a_short_timeline_has_the_newest_lines(void **state)
{
    Fixture *f = *state;
    uint64_t number = open_ticket(f, 1, "dan", "ada");
    assert_int_equal(answer(f, number, task_frame(f, number), "answered", "ada"), WRIT_OK);
    WritRequest request = {.kind = WRIT_REQUEST_TIMELINE, .case_number = number};
    assert_int_equal(ask(f, request), WRIT_OK);
    WritJson all = *list_of(&f->reply, "lines");
    assert_true(all.count > 4);
    assert_false(more_of(&f->reply));
    for (uint32_t limit = 1; limit <= all.count; limit++) {
        request.limit = limit;
        assert_int_equal(ask(f, request), WRIT_OK);
        const WritJson *list = list_of(&f->reply, "lines");
        assert_int_equal(list->count, limit);
        assert_int_equal(more_of(&f->reply), limit < all.count);
        for (uint32_t i = 0; i < limit; i++) {
            const WritJson *same = &all.items[all.count - limit + i];
            assert_true(writ_text_equal(text_of(&list->items[i], "text"), text_of(same, "text")));
        }
    }
}

static void the_outbox_has_every_message_the_newest_first(void **state)
{
    Fixture *f = *state;
    make_tickets(f);
    uint64_t own = 0;
    for (uint64_t number = 1; number <= CASES; number++) {
        WritRequest request = {.kind = WRIT_REQUEST_OUTBOX, .case_number = number};
        assert_int_equal(ask(f, request), WRIT_OK);
        const WritJson *list = list_of(&f->reply, "messages");
        own += list->count;
        for (uint32_t i = 0; i < list->count; i++) {
            assert_int_equal(number_of(&list->items[i], "case"), number);
        }
    }
    WritRequest request = {.kind = WRIT_REQUEST_OUTBOX};
    assert_int_equal(ask(f, request), WRIT_OK);
    WritJson all = *list_of(&f->reply, "messages");
    assert_int_equal(all.count, own);
    assert_true(all.count > CASES / 4);
    for (uint32_t i = 1; i < all.count; i++) {
        double newer = strtod(text_of(&all.items[i - 1], "id").data, NULL);
        assert_true(newer > strtod(text_of(&all.items[i], "id").data, NULL));
    }
    request.limit = 5;
    assert_int_equal(ask(f, request), WRIT_OK);
    assert_int_equal(list_of(&f->reply, "messages")->count, 5);
    assert_true(more_of(&f->reply));
    assert_true(writ_text_equal(text_of(&list_of(&f->reply, "messages")->items[4], "id"),
                                text_of(&all.items[4], "id")));
}

// --- For whom ----------------------------------------------------------------------------------

// How the answer of Eve to a new ticket is recorded.
static WritText answered_for(Fixture *f, int ticket, const char *owner)
{
    uint64_t number = open_ticket(f, ticket, "ada", owner);
    assert_int_equal(answer(f, number, task_frame(f, number), "answered", "eve"), WRIT_OK);
    WritRequest request = {.kind = WRIT_REQUEST_TIMELINE, .case_number = number};
    assert_int_equal(ask(f, request), WRIT_OK);
    const WritJson *lines = list_of(&f->reply, "lines");
    for (uint32_t i = 0; i < lines->count; i++) {
        if (writ_text_is(text_of(&lines->items[i], "what"), "answered")) {
            assert_true(writ_text_is(text_of(&lines->items[i], "who"), "eve"));
            return text_of(&lines->items[i], "on_behalf");
        }
    }
    fail_msg("no answer in the timeline");
    return (WritText){0};
}

// Bo is away and Eve stands in; where she owns the ticket herself, she acts for nobody else.
static void the_record_says_for_whom_a_substitute_answered(void **state)
{
    Fixture *f = *state;
    assert_true(writ_text_is(answered_for(f, 1, "dan"), "bo"));
    assert_int_equal(answered_for(f, 2, "eve").length, 0);
}

// --- Why, status, backup -----------------------------------------------------------------------

static void why_names_who_may_who_is_barred_and_who_is_away(void **state)
{
    Fixture *f = *state;
    uint64_t number = open_ticket(f, 1, "ada", "dan");
    WritRequest request = {.kind = WRIT_REQUEST_WHY, .case_number = number};
    assert_int_equal(ask(f, request), WRIT_OK);
    const WritJson *reason = &list_of(&f->reply, "reasons")->items[0];
    const WritJson *may = list_of(reason, "may");
    assert_int_equal(may->count, 2);
    // Bo is away and Eve stands in; Ada wrote the ticket; Dan owns it.
    assert_true(writ_text_is(text_of(&may->items[0], "person"), "eve"));
    assert_true(writ_text_is(text_of(&may->items[0], "on_behalf"), "bo"));
    assert_true(writ_text_is(text_of(&may->items[1], "person"), "dan"));
    assert_int_equal(list_of(reason, "barred")->count, 1);
    assert_true(writ_text_is(text_of(&list_of(reason, "barred")->items[0], "person"), "ada"));
    assert_int_equal(list_of(reason, "away")->count, 1);
    assert_true(writ_text_is(text_of(&list_of(reason, "away")->items[0], "person"), "bo"));
}

static void the_status_counts_and_a_store_in_memory_has_no_backup(void **state)
{
    Fixture *f = *state;
    make_tickets(f);
    OpenTask tasks[CASES];
    int count = all_tasks(f, tasks);
    WritRequest request = {.kind = WRIT_REQUEST_STATUS};
    assert_int_equal(ask(f, request), WRIT_OK);
    assert_int_equal(number_of(&f->reply, "cases"), CASES);
    assert_int_equal(number_of(&f->reply, "tasks"), count);
    assert_int_equal(list_of(&f->reply, "processes")->count, 1);
    assert_true(
        writ_text_is(text_of(&list_of(&f->reply, "processes")->items[0], "version"), "2.0"));
    request = (WritRequest){.kind = WRIT_REQUEST_BACKUP, .name = writ_text("/tmp/copy.db")};
    assert_int_equal(ask(f, request), WRIT_INVALID);
}

// --- The page ----------------------------------------------------------------------------------

// Every member of an answer stands in docs/host.md as a word in back quotes; X_name goes with X.
static void assert_documented(const char *page, const WritJson *json)
{
    for (uint32_t i = 0; i < json->count; i++) {
        char word[100];
        if (json->kind == WRIT_JSON_OBJECT) {
            WritText key = json->keys[i];
            (void)snprintf(word, sizeof word, "`%.*s`", WRIT_TEXT_ARGS(key));
            bool is_name = key.length > 5 && memcmp(key.data + key.length - 5, "_name", 5) == 0;
            if (strstr(page, word) == NULL && !is_name) {
                fail_msg("docs/host.md does not name %s", word);
            }
            if (strcmp(word, "`data`") == 0 || strcmp(word, "`value`") == 0) {
                continue; // What is below belongs to the process.
            }
        }
        assert_documented(page, &json->items[i]);
    }
}

static void every_member_of_an_answer_is_documented(void **state)
{
    Fixture *f = *state;
    static char page[64 << 10];
    FILE *file = fopen(WRIT_HOST_PAGE, "r");
    assert_non_null(file);
    page[fread(page, 1, sizeof page - 1, file)] = '\0';
    (void)fclose(file);
    make_tickets(f);
    static const WritRequestKind kinds[] = {
        WRIT_REQUEST_TASKS, WRIT_REQUEST_CASES,     WRIT_REQUEST_SHOW,   WRIT_REQUEST_TIMELINE,
        WRIT_REQUEST_WHY,   WRIT_REQUEST_INCIDENTS, WRIT_REQUEST_OUTBOX, WRIT_REQUEST_STATUS,
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        for (uint64_t number = 1; number <= CASES; number++) {
            WritRequest request = {.kind = kinds[i], .case_number = number};
            assert_int_equal(ask(f, request), WRIT_OK);
            assert_documented(page, &f->reply);
            writ_arena_reset(f->arena);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tasks_are_listed_by_age_each_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_tasks_of_a_person_are_those_that_he_or_she_may_answer,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_person_that_nobody_knows_has_no_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown(open_cases_come_first_then_the_latest_that_ended, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_watch_tells_what_the_timelines_have, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_short_timeline_has_the_newest_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_outbox_has_every_message_the_newest_first, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_record_says_for_whom_a_substitute_answered, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(why_names_who_may_who_is_barred_and_who_is_away, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_status_counts_and_a_store_in_memory_has_no_backup,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_member_of_an_answer_is_documented, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
