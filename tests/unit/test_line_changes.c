// Texts compared line by line, against a recursion that tries every way.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "cli/line_changes.h"

static void lines_that_differ_are_told_with_their_place(void **state)
{
    (void)state;
    WritBuffer out = {0};
    LineChanges changes =
        line_changes(writ_text("a\nb\nc\nd\n"), writ_text("a\nB\nc\nd\ne\n"), &out);
    assert_string_equal(writ_buffer_string(&out), "line 2\n- b\n+ B\nline 5\n+ e\n");
    assert_int_equal(changes.removed, 1);
    assert_int_equal(changes.added, 2);
    assert_int_equal(changes.line, 2);
    writ_buffer_dispose(&out);
}

static void equal_texts_have_no_changes(void **state)
{
    (void)state;
    WritBuffer out = {0};
    assert_int_equal(line_changes(writ_text("a\nb"), writ_text("a\nb"), &out).line, 0);
    assert_int_equal(line_changes(writ_text(""), writ_text(""), &out).line, 0);
    assert_int_equal(out.length, 0);
    writ_buffer_dispose(&out);
}

static void a_missing_line_feed_is_a_change(void **state)
{
    (void)state;
    WritBuffer out = {0};
    LineChanges changes = line_changes(writ_text("a\nb\n"), writ_text("a\nb"), &out);
    assert_string_equal(writ_buffer_string(&out), "line 2\n- b\n+ b\n");
    assert_int_equal(changes.added, 1);
    writ_buffer_dispose(&out);
}

static void lines_that_go_at_the_end_are_told_behind_the_last(void **state)
{
    (void)state;
    WritBuffer out = {0};
    LineChanges changes = line_changes(writ_text("a\nb\n"), writ_text("a\n"), &out);
    assert_string_equal(writ_buffer_string(&out), "line 2\n- b\n");
    assert_int_equal(changes.line, 2);
    writ_buffer_dispose(&out);
}

// Texts whose lines are single letters: "ab" stands for "a\nb\n".
static WritText lines_of(const char *letters, char *bytes)
{
    size_t length = 0;
    for (; *letters != '\0'; letters++) {
        bytes[length++] = *letters;
        bytes[length++] = '\n';
    }
    return (WritText){bytes, length};
}

static uint32_t slow_changes(const char *a, const char *b)
{
    if (*a == '\0' || *b == '\0') {
        return (uint32_t)(strlen(a) + strlen(b));
    }
    if (*a == *b) {
        return slow_changes(a + 1, b + 1);
    }
    uint32_t down = slow_changes(a + 1, b);
    uint32_t right = slow_changes(a, b + 1);
    return 1 + (down < right ? down : right);
}

static void spell(char *letters, unsigned number)
{
    for (; number > 0; number /= 4) {
        *letters = "abc"[number % 4 == 0 ? 0 : number % 4 - 1];
        letters++;
    }
    *letters = '\0';
}

static void as_few_lines_as_can_be_are_told(void **state)
{
    (void)state;
    enum { TEXTS = 1 << 10, STEP_A = 13, STEP_B = 29 };
    char a[8], b[8], a_bytes[16], b_bytes[16];
    for (unsigned i = 0; i < TEXTS; i += STEP_A) {
        for (unsigned j = 0; j < TEXTS; j += STEP_B) {
            WritBuffer out = {0};
            spell(a, i);
            spell(b, j);
            LineChanges changes = line_changes(lines_of(a, a_bytes), lines_of(b, b_bytes), &out);
            assert_int_equal(changes.removed + changes.added, slow_changes(a, b));
            assert_int_equal((int)strlen(a) - (int)changes.removed,
                             (int)strlen(b) - (int)changes.added);
            writ_buffer_dispose(&out);
        }
    }
}

// Two texts without a common line, of so many that their pairs are too many to compare.
static void too_many_pairs_count_as_changed(void **state)
{
    (void)state;
    enum { LINES = 2100 };
    WritBuffer a = {0}, b = {0}, out = {0};
    for (unsigned i = 0; i < LINES; i++) {
        writ_buffer_format(&a, "%s%u\n", i == 0 || i == LINES - 1 ? "a" : "", i);
        writ_buffer_format(&b, "%s%u\n", i == 0 || i == LINES - 1 ? "b" : "", i);
    }
    LineChanges changes = line_changes(writ_buffer_text(&a), writ_buffer_text(&b), &out);
    assert_int_equal(changes.removed, LINES);
    assert_int_equal(changes.added, LINES);
    writ_buffer_dispose(&a);
    writ_buffer_dispose(&b);
    writ_buffer_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_that_differ_are_told_with_their_place),
        cmocka_unit_test(equal_texts_have_no_changes),
        cmocka_unit_test(a_missing_line_feed_is_a_change),
        cmocka_unit_test(lines_that_go_at_the_end_are_told_behind_the_last),
        cmocka_unit_test(as_few_lines_as_can_be_are_told),
        cmocka_unit_test(too_many_pairs_count_as_changed),
    };
    return cmocka_run_group_tests_name("line_changes", tests, NULL, NULL);
}
