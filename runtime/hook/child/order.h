// One order for the keys of a table: numbers ascending, then texts by their bytes, then false and
// true. Stock Lua's order changes from process to process (guarantees.md finding 3).
#ifndef WRIT_HOOK_CHILD_ORDER_H
#define WRIT_HOOK_CHILD_ORDER_H

#include <lua.h>

// Pushes a new list of the keys of the table at `index`, in order, and returns their number.
// Raises for a key of another kind: its order would be that of addresses.
lua_Integer order_push_keys(lua_State *L, int index);

// For the table of base functions.
int order_next(lua_State *L);  // next(table [, key])
int order_pairs(lua_State *L); // pairs(table)

#endif
