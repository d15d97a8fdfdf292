// Writing what changed: rows of frames, their values, elements of lists, calls and effects.
#include "engine/apply.h"
#include "engine/duties.h"
#include "engine/rows.h"

#include <assert.h>
#include <string.h>

typedef struct Saving {
    WritCase *instance;
    const WritRowSink *sink;
    WritBuffer bytes;
} Saving;

static void put(Saving *s, const RowKey *key)
{
    s->sink->put(s->sink->self, row_key_text(key), writ_buffer_text(&s->bytes));
    writ_buffer_clear(&s->bytes);
}

static void drop(Saving *s, const RowKey *key)
{
    s->sink->drop(s->sink->self, row_key_text(key));
}

// --- Values ------------------------------------------------------------------------------------

static RowKey slot_key(const Frame *frame, uint32_t place)
{
    RowKey key = row_key(ROW_SLOT);
    row_key_add(&key, frame->id, 4);
    row_key_add(&key, place, 2);
    return key;
}

static RowKey element_key(const Frame *frame, uint32_t place, uint32_t field, uint32_t id)
{
    RowKey key = row_key(ROW_ELEMENT);
    row_key_add(&key, frame->id, 4);
    row_key_add(&key, place, 2);
    row_key_add(&key, field + 1, 2);
    row_key_add(&key, id, 4);
    return key;
}

static void put_element(Saving *s, const Frame *frame, uint32_t place, uint32_t field,
                        WritValue element)
{
    RowKey key = element_key(frame, place, field, element.record->id);
    writ_value_put(&s->bytes, element);
    put(s, &key);
}

// The lists of a slot whose elements have rows: the slot itself, or fields of its record.
static uint32_t find_lists(const WritPlan *plan, uint32_t slot, WritValue value, uint32_t *fields)
{
    WritTypeId type = plan->slots[slot].type;
    if (value.kind == WRIT_VALUE_LIST && row_is_list(plan, type)) {
        fields[0] = WRIT_NONE;
        return 1;
    }
    if (value.kind != WRIT_VALUE_RECORD) {
        return 0;
    }
    uint32_t count = 0;
    const WritRecordType *record = &plan->types.records[plan->types.types[type].index];
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (value.record->fields[i].kind == WRIT_VALUE_LIST &&
            row_is_list(plan, record->fields[i].type)) {
            fields[count++] = i;
        }
    }
    return count;
}

static const WritList *list_in(WritValue value, uint32_t field)
{
    return field == WRIT_NONE ? value.list : value.record->fields[field].list;
}

// The value with the lists whose elements have rows emptied.
static WritValue without_elements(WritArena *arena, WritValue value, const uint32_t *fields,
                                  uint32_t count)
{
    if (count == 0) {
        return value;
    }
    if (fields[0] == WRIT_NONE) {
        WritList *empty = writ_list_new(arena, 0);
        empty->last_id = value.list->last_id;
        value.list = empty;
        return value;
    }
    WritRecord *shell = writ_record_new(arena, value.record->field_count);
    shell->id = value.record->id;
    memcpy(shell->fields, value.record->fields, value.record->field_count * sizeof(WritValue));
    for (uint32_t i = 0; i < count; i++) {
        WritList *empty = writ_list_new(arena, 0);
        empty->last_id = value.record->fields[fields[i]].list->last_id;
        shell->fields[fields[i]].list = empty;
    }
    value.record = shell;
    return value;
}

static bool list_has(const WritList *list, uint32_t id)
{
    uint32_t low = 0;
    uint32_t high = list->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list->items[middle].record->id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < list->count && list->items[low].record->id == id;
}

