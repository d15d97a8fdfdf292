// Messages: which case is meant, what is done with one that nobody waits for yet (settled.md 20).
//
// A wait is found by the value of its first `event.FIELD = …`, so that looking does not depend on
// how many cases wait. The case itself judges whether the message is for it.
#include "host/host.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "host/json_out.h"

enum { CANDIDATES_MAX = 1000 };

typedef struct Sending {
    WritHost *host;
    const WritRequest *request;
    const WritPlan *plan; // In force, from which the event's shape comes.
    uint32_t event;
    const char *source;
    WritJson body;
    WritValue value;
    Actor actor;
    KeyTail *candidates;
    uint32_t candidate_count;
} Sending;

// --- Which event -------------------------------------------------------------------------------

static bool is_called(WritText qualified, WritText name)
{
    if (writ_text_equal(qualified, name)) {
        return true;
    }
    return qualified.length > name.length &&
           qualified.data[qualified.length - name.length - 1] == '.' &&
           memcmp(qualified.data + qualified.length - name.length, name.data, name.length) == 0;
}

static uint32_t find_event(const WritPlan *plan, WritText name)
{
    for (uint32_t i = 0; i < plan->event_count; i++) {
        if (is_called(plan->events[i].name, name)) {
            return i;
        }
    }
    return WRIT_NONE;
}

static WritStatus choose_event(Sending *s, WritError *error)
{
    for (uint32_t i = 0; i < s->host->in_force_count; i++) {
        const WritPlan *plan = &s->host->in_force[i].definition->plan;
        uint32_t event = find_event(plan, s->request->name);
        if (event == WRIT_NONE) {
            continue;
        }
        if (s->plan != NULL &&
            !writ_text_equal(plan->events[event].name, s->plan->events[s->event].name)) {
            (void)writ_fail(error, WRIT_INVALID, "\"%.*s\" could be %.*s or %.*s",
                            WRIT_TEXT_ARGS(s->request->name),
                            WRIT_TEXT_ARGS(plan->events[event].name),
                            WRIT_TEXT_ARGS(s->plan->events[s->event].name));
            return writ_hint(error, "Write its whole name.");
        }
        if (s->plan == NULL) {
            s->plan = plan;
            s->event = event;
        }
    }
    if (s->plan == NULL) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "no process in force knows the event \"%.*s\"",
                        WRIT_TEXT_ARGS(s->request->name));
        return writ_hint(error, "writ status lists the processes in force.");
    }
    return WRIT_OK;
}

// The message as a value under a plan, which may be older than the one in force.
static WritStatus read_value(Sending *s, const WritPlan *plan, uint32_t event, WritValue *value,
                             WritError *error)
{
    return definitions_read_record(s->host, plan, plan->events[event].record, &s->body, s->source,
                                   "event", value, error);
}

// --- Who waits ---------------------------------------------------------------------------------

static WritVisit add_candidate(void *context, WritText key, WritText value)
{
    (void)value;
    Sending *s = context;
    if (s->candidate_count == CANDIDATES_MAX) {
        return WRIT_VISIT_STOP;
    }
    s->candidates[s->candidate_count++] = key_tail(key);
    return WRIT_VISIT_ON;
}

static WritStatus scan_prefix(Sending *s, WritFamily family, WritStoreVisitor *visit,
                              WritError *error)
{
    WritBuffer end = {0};
    writ_store_prefix_end(&end, writ_buffer_text(&s->host->key));
    WritStoreRange range = {family, writ_buffer_text(&s->host->key), writ_buffer_text(&end),
                            CANDIDATES_MAX};
    WritStatus status = writ_store_scan(s->host->store, &range, visit, s, error);
    writ_buffer_dispose(&end);
    return status;
}

static int oldest_first(const void *a, const void *b)
{
    const KeyTail *x = a;
    const KeyTail *y = b;
    if (x->at != y->at) {
        return x->at < y->at ? -1 : 1;
    }
    if (x->case_number != y->case_number) {
        return x->case_number < y->case_number ? -1 : 1;
    }
    return x->part < y->part ? -1 : x->part > y->part;
}

