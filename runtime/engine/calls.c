#include "engine/apply.h"

#include <assert.h>
#include <string.h>

Call *calls_add(WritCase *instance, uint32_t number)
{
    if (instance->call_count == instance->call_capacity) {
        uint32_t capacity = instance->call_capacity == 0 ? 4 : 2 * instance->call_capacity;
        Call **calls = writ_arena_array(instance->arena, capacity, sizeof(Call *));
        if (instance->call_count > 0) {
            memcpy(calls, instance->calls, instance->call_count * sizeof *calls);
        }
        instance->calls = calls;
        instance->call_capacity = capacity;
    }
    Call *call = writ_arena_alloc(instance->arena, sizeof *call);
    call->number = number;
    call->attempt = 1;
    call->due = WRIT_NEVER;
    call->dirty = true;
    if (number > instance->last_call) {
        instance->last_call = number;
        instance->root_dirty = true;
    }
    uint32_t place = instance->call_count++;
    while (place > 0 && instance->calls[place - 1]->number > number) {
        instance->calls[place] = instance->calls[place - 1];
        place--;
    }
    instance->calls[place] = call;
    return call;
}

void calls_remove(WritCase *instance, Call *call)
{
    (void)instance;
    assert(!call->gone);
    call->gone = true;
    call->dirty = true;
}

Effect *effects_add(WritCase *instance, uint32_t number)
{
    if (instance->effect_count == instance->effect_capacity) {
        uint32_t capacity = instance->effect_capacity == 0 ? 4 : 2 * instance->effect_capacity;
        Effect **effects = writ_arena_array(instance->arena, capacity, sizeof(Effect *));
        if (instance->effect_count > 0) {
            memcpy(effects, instance->effects, instance->effect_count * sizeof *effects);
        }
        instance->effects = effects;
        instance->effect_capacity = capacity;
    }
    Effect *effect = writ_arena_alloc(instance->arena, sizeof *effect);
    effect->number = number;
    effect->dirty = true;
    if (number > instance->last_effect) {
        instance->last_effect = number;
        instance->root_dirty = true;
    }
    uint32_t place = instance->effect_count++;
    while (place > 0 && instance->effects[place - 1]->number > number) {
        instance->effects[place] = instance->effects[place - 1];
        place--;
    }
    instance->effects[place] = effect;
    return effect;
}

void effects_remove(WritCase *instance, Effect *effect)
{
    (void)instance;
    assert(!effect->gone);
    effect->gone = true;
    effect->dirty = true;
}

void calls_compact(WritCase *instance)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < instance->call_count; i++) {
        if (!instance->calls[i]->gone) {
            instance->calls[kept++] = instance->calls[i];
        }
    }
    instance->call_count = kept;
    kept = 0;
    for (uint32_t i = 0; i < instance->effect_count; i++) {
        if (!instance->effects[i]->gone) {
            instance->effects[kept++] = instance->effects[i];
        }
    }
    instance->effect_count = kept;
}
