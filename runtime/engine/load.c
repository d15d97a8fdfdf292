// A case from its rows. Rows come from our own store, but a damaged one must end in an error and
// never in a crash, so every number is checked against the plan and the rows before.
#include "engine/apply.h"
#include "engine/duties.h"
#include "engine/fits.h"
#include "engine/rows.h"

#include <assert.h>
#include <string.h>

// No case comes near it, and counting on from there stays in range.
enum { NUMBERS_MAX = 1 << 30 };

static uint32_t get_index(WritReader *in)
{
    return writ_get_u32(in) - 1;
}

int64_t row_get_instant(WritReader *in)
{
    int64_t instant = writ_get_int(in);
    in->failed = in->failed || !place_has_instant(instant);
    return instant;
}

int64_t row_get_due(WritReader *in)
{
    uint8_t given = writ_get_u8(in);
    in->failed = in->failed || given > 1;
    return given == 1 ? row_get_instant(in) : WRIT_NEVER;
}

static WritText get_text(WritCase *instance, WritReader *in)
{
    WritText text = writ_get_text(in);
    return text.length == 0 ? (WritText){0} : writ_arena_text(instance->arena, text);
}

static bool load_case(WritCase *instance, WritReader *in)
{
    const WritPlan *plan = instance->program->plan;
    if (writ_get_u8(in) != ROW_FORMAT) {
        return false;
    }
    uint8_t status = writ_get_u8(in);
    if ((status & STATUS_RECOUNTS) != 0) {
        instance->recount_from = writ_get_u32(in);
        instance->recount_reason = get_text(instance, in);
        in->failed = in->failed || instance->recount_from == 0;
    }
    status &= (uint8_t)~STATUS_RECOUNTS;
    instance->status = (WritCaseStatus)status;
    instance->outcome = get_index(in);
    instance->origin = get_text(instance, in);
    instance->began = row_get_instant(in);
    instance->last_frame = writ_get_u32(in);
    instance->last_call = writ_get_u32(in);
    instance->last_effect = writ_get_u32(in);
    instance->last_notice = writ_get_u32(in);
    instance->silent_stages = writ_get_u32(in);
    for (uint32_t i = 0; i < plan->milestone_count; i++) {
        instance->milestones[i] = writ_get_u8(in) == 1;
    }
    for (uint32_t i = 0; i < plan->node_count; i++) {
        WritNodeKind kind = plan->nodes[i].kind;
        if (kind == WRIT_NODE_STAGE || kind == WRIT_NODE_DETOUR) {
            instance->rounds[i] = writ_get_u32(in);
            instance->marks[i] = writ_get_u32(in);
        }
        if (instance->program->watched[i]) {
            instance->node_began[i] = row_get_instant(in);
        }
    }
    for (uint32_t i = 0; i < plan->binding_count; i++) {
        instance->approvals[i].frame = writ_get_u32(in);
        instance->approvals[i].hash = get_text(instance, in);
    }
    instance->root_stored = instance->as_rows;
    bool numbers_fit = instance->last_frame < NUMBERS_MAX && instance->last_call < NUMBERS_MAX &&
                       instance->last_effect < NUMBERS_MAX && instance->last_notice < NUMBERS_MAX;
    bool outcome_fits = instance->outcome == WRIT_NONE || instance->outcome < plan->outcome_count;
    return numbers_fit && outcome_fits && (status == WRIT_CASE_OPEN || status == WRIT_CASE_CLOSING);
}

static bool node_fits(const WritPlan *plan, FrameKind kind, uint32_t node)
{
    if (node == WRIT_NONE) {
        return kind == FRAME_TASK;
    }
    if (node >= plan->node_count) {
        return false;
    }
    WritNodeKind is = plan->nodes[node].kind;
    switch (kind) {
    case FRAME_PROCESS:
        return node == 0;
    case FRAME_STAGE:
        return is == WRIT_NODE_STAGE || is == WRIT_NODE_DETOUR;
    case FRAME_SAME_TIME:
        return is == WRIT_NODE_SAME_TIME;
    case FRAME_BRANCH:
        return is == WRIT_NODE_BRANCH;
    case FRAME_EACH:
    case FRAME_ELEMENT:
        return is == WRIT_NODE_FOR_EACH;
    case FRAME_REPEAT:
        return is == WRIT_NODE_REPEAT;
    case FRAME_TASK:
    case FRAME_CALL:
    case FRAME_WAIT:
        return is == WRIT_NODE_STEP;
    case FRAME_ACTIONS:
        return is == WRIT_NODE_ROUTE || is == WRIT_NODE_STAGE || is == WRIT_NODE_DETOUR ||
               is == WRIT_NODE_PROCESS;
    }
    return false;
}