static WritStatus find_waits(Sending *s, WritError *error)
{
    WritHost *host = s->host;
    const WritEventType *event = &s->plan->events[s->event];
    const WritRecordType *record = &s->plan->types.records[event->record];
    s->candidates = writ_arena_array(host->item_arena, CANDIDATES_MAX, sizeof(KeyTail));
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; status == WRIT_OK && i <= record->field_count; i++) {
        writ_buffer_clear(&host->key);
        if (i == record->field_count) {
            key_match_any(&host->key, event->name);
        } else if (s->value.record->fields[i].kind == WRIT_VALUE_MISSING) {
            continue;
        } else {
            key_match(&host->key, event->name, i, &s->plan->types, s->value.record->fields[i]);
        }
        status = scan_prefix(s, WRIT_FAMILY_WAITS, add_candidate, error);
    }
    qsort(s->candidates, s->candidate_count, sizeof(KeyTail), oldest_first);
    return status;
}

// Cases that listen for the event beside their work, by the value of `one open case per`.
static WritStatus find_listeners(Sending *s, WritError *error)
{
    WritHost *host = s->host;
    const WritEventType *event = &s->plan->events[s->event];
    WritBuffer value = {0};
    WritStatus status = WRIT_OK;
    for (uint32_t i = 0; i < event->key_count; i++) {
        writ_value_put(&value, s->value.record->fields[s->plan->operands[event->keys_start + i]]);
    }
    for (uint32_t i = 0; event->key_count > 0 && i < host->in_force_count; i++) {
        const WritPlan *plan = &host->in_force[i].definition->plan;
        if (plan->happens_count == 0 || s->candidate_count == CANDIDATES_MAX) {
            continue;
        }
        writ_buffer_clear(&host->key);
        writ_buffer_clear(&host->value);
        key_open(&host->key, plan->name, writ_buffer_text(&value));
        status = writ_store_find(host->store, WRIT_FAMILY_OPEN_KEYS, writ_buffer_text(&host->key),
                                 &host->value, error);
        if (status == WRIT_OK) {
            WritReader in = writ_reader(writ_buffer_text(&host->value));
            s->candidates[s->candidate_count++] = (KeyTail){.case_number = writ_get_uint(&in)};
        } else if (status != WRIT_NOT_FOUND) {
            break;
        }
        status = WRIT_OK;
    }
    writ_buffer_dispose(&value);
    return status;
}

// --- Delivering --------------------------------------------------------------------------------

// WRIT_NOT_FOUND and WRIT_CONFLICT: the case does not want it.
static WritStatus deliver(Sending *s, KeyTail to, WritError *error)
{
    Instance *instance = NULL;
    WritDecided decided;
    WritStatus status = instances_get(s->host, to.case_number, &instance, error);
    if (status != WRIT_OK) {
        return status;
    }
    const WritPlan *plan = &instance->definition->plan;
    WritCommand command = {.kind = WRIT_COMMAND_MESSAGE, .frame = to.part};
    command.index = find_event(plan, s->plan->events[s->event].name);
    if (command.index == WRIT_NONE) {
        return writ_fail(error, WRIT_NOT_FOUND, "the case's version knows no such event");
    }
    status = read_value(s, plan, command.index, &command.value, error);
    if (status != WRIT_OK) {
        return status;
    }
    int64_t now = s->host->clock.now(s->host->clock.self);
    return run_command(s->host, instance, &command, &s->actor, now, &decided, error);
}

static bool is_unwanted(WritStatus status)
{
    return status == WRIT_NOT_FOUND || status == WRIT_CONFLICT;
}

// With one case meant, it is an error that two would take it: nobody can tell which.
static WritStatus refuse_ambiguity(const Sending *s, WritError *error)
{
    uint64_t first = s->candidates[0].case_number;
    for (uint32_t i = 1; i < s->candidate_count; i++) {
        if (s->candidates[i].case_number != first) {
            (void)writ_fail(error, WRIT_CONFLICT, "more than one case waits for it: %llu and %llu",
                            (unsigned long long)first,
                            (unsigned long long)s->candidates[i].case_number);
            return writ_hint(error, "Nothing was done. The message has to name one of them.");
        }
    }
    return WRIT_OK;
}

