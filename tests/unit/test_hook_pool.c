// The pool against real children, against children that attack it, and against their sudden death.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "support/pool_runner.h"
#include "writ/file_drop.h"

static const char good_source[] =
    "function good(input) return 'served', {same = input.quantity} end\n"
    "function slow() while true do end end\n"
    "function fails() error('no stock') end\n"
    "function logs() log('one') log(2) return 'done' end\n"
    "function who(input, call)\n"
    "    return 'done', {id = call.id, attempt = call.attempt}\n"
    "end\n";
static const char good_inputs[] = "{\"quantity\": \"3 pcs\"}";

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void assert_line(const RunOutcome *outcome, const char *expected)
{
    assert_string_equal(outcome->line.data, expected);
}

static void run_and_expect(WritHookPool *pool, const WritHookCall *call, const char *expected)
{
    RunOutcome outcome = test_run(pool, call);
    assert_line(&outcome, expected);
    run_outcome_dispose(&outcome);
}

static void assert_serves(WritHookPool *pool)
{
    WritHookCall call = test_call(good_source, "good", good_inputs);
    run_and_expect(pool, &call, "returned served {\"same\":\"3 pcs\"}");
}

// --- One call -----------------------------------------------------------------------------------

static void a_call_brings_outcome_outputs_and_log(void **state)
{
    (void)state;
    TestPool pool = test_pool_open(2, NULL);
    WritHookCall call = test_call(good_source, "logs", "{}");
    RunOutcome outcome = test_run(pool.pool, &call);
    assert_line(&outcome, "returned done {}");
    assert_string_equal(outcome.log.data, "one\n2\n");
    run_outcome_dispose(&outcome);
    call = test_call(good_source, "who", "{}");
    call.call_id = writ_text("case-7/reserve/2/line-1");
    call.attempt = 3;
    run_and_expect(pool.pool, &call,
                   "returned done {\"attempt\":3,\"id\":\"case-7/reserve/2/line-1\"}");
    call = test_call(good_source, "fails", "{}");
    run_and_expect(pool.pool, &call, "raised hooks/test.lua:3: no stock");
    assert_serves(pool.pool);
    test_pool_close(&pool);
}

// Otherwise whoever polls the descriptors would sleep beside a result that is there.
static void a_result_that_is_there_leaves_nothing_to_wait_for(void **state)
{
    (void)state;
    TestPool p = test_pool_open(1, NULL);
    WritHookCall call = test_call("function work() return 'done' end", "work", "{}");
    WritHookResult result;
    WritError error;
    assert_int_equal(writ_hook_submit(p.pool, &call, &error), WRIT_OK);
    for (int i = 0; i < 500; i++) {
        writ_hook_poll(p.pool, 10); // Returns at once when the result is there.
    }
    assert_int_equal(writ_hook_wait_ms(p.pool), 0);
    assert_true(writ_hook_next(p.pool, &result));
    assert_int_equal(result.kind, WRIT_HOOK_RETURNED);
    assert_int_equal(writ_hook_wait_ms(p.pool), -1);
    test_pool_close(&p);
}

static void a_timeout_ends_the_call_in_time(void **state)
{
    (void)state;
    TestPool pool = test_pool_open(1, NULL);
    WritHookCall call = test_call(good_source, "slow", "{}");
    call.timeout_ms = 20;
    int64_t began = now_ms();
    run_and_expect(pool.pool, &call,
                   "timeout hooks/test.lua: the hook took longer than its timeout "
                   "of 20 ms and was ended");
    assert_in_range(now_ms() - began, 19, 500);
    assert_serves(pool.pool);
    test_pool_close(&pool);
}

static int64_t own_cpu_us(void)
{
    struct timespec used;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * 1000000 + used.tv_nsec / 1000;
}

