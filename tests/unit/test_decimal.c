// Decimals against school arithmetic (support/digits.h) and against their laws.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "writ/decimal.h"

#include "support/digits.h"
#include "support/random.h"
#include "support/value_random.h"

static WritDecimal decimal(const char *text)
{
    WritDecimal number;
    WritError error;
    if (writ_decimal_parse(&number, writ_text(text), &error) != WRIT_OK) {
        fail_msg("%s: %s", text, error.text);
    }
    return number;
}

static void assert_prints(WritDecimal number, const char *expected)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    size_t length = writ_decimal_print(number, text);
    assert_int_equal(length, strlen(text));
    assert_string_equal(text, expected);
}

static Digits digits_of(WritDecimal number)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    Digits digits;
    (void)writ_decimal_print(number, text);
    assert_true(digits_read(&digits, text));
    return digits;
}

// Mostly amounts as they occur, sometimes the longest and the oddest.
static WritDecimal any_decimal(Random *random)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    int count = random_below(random, 3) > 0 ? (int)random_below(random, 9) + 1
                                            : (int)random_below(random, 34) + 1;
    int length = random_below(random, 2) > 0 ? sprintf(text, "-") : 0;
    for (int i = 0; i < count; i++) {
        // Runs of 0 and 9 carry.
        static const char digits[] = "00000123456789999";
        text[length++] = digits[random_below(random, sizeof digits - 1)];
    }
    int span = random_below(random, 3) > 0 ? 4 : 40;
    (void)sprintf(text + length, "E%d", (int)random_between(random, -span, span / 2));
    return decimal(text);
}

static void what_is_no_finite_decimal_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",     "+",    "-",   ".",    "-.",       "e5",      "1e",    "1e+",   "1e-",      "NaN",
        "nan",  "sNaN", "inf", "-Inf", "Infinity", "rubbish", "0x10",  "1_000", "1 000",    " 1",
        "1 ",   "1,5",  "--1", "+-1",  "1.2.3",    "1e5.0",   "1e5e5", "1.e.5", "12.50EUR", "1\n",
        "１２", "1e 5", "1-",  "1+1",  "$1",       "1E++5",   "..1",   "\xff",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        WritDecimal number;
        WritError error;
        assert_int_equal(writ_decimal_parse(&number, writ_text(bad[i]), &error), WRIT_INVALID);
        assert_non_null(strstr(error.text, "is no number"));
        assert_non_null(strstr(error.hint, "write"));
    }
    WritDecimal number;
    assert_int_equal(writ_decimal_parse(&number, (WritText){"1\0002", 3}, NULL), WRIT_INVALID);
}

static void what_does_not_fit_is_a_limit(void **state)
{
    (void)state;
    static const char *const large[] = {
        "12345678901234567890123456789012345",   // 35 digits
        "1.0000000000000000000000000000000000",  // 35, with zeros at the end
        "0.12345678901234567890123456789012345", // 35 behind the point
        "1e6145",
        "-1e6145",
        "1e99999",
        "1e100000",
        "1e999999999999999999999999999999",
        "1e-6177",
        "1e-99999999999999999999999999",
        "0e100000",
        "12e-6178",
    };
    for (size_t i = 0; i < sizeof large / sizeof large[0]; i++) {
        WritDecimal number;
        WritError error;
        assert_int_equal(writ_decimal_parse(&number, writ_text(large[i]), &error), WRIT_LIMIT);
        assert_true(error.text[0] != '\0');
    }
}

static void a_million_digits_are_refused_without_expanding_them(void **state)
{
    (void)state;
    static char text[1000000];
    WritDecimal number;
    memset(text, '9', sizeof text);
    assert_int_equal(writ_decimal_parse(&number, (WritText){text, sizeof text}, NULL), WRIT_LIMIT);
    text[1] = 'e';
    assert_int_equal(writ_decimal_parse(&number, (WritText){text, sizeof text}, NULL), WRIT_LIMIT);
    memset(text, '0', sizeof text);
    assert_int_equal(writ_decimal_parse(&number, (WritText){text, sizeof text}, NULL), WRIT_OK);
    assert_prints(number, "0");
    text[1] = '.';
    assert_int_equal(writ_decimal_parse(&number, (WritText){text, sizeof text}, NULL), WRIT_OK);
    assert_prints(number, "0E-6176");
    text[sizeof text - 1] = '1';
    assert_int_equal(writ_decimal_parse(&number, (WritText){text, sizeof text}, NULL), WRIT_LIMIT);
}

