// The server that is killed under load: 64 requests in flight, starts and answers, each answer
// followed by an effect outside.
//
//   fault_load DIRECTORY BOOK SYSTEMS HOOK_PROGRAM ROUND [check]
//
// It runs until it is killed, going on with what an earlier one left. With `check` it starts
// nothing, takes every case to its end, and compares what was acknowledged, the journal, and the
// effects. Exit status: 0 well, 1 something is wrong, 4 it could not go on.
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/answer_log.h"

enum { IN_FLIGHT = 64, KEY_BYTES = 64, SETTLE_MS = 60000, OPEN_MS_MAX = 2000, BURST_MS = 50 };

typedef struct Load {
    HostRun run;
    AnswerLog log;
    unsigned round;
    uint64_t started;
    uint32_t in_flight;
    uint32_t task; // Frame of the one task of every case; 0: not known yet.
} Load;

typedef struct Asked {
    Load *load;
    bool is_start;
    char key[KEY_BYTES];
} Asked;

static void give_up(const char *what, const WritError *error)
{
    (void)fprintf(stderr, "fault_load: %s: %s %s\n", what, error->text, error->hint);
    exit(4);
}

static void submit_answer(Load *load, uint64_t number, uint32_t frame);

static void take_answer(void *self, const WritReply *reply)
{
    Asked *asked = self;
    Load *load = asked->load;
    load->in_flight--;
    if (reply->status == WRIT_OK) {
        answer_log_add(&load->log, asked->key, reply->json);
    } else if (reply->status != WRIT_CONFLICT) {
        // An earlier process may have had the same answer accepted, under the same key.
        give_up(asked->key, &reply->error);
    }
    if (reply->status == WRIT_OK && asked->is_start && load->task != 0) {
        HostReply copy = {.given = true};
        writ_buffer_add(&copy.json, reply->json);
        submit_answer(load, host_reply_case(&copy), load->task);
        host_reply_dispose(&copy);
    }
    free(asked);
}

static void submit(Load *load, const WritRequest *request, Asked *asked)
{
    WritError error = {0};
    if (writ_host_submit(load->run.host, request, take_answer, asked, &error) != WRIT_OK) {
        give_up("a request is not taken", &error);
    }
    load->in_flight++;
}

static Asked *asked_new(Load *load, bool is_start)
{
    Asked *asked = calloc(1, sizeof *asked);
    if (asked == NULL) {
        abort();
    }
    asked->load = load;
    asked->is_start = is_start;
    return asked;
}

static void submit_answer(Load *load, uint64_t number, uint32_t frame)
{
    Asked *asked = asked_new(load, false);
    (void)snprintf(asked->key, KEY_BYTES, "answer-%llu.%u", (unsigned long long)number, frame);
    WritRequest request = host_run_answer_request(number, frame, "agreed", "ada", asked->key);
    submit(load, &request, asked);
}

static void submit_start(Load *load)
{
    char body[100];
    Asked *asked = asked_new(load, true);
    (void)snprintf(asked->key, KEY_BYTES, "start-%u-%llu", load->round,
                   (unsigned long long)++load->started);
    (void)snprintf(body, sizeof body, "{\"job\": {\"number\": \"%s\"}}", asked->key);
    WritRequest request = host_run_start_request("asked", writ_text(body), asked->key);
    submit(load, &request, asked);
}

static uint64_t number_at(const WritJson *object, const char *name)
{
    const WritJson *found = writ_json_find(object, name);
    char digits[24] = "0";
    if (found != NULL) {
        (void)snprintf(digits, sizeof digits, "%.*s", WRIT_TEXT_ARGS(found->text));
    }
    return strtoull(digits, NULL, 10);
}

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Answers the tasks that an earlier process left open. False: there are none.
static bool answer_open_tasks(Load *load)
{
    WritRequest request = {.kind = WRIT_REQUEST_TASKS, .limit = IN_FLIGHT};
    HostReply reply = {0};
    host_must_ask(load->run.host, &request, &reply);
    WritArena *arena = writ_arena_new((size_t)64 << 20);
    WritJson json;
    WritError error = {0};
    if (reply.status != WRIT_OK ||
        writ_json_parse(&json, arena, writ_buffer_text(&reply.json), "tasks", &error) != WRIT_OK) {
        give_up("tasks", &reply.error);
    }
    const WritJson *tasks = writ_json_find(&json, "tasks");
    uint32_t count = tasks == NULL ? 0 : tasks->count;
    for (uint32_t i = 0; i < count; i++) {
        load->task = (uint32_t)number_at(&tasks->items[i], "frame");
        submit_answer(load, number_at(&tasks->items[i], "case"), load->task);
    }
    writ_arena_free(arena);
    host_reply_dispose(&reply);
    return count > 0;
}

