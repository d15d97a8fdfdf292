// Open addressing over indexes; the texts are an array beside it.
#include "writ/names.h"

#include <assert.h>
#include <string.h>

struct WritNames {
    WritArena *arena;
    WritText *texts;
    uint64_t *hashes;
    size_t count;
    size_t capacity;
    WritName *slots; // 0 is free.
    size_t slot_count;
};

enum { NAMES_FIRST = 64 };

WritNames *writ_names_new(WritArena *arena)
{
    WritNames *names = writ_arena_alloc(arena, sizeof *names);
    names->arena = arena;
    names->capacity = NAMES_FIRST;
    names->texts = writ_arena_array(arena, names->capacity, sizeof *names->texts);
    names->hashes = writ_arena_array(arena, names->capacity, sizeof *names->hashes);
    names->slot_count = 2 * (size_t)NAMES_FIRST;
    names->slots = writ_arena_array(arena, names->slot_count, sizeof *names->slots);
    names->texts[0] = writ_arena_text(arena, (WritText){NULL, 0});
    names->count = 1;
    return names;
}

// The slot that holds `text`, or the free one where it belongs.
static size_t slot_of(const WritNames *names, WritText text, uint64_t hash)
{
    size_t mask = names->slot_count - 1;
    size_t slot = (size_t)hash & mask;
    while (names->slots[slot] != 0) {
        WritName name = names->slots[slot];
        if (names->hashes[name] == hash && writ_text_equal(names->texts[name], text)) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void grow(WritNames *names)
{
    size_t capacity = names->capacity * 2;
    WritText *texts = writ_arena_array(names->arena, capacity, sizeof *texts);
    uint64_t *hashes = writ_arena_array(names->arena, capacity, sizeof *hashes);
    memcpy(texts, names->texts, names->count * sizeof *texts);
    memcpy(hashes, names->hashes, names->count * sizeof *hashes);
    names->texts = texts;
    names->hashes = hashes;
    names->capacity = capacity;
    names->slot_count = capacity * 2;
    names->slots = writ_arena_array(names->arena, names->slot_count, sizeof *names->slots);
    for (size_t i = 1; i < names->count; i++) {
        names->slots[slot_of(names, texts[i], hashes[i])] = (WritName)i;
    }
}

WritName writ_names_add(WritNames *names, WritText text)
{
    if (text.length == 0) {
        return 0;
    }
    uint64_t hash = writ_text_hash(text);
    size_t slot = slot_of(names, text, hash);
    if (names->slots[slot] != 0) {
        return names->slots[slot];
    }
    if (names->count == names->capacity) {
        grow(names);
        slot = slot_of(names, text, hash);
    }
    assert(names->count < UINT32_MAX);
    WritName name = (WritName)names->count++;
    names->texts[name] = writ_arena_text(names->arena, text);
    names->hashes[name] = hash;
    names->slots[slot] = name;
    return name;
}

WritName writ_names_find(const WritNames *names, WritText text)
{
    if (text.length == 0) {
        return 0;
    }
    return names->slots[slot_of(names, text, writ_text_hash(text))];
}

WritText writ_names_text(const WritNames *names, WritName name)
{
    assert(name < names->count);
    return names->texts[name];
}

size_t writ_names_count(const WritNames *names)
{
    return names->count;
}
