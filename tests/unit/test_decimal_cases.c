// The decimal128 cases of the General Decimal Arithmetic test suite, where they are at hand.
//
// Every line is run or falls into a class that is skipped for a reason; the counts of all are
// asserted, so that nothing disappears silently. What writ answers differs from the suite by rule:
// it refuses where the suite rounds unasked, it has one zero, and it writes plain digits where 34
// hold the number, so results are compared as support/digits.h prints them.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <cmocka.h>

#include "writ/decimal.h"

#include "support/digits.h"

enum { LINE_BYTES = 512, FIELDS_MAX = 16 };

typedef enum Verdict {
    RUN,
    SKIP_SPECIAL,  // An operand is an infinity or a NaN: none exists here.
    SKIP_NOTHING,  // "#" stands for an operand that is not there or is given as bits.
    SKIP_ROUNDING, // Rounds by a rule that the library does not have: half down, up, 05up.
    VERDICTS,
} Verdict;

static const char *const FOLDER = WRIT_SHARED_DATA "/decimal";

enum { EXIT_SKIPPED = 77 }; // SKIP_RETURN_CODE of the test.

typedef struct Case {
    const char *file;
    char *id;
    char *operation;
    char *operands[2];
    int operand_count;
    char *result;
    bool inexact;
    bool syntax;
    bool invalid;
    const char *rounding;
} Case;

static void fail_case(const Case *given, const char *what, const char *found)
{
    fail_msg("%s %s: %s %s", given->file, given->id, what, found);
}

// Cuts the next field out of the line; quotes may stand around it, doubled inside.
static char *next_field(char **rest)
{
    char *at = *rest + strspn(*rest, " \t\r\n");
    if (*at == '\0' || strncmp(at, "--", 2) == 0) {
        return NULL;
    }
    char quote = *at;
    if (quote != '\'' && quote != '"') {
        char *end = at + strcspn(at, " \t\r\n");
        *rest = *end == '\0' ? end : end + 1;
        *end = '\0';
        return at;
    }
    char *start = ++at;
    char *out = start;
    while (*at != '\0' && (*at != quote || at[1] == quote)) {
        at += *at == quote ? 1 : 0;
        *out++ = *at++;
    }
    *rest = *at == '\0' ? at : at + 1;
    *out = '\0';
    return start;
}

// False for lines that hold no case: comments, directives, nothing.
static bool read_case(Case *read, char *line)
{
    char *fields[FIELDS_MAX];
    int count = 0;
    int arrow = 0;
    for (char *field = next_field(&line); field != NULL && count < FIELDS_MAX;
         field = next_field(&line)) {
        if (strcmp(field, "->") == 0) {
            arrow = count;
        }
        fields[count++] = field;
    }
    if (arrow < 3 || arrow > 4) {
        return false;
    }
    read->id = fields[0];
    read->operation = fields[1];
    read->operand_count = arrow - 2;
    for (int i = 2; i < arrow; i++) {
        read->operands[i - 2] = fields[i];
    }
    read->result = fields[arrow + 1];
    read->inexact = read->syntax = read->invalid = false;
    for (int i = arrow + 2; i < count; i++) {
        read->inexact = read->inexact || strcmp(fields[i], "Inexact") == 0;
        read->syntax = read->syntax || strcmp(fields[i], "Conversion_syntax") == 0;
        read->invalid = read->invalid || strcmp(fields[i], "Invalid_operation") == 0;
    }
    return true;
}

static bool is_special(const char *text)
{
    Digits digits;
    return !digits_read(&digits, text);
}

static bool rounding_of(const char *name, WritRounding *rounding)
{
    static const char *const names[] = {"half_even", "half_up", "down", "floor", "ceiling"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            *rounding = (WritRounding)i;
            return true;
        }
    }
    return false;
}

static void assert_result(const Case *given, WritDecimal number, const char *result)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    char expected[DIGITS_TEXT_BYTES];
    Digits digits;
    (void)writ_decimal_print(number, text);
    if (!digits_read(&digits, result)) {
        fail_case(given, "has a result that is no number:", result);
    }
    digits_print(digits, expected);
    if (strcmp(text, expected) != 0) {
        fail_case(given, "gives", text);
    }
}

static WritDecimal operand(const Case *given, int index)
{
    WritDecimal number = {{0, 0}};
    WritError error;
    if (writ_decimal_parse(&number, writ_text(given->operands[index]), &error) != WRIT_OK) {
        fail_case(given, "is not read:", error.text);
    }
    return number;
}

static void assert_status(const Case *given, WritStatus status, WritStatus expected)
{
    if (status != expected) {
        fail_case(given, "answers", writ_status_name(status));
    }
}

// Engineering notation has other zeros than the number: only the value is the same.
static void assert_value(const Case *given, WritDecimal number, const char *result)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    Digits found;
    Digits expected;
    (void)writ_decimal_print(number, text);
    if (!digits_read(&found, text) || !digits_read(&expected, result) ||
        digits_order(&found, &expected) != 0) {
        fail_case(given, "has the value", text);
    }
}

