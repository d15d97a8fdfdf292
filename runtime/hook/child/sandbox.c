// One call: compile or find the file, make an environment, run the file in it, call the function,
// take what it returned. All of it inside one lua_pcall, so that lack of memory anywhere ends the
// call and nothing else.
#include "hook/child/sandbox.h"

#include <assert.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hook/child/internal.h"

// Key in the registry: the table from slots to compiled files.
static const char chunks_key = 0;

WritStatus sandbox_new(Sandbox **sandbox, SandboxHost host, WritError *error)
{
    Sandbox *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return writ_fail(error, WRIT_NO_MEMORY, "out of memory");
    }
    made->host = host;
    made->limits.steps_max = WRIT_HOOK_INSTRUCTIONS_MAX;
    made->input_arena = writ_arena_new(INPUT_ARENA_BYTES_MAX);
    WritStatus status = limits_start(&made->limits, error);
    if (status != WRIT_OK) {
        sandbox_free(made);
        return status;
    }
    *sandbox = made;
    return WRIT_OK;
}

static void close_state(Sandbox *sandbox)
{
    enum { TRIM_BYTES_MIN = 1 << 20 };
    bool large = sandbox->limits.memory_bytes > TRIM_BYTES_MIN;
    if (sandbox->state != NULL) {
        lua_close(sandbox->state);
        sandbox->state = NULL;
    }
    if (large) {
        (void)malloc_trim(0);
    }
    for (size_t i = 0; i < WRIT_HOOK_SOURCES_MAX; i++) {
        sandbox->sources[i].compiled = false;
    }
    sandbox->used_up = false;
    sandbox->calls_in_state = 0;
}

void sandbox_free(Sandbox *sandbox)
{
    if (sandbox == NULL) {
        return;
    }
    limits_stop(&sandbox->limits);
    close_state(sandbox);
    for (size_t i = 0; i < WRIT_HOOK_SOURCES_MAX; i++) {
        writ_buffer_dispose(&sandbox->sources[i].name);
        writ_buffer_dispose(&sandbox->sources[i].text);
    }
    writ_buffer_dispose(&sandbox->outcome);
    writ_buffer_dispose(&sandbox->outputs);
    writ_buffer_dispose(&sandbox->message);
    writ_buffer_dispose(&sandbox->log);
    writ_arena_free(sandbox->input_arena);
    free(sandbox);
}

void sandbox_keep_source(Sandbox *sandbox, const SourceMessage *message)
{
    assert(message->slot < WRIT_HOOK_SOURCES_MAX);
    KeptSource *source = &sandbox->sources[message->slot];
    writ_buffer_clear(&source->name);
    writ_buffer_add_byte(&source->name, '@');
    writ_buffer_add(&source->name, message->name);
    writ_buffer_clear(&source->text);
    writ_buffer_add(&source->text, message->text);
    source->compiled = false;
}

static void keep_name(char *to, WritText name)
{
    assert(name.length <= WRIT_HOOK_NAME_BYTES_MAX);
    memcpy(to, name.data, name.length);
    to[name.length] = '\0';
}

bool sandbox_keep_kind(Sandbox *sandbox, const KindMessage *message)
{
    if (sandbox->kind_count == WRIT_HOOK_KINDS_MAX) {
        return false;
    }
    KeptKind *kind = &sandbox->kinds[sandbox->kind_count++];
    keep_name(kind->name, message->name);
    for (uint32_t i = 0; i < message->operation_count; i++) {
        keep_name(kind->operations[i], message->operations[i]);
    }
    kind->operation_count = message->operation_count;
    return true;
}

bool sandbox_is_cut_off(const Sandbox *sandbox)
{
    return sandbox->cut_off;
}

// --- The state ----------------------------------------------------------------------------------

static int install(lua_State *L)
{
    environment_install(L);
    lua_createtable(L, WRIT_HOOK_SOURCES_MAX, 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &chunks_key);
    return 0;
}

