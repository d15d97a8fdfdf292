#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "support/pool_runner.h"
#include "writ/file_drop.h"

enum { WAIT_MS = 10000 };

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void run_outcome_dispose(RunOutcome *outcome)
{
    writ_buffer_dispose(&outcome->line);
    writ_buffer_dispose(&outcome->log);
}

TestPool test_pool_open(uint32_t children, const char *drop_root)
{
    TestPool made = {NULL, NULL};
    WritError error;
    WritHookPoolOptions options = {.executable = WRIT_HOOK_EXECUTABLE, .children = children};
    assert_int_equal(writ_hook_pool_open(&made.pool, &options, &error), WRIT_OK);
    if (drop_root != NULL) {
        assert_int_equal(writ_file_drop_open(&made.drop, drop_root, &error), WRIT_OK);
        assert_int_equal(
            writ_hook_pool_provide(made.pool, writ_file_drop_provider(made.drop), &error), WRIT_OK);
    }
    return made;
}

void test_pool_close(TestPool *pool)
{
    writ_hook_pool_close(pool->pool);
    writ_file_drop_close(pool->drop);
}

WritHookCall test_call(const char *source, const char *function, const char *inputs)
{
    WritText text = writ_text(source);
    return (WritHookCall){
        .ticket = 1,
        .call_id = writ_text("case-1/step-1/1"),
        .attempt = 1,
        .file = writ_text("hooks/test.lua"),
        .source = text,
        .hash = writ_hash(text),
        .function = writ_text(function),
        .inputs = writ_text(inputs),
        .timeout_ms = 5000,
    };
}

static const char *kind_word(const WritHookResult *result)
{
    static const char *const limits[] = {"none",         "instructions", "cpu time",
                                         "memory",       "host calls",   "log",
                                         "result bytes", "result depth"};
    switch (result->kind) {
    case WRIT_HOOK_RETURNED:
        return "returned";
    case WRIT_HOOK_RAISED:
        return "raised";
    case WRIT_HOOK_LIMIT:
        return limits[result->limit];
    case WRIT_HOOK_TIMEOUT:
        return "timeout";
    case WRIT_HOOK_DIED:
        return "died";
    case WRIT_HOOK_RUBBISH:
        return "rubbish";
    }
    return "?";
}

RunOutcome test_run(WritHookPool *pool, const WritHookCall *call)
{
    WritError error;
    WritHookResult result;
    if (writ_hook_submit(pool, call, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    int64_t until = now_ms() + WAIT_MS;
    while (!writ_hook_next(pool, &result)) {
        if (now_ms() > until) {
            fail_msg("no result of %.*s", WRIT_TEXT_ARGS(call->file));
        }
        writ_hook_poll(pool, 1000);
    }
    assert_int_equal(result.ticket, call->ticket);
    RunOutcome outcome = {.kind = result.kind, .limit = result.limit};
    writ_buffer_add_string(&outcome.line, result.kind == WRIT_HOOK_LIMIT ? "limit " : "");
    writ_buffer_add_string(&outcome.line, kind_word(&result));
    const WritText parts[] = {result.outcome, result.outputs, result.message};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].length > 0) {
            writ_buffer_add_byte(&outcome.line, ' ');
            writ_buffer_add(&outcome.line, parts[i]);
        }
    }
    (void)writ_buffer_string(&outcome.line);
    writ_buffer_add(&outcome.log, result.log);
    (void)writ_buffer_string(&outcome.log);
    return outcome;
}
