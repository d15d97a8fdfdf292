// Early messages: what is kept for a wait that has not begun (settled.md 20). A message's row holds
// what it is found by, so that it goes without anybody reading it, whatever became of its event.
#include "host/files.h"
#include "host/messages.h"

#include <string.h>

enum {
    PAGE = 256,
    DROPPED_AT_ONCE = 8,
    ARENA_BYTES = 64 << 20, // Of an item; what is left to do then is another's.
    FILES_BYTES_MAX = WRIT_STORE_VALUE_BYTES_MAX - 2 * WRIT_REQUEST_BODY_BYTES_MAX,
};

// --- Rows --------------------------------------------------------------------------------------

static void put_empty(WritHost *host, uint64_t arrival)
{
    writ_put_ordered(&host->key, arrival);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_EARLY, writ_buffer_text(&host->key),
                         (WritText){0});
    writ_buffer_clear(&host->key);
}

static void drop_key(WritHost *host)
{
    writ_store_batch_delete(&host->batch, WRIT_FAMILY_EARLY, writ_buffer_text(&host->key));
    writ_buffer_clear(&host->key);
}

// A kept message; its texts point into what it was read from.
typedef struct Kept {
    int64_t expires;
    WritText matches; // 16 bytes each.
    WritText body;
    WritText source;
    SentTime sent;
    WritText files; // As in its request, where a document is one of them.
    Actor actor;
} Kept;

static void put_kept(WritBuffer *out, const Kept *kept)
{
    writ_put_int(out, kept->expires);
    writ_put_text(out, kept->matches);
    writ_put_text(out, kept->body);
    writ_put_text(out, kept->source);
    writ_put_text(out, kept->actor.person);
    writ_put_text(out, kept->actor.account);
    writ_put_u8(out, (uint8_t)kept->actor.identity);
    if (kept->sent.at != 0 || kept->files.length > 0) {
        writ_put_int(out, kept->sent.at);
        writ_put_int(out, kept->sent.delay);
    }
    if (kept->files.length > 0) {
        writ_put_text(out, kept->files);
    }
}

static bool get_kept(WritText bytes, Kept *kept)
{
    WritReader in = writ_reader(bytes);
    kept->expires = writ_get_int(&in);
    kept->matches = writ_get_text(&in);
    kept->body = writ_get_text(&in);
    kept->source = writ_get_text(&in);
    kept->actor.person = writ_get_text(&in);
    kept->actor.account = writ_get_text(&in);
    kept->actor.identity = (WritIdentity)writ_get_u8(&in);
    kept->actor.source = kept->source;
    kept->sent = (SentTime){0};
    if (writ_reader_left(&in) > 0) {
        kept->sent.at = writ_get_int(&in);
        kept->sent.delay = writ_get_int(&in);
    }
    kept->files = writ_reader_left(&in) > 0 ? writ_get_text(&in) : (WritText){0};
    kept->actor.sent = kept->sent.at;
    return writ_reader_done(&in) && kept->matches.length % KEY_MATCH_BYTES == 0;
}

static const KeyMatch *match_at(const Kept *kept, size_t number)
{
    return (const KeyMatch *)(const void *)(kept->matches.data + number * KEY_MATCH_BYTES);
}

// A damaged row: `found` has no matches then.
static WritStatus find_kept(WritHost *host, WritText event, uint64_t arrival, WritBuffer *bytes,
                            Kept *found, WritError *error)
{
    WritBuffer key = {0};
    key_early_body(&key, event, arrival);
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_EARLY, writ_buffer_text(&key), bytes, error);
    writ_buffer_dispose(&key);
    if (status == WRIT_OK && !get_kept(writ_buffer_text(bytes), found)) {
        *found = (Kept){.expires = INT64_MIN};
    }
    return status;
}

static void drop_kept(WritHost *host, WritText event, uint64_t arrival, const Kept *kept)
{
    writ_buffer_clear(&host->key);
    key_early_body(&host->key, event, arrival);
    drop_key(host);
    key_early_expiry(&host->key, kept->expires, arrival);
    drop_key(host);
    key_match_any(&host->key, event);
    writ_put_ordered(&host->key, arrival);
    drop_key(host);
    for (size_t i = 0; i < kept->matches.length / KEY_MATCH_BYTES; i++) {
        key_match(&host->key, event, match_at(kept, i));
        writ_put_ordered(&host->key, arrival);
        drop_key(host);
    }
}

// --- Keeping -----------------------------------------------------------------------------------

typedef struct Expired {
    WritArena *arena;
    WritText keys[DROPPED_AT_ONCE];
    WritText events[DROPPED_AT_ONCE];
    uint64_t arrivals[DROPPED_AT_ONCE];
    uint32_t count;
} Expired;