static WritStatus deliver_all(Sending *s, WritBuffer *cases, uint32_t *count, WritError *error)
{
    const WritEventType *event = &s->plan->events[s->event];
    if (event->addressing == WRIT_FOR_CASE_WITH && s->candidate_count > 1) {
        WritStatus status = refuse_ambiguity(s, error);
        if (status != WRIT_OK) {
            return status;
        }
    }
    for (uint32_t i = 0; i < s->candidate_count; i++) {
        WritStatus status = deliver(s, s->candidates[i], error);
        if (is_unwanted(status)) {
            continue;
        }
        if (status != WRIT_OK) {
            return status;
        }
        writ_buffer_format(cases, "%s%llu", *count > 0 ? "," : "",
                           (unsigned long long)s->candidates[i].case_number);
        (*count)++;
        if (event->addressing != WRIT_FOR_ALL) {
            break;
        }
    }
    return WRIT_OK;
}

// --- Starting a case ---------------------------------------------------------------------------

static WritStatus start_by_event(Sending *s, WritBuffer *cases, uint32_t *count, WritError *error)
{
    for (uint32_t i = 0; i < s->host->in_force_count; i++) {
        const InForce *in_force = &s->host->in_force[i];
        const WritPlan *plan = &in_force->definition->plan;
        if (plan->start != WRIT_START_ON_EVENT ||
            !writ_text_equal(plan->events[plan->start_event].name,
                             s->plan->events[s->event].name)) {
            continue;
        }
        WritCommand command = {.kind = WRIT_COMMAND_START};
        Instance *instance = NULL;
        WritStatus status =
            changes_read_parameters(s->host, plan, &s->body, s->source, &command, error);
        if (status == WRIT_OK) {
            status = changes_start_case(s->host, in_force, &command, &s->actor, &instance, error);
        }
        if (status != WRIT_OK) {
            return status;
        }
        writ_buffer_format(cases, "%s%llu", *count > 0 ? "," : "",
                           (unsigned long long)instance->number);
        (*count)++;
    }
    return WRIT_OK;
}

// --- Early messages ----------------------------------------------------------------------------

// One row holds the message, and one for each of its fields finds it.
static WritStatus keep_early(Sending *s, WritError *error)
{
    WritHost *host = s->host;
    const WritEventType *event = &s->plan->events[s->event];
    uint64_t arrival = host->next_arrival++;
    int64_t now = host->clock.now(host->clock.self);
    int64_t expires = 0;
    WritStatus status = writ_instant_add(&expires, now, event->kept_count, event->kept_unit, error);
    if (status != WRIT_OK) {
        return status;
    }
    writ_buffer_clear(&host->value);
    writ_put_int(&host->value, expires);
    writ_put_text(&host->value, s->request->body);
    writ_put_text(&host->value, s->request->source);
    writ_put_text(&host->value, s->actor.person);
    writ_put_text(&host->value, s->actor.account);
    writ_put_u8(&host->value, (uint8_t)s->actor.identity);
    writ_buffer_clear(&host->key);
    key_early_body(&host->key, event->name, arrival);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_EARLY, writ_buffer_text(&host->key),
                         writ_buffer_text(&host->value));
    const WritRecordType *record = &s->plan->types.records[event->record];
    for (uint32_t i = 0; i <= record->field_count; i++) {
        writ_buffer_clear(&host->key);
        if (i == record->field_count) {
            key_match_any(&host->key, event->name);
        } else {
            key_match(&host->key, event->name, i, &s->plan->types, s->value.record->fields[i]);
        }
        writ_put_ordered(&host->key, arrival);
        writ_store_batch_put(&host->batch, WRIT_FAMILY_EARLY, writ_buffer_text(&host->key),
                             (WritText){0});
    }
    return WRIT_OK;
}

