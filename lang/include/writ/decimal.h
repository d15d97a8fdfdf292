// Exact decimals: IEEE 754-2008 decimal128, 34 digits, through the Intel library.
//
// Only finite numbers exist here. An operation whose exact result does not fit 34 digits fails
// (settled.md 7) instead of rounding; rounding happens only where it is asked for by name. There is
// one zero, without a sign.
#ifndef WRIT_DECIMAL_H
#define WRIT_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/text.h"

enum {
    WRIT_DECIMAL_DIGITS_MAX = 34,
    WRIT_DECIMAL_EXPONENT_MAX = 6111,
    WRIT_DECIMAL_TEXT_BYTES = 64,
};

// The bits of a BID-encoded decimal128, low word first. Compare with writ_decimal_compare, never
// by bits: 1.0 and 1.00 are equal numbers with different bits. Numbers that print alike have equal
// bits: 1e3 is held as 1000. All bits zero is 0E-6176, a zero that would give every sum 34 digits:
// start a sum from writ_decimal_from_int(0).
typedef struct WritDecimal {
    uint64_t words[2];
} WritDecimal;

typedef enum WritRounding {
    WRIT_ROUND_HALF_EVEN,
    WRIT_ROUND_HALF_UP, // Half away from zero, the commercial rule (N9).
    WRIT_ROUND_DOWN,    // Towards zero.
    WRIT_ROUND_FLOOR,
    WRIT_ROUND_CEILING,
} WritRounding;

// Reads digits with an optional sign, point and exponent ("-12.50", "1e3"). WRIT_INVALID when the
// text is anything else, WRIT_LIMIT when it has more than 34 significant digits or its exponent is
// out of range: a number that would have to be rounded is refused. Digits count from the first
// that is not zero to the last that is written.
WRIT_NODISCARD WritStatus writ_decimal_parse(WritDecimal *number, WritText text, WritError *error);
WritDecimal writ_decimal_from_int(int64_t integer);

// Plain digits where that takes at most 34 digits ("235000", "0.00123"), otherwise scientific
// ("2.35E+40"). Keeps trailing zeros: 1.50 prints as "1.50". Returns the length, without the NUL.
size_t writ_decimal_print(WritDecimal number, char text[WRIT_DECIMAL_TEXT_BYTES]);

// Exact or WRIT_LIMIT; the sentence of `error` names the operation.
WRIT_NODISCARD WritStatus writ_decimal_add(WritDecimal *sum, WritDecimal a, WritDecimal b,
                                           WritError *error);
WRIT_NODISCARD WritStatus writ_decimal_subtract(WritDecimal *difference, WritDecimal a,
                                                WritDecimal b, WritError *error);
WRIT_NODISCARD WritStatus writ_decimal_multiply(WritDecimal *product, WritDecimal a, WritDecimal b,
                                                WritError *error);
// Rounded to 34 digits by `rounding`; WRIT_INVALID when b is zero. Only `share` and `rounded`
// divide.
WRIT_NODISCARD WritStatus writ_decimal_divide(WritDecimal *quotient, WritDecimal a, WritDecimal b,
                                              WritRounding rounding, WritError *error);
// To `places` digits after the point by `rounding`. WRIT_INVALID when `places` is not 0 to 34,
// WRIT_LIMIT when the number needs more than 34 digits with so many places.
WRIT_NODISCARD WritStatus writ_decimal_round(WritDecimal *rounded, WritDecimal number, int places,
                                             WritRounding rounding, WritError *error);
// Multiplied by ten to the power of `places`, which may be negative: exact unless out of range.
WRIT_NODISCARD WritStatus writ_decimal_shift(WritDecimal *shifted, WritDecimal number, int places,
                                             WritError *error);
WritDecimal writ_decimal_negate(WritDecimal number);

// Less than, equal to or greater than 0, by value.
int writ_decimal_compare(WritDecimal a, WritDecimal b);
bool writ_decimal_is_zero(WritDecimal number);
// How many digits stand after the point, trailing zeros left out. 0 to 6176.
int writ_decimal_places(WritDecimal number);
// The whole number at or next below `number` times ten to the power of `places` (0 to 34); `exact`
// says whether it is at it. False when it is not within ±INT64_MAX: then INT64_MIN or INT64_MAX on
// its side, not exact.
bool writ_decimal_floor(WritDecimal number, int places, int64_t *floor, bool *exact);
// True and the value when `number` is a whole number that fits.
bool writ_decimal_to_int(WritDecimal number, int64_t *integer);

#endif
