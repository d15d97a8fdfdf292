#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "writ/arena.h"
#include "writ/bytes.h"
#include "writ/hash.h"
#include "writ/map.h"
#include "writ/names.h"

static void numbers_come_back_as_they_were_put(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {0, 1, 127, 128, 300, 1u << 20, UINT32_MAX, UINT64_MAX};
    WritBuffer out = {0};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        writ_put_uint(&out, numbers[i]);
        writ_put_int(&out, (int64_t)numbers[i]);
        writ_put_ordered(&out, numbers[i]);
    }
    WritReader in = writ_reader(writ_buffer_text(&out));
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_int_equal(writ_get_uint(&in), numbers[i]);
        assert_int_equal(writ_get_int(&in), (int64_t)numbers[i]);
        assert_int_equal(writ_get_ordered(&in), numbers[i]);
    }
    assert_true(writ_reader_done(&in));
    writ_buffer_dispose(&out);
}

static void a_second_spelling_of_a_number_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
    } bad[] = {
        {"\x80\x00", 2},
        {"\x80", 1},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        WritReader in = writ_reader((WritText){bad[i].bytes, bad[i].length});
        (void)writ_get_uint(&in);
        assert_true(in.failed);
    }
}

static void a_length_beyond_the_end_fails_and_sticks(void **state)
{
    (void)state;
    WritReader in = writ_reader(writ_text("\x05"
                                          "abc"));
    assert_int_equal(writ_get_text(&in).length, 0);
    assert_true(in.failed);
    assert_int_equal(writ_get_u8(&in), 0);
    assert_false(writ_reader_done(&in));
}

static void utf8_is_judged_by_the_standard(void **state)
{
    (void)state;
    assert_true(writ_text_is_utf8(writ_text("Ștefan Munteanu, 12 €, 𝄞")));
    static const char *const bad[] = {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                      "\xe2\x82", "\x80",         "\xf0\x80\x80\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(writ_text_is_utf8(writ_text(bad[i])));
    }
}

static void an_arena_gives_zeroed_aligned_memory_again_after_reset(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(1 << 20);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 3000; size += 97) {
            unsigned char *bytes = writ_arena_alloc(arena, size);
            assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++) {
                assert_int_equal(bytes[i], 0);
            }
            memset(bytes, 0xee, size);
        }
        assert_true(writ_arena_used(arena) > 0);
        writ_arena_reset(arena);
        assert_int_equal(writ_arena_used(arena), 0);
    }
    writ_arena_free(arena);
}

static void each_text_has_one_name(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(1 << 24);
    WritNames *names = writ_names_new(arena);
    WritMap *map = writ_map_new(arena);
    static int marks[1000];
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 1000; i++) {
            WritBuffer text = {0};
            writ_buffer_format(&text, "name_%u", i);
            WritName name = writ_names_add(names, writ_buffer_text(&text));
            assert_int_equal(name, i + 1);
            assert_int_equal(writ_names_find(names, writ_buffer_text(&text)), name);
            void *before = writ_map_put(map, writ_names_text(names, name), &marks[i]);
            assert_ptr_equal(before, round == 0 ? NULL : &marks[i]);
            writ_buffer_dispose(&text);
        }
    }
    assert_int_equal(writ_map_count(map), 1000);
    assert_ptr_equal(writ_map_find(map, writ_text("name_41")), &marks[41]);
    assert_null(writ_map_find(map, writ_text("name_1000")));
    assert_int_equal(writ_names_find(names, writ_text("other")), 0);
    writ_arena_free(arena);
}