static void turn(Load *load, int timeout_ms)
{
    WritError error = {0};
    if (writ_host_turn(load->run.host, timeout_ms, -1, &error) != WRIT_OK) {
        give_up("a turn failed", &error);
    }
}

// In bursts, so that what has to be compared afterwards stays small.
static void serve_until_killed(Load *load)
{
    int64_t began = now_ms();
    for (;;) {
        uint64_t bursts = 1 + (uint64_t)(now_ms() - began) / BURST_MS;
        while (load->in_flight < IN_FLIGHT && load->started < bursts * IN_FLIGHT) {
            submit_start(load);
        }
        turn(load, 10);
        if (load->task == 0) {
            (void)answer_open_tasks(load);
        }
    }
}

static uint64_t count_effects(const Load *load)
{
    char path[HOST_RUN_PATH_BYTES + 8];
    (void)snprintf(path, sizeof path, "%s/erp", load->run.systems);
    uint64_t count = 0;
    DIR *entries = opendir(path);
    for (struct dirent *entry = entries == NULL ? NULL : readdir(entries); entry != NULL;
         entry = readdir(entries)) {
        count += strncmp(entry->d_name, "note.", 5) == 0;
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return count;
}

static void expect(HostCheck *check, const char *what, uint64_t is, uint64_t should_be)
{
    if (is != should_be) {
        writ_buffer_format(&check->wrong, "%s: %llu, and should be %llu\n", what,
                           (unsigned long long)is, (unsigned long long)should_be);
    }
}

static int check_all(Load *load)
{
    while (answer_open_tasks(load)) {
        while (load->in_flight > 0) {
            turn(load, 10);
        }
    }
    // A call that failed on a busy machine is made again after a second.
    int64_t until = now_ms() + SETTLE_MS;
    while (now_ms() < until && (!writ_host_is_idle(load->run.host) ||
                                writ_host_next_due(load->run.host) != INT64_MAX)) {
        turn(load, 100);
    }
    if (now_ms() >= until) {
        (void)fprintf(stderr, "fault_load: the cases do not come to their end\n");
        return 4;
    }
    HostCheck check = host_check(load->run.host);
    uint64_t acknowledged = answer_log_check(&load->log, load->run.host, &check);
    expect(&check, "ended cases", check.ended, check.cases);
    expect(&check, "requests carried out", check.recorded, check.cases + check.tasks_answered);
    expect(&check, "tasks answered", check.tasks_answered, check.cases);
    expect(&check, "calls made", check.calls_made, check.cases);
    expect(&check, "calls answered", check.calls_answered, check.cases);
    expect(&check, "effects", count_effects(load), check.cases);
    bool well = check.wrong.length == 0;
    (void)printf("%s%llu acknowledged, %llu cases\n", writ_buffer_string(&check.wrong),
                 (unsigned long long)acknowledged, (unsigned long long)check.cases);
    writ_buffer_dispose(&check.wrong);
    return well ? 0 : 1;
}

int main(int count, char **arguments)
{
    if (count < 6) {
        (void)fprintf(stderr,
                      "usage: fault_load DIRECTORY BOOK SYSTEMS HOOK_PROGRAM ROUND [check]\n");
        return 4;
    }
    Load load = {
        .run = {.book = arguments[2], .program = arguments[4], .clock = writ_clock_system()},
        .round = (unsigned)strtoul(arguments[5], NULL, 10)};
    host_run_begin(&load.run, arguments[1], arguments[3]);
    answer_log_open(&load.log, arguments[1], ANSWER_LOG_WRITTEN);
    int64_t began = now_ms();
    host_run_open(&load.run);
    if (now_ms() - began > OPEN_MS_MAX) {
        (void)printf("opening took %lld ms\n", (long long)(now_ms() - began));
        return 1;
    }
    if (count == 6) {
        serve_until_killed(&load);
    }
    int status = check_all(&load);
    host_run_close(&load.run);
    return status;
}