// Whoever waits for a hook that never ends sleeps: at most 5 % of the time (G25).
static void a_hook_that_loops_costs_its_host_nothing(void **state)
{
    (void)state;
    TestPool pool = test_pool_open(1, NULL);
    assert_serves(pool.pool);
    WritHookCall call = test_call(good_source, "slow", "{}");
    call.timeout_ms = 5000;
    int64_t began = now_ms();
    int64_t used = own_cpu_us();
    RunOutcome outcome = test_run(pool.pool, &call);
    run_outcome_dispose(&outcome);
    assert_true(now_ms() - began >= 20); // Its limits end it.
    assert_in_range(own_cpu_us() - used, 0, (now_ms() - began) * 1000 / 20);
    test_pool_close(&pool);
}

static void what_cannot_go_is_refused_at_once(void **state)
{
    (void)state;
    TestPool pool = test_pool_open(1, NULL);
    WritError error;
    char *large = malloc(WRIT_HOOK_INPUT_BYTES_MAX + 1);
    memset(large, ' ', WRIT_HOOK_INPUT_BYTES_MAX + 1);
    WritHookCall call = test_call(good_source, "good", "{}");
    call.inputs = (WritText){large, WRIT_HOOK_INPUT_BYTES_MAX + 1};
    assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_INVALID);
    assert_string_equal(error.text, "the JSON of the inputs of a hook call takes 262145 bytes; at "
                                    "most 262144 can go");
    call = test_call(good_source, "good", "{}");
    call.source = (WritText){large, WRIT_HOOK_SOURCE_BYTES_MAX + 1};
    assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_INVALID);
    call = test_call(good_source, "good", "{}");
    call.timeout_ms = 0;
    assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_INVALID);
    WritText uses[] = {writ_text("ftp.erp"), writ_text("files"), writ_text("files./etc")};
    call = test_call(good_source, "good", "{}");
    call.capability_count = 1;
    call.capabilities = &uses[0];
    assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_NOT_FOUND);
    assert_string_equal(error.text, "nothing here provides \"ftp.erp\"");
    call.capabilities = &uses[1];
    assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_INVALID);
    call.capabilities = &uses[2];
    assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_INVALID);
    assert_int_equal(writ_hook_count(pool.pool), 0);
    assert_serves(pool.pool);
    free(large);
    test_pool_close(&pool);
}

static void the_largest_call_and_result_go_through(void **state)
{
    (void)state;
    TestPool pool = test_pool_open(1, NULL);
    WritBuffer inputs = {0};
    writ_buffer_add_string(&inputs, "{\"text\":\"");
    while (inputs.length < WRIT_HOOK_INPUT_BYTES_MAX - 2) {
        writ_buffer_add_byte(&inputs, 'x');
    }
    writ_buffer_add_string(&inputs, "\"}");
    assert_int_equal(inputs.length, WRIT_HOOK_INPUT_BYTES_MAX);
    WritHookCall call = test_call("function echo(input) return 'done', input end", "echo", "");
    call.inputs = writ_buffer_text(&inputs);
    RunOutcome outcome = test_run(pool.pool, &call);
    assert_int_equal(outcome.line.length, strlen("returned done ") + inputs.length);
    assert_memory_equal(outcome.line.data + strlen("returned done "), inputs.data, inputs.length);
    run_outcome_dispose(&outcome);
    writ_buffer_dispose(&inputs);
    test_pool_close(&pool);
}

// --- Many calls ---------------------------------------------------------------------------------

typedef struct Tally {
    uint32_t results[6];
    uint32_t count;
    bool *seen; // By ticket.
} Tally;

static void take_results(WritHookPool *pool, Tally *tally)
{
    WritHookResult result;
    while (writ_hook_next(pool, &result)) {
        assert_false(tally->seen[result.ticket]);
        tally->seen[result.ticket] = true;
        tally->results[result.kind]++;
        tally->count++;
        if (result.kind == WRIT_HOOK_RETURNED) {
            assert_true(writ_text_is(result.outcome, "served"));
        }
    }
}

