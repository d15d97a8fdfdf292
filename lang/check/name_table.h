// A table from a name's number to a pointer, in an arena: the look-up of every pass.
#ifndef CHECK_NAME_TABLE_H
#define CHECK_NAME_TABLE_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/names.h"

// Zeroed memory is an empty table; the first entry allocates.
typedef struct NameTable {
    WritName *keys; // 0 is free: no declaration has the empty name.
    void **values;
    uint32_t count;
    uint32_t capacity;
} NameTable;

// NULL when `name` is absent.
void *check_names_find(const NameTable *table, WritName name);
// Adds `name` or replaces its value, which may be NULL to take it out. Returns the value before.
void *check_names_put(NameTable *table, WritArena *arena, WritName name, void *value);

#endif
