// Every hook of ../hostile_hooks in real children: one clear answer within its budget, the pool
// serves on, and the answer is the same in fresh processes (guarantees.md G19, G20).
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/pool_runner.h"

enum {
    HOOKS_MAX = 400,
    CPU_MS_MAX = 2 * WRIT_HOOK_CPU_MS_MAX,
    FRESH_RUNS = 20,     // Of a hook that answers at once.
    FRESH_RUNS_SLOW = 2, // Of one that uses up its budget each time.
};

typedef struct HostileHook {
    char name[80];
    char file[120];
    WritBuffer source;
    char expected[200];
    char uses[40];
} HostileHook;

typedef struct Suite {
    HostileHook *hooks;
    size_t count;
    char drop[32];
} Suite;

static void read_file(WritBuffer *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    char bytes[4096];
    for (size_t got; file != NULL && (got = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        writ_buffer_add(out, (WritText){bytes, got});
    }
    if (file != NULL) {
        (void)fclose(file);
    }
}

// Copies the rest of the line that begins with `label` in the first two lines of `text`.
static void read_line(char *to, size_t to_bytes, const char *text, const char *label)
{
    const char *second = strchr(text, '\n');
    const char *lines[] = {text, second == NULL ? "" : second + 1};
    for (size_t i = 0; i < 2; i++) {
        if (strncmp(lines[i], label, strlen(label)) == 0) {
            const char *start = lines[i] + strlen(label);
            (void)snprintf(to, to_bytes, "%.*s", (int)strcspn(start, "\n"), start);
            return;
        }
    }
}

static void load_hook(HostileHook *hook, const char *file_name)
{
    char path[400];
    (void)snprintf(hook->name, sizeof hook->name, "%.*s", (int)(strlen(file_name) - 4), file_name);
    (void)snprintf(hook->file, sizeof hook->file, "hostile_hooks/%.*s", 100, file_name);
    (void)snprintf(path, sizeof path, "%s/%s", HOSTILE_HOOKS, file_name);
    read_file(&hook->source, path);
    read_line(hook->expected, sizeof hook->expected, writ_buffer_string(&hook->source),
              "-- expect: ");
    read_line(hook->uses, sizeof hook->uses, writ_buffer_string(&hook->source), "-- uses: ");
    if (hook->expected[0] == '\0') {
        WritBuffer beside = {0};
        (void)snprintf(path, sizeof path, "%s/%s.expect", HOSTILE_HOOKS, hook->name);
        read_file(&beside, path);
        read_line(hook->expected, sizeof hook->expected, writ_buffer_string(&beside), "");
        writ_buffer_dispose(&beside);
    }
    if (hook->expected[0] == '\0') {
        fail_msg("%s says nothing about what to expect", hook->file);
    }
}

static int compare_hooks(const void *a, const void *b)
{
    return strcmp(((const HostileHook *)a)->name, ((const HostileHook *)b)->name);
}

static int load_suite(void **state)
{
    Suite *suite = calloc(1, sizeof *suite);
    suite->hooks = calloc(HOOKS_MAX, sizeof *suite->hooks);
    DIR *entries = opendir(HOSTILE_HOOKS);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length > 4 && strcmp(entry->d_name + length - 4, ".lua") == 0) {
            assert_true(suite->count < HOOKS_MAX);
            load_hook(&suite->hooks[suite->count++], entry->d_name);
        }
    }
    (void)closedir(entries);
    qsort(suite->hooks, suite->count, sizeof *suite->hooks, compare_hooks);
    (void)strcpy(suite->drop, "/tmp/writ_hostile_XXXXXX");
    assert_non_null(mkdtemp(suite->drop));
    *state = suite;
    return 0;
}

static int free_suite(void **state)
{
    Suite *suite = *state;
    char path[64];
    (void)snprintf(path, sizeof path, "%s/erp", suite->drop);
    (void)rmdir(path);
    (void)rmdir(suite->drop);
    for (size_t i = 0; i < suite->count; i++) {
        writ_buffer_dispose(&suite->hooks[i].source);
    }
    free(suite->hooks);
    free(suite);
    return 0;
}

static RunOutcome run_hook(WritHookPool *pool, const HostileHook *hook)
{
    WritHookCall call = test_call("", "hook", "{\"quantity\": \"3 pcs\"}");
    call.source = writ_buffer_text(&hook->source);
    call.hash = writ_hash(call.source);
    call.file = writ_text(hook->file);
    WritText uses = writ_text(hook->uses);
    call.capabilities = &uses;
    call.capability_count = uses.length > 0 ? 1 : 0;
    return test_run(pool, &call);
}

static bool is_expected(const HostileHook *hook, const RunOutcome *outcome)
{
    const char *expected = hook->expected;
    if (strcmp(expected, "limit work") == 0) {
        return outcome->kind == WRIT_HOOK_LIMIT &&
               (outcome->limit == WRIT_HOOK_LIMIT_INSTRUCTIONS ||
                outcome->limit == WRIT_HOOK_LIMIT_CPU_TIME);
    }
    if (strcmp(expected, "limit any") == 0) {
        return outcome->kind == WRIT_HOOK_LIMIT;
    }
    if (strncmp(expected, "raised ", 7) == 0) {
        return outcome->kind == WRIT_HOOK_RAISED &&
               strstr(outcome->line.data, expected + 7) != NULL;
    }
    return strncmp(outcome->line.data, expected, strlen(expected)) == 0;
}