static uint64_t arrival_of(WritText key)
{
    WritReader in = writ_reader((WritText){key.data + key.length - 8, 8});
    return writ_get_ordered(&in);
}

static WritVisit add_expired(void *context, WritText key, WritText value)
{
    Expired *expired = context;
    expired->keys[expired->count] = writ_arena_text(expired->arena, key);
    expired->events[expired->count] = writ_arena_text(expired->arena, value);
    expired->arrivals[expired->count++] = arrival_of(key);
    return WRIT_VISIT_ON;
}

// Whoever keeps one drops more than one, so that what is over does not add up.
static WritStatus drop_expired(WritHost *host, int64_t now, WritError *error)
{
    Expired expired = {.arena = host->item_arena};
    WritBuffer first = {0};
    WritBuffer end = {0};
    WritBuffer bytes = {0};
    key_early_expiry(&first, INT64_MIN, 0);
    key_early_expiry(&end, now, 0);
    WritStoreRange range = {WRIT_FAMILY_EARLY, writ_buffer_text(&first), writ_buffer_text(&end),
                            DROPPED_AT_ONCE};
    WritStatus status = writ_store_scan(host->store, &range, add_expired, &expired, error);
    for (uint32_t i = 0; status == WRIT_OK && i < expired.count; i++) {
        Kept kept;
        // By itself, since the message may be damaged: else it would be found for ever.
        writ_store_batch_delete(&host->batch, WRIT_FAMILY_EARLY, expired.keys[i]);
        status = find_kept(host, expired.events[i], expired.arrivals[i], &bytes, &kept, error);
        if (status == WRIT_OK) {
            drop_kept(host, expired.events[i], expired.arrivals[i], &kept);
        } else if (status == WRIT_NOT_FOUND) {
            status = WRIT_OK;
        }
    }
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&end);
    writ_buffer_dispose(&bytes);
    return status;
}

static void put_message(WritHost *host, WritText event, uint64_t arrival, const Kept *kept)
{
    writ_buffer_clear(&host->key);
    writ_buffer_clear(&host->value);
    put_kept(&host->value, kept);
    key_early_body(&host->key, event, arrival);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_EARLY, writ_buffer_text(&host->key),
                         writ_buffer_text(&host->value));
    writ_buffer_clear(&host->key);
    key_early_expiry(&host->key, kept->expires, arrival);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_EARLY, writ_buffer_text(&host->key), event);
    writ_buffer_clear(&host->key);
    key_match_any(&host->key, event);
    put_empty(host, arrival);
    for (size_t i = 0; i < kept->matches.length / KEY_MATCH_BYTES; i++) {
        key_match(&host->key, event, match_at(kept, i));
        put_empty(host, arrival);
    }
}

// The files stand in the row of the message: they go when it goes, and are documents once a case
// takes it.
static WritStatus keep_files(const Sending *s, Kept *kept, WritError *error)
{
    if (!documents_are_in(&s->value)) {
        return WRIT_OK;
    }
    kept->files = s->request->files;
    if (kept->files.length <= FILES_BYTES_MAX) {
        return WRIT_OK;
    }
    (void)writ_fail(error, WRIT_LIMIT,
                    "no case waits for \"%.*s\" yet, and its files have %zu bytes: at most %d are "
                    "kept",
                    WRIT_TEXT_ARGS(s->plan->events[s->event].name), kept->files.length,
                    FILES_BYTES_MAX);
    return writ_hint(error, "Send it again once a case waits for it.");
}

