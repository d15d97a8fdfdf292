// Whether Lua understands the files that hooks name: asked of a confined child, which compiles each
// of them, text alone, and runs nothing. One child does for all of them; where it ends under a file
// the pool starts another for the rest.
#include "host/host.h"

#include <time.h>

enum {
    FILE_MS_MAX = 5000,   // For one file, beside the CPU time that any call has.
    FILES_MS_MAX = 20000, // For all of them.
    IN_POOL_MAX = WRIT_HOOK_SOURCES_MAX,
};

typedef struct Asking {
    WritCompilation *compilation;
    WritHookPool *pool;
    uint32_t submitted; // The ticket of a file is its index.
    uint32_t answered;
} Asking;

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void refuse(Asking *asking, uint32_t index, uint32_t line, const char *reason)
{
    writ_compile_refuse_lua(asking->compilation, index, line, writ_text(reason));
}

// True for a file that no call could bring to a child.
static bool is_refused(Asking *asking, uint32_t index, const WritLuaFile *file)
{
    WritBuffer reason = {0};
    if (file->path.length > WRIT_HOOK_FILE_BYTES_MAX) {
        writ_buffer_format(&reason, "its path has %zu bytes, and %d is the most", file->path.length,
                           (int)WRIT_HOOK_FILE_BYTES_MAX);
    } else if (file->bytes.length > WRIT_HOOK_SOURCE_BYTES_MAX) {
        writ_buffer_format(&reason, "it has %zu bytes, and %d is the most", file->bytes.length,
                           (int)WRIT_HOOK_SOURCE_BYTES_MAX);
    }
    bool refused = reason.length > 0;
    if (refused) {
        refuse(asking, index, 0, writ_buffer_string(&reason));
    }
    writ_buffer_dispose(&reason);
    return refused;
}

static WritStatus submit(Asking *asking, WritError *error)
{
    uint32_t index = asking->submitted++;
    WritLuaFile file = writ_compile_lua(asking->compilation, index);
    if (is_refused(asking, index, &file)) {
        asking->answered++;
        return WRIT_OK;
    }
    WritHookCall call = {
        .ticket = index,
        .purpose = WRIT_HOOK_COMPILE,
        .file = file.path,
        .source = file.bytes,
        .hash = writ_hash(file.bytes),
        .timeout_ms = FILE_MS_MAX,
    };
    return writ_hook_submit(asking->pool, &call, error);
}

// A file that ends its child or takes too long is told as the failure of this machine that it may
// be, too: it is tried again.
static WritStatus take(Asking *asking, const WritHookResult *result, WritError *error)
{
    asking->answered++;
    switch (result->kind) {
    case WRIT_HOOK_RETURNED:
        return WRIT_OK;
    case WRIT_HOOK_RAISED:
        writ_compile_refuse_lua(asking->compilation, (uint32_t)result->ticket, result->line,
                                result->message);
        return WRIT_OK;
    case WRIT_HOOK_LIMIT:
        refuse(asking, (uint32_t)result->ticket, 0, "Lua needs too much time or memory to read it");
        return WRIT_OK;
    case WRIT_HOOK_TIMEOUT:
    case WRIT_HOOK_DIED:
    case WRIT_HOOK_RUBBISH:
        break;
    }
    (void)writ_fail(error, WRIT_IO, "the Lua files could not be checked: %.*s",
                    WRIT_TEXT_ARGS(result->message));
    return writ_hint(error, "Try again. The program writ-hook stands beside writ.");
}

static WritStatus ask(Asking *asking, WritError *error)
{
    uint32_t count = writ_compile_lua_count(asking->compilation);
    int64_t until_ms = now_ms() + FILES_MS_MAX;
    WritStatus status = WRIT_OK;
    while (status == WRIT_OK && asking->answered < count) {
        while (status == WRIT_OK && asking->submitted < count &&
               asking->submitted - asking->answered < IN_POOL_MAX) {
            status = submit(asking, error);
        }
        WritHookResult result;
        if (writ_hook_count(asking->pool) > 0) {
            writ_hook_poll(asking->pool, FILE_MS_MAX);
        }
        while (status == WRIT_OK && writ_hook_next(asking->pool, &result)) {
            status = take(asking, &result, error);
        }
        if (status == WRIT_OK && asking->answered < count && now_ms() > until_ms) {
            status = writ_fail(error, WRIT_IO, "Lua needs more than %d s for the files of hooks",
                               FILES_MS_MAX / 1000);
        }
    }
    return status;
}

WritStatus writ_host_check_lua(WritCompilation *compilation, const char *hook_program,
                               WritError *error)
{
    Asking asking = {.compilation = compilation};
    if (writ_compile_lua_count(compilation) == 0) {
        return WRIT_OK;
    }
    WritHookPoolOptions options = {
        .executable = hook_program, .children = 1, .queue_max = IN_POOL_MAX};
    WritStatus status = writ_hook_pool_open(&asking.pool, &options, error);
    if (status == WRIT_OK) {
        status = ask(&asking, error);
    }
    writ_hook_pool_close(asking.pool);
    return status;
}
