// pairs takes a sorted list of the keys once and walks along it; next looks for the smallest key
// above the one it is given, so that it needs no memory of its own.
#include "hook/child/order.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

#include "hook/child/limits.h"

// A key as it is compared. Texts are borrowed from the table that is being sorted.
typedef struct Key {
    int type; // Of lua_type.
    bool is_integer;
    bool truth;
    lua_Integer integer;
    lua_Number number;
    const char *text;
    size_t length;
    lua_Integer place; // In the list of unsorted keys.
} Key;

static int rank(int type)
{
    return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2;
}

static Key read_key(lua_State *L, int index)
{
    Key key = {.type = lua_type(L, index)};
    if (key.type == LUA_TNUMBER) {
        key.is_integer = lua_isinteger(L, index) != 0;
        key.integer = key.is_integer ? lua_tointeger(L, index) : 0;
        key.number = lua_tonumber(L, index);
    } else if (key.type == LUA_TSTRING) {
        key.text = lua_tolstring(L, index, &key.length);
    } else if (key.type == LUA_TBOOLEAN) {
        key.truth = lua_toboolean(L, index) != 0;
    } else {
        (void)luaL_error(L,
                         "a key of the table is a %s: only numbers, texts and booleans have an "
                         "order",
                         lua_typename(L, key.type));
    }
    return key;
}

// An integer against a float: exact, where a conversion to float would make neighbours equal.
// A float that is a whole number in range is never a key beside integers: Lua makes it one.
static int compare_numbers(const Key *a, const Key *b)
{
    if (a->is_integer && b->is_integer) {
        return a->integer < b->integer ? -1 : a->integer > b->integer;
    }
    if (a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    // Equal as floats only when the integer was rounded: then the float is 2^63 or above.
    return a->is_integer ? -1 : b->is_integer ? 1 : 0;
}

static int compare_keys(const Key *a, const Key *b)
{
    if (a->type != b->type) {
        return rank(a->type) - rank(b->type);
    }
    if (a->type == LUA_TNUMBER) {
        return compare_numbers(a, b);
    }
    if (a->type == LUA_TBOOLEAN) {
        return (int)a->truth - (int)b->truth;
    }
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, shorter);
    return order != 0 ? order : a->length < b->length ? -1 : a->length > b->length;
}

// The unsorted keys in a new list; returns their number.
static lua_Integer push_unsorted(lua_State *L, int index)
{
    lua_Integer count = 0;
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, ++count);
        if ((count & 0xfff) == 0) {
            limits_charge(L, 0xfff);
        }
    }
    return count;
}

// Moves the key at `root` down to where it belongs in the heap of the first `count` keys.
static void sift_down(Key *keys, size_t root, size_t count)
{
    for (size_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && compare_keys(&keys[child], &keys[child + 1]) < 0) {
            child++;
        }
        if (compare_keys(&keys[root], &keys[child]) >= 0) {
            return;
        }
        Key moved = keys[root];
        keys[root] = keys[child];
        keys[child] = moved;
        root = child;
    }
}

// Heap sort: in place, and never slower than its worst case is said to be. The C library's qsort
// asks the system how much memory there is, which a confined child may not.
static void sort_keys(Key *keys, size_t count)
{
    for (size_t root = count / 2; root-- > 0;) {
        sift_down(keys, root, count);
    }
    for (size_t last = count; last-- > 1;) {
        Key largest = keys[0];
        keys[0] = keys[last];
        keys[last] = largest;
        sift_down(keys, 0, last);
    }
}

static uint64_t sorting_steps(lua_Integer count)
{
    uint64_t steps = 0;
    for (lua_Integer half = count; half > 0; half /= 2) {
        steps += (uint64_t)count;
    }
    return steps;
}

lua_Integer order_push_keys(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    luaL_checkstack(L, 6, "a table is nested too deep");
    lua_Integer count = push_unsorted(L, index);
    int unsorted = lua_gettop(L);
    limits_charge(L, sorting_steps(count));
    // A userdata: an error on the way leaves nothing to free.
    Key *keys = lua_newuserdatauv(L, (size_t)(count > 0 ? count : 1) * sizeof *keys, 0);
    for (lua_Integer i = 0; i < count; i++) {
        (void)lua_rawgeti(L, unsorted, i + 1);
        keys[i] = read_key(L, -1);
        keys[i].place = i + 1;
        lua_pop(L, 1);
    }
    sort_keys(keys, (size_t)count);
    lua_createtable(L, count < 1 << 20 ? (int)count : 0, 0);
    for (lua_Integer i = 0; i < count; i++) {
        (void)lua_rawgeti(L, unsorted, keys[i].place);
        lua_rawseti(L, -2, i + 1);
    }
    lua_replace(L, unsorted);
    lua_settop(L, unsorted);
    return count;
}

int order_next(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    bool first = lua_isnil(L, 2);
    Key after = first ? (Key){0} : read_key(L, 2);
    lua_settop(L, 3); // Stack index 3: the best key so far.
    bool found = false;
    Key best = {0};
    uint64_t looked_at = 0;
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        lua_pop(L, 1);
        Key key = read_key(L, -1);
        if ((first || compare_keys(&key, &after) > 0) &&
            (!found || compare_keys(&key, &best) < 0)) {
            best = key;
            found = true;
            lua_copy(L, -1, 3);
        }
        if ((++looked_at & 0xfff) == 0) {
            limits_charge(L, 0xfff);
        }
    }
    limits_charge(L, looked_at & 0xfff);
    lua_settop(L, 3);
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushvalue(L, 3);
    (void)lua_rawget(L, 1);
    return 2;
}

// Upvalues: the sorted keys and the place of the last one given out.
static int next_in_order(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer place = lua_tointeger(L, lua_upvalueindex(2));
    while (lua_rawgeti(L, lua_upvalueindex(1), ++place) != LUA_TNIL) {
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL) {
            lua_pushinteger(L, place);
            lua_replace(L, lua_upvalueindex(2));
            return 2;
        }
        // The entry was removed on the way.
        lua_pop(L, 2);
        limits_charge(L, 1);
    }
    return 1;
}

int order_pairs(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    (void)order_push_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_in_order, 2);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}