static void numbers_print_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        const char *printed;
    } forms[] = {
        {"0", "0"},
        {"-0", "0"},
        {"-0.00", "0.00"},
        {"0e5", "0"},
        {"007", "7"},
        {"+12.50", "12.50"},
        {"1.50", "1.50"},
        {"-1250.5", "-1250.5"},
        {"235e3", "235000"},
        {"123e-5", "0.00123"},
        {"1e33", "1000000000000000000000000000000000"},
        {"1e34", "1E+34"},
        {"235e38", "2.35E+40"},
        {"-1.50e40", "-1.50E+40"},
        {"1e-34", "0.0000000000000000000000000000000001"},
        {"1e-35", "1E-35"},
        {"0e-35", "0E-35"},
        {"1234567890123456789012345678901234", "1234567890123456789012345678901234"},
        {".1234567890123456789012345678901234", "0.1234567890123456789012345678901234"},
        {"1234567890123456789012345678901234e-35", "1.234567890123456789012345678901234E-2"},
        {"9999999999999999999999999999999999e6111", "9.999999999999999999999999999999999E+6144"},
        {"1e6144", "1.000000000000000000000000000000000E+6144"},
        {"1e-6176", "1E-6176"},
        {"10e-6177", "1E-6176"},
        {"0e-7000", "0E-6176"},
        {"1e000000000000000000000002", "100"},
        {"18446744073709551616", "18446744073709551616"},
        {"100000000000000000", "100000000000000000"},
        {"10000000000000000000000000000000001", NULL},
    };
    for (size_t i = 0; forms[i].printed != NULL; i++) {
        assert_prints(decimal(forms[i].written), forms[i].printed);
    }
}

static void what_is_printed_is_read_back_as_the_same_bits(void **state)
{
    (void)state;
    Random random = {1};
    for (int i = 0; i < 20000; i++) {
        char text[WRIT_DECIMAL_TEXT_BYTES];
        WritDecimal number = any_decimal(&random);
        (void)writ_decimal_print(number, text);
        WritDecimal again = decimal(text);
        assert_memory_equal(&again, &number, sizeof number);
    }
}

// The exact result has to be the printed one, or to need more than 34 digits.
static void assert_exact(WritStatus status, WritDecimal result, Digits exact,
                         const WritError *error)
{
    char expected[DIGITS_TEXT_BYTES];
    bool fits = digits_shorten(&exact, WRIT_DECIMAL_DIGITS_MAX);
    assert_int_equal(status, fits ? WRIT_OK : WRIT_LIMIT);
    if (fits) {
        digits_print(exact, expected);
        assert_prints(result, expected);
    } else {
        assert_non_null(strstr(error->text, "needs more than 34 digits"));
    }
}

static void sums_and_products_are_exact_or_refused(void **state)
{
    (void)state;
    Random random = {2};
    int refused = 0;
    for (int i = 0; i < 20000; i++) {
        WritDecimal a = any_decimal(&random);
        WritDecimal b = any_decimal(&random);
        WritDecimal result = {{0, 0}};
        Digits digits_a = digits_of(a);
        Digits digits_b = digits_of(b);
        Digits minus_b = digits_negated(&digits_b);
        WritError error;
        WritStatus status = writ_decimal_add(&result, a, b, &error);
        assert_exact(status, result, digits_sum(&digits_a, &digits_b), &error);
        refused += status != WRIT_OK;
        status = writ_decimal_subtract(&result, a, b, &error);
        assert_exact(status, result, digits_sum(&digits_a, &minus_b), &error);
        status = writ_decimal_multiply(&result, a, b, &error);
        assert_exact(status, result, digits_product(&digits_a, &digits_b), &error);
    }
    assert_in_range(refused, 100, 10000);
}

