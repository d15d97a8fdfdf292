#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/plan_example.h"

static WritStatus decode(const void *bytes, size_t length, WritBuffer *again, WritError *error)
{
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    WritPlan plan;
    WritStatus status = writ_plan_decode(&plan, arena, (WritText){bytes, length}, error);
    if (status == WRIT_OK && again != NULL) {
        writ_plan_encode(again, &plan);
    }
    writ_arena_free(arena);
    return status;
}

// Whatever the bytes are, they are refused, or they are the one encoding of a valid plan that can
// be listed.
static void try_hostile(const void *bytes, size_t length)
{
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    WritPlan plan;
    WritError error = {0};
    if (writ_plan_decode(&plan, arena, (WritText){bytes, length}, &error) == WRIT_OK) {
        WritBuffer out = {0};
        writ_plan_print(&out, &plan);
        writ_buffer_clear(&out);
        writ_plan_encode(&out, &plan);
        assert_int_equal(out.length, length);
        assert_memory_equal(out.data, bytes, length);
        writ_buffer_dispose(&out);
    } else {
        assert_true(error.text[0] != '\0');
    }
    writ_arena_free(arena);
}

static void bytes_come_back_as_they_were_written(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    WritBuffer first = {0};
    WritBuffer second = {0};
    WritError error;
    writ_plan_encode(&first, build_plan(b));
    assert_int_equal(decode(first.data, first.length, &second, &error), WRIT_OK);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&second);
    build_free(b);
}

static void a_decoded_plan_lists_as_the_one_that_was_encoded(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    WritBuffer bytes = {0};
    WritBuffer before = {0};
    WritBuffer after = {0};
    WritPlan plan;
    writ_plan_encode(&bytes, build_plan(b));
    writ_plan_print(&before, build_plan(b));
    assert_int_equal(writ_plan_decode(&plan, arena, writ_buffer_text(&bytes), NULL), WRIT_OK);
    // The plan is a copy: what it was read from may go.
    memset(bytes.data, 0xee, bytes.length);
    writ_plan_print(&after, &plan);
    assert_string_equal(writ_buffer_string(&before), writ_buffer_string(&after));
    writ_buffer_dispose(&bytes);
    writ_buffer_dispose(&before);
    writ_buffer_dispose(&after);
    writ_arena_free(arena);
    build_free(b);
}

// The hash is what cases pin: it changes with the format and with nothing else.
static void the_hash_of_a_small_plan_is_pinned(void **state)
{
    (void)state;
    PlanBuilder *b = plan_smallest_new();
    WritBuffer bytes = {0};
    char hex[WRIT_HASH_HEX_BYTES];
    writ_plan_encode(&bytes, build_plan(b));
    WritHash hash = writ_plan_hash(writ_buffer_text(&bytes));
    writ_hash_hex(&hash, hex);
    assert_string_equal(hex, "e7c7de04519c10fc26e311b445987537b71bfc99148eba485a430efc31ed3250");
    writ_buffer_dispose(&bytes);
    build_free(b);
}

static void every_prefix_is_refused(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    WritBuffer bytes = {0};
    writ_plan_encode(&bytes, build_plan(b));
    for (size_t length = 0; length < bytes.length; length++) {
        assert_int_equal(decode(bytes.data, length, NULL, NULL), WRIT_INVALID);
    }
    writ_buffer_add_byte(&bytes, 0);
    assert_int_equal(decode(bytes.data, bytes.length, NULL, NULL), WRIT_INVALID);
    writ_buffer_dispose(&bytes);
    build_free(b);
}

static void every_change_of_one_byte_is_refused_or_another_plan(void **state)
{
    (void)state;
    static const unsigned char changes[] = {0x01, 0x80, 0xff, 0x02};
    PlanBuilder *b = plan_example_new();
    WritBuffer bytes = {0};
    writ_plan_encode(&bytes, build_plan(b));
    for (size_t i = 0; i < bytes.length; i++) {
        char before = bytes.data[i];
        for (size_t k = 0; k < sizeof changes; k++) {
            bytes.data[i] = (char)(before ^ (char)changes[k]);
            try_hostile(bytes.data, bytes.length);
        }
        bytes.data[i] = before;
    }
    writ_buffer_dispose(&bytes);
    build_free(b);
}

