// Lua files by hash: kept once, sent once to each child.
#include "hook/pool.h"

#include <assert.h>
#include <string.h>

static bool holds(const Source *source, const WritHookCall *call)
{
    return source->generation != 0 && writ_hash_equal(&source->hash, &call->hash) &&
           writ_text_equal(writ_buffer_text(&source->name), call->file);
}

// The slot that holds the source, or the one to give it: empty, or unused for the longest time.
static Source *find_slot(WritHookPool *pool, const WritHookCall *call)
{
    Source *best = NULL;
    for (uint32_t i = 0; i < WRIT_HOOK_SOURCES_MAX; i++) {
        Source *source = &pool->sources[i];
        if (holds(source, call)) {
            return source;
        }
        if (source->uses == 0 && (best == NULL || source->last_use < best->last_use)) {
            best = source;
        }
    }
    return best;
}

WritStatus sources_use(WritHookPool *pool, const WritHookCall *call, uint32_t *slot,
                       WritError *error)
{
    Source *source = find_slot(pool, call);
    if (source == NULL) {
        return writ_fail(error, WRIT_LIMIT,
                         "calls of %d different Lua files are running or waiting",
                         WRIT_HOOK_SOURCES_MAX);
    }
    if (!holds(source, call)) {
        WritHash hash = writ_hash(call->source);
        assert(writ_hash_equal(&hash, &call->hash));
        source->hash = call->hash;
        source->generation = ++pool->last_generation;
        writ_buffer_clear(&source->name);
        writ_buffer_add(&source->name, call->file);
        writ_buffer_clear(&source->text);
        writ_buffer_add(&source->text, call->source);
    }
    // One hash with two contents would run the wrong one.
    assert(writ_text_equal(writ_buffer_text(&source->text), call->source));
    source->uses++;
    source->last_use = pool->last_number;
    *slot = (uint32_t)(source - pool->sources);
    return WRIT_OK;
}
