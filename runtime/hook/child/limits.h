// The soft limits of a running hook (guarantees.md rule 6): instructions, CPU time, memory.
//
// A limit that is reached sticks: from then on every hook event and every function of our library
// raises again, so that no pcall in the hook can go on. What is raised is a light userdata that
// Lua code cannot make.
//
// Instructions are counted by Lua's count hook, work inside one library call by limits_charge.
// A POSIX timer on the process's CPU clock ticks beside that and only sets the hook to fire at the
// next instruction, because one instruction can be long too (comparing or joining long texts).
#ifndef WRIT_HOOK_CHILD_LIMITS_H
#define WRIT_HOOK_CHILD_LIMITS_H

#include <lua.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "writ/hook_limits.h"
#include "writ/status.h"

enum {
    LIMITS_TICK_MS = 10,
    LIMITS_TICKS_MAX = WRIT_HOOK_CPU_MS_MAX / LIMITS_TICK_MS,
    LIMITS_BYTES_PER_STEP = 64, // Copying so many bytes counts as one instruction.
    LIMITS_PLACE_BYTES = LUA_IDSIZE + 16,
};

typedef struct Limits {
    // What a tick interrupts; NULL while there is no state to interrupt.
    lua_State *volatile running;
    volatile sig_atomic_t ticks; // In this call.
    volatile sig_atomic_t tick_pending;
    int64_t steps_max; // Of one call.
    int64_t steps_left;
    size_t memory_bytes;
    size_t memory_bytes_max;
    WritHookLimit reached;          // Sticky until the next call.
    char place[LIMITS_PLACE_BYTES]; // Where in the hook: "hooks/erp.lua:12", or empty.
    timer_t timer;
    bool has_timer;
} Limits;

// Installs the timer and the process's handler of SIGPROF. Before the door is shut: both take
// system calls that the profile does not have. Ends the timer with limits_stop.
WRIT_NODISCARD WritStatus limits_start(Limits *limits, WritError *error);
void limits_stop(Limits *limits);

// For lua_newstate, with the Limits as its data: refuses what would go over memory_bytes_max.
void *limits_allocate(void *limits, void *block, size_t old_bytes, size_t new_bytes);

// Begins and ends one call in `L`, whose extra space points to the Limits.
void limits_begin_call(Limits *limits, lua_State *L);
void limits_end_call(Limits *limits, lua_State *L);

Limits *limits_of(lua_State *L);

// What the hook did too much of, as a sentence without a full stop.
const char *limits_describe(WritHookLimit limit);

// Work of `steps` instructions inside a library function. Raises when a limit is reached.
void limits_charge(lua_State *L, uint64_t steps);
// The same for work on `bytes` bytes.
void limits_charge_bytes(lua_State *L, uint64_t bytes);

// Marks `limit` as reached at the hook's current line and raises.
_Noreturn void limits_reach(lua_State *L, WritHookLimit limit);
// Marks without raising, where nothing can be raised any more. The first mark stays.
void limits_mark(lua_State *L, WritHookLimit limit);
// Raises again when a limit was reached before; what follows a lua_pcall in our library.
void limits_raise_again(lua_State *L);

#endif
