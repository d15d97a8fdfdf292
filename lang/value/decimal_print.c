// Our own printer: the library's writes "+235E-2" where a person expects "2.35".
#include "writ/decimal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "value/decimal_bits.h"

// The digits of `coefficient`, "0" for zero. Returns their number.
static int write_digits(DecimalDigits coefficient, char digits[WRIT_DECIMAL_DIGITS_MAX + 1])
{
    char backwards[WRIT_DECIMAL_DIGITS_MAX + 1];
    int count = 0;
    // 128-bit division is slow: two halves of at most 17 digits are divided as 64 bits.
    uint64_t halves[2] = {(uint64_t)(coefficient % 100000000000000000u),
                          (uint64_t)(coefficient / 100000000000000000u)};
    for (int half = 0; half < 2; half++) {
        uint64_t left = halves[half];
        for (int i = 0; i < 17 && (left != 0 || (half == 0 && halves[1] != 0)); i++) {
            backwards[count++] = (char)('0' + left % 10);
            left /= 10;
        }
    }
    if (count == 0) {
        backwards[count++] = '0';
    }
    for (int i = 0; i < count; i++) {
        digits[i] = backwards[count - 1 - i];
    }
    return count;
}

static char *append(char *at, const char *bytes, int count)
{
    memcpy(at, bytes, (size_t)count);
    return at + count;
}

// `fraction` digits stand behind the point, of `count` digits in all.
static char *write_plain(char *at, const char *digits, int count, int fraction)
{
    if (fraction == 0) {
        return append(at, digits, count);
    }
    if (fraction < count) {
        at = append(at, digits, count - fraction);
    } else {
        *at++ = '0';
    }
    *at++ = '.';
    for (int zeros = count; zeros < fraction; zeros++) {
        *at++ = '0';
    }
    int shown = fraction < count ? fraction : count;
    return append(at, digits + count - shown, shown);
}

static char *write_scientific(char *at, const char *digits, int count, int exponent)
{
    *at++ = digits[0];
    if (count > 1) {
        *at++ = '.';
        at = append(at, digits + 1, count - 1);
    }
    return at + sprintf(at, "E%+d", exponent + count - 1);
}

size_t writ_decimal_print(WritDecimal number, char text[WRIT_DECIMAL_TEXT_BYTES])
{
    DecimalParts parts = decimal_unpack(number);
    assert(parts.coefficient < decimal_power(WRIT_DECIMAL_DIGITS_MAX));
    char digits[WRIT_DECIMAL_DIGITS_MAX + 1];
    int count = write_digits(parts.coefficient, digits);
    char *at = text;
    if (parts.negative) {
        *at++ = '-';
    }
    if (parts.exponent <= 0 && parts.exponent >= -WRIT_DECIMAL_DIGITS_MAX) {
        at = write_plain(at, digits, count, -parts.exponent);
    } else {
        at = write_scientific(at, digits, count, parts.exponent);
    }
    *at = '\0';
    assert(at < text + WRIT_DECIMAL_TEXT_BYTES);
    return (size_t)(at - text);
}