static pid_t some_child(unsigned choice)
{
    char path[64];
    pid_t pids[16];
    size_t count = 0;
    (void)snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    int pid = 0;
    while (file != NULL && count < 16 && fscanf(file, "%d", &pid) == 1) {
        pids[count++] = pid;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return count == 0 ? 0 : pids[choice % count];
}

static void children_killed_at_random_cost_at_most_their_call(void **state)
{
    (void)state;
    enum { CALLS = 4000, KILLS = 40 };
    TestPool pool = test_pool_open(2, NULL);
    Tally tally = {.seen = calloc(CALLS, sizeof(bool))};
    WritHookCall call = test_call(good_source, "good", good_inputs);
    WritError error;
    uint32_t submitted = 0;
    uint32_t kills = 0;
    unsigned random = 1;
    while (tally.count < CALLS) {
        while (submitted < CALLS && submitted - tally.count < 64) {
            call.ticket = submitted++;
            assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_OK);
        }
        writ_hook_poll(pool.pool, 1000);
        take_results(pool.pool, &tally);
        random = random * 1103515245 + 12345;
        if (kills < KILLS && tally.count > kills * (CALLS / KILLS)) {
            struct timespec moment = {.tv_nsec = (random >> 16) % 200000};
            (void)nanosleep(&moment, NULL);
            kills += kill(some_child(random >> 8), SIGKILL) == 0;
        }
    }
    assert_in_range(kills, KILLS - 2, KILLS);
    assert_in_range(tally.results[WRIT_HOOK_RETURNED], CALLS - KILLS, CALLS);
    assert_int_equal(tally.results[WRIT_HOOK_RETURNED] + tally.results[WRIT_HOOK_DIED], CALLS);
    assert_int_equal(writ_hook_count(pool.pool), 0);
    free(tally.seen);
    test_pool_close(&pool);
}

static void a_failing_hook_does_not_disturb_the_others(void **state)
{
    (void)state;
    enum { CALLS = 600 };
    TestPool pool = test_pool_open(2, NULL);
    Tally tally = {.seen = calloc(CALLS, sizeof(bool))};
    WritError error;
    for (uint32_t i = 0; i < CALLS; i++) {
        WritHookCall call = test_call(good_source,
                                      i % 200 == 0  ? "slow"
                                      : i % 10 == 0 ? "fails"
                                                    : "good",
                                      good_inputs);
        call.ticket = i;
        call.timeout_ms = i % 400 == 0 ? 10 : 5000;
        assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_OK);
    }
    while (tally.count < CALLS) {
        writ_hook_poll(pool.pool, 1000);
        take_results(pool.pool, &tally);
    }
    assert_int_equal(tally.results[WRIT_HOOK_RETURNED], 540);
    assert_int_equal(tally.results[WRIT_HOOK_RAISED], 57);
    assert_int_equal(tally.results[WRIT_HOOK_TIMEOUT], 2);
    assert_int_equal(tally.results[WRIT_HOOK_LIMIT], 1);
    free(tally.seen);
    test_pool_close(&pool);
}

static void shares_take_turns(void **state)
{
    (void)state;
    enum { FLOOD = 1000 };
    TestPool pool = test_pool_open(1, NULL);
    WritError error;
    WritHookCall call = test_call(good_source, "good", good_inputs);
    call.share = 1;
    call.ticket = 0;
    for (uint32_t i = 0; i < FLOOD; i++) {
        assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_OK);
    }
    call.share = 2;
    call.ticket = 1;
    assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_OK);
    WritHookResult result = {.ticket = 0};
    uint32_t before = 0;
    while (result.ticket != 1) {
        writ_hook_poll(pool.pool, 1000);
        while (result.ticket != 1 && writ_hook_next(pool.pool, &result)) {
            before++;
        }
    }
    assert_in_range(before, 1, 4);
    test_pool_close(&pool);
}

