// The contract of every store, run unchanged on each back end.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/store_fixture.h"

static int set_up(void **state)
{
    static StoreFixture fixture;
    const StoreKind *kind = *state;
    store_fixture_set_up(&fixture, *kind);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    store_fixture_tear_down(*state);
    return 0;
}

static void assert_scan(StoreFixture *fixture, WritStoreRange range, const char *rows)
{
    WritBuffer out = {0};
    assert_int_equal(
        writ_store_scan(fixture->store, &range, store_fixture_collect, &out, &fixture->error),
        WRIT_OK);
    assert_string_equal(writ_buffer_string(&out), rows);
    writ_buffer_dispose(&out);
}

// --- Rows ----------------------------------------------------------------------------------

static void a_row_is_found_until_it_is_replaced_or_deleted(void **state)
{
    StoreFixture *fixture = *state;
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "1", "one");
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "2", "two");
    store_fixture_put(fixture, WRIT_FAMILY_STATE, "1", "other");
    store_fixture_write(fixture);
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "1", "uno");
    writ_store_batch_delete(&fixture->batch, WRIT_FAMILY_CASES, writ_text("2"));
    writ_store_batch_delete(&fixture->batch, WRIT_FAMILY_CASES, writ_text("never there"));
    store_fixture_write(fixture);
    store_fixture_assert_row(fixture, WRIT_FAMILY_CASES, "1", "uno");
    store_fixture_assert_row(fixture, WRIT_FAMILY_CASES, "2", NULL);
    store_fixture_assert_row(fixture, WRIT_FAMILY_STATE, "1", "other");
    store_fixture_assert_row(fixture, WRIT_FAMILY_TASKS, "1", NULL);
}

static void operations_of_a_batch_take_effect_in_order(void **state)
{
    StoreFixture *fixture = *state;
    store_fixture_put(fixture, WRIT_FAMILY_META, "a", "1");
    writ_store_batch_delete(&fixture->batch, WRIT_FAMILY_META, writ_text("a"));
    store_fixture_put(fixture, WRIT_FAMILY_META, "b", "1");
    store_fixture_put(fixture, WRIT_FAMILY_META, "b", "2");
    writ_store_batch_delete(&fixture->batch, WRIT_FAMILY_META, writ_text("c"));
    store_fixture_put(fixture, WRIT_FAMILY_META, "c", "3");
    store_fixture_write(fixture);
    assert_scan(fixture, (WritStoreRange){.family = WRIT_FAMILY_META}, "b=2 c=3 ");
}

static void any_bytes_are_kept_also_none(void **state)
{
    StoreFixture *fixture = *state;
    static const char key[] = "\x00\xff\x00 'x'";
    writ_store_batch_put(&fixture->batch, WRIT_FAMILY_NAMES, (WritText){key, sizeof key},
                         (WritText){NULL, 0});
    writ_store_batch_put(&fixture->batch, WRIT_FAMILY_NAMES, (WritText){"\0", 1},
                         (WritText){key, sizeof key});
    store_fixture_append(fixture, 0, 0, "");
    store_fixture_write(fixture);
    store_fixture_flush(fixture);
    store_fixture_reopen(fixture);
    assert_int_equal(writ_store_find(fixture->store, WRIT_FAMILY_NAMES, (WritText){key, sizeof key},
                                     &fixture->value, NULL),
                     WRIT_OK);
    assert_int_equal(fixture->value.length, 0);
    assert_int_equal(writ_store_find(fixture->store, WRIT_FAMILY_NAMES, (WritText){"\0", 1},
                                     &fixture->value, NULL),
                     WRIT_OK);
    assert_int_equal(fixture->value.length, sizeof key);
    assert_memory_equal(fixture->value.data, key, sizeof key);
    WritJournalEntry entry;
    assert_int_equal(writ_store_journal_read(fixture->store, 1, &entry, &fixture->value, NULL),
                     WRIT_OK);
    assert_int_equal(entry.bytes.length, 0);
}