static void load_asked(WritCase *instance, WritReader *in, Frame *frame)
{
    size_t count = writ_get_count(in);
    frame->asked_count = (uint32_t)count;
    frame->asked = writ_arena_array(instance->arena, count + 1, sizeof(WritAsked));
    for (size_t i = 0; i < count; i++) {
        frame->asked[i].role = get_index(in);
        frame->asked[i].unit = get_text(instance, in);
        frame->asked[i].person = get_text(instance, in);
        in->failed = in->failed || (frame->asked[i].role != WRIT_NONE &&
                                    frame->asked[i].role >= instance->program->plan->role_count);
    }
}

static bool load_work(WritCase *instance, WritReader *in, Frame *frame)
{
    size_t count = writ_get_count(in);
    frame->id_count = (uint32_t)count;
    frame->ids = writ_arena_array(instance->arena, count + 1, sizeof(uint32_t));
    for (size_t i = 0; i < count; i++) {
        frame->ids[i] = writ_get_u32(in);
    }
    WritValue snapshot;
    if (!writ_value_get(in, instance->arena, &snapshot)) {
        return false;
    }
    frame->snapshot = writ_value_copy(instance->arena, snapshot);
    load_asked(instance, in, frame);
    count = writ_get_count(in);
    frame->barred_count = (uint32_t)count;
    frame->barred = writ_arena_array(instance->arena, count + 1, sizeof(WritText));
    for (size_t i = 0; i < count; i++) {
        frame->barred[i] = get_text(instance, in);
    }
    frame->text = get_text(instance, in);
    frame->effect = writ_get_u32(in);
    frame->call = writ_get_u32(in);
    count = writ_get_count(in);
    frame->key_count = (uint32_t)count;
    frame->keys = writ_arena_array(instance->arena, count + 1, sizeof(WritValue));
    for (size_t i = 0; i < count; i++) {
        WritValue key;
        if (!writ_value_get(in, instance->arena, &key)) {
            return false;
        }
        frame->keys[i] = writ_value_copy(instance->arena, key);
    }
    return true;
}

static void load_counters(WritCase *instance, WritReader *in, Frame *frame)
{
    size_t count = writ_get_count(in);
    frame->counter_count = (uint32_t)count;
    frame->counters = count == 0 ? NULL : writ_arena_array(instance->arena, count, sizeof(Counter));
    for (size_t i = 0; i < count; i++) {
        frame->counters[i].action = writ_get_u32(in);
        frame->counters[i].count = writ_get_u32(in);
    }
}

static void load_let_pass(WritCase *instance, WritReader *in, Frame *frame)
{
    size_t count = writ_get_count(in);
    if (count == 0 || count > instance->program->plan->rule_count ||
        frame->state == FRAME_WAITING) {
        in->failed = true;
        return;
    }
    frame->let_pass = writ_arena_array(instance->arena, count, sizeof(uint32_t));
    frame->let_pass_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        frame->let_pass[i] = writ_get_u32(in);
        bool rises = i == 0 || frame->let_pass[i - 1] < frame->let_pass[i];
        in->failed =
            in->failed || !rises || frame->let_pass[i] >= instance->program->plan->rule_count;
    }
}