static void drop_early(Sending *s, uint64_t arrival)
{
    WritHost *host = s->host;
    const WritEventType *event = &s->plan->events[s->event];
    const WritRecordType *record = &s->plan->types.records[event->record];
    writ_buffer_clear(&host->key);
    key_early_body(&host->key, event->name, arrival);
    writ_store_batch_delete(&host->batch, WRIT_FAMILY_EARLY, writ_buffer_text(&host->key));
    for (uint32_t i = 0; i <= record->field_count; i++) {
        writ_buffer_clear(&host->key);
        if (i == record->field_count) {
            key_match_any(&host->key, event->name);
        } else {
            key_match(&host->key, event->name, i, &s->plan->types, s->value.record->fields[i]);
        }
        writ_put_ordered(&host->key, arrival);
        writ_store_batch_delete(&host->batch, WRIT_FAMILY_EARLY, writ_buffer_text(&host->key));
    }
}

typedef struct Arrivals {
    uint64_t numbers[CANDIDATES_MAX];
    uint32_t count;
} Arrivals;

static WritVisit add_arrival(void *context, WritText key, WritText value)
{
    (void)value;
    Arrivals *arrivals = context;
    WritReader in = writ_reader((WritText){key.data + key.length - 8, 8});
    arrivals->numbers[arrivals->count++] = writ_get_ordered(&in);
    return arrivals->count < CANDIDATES_MAX ? WRIT_VISIT_ON : WRIT_VISIT_STOP;
}

typedef enum Early {
    EARLY_IS_GOOD,
    EARLY_HAS_EXPIRED,
    EARLY_IS_UNREADABLE, // Damaged, or of a version of the event that fits no more.
} Early;

// Reads a kept message back as if it were sent now.
static Early read_early(Sending *s, uint64_t arrival, WritRequest *request, WritError *error)
{
    WritHost *host = s->host;
    WritBuffer key = {0};
    WritBuffer value = {0};
    key_early_body(&key, s->plan->events[s->event].name, arrival);
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_EARLY, writ_buffer_text(&key), &value, error);
    WritText bytes = status == WRIT_OK ? writ_arena_text(host->item_arena, writ_buffer_text(&value))
                                       : (WritText){0};
    writ_buffer_dispose(&key);
    writ_buffer_dispose(&value);
    WritReader in = writ_reader(bytes);
    int64_t expires = writ_get_int(&in);
    request->body = writ_get_text(&in);
    request->source = writ_get_text(&in);
    s->actor.person = writ_get_text(&in);
    s->actor.account = writ_get_text(&in);
    s->actor.identity = (WritIdentity)writ_get_u8(&in);
    s->actor.source = request->source;
    if (!writ_reader_done(&in) ||
        writ_json_parse(&s->body, host->item_arena, request->body, s->source, error) != WRIT_OK ||
        read_value(s, s->plan, s->event, &s->value, error) != WRIT_OK) {
        return EARLY_IS_UNREADABLE;
    }
    return expires < host->clock.now(host->clock.self) ? EARLY_HAS_EXPIRED : EARLY_IS_GOOD;
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

static const WritDuty *find_wait_duty(Instance *instance, uint32_t frame, WritDuty *found)
{
    WaitSearch search = {.frame = frame, .found = found};
    writ_case_duties(instance->state, &search, keep_wait);
    return search.any ? found : NULL;
}

typedef struct LastArrival {
    uint64_t number;
} LastArrival;

static WritVisit keep_last(void *context, WritText key, WritText value)
{
    (void)value;
    LastArrival *last = context;
    WritReader in = writ_reader((WritText){key.data + key.length - 8, 8});
    uint64_t number = writ_get_ordered(&in);
    last->number = number > last->number ? number : last->number;
    return WRIT_VISIT_ON;
}

static WritVisit push_wait(void *context, WritText key, WritText value)
{
    (void)value;
    KeyTail tail = key_tail(key);
    Item *item = item_new(ITEM_EARLY);
    item->case_number = tail.case_number;
    item->frame = tail.part;
    item_push(context, item);
    return WRIT_VISIT_ON;
}

