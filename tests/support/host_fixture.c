#include "support/host_fixture.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

static const int64_t in_november_2026 = INT64_C(1795000000) * 1000000;

void host_fixture_begin(HostFixture *fixture, const char *book)
{
    *fixture = (HostFixture){.clock = {.now = in_november_2026}};
    scratch_directory_make(&fixture->directory);
    fixture->run = (HostRun){.book = book, .program = WRIT_HOOK_EXECUTABLE};
    fixture->run.clock = writ_clock_manual(&fixture->clock);
    host_run_begin(&fixture->run, fixture->directory.path, ORDER_DEMO "/systems");
    host_run_open(&fixture->run);
}

HostCheck host_fixture_check(HostFixture *fixture)
{
    HostCheck found = host_check(fixture->run.host);
    if (found.wrong.length > 0) {
        fail_msg("%s", writ_buffer_string(&found.wrong));
    }
    return found;
}

void host_fixture_end(HostFixture *fixture)
{
    (void)host_fixture_check(fixture);
    host_run_close(&fixture->run);
    host_reply_dispose(&fixture->reply);
    scratch_directory_remove(&fixture->directory);
}

uint64_t host_fixture_start(HostFixture *fixture, const char *process, WritText body)
{
    WritRequest request = host_run_start_request(process, body, NULL);
    host_must_ask(fixture->run.host, &request, &fixture->reply);
    if (fixture->reply.status != WRIT_OK) {
        fail_msg("%s %s", fixture->reply.error.text, fixture->reply.error.hint);
    }
    return host_reply_case(&fixture->reply);
}