static void a_full_queue_says_so_and_recovers(void **state)
{
    (void)state;
    WritHookPoolOptions options = {.executable = WRIT_HOOK_EXECUTABLE, .queue_max = 3};
    WritHookPool *pool = NULL;
    WritError error;
    WritHookCall call = test_call(good_source, "good", good_inputs);
    assert_int_equal(writ_hook_pool_open(&pool, &options, &error), WRIT_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(writ_hook_submit(pool, &call, &error), WRIT_OK);
    }
    assert_int_equal(writ_hook_submit(pool, &call, &error), WRIT_LIMIT);
    assert_string_equal(error.text, "3 hook calls are waiting or running");
    WritHookResult result;
    while (!writ_hook_next(pool, &result)) {
        writ_hook_poll(pool, 1000);
    }
    assert_int_equal(writ_hook_submit(pool, &call, &error), WRIT_OK);
    writ_hook_pool_close(pool);
}

static void more_files_than_slots_take_turns(void **state)
{
    (void)state;
    TestPool pool = test_pool_open(2, NULL);
    WritError error;
    char source[120];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < WRIT_HOOK_SOURCES_MAX + 6; i++) {
            char expected[60];
            (void)snprintf(source, sizeof source, "function f() return 'done', {n = %d} end", i);
            (void)snprintf(expected, sizeof expected, "returned done {\"n\":%d}", i);
            WritHookCall call = test_call(source, "f", "{}");
            run_and_expect(pool.pool, &call, expected);
        }
    }
    for (int i = 0; i < WRIT_HOOK_SOURCES_MAX; i++) {
        (void)snprintf(source, sizeof source, "function f() return 'used_%d' end", i);
        WritHookCall call = test_call(source, "f", "{}");
        assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_OK);
    }
    WritHookCall one_more = test_call("function f() return 'one_more' end", "f", "{}");
    assert_int_equal(writ_hook_submit(pool.pool, &one_more, &error), WRIT_LIMIT);
    assert_string_equal(error.text, "calls of 64 different Lua files are running or waiting");
    test_pool_close(&pool);
}

static void a_state_is_made_anew_after_a_thousand_calls(void **state)
{
    (void)state;
    TestPool pool = test_pool_open(1, NULL);
    for (int i = 0; i < 2 * WRIT_HOOK_CALLS_PER_STATE_MAX + 10; i++) {
        assert_serves(pool.pool);
    }
    test_pool_close(&pool);
}

// --- Capabilities -------------------------------------------------------------------------------

typedef struct Counter {
    uint32_t calls;
    int value;
    WritStatus status;
    char last_argument[100];
} Counter;

static WritStatus count(void *state, const WritHookRequest *request, WritHookAnswer *answer,
                        WritError *error)
{
    Counter *counter = state;
    counter->calls++;
    if (counter->status != WRIT_OK) {
        return writ_fail(error, counter->status, "the counter is broken");
    }
    if (writ_text_is(request->operation, "get")) {
        answer->kind = WRIT_HOOK_ANSWER_TEXT;
        writ_buffer_format(&answer->text, "%d", counter->value);
    } else if (writ_text_is(request->operation, "set")) {
        char digits[12] = "";
        memcpy(digits, request->arguments[0].data, request->arguments[0].length);
        counter->value = atoi(digits);
    } else if (writ_text_is(request->operation, "huge") ||
               writ_text_is(request->operation, "large")) {
        size_t bytes = WRIT_HOOK_HOST_TEXT_BYTES_MAX + (request->operation.data[0] == 'h');
        answer->kind = WRIT_HOOK_ANSWER_TEXT;
        writ_buffer_reserve(&answer->text, bytes);
        memset(answer->text.data, 'x', bytes);
        answer->text.length = bytes;
    } else {
        for (int i = 0; i < WRIT_HOOK_HOST_ITEMS_MAX + 1; i++) {
            writ_hook_answer_item(answer, writ_text("item"));
        }
    }
    return WRIT_OK;
}

static const char *const counter_operations[] = {"get", "set", "huge", "large", "long_list", NULL};
static const char counter_source[] =
    "function add(input)\n"
    "    local n = tonumber(counter.main.get())\n"
    "    for i = 1, 100 do end\n"
    "    counter.main.set(tostring(n + 1))\n"
    "    return 'done'\n"
    "end\n"
    "function get() return 'done', {n = counter.main.get()} end\n"
    "function huge() return 'done', {n = counter.main.huge()} end\n"
    "function long_list() return 'done', {n = counter.main.long_list()} end\n"
    "function catch()\n"
    "    local ok, why = pcall(counter.main.get)\n"
    "    return 'done', {ok = ok, why = why}\n"
    "end\n";