static void a_scan_has_the_order_of_unsigned_bytes_and_its_bounds(void **state)
{
    StoreFixture *fixture = *state;
    static const char *const keys[] = {"b", "\xff", "a", "a\x01", "ab", "\x7f", "\x80", "B"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        store_fixture_put(fixture, WRIT_FAMILY_TASKS, keys[i], "");
    }
    store_fixture_put(fixture, WRIT_FAMILY_STATE, "before", "");
    store_fixture_put(fixture, WRIT_FAMILY_TASKS_OF, "behind", "");
    store_fixture_write(fixture);
    WritFamily family = WRIT_FAMILY_TASKS;
    assert_scan(fixture, (WritStoreRange){.family = family},
                "B= a= a\x01= ab= b= \x7f= \x80= \xff= ");
    assert_scan(fixture, (WritStoreRange){.family = family, .from = writ_text("a")},
                "a= a\x01= ab= b= \x7f= \x80= \xff= ");
    assert_scan(
        fixture,
        (WritStoreRange){.family = family, .from = writ_text("a\x01"), .to = writ_text("b")},
        "a\x01= ab= ");
    assert_scan(fixture, (WritStoreRange){.family = family, .from = writ_text("aa"), .limit = 2},
                "ab= b= ");
    assert_scan(fixture,
                (WritStoreRange){.family = family, .from = writ_text("b"), .to = writ_text("a")},
                "");
    assert_scan(fixture, (WritStoreRange){.family = WRIT_FAMILY_TIMERS}, "");
}

static void no_row_has_a_number_beyond_the_largest(void **state)
{
    StoreFixture *fixture = *state;
    static const char last[] = "\x00\xff\xff\xff\xff\xff\xff\xff";
    static const char beyond[] = "\x01\x00\x00\x00\x00\x00\x00\x00";
    writ_store_batch_put(&fixture->batch, WRIT_FAMILY_ENDED, (WritText){last, 8},
                         writ_text("last"));
    store_fixture_write(fixture);
    WritText key = {beyond, 8};
    assert_int_equal(writ_store_find(fixture->store, WRIT_FAMILY_ENDED, key, &fixture->value, NULL),
                     WRIT_NOT_FOUND);
    assert_scan(fixture, (WritStoreRange){.family = WRIT_FAMILY_ENDED, .from = key}, "");
}

static void the_end_of_a_prefix_is_behind_all_that_begin_with_it(void **state)
{
    (void)state;
    WritBuffer end = {0};
    writ_store_prefix_end(&end, writ_text("ab"));
    assert_string_equal(writ_buffer_string(&end), "ac");
    writ_store_prefix_end(&end, writ_text("a\xff\xff"));
    assert_string_equal(writ_buffer_string(&end), "b");
    writ_store_prefix_end(&end, writ_text("\xff\xff"));
    assert_int_equal(end.length, 0);
    writ_store_prefix_end(&end, writ_text(""));
    assert_int_equal(end.length, 0);
    writ_buffer_dispose(&end);
}

typedef struct Nested {
    StoreFixture *fixture;
    WritBuffer out;
    int depth;
} Nested;

static WritVisit scan_below(void *context, WritText key, WritText value)
{
    Nested *nested = context;
    writ_buffer_add(&nested->out, key);
    assert_int_equal(writ_store_find(nested->fixture->store, WRIT_FAMILY_CASES, key,
                                     &nested->fixture->value, NULL),
                     WRIT_OK);
    assert_true(writ_text_equal(writ_buffer_text(&nested->fixture->value), value));
    if (nested->depth + 1 < WRIT_STORE_SCANS_MAX) {
        nested->depth++;
        WritStoreRange range = {.family = WRIT_FAMILY_CASES, .limit = 2};
        assert_int_equal(writ_store_scan(nested->fixture->store, &range, scan_below, nested, NULL),
                         WRIT_OK);
        nested->depth--;
    }
    return WRIT_VISIT_ON;
}

