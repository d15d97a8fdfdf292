// What the files of the sandbox share. The state's extra space points to `limits`, the first
// member, so that every library function finds the sandbox that it runs in.
#ifndef WRIT_HOOK_CHILD_INTERNAL_H
#define WRIT_HOOK_CHILD_INTERNAL_H

#include <lua.h>
#include <lauxlib.h>

#include "hook/child/limits.h"
#include "hook/child/sandbox.h"
#include "writ/arena.h"
#include "writ/json.h"
#include "writ/text.h"

enum {
    RAISED_AT_BYTES = LUA_IDSIZE + 16,
    INPUT_ARENA_BYTES_MAX = WRIT_HOOK_INPUT_BYTES_MAX * WRIT_JSON_ARENA_BYTES + 4096,
    STATE_MEMORY_BYTES_MAX = WRIT_HOOK_MEMORY_BYTES_MAX / 2, // Above it a state is used up.
};

typedef struct KeptSource {
    WritBuffer name; // "@hooks/erp.lua" with a NUL, as Lua wants it.
    WritBuffer text;
    bool compiled; // In the state that exists now.
} KeptSource;

typedef struct KeptKind {
    char name[WRIT_HOOK_NAME_BYTES_MAX + 1];
    char operations[WRIT_HOOK_OPERATIONS_MAX][WRIT_HOOK_NAME_BYTES_MAX + 1];
    uint32_t operation_count;
} KeptKind;

struct Sandbox {
    Limits limits;
    SandboxHost host;
    lua_State *state; // NULL until the next call makes one.
    bool used_up;     // The state is to be closed.
    uint32_t calls_in_state;
    KeptSource sources[WRIT_HOOK_SOURCES_MAX];
    KeptKind kinds[WRIT_HOOK_KINDS_MAX];
    uint32_t kind_count;

    // Of the call that runs.
    const CallMessage *call;
    uint32_t host_calls;
    bool cut_off;
    WritBuffer outcome;
    WritBuffer outputs;
    WritBuffer message;
    WritBuffer log;
    WritArena *input_arena;
    char raised_at[RAISED_AT_BYTES]; // "hooks/erp.lua:12", or empty.
};

Sandbox *sandbox_of(lua_State *L);

// --- environment.c ---

// Builds what every environment is made from. Once a state; may raise.
void environment_install(lua_State *L);
// Pushes a fresh environment for the call that runs: own copies of the library tables, and a
// table for each capability of the call.
void environment_push(lua_State *L);

// --- library_*.c: each list ends with an empty entry ---

extern const luaL_Reg library_base_functions[];
extern const luaL_Reg library_string_functions[];
extern const luaL_Reg library_table_functions[];
extern const luaL_Reg library_decimal_functions[];
int library_format(lua_State *L); // string.format
int library_log(lua_State *L);    // log(text)

// Drops the metatables of the call before.
void library_forget_metatables(lua_State *L);
// Pushes the value at `index` as a text without addresses; honours __tostring.
void library_push_text(lua_State *L, int index);

// --- capability.c ---

// Adds the tables of the call's capabilities to the environment on top of the stack.
void capability_add_all(lua_State *L);
// True when `name` is a kind that some host offers.
bool capability_is_kind(lua_State *L, const char *name);

// --- values_in.c, values_out.c ---

// Pushes the call's inputs as a table.
void values_push_inputs(lua_State *L);
// Writes the table at `index` (or nothing, for nil) to the sandbox's outputs as a JSON object.
// Raises with the path of what cannot cross.
void values_take_outputs(lua_State *L, int index);

// --- visible.c ---

// Appends `text` so that it is UTF-8 on one screen: bytes that are not, and control characters,
// become \xNN; at most `bytes_max` bytes are added, and a cut is marked.
void visible_add(WritBuffer *out, WritText text, size_t bytes_max);

#endif
