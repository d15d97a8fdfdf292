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
        status = definitions_read_record(host, plan, hook->output, &json, "the recorded answer",
                                         "outputs", &command.value, error);
    }
    if (status != WRIT_OK) {
        return status;
    }
    Actor actor = {.identity = WRIT_IDENTITY_SYSTEM,
                   .person = writ_text("answer of the first such call")};
    WritDecided decided;
    int64_t now = host->clock.now(host->clock.self);
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

static OnceState give(WritHost *host, Instance *instance, const WritDuty *duty, WritText row)
{
    WritReader in = writ_reader(row);
    WritText outcome = writ_get_text(&in);
    WritText outputs = writ_get_text(&in);
    if (!writ_reader_done(&in)) {
        return ONCE_FITS_NO_MORE;
    }
    WritError error;
    item_begin(host);
    WritStatus status = answer(host, instance, duty, outcome, outputs, &error);
    if (status == WRIT_OK) {
        status = item_end(host, &error);
    } else {
        item_abandon(host);
    }
    return state_of(status);
}

OnceState once_answer(WritHost *host, Instance *instance, const WritDuty *duty, WritText key)
{
    WritBuffer row = {0};
    WritError error;
    OnceState state = ONCE_FAILED;
    // Only what is surely not there is new: a second call could not be taken back.
    switch (writ_store_find(host->store, WRIT_FAMILY_LEDGERS, key, &row, &error)) {
    case WRIT_OK:
        state = give(host, instance, duty, writ_buffer_text(&row));
        break;
    case WRIT_NOT_FOUND:
        state = ONCE_IS_NEW;
        break;
    case WRIT_CONFLICT:
    case WRIT_DENIED:
    case WRIT_INVALID:
    case WRIT_IO:
    case WRIT_LIMIT:
    case WRIT_NO_MEMORY:
        break;
    }
    writ_buffer_dispose(&row);
    return state;
}

void once_record(WritHost *host, WritText key, WritText outcome, WritText outputs)
{
    WritBuffer row = {0};
    writ_put_text(&row, outcome);
    writ_put_text(&row, outputs.length > 0 ? outputs : writ_text("{}"));
    writ_store_batch_put(&host->batch, WRIT_FAMILY_LEDGERS, key, writ_buffer_text(&row));
    writ_buffer_dispose(&row);
}
