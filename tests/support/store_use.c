#include "support/store_use.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/store_dump.h"
#include "writ/bytes.h"

static uint32_t draw(StoreUse *use, uint32_t below)
{
    // xorshift64*
    use->random ^= use->random >> 12;
    use->random ^= use->random << 25;
    use->random ^= use->random >> 27;
    return (uint32_t)((use->random * 0x2545f4914f6cdd1du) >> 33) % below;
}

static void dump_into(WritStore *store, WritBuffer *out)
{
    WritError error;
    writ_buffer_clear(out);
    WritStatus status = store_dump(store, out, &error);
    if (status != WRIT_OK) {
        fail_msg("the store cannot be read: %s", error.text);
    }
}

uint64_t store_use_rounds(void)
{
    const char *text = getenv("WRIT_FAULT_ROUNDS");
    uint64_t rounds = text == NULL ? 1 : strtoull(text, NULL, 10);
    return rounds == 0 ? 1 : rounds;
}

void store_use_begin(StoreUse *use, const char *path, const char *vfs, uint64_t seed)
{
    *use = (StoreUse){
        .path = path,
        .vfs = vfs,
        .random = (seed + 1) * 0x9e3779b97f4a7c15u,
        .model = writ_store_open_memory(),
    };
    dump_into(use->model, &use->flushed);
}

void store_use_end(StoreUse *use)
{
    writ_store_close(use->model);
    writ_buffer_dispose(&use->flushed);
    writ_buffer_dispose(&use->doubtful);
}

static void expect_sentence(StoreUse *use, const WritError *error)
{
    use->failures++;
    assert_int_not_equal(error->status, WRIT_OK);
    assert_true(error->text[0] != '\0');
    assert_true(error->hint[0] != '\0');
}

static bool says_stopped(const WritError *error)
{
    return strncmp(error->text, "the store has stopped", 21) == 0;
}

// After some failures nothing may be built on the store any more.
static bool expect_stopped(StoreUse *use, WritStore *store)
{
    WritError error;
    WritBuffer value = {0};
    WritStatus status = writ_store_find(store, WRIT_FAMILY_META, writ_text("x"), &value, &error);
    assert_int_not_equal(status, WRIT_OK);
    expect_sentence(use, &error);
    assert_true(says_stopped(&error));
    writ_buffer_dispose(&value);
    return false;
}