static void sums_carry_beyond_64_bits(void **state)
{
    (void)state;
    static const char *const sums[][3] = {
        {"18446744073709551615", "1", "18446744073709551616"},
        {"18446744073709551614", "1", "18446744073709551615"},
        {"-18446744073709551615", "-18446744073709551615", "-36893488147419103230"},
        {"184467440737095516.15", "0.01", "184467440737095516.16"},
        {"9223372036854775808", "9223372036854775808", "18446744073709551616"},
        {"18446744073709551616", "18446744073709551616", "36893488147419103232"},
        {"1.50", "1.50", "3.00"},
    };
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
        WritDecimal sum;
        WritError error;
        WritStatus status =
            writ_decimal_add(&sum, decimal(sums[i][0]), decimal(sums[i][1]), &error);
        assert_int_equal(status, WRIT_OK);
        assert_prints(sum, sums[i][2]);
    }
}

static void results_out_of_range_are_refused_by_name(void **state)
{
    (void)state;
    WritDecimal large = decimal("9e6144");
    WritDecimal small = decimal("1e-6176");
    WritDecimal result;
    WritError error;
    assert_int_equal(writ_decimal_add(&result, large, large, &error), WRIT_LIMIT);
    assert_non_null(strstr(error.text, "the sum of 9.000000000000000000000000000000000E+6144 and"));
    assert_non_null(strstr(error.text, "is out of range"));
    assert_int_equal(writ_decimal_multiply(&result, large, large, &error), WRIT_LIMIT);
    assert_int_equal(writ_decimal_multiply(&result, small, small, &error), WRIT_LIMIT);
    assert_int_equal(writ_decimal_divide(&result, large, small, WRIT_ROUND_DOWN, &error),
                     WRIT_LIMIT);
    assert_int_equal(writ_decimal_divide(&result, small, large, WRIT_ROUND_DOWN, &error),
                     WRIT_LIMIT);
    assert_int_equal(writ_decimal_shift(&result, large, 1, &error), WRIT_LIMIT);
    assert_int_equal(writ_decimal_shift(&result, small, -1, &error), WRIT_LIMIT);
    assert_int_equal(writ_decimal_shift(&result, decimal("1"), INT32_MAX, &error), WRIT_LIMIT);
    assert_int_equal(writ_decimal_shift(&result, decimal("1"), INT32_MIN, &error), WRIT_LIMIT);
    assert_int_equal(writ_decimal_shift(&result, decimal("0"), INT32_MIN, &error), WRIT_OK);
}

// Of two neighbours, the one that the rule names: `below` and `above` are the neighbours towards
// minus and plus infinity, `half` how the exact value lies to their middle (-1, 0 or 1).
static Digits rounded_by_rule(WritRounding rounding, Digits below, Digits above, int half)
{
    bool below_is_even = below.count == 0 || below.digit[below.count - 1] % 2 == 0;
    bool negative = below.negative && below.count > 0;
    switch (rounding) {
    case WRIT_ROUND_FLOOR:
        return below;
    case WRIT_ROUND_CEILING:
        return above;
    case WRIT_ROUND_DOWN:
        return negative ? above : below;
    case WRIT_ROUND_HALF_UP:
        return half < 0 || (half == 0 && negative) ? below : above;
    case WRIT_ROUND_HALF_EVEN:
        return half < 0 || (half == 0 && below_is_even) ? below : above;
    }
    fail();
    return below;
}

// `exact` cut after `places` decimals, towards zero.
static Digits cut(Digits exact, int places)
{
    while (exact.exponent < -places) {
        exact.count -= exact.count > 0 ? 1 : 0;
        exact.exponent++;
    }
    while (exact.exponent > -places) {
        exact.digit[exact.count] = 0;
        exact.count += exact.count > 0 ? 1 : 0;
        exact.exponent--;
    }
    return exact;
}

