// Plans: bytes that are accepted are the one encoding of a plan that can be listed, in bounded
// memory.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "writ/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    WritPlan plan;
    WritError error = {0};
    WritStatus status =
        writ_plan_decode(&plan, arena, (WritText){(const char *)data, size}, &error);
    if (status == WRIT_OK) {
        WritBuffer out = {0};
        writ_plan_encode(&out, &plan);
        assert(out.length == size);
        assert(memcmp(out.data, data, size) == 0);
        writ_buffer_clear(&out);
        writ_plan_print(&out, &plan);
        writ_buffer_dispose(&out);
    } else {
        assert(error.text[0] != '\0');
    }
    writ_arena_free(arena);
    return 0;
}
