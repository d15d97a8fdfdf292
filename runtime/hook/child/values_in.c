// The call's inputs, from JSON to tables. Whatever has digits is a text there and stays one.
#include "hook/child/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "writ/json.h"

static void push_value(lua_State *L, const WritJson *json, int depth);

static void push_array(lua_State *L, const WritJson *array, int depth)
{
    lua_createtable(L, (int)array->count, 0);
    for (uint32_t i = 0; i < array->count; i++) {
        if (array->items[i].kind == WRIT_JSON_NULL) {
            (void)luaL_error(L, "the inputs have a list with a gap at %d", (int)i + 1);
        }
        push_value(L, &array->items[i], depth + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_object(lua_State *L, const WritJson *object, int depth)
{
    lua_createtable(L, 0, (int)object->count);
    for (uint32_t i = 0; i < object->count; i++) {
        (void)lua_pushlstring(L, object->keys[i].data, object->keys[i].length);
        push_value(L, &object->items[i], depth + 1);
        lua_rawset(L, -3);
    }
}

// A whole number of 64 bits is an integer; another number stays the text of its digits.
static void push_number(lua_State *L, WritText digits)
{
    char copy[24];
    if (digits.length < sizeof copy) {
        memcpy(copy, digits.data, digits.length);
        copy[digits.length] = '\0';
        char *end = NULL;
        errno = 0;
        long long integer = strtoll(copy, &end, 10);
        if (errno == 0 && *end == '\0') {
            lua_pushinteger(L, integer);
            return;
        }
    }
    (void)lua_pushlstring(L, digits.data, digits.length);
}

static void push_value(lua_State *L, const WritJson *json, int depth)
{
    if (depth > WRIT_HOOK_DEPTH_MAX) {
        (void)luaL_error(L, "the inputs are nested more than %d deep", WRIT_HOOK_DEPTH_MAX);
    }
    luaL_checkstack(L, 4, "the inputs are nested too deep");
    switch (json->kind) {
    case WRIT_JSON_NULL:
        lua_pushnil(L);
        return;
    case WRIT_JSON_BOOLEAN:
        lua_pushboolean(L, json->boolean ? 1 : 0);
        return;
    case WRIT_JSON_NUMBER:
        push_number(L, json->text);
        return;
    case WRIT_JSON_STRING:
        (void)lua_pushlstring(L, json->text.data, json->text.length);
        return;
    case WRIT_JSON_ARRAY:
        push_array(L, json, depth);
        return;
    case WRIT_JSON_OBJECT:
        push_object(L, json, depth);
        return;
    }
}

void values_push_inputs(lua_State *L)
{
    Sandbox *sandbox = sandbox_of(L);
    WritJson json;
    WritError error;
    writ_arena_reset(sandbox->input_arena);
    if (writ_json_parse(&json, sandbox->input_arena, sandbox->call->inputs, "inputs", &error) !=
        WRIT_OK) {
        (void)luaL_error(L, "%s", error.text);
    }
    if (json.kind != WRIT_JSON_OBJECT) {
        (void)luaL_error(L, "the inputs are no record");
    }
    push_value(L, &json, 1);
}
