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

enum { DECIMAL_EXPONENT_MIN = -6176 };

typedef struct DecimalParts {
    DecimalDigits coefficient; // Below 10^34.
    int exponent;
    bool negative;
} DecimalParts;

// Ten to the power of 0 to 38.
DecimalDigits decimal_power(int exponent);
// 0 for 0.
int decimal_digit_count(DecimalDigits coefficient);
DecimalParts decimal_unpack(WritDecimal number);
// Brings the parts into the one form. False when the number cannot be held exactly: its exponent
// is out of range. The exponent given is within +-100,000.
bool decimal_pack(WritDecimal *number, DecimalParts parts);
// True when decimal_pack would leave the parts as they are.
bool decimal_is_packed(DecimalParts parts);

#endif
