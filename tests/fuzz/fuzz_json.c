// JSON: what is read is what a second reader reads; what is refused has a sentence that names the
// place. A value that is made of it has its type, and survives being written as JSON and as bytes.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "writ/json.h"

#include "support/json_oracle.h"
#include "support/value_types.h"

enum { ARENA_BYTES_MAX = 1 << 28, ORACLE_BYTES_MAX = 4096 };

static void compare_with_oracle(WritText text, const WritJson *json)
{
    if (text.length > ORACLE_BYTES_MAX) {
        return;
    }
    WritBuffer expected = {0};
    WritBuffer found = {0};
    bool valid = json_oracle_read(&expected, text);
    assert(valid == (json != NULL));
    if (valid) {
        json_oracle_dump(&found, json);
        assert(writ_text_equal(writ_buffer_text(&expected), writ_buffer_text(&found)));
    }
    writ_buffer_dispose(&expected);
    writ_buffer_dispose(&found);
}

static void write_and_read(WritArena *arena, const WritTypes *types, WritTypeId type,
                           WritValue value)
{
    WritBuffer text = {0};
    WritBuffer bytes = {0};
    WritJson json;
    WritValue again;
    writ_value_to_json(&text, types, value);
    WritStatus status = writ_json_parse(&json, arena, writ_buffer_text(&text), "again", NULL);
    assert(status == WRIT_OK);
    status = writ_value_from_json(&again, arena, types, type, &json, "again", "", NULL);
    assert(status == WRIT_OK && writ_value_equal(value, again));
    writ_value_put(&bytes, value);
    WritReader in = writ_reader(writ_buffer_text(&bytes));
    bool read = writ_value_get(&in, arena, &again);
    assert(read && writ_reader_done(&in) && writ_value_equal(value, again));
    writ_buffer_clear(&text);
    writ_value_print(&text, types, value);
    writ_buffer_dispose(&text);
    writ_buffer_dispose(&bytes);
}

static void read_as(WritArena *arena, const WritTypes *types, WritTypeId type, const WritJson *json)
{
    WritValue value;
    WritError error = {.text = ""};
    WritStatus status =
        writ_value_from_json(&value, arena, types, type, json, "fuzz", "path", &error);
    if (status == WRIT_OK) {
        write_and_read(arena, types, type, value);
    } else {
        assert(strncmp(error.text, "fuzz:", 5) == 0 && strstr(error.text, "path") != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const WritTypeId tried[] = {TEST_EVERYTHING,      TEST_ORDER,     TEST_BOX,
                                       TEST_NUMBER,          TEST_MONEY_EUR, TEST_DATE,
                                       TEST_OPTIONAL_NUMBERS};
    WritText text = {(const char *)data, size};
    WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
    WritJson json;
    WritError error = {.text = ""};

    WritStatus status = writ_json_parse(&json, arena, text, "fuzz", &error);
    assert(writ_arena_used(arena) <= WRIT_JSON_ARENA_BYTES * size + 1024);
    if (status != WRIT_LIMIT) {
        compare_with_oracle(text, status == WRIT_OK ? &json : NULL);
    }
    if (status == WRIT_OK) {
        const WritTypes *types = test_types_new(arena);
        for (size_t i = 0; i < sizeof tried / sizeof tried[0]; i++) {
            read_as(arena, types, tried[i], &json);
        }
    } else {
        assert(strncmp(error.text, "fuzz", 4) == 0);
    }

    writ_arena_free(arena);
    return 0;
}