static Digits rounded_in_school(Digits exact, int places, WritRounding rounding)
{
    Digits one = {.count = 1, .digit = {1}, .exponent = -places};
    Digits half = {.count = 1, .digit = {5}, .exponent = -places - 1};
    Digits inner = cut(exact, places);
    if (digits_order(&inner, &exact) == 0) {
        return inner;
    }
    one.negative = exact.negative;
    inner.negative = exact.negative;
    Digits outer = digits_sum(&inner, &one);
    Digits below = exact.negative ? outer : inner;
    Digits above = exact.negative ? inner : outer;
    // A zero has no sign of its own.
    Digits middle = digits_sum(&below, &half);
    if (exact.negative && inner.count == 0) {
        above = inner;
        middle = digits_negated(&half);
    }
    return rounded_by_rule(rounding, below, above, digits_order(&exact, &middle));
}

static void rounding_agrees_with_school(void **state)
{
    (void)state;
    Random random = {3};
    for (int i = 0; i < 20000; i++) {
        WritDecimal number = any_decimal(&random);
        int places = (int)random_below(&random, 12);
        WritRounding rounding = (WritRounding)random_below(&random, WRIT_ROUND_CEILING + 1);
        WritDecimal result = {{0, 0}};
        WritStatus status = writ_decimal_round(&result, number, places, rounding, NULL);
        Digits expected = rounded_in_school(digits_of(number), places, rounding);
        bool fits = expected.count <= WRIT_DECIMAL_DIGITS_MAX;
        assert_int_equal(status, fits ? WRIT_OK : WRIT_LIMIT);
        if (fits) {
            char text[DIGITS_TEXT_BYTES];
            digits_print(expected, text);
            assert_prints(result, text);
        }
    }
}

