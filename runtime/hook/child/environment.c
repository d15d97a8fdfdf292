// A call's environment is put together from templates that live as long as the state: functions
// cannot be changed, tables are copied, so nothing that a hook does is seen by the next call.
#include "hook/child/internal.h"

#include <lualib.h>
#include <string.h>

// Keys of the registry, by address.
static const char templates_key = 0;
static const char metatable_key = 0;

// What the stock libraries offer and a hook may have as it is.
static const char *const stock_base[] = {
    "assert", "error",  "ipairs",   "rawequal", "rawget", "rawlen",
    "rawset", "select", "tonumber", "type",     NULL,
};
static const char *const stock_math[] = {
    "abs",   "acos", "asin", "atan", "ceil",       "cos",  "deg",        "exp",  "fmod",
    "floor", "huge", "log",  "max",  "maxinteger", "min",  "mininteger", "modf", "pi",
    "rad",   "sin",  "sqrt", "tan",  "tointeger",  "type", "ult",        NULL,
};
static const char *const stock_string[] = {
    "byte", "char", "len", "sub", NULL,
};
static const char *const stock_table[] = {"pack", NULL};
static const char *const stock_utf8[] = {
    "char", "charpattern", "codepoint", "codes", "len", "offset", NULL,
};

static const luaL_Reg no_functions[] = {{NULL, NULL}};
static const luaL_Reg format_function[] = {{"format", library_format}, {NULL, NULL}};
static const luaL_Reg log_function[] = {{"log", library_log}, {NULL, NULL}};

// Names that Lua has elsewhere, so that their absence is explained and not a nil.
static const struct {
    const char *name;
    const char *instead;
} absent[] = {
    {"print", "write log(text)"},
    {"warn", "write log(text)"},
    {"os", "dates come as inputs"},
    {"io", "reach the outside through what \"may use\" names"},
    {"require", "keep a hook in one file"},
    {"dofile", "keep a hook in one file"},
    {"loadfile", "keep a hook in one file"},
    {"load", "code comes from the hook's file alone"},
    {"loadstring", "code comes from the hook's file alone"},
    {"package", "keep a hook in one file"},
    {"debug", "a hook cannot look at the machine that runs it"},
    {"coroutine", "a hook runs from start to end"},
    {"collectgarbage", "memory is counted for you"},
};

Sandbox *sandbox_of(lua_State *L)
{
    return (Sandbox *)limits_of(L);
}

// The environment's __index: only reached for a name that the hook has not defined.
static int explain_absent(lua_State *L)
{
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        if (strcmp(name, absent[i].name) == 0) {
            return luaL_error(L, "\"%s\" does not exist in a hook: %s", name, absent[i].instead);
        }
    }
    if (capability_is_kind(L, name)) {
        return luaL_error(L, "\"%s\" is closed to this hook: its \"may use\" line names none",
                          name);
    }
    lua_pushnil(L);
    return 1;
}

// Copies the named members of the table on top of the stack into the one below, and pops it.
static void pick(lua_State *L, const char *const *names)
{
    for (; *names != NULL; names++) {
        (void)lua_getfield(L, -1, *names);
        lua_setfield(L, -3, *names);
    }
    lua_pop(L, 1);
}

typedef struct LibraryParts {
    const char *name;
    lua_CFunction open;
    const char *const *stock;
    const luaL_Reg *own;
    const luaL_Reg *more;
} LibraryParts;

static const LibraryParts libraries[] = {
    {"math", luaopen_math, stock_math, no_functions, no_functions},
    {"string", luaopen_string, stock_string, library_string_functions, format_function},
    {"table", luaopen_table, stock_table, library_table_functions, no_functions},
    {"utf8", luaopen_utf8, stock_utf8, no_functions, no_functions},
    {"decimal", NULL, NULL, library_decimal_functions, no_functions},
};
enum { LIBRARY_COUNT = sizeof libraries / sizeof libraries[0] };

static void push_library(lua_State *L, const LibraryParts *parts)
{
    lua_newtable(L);
    if (parts->open != NULL) {
        lua_pushcfunction(L, parts->open);
        lua_call(L, 0, 1);
        pick(L, parts->stock);
    }
    luaL_setfuncs(L, parts->own, 0);
    luaL_setfuncs(L, parts->more, 0);
}

static void push_base(lua_State *L)
{
    lua_newtable(L);
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    pick(L, stock_base);
    luaL_setfuncs(L, library_base_functions, 0);
    luaL_setfuncs(L, log_function, 0);
    lua_pushliteral(L, LUA_VERSION);
    lua_setfield(L, -2, "_VERSION");
}

// Texts have methods and nothing else: without the stock metamethods "12.50" + 1 is an error
// instead of a binary number.
static void install_text_methods(lua_State *L)
{
    lua_pushliteral(L, "");
    lua_newtable(L);
    push_library(L, &libraries[1]);
    lua_setfield(L, -2, "__index");
    (void)lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

static void install_environment_metatable(lua_State *L)
{
    lua_newtable(L);
    lua_pushcfunction(L, explain_absent);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_key);
}

void environment_install(lua_State *L)
{
    lua_createtable(L, LIBRARY_COUNT + 1, 0);
    push_base(L);
    lua_rawseti(L, -2, LIBRARY_COUNT + 1);
    for (int i = 0; i < LIBRARY_COUNT; i++) {
        push_library(L, &libraries[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, &templates_key);
    install_text_methods(L);
    install_environment_metatable(L);
    // The stock functions that were not picked are in the global table, which nobody uses.
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

// Pushes a copy of the table on top of the stack, with room for `more` fields.
static void push_copy(lua_State *L, int more)
{
    int from = lua_gettop(L);
    lua_createtable(L, 0, 24 + more);
    lua_pushnil(L);
    while (lua_next(L, from) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, from + 1);
    }
}

void environment_push(lua_State *L)
{
    library_forget_metatables(L);
    (void)lua_rawgetp(L, LUA_REGISTRYINDEX, &templates_key);
    int templates = lua_gettop(L);
    (void)lua_rawgeti(L, templates, LIBRARY_COUNT + 1);
    push_copy(L, 30);
    lua_replace(L, -2);
    for (int i = 0; i < LIBRARY_COUNT; i++) {
        (void)lua_rawgeti(L, templates, i + 1);
        push_copy(L, 0);
        lua_setfield(L, -3, libraries[i].name);
        lua_pop(L, 1);
    }
    capability_add_all(L);
    (void)lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    (void)lua_setmetatable(L, -2);
    lua_replace(L, templates);
}