static void read_then_write_is_not_raced(void **state)
{
    (void)state;
    enum { CALLS = 300 };
    Counter counter = {0};
    WritHookProvider provider = {"counter", counter_operations, count, &counter};
    TestPool pool = test_pool_open(4, NULL);
    WritError error;
    WritText uses = writ_text("counter.main");
    assert_int_equal(writ_hook_pool_provide(pool.pool, &provider, &error), WRIT_OK);
    assert_int_equal(writ_hook_pool_provide(pool.pool, &provider, &error), WRIT_CONFLICT);
    for (uint32_t i = 0; i < CALLS; i++) {
        WritHookCall call = test_call(counter_source, "add", "{}");
        call.capabilities = &uses;
        call.capability_count = 1;
        call.share = i % 7;
        assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_OK);
    }
    WritHookResult result;
    for (uint32_t taken = 0; taken < CALLS;) {
        writ_hook_poll(pool.pool, 1000);
        while (writ_hook_next(pool.pool, &result)) {
            assert_int_equal(result.kind, WRIT_HOOK_RETURNED);
            taken++;
        }
    }
    assert_int_equal(counter.value, CALLS);
    test_pool_close(&pool);
}

static void an_answer_that_is_none_is_raised_in_the_hook(void **state)
{
    (void)state;
    Counter counter = {0};
    WritHookProvider provider = {"counter", counter_operations, count, &counter};
    TestPool pool = test_pool_open(1, NULL);
    WritError error;
    WritText uses = writ_text("counter.main");
    assert_int_equal(writ_hook_pool_provide(pool.pool, &provider, &error), WRIT_OK);
    WritHookCall call = test_call(counter_source, "huge", "{}");
    call.capabilities = &uses;
    call.capability_count = 1;
    run_and_expect(pool.pool, &call,
                   "raised hooks/test.lua:8: counter.main.huge: the answer has "
                   "more than 64 KB");
    call.function = writ_text("long_list");
    run_and_expect(pool.pool, &call,
                   "raised hooks/test.lua:9: counter.main.long_list: the list in "
                   "the answer is too long");
    counter.status = WRIT_IO;
    call.function = writ_text("get");
    run_and_expect(pool.pool, &call,
                   "raised hooks/test.lua:7: counter.main.get: the counter is broken");
    call.function = writ_text("catch");
    run_and_expect(pool.pool, &call,
                   "returned done {\"ok\":false,\"why\":\"counter.main.get: the "
                   "counter is broken\"}");
    WritText twice[] = {uses, uses};
    call.capabilities = twice;
    call.capability_count = 2;
    assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_INVALID);
    test_pool_close(&pool);
}

static void calls_that_share_two_capabilities_all_get_their_turn(void **state)
{
    (void)state;
    enum { CALLS = 120 };
    Counter counter = {0};
    WritHookProvider provider = {"counter", counter_operations, count, &counter};
    TestPool pool = test_pool_open(3, NULL);
    WritError error;
    const WritText uses[] = {writ_text("counter.main"), writ_text("counter.b"),
                             writ_text("counter.main")};
    assert_int_equal(writ_hook_pool_provide(pool.pool, &provider, &error), WRIT_OK);
    uint64_t last = 0;
    for (uint32_t i = 0; i < CALLS; i++) {
        // Some take both, in one order or the other, some only one.
        WritHookCall call = test_call("function f() return 'done' end", "f", "{}");
        call.ticket = i;
        call.capabilities = uses + i % 2;
        call.capability_count = i % 3 == 0 ? 2 : 1;
        assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_OK);
    }
    WritHookResult result;
    for (uint32_t taken = 0; taken < CALLS;) {
        writ_hook_poll(pool.pool, 1000);
        while (writ_hook_next(pool.pool, &result)) {
            // In order of arrival, but for what the other children finish meanwhile.
            assert_in_range(result.ticket + 6, last > 6 ? last - 6 : 0, CALLS + 6);
            last = result.ticket > last ? result.ticket : last;
            taken++;
        }
    }
    test_pool_close(&pool);
}