// Keys of early messages and of waits begin alike where they may belong together.
static WritVisit match_waits(void *context, WritText key, WritText value)
{
    (void)value;
    WritHost *host = context;
    WritText prefix = {key.data, key.length - 8};
    WritBuffer end = {0};
    WritError error;
    writ_store_prefix_end(&end, prefix);
    WritStoreRange range = {WRIT_FAMILY_WAITS, prefix, writ_buffer_text(&end), CANDIDATES_MAX};
    WritStatus status = writ_store_scan(host->store, &range, push_wait, host, &error);
    writ_buffer_dispose(&end);
    return status == WRIT_OK ? WRIT_VISIT_ON : WRIT_VISIT_STOP;
}

// Few messages are kept at any time, so that looking at all of them is cheap. A wait may have begun
// whose message was not looked for before the end of the process: that is made up for.
WritStatus messages_load(WritHost *host, WritError *error)
{
    LastArrival last = {.number = 0};
    WritStoreRange range = {.family = WRIT_FAMILY_EARLY};
    WritStatus status = writ_store_scan(host->store, &range, keep_last, &last, error);
    host->next_arrival = last.number + 1;
    return status == WRIT_OK ? writ_store_scan(host->store, &range, match_waits, host, error)
                             : status;
}

WritStatus messages_take_early(WritHost *host, uint64_t case_number, uint32_t frame,
                               WritError *error)
{
    Instance *instance = NULL;
    WritStatus status = instances_get(host, case_number, &instance, error);
    WritDuty found;
    const WritDuty *wait = status == WRIT_OK ? find_wait_duty(instance, frame, &found) : NULL;
    if (wait == NULL) {
        return status;
    }
    const WritPlan *plan = &instance->definition->plan;
    if (plan->events[wait->event].kept_count == 0) {
        return WRIT_OK;
    }
    WritRequest request = {.kind = WRIT_REQUEST_SEND, .name = plan->events[wait->event].name};
    Sending s = {.host = host,
                 .request = &request,
                 .plan = plan,
                 .event = wait->event,
                 .source = "a message kept early"};
    Arrivals *arrivals = writ_arena_alloc(host->item_arena, sizeof *arrivals);
    writ_buffer_clear(&host->key);
    if (wait->key_count > 0) {
        uint32_t field = plan->operands[plan->steps[plan->nodes[wait->node].step].match_start];
        key_match(&host->key, request.name, field, &plan->types, wait->keys[0]);
    } else {
        key_match_any(&host->key, request.name);
    }
    WritBuffer end = {0};
    writ_store_prefix_end(&end, writ_buffer_text(&host->key));
    WritStoreRange range = {WRIT_FAMILY_EARLY, writ_buffer_text(&host->key), writ_buffer_text(&end),
                            CANDIDATES_MAX};
    status = writ_store_scan(host->store, &range, add_arrival, arrivals, error);
    writ_buffer_dispose(&end);
    bool expired = false;
    for (uint32_t i = 0; status == WRIT_OK && i < arrivals->count; i++) {
        KeyTail to = {.case_number = case_number, .part = frame};
        Early early = read_early(&s, arrivals->numbers[i], &request, error);
        if (early == EARLY_HAS_EXPIRED) {
            drop_early(&s, arrivals->numbers[i]);
            expired = true;
        }
        WritStatus delivered = early == EARLY_IS_GOOD ? deliver(&s, to, error) : WRIT_NOT_FOUND;
        if (delivered == WRIT_OK) {
            drop_early(&s, arrivals->numbers[i]);
            return WRIT_OK;
        }
        if (!is_unwanted(delivered)) {
            return delivered;
        }
    }
    if (expired && arrivals->count == CANDIDATES_MAX) {
        item_follow_up(host, ITEM_EARLY, case_number, frame); // There may be more behind them.
    }
    return status;
}

// --- Sending -----------------------------------------------------------------------------------

