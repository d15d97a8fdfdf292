// Calls of hooks: which may start now, which are under way, what came of them.
//
// A call has a row until its result is journalled, so a crash loses none: at the next start it is
// made again with the same id. Calls start only after the flush that covers them.
#include "host/host.h"
#include "host/once.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "writ/file_drop.h"

enum { UNDER_WAY_MAX = 1024 };

typedef struct CallRef {
    uint64_t case_number;
    uint32_t call;
    bool from_store; // Found by its row, so that it may be under way already.
} CallRef;

// What a stand-in said, until it is taken as a hook's answer is.
typedef struct StoodIn StoodIn;
struct StoodIn {
    uint32_t place;
    WritStandInKind kind;
    WritBuffer outcome, outputs, reason;
    StoodIn *next;
};

typedef struct CallQueue {
    CallRef *refs;
    size_t first, count, capacity;
} CallQueue;

typedef struct UnderWay {
    bool used;
    CallRef ref;
    uint32_t attempt;
    WritBuffer once; // The key of `once per`, or empty.
    WritBuffer id;   // That it went out under.
} UnderWay;

struct Calls {
    WritHookPool *pool;
    WritFileDrop *drop;
    CallQueue ready;
    CallQueue delayed; // The store failed on their way: ready again at `delayed_until`.
    int64_t delayed_until;
    CallQueue noted;      // By the item under way.
    int64_t looked_until; // Retries that were due until then are in `ready`; later ones are not.
    int64_t none_before;  // The store has no later retry that is due earlier.
    StoodIn *first_stood_in, *last_stood_in;
    StoodIn *taken;        // Whose texts the result at hand has.
    uint64_t first_ticket; // Of those that count: an older one is of a call that was forgotten.
    UnderWay under_way[UNDER_WAY_MAX];
    uint32_t under_way_count;
    uint32_t free_places[UNDER_WAY_MAX]; // The first UNDER_WAY_MAX - under_way_count count.
};

// --- Queues ------------------------------------------------------------------------------------

static void push(CallQueue *queue, CallRef ref)
{
    if (queue->first > 0 && queue->first + queue->count == queue->capacity) {
        memmove(queue->refs, queue->refs + queue->first, queue->count * sizeof *queue->refs);
        queue->first = 0;
    }
    if (queue->first + queue->count == queue->capacity) {
        queue->capacity = queue->capacity == 0 ? 64 : 2 * queue->capacity;
        queue->refs = realloc(queue->refs, queue->capacity * sizeof *queue->refs);
        assert(queue->refs != NULL);
    }
    queue->refs[queue->first + queue->count++] = ref;
}

static bool pop(CallQueue *queue, CallRef *ref)
{
    if (queue->count == 0) {
        return false;
    }
    *ref = queue->refs[queue->first++];
    if (--queue->count == 0) {
        queue->first = 0;
    }
    return true;
}

void calls_note(WritHost *host, uint64_t case_number, const WritDuty *duty)
{
    if (duty->due == WRIT_NEVER) {
        push(&host->calls->noted, (CallRef){case_number, duty->call, false});
    } else if (duty->due < host->calls->none_before) {
        host->calls->none_before = duty->due;
    }
}

void calls_keep_noted(WritHost *host)
{
    CallRef ref;
    while (pop(&host->calls->noted, &ref)) {
        push(&host->calls->ready, ref);
    }
}

void calls_forget_noted(WritHost *host)
{
    if (host->calls != NULL) {
        host->calls->noted.count = 0;
        host->calls->noted.first = 0;
    }
}

// What failed on the way of a call is tried again after a while and not at once: a store that fails
// would have the outside system called without a pause.
static void delay(WritHost *host, CallRef ref)
{
    Calls *calls = host->calls;
    if (calls->delayed.count == 0) {
        calls->delayed_until = delay_end(host);
    }
    ref.from_store = true; // Its row may be found before that.
    push(&calls->delayed, ref);
}

static void take_delayed(WritHost *host)
{
    Calls *calls = host->calls;
    CallRef ref;
    while (calls->delayed.count > 0 && delay_is_over(host, calls->delayed_until)) {
        if (pop(&calls->delayed, &ref)) {
            push(&calls->ready, ref);
        }
    }
}