static void the_five_roundings_differ_at_halves(void **state)
{
    (void)state;
    static const struct {
        const char *number;
        const char *results[WRIT_ROUND_CEILING + 1]; // In the order of WritRounding.
    } cases[] = {
        {"2.5", {"2", "3", "2", "2", "3"}},       {"3.5", {"4", "4", "3", "3", "4"}},
        {"-2.5", {"-2", "-3", "-2", "-3", "-2"}}, {"-0.5", {"0", "-1", "0", "-1", "0"}},
        {"2.51", {"3", "3", "2", "2", "3"}},      {"-2.49", {"-2", "-2", "-2", "-3", "-2"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int rounding = 0; rounding <= WRIT_ROUND_CEILING; rounding++) {
            WritDecimal result;
            assert_int_equal(writ_decimal_round(&result, decimal(cases[i].number), 0,
                                                (WritRounding)rounding, NULL),
                             WRIT_OK);
            assert_prints(result, cases[i].results[rounding]);
        }
    }
    WritDecimal result;
    WritError error;
    assert_int_equal(writ_decimal_round(&result, decimal("1"), -1, WRIT_ROUND_DOWN, &error),
                     WRIT_INVALID);
    assert_int_equal(writ_decimal_round(&result, decimal("1"), 35, WRIT_ROUND_DOWN, &error),
                     WRIT_INVALID);
    assert_int_equal(writ_decimal_round(&result, decimal("1"), 34, WRIT_ROUND_DOWN, &error),
                     WRIT_LIMIT);
    assert_string_equal(error.text, "1 with 34 decimal places needs more than 34 digits");
}

// A quotient of 34 digits is right when it lies on the side that the rounding names and the next
// number on the other side is too far.
static void quotients_are_the_nearest_of_34_digits(void **state)
{
    (void)state;
    Random random = {4};
    for (int i = 0; i < 20000; i++) {
        WritDecimal a = any_decimal(&random);
        WritDecimal b = any_decimal(&random);
        WritDecimal quotient = {{0, 0}};
        WritError error;
        if (writ_decimal_is_zero(b)) {
            assert_int_equal(writ_decimal_divide(&quotient, a, b, WRIT_ROUND_DOWN, &error),
                             WRIT_INVALID);
            assert_non_null(strstr(error.text, "is divided by zero"));
            continue;
        }
        assert_int_equal(writ_decimal_divide(&quotient, a, b, WRIT_ROUND_HALF_UP, &error), WRIT_OK);
        Digits exact = digits_of(a);
        Digits divisor = digits_of(b);
        Digits rounded = digits_of(quotient);
        Digits product = digits_product(&rounded, &divisor);
        if (digits_order(&product, &exact) == 0) {
            continue;
        }
        assert_int_equal(rounded.count, WRIT_DECIMAL_DIGITS_MAX);
        // Twice the error of the product is at most one unit of the last digit times the divisor.
        Digits minus = digits_negated(&product);
        Digits off = digits_sum(&exact, &minus);
        Digits two = {.count = 1, .digit = {2}};
        Digits unit = {.count = 1, .digit = {1}, .exponent = rounded.exponent};
        Digits bound = digits_product(&unit, &divisor);
        off = digits_product(&off, &two);
        off.negative = false;
        bound.negative = false;
        assert_true(digits_order(&off, &bound) <= 0);
    }
}

static void quotients_lie_on_the_side_that_the_rounding_names(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        const char *results[WRIT_ROUND_CEILING + 1];
    } cases[] = {
        {"1", "4", {"0.25", "0.25", "0.25", "0.25", "0.25"}},
        {"100", "4", {"25", "25", "25", "25", "25"}},
        {"0", "7", {"0", "0", "0", "0", "0"}},
        {"1",
         "3",
         {"0.3333333333333333333333333333333333", "0.3333333333333333333333333333333333",
          "0.3333333333333333333333333333333333", "0.3333333333333333333333333333333333",
          "0.3333333333333333333333333333333334"}},
        {"-2",
         "3",
         {"-0.6666666666666666666666666666666667", "-0.6666666666666666666666666666666667",
          "-0.6666666666666666666666666666666666", "-0.6666666666666666666666666666666667",
          "-0.6666666666666666666666666666666666"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int rounding = 0; rounding <= WRIT_ROUND_CEILING; rounding++) {
            WritDecimal quotient;
            assert_int_equal(writ_decimal_divide(&quotient, decimal(cases[i].a),
                                                 decimal(cases[i].b), (WritRounding)rounding, NULL),
                             WRIT_OK);
            assert_prints(quotient, cases[i].results[rounding]);
        }
    }
}

static void the_order_of_numbers_is_that_of_school(void **state)
{
    (void)state;
    Random random = {5};
    for (int i = 0; i < 20000; i++) {
        WritDecimal a = any_decimal(&random);
        WritDecimal b = random_below(&random, 4) > 0 ? any_decimal(&random) : a;
        Digits digits_a = digits_of(a);
        Digits digits_b = digits_of(b);
        assert_int_equal(writ_decimal_compare(a, b), digits_order(&digits_a, &digits_b));
        assert_int_equal(writ_decimal_compare(a, b), -writ_decimal_compare(b, a));
        assert_int_equal(writ_decimal_is_zero(a), digits_is_zero(&digits_a));
    }
    assert_int_equal(writ_decimal_compare(decimal("1.0"), decimal("1.00")), 0);
    assert_int_equal(writ_decimal_compare(decimal("1e6144"), decimal("1e-6176")), 1);
    assert_int_equal(writ_decimal_compare(decimal("0e-6176"), decimal("0")), 0);
}

static void shifting_moves_the_point(void **state)
{
    (void)state;
    WritDecimal shifted;
    assert_int_equal(writ_decimal_shift(&shifted, decimal("7.50"), -2, NULL), WRIT_OK);
    assert_prints(shifted, "0.0750");
    assert_int_equal(writ_decimal_shift(&shifted, shifted, 2, NULL), WRIT_OK);
    assert_prints(shifted, "7.50");
    assert_int_equal(writ_decimal_shift(&shifted, decimal("0.5"), 2, NULL), WRIT_OK);
    assert_prints(shifted, "50");
}

static void whole_numbers_become_integers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t integer;
        bool whole;
    } cases[] = {
        {"0", 0, true},
        {"0.00", 0, true},
        {"5.00", 5, true},
        {"-12", -12, true},
        {"1e3", 1000, true},
        {"0.5", 0, false},
        {"12.01", 0, false},
        {"9223372036854775807", INT64_MAX, true},
        {"9223372036854775808", 0, false},
        {"-9223372036854775808", INT64_MIN, true},
        {"-9223372036854775809", 0, false},
        {"1e34", 0, false},
        {"0e-6176", 0, true},
        {"1e-6176", 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t integer = 0;
        assert_int_equal(writ_decimal_to_int(decimal(cases[i].text), &integer), cases[i].whole);
        assert_int_equal(integer, cases[i].integer);
        if (cases[i].whole) {
            char text[32];
            (void)snprintf(text, sizeof text, "%lld", (long long)cases[i].integer);
            assert_prints(writ_decimal_from_int(cases[i].integer), text);
        }
    }
}