static bool load_frame(WritCase *instance, uint32_t id, WritReader *in)
{
    const WritPlan *plan = instance->program->plan;
    uint8_t kind = writ_get_u8(in);
    uint8_t state = writ_get_u8(in);
    uint8_t flags = writ_get_u8(in);
    uint32_t parent_id = writ_get_u32(in);
    uint32_t node = get_index(in);
    Frame *parent = parent_id == 0 ? NULL : case_frame(instance, parent_id);
    if (in->failed || case_frame(instance, id) != NULL || kind > FRAME_ACTIONS ||
        state > FRAME_STUCK || !node_fits(plan, (FrameKind)kind, node) || id == 0 ||
        id > instance->last_frame || (parent == NULL) != (kind == FRAME_PROCESS) ||
        parent_id >= id || (id == 1) != (kind == FRAME_PROCESS)) {
        return false;
    }
    Frame *frame = frames_add(instance, id, (FrameKind)kind, parent, node);
    frame->state = (FrameState)state;
    frame->answered = (flags & FLAG_ANSWERED) != 0;
    frame->holds = (flags & FLAG_HOLDS) != 0;
    frame->undoing = (flags & FLAG_UNDOING) != 0;
    frame->number = writ_get_u32(in);
    frame->position = get_index(in);
    frame->next_part = writ_get_u32(in);
    frame->began = row_get_instant(in);
    frame->due = row_get_due(in);
    if (frame->state == FRAME_STUCK) {
        frame->stuck_at = row_get_instant(in);
        frame->reason = get_text(instance, in);
    }
    frame->list = get_index(in);
    frame->index = writ_get_u32(in);
    frame->undo_from = writ_get_u32(in);
    load_counters(instance, in, frame);
    frame->stored = instance->as_rows;
    if (((flags & FLAG_WORK) != 0 && !load_work(instance, in, frame)) ||
        ((flags & FLAG_CLOCK) != 0 && !row_get_clock(instance, in, frame)) ||
        ((flags & FLAG_OWNER) != 0 && !row_get_owner(instance, in, frame))) {
        return false;
    }
    if ((flags & FLAG_HELD) != 0) {
        frame->held_by = writ_get_u32(in);
        in->failed = in->failed || frame->held_by == 0 || frame->held_by > plan->rule_count;
    }
    if ((flags & FLAG_LET_PASS) != 0) {
        load_let_pass(instance, in, frame);
    }
    return (frame->position == WRIT_NONE || frame->position < plan->node_count) &&
           (frame->list == WRIT_NONE || frame->list < plan->list_count);
}

static uint32_t slot_with(const WritProgram *program, const Frame *frame, uint32_t place)
{
    for (uint32_t i = 0; frame != NULL && frame->slots != NULL && i < program->plan->slot_count;
         i++) {
        if (program->plan->slots[i].node == frame->node && program->slot_at[i] == place) {
            return i;
        }
    }
    return WRIT_NONE;
}

static bool get_value(WritCase *instance, WritReader *in, WritValue *value)
{
    WritValue read;
    if (!writ_value_get(in, instance->arena, &read)) {
        return false;
    }
    *value = writ_value_copy(instance->arena, read); // Its texts point into the row.
    return true;
}

static bool load_slot(WritCase *instance, WritReader *key, WritReader *in)
{
    uint32_t id = (uint32_t)writ_get_u8(key) << 24 | (uint32_t)writ_get_u8(key) << 16 |
                  (uint32_t)writ_get_u8(key) << 8 | writ_get_u8(key);
    uint32_t place = (uint32_t)writ_get_u8(key) << 8 | writ_get_u8(key);
    Frame *frame = case_frame(instance, id);
    uint32_t number = slot_with(instance->program, frame, place);
    if (number == WRIT_NONE) {
        return false;
    }
    Slot *slot = &frame->slots[place];
    slot->stored = true;
    if (!get_value(instance, in, &slot->value)) {
        return false;
    }
    const WritPlan *plan = instance->program->plan;
    return slot->value.kind == WRIT_VALUE_MISSING ||
           writ_value_fits(&plan->types, plan->slots[number].type, slot->value);
}

static void add_to_stored(WritCase *instance, Slot *slot, uint32_t field, uint32_t id)
{
    StoredList *list = NULL;
    for (uint32_t i = 0; i < slot->list_count; i++) {
        list = slot->lists[i].field == field ? &slot->lists[i] : list;
    }
    if (list == NULL) {
        StoredList *lists = writ_arena_array(instance->arena, slot->list_count + 1, sizeof *lists);
        if (slot->list_count > 0) {
            memcpy(lists, slot->lists, slot->list_count * sizeof *lists);
        }
        slot->lists = lists;
        list = &slot->lists[slot->list_count++];
        list->field = field;
    }
    // Grows at powers of two.
    if ((list->count & (list->count - 1)) == 0) {
        uint32_t *ids =
            writ_arena_array(instance->arena, list->count == 0 ? 1 : 2 * list->count, sizeof *ids);
        if (list->count > 0) {
            memcpy(ids, list->ids, list->count * sizeof *ids);
        }
        list->ids = ids;
    }
    list->ids[list->count++] = id;
}