static void drop_old_elements(Saving *s, const Frame *frame, uint32_t place, const Slot *slot,
                              const uint32_t *fields, uint32_t count)
{
    for (uint32_t i = 0; i < slot->list_count; i++) {
        const StoredList *old = &slot->lists[i];
        const WritList *now = NULL;
        for (uint32_t j = 0; j < count; j++) {
            now = fields[j] == old->field ? list_in(slot->value, old->field) : now;
        }
        for (uint32_t j = 0; j < old->count; j++) {
            if (now == NULL || !list_has(now, old->ids[j])) {
                RowKey key = element_key(frame, place, old->field, old->ids[j]);
                drop(s, &key);
            }
        }
    }
}

static void remember_lists(Saving *s, Slot *slot, const uint32_t *fields, uint32_t count)
{
    WritArena *arena = s->instance->arena;
    slot->list_count = count;
    slot->lists = count == 0 ? NULL : writ_arena_array(arena, count, sizeof *slot->lists);
    for (uint32_t i = 0; i < count; i++) {
        const WritList *list = list_in(slot->value, fields[i]);
        StoredList *stored = &slot->lists[i];
        *stored = (StoredList){.field = fields[i], .count = list->count};
        stored->ids = writ_arena_array(arena, list->count + 1, sizeof(uint32_t));
        for (uint32_t j = 0; j < list->count; j++) {
            stored->ids[j] = list->items[j].record->id;
        }
    }
}

static void save_slot(Saving *s, Frame *frame, uint32_t number)
{
    const WritPlan *plan = s->instance->program->plan;
    uint32_t place = s->instance->program->slot_at[number];
    Slot *slot = &frame->slots[place];
    WritTypeId type = plan->slots[number].type;
    uint32_t most = plan->types.types[type].kind == WRIT_TYPE_RECORD
                        ? plan->types.records[plan->types.types[type].index].field_count
                        : 1;
    uint32_t *fields = writ_arena_array(s->instance->arena, most + 1, sizeof(uint32_t));
    uint32_t count = find_lists(plan, number, slot->value, fields);
    drop_old_elements(s, frame, place, slot, fields, count);
    RowKey key = slot_key(frame, place);
    writ_value_put(&s->bytes, without_elements(s->instance->arena, slot->value, fields, count));
    put(s, &key);
    for (uint32_t i = 0; i < count; i++) {
        const WritList *list = list_in(slot->value, fields[i]);
        for (uint32_t j = 0; j < list->count; j++) {
            put_element(s, frame, place, fields[i], list->items[j]);
        }
    }
    remember_lists(s, slot, fields, count);
    slot->stored = true;
    slot->dirty = false;
}

static void save_elements(Saving *s)
{
    WritCase *instance = s->instance;
    for (uint32_t i = 0; i < instance->dirty_element_count; i++) {
        const DirtyElement *dirty = &instance->dirty_elements[i];
        uint32_t place = instance->program->slot_at[dirty->slot];
        const Slot *slot = &dirty->frame->slots[place];
        if (dirty->frame->gone || slot->dirty) {
            continue;
        }
        const WritList *list = list_in(slot->value, dirty->field);
        for (uint32_t j = 0; j < list->count; j++) {
            if (list->items[j].record->id == dirty->id) {
                put_element(s, dirty->frame, place, dirty->field, list->items[j]);
                break;
            }
        }
    }
    instance->dirty_element_count = 0;
}

// --- Frames, calls, effects --------------------------------------------------------------------