// False when there is no memory for it, which the limits on the process decide.
static bool open_state(Sandbox *sandbox)
{
    sandbox->limits.memory_bytes_max = WRIT_HOOK_MEMORY_BYTES_MAX;
    sandbox->limits.reached = WRIT_HOOK_LIMIT_NONE;
    sandbox->limits.steps_left = sandbox->limits.steps_max;
    sandbox->state = lua_newstate(limits_allocate, &sandbox->limits);
    if (sandbox->state == NULL) {
        return false;
    }
    *(Limits **)lua_getextraspace(sandbox->state) = &sandbox->limits;
    // A call leaves a few kilobytes of garbage: collecting often would cost more than it frees.
    (void)lua_gc(sandbox->state, LUA_GCINC, 400, 400, 0);
    lua_pushcfunction(sandbox->state, install);
    if (lua_pcall(sandbox->state, 0, 0, 0) != LUA_OK) {
        close_state(sandbox);
        return false;
    }
    return true;
}

// --- One call -----------------------------------------------------------------------------------

// Pushes the compiled file of the call.
static void push_chunk(lua_State *L, Sandbox *sandbox)
{
    KeptSource *source = &sandbox->sources[sandbox->call->slot];
    lua_Integer place = (lua_Integer)sandbox->call->slot + 1;
    (void)lua_rawgetp(L, LUA_REGISTRYINDEX, &chunks_key);
    if (!source->compiled) {
        // "t": text only. Bytecode is not checked by Lua and can break it (finding 4).
        if (luaL_loadbufferx(L, source->text.data, source->text.length,
                             writ_buffer_string(&source->name), "t") != LUA_OK) {
            (void)lua_error(L);
        }
        lua_rawseti(L, -2, place);
        source->compiled = true;
    }
    (void)lua_rawgeti(L, -1, place);
    lua_replace(L, -2);
}

static const char *file_name(Sandbox *sandbox)
{
    return writ_buffer_string(&sandbox->sources[sandbox->call->slot].name) + 1;
}

// Pushes the function of the call from the environment at `environment`.
static void push_function(lua_State *L, Sandbox *sandbox, int environment)
{
    WritText name = sandbox->call->function;
    (void)lua_pushlstring(L, name.data, name.length);
    int type = lua_rawget(L, environment);
    if (type == LUA_TNIL) {
        (void)luaL_error(L, "%s: it defines no function \"%s\"", file_name(sandbox),
                         lua_pushlstring(L, name.data, name.length));
    } else if (type != LUA_TFUNCTION) {
        (void)luaL_error(L, "%s: \"%s\" is a %s and no function", file_name(sandbox),
                         lua_pushlstring(L, name.data, name.length), lua_typename(L, type));
    }
}

// The hook's second argument: {id = …, attempt = …}.
static void push_call(lua_State *L, const CallMessage *call)
{
    lua_createtable(L, 0, 2);
    (void)lua_pushlstring(L, call->call_id.data, call->call_id.length);
    lua_setfield(L, -2, "id");
    lua_pushinteger(L, (lua_Integer)call->attempt);
    lua_setfield(L, -2, "attempt");
}

static bool is_name(WritText text)
{
    if (text.length == 0 || text.length > WRIT_HOOK_NAME_BYTES_MAX) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        if ((byte < 'a' || byte > 'z') && (i == 0 || (byte != '_' && (byte < '0' || byte > '9')))) {
            return false;
        }
    }
    return true;
}

static void take_outcome(lua_State *L, Sandbox *sandbox, int index)
{
    WritText outcome = {"", 0};
    if (lua_type(L, index) == LUA_TSTRING) {
        outcome.data = lua_tolstring(L, index, &outcome.length);
    }
    if (!is_name(outcome)) {
        (void)luaL_error(L,
                         "%s: the function returned %s where an outcome belongs: return one of "
                         "the names in the hook's \"outcomes\" line first",
                         file_name(sandbox),
                         lua_gettop(L) < index               ? "nothing"
                         : lua_type(L, index) == LUA_TSTRING ? "a text that is no name"
                                                             : luaL_typename(L, index));
    }
    writ_buffer_clear(&sandbox->outcome);
    writ_buffer_add(&sandbox->outcome, outcome);
}