static bool is_slow(const HostileHook *hook)
{
    return strncmp(hook->expected, "limit ", 6) == 0;
}

// How far such a hook comes depends on the machine.
static bool is_timed(const HostileHook *hook)
{
    return strcmp(hook->expected, "limit work") == 0 || strcmp(hook->expected, "limit any") == 0;
}

// CPU time of all children of this process, in milliseconds.
static int64_t children_cpu_ms(void)
{
    WritBuffer pids = {0};
    char path[64];
    int64_t total_ms = 0;
    (void)snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    read_file(&pids, path);
    for (char *at = pids.length == 0 ? NULL : (char *)(uintptr_t)writ_buffer_string(&pids), *next;
         at != NULL && *at != '\0'; at = next) {
        clockid_t clock;
        struct timespec used = {0};
        pid_t pid = (pid_t)strtol(at, &next, 10);
        if (next == at) {
            break;
        }
        if (clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &used) == 0) {
            total_ms += (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
        }
        next += *next == ' ' ? 1 : 0;
    }
    writ_buffer_dispose(&pids);
    return total_ms;
}

static void assert_serves(WritHookPool *pool, const char *after)
{
    WritHookCall call =
        test_call("function good(input) return 'served', {same = input.quantity} end", "good",
                  "{\"quantity\": \"3 pcs\"}");
    RunOutcome outcome = test_run(pool, &call);
    if (strcmp(outcome.line.data, "returned served {\"same\":\"3 pcs\"}") != 0) {
        fail_msg("after %s: %s", after, outcome.line.data);
    }
    run_outcome_dispose(&outcome);
}

static void there_are_many(void **state)
{
    const Suite *suite = *state;
    assert_in_range(suite->count, 160, HOOKS_MAX);
}

static void each_gets_one_clear_answer_within_twice_its_budget(void **state)
{
    const Suite *suite = *state;
    TestPool pool = test_pool_open(1, suite->drop);
    int failures = 0;
    int ended_by_the_pool = 0;
    assert_serves(pool.pool, "the start");
    for (size_t i = 0; i < suite->count; i++) {
        const HostileHook *hook = &suite->hooks[i];
        int64_t before_ms = children_cpu_ms();
        RunOutcome outcome = run_hook(pool.pool, hook);
        int64_t used_ms = children_cpu_ms() - before_ms;
        ended_by_the_pool += strstr(outcome.line.data, "was ended") != NULL;
        bool named =
            outcome.kind == WRIT_HOOK_RETURNED || strstr(outcome.line.data, hook->file) != NULL;
        if (!is_expected(hook, &outcome) || used_ms > CPU_MS_MAX || !named) {
            print_error("%s: %lld ms\n  expected: %s\n  got:      %.300s\n", hook->name,
                        (long long)used_ms, hook->expected, outcome.line.data);
            failures++;
        }
        if (getenv("WRIT_SHOW_HOSTILE") != NULL) {
            print_message("%-32s %4lld ms  %.150s\n", hook->name, (long long)used_ms,
                          outcome.line.data);
        }
        run_outcome_dispose(&outcome);
        assert_serves(pool.pool, hook->name);
    }
    test_pool_close(&pool);
    assert_int_equal(failures, 0);
    // The child keeps its own limits; the pool is there for a child that could not.
    assert_int_equal(ended_by_the_pool, 0);
}

static void each_answers_the_same_in_fresh_processes(void **state)
{
    const Suite *suite = *state;
    RunOutcome *first = calloc(suite->count, sizeof *first);
    for (int run = 0; run < FRESH_RUNS; run++) {
        TestPool pool = {NULL, NULL};
        for (size_t i = 0; i < suite->count; i++) {
            const HostileHook *hook = &suite->hooks[i];
            if (is_timed(hook) || (is_slow(hook) && run >= FRESH_RUNS_SLOW)) {
                continue;
            }
            // A pool of its own for each of the first two runs, then one for each run: the state
            // of a child is as much part of what must not show as the start of its process.
            if (pool.pool == NULL) {
                pool = test_pool_open(1, suite->drop);
            }
            RunOutcome outcome = run_hook(pool.pool, hook);
            if (run == 0) {
                first[i] = outcome;
            } else {
                if (strcmp(first[i].line.data, outcome.line.data) != 0 ||
                    !writ_text_equal(writ_buffer_text(&first[i].log),
                                     writ_buffer_text(&outcome.log))) {
                    fail_msg("%s, run %d\n  first: %.300s\n  now:   %.300s", hook->name, run,
                             first[i].line.data, outcome.line.data);
                }
                run_outcome_dispose(&outcome);
            }
            if (run < FRESH_RUNS_SLOW || i % 8 == 0) {
                test_pool_close(&pool);
                pool = (TestPool){NULL, NULL};
            }
        }
        test_pool_close(&pool);
    }
    for (size_t i = 0; i < suite->count; i++) {
        run_outcome_dispose(&first[i]);
    }
    free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_many),
        cmocka_unit_test(each_gets_one_clear_answer_within_twice_its_budget),
        cmocka_unit_test(each_answers_the_same_in_fresh_processes),
    };
    return cmocka_run_group_tests(tests, load_suite, free_suite);
}
