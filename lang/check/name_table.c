// Open addressing over the numbers of names, which are dense and so make good hashes as they are.
#include "check/name_table.h"

#include <assert.h>
#include <stddef.h>

enum { TABLE_FIRST = 8 };

// Neighbouring numbers are neighbouring slots: a record's fields rarely collide.
static uint32_t slot_of(const NameTable *table, WritName name)
{
    uint32_t mask = table->capacity - 1;
    uint32_t at = name & mask;
    while (table->keys[at] != 0 && table->keys[at] != name) {
        at = (at + 1) & mask;
    }
    return at;
}

void *check_names_find(const NameTable *table, WritName name)
{
    if (table->capacity == 0 || name == 0) {
        return NULL;
    }
    uint32_t at = slot_of(table, name);
    return table->keys[at] == name ? table->values[at] : NULL;
}

static void grow(NameTable *table, WritArena *arena)
{
    NameTable before = *table;
    table->capacity = before.capacity == 0 ? TABLE_FIRST : before.capacity * 2;
    table->keys = writ_arena_array(arena, table->capacity, sizeof *table->keys);
    table->values = writ_arena_array(arena, table->capacity, sizeof *table->values);
    for (uint32_t i = 0; i < before.capacity; i++) {
        if (before.keys[i] != 0) {
            uint32_t at = slot_of(table, before.keys[i]);
            table->keys[at] = before.keys[i];
            table->values[at] = before.values[i];
        }
    }
}

void *check_names_put(NameTable *table, WritArena *arena, WritName name, void *value)
{
    assert(name != 0);
    if ((table->count + 1) * 2 > table->capacity) {
        grow(table, arena);
    }
    uint32_t at = slot_of(table, name);
    void *before = table->values[at];
    if (table->keys[at] == 0) {
        table->keys[at] = name;
        table->count++;
    }
    table->values[at] = value;
    return before;
}