static WritText draw_bytes(StoreUse *use)
{
    static const char bytes[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    static char long_bytes[20000];
    if (draw(use, 6) == 0) {
        // More than a page; what it holds tells one from another.
        uint32_t number = draw(use, UINT32_MAX);
        for (size_t i = 0; i < sizeof long_bytes; i++) {
            long_bytes[i] = (char)(unsigned char)(number >> (i % 4 * 8));
        }
        return (WritText){long_bytes, 2000 + draw(use, 18000)};
    }
    uint32_t from = draw(use, 30);
    return (WritText){bytes + from, draw(use, 36 - from)};
}

static void draw_batch(StoreUse *use, WritStoreBatch *batch)
{
    for (uint32_t left = 1 + draw(use, 5); left > 0; left--) {
        char key[2] = {(char)('a' + (char)draw(use, 12)), 'x'};
        WritFamily family = draw(use, 2) == 0 ? WRIT_FAMILY_OPEN_KEYS : WRIT_FAMILY_STATE;
        if (draw(use, 4) == 0) {
            writ_store_batch_delete(batch, family, (WritText){key, sizeof key});
        } else {
            writ_store_batch_put(batch, family, (WritText){key, sizeof key}, draw_bytes(use));
        }
    }
    WritJournalEntry entry = {
        .sequence = writ_store_next_sequence(use->model),
        .case_number = draw(use, 5),
        .bytes = draw_bytes(use),
    };
    writ_store_batch_append(batch, &entry);
}

// Each step answers whether the store still runs.
static bool use_read(StoreUse *use, WritStore *store)
{
    WritBuffer found = {0};
    WritBuffer expected = {0};
    WritError error;
    bool runs = true;
    if (store_dump(store, &found, &error) == WRIT_OK) {
        // Whatever failed before: it is dropped as a whole, and all else is there.
        dump_into(use->model, &expected);
        assert_true(writ_text_equal(writ_buffer_text(&found), writ_buffer_text(&expected)));
    } else {
        expect_sentence(use, &error);
        runs = !says_stopped(&error);
    }
    writ_buffer_dispose(&found);
    writ_buffer_dispose(&expected);
    return runs;
}

static bool use_write(StoreUse *use, WritStore *store)
{
    WritStoreBatch batch = {0};
    WritError error;
    draw_batch(use, &batch);
    bool runs = true;
    if (writ_store_write(store, &batch, &error) == WRIT_OK) {
        assert_int_equal(writ_store_write(use->model, &batch, &error), WRIT_OK);
    } else {
        expect_sentence(use, &error);
        use->failed_writes++;
        runs = !says_stopped(&error) && use_read(use, store);
    }
    writ_store_batch_dispose(&batch);
    return runs;
}

static bool use_flush(StoreUse *use, WritStore *store)
{
    WritError error;
    dump_into(use->model, &use->doubtful);
    if (writ_store_flush(store, &error) != WRIT_OK) {
        expect_sentence(use, &error);
        use->in_doubt = !says_stopped(&error);
        return expect_stopped(use, store);
    }
    assert_int_equal(writ_store_flush(use->model, &error), WRIT_OK);
    dump_into(use->model, &use->flushed);
    use->flushes++;
    return true;
}

static bool use_discard(StoreUse *use, WritStore *store)
{
    WritError error;
    if (writ_store_discard(store, &error) != WRIT_OK) {
        expect_sentence(use, &error);
        return expect_stopped(use, store);
    }
    assert_int_equal(writ_store_discard(use->model, &error), WRIT_OK);
    return true;
}

static bool use_settle(StoreUse *use, WritStore *store)
{
    WritError error;
    if (!use_flush(use, store)) {
        return false;
    }
    if (writ_store_settle(store, &error) != WRIT_OK) {
        expect_sentence(use, &error);
        return expect_stopped(use, store);
    }
    return true;
}

static bool use_once(StoreUse *use, WritStore *store)
{
    switch (draw(use, 10)) {
    case 0:
    case 1:
        return use_flush(use, store);
    case 2:
        return use_discard(use, store);
    case 3:
        return use_settle(use, store);
    case 4:
        return use_read(use, store);
    default:
        return use_write(use, store);
    }
}

void store_use_run(StoreUse *use, int steps)
{
    assert_false(use->in_doubt);
    WritStore *store = NULL;
    WritStoreOptions options = {.mode = WRIT_STORE_MAY_CREATE, .vfs = use->vfs};
    WritError error;
    if (writ_store_open(&store, use->path, &options, &error) != WRIT_OK) {
        expect_sentence(use, &error);
        return;
    }
    bool runs = true;
    for (int step = 0; step < steps && runs; step++) {
        runs = use_once(use, store);
    }
    writ_store_close(store);
    if (!use->in_doubt) {
        assert_int_equal(writ_store_discard(use->model, &error), WRIT_OK);
    }
}

WritStore *store_use_open(StoreUse *use)
{
    WritStore *store = NULL;
    WritStoreOptions options = {.mode = WRIT_STORE_MAY_CREATE, .vfs = use->vfs};
    WritError error;
    if (writ_store_open(&store, use->path, &options, &error) != WRIT_OK) {
        fail_msg("the store cannot be opened: %s", error.text);
    }
    WritBuffer found = {0};
    dump_into(store, &found);
    bool is_old = writ_text_equal(writ_buffer_text(&found), writ_buffer_text(&use->flushed));
    bool is_new = use->in_doubt &&
                  writ_text_equal(writ_buffer_text(&found), writ_buffer_text(&use->doubtful));
    writ_buffer_dispose(&found);
    assert_true(is_old || is_new);
    if (is_new) {
        assert_int_equal(writ_store_flush(use->model, &error), WRIT_OK);
        dump_into(use->model, &use->flushed);
    } else {
        assert_int_equal(writ_store_discard(use->model, &error), WRIT_OK);
    }
    use->in_doubt = false;
    return store;
}

void store_use_check(StoreUse *use)
{
    writ_store_close(store_use_open(use));
}