// --- Retries, and what a crash left ------------------------------------------------------------

static WritVisit add_ready(void *context, WritText key, WritText value)
{
    (void)value;
    KeyTail tail = key_tail(key);
    push(context, (CallRef){tail.case_number, tail.part, true});
    return WRIT_VISIT_ON;
}

// Calls whose next attempt is due after `from` and not after `until`.
static WritStatus find_due(WritHost *host, int64_t from, int64_t until, WritError *error)
{
    WritBuffer first = {0};
    WritBuffer last = {0};
    key_instant(&first, from);
    key_instant(&last, until + 1);
    WritStoreRange range = {WRIT_FAMILY_CALLS, writ_buffer_text(&first), writ_buffer_text(&last),
                            0};
    WritStatus status = writ_store_scan(host->store, &range, add_ready, &host->calls->ready, error);
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&last);
    return status;
}

static WritVisit keep_due(void *context, WritText key, WritText value)
{
    (void)value;
    *(int64_t *)context = key_tail(key).at;
    return WRIT_VISIT_STOP;
}

// A clock that was set back meets the retries again that were due in between.
static void follow_clock_back(WritHost *host)
{
    int64_t now = host->clock.now(host->clock.self);
    if (now < host->calls->looked_until) {
        host->calls->looked_until = now;
        host->calls->none_before = INT64_MIN;
    }
}

// When the first retry is due that was not looked for yet; INT64_MAX: none.
static int64_t first_later(WritHost *host)
{
    if (host->calls->none_before == INT64_MAX) {
        return INT64_MAX;
    }
    int64_t due = INT64_MAX;
    WritBuffer from = {0};
    WritError error;
    key_instant(&from, host->calls->looked_until + 1);
    WritStoreRange range = {WRIT_FAMILY_CALLS, writ_buffer_text(&from), {0}, 1};
    if (writ_store_scan(host->store, &range, keep_due, &due, &error) == WRIT_OK) {
        host->calls->none_before = due;
    }
    writ_buffer_dispose(&from);
    return due;
}

int64_t calls_next_due(WritHost *host)
{
    follow_clock_back(host);
    int64_t due = first_later(host);
    if (host->calls->delayed.count > 0 && host->calls->delayed_until < due) {
        due = host->calls->delayed_until;
    }
    return due;
}

static void look_for_retries(WritHost *host)
{
    int64_t now = host->clock.now(host->clock.self);
    WritError error;
    follow_clock_back(host);
    if (now <= host->calls->looked_until) {
        return;
    }
    if (now < host->calls->none_before) {
        host->calls->looked_until = now;
    } else if (find_due(host, host->calls->looked_until + 1, now, &error) == WRIT_OK) {
        host->calls->looked_until = now;
        (void)first_later(host);
    }
}

// --- Starting ----------------------------------------------------------------------------------

static bool is_under_way(const Calls *calls, CallRef ref)
{
    for (uint32_t i = 0; calls->under_way_count > 0 && i < UNDER_WAY_MAX; i++) {
        const UnderWay *at = &calls->under_way[i];
        if (at->used && at->ref.case_number == ref.case_number && at->ref.call == ref.call) {
            return true;
        }
    }
    return false;
}

// One that is not used; there is one unless as many are under way as may be.
static uint32_t free_place(const Calls *calls)
{
    return calls->free_places[UNDER_WAY_MAX - 1 - calls->under_way_count];
}

static void give_place_back(Calls *calls, uint32_t place)
{
    calls->under_way[place].used = false;
    calls->under_way_count--;
    calls->free_places[UNDER_WAY_MAX - 1 - calls->under_way_count] = place;
}

static void free_stood_in(StoodIn *said)
{
    if (said != NULL) {
        writ_buffer_dispose(&said->outcome);
        writ_buffer_dispose(&said->outputs);
        writ_buffer_dispose(&said->reason);
        free(said);
    }
}

