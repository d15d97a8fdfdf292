// Text as people write it: the first byte chooses a type, the rest is the text. What is read has
// the type and prints as something that is read as the same value; what is refused has a sentence.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "writ/json.h"

#include "support/value_types.h"

enum { ARENA_BYTES_MAX = 1 << 24 };

static void print_and_read(WritArena *arena, const WritTypes *types, WritTypeId type,
                           WritValue value)
{
    WritBuffer out = {0};
    WritValue again;
    assert(writ_value_fits(types, type, value));
    writ_value_print(&out, types, value);
    WritStatus status = writ_value_parse(&again, arena, types, type, writ_buffer_text(&out), NULL);
    assert(status == WRIT_OK && writ_value_equal(value, again));
    writ_buffer_dispose(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
    const WritTypes *types = test_types_new(arena);
    WritTypeId type = data[0] % types->type_count;
    WritText text = {(const char *)data + 1, size - 1};
    WritValue value;
    WritError error = {.text = ""};
    if (writ_value_parse(&value, arena, types, type, text, &error) == WRIT_OK) {
        print_and_read(arena, types, type, value);
    } else {
        assert(error.text[0] != '\0' && writ_text_is_utf8(writ_text(error.text)));
    }
    writ_arena_free(arena);
    return 0;
}