// --- Children that attack -----------------------------------------------------------------------

static WritHookPool *open_fake_pool(Counter *counter, WritHookProvider *provider)
{
    WritHookPool *pool = NULL;
    WritError error;
    WritHookPoolOptions options = {.executable = FAKE_HOOK_CHILD, .children = 1};
    assert_int_equal(writ_hook_pool_open(&pool, &options, &error), WRIT_OK);
    *provider = (WritHookProvider){"counter", counter_operations, count, counter};
    assert_int_equal(writ_hook_pool_provide(pool, provider, &error), WRIT_OK);
    return pool;
}

// An answer too many is seen while the next call runs, which then is the one that it costs.
static void assert_fake_serves(WritHookPool *pool)
{
    WritHookCall good = test_call("", "behave", "{}");
    RunOutcome outcome = test_run(pool, &good);
    if (outcome.kind == WRIT_HOOK_RUBBISH) {
        run_outcome_dispose(&outcome);
        outcome = test_run(pool, &good);
    }
    assert_line(&outcome, "returned done {}");
    run_outcome_dispose(&outcome);
}

static void a_child_that_breaks_the_protocol_costs_one_call(void **state)
{
    (void)state;
    static const struct {
        const char *function;
        const char *kinds; // The kinds that may come of it, in words.
        bool outside;
    } attacks[] = {
        {"garbage", "rubbish", false},
        {"giant_length", "rubbish", false},
        {"no_length", "rubbish", false},
        {"half_frame", "rubbish died", false},
        {"half_frame_and_wait", "timeout", false},
        {"unknown_message", "rubbish", false},
        {"message_of_the_pool", "rubbish", false},
        {"ready_again", "rubbish", false},
        {"wrong_number", "rubbish", false},
        {"wrong_lengths", "rubbish", false},
        {"bad_utf8", "rubbish", false},
        {"large_result", "rubbish", false},
        {"twice", "returned", false},
        {"flood", "returned", false},
        {"host_call_without_capability", "rubbish", false},
        {"host_call_of_another", "rubbish", true},
        {"host_call_unknown", "rubbish", true},
        {"host_flood", "rubbish", true},
        {"host_flood_large", "rubbish", true},
        {"silence", "timeout", false},
        {"spin", "timeout limit", false},
        {"exit", "died", false},
        {"kill_itself", "died", false},
        {"crash", "died", false},
        {"close_and_stay", "rubbish", false},
    };
    Counter counter = {0};
    WritHookProvider provider;
    WritHookPool *pool = open_fake_pool(&counter, &provider);
    WritText uses = writ_text("counter.main");
    for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
        WritHookCall call = test_call("", attacks[i].function, "{}");
        call.timeout_ms = 300;
        call.capabilities = &uses;
        call.capability_count = attacks[i].outside ? 1 : 0;
        int64_t began = now_ms();
        counter.calls = 0;
        RunOutcome outcome = test_run(pool, &call);
        assert_in_range(counter.calls, 0, WRIT_HOOK_HOST_CALLS_MAX);
        char word[20] = "";
        (void)sscanf(outcome.line.data, "%19s", word);
        if (strstr(attacks[i].kinds, word) == NULL || now_ms() - began > 1000) {
            fail_msg("%s: %s after %lld ms", attacks[i].function, outcome.line.data,
                     (long long)(now_ms() - began));
        }
        run_outcome_dispose(&outcome);
        assert_fake_serves(pool);
    }
    writ_hook_pool_close(pool);
}