// Bytes that go in, out or away, several at a time.
static void random_changes_are_refused_or_another_plan(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    WritBuffer bytes = {0};
    writ_plan_encode(&bytes, build_plan(b));
    char *copy = malloc(bytes.length + 64);
    srand(7);
    for (int round = 0; round < 1500; round++) {
        size_t length = bytes.length;
        memcpy(copy, bytes.data, length);
        for (int change = rand() % 3; change >= 0; change--) {
            size_t at = (size_t)rand() % length;
            size_t size = (size_t)(rand() % 4);
            if (rand() % 2 == 0 && at + size < length) {
                memmove(copy + at, copy + at + size, length - at - size);
                length -= size;
            } else {
                copy[at] = (char)rand();
            }
        }
        try_hostile(copy, length);
    }
    free(copy);
    writ_buffer_dispose(&bytes);
    build_free(b);
}

static void random_bytes_are_refused(void **state)
{
    (void)state;
    char bytes[256];
    srand(11);
    for (int round = 0; round < 5000; round++) {
        memcpy(bytes, "writplan\x01", 9);
        size_t length = 9 + (size_t)rand() % 200;
        for (size_t i = 9; i < length; i++) {
            bytes[i] = (char)(rand() % (rand() % 2 == 0 ? 4 : 256));
        }
        try_hostile(bytes, length);
    }
}

static void a_later_format_says_what_to_do(void **state)
{
    (void)state;
    WritError error;
    assert_int_equal(decode("writplan\x05", 9, NULL, &error), WRIT_LIMIT);
    assert_string_equal(error.text, "the plan has format 5 and this program reads formats up to 4");
    assert_string_equal(error.hint, "Use the version of writ that made it, or a later one.");
}

// What is pinned already keeps its hash: only a plan with senders is in the second format.
static void a_plan_without_senders_has_the_first_format_alone(void **state)
{
    (void)state;
    PlanBuilder *b = plan_smallest_new();
    WritBuffer bytes = {0};
    WritError error;
    writ_plan_encode(&bytes, build_plan(b));
    assert_int_equal(bytes.data[8], 1);
    assert_int_equal(decode(bytes.data, bytes.length, NULL, &error), WRIT_OK);
    bytes.data[8] = 2;
    writ_buffer_add_byte(&bytes, 0);
    assert_int_equal(decode(bytes.data, bytes.length, NULL, &error), WRIT_INVALID);
    writ_buffer_dispose(&bytes);
    build_free(b);
    b = plan_example_new();
    writ_plan_encode(&bytes, build_plan(b));
    assert_int_equal(bytes.data[8], 2);
    writ_buffer_dispose(&bytes);
    build_free(b);
}

static void a_plan_whose_seconds_join_has_the_third_format(void **state)
{
    (void)state;
    PlanBuilder *b = plan_example_new();
    build_plan(b)->second = WRIT_SECOND_JOINED;
    WritBuffer bytes = {0};
    WritError error;
    writ_plan_encode(&bytes, build_plan(b));
    assert_int_equal(bytes.data[8], 3);
    assert_int_equal(decode(bytes.data, bytes.length, NULL, &error), WRIT_OK);
    writ_buffer_dispose(&bytes);
    build_free(b);
}

static void too_many_bytes_are_refused_unread(void **state)
{
    (void)state;
    WritError error;
    assert_int_equal(decode("", (size_t)WRIT_PLAN_BYTES_MAX + 1, NULL, &error), WRIT_LIMIT);
    assert_string_equal(error.text, "the plan has 4194305 bytes and at most 4194304 are allowed");
}

// A count is believed only if the bytes that follow could hold so many elements: the arena would
// end the program otherwise.
static void a_huge_count_takes_no_memory(void **state)
{
    (void)state;
    enum { ZEROES = 1 << 18 };
    static char zeroes[ZEROES];
    WritBuffer bytes = {0};
    PlanBuilder *b = plan_smallest_new();
    writ_plan_encode(&bytes, build_plan(b));
    for (size_t i = 9; i < bytes.length; i += 3) {
        WritBuffer hostile = {0};
        writ_buffer_add(&hostile, (WritText){bytes.data, i});
        writ_buffer_add_string(&hostile, "\x80\x80\x10"); // 2^18
        writ_buffer_add(&hostile, (WritText){zeroes, ZEROES});
        assert_int_equal(decode(hostile.data, hostile.length, NULL, NULL), WRIT_INVALID);
        writ_buffer_dispose(&hostile);
    }
    writ_buffer_dispose(&bytes);
    build_free(b);
}

