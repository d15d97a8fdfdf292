// Any bytes are compiled as the one file of a book: the program neither fails nor loops, what is
// told is valid text, and a plan that comes of it is one: it validates, and its bytes give it back.
// A hook may name the Lua file "hooks/desk.lua".
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "writ/compile.h"

enum { INPUT_BYTES_MAX = 1 << 16, SMALL_BYTES = 4096 };

static void check_plan(const WritPlan *plan)
{
    WritError error;
    WritPlan again;
    WritBuffer bytes = {0};
    WritBuffer back = {0};
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    writ_plan_encode(&bytes, plan);
    WritStatus status = writ_plan_decode(&again, arena, writ_buffer_text(&bytes), &error);
    assert(status == WRIT_OK);
    writ_plan_encode(&back, &again);
    assert(writ_text_equal(writ_buffer_text(&bytes), writ_buffer_text(&back)));
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&back);
    writ_arena_free(arena);
}

static bool tells_too_large(WritText json)
{
    static const char CODE[] = "\"code\":\"W3206\"";
    return memmem(json.data, json.length, CODE, sizeof CODE - 1) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > INPUT_BYTES_MAX) {
        return 0;
    }
    WritArena *arena = writ_arena_new(WRIT_COMPILE_ARENA_BYTES_MAX);
    WritCompilation *compilation = writ_compile_new(arena);
    WritError error;
    WritText lua = writ_text("function look_up(input) return \"found\" end");
    WritStatus status = writ_compile_add(compilation, writ_text("file.writ"),
                                         (WritText){(const char *)data, size}, &error);
    assert(status == WRIT_OK);
    status = writ_compile_add(compilation, writ_text("hooks/desk.lua"), lua, &error);
    assert(status == WRIT_OK);
    writ_compile_run(compilation);
    const WritDiags *diags = writ_compile_diags(compilation);
    WritBuffer told = {0};
    writ_diags_render_text(diags, WRIT_COLOUR_NONE, &told);
    assert(writ_text_is_utf8(writ_buffer_text(&told)));
    writ_buffer_clear(&told);
    writ_diags_render_json(diags, &told);
    assert(writ_text_is_utf8(writ_buffer_text(&told)));
    // No plan of a small file is too large: it would be a mistake of the program.
    assert(size > SMALL_BYTES || !tells_too_large(writ_buffer_text(&told)));
    writ_buffer_dispose(&told);
    for (uint32_t i = 0; i < writ_compile_plan_count(compilation); i++) {
        check_plan(writ_compile_plan(compilation, i));
    }
    writ_arena_free(arena);
    return 0;
}
