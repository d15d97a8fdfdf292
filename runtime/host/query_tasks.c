// `tasks`: what people are asked to do, the oldest first.
#include "host/view.h"

#include "host/json_out.h"
#include "host/task_queue.h"

// How many tasks are looked at for one answer: a person may be barred from most of them.
enum { LOOKED_AT_MAX = 20000, TRIM_EVERY = 256 };

typedef struct TaskSearch {
    uint32_t frame;
    WritDuty duty;
    bool found;
} TaskSearch;

static void keep_task(void *self, const WritDuty *duty)
{
    TaskSearch *search = self;
    if (duty->kind == WRIT_DUTY_TASK && duty->frame == search->frame) {
        search->duty = *duty;
        search->found = true;
    }
}

static const WritPermitted *find_person(const WritPermitted *people, uint32_t count,
                                        WritText person)
{
    for (uint32_t i = 0; i < count; i++) {
        if (writ_text_equal(people[i].person, person)) {
            return &people[i];
        }
    }
    return NULL;
}

typedef struct TaskList {
    WritHost *host;
    WritText person;
    WritArena *arena; // For one task.
    WritBuffer *json;
    uint32_t limit, count, looked_at;
    bool more;
} TaskList;

static WritStatus add_task(TaskList *list, KeyTail task, WritError *error)
{
    Instance *instance = NULL;
    WritStatus status = instances_get(list->host, task.case_number, &instance, error);
    if (status != WRIT_OK) {
        return status;
    }
    writ_arena_reset(list->arena);
    View view = view_of(list->host, instance, list->arena, list->json);
    TaskSearch search = {.frame = task.part};
    writ_case_duties(instance->state, &search, keep_task);
    const WritPermitted *acting = NULL;
    if (search.found && list->person.length > 0) {
        WritPermitted *people = NULL;
        uint32_t count = view_permitted(&view, &search.duty, &people);
        acting = find_person(people, count, list->person);
    }
    if (!search.found || (list->person.length > 0 && acting == NULL)) {
        return WRIT_OK;
    }
    if (list->count == list->limit) {
        list->more = true;
        return WRIT_OK;
    }
    size_t before = list->json->length;
    view_task(&view, &search.duty, acting);
    list->more = !json_keep(list->json, before);
    list->count++;
    return WRIT_OK;
}

static WritStatus add_tasks(TaskList *list, TaskQueue *queue, WritError *error)
{
    while (!list->more) {
        KeyTail task;
        WritStatus status = task_queue_next(queue, &task, error);
        if (status == WRIT_NOT_FOUND) {
            return WRIT_OK;
        }
        if (status != WRIT_OK || (status = add_task(list, task, error)) != WRIT_OK) {
            return status;
        }
        list->more = list->more || ++list->looked_at == LOOKED_AT_MAX;
        if (list->looked_at % TRIM_EVERY == 0) {
            instances_trim(list->host);
        }
    }
    return WRIT_OK;
}

static WritStatus check_person(const WritHost *host, WritText person, WritError *error)
{
    if (person.length == 0 || people_know(host, person)) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_NOT_FOUND, "nobody in people.writ is called \"%.*s\"",
                    WRIT_TEXT_ARGS(person));
    return writ_hint(error, "Use the id behind the word person in people.writ.");
}

WritStatus request_tasks(WritHost *host, const WritRequest *request, WritBuffer *json,
                         WritError *error)
{
    TaskQueue *queue = NULL;
    WritStatus status = check_person(host, request->person, error);
    if (status != WRIT_OK) {
        return status;
    }
    TaskList list = {
        .host = host,
        .person = request->person,
        .arena = writ_arena_new(VIEW_ARENA_BYTES),
        .json = json,
        .limit = view_limit(request),
    };
    json_open(json, NULL);
    json_open_list(json, "tasks");
    status = task_queue_open(&queue, host, request->person, error);
    if (status == WRIT_OK) {
        status = add_tasks(&list, queue, error);
    }
    json_close_list(json);
    json_truth(json, "more", list.more);
    json_close(json);
    task_queue_close(queue);
    writ_arena_free(list.arena);
    return status;
}
