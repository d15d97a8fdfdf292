// Arithmetic through the Intel decimal library.
//
// The library rounds silently and reports it in flags: every operation starts with cleared flags,
// and a flag that should not be there refuses the result. Infinities and NaNs never leave here.
#include "writ/decimal.h"

#include <assert.h>

#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#define DECIMAL_ALTERNATE_EXCEPTION_HANDLING 0
#include <bid_conf.h>
#include <bid_functions.h>

#include "value/decimal_bits.h"

DecimalDigits decimal_power(int exponent)
{
    static const uint64_t powers[] = {
        UINT64_C(1),
        UINT64_C(10),
        UINT64_C(100),
        UINT64_C(1000),
        UINT64_C(10000),
        UINT64_C(100000),
        UINT64_C(1000000),
        UINT64_C(10000000),
        UINT64_C(100000000),
        UINT64_C(1000000000),
        UINT64_C(10000000000),
        UINT64_C(100000000000),
        UINT64_C(1000000000000),
        UINT64_C(10000000000000),
        UINT64_C(100000000000000),
        UINT64_C(1000000000000000),
        UINT64_C(10000000000000000),
        UINT64_C(100000000000000000),
        UINT64_C(1000000000000000000),
        UINT64_C(10000000000000000000),
    };
    assert(exponent >= 0 && exponent <= 38);
    return exponent <= 19 ? powers[exponent] : (DecimalDigits)powers[19] * powers[exponent - 19];
}

int decimal_digit_count(DecimalDigits coefficient)
{
    int count = 0;
    while (count < 38 && coefficient >= decimal_power(count)) {
        count++;
    }
    return count;
}

// Zeros have no sign and no positive exponent; one too small is the smallest there is.
static DecimalParts one_zero(DecimalParts parts)
{
    int exponent = parts.exponent > 0 ? 0 : parts.exponent;
    return (DecimalParts){0, exponent < DECIMAL_EXPONENT_MIN ? DECIMAL_EXPONENT_MIN : exponent,
                          false};
}

static DecimalParts without_positive_exponent(DecimalParts parts)
{
    int digits = decimal_digit_count(parts.coefficient);
    int plain = parts.exponent;
    int clamped = parts.exponent - WRIT_DECIMAL_EXPONENT_MAX;
    int zeros = digits + plain <= WRIT_DECIMAL_DIGITS_MAX ? plain : clamped > 0 ? clamped : 0;
    if (zeros > 0 && digits + zeros <= WRIT_DECIMAL_DIGITS_MAX) {
        parts.coefficient *= decimal_power(zeros);
        parts.exponent -= zeros;
    }
    return parts;
}

bool decimal_pack(WritDecimal *number, DecimalParts parts)
{
    assert(parts.coefficient < decimal_power(WRIT_DECIMAL_DIGITS_MAX));
    if (parts.coefficient == 0) {
        parts = one_zero(parts);
    } else if (parts.exponent > 0) {
        parts = without_positive_exponent(parts);
    }
    while (parts.exponent < DECIMAL_EXPONENT_MIN && parts.coefficient % 10 == 0) {
        parts.coefficient /= 10;
        parts.exponent++;
    }
    if (parts.exponent < DECIMAL_EXPONENT_MIN || parts.exponent > WRIT_DECIMAL_EXPONENT_MAX) {
        return false;
    }
    *number = decimal_bits(parts);
    return true;
}

bool decimal_is_packed(DecimalParts parts)
{
    bool short_enough =
        parts.coefficient >> 64 == 0 || parts.coefficient < decimal_power(WRIT_DECIMAL_DIGITS_MAX);
    if (!short_enough || parts.exponent < DECIMAL_EXPONENT_MIN ||
        parts.exponent > WRIT_DECIMAL_EXPONENT_MAX) {
        return false;
    }
    if (parts.coefficient == 0) {
        return !parts.negative && parts.exponent <= 0;
    }
    return parts.exponent <= 0 ||
           decimal_digit_count(parts.coefficient) + parts.exponent > WRIT_DECIMAL_DIGITS_MAX;
}

static BID_UINT128 to_library(WritDecimal number)
{
    return (BID_UINT128){{number.words[0], number.words[1]}};
}

// The library's result in writ's one form. Almost every result has it already.
static WritDecimal from_library(BID_UINT128 result)
{
    WritDecimal number = {{result.w[0], result.w[1]}};
    DecimalParts parts = decimal_unpack(number);
    if (parts.exponent > 0 || parts.coefficient == 0) {
        bool held = decimal_pack(&number, parts);
        assert(held);
    }
    return number;
}

