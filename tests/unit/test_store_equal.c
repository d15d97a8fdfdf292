// The same random use of a store in memory and of one in a file: they stay equal.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/store_fixture.h"
#include "support/store_dump.h"

enum { SEEDS = 12, STEPS = 200 };

enum { KEY_BYTES = 8 };

typedef struct Pair {
    StoreFixture memory;
    StoreFixture file;
    uint64_t random;
    uint64_t last_of_case[8];
    uint64_t flushed_last[8];
} Pair;

static uint32_t draw(Pair *pair, uint32_t below)
{
    // xorshift64*
    pair->random ^= pair->random >> 12;
    pair->random ^= pair->random << 25;
    pair->random ^= pair->random >> 27;
    return (uint32_t)((pair->random * 0x2545f4914f6cdd1du) >> 33) % below;
}

static WritFamily draw_family(Pair *pair)
{
    static const WritFamily families[] = {WRIT_FAMILY_META, WRIT_FAMILY_STATE, WRIT_FAMILY_LEDGERS,
                                          WRIT_FAMILY_ENDED};
    return families[draw(pair, 4)];
}

static WritText draw_number(Pair *pair, char key[KEY_BYTES])
{
    static const uint64_t numbers[] = {0, 1, 2, 255, 256, (uint64_t)1 << 32, WRIT_STORE_NUMBER_MAX};
    uint64_t number = numbers[draw(pair, sizeof numbers / sizeof numbers[0])];
    for (int i = 7; i >= 0; i--) {
        key[i] = (char)(unsigned char)number;
        number >>= 8;
    }
    return (WritText){key, 8};
}

// Keys from few letters, so that many are equal or begin with each other.
static WritText draw_key(Pair *pair, WritFamily family, char key[KEY_BYTES])
{
    if (writ_family_keys(family) == WRIT_KEYS_NUMBER) {
        return draw_number(pair, key);
    }
    size_t length = 1 + draw(pair, 3);
    for (size_t i = 0; i < length; i++) {
        key[i] = "\x00\x01\x7f\x80\xff"[draw(pair, 5)];
    }
    return (WritText){key, length};
}

static void draw_operation(Pair *pair, WritStoreBatch *batch, uint64_t last_of_case[8])
{
    static const char bytes[20000];
    char key_bytes[KEY_BYTES];
    // Mostly small, now and then larger than a page.
    size_t length = draw(pair, 8) == 0 ? draw(pair, 20000) : draw(pair, 40);
    WritFamily family = draw_family(pair);
    WritText key = draw_key(pair, family, key_bytes);
    switch (draw(pair, 4)) {
    case 0:
        writ_store_batch_delete(batch, family, key);
        break;
    case 1: {
        uint32_t case_number = draw(pair, 8);
        WritJournalEntry entry = {
            .sequence = writ_store_next_sequence(pair->memory.store) + batch->append_count,
            .case_number = case_number,
            .previous = last_of_case[case_number],
            .bytes = {bytes, length},
        };
        writ_store_batch_append(batch, &entry);
        last_of_case[case_number] = entry.sequence;
        break;
    }
    default:
        writ_store_batch_put(batch, family, key, (WritText){bytes, length});
        break;
    }
}

static void write_both(Pair *pair)
{
    WritStoreBatch *batch = &pair->memory.batch;
    writ_store_batch_clear(batch);
    for (uint32_t left = 1 + draw(pair, 12); left > 0; left--) {
        draw_operation(pair, batch, pair->last_of_case);
    }
    assert_int_equal(writ_store_write(pair->memory.store, batch, NULL), WRIT_OK);
    assert_int_equal(writ_store_write(pair->file.store, batch, NULL), WRIT_OK);
}

static void compare_both(Pair *pair)
{
    WritBuffer memory = {0};
    WritBuffer file = {0};
    assert_int_equal(store_dump(pair->memory.store, &memory, NULL), WRIT_OK);
    assert_int_equal(store_dump(pair->file.store, &file, NULL), WRIT_OK);
    assert_true(writ_text_equal(writ_buffer_text(&memory), writ_buffer_text(&file)));

    char from[KEY_BYTES];
    char to[KEY_BYTES];
    WritFamily family = draw_family(pair);
    WritStoreRange range = {family, draw_key(pair, family, from), draw_key(pair, family, to),
                            draw(pair, 4)};
    writ_buffer_clear(&memory);
    writ_buffer_clear(&file);
    assert_int_equal(
        writ_store_scan(pair->memory.store, &range, store_fixture_collect, &memory, NULL), WRIT_OK);
    assert_int_equal(writ_store_scan(pair->file.store, &range, store_fixture_collect, &file, NULL),
                     WRIT_OK);
    assert_true(writ_text_equal(writ_buffer_text(&memory), writ_buffer_text(&file)));
    for (uint32_t i = 0; i < 8; i++) {
        writ_buffer_clear(&file);
        assert_int_equal(writ_store_journal_walk(pair->file.store, pair->last_of_case[i],
                                                 store_fixture_collect_entry, &file, NULL),
                         WRIT_OK);
    }
    writ_buffer_dispose(&memory);
    writ_buffer_dispose(&file);
}

static void do_random_step(Pair *pair)
{
    switch (draw(pair, 10)) {
    case 0:
        store_fixture_flush(&pair->memory);
        store_fixture_flush(&pair->file);
        memcpy(pair->flushed_last, pair->last_of_case, sizeof pair->flushed_last);
        break;
    case 1:
        assert_int_equal(writ_store_discard(pair->memory.store, NULL), WRIT_OK);
        assert_int_equal(writ_store_discard(pair->file.store, NULL), WRIT_OK);
        memcpy(pair->last_of_case, pair->flushed_last, sizeof pair->flushed_last);
        break;
    case 2:
        store_fixture_reopen(&pair->memory);
        store_fixture_reopen(&pair->file);
        memcpy(pair->last_of_case, pair->flushed_last, sizeof pair->flushed_last);
        break;
    case 3:
        compare_both(pair);
        break;
    default:
        write_both(pair);
        break;
    }
}

// Each seed is a test of its own, so that a failure names it.
static void memory_and_file_are_equal(void **state)
{
    uint64_t seed = *(const uint64_t *)*state;
    Pair pair = {.random = seed * 0x9e3779b97f4a7c15u};
    store_fixture_set_up(&pair.memory, STORE_IN_MEMORY);
    store_fixture_set_up(&pair.file, STORE_IN_A_FILE);
    for (int step = 0; step < STEPS; step++) {
        do_random_step(&pair);
    }
    compare_both(&pair);
    store_fixture_tear_down(&pair.memory);
    store_fixture_tear_down(&pair.file);
}

int main(void)
{
    static uint64_t seeds[SEEDS];
    static char names[SEEDS][64];
    struct CMUnitTest tests[SEEDS];
    for (size_t i = 0; i < SEEDS; i++) {
        seeds[i] = i + 1;
        (void)snprintf(names[i], sizeof names[i], "memory_and_file_are_equal_seed_%zu", i + 1);
        tests[i] = (struct CMUnitTest){
            .name = names[i], .test_func = memory_and_file_are_equal, .initial_state = &seeds[i]};
    }
    return cmocka_run_group_tests_name("stores side by side", tests, NULL, NULL);
}
