// A table from text to a pointer, in an arena. Keys are borrowed and must outlive the map.
#ifndef WRIT_MAP_H
#define WRIT_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "writ/arena.h"
#include "writ/text.h"

typedef struct WritMap WritMap;

WritMap *writ_map_new(WritArena *arena);
// NULL when `key` is absent.
void *writ_map_find(const WritMap *map, WritText key);
// Adds `key`, or replaces its value. `value` is not NULL. Returns the value it had before, or NULL.
void *writ_map_put(WritMap *map, WritText key, void *value);
size_t writ_map_count(const WritMap *map);

#endif
