// A turn: items one after another, one flush for all, then answers and hooks.
#include "host/host.h"
#include "host/messages.h"
#include "host/recount.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SPARE_JSON_BYTES_MAX = 4096 };

// One whose answer was given serves again: its sentences alone have a kilobyte.
static Answer *take_answer(WritHost *host)
{
    Answer *answer = host->spare_answers;
    if (answer == NULL) {
        answer = calloc(1, sizeof *answer);
        assert(answer != NULL);
        return answer;
    }
    host->spare_answers = answer->next;
    host->spare_answer_count--;
    answer->next = NULL;
    answer->reply.error.status = WRIT_OK;
    answer->reply.error.text[0] = '\0';
    answer->reply.error.hint[0] = '\0';
    return answer;
}

static void spare_answer(WritHost *host, Answer *answer)
{
    if (host->spare_answer_count == WRIT_HOST_GROUP_MAX ||
        answer->json.capacity > SPARE_JSON_BYTES_MAX) {
        answer_free(answer);
        return;
    }
    writ_buffer_clear(&answer->json);
    answer->next = host->spare_answers;
    host->spare_answers = answer;
    host->spare_answer_count++;
}

static void answer_later(WritHost *host, Answer *answer)
{
    if (host->last_answer == NULL) {
        host->first_answer = answer;
    } else {
        host->last_answer->next = answer;
    }
    host->last_answer = answer;
}

static void run_request(WritHost *host, const Item *item)
{
    Answer *answer = take_answer(host);
    WritError *error = &answer->reply.error;
    item_begin(host);
    WritStatus status = request_run(host, &item->request, &answer->json, error);
    if (status == WRIT_OK) {
        status = item_end(host, error);
    } else {
        item_abandon(host);
    }
    answer->answered = item->answered;
    answer->self = item->self;
    answer->reply.status = status;
    answer_later(host, answer);
}

static WritStatus go_on(WritHost *host, uint64_t case_number, WritError *error)
{
    Instance *instance = NULL;
    Actor actor = {.identity = WRIT_IDENTITY_SYSTEM, .person = writ_text("runtime")};
    WritCommand command = {.kind = WRIT_COMMAND_GO_ON};
    WritDecided decided;
    WritStatus status = instances_get(host, case_number, &instance, error);
    if (status == WRIT_OK) {
        status = run_command(host, instance, &command, &actor, host->item_now, &decided, error);
    }
    if (status == WRIT_OK && !decided.more) {
        writ_buffer_clear(&host->key);
        key_go_on(&host->key, case_number);
        writ_store_batch_delete(&host->batch, WRIT_FAMILY_META, writ_buffer_text(&host->key));
    }
    return status;
}

bool may_pass(WritStatus status)
{
    return status == WRIT_IO || status == WRIT_LIMIT || status == WRIT_NO_MEMORY;
}

// What the runtime does by itself has nobody to tell: what fails is done again after a while. The
// rows that ask for it are still there, so that it is also found when the store is opened. Takes
// the item over.
static void run_own(WritHost *host, Item *item)
{
    WritError error = {0};
    item_begin(host);
    WritStatus status = item->kind == ITEM_EARLY ? early_take(host, item, &error)
                                                 : go_on(host, item->case_number, &error);
    if (status == WRIT_OK) {
        status = item_end(host, &error);
    } else {
        item_abandon(host);
    }
    if (may_pass(status)) {
        item_delay(host, item);
    } else {
        free(item);
    }
}

// Before the first item of a group: who may do what is as people.writ says now, for deadlines,
// results and questions too.
static void be_fresh(WritHost *host)
{
    if (!host->is_fresh) {
        definitions_refresh(host);
        host->is_fresh = true;
    }
}

static bool take_item(WritHost *host)
{
    Item *item = host->first_item;
    if (item == NULL) {
        return false;
    }
    host->first_item = item->next;
    if (host->first_item == NULL) {
        host->last_item = NULL;
    }
    host->item_count--;
    be_fresh(host);
    if (item->kind == ITEM_REQUEST) {
        run_request(host, item);
        free(item);
    } else {
        run_own(host, item);
    }
    return true;
}

// --- Deadlines ---------------------------------------------------------------------------------