static void append(WritCase *instance, WritList *list, WritValue element)
{
    if ((list->count & (list->count - 1)) == 0) {
        WritValue *items = writ_arena_array(instance->arena, list->count == 0 ? 1 : 2 * list->count,
                                            sizeof *items);
        if (list->count > 0) {
            memcpy(items, list->items, list->count * sizeof *items);
        }
        list->items = items;
    }
    list->items[list->count++] = element;
}

static uint32_t key_number(WritReader *key, int bytes)
{
    uint32_t number = 0;
    for (int i = 0; i < bytes; i++) {
        number = number << 8 | writ_get_u8(key);
    }
    return number;
}

static bool load_element(WritCase *instance, WritReader *key, WritReader *in)
{
    Frame *frame = case_frame(instance, key_number(key, 4));
    uint32_t place = key_number(key, 2);
    uint32_t field = key_number(key, 2) - 1;
    uint32_t id = key_number(key, 4);
    const WritPlan *plan = instance->program->plan;
    uint32_t number = slot_with(instance->program, frame, place);
    if (number == WRIT_NONE) {
        return false;
    }
    Slot *slot = &frame->slots[place];
    WritTypeId type = plan->slots[number].type;
    WritValue *list = &slot->value;
    if (field != WRIT_NONE) {
        if (list->kind != WRIT_VALUE_RECORD || field >= list->record->field_count) {
            return false;
        }
        type = plan->types.records[plan->types.types[type].index].fields[field].type;
        list = &list->record->fields[field];
    }
    WritValue element;
    if (list->kind != WRIT_VALUE_LIST || !row_is_list(plan, type) ||
        !get_value(instance, in, &element) ||
        !writ_value_fits(&plan->types, plan->types.types[type].index, element) ||
        element.record->id != id) {
        return false;
    }
    append(instance, list->list, element);
    add_to_stored(instance, slot, field, id);
    return true;
}

static bool load_call(WritCase *instance, uint32_t number, WritReader *in)
{
    if (case_call(instance, number) != NULL) {
        return false;
    }
    Call *call = calls_add(instance, number);
    call->frame = writ_get_u32(in);
    call->hook = writ_get_u32(in);
    call->effect = writ_get_u32(in);
    call->attempt = writ_get_u32(in);
    call->since = row_get_instant(in);
    call->due = row_get_due(in);
    call->id = get_text(instance, in);
    if (!get_value(instance, in, &call->input)) {
        return false;
    }
    call->reason = get_text(instance, in);
    call->stored = instance->as_rows;
    call->dirty = false;
    call->told = writ_arena_alloc(instance->arena, sizeof *call->told);
    *call->told = duty_of_call(call);
    call->told_count = 1;
    return call->hook < instance->program->plan->hook_count &&
           (call->frame == 0 || case_frame(instance, call->frame) != NULL);
}

static bool load_effect(WritCase *instance, uint32_t number, WritReader *in)
{
    if (case_effect(instance, number) != NULL) {
        return false;
    }
    Effect *effect = effects_add(instance, number);
    uint8_t state = writ_get_u8(in);
    effect->state = (EffectState)state;
    effect->hook = get_index(in);
    effect->id = get_text(instance, in);
    effect->stored = instance->as_rows;
    effect->dirty = false;
    return get_value(instance, in, &effect->input) && state <= EFFECT_UNDOING &&
           (effect->hook == WRIT_NONE || effect->hook < instance->program->plan->hook_count);
}

// What a rule has seen, no more than its kind can.
static bool load_rule(WritCase *instance, uint32_t number, WritReader *in)
{
    const WritPlan *plan = instance->program->plan;
    if (number >= plan->rule_count || instance->rules[number].touched) {
        return false;
    }
    RuleState *state = &instance->rules[number];
    state->touched = true;
    state->stored = instance->as_rows;
    for (uint32_t i = 0; i < RULE_PAIR; i++) {
        state->begun[i] = writ_get_u32(in);
        state->done[i] = writ_get_u32(in);
        in->failed = in->failed || state->begun[i] >= NUMBERS_MAX || state->done[i] >= NUMBERS_MAX;
    }
    for (size_t left = writ_get_count(in); left > 0 && !in->failed; left--) {
        uint32_t group = writ_get_u32(in);
        rules_add_doer(instance, state, group, writ_get_text(in));
    }
    size_t dues = writ_get_count(in);
    bool asks = plan->rules[number].kind == WRIT_RULE_AFTER_ALWAYS;
    if (dues > (asks ? PLACE_DUES_MAX : 0)) {
        return false;
    }
    for (; dues > 0 && !in->failed; dues--) {
        rules_add_due(instance, state, row_get_due(in));
    }
    return !in->failed;
}