// Asks the stand-in. False: there is none for this call.
static bool stand_in(WritHost *host, const Instance *instance, const WritDuty *duty, uint32_t place)
{
    const WritStandIn *asked = &host->options.stand_in;
    Calls *calls = host->calls;
    if (asked->answer == NULL) {
        return false;
    }
    WritStandInCall call = {instance->number, &instance->definition->plan, duty->hook,
                            duty->attempt, duty->input};
    WritStandInAnswer answer = asked->answer(asked->self, &call);
    if (answer.kind == WRIT_STAND_IN_IS_NONE) {
        return false;
    }
    StoodIn *said = calloc(1, sizeof *said);
    assert(said != NULL);
    said->place = place;
    said->kind = answer.kind;
    writ_buffer_add(&said->outcome, answer.outcome);
    writ_buffer_add(&said->outputs, answer.outputs);
    writ_buffer_add(&said->reason, answer.reason);
    if (calls->last_stood_in == NULL) {
        calls->first_stood_in = said;
    } else {
        calls->last_stood_in->next = said;
    }
    calls->last_stood_in = said;
    return true;
}

static bool take_stood_in(Calls *calls, WritHookResult *result)
{
    StoodIn *said = calls->first_stood_in;
    free_stood_in(calls->taken);
    calls->taken = said;
    if (said == NULL) {
        return false;
    }
    calls->first_stood_in = said->next;
    calls->last_stood_in = said->next == NULL ? NULL : calls->last_stood_in;
    *result = (WritHookResult){
        .ticket = calls->first_ticket + said->place,
        .kind = said->kind == WRIT_STAND_IN_ANSWERS ? WRIT_HOOK_RETURNED : WRIT_HOOK_RAISED,
        .outcome = writ_buffer_text(&said->outcome),
        .outputs = writ_buffer_text(&said->outputs),
        .message = writ_buffer_text(&said->reason),
    };
    return true;
}

static WritStatus submit(WritHost *host, const Instance *instance, const WritDuty *duty,
                         uint32_t place, WritError *error)
{
    const WritPlan *plan = &instance->definition->plan;
    const WritHook *hook = &plan->hooks[duty->hook];
    const WritFile *file = &plan->files[hook->file];
    WritBuffer inputs = {0};
    writ_value_to_json(&inputs, &plan->types, duty->input);
    WritHookCall call = {
        .ticket = host->calls->first_ticket + place,
        .share = instance->number,
        .call_id = writ_buffer_text(&host->calls->under_way[place].id),
        .attempt = duty->attempt,
        .file = file->path,
        .source = file->bytes,
        .hash = instance->definition->file_hashes[hook->file],
        .function = hook->function,
        .inputs = writ_buffer_text(&inputs),
        .capabilities = &plan->texts[hook->uses_start],
        .capability_count = hook->use_count,
        .timeout_ms = (uint32_t)hook->timeout_ms,
    };
    WritStatus status = writ_hook_submit(host->calls->pool, &call, error);
    writ_buffer_dispose(&inputs);
    return status;
}

typedef enum Started {
    STARTED,
    START_LATER,   // No room, or another call with the same `once per` is under way; or its claim
                   // waits for the flush.
    START_DELAYED, // The store failed.
    START_NEVER,   // The call is gone, or comes again by itself.
} Started;

static bool once_is_under_way(const Calls *calls, WritText key)
{
    for (uint32_t i = 0; i < UNDER_WAY_MAX; i++) {
        if (calls->under_way[i].used &&
            writ_text_equal(writ_buffer_text(&calls->under_way[i].once), key)) {
            return true;
        }
    }
    return false;
}

static bool take_failure(WritHost *host, CallRef ref, WritText reason);

static Started refuse(WritHost *host, CallRef ref, WritText reason)
{
    return take_failure(host, ref, reason) ? START_NEVER : START_DELAYED;
}

