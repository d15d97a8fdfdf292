#include "writ/map.h"

#include <assert.h>
#include <stdint.h>

typedef struct Entry {
    WritText key;
    uint64_t hash;
    void *value; // NULL is free.
} Entry;

struct WritMap {
    WritArena *arena;
    Entry *entries;
    size_t count;
    size_t capacity;
};

enum { MAP_ENTRIES_FIRST = 16 };

WritMap *writ_map_new(WritArena *arena)
{
    WritMap *map = writ_arena_alloc(arena, sizeof *map);
    map->arena = arena;
    map->capacity = MAP_ENTRIES_FIRST;
    map->entries = writ_arena_array(arena, map->capacity, sizeof *map->entries);
    return map;
}

static Entry *entry_of(Entry *entries, size_t capacity, WritText key, uint64_t hash)
{
    size_t mask = capacity - 1;
    size_t at = (size_t)hash & mask;
    while (entries[at].value != NULL) {
        if (entries[at].hash == hash && writ_text_equal(entries[at].key, key)) {
            break;
        }
        at = (at + 1) & mask;
    }
    return &entries[at];
}

void *writ_map_find(const WritMap *map, WritText key)
{
    return entry_of(map->entries, map->capacity, key, writ_text_hash(key))->value;
}

static void grow(WritMap *map)
{
    size_t capacity = map->capacity * 2;
    Entry *entries = writ_arena_array(map->arena, capacity, sizeof *entries);
    for (size_t i = 0; i < map->capacity; i++) {
        const Entry *entry = &map->entries[i];
        if (entry->value != NULL) {
            *entry_of(entries, capacity, entry->key, entry->hash) = *entry;
        }
    }
    map->entries = entries;
    map->capacity = capacity;
}

void *writ_map_put(WritMap *map, WritText key, void *value)
{
    assert(value != NULL);
    if ((map->count + 1) * 4 > map->capacity * 3) {
        grow(map);
    }
    uint64_t hash = writ_text_hash(key);
    Entry *entry = entry_of(map->entries, map->capacity, key, hash);
    void *before = entry->value;
    if (before == NULL) {
        entry->key = key;
        entry->hash = hash;
        map->count++;
    }
    entry->value = value;
    return before;
}

size_t writ_map_count(const WritMap *map)
{
    return map->count;
}
