// The parts of a decimal and how they become its bits: for this module alone.
//
// A decimal128 in binary encoding holds a sign, an exponent and a whole coefficient of at most 34
// digits. Every decimal of writ is in one form: no negative zero, and no positive exponent where
// plain digits would hold the number (1e3 is 1000), so that equal printed texts mean equal bits.
#ifndef VALUE_DECIMAL_BITS_H
#define VALUE_DECIMAL_BITS_H

#include <stdbool.h>

#include "writ/decimal.h"

typedef unsigned __int128 DecimalDigits;

enum {
    DECIMAL_EXPONENT_MIN = -6176,
    // Where the parts stand in the high word: the sign on top, then 14 bits of exponent.
    DECIMAL_EXPONENT_SHIFT = 49,
    DECIMAL_EXPONENT_MASK = 0x3fff,
    DECIMAL_EXPONENT_BIAS = 6176,
};
#define DECIMAL_SIGN_BIT (UINT64_C(1) << 63)
#define DECIMAL_COEFFICIENT_MASK ((UINT64_C(1) << DECIMAL_EXPONENT_SHIFT) - 1)

typedef struct DecimalParts {
    DecimalDigits coefficient; // Below 10^34.
    int exponent;
    bool negative;
} DecimalParts;

// Ten to the power of 0 to 38.
DecimalDigits decimal_power(int exponent);
// 0 for 0.
int decimal_digit_count(DecimalDigits coefficient);
static inline DecimalParts decimal_unpack(WritDecimal number)
{
    uint64_t high = number.words[1];
    uint64_t exponent = high >> DECIMAL_EXPONENT_SHIFT & DECIMAL_EXPONENT_MASK;
    return (DecimalParts){
        .coefficient = (DecimalDigits)(high & DECIMAL_COEFFICIENT_MASK) << 64 | number.words[0],
        .exponent = (int)exponent - DECIMAL_EXPONENT_BIAS,
        .negative = (high & DECIMAL_SIGN_BIT) != 0,
    };
}
// The bits of parts that are in the one form.
static inline WritDecimal decimal_bits(DecimalParts parts)
{
    uint64_t high = (uint64_t)(parts.coefficient >> 64);
    high |= (uint64_t)(parts.exponent + DECIMAL_EXPONENT_BIAS) << DECIMAL_EXPONENT_SHIFT;
    high |= parts.negative ? DECIMAL_SIGN_BIT : 0;
    return (WritDecimal){{(uint64_t)parts.coefficient, high}};
}
// Brings the parts into the one form. False when the number cannot be held exactly: its exponent
// is out of range. The exponent given is within +-100,000.
bool decimal_pack(WritDecimal *number, DecimalParts parts);
// True when decimal_pack would leave the parts as they are.
bool decimal_is_packed(DecimalParts parts);
// The same of bits. Almost every number is short and has no positive exponent.
static inline bool decimal_is_sound(WritDecimal number)
{
    uint64_t high = number.words[1];
    uint64_t exponent = high >> DECIMAL_EXPONENT_SHIFT & DECIMAL_EXPONENT_MASK;
    if (number.words[0] != 0 && (high & DECIMAL_COEFFICIENT_MASK) == 0 &&
        exponent <= DECIMAL_EXPONENT_BIAS) {
        return true;
    }
    return decimal_is_packed(decimal_unpack(number));
}

#endif
