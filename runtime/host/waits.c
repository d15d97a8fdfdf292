// Who waits for a message. A wait is found by the value of its first `event.FIELD = …`, so that
// looking does not depend on how many cases wait; its row says what its other fields must be, so
// that only cases which all fields fit are loaded. Rows of one value lie by age: what is read is a
// page of each list, and the oldest of all lists comes first.
#include "host/messages.h"

#include <stdlib.h>
#include <string.h>

enum {
    PAGE = 64,
    ARENA_BYTES = 64 << 20, // What reading and judging may take of the item's arena.
};

// Waits whose first field has one value.
typedef struct List {
    WritBuffer from, to;
    KeyTail page[PAGE];
    uint32_t count, at; // Of the page: filled, given.
    bool over;          // Nothing is behind the page.
    const Waits *waits;
} List;

struct Waits {
    Sending *s;
    KeyMatch *matches;
    uint32_t match_count;
    KeyTail *listeners;
    uint32_t listener_count, listener_at;
    List *lists; // One a match, and one for waits that compare no field.
    uint32_t list_count;
    uint32_t given;
};

KeyMatch waits_match(const WritPlan *plan, const WritDuty *wait, uint32_t number)
{
    const WritStep *step = &plan->steps[plan->nodes[wait->node].step];
    const WritRecordType *record = &plan->types.records[plan->events[wait->event].record];
    uint32_t field = plan->operands[step->match_start + 2 * number];
    return key_match_of(record->fields[field].name, &plan->types, wait->keys[number]);
}

KeyMatch *waits_matches(const Sending *s, uint32_t *count)
{
    const WritRecordType *record = &s->plan->types.records[s->plan->events[s->event].record];
    KeyMatch *matches =
        writ_arena_array(s->host->item_arena, record->field_count + 1, sizeof *matches);
    *count = 0;
    for (uint32_t i = 0; i < record->field_count; i++) {
        WritValue value = s->value.record->fields[i];
        if (value.kind != WRIT_VALUE_MISSING) {
            matches[(*count)++] = key_match_of(record->fields[i].name, &s->plan->types, value);
        }
    }
    return matches;
}

