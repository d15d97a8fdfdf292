// Bytes that are read as a value are written back as they were, copied and compared without harm;
// what they take of memory is bounded by their length.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "writ/value.h"

#include "support/value_types.h"

enum { ARENA_BYTES_MAX = 1 << 26, ARENA_BYTES_A_BYTE = 32 };

static void check(WritArena *arena, WritValue value, WritText bytes)
{
    WritBuffer out = {0};
    WritTypes *types = test_types_new(arena);
    WritValue copy = writ_value_copy(arena, value);
    assert(writ_value_equal(value, copy));
    writ_value_put(&out, copy);
    assert(writ_text_equal(writ_buffer_text(&out), bytes));
    for (WritTypeId type = 0; type < types->type_count; type++) {
        if (writ_value_fits(types, type, value)) {
            writ_buffer_clear(&out);
            writ_value_print(&out, types, value);
            writ_value_to_json(&out, types, value);
        }
    }
    writ_buffer_dispose(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
    WritReader in = writ_reader((WritText){(const char *)data, size});
    WritValue value;
    bool read = writ_value_get(&in, arena, &value);
    assert(writ_arena_used(arena) <= ARENA_BYTES_A_BYTE * (size + 1));
    if (read) {
        check(arena, value, (WritText){(const char *)data, size - writ_reader_left(&in)});
    } else {
        assert(in.failed && writ_reader_left(&in) == 0);
    }
    writ_arena_free(arena);
    return 0;
}