static void a_visitor_may_read_and_scan_again(void **state)
{
    Nested nested = {.fixture = *state};
    store_fixture_put(nested.fixture, WRIT_FAMILY_CASES, "1", "a");
    store_fixture_put(nested.fixture, WRIT_FAMILY_CASES, "2", "b");
    store_fixture_put(nested.fixture, WRIT_FAMILY_CASES, "3", "c");
    store_fixture_write(nested.fixture);
    WritStoreRange range = {.family = WRIT_FAMILY_CASES, .limit = 2};
    assert_int_equal(writ_store_scan(nested.fixture->store, &range, scan_below, &nested, NULL),
                     WRIT_OK);
    assert_string_equal(writ_buffer_string(&nested.out), "111122122112212211122122112212");
    writ_buffer_dispose(&nested.out);
}

static WritVisit stop_at_second(void *context, WritText key, WritText value)
{
    (void)key;
    (void)value;
    return ++*(int *)context == 2 ? WRIT_VISIT_STOP : WRIT_VISIT_ON;
}

static void a_visitor_ends_its_scan(void **state)
{
    StoreFixture *fixture = *state;
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "1", "");
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "2", "");
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "3", "");
    store_fixture_write(fixture);
    int visited = 0;
    WritStoreRange range = {.family = WRIT_FAMILY_CASES};
    assert_int_equal(writ_store_scan(fixture->store, &range, stop_at_second, &visited, NULL),
                     WRIT_OK);
    assert_int_equal(visited, 2);
    // The store can be written to again.
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "4", "");
    store_fixture_write(fixture);
}

// --- Journal -------------------------------------------------------------------------------

static void append_two_cases(StoreFixture *fixture)
{
    store_fixture_append(fixture, 7, 0, "a");
    store_fixture_append(fixture, 8, 0, "b");
    store_fixture_append(fixture, 7, 1, "c");
    store_fixture_write(fixture);
    store_fixture_append(fixture, 7, 3, "d");
    store_fixture_write(fixture);
}

static void the_journal_numbers_its_entries_from_one(void **state)
{
    StoreFixture *fixture = *state;
    assert_int_equal(writ_store_next_sequence(fixture->store), 1);
    append_two_cases(fixture);
    assert_int_equal(writ_store_next_sequence(fixture->store), 5);
    WritJournalEntry entry;
    assert_int_equal(writ_store_journal_read(fixture->store, 3, &entry, &fixture->value, NULL),
                     WRIT_OK);
    assert_int_equal(entry.sequence, 3);
    assert_int_equal(entry.case_number, 7);
    assert_int_equal(entry.previous, 1);
    assert_true(writ_text_is(entry.bytes, "c"));
    assert_int_equal(writ_store_journal_read(fixture->store, 0, &entry, &fixture->value, NULL),
                     WRIT_NOT_FOUND);
    assert_int_equal(writ_store_journal_read(fixture->store, 5, &entry, &fixture->value, NULL),
                     WRIT_NOT_FOUND);
}

static void the_journal_is_read_forwards_and_a_case_backwards(void **state)
{
    StoreFixture *fixture = *state;
    append_two_cases(fixture);
    WritBuffer out = {0};
    assert_int_equal(
        writ_store_journal_scan(fixture->store, 0, store_fixture_collect_entry, &out, NULL),
        WRIT_OK);
    assert_string_equal(writ_buffer_string(&out), "1:7<0 a 2:8<0 b 3:7<1 c 4:7<3 d ");
    writ_buffer_clear(&out);
    assert_int_equal(
        writ_store_journal_scan(fixture->store, 4, store_fixture_collect_entry, &out, NULL),
        WRIT_OK);
    assert_int_equal(
        writ_store_journal_scan(fixture->store, 5, store_fixture_collect_entry, &out, NULL),
        WRIT_OK);
    assert_string_equal(writ_buffer_string(&out), "4:7<3 d ");
    writ_buffer_clear(&out);
    assert_int_equal(
        writ_store_journal_walk(fixture->store, 4, store_fixture_collect_entry, &out, NULL),
        WRIT_OK);
    assert_int_equal(
        writ_store_journal_walk(fixture->store, 0, store_fixture_collect_entry, &out, NULL),
        WRIT_OK);
    assert_string_equal(writ_buffer_string(&out), "4:7<3 d 3:7<1 c 1:7<0 a ");
    writ_buffer_dispose(&out);
}