WritStatus early_keep(Sending *s, WritError *error)
{
    WritHost *host = s->host;
    const WritEventType *event = &s->plan->events[s->event];
    int64_t now = host->item_now;
    uint32_t count = 0;
    const KeyMatch *matches = waits_matches(s, &count);
    Kept kept = {.matches = {(const char *)matches, count * sizeof *matches},
                 .body = s->request->body,
                 .source = s->request->source,
                 .sent = s->sent,
                 .actor = s->actor};
    WritStatus status =
        writ_instant_add(&kept.expires, now, event->kept_count, event->kept_unit, error);
    if (status == WRIT_OK) {
        status = keep_files(s, &kept, error);
    }
    if (status == WRIT_OK) {
        status = drop_expired(host, now, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    uint64_t arrival = host->next_arrival++;
    put_message(host, event->name, arrival, &kept);
    writ_buffer_clear(&host->value);
    writ_put_uint(&host->value, host->next_arrival);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_META, writ_text("arrival"),
                         writ_buffer_text(&host->value));
    return WRIT_OK;
}

// --- A wait begins -----------------------------------------------------------------------------

static void await_key(WritBuffer *out, uint64_t case_number, uint32_t frame)
{
    writ_buffer_clear(out);
    writ_buffer_add_string(out, KEY_EARLY);
    key_case_part(out, case_number, frame);
}

// Where the messages lie that the wait may want.
static void place_key(WritBuffer *out, const WritPlan *plan, const WritDuty *wait)
{
    WritText event = plan->events[wait->event].name;
    writ_buffer_clear(out);
    if (wait->key_count > 0) {
        KeyMatch match = waits_match(plan, wait, 0);
        key_match(out, event, &match);
    } else {
        key_match_any(out, event);
    }
}

static WritVisit see_one(void *context, WritText key, WritText value)
{
    (void)key;
    (void)value;
    *(bool *)context = true;
    return WRIT_VISIT_STOP;
}

// The row is for whoever opens the store if this process does not come so far.
void early_await(WritHost *host, const WritPlan *plan, const WritDuty *wait, uint64_t case_number)
{
    if (plan->events[wait->event].kept_count == 0) {
        return;
    }
    bool any = false;
    WritError error;
    WritBuffer end = {0};
    place_key(&host->key, plan, wait);
    writ_store_prefix_end(&end, writ_buffer_text(&host->key));
    WritStoreRange range = {WRIT_FAMILY_EARLY, writ_buffer_text(&host->key), writ_buffer_text(&end),
                            1};
    // What cannot be read now is looked for later.
    any = writ_store_scan(host->store, &range, see_one, &any, &error) != WRIT_OK || any;
    writ_buffer_dispose(&end);
    if (!any) {
        return;
    }
    await_key(&host->key, case_number, wait->frame);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_META, writ_buffer_text(&host->key),
                         (WritText){0});
    item_follow_up(host, ITEM_EARLY, case_number, wait->frame);
}

typedef struct WaitSearch {
    uint32_t frame;
    WritDuty *found;
    bool any;
} WaitSearch;

static void keep_wait(void *self, const WritDuty *duty)
{
    WaitSearch *search = self;
    if (duty->kind == WRIT_DUTY_WAIT && duty->frame == search->frame) {
        *search->found = *duty;
        search->any = true;
    }
}

typedef struct Arrivals {
    uint64_t numbers[PAGE];
    uint32_t count;
} Arrivals;

static WritVisit add_arrival(void *context, WritText key, WritText value)
{
    (void)value;
    Arrivals *arrivals = context;
    arrivals->numbers[arrivals->count++] = arrival_of(key);
    return WRIT_VISIT_ON;
}

static WritStatus find_arrivals(WritHost *host, const WritPlan *plan, const WritDuty *wait,
                                uint64_t behind, Arrivals *arrivals, WritError *error)
{
    WritBuffer end = {0};
    place_key(&host->key, plan, wait);
    writ_store_prefix_end(&end, writ_buffer_text(&host->key));
    writ_put_ordered(&host->key, behind + 1);
    WritStoreRange range = {WRIT_FAMILY_EARLY, writ_buffer_text(&host->key), writ_buffer_text(&end),
                            PAGE};
    arrivals->count = 0;
    WritStatus status = writ_store_scan(host->store, &range, add_arrival, arrivals, error);
    writ_buffer_dispose(&end);
    return status;
}

static bool all_fields_fit(const WritPlan *plan, const WritDuty *wait, const Kept *kept)
{
    uint32_t count = (uint32_t)(kept->matches.length / KEY_MATCH_BYTES);
    for (uint32_t i = 0; i < wait->key_count; i++) {
        KeyMatch match = waits_match(plan, wait, i);
        if (!waits_has(match_at(kept, 0), count, match.bytes)) {
            return false;
        }
    }
    return true;
}

// A message that does not read as one, or no more as this event, is nobody's; its time runs out.
static WritStatus offer(Sending *s, const Kept *kept, WritRequest *request, KeyTail to,
                        WritError *error)
{
    WritArena *arena = s->host->item_arena;
    request->body = writ_arena_text(arena, kept->body);
    request->source = writ_arena_text(arena, kept->source);
    s->actor = kept->actor;
    s->actor.person = writ_arena_text(arena, kept->actor.person);
    s->actor.account = writ_arena_text(arena, kept->actor.account);
    s->actor.source = request->source;
    s->sent = kept->sent;
    s->readings = NULL; // Those were of the message before.
    WritError unread;
    request->files = kept->files; // They stay where they were read until the next message is.
    if (files_open(s->host, request, &unread) != WRIT_OK ||
        writ_json_parse(&s->body, arena, request->body, s->source, &unread) != WRIT_OK ||
        files_place(s->host, request, &s->body, &unread) != WRIT_OK ||
        messages_read(s, s->plan, s->event, &s->value, &unread) != WRIT_OK) {
        return WRIT_NOT_FOUND;
    }
    return messages_deliver(s, to, error);
}

