// Comma-separated values: what spreadsheets write, and what could be taken for something else.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "support/random.h"
#include "writ/csv.h"

// The rows as "cell|cell/cell|cell".
static void expect_rows(const char *bytes, size_t length, const char *rows)
{
    WritArena *arena = writ_arena_new(WRIT_CSV_ARENA_BYTES);
    WritCsv csv;
    WritError error;
    WritBuffer out = {0};
    assert_int_equal(writ_csv_read(&csv, arena, (WritText){bytes, length}, &error), WRIT_OK);
    for (uint32_t i = 0; i < csv.row_count; i++) {
        for (uint32_t k = 0; k < csv.rows[i].count; k++) {
            writ_buffer_add_string(&out, k > 0 ? "|" : i > 0 ? "/" : "");
            writ_buffer_add(&out, csv.rows[i].cells[k]);
        }
    }
    assert_string_equal(writ_buffer_string(&out), rows);
    writ_buffer_dispose(&out);
    writ_arena_free(arena);
}

static void expect(const char *bytes, const char *rows)
{
    expect_rows(bytes, strlen(bytes), rows);
}

static void refuse_bytes(const char *bytes, size_t length, const char *text)
{
    WritArena *arena = writ_arena_new(WRIT_CSV_ARENA_BYTES);
    WritCsv csv;
    WritError error;
    assert_int_not_equal(writ_csv_read(&csv, arena, (WritText){bytes, length}, &error), WRIT_OK);
    assert_string_equal(error.text, text);
    assert_true(error.hint[0] != '\0');
    writ_arena_free(arena);
}

static void refuse(const char *bytes, const char *text)
{
    refuse_bytes(bytes, strlen(bytes), text);
}

static void test_cells_are_what_rfc_4180_says(void **state)
{
    (void)state;
    expect("a,b\r\n1,2\r\n", "a|b/1|2");
    expect("a,b\n\"1,5\",\"say \"\"so\"\"\"", "a|b/1,5|say \"so\"");
    expect("a,b\r\n\"two\r\nlines\",x\r\n", "a|b/two\nlines|x");
    expect("", "");
}

static void test_what_spreadsheets_do_is_understood(void **state)
{
    (void)state;
    expect("\xef\xbb\xbf"
           "a;b;;\r\n1,5;2;;\r\n;;;\r\n;;;\r\n",
           "a|b/1,5|2");
    expect("a\tb\r1;2\t3\r", "a|b/1;2|3");
    expect("\n\n\"a,a\";b\n1;2\n", "a,a|b/1|2");
    expect(" a , b \n\xc2\xa0"
           "1\xe2\x80\xaf,\n",
           "a|b/1");
    expect("a,b\n,2\n", "a|b/|2");
}

static void test_what_is_not_plain_is_refused_with_its_line(void **state)
{
    (void)state;
    refuse("a,b\n\"1,2\n3,4\n", "line 2: a quote is opened and not closed");
    refuse("a,b\n\n\"1\"x,2\n", "line 3: text stands behind a closed quote");
    refuse("a,b\n1,say \"so\"\n", "line 2: a quote stands inside a cell without quotes");
    refuse("a,b\n1,\x01\n", "line 2: the file has a control character");
    refuse("a,\xff\n", "the file is not UTF-8");
    refuse_bytes("\xff\xfe"
                 "a\0",
                 4, "the file is UTF-16");
    refuse_bytes("a\0b", 3, "line 1: the file has a control character");
}

static void test_bounds_are_kept(void **state)
{
    (void)state;
    WritBuffer file = {0};
    for (uint32_t i = 0; i <= WRIT_CSV_ROWS_MAX; i++) {
        writ_buffer_add_string(&file, "a\n");
    }
    refuse(writ_buffer_string(&file), "line 10001: the file has more than 10000 rows");
    writ_buffer_clear(&file);
    for (uint32_t i = 0; i < WRIT_CSV_COLUMNS_MAX; i++) {
        writ_buffer_add_string(&file, ",");
    }
    expect(writ_buffer_string(&file), "");
    writ_buffer_add_string(&file, "a");
    refuse(writ_buffer_string(&file), "line 1: the row has more than 256 columns");
    writ_buffer_clear(&file);
    for (uint32_t i = 0; i <= WRIT_CSV_BYTES_MAX; i++) {
        writ_buffer_add_byte(&file, ' ');
    }
    refuse(writ_buffer_string(&file), "the file has more than 4194304 bytes");
    writ_buffer_dispose(&file);
}

static void test_what_is_written_is_read_again(void **state)
{
    (void)state;
    static const char *const parts[] = {"a", "\"", ",", ";", "\t", "\n", " x", "=1", "\xc3\xa9"};
    static const char separators[] = ",;\t";
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        Random random = {seed};
        char separator = separators[seed % 3];
        WritBuffer file = {0};
        WritBuffer rows = {0};
        writ_buffer_format(&file, "h%ch%ch\r\n", separator, separator);
        writ_buffer_add_string(&rows, "h|h|h");
        for (uint32_t i = 0; i < 3; i++) {
            WritBuffer cell = {0};
            writ_buffer_add_string(&cell, "x");
            for (uint32_t k = random_below(&random, 5); k > 0; k--) {
                writ_buffer_add_string(&cell, parts[random_below(&random, 9)]);
            }
            writ_buffer_add_string(&cell, "x");
            writ_buffer_add_string(&rows, i == 0 ? "/" : "|");
            writ_buffer_add(&rows, writ_buffer_text(&cell));
            if (i > 0) {
                writ_buffer_add_byte(&file, separator);
            }
            writ_csv_add_cell(&file, writ_buffer_text(&cell));
            writ_buffer_dispose(&cell);
        }
        expect_rows(file.data, file.length, writ_buffer_string(&rows));
        writ_buffer_dispose(&file);
        writ_buffer_dispose(&rows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells_are_what_rfc_4180_says),
        cmocka_unit_test(test_what_spreadsheets_do_is_understood),
        cmocka_unit_test(test_what_is_not_plain_is_refused_with_its_line),
        cmocka_unit_test(test_bounds_are_kept),
        cmocka_unit_test(test_what_is_written_is_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
