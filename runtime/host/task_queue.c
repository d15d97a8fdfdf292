// The family tasks_of has a run of keys for each role or person that is asked under a version of a
// process, in the order of time. The runs are found by going from one straight to the next, those
// that are not wanted are left out, and the rest are merged: so the cost depends on how many roles
// and persons are asked and on what is listed, not on how many tasks there are.
#include "host/task_queue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "host/view.h"

typedef struct Run {
    WritBuffer key; // Of its first task that was not given out.
    KeyTail head;
} Run;

struct TaskQueue {
    WritHost *host;
    WritText person;
    WritArena *arena; // For one question to the directory.
    Run *runs;        // A heap: the oldest head is first.
    uint32_t count, capacity;
    KeyTail last; // What was given out last.
};

// --- Keys --------------------------------------------------------------------------------------

static WritText run_of(const WritBuffer *key)
{
    return (WritText){key->data, key->length - KEY_TAIL_BYTES};
}

typedef struct FirstKey {
    WritBuffer *key;
    bool found;
} FirstKey;

static WritVisit keep_key(void *context, WritText key, WritText value)
{
    (void)value;
    FirstKey *first = context;
    first->found = key.length > KEY_TAIL_BYTES;
    writ_buffer_clear(first->key);
    writ_buffer_add(first->key, key);
    return WRIT_VISIT_STOP;
}

// The first key from `from` on, before `to`. WRIT_NOT_FOUND: there is none.
static WritStatus first_key(WritHost *host, WritText from, WritText to, WritBuffer *key,
                            WritError *error)
{
    FirstKey first = {.key = key};
    WritStoreRange range = {WRIT_FAMILY_TASKS_OF, from, to, 1};
    WritStatus status = writ_store_scan(host->store, &range, keep_key, &first, error);
    return status == WRIT_OK && !first.found ? WRIT_NOT_FOUND : status;
}

// --- The heap ----------------------------------------------------------------------------------

static bool is_before(const KeyTail *a, const KeyTail *b)
{
    if (a->at != b->at) {
        return a->at < b->at;
    }
    return a->case_number != b->case_number ? a->case_number < b->case_number : a->part < b->part;
}

static void sink(TaskQueue *queue, uint32_t at)
{
    for (;;) {
        uint32_t first = at;
        for (uint32_t child = 2 * at + 1; child <= 2 * at + 2 && child < queue->count; child++) {
            if (is_before(&queue->runs[child].head, &queue->runs[first].head)) {
                first = child;
            }
        }
        if (first == at) {
            return;
        }
        Run moved = queue->runs[at];
        queue->runs[at] = queue->runs[first];
        queue->runs[first] = moved;
        at = first;
    }
}

static WritStatus add_run(TaskQueue *queue, const WritBuffer *key, WritError *error)
{
    if (queue->count == TASK_QUEUE_ASKED_MAX) {
        return writ_fail(error, WRIT_LIMIT,
                         "open tasks ask more than %d different roles and persons",
                         TASK_QUEUE_ASKED_MAX);
    }
    if (queue->count == queue->capacity) {
        queue->capacity = queue->capacity == 0 ? 16 : 2 * queue->capacity;
        queue->runs = realloc(queue->runs, queue->capacity * sizeof *queue->runs);
        assert(queue->runs != NULL);
    }
    Run *run = &queue->runs[queue->count++];
    *run = (Run){.head = key_tail(writ_buffer_text(key))};
    writ_buffer_add(&run->key, writ_buffer_text(key));
    return WRIT_OK;
}

// --- Whose -------------------------------------------------------------------------------------

static WritStatus plan_of(WritHost *host, uint64_t case_number, const WritPlan **plan,
                          WritError *error)
{
    WritBuffer bytes = {0};
    CaseRow row;
    Definition *definition = NULL;
    WritStatus status = case_row_find(host, case_number, &bytes, &row, error);
    if (status == WRIT_OK) {
        status = definitions_of_basis(host, row.basis, &definition, error);
    }
    if (status == WRIT_OK) {
        *plan = &definition->plan;
    }
    writ_buffer_dispose(&bytes);
    return status;
}

// Whether the person may act for whom is asked, by role or by name, when nobody is barred.
static bool may_act(const TaskQueue *queue, const WritPlan *plan, const WritAsked *asked)
{
    WritQuestion question = {
        .asked = *asked,
        .substitutes = WRIT_SUBSTITUTES_ALLOWED,
        .at = queue->host->clock.now(queue->host->clock.self),
    };
    WritPeople people = people_source(queue->host);
    WritPermitted *permitted = NULL;
    uint32_t count = people.permitted(people.self, queue->arena, plan, &question, &permitted);
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(permitted[i].person, queue->person)) {
            return true;
        }
    }
    return false;
}