// Finds the id that the call goes out under. STARTED: it may go out now.
static Started prepare(WritHost *host, CallRef ref, Instance *instance, const WritDuty *duty,
                       UnderWay *at)
{
    writ_buffer_clear(&at->once);
    writ_buffer_clear(&at->id);
    if (!once_key(instance, duty, &at->once)) {
        return refuse(host, ref, writ_text("its `once per` line has no value"));
    }
    if (at->once.length == 0) {
        writ_buffer_add(&at->id, duty->call_id);
        return STARTED;
    }
    if (once_is_under_way(host->calls, writ_buffer_text(&at->once))) {
        return START_LATER;
    }
    switch (once_prepare(host, instance, duty, writ_buffer_text(&at->once), &at->id)) {
    case ONCE_MAY_GO_OUT:
        return STARTED;
    case ONCE_IS_CLAIMED:
        return START_LATER;
    case ONCE_IS_ANSWERED:
        return START_NEVER;
    case ONCE_FAILED:
        return START_DELAYED;
    case ONCE_FITS_NO_MORE:
        return refuse(host, ref,
                      writ_text("the recorded answer of the first such call fits no more"));
    }
    WRIT_UNREACHABLE();
}

static Started start(WritHost *host, CallRef ref)
{
    Calls *calls = host->calls;
    Instance *instance = NULL;
    WritDuty duty;
    WritError error;
    uint32_t place = free_place(calls);
    if (ref.from_store && is_under_way(calls, ref)) {
        return START_NEVER;
    }
    WritStatus loaded = instances_get(host, ref.case_number, &instance, &error);
    if (loaded == WRIT_IO || loaded == WRIT_NO_MEMORY) {
        return START_DELAYED; // The case is there, it just cannot be read now.
    }
    if (loaded != WRIT_OK || !writ_case_find_call(instance->state, ref.call, &duty)) {
        return START_NEVER;
    }
    if (duty.due != WRIT_NEVER && duty.due > calls->looked_until) {
        return START_NEVER; // Queued before the clock was set back: it is found again in its time.
    }
    UnderWay *at = &calls->under_way[place];
    Started prepared = prepare(host, ref, instance, &duty, at);
    if (prepared != STARTED) {
        return prepared;
    }
    WritStatus status = stand_in(host, instance, &duty, place)
                            ? WRIT_OK
                            : submit(host, instance, &duty, place, &error);
    if (status == WRIT_LIMIT) {
        return START_LATER;
    }
    if (status != WRIT_OK) {
        return refuse(host, ref, writ_text(error.text));
    }
    at->used = true;
    at->ref = ref;
    at->attempt = duty.attempt;
    calls->under_way_count++;
    host->counters.hook_calls++;
    return STARTED;
}

void calls_dispatch(WritHost *host)
{
    if (host->options.calls == WRIT_CALLS_HELD) {
        return;
    }
    take_delayed(host);
    look_for_retries(host);
    // Each call that waits is looked at once; what has to go on waiting goes behind the others.
    CallRef ref;
    for (size_t left = host->calls->ready.count; left > 0; left--) {
        if (host->calls->under_way_count == UNDER_WAY_MAX || !pop(&host->calls->ready, &ref)) {
            break;
        }
        switch (start(host, ref)) {
        case STARTED:
        case START_NEVER:
            break;
        case START_LATER:
            push(&host->calls->ready, ref);
            break;
        case START_DELAYED:
            delay(host, ref);
            break;
        }
    }
    writ_hook_poll(host->calls->pool, 0);
}

// --- Results -----------------------------------------------------------------------------------

static WritStatus run_result(WritHost *host, Instance *instance, const WritCommand *command,
                             WritText hook, WritError *error)
{
    char actor_text[256];
    (void)snprintf(actor_text, sizeof actor_text, "hook %.*s", WRIT_TEXT_ARGS(hook));
    Actor actor = {.identity = WRIT_IDENTITY_SYSTEM, .person = writ_text(actor_text)};
    WritDecided decided;
    int64_t now = host->item_now;
    return run_command(host, instance, command, &actor, now, &decided, error);
}

static WritStatus fail_call(WritHost *host, CallRef ref, WritText reason, WritError *error)
{
    Instance *instance = NULL;
    WritDuty duty;
    WritStatus status = instances_get(host, ref.case_number, &instance, error);
    if (status != WRIT_OK || !writ_case_find_call(instance->state, ref.call, &duty)) {
        return status;
    }
    WritCommand command = {.kind = WRIT_COMMAND_FAILURE, .number = ref.call, .text = reason};
    return run_result(host, instance, &command, instance->definition->plan.hooks[duty.hook].name,
                      error);
}