typedef struct Taking {
    Sending s;
    WritRequest request;
    const Item *item;
    const WritDuty *wait;
    WritBuffer bytes;
} Taking;

// WRIT_NOT_FOUND: the wait does not want it.
static WritStatus try_one(Taking *t, uint64_t arrival, WritError *error)
{
    Kept kept;
    WritHost *host = t->s.host;
    WritText event = t->request.name;
    WritStatus status = find_kept(host, event, arrival, &t->bytes, &kept, error);
    if (status != WRIT_OK) {
        return status;
    }
    if (kept.expires < host->item_now) {
        drop_kept(host, event, arrival, &kept);
        return WRIT_NOT_FOUND;
    }
    if (!all_fields_fit(t->s.plan, t->wait, &kept)) {
        return WRIT_NOT_FOUND;
    }
    KeyTail to = {.case_number = t->item->case_number, .part = t->item->frame};
    status = offer(&t->s, &kept, &t->request, to, error);
    if (status == WRIT_OK) {
        drop_kept(host, event, arrival, &kept);
    }
    return status;
}

// A page of messages, fewer where they are large; the next item looks at what is behind it.
static WritStatus try_page(Taking *t, WritError *error)
{
    WritHost *host = t->s.host;
    Arrivals *arrivals = writ_arena_alloc(host->item_arena, sizeof *arrivals);
    WritStatus status = find_arrivals(host, t->s.plan, t->wait, t->item->arrival, arrivals, error);
    uint32_t at = 0;
    while (status == WRIT_OK && at < arrivals->count &&
           writ_arena_used(host->item_arena) < ARENA_BYTES) {
        WritStatus tried = try_one(t, arrivals->numbers[at++], error);
        if (tried == WRIT_OK) {
            return WRIT_OK;
        }
        status = messages_unwanted(tried) || tried == WRIT_INVALID ? WRIT_OK : tried;
    }
    if (status == WRIT_OK && (at < arrivals->count || at == PAGE)) {
        item_follow_up(host, ITEM_EARLY, t->item->case_number, t->item->frame);
        host->follow_ups->arrival = arrivals->numbers[at - 1];
        return WRIT_NOT_FOUND;
    }
    return status;
}

WritStatus early_take(WritHost *host, const Item *item, WritError *error)
{
    Instance *instance = NULL;
    WritStatus status = instances_get(host, item->case_number, &instance, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritDuty wait;
    WaitSearch search = {.frame = item->frame, .found = &wait};
    writ_case_duties(instance->state, &search, keep_wait);
    if (search.any) {
        const WritPlan *plan = &instance->definition->plan;
        Taking t = {.item = item, .wait = &wait};
        t.request = (WritRequest){.kind = WRIT_REQUEST_SEND, .name = plan->events[wait.event].name};
        t.s = (Sending){.host = host,
                        .request = &t.request,
                        .plan = plan,
                        .event = wait.event,
                        .source = "a message kept early"};
        status = try_page(&t, error);
        writ_buffer_dispose(&t.bytes);
    }
    if (status == WRIT_OK) {
        await_key(&host->key, item->case_number, item->frame);
        writ_store_batch_delete(&host->batch, WRIT_FAMILY_META, writ_buffer_text(&host->key));
    }
    return status == WRIT_NOT_FOUND ? WRIT_OK : status;
}

// --- Opening -----------------------------------------------------------------------------------

static WritVisit push_await(void *context, WritText key, WritText value)
{
    (void)value;
    if (key.length == strlen(KEY_EARLY) + 12) {
        WritReader in = writ_reader((WritText){key.data + strlen(KEY_EARLY), 12});
        Item *item = item_new(ITEM_EARLY);
        item->case_number = writ_get_ordered(&in);
        for (int i = 0; i < 4; i++) {
            item->frame = item->frame << 8 | writ_get_u8(&in);
        }
        item_push(context, item);
    }
    return WRIT_VISIT_ON;
}

WritStatus early_load(WritHost *host, WritError *error)
{
    host->next_arrival = 1;
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_META, writ_text("arrival"), &host->value, error);
    if (status == WRIT_OK) {
        WritReader in = writ_reader(writ_buffer_text(&host->value));
        host->next_arrival = writ_get_uint(&in);
        if (!writ_reader_done(&in)) {
            return writ_fail(error, WRIT_INVALID,
                             "the number of the last early message is damaged");
        }
    } else if (status != WRIT_NOT_FOUND) {
        return status;
    }
    WritBuffer end = {0};
    writ_store_prefix_end(&end, writ_text(KEY_EARLY));
    WritStoreRange range = {WRIT_FAMILY_META, writ_text(KEY_EARLY), writ_buffer_text(&end), 0};
    status = writ_store_scan(host->store, &range, push_await, host, error);
    writ_buffer_dispose(&end);
    return status;
}
