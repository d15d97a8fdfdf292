// `status` and `backup`: the store and what runs in it.
#include "host/view.h"

#include <sys/stat.h>

#include "host/json_out.h"
#include "host/task_queue.h"
#include "host/wording.h"

// Counted up to here, which then means "at least so many".
enum { COUNTED_MAX = 10000 };

// --- Status ------------------------------------------------------------------------------------

static WritVisit count_row(void *context, WritText key, WritText value)
{
    (void)key;
    (void)value;
    (*(uint64_t *)context)++;
    return WRIT_VISIT_ON;
}

static WritStatus add_incident_count(WritHost *host, WritBuffer *json, WritError *error)
{
    uint64_t count = 0;
    WritStoreRange range = {.family = WRIT_FAMILY_INCIDENTS, .limit = COUNTED_MAX};
    WritStatus status = writ_store_scan(host->store, &range, count_row, &count, error);
    json_number(json, "incidents", count);
    return status;
}

// A task that asks several people has a row for each of them, and counts once.
static WritStatus add_task_count(WritHost *host, WritBuffer *json, WritError *error)
{
    uint64_t count = 0;
    TaskQueue *queue = NULL;
    KeyTail task;
    WritStatus status = task_queue_open(&queue, host, (WritText){0}, error);
    while (status == WRIT_OK && count < COUNTED_MAX) {
        status = task_queue_next(queue, &task, error);
        count += status == WRIT_OK ? 1 : 0;
    }
    task_queue_close(queue);
    json_number(json, "tasks", count);
    return status == WRIT_NOT_FOUND ? WRIT_OK : status;
}

// When the next case starts by schedule, and what became of the last one.
static void add_schedule(const Schedule *schedule, int64_t now, WritBuffer *json)
{
    json_open(json, "schedule");
    if (schedule->next != INT64_MAX) {
        json_instant(json, "next", schedule->next);
    }
    json_instant(json, "last", schedule->happened);
    if (schedule->last > now) {
        json_instant(json, "seen_until", schedule->last);
    }
    if (schedule->started != 0) {
        json_number(json, "started", schedule->started);
    }
    json_some_text(json, "reason", writ_buffer_text(&schedule->reason));
    if (schedule->trouble.status != WRIT_OK) {
        json_string(json, "trouble", schedule->trouble.text);
        json_some_text(json, "hint", writ_text(schedule->trouble.hint));
    }
    json_close(json);
}

static void add_processes(const WritHost *host, WritBuffer *json)
{
    json_open_list(json, "processes");
    for (uint32_t i = 0; i < host->in_force_count; i++) {
        const InForce *in_force = &host->in_force[i];
        const WritPlan *plan = &in_force->definition->plan;
        json_open(json, NULL);
        json_text(json, "process", plan->name);
        json_text(json, "process_title", word_titled(plan->title, plan->name));
        json_some_text(json, "version", plan->version);
        json_hash(json, "definition", &in_force->definition->hash);
        json_commit(json, "commit", in_force->commit);
        if (in_force->schedule != NULL) {
            add_schedule(in_force->schedule, host->clock.now(host->clock.self), json);
        }
        json_close(json);
    }
    json_close_list(json);
}

static void add_counters(const WritHost *host, WritBuffer *json)
{
    json_open(json, "since_start");
    json_number(json, "commands", host->counters.commands);
    json_number(json, "events", host->counters.events);
    json_number(json, "flushes", host->counters.flushes);
    json_number(json, "hook_calls", host->counters.hook_calls);
    json_close(json);
}

// Why what is in force is not what the book has now: of a commit that was not taken over, or of the
// book itself.
static void add_refused(const WritHost *host, WritBuffer *json)
{
    if (host->trouble.status == WRIT_OK) {
        return;
    }
    json_open(json, "refused");
    json_some_text(json, "commit", writ_text(host->refused.hex));
    json_string(json, "reason", host->trouble.text);
    json_some_text(json, "hint", writ_text(host->trouble.hint));
    json_close(json);
}

WritStatus request_status(WritHost *host, const WritRequest *request, WritBuffer *json,
                          WritError *error)
{
    (void)request;
    WritStatus status = definitions_check(host, error);
    if (status != WRIT_OK) {
        return status;
    }
    json_open(json, NULL);
    json_string(json, "version", WRIT_VERSION);
    json_number(json, "format", WRIT_STORE_FORMAT);
    json_string(json, "store", host->options.store == NULL ? "" : host->options.store);
    json_string(json, "book", host->options.book == NULL ? "" : host->options.book);
    json_number(json, "entries", writ_store_next_sequence(host->store) - 1);
    json_number(json, "cases", host->next_case - 1);
    json_number(json, "cases_in_memory", host->instances.count);
    status = add_task_count(host, json, error);
    if (status == WRIT_OK) {
        status = add_incident_count(host, json, error);
    }
    json_number(json, "counted_up_to", COUNTED_MAX);
    json_number(json, "persons", host->directory.person_count);
    json_hash(json, "directory", &host->directory_hash);
    add_processes(host, json);
    add_refused(host, json);
    add_counters(host, json);
    json_close(json);
    return status;
}

// --- Backup ------------------------------------------------------------------------------------

// The file is made with the rights of the owner, wherever it is to lie: that is for nobody else to
// say. Where a relative path leads depends on where this process began.
static WritStatus check_backup(const WritRequest *request, WritError *error)
{
    if (request->caller == WRIT_CALLER_GUEST) {
        (void)writ_fail(error, WRIT_DENIED, "the account \"%.*s\" may not copy the store",
                        WRIT_TEXT_ARGS(request->account));
        return writ_hint(error, "The account that owns the store may: writ backup FILE.");
    }
    if (request->name.length == 0 || request->name.data[0] != '/') {
        return writ_fail(error, WRIT_INVALID, "a backup needs the absolute path of a new file");
    }
    return WRIT_OK;
}

WritStatus request_backup(WritHost *host, const WritRequest *request, WritBuffer *json,
                          WritError *error)
{
    WritBuffer path = {0};
    struct stat info = {0};
    writ_buffer_add(&path, request->name);
    WritStatus status = check_backup(request, error);
    // The copy is of what is durable, and may not be told before.
    if (status == WRIT_OK) {
        status = writ_store_flush(host->store, error);
    }
    if (status == WRIT_OK) {
        status = writ_store_backup(host->store, writ_buffer_string(&path), NULL, NULL, error);
    }
    if (status == WRIT_OK) {
        (void)stat(writ_buffer_string(&path), &info);
        json_open(json, NULL);
        json_text(json, "path", writ_buffer_text(&path));
        json_number(json, "bytes", (uint64_t)info.st_size);
        json_number(json, "entries", writ_store_next_sequence(host->store) - 1);
        json_number(json, "cases", host->next_case - 1);
        json_close(json);
    }
    writ_buffer_dispose(&path);
    return status;
}