WritDecimal writ_decimal_from_int(int64_t integer)
{
    uint64_t magnitude = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
    return decimal_bits((DecimalParts){magnitude, 0, integer < 0});
}

// `result` is what could not be had: "the sum".
static WritStatus refuse(WritError *error, const char *result, WritDecimal a, WritDecimal b,
                         _IDEC_flags flags)
{
    char first[WRIT_DECIMAL_TEXT_BYTES];
    char second[WRIT_DECIMAL_TEXT_BYTES];
    (void)writ_decimal_print(a, first);
    (void)writ_decimal_print(b, second);
    if ((flags & (BID_OVERFLOW_EXCEPTION | BID_UNDERFLOW_EXCEPTION)) != 0) {
        return writ_fail(error, WRIT_LIMIT, "%s of %s and %s is out of range", result, first,
                         second);
    }
    (void)writ_fail(error, WRIT_LIMIT, "%s of %s and %s needs more than %d digits", result, first,
                    second, WRIT_DECIMAL_DIGITS_MAX);
    (void)writ_hint(error, "round one of them first, for example rounded(x, 2)");
    return WRIT_LIMIT;
}

// --- Short numbers -----------------------------------------------------------------------------
//
// Almost all numbers of commerce have fewer than 19 digits and no more than a few places. They are
// added, multiplied and compared in whole numbers, to the bits that the library gives.

enum { SHORT_PLACES_MAX = 15 }; // 2^63 with so many zeros behind it has no more than 34 digits.

static bool is_short(WritDecimal number)
{
    uint64_t exponent = number.words[1] >> DECIMAL_EXPONENT_SHIFT & DECIMAL_EXPONENT_MASK;
    return (number.words[1] & DECIMAL_COEFFICIENT_MASK) == 0 && number.words[0] >> 63 == 0 &&
           exponent <= DECIMAL_EXPONENT_BIAS;
}

static int exponent_of(WritDecimal number)
{
    return (int)(number.words[1] >> DECIMAL_EXPONENT_SHIFT & DECIMAL_EXPONENT_MASK) -
           DECIMAL_EXPONENT_BIAS;
}

static __int128 signed_digits(WritDecimal number, int zeros)
{
    __int128 digits = (__int128)number.words[0];
    if (zeros > 0) {
        digits *= (__int128)decimal_power(zeros);
    }
    return (number.words[1] & DECIMAL_SIGN_BIT) != 0 ? -digits : digits;
}

typedef struct ShortPair {
    __int128 a;
    __int128 b;
    int exponent; // Of both.
} ShortPair;

static bool align_short(WritDecimal a, WritDecimal b, ShortPair *pair)
{
    int exponent_a = exponent_of(a);
    int exponent_b = exponent_of(b);
    int apart = exponent_a - exponent_b;
    if (!is_short(a) || !is_short(b) || apart > SHORT_PLACES_MAX || apart < -SHORT_PLACES_MAX) {
        return false;
    }
    pair->exponent = apart > 0 ? exponent_b : exponent_a;
    pair->a = signed_digits(a, apart);
    pair->b = signed_digits(b, -apart);
    return true;
}

static WritDecimal from_short(__int128 digits, int exponent)
{
    bool negative = digits < 0;
    return decimal_bits((DecimalParts){
        .coefficient = negative ? 0 - (DecimalDigits)digits : (DecimalDigits)digits,
        .exponent = exponent,
        .negative = negative,
    });
}

// A product of two such numbers has no more than 34 digits.
static bool multiply_short(WritDecimal *product, WritDecimal a, WritDecimal b)
{
    enum { BITS_MAX = 56 };
    int exponent = exponent_of(a) + exponent_of(b);
    if (!is_short(a) || !is_short(b) || (a.words[0] | b.words[0]) >> BITS_MAX != 0 ||
        exponent < DECIMAL_EXPONENT_MIN) {
        return false;
    }
    DecimalDigits digits = (DecimalDigits)a.words[0] * b.words[0];
    bool negative = digits != 0 && ((a.words[1] ^ b.words[1]) & DECIMAL_SIGN_BIT) != 0;
    *product = decimal_bits((DecimalParts){digits, exponent, negative});
    return true;
}

// --- Arithmetic --------------------------------------------------------------------------------

