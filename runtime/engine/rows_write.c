#include "engine/rows.h"

#include <assert.h>

RowKey row_key(uint8_t sort)
{
    RowKey key = {.length = 1};
    key.bytes[0] = (char)sort;
    return key;
}

void row_key_add(RowKey *key, uint32_t number, int bytes)
{
    assert(key->length + (size_t)bytes <= ROW_KEY_BYTES_MAX);
    for (int i = bytes - 1; i >= 0; i--) {
        key->bytes[key->length++] = (char)(unsigned char)(number >> (8 * i));
    }
}

WritText row_key_text(const RowKey *key)
{
    return (WritText){key->bytes, key->length};
}

bool row_is_list(const WritPlan *plan, WritTypeId type)
{
    const WritType *list = &plan->types.types[type];
    return list->kind == WRIT_TYPE_LIST && plan->types.types[list->index].kind == WRIT_TYPE_RECORD;
}

static void put_index(WritBuffer *out, uint32_t index)
{
    writ_put_uint(out, (uint64_t)(uint32_t)(index + 1));
}

void row_put_due(WritBuffer *out, int64_t due)
{
    writ_put_u8(out, due == WRIT_NEVER ? 0 : 1);
    if (due != WRIT_NEVER) {
        writ_put_int(out, due);
    }
}

void row_put_case(WritBuffer *out, const WritCase *instance)
{
    const WritPlan *plan = instance->program->plan;
    writ_put_u8(out, ROW_FORMAT);
    bool recounts = instance->recount_from != 0;
    writ_put_u8(out, (uint8_t)((unsigned)instance->status | (recounts ? STATUS_RECOUNTS : 0u)));
    if (recounts) {
        writ_put_uint(out, instance->recount_from);
        writ_put_text(out, instance->recount_reason);
    }
    put_index(out, instance->outcome);
    writ_put_text(out, instance->origin);
    writ_put_int(out, instance->began);
    writ_put_uint(out, instance->last_frame);
    writ_put_uint(out, instance->last_call);
    writ_put_uint(out, instance->last_effect);
    writ_put_uint(out, instance->last_notice);
    writ_put_uint(out, instance->silent_stages);
    for (uint32_t i = 0; i < plan->milestone_count; i++) {
        writ_put_u8(out, instance->milestones[i] ? 1 : 0);
    }
    for (uint32_t i = 0; i < plan->node_count; i++) {
        WritNodeKind kind = plan->nodes[i].kind;
        if (kind == WRIT_NODE_STAGE || kind == WRIT_NODE_DETOUR) {
            writ_put_uint(out, instance->rounds[i]);
            writ_put_uint(out, instance->marks[i]);
        }
        if (instance->program->watched[i]) {
            writ_put_int(out, instance->node_began[i]);
        }
    }
    for (uint32_t i = 0; i < plan->binding_count; i++) {
        writ_put_uint(out, instance->approvals[i].frame);
        writ_put_text(out, instance->approvals[i].hash);
    }
}

// What only some kinds have.
static void put_work(WritBuffer *out, const Frame *frame)
{
    writ_put_uint(out, frame->id_count);
    for (uint32_t i = 0; i < frame->id_count; i++) {
        writ_put_uint(out, frame->ids[i]);
    }
    writ_value_put(out, frame->snapshot);
    writ_put_uint(out, frame->asked_count);
    for (uint32_t i = 0; i < frame->asked_count; i++) {
        put_index(out, frame->asked[i].role);
        writ_put_text(out, frame->asked[i].unit);
        writ_put_text(out, frame->asked[i].person);
    }
    writ_put_uint(out, frame->barred_count);
    for (uint32_t i = 0; i < frame->barred_count; i++) {
        writ_put_text(out, frame->barred[i]);
    }
    writ_put_text(out, frame->text);
    writ_put_uint(out, frame->effect);
    writ_put_uint(out, frame->call);
    writ_put_uint(out, frame->key_count);
    for (uint32_t i = 0; i < frame->key_count; i++) {
        writ_value_put(out, frame->keys[i]);
    }
}

static bool has_work(const Frame *frame)
{
    return frame->id_count > 0 || frame->snapshot.kind != WRIT_VALUE_MISSING ||
           frame->asked_count > 0 || frame->barred_count > 0 || frame->text.length > 0 ||
           frame->effect > 0 || frame->call > 0 || frame->key_count > 0;
}