static void sha256_matches_the_published_vector(void **state)
{
    (void)state;
    WritHash hash = writ_hash(writ_text("abc"));
    char hex[WRIT_HASH_HEX_BYTES];
    writ_hash_hex(&hash, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    WritHash back;
    assert_true(writ_hash_from_hex(&back, writ_text(hex)));
    assert_true(writ_hash_equal(&hash, &back));
    assert_false(writ_hash_from_hex(&back, writ_text("ba78")));
}

static void json_text_is_escaped(void **state)
{
    (void)state;
    WritBuffer out = {0};
    writ_buffer_add_json(&out, writ_text("a\"b\\c\nd\x01€"));
    assert_string_equal(writ_buffer_string(&out), "a\\\"b\\\\c\\nd\\u0001€");
    writ_buffer_dispose(&out);
}

static void a_position_has_the_ending_of_its_last_word(void **state)
{
    (void)state;
    assert_string_equal(writ_ordinal_ending(1), "st");
    assert_string_equal(writ_ordinal_ending(2), "nd");
    assert_string_equal(writ_ordinal_ending(3), "rd");
    assert_string_equal(writ_ordinal_ending(4), "th");
    assert_string_equal(writ_ordinal_ending(11), "th");
    assert_string_equal(writ_ordinal_ending(13), "th");
    assert_string_equal(writ_ordinal_ending(20), "th");
    assert_string_equal(writ_ordinal_ending(22), "nd");
    assert_string_equal(writ_ordinal_ending(112), "th");
}

static void numbers_are_written_in_decimal_digits(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {0, 9, 10, 907, UINT64_MAX};
    WritBuffer out = {0};
    WritBuffer expected = {0};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        writ_buffer_add_number(&out, numbers[i]);
        writ_buffer_format(&expected, "%llu", (unsigned long long)numbers[i]);
        assert_string_equal(writ_buffer_string(&out), writ_buffer_string(&expected));
    }
    writ_buffer_dispose(&out);
    writ_buffer_dispose(&expected);
}

static void the_last_name_stands_behind_the_last_dot(void **state)
{
    (void)state;
    assert_true(writ_text_is(writ_text_last_name(writ_text("sales.orders.take")), "take"));
    assert_true(writ_text_is(writ_text_last_name(writ_text("take")), "take"));
    assert_int_equal(writ_text_last_name(writ_text("sales.")).length, 0);
    assert_int_equal(writ_text_last_name((WritText){NULL, 0}).length, 0);
}

static void base64_is_read_back_and_nothing_else_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *text;
    } known[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}};
    static const char *const wrong[] = {"Z",     "Zg",   "Zg=",  "Zg===",    "Zh==",   "Zm9v\n",
                                        "Zm9v ", "Zm9-", "====", "Zg==Zg==", "Zm9\xff"};
    WritBuffer out = {0};
    WritBuffer back = {0};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        writ_buffer_clear(&out);
        writ_add_base64(&out, writ_text(known[i].bytes));
        assert_string_equal(writ_buffer_string(&out), known[i].text);
        writ_buffer_clear(&back);
        assert_true(writ_get_base64(&back, writ_text(known[i].text)));
        assert_string_equal(writ_buffer_string(&back), known[i].bytes);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        writ_buffer_clear(&back);
        writ_buffer_add_byte(&back, 'x');
        assert_false(writ_get_base64(&back, writ_text(wrong[i])));
        assert_string_equal(writ_buffer_string(&back), "x");
    }
    char bytes[256 * 3];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * 7);
    }
    for (size_t length = 0; length <= sizeof bytes; length++) {
        writ_buffer_clear(&out);
        writ_buffer_clear(&back);
        writ_add_base64(&out, (WritText){bytes, length});
        assert_true(writ_get_base64(&back, writ_buffer_text(&out)));
        assert_true(writ_text_equal(writ_buffer_text(&back), (WritText){bytes, length}));
    }
    writ_buffer_dispose(&out);
    writ_buffer_dispose(&back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_back_as_they_were_put),
        cmocka_unit_test(a_second_spelling_of_a_number_is_refused),
        cmocka_unit_test(a_length_beyond_the_end_fails_and_sticks),
        cmocka_unit_test(utf8_is_judged_by_the_standard),
        cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_again_after_reset),
        cmocka_unit_test(each_text_has_one_name),
        cmocka_unit_test(sha256_matches_the_published_vector),
        cmocka_unit_test(json_text_is_escaped),
        cmocka_unit_test(a_position_has_the_ending_of_its_last_word),
        cmocka_unit_test(numbers_are_written_in_decimal_digits),
        cmocka_unit_test(the_last_name_stands_behind_the_last_dot),
        cmocka_unit_test(base64_is_read_back_and_nothing_else_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
