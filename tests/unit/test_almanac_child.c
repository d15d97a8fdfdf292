// The almanac's child: what it may do when it reads, and what happens when it was taken over.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "almanac/talk.h"
#include "writ/confine.h"
#include "writ/value.h"

static const char christmas[] = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nSUMMARY:C\n"
                                "RRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR\n";
enum { FIRST_DAY = 20454, LAST_DAY = 20818 }; // 2026

static WritError error;

// --- The real one --------------------------------------------------------------------------------

static WritChild *start_child(void)
{
    WritChild *child;
    WritChildOptions options = {
        .executable = WRIT_ALMANAC_EXECUTABLE,
        .argument = "read",
        .frame_bytes_max = TALK_BYTES_MAX,
        .cpu_seconds_max = 5,
    };
    assert_int_equal(writ_confine_start(&child, &options, &error), WRIT_OK);
    return child;
}

// Its next message, or 0 when it ended.
static uint8_t take(WritReader *in, WritChild *child)
{
    for (;;) {
        WritText payload;
        struct pollfd wait = {.fd = writ_confine_read_fd(child), .events = POLLIN};
        switch (writ_confine_receive(child, &payload)) {
        case WRIT_RECEIVE_FRAME:
            *in = writ_reader(payload);
            return talk_kind(in);
        case WRIT_RECEIVE_NOTHING:
            (void)poll(&wait, 1, 1000);
            break;
        case WRIT_RECEIVE_END:
        case WRIT_RECEIVE_RUBBISH:
            return 0;
        }
    }
}

static void ask_for_christmas(WritChild *child)
{
    WritBuffer question = {0};
    EventsRequest asked = {
        .bytes = writ_text(christmas), .first_day = FIRST_DAY, .last_day = LAST_DAY};
    talk_put_events(&question, &asked);
    assert_int_equal(writ_confine_send(child, writ_buffer_text(&question), &error), WRIT_OK);
    writ_buffer_dispose(&question);
}

static void assert_status_has(const char *status, const char *line)
{
    if (strstr(status, line) == NULL) {
        fail_msg("no \"%s\" in %s", line, status);
    }
}

static void the_child_is_confined_before_it_reads(void **state)
{
    (void)state;
    WritChild *child = start_child();
    WritReader in;
    char path[64];
    char status[8192] = "";
    ask_for_christmas(child);
    assert_int_equal(take(&in, child), TALK_PROGRESS);
    (void)snprintf(path, sizeof path, "/proc/%d/status", (int)writ_confine_pid(child));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(status, 1, sizeof status - 1, file) > 0);
    (void)fclose(file);
    assert_status_has(status, "\nSeccomp:\t2\n");
    assert_status_has(status, "\nNoNewPrivs:\t1\n");
    assert_status_has(status, "\nCapEff:\t0000000000000000\n");
    assert_status_has(status, "\nThreads:\t1\n");
    assert_int_equal(take(&in, child), TALK_HOLIDAYS);
    assert_int_equal(take(&in, child), TALK_DONE);
    writ_confine_kill(child, WRIT_KILL_CLOSING);
    writ_confine_free(child);
}

static void a_question_that_is_none_is_answered_with_a_failure(void **state)
{
    (void)state;
    static const char *const questions[] = {"?", "\1", "\1\2\2", "\7abc"};
    WritChild *child = start_child();
    WritReader in;
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        WritError told;
        assert_int_equal(writ_confine_send(child, writ_text(questions[i]), &error), WRIT_OK);
        assert_int_equal(take(&in, child), TALK_FAILED);
        assert_true(talk_get_failed(&in, &told));
        assert_string_equal(told.text, "the request is malformed");
    }
    ask_for_christmas(child);
    assert_int_equal(take(&in, child), TALK_PROGRESS);
    assert_int_equal(take(&in, child), TALK_HOLIDAYS);
    writ_confine_kill(child, WRIT_KILL_CLOSING);
    writ_confine_free(child);
}

// --- One that was taken over
// -----------------------------------------------------------------------

static WritStatus release_through_liar(WritCalendarRelease *release, WritArena *arena,
                                       const char *lie)
{
    char folder[] = "/tmp/writ-liar-XXXXXX";
    char program[128];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(program, sizeof program, "%s/%s", folder, lie);
    assert_int_equal(symlink(ALMANAC_LIAR, program), 0);
    WritAlmanac *almanac = writ_almanac_open(&(WritAlmanacOptions){.program = program});
    WritHolidayFile files[] = {{writ_text("nl.ics"), writ_text(christmas)},
                               {writ_text("be.ics"), writ_text(christmas)}};
    WritCalendarSource source = {{.name = writ_text("office"),
                                  .title = writ_text("Office"),
                                  .zone = writ_text("UTC"),
                                  .openings = &(WritOpening){0x1f, 540, 1020},
                                  .opening_count = 1,
                                  .first_day = FIRST_DAY,
                                  .last_day = LAST_DAY},
                                 files,
                                 strcmp(lie, "tell_truth") == 0 ? 1 : 2};
    WritStatus status = writ_almanac_release(release, arena, almanac, &source, 1, &error);
    writ_almanac_close(almanac);
    (void)unlink(program);
    (void)rmdir(folder);
    return status;
}

static void a_child_that_was_taken_over_cannot_say_what_it_likes(void **state)
{
    (void)state;
    static const struct {
        const char *lie;
        const char *said;
    } lies[] = {
        {"give_a_day_outside", "office: nl.ics: reading it failed"},
        {"give_no_name", "office: nl.ics: reading it failed"},
        {"colour_the_name", "office: nl.ics: reading it failed"},
        {"give_no_text", "office: nl.ics: reading it failed"},
        {"give_no_holidays_in_a_message", "office: nl.ics: reading it failed"},
        {"give_too_many", "office: nl.ics: reading it failed"},
        {"tell_too_many_problems", "office: nl.ics: reading it failed"},
        {"fail_well", "office: nl.ics: reading it failed"},
        {"send_rubbish", "office: nl.ics: reading it failed"},
        {"send_unknown_message", "office: nl.ics: reading it failed"},
        {"say_nothing", "office: nl.ics: reading it failed: the child that does it ended with"},
        {"crash", "office: nl.ics, line 9: reading it failed: the child that does it was"},
        {"compute", "office: nl.ics, line 9: reading it takes more than 500 ms of computing"},
    };
    WritCalendarRelease release;
    WritArena *arena = writ_arena_new(WRIT_ALMANAC_ARENA_BYTES);
    assert_int_equal(release_through_liar(&release, arena, "tell_truth"), WRIT_OK);
    assert_int_equal(release.set.calendars[0].holiday_count, 1);
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        WritStatus status = release_through_liar(&release, arena, lies[i].lie);
        // Nothing is asked of the file after it.
        if (status != WRIT_INVALID ||
            strncmp(error.text, lies[i].said, strlen(lies[i].said)) != 0 || error.hint[0] == '\0' ||
            release.problem_count != 1) {
            fail_msg("%s: %s (%s)", lies[i].lie, error.text, error.hint);
        }
    }
    assert_int_equal(release_through_liar(&release, arena, "colour_the_problem"), WRIT_INVALID);
    assert_true(writ_text_is(release.problems[0].text, "[31mred !"));
    assert_true(writ_text_is(release.problems[0].hint, "a b"));
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_child_is_confined_before_it_reads),
        cmocka_unit_test(a_question_that_is_none_is_answered_with_a_failure),
        cmocka_unit_test(a_child_that_was_taken_over_cannot_say_what_it_likes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
