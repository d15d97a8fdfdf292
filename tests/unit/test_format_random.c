// The laws of layout over files made at random from the grammar.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "support/format_laws.h"
#include "support/text_random.h"

// More than FILES only as long as something of the grammar was in none of them.
enum { FILES = 10000, FILES_MOST = 5 * FILES, ARENA_BYTES = 1 << 26 };

static void test_the_laws_hold_for_every_way_of_the_grammar(void **state)
{
    (void)state;
    WritArena *arena = writ_arena_new(ARENA_BYTES);
    TextRandom *texts = text_random_new(arena, WRIT_GRAMMAR);
    WritBuffer text = {0};
    WritBuffer told = {0};
    for (uint64_t seed = 1;
         seed <= FILES || (seed <= FILES_MOST && text_random_unused(texts) != NULL); seed++) {
        Random random = {seed};
        writ_buffer_clear(&text);
        text_random_file(texts, &random, &text);
        FormatVerdict verdict = format_laws_check(writ_buffer_text(&text), &told);
        if (verdict != FORMAT_LAWFUL) {
            (void)fprintf(stderr, "seed %llu\n%s\n%s\n--- text\n%s", (unsigned long long)seed,
                          verdict == FORMAT_NOT_ASKED ? "not a file" : "",
                          writ_buffer_string(&told), writ_buffer_string(&text));
        }
        assert_int_equal(verdict, FORMAT_LAWFUL);
    }
    const char *unused = text_random_unused(texts);
    if (unused != NULL) {
        (void)fprintf(stderr, "never used: %s\n", unused);
    }
    assert_null(unused);
    writ_buffer_dispose(&told);
    writ_buffer_dispose(&text);
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_laws_hold_for_every_way_of_the_grammar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
