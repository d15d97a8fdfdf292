// The base functions whose stock form would leak addresses, change its order, or let a hook get
// past its limits.
#include "hook/child/internal.h"

#include <string.h>

#include "hook/child/order.h"

// Key in the registry: a table from a hook's metatable to the copy that is really in use.
static const char metatables_key = 0;
// Key in such a copy: the hook's own table, which getmetatable answers.
static const char original_key = 0;

static const char *const metamethods[] = {
    "__index", "__newindex", "__call", "__add",  "__sub", "__mul",  "__div",      "__mod",
    "__pow",   "__unm",      "__idiv", "__band", "__bor", "__bxor", "__shl",      "__shr",
    "__bnot",  "__concat",   "__len",  "__eq",   "__lt",  "__le",   "__tostring", "__pairs",
};
static const char *const refused_metamethods[] = {"__gc", "__close", "__mode", "__metatable"};

void library_push_text(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    if (luaL_callmeta(L, index, "__tostring") != 0) {
        if (lua_type(L, -1) != LUA_TSTRING) {
            (void)luaL_error(L, "__tostring must return a text");
        }
        return;
    }
    int type = lua_type(L, index);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        lua_pushvalue(L, index);
        (void)lua_tolstring(L, -1, NULL);
    } else if (type == LUA_TBOOLEAN) {
        lua_pushstring(L, lua_toboolean(L, index) != 0 ? "true" : "false");
    } else {
        lua_pushstring(L, lua_typename(L, type));
    }
}

static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    library_push_text(L, 1);
    return 1;
}

// What every protected call of ours does with a failure. Lack of memory counts as a limit
// wherever it is met, or a hook could go on by catching it.
static void check_caught(lua_State *L, int status)
{
    if (status == LUA_ERRMEM) {
        limits_reach(L, WRIT_HOOK_LIMIT_MEMORY);
    }
    limits_raise_again(L);
}

static int base_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    check_caught(L, status);
    if (status != LUA_OK) {
        lua_pushboolean(L, 0);
        lua_insert(L, -2);
        return 2;
    }
    return lua_gettop(L);
}

// xpcall(f, handler, …). The handler is called after unwinding and not, as in stock Lua, at the
// place of the error: there the count hook is off, and a handler could run for ever.
static int base_xpcall(lua_State *L)
{
    int count = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2);
    int status = lua_pcall(L, count - 2, LUA_MULTRET, 0);
    check_caught(L, status);
    if (status != LUA_OK) {
        lua_pushvalue(L, 2);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
        lua_pushboolean(L, 0);
        lua_insert(L, -2);
        return 2;
    }
    return lua_gettop(L) - 2;
}

static void refuse_metamethods(lua_State *L, int index)
{
    size_t count = sizeof refused_metamethods / sizeof refused_metamethods[0];
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, refused_metamethods[i]);
        if (lua_rawget(L, index) != LUA_TNIL) {
            (void)luaL_error(L, "setmetatable: %s is not available in a hook",
                             refused_metamethods[i]);
        }
        lua_pop(L, 1);
    }
}

void library_forget_metatables(lua_State *L)
{
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatables_key);
}

// Pushes the table from metatables to their copies, which lives as long as the call.
static void push_metatables(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &metatables_key) == LUA_TTABLE) {
        return;
    }
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatables_key);
}

// Pushes the copy of the metatable at `index`, brought up to date. Lua looks at a copy that the
// hook cannot reach, because __mode or __gc written into a metatable later would count.
static void push_metatable_copy(lua_State *L, int index)
{
    push_metatables(L);
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, index);
        lua_rawsetp(L, -2, &original_key);
        lua_pushvalue(L, index);
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    lua_replace(L, -2);
    for (size_t i = 0; i < sizeof metamethods / sizeof metamethods[0]; i++) {
        lua_pushstring(L, metamethods[i]);
        lua_pushvalue(L, -1);
        (void)lua_rawget(L, index);
        lua_rawset(L, -3);
    }
}

static int base_setmetatable(lua_State *L)
{
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        return luaL_error(L, "setmetatable: this table is not yours to change");
    }
    lua_settop(L, 2);
    if (type == LUA_TTABLE) {
        limits_charge(L, sizeof metamethods / sizeof metamethods[0]);
        refuse_metamethods(L, 2);
        push_metatable_copy(L, 2);
    }
    (void)lua_setmetatable(L, 1);
    lua_settop(L, 1);
    return 1;
}

static int base_getmetatable(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_type(L, 1) != LUA_TTABLE || lua_getmetatable(L, 1) == 0) {
        lua_pushnil(L); // Also of a text: its metatable is hidden.
        return 1;
    }
    (void)lua_rawgetp(L, -1, &original_key);
    return 1;
}

int library_log(lua_State *L)
{
    luaL_checkany(L, 1);
    library_push_text(L, 1);
    Sandbox *sandbox = sandbox_of(L);
    WritText text = {NULL, 0};
    text.data = lua_tolstring(L, -1, &text.length);
    limits_charge_bytes(L, text.length);
    // Escaping can make four bytes of one.
    size_t left = WRIT_HOOK_LOG_BYTES_MAX - sandbox->log.length;
    if (text.length + 1 > left) {
        limits_reach(L, WRIT_HOOK_LIMIT_LOG);
    }
    size_t before = sandbox->log.length;
    visible_add(&sandbox->log, text, text.length * 4 + 3);
    if (sandbox->log.length + 1 > WRIT_HOOK_LOG_BYTES_MAX) {
        sandbox->log.length = before;
        limits_reach(L, WRIT_HOOK_LIMIT_LOG);
    }
    writ_buffer_add_byte(&sandbox->log, '\n');
    return 0;
}

const luaL_Reg library_base_functions[] = {
    {"getmetatable", base_getmetatable},
    {"next", order_next},
    {"pairs", order_pairs},
    {"pcall", base_pcall},
    {"setmetatable", base_setmetatable},
    {"tostring", base_tostring},
    {"xpcall", base_xpcall},
    {NULL, NULL},
};