// The same, also as a standing deputy at any remove: the turn of a deputy comes where those of the
// role are there and barred, which differs from task to task.
static bool may_ever_act(const TaskQueue *queue, const WritPlan *plan, const WritAsked *asked)
{
    if (asked->role == WRIT_NONE) {
        return may_act(queue, plan, asked);
    }
    uint32_t *roles = writ_arena_array(queue->arena, plan->role_count, sizeof *roles);
    bool *seen = writ_arena_array(queue->arena, plan->role_count, sizeof *seen);
    uint32_t count = 0;
    roles[count++] = asked->role;
    seen[asked->role] = true;
    for (uint32_t at = 0; at < count; at++) {
        const WritRole *role = &plan->roles[roles[at]];
        if (may_act(queue, plan, &(WritAsked){.role = roles[at], .unit = asked->unit})) {
            return true;
        }
        for (uint32_t i = 0; i < role->deputy_count; i++) {
            uint32_t deputy = plan->operands[role->deputies_start + i];
            if (!seen[deputy]) {
                seen[deputy] = true;
                roles[count++] = deputy;
            }
        }
    }
    return false;
}

static WritStatus is_wanted(TaskQueue *queue, const WritBuffer *key, bool *wanted, WritError *error)
{
    *wanted = true;
    if (queue->person.length == 0) {
        return WRIT_OK;
    }
    const WritPlan *plan = NULL;
    WritStatus status =
        plan_of(queue->host, key_tail(writ_buffer_text(key)).case_number, &plan, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritAsked asked;
    writ_arena_reset(queue->arena);
    *wanted =
        key_task_asked(writ_buffer_text(key), plan, &asked) && may_ever_act(queue, plan, &asked);
    return WRIT_OK;
}

// --- The queue ---------------------------------------------------------------------------------

// Adds the run of which `key` is the first, if it is wanted.
static WritStatus judge_run(TaskQueue *queue, const WritBuffer *key, WritError *error)
{
    bool wanted = false;
    WritStatus status = is_wanted(queue, key, &wanted, error);
    return status == WRIT_OK && wanted ? add_run(queue, key, error) : status;
}

static WritStatus find_runs(TaskQueue *queue, WritError *error)
{
    WritBuffer key = {0};
    WritBuffer behind = {0};
    WritStatus status = WRIT_OK;
    WritStatus found = first_key(queue->host, (WritText){0}, (WritText){0}, &key, error);
    while (found == WRIT_OK && (status = judge_run(queue, &key, error)) == WRIT_OK) {
        writ_store_prefix_end(&behind, run_of(&key));
        found = first_key(queue->host, writ_buffer_text(&behind), (WritText){0}, &key, error);
    }
    writ_buffer_dispose(&key);
    writ_buffer_dispose(&behind);
    return found == WRIT_OK || found == WRIT_NOT_FOUND ? status : found;
}

WritStatus task_queue_open(TaskQueue **opened, WritHost *host, WritText person, WritError *error)
{
    TaskQueue *queue = calloc(1, sizeof *queue);
    assert(queue != NULL);
    queue->host = host;
    queue->person = person;
    queue->last.at = INT64_MIN;
    queue->arena = writ_arena_new(VIEW_ARENA_BYTES);
    *opened = queue;
    WritStatus status = find_runs(queue, error);
    for (uint32_t i = queue->count / 2; status == WRIT_OK && i-- > 0;) {
        sink(queue, i);
    }
    return status;
}

// Moves the first run to its next task, or lets it go.
static WritStatus advance(TaskQueue *queue, WritError *error)
{
    Run *run = &queue->runs[0];
    WritBuffer end = {0};
    WritBuffer from = {0};
    writ_store_prefix_end(&end, run_of(&run->key));
    writ_buffer_add(&from, writ_buffer_text(&run->key));
    writ_buffer_add_byte(&from, 0);
    WritStatus status =
        first_key(queue->host, writ_buffer_text(&from), writ_buffer_text(&end), &run->key, error);
    if (status == WRIT_OK) {
        run->head = key_tail(writ_buffer_text(&run->key));
    } else if (status == WRIT_NOT_FOUND) {
        writ_buffer_dispose(&run->key);
        queue->runs[0] = queue->runs[--queue->count];
        status = WRIT_OK;
    }
    sink(queue, 0);
    writ_buffer_dispose(&end);
    writ_buffer_dispose(&from);
    return status;
}

WritStatus task_queue_next(TaskQueue *queue, KeyTail *task, WritError *error)
{
    // A task that asks several stands in several runs, and comes out of them one after another.
    while (queue->count > 0) {
        *task = queue->runs[0].head;
        WritStatus status = advance(queue, error);
        if (status != WRIT_OK) {
            return status;
        }
        if (is_before(&queue->last, task)) {
            queue->last = *task;
            return WRIT_OK;
        }
    }
    return WRIT_NOT_FOUND;
}

void task_queue_close(TaskQueue *queue)
{
    if (queue == NULL) {
        return;
    }
    for (uint32_t i = 0; i < queue->count; i++) {
        writ_buffer_dispose(&queue->runs[i].key);
    }
    writ_arena_free(queue->arena);
    free(queue->runs);
    free(queue);
}
