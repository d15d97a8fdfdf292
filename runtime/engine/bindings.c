// What approvals are bound to (settled.md 22): the value of each `if PATH changes later` line is
// hashed as it is shown, and compared with what stands there whenever data have changed.
#include "engine/decide.h"

#include <assert.h>

static bool has_decimal(WritValueKind kind)
{
    return kind == WRIT_VALUE_NUMBER || kind == WRIT_VALUE_PERCENT || kind == WRIT_VALUE_MONEY ||
           kind == WRIT_VALUE_QUANTITY;
}

// Writes in one way what is the same: 4.0% as 4%, elements by their places and not by their ids.
static void make_plain(WritValue *value)
{
    if (has_decimal(value->kind)) {
        WritDecimal plain;
        if (writ_decimal_round(&plain, value->number, writ_decimal_places(value->number),
                               WRIT_ROUND_DOWN, NULL) == WRIT_OK) {
            value->number = plain;
        }
    } else if (value->kind == WRIT_VALUE_RECORD) {
        for (uint32_t i = 0; i < value->record->field_count; i++) {
            make_plain(&value->record->fields[i]);
        }
    } else if (value->kind == WRIT_VALUE_LIST) {
        WritList *list = value->list;
        bool records = list->last_id > 0;
        list->last_id = records ? list->count : 0;
        for (uint32_t i = 0; i < list->count; i++) {
            make_plain(&list->items[i]);
            if (records) {
                list->items[i].record->id = i + 1;
            }
        }
    }
}

// What has no value any more differs from all that had one.
static WritText hash_bound(Deciding *d, const WritBinding *binding)
{
    Place place = place_in(case_root(d->instance));
    WritBuffer bytes = {0};
    WritValue value;
    if (evaluate(d, &place, binding->expr, &value)) {
        value = writ_value_copy(d->moment->arena, value);
        make_plain(&value);
        writ_value_put(&bytes, value);
    } else {
        d->trouble = (WritError){0};
    }
    WritHash hash = writ_hash(writ_buffer_text(&bytes));
    writ_buffer_dispose(&bytes);
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&hash, hex);
    return writ_arena_text(d->moment->arena, writ_text(hex));
}

void bind_shown(Deciding *d, const Frame *task)
{
    uint32_t id = task->id;
    uint32_t node = task->node;
    for (uint32_t i = 0; i < d->plan->binding_count; i++) {
        if (d->plan->bindings[i].node == node) {
            WritText hash = hash_bound(d, &d->plan->bindings[i]);
            WritEvent *event = next_event(d, WRIT_EVENT_APPROVAL_BOUND);
            event->frame = id;
            event->index = i;
            event->text = hash;
            emit(d);
        }
    }
}

// Whoever is still asked is asked about what stands there now.
static void revise_task(Deciding *d, const Frame *task)
{
    Place place = place_in(task);
    WritText revision;
    if (!hash_shown(d, &place, program_step(d->program, task->node), &revision)) {
        d->trouble = (WritError){0};
        return;
    }
    WritEvent *event = next_event(d, WRIT_EVENT_TASK_REVISED);
    event->frame = task->id;
    event->text = revision;
    emit(d);
}

static void carry_out_change(Deciding *d, uint32_t number, WritText hash)
{
    const WritBinding *binding = &d->plan->bindings[number];
    uint32_t asking = d->instance->approvals[number].frame;
    end_passing(d); // What goes on now is something else.
    WritEvent *event = next_event(d, WRIT_EVENT_APPROVED_CHANGED);
    event->frame = asking;
    event->index = number;
    event->text = hash;
    emit(d);
    if (binding->leaves) {
        leave_running_stage(d, WITHDRAW_STAGE_ACTIONS);
    } else if (asking != 0) {
        revise_task(d, case_frame(d->instance, asking));
    }
    // At once: whatever wrote it goes on only afterwards.
    uint32_t id = next_frame(d);
    begin_actions(d, 0, binding->actions, binding->leaves ? 1 : 0, (WritValue){0});
    Frame *actions = case_frame(d->instance, id);
    if (run_list(d, actions, binding->actions, 0) == LIST_DONE) {
        finish_step(d, actions, actions->node);
    }
}

static void mind_each(Deciding *d)
{
    WritCase *instance = d->instance;
    instance->wrote = false;
    for (uint32_t i = 0; i < d->plan->binding_count && instance->status == WRIT_CASE_OPEN; i++) {
        const Approval *approval = &instance->approvals[i];
        if (approval->hash.length == 0) {
            continue;
        }
        if (case_is_held(instance)) {
            return; // Where that leads the case, entering a stage compares again.
        }
        WritText hash = hash_bound(d, &d->plan->bindings[i]);
        if (!writ_text_equal(hash, approval->hash)) {
            carry_out_change(d, i, hash);
        }
    }
}

// A line that goes on may set off others, none itself (lang/check/circles.c), so that so many
// rounds are enough.
void mind_bindings(Deciding *d)
{
    for (uint32_t i = 0; d->instance->wrote && i <= d->plan->binding_count; i++) {
        mind_each(d);
    }
    d->instance->wrote = false;
}