// What makes two messages the same: the event and its data.
static WritHash message_print(const WritRequest *request)
{
    WritBuffer bytes = {0};
    writ_put_text(&bytes, request->name);
    writ_put_text(&bytes, request->body);
    WritHash print = writ_hash(writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    return print;
}

// The same message of the same source twice has one effect (N12).
static WritStatus find_repeated(Sending *s, WritBuffer *json, WritError *error)
{
    WritText source = s->request->source;
    if (source.length == 0) {
        return WRIT_NOT_FOUND;
    }
    writ_buffer_clear(&s->host->value);
    WritStatus status =
        writ_store_find(s->host->store, WRIT_FAMILY_MESSAGES, source, &s->host->value, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritReader in = writ_reader(writ_buffer_text(&s->host->value));
    WritText recorded = writ_get_raw(&in, WRIT_HASH_BYTES);
    WritText answer = writ_get_text(&in);
    if (!writ_reader_done(&in)) {
        return writ_fail(error, WRIT_INVALID, "the record of message \"%.*s\" is damaged",
                         WRIT_TEXT_ARGS(source));
    }
    WritHash print = message_print(s->request);
    if (!writ_text_equal(recorded, (WritText){(const char *)print.bytes, WRIT_HASH_BYTES})) {
        (void)writ_fail(error, WRIT_INVALID,
                        "message \"%.*s\" was taken before, with another event or other data",
                        WRIT_TEXT_ARGS(source));
        return writ_hint(error, "Nothing was done. A new message needs an id of its own.");
    }
    json_again(json, answer);
    return WRIT_OK;
}

static void record_message(WritHost *host, const WritRequest *request, WritText json)
{
    WritHash print = message_print(request);
    writ_buffer_clear(&host->value);
    writ_put_raw(&host->value, print.bytes, WRIT_HASH_BYTES);
    writ_put_text(&host->value, json);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_MESSAGES, request->source,
                         writ_buffer_text(&host->value));
}

static WritStatus take(Sending *s, WritBuffer *json, WritError *error)
{
    WritBuffer cases = {0};
    uint32_t count = 0;
    const WritEventType *event = &s->plan->events[s->event];
    WritStatus status = start_by_event(s, &cases, &count, error);
    if (status == WRIT_OK && count == 0 && (status = find_waits(s, error)) == WRIT_OK &&
        (status = find_listeners(s, error)) == WRIT_OK) {
        status = deliver_all(s, &cases, &count, error);
    }
    const char *kept = "false";
    if (status == WRIT_OK && count == 0 && event->kept_count > 0) {
        status = keep_early(s, error);
        kept = "true";
    } else if (status == WRIT_OK && count == 0) {
        (void)writ_fail(error, WRIT_NOT_FOUND, "no case waits for \"%.*s\" with these data",
                        WRIT_TEXT_ARGS(event->name));
        status = writ_hint(error, "writ why CASE says what a case waits for.");
    }
    if (status == WRIT_OK) {
        writ_buffer_format(json, "{\"event\":\"%.*s\",\"cases\":[%.*s],\"kept\":%s}",
                           WRIT_TEXT_ARGS(event->name), WRIT_TEXT_ARGS(writ_buffer_text(&cases)),
                           kept);
    }
    writ_buffer_dispose(&cases);
    return status;
}

WritStatus request_send(WritHost *host, const WritRequest *request, WritBuffer *json,
                        WritError *error)
{
    Sending s = {.host = host, .request = request};
    WritStatus status = find_repeated(&s, json, error);
    if (status != WRIT_NOT_FOUND) {
        return status;
    }
    if ((status = definitions_check(host, error)) != WRIT_OK ||
        (status = find_actor(host, request, &s.actor, error)) != WRIT_OK ||
        (status = choose_event(&s, error)) != WRIT_OK ||
        (status = changes_parse_body(host, request, &s.body, &s.source, error)) != WRIT_OK ||
        (status = read_value(&s, s.plan, s.event, &s.value, error)) != WRIT_OK ||
        (status = take(&s, json, error)) != WRIT_OK) {
        return status;
    }
    if (request->source.length > 0) {
        record_message(host, request, writ_buffer_text(json));
    }
    return WRIT_OK;
}