// A case that is over or gone wants it no more.
static bool is_settled(WritStatus status)
{
    return status == WRIT_OK || status == WRIT_CONFLICT || status == WRIT_NOT_FOUND;
}

// An attempt failed, in an item of its own. False: that could not be stored.
static bool take_failure(WritHost *host, CallRef ref, WritText reason)
{
    WritError error;
    item_begin(host);
    WritStatus status = fail_call(host, ref, reason, &error);
    if (status == WRIT_OK) {
        status = item_end(host, &error);
    } else {
        item_abandon(host);
    }
    return is_settled(status);
}

static WritStatus read_outputs(WritHost *host, const Instance *instance, const WritHook *hook,
                               WritText text, WritValue *outputs, WritError *error)
{
    WritJson json;
    char name[256];
    (void)snprintf(name, sizeof name, "%.*s", WRIT_TEXT_ARGS(hook->name));
    WritText bytes = text.length > 0 ? text : writ_text("{}");
    WritStatus status = writ_json_parse(&json, host->item_arena, bytes, name, error);
    if (status != WRIT_OK) {
        return status;
    }
    return definitions_read_record(host, &instance->definition->plan, instance->number,
                                   hook->output, &json, name, "outputs", outputs, error);
}

static WritStatus take_returned(WritHost *host, const UnderWay *at, const WritHookResult *result,
                                WritError *error)
{
    Instance *instance = NULL;
    WritDuty duty;
    WritStatus status = instances_get(host, at->ref.case_number, &instance, error);
    if (status != WRIT_OK || !writ_case_find_call(instance->state, at->ref.call, &duty)) {
        return status;
    }
    const WritPlan *plan = &instance->definition->plan;
    const WritHook *hook = &plan->hooks[duty.hook];
    WritCommand command = {
        .kind = WRIT_COMMAND_RESULT, .number = at->ref.call, .text = result->outcome};
    status = read_outputs(host, instance, hook, result->outputs, &command.value, error);
    if (status == WRIT_OK) {
        status = run_result(host, instance, &command, hook->name, error);
    }
    if (status == WRIT_OK && at->once.length > 0) {
        OnceAnswer answer = {writ_buffer_text(&at->id), result->outcome, result->outputs};
        once_record(host, writ_buffer_text(&at->once), &answer);
    }
    if (status == WRIT_INVALID || status == WRIT_LIMIT) {
        // What it answered cannot be used: that is no answer.
        WritText reason = writ_arena_text(host->item_arena, writ_text(error->text));
        return fail_call(host, at->ref, reason, error);
    }
    return status;
}

bool calls_take_result(WritHost *host)
{
    Calls *calls = host->calls;
    WritHookResult result;
    WritError error;
    if (!take_stood_in(calls, &result) && !writ_hook_next(calls->pool, &result)) {
        return false;
    }
    if (result.ticket < calls->first_ticket) {
        return true; // Its call was forgotten.
    }
    uint32_t place = (uint32_t)(result.ticket - calls->first_ticket);
    assert(place < UNDER_WAY_MAX && calls->under_way[place].used);
    UnderWay *at = &calls->under_way[place];
    item_begin(host);
    WritStatus status = result.kind == WRIT_HOOK_RETURNED
                            ? take_returned(host, at, &result, &error)
                            : fail_call(host, at->ref, result.message, &error);
    if (status == WRIT_OK) {
        status = item_end(host, &error);
    } else {
        item_abandon(host);
    }
    bool stored = is_settled(status);
    if (status == WRIT_LIMIT || status == WRIT_INVALID) {
        // It would never be stored, so that it is no answer.
        stored = take_failure(host, at->ref, writ_text(error.text));
    }
    if (!stored) {
        delay(host, at->ref); // What came back is not kept: the call is made again, with its id.
    }
    give_place_back(calls, place);
    return true;
}

// --- Open, wait, close -------------------------------------------------------------------------

