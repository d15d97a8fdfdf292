// What the modules of stdlib/ say, against what else knows it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "writ/calendar_feasts.h"
#include "writ/value.h"

static int64_t day_of(const char *date)
{
    int64_t day;
    WritError error;
    assert_int_equal(writ_date_parse(&day, writ_text(date), &error), WRIT_OK);
    return day;
}

static void easter_is_when_holiday_files_have_it(void **state)
{
    (void)state;
    FILE *file = fopen(STDLIB_FOLDER "/feasts.writ", "r");
    assert_non_null(file);
    char line[256], western[11], orthodox[11];
    int year, rows = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, " | E%*d | %d || %10s | %10s |", &year, western, orthodox) == 3) {
            assert_int_equal(year, 2020 + rows);
            assert_int_equal(day_of(western), writ_easter(year));
            assert_int_equal(day_of(orthodox), writ_orthodox_easter(year));
            rows++;
        }
    }
    (void)fclose(file);
    assert_int_equal(rows, 50);
}

// A code stands in one row, in the order of the alphabet, under a label that is the code.
static unsigned count_codes(const char *path, size_t letters)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char line[1024], label[8], code[8], before[8] = "";
    unsigned rows = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, " | %7s | %7s || \"", label, code) == 2 && strlen(code) == letters &&
            strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == letters) {
            assert_string_equal(label, code);
            assert_true(strcmp(before, code) < 0);
            memcpy(before, code, sizeof before);
            rows++;
        }
    }
    (void)fclose(file);
    return rows;
}

static void each_code_stands_once(void **state)
{
    (void)state;
    assert_int_equal(count_codes(STDLIB_FOLDER "/currencies.writ", 3), 183);
    assert_int_equal(count_codes(STDLIB_FOLDER "/countries.writ", 2), 249);
}

// The letters of Romanian have a comma below; those with a cedilla are of other languages.
static void romanian_has_its_own_letters(void **state)
{
    (void)state;
    static const char *const cedillas[] = {"ş", "ţ", "Ş", "Ţ"};
    static char bytes[1 << 16];
    FILE *file = fopen(STDLIB_FOLDER "/messages_ro.writ", "r");
    assert_non_null(file);
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
    (void)fclose(file);
    assert_non_null(strstr(bytes, "ș"));
    assert_non_null(strstr(bytes, "ț"));
    for (size_t i = 0; i < sizeof cedillas / sizeof cedillas[0]; i++) {
        assert_null(strstr(bytes, cedillas[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easter_is_when_holiday_files_have_it),
        cmocka_unit_test(each_code_stands_once),
        cmocka_unit_test(romanian_has_its_own_letters),
    };
    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
