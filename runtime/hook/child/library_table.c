// The table functions on raw lists: a length is what the table has, never what __len says, and
// every loop is paid for before it runs.
#include "hook/child/builder.h"
#include "hook/child/internal.h"

static lua_Integer check_list(lua_State *L, int index)
{
    luaL_checktype(L, index, LUA_TTABLE);
    return (lua_Integer)lua_rawlen(L, index);
}

// Moves `count` entries of the table at stack index 1 by one place, up or down.
static void shift_up(lua_State *L, lua_Integer first, lua_Integer last)
{
    limits_charge(L, (uint64_t)(last - first) + 1);
    for (lua_Integer i = last; i >= first; i--) {
        (void)lua_rawgeti(L, 1, i);
        lua_rawseti(L, 1, i + 1);
    }
}

// table.insert(list, [place,] value)
static int table_insert(lua_State *L)
{
    lua_Integer end = check_list(L, 1) + 1;
    int count = lua_gettop(L);
    lua_Integer place = end;
    if (count == 3) {
        place = luaL_checkinteger(L, 2);
        luaL_argcheck(L, place >= 1 && place <= end, 2, "position out of bounds");
        if (place < end) {
            shift_up(L, place, end - 1);
        }
    } else if (count != 2) {
        return luaL_error(L, "wrong number of arguments to \"insert\"");
    }
    lua_rawseti(L, 1, place);
    return 0;
}

// table.remove(list [, place])
static int table_remove(lua_State *L)
{
    lua_Integer length = check_list(L, 1);
    lua_Integer place = luaL_optinteger(L, 2, length);
    if (lua_gettop(L) > 1) {
        luaL_argcheck(L, place == length || (place >= 1 && place <= length + 1), 2,
                      "position out of bounds");
    }
    (void)lua_rawgeti(L, 1, place);
    if (place < length) {
        limits_charge(L, (uint64_t)(length - place));
    }
    for (; place < length; place++) {
        (void)lua_rawgeti(L, 1, place + 1);
        lua_rawseti(L, 1, place);
    }
    lua_pushnil(L);
    lua_rawseti(L, 1, place);
    return 1;
}

// table.move(from, first, last, to [, target])
static int table_move(lua_State *L)
{
    lua_Integer first = luaL_checkinteger(L, 2);
    lua_Integer last = luaL_checkinteger(L, 3);
    lua_Integer to = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, target, LUA_TTABLE);
    lua_settop(L, 5);
    if (last >= first) {
        // Without these two the places would overflow.
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3,
                      "too many elements to move");
        lua_Integer count = last - first + 1;
        luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
        limits_charge(L, (uint64_t)count);
        bool forward = to > last || to <= first || lua_rawequal(L, 1, target) == 0;
        for (lua_Integer i = 0; i < count; i++) {
            lua_Integer step = forward ? i : count - 1 - i;
            (void)lua_rawgeti(L, 1, first + step);
            lua_rawseti(L, target, to + step);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

// table.concat(list [, separator [, first [, last]]])
static int table_concat(lua_State *L)
{
    lua_Integer length = check_list(L, 1);
    size_t separator_bytes = 0;
    const char *separator = luaL_optlstring(L, 2, "", &separator_bytes);
    lua_Integer first = luaL_optinteger(L, 3, 1);
    lua_Integer last = luaL_optinteger(L, 4, length);
    Builder builder;
    builder_init(&builder, L);
    while (first <= last) {
        int type = lua_rawgeti(L, 1, first);
        if (type != LUA_TSTRING && type != LUA_TNUMBER) {
            return luaL_error(L, "table.concat: entry %I is a %s", (LUAI_UACINT)first,
                              lua_typename(L, type));
        }
        limits_charge_bytes(L, lua_rawlen(L, -1) + separator_bytes);
        builder_add_top(&builder);
        if (first == last) {
            break;
        }
        builder_add(&builder, separator, separator_bytes);
        first++;
    }
    builder_push(&builder);
    return 1;
}

// table.unpack(list [, first [, last]])
static int table_unpack(lua_State *L)
{
    lua_Integer first = luaL_optinteger(L, 2, 1);
    lua_Integer last = lua_isnoneornil(L, 3) ? check_list(L, 1) : luaL_checkinteger(L, 3);
    luaL_checktype(L, 1, LUA_TTABLE);
    if (first > last) {
        return 0;
    }
    uint64_t count = (uint64_t)last - (uint64_t)first;
    if (count >= INT32_MAX || lua_checkstack(L, (int)count + 1) == 0) {
        return luaL_error(L, "table.unpack: too many values");
    }
    limits_charge(L, count + 1);
    for (uint64_t i = 0; i <= count; i++) {
        (void)lua_rawgeti(L, 1, first + (lua_Integer)i);
    }
    return (int)count + 1;
}

// True when the value at index -1 comes before the one at -2, by the function at stack index 2 or
// by "<". Leaves both.
static bool comes_before(lua_State *L)
{
    limits_charge(L, 1);
    if (lua_isnil(L, 2)) {
        return lua_compare(L, -1, -2, LUA_OPLT) != 0;
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -4);
    lua_call(L, 2, 1);
    bool before = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
    return before;
}

// Merges the sorted runs [left, middle) and [middle, right) of the table at `from` into `to`.
static void merge_runs(lua_State *L, int from, int to, const lua_Integer bounds[3])
{
    lua_Integer left = bounds[0];
    lua_Integer right = bounds[1];
    for (lua_Integer out = bounds[0]; out < bounds[2]; out++) {
        bool take_right = left == bounds[1];
        if (left < bounds[1] && right < bounds[2]) {
            (void)lua_rawgeti(L, from, left);
            (void)lua_rawgeti(L, from, right);
            take_right = comes_before(L);
            lua_pop(L, 2);
        }
        (void)lua_rawgeti(L, from, take_right ? right++ : left++);
        lua_rawseti(L, to, out);
    }
}

static lua_Integer smaller(lua_Integer a, lua_Integer b)
{
    return a < b ? a : b;
}

// table.sort(list [, before]): a merge sort between the list and a scratch table. It is stable, its
// number of steps does not depend on what `before` answers, and nothing in it is random.
static int table_sort(lua_State *L)
{
    lua_Integer length = check_list(L, 1);
    if (!lua_isnoneornil(L, 2)) {
        luaL_checktype(L, 2, LUA_TFUNCTION);
    }
    lua_settop(L, 2);
    limits_charge(L, (uint64_t)length);
    lua_createtable(L, length < 1 << 20 ? (int)length : 0, 0);
    int from = 1;
    int to = 3;
    for (lua_Integer width = 1; width < length; width *= 2) {
        for (lua_Integer left = 1; left <= length; left += 2 * width) {
            const lua_Integer bounds[3] = {left, smaller(left + width, length + 1),
                                           smaller(left + 2 * width, length + 1)};
            merge_runs(L, from, to, bounds);
            limits_charge(L, (uint64_t)(bounds[2] - left));
        }
        from = from == 1 ? 3 : 1;
        to = from == 1 ? 3 : 1;
    }
    for (lua_Integer i = 1; from == 3 && i <= length; i++) {
        (void)lua_rawgeti(L, 3, i);
        lua_rawseti(L, 1, i);
    }
    return 0;
}

const luaL_Reg library_table_functions[] = {
    {"concat", table_concat},
    {"insert", table_insert},
    {"move", table_move},
    {"remove", table_remove},
    {"sort", table_sort},
    {"unpack", table_unpack},
    {NULL, NULL},
};