static void calls_behind_an_attack_run_all_the_same(void **state)
{
    (void)state;
    Counter counter = {0};
    WritHookProvider provider;
    WritHookPool *pool = open_fake_pool(&counter, &provider);
    WritError error;
    uint32_t returned = 0;
    uint32_t failed = 0;
    for (uint64_t i = 0; i < 40; i++) {
        WritHookCall call = test_call("", i % 4 == 0 ? "garbage" : "behave", "{}");
        call.ticket = i;
        assert_int_equal(writ_hook_submit(pool, &call, &error), WRIT_OK);
    }
    WritHookResult result;
    while (returned + failed < 40) {
        writ_hook_poll(pool, 1000);
        while (writ_hook_next(pool, &result)) {
            assert_int_equal(result.kind == WRIT_HOOK_RETURNED, result.ticket % 4 != 0);
            returned += result.kind == WRIT_HOOK_RETURNED;
            failed += result.kind != WRIT_HOOK_RETURNED;
        }
    }
    assert_int_equal(returned, 30);
    writ_hook_pool_close(pool);
}

static void a_child_that_cannot_start_fails_the_calls_with_its_reason(void **state)
{
    (void)state;
    static const struct {
        const char *executable;
        const char *expected;
    } cases[] = {
        {"no/such/writ-hook", "died no hook can run: cannot start \"no/such/writ-hook\": No such "
                              "file or directory"},
        {"/bin/true", "died no hook can run: its process ended with exit status 0"},
        {STUBBORN_HOOK_CHILD, "died no hook can run: the kernel refuses the system call filter"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        WritHookPool *pool = NULL;
        WritError error;
        WritHookPoolOptions options = {.executable = cases[i].executable, .children = 2};
        assert_int_equal(writ_hook_pool_open(&pool, &options, &error), WRIT_OK);
        for (int again = 0; again < 2; again++) {
            WritHookCall call = test_call(good_source, "good", good_inputs);
            run_and_expect(pool, &call, cases[i].expected);
        }
        writ_hook_pool_close(pool);
    }
}

static void no_process_and_no_descriptor_is_left(void **state)
{
    (void)state;
    int before = open("/dev/null", O_RDONLY | O_CLOEXEC);
    (void)close(before);
    for (int i = 0; i < 3; i++) {
        TestPool pool = test_pool_open(3, NULL);
        WritError error;
        WritHookCall call = test_call(good_source, "slow", "{}");
        for (int j = 0; j < 9; j++) {
            assert_int_equal(writ_hook_submit(pool.pool, &call, &error), WRIT_OK);
        }
        writ_hook_poll(pool.pool, 0);
        test_pool_close(&pool);
    }
    int after = open("/dev/null", O_RDONLY | O_CLOEXEC);
    (void)close(after);
    assert_int_equal(before, after);
    assert_int_equal(some_child(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_brings_outcome_outputs_and_log),
        cmocka_unit_test(a_result_that_is_there_leaves_nothing_to_wait_for),
        cmocka_unit_test(a_timeout_ends_the_call_in_time),
        cmocka_unit_test(a_hook_that_loops_costs_its_host_nothing),
        cmocka_unit_test(what_cannot_go_is_refused_at_once),
        cmocka_unit_test(the_largest_call_and_result_go_through),
        cmocka_unit_test(children_killed_at_random_cost_at_most_their_call),
        cmocka_unit_test(a_failing_hook_does_not_disturb_the_others),
        cmocka_unit_test(shares_take_turns),
        cmocka_unit_test(a_full_queue_says_so_and_recovers),
        cmocka_unit_test(more_files_than_slots_take_turns),
        cmocka_unit_test(a_state_is_made_anew_after_a_thousand_calls),
        cmocka_unit_test(read_then_write_is_not_raced),
        cmocka_unit_test(an_answer_that_is_none_is_raised_in_the_hook),
        cmocka_unit_test(calls_that_share_two_capabilities_all_get_their_turn),
        cmocka_unit_test(a_child_that_breaks_the_protocol_costs_one_call),
        cmocka_unit_test(calls_behind_an_attack_run_all_the_same),
        cmocka_unit_test(a_child_that_cannot_start_fails_the_calls_with_its_reason),
        cmocka_unit_test(no_process_and_no_descriptor_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