// Deadlines and starts by schedule come in the order in which they were due (N15).
static bool take_due(WritHost *host)
{
    int64_t now = host->clock.now(host->clock.self);
    int64_t start = schedules_next_due(host);
    if (host->options.deadlines == WRIT_DEADLINES_HELD) {
        return false;
    }
    bool starts_first = start <= now && start <= timers_first(host, now);
    if (!starts_first && !timers_may_be_due(host, now)) {
        return false;
    }
    be_fresh(host);
    return starts_first ? schedules_take(host, now) : timers_take(host, now);
}

int64_t writ_host_next_due(WritHost *host)
{
    int64_t next = schedules_next_due(host);
    int64_t timer = timers_next(host);
    if (timer < next) {
        next = timer;
    }
    if (host->delayed_items != NULL && host->delayed_until < next) {
        next = host->delayed_until;
    }
    bool recount_failed = recount_is_left(host) && host->recount_again != INT64_MIN;
    if (recount_failed && host->recount_again < next) {
        next = host->recount_again;
    }
    int64_t retry = calls_next_due(host);
    return retry < next ? retry : next;
}

int64_t writ_host_next_retry(WritHost *host)
{
    return calls_next_due(host);
}

// --- The turn ----------------------------------------------------------------------------------

static void give_answers(WritHost *host, WritStatus flushed, const WritError *error)
{
    while (host->first_answer != NULL) {
        Answer *answer = host->first_answer;
        host->first_answer = answer->next;
        if (host->first_answer == NULL) {
            host->last_answer = NULL;
        }
        if (flushed != WRIT_OK) {
            answer->reply.status = flushed;
            answer->reply.error = *error;
        }
        answer->reply.json =
            answer->reply.status == WRIT_OK ? writ_buffer_text(&answer->json) : (WritText){0};
        answer->answered(answer->self, &answer->reply);
        spare_answer(host, answer);
    }
}

static WritStatus flush(WritHost *host, WritError *error)
{
    WritStatus status = writ_store_flush(host->store, error);
    if (host->unflushed > 0) {
        host->counters.flushes++;
    }
    host->unflushed = 0;
    give_answers(host, status, error);
    return status;
}

static uint32_t take_items(WritHost *host)
{
    uint32_t taken = 0;
    items_take_delayed(host);
    host->is_fresh = false;
    // However many deadlines are due at once, half of a group is for who asks; a case's own ones
    // come before what is asked of it (run_command).
    while (taken < WRIT_HOST_GROUP_MAX / 4 && recount_take(host)) {
        taken++;
    }
    while (taken < WRIT_HOST_GROUP_MAX / 2 && take_due(host)) {
        taken++;
    }
    while (taken < WRIT_HOST_GROUP_MAX) {
        if (calls_are_under_way(host)) {
            be_fresh(host);
        }
        bool any = calls_take_result(host);
        any = take_item(host) || any;
        if (!any && !take_due(host) && !recount_take(host)) {
            break;
        }
        taken++;
    }
    return taken;
}

static int wait_ms(WritHost *host, int timeout_ms)
{
    int64_t next = writ_host_next_due(host);
    if (next == INT64_MAX) {
        return timeout_ms;
    }
    int64_t left_ms = (next - host->clock.now(host->clock.self)) / 1000 + 1;
    if (left_ms < 0) {
        left_ms = 0;
    }
    return timeout_ms < 0 || left_ms < timeout_ms ? (int)(left_ms > 60000 ? 60000 : left_ms)
                                                  : timeout_ms;
}

WritStatus writ_host_turn(WritHost *host, int timeout_ms, int extra_fd, WritError *error)
{
    uint32_t taken = take_items(host);
    if (taken == 0 && host->unflushed == 0) {
        // Calls that were found at opening or have become due do not wait for somebody to come.
        calls_dispatch(host);
    }
    if (taken == 0 && host->unflushed == 0) {
        calls_wait(host, wait_ms(host, timeout_ms), extra_fd);
        taken = take_items(host);
    }
    WritStatus status = flush(host, error);
    if (status != WRIT_OK) {
        return status;
    }
    calls_dispatch(host);
    instances_trim(host);
    return WRIT_OK;
}

bool writ_host_is_idle(const WritHost *host)
{
    return host->item_count == 0 && !recount_is_left(host) && host->first_answer == NULL &&
           host->unflushed == 0 && !calls_are_under_way(host);
}