static void members_of_other_kinds_do_not_count(void **state)
{
    (void)state;
    PlanBuilder *b = plan_smallest_new();
    WritBuffer before = {0};
    WritBuffer after = {0};
    writ_plan_encode(&before, build_plan(b));
    WritPlan *plan = build_plan(b);
    plan->steps[0].callee = 77;
    plan->actions[0].target = 77;
    plan->nodes[0].at_most = 77;
    plan->cancellation.actions = 77;
    WritError error;
    assert_int_equal(writ_plan_validate(plan, &error), WRIT_OK);
    writ_plan_encode(&after, plan);
    assert_int_equal(before.length, after.length);
    assert_memory_equal(before.data, after.data, before.length);
    writ_buffer_dispose(&before);
    writ_buffer_dispose(&after);
    build_free(b);
}

static void absent_members_decode_to_none(void **state)
{
    (void)state;
    PlanBuilder *b = plan_smallest_new();
    WritArena *arena = writ_arena_new(WRIT_PLAN_ARENA_BYTES_MAX);
    WritBuffer bytes = {0};
    WritPlan plan;
    writ_plan_encode(&bytes, build_plan(b));
    assert_int_equal(writ_plan_decode(&plan, arena, writ_buffer_text(&bytes), NULL), WRIT_OK);
    assert_int_equal(plan.steps[0].callee, WRIT_NONE);
    assert_int_equal(plan.steps[0].into, WRIT_NONE);
    assert_int_equal(plan.nodes[0].step, WRIT_NONE);
    assert_int_equal(plan.nodes[1].deadline.on_overdue, WRIT_NONE);
    assert_int_equal(plan.nodes[2].deadline.expr, WRIT_NONE);
    assert_int_equal(plan.actions[0].after, WRIT_NONE);
    assert_int_equal(plan.cancellation.actions, WRIT_NONE);
    assert_int_equal(plan.start_event, WRIT_NONE);
    writ_buffer_dispose(&bytes);
    writ_arena_free(arena);
    build_free(b);
}

static void a_small_plan_is_listed_one_thing_a_line(void **state)
{
    (void)state;
    PlanBuilder *b = plan_smallest_new();
    WritBuffer out = {0};
    writ_plan_print(&out, build_plan(b));
    assert_string_equal(
        writ_buffer_string(&out),
        "plan: start=on request name=\"test.smallest\" title=\"test.smallest\" version=\"1.0.0\" "
        "start_parties=[0 to 0] owner=( kind=role index=0 ) second=allowed cancellation=( )\n"
        "role 0: name=\"owner\" title=\"owner\" group=\"owner\"\n"
        "party 0: kind=role index=0\n"
        "party 1: kind=role index=0\n"
        "action 0: kind=next\n"
        "list 0: actions=[0 to 0]\n"
        "node 0: kind=process title=\"test.smallest\" children=[1] deadline=( kind=none )\n"
        "node 1: kind=stage name=\"only\" title=\"only\" parent=0 children=[2] "
        "deadline=( kind=none )\n"
        "node 2: kind=step name=\"look\" title=\"look\" parent=1 step=0 deadline=( kind=none )\n"
        "step 0: act=do instruction=\"look\" performer=( kind=any parties=[1 to 1] ) "
        "handlers=[0 to 0]\n"
        "handler 0: outcome=\"done\" actions=0\n");
    writ_buffer_dispose(&out);
    build_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_back_as_they_were_written),
        cmocka_unit_test(a_decoded_plan_lists_as_the_one_that_was_encoded),
        cmocka_unit_test(the_hash_of_a_small_plan_is_pinned),
        cmocka_unit_test(every_prefix_is_refused),
        cmocka_unit_test(every_change_of_one_byte_is_refused_or_another_plan),
        cmocka_unit_test(random_changes_are_refused_or_another_plan),
        cmocka_unit_test(random_bytes_are_refused),
        cmocka_unit_test(a_later_format_says_what_to_do),
        cmocka_unit_test(a_plan_without_senders_has_the_first_format_alone),
        cmocka_unit_test(a_plan_whose_seconds_join_has_the_third_format),
        cmocka_unit_test(too_many_bytes_are_refused_unread),
        cmocka_unit_test(a_huge_count_takes_no_memory),
        cmocka_unit_test(members_of_other_kinds_do_not_count),
        cmocka_unit_test(absent_members_decode_to_none),
        cmocka_unit_test(a_small_plan_is_listed_one_thing_a_line),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