WritStatus writ_decimal_add(WritDecimal *sum, WritDecimal a, WritDecimal b, WritError *error)
{
    ShortPair pair;
    if (align_short(a, b, &pair)) {
        *sum = from_short(pair.a + pair.b, pair.exponent);
        return WRIT_OK;
    }
    _IDEC_flags flags = 0;
    BID_UINT128 result = bid128_add(to_library(a), to_library(b), BID_ROUNDING_TO_NEAREST, &flags);
    if (flags != 0) {
        return refuse(error, "the sum", a, b, flags);
    }
    *sum = from_library(result);
    return WRIT_OK;
}

WritStatus writ_decimal_subtract(WritDecimal *difference, WritDecimal a, WritDecimal b,
                                 WritError *error)
{
    ShortPair pair;
    if (align_short(a, b, &pair)) {
        *difference = from_short(pair.a - pair.b, pair.exponent);
        return WRIT_OK;
    }
    _IDEC_flags flags = 0;
    BID_UINT128 result = bid128_sub(to_library(a), to_library(b), BID_ROUNDING_TO_NEAREST, &flags);
    if (flags != 0) {
        return refuse(error, "the difference", a, b, flags);
    }
    *difference = from_library(result);
    return WRIT_OK;
}

WritStatus writ_decimal_multiply(WritDecimal *product, WritDecimal a, WritDecimal b,
                                 WritError *error)
{
    if (multiply_short(product, a, b)) {
        return WRIT_OK;
    }
    _IDEC_flags flags = 0;
    BID_UINT128 result = bid128_mul(to_library(a), to_library(b), BID_ROUNDING_TO_NEAREST, &flags);
    if (flags != 0) {
        return refuse(error, "the product", a, b, flags);
    }
    *product = from_library(result);
    return WRIT_OK;
}

static _IDEC_round library_rounding(WritRounding rounding)
{
    switch (rounding) {
    case WRIT_ROUND_HALF_EVEN:
        return BID_ROUNDING_TO_NEAREST;
    case WRIT_ROUND_HALF_UP:
        return BID_ROUNDING_TIES_AWAY;
    case WRIT_ROUND_DOWN:
        return BID_ROUNDING_TO_ZERO;
    case WRIT_ROUND_FLOOR:
        return BID_ROUNDING_DOWN;
    case WRIT_ROUND_CEILING:
        return BID_ROUNDING_UP;
    }
    WRIT_UNREACHABLE();
}

WritStatus writ_decimal_divide(WritDecimal *quotient, WritDecimal a, WritDecimal b,
                               WritRounding rounding, WritError *error)
{
    if (writ_decimal_is_zero(b)) {
        char dividend[WRIT_DECIMAL_TEXT_BYTES];
        (void)writ_decimal_print(a, dividend);
        (void)writ_fail(error, WRIT_INVALID, "%s is divided by zero", dividend);
        return writ_hint(error, "ask first whether the divisor is zero");
    }
    _IDEC_flags flags = 0;
    BID_UINT128 result =
        bid128_div(to_library(a), to_library(b), library_rounding(rounding), &flags);
    // Rounding is what was asked for; running out of the range of exponents is not.
    if ((flags & ~(_IDEC_flags)BID_INEXACT_EXCEPTION) != 0) {
        return refuse(error, "the quotient", a, b, flags);
    }
    *quotient = from_library(result);
    return WRIT_OK;
}

WritStatus writ_decimal_round(WritDecimal *rounded, WritDecimal number, int places,
                              WritRounding rounding, WritError *error)
{
    char text[WRIT_DECIMAL_TEXT_BYTES];
    if (places < 0 || places > WRIT_DECIMAL_DIGITS_MAX) {
        return writ_fail(error, WRIT_INVALID,
                         "%d decimal places are asked for, from 0 to %d can be", places,
                         WRIT_DECIMAL_DIGITS_MAX);
    }
    _IDEC_flags flags = 0;
    WritDecimal pattern = decimal_bits((DecimalParts){1, -places, false});
    BID_UINT128 result = bid128_quantize(to_library(number), to_library(pattern),
                                         library_rounding(rounding), &flags);
    if ((flags & ~(_IDEC_flags)BID_INEXACT_EXCEPTION) != 0) {
        (void)writ_decimal_print(number, text);
        return writ_fail(error, WRIT_LIMIT, "%s with %d decimal places needs more than %d digits",
                         text, places, WRIT_DECIMAL_DIGITS_MAX);
    }
    *rounded = from_library(result);
    return WRIT_OK;
}