static void tell_frame(Saving *s, Frame *frame)
{
    WritDuty duties[DUTIES_MAX];
    uint32_t count = duties_of_frame(frame, s->instance, duties);
    bool same = count == frame->told_count;
    for (uint32_t i = 0; same && i < count; i++) {
        same = duties_equal(&duties[i], &frame->told[i]);
    }
    if (same) {
        return;
    }
    for (uint32_t i = 0; i < frame->told_count; i++) {
        s->sink->duty_ended(s->sink->self, &frame->told[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        s->sink->duty_began(s->sink->self, &duties[i]);
    }
    if (frame->told == NULL && count > 0) {
        frame->told = writ_arena_array(s->instance->arena, DUTIES_MAX, sizeof *frame->told);
    }
    memcpy(frame->told == NULL ? duties : frame->told, duties, count * sizeof *duties);
    frame->told_count = count;
}

static void drop_frame(Saving *s, Frame *frame)
{
    RowKey key = row_key(ROW_FRAME);
    row_key_add(&key, frame->id, 4);
    if (frame->stored) {
        drop(s, &key);
    }
    const WritProgram *program = s->instance->program;
    for (uint32_t i = 0; frame->slots != NULL && i < program->slots_of[frame->node]; i++) {
        Slot *slot = &frame->slots[i];
        if (!slot->stored) {
            continue;
        }
        RowKey slot_row = slot_key(frame, i);
        drop(s, &slot_row);
        drop_old_elements(s, frame, i, slot, NULL, 0);
    }
}

static void save_frame(Saving *s, Frame *frame)
{
    const WritProgram *program = s->instance->program;
    if (frame->gone) {
        drop_frame(s, frame);
        return;
    }
    if (frame->dirty) {
        RowKey key = row_key(ROW_FRAME);
        row_key_add(&key, frame->id, 4);
        row_put_frame(&s->bytes, frame);
        put(s, &key);
        frame->stored = true;
        frame->dirty = false;
    }
    for (uint32_t i = 0; frame->slots != NULL && i < program->plan->slot_count; i++) {
        if (program->plan->slots[i].node == frame->node &&
            frame->slots[program->slot_at[i]].dirty) {
            save_slot(s, frame, i);
        }
    }
}

static void tell_call(Saving *s, Call *call)
{
    WritDuty duty = duty_of_call(call);
    bool changed = call->told_count == 0 || !duties_equal(call->told, &duty);
    if (call->told_count > 0 && (call->gone || changed)) {
        s->sink->duty_ended(s->sink->self, call->told);
        call->told_count = 0;
    }
    if (call->gone || !changed) {
        return;
    }
    s->sink->duty_began(s->sink->self, &duty);
    call->told =
        call->told == NULL ? writ_arena_alloc(s->instance->arena, sizeof duty) : call->told;
    *call->told = duty;
    call->told_count = 1;
}

static void save_call(Saving *s, Call *call)
{
    RowKey key = row_key(ROW_CALL);
    row_key_add(&key, call->number, 4);
    if (!call->gone) {
        row_put_call(&s->bytes, call);
        put(s, &key);
        call->stored = true;
    } else if (call->stored) {
        drop(s, &key);
    }
}

static void save_effect(Saving *s, Effect *effect)
{
    RowKey key = row_key(ROW_EFFECT);
    row_key_add(&key, effect->number, 4);
    if (effect->gone) {
        if (effect->stored) {
            drop(s, &key);
        }
        return;
    }
    row_put_effect(&s->bytes, effect);
    put(s, &key);
    effect->stored = true;
}

// The rows of a case that ended go with it.
static void save_rules(Saving *s)
{
    bool over = s->instance->status == WRIT_CASE_ENDED;
    for (uint32_t i = 0; i < s->instance->program->plan->rule_count; i++) {
        RuleState *state = &s->instance->rules[i];
        RowKey key = row_key(ROW_RULE);
        row_key_add(&key, i, 4);
        if (over && state->stored) {
            drop(s, &key);
            state->stored = false;
        } else if (!over && state->touched && (state->dirty || !state->stored)) {
            row_put_rule(&s->bytes, state);
            put(s, &key);
            state->stored = true;
        }
    }
}

static void save_case(Saving *s)
{
    RowKey key = row_key(ROW_CASE);
    if (s->instance->status == WRIT_CASE_ENDED) {
        if (s->instance->root_stored) {
            drop(s, &key);
        }
        s->instance->root_stored = false;
    } else {
        row_put_case(&s->bytes, s->instance);
        put(s, &key);
        s->instance->root_stored = true;
    }
    s->instance->root_dirty = false;
}

// Duties follow from what changed, however it is written. Afterwards nothing is marked as changed
// but the rows that `save_rows` takes from `changed`.
static Frame *tell_duties(Saving *s)
{
    Frame *changed = s->instance->dirty_frames;
    s->instance->dirty_frames = NULL;
    for (Frame *frame = changed; frame != NULL; frame = frame->next_dirty) {
        frame->listed = false;
        tell_frame(s, frame);
    }
    for (uint32_t i = 0; i < s->instance->call_count; i++) {
        if (s->instance->calls[i]->dirty) {
            tell_call(s, s->instance->calls[i]);
        }
    }
    return changed;
}

static void save_rows(Saving *s, Frame *changed)
{
    WritCase *instance = s->instance;
    save_elements(s);
    while (changed != NULL) {
        Frame *next = changed->next_dirty;
        save_frame(s, changed);
        changed = next;
    }
    for (uint32_t i = 0; i < instance->call_count; i++) {
        if (instance->calls[i]->dirty) {
            save_call(s, instance->calls[i]);
        }
    }
    for (uint32_t i = 0; i < instance->effect_count; i++) {
        if (instance->effects[i]->dirty) {
            save_effect(s, instance->effects[i]);
        }
    }
    save_rules(s);
    if (instance->root_dirty) {
        save_case(s);
    }
}

static void drop_whole(Saving *s)
{
    RowKey key = row_key(ROW_WHOLE);
    if (s->instance->whole_stored) {
        drop(s, &key);
        s->instance->whole_stored = false;
    }
}

// The case in one row. False: it is too large for that.
static bool save_whole(Saving *s)
{
    WritCase *instance = s->instance;
    if (instance->as_rows || instance->live_count > ROW_WHOLE_FRAMES_MAX) {
        return false;
    }
    RowKey key = row_key(ROW_WHOLE);
    writ_case_dump(instance, &s->bytes);
    if (s->bytes.length > ROW_WHOLE_BYTES_MAX) {
        writ_buffer_clear(&s->bytes);
        return false;
    }
    put(s, &key);
    instance->whole_stored = true;
    instance->dirty_element_count = 0;
    instance->root_dirty = false;
    return true;
}

static void settle_marks(WritCase *instance)
{
    for (uint32_t i = 0; i < instance->call_count; i++) {
        instance->calls[i]->dirty = false;
    }
    for (uint32_t i = 0; i < instance->effect_count; i++) {
        instance->effects[i]->dirty = false;
    }
    for (uint32_t i = 0; i < instance->program->plan->rule_count; i++) {
        instance->rules[i].dirty = false;
    }
    calls_compact(instance);
}

void writ_case_save(WritCase *instance, const WritRowSink *sink)
{
    Saving s = {.instance = instance, .sink = sink};
    Frame *changed = tell_duties(&s);
    if (instance->status == WRIT_CASE_ENDED && !instance->as_rows) {
        drop_whole(&s);
    } else if (instance->as_rows) {
        save_rows(&s, changed);
    } else if (!save_whole(&s)) {
        drop_whole(&s);
        instance->as_rows = true;
        change_all(instance);
        changed = instance->dirty_frames;
        instance->dirty_frames = NULL;
        for (Frame *frame = changed; frame != NULL; frame = frame->next_dirty) {
            frame->listed = false;
        }
        save_rows(&s, changed);
    }
    settle_marks(instance);
    writ_buffer_dispose(&s.bytes);
}

static void forget_row(void *self, WritText key, WritText value)
{
    (void)self;
    (void)key;
    (void)value;
}

static void forget_key(void *self, WritText key)
{
    (void)self;
    (void)key;
}

static void forget_duty(void *self, const WritDuty *duty)
{
    (void)self;
    (void)duty;
}

void writ_case_forget(WritCase *instance)
{
    WritRowSink sink = {NULL, forget_row, forget_key, forget_duty, forget_duty};
    writ_case_save(instance, &sink);
}
