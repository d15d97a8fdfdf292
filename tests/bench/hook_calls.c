// Calls a second through a pool of two children, with 8 KB of Lua and 64 in flight, beside a bare
// pipe round trip that carries as many bytes and a lua_pcall under a fresh environment.
//
// One JSON line: value and limit are calls a second, ratio is value / limit.
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "writ/hook.h"

enum { CALLS = 100000, IN_FLIGHT = 64, SOURCE_BYTES = 8 << 10, FRAME_BYTES = 200 };

static const char inputs[] = "{\"order_number\": \"A-1000\", \"position\": \"1\", "
                             "\"item\": \"item_0\", \"quantity\": \"3 pcs\"}";

static double now_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// Functions as an author writes them, until there are 8 KB.
static void make_source(WritBuffer *source)
{
    for (int i = 0; source->length < SOURCE_BYTES - 400; i++) {
        writ_buffer_format(source,
                           "-- Rule %d: how many pieces of an item can be promised.\n"
                           "local function rule_%d(input, stock)\n"
                           "    local have = stock[input.item] or \"0 pcs\"\n"
                           "    if decimal.compare(have, input.quantity) >= 0 then\n"
                           "        return \"reserved\", {quantity = input.quantity}\n"
                           "    end\n"
                           "    return \"short\", {quantity = have}\n"
                           "end\n\n",
                           i, i);
    }
    writ_buffer_add_string(source, "function reserve_stock(input, call)\n"
                                   "    return \"reserved\", {quantity = input.quantity}\n"
                                   "end\n");
}

static double measure_pool(const char *executable, WritText source, double *cpu_us)
{
    WritHookPool *pool = NULL;
    WritError error;
    WritHookPoolOptions options = {.executable = executable, .children = 2};
    WritHookCall call = {
        .call_id = writ_text("case-1000/reserve_stock/1/line-1"),
        .attempt = 1,
        .file = writ_text("hooks/erp.lua"),
        .source = source,
        .hash = writ_hash(source),
        .function = writ_text("reserve_stock"),
        .inputs = writ_text(inputs),
        .timeout_ms = 30000,
    };
    WritStatus status = writ_hook_pool_open(&pool, &options, &error);
    assert(status == WRIT_OK);
    double began = now_s();
    clock_t cpu_began = clock();
    uint32_t done = 0;
    while (done < CALLS) {
        while (call.ticket < CALLS && writ_hook_count(pool) < IN_FLIGHT) {
            call.ticket++;
            status = writ_hook_submit(pool, &call, &error);
            assert(status == WRIT_OK);
        }
        writ_hook_poll(pool, 1000);
        WritHookResult result;
        while (writ_hook_next(pool, &result)) {
            assert(result.kind == WRIT_HOOK_RETURNED);
            done++;
        }
    }
    double seconds = now_s() - began;
    *cpu_us = (double)(clock() - cpu_began) / CLOCKS_PER_SEC * 1e6 / CALLS;
    writ_hook_pool_close(pool);
    (void)status;
    return CALLS / seconds;
}

// --- The bare limit -----------------------------------------------------------------------------

static void echo_with_lua(int in, int out, WritText source)
{
    lua_State *L = luaL_newstate();
    luaL_openlibs(L);
    if (luaL_loadbuffer(L, source.data, source.length, "=bare") != LUA_OK) {
        _exit(1);
    }
    char frame[FRAME_BYTES];
    while (read(in, frame, sizeof frame) == sizeof frame) {
        lua_newtable(L);
        (void)lua_setupvalue(L, 1, 1);
        lua_pushvalue(L, 1);
        if (lua_pcall(L, 0, 0, 0) != LUA_OK || write(out, frame, sizeof frame) < 0) {
            _exit(1);
        }
    }
    _exit(0);
}

static double measure_bare(WritText source)
{
    int down[2][2];
    int up[2][2];
    pid_t pids[2];
    for (int i = 0; i < 2; i++) {
        if (pipe(down[i]) != 0 || pipe(up[i]) != 0) {
            exit(3);
        }
        pids[i] = fork();
        if (pids[i] == 0) {
            (void)close(down[i][1]);
            echo_with_lua(down[i][0], up[i][1], source);
        }
        (void)close(down[i][0]);
    }
    char frame[FRAME_BYTES] = {0};
    double began = now_s();
    for (uint32_t done = 0; done < CALLS; done += 2) {
        for (int i = 0; i < 2; i++) {
            if (write(down[i][1], frame, sizeof frame) < 0) {
                exit(3);
            }
        }
        for (int i = 0; i < 2; i++) {
            if (read(up[i][0], frame, sizeof frame) != sizeof frame) {
                exit(3);
            }
        }
    }
    double seconds = now_s() - began;
    for (int i = 0; i < 2; i++) {
        (void)close(down[i][1]);
        (void)close(up[i][0]);
        (void)kill(pids[i], SIGKILL);
        (void)waitpid(pids[i], NULL, 0);
    }
    return CALLS / seconds;
}

int main(int count, char **arguments)
{
    WritBuffer source = {0};
    double cpu_us = 0;
    make_source(&source);
    double bare = measure_bare(writ_buffer_text(&source));
    double value = measure_pool(count > 1 ? arguments[1] : WRIT_HOOK_EXECUTABLE,
                                writ_buffer_text(&source), &cpu_us);
    double ratio = value / bare;
    (void)printf("{\"workload\": \"hook_calls\", \"value\": %.0f, \"unit\": \"calls/s\", "
                 "\"limit\": %.0f, \"ratio\": %.2f, \"ratio_min\": 0.4, \"parent_cpu_us\": %.1f, "
                 "\"pass\": %s}\n",
                 value, bare, ratio, cpu_us, ratio >= 0.4 && value >= 40000 ? "true" : "false");
    writ_buffer_dispose(&source);
    return 0;
}