WritStatus writ_decimal_shift(WritDecimal *shifted, WritDecimal number, int places,
                              WritError *error)
{
    enum { PLACES_MAX = 20000 }; // More than the whole range of exponents.
    DecimalParts parts = decimal_unpack(number);
    if (places > -PLACES_MAX && places < PLACES_MAX) {
        parts.exponent += places;
        if (decimal_pack(shifted, parts)) {
            return WRIT_OK;
        }
    } else if (parts.coefficient == 0) {
        *shifted = writ_decimal_from_int(0);
        return WRIT_OK;
    }
    char text[WRIT_DECIMAL_TEXT_BYTES];
    (void)writ_decimal_print(number, text);
    return writ_fail(error, WRIT_LIMIT, "%s times ten to the power of %d is out of range", text,
                     places);
}

WritDecimal writ_decimal_negate(WritDecimal number)
{
    if (!writ_decimal_is_zero(number)) {
        number.words[1] ^= DECIMAL_SIGN_BIT;
    }
    return number;
}

int writ_decimal_compare(WritDecimal a, WritDecimal b)
{
    ShortPair pair;
    if (align_short(a, b, &pair)) {
        return pair.a < pair.b ? -1 : pair.a > pair.b;
    }
    _IDEC_flags flags = 0;
    if (bid128_quiet_less(to_library(a), to_library(b), &flags)) {
        return -1;
    }
    return bid128_quiet_greater(to_library(a), to_library(b), &flags);
}

bool writ_decimal_is_zero(WritDecimal number)
{
    return number.words[0] == 0 && (number.words[1] & DECIMAL_COEFFICIENT_MASK) == 0;
}

bool writ_decimal_to_int(WritDecimal number, int64_t *integer)
{
    DecimalParts parts = decimal_unpack(number);
    while (parts.exponent < 0 && parts.coefficient % 10 == 0 && parts.coefficient != 0) {
        parts.coefficient /= 10;
        parts.exponent++;
    }
    if (parts.coefficient == 0) {
        *integer = 0;
        return true;
    }
    // A positive exponent stands only where plain digits need more than 34.
    DecimalDigits largest = (DecimalDigits)INT64_MAX + (parts.negative ? 1 : 0);
    if (parts.exponent != 0 || parts.coefficient > largest) {
        return false;
    }
    uint64_t magnitude = (uint64_t)parts.coefficient;
    *integer = (int64_t)(parts.negative ? 0 - magnitude : magnitude);
    return true;
}

int writ_decimal_places(WritDecimal number)
{
    DecimalParts parts = decimal_unpack(number);
    while (parts.exponent < 0 && parts.coefficient % 10 == 0 && parts.coefficient != 0) {
        parts.coefficient /= 10;
        parts.exponent++;
    }
    return parts.coefficient == 0 || parts.exponent > 0 ? 0 : -parts.exponent;
}

// Digits times ten to the power of `shift`, cut; UINT64_MAX twice over stands for too many.
static DecimalDigits shift_digits(DecimalDigits digits, int shift, bool *exact)
{
    enum { SHIFT_MAX = 38 };
    DecimalDigits shifted;
    *exact = true;
    if (digits == 0 || shift == 0) {
        return digits;
    }
    if (shift > 0) {
        bool fits =
            shift <= SHIFT_MAX && !__builtin_mul_overflow(digits, decimal_power(shift), &shifted);
        return fits ? shifted : ~(DecimalDigits)0;
    }
    if (-shift > SHIFT_MAX) {
        *exact = false;
        return 0;
    }
    DecimalDigits power = decimal_power(-shift);
    if (digits >> 64 == 0 && power >> 64 == 0) { // The division of the machine.
        shifted = (uint64_t)digits / (uint64_t)power;
    } else {
        shifted = digits / power;
    }
    *exact = shifted * power == digits;
    return shifted;
}

bool writ_decimal_floor(WritDecimal number, int places, int64_t *floor, bool *exact)
{
    assert(places >= 0 && places <= WRIT_DECIMAL_DIGITS_MAX);
    DecimalParts parts = decimal_unpack(number);
    DecimalDigits whole = shift_digits(parts.coefficient, parts.exponent + places, exact);
    if (parts.negative && !*exact) {
        whole++;
    }
    if (whole > INT64_MAX) {
        *floor = parts.negative ? INT64_MIN : INT64_MAX;
        *exact = false;
        return false;
    }
    *floor = parts.negative ? -(int64_t)whole : (int64_t)whole;
    return true;
}
