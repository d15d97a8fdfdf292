#include "host/once.h"

#include <assert.h>

#include "writ/eval.h"

bool once_key(const Instance *instance, const WritDuty *duty, WritBuffer *key)
{
    const WritPlan *plan = &instance->definition->plan;
    const WritHook *hook = &plan->hooks[duty->hook];
    if (hook->once_count == 0) {
        return true;
    }
    WritArena *arena = writ_arena_new(WRIT_EVAL_ARENA_BYTES_MAX);
    WritBuffer values = {0};
    WritScope scope = {.plan = plan, .arena = arena};
    scope.locals[0] = duty->input;
    bool well = true;
    for (uint32_t i = 0; well && i < hook->once_count; i++) {
        WritValue value;
        WritError error;
        uint32_t expr = plan->operands[hook->once_start + i];
        well = writ_eval(&scope, expr, &value, &error) == WRIT_OK;
        if (well) {
            writ_value_print(&values, &plan->types, value);
            writ_buffer_add_byte(&values, 0);
        }
    }
    writ_buffer_add_string(key, "once");
    writ_buffer_add_byte(key, 0);
    writ_buffer_add(key, hook->name);
    writ_buffer_add_byte(key, 0);
    WritHash hash = writ_hash(writ_buffer_text(&values));
    writ_put_raw(key, hash.bytes, WRIT_HASH_BYTES);
    writ_buffer_dispose(&values);
    writ_arena_free(arena);
    return well;
}

