// Events as bytes. Each member has one way of being written, and events.def says which kind has
// which, so that there is no code for any single kind.
#include "writ/event.h"

#include <assert.h>

static const struct {
    const char *name;
    unsigned members;
} kinds[] = {
#define WRIT_EVENT(number, NAME, kind_name, kind_members, sentence)                                \
    [number] = {kind_name, kind_members},
#include "writ/events.def"
#undef WRIT_EVENT
};

enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

const char *writ_event_name(uint32_t kind)
{
    return kind < KIND_COUNT ? kinds[kind].name : NULL;
}

const char *writ_identity_name(WritIdentity identity)
{
    switch (identity) {
    case WRIT_IDENTITY_SYSTEM:
        return "system";
    case WRIT_IDENTITY_ACCOUNT:
        return "account";
    case WRIT_IDENTITY_TOKEN:
        return "token";
    case WRIT_IDENTITY_ASSERTED:
        return "asserted by operator";
    }
    WRIT_UNREACHABLE();
}

// WRIT_NONE is written as 0, so that "none" costs one byte.
static void put_index(WritBuffer *out, uint32_t index)
{
    writ_put_uint(out, (uint64_t)(uint32_t)(index + 1));
}

static uint32_t get_index(WritReader *in)
{
    return writ_get_u32(in) - 1;
}

// An instant as its distance from `never` would be long; 0 is never, others are shifted by one.
static void put_due(WritBuffer *out, int64_t due)
{
    if (due == WRIT_NEVER) {
        writ_put_u8(out, 0);
    } else {
        writ_put_u8(out, 1);
        writ_put_int(out, due);
    }
}

static int64_t get_due(WritReader *in)
{
    uint8_t given = writ_get_u8(in);
    if (given > 1) {
        in->failed = true;
    }
    return given == 1 ? writ_get_int(in) : WRIT_NEVER;
}

static void put_lists(WritBuffer *out, const WritEvent *event, unsigned members)
{
    if ((members & WRIT_HAS_VALUES) != 0) {
        writ_put_uint(out, event->value_count);
        for (uint32_t i = 0; i < event->value_count; i++) {
            writ_value_put(out, event->values[i]);
        }
    }
    if ((members & WRIT_HAS_IDS) != 0) {
        writ_put_uint(out, event->id_count);
        for (uint32_t i = 0; i < event->id_count; i++) {
            writ_put_uint(out, event->ids[i]);
        }
    }
    if ((members & WRIT_HAS_PEOPLE) != 0) {
        writ_put_uint(out, event->person_count);
        for (uint32_t i = 0; i < event->person_count; i++) {
            writ_put_text(out, event->people[i]);
        }
    }
}

void writ_event_put(WritBuffer *out, const WritEvent *event)
{
    assert((uint32_t)event->kind < KIND_COUNT && kinds[event->kind].name != NULL);
    unsigned members = kinds[event->kind].members;
    writ_put_uint(out, event->kind);
    if ((members & WRIT_HAS_FRAME) != 0) {
        writ_put_uint(out, event->frame);
    }
    if ((members & WRIT_HAS_PARENT) != 0) {
        writ_put_uint(out, event->parent);
    }
    if ((members & WRIT_HAS_NODE) != 0) {
        put_index(out, event->node);
    }
    if ((members & WRIT_HAS_NUMBER) != 0) {
        writ_put_uint(out, event->number);
    }
    if ((members & WRIT_HAS_INDEX) != 0) {
        put_index(out, event->index);
    }
    if ((members & WRIT_HAS_LIST) != 0) {
        put_index(out, event->list);
    }
    if ((members & WRIT_HAS_DUE) != 0) {
        put_due(out, event->due);
    }
    if ((members & WRIT_HAS_TEXT) != 0) {
        writ_put_text(out, event->text);
    }
    if ((members & WRIT_HAS_DETAIL) != 0) {
        writ_put_text(out, event->detail);
    }
    if ((members & WRIT_HAS_VALUE) != 0) {
        writ_value_put(out, event->value);
    }
    put_lists(out, event, members);
}

static bool get_values(WritReader *in, WritArena *arena, WritEvent *event)
{
    size_t count = writ_get_count(in);
    event->value_count = (uint32_t)count;
    event->values = count == 0 ? NULL : writ_arena_array(arena, count, sizeof *event->values);
    for (size_t i = 0; i < count; i++) {
        if (!writ_value_get(in, arena, &event->values[i])) {
            return false;
        }
    }
    return true;
}

static void get_ids(WritReader *in, WritArena *arena, WritEvent *event)
{
    size_t count = writ_get_count(in);
    event->id_count = (uint32_t)count;
    event->ids = count == 0 ? NULL : writ_arena_array(arena, count, sizeof *event->ids);
    for (size_t i = 0; i < count; i++) {
        event->ids[i] = writ_get_u32(in);
    }
}

static void get_people(WritReader *in, WritArena *arena, WritEvent *event)
{
    size_t count = writ_get_count(in);
    event->person_count = (uint32_t)count;
    event->people = count == 0 ? NULL : writ_arena_array(arena, count, sizeof *event->people);
    for (size_t i = 0; i < count; i++) {
        event->people[i] = writ_get_text(in);
    }
}

static void get_numbers(WritReader *in, WritEvent *event, unsigned members)
{
    if ((members & WRIT_HAS_FRAME) != 0) {
        event->frame = writ_get_u32(in);
    }
    if ((members & WRIT_HAS_PARENT) != 0) {
        event->parent = writ_get_u32(in);
    }
    if ((members & WRIT_HAS_NODE) != 0) {
        event->node = get_index(in);
    }
    if ((members & WRIT_HAS_NUMBER) != 0) {
        event->number = writ_get_u32(in);
    }
    if ((members & WRIT_HAS_INDEX) != 0) {
        event->index = get_index(in);
    }
    if ((members & WRIT_HAS_LIST) != 0) {
        event->list = get_index(in);
    }
    if ((members & WRIT_HAS_DUE) != 0) {
        event->due = get_due(in);
    }
}

bool writ_event_get(WritReader *in, WritArena *arena, WritEvent *event)
{
    uint32_t kind = writ_get_u32(in);
    if (kind >= KIND_COUNT || kinds[kind].name == NULL) {
        in->failed = true;
        return false;
    }
    unsigned members = kinds[kind].members;
    *event = writ_event((WritEventKind)kind);
    get_numbers(in, event, members);
    if ((members & WRIT_HAS_TEXT) != 0) {
        event->text = writ_get_text(in);
    }
    if ((members & WRIT_HAS_DETAIL) != 0) {
        event->detail = writ_get_text(in);
    }
    if ((members & WRIT_HAS_VALUE) != 0 && !writ_value_get(in, arena, &event->value)) {
        return false;
    }
    if ((members & WRIT_HAS_VALUES) != 0 && !get_values(in, arena, event)) {
        return false;
    }
    if ((members & WRIT_HAS_IDS) != 0) {
        get_ids(in, arena, event);
    }
    if ((members & WRIT_HAS_PEOPLE) != 0) {
        get_people(in, arena, event);
    }
    return !in->failed;
}
