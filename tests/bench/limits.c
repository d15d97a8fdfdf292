// The bare programs that the workloads are held against: SQLite alone, a pipe and Lua alone.
#include "bench/bench.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(int ok, const char *what)
{
    if (!ok) {
        (void)fprintf(stderr, "bench: the bare program failed: %s\n", what);
        exit(1);
    }
}

static void run(sqlite3 *database, const char *sql)
{
    must(sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK, sqlite3_errmsg(database));
}

static sqlite3 *open_bare(const BenchOptions *options, char *path, size_t size)
{
    sqlite3 *database = NULL;
    (void)snprintf(path, size, "%s/bare.db", options->directory);
    (void)unlink(path);
    must(sqlite3_open(path, &database) == SQLITE_OK, "open");
    run(database, "PRAGMA journal_mode=WAL");
    run(database, "PRAGMA synchronous=FULL");
    run(database, "CREATE TABLE rows(id INTEGER PRIMARY KEY, bytes BLOB)");
    return database;
}

double limit_commits(const BenchOptions *options, size_t bytes, int group)
{
    char path[4096];
    sqlite3 *database = open_bare(options, path, sizeof path);
    sqlite3_stmt *insert = NULL;
    sqlite3_stmt *begin = NULL;
    sqlite3_stmt *commit = NULL;
    must(sqlite3_prepare_v2(database, "INSERT INTO rows(bytes) VALUES(?)", -1, &insert, NULL) ==
             SQLITE_OK,
         "insert");
    must(sqlite3_prepare_v2(database, "BEGIN", -1, &begin, NULL) == SQLITE_OK, "begin");
    must(sqlite3_prepare_v2(database, "COMMIT", -1, &commit, NULL) == SQLITE_OK, "commit");
    unsigned char *blob = malloc(bytes);
    must(blob != NULL, "memory");
    for (size_t i = 0; i < bytes; i++) {
        blob[i] = (unsigned char)(i * 131);
    }
    uint64_t rows = 0;
    double from = bench_now();
    double until = from + options->seconds / BENCH_SLICES;
    while (bench_now() < until) {
        must(sqlite3_step(begin) == SQLITE_DONE && sqlite3_reset(begin) == SQLITE_OK, "begin");
        for (int i = 0; i < group; i++) {
            (void)sqlite3_bind_blob(insert, 1, blob, (int)bytes, SQLITE_STATIC);
            must(sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK,
                 "insert");
            rows++;
        }
        must(sqlite3_step(commit) == SQLITE_DONE && sqlite3_reset(commit) == SQLITE_OK, "commit");
    }
    double rate = (double)rows / (bench_now() - from);
    (void)sqlite3_finalize(insert);
    (void)sqlite3_finalize(begin);
    (void)sqlite3_finalize(commit);
    (void)sqlite3_close(database);
    (void)unlink(path);
    free(blob);
    return rate;
}

// --- A pipe and Lua
// -------------------------------------------------------------------------------

enum { MESSAGE_BYTES = 64 };

static void push_fresh_environment(lua_State *lua)
{
    lua_newtable(lua);
    lua_newtable(lua);
    lua_pushglobaltable(lua);
    lua_setfield(lua, -2, "__index");
    (void)lua_setmetatable(lua, -2);
}

static _Noreturn void answer_for_ever(int in, int out, const char *path)
{
    lua_State *lua = luaL_newstate();
    luaL_openlibs(lua);
    must(luaL_loadfile(lua, path) == LUA_OK, "load");
    char message[MESSAGE_BYTES];
    while (read(in, message, sizeof message) == (ssize_t)sizeof message) {
        lua_pushvalue(lua, 1);
        push_fresh_environment(lua);
        (void)lua_setupvalue(lua, -2, 1);
        must(lua_pcall(lua, 0, 0, 0) == LUA_OK, "call");
        if (write(out, message, sizeof message) != (ssize_t)sizeof message) {
            break;
        }
    }
    _exit(0);
}

double limit_round_trips(const BenchOptions *options)
{
    char path[4096];
    int to[2];
    int from[2];
    (void)snprintf(path, sizeof path, "%s/hooks/bench.lua", options->books);
    must(pipe(to) == 0 && pipe(from) == 0, "pipe");
    pid_t child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        (void)close(to[1]);
        (void)close(from[0]);
        answer_for_ever(to[0], from[1], path);
    }
    (void)close(to[0]);
    (void)close(from[1]);
    char message[MESSAGE_BYTES] = {0};
    uint64_t rounds = 0;
    double began = bench_now();
    while (bench_now() < began + options->seconds / BENCH_SLICES / 2) {
        must(write(to[1], message, sizeof message) == (ssize_t)sizeof message, "write");
        must(read(from[0], message, sizeof message) == (ssize_t)sizeof message, "read");
        rounds++;
    }
    double rate = (double)rounds / (bench_now() - began);
    (void)close(to[1]);
    (void)close(from[0]);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
    return rate;
}
