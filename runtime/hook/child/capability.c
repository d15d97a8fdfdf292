// Host calls: the only way out of a hook. A capability "files.erp" of the call becomes the table
// `files.erp`, whose functions send a frame to the pool and wait for its answer.
#include "hook/child/internal.h"

#include <string.h>

static const KeptKind *find_kind(const Sandbox *sandbox, WritText name)
{
    for (uint32_t i = 0; i < sandbox->kind_count; i++) {
        if (writ_text_is(name, sandbox->kinds[i].name)) {
            return &sandbox->kinds[i];
        }
    }
    return NULL;
}

bool capability_is_kind(lua_State *L, const char *name)
{
    return find_kind(sandbox_of(L), writ_text(name)) != NULL;
}

static void read_arguments(lua_State *L, HostCallMessage *request)
{
    int count = lua_gettop(L);
    if (count > WRIT_HOOK_ARGUMENTS_MAX) {
        (void)luaL_error(L, "%s: at most %d arguments", lua_tostring(L, lua_upvalueindex(2)),
                         WRIT_HOOK_ARGUMENTS_MAX);
    }
    for (int i = 1; i <= count; i++) {
        WritText *argument = &request->arguments[i - 1];
        if (lua_type(L, i) != LUA_TSTRING) {
            (void)luaL_error(L, "argument %d of %s is a %s: only texts go outside", i,
                             lua_tostring(L, lua_upvalueindex(2)), luaL_typename(L, i));
        }
        argument->data = lua_tolstring(L, i, &argument->length);
        if (argument->length > WRIT_HOOK_HOST_TEXT_BYTES_MAX) {
            (void)luaL_error(L, "argument %d of %s has more than 64 KB", i,
                             lua_tostring(L, lua_upvalueindex(2)));
        }
    }
    request->argument_count = (uint32_t)count;
}

static void push_items(lua_State *L, const AnswerMessage *answer)
{
    WritReader in = writ_reader(answer->items);
    lua_createtable(L, (int)answer->item_count, 0);
    for (uint32_t i = 0; i < answer->item_count; i++) {
        WritText item = writ_get_text(&in);
        (void)lua_pushlstring(L, item.data, item.length);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int push_answer(lua_State *L, const AnswerMessage *answer)
{
    switch (answer->kind) {
    case ANSWER_NOTHING:
        lua_pushnil(L);
        return 1;
    case ANSWER_TEXT:
        (void)lua_pushlstring(L, answer->text.data, answer->text.length);
        return 1;
    case ANSWER_BOOLEAN:
        lua_pushboolean(L, answer->truth ? 1 : 0);
        return 1;
    case ANSWER_LIST:
        push_items(L, answer);
        return 1;
    case ANSWER_ERROR:
        luaL_where(L, 1);
        (void)lua_pushfstring(L, "%s: ", lua_tostring(L, lua_upvalueindex(2)));
        (void)lua_pushlstring(L, answer->text.data, answer->text.length);
        lua_concat(L, 3);
        return lua_error(L);
    }
    return luaL_error(L, "the answer of the host makes no sense");
}

// Upvalues: the capability's place in the call, "files.erp.read", and "read".
static int ask_host(lua_State *L)
{
    Sandbox *sandbox = sandbox_of(L);
    HostCallMessage request = {
        .number = sandbox->call->number,
        .capability = (uint32_t)lua_tointeger(L, lua_upvalueindex(1)),
    };
    request.operation.data = lua_tolstring(L, lua_upvalueindex(3), &request.operation.length);
    read_arguments(L, &request);
    limits_charge(L, 1);
    if (sandbox->host_calls == WRIT_HOOK_HOST_CALLS_MAX) {
        limits_reach(L, WRIT_HOOK_LIMIT_HOST_CALLS);
    }
    sandbox->host_calls++;
    AnswerMessage answer;
    if (sandbox->cut_off || !sandbox->host.ask(sandbox->host.state, &request, &answer)) {
        sandbox->cut_off = true;
        return luaL_error(L, "the host does not answer");
    }
    return push_answer(L, &answer);
}

// The __index of `files`: a name that the call may not use.
static int refuse_name(lua_State *L)
{
    return luaL_error(L, "\"%s.%s\" is closed to this hook: its \"may use\" line does not name it",
                      lua_tostring(L, lua_upvalueindex(1)),
                      lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?");
}

// Pushes the table of a kind, which is made when the environment on top has none yet.
static void push_kind(lua_State *L, const KeptKind *kind)
{
    lua_pushstring(L, kind->name);
    if (lua_rawget(L, -2) == LUA_TTABLE) {
        return;
    }
    lua_pop(L, 1);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushstring(L, kind->name);
    lua_pushcclosure(L, refuse_name, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    (void)lua_setmetatable(L, -2);
    lua_pushstring(L, kind->name);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
}

// Adds one capability to the table of its kind on top of the stack.
static void add_name(lua_State *L, const KeptKind *kind, WritText name, uint32_t place)
{
    (void)lua_pushlstring(L, name.data, name.length);
    lua_createtable(L, 0, (int)kind->operation_count);
    for (uint32_t i = 0; i < kind->operation_count; i++) {
        lua_pushinteger(L, (lua_Integer)place);
        (void)lua_pushfstring(L, "%s.%s.%s", kind->name, lua_tostring(L, -3), kind->operations[i]);
        lua_pushstring(L, kind->operations[i]);
        lua_pushcclosure(L, ask_host, 3);
        lua_setfield(L, -2, kind->operations[i]);
    }
    lua_rawset(L, -3);
}

void capability_add_all(lua_State *L)
{
    const Sandbox *sandbox = sandbox_of(L);
    for (uint32_t i = 0; i < sandbox->call->capability_count; i++) {
        WritText capability = sandbox->call->capabilities[i];
        const char *dot =
            capability.length == 0 ? NULL : memchr(capability.data, '.', capability.length);
        size_t kind_bytes = dot == NULL ? capability.length : (size_t)(dot - capability.data);
        const KeptKind *kind = find_kind(sandbox, (WritText){capability.data, kind_bytes});
        if (dot == NULL || kind == NULL) {
            (void)luaL_error(L, "the host offers nothing of the kind of a \"may use\" line");
        }
        push_kind(L, kind);
        add_name(L, kind, (WritText){dot + 1, capability.length - kind_bytes - 1}, i);
        lua_pop(L, 1);
    }
}