bool calls_are_under_way(const WritHost *host)
{
    return host->calls->under_way_count > 0 || host->calls->ready.count > 0;
}

void calls_wait(WritHost *host, int timeout_ms, int extra_fd)
{
    WritHookPool *pool = host->calls->pool;
    if (host->calls->first_stood_in != NULL) {
        return;
    }
    struct pollfd fds[2 * WRIT_HOOK_CHILDREN_MAX + 1];
    uint32_t count = writ_hook_fds(pool, fds);
    if (extra_fd >= 0) {
        fds[count++] = (struct pollfd){.fd = extra_fd, .events = POLLIN};
    }
    int hook_ms = writ_hook_wait_ms(pool);
    int wait_ms = hook_ms >= 0 && (timeout_ms < 0 || hook_ms < timeout_ms) ? hook_ms : timeout_ms;
    if (poll(fds, count, wait_ms) < 0 && errno != EINTR) {
        return;
    }
    writ_hook_poll(pool, 0);
}

static const char *systems_directory(const WritHost *host, WritBuffer *path)
{
    if (host->options.systems != NULL) {
        return host->options.systems;
    }
    if (host->options.book == NULL) {
        return NULL;
    }
    // It is no part of what git keeps, so that a fresh clone has none. Where it cannot be made, the
    // file drop says so.
    writ_buffer_format(path, "%s/systems", host->options.book);
    (void)mkdir(writ_buffer_string(path), 0700);
    return writ_buffer_string(path);
}

WritStatus calls_open(WritHost *host, WritError *error)
{
    Calls *calls = calloc(1, sizeof *calls);
    assert(calls != NULL);
    host->calls = calls;
    for (uint32_t i = 0; i < UNDER_WAY_MAX; i++) {
        calls->free_places[i] = i;
    }
    WritHookPoolOptions options = {
        .executable = host->options.hook_program,
        .children = host->options.hook_children,
        .queue_max = UNDER_WAY_MAX,
    };
    WritStatus status = writ_hook_pool_open(&calls->pool, &options, error);
    WritBuffer path = {0};
    const char *directory = systems_directory(host, &path);
    if (status == WRIT_OK && directory != NULL) {
        status = writ_file_drop_open(&calls->drop, directory, error);
        if (status == WRIT_OK) {
            status =
                writ_hook_pool_provide(calls->pool, writ_file_drop_provider(calls->drop), error);
        }
    }
    writ_buffer_dispose(&path);
    if (status == WRIT_OK) {
        calls->none_before = INT64_MIN;
        calls->looked_until = host->clock.now(host->clock.self);
        status = find_due(host, INT64_MIN, calls->looked_until, error);
    }
    return status;
}

static void forget(CallQueue *queue)
{
    queue->count = 0;
    queue->first = 0;
}

static void free_all_stood_in(Calls *calls)
{
    WritHookResult result;
    while (take_stood_in(calls, &result)) {
    }
}

void calls_renew(WritHost *host)
{
    Calls *calls = host->calls;
    free_all_stood_in(calls);
    forget(&calls->ready);
    forget(&calls->delayed);
    forget(&calls->noted);
    for (uint32_t i = 0; calls->under_way_count > 0 && i < UNDER_WAY_MAX; i++) {
        if (calls->under_way[i].used) {
            give_place_back(calls, i);
        }
    }
    calls->first_ticket += UNDER_WAY_MAX;
    calls->none_before = INT64_MIN;
    calls->looked_until = host->clock.now(host->clock.self);
}

static void dispose(CallQueue *queue)
{
    free(queue->refs);
}

void calls_close(WritHost *host)
{
    Calls *calls = host->calls;
    if (calls == NULL) {
        return;
    }
    free_all_stood_in(calls);
    writ_hook_pool_close(calls->pool);
    writ_file_drop_close(calls->drop);
    for (uint32_t i = 0; i < UNDER_WAY_MAX; i++) {
        writ_buffer_dispose(&calls->under_way[i].once);
        writ_buffer_dispose(&calls->under_way[i].id);
    }
    dispose(&calls->ready);
    dispose(&calls->delayed);
    dispose(&calls->noted);
    free(calls);
    host->calls = NULL;
}
