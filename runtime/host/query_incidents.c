// `incidents`: what cannot go on by itself, the oldest first.
#include "host/view.h"

#include "host/json_out.h"

enum { TRIM_EVERY = 256 };

typedef struct IncidentList {
    KeyTail *tails;
    uint32_t count, limit;
    bool more;
} IncidentList;

static WritVisit keep_tail(void *context, WritText key, WritText value)
{
    (void)value;
    IncidentList *list = context;
    if (list->count == list->limit) {
        list->more = true;
        return WRIT_VISIT_STOP;
    }
    list->tails[list->count++] = key_tail(key);
    return WRIT_VISIT_ON;
}

typedef struct Writing {
    const View *view;
    uint32_t frame;
} Writing;

static void write_incident(void *self, const WritDuty *duty)
{
    const Writing *writing = self;
    if (duty->kind == WRIT_DUTY_INCIDENT && duty->frame == writing->frame) {
        view_incident(writing->view, duty);
    }
}

static WritStatus add_incident(WritHost *host, KeyTail tail, WritArena *arena, WritBuffer *json,
                               WritError *error)
{
    Instance *instance = NULL;
    WritStatus status = instances_get(host, tail.case_number, &instance, error);
    if (status == WRIT_OK) {
        writ_arena_reset(arena);
        View view = view_of(host, instance, arena, json);
        Writing writing = {&view, tail.part};
        writ_case_duties(instance->state, &writing, write_incident);
    }
    return status;
}

WritStatus request_incidents(WritHost *host, const WritRequest *request, WritBuffer *json,
                             WritError *error)
{
    IncidentList list = {.limit = view_limit(request)};
    list.tails = writ_arena_array(host->item_arena, list.limit, sizeof *list.tails);
    WritStoreRange range = {.family = WRIT_FAMILY_INCIDENTS};
    WritStatus status = writ_store_scan(host->store, &range, keep_tail, &list, error);
    WritArena *arena = writ_arena_new(VIEW_ARENA_BYTES);
    bool has_room = true;
    json_open(json, NULL);
    json_open_list(json, "incidents");
    for (uint32_t i = 0; status == WRIT_OK && has_room && i < list.count; i++) {
        size_t before = json->length;
        status = add_incident(host, list.tails[i], arena, json, error);
        has_room = json_keep(json, before);
        if (i % TRIM_EVERY == TRIM_EVERY - 1) {
            instances_trim(host);
        }
    }
    json_close_list(json);
    json_truth(json, "more", list.more || !has_room);
    json_close(json);
    writ_arena_free(arena);
    return status;
}