void row_put_frame(WritBuffer *out, const Frame *frame)
{
    unsigned flags = (frame->answered ? FLAG_ANSWERED : 0u) | (frame->holds ? FLAG_HOLDS : 0u) |
                     (frame->undoing ? FLAG_UNDOING : 0u) | (has_work(frame) ? FLAG_WORK : 0u) |
                     (frame->clock != NULL ? FLAG_CLOCK : 0u) |
                     (frame->held_by != 0 ? FLAG_HELD : 0u) |
                     (frame->let_pass_count > 0 ? FLAG_LET_PASS : 0u) |
                     (row_has_owner(frame->clock) ? FLAG_OWNER : 0u);
    writ_put_u8(out, (uint8_t)frame->kind);
    writ_put_u8(out, (uint8_t)frame->state);
    writ_put_u8(out, (uint8_t)flags);
    writ_put_uint(out, frame->parent == NULL ? 0 : frame->parent->id);
    put_index(out, frame->node);
    writ_put_uint(out, frame->number);
    put_index(out, frame->position);
    writ_put_uint(out, frame->next_part);
    writ_put_int(out, frame->began);
    row_put_due(out, frame->due);
    if (frame->state == FRAME_STUCK) {
        writ_put_int(out, frame->stuck_at);
        writ_put_text(out, frame->reason);
    }
    put_index(out, frame->list);
    writ_put_uint(out, frame->index);
    writ_put_uint(out, frame->undo_from);
    writ_put_uint(out, frame->counter_count);
    for (uint32_t i = 0; i < frame->counter_count; i++) {
        writ_put_uint(out, frame->counters[i].action);
        writ_put_uint(out, frame->counters[i].count);
    }
    if (has_work(frame)) {
        put_work(out, frame);
    }
    if (frame->clock != NULL) {
        row_put_clock(out, frame->clock);
    }
    if (row_has_owner(frame->clock)) {
        row_put_owner(out, frame->clock);
    }
    if (frame->held_by != 0) {
        writ_put_uint(out, frame->held_by);
    }
    if (frame->let_pass_count > 0) {
        writ_put_uint(out, frame->let_pass_count);
    }
    for (uint32_t i = 0; i < frame->let_pass_count; i++) {
        writ_put_uint(out, frame->let_pass[i]);
    }
}

void row_put_call(WritBuffer *out, const Call *call)
{
    writ_put_uint(out, call->frame);
    writ_put_uint(out, call->hook);
    writ_put_uint(out, call->effect);
    writ_put_uint(out, call->attempt);
    writ_put_int(out, call->since);
    row_put_due(out, call->due);
    writ_put_text(out, call->id);
    writ_value_put(out, call->input);
    writ_put_text(out, call->reason);
}

void row_put_effect(WritBuffer *out, const Effect *effect)
{
    writ_put_u8(out, (uint8_t)effect->state);
    put_index(out, effect->hook);
    writ_put_text(out, effect->id);
    writ_value_put(out, effect->input);
}

void row_put_rule(WritBuffer *out, const RuleState *state)
{
    for (uint32_t i = 0; i < RULE_PAIR; i++) {
        writ_put_uint(out, state->begun[i]);
        writ_put_uint(out, state->done[i]);
    }
    writ_put_uint(out, state->doer_count);
    for (uint32_t i = 0; i < state->doer_count; i++) {
        writ_put_uint(out, state->doers[i].group);
        writ_put_text(out, state->doers[i].person);
    }
    writ_put_uint(out, state->due_count);
    for (uint32_t i = 0; i < state->due_count; i++) {
        row_put_due(out, state->dues[i]);
    }
}

// Nothing where the plan has no rules.
static void dump_rules(WritBuffer *out, const WritCase *instance)
{
    uint32_t touched = 0;
    uint32_t count = instance->program->plan->rule_count;
    for (uint32_t i = 0; i < count; i++) {
        touched += instance->rules[i].touched ? 1 : 0;
    }
    if (count > 0) {
        writ_put_uint(out, touched);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (instance->rules[i].touched) {
            writ_put_uint(out, i);
            row_put_rule(out, &instance->rules[i]);
        }
    }
}

static void dump_slots(WritBuffer *out, const WritCase *instance, const Frame *frame)
{
    for (uint32_t i = 0; frame->slots != NULL && i < instance->program->slots_of[frame->node];
         i++) {
        writ_value_put(out, frame->slots[i].value);
    }
}

void writ_case_dump(const WritCase *instance, WritBuffer *out)
{
    row_put_case(out, instance);
    writ_put_uint(out, instance->live_count);
    for (uint32_t i = 0; i < instance->frame_count; i++) {
        const Frame *frame = instance->frames[i];
        if (!frame->gone) {
            writ_put_uint(out, frame->id);
            row_put_frame(out, frame);
            dump_slots(out, instance, frame);
        }
    }
    uint32_t calls = 0;
    for (uint32_t i = 0; i < instance->call_count; i++) {
        calls += instance->calls[i]->gone ? 0 : 1;
    }
    writ_put_uint(out, calls);
    for (uint32_t i = 0; i < instance->call_count; i++) {
        const Call *call = instance->calls[i];
        if (!call->gone) {
            writ_put_uint(out, call->number);
            row_put_call(out, call);
        }
    }
    uint32_t effects = 0;
    for (uint32_t i = 0; i < instance->effect_count; i++) {
        effects += instance->effects[i]->gone ? 0 : 1;
    }
    writ_put_uint(out, effects);
    for (uint32_t i = 0; i < instance->effect_count; i++) {
        const Effect *effect = instance->effects[i];
        if (!effect->gone) {
            writ_put_uint(out, effect->number);
            row_put_effect(out, effect);
        }
    }
    dump_rules(out, instance);
}