static void a_walk_into_another_case_is_damage(void **state)
{
    StoreFixture *fixture = *state;
    store_fixture_append(fixture, 7, 0, "");
    store_fixture_append(fixture, 8, 1, "");
    store_fixture_write(fixture);
    WritBuffer out = {0};
    assert_int_equal(writ_store_journal_walk(fixture->store, 2, store_fixture_collect_entry, &out,
                                             &fixture->error),
                     WRIT_IO);
    assert_string_equal(fixture->error.text,
                        "the journal is damaged: entry 1 does not continue its case's history");
    assert_int_equal(writ_store_journal_walk(fixture->store, 9, store_fixture_collect_entry, &out,
                                             &fixture->error),
                     WRIT_IO);
    writ_buffer_dispose(&out);
}

// --- Batches and flushes -------------------------------------------------------------------

static void a_batch_is_seen_at_once_and_lost_unless_flushed(void **state)
{
    StoreFixture *fixture = *state;
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "1", "flushed");
    store_fixture_append(fixture, 1, 0, "");
    store_fixture_write(fixture);
    store_fixture_flush(fixture);
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "1", "not");
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "2", "not");
    store_fixture_append(fixture, 1, 1, "");
    store_fixture_write(fixture);
    store_fixture_assert_row(fixture, WRIT_FAMILY_CASES, "1", "not");
    assert_int_equal(writ_store_next_sequence(fixture->store), 3);
    store_fixture_reopen(fixture);
    store_fixture_assert_row(fixture, WRIT_FAMILY_CASES, "1", "flushed");
    store_fixture_assert_row(fixture, WRIT_FAMILY_CASES, "2", NULL);
    assert_int_equal(writ_store_next_sequence(fixture->store), 2);
}

static void discarding_goes_back_to_the_last_flush_and_on_from_there(void **state)
{
    StoreFixture *fixture = *state;
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "1", "flushed");
    store_fixture_append(fixture, 1, 0, "a");
    store_fixture_write(fixture);
    store_fixture_flush(fixture);
    writ_store_batch_delete(&fixture->batch, WRIT_FAMILY_CASES, writ_text("1"));
    store_fixture_append(fixture, 1, 1, "b");
    store_fixture_write(fixture);
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "1", "again");
    store_fixture_write(fixture);
    assert_int_equal(writ_store_discard(fixture->store, NULL), WRIT_OK);
    store_fixture_assert_row(fixture, WRIT_FAMILY_CASES, "1", "flushed");
    store_fixture_append(fixture, 1, 1, "c");
    store_fixture_write(fixture);
    store_fixture_flush(fixture);
    store_fixture_reopen(fixture);
    WritJournalEntry entry;
    assert_int_equal(writ_store_journal_read(fixture->store, 2, &entry, &fixture->value, NULL),
                     WRIT_OK);
    assert_true(writ_text_is(entry.bytes, "c"));
}

static void a_stale_sequence_is_a_conflict_and_changes_nothing(void **state)
{
    StoreFixture *fixture = *state;
    store_fixture_append(fixture, 1, 0, "first");
    store_fixture_write(fixture);
    WritJournalEntry stale = {.sequence = 1, .case_number = 2, .bytes = writ_text("stale")};
    writ_store_batch_append(&fixture->batch, &stale);
    store_fixture_put(fixture, WRIT_FAMILY_CASES, "2", "stale");
    assert_int_equal(writ_store_write(fixture->store, &fixture->batch, &fixture->error),
                     WRIT_CONFLICT);
    assert_string_equal(fixture->error.text, "the journal goes on with entry 2, not 1");
    assert_true(fixture->error.hint[0] != '\0');
    store_fixture_assert_row(fixture, WRIT_FAMILY_CASES, "2", NULL);
    assert_int_equal(writ_store_next_sequence(fixture->store), 2);
    store_fixture_flush(fixture);
}

