// `join a second` (settled.md 20): the data of a second start are handed to the open case. What
// they bring is written over what stands there, field by field; what they leave out stays.
#include "engine/decide.h"

#include <assert.h>

typedef struct Joining {
    Deciding *d;
    WritArena *arena;
    bool failed; // Something brought cannot be completed, which is trouble.
} Joining;

// What is brought says nothing that does not stand there.
static bool says_nothing_new(WritValue old, WritValue given)
{
    if (given.kind == WRIT_VALUE_MISSING) {
        return true;
    }
    if (given.kind != old.kind) {
        return false;
    }
    if (given.kind == WRIT_VALUE_RECORD) {
        for (uint32_t i = 0; i < given.record->field_count; i++) {
            if (!says_nothing_new(old.record->fields[i], given.record->fields[i])) {
                return false;
            }
        }
        return true;
    }
    if (given.kind != WRIT_VALUE_LIST) {
        return writ_value_equal(old, given);
    }
    for (uint32_t i = 0; old.list->count == given.list->count && i < given.list->count; i++) {
        if (!says_nothing_new(old.list->items[i], given.list->items[i])) {
            return false;
        }
    }
    return old.list->count == given.list->count;
}

// What takes the place of something else, with what it has at the start. New elements have new ids,
// so that no call of an old one answers for them.
static WritValue brought(Joining *joining, WritValue old, WritValue given)
{
    WritValue value = writ_value_copy(joining->arena, given);
    joining->failed = !complete_value(joining->d, &value) || joining->failed;
    uint32_t last = old.kind == WRIT_VALUE_LIST ? old.list->last_id : 0;
    if (value.kind != WRIT_VALUE_LIST || value.list->last_id == 0 || last == 0) {
        return value;
    }
    for (uint32_t i = 0; i < value.list->count; i++) {
        value.list->items[i].record->id += last;
    }
    value.list->last_id += last;
    return value;
}

static WritValue merged(Joining *joining, WritValue old, WritValue given)
{
    if (says_nothing_new(old, given)) {
        return old;
    }
    if (given.kind != WRIT_VALUE_RECORD || old.kind != WRIT_VALUE_RECORD) {
        return brought(joining, old, given);
    }
    WritValue result = old;
    result.record = writ_record_new(joining->arena, old.record->field_count);
    result.record->id = old.record->id;
    for (uint32_t i = 0; i < old.record->field_count; i++) {
        result.record->fields[i] = merged(joining, old.record->fields[i], given.record->fields[i]);
    }
    return result;
}

// The list at a place behind a slot's value; NULL where it is not there.
static const WritList *list_at(const WritPlan *plan, const WritTarget *target, WritValue value)
{
    for (uint32_t i = 0; i < target->field_count && value.kind == WRIT_VALUE_RECORD; i++) {
        value = value.record->fields[plan->operands[target->fields_start + i]];
    }
    return value.kind == WRIT_VALUE_LIST ? value.list : NULL;
}

static bool is_free(Deciding *d, uint32_t slot, WritValue old, WritValue value)
{
    for (uint32_t i = 0; i < d->instance->frame_count; i++) {
        const Frame *frame = d->instance->frames[i];
        if (frame->gone || frame->kind != FRAME_EACH) {
            continue;
        }
        uint32_t list = program_node(d->program, frame->node)->list;
        const WritTarget *target = list == WRIT_NONE ? NULL : &d->plan->targets[list];
        if (target != NULL && target->slot == slot &&
            list_at(d->plan, target, old) != list_at(d->plan, target, value)) {
            (void)writ_fail(&d->trouble, WRIT_CONFLICT,
                            "%.*s cannot be replaced while work runs over its elements",
                            WRIT_TEXT_ARGS(target->text));
            return false;
        }
    }
    return true;
}

WritStatus writ_case_starting_key(WritCase *fresh, const WritCommand *command,
                                  const WritMoment *moment, WritText *key, WritError *error)
{
    assert(fresh->status == WRIT_CASE_NEW && command->kind == WRIT_COMMAND_START);
    Deciding d = {
        .instance = fresh,
        .program = fresh->program,
        .plan = fresh->program->plan,
        .moment = moment,
    };
    WritEvent *event = next_event(&d, WRIT_EVENT_CASE_STARTED);
    return starting_values(&d, command, event) && starting_key(&d, key) ? WRIT_OK
                                                                        : refuse(&d, error);
}

// Where an event starts the process, it is one that has joined.
static void hand_over(Deciding *d, WritValue *values, uint32_t count, const Judgement *data)
{
    const Frame *root = case_root(d->instance);
    bool by_event = d->plan->start == WRIT_START_ON_EVENT;
    uint32_t cause = by_event ? d->plan->start_event : WRIT_NONE;
    Judgement came = judge_occurrence(d, WRIT_OCCURS_EVENT, cause);
    WritEvent *event = next_event(d, WRIT_EVENT_CASE_JOINED);
    event->values = values;
    event->value_count = count;
    emit(d);
    pass_breaches(d, root, WRIT_NONE, data);
    pass_breaches(d, root, WRIT_NONE, &came);
    note_happened(d, WRIT_OCCURS_EVENT, cause);
}

WritStatus join_second(Deciding *d, const WritCommand *command, WritError *error)
{
    assert(d->plan->second == WRIT_SECOND_JOINED);
    if (case_is_held(d->instance)) {
        return writ_fail(error, WRIT_CONFLICT, "the open case is being wound up");
    }
    Joining joining = {.d = d, .arena = d->moment->arena};
    WritValue *values = writ_arena_array(joining.arena, command->value_count + 1, sizeof *values);
    uint32_t count = 0;
    for (uint32_t i = 0; i < d->plan->slot_count; i++) {
        if (d->plan->slots[i].kind != WRIT_SLOT_PARAMETER) {
            continue;
        }
        assert(count < command->value_count);
        WritValue old = data_slot(d->instance, case_root(d->instance), i);
        WritValue *value = &values[count];
        *value = merged(&joining, old, command->values[count]);
        if (joining.failed || !is_free(d, i, old, *value) || !judge_value(d, *value)) {
            return d->trouble.status == WRIT_CONFLICT
                       ? writ_fail(error, WRIT_CONFLICT, "%s", d->trouble.text)
                       : refuse(d, error);
        }
        count++;
    }
    Judgement data = judge_joining(d, values);
    if (is_blocked(d, &data)) {
        return refuse(d, error);
    }
    hand_over(d, values, count, &data);
    return WRIT_OK;
}
