// Which event a message is: of what is in force, else of the definition that had it last. A process
// that left the book has no plan in force, and its cases wait on.
#include "host/messages.h"

#include <string.h>

static bool is_called(WritText qualified, WritText name)
{
    if (writ_text_equal(qualified, name)) {
        return true;
    }
    return qualified.length > name.length &&
           qualified.data[qualified.length - name.length - 1] == '.' &&
           memcmp(qualified.data + qualified.length - name.length, name.data, name.length) == 0;
}

uint32_t events_find(const WritPlan *plan, WritText name)
{
    for (uint32_t i = 0; i < plan->event_count; i++) {
        if (writ_text_equal(plan->events[i].name, name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

void events_note(WritHost *host, const Definition *definition)
{
    const WritPlan *plan = &definition->plan;
    WritText hash = {(const char *)definition->hash.bytes, WRIT_HASH_BYTES};
    for (uint32_t i = 0; i < plan->event_count; i++) {
        writ_buffer_clear(&host->key);
        writ_buffer_add_string(&host->key, KEY_EVENT);
        writ_buffer_add(&host->key, plan->events[i].name);
        writ_store_batch_put(&host->batch, WRIT_FAMILY_META, writ_buffer_text(&host->key), hash);
    }
}

static WritStatus refuse_two(const Sending *s, WritText a, WritText b, WritError *error)
{
    (void)writ_fail(error, WRIT_INVALID, "\"%.*s\" could be %.*s or %.*s",
                    WRIT_TEXT_ARGS(s->request->name), WRIT_TEXT_ARGS(a), WRIT_TEXT_ARGS(b));
    return writ_hint(error, "Write its whole name.");
}

static WritStatus choose_in_force(Sending *s, WritError *error)
{
    for (uint32_t i = 0; i < s->host->in_force_count; i++) {
        const WritPlan *plan = &s->host->in_force[i].definition->plan;
        for (uint32_t j = 0; j < plan->event_count; j++) {
            WritText name = plan->events[j].name;
            if (!is_called(name, s->request->name)) {
                continue;
            }
            if (s->plan == NULL) {
                s->plan = plan;
                s->event = j;
            } else if (!writ_text_equal(name, s->plan->events[s->event].name)) {
                return refuse_two(s, name, s->plan->events[s->event].name, error);
            }
        }
    }
    return WRIT_OK;
}

typedef struct Older {
    const Sending *s;
    WritText name, other; // Empty: none.
    WritHash hash;
} Older;

static WritVisit find_older(void *context, WritText key, WritText value)
{
    Older *older = context;
    size_t prefix = strlen(KEY_EVENT);
    WritText name = {key.data + prefix, key.length - prefix};
    if (value.length != WRIT_HASH_BYTES || !is_called(name, older->s->request->name)) {
        return WRIT_VISIT_ON;
    }
    WritText kept = writ_arena_text(older->s->host->item_arena, name);
    if (older->name.length > 0) {
        older->other = kept;
        return WRIT_VISIT_STOP;
    }
    older->name = kept;
    memcpy(older->hash.bytes, value.data, WRIT_HASH_BYTES);
    return WRIT_VISIT_ON;
}

// One row for each event that there ever was, so that looking at all of them is cheap.
static WritStatus choose_older(Sending *s, WritError *error)
{
    Older older = {.s = s};
    Definition *definition = NULL;
    WritBuffer end = {0};
    writ_store_prefix_end(&end, writ_text(KEY_EVENT));
    WritStoreRange range = {WRIT_FAMILY_META, writ_text(KEY_EVENT), writ_buffer_text(&end), 0};
    WritStatus status = writ_store_scan(s->host->store, &range, find_older, &older, error);
    writ_buffer_dispose(&end);
    if (status == WRIT_OK && older.other.length > 0) {
        status = refuse_two(s, older.name, older.other, error);
    }
    if (status != WRIT_OK || older.name.length == 0) {
        return status;
    }
    status = definitions_get(s->host, &older.hash, &definition, error);
    if (status == WRIT_OK) {
        s->event = events_find(&definition->plan, older.name);
        s->plan = s->event == WRIT_NONE ? NULL : &definition->plan;
    }
    return status;
}

WritStatus events_choose(Sending *s, WritError *error)
{
    WritStatus status = choose_in_force(s, error);
    if (status == WRIT_OK && s->plan == NULL) {
        status = choose_older(s, error);
    }
    if (status == WRIT_OK && s->plan == NULL) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "no process knows the event \"%.*s\"",
                        WRIT_TEXT_ARGS(s->request->name));
        status = writ_hint(error, "writ status lists the processes in force.");
    }
    return status;
}