static void take_returned(lua_State *L, Sandbox *sandbox, int first)
{
    int count = lua_gettop(L) - first + 1;
    if (count > 2) {
        (void)luaL_error(L,
                         "%s: the function returned %d values: return an outcome and a table of "
                         "outputs",
                         file_name(sandbox), count);
    }
    take_outcome(L, sandbox, first);
    lua_settop(L, first + 1);
    values_take_outputs(L, first + 1);
}

// Everything of a call that may raise.
static int run_call(lua_State *L)
{
    Sandbox *sandbox = sandbox_of(L);
    push_chunk(L, sandbox);
    environment_push(L);
    int environment = lua_gettop(L);
    lua_pushvalue(L, environment);
    (void)lua_setupvalue(L, environment - 1, 1);
    lua_pushvalue(L, environment - 1);
    lua_call(L, 0, 0);
    push_function(L, sandbox, environment);
    int function = lua_gettop(L);
    values_push_inputs(L);
    push_call(L, sandbox->call);
    lua_call(L, 2, LUA_MULTRET);
    take_returned(L, sandbox, function);
    return 0;
}

// The name of a file that is only compiled. Lua puts it and the line before what it says, and would
// shorten the file's own.
static const char compiled_name[] = "=file";

// Only text, as in push_chunk. What was compiled is dropped: nothing of it may run.
static int compile_only(lua_State *L)
{
    Sandbox *sandbox = sandbox_of(L);
    const KeptSource *source = &sandbox->sources[sandbox->call->slot];
    if (luaL_loadbufferx(L, source->text.data, source->text.length, compiled_name, "t") != LUA_OK) {
        (void)lua_error(L);
    }
    return 0;
}

// Runs where an error is raised, before the stack is unwound: notes the hook's line without
// allocating anything.
static int note_line(lua_State *L)
{
    Sandbox *sandbox = sandbox_of(L);
    lua_Debug at;
    for (int level = 0; lua_getstack(L, level, &at) != 0; level++) {
        if (lua_getinfo(L, "Sl", &at) != 0 && at.currentline > 0) {
            (void)snprintf(sandbox->raised_at, sizeof sandbox->raised_at, "%s:%d", at.short_src,
                           at.currentline);
            break;
        }
    }
    return 1;
}

// True when the message begins with the place that Lua puts there: "hooks/erp.lua:12:".
static bool has_place(Sandbox *sandbox, WritText message)
{
    const char *name = file_name(sandbox);
    size_t length = strlen(name);
    // Lua shortens a long name at its front, with dots: "...oks/erp.lua".
    bool shortened = message.length > 3 && memcmp(message.data, "...", 3) == 0;
    return shortened || (message.length > length && memcmp(message.data, name, length) == 0 &&
                         message.data[length] == ':');
}

// The sentence of what was raised. Nothing here may allocate in Lua: no lua_pcall is around it.
static void describe_error(lua_State *L, Sandbox *sandbox)
{
    WritBuffer *out = &sandbox->message;
    writ_buffer_clear(out);
    WritText message = {NULL, 0};
    if (lua_type(L, -1) == LUA_TSTRING) {
        message.data = lua_tolstring(L, -1, &message.length);
    }
    if (!has_place(sandbox, message)) {
        const char *place = sandbox->raised_at[0] != '\0' ? sandbox->raised_at : file_name(sandbox);
        writ_buffer_format(out, "%s: ", place);
    }
    if (lua_type(L, -1) == LUA_TSTRING) {
        visible_add(out, message, WRIT_HOOK_MESSAGE_BYTES_MAX - out->length);
    } else if (lua_type(L, -1) == LUA_TNUMBER) {
        writ_buffer_format(out, "%.14g was raised", lua_tonumber(L, -1));
    } else {
        writ_buffer_format(out, "a %s was raised: give error() a text", luaL_typename(L, -1));
    }
}

// Takes "file:12: " off the front of the message. 0 where there is none.
static uint32_t take_line(WritText *message)
{
    const char *name = compiled_name + 1;
    size_t at = strlen(name);
    uint32_t line = 0;
    if (message->length <= at || memcmp(message->data, name, at) != 0 || message->data[at] != ':') {
        return 0;
    }
    at++;
    while (at < message->length && message->data[at] >= '0' && message->data[at] <= '9') {
        line = line * 10 + (uint32_t)(message->data[at] - '0');
        at++;
    }
    while (at < message->length && (message->data[at] == ':' || message->data[at] == ' ')) {
        at++;
    }
    *message = (WritText){message->data + at, message->length - at};
    return line;
}