static void flushes_without_a_batch_cost_nothing(void **state)
{
    StoreFixture *fixture = *state;
    store_fixture_write(fixture); // Empty.
    store_fixture_flush(fixture);
    assert_int_equal(writ_store_counters(fixture->store).flushes, 0);
    store_fixture_put(fixture, WRIT_FAMILY_META, "a", "");
    store_fixture_write(fixture);
    store_fixture_put(fixture, WRIT_FAMILY_META, "b", "");
    store_fixture_write(fixture);
    store_fixture_flush(fixture);
    store_fixture_flush(fixture);
    assert_int_equal(writ_store_counters(fixture->store).batches, 2);
    assert_int_equal(writ_store_counters(fixture->store).flushes, 1);
}

static void settling_changes_nothing_that_is_read(void **state)
{
    StoreFixture *fixture = *state;
    store_fixture_put(fixture, WRIT_FAMILY_META, "a", "1");
    store_fixture_write(fixture);
    assert_int_equal(writ_store_settle(fixture->store, &fixture->error), WRIT_CONFLICT);
    store_fixture_flush(fixture);
    assert_int_equal(writ_store_settle(fixture->store, &fixture->error), WRIT_OK);
    store_fixture_assert_row(fixture, WRIT_FAMILY_META, "a", "1");
    store_fixture_put(fixture, WRIT_FAMILY_META, "a", "2");
    store_fixture_write(fixture);
    store_fixture_flush(fixture);
    store_fixture_reopen(fixture);
    store_fixture_assert_row(fixture, WRIT_FAMILY_META, "a", "2");
}

// --- Limits --------------------------------------------------------------------------------

static void assert_refused(StoreFixture *fixture, const char *sentence)
{
    store_fixture_put(fixture, WRIT_FAMILY_META, "beside", "");
    assert_int_equal(writ_store_write(fixture->store, &fixture->batch, &fixture->error),
                     WRIT_LIMIT);
    assert_string_equal(fixture->error.text, sentence);
    assert_true(fixture->error.hint[0] != '\0');
    store_fixture_assert_row(fixture, WRIT_FAMILY_META, "beside", NULL);
    writ_store_batch_clear(&fixture->batch);
}

static void what_is_too_large_is_refused_by_its_name(void **state)
{
    StoreFixture *fixture = *state;
    char *bytes = calloc(1, (size_t)WRIT_STORE_VALUE_BYTES_MAX + 1);
    assert_non_null(bytes);
    WritText long_key = {bytes, WRIT_STORE_KEY_BYTES_MAX + 1};
    WritText long_value = {bytes, (size_t)WRIT_STORE_VALUE_BYTES_MAX + 1};

    store_fixture_put(fixture, WRIT_FAMILY_CASES, "", "x");
    assert_refused(fixture, "a key in \"cases\" has 0 bytes, it may have 1 to 1024");
    writ_store_batch_put(&fixture->batch, WRIT_FAMILY_TASKS, long_key, writ_text(""));
    assert_refused(fixture, "a key in \"tasks\" has 1025 bytes, it may have 1 to 1024");
    writ_store_batch_delete(&fixture->batch, WRIT_FAMILY_TASKS, long_key);
    assert_refused(fixture, "a key in \"tasks\" has 1025 bytes, it may have 1 to 1024");
    writ_store_batch_put(&fixture->batch, WRIT_FAMILY_TASKS, writ_text("k"), long_value);
    assert_refused(fixture, "the value of a row has 16777217 bytes, the most is 16777216");
    WritJournalEntry entry = {.sequence = 1, .bytes = long_value};
    writ_store_batch_append(&fixture->batch, &entry);
    assert_refused(fixture, "an entry of the journal has 16777217 bytes, the most is 16777216");
    free(bytes);
}