static WritStatus answer(WritHost *host, Instance *instance, const WritDuty *duty, WritText outcome,
                         WritText outputs, WritError *error)
{
    const WritPlan *plan = &instance->definition->plan;
    const WritHook *hook = &plan->hooks[duty->hook];
    WritJson json;
    WritCommand command = {.kind = WRIT_COMMAND_RESULT, .number = duty->call, .text = outcome};
    WritStatus status =
        writ_json_parse(&json, host->item_arena, outputs, "the recorded answer", error);
    if (status == WRIT_OK) {
        status = definitions_read_record(host, plan, instance->number, hook->output, &json,
                                         "the recorded answer", "outputs", &command.value, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    Actor actor = {.identity = WRIT_IDENTITY_SYSTEM,
                   .person = writ_text("answer of the first such call")};
    WritDecided decided;
    int64_t now = host->item_now;
    return run_command(host, instance, &command, &actor, now, &decided, error);
}

static OnceState state_of(WritStatus status)
{
    switch (status) {
    case WRIT_OK:
    case WRIT_NOT_FOUND:
    case WRIT_CONFLICT: // The case wants it no more.
        return ONCE_IS_ANSWERED;
    case WRIT_INVALID:
    case WRIT_LIMIT:
    case WRIT_DENIED:
        return ONCE_FITS_NO_MORE;
    case WRIT_IO:
    case WRIT_NO_MEMORY:
        return ONCE_FAILED;
    }
    WRIT_UNREACHABLE();
}

// --- Rows ---------------------------------------------------------------------------------------

typedef struct Record {
    WritBuffer bytes; // The texts below point into it.
    WritText id;
    bool answered;
    WritText outcome, outputs;
} Record;

// WRIT_NOT_FOUND: nobody has claimed the key. The caller disposes `record->bytes` in any case.
static WritStatus find_record(WritHost *host, WritText key, Record *record, WritError *error)
{
    *record = (Record){.answered = false};
    WritStatus status =
        writ_store_find(host->store, WRIT_FAMILY_LEDGERS, key, &record->bytes, error);
    if (status != WRIT_OK) {
        return status;
    }
    WritReader in = writ_reader(writ_buffer_text(&record->bytes));
    record->id = writ_get_text(&in);
    record->answered = writ_get_u8(&in) == 1;
    record->outcome = writ_get_text(&in);
    record->outputs = writ_get_text(&in);
    return writ_reader_done(&in)
               ? WRIT_OK
               : writ_fail(error, WRIT_INVALID, "a record of `once per` is damaged");
}

static void put_record(WritHost *host, WritText key, const Record *record)
{
    WritBuffer row = {0};
    writ_put_text(&row, record->id);
    writ_put_u8(&row, record->answered ? 1 : 0);
    writ_put_text(&row, record->outcome);
    writ_put_text(&row, record->outputs);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_LEDGERS, key, writ_buffer_text(&row));
    writ_buffer_dispose(&row);
}

void once_record(WritHost *host, WritText key, const OnceAnswer *answer)
{
    Record record = {.id = answer->id,
                     .answered = true,
                     .outcome = answer->outcome,
                     .outputs = answer->outputs.length > 0 ? answer->outputs : writ_text("{}")};
    put_record(host, key, &record);
}

// An id has no bound that fits a key.
static void link_key(WritBuffer *out, WritText call_id)
{
    WritHash hash = writ_hash(call_id);
    writ_buffer_add_string(out, "call");
    writ_buffer_add_byte(out, 0);
    writ_put_raw(out, hash.bytes, WRIT_HASH_BYTES);
}

typedef struct Link {
    WritBuffer bytes; // The texts below point into it.
    WritText key, id;
} Link;

// As find_record.
static WritStatus find_link(WritHost *host, WritText call_id, Link *link, WritError *error)
{
    *link = (Link){.key = {0}};
    WritBuffer key = {0};
    link_key(&key, call_id);
    WritStatus status = writ_store_find(host->store, WRIT_FAMILY_LEDGERS, writ_buffer_text(&key),
                                        &link->bytes, error);
    writ_buffer_dispose(&key);
    if (status != WRIT_OK) {
        return status;
    }
    WritReader in = writ_reader(writ_buffer_text(&link->bytes));
    link->key = writ_get_text(&in);
    link->id = writ_get_text(&in);
    return writ_reader_done(&in)
               ? WRIT_OK
               : writ_fail(error, WRIT_INVALID, "the record of a call with `once per` is damaged");
}

static void put_link(WritHost *host, WritText call_id, WritText key, WritText id)
{
    WritBuffer row = {0};
    WritBuffer at = {0};
    link_key(&at, call_id);
    writ_put_text(&row, key);
    writ_put_text(&row, id);
    writ_store_batch_put(&host->batch, WRIT_FAMILY_LEDGERS, writ_buffer_text(&at),
                         writ_buffer_text(&row));
    writ_buffer_dispose(&at);
    writ_buffer_dispose(&row);
}

// --- Before a call goes out ---------------------------------------------------------------------

static OnceState give(WritHost *host, Instance *instance, const WritDuty *duty, WritText key,
                      const Record *record)
{
    WritError error;
    item_begin(host);
    put_link(host, duty->call_id, key, record->id);
    WritStatus status = answer(host, instance, duty, record->outcome, record->outputs, &error);
    if (status == WRIT_OK) {
        status = item_end(host, &error);
    } else {
        item_abandon(host);
    }
    return state_of(status);
}

// Of a key that nobody has claimed yet, when `record` is empty.
static void put_claim(WritHost *host, const WritDuty *duty, WritText key, const Record *record)
{
    WritText id = record->id.length > 0 ? record->id : duty->call_id;
    if (record->id.length == 0) {
        put_record(host, key, &(Record){.id = id});
    }
    put_link(host, duty->call_id, key, id);
}

// The claim has to be safe before the call goes out: after a crash another case may come first.
static OnceState claim(WritHost *host, const WritDuty *duty, WritText key, const Record *record)
{
    WritError error;
    item_begin(host);
    put_claim(host, duty, key, record);
    WritStatus status = item_end(host, &error);
    return status == WRIT_OK ? ONCE_IS_CLAIMED : state_of(status);
}

void once_begin(WritHost *host, const Instance *instance, const WritDuty *duty)
{
    WritBuffer key = {0};
    Record record = {.answered = false};
    WritError error;
    if (duty->attempt == 1 && once_key(instance, duty, &key) && key.length > 0) {
        WritStatus status = find_record(host, writ_buffer_text(&key), &record, &error);
        if (status == WRIT_NOT_FOUND || (status == WRIT_OK && !record.answered)) {
            put_claim(host, duty, writ_buffer_text(&key), &record);
        }
        writ_buffer_dispose(&record.bytes);
    }
    writ_buffer_dispose(&key);
}

static WritStatus is_linked(WritHost *host, const WritDuty *duty, WritText id, bool *linked,
                            WritError *error)
{
    Link link;
    WritStatus status = find_link(host, duty->call_id, &link, error);
    *linked = status == WRIT_OK && writ_text_equal(link.id, id);
    writ_buffer_dispose(&link.bytes);
    return status == WRIT_NOT_FOUND ? WRIT_OK : status;
}

OnceState once_prepare(WritHost *host, Instance *instance, const WritDuty *duty, WritText key,
                       WritBuffer *id)
{
    Record record;
    WritError error;
    bool linked = false;
    OnceState state = ONCE_MAY_GO_OUT;
    // Only what is surely not there is new: a second effect could not be taken back.
    WritStatus status = find_record(host, key, &record, &error);
    if (status == WRIT_OK && record.answered) {
        state = give(host, instance, duty, key, &record);
    } else if (status == WRIT_OK) {
        status = is_linked(host, duty, record.id, &linked, &error);
    }
    if (status != WRIT_OK && status != WRIT_NOT_FOUND) {
        state = state_of(status);
    } else if (!record.answered && !linked) {
        state = claim(host, duty, key, &record);
    }
    writ_buffer_clear(id);
    writ_buffer_add(id, record.id);
    writ_buffer_dispose(&record.bytes);
    return state;
}

// --- Undoing ------------------------------------------------------------------------------------

WritStatus once_undone(WritHost *host, WritText call_id, WritError *error)
{
    Link link;
    WritStatus status = find_link(host, call_id, &link, error);
    if (status == WRIT_OK) {
        Record record;
        WritBuffer at = {0};
        status = find_record(host, link.key, &record, error);
        // It may be that of a newer effect.
        if (status == WRIT_OK && writ_text_equal(record.id, link.id)) {
            writ_store_batch_delete(&host->batch, WRIT_FAMILY_LEDGERS, link.key);
        }
        link_key(&at, call_id);
        writ_store_batch_delete(&host->batch, WRIT_FAMILY_LEDGERS, writ_buffer_text(&at));
        writ_buffer_dispose(&at);
        writ_buffer_dispose(&record.bytes);
    }
    writ_buffer_dispose(&link.bytes);
    // What is damaged tells nothing, and must not keep the undo from being recorded.
    return status == WRIT_NOT_FOUND || status == WRIT_INVALID ? WRIT_OK : status;
}
