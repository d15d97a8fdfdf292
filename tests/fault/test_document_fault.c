// A start, an answer and a message that is kept bring documents while writes fail, the disk is full
// or the power is cut: what was acknowledged has its content, and no content is there of what was
// not.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "support/fault_rounds.h"
#include "support/fault_vfs.h"
#include "support/host_check.h"
#include "support/host_run.h"
#include "support/scratch_directory.h"

enum { LARGE_BYTES = 40000 }; // Pages of their own in the file.

static const FaultPlan no_fault = {.kind = FAULT_NONE};
static char large[LARGE_BYTES];

typedef struct Round {
    ScratchDirectory directory;
    FaultVfs *vfs;
    HostRun run;
    HostReply reply;
    bool started, answered, kept; // Acknowledged.
    char name[96];
} Round;

static void begin_round(Round *round, uint64_t seed)
{
    *round = (Round){.vfs = fault_vfs_new("fault", seed)};
    scratch_directory_make(&round->directory);
    round->run = (HostRun){.book = DOCUMENT_BOOK,
                           .program = WRIT_HOOK_EXECUTABLE,
                           .vfs = "fault",
                           .calls = WRIT_CALLS_HELD,
                           .clock = writ_clock_system()};
    host_run_begin(&round->run, round->directory.path, ORDER_DEMO "/systems");
    host_run_open(&round->run);
    host_run_close(&round->run);
}

static void end_round(Round *round)
{
    host_run_close(&round->run);
    host_reply_dispose(&round->reply);
    fault_vfs_free(round->vfs);
    scratch_directory_remove(&round->directory);
}

static bool ask(Round *round, WritRequest request, const char *field, WritText content)
{
    WritError error;
    WritBuffer files = {0};
    WritSentFile sent = {writ_text(field), writ_text("paper.pdf"), content};
    writ_request_add_file(&files, &sent);
    request.person = writ_text("anna");
    request.files = writ_buffer_text(&files);
    round->reply.given = false;
    bool done = host_ask(round->run.host, &request, &round->reply, &error) == WRIT_OK &&
                round->reply.given && round->reply.status == WRIT_OK;
    writ_buffer_dispose(&files);
    return done;
}

static void use(Round *round)
{
    WritError error;
    HostView view;
    WritText body = writ_text("{\"number\": \"same\", \"others\": []}");
    if (host_run_try_open(&round->run, &error) != WRIT_OK) {
        return;
    }
    round->started =
        ask(round, host_run_start_request("papers", body, NULL), "licence", writ_text("licence"));
    if (round->started && host_run_try_show(&round->run, 1, &view, &error) == WRIT_OK) {
        round->answered =
            ask(round, host_run_answer_request(1, view.task, "complete", "anna", NULL), "case_file",
                (WritText){large, sizeof large});
    }
    // Nobody waits for it: it is kept with its file.
    round->kept = round->answered &&
                  ask(round, host_run_send_request("scan_came", "{\"number\": \"later\"}", NULL),
                      "scan", writ_text("a scan"));
}

static void assert_document(Round *round, const char *path)
{
    WritRequest request = {
        .kind = WRIT_REQUEST_DOCUMENT, .case_number = 1, .name = writ_text(path)};
    host_must_ask(round->run.host, &request, &round->reply);
    if (round->reply.status != WRIT_OK) {
        fail_msg("%s: %s: %s", round->name, path, round->reply.error.text);
    }
}

static void check(Round *round)
{
    WritError error;
    fault_vfs_plan(round->vfs, &no_fault);
    host_run_close(&round->run);
    if (host_run_try_open(&round->run, &error) != WRIT_OK) {
        fail_msg("%s: on a sound disk: %s %s", round->name, error.text, error.hint);
    }
    HostCheck found = host_check(round->run.host);
    if (found.wrong.length > 0) {
        fail_msg("%s: %s", round->name, writ_buffer_string(&found.wrong));
    }
    writ_buffer_dispose(&found.wrong);
    if (round->kept) {
        assert_true(found.kept_early > 0);
    }
    if (round->started) {
        assert_document(round, "licence");
    }
    if (round->answered) {
        assert_document(round, "case_file");
    }
}

static bool survive(FaultKind kind, uint64_t at)
{
    Round round;
    FaultPlan plan = {.kind = kind, .target = FAULT_AT_WRITES, .at = at};
    begin_round(&round, at);
    (void)snprintf(round.name, sizeof round.name, "fault %d, write %llu", (int)kind,
                   (unsigned long long)at);
    fault_vfs_plan(round.vfs, &plan);
    use(&round);
    bool fired = fault_vfs_fired(round.vfs);
    if (!fired) {
        assert_true(round.started && round.answered && round.kept);
    }
    if (kind == FAULT_DEATH && fired) {
        host_run_close(&round.run);
        fault_vfs_cut_power(round.vfs);
    }
    check(&round);
    end_round(&round);
    return fired;
}

static void documents_survive_a_failing_write(void **state)
{
    (void)state;
    fault_rounds(FAULT_IO_ERROR, survive);
}

static void documents_survive_a_full_disk(void **state)
{
    (void)state;
    fault_rounds(FAULT_DISK_FULL, survive);
}

static void documents_survive_half_a_write(void **state)
{
    (void)state;
    fault_rounds(FAULT_SHORT, survive);
}

static void documents_survive_a_power_cut(void **state)
{
    (void)state;
    fault_rounds(FAULT_DEATH, survive);
}

int main(void)
{
    memset(large, 'x', sizeof large);
    fault_rounds_in_memory();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_survive_a_failing_write),
        cmocka_unit_test(documents_survive_a_full_disk),
        cmocka_unit_test(documents_survive_half_a_write),
        cmocka_unit_test(documents_survive_a_power_cut),
    };
    return cmocka_run_group_tests_name("documents", tests, NULL, NULL);
}