static void the_largest_key_and_value_are_kept(void **state)
{
    StoreFixture *fixture = *state;
    char *bytes = calloc(1, WRIT_STORE_VALUE_BYTES_MAX);
    assert_non_null(bytes);
    memset(bytes, 'v', WRIT_STORE_VALUE_BYTES_MAX);
    WritText key = {bytes, WRIT_STORE_KEY_BYTES_MAX};
    WritText value = {bytes, WRIT_STORE_VALUE_BYTES_MAX};
    writ_store_batch_put(&fixture->batch, WRIT_FAMILY_DEFINITIONS, key, value);
    WritJournalEntry entry = {.sequence = 1, .bytes = value};
    writ_store_batch_append(&fixture->batch, &entry);
    store_fixture_write(fixture);
    store_fixture_flush(fixture);
    store_fixture_reopen(fixture);
    assert_int_equal(writ_store_find(fixture->store, WRIT_FAMILY_DEFINITIONS, key, &fixture->value,
                                     &fixture->error),
                     WRIT_OK);
    assert_true(writ_text_equal(writ_buffer_text(&fixture->value), value));
    assert_int_equal(writ_store_journal_read(fixture->store, 1, &entry, &fixture->value, NULL),
                     WRIT_OK);
    assert_true(writ_text_equal(entry.bytes, value));
    free(bytes);
}

static void a_group_and_a_batch_have_a_limit(void **state)
{
    StoreFixture *fixture = *state;
    char key[WRIT_STORE_KEY_BYTES_MAX];
    memset(key, 'k', sizeof key);
    while (fixture->batch.refused.status == WRIT_OK) {
        // Rows that are not there: the limit is on what waits, not on what it does.
        writ_store_batch_delete(&fixture->batch, WRIT_FAMILY_CASES, (WritText){key, sizeof key});
    }
    assert_int_equal(writ_store_write(fixture->store, &fixture->batch, &fixture->error),
                     WRIT_LIMIT);
    assert_non_null(strstr(fixture->error.text, "a batch has 6710"));
    fixture->batch.refused.status = WRIT_OK;
    assert_int_equal(writ_store_write(fixture->store, &fixture->batch, &fixture->error), WRIT_OK);
    int batches = 1;
    while (batches < 4 &&
           writ_store_write(fixture->store, &fixture->batch, &fixture->error) == WRIT_OK) {
        batches++;
    }
    assert_int_equal(fixture->error.status, WRIT_LIMIT);
    assert_int_equal(batches, 2);
    assert_string_equal(fixture->error.text, "more than 134217728 bytes wait to be flushed");
    store_fixture_flush(fixture);
    assert_int_equal(writ_store_write(fixture->store, &fixture->batch, &fixture->error), WRIT_OK);
}

static const StoreKind kinds[] = {
    [STORE_IN_MEMORY] = STORE_IN_MEMORY, [STORE_IN_A_FILE] = STORE_IN_A_FILE};

static int run_contract(StoreKind kind, const char *name)
{
    void *initial = (void *)&kinds[kind];
    const struct CMUnitTest tests[] = {
#define CLAIM(test) {#test, test, set_up, tear_down, initial}
        CLAIM(a_row_is_found_until_it_is_replaced_or_deleted),
        CLAIM(operations_of_a_batch_take_effect_in_order),
        CLAIM(any_bytes_are_kept_also_none),
        CLAIM(a_scan_has_the_order_of_unsigned_bytes_and_its_bounds),
        CLAIM(no_row_has_a_number_beyond_the_largest),
        CLAIM(the_end_of_a_prefix_is_behind_all_that_begin_with_it),
        CLAIM(a_visitor_may_read_and_scan_again),
        CLAIM(a_visitor_ends_its_scan),
        CLAIM(the_journal_numbers_its_entries_from_one),
        CLAIM(the_journal_is_read_forwards_and_a_case_backwards),
        CLAIM(a_walk_into_another_case_is_damage),
        CLAIM(a_batch_is_seen_at_once_and_lost_unless_flushed),
        CLAIM(discarding_goes_back_to_the_last_flush_and_on_from_there),
        CLAIM(a_stale_sequence_is_a_conflict_and_changes_nothing),
        CLAIM(flushes_without_a_batch_cost_nothing),
        CLAIM(settling_changes_nothing_that_is_read),
        CLAIM(what_is_too_large_is_refused_by_its_name),
        CLAIM(the_largest_key_and_value_are_kept),
        CLAIM(a_group_and_a_batch_have_a_limit),
#undef CLAIM
    };
    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void)
{
    return run_contract(STORE_IN_MEMORY, "store in memory") +
           run_contract(STORE_IN_A_FILE, "store in a file");
}