// Why the file does not compile, and where. Nothing here may allocate in Lua either.
static void describe_refusal(lua_State *L, Sandbox *sandbox, ResultMessage *result)
{
    const KeptSource *source = &sandbox->sources[sandbox->call->slot];
    WritText message = writ_text("it cannot be compiled");
    writ_buffer_clear(&sandbox->message);
    if (lua_type(L, -1) == LUA_TSTRING) {
        message.data = lua_tolstring(L, -1, &message.length);
    }
    result->line = take_line(&message);
    if (source->text.length > 0 && source->text.data[0] == LUA_SIGNATURE[0]) {
        message = writ_text("it is compiled already, and only text is taken");
    } else if (writ_text_is(message, "C stack overflow")) {
        message = writ_text("its blocks or brackets are nested too deeply");
    }
    visible_add(&sandbox->message, message, WRIT_HOOK_MESSAGE_BYTES_MAX);
}

static void fill_result(Sandbox *sandbox, int status, ResultMessage *result)
{
    if (status == LUA_ERRMEM) {
        limits_mark(sandbox->state, WRIT_HOOK_LIMIT_MEMORY);
    }
    if (sandbox->limits.reached != WRIT_HOOK_LIMIT_NONE) {
        result->kind = RESULT_LIMIT;
        result->limit = sandbox->limits.reached;
        const char *place = sandbox->raised_at[0] != '\0' ? sandbox->raised_at : file_name(sandbox);
        writ_buffer_clear(&sandbox->message);
        writ_buffer_format(&sandbox->message, "%s: %s",
                           sandbox->limits.place[0] != '\0' ? sandbox->limits.place : place,
                           limits_describe(sandbox->limits.reached));
        result->message = writ_buffer_text(&sandbox->message);
    } else if (status != LUA_OK) {
        result->kind = RESULT_RAISED;
        if (sandbox->call->purpose == CALL_COMPILE) {
            describe_refusal(sandbox->state, sandbox, result);
        } else {
            describe_error(sandbox->state, sandbox);
        }
        result->message = writ_buffer_text(&sandbox->message);
    } else {
        result->kind = RESULT_RETURNED;
        result->outcome = writ_buffer_text(&sandbox->outcome);
        result->outputs = writ_buffer_text(&sandbox->outputs);
    }
    result->log = writ_buffer_text(&sandbox->log);
}

void sandbox_run(Sandbox *sandbox, const CallMessage *call, ResultMessage *result)
{
    *result = (ResultMessage){.number = call->number, .kind = RESULT_LIMIT};
    sandbox_tidy(sandbox);
    sandbox->call = call;
    sandbox->host_calls = 0;
    sandbox->raised_at[0] = '\0';
    writ_buffer_clear(&sandbox->outcome);
    writ_buffer_clear(&sandbox->outputs);
    writ_buffer_clear(&sandbox->log);
    if (sandbox->state == NULL && !open_state(sandbox)) {
        result->limit = WRIT_HOOK_LIMIT_MEMORY;
        result->message = writ_text("there is no memory for a Lua state");
        return;
    }
    lua_State *L = sandbox->state;
    limits_begin_call(&sandbox->limits, L);
    lua_pushcfunction(L, note_line);
    lua_pushcfunction(L, call->purpose == CALL_COMPILE ? compile_only : run_call);
    int status = lua_pcall(L, 0, 0, 1);
    limits_end_call(&sandbox->limits, L);
    fill_result(sandbox, status, result);
    lua_settop(L, 0);
    sandbox->used_up = result->kind != RESULT_RETURNED ||
                       ++sandbox->calls_in_state == WRIT_HOOK_CALLS_PER_STATE_MAX ||
                       sandbox->limits.memory_bytes > STATE_MEMORY_BYTES_MAX;
    sandbox->call = NULL;
}

void sandbox_tidy(Sandbox *sandbox)
{
    if (sandbox->used_up) {
        close_state(sandbox);
    }
}
