#include "hook/child/limits.h"

#include <assert.h>
#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_STEPS = 1000, TICK_SIGNAL = SIGPROF };

// The address is what is raised when a limit is reached.
static const char limit_raised = 0;

Limits *limits_of(lua_State *L)
{
    return *(Limits **)lua_getextraspace(L);
}

// The sentences say the figures of writ/hook_limits.h.
_Static_assert(WRIT_HOOK_INSTRUCTIONS_MAX == 10000000 && WRIT_HOOK_CPU_MS_MAX == 100 &&
                   WRIT_HOOK_MEMORY_BYTES_MAX == 32 << 20 && WRIT_HOOK_HOST_CALLS_MAX == 1000 &&
                   WRIT_HOOK_LOG_BYTES_MAX == 64 << 10 && WRIT_HOOK_DEPTH_MAX == 32 &&
                   WRIT_HOOK_RESULT_BYTES_MAX == 256 << 10,
               "a limit changed: change its sentence");

const char *limits_describe(WritHookLimit limit)
{
    switch (limit) {
    case WRIT_HOOK_LIMIT_NONE:
        return "";
    case WRIT_HOOK_LIMIT_INSTRUCTIONS:
        return "the hook ran more than 10 000 000 instructions";
    case WRIT_HOOK_LIMIT_CPU_TIME:
        return "the hook used more than 100 ms of CPU time";
    case WRIT_HOOK_LIMIT_MEMORY:
        return "the hook needs more than 32 MB of memory";
    case WRIT_HOOK_LIMIT_HOST_CALLS:
        return "the hook asked the outside more than 1 000 times";
    case WRIT_HOOK_LIMIT_LOG:
        return "the hook logged more than 64 KB";
    case WRIT_HOOK_LIMIT_RESULT_BYTES:
        return "the outputs take more than 256 KB as JSON";
    case WRIT_HOOK_LIMIT_RESULT_DEPTH:
        return "the outputs are nested more than 32 deep";
    }
    return "";
}

// The line of the innermost Lua function, found without allocating.
static bool find_line(lua_State *L, lua_Debug *at)
{
    for (int level = 0; lua_getstack(L, level, at) != 0; level++) {
        if (lua_getinfo(L, "Sl", at) != 0 && at->currentline > 0) {
            return true;
        }
    }
    return false;
}

static void note_place(lua_State *L)
{
    Limits *limits = limits_of(L);
    lua_Debug at;
    if (find_line(L, &at)) {
        (void)snprintf(limits->place, sizeof limits->place, "%s:%d", at.short_src, at.currentline);
    }
}

void limits_mark(lua_State *L, WritHookLimit limit)
{
    Limits *limits = limits_of(L);
    if (limits->reached == WRIT_HOOK_LIMIT_NONE) {
        limits->reached = limit;
        note_place(L);
    }
}

static _Noreturn void raise_limit(lua_State *L)
{
    // lua_pushlightuserdata takes a pointer that it never writes through.
    lua_pushlightuserdata(L, (void *)(uintptr_t)&limit_raised);
    (void)lua_error(L);
    abort();
}

static void on_count(lua_State *L, lua_Debug *event)
{
    (void)event;
    Limits *limits = limits_of(L);
    if (limits->reached != WRIT_HOOK_LIMIT_NONE) {
        raise_limit(L);
    }
    if (limits->tick_pending) {
        // A tick moved the hook forward: how far the count was is not known, so nothing is taken.
        limits->tick_pending = 0;
        lua_sethook(L, on_count, LUA_MASKCOUNT, COUNT_STEPS);
        limits_charge(L, 0);
        return;
    }
    if (limits->memory_bytes_max - limits->memory_bytes < WRIT_HOOK_MEMORY_BYTES_MAX / 2) {
        // When memory runs out there is no time to look where the hook was.
        note_place(L);
    }
    limits_charge(L, COUNT_STEPS);
}

// Runs in a signal handler: sets the hook to fire at the next instruction, which lua_sethook may
// be called for at any time.
static void on_tick(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)context;
    Limits *limits = info->si_value.sival_ptr;
    if (info->si_code != SI_TIMER || limits == NULL) {
        return;
    }
    lua_State *L = limits->running;
    if (L == NULL) {
        return;
    }
    limits->ticks +=
        1 + (info->si_overrun > LIMITS_TICKS_MAX ? LIMITS_TICKS_MAX : info->si_overrun);
    limits->tick_pending = 1;
    lua_sethook(L, on_count, LUA_MASKCOUNT, 1);
}