// Against rounding downwards and whole numbers, which have oracles of their own.
static void floors_are_whole_numbers_not_above(void **state)
{
    (void)state;
    Random random = {.state = 3};
    uint32_t fitted = 0;
    for (uint32_t i = 0; i < 200000; i++) {
        WritDecimal number = random_decimal(&random);
        int places = (int)random_below(&random, 35);
        WritDecimal shifted;
        WritDecimal rounded;
        int64_t wanted = 0;
        int64_t floor = 0;
        bool exact = false;
        bool fits = writ_decimal_floor(number, places, &floor, &exact);
        if (writ_decimal_shift(&shifted, number, places, NULL) != WRIT_OK ||
            writ_decimal_round(&rounded, shifted, 0, WRIT_ROUND_FLOOR, NULL) != WRIT_OK ||
            !writ_decimal_to_int(rounded, &wanted) || wanted == INT64_MIN) {
            if (!fits) {
                bool negative = writ_decimal_compare(number, decimal("0")) < 0;
                assert_true(floor == (negative ? INT64_MIN : INT64_MAX) && !exact);
            }
            continue;
        }
        assert_true(fits);
        assert_int_equal(floor, wanted);
        assert_int_equal(exact, writ_decimal_compare(rounded, shifted) == 0);
        fitted++;
    }
    assert_true(fitted > 1000);
    assert_int_equal(writ_decimal_places(decimal("1.500")), 1);
    assert_int_equal(writ_decimal_places(decimal("1000")), 0);
    assert_int_equal(writ_decimal_places(decimal("0.00")), 0);
    assert_int_equal(writ_decimal_places(decimal("1e40")), 0);
    assert_int_equal(writ_decimal_places(decimal("1e-6176")), 6176);
}

static void there_is_one_zero(void **state)
{
    (void)state;
    WritDecimal minus = writ_decimal_negate(decimal("0.00"));
    assert_prints(minus, "0.00");
    WritDecimal result;
    assert_int_equal(writ_decimal_multiply(&result, decimal("-5"), decimal("0"), NULL), WRIT_OK);
    assert_prints(result, "0");
    assert_int_equal(writ_decimal_round(&result, decimal("-0.4"), 0, WRIT_ROUND_HALF_UP, NULL),
                     WRIT_OK);
    assert_prints(result, "0");
    assert_int_equal(
        writ_decimal_divide(&result, decimal("0"), decimal("-3"), WRIT_ROUND_DOWN, NULL), WRIT_OK);
    assert_prints(result, "0");
    assert_prints(writ_decimal_negate(decimal("1.50")), "-1.50");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_finite_decimal_is_refused),
        cmocka_unit_test(what_does_not_fit_is_a_limit),
        cmocka_unit_test(a_million_digits_are_refused_without_expanding_them),
        cmocka_unit_test(numbers_print_as_people_write_them),
        cmocka_unit_test(what_is_printed_is_read_back_as_the_same_bits),
        cmocka_unit_test(sums_and_products_are_exact_or_refused),
        cmocka_unit_test(sums_carry_beyond_64_bits),
        cmocka_unit_test(results_out_of_range_are_refused_by_name),
        cmocka_unit_test(rounding_agrees_with_school),
        cmocka_unit_test(the_five_roundings_differ_at_halves),
        cmocka_unit_test(quotients_are_the_nearest_of_34_digits),
        cmocka_unit_test(quotients_lie_on_the_side_that_the_rounding_names),
        cmocka_unit_test(the_order_of_numbers_is_that_of_school),
        cmocka_unit_test(shifting_moves_the_point),
        cmocka_unit_test(whole_numbers_become_integers),
        cmocka_unit_test(floors_are_whole_numbers_not_above),
        cmocka_unit_test(there_is_one_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