static bool load_slots(WritCase *instance, Frame *frame, WritReader *in)
{
    const WritPlan *plan = instance->program->plan;
    uint32_t count = frame->slots == NULL ? 0 : instance->program->slots_of[frame->node];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = slot_with(instance->program, frame, i);
        WritValue *value = &frame->slots[i].value;
        if (!get_value(instance, in, value) ||
            (value->kind != WRIT_VALUE_MISSING &&
             !writ_value_fits(&plan->types, plan->slots[number].type, *value))) {
            return false;
        }
    }
    return true;
}

static bool load_whole(WritCase *instance, WritReader *in)
{
    if (!load_case(instance, in)) {
        return false;
    }
    for (size_t left = writ_get_count(in); left > 0; left--) {
        uint32_t id = writ_get_u32(in);
        if (!load_frame(instance, id, in) || !load_slots(instance, case_frame(instance, id), in)) {
            return false;
        }
    }
    for (size_t left = writ_get_count(in); left > 0; left--) {
        uint32_t number = writ_get_u32(in);
        if (!load_call(instance, number, in)) {
            return false;
        }
    }
    for (size_t left = writ_get_count(in); left > 0; left--) {
        uint32_t number = writ_get_u32(in);
        if (!load_effect(instance, number, in)) {
            return false;
        }
    }
    size_t rules = instance->program->plan->rule_count > 0 ? writ_get_count(in) : 0;
    for (; rules > 0; rules--) {
        uint32_t number = writ_get_u32(in);
        if (!load_rule(instance, number, in)) {
            return false;
        }
    }
    instance->whole_stored = true;
    return !in->failed;
}

static bool load_row(WritCase *instance, WritReader *key, WritReader *in)
{
    uint8_t sort = writ_get_u8(key);
    if (sort == ROW_WHOLE) {
        return load_whole(instance, in);
    }
    instance->as_rows = true;
    switch (sort) {
    case ROW_CASE:
        return load_case(instance, in);
    case ROW_FRAME:
        return load_frame(instance, key_number(key, 4), in);
    case ROW_SLOT:
        return load_slot(instance, key, in);
    case ROW_ELEMENT:
        return load_element(instance, key, in);
    case ROW_CALL:
        return load_call(instance, key_number(key, 4), in);
    case ROW_EFFECT:
        return load_effect(instance, key_number(key, 4), in);
    case ROW_RULE:
        return load_rule(instance, key_number(key, 4), in);
    }
    return false;
}

WritStatus writ_case_load_row(WritCase *instance, WritText key, WritText value, WritError *error)
{
    WritReader in_key = writ_reader(key);
    WritReader in = writ_reader(value);
    if (!load_row(instance, &in_key, &in) || !writ_reader_done(&in) || !writ_reader_done(&in_key)) {
        return writ_fail(error, WRIT_INVALID,
                         "case %llu is damaged in the store: a row of it does not read as one",
                         (unsigned long long)instance->number);
    }
    return WRIT_OK;
}

WritStatus writ_case_load_end(WritCase *instance, WritError *error)
{
    if (instance->status == WRIT_CASE_NEW || case_root(instance) == NULL) {
        return writ_fail(error, WRIT_NOT_FOUND, "case %llu has no rows",
                         (unsigned long long)instance->number);
    }
    if (!case_is_whole(instance)) {
        return writ_fail(error, WRIT_INVALID,
                         "case %llu is damaged in the store: its rows do not belong together",
                         (unsigned long long)instance->number);
    }
    for (Frame *frame = instance->dirty_frames; frame != NULL; frame = frame->next_dirty) {
        frame->listed = false;
        frame->dirty = false;
        frame->told = writ_arena_array(instance->arena, DUTIES_MAX, sizeof *frame->told);
        frame->told_count = duties_of_frame(frame, instance, frame->told);
    }
    instance->dirty_frames = NULL;
    instance->root_dirty = false;
    return WRIT_OK;
}