WritStatus limits_start(Limits *limits, WritError *error)
{
    struct sigaction action = {.sa_sigaction = on_tick, .sa_flags = SA_SIGINFO | SA_RESTART};
    struct sigevent event = {
        .sigev_notify = SIGEV_SIGNAL, .sigev_signo = TICK_SIGNAL, .sigev_value.sival_ptr = limits};
    struct itimerspec every = {.it_interval.tv_nsec = LIMITS_TICK_MS * 1000000,
                               .it_value.tv_nsec = LIMITS_TICK_MS * 1000000};
    if (sigaction(TICK_SIGNAL, &action, NULL) != 0 ||
        timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &limits->timer) != 0) {
        return writ_fail(error, WRIT_IO, "cannot make a timer: %s", strerror(errno));
    }
    limits->has_timer = true;
    if (timer_settime(limits->timer, 0, &every, NULL) != 0) {
        return writ_fail(error, WRIT_IO, "cannot start a timer: %s", strerror(errno));
    }
    return WRIT_OK;
}

void limits_stop(Limits *limits)
{
    limits->running = NULL;
    if (limits->has_timer) {
        (void)timer_delete(limits->timer);
        limits->has_timer = false;
    }
}

void *limits_allocate(void *data, void *block, size_t old_bytes, size_t new_bytes)
{
    Limits *limits = data;
    size_t old = block == NULL ? 0 : old_bytes; // Lua passes the kind of object for a new block.
    if (new_bytes == 0) {
        limits->memory_bytes -= old;
        free(block);
        return NULL;
    }
    if (new_bytes > old && new_bytes - old > limits->memory_bytes_max - limits->memory_bytes) {
        return NULL; // Lua collects its garbage, asks once more, then raises.
    }
    void *result = realloc(block, new_bytes);
    if (result == NULL && new_bytes > old) {
        return NULL;
    }
    limits->memory_bytes = limits->memory_bytes - old + new_bytes;
    return result == NULL ? block : result; // Lua relies on a block being able to shrink.
}

void limits_begin_call(Limits *limits, lua_State *L)
{
    limits->reached = WRIT_HOOK_LIMIT_NONE;
    limits->place[0] = '\0';
    limits->steps_left = limits->steps_max;
    limits->ticks = 0;
    limits->tick_pending = 0;
    limits->memory_bytes_max = limits->memory_bytes + WRIT_HOOK_MEMORY_BYTES_MAX;
    lua_sethook(L, on_count, LUA_MASKCOUNT, COUNT_STEPS);
    limits->running = L;
}

void limits_end_call(Limits *limits, lua_State *L)
{
    limits->running = NULL;
    lua_sethook(L, NULL, 0, 0);
}

void limits_raise_again(lua_State *L)
{
    if (limits_of(L)->reached != WRIT_HOOK_LIMIT_NONE) {
        raise_limit(L);
    }
}

_Noreturn void limits_reach(lua_State *L, WritHookLimit limit)
{
    limits_mark(L, limit);
    // Whatever Lua code might still run is interrupted at its first instruction.
    lua_sethook(L, on_count, LUA_MASKCOUNT, 1);
    raise_limit(L);
}

void limits_charge(lua_State *L, uint64_t steps)
{
    Limits *limits = limits_of(L);
    if (limits->reached != WRIT_HOOK_LIMIT_NONE) {
        raise_limit(L);
    }
    if (steps > (uint64_t)limits->steps_left) {
        limits->steps_left = 0;
        limits_reach(L, WRIT_HOOK_LIMIT_INSTRUCTIONS);
    }
    limits->steps_left -= (int64_t)steps;
    if (limits->ticks >= LIMITS_TICKS_MAX) {
        limits_reach(L, WRIT_HOOK_LIMIT_CPU_TIME);
    }
}

void limits_charge_bytes(lua_State *L, uint64_t bytes)
{
    limits_charge(L, bytes / LIMITS_BYTES_PER_STEP + 1);
}