// Text to number and back. What the suite reads as an infinity or a NaN is no number here.
static Verdict run_conversion(const Case *given)
{
    Digits digits = {0};
    WritDecimal number;
    WritStatus status = writ_decimal_parse(&number, writ_text(given->operands[0]), NULL);
    if (given->syntax || !digits_read(&digits, given->operands[0])) {
        assert_status(given, status, WRIT_INVALID);
    } else if (given->inexact || digits.count > WRIT_DECIMAL_DIGITS_MAX) {
        assert_status(given, status, WRIT_LIMIT);
    } else {
        assert_status(given, status, WRIT_OK);
        if (strcmp(given->operation, "toEng") == 0) {
            assert_value(given, number, given->result);
        } else {
            assert_result(given, number, given->result);
        }
    }
    return RUN;
}

static Verdict run_add(const Case *given)
{
    WritDecimal sum;
    WritStatus status = writ_decimal_add(&sum, operand(given, 0), operand(given, 1), NULL);
    assert_status(given, status, given->inexact ? WRIT_LIMIT : WRIT_OK);
    if (status == WRIT_OK) {
        assert_result(given, sum, given->result);
    }
    return RUN;
}

static Verdict run_compare(const Case *given)
{
    int order = writ_decimal_compare(operand(given, 0), operand(given, 1));
    if (order != atoi(given->result)) {
        fail_case(given, "is ordered otherwise than", given->result);
    }
    return RUN;
}

// The suite rounds to any power of ten, writ to places behind the point: the point is moved before
// and after.
static WritStatus quantize(WritDecimal *result, WritDecimal number, int exponent,
                           WritRounding rounding)
{
    int places = exponent > 0                          ? 0
                 : exponent < -WRIT_DECIMAL_DIGITS_MAX ? WRIT_DECIMAL_DIGITS_MAX
                                                       : -exponent;
    int shift = -exponent - places;
    WritStatus status = writ_decimal_shift(&number, number, shift, NULL);
    if (status == WRIT_OK) {
        status = writ_decimal_round(&number, number, places, rounding, NULL);
    }
    return status == WRIT_OK ? writ_decimal_shift(result, number, -shift, NULL) : status;
}

static Verdict run_quantize(const Case *given)
{
    WritRounding rounding;
    Digits pattern;
    if (!rounding_of(given->rounding, &rounding)) {
        return SKIP_ROUNDING;
    }
    assert_true(digits_read(&pattern, given->operands[1]));
    WritDecimal result;
    WritStatus status = quantize(&result, operand(given, 0), pattern.exponent, rounding);
    assert_status(given, status, given->invalid ? WRIT_LIMIT : WRIT_OK);
    if (status == WRIT_OK) {
        assert_result(given, result, given->result);
    }
    return RUN;
}

static Verdict run_case(const Case *given)
{
    for (int i = 0; i < given->operand_count; i++) {
        if (given->operands[i][0] == '#') {
            return SKIP_NOTHING;
        }
    }
    if (strcasecmp(given->operation, "toSci") == 0 || strcmp(given->operation, "toEng") == 0 ||
        strcmp(given->operation, "apply") == 0) {
        return run_conversion(given);
    }
    if (is_special(given->operands[0]) || is_special(given->operands[1])) {
        return SKIP_SPECIAL;
    }
    if (strcmp(given->operation, "add") == 0) {
        return run_add(given);
    }
    if (strcmp(given->operation, "compare") == 0) {
        return run_compare(given);
    }
    assert_string_equal(given->operation, "quantize");
    return run_quantize(given);
}

static void run_file(const char *name, const int expected[VERDICTS])
{
    char path[LINE_BYTES];
    char line[LINE_BYTES];
    char rounding[32] = "half_even";
    int counts[VERDICTS] = {0};
    (void)snprintf(path, sizeof path, "%s/%s", FOLDER, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        Case given = {.file = name, .rounding = rounding};
        assert_non_null(strchr(line, '\n'));
        if (sscanf(line, " rounding: %31s", rounding) == 1) {
            continue;
        }
        if (read_case(&given, line)) {
            counts[run_case(&given)]++;
        }
    }
    (void)fclose(file);
    for (int i = 0; i < VERDICTS; i++) {
        assert_int_equal(counts[i], expected[i]);
    }
}

static void text_becomes_numbers_as_the_suite_says(void **state)
{
    (void)state;
    run_file("dqBase.decTest", (int[VERDICTS]){[RUN] = 928});
}

static void sums_are_those_of_the_suite(void **state)
{
    (void)state;
    run_file("dqAdd.decTest",
             (int[VERDICTS]){[RUN] = 919, [SKIP_SPECIAL] = 91, [SKIP_NOTHING] = 2});
}

static void the_order_is_that_of_the_suite(void **state)
{
    (void)state;
    run_file("dqCompare.decTest",
             (int[VERDICTS]){[RUN] = 566, [SKIP_SPECIAL] = 91, [SKIP_NOTHING] = 2});
}

static void rounding_is_that_of_the_suite(void **state)
{
    (void)state;
    run_file("dqQuantize.decTest",
             (int[VERDICTS]){
                 [RUN] = 507, [SKIP_SPECIAL] = 102, [SKIP_NOTHING] = 2, [SKIP_ROUNDING] = 75});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_becomes_numbers_as_the_suite_says),
        cmocka_unit_test(sums_are_those_of_the_suite),
        cmocka_unit_test(the_order_is_that_of_the_suite),
        cmocka_unit_test(rounding_is_that_of_the_suite),
    };
    if (access(FOLDER, R_OK) != 0) {
        (void)printf("skipped: the decimal cases are not at %s\n", FOLDER);
        return EXIT_SKIPPED;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