bool waits_has(const KeyMatch *matches, uint32_t count, const unsigned char *match)
{
    for (uint32_t i = 0; i < count; i++) {
        if (memcmp(matches[i].bytes, match, KEY_MATCH_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

// --- Listening cases ---------------------------------------------------------------------------

static WritVisit keep_process(void *context, WritText key, WritText value)
{
    (void)value;
    WritBuffer *name = context;
    const char *end = memchr(key.data, 0, key.length);
    writ_buffer_clear(name);
    writ_buffer_add(name,
                    (WritText){key.data, end == NULL ? key.length : (size_t)(end - key.data)});
    return WRIT_VISIT_STOP;
}

// The next process behind `name` that has open cases with a key; empty: none.
static WritStatus next_process(WritHost *host, WritBuffer *name, WritError *error)
{
    WritBuffer from = {0};
    if (name->length > 0) {
        writ_buffer_add(&from, writ_buffer_text(name));
        writ_buffer_add_byte(&from, 1); // Behind all that begin with the name and a zero byte.
    }
    writ_buffer_clear(name);
    WritStoreRange range = {
        .family = WRIT_FAMILY_OPEN_KEYS, .from = writ_buffer_text(&from), .limit = 1};
    WritStatus status = writ_store_scan(host->store, &range, keep_process, name, error);
    writ_buffer_dispose(&from);
    return status;
}

static void add_listener(Waits *waits, uint64_t number)
{
    uint32_t count = waits->listener_count;
    KeyTail *grown = writ_arena_array(waits->s->host->item_arena, count + 1, sizeof *grown);
    if (count > 0) {
        memcpy(grown, waits->listeners, count * sizeof *grown);
    }
    grown[count] = (KeyTail){.case_number = number};
    waits->listeners = grown;
    waits->listener_count = count + 1;
}

static WritStatus find_listener(Waits *waits, WritText process, WritText value, WritError *error)
{
    WritHost *host = waits->s->host;
    writ_buffer_clear(&host->key);
    key_open(&host->key, process, value);
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_OPEN_KEYS,
                                        writ_buffer_text(&host->key), &host->value, error);
    if (status == WRIT_OK) {
        WritReader in = writ_reader(writ_buffer_text(&host->value));
        add_listener(waits, writ_get_uint(&in));
    }
    return status == WRIT_NOT_FOUND ? WRIT_OK : status;
}

// Cases that may listen for the event beside their work, by the value of `one open case per`: of
// every process that has such cases, since those of an older version may listen where the one in
// force does not.
static WritStatus find_listeners(Waits *waits, WritError *error)
{
    const Sending *s = waits->s;
    const WritEventType *event = &s->plan->events[s->event];
    if (event->key_count == 0) {
        return WRIT_OK;
    }
    WritBuffer value = {0};
    WritBuffer process = {0};
    for (uint32_t i = 0; i < event->key_count; i++) {
        writ_value_put(&value, s->value.record->fields[s->plan->operands[event->keys_start + i]]);
    }
    WritStatus status = next_process(s->host, &process, error);
    while (status == WRIT_OK && process.length > 0) {
        status = find_listener(waits, writ_buffer_text(&process), writ_buffer_text(&value), error);
        if (status == WRIT_OK) {
            status = next_process(s->host, &process, error);
        }
    }
    writ_buffer_dispose(&value);
    writ_buffer_dispose(&process);
    return status;
}

// --- Waits -------------------------------------------------------------------------------------

static bool all_fields_fit(const Waits *waits, WritText others)
{
    for (size_t at = 0; at + KEY_MATCH_BYTES <= others.length; at += KEY_MATCH_BYTES) {
        if (!waits_has(waits->matches, waits->match_count,
                       (const unsigned char *)others.data + at)) {
            return false;
        }
    }
    return true;
}

static WritVisit add_wait(void *context, WritText key, WritText value)
{
    List *list = context;
    writ_buffer_clear(&list->from);
    writ_buffer_add(&list->from, key);
    writ_buffer_add_byte(&list->from, 0); // The first key behind it.
    if (all_fields_fit(list->waits, value)) {
        list->page[list->count++] = key_tail(key);
    }
    return list->count < PAGE ? WRIT_VISIT_ON : WRIT_VISIT_STOP;
}

static WritStatus fill(List *list, WritError *error)
{
    WritBuffer from = {0}; // The visitor moves the list's own.
    writ_buffer_add(&from, writ_buffer_text(&list->from));
    WritStoreRange range = {WRIT_FAMILY_WAITS, writ_buffer_text(&from), writ_buffer_text(&list->to),
                            0};
    list->count = list->at = 0;
    WritStatus status = writ_store_scan(list->waits->s->host->store, &range, add_wait, list, error);
    list->over = list->count < PAGE;
    writ_buffer_dispose(&from);
    return status;
}

static bool is_older(const KeyTail *a, const KeyTail *b)
{
    if (a->at != b->at) {
        return a->at < b->at;
    }
    return a->case_number != b->case_number ? a->case_number < b->case_number : a->part < b->part;
}

static WritStatus find_next(Waits *waits, KeyTail *wait, WritError *error)
{
    List *oldest = NULL;
    for (uint32_t i = 0; i < waits->list_count; i++) {
        List *list = &waits->lists[i];
        WritStatus status = list->at == list->count && !list->over ? fill(list, error) : WRIT_OK;
        if (status != WRIT_OK) {
            return status;
        }
        if (list->at < list->count &&
            (oldest == NULL || is_older(&list->page[list->at], &oldest->page[oldest->at]))) {
            oldest = list;
        }
    }
    if (oldest != NULL) {
        *wait = oldest->page[oldest->at++];
        return WRIT_OK;
    }
    if (waits->listener_at < waits->listener_count) {
        *wait = waits->listeners[waits->listener_at++];
        return WRIT_OK;
    }
    return WRIT_NOT_FOUND;
}

// A message is one item: it reaches all its cases or none.
static WritStatus refuse_more(const Waits *waits, WritError *error)
{
    (void)writ_fail(
        error, WRIT_LIMIT,
        "more than %u cases wait for \"%.*s\" with these data, too many for one message",
        waits->given, WRIT_TEXT_ARGS(waits->s->plan->events[waits->s->event].name));
    return writ_hint(error, "Nothing was done. The waits have to compare a field that tells their "
                            "cases apart.");
}

WritStatus waits_next(Waits *waits, KeyTail *wait, WritError *error)
{
    WritStatus status = find_next(waits, wait, error);
    if (status == WRIT_OK && (waits->given == WRIT_HOST_MESSAGE_CASES_MAX ||
                              writ_arena_used(waits->s->host->item_arena) > ARENA_BYTES)) {
        return refuse_more(waits, error);
    }
    waits->given += status == WRIT_OK ? 1 : 0;
    return status;
}

WritStatus waits_open(Waits **opened, Sending *s, WritError *error)
{
    WritArena *arena = s->host->item_arena;
    Waits *waits = writ_arena_alloc(arena, sizeof *waits);
    WritText event = s->plan->events[s->event].name;
    waits->s = s;
    waits->matches = waits_matches(s, &waits->match_count);
    waits->list_count = waits->match_count + 1;
    waits->lists = writ_arena_array(arena, waits->list_count, sizeof *waits->lists);
    for (uint32_t i = 0; i < waits->list_count; i++) {
        List *list = &waits->lists[i];
        list->waits = waits;
        if (i < waits->match_count) {
            key_match(&list->from, event, &waits->matches[i]);
        } else {
            key_match_any(&list->from, event);
        }
        writ_store_prefix_end(&list->to, writ_buffer_text(&list->from));
    }
    *opened = waits;
    return find_listeners(waits, error);
}

void waits_close(Waits *waits)
{
    for (uint32_t i = 0; waits != NULL && i < waits->list_count; i++) {
        writ_buffer_dispose(&waits->lists[i].from);
        writ_buffer_dispose(&waits->lists[i].to);
    }
}
